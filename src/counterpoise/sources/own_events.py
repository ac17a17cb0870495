"""Events of one's own: a CSV with a heading.

It needs ``date`` (a day as 2024-01-31, a month as 2024-01 or a year as 2024, the same throughout), ``source`` and
``target`` (ISO 3166-1 alpha-3) and ``class`` (1 to 4, or its name: verbal cooperation, material cooperation, verbal
conflict, material conflict) or ``code`` (CAMEO, which tells the class). It may have ``goldstein`` (-10 to 10), ``count`` (of
events that the row stands for; 1 if left out) and ``sentence`` (a key of the sentence that told it).

Where dates are days, the file is taken to tell every event from its first day to its last: a day without a row had none. A
month or a year without a row is missing: give it a row with a count of 0 where nothing happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.sources.container import Member, members
from counterpoise.sources.event_rows import CLASSES, OWN, Layout, expect, gathered
from counterpoise.sources.icews import root_class
from counterpoise.sources.source import Part, Raw, Source, refused

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

KNOWN = ("date", "source", "target", "class", "code", "goldstein", "count", "sentence")
_SPANS = {"day": r"\d{4}-\d\d-\d\d", "month": r"\d{4}-\d\d", "year": r"\d{4}"}


def _layout(member: Member, cells: list[str]) -> Layout:
    """Give the layout by the columns that are there, and by how the first row writes its date."""
    names = [one.casefold() for one in cells]
    if len(set(names)) != len(names):
        raise refused("a column is there twice", f"{member.where}, line 1", "name each once")
    if not {"class", "code"} & set(names):
        raise refused("there is neither a column 'class' nor 'code'", f"{member.where}, line 1", "add one")
    separator = ","
    with member.path.open(encoding="utf-8-sig", errors="replace") as file:
        separator = "\t" if "\t" in file.readline() else ","
        row = file.readline().rstrip("\r\n").split(separator)
    first = row[names.index("date")].strip().strip('"') if len(row) > names.index("date") else ""
    span = next((one for one, form in _SPANS.items() if re.fullmatch(form, first)), None)
    if span is None:
        remedy = "write days as 2024-01-31, months as 2024-01, years as 2024"
        raise refused(f"{first[:20]!r} is no date", f"{member.where}, line 2", remedy)
    rest = {"day": "", "month": " || '-01'", "year": " || '-01-01'"}[span]
    day = f"case when regexp_full_match(date, '{_SPANS[span]}') then try_cast(date{rest} as date) end"
    cases = " ".join(f"when '{one}' then {k} when '{k}' then {k}" for k, one in enumerate(CLASSES, 1))
    told = f"case lower(replace(class, '_', ' ')) {cases} end" if "class" in names else root_class("code")
    types = {"goldstein": "FLOAT", "count": "INTEGER"}
    return Layout(
        schema=OWN,
        names={one: types.get(one, "VARCHAR") for one in names},
        header=True,
        day=day,
        source="source",
        target="target",
        code="code" if "code" in names else "lower(class)",
        kind=told,
        goldstein="goldstein" if "goldstein" in names else "null::float",
        number="count" if "count" in names else "1",
        sentence="sentence" if "sentence" in names else "null::varchar",
        separator=separator,
        quote='"',
        span=span,
        whole=span == "day",
    )


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of a file.

    Parameters
    ----------
    raw
        A CSV.
    progress
        Told of it.

    Raises
    ------
    DataError
        If a column is missing, or a row can't be read.
    """
    with members(raw, lambda name: name.lower().endswith((".csv", ".tsv", ".txt"))) as files:
        held = [(member, _layout(member, expect(member, OWN))) for member in files]
        if len(held) != 1:
            raise refused(f"the archive holds {len(held)} files", raw.name, "give one file")
        progress.report(f"reading {held[0][0].name}")
        edition = f"by {held[0][1].span}"
        with gathered(held, where=raw.name, dataset="events", title="Events of one's own", edition=edition) as part:
            yield part


SOURCE = Source(
    name="events",
    title="Events of one's own (CSV with date, source, target, class)",
    producer="the user",
    licence="the user's",
    terms="",
    citation="",
    page="docs/howto/relations.md",
    editions=("by day", "by month", "by year"),
    verified="the producer's file",
    read=read,
)
