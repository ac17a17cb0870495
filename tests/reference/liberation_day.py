r"""The tariffs of 2 April 2025 by Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), in plain NumPy and SciPy.

"Making America Great Again? The Economic Impacts of Liberation Day Tariffs", Journal of International Economics 157:
104138. The functions give every cell of their Tables 1 to 3; they know nothing of the program.

Conventions: arrays are exporter n, importer i. A hat is new over old, a prime is new. There are no tariffs before.
X_ni is i's spending on goods of n with the tariff, E_i its total, lambda_ni = X_ni / E_i, and w_i L_i = Y_i income of
labour, which is GDP. Numbers in brackets are the paper's equations.

1. Shares (1): lambda' = lambda (w^_n L^_n^-psi)^-eps (1 + t_ni)^(-phi_i eps) / S_i, where S_i is the sum over n of the
   numerator. eps is the trade elasticity, psi the scale elasticity (entry of firms), and phi the pass-through of a
   tariff to the price index: phi_i = phi~ + (1 + psi) nu_i / (1 - nu_i), of firms (phi~ = 1) and of variety.
2. Prices (4): P^_i = (E^_i / w^_i)^(1 - phi_i) S_i^(-1 / eps).
3. Labour (2): Y'_i = sum_n (1 - nu_n) X'_in / (1 + t_in) + nu_i sum_n X'_ni / (1 + t_ni). Fixed costs of selling in i,
   a part nu_i of sales there, are paid to i's labour; so a deficit moves with trade (7).
4. Income (5, 6): E'_i = Y'_i + R'_i + T_i Y'_world / Y_world; R' is tariff revenue, T a fixed transfer.
5. Supply of labour (3): L^_i = (w^_i / ((1 - tau_i) P^_i))^kappa. Where revenue replaces income tax,
   tau_i = R'_i / Y'_i is the rate before, and there is none after; with a lump-sum rebate tau_i = 0.
6. Prices are relative to the world's: sum_i E_i P^_i = sum_i E_i. This replaces one of the equations 3.

What the tables print:

- Welfare: W^ = delta E^ / P^ + (1 - delta) w^ L^ / P^ with delta = E / (E - (1 - tau) Y kappa / (1 + kappa)). The
  second part stands for the disutility of labour, L^(1 + 1/kappa). That is w^ L^ / P^ without income tax relief. With
  it, it is that times 1 / (1 - tau), a factor which the authors' program leaves out: see ``welfare_of_the_utility``.
  With it the first cell would be 0.63 %, not 1.13 %.
- Deficit: the change of imports less exports, both without tariffs, over its absolute value before. Exports and imports
  without tariffs, over GDP. Prices: P^. Averages are weighted with E, not with GDP as the notes of the tables say.
- Revenue "% of GDP" is R' over E before; the federal budget is 0.23 of that.

The base: nu is one number for the USA and one for all others, such that sales-weighted means are 0.26 for firms of the
USA and 0.12 for others; T = (1 - nu_i) (sum_n X_ni - sum_n (1 - nu_n) X_in), without home trade (8); E = GDP + T; home
trade is E less imports, or zero where that is negative (GMB, MHL); then E, Y and T follow from the matrix.

Tariffs: the USA put max(0.1, rate) on each origin: Russia has 0 in the data, and Mexico 17 % where the text says 10 %.
Proposition 2: t* = 1 / ((1 + e) phi_i - 1) with e = eps sum_n (1 - nu_n) X_in (1 - lambda_in) / ((1 - nu_i) sum_n
X_ni), n other than i. Optimal retaliation is the same for the world without the USA as one country. Where the sum in
the denominator is imports (E less home trade), the USA's is 21.8 %, and this is in Table 1, case 3, and in Table 3.
With Y less home trade it is 18.5 %, and this is in the last panel of Table 2, and retaliation is computed so
everywhere. The text says 19 %.

Sources: equations 1 to 8, the elasticities and Proposition 2 are in the paper. Of the rest, the authors' program in
their replication files was read (what the paper leaves open: the base, welfare, weights, denominators), and each such
choice was then checked against the printed digits. No code is theirs.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve
from scipy.optimize import fsolve

Array = NDArray[np.float64]

TRADE_ELASTICITY = 4.0
LABOUR_SUPPLY = 0.5
SCALE = 0.67
"""The scale elasticity times the trade elasticity."""
OVERHEAD = {"others": 0.12, "USA": 0.26}
"""Selling, general and administrative expenses in sales, by the country of the firms."""
LEAST_TARIFF = 0.1
FEDERAL_BUDGET = 0.23
EU = [
    *("AUT", "BEL", "BGR", "CYP", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN"),
    *("IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVN", "SWE"),
]
"""The members of the European Union in the authors' mean: Czechia and Slovakia are missing."""


@dataclass(frozen=True)
class World:
    """The base, and the parameters."""

    countries: list[str]
    flow: Array  # [n, i], thousand USD, with home trade
    overhead: Array  # nu[i]
    passthrough: Array  # phi[i]
    ustr: Array  # rate on each origin, as announced
    trade_elasticity: float = TRADE_ELASTICITY
    labour_supply: float = LABOUR_SUPPLY
    scale: float = SCALE / TRADE_ELASTICITY

    @property
    def usa(self) -> int:
        """Give the place of the USA."""
        return self.countries.index("USA")

    @property
    def spending(self) -> Array:
        """Give E."""
        return self.flow.sum(0)

    @property
    def income(self) -> Array:
        """Give Y: equation 3 before."""
        return self.flow @ (1 - self.overhead) + self.overhead * self.spending

    @property
    def transfer(self) -> Array:
        """Give T."""
        return self.spending - self.income

    @property
    def share(self) -> Array:
        """Give lambda."""
        return self.flow / self.spending


@dataclass(frozen=True)
class Equilibrium:
    """What follows tariffs; hats are new over old."""

    tariff: Array  # [n, i]
    wage: Array  # hat
    spending: Array  # hat
    labour: Array  # hat
    price: Array  # hat
    flow: Array  # new, without tariffs, [n, i]
    income: Array  # new
    revenue: Array  # new
    tax: Array  # tau: the rate that revenue replaces
    residual: float


def overhead_shares(flow: Array, gdp: Array, usa: int) -> tuple[float, float]:
    """Find nu, outside the USA and in it, in a world of two countries; ``flow`` is without home trade."""
    groups = np.vstack([np.arange(len(gdp)) != usa, np.arange(len(gdp)) == usa]).astype(float)
    trade, size = groups @ flow @ groups.T, groups @ gdp  # the first is trade among others too

    def misses(nu: Array) -> Array:
        spending = size + (1 - nu) * (trade.sum(0) - trade @ (1 - nu))
        home = spending - np.array([trade[1, 0], trade[0, 1]])
        abroad = np.array([trade[0, 1], trade[1, 0]])
        mean = (home * nu + abroad * nu[::-1]) / (home + abroad)
        return mean - [OVERHEAD["others"], OVERHEAD["USA"]]

    found: Array = np.asarray(fsolve(misses, [0.1, 0.24], xtol=1e-14))
    assert np.abs(misses(found)).max() < 1e-12
    return float(found[0]), float(found[1])


def passthrough(overhead: Array, scale: float, firms: float = 1.0) -> Array:
    """Give phi."""
    return firms + (1 + scale) * overhead / (1 - overhead)


def world(folder: Path) -> World:
    """Make the base from the folder that has the authors' four files of data."""
    with (folder / "country_labels.csv").open(encoding="utf-8", newline="") as lines:
        countries = [row["iso3"] for row in csv.DictReader(lines)]
    flow = np.nan_to_num(np.genfromtxt(folder / "trade_cepii.csv", delimiter=",", skip_header=1))
    gdp = np.genfromtxt(folder / "gdp.csv", skip_header=1) / 1000  # trade is in thousands
    usa = countries.index("USA")
    nu = np.full(len(gdp), np.nan)
    nu[:], nu[usa] = overhead_shares(flow, gdp, usa)
    transfer = (1 - nu) * (flow.sum(0) - flow @ (1 - nu))
    np.fill_diagonal(flow, np.maximum(gdp + transfer - flow.sum(0), 0))
    return World(
        countries=countries,
        flow=flow,
        overhead=nu,
        passthrough=passthrough(nu, SCALE / TRADE_ELASTICITY),
        ustr=np.genfromtxt(folder / "tariffs.csv", skip_header=1),
    )


def solve(base: World, tariff: Array, *, relief: bool = True, tolerance: float = 1e-12) -> Equilibrium:
    """Find the equilibrium under tariffs [n, i], by Newton's method on the logs of w^, E^ and L^.

    Parameters
    ----------
    relief
        Whether revenue replaces income tax; else it is a lump sum.
    tolerance
        Of equations 3 to 6, each over the income, spending or labour that it is about.
    """
    n = len(base.countries)
    eps, psi, kappa, nu, phi = (
        base.trade_elasticity,
        base.scale,
        base.labour_supply,
        base.overhead,
        base.passthrough,
    )
    old_spending, old_income, transfer = base.spending, base.income, base.transfer
    weight = base.share * (1 + tariff) ** (-phi * eps)

    def state(logs: Array) -> tuple[Array, ...]:
        wage, spending, labour = np.exp(logs).reshape(3, n)
        cost = (wage * labour**-psi) ** -eps
        total = cost @ weight
        price = (spending / wage) ** (1 - phi) * total ** (-1 / eps)
        flow = cost[:, None] * weight / total * (spending * old_spending) / (1 + tariff)
        return wage, spending, labour, price, flow

    def misses(logs: Array) -> Array:
        wage, spending, labour, price, flow = state(logs)
        income = wage * labour * old_income
        revenue = (tariff * flow).sum(0)
        tax = relief * revenue / income
        of_labour = (flow @ (1 - nu) + nu * flow.sum(0) - income) / old_income
        of_labour[-1] = (old_spending * (price - 1)).sum() / old_spending.sum()
        moved = transfer * income.sum() / old_income.sum()
        of_income = (income + revenue + moved - spending * old_spending) / old_spending
        of_supply = np.log(labour) - kappa * np.log(wage / ((1 - tax) * price))
        return np.concatenate([of_labour, of_income, of_supply])

    logs, rounds, last, factors = np.zeros(3 * n), 0, np.inf, None
    while (worst := np.abs(miss := misses(logs)).max()) > tolerance:
        if rounds == 60 or not np.isfinite(worst):
            raise RuntimeError(f"no equilibrium after {rounds} rounds: {worst}")
        if factors is None or worst > 0.1 * last:  # made anew where the last one no longer helps
            factors = lu_factor(_jacobian(misses, logs))
        logs, rounds, last = logs - lu_solve(factors, miss), rounds + 1, worst
    wage, spending, labour, price, flow = state(logs)
    income, revenue = wage * labour * old_income, (tariff * flow).sum(0)
    tax = relief * revenue / income
    return Equilibrium(tariff, wage, spending, labour, price, flow, income, revenue, tax, float(worst))


def _jacobian(function: Callable[[Array], Array], place: Array) -> Array:
    """Give the derivative by complex steps: it is exact to the last digits."""
    step = 1e-30
    return np.array([function(place + 1j * one).imag / step for one in step * np.eye(len(place))]).T


def changes(base: World, new: Equilibrium) -> dict[str, Array]:
    """Give the changes that the tables print, in per cent, by country."""
    away = 1 - np.eye(len(base.countries))
    weight = base.spending / (base.spending - _disutility(base, new))
    real_spending, real_wages = new.spending / new.price, new.wage * new.labour / new.price
    deficit, deficit_new = (flow.sum(0) - flow.sum(1) for flow in (base.flow, new.flow))

    def of_gdp(axis: int) -> Array:
        return ((new.flow * away).sum(axis) / new.income) / ((base.flow * away).sum(axis) / base.income)

    return {
        "welfare": 100 * (weight * real_spending + (1 - weight) * real_wages - 1),
        "deficit": 100 * (deficit_new - deficit) / np.abs(deficit),
        "exports/GDP": 100 * (of_gdp(1) - 1),
        "imports/GDP": 100 * (of_gdp(0) - 1),
        "employment": 100 * (new.labour - 1),
        "prices": 100 * (new.price - 1),
    }


def welfare_of_the_utility(base: World, new: Equilibrium) -> Array:
    """Give the change of C - L^(1 + 1/kappa) kappa / (1 + kappa), in per cent: what the utility of the paper says."""
    before = _disutility(base, new)
    after = before * new.labour ** (1 + 1 / base.labour_supply)
    return 100 * ((base.spending * new.spending / new.price - after) / (base.spending - before) - 1)


def _disutility(base: World, new: Equilibrium) -> Array:
    """Give the disutility of labour before, in money."""
    kappa = base.labour_supply
    return kappa / (1 + kappa) * (1 - new.tax) * base.income


def ustr_tariff(base: World) -> Array:
    """Give the rate on each origin in the first scenario."""
    return np.where(np.arange(len(base.countries)) == base.usa, 0, np.maximum(LEAST_TARIFF, base.ustr))


def optimal_tariff(base: World, *, over: str) -> float:
    """Give the USA's optimal tariff by Proposition 2; ``over`` is "spending" or "income": see above."""
    return float(
        _optimal(base.flow, base.overhead, base.passthrough, getattr(base, over), base.trade_elasticity)[base.usa]
    )


def optimal_retaliation(base: World) -> float:
    """Give the optimal tariff of all others together."""
    abroad = np.arange(len(base.countries)) != base.usa
    groups = np.vstack([abroad, ~abroad]).astype(float)
    first = [int(np.flatnonzero(group)[0]) for group in groups]
    two = _optimal(
        groups @ base.flow @ groups.T,
        base.overhead[first],
        base.passthrough[first],
        groups @ base.income,
        base.trade_elasticity,
    )
    return float(two[0])


def _optimal(flow: Array, nu: Array, phi: Array, size: Array, eps: float) -> Array:
    share = flow / flow.sum(0)
    sold = (flow * (1 - nu) * (1 - share) * (1 - np.eye(len(nu)))).sum(1)
    elasticity = eps * sold / ((1 - nu) * (size - np.diag(flow)))
    return 1 / ((1 + elasticity) * phi - 1)


def tariffs(base: World, on_imports: Array | float, on_exports: Array | float = 0.0) -> Array:
    """Give the matrix [n, i] of the USA's tariffs and of those that it meets."""
    rate = np.zeros_like(base.flow)
    rate[:, base.usa] = on_imports
    rate[base.usa, :] = on_exports
    rate[base.usa, base.usa] = 0
    return rate


def solutions(base: World) -> dict[str, Equilibrium]:
    """Solve the six cases of the tables."""
    ustr, back = ustr_tariff(base), optimal_retaliation(base)
    return {
        "USTR": solve(base, tariffs(base, ustr)),
        "USTR, lump sum": solve(base, tariffs(base, ustr), relief=False),
        "optimal": solve(base, tariffs(base, optimal_tariff(base, over="spending"))),
        "USTR, reciprocal": solve(base, tariffs(base, ustr, ustr)),
        "USTR, optimal retaliation": solve(base, tariffs(base, ustr, back)),
        "optimal, optimal retaliation": solve(base, tariffs(base, optimal_tariff(base, over="income"), back)),
    }


class Cell(NamedTuple):
    """Where a number is."""

    table: int
    case: str
    row: str
    column: str


OUTSIDE = "non-US (average)"
CASES = {
    1: ("USTR", "USTR, lump sum", "optimal"),
    2: ("USTR, reciprocal", "USTR, optimal retaliation", "optimal, optimal retaliation"),
    3: ("USTR", "optimal", "USTR, optimal retaliation", "USTR, reciprocal"),
}
ROWS = {1: ("USA", OUTSIDE), 2: ("USA", "CHN", "EU", OUTSIDE), 3: ("% of GDP", "% of Federal Budget")}
COLUMNS = {
    1: ("welfare", "deficit", "exports/GDP", "imports/GDP", "employment", "prices"),
    2: ("welfare", "deficit", "employment", "prices"),
    3: ("revenue",),
}


def tables(base: World, solved: dict[str, Equilibrium]) -> dict[Cell, float]:
    """Give every cell of Tables 1 to 3, in per cent."""
    cells = {}
    for table in (1, 2):
        for case in CASES[table]:
            values = changes(base, solved[case])
            for row in ROWS[table]:
                weight = base.spending * np.isin(base.countries, members(base, row))
                for column in COLUMNS[table]:
                    cells[Cell(table, case, row, column)] = float(weight @ values[column] / weight.sum())
    for case in CASES[3]:
        revenue = 100 * float(solved[case].revenue[base.usa] / base.spending[base.usa])
        cells[Cell(3, case, "% of GDP", "revenue")] = revenue
        cells[Cell(3, case, "% of Federal Budget", "revenue")] = revenue / FEDERAL_BUDGET
    return cells


def members(base: World, row: str) -> list[str]:
    """Give the countries that a row is the mean of."""
    groups = {"EU": EU, OUTSIDE: [country for country in base.countries if country != "USA"]}
    return groups.get(row, [row])


def printed(folder: Path) -> dict[Cell, str]:
    """Read the same cells from the published tables, as they are printed."""
    cells = {}
    for table in (1, 2, 3):
        text = (folder / f"Table_{table}.tex").read_text(encoding="utf-8").replace("\\%", "%")
        names = "|".join(map(re.escape, ROWS[table]))
        found = re.findall(rf"({names}) *&((?:[-\d.% ]+&?)+)", text)
        for place, (row, numbers) in enumerate(found):
            values = re.findall(r"(-?[\d.]+)%", numbers)
            if table == 3:
                keys = [Cell(3, case, row, "revenue") for case in CASES[3]]
            else:
                keys = [Cell(table, CASES[table][place // len(ROWS[table])], row, column) for column in COLUMNS[table]]
            cells |= dict(zip(keys, values, strict=True))
    return cells


def agrees(theirs: str, ours: float) -> bool:
    """Say whether a number rounds to what is printed; the last bits of a decimal don't count."""
    half = 0.5 * 10.0 ** -len(theirs.partition(".")[2])
    return abs(ours - float(theirs)) <= half * (1 + 1e-9)


def main() -> None:
    """Print every cell beside the published one."""
    root = Path(os.environ.get("COUNTERPOISE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
    folder = root / "data" / "liberation_day"
    base = world(folder)
    solved = solutions(base)
    ours, theirs = tables(base, solved), printed(folder)
    print("| table | case | row | column | theirs | ours | |\n|---|---|---|---|---:|---:|---|")
    for cell, text in theirs.items():
        print(
            "|",
            *(f"{part} |" for part in cell),
            f"{text} | {ours[cell]:.6f} | {'' if agrees(text, ours[cell]) else 'no'} |",
        )
    print(f"\n{sum(agrees(theirs[cell], ours[cell]) for cell in theirs)} of {len(theirs)} agree")
    print(f"nu {base.overhead[0]:.6f} {base.overhead[base.usa]:.6f}")
    print(f"phi {base.passthrough[0]:.6f} {base.passthrough[base.usa]:.6f}")
    for over in ("spending", "income"):
        print(f"optimal tariff over {over} {optimal_tariff(base, over=over):.6f}")
    print(f"optimal retaliation {optimal_retaliation(base):.6f}")
    for case, new in solved.items():
        exact = welfare_of_the_utility(base, new)[base.usa]
        print(f"{case}: residual {new.residual:.1e}; the USA's welfare by the utility {exact:.4f} %")


if __name__ == "__main__":
    main()
