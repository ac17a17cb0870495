"""SIPRI Arms Transfers Database: trend-indicator values (TIV), from the trade register or tables of one country's trade.

Three layouts are read. The register with a line a delivery: below some lines of text ``Supplier``, ``Recipient``,
``Delivery year`` and ``TIV delivery values`` (exports before 2023 are separated by semicolons and say ``Seller`` and
``Buyer``). And the table of one country: a first line such as ``TIV of arms exports from France, 2000-2019``, a line of
years, a line a partner, and ``Total``. A register with a line an order names several years of delivery for one value,
so it is refused.

What is checked: the columns; names that are states, or that SIPRI marks as no state's (``*`` armed groups, ``**``
organisations, unknown); years; values that are numbers and not below 0; and that a table's lines add up to its total
within rounding. A register's line that is gone, or a value that was changed into another, has no check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise.sources.container import Member, members
from counterpoise.sources.country_names import from_name
from counterpoise.sources.source import Part, Raw, Source, refused, written
from counterpoise.sources.tabular import lines, year_of
from counterpoise.sources.ties import COUNTRY, DAMAGED, columns, continuing, count_of, encoding_of, tabled

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

_REGISTER = ("Supplier", "Recipient", "Delivery year", "TIV delivery values")
_OLDER = {"Seller": "Supplier", "Buyer": "Recipient"}
_TITLE = re.compile(
    r"TIV of arms (exports|imports) (from|to|of|by) (.+?),?\s+(?:\(?)(?:19|20)\d\d\s*[-\N{EN DASH}]", re.IGNORECASE
)
_TOTAL = re.compile(r"totals?\b.*", re.IGNORECASE)
_NO_STATE = frozenset({"biafra", "katanga", "northern cyprus", "europe multi-state"})
_UNKNOWN = ("unknown", "(multiple", "multiple sellers")
_MOST_TEXT = 30
"""Lines of text above a table, at most."""

_TAKE = "take the trade register (a line a delivery), or a table of one country's imports or exports, as CSV"
Key = tuple[str, str, int]


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the one part of a file, or of all files of an archive.

    Parameters
    ----------
    raw
        A CSV of the database, or an archive with several.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If a file is not as its producer makes it, or two tables give one trade different values; see the module.
    """
    found: dict[Key, float] = {}
    codes: dict[str, str | None] = {}
    with members(raw, lambda name: name.lower().endswith((".csv", ".txt"))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            for key, value, place in _all(member, codes):
                before = found.setdefault(key, value)
                if abs(before - value) > 1:
                    said = f"{key[0]} to {key[1]} in {key[2]} is {value:g} here and {before:g} before"
                    raise refused(said, place, "take all tables from one release")
    chosen = {key: value for key, value in found.items() if raw.year in (None, key[2])}
    if not chosen:
        raise refused("there is no transfer in it" + (f" for {raw.year}" if raw.year else ""), raw.name)
    yield _described(chosen, codes, raw)


def _all(member: Member, codes: dict[str, str | None]) -> Iterator[tuple[Key, float, str]]:
    """Give each supplier, recipient and year once, with its value, and learn the names' codes."""
    separator = ";" if _is_older(member) else ","
    rows = lines(member, separator=separator, encoding=encoding_of(member), whole=True, strict=False)
    title = ""
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        names = [_OLDER.get(cell.strip(" ;\ufeff"), cell.strip(" ;\ufeff")) for cell in cells]
        if set(_REGISTER) <= set(names):
            yield from _register(names, rows, member.where, place, codes, loose=separator == ";")
            return
        if "Year(s) of delivery" in names or "Year of order" in names:
            raise refused("this register names several years of delivery for one value", place, _TAKE)
        if _years(names):
            yield from _table(title, names, rows, member.where, place, codes)
            return
        title += " " + " ".join(names)
        if line > _MOST_TEXT:
            break
    raise refused("no line names a register's columns, or years", member.where, _TAKE)


def _is_older(member: Member) -> bool:
    """Tell whether the heading is separated by semicolons."""
    with member.path.open("rb") as file:
        head = file.read(20_000)
    return any(line.count(b";") > 10 for line in head.splitlines())


def _register(
    names: Sequence[str],
    rows: Iterator[tuple[int, list[str]]],
    where: str,
    place: str,
    codes: dict[str, str | None],
    *,
    loose: bool,
) -> Iterator[tuple[Key, float, str]]:
    """Add a register's deliveries up; in the older one a description may hold the separator, so both ends count."""
    at = columns(names, _REGISTER, place)
    sums: dict[Key, float] = {}
    for line, cells in rows:
        place = f"{where}, line {line}"
        if not any(cell.strip(" ;") for cell in cells):
            continue
        if len(cells) != len(names) and not (loose and len(cells) > len(names)):
            raise refused(f"there are {len(cells)} cells, not {len(names)}", place, DAMAGED)
        supplier, recipient = (cells[at[one]].strip() for one in _REGISTER[:2])
        year, value = (cells[at[one] - len(names)].strip() for one in _REGISTER[2:])
        amount = count_of(value, place, frozenset())
        key = (supplier, recipient, year_of(year, place))
        _learn(codes, place, supplier, recipient)
        sums[key] = sums.get(key, 0.0) + (amount or 0.0)
    for key, value in sums.items():
        yield key, value, where


def _years(names: Sequence[str]) -> dict[int, int]:
    """Give the columns of the years that a line names."""
    return {int(name): column for column, name in enumerate(names) if re.fullmatch(r"(19|20)\d\d", name, re.ASCII)}


@dataclass(frozen=True)
class _Fixed:
    """The country that a whole table is about."""

    name: str
    supplies: bool


def _fixed(title: str, place: str) -> _Fixed:
    told = _TITLE.search(title)
    name = told[3].strip(" \"'") if told else ""
    if told is None or re.match(r"(all|the world|every|top|largest)\b", name, re.IGNORECASE):
        raise refused("the lines above don't name the one country that the table is about", place, _TAKE)
    return _Fixed(name, supplies=told[1].lower() == "exports" and told[2].lower() != "to")


def _table(
    title: str,
    names: Sequence[str],
    rows: Iterator[tuple[int, list[str]]],
    where: str,
    place: str,
    codes: dict[str, str | None],
) -> Iterator[tuple[Key, float, str]]:
    """Give the transfers of a table of one country, once its lines add up to its total."""
    fixed, years = _fixed(title, place), _years(names)
    if sorted(years) != list(range(min(years), max(years) + 1)):
        raise refused("the years don't follow one another", place, "get the file again: a column is missing")
    _learn(codes, place, fixed.name)
    sums, counts, seen = dict.fromkeys(years, 0.0), dict.fromkeys(years, 0), set()
    for line, cells in rows:
        place = f"{where}, line {line}"
        name = next((cell.strip() for cell in cells if cell.strip()), "")
        if not name:
            continue
        if len(cells) <= max(years.values()):
            raise refused(f"there are {len(cells)} cells, below {max(years.values()) + 1}", place, DAMAGED)
        values = {year: count_of(cells[column].strip(), place) for year, column in years.items()}
        if _TOTAL.fullmatch(name):
            _check(sums, counts, values, place)
            return
        if name in seen:
            raise refused(f"{name} is there twice", place, DAMAGED)
        seen.add(name)
        _learn(codes, place, name)
        pair = (fixed.name, name) if fixed.supplies else (name, fixed.name)
        for year, value in values.items():
            if value is not None:
                sums[year] += value
                counts[year] += 1
                yield (*pair, year), value, place
    raise refused("there is no total below the partners", where, "get it again: it is not whole")


def _check(sums: dict[int, float], counts: dict[int, int], totals: dict[int, float | None], place: str) -> None:
    """Refuse a total that is further from its lines' sum than rounding explains."""
    for year, total in totals.items():
        if abs(sums[year] - (total or 0.0)) > 0.5 * counts[year] + 0.5:
            raise refused(f"{year}: the lines add up to {sums[year]:g}, the total is {total or 0:g}", place, DAMAGED)


def _learn(codes: dict[str, str | None], place: str, *names: str) -> None:
    """Look names up that weren't met before."""
    for name in names:
        if name not in codes:
            codes[name] = _code(name, place)


def _code(name: str, place: str) -> str | None:
    """Give the state of a name; None for what SIPRI marks as no state."""
    word = name.lower()
    if not name:
        raise refused("a supplier or a recipient is missing", place, DAMAGED)
    if name.endswith("*") or word in _NO_STATE or word.startswith(_UNKNOWN):
        return None
    return from_name(name, place, "sipri")


def _described(found: dict[Key, float], codes: dict[str, str | None], raw: Raw) -> Part:
    """Give the part, in the order of suppliers' names."""
    import pyarrow as pa  # noqa: PLC0415

    rows = []
    for (supplier, recipient, year), value in sorted(found.items()):
        states = [None if code is None else continuing(code, year) for code in (codes[supplier], codes[recipient])]
        rows.append((*states, year, value, supplier, recipient))
    text = pa.string()
    fields = [("supplier", text), ("recipient", text), ("year", pa.int16()), ("tiv", pa.float64())]
    schema = pa.schema([*fields, ("supplier_name", text), ("recipient_name", text)])
    years = tuple(sorted({row[2] for row in rows}))
    without = sum(row[0] is None or row[1] is None for row in rows)
    return Part(
        dataset="sipri-arms",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or "not stated by the file",
        years=years,
        tables={"transfers": written(tabled(rows, schema))},
        completeness=f"{len(rows):,} pairs and years from {years[0]} to {years[-1]}: what the query asked for. No row "
        f"means that SIPRI knows of no delivery. {without:,} rows have no code for a side: armed groups, organisations "
        "and unknown ones stand under their names.",
        verified="Every name is a state's or marked as none; a table's lines add up to its total within rounding.",
        notes=(
            "The values measure the volume of major arms by a common scale, not prices: compare them with one another, "
            "and over windows of five years.",
            "In tables of one country 0 means below 0.5 million.",
            "SIPRI revises all years each spring, so releases can't be mixed.",
            "Non-commercial use with the credit line; more than a tenth of the data needs SIPRI's permission.",
        ),
        numbers={"rows": len(rows), "without_code": without},
        columns={
            "transfers": {
                "supplier": f"{COUNTRY}; none for what is no state",
                "recipient": f"{COUNTRY}; none for what is no state",
                "year": "of delivery",
                "tiv": "million trend-indicator values",
                "supplier_name": "as SIPRI writes it",
                "recipient_name": "as SIPRI writes it",
            }
        },
    )


SOURCE = Source(
    name="sipri-arms",
    title="SIPRI Arms Transfers Database, trend-indicator values",
    producer="Stockholm International Peace Research Institute",
    licence="SIPRI's terms: non-commercial use with credit, below a tenth of a data set without permission",
    terms="https://www.sipri.org/about/terms-and-conditions",
    citation="Stockholm International Peace Research Institute, SIPRI Arms Transfers Database",
    page="https://www.sipri.org/databases/armstransfers",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
