"""What each player has in every state, for many draws at once: payoffs, and the least that cheating is worth.

Tables are ``[state, draw]``, so that what is done to all draws of a state lies side by side in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes, Steps

    Array = NDArray[np.float64]

CLOSE = 1e-10
"""A slack is none if it is not further below zero than this, in units of the range of payoffs and outside options."""


@dataclass(eq=False)
class Tables:
    """What each player has in every state, for a block of draws.

    Attributes
    ----------
    payoff, outside
        Flow payoffs and outside options ``[player, state, draw]``.
    discount
        ``[player, draw]``.
    hazard
        ``[draw]``.
    close
        How far below zero a slack is none ``[draw]``.
    same
        The least that a player has from then on that has brought about a state by cheating ``[player, state, draw]``: with a lag of one
        just what it has, else as if the others went on in the worst way for it.
    alone
        The same if it may take back more, too.
    back
        The same if it has to take something back; None where nothing can be taken back ``[player]`` of ``[state, draw]``.
    rest
        What a player has that takes back where all stay for ever; None where nothing can be taken back ``[player]`` of
        ``[state, draw]``.
    """

    payoff: Array
    outside: Array
    discount: Array
    hazard: Array
    close: Array
    same: Array
    alone: Array
    back: list[Array | None]
    rest: list[Array | None]

    @property
    def draws(self) -> int:
        """How many there are."""
        return len(self.hazard)

    def stay(self, player: int) -> Array:
        """Give what staying for ever is worth to a player ``[state, draw]``."""
        beta, hazard = self.discount[player], self.hazard
        u, w = self.payoff[player], self.outside[player]
        return ((1 - beta) * u + beta * hazard * w) / (1 - beta * (1 - hazard))

    def least(self, player: int) -> Array:
        """Give the best that a player can do instead of staying for ever ``[state, draw]``."""
        back = self.rest[player]
        return self.outside[player] if back is None else np.maximum(self.outside[player], back)


def tables(steps: Steps, stakes: Stakes, draws: int) -> Tables:
    """Turn the stakes of a block of draws into tables with the draws side by side.

    Parameters
    ----------
    steps
        Issues, owners, and what can be taken back.
    stakes
        Of one axis of draws; what has none is the same in all.
    draws
        How many there are.
    """
    shape = (draws, steps.size, stakes.players)
    payoff, outside = np.broadcast_to(stakes.payoff, shape), np.broadcast_to(stakes.outside, shape)
    discount = np.ascontiguousarray(np.broadcast_to(stakes.discount, (draws, stakes.players)).T)
    hazard = np.ascontiguousarray(np.broadcast_to(np.asarray(stakes.hazard, dtype=float), (draws,)))
    u, w = np.empty(shape[::-1]), np.empty(shape[::-1])
    np.copyto(u, payoff.T)
    np.copyto(w, outside.T)
    flat = [one.reshape(draws, -1) for one in (payoff, outside)]
    most = np.maximum(flat[0].max(axis=1), flat[1].max(axis=1))
    least = np.minimum(flat[0].min(axis=1), flat[1].min(axis=1))
    same, alone, back, rest = np.empty_like(u), np.empty_like(u), [], []
    for player in range(stakes.players):
        held, ever = _cheating(steps, stakes, player, (u[player], w[player], discount[player]))
        same[player] = held
        back.append(_taken(steps, player, held) if stakes.withdrawal else None)
        rest.append(back[-1] if ever is held or back[-1] is None else _taken(steps, player, ever))
        alone[player] = held if back[-1] is None else np.maximum(held, back[-1])
    return Tables(u, w, discount, hazard, CLOSE * np.maximum(most - least, 1e-300), same, alone, back, rest)


def _cheating(steps: Steps, stakes: Stakes, player: int, have: tuple[Array, Array, Array]) -> tuple[Array, Array]:
    """Give the least that a player has from then on in the state that its cheating has brought about, and where all others stay."""
    u, w, beta = have
    chance = stakes.chance(player)
    if chance is None:
        held = ever = (1 - beta) * u + beta * w
        for _ in range(stakes.lags[player] - 1):
            held, ever = (1 - beta) * u + beta * _raised(steps, player, held), (1 - beta) * u + beta * ever
        return held, ever
    now, ever = (1 - beta) * u + beta * chance * w, ((1 - beta) * u + beta * chance * w) / (1 - beta * (1 - chance))
    held = ever.copy()
    later = np.full_like(held, np.inf)  # the least in any state that others can bring about from here
    others = [at for at, who in enumerate(steps.owner) if who != player]
    total = steps.levels[:, others].sum(axis=1)
    for level in range(int(total.max()) - 1, -1, -1):
        for at in others:
            some = np.flatnonzero((total == level) & (steps.levels[:, at] + 1 < steps.counts[at]))
            after = some + steps.strides[at]
            later[some] = np.minimum(later[some], np.minimum(held[after], later[after]))
        some = np.flatnonzero(total == level)
        held[some] = np.minimum(ever[some], now[some] + beta * (1 - chance) * later[some])
    return held, ever


def _raised(steps: Steps, player: int, held: Array) -> Array:
    """Give the least over all states in which the others have raised their levels, or have not."""
    grid = held.reshape(*steps.counts, *held.shape[1:]).copy()
    for axis, who in enumerate(steps.owner):
        moved = np.moveaxis(grid, axis, 0)
        for level in range(steps.counts[axis] - 2, -1, -1):
            if who != player:
                np.minimum(moved[level], moved[level + 1], out=moved[level])
    return grid.reshape(held.shape)


def taken_back(steps: Steps, player: int, same: Array) -> Array:
    """Give the most that a player has in a state in which it has taken back at least one of its own steps.

    Parameters
    ----------
    steps
        Issues, owners, and what can be taken back.
    player
        Who.
    same
        What it has in each state as that is ``[state, ...]``.

    Returns
    -------
    numpy.ndarray
        ``[state, ...]``; minus infinity where nothing can be taken back.

    Examples
    --------
    >>> from counterpoise.games.steps import Steps
    >>> taken_back(Steps((3,), (0,), 1, floor=((0, 1, 1),)), 0, np.array([5.0, 4.0, 3.0])).tolist()
    [-inf, -inf, 4.0]
    """
    made = _taken(steps, player, same)
    return np.full_like(same, -np.inf) if made is None else made


def _taken(steps: Steps, player: int, same: Array) -> Array | None:
    """Do it; None where nothing can be taken back in any state."""
    whole, strict = same.reshape(*steps.counts, *same.shape[1:]), None
    for axis, who in enumerate(steps.owner):
        floor = (0,) * steps.counts[axis] if steps.floor is None else steps.floor[axis]
        if who == player and any(lowest < level for level, lowest in enumerate(floor)):
            whole, strict = _lowered(floor, axis, whole, strict)
    return None if strict is None else strict.reshape(same.shape)


def _lowered(floor: tuple[int, ...], axis: int, whole: Array, strict: Array | None) -> tuple[Array, Array]:
    """Let one issue be lowered or not: the most of all, and the most where some issue has been lowered."""
    made, less = np.empty_like(whole), np.empty_like(whole)
    held = None if strict is None else np.moveaxis(strict, axis, 0)
    moved, every, lower = (np.moveaxis(one, axis, 0) for one in (whole, made, less))
    for level, lowest in enumerate(floor):
        if lowest == level:
            every[level] = moved[level]
            lower[level] = -np.inf if held is None else held[level]
            continue
        goes_on = floor[level - 1] == lowest
        below = every[level - 1] if goes_on else moved[lowest:level].max(axis=0)
        np.maximum(below, moved[level], out=every[level, ...])
        # what is lowered here may or may not be lowered elsewhere: `below` has both
        lower[level] = below if held is None else np.maximum(below, held[level])
    return made, less


def rows(table: Array, at: Any, into: Array) -> None:
    """Copy some rows of a table."""
    np.take(table, at, axis=0, out=into, mode="clip")  # every row is there: to clip spares a copy


def summed(parts: list[Array]) -> Array:
    """Add up from the first to the last."""
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def forget(values: Array, slack: Array) -> None:
    """Make values no numbers where a slack is below zero; it is overwritten.

    Its sign is spread over all bits, which is several times as fast as to choose by it.
    """
    failed = slack.view(np.int64)
    np.right_shift(failed, 63, out=failed)
    for value in values:
        np.bitwise_or(value.view(np.int64), failed, out=value.view(np.int64))
