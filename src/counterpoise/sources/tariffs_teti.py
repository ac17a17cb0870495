"""The Global Tariff Database (Teti), CSV or Parquet, by sector, by product or by pair of countries.

What is checked: the columns, by name; types, where the file has them (a year that is no whole number, a rate that is no
number or a country that is no text is refused); known countries; years; rates that are missing or from 0 to 10,000 %;
no pair twice for a year and sector. A rate that was changed into another such rate, or a line that is gone, has no
check; and the pages of a Parquet file have no checksum by default, so a byte that changed there may pass too.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.codes.countries import countries
from counterpoise.core.errors import DataError
from counterpoise.sources import database
from counterpoise.sources.container import Member, check_text, kind_of, members
from counterpoise.sources.database import literal
from counterpoise.sources.source import Part, Raw, Source, refused
from counterpoise.sources.tabular import check_end, copied
from counterpoise.sources.tariff_table import COLUMNS, HIGHEST

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

RATES = {
    "tariff": ("applied", "simple"),
    "mfn": ("mfn", "simple"),
    "tariff_w": ("applied", "trade"),
    "mfn_w": ("mfn", "trade"),
}
"""The columns that are read, with the kind of duty and the weighting. Those without outliers (95) are left out."""

_LEFT_OUT = ("tariff95", "mfn95", "tariff95_w", "mfn95_w")
_SECTORS = ("sector", "hs92", "hs88")
_NUMBER = r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?|\.[0-9]+"
_DAMAGED = "get the file again: a cell is damaged"
_TEXTS = ("VARCHAR",)
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each file.

    Parameters
    ----------
    raw
        A CSV or Parquet file, or a zip archive of CSV files; unpack the producer's .7z first.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If the file is not as its producer makes it; see the module.
    """
    with members(raw, lambda name: name.lower().endswith((".csv", ".parquet"))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            if kind_of(member.path) == "7z":
                raise refused("this is a .7z archive", member.where, "unpack it first")
            with tempfile.TemporaryDirectory(prefix="counterpoise-") as folder:
                path = Path(folder) / "tariffs.parquet"
                numbers, years, classification = _write(member, raw, path)
                yield _described(member, numbers, years, classification, path)


def _write(member: Member, raw: Raw, path: Path) -> tuple[dict[str, int], tuple[int, ...], str]:
    """Check a file and write its rates, a row each."""
    with database.connection(where=member.where) as run:
        columns = _parquet(member, run) if kind_of(member.path) == "parquet" else _csv(member, run)
        sector = next((name for name in _SECTORS if name in columns), None)
        rates = [name for name in RATES if name in columns]
        _check_cells(member, run, sector, rates)
        _check_once(member, run, sector)
        classification = _classification(member, sector)
        product = "trim(sector)" if sector == "sector" else f"lpad(trim({sector}), 6, '0')" if sector else "''"
        rows = " union all ".join(
            f"""
            select trim(iso1) as importer, trim(iso2) as exporter, trim(year)::bigint as year,
                {literal(classification)} as classification, {product} as product_or_sector,
                {literal(RATES[name][0])} as kind, trim({name})::double / 100 as rate,
                {literal(RATES[name][1])} as weighting
            from given where {_some(name)} {f"and trim(year) = '{raw.year}'" if raw.year else ""}
            """
            for name in rates
        )
        run.execute(f"copy ({rows}) to {literal(path)} (format parquet, compression zstd)")
        found = run.execute(
            f"select count(*), count(distinct importer), count(distinct exporter) from read_parquet({literal(path)})"
        ).fetchone()
        years = run.execute(f"select distinct year from read_parquet({literal(path)}) order by year").fetchall()
    if not found[0]:
        raise refused("there is no rate in it" + (f" for {raw.year}" if raw.year else ""), member.where)
    names = ("rows", "importers", "exporters")
    return dict(zip(names, found, strict=True)), tuple(year for (year,) in years), classification


def _csv(member: Member, run: Any) -> list[str]:
    """Make the view of a CSV, all as text."""
    head = check_text(member)
    check_end(member)
    _check_head(head, member.where)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in head)
    run.execute(
        f"""
        create view given as select * from read_csv({literal(member.path)}, header=true, auto_detect=false, delim=',',
            quote='"', escape='"', strict_mode=true, max_line_size=2000000, columns={{{columns}}})
        """
    )
    return head


def _parquet(member: Member, run: Any) -> list[str]:
    """Make the view of a Parquet file, as text, if its types are those that the figures need."""
    run.execute(f"create view typed as select * from read_parquet({literal(member.path)})")
    types = {name: kind for name, kind, *_ in run.execute("describe typed").fetchall()}
    _check_head(list(types), member.where)
    for name, kind in types.items():
        allowed = {"iso1": _TEXTS, "iso2": _TEXTS, "year": _WHOLE}.get(name, (*_WHOLE, "FLOAT", "DOUBLE"))
        if name in _SECTORS:
            allowed = (*_TEXTS, *_WHOLE)
        if kind not in allowed:
            raise refused(f"the column {name} is of type {kind}", member.where, f"make it {allowed[-1]}")
    cast = ", ".join(f"{name}::varchar as {name}" for name in types)
    run.execute(f"create view given as select {cast} from typed")
    return list(types)


def _check_head(head: list[str], where: str) -> None:
    known = {"iso1", "iso2", "year", *_SECTORS, *RATES, *_LEFT_OUT}
    place = f"{where}, line 1"
    odd = [name for name in head if name not in known or head.count(name) > 1]
    if odd:
        raise refused(f"there is an unknown or second column {odd[0][:40]!r}", place)
    missing = [name for name in ("iso1", "iso2", "year", "tariff") if name not in head]
    if missing or sum(name in head for name in _SECTORS) > 1:
        raise refused(f"the column {missing[0] if missing else 'sector'} is not there once", place)


def _some(name: str) -> str:
    """Give the condition that a cell holds something; the producer's programs write a missing figure as . or NA."""
    return f"coalesce(trim({name}), '') not in ('', 'NA', '.')"


def _check_cells(member: Member, run: Any, sector: str | None, rates: list[str]) -> None:
    """Refuse the first line that breaks a rule."""
    known = ", ".join(literal(code) for code in (*countries(), "BLX", "EU"))
    rules = [
        *(f"coalesce(trim({name}), '') in ({known})" for name in ("iso1", "iso2")),
        "regexp_full_match(coalesce(trim(year), ''), '(19|20)[0-9]{2}')",
        *(
            f"(not {_some(name)} or (regexp_full_match(trim({name}), {literal(_NUMBER)}) "
            f"and coalesce(try_cast(trim({name}) as double), -1) between 0 and {HIGHEST}))"
            for name in rates
        ),
    ]
    if sector:
        pattern = "[A-Za-z0-9._-]{1,12}" if sector == "sector" else "[0-9]{5,6}"
        rules.append(f"regexp_full_match(coalesce(trim({sector}), ''), {literal(pattern)})")
    names = ["iso1", "iso2", "year", *rates, *([sector] if sector else [])]
    wrong = run.execute(
        f"""
        select * from (select row_number() over () as line, {", ".join(names)} from given)
        where not ({" and ".join(rules)}) order by line limit 1
        """
    ).fetchone()
    if wrong:
        raise _named(wrong, names, f"{member.where}, record {wrong[0]}")


def _named(wrong: tuple[Any, ...], names: list[str], place: str) -> DataError:
    """Give the error for a line, by the first cell that breaks a rule."""
    for name, cell in zip(names, wrong[1:], strict=True):
        word = (cell or "").strip()
        if name in ("iso1", "iso2") and word not in countries() and word not in ("BLX", "EU"):
            return refused(f"{word[:20]!r} is no country", place, _DAMAGED)
        if name == "year" and not re.fullmatch(r"(19|20)[0-9]{2}", word):
            return refused(f"{word[:20]!r} is not a year", place, _DAMAGED)
        if name in RATES and word not in ("", "NA", "."):
            if not re.fullmatch(_NUMBER, word):
                return refused(f"{name} is {word[:40]!r}, no rate", place, _DAMAGED)
            if not 0 <= float(word) <= HIGHEST:
                return refused(f"{name} is {word[:40]} %, which can't be", place, _DAMAGED)
    return refused(f"{str(wrong[-1])[:20]!r} is no sector or product", place, _DAMAGED)


def _check_once(member: Member, run: Any, sector: str | None) -> None:
    keys = ", ".join(f"trim({name})" for name in ("iso1", "iso2", "year", *([sector] if sector else [])))
    twice = run.execute(f"select {keys} from given group by {keys} having count(*) > 1 limit 1").fetchone()
    if twice:
        raise refused(f"{' '.join(twice)} is there twice", member.where, "get the file again")


def _classification(member: Member, sector: str | None) -> str:
    """Give the classification that a sector's code is of, by the file's name."""
    if sector != "sector":
        return sector.upper() if sector else "all"
    for word, name in (("isic33", "ISIC 3, three digits"), ("gtap", "GTAP"), ("section", "HS section")):
        if word in member.name.lower():
            return name
    return "Ag-NonAg" if "nonag" in member.name.lower() else "not stated"


def _described(
    member: Member, numbers: dict[str, int], years: tuple[int, ...], classification: str, path: Path
) -> Part:
    version = re.search(r"v?_?beta\d+-\d{4}-\d{2}", member.name, re.IGNORECASE)
    return Part(
        dataset="tariffs-teti",
        kind="table",
        title=SOURCE.title,
        edition=version[0] if version else "not stated by the file",
        years=years,
        tables={"tariffs": copied(path)},
        completeness=f"{numbers['rows']:,} rates that {numbers['importers']} importers put on {numbers['exporters']} "
        f"exporters; products: {classification}. The averages without outliers are left out.",
        verified="Countries are known, rates are from 0 to 10,000 %, no pair is there twice for a year and sector.",
        notes=(
            "Duties under sections 232 and 301 of US law are left out by the producer.",
            "A trade-weighted average understates protection where the duty keeps goods out.",
        ),
        numbers=numbers,
        columns=COLUMNS,
    )


SOURCE = Source(
    name="tariffs-teti",
    title="Global Tariff Database",
    producer="Feodora Teti",
    licence="Not confirmed: none is stated where it was looked for",
    terms="https://feodorateti.github.io/data.html",
    citation="Teti, F. (2024), Missing Tariffs, CESifo Working Paper 11590",
    page="https://feodorateti.github.io/data.html",
    editions=("beta1-2024-12",),
    verified="the documented layout only",
    read=read,
)
