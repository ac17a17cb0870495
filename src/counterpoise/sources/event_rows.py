"""What the readers of event data share: which producer's file it is, how its rows become dyadic events, what is checked.

An event is who did what to whom on a day: two different countries, one of four classes (verbal and material cooperation,
verbal and material conflict), the producer's code, and its weight on the scale of conflict and cooperation, -10 to 10,
where there is one. Rows of one country alone, or of an actor that is no country's, are counted by day and not kept: the
counts are the news base that rates are taken of. A day without any row is missing, and not a day without events.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.codes.countries import countries
from counterpoise.sources import database, tabular
from counterpoise.sources.container import Member, kind_of
from counterpoise.sources.source import Part, refused
from counterpoise.sources.ties import continuing

if TYPE_CHECKING:
    from datetime import date

GDELT, GDELT_1, ICEWS, POLECAT, OWN = (
    "GDELT 2.0 (61 columns, separated by tabs, no heading)",
    "GDELT 1.0 (57 or 58 columns)",
    "ICEWS (20 columns, separated by tabs, with a heading)",
    "POLECAT (separated by tabs, with a heading)",
    "own events (CSV with a heading: date, source, target, class)",
)
CLASSES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
"""The four classes, in the order of their numbers from 1."""

ROOTS = {**dict.fromkeys(range(1, 6), 1), **dict.fromkeys(range(6, 9), 2), **dict.fromkeys(range(9, 14), 3)} | {
    **dict.fromkeys(range(14, 21), 4)
}
"""The class of each root code of CAMEO (01 to 20): Schrodt (2012), CAMEO codebook 1.1b3; as GDELT's QuadClass."""

COLUMNS = {
    "events": {
        "date": "day, or the first of the span that the row counts",
        "source": "who does it, ISO 3166-1 alpha-3",
        "target": "to whom, ISO 3166-1 alpha-3",
        "code": "the producer's code: CAMEO, PLOVER or one's own",
        "class": "; ".join(f"{k} {one}" for k, one in enumerate(CLASSES, 1)),
        "goldstein": "weight, -10 to 10",
        "count": "events that the row stands for",
        "sentence": "story and sentence, where the producer tells them",
    },
    "days": {
        "first": "day",
        "last": "the last day of the span",
        "events": "all rows",
        "between": "events between two different countries",
    },
}
NOTES = (
    "Counts follow the news: more sources give more events. Shares and rates are comparable over time, counts are not.",
    "Producers' machines coded these events from news: some are wrong, and many are told twice.",
)

MINE = "events"
"""The dataset of events of one's own, which no machine need have coded."""

MEMORY = "2GB"
"""What the database may hold while it reads."""

_LINE = re.compile(r"on Line: (\d+)")
_WIDE = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_FEW_UNKNOWN = 12


@dataclass(frozen=True)
class Layout:
    """How one producer's rows become events.

    Attributes
    ----------
    schema
        What the file is, for messages.
    names
        The columns in order, each with DuckDB's type of those that are read.
    header
        Whether the first line names them.
    separator, quote
        Of the text.
    day, source, target, code, kind, goldstein, number, sentence, covers
        Expressions of SQL over the columns: a date; words of countries; the code; the number of the class; the weight; how
        many events the row stands for; a key of the sentence; and the day whose presence in the file the row proves.
    words
        The producer's words for countries that are not ISO 3166-1 alpha-3.
    span
        What one row's date stands for: ``day``, ``month`` or ``year``.
    whole
        Whether the file tells every event from its first day to its last, so that a day without a row had none.
    """

    schema: str
    names: Mapping[str, str]
    header: bool
    day: str
    source: str
    target: str
    code: str
    kind: str
    goldstein: str = "null::float"
    number: str = "1"
    sentence: str = "null::varchar"
    covers: str = ""
    separator: str = "\t"
    quote: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    span: str = "day"
    whole: bool = False


def first_line(member: Member) -> list[str]:
    """Give the cells of a file's first line, separated by tabs where it has one, else by commas.

    Raises
    ------
    DataError
        If it is no text.
    """
    kind = kind_of(member.path)
    if kind != "unknown":
        said = "a web page, not data" if kind == "html" else f"a {kind} file, not text"
        raise refused(f"this is {said}", member.where)
    with member.path.open("rb") as file:
        raw = file.readline(1 << 21)
    if b"\0" in raw:
        raise refused("there are bytes that are not text", f"{member.where}, line 1")
    text = raw.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    return [cell.strip().strip('"') for cell in text.split("\t" if "\t" in text else ",")]


def schema_of(cells: Sequence[str]) -> str:
    """Tell whose file it is by its first line.

    Examples
    --------
    >>> schema_of(["1"] * 58), schema_of(["Source Name", "Target Name"] + ["x"] * 18)
    ('GDELT 1.0 (57 or 58 columns)', 'ICEWS (20 columns, separated by tabs, with a heading)')
    >>> schema_of(["a", "b"])
    "2 columns, the first 'a'"
    """
    names = {one.casefold() for one in cells}
    if {"source name", "target name"} <= names:
        return ICEWS
    if {"actor country", "recipient country"} <= names:
        return POLECAT
    if {"date", "source", "target"} <= names:
        return OWN
    digits = bool(cells) and cells[0].isdigit()
    if digits and len(cells) == 61:
        return GDELT
    if digits and len(cells) in (57, 58):
        return GDELT_1
    return f"{len(cells)} column{'s' if len(cells) != 1 else ''}, the first {cells[0][:20] if cells else ''!r}"


def expect(member: Member, schema: str) -> list[str]:
    """Give the cells of the first line of a file that has this schema.

    Raises
    ------
    DataError
        If it has another, which is named, or the file ends within a line.
    """
    cells = first_line(member)
    found = schema_of(cells)
    if found != schema:
        words = {GDELT: "gdelt", ICEWS: "icews", POLECAT: "polecat", OWN: "events"}
        remedy = f"'counterpoise data add {words[found]} FILE'" if found in words else f"take a file of {schema}"
        raise refused(f"this is {found}, and not {schema}", member.where, remedy)
    tabular.check_end(member)
    return cells


@contextmanager
def gathered(
    files: Iterable[tuple[Member, Layout]], *, where: str, dataset: str, title: str, edition: str
) -> Iterator[Part]:
    """Read files of events that belong together, and give their part; what it copies goes when the block ends.

    Raises
    ------
    DataError
        If a row is not as the producer writes it: with its line.
    """
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as folder:
        paths = {name: Path(folder) / f"{name}.parquet" for name in COLUMNS}
        with database.connection(memory=MEMORY, where=where) as run:
            spans = set()
            rows: list[Path] = []
            words = {code: continuing(code) for code in countries()}
            for member, layout in files:
                rows.append(Path(folder) / f"rows-{len(rows)}.parquet")
                try:
                    _load(run, member, layout, rows[-1])
                except Exception as error:
                    raise _told(error, member) from error
                _check(run, member, rows[-1])
                spans.add((layout.span, layout.whole))
                words |= layout.words
            if len(spans) != 1:
                raise refused("there is no event in it, or dates of several lengths", where, "give one kind of date")
            span, whole = spans.pop()
            _named(run, rows, words)
            numbers, unknown = _write(run, paths, span, whole=whole)
        yield _part(paths, numbers, unknown, span, dataset=dataset, title=title, edition=edition)


def _load(run: Any, member: Member, layout: Layout, path: Path) -> None:
    """Read the columns that are needed into a file of their own, row by row, so that memory need not hold them."""
    run.execute("set preserve_insertion_order = false")
    columns = ", ".join(f"{database.literal(name)}: '{kind}'" for name, kind in layout.names.items())
    options = (
        f"header={str(layout.header).lower()}, auto_detect=false, delim={database.literal(layout.separator)}, "
        f"quote={database.literal(layout.quote)}, escape={database.literal(layout.quote)}, null_padding=false, nullstr='', "
        f"columns={{{columns}}}"
    )
    run.execute(
        f"""
        copy (select {layout.day} as day, {layout.covers or layout.day} as covers, {layout.source} as source_word,
                {layout.target} as target_word, {layout.code} as code, ({layout.kind})::tinyint as kind,
                ({layout.goldstein})::float as goldstein, ({layout.number})::integer as number, {layout.sentence} as sentence
            from read_csv({database.literal(member.path)}, {options}))
        to {database.literal(path)} (format parquet)
        """
    )


def _named(run: Any, rows: Sequence[Path], words: Mapping[str, str]) -> None:
    """Put the countries' codes beside the producer's words.

    They are joined here and not while the text is read: of a text the database knows no length, and may take it for the
    smaller side, which it holds in memory.
    """
    pairs = ", ".join(f"({database.literal(word)}, {database.literal(code)})" for word, code in words.items())
    run.execute(f"create table codes as select word, code from (values {pairs}) as t(word, code)")
    run.execute(
        f"""
        create view rows as select r.day, r.covers, s.code as source, t.code as target,
            case when s.code is null then r.source_word end as source_word,
            case when t.code is null then r.target_word end as target_word,
            r.code, r.kind, r.goldstein, r.number, r.sentence
        from read_parquet([{", ".join(map(database.literal, rows))}]) as r
        left join codes as s on r.source_word = s.word left join codes as t on r.target_word = t.word
        """
    )


def _told(error: Exception, member: Member) -> Exception:
    """Say in which line a row is wrong, and why, where the database tells it."""
    said = str(error)
    line, wide = _LINE.search(said), _WIDE.search(said)
    if line is None:
        return error
    where = f"{member.where}, line {line[1]}"
    if wide is not None:
        return refused(f"there are {wide[2]} columns, not {wide[1]}: the row was cut, or is not the producer's", where)
    cast = re.search(r'Error when converting column "(\w+)"\. Could not convert string "([^"]*)"', said)
    what = f"{cast[2][:40]!r} can't stand in the column {cast[1]}" if cast else "the row can't be read"
    return refused(what, where, "get the file again: a cell is damaged")


def _check(run: Any, member: Member, path: Path) -> None:
    """Refuse rows without a date or a class, and weights off the scale."""
    (count, undated, unclassed, weighed, numbered) = run.execute(
        f"""
        select count(*), count(*) filter (day is null), count(*) filter (kind is null or kind not between 1 and 4),
            count(*) filter (goldstein not between -10 and 10), count(*) filter (number is null or number < 0)
        from read_parquet({database.literal(path)})
        """
    ).fetchone()
    if not count:
        raise refused("there is no event in it", member.where, "get it again")
    wrong = (
        (undated, "have no date that can be read"),
        (unclassed, "have no class that is known"),
        (weighed, "have a weight that is not from -10 to 10"),
        (numbered, "have no count that is known"),
    )
    for number, what in wrong:
        if number:
            raise refused(f"{number:,} of {count:,} rows {what}", member.where, "get the file again: cells are damaged")


def _write(run: Any, paths: Mapping[str, Path], span: str, *, whole: bool) -> tuple[dict[str, Any], list[str]]:
    """Write the two tables; give their numbers, and the words that are no country's."""
    run.execute(
        f"""
        copy (select day::date as date, source, target, code, kind as class,
                goldstein, number as count, sentence
            from rows where source <> target)
        to {database.literal(paths["events"])} (format parquet, compression zstd)
        """
    )
    last = {"day": "day", "month": "last_day(day)", "year": "make_date(year(day), 12, 31)"}[span]
    every = "select unnest(generate_series(min(day), max(day), interval 1 day))::date, 0, 0 from rows" if whole else ""
    run.execute(
        f"""
        copy (select day::date as first, ({last})::date as last, sum(n)::bigint as events, sum(pairs)::bigint as between
            from (
                select covers as day, sum(number) as n, 0 as pairs from rows where covers is not null group by all
                union all
                select day, 0, sum(number) from rows
                where source <> target and day in (select distinct covers from rows) group by all
                {f"union all {every}" if every else ""}
            ) group by day order by day)
        to {database.literal(paths["days"])} (format parquet, compression zstd)
        """
    )
    first, newest, days = run.execute(
        f"select min(first), max(last), count(*) from read_parquet({database.literal(paths['days'])})"
    ).fetchone()
    rows, events, between = run.execute(
        "select count(*), sum(number), coalesce(sum(number) filter (source <> target), 0) from rows"
    ).fetchone()
    words = run.execute(
        f"""
        select word, sum(number) from (
            select source_word as word, number from rows where source_word is not null
            union all select target_word, number from rows where target_word is not null)
        where word not in ('', 'NA', 'None') group by word order by 2 desc, 1 limit {_FEW_UNKNOWN}
        """
    ).fetchall()
    numbers = {
        "rows": rows,
        "events": int(events),
        "between": int(between),
        "days": days,
        "first": first,
        "last": newest,
    }
    return numbers, [f"{str(word)[:40]} ({int(count):,})" for word, count in words]


def _part(
    paths: Mapping[str, Path],
    numbers: dict[str, Any],
    unknown: Sequence[str],
    span: str,
    *,
    dataset: str,
    title: str,
    edition: str,
) -> Part:
    first: date = numbers.pop("first")
    last: date = numbers.pop("last")
    spans = {"day": (last - first).days + 1, "month": (last.year - first.year) * 12 + last.month - first.month + 1}
    missing = spans.get(span, last.year - first.year + 1) - numbers["days"]
    words = (f"Words that are no country's (events): {'; '.join(unknown)}.",) if unknown else ()
    gap = f"; {missing:,} of the {span}s missing; " if missing else ", "
    return Part(
        dataset=dataset,
        kind="table",
        title=title,
        edition=edition,
        years=tuple(range(first.year, last.year + 1)),
        tables={name: tabular.copied(path) for name, path in paths.items()},
        completeness=f"{numbers['between']:,} events between two countries of {numbers['events']:,} in all{gap}{first} to "
        f"{last}.",
        verified="Each row has a date, one of four classes and a weight that is missing or from -10 to 10.",
        notes=(*(NOTES[:1] if dataset == MINE else NOTES), *words),
        numbers={**numbers, "missing": missing},
        columns=COLUMNS,
    )
