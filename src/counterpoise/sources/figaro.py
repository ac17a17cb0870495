"""Eurostat's FIGARO tables, industry by industry: as a matrix or as a flat list, in million euro, a year a file."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counterpoise import facts
from counterpoise.codes import countries
from counterpoise.codes.country_words import country_words
from counterpoise.codes.sectors import scheme
from counterpoise.sources import grids
from counterpoise.sources.accounts import Table, part_of
from counterpoise.sources.container import Member, check_text, members
from counterpoise.sources.source import Part, Raw, Source, refused

if TYPE_CHECKING:
    import numpy as np

    from counterpoise.core.progress import Progress

_26 = (
    "AL AR AT AU BE BG BR CA CH CN CY CZ DE DK EE ES FI FIGW1 FR GB GR HR HU ID IE IN IT JP KR LT LU LV ME MK MT MX NL NO "
    "PL PT RO RS RU SA SE SI SK TR US ZA"
)
_24 = tuple(code for code in _26.split() if code not in ("AL", "ME", "MK", "RS"))
ECONOMIES = {"23": _24, "24": _24, "25": tuple(_26.split()), "26": tuple(_26.split())}
"""The economies of each edition, by Eurostat's codes, in the producer's order."""

LAST_YEAR = {"23": 2021, "24": 2022, "25": 2023, "26": 2024}
FINAL = {"P3_S14": "HFCE", "P3_S15": "NPISH", "P3_S13": "GGFC", "P51G": "GFCF", "P5M": "INVNT"}
COSTS = {
    "D21X31": "taxes_on_products",
    "OP_RES": "purchases_abroad_by_residents",
    "OP_NRES": "purchases_by_non_residents",
}
ADDED = {
    "D1": "compensation_of_employees",
    "D29X39": "other_taxes_on_production",
    "B2A3G": "operating_surplus_and_mixed_income",
}
TOLERANCE = 1e-3
"""Figures are rounded to 0.001 million euro: a sum of 3,500 may be off by 1.7, against a median output of some
thousands."""

_TINY = 0.0011
"""Intermediate flows down to minus this, in million euro, are rounding and stand for zero."""

_FLAT = ("icioiRow", "icioiCol", "obsValue")
_EDITION = re.compile(r"(?<!\d)(\d\d)ed(?![a-z])", re.IGNORECASE)


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each year of a file.

    Parameters
    ----------
    raw
        A CSV file (matrix or flat), or an archive with one or several; its year restricts to one.
    progress
        Hears which year is read.

    Raises
    ------
    DataError
        If the file is not such a table by industry, isn't whole, or its figures don't add up.
    """

    def wanted(name: str) -> bool:
        return name.lower().endswith(".csv") and (raw.year is None or str(raw.year) in name)

    with members(raw, wanted) as found:
        for member in found:
            progress.report(f"reading {member.name}")
            yield _part(raw, member)


def _part(raw: Raw, member: Member) -> Part:
    header = check_text(member)
    _check_kind(header, member)
    edition = _edition(raw, member)
    year = grids.year_of(raw, member.name, range(2010, LAST_YEAR[edition] + 1))
    rate, fact = _rate(year, member.where)
    grid = _flat(member, header) if header[0] == _FLAT[0] else grids.read_csv(member)
    table, tiny = _table(_in_iso(grid, edition), edition)
    notes = [f"Converted from million euro at {rate:.4f} US dollars for a euro ({fact['citation']}; {year})."]
    if tiny:
        notes.append(
            f"{tiny} intermediate flows of at least -0.001 million euro, which are rounding, are read as zero."
        )
    return part_of(
        _times(table, rate),
        dataset=f"figaro-{edition}",
        edition=edition,
        year=year,
        title=f"Eurostat FIGARO tables, 20{edition} edition, industry by industry",
        where=grid.where,
        notes=notes,
        tolerance=TOLERANCE,
    )


def _check_kind(header: list[str], member: Member) -> None:
    """Refuse tables by product, and supply and use tables."""
    said = f"{member.name} {header[0]} {header[min(1, len(header) - 1)]}".lower()
    for word, kind in (("prod-by-prod", "product by product"), ("iciop", "product by product"), ("cpa_", "by product"),
                       ("icuse", "of uses"), ("icsup", "of supply")):  # fmt: skip
        if word in said:
            raise refused(
                f"this is a table {kind}, and only those of industry by industry are read",
                f"{member.where}, line 1",
                "take the file whose name holds ind-by-ind",
            )


def _edition(raw: Raw, member: Member) -> str:
    named = _EDITION.search(member.where) or _EDITION.search(raw.path.name)
    known = ", ".join(ECONOMIES)
    found = named[1] if named else raw.edition
    if named and raw.edition is not None and raw.edition != named[1]:
        said = f"the name says edition {named[1]}, not {raw.edition}"
        raise refused(said, member.where, f"say --edition {named[1]}, or give another file")
    if found is None:
        raise refused("the edition can't be told from the name", member.where, f"say which with --edition: {known}")
    if found not in ECONOMIES:
        raise refused(f"there is no edition {found} that this reader knows", member.where, f"it knows {known}")
    return found


def _rate(year: int, where: str) -> tuple[float, dict[str, str]]:
    for row in facts.read("exchange_rates"):
        if row["name"] == "usd_per_eur" and row["year"] == str(year):
            return float(row["value"]), row
    raise refused(f"no exchange rate of the euro is known for {year}", where, "add it to facts/exchange_rates.csv")


def _flat(member: Member, header: list[str]) -> grids.Grid:
    """Read the flat form: a line a cell, with its row's and its column's label."""
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    lost = [name for name in _FLAT if header.count(name) != 1]
    if lost:
        raise refused(f"the column {lost[0]} is missing", f"{member.where}, line 1", grids.AGAIN)
    word = pa.dictionary(pa.int32(), pa.string())
    types = {name: word if name != "obsValue" else pa.float64() for name in _FLAT}
    table = grids.arrow_csv(member, header, types, list(_FLAT))
    if not table.num_rows:
        raise refused("there is no line after the first", member.where, grids.AGAIN)
    sides: list[Any] = [table.column(name).combine_chunks() for name in _FLAT[:2]]
    rows, columns = (side.indices.to_numpy() for side in sides)
    width = len(sides[1].dictionary)
    cells = rows.astype(np.int64) * width + columns
    values = np.full(len(sides[0].dictionary) * width, np.nan)
    values[cells] = table.column("obsValue").to_numpy()
    if len(cells) > 1 and (counts := np.bincount(cells)).max() > 1:
        line = int(np.flatnonzero(cells == counts.argmax())[1]) + 2
        raise refused("this row and column occur twice", f"{member.where}, line {line}", grids.AGAIN)
    labels = [[tuple(one.split("_", 1)) if "_" in one else ("", one) for one in side.dictionary.to_pylist()]
              for side in sides]  # fmt: skip
    return grids.Grid(
        rows=tuple(labels[0]),
        columns=tuple(labels[1]),
        values=values.reshape(-1, width),
        where=member.where,
        row_places=[f"row {grids.written_label(one)}" for one in labels[0]],
        column_places=[f"column {grids.written_label(one)}" for one in labels[1]],
    )


def _in_iso(grid: grids.Grid, edition: str) -> grids.Grid:
    """Give a grid with ISO codes of economies, and no economy beside the rows of costs."""
    sectors = scheme("figaro").codes
    allowed = (*ECONOMIES[edition], "EL", "UK")
    below = (*COSTS, *ADDED)
    rows = [(("", code) if code in below else (who, code)) for who, code in grid.rows]
    plain = dataclasses.replace(grid, rows=tuple(rows))
    grids.known(plain, "row", (who for who, _ in rows), ("", *allowed), "economy", which=0)
    grids.known(plain, "column", (who for who, _ in grid.columns), allowed, "economy", which=0)
    grids.known(plain, "row", (code for who, code in rows if who), (*sectors, "L68"), "sector", which=1)
    grids.known(plain, "row", (code for who, code in rows if not who), below, "row of costs", which=1)
    grids.known(plain, "column", (code for _, code in grid.columns), (*sectors, "L68", *FINAL), "sector", which=1)
    return dataclasses.replace(
        plain, rows=tuple(map(_iso, rows)), columns=tuple((_iso(label)) for label in grid.columns)
    )


def _iso(label: grids.Label) -> grids.Label:
    who, code = label
    return (
        country_words("figaro").get(who) or countries.from_alpha2(who)
    ) if who else "", "L" if code == "L68" else code


def _table(grid: grids.Grid, edition: str) -> tuple[Table, int]:
    import numpy as np  # noqa: PLC0415

    economies = [_iso((code, ""))[0] for code in ECONOMIES[edition]]
    sectors = scheme("figaro").codes
    rows, columns = (grids.places(labels, economies, sectors) for labels in (grid.rows, grid.columns))
    wanted = grids.places(grid.columns, economies, tuple(FINAL))
    below = grids.places(grid.rows, ("",), (*COSTS, *ADDED))
    grids.require(grid, "row", rows, economies, sectors)
    grids.require(grid, "column", columns, economies, sectors)
    grids.require(grid, "column", wanted, economies, tuple(FINAL))
    grids.require(grid, "row", below, ("",), (*COSTS, *ADDED))
    body, demand = grid.block(rows, columns, -_TINY), grid.block(rows, wanted)
    tiny = (body < 0) & (body >= -_TINY)
    body[tiny] = 0.0
    items = dict(zip((*COSTS.values(), *ADDED.values()), grid.block(below[0], columns), strict=True))
    return Table(
        countries=tuple(economies),
        sectors=sectors,
        intermediates=body,
        final={name: np.ascontiguousarray(demand[..., place]) for place, name in enumerate(FINAL.values())},
        value_added=sum((items[name] for name in ADDED.values()), np.zeros(rows.shape)),
        output=None,
        other={name: items[name] for name in COSTS.values()},
        detail={name: items[name] for name in ADDED.values()},
    ), int(tiny.sum())


def _times(table: Table, rate: float) -> Table:
    """Give a table in another currency."""

    def all_of(arrays: Any) -> dict[str, np.ndarray]:
        return {name: array * rate for name, array in arrays.items()}

    return dataclasses.replace(
        table,
        intermediates=table.intermediates * rate,
        final=all_of(table.final),
        value_added=None if table.value_added is None else table.value_added * rate,
        other=all_of(table.other),
        detail=all_of(table.detail),
    )


SOURCE = Source(
    name="figaro",
    title="FIGARO inter-country input-output tables",
    producer="Eurostat and the Joint Research Centre of the European Commission",
    licence="reuse with acknowledgement (Decision 2011/833/EU); CC BY 4.0 is not confirmed",
    terms="https://ec.europa.eu/eurostat/web/main/help/copyright-notice",
    citation="Eurostat, FIGARO tables (with the edition)",
    page="https://ec.europa.eu/eurostat/web/esa-supply-use-input-tables/database",
    editions=tuple(ECONOMIES),
    verified="the documented layout only",
    read=read,
)
