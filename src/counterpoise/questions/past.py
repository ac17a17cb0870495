"""How reliance has changed over the years that the store holds: its series, and its accounts year by year."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.measure import Evaluation, measures
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.prose import source_label
from counterpoise.core.question import question
from counterpoise.core.result import Asked, Result
from counterpoise.questions.arguments import Indicators, Partners, Sectors, Source, Subjects
from counterpoise.questions.reliance import rely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import xarray as xr

    from counterpoise.core.result import Provenance


SERIES, SERIES_OF = "wiod-2013-reliance", "wiod-2013"
"""A series of the past, and the accounts that it was computed from."""


@question(charts="counterpoise.charts")
def trend(
    country: Subjects,
    *,
    on: Partners,
    sector: Sectors = ("TOTAL", "manufacturing"),
    indicators: Indicators = ("headline",),
    source: Source | None = None,
    progress: Progress | None = None,
) -> Result:
    """How a country's reliance has changed over the years that the store holds.

    Sources differ in countries, sectors and prices: compare years within a source, and read a step
    between two sources as a difference of sources until shown otherwise.

    Parameters
    ----------
    country
        Who relies: a country, several, a group, or ALL.
    on
        On whom: countries or groups.
    sector
        TOTAL, manufacturing (the series of the past is kept for these two), or any of the accounts.
    indicators
        Measures by name, headline, or all.
    source
        One dataset only, as icio-2025 (see data list); all that the store holds if left out.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        A variable for each measure, ``[country, partner, sector, source, year]``, missing where a
        source has no such year.

    Raises
    ------
    InputError
        If a word is not known, or a partner is the country itself.

    Examples
    --------
    >>> import counterpoise as cp
    >>> past = cp.trend("KOR", on="CHN", sector="TOTAL", indicators="look_through")
    >>> past.look_through.sel(source="wiod-2013", year=1995).item() < past.look_through.sel(
    ...     source="icio-2025-embedded"
    ... ).max().item()
    True
    """
    tell = quietly(progress)
    asked = {"on": on, "sector": sector, "indicators": indicators}
    pieces: list[Result] = []
    refusals: list[InputError] = []
    worlds = _worlds(source)
    for place, (name, year) in enumerate(worlds):
        tell.report(f"{name} {year}", place / (len(worlds) + 1))
        try:
            pieces.append(rely(country, year=year, source=name, **asked))
        except InputError as error:  # a country or a sector that this source lacks
            refusals.append(error)
    if not pieces:
        raise refusals[-1]
    tell.report("reading the past", len(worlds) / (len(worlds) + 1))
    newest = pieces[-1]
    parts = [_dated(one) for one in pieces]
    origins = list(dict.fromkeys(one.provenance[0] for one in pieces))
    if source is None:
        try:
            held = [_labels(pieces, dim, newest) for dim in ("country", "partner", "sector")]
            past, origin = past_of(SERIES, newest.variables, *held)
            if any(bool(past[name].notnull().any()) for name in newest.variables):
                parts, origins = [past, *parts], [origin, *origins]
            else:
                lacking = f"{source_label(SERIES)} (1995 to 2011) lacks {', '.join(held[0][:5])}, or these partners"
                refusals.append(InputError(lacking))
        except InputError as error:  # the series lacks the sector, the accounts have it
            refusals.append(error)
    data = _side_by_side(parts, newest, pieces)
    labels = list(dict.fromkeys(source_label(str(one)) for one in data["source"].values.tolist()))
    step = f"{', '.join(labels[:-1])} and {labels[-1]} differ in coverage and method: compare within each"
    warnings = [*([step] if len(labels) > 1 else []), *(w for one in pieces for w in one.warnings)]
    tell.report("done", 1.0)
    return Result(
        question=Asked("trend", {}),
        data=data,
        provenance=tuple(_joined(origins)),
        warnings=tuple(dict.fromkeys([*warnings, *(str(one) for one in refusals)])),
    )


def _dated(answer: Result) -> xr.Dataset:
    """Give an answer's data with its source and year as dimensions, and with each measure whether it is an estimate."""
    data = answer.data.expand_dims(("source", "year"))
    estimated = {
        f"{name}__estimated": (("source", "year"), [[float(bool(answer.data[name].attrs.get("estimated")))]])
        for name in answer.variables
    }
    return data.assign(estimated)


def _side_by_side(parts: Sequence[xr.Dataset], newest: Result, pieces: Sequence[Result]) -> xr.Dataset:
    """Join the years of each source, and set the sources beside each other; nothing is joined across sources."""
    import xarray as xr  # noqa: PLC0415

    groups: dict[str, list[xr.Dataset]] = {}
    for one in parts:
        groups.setdefault(str(one["source"].values.tolist()[0]), []).append(one)
    outer: dict[str, Any] = {"join": "outer", "data_vars": "all", "coords": "minimal", "compat": "override"}
    data = xr.concat([xr.concat(held, dim="year", **outer) for held in groups.values()], dim="source", **outer)
    held = {dim: _labels(pieces, dim, newest) for dim in ("partner", "country")}
    data = data.sel({dim: labels for dim, labels in held.items() if dim in data.dims})
    for name in data.data_vars:
        data[name].attrs = newest.data[name].attrs if name in newest.data else {}
    return data.transpose(*(d for d in ("country", "partner", "sector", "source", "year") if d in data.dims))


def _worlds(source: str | None) -> list[tuple[str, int]]:
    """List the accounts to judge: a dataset and a year each, the newest last."""
    from counterpoise.store import datasets  # noqa: PLC0415
    from counterpoise.store.store import accounts_source  # noqa: PLC0415

    if source is not None:
        accounts_source(source)
    held = [one for one in datasets() if one.kind == "accounts" and source in (None, one.name)]
    official = {(one.name, year) for one in held if not one.embedded for year in one.years}
    pairs = [(one.name, year) for one in held for year in one.years if source or one.name != SERIES_OF]
    if source is None:  # what is embedded gives way to the release that it is a part of
        embedded = {one.name: one.scheme for one in held if one.embedded}
        pairs = [(name, year) for name, year in pairs if (embedded.get(name, ""), year) not in official]
    return sorted(pairs, key=lambda pair: (pair[1], pair[0]))


def _labels(pieces: Sequence[Result], dim: str, newest: Result) -> list[str]:
    """Give the labels of a dimension in the order of the newest, and those that only older ones have."""
    found = [label for one in (newest, *pieces) if dim in one.data.dims for label in one.data[dim].values.tolist()]
    return list(dict.fromkeys(found))


def _joined(origins: Sequence[Provenance]) -> list[Provenance]:
    """Give each source once, with all its years."""
    import dataclasses  # noqa: PLC0415

    groups: dict[str, list[Provenance]] = {}
    for one in origins:
        groups.setdefault(one.source, []).append(one)
    made = []
    for held in groups.values():
        years = sorted({y for one in held for y in (one.year if isinstance(one.year, tuple) else (one.year,)) if y})
        year = years[0] if len(years) == 1 else tuple(years)
        made.append(held[-1] if len(held) == 1 else dataclasses.replace(held[-1], year=year))
    return made


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

    from counterpoise.store import dataset  # noqa: PLC0415
    from counterpoise.world.load import provenance_of  # noqa: PLC0415

    about = dataset(name)
    held, years, roots = _series(name)
    if not set(sectors) & set(held):
        raise InputError(
            f"the past has no sector {', '.join(sectors)[:40]}", where="--sector", remedy=f"it has {', '.join(held)}"
        )
    source = name.removesuffix("-reliance")
    shape = {"country": list(countries), "partner": list(partners), "sector": list(sectors), "year": list(years)}
    evaluation = Evaluation(roots)
    made: dict[str, xr.DataArray] = {}
    for indicator in indicators:
        array = _told(evaluation, indicator, roots)
        dims = (*measures[indicator].dims, "year") if array is None else array.dims
        labels = {d: shape[d] for d in shape if d in dims}
        if array is None:
            array = xr.DataArray(np.nan, dims=tuple(labels), coords=labels)
        made[indicator] = array.reindex(labels)
        made[f"{indicator}__coverage"] = xr.where(made[indicator].notnull(), 1.0, np.nan)
    data = xr.Dataset(made).expand_dims(source=[source])
    return data, provenance_of(about, (years[0], years[-1]))


@lru_cache(maxsize=1)
def _series(name: str) -> tuple[tuple[str, ...], tuple[int, ...], Mapping[str, xr.DataArray]]:
    """Give an embedded series' sectors and years, and each measure that it holds; a page asks for it more than once."""
    from counterpoise.store import table  # noqa: PLC0415

    series = table(name)
    labels = {one: series[one].unique().tolist() for one in ("country", "partner", "sector", "year")}
    for one in ("country", "partner", "year"):
        labels[one].sort()
    roots = {str(one): _array(part, labels) for one, part in series.groupby("indicator")}
    return tuple(labels["sector"]), tuple(labels["year"]), roots


def _told(evaluation: Evaluation, indicator: str, roots: Mapping[str, xr.DataArray]) -> xr.DataArray | None:
    """Give a measure that the series holds, or that follows from those it holds."""
    if indicator in roots:
        return roots[indicator]
    node = measures[indicator]
    if not all(one in roots for one in node.inputs):
        return None
    import xarray as xr  # noqa: PLC0415

    parts = [evaluation[one] for one in node.inputs]
    try:
        with xr.set_options(arithmetic_join="exact", keep_attrs=False):
            made = node.function(*parts)
    except xr.AlignmentError:  # the other direction is known of those that are both countries and partners
        both = sorted(set.intersection(*({*one.country.values} & {*one.partner.values} for one in parts)))
        made = node.function(*(one.sel(country=both, partner=both) for one in parts))
    return made.transpose(*node.dims, "year")


def _array(part: pd.DataFrame, labels: dict[str, list]) -> xr.DataArray:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    values = np.full([len(held) for held in labels.values()], np.nan)
    place = [pd.Index(held).get_indexer(part[d].to_numpy()) for d, held in labels.items()]
    values[tuple(place)] = part["value"].to_numpy()
    return xr.DataArray(values, dims=tuple(labels), coords=labels)
