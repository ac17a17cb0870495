"""World Development Indicators (World Bank): an indicator's archive or CSV, the bulk archive, or the API's JSON.

What is checked: the columns; known economies, each once an indicator; aggregates are left out only where their code is
known; years one after another; figures that are numbers; in JSON that all pages are there. A figure that was changed
into another has no check but an archive's checksum; in a plain CSV neither has a line that is gone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counterpoise.codes.countries import countries
from counterpoise.sources.container import Member, kind_of, members
from counterpoise.sources.source import Part, Raw, Source, refused
from counterpoise.sources.tabular import Spool, copied, lines, number, spooled, year_of

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

_AGGREGATES = (
    "AFE AFR AFW ARB BEA BEC BHI BLA BMN BSS CAA CEA CEB CEU CLA CME CSA CSS DEA DEC DFS DLA DMN DNS DSA DSF DSS EAP EAR "
    "EAS ECA ECS EMU EUU FCS FXS HIC HPC IBB IBD IBT IDA IDB IDX INX LAC LCN LDC LIC LMC LMY LTE MDE MEA MIC MNA NAC NAF "
    "NRS NXS OED OSS PRE PSS PST RRS SAS SSA SSF SST SXZ TEA TEC TLA TMN TSA TSS UMC WLD XZN"
)
AGGREGATES = frozenset(_AGGREGATES.split())
"""The World Bank's codes for groups of economies."""

LEFT_OUT = frozenset({"CHI"})
"""The Channel Islands: one economy here, two by ISO 3166-1."""

_TWO_LETTERS = (
    "1A 1W 4E 7E 8S B8 EU F1 OE S1 S2 S3 S4 T2 T3 T4 T5 T6 T7 V1 V2 V3 V4 XC XD XE XF XG XH XI XJ XL XM XN XO XP XQ XT "
    "XU XY Z4 Z7 ZF ZG ZH ZI ZJ ZQ ZT"
)
_GROUPS = frozenset(_TWO_LETTERS.split())
"""Their two-letter codes, which alone stand in some answers of the API."""

_FILE = re.compile(r"(API_.*|WDICSV|WDIData)\.csv", re.IGNORECASE)
_INDICATOR = re.compile(r"[A-Z0-9_]+(\.[A-Z0-9_]+)*", re.IGNORECASE | re.ASCII)
_HEAD = ["Country Name", "Country Code", "Indicator Name", "Indicator Code"]
_DAMAGED = "get the file again: a cell is damaged"


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each file.

    Parameters
    ----------
    raw
        A CSV, an archive with one, or an answer of the API kept as JSON.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If the file is not as its producer makes it; see the module.
    """
    import pyarrow as pa  # noqa: PLC0415

    schema = pa.schema(
        [("indicator", pa.string()), ("country", pa.string()), ("year", pa.int64()), ("value", pa.float64())]
    )
    with members(raw, lambda name: bool(_FILE.fullmatch(name))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            series = _Series(raw.year)
            with spooled(schema) as spool:
                (_from_json if _is_json(member) else _from_csv)(member, series, spool)
                spool.close()
                if not spool.rows:
                    year = f" of {raw.year}" if raw.year else ""
                    raise refused(f"there is no figure{year} for any country", member.where)
                yield _described(series, spool, raw)


class _Series:
    """What was found, so that nothing is there twice."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.seen: set[tuple[str, ...]] = set()
        self.years: set[int] = set()
        self.countries: set[str] = set()
        self.indicators: set[str] = set()
        self.dropped: set[str] = set()

    def once(self, place: str, *key: str) -> None:
        """Refuse what was there before."""
        if key in self.seen:
            raise refused(f"{' '.join(key)} is there twice", place, _DAMAGED)
        self.seen.add(key)

    def known(self, code: str, place: str) -> bool:
        """Whether a code is a country's; an aggregate's is left out, any other refused."""
        if code in AGGREGATES or code in LEFT_OUT:
            self.dropped.add(code)
            return False
        if code not in countries() or not countries()[code].current:
            raise refused(f"{code[:20]!r} is neither a country nor a known aggregate", place, _DAMAGED)
        return True

    def add(self, spool: Spool, indicator: str, country: str, year: int, value: float) -> None:
        """Add a figure."""
        if self.year in (None, year):
            spool.add((indicator, country, year, value))
            self.years.add(year)
            self.countries.add(country)
            self.indicators.add(indicator)


def _is_json(member: Member) -> bool:
    if kind_of(member.path) != "unknown":
        return False
    with member.path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{"))


def _from_csv(member: Member, series: _Series, spool: Spool) -> None:
    rows = lines(member)
    years: list[int] = []
    cells: list[str] = []
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        if [cell.strip() for cell in cells[:4]] == _HEAD:
            years = _years(cells[4:], place)
            break
        if line > 10:
            break
    if not years:
        raise refused(f"no line begins with {', '.join(_HEAD)}", member.where)
    width = len(cells)
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        if len(cells) != width or any(cell.strip() for cell in cells[4 + len(years) :]):
            raise refused(f"there are {len(cells)} cells, not {width}", place, _DAMAGED)
        code, indicator = _indicator(cells[1], cells[3], place)
        series.once(place, indicator, code)
        kept = series.known(code, place)
        for year, cell in zip(years, cells[4:], strict=False):
            if cell.strip():
                value = number(cell, f"{place}, year {year}")
                if kept:
                    series.add(spool, indicator, code, year, value)


def _years(cells: list[str], place: str) -> list[int]:
    """Give the years of a heading; the producer's lines end with a comma, so the last cell may be empty."""
    words = [cell.strip() for cell in cells]
    if words and not words[-1]:
        words = words[:-1]
    years = [year_of(word, place) for word in words]
    if not years or years != list(range(years[0], years[0] + len(years))):
        raise refused("the years don't follow one another", place, "get the file again: a column is missing")
    return years


def _indicator(country: str, indicator: str, place: str) -> tuple[str, str]:
    if not _INDICATOR.fullmatch(indicator.strip()):
        raise refused(f"{indicator[:40]!r} is not an indicator's code", place, _DAMAGED)
    return country.strip(), indicator.strip()


def _from_json(member: Member, series: _Series, spool: Spool) -> None:
    where = member.where
    try:
        content = json.loads(member.path.read_bytes(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise refused(f"is not whole JSON ({str(error)[:80]})", where, "get it again, whole") from error
    if not isinstance(content, list) or len(content) != 2 or not isinstance(content[0], dict):
        raise refused("this is not an answer with data of the API", where, "look at what the API says in it")
    about, rows = content
    if not isinstance(rows, list) or about.get("page") != 1 or about.get("pages") != 1:
        remedy = "ask for all in one page, with per_page=32500"
        raise refused(f"this is page {about.get('page')} of {about.get('pages')}", where, remedy)
    if about.get("total") != len(rows):
        raise refused(f"there are {len(rows)} rows, not the {about.get('total')} that it names", where)
    for at, row in enumerate(rows, 1):
        place = f"{where}, row {at}"
        try:
            name, group = row["indicator"]["id"].strip(), row["country"]["id"].strip()
            code, when, value = row["countryiso3code"].strip(), row["date"], row["value"]
        except (TypeError, KeyError, AttributeError) as error:
            raise refused("the row lacks an indicator, a country, a date or a value", place, _DAMAGED) from error
        year = year_of(str(when), place)
        code, name = _indicator(code or (_group(group, place)), name, place)
        series.once(place, name, code, str(year))
        kept = len(code) == 2 or series.known(code, place)
        if value is not None:
            figure = _json_number(value, place)
            if kept and len(code) == 3:
                series.add(spool, name, code, year, figure)


def _group(word: str, place: str) -> str:
    if word not in _GROUPS:
        raise refused(f"{word[:20]!r} is not a known aggregate", place, _DAMAGED)
    return word


def _json_number(value: Any, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refused(f"{str(value)[:40]!r} is not a number", place, _DAMAGED)
    return number(repr(value), place)


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not a number")


def _described(series: _Series, spool: Spool, raw: Raw) -> Part:
    """Give the part of a file."""
    found = f"{len(series.indicators):,} indicator{'s' if len(series.indicators) > 1 else ''}"
    return Part(
        dataset="wdi",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or "not stated by the file",
        years=tuple(sorted(series.years)),
        tables={"series": copied(spool.path)},
        completeness=f"{spool.rows:,} figures of {found} for {len(series.countries)} economies; {len(series.dropped)} "
        "aggregates are left out. A missing figure has no row.",
        verified="Each economy is known and is there once an indicator; every figure is a number.",
        notes=("XKX is Kosovo. Taiwan is not in it. The Channel Islands are left out.",),
        numbers={
            "rows": spool.rows,
            "indicators": len(series.indicators),
            "countries": len(series.countries),
            "aggregates_left_out": len(series.dropped),
        },
        columns={
            "series": {
                "indicator": "the World Bank's code",
                "country": "ISO 3166-1 alpha-3",
                "year": "",
                "value": "in the unit of the indicator",
            }
        },
    )


SOURCE = Source(
    name="wdi",
    title="World Development Indicators",
    producer="World Bank",
    licence="CC BY 4.0",
    terms="https://data.worldbank.org/summary-terms-of-use",
    citation="World Bank, World Development Indicators",
    page="https://databank.worldbank.org/source/world-development-indicators",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
