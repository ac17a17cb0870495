"""Findings of an agreement: who gains and loses, by tariffs and beyond, in which sectors and when; all of them conditional."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries, spoken
from counterpoise.words.catalogue import figures, listed, uncapital
from counterpoise.words.changes import MOST, SMALL, size
from counterpoise.words.findings import finding
from counterpoise.words.language import sector as sector_name

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.core.result import Result

TARIFFS, WHOLE = "tariffs only", "whole agreement"


@dataclass(frozen=True)
class Move:
    """A change in percent, with the ends of its interval where it was drawn."""

    value: float
    low: float | None = None
    high: float | None = None


def part_of(result: Result) -> str:
    """Give the part that sentences are about: the whole, where it was asked for."""
    return str(result.data["part"].values[-1]) if "part" in result.data.dims else ""


def _at(result: Result, name: str, **labels: object) -> float | None:
    if name not in result.data:
        return None
    array: xr.DataArray = result.data[name]
    if "phase" in array.dims and "phase" not in labels:
        array = array.isel(phase=-1)
    if any(label not in array[one].values.tolist() for one, label in labels.items()):
        return None
    value = float(array.sel(labels))
    return value if isfinite(value) else None


def move(result: Result, name: str, **labels: object) -> Move | None:
    """Give a change at the end of the phases, or in a year of them."""
    labels = {"part": part_of(result), **labels}
    value = _at(result, name, **labels)
    if value is None:
        return None
    return Move(value, *(_at(result, f"{name}__{end}", **labels) for end in ("low", "high")))


def parties_of(result: Result) -> list[str]:
    """Give the parties that the result holds, those with the largest gain first; none where it has no parts."""
    if "welfare_pct" not in result.data or not part_of(result):
        return []
    held = {one: move(result, "welfare_pct", country=one) for one in result.attrs.get("parties", ())}
    known = {one: found.value for one, found in held.items() if found is not None}
    return sorted(known, key=lambda one: -known[one])


def outsiders(result: Result) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Give who loses most, and who gains most, of the others."""
    if "welfare_pct" not in result.data or not part_of(result):
        return [], []
    ours = set(result.attrs.get("parties", ()))
    rest = [
        (str(one), found.value)
        for one in result.data["country"].values.tolist()
        if one not in ours and (found := move(result, "welfare_pct", country=one)) and abs(found.value) >= SMALL
    ]
    rest.sort(key=lambda pair: pair[1])
    return [pair for pair in rest if pair[1] < 0][:3], [pair for pair in reversed(rest) if pair[1] > 0][:3]


def main_sectors(result: Result, country: str) -> list[tuple[str, Move]]:
    """Give the sector whose output grows most in value, and the one whose output shrinks most."""
    if not {"output_pct", "output_change"} <= set(result.names):
        return []
    found = {
        str(one): move(result, "output_change", country=country, sector=one) for one in result.data["sector"].values
    }
    known = {one: held.value for one, held in found.items() if held is not None}
    if not known:
        return []
    ends = [max(known, key=lambda one: known[one]), min(known, key=lambda one: known[one])]
    kept = [one for one, sign in zip(ends, (1, -1), strict=True) if sign * known[one] > 0]
    held = [(one, move(result, "output_pct", country=country, sector=one)) for one in kept]
    return [(one, share) for one, share in held if share is not None]


def _named(code: str) -> str:
    return spoken(code, in_text=True)


def agreed(result: Result) -> str:
    """Write which agreement it is."""
    title, ours = str(result.attrs.get("agreement", "")), result.attrs.get("parties", ())
    if title in countries() or "," in title or not title:
        among = listed([_named(one) for one in ours]) if len(ours) <= MOST else f"{len(ours)} parties"
        return f"an agreement among {among}"
    return title


def moved(found: Move) -> str:
    """Write a change with the interval that it lies in.

    Examples
    --------
    >>> moved(Move(0.343, 0.094, 0.82)), moved(Move(-0.12))
    ('rises by 0.34 % (0.094 to 0.82)', 'falls by 0.12 %')
    """
    if abs(found.value) < SMALL:
        return f"stays as it was (to within {SMALL} %)"
    return f"{'rises' if found.value > 0 else 'falls'} by {size(found.value)}{span(found)}"


def span(found: Move) -> str:
    """Write the ends of an interval in the direction of the change, in brackets; nothing where there are none."""
    if found.low is None or found.high is None:
        return ""
    ends = (found.low, found.high) if found.value > 0 else (-found.high, -found.low)
    return f" ({figures(ends[0])} to {figures(ends[1])})"


def signed(value: float) -> str:
    """Write a change in percent with its sign."""
    return f"{'-' if value < 0 else '+'}{size(value)}" if abs(value) >= SMALL else "no change"


def draws_in(result: Result) -> int:
    """Give the number of draws that intervals are of; 0 where there are none."""
    return int(result.diagnostics.get("draws", 0)) if "welfare_pct__low" in result.names else 0


@finding("agree")
def income(result: Result) -> str | None:
    """Tell the parties' real income, and which part of it the tariffs are."""
    ours = parties_of(result)
    if not ours:
        return None
    head = f"under {agreed(result)}, all else as it was, real income {result.attrs.get('when', 'in the long run')}"
    count = draws_in(result)
    told = f"; in brackets {result.diagnostics.get('interval', 90):g} % of {count:,} draws" if count else ""
    if len(ours) > MOST:
        ends = [(one, move(result, "welfare_pct", country=one)) for one in (ours[0], ours[-1])]
        (most, high), (least, low) = ends
        if high is None or low is None:
            return None
        return (
            f"{head} moves among the {len(ours)} parties from {signed(low.value)}{span(low)} in {_named(least)} to "
            f"{signed(high.value)}{span(high)} in {_named(most)}{told}."
        )
    said = [f"{moved(found)} in {_named(one)}" for one in ours if (found := move(result, "welfare_pct", country=one))]
    return f"{head} {listed(said)}{told}."


@finding("agree")
def parts(result: Result) -> str | None:
    """Tell how much of it the tariffs do, and how much what goes beyond them."""
    ours = parties_of(result)[: MOST + 1]
    if not ours or len(ours) > MOST or part_of(result) != WHOLE:
        return None
    said = []
    for one in ours:
        alone, whole = (move(result, "welfare_pct", country=one, part=part) for part in (TARIFFS, WHOLE))
        if alone is not None and whole is not None:
            said.append(f"{signed(alone.value)} and {signed(whole.value - alone.value)} in {_named(one)}")
    if not said:
        return None
    return (
        f"of that, the tariffs alone and the other costs of trade make up {listed(said)}; the second rests on a depth of "
        f"{result.attrs.get('depth', 0):g} of 7 and on what past agreements have done on average."
    )


@finding("agree")
def outside(result: Result) -> str | None:
    """Tell who else loses and gains most."""
    sides = zip(outsiders(result), ("lose", "gain"), strict=True)
    said = [
        f"{listed([f'{_named(one)} ({signed(v)})' for one, v in some])} {verb} most" for some, verb in sides if some
    ]
    return f"of the others, {' and '.join(said)} real income." if said else None


@finding("agree")
def within(result: Result) -> str | None:
    """Tell what becomes of trade among the parties."""
    ours = parties_of(result)
    found = {one: move(result, "exports_to_parties_pct", country=one) for one in ours}
    said = [f"{moved(held)} from {_named(one)}" for one, held in found.items() if held is not None]
    return f"the value of exports to the other parties {listed(said)}." if 0 < len(said) <= MOST else None


@finding("agree")
def industries(result: Result) -> str | None:
    """Tell in which sectors the parties make more, and less."""
    said = []
    for one in parties_of(result)[:MOST]:
        held = main_sectors(result, one)
        words = [f"{uncapital(sector_name(code))} ({code}) {moved(share)}" for code, share in held]
        said += [f"in {_named(one)} that of {listed(words)}"] if words else []
    return f"output in volume, where it changes most in value: {'; '.join(said)}." if said else None


@finding("agree")
def phased(result: Result) -> str | None:
    """Tell how real income moves over the phases."""
    years = result.data["phase"].values.tolist() if "phase" in result.data.dims else []
    ours = parties_of(result)[:MOST]
    if len(years) < 2 or not ours:
        return None
    said = []
    for one in ours:
        held = [(year, move(result, "welfare_pct", country=one, phase=year)) for year in (years[0], years[-1])]
        told = [f"{signed(found.value)} in year {year}" for year, found in held if found is not None]
        said.append(f"in {_named(one)} it is {listed(told)}")
    return f"phased in over {len(years)} years, real income comes with time: {'; '.join(said)}."
