"""What one country did to another, period by period, from the events that the store holds.

Counts, shares and rates stand beside each other: counts follow the news, shares and rates do not. A period of which no
day was read is missing; one of which some days were read tells which share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.sources import database
from counterpoise.sources.event_rows import CLASSES

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

EVERY = {"day": "%Y-%m-%d", "month": "%Y-%m", "quarter": "%Y", "year": "%Y"}
"""The lengths of a period, each with the form of its name."""

DUPLICATES = {
    "raw": "every row as the producer coded it",
    "sentence": "one event of a code, of a pair and a sentence",
    "day": "one event of a code, of a pair and a day, however many stories tell it",
}
"""What counts as one event."""

DIRECTIONS = {
    "both": "undirected: whoever does it to the other",
    "sent": "what the country does to the partner",
    "received": "what the partner does to the country",
}
"""Whose acts are counted."""

MEMORY = "2GB"
_SPANS = ("day", "month", "quarter", "year")


@dataclass(frozen=True)
class Files:
    """The Parquet files of one dataset of events.

    Attributes
    ----------
    events, days
        Of the rows, and of the days that were read.
    """

    events: tuple[Path, ...]
    days: tuple[Path, ...]

    def listed(self, what: str) -> str:
        """Write the files of a table as a list of SQL."""
        return "[" + ", ".join(database.literal(one) for one in getattr(self, what)) + "]"


@dataclass(frozen=True, eq=False)
class Series:
    """A pair's events by period.

    Attributes
    ----------
    periods
        Their names, without a gap.
    counts
        Events, ``[class, period]``; missing where no day of the period was read.
    goldstein_sum, goldstein_count
        The weights' sum, and the events that have one.
    base
        Events between any two countries, ``[period]``.
    coverage
        The share of the period's days that was read.
    duplicates
        What was counted: coarse rows can't be told apart, and are counted as they are.
    """

    periods: tuple[str, ...]
    counts: NDArray[np.float64]
    goldstein_sum: NDArray[np.float64]
    goldstein_count: NDArray[np.float64]
    base: NDArray[np.float64]
    coverage: NDArray[np.float64]
    duplicates: str


def _asked(every: str, duplicates: str) -> None:
    for word, known, where in ((every, EVERY, "--every"), (duplicates, DUPLICATES, "--duplicates")):
        if word not in known:
            raise InputError(f"{word!r} is none of them", where=where, remedy=f"take one of {', '.join(known)}")


def counted_sql(files: Files, duplicates: str, *, directed: bool, pair: tuple[str, str] | None = None) -> str:
    """Write what counts as one event: ``date, source, target, class, number, weight, weighed``.

    Parameters
    ----------
    files
        Where the rows are.
    duplicates
        One of `DUPLICATES`.
    directed
        Whether A to B is another event than B to A; else a pair stands in the order of the alphabet.
    pair
        Only the events between these two.
    """
    ends = ("source", "target") if directed else ("least(source, target)", "greatest(source, target)")
    both = f"({database.literal(pair[0])}, {database.literal(pair[1])})" if pair else ""
    where = f"where source in {both} and target in {both}" if pair else ""
    rows = f"(select * from read_parquet({files.listed('events')}) {where})"
    plain = f"{ends[0]} as source, {ends[1]} as target"
    if duplicates == "raw":
        return (
            f"select date, {plain}, class, count as number, goldstein * count as weight, "
            f"case when goldstein is not null then count else 0 end as weighed from {rows}"
        )
    key = "" if duplicates == "day" else ", coalesce(sentence, date::varchar || '-' || row_number() over ())"
    return (
        f"select date, source, target, class, 1 as number, goldstein as weight, (goldstein is not null)::integer as weighed "
        f"from (select date, {plain}, class, any_value(goldstein) as goldstein from "
        f"(select date, {plain}, class, code, goldstein{key}{' as sentence' if key else ''} from {rows}) "
        f"group by date, source, target, class, code{', sentence' if key else ''})"
    )


def all_pairs(files: Files, *, every: str = "month", duplicates: str = "raw", directed: bool = True) -> pd.DataFrame:
    """Give the events of all pairs by period: counts of the four classes and the mean weight.

    Parameters
    ----------
    files
        Of a dataset of the store; see `files_of`.
    every
        The length of a period; see `EVERY`.
    duplicates
        What counts as one event; see `DUPLICATES`.
    directed
        Whether A to B is another pair than B to A.

    Returns
    -------
    pandas.DataFrame
        ``period`` (its first day), ``source``, ``target``, a column for each class, ``goldstein_mean`` and
        ``goldstein_sum``.
    """
    _asked(every, duplicates)
    counts = ", ".join(
        f"coalesce(sum(number) filter (class = {k}), 0)::bigint as {name.replace(' ', '_')}"
        for k, name in enumerate(CLASSES, 1)
    )
    with database.connection(memory=MEMORY, where="events") as run:
        return run.execute(
            f"""
            select date_trunc({database.literal(every)}, date) as period, source, target, {counts},
                sum(weight) / nullif(sum(weighed), 0) as goldstein_mean, sum(weight) as goldstein_sum
            from ({counted_sql(files, duplicates, directed=directed)}) group by all
            """
        ).df()


def files_of(parts: Sequence[Any]) -> Files:
    """Give the files of the parts of a dataset of events, as the store keeps them."""
    return Files(tuple(one.path("events") for one in parts), tuple(one.path("days") for one in parts))


def pair_series(
    files: Files,
    country: str,
    partner: str,
    *,
    every: str = "month",
    direction: str = "both",
    duplicates: str = "day",
    since: int | None = None,
) -> Series:
    """Give the events between two countries by period.

    Parameters
    ----------
    files
        Of a dataset of the store; see `files_of`.
    country, partner
        The two.
    every
        The length of a period; see `EVERY`.
    direction
        Whose acts; see `DIRECTIONS`.
    duplicates
        What counts as one event; see `DUPLICATES`.
    since
        The first year; None for all.

    Returns
    -------
    Series
        Missing where nothing was read.

    Raises
    ------
    InputError
        If a word is not known, the periods are shorter than the spans that the rows count, or nothing was read since.
    """
    _asked(every, duplicates)
    if direction not in DIRECTIONS:
        raise InputError(
            f"{direction!r} is no direction", where="--direction", remedy=f"take one of {', '.join(DIRECTIONS)}"
        )
    with database.connection(memory=MEMORY, where="events") as run:
        covered = _covered(run, files, every, since)
        duplicates = duplicates if covered.span == "day" else "raw"
        sql = counted_sql(files, duplicates, directed=direction != "both", pair=(country, partner))
        way = {"both": "", "sent": (country, partner), "received": (partner, country)}[direction]
        chosen = f"where source = {database.literal(way[0])} and target = {database.literal(way[1])}" if way else ""
        rows = run.execute(
            f"""
            select date_trunc({database.literal(every)}, date)::date as period, class, sum(number), sum(weight), sum(weighed)
            from ({sql}) {chosen} group by all
            """
        ).fetchall()
    return _arranged(rows, covered, every, duplicates)


@dataclass(frozen=True, eq=False)
class _Covered:
    """The periods from the first that was read to the last, with the news base and the share that was read."""

    span: str
    firsts: tuple[Any, ...]
    base: NDArray[np.float64]
    share: NDArray[np.float64]


def _covered(run: Any, files: Files, every: str, since: int | None) -> _Covered:
    import numpy as np  # noqa: PLC0415

    later = f"where first >= make_date({int(since)}, 1, 1)" if since else ""
    run.execute(
        f"""
        create table days as select first, max(last) as last, sum(between) as between
        from read_parquet({files.listed("days")}) {later} group by first
        """
    )
    (longest,) = run.execute("select max(last - first) from days").fetchone()
    if longest is None:
        raise InputError(f"no events were read since {since}", where="--since", remedy="name an earlier year")
    span = "day" if longest == 0 else "month" if longest < 31 else "year"
    if _SPANS.index(every) < _SPANS.index(span):
        remedy = f"ask for every {span}"
        raise InputError(f"these events are counted by {span}, not by {every}", where="--every", remedy=remedy)
    step = "3 month" if every == "quarter" else f"1 {every}"
    rows = run.execute(
        f"""
        select p.first, coalesce(sum(d.between), 0), coalesce(sum(d.last - d.first + 1), 0),
            ((p.first + interval {step})::date - p.first)
        from (select unnest(generate_series(date_trunc('{every}', (select min(first) from days)),
            (select max(first) from days), interval {step}))::date as first) as p
        left join days as d on date_trunc('{every}', d.first)::date = p.first
        group by p.first order by p.first
        """
    ).fetchall()
    firsts, base, read, whole = zip(*rows, strict=True)
    share = np.array(read, dtype=float) / np.array(whole, dtype=float)
    return _Covered(span, firsts, np.where(share > 0, np.array(base, dtype=float), np.nan), np.minimum(share, 1.0))


def _arranged(rows: Sequence[tuple[Any, ...]], covered: _Covered, every: str, duplicates: str) -> Series:
    """Put the counts in their periods: none where days were read, missing where none was."""
    import numpy as np  # noqa: PLC0415

    place = {first: k for k, first in enumerate(covered.firsts)}
    n = len(place)
    counts, sums, weighed = np.zeros((len(CLASSES), n)), np.zeros(n), np.zeros(n)
    for first, kind, number, weight, held in rows:
        at = place.get(first)
        if at is not None:
            counts[kind - 1, at] += number
            sums[at] += weight or 0.0
            weighed[at] += held or 0
    unread = covered.share == 0
    for one in (counts, sums, weighed):
        one[..., unread] = np.nan
    named = tuple(
        f"{one.year}-Q{(one.month + 2) // 3}" if every == "quarter" else one.strftime(EVERY[every])
        for one in covered.firsts
    )
    return Series(named, counts, sums, weighed, covered.base, covered.share, duplicates)
