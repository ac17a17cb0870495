"""The states that paths can go through, in layers within which no move leads.

A move raises the sum of levels, so states with the same sum can be gone through together, for many draws at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.games.steps import MOST_MOVES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Steps
    from counterpoise.games.tables import Tables

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Index = NDArray[np.int32]
    Marks = NDArray[np.bool_]

TABLE = 262_144
"""Numbers in a table of one block of draws, about: two mebibytes."""

NOBODY, DONE, STILL = 0, 1, 2
"""Who is excused from withholding: see `Layers`."""

ROOM = 262_144
"""Moves of a layer times draws, about, that are gone through together, unless one state has more."""


def between(steps: Steps, end: int | None = None) -> Marks:
    """Say which states a path from the start, or to an end, can go through as far as levels and `allowed` tell ``[state]``."""
    fine = np.ones(steps.size, dtype=bool) if steps.allowed is None else steps.allowed.copy()
    fine &= (steps.levels >= steps.levels[steps.start]).all(axis=1)
    if end is not None:
        fine &= (steps.levels <= steps.levels[end]).all(axis=1)
    return fine


def edges(steps: Steps, fine: Marks) -> tuple[Index, Index]:
    """Give all moves between some states ``[move]``: from which and to which, in rising order.

    Examples
    --------
    >>> from counterpoise.games.steps import Steps
    >>> [one.tolist() for one in edges(Steps((2, 2), (0, 1), 2), np.array([True, True, False, True]))]
    [[0, 0, 1], [1, 3, 3]]
    """
    if steps.moves() > MOST_MOVES:
        raise NoSolution(
            f"there are {steps.moves():,} moves, more than {MOST_MOVES:,}",
            where="issues",
            remedy="leave out issues or levels, or set a pace",
        )
    old, new = np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int32)
    for at, count in enumerate(steps.counts):
        pace = count if steps.pace is None else steps.pace[at]
        pairs = [(low, high) for low in range(count) for high in range(low, min(low + pace, count - 1) + 1)]
        low, high = (np.array(pairs) * steps.strides[at]).T.astype(np.int32)
        old, new = (old[:, None] + low).ravel(), (new[:, None] + high).ravel()
    keep = (old != new) & fine[old] & fine[new]
    old, new = old[keep], new[keep]
    order = np.argsort(old, kind="stable")  # those from one state stand in rising order already
    return old[order], new[order]


def reached(steps: Steps, old: Index, new: Index) -> tuple[Index, Index]:
    """Leave out the moves, in rising order ``[move]``, from states that none of them leads to from the start."""
    here = np.zeros(steps.size, dtype=bool)
    here[steps.start] = True
    states, begins = np.unique(old, return_index=True)
    for state, first, last in zip(states.tolist(), begins.tolist(), [*begins[1:].tolist(), len(old)], strict=False):
        if here[state]:
            here[new[first:last]] = True
    keep = here[old]
    return old[keep], new[keep]


@dataclass(frozen=True, eq=False)
class Layer:
    """States that no move leads between, with their moves: the first of every state, then the second of those that have one, ...

    Attributes
    ----------
    first, last
        The places of its states in `Layers.states`, which stand by their number of moves, the most first.
    source, target
        From which state each move leads, by its number, and to which, by its place ``[move]``.
    brought
        For each player the row of `Layers.alone` that tells what it has by cheating on the move ``[player, move]``.
    slots
        For each turn (first moves, second moves, ...) where its moves begin and how many there are.
    order
        The places of the moves, those of each state together ``[move]``.
    """

    first: int
    last: int
    source: Index
    target: Index
    brought: Index
    slots: tuple[tuple[int, int], ...]
    order: Whole

    def most(self, values: Array) -> Array:
        """Give the largest of each state's moves ``[state, draw]`` from those of all ``[move, draw]``, NaN where there is none.

        What is no number is passed over.
        """
        made = np.full((self.last - self.first, values.shape[1]), np.nan)
        if self.slots and values.shape[1] < len(self.slots):  # few draws, many turns
            moving = self.slots[0][1]
            source = self.source[self.order]
            starts = np.flatnonzero(np.append(True, source[1:] != source[:-1]))
            np.fmax.reduceat(values[self.order], starts, axis=0, out=made[:moving])
        else:
            for begin, some in self.slots:
                np.fmax(made[:some], values[begin : begin + some], out=made[:some])
        return made


@dataclass(frozen=True, eq=False)
class Layers:
    """All states that a path can go through, from the last back to the start.

    Attributes
    ----------
    steps
        Issues and owners.
    end
        The state in which paths end; any if None.
    excused
        For whom withholding does not count in a move: `NOBODY`; `DONE`, those whose steps are all done, by the end; or `STILL`, those
        who raise nothing of their own in the move, because they may have nothing left to withhold.

    Examples
    --------
    >>> from counterpoise.games.steps import Steps
    >>> layers = Layers(Steps((2, 2), (0, 1), 2))
    >>> layers.states.tolist(), [(one.first, one.last, len(one.target)) for one in layers.each]
    ([3, 1, 2, 0], [(0, 1, 0), (1, 3, 2), (3, 4, 3)])
    """

    steps: Steps
    end: int | None = None
    excused: int = 0

    @cached_property
    def moves(self) -> tuple[Index, Index]:
        """All moves that can follow from the start: from which state and to which, in rising order ``[move]``."""
        steps = self.steps
        return reached(steps, *edges(steps, between(steps, self.end)))

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
    def place(self) -> Index:
        """The place of each state in `states`, -1 where it can't be reached ``[state]``."""
        made = np.full(self.steps.size, -1, dtype=np.int32)
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
        turns = np.arange(count[0])
        some = np.searchsorted(-count, -turns)  # how many states have a move for each turn
        begins = np.cumsum(some) - some
        which = np.arange(some.sum()) - np.repeat(begins, some)
        chosen = self.begins[self.states[first + which]] + np.repeat(turns, some)
        old, new = self.moves[0][chosen], self.moves[1][chosen]
        brought = np.stack([self.brought(one, old, new) for one in range(self.steps.players)])
        slots = tuple(zip(begins.tolist(), some.tolist(), strict=True))
        return Layer(first, last, old, self.place[new], brought, slots, np.argsort(which, kind="stable"))

    def brought(self, player: int, source: Index, target: Index) -> Index:
        """Give the rows of `alone` that tell what a player has by cheating on moves ``[move]``."""
        steps = self.steps
        there = steps.without(player, source, target)
        if self.excused:
            own = steps.own[player]
            there += steps.size * (own[source] == own[target if self.excused == STILL else self.end])
        return there.astype(np.int32)

    def alone(self, table: Tables, player: int) -> Array:
        """Give what a player has by cheating ``[row, draw]``: in each state by withholding or taking back, then by taking back alone."""
        if not self.excused:
            return table.alone[player]
        back = table.back[player]
        return np.concatenate(
            [table.alone[player], np.full_like(table.alone[player], -np.inf) if back is None else back]
        )

    def draws_at_once(self) -> int:
        """Give how many draws make a block whose tables fit the cache."""
        return 8 * int(np.clip(TABLE // (8 * self.steps.size), 2, 128))
