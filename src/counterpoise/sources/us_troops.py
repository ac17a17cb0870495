"""US military personnel by host: DMDC's quarterly workbooks, and the CSVs of the package troopdata.

A workbook ``DMDC_Website_Location_Report_YYMM.xlsx`` is read by its words, as its rows move: ``As of June 30, 2022``;
the cell ``ACTIVE DUTY`` over the columns of the services and their ``TOTAL``; hosts between ``UNITED STATES TOTAL`` and
``OVERSEAS TOTAL``. Hosts marked ``*`` and cells ``N/A`` are unknown. What is checked: these words, known hosts, figures
that are whole and not below 0, and that hosts add up to the overseas total within 1 % (in some quarters they miss it by
some hundreds).

Of troopdata the long tables are read: ``countryname`` and ``year``, with ``troops`` (the older series) or ``troops_ad``
(the rebuilt one). What is checked: known hosts, years, no host twice in a month. A release of the rebuilt series before
September 2026 doubles 2008 and inflates Iraq in 2006 and 2007; where hosts' median jump in 2008 tells that release,
these figures come from the older series where the file has it, and are left out where it hasn't.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.sources.container import Member, kind_of, members
from counterpoise.sources.country_names import from_name
from counterpoise.sources.source import Part, Raw, Source, refused, written
from counterpoise.sources.tabular import year_of
from counterpoise.sources.ties import COUNTRY, DAMAGED, continuing, count_of, named_lines, tabled
from counterpoise.sources.workbooks import Sheet, open_sheet

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

TOLERANCE = 0.01
"""Largest gap between the hosts' sum and the printed overseas total; in 53 quarters from 2008 to 2026 it is below half
of that."""

DOUBLED = 1.5
"""Median ratio of 2008 to the years beside it from which a file is taken for the release that doubles 2008."""

_MONTHS: tuple[str, ...] = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_AS_OF = re.compile(r"as of\s+([a-z]+)\s+\d{1,2},\s*(20\d\d)", re.IGNORECASE)
_SPAN = re.compile(r"\s*\((?:19|20)\d\d - (?:(?:19|20)\d\d|present)\)", re.IGNORECASE)
_NOT_TOLD = ("afloat", "unknown", "undefined", "zz-unknown", "aden", "british west indies", "fiji and tonga", "sarawak")
_ISLES = ("ashmore and cartier islands", "bassas da india", "british atlantic ocean territory", "coral sea islands")
_NO_STATE = frozenset({*_NOT_TOLD, *_ISLES, "spratly islands", "akrotiri", "antarctica", "kashmir", "trucial states"})
"""Places that are no state's, or that no code tells apart."""

_NEEDED = ("countryname", "year")
_KNOWN = ("ccode", "month", "quarter", "source", "troops", "troops_ad", "troops_v1")
_IRAQ = ((2006, "IRQ"), (2007, "IRQ"))


@dataclass
class _Line:
    """A host's figure in a month, or of a year where the month is 0."""

    host: str | None
    name: str
    year: int
    month: int
    troops: float | None
    older: float | None = None


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the one part of a file, or of all files of an archive.

    Parameters
    ----------
    raw
        A quarterly workbook, a CSV of troopdata, or an archive with several of one kind.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If a file is not as its producer makes it, or a host is there twice; see the module.
    """
    found: list[_Line] = []
    notes: list[str] = []
    with members(raw, lambda name: name.lower().endswith((".csv", ".xlsx"))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            if kind_of(member.path) == "unknown":
                held = list(_from_csv(member))
                notes += _mended(held)
            else:
                held = _from_workbook(member, notes)
            found += held
    chosen = [line for line in found if raw.year in (None, line.year)]
    if not chosen:
        raise refused("there is no host in it" + (f" for {raw.year}" if raw.year else ""), raw.name)
    yield _described(_once(chosen, raw.name), notes, raw)


def _from_workbook(member: Member, notes: list[str]) -> list[_Line]:
    """Read a quarter's hosts, once they add up to the overseas total."""
    sheet = open_sheet(member, lambda _: True)
    year, month = _as_of(sheet)
    top, column = _total_column(sheet)
    found: list[_Line] = []
    overseas = False
    for at, line in enumerate(sheet.cells[top:], top + 1):
        place = f"{sheet.where}, row {at}"
        first, name = (_word(line[one]) if one < len(line) else "" for one in (0, 1))
        if first.upper() == "UNITED STATES TOTAL":
            overseas = True
        elif first.upper() == "OVERSEAS TOTAL":
            _check(found, _troops(line[column], place), place, notes, f"{year}-{month:02}")
            return found
        elif overseas and name:
            troops = None if name.endswith("*") else _troops(line[column], place)
            name = name.rstrip("* ")
            found.append(_Line(_host(_SPAN.sub("", name), place, year, "dmdc"), name, year, month, troops))
    raise refused("no row begins with OVERSEAS TOTAL below UNITED STATES TOTAL", sheet.where, "get it again")


def _word(cell: Any) -> str:
    return " ".join(str(cell).split())


def _as_of(sheet: Sheet) -> tuple[int, int]:
    """Give the year and the month that the report is of."""
    for line in sheet.cells:
        told = _AS_OF.search(_word(line[0])) if line else None
        if told and told[1].capitalize() in _MONTHS:
            return int(told[2]), _MONTHS.index(told[1].capitalize()) + 1
    raise refused("no row says 'As of' a date", sheet.where, "take DMDC's location report")


def _total_column(sheet: Sheet) -> tuple[int, int]:
    """Give the row below the columns' names, and the column of the active-duty total."""
    for top, line in enumerate(sheet.cells[:-1]):
        words = [_word(cell).upper() for cell in line]
        if "ACTIVE DUTY" in words:
            start = words.index("ACTIVE DUTY")
            end = next((one for one in range(start + 1, len(words)) if words[one]), len(words))
            below = [_word(cell).upper().rstrip("* ") for cell in sheet.cells[top + 1][start:end]]
            if below[:1] != ["ARMY"] or below.count("TOTAL") != 1:
                raise refused("ACTIVE DUTY has no ARMY or not one TOTAL below it", f"{sheet.where}, row {top + 2}")
            return top + 2, start + below.index("TOTAL")
    raise refused("no cell says ACTIVE DUTY", sheet.where, "take DMDC's location report")


def _troops(cell: Any, place: str) -> float | None:
    """Give a figure; None for an empty cell, a star or N/A."""
    word = _word(cell) if isinstance(cell, str) else repr(cell)
    value = count_of(word, place, {"", "*", "N/A", "n/a"})
    if value is not None and not value.is_integer():
        raise refused(f"{value:g} is no number of persons", place, DAMAGED)
    return value


def _check(found: Sequence[_Line], total: float | None, place: str, notes: list[str], when: str) -> None:
    """Compare the hosts' sum with the printed total; in quarters without the Army's figures there is none."""
    added = sum(line.troops or 0.0 for line in found)
    if total is None:
        notes.append(f"{when} has no totals: a service did not report.")
    elif abs(added - total) > TOLERANCE * max(total, 1.0):
        raise refused(f"the hosts add up to {added:,.0f}, the overseas total is {total:,.0f}", place, DAMAGED)
    elif added != total:
        notes.append(f"In {when} the hosts add up to {added:,.0f}, the printed total is {total:,.0f}.")


def _host(name: str, place: str, year: int, scheme: str) -> str | None:
    return None if name.lower() in _NO_STATE else continuing(from_name(name, place, scheme), year)


def _from_csv(member: Member) -> Iterator[_Line]:
    """Read troopdata's lines; a 0 of the rebuilt series without a source is a host that no report lists."""
    for place, cells in named_lines(member, _NEEDED, _KNOWN):
        column = "troops" if "troops" in cells else "troops_ad"
        if column not in cells:
            raise refused("there is neither a column troops nor troops_ad", place.rpartition(",")[0])
        troops = count_of(cells[column], place)
        if troops == 0 and cells.get("source") in ("", "NA"):
            troops = None
        year, name = year_of(cells["year"], place), cells["countryname"]
        host = "RVN" if cells.get("ccode") == "817" else _host(name, place, year, "troopdata")
        older = count_of(cells.get("troops_v1", ""), place)
        yield _Line(host, name, year, _month(cells, place), troops, older)


def _month(cells: Mapping[str, str], place: str) -> int:
    """Give a line's month: 0 where it is of a whole year."""
    word = cells.get("month", "")
    if word in ("", "NA"):
        return 0
    if word.capitalize() in _MONTHS:
        return _MONTHS.index(word.capitalize()) + 1
    if word.isdigit() and 1 <= int(word) <= 12:
        return int(word)
    raise refused(f"{word[:20]!r} is no month", place, DAMAGED)


def _mended(found: list[_Line]) -> list[str]:
    """Replace what the release that doubles 2008 has wrong, and say so."""
    by = {(line.name, line.year): line.troops for line in found if line.troops}
    ratios = [
        2 * troops / (by[name, 2007] + by[name, 2009])
        for (name, year), troops in by.items()
        if year == 2008 and by.get((name, 2007), 0) >= 10 and by.get((name, 2009), 0) >= 10
    ]
    if len(ratios) < 10 or statistics.median(ratios) < DOUBLED:
        return []
    for line in found:
        if line.year == 2008 or (line.year, line.host) in _IRAQ:
            line.troops = line.older
    return [
        "This is the release that doubles 2008 and inflates Iraq in 2006 and 2007: these figures are the older series', "
        "and unknown where the file hasn't that."
    ]


def _once(found: list[_Line], where: str) -> list[_Line]:
    """Add up the lines that one report has for a host under an old and a new name; the home country is left out."""
    kept: dict[tuple[str, int, int], _Line] = {}
    for line in found:
        if line.host == "USA":
            continue
        key = (line.host or line.name, line.year, line.month)
        before = kept.get(key)
        if before is None:
            kept[key] = line
        elif line.name in before.name.split(" + "):
            when = f"{line.year}-{line.month:02}" if line.month else str(line.year)
            raise refused(f"{line.name} is there twice for {when}", where, "give each report once")
        else:
            before.name += f" + {line.name}"
            if line.troops is not None:
                before.troops = line.troops + (before.troops or 0.0)
    return sorted(kept.values(), key=lambda line: (line.year, line.month, line.host or "", line.name))


def _described(found: Sequence[_Line], notes: Sequence[str], raw: Raw) -> Part:
    import pyarrow as pa  # noqa: PLC0415

    rows = [("USA", one.host, one.year, one.troops, one.month or None, one.name) for one in found]
    text = pa.string()
    fields = [("sender", text), ("host", text), ("year", pa.int16()), ("troops", pa.int64())]
    schema = pa.schema([*fields, ("month", pa.int8()), ("host_name", text)])
    years = tuple(sorted({one.year for one in found}))
    unknown = sum(one.troops is None for one in found)
    without = sum(one.host is None for one in found)
    return Part(
        dataset="us-troops",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or f"years to {years[-1]}",
        years=years,
        tables={"troops": written(tabled(rows, schema))},
        completeness=f"{len(rows):,} figures of {len({one.host for one in found})} hosts from {years[0]} to {years[-1]}; "
        f"{unknown:,} are unknown (not reported, or a host that no report lists), {without:,} have no code (afloat, "
        "unknown places). No row means that the file has none, not 0. The United States themselves are left out.",
        verified="Every host is known, and there once a report; a workbook's hosts add up to its overseas total.",
        notes=(
            "Active-duty personnel by place of duty. From December 2017 the reports leave out deployments to Afghanistan, "
            "Iraq and Syria, and rotating units: Korea's official 28,500 includes such units.",
            "Territories of the United States (Guam, Puerto Rico and others) are hosts under their own codes.",
            "A figure is of the month where one stands beside it: for a year, take one month or the largest.",
            *notes,
        ),
        numbers={"rows": len(rows), "unknown": unknown, "without_code": without},
        columns={
            "troops": {
                "sender": f"{COUNTRY}: USA",
                "host": f"{COUNTRY}; none for what has no code",
                "year": "",
                "troops": "persons",
                "month": "1 to 12; none for a figure of the year",
                "host_name": "as the file writes it; two with + are one host's",
            }
        },
    )


SOURCE = Source(
    name="us-troops",
    title="United States military personnel by host",
    producer="Defense Manpower Data Center; Allen, Flynn and Machain (troopdata)",
    licence="DMDC's reports: public works of the US government; troopdata: GPL-3 (package)",
    terms="https://github.com/meflynn/troopdata",
    citation="Allen, Flynn and Machain (2022), US global military deployments, 1950-2020, Conflict Management and Peace "
    "Science 39(3), doi:10.1177/07388942211030885; Kane (2006); Defense Manpower Data Center",
    page="https://dwp.dmdc.osd.mil/dwp/app/dod-data-reports/workforce-reports",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
