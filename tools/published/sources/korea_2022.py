"""Korea's reliance in 2022, computed independently on the same table."""

from __future__ import annotations

from functools import cache
from typing import Any

from tools.published.cells import Cell, Source

MEASURES = (
    "foreign_input_reliance",
    "look_through",
    "look_through_direct",
    "look_through_to_direct",
    "look_through_to_inputs",
    "sales_output_to_gdp",
    "sales_value_added",
    "intermediate_exports_to_gdp",
)


@cache
def _korea() -> Any:
    import counterpoise as cp  # noqa: PLC0415

    return cp.rely("KOR", on=["CHN", "USA", "JPN"], indicators=list(MEASURES))


def _cell(measure: str, partner: str, sector: str, printed: str, unit: str = "share") -> Cell:
    def ours() -> float:
        return _korea().data[measure].sel(country="KOR", partner=partner, sector=sector).item()

    whom = "manufacturing" if sector == "manufacturing" else "whole economy"
    return Cell(f"`{measure}`, {whom}, on {partner}", printed, ours, unit)


SOURCES = (
    Source(
        title="Korea's reliance in 2022",
        citation=(
            "a calculation with other code on the OECD Inter-Country Input-Output Tables, 2025 edition, by the formulas of "
            "Baldwin, Freeman and Theodorakopoulos (2022), NBER Working Paper 30525."
        ),
        place="year 2022, the 80 economies of the embedded table, the rest of the world left out",
        kind="independent",
        method='`rely("KOR", on=["CHN", "USA", "JPN"], indicators=[...])` of the measures below, on the embedded table',
        tolerance="half a unit of the last decimal given: rounding alone",
        cells=(
            _cell("foreign_input_reliance", "CHN", "manufacturing", "0.0649"),
            _cell("foreign_input_reliance", "USA", "manufacturing", "0.0310"),
            _cell("foreign_input_reliance", "JPN", "manufacturing", "0.0231"),
            _cell("look_through", "CHN", "manufacturing", "0.0883"),
            _cell("look_through", "USA", "manufacturing", "0.0282"),
            _cell("look_through", "JPN", "manufacturing", "0.0231"),
            _cell("look_through_direct", "CHN", "manufacturing", "0.0168"),
            _cell("look_through_to_direct", "CHN", "manufacturing", "5.3", "ratio"),
            _cell("look_through_to_inputs", "CHN", "manufacturing", "1.4", "ratio"),
            _cell("sales_output_to_gdp", "CHN", "TOTAL", "0.1575", "ratio"),
            _cell("sales_value_added", "CHN", "TOTAL", "0.0563"),
            _cell("intermediate_exports_to_gdp", "CHN", "TOTAL", "0.086", "ratio"),
        ),
    ),
)
