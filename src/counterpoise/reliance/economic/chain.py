"""Where in the chain of production a country stands: how many stages from final use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import measure, quantity

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.world.leontief import Leontief


@quantity(
    unit="million USD",
    dims="origin sector",
    formula=r"B x",
    cite="Antras, Chor, Fally and Hillberry (2012)",
    stored=True,
)
def output_by_stages(leontief: Leontief, output: xr.DataArray) -> xr.DataArray:
    """Output of an origin's sector, counted once at each stage up to final use, its own stage included."""
    return output.copy(data=leontief.solve(output.values.reshape(-1, 1)).reshape(output.shape))


@measure(
    symbol=r"U_i",
    unit="ratio",
    dims="country sector",
    short="upstreamness",
    formula=r"\sum_s (B x)_{is} / \sum_s x_{is}",
    cite="Antras, Chor, Fally and Hillberry (2012); Antras and Chor (2018)",
    headline=False,
)
def upstreamness(output_by_stages: xr.DataArray, output: xr.DataArray) -> xr.DataArray:
    """How many stages a country's output is from final use: 1 where it is sold to final users only.

    Groups of sectors are averages weighted by output; sales outside the table count as final.
    """
    return (output_by_stages / output.where(output > 0)).rename(origin="country")
