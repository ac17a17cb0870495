"""Findings: sentences that are made from a result's numbers, with the hedges that they need."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise.words.catalogue import capital, country, figures, listed, percent, possessive

if TYPE_CHECKING:
    from counterpoise.core.result import Result


@dataclass(frozen=True)
class Sentence:
    """A sentence with the finding's name."""

    finding: str
    text: str


Finding = Callable[["Result"], "str | None"]
findings: dict[str, list[Finding]] = {}
"""The findings of each question, in the order in which they are told."""


def finding(question: str) -> Callable[[Finding], Finding]:
    """Register a finding of a question's results: it gives a sentence, or None where it has nothing to say."""

    def register(function: Finding) -> Finding:
        findings.setdefault(question, []).append(function)
        return function

    return register


def told(result: Result) -> list[Sentence]:
    """Give all sentences that a result supports."""
    made = [(each.__name__, each(result)) for each in findings.get(result.question.name, [])]
    return [Sentence(name, capital(text)) for name, text in made if text]


def _value(result: Result, name: str, **labels: object) -> float | None:
    """Give a number, or None where it is missing or not there."""
    if name not in result.data:
        return None
    array = result.data[name]
    labels = {k: v for k, v in labels.items() if k in array.dims}
    if any(v not in array[k].values.tolist() for k, v in labels.items()):
        return None
    value = float(array.sel(labels))
    return value if math.isfinite(value) else None


def _subject(result: Result) -> str:
    return result.data["country"].values.tolist()[0]


def _partners(result: Result) -> list[str]:
    return result.data["partner"].values.tolist()


def _year(result: Result) -> str:
    return f"in {result.data['year'].item()}" if "year" in result.data.coords else "in these accounts"


@finding("rely")
def suppliers(result: Result) -> str | None:
    """Tell the shares of purchased inputs in manufacturing."""
    who = _subject(result)
    known = [
        (p, _value(result, "foreign_input_reliance", country=who, partner=p, sector="manufacturing"))
        for p in _partners(result)
    ]
    shares = [
        f"{percent(v)} from {country(p)}" for p, v in sorted(known, key=lambda one: -(one[1] or 0)) if v is not None
    ]
    missing = [country(p) for p, v in known if v is None]
    if not shares:
        return f"how much {country(who)} buys from {listed(missing)} is missing from these accounts"
    absent = f" (missing: {listed(missing)})" if missing else ""
    return f"{_year(result)}, of all inputs that {possessive(who)} manufacturers bought, at home and abroad, {listed(shares)} came directly{absent}."


@finding("rely")
def hidden(result: Result) -> str | None:
    """Tell what looking through changes, for the partner where it changes most."""
    who = _subject(result)
    best = None
    for p in _partners(result):
        face = _value(result, "foreign_input_reliance", country=who, partner=p, sector="manufacturing")
        through = _value(result, "look_through", country=who, partner=p, sector="manufacturing")
        if face and through and (best is None or through > best[1]):
            best = (p, through, face)
    if best is None:
        return None
    p, through, face = best
    return (
        f"looked through to the source, {country(p)} stands behind {percent(through)} of all the output that "
        f"{possessive(who)} manufacturing has needed, {figures(through / face)} times its share of purchased inputs "
        f"({percent(face)}; the two shares have different denominators)."
    )


@finding("rely")
def customers(result: Result) -> str | None:
    """Tell the sales side."""
    who = _subject(result)
    known = [
        (p, _value(result, "sales_value_added", country=who, partner=p, sector="TOTAL")) for p in _partners(result)
    ]
    shares = [
        f"{percent(v)} in those of {country(p)}" for p, v in sorted(known, key=lambda o: -(o[1] or 0)) if v is not None
    ]
    if not shares:
        return None
    return f"as customers, the partners count too: of the value added in {country(who)}, {listed(shares)} ends in the final sales of producers there."


@finding("rely")
def balance(result: Result) -> str | None:
    """Tell how unequal the ties are."""
    who = _subject(result)
    told_ones = []
    for p in _partners(result):
        ratio = _value(result, "input_asymmetry", country=who, partner=p, sector="TOTAL")
        if ratio is None or ratio == 0:
            continue
        if ratio >= 1:
            told_ones.append(
                f"{country(who)} relies on {country(p)} for inputs {figures(ratio)} times as much as {country(p)} on it"
            )
        else:
            told_ones.append(
                f"{country(p)} relies on {country(who)} {figures(1 / ratio)} times as much as the other way round"
            )
    return f"the ties are unequal: {listed(told_ones)}." if told_ones else None


@finding("rely")
def in_final_demand(result: Result) -> str | None:
    """Tell whose value added is consumed: an estimate, so with its bounds."""
    who = _subject(result)
    said = []
    for p in _partners(result):
        value, low, high = (
            _value(result, f"final_demand_reliance{end}", country=who, partner=p, sector="TOTAL")
            for end in ("", "__low", "__high")
        )
        if value is None:
            continue
        bounds = f" (between {percent(low)} and {percent(high)})" if low is not None and high is not None else ""
        said.append(f"{percent(value)}{bounds} is value added of {country(p)}")
    if not said:
        return None
    hedge = "by an estimate, " if result.data["final_demand_reliance"].attrs.get("estimated") else ""
    return f"{hedge}of what {country(who)} consumes and invests, {listed(said)}."


@finding("trend")
def since(result: Result) -> str | None:
    """Tell the change within the longest source."""
    who = _subject(result)
    said = []
    for p in _partners(result):
        change = _change(result, who, p)
        if change:
            said.append(
                f"on {country(p)} from {percent(change[1])} in {change[0]} to {percent(change[3])} in {change[2]}"
            )
    if not said:
        return None
    return f"within one source and method (WIOD), the looked-through reliance of {possessive(who)} manufacturing moved {listed(said)}."


def _change(result: Result, who: str, partner: str) -> tuple[int, float, int, float] | None:
    best: list[tuple[int, float]] = []
    for source in result.data["source"].values.tolist():
        points = [
            (
                year,
                _value(
                    result,
                    "look_through",
                    country=who,
                    partner=partner,
                    sector="manufacturing",
                    source=source,
                    year=year,
                ),
            )
            for year in result.data["year"].values.tolist()
        ]
        known = [(year, value) for year, value in points if value is not None]
        best = known if len(known) > len(best) else best
    return (*best[0], *best[-1]) if len(best) > 1 else None
