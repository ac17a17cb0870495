"""The findings of reliance, of its past and of products in Korean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterpoise.codes.groups import is_group
from counterpoise.words.catalogue import figures
from counterpoise.words.findings import (
    MAKERS,
    SHOWN,
    change_of,
    finding,
    known_by,
    partners_of,
    sector_told,
    share_of,
    subject_of,
    value_of,
)
from counterpoise.words.korean.catalogue import country, listed, named, percent, span, times
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.language import place, product
from counterpoise.words.language import sector as sector_name

if TYPE_CHECKING:
    from counterpoise.core.result import Result


def _year(result: Result) -> str:
    return f"{result.data['year'].item()}년" if "year" in result.data.coords else "이 계정에서"


def _buyers(result: Result, makers: str, particle: str = "") -> str:
    """Write whose inputs are told of."""
    who, told = subject_of(result), sector_told(result)
    if told == "TOTAL":
        return country(who, particle) if particle else country(who)
    words = makers if told == MAKERS else f"{sector_name(told, 'ko')} 산업"
    return f"{country(who)} {with_particle(words, particle) if particle else words}"


@finding("rely", "ko")
def standing(result: Result) -> str | None:
    """Tell who stands behind what the country makes, all stages counted."""
    known = [(p, v) for p, v in known_by(result, "look_through", sector_told(result)) if v is not None]
    if not known:
        return None
    shares = ", ".join(f"{country(p, '이')} {percent(v)}" for p, v in known)
    return (
        f"{_year(result)} {_buyers(result, '제조업')}에 필요했던 모든 산출 가운데, 모든 생산 단계를 세면 "
        f"{with_particle(shares, '을')} 차지했다."
    )


@finding("rely", "ko")
def suppliers(result: Result) -> str | None:
    """Tell the shares of purchased inputs in manufacturing."""
    who = subject_of(result)
    known = known_by(result, "foreign_input_reliance", sector_told(result))
    if not known:
        return None
    shares = [f"{percent(v)}가 {country(p)}" for p, v in known if v is not None]
    missing = [p for p, v in known if v is None]
    if not shares:
        return f"{country(who, '이')} {named(missing)}에서 얼마나 사들이는지는 이 계정에 없다"
    absent = f"(값 없음: {', '.join(map(country, missing))})" if missing else ""
    return (
        f"액면의 비중은 직접 구매의 비중이다. {_buyers(result, '제조업체', '이')} 국내외에서 사들인 모든 투입 가운데 "
        f"{', '.join(shares)}에서 왔다{absent}."
    )


@finding("rely", "ko")
def hidden(result: Result) -> str | None:
    """Tell what looking through changes, for the partner that stands behind most."""
    labels = {"country": subject_of(result), "sector": sector_told(result)}
    for p, through in known_by(result, "look_through", sector_told(result)):
        face = value_of(result, "foreign_input_reliance", partner=p, **labels)
        direct = value_of(result, "look_through_direct", partner=p, **labels)
        if not (face and through):
            continue
        same = f"; 같은 분모로는 직접분의 {figures(through / direct)}배다" if direct else ""
        return (
            f"원천까지 따라가면 {country(p)}의 비중은 {percent(through)}로, 사들인 투입에서 차지하는 비중 {percent(face)}의 "
            f"{figures(through / face)}배다(두 비중은 분모가 다르다{same})."
        )
    return None


@finding("rely", "ko")
def customers(result: Result) -> str | None:
    """Tell the sales side."""
    known = [(p, v) for p, v in known_by(result, "sales_value_added", "TOTAL") if v is not None]
    if not known:
        return None
    (first, share), *rest = known
    said = [f"{country(first)} 생산자의 최종판매에 담긴 것이 {percent(share)}"]
    said += [f"{country(p)} 생산자의 것이 {percent(v)}" for p, v in rest]
    return (
        f"상대국은 고객으로서도 중요하다. {country(subject_of(result))}의 부가가치(경제 전체) 가운데 "
        f"{with_particle(', '.join(said), '이다')}."
    )


@finding("rely", "ko")
def balance(result: Result) -> str | None:
    """Tell how unequal the ties are."""
    who = subject_of(result)
    said = []
    for p in partners_of(result):
        ratio = value_of(result, "input_asymmetry", country=who, partner=p, sector="TOTAL")
        if ratio is None or ratio == 0:
            continue
        one, other = (who, p) if ratio >= 1 else (p, who)
        said.append(f"{country(one)}의 {country(other)} 의존도는 그 반대의 {times(max(ratio, 1 / ratio))}")
    return f"관계는 대칭적이지 않다(경제 전체의 투입 기준). {with_particle(', '.join(said), '이다')}." if said else None


@finding("rely", "ko")
def in_final_demand(result: Result) -> str | None:
    """Tell whose value added is consumed: an estimate, so with its bounds."""
    who = subject_of(result)
    said = []
    for p in partners_of(result):
        value, low, high = (
            value_of(result, f"final_demand_reliance{end}", country=who, partner=p, sector="TOTAL")
            for end in ("", "__low", "__high")
        )
        if value is None:
            continue
        bounds = f"({span(low, high)})" if low is not None and high is not None else ""
        said.append(f"{percent(value)}{bounds}는 {country(p)}")
    if not said:
        return None
    hedge = "추정에 따르면 " if result.data["final_demand_reliance"].attrs.get("estimated") else ""
    return f"{hedge}{country(who, '이')} 소비하고 투자하는 것 가운데 {', '.join(said)}의 부가가치다."


@finding("rely", "ko")
def without_supplies(result: Result) -> str | None:
    """Tell what losing each partner as a supplier would cost, as a range: never one number alone."""
    if "cut_cost" not in result.data:
        return None
    who = subject_of(result)
    said = []
    for p in partners_of(result):
        low, high = (value_of(result, f"cut_cost__{end}", country=who, partner=p) for end in ("low", "high"))
        if low is not None and high is not None:
            said.append((p, span(low, high)))
    if not said:
        return None
    (first, cost), *rest = said
    more = "".join(f", {country(p)}의 공급이 끊기면 {lost}" for p, lost in rest)
    over = over_elasticities(str(result.data["cut_cost"].attrs.get("elasticities", "")))
    return (
        f"{country(first)}의 공급이 끊기면 {country(who)}의 실질소득은 {cost}{more} 낮아진다. 재화를 다른 것으로 대신하기 "
        f"어려울수록 더 낮아진다({over}다른 모든 가격과 임금은 그대로 둔 계산)."
    )


def over_elasticities(said: str) -> str:
    """Say over which trade elasticities a range is.

    Examples
    --------
    >>> over_elasticities("trade elasticities of 5 to 0.5"), over_elasticities("a trade elasticity of 4")
    ('무역탄력성 5~0.5, ', '무역탄력성 4, ')
    """
    numbers = re.findall(r"\d+(?:\.\d+)?", said)
    return f"무역탄력성 {'~'.join(numbers)}, " if numbers else ""


@finding("rely", "ko")
def unsold(result: Result) -> str | None:
    """Tell the value added that is lost if a partner buys no more inputs."""
    known = known_by(result, "input_sales_extraction", "TOTAL")
    said = [(country(p), percent(v)) for p, v in known if v is not None]
    if not said:
        return None
    (first, lost), *rest = said
    more = "".join(f", {other} 생산자가 그러면 {fall}" for other, fall in rest)
    who = country(subject_of(result))
    return (
        f"{first} 생산자가 {who}의 투입을 더 사지 않고 그만큼 다른 곳에 팔리지도 않는다면 {who}의 부가가치는 "
        f"{lost}{more} 줄어든다."
    )


@finding("trend", "ko")
def since(result: Result) -> str | None:
    """Tell the change within the longest source."""
    who = subject_of(result)
    said = []
    sources: set[str] = set()
    for p in partners_of(result):
        change = change_of(result, who, p)
        if change:
            source, first, before, last, after = change
            sources.add(source)
            said.append(f"{country(p)}에 대해 {first}년 {percent(before)}에서 {last}년 {percent(after)}로")
    if not said:
        return None
    return (
        f"출처와 방법이 하나인 자료({listed(sorted(sources))}) 안에서 {country(who)} 제조업의 전 단계 의존도는 "
        f"{', '.join(said)} 변했다."
    )


def _buyer(result: Result) -> str:
    who = subject_of(result)
    return place(who, "ko") if is_group(who) else country(who)


def product_name(result: Result, code: str) -> str:
    """Write a product's name, or its code where it has none."""
    return product(code, "ko", dict(result.diagnostics.get("names", {})).get(code, ""))


@finding("products", "ko")
def chokepoints(result: Result) -> str | None:
    """Tell which products meet every criterion of the screen."""
    told_by = result.diagnostics
    pairs: list[tuple[str, str]] = getattr(result, "chokepoints", list)()
    buyer = _buyer(result)
    held = f"데이터에 있는 {told_by['products']}개 품목 가운데"
    if told_by["quiet"] and not pairs:
        whom = _quiet(str(told_by["quiet"]))
        return f"{buyer}의 수입 가운데 {whom}에서 온 것이 기록되어 있지 않아, 그곳의 취약 품목은 말할 수 없다."
    if not pairs:
        return f"{held} {buyer}에 대해 심사 '{told_by['preset']}'의 기준을 모두 충족하는 것은 없다."
    said = [f"{country(p)}산 {product_name(result, k)} {percent(share_of(result, p, k))}" for p, k in pairs[:SHOWN]]
    more = f"; 그 밖에 {len(pairs) - SHOWN}개" if len(pairs) > SHOWN else ""
    several = "partner" in result.data["supplier_share"].dims
    main = f" {named(partners_of(result), '을')} 주된 공급국으로 하는" if several else ""
    return f"{held} {told_by['chokepoints']}개가{main} {buyer}의 공급망 취약 품목 기준을 모두 충족한다: {'; '.join(said)}{more}."


def _quiet(said: str) -> str:
    """Write of whom no imports are recorded, which the screen gives by codes, as ``CHN, JPN and 3 more``."""
    codes, _, more = said.partition(" and ")
    names = [country(one) for one in codes.split(", ")]
    return ", ".join(names) + (f" 외 {more.split()[0]}곳" if more else "")


@finding("products", "ko")
def not_told(result: Result) -> str | None:
    """Tell what the screen can't judge: what is not recorded is not diversified."""
    told_by = result.diagnostics
    said = []
    if told_by["untold"]:
        pairs: list[tuple[str, str]] = getattr(result, "untold", list)()
        some = listed(list(dict.fromkeys(product_name(result, k) for _, k in pairs))[:SHOWN]) if pairs else ""
        said.append(f"{told_by['untold']}개는 근거가 빠져 있어 판단할 수 없다{f'({some})' if some else ''}")
    if told_by["not_imported"]:
        said.append(f"{told_by['not_imported']}개는 기록된 수입이 없다")
    return f"{'. '.join(said)}. 기록되지 않았다고 해서 안전하다는 뜻은 아니다." if said else None
