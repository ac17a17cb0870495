"""The past, from series that the store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import xarray as xr

    from counterpoise.core.result import Provenance


def past_of(
    name: str, indicators: Sequence[str], countries: Sequence[str], partners: Sequence[str], sectors: Sequence[str]
) -> tuple[xr.Dataset, Provenance]:
    """Give a series' measures, ``[country, partner, sector, source, year]``, missing where it has none.

    Raises
    ------
    InputError
        If the series holds none of the sectors.
    """
    import xarray as xr  # noqa: PLC0415

    from counterpoise.store import dataset, table  # noqa: PLC0415
    from counterpoise.world.load import provenance_of  # noqa: PLC0415

    about = dataset(name)
    series = table(name)
    held = list(dict.fromkeys(series["sector"].tolist()))
    if not set(sectors) & set(held):
        raise InputError(
            f"the past has no sector {', '.join(sectors)[:40]}", where="--sector", remedy=f"it has {', '.join(held)}"
        )
    years = sorted(set(series["year"].tolist()))
    source = name.removesuffix("-reliance")
    shape = {"country": list(countries), "partner": list(partners), "sector": list(sectors), "year": years}
    keep = series[series["country"].isin(countries)]
    made: dict[str, xr.DataArray] = {}
    for indicator in indicators:
        part = keep[keep["indicator"] == indicator]
        dims = list(shape) if not len(part) or part["partner"].ne("").any() else ["country", "sector", "year"]
        array = _array(part, dims, {d: shape[d] for d in dims})
        made[indicator] = array
        made[f"{indicator}__coverage"] = xr.where(array.notnull(), 1.0, float("nan"))
    data = xr.Dataset(made).expand_dims(source=[source])
    return data, provenance_of(about, (years[0], years[-1]))


def _array(part: pd.DataFrame, dims: list[str], labels: dict[str, list]) -> xr.DataArray:
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    values = np.full([len(labels[d]) for d in dims], np.nan)
    place = [part[d].map({label: i for i, label in enumerate(labels[d])}) for d in dims]
    known = np.logical_and.reduce([p.notna().to_numpy() for p in place]) if len(part) else np.zeros(0, dtype=bool)
    values[tuple(p[known].astype(int).to_numpy() for p in place)] = part["value"][known].to_numpy()
    return xr.DataArray(values, dims=dims, coords=labels)
