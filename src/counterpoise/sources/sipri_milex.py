"""SIPRI Military Expenditure Database: the workbook ``SIPRI-Milex-data-1949-2024.xlsx``, and those like it.

Five sheets are read: ``Share of GDP``, ``Current US$``, ``Constant (2023) US$`` (whatever its year), ``Share of Govt.
spending`` and ``Per capita``. In each a row begins with ``Country``, years follow after columns for notes, and below it
stand countries among the headings of regions. ``...`` (in older files ``. .``) is unknown, ``xxx`` a year in which the
state did not exist. The current-price sheet of some releases holds 0 where nothing is known, so a 0 of any other sheet
counts only where the share of GDP is 0 too.

What is checked: the sheets and their years; names that are states, or headings without a figure; figures that are
numbers and not below 0; shares that are fractions; no country twice. A figure that was changed into another has no
check but the workbook's own checksums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import DataError
from counterpoise.sources.container import Member, members
from counterpoise.sources.country_names import from_name
from counterpoise.sources.source import Download, Part, Raw, Source, refused, written
from counterpoise.sources.tabular import number, year_of
from counterpoise.sources.ties import COUNTRY, DAMAGED, continuing, tabled
from counterpoise.sources.workbooks import Sheet, column_name, open_sheet

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

SHEETS = {
    "share_gdp": r"Share of GDP",
    "current_usd": r"Current US\$",
    "constant_usd": r"Constant \((\d{4})\) (?:US\$|USD)",
    "share_government": r"Share of Govt\. spending",
    "per_capita": r"Per capita",
}
"""The sheet of each column, as a pattern; the order is the table's."""

HIGHEST_SHARE = 2.0
"""Largest share that is taken for a fraction: Kuwait spent more than its output in 1991, no state twice that."""

_UNKNOWN = frozenset({"...", "..", ". .", ". . .", "\N{HORIZONTAL ELLIPSIS}"})
_ABSENT = "xxx"
_NO_STATE = frozenset({"european union"})
_MOST_TEXT = 15
Figures = dict[tuple[str, int], float | None]


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the one part of the workbook.

    Parameters
    ----------
    raw
        The workbook.
    progress
        Told of each sheet.

    Raises
    ------
    DataError
        If it is not the workbook, or a cell is not what it should be; see the module.
    """
    with members(raw, lambda name: name.lower().endswith(".xlsx")) as files:
        for member in files:
            found: dict[str, Figures] = {}
            year = ""
            for column, pattern in SHEETS.items():
                sheet = _opened(member, pattern)
                progress.report(f"reading {sheet.name}")
                found[column] = _sheet(sheet, share=column.startswith("share"))
                named = re.fullmatch(pattern, sheet.name.strip())
                year = named[1] if named and named.groups() else year
            yield _part(found, year, member, raw)


def _opened(member: Member, pattern: str) -> Sheet:
    return open_sheet(member, lambda name: bool(re.fullmatch(pattern, name.strip())))


def _sheet(sheet: Sheet, *, share: bool) -> Figures:
    """Give the figure of each country and year; None where it is unknown, no entry where there was no such state."""
    top, years = _head(sheet)
    figures: Figures = {}
    seen: set[str] = set()
    for at, line in enumerate(sheet.cells[top + 1 :], top + 2):
        name = " ".join(str(line[0]).split()) if line else ""
        place = f"{sheet.where}, row {at}"
        if not name or _is_heading(name, [line[column] for column in years.values()], place):
            continue
        if name in seen:
            raise refused(f"{name} is there twice", place, DAMAGED)
        seen.add(name)
        if name.lower() in _NO_STATE:
            continue
        code = from_name(name, place, "sipri")
        for year, column in years.items():
            cell = f"{sheet.where}, cell {column_name(column)}{at}"
            known, value = _figure(line[column], cell, share=share)
            if known:
                _put(figures, (continuing(code, year), year), value, cell)
    if not figures:
        raise refused("there is no figure for any country", sheet.where)
    return figures


def _head(sheet: Sheet) -> tuple[int, dict[int, int]]:
    """Give the row that begins with Country, and the columns of its years."""
    for top, line in enumerate(sheet.cells[:_MOST_TEXT]):
        if line and str(line[0]).strip() == "Country":
            place = f"{sheet.where}, row {top + 1}"
            words = [str(int(cell)) if isinstance(cell, float) else str(cell).strip() for cell in line]
            columns = [column for column, word in enumerate(words) if re.fullmatch(r"\d{4}", word)]
            years = [year_of(words[column], place) for column in columns]
            if not years or years != list(range(years[0], years[0] + len(years))):
                raise refused("the years don't follow one another", place, "get the file again: a column is missing")
            return top, dict(zip(years, columns, strict=True))
    raise refused("no row begins with Country", sheet.where, "take the workbook as SIPRI offers it")


def _is_heading(name: str, cells: list[Any], place: str) -> bool:
    """Whether a row is a region's or a footnote; a country without any cell is refused."""
    if any(cell != "" for cell in cells):
        return False
    try:
        from_name(name, place, "sipri")
    except DataError:
        return True
    raise refused(f"{name} has no figure and no mark in any year", place, DAMAGED)


def _figure(cell: Any, place: str, *, share: bool) -> tuple[bool, float | None]:
    """Give whether a state was there, and its figure; an empty cell is unknown."""
    word = cell.strip() if isinstance(cell, str) else ""
    if word.lower() == _ABSENT:
        return False, None
    if cell == "" or word in _UNKNOWN:
        return True, None
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise refused(f"{cell!r} is not a figure", place, DAMAGED)
    value = number(word or repr(cell), place)
    if value < 0:
        raise refused(f"{value:g} is below 0", place, DAMAGED)
    if share and value > HIGHEST_SHARE:
        raise refused(f"a share of {value:g} is not a fraction", place, "take the workbook as SIPRI offers it")
    return True, value


def _put(figures: Figures, key: tuple[str, int], value: float | None, place: str) -> None:
    """Keep a figure; a state that goes on under another name has one only under one of them."""
    before = figures.get(key)
    if before is not None and value is not None:
        raise refused(f"{key[0]} has two figures for {key[1]}", place, DAMAGED)
    figures[key] = value if before is None else before


def _part(found: dict[str, Figures], base: str, member: Member, raw: Raw) -> Part:
    """Give the table, without the zeros that stand for nothing known."""
    import pyarrow as pa  # noqa: PLC0415

    keys = sorted({key for figures in found.values() for key in figures if raw.year in (None, key[1])})
    if not keys:
        raise refused(f"it has no year {raw.year}", member.where, "leave the year out")
    rows, zeros = [], 0
    for key in keys:
        values = {column: figures.get(key) for column, figures in found.items()}
        for column, value in tuple(values.items()):
            if value == 0 and values["share_gdp"] != 0:
                values[column] = None
                zeros += 1
        rows.append((*key, *values.values()))
    schema = pa.schema([("country", pa.string()), ("year", pa.int16()), *((column, pa.float64()) for column in SHEETS)])
    known = sum(row[2] is not None for row in rows)
    last = max(year for _, year in keys)
    return Part(
        dataset="sipri-milex",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or f"years to {last}",
        years=tuple(sorted({year for _, year in keys})),
        tables={"expenditure": written(tabled(rows, schema))},
        completeness=f"{len({code for code, _ in keys})} states, {len(rows):,} years of theirs; the share of GDP is "
        f"known for {known:,}. A missing figure is unknown, not 0; no row means that the state did not exist, or is not "
        "in the workbook.",
        verified="Every name is a state's; years follow one another; shares are fractions.",
        notes=(
            f"{zeros:,} zeros stand for nothing known (the share of GDP is not 0 there) and are left out.",
            "A true 0 is a state without armed forces, or of a year without such spending.",
            "Russia holds the Soviet Union's years; Belgrade's state is YUG to 1991, SCG to 2005, SRB after.",
            "SIPRI's own estimates are marked by colour alone in the workbook, and can't be told apart here.",
            "Non-commercial use with the credit line; more than a tenth of the data needs SIPRI's permission.",
        ),
        numbers={"rows": len(rows), "zeros_left_out": zeros},
        columns={"expenditure": {"country": COUNTRY, "year": "calendar year", **_units(base)}},
    )


def _units(base: str) -> dict[str, str]:
    return {
        "share_gdp": "fraction of gross domestic product",
        "current_usd": "million US dollars at current prices and exchange rates",
        "constant_usd": f"million US dollars at the prices and exchange rates of {base}",
        "share_government": "fraction of general government expenditure",
        "per_capita": "current US dollars a head",
    }


def _downloads(_edition: str, _year: int | None) -> tuple[Download, ...]:
    name = "SIPRI-Milex-data-1949-2025_v1.2.xlsx"
    return (Download(f"https://www.sipri.org/sites/default/files/{name}", name),)


SOURCE = Source(
    name="sipri-milex",
    title="SIPRI Military Expenditure Database",
    producer="Stockholm International Peace Research Institute",
    licence="SIPRI's terms: non-commercial use with credit, below a tenth of a data set without permission",
    terms="https://www.sipri.org/about/terms-and-conditions",
    citation="Stockholm International Peace Research Institute, SIPRI Military Expenditure Database",
    page="https://www.sipri.org/databases/milex",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
