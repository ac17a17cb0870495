"""US military bases abroad: Vine's list, as the package troopdata gives it (``basedata.csv``).

What is checked: the columns; known hosts; marks that are 0 or 1. The host is read from its name, as the code beside it
is the owner's for territories (Guam USA, Greenland DNK), and Congo-Brazzaville's for Kinshasa. A line that is gone has
no check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from counterpoise.sources.container import members
from counterpoise.sources.country_names import from_name
from counterpoise.sources.source import Part, Raw, Source, refused, written
from counterpoise.sources.tabular import number
from counterpoise.sources.ties import COUNTRY, DAMAGED, MISSING, flag_of, named_lines, tabled

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

YEAR = 2018
"""The list is a stock around this year."""

_NEEDED = ("countryname", "basename", "lat", "lon", "base", "lilypad", "fundedsite")
_NO_STATE = frozenset({"antarctica"})


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the one part of a file.

    Parameters
    ----------
    raw
        The CSV, or an archive with it.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If it is not as its producer makes it; see the module.
    """
    with members(raw, lambda name: name.lower().endswith(".csv") and "base" in name.lower()) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            rows = [_row(cells, place) for place, cells in named_lines(member, _NEEDED)]
            if not rows or raw.year not in (None, YEAR):
                raise refused("there is no base in it" + (f" for {raw.year}" if raw.year else ""), member.where)
            yield _described(rows, raw)


def _row(cells: Mapping[str, str], place: str) -> tuple[object, ...]:
    """Give a base: host, the three marks, name and place."""
    name = cells["countryname"]
    host = None if name.lower() in _NO_STATE else from_name(name, place, "troopdata")
    marks = [flag_of(cells[one], place) for one in ("base", "lilypad", "fundedsite")]
    if not any(marks):
        raise refused("it is neither a base, nor a lily pad, nor a funded site", place, DAMAGED)
    spot = [None if cells[one] in MISSING else number(cells[one], place) for one in ("lat", "lon")]
    base = " ".join(cells["basename"].split())
    return ("USA", host, *marks, None if base in MISSING else base, *spot, name)


def _described(rows: list[tuple[object, ...]], raw: Raw) -> Part:
    import pyarrow as pa  # noqa: PLC0415

    text, mark, real = pa.string(), pa.int8(), pa.float64()
    fields = [
        ("sender", text),
        ("host", text),
        ("base", mark),
        ("lilypad", mark),
        ("funded_site", mark),
        ("name", text),
    ]
    schema = pa.schema([*fields, ("latitude", real), ("longitude", real), ("host_name", text)])
    without = sum(row[1] is None for row in rows)
    return Part(
        dataset="us-bases",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or "not stated by the file",
        years=(YEAR,),
        tables={"bases": written(tabled(rows, schema))},
        completeness=f"{len(rows):,} sites in {len({row[1] for row in rows})} hosts, a stock around {YEAR}; {without} have "
        "no host's code (Antarctica). A host without a row has no site in the list.",
        verified="Every host is known; each site is a base, a lily pad or a funded site.",
        notes=(
            "A lily pad has below 200 persons, or is an 'other site' in the Pentagon's reports; a funded site is the host's, "
            "paid for by the United States.",
            "Territories of the United States (Guam, Puerto Rico and others) are hosts under their own codes.",
        ),
        numbers={"rows": len(rows), "without_code": without},
        columns={
            "bases": {
                "sender": f"{COUNTRY}: USA",
                "host": f"{COUNTRY}; none for Antarctica",
                "base": "0 or 1",
                "lilypad": "0 or 1",
                "funded_site": "0 or 1",
                "name": "of the site",
                "latitude": "degrees north",
                "longitude": "degrees east",
                "host_name": "as the file writes it",
            }
        },
    )


SOURCE = Source(
    name="us-bases",
    title="United States military bases abroad",
    producer="Vine; Allen, Flynn and Machain (troopdata)",
    licence="GPL-3 (package); the list's own terms are not stated there",
    terms="https://github.com/meflynn/troopdata",
    citation="Vine, Lists of U.S. Military Bases Abroad, American University; Allen, Flynn and Machain (2022), "
    "doi:10.1177/07388942211030885",
    page="https://github.com/meflynn/troopdata",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
