"""A third opinion: the model in levels, all its equations at once, by a general root finder. No hats, no iteration of its own.

Origins i, goods s, destinations j, uses u (the buying sectors k, and final demand last).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import root

Array = np.ndarray


@dataclass
class Levels:
    """The world's technology, tastes and sizes, such that the flows that were given are its equilibrium.

    Attributes
    ----------
    needs
        Spending on a good per unit of output ``[good, destination, sector]``.
    added
        Share of value added ``[country, sector]``.
    tastes
        Share of a good in final spending ``[good, country]``.
    weight
        Of an origin in a buyer's CES bundle ``[origin, good, destination, use]``.
    """

    needs: Array
    added: Array
    tastes: Array
    weight: Array
    theta: Array
    size: Array
    output: Array
    deficit: Array
    revenue: Array
    tariff: Array

    @classmethod
    def of(cls, flow: Array, tariff: Array, theta: Array, sourcing: str) -> Levels:
        """Find the parameters of flows ``[origin, sector, destination, use]`` at producers' prices."""
        s = flow.shape[1]
        paid = flow * (1 + tariff)[..., None]
        output = flow.sum((2, 3))
        needs = paid[..., :s].sum(0) / output[None]
        final = paid[..., s].sum(0)
        added = 1 - needs.sum(0)
        size = (added * output).sum(1)
        revenue = (paid - flow).sum((0, 1, 3))
        inputs = paid[..., :s].sum(3, keepdims=True)
        bundle = {
            "none": np.repeat(paid.sum(3, keepdims=True), s + 1, 3),
            "kind": np.concatenate([np.repeat(inputs, s, 3), paid[..., s:]], 3),
            "user": paid,
        }[sourcing]
        share = bundle / bundle.sum(0)
        return cls(
            needs=needs,
            added=added,
            tastes=final / final.sum(0),
            weight=share * ((1 + tariff) ** theta[None, :, None])[..., None],
            theta=theta,
            size=size,
            output=output,
            deficit=final.sum(0) - size - revenue,
            revenue=revenue,
            tariff=tariff,
        )

    def solve(self, policy: dict[str, Array], closure: str) -> dict[str, Any]:
        """Solve under new tariffs, export taxes, trade costs, productivity and transfers."""
        n, s = self.output.shape
        start = np.concatenate([np.zeros(n + n * s), np.ones(n * s), self.revenue / self.size])
        found = root(lambda x: self.gaps(x, policy, closure)[0], start, tol=1e-13)
        gaps, made = self.gaps(found.x, policy, closure)
        assert np.abs(gaps).max() < 1e-10
        made["welfare_pct"] = 100 * (made["income"] / (self.size + self.revenue + self.deficit) / made["price"] - 1)
        return made

    def gaps(self, x: Array, policy: dict[str, Array], closure: str) -> tuple[Array, dict[str, Any]]:
        """Give by how much a point (log wages, log costs, output, revenue) misses each equation, and what it implies."""
        n, s = self.output.shape
        wage, cost = np.exp(x[:n]), np.exp(x[n : n + n * s]).reshape(n, s)
        output, revenue = x[n + n * s : n + 2 * n * s].reshape(n, s) * self.output, x[-n:] * self.size
        taxed, levied = 1 + policy["tariff"], 1 + policy["export_tax"]
        landed = cost[:, :, None] * policy["trade_cost"] * taxed * levied
        power = self.weight * (landed ** -self.theta[None, :, None])[..., None]
        index = power.sum(0)
        price = index ** (-1 / self.theta)[:, None, None]
        factor = wage * self.size
        ratio = self.deficit / self.size
        deficit = {
            "additive": self.deficit,
            "balanced": 0 * self.deficit,
            "multiplicative": ratio * factor - factor / factor.sum() * (ratio * factor).sum(),
        }[closure]
        income = factor + revenue + deficit + policy["transfer"]
        spent = np.concatenate([self.needs * output[None], (self.tastes * income)[..., None]], 2)
        bought = (power / index * spent[None]).sum(3)
        border = bought / taxed
        sold = border / levied
        collected = (bought - border).sum((0, 1)) + (border - sold).sum((1, 2))
        bundle = np.einsum("sjk,sjk->jk", self.needs, np.log(price[:, :, :s]))
        unit = self.added * np.log(wage)[:, None] + bundle - np.log(policy["productivity"])
        paid = (self.added * output).sum(1) / self.size - wage
        paid[0] = factor.sum() / self.size.sum() - 1  # one market follows from the rest: the numeraire takes its place
        gaps = [paid, (np.log(cost) - unit).ravel(), ((sold.sum(2) - output) / self.output).ravel()]
        made = {
            "wage": wage,
            "cost": cost,
            "revenue": collected,
            "income": income,
            "trade": sold,
            "price": np.exp((self.tastes * np.log(price[:, :, s])).sum(0)),
        }
        return np.concatenate([*gaps, (collected - revenue) / self.size]), made


def flows(seed: int, countries: int, sectors: int) -> tuple[Array, Array]:
    """Give random flows at producers' prices with value added everywhere, and tariffs."""
    rng = np.random.default_rng(seed)
    n, s = countries, sectors
    size = rng.uniform(0.5, 2, n)
    inputs = rng.uniform(0.2, 2, (n, s, n, s)) * size[:, None, None, None] * size[None, None, :, None]
    final = rng.uniform(2, 12, (n, s, n)) * size[:, None, None] * size
    home = np.arange(n)
    inputs[home, :, home] *= 3
    final[home, :, home] *= 8
    for _ in range(20):
        output = inputs.sum((2, 3)) + final.sum(2)
        inputs *= np.minimum(1, 0.6 * output / inputs.sum((0, 1)))
    tariff = rng.uniform(0, 0.3, (n, s, n))
    tariff[home, :, home] = 0
    return np.concatenate([inputs, final[..., None]], 3), tariff


def policy(seed: int, levels: Levels) -> dict[str, Array]:
    """Give a random policy with every instrument."""
    rng = np.random.default_rng(seed)
    n, s = levels.output.shape
    home = np.arange(n)
    made = {
        "tariff": rng.uniform(0, 0.6, (n, s, n)),
        "export_tax": rng.uniform(-0.3, 0.4, (n, s, n)),
        "trade_cost": np.exp(rng.normal(0, 0.2, (n, s, n))),
        "productivity": np.exp(rng.normal(0, 0.2, (n, s))),
        "transfer": rng.normal(0, 0.02, n) * levels.size,
    }
    for name in ("tariff", "export_tax"):
        made[name][home, :, home] = 0
    made["transfer"] -= made["transfer"].mean()
    return made
