"""A line's mathematics against definitions: repeated values, corners, every other point, and another program's distributions."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from counterpoise.core.errors import InputError
from counterpoise.negotiation import positions as at

RNG = np.random.default_rng


@pytest.mark.parametrize("seed", range(60))
def test_the_median_is_that_of_each_position_as_often_as_its_weight(seed):
    rng = RNG(seed)
    x, w = rng.integers(0, 8, 6), rng.integers(0, 4, 6)
    if not w.any():
        w[0] = 1
    one_by_one = np.sort(np.repeat(x, w))
    low, high = (float(end) for end in at.median(x, w))
    assert (low, high) == (one_by_one[(len(one_by_one) - 1) // 2], one_by_one[len(one_by_one) // 2])


def test_weights_that_are_equal_but_for_their_last_digit_are_a_tie():
    assert 0.1 + 0.2 != 0.3
    assert [float(end) for end in at.median([0, 1, 2], [0.1, 0.2, 0.3])] == [1.0, 2.0]


def test_many_lines_at_once_are_each_by_itself():
    rng = RNG(1)
    x, w = rng.random((5, 4, 7)), rng.random((5, 4, 7))
    x[0], w[1, :, 2] = np.round(4 * x[0]), 0.0
    together = [at.compromise(x, w), *at.median(x, w), at.spread(x, w), *at.unbeaten(x, w, 0.7)]
    for place in np.ndindex(5, 4):
        alone = [at.compromise(x[place], w[place]), *at.median(x[place], w[place]), at.spread(x[place], w[place])]
        alone += at.unbeaten(x[place], w[place], 0.7)
        assert [float(one[place]) for one in together] == [float(one) for one in alone]


def test_the_spread_and_the_polarisation_are_those_of_weights():
    rng = RNG(2)
    x, w = rng.uniform(0, 10, 9), rng.random(9)
    deep = np.cov(x, aweights=w, ddof=0).item()
    assert at.spread(x, w) == pytest.approx(np.sqrt(deep), rel=1e-12)
    assert at.polarisation(x, w, 0, 10) == pytest.approx(deep / 25, rel=1e-12)


def test_slopes_are_the_derivatives():
    rng = RNG(3)
    x, s, c = rng.uniform(0, 10, 5), rng.uniform(1, 9, 5), rng.uniform(1, 9, 5)
    found = at.slopes(x, s, c)
    step = 1e-30j  # a complex step loses no digit
    for place in range(5):
        nudge = np.zeros(5, complex)
        nudge[place] = step
        for slope, moved in (
            (found.position, (x + nudge, s, c)),
            (found.salience, (x, s + nudge, c)),
            (found.capability, (x, s, c + nudge)),
            (found.pull, (x, s * (1 + nudge), c)),
        ):
            xx, ss, cc = moved
            mean = (ss * cc * xx).sum() / (ss * cc).sum()
            assert slope[place] == pytest.approx(mean.imag / 1e-30, rel=1e-10)


def test_without_an_actor_is_the_mean_of_the_others():
    rng = RNG(4)
    x, w = rng.uniform(0, 10, 6), rng.random(6)
    others = [at.compromise(np.delete(x, k), np.delete(w, k)).item() for k in range(6)]
    assert at.without(x, w) == pytest.approx(others, rel=1e-12)
    assert np.isnan(at.without([3.0, 4.0], [1.0, 0.0])[0])


@pytest.mark.parametrize("seed", range(20))
def test_the_extremes_are_at_a_corner_and_no_corner_is_beyond(seed):
    rng = RNG(seed)
    x = np.sort(rng.integers(0, 10, (2, 4)), axis=0).astype(float)
    w = np.sort(rng.integers(0, 5, (2, 4)), axis=0).astype(float)
    w[1] += 1
    means = []
    for corner in itertools.product((0, 1), repeat=8):
        own = [x[corner[k], k] for k in range(4)], [w[corner[4 + k], k] for k in range(4)]
        if any(own[1]):
            means.append(at.compromise(*own).item())
    assert at.extremes((x[0], x[1]), (w[0], w[1])) == pytest.approx((min(means), max(means)), rel=1e-12)


def prefers(x, y, position):
    return np.abs(position - y) < np.abs(position - x)


def beats(y, x, position, votes, majority, veto):
    """Tell by definition whether a point wins against another."""
    better = prefers(x, y, position)
    if not better[veto].all():
        return False
    if majority is None:
        return True
    tally, total = int(votes[better].sum()), int(votes.sum())
    return 2 * tally > total if majority == 0.5 else tally * 1000 >= round(1000 * majority) * total


CASES = [
    (seed, majority, held)
    for seed, (majority, held) in enumerate(itertools.product((0.5, 0.6, 0.7, 0.75, 1.0, None), ((), (0,), (1, 3))))
    if majority is not None or held
]


@pytest.mark.parametrize(("seed", "majority", "held"), CASES)
def test_what_is_unbeaten_and_what_wins_is_so_against_every_other_point(seed, majority, held):
    rng = RNG(seed)
    grid, points = np.arange(0, 12.25, 0.25), np.arange(0, 12.5, 0.5)
    for _ in range(4):
        position, votes = rng.integers(0, 13, 5), rng.integers(0, 5, 5)
        votes[0] += 1
        veto = np.isin(np.arange(5), held)
        low, high = at.unbeaten(position, votes, majority, veto)
        truth = [
            x for x in points if not any(beats(y, x, position, votes, majority, veto) for y in grid)
        ]  # whole positions: whoever prefers any point beyond prefers the next one
        assert truth == [x for x in points if low <= x <= high]
        status_quo = float(rng.choice(points))
        first, last = at.winset((low, high), status_quo)
        won = [y for y in grid if beats(y, status_quo, position, votes, majority, veto)]
        assert won == [y for y in grid if first < y < last and y != status_quo]


def test_without_a_rule_half_of_the_votes_is_the_median():
    rng = RNG(5)
    for _ in range(30):
        x, w = rng.integers(0, 9, 5), rng.integers(1, 4, 5)
        assert [float(one) for one in at.unbeaten(x, w, 0.5)] == [float(one) for one in at.median(x, w)]


def test_draws_have_the_distribution_that_they_should():
    ends = ([0.0, 2.0, 5.0, 1.0, 4.0], [np.nan, 3.0, 5.0, 4.0, np.nan], [1.0, 10.0, 9.0, 4.0, 4.0])
    found = at.drawn(ends, 4000, 7)
    wanted = [
        stats.uniform(0, 1),
        stats.triang(1 / 8, loc=2, scale=8),
        stats.triang(0, loc=5, scale=4),
        stats.triang(1, loc=1, scale=3),
    ]
    for place, one in enumerate(wanted):
        assert stats.kstest(found[:, place], one.cdf).pvalue > 0.01
    assert set(found[:, 4]) == {4.0}
    assert at.variance(ends) == pytest.approx([*(one.var() for one in wanted), 0.0], rel=1e-12)


def test_more_draws_begin_with_the_same_and_another_range_moves_no_other():
    ends = ([0.0, 2.0], [np.nan, 3.0], [1.0, 10.0])
    first = at.drawn(ends, 50, 7)
    assert (at.drawn(ends, 80, 7)[:50] == first).all()
    other = at.drawn(([0.0, 0.0], [np.nan, np.nan], [1.0, 1.0]), 50, 7)
    assert (other[:, 0] == first[:, 0]).all()
    assert (at.drawn(ends, 50, 8) != first).all()


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda: at.compromise([1, np.nan], [1, 1]), "not finite"),
        (lambda: at.compromise([1, 2], [1, -1]), "-1 is below zero"),
        (lambda: at.compromise([1, 2], [0, 0]), "nobody counts"),
        (lambda: at.compromise([], []), "nobody counts"),
        (lambda: at.compromise([1, 2, 3], [1, 1]), "2 weights are not one for each of 3"),
        (lambda: at.unbeaten([1, 2], [1, 1], 0.4), "0.4 is no share"),
        (lambda: at.unbeaten([1, 2], [1, 1], None), "neither votes nor a veto"),
    ],
)
def test_what_is_no_line_is_refused(call, what):
    with pytest.raises(InputError, match=what):
        call()
