"""The findings of a change in Korean: who loses and gains, how much that is, and where trade goes; all conditional."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.codes.sectors import schemes
from counterpoise.words.catalogue import figures
from counterpoise.words.changes import MOST, balances_vanish, known_in, parties_in, sales_between, timed
from counterpoise.words.findings import finding
from counterpoise.words.korean import scenario
from counterpoise.words.korean.catalogue import SMALL, country, dollars, listed, signed, size
from counterpoise.words.korean.particles import with_particle

if TYPE_CHECKING:
    from counterpoise.core.result import Result

AS_IT_WAS = "다른 조건이 그대로일 때"

_TIMES = {
    "in the long run": "장기에는",
    "in the new equilibrium": "새 균형에서",
    "within a year": "한 해 안에",
    "after some years": "몇 해 뒤",
}


def when(english: str) -> str:
    """Write the words for a scenario's time.

    Examples
    --------
    >>> when("in the long run"), when("after 2.5 years"), when("after 1 year")
    ('장기에는', '2.5년 뒤', '1년 뒤')
    """
    years = re.fullmatch(r"after ([\d.]+) years?", english)
    return f"{years[1]}년 뒤" if years else _TIMES.get(english, english)


def condition(result: Result) -> str:
    """Give the condition that a sentence is under: what changes, or that it is the scenario."""
    given = result.question.arguments.get("scenario")
    if not isinstance(given, Mapping) or not result.attrs.get("changes"):
        return "이 시나리오에서는"
    source = next((one.source for one in result.provenance), "")
    return scenario.condition(given, next((one for one in schemes() if source.startswith(one)), "icio-2025"))


def levels(pairs: Sequence[tuple[str, float]], end: str = "다") -> str:
    """Write changes in percent, each with what stands before it, as levels against what they were.

    Examples
    --------
    >>> levels([("미국에서", -0.0269), ("중국에서", 0.0469)]), levels([("미국에서", 0.0001)])
    ('미국에서 0.027% 낮고 중국에서 0.047% 높다', '미국에서 (0.0005% 미만의 변화로) 변함없다')
    """
    said = [f"{head} {_level(value)}" for head, value in pairs]
    return " ".join([*(f"{one}고" for one in said[:-1]), f"{said[-1]}{end}"])


def _level(value: float) -> str:
    if abs(value) < SMALL:
        return f"({size(value)}의 변화로) 변함없"
    return f"{size(value)} {'낮' if value < 0 else '높'}"


def _at(codes: Sequence[str], held: Mapping[str, float]) -> list[tuple[str, float]]:
    return [(f"{country(one)}에서", held[one]) for one in codes if one in held]


@finding("simulate", "ko")
def outcome(result: Result) -> str | None:
    """Tell the real income of the parties, or of the most affected, in the new equilibrium."""
    welfare = known_in(result, "welfare_pct")
    if not welfare:
        return None
    head = f"{condition(result)}, {AS_IT_WAS} 실질소득은"
    if all(abs(value) < SMALL for value in welfare.values()):
        return f"{head} 어디에서나 {SMALL}% 이내로 변함이 없다."
    ours = parties_in(result)
    time = str(result.attrs.get("when", "in the long run"))
    if len(ours) > MOST or not ours:
        among = {one: value for one, value in welfare.items() if not ours or one in ours}
        first, last = next(iter(among)), list(among)[-1]
        whom = f"당사국 {len(among)}곳" if ours else f"{len(among)}개 경제"
        span = f"{signed(among[first])}({country(first)})에서 {signed(among[last])}({country(last)})까지"
        return f"{head} {when(time)} {whom} 가운데 {span} 변한다."
    held = known_in(result, "real_wage_pct") if balances_vanish(result) else {}
    wages = _at(ours, held)
    apart = f"(무역수지가 사라지는 영향을 포함), 실질임금은 {levels(wages)}" if wages else ""
    moment = "새 장기균형에서" if time == "in the long run" else when(time)
    said = levels(_at(ours, welfare), "고" if apart else "다")
    return f"{head} {moment} 변화 이전보다 {said}{apart}."


@finding("simulate", "ko")
def over_time(result: Result) -> str | None:
    """Tell the real income of the parties, or of the most affected, at several times."""
    said = [
        f"{country(one)}에서는 {levels([(when(words), value) for value, words in parts])}"
        for one, parts in timed(result).items()
    ]
    if not said:
        return None
    return f"{condition(result)}, {AS_IT_WAS} 실질소득의 변화는 조정에 걸리는 시간에 달려 있다. {'. '.join(said)}."


def _whose(result: Result) -> str:
    alone = [one for one in str(result.diagnostics.get("alone", "")).split(", ") if one]
    if result.diagnostics.get("closure") == "balanced" or not alone:
        return "모든 무역수지가"
    if len(alone) > 3:
        return f"{len(alone)}개 경제의 무역수지가"
    return f"{listed([country(one) for one in alone])}의 무역수지가"


@finding("simulate", "ko")
def balances(result: Result) -> str | None:
    """Tell that real income moves because trade balances vanish, where they do."""
    if not balances_vanish(result):
        return None
    return (
        f"이 시나리오에서는 {_whose(result)} 사라진다. 흑자국이 해외에 빌려주던 것은 이제 국내에서 쓰이고, 적자국이 빌려 쓰던 "
        "것은 더 쓸 수 없다. 실질소득과 실질임금에는 이 영향도 들어 있다. 변화만 따로 보려면 deficits = 'purged'로 물으면 된다."
    )


@finding("simulate", "ko")
def worth(result: Result) -> str | None:
    """Tell what that is worth: the equivalent variation, for the parties and for all together."""
    held = known_in(result, "equivalent_variation")
    ours = [one for one in parties_in(result) if one in held][: MOST + 1]
    if not held:
        return None
    each = [f"{country(one)}에 {dollars(held[one])}의 {'손실' if held[one] < 0 else '이득'}" for one in ours]
    parts = []
    if each and len(ours) <= MOST:
        parts.append(f"옛 가격의 소득으로 따지면 이는 해마다 {', '.join(each)}에 해당한다")
    if len(held) > len(ours) and len(held) == result.attrs.get("economies"):
        total = sum(held.values())
        which = "표에 있는 모든 경제를 합하면" if parts else "옛 가격의 소득으로 따지면 모든 경제를 합해"
        parts.append(f"{which} 해마다 {dollars(total)}{'를 잃는다' if total < 0 else '를 얻는다'}")
    return ". ".join(_mended(one) for one in parts) + "." if parts else None


def _mended(said: str) -> str:
    """Put the particle of an amount that ends in words of its own."""
    return said.replace("미만를", "미만을")


@finding("simulate", "ko")
def others(result: Result) -> str | None:
    """Tell who else loses and gains most."""
    welfare = known_in(result, "welfare_pct")
    ours = set(parties_in(result))
    rest = {one: value for one, value in welfare.items() if one not in ours and abs(value) >= SMALL}
    harmed = [(one, v) for one, v in rest.items() if v < 0][:3]
    helped = [(one, v) for one, v in reversed(rest.items()) if v > 0][:3]
    said = [
        f"가장 많이 {verb} 곳은 " + listed([f"{country(one)}({signed(v)})" for one, v in some])
        for some, verb in ((harmed, "잃는"), (helped, "얻는"))
        if some
    ]
    if not said:
        return None
    return f"{'나머지 가운데' if ours else '실질소득 면에서'} {with_particle('이고, '.join(said), '이다')}."


@finding("simulate", "ko")
def wages(result: Result) -> str | None:
    """Tell the parties' real wages, which leave out tariff revenue."""
    held, welfare = known_in(result, "real_wage_pct"), known_in(result, "welfare_pct")
    if balances_vanish(result):  # they are in the first sentence
        return None
    ours = [one for one in parties_in(result) if one in held and max(abs(held[one]), abs(welfare[one])) >= SMALL]
    if not ours or len(ours) > MOST:
        return None
    return f"관세수입도 이전소득도 담지 않은 실질임금은 {levels(_at(ours, held))}."


@finding("simulate", "ko")
def between(result: Result) -> str | None:
    """Tell what becomes of trade among the parties, and who sells more to them instead."""
    sales = sales_between(result)
    said = [
        f"{country(one.seller, '이')} {country(one.buyer)}에 파는 금액은 {figures(100 * abs(one.share))}%(해마다 "
        f"{dollars(one.moved)}) {'줄어든' if one.moved < 0 else '늘어난'}다"
        for one in sales
    ]
    instead = [
        f"{country(one.instead, '은')} {country(one.buyer)}에 {dollars(one.more)}어치를 더 판다"
        for one in sales
        if one.instead
    ]
    if not said:
        return None
    diverted = f" 교역의 일부는 다른 곳으로 옮겨 간다: {', '.join(dict.fromkeys(instead))}." if instead else ""
    return f"{'. '.join(said)}.{diverted}"


@finding("simulate", "ko")
def terms(result: Result) -> str | None:
    """Tell which party loses although its terms of trade improve."""
    gained, welfare = known_in(result, "terms_of_trade_pct"), known_in(result, "welfare_pct")
    ours = parties_in(result)
    found = [one for one in ours if gained.get(one, 0) >= 0.005 and welfare[one] < -SMALL]
    if not found or len(ours) > MOST:
        return None
    said = listed([f"{country(one)}에서 소득의 {size(gained[one])}만큼" for one in found])
    return f"교역조건은 {said} 나아지지만, 변화가 달리 치르게 하는 비용을 메우지는 못한다."


def plain(given: Mapping[str, Any], scheme: str = "icio-2025") -> tuple[str, ...]:
    """Give a scenario's sentences: see `counterpoise.words.korean.scenario.sentences`."""
    return scenario.sentences(given, scheme)
