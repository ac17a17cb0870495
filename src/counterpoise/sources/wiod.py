"""The World Input-Output Database: the release of 2013 (35 sectors) and of 2016 (56 sectors), a year a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counterpoise.codes.country_words import country_words
from counterpoise.codes.sectors import scheme
from counterpoise.sources import grids, sheets, workbooks
from counterpoise.sources.accounts import part_of
from counterpoise.sources.container import Member, members
from counterpoise.sources.source import Download, Part, Raw, Source, refused

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

_2013 = (
    "AUS AUT BEL BGR BRA CAN CHN CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HUN IDN IND IRL ITA JPN KOR LTU LUX LVA MEX MLT "
    "NLD POL PRT ROU RUS SVK SVN SWE TUR TWN USA ROW"
)
ECONOMIES = {
    "2013": tuple(_2013.split()),
    "2016": (*sorted((*_2013.split()[:-1], "CHE", "HRV", "NOR")), "ROW"),
}
"""The economies of each release, in the producer's order."""

YEARS = {"2013": range(1995, 2012), "2016": range(2000, 2015)}
LAYOUTS = {
    "2013": sheets.Layout(sector_row=0, name_row=2),
    "2016": sheets.Layout(sector_row=3, name_row=2, sector_column=4, blank_is_zero=False),
}
TOLERANCE = {"2013": 1.5e-2, "2016": 1e-3}
"""Of the release of 2013, copies in whole million USD leave up to 1.2 % (1995, BEL to SWE) of the larger of output and
median output in a row; that of 2016 is said to close exactly in its totals, and to 2e-7 in its sums."""

_SHORT = re.compile(r"(?i)wiot[ _]?(\d\d)(?!\d)")
_DTA = re.compile(r"v?([A-Z]{3})(\d{1,2})")


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each year of a file.

    Parameters
    ----------
    raw
        A workbook, a Stata file (release of 2016), or an archive with one or several; its year restricts to one.
    progress
        Hears which year is read.

    Raises
    ------
    DataError
        If the file is not such a table, isn't whole, or its figures don't add up.
    """

    def wanted(name: str) -> bool:
        fits = name.lower().endswith((".xlsx", ".xlsb", ".dta")) and "pyp" not in name.lower()
        return fits and (raw.year is None or _named_year(name) in (None, raw.year))

    with members(raw, wanted) as found:
        for member in found:
            progress.report(f"reading {member.name}")
            yield _part(raw, member)


def _named_year(name: str) -> int | None:
    """Give the year in a name: WIOT2014_Nov16_ROW, or WIOT95_ROW_Apr12."""
    full = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", name)
    if full:
        return int(full.group())
    short = _SHORT.match(name)
    return None if short is None else int(short.group(1)) + (1900 if int(short.group(1)) > 50 else 2000)


def _part(raw: Raw, member: Member) -> Part:
    stata = member.name.lower().endswith(".dta")
    notes, told = [], None
    if stata:
        release = "2016"
        grid, told = _stata(member)
    else:
        sheet = workbooks.open_sheet(member, lambda _: True)
        release = _release(sheet)
        told = int(sheet.name) if re.fullmatch(r"(?:19|20)\d\d", sheet.name.strip()) else None
        grid, blanks = sheets.grid_of(sheet, LAYOUTS[release], _economy)
        if blanks:
            notes.append(f"{blanks} empty cells are read as zero.")
    if raw.edition is not None and raw.edition != release:
        raise refused(f"this is the release of {release}, not {raw.edition}", grid.where, f"say --edition {release}")
    year = grids.agreed_year(raw, _one_year(_named_year(member.name), told, grid.where), grid.where, YEARS[release])
    table = sheets.table_of(grid, ECONOMIES[release], scheme(f"wiod-{release}").codes, TOLERANCE[release])
    return part_of(
        table,
        dataset=f"wiod-{release}",
        edition=release,
        year=year,
        title=f"World Input-Output Database, release of {release}",
        where=grid.where,
        notes=notes,
        tolerance=TOLERANCE[release],
    )


def _one_year(named: int | None, told: int | None, where: str) -> int | None:
    if named is not None and told is not None and named != told:
        raise refused(f"the file's name says {named}, its table {told}", where, "give the file its own name back")
    return named if told is None else told


def _release(sheet: workbooks.Sheet) -> str:
    """Tell the release by the sectors' codes in the first rows."""
    said = {str(cell).strip() for line in sheet.cells[:12] for cell in line}
    newer = len(said & set(scheme("wiod-2016").codes))
    if newer >= 2:
        return "2016"
    if len(said & set(scheme("wiod-2013").codes)) >= 2:
        return "2013"
    raise refused(
        "the sheet has the labels of neither release", sheet.where, "give a file WIOT... as it was downloaded"
    )


def _economy(code: str) -> str:
    upper = code.upper()
    return country_words("wiod").get(upper, upper)


def _stata(member: Member) -> tuple[grids.Grid, int | None]:
    """Read the Stata form: a row a node, its columns named by economy and number."""
    frame = _frame(member)
    lost = [name for name in ("IndustryCode", "Country", "Year") if name not in frame.columns]
    if lost:
        raise refused(f"the column {lost[0]} is missing", member.where, grids.AGAIN)
    years = set(frame["Year"].tolist())
    if len(years) != 1:
        raise refused(f"the column Year holds {len(years)} years", member.where, grids.AGAIN)
    numbered = dict(enumerate((*scheme("wiod-2016").codes, "HFCE", "NPISH", "GGFC", "GFCF", "INVNT"), 1))
    names = [name for name in frame.columns if _DTA.fullmatch(name)]
    matched = [_DTA.fullmatch(name) for name in names]
    columns = [(_economy(one[1]), numbered.get(int(one[2]), one[2])) for one in matched if one]
    who = [_economy(str(code).strip()) for code in frame["Country"]]
    codes = [str(code).strip() for code in frame["IndustryCode"]]
    rows = [
        ("", sheets.item_of(code)) if one in sheets.TOTALS else (one, code)
        for one, code in zip(who, codes, strict=True)
    ]
    try:
        values = frame[names].to_numpy("float64")
        year = int(next(iter(years)))
    except (ValueError, TypeError) as error:
        raise refused(f"a column holds text ({str(error)[:80]})", member.where, grids.AGAIN) from error
    return grids.Grid(
        rows=tuple(rows),
        columns=tuple(columns),
        values=values,
        where=member.where,
        row_places=[f"observation {place}" for place in range(1, len(rows) + 1)],
        column_places=[f"variable {name}" for name in names],
    ), year


def _frame(member: Member) -> Any:
    import pandas as pd  # noqa: PLC0415

    try:
        return pd.read_stata(member.path, convert_dates=False, convert_categoricals=False)
    except Exception as error:  # a damaged file raises whatever its bytes lead to
        said = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise refused(f"the Stata file can't be read ({said})", member.where, grids.AGAIN) from error


_ARCHIVE = "https://dataverse.nl/api/access/datafile"


def downloads(edition: str, year: int | None) -> tuple[Download, ...]:  # noqa: ARG001 - an archive holds all years
    """Give the archive of a release; the release of 2013 is offered to people alone."""
    return (Download(f"{_ARCHIVE}/199103", "WIOTS_in_STATA.zip"),) if edition == "2016" else ()


SOURCE = Source(
    name="wiod",
    title="World Input-Output Database",
    producer="Groningen Growth and Development Centre, University of Groningen",
    licence="CC BY 4.0 (release of 2016; for that of 2013 not confirmed)",
    terms="https://www.rug.nl/ggdc/valuechain/wiod/",
    citation=(
        "Timmer, Dietzenbacher, Los, Stehrer and de Vries (2015), An Illustrated User Guide to the World Input-Output "
        "Database: the Case of Global Automotive Production, Review of International Economics 23, 575-605"
    ),
    page="https://www.rug.nl/ggdc/valuechain/wiod/",
    editions=tuple(ECONOMIES),
    verified="the documented layout only",
    read=read,
    downloads=downloads,
)
