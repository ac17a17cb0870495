"""Choosing records: who said or did what to whom, since when, on which topic; and statements that pull apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from counterpoise.record.ledger import Ledger, Record

KINDS = ("statement", "event")
"""What is said and done."""


def day_of(record: Mapping[str, Any]) -> str:
    """Give the day of which a record tells: when it was said or done, else published, else recorded; perhaps a year alone."""
    for name in ("said_on", "happened_on", "published_on", "published", "recorded_on"):
        if record.get(name):
            return str(record[name])
    return ""


def many(value: Any) -> tuple[str, ...]:
    """Give one country or several as a tuple."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def ends(record: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give who says or does, and to whom; the first is empty where a speaker is unresolved.

    Examples
    --------
    >>> ends({"type": "event", "actor": "XAL", "recipient": ["XBO", "XCE"]})
    (('XAL',), ('XBO', 'XCE'))
    """
    if record["type"] == "event":
        return many(record["actor"]), many(record["recipient"])
    return many(record["speaker"].get("country")), many(record.get("addressee"))


def chosen(
    ledger: Ledger,
    country: str | None = None,
    *,
    on: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    topic: str | None = None,
    kinds: Iterable[str] = KINDS,
    every: bool = False,
) -> list[Record]:
    """Give the records of a country, the oldest first.

    Parameters
    ----------
    ledger
        The ledger.
    country
        Who says or does, or to whom; all when None.
    on
        The other side: what passes between the country and one of these, in either direction. A statement whose speaker is
        unresolved counts where it is addressed to one of the two.
    since, until
        Days, or years: the first and the last.
    topic
        One of `counterpoise.record.records.TOPICS`.
    kinds
        Types of records.
    every
        Also those that a correction has superseded.

    Returns
    -------
    list of dict
        By day.
    """
    found = []
    for kind in kinds:
        for one in ledger.records(kind, every=every):
            day = day_of(one)
            if since and day[: len(since)] < since[: len(day)]:
                continue
            if until and day[: len(until)] > until[: len(day)]:
                continue
            if topic and one.get("topic") != topic:
                continue
            if country is None or _concerns(one, country, on):
                found.append(one)
    return sorted(found, key=day_of)


def _concerns(record: Mapping[str, Any], country: str, on: Sequence[str]) -> bool:
    who, whom = ends(record)
    if not on:
        return country in who or country in whom
    if not who:
        return bool({country, *on} & set(whom))
    return (country in who and bool(set(on) & set(whom))) or (country in whom and bool(set(on) & set(who)))


def sources_of(ledger: Ledger) -> dict[str, Record]:
    """Give each source by the id that statements name, as it stands now: a correction in the place of what it corrects."""
    found = {}
    for one in ledger.records("source", every=True):
        now = ledger.newest(one["id"])
        found[one["id"]] = now[0] if now else one
    return found


def apart(ledger: Ledger) -> Iterator[tuple[Record, Record, Record]]:
    """Give each link that says two records contradict, with the two as they stand now.

    A link to a record that was corrected leads to its correction; one to a record that was taken back leads nowhere.
    """
    for link in ledger.records("link"):
        if link["kind"] == "contradicts":
            for one in ledger.newest(link["from"]):
                for other in ledger.newest(link["to"]):
                    yield link, one, other
