r"""What no self-enforcing path can exceed, in every state and for many draws at once.

Backwards over the states, each player by itself has at most

.. math:: B_i(s) = \max_{s'} (1-\beta_i) u_i(s') + \beta_i [(1-h) B_i(s') + h w_i(s')]

over staying and over the moves that every player could keep to if it had its own bound from then on. What a self-enforcing path is
worth lies below these bounds, so a move that fails them belongs to no such path, and where every first move fails there is none. The
bounds of two players need not be had on the same path: that a move passes proves nothing.

What cheating is worth is here the least that it can be: while others do not notice, they go on in the way that gives the cheat least.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.games.tables import forget, rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.layers import Layer, Layers
    from counterpoise.games.tables import Tables

    Array = NDArray[np.float64]
    Marks = NDArray[np.bool_]

PART = 1_000_000
"""Moves that are looked at together in one draw."""


class Bounds:
    """The bounds for one block of draws. Tables by place are ``[place, draw]``, see `Layers.states`.

    Parameters
    ----------
    layers
        The states and moves.
    table
        What each player has.
    ends
        In which states a path may end ``[state, draw]``; any if None.
    required
        The least slack of every stage and player.

    Attributes
    ----------
    most
        What each player has at most by a self-enforcing continuation ``[player, place, draw]``; minus infinity where there is none.
    before
        The same before the move to a state.
    now, later
        Of what a player has before the move to a state, what it has at once, and what it is left with if all breaks down then.
    stay
        What staying for ever is worth; minus infinity where it does not enforce itself, or is no end.
    allowed
        How far below zero a slack may be ``[draw]``.
    """

    def __init__(self, layers: Layers, table: Tables, ends: Marks | None = None, required: float = 0.0) -> None:
        self.layers, self.table = layers, table
        states, self.players = layers.states, range(len(table.payoff))
        shape = (len(self.players), len(states), table.draws)
        self.most, self.before, self.now, self.later, self.stay = (np.empty(shape) for _ in range(5))
        self.allowed = table.close - required
        fine = np.ones(shape[1:], dtype=bool)
        for one in self.players:
            self.now[one] = (1 - table.discount[one]) * table.payoff[one][states]
            self.later[one] = table.hazard * table.outside[one][states]
            self.stay[one] = table.stay(one)[states]
            fine &= self.stay[one] - table.least(one)[states] + self.allowed >= 0
        if layers.end is not None:
            fine[states != layers.end] = False
        if ends is not None:
            fine &= ends[states]
        self.stay[:, ~fine] = -np.inf
        self.alone = [layers.alone(table, one) for one in self.players]

    def run(self) -> Marks:
        """Say whether any first move passes ``[draw]``."""
        widest = max(len(one.source) for one in self.layers.each)
        room = np.empty((len(self.players) + 3, widest, self.table.draws))
        moved = np.empty(0)
        for layer in self.layers.each:
            moved = self._moved(layer, room[:, : len(layer.source)])
            self._settled(layer, moved)
        return ~np.isnan(moved[0, 0])

    def _moved(self, layer: Layer, room: Array) -> Array:
        """Give the largest of each bound by a move from each state of a layer, NaN where no move passes ``[player, state, draw]``."""
        values, best, other, failed = room[:-3], room[-3], room[-2], room[-1].view(np.int64)
        failed[:] = 0
        for player, value in enumerate(values):
            rows(self.alone[player], layer.brought[player], best)
            rows(self.table.outside[player], layer.source, other)
            np.maximum(best, other, out=best)
            rows(self.before[player], layer.target, value)
            slack = np.subtract(value, best, out=best)
            slack += self.allowed
            failed |= slack.view(np.int64)
        forget(values, failed.view(np.float64))
        return np.stack([layer.most(value) for value in values])

    def _settled(self, layer: Layer, moved: Array) -> None:
        """Keep the bounds of a layer's states, and what they are before a move to them."""
        span, table = slice(layer.first, layer.last), self.table
        most = np.fmax(moved, self.stay[:, span], out=self.most[:, span])
        for one in self.players:
            after = (1 - table.hazard) * most[one] + self.later[one, span]
            self.before[one, span] = self.now[one, span] + table.discount[one] * after

    def passing(self, draw: int) -> Marks:
        """Say which moves pass in a draw, of all of `Layers.moves` ``[move]``."""
        fine = np.empty(len(self.layers.moves[0]), dtype=bool)
        for first in range(0, len(fine), PART):
            span = slice(first, first + PART)
            place = self.layers.place[self.layers.moves[1][span]]
            slack = self.before[:, place, draw].T - self.instead(draw, span) + self.allowed[draw]
            fine[span] = (slack >= 0).all(axis=1)
        return fine

    def instead(self, draw: int, moves: Any) -> Array:
        """Give the least that the best a player can do instead of some moves is worth in a draw ``[move, player]``."""
        source, target = (one[moves] for one in self.layers.moves)
        made = np.empty((len(source), len(self.players)))
        for one in self.players:
            there = self.layers.brought(one, source, target)
            made[:, one] = np.maximum(self.alone[one][there, draw], self.table.outside[one][source, draw])
        return made
