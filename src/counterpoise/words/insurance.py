"""Findings of a hedge: what it is worth, what it costs, and what of it firms would do unasked; all of them conditional."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.codes.countries import spoken
from counterpoise.codes.groups import is_group
from counterpoise.codes.groups import name as group_name
from counterpoise.words.catalogue import figures, listed, percent
from counterpoise.words.findings import finding, value_of

if TYPE_CHECKING:
    from counterpoise.core.result import Result

ADEQUATE, CALM, TODAY = "adequate level", "best without risk", "today"


LEAST = 0.00001
"""Below this, in per cent, a hedge is worth nothing that a number could tell."""


def named(word: str) -> str:
    """Write a country or a group, or a list of them."""
    return listed([group_name(one) if is_group(one) else spoken(one, in_text=True) for one in word.split(",")])


def sides(result: Result) -> tuple[str, str]:
    """Give who hedges and against whom."""
    return str(result.data["country"].item()), str(result.data["partner"].item())


def number(value: float) -> str:
    """Write a per cent with two significant figures."""
    return f"{figures(value)} %" if abs(value) >= LEAST else f"less than {LEAST:.5f} %"


@finding("hedge")
def worth(result: Result) -> str | None:
    """Tell what hedging is worth, and the part that firms bring."""
    value, unasked = value_of(result, "hedging_value_pct"), value_of(result, "unasked_value_pct")
    if value is None or unasked is None:
        return None
    who, whom = sides(result)
    brought = (
        f"firms that foresee the risk would bring {number(unasked)} unasked."
        if unasked >= 0.0
        else f"firms that foresee the risk would hedge so much unasked that {number(-unasked)} is lost: policy has to hold them back."
    )
    return (
        f"at a probability of {result.attrs['probability']:g} that {result.attrs['cut']:g} % of its trade with {named(whom)} ends, hedging is "
        f"worth {number(value)} of today's real income to {named(who)}; {brought}"
    )


@finding("hedge")
def level(result: Result) -> str | None:
    """Tell the adequate level of the tie."""
    now, calm, then = (value_of(result, "tie_level", part=one) for one in (TODAY, CALM, ADEQUATE))
    if now is None or calm is None or then is None:
        return None
    _, whom = sides(result)
    return (
        f"the adequate level, which is the one that this probability and this risk aversion imply: {percent(then)} of imports come from "
        f"{named(whom)}, against {percent(now)} today and {percent(calm)} where nothing is risked."
    )


def step_of(result: Result) -> tuple[float, float] | None:
    """Give what moves the tie from today's level: percentage points without any risk, and those that the risk adds."""
    now, calm, then = (value_of(result, "tie_level", part=one) for one in (TODAY, CALM, ADEQUATE))
    return None if now is None or calm is None or then is None else (100.0 * (calm - now), 100.0 * (then - calm))


def points(step: float) -> str:
    """Write a step in percentage points with its sign, two significant figures."""
    return f"{'-' if step < 0 else '+'}{figures(abs(step))}" if abs(step) >= LEAST else "0"


@finding("hedge")
def of_the_risk(result: Result) -> str | None:
    """Tell how much of the step from today is for the risk, and how much is an optimal tariff's."""
    steps = step_of(result)
    if steps is None:
        return None
    calm, risk = steps
    _, whom = sides(result)
    mostly = " most of it is no hedge:" if abs(risk) < abs(calm) else ""
    gain = f", as a tariff's gain from cheaper imports for as long as {named(whom)} does not answer" if calm < 0 else ""
    return (
        f"of the step from today's level to it,{mostly} {points(risk)} percentage points are for the risk; {points(calm)} would be best "
        f"without any risk{gain}."
    )


@finding("hedge")
def cost(result: Result) -> str | None:
    """Tell what the hedge costs in a calm year and saves in the rupture."""
    found = {
        (one, part): value_of(result, one, part=part)
        for one in ("calm_pct", "rupture_pct")
        for part in (CALM, ADEQUATE)
    }
    if any(one is None for one in found.values()):
        return None
    change = {one: (found[one, ADEQUATE] or 0.0) - (found[one, CALM] or 0.0) for one in ("calm_pct", "rupture_pct")}
    return (
        f"beside the best policy without risk it takes {number(max(-change['calm_pct'], 0.0))} of real income in a calm year, and in the "
        f"rupture real income is {number(max(change['rupture_pct'], 0.0))} of today's higher."
    )


@finding("hedge")
def where_it_stops(result: Result) -> str | None:
    """Name the corner."""
    corner = result.attrs.get("corner")
    if not corner:
        return None
    _, whom = sides(result)
    if corner == "nearly exit":
        return f"the policy is nearly exit from {named(whom)}: less than a tenth of today's share in imports is left."
    how = "in every sector" if corner == "exit" else "in some sectors"
    return f"the policy stops at a corner: {how} the best is exit from {named(whom)}, as far as the bounds allow."
