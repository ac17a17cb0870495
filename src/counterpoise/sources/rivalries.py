"""Strategic rivalries of states, 1494 to 2020 (Thompson, Sakuwa and Suhas 2021), or to 2010 (Thompson and Dreyer 2012).

The books have lists, which the R package peacesciencer lays out as tables: ``tss_rivalries`` (tssr_id, rivalry, ccode1,
ccode2, start, end, then positional, spatial, ideological, interventionary and principal, 1 or NA) and ``td_rivalries``
(rivalryno, rivalryname, ccode1, ccode2, styear, endyear, region, type1 to type3 in words). Each is read as `write.csv`
and `write_csv` of R write it. An end in the last year of a list means that the rivalry was still on.

What is checked: the columns; known states, of the rivalries that last to 1945 or longer; years in order; known types;
that a rivalry is there once and names two. A year that was changed, or a line that is gone, has no check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from counterpoise.codes.state_numbers import FIRST_YEAR
from counterpoise.sources.container import Member, members
from counterpoise.sources.source import Part, Raw, Source, refused, written
from counterpoise.sources.state_lines import DAMAGED, Cells, has, pieces, records, span, state_number, wanted, whole

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpoise.core.progress import Progress

TYPES = ("positional", "spatial", "ideological", "interventionary")
"""What rivals contend for: rank, territory, beliefs, or sway in a third state's or each other's strife."""

_FILE = r"(tss?|td)_rivalries.*\.(csv|txt)|.*rivalr.*\.csv"
_NEW = ("tssr_id", "rivalry", "ccode1", "ccode2", "start", "end", *TYPES)
_OLD = ("rivalryno", "rivalryname", "ccode1", "ccode2", "styear", "endyear", "type1")
_LAST = {True: 2020, False: 2010}
_MISSING = frozenset({"", "NA"})

_SLIPS = {
    ("eguatorial guinea-gabon", 438): 411,
    ("equatorial guinea-gabon", 438): 411,
    ("oman-s. yemen", 678): 680,
    ("oman-s. yemen", 679): 680,
}
"""Numbers that are another state's than the rivalry's name says."""

COLUMNS = {
    "rivalries": {
        "country_a": "code, the earlier in the alphabet",
        "country_b": "code of the other",
        "since": "first year, which may lie centuries back",
        "until": "last year; the last of the list where it was still on",
        "types": "of positional, spatial, ideological, interventionary, joined by commas; empty where none is stated",
        "ongoing": "1 where it was still on in the last year of the list, else 0",
        "principal": "1 where the list says that it is the rivals' first; null where the list does not tell of it",
        "rivalry": "the list's number",
        "name": "as in the list",
    }
}

Row = tuple[str, str, int, int, str, int, int | None, int, str]


class Rivalry(NamedTuple):
    """A line of either list, and where it is."""

    number: int
    name: str
    states: tuple[int, int]
    since: int
    until: int
    types: str
    principal: int | None
    where: str


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of a list.

    Parameters
    ----------
    raw
        A CSV, or an archive with one.
    progress
        Told of the file.

    Raises
    ------
    DataError
        If the file is not as the package makes it; see the module.
    """
    with members(raw, wanted(_FILE)) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            yield _part(member, raw)


def _part(member: Member, raw: Raw) -> Part:
    new = has(member, raw, "tssr_id")
    found, before, corrected = [], 0, 0
    for one in _rivalries(member, raw, new=new):
        if one.until < FIRST_YEAR:
            before += 1
            continue
        a, b = (_SLIPS.get((one.name.casefold(), number), number) for number in one.states)
        corrected += (a, b) != one.states
        found.append(one._replace(states=(a, b)))
    if not found:
        raise refused(f"there is no rivalry from {FIRST_YEAR} on in it", member.where)
    last = max(_LAST[new], *(one.until for one in found))
    held = sorted(row for one in found for row in _rows(one, last) if row[0] != row[1])
    years = tuple(range(FIRST_YEAR, last + 1))
    if raw.year is not None:
        held, years = [row for row in held if row[2] <= raw.year <= row[3]], (raw.year,)
        if not held or raw.year not in range(FIRST_YEAR, last + 1):
            raise refused(f"there is no rivalry in it for {raw.year}", member.where)
    numbers = {
        "rows": len(held),
        "rivalries": len({row[7] for row in held}),
        "ongoing": len({row[7] for row in held if row[5]}),
        "before": before,
        "corrected": corrected,
    }
    return _described(held, years, numbers, raw.edition or ("2021" if new else "2012"), last)


def _rivalries(member: Member, raw: Raw, *, new: bool) -> Iterator[Rivalry]:
    needed = _NEW if new else _OLD
    seen: set[int] = set()
    for place, cells in records(member, raw, needed, ("principal",) if new else ("type2", "type3")):
        number = whole(cells[needed[0]], place, 1, 9_999)
        if number in seen:
            raise refused(f"rivalry {number} is there twice", place, DAMAGED)
        seen.add(number)
        if "-" not in cells[needed[1]]:
            raise refused(f"{cells[needed[1]][:40]!r} does not name two rivals", place, DAMAGED)
        since, until = (whole(cells[name], place, 1400, 2099) for name in needed[4:6])
        if until < since:
            raise refused(f"it ends in {until}, before it begins in {since}", place, DAMAGED)
        types = _marked(cells, place) if new else _named(cells, place)
        principal = _mark(cells["principal"], place) if "principal" in cells else None
        states = (0, 0)  # of rivalries that ended before the first year, some states have no number
        if until >= FIRST_YEAR:
            states = (state_number(cells["ccode1"], place), state_number(cells["ccode2"], place))
        yield Rivalry(number, cells[needed[1]], states, since, until, ", ".join(types), principal, place)


def _mark(text: str, place: str) -> int:
    """Read a mark that is 1 or missing."""
    return 0 if text in _MISSING else whole(text, place, 0, 1)


def _marked(cells: Cells, place: str) -> Sequence[str]:
    return [one for one in TYPES if _mark(cells[one], place)]


def _named(cells: Cells, place: str) -> Sequence[str]:
    """Give the types that are written in words."""
    words = [cells[name].casefold() for name in ("type1", "type2", "type3") if cells.get(name, "") not in _MISSING]
    for word in words:
        if word not in TYPES:
            raise refused(f"{word[:30]!r} is none of {', '.join(TYPES)}", place, DAMAGED)
    return [one for one in TYPES if one in words]


def _rows(one: Rivalry, last: int) -> Iterator[Row]:
    """Give a row for each span of years in which both states keep their codes."""
    for (a, b), first, end in pieces(*one.states, one.since, one.until, one.where):
        since = one.since if first <= max(one.since, FIRST_YEAR) else first
        yield (a, b, since, end, one.types, int(end == last), one.principal, one.number, one.name)


def _table(held: Sequence[Row]) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415

    text, small, mark = pa.string(), pa.int16(), pa.int8()
    kinds = (text, text, small, small, text, mark, mark, small, text)
    each = zip(COLUMNS["rivalries"], zip(*held, strict=True), kinds, strict=True)
    return pa.table({name: pa.array(values, type=kind) for name, values, kind in each})


def _described(held: Sequence[Row], years: tuple[int, ...], numbers: dict[str, int], edition: str, last: int) -> Part:
    return Part(
        dataset="rivalries",
        kind="table",
        title=SOURCE.title,
        edition=edition,
        years=years,
        tables={"rivalries": written(_table(held))},
        completeness=f"{numbers['rivalries']:,} rivalries, {span(years)}; {numbers['before']:,} that ended before "
        f"{FIRST_YEAR} are left out. No row means that the two were no rivals, within these years. {numbers['ongoing']:,} "
        f"were still on in {last}: what came after is unknown.",
        verified="States are known; years are in order; each rivalry is there once.",
        notes=(
            "Rivals by how leaders saw each other, and not by how many disputes they had.",
            "A rivalry is split where a country's code changes: Bosnia's with Serbia and Montenegro goes on with Serbia.",
            f"Numbers of states that are not those of the rivalry's name are put right ({numbers['corrected']} here).",
        ),
        numbers=numbers,
        columns=COLUMNS,
    )


SOURCE = Source(
    name="rivalries",
    title="Strategic rivalries",
    producer="William R. Thompson, Kentaro Sakuwa and Prashant Hosur Suhas, as Steven V. Miller entered their list",
    licence="GPL-2 (the package peacesciencer); terms of the list not confirmed",
    terms="https://cran.r-project.org/package=peacesciencer",
    citation="Thompson, W. R., Sakuwa, K. and Suhas, P. H. (2021), Analyzing Strategic Rivalries in World Politics, "
    "Springer; Thompson, W. R. and Dreyer, D. (2012), Handbook of International Rivalries, CQ Press; Miller, S. V. (2022), "
    "peacesciencer, Conflict Management and Peace Science 39, 755-779",
    page="https://svmiller.com/peacesciencer/reference/tss_rivalries.html",
    editions=("2012", "2021"),
    verified="the documented layout only",
    read=read,
)
