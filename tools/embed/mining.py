"""Production of raw materials by country and year from World Mining Data."""

from __future__ import annotations

from typing import Any

import numpy as np
from packages import Made, Wheel

from counterpoise.core.errors import DataError
from counterpoise.store.codec import Stored

_FILE = "geopolrisk/lib/world_mining_data.db"
_OTHERS = {"HS Code Map", "Country_ISO", "logging"}
_YEARS = tuple(range(2018, 2025))
_MISSING = -1
_PER_UNIT = 1000
_UNITS = {"metr. t": "t", "kg": "kg", "Mio m3": "million m3", "ct": "carat"}
_STATUS = {"r": "reported", "e": "estimated", "p": "provisional"}


def make(wheel: Wheel, facts: dict[str, Any]) -> Made:
    """Give a row a material, country and year; the producer's totals are left out."""
    withheld = {(line["material"], line["country"], year) for line in facts["withheld"] for year in line["years"]}
    records = []
    with wheel.database(_FILE) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        for material in sorted(set(tables) - _OTHERS):
            for row in database.execute(f'select * from "{material}"'):
                records += _records(material, row, facts["countries"], withheld)
    records.sort()
    keys = [record[:3] for record in records]
    if len(set(keys)) != len(keys):
        raise DataError("some country has two figures for a year", where=_FILE, remedy="look at the package's figures")
    materials, countries, years, values, units, statuses = zip(*records, strict=True)
    arrays: dict[str, Stored] = {}
    for name, words in (("material", materials), ("country", countries), ("unit", units), ("status", statuses)):
        labels, places = np.unique(np.array(words), return_inverse=True)
        arrays[f"labels/{name}"] = Stored(labels)
        arrays[f"production/{name}"] = Stored(places.astype("<i2"), labels=f"labels/{name}")
    arrays["production/year"] = Stored(np.array(years, dtype="<i2"))
    arrays["production/value"] = Stored(np.array(values, dtype="<i8"), per_unit=_PER_UNIT, missing=_MISSING)
    columns = ("material", "country", "year", "value", "unit", "status")
    ordered = {f"production/{name}": arrays[f"production/{name}"] for name in columns}
    numbers = {
        "rows": len(records),
        "materials": len(set(materials)),
        "countries": len(set(countries)),
        "missing": values.count(_MISSING),
        "withheld": len(withheld),
        **{status: statuses.count(status) for status in _STATUS.values()},
    }
    return Made(ordered | arrays, {}, numbers, _YEARS)


def _records(
    material: str, row: tuple[Any, ...], recoded: dict[str, str], withheld: set[tuple[str, str, int]]
) -> list[tuple[str, str, int, int, str, str]]:
    name, _, alpha3, *figures, unit, status = row
    if name == "Total":
        return []
    country = recoded.get(name, alpha3)
    found = []
    for year, figure in zip(_YEARS, figures, strict=True):
        value = _MISSING if figure is None or (material, country, year) in withheld else _thousandths(figure)
        found.append((material, country, year, value, _UNITS[unit], _STATUS[status]))
    return found


def _thousandths(figure: float) -> int:
    nearest = round(figure * _PER_UNIT)
    if abs(figure * _PER_UNIT - nearest) > 1e-9 * abs(nearest):
        raise DataError(f"{figure} has more than 3 decimals", where=_FILE, remedy="look at the package's figures")
    return nearest
