"""Caliendo and Parro (2015): NAFTA's effects as printed, and the exact real income of the same equilibrium."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.published.cells import Cell, Source
from tools.published.worlds import FINE, MEMBERS, NAFTA, WIOD, nafta, nafta_tariff, second_opinion, wiod

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TABLE_2 = {
    "total": {"MEX": "1.31", "CAN": "-0.06", "USA": "0.08"},
    "terms of trade": {"MEX": "-0.41", "CAN": "-0.11", "USA": "0.04"},
    "volume of trade": {"MEX": "1.72", "CAN": "0.04", "USA": "0.04"},
    "real wage": {"MEX": "1.72", "CAN": "0.32", "USA": "0.11"},
}
VARIABLES = {
    "total": ("terms_of_trade_pct", "volume_of_trade_pct"),
    "terms of trade": ("terms_of_trade_pct",),
    "volume of trade": ("volume_of_trade_pct",),
    "real wage": ("real_wage_pct",),
}
LOG_SUMS = {2: "0.318", 8: "0.095", 32: "0.030", 96: "0.015"}
"""Mexico's terms and volume of trade in logs, summed over steps from the old tariffs to the new ones."""


@cache
def _base() -> Any:
    import counterpoise as cp  # noqa: PLC0415

    return cp.equilibrium.from_caliendo_parro(**nafta().keywords())


@cache
def _outcome(part: float = 1.0) -> Any:
    """Solve for tariffs a part of the way, in logs of their factors, from those of 1993 to NAFTA's."""
    import counterpoise as cp  # noqa: PLC0415

    tariff = nafta_tariff() if part == 1 else _on_the_way(part)
    return cp.equilibrium.solve(_base(), cp.Scenario.from_arrays(tariff=tariff) if part else None, tolerance=FINE)


def _on_the_way(part: float) -> Array:
    return (1 + nafta().tariff) ** (1 - part) * (1 + nafta_tariff()) ** part - 1


def _printed(column: str, country: str) -> Cell:
    def ours() -> float:
        data = _outcome().data
        return sum(data[name].sel(country=MEMBERS[country]).item() for name in VARIABLES[column])

    names = " + ".join(f"`{name}`" for name in VARIABLES[column])
    return Cell(f"{column} ({names}), {country}", TABLE_2[column][country], ours, "percent")


@cache
def _textbook() -> Array:
    """Give the exact change of real income, percent, by the textbook solver."""
    from tests.reference import textbook  # noqa: PLC0415

    base, _ = second_opinion("nafta")
    old, new = textbook.solve(base), textbook.solve(base, nafta_tariff())
    return 100 * (textbook.real_income(old, new) - 1)


def _exact(country: str) -> Cell:
    def theirs() -> float:
        return _textbook()[nafta().place(MEMBERS[country])].item()

    return Cell(
        f"exact real income (`welfare_pct`), {country}",
        theirs,
        lambda: _outcome().data.welfare_pct.sel(country=MEMBERS[country]).item(),
        "percent",
        tolerance=1e-6,
    )


@cache
def _log_sum(steps: int) -> float:
    """Sum Mexico's terms and volume of trade in logs, at the weights that each step begins with."""
    place, total = nafta().place("Mexico"), 0.0
    for step in range(steps):
        old, new = _outcome(step / steps).data, _outcome((step + 1) / steps).data
        trade, later = old.trade_new.values, new.trade_new.values  # origin, sector, destination
        dearer = np.log(new.producer_price_hat.values / old.producer_price_hat.values)
        rate = _on_the_way(step / steps)[place].T  # of Mexico: sector, origin
        with np.errstate(divide="ignore", invalid="ignore"):
            more = np.where(trade > 0, np.log(later / trade), 0.0)
        bought = trade[:, :, place]
        terms = (trade[place] * dearer[place][:, None]).sum() - (bought * dearer).sum()
        volume = (rate.T * bought * (more[:, :, place] - dearer)).sum()
        total += (terms + volume) / _income(old)
    return 100 * total


def _income(data: Any) -> float:
    """Give Mexico's income: value added and revenue, as the file has no deficits."""
    place = nafta().place("Mexico")
    value_added = (data.output_new.values[place] * _base().accounts.value_added_share[place]).sum()
    return float(value_added + data.tariff_revenue_new.values[place])


def _summed(steps: int) -> Cell:
    name = f"terms and volume of trade in logs, summed over {steps} steps, MEX"
    return Cell(name, LOG_SUMS[steps], lambda: _log_sum(steps), "percent")


@cache
def _correction() -> tuple[float, float]:
    """Give by how many percent wages move in the published parameters of 2014 with no shock: theirs, ours."""
    import counterpoise as cp  # noqa: PLC0415

    _, found = second_opinion("wiod")
    ours = cp.equilibrium.from_caliendo_parro(**wiod().keywords()).correction
    return 100 * float(np.abs(found.wage - 1).max()), 100 * float(ours)


def _of_the_pair(place: int) -> Callable[[], float]:
    return lambda: _correction()[place]


_CITED = "Caliendo, L. and Parro, F. (2015), Estimates of the Trade and Welfare Effects of NAFTA, Review of Economic Studies 82: 1-44"
_OURS = "`equilibrium.from_caliendo_parro`, then `equilibrium.solve` from the tariffs of 1993 to those with NAFTA's"

SOURCES = (
    Source(
        title="Caliendo and Parro, NAFTA",
        citation=f"{_CITED}; parameters from the authors' replication files.",
        place=(
            "Table 2, tariff reductions among the three countries only. The published total is linear: percentage changes at "
            "base weights, added up. It is not the change of real income, which the next table gives."
        ),
        kind="published",
        method=_OURS + "; the parameters are balanced first (with no shock Greek wages move by 7.6 %)",
        tolerance="half a unit of the last printed decimal: rounding alone",
        cells=tuple(_printed(column, country) for column in TABLE_2 for country in MEMBERS),
        needs=(NAFTA,),
    ),
    Source(
        title="NAFTA: the exact real income of the same equilibrium",
        citation="a plain solver written for the tests, `tests/reference/textbook.py`: Caliendo and Parro's algorithm.",
        place="income over the price index of final spending, new over old; the published total is linear and differs",
        kind="independent",
        method=_OURS,
        tolerance="1e-6 percent: what both solvers leave",
        cells=tuple(_exact(country) for country in MEMBERS),
        needs=(NAFTA,),
    ),
    Source(
        title="NAFTA: the linear sum along the path",
        citation=f"a calculation with other code on the same parameters ({_CITED}).",
        place=(
            "terms and volume of trade in logs, at weights renewed in each of 2 to 96 steps, tariff factors moved along a "
            "geometric path: the sum tends to Mexico's exact 0.007, as the linear number of Table 2 does not"
        ),
        kind="independent",
        method=_OURS + ", in steps",
        tolerance="half a unit of the last decimal given: rounding alone",
        cells=tuple(_summed(steps) for steps in LOG_SUMS),
        needs=(NAFTA,),
    ),
    Source(
        title="Published parameters that are no equilibrium",
        citation=(
            "a plain solver written for the tests, on the parameters of Felbermayr, G., Groeschl, J. and Heiland, I. (2022), "
            "Complex Europe, Journal of International Economics 138 (from the World Input-Output Database)."
        ),
        place="44 countries, 50 sectors, 2014: the largest change of a wage with no shock. It is more than most policies do.",
        kind="independent",
        method="`Baseline.correction` of `equilibrium.from_caliendo_parro`",
        tolerance="1e-6 percent: what both solvers leave",
        cells=(
            Cell("largest change of a wage, no shock", _of_the_pair(0), _of_the_pair(1), "percent", tolerance=1e-6),
        ),
        needs=(WIOD,),
    ),
)
