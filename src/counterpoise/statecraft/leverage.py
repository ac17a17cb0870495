r"""Leverage: the most that a sender can make a target lose, for a cost to itself of at most c.

The sender raises taxes (or costs) of trade with the target, each sector's within bounds. On the frontier no other set of rates
makes the target lose more for that cost:

.. math:: L(c) = \max_{0 \le x \le \bar x} -100\,(\hat W_t(x) - 1) \quad \text{such that} \quad -100\,(\hat W_s(x) - 1) \le c

It begins where the sender itself is best off: a rise of a small tariff pays a large buyer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.games.bends import Bends
from counterpoise.games.best_response import maximum
from counterpoise.games.harm import knapsack, most_harm
from counterpoise.statecraft.exposure import INSTRUMENTS, TAXES, cells, laid, slopes, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.statecraft.position import Position, World

    Array = NDArray[np.float64]

Both = tuple[float, "Array", float, "Array"]
"""The target's loss and its derivative, the sender's cost and its derivative."""

FINE = 1e-8
"""How far the linear systems of a search are solved, over the size of their right-hand sides."""

SLOPE = 2e-3
"""The slope at which an end of the frontier is found, over today's: what is left to gain is of the order of its square."""


@dataclass(frozen=True)
class FrontierRates:
    """A point of a frontier.

    Attributes
    ----------
    budget
        What the sender may lose at most, per cent of its real income; missing at its own best, infinite where it does not matter.
    loss, cost
        What the target and the sender lose, per cent of their real income.
    rates
        How far each instrument is raised ``[instrument, sector]``, in per cent: points of a tax, per cent of a cost.
    part
        Each rate's share of the target's loss ``[instrument, sector]``.
    price
        How much more the target would lose for one more of the sender's cost; 0 where the bounds, not the cost, bind.
    gap
        How far the conditions of an optimum are from holding, over the gradient.
    """

    budget: float
    loss: float
    cost: float
    rates: Array
    part: Array
    price: float
    gap: float


@dataclass(eq=False)
class Pressure:
    """What a sender can do to a target.

    Attributes
    ----------
    world
        In which it is done.
    sender, target
        Positions.
    goods
        Positions of the sectors.
    instruments
        Of `INSTRUMENTS`.
    most
        How far a rate may be raised: points of a tax, per cent of a cost.
    """

    world: World
    sender: int
    target: int
    goods: Sequence[int]
    instruments: Sequence[str]
    most: float = 100.0

    @cached_property
    def traded(self) -> NDArray[np.bool_]:
        """Say which rates there is trade to put on ``[instrument, sector]``."""
        trade = self.world.baseline.trade.transpose(2, 0, 1)
        return np.stack([trade[cells(one, self.sender, self.target, self.goods)] > 0 for one in self.instruments])

    @cached_property
    def upper(self) -> Array:
        """Give the bounds of the changes ``[rate]``, in the engine's units."""
        each = np.array([unit(one, self.most) for one in self.instruments])
        return np.broadcast_to(each[:, None], self.traded.shape)[self.traded]

    @cached_property
    def scale(self) -> Array:
        """Give about the square root of how fast the sender's slope falls with each rate ``[rate]``."""
        base = self.world.baseline
        theta = np.maximum(np.abs(base.theta[list(self.goods)]), 0.1)
        trade = base.trade.transpose(2, 0, 1)
        bends = [trade[cells(one, self.sender, self.target, self.goods)] * theta for one in self.instruments]
        return np.sqrt(np.maximum(np.stack(bends)[self.traded] / base.accounts.income[self.sender], 1e-12))

    @cached_property
    def _fall(self) -> tuple[NDArray[np.bool_], Array]:
        """Give which rates are taxes, and half the elasticity of their trade ``[rate]``."""
        tax = np.array([one in TAXES for one in self.instruments])[:, None]
        half = 0.5 * np.maximum(np.abs(self.world.baseline.theta[list(self.goods)]), 0.1)
        return np.broadcast_to(tax, self.traded.shape)[self.traded], np.broadcast_to(half, self.traded.shape)[
            self.traded
        ]

    def _even(self, change: Array) -> Array:
        """Give changes as variables in which the frontier bends evenly, however high the rates are ``[rate]``.

        Trade falls as ``(1 + t)^(-theta)``, and with it the target's further loss; the sender's cost of one more of that loss
        rises with ``theta t / (1 + t)``. In ``y``, with ``dy / dt = (1 + t)^(-theta / 2 - 1)``, cost less loss over its price then
        bends at an optimum as it does at today's rates.
        """
        tax, half = self._fall
        return -np.expm1(-half * np.where(tax, np.log1p(change), change)) / half

    def _uneven(self, even: Array) -> tuple[Array, Array]:
        """Give the changes of such variables, and their derivatives ``[rate]``."""
        tax, half = self._fall
        log = -np.log1p(-half * even) / half
        return np.where(tax, np.expm1(log), log), np.exp(half * log + np.where(tax, log, 0.0))

    def at(self, change: Array) -> Position:
        """Solve the world under changes ``[rate]``."""
        full = np.zeros(self.traded.shape)
        full[self.traded] = change
        changes = dict(zip(self.instruments, full, strict=True))
        return self.world.under(laid(self.world.today, changes, self.sender, self.target, self.goods))

    def _lost(self, here: Position, country: int) -> tuple[float, Array]:
        """Give the part of its real income that a country loses, and the derivative ``[rate]``."""
        hat = float(here.welfare[country])
        weights = np.zeros(len(here.welfare))
        weights[country] = -hat
        adjoint = here.adjoint(weights, tolerance=FINE)
        by = slopes(adjoint, self.instruments, self.sender, self.target, self.goods)
        return 1.0 - hat, by[self.traded]

    def sides(self, change: Array) -> Both:
        """Give the target's loss and the sender's cost, with their derivatives."""
        here = self.at(change)
        return *self._lost(here, self.target), *self._lost(here, self.sender)

    @cached_property
    def start(self) -> tuple[Array, Array]:
        """Give the derivatives of loss and cost at today's rates ``[rate]``."""
        _, loss, _, cost = self.sides(np.zeros(int(self.traded.sum())))
        return loss, cost

    # The frontier -----------------------------------------------------------------------------------------

    def best(self) -> Array:
        """Give the changes within the bounds that are best for the sender itself ``[rate]``."""

        def own(change: Array) -> tuple[float, Array]:
            cost, by = self._lost(self.at(change), self.sender)
            return -cost, -by

        return self._largest(own, np.zeros(len(self.upper)), self.start[1], "the sender's best")

    def worst(self, start: Array) -> Array:
        """Give the changes within the bounds that are worst for the target, whatever the sender's cost ``[rate]``."""

        def theirs(change: Array) -> tuple[float, Array]:
            return self._lost(self.at(change), self.target)

        return self._largest(theirs, start, self.start[0], "the target's worst")

    def _largest(
        self, function: Callable[[Array], tuple[float, Array]], start: Array, today: Array, where: str
    ) -> Array:
        zero = np.zeros(len(self.upper))
        tolerance = max(SLOPE * float(np.abs(today / self.scale).max()), 1e-12)
        bounds = {"lower": zero, "upper": self.upper, "scale": self.scale}
        return maximum(function, start, **bounds, tolerance=tolerance, where=where).x

    def frontier(self, budgets: Sequence[float]) -> list[FrontierRates]:
        """Give the frontier: the sender's best, then the largest loss for each cost.

        Parameters
        ----------
        budgets
            What the sender may lose at most, per cent of its real income: 0 or more, ascending; infinite where it does not matter.

        Returns
        -------
        list of FrontierRates
            The sender's best first.

        Raises
        ------
        InputError
            If there is no trade.
        NoSolution
            If an optimum is not found: with how far its conditions are from holding.
        """
        if not self.traded.any():
            names = (self.world.baseline.countries[one] for one in (self.sender, self.target))
            raise InputError(f"{' and '.join(names)} have no trade here", where="on", remedy="name other sectors")

        def evenly(even: Array) -> Both:
            change, by = self._uneven(even)
            loss, by_loss, cost, by_cost = self.sides(np.minimum(change, self.upper))
            return loss, by_loss * by, cost, by_cost * by

        best = self.best()
        worst = self.worst(best)
        most = self.sides(worst)
        made = [self._point(math.nan, best, self.sides(best), 0.0, 0.0)]
        here, price, bends = best, 0.0, Bends(len(best))
        for budget in budgets:
            if 100.0 * most[2] <= budget:  # all that the bounds allow costs no more
                made.append(self._point(budget, worst, most, 0.0, 0.0))
                continue
            begin, upper = self._even(here), self._even(self.upper)
            found = most_harm(evenly, begin, upper, budget / 100.0, scale=self.scale, bends=bends, price=price)
            here, price = np.minimum(self._uneven(found.at)[0], self.upper), found.price
            made.append(self._point(budget, here, self.sides(here), found.price, found.gap))
        return made

    def _point(self, budget: float, at: Array, sides: Both, price: float, gap: float) -> FrontierRates:
        """Give a point: each rate's part of the loss is its rise times the mean of the slopes at both ends."""
        loss, by_loss, cost, _ = sides
        rates, part = (np.full(self.traded.shape, np.nan) for _ in range(2))
        whole = np.zeros(self.traded.shape)
        whole[self.traded] = at
        for place, one in enumerate(self.instruments):
            change = whole[place]
            rates[place] = 100.0 * (change if INSTRUMENTS[one][0] != "trade_cost" else np.expm1(change))
        rates[~self.traded] = np.nan
        parts = 0.5 * at * (by_loss + self.start[0])
        part[self.traded] = parts / parts.sum() if parts.sum() > 0 else 0.0
        return FrontierRates(budget, 100.0 * loss, 100.0 * cost, rates, part, price, gap)


def first_order(loss: Array, cost: Array, budgets: Sequence[float]) -> tuple[Array, Array]:
    """Give the frontier to first order: instruments by sector as items, of which a part may be taken.

    Parameters
    ----------
    loss, cost
        Of each in full ``[..., instrument, sector]``; what is missing is left.
    budgets
        Per cent of the sender's real income.

    Returns
    -------
    loss, cost
        ``[..., budget]``.
    """
    flat = (*loss.shape[:-2], -1)
    found, paid = knapsack(
        np.nan_to_num(cost).reshape(flat), np.nan_to_num(loss).reshape(flat), np.array(budgets, dtype=float)
    )
    none = np.asarray(np.isnan(loss).all((-2, -1)))[..., None]
    return np.where(none, np.nan, found), np.where(none, np.nan, paid)
