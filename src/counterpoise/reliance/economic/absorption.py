"""Reliance of final demand: whose value added a country consumes and invests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import measure

if TYPE_CHECKING:
    import xarray as xr

JUDGED = {"destination": "country", "origin": "partner"}


@measure(
    symbol=r"d_{ij}",
    unit="share",
    dims="country partner sector",
    short="in final demand",
    formula=r"\sum_{s,k,l} v_{js} B_{js,lk} F_{lk,i} / \sum_{l,k} F_{lk,i}",
    cite="Johnson and Noguera (2012)",
    headline=False,
)
def final_demand_reliance(absorbed_value_added: xr.DataArray, whole_final_demand: xr.DataArray) -> xr.DataArray:
    """Share of a country's final demand that is value added of a partner, in each of its sectors.

    The sector is the partner's sector where the value was added; the denominator is all final
    demand of the country, so sectors add up.
    """
    return (absorbed_value_added / whole_final_demand.where(whole_final_demand > 0)).rename(JUDGED)
