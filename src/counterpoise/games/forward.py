"""A search forward for some path that enforces itself, with what each player has to have left from then on.

At each stage a player has to have at least what it could do instead, so it has to have so much from the next state on. What is required
grows on the way; where it exceeds what no continuation can exceed (see `counterpoise.games.bounds`), the way is no good. A state that
could not meet some requirements meets no higher ones either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.bounds import Bounds

    Array = NDArray[np.float64]


class Forward:
    """The search in one draw, where all are noticed after one period.

    Parameters
    ----------
    bounds
        Gone through.
    draw
        Which of theirs.
    most
        How many states are looked at, at most, each with some requirements.

    Attributes
    ----------
    left
        How many more states may be looked at; below zero where the search was given up.
    """

    def __init__(self, bounds: Bounds, draw: int, most: int) -> None:
        layers, table, players = bounds.layers, bounds.table, bounds.players
        passing = np.flatnonzero(bounds.passing(draw))
        source = layers.moves[0][passing]
        self.states, self.players = layers.states, len(players)
        self.target = layers.place[layers.moves[1][passing]]
        self.begins = np.searchsorted(source, layers.states)
        self.ends = np.searchsorted(source, layers.states, side="right")
        self.needed = bounds.instead(draw, passing) - bounds.allowed[draw]
        beta = table.discount[:, draw]
        self.factor = beta * (1 - table.hazard[draw])
        self.now = np.ascontiguousarray(bounds.now[:, :, draw].T) + beta * bounds.later[:, :, draw].T
        self.most = np.ascontiguousarray(bounds.most[:, :, draw].T)
        self.stay = np.ascontiguousarray(bounds.stay[:, :, draw].T)
        self.failed: dict[int, Array] = {}
        self.left = most

    def path(self, *, moving: bool) -> tuple[int, ...] | None:
        """Give some path from the start that enforces itself, as states.

        Parameters
        ----------
        moving
            Whether to stay for ever at the start is none.

        Returns
        -------
        tuple of int | None
            None where there is none, or where the search was given up.
        """
        top = len(self.states) - 1
        none = np.full(self.players, np.finfo(float).min)
        if not moving and (self.stay[top] >= none).all():
            return (int(self.states[top]),)
        way = [self._at(top, none)]
        while way:
            stage = way[-1]
            if stage.last is not None:
                return tuple(self.states[[*(one.place for one in way), stage.last]].tolist())
            follows = next(stage.moves, None) if self.left > 0 else None
            if follows is not None:
                target, need = follows
                if not (target in self.failed and (self.failed[target] <= need).all(axis=1).any()):
                    way.append(self._at(target, need))
                continue
            if self.left > 0:
                others = self.failed.get(stage.place, np.empty((0, self.players)))
                others = others[~(stage.required <= others).all(axis=1)]
                self.failed[stage.place] = np.concatenate([others, stage.required[None]])
            way.pop()
        return None

    def _at(self, place: int, required: Array) -> _Stage:
        """Look at the moves from a state that can leave each player what is required."""
        self.left -= 1
        span = slice(self.begins[place], self.ends[place])
        target = self.target[span]
        need = (np.maximum(self.needed[span], required) - self.now[target]) / self.factor
        ends = (self.stay[target] >= need).all(axis=1)
        if ends.any():
            return _Stage(place, required, iter(()), int(target[np.argmax(ends)]))
        slack = (self.most[target] - need).min(axis=1)
        order = np.flatnonzero(slack >= 0)
        order = order[np.argsort(-slack[order], kind="stable")]
        return _Stage(place, required, iter([(int(target[at]), need[at]) for at in order.tolist()]))


@dataclass(frozen=True, eq=False)
class _Stage:
    """A state on the way: what each player has to have there, the moves to try, and the last state where staying is good enough."""

    place: int
    required: Array
    moves: Iterator[tuple[int, Array]]
    last: int | None = None
