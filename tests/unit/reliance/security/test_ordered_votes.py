"""Ordered answers: the slopes beside numerical derivatives, the means beside draws, tails beside exact logs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from counterpoise.reliance.security.ordered_votes import (
    Block,
    between,
    log_share,
    of_cuts,
    of_items,
    of_states,
    slopes,
    upper_tail_ratio,
)

ITEMS, STATES = 3, 5
CUTS = np.array([[1.2, -0.3, 0.5], [-0.8, 0.1, 1.0], [0.4, -1.0, -0.2]])
THETA = np.array([-1.5, -0.4, 0.2, 0.9, 2.1])
ANSWERS = np.array([[1, 1, 2, 3, 3], [3, 2, 1, 1, 0], [3, 3, 2, 0, 1]])
NOTHING = np.zeros(STATES)
KNOWN = np.zeros((ITEMS, 3, 3))


def block(answers=ANSWERS):
    side = (answers == 1).astype(float) - (answers == 3)
    return Block(0, np.arange(answers.shape[1]), np.arange(len(answers)), side, np.nonzero(answers == 2))


def log_likelihood(theta, cuts, answers=ANSWERS):
    """The model as it is written, from scipy's own distribution."""
    eta = cuts[:, :1] * theta
    below, above = (stats.norm.cdf(cuts[:, k : k + 1] - eta) for k in (1, 2))
    share = np.select([answers == 1, answers == 2, answers == 3], [below, above - below, 1 - above], 1.0)
    return np.log(share)


def derivative(function, at, step=1e-5):
    """Central differences of a function of one number."""
    return (function(at + step) - function(at - step)) / (2 * step)


def test_without_error_the_fit_is_the_log_likelihood():
    assert slopes(block(), THETA, NOTHING, CUTS, KNOWN).fit == pytest.approx(
        log_likelihood(THETA, CUTS).sum(), abs=1e-9
    )


def test_gradients_are_those_of_the_log_likelihood():
    held = slopes(block(), THETA, NOTHING, CUTS, KNOWN)
    of_state, _ = of_states(block(), held, THETA, CUTS, KNOWN)
    of_item, _ = of_items(block(), held, THETA, NOTHING, CUTS)
    for k in range(STATES):
        moved = derivative(
            lambda x, k=k: log_likelihood(np.where(np.arange(STATES) == k, x, THETA), CUTS).sum(), THETA[k]
        )
        assert of_state[k] == pytest.approx(moved, abs=1e-7)
    for j in range(ITEMS):
        for p in range(3):

            def at(x, j=j, p=p):
                cuts = CUTS.copy()
                cuts[j, p] = x
                return log_likelihood(THETA, cuts).sum()

            assert of_item[j, p] == pytest.approx(derivative(at, CUTS[j, p]), abs=1e-7)


def test_the_information_is_the_gradients_derivative():
    held = slopes(block(), THETA, NOTHING, CUTS, KNOWN)
    _, of_state = of_states(block(), held, THETA, CUTS, KNOWN)
    _, of_item = of_items(block(), held, THETA, NOTHING, CUTS)

    def state(x, k):
        theta = np.where(np.arange(STATES) == k, x, THETA)
        return of_states(block(), slopes(block(), theta, NOTHING, CUTS, KNOWN), theta, CUTS, KNOWN)[0][k]

    def item(x, p):
        cuts = CUTS.copy()
        cuts[1, p] = x
        return of_items(block(), slopes(block(), THETA, NOTHING, cuts, KNOWN), THETA, NOTHING, cuts)[0][1]

    for k in range(STATES):
        assert of_state[k] == pytest.approx(-derivative(lambda x, k=k: state(x, k), THETA[k]), abs=1e-6)
    for p in range(3):
        assert of_item[1, p] == pytest.approx(-derivative(lambda x, p=p: item(x, p), CUTS[1, p]), abs=1e-6)


def test_what_items_bring_is_the_variance_of_the_gradient():
    known = np.tile(np.diag([0.02, 0.01, 0.03]) + 0.004, (ITEMS, 1, 1))
    held = slopes(block(), THETA, NOTHING, CUTS, KNOWN)
    brought = of_cuts(block(), held, THETA, CUTS, known)
    expected = np.zeros(STATES)
    for j in range(ITEMS):
        moves = []
        for p in range(3):

            def at(x, j=j, p=p):
                cuts = CUTS.copy()
                cuts[j, p] = x
                return of_states(block(), slopes(block(), THETA, NOTHING, cuts, KNOWN), THETA, cuts, KNOWN)[0]

            moves.append(derivative(at, CUTS[j, p]))
        expected += np.einsum("ps,pq,qs->s", np.array(moves), known[j], np.array(moves))
    assert brought == pytest.approx(expected, rel=1e-5)


def test_the_mean_fit_is_that_of_draws():
    draw, count = np.random.default_rng(5), 100_000
    together = np.array(
        [[0.02, 0, 0], [0, 0.01, 0.01], [0, 0.01, 0.01]]
    )  # the width between the cuts is taken as known
    spread, known = np.full(STATES, 0.04), np.tile(together, (ITEMS, 1, 1))
    held = slopes(block(), THETA, spread, CUTS, known)
    total = 0.0
    for j in range(ITEMS):
        cuts = CUTS[j] + draw.normal(0, 1, (count, 2))[:, [0, 1, 1]] * np.sqrt(np.diag(together))
        for k in range(STATES):
            theta = THETA[k] + draw.normal(0, 0.2, count)
            below, above = (stats.norm.cdf(cuts[:, p] - cuts[:, 0] * theta) for p in (1, 2))
            share = {0: np.ones(count), 1: below, 2: above - below, 3: 1 - above}[int(ANSWERS[j, k])]
            total += np.log(share).mean()
    assert held.fit == pytest.approx(total, abs=0.03)  # two points for a normal distribution, and 1e5 draws


def test_tails_keep_their_digits():
    x = np.array([-30.0, -8.0, -1.0, 0.0, 3.0])
    ratio = upper_tail_ratio(x)
    assert log_share(x, ratio) == pytest.approx(stats.norm.logcdf(x), rel=1e-12)
    assert ratio == pytest.approx(np.exp(stats.norm.logpdf(x) - stats.norm.logcdf(x)), rel=1e-11)
    value, at_high, at_low = between(np.array([20.0, -21.0]), np.array([21.0, -20.0]))
    assert value[0] == pytest.approx(value[1], rel=1e-12) == pytest.approx(stats.norm.logcdf(-20.0), rel=1e-6)
    assert (at_high[1], at_low[1]) == pytest.approx((at_low[0], at_high[0]))
