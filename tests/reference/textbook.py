"""A plain solver of the Caliendo-Parro model: the second opinion, which knows nothing of the program.

It follows Caliendo and Parro (2015), "Estimates of the Trade and Welfare Effects of NAFTA", Review of Economic
Studies 82: 1-44: section 2, in relative changes, and the algorithm of their code: given wages, iterate on prices; from prices the
trade shares; from these spending, by one linear solution; then move each wage by its country's excess demand, and
start again. It is slow and meant to be read beside the paper.

Conventions, on which every number depends:

- Arrays are importer n, exporter i, sector s: ``share[n, i, s]`` is the part of n's spending on s, at prices with the
  tariff, that goes to i. ``tariff[n, i, s]`` is a fraction, on the price that i gets (f.o.b. is c.i.f. here).
- ``input_share[n, s, k]`` is good s in the cost of sector k of n. Over s it sums to 1 - ``value_added_share[n, k]``.
- ``deficit`` is imports less exports, both before tariffs; income is w VA + tariff revenue + deficit.
- World value added is the numeraire: sum of w VA is the same before and after. A deficit of the additive closure is
  fixed in this unit.
- theta is the elasticity of spending at prices with the tariff. The dispersion of Eaton and Kortum: theta, not 1/theta.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Closure = Literal["additive", "multiplicative", "balanced"]


@dataclass(frozen=True)
class Economy:
    """The parameters of a base year: see the conventions above."""

    share: Array  # [n, i, s]
    tariff: Array  # [n, i, s]
    input_share: Array  # [n, s, k]
    value_added_share: Array  # [n, k]
    final_share: Array  # [n, s]
    value_added: Array  # [n]
    deficit: Array  # [n]
    theta: Array  # [s]


@dataclass(frozen=True)
class Solution:
    """An equilibrium after a change; hats are new over old."""

    wage: Array  # hat [n]
    cost: Array  # hat [n, s], of the bundle of inputs
    price: Array  # hat [n, s]
    share: Array  # new [n, i, s]
    spending: Array  # new [n, s], at prices with the tariff
    deficit: Array  # new [n]
    income: Array  # new [n]
    revenue: Array  # new [n], of tariffs
    tariff: Array  # new [n, i, s]
    consumer_price: Array  # hat [n]
    rounds: int

    @property
    def flow(self) -> Array:
        """Give trade before tariffs, [n, i, s], with domestic sales."""
        return self.share * self.spending[:, None, :] / (1 + self.tariff)


def one_sector(flow: Array, theta: float, tariff: Array | None = None) -> Economy:
    """Make an economy of one sector and no inputs from trade before tariffs [exporter, importer]."""
    bought = flow.T
    rate = np.zeros_like(bought) if tariff is None else tariff
    spending = (bought * (1 + rate)).sum(1)
    n = len(flow)
    return Economy(
        share=((bought * (1 + rate)) / spending[:, None])[:, :, None],
        tariff=rate[:, :, None],
        input_share=np.zeros((n, 1, 1)),
        value_added_share=np.ones((n, 1)),
        final_share=np.ones((n, 1)),
        value_added=flow.sum(1),
        deficit=bought.sum(1) - flow.sum(1),
        theta=np.array([theta]),
    )


def solve(
    base: Economy,
    tariff: Array | None = None,
    cost_hat: Array | None = None,
    *,
    closure: Closure = "additive",
    deficit: Array | None = None,
    tolerance: float = 1e-11,
    price_tolerance: float = 1e-13,
    step: float = 0.5,
    rounds: int = 20_000,
) -> Solution:
    """Find the equilibrium under new tariffs and trade costs (other than tariffs, new over old).

    Parameters
    ----------
    closure
        ``additive``: ``deficit`` (new; of the base if None) is fixed in units of the numeraire. ``multiplicative``:
        each stays the same share of its own value added, then all are moved, each in proportion to its own value
        added, so that they add up to zero. ``balanced``: none.
    tolerance
        Of the excess demand for each country's factors, over its value added.
    step
        How much of the excess demand moves the wage, at first.
    """
    tariff = base.tariff if tariff is None else tariff
    ratio = (1 + tariff) / (1 + base.tariff) * (1.0 if cost_hat is None else cost_hat)
    with np.errstate(divide="ignore"):
        weight = base.share * ratio**-base.theta  # share at unchanged costs, not yet adding up to one
    world = base.value_added.sum()
    wage = np.ones(len(base.value_added))
    log_price = np.zeros_like(base.final_share)
    last = np.inf
    for done in range(1, rounds + 1):
        log_price, log_cost = _prices(base, weight, np.log(wage), log_price, price_tolerance)
        share = weight * np.exp(-base.theta * (log_cost[None] - log_price[:, None]))  # trade shares
        given = _deficit(base, wage * base.value_added, closure, deficit)
        spending, income = _spending(base, share, tariff, wage, given)
        flow = share * spending[:, None, :] / (1 + tariff)
        exports, imports = flow.sum((0, 2)), flow.sum((1, 2))
        excess = (exports - imports + given) / base.value_added  # of trade balance
        if np.abs(excess).max() < tolerance:
            return Solution(
                wage=wage,
                cost=np.exp(log_cost),
                price=np.exp(log_price),
                share=share,
                spending=spending,
                deficit=given,
                income=income,
                revenue=(tariff * flow).sum((1, 2)),
                tariff=tariff,
                consumer_price=np.exp((base.final_share * log_price).sum(1)),
                rounds=done,
            )
        worst = np.abs(excess).max()
        step *= 1.0 if worst < last else 0.7  # a step too long goes round in circles
        last = worst
        wage = wage * np.exp(np.clip(step * excess / wage, -0.3, 0.3))  # a leap from far off never lands
        wage *= world / (wage @ base.value_added)
    raise ArithmeticError(f"no equilibrium in {rounds} rounds: excess demand {last:.1e}")


def _prices(base: Economy, weight: Array, log_wage: Array, log_price: Array, tolerance: float) -> tuple[Array, Array]:
    """Give prices and unit costs (logs of hats) at these wages, iterated."""
    for _ in range(100_000):
        inputs = np.einsum("nsk,ns->nk", base.input_share, log_price)
        log_cost = base.value_added_share * log_wage[:, None] + inputs
        total = np.einsum("nis,is->ns", weight, np.exp(-base.theta * log_cost))
        # A good that nobody buys has a price of no consequence.
        new = np.where(total > 0, -np.log(np.where(total > 0, total, 1)) / base.theta, 0)
        moved = np.abs(new - log_price).max()
        log_price = new
        if moved < tolerance:
            return log_price, log_cost
    raise ArithmeticError("prices don't settle")


def _deficit(base: Economy, value_added: Array, closure: Closure, fixed: Array | None) -> Array:
    if closure == "balanced":
        return np.zeros_like(value_added)
    if closure == "additive":
        return base.deficit if fixed is None else fixed
    own = base.deficit / base.value_added * value_added
    return own - value_added / value_added.sum() * own.sum()


def _spending(base: Economy, share: Array, tariff: Array, wage: Array, deficit: Array) -> tuple[Array, Array]:
    """Solve for spending on each good in each country, and for income.

    Spending X[n, s] is the final part of income, and inputs in proportion to the output of each sector, which is what
    all countries buy of it before tariffs. Income counts the revenue of tariffs, which depends on spending.
    """
    n, s = base.final_share.shape
    before = share / (1 + tariff)
    revenue = 1 - before.sum(1)  # [n, s], of each unit of spending; where a good isn't bought, none
    revenue = np.where(share.sum(1) > 0, revenue, 0)
    # [n, s, m, k]: spending of n on s caused by spending of m on k.
    caused = np.einsum("nsk,mnk->nsmk", base.input_share, before)
    for one in range(n):
        caused[one, :, one, :] += np.outer(base.final_share[one], revenue[one])
    fixed = base.final_share * (wage * base.value_added + deficit)[:, None]
    spending = np.linalg.solve(np.eye(n * s) - caused.reshape(n * s, n * s), fixed.ravel()).reshape(n, s)
    return spending, wage * base.value_added + deficit + (revenue * spending).sum(1)


def balanced(base: Economy, closure: Closure = "additive", **options: float) -> tuple[Economy, Solution]:
    """Give the economy that its own parameters imply: the equilibrium with no change, and how it was found.

    Published parameters often aren't an equilibrium. The wages that make them one become the new unit.
    """
    found = solve(base, closure=closure, **options)  # pyright: ignore[reportArgumentType]
    made = replace(base, share=found.share, value_added=found.wage * base.value_added, deficit=found.deficit)
    return made, found


def real_income(base: Solution, new: Solution) -> Array:
    """Give income over the price of final spending, new over old: E'/E over P'/P."""
    return new.income / base.income / new.consumer_price * base.consumer_price


def real_wage(new: Solution) -> Array:
    """Give the wage over the price of final spending, new over old."""
    return new.wage / new.consumer_price


def decomposition(base: Solution, new: Solution) -> tuple[Array, Array]:
    """Give Caliendo and Parro's terms of trade and volume of trade, in shares of base income (section 2).

    Percentage changes at base weights, not logs, as in the authors' code (with logs Mexico's volume of trade in
    Table 2 falls from 1.72 to 0.95). E and M are trade before tariffs; domestic sales cancel out of the first and
    carry no tariff in the second. The price of imports is the exporter's unit cost, before the tariff; the rates are the
    old ones; income is value added, revenue and deficit. Their sum is the paper's welfare, a linear number, not the
    change of real income.
    """
    bought, bought_new = base.flow, new.flow  # [n, i, s]
    dearer = new.cost / base.cost - 1  # [i, s]
    exported = np.einsum("mns,ns->n", bought, dearer)
    imported = np.einsum("nis,is->n", bought, dearer)
    more = np.divide(bought_new, bought, out=np.ones_like(bought), where=bought > 0) - 1
    volume = (base.tariff * bought * (more - dearer[None])).sum((1, 2))
    return (exported - imported) / base.income, volume / base.income
