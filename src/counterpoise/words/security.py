"""Findings of security: who has promised what by which treaty, who supplies arms, whose troops are there, and own means.

A promise is told with its name and its days; that there is none is told too. What is not known is told by its bounds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING

from counterpoise.codes.countries import spoken
from counterpoise.words.catalogue import figures, listed, percent
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

MOST = 4
"""As many partners as a sentence names."""


def _named(code: str) -> str:
    return spoken(code, in_text=True)


def some(codes: Sequence[str]) -> str:
    """Name partners, of many the first few and how many more.

    Examples
    --------
    >>> some(["USA", "JPN"]), some(["USA", "GBR", "FRA", "DEU", "ITA", "NLD"])
    ('the United States and Japan', 'the United States, the United Kingdom, France, Germany and 2 others')
    """
    held = [_named(one) for one in codes]
    return listed(held if len(held) <= MOST + 1 else [*held[:MOST], f"{len(held) - MOST} others"])


def only_one(result: Result) -> str | None:
    """Give the country of a result, if it is one."""
    held = [str(one) for one in result.data["country"].values.ravel().tolist()]
    return held[0] if len(held) == 1 else None


def partners_besides(result: Result, who: str) -> list[str]:
    """Give the partners but for the country itself."""
    return [str(one) for one in result.data["partner"].values.tolist() if one != who]


def number_of(result: Result, name: str, end: str = "", **labels: str) -> float:
    """Give a number; NaN where it is missing or not there."""
    array = result.get(f"{name}{end}")
    return nan if array is None else float(array.sel(labels))


def where_true(result: Result, name: str, who: str) -> list[str]:
    """Give the partners of whom a statement holds."""
    return [p for p in partners_besides(result, who) if number_of(result, name, country=who, partner=p) == 1]


def where_unknown(result: Result, name: str, who: str) -> list[str]:
    """Give the partners of whom it is not known whether a statement holds."""
    if name not in result.data:
        return partners_besides(result, who)
    return [p for p in partners_besides(result, who) if not isfinite(number_of(result, name, country=who, partner=p))]


def acts_of(result: Result, name: str, who: str, givers: Sequence[str]) -> dict[str, list[str]]:
    """Give the acts behind a promise, each with its days by party."""
    kinds = result.companion(name, "kind")
    held: dict[str, list[str]] = {}
    if kinds is None:
        return held
    for one in givers:
        for text in filter(None, str(kinds.sel(country=who, partner=one).item()).split("; ")):
            title, _, days = text.partition(" (")
            held.setdefault(title, []).append(days.removesuffix(")"))
    return held


def acts(result: Result, name: str, who: str, givers: Sequence[str]) -> str:
    """Name the acts behind a promise, each with its days; an act of many parties is named once."""
    held = acts_of(result, name, who, givers)
    return "; ".join(f"{title} ({_days(days)})" for title, days in held.items())


def _days(days: Sequence[str]) -> str:
    """Give the days of an act; where they differ by party, those between which it came into force."""
    apart = sorted(set(days))
    if len(apart) == 1:
        return apart[0]
    began = sorted(found[1] for one in apart if (found := re.search(r"in force (\S+)", one)))
    signed = {found[1] for one in apart if (found := re.search(r"signed ([^,]+)", one))}
    first = f"signed {signed.pop()}, " if len(signed) == 1 else ""
    return (
        f"{first}in force for the first of these since {began[0]}, for the last since {began[-1]}"
        if began
        else "; ".join(apart)
    )


@finding("security")
def promised(result: Result) -> str | None:
    """Tell who has promised to defend the country by which treaty, or that nobody has."""
    who = only_one(result)
    if who is None or "defence_obligation" not in result.data:
        return None
    country = _named(who)
    givers, owed = where_true(result, "defence_obligation", who), where_true(result, "mutual_assistance_clause", who)
    unknown = where_unknown(result, "defence_obligation", who)
    if givers:
        verb = "has" if len(givers) == 1 else "have"
        named = acts(result, "defence_obligation", who, givers)
        return f"{some(givers)} {verb} promised by treaty to defend {country}{f': {named}' if named else ''}."
    if unknown:
        return f"whether {_any(unknown)} has promised to defend {country} is not known."
    none = _denied(result, who, f"promised by treaty to defend {country}")
    if not owed:
        return f"{none}."
    named = acts(result, "mutual_assistance_clause", who, owed)
    verb = "owes" if len(owed) == 1 else "owe"
    return f"{none} as an ally; {some(owed)} {verb} it aid by Article 42(7) alone{f': {named}' if named else ''}."


def _any(codes: Sequence[str]) -> str:
    return " or ".join(_named(one) for one in codes) if len(codes) <= MOST else f"any of {len(codes)} countries"


def _denied(result: Result, who: str, what: str) -> str:
    """Say that nobody has done something: no country, or none of those that were asked about."""
    partners = partners_besides(result, who)
    if result.data.attrs.get("everyone") or not partners:
        return f"no country has {what}"
    if len(partners) == 1:
        return f"{_named(partners[0])} has not {what}"
    if len(partners) == 2:
        return f"neither {_named(partners[0])} nor {_named(partners[1])} has {what}"
    return f"none of {some(partners)} has {what}"


@finding("security")
def living(result: Result) -> str | None:
    """Tell which promises have troops, arms or exercises beside them, and which are text alone."""
    who = only_one(result)
    if who is None or "living_guarantee" not in result.data:
        return None
    givers = where_true(result, "defence_obligation", who)
    alive = [one for one in givers if number_of(result, "living_guarantee", country=who, partner=one) == 1]
    dead = [one for one in givers if number_of(result, "living_guarantee", country=who, partner=one) == 0]
    said = []
    if alive:
        whose = "the promise" if alive == givers and len(alive) == 1 else f"the promise of {some(alive)}"
        said.append(f"{whose} has troops, a tenth of the arms, or exercises beside it and counts as a living guarantee")
    if dead:
        said.append(f"{'that' if said else 'the promise'} of {some(dead)} is text alone by these measures")
    unknown = [one for one in givers if one not in alive and one not in dead]
    if unknown:
        said.append(f"whether that of {some(unknown)} has is not known")
    return f"{'; '.join(said)}." if said else None


@finding("security")
def assured(result: Result) -> str | None:
    """Tell the assurances by law or declaration, which promise no defence."""
    who = only_one(result)
    if who is None or "assurance_given" not in result.data:
        return None
    givers = where_true(result, "assurance_given", who)
    if not givers:
        return None
    named = acts(result, "assurance_given", who, givers)
    verb = "has" if len(givers) == 1 else "have"
    return f"by law or declaration, and no promise of defence, {some(givers)} {verb} given it an assurance{f': {named}' if named else ''}."


def ends_of(result: Result, name: str, **labels: str) -> tuple[float, float]:
    """Give a number's bounds; NaN where there are none."""
    return number_of(result, name, "__low", **labels), number_of(result, name, "__high", **labels)


@dataclass(frozen=True)
class Amount:
    """What one partner gives: a value, or the bounds between which it is; NaN for what is not known."""

    partner: str
    value: float
    low: float
    high: float
    year: int

    @property
    def known(self) -> bool:
        """Whether it is a value and not bounds."""
        return isfinite(self.value)

    @property
    def least(self) -> float:
        """The value, or the lower bound."""
        return self.value if self.known else self.low


def amounts_of(result: Result, name: str, who: str) -> list[Amount]:
    """Give a measure's leading amounts by partner, the largest first; of those that may be nothing two at most."""
    found = []
    for one in partners_besides(result, who):
        labels = {"country": who, "partner": one}
        low, high = ends_of(result, name, **labels)
        year = number_of(result, name, "__year", **labels)
        held = Amount(one, number_of(result, name, **labels), low, high, int(year) if isfinite(year) else 0)
        bounded = isfinite(low) and isfinite(high) and (low > 0 or not result.data.attrs.get("everyone"))
        if held.known or bounded:
            found.append(held)
    kept = sorted((one for one in found if one.least > 0), key=lambda one: -one.least)
    kept += [one for one in found if one.least <= 0 and not one.known][:2]
    return kept[:MOST]


def years_of(held: Sequence[Amount]) -> list[int]:
    """Give the years that amounts are of."""
    return sorted({one.year for one in held if one.year})


def _amounts(result: Result, name: str, who: str, write: str) -> tuple[list[str], list[int]]:
    """Write a measure's amounts by partner, with the years that they are of."""
    held = amounts_of(result, name, who)
    return [f"{_span(one, write)} {{}} {_named(one.partner)}" for one in held], years_of(held)


def _span(one: Amount, write: str) -> str:
    if one.known:
        return _amount(one.value, write)
    low = _amount(one.low, "" if write == "%" else write)
    return f"between {low} and {_amount(one.high, write)}"


def _amount(value: float, write: str) -> str:
    if write == "%":
        return percent(value)
    if write == "":
        return figures(100 * value) if value else "0"
    return f"{float(figures(value)):,.0f}" if value else "0"


def _years(years: Sequence[int]) -> str:
    return "" if not years else f" ({years[0]})" if len(years) == 1 else f" ({years[0]} to {years[-1]})"


@finding("security")
def armed(result: Result) -> str | None:
    """Tell who supplied the arms that were delivered over five years."""
    who = only_one(result)
    if who is None or "arms_supplier_share" not in result.data:
        return None
    parts, years = _amounts(result, "arms_supplier_share", who, "%")
    if not parts:
        none = not where_unknown(result, "arms_supplier_share", who)
        return f"{_denied(result, who, 'supplied any of its major arms')}, as far as is recorded." if none else None
    end = f" in the five years to {years[-1]}" if years else ""
    return f"of the major arms delivered to it{end}, {listed([one.format('from' if k else 'came from') for k, one in enumerate(parts)])}."


@finding("security")
def stationed(result: Result) -> str | None:
    """Tell whose troops stand in the country."""
    who = only_one(result)
    if who is None or "troops_stationed" not in result.data:
        return None
    parts, years = _amounts(result, "troops_stationed", who, ",")
    if parts:
        return f"troops stationed in {_named(who)} by consent{_years(years)}: {listed([one.format('of') for one in parts])}."
    none = not where_unknown(result, "troops_stationed", who)
    return f"{_denied(result, who, f'troops stationed in {_named(who)} by consent')}." if none else None


@finding("security")
def own_weapons(result: Result) -> str | None:
    """Tell whether the country has nuclear weapons, and its own forces."""
    who = only_one(result)
    if who is None or "own_nuclear_weapons" not in result.data:
        return None
    has = number_of(result, "own_nuclear_weapons", country=who)
    known = isfinite(has)
    first = (
        f"it has {'' if has else 'no '}nuclear weapons of its own"
        if known
        else "whether it has nuclear weapons of its own is not known"
    )
    share = number_of(result, "own_expenditure_share", country=who)
    forces = number_of(result, "own_forces", country=who)
    means = [f"spends {percent(share)} of GDP on its forces"] if isfinite(share) else []
    means += [f"has {_amount(forces, ',')} active troops"] if isfinite(forces) and forces else []
    return f"{first}; it {listed(means)}." if means else f"{first}."
