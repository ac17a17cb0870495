"""Mario Larch's Regional Trade Agreements Database (Egger and Larch 2008): which pairs of countries share one, by year.

The bilateral panel is read, as text (``rta_20240712.csv``) or as a Stata file (``rta_20240712.dta``): exporter,
importer, year, and marks that are 0 or 1: cu (customs union), fta (free trade agreement), psa (partial scope
agreement), eia (economic integration agreement), cueia, ftaeia and psaeia (with one), and rta (any). The panel is a line
for each ordered pair and year, most of them without an agreement: those are counted, and only the others kept. The
panel of single agreements (hundreds of columns more) has the same columns first, and is read in the same way.

What is checked: the columns; codes of three letters; years; marks that are 0 or 1; that no ordered pair with an
agreement is there twice in a year; that rta is what its kinds say, but for a trace of rows (a panel of trade with a column rta of
its own is not this database); a Stata file's number of lines. Codes that are no country's here are left out and
named. What no check finds: a mark that was changed into the other one, or a line that is gone.
"""

from __future__ import annotations

import itertools
import re
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counterpoise.sources.container import Member, kind_of, members
from counterpoise.sources.headed import MISSING, Cells, counted, headed, heading, lacking
from counterpoise.sources.rows_by_name import known_code, written
from counterpoise.sources.source import Part, Raw, Source, refused
from counterpoise.sources.source import written as writes
from counterpoise.sources.tabular import year_of
from counterpoise.sources.ties import COUNTRY, DAMAGED, tabled

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

KINDS = {
    "cu": "customs union",
    "fta": "free trade agreement",
    "psa": "partial scope agreement",
    "eia": "economic integration agreement",
    "cueia": "customs union and economic integration agreement",
    "ftaeia": "free trade agreement and economic integration agreement",
    "psaeia": "partial scope agreement and economic integration agreement",
}
"""The kinds of agreement, by the producer's columns."""

MARKS = (*KINDS, "rta")
_PLAIN = 4
"""How many of the kinds are no combination of others: without their columns a file is not this database."""

NEEDED = ("exporter", "importer", "year", *list(KINDS)[:_PLAIN], "rta")
"""The columns that must be there."""
_FILE = re.compile(r"rta.*\.(csv|tsv|tab|dta)", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_DATE = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_NONE = frozenset({"0", None})
"""What the marks of a line without an agreement are."""

_CHUNK = 100_000
_SAY = 500_000
_MOST_UNKNOWN = 0.5
"""Largest share of lines whose codes may be no country's: codes of the past and of territories are a few in a hundred."""

_MOST_CONTRARY = 0.01
"""Largest share of the rows with an agreement in which rta may be another than its kinds say."""

_ITSELF = "take the bilateral panel of Larch's database itself; a panel of trade is read by gravity estimate"

_BROKEN = (ValueError, TypeError, KeyError, IndexError, OverflowError, EOFError, MemoryError, OSError, struct.error)
"""What the library raises for a Stata file that is damaged."""


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each panel.

    Parameters
    ----------
    raw
        The panel, or an archive with it.
    progress
        Told how many lines were read.

    Raises
    ------
    DataError
        If the file is not as its producer makes it; see the module.
    """
    with members(raw, lambda name: bool(_FILE.fullmatch(name))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            found = _Found()
            lines = _stata(member) if member.path.suffix.lower() == ".dta" else _text(member, raw)
            for number, (place, cells) in enumerate(lines, 1):
                found.add(cells, place, raw.year)
                if number % _SAY == 0:
                    progress.report(f"reading {member.name}: {number:,} lines")
            yield _described(found, member, raw)


def _text(member: Member, raw: Raw) -> Iterator[tuple[str, Cells]]:
    names = [*heading(member)]
    if "exporter" in names and (missing := lacking(NEEDED, names)):
        raise refused(missing, member.where, _ITSELF)
    return headed(member, raw, NEEDED, tuple(KINDS)[_PLAIN:])


def _stata(member: Member) -> Iterator[tuple[str, Cells]]:
    """Read a Stata file in pieces."""
    import pandas as pd  # noqa: PLC0415

    kind = kind_of(member.path)
    if kind != "unknown":
        raise refused(f"this is a {kind} file, not Stata's", member.where, "download the file itself")
    line = 0
    try:
        opened: Any = pd.read_stata(member.path, iterator=True, convert_categoricals=False)
        with opened as reader:
            for chunk in _chunks(reader):
                names = {str(name).casefold(): name for name in chunk.columns}
                if missing := lacking(NEEDED, list(names)):
                    raise refused(missing, member.where, _ITSELF)
                used = [name for name in ("exporter", "importer", "year", *MARKS) if name in names]
                columns = [chunk[names[name]].tolist() for name in used]
                for values in zip(*columns, strict=True):
                    line += 1
                    yield f"{member.where}, line {line}", dict(zip(used, map(_said, values), strict=True))
            lines = int(getattr(reader, "_nobs", line))
    except _BROKEN as error:
        raise refused(f"the Stata file can't be read ({str(error)[:120]})", member.where, "get it again") from error
    if line != lines:
        raise refused(f"the file says {lines:,} lines and holds {line:,}", member.where, "get it again, whole")


def _chunks(reader: Any) -> Iterator[Any]:
    while True:
        try:
            yield reader.read(_CHUNK)
        except StopIteration:
            return


def _said(value: Any) -> str:
    return "" if value != value or value is None else written(value)  # noqa: PLR0124 - not a number is itself not


class _Found:
    """Rows with an agreement, and what was seen beside them."""

    def __init__(self) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self.seen: set[tuple[str, str, int]] = set()
        self.codes: dict[str, str | None] = {}
        self.unknown: dict[str, int] = {}
        self.dates: dict[str, int] = {}
        self.spoken: set[tuple[str, int]] = set()
        self.lines = self.without = self.kindless = self.contrary = 0

    def add(self, cells: Cells, place: str, wanted: int | None) -> None:
        """Read a line."""
        text = cells["year"]
        year = self.dates.get(text) or self.dates.setdefault(text, year_of(text, place))
        if wanted not in (None, year):
            return
        self.lines += 1
        one, other = self._code(cells["exporter"], place), self._code(cells["importer"], place)
        if one is None or other is None:
            return
        self.spoken.add((one, year))
        self.spoken.add((other, year))
        words = [cells.get(name) for name in MARKS]
        marks = [None] if _NONE.issuperset(words) else [_mark(word, place) for word in words]
        if one == other or not any(marks):  # the producer marks a country's own line too
            self.without += 1
            return
        if (one, other, year) in self.seen:
            raise refused(f"{one} and {other} are there twice in {year}", place, DAMAGED)
        self.seen.add((one, other, year))
        if bool(marks[-1]) != any(marks[:-1]):
            self.kindless += 1
            unknown = sum(mark is None for mark in marks[:_PLAIN])
            self.contrary += unknown in (0, _PLAIN)  # a missing mark among others may be the one
        self.rows.append((one, other, year, *marks))

    def years(self) -> list[int]:
        """Give the years of the lines."""
        return sorted({year for _, year in self.spoken})

    def spans(self) -> list[tuple[str, int, int]]:
        """Give each country's first and last year."""
        held: dict[str, list[int]] = {}
        for code, year in self.spoken:
            held.setdefault(code, []).append(year)
        return [(code, min(years), max(years)) for code, years in sorted(held.items())]

    def _code(self, text: str, place: str) -> str | None:
        if text not in self.codes:
            if not _CODE.fullmatch(text):
                raise refused(f"{text[:20]!r} is no country's code", place, DAMAGED)
            self.codes[text] = known_code(text)
        code = self.codes[text]
        if code is None:
            self.unknown[text] = self.unknown.get(text, 0) + 1
        return code

    def alone(self) -> int:
        """Count the ordered pairs and years whose other direction has no agreement."""
        return sum((other, one, year) not in self.seen for one, other, year in self.seen)


def _mark(text: str | None, place: str) -> int | None:
    if text is None or text in MISSING:
        return None
    if text not in ("0", "1"):
        raise refused(f"{text[:20]!r} is not 0 or 1", place, DAMAGED)
    return int(text)


def _described(found: _Found, member: Member, raw: Raw) -> Part:
    import pyarrow as pa  # noqa: PLC0415

    if not found.rows:
        raise refused("there is no agreement in it" + (f" for {raw.year}" if raw.year else ""), member.where)
    if found.contrary > _MOST_CONTRARY * len(found.rows):
        said = f"in {found.contrary:,} of {len(found.rows):,} rows with an agreement rta is not what its kinds say"
        raise refused(f"{said} ({', '.join(KINDS)})", member.where, _ITSELF)
    strange = sum(found.unknown.values())
    if strange > _MOST_UNKNOWN * found.lines:
        names = ", ".join(itertools.islice(found.unknown, 5))
        raise refused(f"most of its codes are no country's ({names})", member.where)
    years = found.years()
    schema = pa.schema(
        [("exporter", pa.string()), ("importer", pa.string()), ("year", pa.int16()), *((m, pa.int8()) for m in MARKS)]
    )
    held = pa.schema([("country", pa.string()), ("first", pa.int16()), ("last", pa.int16())])
    spans = found.spans()
    left = ", ".join(sorted(found.unknown)[:12]) + (" and others" if len(found.unknown) > 12 else "")
    return Part(
        dataset="egger-larch",
        kind="table",
        title=SOURCE.title,
        edition=_edition(member, raw),
        years=tuple(years),
        tables={
            "agreements": writes(tabled(sorted(found.rows, key=lambda row: row[:3]), schema)),
            "coverage": writes(tabled(spans, held)),
        },
        completeness=f"{counted(len(found.rows), 'ordered pair and year', 'ordered pairs and years')} with an agreement, "
        f"of {counted(len(spans), 'country', 'countries')}, {years[0]} to {years[-1]}. Within these a pair without a row "
        f"has no agreement ({found.without:,} lines).",
        verified="Codes have three letters, marks are 0 or 1, no ordered pair is there twice in a year.",
        notes=(
            "An agreement counts for the whole year of its entry into force; preferences that one side grants are none.",
            *((f"Codes that are no country's here are left out: {left} ({strange:,} lines).",) if strange else ()),
            *((f"The other direction of {found.alone():,} rows has no agreement.",) if found.alone() else ()),
            *((f"In {found.kindless:,} rows rta is not the sum of its kinds.",) if found.kindless else ()),
        ),
        numbers={
            "rows": len(found.rows),
            "countries": len(spans),
            "without": found.without,
            "unknown_codes": len(found.unknown),
            "one_direction": found.alone(),
            "kindless": found.kindless,
        },
        columns={
            "agreements": {
                "exporter": COUNTRY,
                "importer": COUNTRY,
                "year": "calendar year",
                **{name: f"1 where the pair shares a {what}" for name, what in KINDS.items()},
                "rta": "1 where the pair shares any of them",
            },
            "coverage": {"country": COUNTRY, "first": "first year of its lines", "last": "last year of its lines"},
        },
    )


def _edition(member: Member, raw: Raw) -> str:
    if raw.edition is not None:
        return raw.edition
    said = _DATE.search(member.name)
    return "-".join(said.groups()) if said else "not stated by the file"


SOURCE = Source(
    name="egger-larch",
    title="Regional Trade Agreements Database",
    producer="Mario Larch, University of Bayreuth",
    licence="Free with citation (terms not confirmed)",
    terms="https://www.ewf.uni-bayreuth.de/en/research/RTA-data/index.html",
    citation="Mario Larch's Regional Trade Agreements Database from Egger, P. and Larch, M. (2008), Interdependent "
    "Preferential Trade Agreement Memberships: An Empirical Analysis, Journal of International Economics 76(2), 384-399",
    page="https://www.ewf.uni-bayreuth.de/en/research/RTA-data/index.html",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
