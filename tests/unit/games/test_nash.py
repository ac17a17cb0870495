"""Nash points against games whose solutions are known."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import NoSolution
from counterpoise.games.nash import View, largest_gain, settled, stationary


def cournot(n, cost):
    """Give what n firms see that choose quantities at the price 1 less all of them."""

    def see(x):
        price = 1 - x.sum()
        return View(x * (price - cost), price - cost - x, np.full(n, 2.0))

    return see


@pytest.mark.parametrize("n", [2, 5, 40])
def test_firms_that_choose_quantities(n):
    """Each sells (1 - c) / (n + 1) (Cournot 1838)."""
    found = stationary(cournot(n, 0.2), np.zeros(n), np.arange(n), lower=np.zeros(n), upper=np.ones(n))
    np.testing.assert_allclose(found.at, 0.8 / (n + 1), rtol=1e-5)
    assert found.worth.max() <= 1e-10


def test_a_bound_is_a_choice():
    """With the second firm held to 0.1, the first sells (1 - 0.1) / 2."""
    upper = np.array([1.0, 0.1])
    found = stationary(cournot(2, 0.0), np.zeros(2), np.arange(2), lower=np.zeros(2), upper=upper)
    np.testing.assert_allclose(found.at, [0.45, 0.1], rtol=1e-5)


def test_gains_and_losses_do_not_cancel():
    """Two payoffs that move against each other: their mean rests, and no player does."""

    def see(x):
        return View(np.array([x.sum(), -x.sum()]), np.array([0.1, -0.1]), np.full(2, 1e-3))

    with pytest.raises(NoSolution, match="would still gain"):
        stationary(see, np.zeros(2), np.arange(2), lower=np.full(2, -1e9), upper=np.full(2, 1e9), rounds=20)


def test_answers_that_go_round_are_no_nash_point():
    """Matching pennies has no Nash point in pure strategies."""

    def answer(player, x):
        best = x.copy()
        best[player] = x[1] if player == 0 else -x[0]
        return best, float(abs(best[player] - x[player]))

    with pytest.raises(NoSolution, match="still gained 2"):
        settled(answer, np.array([1.0, 1.0]), 2)


def test_random_deviations_find_who_gains():
    """Where firm 1 sells too little, it gains by more, and only it."""
    owner, lower, upper = np.arange(2), np.zeros(2), np.ones(2)

    def payoff(k, x):
        return float(x[k] * (1 - x.sum()))

    gain, who = largest_gain(payoff, np.array([0.1, 0.45]), owner, lower=lower, upper=upper)
    assert who == 0
    assert 0.02 < gain <= 0.55**2 / 4 - 0.1 * 0.45 + 1e-12
    assert largest_gain(payoff, np.full(2, 1 / 3), owner, lower=lower, upper=upper)[0] <= 0
