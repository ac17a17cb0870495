"""International Migrant Stock (UN DESA): destination and origin, table 1, editions 2020 and 2024.

In sheet ``Table 1`` a row names its columns: places and their location codes for destination and origin, then the years
three times over: both sexes, male, female. Location codes below 900 are those of ISO 3166-1 (412 is Kosovo), those above
are regions and groups, whose rows are left out. ``..`` and an empty cell are unknown.

What is checked: the columns; known countries; figures that are whole and not below 0; that men and women add up to the
total; no pair twice. A row that is gone has no check but the workbook's own checksums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.codes.countries import from_numeric
from counterpoise.codes.country_words import country_words
from counterpoise.core.errors import DataError, InputError
from counterpoise.sources.container import members
from counterpoise.sources.source import Download, Part, Raw, Source, refused
from counterpoise.sources.tabular import Spool, copied, spooled
from counterpoise.sources.ties import COUNTRY, DAMAGED, count_of
from counterpoise.sources.workbooks import Sheet, open_sheet

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

LEAST_GROUP = 900
"""The least location code of a region or a group."""

TOLERANCE = 0.01
"""Largest gap between the total and the sum of men and women; the parts are rounded."""

_CODES = ("Location code of destination", "Location code of origin")
_LEFT_OUT = frozenset({"830"})
"""The Channel Islands: one place here, two by ISO 3166-1."""

_MISSING = frozenset({"", "..", "-"})


@dataclass(frozen=True)
class _Head:
    """Where the columns are: the row, the two codes, and for each year the columns of both sexes, men and women."""

    row: int
    codes: tuple[int, int]
    years: dict[int, tuple[int, ...]]


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the one part of the workbook.

    Parameters
    ----------
    raw
        The workbook of stocks by sex, destination and origin.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If it is not the workbook, or a cell is not what it should be; see the module.
    """
    import pyarrow as pa  # noqa: PLC0415

    text = pa.string()
    schema = pa.schema([("host", text), ("origin", text), ("year", pa.int16()), ("persons", pa.int64())])
    with members(raw, lambda name: name.lower().endswith(".xlsx") and "origin" in name.lower()) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            sheet = open_sheet(member, lambda name: name.strip() == "Table 1")
            with spooled(schema) as spool:
                years, groups = _read(sheet, spool, raw.year)
                spool.close()
                if not spool.rows:
                    raise refused("there is no figure" + (f" for {raw.year}" if raw.year else ""), sheet.where)
                yield _described(spool, years, groups, raw)


def _read(sheet: Sheet, spool: Spool, wanted: int | None) -> tuple[tuple[int, ...], int]:
    """Add the pairs of countries; give the years, and how many rows of groups were passed over."""
    head = _head(sheet)
    years = tuple(year for year in head.years if wanted in (None, year))
    seen: set[tuple[str, str]] = set()
    groups = 0
    for at, line in enumerate(sheet.cells[head.row + 1 :], head.row + 2):
        place = f"{sheet.where}, row {at}"
        words = [_number(line[column]) for column in head.codes]
        if not any(words):
            continue
        host, origin = (_country(word, place) for word in words)
        if host is None or origin is None:
            groups += 1
            continue
        if (host, origin) in seen:
            raise refused(f"{origin} in {host} is there twice", place, DAMAGED)
        seen.add((host, origin))
        for year in years:
            value = _persons([line[column] for column in head.years[year]], f"{place}, year {year}")
            if value is not None:
                spool.add((host, origin, year, int(value)))
    return years, groups


def _head(sheet: Sheet) -> _Head:
    for row, line in enumerate(sheet.cells[:30]):
        words = [" ".join(str(cell).split()) if isinstance(cell, str) else _number(cell) for cell in line]
        if all(words.count(name) == 1 for name in _CODES):
            years: dict[int, tuple[int, ...]] = {}
            for column, word in enumerate(words):
                if re.fullmatch(r"(19|20)\d\d", word):
                    years[int(word)] = (*years.get(int(word), ()), column)
            lengths = {len(columns) for columns in years.values()}
            if not years or lengths - {1, 3} or len(lengths) > 1 or list(years) != sorted(years):
                raise refused("the years are not there once, or once a sex", f"{sheet.where}, row {row + 1}")
            return _Head(row, (words.index(_CODES[0]), words.index(_CODES[1])), years)
    raise refused("no row names the location codes of destination and origin", sheet.where, "take table 1")


def _number(cell: Any) -> str:
    """Give a whole number as text."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _country(word: str, place: str) -> str | None:
    """Give the country of a location code; None for a group, or for what is no country here."""
    if not word.isdigit():
        raise refused(f"{word[:20]!r} is no location code", place, DAMAGED)
    if int(word) >= LEAST_GROUP or word in _LEFT_OUT:
        return None
    known = country_words("un-desa").get(word)
    try:
        return known or from_numeric(word, place)
    except InputError as error:
        raise DataError(error.what, where=place, remedy="get the file again: a code is damaged, or new") from error


def _persons(cells: Sequence[Any], place: str) -> float | None:
    """Give the persons of both sexes, once men and women add up to them."""
    values = [count_of(_number(cell), place, _MISSING) for cell in cells]
    total = values[0]
    if total is not None and not total.is_integer():
        raise refused(f"{total:g} is no number of persons", place, DAMAGED)
    parts = [value for value in values[1:] if value is not None]
    if total is not None and len(parts) == 2 and abs(sum(parts) - total) > max(5.0, TOLERANCE * total):
        raise refused(f"{parts[0]:g} men and {parts[1]:g} women are not {total:g} persons", place, DAMAGED)
    return total


def _described(spool: Spool, years: tuple[int, ...], groups: int, raw: Raw) -> Part:
    edition = raw.edition or f"years to {years[-1]}"
    return Part(
        dataset="un-migrants",
        kind="table",
        title=SOURCE.title,
        edition=edition,
        years=years,
        tables={"migrants": copied(spool.path)},
        completeness=f"{spool.rows:,} figures of pairs of countries in {', '.join(map(str, years))}; {groups:,} rows of "
        "regions, groups and unknown origins are left out. No row means that the host's sources don't tell the origin: "
        "few or none, but not 0.",
        verified="Places are known; men and women add up to the total; no pair is there twice.",
        notes=(
            "Estimates of the stock at mid-year: by birth abroad, or by citizenship where the host has no other.",
            "Places are those of the edition in all years: Serbia in 1990 is today's.",
        ),
        numbers={"rows": spool.rows, "rows_of_groups": groups},
        columns={"migrants": {"host": COUNTRY, "origin": COUNTRY, "year": "mid-year", "persons": "persons"}},
    )


def _downloads(edition: str, _year: int | None) -> tuple[Download, ...]:
    name = f"undesa_pd_{edition}_ims_stock_by_sex_destination_and_origin.xlsx"
    folder = "https://www.un.org/development/desa/pd/sites/www.un.org.development.desa.pd/files"
    return (Download(f"{folder}/{name}", name),)


SOURCE = Source(
    name="un-migrants",
    title="International Migrant Stock, destination and origin",
    producer="United Nations, Department of Economic and Social Affairs, Population Division",
    licence="CC BY 3.0 IGO (as the workbook says; not confirmed)",
    terms="https://www.un.org/en/about-us/terms-of-use",
    citation="United Nations, Department of Economic and Social Affairs, Population Division, International Migrant Stock",
    page="https://www.un.org/development/desa/pd/content/international-migrant-stock",
    editions=("2020", "2024"),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
