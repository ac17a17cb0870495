"""Findings of votes: where countries stand, whether they have moved, and to whom they stand nearer."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, isfinite
from typing import TYPE_CHECKING

from counterpoise.codes.countries import spoken
from counterpoise.words.catalogue import listed
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

MOST = 4
"""As many countries as a sentence names."""


@dataclass(frozen=True)
class Spot:
    """A country's place in a session, with the ends of its interval."""

    country: str
    year: int
    value: float
    low: float
    high: float


def spots(result: Result, country: str) -> list[Spot]:
    """Give the sessions in which a country has a place, the first first."""
    data = result.data.sel(country=country)
    ends = (data[name].values.tolist() for name in ("ideal_point", "ideal_point__low", "ideal_point__high"))
    rows = zip(data["year"].values.tolist(), *ends, strict=True)
    return [Spot(country, int(year), *row) for year, *row in rows if isfinite(row[0])]


def latest(result: Result) -> list[Spot]:
    """Give the last place of each country, those of a sentence."""
    held = [spots(result, str(one)) for one in result.data["country"].values.tolist()]
    return [one[-1] for one in held if one][:MOST]


def apart(one: Spot, other: Spot) -> bool:
    """Say whether two places differ by more than both intervals together, were their errors independent.

    Examples
    --------
    >>> apart(Spot("KOR", 2012, 0.0, -0.3, 0.3), Spot("KOR", 2019, 0.5, 0.1, 0.9))
    False
    """
    return abs(one.value - other.value) > hypot((one.high - one.low) / 2, (other.high - other.low) / 2)


def nearest(result: Result) -> tuple[Spot, list[tuple[str, float]]] | None:
    """Give the first country's last place, and its distances to the partners, the nearest first; None without two of them."""
    if "ideal_gap" not in result.data:
        return None
    where = latest(result)[0]
    gaps = result.data["ideal_gap"].sel(country=where.country, year=where.year)
    held = [(str(code), float(gap)) for code, gap in zip(gaps["partner"].values, gaps.values, strict=True)]
    known = sorted((one for one in held if isfinite(one[1])), key=lambda one: one[1])
    return (where, known) if len(known) > 1 else None


@finding("votes")
def stands(result: Result) -> str:
    """Tell where each country stood last."""
    interval = result.data.attrs["interval"]
    told = [
        f"{spoken(one.country, in_text=True)} at {one.value:.2f} ({interval:g} % interval {one.low:.2f} to {one.high:.2f}) in {one.year}"
        for one in latest(result)
    ]
    return f"By their votes in the General Assembly these stand: {listed(told)}."


@finding("votes")
def moved(result: Result) -> str | None:
    """Tell whether the first country has moved by more than its error."""
    held = spots(result, latest(result)[0].country)
    if len(held) < 2:
        return None
    first, last = held[0], held[-1]
    who = spoken(first.country, in_text=True)
    size = f"{last.value - first.value:+.2f} from {first.year} to {last.year}"
    if apart(first, last):
        return f"The place of {who} changed by {size}, more than the errors of both years."
    return f"The place of {who} changed by {size}, which is within the errors of both years."


@finding("votes")
def nearer(result: Result) -> str | None:
    """Tell to which partner the first country stands nearest."""
    found = nearest(result)
    if found is None:
        return None
    where, gaps = found
    (near, short), (far, long) = gaps[0], gaps[-1]
    return (
        f"In {where.year} {spoken(where.country, in_text=True)} voted nearer to {spoken(near, in_text=True)} (distance {short:.2f}) "
        f"than to {spoken(far, in_text=True)} ({long:.2f})."
    )
