"""Tariffs from an advanced query of WITS (TRAINS and the WTO's data), by product and partner.

Columns are read by name. What is checked: the columns; known economies; a year; the kind of duty; rates that are missing
or from 0 to 10,000 %; that a simple average lies between the least and the largest rate, where these are given; no
line twice. A rate that was changed into another such rate, or a line that is gone, has no check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.sources.comtrade import from_number
from counterpoise.sources.container import Member, members
from counterpoise.sources.source import Part, Raw, Source, refused
from counterpoise.sources.tabular import Spool, copied, lines, number, spooled, year_of
from counterpoise.sources.tariff_table import COLUMNS, HIGHEST, Row, schema

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

KINDS = {"AHS": "applied", "MFN": "mfn", "PRF": "preferential", "BND": "bound"}
"""The words of the table for the producer's: effectively applied, most favoured nation, preferential, bound."""

_NEEDED = (
    "Selected Nomen",
    "Reporter",
    "Product",
    "Partner",
    "Tariff Year",
    "DutyType",
    "Simple Average",
    "Weighted Average",
)
_GROUPS = {"918": "EU", "0": "WLD", "000": "WLD"}
_WEIGHTINGS = {"Simple Average": "simple", "Weighted Average": "trade"}
_LIMITS = ("Minimum Rate", "Maximum Rate")
_DAMAGED = "get the file again: a cell is damaged"


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each file.

    Parameters
    ----------
    raw
        A CSV of an advanced query, or an archive of such files.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If the file is not as its producer makes it; see the module.
    """
    with members(raw, lambda name: name.lower().endswith(".csv")) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            found = _Found(raw.year)
            with spooled(schema()) as spool:
                for row in _all_rows(member):
                    found.add(row, spool)
                spool.close()
                if not spool.rows:
                    raise refused("there is no rate in it" + (f" for {raw.year}" if raw.year else ""), member.where)
                yield _described(found, spool, raw)


class _Found:
    """What was found, and where it goes."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.years: set[int] = set()
        self.importers: set[str] = set()

    def add(self, row: Row, spool: Spool) -> None:
        """Add a rate."""
        if self.year in (None, row[2]):
            spool.add(row)
            self.years.add(row[2])
            self.importers.add(row[0])


def _all_rows(member: Member) -> Iterator[Row]:
    rows = lines(member, encoding="latin-1")
    _, head = next(rows)
    at = _places([cell.strip() for cell in head], member.where)
    seen: set[tuple[object, ...]] = set()
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        if len(cells) != len(head):
            raise refused(f"there are {len(cells)} cells, not {len(head)}", place, _DAMAGED)
        key, rates = _line({name: cells[column].strip() for name, column in at.items()}, place)
        if key in seen:
            raise refused("the same duty is there twice", place, "get the file again")
        seen.add(key)
        for weighting, rate in rates.items():
            yield (*key, rate, weighting)


def _places(head: list[str], where: str) -> dict[str, int]:
    """Give the column of each name, or refuse a heading that is not the producer's."""
    for name in _NEEDED:
        if head.count(name) != 1:
            said = "is not there" if name not in head else "is there twice"
            raise refused(f"the column {name!r} {said}", f"{where}, line 1", "export all columns from WITS, as CSV")
    return {name: head.index(name) for name in (*_NEEDED, *(one for one in _LIMITS if head.count(one) == 1))}


def _line(cells: dict[str, str], place: str) -> tuple[tuple[str, str, int, str, str, str], dict[str, float]]:
    """Give what a line is about, and its rates as fractions by their weighting."""
    kind = KINDS.get(cells["DutyType"].upper())
    if kind is None:
        raise refused(f"{cells['DutyType'][:20]!r} is no duty ({', '.join(KINDS)})", place, _DAMAGED)
    importer, exporter = (_GROUPS.get(cells[one]) or from_number(cells[one], place) for one in ("Reporter", "Partner"))
    if importer in ("WLD", exporter):
        raise refused(f"{importer} can't put duties on {exporter}", place, _DAMAGED)
    year = year_of(cells["Tariff Year"], place)
    rates = {word: _rate(cells[name], place) for name, word in _WEIGHTINGS.items() if cells[name]}
    least, most = (_rate(cells[name], place) if cells.get(name) else None for name in _LIMITS)
    for rate in rates.values():
        if (least is not None and rate < least - 1e-4) or (most is not None and rate > most + 1e-4):
            raise refused(f"the average {100 * rate:g} is not between the least and the largest rate", place, _DAMAGED)
    return (importer, exporter, year, *_product(cells["Selected Nomen"], cells["Product"], place), kind), rates


def _product(nomenclature: str, text: str, place: str) -> tuple[str, str]:
    """Give classification and code; the Harmonized System's lose a leading zero on the way."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,3}", nomenclature):
        raise refused(f"{nomenclature[:20]!r} is no nomenclature such as H5", place, _DAMAGED)
    system = nomenclature.upper()
    harmonized = system.startswith("H")
    if not re.fullmatch(r"\d{1,6}" if harmonized else r"[A-Za-z0-9._-]{1,12}", text, re.ASCII):
        raise refused(f"{text[:20]!r} is no product of {system}", place, _DAMAGED)
    return system, text.zfill(len(text) + len(text) % 2) if harmonized else text


def _rate(text: str, place: str) -> float:
    """Give a rate in percent as a fraction."""
    percent = number(text, place)
    if not 0 <= percent <= HIGHEST:
        raise refused(f"a rate of {percent:g} % can't be", place, _DAMAGED)
    return percent / 100


def _described(found: _Found, spool: Spool, raw: Raw) -> Part:
    return Part(
        dataset="tariffs-wits",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or "not stated by the file",
        years=tuple(sorted(found.years)),
        tables={"tariffs": copied(spool.path)},
        completeness=f"{spool.rows:,} rates of {len(found.importers)} importers: what the query asked for.",
        verified="Economies and kinds of duty are known, rates are from 0 to 10,000 %, no duty is there twice.",
        notes=(
            "Duties under sections 232 and 301 of US law, and what others put against them, are mostly left out.",
            "A trade-weighted average understates protection where the duty keeps goods out.",
            "For storage here only: the terms of WITS and of the WTO do not allow passing the figures on.",
        ),
        numbers={"rows": spool.rows, "importers": len(found.importers)},
        columns=COLUMNS,
    )


SOURCE = Source(
    name="tariffs-wits",
    title="Tariffs from the World Integrated Trade Solution (TRAINS and WTO)",
    producer="World Bank, from UNCTAD TRAINS and the WTO",
    licence="Terms of WITS (internal use, no passing on; not confirmed for TRAINS)",
    terms="https://wits.worldbank.org/WITS/wits/registration/TermsAndCondtions.aspx",
    citation="World Bank, World Integrated Trade Solution (WITS), from UNCTAD TRAINS and WTO IDB",
    page="https://wits.worldbank.org",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
