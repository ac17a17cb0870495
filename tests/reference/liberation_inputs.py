"""The tariffs of 2 April 2025 where firms also buy each other's goods, in plain NumPy and SciPy; see ``liberation_day.py``.

Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), the extension with roundabout production. What the paper leaves open
was read in the authors' program, none of whose code is here. Beside the equations of ``liberation_day.py``:

1. A unit costs w^b P^(1 - b), with b = 0.49 the part of labour in what makers spend; P is the price index of final use, so that
   entry and market size, E / w with E all spending, make inputs cheaper too.
2. Firms enter in units of that bundle: costs fall with ((w / P)^(1 - b) L)^psi.
3. Labour gets b of what makers are paid, (1 - nu) of sales, and nu of sales as marketing where they sell; the rest, (1 - b) of
   what makers are paid, buys inputs and is part of E.
4. The base: home trade over b, and E, Y and T from that matrix; the same nu and phi.
5. Welfare as printed, of final spending E less inputs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve

from tests.reference import liberation_day as paper

Array = NDArray[np.float64]

LABOUR = 0.49
STEP = 1e-20


@dataclass(frozen=True)
class Found:
    """An equilibrium: logs of (wage, spending, labour, price) hats, and the gap that is left."""

    tariff: Array  # what the USA puts on each origin
    state: Array
    gap: float


class Inputs:
    """The model with inputs, and the USA's tariffs in it."""

    def __init__(self, held: paper.World) -> None:
        flow = held.flow.copy()
        np.fill_diagonal(flow, np.diag(flow) / LABOUR)
        self.held = replace(held, flow=flow)
        self.usa, self.n = held.usa, len(flow)
        nu = held.overhead
        made = flow @ (1 - nu)
        self.spending = flow.sum(0)
        self.income = LABOUR * made + nu * self.spending
        self.transfer = self.spending - self.income - (1 - LABOUR) * made
        self.share = flow / self.spending
        self._factors = None

    def _parts(self, state, rates):
        held, us = self.held, self.usa
        wage, spent, labour, price = (np.exp(one) for one in np.split(state, 4))
        entry = (wage / price) ** (1 - LABOUR) * labour
        cost = wage**LABOUR * price ** (1 - LABOUR) * entry ** (-held.scale)
        weight = cost ** (-held.trade_elasticity)
        share = self.share * weight[:, None]
        taxed = (1 + rates) ** (-held.trade_elasticity * held.passthrough[us])
        share = share.astype(np.result_type(share, taxed))
        share[:, us] = share[:, us] * taxed
        index = share.sum(0)
        bought = share / index * (spent * self.spending)
        sold = bought.astype(np.result_type(bought, rates))
        sold[:, us] = sold[:, us] / (1 + rates)
        revenue = np.zeros(self.n, dtype=sold.dtype)
        revenue[us] = (sold[:, us] * rates).sum()
        return wage, spent, labour, price, index, sold, revenue

    def gaps(self, state, rates):
        """Give the gaps of labour's income, spending, labour's supply and prices; the first is also the numeraire's."""
        held, nu = self.held, self.held.overhead
        wage, spent, labour, price, index, sold, revenue = self._parts(state, rates)
        made = sold @ (1 - nu)
        earned = wage * labour * self.income
        world = earned.sum() / self.income.sum()
        of_labour = (LABOUR * made + nu * sold.sum(0) - earned) / self.income
        of_labour[-1] = ((wage - 1) * self.income).sum() / self.income.sum()
        of_spending = (revenue + earned + (1 - LABOUR) * made + self.transfer * world) / self.spending - spent
        relief = 1 - revenue / earned
        of_supply = np.log(labour) - held.labour_supply * np.log(wage / (price * relief))
        of_price = np.log(price) - (1 - held.passthrough) * np.log(spent / wage) + np.log(index) / held.trade_elasticity
        return np.concatenate([of_labour, of_spending, of_supply, of_price])

    def welfare(self, state, rates):
        """Give the USA's welfare as the authors print it, in per cent."""
        us, kappa = self.usa, self.held.labour_supply
        wage, _, labour, price, _, _, revenue = self._parts(state, rates)
        earned = wage * labour * self.income
        world = earned.sum() / self.income.sum()
        before = self.income[us] + self.transfer[us]
        tax = revenue[us] / earned[us]
        delta = before / (before - kappa * (1 - tax) * self.income[us] / (1 + kappa))
        final = (revenue[us] + earned[us] + self.transfer[us] * world) / before
        return 100 * (delta * final / price[us] + (1 - delta) * wage[us] * labour[us] / price[us] - 1)

    def _jacobian(self, state, rates):
        made = np.empty((4 * self.n, 4 * self.n))
        for k in range(4 * self.n):
            moved = state.astype(complex)
            moved[k] += 1j * STEP
            made[:, k] = self.gaps(moved, rates).imag / STEP
        return made

    def solve(self, rates: Array, start: Array | None = None) -> Found:
        """Solve, by Newton's method; its matrix is made anew where the last one no longer helps."""
        state, last = (np.zeros(4 * self.n) if start is None else start), np.inf
        for _ in range(60):
            gap = self.gaps(state, rates)
            size = float(np.abs(gap).max())
            if size < 1e-12:
                return Found(rates, state, size)
            if self._factors is None or size > 0.2 * last:
                self._factors = lu_factor(self._jacobian(state, rates))
            state, last = state - lu_solve(self._factors, gap), size
        raise AssertionError("no equilibrium")

    def rated(self, rate: float) -> Array:
        """Give one rate on every origin but the USA."""
        made = np.full(self.n, rate)
        made[self.usa] = 0.0
        return made
