"""Products that a country can hardly buy elsewhere: concentration of its imports, of the world's exports and of mining.

The measures take the market of a buyer in one year (`counterpoise.world.market`). Where something is not known they are
missing, never zero: what nobody recorded is not diversified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import measure

if TYPE_CHECKING:
    import xarray as xr

EU, GEODEP = "European Commission (2021), SWD(2021) 352", "Lefebvre and Wibaux (2024)"
GEOPOLRISK = "Gemechu et al. (2016); Koyamparambath et al. (2024)"


@measure(
    symbol=r"s_{jk}",
    unit="share",
    dims="partner product",
    short="share",
    formula=r"M_{jk} / \sum_l M_{lk}",
    cite="Hirschman (1945)",
)
def supplier_share(product_imports: xr.DataArray) -> xr.DataArray:
    """Share of a country's imports of a product that come from a partner, by value."""
    return _ratio(product_imports, product_imports.sum("partner"))


@measure(
    symbol=r"H_k",
    unit="index",
    dims="product",
    short="HHI imports",
    formula=r"\sum_j s_{jk}^2",
    cite=f"Hirschman (1964); {EU}, first indicator",
)
def import_herfindahl(supplier_share: xr.DataArray) -> xr.DataArray:
    """Herfindahl index of a country's suppliers of a product: 1 with a single one."""
    return (supplier_share**2).sum("partner", min_count=1)


@measure(
    symbol=r"H^X_k",
    unit="index",
    dims="product",
    short="HHI exports",
    formula=r"\sum_o (X_{ok} / \sum_l X_{lk})^2",
    cite=f"{GEODEP}, criterion 2",
)
def world_export_herfindahl(world_exports: xr.DataArray) -> xr.DataArray:
    """Herfindahl index of the world's exporters of a product, to any destination."""
    return (_ratio(world_exports, world_exports.sum("origin")) ** 2).sum("origin", min_count=1)


@measure(
    symbol=r"H^Q_k",
    unit="index",
    dims="product",
    short="HHI mining",
    formula=r"\sum_o (Q_{ok} / \sum_l Q_{lk})^2",
    cite="Gemechu et al. (2016)",
)
def production_herfindahl(production: xr.DataArray) -> xr.DataArray:
    """Herfindahl index of the countries that mine a product's raw material, by weight.

    Exports can come from many ports while one country mines: the two indices stand apart.
    """
    made = production.fillna(0.0)
    return (_ratio(made, made.sum("origin")) ** 2).sum("origin", min_count=1)


@measure(
    symbol=r"q_{jk}",
    unit="share",
    dims="partner product",
    short="share of mining",
    formula=r"Q_{jk} / \sum_l Q_{lk}",
    cite="Gemechu et al. (2016)",
)
def production_share(production: xr.DataArray) -> xr.DataArray:
    """Share of the world's mining of a product's raw material that is a partner's, by weight."""
    made = production.fillna(0.0)
    return _ratio(made, made.sum("origin")).rename(origin="partner")


@measure(
    symbol=r"M_k / X_k",
    unit="ratio",
    dims="product",
    short="imports / exports",
    formula=r"\sum_j M_{jk} / X_k",
    cite=f"{EU}, third indicator; {GEODEP}, criterion 3",
)
def import_export_ratio(product_imports: xr.DataArray, product_exports: xr.DataArray) -> xr.DataArray:
    """Ratio of a country's imports of a product to its exports: above 1 it can't replace them by what it sells.

    Missing where it exports nothing: criteria then count it as above any threshold.
    """
    return _ratio(product_imports.sum("partner"), product_exports)


@measure(
    symbol=r"M_k / (M_k + M^0_k)",
    unit="share",
    dims="product",
    short="from outside",
    formula=r"\sum_j M_{jk} / (\sum_j M_{jk} + M^0_k)",
    cite=f"{EU}, second indicator",
)
def external_share(product_imports: xr.DataArray, inner_imports: xr.DataArray) -> xr.DataArray:
    """Share of all imports of a bloc's members that come from outside the bloc; 1 for a single country.

    A share of demand would need the output of each product, which no data here have.
    """
    outer = product_imports.sum("partner")
    return _ratio(outer, outer + inner_imports)


@measure(
    symbol=r"n_{jk}",
    unit="ratio",
    dims="partner product",
    short="to redirect",
    formula=r"M_{jk} / (\sum_{o \ne j,i} X_{ok} - \sum_{l \ne j} M_{lk})",
    cite="its own; the idea is that of substitutable supply in Arjona, Connell and Herghelegiu (2023)",
)
def replacement_need(
    product_imports: xr.DataArray, world_exports: xr.DataArray, product_exports: xr.DataArray
) -> xr.DataArray:
    """Ratio of imports from a partner to what all others sell elsewhere: what would have to be redirected without it.

    Missing where nobody else sells the product to others.
    """
    sold = world_exports.rename(origin="partner").sel(partner=product_imports["partner"])
    others = world_exports.sum("origin") - product_exports - sold
    to_us = product_imports.sum("partner") - product_imports
    elsewhere = others - to_us
    found = _ratio(product_imports, elsewhere.where(elsewhere > 1e-9 * world_exports.sum("origin")))
    return found.where(product_imports.sum("partner") > 0)


@measure(
    symbol=r"G_k",
    unit="index",
    dims="product",
    short="GeoPolRisk",
    formula=r"H^Q_k \sum_j g_j m_{jk} / (Q_{ik} + \sum_j m_{jk})",
    cite=GEOPOLRISK,
)
def geopolrisk(
    production_herfindahl: xr.DataArray,
    material_quantities: xr.DataArray,
    own_production: xr.DataArray,
    instability: xr.DataArray,
) -> xr.DataArray:
    """GeoPolRisk score of a raw material: concentration of mining times the instability of suppliers, by weight.

    Imports of all products of the material that the data hold are added up; a supplier without an estimate of its
    stability counts one half, as in the method's own program. Missing where less than half of the imports, by value,
    have a weight.
    """
    risky = (material_quantities * instability.fillna(0.5)).sum("partner", min_count=1)
    supply = material_quantities.sum("partner", min_count=1) + own_production
    return production_herfindahl * _ratio(risky, supply)


def _ratio(part: xr.DataArray, whole: xr.DataArray) -> xr.DataArray:
    """Divide; missing where the whole is nothing."""
    return part / whole.where(whole > 0)
