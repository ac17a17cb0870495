"""Ideal points from votes in the United Nations General Assembly (Bailey, Strezhnev and Voeten): one row a state and year.

Known are the columns of the releases by session to June 2024 (``IdealpointestimatesAll_Jun2024.csv``: ccode, session,
NVotesAll, IdealPointAll, Q5%All, Q95%All) and of those by year since July 2025 (ccode, year, NVotesFP, IdealPointFP,
Q5%FP, Q95%FP, separated by commas or tabs). A session's year is the session and 1945.

What is checked: the columns; known states, each once a year; numbers within limits; that the point lies within its band.
A point that was changed into another within the band, or a line that is gone, has no check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.sources.container import Member, members
from counterpoise.sources.headed import MISSING, Cells, counted, figure, headed, heading, state
from counterpoise.sources.source import Part, Raw, Source, refused, written
from counterpoise.sources.state_lines import whole
from counterpoise.sources.tabular import year_of
from counterpoise.sources.ties import COUNTRY, DAMAGED, tabled

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

FIRST = 1945
"""What is added to a session to give its year: the first met in 1946."""

BASES = {"fp": "final passage", "all": "all"}
"""Votes that a point rests on: on whole resolutions alone, or on paragraphs and amendments too."""

_GIVES_WAY = frozenset({"260", "678"})
"""West Germany and North Yemen: in the year of a union the united state's line stands, under the same code."""

_FILE = re.compile(r"ideal.*\.(csv|tab|tsv|txt)", re.IGNORECASE)
_LARGEST = 10.0
Row = tuple[str, int, float, float | None, float | None, int | None, str]


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of a file.

    Parameters
    ----------
    raw
        A table of ideal points, or an archive with one.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If the file is not as its producer makes it; see the module.
    """
    with members(raw, lambda name: bool(_FILE.fullmatch(name))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            yield _described(_points(member, raw), raw)


def session_year(cells: Cells, place: str) -> int:
    """Give the year of a line: its own, or its session's."""
    if cells.get("year", "") not in MISSING:
        return year_of(str(whole(cells["year"], place, FIRST, FIRST + 154)), place)
    session = cells.get("session") or cells.get("sessionx") or ""
    return FIRST + whole(session, place, 1, 154)


def _points(member: Member, raw: Raw) -> list[Row]:
    """Give the rows of a file, each state and basis once a year."""
    names = heading(member)
    bases = [base for base in BASES if f"idealpoint{base}" in names]
    if not bases:
        raise refused("no column is IdealPointFP or IdealPointAll", f"{member.where}, line 1")
    also = [f"{word}{base}" for base in bases for word in ("idealpoint", "q5", "q95", "nvotes")]
    held: dict[tuple[str, int, str], tuple[bool, Row]] = {}
    for place, cells in headed(member, raw, ["ccode"], ["year", "session", *also]):
        year = session_year(cells, place)
        country, gives_way = state(cells["ccode"], year, place), cells["ccode"] in _GIVES_WAY
        for base in bases:
            row = _point(cells, base, country, year, place)
            key = country, year, base
            if row is None or (key in held and gives_way and not held[key][0]):
                continue
            if key in held and held[key][0] == gives_way:
                raise refused(f"{country} is there twice in {year}", place, DAMAGED)
            held[key] = gives_way, row
    if raw.year is not None:
        held = {key: one for key, one in held.items() if key[1] == raw.year}
    if not held:
        raise refused("there is no ideal point in it" + (f" for {raw.year}" if raw.year else ""), member.where)
    return [held[key][1] for key in sorted(held)]


def _point(cells: Cells, base: str, country: str, year: int, place: str) -> Row | None:
    """Give the point of a line on one basis; None where it has none."""
    point, low, high = (
        figure(cells.get(f"{word}{base}"), place, -_LARGEST, _LARGEST) for word in ("idealpoint", "q5", "q95")
    )
    if point is None:
        return None
    if low is not None and high is not None and not low <= point <= high:
        raise refused(f"the point {point:g} is not within its band from {low:g} to {high:g}", place, DAMAGED)
    votes = cells.get(f"nvotes{base}", "")
    count = None if votes in MISSING else whole(votes, place, 0, 5000)
    return country, year, point, low, high, count, BASES[base]


def _described(rows: list[Row], raw: Raw) -> Part:
    import pyarrow as pa  # noqa: PLC0415

    text, whole_number, figures = pa.string(), pa.int64(), pa.float64()
    types = {
        "country": text,
        "year": whole_number,
        "ideal_point": figures,
        "low": figures,
        "high": figures,
        "votes": whole_number,
        "basis": text,
    }
    years = tuple(sorted({row[1] for row in rows}))
    numbers = {
        "rows": len(rows),
        "countries": len({row[0] for row in rows}),
        "without_band": sum(row[3] is None for row in rows),
    }
    return Part(
        dataset="un-ideal-points",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or "not stated by the file",
        years=years,
        tables={"points": written(tabled(rows, pa.schema(types)))},
        completeness=f"{counted(numbers['rows'], 'point')} of {counted(numbers['countries'], 'state')}, {years[0]} to "
        f"{years[-1]}, from votes on {' and '.join(sorted({row[6] for row in rows}))}. A state without a row took no part, "
        "or is not estimated.",
        verified="Each state is known and there once a year; a point lies within its band.",
        notes=(
            "Points are comparable over time by the producers' model; higher is nearer to the United States.",
            "Errors of two states' points are not independent, and how they hang together is not published.",
        ),
        numbers=numbers,
        columns={
            "points": {
                "country": COUNTRY,
                "year": "of the session (its number and 1945), or the calendar year where the release is by years",
                "ideal_point": "place on the producers' scale, whose spread is about 1",
                "low": "5 % quantile of the posterior distribution, on the same scale",
                "high": "95 % quantile, on the same scale",
                "votes": "number of the state's votes",
                "basis": "final passage (votes on whole resolutions) or all",
            }
        },
    )


SOURCE = Source(
    name="un-ideal-points",
    title="Ideal points of states in the United Nations General Assembly",
    producer="Michael A. Bailey, Anton Strezhnev and Erik Voeten",
    licence="CC0 1.0, as programs that read the data set say; not confirmed",
    terms="https://doi.org/10.7910/DVN/LEJUQZ",
    citation="Bailey, M. A., Strezhnev, A. and Voeten, E. (2017), Estimating Dynamic State Preferences from United "
    "Nations Voting Data, Journal of Conflict Resolution 61(2), 430-456",
    page="https://doi.org/10.7910/DVN/LEJUQZ",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
