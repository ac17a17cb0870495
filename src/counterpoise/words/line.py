"""Findings of a line: where the outcome may lie, who holds and who pulls it, and what would win against the status quo."""

from __future__ import annotations

from math import isfinite, log10
from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries, spoken
from counterpoise.words.catalogue import figures, listed, percent
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

MOST = 4
"""As many actors as a sentence names."""

STEP = 10
"""By how many per cent a sentence lets an actor's weight grow."""


def spot(result: Result, value: float) -> str:
    """Write a point of the line: to about a hundredth of its length.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> line = SimpleNamespace(data=SimpleNamespace(attrs={"scale": [4.0, 10.0]}))
    >>> spot(line, 7.389956), spot(line, 7.0)
    ('7.4', '7.0')
    """
    low, high = result.data.attrs["scale"]
    places = max(round(2 - log10(high - low)), 0)
    return f"{value + 0.0:.{places}f}"


def portion(share: float) -> str:
    """Write a share of draws or of a variance; only what is whole is 100 %.

    Examples
    --------
    >>> portion(0.8704), portion(0.9996), portion(1.0)
    ('87 %', 'more than 99 %', '100 %')
    """
    return "more than 99 %" if 0.99 < share < 1.0 else percent(share)


def number(result: Result, name: str) -> float | None:
    """Give a number of the line as a whole, or None where there is none."""
    value = float(result.data[name]) if name in result.data else float("nan")
    return value if isfinite(value) else None


def ends(result: Result, name: str) -> tuple[float, float] | None:
    """Give the ends of a number's interval, or None where nothing is drawn."""
    low, high = (number(result, f"{name}__{end}") for end in ("low", "high"))
    return None if low is None or high is None else (low, high)


def code_of(result: Result, name: str) -> str:
    """Give the code of an actor that goes by its country's name; nothing for any other."""
    place = result.data["party"].values.tolist().index(name)
    code = str(result.data["country"].values[place])
    return code if code in countries() and spoken(code) == name else ""


def called(result: Result, name: str) -> str:
    """Write who an actor is within a sentence."""
    code = code_of(result, name)
    return spoken(code, in_text=True) if code else name


def holders(result: Result) -> tuple[list[str], int]:
    """Give those who hold the median, as many as a sentence names, and how many more there are."""
    held = list(result.data.attrs["pivots"])
    return held[:MOST], len(held) - len(held[:MOST])


def strongest(result: Result) -> tuple[tuple[str, float] | None, tuple[str, float] | None]:
    """Give whose greater weight moves the mean down most, and up most, with what it moves it by."""
    pull = result.data["pull"].to_series() * STEP / 100.0
    low, high = str(pull.idxmin()), str(pull.idxmax())
    least, most = float(pull.min()), float(pull.max())
    return (low, least) if least < 0 else None, (high, most) if most > 0 else None


def sides(result: Result) -> tuple[list[str], list[str], float] | None:
    """Give who prefers the mean to the status quo, who does not, and the former's share of the weight."""
    if "status_quo_gain" not in result.data:
        return None
    gain = result.data["status_quo_gain"].to_series()
    weight = result.data["weight_share"].to_series()
    yes = [str(one) for one, value in gain.items() if value > 0]
    no = [str(one) for one, value in gain.items() if value <= 0]
    return yes, no, float(weight[yes].sum())


def widest(result: Result) -> tuple[str, str, float] | None:
    """Give whose range of which number makes the mean unsure most, and its share of the variance."""
    if "range_share" not in result.data:
        return None
    held = result.data["range_share"]
    share = float(held.max())
    first = held.where(held == share, drop=True)
    return (str(first["party"].values[0]), str(first["parameter"].values[0]), share) if share > 0 else None


@finding("positions")
def outcome(result: Result) -> str:
    """Tell the weighted mean and the weighted median, and who holds it."""
    low, high = result.data.attrs["scale"]
    mean, middle = (float(result.data[name]) for name in ("compromise", "median_position"))
    names, more = holders(result)
    who = listed([*(called(result, one) for one in names), *([f"{more} more"] if more else [])])
    stand = "stands" if len(names) + more == 1 else "stand"
    head = (
        f"on a line from {low:g} to {high:g} the positions, weighted by salience and capability, have their mean at {spot(result, mean)} and "
        f"their median at {spot(result, middle)}"
    )
    first, last = result.data.attrs["median"]
    if first != last:
        return f"{head}, the middle of {spot(result, first)} and {spot(result, last)}, where {who} {stand}."
    return f"{head}, where {who} {stand}."


@finding("positions")
def error(result: Result) -> str:
    """Tell what the weighted mean errs by elsewhere: no point is a forecast."""
    return (
        f"no point is a forecast: on 353 issues of European lawmaking the weighted mean errs by 23 % of the scale on average, which here is "
        f"{spot(result, float(result.data['usual_error']))} either way."
    )


@finding("positions")
def sure(result: Result) -> str | None:
    """Tell where the draws put the outcome, and how often the median stays with whom it is."""
    mean, middle = ends(result, "compromise"), ends(result, "median_position")
    kept = number(result, "median_kept_share")
    if mean is None or middle is None or kept is None:
        return None
    least, most = (spot(result, float(result.data[f"compromise_{one}"])) for one in ("least", "most"))
    return (
        f"in {figures(result.data.attrs['interval'])} % of the draws from the ranges the mean lies from {spot(result, mean[0])} to "
        f"{spot(result, mean[1])} and the median from {spot(result, middle[0])} to {spot(result, middle[1])}; the median stays with whom it is "
        f"in {portion(kept)} of them, and however the ranges are drawn the mean is not below {least} or above {most}."
    )


@finding("positions")
def unsure(result: Result) -> str | None:
    """Tell which range makes the mean unsure most."""
    held = widest(result)
    if held is None:
        return None
    who, what, share = held
    return f"of all ranges, the one for the {what} of {called(result, who)} leaves the mean most unsure: {portion(share)} of its variance."


@finding("positions")
def pulls(result: Result) -> str | None:
    """Tell whose greater salience or capability moves the mean most, either way."""
    said = [
        f"for {called(result, held[0])} {way} by {figures(abs(held[1]))}"
        for held, way in zip(strongest(result), ("down", "up"), strict=True)
        if held is not None
    ]
    return f"{STEP} % more salience or capability moves the mean most {listed(said)}." if said else None


@finding("positions")
def step(result: Result) -> str:
    """Tell whose step on the line moves the mean most."""
    weight = result.data["weight_share"].to_series()
    who, share = str(weight.idxmax()), float(weight.max())
    name = called(result, who)
    return f"a step of {name} along the line moves the mean by {percent(share)} of the step, its share of all weight, and nobody's by more."


@finding("positions")
def unbeaten(result: Result) -> str | None:
    """Tell which points no winning majority leaves for another."""
    low, high = (number(result, name) for name in ("core_low", "core_high"))
    if low is None or high is None:
        return None
    if low == high:
        return f"under the rule nothing beats {spot(result, low)}, and it beats every other point."
    return f"under the rule nothing beats the points from {spot(result, low)} to {spot(result, high)}."


@finding("positions")
def today(result: Result) -> str | None:
    """Tell who prefers the mean to the status quo."""
    held = sides(result)
    if held is None:
        return None
    yes, no, share = held
    quo = spot(result, result.data.attrs["status_quo"])
    against = f"; {listed([called(result, one) for one in no])} would not" if 0 < len(no) <= MOST else ""
    return f"{len(yes)} of {len(yes) + len(no)} actors, with {percent(share)} of the weight, prefer the mean to the status quo of {quo}{against}."


@finding("positions")
def winning(result: Result) -> str | None:
    """Tell which points would win against the status quo, and whether the mean is one of them."""
    low, high, passes = (number(result, name) for name in ("winset_low", "winset_high", "pass_share"))
    if low is None or high is None or passes is None:
        return None
    quo = spot(result, result.data.attrs["status_quo"])
    if low == high:
        return f"under the rule nothing wins against the status quo of {quo}."
    if result.data.attrs["drawn"]:
        mean = f"the mean does in {portion(passes)} of the draws"
    else:
        mean = "the mean is one of them" if passes else "the mean is none of them"
    return f"under the rule the points between {spot(result, low)} and {spot(result, high)} win against the status quo of {quo}; {mean}."
