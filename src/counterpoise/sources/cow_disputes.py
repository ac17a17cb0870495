"""Militarized interstate disputes of the Correlates of War, as directed pairs of states by year.

Two files are read, by their columns: the participants of version 5.0 (``MIDB 5.0.csv``), from which pairs are made, and
the dyadic file of version 4.03 (``dyadic_mid_4.03.csv``, Maoz et al. 2019); see `dispute_pairs`. They are two datasets,
``cow-disputes`` and ``cow-disputes-dyadic``, with the same columns. What is checked: the columns; known states; days that
exist, in order; numbers within their scales; that a dispute has two sides; no participation twice. A number that was
changed into another of its scale has no check but an archive's checksum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.sources.container import Member, members
from counterpoise.sources.dispute_pairs import Disputes, from_pairs, from_participants
from counterpoise.sources.source import Download, Part, Raw, Source, refused, written
from counterpoise.sources.state_lines import FIRST_YEAR, has, span, wanted

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpoise.core.progress import Progress

_FILE = r"MIDB[ _]\d\.\d+\.csv|dyadic_mid_\d\.\d+\.csv"

COLUMNS = {
    "disputes": {
        "dispute": "the producer's number",
        "country_a": "code of the country that the numbers are of",
        "country_b": "code of its opponent; the pair has a second row the other way round",
        "year": "the dispute of the two went on for some day of it",
        "hostility": "highest of country_a in the dispute: 1 none, 2 threat, 3 display, 4 use of force, 5 war",
        "action": "highest action of country_a in the dispute, the producer's number",
        "onset": "1 in the year in which the two begin, or begin again; else 0",
        "fatality": "of country_a in the dispute: 0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999, 6 above; "
        "null where unknown",
        "side_a": "1 where country_a is on the side that acted first, else 0",
        "originator": "1 where country_a was there on the first day, else 0",
    }
}


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each file.

    Parameters
    ----------
    raw
        A CSV, or the producer's archive.
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
    dyadic = has(member, raw, "disno")
    found = (from_pairs if dyadic else from_participants)(member, raw)
    if raw.year is not None:
        found.rows = {key: held for key, held in found.rows.items() if key[3] == raw.year}
    if not found.rows:
        raise refused("there is no dispute in it" + (f" for {raw.year}" if raw.year else ""), member.where)
    said = re.search(r"(\d\.\d+)\.csv$", member.name, re.IGNORECASE)
    return _described(found, dyadic, raw.edition or (said[1] if said else "not stated by the file"))


def _table(found: Disputes) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415

    held = [(*key, *found.rows[key]) for key in sorted(found.rows)]
    columns = {
        "dispute": pa.array([row[0] for row in held], type=pa.int32()),
        "country_a": pa.array([row[1] for row in held], type=pa.string()),
        "country_b": pa.array([row[2] for row in held], type=pa.string()),
        "year": pa.array([row[3] for row in held], type=pa.int16()),
        "hostility": pa.array([row[4].hostility for row in held], type=pa.int8()),
        "action": pa.array([row[4].action for row in held], type=pa.int8()),
        "onset": pa.array([row[5] for row in held], type=pa.int8()),
        "fatality": pa.array([row[4].fatality for row in held], type=pa.int8()),
        "side_a": pa.array([row[4].side_a for row in held], type=pa.int8()),
        "originator": pa.array([row[4].originator for row in held], type=pa.int8()),
    }
    return pa.table(columns)


def _described(found: Disputes, dyadic: bool, edition: str) -> Part:
    years = tuple(sorted({key[3] for key in found.rows}))
    made = (
        "The pairs are the producer's; a direction that the file lacks is made from the other."
        if dyadic
        else "The pairs are made from the list of participants: states on different sides that took part on a common day, "
        "even if they never met."
    )
    return Part(
        dataset="cow-disputes-dyadic" if dyadic else "cow-disputes",
        kind="table",
        title=SOURCE.title,
        edition=edition,
        years=years,
        tables={"disputes": written(_table(found))},
        completeness=f"{len({key[0] for key in found.rows}):,} disputes, {span(years)}, as {len(found.rows):,} directed "
        f"pairs and years; {found.before:,} lines that end before {FIRST_YEAR} are left out. No row means that the two had "
        f"no dispute, within these years; what came after {years[-1]} is unknown.",
        verified="States are known, days and numbers are within their limits.",
        notes=(
            made,
            "Hostility, action and fatality are of the whole dispute, not of the year.",
            f"Of two states of a country, or two spells of a year, the higher number stays ({found.merged:,} times).",
        ),
        numbers={
            "rows": len(found.rows),
            "disputes": len({key[0] for key in found.rows}),
            "before": found.before,
            "merged": found.merged,
            "at_home": found.at_home,
        },
        columns=COLUMNS,
    )


def _downloads(edition: str, _year: int | None) -> tuple[Download, ...]:
    name = {"4.03": "dyadic_mid_4.03_update.zip", "5.0": "MID-5-Data-and-Supporting-Materials.zip"}[edition]
    return (Download(f"https://correlatesofwar.org/wp-content/uploads/{name}", name),)


SOURCE = Source(
    name="cow-disputes",
    title="Militarized Interstate Disputes",
    producer="Correlates of War Project",
    licence="Free with citation (terms not confirmed)",
    terms="https://correlatesofwar.org/data-sets/",
    citation="Palmer et al. (2022), The MID5 Dataset, 2011-2014, Conflict Management and Peace Science 39, 470-482; "
    "Maoz et al. (2019), The Dyadic Militarized Interstate Disputes Dataset Version 3.0, Journal of Conflict Resolution "
    "63, 811-835",
    page="https://correlatesofwar.org/data-sets/mids/",
    editions=("4.03", "5.0"),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
