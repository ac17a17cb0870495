"""What shows whether a promise was kept: indicators that the program's own data have, and nothing else.

========================  ======================================================================================
``signed:NAME``           the agreement was signed (the register of trade agreements)
``in_force:NAME``         the agreement is in force
``talks:NAME``            talks on it have begun
``agreements_in_force``   how many trade agreements bind the two
``exports``, ``imports``  the promiser's trade with the other, million USD (the accounts in the store)
``events:CATEGORY``       an event of this PLOVER category from the promiser to the other, in the ledger itself
a kind of tie             such as ``voting_agreement`` or ``foreign_troops`` (the partner's in the promiser's country)
========================  ======================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.record.plover import CATEGORIES

HEADS = ("signed", "in_force", "talks")
COUNTED = ("agreements_in_force", "exports", "imports")
EVENTS = "events"


@dataclass(frozen=True)
class Found:
    """What data tell of an indicator.

    Attributes
    ----------
    series
        Days with a figure each, in order; of what happens or does not, the day on which it happened with 1.
    until
        The day to which the data tell.
    unit, source
        Of the figures.
    """

    series: tuple[tuple[date, float], ...]
    until: date | None
    unit: str
    source: str


def parse(text: str, where: str = "indicator") -> tuple[str, str]:
    """Read an indicator: its kind, and its name behind a colon where it has one.

    Raises
    ------
    InputError
        If there is no such indicator.

    Examples
    --------
    >>> parse("in_force:rcep"), parse("exports")
    (('in_force', 'RCEP'), ('exports', ''))
    """
    head, _, rest = (one.strip() for one in text.partition(":"))
    if head in HEADS:
        from counterpoise.world.register import agreement  # noqa: PLC0415

        return head, agreement(rest, where).name
    if head == EVENTS:
        if rest.upper() not in CATEGORIES:
            remedy = did_you_mean(rest.upper(), CATEGORIES, "take one of " + ", ".join(CATEGORIES))
            raise InputError(f"PLOVER has no category {rest!r:.40}", where=where, remedy=remedy)
        return head, rest.upper()
    if rest or head not in (known := (*COUNTED, *_ties())):
        words = [*(f"{one}:NAME" for one in HEADS), f"{EVENTS}:CATEGORY", *COUNTED, *_ties()]
        remedy = did_you_mean(
            text, [*words, *HEADS, EVENTS], "take one of " + ", ".join(words[:8]) + ", or a kind of tie"
        )
        raise InputError(f"there is no indicator {text!r:.40}", where=where, remedy=remedy)
    return known[known.index(head)], ""


def _ties() -> tuple[str, ...]:
    from counterpoise.world.ties import KINDS  # noqa: PLC0415

    return tuple(KINDS)


def found(indicator: str, who: str, whom: Iterable[str], events: Iterable[Mapping[str, Any]]) -> Found:
    """Give what the data tell of an indicator.

    Parameters
    ----------
    indicator
        As `parse` reads it.
    who, whom
        Who promised, and to whom.
    events
        The events of the ledger.

    Returns
    -------
    Found
        With an empty series where the data tell nothing.
    """
    head, name = parse(indicator)
    if head in HEADS:
        return _agreement(head, name, who, tuple(whom))
    if head == EVENTS:
        return _events(name, who, set(whom), events)
    partners = tuple(whom)
    if len(partners) != 1:
        return Found((), None, "", f"{head} needs one addressee, not {len(partners)}")
    made: Mapping[str, Callable[[str, str], Found]] = {"agreements_in_force": _count}
    if head in ("exports", "imports"):
        return _trade(head, who, partners[0])
    return made.get(head, lambda one, other: _tie(head, one, other))(who, partners[0])


def _agreement(head: str, name: str, who: str, whom: tuple[str, ...]) -> Found:
    """Give the day of an agreement: in force between the two, where both are parties, else at all."""
    from counterpoise.world.register import agreement  # noqa: PLC0415

    one = agreement(name)
    day = {"signed": one.signed, "in_force": one.in_force, "talks": one.launched or one.signed}[head]
    if head == "in_force" and day:
        bound = [since for other in whom if (since := one.since(who, other, REGISTER_UNTIL))]
        day = min(bound, default=day)
    return Found(((day, 1.0),) if day else (), REGISTER_UNTIL, "0 or 1", f"trade agreements: {one.citation}")


REGISTER_UNTIL = date(2025, 12, 31)
"""The day to which the register of trade agreements tells."""


def _events(name: str, who: str, whom: set[str], events: Iterable[Mapping[str, Any]]) -> Found:
    from counterpoise.record.choosing import ends  # noqa: PLC0415

    held, last = [], ""
    for one in events:
        actors, others = ends(one)
        last = max(last, one["happened_on"])
        if one["event_type"] == name and who in actors and (not whom or whom & set(others)):
            held.append(_first(one["happened_on"]))
    series = tuple((day, 1.0) for day in sorted(held))
    return Found(series, last_day(last) if last else None, "count", f"events of the ledger, {name}")


def _first(day: str) -> date:
    return date.fromisoformat(day + "-01-01"[len(day) - 4 :])


def last_day(day: str) -> date:
    """Give the last day on which something of a year or a month may have been."""
    import calendar  # noqa: PLC0415

    year, month, *rest = (*map(int, day.split("-")), 12)[:3] if len(day) < 10 else map(int, day.split("-"))
    return date(year, month, int(rest[0]) if len(day) == 10 else calendar.monthrange(year, month)[1])


def _count(who: str, whom: str) -> Found:
    from counterpoise.world.register import agreements, between  # noqa: PLC0415

    days = {date(1950, 1, 1)}
    for one in agreements().values():
        for pair in one.pairs(REGISTER_UNTIL):
            if pair == {who, whom}:
                days |= {day for day in (one.since(who, whom, REGISTER_UNTIL), one.ended) if day}
    series = tuple((day, float(len(between(who, whom, day)))) for day in sorted(days) if day <= REGISTER_UNTIL)
    return Found(series, REGISTER_UNTIL, "count", "trade agreements: facts with a citation each")


def _trade(head: str, who: str, whom: str) -> Found:
    from counterpoise.store import datasets  # noqa: PLC0415
    from counterpoise.world.load import load_economy  # noqa: PLC0415

    held = [one for one in datasets() if one.kind == "accounts"]
    newest = max(held, key=lambda one: (not one.embedded, max(one.years)))
    seller, buyer = (who, whom) if head == "exports" else (whom, who)
    series = []
    for year in sorted(newest.years):
        flow = load_economy(year, source=newest.name).flow
        if {who, whom} <= set(flow["origin"].values.tolist()):
            series.append((date(year, 12, 31), float(flow.sel(origin=seller, destination=buyer).sum())))
    until = date(max(newest.years), 12, 31) if series else None
    return Found(tuple(series), until, "million USD", newest.name)


def _tie(head: str, who: str, whom: str) -> Found:
    from counterpoise.world.load import load_ties  # noqa: PLC0415

    ties = load_ties()
    kind = ties.kind(head)
    rows = ties.series(head, who, whom if kind.dyadic else None)
    series = tuple((date(year, 12, 31), value) for year, value, _ in rows)
    source = rows[-1][2] if rows else f"no figures of {head} for {who} and {whom}"
    return Found(series, series[-1][0] if series else None, kind.unit, source)
