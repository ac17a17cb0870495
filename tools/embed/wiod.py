"""Build the past: ``python tools/embed/wiod.py [--check] FOLDER``.

Computes the measures of economic reliance for every year of the World Input-Output Database, 2013 release, from a
folder with its tables as ``wiot_YYYY.npz`` (Z, F, output, countries, industries), and writes them as the series
``wiod-2013-reliance``. ``--check`` compares with what is there instead: within half a unit of the last digit kept.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import catalogue
import numpy as np
import pandas as pd
from packages import Made

from counterpoise.codes.sectors import parse as parse_sectors
from counterpoise.core.errors import CounterpoiseError, DataError
from counterpoise.core.measure import measures
from counterpoise.core.result import Provenance
from counterpoise.questions.discover import discover
from counterpoise.store import table
from counterpoise.store.codec import Stored
from counterpoise.world.economy import Economy, from_arrays
from counterpoise.world.judge import judge

NAME = "wiod-2013-reliance"
SCHEME = "wiod-2013"
YEARS = range(1995, 2012)
KEPT = (
    "foreign_input_reliance",
    "look_through",
    "look_through_direct",
    "sales_value_added",
    "sales_output_to_gdp",
    "intermediate_exports_to_gdp",
    "final_demand_reliance",
)
"""The measures that are kept; others follow from these."""

UNITS = 10**8
"""A share is kept to eight decimals, so that the last bits of a solve don't show."""


def economy(path: Path, year: int) -> Economy:
    """Give one year of WIOD as an economy; the categories of final demand are added up."""
    with np.load(path, allow_pickle=False) as held:
        flows, final = held["Z"].astype(float), held["F"].astype(float)
        countries = [str(code) for code in held["countries"]]
    c, s = len(countries), len(flows) // len(countries)
    codes = list(parse_sectors("TOTAL", SCHEME)["TOTAL"])
    if len(codes) != s:
        raise DataError(f"there are {s} industries, not {len(codes)}", where=str(path), remedy="give the 2013 release")
    return from_arrays(
        np.maximum(flows, 0.0).reshape(c, s, c, s),
        final.reshape(c, s, c, -1).sum(3),
        countries=["ROU" if code == "ROM" else code for code in countries],
        sectors=codes,
        provenance=Provenance("wiod-2013", year=year),
        attrs={"closed": True, "scheme": SCHEME, "year": year},
        lineage=f"wiod-2013-{year}",
    )


def rows(folder: Path) -> pd.DataFrame:
    """Give indicator, country, partner, sector, year and value of every dyad and year."""
    discover()
    groups = parse_sectors(["TOTAL", "manufacturing"], SCHEME)
    found = []
    for year in YEARS:
        data = judge(economy(folder / f"wiot_{year}.npz", year), [measures[name] for name in KEPT], groups)
        for name in KEPT:
            part = data[name].to_series().rename("value").reset_index()
            found.append(part.assign(indicator=name, year=year))
        print(year, flush=True)
    every = pd.concat(found, ignore_index=True)
    kept = every.loc[every["country"] != "ROW"]
    return kept.sort_values(["indicator", "sector", "partner", "country", "year"], ignore_index=True)


def made(every: pd.DataFrame) -> Made:
    """Give the series in the form that is embedded."""
    arrays: dict[str, Stored] = {}
    for column in ("indicator", "country", "partner", "sector"):
        labels, places = np.unique(every[column].to_numpy(dtype=str), return_inverse=True)
        arrays[f"series/{column}"] = Stored(places.astype("<i2"), labels=f"labels/{column}")
        arrays[f"labels/{column}"] = Stored(labels)
    arrays["series/year"] = Stored(every["year"].to_numpy(dtype="<i2"))
    missing = -1
    values = every["value"].to_numpy()
    units = np.where(np.isnan(values), missing, np.rint(np.nan_to_num(values) * UNITS)).astype("<i8")
    arrays["series/value"] = Stored(units, per_unit=UNITS, missing=missing)
    numbers = {"rows": len(every), "countries": every["country"].nunique(), "missing": int(np.isnan(values).sum())}
    return Made(arrays, {}, numbers, tuple(YEARS))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the past from WIOD 2013.")
    parser.add_argument("--check", action="store_true", help="compare with what is there; write nothing")
    parser.add_argument("folder", type=Path, help="the folder of wiot_1995.npz to wiot_2011.npz")
    options = parser.parse_args(arguments)
    try:
        every = rows(options.folder)
        if options.check:
            gap = float(np.nanmax(np.abs(table(NAME)["value"].to_numpy() - every["value"].to_numpy())))
            print(f"{NAME}: largest difference {gap:.1e}")
            return int(gap > 1.0 / UNITS)
        print(f"{NAME}: {catalogue.write(NAME, catalogue.facts(), made(every), catalogue.EMBEDDED):,} bytes")
    except (CounterpoiseError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
