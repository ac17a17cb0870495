"""World Mining Data: production of mineral raw materials by country, table 6.4 (a workbook with a sheet a material).

What is checked: one heading row; years one after another; known countries, each once; one unit a sheet; figures that are
missing or not negative; and that the lines add up to the producer's total within 0.1 % (or half a unit a line, for
rounding). A workbook is an archive, so its checksums find bytes that were changed.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.core.need import need
from counterpoise.sources.container import Member, kind_of, members
from counterpoise.sources.country_names import from_name
from counterpoise.sources.source import Download, Part, Raw, Source, refused, written
from counterpoise.sources.tabular import number, year_of

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

TOLERANCE = 0.001
"""Largest gap between the sum of the lines and the total that is taken for rounding."""

MOST_ODD = 0.1
"""Largest share of materials whose lines may not add up to the total: in editions of 2022 to 2024 it is so for some
(perlite by up to 48 %), which the notes then say; above it the file is taken to be wrong."""

_WRONG = "get the file again: a figure is wrong"

_UNITS = {"metr. t": "t", "t": "t", "kg": "kg", "mio m3": "million m3", "ct": "carat"}
_STATUS = {"r": "reported", "e": "estimated", "p": "provisional"}
_DAMAGED = "get the file again: a cell is damaged"
_LEAST_SHEETS = 40
_MOST_BYTES = 200_000_000
Row = tuple[str, str, int, float | None, str, str]


@dataclass(frozen=True)
class Head:
    """Where a sheet's columns are."""

    row: int
    country: int
    unit: int
    status: int
    years: dict[int, int]


def read(raw: Raw, progress: Progress, least: int = _LEAST_SHEETS) -> Iterator[Part]:
    """Give the one part of a workbook.

    Parameters
    ----------
    raw
        Table 6.4.
    progress
        Told of each sheet.
    least
        The least number of materials that a whole workbook has.

    Raises
    ------
    DataError
        If it is not the table, a cell is not what it should be, or the lines of many materials don't add up to their totals.
    """
    with members(raw, lambda name: name.lower().endswith(".xlsx") and "6.4" in name) as files:
        for member in files:
            yield _part(member, raw, progress, least)


def _part(member: Member, raw: Raw, progress: Progress, least: int) -> Part:
    rows: list[Row] = []
    materials: set[str] = set()
    odd_totals: dict[str, str] = {}
    for name, cells in _sheets(member):
        progress.report(f"reading {name}")
        found, said = _sheet(name, cells, f"{member.where}, sheet {name!r}")
        rows += found
        if said:
            odd_totals[name] = said
        if name in materials:
            raise refused(f"there are two sheets for {name}", member.where)
        materials.add(name)
    if len(materials) < least:
        raise refused(
            f"it has {len(materials)} materials, below {least}", member.where, "get it again: it is not whole"
        )
    if len(odd_totals) > MOST_ODD * len(materials):
        name, said = next(iter(odd_totals.items()))
        where = f"{member.where}, sheet {name!r}"
        raise refused(f"{said}; so it is in {len(odd_totals)} of {len(materials)} sheets", where, _WRONG)
    years = sorted({row[2] for row in rows})
    odd = {row[0] for row in rows if row[2] not in years[-5:]}
    if odd:
        raise refused(f"its sheets have different years ({', '.join(sorted(odd))[:60]})", member.where)
    if raw.year is not None:
        rows, years = [row for row in rows if row[2] == raw.year], [year for year in years if year == raw.year]
        if not years:
            raise refused(f"it has no year {raw.year}", member.where, "leave the year out")
    return _described(sorted(rows, key=lambda row: row[:3]), tuple(years), odd_totals)


def _sheets(member: Member) -> Iterator[tuple[str, list[list[Any]]]]:
    """Give the sheets that hold something, by their trimmed names."""
    if kind_of(member.path) == "html":
        raise refused("this is a web page, not a workbook", member.where, "download the file itself")
    if kind_of(member.path) != "zip":
        raise refused("this is not an .xlsx workbook", member.where)
    calamine = need("python_calamine", "data")
    broken = (EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)
    try:
        with zipfile.ZipFile(member.path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise refused(f"it would unpack to above {_MOST_BYTES:,} bytes", member.where, "don't trust this file")
            if archive.testzip() is not None:
                raise refused("a checksum of the workbook is wrong", member.where, "get it again")
        workbook = calamine.CalamineWorkbook.from_path(str(member.path))
        for name in workbook.sheet_names:
            cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell != "" for row in cells for cell in row):
                yield name.strip(), cells
    except (*broken, calamine.CalamineError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:120]
        raise refused(f"the workbook is damaged ({reason})", member.where, "get it again") from error


def _sheet(material: str, cells: list[list[Any]], where: str) -> tuple[list[Row], str]:
    """Give a material's rows, and what is odd about its totals."""
    head = _head(cells, where)
    rows: list[Row] = []
    totals: dict[int, float] = {}
    seen: set[str] = set()
    unit = ""
    for at, line in enumerate(cells[head.row + 1 :], head.row + 2):
        place = f"{where}, row {at}"
        if not any(cell != "" for cell in line):
            continue
        if totals:
            if len([cell for cell in line if cell != ""]) > 1:
                raise refused("there is a line below the total", place, _DAMAGED)
            continue  # a footnote
        figures = {year: _figure(line[column], f"{place}, year {year}") for year, column in head.years.items()}
        name = str(line[head.country]).strip()
        unit = _unit(line[head.unit], unit, place) if name.lower() != "total" or line[head.unit] != "" else unit
        if name.lower() == "total":
            totals = {year: figure or 0.0 for year, figure in figures.items()}
            continue
        code = from_name(name, place)
        if code in seen:
            raise refused(f"{name} is there twice", place, _DAMAGED)
        seen.add(code)
        status = _STATUS.get(str(line[head.status]).strip().lower())
        if status is None:
            raise refused(f"{line[head.status]!r} is no status (r, e or p)", place, _DAMAGED)
        rows += [(material, code, year, figure, unit, status) for year, figure in figures.items()]
    if not totals or not rows:
        raise refused("there is no total below the countries", where, "get it again: it is not whole")
    return rows, _gap(rows, totals)


def _head(cells: list[list[Any]], where: str) -> Head:
    at, words = 0, []
    for at, line in enumerate(cells[:10]):  # noqa: B007
        words = [_word(cell) for cell in line]
        if "country" in words:
            break
    else:
        raise refused("no row begins with Country", where, "take table 6.4, production by minerals")
    years = {int(word): column for column, word in enumerate(words) if word.isdigit() and len(word) == 4}
    named = {word: words.index(word) for word in ("country", "unit", "data source") if words.count(word) == 1}
    if len(named) < 3:
        lacking = ", ".join({"country", "unit", "data source"} - named.keys())
        raise refused(f"the columns {lacking} are not there once", f"{where}, row {at + 1}")
    for word, column in zip(words, range(len(words)), strict=True):
        if word and column not in {*years.values(), *named.values()}:
            raise refused(f"there is an unknown or second column {word!r}", f"{where}, row {at + 1}")
    span = [year_of(str(year), f"{where}, row {at + 1}") for year in years]
    if len(span) != 5 or span != list(range(span[0], span[0] + 5)):
        raise refused(f"the years are {', '.join(map(str, span)) or 'missing'}, not five in a row", where)
    return Head(at, named["country"], named["unit"], named["data source"], years)


def _word(cell: Any) -> str:
    """Give a heading as text; a year may be a number."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split()).lower()


def _figure(cell: Any, place: str) -> float | None:
    """Give a figure, or None for an empty cell; text is read as a number."""
    if cell == "" or (isinstance(cell, str) and cell.strip() in ("", "-")):
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise refused(f"{cell!r} is not a figure", place, _DAMAGED)
    value = number(repr(cell) if not isinstance(cell, str) else cell, place)
    if value < 0:
        raise refused(f"{value:g} is below 0", place, _DAMAGED)
    return value


def _unit(cell: Any, before: str, place: str) -> str:
    unit = _UNITS.get(str(cell).strip().lower())
    if unit is None:
        raise refused(f"{str(cell)[:20]!r} is no unit ({', '.join(_UNITS)})", place, _DAMAGED)
    if before not in ("", unit):
        raise refused(f"the unit changes from {before} to {unit}", place, _DAMAGED)
    return unit


def _gap(rows: Sequence[Row], totals: dict[int, float]) -> str:
    """Say in which year the sum is not the total, if it is not."""
    for year, total in totals.items():
        figures = [row[3] for row in rows if row[2] == year and row[3] is not None]
        if abs(sum(figures) - total) > max(TOLERANCE * total, min(0.5 * len(figures), 0.005 * total)):
            return f"{year}: the countries add up to {sum(figures):,g}, the total is {total:,g}"
    return ""


def _described(rows: Sequence[Row], years: tuple[int, ...], odd: dict[str, str]) -> Part:
    import pyarrow as pa  # noqa: PLC0415

    names = ("material", "country", "year", "value", "unit", "status")
    types = (pa.string(), pa.string(), pa.int64(), pa.float64(), pa.string(), pa.string())
    columns = [pa.array(values, type=kind) for values, kind in zip(zip(*rows, strict=True), types, strict=True)]
    missing = sum(row[3] is None for row in rows)
    numbers = {
        "rows": len(rows),
        "materials": len({row[0] for row in rows}),
        "countries": len({row[1] for row in rows}),
        "missing": missing,
        "odd_totals": len(odd),
    }
    return Part(
        dataset="world-mining-data",
        kind="table",
        title=SOURCE.title,
        edition=f"years to {years[-1]}",
        years=years,
        tables={"production": written(pa.Table.from_arrays(columns, names=names))},
        completeness=f"{numbers['materials']} materials in {numbers['countries']} producing countries; {missing:,} of "
        f"{len(rows):,} figures are missing.",
        verified=f"The countries' figures add up to the producer's totals within {TOLERANCE:.1%}, or half a unit a line"
        + (f", but for {len(odd)} materials (see the notes)." if odd else "."),
        notes=(
            "The status belongs to a country's whole line, not to a year.",
            "Zero is a figure of the producer; missing means that the line has none for the year.",
            *(f"The producer's total of {name} is not the sum of its lines. {said}." for name, said in odd.items()),
        ),
        numbers=numbers,
        columns={
            "production": {
                "material": "",
                "country": "ISO 3166-1 alpha-3",
                "year": "",
                "value": "in the unit of the line",
                "unit": "t, kg, million m3 or carat",
                "status": "reported, estimated or provisional",
            }
        },
    )


def _downloads(_edition: str, _year: int | None) -> tuple[Download, ...]:
    name = "6.4. Production_of_Mineral_Raw_Materials_of_individual_Countries_by_Minerals.xlsx"
    address = f"https://www.world-mining-data.info/wmd/downloads/XLS/{name.replace(' ', '%20')}"
    return (Download(address, name),)


SOURCE = Source(
    name="world-mining-data",
    title="World Mining Data, production of mineral raw materials",
    producer="Austrian Federal Ministry of Finance, World Mining Data",
    licence="The publisher's terms (reuse with the source named, as the publication says; not confirmed)",
    terms="https://www.bmf.gv.at/en/topics/mining/mineral-resources-policy/wmd.html",
    citation="Reichl, C. and Schatz, M., World Mining Data (annual), Federal Ministry of Finance, Vienna",
    page="https://www.world-mining-data.info",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
