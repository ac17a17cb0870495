"""Tariffs that a person added to the store, brought to an economy's sectors.

The tables have products of the Harmonized System, divisions and groups of ISIC Rev. 3, or one rate for all products of
a pair. Products go to the sector that makes them (`counterpoise.codes.products`); a sector's rate is the plain mean of
the rates of its products, since the tables carry no weights between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from counterpoise.world.tariff_measures import FINEST, _finest, goods, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from counterpoise.store import Dataset

TABLES = ("tariffs-teti", "tariffs-wits")
"""The datasets that hold tariffs; of two that give a cell, the last."""

WORLD = "WLD"
"""The exporter that stands for all."""

ISIC_3 = {
    "01": "A01", "02": "A02", "05": "A03", "10": "B05", "11": "B06", "13": "B07", "12": "B08", "14": "B08",
    "15": "C10T12", "16": "C10T12", "17": "C13T15", "18": "C13T15", "19": "C13T15", "20": "C16", "21": "C17_18",
    "22": "C17_18", "23": "C19", "24": "C20", "2423": "C21", "25": "C22", "26": "C23", "27": "C24A", "271": "C24A",
    "272": "C24B", "273": "C24A", "28": "C25", "29": "C28", "293": "C27", "30": "C26", "31": "C27", "32": "C26",
    "33": "C26", "34": "C29", "35": "C302T309", "351": "C301", "36": "C31T33",
}  # fmt: skip
"""Where the goods of divisions, groups and classes of ISIC Rev. 3 are in ``icio-2025``; the longest that fits."""


@dataclass(frozen=True, eq=False)
class Added:
    """Rates of one dataset, ``[origin, sector, destination]``, missing where it has none.

    Attributes
    ----------
    name, source
        The dataset.
    bilateral
        Of the pair.
    by_sector
        Whether a bilateral rate is of the sector; else it is one for all goods.
    national
        On all partners, by sector.
    year
        Of each rate; 0 where there is none.
    notes
        What was not used.
    """

    name: str
    source: Dataset
    bilateral: NDArray[np.float64]
    by_sector: NDArray[np.bool_]
    national: NDArray[np.float64]
    year: NDArray[np.int16]
    notes: tuple[str, ...]


def added(name: str, countries: Sequence[str], sectors: Sequence[str], scheme: str, year: int) -> Added | None:
    """Give the rates of a dataset of the store; None if it is not there or has none for these countries.

    Of each pair the newest table that is not after the year is taken.
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.store import datasets, table  # noqa: PLC0415

    held = next((one for one in datasets() if one.name == name and not one.embedded), None)
    if held is None:
        return None
    rows = table(name)
    rows = rows[(rows["kind"] == "applied") & (rows["year"] <= year)]
    rows = _members(rows, countries, year)
    rows = rows[rows["importer"].isin(countries) & rows["exporter"].isin([*countries, WORLD])]
    if rows.empty:
        return None
    newest = rows.groupby(["importer", "exporter"])["year"].transform("max")
    rows = _weighted(rows[rows["year"] == newest])
    rows = rows.assign(
        sector=[_sector(*cell) for cell in zip(rows["classification"], rows["product_or_sector"], strict=True)]
    )
    lost = sorted(set(rows.loc[rows["sector"] == "", "classification"]))
    rows = rows[rows["sector"] != ""]
    shape = (len(countries), len(sectors), len(countries))
    bilateral, national = np.full(shape, np.nan), np.full(shape, np.nan)
    by_sector, years = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=np.int16)
    place = {code: k for k, code in enumerate(countries)}
    physical, onto = goods(sectors, scheme), spread(sectors, scheme)
    for (importer, exporter), part in rows.groupby(["importer", "exporter"]):
        to, when = place[str(importer)], int(part["year"].iloc[0])
        values, known = _onto(part, onto, physical)
        target = national if exporter == WORLD else bilateral
        for origin in range(len(countries)) if exporter == WORLD else (place[str(exporter)],):
            target[origin, :, to] = values
            years[origin, :, to] = np.where(
                ~np.isnan(values) & ((exporter != WORLD) | (years[origin, :, to] == 0)), when, years[origin, :, to]
            )
            if exporter != WORLD:
                by_sector[origin, :, to] = known
    notes = tuple(f"{name}: rates by {one} are not used: no concordance to sectors" for one in lost)
    return Added(name, held, bilateral, by_sector, national, years, notes)


def _onto(part: pd.DataFrame, onto: NDArray[Any], physical: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give a pair's rates by sector, and which of them are the sector's own."""
    import numpy as np  # noqa: PLC0415

    mean = part.groupby("sector")["rate"].mean()
    fine = np.array([mean.get(code, np.nan) for code in _finest()])
    there = ~np.isnan(fine)
    weight = onto @ there.astype(float)
    known = weight > 0
    values = np.where(known, (onto @ np.where(there, fine, 0.0)) / np.where(known, weight, 1.0), np.nan)
    if "*" in mean.index:
        values = np.where(physical & ~known, mean["*"], values)
    return values, known


def _weighted(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one average of each cell: weighted by trade where it is given, else the plain one."""
    keys = ["importer", "exporter", "classification", "product_or_sector"]
    return rows.sort_values("weighting").drop_duplicates(keys, keep="last")  # "trade" is after "simple"


def _members(rows: pd.DataFrame, countries: Sequence[str], year: int) -> pd.DataFrame:
    """Put the members of the European Union, and of Belgium and Luxembourg, in the place of their codes."""
    import pandas as pd  # noqa: PLC0415

    from counterpoise.world.register import _countries  # noqa: PLC0415

    stand = {"EU": _countries(("EU",), date(year, 7, 1)), "BLX": ("BEL", "LUX")}
    for side in ("importer", "exporter"):
        for word, codes in stand.items():
            some = rows[rows[side] == word]
            if some.empty:
                continue
            own = set(rows.loc[rows[side].isin(codes), side])  # its own figure comes first
            more = [some.assign(**{side: code}) for code in codes if code in countries and code not in own]
            rows = pd.concat([rows[rows[side] != word], *more], ignore_index=True)
    return rows[rows["importer"] != rows["exporter"]]


def _sector(classification: str, code: str) -> str:
    """Give the sector of ``icio-2025`` of a cell: ``*`` for all goods, nothing where it has none."""
    if not code:
        return "*"
    system = classification.upper()
    if system.startswith("HS ") or not (system.startswith(("HS", "H")) or system.startswith(("ISIC 3", "I3"))):
        return ""
    if system.startswith("H"):
        from counterpoise.codes.products import sector_of_product  # noqa: PLC0415
        from counterpoise.core.errors import InputError  # noqa: PLC0415

        try:
            found = sector_of_product(code)
        except InputError:
            return ""
        return found if found in _physical() else ""
    return next((ISIC_3[code[:n]] for n in range(len(code), 1, -1) if code[:n] in ISIC_3), "")


def _physical() -> frozenset[str]:
    finest = _finest()
    return frozenset(code for code, good in zip(finest, goods(finest, FINEST).tolist(), strict=True) if good)
