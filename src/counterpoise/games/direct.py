r"""Deals that are carried out at once and kept for ever: how far each is from enforcing itself, for all states together.

A deal at once is worth what its state is worth if it is kept. At the beginning a player can leave, withhold its steps while the others
take theirs, or take back what it has done before; from then on it can leave, or take back. So its slack needs no search, and there is
one for each of millions of states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoise.games.paths import kept
from counterpoise.games.tables import taken_back

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes, Steps

    Array = NDArray[np.float64]


def slack_at_once(steps: Steps, stakes: Stakes, states: NDArray[np.int64]) -> Array:
    """Give what keeping to each deal at once is worth above the best that a player can do instead, the least of both stages.

    Parameters
    ----------
    steps
        Issues, owners, and what can be taken back.
    stakes
        What each player has; one draw, of all states.
    states
        The deals: states other than the start, with no level below it.

    Returns
    -------
    numpy.ndarray
        Slacks ``[deal, player]``; where the least is not below zero the deal enforces itself.

    Examples
    --------
    >>> from counterpoise.games.steps import Stakes, Steps
    >>> steps = Steps((2, 2), (0, 1), 2)
    >>> payoff = np.array([[0.0, 0.0], [2.0, -1.0], [-1.0, 2.0], [1.0, 1.0]])
    >>> stakes = Stakes(payoff, np.zeros((4, 2)), np.full(2, 0.9))
    >>> slack_at_once(steps, stakes, np.array([1, 3])).round(2).tolist()
    [[2.0, -1.0], [0.8, 0.8]]
    """
    start = steps.start
    made = kept(stakes, states)
    for player in range(stakes.players):
        cheat = _alone(stakes, player)
        best = np.maximum(stakes.outside[states, player], stakes.outside[start, player])
        own = steps.takes_back(player, start) if stakes.withdrawal else steps.own[player][start : start + 1]
        there = states - steps.own[player][states]
        withholds = steps.own[player][states] != own[0]
        best = np.maximum(best, np.where(withholds, cheat[there + own[0]], -np.inf))
        for part in own[1:]:
            best = np.maximum(best, cheat[there + part])
        if stakes.payments:
            best = np.maximum(best, cheat[states])
        if stakes.withdrawal:
            best = np.maximum(best, taken_back(steps, player, cheat)[states])
        made[:, player] -= best
    return made


def _alone(stakes: Stakes, player: int) -> Array:
    """Give what a player has that brings about each state and keeps it until it is noticed ``[state]``."""
    beta, chance = stakes.discount[player], stakes.chance(player)
    u, w = stakes.payoff[:, player], stakes.outside[:, player]
    if chance is None:
        noticed = beta ** stakes.lags[player]
        return (1 - noticed) * u + noticed * w
    return ((1 - beta) * u + beta * chance * w) / (1 - beta * (1 - chance))
