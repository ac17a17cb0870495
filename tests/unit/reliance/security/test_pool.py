"""Shares in a pool: by hand, and between their bounds whatever the parts that are not known turn out to be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.reliance.security.pool import Interval, between, pooled_bounds, shown

NAN, INF = np.nan, np.inf


def pooled_share(parts, own):
    """Give the share where every part is known, so that its bounds are one."""
    return between(*pooled_bounds(parts, parts, own)).value


def test_a_share_is_a_part_of_ones_own_and_all_that_is_promised():
    """1 of one's own, 3 and 4 of two partners."""
    parts = np.array([[NAN, 3.0, 4.0], [0.0, NAN, 0.0], [1.0, 1.0, NAN]])
    found = pooled_share(parts, np.array([1.0, 5.0, 2.0]))
    np.testing.assert_array_equal(found, [[NAN, 3 / 8, 4 / 8], [0, NAN, 0], [1 / 4, 1 / 4, NAN]])


def test_what_one_partner_adds_leaves_less_to_the_other():
    """A part between 0 and 4 beside one of 3, and 1 of one's own."""
    low, high = np.array([[NAN, 3.0, 0.0]] * 3), np.array([[NAN, 3.0, 4.0]] * 3)
    bottom, top = pooled_bounds(low, high, np.ones(3))
    np.testing.assert_allclose(bottom[0, 1:], [3 / 8, 0])
    np.testing.assert_allclose(top[0, 1:], [3 / 4, 4 / 8])


def test_what_nothing_bounds_may_be_everything():
    low, high = np.array([[NAN, 3.0, 0.0]] * 3), np.array([[NAN, 3.0, INF]] * 3)
    bottom, top = pooled_bounds(low, high, np.ones(3))
    np.testing.assert_allclose(bottom[0, 1:], [0, 0])
    np.testing.assert_allclose(top[0, 1:], [3 / 4, 1])
    same = pooled_bounds(np.array([[NAN, 3.0, NAN]] * 3), np.array([[NAN, 3.0, NAN]] * 3), np.ones(3))
    np.testing.assert_array_equal(np.array(same), np.array([bottom, top]))


def test_ones_own_may_be_unknown():
    parts = np.array([[NAN, 3.0, 0.0]] * 3)
    bottom, top = pooled_bounds(parts, parts, np.full(3, NAN))
    np.testing.assert_array_equal(bottom[0, 1:], [0, 0])
    np.testing.assert_array_equal(top[0, 1:], [1, 0])  # who adds nothing has no share, whatever the rest


def test_where_the_pool_is_empty_nobody_has_a_share():
    bottom, top = pooled_bounds(np.zeros((2, 2)), np.zeros((2, 2)), np.zeros(2))
    assert bottom[0, 1] == top[0, 1] == 0


def test_what_lies_between_is_known_where_its_ends_meet():
    made = between(np.array([0.2, 0.2, NAN, 0.2, -INF]), np.array([0.2, 0.4, NAN, 0.2005, INF]), tolerance=0.001)
    np.testing.assert_array_equal(made.value, [0.2, NAN, NAN, 0.20025, NAN])
    assert isinstance(shown(made), Interval)
    assert shown(made).low is made.low


PART = st.one_of(st.floats(0, 10).map(lambda x: (x, x)), st.tuples(st.floats(0, 10), st.floats(0, 10)).map(sorted),
                 st.floats(0, 10).map(lambda x: (x, INF)))  # fmt: skip


@given(
    st.lists(st.lists(PART, min_size=4, max_size=4), min_size=4, max_size=4),
    st.lists(st.one_of(st.floats(0.01, 10), st.just(NAN)), min_size=4, max_size=4),
    st.lists(st.floats(0, 1), min_size=20, max_size=20),
)
def test_the_bounds_hold_every_completion(parts, own, where):
    """Whatever value each part and each country's own take within what is known of them, the share is between its bounds."""
    low, high = np.moveaxis(np.array(parts), 2, 0)
    bottom, top = pooled_bounds(low, high, np.array(own))
    draw = np.array(where)
    limit = np.where(np.isinf(high), low + 1e3, high)
    given_parts = low + draw[:16].reshape(4, 4) * (limit - low)
    given_own = np.where(np.isnan(own), 20 * draw[16:], own)
    np.fill_diagonal(given_parts, NAN)
    with np.errstate(invalid="ignore"):
        share = given_parts / (given_own[:, None] + np.nansum(given_parts, 1, keepdims=True))
    share = np.where(given_parts == 0, 0.0, share)
    off = ~np.eye(4, dtype=bool)
    assert np.all((bottom >= 0)[off] & (top <= 1)[off] & (bottom <= top)[off])
    assert np.all((bottom - 1e-12 <= share)[off] & (share <= top + 1e-12)[off])


@given(st.lists(st.lists(st.floats(0, 10), min_size=4, max_size=4), min_size=4, max_size=4),
       st.lists(st.floats(0.01, 10), min_size=4, max_size=4), st.integers(0, 3), st.integers(0, 3))  # fmt: skip
def test_less_knowledge_gives_no_narrower_bounds(parts, own, i, j):
    low, high = np.array(parts), np.array(parts)
    before = pooled_bounds(low, high, np.array(own))
    high[i, j], low[i, j] = INF, 0.0
    after = pooled_bounds(low, high, np.array(own))
    off = ~np.eye(4, dtype=bool)
    assert np.all((after[0] <= before[0] + 1e-12)[off] & (before[1] <= after[1] + 1e-12)[off])


def test_the_unit_of_what_is_pooled_does_not_matter():
    draw = np.random.default_rng(2)
    parts, own = draw.random((5, 5)), draw.random(5)
    np.testing.assert_allclose(pooled_share(parts, own), pooled_share(1350.7 * parts, 1350.7 * own), rtol=1e-13)


@pytest.mark.parametrize("order", [(2, 0, 1, 3), (3, 2, 1, 0)])
def test_the_order_of_countries_does_not_matter(order):
    draw = np.random.default_rng(3)
    parts, own = draw.random((4, 4)), draw.random(4)
    at = np.ix_(order, order)
    np.testing.assert_allclose(pooled_share(parts[at], own[list(order)]), pooled_share(parts, own)[at], rtol=1e-13)
