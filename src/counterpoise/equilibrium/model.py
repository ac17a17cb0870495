r"""The equations of the model, one function each, on bare arrays; their numbers are those of ``docs/methods/equilibrium.md``.

A variable with a hat is its new value over its old one. Node arrays run ``[country, sector]``; sourcing shares run
``[sector, destination, origin]``, or ``[sector, destination, use, origin]`` where they differ between uses, so that a
sum over origins is a product of a matrix and a vector for each sector. The nests above the mix of origins, the factor market
and the firms are components (`counterpoise.equilibrium.nests`, `counterpoise.equilibrium.factors`,
`counterpoise.equilibrium.firms`); with the usual ones, Cobb-Douglas nests and a mobile factor in fixed supply, the model is
Caliendo and Parro's (2015).

NumPy alone is used, and only its array functions.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.equilibrium.factors import Factors, Mobile, Tied, relief
from counterpoise.equilibrium.firms import Firms, Plain
from counterpoise.equilibrium.nests import Nests, Tilts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

CLOSURES = ("additive", "multiplicative", "balanced")

UNTILTED = Tilts()
"""Spending shares as they were."""


@dataclass(frozen=True)
class Accounts:
    """What the equations take from the baseline: shares, sizes and elasticities, all of one equilibrium.

    Attributes
    ----------
    share
        pi, of origin in a destination's purchases at buyers' prices ``[sector, destination, (use,) origin]``; sums to 1,
        or to 0 where nothing is bought. The uses are none, (intermediate, final), or the buying sectors and final.
    input_share
        (1 - v) m, spending on a good per unit of a sector's output ``[country, good, sector]``.
    value_added_share
        v ``[country, sector]``; with `input_share` over goods it sums to 1.
    final_share
        alpha, of a good in final spending ``[country, good]``.
    theta
        Elasticity of buyers' spending to the landed cost ``[sector]``; 0 is Cobb-Douglas over origins.
    value_added
        w L, what the factor earns, million USD ``[country]``.
    output
        Y, what makers are paid, million USD at producers' prices ``[country, sector]``: sales, less marketing where firms pay for it.
    deficit
        D, imports less exports, million USD ``[country]``; sums to 0. Where firms pay for marketing abroad, less what
        marketing brings in.
    revenue
        T, of tariffs and export taxes, million USD ``[country]``.
    tariff, export_tax
        tau and chi, fractions ``[sector, destination, origin]``.
    nests
        How far goods, and value added, stand in for each other.
    factors
        The factor market.
    profit_share
        mu, the share of sales that firms keep as profits ``[sector]``; None where there are none.
    firms
        What lies between costs and prices.
    """

    share: Array
    input_share: Array
    value_added_share: Array
    final_share: Array
    theta: Array
    value_added: Array
    output: Array
    deficit: Array
    revenue: Array
    tariff: Array
    export_tax: Array
    nests: Nests = field(default_factory=Nests)
    factors: Factors = field(default_factory=Mobile)
    profit_share: Array | None = None
    firms: Plain | Firms = field(default_factory=Plain)

    @cached_property
    def income(self) -> Array:
        """I = w L + profits + T + D, what a country spends on final goods ``[country]``."""
        return income(self.domestic_income, self.revenue, self.deficit)

    @cached_property
    def domestic_income(self) -> Array:
        """What the factor and the firms of a country earn ``[country]``, million USD."""
        return self.value_added + self.profits(self.output)

    @cached_property
    def size(self) -> Array:
        """E, all spending, at buyers' prices ``[country]``, million USD."""
        return self.income + (self.input_share.sum(1) * self.output).sum(1)

    def profits(self, output: Array) -> Array | float:
        """Give what firms keep of their sales ``[country]``, million USD."""
        return 0.0 if self.profit_share is None else output @ self.profit_share

    def effort(self, earned: Array) -> Array:
        """Give what work is felt to cost, phi / (1 + phi) of what the factor earns ``[country]``, million USD."""
        phi = self.factors.labour_supply
        return phi / (1.0 + phi) * earned.sum(1)

    @cached_property
    def tracked(self) -> bool:
        """Whether employment is an unknown of its own; else it follows from wages and prices."""
        return self.firms.tracked or self.factors.rebate != "lump_sum"

    def relief(self, revenue: Array, earned: Array) -> Array:
        """Give the rate of the tax on what the factor earns that revenue has come to replace ``[country]``."""
        return relief(self.factors, revenue, earned, self.revenue, self.value_added)

    @cached_property
    def payroll(self) -> Array:
        """What the factor earns in each of its markets ``[country, 1 or sector]``, million USD."""
        if isinstance(self.factors, Tied):
            made = labour_income(self.value_added_share, self.output, self.profit_share)
            return made * (self.value_added / made.sum(1))[:, None]
        return self.value_added[:, None]

    @cached_property
    def inputs_weight(self) -> Array:
        """1 - v ``[country, sector]``."""
        return 1.0 - self.value_added_share

    @cached_property
    def unit_elastic(self) -> NDArray[np.intp]:
        """The sectors that are Cobb-Douglas over origins."""
        return np.flatnonzero(self.theta == 0.0)

    @cached_property
    def idle(self) -> Array:
        """1 where a destination buys none of a good ``[sector, destination(, use)]``."""
        return np.where((self.share > 0).any(-1), 0.0, 1.0)

    @cached_property
    def parts(self) -> tuple[NDArray[np.intp], int]:
        """Give the number of the part of the world that each country trades in ``[country]``, and how many there are."""
        from counterpoise.equilibrium.existence import parts_of  # noqa: PLC0415

        trade = self.share > 0 if self.uses == 1 else (self.share > 0).any(2)
        return parts_of(np.asarray(trade.any(0)))

    @cached_property
    def taxed(self) -> bool:
        """Whether there are tariffs."""
        return bool(self.tariff.any())

    @cached_property
    def levied(self) -> bool:
        """Whether there are export taxes."""
        return bool(self.export_tax.any())

    @cached_property
    def crossing(self) -> Array:
        """Give pi / (1 + tau): what of spending crosses the border ``[sector, destination, origin]``."""
        return self.share / (1.0 + self.tariff) if self.taxed else self.share

    @property
    def uses(self) -> int:
        """Give how many groups of uses have shares of their own; 1 where the shares do not depend on the use."""
        return 1 if self.share.ndim == 3 else self.share.shape[2]


# 1 and 2: landed cost and the source nest -----------------------------------------------------------------


def landed_cost_hat(
    tariff: Array, tariff_new: Array, tax: Array, tax_new: Array, trade_cost_hat: Array, passing: Array | None = None
) -> Array:
    """Eq. 1: by how much a good's way got dearer, taxes to the power ``passing``; infinite under an embargo."""
    if passing is not None:
        return trade_cost_hat * ((1.0 + tariff_new) * (1.0 + tax_new) / ((1.0 + tariff) * (1.0 + tax))) ** passing
    return trade_cost_hat * ((1.0 + tariff_new) * (1.0 + tax_new)) / ((1.0 + tariff) * (1.0 + tax))


@dataclass(frozen=True)
class Change:
    """The flows whose taxes or costs a policy changes, ``[flow]``: most policies change few.

    Attributes
    ----------
    sector, destination, origin
        Where they are.
    kappa_hat
        Change of the landed cost; infinite under an embargo.
    tariff, export_tax
        New levels, fractions.
    tariff_old, export_tax_old
        Those of the baseline.
    ration
        The part of one plus the new tariff that is a scarcity value (see `counterpoise.equilibrium.policy.Policy`); None
        where there is none.
    """

    sector: NDArray[np.intp]
    destination: NDArray[np.intp]
    origin: NDArray[np.intp]
    kappa_hat: Array
    tariff: Array
    export_tax: Array
    tariff_old: Array
    export_tax_old: Array
    ration: Array | None = None

    @property
    def at(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Give the place of the flows in an array ``[sector, destination, origin]``."""
        return self.sector, self.destination, self.origin

    def part_way(self, t: float, dearest: Array) -> Change:
        """Give the change t of the way (0 to 1) in logs; an embargo is the dearest cost ``[sector]`` on its way."""
        kappa = np.where(np.isinf(self.kappa_hat), dearest[self.sector], self.kappa_hat)
        return replace(
            self,
            kappa_hat=kappa**t,
            tariff=(1.0 + self.tariff_old) ** (1.0 - t) * (1.0 + self.tariff) ** t - 1.0,
            export_tax=(1.0 + self.export_tax_old) ** (1.0 - t) * (1.0 + self.export_tax) ** t - 1.0,
        )


_NOWHERE, _NONE = np.zeros(0, dtype=np.intp), np.zeros(0)
NO_CHANGE = Change(_NOWHERE, _NOWHERE, _NOWHERE, _NONE, _NONE, _NONE, _NONE, _NONE)
"""A policy that leaves all taxes and costs."""


def reweighted(share: Array, change: Change, theta: Array) -> Array:
    """Give pi kappa^(-theta), with which every iteration works; only what changed is computed."""
    if not len(change.sector):
        return share
    weight = share.copy()
    with np.errstate(over="ignore"):  # a prohibitive cost is an infinite one
        factor = change.kappa_hat ** -theta[change.sector]
    factor[np.isinf(change.kappa_hat)] = 0.0  # what is stopped is not bought, however little stands in for it
    if share.ndim == 3:
        weight[change.at] *= factor
    else:
        weight[change.sector, change.destination, :, change.origin] *= factor[:, None]
    return weight


def source_price(
    weight: Array, cost: Array, theta: Array, idle: Array, log_taxed: Mapping[int, Array]
) -> tuple[Array, Array, Array]:
    """Eq. 2: price of a good at its destination, by CES over origins.

    Parameters
    ----------
    weight
        pi kappa^(-theta).
    cost
        log c ``[origin, sector]``.
    theta, idle
        See `Accounts`.
    log_taxed
        The sum of pi log kappa ``[destination(, use)]`` of each sector that is Cobb-Douglas over origins.

    Returns
    -------
    power
        c^(-theta) ``[origin, sector]``, over that of the sector's cheapest maker.
    index
        P^(-theta) ``[sector, destination(, use)]``, over the same; 1 where nothing is bought.
    log_price
        log P, of the same shape.
    """
    least = cost.min(0)  # what is common to a sector cancels in every share: its cheapest maker is at 1
    power = np.exp(-theta * (cost - least))
    index = np.matvec(weight if weight.ndim == 3 else weight.reshape(len(weight), -1, weight.shape[-1]), power.T)
    if weight.ndim == 4:
        index = index.reshape(weight.shape[:-1])
    index = index + idle
    log_price = np.log(index)
    each = [-1, *[1] * (index.ndim - 1)]
    log_price /= np.where(theta == 0.0, 1.0, -theta).reshape(each)
    log_price += least.reshape(each) * (idle == 0)
    for sector, taxed in log_taxed.items():
        log_price[sector] = weight[sector] @ cost[:, sector] + taxed
    return power, index, log_price


def log_taxed(accounts: Accounts, change: Change) -> dict[int, Array]:
    """Give the sum of pi log kappa ``[destination(, use)]`` of each sector that is Cobb-Douglas over origins."""
    made = {}
    for sector in accounts.unit_elastic.tolist():
        here = (change.sector == sector) & np.isfinite(change.kappa_hat)  # what is closed was nobody's, or is lost
        kappa = np.zeros((len(accounts.output), len(accounts.output)))
        kappa[change.destination[here], change.origin[here]] = np.log(change.kappa_hat[here])
        made[sector] = np.einsum("jui,ji->ju", accounts.share[sector].reshape(len(kappa), -1, kappa.shape[1]), kappa)
        made[sector] = made[sector].reshape(accounts.share.shape[1:-1])
    return made


# 3, 4 and 5: the other nests --------------------------------------------------------------------------------


def of_inputs(log_price: Array) -> Array:
    """Give the prices that producers pay ``[country, good]``, or ``[country, good, sector]`` where each pays its own."""
    if log_price.ndim == 2:
        return log_price.T
    if log_price.shape[2] == 2:
        return log_price[:, :, 0].T
    return log_price[:, :, :-1].swapaxes(0, 1)


def of_final(log_price: Array) -> Array:
    """Give the prices that final users pay ``[country, good]``."""
    return log_price.T if log_price.ndim == 2 else log_price[:, :, -1].T


def input_price(nests: Nests, input_share: Array, log_price: Array, inputs_weight: Array) -> Array:
    """Eq. 3: (1 - v) log P_M ``[country, sector]``."""
    return nests.inputs.of_goods(input_share, of_inputs(log_price), inputs_weight)


def unit_cost(
    nests: Nests, log_wage: Array, log_inputs: Array, value_added_share: Array, inputs_weight: Array
) -> Array:
    """Eq. 4: the log of cost before productivity, A c ``[country, sector]``."""
    return nests.value_added.of_two(value_added_share, log_wage, inputs_weight, log_inputs)


def consumer_price(nests: Nests, final_share: Array, log_price: Array) -> Array:
    """Eq. 5: log P_C ``[country]``."""
    return nests.consumption.of_final(final_share, of_final(log_price))


# 6 to 9: spending, income and the markets -------------------------------------------------------------------


def spending(
    input_share: Array, final_share: Array, output: Array, income: Array, uses: int, tilts: Tilts = UNTILTED
) -> Array:
    """Eq. 6: spending at buyers' prices, ``[country, good]``, or ``[sector, destination, use]`` where uses differ."""
    final = final_share * income[:, None]
    if tilts.final is not None:
        final *= tilts.final
    produced = output if tilts.producer is None else output * tilts.producer
    if uses <= 2:
        inputs = np.matvec(input_share, produced)
        if tilts.good is not None:
            inputs *= tilts.good
        return inputs + final if uses == 1 else np.stack([inputs.T, final.T], axis=2)
    by_use = np.empty((final.shape[1], final.shape[0], uses))
    np.multiply(input_share.transpose(1, 0, 2), produced[None], out=by_use[:, :, :-1])
    if tilts.good is not None:
        by_use[:, :, :-1] *= tilts.good.swapaxes(0, 1)
    by_use[:, :, -1] = final.T
    return by_use


def income(factor_income: Array, revenue: Array, deficit: Array) -> Array:
    """Eq. 7: what a country spends on final goods ``[country]``, million USD."""
    return factor_income + revenue + deficit


def deficits(closure: str, deficit: Array, value_added: Array, factor_income: Array, part: NDArray[np.intp]) -> Array:
    """Give D' under a closure ``[country]``, million USD; within each part of the world that trades it sums to zero.

    ``additive``: as it was, in units of the numeraire (world value added), so a fixed share of it (Dekle, Eaton and
    Kortum 2008). ``multiplicative``: a fixed share of the country's own value added. What then fails to sum to zero among
    those who trade with each other (``part`` numbers them) is shared out in proportion to value added; who is alone has no
    deficit. ``balanced``: none.
    """
    if closure == "balanced":
        return np.zeros_like(deficit)
    if closure == "additive":
        return deficit - value_added * _over_parts(deficit, value_added, part)
    wanted = deficit / value_added * factor_income
    return wanted - factor_income * _over_parts(wanted, factor_income, part)


def _over_parts(values: Array, sizes: Array, part: NDArray[np.intp]) -> Array:
    """Give the sum of values over that of sizes in each country's part of the world."""
    return (np.bincount(part, weights=values) / np.bincount(part, weights=sizes))[part]


def labour_income(value_added_share: Array, output: Array, profit_share: Array | None = None) -> Array:
    """Eq. 9: what the producers of a country pay for its factor, by sector ``[country, sector]``, million USD."""
    made = value_added_share * output
    return made if profit_share is None else made * (1.0 - profit_share)
