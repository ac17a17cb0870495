"""How an outcome moves with what the equations say: the weights from which its gradient is solved.

Each variable of an outcome at one label (a country's welfare, a flow of trade) is a function of a few quantities of the new
equilibrium; its derivatives with respect to these are its seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.equilibrium.moves import Move, Said

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.linear import Linear
    from counterpoise.equilibrium.problem import Point, Problem

    Array = NDArray[np.float64]


@dataclass
class Seed:
    """Derivatives of one number of an outcome.

    Attributes
    ----------
    on
        With respect to what the equations say.
    state
        With respect to the state itself.
    trade
        With respect to the log of trade at producers' prices ``[sector, destination, origin]``; None where there is none.
    export_tax
        With respect to new export taxes, all else as it is ``[sector, destination, origin]``; None where there is none.
    labour_supply
        With respect to phi, all else as it is.
    bought
        With respect to the log of what is bought, at buyers' prices ``[sector, destination x use, origin]``; None where there is
        none.
    """

    on: Said
    state: Move
    trade: Array | None = None
    export_tax: Array | None = None
    labour_supply: float = 0.0
    bought: Array | None = None


@dataclass(frozen=True)
class Place:
    """The labels of one number of an outcome, as positions.

    Attributes
    ----------
    country
        Of a country's variable, or the origin of a flow.
    sector
        Of a sector's variable, or the good of a flow.
    destination
        Of a flow.
    """

    country: int
    sector: int = 0
    destination: int = 0


@dataclass
class _At:
    """A solved point with what the seeds need of it."""

    baseline: Baseline
    linear: Linear
    place: Place
    seed: Seed = field(init=False)

    def __post_init__(self) -> None:
        a = self.linear.accounts
        n, s = a.output.shape
        labour = n if a.tracked else 0
        said = Said(
            log_inputs=np.zeros((n, s)),
            sold=np.zeros((n, s)),
            revenue=np.zeros(n),
            paid=np.zeros(a.payroll.shape),
            earned=np.zeros(a.payroll.shape),
            log_consumer=np.zeros(n),
            income=np.zeros(n),
            cost=np.zeros((n, s)),
            log_real=np.zeros(n),
            log_labour=np.zeros(labour),
        )
        move = Move(np.zeros(a.payroll.shape), np.zeros((n, s)), np.zeros((n, s)), np.zeros(n), np.zeros(labour))
        self.seed = Seed(said, move)

    @property
    def effort_share(self) -> float:
        phi = self.linear.accounts.factors.labour_supply
        return phi / (1.0 + phi)

    @property
    def kept(self) -> float:
        """1 - tau, with tau the rate of the tax on the factor's income that revenue has come to replace."""
        return float(1.0 - self.linear.point.relief[self.place.country])

    def lefts(self, *, gross: bool = False) -> tuple[float, float]:
        """Give what is left of income after what work costs, new and old; new by wages before the tax or after."""
        a, point, j = self.linear.accounts, self.linear.point, self.place.country
        new = point.income[j] - self.effort_share * (self.kept if gross else 1.0) * point.factor_income[j].sum()
        return float(new), float(a.income[j] - self.effort_share * self.kept * a.payroll[j].sum())

    def welfare(self, scale: float, *, gross: bool = False) -> None:
        """Add scale x the derivative of the log of welfare."""
        a, point, j = self.linear.accounts, self.linear.point, self.place.country
        phi, share, on = a.factors.labour_supply, self.effort_share, self.seed.on
        old, new = float(a.payroll[j].sum()), float(point.factor_income[j].sum())
        left, left_old = self.lefts(gross=gross)
        part = self.kept if gross else 1.0
        on.income[j] += scale / left
        on.earned[j] -= scale * share * part / left
        on.log_consumer[j] -= scale
        self.seed.labour_supply += scale * (self.kept * old / left_old - part * new / left) / (1.0 + phi) ** 2
        self.of_kept(scale * share * (old / left_old - gross * new / left))

    def of_kept(self, weight: float) -> None:
        """Add a weight on 1 - tau."""
        linear, j = self.linear, self.place.country
        self.seed.state.revenue[j] -= weight * self.kept * linear.per_revenue[j]
        self.seed.on.earned[j] += weight * self.kept * linear.per_earned[j]

    def welfare_hat(self, *, gross: bool = False) -> float:
        """Give welfare over the baseline's."""
        left, left_old = self.lefts(gross=gross)
        return left / left_old / float(np.exp(self.linear.point.log_consumer[self.place.country]))

    def flows(self) -> Array:
        """Give an array for weights on trade, made when it is first asked for."""
        if self.seed.trade is None:
            self.seed.trade = np.zeros(self.baseline.trade.shape)
        return self.seed.trade

    def taxes(self) -> Array:
        """Give an array for weights on export taxes."""
        if self.seed.export_tax is None:
            self.seed.export_tax = np.zeros(self.baseline.trade.shape)
        return self.seed.export_tax

    @property
    def trade(self) -> Array:
        """Trade at producers' prices ``[sector, destination, origin]``."""
        sold = self.linear.sold
        n = self.linear.n
        return sold.reshape(len(sold), n, -1, n).sum(2)

    @property
    def output(self) -> float:
        """A producer's sales, million USD."""
        i, s = self.place.country, self.place.sector
        return float(self.trade[s, :, i].sum() if self.linear.accounts.firms.tracked else self.linear.point.sold[i, s])


def _welfare(at: _At) -> None:
    at.welfare(100.0 * at.welfare_hat())


def _welfare_by_gross_wages(at: _At) -> None:
    at.welfare(100.0 * at.welfare_hat(gross=True), gross=True)


def _real_wage(at: _At) -> None:
    point, j = at.linear.point, at.place.country
    at.seed.on.log_real[j] += 100.0 * np.exp(point.log_wage_index[j] - point.log_consumer[j])


def _equivalent(at: _At) -> None:
    a, more = at.linear.accounts, at.welfare_hat() - 1.0
    earned = float(a.payroll[at.place.country].sum())
    at.welfare(at.lefts()[1] * at.welfare_hat())
    at.seed.labour_supply -= more * at.kept * earned / (1.0 + a.factors.labour_supply) ** 2
    at.of_kept(-more * at.effort_share * earned)


def _wage(at: _At) -> None:
    hat = np.exp(at.linear.point.log_wage_index[at.place.country])
    at.seed.on.log_real[at.place.country] += hat
    at.seed.on.log_consumer[at.place.country] += hat


def _price(at: _At) -> None:
    at.seed.on.log_consumer[at.place.country] += np.exp(at.linear.point.log_consumer[at.place.country])


def _relative_price(at: _At) -> None:
    price, income, j = np.exp(at.linear.point.log_consumer), at.linear.accounts.income, at.place.country
    world = income * price
    hat = price[j] * income.sum() / world.sum()
    at.seed.on.log_consumer -= hat * world / world.sum()
    at.seed.on.log_consumer[j] += hat


def _employment(at: _At) -> None:
    point, j, phi = at.linear.point, at.place.country, at.linear.accounts.factors.labour_supply
    if at.linear.accounts.tracked:
        at.seed.on.log_labour[j] += 100.0 * np.exp(point.log_labour[j])
        return
    real = float(point.log_wage_index[j] - point.log_consumer[j])
    at.seed.on.log_real[j] += 100.0 * phi * np.exp(phi * real)
    at.seed.labour_supply += 100.0 * real * float(np.exp(phi * real))


def _revenue(at: _At) -> None:
    at.seed.on.revenue[at.place.country] += 1.0


def _output(at: _At, scale: float = 1.0) -> None:
    if at.linear.accounts.firms.tracked:  # marketing is paid for out of sales: what makers are paid is less
        to = (at.place.sector, slice(None), at.place.country)
        at.flows()[to] += scale * at.trade[to]
    else:
        at.seed.on.sold[at.place.country, at.place.sector] += scale


def _volume(at: _At, scale: float) -> None:
    node = at.place.country, at.place.sector
    price = np.exp(at.linear.point.cost[node])
    _output(at, scale / price)
    at.seed.on.cost[node] -= scale * at.output / price


def _output_pct(at: _At) -> None:
    _volume(at, 100.0 / float(at.baseline.output[at.place.country, at.place.sector]))


def _output_change(at: _At) -> None:
    _volume(at, 1.0)


def _producer_price(at: _At) -> None:
    node = at.place.country, at.place.sector
    at.seed.on.cost[node] += np.exp(at.linear.point.cost[node])


def _sector_wage(at: _At) -> None:
    wage = at.linear.state.log_wage
    node = at.place.country, at.place.sector if wage.shape[1] > 1 else 0
    at.seed.state.log_wage[node] += np.exp(wage[node])


def _foreign(at: _At, *, exports: bool) -> None:
    j = at.place.country
    old, new, to = at.baseline.trade, at.trade, at.flows()
    mine = (slice(None), slice(None), j) if exports else (slice(None), j, slice(None))
    total = old[mine].sum() - old[:, j, j].sum()
    to[mine] += 100.0 / total * new[mine]
    to[:, j, j] -= 100.0 / total * new[:, j, j]


def _exports(at: _At) -> None:
    _foreign(at, exports=True)


def _imports(at: _At) -> None:
    _foreign(at, exports=False)


def _flow(at: _At, *, percent: bool) -> None:
    cell = at.place.sector, at.place.destination, at.place.country
    scale = 100.0 / float(at.baseline.trade[cell]) if percent else 1.0
    at.flows()[cell] += scale * at.trade[cell]


def _trade(at: _At) -> None:
    _flow(at, percent=False)


def _trade_pct(at: _At) -> None:
    _flow(at, percent=True)


def _border(at: _At, weight: Array) -> None:
    """Add weights on prices at the border ``[sector, destination, origin]``: the producer's cost and the export tax."""
    cost = np.exp(at.linear.point.cost).T[:, None, :]
    old = 1.0 + at.linear.accounts.export_tax
    price = cost * (1.0 + at.linear.problem.export_tax) / old
    at.seed.on.cost += (weight * price).sum(1).T
    at.taxes()[:] += weight * cost / old


def _terms(at: _At) -> None:
    j, old = at.place.country, at.baseline.trade
    weight = np.zeros_like(old)
    weight[:, :, j] += old[:, :, j]
    weight[:, j, :] -= old[:, j, :]  # sales at home cancel
    _border(at, 100.0 / float(at.linear.accounts.income[j]) * weight)


def _volumes(at: _At) -> None:
    a, j, old = at.linear.accounts, at.place.country, at.baseline.trade
    weight = np.zeros_like(old)
    weight[:, j, :] = 100.0 / float(a.income[j]) * a.tariff[:, j, :]
    tax = 1.0 + a.export_tax
    raised = (1.0 + at.linear.problem.export_tax) / tax
    at.flows()[:] += weight * raised * at.trade
    at.taxes()[:] += weight * at.trade / tax
    _border(at, -weight * old)


def _parts(at: _At) -> None:
    _terms(at)
    _volumes(at)


SEEDS: dict[str, Callable[[_At], None]] = {
    "welfare_pct": _welfare,
    "real_wage_pct": _real_wage,
    "equivalent_variation": _equivalent,
    "terms_of_trade_pct": _terms,
    "volume_of_trade_pct": _volumes,
    "real_income_by_parts_pct": _parts,
    "exports_pct": _exports,
    "imports_pct": _imports,
    "tariff_revenue_new": _revenue,
    "wage_hat": _wage,
    "price_hat": _price,
    "relative_price_hat": _relative_price,
    "welfare_by_gross_wages_pct": _welfare_by_gross_wages,
    "employment_pct": _employment,
    "sector_wage_hat": _sector_wage,
    "output_new": _output,
    "output_pct": _output_pct,
    "output_change": _output_change,
    "producer_price_hat": _producer_price,
    "trade_new": _trade,
    "trade_change": _trade,
    "trade_pct": _trade_pct,
}
"""How each variable of an outcome moves."""


def seed(variable: str, baseline: Baseline, linear: Any, place: Place) -> Seed:
    """Give the seed of one number of an outcome.

    Parameters
    ----------
    variable
        A variable of an outcome, one of `SEEDS`.
    baseline
        What the outcome is held against.
    linear
        The equations' derivative at its solution.
    place
        Which number.
    """
    at = _At(baseline, linear, place)
    SEEDS[variable](at)
    return at.seed


def welfare_seed(baseline: Baseline, linear: Linear, weights: Array) -> Seed:
    """Give the seed of a weighted sum of the logs of real incomes.

    Parameters
    ----------
    baseline, linear
        As of `seed`.
    weights
        Of each country ``[country]``; those at 0 cost nothing.
    """
    at = _At(baseline, linear, Place(0))
    for country in np.flatnonzero(weights).tolist():
        at.place = Place(country)
        at.welfare(float(weights[country]))
    return at.seed


def welfare_hat(problem: Problem, point: Point) -> Array:
    """Give real income over the baseline's ``[country]``, what work is felt to cost left out.

    Parameters
    ----------
    problem, point
        A solution.
    """
    a = problem.accounts
    phi = a.factors.labour_supply
    share, kept = phi / (1.0 + phi), 1.0 - point.relief
    new = point.income - share * point.factor_income.sum(1)
    old = a.income - share * kept * a.payroll.sum(1)
    return new / old / np.exp(point.log_consumer)
