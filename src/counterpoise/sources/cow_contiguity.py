"""Direct contiguity of states (Correlates of War, version 3.2), 1816 to 2016: by land, or across how much water.

Two files are read, by their columns: the spells (``contdir.csv``: dyad, statelno, statelab, statehno, statehab, conttype,
begin, end, notes, version, with months such as 195307) and the pairs by year (``contdird.csv``: dyad, state1no, state1ab,
state2no, state2ab, year, conttype, version, each pair both ways). An archive with both is read by its spells.

What is checked: the columns; known states; types from 1 to 5; months that exist, in order. A type or a month that was
changed into another, or a line that is gone, has no check but an archive's checksum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from counterpoise.codes.state_numbers import FIRST_YEAR
from counterpoise.sources.container import Member, members
from counterpoise.sources.source import Download, Part, Raw, Source, refused, written
from counterpoise.sources.state_lines import (
    DAMAGED,
    has,
    pieces,
    records,
    span,
    state_number,
    wanted,
    whole,
    year_in_history,
)  # fmt: skip

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpoise.core.progress import Progress

_FILE = r"contdird?\.csv"
_MONTH = re.compile(r"(1[89]|20)\d\d(0[1-9]|1[0-2])", re.ASCII)
_SPELLS = ("statelno", "statehno", "conttype", "begin", "end")
_YEARS = ("state1no", "state2no", "conttype", "year")

COLUMNS = {
    "contiguity": {
        "country_a": "code, the earlier in the alphabet",
        "country_b": "code of the other",
        "type": "1 a border on land or a river, 2 at most 12 miles of water between them, 3 at most 24, 4 at most 150, "
        "5 at most 400",
        "since": "first month (YYYY-MM), or first year where the file is by years",
        "until": "last month or year; the last of the file where it goes on",
    }
}


class Spell(NamedTuple):
    """Months in which two states are contiguous, each counted from the year 0, and where that is said."""

    one: int
    other: int
    kind: int
    begin: int
    end: int
    where: str


Row = tuple[str, str, int, int, int]


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of the first file that is there.

    Parameters
    ----------
    raw
        A CSV, or the producer's archive.
    progress
        Told of the file.

    Raises
    ------
    DataError
        If the file is not as its producer makes it; see the module.
    """
    with members(raw, wanted(_FILE)) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            yield _part(member, raw)
            return


def _part(member: Member, raw: Raw) -> Part:
    yearly = has(member, raw, "state1no")
    versions: set[str] = set()
    spells = list((_from_years if yearly else _from_spells)(member, raw, versions))
    late = [one for one in spells if one.end // 12 >= FIRST_YEAR]
    if not late:
        raise refused(f"there is no contiguity from {FIRST_YEAR} on in it", member.where)
    known, at_home = _located(late)
    first, last = max(FIRST_YEAR, min(one.begin for one in late) // 12), max(one.end for one in late) // 12
    years = tuple(range(first, last + 1))
    if raw.year is not None:
        known = [row for row in known if row[3] // 12 <= raw.year <= row[4] // 12]
        years = (raw.year,)
        if not known:
            raise refused(f"there is no contiguity in it for {raw.year}", member.where)
    numbers = {
        "rows": len(known),
        "countries": len({code for row in known for code in row[:2]}),
        "before": len(spells) - len(late),
        "at_home": at_home,
    }
    edition = raw.edition or (versions.pop() if len(versions) == 1 else "not stated by the file")
    return _described(known, years, numbers, edition, yearly=yearly)


def _month(text: str, place: str) -> int:
    """Read a month such as 195307, counted from the year 0.

    Raises
    ------
    DataError
        If it is none.
    """
    if not _MONTH.fullmatch(text):
        raise refused(f"{text[:40]!r} is not a year and a month", place, DAMAGED)
    return 12 * int(text[:4]) + int(text[4:]) - 1


def _from_spells(member: Member, raw: Raw, versions: set[str]) -> Iterator[Spell]:
    for place, cells in records(member, raw, _SPELLS, ("version",)):
        versions.add(cells.get("version", ""))
        kind = whole(cells["conttype"], place, 1, 5)
        begin, end = _month(cells["begin"], place), _month(cells["end"], place)
        if end < begin:
            raise refused(f"it ends in {cells['end']}, before it begins in {cells['begin']}", place, DAMAGED)
        if end // 12 < FIRST_YEAR:
            one, other = (whole(cells[name], place, 1, 999) for name in _SPELLS[:2])
        else:
            one, other = (state_number(cells[name], place) for name in _SPELLS[:2])
        yield Spell(one, other, kind, begin, end, place)


def _from_years(member: Member, raw: Raw, versions: set[str]) -> Iterator[Spell]:
    """Give a spell for each pair and year, which `_located` joins; both directions say the same."""
    for place, cells in records(member, raw, _YEARS, ("version",)):
        versions.add(cells.get("version", ""))
        year, kind = year_in_history(cells["year"], place), whole(cells["conttype"], place, 1, 5)
        if year < FIRST_YEAR:
            one, other = (whole(cells[name], place, 1, 999) for name in _YEARS[:2])
        else:
            one, other = (state_number(cells[name], place) for name in _YEARS[:2])
        yield Spell(one, other, kind, 12 * year, 12 * year + 11, place)


def _located(spells: Iterable[Spell]) -> tuple[list[Row], int]:
    """Give spells by countries, those that follow each other as one, and how many were of one country with itself."""
    found: dict[tuple[str, str, int], list[tuple[int, int]]] = {}
    at_home = 0
    for one in spells:
        for pair, first, last in pieces(one.one, one.other, one.begin // 12, one.end // 12, one.where):
            if pair[0] == pair[1]:
                at_home += 1
                continue
            begin = one.begin if first <= max(one.begin // 12, FIRST_YEAR) else 12 * first
            end = one.end if last == one.end // 12 else 12 * last + 11
            found.setdefault((*pair, one.kind), []).append((begin, end))
    return sorted(_joined(found), key=lambda row: (*row[:2], row[3], row[2])), at_home


def _joined(found: dict[tuple[str, str, int], list[tuple[int, int]]]) -> Iterator[Row]:
    for key, held in found.items():
        begin, end = -1, -2
        for start, stop in sorted(held):
            if begin >= 0 and start > end + 1:
                yield (*key, begin, end)
            begin, end = (start, stop) if begin < 0 or start > end + 1 else (begin, max(end, stop))
        yield (*key, begin, end)


def _table(known: list[Row], *, yearly: bool) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415

    def said(month: int) -> str:
        return f"{month // 12}" if yearly else f"{month // 12}-{month % 12 + 1:02d}"

    columns = {
        "country_a": pa.array([row[0] for row in known], type=pa.string()),
        "country_b": pa.array([row[1] for row in known], type=pa.string()),
        "type": pa.array([row[2] for row in known], type=pa.int8()),
        "since": pa.array([said(row[3]) for row in known], type=pa.string()),
        "until": pa.array([said(row[4]) for row in known], type=pa.string()),
    }
    return pa.table(columns)


def _described(
    known: list[Row], years: tuple[int, ...], numbers: dict[str, int], edition: str, *, yearly: bool
) -> Part:
    return Part(
        dataset="cow-contiguity",
        kind="table",
        title=SOURCE.title,
        edition=edition,
        years=years,
        tables={"contiguity": written(_table(known, yearly=yearly))},
        completeness=f"{numbers['rows']:,} spells of pairs of {numbers['countries']:,} countries, {span(years)}; "
        f"{numbers['before']:,} lines that end before {FIRST_YEAR} are left out. No row means that more than 400 miles of "
        f"water, or another state, lie between the two, within these years; what holds after {years[-1]} is unknown.",
        verified="States are known; types are from 1 to 5; spells begin before they end.",
        notes=(
            "Of the homelands alone: what colonies and dependencies border on is another data set of the producer's.",
            "A spell that began before the first year keeps its own beginning; it is split where a country's code changes.",
        ),
        numbers=numbers,
        columns=COLUMNS,
    )


def _downloads(_edition: str, _year: int | None) -> tuple[Download, ...]:
    name = "DirectContiguity320.zip"
    return (Download(f"https://correlatesofwar.org/wp-content/uploads/{name}", name),)


SOURCE = Source(
    name="cow-contiguity",
    title="Direct Contiguity",
    producer="Correlates of War Project",
    licence="Free with citation (terms not confirmed)",
    terms="https://correlatesofwar.org/data-sets/",
    citation="Stinnett, Tir, Schafer, Diehl and Gochman (2002), The Correlates of War Project Direct Contiguity Data, "
    "Version 3, Conflict Management and Peace Science 19, 59-67; version 3.2",
    page="https://correlatesofwar.org/data-sets/direct-contiguity/",
    editions=("3.2",),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
