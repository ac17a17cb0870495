"""The findings of votes in Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.stances import apart, latest, nearest, spots

if TYPE_CHECKING:
    from counterpoise.core.result import Result


@finding("votes", "ko")
def stands(result: Result) -> str:
    """Tell where each country stood last."""
    interval = result.data.attrs["interval"]
    told = [
        f"{country(one.country)} {one.value:.2f}({one.year}년, {interval:g}% 구간 {one.low:.2f}~{one.high:.2f})"
        for one in latest(result)
    ]
    return f"유엔 총회 표결로 본 위치는 다음과 같다. {', '.join(told)}."


@finding("votes", "ko")
def moved(result: Result) -> str | None:
    """Tell whether the first country has moved by more than its error."""
    held = spots(result, latest(result)[0].country)
    if len(held) < 2:
        return None
    first, last = held[0], held[-1]
    size = f"{first.year}년에서 {last.year}년 사이에 {last.value - first.value:+.2f}만큼 움직였"
    who = with_particle(country(first.country), "은")
    if apart(first, last):
        return f"{who} {size}으며, 이는 두 해의 오차보다 크다."
    return f"{who} {size}으나, 이는 두 해의 오차 안에 있다."


@finding("votes", "ko")
def nearer(result: Result) -> str | None:
    """Tell to which partner the first country stands nearest."""
    found = nearest(result)
    if found is None:
        return None
    where, gaps = found
    (near, short), (far, long) = gaps[0], gaps[-1]
    return (
        f"{where.year}년에 {with_particle(country(where.country), '은')} {country(far)}(거리 {long:.2f})보다 "
        f"{country(near)}(거리 {short:.2f})에 더 가깝게 투표했다."
    )
