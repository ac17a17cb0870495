"""BACI, bilateral trade by product (CEPII): the archive of a revision of the Harmonized System, or one year's file.

What is checked: six columns; the year; six-digit products (those of the archive's own list, where there is one); known
countries, and that the archive's own list of them agrees; positive values; quantities that are missing or not negative;
no flow from a country to itself; no flow twice.

What can't be: a plain file has no sum and no checksum, so one figure, code or line that was changed into another that
could stand there, or a line that is gone, isn't found (in an archive, the archive's checksum finds it). A plain file
that was cut is refused when it ends within a line, or when the world is not whole: the numbers of exporters, importers
and products, and Afghanistan and Zambia, the first and the last in the order of its numbers, on both sides. A cut at
the end of a line within the last exporter's flows is not found.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.sources import database, tabular
from counterpoise.sources.baci_lines import COLUMNS, FIGURE, Lists, first_wrong, lists_of
from counterpoise.sources.comtrade import UNITS, numbers
from counterpoise.sources.container import Member, check_text, kind_of, members
from counterpoise.sources.source import Download, Part, Raw, Source, refused, written

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

REVISIONS = ("hs22", "hs17", "hs12", "hs07", "hs02", "hs96", "hs92")
NEWEST = "V202501"

_FILE = re.compile(r"BACI_(HS\d\d)_Y(\d{4})_(V\d{6}[a-z]?)\.csv", re.IGNORECASE)
_ROW_GROUP = 122_880


@dataclass(frozen=True)
class World:
    """What a whole year has at least.

    Attributes
    ----------
    exporters, importers, products
        How many.
    ends
        Countries that export and import in every year; the file is in the order of their numbers, so that a file that
        was cut lacks one.
    """

    exporters: int = 190
    importers: int = 190
    products: int = 3_500
    ends: tuple[str, ...] = ("AFG", "ZMB")


def read(raw: Raw, progress: Progress, least: World = World()) -> Iterator[Part]:
    """Give a part for each year of a file.

    Parameters
    ----------
    raw
        An archive, or a year's file under the producer's name, which says the revision, the year and the version.
    progress
        Told of each year.
    least
        What a whole year has at least.

    Raises
    ------
    DataError
        If the file is not as its producer makes it; see the module.
    """
    if raw.edition is not None:
        SOURCE.edition(raw.edition)
    archive = raw.path.is_file() and kind_of(raw.path) == "zip"
    lists = lists_of(raw) if archive else Lists(numbers())
    with members(raw, partial(_wanted, raw=raw)) as files:
        for member in files:
            named = _FILE.fullmatch(member.name)
            if named is None:
                remedy = "keep the producer's name, such as BACI_HS92_Y2022_V202501.csv: the file itself does not say"
                raise refused("the name does not tell the revision, the year and the version", member.where, remedy)
            if not _wanted(member.name, raw):
                asked = " ".join(str(one) for one in (raw.edition, raw.year) if one)
                raise refused(
                    f"this is {named[1]} of {named[2]}, not {asked}", member.where, "name the file of that year"
                )
            progress.report(f"reading {member.name}")
            yield from _parts(
                member, Release(named[1].lower(), int(named[2]), f"V{named[3][1:].lower()}"), lists, least
            )


@dataclass(frozen=True)
class Release:
    """What a file's name says: the revision of the Harmonized System, the year and the version of BACI."""

    revision: str
    year: int
    version: str


def _wanted(name: str, raw: Raw) -> bool:
    named = _FILE.fullmatch(name)
    return named is not None and raw.year in (None, int(named[2])) and raw.edition in (None, named[1].lower())


def _parts(member: Member, release: Release, lists: Lists, least: World) -> Iterator[Part]:
    """Check and sort a year; the file that the part copies is there until the next part is asked for."""
    if check_text(member) != COLUMNS:
        with member.path.open("rb") as file:
            head = file.readline(80).decode("latin-1").strip()
        raise refused(f"its first line is {head!r}, not {','.join(COLUMNS)}", f"{member.where}, line 1")
    if lists.products is None:  # an archive's checksum has told that the file is whole
        tabular.check_end(member)
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as folder:
        path = Path(folder) / "trade.parquet"
        numbers = _sort(member, release.year, lists, path)
        _check_order(path, member, release.year, lists)
        _check_world(numbers.pop("ends"), numbers, member, least)
        yield _described(release, numbers, path, lists.products or {})


def _sort(member: Member, year: int, lists: Lists, path: Path) -> dict[str, Any]:
    """Write a year's flows sorted by product, destination and origin; give their numbers."""
    codes = sorted(set(lists.countries.values()))
    known = ", ".join(
        f"({database.literal(number)}, {database.literal(code)})" for number, code in lists.countries.items()
    )
    columns = ", ".join(f"{name}: 'VARCHAR'" for name in COLUMNS)
    options = "header=true, auto_detect=false, delim=',', quote='', escape='', strict_mode=true, max_line_size=2000000"
    with database.connection(where=member.where) as run:
        run.execute(f"create type country as enum ({', '.join(map(database.literal, codes))})")
        run.execute(
            f"create table codes as select number, code::country as code from (values {known}) as t(number, code)"
        )
        run.execute("set preserve_insertion_order = false")
        run.execute(
            f"""
            create table flows as select origin.code as origin, destination.code as destination,
                case when trim(t) = {database.literal(year)} and regexp_full_match(trim(k), '[0-9]{{5,6}}')
                    then k::integer end as product,
                case when regexp_full_match(trim(v), {database.literal(FIGURE)}) then try_cast(v as double) end as value,
                case when regexp_full_match(trim(q), {database.literal(FIGURE)}) then coalesce(try_cast(q as double), -1)
                    when trim(q) in ('NA', '') or q is null then null else -1 end as quantity
            from read_csv({database.literal(member.path)}, {options}, columns={{{columns}}})
            left join codes as origin on coalesce(nullif(ltrim(trim(i), '0'), ''), '0') = origin.number
            left join codes as destination on coalesce(nullif(ltrim(trim(j), '0'), ''), '0') = destination.number
            """
        )
        if _amiss(run, lists):
            raise first_wrong(member, year, lists)
        found = _counted(run)
        run.execute("set preserve_insertion_order = true")
        run.execute(
            f"""
            copy (select {year}::bigint as year, origin::varchar as origin, destination::varchar as destination,
                lpad(product::varchar, 6, '0') as product, value, quantity
                from (select * from flows order by product, destination, origin))
            to {database.literal(path)} (format parquet, compression zstd, row_group_size {_ROW_GROUP})
            """
        )
    return found


def _amiss(run: Any, lists: Lists) -> bool:
    """Whether some line breaks a rule."""
    (wrong,) = run.execute(
        """
        select count(*) filter (not coalesce(origin <> destination and product is not null and value > 0
            and isfinite(value) and coalesce(quantity >= 0 and isfinite(quantity), true), false)) from flows
        """
    ).fetchone()
    if wrong or lists.products is None:
        return bool(wrong)
    traded = {f"{one:06d}" for (one,) in run.execute("select distinct product from flows").fetchall()}
    return not traded <= lists.products.keys()


def _counted(run: Any) -> dict[str, Any]:
    rows, missing, exporters, importers, products = run.execute(
        """
        select count(*), count(*) - count(quantity), count(distinct origin), count(distinct destination),
            count(distinct product) from flows
        """
    ).fetchone()
    both = "select distinct origin::varchar from flows intersect select distinct destination::varchar from flows"
    return {
        "rows": rows,
        "quantities_missing": missing,
        "exporters": exporters,
        "importers": importers,
        "products": products,
        "ends": {code for (code,) in run.execute(both).fetchall()},
    }


def _check_order(path: Path, member: Member, year: int, lists: Lists) -> None:
    """Check that each flow is there once: in the sorted file each one differs from the one before."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    last = pa.array([""])
    for batch in pq.ParquetFile(path).iter_batches(500_000, columns=["product", "destination", "origin"]):
        columns = [batch.column(name) for name in ("product", "destination", "origin")]
        keys = pc.call_function("binary_join_element_wise", [*columns, pa.scalar("")])
        keys = pa.concat_arrays([last, keys])
        rising = pc.call_function("less", [keys.slice(0, len(keys) - 1), keys.slice(1)])
        at = pc.index(rising, value=False).as_py()
        if at >= 0:
            raise first_wrong(member, year, lists, twice=keys[at + 1].as_py())
        last = keys.slice(len(keys) - 1)


def _check_world(traders: set[str], numbers: Mapping[str, int], member: Member, least: World) -> None:
    """Refuse a year that is not of the whole world."""
    remedy = "get it again: it seems to have been cut"
    for what in ("exporters", "importers", "products"):
        if numbers[what] < getattr(least, what):
            raise refused(f"it has {numbers[what]} {what}, below {getattr(least, what)}", member.where, remedy)
    for code in least.ends:
        if code not in traders:
            raise refused(f"{code} does not both export and import, as in every year", member.where, remedy)


def _described(release: Release, numbers: Mapping[str, int], path: Path, names: Mapping[str, str]) -> Part:
    """Give the part of a year, with the products' names where the archive tells them."""
    import pyarrow as pa  # noqa: PLC0415

    hs = f"19{release.revision[2:]}" if release.revision[2] == "9" else f"20{release.revision[2:]}"
    return Part(
        dataset=f"baci-{release.revision}",
        kind="trade",
        title=f"BACI bilateral trade by product, Harmonized System {hs}",
        edition=release.version,
        years=(release.year,),
        tables={
            "trade": tabular.copied(path),
            **(
                {"products": written(pa.table({"product": [*names], "description": [*names.values()]}))}
                if names
                else {}
            ),
        },
        completeness=f"{numbers['rows']:,} flows of {numbers['products']:,} products from {numbers['exporters']} to "
        f"{numbers['importers']} economies; {numbers['quantities_missing']:,} have no quantity.",
        verified="Each flow is there once, has known economies, a product of six digits and a positive value.",
        notes=NOTES,
        numbers=numbers,
        columns={
            "trade": {
                "year": "",
                "origin": "ISO 3166-1 alpha-3, see the notes",
                "destination": "ISO 3166-1 alpha-3, see the notes",
                "product": f"HS {hs}, six digits",
                "value": "thousand USD, current, free on board",
                "quantity": "tonnes",
            },
            **({"products": {"product": f"HS {hs}, six digits", "description": ""}} if names else {}),
        },
    )


def _downloads(edition: str, _year: int | None) -> tuple[Download, ...]:
    """Give the archive of a revision; it holds all years."""
    name = f"BACI_{edition.upper()}_{NEWEST}.zip"
    return (Download(f"https://www.cepii.fr/DATA_DOWNLOAD/baci/data/{name}", name),)


NOTES = (
    "A flow that is not listed is below BACI's threshold, zero or not reported.",
    "TWN is BACI's 'Other Asia, not elsewhere specified', which in practice is Taiwan.",
    f"{'; '.join(f'{code} is {name}' for code, name in UNITS.items())}: their members are not there in these years. "
    "SCG is Serbia and Montenegro (to 2005), ANT the Netherlands Antilles (to 2010). SDN includes South Sudan to 2011.",
    "France includes Monaco and the overseas departments, Switzerland includes Liechtenstein, Norway includes Svalbard "
    "and the USA include Puerto Rico and the US Virgin Islands.",
    "The newest year of a version is provisional.",
)

SOURCE = Source(
    name="baci",
    title="BACI, international trade at the product level",
    producer="Centre d'Etudes Prospectives et d'Informations Internationales (CEPII), from United Nations Comtrade",
    licence="Licence Ouverte / Open Licence Etalab 2.0",
    terms="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    citation="Gaulier, G. and Zignago, S. (2010), BACI: International Trade Database at the Product-Level. The 1994-2007 "
    "Version, CEPII Working Paper 2010-23",
    page="https://www.cepii.fr/DATA_DOWNLOAD/baci/doc/baci_webpage.html",
    editions=REVISIONS,
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
