"""Multinational military exercises (MME): D'Orazio and Galambos's list, wide, or long as the package troopdata gives it.

The wide file has a line an exercise, with ``s.year`` and up to 39 columns ``StateA``, ``StateB`` and so on; the long one
a line a participant and year. What is checked: the columns; years; participants that are countries, or words that the
list uses for others (``-9``, NATO, Baltic States). A line that is gone has no check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from counterpoise.sources.container import Member, members
from counterpoise.sources.country_names import from_name
from counterpoise.sources.source import Part, Raw, Source, refused, written
from counterpoise.sources.tabular import lines, year_of
from counterpoise.sources.ties import COUNTRY, DAMAGED, MISSING, columns, continuing, encoding_of, tabled

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

_STATE = re.compile(r"State[A-Z]{1,2}")
_NO_STATE = frozenset({"-9", "nato", "baltic states"})
_FEWEST = 1980
Row = tuple[str, int, str, str | None]


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the one part of a file.

    Parameters
    ----------
    raw
        ``mme_v7.csv``, ``mme-v7-long.csv``, or an archive with one of them.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If it is not as its producer makes it; see the module.
    """
    with members(raw, lambda name: name.lower().endswith(".csv") and "mme" in name.lower()) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            found: dict[Row, None] = {}
            others = 0
            for row in _all(member):
                if row is None:
                    others += 1
                elif raw.year in (None, row[1]):
                    found[row] = None
            if not found:
                raise refused("there is no exercise in it" + (f" for {raw.year}" if raw.year else ""), member.where)
            yield _described(sorted(found, key=lambda row: (row[1], row[0], row[2])), others, raw)


def _all(member: Member) -> Iterator[Row | None]:
    """Give each participant; None for one that is no country."""
    rows = lines(member, encoding=encoding_of(member))
    _, head = next(rows)
    names = [cell.strip() for cell in head]
    states = [column for column, name in enumerate(names) if _STATE.fullmatch(name)]
    year = "s.year" if states else "year"
    needed = ("MMEID", "Ex_Name", year, *(() if states else ("country",)))
    at = columns(names, needed, f"{member.where}, line 1")
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        if len(cells) != len(names):
            raise refused(f"there are {len(cells)} cells, not {len(names)}", place, DAMAGED)
        held = {name: cells[column].strip() for name, column in at.items()}
        words = [cells[column].strip() for column in states] if states else [held["country"]]
        yield from _participants(held, [word for word in words if word not in MISSING], held[year], place)


def _participants(held: Mapping[str, str], words: list[str], when: str, place: str) -> Iterator[Row | None]:
    if not held["MMEID"]:
        raise refused("the exercise has no MMEID", place, DAMAGED)
    year = year_of(when, place)
    if year < _FEWEST:
        raise refused(f"{year} is before the list begins", place, DAMAGED)
    name = None if held["Ex_Name"] in (*MISSING, "-9") else held["Ex_Name"]
    for word in words:
        if word.lower() in _NO_STATE:
            yield None
        else:
            yield held["MMEID"], year, continuing(from_name(word, place, "troopdata"), year), name


def _described(rows: list[Row], others: int, raw: Raw) -> Part:
    import pyarrow as pa  # noqa: PLC0415

    text = pa.string()
    schema = pa.schema([("exercise", text), ("year", pa.int16()), ("country", text), ("name", text)])
    years = tuple(sorted({row[1] for row in rows}))
    held = len({row[0] for row in rows})
    return Part(
        dataset="exercises",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or f"years to {years[-1]}",
        years=years,
        tables={"exercises": written(tabled(rows, schema))},
        completeness=f"{held:,} exercises from {years[0]} to {years[-1]}, {len(rows):,} participants in them; {others:,} "
        "participants that are no country, or not named, are left out. The list rests on news: no row is no proof of none.",
        verified="Every participant is a country, or known to be none; no participant is there twice in a year.",
        notes=(
            "An exercise that goes on over the new year stands in each of its years in the long file, else in its first.",
        ),
        numbers={"rows": len(rows), "exercises": held, "left_out": others},
        columns={
            "exercises": {
                "exercise": "the list's own number (MMEID)",
                "year": "",
                "country": COUNTRY,
                "name": "none where the list has none",
            }
        },
    )


SOURCE = Source(
    name="exercises",
    title="Multinational military exercises",
    producer="D'Orazio and Galambos; Allen, Flynn and Machain (troopdata)",
    licence="The list's terms are not stated; the package that carries it is under GPL-3",
    terms="https://github.com/meflynn/troopdata",
    citation="D'Orazio and Galambos (2021), Multinational Military Exercises (MME), as given by troopdata",
    page="https://github.com/meflynn/troopdata",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
