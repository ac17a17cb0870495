r"""Which weights on sectors a government's tariffs reveal.

At given tariffs, what a government wants is linear in its weights, and so are the first-order conditions of its tariffs that are
the same for all partners:

.. math:: \sum_s \lambda_s B_{ks}(t) = 0 \quad \text{for each } k, \qquad
          B_{ks} = \frac{\partial (W_j \omega_{js})}{\partial t_k}

These have weights other than zero only where B(t) is singular. Weights that average one can't reveal the level of tariffs, so
that it is left free: t is the data's rates, all moved by c, with c such that B is singular (Ossa 2014 moves them by the difference
of means).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from counterpoise.core.errors import NoSolution
from counterpoise.statecraft.instruments import Instruments, instruments
from counterpoise.statecraft.politics import Politics

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.statecraft.position import World

    Array = NDArray[np.float64]

PROHIBITIVE = 2.25
"""Above it a tariff leaves so little trade that its height says little: it is taken as it is, and not moved (Ossa 2014)."""

HIGHEST = 2.22
"""The highest rate that others are moved to (Ossa 2014: 0.03 below the bound)."""

SHIFTS = (-0.5, 0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
"""Where a change of sign is looked for."""

ACCURACY = 1e-6
"""How closely the shift is found."""

NEAR = 0.02
"""How near a shift the next one is looked for."""

TOP = 10.0
"""The highest rate that is tried of a sector whose weight is zero."""

ROUNDS = 10
"""How often the rates that even a weight of zero leaves above the data's, and the shift, are found in turn."""

REST = 1e-5
"""The move of such a rate that counts as none."""


@dataclass(frozen=True, eq=False)
class Revealed:
    """The weights that a country's tariffs reveal.

    Attributes
    ----------
    weights
        lambda ``[sector]``, averaging one, of 0 or above.
    rates
        The tariffs that are the best with them ``[sector]``, fractions.
    shift
        By how much these exceed the data's.
    bound
        Sectors whose weight stops at zero: their rates are above the data's even so.
    miss
        The largest first-order condition that is left, over its own bend.
    """

    weights: Array
    rates: Array
    shift: float
    bound: tuple[int, ...]
    miss: float


def revealed(world: World, country: int, rates: Array, sectors: Sequence[int] | None = None) -> Revealed:
    """Find the weights with which a country's tariffs would be, up to a common shift, its best.

    Parameters
    ----------
    world
        In which the others keep today's rates.
    country
        Whose, as a position.
    rates
        The tariffs that it sets where it is bound by no agreement ``[sector]``, fractions.
    sectors
        Of which goods, as positions; all if left out. Other sectors get the weight one.

    Returns
    -------
    Revealed
        With ``weights`` for all sectors.

    Raises
    ------
    NoSolution
        If no shift of the rates makes them anyone's best.

    References
    ----------
    Ossa (2014), Trade Wars and Trade Talks with Data, American Economic Review 104(12), section III.C: he searches for the weights
    by trial, sector by sector, where this solves the conditions.
    """
    goods = list(range(len(world.baseline.sectors))) if sectors is None else list(sectors)
    everyone = [k for k in range(len(world.baseline.countries)) if k != country]
    chosen = instruments(world.baseline, country, everyone, goods, across="sector", bounds=(-0.9, 10.0))
    search = _Search(world, country, chosen, np.asarray(rates, dtype=float)[chosen.sector])
    return search.found()


class _Search:
    """The shift, and the sectors whose weight stops at zero."""

    def __init__(self, world: World, country: int, chosen: Instruments, data: Array) -> None:
        self.world, self.country, self.chosen, self.data = world, country, chosen, data
        self.free = np.ones(len(data), dtype=bool)
        self.held = np.zeros(len(data))

    def rates(self, shift: float) -> Array:
        """Give the rates at a shift."""
        moved = np.clip(self.data + shift, 0.0, HIGHEST)
        made = np.where(self.data > PROHIBITIVE, self.data, moved)
        return np.where(self.free, made, self.held)

    def conditions(self, rates: Array) -> Array:
        """Give B over the bends of the conditions ``[rate, sector]``."""
        position = self.world.at(self.chosen, rates)
        base, sectors = self.world.baseline, self.chosen.sector
        point = position.solution.point
        plain = Politics(base)
        income = plain.incomes(point.sold, point.revenue)[self.country]
        value = position.welfare[self.country] * income / income.sum()
        who = np.zeros(len(base.countries))
        who[self.country] = 1.0
        made = np.empty((len(rates), len(rates)))
        for at, sector in enumerate(sectors.tolist()):
            one = np.zeros(base.accounts.output.shape)
            one[:, sector] = 1.0
            made[:, at] = value[sector] * self.chosen.gathered(Politics(base, one).adjoint(position, who))
        return made / np.abs(np.diag(made))[:, None]

    def solved(self, shift: float) -> tuple[float, Array, Array]:
        """Give by how much B misses being singular, the weights, and what is left of the bound sectors' conditions."""
        matrix, free = self.conditions(self.rates(shift)), self.free
        n = int(free.sum())
        border = np.ones((n + 1, n + 1))
        border[:n, :n] = matrix[np.ix_(free, free)]
        border[n, n] = 0.0
        right = np.append(np.zeros(n), float(len(self.data)))
        found = np.linalg.solve(border, right)
        weights = np.zeros(len(self.data))
        weights[free] = found[:n]
        return float(found[n]), weights, matrix[~free] @ weights

    def root(self, near: float | None = None) -> tuple[float, Array]:
        """Give the shift at which B is singular, and the weights there; look near a shift first."""
        points = SHIFTS if near is None else (near - NEAR, near + NEAR)
        last, before = points[0], self.solved(points[0])[0]
        least = abs(before)
        for point in points[1:]:
            miss = self.solved(point)[0]
            least = min(least, abs(miss))
            if before * miss <= 0:
                shift = float(brentq(lambda c: self.solved(c)[0], last, point, xtol=ACCURACY))  # pyright: ignore[reportArgumentType]
                return shift, self.solved(shift)[1]
            last, before = point, miss
        if near is not None:
            return self.root()
        raise NoSolution(
            f"no shift of the rates makes them a best response: the conditions are missed by {least:.2g} at least",
            where="rates",
            remedy="look for rates that are not set by choice, or too high to matter",
        )

    def found(self) -> Revealed:
        """Find weights of 0 or above."""
        shift, weights = self.root()
        while (weights < 0).any():
            worst = int(np.argmin(weights))
            self.held[worst] = self.rates(shift)[worst]
            self.free[worst] = False
            shift, weights = self.settled(shift)
        return self.told(shift, weights)

    def settled(self, shift: float) -> tuple[float, Array]:
        """Move the rates of bound sectors to where their own conditions hold, and the shift with them."""
        weights = np.zeros(0)
        for _ in range(ROUNDS):
            before = self.held.copy()
            for at in np.flatnonzero(~self.free).tolist():
                self.held[at] = self._own_best(at, shift)
            shift, weights = self.root(shift)
            if np.abs(self.held - before).max() <= REST:
                break
        return shift, weights

    def _own_best(self, at: int, shift: float) -> float:
        """Give the rate of a bound sector at which its own condition holds."""
        row = int((~self.free[:at]).sum())

        def left(rate: float) -> float:
            self.held[at] = rate
            return float(self.solved(shift)[2][row])

        if left(TOP) >= 0:
            return TOP
        return 0.0 if left(0.0) <= 0 else float(brentq(left, 0.0, TOP, xtol=ACCURACY))  # pyright: ignore[reportArgumentType]

    def told(self, shift: float, weights: Array) -> Revealed:
        """Give what was found, with the labels of all sectors."""
        made = np.ones(len(self.world.baseline.sectors))
        made[self.chosen.sector] = weights
        bound = tuple(self.chosen.sector[~self.free].tolist())
        rates = np.zeros(len(made))
        rates[self.chosen.sector] = self.rates(shift)
        matrix = self.conditions(self.rates(shift))
        return Revealed(made, rates, shift, bound, float(np.abs(matrix @ weights).max()))
