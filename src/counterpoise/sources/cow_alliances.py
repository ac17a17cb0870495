"""Formal alliances of the Correlates of War, version 4.1: directed pairs of states by year.

The file is ``alliance_v4.1_by_directed_yearly.csv``: a line an alliance, a pair and a year. Columns are read by name.
What is checked: the columns; known states; years; marks that are 0 or 1. A mark that was changed into its opposite, or
a line that is gone, has no check but an archive's checksum. An entente, which promises consultation, becomes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.sources.container import Member, members
from counterpoise.sources.obligations import COLUMNS, Promises
from counterpoise.sources.source import Download, Part, Raw, Source, refused, written
from counterpoise.sources.state_lines import FIRST_YEAR, records, span, state, wanted, whole, year_in_history

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

_KINDS = ("defense", "neutrality", "nonaggression", "entente")
_FILE = r"alliance_v\d\.\d_by_directed_yearly\.csv"
_NO_YEAR = ("", "0")


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
    found, before, undated = Promises(), 0, 0
    for place, cells in records(member, raw, ("ccode1", "ccode2", "year", *_KINDS)):
        if cells["year"] in _NO_YEAR:
            undated += 1
            continue
        year = year_in_history(cells["year"], place)
        if year < FIRST_YEAR:
            before += 1
            continue
        defense, neutrality, nonaggression, entente = (whole(cells[name], place, 0, 1) for name in _KINDS)
        pair = (state(cells["ccode1"], year, place), state(cells["ccode2"], year, place))
        if raw.year in (None, year):
            found.add((*pair, year), (defense, None, neutrality, nonaggression, entente))
    if not found.rows:
        raise refused("there is no alliance in it" + (f" for {raw.year}" if raw.year else ""), member.where)
    said = re.search(r"_v(\d\.\d)_", member.name)
    return _described(found, before, undated, raw.edition or (said[1] if said else "not stated by the file"))


def _described(found: Promises, before: int, undated: int, edition: str) -> Part:
    years = found.years()
    return Part(
        dataset="cow-alliances",
        kind="table",
        title=SOURCE.title,
        edition=edition,
        years=years,
        tables={"obligations": written(found.table())},
        completeness=f"{len(found.rows):,} directed pairs of countries and years, {span(years)}; {before:,} lines before "
        f"{FIRST_YEAR} and {undated:,} without a year are left out. No row means that no alliance was in force, within "
        f"these years; what holds after {years[-1]} is unknown.",
        verified="States are known, and every mark is 0 or 1.",
        notes=(
            "An entente (to consult) stands under consultation; the producer has no promise of offence.",
            f"Where a pair has several alliances in a year, what any has counts ({found.merged:,} times).",
        ),
        numbers={
            "rows": len(found.rows),
            "countries": found.countries(),
            "before": before,
            "undated": undated,
            "merged": found.merged,
            "at_home": found.at_home,
        },
        columns=COLUMNS,
    )


def _downloads(_edition: str, _year: int | None) -> tuple[Download, ...]:
    name = "version4.1_csv.zip"
    return (Download(f"https://correlatesofwar.org/wp-content/uploads/{name}", name),)


SOURCE = Source(
    name="cow-alliances",
    title="Formal Alliances",
    producer="Correlates of War Project",
    licence="Free with citation (terms not confirmed)",
    terms="https://correlatesofwar.org/data-sets/",
    citation="Gibler (2009), International Military Alliances, 1648-2008, CQ Press; version 4.1",
    page="https://correlatesofwar.org/data-sets/formal-alliances/",
    editions=("4.1",),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
