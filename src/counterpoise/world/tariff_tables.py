"""Tariffs that a person added to the store, brought to an economy's sectors.

The tables have products of the Harmonized System, divisions and groups of ISIC Rev. 3, or one rate for all products of
a pair. Products go to the sector that makes them (`counterpoise.codes.products`); a sector's rate is the plain mean of
the rates of its products, since the tables carry no weights between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from counterpoise.world.tariff_measures import FINEST, finest, goods, spread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.store import Dataset

TABLES = ("tariffs-teti", "tariffs-wits")
"""The datasets that hold tariffs; of two that give a cell, the last."""

GROUPS = ("EU", "BLX")
"""Codes of several countries in the tables: the European Union, Belgium with Luxembourg."""

_VERSION = 1
"""Raised when the making of arrays from the tables changes."""

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
    from counterpoise.core.canonical import canonical_hash  # noqa: PLC0415
    from counterpoise.store.added import dataset_of  # noqa: PLC0415
    from counterpoise.store.cache import cached  # noqa: PLC0415
    from counterpoise.store.folder import kept  # noqa: PLC0415

    parts = [one for one in kept() if one.dataset == name]
    if not parts:
        return None
    held = dataset_of(parts)
    key = canonical_hash([held.sha256, list(countries), list(sectors), scheme, year])[:32]

    def make() -> dict[str, Any]:
        return _filled(_rows([one.path("tariffs") for one in parts], countries, year), countries, (sectors, scheme))

    made = cached(f"tariffs-{_VERSION}-{key}", make)
    if not made["year"].any():
        return None
    notes = tuple(f"{name}: rates by {one} are not used: no sector is known for them" for one in made["lost"].tolist())
    arrays = {one: made[one] for one in ("bilateral", "by_sector", "national", "year")}
    return Added(name=name, source=held, notes=notes, **arrays)


def _rows(paths: Sequence[Path], countries: Sequence[str], year: int) -> Any:
    """Read the applied rates of these countries, the newest of each pair that are not after the year."""
    import pandas as pd  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    known = [*countries, *GROUPS]
    wanted = [
        ("kind", "=", "applied"),
        ("year", "<=", year),
        ("importer", "in", known),
        ("exporter", "in", [*known, WORLD]),
    ]
    rows: Any = pd.concat([pq.read_table(path, filters=wanted).to_pandas() for path in paths], ignore_index=True)
    rows = _members(rows, countries, year)
    newest = rows.groupby(["importer", "exporter"])["year"].transform("max")
    rows = _weighted(rows[rows["year"] == newest])
    cells = list(zip(rows["classification"], rows["product_or_sector"], strict=True))
    sector = {cell: _sector(*cell) for cell in dict.fromkeys(cells)}
    return rows.assign(sector=[sector[cell] for cell in cells])


def _filled(rows: Any, countries: Sequence[str], classification: tuple[Sequence[str], str]) -> dict[str, Any]:
    """Put each pair's rates in their place."""
    import numpy as np  # noqa: PLC0415

    lost = sorted(set(rows.loc[rows["sector"] == "", "classification"]))
    physical, onto = goods(*classification), spread(*classification)
    shape = (len(countries), len(physical), len(countries))
    bilateral, national = np.full(shape, np.nan), np.full(shape, np.nan)
    by_sector, years = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=np.int16)
    of_world = np.zeros(shape, dtype=np.int16)
    place = {code: k for k, code in enumerate(countries)}
    for (importer, exporter), part in rows[rows["sector"] != ""].groupby(["importer", "exporter"]):
        to, when = place[str(importer)], int(part["year"].iloc[0])
        values, known = _onto(part, onto, physical)
        if exporter == WORLD:
            national[:, :, to], of_world[:, :, to] = values[None, :], when
        else:
            origin = place[str(exporter)]
            bilateral[origin, :, to], by_sector[origin, :, to], years[origin, :, to] = values, known, when
    years = np.where(np.isnan(bilateral), np.where(np.isnan(national), 0, of_world), years).astype(np.int16)
    return {
        "bilateral": bilateral,
        "by_sector": by_sector,
        "national": national,
        "year": years,
        "lost": np.array(lost, "U40"),
    }


def _onto(part: Any, onto: NDArray[Any], physical: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give a pair's rates by sector, and which of them are the sector's own."""
    import numpy as np  # noqa: PLC0415

    mean = part.groupby("sector")["rate"].mean()
    fine = np.array([mean.get(code, np.nan) for code in finest()])
    there = ~np.isnan(fine)
    weight = onto @ there.astype(float)
    known = weight > 0
    values = np.where(known, (onto @ np.where(there, fine, 0.0)) / np.where(known, weight, 1.0), np.nan)
    if "*" in mean.index:
        values = np.where(physical & ~known, mean["*"], values)
    return values, known


def _weighted(rows: Any) -> Any:
    """Keep one average of each cell: weighted by trade where it is given, else the plain one."""
    keys = ["importer", "exporter", "classification", "product_or_sector"]
    return rows.sort_values("weighting").drop_duplicates(keys, keep="last")  # "trade" is after "simple"


def _members(rows: Any, countries: Sequence[str], year: int) -> Any:
    """Put the members of the European Union, and of Belgium and Luxembourg, in the place of their codes."""
    import pandas as pd  # noqa: PLC0415

    from counterpoise.world.register import countries_of  # noqa: PLC0415

    stand = {"EU": countries_of(("EU",), date(year, 7, 1)), "BLX": ("BEL", "LUX")}
    for side in ("importer", "exporter"):
        own = rows[~rows[side].isin(stand)]
        more = [
            rows[rows[side] == word].assign(**{side: code})
            for word, codes in stand.items()
            for code in codes
            if code in countries
        ]
        rows = pd.concat([own, *more], ignore_index=True)
    rows = rows[rows["importer"] != rows["exporter"]]
    return rows.drop_duplicates([one for one in rows.columns if one != "rate"], keep="first")  # its own figure is first


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
    fine = finest()
    return frozenset(code for code, good in zip(fine, goods(fine, FINEST).tolist(), strict=True) if good)
