"""The equation: two leans, what pulls a country to both powers, and how sure that is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.reliance.composite import Bounded
from counterpoise.reliance.equation import (
    cross_pressure,
    cross_pressure_bounds,
    crossings,
    lean,
    ranks,
    spread,
    weightings,
)

LEAN = st.floats(-1, 1)
ENDS = st.tuples(LEAN, LEAN).map(sorted)
SHARES = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda ab: (ab[0] * (1 - ab[1]), ab[1]))
"""Two powers' shares, which together are no more than one."""


def bounded(ends):
    low, high = np.array(ends, dtype=float).reshape(-1, 2).T
    return Bounded(low, high)


def test_a_lean_is_a_difference_of_shares():
    shares = np.array([[0.6, 0.1], [0.0, 0.3]])
    np.testing.assert_allclose(lean(shares, shares).value, [0.5, -0.3])


def test_what_one_power_has_the_other_can_not_have():
    """Of a power with at least 0.7 the other has at most 0.3."""
    found = lean(np.array([0.7, 0.0]), np.array([0.9, 1.0]))
    assert (found.low, found.high) == (pytest.approx(0.4), pytest.approx(0.9))


@given(SHARES, st.tuples(*[st.floats(0, 0.3)] * 4))
def test_a_lean_s_bounds_hold_every_completion(shares, width):
    shares = np.array(shares)
    low = np.clip(shares - width[:2], 0, 1)
    high = np.clip(shares + width[2:], 0, 1)
    found = lean(low, high)
    assert found.low - 1e-12 <= shares[0] - shares[1] <= found.high + 1e-12
    assert -1 - 1e-12 <= found.low <= found.high + 1e-12
    mirrored = lean(low[::-1], high[::-1])
    np.testing.assert_allclose([mirrored.low, mirrored.high], [-found.high, -found.low], rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("economic", "security", "pressure"),
    [(-0.25, 0.49, 0.35), (0.25, 0.49, 0), (-0.25, -0.49, 0), (0, 1, 0), (-1, 1, 1), (1, -1, 1), (-0.04, 0.0, 0)],
)
def test_cross_pressure_by_hand(economic, security, pressure):
    assert cross_pressure(np.array(economic), np.array(security)) == pytest.approx(pressure, abs=1e-12)


def test_where_a_lean_is_unknown_so_is_the_pressure():
    assert np.isnan(cross_pressure(np.array([np.nan, 0.2]), np.array([0.1, np.nan]))).all()


@given(LEAN, LEAN)
def test_cross_pressure_has_no_side(economic, security):
    one = cross_pressure(np.array(economic), np.array(security))
    assert 0 <= one <= 1
    assert one == cross_pressure(np.array(-economic), np.array(-security))
    assert one == cross_pressure(np.array(security), np.array(economic))
    assert (one > 0) <= (economic * security < 0)


@given(ENDS, ENDS, st.floats(0, 1), st.floats(0, 1))
def test_the_bounds_of_cross_pressure_hold_every_completion(economic, security, x, y):
    found = cross_pressure_bounds(bounded(economic), bounded(security))
    e, s = (np.array(low + z * (high - low)) for (low, high), z in ((economic, x), (security, y)))
    assert found.low[0] - 1e-9 <= cross_pressure(e, s) <= found.high[0] + 1e-9


def test_random_weights_are_a_choice_of_indicators():
    found = weightings(5, 4000, 0, 0)
    np.testing.assert_allclose(found.sum(1), 1, rtol=1e-12)
    assert np.all(found >= 0)
    chosen = (found > 0).sum(1)
    assert set(chosen) == {1, 2, 3, 4, 5}
    shares = np.bincount(chosen, minlength=6)[1:] / 4000
    np.testing.assert_allclose(shares, np.array([5 + 1, 10, 10, 5, 1]) / 32, atol=0.03)  # none is drawn again as one
    np.testing.assert_allclose(found.mean(0), 0.2, atol=0.02)


def test_the_seed_gives_the_weights_and_each_side_has_its_own():
    one = weightings(4, 50, 7, 0)
    assert np.array_equal(one, weightings(4, 50, 7, 0))
    assert not np.array_equal(one, weightings(4, 50, 8, 0))
    assert not np.array_equal(one, weightings(4, 50, 7, 1))


def sides(seed, countries=6, years=1):
    """Bounds of leans, most of them known."""
    draw = np.random.default_rng(seed)
    low = draw.uniform(-1, 1, (2, years, 3, countries))
    high = np.minimum(low + np.where(draw.random(low.shape) < 0.3, draw.random(low.shape), 0.0), 1.0)
    return (low[0], high[0]), (low[1], high[1])


def parts(made):
    return made.economic, made.security, made.pressure, made.rank, made.crossed


def test_draws_can_be_repeated():
    one, again, other = (spread(*sides(1), draws=300, seed=seed) for seed in (5, 5, 6))
    for first, second in zip(parts(one), parts(again), strict=True):
        assert np.array_equal(first.low, second.low)
        assert np.array_equal(first.high, second.high)
    assert not np.array_equal(one.crossed.low, other.crossed.low)


@pytest.mark.parametrize("seed", range(8))
def test_with_the_powers_exchanged_leans_are_mirrored_and_pressure_stays(seed):
    economic, security = sides(seed)
    one = spread(economic, security, draws=400, seed=seed)
    turned = [(-high, -low) for low, high in (economic, security)]
    other = spread(*turned, draws=400, seed=seed)
    for name in ("economic", "security"):
        before, after = getattr(one, name), getattr(other, name)
        np.testing.assert_allclose([after.low, after.high], [-before.high, -before.low], rtol=0, atol=1e-12)
    for name in ("pressure", "rank", "crossed"):
        before, after = getattr(one, name), getattr(other, name)
        np.testing.assert_allclose([after.low, after.high], [before.low, before.high], rtol=0, atol=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_when_a_cell_goes_missing_no_interval_narrows(seed):
    (low, high), security = sides(seed)
    before = spread((low, high), security, draws=400, seed=seed)
    low, high = low.copy(), high.copy()
    low[0, seed % 3, seed % 6], high[0, seed % 3, seed % 6] = -1.0, 1.0
    after = spread((low, high), security, draws=400, seed=seed)
    for one, other in zip(parts(before), parts(after), strict=True):
        assert np.all(other.low <= one.low + 1e-12)
        assert np.all(one.high <= other.high + 1e-12)
    others = np.arange(6) != seed % 6
    for name in ("economic", "pressure", "crossed"):
        assert np.array_equal(getattr(before, name).low[others], getattr(after, name).low[others])


def test_all_that_is_known_and_alike_leaves_no_doubt():
    """Each indicator says the same: so weights don't matter."""
    economic = np.tile(np.array([-0.1, 0.2, -0.3]), (1, 4, 1))
    security = np.tile(np.array([0.4, 0.2, 0.3]), (1, 4, 1))
    made = spread((economic, economic), (security, security), draws=200, seed=0)
    np.testing.assert_allclose([made.economic.low, made.economic.high], [economic[0, 0]] * 2, atol=1e-12)
    np.testing.assert_allclose(made.pressure.low, [0.2, 0, 0.3], atol=1e-12)
    np.testing.assert_array_equal([made.rank.low, made.rank.high], [[2, 3, 1]] * 2)
    np.testing.assert_array_equal([made.crossed.low, made.crossed.high], [[1, 0, 1]] * 2)


def test_a_weighting_takes_one_of_the_years():
    economic = np.stack([np.full((2, 1), -0.1), np.full((2, 1), -0.5)])
    security = np.full((2, 2, 1), 0.4)
    made = spread((economic, economic), (security, security), draws=400, seed=0)
    assert (made.economic.low[0], made.economic.high[0]) == (pytest.approx(-0.5), pytest.approx(-0.1))


def test_ranks_by_hand():
    """The second is surely above the third, and the first may be anywhere."""
    found = ranks(Bounded(np.array([[0.0, 0.4, 0.2]]), np.array([[1.0, 0.5, 0.3]])))
    assert found.low.tolist() == [[1, 1, 2]]
    assert found.high.tolist() == [[3, 2, 3]]


def test_ranks_that_differ_by_rounding_alone_are_tied():
    """Sums in another order: 0.1 + 0.2 and 0.3 are one pressure."""
    levels = np.array([[0.1 + 0.2, 0.3, 0.4, 0.3 - 1e-15]])
    assert levels[0, 0] != levels[0, 1]
    found = ranks(Bounded(levels, levels))
    assert found.low.tolist() == found.high.tolist() == [[2, 2, 1, 2]]
    apart = np.array([[0.3, 0.3 + 1e-9]])
    assert ranks(Bounded(apart, apart)).low.tolist() == [[2, 1]]


LEVEL = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)


@given(arrays(float, (3, 5), elements=LEVEL))
def test_known_pressures_have_their_ranks_with_ties_shared(levels):
    found = ranks(Bounded(levels, levels))
    expected = 1 + (levels[:, None, :] > levels[:, :, None]).sum(2)
    np.testing.assert_array_equal(found.low, expected)
    np.testing.assert_array_equal(found.high, expected)


@given(
    arrays(float, (2, 4), elements=LEVEL), arrays(float, (2, 4), elements=LEVEL), arrays(float, (2, 4), elements=LEVEL)
)
def test_ranks_hold_every_completion(low, width, where):
    found = ranks(Bounded(low, low + width))
    truth = low + where * width
    rank = 1 + (truth[:, None, :] > truth[:, :, None]).sum(2)
    assert np.all((found.low <= rank) & (rank <= found.high))


CROSSED = [
    ([0.1, 0.2, 0.3], []),
    ([0.1, -0.2, -0.3], [(2000, 2001, -1)]),
    ([0.1, float("nan"), -0.3], [(2000, 2002, -1)]),
    ([-0.1, 0.0, 0.3], [(2000, 2002, 1)]),
    ([-0.1, 0.1, -0.1], [(2000, 2001, 1), (2001, 2002, -1)]),
    ([float("nan")] * 3, []),
    ([0.0, 0.0, 0.1], []),
]


@pytest.mark.parametrize(("leans", "found"), CROSSED)
def test_when_a_lean_crossed(leans, found):
    assert crossings([2000, 2001, 2002], leans, leans) == found
    turned = [(before, after, -to) for before, after, to in found]
    assert crossings([2000, 2001, 2002], [-one for one in leans], [-one for one in leans]) == turned


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        ([0.1, -0.3, -0.3], [0.2, 0.1, -0.1], [(2000, 2002, -1)]),  # in 2001 it may be on either side
        ([0.1, -0.3, 0.1], [0.2, 0.1, 0.2], []),
        ([-0.2, -0.2, 0.1], [0.1, -0.1, 0.2], [(2001, 2002, 1)]),
        ([0.0, -0.3, -0.3], [0.2, -0.1, -0.1], []),  # 2000 has no side: it may be nought
        ([0.1, float("nan"), -0.3], [0.2, float("nan"), -0.1], [(2000, 2002, -1)]),
    ],
)
def test_a_year_has_a_side_where_both_its_bounds_have_it(low, high, found):
    assert crossings([2000, 2001, 2002], low, high) == found
    mirrored = crossings([2000, 2001, 2002], [-one for one in high], [-one for one in low])
    assert mirrored == [(before, after, -to) for before, after, to in found]


def test_a_step_between_two_sources_is_no_crossing():
    years, leans = [2000, 2001, 2002, 2003], [0.1, -0.1, -0.1, 0.1]
    assert crossings(years, leans, leans, ["old", "new", "new", "new"]) == [(2002, 2003, 1)]
    assert crossings(years, leans, leans, ["old", "old", "new", "new"]) == [(2000, 2001, -1), (2002, 2003, 1)]
    assert crossings(years, leans, leans, ["old", "new", "old", "new"]) == []
    unsided = [0.1, 0.0, 0.0, -0.1]
    assert crossings(years, unsided, unsided, ["old", "new", "new", "old"]) == [(2000, 2003, -1)]


@given(
    st.lists(st.tuples(ENDS, st.sampled_from(["one", "two"])), min_size=1, max_size=8),
    st.lists(st.floats(0, 1), min_size=8, max_size=8),
)
def test_what_crosses_does_so_in_every_completion(held, where):
    """At the two years of a crossing the lean has opposite sides, and one source, whatever it is within its bounds."""
    low, high = ([ends[k] for ends, _ in held] for k in (0, 1))
    named = [source for _, source in held]
    years = list(range(1990, 1990 + len(held)))
    for before, after, side in crossings(years, low, high, named):
        first, then = years.index(before), years.index(after)
        leans = [min(low[k] + where[k] * (high[k] - low[k]), high[k]) for k in (first, then)]
        assert leans[0] * side < 0 < leans[1] * side
        assert named[first] == named[then]
