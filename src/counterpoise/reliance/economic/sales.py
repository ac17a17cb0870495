"""Reliance on customers: how much of a country's activity serves a partner's production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import measure

if TYPE_CHECKING:
    import xarray as xr

JUDGED = {"origin": "country", "destination": "partner"}


@measure(
    symbol=r"s_{ij}",
    unit="share",
    dims="country partner sector",
    short="value added sold",
    formula=r"\sum_{s,k} v_{is} (B \hat z)_{is,jk} / \sum_s v_{is} x_{is}",
    cite="Baldwin, Freeman and Theodorakopoulos (2022); Johnson and Noguera (2012)",
)
def sales_value_added(value_added_sales: xr.DataArray, own_value_added: xr.DataArray) -> xr.DataArray:
    """Share of a country's value added that is in the final sales of a partner's producers."""
    return value_added_sales.rename(JUDGED) / own_value_added.where(own_value_added > 0)


@measure(
    symbol=r"S_{ij}",
    unit="ratio",
    dims="country partner sector",
    short="sales (output / GDP)",
    formula=r"\sum_{s,k} (B \hat z)_{is,jk} / \sum_s v_{is} x_{is}",
    cite="Baldwin, Freeman and Theodorakopoulos (2022)",
    headline=False,
)
def sales_output_to_gdp(sales_exposure: xr.DataArray, own_value_added: xr.DataArray) -> xr.DataArray:
    """Ratio to a country's GDP of its output, all stages, in the final sales of a partner's producers.

    A ratio to GDP, not a share of it: output at each stage is counted again at the next.
    """
    return sales_exposure.rename(JUDGED) / own_value_added.where(own_value_added > 0)


@measure(
    symbol=r"x_{ij}",
    unit="ratio",
    dims="country partner sector",
    short="direct sales / GDP",
    formula=r"\sum_{s,k} Z_{is,jk} / \sum_s v_{is} x_{is}",
    cite="Baldwin, Freeman and Theodorakopoulos (2022)",
    headline=False,
)
def intermediate_exports_to_gdp(intermediate_sales: xr.DataArray, own_value_added: xr.DataArray) -> xr.DataArray:
    """Ratio of a country's direct intermediate sales to a partner to its GDP."""
    return intermediate_sales.rename(JUDGED) / own_value_added.where(own_value_added > 0)


@measure(
    symbol=r"s_{ij} / s_{ji}",
    unit="ratio",
    dims="country partner sector",
    short="sales asymmetry",
    formula=r"s_{ij} / s_{ji}",
    cite="Hirschman (1945); Keohane and Nye (1977)",
    headline=False,
)
def sales_asymmetry(sales_value_added: xr.DataArray) -> xr.DataArray:
    """Ratio of a country's reliance on a partner as a customer to the partner's reliance on it."""
    mirrored = sales_value_added.rename(country="partner", partner="country").transpose(*sales_value_added.dims)
    return sales_value_added / mirrored.where(mirrored > 0)
