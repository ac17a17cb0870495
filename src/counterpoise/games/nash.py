r"""Nash points of games with many choices each: first the joint first-order conditions, then best responses.

Each player k chooses some of the numbers x, between bounds, and its payoff rests on all of them. At a Nash point no player
gains by changing its own. There the slopes of each player's payoff by its own choices are zero, or point out of the bounds:

.. math:: x_i = \min(\max(x_i + g_i(x) / c_i(x), l_i), u_i), \qquad g_i = \partial \pi_{k(i)} / \partial x_i

with c the curvature of the payoff as far as it is known. `stationary` finds such a point for all players at once (Anderson's
acceleration of that map). It may be no maximum, so `settled` lets each player answer in full until none gains.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LONGEST = 0.5
"""The longest step of one choice in a round."""

MEMORY = 12
"""How many rounds Anderson's acceleration remembers."""

SOFTEST = 0.02
"""The least part of a step that is taken, where whole steps led astray."""

RIDGE = 1e-12
"""How much of the largest singular value is added where remembered rounds are nearly the same."""


@dataclass(frozen=True)
class View:
    """What the players see at a point.

    Attributes
    ----------
    payoffs
        One number a player.
    slopes
        Of each choice, the derivative of its owner's payoff ``[choice]``.
    curvature
        About minus the second derivative of the owner's payoff by the choice ``[choice]``; above zero.
    """

    payoffs: Array
    slopes: Array
    curvature: Array

    def step(self, at: Array, lower: Array, upper: Array) -> Array:
        """Give the step of Newton's method of each choice by itself, inside the bounds."""
        return np.clip(at + self.slopes / self.curvature, lower, upper) - at


@dataclass(frozen=True)
class Settled:
    """A point of rest.

    Attributes
    ----------
    at
        The choices.
    view
        What the players see there.
    worth
        What each player would gain by its next step, to second order ``[player]``.
    moved
        The largest change of any player's payoff in the last round.
    rounds
        How many were taken.
    """

    at: Array
    view: View
    worth: Array
    moved: float
    rounds: int


def stationary(
    see: Callable[[Array], View],
    start: Array,
    owner: NDArray[np.intp],
    *,
    lower: Array,
    upper: Array,
    tolerance: float = 1e-10,
    rounds: int = 300,
) -> Settled:
    """Find a point where no player gains by a small change of its own choices.

    Parameters
    ----------
    see
        Gives what the players see at a point.
    start
        Where to begin ``[choice]``.
    owner
        Whose each choice is ``[choice]``, numbered as the payoffs.
    lower, upper
        The bounds of each choice.
    tolerance
        Rest is where no player would gain more than this by its next step and no player's payoff moved by more than this
        (times a thousand) in the last round. It is the largest of all players that counts, not a mean: in a mean, gains and
        losses cancel.
    rounds
        How many to try.

    Returns
    -------
    Settled
        The point.

    Raises
    ------
    NoSolution
        If there is none after so many rounds: with how far the slopes are from zero.

    References
    ----------
    Ossa (2014), Trade Wars and Trade Talks with Data, American Economic Review 104(12); Walker and Ni (2011), Anderson
    acceleration for fixed-point iterations, SIAM Journal on Numerical Analysis 49(4).

    Examples
    --------
    Two firms choose quantities at the price 1 - x - y (Cournot): each sells a third.

    >>> import numpy as np
    >>> def see(x):
    ...     price = 1 - x.sum()
    ...     return View(x * price, price - x, np.full(2, 2.0))
    >>> found = stationary(see, np.zeros(2), np.arange(2), lower=np.zeros(2), upper=np.ones(2))
    >>> found.at.round(6).tolist()
    [0.333333, 0.333333]
    """
    at = np.clip(start, lower, upper)
    past: list[tuple[Array, Array]] = []
    before: Array | None = None
    ease = 1.0
    view, worth, moved, least = see(at), np.empty(0), np.inf, np.inf
    for turn in range(1, rounds + 1):
        step = view.step(at, lower, upper)
        worth = _worth(view, step, owner)
        moved = np.inf if before is None else float(np.abs(view.payoffs - before).max())
        if worth.max() <= tolerance and (moved <= 1e3 * tolerance or worth.max() == 0.0):
            return Settled(at, view, worth, moved, turn)
        if worth.sum() > 100.0 * least and past:  # led astray: forget, and tread more softly
            past.clear()
            ease = max(ease / 2.0, SOFTEST)
        least = min(least, float(worth.sum()))
        past = [*past[-MEMORY:], (at, step)]
        before = view.payoffs
        at = np.clip(at + np.clip(_accelerated(past, view.curvature, ease), -LONGEST, LONGEST), lower, upper)
        view = see(at)
    raise NoSolution(
        f"no Nash point was found in {rounds} rounds: the player farthest from its best would still gain "
        f"{worth.max():.2g} by its next step (slopes up to {np.abs(view.slopes).max():.2g}), and payoffs moved by up to {moved:.2g}",
        remedy="start elsewhere, take fewer choices, or bounds that are closer",
    )


def _worth(view: View, step: Array, owner: NDArray[np.intp]) -> Array:
    """Give what each player gains by a step, to second order."""
    gained = view.slopes * step - 0.5 * view.curvature * step**2
    return np.maximum(np.bincount(owner, gained, len(view.payoffs)), 0.0)


def _accelerated(past: list[tuple[Array, Array]], weight: Array, ease: float) -> Array:
    """Give Anderson's step from the points and steps that are remembered; choices count by their curvature.

    Of each step a part ``ease`` is taken.
    """
    step = past[-1][1]
    if len(past) == 1:
        return ease * step
    root = np.sqrt(weight)
    points = np.stack([b[0] - a[0] for a, b in pairwise(past)], 1)
    steps = np.stack([b[1] - a[1] for a, b in pairwise(past)], 1)
    left = root[:, None] * steps
    mix, *_ = np.linalg.lstsq(left, root * step, rcond=np.sqrt(RIDGE))
    return ease * step - (points + ease * steps) @ mix


def settled(
    answer: Callable[[int, Array], tuple[Array, float]],
    start: Array,
    players: int,
    *,
    tolerance: float = 1e-9,
    rounds: int = 30,
) -> tuple[Array, float, int]:
    """Let each player in turn answer in full, until none gains.

    Parameters
    ----------
    answer
        Gives all choices with a player's at its best against the others', and what it gains by that.
    start
        Where to begin: best a stationary point, at which the first round only confirms.
    players
        How many there are.
    tolerance
        The largest gain of any player that counts as none.
    rounds
        How many to try.

    Returns
    -------
    tuple
        The choices, the largest gain of any player in the last round, and the rounds.

    Raises
    ------
    NoSolution
        If some player still gains in the last round.

    Examples
    --------
    >>> import numpy as np
    >>> def answer(player, x):
    ...     best = x.copy()
    ...     best[player] = (1 - x[1 - player]) / 2
    ...     return best, float((best[player] - x[player]) ** 2)
    >>> settled(answer, np.zeros(2), 2)[0].round(3).tolist()
    [0.333, 0.333]
    """
    at, most = start, np.inf
    for turn in range(1, rounds + 1):
        most = 0.0
        for player in range(players):
            moved, gain = answer(player, at)
            if gain > tolerance:
                at = moved
            most = max(most, gain)
        if most <= tolerance:
            return at, most, turn
    raise NoSolution(
        f"best responses did not come to rest in {rounds} rounds: some player still gained {most:.2g}",
        remedy="start elsewhere, or take bounds that are closer",
    )


def largest_gain(
    payoff: Callable[[int, Array], float],
    at: Array,
    owner: NDArray[np.intp],
    *,
    lower: Array,
    upper: Array,
    draws: int = 1000,
    seed: int = 0,
) -> tuple[float, int]:
    """Try random deviations of one player at a time, and give the most that any gains.

    Parameters
    ----------
    payoff
        Of a player at a point.
    at
        The point.
    owner
        Whose each choice is.
    lower, upper
        The bounds of each choice.
    draws
        How many deviations, shared out among the players. Of three, one moves a single choice, one all of the player's by
        much the same, one each by its own amount; sizes run from 1e-3 to 1.
    seed
        Of the random numbers.

    Returns
    -------
    tuple
        The largest gain (below or near zero at a Nash point) and whose it is.

    Examples
    --------
    >>> import numpy as np
    >>> third = np.full(2, 1 / 3)
    >>> largest_gain(
    ...     lambda k, x: float(x[k] * (1 - x.sum())), third, np.arange(2), lower=np.zeros(2), upper=np.ones(2)
    ... )[0] <= 0
    True
    """
    random = np.random.default_rng(seed)
    players = int(owner.max()) + 1
    held = [payoff(k, at) for k in range(players)]
    most, whose = -np.inf, 0
    for turn in range(draws):
        player = turn % players
        mine = np.flatnonzero(owner == player)
        if not len(mine):
            continue
        moved = at.copy()
        size = 10.0 ** random.uniform(-3, 0)
        kind = (turn // players) % 3
        if kind == 0:
            mine = random.choice(mine, 1)
        common = random.normal() if kind == 1 else 0.0
        shift = size * (common + (0.1 if kind == 1 else 1.0) * random.normal(size=len(mine)))
        moved[mine] = np.clip(at[mine] + shift, lower[mine], upper[mine])
        gain = payoff(player, moved) - held[player]
        if gain > most:
            most, whose = gain, player
    return float(most), whose
