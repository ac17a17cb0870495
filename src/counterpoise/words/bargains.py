"""What the findings of a negotiation rest on, in any language: which case it is, and the numbers of its sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from counterpoise.core.bargain import ANY, KEPT, LEAVE, NONE, ONCE, STAGED, UNSOUGHT, Bargain, Link, Step
from counterpoise.words.catalogue import figures

if TYPE_CHECKING:
    from counterpoise.core.result import Result

NO_ZONE, NO_WAY, AT_ONCE, IN_STAGES, FAILS, NOT_LOOKED = (
    "no zone",
    "no way",
    "once",
    "stages",
    "fails",
    "not looked for",
)
"""What a course comes to: no deal that all prefer to none; no path to the deal; it enforces itself at once, or in stages only; it does
not; it does not at once, and paths in stages were not looked for."""

TINY = 1e-9
LEAST = 0.0005
"""A change of real income, in per cent, that is told."""

MOST = 3
"""As many unknowns and deals as a sentence names."""

MOST_STAGES = 6
"""As many stages as a sentence tells."""

RULES = ("nash", "kalai_smorodinsky", "egalitarian", "raiffa", "rubinstein")


def amount(value: float) -> str:
    """Write a payoff with two significant figures; what is nothing but rounding is 0.

    Examples
    --------
    >>> amount(-0.137), amount(1.912), amount(3e-12)
    ('-0.14', '1.9', '0')
    """
    return figures(value) if abs(value) > TINY else "0"


def part(share: float) -> str:
    """Write a share in per cent, without its sign: only what is whole is 100, and only what is nothing 0.

    Examples
    --------
    >>> part(0.574), part(0.998), part(1.0), part(0.0)
    ('57', 'over 99', '100', '0')
    """
    if share <= 0.0:
        return "0"
    return "over 99" if 0.99 < share < 1.0 else figures(100.0 * share)


def reading(result: Result) -> Bargain:
    """Give the answer, to be read by its names."""
    return Bargain(result)


def asked_for(result: Result) -> bool:
    """Whether one deal's path was asked for, and not that of what Nash's rule takes."""
    return bool(result.question.arguments.get("deal"))


# What a course comes to --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What a course comes to, with the deal, its margin, that of the same deal at once, and the weakest link of the path."""

    course: str
    kind: str
    levels: tuple[int, ...] = ()
    stages: int = 0
    margin: float = math.nan
    direct: float = math.nan
    link: Link | None = None


def verdict(read: Bargain, course: str) -> Verdict:
    """Give what a course comes to."""
    path = read.path(course)
    if not path:
        zone = read.count(course, ANY) or read.count(course, KEPT)
        return Verdict(course, NO_WAY if zone else NO_ZONE)
    kind = {ONCE: AT_ONCE, STAGED: IN_STAGES, NONE: FAILS, UNSOUGHT: NOT_LOOKED}[read.regime(course)]
    margin, direct = read.at("margin", course), read.at("direct_margin", course)
    return Verdict(course, kind, tuple(path[-1]), len(path) - 1, margin, direct, read.weakest(course))


def verdicts(read: Bargain) -> list[Verdict]:
    """Give what each course comes to."""
    return [verdict(read, one) for one in read.courses]


def holds(one: Verdict) -> bool:
    """Whether the path enforces itself."""
    return one.kind in (AT_ONCE, IN_STAGES)


def kinds_instead(read: Bargain, course: str, link: Link) -> list[tuple[int, list[str]]]:
    """Give what the parties at a link do best instead, with who does it."""
    pairs = [(_instead(read, course, link.stage, one), one) for one in link.parties]
    return [(kind, [one for _, one in some]) for kind, some in groupby(sorted(pairs), key=lambda one: one[0])]


def _instead(read: Bargain, course: str, stage: int, party: str) -> int:
    value = read.at("cheat", course, stage=stage, party=party)
    return int(value) if math.isfinite(value) else LEAVE


def binds(read: Bargain, course: str, link: Link) -> float:
    """Give the share of the draws in which the least slack is at a link; NaN where there are no draws, or nothing to draw."""
    if read.side_payments or not unknown(read, course):
        return math.nan
    return sum(read.at("binds_share", course, stage=link.stage, party=one) for one in link.parties)


# What the rules say ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ranges:
    """What the rules take of a set of deals: what each party has at least and at most, and between which levels."""

    course: str
    of: str
    rules: tuple[str, ...]
    values: Mapping[str, tuple[float, float]]
    levels: Mapping[str, tuple[float, float]]

    @property
    def one(self) -> bool:
        """Whether all of the rules take the same."""
        return all(high - low <= 1e-6 * max(abs(low), abs(high), 1e-6) for low, high in self.values.values())


def ranges(read: Bargain, course: str, of: str) -> Ranges | None:
    """Give what the rules take of a set; None where they say nothing."""
    held = {rule: found for rule in RULES if rule in read.rules and (found := read.agreed(course, of, rule))}
    if not held:
        return None
    values = {
        one: (min(v[at] for _, v in held.values()), max(v[at] for _, v in held.values()))
        for at, one in enumerate(read.parties)
    }
    levels = {
        one: (min(v[at] for v, _ in held.values()), max(v[at] for v, _ in held.values()))
        for at, one in enumerate(read.issues)
    }
    return Ranges(course, of, tuple(held), values, levels)


def foretold(read: Bargain, course: str) -> Ranges | None:
    """Give what the rules take of the deals that enforce themselves, else of all."""
    return ranges(read, course, KEPT) or ranges(read, course, ANY)


def spans(read: Bargain, found: Ranges) -> list[tuple[str, str, str]]:
    """Give the issues on which any rule changes anything, with the lowest and the highest level, in words."""
    start = dict(zip(read.issues, read.start(found.course), strict=True))
    made = []
    for issue, (low, high) in found.levels.items():
        if max(abs(low - start[issue]), abs(high - start[issue])) > TINY:
            names = read.attrs["levels"][issue]
            made.append((issue, str(names[math.floor(low + TINY)]), str(names[math.ceil(high - TINY)])))
    return made


def bound(read: Bargain, course: str) -> tuple[list[float], list[float], list[float]] | None:
    """Give what Nash's rule takes of all deals (levels and values), and what it leaves of those that enforce themselves, if that differs."""
    all_, kept = (read.agreed(course, kind, "nash") if "nash" in read.rules else None for kind in (ANY, KEPT))
    if all_ is None or kept is None:
        return None
    size = max(map(abs, [*all_[1], *kept[1]]), default=0.0)
    if all(abs(one - other) <= 0.005 * size for one, other in zip(all_[1], kept[1], strict=True)):
        return None
    return all_[0], all_[1], kept[1]


# What is not known -------------------------------------------------------------------------------------------------


def unknown(read: Bargain, course: str) -> list[str]:
    """Give what is not known under a course, that first from which most of the margin's spread comes."""
    held = [one for one in read.parameters if math.isfinite(read.at("lowest", course, parameter=one))]
    share = {one: read.at("margin_share", course, parameter=one) for one in held}
    return sorted(held, key=lambda one: -share[one] if math.isfinite(share[one]) else 0.0)


@dataclass(frozen=True)
class Break:
    """Of one unknown: its range, and where the path holds as it alone moves; NaN where that is nowhere."""

    name: str
    low: float
    high: float
    holds_from: float
    holds_to: float

    @property
    def below(self) -> bool:
        """Whether the path breaks below something within the range."""
        return self.holds_from > self.low + 1e-6 * (self.high - self.low)

    @property
    def above(self) -> bool:
        """Whether it breaks above something within the range."""
        return self.holds_to < self.high - 1e-6 * (self.high - self.low)


def breaks(read: Bargain, course: str) -> list[Break]:
    """Give where the path holds as each unknown alone moves through its range, in the order of `unknown`."""
    names = ("lowest", "highest", "breaks_low", "breaks_high")
    return [Break(one, *(read.at(name, course, parameter=one) for name in names)) for one in unknown(read, course)]


@dataclass(frozen=True)
class Anew:
    """The shares of the draws that were solved anew: how many those are, by regime, and by deal."""

    count: int
    regimes: tuple[float, float, float]
    endings: tuple[tuple[str, float], ...]


def anew(read: Bargain, course: str) -> Anew | None:
    """Give what the draws come to that were solved anew; None where none was, or where there is nothing to draw."""
    if "regime_share" not in read.data or not unknown(read, course):
        return None
    held = read.data["regime_share"].sel(course=course).values.tolist()
    if not all(map(math.isfinite, held)):
        return None
    endings: list[tuple[str, float]] = []
    if "ending_share" in read.data:
        shares = read.data["ending_share"].sel(course=course)
        endings = [(str(one), float(shares.sel(ending=one))) for one in shares["ending"].values.tolist()]
    most = tuple(sorted((one for one in endings if one[1] > 0), key=lambda one: -one[1])[:MOST])
    return Anew(int(read.diagnostics.get("anew") or 0), (held[0], held[1], held[2]), most)


# What a party can bear ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bears:
    """What a party can bear and still keep to the path; NaN where nothing of the kind breaks it."""

    party: str
    discount: float
    least: float
    most: float
    rise: float
    lag: float
    detection: float


def bears(read: Bargain, course: str) -> list[Bears]:
    """Give what each party can bear, of a path that holds; nothing where the parties can pay each other, since their sum counts."""
    if read.side_payments or not holds(verdict(read, course)):
        return []
    made = []
    for one in read.parties:
        names = (
            "critical_discount",
            "critical_discount_most",
            "critical_outside",
            "critical_lag",
            "critical_detection",
        )
        least, most, rise, lag, noticed = (read.at(name, course, party=one) for name in names)
        least, noticed = (value if value > 1e-4 else math.nan for value in (least, noticed))
        most = most if most < 0.995 else math.nan
        held = Bears(one, read.at("discount", course, party=one), least, most, rise, lag, noticed)
        if any(map(math.isfinite, (least, most, rise, lag, noticed))):
            made.append(held)
    return made


def hazard(read: Bargain, course: str) -> float:
    """Give the largest chance of a breakdown that a path bears which holds; NaN where none breaks it."""
    most = read.at("critical_hazard", course) if bears(read, course) else math.nan
    return most if most < 0.999 else math.nan


# The hard truths ---------------------------------------------------------------------------------------------------


def unravels(read: Bargain, course: str) -> bool:
    """Whether a path fails whose steps can't be taken back, and after which nobody has anything left to lose."""
    one = verdict(read, course)
    if one.kind != FAILS or one.stages == 0:
        return False
    taken = [step for row in read.steps(course) for step in row]
    back = any(read.attrs["levels"][step.issue][step.after] in read.attrs["reversible"][step.issue] for step in taken)
    last = read.slacks(course)[-1]
    size = max(abs(value) for row in read.slacks(course) for value in row)
    return not back and all(abs(value) <= 1e-6 * max(size, TINY) for value in last)


def costs(read: Bargain, course: str) -> list[tuple[str, float]]:
    """Give what the stages cost each party, of a path in stages that holds; nothing where they cost nobody anything."""
    one = verdict(read, course)
    if not holds(one) or one.stages < 2:
        return []
    held = list(zip(read.parties, read.each("delay_cost", course), strict=True))
    return held if all(math.isfinite(value) for _, value in held) else []


def why_staged(read: Bargain, course: str) -> str:
    """Give what stages are for: to make a deal keep, since the pace forbids to go at once, to leave more to spare, or nothing."""
    one = verdict(read, course)
    if one.kind == IN_STAGES:
        return "keep" if one.direct < -TINY else "pace"
    return "spare" if read.sturdier(course) else "nothing"


# Courses against each other ----------------------------------------------------------------------------------------


def left_with(read: Bargain, course: str, *, asked: bool = False) -> list[float]:
    """Give what each party is left with: by Nash's rule of what enforces itself, or by the path that was asked for; else without a deal."""
    if holds(verdict(read, course)):
        agreed = read.agreed(course, KEPT, "nash") if "nash" in read.rules and not asked else None
        return agreed[1] if agreed is not None else read.each("path_value", course, stage=0)
    return read.each("outside_value", course)


def paid(read: Bargain, course: str) -> list[tuple[str, float]]:
    """Give what each party is paid by Nash's rule, where the parties can pay each other; nothing where that is not known."""
    if not read.side_payments or "nash" not in read.rules:
        return []
    of = next((one for one in (KEPT, ANY) if read.agreed(course, one, "nash") is not None), "")
    held = list(zip(read.parties, read.each("payment", course, set=of, rule="nash"), strict=True)) if of else []
    return held if all(math.isfinite(value) for _, value in held) else []


def incomes(read: Bargain, course: str) -> list[tuple[str, list[tuple[str, float]]]]:
    """Give the changes of real income in the deal: of the parties, and of those that take no part, as far as they are known; none if none changes."""
    made = []
    for name, dim in (("real_income_pct", "party"), ("bystander_pct", "bystander")):
        if name in read.data:
            every = [(str(one), read.at(name, course, **{dim: one})) for one in read.data[dim].values.tolist()]
            if known := [one for one in every if math.isfinite(one[1])]:
                made.append((name, known))
    return made if any(abs(value) >= LEAST for _, known in made for _, value in known) else []


def by_owner(steps: Sequence[Step]) -> list[tuple[str, list[Step]]]:
    """Give the steps of a stage by who takes them."""
    owners = list(dict.fromkeys(one.owner for one in steps))
    return [(who, [one for one in steps if one.owner == who]) for who in owners]


def stretches(read: Bargain, course: str) -> list[tuple[int, float, float]]:
    """Give the stretches of a grid of one unknown: the regime, and the first and the last point of the grid where it rules."""
    values = [float(one) for one in read.data["x"].values]
    held = [row[0] for row in read.grid(course)]
    made: list[tuple[int, float, float]] = []
    begin = 0
    for at, regime in enumerate(held):
        if at + 1 == len(held) or held[at + 1] != regime:
            made.append((regime, values[begin], values[at]))
            begin = at + 1
    return made


def present(shares: Sequence[float]) -> list[tuple[int, float]]:
    """Give the regimes that have a share, from the worst to the best."""
    return [(kind, shares[kind]) for kind in (NONE, STAGED, ONCE) if shares[kind] > 0]


def possible(read: Bargain, course: str) -> float:
    """Give the share of the draws in which there is a deal that all prefer to none; NaN where that is all, or nothing is drawn."""
    share = read.at("possible_share", course) if unknown(read, course) else math.nan
    return share if share < 1 else math.nan


def enforced(read: Bargain, course: str) -> tuple[float, float] | None:
    """Give the share of the draws in which any deal enforces itself, at least and at most; None where that was not seen."""
    if not unknown(read, course) or not math.isfinite(low := read.at("enforced_share", course)):
        return None
    high = read.at("enforced_share__high", course)
    return low, high if math.isfinite(high) else low


def seen(read: Bargain) -> int:
    """Give in how many draws it was seen whether any deal enforces itself, where that is not all of them; else 0."""
    held = read.diagnostics.get("enforced_draws") or 0
    return held if held < (read.diagnostics.get("draws") or 0) else 0


def of_grid(read: Bargain, course: str) -> tuple[float, float, float]:
    """Give the share of a grid in which each regime rules."""
    held = [one for row in read.grid(course) for one in row]
    none, once, staged = (held.count(kind) / len(held) for kind in (NONE, ONCE, STAGED))
    return none, once, staged
