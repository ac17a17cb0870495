"""Reliance looked through to the source: the inputs of inputs, all stages counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import measure

if TYPE_CHECKING:
    import xarray as xr

JUDGED = {"destination": "country", "origin": "partner", "use": "sector"}


@measure(
    symbol=r"\ell_{ij}",
    unit="share",
    dims="country partner sector",
    short="looked through",
    formula=r"\sum_{s,k} (B \hat z)_{js,ik} / \sum_{j,s,k} (B \hat z)_{js,ik}",
    cite="Baldwin, Freeman and Theodorakopoulos (2022)",
)
def look_through(production_exposure: xr.DataArray) -> xr.DataArray:
    """Share of a partner in all output, direct and indirect, that a country's final sales have needed.

    The foreign production exposure on the import side. The own country and the final product itself
    (the identity in B) are counted; each node weighs by its final sales.
    """
    whole = production_exposure.sum("origin")
    return (production_exposure / whole.where(whole > 0)).rename(JUDGED)


@measure(
    symbol=r"\ell^0_{ij}",
    unit="share",
    dims="country partner sector",
    short="its direct part",
    formula=r"\sum_{s,k} (A \hat z)_{js,ik} / \sum_{j,s,k} (B \hat z)_{js,ik}",
    cite="Baldwin, Freeman and Theodorakopoulos (2022)",
    headline=False,
)
def look_through_direct(first_stage_exposure: xr.DataArray, production_exposure: xr.DataArray) -> xr.DataArray:
    """The part of look-through reliance that is bought directly, over look-through's own denominator.

    It is not `foreign_input_reliance`, whose denominator holds purchased inputs only.
    """
    whole = production_exposure.sum("origin")
    return (first_stage_exposure / whole.where(whole > 0)).rename(JUDGED)


@measure(
    symbol=r"\ell_{ij} / \ell^0_{ij}",
    unit="ratio",
    dims="country partner sector",
    short="through / direct part",
    formula=r"\ell_{ij} / \ell^0_{ij}",
    cite="Baldwin, Freeman and Theodorakopoulos (2022)",
    headline=False,
)
def look_through_to_direct(look_through: xr.DataArray, look_through_direct: xr.DataArray) -> xr.DataArray:
    """How many times look-through reliance exceeds its direct part, over the same denominator."""
    return look_through / look_through_direct.where(look_through_direct > 0)


@measure(
    symbol=r"\ell_{ij} / f_{ij}",
    unit="ratio",
    dims="country partner sector",
    short="through / inputs bought",
    formula=r"\ell_{ij} / f_{ij}",
    cite="Baldwin, Freeman and Theodorakopoulos (2022)",
    headline=False,
)
def look_through_to_inputs(look_through: xr.DataArray, foreign_input_reliance: xr.DataArray) -> xr.DataArray:
    """How many times look-through reliance exceeds the partner's share of purchased inputs.

    The two have different denominators: all output needed, and purchased inputs.
    """
    return look_through / foreign_input_reliance.where(foreign_input_reliance > 0)
