"""Leaders' and ministers' travel: the COLT data set (Pardee Institute, Diplometrics), or a CSV of one's own.

COLT comes as a workbook (its first sheet) or a CSV: a line a trip and country, of which
``LeaderCountryISO``, ``CountryVisitedISO``, ``TripYear`` and ``LeaderRole`` are needed, and ``TripStartDate``,
``LeaderFullName``, ``AttendedMultilatEvent`` and ``MetHostHoGS`` are read where they are there.

A CSV of one's own has the columns ``visitor,host,date,office,person,kind``: codes of ISO 3166-1; a date as 2024-05-31,
2024-05 or 2024; the office as one of `OFFICES` and the kind as one of `KINDS`, or empty.

What is checked: the columns; known countries, of which visitor and host differ; dates; offices and kinds. Trips of
international organisations' leaders are left out. A line that is gone has no check.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from counterpoise.sources.container import Member, kind_of, members
from counterpoise.sources.source import Part, Raw, Source, refused, written
from counterpoise.sources.tabular import lines, year_of
from counterpoise.sources.ties import COUNTRY, DAMAGED, columns, encoding_of, from_code, tabled
from counterpoise.sources.workbooks import open_sheet

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

OFFICES = ("head of state and government", "head of state", "head of government", "de facto leader", "crown prince",
           "foreign minister", "finance minister", "defence minister", "trade minister", "other")  # fmt: skip
"""The offices of a CSV of one's own."""

KINDS = ("bilateral", "multilateral", "other")
"""The kinds of visit."""

_ROLES = {
    "GS": "head of state and government",
    "G": "head of government",
    "S": "head of state",
    "DE FACTO": "de facto leader",
    "F": "foreign minister",
    "D": "defence minister",
    "E": "finance minister",
    "CP": "crown prince",
}
_ORGANISATION = "I"
_OWN = ("visitor", "host", "date", "office", "person", "kind")
_COLT = ("LeaderCountryISO", "CountryVisitedISO", "TripYear", "LeaderRole")
_COLT_KNOWN = ("TripStartDate", "LeaderFullName", "AttendedMultilatEvent", "MetHostHoGS")
_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?(?: 00:00:00)?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)")
_NO_DATE = frozenset({"", "NA", "TBD"})
Row = tuple[str, str, datetime.date | None, str | None, str | None, str | None, int, int | None]


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the one part of a file.

    Parameters
    ----------
    raw
        COLT's workbook or CSV, a CSV of one's own, or an archive with one.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If it is neither, or a cell is not what it should be; see the module.
    """
    with members(raw, lambda name: name.lower().endswith((".csv", ".xlsx"))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            rows: list[Row] = []
            left = 0
            for row in _all(member):
                if row is None:
                    left += 1
                elif raw.year in (None, row[6]):
                    rows.append(row)
            if not rows:
                raise refused("there is no visit in it" + (f" for {raw.year}" if raw.year else ""), member.where)
            yield _described(sorted(rows, key=_order), left, raw)


def _order(row: Row) -> tuple[object, ...]:
    return (row[6], str(row[2] or ""), *(one or "" for one in (row[0], row[1], row[3], row[4], row[5])))


def _all(member: Member) -> Iterator[Row | None]:
    """Give each trip; None for what is no state's."""
    for place, cells in _from_csv(member) if kind_of(member.path) == "unknown" else _from_workbook(member):
        yield _own(cells, place) if "visitor" in cells else _colt(cells, place)


def _from_csv(member: Member) -> Iterator[tuple[str, Mapping[str, str]]]:
    rows = lines(member, encoding=encoding_of(member))
    _, head = next(rows)
    at = _places(head, f"{member.where}, line 1")
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        if len(cells) != len(head):
            raise refused(f"there are {len(cells)} cells, not {len(head)}", place, DAMAGED)
        yield place, {name: cells[column].strip() for name, column in at.items()}


def _from_workbook(member: Member) -> Iterator[tuple[str, Mapping[str, str]]]:
    sheet = open_sheet(member, lambda _: True)
    if not sheet.cells:
        raise refused("the sheet is empty", sheet.where)
    at = _places([str(cell) for cell in sheet.cells[0]], f"{sheet.where}, row 1")
    for row, cells in enumerate(sheet.cells[1:], 2):
        if any(cell != "" for cell in cells):
            yield f"{sheet.where}, row {row}", {name: _text(cells[column]) for name, column in at.items()}


def _text(cell: Any) -> str:
    """Give a cell as text: a number without its point, a day without its hour."""
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _places(head: list[str], where: str) -> dict[str, int]:
    names = [cell.strip("\ufeff ") for cell in head]
    return columns(names, _OWN, where) if "visitor" in names else columns(names, _COLT, where, _COLT_KNOWN)


def _own(cells: Mapping[str, str], place: str) -> Row:
    """Read a line of one's own."""
    told = _DATE.fullmatch(cells["date"])
    if told is None:
        raise refused(f"{cells['date'][:20]!r} is no date such as 2024-05-31, 2024-05 or 2024", place, "correct it")
    day = _day(*map(int, told.groups()), place=place) if told[3] else None
    for name, known in (("office", OFFICES), ("kind", KINDS)):
        if cells[name] and cells[name] not in known:
            raise refused(f"{cells[name][:30]!r} is no {name}", place, f"write one of {', '.join(known)}")
    visitor, host = (from_code(cells[one], place, "colt") for one in ("visitor", "host"))
    if visitor == host:
        raise refused(f"{visitor} can't visit itself", place, "correct it")
    office, person, kind = (cells[one] or None for one in ("office", "person", "kind"))
    return (visitor, host, day, office, person, kind, int(told[1]), None)


def _colt(cells: Mapping[str, str], place: str) -> Row | None:
    """Read a trip of COLT; None for an organisation's leader, and for a stay in one's own country."""
    role = cells["LeaderRole"].upper()
    if role == _ORGANISATION:
        return None
    if role not in _ROLES:
        raise refused(f"{cells['LeaderRole'][:20]!r} is no role ({', '.join(_ROLES)}, I)", place, DAMAGED)
    visitor, host = (from_code(cells[one], place, "colt") for one in _COLT[:2])
    if visitor == host:
        return None
    year = year_of(cells["TripYear"], place)
    event, met = (_said(cells.get(one, ""), place) for one in ("AttendedMultilatEvent", "MetHostHoGS"))
    kind = None if event is None else "multilateral" if event else "bilateral"
    start = _start(cells.get("TripStartDate", ""), place)
    return (visitor, host, start, _ROLES[role], cells.get("LeaderFullName") or None, kind, year, met)


def _said(word: str, place: str) -> int | None:
    """Give 1 for yes, 0 for no."""
    if word.upper() in _NO_DATE:
        return None
    if word.lower() not in ("yes", "no"):
        raise refused(f"{word[:20]!r} is neither Yes nor No", place, DAMAGED)
    return int(word.lower() == "yes")


def _start(word: str, place: str) -> datetime.date | None:
    """Give the first day of a trip; none where it is to be found yet."""
    if word.upper() in _NO_DATE:
        return None
    told, american = _DATE.fullmatch(word), _AMERICAN.fullmatch(word)
    if told and told[3]:
        return _day(*map(int, told.groups()), place=place)
    if american:
        return _day(int(american[3]), int(american[1]), int(american[2]), place=place)
    raise refused(f"{word[:20]!r} is no day", place, DAMAGED)


def _day(year: int, month: int, day: int, *, place: str) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError as error:
        raise refused(f"{year}-{month:02}-{day:02} is no day ({error})", place, DAMAGED) from error


def _described(rows: list[Row], left: int, raw: Raw) -> Part:
    import pyarrow as pa  # noqa: PLC0415

    text = pa.string()
    fields = [
        ("visitor", text),
        ("host", text),
        ("date", pa.date32()),
        ("office", text),
        ("person", text),
        ("kind", text),
    ]
    schema = pa.schema([*fields, ("year", pa.int16()), ("met_host", pa.int8())])
    years = tuple(sorted({row[6] for row in rows}))
    return Part(
        dataset="visits",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or f"years to {years[-1]}",
        years=years,
        tables={"visits": written(tabled(rows, schema))},
        completeness=f"{len(rows):,} visits of {len({row[0] for row in rows})} states to {len({row[1] for row in rows})} from "
        f"{years[0]} to {years[-1]}; {left:,} trips of organisations' leaders, or within one's own state, are left out. No "
        "row means that no visit is known.",
        verified="Visitors and hosts are known and differ; offices and kinds are known.",
        notes=(
            "A multilateral visit is a trip to an event of several states, whoever is its host.",
            "A trip to several countries has a row for each.",
        ),
        numbers={"rows": len(rows), "left_out": left},
        columns={
            "visits": {
                "visitor": COUNTRY,
                "host": COUNTRY,
                "date": "first day; none where only the month or the year is known",
                "office": ", ".join(OFFICES),
                "person": "",
                "kind": ", ".join(KINDS),
                "year": "of the trip",
                "met_host": "1 where the host's head of state or government was met, else 0",
            }
        },
    )


SOURCE = Source(
    name="visits",
    title="Travel of leaders and ministers",
    producer="Frederick S. Pardee Institute for International Futures, University of Denver (COLT); or one's own list",
    licence="COLT's terms are not stated in its documentation; a list of one's own is one's own",
    terms="https://korbel.du.edu/pardee/content/country-organization-leader-travel",
    citation="Diplometrics, Country and Organizational Leader Travel (COLT), Pardee Institute, University of Denver",
    page="https://korbel.du.edu/pardee/content/country-organization-leader-travel",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
