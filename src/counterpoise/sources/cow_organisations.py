"""Membership of international organisations (Correlates of War, version 3), 1816 to 2014.

Two files are read, by their columns: the state-year file (``state_year_formatv3.csv``: ccode, year, state, then a column
an organisation: 0 no member, 1 full member, 2 associate, 3 observer, -9 unknown, -1 the state or the organisation does not
exist) and the dyadic file (``dyadic_formatv3.csv``: dyadid, ccode1, country1, ccode2, country2, year, then a column an
organisation: 1 where both are full members). They are two datasets, ``cow-organisations`` with who is in what, and
``cow-organisations-dyadic`` with the number that two share.

What is checked: the columns; known states; years; marks that are known; that a pair's number is that of its states. A
mark that was changed into another, or a line that is gone, has no check but an archive's checksum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from counterpoise.codes.state_numbers import FIRST_YEAR
from counterpoise.sources.container import Member, members
from counterpoise.sources.source import Download, Part, Raw, Source, Write, refused, written
from counterpoise.sources.state_lines import DAMAGED, has, span, state, wanted, whole, year_in_history
from counterpoise.sources.tabular import copied, lines, spooled

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpoise.core.progress import Progress

_FILE = r"state_year_format_?v?3.*\.csv|dyadic_format_?v?3.*\.csv"
_STATES, _PAIRS = ("ccode", "year"), ("ccode1", "ccode2", "year")
_WORDS = frozenset({"state", "dyadid", "country1", "country2", "state1", "state2", "version"})
"""Columns that are neither keys nor organisations."""

_FULL, _UNKNOWN = "1", "-9"
_MARKS = {_STATES: frozenset({"0", "1", "2", "3", "-9", "-1"}), _PAIRS: frozenset({"0", "1", "-9", "-1"})}
_REMEDY = "get the file again; it has a column for each organisation, with 0, 1, 2, 3, -9 or -1"

COLUMNS = {
    "memberships": {
        "organisation": "the producer's abbreviation",
        "country": "code of the full member",
        "year": "the country was a member for some of it",
    },
    "shared": {
        "country_a": "code, the earlier in the alphabet",
        "country_b": "code of the other",
        "year": "calendar year",
        "shared": "organisations of which both are full members",
        "unknown": "organisations of which that is not known",
    },
}


class Line(NamedTuple):
    """A line: where it is, its year, the keys and the number of the pair as text, and the marks."""

    place: str
    year: int
    keys: Sequence[str]
    pair: str | None
    marks: Sequence[str]


@dataclass
class Counts:
    """What was passed over: lines before the first year, of one country with itself, or without a mark; unknown marks."""

    before: int = 0
    at_home: int = 0
    empty: int = 0
    unknown: int = 0
    years: set[int] = field(default_factory=set)


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
            if has(member, raw, "ccode1"):
                yield from _pairs(member, raw)
            else:
                yield _states(member, raw)


def _heading(head: Sequence[str], keys: Sequence[str], where: str) -> tuple[list[str], list[int]]:
    """Give the plain names of the columns, and the places of those of organisations.

    Raises
    ------
    DataError
        If a column is missing or twice, or there is no organisation.
    """
    names = [cell.strip().removeprefix("\u00ef\u00bb\u00bf").strip('"').lower() for cell in head]
    for name in keys:
        if name not in names:
            raise refused(f"the column {name!r} is not there", where)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise refused(f"the column {twice[:40]!r} is there twice", where)
    places = [k for k, name in enumerate(names) if name and name not in (*keys, *_WORDS)]
    if not places:
        raise refused("there is no organisation in it", where, _REMEDY)
    return names, places


def _lines(member: Member, raw: Raw, keys: tuple[str, ...], counts: Counts) -> Iterator[tuple[Line, list[str]]]:
    """Give the lines of the years that are wanted, each with the names of the organisations."""
    rows = lines(member, encoding="latin-1", whole=member.path != raw.path)
    first, head = next(rows)
    names, places = _heading(head, keys, f"{member.where}, line {first}")
    organisations = [head[k].strip() for k in places]
    at = [names.index(name) for name in keys]
    dyad = names.index("dyadid") if "dyadid" in names else None
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        if len(cells) != len(head):
            raise refused(f"there are {len(cells)} cells, not {len(head)}", place, DAMAGED)
        found = [cells[k].strip() for k in at]
        marks = [cells[k] for k in places]
        wrong = set(marks) - _MARKS[keys]
        if wrong:
            raise refused(f"{min(wrong)[:40]!r} is no mark of membership", place, _REMEDY)
        year = year_in_history(found[-1], place)
        if year < FIRST_YEAR:
            counts.before += 1
        elif raw.year in (None, year):
            yield Line(place, year, found[:-1], None if dyad is None else cells[dyad].strip(), marks), organisations


def _states(member: Member, raw: Raw) -> Part:
    """Read who is a full member of what."""
    import pyarrow as pa  # noqa: PLC0415

    counts = Counts()
    found: set[tuple[str, str, int]] = set()
    for line, organisations in _lines(member, raw, _STATES, counts):
        country = state(line.keys[0], line.year, line.place)
        counts.years.add(line.year)
        counts.unknown += line.marks.count(_UNKNOWN)
        if _FULL in line.marks:
            each = zip(organisations, line.marks, strict=True)
            found.update((name, country, line.year) for name, mark in each if mark == _FULL)
    if not found:
        raise refused("there is no membership in it" + (f" for {raw.year}" if raw.year else ""), member.where)
    held = list(zip(*sorted(found), strict=True))
    kinds = (pa.string(), pa.string(), pa.int16())
    table = pa.table(
        {name: pa.array(values, type=kind) for name, values, kind in zip(_MEMBERSHIPS, held, kinds, strict=True)}
    )
    numbers = {
        "rows": len(found),
        "organisations": len(set(held[0])),
        "countries": len(set(held[1])),
        "before": counts.before,
        "unknown": counts.unknown,
    }
    told = (
        f"{numbers['organisations']:,} organisations and their full members among {numbers['countries']:,} countries, "
        f"{span(sorted(counts.years))}; {counts.before:,} lines before {FIRST_YEAR} are left out. No row means that the "
        f"country was no full member, or that it is not known ({counts.unknown:,} cells)"
    )
    return _part("cow-organisations", "memberships", counts, raw, (told, numbers), written(table))


_MEMBERSHIPS = tuple(COLUMNS["memberships"])


def _schema() -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415

    text, small = pa.string(), pa.int16()
    return pa.schema(list(zip(COLUMNS["shared"], (text, text, small, small, small), strict=True)))


def _pairs(member: Member, raw: Raw) -> Iterator[Part]:
    """Read how many organisations two states share; of two states of a country the higher number stays."""
    counts = Counts()
    years: dict[int, dict[tuple[str, str], tuple[int, int]]] = {}
    for line, _ in _lines(member, raw, _PAIRS, counts):
        _check_pair(line)
        pair = sorted(state(one, line.year, line.place) for one in line.keys)
        shared, unknown = line.marks.count(_FULL), line.marks.count(_UNKNOWN)
        if pair[0] == pair[1]:
            counts.at_home += 1
        elif not shared and "0" not in line.marks:
            counts.empty += 1
        else:
            held = years.setdefault(line.year, {})
            held[pair[0], pair[1]] = max(held.get((pair[0], pair[1]), (0, 0)), (shared, unknown))
    if not years:
        raise refused("there is no pair in it" + (f" for {raw.year}" if raw.year else ""), member.where)
    counts.years = set(years)
    with spooled(_schema()) as spool:
        for year in sorted(years):
            for (one, other), (shared, unknown) in sorted(years[year].items()):
                counts.unknown += unknown
                spool.add((one, other, year, shared, unknown))
        spool.close()
        numbers = {
            "rows": spool.rows,
            "countries": len({code for held in years.values() for pair in held for code in pair}),
            "before": counts.before,
            "at_home": counts.at_home,
            "empty": counts.empty,
            "unknown": counts.unknown,
        }
        told = (
            f"{spool.rows:,} pairs and years of {numbers['countries']:,} countries, {span(sorted(years))}; "
            f"{counts.before:,} lines before {FIRST_YEAR} and {counts.empty:,} without a known mark are left out. No row "
            "means that nothing is known of the pair in the year; 0 means that they shared none"
        )
        yield _part("cow-organisations-dyadic", "shared", counts, raw, (told, numbers), copied(spool.path))


def _check_pair(line: Line) -> None:
    """Refuse a pair whose number is not that of its states.

    Raises
    ------
    DataError
        With both.
    """
    if line.pair is not None:
        one, other = (whole(text, line.place, 1, 999) for text in line.keys)
        if whole(line.pair, line.place, 1, 999_999) != 1000 * one + other:
            raise refused(f"{line.pair[:20]!r} is not the number of the pair {one} and {other}", line.place, DAMAGED)


def _part(dataset: str, table: str, counts: Counts, raw: Raw, told: tuple[str, dict[str, int]], write: Write) -> Part:
    years = tuple(sorted(counts.years))
    return Part(
        dataset=dataset,
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or "3",
        years=years,
        tables={table: write},
        completeness=f"{told[0]}; what came after {years[-1]} is unknown.",
        verified="States are known, and every mark of membership is one of the producer's.",
        notes=(
            "Full members only: associates and observers are left out.",
            "An organisation whose members of a year are unknown counts as none: a number of shared ones is at least that.",
            "Where two states are one country in a year, what either has counts.",
        ),
        numbers=told[1],
        columns={table: COLUMNS[table]},
    )


def _downloads(_edition: str, _year: int | None) -> tuple[Download, ...]:
    name = "state_year_formatv3.zip"
    return (Download(f"https://correlatesofwar.org/wp-content/uploads/{name}", name),)


SOURCE = Source(
    name="cow-organisations",
    title="Intergovernmental Organizations",
    producer="Correlates of War Project",
    licence="Free with citation (terms not confirmed)",
    terms="https://correlatesofwar.org/data-sets/",
    citation="Pevehouse, Nordstrom, McManus and Jamison (2020), Tracking Organizations in the World: The Correlates of War "
    "IGO Version 3.0 datasets, Journal of Peace Research 57, 492-503",
    page="https://correlatesofwar.org/data-sets/IGOs/",
    editions=("3",),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
