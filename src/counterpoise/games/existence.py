"""Whether any path enforces itself: a search forward for one, with what each player has to have left from then on.

At each stage a player has to have at least what it could do instead, so it has to have so much from the next state on. What is required
grows on the way; where it exceeds what no continuation can exceed (`Bounds`), the way is no good. A state that could not meet some
requirements meets no higher ones either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.bounds import Bounds

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

MOST_LOOKED_AT = 50_000
"""States at most that are looked at, each with some requirements, before the search is given up."""


class Forward:
    """The search in one draw, where all are noticed after one period.

    Parameters
    ----------
    bounds
        Of one draw, gone through.
    """

    def __init__(self, bounds: Bounds) -> None:
        layers, table = bounds.layers, bounds.table
        self.layers, self.players = layers, len(table.payoff)
        passing = bounds.passing()[:, 0]
        place = layers.place
        source, target = layers.moves[0][passing], layers.moves[1][passing]
        self.target = place[target]
        self.begins = np.searchsorted(source, np.arange(layers.steps.size + 1))[np.append(layers.states, 0)]
        ends = np.searchsorted(source, layers.states, side="right")
        self.begins = np.searchsorted(source, layers.states)
        self.ends = ends
        self.needed = np.stack([bounds.best(one)[passing, 0] for one in range(self.players)], axis=1) - table.close
        beta, hazard = table.discount[:, 0], table.hazard[0]
        self.factor = beta * (1 - hazard)
        self.now = np.stack(
            [bounds.now[one][:, 0] + beta[one] * bounds.later[one][:, 0] for one in range(self.players)], axis=1
        )
        self.most = bounds.most[:-1, :, 0].T.copy()
        self.most_sum = bounds.most[-1, :, 0] + (self.players + 1) * table.close[0]
        self.stay = bounds.stay[:-1, :, 0].T.copy()
        self.unit = float(table.close[0])
        self.failed: dict[int, list[Array]] = {}
        self.left = MOST_LOOKED_AT

    def path(self, moving: bool) -> tuple[int, ...] | None:
        """Give some path from the start that enforces itself, as states; none where there is none, or where it was given up (`left`)."""
        start = len(self.layers.states) - 1
        found = self._look(start, np.full(self.players, np.finfo(float).min), stays=not moving)
        return None if found is None else tuple(int(self.layers.states[one]) for one in found)

    def _look(self, place: int, required: Array, stays: bool = True) -> list[int] | None:
        if stays and (self.stay[place] >= required).all():
            return [place]
        span = slice(self.begins[place], self.ends[place])
        if span.start == span.stop:
            return None
        failed = self.failed.setdefault(place, [])
        if any((one <= required).all() for one in failed):
            return None
        self.left -= 1
        if self.left < 0:
            return None
        target = self.target[span]
        need = (np.maximum(self.needed[span], required) - self.now[target]) / self.factor
        slack = self.most[target] - need
        fine = (slack >= 0).all(axis=1) & (need.sum(axis=1) <= self.most_sum[target])
        ends = (self.stay[target] >= need).all(axis=1)
        if ends.any():
            return [place, int(target[np.argmax(ends)])]
        order = np.flatnonzero(fine)
        order = order[np.argsort(-slack[order].min(axis=1), kind="stable")]
        for at in order.tolist():
            found = self._look(int(target[at]), need[at])
            if found is not None:
                return [place, *found]
            if self.left < 0:
                return None
        failed[:] = [one for one in failed if not (required <= one).all()]
        failed.append(required)
        return None
