"""Alliance Treaty Obligations and Provisions (ATOP): the file of directed pairs of states by year, ``atop5_1ddyr.csv``.

Columns are read by name. What is checked: the columns; that a pair's number is made of its two states' numbers, where it
is given; known states; each pair once a year; promises that are 0 or 1; and that what is marked as an alliance (`atopally`)
is one. A promise that was changed into its opposite, or a line that is gone, has no check but an archive's checksum.
The file of pairs without direction (``atop5_1dy.csv``) is refused, since it doesn't say who promises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.sources.container import Member, members
from counterpoise.sources.obligations import COLUMNS, Promises
from counterpoise.sources.source import Download, Part, Raw, Source, refused, written
from counterpoise.sources.state_lines import (
    DAMAGED,
    FIRST_YEAR,
    Cells,
    has,
    records,
    span,
    state,
    wanted,
    whole,
    year_in_history,
)

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

_KINDS = ("defense", "offense", "neutral", "nonagg", "consul")
_STATES = ("stateA", "stateB")
_FILE = r"atop\d(_\d)?ddyr(_?NNA)?\.csv"


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each file.

    Parameters
    ----------
    raw
        The CSV, or the producer's archive.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If the file is not as its producer makes it; see the module.
    """
    with members(raw, wanted(_FILE)) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            yield _part(member, raw)


def _part(member: Member, raw: Raw) -> Part:
    found, seen, before = Promises(), set[tuple[str, str, str]](), 0
    if has(member, raw, "mem1") and not has(member, raw, _STATES[0]):
        remedy = "add the file of directed pairs, atop5_1ddyr.csv"
        raise refused("these are pairs without direction, which don't say who promises", member.where, remedy)
    for place, cells in records(member, raw, (*_STATES, "year", *_KINDS), ("ddyad", "atopally")):
        year = year_in_history(cells["year"], place)
        if year < FIRST_YEAR:
            before += 1
            continue
        key = (cells["stateA"], cells["stateB"], cells["year"])
        if key in seen:
            raise refused(f"{' and '.join(key[:2])} are there twice for {year}", place, "get the file again")
        seen.add(key)
        promiser, beneficiary = (state(cells[name], year, place) for name in _STATES)
        kinds = _kinds(cells, place)
        if raw.year in (None, year):
            found.add((promiser, beneficiary, year), kinds)
    if not found.rows:
        raise refused("there is no promise in it" + (f" for {raw.year}" if raw.year else ""), member.where)
    return _described(found, before, _edition(member.name, raw))


def _kinds(cells: Cells, place: str) -> tuple[int, ...]:
    """Give what a line promises, after what it says twice was compared."""
    pair = f"{int(cells['stateA'])}{int(cells['stateB']):03d}"
    if cells.get("ddyad", pair) != pair:
        raise refused(f"the pair is {cells['ddyad'][:20]!r}, and its states make {pair}", place, DAMAGED)
    kinds = tuple(whole(cells[name], place, 0, 1) for name in _KINDS)
    if any(kinds) and cells.get("atopally", "1") not in ("1", "1.0"):
        raise refused("it promises something, and is not marked as an alliance", place, DAMAGED)
    return kinds


def _edition(name: str, raw: Raw) -> str:
    """Give the edition that a file's name says."""
    said = re.match(r"atop(\d)_(\d)", name, re.IGNORECASE)
    return raw.edition or (f"{said[1]}.{said[2]}" if said else "not stated by the file")


def _described(found: Promises, before: int, edition: str) -> Part:
    years = found.years()
    return Part(
        dataset="atop",
        kind="table",
        title=SOURCE.title,
        edition=edition,
        years=years,
        tables={"obligations": written(found.table())},
        completeness=f"{len(found.rows):,} directed pairs of countries and years, {span(years)}; {before:,} lines before "
        f"{FIRST_YEAR} are left out. No row means that no treaty was in force, within these years; what holds after "
        f"{years[-1]} is unknown.",
        verified="Each pair is there once a year, its states are known, and every promise is 0 or 1.",
        notes=(
            "A promise is what the text of a treaty says: it counts treaties that nobody relies on any more.",
            "Promises have a direction: the United States promise Japan defence, and not the reverse.",
            f"{found.empty():,} rows hold no promise of the five kinds.",
            f"Where two states of a year are one country (Germany, Yemen), what either has counts ({found.merged:,} times).",
        ),
        numbers={
            "rows": len(found.rows),
            "countries": found.countries(),
            "before": before,
            "merged": found.merged,
            "at_home": found.at_home,
            "empty": found.empty(),
        },
        columns=COLUMNS,
    )


def _downloads(_edition: str, _year: int | None) -> tuple[Download, ...]:
    name = "atop_5.1__.csv_.zip"
    return (Download(f"https://www.atopdata.org/uploads/6/9/1/3/69134503/{name}", name),)


SOURCE = Source(
    name="atop",
    title="Alliance Treaty Obligations and Provisions",
    producer="Brett Ashley Leeds, Rice University, and others",
    licence="Free for research with citation (terms not confirmed)",
    terms="http://www.atopdata.org",
    citation="Leeds, Ritter, Mitchell and Long (2002), Alliance Treaty Obligations and Provisions, 1815-1944, "
    "International Interactions 28, 237-260",
    page="http://www.atopdata.org/data.html",
    editions=("5.1",),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
