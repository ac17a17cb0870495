"""Political stability and absence of violence from the Worldwide Governance Indicators."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from packages import Made, Wheel

from counterpoise.core.errors import DataError
from counterpoise.store.codec import Stored

_FILE = "geopolrisk/lib/wgi.db"
_TABLES = ("Estimate", "StdErr", "NumSrc")


def make(wheel: Wheel, facts: dict[str, Any]) -> Made:
    """Give a row a country and year that has an estimate."""
    with wheel.database(_FILE) as database:
        cursors = [database.execute(f'select * from "{table}"') for table in _TABLES]
        heads = [[column[0] for column in cursor.description] for cursor in cursors]
        lines = list(zip(*(cursor.fetchall() for cursor in cursors), strict=True))
    if any(head != heads[0] for head in heads):
        raise DataError("its tables have different columns", where=_FILE, remedy="look at the package's figures")
    years = [(place, int(head)) for place, head in enumerate(heads[0]) if head.isdigit()]
    withheld = {(line["country"], year) for line in facts["withheld"] for year in line["years"]}
    records = []
    seen: set[str] = set()
    for estimates, errors, sources in lines:
        code = estimates[1]
        if any(other[1] != code for other in (errors, sources)):
            raise DataError("its tables have different rows", where=_FILE, remedy="look at the package's figures")
        # of two rows with one code the first belongs to the country that sorts first in the producer's own order
        twice = facts["first_of_two"].get(code, "") if code not in seen else ""
        seen.add(code)
        country = twice or facts["countries"].get(code, code)
        if country in facts["left_out"]:
            continue
        for place, year in years:
            estimate = _number(estimates[place])
            if not math.isnan(estimate) and (country, year) not in withheld:
                records.append((country, year, estimate, _number(errors[place]), int(_number(sources[place]))))
    records.sort()
    if len({record[:2] for record in records}) != len(records):
        raise DataError("some country has two figures for a year", where=_FILE, remedy="look at the package's figures")
    countries, found_years, estimates, errors, sources = zip(*records, strict=True)
    labels, places = np.unique(np.array(countries), return_inverse=True)
    arrays = {
        "governance/country": Stored(places.astype("<i2"), labels="labels/country"),
        "governance/year": Stored(np.array(found_years, dtype="<i2")),
        "governance/estimate": Stored(np.array(estimates, dtype="<f8")),
        "governance/standard_error": Stored(np.array(errors, dtype="<f8")),
        "governance/sources": Stored(np.array(sources, dtype="<i2")),
        "labels/country": Stored(labels),
    }
    possible = len(labels) * len(years)
    numbers = {
        "rows": len(records),
        "countries": len(labels),
        "missing": possible - len(records),
        "withheld": len(withheld),
    }
    return Made(arrays, {}, numbers, tuple(year for _, year in years))


def _number(text: str | None) -> float:
    return math.nan if text is None else float(text)
