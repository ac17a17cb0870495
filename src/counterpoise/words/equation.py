"""Findings of the equation of both: where a country leans for its economy and for its security, and how sure that is.

A lean is told in percentage points, with the power that it goes to; what is not known is told by its bounds. A share of
weightings is called so, and never a probability.
"""

from __future__ import annotations

from itertools import groupby
from math import isfinite, nan
from typing import TYPE_CHECKING

from counterpoise.codes.countries import spoken
from counterpoise.core.prose import source_label
from counterpoise.words.catalogue import figures, listed, percent, possessive
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

SIDES = {"economic": ("economy", "net_economic_reliance"), "security": ("security", "net_security_reliance")}
"""Each side: its word, and the variable that sums it up."""

LITTLE = 0.001
"""A lean below this has no side."""

SURELY = 0.95
"""The share of weightings from which on it is said without naming them."""

MOST = 3
"""Countries that a sentence names."""


def _named(power: str) -> str:
    return spoken(power, in_text=True)


def powers_of(result: Result) -> tuple[str, str]:
    """Give the two powers in their order."""
    first, second = (str(one) for one in result.data["partner"].values.tolist())
    return first, second


def chosen_one(result: Result) -> str | None:
    """Give the country that was asked for, if it is one."""
    chosen = [str(one) for one in result.data.attrs.get("chosen", ())]
    return chosen[0] if len(chosen) == 1 and chosen[0] in result.data["country"].values.tolist() else None


def spans_of(result: Result, name: str, country: str) -> tuple[float, float, float]:
    """Give a value with its bounds; what is not known is NaN."""
    held = [result.get(f"{name}{end}") for end in ("", "__low", "__high")]
    value, low, high = (nan if one is None else float(one.sel(country=country)) for one in held)
    return value, low, high


def points(share: float) -> str:
    """Write the size of a lean in percentage points, with two significant figures.

    Examples
    --------
    >>> points(-0.0312), points(0.541), points(0.0)
    ('3.1', '54', '0')
    """
    return figures(100 * abs(share)) if abs(share) >= LITTLE / 100 else "0"


def between(low: float, high: float, powers: tuple[str, str]) -> str:
    """Write a span of leans: its ends with the powers that they go to.

    Examples
    --------
    >>> between(-0.06, -0.003, ("USA", "CHN")), between(-0.014, 0.021, ("USA", "CHN"))
    ('0.30 to 6.0 to China', '1.4 to China to 2.1 to the United States')
    """
    small = LITTLE / 100
    if abs(low) < small and abs(high) < small:
        return "0"
    if low > -small:
        return f"{points(low)} to {points(high)} to {_named(powers[0])}"
    if high < small:
        return f"{points(high)} to {points(low)} to {_named(powers[1])}"
    return f"{points(low)} to {_named(powers[1])} to {points(high)} to {_named(powers[0])}"


def _side(result: Result, country: str, side: str) -> str:
    """Say where one side leans, by how much, with its interval and the years of its figures."""
    powers = powers_of(result)
    word, name = SIDES[side]
    value, low, high = spans_of(result, name, country)
    bounded = isfinite(low) and isfinite(high)
    if not isfinite(value):
        known = f"is known only within bounds ({between(low, high, powers)})" if bounded else "is not known"
        return f"where its {word} leans {known}"
    notes = [_interval(value, low, high, powers) if bounded else "", _when(result, country, side)]
    told = f" ({'; '.join(filter(None, notes))})" if any(notes) else ""
    if abs(value) < LITTLE:
        return f"its {word} leans to neither by as much as {100 * LITTLE:.1f} percentage points{told}"
    return f"its {word} leans to {_named(powers[value < 0])} by {points(value)} percentage points{told}"


def _interval(value: float, low: float, high: float, powers: tuple[str, str]) -> str:
    """Write a lean's interval, without the power where both ends go to the one that the lean goes to."""
    if high - low < LITTLE / 100:
        return ""
    if abs(value) >= LITTLE and min(low * value, high * value) >= 0:
        ends = sorted((abs(low), abs(high)))
        return f"{points(ends[0])} to {points(ends[1])} as the weights vary"
    return f"from {between(low, high, powers)} as the weights vary"


def indicators_of(result: Result, side: str, *, weighed: bool = False) -> list[str]:
    """Give the indicators of a side, all or those that have a weight."""
    held = [one for one in result.variables if one.startswith("lean_")]
    held = [one for one in held if result.data[one].attrs.get("side") == side]
    return [one for one in held if not weighed or float(result.data[one].attrs.get("weight", 1)) > 0]


def years_of(result: Result, country: str, side: str) -> tuple[int, int] | None:
    """Give the first and the last year of a side's figures."""
    found = []
    for name in indicators_of(result, side, weighed=True):
        years = result.companion(name, "year")
        if years is not None and int(years.sel(country=country)):
            found.append(int(years.sel(country=country)))
    return (min(found), max(found)) if found else None


def _when(result: Result, country: str, side: str) -> str:
    """Say of which years a side's figures are."""
    years = years_of(result, country, side)
    if years is None:
        return ""
    ends = f"{years[0]}" if years[0] == years[1] else f"{years[0]} to {years[1]}"
    return f"{'accounts' if side == 'economic' else 'figures'} of {ends}"


@finding("equation")
def leaning(result: Result) -> str | None:
    """Tell where the economy leans and where the security does, each with its interval."""
    who = chosen_one(result)
    if who is None:
        return None
    first, second = (_side(result, who, side) for side in SIDES)
    mine = first.replace("its economy", f"{possessive(who)} economy", 1)
    rest = second.replace(" as the weights vary", "") if "as the weights vary" in first else second
    return f"{mine}, and {rest.replace(' percentage points', '') if 'percentage points' in first else rest}."


@finding("equation")
def pressed(result: Result) -> str | None:
    """Tell whether the leans go to different powers, by how much, the rank, and in what share of weightings."""
    who = chosen_one(result)
    if who is None:
        return None
    value, low, high = spans_of(result, "cross_pressure", who)
    span = f" ({_index(low)} to {_index(high)})" if isfinite(low) and isfinite(high) else ""
    leans = [spans_of(result, name, who)[0] for _, name in SIDES.values()]
    if not isfinite(value):
        known = (
            f"it lies between {_index(low)} and {_index(high)}"
            if isfinite(low) and isfinite(high)
            else "nothing is known"
        )
        said = f"how far it is pressed between the two is not known: {known}"
        if high < LITTLE:
            said = "it is hardly cross-pressured, whatever is missing"
    elif leans[0] * leans[1] < 0 and min(map(abs, leans)) >= LITTLE:
        sure = float(result.data["cross_pressured_share__low"].sel(country=who)) >= SURELY
        by = "" if sure else ", by these weights"
        ranked = _ranked(result, who, value, span)
        said = f"it is cross-pressured{by}: one power for its economy, the other for its security. {ranked}"
    elif min(map(abs, leans)) < LITTLE:
        said = "it is hardly cross-pressured, since one of the two leans is next to none"
    else:
        said = f"it is not cross-pressured by these weights, since both leans go to {_named(powers_of(result)[leans[0] < 0])}"
    return f"{said}.{_often(result, who)}"


def _ranked(result: Result, who: str, value: float, span: str) -> str:
    """Say how large the cross-pressure is, and which place that is among those that are known."""
    rank, best, worst = spans_of(result, "cross_pressure_rank", who)
    said = f"Its cross-pressure, the geometric mean of the two leans, is {_index(value)}{span}"
    if not isfinite(rank):
        return said
    known = int(result.data["cross_pressure_rank"].notnull().sum())
    ends = f" ({best:.0f} to {worst:.0f} as the weights vary)" if isfinite(best) and isfinite(worst) else ""
    return f"{said}; that is rank {rank:.0f}{ends} of {known} countries"


def _index(value: float) -> str:
    return figures(abs(value)) if abs(value) >= LITTLE / 100 else "0"


def _often(result: Result, who: str) -> str:
    """Say in what share of the weightings the leans go to different powers."""
    _, low, high = spans_of(result, "cross_pressured_share", who)
    if not (isfinite(low) and isfinite(high)):
        return ""
    draws = result.diagnostics.get("draws")
    whole = f"{draws:,} random weightings" if draws else "the random weightings"
    if high - low >= 0.005:
        share = f"in {figures(100 * low) if low else '0'} to {percent(high)} of {whole}, depending on what is missing"
    elif high >= 1 - 1e-9 and low >= 1 - 1e-9:
        share = f"in all of {whole}"
    else:
        share = f"in {percent((low + high) / 2)} of {whole}" if high > 0 else f"in none of {whole}"
    return f" The leans go to different powers {share}; that is a share of weightings, not how likely it is."


@finding("equation")
def differing(result: Result) -> str | None:
    """Tell the indicators of a side that lean to different powers."""
    who = chosen_one(result)
    if who is None:
        return None
    powers = powers_of(result)
    said = []
    for side, (word, _) in SIDES.items():
        ways = ways_of(result, who, side)
        if ways:
            parts = [
                f"to {_named(powers[not way])} lean "
                + listed([f"{result.data[name].attrs['short']} ({points(size)})" for size, name in held])
                for way, held in ways
            ]
            said.append(f"the indicators of its {word} differ in sign: {', '.join(parts)}")
    return f"{'; '.join(said)}: which one is meant matters." if said else None


def ways_of(result: Result, who: str, side: str) -> list[tuple[bool, list[tuple[float, str]]]]:
    """Give the indicators of a side by whether they lean to the first power, if not all lean to the same one.

    Those of the greater number come first, and in each the largest.
    """
    ways: dict[bool, list[tuple[float, str]]] = {True: [], False: []}
    for name in indicators_of(result, side):
        value = spans_of(result, name, who)[0]
        if isfinite(value) and abs(value) >= LITTLE:
            ways[value > 0].append((abs(value), name))
    if not all(ways.values()):
        return []
    for one in ways.values():
        one.sort(key=lambda pair: (-pair[0], pair[1]))
    return sorted(ways.items(), key=lambda one: -len(one[1]))


@finding("equation")
def since_when(result: Result) -> str | None:
    """Tell since when the economy leans to where it does, and of which years nothing is known."""
    who = chosen_one(result)
    if who is None or "trail_economic" not in result.data:
        return None
    powers = powers_of(result)
    path = path_of(result, who, "economic")
    if not path:
        return None
    runs = [(way, list(held)) for way, held in groupby(path, key=lambda one: one[1])]
    way, run = runs[-1]
    to = _named(powers[way < 0])
    first, last = run[0], run[-1]
    if len(path) == 1:
        said = f"since when its economy leans to {to} is not known: {first[0]} is the only year that is"
    elif len(runs) == 1:
        said = f"its economy leans to {to} in every year that is known, {first[0]} to {last[0]}"
    elif runs[-2][1][-1][2] == first[2]:
        before = runs[-2][1][-1][0]
        when = f"in {first[0]}" if len(run) == 1 else f"in every year that is known since {first[0]}"
        said = f"its economy leans to {to} {when}; in {before} it leaned to {_named(powers[way > 0])}"
        said += f" ({first[2]})" if first[2] else ""
    else:
        before = runs[-2][1][-1]
        said = (
            f"its economy leans to {to} in {first[0]} ({first[2]}) and leaned to {_named(powers[way > 0])} in {before[0]} "
            f"({before[2]}): the sources differ in method, so a crossing between them is not sure"
        )
    return f"{said}{_untold(result, who, last[0])}."


def path_of(result: Result, who: str, side: str) -> list[tuple[int, int, str]]:
    """Give the years in which a side leans at all: the year, to which power (1 or -1), and the source."""
    row = result.data[f"trail_{side}"].sel(country=who)
    named = result.companion(f"trail_{side}", "source")
    sources = [""] * row.size if named is None else [str(one) for one in named.sel(country=who).values.tolist()]
    return [
        (int(year), 1 if value > 0 else -1, source_label(source) if source else "")
        for year, value, source in zip(row["year"].values.tolist(), row.values.tolist(), sources, strict=True)
        if isfinite(value) and value != 0
    ]


def _untold(result: Result, who: str, last: int) -> str:
    """Say that of its security no earlier year is known, if that is so."""
    return "; where its security leaned in earlier years is not known" if untold(result, who, last) else ""


def untold(result: Result, who: str, last: int) -> bool:
    """Tell whether of the security no year before the last is known."""
    if "trail_security" not in result.data:
        return False
    row = result.data["trail_security"].sel(country=who)
    pairs = zip(row["year"].values.tolist(), row.values.tolist(), strict=True)
    return not any(isfinite(value) and year < last for year, value in pairs)


@finding("equation")
def missing(result: Result) -> str | None:
    """Tell which indicators that have a weight are missing, with the bounds that are known."""
    who = chosen_one(result)
    if who is None:
        return None
    said = []
    for side in SIDES:
        for name in indicators_of(result, side, weighed=True):
            value, low, high = spans_of(result, name, who)
            if not isfinite(value):
                told = isfinite(low) and isfinite(high)
                ends = f" (from {between(low, high, powers_of(result))})" if told else ""
                said.append(f"{result.data[name].attrs['short']}{ends}")
    return f"missing, and taken for no value but for its bounds: {listed(said)}." if said else None


@finding("equation")
def most_pressed(result: Result) -> str | None:
    """Tell, of all countries or of several, those that are pressed most between the two powers."""
    if chosen_one(result) is not None or "cross_pressure" not in result.data:
        return None
    array = result.data["cross_pressure"]
    pairs = zip(array["country"].values.tolist(), array.values.tolist(), strict=True)
    held = {str(one): float(value) for one, value in pairs if isfinite(value)}
    chosen = result.data.attrs.get("chosen", ())
    held = {one: value for one, value in held.items() if not chosen or one in chosen}
    if not held:
        return None
    first, second = (_named(one) for one in powers_of(result))
    top = sorted(held, key=lambda one: -held[one])[:MOST]
    named = [f"{_named(one)} ({_index(held[one])})" for one in top if held[one] >= LITTLE]
    count = f"of {len(held)} countries whose leans are known"
    if not named:
        return f"{count}, none is cross-pressured between {first} and {second}."
    verb = "is" if len(named) == 1 else "are"
    return f"{count}, {listed(named)} {verb} the most cross-pressured between {first} and {second}."
