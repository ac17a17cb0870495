"""How sure a deal is: how its path fares over what is not known, what breaks it, and where one regime ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError, NoSolution, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.equilibrium.sensitivity import shares
from counterpoise.games.existence import exists
from counterpoise.games.margins import Span, span
from counterpoise.games.paths import Followed, follow, kept, needed
from counterpoise.games.programme import effort
from counterpoise.games.transfers import MOST_ONE_BY_ONE, largest_sums
from counterpoise.negotiation.solution import NONE, UNSOUGHT, Solved, least, solve
from counterpoise.negotiation.waits import LONG, spent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes
    from counterpoise.negotiation.payoffs import Compiled

    Array = NDArray[np.float64]
    Marks = NDArray[np.bool_]

CELLS = 8_000_000
"""Payoffs that are held at once."""

LOOKED_AT = 60_000_000
"""Payoffs that are looked at, over all draws, to see in how many of them there is a deal that all prefer to none."""

GONE_THROUGH = 150_000_000
"""Moves that are gone through, over all draws, to see in how many of them any path enforces itself."""

SECONDS = 3.0
"""What solving draws anew takes on one core, about, where nothing is said of how many."""

MOST_ANEW = 200
"""Draws that are solved anew at most, where nothing is said."""

POINTS = (41, 15)
"""Points of a grid on each side, of one parameter and of two."""

MOST_POINTS = 2_500
"""Points of a grid at most."""


@dataclass(frozen=True, eq=False)
class Robust:
    """How a negotiation fares over draws of what is not known.

    Attributes
    ----------
    draws
        How many.
    theta
        What was drawn ``[draw, parameter]``.
    outside
        What each party has without a deal ``[draw, party]``.
    path
        How the path of the central values fares; None where there is none.
    looked
        In how many draws it was seen whether there is a deal that all prefer to none: the first of them.
    possible
        The share of those in which there is one.
    searched
        In how many draws it was seen whether any path enforces itself: the first of them; 0 where no paths were looked for.
    enforced
        The share of those in which one does, at least and at most: the two differ where a search was given up. Missing where none was seen.
    anew
        How many draws were solved anew: the first of them.
    regimes
        The shares of those in which the deal does not enforce itself, does at once, does in stages only ``[3]``.
    ends
        The share of those in which Nash's rule takes each deal among those that enforce themselves, by its state.
    """

    draws: int
    theta: Array
    outside: Array
    path: Fared | None
    looked: int
    possible: float
    searched: int
    enforced: tuple[float, float]
    anew: int
    regimes: Array
    ends: dict[int, float]


@dataclass(frozen=True, eq=False)
class Fared:
    """How a path fares over draws of what is not known.

    Attributes
    ----------
    margin
        The least slack of the path ``[draw]``.
    ratified
        In which draws all ratify the deal ``[draw]``.
    holds
        In which draws the path enforces itself and the deal is ratified ``[draw]``.
    value
        What the path is worth to each party ``[draw, party]``.
    slack_low, slack_high
        The 5th and 95th percentile of each slack ``[stage, party]``.
    binds
        The share of the draws in which the slack of a stage and a party is the least ``[stage, party]``; with side payments the sum of
        all parties' binds, and a stage's share stands for each of them.
    share
        What each parameter by itself accounts for of the variance of the margin ``[parameter]``; missing where that is not known.
    breaks
        Where the path holds as each parameter moves through its range while the others have their central values ``[parameter]``.
    """

    margin: Array
    ratified: Marks
    holds: Marks
    value: Array
    slack_low: Array
    slack_high: Array
    binds: Array
    share: Array
    breaks: tuple[Span, ...]

    @property
    def survival(self) -> float:
        """The share of the draws in which the path enforces itself and the deal is ratified."""
        return float(self.holds.mean())


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
) -> Robust:
    """Say how a solved negotiation fares over what is not known.

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
    Robust
        Shares are of draws from the stated ranges: no probabilities of what will be.
    """
    tell = quietly(progress)
    theta = compiled.draw(draws, seed)
    tell.report("the path over the draws", 0.0)
    fared = None if solved.path is None else _fared(compiled, solved, solved.path.path, theta)
    looked, possible = _possible(compiled, theta)
    tell.report("any path over the draws", 0.0)
    enforced = _enforced(compiled, solved, theta)
    count = anew_of(solved, draws) if anew is None else min(anew, draws)
    again = _anew(compiled, theta[: 0 if solved.unsearched else count], tell)
    return Robust(draws, theta, without_deal(compiled, theta), fared, looked, possible, *enforced, *again)


def anew_of(solved: Solved, draws: int) -> int:
    """Give how many draws are solved anew where nothing is said: as many as take some seconds."""
    if not len(solved.compiled.parameters):
        return min(draws, 1)
    return min(draws, MOST_ANEW, int(SECONDS / max(solved.seconds, 1e-3)))


def without_deal(compiled: Compiled, theta: Array) -> Array:
    """Give what each party has without a deal in each draw ``[draw, party]``."""
    return compiled.stakes(theta, states=[compiled.steps.start]).outside[:, 0]


def _fared(compiled: Compiled, solved: Solved, path: Sequence[int], theta: Array) -> Fared:
    """Say how a path fares over draws."""
    found = along(compiled, theta, path)
    margin = np.asarray(least(compiled, found))
    slack = found.slack.sum(axis=-1, keepdims=True) if compiled.side_payments else found.slack
    flat = slack.reshape(len(theta), -1)
    binds = np.bincount(flat.argmin(axis=1), minlength=flat.shape[1]).reshape(slack.shape[1:]) / len(theta)
    low, high = np.quantile(found.slack, [0.05, 0.95], axis=0)
    agreed = compiled.ratified(theta, states=[path[-1]])[..., 0]
    return Fared(
        margin,
        agreed,
        agreed & (margin >= -solved.close),
        found.value[:, 0],
        low,
        high,
        np.broadcast_to(binds, low.shape),
        _shares(theta, margin),
        breaking(compiled, path, solved.close),
    )


def _shares(theta: Array, margin: Array) -> Array:
    """Give what each parameter by itself accounts for of the variance of the margin; missing where nothing varies."""
    if not theta.size or not np.ptp(theta, axis=0).any() or not np.ptp(margin):
        return np.full(theta.shape[1], np.nan)
    return np.asarray(shares(theta, margin[:, None]).share[0])


def breaking(compiled: Compiled, path: Sequence[int], close: float = 0.0) -> tuple[Span, ...]:
    """Find where a path holds as each parameter moves through its range, the others at their central values ``[parameter]``.

    Parameters
    ----------
    compiled, path
        The negotiation in numbers, and the states of the path.
    close
        How far below zero a slack still counts as none.
    """
    central = compiled.central()
    made = []
    for at, one in enumerate(compiled.parameters):

        def margin(values: Array, at: int = at) -> Array:
            theta = np.repeat(central[None], len(values), axis=0)
            theta[:, at] = values
            found = np.asarray(least(compiled, along(compiled, theta, path)))
            agreed = compiled.ratified(theta, states=[path[-1]])[..., 0]
            return np.where(agreed, found + close, -1.0)

        made.append(span(margin, float(central[at]), one.low, one.high))
    return tuple(made)


def _possible(compiled: Compiled, theta: Array) -> tuple[int, float]:
    """Give the share of the first draws in which there is a deal that all prefer to none, and how many those are."""
    steps = compiled.steps
    fine = (steps.levels >= steps.levels[steps.start]).all(axis=1)
    if steps.allowed is not None:
        fine &= steps.allowed
    fine[steps.start] = False
    states = np.flatnonzero(fine)
    every = np.arange(len(states))
    each = max(len(states) * len(compiled.parties), 1)
    count = min(len(theta), max(1, LOOKED_AT // each))
    size, found = max(1, CELLS // each), 0
    for first in range(0, count, size):
        some = theta[first : min(first + size, count)]
        value = kept(compiled.stakes(some, states=states), every)
        gain = value - without_deal(compiled, some)[:, None]
        inside = gain.sum(axis=-1) >= 0 if compiled.side_payments else (gain >= 0).all(axis=-1)
        found += int((inside & compiled.ratified(some, states=states)).any(axis=-1).sum())
    return count, found / count


def _enforced(compiled: Compiled, solved: Solved, theta: Array) -> tuple[int, tuple[float, float]]:
    """Give the share of the first draws in which any path enforces itself, at least and at most, and how many those are."""
    steps, missing = compiled.steps, (0, (np.nan, np.nan))
    if solved.unsearched:
        return missing
    one_by_one = compiled.side_payments and max(compiled.lag) > 1
    most = MOST_ONE_BY_ONE if one_by_one else GONE_THROUGH
    count = min(len(theta), max(1, most // effort(steps, solved.stakes)))
    some = theta[:count] if len(compiled.parameters) else theta[:1]

    def stakes(first: int, last: int) -> Stakes:
        return compiled.stakes(some[first:last])

    asked: dict[str, Any] = {"draws": len(some), "ends": compiled.ratified(some)}
    try:
        if compiled.side_payments:
            share = float(largest_sums(steps, stakes, **asked).moving.mean())
            return count, (share, share)
        path = () if solved.path is None else (solved.path.path,)
        return count, exists(steps, stakes, known=path, **asked).share
    except NoSolution:
        return missing


def _anew(compiled: Compiled, theta: Array, tell: Progress) -> tuple[int, Array, dict[int, float]]:
    """Solve draws anew."""
    regimes, ends, solved = np.zeros(3), {}, 0
    told = ""
    for draw, one in enumerate(theta):
        tell.report(f"draw {draw + 1:,} of {len(theta):,} anew{told}", draw / len(theta))
        found = solve(compiled, one, rules=("nash",), critical=False, sturdy=False)
        told = _whole(found, len(theta))
        if found.regime == UNSOUGHT:
            continue
        solved += 1
        regimes[found.regime] += 1
        if found.regime != NONE and found.end is not None:
            ends[found.end] = ends.get(found.end, 0) + 1
    most = max(solved, 1)
    return solved, regimes / most, {state: n / most for state, n in sorted(ends.items(), key=lambda one: -one[1])}


def _whole(found: Solved, times: int) -> str:
    """Say how long solving as often takes, if that is long."""
    about = found.seconds * times
    return f", {spent(about)} or so in all" if about > LONG else ""


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
        0 where the deal that Nash's rule takes does not enforce itself, 1 where it does at once, 2 where it does in stages only, -1
        where no paths were looked for ``[first, second]``.
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
    compiled: Compiled,
    names: Sequence[str],
    *,
    points: int | None = None,
    ranges: Sequence[tuple[float, float]] | None = None,
    progress: Progress | None = None,
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
    ranges
        From where to where each parameter goes; through its own range if left out.
    progress
        Told how far it is.

    Raises
    ------
    InputError
        If a parameter is not there, or the grid has more than 2,500 points.
    """
    tell = quietly(progress)
    at, size = gridded(compiled, names, points)
    ends = ranges or [(compiled.parameters[one].low, compiled.parameters[one].high) for one in at]
    values = [np.linspace(low, high, size) for low, high in ends]
    grid = np.stack(np.meshgrid(*values, indexing="ij"), axis=-1).reshape(-1, len(names))
    theta = np.repeat(compiled.central()[None], len(grid), axis=0)
    theta[:, at] = grid
    rule, end, stages = (np.zeros(len(grid), dtype=np.int64) for _ in range(3))
    told = ""
    for point, one in enumerate(theta):
        tell.report(f"point {point + 1:,} of {len(grid):,} of the grid{told}", point / len(grid))
        found = solve(compiled, one, rules=("nash",), critical=False, sturdy=False)
        told = _whole(found, len(grid))
        rule[point], end[point] = found.regime, -1
        if found.regime > NONE and found.path is not None:
            end[point], stages[point] = found.path.path[-1], len(found.path.path) - 1
    shape = (size,) * len(names)
    return Regimes(tuple(names), tuple(values), rule.reshape(shape), end.reshape(shape), stages.reshape(shape))


def gridded(compiled: Compiled, names: Sequence[str], points: int | None) -> tuple[list[int], int]:
    """Give the places of the parameters that span a grid, and its points on each side.

    Raises
    ------
    InputError
        If a parameter is not there, or the grid has more than 2,500 points.
    """
    known = [one.name for one in compiled.parameters]
    for one in names:
        if one not in known:
            remedy = did_you_mean(one, known, "what is not known is " + (", ".join(known[:12]) or "nothing"))
            raise InputError(f"{one[:60]!r} is nothing that is unknown", where="--over", remedy=remedy)
    if not 1 <= len(names) <= len(POINTS) or len(set(names)) != len(names):
        raise InputError(f"{len(names)} unknowns can't span a chart", where="--over", remedy="name one, or two")
    size = points or POINTS[len(names) - 1]
    if size < 2 or size ** len(names) > MOST_POINTS:
        most = int(MOST_POINTS ** (1 / len(names)))
        raise InputError(f"a grid of {size} points a side", where="--points", remedy=f"take 2 to {most:,}")
    return [known.index(one) for one in names], size
