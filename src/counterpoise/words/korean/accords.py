"""The findings of an agreement in Korean: who gains and loses, by tariffs and beyond, in which sectors and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries
from counterpoise.words.accords import (
    MOST,
    TARIFFS,
    WHOLE,
    Move,
    draws_in,
    main_sectors,
    move,
    outsiders,
    part_of,
    parties_of,
)
from counterpoise.words.catalogue import figures
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import SMALL, country, listed, named, signed, size
from counterpoise.words.korean.changes import AS_IT_WAS, when
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.language import sector as sector_name

if TYPE_CHECKING:
    from counterpoise.core.result import Result


def agreed(result: Result) -> str:
    """Write under which agreement it is."""
    title, ours = str(result.attrs.get("agreement", "")), list(result.attrs.get("parties", ()))
    if title in countries() or "," in title or not title:
        among = named(ours, "이") if len(ours) <= MOST else f"당사국 {len(ours)}곳이"
        return f"{among} 협정을 맺으면"
    return f"{title}에서"


def moved(found: Move) -> str:
    """Write a change with the interval that it lies in.

    Examples
    --------
    >>> moved(Move(0.343, 0.094, 0.82)), moved(Move(-0.12))
    ('0.34%(0.094~0.82%) 늘', '0.12% 줄')
    """
    if abs(found.value) < SMALL:
        return f"({SMALL}% 이내로) 변함없"
    return f"{size(found.value)}{span(found)} {'늘' if found.value > 0 else '줄'}"


def span(found: Move) -> str:
    """Write the ends of an interval in the direction of the change, in brackets; nothing where there are none."""
    if found.low is None or found.high is None:
        return ""
    ends = (found.low, found.high) if found.value > 0 else (-found.high, -found.low)
    return f"({figures(ends[0])}~{figures(ends[1])}%)"


def chained(said: list[str]) -> str:
    """Join stems of verbs: all but the last go on, the last ends the sentence."""
    return ", ".join([*(f"{one}고" for one in said[:-1]), _ended(said[-1])])


def _ended(stem: str) -> str:
    return {"없": f"{stem}다", "늘": f"{stem[:-1]}는다", "줄": f"{stem[:-1]}준다"}[stem[-1]]


@finding("agree", "ko")
def income(result: Result) -> str | None:
    """Tell the parties' real income, and which part of it the tariffs are."""
    ours = parties_of(result)
    if not ours:
        return None
    head = f"{agreed(result)} {AS_IT_WAS} 실질소득은 {when(str(result.attrs.get('when', 'in the long run')))}"
    count = draws_in(result)
    told = f"(괄호 안은 추출 {count:,}회의 {result.diagnostics.get('interval', 90):g}%)" if count else ""
    if len(ours) > MOST:
        ends = [(one, move(result, "welfare_pct", country=one)) for one in (ours[0], ours[-1])]
        (most, high), (least, low) = ends
        if high is None or low is None:
            return None
        return (
            f"{head} 당사국 {len(ours)}곳 가운데 {signed(low.value)}{span(low)}({country(least)})에서 "
            f"{signed(high.value)}{span(high)}({country(most)})까지 변한다{told}."
        )
    said = [f"{country(one)}에서 {moved(found)}" for one in ours if (found := move(result, "welfare_pct", country=one))]
    return f"{head} {chained(said)}{told}."


@finding("agree", "ko")
def parts(result: Result) -> str | None:
    """Tell how much of it the tariffs do, and how much what goes beyond them."""
    ours = parties_of(result)[: MOST + 1]
    if not ours or len(ours) > MOST or part_of(result) != WHOLE:
        return None
    said = []
    for one in ours:
        alone, whole = (move(result, "welfare_pct", country=one, part=part) for part in (TARIFFS, WHOLE))
        if alone is not None and whole is not None:
            said.append(f"{country(one)} {signed(alone.value)}와 {signed(whole.value - alone.value)}")
    if not said:
        return None
    return (
        f"그 가운데 관세만의 몫과 그 밖의 교역비용의 몫은 {with_particle(', '.join(said), '이다')}. 뒤의 것은 깊이를 7 가운데 "
        f"{result.attrs.get('depth', 0):g}로 보고, 지난 협정들이 평균적으로 한 일에 바탕을 둔다."
    )


@finding("agree", "ko")
def outside(result: Result) -> str | None:
    """Tell who else loses and gains most."""
    sides = zip(outsiders(result), ("잃는", "얻는"), strict=True)
    said = [
        f"실질소득을 가장 많이 {verb} 곳은 " + listed([f"{country(one)}({signed(v)})" for one, v in some])
        for some, verb in sides
        if some
    ]
    return f"나머지 가운데 {with_particle('이고, '.join(said), '이다')}." if said else None


@finding("agree", "ko")
def within(result: Result) -> str | None:
    """Tell what becomes of trade among the parties."""
    found = {one: move(result, "exports_to_parties_pct", country=one) for one in parties_of(result)}
    said = [f"{country(one, '은')} {moved(held)}" for one, held in found.items() if held is not None]
    return f"다른 당사국에 수출하는 금액은 {chained(said)}." if 0 < len(said) <= MOST else None


@finding("agree", "ko")
def industries(result: Result) -> str | None:
    """Tell in which sectors the parties make more, and less."""
    said = []
    for one in parties_of(result)[:MOST]:
        held = [(f"{sector_name(code, 'ko')}({code})", share) for code, share in main_sectors(result, one)]
        words = [f"{with_particle(name, '이')} {moved(share)}" for name, share in held]
        said += [f"{country(one)}에서는 {chained(words)}"] if words else []
    return f"금액으로 가장 크게 변하는 산업의 생산량을 보면 {'. '.join(said)}." if said else None


@finding("agree", "ko")
def phased(result: Result) -> str | None:
    """Tell how real income moves over the phases."""
    years = result.data["phase"].values.tolist() if "phase" in result.data.dims else []
    ours = parties_of(result)[:MOST]
    if len(years) < 2 or not ours:
        return None
    said = []
    for one in ours:
        held = [(year, move(result, "welfare_pct", country=one, phase=year)) for year in (years[0], years[-1])]
        told = [f"{year}년차에 {signed(found.value)}" for year, found in held if found is not None]
        said.append(f"{country(one)}에서는 {', '.join(told)}")
    return f"{len(years)}년에 걸쳐 이행하면 실질소득의 변화는 해를 두고 나타난다. {with_particle('. '.join(said), '이다')}."
