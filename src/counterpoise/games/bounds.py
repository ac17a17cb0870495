r"""What no self-enforcing path can exceed, in every state and for many draws at once.

Backwards over the states, each player by itself has at most

.. math:: B_i(s) = \max_{s'} (1-\beta_i) u_i(s') + \beta_i [(1-h) B_i(s') + h w_i(s')]

over staying and over the moves that every player could keep to if it had its own bound from then on, and that leave all together
enough by the like bound on their sum. What a self-enforcing path is worth lies below all these bounds, so a move that fails them
belongs to no such path, and where every first move fails there is none. The bounds of two players need not be had on the same path:
that the moves pass proves nothing.

What cheating is worth is here the least that it can be: while others do not notice, they go on in the way that gives the cheat least.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoise.games.layers import forget, rows, summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.layers import Layer, Layers, Tables
    from counterpoise.games.steps import Stakes

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Marks = NDArray[np.bool_]


class Bounds:
    """The bounds for one block of draws. Tables by place are ``[place, draw]``, see `Layers.states`.

    Parameters
    ----------
    layers
        The states and moves.
    table
        What each player has.
    excused
        Whether who raises nothing of its own in a move may have nothing left to withhold, which matters with hazards and longer lags,
        or rates of detection: only taking back counts for it then.

    Attributes
    ----------
    most
        What each player has at most by a self-enforcing continuation, and at last all together ``[player + 1, place, draw]``; minus
        infinity where there is none.
    before
        The same before the move to a state.
    """

    def __init__(self, layers: Layers, table: Tables, excused: bool) -> None:
        self.layers, self.table = layers, table
        states, self.players = layers.states, range(len(table.payoff))
        shape = (len(self.players) + 1, len(states), table.draws)
        self.most, self.before, self.now, self.stay = (np.empty(shape) for _ in range(4))
        self.later = []
        beta, hazard = table.discount, table.hazard
        fine = np.ones(shape[1:], dtype=bool)
        for one in self.players:
            u, w = table.payoff[one][states], table.outside[one][states]
            self.now[one] = (1 - beta[one]) * u
            self.later.append(hazard * w)
            self.stay[one] = table.stay(one)[states]
            fine &= self.stay[one] - table.least(one)[states] + table.close >= 0
            self.now[-1] = (self.now[-1] if one else 0.0) + self.now[one] + beta[one] * hazard * w
        if layers.end is not None:
            fine[states != layers.end] = False
        self.stay[-1] = summed(list(self.stay[:-1]))
        self.stay[:, ~fine] = -np.inf
        self.alone = table.alone
        if excused:
            none = np.full(table.alone[0].shape, -np.inf)
            self.alone = [
                np.concatenate([one, none if back is None else back])
                for one, back in zip(table.alone, table.back, strict=True)
            ]
        self.excused = excused

    def run(self) -> Marks:
        """Say whether any first move passes ``[draw]``."""
        widest = max(len(one.source) for one in self.layers.each)
        room = np.empty((len(self.players) + 4, widest, self.table.draws))
        moved = np.empty(0)
        for layer in self.layers.each:
            moved = self._moved(layer, room[:, : len(layer.source)])
            self._settled(layer, moved)
        return ~np.isnan(moved[0, 0])

    def _moved(self, layer: Layer, room: Array) -> Array:
        """Give the largest of each bound by a move from each state of a layer, NaN where no move passes ``[player + 1, state, draw]``."""
        made = np.full((len(self.before), layer.last - layer.first, self.table.draws), np.nan)
        if not len(layer.source):
            return made
        values, best, total, failed = room[: len(made)], room[-3], room[-2], room[-1].view(np.int64)
        total[:], failed[:] = 0.0, 0
        for player in self.players:
            value, other = values[player : player + 2]  # the next is not needed yet
            rows(self.alone[player], self._brought(layer, player), best)
            rows(self.table.outside[player], layer.source, other)
            np.maximum(best, other, out=best)
            total += best
            rows(self.before[player], layer.target, value)
            slack = np.subtract(value, best, out=best)
            slack += self.table.close
            failed |= slack.view(np.int64)
        rows(self.before[-1], layer.target, values[-1])
        slack = np.subtract(values[-1], total, out=best)
        slack += len(made) * self.table.close
        failed |= slack.view(np.int64)
        forget(values, failed.view(np.float64))
        for most, value in zip(made, values, strict=True):
            for begin, some in layer.slots:
                np.fmax(most[:some], value[begin : begin + some], out=most[:some])
        return made

    def _brought(self, layer: Layer, player: int) -> Whole:
        """Give the rows that tell what cheating on a move is worth."""
        there = layer.without[player]
        if not self.excused:
            return there
        steps = self.layers.steps
        own = steps.own[player]
        return there + steps.size * (own[layer.source] == own[self.layers.states[layer.target]])

    def _settled(self, layer: Layer, moved: Array) -> None:
        """Keep the bounds of a layer's states, and what they are before a move to them."""
        span, table = slice(layer.first, layer.last), self.table
        most, before = self.most[:, span], self.before[:, span]
        np.fmax(moved, self.stay[:, span], out=most)
        np.minimum(most[-1], summed(list(most[:-1])), out=most[-1])
        beta, hazard = table.discount, table.hazard
        least = beta.min(axis=0)
        before[-1] = self.now[-1, span] + (1 - hazard) * least * most[-1]
        for one in self.players:
            before[one] = self.now[one, span] + beta[one] * ((1 - hazard) * most[one] + self.later[one][span])
            # those who are more patient than the least have no more than their own bound of the rest
            before[-1] += (1 - hazard) * (beta[one] - least) * np.where(np.isneginf(most[one]), 0.0, most[one])

    def passing(self) -> Marks:
        """Say which moves pass, of all of `Layers.moves` ``[move, draw]``."""
        layers, table = self.layers, self.table
        steps, (source, target) = layers.steps, layers.moves
        place = layers.place[target]
        total, fine = np.zeros((len(source), table.draws)), np.ones((len(source), table.draws), dtype=bool)
        for player in self.players:
            best = self.best(player)
            total += best
            fine &= self.before[player][place] - best + table.close >= 0
        return fine & (self.before[-1][place] - total + len(self.before) * table.close >= 0)

    def best(self, player: int) -> Array:
        """Give the least that a player can do instead of each move ``[move, draw]``."""
        layers, (source, target) = self.layers, self.layers.moves
        steps = layers.steps
        there = steps.without(player, source, target)
        if self.excused:
            there = there + steps.size * (steps.own[player][source] == steps.own[player][target])
        return np.maximum(self.alone[player][there], self.table.outside[player][source])


def excused(stakes: Stakes) -> bool:
    """Say whether it matters that who has nothing left to withhold has not cheated by going on."""
    return stakes.detection is not None or (max(stakes.lags) > 1 and bool(np.max(stakes.hazard) > 0))
