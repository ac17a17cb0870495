"""The findings of a bridge in Korean: through whom most passes, whom ties bind to both, who loses if the two decouple."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.codes.groups import is_group
from counterpoise.codes.groups import name as group_name
from counterpoise.words.catalogue import figures
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, listed, percent
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.positions import (
    GAINS,
    LOSES,
    MIXED,
    SOME,
    Side,
    billions,
    brokers,
    leading,
    only,
    powers_of,
    side,
    tied,
    times,
)

if TYPE_CHECKING:
    from counterpoise.core.result import Result

KINDS = {"agreement": ("무역협정으로", "무역협정"), "security": ("방위 약속으로", "방위 약속")}
TIMES = {"short": "단기에는 ", "medium": "중기에는 ", "long": "장기에는 "}


def power(code: str) -> str:
    """Write a power.

    Examples
    --------
    >>> power("USA"), power("EU27")
    ('미국', '유럽연합')
    """
    return group_name(code, "ko") if is_group(code) else country(code)


def _both(result: Result, particle: str) -> str:
    return listed([power(one) for one in powers_of(result)], particle)


@finding("bridge", "ko")
def production(result: Result) -> str | None:
    """Tell through whom most passes."""
    held = leading(result)
    if not held:
        return None
    said = ", ".join(f"{power(code)} {percent(share)}" for code, share in held)
    return (
        f"{_both(result, '이')} 서로에게서 흡수하는 부가가치(한 해 {billions(result) * 10:,.0f}억 달러) 가운데 거쳐 가는 몫은 {said}이다. 한 "
        "경로가 여러 나라를 거칠 수 있어 이 몫들은 겹친다."
    )


def _structure(result: Result, kind: str) -> str | None:
    how, word = KINDS[kind]
    if tied(result, kind):
        return f"{_both(result, '은')} {how} 서로 직접 이어져 있어, 그 사이를 잇는 나라가 없다."
    held = brokers(result, kind)
    if result.data[f"{kind}_broker"].isnull().all():
        return None
    if not held:
        return f"{how} {_both(result, '')} 모두와 이어진 나라는 없다."
    who = listed([power(one) for one in held], "은") if len(held) <= SOME else f"{len(held)}개국은"
    return f"{who} {how} {_both(result, '')} 모두와 이어져 있고, 그 둘 사이에는 {with_particle(word, '이')} 없다."


@finding("bridge", "ko")
def structure(result: Result) -> str | None:
    """Tell whom trade agreements tie to both."""
    return _structure(result, "agreement")


@finding("bridge", "ko")
def security(result: Result) -> str | None:
    """Tell whom promises of defence tie to both."""
    return _structure(result, "security")


@finding("bridge", "ko")
def interest(result: Result) -> str | None:
    """Tell who loses and who gains if the two decouple, at each of the times."""
    many, said = len(result.data["country"]), []
    for time in times(result):
        falls, rises, mixed = (side(result, time, word) for word in (LOSES, GAINS, MIXED))
        if many == 1:
            said.append(TIMES.get(time, "") + _alone(result, time))
            continue
        turns = f", {mixed.count}곳에서는 변화의 크기나 방향에 따라 부호가 바뀐다{_most(mixed)}" if mixed.count else ""
        said.append(
            f"{TIMES.get(time, '')}다른 {many}곳 가운데 {falls.count}곳에서 줄고{_most(falls)} {rises.count}곳에서 는다{_most(rises)}{turns}"
        )
    return f"다른 조건이 그대로일 때 {_both(result, '')} 사이의 교역이 1% 비싸지면, 실질소득은 {'. '.join(said)}."


def _alone(result: Result, time: str) -> str:
    code, value, kind = only(result, time)
    if kind not in (LOSES, GAINS, MIXED):
        return f"{power(code)}에서 거의 변하지 않는다"
    turns = ". 다만 변화의 크기나 방향에 따라 부호가 바뀐다" if kind == MIXED else ""
    return f"{power(code)}에서 {figures(abs(value))}% {'준다' if value < 0 else '는다'}{turns}"


def _most(found: Side) -> str:
    named = ", ".join(f"{power(code)} {figures(abs(value))}%" for code, value in found.most)
    return f"(크기순: {named})" if named else ""


@finding("bridge", "ko")
def acceptance(result: Result) -> str | None:  # noqa: ARG001 - it holds of every answer
    """Tell what a position is not."""
    return "두 강국 사이의 위치는 어느 쪽이 그것을 받아들인다는 뜻이 아니다."
