"""Promises, held against the data: kept, broken, or not yet; each with its number. What was said in which tone counts for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from counterpoise.record.choosing import day_of, ends
from counterpoise.record.indicators import Found, found

KEPT, BROKEN, OPEN, BEFORE, UNKNOWN = "kept", "broken", "not yet", "so already", "can't be told"
VERDICTS = (KEPT, BROKEN, OPEN, BEFORE, UNKNOWN)
"""``so already``: what was promised was so before it was promised. ``can't be told``: the data lack it."""


@dataclass(frozen=True)
class Judged:
    """A promise with what became of it.

    Attributes
    ----------
    record
        The statement that makes it.
    verdict
        One of `VERDICTS`.
    before, after
        The indicator's figure on the day of the promise, and on the last day of which the data tell and that counts; None
        where there is none.
    on
        The day of the latter; of what happened, the day on which it did.
    until
        The day to which the data tell.
    unit, source
        Of the figures.
    """

    record: Mapping[str, Any]
    verdict: str
    before: float | None
    after: float | None
    on: date | None
    until: date | None
    unit: str
    source: str


def judged(record: Mapping[str, Any], events: Iterable[Mapping[str, Any]], at: date | None = None) -> Judged:
    """Hold a promise against the data.

    Parameters
    ----------
    record
        A statement with a ``commitment``.
    events
        The events of its ledger.
    at
        The day on which to judge: what data tell of later days is left out. The day to which the data tell, if None.

    Returns
    -------
    Judged
        With the verdict.
    """
    promise = record["commitment"]
    who, whom = ends(record)
    said = _day(day_of(record))
    due = date.fromisoformat(promise["by"]) if promise.get("by") else None
    if not who:
        return Judged(record, UNKNOWN, None, None, None, None, "", "the speaker's country is not known")
    held = _seen(found(promise["indicator"], who[0], whom, events), at)
    if promise["direction"] == "reach":
        return _reached(record, held, said, due)
    return _moved(record, held, said, due, up=promise["direction"] == "rise")


def _day(text: str) -> date:
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :])


def _seen(held: Found, at: date | None) -> Found:
    """Leave out what is later than the day on which one judges."""
    if at is None or held.until is None:
        return held
    return Found(tuple(one for one in held.series if one[0] <= at), min(held.until, at), held.unit, held.source)


def _reached(record: Mapping[str, Any], held: Found, said: date, due: date | None) -> Judged:
    """Judge what happens or does not."""
    earlier = [day for day, value in held.series if value and day < said]
    again = (
        held.unit == "count"
    )  # a meeting of last year, or the one at which it was said, does not keep a promise to meet
    later = [day for day, value in held.series if value and (day > said or (day == said and not again))]
    rest = (held.until, held.unit, held.source)
    if earlier and not again:
        return Judged(record, BEFORE, 1.0, 1.0, earlier[-1], *rest)
    if later and (due is None or later[0] <= due):
        return Judged(record, KEPT, 0.0, 1.0, later[0], *rest)
    if held.until is None:
        return Judged(record, UNKNOWN, None, None, None, *rest)
    broken = due is not None and held.until >= due
    return Judged(record, BROKEN if broken else OPEN, 0.0, 0.0, later[0] if later else None, *rest)


def _moved(record: Mapping[str, Any], held: Found, said: date, due: date | None, *, up: bool) -> Judged:
    """Judge what rises or falls."""
    before = [one for one in held.series if one[0] <= said]
    after = [one for one in held.series if one[0] > said and (due is None or one[0] <= due)]
    if before and not after and held.unit == "count" and held.until and held.until > said:
        after = [(min(held.until, due or held.until), before[-1][1])]  # a number of agreements stays until one is added
    rest = (held.until, held.unit, held.source)
    if not before or not after:
        first = before[-1][1] if before else None
        waiting = before and (due is None or held.until is None or held.until < due)
        return Judged(record, OPEN if waiting else UNKNOWN, first, None, None, *rest)
    old, (day, new) = before[-1][1], after[-1]
    right = new > old if up else new < old
    over = due is not None and held.until is not None and held.until >= due
    verdict = KEPT if right and (due is None or over) else BROKEN if over else OPEN
    return Judged(record, verdict, old, new, day, *rest)
