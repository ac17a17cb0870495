"""Suppliers of arms: their shares, and how concentrated they are where some are only bounded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.reliance.security.arms import (
    DIGITS,
    arms_herfindahl,
    arms_supplier_share,
    effective_arms_suppliers,
)
from counterpoise.reliance.security.pool import Interval
from counterpoise.reliance.security.thresholds import Thresholds

NAN = np.nan


def test_shares_are_as_they_are_known(known):
    shares = known([[0, 0.6, (0, 0.05)], [0.2, 0, 0.8], [None, 0, 0]])
    found = arms_supplier_share(shares, known([100, 100, 100]), Thresholds())
    np.testing.assert_array_equal(found.value, [[NAN, 0.6, NAN], [0.2, NAN, 0.8], [NAN, 0, NAN]])
    assert (found.low[0, 2], found.high[0, 2]) == (0, 0.05)
    assert (found.low[2, 0], found.high[2, 0]) == (0, 1)


@pytest.mark.parametrize(("volume", "share"), [(49.9, 0), (50, 1), ((0, 49.9), 0), ((0, 60), 1), (None, 1)])
def test_where_next_to_nothing_is_delivered_nobody_is_relied_on(known, volume, share):
    """But only where that is known: a volume that may be larger leaves the share as it is."""
    found = arms_supplier_share(known([[0, 1.0], [1.0, 0]]), known([volume, 1000]), Thresholds())
    assert found.value[0, 1] == share


@pytest.mark.parametrize(
    ("shares", "index"),
    [([1.0, 0, 0], 1.0), ([0.5, 0.5, 0], 0.5), ([0.5, 0.25, 0.25], 0.375), ([0.632, 0.3, 0.068], 0.494048)],
)
def test_concentration_is_the_sum_of_squares(known, shares, index):
    cells = [[0, *shares]] + [[0] * 4] * 3
    found = arms_herfindahl(known(cells))
    assert found.value[0] == pytest.approx(index, abs=1e-12)
    assert effective_arms_suppliers(found).value[0] == pytest.approx(1 / index, abs=1e-12)


def test_a_country_whose_suppliers_are_unknown_has_no_concentration(known):
    found = arms_herfindahl(known([[0, None, 0], [0, 0, 0], [0, 0, 0]]))
    assert np.isnan(found.value).all()
    assert np.isnan(effective_arms_suppliers(found).value).all()


def test_what_is_left_to_suppliers_that_are_not_listed_bounds_it(known):
    """0.8 to one, and 0.2 to some of whom none has more than 0.05: from nothing added to 0.2 times 0.05."""
    cells = [[0, 0.8, *[(0, 0.05)] * 6], *[[0] * 8] * 7]
    found = arms_herfindahl(known(cells))
    assert np.isnan(found.value[0])
    assert found.low[0] == pytest.approx(0.64)
    assert found.high[0] == pytest.approx(0.64 + 0.2 * 0.05)


def test_who_delivered_is_not_known_of_a_part(known):
    """Half from one, a tenth from another, and four tenths from nobody who is named: to the one, or to many others."""
    found = arms_herfindahl(known([[0, (0.5, 0.9), (0.1, 0.5), *[(0, 0.4)] * 2], *[[0] * 5] * 4]))
    assert np.isnan(found.value[0])
    assert found.low[0] <= 0.5**2 + 0.1**2
    assert found.high[0] == pytest.approx(0.9**2 + 0.1**2)
    effective = effective_arms_suppliers(found)
    assert (effective.low[0], effective.high[0]) == (1 / found.high[0], 1 / found.low[0])


@given(
    st.lists(st.floats(0, 1), min_size=2, max_size=5),
    st.floats(0, 1),
    st.lists(st.floats(0, 1), min_size=5, max_size=5),
)
def test_the_bounds_hold_whoever_delivered_the_unknown_part(known, parts, lost, dealt):
    """Each named supplier's share is between s and s + u, and what nobody is named for is dealt among all of them."""
    total = sum(parts) + lost
    if total == 0 or sum(dealt[: len(parts)]) == 0:
        return
    named, unknown = np.array(parts) / total, lost / total
    given_to = np.array(dealt[: len(parts)]) / sum(dealt[: len(parts)])
    n = len(parts) + 1
    found = arms_herfindahl(known([[0, *((s, min(s + unknown, 1.0)) for s in named)], *[[0] * n] * (n - 1)]))
    truth = float(np.sum((named + unknown * given_to) ** 2))
    assert found.low[0] - 1e-12 <= truth <= found.high[0] + 1e-12
    assert np.isnan(found.value[0]) or abs(found.value[0] - truth) <= DIGITS


LISTED = st.lists(st.floats(0.05, 1), min_size=1, max_size=4).filter(lambda held: sum(held) <= 1)


@given(LISTED, st.integers(0, 5), st.floats(0, 1))
def test_the_bounds_hold_every_completion(listed, more, moved):
    """However what is left is shared among those who are not listed, of whom none has more than 0.05."""
    left = max(0.0, 1 - sum(listed))
    most = min(left, 0.05)
    rest = np.full(2 + more + int(np.ceil(left / 0.05)), 0.0)
    rest += left / len(rest)
    step = moved * min(most - rest[0], rest[1])
    rest[:2] += [step, -step]
    n = 1 + len(listed) + len(rest)
    low, high = np.zeros((n, n)), np.zeros((n, n))
    low[0, 1 : 1 + len(listed)] = high[0, 1 : 1 + len(listed)] = listed
    high[0, 1 + len(listed) :] = most
    for array in (low, high):
        np.fill_diagonal(array, np.nan)
    found = arms_herfindahl(Interval(np.where(low == high, low, np.nan), low, high))
    truth = float(np.sum(np.square(listed)) + np.sum(np.square(rest)))
    assert found.low[0] - 1e-12 <= truth <= found.high[0] + 1e-12
    assert np.isnan(found.value[0]) or abs(found.value[0] - truth) <= DIGITS
