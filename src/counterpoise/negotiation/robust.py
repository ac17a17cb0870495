"""How sure a deal is: how its path fares over what is not known, what breaks it, and where one regime ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.equilibrium.sensitivity import shares
from counterpoise.games.margins import Span, span
from counterpoise.games.paths import Followed, follow, needed
from counterpoise.negotiation.solution import NONE, Solved, least, solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.negotiation.payoffs import Compiled

    Array = NDArray[np.float64]

CELLS = 8_000_000
"""Payoffs that are held at once."""

WORK = 400_000
"""Moves that are gone through, over all draws that are solved anew, where nothing is said of how many."""

MOST_ANEW = 200
"""Draws that are solved anew at most, where nothing is said."""

MOST_POINTS = 2_500
"""Points of a grid at most."""


@dataclass(frozen=True, eq=False)
class Robust:
    """How the path of a solved negotiation fares over draws of what is not known.

    Attributes
    ----------
    draws
        How many.
    theta
        What was drawn ``[draw, parameter]``.
    margin
        The least slack of the path ``[draw]``.
    value, outside
        What the path, and no deal, are worth to each party ``[draw, party]``.
    slack_low, slack_high
        The 5th and 95th percentile of each slack ``[stage, party]``.
    binds
        The share of the draws in which the slack of a stage and a party is the least ``[stage, party]``.
    ratified
        The share of the draws in which all ratify the deal.
    share
        What each parameter by itself accounts for of the variance of the margin ``[parameter]``; missing where there is none.
    lacking
        Why ``share`` is missing.
    breaks
        Where the path holds as each parameter moves through its range while the others have their central values ``[parameter]``.
    anew
        How many draws were solved anew.
    regimes
        The shares of those in which no deal enforces itself, one does at once, one does in stages only ``[3]``.
    possible
        The share of those in which there is a deal that all prefer to none.
    ends
        The share of those in which Nash's rule takes each deal, by its state.
    """

    draws: int
    theta: Array
    margin: Array
    value: Array
    outside: Array
    slack_low: Array
    slack_high: Array
    binds: Array
    ratified: float
    share: Array
    lacking: str
    breaks: tuple[Span, ...]
    anew: int
    regimes: Array
    possible: float
    ends: dict[int, float]

    @property
    def survival(self) -> float:
        """The share of the draws in which the path enforces itself and is ratified."""
        return float(np.mean(self.holds))

    @property
    def holds(self) -> NDArray[np.bool_]:
        """In which draws the path enforces itself ``[draw]``."""
        return self.margin >= 0


def along(compiled: Compiled, theta: Array, path: Sequence[int]) -> Followed:
    """Follow a path in many draws, holding the payoffs of the states alone that it needs.

    Parameters
    ----------
    compiled
        The negotiation in numbers.
    theta
        What is not known ``[draw, parameter]``.
    path
        Its states.
    """
    steps = compiled.steps
    one = compiled.stakes(theta[0], states=[steps.start])
    states = needed(steps, one, path)
    rows = np.full(steps.size, -1, dtype=np.int32)
    rows[states] = np.arange(len(states), dtype=np.int32)
    size = max(1, CELLS // max(len(states) * one.players, 1))
    held = []
    for first in range(0, len(theta), size):
        stakes = replace(compiled.stakes(theta[first : first + size], states=states), rows=rows)
        held.append(follow(steps, stakes, path))
    if len(held) == 1:
        return held[0]
    parts = {name: np.concatenate([getattr(one, name) for one in held]) for name in ("value", "best", "slack", "kind")}
    return Followed(tuple(int(one) for one in path), **parts)


def robust(
    compiled: Compiled,
    solved: Solved,
    *,
    draws: int,
    seed: int = 0,
    anew: int | None = None,
    progress: Progress | None = None,
) -> Robust | None:
    """Say how the path of a solved negotiation fares over what is not known.

    Parameters
    ----------
    compiled, solved
        The negotiation in numbers, and its solution.
    draws
        How many draws of what is not known.
    seed
        Of the draws.
    anew
        How many of the draws are solved anew, the first of them; as many as take some seconds if left out.
    progress
        Told how far it is.

    Returns
    -------
    Robust | None
        None where there is no path.
    """
    if solved.path is None:
        return None
    tell = quietly(progress)
    theta = compiled.draw(draws, seed)
    path = solved.path.path
    found = along(compiled, theta, path)
    margin = np.asarray(least(compiled, found))
    slack = found.slack if not compiled.side_payments else found.slack.sum(axis=-1, keepdims=True)
    flat = slack.reshape(draws, -1)
    binds = np.bincount(flat.argmin(axis=1), minlength=flat.shape[1]).reshape(slack.shape[1:]) / draws
    low, high = np.quantile(found.slack, [0.05, 0.95], axis=0)
    agreed = compiled.ratified(theta, states=[path[-1]])[..., 0]
    margin = np.where(agreed, margin, np.minimum(margin, -np.finfo(float).tiny))
    told = shares(theta, margin[:, None]) if theta.shape[1] else None
    again = _anew(compiled, theta, anew, tell)
    without = without_deal(compiled, theta)
    return Robust(
        draws,
        theta,
        margin,
        found.value[:, 0],
        without,
        low,
        high,
        binds,
        float(agreed.mean()),
        np.zeros(0) if told is None else told.share[0],
        "" if told is None else told.lacking,
        breaking(compiled, path),
        *again,
    )


def without_deal(compiled: Compiled, theta: Array) -> Array:
    """Give what each party has without a deal in each draw ``[draw, party]``."""
    return compiled.stakes(theta, states=[compiled.steps.start]).outside[:, 0]


def breaking(compiled: Compiled, path: Sequence[int]) -> tuple[Span, ...]:
    """Find where a path holds as each parameter moves through its range, the others at their central values ``[parameter]``."""
    central = compiled.central()
    made = []
    for at, one in enumerate(compiled.parameters):

        def margin(values: Array, at: int = at) -> Array:
            theta = np.repeat(central[None], len(values), axis=0)
            theta[:, at] = values
            found = np.asarray(least(compiled, along(compiled, theta, path)))
            agreed = compiled.ratified(theta, states=[path[-1]])[..., 0]
            return np.where(agreed, found, -1.0)

        made.append(span(margin, float(central[at]), one.low, one.high))
    return tuple(made)


def _anew(
    compiled: Compiled, theta: Array, anew: int | None, tell: Progress
) -> tuple[int, Array, float, dict[int, float]]:
    """Solve some draws anew."""
    moves = max(compiled.steps.moves(), 1)
    count = min(len(theta), MOST_ANEW, WORK // moves) if anew is None else min(anew, len(theta))
    regimes, ends, possible = np.zeros(3), {}, 0
    for draw in range(count):
        tell.report("draws", draw / count)
        found = solve(compiled, theta[draw], rules=("nash",), critical=False, sturdy=False)
        regimes[found.regime] += 1
        possible += found.at_once.count > 0
        if found.regime != NONE and found.end is not None:
            ends[found.end] = ends.get(found.end, 0) + 1
    share = {state: number / count for state, number in sorted(ends.items(), key=lambda one: -one[1])}
    return count, regimes / max(count, 1), possible / max(count, 1), share


@dataclass(frozen=True, eq=False)
class Regimes:
    """Which regime rules over a grid of one or two parameters, all others at their central values.

    Attributes
    ----------
    names
        The parameters, one or two.
    values
        Of each, the numbers of the grid.
    regime
        0 where no deal enforces itself, 1 where one does at once, 2 where one does in stages only ``[first, second]``.
    end
        The state of the deal that Nash's rule takes, -1 where there is none ``[first, second]``.
    stages
        How many moves lead to it, 0 where there is none ``[first, second]``.
    """

    names: tuple[str, ...]
    values: tuple[Array, ...]
    regime: NDArray[np.int64]
    end: NDArray[np.int64]
    stages: NDArray[np.int64]


def regimes(
    compiled: Compiled, names: Sequence[str], *, points: int | None = None, progress: Progress | None = None
) -> Regimes:
    """Find which regime rules over the ranges of one or two parameters.

    Parameters
    ----------
    compiled
        The negotiation in numbers.
    names
        One or two parameters.
    points
        Of the grid on each side; 41 of one and 15 of two if left out.
    progress
        Told how far it is.

    Raises
    ------
    InputError
        If a parameter is not there, or the grid has more than 2,500 points.
    """
    tell = quietly(progress)
    known = [one.name for one in compiled.parameters]
    for one in names:
        if one not in known:
            remedy = did_you_mean(one, known, "its unknowns are " + (", ".join(known[:12]) or "none"))
            raise InputError(f"{one[:60]!r} is nothing that is unknown", where="--over", remedy=remedy)
    if not 1 <= len(names) <= 2 or len(set(names)) != len(names):
        raise InputError(f"{len(names)} unknowns can't span a chart", where="--over", remedy="name one, or two")
    size = points or (41 if len(names) == 1 else 15)
    if size < 2 or size ** len(names) > MOST_POINTS:
        raise InputError(
            f"a grid of {size} points a side",
            where="--points",
            remedy=f"take 2 or more, {MOST_POINTS:,} in all at most",
        )
    at = [known.index(one) for one in names]
    values = [np.linspace(compiled.parameters[one].low, compiled.parameters[one].high, size) for one in at]
    grid = np.stack(np.meshgrid(*values, indexing="ij"), axis=-1).reshape(-1, len(names))
    theta = np.repeat(compiled.central()[None], len(grid), axis=0)
    theta[:, at] = grid
    rule, end, stages = (np.zeros(len(grid), dtype=np.int64) for _ in range(3))
    for point, one in enumerate(theta):
        tell.report("the grid", point / len(grid))
        found = solve(compiled, one, rules=("nash",), critical=False, sturdy=False)
        rule[point], end[point] = found.regime, -1
        if found.regime != NONE and found.path is not None:
            end[point], stages[point] = found.path.path[-1], len(found.path.path) - 1
    shape = (size,) * len(names)
    return Regimes(tuple(names), tuple(values), rule.reshape(shape), end.reshape(shape), stages.reshape(shape))
