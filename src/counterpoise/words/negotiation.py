"""Findings of a negotiation: which deal enforces itself, by which steps, what the rules leave each, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries
from counterpoise.codes.countries import name as country_name
from counterpoise.codes.groups import group, groups, is_group
from counterpoise.core.bargain import ANY, KEPT, LEAVE, NONE, ONCE, STAGED, UNSOUGHT, WITHHOLD, Bargain, Link
from counterpoise.words import bargains
from counterpoise.words.bargains import (
    AT_ONCE,
    IN_STAGES,
    MOST_STAGES,
    NO_WAY,
    NO_ZONE,
    NOT_LOOKED,
    Verdict,
    amount,
    part,
    reading,
)
from counterpoise.words.catalogue import capital, figures, listed
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

RULES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "raiffa": "Raiffa",
    "rubinstein": "alternating offers",
}
"""The rules within a sentence."""

REGIMES = {
    NONE: "no deal enforces itself",
    UNSOUGHT: "paths were not looked for",
    STAGED: "the deal enforces itself in stages only",
    ONCE: "the deal enforces itself at once",
}


@cache
def _articles() -> dict[str, str]:
    """Give the names that need an article within a sentence, as they stand there."""
    made = {one.name_en: country_name(code, in_text=True) for code, one in countries().items()}
    return made | {group(one).name_en: f"the {group(one).name_en}" for one in groups()}


def called(read: Bargain, party: str) -> str:
    """Give what a party is called within a sentence."""
    return _articles().get(read.name(party), read.name(party))


def those(read: Bargain, parties: Sequence[str]) -> str:
    """Join parties as prose does."""
    return listed([called(read, one) for one in parties])


def each(read: Bargain, values: Sequence[float], write: Callable[[float], str] = amount) -> str:
    """Write what each party has: the party, then its number."""
    return listed([f"{called(read, one)} {write(value)}" for one, value in zip(read.parties, values, strict=True)])


def deal(read: Bargain, levels: Sequence[float], course: str) -> str:
    """Write a deal within a sentence: the levels that differ from those at the beginning."""
    return read.deal(levels, course) or "no change"


def by_course(read: Bargain, tell: Callable[[str], str | None]) -> str | None:
    """Tell something of each course, each in a sentence of its own that names the course where there are several."""
    said = [(one, text) for one in read.courses if (text := tell(one))]
    if not said:
        return None
    if len(read.courses) == 1:
        return f"{said[0][1]}."
    return " ".join(f"{capital(read.course(one))}: {text}." for one, text in said)


def place(stage: int, stages: int) -> str:
    """Write where on a path a stage is."""
    return f"at stage {stage + 1}" if stage < stages else "once all is done"


def instead(read: Bargain, course: str, link: Link, would: str) -> str:
    """Write what the parties at a link do best instead."""
    some = bargains.kinds_instead(read, course, link)
    return listed([f"{those(read, who)} {would} {_what(kind, many=len(who) > 1)}" for kind, who in some])


def _what(kind: int, *, many: bool) -> str:
    """Write what a party does instead of keeping to a path."""
    if kind == LEAVE:
        return "leave"
    if kind == WITHHOLD:
        return f"withhold what is left of {'their' if many else 'its'} steps"
    return f"take back what {'they' if many else 'it'} can"


@finding("negotiate")
def verdict(result: Result) -> str | None:
    """Tell of each course whether a deal enforces itself, and how."""
    read = reading(result)
    return by_course(read, lambda one: _verdict(read, bargains.verdict(read, one), asked=bargains.asked_for(result)))


def _verdict(read: Bargain, one: Verdict, *, asked: bool) -> str:
    if one.kind == NO_ZONE:
        voted = " and that is ratified" if read.attrs["ratifiers"] else ""  # a veto can close a zone that is not empty
        return f"there is no deal that all prefer to none{voted}"
    if one.kind == NO_WAY:
        return (
            "no path leads to the deal"
            if asked
            else "there are deals that all prefer to none, but no path leads to one"
        )
    end = f"({deal(read, one.levels, one.course)})"
    which = f"the deal that was asked for {end}" if asked else f"a deal {end}"
    if one.kind == AT_ONCE:
        head = f"{which} enforces itself at once, with a margin of {amount(one.direct)}"
        unsought = "; paths in stages were not looked for" if read.unsearched(one.course) else ""
        more = one.stages > 1 and read.sturdier(one.course)
        return head + (f"; in {one.stages} stages the margin is {amount(one.margin)}" if more else unsought)
    if one.kind == IN_STAGES:
        head = f"{which} enforces itself in {one.stages} stages, with a margin of {amount(one.margin)}"
        short = f"at once it would fall short by {amount(-one.direct)}"
        return (
            f"{head}; {short if one.direct < -bargains.TINY else 'the pace of its steps lets nobody go there at once'}"
        )
    return _fails(read, one, which if asked else f"the deal that Nash's rule takes {end}", asked=asked)


def _fails(read: Bargain, one: Verdict, which: str, *, asked: bool) -> str:
    """Write that a deal does not enforce itself, and by how much it falls short."""
    short = f"falls short by {amount(-one.margin)}{_failing(read, one)}"
    if one.kind == NOT_LOOKED:
        return f"paths in stages were not looked for; at once {which} {short}"
    none = "no deal enforces itself; " if read.count(one.course, KEPT) == 0 and not asked else ""
    return f"{none}the sturdiest path to {which} {short}"


def _failing(read: Bargain, one: Verdict) -> str:
    """Write where a path fails, and who does what there."""
    if one.link is None:
        return ""
    at = f" {place(one.link.stage, one.stages)}"
    if read.side_payments:
        return f"{at}, all parties together"
    return f"{at}, where {instead(read, one.course, one.link, 'would rather')}"


@finding("negotiate")
def courses(result: Result) -> str | None:
    """Tell which course makes a deal possible, and what each leaves whom with."""
    read = reading(result)
    if len(read.courses) < 2:
        return None
    every = bargains.verdicts(read)
    asked = bargains.asked_for(result)
    some = [f"“{read.course(one.course)}”" for one in every if bargains.holds(one)]
    rest = [f"“{read.course(one.course)}”" for one in every if not bargains.holds(one)]
    what = ("the deal that was asked for", "that deal") if asked else ("a deal", "the deal that Nash's rule takes")
    if some and rest:
        head = f"{what[0]} enforces itself under {listed(some)}, and not under {listed(rest)}"
    else:
        head = f"{what[0] if some or asked else 'no deal'} enforces itself under {'each' if some else 'none' if asked else 'any'} of the courses"
    left = {one: bargains.left_with(read, one, asked=asked) for one in read.courses}
    said = [
        f"{called(read, who)} has "
        + listed([f"{amount(left[one][at])} under “{read.course(one)}”" for one in read.courses])
        for at, who in enumerate(read.parties)
    ]
    which = (
        f"by {what[1]}" + (", or without one where none enforces itself," if rest else "") if some else "without a deal"
    )
    return f"{head}: {which} {'; '.join(said)}. What a course itself costs is in this only if the document has it."


@finding("negotiate")
def zone(result: Result) -> str | None:
    """Tell what each has without a deal and at best, and how many deals all prefer to none."""
    read = reading(result)
    return by_course(read, lambda one: _zone(read, one))


def _zone(read: Bargain, course: str) -> str:
    without = f"without a deal {_have(read, read.each('outside_value', course))}"
    count = read.count(course, ANY)
    if not count:
        voted = " that is ratified" if read.attrs["ratifiers"] else ""
        return f"{without}, and no deal{voted} leaves all as well off"
    best = read.each("ideal_value", course, set=ANY)
    head = (
        "there is 1 deal that all prefer to none"
        if count == 1
        else f"there are {count:,} deals that all prefer to none"
    )
    said = listed(
        [
            f"{called(read, one)} {'has ' * (not at)}up to {amount(v)}"
            for at, (one, v) in enumerate(zip(read.parties, best, strict=True))
        ]
    )
    alone = "if all that is gained went to it" if read.side_payments else "though not all of them at once"
    return f"{without}; {head}; by the steps that suit it best {said}, {alone}"


def _have(read: Bargain, values: Sequence[float]) -> str:
    return listed([f"{called(read, one)} has {amount(v)}" for one, v in zip(read.parties, values, strict=True)])


@finding("negotiate")
def foretold(result: Result) -> str | None:
    """Tell what the rules take: ranges, and never one deal alone."""
    read = reading(result)
    said = by_course(read, lambda one: _foretold(read, bargains.foretold(read, one)))
    return said and f"{said} These are ranges to reckon with, and no forecast of one deal."


def _foretold(read: Bargain, found: bargains.Ranges | None) -> str | None:
    if found is None:
        return None
    among = "of the deals that enforce themselves" if found.of == KEPT else "of all deals, if they were kept,"
    number = "1 rule" if len(found.rules) == 1 else f"{len(found.rules)} rules"
    rules = f"{number} ({', '.join(RULES[one] for one in found.rules)})"
    head = f"{among} {rules} {'leaves' if len(found.rules) == 1 else 'leave'}"
    values = listed([f"{called(read, one)} {_span(low, high)}" for one, (low, high) in found.values.items()])
    terms = "; ".join(_term(read, *one) for one in bargains.spans(read, found))
    alike = ", all of them the same" if found.one and len(found.rules) > 1 else ""
    return f"{head} {values} ({terms or 'nothing is changed'}){alike}"


def _term(read: Bargain, issue: str, low: str, high: str) -> str:
    return f"{read.issue(issue)}: {low}" + (f" to {high}" if high != low else "")


def _span(low: float, high: float) -> str:
    one, other = amount(low), amount(high)
    return one if one == other else f"{one} to {other}"


@finding("negotiate")
def enforcement(result: Result) -> str | None:
    """Tell what the same rule would take if deals were kept from outside."""
    read = reading(result)
    return by_course(read, lambda one: _enforcement(read, one))


def _enforcement(read: Bargain, course: str) -> str | None:
    found = bargains.bound(read, course)
    if found is None:
        return None
    levels, free, kept = found
    return (
        f"if somebody else enforced it, Nash's rule would leave {each(read, free)} ({deal(read, levels, course)}); "
        f"of the deals that enforce themselves it leaves {each(read, kept)}"
    )


@finding("negotiate")
def stages(result: Result) -> str | None:
    """Tell the path, stage by stage."""
    read = reading(result)
    return by_course(read, lambda one: _path(read, one))


def _path(read: Bargain, course: str) -> str | None:
    every = read.steps(course)
    if len(every) < 2:
        return None
    said = []
    for at, steps in enumerate(every[:MOST_STAGES], 1):
        done = [
            f"{called(read, who)} ({'; '.join(f'{read.issue(s.issue)}: {read.level(s.issue, s.after)}' for s in own)})"
            for who, own in bargains.by_owner(steps)
        ]
        said.append(f"at stage {at} {listed(done)}")
    left = len(every) - len(said)
    return "; ".join(said) + (f"; {left} more follow" if left else "")


@finding("negotiate")
def weakest(result: Result) -> str | None:
    """Tell the weakest link of a path that holds."""
    read = reading(result)
    return by_course(read, lambda one: _weakest(read, bargains.verdict(read, one)))


def _weakest(read: Bargain, one: Verdict) -> str | None:
    if not bargains.holds(one) or one.link is None:
        return None
    where = "the weakest link comes " + place(one.link.stage, one.stages)
    if read.side_payments:
        return f"{where}: there all parties together are better off by {amount(one.link.slack)} than by cheating"
    share = bargains.binds(read, one.course, one.link)
    often = f"; the least slack is there in {part(share)} % of the draws" if math.isfinite(share) else ""
    tempted = instead(read, one.course, one.link, "would else do best to")
    return f"{where}, where {tempted}: keeping to the path is worth {amount(one.link.slack)} more{often}"


@finding("negotiate")
def stages_cost(result: Result) -> str | None:
    """Tell the hard truth of stages: they make a deal keep, and create nothing."""
    read = reading(result)
    return by_course(read, lambda one: _cost(read, one))


def _cost(read: Bargain, course: str) -> str | None:
    held = bargains.costs(read, course)
    if not held:
        return None
    does = {
        "keep": "make the deal keep",
        "pace": "follow from the pace of the steps",
        "spare": "give the deal more to spare",
        "nothing": "are not what makes the deal keep",
    }[bargains.why_staged(read, course)]
    said = [f"{called(read, who)} {'loses' if value >= 0 else 'gains'} {amount(abs(value))}" for who, value in held]
    return (
        f"the stages {does}, and they create nothing: against the same deal at once, if that were kept, {listed(said)}"
    )


@finding("negotiate")
def unravels(result: Result) -> str | None:
    """Tell the hard truth of irreversible steps with nothing at stake after them."""
    read = reading(result)

    def tell(course: str) -> str | None:
        if not bargains.unravels(read, course):
            return None
        return (
            "none of these steps can be taken back, and once all is done nobody has anything left to lose: such a chain unravels, "
            "since nobody has a reason for the last step, and so nobody has one for the first; it takes a stake that goes on"
        )

    return by_course(read, tell)


@finding("negotiate")
def payments(result: Result) -> str | None:
    """Tell who pays whom, where the parties can."""
    read = reading(result)

    def tell(course: str) -> str | None:
        paid = bargains.paid(read, course)
        said = [f"{called(read, who)} {'is paid' if v >= 0 else 'pays'} {amount(abs(v))}" for who, v in paid]
        head = "the parties can pay each other, so that the sum counts: by Nash's rule"
        return f"{head} {listed(said)} a {read.attrs['period']}" if said else None

    return by_course(read, tell)


@finding("negotiate")
def incomes(result: Result) -> str | None:
    """Tell what the deal does to real income, of the parties and of those that take no part."""
    read = reading(result)
    return by_course(read, lambda one: _incomes(read, one))


def _incomes(read: Bargain, course: str) -> str | None:
    heads = {"real_income_pct": "", "bystander_pct": "of those that take no part, "}
    said = [
        heads[name] + listed([f"{_who(read, who)} {_signed(value)}" for who, value in held])
        for name, held in bargains.incomes(read, course)
    ]
    return f"in the deal real income changes, against today: {'; '.join(said)}" if said else None


def _who(read: Bargain, word: str) -> str:
    if word in read.parties:
        return called(read, word)
    if is_group(word):
        return f"the {group(word).name_en}"
    return country_name(word, in_text=True) if word in countries() else word


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'}{figures(abs(value))} %" if abs(value) >= 0.0005 else "0 %"
