r"""The equations' derivative at a point: what a small move of the state changes, forwards and backwards.

Around any point the model is linear in the logs of prices, with the spending shares there as its coefficients (Shephard's
lemma); a nest's new shares are the derivative of its price index. `Linear.forward` carries a move of the state to what the
equations then say, as ``J x``; `Linear.backward` carries weights on what the equations say back to the state, as ``J' x``.
Neither forms the matrix.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.equilibrium.moves import Inner, Move, Said
from counterpoise.equilibrium.problem import LEAST_INCOME

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.problem import Point, Problem, State

    Array = NDArray[np.float64]


class Linear:
    """The derivative of the equations at a point of a problem.

    Parameters
    ----------
    problem
        The equations under a policy.
    state
        The point.
    point
        The equations evaluated there.
    """

    def __init__(self, problem: Problem, state: State, point: Point) -> None:
        self.problem, self.state, self.point = problem, state, point
        a = self.accounts = problem.accounts
        self.n, self.s = a.output.shape
        weight = problem.weight
        power, index = point.power, point.index
        if a.uses == 1:
            share = weight * power.T[:, None, :] / index[:, :, None]
            spent = point.spent.T
        else:
            share = weight * power.T[:, None, None, :] / index[..., None]
            spent = point.spent
        self.share = share.reshape(self.s, -1, self.n)
        """pi' ``[sector, destination x use, origin]``."""
        self.spent = spent.reshape(self.s, -1)
        """Spending at buyers' prices ``[sector, destination x use]``."""
        self.theta = a.theta
        self.input_share = point.tilts.inputs(problem.input_share)
        """Shares of goods in cost ``[country, good, sector]``."""
        final = problem.final_share
        self.final_share = final if point.tilts.final is None else final * point.tilts.final
        weight_in = self.input_share.sum(1)
        self.goods_share = self.input_share / np.where(weight_in > 0, weight_in, 1.0)[:, None, :]
        """Shares of goods among inputs ``[country, good, sector]``."""
        self.added = point.added
        self.base_weight = problem.inputs_weight
        # (1 - v') / (1 - v): how far a unit cost follows the state's input price
        left = 1.0 - point.added
        self.bought_in = np.where(self.base_weight > 0, left, 0.0)
        """1 - v', the share of inputs in cost ``[country, sector]``."""
        self.follow = np.divide(left, self.base_weight, out=np.zeros_like(left), where=self.base_weight > 0)

    # The flows, made when they are first needed -----------------------------------------------------------

    @cached_property
    def border(self) -> Array:
        """1 / (1 + tau') ``[sector, destination x use, origin]``, or a broadcast of it."""
        return self._by_use(1.0 / (1.0 + self.problem.tariff))

    @cached_property
    def producer(self) -> Array:
        """1 / (1 + chi'), of the same shape."""
        return self._by_use(1.0 / (1.0 + self.problem.export_tax))

    def _by_use(self, array: Array) -> Array:
        uses = self.accounts.uses
        if uses == 1:
            return array
        return np.repeat(array, uses, axis=1)

    @cached_property
    def bought(self) -> Array:
        """Spending at buyers' prices ``[sector, destination x use, origin]``."""
        return self.share * self.spent[:, :, None]

    @cached_property
    def sold(self) -> Array:
        """Sales at producers' prices ``[sector, destination x use, origin]``."""
        return self.bought * self.border * self.producer

    @cached_property
    def kept(self) -> Array:
        """What makers are paid ``[sector, destination x use, origin]``."""
        return self.accounts.firms.kept(self.sold)

    @cached_property
    def size(self) -> Array:
        """All spending ``[country]``, million USD."""
        return self.point.income + (self.bought_in * self.state.output).sum(1)

    @cached_property
    def duties(self) -> Array | None:
        """Tariff revenue ``[sector, destination x use, origin]``; None where there is none."""
        if not (self.accounts.taxed or bool(self.problem.change.tariff.any())):
            return None
        return self.bought * (1.0 - self.border)

    @cached_property
    def levies(self) -> Array | None:
        """Revenue of export taxes ``[sector, destination x use, origin]``; None where there is none."""
        if not (self.accounts.levied or bool(self.problem.change.export_tax.any())):
            return None
        return self.bought * self.border * (1.0 - self.producer)

    @cached_property
    def _duties_paid(self) -> Array:
        """Tariff revenue by who buys ``[sector, destination x use]``."""
        assert self.duties is not None
        return self.duties.sum(2)

    @cached_property
    def _levies_paid(self) -> Array:
        """Revenue of export taxes by who makes ``[country, sector]``."""
        assert self.levies is not None
        return self.levies.sum(1).T

    # Uses -------------------------------------------------------------------------------------------------

    def _split(self, good: Array) -> tuple[Array, Array]:
        """Give what producers pay ``[country, good]`` or ``[country, good, sector]``, and final users ``[country, good]``."""
        uses = self.accounts.uses
        if uses == 1:
            return good.T, good.T
        by_use = good.reshape(self.s, self.n, uses)
        inputs = by_use[:, :, 0].T if uses == 2 else by_use[:, :, :-1].swapaxes(0, 1)
        return inputs, by_use[:, :, -1].T

    def _joined(self, inputs: Array, final: Array) -> Array:
        """Add up what concerns producers and final users ``[sector, destination x use]``; the reverse of `_split`."""
        uses = self.accounts.uses
        if uses == 1:
            return inputs.T + final.T
        made = np.empty((self.s, self.n, uses))
        if uses == 2:
            made[:, :, 0] = inputs.T
        else:
            made[:, :, :-1] = inputs.swapaxes(0, 1)
        made[:, :, -1] = final.T
        return made.reshape(self.s, -1)

    @cached_property
    def _by_producer(self) -> Array:
        """Producers' spending on goods ``[country, good, sector]``, million USD."""
        return self.input_share * self.state.output[:, None, :]

    @cached_property
    def _by_producers(self) -> Array:
        """Producers' spending on goods, all together ``[country, good]``, million USD."""
        return self._by_producer.sum(2)

    @cached_property
    def _final(self) -> Array:
        """Final spending on goods ``[country, good]``, million USD."""
        return self.final_share * self.point.income[:, None]

    @property
    def _elasticities(self) -> tuple[float, float, float]:
        nests = self.accounts.nests
        return nests.inputs.elasticity, nests.value_added.elasticity, nests.consumption.elasticity

    # Forwards ---------------------------------------------------------------------------------------------

    def forward(self, move: Move) -> Said:
        """Give the change of what the equations say, for a small move of the state."""
        a, point = self.accounts, self.point
        epsilon, eta, rho = self._elasticities
        unit = self.added * move.log_wage + self.follow * move.log_inputs
        cost = a.firms.cost(unit, move.log_labour, move.log_wage)
        good = np.matvec(self.share, cost.T)
        index = self._index(move.log_wage)
        varied = good
        if a.firms.tracked:  # what is earned then hangs on no price
            size = self._incomes(move, self._earned(move, index, index))[1] + self._inputs_moved(move, unit)
            varied = good + a.firms.varieties_moved(size / self.size, index)
        of_inputs, of_final = self._split(varied)
        if of_inputs.ndim == 2:
            log_inputs = self.base_weight * np.vecmat(of_inputs, self.goods_share)
        else:
            log_inputs = self.base_weight * (self.goods_share * of_inputs).sum(1)
        consumer = (self.final_share * of_final).sum(1)
        earned, income = self._incomes(move, self._earned(move, index, consumer))
        # spending
        common = None
        if epsilon != 1.0 or eta != 1.0:
            common = (epsilon - eta) * self._per_weight(move.log_inputs) - (1.0 - eta) * unit
        spending = self._input_spending(move.output, common, of_inputs)
        final = self.final_share * income[:, None]
        if rho != 1.0:
            final = final + (1.0 - rho) * self._final * (of_final - consumer[:, None])
        real = index - consumer
        spent = self._joined(spending, final)
        # sales: bought moves by spent / spending + theta (P - c)
        per = np.divide(spent, self.spent, out=np.zeros_like(spent), where=self.spent > 0)
        per += self.theta[:, None] * good
        shifted = -self.theta * cost
        sold = np.vecmat(per, self.kept).T + shifted * point.sold
        revenue = np.zeros(self.n)
        if self.duties is not None:
            gained = per * self._duties_paid + np.matvec(self.duties, shifted.T)
            revenue += gained.reshape(self.s, self.n, -1).sum((0, 2))
        if self.levies is not None:
            revenue += (np.vecmat(per, self.levies).T + shifted * self._levies_paid).sum(1)
        # the factor market
        base = self._paid_by_sector()
        paid = base * np.divide(sold, point.sold, out=np.zeros_like(sold), where=point.sold > 0)
        if eta != 1.0:
            paid = paid + base * (1.0 - eta) * (move.log_wage - unit)
        paid = a.firms.paid_moved(self.sold, per, shifted, paid)
        return Said(
            log_inputs=log_inputs,
            sold=sold,
            revenue=revenue,
            paid=a.factors.paid(paid),
            earned=earned,
            log_consumer=consumer,
            income=income,
            cost=cost,
            log_real=real,
            log_labour=self._supplied(real, move.revenue, earned) if a.tracked else move.log_labour,
        )

    def _incomes(self, move: Move, earned: Array) -> tuple[Array, Array]:
        """Give the change of what the factor earns, and that of final spending ``[country]``."""
        domestic = earned.sum(1) + self.accounts.profits(move.output)
        income = domestic + move.revenue + self._deficit(domestic)
        return earned, np.where(self.point.floored, LEAST_INCOME * domestic, income)

    def _inputs_moved(self, move: Move, unit: Array) -> Array:
        """Give the change of all that producers spend on inputs ``[country]``, goods' prices beside the state's as they are."""
        eta = self._elasticities[1]
        made = self.bought_in * move.output
        if eta != 1.0:
            made += self.bought_in * self.state.output * (1.0 - eta) * (self._per_weight(move.log_inputs) - unit)
        return made.sum(1)

    def _supplied(self, real: Array, revenue: Array, earned: Array) -> Array:
        """Give the change of the log of employment as its supply has it."""
        relief = self.per_revenue * revenue - self.per_earned * earned.sum(1)
        return self.accounts.factors.labour_supply * (real + relief)

    @cached_property
    def per_revenue(self) -> Array:
        """The derivative of -log(1 - tau) to revenue ``[country]``."""
        point = self.point
        if self.accounts.factors.rebate != "income_tax":
            return np.zeros(self.n)
        return 1.0 / ((1.0 - point.relief) * point.factor_income.sum(1))

    @cached_property
    def per_earned(self) -> Array:
        """The derivative of log(1 - tau) to what the factor earns ``[country]``."""
        return self.per_revenue * self.state.revenue / self.point.factor_income.sum(1)

    def _input_spending(self, output: Array, common: Array | None, paid: Array) -> Array:
        """Give the change of producers' spending on goods ``[country, good]``, by sector too where each pays its own prices."""
        epsilon = self._elasticities[0]
        if paid.ndim == 2:
            made = np.matvec(self.input_share, output)
            if common is not None:
                made += np.matvec(self._by_producer, common)
                made += (1.0 - epsilon) * self._by_producers * paid
            return made
        made = self.input_share * output[:, None, :]
        return made if common is None else made + self._by_producer * (common[:, None, :] + (1.0 - epsilon) * paid)

    def _input_spending_back(self, weight: Array) -> tuple[Array, Array, Array]:
        """Give the weights on output, on what is common to a producer's inputs, and on prices; the reverse."""
        epsilon = self._elasticities[0]
        if weight.ndim == 2:
            return (
                np.vecmat(weight, self.input_share),
                np.vecmat(weight, self._by_producer),
                (1.0 - epsilon) * self._by_producers * weight,
            )
        tilted = self._by_producer * weight
        return (self.input_share * weight).sum(1), tilted.sum(1), (1.0 - epsilon) * tilted

    def _per_weight(self, log_inputs: Array) -> Array:
        """Give the change of log P_M from that of (1 - v) log P_M."""
        return np.divide(log_inputs, self.base_weight, out=np.zeros_like(log_inputs), where=self.base_weight > 0)

    def _paid_by_sector(self) -> Array:
        made = self.added * self.point.sold
        return made if self.accounts.profit_share is None else made * (1.0 - self.accounts.profit_share)

    @cached_property
    def _index_weight(self) -> Array:
        """The derivative of the country's log wage index ``[country, 1 or sector]``."""
        a = self.accounts
        power = np.exp((1.0 + a.factors.mobility) * self.state.log_wage) if np.isfinite(a.factors.mobility) else 1.0
        made = self.problem.payroll * power
        return made / made.sum(1, keepdims=True)

    def _index(self, log_wage: Array) -> Array:
        return (self._index_weight * log_wage).sum(1)

    def _deficit(self, domestic: Array) -> Array:
        """Give the change of deficits for that of domestic income."""
        a, problem = self.accounts, self.problem
        if problem.closure != "multiplicative":
            return np.zeros(self.n)
        own = a.deficit / a.domestic_income
        now, part = self.point.domestic_income, problem.reach.apart
        over, size = np.bincount(part, own * now)[part], np.bincount(part, now)[part]
        moved, grown = np.bincount(part, own * domestic)[part], np.bincount(part, domestic)[part]
        ratio = over / size
        return own * domestic - domestic * ratio - now * (moved - ratio * grown) / size

    def _deficit_back(self, weight: Array) -> Array:
        a, problem = self.accounts, self.problem
        if problem.closure != "multiplicative":
            return np.zeros(self.n)
        own = a.deficit / a.domestic_income
        now, part = self.point.domestic_income, problem.reach.apart
        over, size = np.bincount(part, own * now)[part], np.bincount(part, now)[part]
        ratio = over / size
        spread = np.bincount(part, weight * now)[part] / size
        return (own - ratio) * (weight - spread)

    def _earned(self, move: Move, index: Array, log_price: Array) -> Array:
        """Give the change of what the factor earns, by that of wages, their index and prices, or of employment."""
        factors = self.accounts.factors
        if self.accounts.tracked:
            moved = factors.given.moved(move.log_wage, index, index) + move.log_labour[:, None]
        else:
            moved = factors.moved(move.log_wage, index, index - log_price)
        return self.point.factor_income * moved

    def _earned_back(self, weight: Array, supply: Array) -> tuple[Array, tuple[Array, Array, Array]]:
        """Give the weights on the log of what the factor earns, and on its parts, for weights on it and on its supply."""
        factors = self.accounts.factors
        if not self.accounts.tracked:
            earned = self.point.factor_income * weight
            return earned, factors.back(earned)
        earned = self.point.factor_income * (weight - (supply * self.per_earned)[:, None])
        return earned, factors.given.back(earned)

    def _supply_weight(self, on: Said) -> Array:
        """Give the weights on the log of the real wage after the tax ``[country]``, where employment is an unknown."""
        return self.accounts.factors.labour_supply * on.log_labour if on.log_labour.size else np.zeros(self.n)

    def _varieties_back(self, on: Said, supply: Array, good_inputs: Array) -> tuple[Array, Array]:
        """Give the weights on all spending, per million USD, and on the log of the wage index ``[country]``; by varieties."""
        if not self.accounts.firms.tracked:
            return np.zeros(self.n), np.zeros(self.n)
        varied = on.log_consumer - on.log_real - supply  # final goods' tilts cancel in the sum over goods
        varied += good_inputs.sum(1) + (self.base_weight * on.log_inputs).sum(1)
        to_size, to_index = self.accounts.firms.varieties_back(varied)
        return to_size / self.size, to_index

    # Backwards --------------------------------------------------------------------------------------------

    def backward(self, on: Said, bought: Array | None = None) -> tuple[Move, Inner]:  # noqa: PLR0915, C901 - equation by equation
        """Give the weights on the state that weights on what the equations say come to, and those on what lies between.

        Parameters
        ----------
        on
            Weights on what the equations say.
        bought
            Weights on the log of flows ``[sector, destination x use, origin]``, beside those that sales and revenue carry.
        """
        a, point = self.accounts, self.point
        epsilon, eta, rho = self._elasticities
        sold, unit, wage = on.sold.copy(), np.zeros_like(on.cost), np.zeros_like(self.state.log_wage)
        cost_only = on.cost.copy()  # of what moves with c, not with A c
        base = self._paid_by_sector()
        marketed = a.firms.paid_back(self.sold, np.broadcast_to(on.paid, base.shape))
        if marketed is not None:
            bought = marketed if bought is None else bought + marketed
        paid = base * on.paid  # one market: spread over sectors
        sold += np.divide(paid, point.sold, out=np.zeros_like(paid), where=point.sold > 0)
        if eta != 1.0:
            wage += a.factors.paid((1.0 - eta) * paid)
            unit -= (1.0 - eta) * paid
        # sales and revenue, by flow: weights on the log of what is bought
        per = np.matvec(self.kept, sold.T)
        cost_only -= self.theta * sold * point.sold
        duties, levies = self.duties, self.levies
        by_buyer = np.repeat(on.revenue, a.uses)
        if duties is not None:
            per += self._duties_paid * by_buyer
            cost_only -= self.theta * np.vecmat(np.broadcast_to(by_buyer, per.shape), duties).T
        if levies is not None:
            per += np.matvec(levies, np.broadcast_to(on.revenue, (self.s, self.n)))
            cost_only -= self.theta * self._levies_paid * on.revenue[:, None]
        if bought is not None:
            per += bought.sum(2)
            cost_only -= self.theta * bought.sum(1).T
        good = self.theta[:, None] * per
        spent = np.divide(per, self.spent, out=np.zeros_like(per), where=self.spent > 0)
        of_inputs, of_final = self._split(spent)
        # final spending
        income = on.income + (self.final_share * of_final).sum(1)
        consumer = on.log_consumer.copy()
        good_final = np.zeros_like(of_final)
        if rho != 1.0:
            tilted = (1.0 - rho) * self._final * of_final
            good_final += tilted
            consumer -= tilted.sum(1)
        # inputs
        good_inputs = np.zeros_like(of_inputs)
        index_of_inputs = np.zeros_like(unit)
        if epsilon != 1.0 or eta != 1.0:
            output, common, good_inputs = self._input_spending_back(of_inputs)
            index_of_inputs += (epsilon - eta) * common
            unit -= (1.0 - eta) * common
        elif of_inputs.ndim == 2:
            output = np.vecmat(of_inputs, self.input_share)
        else:
            output = (self.input_share * of_inputs).sum(1)
        # the supply of labour where it is an unknown, and varieties
        supply = self._supply_weight(on)
        size, to_index = self._varieties_back(on, supply, good_inputs)
        of_inputs = size[:, None] * self.bought_in
        income += size
        output += of_inputs
        tilted = (1.0 - eta) * of_inputs * self.state.output
        index_of_inputs += tilted
        unit -= tilted
        log_inputs = self._per_weight(index_of_inputs)
        # incomes
        kept = np.where(point.floored, 0.0, income)
        domestic = kept + self._deficit_back(kept) + np.where(point.floored, LEAST_INCOME * income, 0.0)
        if a.profit_share is not None:
            output += domestic[:, None] * a.profit_share
        earned, (by_wage, index, real) = self._earned_back(on.earned + domestic[:, None], supply)
        real = real + on.log_real + supply
        wage += by_wage + self._index_weight * (index + to_index + real)[:, None]
        consumer -= real
        # prices
        good_final += self.final_share * consumer[:, None]
        per_node = self.base_weight * on.log_inputs
        if good_inputs.ndim == 2:
            good_inputs += np.matvec(self.goods_share, per_node)
        else:
            good_inputs += self.goods_share * per_node[:, None, :]
        good += self._joined(good_inputs, good_final)
        cost_only += np.vecmat(good, self.share).T
        on_unit, on_labour, on_wage = a.firms.cost_back(cost_only)
        unit += on_unit
        labour = earned.sum(1) + on_labour if a.tracked else on.log_labour
        wage += a.factors.paid(unit * self.added + on_wage)
        log_inputs += unit * self.follow
        inner = Inner(
            good=good,
            sold=sold,
            revenue=on.revenue,
            bought=bought,
            cost=cost_only,
            unit=unit,
            inputs=on.log_inputs,
            spent=spent,
            paid=paid,
            consumer=consumer,
            income=kept,
            size=size,
            earned=earned,
            index=index + to_index + real,
        )
        return Move(wage, log_inputs, output, kept + supply * self.per_revenue, labour), inner
