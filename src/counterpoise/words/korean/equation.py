"""The findings of the equation in Korean.

A lean is told in percentage points (%p), with the power that it goes to; a share of weightings is never called a
probability.
"""

from __future__ import annotations

from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING

from counterpoise.words.catalogue import figures
from counterpoise.words.equation import (
    LITTLE,
    MOST,
    SIDES,
    SURELY,
    chosen_one,
    indicators_of,
    path_of,
    points,
    powers_of,
    spans_of,
    untold,
    ways_of,
    years_of,
)
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, listed, named, percent
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.language import short

if TYPE_CHECKING:
    from counterpoise.core.result import Result

WORDS = {"economic": "경제", "security": "안보"}
VARY = "가중치에 따라 "


def _index(value: float) -> str:
    return figures(abs(value)) if abs(value) >= LITTLE / 100 else "0"


def between(low: float, high: float, powers: tuple[str, str]) -> str:
    """Write a span of leans: its ends with the powers that they go to.

    Examples
    --------
    >>> between(-0.06, -0.003, ("USA", "CHN")), between(-0.014, 0.021, ("USA", "CHN"))
    ('중국 쪽 0.30~6.0', '중국 쪽 1.4에서 미국 쪽 2.1까지')
    """
    small = LITTLE / 100
    if abs(low) < small and abs(high) < small:
        return "0"
    if low > -small:
        return f"{country(powers[0])} 쪽 {points(low)}~{points(high)}"
    if high < small:
        return f"{country(powers[1])} 쪽 {points(high)}~{points(low)}"
    return f"{country(powers[1])} 쪽 {points(low)}에서 {country(powers[0])} 쪽 {points(high)}까지"


def _notes(result: Result, who: str, side: str, vary: str) -> str:
    """Give what stands in brackets behind a lean: its interval and the years of its figures."""
    value, low, high = spans_of(result, SIDES[side][1], who)
    said = []
    if isfinite(value) and isfinite(low) and isfinite(high) and high - low >= LITTLE / 100:
        if abs(value) >= LITTLE and min(low * value, high * value) >= 0:
            ends = sorted((abs(low), abs(high)))
            said.append(f"{vary}{points(ends[0])}~{points(ends[1])}")
        else:
            said.append(f"{vary}{between(low, high, powers_of(result))}")
    years = years_of(result, who, side)
    if years is not None:
        ends = f"{years[0]}년" if years[0] == years[1] else f"{years[0]}~{years[1]}년"
        said.append(f"{ends} {'계정' if side == 'economic' else '수치'}")
    return f"({', '.join(said)})" if said else ""


def _side(result: Result, who: str, side: str, subject: str, vary: str) -> tuple[str, str]:
    """Say where one side leans, all but the ending of the verb, and whether that is a verb of being or of leaning."""
    powers = powers_of(result)
    value, low, high = spans_of(result, SIDES[side][1], who)
    if not isfinite(value):
        if isfinite(low) and isfinite(high):
            span = between(low, high, powers)
            return f"{with_particle(subject, '이')} 어느 쪽으로 기우는지는 범위로만 알려져 있", f"({span})"
        return f"{with_particle(subject, '이')} 어느 쪽으로 기우는지는 알려져 있지 않", ""
    notes = _notes(result, who, side, vary)
    if abs(value) < LITTLE:
        return f"{with_particle(subject, '은')} 어느 쪽으로도 {100 * LITTLE:.1f}%p만큼 기울어 있지 않", notes
    to = country(powers[value < 0])
    return f"{with_particle(subject, '은')} {to} 쪽으로 {points(value)}%p{notes} 기울어 있", ""


@finding("equation", "ko")
def leaning(result: Result) -> str | None:
    """Tell where the economy leans and where the security does, each with its interval."""
    who = chosen_one(result)
    if who is None:
        return None
    first, behind = _side(result, who, "economic", f"{country(who)} 경제", VARY)
    second, end = _side(result, who, "security", "안보", "" if VARY in first + behind else VARY)
    return f"{first}고{behind}, {second}다{end}."


@finding("equation", "ko")
def pressed(result: Result) -> str | None:
    """Tell whether the leans go to different powers, by how much, the rank, and in what share of weightings."""
    who = chosen_one(result)
    if who is None:
        return None
    value, low, high = spans_of(result, "cross_pressure", who)
    bounded = isfinite(low) and isfinite(high)
    leans = [spans_of(result, name, who)[0] for _, name in SIDES.values()]
    if not isfinite(value):
        known = f"{_index(low)}에서 {_index(high)} 사이에 있다" if bounded else "알려진 것이 없다"
        said = f"두 나라 사이에서 얼마나 교차압력을 받는지는 알 수 없다: {known}"
        if high < LITTLE:
            said = "빠진 값이 무엇이든 교차압력을 거의 받지 않는다"
    elif leans[0] * leans[1] < 0 and min(map(abs, leans)) >= LITTLE:
        sure = float(result.data["cross_pressured_share__low"].sel(country=who)) >= SURELY
        by = "" if sure else "이 가중치로는 "
        economy, security = (country(powers_of(result)[lean < 0]) for lean in leans)
        said = f"{by}교차압력을 받는다: 경제는 {economy}, 안보는 {security} 쪽이다. {_ranked(result, who, value)}"
    elif min(map(abs, leans)) < LITTLE:
        said = "교차압력을 거의 받지 않는다: 두 기울기 가운데 하나가 없다시피 하다"
    else:
        to = country(powers_of(result)[leans[0] < 0])
        said = f"이 가중치로는 교차압력을 받지 않는다: 두 기울기가 모두 {to} 쪽이다"
    return f"{said}.{_often(result, who)}"


def _ranked(result: Result, who: str, value: float) -> str:
    """Say how large the cross-pressure is, and which place that is among those that are known."""
    _, low, high = spans_of(result, "cross_pressure", who)
    span = f"({_index(low)}~{_index(high)})" if isfinite(low) and isfinite(high) else ""
    said = f"두 기울기의 기하평균인 교차압력은 {_index(value)}{span}"
    rank, best, worst = spans_of(result, "cross_pressure_rank", who)
    if not isfinite(rank):
        return with_particle(said, "이다")
    known = int(result.data["cross_pressure_rank"].notnull().sum())
    ends = f"({VARY}{best:.0f}~{worst:.0f}위)" if isfinite(best) and isfinite(worst) else ""
    return f"{with_particle(said, '으로')}, {known}개 국가·지역 가운데 {rank:.0f}위다{ends}"


def _often(result: Result, who: str) -> str:
    """Say in what share of the weightings the leans go to different powers."""
    _, low, high = spans_of(result, "cross_pressured_share", who)
    if not (isfinite(low) and isfinite(high)):
        return ""
    draws = result.diagnostics.get("draws")
    whole = f"무작위 가중치 {draws:,}가지" if draws else "무작위 가중치"
    verb = "두 기울기가 서로 다른 나라를 향한다"
    if high - low >= 0.005:
        least = figures(100 * low) if low else "0"
        said = f"빠진 값에 따라 {whole}의 {least}~{percent(high)}에서 {verb}"
    elif high >= 1 - 1e-9 and low >= 1 - 1e-9:
        said = f"{whole} 모두에서 {verb}"
    elif high > 0:
        said = f"{whole}의 {percent((low + high) / 2)}에서 {verb}"
    else:
        said = f"{whole} 가운데 어느 것에서도 두 기울기가 서로 다른 나라를 향하지 않는다"
    return f" {said}. 이는 가중치의 비율일 뿐 확률이 아니다."


@finding("equation", "ko")
def differing(result: Result) -> str | None:
    """Tell the indicators of a side that lean to different powers."""
    who = chosen_one(result)
    if who is None:
        return None
    powers = powers_of(result)
    said = []
    for side, word in WORDS.items():
        parts = [
            f"{listed([f'{_short(result, name)}({points(size)})' for size, name in held], '은')} "
            f"{country(powers[not way])} 쪽"
            for way, held in ways_of(result, who, side)
        ]
        if parts:
            said.append(f"{word} 지표는 부호가 서로 다르다: {', '.join(parts)}이다")
    return f"{'. '.join(said)}. 어느 지표를 말하는지에 따라 답이 달라진다." if said else None


def _short(result: Result, name: str) -> str:
    return short(name, "ko", str(result.data[name].attrs["short"]))


@finding("equation", "ko")
def since_when(result: Result) -> str | None:
    """Tell since when the economy leans to where it does, and of which years nothing is known."""
    who = chosen_one(result)
    if who is None or "trail_economic" not in result.data:
        return None
    powers = powers_of(result)
    path = path_of(result, who, "economic")
    if not path:
        return None
    runs = [(way, list(held)) for way, held in groupby(path, key=lambda one: one[1])]
    way, run = runs[-1]
    to, other = country(powers[way < 0]), country(powers[way > 0])
    first, last = run[0], run[-1]
    if len(path) == 1:
        said = f"경제가 언제부터 {to} 쪽으로 기울었는지는 알 수 없다. 알려진 해는 {first[0]}년뿐이다"
    elif len(runs) == 1:
        said = f"경제는 알려진 모든 해({first[0]}~{last[0]}년)에 {to} 쪽으로 기울어 있다"
    elif runs[-2][1][-1][2] == first[2]:
        before = runs[-2][1][-1][0]
        when = f"{first[0]}년에" if len(run) == 1 else f"{first[0]}년 이후 알려진 모든 해에"
        source = f"({first[2]})" if first[2] else ""
        said = f"경제는 {when} {to} 쪽으로 기울어 있고, {before}년에는 {other} 쪽으로 기울어 있었다{source}"
    else:
        before = runs[-2][1][-1]
        said = (
            f"경제는 {first[0]}년({first[2]})에는 {to} 쪽으로, {before[0]}년({before[2]})에는 {other} 쪽으로 기울어 있다. "
            "출처마다 방법이 달라 그 사이에 방향이 바뀌었는지는 확실하지 않다"
        )
    lost = ". 안보가 그 전에 어느 쪽으로 기울어 있었는지는 알려져 있지 않다" if untold(result, who, last[0]) else ""
    return f"{said}{lost}."


@finding("equation", "ko")
def missing(result: Result) -> str | None:
    """Tell which indicators that have a weight are missing, with the bounds that are known."""
    who = chosen_one(result)
    if who is None:
        return None
    said = []
    for side in SIDES:
        for name in indicators_of(result, side, weighed=True):
            value, low, high = spans_of(result, name, who)
            if not isfinite(value):
                told = isfinite(low) and isfinite(high)
                said.append(_short(result, name) + (f"({between(low, high, powers_of(result))})" if told else ""))
    return f"다음 지표는 값이 빠져 있어 범위로만 반영했다: {', '.join(said)}." if said else None


@finding("equation", "ko")
def most_pressed(result: Result) -> str | None:
    """Tell, of all countries or of several, those that are pressed most between the two powers."""
    if chosen_one(result) is not None or "cross_pressure" not in result.data:
        return None
    array = result.data["cross_pressure"]
    pairs = zip(array["country"].values.tolist(), array.values.tolist(), strict=True)
    chosen = result.data.attrs.get("chosen", ())
    held = {str(one): float(v) for one, v in pairs if isfinite(v) and (not chosen or one in chosen)}
    if not held:
        return None
    top = [one for one in sorted(held, key=lambda one: -held[one])[:MOST] if held[one] >= LITTLE]
    powers = named(powers_of(result))
    count = f"두 기울기가 알려진 {len(held)}개 국가·지역 가운데 {powers} 사이에서"
    if not top:
        return f"{count} 교차압력을 받는 곳은 없다."
    said = listed([f"{country(one)}({_index(held[one])})" for one in top], "이다")
    return f"{count} 교차압력을 가장 크게 받는 곳은 {said}."
