"""The model with every nest and factor market in levels: quantities and prices of CES functions, all equations at once.

An opinion of its own on what the engine solves in changes. It has production and utility functions with weights, firms,
factor owners and treasuries; a general root finder solves the markets; then `World.audit` puts the quantities back
into the functions and looks at every budget, the one market that was left out among them (Walras).

Origins i, goods s, destinations j, uses u (the buying sectors k, and final demand last). Prices of the baseline are
one: of producers, of factors, and of every bundle.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.optimize import root

Array = np.ndarray


@dataclass(frozen=True)
class Bundle:
    """A CES function of quantities along the first axis: Q = (sum b^(1/s) q^((s-1)/s))^(s/(s-1)).

    Attributes
    ----------
    share
        Of each part in spending at the prices ``at`` ``[part, ...]``; all zero where nothing is used.
    at
        Those prices; the price of the bundle is one there.
    sigma
        Elasticity of substitution, from 0 (fixed proportions) over 1 (Cobb-Douglas) up.
    """

    share: Array
    at: Array
    sigma: float

    @property
    def weight(self) -> Array:
        """Give b, for an elasticity that is not 1."""
        return self.share * self.at ** (self.sigma - 1)

    @property
    def used(self) -> Array:
        """Say where anything is used."""
        return self.share.sum(0) > 0

    def price(self, prices: Array) -> Array:
        """Give the least cost of one unit; 1 where nothing is used."""
        if self.sigma == 1:
            return np.exp((self.share * np.log(prices / self.at)).sum(0))
        power = (self.weight * prices ** (1 - self.sigma)).sum(0)
        return np.where(self.used, power, 1.0) ** (1 / (1 - self.sigma))

    def needs(self, prices: Array) -> Array:
        """Give the quantities of one unit at least cost, the gradient of its cost (Shephard)."""
        whole = self.price(prices)
        if self.sigma == 1:
            return self.share * whole / prices
        return self.weight * (whole / prices) ** self.sigma

    def made(self, quantities: Array) -> Array:
        """Give what the function makes of quantities; NaN where nothing is used."""
        used = self.share > 0
        b = np.where(used, self.share if self.sigma == 1 else self.weight, 1.0)
        q = np.where(used, quantities, 1.0)
        with np.errstate(divide="ignore"):  # nothing of an essential part makes nothing
            if self.sigma == 0:
                found = np.where(used, q / b, np.inf).min(0)
            elif self.sigma == 1:
                found = np.exp(np.where(used, b * np.log(q * self.at / b), 0.0).sum(0))
            else:
                rho = (self.sigma - 1) / self.sigma
                found = np.where(used, b ** (1 / self.sigma) * q**rho, 0.0).sum(0) ** (1 / rho)
        return np.where(self.used, found, np.nan)


@dataclass(frozen=True)
class Options:
    """Elasticities and markets; the names are those of ``Baseline.varied``."""

    input_substitution: float = 1.0
    value_added_substitution: float = 1.0
    consumption_substitution: float = 1.0
    factor_mobility: str | float = "mobile"
    labour_supply: float = 0.0
    competition: str = "perfect"
    sourcing: str = "none"
    closure: str = "additive"

    @property
    def mobile(self) -> bool:
        """Whether a country has one wage."""
        return self.factor_mobility == "mobile"

    @property
    def iota(self) -> float:
        """The elasticity of a factor's supply to a sector, to what it pays there over what all pay."""
        return 0.0 if self.factor_mobility == "specific" else float(self.factor_mobility)


@dataclass(frozen=True)
class World:
    """Flows at producers' prices ``[origin, sector, destination, use]``, their tariffs, and theta ``[sector]``."""

    flow: Array
    tariff: Array
    theta: Array
    options: Options = field(default_factory=Options)

    def with_(self, **options: Any) -> World:
        """Give the same flows with other elasticities and markets."""
        theta = np.broadcast_to(np.asarray(options.pop("theta", self.theta), float), self.theta.shape)
        return replace(self, theta=theta, options=replace(self.options, **options))

    # What the flows say ---------------------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, int]:
        """Countries and sectors."""
        return self.flow.shape[0], self.flow.shape[1]

    @property
    def paid(self) -> Array:
        """Spending with tariffs, as `flow`."""
        return self.flow * (1 + self.tariff)[..., None]

    @property
    def output(self) -> Array:
        """Sales of producers ``[country, sector]``."""
        return self.flow.sum((2, 3))

    @property
    def revenue(self) -> Array:
        """Of tariffs ``[country]``."""
        return (self.paid - self.flow).sum((0, 1, 3))

    @property
    def input_share(self) -> Array:
        """Spending on a good per unit of sales ``[good, destination, sector]``."""
        output = self.output[None]
        return self.paid[..., :-1].sum(0) / np.where(output > 0, output, 1.0)

    @property
    def value_added_share(self) -> Array:
        """What is left of sales ``[country, sector]``."""
        return 1 - self.input_share.sum(0)

    @property
    def value_added(self) -> Array:
        """With profits ``[country]``."""
        return (self.value_added_share * self.output).sum(1)

    @property
    def final(self) -> Array:
        """Final spending ``[good, country]``."""
        return self.paid[..., -1].sum(0)

    @property
    def deficit(self) -> Array:
        """Final spending beyond value added and revenue ``[country]``."""
        return self.final.sum(0) - self.value_added - self.revenue

    @property
    def markup(self) -> Array:
        """Price over unit cost ``[sector]``: sigma / (sigma - 1) under monopolistic competition."""
        return 1 + 1 / self.theta if self.options.competition == "monopolistic" else np.ones_like(self.theta)

    @property
    def factor(self) -> Array:
        """Factor quantities of the baseline, at prices of one ``[country, sector]``."""
        return self.value_added_share * self.output / self.markup

    @property
    def wanted(self) -> Array:
        """Spending on a good ``[good, destination, use]``."""
        return self.paid.sum(0)

    # Production, taste -----------------------------------------------------------------------------------------

    def sources(self, closed: Array) -> list[Bundle]:
        """Give for each good the bundle of its origins ``[origin, destination, use]``, less ``closed`` flows."""
        paid, s = self.paid, self.shape[1]
        whole, inputs = paid.sum(3, keepdims=True), paid[..., :s].sum(3, keepdims=True)
        spent = {
            "none": np.repeat(whole, s + 1, 3),
            "kind": np.concatenate([np.repeat(inputs, s, 3), paid[..., s:]], 3),
            "user": paid,
        }[self.options.sourcing]
        total = spent.sum(0)
        share = spent / np.where(total > 0, total, 1.0)
        if ((share > 0) & closed[..., None] & (self.theta <= 0)[None, :, None, None]).any():
            raise ValueError("an origin without which nothing can be made is closed")
        share = np.where(closed[..., None], 0.0, share)
        at = np.broadcast_to((1 + self.tariff)[..., None], share.shape)
        return [Bundle(share[:, g], at[:, g], 1 + float(self.theta[g])) for g in range(s)]

    def nests(self) -> tuple[Bundle, Bundle, Bundle]:
        """Give the bundles of inputs ``[good, country, sector]``, of the two in cost, of taste ``[good, country]``."""
        o, v, needs = self.options, self.value_added_share, self.input_share
        total = needs.sum(0)
        inputs = needs / np.where(total > 0, total, 1.0)
        top = np.stack([v, 1 - v])
        taste = self.final / self.final.sum(0)
        one = np.ones_like
        return (
            Bundle(inputs, one(inputs), o.input_substitution),
            Bundle(top, one(top), o.value_added_substitution),
            Bundle(taste, one(taste), o.consumption_substitution),
        )

    # The equations ---------------------------------------------------------------------------------------------

    def at(self, x: Array, shock: dict[str, Array]) -> dict[str, Any]:
        """Give all that a point implies: log wages, log producers' prices, log output, income over the old."""
        (n, s), o = self.shape, self.options
        w = n if o.mobile else n * s
        wage = np.exp(x[:w]).reshape(n, -1) * np.ones((n, s))
        price, output = np.exp(x[w : w + n * s]).reshape(n, s), np.exp(x[w + n * s : w + 2 * n * s]).reshape(n, s)
        output, income = output * self.output, x[-n:] * self.final.sum(0)
        closed = np.isinf(shock["trade_cost"])
        cost = np.where(closed, 1.0, shock["trade_cost"])
        border = price[:, :, None] * cost * (1 + shock["export_tax"])
        landed = border * (1 + shock["tariff"])
        sources, (inputs, top, taste) = self.sources(closed), self.nests()
        each = [np.repeat(landed[:, g, :, None], s + 1, 2) for g in range(s)]
        good = np.stack([sources[g].price(each[g]) for g in range(s)])  # good, destination, use
        lost = np.stack([~one.used for one in sources]) & (self.wanted > 0)
        good = np.where(lost, np.inf, good)  # who can do without it, does
        material = inputs.price(good[..., :s])
        costs = np.stack([wage, material])
        composite = output / (shock["productivity"] * self.markup)
        per_unit = top.needs(costs)
        used = inputs.needs(good[..., :s]) * (per_unit[1] * composite)
        living = taste.price(good[..., s])
        consumed = taste.needs(good[..., s]) * (income / living)
        wanted = np.concatenate([used, consumed[..., None]], 2)
        bought = np.stack([sources[g].needs(each[g]) * wanted[g] for g in range(s)], 1)  # [origin, good, ...]
        arriving = bought.sum(3)
        tariffs = shock["tariff"] * border * arriving
        taxes = shock["export_tax"] * price[:, :, None] * cost * arriving
        held = self.factor.sum(1)
        share = self.factor / held[:, None]
        index = wage[:, 0] if o.mobile else (share * wage ** (1 + o.iota)).sum(1) ** (1 / (1 + o.iota))
        hours = (index / living) ** o.labour_supply
        supply = self.factor * hours[:, None]
        if not o.mobile:
            supply = supply * (wage / index[:, None]) ** o.iota
        profit = (1 - 1 / self.markup) * price * output
        return {
            "wage": wage,
            "index": index,
            "price": price,
            "output": output,
            "income": income,
            "landed": landed,
            "good": good,
            "living": living,
            "unit": top.price(costs) / shock["productivity"],
            "employed": per_unit[0] * composite,
            "supply": supply,
            "earned": index * hours * held,
            "profit": profit.sum(1),
            "revenue": tariffs.sum((0, 1)) + taxes.sum((1, 2)),
            "shipped": arriving * cost,
            "bought": bought,
            "wanted": wanted,
            "material": per_unit[1] * composite,
            "composite": composite,
            "consumption": income / living,
            "closed": closed,
            "transfer": shock["transfer"],
        }

    def imbalance(self, made: dict[str, Any]) -> Array:
        """Give what a country spends beyond its income, under the closure."""
        grown = made["earned"] + made["profit"]
        ratio = self.deficit / self.value_added
        return {
            "additive": self.deficit,
            "balanced": 0 * self.deficit,
            "multiplicative": ratio * grown - grown / grown.sum() * (ratio * grown).sum(),
        }[self.options.closure] + made["transfer"]

    def gaps(self, x: Array, shock: dict[str, Array]) -> tuple[Array, float]:
        """Give by how much a point misses each equation, and the one that follows from the others."""
        made = self.at(x, shock)
        zero_profit = np.log(made["unit"] / made["price"])
        goods = (made["shipped"].sum(2) - made["output"]) / self.output
        factor = (made["employed"] - made["supply"]) / self.factor
        if self.options.mobile:
            factor = (made["employed"] - made["supply"]).sum(1) / self.factor.sum(1)
        factor = factor.ravel()
        large = int(np.argmax(self.factor.sum(1) if self.options.mobile else self.factor))
        left_out = float(factor[large])
        grown = made["earned"] + made["profit"]
        factor[large] = grown.sum() / self.value_added.sum() - 1  # the numeraire: world value added
        budget = (grown + made["revenue"] + self.imbalance(made) - made["income"]) / self.final.sum(0)
        return np.concatenate([factor, zero_profit.ravel(), goods.ravel(), budget]), left_out

    def solve(self, **shock: Array) -> dict[str, Any]:
        """Solve under new taxes, trade costs ``[origin, sector, destination]``, productivity and transfers.

        Returns
        -------
        dict
            Under the names of the engine's outcome, and all of `at`.
        """
        n, s = self.shape
        usual = {
            "tariff": self.tariff,
            "export_tax": np.zeros((n, s, n)),
            "trade_cost": np.ones((n, s, n)),
            "productivity": np.ones((n, s)),
            "transfer": np.zeros(n),
        }
        full = usual | {name: np.asarray(value, float) for name, value in shock.items() if value is not None}
        assert full.keys() == usual.keys(), f"unknown shocks: {full.keys() - usual.keys()}"
        x, gaps, left_out = self._walk(usual, full)
        made = self.at(x, full)
        assert np.abs(gaps).max() < 1e-10
        assert abs(left_out) < 1e-8, "Walras"
        self.audit(made)
        return made | self._named(made)

    def _walk(self, start: dict[str, Array], end: dict[str, Array]) -> tuple[Array, Array, float]:
        """Go to the shock in one step, or in ever more."""
        n, s = self.shape
        wages = n if self.options.mobile else n * s
        zero = np.concatenate([np.zeros(wages + 2 * n * s), np.ones(n)])
        still = self.with_(closure="additive").gaps(zero, start)[0]
        assert np.abs(still).max() < 1e-9, "the flows are no equilibrium"
        for steps in (1, 4, 16, 64):
            x = zero
            for t in np.linspace(0, 1, steps + 1)[1:]:
                here = {k: _between(start[k], end[k], t) for k in start}
                with np.errstate(all="ignore"):  # on its way the root finder tries what has no meaning
                    x = root(lambda y, here=here: self.gaps(y, here)[0], x, tol=1e-13).x
            gaps, left_out = self.gaps(x, end)
            if np.abs(gaps).max() < 1e-10:
                break
        return x, gaps, left_out

    def _named(self, made: dict[str, Any]) -> dict[str, Any]:
        phi = self.options.labour_supply
        lost = phi / (1 + phi)
        before = self.final.sum(0) - lost * self.factor.sum(1)
        after = (made["income"] - lost * made["earned"]) / made["living"]
        return {
            "welfare_pct": 100 * (after / before - 1),
            "real_wage_pct": 100 * (made["index"] / made["living"] - 1),
            "wage_hat": made["index"],
            "price_hat": made["living"],
            "producer_price_hat": made["price"],
            "output_new": made["price"] * made["output"],
            "trade_new": made["price"][:, :, None] * made["shipped"],
            "tariff_revenue_new": made["revenue"],
        }

    def audit(self, made: dict[str, Any], tolerance: float = 1e-8) -> None:
        """Put the quantities into the functions themselves, and add up what everyone earns and spends."""
        s = self.shape[1]
        sources, (inputs, top, taste) = self.sources(made["closed"]), self.nests()
        for g in range(s):
            _same(sources[g].made(made["bought"][:, g]), made["wanted"][g], tolerance)
        _same(inputs.made(made["wanted"][..., :s]), made["material"], tolerance)
        _same(top.made(np.stack([made["employed"], made["material"]])), made["composite"], tolerance)
        _same(taste.made(made["wanted"][..., s]), made["consumption"], tolerance)
        spent = (made["landed"][..., None] * made["bought"]).sum((0, 1))  # destination, use
        _same(spent[:, s], made["income"], tolerance)
        sales = made["price"] * made["output"]
        costs = made["wage"] * made["employed"] + spent[:, :s]
        _same(costs * self.markup, sales, tolerance)
        exports = made["price"][:, :, None] * made["shipped"]
        _same(exports.sum(2), sales, tolerance)
        _same((made["wage"] * made["employed"]).sum(1), made["earned"], tolerance)
        treasuries = spent.sum() - exports.sum()
        assert abs(treasuries - made["revenue"].sum()) < tolerance * sales.sum()


def _same(ours: Array, theirs: Array, tolerance: float) -> None:
    known = ~np.isnan(ours)
    np.testing.assert_allclose(ours[known], theirs[known], rtol=tolerance, atol=tolerance)


def _between(start: Array, end: Array, t: float) -> Array:
    finite = np.isfinite(end)
    return np.where(finite, start + t * (np.where(finite, end, start) - start), end)
