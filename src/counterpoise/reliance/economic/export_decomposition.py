"""Exports to a partner term by term, in million USD: Borin and Mancini's decomposition by source and by sink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from counterpoise.core.measure import Part, parts, quantity
from counterpoise.reliance.economic.gross_exports import BORIN_MANCINI, decompose

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.reliance.economic.gross_exports import GrossExports

TERMS = {
    "domestic_value_added": "exported_domestic_value_added",
    "direct": "exported_direct_value_added",
    "indirect": "exported_indirect_value_added",
    "reflected": "exported_reflected_value_added",
    "domestic_double_counting": "exported_domestic_double_counting",
    "foreign_value_added": "exported_foreign_value_added",
    "foreign_double_counting": "exported_foreign_double_counting",
}
"""The measures' names of the terms of `decompose`; those by sink end in ``_by_sink``."""


def _labelled(
    accounts: GrossExports, final_demand: xr.DataArray, perspective: Literal["source", "sink"]
) -> dict[str, xr.DataArray]:
    import xarray as xr  # noqa: PLC0415

    final = final_demand.transpose("origin", "sector", "destination")
    countries = final["origin"].values
    coords = {"country": countries, "sector": final["sector"].values, "partner": countries}
    found = decompose(accounts, final.values, perspective)
    end = "_by_sink" if perspective == "sink" else ""
    return {
        f"{name}{end}": xr.DataArray(found[term], dims=("country", "sector", "partner"), coords=coords)
        for term, name in TERMS.items()
    }


@quantity(unit="", dims="", cite=BORIN_MANCINI)
def exports_by_source(export_accounts: GrossExports, final_demand: xr.DataArray) -> dict[str, xr.DataArray]:
    """Terms of bilateral exports by source, computed together."""
    return _labelled(export_accounts, final_demand, "source")


@quantity(unit="", dims="", cite=BORIN_MANCINI)
def exports_by_sink(export_accounts: GrossExports, final_demand: xr.DataArray) -> dict[str, xr.DataArray]:
    """Terms of bilateral exports by sink, computed together."""
    return _labelled(export_accounts, final_demand, "sink")


BY_SOURCE = {
    "exported_domestic_value_added": Part(
        "Domestic value added in a country's exports to a partner, counted when it first leaves",
        "domestic value",
        r"v_i L_i E_{ij}",
    ),
    "exported_direct_value_added": Part(
        "Domestic value added in exports that the partner absorbs itself, no third country between",
        "direct",
        r"v_i L_i (F_{ij} + A_{ij} L_j F_{jj})",
    ),
    "exported_indirect_value_added": Part(
        "Domestic value added in exports that is absorbed abroad on longer ways, counted when it first leaves",
        "indirect",
        r"v_i L_i E_{ij} - \text{direct} - \text{reflected}",
    ),
    "exported_reflected_value_added": Part(
        "Domestic value added in exports that comes home to final users, counted when it first leaves",
        "reflected",
        r"v_i L_i A_{ij} \sum_t B_{jt} F_{ti}",
    ),
    "exported_domestic_double_counting": Part(
        "Domestic value in exports that is counted again, having left before",
        "domestic, twice",
        r"v_i (B_{ii} - L_i) E_{ij}",
    ),
    "exported_foreign_value_added": Part(
        "Foreign value added in a country's exports to a partner, counted when it first leaves",
        "foreign value",
        r"\sum_{t \ne i} v_t B^{(-i)}_{ti} E_{ij}",
    ),
    "exported_foreign_double_counting": Part(
        "Foreign value in exports that is counted again, having left before",
        "foreign, twice",
        r"\sum_{t \ne i} v_t (B_{ti} - B^{(-i)}_{ti}) E_{ij}",
    ),
}
_KEPT = r"E_{ij} - A_{ij} H_{ji}"
BY_SINK = {
    "exported_domestic_value_added_by_sink": Part(
        "Domestic value added in a country's exports to a partner, counted when it leaves for the last time",
        "domestic value, sink",
        rf"v_i B_{{ii}} ({_KEPT})",
    ),
    "exported_direct_value_added_by_sink": Part(
        "Domestic value added in exports that the partner absorbs itself: by sink as by source",
        "direct, sink",
        r"v_i L_i (F_{ij} + A_{ij} L_j F_{jj})",
    ),
    "exported_indirect_value_added_by_sink": Part(
        "Domestic value added in exports that is absorbed abroad on longer ways, counted when it leaves for the last time",
        "indirect, sink",
        rf"v_i B_{{ii}} ({_KEPT}) - \text{{direct}} - \text{{reflected}}",
    ),
    "exported_reflected_value_added_by_sink": Part(
        "Domestic value added in exports that comes home to final users, counted when it leaves for the last time",
        "reflected, sink",
        r"v_i B_{ii} A_{ij} \sum_t B^{(-i)}_{jt} F_{ti}",
    ),
    "exported_domestic_double_counting_by_sink": Part(
        "Domestic value in exports that is counted again, leaving once more later",
        "domestic, twice, sink",
        r"v_i B_{ii} A_{ij} H_{ji}",
    ),
    "exported_foreign_value_added_by_sink": Part(
        "Foreign value added in a country's exports to a partner, counted when it leaves for the last time",
        "foreign value, sink",
        rf"\sum_{{t \ne i}} v_t B_{{ti}} ({_KEPT})",
    ),
    "exported_foreign_double_counting_by_sink": Part(
        "Foreign value in exports that is counted again, leaving once more later",
        "foreign, twice, sink",
        r"\sum_{t \ne i} v_t B_{ti} A_{ij} H_{ji}",
    ),
}
for _of, _declared in (("exports_by_source", BY_SOURCE), ("exports_by_sink", BY_SINK)):
    parts(_of, _declared, unit="million USD", dims="country partner sector", cite=BORIN_MANCINI, module=__name__)
