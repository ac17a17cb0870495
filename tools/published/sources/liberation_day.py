"""The tariffs of 2 April 2025: Tables 1 to 3 of Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), cell by cell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.reference import liberation_day as paper
from tools.published import liberation
from tools.published.cells import Cell, Source

CITATION = (
    "Ignatenko, A., Lashkaripour, A., Macedoni, L. and Simonovska, I. (2025), Making America Great Again? The Economic "
    "Impacts of Liberation Day Tariffs, Journal of International Economics 157: 104138; trade, GDP and announced tariffs from "
    "the authors' replication files."
)
METHOD = (
    "`equilibrium.from_firms`, then `equilibrium.solve`; prices, the deficit and revenue over the world's price level "
    "(`relative_price_hat`), as theirs; means over countries weighted by spending"
)
ROUNDING = "half a unit of the last printed decimal: rounding alone"
RATES = (
    "USTR: the announced rate on each origin, at least 10 %. Optimal: one rate on all, by their Proposition 2. With imports taken "
    "as spending less sales at home it is 21.8 % (Tables 1 and 3), as income less sales at home 18.5 % (Table 2), and the text "
    "says 19 %: the optimal cases of the tables are of two tariffs. Optimal retaliation: the second way, for all others as one "
    "country, 22.7 %."
)
WELFARE = (
    "Welfare is printed with a cost of work that grows with real wages before the tax that revenue replaces "
    "(`welfare_by_gross_wages_pct`). By the utility from which the supply of labour follows it grows with those after the tax "
    "(`welfare_pct`, in the last of these four tables); with a lump-sum rebate the two are one."
)
CASES = {
    "USTR": "USTR tariffs, income tax relief",
    "USTR, lump sum": "USTR tariffs, lump-sum rebate",
    "optimal": "optimal tariff, income tax relief",
    "USTR, reciprocal": "USTR tariffs, reciprocal retaliation",
    "USTR, optimal retaliation": "USTR tariffs, optimal retaliation",
    "optimal, optimal retaliation": "optimal tariff, optimal retaliation",
}
PRINTED: dict[int, dict[str, dict[str, str]]] = {
    1: {
        "USTR": {
            "USA": "1.13 -18.1 -52.7 -43.6 0.32 12.8",
            paper.OUTSIDE: "-0.58 11.6 -3.2 -3.3 -0.14 -4.7",
        },
        "USTR, lump sum": {
            "USA": "-0.01 -18.4 -52.5 -43.3 -0.41 13.1",
            paper.OUTSIDE: "-0.57 11.7 -3.3 -3.4 -0.14 -4.8",
        },
        "optimal": {
            "USA": "1.79 -19.1 -55.3 -45.6 0.51 12.6",
            paper.OUTSIDE: "-0.61 17.1 -4.2 -3.7 -0.16 -4.6",
        },
    },
    2: {
        "USTR, reciprocal": {
            "USA": "-0.36 -26.7 -0.18 7.5",
            "CHN": "-0.82 6.2 -0.16 -3.7",
            "EU": "-0.22 15.4 -0.09 -2.6",
            paper.OUTSIDE: "-0.46 19.8 -0.13 -2.7",
        },
        "USTR, optimal retaliation": {
            "USA": "-0.75 -29.0 -0.32 6.0",
            "CHN": "-0.65 6.3 -0.13 -3.3",
            "EU": "-0.23 16.6 -0.09 -2.1",
            paper.OUTSIDE: "-0.43 22.4 -0.13 -2.2",
        },
        "optimal, optimal retaliation": {
            "USA": "-0.32 -28.4 -0.20 4.2",
            "CHN": "-0.36 4.2 -0.08 -2.1",
            "EU": "-0.23 16.9 -0.09 -1.5",
            paper.OUTSIDE: "-0.39 25.1 -0.13 -1.5",
        },
    },
    3: {
        "USTR": {"% of GDP": "1.14", "% of Federal Budget": "4.95"},
        "optimal": {"% of GDP": "1.35", "% of Federal Budget": "5.88"},
        "USTR, optimal retaliation": {"% of GDP": "0.74", "% of Federal Budget": "3.24"},
        "USTR, reciprocal": {"% of GDP": "0.82", "% of Federal Budget": "3.57"},
    },
}
"""By table, case and row, in the order of the columns."""


def printed() -> dict[paper.Cell, str]:
    """Give every cell as it is printed."""
    return {
        paper.Cell(table, case, row, column): value
        for table, cases in PRINTED.items()
        for case, rows in cases.items()
        for row, values in rows.items()
        for column, value in zip(paper.COLUMNS[table], values.split(), strict=True)
    }


def _cell(key: paper.Cell, theirs: str) -> Cell:
    unit = {"% of GDP": "% of GDP", "% of Federal Budget": "% of the budget"}.get(key.row, "percent")
    name = f"Table {key.table}, {CASES[key.case]}: {'USA' if key.table == 3 else key.row}, {key.column}"
    return Cell(name, theirs, lambda: liberation.tables()[key], unit)


def _table(number: int, place: str) -> Source:
    cells = tuple(_cell(key, theirs) for key, theirs in printed().items() if key.table == number)
    return Source(
        title=f"Liberation Day tariffs: {place}",
        citation=CITATION,
        place=f"Table {number}. {RATES}" if number == 1 else f"Table {number}; rates as above",
        kind="published",
        method=f"{METHOD}. {WELFARE}" if number == 1 else METHOD,
        tolerance=ROUNDING,
        cells=cells,
        needs=liberation.NEEDS,
    )


def _utility(case: str) -> Cell:
    return Cell(
        f"welfare by the utility (`welfare_pct`), {CASES[case]}: USA",
        lambda: liberation.welfare_of_the_utility(case),
        lambda: liberation.outcome(case).welfare_pct.sel(country="USA").item(),
        "percent",
        tolerance=1e-6,
    )


def _with_inputs(name: str, variable: str, theirs: Callable[[], float], unit: str = "percent") -> Cell:
    return Cell(
        f"{name}: USA",
        theirs,
        lambda: getattr(liberation.inputs_outcome(), variable).sel(country="USA").item(),
        unit,
        tolerance=1e-6,
    )


def _labour() -> float:
    return float(100 * np.expm1(np.split(liberation.inputs_solved().state, 4)[2][liberation.world().usa]))


def _real_wage() -> float:
    wage, _, _, price = np.split(liberation.inputs_solved().state, 4)
    return float(100 * np.expm1((wage - price)[liberation.world().usa]))


SOURCES = (
    _table(1, "no retaliation"),
    _table(2, "retaliation"),
    _table(3, "revenue"),
    Source(
        title="Liberation Day tariffs: welfare by the utility",
        citation="a plain solver written for the tests, `tests/reference/liberation_day.py`.",
        place=(
            "consumption less the cost of work, L^(1 + 1/kappa) kappa / (1 + kappa), whose derivative is the supply of labour; its "
            "change over what it was. Tables 1 to 3 do not have it"
        ),
        kind="independent",
        method="`equilibrium.from_firms`, then `equilibrium.solve`",
        tolerance="1e-6 percent: what both solvers leave",
        cells=tuple(_utility(case) for case in paper.CASES[1]),
        needs=liberation.NEEDS,
    ),
    Source(
        title="Liberation Day tariffs: with inputs",
        citation="a plain solver written for the tests, `tests/reference/liberation_inputs.py`.",
        place=(
            "the paper's extension in which makers use each other's goods, 51 % of what they spend, under one rate of 17.9 % of the USA "
            "on all origins; the authors' own search for the best rates in it ends at 2.15 %, below this"
        ),
        kind="independent",
        method="`equilibrium.from_firms(..., inputs=0.51)`, sales at home over 0.49, then `equilibrium.solve`",
        tolerance="1e-6 percent: what both solvers leave",
        cells=(
            _with_inputs("welfare as printed", "welfare_by_gross_wages_pct", liberation.inputs_welfare),
            _with_inputs("employment", "employment_pct", _labour),
            _with_inputs("real wage", "real_wage_pct", _real_wage),
        ),
        needs=liberation.NEEDS,
    ),
)
