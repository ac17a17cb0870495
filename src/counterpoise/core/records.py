"""Numbers as records: one dictionary a value, with the fields of the output contract."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr

FIELDS = (
    "indicator",
    "variable",
    "country",
    "partner",
    "origin",
    "destination",
    "sector",
    "use",
    "product",
    "party",
    "scenario",
    "draw",
    "year",
    "value",
    "unit",
    "low",
    "high",
    "estimated",
    "coverage",
    "source",
)
"""The fields of a record, in order; those that don't apply are left out."""

LABELS = {
    "horizon": "scenario",
    "years_after": "scenario",
    "part": "scenario",
    "phase": "scenario",
    "budget": "scenario",
    "instrument": "scenario",
    "parameter": "variable",
    "setter": "country",
    "probability": "scenario",
    "course": "scenario",
    "set": "scenario",
    "rule": "scenario",
    "stage": "scenario",
    "deal": "scenario",
    "outcome": "scenario",
    "ending": "scenario",
    "issue": "variable",
    "bystander": "country",
    "class": "variable",
    "period": "scenario",
    "series": "variable",
    "break": "scenario",
    "x": "scenario",
    "y": "scenario",
}
"""Dimensions whose labels stand in another field: a time, a part or a choice in the scenario's, a parameter beside its variable's name."""
"""Dimensions whose labels stand in another field: a time or a part in the scenario's, a parameter beside its variable's name, who
sets a rate in the country's."""

YEARS = ("years_after", "phase")
"""Dimensions whose labels are numbers of years."""

NUMBERED = ("stage", "deal", "x", "y")
"""Dimensions whose labels are numbers."""

TOLD = ("kind", "year", "source")
"""Companions that say of each value what it is: words, and a year (0 where it has none)."""


def records_of(data: xr.Dataset, name: str, *, reverse: bool) -> Iterator[dict[str, Any]]:
    """Give the records of a variable, or of its other direction.

    Parameters
    ----------
    data
        The dataset.
    name
        The variable, without ``__reverse``.
    reverse
        Whether to give the other direction.

    Yields
    ------
    dict
        With the fields of `FIELDS` that apply, in their order.
    """
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    array = data[f"{name}__reverse"] if reverse else data[name]
    word = "indicator" if array.attrs.get("indicator", True) else "variable"
    parts: list[xr.DataArray] = [array]
    kinds: list[str] = ["value"]
    for kind in ("low", "high", "coverage", "estimated", *TOLD):
        full = f"{name}__reverse__{kind}" if reverse else f"{name}__{kind}"
        if full in data:
            parts.append(data[full])
            kinds.append(kind)
    parts = list(xr.broadcast(*parts))
    dims = [str(d) for d in parts[0].dims]
    scalars = [
        (LABELS.get(c, c), _label(name, c, _python(data[c].item())))
        for c in map(str, data.coords)
        if data[c].ndim == 0 and (c in FIELDS or c in LABELS)
    ]
    labels = [[_label(name, d, one) for one in parts[0][d].values.tolist()] for d in dims]
    aside = {
        str(c): (str(data[c].dims[0]), data[c].values.tolist())
        for c in data.coords
        if data[c].ndim == 1 and str(c) in FIELDS and str(c) not in dims and data[c].dims[0] in dims
    }
    columns = [np.asarray(part.values) for part in parts]
    names = {**LABELS, **({"country": "partner", "partner": "country"} if reverse else {})}
    fields = [names.get(dimension, dimension) for dimension in dims]
    twice = [*(one for one, _ in scalars), *fields].count("scenario") > 1
    unit, estimated = array.attrs.get("unit", ""), bool(array.attrs.get("estimated", False))
    cells = zip(*([_python(one) for one in column.ravel().tolist()] for column in columns), strict=True)
    places = itertools.product(*map(range, columns[0].shape)) if aside else itertools.repeat(())
    for ends, index, cell in zip(itertools.product(*labels), places, cells, strict=False):
        values = dict(zip(kinds, cell, strict=True))
        if values["value"] is None and values.get("coverage", 0.0) is None:
            continue
        told = [*scalars, *zip(fields, ends, strict=True)]
        record: dict[str, Any] = {word: name, **(_joined(told) if twice else dict(told))}
        named = {c: held[index[dims.index(dimension)]] for c, (dimension, held) in aside.items()}
        record |= {coordinate: label for coordinate, label in named.items() if label != ""}
        if record.get("country") is not None and record.get("country") == record.get("partner"):
            continue
        record |= {"unit": unit, "estimated": estimated}
        record["value"] = values["value"]
        if "estimated" in values:  # it differs between the sources of one answer
            record["estimated"] = bool(values.pop("estimated"))
        record |= _told(values)
        if "year" in values and not values["year"]:
            del record["year"]
        yield {field_name: record[field_name] for field_name in FIELDS if field_name in record}


def _joined(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give labels by field; those of two dimensions that stand in the scenario's field are joined: what, then when."""
    made: dict[str, Any] = {}
    for name, label in pairs:
        if name != "scenario" or name not in made:
            made[name] = label
            continue
        first, last = sorted((made[name], label), key=lambda one: str(one).startswith("year "))
        made[name] = f"{first}, {last}"
    return made


def _label(name: str, dimension: str, label: Any) -> Any:
    """Give a label as its field has it."""
    if dimension in YEARS:
        return f"year {label:g}"
    if dimension == "probability":
        return f"probability {label:.4g}"
    if dimension in NUMBERED:
        return f"{dimension} {label:.6g}"
    return f"{name}: {label}" if LABELS.get(dimension) == "variable" else label


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Give what stands beside a value in its record; by which rule it holds is told with its source."""
    rule = values.get("kind")
    told = {kind: one for kind, one in values.items() if kind not in ("value", "kind") and one not in (None, "")}
    return told | ({"source": ": ".join(one for one in (rule, told.get("source")) if one)} if rule else {})


def _python(value: Any) -> Any:
    """Give a number or a word as Python's own; a number that is not finite is missing."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and (not math.isfinite(value)) else value
