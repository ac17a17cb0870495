"""Composites: means with open weights, and what a missing part does to them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.core.errors import InputError
from counterpoise.reliance.composite import NARROW, Bounded, composite, parse_weights

SHARE = st.floats(0, 1)
PART = st.one_of(SHARE.map(lambda x: (x, x)), st.tuples(SHARE, SHARE).map(sorted))
PARTS = st.lists(PART, min_size=3, max_size=3)
WEIGHTS = st.lists(st.floats(0, 10), min_size=3, max_size=3).filter(lambda held: sum(held) > 1e-3)


def made(parts, weights):
    low, high = np.array(parts, dtype=float).T
    return composite(low, high, np.array(weights, dtype=float))


def test_it_is_the_weighted_mean():
    found = made([(0.2, 0.2), (0.4, 0.4), (0.9, 0.9)], [1, 2, 1])
    assert found.value == found.low == found.high == pytest.approx((0.2 + 0.8 + 0.9) / 4)


def test_a_part_without_a_weight_changes_nothing_missing_or_not():
    assert made([(0.2, 0.2), (0.4, 0.4), (0, 1)], [1, 1, 0]).value == pytest.approx(0.3)


def test_a_missing_part_is_neither_nought_nor_left_out():
    found = made([(0.3, 0.3), (0, 1)], [1, 1])
    assert (found.low, found.high) == (pytest.approx(0.15), pytest.approx(0.65))
    assert np.isnan(found.value)


@pytest.mark.parametrize(("width", "known"), [(NARROW, True), (NARROW * 1.01, False)])
def test_bounds_that_are_close_give_their_middle(width, known):
    found = Bounded(np.array([0.2]), np.array([0.2 + width])).value
    assert found[0] == pytest.approx(0.2 + width / 2 if known else np.nan, nan_ok=True)


@pytest.mark.parametrize("weights", [[0, 0], [1, -1], [np.nan, 1], [np.inf, 1], [-1, 3]])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(InputError, match="sum to nothing") as raised:
        made([(0.1, 0.1), (0.2, 0.2)], weights)
    assert raised.value.exit_code == 2


def test_one_of_many_weightings_that_sums_to_nothing_is_refused():
    parts = np.array([0.1, 0.2])
    with pytest.raises(InputError, match="sum to nothing"):
        composite(parts, parts, np.array([[1.0, 0.0], [0.0, 0.0]]))


def test_many_weightings_are_each_alone():
    draw = np.random.default_rng(1)
    low = draw.random((3, 5, 2))
    high, weights = low + draw.random((3, 5, 2)), draw.random((4, 3))
    every = composite(low, high, weights)
    assert every.low.shape == (4, 5, 2)
    for k, row in enumerate(weights):
        alone = composite(low, high, row)
        np.testing.assert_allclose(every.low[k], alone.low, rtol=1e-13)
        np.testing.assert_allclose(every.high[k], alone.high, rtol=1e-13)


@given(PARTS, WEIGHTS, st.floats(0.01, 100))
def test_the_scale_of_weights_does_not_matter(parts, weights, factor):
    one, other = made(parts, weights), made(parts, [factor * w for w in weights])
    np.testing.assert_allclose([one.low, one.high], [other.low, other.high], rtol=0, atol=1e-12)


@given(PARTS, WEIGHTS, st.lists(SHARE, min_size=3, max_size=3))
def test_the_bounds_hold_every_completion(parts, weights, where):
    found = made(parts, weights)
    truth = np.average([low + x * (high - low) for (low, high), x in zip(parts, where, strict=True)], weights=weights)
    assert found.low - 1e-12 <= truth <= found.high + 1e-12
    assert min(low for low, _ in parts) - 1e-12 <= found.low <= found.high <= max(high for _, high in parts) + 1e-12


@given(PARTS, WEIGHTS, st.integers(0, 2))
def test_when_a_part_goes_missing_the_interval_only_widens(parts, weights, lost):
    before = made(parts, weights)
    after = made([(0.0, 1.0) if k == lost else one for k, one in enumerate(parts)], weights)
    assert after.low <= before.low + 1e-12
    assert before.high <= after.high + 1e-12


KNOWN = {"look_through": "economic", "arms_supplier_share": "security", "foreign_presence": "security"}


def test_weights_are_sorted_by_side():
    assert parse_weights({"arms_supplier_share": 2, "look_through": 1, "foreign_presence": 0}, KNOWN) == {
        "security": {"arms_supplier_share": 2, "foreign_presence": 0},
        "economic": {"look_through": 1},
    }
    assert parse_weights({}, KNOWN) == {}


def test_what_can_not_be_weighed_is_refused_with_a_guess():
    with pytest.raises(InputError, match=r"'look_thru' is no indicator that can be weighed.*look_through"):
        parse_weights({"look_thru": 1}, KNOWN)
