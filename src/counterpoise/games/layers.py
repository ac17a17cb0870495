"""The states that paths can go through, in layers within which no move leads, and what cheating is worth in all of them at once.

A move raises the sum of levels, so states with the same sum can be gone through together, for many draws at once. Tables are
``[state, draw]``, so that what is done to all draws of a state lies side by side in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.core.workers import cores
from counterpoise.games.steps import MOST_MOVES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes, Steps

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Marks = NDArray[np.bool_]
    Source = Stakes | Callable[[int, int], Stakes]

TABLE = 131_072
"""Numbers in a table of one block of draws, about: a mebibyte."""

ROOM = 65_536
"""Moves of a layer times draws, about, that are gone through together, unless one state has more."""

ASKED = 256
"""Draws that are asked for at a time, at least, where a function gives them."""


def between(steps: Steps, end: int | None = None) -> Marks:
    """Say which states a path from the start, or to an end, can go through as far as levels and `allowed` tell ``[state]``."""
    fine = np.ones(steps.size, dtype=bool) if steps.allowed is None else steps.allowed.copy()
    fine &= (steps.levels >= steps.levels[steps.start]).all(axis=1)
    if end is not None:
        fine &= (steps.levels <= steps.levels[end]).all(axis=1)
    return fine


def edges(steps: Steps, fine: Marks) -> tuple[Whole, Whole]:
    """Give all moves between some states ``[move]``: from which and to which, in rising order.

    Examples
    --------
    >>> from counterpoise.games.steps import Steps
    >>> [one.tolist() for one in edges(Steps((2, 2), (0, 1), 2), np.array([True, True, False, True]))]
    [[0, 0, 1], [1, 3, 3]]
    """
    old, new = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    if steps.moves() > MOST_MOVES:
        raise NoSolution(
            f"there are {steps.moves():,} moves, more than {MOST_MOVES:,}",
            where="issues",
            remedy="leave out issues or levels, or set a pace",
        )
    for at, count in enumerate(steps.counts):
        pace = count if steps.pace is None else steps.pace[at]
        pairs = [(low, high) for low in range(count) for high in range(low, min(low + pace, count - 1) + 1)]
        low, high = np.array(pairs, dtype=np.int64).T * steps.strides[at]
        old, new = (old[:, None] + low).ravel(), (new[:, None] + high).ravel()
    keep = (old != new) & fine[old] & fine[new]
    old, new = old[keep], new[keep]
    order = np.argsort(old * steps.size + new)
    return old[order], new[order]


@dataclass(frozen=True, eq=False)
class Layer:
    """States that no move leads between, with their moves: the first of every state, then the second of those that have one, ...

    Attributes
    ----------
    first, last
        The places of its states in `Layers.states`, which stand by their number of moves, the most first.
    source, target
        From which state each move leads, by its number, and to which, by its place ``[move]``.
    without
        For each player the state that it brings about by withholding its part of the move ``[player, move]``.
    slots
        For each turn (first moves, second moves, ...) where its moves begin and how many there are.
    """

    first: int
    last: int
    source: Whole
    target: Whole
    without: Whole
    slots: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Layers:
    """All states that a path can go through, from the last back to the start.

    Attributes
    ----------
    steps
        Issues and owners.
    end
        The state in which paths end; any if None.

    Examples
    --------
    >>> from counterpoise.games.steps import Steps
    >>> layers = Layers(Steps((2, 2), (0, 1), 2))
    >>> layers.states.tolist(), [(one.first, one.last, len(one.target)) for one in layers.each]
    ([3, 1, 2, 0], [(0, 1, 0), (1, 3, 2), (3, 4, 3)])
    """

    steps: Steps
    end: int | None = None

    @cached_property
    def moves(self) -> tuple[Whole, Whole]:
        """All moves that can follow from the start: from which state and to which, in rising order ``[move]``."""
        steps = self.steps
        old, new = edges(steps, between(steps, self.end))
        reached = np.zeros(steps.size, dtype=bool)
        reached[steps.start] = True
        begins = np.searchsorted(old, np.arange(steps.size + 1))
        for state in range(steps.start, steps.size):
            if reached[state]:
                reached[new[begins[state] : begins[state + 1]]] = True
        keep = reached[old]
        return old[keep], new[keep]

    @cached_property
    def begins(self) -> Whole:
        """Where the moves from each state begin among all ``[state + 1]``."""
        return np.searchsorted(self.moves[0], np.arange(self.steps.size + 1))

    @cached_property
    def states(self) -> Whole:
        """All states that can be reached, by layer, the start last ``[place]``; none where no deal may be in the start."""
        steps = self.steps
        if not between(steps, self.end)[steps.start]:
            return np.zeros(0, dtype=np.int64)
        some = np.unique(np.append(self.moves[1], steps.start))
        return some[np.lexsort((some, -np.diff(self.begins)[some], -steps.levels[some].sum(axis=1)))]

    @cached_property
    def place(self) -> Whole:
        """The place of each state in `states`, -1 where it can't be reached ``[state]``."""
        made = np.full(self.steps.size, -1, dtype=np.int64)
        made[self.states] = np.arange(len(self.states))
        return made

    @cached_property
    def each(self) -> tuple[Layer, ...]:
        """The layers, the last states first."""
        level = self.steps.levels[self.states].sum(axis=1)
        count = np.diff(self.begins)[self.states]
        widest = max(64, ROOM // self.draws_at_once())
        made, first = [], 0
        while first < len(self.states):
            last, moves = first + 1, int(count[first])
            while last < len(level) and level[last] == level[first] and moves + count[last] <= widest:
                moves += int(count[last])
                last += 1
            made.append(self._layer(first, last, count[first:last]))
            first = last
        return tuple(made)

    def _layer(self, first: int, last: int, count: Whole) -> Layer:
        steps, states = self.steps, self.states[first:last]
        at, slots, begin = [np.zeros(0, dtype=np.int64)], [], 0
        for turn in range(int(count[0])):
            some = int((count > turn).sum())
            slots.append((begin, some))
            at.append(self.begins[states[:some]] + turn)
            begin += some
        chosen = np.concatenate(at)
        old, new = self.moves[0][chosen], self.moves[1][chosen]
        without = np.stack([steps.without(one, old, new) for one in range(steps.players)])
        return Layer(first, last, old, self.place[new], without, tuple(slots))

    def draws_at_once(self) -> int:
        """Give how many draws make a block whose tables fit the cache."""
        return 8 * int(np.clip(TABLE // (8 * self.steps.size), 2, 128))


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
    alone
        The least that a player has who has brought about a state by withholding, or who does better to take back
        ``[player, state, draw]``: with a lag of one just that, else as if the others went on in the worst way for it.
    back
        The same for taking back alone; None where nothing can be taken back ``[player]`` of ``[state, draw]``.
    rest
        What a player has that takes back where all stay for ever; None where nothing can be taken back ``[player]`` of
        ``[state, draw]``.
    """

    payoff: Array
    outside: Array
    discount: Array
    hazard: Array
    close: Array
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


def tables(steps: Steps, stakes: Stakes, draws: int, close: float) -> Tables:
    """Turn the stakes of a block of draws into tables with the draws side by side.

    Parameters
    ----------
    steps
        Issues, owners, and what can be taken back.
    stakes
        Of one axis of draws; what has none is the same in all.
    draws
        How many there are.
    close
        How far below zero a slack is none, in units of the range of payoffs and outside options.
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
    alone, back, rest = np.empty_like(u), [], []
    for player in range(stakes.players):
        held, ever = _cheating(steps, stakes, player, (u[player], w[player], discount[player]))
        back.append(taken_back(steps, player, held) if stakes.withdrawal else None)
        rest.append(back[-1] if ever is held or back[-1] is None else taken_back(steps, player, ever))
        alone[player] = held if back[-1] is None else np.maximum(held, back[-1])
    return Tables(u, w, discount, hazard, close * np.maximum(most - least, 1e-300), alone, back, rest)


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


def taken_back(steps: Steps, player: int, same: Array) -> Array | None:
    """Give the most that a player has in a state in which it has taken back at least one of its own steps ``[state, ...]``.

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
    Array | None
        Minus infinity where nothing can be taken back; None where that is so in every state.
    """
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
        np.maximum(below, moved[level], out=every[level])
        # what is lowered here may or may not be lowered elsewhere: `below` has both
        lower[level] = below if held is None else np.maximum(below, held[level])
    return made, less


@dataclass(frozen=True, eq=False)
class Draws:
    """Stakes in many draws, held or made when they are asked for.

    Attributes
    ----------
    source
        The stakes, with one axis of draws or none, or a function that gives those of the draws from a first to before a last.
    count
        How many draws there are; left out, it is read from the stakes.

    Raises
    ------
    InputError
        If there is no draw, more than one axis of them, or a function and no count.
    """

    source: Source
    count: int

    @staticmethod
    def of(source: Source, count: int | None) -> Draws:
        """Count the draws, and check them."""
        if callable(source):
            if count is None:
                raise InputError(
                    "a function of draws does not tell how many there are", where="draws", remedy="say how many"
                )
        elif len(source.draws) > 1:
            raise InputError(
                f"the stakes have {len(source.draws)} axes of draws", where="stakes", remedy="give them one"
            )
        else:
            held = source.draws[0] if source.draws else 1
            if count is not None and count != held and held > 1:
                raise InputError(
                    f"the stakes have {held} draws, not {count}", where="draws", remedy="leave the number out"
                )
            count = count or held
        if count < 1:
            raise InputError(f"{count} draws are too few", where="draws", remedy="take 1 or more")
        return Draws(source, count)

    def some(self, first: int, last: int) -> Stakes:
        """Give the draws from a first to before a last."""
        return self.source(first, last) if callable(self.source) else block(self.source, first, last)

    def one(self, draw: int) -> Stakes:
        """Give one draw, without an axis of draws."""
        stakes = self.some(draw, draw + 1)
        return replace(
            stakes,
            payoff=stakes.payoff.reshape(stakes.payoff.shape[-2:]),
            outside=stakes.outside.reshape(stakes.outside.shape[-2:]),
            discount=np.reshape(stakes.discount, -1),
            hazard=float(np.reshape(stakes.hazard, -1)[0]),
            detection=None if stakes.detection is None else np.reshape(stakes.detection, -1),
        )

    def each(self, at_once: int, run: Callable[[Iterator[tuple[int, Stakes, int]]], None], workers: int | None) -> None:
        """Share the draws out among threads.

        Parameters
        ----------
        at_once
            How many draws make a block.
        run
            Called with an iterator over blocks: the first draw, the stakes, and how many draws there are. It may run in several
            threads at a time, each with blocks of its own.
        workers
            How many threads; one for each core if None.
        """
        asked = at_once * -(-ASKED // at_once)

        def blocks(begin: int) -> Iterator[tuple[int, Stakes, int]]:
            end = min(begin + asked, self.count)
            stakes = self.some(begin, end)
            for first in range(begin, end, at_once):
                last = min(first + at_once, end)
                yield first, block(stakes, first - begin, last - begin), last - first

        with ThreadPoolExecutor(max(1, cores() if workers is None else workers)) as pool:
            for _ in pool.map(lambda begin: run(blocks(begin)), range(0, self.count, asked)):
                pass


def block(stakes: Stakes, first: int, last: int) -> Stakes:
    """Give some of the draws of stakes, from the first to before the last; what has no axis of draws stays as it is.

    Examples
    --------
    >>> from counterpoise.games.steps import Stakes
    >>> block(Stakes(np.zeros((5, 4, 2)), np.zeros((4, 2)), np.full(2, 0.9)), 1, 3).draws
    (2,)
    """

    def some(array: Any, ends: int) -> Any:
        array = np.asarray(array)
        return array[first:last] if array.ndim > ends and array.shape[0] > 1 else array

    return replace(
        stakes,
        payoff=some(stakes.payoff, 2),
        outside=some(stakes.outside, 2),
        discount=some(stakes.discount, 1),
        hazard=some(stakes.hazard, 0),
        detection=None if stakes.detection is None else some(stakes.detection, 1),
    )


def rows(table: Array, at: Whole, into: Array) -> None:
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
