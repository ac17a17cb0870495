"""The Asian Development Bank's Multiregional Input-Output Tables: 62, 72 or 74 economies, a year a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries
from counterpoise.codes.country_words import country_words
from counterpoise.codes.sectors import scheme
from counterpoise.sources import grids, sheets, workbooks
from counterpoise.sources.accounts import part_of
from counterpoise.sources.container import Member, members
from counterpoise.sources.source import Part, Raw, Source, refused

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

SIZES = (62, 72, 74)
"""Numbers of economies beside the rest of the world."""

YEARS = range(2000, 2030)
LAYOUT = sheets.Layout(sector_row=0, name_row=2)
TOLERANCE = 1e-2
"""The bank's rounding is not documented: as with the WIOD of 2013, after which its tables are made."""

_VINTAGE = re.compile(r"(?i)(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*[ _-]*((?:19|20)\d\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of a workbook, or a part for each workbook of an archive.

    Parameters
    ----------
    raw
        The file; its edition is the number of economies.
    progress
        Hears what is read.

    Raises
    ------
    DataError
        If the file is not such a table at current prices, isn't whole, or its figures don't add up.
    """
    with members(raw, lambda name: name.lower().endswith((".xlsx", ".xlsb"))) as found:
        for member in found:
            progress.report(f"reading {member.name}")
            yield _part(raw, member)


def _part(raw: Raw, member: Member) -> Part:
    sheet = workbooks.open_sheet(member, lambda name: "legend" not in name.lower())
    title = " ".join(str(cell).strip() for line in sheet.cells[:4] for cell in line if str(cell).strip())
    if "constant" in f"{title} {member.name}".lower():
        raise refused("this table is at constant prices", sheet.where, "take the table at current prices")
    grid, blanks = sheets.grid_of(sheet, LAYOUT, _economy)
    allowed = ("", "ROW", *(code for code, one in countries().items() if one.current))
    for axis, labels in (("row", grid.rows), ("column", grid.columns)):
        grids.known(grid, axis, (who for who, _ in labels), allowed, "economy", which=0)
    named = {who for who, _ in grid.rows if who}  # in alphabetical order: the bank's own follows its codes
    economies = (*sorted(named - {"ROW"}), *(["ROW"] if "ROW" in named else []))
    size = len(economies) - ("ROW" in economies)
    if size not in SIZES or "ROW" not in economies:
        rest = "" if "ROW" in economies else " and no rest of the world"
        told = f"it reads those of {', '.join(map(str, SIZES))} and the rest of the world"
        raise refused(f"the table has {size} economies{rest}", grid.where, told)
    if raw.edition is not None and raw.edition != str(size):
        raise refused(f"the table has {size} economies, not {raw.edition}", grid.where, f"say --edition {size}")
    table = sheets.table_of(grid, economies, scheme("adb").codes, TOLERANCE)
    vintage = _VINTAGE.search(member.name)
    return part_of(
        table,
        dataset=f"adb-{size}",
        edition=f"{vintage[1].capitalize()[:3]} {vintage[2]}" if vintage else f"{size} economies, vintage not named",
        year=_year(raw, sheet, member, title),
        title=f"ADB Multiregional Input-Output Tables, {size} economies",
        where=grid.where,
        notes=(f"{blanks} empty cells are read as zero.",) if blanks else (),
        tolerance=TOLERANCE,
    )


def _economy(code: str) -> str:
    upper = code.upper()
    return country_words("adb").get(upper, upper)


def _year(raw: Raw, sheet: workbooks.Sheet, member: Member, title: str) -> int:
    """Give the table's year: from the sheet's name, its title, or the file's name without its vintage."""
    for text in (sheet.name, title, _VINTAGE.sub("", member.name)):
        found = {int(year) for year in _YEAR.findall(text) if int(year) in YEARS}
        if len(found) == 1:
            return grids.agreed_year(raw, found.pop(), sheet.where, YEARS)
    return grids.agreed_year(raw, None, sheet.where, YEARS)


SOURCE = Source(
    name="adb",
    title="ADB Multiregional Input-Output Tables",
    producer="Asian Development Bank",
    licence="not confirmed: the bank's terms of use ask for attribution",
    terms="https://www.adb.org/terms-use (not confirmed for these tables)",
    citation="Asian Development Bank, Multiregional Input-Output Database (with its vintage)",
    page="https://kidb.adb.org/globalization/current",
    editions=tuple(map(str, SIZES)),
    verified="the documented layout only",
    read=read,
)
