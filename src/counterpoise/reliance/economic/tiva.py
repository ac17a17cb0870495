"""The OECD's core indicators of trade in value added, under their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import Part, measure, parts, quantity

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr

    from counterpoise.reliance.economic.gross_exports import GrossExports

OECD = "OECD (2023)"


def tiva(world: GrossExports, final: np.ndarray) -> dict[str, np.ndarray]:
    """Give the OECD's core indicators of trade in value added under their codes, in the unit of the accounts.

    Parameters
    ----------
    world
        The accounts.
    final
        Final demand ``[origin, sector, destination]``.

    Returns
    -------
    dict
        By code, arrays ``[country, sector, partner]``; ``PROD`` and ``VALU`` are ``[country, sector]``. In ``EXGR_*`` and
        ``DEXFVAP`` (value added of the partner in the country's exports to all) the sector exports; in ``IMGR_*``
        and ``FEXDVAP`` it is the partner's, which exports; in ``FD_VA``, ``DXD_DVA`` and ``FFD_DVA`` it is where the
        country's value was added, in ``DFD_FVA`` where the partner's was.

    References
    ----------
    OECD (2023), Guide to OECD Trade in Value Added (TiVA) Indicators, 2023 edition.
    """
    import numpy as np  # noqa: PLC0415

    c, s = world.output.shape
    home = np.eye(c, dtype=bool)[:, None, :]
    rates = world.value_added[:, :, None]
    found = _of_inputs(world) | {"EXGR_FNL": final * ~home, "DOM_FNL": final * home}
    found["EXGR"] = exports = found["EXGR_INT"] + found["EXGR_FNL"]
    found["DOM"] = found["DOM_INT"] + found["DOM_FNL"]
    found |= {code.replace("EXGR", "IMGR"): _mirror(found[code]) for code in ("EXGR", "EXGR_FNL")}
    found["BALGR"] = exports - found["IMGR"]
    found["EXGR_DVA"] = world.domestic_all[:, :, None] * exports
    found["EXGR_FVA"] = world.foreign_all[:, :, None] * exports
    found["EXGR_DDC"] = rates * np.einsum("skk->sk", world.local)[:, :, None] * exports
    found["EXGR_IDC"] = world.domestic[:, :, None] * exports - found["EXGR_DDC"]
    found["EXGR_RIM"] = (world.domestic_all - world.domestic)[:, :, None] * exports
    found["FD_VA"] = rates * world.leontief.solve(final.reshape(c * s, c)).reshape(c, s, c)
    found["DXD_DVA"] = found["FD_VA"] * home
    found["FFD_DVA"] = found["FD_VA"] * ~home
    found["DFD_FVA"] = _mirror(found["FFD_DVA"])
    found["BALVAFD"] = found["FFD_DVA"] - found["DFD_FVA"]
    found["DEXFVAP"] = (world.made_of * exports.sum(2)).transpose(1, 2, 0) * ~home
    found["FEXDVAP"] = _mirror(found["DEXFVAP"])
    return found


def _of_inputs(world: GrossExports) -> dict[str, np.ndarray]:
    """Give the indicators that need no final demand by destination."""
    import numpy as np  # noqa: PLC0415

    home = np.eye(len(world.output), dtype=bool)[:, None, :]
    used = world.inputs.sum(3)
    found = {"EXGR_INT": used * ~home, "DOM_INT": used * home}
    found["IMGR_INT"] = _mirror(found["EXGR_INT"])
    return found | {"PROD": world.output, "VALU": world.value_added * world.output}


def _mirror(flow: np.ndarray) -> np.ndarray:
    """Give the same flows as the other side sees them: what a country buys by its partner's sector."""
    return flow.transpose(2, 1, 0)


@quantity(unit="", dims="")
def tiva_accounts(export_accounts: GrossExports, final_demand: xr.DataArray) -> dict[str, xr.DataArray]:
    """Trade in value added by code, computed together."""
    found = tiva(export_accounts, final_demand.transpose("origin", "sector", "destination").values)
    return _by_code(found, final_demand)


@quantity(unit="", dims="")
def tiva_of_inputs(export_accounts: GrossExports, intermediate_sales: xr.DataArray) -> dict[str, xr.DataArray]:
    """Those indicators of trade that need no final demand by destination."""
    return _by_code(_of_inputs(export_accounts), intermediate_sales)


def _labelled(values: np.ndarray, like: xr.DataArray) -> xr.DataArray:
    import xarray as xr  # noqa: PLC0415

    countries = like["origin"].values
    coords = {"country": countries, "sector": like["sector"].values, "partner": countries}
    return xr.DataArray(values, dims=("country", "sector", "partner"), coords=coords)


def _by_code(found: dict[str, np.ndarray], like: xr.DataArray) -> dict[str, xr.DataArray]:
    """Give indicators with their labels; what is at home has no partner."""
    made = {code: _labelled(values, like) for code, values in found.items() if values.ndim == 3}
    return {code: one.sum("partner") if code.startswith(("DOM", "DXD")) else one for code, one in made.items()}


@measure(
    symbol="PROD", unit="million USD", dims="country sector", short="output", formula="x_i", cite=OECD, headline=False
)
def PROD(own_output: xr.DataArray) -> xr.DataArray:  # noqa: N802 - the OECD's code
    """Production: a country's gross output."""
    return own_output


@measure(
    symbol="VALU",
    unit="million USD",
    dims="country sector",
    short="value added",
    formula=r"x_i - \text{inputs}",
    cite=OECD,
    headline=False,
)
def VALU(own_value_added: xr.DataArray) -> xr.DataArray:  # noqa: N802 - the OECD's code
    """Value added: a country's output less its recorded inputs.

    Taxes less subsidies on products, and inputs from outside the table, are in it where the accounts don't tell them.
    """
    return own_value_added


OF_INPUTS = {
    "EXGR_INT": Part("Gross exports of intermediates to a partner", "exports, inputs", r"Z_{ij} \mathbf 1"),
    "IMGR_INT": Part("Gross imports of intermediates from a partner", "imports, inputs", r"Z_{ji} \mathbf 1"),
}
HOME_OF_INPUTS = {"DOM_INT": Part("Sales of intermediates at home", "home, inputs", r"Z_{ii} \mathbf 1")}
OF_ALL = {
    "EXGR": Part("Gross exports to a partner", "exports", r"E_{ij}"),
    "EXGR_FNL": Part("Gross exports of final goods to a partner", "exports, final", r"F_{ij}"),
    "IMGR": Part("Gross imports from a partner, by the partner's sector", "imports", r"E_{ji}"),
    "IMGR_FNL": Part("Gross imports of final goods from a partner", "imports, final", r"F_{ji}"),
    "BALGR": Part("Gross trade balance with a partner", "balance, gross", r"E_{ij} - E_{ji}"),
    "EXGR_DVA": Part("Domestic value added in gross exports to a partner", "domestic in exports", r"v_i B_{ii} E_{ij}"),
    "EXGR_FVA": Part(
        "Foreign value added in gross exports to a partner", "foreign in exports", r"\sum_{t \ne i} v_t B_{ti} E_{ij}"
    ),
    "EXGR_DDC": Part(
        "Domestic value added in gross exports, of the exporting sector itself",
        "direct domestic",
        r"\hat v_i \operatorname{diag}(L_i) E_{ij}",
    ),
    "EXGR_IDC": Part(
        "Domestic value added in gross exports, of other sectors at home",
        "indirect domestic",
        r"v_i L_i E_{ij} - \hat v_i \operatorname{diag}(L_i) E_{ij}",
    ),
    "EXGR_RIM": Part(
        "Domestic value added in gross exports that had come back in imports",
        "re-imported",
        r"v_i (B_{ii} - L_i) E_{ij}",
    ),
    "FD_VA": Part(
        "Value added in the final demand of a partner (between two countries as FFD_DVA)",
        "in final demand",
        r"\hat v_i (B F)_{ij}",
    ),
    "FFD_DVA": Part("Domestic value added in the final demand of a partner", "in its demand", r"\hat v_i (B F)_{ij}"),
    "DFD_FVA": Part(
        "Value added of a partner in domestic final demand, by the partner's sector",
        "its value here",
        r"\hat v_j (B F)_{ji}",
    ),
    "BALVAFD": Part(
        "Balance of trade in value added with a partner",
        "balance, value added",
        r"\hat v_i (B F)_{ij} - \hat v_j (B F)_{ji}",
    ),
    "DEXFVAP": Part(
        "Value added of a partner in the country's exports to all", "its value in exports", r"v_j B_{ji} E_i"
    ),
    "FEXDVAP": Part(
        "Value added of the country in the partner's exports to all, by the partner's sector",
        "value in its exports",
        r"v_i B_{ij} E_j",
    ),
}
HOME_OF_ALL = {
    "DOM": Part("Sales at home for all uses", "home", r"Z_{ii} \mathbf 1 + F_{ii}"),
    "DOM_FNL": Part("Sales to final users at home", "home, final", r"F_{ii}"),
    "DXD_DVA": Part("Domestic value added in domestic final demand", "value at home", r"\hat v_i (B F)_{ii}"),
}
for _of, _declared in (("tiva_of_inputs", OF_INPUTS), ("tiva_accounts", OF_ALL)):
    parts(_of, _declared, unit="million USD", dims="country partner sector", cite=OECD, module=__name__)
for _of, _declared in (("tiva_of_inputs", HOME_OF_INPUTS), ("tiva_accounts", HOME_OF_ALL)):
    parts(_of, _declared, unit="million USD", dims="country sector", cite=OECD, module=__name__)
