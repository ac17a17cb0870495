"""Korea's past reliance on China, from the World Input-Output Database."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from tools.published.cells import Cell, Source, shared

YEARS = (1995, 2005, 2011)
MEASURES = ("foreign_input_reliance", "look_through", "sales_value_added", "final_demand_reliance")


@cache
def _series() -> dict[tuple[str, int], float]:
    """Give the program's answer from the embedded series."""
    import counterpoise as cp  # noqa: PLC0415

    past = cp.trend("KOR", on="CHN", sector="TOTAL", indicators=MEASURES)
    return {
        (name, year): past.data[name].sel(source="wiod-2013", year=year).item() for name in MEASURES for year in YEARS
    }


@cache
def _direct(year: int) -> dict[str, float]:
    """Give the textbook's formulas in plain numpy, on the table itself."""
    with np.load(shared() / "wiod2013" / f"wiot_{year}.npz") as held:
        flows, final = held["Z"].astype(float), held["F"].astype(float)
        countries = held["countries"].tolist()
    sectors = len(flows) // len(countries)
    final = final.reshape(len(flows), len(countries), -1).sum(2).clip(min=0)
    output = flows.sum(1) + final.sum(1)
    made = np.where(output > 0, output, 1.0)
    rates = (output - flows.sum(0)) / made
    korea, china = (np.arange(len(flows)) // sectors == countries.index(code) for code in ("KOR", "CHN"))
    sales = final.sum(1)
    wanted = np.column_stack([sales * korea, sales * china, final[:, countries.index("KOR")]])
    of_korea, of_china, absorbed = np.linalg.solve(np.eye(len(flows)) - flows / made, wanted).T
    return {
        "foreign_input_reliance": flows[np.ix_(china, korea)].sum() / flows[:, korea].sum(),
        "look_through": of_korea[china].sum() / of_korea.sum(),
        "sales_value_added": (rates * of_china)[korea].sum() / (rates * output)[korea].sum(),
        "final_demand_reliance": (rates * absorbed)[china].sum() / wanted[:, 2].sum(),
    }


def _ours(measure: str, year: int) -> Callable[[], float]:
    return lambda: _series()[measure, year]


def _theirs(measure: str, year: int) -> Callable[[], float]:
    return lambda: float(_direct(year)[measure])


_ON = "Korea's whole economy on China"
_CITED = (
    "Timmer, M. P. and others (2015), An illustrated user guide to the World Input-Output Database, Review of "
    "International Economics 23: 575-605"
)

SOURCES = (
    Source(
        title="Chinese value added in Korean final demand",
        citation=f"a calculation with other code on the World Input-Output Tables, 2013 release ({_CITED}).",
        place="1995 and 2011, 40 economies and the rest of the world, by the formula of Johnson and Noguera (2012)",
        kind="independent",
        method='`trend("KOR", on="CHN", sector="TOTAL")` on the embedded series `wiod-2013-reliance`',
        tolerance="half a unit of the last decimal given: rounding alone",
        cells=tuple(
            Cell(f"`final_demand_reliance`, {_ON}, {year}", printed, _ours("final_demand_reliance", year))
            for year, printed in ((1995, "0.0094"), (2011, "0.0550"))
        ),
    ),
    Source(
        title="The past, computed directly",
        citation=f"the textbook's formulas in plain numpy on the World Input-Output Tables, 2013 release ({_CITED}).",
        place="1995, 2005 and 2011; final demand added up over its uses, then negative entries set to zero",
        kind="independent",
        method='`trend("KOR", on="CHN", sector="TOTAL")` on the embedded series `wiod-2013-reliance`',
        tolerance="5e-9: the embedded series is kept to eight decimals",
        cells=tuple(
            Cell(f"`{name}`, {_ON}, {year}, directly", _theirs(name, year), _ours(name, year), tolerance=5e-9)
            for name in MEASURES
            for year in YEARS
        ),
        needs=tuple(f"wiod2013/wiot_{year}.npz" for year in YEARS),
    ),
)
