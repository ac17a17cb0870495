"""ICEWS coded events (Boschee et al. 2015): 20 columns, separated by tabs, with a heading.

Columns are found by their names. A row tells a story and a sentence, so that what one sentence gives twice (A meets B, B
meets A) can be counted once. The class follows from CAMEO's root code.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.core.errors import DataError
from counterpoise.sources.container import Member, members
from counterpoise.sources.country_names import from_name
from counterpoise.sources.event_rows import ICEWS, ROOTS, Layout, expect, gathered
from counterpoise.sources.source import Part, Raw, Source, refused

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

NEEDED = ("Event Date", "Source Country", "CAMEO Code", "Intensity", "Target Country", "Story ID", "Sentence Number")
WORDS = {
    "Occupied Palestinian Territory": "PSE",
    "Democratic Republic of Congo": "COD",
    "Republic of Congo": "COG",
    "Congo": "COG",
    "Ivory Coast": "CIV",
    "Cape Verde": "CPV",
    "Macedonia": "MKD",
    "Swaziland": "SWZ",
}
"""ICEWS' names that are not found by themselves (as in the package icews, and from memory)."""


def root_class(code: str) -> str:
    """Write the class of a CAMEO code as SQL, over an expression of its first two digits.

    Examples
    --------
    >>> root_class("code")[:60]
    'case try_cast(left(code, 2) as integer) when 1 then 1 when 2'
    """
    cases = " ".join(f"when {root} then {kind}" for root, kind in ROOTS.items())
    return f"case try_cast(left({code}, 2) as integer) {cases} end"


def _words(member: Member, cells: list[str]) -> dict[str, str]:
    """Give the code of each country that the file names; a name that is no country's stays out."""
    places = [cells.index(name) for name in ("Source Country", "Target Country")]
    found: dict[str, str] = {}
    seen: set[str] = set()
    with member.path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            seen.update(row[place] for place in places if place < len(row))
    for name in seen - {"", "NA", "Source Country", "Target Country"}:
        try:
            found[name] = WORDS.get(name) or from_name(name, member.where)
        except DataError:
            continue
    return found


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of a file, or of an archive.

    Parameters
    ----------
    raw
        A file of events (``events.2018.tab``), or an archive with several.
    progress
        Told of each.

    Raises
    ------
    DataError
        If a file is of another schema, which is named, lacks a column, or was cut.
    """
    with members(raw, lambda name: name.lower().endswith((".tab", ".tsv", ".txt", ".csv"))) as files:
        found = ((member, _layout(member, progress)) for member in files)
        with gathered(found, where=raw.name, dataset="icews", title="ICEWS coded events", edition="dataverse") as part:
            yield part


def _layout(member: Member, progress: Progress) -> Layout:
    """Give the layout of a file by its heading."""
    cells = expect(member, ICEWS)
    if len(cells) != 20 or not set(NEEDED) <= set(cells):
        lacking = ", ".join(one for one in NEEDED if one not in cells) or "none that is needed"
        what = f"there are {len(cells)} columns, not 20 (missing: {lacking})"
        raise refused(what, f"{member.where}, line 1")
    progress.report(f"reading {member.name}")
    return Layout(
        schema=ICEWS,
        names={name: {"Event Date": "DATE", "Intensity": "FLOAT"}.get(name, "VARCHAR") for name in cells},
        header=True,
        day='"Event Date"',
        source='"Source Country"',
        target='"Target Country"',
        code='"CAMEO Code"',
        kind=root_class('"CAMEO Code"'),
        goldstein='"Intensity"',
        sentence='"Story ID" || \'-\' || "Sentence Number"',
        words=_words(member, cells),
    )


SOURCE = Source(
    name="icews",
    title="ICEWS Coded Event Data",
    producer="Lockheed Martin; Harvard Dataverse",
    licence="as the Dataverse says of each file (CC0 where it says so)",
    terms="https://doi.org/10.7910/DVN/28075",
    citation="Boschee, E. et al. (2015), ICEWS Coded Event Data, Harvard Dataverse, doi:10.7910/DVN/28075",
    page="https://doi.org/10.7910/DVN/28075",
    editions=("dataverse",),
    verified="the producer's file",
    read=read,
)
