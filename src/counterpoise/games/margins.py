"""How much a path can bear: the sturdiest path to a state, and where discounts, lags, hazards and outside options break one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.games.bounds import Bounds
from counterpoise.games.forward import Forward
from counterpoise.games.layers import DONE, Layers
from counterpoise.games.paths import Followed, follow
from counterpoise.games.programme import Programme, effort, scale, self_enforcing
from counterpoise.games.tables import tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes, Steps

    Array = NDArray[np.float64]

POINTS = 401
"""Values at which a range is looked through before its ends are refined."""

LOOKED_AT = 50
"""Paths of a round that are held against each other."""

MOST_LOOKED_AT = 5_000
"""States that are looked at in the search for one path."""

FEW_MOVES = 20_000
"""Up to so many moves, all paths of two players are looked for where that is not enough."""

LONGEST = 200
"""The longest lag that is tried."""


def sturdiest(
    steps: Steps,
    stakes: Stakes,
    end: int,
    *,
    precision: float = 1e-4,
    transfers: bool = False,
    grain: float = 0.0,
) -> Followed | None:
    """Find the path from the start to a state that has the largest margin, whether that is above zero or below.

    Of paths whose margins are as near as `precision`, one from which no stage can be left out is taken.

    Parameters
    ----------
    steps, stakes, transfers, grain
        See `counterpoise.games.programme.self_enforcing`; with transfers the margin is the least sum of the players' slacks.
    end
        The state.
    precision
        How near to the largest margin the found one is, in units of the range of payoffs and outside options.

    Returns
    -------
    Followed | None
        The path with its slacks; None where no moves lead to the state.

    Examples
    --------
    >>> from counterpoise.games.steps import Stakes, Steps
    >>> steps = Steps((3, 3), (0, 1), 2, floor=((0, 1, 2),) * 2)
    >>> payoff = (
    ...     np.stack([2 * steps.levels[:, 1] - steps.levels[:, 0], 2 * steps.levels[:, 0] - steps.levels[:, 1]], axis=1)
    ...     / 2.0
    ... )
    >>> found = sturdiest(steps, Stakes(payoff, payoff, np.full(2, 0.9)), 8)
    >>> (
    ...     found.path,
    ...     found.margin.round(3).item(),
    ... )  # in two stages less is at risk at a time, but it unravels all the same
    ((0, 4, 8), -0.5)
    """
    stakes = replace(stakes, payments=transfers)
    near = 0.5 * precision * scale(stakes)
    if not transfers and max(stakes.lags) == 1 and stakes.detection is None:
        made = _forward(steps, stakes, end, near)
        return None if made is None else _shortened(steps, stakes, made, near)
    first = self_enforcing(steps, stakes, end=end, required=-np.inf, transfers=transfers, grain=grain)
    if not len(first):
        return None

    def margin(one: Followed) -> float:
        return float(one.slack.sum(axis=-1).min()) if transfers else float(one.margin)

    def best(found: Programme) -> Followed:
        held = [follow(steps, stakes, found.path(one)) for one in range(min(len(found), LOOKED_AT))]
        most = max(margin(one) for one in held)
        return min((one for one in held if margin(one) >= most - near), key=lambda one: len(one.path))

    made, over = best(first), first.values.max(axis=0)
    floor = stakes.left(steps.start)
    low, high = margin(made), float(over[0] - floor.sum() if transfers else (over - floor).min())
    while high - low > near:
        aim = 0.5 * (low + high)
        found = self_enforcing(steps, stakes, end=end, required=aim, transfers=transfers, grain=grain)
        if len(found):
            made = best(found)
            low = max(margin(made), aim)
        else:
            high = aim
    return made if transfers else _shortened(steps, stakes, made, near)


def _forward(steps: Steps, stakes: Stakes, end: int, near: float) -> Followed | None:
    """Find a path whose margin is near the largest by searching forward with more and less required, where lags are one."""
    layers, unit = Layers(steps, end, DONE), scale(stakes)
    if not len(layers.states) or layers.place[end] < 0:
        return None
    table = tables(steps, stakes, 1)

    def some(aim: float) -> tuple[Followed | None, float]:
        bounds = Bounds(layers, table, None, aim)
        bounds.run()
        search = Forward(bounds, 0, MOST_LOOKED_AT)
        path = search.path(moving=end != steps.start)
        if path is None and search.left <= 0 and stakes.players == 2 and effort(steps, stakes) <= FEW_MOVES:
            found = self_enforcing(steps, stakes, end=end, required=aim)
            path = found.path(0) if len(found) else None
        over = float((bounds.most[:, -1, 0] - stakes.left(steps.start)).min())
        return None if path is None else follow(steps, stakes, path), over

    made, high = some(-2.0 * unit)  # no slack is as low
    low = -2.0 * unit if made is None else float(made.margin)
    while high - low > near:
        aim = 0.5 * (low + high)
        found, over = some(aim)
        high = min(high, over) if found is not None else aim
        if found is not None:
            made, low = found, max(float(found.margin), aim)
    return made


def _shortened(steps: Steps, stakes: Stakes, made: Followed, near: float) -> Followed:
    """Leave out stages of a path as long as that takes hardly anything from its margin."""
    least, at = float(made.margin) - near, 1
    while at < len(made.path) - 1:
        if (steps.moves_from(made.path[at - 1]) == made.path[at + 1]).any():
            shorter = follow(steps, stakes, made.path[:at] + made.path[at + 1 :])
            if float(shorter.margin) >= least:
                made, at = shorter, 0
        at += 1
    return made


@dataclass(frozen=True)
class Span:
    """Where a path holds, as one number changes and all else stays.

    Attributes
    ----------
    holds
        Whether it holds at the number as it is.
    low, high
        The ends of the range around that number in which it holds or, if it does not hold there, of the nearest range in which it
        does; NaN where there is none. An end of the range that was looked through means that nothing breaks it there.
    """

    holds: bool
    low: float
    high: float


def span(margin: Callable[[Array], Array], now: float, low: float, high: float) -> Span:
    """Find the range around a number in which a margin is not below zero.

    Parameters
    ----------
    margin
        Gives margins at several numbers ``[number]``.
    now
        The number as it is.
    low, high
        Between which it is looked for; it is seen at 401 places, so a narrower gap can be missed.

    Returns
    -------
    Span
        Its ends to a millionth of the range that is looked through.

    Examples
    --------
    >>> found = span(lambda x: x - 0.6, 0.9, 0.0, 1.0)
    >>> found.holds, round(found.low, 5), found.high
    (True, 0.6, 1.0)
    """
    grid = np.unique(np.append(np.linspace(low, high, POINTS), now))
    fine = margin(grid) >= 0
    here = int(np.searchsorted(grid, now))
    holds = bool(fine[here])
    if not holds:
        some = np.flatnonzero(fine)
        if not len(some):
            return Span(False, float("nan"), float("nan"))
        here = int(some[np.abs(grid[some] - now).argmin()])
    left = here - int(np.argmin(fine[here::-1])) if not fine[: here + 1].all() else -1
    right = here + int(np.argmin(fine[here:])) if not fine[here:].all() else len(grid)
    ends = (
        low if left < 0 else _edge(margin, grid[left], grid[left + 1]),
        high if right == len(grid) else _edge(margin, grid[right], grid[right - 1]),
    )
    return Span(holds, float(ends[0]), float(ends[1]))


def _edge(margin: Callable[[Array], Array], fails: float, holds: float) -> float:
    """Find where it begins to hold between a number at which it fails and one at which it holds."""
    for _ in range(4):
        grid = np.linspace(fails, holds, 17)
        fine = margin(grid) >= 0
        at = int(np.argmax(fine))
        fails, holds = grid[max(at - 1, 0)], grid[at]
    return float(holds)


def critical_discount(steps: Steps, stakes: Stakes, path: Sequence[int], player: int) -> Span:
    """Find with which discount factors of one player it keeps to a path.

    Parameters
    ----------
    steps, stakes, path
        See `counterpoise.games.paths.follow`; one draw.
    player
        Who; what it does best depends on its own discount factor only.

    Examples
    --------
    One cuts a tariff that it can raise again; the other has what it has.

    >>> from counterpoise.games.steps import Stakes, Steps
    >>> steps = Steps((2, 2), (0, 1), 2)
    >>> payoff = np.array([[0.0, 0.0], [2.0, -1.0], [-1.0, 2.0], [1.0, 1.0]])
    >>> round(critical_discount(steps, Stakes(payoff, np.zeros((4, 2)), np.full(2, 0.9)), [0, 3], 0).low, 4)
    0.5
    """

    def margin(values: Array) -> Array:
        discount = np.repeat(stakes.discount[None], len(values), axis=0)
        discount[:, player] = values
        return follow(steps, replace(stakes, discount=discount), path).slack[..., player].min(axis=-1)

    return span(margin, float(stakes.discount[player]), 1e-6, 1 - 1e-6)


def critical_outside(steps: Steps, stakes: Stakes, path: Sequence[int], player: int) -> float:
    """Find by how much a player's outside option can rise, in every state, until it leaves a path; below zero where it has to fall.

    Parameters
    ----------
    steps, stakes, path, player
        See `critical_discount`.

    Examples
    --------
    >>> from counterpoise.games.steps import Stakes, Steps
    >>> steps = Steps((2, 2), (0, 1), 2)
    >>> payoff = np.array([[0.0, 0.0], [2.0, -1.0], [-1.0, 2.0], [1.0, 1.0]])
    >>> round(critical_outside(steps, Stakes(payoff, np.zeros((4, 2)), np.full(2, 0.9)), [0, 3], 0), 4)
    0.8889
    """
    reach = 2.0 * scale(stakes) / min(1.0, float(stakes.discount[player]) ** min(stakes.lags[player], 20))

    def margin(values: Array) -> Array:
        outside = np.repeat(stakes.outside[None], len(values), axis=0)
        outside[..., player] += values[:, None]
        return follow(steps, replace(stakes, outside=outside), path).slack[..., player].min(axis=-1)

    return span(margin, 0.0, -reach, reach).high


def critical_hazard(steps: Steps, stakes: Stakes, path: Sequence[int]) -> Span:
    """Find with which chances of a breakdown all keep to a path.

    Parameters
    ----------
    steps, stakes, path
        See `critical_discount`.
    """

    def margin(values: Array) -> Array:
        return follow(steps, replace(stakes, hazard=values), path).margin

    return span(margin, float(np.asarray(stakes.hazard)), 0.0, 1 - 1e-6)


def critical_lag(steps: Steps, stakes: Stakes, path: Sequence[int], player: int) -> int | None:
    """Find the longest lag in noticing a player with which it keeps to a path, and with every shorter one.

    Parameters
    ----------
    steps, stakes, path, player
        See `critical_discount`.

    Returns
    -------
    int | None
        0 where it fails with a lag of one; None where no lag of 200 or less breaks it.
    """
    for lag in range(1, LONGEST + 1):
        lags = [*stakes.lags]
        lags[player] = lag
        chance = stakes.detection
        if chance is not None:
            chance = np.array(chance, dtype=float)
            chance[player] = np.nan
        held = follow(steps, replace(stakes, lag=tuple(lags), detection=chance), path)
        if held.slack[..., player].min() < 0:
            return lag - 1
    return None


def critical_detection(steps: Steps, stakes: Stakes, path: Sequence[int], player: int) -> Span:
    """Find with which chances in a period of being noticed a player keeps to a path.

    Parameters
    ----------
    steps, stakes, path, player
        See `critical_discount`.
    """
    lacking = np.full(stakes.players, np.nan) if stakes.detection is None else np.asarray(stakes.detection, dtype=float)

    def margin(values: Array) -> Array:
        chance = np.repeat(lacking[None], len(values), axis=0)
        chance[:, player] = values
        return follow(steps, replace(stakes, detection=chance), path).slack[..., player].min(axis=-1)

    now = float(lacking[player])
    return span(margin, 1.0 if np.isnan(now) else now, 1e-6, 1.0)
