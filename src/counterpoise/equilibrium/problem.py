"""A policy put to a baseline: the weights, taxes and closure that the equations are solved under."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.equilibrium import factors, markets, model, nests
from counterpoise.equilibrium.existence import Reach, reach
from counterpoise.equilibrium.markets import Sales, SalesByUse
from counterpoise.equilibrium.model import Accounts, Change
from counterpoise.equilibrium.nests import Tilts
from counterpoise.equilibrium.precondition import Around, Preconditioner

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEAST_INCOME = 1e-3
"""Share of factor income below which spending is not let fall while the iteration is under way."""

CUT = 1e-8
"""What a total embargo leaves of a weight on the way to it, when it is approached in steps."""


@dataclass(frozen=True)
class State:
    """A point, of which all else follows.

    Attributes
    ----------
    log_wage
        ``[country, 1]``, or ``[country, sector]`` where the factor is tied to sectors.
    log_inputs
        (1 - v) log P_M ``[country, sector]``.
    output
        ``[country, sector]``, million USD.
    revenue
        ``[country]``, million USD.
    log_labour
        Log of employment over the baseline's ``[country]``, where it is an unknown of its own; else empty.
    """

    log_wage: Array
    log_inputs: Array
    output: Array
    revenue: Array
    log_labour: Array = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True)
class Point:
    """The equations evaluated at a state: what each says the state should be, and what lies between.

    What makers are paid is called ``sold``: sales at producers' prices, less marketing where firms pay for it. ``log_price`` has
    what varieties do to it, ``index`` has not.
    """

    cost: Array
    power: Array
    index: Array
    log_price: Array
    varieties: Array | None
    log_inputs: Array
    log_consumer: Array
    log_wage_index: Array
    log_labour: Array
    relief: Array
    tilts: Tilts
    added: Array
    factor_income: Array
    domestic_income: Array
    deficit: Array
    income: Array
    spent: Array
    sold: Array
    revenue: Array
    paid: Array
    floored: NDArray[np.bool_]


@dataclass(frozen=True)
class Problem:
    """The equations under a policy.

    Attributes
    ----------
    accounts
        The baseline's shares and sizes.
    change
        The flows whose taxes and costs are new.
    log_productivity
        ``[country, sector]``.
    transfer
        Received, million USD of the numeraire ``[country]``.
    closure
        See `counterpoise.equilibrium.model.deficits`.
    reach
        Which parts the world falls into, and which producers can't produce.
    """

    accounts: Accounts
    change: Change
    log_productivity: Array
    transfer: Array
    closure: str
    reach: Reach

    @cached_property
    def weight(self) -> Array:
        """Pi kappa^(-theta), without the producers that have stopped."""
        made = model.reweighted(self.accounts.share, self.change, self.accounts.theta)
        for country, sector in np.argwhere(self.reach.stopped) if self.reach.any_stopped else ():
            made[sector, ..., country] = 0.0
        return made

    @cached_property
    def tariff(self) -> Array:
        """Give the new tariffs ``[sector, destination, origin]``."""
        made = self.accounts.tariff.copy()
        made[self.change.at] = self.change.tariff
        return made

    @cached_property
    def export_tax(self) -> Array:
        """Give the new export taxes ``[sector, destination, origin]``."""
        made = self.accounts.export_tax.copy()
        made[self.change.at] = self.change.export_tax
        return made

    @cached_property
    def taxed(self) -> Array:
        """Give (1 + tau')(1 + chi'), a buyer's price over the producer's ``[sector, destination, origin]``."""
        return (1.0 + self.tariff) * (1.0 + self.export_tax)

    @cached_property
    def market(self) -> Sales | SalesByUse:
        """The goods markets and the treasuries."""
        return markets.sales(self.accounts, self.weight, self.change, self.reach.stopped)

    @cached_property
    def idle(self) -> Array:
        """1 where a destination buys none of a good (its price is not defined, and set to 1)."""
        if np.isfinite(self.change.kappa_hat).all() and not self.reach.any_stopped:
            return self.accounts.idle
        return np.where((self.weight > 0).any(-1), 0.0, 1.0)

    @cached_property
    def start(self) -> State:
        """The baseline, as the point to begin from."""
        a = self.accounts
        output = np.where(self.reach.stopped, 0.0, a.output)
        labour = np.zeros(len(a.output) if a.tracked else 0)
        return State(np.zeros_like(a.payroll), np.zeros_like(a.output), output, a.revenue, labour)

    @cached_property
    def shocked(self) -> bool:
        """Whether anything changes."""
        return bool(len(self.change.sector) or self.log_productivity.any() or self.transfer.any())

    @cached_property
    def payroll(self) -> Array:
        """What the factor earned in each of its markets that is left ``[country, 1 or sector]``, million USD."""
        held = self.accounts.payroll
        if not self.reach.any_stopped or held.shape != self.reach.stopped.shape:
            return held
        return np.where(self.reach.stopped, 0.0, held)

    @cached_property
    def log_taxed(self) -> dict[int, Array]:
        """Sums of pi log kappa of the sectors that are Cobb-Douglas over origins."""
        return model.log_taxed(self.accounts, self.change)

    @cached_property
    def input_share(self) -> Array:
        """Shares of the inputs that can be had ``[country, good, sector]``."""
        lost = self.reach.lost_inputs
        return self.accounts.input_share if lost is None else np.where(lost, 0.0, self.accounts.input_share)

    @cached_property
    def inputs_weight(self) -> Array:
        """1 - v ``[country, sector]``, and 0 of who can have no input at all."""
        lost = self.reach.lost_inputs
        if lost is None:
            return self.accounts.inputs_weight
        return np.where((self.input_share > 0).any(1), self.accounts.inputs_weight, 0.0)

    @cached_property
    def final_share(self) -> Array:
        """Shares of the final goods that can be had ``[country, good]``."""
        lost = self.reach.lost_final
        return self.accounts.final_share if lost is None else np.where(lost, 0.0, self.accounts.final_share)

    def at(self, state: State) -> Point:
        """Evaluate equations 2 to 9 once, in the paper's order."""
        a = self.accounts
        unit_cost, cost, (power, index, log_price), varieties, log_inputs = self._prices(state)
        log_consumer = model.consumer_price(a.nests, self.final_share, log_price)
        wage_index = a.factors.index(self.payroll, state.log_wage, a.value_added)
        tilts = nests.tilts(
            a.nests,
            of_inputs=model.of_inputs(log_price),
            log_inputs=state.log_inputs,
            inputs_weight=self.inputs_weight,
            log_wage=state.log_wage,
            log_unit_cost=unit_cost,
            of_final=model.of_final(log_price),
            log_consumer=log_consumer,
        )
        factor_income = self._earned(state, wage_index, log_consumer)
        domestic, deficit, wanted, income = self._incomes(state, factor_income)
        spent = model.spending(self.input_share, self.final_share, state.output, income, a.uses, tilts)
        sold, revenue = self.market(power, index, spent)
        sold = a.firms.makers(self.market, power, index, spent, sold)
        added = a.value_added_share if tilts.factor is None else a.value_added_share * tilts.factor
        made = model.labour_income(added, sold, a.profit_share)
        paid = a.factors.paid(a.firms.paid(self.market, power, index, spent, made))
        relief = a.relief(state.revenue, factor_income)
        return Point(
            cost=cost,
            power=power,
            index=index,
            log_price=log_price,
            varieties=varieties,
            log_inputs=log_inputs,
            log_consumer=log_consumer,
            log_wage_index=wage_index,
            log_labour=factors.supplied(a.factors, wage_index - log_consumer, relief),
            relief=relief,
            tilts=tilts,
            added=added,
            factor_income=factor_income,
            domestic_income=domestic,
            deficit=deficit,
            income=income,
            spent=spent,
            sold=sold,
            revenue=revenue,
            paid=paid,
            floored=wanted < LEAST_INCOME * domestic,
        )

    def _incomes(self, state: State, factor_income: Array) -> tuple[Array, Array, Array, Array]:
        """Give domestic income, the deficit, and what a country then has to spend on final goods, as it is and kept above zero."""
        domestic = factor_income.sum(1) + self.accounts.profits(state.output)
        deficit = self._deficit(domestic)
        wanted = model.income(domestic, state.revenue, deficit)
        return domestic, deficit, wanted, np.maximum(wanted, LEAST_INCOME * domestic)

    def _varieties(self, state: State, unit_cost: Array) -> Array | None:
        """Give how prices move with varieties, for which all spending counts; it does not hang on prices beside the state's."""
        a = self.accounts
        if not a.firms.tracked:
            return None
        wage_index = a.factors.index(self.payroll, state.log_wage, a.value_added)
        income = self._incomes(state, self._earned(state, wage_index, wage_index))[-1]
        tilt = a.nests.value_added.tilt(state.log_wage, unit_cost)
        added = a.value_added_share if tilt is None else a.value_added_share * tilt
        inputs = np.where(self.inputs_weight > 0, 1.0 - added, 0.0) * state.output
        return a.firms.varieties(income + inputs.sum(1), a.size, wage_index)

    def _prices(self, state: State) -> tuple[Array, Array, tuple[Array, Array, Array], Array | None, Array]:
        """Give equations 2 to 4: cost before and after productivity, prices of goods, varieties, and what inputs then cost."""
        a = self.accounts
        unit_cost = model.unit_cost(a.nests, state.log_wage, state.log_inputs, a.value_added_share, self.inputs_weight)
        cost = a.firms.cost(unit_cost, state.log_labour, state.log_wage) - self.log_productivity
        power, index, log_price = model.source_price(self.weight, cost, a.theta, self.idle, self.log_taxed)
        varieties = self._varieties(state, unit_cost)
        if varieties is not None:
            log_price = log_price + varieties
        log_inputs = model.input_price(a.nests, self.input_share, log_price, self.inputs_weight)
        return unit_cost, cost, (power, index, log_price), varieties, log_inputs

    def _earned(self, state: State, wage_index: Array, log_consumer: Array) -> Array:
        """Give what the factor earns in each market ``[country, 1 or sector]``, at the employment of the state if it has one."""
        a = self.accounts
        if not a.tracked:
            return a.factors.income(self.payroll, state.log_wage, wage_index, wage_index - log_consumer)
        given = a.factors.given.income(self.payroll, state.log_wage, wage_index, wage_index)
        return given * np.exp(state.log_labour)[:, None]

    def priced(self, state: State, near: Preconditioner, tolerance: float) -> State:
        """Give the state with input costs that are closer to what wages make of them: quantities are then asked at these.

        Costs that are within the tolerance stay as they are.
        """
        *_, log_inputs = self._prices(state)
        step = near.prices(log_inputs - state.log_inputs)
        return state if np.abs(step).max() <= tolerance else replace(state, log_inputs=state.log_inputs + step)

    def around(self, point: Point) -> Around:
        """Give the shares and flows of a point, for approximate inverses around it."""
        bought = self.market.flows(point.power, point.index, point.spent)
        spent = bought.sum(2)
        output = np.maximum(point.sold, 1e-300)
        input_share = point.tilts.inputs(self.input_share)
        final = self.final_share if point.tilts.final is None else self.final_share * point.tilts.final
        return Around(
            share=bought / np.where(spent > 0, spent, 1.0)[:, :, None],
            sold=self.accounts.firms.kept(bought / self.taxed),
            spent=np.stack([np.matvec(input_share, output), final * point.income[:, None]]),
            input_share=input_share,
            value_added_share=point.added,
            final_share=final,
            output=output,
            payroll=point.factor_income,
            part=self.reach.part,
        )

    def trade_at(self, point: Point) -> Array:
        """Give trade at producers' prices at a point ``[sector, destination, origin]``, million USD."""
        return self.market.traded(point.power, point.index, point.spent)

    def _deficit(self, domestic: Array) -> Array:
        a = self.accounts
        made = model.deficits(self.closure, a.deficit, a.domestic_income, domestic, self.reach.apart)
        return made + self.transfer

    def part_way(self, t: float) -> Problem:
        """Give the problem with t of the way (0 to 1) of the shock, in logs; a total embargo is then a dear trade cost."""
        if t >= 1.0:
            return self
        dearest = CUT ** (-1.0 / np.maximum(np.abs(self.accounts.theta), 0.1))
        part, parts = self.accounts.parts  # what is to be cut still trades, with the deficits that it will have
        return replace(
            self,
            reach=replace(self.reach, part=part, parts=parts, lost_inputs=None, lost_final=None),
            change=self.change.part_way(t, dearest),
            log_productivity=t * self.log_productivity,
            transfer=t * self.transfer,
        )


def problem(
    accounts: Accounts, policy: Any, closure: str, names: tuple[Any, Any], *, base_tariff: Array, base_tax: Array
) -> Problem:
    """Put a policy to the accounts.

    Parameters
    ----------
    accounts
        The baseline's.
    policy
        Its new taxes and costs (see `counterpoise.equilibrium.policy.Policy`).
    closure
        What becomes of the deficits.
    names
        Countries and sectors, for the words of a refusal.
    base_tariff, base_tax
        The accounts' taxes on the policy's axes ``[origin, sector, destination]``.

    Raises
    ------
    NoSolution
        If no equilibrium exists: an essential input is cut off.
    """
    change = _change(base_tariff, base_tax, policy, accounts)
    return Problem(
        accounts=accounts,
        change=change,
        log_productivity=np.log(policy.productivity_hat),
        transfer=policy.transfer,
        closure=closure,
        reach=reach(accounts, change, names, closure, policy.transfer),
    )


def _change(base_tariff: Array, base_tax: Array, policy: Any, accounts: Accounts) -> Change:
    """Find the flows ``[origin, sector, destination]`` that the policy changes."""
    differs = np.zeros(base_tariff.shape, dtype=bool)
    rates: tuple[tuple[Array, Any], ...] = (
        (policy.tariff, base_tariff),
        (policy.export_tax, base_tax),
        (policy.trade_cost_hat, 1.0),
    )
    if policy.ration is not None:
        rates = (*rates, (policy.ration, 1.0))
    for new, old in rates:
        one_value = new.size > 0 and not any(new.strides)  # a number spread over the whole array
        if new is not old and not (one_value and bool(np.all(new.flat[0] == old))):
            differs |= new != old
    at = origin, sector, destination = np.unravel_index(np.flatnonzero(differs), differs.shape)
    tariff, tax, cost = policy.tariff[at], policy.export_tax[at], policy.trade_cost_hat[at]
    ration = None
    if policy.ration is not None:  # a scarcity value is to its buyers what a tariff is
        ration = policy.ration[at]
        tariff = (1.0 + tariff) * ration - 1.0
    old, old_tax = base_tariff[at], base_tax[at]
    kappa = model.landed_cost_hat(old, tariff, old_tax, tax, cost, accounts.firms.passing(destination))
    with np.errstate(over="ignore", under="ignore"):
        kappa[kappa ** -accounts.theta[sector] == 0.0] = np.inf  # so dear that nothing can be told from an embargo
    return Change(sector, destination, origin, kappa, tariff, tax, old, old_tax, ration)
