"""The findings of security in Korean: who has promised what by which treaty, arms, troops, and own means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from counterpoise.words.catalogue import figures
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, day, listed, named, percent, span
from counterpoise.words.language import act
from counterpoise.words.security import (
    MOST,
    Amount,
    acts_of,
    amounts_of,
    number_of,
    only_one,
    partners_besides,
    where_true,
    where_unknown,
    years_of,
)

if TYPE_CHECKING:
    from counterpoise.core.result import Result


def some(codes: Sequence[str], particle: str = "") -> str:
    """Name partners, of many the first few and how many more.

    Examples
    --------
    >>> some(["USA", "JPN"], "이"), some(["USA", "GBR", "FRA", "DEU", "ITA", "NLD"], "이")
    ('미국과 일본이', '미국, 영국, 프랑스, 독일 외 2개국이')
    """
    if len(codes) <= MOST + 1:
        return named(codes, particle)
    return f"{named(codes[:MOST])} 외 {len(codes) - MOST}개국" + {"이": "이", "은": "은", "": ""}[particle]


def _acts(result: Result, name: str, who: str, givers: Sequence[str]) -> str:
    """Name the acts behind a promise, each with its days; an act of many parties is named once."""
    held = acts_of(result, name, who, givers)
    return "; ".join(f"{act(title, 'ko')}({_days(days)})" for title, days in held.items())


def _days(days: Sequence[str]) -> str:
    """Give the days of an act; where they differ by party, those between which it came into force."""
    apart = sorted(set(days))
    if len(apart) == 1:
        return re.sub(r"signed ([\d-]+)", lambda f: f"{day(f[1])} 서명", _begun(apart[0]))
    began = sorted(found[1] for one in apart if (found := re.search(r"in force (\S+)", one)))
    signed = {found[1] for one in apart if (found := re.search(r"signed ([^,]+)", one))}
    first = f"{day(signed.pop())} 서명, " if len(signed) == 1 else ""
    if not began:
        return "; ".join(apart)
    return f"{first}그 가운데 처음 것은 {day(began[0])}, 마지막 것은 {day(began[-1])} 발효"


def _begun(text: str) -> str:
    return re.sub(r"in force ([\d-]+)", lambda f: f"{day(f[1])} 발효", text)


@finding("security", "ko")
def promised(result: Result) -> str | None:
    """Tell who has promised to defend the country by which treaty, or that nobody has."""
    who = only_one(result)
    if who is None or "defence_obligation" not in result.data:
        return None
    givers, owed = (where_true(result, one, who) for one in ("defence_obligation", "mutual_assistance_clause"))
    unknown = where_unknown(result, "defence_obligation", who)
    if givers:
        said = _acts(result, "defence_obligation", who, givers)
        return f"{some(givers, '이')} 조약으로 {country(who)}의 방위를 약속했다{f': {said}' if said else ''}."
    if unknown:
        return f"{_any(unknown)} {country(who)}의 방위를 약속했는지는 알려져 있지 않다."
    if not owed:
        return f"{_denied(result, who, f'조약으로 {country(who)}의 방위를 약속하지 않았다')}."
    none = _denied(result, who, f"동맹으로서 조약으로 {country(who)}의 방위를 약속하지 않았다")
    said = _acts(result, "mutual_assistance_clause", who, owed)
    return f"{none}. {some(owed, '은')} 제42조 제7항에 따라서만 도울 의무가 있다{f': {said}' if said else ''}."


def _any(codes: Sequence[str]) -> str:
    if len(codes) > MOST:
        return f"{len(codes)}개국 가운데 어느 나라가"
    return f"{' 또는 '.join(country(one) for one in codes[:-1])} 또는 {country(codes[-1], '이')}".removeprefix(" 또는 ")


def _denied(result: Result, who: str, what: str) -> str:
    """Say that nobody has done something: no country, or none of those that were asked about."""
    partners = partners_besides(result, who)
    if result.data.attrs.get("everyone") or not partners:
        return f"어느 나라도 {what}"
    if len(partners) == 1:
        return f"{country(partners[0], '은')} {what}"
    if len(partners) == 2:
        return f"{country(partners[0])}도 {country(partners[1])}도 {what}"
    return f"{some(partners)} 가운데 어느 나라도 {what}"


@finding("security", "ko")
def living(result: Result) -> str | None:
    """Tell which promises have troops, arms or exercises beside them, and which are text alone."""
    who = only_one(result)
    if who is None or "living_guarantee" not in result.data:
        return None
    givers = where_true(result, "defence_obligation", who)
    value = {one: number_of(result, "living_guarantee", country=who, partner=one) for one in givers}
    alive, dead = ([one for one in givers if value[one] == wanted] for wanted in (1, 0))
    unknown = [one for one in givers if one not in alive and one not in dead]
    said = []
    if alive:
        whose = "이 약속" if alive == givers and len(alive) == 1 else f"{some(alive)}의 약속"
        said.append(f"{whose} 곁에는 병력이나 십분의 일 이상의 무기, 또는 연합훈련이 있어 실효적 방위 공약으로 센다")
    if dead:
        said.append(f"{some(dead)}의 약속은 이 기준으로는 문면뿐이다")
    if unknown:
        said.append(f"{some(unknown)}의 약속이 그런지는 알려져 있지 않다")
    return f"{'. '.join(said)}." if said else None


@finding("security", "ko")
def assured(result: Result) -> str | None:
    """Tell the assurances by law or declaration, which promise no defence."""
    who = only_one(result)
    if who is None or "assurance_given" not in result.data:
        return None
    givers = where_true(result, "assurance_given", who)
    if not givers:
        return None
    said = _acts(result, "assurance_given", who, givers)
    return f"{some(givers, '은')} 방위 약속은 아니지만 법률이나 선언으로 확약을 주었다{f': {said}' if said else ''}."


def _count(value: float) -> str:
    return f"{float(figures(value)):,.0f}" if value else "0"


def _of(one: Amount, *, share: bool) -> str:
    if one.known:
        return percent(one.value) if share else f"{_count(one.value)}명"
    return span(one.low, one.high) if share else f"{_count(one.low)}~{_count(one.high)}명"


def _years(years: Sequence[int]) -> str:
    return "" if not years else f"({years[0]}년)" if len(years) == 1 else f"({years[0]}~{years[-1]}년)"


@finding("security", "ko")
def armed(result: Result) -> str | None:
    """Tell who supplied the arms that were delivered over five years."""
    who = only_one(result)
    if who is None or "arms_supplier_share" not in result.data:
        return None
    held = amounts_of(result, "arms_supplier_share", who)
    if not held:
        none = not where_unknown(result, "arms_supplier_share", who)
        return f"기록된 한에서 {_denied(result, who, '주요 무기를 공급하지 않았다')}." if none else None
    years = years_of(held)
    end = f"{years[-1]}년까지 다섯 해 동안 " if years else ""
    said = ", ".join(f"{country(one.partner)}에서 {_of(one, share=True)}" for one in held)
    return f"{end}인도된 주요 무기 가운데 {said}가 왔다."


@finding("security", "ko")
def stationed(result: Result) -> str | None:
    """Tell whose troops stand in the country."""
    who = only_one(result)
    if who is None or "troops_stationed" not in result.data:
        return None
    held = amounts_of(result, "troops_stationed", who)
    if held:
        said = listed([f"{country(one.partner)} {_of(one, share=False)}" for one in held], "이다")
        return f"동의 아래 {country(who)}에 주둔하는 외국 병력{_years(years_of(held))}은 {said}."
    none = not where_unknown(result, "troops_stationed", who)
    what = f"{country(who)}에 동의 아래 주둔하는 병력이 없다"
    return f"{_denied(result, who, what)}." if none else None


@finding("security", "ko")
def own_weapons(result: Result) -> str | None:
    """Tell whether the country has nuclear weapons, and its own forces."""
    who = only_one(result)
    if who is None or "own_nuclear_weapons" not in result.data:
        return None
    has = number_of(result, "own_nuclear_weapons", country=who)
    first = "자체 핵무기를 가졌는지는 알려져 있지 않다"
    if isfinite(has):
        first = "자체 핵무기가 있다" if has else "자체 핵무기가 없다"
    share = number_of(result, "own_expenditure_share", country=who)
    forces = number_of(result, "own_forces", country=who)
    means = [f"군사비로 GDP의 {percent(share)}를 쓰"] if isfinite(share) else []
    means += [f"현역 병력은 {_count(forces)}명이"] if isfinite(forces) and forces else []
    said = [f"{'고 '.join(means)}다".replace("쓰다", "쓴다")] if means else []
    return f"{'. '.join([first, *said])}."
