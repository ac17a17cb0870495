"""POLECAT events (Halterman et al. 2023), coded by PLOVER's classes: separated by tabs, with a heading.

Columns are found by their names. Where a row names several countries on one side, as one that several did together, it is
no dyad's and is counted by day only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.sources.container import Member, members
from counterpoise.sources.event_rows import CLASSES, POLECAT, Layout, expect, gathered
from counterpoise.sources.source import Part, Raw, Source, refused

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

NEEDED = ("Event Date", "Event Type", "Quad Code", "Actor Country", "Recipient Country", "Intensity")


def _class() -> str:
    cases = " ".join(f"when '{one}' then {k}" for k, one in enumerate(CLASSES, 1))
    return f"""case lower(replace("Quad Code", '_', ' ')) {cases} end"""


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of a file, or of an archive.

    Parameters
    ----------
    raw
        A file of events (``ngecEventsDV-2023.txt``), or an archive with several.
    progress
        Told of each.

    Raises
    ------
    DataError
        If a file is of another schema, which is named, lacks a column, or was cut.
    """
    with members(raw, lambda name: name.lower().endswith((".txt", ".tab", ".tsv", ".csv"))) as files:
        found = ((member, _layout(member, progress)) for member in files)
        with gathered(found, where=raw.name, dataset="polecat", title="POLECAT events", edition="dataverse") as part:
            yield part


def _layout(member: Member, progress: Progress) -> Layout:
    """Give the layout of a file by its heading."""
    cells = expect(member, POLECAT)
    lacking = [one for one in NEEDED if one not in cells]
    if lacking:
        raise refused(f"there is no column {', '.join(lacking)}", f"{member.where}, line 1")
    progress.report(f"reading {member.name}")
    return Layout(
        schema=POLECAT,
        names={name: {"Event Date": "DATE", "Intensity": "FLOAT"}.get(name, "VARCHAR") for name in cells},
        header=True,
        day='"Event Date"',
        source='"Actor Country"',
        target='"Recipient Country"',
        code='"Event Type"',
        kind=_class(),
        goldstein='"Intensity"',
    )


SOURCE = Source(
    name="polecat",
    title="POLitical Event Classification, Attributes and Types (POLECAT)",
    producer="Political Instability Task Force; Harvard Dataverse",
    licence="CC0, as the Dataverse says",
    terms="https://doi.org/10.7910/DVN/AJGVIT",
    citation="Halterman, A. et al. (2023), PLOVER and POLECAT: A New Political Event Ontology and Dataset, SocArXiv rm5dw; data "
    "doi:10.7910/DVN/AJGVIT",
    page="https://doi.org/10.7910/DVN/AJGVIT",
    editions=("dataverse",),
    verified="the documented layout only",
    read=read,
)
