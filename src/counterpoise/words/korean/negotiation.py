"""The findings of a negotiation in Korean."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries
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
from counterpoise.words.catalogue import figures
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, listed
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.negotiation import by_course
from counterpoise.words.phrases import strictly

if TYPE_CHECKING:
    from counterpoise.core.result import Result

RULES = {
    "nash": "내시",
    "kalai_smorodinsky": "칼라이-스모로딘스키",
    "egalitarian": "균등",
    "raiffa": "라이파",
    "rubinstein": "교대 제안",
}

REGIMES = {
    NONE: "스스로 지켜지는 합의가 없",
    UNSOUGHT: "경로를 찾아보지 않았",
    STAGED: "합의가 단계로 나눌 때만 스스로 지켜지",
    ONCE: "합의가 한꺼번에 이행해도 스스로 지켜지",
}
"""Stems: what follows them ends the clause."""

PERIODS = {"year": "년", "month": "개월", "quarter": "분기", "week": "주", "day": "일", "round": "회", "period": "기"}
"""A number of periods, by the word for one."""

A_PERIOD = {
    "year": "한 해에",
    "month": "한 달에",
    "quarter": "한 분기에",
    "week": "한 주에",
    "day": "하루에",
    "round": "한 회에",
}


def called(read: Bargain, party: str, particle: str = "") -> str:
    """Give what a party is called, with a particle.

    A country or a group that is called by its English name is given its Korean one.
    """
    said = strictly(read.name(party), "ko") or read.name(party)
    return with_particle(said, particle) if particle else said


def percent(share: float) -> str:
    """Write a share in per cent: only what is whole is 100, and only what is nothing 0.

    Examples
    --------
    >>> percent(0.574), percent(0.998)
    ('57%', '99% 초과')
    """
    said = part(share)
    return f"{said.removeprefix('over ')}% 초과" if said.startswith("over") else f"{said}%"


def those(read: Bargain, parties: Sequence[str], particle: str = "") -> str:
    """Join parties as prose does, with a particle after the last."""
    return listed([called(read, one) for one in parties], particle)


def each(read: Bargain, values: Sequence[float], write: Callable[[float], str] = amount) -> str:
    """Write what each party has: the party, then its number."""
    return ", ".join(f"{called(read, one)} {write(value)}" for one, value in zip(read.parties, values, strict=True))


def deal(read: Bargain, levels: Sequence[float], course: str) -> str:
    """Write a deal within a sentence."""
    return read.deal(levels, course, "~") or "변화 없음"


def place(stage: int, stages: int) -> str:
    """Write where on a path a stage is."""
    return f"{stage + 1}단계" if stage < stages else "모두 이행한 뒤"


def a_period(read: Bargain) -> str:
    """Write that something is told of one period."""
    word = str(read.attrs["period"])
    return A_PERIOD.get(word, "한 기에" if word == "period" else f"{word}마다")


def instead(read: Bargain, course: str, link: Link, end: str) -> str:
    """Write what the parties at a link do best instead."""
    words = {LEAVE: "떠나는", WITHHOLD: "남은 조치를 미루는"}
    some = bargains.kinds_instead(read, course, link)
    said = [f"{those(read, who, '은')} {words.get(kind, '되돌릴 수 있는 것을 되돌리는')} 편이" for kind, who in some]
    return f"{', '.join(said)} {end}"


@finding("negotiate", "ko")
def verdict(result: Result) -> str | None:
    """Tell of each course whether a deal enforces itself, and how."""
    read = reading(result)
    return by_course(read, lambda one: _verdict(read, bargains.verdict(read, one), asked=bargains.asked_for(result)))


def _verdict(read: Bargain, one: Verdict, *, asked: bool) -> str:
    if one.kind == NO_ZONE:
        voted = "게 여기고 비준도 될" if read.attrs["ratifiers"] else "게 여길"
        return f"모두가 결렬보다 낫{voted} 합의가 없다"
    if one.kind == NO_WAY:
        return (
            "그 합의에 이르는 경로가 없다"
            if asked
            else "모두가 결렬보다 낫게 여길 합의는 있으나 그에 이르는 경로가 없다"
        )
    end = f"({deal(read, one.levels, one.course)})"
    which = f"물어본 합의{end}" if asked else f"합의{end}"
    if one.kind == AT_ONCE:
        head = f"{which}는 한꺼번에 이행해도 스스로 지켜지며 여유는 {with_particle(amount(one.direct), '이다')}"
        staged = f". {one.stages}단계로 나누면 여유는 {with_particle(amount(one.margin), '이다')}"
        unsought = ". 단계로 나눈 경로는 찾아보지 않았다" if read.unsearched(one.course) else ""
        return head + (staged if one.stages > 1 and read.sturdier(one.course) else unsought)
    if one.kind == IN_STAGES:
        head = f"{which}는 {one.stages}단계로 나누면 스스로 지켜지며 여유는 {with_particle(amount(one.margin), '이다')}"
        short = f"한꺼번에 이행하면 {amount(-one.direct)}만큼 모자란다"
        return f"{head}. {short if one.direct < -bargains.TINY else '조치의 속도 때문에 한꺼번에 갈 수는 없다'}"
    return _fails(read, one, which if asked else f"내시 해가 고르는 합의{end}", asked=asked)


def _fails(read: Bargain, one: Verdict, which: str, *, asked: bool) -> str:
    at = "" if one.link is None else f"{place(one.link.stage, one.stages)}에서 "
    who = "모든 당사자를 합쳐 " if read.side_payments else ""
    why = "" if one.link is None or read.side_payments else f". 거기서 {instead(read, one.course, one.link, '낫다')}"
    short = f"{at}{who}{amount(-one.margin)}만큼 모자란다{why}"
    if one.kind == NOT_LOOKED:
        return f"단계로 나눈 경로는 찾아보지 않았다. 한꺼번에 이행하면 {which}는 {short}"
    none = "스스로 지켜지는 합의가 없다. " if read.count(one.course, KEPT) == 0 and not asked else ""
    return f"{none}{which}로 가는 가장 튼튼한 경로도 {short}"


@finding("negotiate", "ko")
def courses(result: Result) -> str | None:
    """Tell which course makes a deal possible, and what each leaves whom with."""
    read = reading(result)
    if len(read.courses) < 2:
        return None
    asked, every = bargains.asked_for(result), bargains.verdicts(read)
    some = [f"‘{read.course(one.course)}’" for one in every if bargains.holds(one)]
    rest = [f"‘{read.course(one.course)}’" for one in every if not bargains.holds(one)]
    what = ("물어본 합의가", "그 합의에서") if asked else ("합의가", "내시 해가 고르는 합의에서")
    if some and rest:
        head = f"{listed(some)}에서는 {what[0]} 스스로 지켜지지만 {listed(rest)}에서는 그렇지 않다"
    elif some:
        head = f"모든 상황에서 {what[0]} 스스로 지켜진다"
    else:
        head = f"어느 상황에서도 {'물어본 합의가 스스로 지켜지지 않는다' if asked else '스스로 지켜지는 합의가 없다'}"
    left = {one: bargains.left_with(read, one, asked=asked) for one in read.courses}
    said = [
        f"{called(read, who, '은')} "
        + ", ".join(f"‘{read.course(one)}’ {amount(left[one][at])}" for one in read.courses)
        for at, who in enumerate(read.parties)
    ]
    which = f"{what[1]}(없으면 결렬될 때)" if some and rest else what[1] if some else "결렬될 때"
    return f"{head}. {which} {'; '.join(said)}. 그 방식을 쓰는 비용 자체는 문서에 적힌 만큼만 들어 있다."


@finding("negotiate", "ko")
def zone(result: Result) -> str | None:
    """Tell what each has without a deal and at best, and how many deals all prefer to none."""
    read = reading(result)
    return by_course(read, lambda one: _zone(read, one))


def _zone(read: Bargain, course: str) -> str:
    without = f"결렬될 때의 몫은 {each(read, read.each('outside_value', course))}"
    count = read.count(course, ANY)
    if not count:
        which = "비준되면서 그만큼을 모두에게 주는" if read.attrs["ratifiers"] else "그만큼을 모두에게 주는"
        return f"{with_particle(without, '이고')} {which} 합의는 없다"
    best = read.each("ideal_value", course, set=ANY)
    alone = (
        "얻는 것이 모두 그쪽에 갈 때" if read.side_payments else "저마다 가장 유리한 단계를 밟을 때 (동시에는 아니지만)"
    )
    most = with_particle(each(read, best), "이다")
    return f"{with_particle(without, '이고')} 모두가 결렬보다 낫게 여길 합의는 {count:,}개이며, {alone} 많게는 {most}"


@finding("negotiate", "ko")
def foretold(result: Result) -> str | None:
    """Tell what the rules take: ranges, and never one deal alone."""
    read = reading(result)
    said = by_course(read, lambda one: _foretold(read, bargains.foretold(read, one)))
    return said and f"{said} 이는 가늠할 범위이며 어느 한 합의의 예측이 아니다."


def _foretold(read: Bargain, found: bargains.Ranges | None) -> str | None:
    if found is None:
        return None
    among = "스스로 지켜지는 합의 가운데" if found.of == KEPT else "모든 합의가 지켜진다면"
    rules = f"{len(found.rules)}가지 해({', '.join(RULES[one] for one in found.rules)})"
    values = ", ".join(f"{called(read, one)} {_span(low, high)}" for one, (low, high) in found.values.items())
    terms = "; ".join(_term(read, *one) for one in bargains.spans(read, found)) or "변화 없음"
    last = f"{values}({terms})"
    alike = found.one and len(found.rules) > 1
    said = f"{with_particle(last, '으로')} 모두 같다" if alike else with_particle(last, "이다")
    return f"{among} {rules}의 몫은 {said}"


def _term(read: Bargain, issue: str, low: str, high: str) -> str:
    return f"{read.issue(issue)}: {low}" + (f"~{high}" if high != low else "")


def _span(low: float, high: float) -> str:
    one, other = amount(low), amount(high)
    return one if one == other else f"{one}~{other}"


@finding("negotiate", "ko")
def enforcement(result: Result) -> str | None:
    """Tell what the same rule would take if deals were kept from outside."""
    read = reading(result)
    return by_course(read, lambda one: _enforcement(read, one))


def _enforcement(read: Bargain, course: str) -> str | None:
    found = bargains.bound(read, course)
    if found is None:
        return None
    levels, free, kept = found
    last = f"{each(read, free)}({deal(read, levels, course)})"
    return (
        f"밖에서 이행을 강제한다면 내시 해의 몫은 {with_particle(last, '이다')}. "
        f"스스로 지켜지는 합의 가운데서는 {with_particle(each(read, kept), '이다')}"
    )


@finding("negotiate", "ko")
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
            f"{called(read, who)}({'; '.join(f'{read.issue(s.issue)}: {read.level(s.issue, s.after)}' for s in own)})"
            for who, own in bargains.by_owner(steps)
        ]
        said.append(f"{at}단계 {', '.join(done)}")
    left = len(every) - len(said)
    return "; ".join(said) + (f"; 그 뒤로 {left}단계가 더 있다" if left else " 순으로 간다")


@finding("negotiate", "ko")
def weakest(result: Result) -> str | None:
    """Tell the weakest link of a path that holds."""
    read = reading(result)
    return by_course(read, lambda one: _weakest(read, bargains.verdict(read, one)))


def _weakest(read: Bargain, one: Verdict) -> str | None:
    if not bargains.holds(one) or one.link is None:
        return None
    where = f"가장 약한 고리는 {with_particle(place(one.link.stage, one.stages), '이다')}"
    if read.side_payments:
        return f"{where}. 거기서 모든 당사자를 합치면 어기는 것보다 {amount(one.link.slack)}만큼 낫다"
    share = bargains.binds(read, one.course, one.link)
    often = f". 추출의 {percent(share)}에서 여유가 여기서 가장 작다" if math.isfinite(share) else ""
    tempted = instead(read, one.course, one.link, "차선이며")
    return f"{where}. 거기서 {tempted} 경로를 지키는 것이 {amount(one.link.slack)}만큼 낫다{often}"


@finding("negotiate", "ko")
def stages_cost(result: Result) -> str | None:
    """Tell the hard truth of stages: they make a deal keep, and create nothing."""
    read = reading(result)
    return by_course(read, lambda one: _cost(read, one))


def _cost(read: Bargain, course: str) -> str | None:
    held = bargains.costs(read, course)
    if not held:
        return None
    does = {
        "keep": "합의를 지켜지게 할 뿐",
        "pace": "조치의 속도에서 나올 뿐",
        "spare": "여유를 늘릴 뿐",
        "nothing": "합의를 지켜지게 하는 것이 아니며",
    }[bargains.why_staged(read, course)]
    said = [f"{called(read, who, '은')} {amount(abs(value))} {'손해' if value >= 0 else '이득'}" for who, value in held]
    last = ", ".join(said)
    return f"단계는 {does} 새로 만들어 내는 것이 없다. 같은 합의를 한꺼번에 이행해 지켜질 때에 견주면 {with_particle(last, '이다')}"


@finding("negotiate", "ko")
def unravels(result: Result) -> str | None:
    """Tell the hard truth of irreversible steps with nothing at stake after them."""
    read = reading(result)

    def tell(course: str) -> str | None:
        if not bargains.unravels(read, course):
            return None
        return (
            "이 조치들은 하나도 되돌릴 수 없고, 모두 이행한 뒤에는 아무도 잃을 것이 없다. 이런 사슬은 풀린다. "
            "마지막 조치를 할 까닭이 없으니 첫 조치를 할 까닭도 없다. 계속 걸려 있는 것이 있어야 한다"
        )

    return by_course(read, tell)


@finding("negotiate", "ko")
def payments(result: Result) -> str | None:
    """Tell who pays whom, where the parties can."""
    read = reading(result)

    def tell(course: str) -> str | None:
        paid = bargains.paid(read, course)
        said = [
            f"{called(read, who, '은')} {with_particle(amount(abs(v)), '을')} {'받' if v >= 0 else '내'}"
            for who, v in paid
        ]
        if not said:
            return None
        last = f"{said[-1]}는다" if paid[-1][1] >= 0 else f"{said[-1][:-1]}낸다"
        head = f"당사자끼리 주고받을 수 있어 합이 중요하다. 내시 해에서는 {a_period(read)}"
        return " ".join([head, *(f"{one}고" for one in said[:-1]), last])

    return by_course(read, tell)


@finding("negotiate", "ko")
def incomes(result: Result) -> str | None:
    """Tell what the deal does to real income, of the parties and of those that take no part."""
    read = reading(result)
    return by_course(read, lambda one: _incomes(read, one))


def _incomes(read: Bargain, course: str) -> str | None:
    heads = {"real_income_pct": "", "bystander_pct": "참여하지 않는 쪽은 "}
    said = [
        heads[name] + ", ".join(f"{_who(read, who)} {_signed(value)}" for who, value in held)
        for name, held in bargains.incomes(read, course)
    ]
    return f"합의에서 실질소득은 지금에 견주어 {'; '.join(said)}만큼 바뀐다" if said else None


def _who(read: Bargain, word: str) -> str:
    if word in read.parties:
        return called(read, word)
    return country(word) if word in countries() else strictly(word, "ko") or word


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'}{figures(abs(value))}%" if abs(value) >= 0.0005 else "0%"
