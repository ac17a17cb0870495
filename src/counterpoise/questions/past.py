"""The past, from series that the store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError
from counterpoise.core.measure import Evaluation, measures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    import numpy as np  # noqa: PLC0415
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
    everyone = {
        "country": sorted(set(series["country"])),
        "partner": sorted(set(series["partner"])),
        "sector": held,
        "year": years,
    }
    roots = {str(one): _array(part, everyone) for one, part in series.groupby("indicator")}
    evaluation = Evaluation(roots)
    made: dict[str, xr.DataArray] = {}
    for indicator in indicators:
        array = _told(evaluation, indicator, roots)
        labels = {d: shape[d] for d in shape if array is None or d in array.dims}
        if array is None:
            array = xr.DataArray(np.nan, dims=tuple(labels), coords=labels)
        made[indicator] = array.reindex(labels)
        made[f"{indicator}__coverage"] = xr.where(made[indicator].notnull(), 1.0, np.nan)
    data = xr.Dataset(made).expand_dims(source=[source])
    return data, provenance_of(about, (years[0], years[-1]))


def _told(evaluation: Evaluation, indicator: str, roots: Mapping[str, xr.DataArray]) -> xr.DataArray | None:
    """Give a measure that the series holds, or that follows from those it holds."""
    if indicator in roots:
        return roots[indicator]
    node = measures[indicator]
    if not all(one in roots for one in node.inputs):
        return None
    import xarray as xr  # noqa: PLC0415

    dims = (*node.dims, "year")
    with xr.set_options(arithmetic_join="inner", keep_attrs=False):
        return node.function(*(evaluation[one] for one in node.inputs)).transpose(*dims)


def _array(part: pd.DataFrame, labels: dict[str, list]) -> xr.DataArray:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    values = np.full([len(held) for held in labels.values()], np.nan)
    place = [pd.Index(held).get_indexer(part[d].to_numpy()) for d, held in labels.items()]
    values[tuple(place)] = part["value"].to_numpy()
    return xr.DataArray(values, dims=tuple(labels), coords=labels)
