"""The tariffs of 2 April 2025 by the program: Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), Tables 1 to 3.

The base, the tariffs and the optimal ones are those of ``tests/reference/liberation_day.py``; all that follows the tariffs
is `counterpoise.equilibrium`'s.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.reference import liberation_day as paper
from tests.reference import liberation_inputs as reference
from tools.published.cells import shared
from tools.published.worlds import FINE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FOLDER = "liberation_day"
FLAT = 0.179
"""One rate of the USA on all origins, near the best where there are inputs."""

NEEDS = tuple(f"{FOLDER}/{name}.csv" for name in ("country_labels", "gdp", "tariffs", "trade_cepii"))


@cache
def world() -> paper.World:
    """Give trade, parameters and announced tariffs."""
    return paper.world(shared() / FOLDER)


@cache
def base_of(rebate: str) -> Any:
    """Give the world without inputs, in which revenue becomes a lump sum or replaces an income tax."""
    import counterpoise as cp  # noqa: PLC0415

    held = world()
    return cp.equilibrium.from_firms(
        flows=held.flow,
        theta=held.trade_elasticity,
        marketing=held.overhead,
        pass_through=held.passthrough,
        scale=held.scale,
        labour_supply=held.labour_supply,
        rebate=rebate,
        countries=held.countries,
        unit="thousand USD",
    )


@cache
def inputs_reference() -> reference.Inputs:
    """Give the plain solver of the extension with inputs."""
    return reference.Inputs(world())


@cache
def inputs_solved() -> reference.Found:
    """Solve that extension by the plain solver, under one rate of the USA."""
    model = inputs_reference()
    return model.solve(model.rated(FLAT))


def inputs_welfare() -> float:
    """Give the USA's welfare as printed in that solution, in per cent."""
    found = inputs_solved()
    return float(inputs_reference().welfare(found.state, found.tariff))


@cache
def with_inputs() -> Any:
    """Give the baseline of the extension with inputs."""
    import counterpoise as cp  # noqa: PLC0415

    held = world()
    flow = held.flow.copy()
    np.fill_diagonal(flow, np.diag(flow) / reference.LABOUR)
    return cp.equilibrium.from_firms(
        flows=flow,
        theta=held.trade_elasticity,
        marketing=held.overhead,
        pass_through=held.passthrough,
        scale=held.scale,
        inputs=1.0 - reference.LABOUR,
        labour_supply=held.labour_supply,
        rebate="income_tax",
        countries=held.countries,
        unit="thousand USD",
    )


@cache
def inputs_outcome() -> Any:
    """Solve that extension under one rate of the USA."""
    import counterpoise as cp  # noqa: PLC0415

    tariff = paper.tariffs(world(), FLAT).T[:, :, None]
    return cp.equilibrium.solve(with_inputs(), cp.Scenario.from_arrays(tariff=tariff), tolerance=FINE)


@cache
def rates() -> dict[str, tuple[Any, Any]]:
    """Give the rates of the USA, by origin or for all, and those that it meets, by case."""
    held = world()
    ustr, back = paper.ustr_tariff(held), paper.optimal_retaliation(held)
    best = {over: paper.optimal_tariff(held, over=over) for over in ("spending", "income")}
    return {
        "USTR": (ustr, 0.0),
        "USTR, lump sum": (ustr, 0.0),
        "optimal": (best["spending"], 0.0),
        "USTR, reciprocal": (ustr, ustr),
        "USTR, optimal retaliation": (ustr, back),
        "optimal, optimal retaliation": (best["income"], back),
    }


@cache
def outcome(case: str) -> Any:
    """Solve a case of the tables."""
    import counterpoise as cp  # noqa: PLC0415

    base = base_of("lump_sum" if case == "USTR, lump sum" else "income_tax")
    tariff = paper.tariffs(world(), *rates()[case]).T[:, :, None]  # importer, exporter, sector
    return cp.equilibrium.solve(base, cp.Scenario.from_arrays(tariff=tariff), tolerance=FINE)


def level(solved: Any) -> float:
    """Give the numeraire, world value added, in that of the paper, the world's mean price of final goods."""
    return float((solved.relative_price_hat / solved.price_hat).mean())  # the same for every country


def changes(solved: Any) -> dict[str, Array]:
    """Give what the tables print of an outcome, in per cent by country."""
    old = solved.baseline.trade.sum(0)  # destination, origin
    new = np.asarray(solved.trade_new.transpose("sector", "destination", "origin")).sum(0)
    deficit, deficit_new = (trade.sum(1) - trade.sum(0) for trade in (old, level(solved) * new))
    income = solved.wage_hat * (1 + solved.employment_pct / 100)
    made = {
        "welfare": solved.welfare_by_gross_wages_pct,
        "exports/GDP": 100 * ((1 + solved.exports_pct / 100) / income - 1),
        "imports/GDP": 100 * ((1 + solved.imports_pct / 100) / income - 1),
        "employment": solved.employment_pct,
        "prices": 100 * (solved.relative_price_hat - 1),
    }
    change = 100 * (deficit_new - deficit) / np.abs(deficit)
    return {"deficit": change} | {name: np.asarray(value) for name, value in made.items()}


@cache
def tables() -> dict[paper.Cell, float]:
    """Give every cell of Tables 1 to 3, in per cent."""
    held, cells = world(), {}
    spending = base_of("lump_sum").accounts.income
    for table in (1, 2):
        for case in paper.CASES[table]:
            values = changes(outcome(case))
            for row in paper.ROWS[table]:
                weight = spending * np.isin(held.countries, paper.members(held, row))
                for column in paper.COLUMNS[table]:
                    cells[paper.Cell(table, case, row, column)] = float(weight @ values[column] / weight.sum())
    for case in paper.CASES[3]:
        solved = outcome(case).data.sel(country="USA")
        revenue = 100 * level(solved) * float(solved.tariff_revenue_new) / spending[held.usa]
        cells[paper.Cell(3, case, "% of GDP", "revenue")] = revenue
        cells[paper.Cell(3, case, "% of Federal Budget", "revenue")] = revenue / paper.FEDERAL_BUDGET
    return cells


@cache
def welfare_of_the_utility(case: str) -> float:
    """Give the change of the USA's welfare by the plain reference, in per cent."""
    held = world()
    tariff = paper.tariffs(held, *rates()[case])
    solved = paper.solve(held, tariff, relief=case != "USTR, lump sum")
    return float(paper.welfare_of_the_utility(held, solved)[held.usa])
