"""The findings of a trade war and of a truce in Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries
from counterpoise.codes.groups import is_group
from counterpoise.codes.groups import name as group_name
from counterpoise.words.catalogue import figures
from counterpoise.words.contests import MOST, below, change_of, mean_rate, outside, sides_in
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, dollars, listed, signed
from counterpoise.words.korean.changes import AS_IT_WAS, levels, when
from counterpoise.words.korean.particles import with_particle

if TYPE_CHECKING:
    from counterpoise.core.result import Result


def named(side: str) -> str:
    """Write who a side is.

    Examples
    --------
    >>> named("USA"), named("EU"), named("SAU+1")
    ('미국', '유럽연합', '사우디아라비아 등 2개국')
    """
    first, _, more = side.partition("+")
    said = country(first) if first in countries() or not is_group(first) else group_name(first, "ko")
    return f"{said} 등 {int(more) + 1}개국" if more else said


def among(result: Result) -> str:
    """Write between whom it is."""
    every = list(result.attrs["sides"])
    if len(every) > MOST:
        return f"{len(every)}개 진영의"
    return f"{listed([named(one) for one in every])}의"


@finding("war", "ko")
def cost(result: Result) -> str | None:
    """Tell what the war costs its sides."""
    held = [
        (f"{named(one)}에서", v) for one in sides_in(result) if (v := change_of(result, "welfare_pct", one)) is not None
    ]
    if not held:
        return None
    rest = len(result.attrs["sides"]) - len(held)
    more = f" 나머지 {rest}개 진영은 표에 있다." if rest else ""
    return (
        f"{among(result)} 무역전쟁에서 {AS_IT_WAS} 실질소득은 {when(str(result.attrs['when']))} {levels(held)}.{more}"
    )


@finding("war", "ko")
@finding("truce", "ko")
def before(result: Result) -> str | None:
    """Tell that the tariffs before lack the measures of the United States since 2018."""
    if not result.attrs["before_measures"]:
        return None
    return "여기서 지금의 관세에는 2018년 이후 미국의 조치와 그에 대한 대응이 들어 있지 않다."


@finding("war", "ko")
def disarmed(result: Result) -> str | None:
    """Tell whose Nash tariffs lie below today's: against today, the war is then a disarmament."""
    low = below(result)
    if not low:
        return None
    return f"{listed([named(one) for one in low])}의 내시 관세는 평균하여 지금의 관세보다 낮다. 지금에 견주면 이 전쟁은 군축이다."


@finding("war", "ko")
def rates(result: Result) -> str | None:
    """Tell the Nash tariffs, against today's."""
    return _rates(result, "nash_tariff_pct", "내시 관세의")


@finding("truce", "ko")
def gains(result: Result) -> str | None:
    """Tell what the truce gives its sides over the threat point."""
    held = [(one, change_of(result, "gain_pct", one)) for one in sides_in(result)]
    said = [f"{named(one)} {signed(v)}" for one, v in held if v is not None]
    threat = {"war": "무역전쟁", "today": "지금"}[str(result.diagnostics["from"])]
    if not said:
        return None
    return f"{among(result)} 휴전에서 {AS_IT_WAS} 실질소득은 {threat}에 견주어 {listed(said)}."


@finding("truce", "ko")
def agreed(result: Result) -> str | None:
    """Tell the tariffs of the truce, against today's."""
    return _rates(result, "truce_tariff_pct", "합의하는 관세의")


def _rates(result: Result, name: str, what: str) -> str | None:
    said = []
    for one in sides_in(result):
        new, old = (mean_rate(result, held, one) for held in (name, "tariff_today_pct"))
        if new is not None and old is not None:
            said.append(f"{named(one)} {figures(new[0])}%(지금 {figures(old[0])}%)")
    return f"지금의 무역으로 가중한 {what} 평균은 {listed(said)}." if said else None


@finding("war", "ko")
def others(result: Result) -> str | None:
    """Tell who else loses and gains by the war."""
    return _others(result, "welfare_pct")


@finding("truce", "ko")
def bystanders(result: Result) -> str | None:
    """Tell who else loses and gains by the truce."""
    return _others(result, "gain_pct")


def _others(result: Result, name: str) -> str | None:
    said = [
        f"실질소득을 가장 많이 {verb} 곳은 {listed([f'{country(one)}({signed(v)})' for one, v in some])}"
        for some, verb in zip(outside(result, name), ("잃는", "얻는"), strict=True)
        if some
    ]
    return f"나머지 가운데 {', '.join(said)}." if said else None


@finding("war", "ko")
def worth(result: Result) -> str | None:
    """Tell what that is worth, for the sides and for all economies together."""
    array = result.data["equivalent_variation"]
    if array.sizes["country"] < result.attrs["economies"]:
        return None
    ours, every = float(array.sel(country=list(result.attrs["parties"])).sum()), float(array.sum())
    said = [
        f"{with_particle(who, '은')} 모두 해마다 {with_particle(dollars(value), '을')} {'잃' if value < 0 else '얻'}"
        for who, value in (("당사국", ours), ("전체 경제", every))
    ]
    return f"옛 가격의 소득으로 재면 {said[0]}고, {said[1]}는다."
