"""Findings on what a change of a tie would cost: a rupture, its partial forms, an agreement; conditional, with their bands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise.codes.changes import named
from counterpoise.codes.countries import spoken
from counterpoise.words.catalogue import figures, listed
from counterpoise.words.changes import SMALL, size
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

RUNS = ("short", "long")
PARTIAL = ("half", "technology", "tariffs")
EASING = ("freed", "deeper")
MOST_OWN = 4
"""Changes of one's own that a paragraph tells."""


@dataclass(frozen=True)
class Change:
    """What a change does to one side at one time, per cent of real income, with the ends of its band; missing where unknown."""

    value: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Say whether there is an equilibrium."""
        return math.isfinite(self.value)

    @property
    def banded(self) -> bool:
        """Say whether it has a band."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def unsure(self) -> bool:
        """Say whether its band holds both a loss and a gain."""
        return self.banded and self.low < 0 < self.high


def country_of(result: Result) -> str:
    """Give whom the answer is about."""
    return str(result.data["country"].item())


def powers_of(result: Result) -> list[str]:
    """Give the powers, each once, in the order in which they were named."""
    return list(dict.fromkeys(str(one) for one in result.data["partner"].values if str(one)))


def label_of(result: Result, kind: str, power: str) -> str | None:
    """Give the label of a standard change with a power; None where it was not asked."""
    for label, one, other in zip(
        *(result.data[name].values.tolist() for name in ("scenario", "kind", "partner")), strict=True
    ):
        if (one, other) == (kind, power):
            return str(label)
    return None


def own_of(result: Result) -> list[str]:
    """Give the labels of the changes of one's own."""
    pairs = zip(result.data["scenario"].values.tolist(), result.data["kind"].values.tolist(), strict=True)
    return [str(label) for label, kind in pairs if kind == "own"]


def change(result: Result, scenario: str | None, run: str, side: str = "welfare_pct") -> Change:
    """Give what a change does to a side at a time."""
    if scenario is None:
        return Change(math.nan, math.nan, math.nan)
    held = result.data.sel(scenario=scenario, horizon=run)
    value, low, high = (
        float(held[name]) if name in held else math.nan for name in (side, f"{side}__low", f"{side}__high")
    )
    return Change(value, low, high)


def runs(result: Result, scenario: str | None, side: str = "welfare_pct") -> dict[str, Change]:
    """Give what a change does to a side at each time at which it has an equilibrium."""
    found = {run: change(result, scenario, run, side) for run in RUNS}
    return {run: one for run, one in found.items() if one.known}


def _who(code: str) -> str:
    return spoken(code, in_text=True)


def _band(one: Change) -> str:
    """Give a band without signs where its ends agree, with signs where they don't."""
    if not one.banded:
        return ""
    if one.unsure:
        return f" (between a loss of {figures(-one.low)} and a gain of {figures(one.high)})"
    low, high = sorted((abs(one.low), abs(one.high)))
    return f" ({figures(low)} to {figures(high)})"


def _amount(one: Change) -> str:
    return f"{size(one.value)}{_band(one)}"


def _verb(value: float) -> str:
    return "lose" if value < 0 else "gain"


def _told(found: dict[str, Change]) -> str:
    """Tell losses and gains of both times: ``lose 17 % in the short run and 2.1 % in the long run``."""
    words = {"short": "in the short run", "long": "in the long run"}
    parts, last = [], ""
    for run, one in found.items():
        verb = _verb(one.value)
        parts.append(f"{'' if verb == last else verb + ' '}{_amount(one)} {words[run]}")
        last = verb
    return listed(parts)


@finding("costs")
def rupture(result: Result) -> str | None:
    """Tell what a rupture with each power would cost."""
    said = [
        f"if nine tenths of the trade with {_who(power)} were cut, it would {_told(found)}"
        for power in powers_of(result)
        if (found := runs(result, label_of(result, "rupture", power)))
    ]
    if not said:
        return None
    head = f"in the model, and all else equal, this becomes of {_possessive(country_of(result))} real income"
    return f"{head}: {'; '.join(said)}{_bands_of(result)}."


def _possessive(code: str) -> str:
    word = _who(code)
    return word + ("'" if word.endswith("s") else "'s")


def _bands_of(result: Result) -> str:
    """Say what the numbers in brackets are, where there are any."""
    if "welfare_pct__low" not in result.data:
        return ""
    share = figures(float(result.diagnostics["interval"]))
    return f"; in brackets, the middle {share} % of {result.diagnostics['draws']} draws of the elasticities"


@finding("costs")
def theirs(result: Result) -> str | None:
    """Tell what the rupture would cost the other side."""
    said = [
        f"{_who(power)} would {_told(found)}"
        for power in powers_of(result)
        if (found := runs(result, label_of(result, "rupture", power), "partner_welfare_pct"))
    ]
    return f"the same ruptures on the other side: {'; '.join(said)}." if said else None


@finding("costs")
def which(result: Result) -> str | None:
    """Tell with whom a rupture would cost most in the long run, how much more than with the other, and what it would cost soon."""
    found = {p: change(result, label_of(result, "rupture", p), "long") for p in powers_of(result)}
    known = sorted(((one.value, power) for power, one in found.items() if one.known and one.value < 0))
    if not known:
        return None
    (most, worst), (least, best) = known[0], known[-1]
    beside = f", {figures(most / least)} times what one with {_who(best)} would" if best != worst else ""
    return (
        f"in the model's long run a rupture with {_who(worst)} would cost {_who(country_of(result))} "
        f"{_amount(found[worst])} of its real income{beside}{_soon(change(result, label_of(result, 'rupture', worst), 'short'))}."
    )


def _soon(one: Change) -> str:
    return f"; in its short run, it would {_verb(one.value)} {_amount(one)}" if one.known else ""


_PARTLY = {
    "half": "half of the trade lost",
    "technology": "nine tenths of the trade in electronics, electrical equipment and machinery lost",
    "tariffs": "tariffs 25 points higher in both directions",
}


@finding("costs")
def partly(result: Result) -> str | None:
    """Tell what the partial forms would cost; their bands stand in the table."""
    said = []
    for power in powers_of(result):
        parts = [
            f"{words} {_short(found)}"
            for kind, words in _PARTLY.items()
            if (found := runs(result, label_of(result, kind, power)))
        ]
        if parts:
            said.append(f"with {_who(power)}, {'; '.join(parts)}")
    if not said:
        return None
    head = (
        f"lesser changes, in per cent of {_possessive(country_of(result))} real income in the short and in the long run"
    )
    return f"{head}: {'. '.join(_capital(one) for one in said)}."


def _short(found: dict[str, Change]) -> str:
    """Give a change at both times as signed numbers; one whose band holds both signs says so."""
    return " and ".join(
        f"{_signed(one.value)}{' (its sign is unsure)' if one.unsure else ''}" for one in found.values()
    )


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'}{size(value)}" if abs(value) >= SMALL else size(value)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


_EASED = {
    "freed": "an agreement with {power} that ends all tariffs between the two",
    "deeper": "a deeper agreement with {power}, with all provisions that are counted",
}


@finding("costs")
def eased(result: Result) -> str | None:
    """Tell what an agreement would bring both sides."""
    said = []
    for power in powers_of(result):
        for kind, words in _EASED.items():
            label = label_of(result, kind, power)
            if found := runs(result, label):
                other = runs(result, label, "partner_welfare_pct")
                also = f" and {_who(power)} {_told(other)}" if other else ""
                said.append(
                    f"with {words.format(power=_who(power))}, {_who(country_of(result))} would {_told(found)}{also}"
                )
    return f"{'; '.join(said)}." if said else None


@dataclass(frozen=True)
class Odd:
    """A change whose sign surprises: less trade is a gain, or freer trade a loss.

    Attributes
    ----------
    label
        Of the change.
    who
        Whose real income.
    run
        When.
    value
        Per cent of real income.
    """

    label: str
    who: str
    run: str
    value: float


MOST_ODD = 3
"""Signs that surprise that a sentence names."""


def odd_of(result: Result) -> list[Odd]:
    """Give the standard changes whose sign surprises, the largest first."""
    found = []
    for power in powers_of(result):
        for kind in ("rupture", *PARTIAL, *EASING):
            label = label_of(result, kind, power)
            for who, side in ((country_of(result), "welfare_pct"), (power, "partner_welfare_pct")):
                for run, one in runs(result, label, side).items():
                    if abs(one.value) >= SMALL and (one.value > 0) == (kind not in EASING):
                        found.append(Odd(str(label), who, run, one.value))
    return sorted(found, key=lambda one: -abs(one.value))[:MOST_ODD]


@finding("costs")
def odd(result: Result) -> str | None:
    """Tell signs that surprise, and why: less trade that is a gain, freer trade that is a loss."""
    found = odd_of(result)
    if not found:
        return None
    said = [
        f"{named(result.data, one.label)}: {_signed(one.value)} for {_who(one.who)} in the {one.run} run"
        for one in found
    ]
    soon = (
        "in the short run demand hardly falls when goods get dearer, so that who buys less pays others less for what it still buys; "
        if any(one.run == "short" for one in found)
        else ""
    )
    return (
        f"signs that surprise ({'; '.join(said)}) come of the terms of trade and of tariffs' revenue: {soon}others may answer, and no "
        "reason to cut trade follows."
    )


@finding("costs")
def own(result: Result) -> str | None:
    """Tell what the changes of one's own would cost."""
    said = [
        f"under “{one}” it would {_told(found)}" for one in own_of(result)[:MOST_OWN] if (found := runs(result, one))
    ]
    return f"of the scenarios of this case, for {_who(country_of(result))}: {'; '.join(said)}." if said else None
