"""Findings of how sure a negotiation's answer is: over the draws, by what it breaks, and what each party can bear."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterpoise.core.bargain import few
from counterpoise.words import bargains
from counterpoise.words.bargains import MOST, amount, part, reading
from counterpoise.words.catalogue import figures, listed
from counterpoise.words.findings import finding
from counterpoise.words.negotiation import REGIMES, by_course, called

if TYPE_CHECKING:
    from counterpoise.core.bargain import Bargain
    from counterpoise.core.result import Result


@finding("negotiate")
def survival(result: Result) -> str | None:
    """Tell in how many draws of what is not known the path holds, and how far its margin ranges."""
    read = reading(result)
    if not read.known("lowest"):
        return "nothing is called unknown: all numbers are taken as they stand, and the answer is as sure as they are."
    draws = read.diagnostics.get("draws")
    said = by_course(read, lambda one: _survival(read, one, f"the {draws:,} draws" if draws else "the draws"))
    return said and f"{said} A share of draws from the ranges that were stated is no probability."


def _survival(read: Bargain, course: str, draws: str) -> str | None:
    share, low, high = (read.at(one, course) for one in ("survival_share", "margin__low", "margin__high"))
    if not math.isfinite(share) or not bargains.unknown(read, course):
        return None
    span = f"its margin lies between {amount(low)} and {amount(high)} in 90 % of them"
    too = " and the deal is ratified" if read.at("ratified_share", course) < 1 else ""
    return f"in {part(share)} % of {draws} this path enforces itself{too}; {span}"


@finding("negotiate")
def ratified(result: Result) -> str | None:
    """Tell in how many draws all whose consent is needed give it."""
    read = reading(result)

    def tell(course: str) -> str | None:
        share = read.at("ratified_share", course)
        return f"the deal is ratified in {part(share)} % of the draws" if share < 1 else None

    return by_course(read, tell)


@finding("negotiate")
def breaks(result: Result) -> str | None:
    """Tell which unknowns break the path, and where."""
    read = reading(result)
    return by_course(read, lambda one: _breaks(read, one))


def _breaks(read: Bargain, course: str) -> str | None:
    held = bargains.breaks(read, course)
    if not held or not read.path(course):
        return None
    first = read.at("margin_share", course, parameter=held[0].name)
    head = (
        f"“{read.parameter(held[0].name)}” by itself makes {part(first)} % of the margin's variance"
        if first > 0
        else ""
    )
    holds = bargains.holds(bargains.verdict(read, course))
    told = [text for one in held if (text := _broken(read, one, holds=holds))]
    more = f", and {len(told) - MOST} more" if len(told) > MOST else ""
    if not told:
        rest = f"no unknown {'breaks the path' if holds else 'makes the path hold'} by itself within its range"
    else:
        rest = f"the path {'breaks' if holds else 'would hold'} by one alone for {', '.join(told[:MOST])}{more}"
    return "; ".join(one for one in (head, rest) if one)


def _broken(read: Bargain, one: bargains.Break, *, holds: bool) -> str | None:
    """Write outside of what a path breaks or, of one that fails, within what it would hold."""
    if not math.isfinite(one.holds_from) or not (one.below or one.above):
        return None
    low, high = amount(one.holds_from), amount(one.holds_to)
    if holds:
        where = (
            f"outside {low} to {high}" if one.below and one.above else f"below {low}" if one.below else f"above {high}"
        )
    else:
        where = f"{low} to {high}" if one.below and one.above else f"{low} or more" if one.below else f"{high} or less"
    return f"“{read.parameter(one.name)}” {where} (range {amount(one.low)} to {amount(one.high)})"


@finding("negotiate")
def possible(result: Result) -> str | None:
    """Tell in how many draws there is a deal that all prefer to none."""
    read = reading(result)

    def tell(course: str) -> str | None:
        share = bargains.possible(read, course)
        return (
            f"there is a deal that all prefer to none in {part(share)} % of the draws" if math.isfinite(share) else None
        )

    return by_course(read, tell)


@finding("negotiate")
def enforced(result: Result) -> str | None:
    """Tell in how many draws any deal enforces itself."""
    read = reading(result)
    of = bargains.seen(read)
    draws = f"the first {of:,} draws" if of else "the draws"
    return by_course(read, lambda one: _enforced(bargains.enforced(read, one), draws))


def _enforced(share: tuple[float, float] | None, draws: str) -> str | None:
    if share is None:
        return None
    low, high = share
    if low == high and low in (0, 1):
        return f"{'some' if low else 'no'} deal enforces itself in {'every one' if low else 'any'} of {draws}"
    written = f"{part(low)} %" if low == high else f"{part(low)} to {part(high)} %"
    return f"some deal enforces itself, at once or in stages, in {written} of {draws}"


@finding("negotiate")
def anew(result: Result) -> str | None:
    """Tell what the draws come to that were solved anew: regimes, and the deals that Nash's rule takes."""
    read = reading(result)
    return by_course(read, lambda one: _anew(read, bargains.anew(read, one)))


def _share(share: float, count: int) -> str:
    """Write a share of some draws, or of few how many those are."""
    return f"{round(share * count):,}" if few(count) else f"{part(share)} %"


def _shares(shares: Sequence[float], count: int = 0) -> str:
    """Write the shares of the regimes."""
    return listed([f"{REGIMES[kind]} in {_share(share, count)}" for kind, share in bargains.present(shares)])


def _anew(read: Bargain, found: bargains.Anew | None) -> str | None:
    if found is None:
        return None
    count = found.count
    ends = [f"one in {_share(share, count)} ({named_deal(read, name)})" for name, share in found.endings]
    deals = f"; of the deals, Nash's rule takes {', '.join(ends)}" if ends else ""
    who = (
        "the one draw that was" if count == 1 else f"the {count:,} draws that were" if count else "the draws that were"
    )
    return f"of {who} solved anew {_shares(found.regimes, count)}{deals}"


def named_deal(read: Bargain, ending: str) -> str:
    """Write a deal of the draws with what its issues are called, each after a semicolon."""
    for issue in read.issues:
        place = re.compile(rf"(?:(^)|, ){re.escape(issue)}: ")
        ending = place.sub(
            lambda found, name=issue: f"{'' if found[1] is not None else '; '}{read.issue(name)}: ", ending
        )
    return ending


@finding("negotiate")
def bears(result: Result) -> str | None:
    """Tell what each party can bear and still keep to the path."""
    read = reading(result)
    return by_course(read, lambda one: _bears(read, one))


def _bears(read: Bargain, course: str) -> str | None:
    said = [
        f"{called(read, one.party)} as long as {listed(_limits(read, one))}" for one in bargains.bears(read, course)
    ]
    most = bargains.hazard(read, course)
    last = ""
    if math.isfinite(most):
        last = f"; all do as long as the chance of a breakdown is {part(most)} % a {read.attrs['period']} or less"
    return f"all else as it is, the path is kept by {'; by '.join(said)}{last}" if said else None


def _limits(read: Bargain, one: bargains.Bears) -> list[str]:
    made = []
    taken = f"({figures(one.discount)} is taken)"
    if math.isfinite(one.least) and math.isfinite(one.most):
        made.append(f"its discount factor is {figures(one.least)} to {figures(one.most)} {taken}")
    elif math.isfinite(one.least):
        made.append(f"its discount factor is {figures(one.least)} or more {taken}")
    elif math.isfinite(one.most):
        made.append(f"its discount factor is {figures(one.most)} or less {taken}")
    if math.isfinite(one.rise):
        made.append(f"what it has if talks end rises by no more than {amount(one.rise)}")
    if math.isfinite(one.lag):
        made.append(f"the others notice within {int(one.lag)} {_periods(read, one.lag)} that it cheats")
    if math.isfinite(one.detection):
        made.append(f"the chance that they notice is {part(one.detection)} % a {read.attrs['period']} or more")
    return made


def _periods(read: Bargain, count: float) -> str:
    return f"{read.attrs['period']}{'' if count == 1 else 's'}"


@finding("negotiate")
def thresholds(result: Result) -> str | None:
    """Tell where one regime ends and the next begins, over the unknowns that were asked for."""
    read = reading(result)
    if "grid_regime" not in read.data:
        return None
    names = [f"“{read.parameter(one)}”" for one in read.attrs["over"]]
    if len(names) == 1:
        points = f"at each of {read.data.sizes['x']} points, where the deal is chosen anew"
        return by_course(
            read, lambda one: f"over the range of {names[0]}, {points}: {_line(bargains.stretches(read, one))}"
        )
    said = by_course(read, lambda one: _shares(bargains.of_grid(read, one)))
    return said and f"over the ranges of {listed(names)}, as shares of the grid: {said}"


def _line(stretches: Sequence[tuple[int, float, float]]) -> str:
    return "; ".join(
        f"{f'from {amount(low)} to {amount(high)}' if low < high else f'at {amount(low)}'} {REGIMES[kind]}"
        for kind, low, high in stretches
    )
