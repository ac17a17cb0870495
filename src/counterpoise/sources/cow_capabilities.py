"""National Material Capabilities of the Correlates of War, versions 5 to 7: the abridged file (``NMC-70-abridged.csv``).

Columns are read by name. What is checked: the columns; known states, each once a year; years; figures that are missing
(-9 or empty) or not negative; shares of the world from 0 to 1; and that the shares of a year add up to one within
`TOLERANCE`. A component that was changed into another, or a line of a small state that is gone, has no check but an
archive's checksum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from counterpoise.codes.state_numbers import from_state_number, state_numbers
from counterpoise.sources.container import Member, members
from counterpoise.sources.source import Download, Part, Raw, Source, refused, written
from counterpoise.sources.state_lines import DAMAGED, FIRST_YEAR, records, span, state_number, wanted, year_in_history
from counterpoise.sources.tabular import number

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpoise.core.progress import Progress

TOLERANCE = 0.05
"""Largest gap between one and the sum of a year's shares: from 1946 to 2022 it reaches 0.016 (1991) in version 7.0."""

_FIGURES = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
_FILE = r"NMC[-_]?\d[._]?\d([-_ ]?abridged)?\.csv"
_MISSING = ("", ".", "-9", "-9.0")
Row = tuple[str, int, int, int, tuple[float | None, ...]]


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
    held: dict[tuple[int, int], tuple[float | None, ...]] = {}
    before = 0
    for place, cells in records(member, raw, ("ccode", "year", *_FIGURES)):
        year = year_in_history(cells["year"], place)
        if year < FIRST_YEAR:
            before += 1
            continue
        key = (state_number(cells["ccode"], place), year)
        if key in held:
            raise refused(f"state {key[0]} is there twice for {year}", place, "get the file again")
        held[key] = tuple(_figure(cells[name], f"{place}, {name}") for name in _FIGURES)
        if (share := held[key][-1]) is not None and share > 1:
            raise refused(f"a share of the world of {share:g} can't be", place, DAMAGED)
    _check_sums(held, member.where)
    rows = _rows({key: figures for key, figures in held.items() if raw.year in (None, key[1])})
    if not rows:
        raise refused("there is no figure in it" + (f" for {raw.year}" if raw.year else ""), member.where)
    return _described(rows, before, _edition(member.name, raw))


def _figure(text: str, place: str) -> float | None:
    """Give a figure, or None where it is missing."""
    if text in _MISSING:
        return None
    value = number(text, place)
    if value < 0:
        raise refused(f"{value:g} is below 0", place, DAMAGED)
    return value


def _check_sums(held: dict[tuple[int, int], tuple[float | None, ...]], where: str) -> None:
    """Refuse shares of the world that are not those of a whole world."""
    sums: dict[int, float] = {}
    for (_, year), figures in held.items():
        sums[year] = sums.get(year, 0.0) + (figures[-1] or 0.0)
    for year, total in sorted(sums.items()):
        if abs(total - 1) > TOLERANCE:
            remedy = "get it again: it is not whole, or a figure is wrong"
            raise refused(f"the shares of the world add up to {total:.3f} in {year}", where, remedy)


def _rows(held: dict[tuple[int, int], tuple[float | None, ...]]) -> list[Row]:
    """Give the rows in order; of two states of a country in a year, the one that lasted longer is the main one."""
    main: dict[tuple[str, int], int] = {}
    for number_, year in held:
        key = (from_state_number(number_, year), year)
        main[key] = max(number_, main.get(key, number_), key=_last_year)
    return sorted(
        (code, year, number_, int(main[code, year] == number_), figures)
        for (number_, year), figures in held.items()
        for code in (from_state_number(number_, year),)
    )


def _last_year(number_: int) -> int:
    last = state_numbers()[number_][-1].until
    return 9999 if last is None else last


def _edition(name: str, raw: Raw) -> str:
    """Give the edition that a file's name says."""
    said = re.match(r"NMC[-_]?(\d)[._]?(\d)", name, re.IGNORECASE)
    return raw.edition or (f"{said[1]}.{said[2]}" if said else "not stated by the file")


def _table(rows: Sequence[Row]) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415

    columns = {
        "country": pa.array([row[0] for row in rows], type=pa.string()),
        "year": pa.array([row[1] for row in rows], type=pa.int16()),
        **{name: pa.array([row[4][at] for row in rows], type=pa.float64()) for at, name in enumerate(_FIGURES)},
        "state": pa.array([row[2] for row in rows], type=pa.int16()),
        "main": pa.array([row[3] for row in rows], type=pa.int8()),
    }
    return pa.table(columns)


def _described(rows: Sequence[Row], before: int, edition: str) -> Part:
    years = tuple(sorted({row[1] for row in rows}))
    twice = sum(not row[3] for row in rows)
    return Part(
        dataset="cow-capabilities",
        kind="table",
        title=SOURCE.title,
        edition=edition,
        years=years,
        tables={"capabilities": written(_table(rows))},
        completeness=f"{len({row[0] for row in rows})} countries, {span(years)}: the members of the state system; "
        f"{before:,} lines before {FIRST_YEAR} are left out. No row means that a country was no member.",
        verified=f"Each state is there once a year, no figure is negative, and the shares of each year add up to one "
        f"within {TOLERANCE:.0%}.",
        notes=(
            f"{twice} rows are of a second state of their country in a year (Germany and Yemen in 1990), which main = 0 "
            "tells: take the rows with main = 1 for one row a country and year.",
            "The shares of a year add up to one only nearly.",
            "Missing is null; zero is a figure of the producer.",
        ),
        numbers={
            "rows": len(rows),
            "countries": len({row[0] for row in rows}),
            "second_states": twice,
            "before": before,
            "missing": sum(one is None for row in rows for one in row[4]),
        },
        columns=_COLUMNS,
    )


_COLUMNS = {
    "capabilities": {
        "country": "code of the country",
        "year": "",
        "milex": "military expenditure, thousand current USD",
        "milper": "military personnel, thousand",
        "irst": "production of iron and steel, thousand t",
        "pec": "consumption of primary energy, thousand t of coal equivalent",
        "tpop": "population, thousand",
        "upop": "population of cities above 100,000, thousand",
        "cinc": "composite index of national capability: the mean of the six shares of the world, fraction",
        "state": "number of the state, Correlates of War",
        "main": "1; 0 for a state that another of the same country outlived in the year",
    }
}


def _downloads(_edition: str, _year: int | None) -> tuple[Download, ...]:
    return (Download("https://correlatesofwar.org/wp-content/uploads/NMCv7.zip", "NMCv7.zip"),)


SOURCE = Source(
    name="cow-capabilities",
    title="National Material Capabilities",
    producer="Correlates of War Project",
    licence="Free with citation (terms not confirmed)",
    terms="https://correlatesofwar.org/data-sets/",
    citation="Singer, Bremer and Stuckey (1972), in Russett, Peace, War, and Numbers, 19-48; Singer (1987), "
    "International Interactions 14, 115-132",
    page="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    editions=("7.0",),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
