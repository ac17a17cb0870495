"""Trade wars: the tariffs of a Nash point, and a check that no side gains by leaving it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.games.best_response import Maximum, maximum
from counterpoise.games.nash import View, largest_gain, settled, stationary

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from counterpoise.statecraft.contest import Contest
    from counterpoise.statecraft.position import Position

    Array = NDArray[np.float64]

SLOPE = 1e-5
"""The slope that a best response may leave: what it forgoes by that is about half its square, far below `REST`."""

FEW = 10
"""With so many sides at most, each full answer is looked for from today's rates too: a local maximum may not be the highest."""

REST = 1e-9
"""What a side may still gain, as a part of its real income, where best responses have come to rest."""


@dataclass(frozen=True, eq=False)
class War:
    """A Nash point of a contest.

    Attributes
    ----------
    contest
        Who plays with which rates.
    choices
        Logs of one plus the rates ``[rate]``.
    position
        The world under them.
    gain
        What the side that is farthest from its best would gain by a full answer, as a part of its real income.
    rounds, answers
        Rounds of joint first-order conditions, and of best responses.
    equilibria
        How many were solved.
    """

    contest: Contest
    choices: Array
    position: Position
    gain: float
    rounds: int
    answers: int
    equilibria: int

    @property
    def rates(self) -> Array:
        """Give the rates ``[rate]``, fractions."""
        return np.expm1(self.choices)

    def temptation(self, draws: int = 1000, seed: int = 0) -> tuple[float, int]:
        """Give the most that any side gains by one of many random deviations, and how many draws it took.

        The gain is in logs of what the side has; see `counterpoise.games.nash.largest_gain`.
        """
        game = self.contest

        def payoff(side: int, choices: Array) -> float:
            return float(np.log(game.payoffs(game.at(choices))[side]))

        most, _ = largest_gain(
            payoff, self.choices, game.owner, lower=game.lower, upper=game.upper, draws=draws, seed=seed
        )
        return most, draws


def war(game: Contest, *, start: Array | None = None, tell: Callable[[str, float], None] | None = None) -> War:
    """Find a Nash point: no side gains by other tariffs of its own, those of the others held.

    Parameters
    ----------
    game
        Who plays.
    start
        Where to begin ``[rate]``; one over the trade elasticity if left out.
    tell
        Told how far the work is.

    Returns
    -------
    War
        Confirmed by every side's best response, looked for from the point itself and, with `FEW` sides, from today's rates.

    Raises
    ------
    NoSolution
        If none was found: with how far the slopes are from zero.

    References
    ----------
    Ossa (2014), Trade Wars and Trade Talks with Data, American Economic Review 104(12), section V.
    """
    say = tell or (lambda *_: None)
    before = game.world.solutions
    say("first-order conditions", 0.2)
    begin = opening(game) if start is None else start
    try:
        still = stationary(game.see, begin, game.owner, lower=game.lower, upper=game.upper)
        at, rounds = still.at, still.rounds
    except NoSolution:  # best responses may come to rest where all together do not
        at, rounds = begin, 0
    say("best responses", 0.6)
    choices, gain, answers = settled(lambda side, x: _answer(game, side, x), at, len(game.sides), tolerance=REST)
    position = game.at(choices)
    return War(game, choices, position, gain, rounds, answers, game.world.solutions - before)


def opening(game: Contest) -> Array:
    """Give the rates that a small economy's best are near: one over the trade elasticity ``[rate]`` (Gros 1987)."""
    base = game.world.baseline
    rate = 1.0 / np.maximum(base.theta, 0.5)
    bought = base.trade.transpose(2, 0, 1)
    weight = game.chosen.summed(dict.fromkeys(game.chosen.by_kind, bought))
    mean = game.chosen.summed(dict.fromkeys(game.chosen.by_kind, bought * rate[None, :, None]))
    return np.clip(np.log1p(mean / weight), game.lower, game.upper)


def _answer(game: Contest, side: int, choices: Array) -> tuple[Array, float]:
    """Give the choices with a side's at its best, and what it gains by that."""
    mine = game.owner == side
    if not mine.any():
        return choices, 0.0
    found, value = best(game, side, choices)
    if len(game.sides) <= FEW and found.value - value <= REST:
        other = elsewhere(game, side, np.where(mine, game.today, choices))
        if other is not None and other[1] > value + REST:
            return other[0], other[1] - value
    made = choices.copy()
    made[mine] = found.x
    return made, found.value - value


def elsewhere(game: Contest, side: int, choices: Array) -> tuple[Array, float] | None:
    """Give all choices with a side's where its own first-order conditions lead from these, and the log of what it has then.

    None where they lead nowhere.
    """
    mine = game.owner == side
    function = game.payoff_of(side)

    def see(part: Array) -> View:
        made = choices.copy()
        made[mine] = part
        position = game.at(made)
        value, slopes = function(made, position)
        return View(np.array([value]), slopes[mine], game.curvature(position)[mine])

    nobody = np.zeros(int(mine.sum()), dtype=np.intp)
    try:
        found = stationary(see, choices[mine], nobody, lower=game.lower[mine], upper=game.upper[mine], rounds=100)
    except NoSolution:
        return None
    made = choices.copy()
    made[mine] = found.at
    return made, float(found.view.payoffs[0])


def best(game: Contest, side: int, choices: Array) -> tuple[Maximum, float]:
    """Give a side's best response to the others' choices ``[rate]``, and the log of what it has before that."""
    mine = game.owner == side
    function = game.payoff_of(side)
    held: list[float] = []

    def own(part: Array) -> tuple[float, Array]:
        made = choices.copy()
        made[mine] = part
        value, slopes = function(made)
        held.append(value)
        return value, slopes[mine]

    scale = np.sqrt(game.curvature(game.at(choices))[mine])
    found = maximum(own, choices[mine], lower=game.lower[mine], upper=game.upper[mine], scale=scale, tolerance=SLOPE)
    return found, held[0]
