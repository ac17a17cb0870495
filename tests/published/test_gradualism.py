"""Gradualism (Lockwood and Thomas 2002): what two give by steps that can't be taken back, as far as each next step is worth the last.

Simultaneous moves, u = 2 c_j - c_i up to c = 1, so that a = 1 and b = 2; discount .9. Steps fall by a / (discount b).
"""

import numpy as np
import pytest

from counterpoise.games.paths import WITHHOLD, follow
from counterpoise.games.steps import Stakes, Steps

A, B, DISCOUNT, STAGES = 1.0, 2.0, 0.9, 60
STEPS = [0.44444, 0.24691, 0.13717]


def gradual(first, lag):
    """The path of which each step is a / (discount b) of the one before, held against withholding after a lag."""
    ratio = A / (DISCOUNT * B)
    given = np.concatenate([[0.0], np.cumsum(first * ratio ** np.arange(STAGES))])
    count = len(given)
    steps = Steps((count, count), (0, 1), 2, floor=(tuple(range(count)),) * 2)
    one, other = (given[steps.levels[:, at]] for at in (0, 1))
    payoff = np.stack([B * other - A * one, B * one - A * other], axis=1)
    stakes = Stakes(
        payoff, payoff, np.full(2, DISCOUNT), lag=(lag, lag)
    )  # what was given stays: nothing comes after a cheat
    return given, follow(steps, stakes, [steps.number((at, at)) for at in range(count)])


def test_the_path_of_the_paper_has_no_slack_and_its_value():
    given, path = gradual(1 - A / (DISCOUNT * B), 1)
    assert np.diff(given)[:3].round(5).tolist() == STEPS
    assert given[-1] == pytest.approx(1.0, abs=1e-12)
    assert path.value[0].round(5).tolist() == [0.88889, 0.88889]
    assert np.abs(path.slack[: STAGES // 2]).max() < 1e-12


def test_it_is_the_fastest_path_that_holds():
    # the same steps but the first by a hundredth more, from the same end: the first is then not worth the second
    ratio = A / (DISCOUNT * B)
    first = 1 - ratio
    steps = np.array([first * 1.01, *first * ratio ** np.arange(1, 20)])
    given = np.concatenate([[0.0], np.cumsum(steps)])
    count = len(given)
    game = Steps((count, count), (0, 1), 2, floor=(tuple(range(count)),) * 2)
    payoff = np.stack(
        [
            B * given[game.levels[:, 1]] - given[game.levels[:, 0]],
            B * given[game.levels[:, 0]] - given[game.levels[:, 1]],
        ],
        axis=1,
    )
    path = follow(game, Stakes(payoff, payoff, np.full(2, DISCOUNT)), [game.number((at, at)) for at in range(count)])
    assert path.slack[0].max() < -1e-3


def test_with_a_lag_of_two_it_fails_by_what_the_others_give_until_they_notice():
    _, path = gradual(1 - A / (DISCOUNT * B), 2)
    assert path.slack[:3, 0].round(4).tolist() == [-0.4444, -0.2469, -0.1372]
    assert path.slack[:3, 1].round(4).tolist() == [-0.4444, -0.2469, -0.1372]
    assert (path.kind[:3] == WITHHOLD).all()
