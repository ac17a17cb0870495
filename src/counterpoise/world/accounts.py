"""The quantities of the accounts that measures are computed from: flows that add up, in million USD.

Nodes are pairs of country and sector. With Z the intermediate flows between nodes, x their output and
A = Z diag(x)^-1, B = (I - A)^-1 is the Leontief inverse; z is what is sold for other than intermediate
use, the final sales. B diag(z) tells which output, everywhere, each node's final sales have needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import quantity
from counterpoise.world.economy import FINAL

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.world.leontief import Leontief


@quantity(unit="million USD", dims="origin sector destination use", formula=r"Z_{js,ik}")
def inputs(flow: xr.DataArray) -> xr.DataArray:
    """Inputs bought: intermediate sales of a sector to a buying sector."""
    return flow.isel(use=slice(0, flow.sizes["sector"]))


@quantity(unit="million USD", dims="origin sector destination")
def final_demand(flow: xr.DataArray) -> xr.DataArray:
    """Final demand of a destination for the goods of an origin's sector."""
    return flow.sel(use=FINAL, drop=True)


@quantity(unit="million USD", dims="destination")
def whole_final_demand(final_demand: xr.DataArray) -> xr.DataArray:
    """All final demand of a destination, whatever sectors are asked for."""
    return final_demand.sum(("origin", "sector"))


@quantity(unit="million USD", dims="origin sector", formula=r"z = x - Z 1")
def final_sales(flow: xr.DataArray, outside: xr.DataArray | None) -> xr.DataArray:
    """Final sales: output less intermediate sales in the table (it holds all sales outside it)."""
    sold = flow.sel(use=FINAL, drop=True).sum("destination", skipna=False)
    return sold if outside is None else sold + outside


@quantity(unit="million USD", dims="origin sector", formula=r"x")
def output(flow: xr.DataArray, outside: xr.DataArray | None) -> xr.DataArray:
    """Gross output: all sales."""
    sold = flow.sum(("destination", "use"), skipna=False)
    return sold if outside is None else sold + outside


@quantity(unit="million USD", dims="country sector")
def covered_output(inputs: xr.DataArray, output: xr.DataArray) -> xr.DataArray:
    """Output of the country's sectors whose purchases are recorded in the table."""
    bought = inputs.sum(("origin", "sector"), skipna=False).rename(destination="origin", use="sector")
    made = output.where(bought.transpose("origin", "sector") > 0, 0.0)
    return made.rename(origin="country")


@quantity(unit="million USD", dims="country sector")
def own_output(output: xr.DataArray) -> xr.DataArray:
    """Gross output of a country's sector."""
    return output.rename(origin="country")


@quantity(unit="", dims="")
def leontief(inputs: xr.DataArray, output: xr.DataArray) -> Leontief:
    """Factors of the Leontief matrix I - A; nodes run over country, then sector."""
    from counterpoise.world.leontief import Leontief  # noqa: PLC0415

    n = output.size
    return Leontief(inputs.values.reshape(n, n), output.values.reshape(n))


@quantity(
    unit="million USD",
    dims="origin destination use",
    formula=r"\sum_s (B \hat z)_{js,ik}",
    cite="Baldwin, Freeman and Theodorakopoulos (2022)",
    stored=True,
)
def production_exposure(leontief: Leontief, final_sales: xr.DataArray) -> xr.DataArray:
    """Output of an origin, all stages and sectors, in the final sales of a destination's sector."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    countries, sectors = final_sales["origin"].values, final_sales["sector"].values
    c, s = len(countries), len(sectors)
    of_country = np.repeat(np.eye(c), s, axis=0)
    needed = leontief.adjoint(of_country).T * final_sales.values.reshape(1, -1)
    return xr.DataArray(
        needed.reshape(c, c, s),
        dims=("origin", "destination", "use"),
        coords={"origin": countries, "destination": countries, "use": sectors},
    )


@quantity(
    unit="million USD",
    dims="origin sector destination",
    formula=r"\sum_k (B \hat z)_{is,jk}",
    cite="Baldwin, Freeman and Theodorakopoulos (2022)",
    stored=True,
)
def sales_exposure(leontief: Leontief, final_sales: xr.DataArray) -> xr.DataArray:
    """Output of an origin's sector, all stages, in the final sales of a destination."""
    import numpy as np  # noqa: PLC0415

    c, s = final_sales.shape
    of_destination = np.repeat(np.eye(c), s, axis=0) * final_sales.values.reshape(-1, 1)
    return _by_destination(leontief.solve(of_destination), final_sales)


@quantity(
    unit="million USD",
    dims="origin sector destination",
    formula=r"\sum_{jk} B_{is,jk} F_{jk,c}",
    cite="Johnson and Noguera (2012)",
    stored=True,
)
def absorbed_output(leontief: Leontief, final_demand: xr.DataArray) -> xr.DataArray:
    """Output of an origin's sector, all stages, in the final demand of a destination."""
    c, s, _ = final_demand.shape
    return _by_destination(leontief.solve(final_demand.values.reshape(c * s, c)), final_demand.isel(destination=0))


@quantity(unit="share", dims="origin sector", formula=r"v = (x - \text{inputs}) / x")
def value_added_share(inputs: xr.DataArray, output: xr.DataArray) -> xr.DataArray:
    """Output less recorded inputs, as a share of output (0 where there is no output)."""
    bought = (
        inputs.sum(("origin", "sector"), skipna=False)
        .rename(destination="origin", use="sector")
        .transpose("origin", "sector")
    )
    return (1 - bought / output.where(output > 0)).fillna(0.0)


@quantity(unit="million USD", dims="country sector", formula=r"x - \text{inputs}")
def own_value_added(value_added_share: xr.DataArray, output: xr.DataArray) -> xr.DataArray:
    """Output less recorded inputs of a country's sector."""
    return (value_added_share * output).rename(origin="country")


@quantity(unit="million USD", dims="origin sector destination")
def value_added_sales(sales_exposure: xr.DataArray, value_added_share: xr.DataArray) -> xr.DataArray:
    """Value added of an origin's sector in the final sales of a destination."""
    return sales_exposure * value_added_share


@quantity(unit="million USD", dims="origin sector destination")
def absorbed_value_added(absorbed_output: xr.DataArray, value_added_share: xr.DataArray) -> xr.DataArray:
    """Value added of an origin's sector in the final demand of a destination."""
    return absorbed_output * value_added_share


@quantity(unit="million USD", dims="origin sector destination")
def intermediate_sales(inputs: xr.DataArray) -> xr.DataArray:
    """Intermediate sales of an origin's sector to a destination."""
    return inputs.sum("use", skipna=False)


@quantity(unit="million USD", dims="origin destination use", formula=r"\sum_s (A \hat z)_{js,ik}")
def first_stage_exposure(inputs: xr.DataArray, output: xr.DataArray, final_sales: xr.DataArray) -> xr.DataArray:
    """Inputs bought directly from an origin for the final sales of a destination's sector."""
    part = (final_sales / output.where(output > 0)).fillna(0.0).rename(origin="destination", sector="use")
    return inputs.sum("sector", skipna=False) * part


def _by_destination(values, like: xr.DataArray) -> xr.DataArray:
    import xarray as xr  # noqa: PLC0415

    countries, sectors = like["origin"].values, like["sector"].values
    return xr.DataArray(
        values.reshape(len(countries), len(sectors), len(countries)),
        dims=("origin", "sector", "destination"),
        coords={"origin": countries, "sector": sectors, "destination": countries},
    )
