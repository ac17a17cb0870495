"""The weights of one number, from which its derivative by any policy follows: one linear system (see `gradient`)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.moves import Inner, Said
from counterpoise.equilibrium.solver import renewed
from counterpoise.equilibrium.system import System, checked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.linear import Linear
    from counterpoise.equilibrium.problem import Problem
    from counterpoise.equilibrium.seeds import Seed
    from counterpoise.equilibrium.solver import Solution

    Array = NDArray[np.float64]

TIGHT = 1e-9
"""How far the linear system is solved, over the size of its right-hand side."""


Part = tuple[slice, slice]
WHOLE: Part = (slice(None), slice(None))
"""Destinations and origins of flows: a part of them, or all."""

FLOWS = ("tariff", "export_tax", "trade_cost")
"""Policies on flows."""


def system_at(baseline: Baseline, problem: Problem, solution: Solution) -> System:
    """Give the linear system at a solution; several numbers of it share one."""
    near = baseline.near if _close(solution.state.log_wage) else renewed(problem, solution.state)
    return System(problem, near, solution.state, solution.point)


@dataclass
class Adjoint:
    """The derivative of one number of a solution by every policy.

    Attributes
    ----------
    system
        The linear system at the solution (`system_at`).
    seed_of
        Gives the derivative of the number by what the equations say (`counterpoise.equilibrium.seeds`).
    tolerance
        How far the linear system is solved, over the size of its right-hand side.
    """

    system: System
    seed_of: Callable[[Linear], Seed]
    tolerance: float = TIGHT

    @cached_property
    def seed(self) -> Seed:
        """Give the derivative of the number with respect to what the equations say."""
        return self.seed_of(self.system.linear)

    @property
    def problem(self) -> Problem:
        """Give the equations."""
        return self.system.problem

    @cached_property
    def weights(self) -> tuple[Said, Inner, Array | None]:
        """Give the weights on what the equations say, on what lies between, and on the log of flows, once solved."""
        said, bought = self._solved[0], self._on_flows
        made, linear = self.seed, self.system.linear
        total = Said(
            **{one.name: getattr(made.on, one.name) - getattr(said, one.name) for one in dataclasses.fields(Said)}
        )
        return total, linear.backward(total, bought)[1], bought

    @property
    def level(self) -> Array:
        """Give the weights on the gap of the numeraire ``[country]``, per million USD."""
        return self._solved[1]

    @cached_property
    def _on_flows(self) -> Array | None:
        """Weights on the log of flows that the number itself has ``[sector, destination x use, origin]``."""
        made = self.seed
        trade = None if made.trade is None else _by_use(made.trade, self.system.linear)
        if made.bought is None or trade is None:
            return made.bought if trade is None else trade
        return made.bought + trade

    @cached_property
    def _solved(self) -> tuple[Said, Array]:
        """The linear system's solution, as weights on what the equations say and on the numeraire's gap."""
        system, linear, made, bought = self.system, self.system.linear, self.seed, self._on_flows
        move, _ = linear.backward(made.on, bought)
        state = made.state
        right = system.vector(
            move.log_wage + state.log_wage,
            move.log_inputs + state.log_inputs,
            (move.output + state.output) * system.of_output,
            (move.revenue + state.revenue) * system.of_revenue,
            move.log_labour + state.log_labour,
        )
        return system.weights(checked(system.solve_transposed(right, tolerance=self.tolerance), "the gradient"))

    # Policies on flows ------------------------------------------------------------------------------------

    def of_flows(self, policy: str) -> Array:
        """Give the derivative by ``tariff``, ``export_tax`` (per unit) or ``trade_cost`` (per unit of its log).

        ``[origin, sector, destination]``; where origin and destination are one country, of the costs of trade within it.
        """
        return self._of_flows(policy).transpose(2, 0, 1)

    def of_pair(self, policy: str, origin: int, destination: int) -> Array:
        """Give the same of one country's sales to another ``[sector]``: a search needs no other flows."""
        return self._of_flows(policy, (slice(destination, destination + 1), slice(origin, origin + 1)))[:, 0, 0]

    @cached_property
    def on_bought(self) -> Array:
        """Give the weights on the log of what is bought ``[sector, destination x use, origin]``."""
        return self._on_bought(WHOLE)

    def _on_bought(self, at: Part) -> Array:
        linear, inner, (rows, columns) = self.system.linear, self.weights[1], self._flows(at)
        made = linear.sold[:, rows, columns] * inner.sold.T[:, None, columns]
        if linear.duties is not None:
            made += linear.duties[:, rows, columns] * np.repeat(inner.revenue[at[0]], linear.accounts.uses)[:, None]
        if linear.levies is not None:
            made += linear.levies[:, rows, columns] * inner.revenue[columns]
        return made if inner.bought is None else made + inner.bought[:, rows, columns]

    def _flows(self, at: Part) -> Part:
        """Give where a part of all flows is where the uses of a destination lie apart."""
        uses, one = self.system.linear.accounts.uses, at[0]
        return (one if one.start is None else slice(uses * one.start, uses * one.stop)), at[1]

    def _of_flows(self, policy: str, at: Part = WHOLE) -> Array:
        """Give the derivative by a policy on a part of the flows ``[sector, destination, origin]``."""
        linear, problem = self.system.linear, self.problem
        inner, (rows, columns) = self.weights[1], self._flows(at)
        made = inner.good[:, rows, None] * linear.share[:, rows, columns]  # by the log of the landed cost
        made -= linear.theta[:, None, None] * (self.on_bought if at == WHOLE else self._on_bought(at))
        if policy == "trade_cost":
            return self._together(made)
        passed = linear.accounts.firms.passed()
        made = made * (passed if isinstance(passed, float | int) else passed[rows]) + self._of_revenue(policy, at)
        if policy == "tariff":
            level = 1.0 + problem.tariff
            if problem.change.ration is not None:  # one plus the tariff is that times the scarcity value
                level[problem.change.at] /= problem.change.ration
            return self._together(made) / level[:, *at]
        found = self._together(made) / (1.0 + problem.export_tax[:, *at])
        return found if self.seed.export_tax is None else found + self.seed.export_tax[:, *at]

    def _of_revenue(self, policy: str, at: Part = WHOLE) -> Array:
        """Give the derivative by the log of one plus a tax, what is bought as it is ``[sector, destination x use, origin]``."""
        linear, inner, (rows, columns) = self.system.linear, self.weights[1], self._flows(at)
        sold = linear.sold[:, rows, columns]
        made = -sold * inner.sold.T[:, None, columns]
        if inner.bought is not None:  # of flows at producers' prices
            made -= inner.bought[:, rows, columns]
        if self.seed.bought is not None:
            made += self.seed.bought[:, rows, columns]
        if policy == "export_tax":
            return made + sold * inner.revenue[columns]
        paid = np.repeat(inner.revenue[at[0]], linear.accounts.uses)[:, None]
        made += linear.bought[:, rows, columns] * linear.border[:, rows, columns] * paid
        return made if linear.levies is None else made - linear.levies[:, rows, columns] * inner.revenue[columns]

    def of_taxes_alone(self) -> tuple[Array, Array]:
        """Give the derivatives by tariffs and export taxes at given landed costs ``[sector, destination, origin]``.

        Buyers pay what they paid: only who receives it changes.
        """
        level, tax = 1.0 + self.problem.tariff, 1.0 + self.problem.export_tax
        return self._together(self._of_revenue("tariff")) / level, self._together(self._of_revenue("export_tax")) / tax

    def _together(self, by_use: Array) -> Array:
        """Add up the uses: a policy is the same for all."""
        linear = self.system.linear
        if linear.accounts.uses == 1:
            return by_use
        uses = linear.accounts.uses
        return by_use.reshape(linear.s, by_use.shape[1] // uses, uses, by_use.shape[2]).sum(2)

    # The others -------------------------------------------------------------------------------------------

    def productivity(self) -> Array:
        """Give the derivative by the log of productivity ``[country, sector]``."""
        return -self.weights[1].cost

    def transfer(self) -> Array:
        """Give the derivative by a million USD received from all others, by their size ``[country]``."""
        income = self.weights[1].income
        size, part = self.problem.accounts.domestic_income, self.problem.reach.part
        others = np.bincount(part, size)[part] - size  # who gives is who trades with the receiver
        given = np.bincount(part, income * size)[part] - income * size
        return np.where(others > 0, income - given / np.where(others > 0, others, 1.0), np.nan)

    def theta(self) -> Array:
        """Give the derivative by the trade elasticities ``[sector]``."""
        linear, problem, point = self.system.linear, self.problem, self.system.point
        inner = self.weights[1]
        change = problem.change
        landed = np.zeros(problem.tariff.shape)
        open_ = np.isfinite(change.kappa_hat)
        at = tuple(one[open_] for one in change.at)
        landed[at] = np.log(change.kappa_hat[open_])
        landed += point.cost.T[:, None, :]
        landed = np.repeat(landed, linear.accounts.uses, axis=1)
        price = point.log_price.reshape(linear.s, -1)
        over = np.where(linear.share > 0, landed - price[:, :, None], 0.0)
        mean = (linear.share * over).sum(2)
        theta = linear.theta
        flat = theta == 0.0
        slope = mean / np.where(flat, 1.0, theta)[:, None]
        if flat.any():
            slope[flat] = -0.5 * ((linear.share * over**2).sum(2) - mean**2)[flat]
        return (inner.good * slope).sum(1) - (self.on_bought * over).sum((1, 2))

    def epsilon(self) -> Array:
        """Give the derivative by the substitution between inputs."""
        linear, point, inner = self.system.linear, self.system.point, self.weights[1]
        epsilon = linear.accounts.nests.inputs.elasticity
        price, _ = linear._split(point.log_price.reshape(linear.s, -1))
        price = price[:, :, None] if price.ndim == 2 else price
        index = linear._per_weight(point.log_inputs)
        slope = _by_elasticity(linear.goods_share, price, index, epsilon, 1)
        per, _ = linear._split(inner.spent)
        per = per[:, :, None] if per.ndim == 2 else per
        tilted = (linear._by_producer * per * (price - index[:, None, :])).sum()
        return np.asarray((inner.inputs * linear.base_weight * slope).sum() - tilted)

    def eta(self) -> Array:
        """Give the derivative by the substitution between value added and inputs."""
        linear, point, state, inner = self.system.linear, self.system.point, self.system.state, self.weights[1]
        eta = linear.accounts.nests.value_added.elasticity
        index = linear._per_weight(state.log_inputs)
        wage = np.broadcast_to(state.log_wage, index.shape)
        unit = point.cost + self.problem.log_productivity
        shares = np.stack([linear.added, 1.0 - linear.added])
        slope = _by_elasticity(shares, np.stack([wage, index]), unit, eta, 0)
        per, _ = linear._split(inner.spent)
        per = per[:, :, None] if per.ndim == 2 else per
        tilted = ((linear._by_producer * per).sum(1) * (index - unit)).sum()
        return np.asarray((inner.unit * slope).sum() - tilted - (inner.paid * (wage - unit)).sum())

    def rho(self) -> Array:
        """Give the derivative by the substitution between final goods."""
        linear, point, inner = self.system.linear, self.system.point, self.weights[1]
        rho = linear.accounts.nests.consumption.elasticity
        _, price = linear._split(point.log_price.reshape(linear.s, -1))
        slope = _by_elasticity(linear.final_share, price, point.log_consumer, rho, 1)
        _, per = linear._split(inner.spent)
        tilted = (linear._final * per * (price - point.log_consumer[:, None])).sum()
        return np.asarray((inner.consumer * slope).sum() - tilted)

    def phi(self) -> Array:
        """Give the derivative by the elasticity of the supply of labour."""
        point, (total, inner, _) = self.system.point, self.weights
        real = point.log_wage_index - point.log_consumer - np.log1p(-point.relief)
        weight = total.log_labour if self.system.accounts.tracked else inner.earned.sum(1)
        return np.asarray((weight * real).sum() + self.seed.labour_supply)

    def iota(self) -> Array:
        """Give the derivative by the mobility of the factor."""
        linear, point, state, inner = self.system.linear, self.system.point, self.system.state, self.weights[1]
        factors = linear.accounts.factors
        if not np.isfinite(factors.mobility):
            raise InputError(
                "factors move freely here, and can't move more",
                where="by",
                remedy="take a horizon in which they do not, as short, or give factor_mobility a number",
            )
        mean = linear._index(state.log_wage)
        slope = (mean - point.log_wage_index) / (1.0 + factors.mobility)
        own = (inner.earned * (state.log_wage - point.log_wage_index[:, None])).sum()
        return np.asarray(own + (inner.index * slope).sum())


def _by_elasticity(share: Array, price: Array, index: Array, elasticity: float, axis: int) -> Array:
    """Give the derivative of the log of a CES index by its elasticity, prices as they are."""
    mean = (share * price).sum(axis)
    if elasticity == 1.0:
        return -0.5 * ((share * price**2).sum(axis) - mean**2)
    return (index - mean) / (1.0 - elasticity)


def _by_use(trade: Array, linear: object) -> Array:
    """Share weights on flows out over the uses that the flows serve."""
    uses = linear.accounts.uses  # pyright: ignore[reportAttributeAccessIssue]
    if uses == 1:
        return trade
    sold = linear.sold.reshape(linear.s, linear.n, uses, linear.n)  # pyright: ignore[reportAttributeAccessIssue]
    whole = sold.sum(2)
    part = sold / np.where(whole > 0, whole, 1.0)[:, :, None, :]
    return (part * trade[:, :, None, :]).reshape(linear.s, -1, linear.n)  # pyright: ignore[reportAttributeAccessIssue]


def _close(log_wage: Array) -> bool:
    """Whether a solution is near enough to the baseline for its approximate inverses."""
    return float(np.abs(log_wage).max()) < 0.05
