"""Findings of an optimum: what the rates are worth, how much of that is their pattern, and who pays; all conditional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise.codes.countries import spoken
from counterpoise.codes.groups import is_group
from counterpoise.codes.groups import name as group_name
from counterpoise.words.catalogue import figures, listed, possessive
from counterpoise.words.changes import SMALL, known_in, level, size
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

KINDS = {"tariff": "tariff", "export_tax": "export tax"}
FLAT = 0.05
"""A pattern that adds less than this part of the gain is no pattern to read anything into."""

MOST = 3
"""As many countries as a sentence names on each side."""


@dataclass(frozen=True)
class Rate:
    """A rate with what it is worth, in per cent."""

    kind: str
    partner: str
    sector: str
    value: float
    worth: float


def setter_of(result: Result) -> str:
    """Give who sets the rates."""
    return str(result.attrs.get("setter", ""))


def kinds_of(result: Result) -> list[str]:
    """Give the kinds of tax that were free."""
    return [kind for kind in KINDS if result.get(f"{kind}_optimal_pct") is not None]


def single_of(result: Result, kind: str) -> float:
    """Give the best single rate of a kind, in per cent."""
    return float(result.data[f"{kind}_single_pct"].item())


def rates_of(result: Result) -> list[Rate]:
    """Give the rates, those that are worth most first."""
    found = []
    for kind in kinds_of(result):
        worth = result.data[f"{kind}_worth_pct"].isel(setter=0)
        values = result.data[f"{kind}_optimal_pct"].isel(setter=0)
        stacked = worth.stack(rate=worth.dims) if worth.dims else worth.expand_dims("rate")
        others = values.stack(rate=values.dims) if values.dims else values.expand_dims("rate")
        for k in range(stacked.sizes["rate"]):
            label = dict(zip(worth.dims, stacked["rate"].values[k], strict=True)) if worth.dims else {}
            if float(stacked[k]) == float(stacked[k]):
                found.append(
                    Rate(
                        kind,
                        str(label.get("partner", "")),
                        str(label.get("sector", "")),
                        float(others[k]),
                        float(stacked[k]),
                    )
                )
    return sorted(found, key=lambda one: -abs(one.worth))


def gains_of(result: Result) -> tuple[float, float]:
    """Give the gain of the optimum and that of the best single rate, in per cent."""
    return float(result.attrs.get("gain_pct", 0.0)), float(result.attrs.get("single_gain_pct", 0.0))


def against_of(result: Result) -> list[str]:
    """Give whose trade the rates are on; empty where it is everyone's."""
    return [str(one) for one in result.attrs.get("against", ()) if one != "ALL"]


def outsiders(result: Result) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Give those who lose and who gain most by the rates, beside the setter."""
    held = [(one, value) for one, value in known_in(result, "welfare_pct").items() if one != setter_of(result)]
    losers = [pair for pair in held if pair[1] <= -SMALL][:MOST]
    gainers = [pair for pair in reversed(held) if pair[1] >= SMALL][:MOST]
    return losers, gainers


def _partner(word: str) -> str:
    return group_name(word) if is_group(word) else spoken(word, in_text=True)


def _rate(kind: str, value: float) -> str:
    """Write a rate, or a subsidy.

    Examples
    --------
    >>> _rate("tariff", 9.47), _rate("export_tax", -12.0)
    ('a tariff of 9.5 %', 'an export subsidy of 12 %')
    """
    if value < 0:
        return f"an {'import' if kind == 'tariff' else 'export'} subsidy of {figures(-value)} %"
    return f"{'a tariff' if kind == 'tariff' else 'an export tax'} of {figures(value)} %"


@finding("optimal")
def gain(result: Result) -> str | None:
    """Tell what the best rates bring the country that sets them, beside the best single one."""
    setter, (whole, single) = setter_of(result), gains_of(result)
    whom = against_of(result)
    on = f" on trade with {listed([_partner(one) for one in whom])}" if 0 < len(whom) <= MOST else ""
    number = int(result.attrs.get("rates", 0))
    one = listed([_rate(kind, single_of(result, kind)) for kind in kinds_of(result)])
    head = f"if nobody answers, the rates that maximise {possessive(setter)} real income in the model{on}"
    if number == 1:
        head = head.replace("the rates that maximise", "the rate that maximises")
        return f"{head} is {one}: real income is then {level(whole)}."
    if number <= len(kinds_of(result)):
        return f"{head} are {one}: real income is then {level(whole)}."
    return f"{head}, {number:,} of them, leave it {level(whole)}; with one rate for all, {one}, it is {level(single)}."


@finding("optimal")
def pattern(result: Result) -> str | None:
    """Tell whether the pattern of rates is worth anything beside one rate for all."""
    (whole, single), held = gains_of(result), rates_of(result)
    if len(held) <= len(kinds_of(result)) or whole <= 0:
        return None
    beyond = whole - single
    if beyond < FLAT * whole:
        return f"the pattern of the rates adds {size(beyond)} of real income: it is one rate that matters, not the pattern."
    return (
        f"of that gain the pattern of the rates is {figures(100 * beyond / whole)} %, or {size(beyond)} of real income."
    )


@finding("optimal")
def most_worth(result: Result) -> str | None:
    """Tell which rates are worth most."""
    held, (whole, _) = rates_of(result), gains_of(result)
    if len(held) <= len(kinds_of(result)) or whole <= 0:
        return None
    several = len({one.kind for one in held}) > 1
    said = []
    for one in held[:MOST]:
        place = " ".join(part for part in (KINDS[one.kind] if several else "", one.partner, one.sector) if part)
        said.append(f"{place} ({figures(one.value)} %, worth {size(one.worth)})")
    return f"the rates that are worth most are {listed(said)}."


@finding("optimal")
def others(result: Result) -> str | None:
    """Tell who loses and who gains by them."""
    losers, gainers = outsiders(result)
    parts = [
        f"real income is {listed([f'{level(value)} in {spoken(one, in_text=True)}' for one, value in side])}"
        for side in (losers, gainers)
        if side
    ]
    return f"among the others {'; '.join(parts)}." if parts else None
