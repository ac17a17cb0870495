"""Ossa (2014), "Trade Wars and Trade Talks with Data", American Economic Review 104: his equations, by themselves.

Monopolistic competition with a fixed number of firms, one mobile factor, no inputs, Cobb-Douglas over industries. The
equilibrium in changes (section I.C of the paper) is solved by Newton's method in wages and spending; derivatives to
tariffs come from the implicit function theorem, with which best responses and Nash tariffs are found.

Exporters i, importers j, industries s; arrays ``[i, j, s]``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

Array = np.ndarray

REGIONS = ("Brazil", "China", "EU", "India", "Japan", "ROW", "US")

FILES = ("trade_ijs.csv", "tariff_ijs.csv", "sigma_s.csv", "tariff_noncoop.csv", "labels.csv")

HIGHEST = 10.0
"""The bound of tariffs in his search, a fraction."""


@dataclass(frozen=True)
class Point:
    """An equilibrium in changes: wages, spending, trade at border values ``[i, j, s]``, welfare over the old."""

    wage: Array
    spending: Array
    trade: Array
    price: Array
    welfare: Array
    share: Array


@dataclass(frozen=True)
class Ossa:
    """Trade at border values (million USD), tariffs (fractions) and elasticities of substitution."""

    trade: Array
    tariff: Array
    sigma: Array

    @cached_property
    def spent(self) -> Array:
        """X, with tariffs ``[j]``."""
        return (self.trade * (1 + self.tariff)).sum((0, 2))

    @cached_property
    def gamma(self) -> Array:
        """Share of an exporter in spending on an industry ``[i, j, s]``."""
        paid = self.trade * (1 + self.tariff)
        return paid / paid.sum(0)

    @cached_property
    def mu(self) -> Array:
        """Share of an industry in spending ``[j, s]``."""
        return (self.trade * (1 + self.tariff)).sum(0) / self.spent[:, None]

    @cached_property
    def labour(self) -> Array:
        """w L: what sales leave after profits ``[i]``."""
        return ((1 - 1 / self.sigma) * self.trade).sum((1, 2))

    @cached_property
    def deficit(self) -> Array:
        """Imports less exports ``[j]``."""
        return self.trade.sum((0, 2)) - self.trade.sum((1, 2))

    def _flows(self, y: Array, tariff: Array) -> tuple[Array, Array, Array]:
        n = len(self.spent)
        change = np.log((1 + tariff) / (1 + self.tariff))
        w, x = y[:n], y[n:]
        own = self.gamma * np.exp((1 - self.sigma) * (w[:, None, None] + change))
        total = own.sum(0)
        log_price = np.log(total) / (1 - self.sigma)
        new = own / total * self.mu[None] * (self.spent * np.exp(x))[None, :, None] / (1 + tariff)
        return new, own / total, log_price

    def _residual(self, y: Array, tariff: Array, deficit: Array, trade: Array) -> Array:
        n = len(self.spent)
        earned, spent = np.exp(y[:n]) * self.labour, np.exp(y[n:]) * self.spent
        first = earned - ((1 - 1 / self.sigma) * trade).sum((1, 2))
        second = spent - earned - (tariff * trade).sum((0, 2)) - (trade / self.sigma).sum((1, 2)) - deficit
        return np.concatenate([first, second])

    def _slope(self, y: Array, tariff: Array, trade: Array, share: Array) -> Array:
        """Give the derivative of the residual to log wages and log spending."""
        n = len(self.spent)
        one = np.eye(n)
        to_wage = (1 - self.sigma) * trade  # of trade [i, j, s] to log w_k: that (1{i = k} - share[k, j, s])
        cross = to_wage[:, :, None, :] * (one[:, None, :, None] - share.transpose(1, 0, 2)[None])  # i, j, k, s
        to_spent = trade[:, :, None, :] * one[None, :, :, None]
        both = np.concatenate([cross, to_spent], 2)
        first = -((1 - 1 / self.sigma) * both).sum((1, 3))
        second = -np.einsum("ijs,ijks->jk", tariff, both) - (both / self.sigma).sum((1, 3))
        earned, spent = np.diag(np.exp(y[:n]) * self.labour), np.diag(np.exp(y[n:]) * self.spent)
        first[:, :n] += earned
        second[:, :n] -= earned
        second[:, n:] += spent
        return np.concatenate([first, second])

    def solve(self, tariff: Array, deficit: Array | float = 0.0) -> Point:
        """Find the equilibrium under new tariffs and deficits; labour income of the world is the numeraire."""
        n = len(self.spent)
        y, last = np.zeros(2 * n), np.inf
        for _ in range(100):
            trade, share, log_price = self._flows(y, tariff)
            gap = self._residual(y, tariff, np.broadcast_to(deficit, n), trade)
            if np.abs(gap).max() < 1e-12 * self.spent.sum() or (last < 1e-10 and np.abs(gap).max() > last / 2):
                break
            last = np.abs(gap).max() / self.spent.sum()
            slope = self._slope(y, tariff, trade, share)
            slope[0], gap[0] = 0.0, np.exp(y[:n]) @ self.labour - self.labour.sum()
            slope[0, :n] = np.exp(y[:n]) * self.labour
            step = np.linalg.solve(slope, gap)
            y = y - step * min(1.0, 0.5 / np.abs(step).max())
        else:
            raise AssertionError("no equilibrium")
        price = np.exp((self.mu * log_price).sum(1))
        return Point(np.exp(y[:n]), np.exp(y[n:]), trade, price, np.exp(y[n:]) / price, share)

    def purged(self) -> Ossa:
        """Take deficits away at the factual tariffs, as he does before all else."""
        return replace(self, trade=self.solve(self.tariff).trade)

    def marginal(self, j: int, tariff: Array) -> tuple[float, Array, Array]:
        """Give log welfare of importer j, its derivative to log(1 + its tariffs) ``[i, s]``, and where that would be
        zero.

        The derivative is trade[i, j, s] times a line in the tariff, if what moves with all tariffs of an industry or a
        country is held: the zero of that line is the next guess of `best`, which does not hang on how small a flow is.
        """
        n = len(self.spent)
        point = self.solve(tariff)
        y = np.log(np.concatenate([point.wage, point.spending]))
        trade, share, sigma = point.trade[:, j], point.share[:, j], self.sigma
        slope = self._slope(y, tariff, point.trade, point.share)
        slope[0] = 0.0
        slope[0, :n] = point.wage * self.labour
        weight = np.zeros(2 * n)  # of log wages and log spending in log W_j = x_j - sum_s mu log P
        weight[:n] = -(self.mu[j] * share).sum(1)
        weight[n + j] = 1.0
        dual = np.linalg.solve(slope.T, weight)
        dual[0] = 0.0  # the numeraire knows no tariff
        own = dual[n + j]
        cost = -dual[:n, None] * (1 - 1 / sigma) - dual[n:, None] / sigma  # of a unit of trade in the residuals
        worth = ((cost - own * tariff[:, j]) * trade).sum(0)
        # trade[i, j, s] moves by (-sigma 1{i = k} + (sigma - 1) share_k) with log(1 + t_kjs)
        direct = -sigma * (cost - own * tariff[:, j]) * trade + (sigma - 1) * share * worth
        direct -= own * (1 + tariff[:, j]) * trade
        gradient = -self.mu[j] * share - direct
        spent = self.mu[j] * self.spent[j] * point.spending[j]
        wanted = sigma * (cost + own) / (self.mu[j] / spent + (sigma - 1) * (own + worth / spent)) - 1
        gradient[j] = wanted[j] = 0.0
        return float(np.log(point.welfare[j])), gradient, np.clip(wanted, 0.0, HIGHEST)

    def best(self, j: int, tariff: Array, tolerance: float = 1e-8) -> Array:
        """Give all tariffs with importer j's set to its best, those of the others held (no weights on industries)."""
        made = tariff.copy()
        for _ in range(500):
            _, _, wanted = self.marginal(j, made)
            step = wanted - made[:, j]
            made[:, j] += step
            if np.abs(step).max() < tolerance:
                return made
        raise AssertionError("no best tariff")

    def nash(self, tolerance: float = 1e-7) -> Array:
        """Give tariffs that are each importer's best against the others' (no weights on industries)."""
        tariff = np.broadcast_to(1 / (self.sigma - 1), self.trade.shape).copy()
        tariff[np.arange(len(self.spent)), np.arange(len(self.spent))] = 0.0
        for _ in range(500):
            wanted = np.stack([self.marginal(j, tariff)[2] for j in range(len(self.spent))], 1)
            step = wanted - tariff
            tariff = tariff + step
            if np.abs(step).max() < tolerance:
                return tariff
        raise AssertionError("best responses go on")


def read(folder: Path, column: int = 0) -> tuple[Ossa, Array, list[str]]:
    """Read his files; ``column`` of sigma_s is the variant, of which the first is the paper's own.

    Returns
    -------
    tuple
        The world as it is recorded, the noncooperative tariffs of the data ``[industry, importer]`` (zero where there
        are none), and the names of industries.
    """

    def table(name: str) -> Array:
        return np.loadtxt(folder / name, delimiter=",")

    n = len(REGIONS)
    trade, tariff = (table(name).reshape(-1, n, n).transpose(1, 2, 0) for name in ("trade_ijs.csv", "tariff_ijs.csv"))
    labels = [line.strip().strip('"') for line in (folder / "labels.csv").read_text().splitlines() if line.strip()]
    return Ossa(trade, tariff, table("sigma_s.csv")[:, column]), table("tariff_noncoop.csv"), labels
