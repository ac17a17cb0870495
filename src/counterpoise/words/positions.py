"""Findings of a bridge: through whom most passes, whom agreements and promises tie to both, who loses if the two decouple."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from counterpoise.codes.countries import spoken
from counterpoise.codes.groups import is_group
from counterpoise.codes.groups import name as group_name
from counterpoise.words.catalogue import figures, listed, percent
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

FEW, SOME = 3, 12
LOSES, GAINS, MIXED = "complement", "bystander", "mixed"
KINDS = {"agreement": "trade agreements", "security": "promises of defence"}


@dataclass(frozen=True)
class Side:
    """Who loses, or gains, where trade between the powers gets dearer: how many, and the most of them with their change."""

    count: int
    most: tuple[tuple[str, float], ...]


def power(code: str) -> str:
    """Write a power within a sentence.

    Examples
    --------
    >>> power("USA"), power("EU27")
    ('the United States', 'the European Union')
    """
    return f"the {group_name(code)}" if is_group(code) else spoken(code, in_text=True)


def powers_of(result: Result) -> list[str]:
    """Give the two powers' codes."""
    return [str(one) for one in result.attrs["powers"]]


def leading(result: Result) -> list[tuple[str, float]]:
    """Give the countries through which most passes, with the share both ways together."""
    data = result.data
    pairs = zip(data["country"].values.tolist(), data["through_both"].values.tolist(), strict=True)
    return [(str(code), share) for code, share in pairs if isfinite(share) and share > 0][:FEW]


def billions(result: Result) -> float:
    """Give what the two absorb from each other, billion USD."""
    return float(result.data["absorbed_between"].sum()) / 1000.0


def brokers(result: Result, kind: str) -> list[str]:
    """Give the countries that ties of a kind make brokers between the two."""
    data = result.data
    pairs = zip(data["country"].values.tolist(), data[f"{kind}_broker"].values.tolist(), strict=True)
    return [str(code) for code, tied in pairs if tied == 1]


def tied(result: Result, kind: str) -> bool:
    """Say whether the two powers themselves are tied."""
    return float(result.diagnostics["powers_tied"][kind]) > 0


def times(result: Result) -> list[str]:
    """Give the times that the answer holds side by side, or one without a name."""
    held = result.data["decoupling_slope"]
    return [str(one) for one in held["horizon"].values.tolist()] if "horizon" in held.dims else [""]


def side(result: Result, time: str, word: str) -> Side:
    """Give the countries with an interest of a kind at one time, the largest first."""
    at = {"horizon": time} if time else {}
    slope, kind = (result.data[name].sel(at).values.tolist() for name in ("decoupling_slope", "decoupling_slope__kind"))
    held = zip(result.data["country"].values.tolist(), slope, kind, strict=True)
    found = sorted(((str(code), value) for code, value, one in held if one == word), key=lambda pair: -abs(pair[1]))
    return Side(len(found), tuple(found[:FEW]))


@finding("bridge")
def production(result: Result) -> str | None:
    """Tell through whom most passes."""
    first, second = map(power, powers_of(result))
    held = leading(result)
    if not held:
        return None
    said = listed([f"{percent(share)} through {power(code)}" for code, share in held])
    verb = "passes" if len(held) == 1 else "pass"
    return (
        f"of the value added that {first} and {second} absorb from each other ({billions(result):,.0f} billion USD a year), "
        f"{said.replace(' through', f' {verb} through', 1)}; one path can pass through several countries, so that shares overlap."
    )


def _structure(result: Result, kind: str) -> str | None:
    first, second = map(power, powers_of(result))
    word = KINDS[kind]
    if tied(result, kind):
        return f"{first} and {second} are tied by {word} themselves, so that nobody brokers between them."
    held = brokers(result, kind)
    if result.data[f"{kind}_broker"].isnull().all():
        return None
    if not held:
        return f"{word} tie none of these countries to both {first} and {second}."
    who = listed([power(one) for one in held]) if len(held) <= SOME else f"{len(held)} countries"
    return f"{word} tie {who} to both {first} and {second}, which have none with each other."


@finding("bridge")
def structure(result: Result) -> str | None:
    """Tell whom trade agreements tie to both."""
    return _structure(result, "agreement")


@finding("bridge")
def security(result: Result) -> str | None:
    """Tell whom promises of defence tie to both."""
    return _structure(result, "security")


@finding("bridge")
def interest(result: Result) -> str | None:
    """Tell who loses and who gains if the two decouple, at each of the times."""
    first, second = map(power, powers_of(result))
    many = len(result.data["country"])
    said = []
    for time in times(result):
        falls, rises, mixed = (side(result, time, word) for word in (LOSES, GAINS, MIXED))
        when = f"in the {time} run " if time else ""
        if many == 1:
            said.append(when + _alone(result, time))
            continue
        turns = f"; in {mixed.count} more its sign turns with the size or direction of the change{_most(mixed)}"
        said.append(
            f"{when}falls in {falls.count} of {many} others{_most(falls)} and rises in "
            f"{rises.count}{_most(rises)}{turns * bool(mixed.count)}"
        )
    return f"if trade between {first} and {second} gets 1 % dearer, all else as it was, real income {'; '.join(said)}."


def only(result: Result, time: str) -> tuple[str, float, str]:
    """Give the one country of an answer: its code, its change and its kind."""
    at = {"horizon": time} if time else {}
    slope, kind = (result.data[name].sel(at).values.item() for name in ("decoupling_slope", "decoupling_slope__kind"))
    return str(result.data["country"].values.item()), float(slope), str(kind)


def _alone(result: Result, time: str) -> str:
    code, value, kind = only(result, time)
    if kind not in (LOSES, GAINS, MIXED):
        return f"hardly changes in {power(code)}"
    turns = ", but its sign turns with the size or direction of the change" if kind == MIXED else ""
    return f"{'falls' if value < 0 else 'rises'} in {power(code)} by {figures(abs(value))} %{turns}"


def _most(found: Side) -> str:
    named = [f"{power(code)} {figures(abs(value))} %" for code, value in found.most]
    return f" (most: {listed(named)})" if named else ""


@finding("bridge")
def acceptance(result: Result) -> str | None:  # noqa: ARG001 - it holds of every answer
    """Tell what a position is not."""
    return "a position between two powers is not acceptance by either of them."
