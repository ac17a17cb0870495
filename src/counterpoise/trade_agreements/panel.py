"""Panels of bilateral trade: a row for each exporter, importer and year."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import DataError, InputError, did_you_mean

if TYPE_CHECKING:
    import os

    import numpy as np
    import pandas as pd

KEYS = ("exporter", "importer", "year")
"""The columns that say which flow a row is."""

LAST_YEAR = 9999
"""The largest number that is taken for a year: days counted from 1970, or 200601, are none."""

ENDINGS = (".parquet", ".csv", ".dta")

NAMES: Mapping[str, Mapping[str, str]] = {
    "cepii": {"exporter": "iso3_o", "importer": "iso3_d", "trade": "tradeflow_comtrade_d", "rta": "fta_wto"},
    "itpd": {"exporter": "exporter_iso3", "importer": "importer_iso3"},
}
"""What the columns are called in common datasets: CEPII's Gravity database and the USITC's ITPD-E."""


@dataclass(frozen=True, eq=False)
class Panel:
    """A panel of bilateral trade.

    Attributes
    ----------
    data
        A `pandas.DataFrame` with ``exporter``, ``importer`` and ``year``, and the other columns that were asked for; as read.
    source
        The file's name, or what stands for it.
    checksum
        SHA-256 of the file, or of the table.
    """

    data: Any
    source: str
    checksum: str

    @property
    def years(self) -> tuple[int, ...]:
        """Give the years that it has, in order."""
        return tuple(int(one) for one in sorted(self.data["year"].unique()))

    @property
    def domestic(self) -> np.ndarray:
        """Tell of each row whether it is trade of a country with itself."""
        return (self.data["exporter"] == self.data["importer"]).to_numpy()


def read_panel(
    held: str | os.PathLike[str] | pd.DataFrame,
    wanted: Sequence[str],
    *,
    columns: Mapping[str, str] | None = None,
    optional: Sequence[str] = (),
) -> Panel:
    """Read a panel, and check that it is one.

    Parameters
    ----------
    held
        A file ending in .parquet, .csv or .dta, or a table in memory.
    wanted
        The columns that are needed beside those that name the flow.
    columns
        What columns are called in the file, by their names here, as ``{"exporter": "iso3_o"}``.
    optional
        Columns that are taken where they are there.

    Returns
    -------
    Panel
        With numbers in every column but the countries'; missing numbers stay missing.

    Raises
    ------
    InputError
        If the file can't be read, lacks a column, names a flow twice, or holds what is no number, an infinite number or
        no row at all.
    """
    names = dict(columns or {})
    source = "table in memory" if _is_table(held) else str(held)
    there = _columns(held, source)
    needed = list(dict.fromkeys([*KEYS, *wanted]))
    _check_columns([names.get(one, one) for one in needed], there, source, names)
    taken = needed + [one for one in dict.fromkeys(optional) if names.get(one, one) in there and one not in needed]
    raw = [names.get(one, one) for one in taken]
    data = _read(held, raw, [names.get(one, one) for one in KEYS[:2]], source)
    data = data[list(dict.fromkeys(raw))][raw].set_axis(taken, axis=1)
    if data.empty:
        raise DataError("the panel has no row", where=source, remedy="give a row for each exporter, importer and year")
    data = _checked(data, source)
    return Panel(data.reset_index(drop=True), source, _checksum(held))


def _is_table(held: Any) -> bool:
    return hasattr(held, "columns") and hasattr(held, "iloc")


def _ending(source: str) -> str:
    ending = Path(source).suffix.lower()
    if ending not in ENDINGS:
        raise InputError("this is no panel that can be read", where=source, remedy=f"give {', '.join(ENDINGS)}")
    if not Path(source).is_file():
        raise InputError("there is no such file", where=source, remedy="check its name")
    if Path(source).stat().st_size == 0:
        raise DataError("the file is empty", where=source, remedy="give a row for each exporter, importer and year")
    return ending


def _columns(held: Any, source: str) -> list[str]:
    """Give the names of the columns without reading the rest, where the format allows it."""
    import pandas as pd  # noqa: PLC0415

    if _is_table(held):
        return [str(one) for one in held.columns]
    ending = _ending(source)
    try:
        if ending == ".parquet":
            import pyarrow.parquet as pq  # noqa: PLC0415

            return list(pq.read_schema(source).names)
        if ending == ".csv":
            return list(pd.read_csv(source, nrows=0).columns)
        reader: Any = pd.read_stata(source, iterator=True)
        with reader:
            return list(reader.variable_labels())
    except (OSError, ValueError, struct.error) as error:
        raise DataError(f"this is no {ending} file: {_said(error)}", where=source, remedy="write it again") from error


def _read(held: Any, columns: list[str], texts: list[str], source: str) -> Any:
    import pandas as pd  # noqa: PLC0415

    columns = list(dict.fromkeys(columns))
    if _is_table(held):
        if len(held[columns].columns) > len(columns):
            raise DataError("two columns have one name", where=source, remedy="rename one")
        return held[columns]
    try:
        ending = _ending(source)
        if ending == ".parquet":
            return pd.read_parquet(source, columns=columns)
        if ending == ".dta":
            made: Any = pd.read_stata(source, columns=columns, convert_categoricals=False)
            # countries by their labels: numbers that stand for them differ between exporters and importers
            named: Any = pd.read_stata(source, columns=list(dict.fromkeys(texts)))
            return made.assign(**{one: named[one] for one in named})
        missing: Any = {one: ["", "NA", "NaN", "nan", "."] for one in columns if one not in texts}  # NA is Namibia too
        return pd.read_csv(
            source,
            usecols=columns,
            dtype=dict.fromkeys(texts, str),
            keep_default_na=False,
            na_values=missing,
            low_memory=False,
        )
    except (OSError, ValueError, struct.error) as error:
        raise DataError(f"the panel can't be read: {_said(error)}", where=source, remedy="write it again") from error


def _check_columns(needed: Sequence[str], there: Sequence[str], source: str, names: Mapping[str, str]) -> None:
    lacking = [one for one in needed if one not in there]
    if not lacking:
        return
    first = lacking[0]
    known = next((name for name, held in NAMES.items() if not names and held["exporter"] in there), "")
    remedy = (
        f"its columns look like those of {known}: add --columns {known}"
        if known and first in NAMES[known]
        else did_you_mean(
            first, there, f"it has {', '.join(there[:12])}; --columns {first}=NAME says what it is called"
        )
    )
    raise DataError(f"the panel has no column {first!r}", where=source, remedy=remedy)


def _checked(data: Any, source: str) -> Any:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    made = {}
    for name in KEYS[:2]:
        texts = data[name].astype(str).str.strip()
        unnamed = data[name].isna() | (texts == "")
        if unnamed.any():
            row = int(np.flatnonzero(unnamed.to_numpy())[0]) + 1
            raise DataError(f"row {row} names no {name}", where=source, remedy="name both ends of every flow")
        made[name] = texts.astype(object)
    _check_case({one for name in KEYS[:2] for one in made[name].unique()}, source)
    for name in data.columns[2:]:
        made[name] = _numbers(data[name], str(name), source)
    year = made["year"]
    odd = ~np.isfinite(year) | (year != np.floor(year)) | (np.abs(year) > LAST_YEAR)
    if odd.any():
        raise DataError(f"{year[odd][0]:g} is not a year", where=source, remedy="write years as 2006")
    made["year"] = year.astype(np.int64)
    checked = pd.DataFrame(made)
    twice = checked.duplicated(list(KEYS))
    if twice.any():
        first = checked.loc[twice, list(KEYS)].iloc[0]
        what = f"{first['exporter']} to {first['importer']} in {first['year']} is there twice"
        remedy = "give one row a flow and year: add sectors up, or estimate one of them"
        raise DataError(f"{what}; {int(twice.sum()):,} rows are", where=source, remedy=remedy)
    return checked


def _check_case(names: set[str], source: str) -> None:
    """Refuse one country written in two ways: its trade with itself, and its pairs, would be others'."""
    seen: dict[str, str] = {}
    for one in sorted(names):
        if seen.setdefault(one.upper(), one) != one:
            what = f"the panel names {seen[one.upper()]} and {one}, which are alike but for the case of letters"
            raise DataError(what, where=source, remedy="write each country in one way")


def _numbers(column: Any, name: str, source: str) -> np.ndarray:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    read: Any = pd.to_numeric(column, errors="coerce")
    wrong = read.isna() & column.notna()
    if wrong.any():
        said = str(column[wrong].iloc[0])[:40]
        raise DataError(f"{name} holds {said!r}, which is no number", where=source, remedy="correct it")
    values = read.to_numpy(dtype=float, na_value=np.nan)
    endless = np.isinf(values)
    if endless.any():
        row = int(np.flatnonzero(endless)[0]) + 1
        raise DataError(f"{name} is infinite in row {row}", where=source, remedy="leave it empty where it is not known")
    return values


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _checksum(held: Any) -> str:
    from counterpoise.core.files import sha256  # noqa: PLC0415

    if not _is_table(held):
        return sha256(held)
    from pandas import util  # noqa: PLC0415

    hashed: Any = util.hash_pandas_object
    rows = hashed(held, index=False).to_numpy()
    return hashlib.sha256(rows.tobytes() + "\0".join(map(str, held.columns)).encode()).hexdigest()
