"""What one buyer buys, product by product, and who in the world sells and makes it.

A buyer is an economy or a bloc of several; flows within a bloc are its inner trade, and it is one seller among the
others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.facts import read

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import xarray as xr

    from counterpoise.world.trade import Trade

GOVERNANCE, MINING = "wgi-political-stability", "mining-production"
HALF = 0.5
"""Share of imports by value that must have a quantity for a score by weight."""

IN_TONNES = {"t": 1.0, "kg": 1e-3, "carat": 2e-7, "million m3": 800.0}
"""Tonnes in each unit of the producer; a cubic metre of natural gas is taken as 0.8 kg."""


@dataclass(frozen=True)
class Market:
    """The markets of some products in one year as one buyer meets them.

    Attributes
    ----------
    year
        Of the flows.
    imports, quantities
        What the buyer buys ``[partner, product]``: thousand USD, and tonnes of the flows that have a quantity.
    weighed
        Value of the imports that have a quantity ``[partner, product]``: thousand USD.
    inner
        Imports within the buyer, when it is a bloc ``[product]``: thousand USD.
    exports
        What the buyer sells to others ``[product]``: thousand USD.
    world_exports
        What each origin sells to others ``[origin, product]``, the buyer as one: thousand USD.
    production
        What each origin mines of the product's material ``[origin, product]``: tonnes; missing where the product has no
        such material, or the year has no figures.
    reported
        Share of the production that the producer of the figures marks as reported ``[product]``.
    instability
        Of each partner ``[partner]``: 0 (stable) to 1; see `instability`.
    materials
        What is mined for each product, in the words of World Mining Data; none where nothing is known.
    source
        The flows' dataset.
    """

    year: int
    imports: xr.DataArray
    quantities: xr.DataArray
    weighed: xr.DataArray
    inner: xr.DataArray
    exports: xr.DataArray
    world_exports: xr.DataArray
    production: xr.DataArray
    reported: xr.DataArray
    instability: xr.DataArray
    materials: tuple[tuple[str, ...], ...]
    source: str = ""

    @property
    def roots(self) -> dict[str, Any]:
        """Give what measures of products are computed from, by name."""
        return {
            "product_imports": self.imports,
            "product_quantities": self.quantities,
            "inner_imports": self.inner,
            "product_exports": self.exports,
            "world_exports": self.world_exports,
            "production": self.production,
            "own_production": self.production.isel(origin=self.imports.sizes["partner"], drop=True),
            "material_quantities": self._of_materials(self.quantities).where(self.weight_known >= HALF),
            "instability": self.instability,
        }

    @property
    def weight_known(self) -> xr.DataArray:
        """Share of the imports of a product's material, by value, that have a quantity ``[product]``; 1 without imports."""
        value = self._of_materials(self.imports).sum("partner", min_count=1)
        known = self._of_materials(self.weighed).sum("partner", min_count=1)
        return (known / value.where(value > 0)).where(value != 0, 1.0)

    @property
    def weight_rated(self) -> xr.DataArray:
        """Share of these quantities whose supplier's stability is known ``[product]``."""
        weight = self._of_materials(self.quantities)
        whole = weight.sum("partner")
        return weight.where(self.instability.notnull(), 0.0).sum("partner") / whole.where(whole > 0)

    def _of_materials(self, values: xr.DataArray) -> xr.DataArray:
        """Add up over the products that are made of the same materials; missing where there are none."""
        import numpy as np  # noqa: PLC0415

        groups = {one: k for k, one in enumerate(dict.fromkeys(self.materials))}
        place = np.array([groups[one] for one in self.materials])
        member = (place[:, None] == np.arange(len(groups))[None, :]).astype(float)
        added = (values.values @ member)[..., place]
        known = np.array([bool(one) for one in self.materials])
        return values.copy(data=np.where(known, added, np.nan)).transpose(*values.dims)


def markets(trade: Trade, buyer: Sequence[str], years: Sequence[int], products: Sequence[str]) -> list[Market]:
    """Give the markets of products as a buyer meets them, year by year.

    Parameters
    ----------
    trade
        The flows.
    buyer
        The economy, or the members of the bloc.
    years, products
        Which; all products when every one that the flows hold is named.

    Raises
    ------
    InputError
        If the flows lack a year, or the buyer.
    """
    named = None if len(products) == len(trade.products) else list(products)
    bought: Any
    sold: Any
    bought, sold = trade.markets(list(buyer), list(years), named)
    name = trade.provenance.source if trade.provenance else "given flows"
    return [
        _market(year, buyer, products, bought[bought.year == year], sold[sold.year == year], name) for year in years
    ]


def _market(
    year: int, buyer: Sequence[str], products: Sequence[str], bought: pd.DataFrame, sold: pd.DataFrame, source: str
) -> Market:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    own = buyer[0]
    names = np.array(sold.origin.cat.categories.tolist())
    inside = np.isin(names, list(buyer))
    partners = names[~inside].tolist()
    origins = [*partners, own]
    row = np.where(inside, len(partners), np.searchsorted(partners, names))
    column = pd.Index(list(products)).get_indexer(sold["product"].cat.categories)

    def dense(frame: pd.DataFrame, value: str, count: int) -> np.ndarray:
        cell = row[frame.origin.cat.codes.to_numpy()] * len(products)
        cell += column[frame["product"].cat.codes.to_numpy()]
        held = np.bincount(cell, weights=frame[value].to_numpy(), minlength=count * len(products))
        return held.reshape(count, len(products))

    def by_product(values: Any) -> xr.DataArray:
        return xr.DataArray(values, coords={"product": list(products)})

    def by_partner(values: np.ndarray) -> xr.DataArray:
        return xr.DataArray(values, coords={"partner": partners, "product": list(products)})

    found = {value: dense(bought, value, len(origins)) for value in ("value", "quantity", "value_with_quantity")}
    imports, inner = found["value"][:-1], found["value"][-1]
    world = dense(sold, "value", len(origins))
    world[-1] = np.maximum(world[-1] - inner, 0.0)  # the sums are of the same flows, in another order
    made, reported = _production(year, buyer, origins, products)
    return Market(
        year=year,
        imports=by_partner(imports),
        quantities=by_partner(found["quantity"][:-1]),
        weighed=by_partner(found["value_with_quantity"][:-1]),
        inner=by_product(inner),
        exports=by_product(world[-1]),
        world_exports=xr.DataArray(world, coords={"origin": origins, "product": list(products)}),
        production=made,
        reported=by_product(reported),
        instability=instability(year, partners),
        materials=tuple(materials().get(one, ()) for one in products),
        source=source,
    )


def materials() -> dict[str, tuple[str, ...]]:
    """Give the mined materials of each product, in the words of World Mining Data (see ``facts``).

    Examples
    --------
    >>> materials()["250410"], materials()["270112"]
    (('Graphite',), ('Steam Coal', 'Coking Coal'))
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in read("raw_materials"):
        found[line["product"]] = (*found.get(line["product"], ()), line["material"])
    return found


def _production(
    year: int, buyer: Sequence[str], origins: Sequence[str], products: Sequence[str]
) -> tuple[xr.DataArray, np.ndarray]:
    """Give what each origin makes of each product's material, and the share of it that is reported."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    from counterpoise.store import table  # noqa: PLC0415

    every: Any = table(MINING)
    usual = every.groupby(["material", "country"]).value.transform("mean")  # of a line that lacks the year
    every = every.assign(usual=usual * every.unit.map(IN_TONNES).astype(float))[every.year == year]
    lacking = every[every.value.isna()].groupby("material").usual.sum()
    mined = every[every.value.notna()]
    mined = mined.assign(
        tonnes=mined.value * mined.unit.map(IN_TONNES).astype(float),
        origin=mined.country.where(~mined.country.isin(list(buyer)), buyer[0]),
    )
    everyone = [*origins, *sorted(set(mined.origin) - set(origins))]
    rows = pd.Index(everyone)
    held = np.full((len(everyone), len(products)), np.nan)
    reported = np.full(len(products), np.nan)
    of = materials()
    groups = {str(material): part for material, part in mined.groupby("material")}
    for column, product in enumerate(products):
        parts = [groups[material] for material in of.get(product, ()) if material in groups]
        if not parts or len(parts) < len(of[product]):
            continue
        held[:, column] = sum(
            np.bincount(rows.get_indexer(part.origin), weights=part.tonnes, minlength=len(rows)) for part in parts
        )
        whole = sum(float(part.tonnes.sum()) for part in parts) + sum(float(lacking.get(m, 0.0)) for m in of[product])
        told = sum(float(part.tonnes[part.status == "reported"].sum()) for part in parts)
        reported[column] = told / whole if whole > 0 else np.nan
    return xr.DataArray(held, coords={"origin": everyone, "product": list(products)}), reported


def instability(year: int, countries: Sequence[str]) -> xr.DataArray:
    """Give political instability, 0 to 1, of a year, else of the newest before it.

    One half less a fifth of the Worldwide Governance Indicators' estimate of political stability and absence of violence,
    which runs from about -2.5 to 2.5, held between 0 and 1.

    Parameters
    ----------
    year
        The year.
    countries
        Of whom; missing where there is no estimate, and for all before 1996.

    References
    ----------
    Gemechu, E. D., Helbig, C., Sonnemann, G., Thorenz, A. and Tuma, A. (2016), Import-based indicator for the geopolitical
    supply risk of raw materials in life cycle sustainability assessments, Journal of Industrial Ecology 20: 154-165.

    Examples
    --------
    >>> instability(2022, ["KOR", "AFG"]).round(3).values.tolist()
    [0.388, 1.0]
    """
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    from counterpoise.store import table  # noqa: PLC0415

    known = table(GOVERNANCE)
    newest = known.year[known.year <= year].max()  # of none it is missing, and so are all
    estimate = known[known.year == newest].set_index("country").estimate
    values = np.clip(0.5 - 0.2 * estimate.reindex(list(countries)).to_numpy(), 0.0, 1.0)
    return xr.DataArray(values, coords={"partner": list(countries)})
