r"""Deals with side payments, for many draws at once: one programme over the sum of all players.

Where players can pay each other after the fact, and all have the same discount and the same lag, a stage has only to be worth keeping
to for all together. With a lag of one, S(s) is the largest sum of a continuation from the state s,

.. math:: S(s) = \max_{s'} (1-\beta) U(s') + \beta [(1-h) S(s') + h W(s')]

over the moves whose value is at least :math:`\sum_i \max(D_i(s, s'), w_i(s))`, and over staying for ever, where that is at least
:math:`\sum_i \max(D_i(s), w_i(s))`. U and W are sums of flow payoffs and of outside options; D is the best that a player has by
withholding its part of the move, by taking back, or by going along and keeping back what it has to pay. The rules are those of
`counterpoise.games.programme.self_enforcing` with transfers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.games import programme
from counterpoise.games.draws import ASKED, Draws, picked
from counterpoise.games.layers import Layer, Layers
from counterpoise.games.tables import Tables, forget, rows, summed, tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.draws import Source
    from counterpoise.games.steps import Stakes, Steps

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Marks = NDArray[np.bool_]

MOST_AT_ONCE = 20_000_000_000
"""Moves at most, of all draws together, with a lag of one."""

MOST_ONE_BY_ONE = 20_000_000
"""Moves at most, of all draws together, with longer lags."""


@dataclass(frozen=True, eq=False)
class Sums:
    """The best deal for all together in each draw, where players can pay each other.

    Attributes
    ----------
    value
        The largest sum of a self-enforcing path from the start; NaN where none enforces itself, not even to stay ``[draw]``.
    moving
        Whether some self-enforcing path moves at all ``[draw]``.
    end
        The state in which the best path ends, -1 where there is none ``[draw]``.
    paths
        The states of the best path, -1 after its end ``[draw, stage]``.
    """

    value: Array
    moving: Marks
    end: Whole
    paths: NDArray[np.int32]

    def path(self, draw: int) -> tuple[int, ...]:
        """Give the states of the best path in a draw; none where no path enforces itself."""
        return tuple(one for one in self.paths[draw].tolist() if one >= 0)


def effort(steps: Steps, stakes: Stakes, draws: int) -> int:
    """Tell about how many moves all draws go through; with a lag of one a hundred million are a matter of a second.

    Examples
    --------
    >>> from counterpoise.games.steps import Stakes, Steps
    >>> steps, zero = Steps((2, 2), (0, 1), 2), np.zeros((4, 2))
    >>> effort(steps, Stakes(zero, zero, np.full(2, 0.9)), 1000)
    9000
    """
    return draws * programme.effort(steps, stakes)


def largest_sums(
    steps: Steps,
    stakes: Source,
    *,
    draws: int | None = None,
    end: int | None = None,
    ends: Marks | None = None,
    workers: int | None = None,
) -> Sums:
    """Find in each draw the self-enforcing path that is worth most to all together, where players can pay each other after the fact.

    Parameters
    ----------
    steps
        Issues, owners, and what can be taken back.
    stakes
        What each player has, with one leading axis of draws; or a function that gives the stakes of the draws from a first to before a
        last, so that not all have to be held. It may be called from two threads at a time.
    draws
        How many there are; needed where ``stakes`` is a function.
    end
        The state in which the path ends; any if left out.
    ends
        In which states a path may end ``[state]`` or ``[draw, state]``, as those that all ratify; any if left out.
    workers
        How many threads share the draws; one for each core if left out. The answer is the same for any number.

    Returns
    -------
    Sums
        What the best path is worth in each draw, whether any moves, where the best ends, and the path itself.

    Raises
    ------
    InputError
        If players differ in discount or lag, or are noticed at a rate.
    NoSolution
        If there is too much to go through, before that is done. With a lag of more than one the draws are searched one by one, each
        with an effort that grows with the lag's power: see `effort`.

    References
    ----------
    Goldluecke and Kranz (2012), Infinitely repeated games with public monitoring and monetary transfers, Journal of Economic Theory
    147(3), for sums that suffice where there are payments.

    Examples
    --------
    One gives what costs it 1 and is worth 3 to the other, who pays for it as long as both care enough for later.

    >>> from counterpoise.games.steps import Stakes, Steps
    >>> payoff = np.array([[0.0, 0.0], [-1.0, 3.0]])
    >>> discount = np.array([[0.2, 0.2], [0.9, 0.9]])
    >>> found = largest_sums(Steps((2,), (0,), 2), Stakes(payoff, np.zeros((2, 2)), discount))
    >>> found.value.round(6).tolist(), found.moving.tolist(), found.path(1)
    ([0.0, 2.0], [False, True], (0, 1))
    """
    some = Draws.of(stakes, draws, ends)
    first = some.one(0)
    programme.alike(first)
    simple = first.lags[0] == 1
    asked, most = effort(steps, first, some.count), MOST_AT_ONCE if simple else MOST_ONE_BY_ONE
    if asked > most:
        raise NoSolution(
            f"{some.count:,} draws would go through about {asked:,} moves, more than {most:,}",
            where="draws",
            remedy="take fewer draws, leave out issues or levels, set a pace, or shorten the lag",
        )
    longest = int((np.array(steps.counts) - 1 - steps.levels[steps.start]).sum()) + 1
    made = Sums(
        np.full(some.count, np.nan),
        np.zeros(some.count, dtype=bool),
        np.full(some.count, -1, dtype=np.int64),
        np.full((some.count, longest), -1, dtype=np.int32),
    )
    if simple:
        _at_once(steps, some, end, workers, made)
    else:
        _one_by_one(steps, some, end, made)
    return made


def _one_by_one(steps: Steps, draws: Draws, end: int | None, made: Sums) -> None:
    """Search each draw by itself."""
    for draw in range(draws.count):
        stakes = draws.one(draw)
        may = draws.ending(draw, draw + 1)
        ends = None if may is None else may[:, 0]
        found = programme.self_enforcing(steps, stakes, end=end, ends=ends, transfers=True)
        if len(found):
            path = found.path(0)
            made.value[draw], made.end[draw] = found.values[0, 0], path[-1]
            made.moving[draw] = found.moving
            made.paths[draw, : len(path)] = path


def _at_once(steps: Steps, draws: Draws, end: int | None, workers: int | None, made: Sums) -> None:
    """Go backwards in many draws at once."""
    layers = Layers(steps, end)
    if not len(layers.states):
        return
    widest, at_once = max(len(one.source) for one in layers.each), layers.draws_at_once()

    def run(begin: int, stakes: Stakes, count: int) -> None:
        room = np.empty((3, widest, at_once))
        for low in range(0, count, at_once):
            size = min(at_once, count - low)
            if size < at_once:
                room = np.empty((3, widest, size))
            span = slice(begin + low, begin + low + size)
            table = tables(steps, picked(stakes, slice(low, low + size)), size)
            back = _Backwards(layers, table, draws.ending(span.start, span.stop), room)
            made.value[span], made.moving[span] = back.run()
            paths = back.paths()
            made.paths[span, : paths.shape[1]] = paths
            made.end[span] = paths[np.arange(size), (paths >= 0).sum(axis=1) - 1]

    draws.each(at_once * -(-ASKED // at_once), run, workers)


class _Backwards:
    """One block of draws, backwards over the layers. Tables by place are ``[place, draw]``, see `Layers.states`."""

    def __init__(self, layers: Layers, table: Tables, ends: Marks | None, room: Array) -> None:
        self.layers, self.table, self.room = layers, table, room
        states, players = layers.states, range(len(table.payoff))
        beta = table.discount[0]
        payoff, outside = summed(list(table.payoff))[states], summed(list(table.outside))[states]
        self.now = (1 - beta) * payoff
        self.later = table.hazard * outside
        stay = [table.stay(one) for one in players]
        slack = summed([stay[one] - np.maximum(table.least(one), table.same[one]) for one in players])
        self.stay = np.where(slack >= -table.close, summed(stay), -np.inf)[states]
        if layers.end is not None:
            self.stay[states != layers.end] = -np.inf
        if ends is not None:
            self.stay[~ends[states]] = -np.inf
        self.sum = np.empty_like(payoff)
        self.before = np.empty_like(payoff)
        """What the best continuation of a state is worth before the move to it."""

    def run(self) -> tuple[Array, Marks]:
        """Give the largest sum at the start, and whether any path moves ``[draw]``."""
        best = np.empty(0)
        for layer in self.layers.each:
            best = self._moved(layer)
            self._settled(layer, best)
        value = self.sum[-1]
        return np.where(np.isneginf(value), np.nan, value), ~np.isnan(best[0])

    def _moved(self, layer: Layer) -> Array:
        """Give the largest sum by a move from each state of a layer, NaN where no move is worth it ``[state, draw]``."""
        count = len(layer.source)
        value, best, other = self.room[:, :count]
        for player, alone in enumerate(self.table.alone):
            into = other if player else best
            rows(alone, layer.brought[player], into)
            held = value if player else other  # neither is needed yet
            rows(self.table.outside[player], layer.source, held)
            np.maximum(into, held, out=into)
            rows(self.table.same[player], self.layers.states[layer.target], held)
            np.maximum(into, held, out=into)
            if player:
                best += other
        rows(self.before, layer.target, value)
        slack = np.subtract(value, best, out=best)
        slack += self.table.close
        forget(value[None], slack)
        return layer.most(value)

    def _settled(self, layer: Layer, best: Array) -> None:
        """Keep what a layer's states are worth, to stay or to move, and what that is before a move to them."""
        span, table = slice(layer.first, layer.last), self.table
        whole = np.fmax(best, self.stay[span], out=self.sum[span])
        self.before[span] = self.now[span] + table.discount[0] * ((1 - table.hazard) * whole + self.later[span])

    def paths(self) -> Whole:
        """Go forward along the best moves, the first of those that are alike: states, -1 after the end ``[draw, stage]``."""
        layers, table = self.layers, self.table
        steps, begins = layers.steps, layers.begins
        here = np.where(np.isneginf(self.sum[-1]), -1, steps.start)
        made, going = [here], np.flatnonzero(here >= 0)
        while len(going):
            old = here[going]
            count = begins[old + 1] - begins[old]
            draw = np.repeat(going, count)
            move = np.arange(len(draw)) + np.repeat(begins[old] - np.cumsum(count) + count, count)
            source, target = layers.moves[0][move], layers.moves[1][move]
            value = self.before[layers.place[target], draw]
            best = summed(
                [
                    np.maximum(
                        np.maximum(alone[layers.brought(one, source, target), draw], table.outside[one][source, draw]),
                        table.same[one][target, draw],
                    )
                    for one, alone in enumerate(table.alone)
                ]
            )
            fine = (value - best + table.close[draw] >= 0) & (value == self.sum[layers.place[source], draw])
            chosen = np.flatnonzero(fine)[::-1]
            here = np.full(table.draws, -1, dtype=np.int64)
            here[draw[chosen]] = target[chosen]  # the first of a draw is written last
            going = np.flatnonzero(here >= 0)
            made.append(here)
        return np.stack(made[:-1] if len(made) > 1 else made, axis=1)
