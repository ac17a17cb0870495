"""The weights of one number, from which its derivative by any policy follows: one linear system (see `gradient`)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.model import unit_cost
from counterpoise.equilibrium.moves import Inner, Said
from counterpoise.equilibrium.solver import renewed
from counterpoise.equilibrium.system import System, checked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.linear import Linear
    from counterpoise.equilibrium.precondition import Preconditioner
    from counterpoise.equilibrium.problem import Problem
    from counterpoise.equilibrium.seeds import Seed
    from counterpoise.equilibrium.solver import Solution

    Array = NDArray[np.float64]
    Index = NDArray[np.intp]

TIGHT = 1e-9
"""How far the linear system is solved, over the size of its right-hand side."""


FLOWS = ("tariff", "export_tax", "trade_cost")
"""Policies on flows."""


@dataclass
class Inverses:
    """Approximate inverses near the solutions of one world, made anew where a solution is far from where they were made.

    Attributes
    ----------
    near
        The last ones; none are made near the baseline, which has its own.
    log_wage
        Where they were made.
    """

    near: Preconditioner | None = None
    log_wage: Array | None = None

    def at(self, baseline: Baseline, problem: Problem, solution: Solution) -> Preconditioner:
        """Give those for a solution."""
        here = solution.state.log_wage
        if _close(here):
            return baseline.near
        if self.near is None or self.log_wage is None or not _close(here - self.log_wage):
            self.near, self.log_wage = renewed(problem, solution.state), here
        return self.near


def system_at(baseline: Baseline, problem: Problem, solution: Solution, inverses: Inverses | None = None) -> System:
    """Give the linear system at a solution; several numbers of it share one.

    Parameters
    ----------
    baseline, problem, solution
        The solution.
    inverses
        What solutions like it share.
    """
    near = (inverses or Inverses()).at(baseline, problem, solution)
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
    guess
        Where to begin: the `solution` of a system that is like this one.
    """

    system: System
    seed_of: Callable[[Linear], Seed]
    tolerance: float = TIGHT
    guess: Array | None = None

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
        return self.system.weights(self.solution)

    @cached_property
    def solution(self) -> Array:
        """Give the linear system's solution: weights on the gaps, one after the other."""
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
        found = system.solve_transposed(right, tolerance=self.tolerance, guess=self.guess)
        return checked(found, "the gradient")

    # Policies on flows ------------------------------------------------------------------------------------

    def of_flows(self, policy: str) -> Array:
        """Give the derivative by ``tariff``, ``export_tax`` (per unit) or ``trade_cost`` (per unit of its log).

        ``[origin, sector, destination]``; where origin and destination are one country, of the costs of trade within it.
        """
        return self._of_flows(policy).transpose(2, 0, 1)

    def at_flows(self, policy: str, cells: tuple[Index, Index, Index]) -> Array:
        """Give what `of_flows` has at some flows alone: origins, sectors and destinations ``[flow]``."""
        origin, sector, destination = cells
        linear, problem = self.system.linear, self.problem
        inner, uses, seed = self.weights[1], linear.accounts.uses, self.seed
        user = destination[:, None] * uses + np.arange(uses)
        at = sector[:, None], user, origin[:, None]

        def of(array: Array | None) -> Array | float:
            return 0.0 if array is None else array[at]

        sold, levied = linear.sold[at], of(linear.levies)
        makes, gets, pays = inner.sold[origin, sector], inner.revenue[destination], inner.revenue[origin]
        valued, taxed = linear.kept[at] * makes[:, None], levied * pays[:, None]
        bought = valued + of(linear.duties) * gets[:, None] + taxed + of(inner.bought)
        made = inner.good[sector[:, None], user] * linear.share[at] - linear.theta[sector][:, None] * bought
        if policy == "trade_cost":
            return made.sum(1)
        passed = np.broadcast_to(linear.accounts.firms.passed(), (linear.n, 1))[destination]
        made = made * passed - valued - of(inner.bought) + of(seed.bought)
        if policy == "tariff":
            made += linear.bought[at] * linear.border[at] * gets[:, None] - taxed
            return made.sum(1) / self._level[sector, destination, origin]
        made += sold * pays[:, None]
        found = made.sum(1) / (1.0 + problem.export_tax[sector, destination, origin])
        return found if seed.export_tax is None else found + seed.export_tax[sector, destination, origin]

    def of_pair(self, policy: str, origin: int, destination: int) -> Array:
        """Give the same of one country's sales to another ``[sector]``."""
        sectors = np.arange(self.system.linear.s)
        return self.at_flows(policy, (np.full_like(sectors, origin), sectors, np.full_like(sectors, destination)))

    @cached_property
    def on_bought(self) -> Array:
        """Give the weights on the log of what is bought ``[sector, destination x use, origin]``."""
        linear = self.system.linear
        inner = self.weights[1]
        made = linear.kept * inner.sold.T[:, None, :]
        if linear.duties is not None:
            made += linear.duties * np.repeat(inner.revenue, linear.accounts.uses)[:, None]
        if linear.levies is not None:
            made += linear.levies * inner.revenue
        return made if inner.bought is None else made + inner.bought

    def _of_flows(self, policy: str) -> Array:
        """Give the derivative by a policy on flows ``[sector, destination, origin]``."""
        linear, problem = self.system.linear, self.problem
        inner = self.weights[1]
        made = inner.good[:, :, None] * linear.share  # by the log of the landed cost
        made -= linear.theta[:, None, None] * self.on_bought
        if policy == "trade_cost":
            return self._together(made)
        made = made * linear.accounts.firms.passed() + self._of_revenue(policy)
        if policy == "tariff":
            return self._together(made) / self._level
        found = self._together(made) / (1.0 + problem.export_tax)
        return found if self.seed.export_tax is None else found + self.seed.export_tax

    def _of_revenue(self, policy: str) -> Array:
        """Give the derivative by the log of one plus a tax, what is bought as it is ``[sector, destination x use, origin]``."""
        linear, inner = self.system.linear, self.weights[1]
        made = -linear.kept * inner.sold.T[:, None, :]
        if inner.bought is not None:  # of flows at producers' prices
            made -= inner.bought
        if self.seed.bought is not None:
            made += self.seed.bought
        if policy == "export_tax":
            return made + linear.sold * inner.revenue
        made += linear.bought * linear.border * np.repeat(inner.revenue, linear.accounts.uses)[:, None]
        return made if linear.levies is None else made - linear.levies * inner.revenue

    def of_taxes_alone(self) -> tuple[Array, Array]:
        """Give the derivatives by tariffs and export taxes at given landed costs ``[sector, destination, origin]``.

        Buyers pay what they paid: only who receives it changes.
        """
        tax = 1.0 + self.problem.export_tax
        return self._together(self._of_revenue("tariff")) / self._level, self._together(
            self._of_revenue("export_tax")
        ) / tax

    @cached_property
    def _level(self) -> Array:
        """One plus tariffs ``[sector, destination, origin]``, scarcity values left out."""
        made = 1.0 + self.problem.tariff
        if self.problem.change.ration is not None:  # there the problem's is that times the scarcity value
            made[self.problem.change.at] /= self.problem.change.ration
        return made

    def _together(self, by_use: Array) -> Array:
        """Add up the uses: a policy is the same for all."""
        linear = self.system.linear
        if linear.accounts.uses == 1:
            return by_use
        return by_use.reshape(linear.s, linear.n, -1, linear.n).sum(2)

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
        price = point.log_price if point.varieties is None else point.log_price - point.varieties
        price = price.reshape(linear.s, -1)
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
        linear, state, inner = self.system.linear, self.system.state, self.weights[1]
        a = linear.accounts
        eta = a.nests.value_added.elasticity
        index = linear._per_weight(state.log_inputs)
        wage = np.broadcast_to(state.log_wage, index.shape)
        unit = unit_cost(a.nests, state.log_wage, state.log_inputs, a.value_added_share, self.problem.inputs_weight)
        shares = np.stack([linear.added, 1.0 - linear.added])
        slope = _by_elasticity(shares, np.stack([wage, index]), unit, eta, 0)
        per, _ = linear._split(inner.spent)
        per = per[:, :, None] if per.ndim == 2 else per
        spending = (linear._by_producer * per).sum(1) + linear.bought_in * state.output * inner.size[:, None]
        tilted = (spending * (index - unit)).sum()
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
    """Whether a solution, by its log wages over those of another, is near enough to it for its approximate inverses."""
    return float(np.abs(log_wage).max()) < 0.05
