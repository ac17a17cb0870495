"""Reliance on suppliers at face value: whose inputs a country buys directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import measure

if TYPE_CHECKING:
    import xarray as xr

JUDGED = {"destination": "country", "origin": "partner", "use": "sector"}


@measure(
    symbol=r"f_{ij}",
    unit="share",
    dims="country partner sector",
    short="inputs bought",
    formula=r"\sum_{s,k} Z_{js,ik} / \sum_{j,s,k} Z_{js,ik}",
    cite="Baldwin, Freeman and Theodorakopoulos (2022)",
)
def foreign_input_reliance(inputs: xr.DataArray) -> xr.DataArray:
    """Share of a country's purchased inputs that come from a partner.

    The denominator holds all purchased inputs, domestic ones too.
    """
    bought = inputs.sum("sector")
    return _ratio(bought, bought.sum("origin")).rename(JUDGED)


@measure(
    symbol=r"a_{ij}",
    unit="ratio",
    dims="country partner sector",
    short="asymmetry",
    formula=r"f_{ij} / f_{ji}",
    cite="Hirschman (1945); Keohane and Nye (1977)",
)
def input_asymmetry(foreign_input_reliance: xr.DataArray) -> xr.DataArray:
    """Ratio of a country's reliance on a partner's inputs to the partner's reliance on its own."""
    mirrored = foreign_input_reliance.rename(country="partner", partner="country")
    mirrored = mirrored.transpose(*foreign_input_reliance.dims)
    return _ratio(foreign_input_reliance, mirrored)


@measure(
    symbol=r"H_i",
    unit="index",
    dims="country sector",
    short="supplier concentration",
    formula=r"\sum_{j \ne i} (f_{ij} / \sum_{l \ne i} f_{il})^2",
    cite="Hirschman (1945); Herfindahl (1950)",
    headline=False,
)
def supplier_herfindahl(foreign_input_reliance: xr.DataArray) -> xr.DataArray:
    """Herfindahl index of a country's foreign suppliers of inputs: 1 where there is one only."""
    abroad = foreign_input_reliance.where(foreign_input_reliance["country"] != foreign_input_reliance["partner"])
    shares = _ratio(abroad, abroad.sum("partner"))
    return (shares**2).sum("partner", min_count=1)


@measure(
    symbol=r"H^s_i",
    unit="index",
    dims="country sector",
    short="concentration by input",
    formula=r"\sum_s \frac{M_{is}}{\sum_t M_{it}} \sum_{j \ne i} (Z_{js,i} / M_{is})^2,\; M_{is} = \sum_{l \ne i} Z_{ls,i}",
    cite="Hirschman (1945); Herfindahl (1950)",
    headline=False,
)
def supplier_herfindahl_by_input(inputs: xr.DataArray) -> xr.DataArray:
    """Herfindahl index of the foreign suppliers of each input, averaged by what is bought abroad of it.

    Never below `supplier_herfindahl` of the same purchases: suppliers of different inputs can't stand in for
    each other.
    """
    abroad = inputs.where(inputs["origin"] != inputs["destination"], 0.0)
    bought = abroad.sum("origin")
    squares = (abroad**2).sum("origin")
    of_input = _ratio(squares, bought)  # each input's index, times what is bought of it
    return _ratio(of_input.sum("sector"), bought.sum("sector")).rename(destination="country", use="sector")


def _ratio(part: xr.DataArray, whole: xr.DataArray) -> xr.DataArray:
    """Divide; missing where the whole is nothing."""
    return part / whole.where(whole > 0)
