"""Agreement of states in the United Nations General Assembly (Bailey, Strezhnev and Voeten): one row a pair and year.

Known are the columns of ``AgreementScoresAll_Jun2024.csv`` and its elders (ccode1, ccode2, session.x, agree, year,
IdealPointAll.x, IdealPointAll.y, IdealPointDistance) and of ``AgreementScores.csv`` of 2025 (IdealPointFP in their
place). The files hold each pair in both directions; here it has one row, in the order of the codes.

What is checked: the columns; known states; figures within their limits; that both directions say the same, and that the
distance is that of the two ideal points where they are there. An agreement that was changed in both directions, or a
pair that is gone, has no check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counterpoise.sources.container import Member, members
from counterpoise.sources.headed import MISSING, Cells, counted, figure, headed, state
from counterpoise.sources.source import Part, Raw, Source, refused
from counterpoise.sources.tabular import Spool, copied, spooled
from counterpoise.sources.ties import COUNTRY, DAMAGED
from counterpoise.sources.un_ideal_points import session_year

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpoise.core.progress import Progress

_FILE = re.compile(r"agreement.*\.(csv|tab|tsv|txt)", re.IGNORECASE)
_GIVES_WAY = frozenset({"260", "678"})
_POINTS = tuple(f"idealpoint{base}{side}" for base in ("all", "fp") for side in "xy")
_ALIKE = 1e-6
"""Largest gap between the two directions of a pair, or between a distance and its points, that is taken for rounding."""

Pair = tuple[float, float | None, bool]


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of a file.

    Parameters
    ----------
    raw
        A table of agreement scores, or an archive with one.
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
            pairs, without = _pairs(member, raw)
            with spooled(_schema()) as spool:
                for year in sorted(pairs):
                    for (one, other), (agree, apart, _) in sorted(pairs[year].items()):
                        spool.add((one, other, year, agree, apart))
                spool.close()
                yield _described(pairs, without, spool, raw)


def _schema() -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415

    return pa.schema(
        [
            ("country_a", pa.string()),
            ("country_b", pa.string()),
            ("year", pa.int64()),
            ("agree", pa.float64()),
            ("ideal_point_distance", pa.float64()),
        ]
    )


def _pairs(member: Member, raw: Raw) -> tuple[dict[int, dict[tuple[str, str], Pair]], int]:
    """Give the pairs of each year, and the number of lines without an agreement."""
    found: dict[int, dict[tuple[str, str], Pair]] = {}
    without = 0
    codes: dict[tuple[str, int], str] = {}
    also = ("year", "session", "sessionx", "idealpointdistance", *_POINTS)
    for place, cells in headed(member, raw, ("ccode1", "ccode2", "agree"), also):
        year = session_year(cells, place)
        if raw.year not in (None, year):
            continue
        if cells["agree"] in MISSING:
            without += 1
            continue
        sides = [cells["ccode1"], cells["ccode2"]]
        for side in sides:
            if (side, year) not in codes:
                codes[side, year] = state(side, year, place)
        one, other = sorted(codes[side, year] for side in sides)
        if one != other:
            _add(found.setdefault(year, {}), (one, other), _pair(cells, sides, place), place)
    if not any(found.values()):
        raise refused("there is no agreement in it" + (f" for {raw.year}" if raw.year else ""), member.where)
    return found, without


def _pair(cells: Cells, sides: list[str], place: str) -> Pair:
    """Give agreement, distance, and whether a state that gives way in the year of a union is in the pair."""
    agree = figure(cells["agree"], place, 0, 1)
    if agree is None:
        raise refused("the agreement is missing", place, DAMAGED)
    apart = figure(cells.get("idealpointdistance"), place, 0, 20)
    points = [figure(cells.get(name), place, -10, 10) for name in _POINTS if name in cells]
    known = [point for point in points if point is not None]
    if apart is not None and len(points) == len(known) == 2:  # with two bases it isn't said whose distance it is
        gap = abs(known[0] - known[1])
        if abs(gap - apart) > _ALIKE:
            raise refused(f"the distance {apart:g} is not the {gap:g} between the two points", place, DAMAGED)
    return agree, apart, not _GIVES_WAY.isdisjoint(sides)


def _add(pairs: dict[tuple[str, str], Pair], key: tuple[str, str], found: Pair, place: str) -> None:
    """Keep a pair once; its other direction must say the same."""
    before = pairs.get(key)
    if before is None or (before[2] and not found[2]):
        pairs[key] = found
    elif before[2] == found[2] and (
        abs(before[0] - found[0]) > _ALIKE or abs((before[1] or 0) - (found[1] or 0)) > _ALIKE
    ):
        raise refused(f"{key[0]} and {key[1]} are there with two agreements", place, DAMAGED)


def _described(pairs: dict[int, dict[tuple[str, str], Pair]], without: int, spool: Spool, raw: Raw) -> Part:
    years = tuple(sorted(pairs))
    numbers: dict[str, Any] = {
        "rows": spool.rows,
        "countries": len({code for held in pairs.values() for key in held for code in key}),
        "without_distance": sum(one[1] is None for held in pairs.values() for one in held.values()),
        "without_agreement": without,
    }
    return Part(
        dataset="un-agreement",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or "not stated by the file",
        years=years,
        tables={"agreement": copied(spool.path)},
        completeness=f"{counted(spool.rows, 'pair and year', 'pairs and years')} of "
        f"{counted(numbers['countries'], 'state')}, {years[0]} to {years[-1]}; "
        f"{counted(without, 'line')} without an agreement left out. A pair without a row shared no vote.",
        verified="States are known; both directions of a pair say the same; distances are those of the ideal points.",
        notes=(
            "Agreement depends on what is voted on: compare pairs in one year rather than one pair over years.",
            "Its number of shared votes is not in the file.",
        ),
        numbers=numbers,
        columns={
            "agreement": {
                "country_a": f"{COUNTRY}, the earlier in the alphabet",
                "country_b": COUNTRY,
                "year": "of the session (its number and 1945), or the calendar year where the release is by years",
                "agree": "share from 0 to 1: same vote 1, one abstains 0.5, yes against no 0; absences dropped",
                "ideal_point_distance": "on the scale of the ideal points; null where one has none",
            }
        },
    )


SOURCE = Source(
    name="un-agreement",
    title="Agreement of states in the United Nations General Assembly",
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
