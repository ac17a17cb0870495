"""The findings of a hedge in Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.codes.groups import is_group
from counterpoise.words.catalogue import percent
from counterpoise.words.findings import finding, value_of
from counterpoise.words.insurance import ADEQUATE, CALM, TODAY, number, points, sides, step_of
from counterpoise.words.korean.catalogue import country

if TYPE_CHECKING:
    from counterpoise.core.result import Result


def named(word: str) -> str:
    """Write a country or a group, or a list of them."""
    return ", ".join(one if is_group(one) else country(one) for one in word.split(","))


@finding("hedge", "ko")
def worth(result: Result) -> str | None:
    """Tell what hedging is worth, and the part that firms bring."""
    value, unasked = value_of(result, "hedging_value_pct"), value_of(result, "unasked_value_pct")
    if value is None or unasked is None:
        return None
    who, whom = sides(result)
    brought = (
        f"위험을 내다보는 기업은 {number(unasked)}를 스스로 가져온다."
        if unasked >= 0.0
        else f"위험을 내다보는 기업은 스스로 지나치게 대비해 {number(-unasked)}를 잃는다. 정책은 이를 누그러뜨려야 한다."
    )
    return (
        f"{named(whom)}과의 교역 {result.attrs['cut']:g} %가 끊길 확률이 {result.attrs['probability']:g}일 때 {named(who)}에 위험 대비의 가치는 "
        f"지금 실질소득의 {number(value)}이며, {brought}"
    )


@finding("hedge", "ko")
def level(result: Result) -> str | None:
    """Tell the adequate level of the tie."""
    now, calm, then = (value_of(result, "tie_level", part=one) for one in (TODAY, CALM, ADEQUATE))
    if now is None or calm is None or then is None:
        return None
    _, whom = sides(result)
    return (
        f"적정 수준, 곧 이 확률과 위험회피도가 뜻하는 수준에서는 수입의 {percent(then)}가 {named(whom)}에서 온다. 지금은 {percent(now)}, "
        f"위험이 없을 때의 최선은 {percent(calm)}이다."
    )


@finding("hedge", "ko")
def of_the_risk(result: Result) -> str | None:
    """Tell how much of the step from today is for the risk, and how much is an optimal tariff's."""
    steps = step_of(result)
    if steps is None:
        return None
    calm, risk = steps
    _, whom = sides(result)
    mostly = " 대부분은 위험 대비가 아니다." if abs(risk) < abs(calm) else ""
    gain = f"으로, {named(whom)}의 대응이 없는 동안 관세로 수입을 싸게 사는 이득이다" if calm < 0 else "이다"
    return f"지금 수준에서 거기까지의 변화 가운데 위험 때문인 것은 {points(risk)}%p이다.{mostly} {points(calm)}%p는 위험이 없어도 최선인 것{gain}."


@finding("hedge", "ko")
def cost(result: Result) -> str | None:
    """Tell what the hedge costs in a calm year and saves in the rupture."""
    found = {
        (one, part): value_of(result, one, part=part)
        for one in ("calm_pct", "rupture_pct")
        for part in (CALM, ADEQUATE)
    }
    if any(one is None for one in found.values()):
        return None
    change = {one: (found[one, ADEQUATE] or 0.0) - (found[one, CALM] or 0.0) for one in ("calm_pct", "rupture_pct")}
    return (
        f"위험이 없을 때의 최선에 견주어 평온한 해에는 실질소득의 {number(max(-change['calm_pct'], 0.0))}가 들고, 단절이 일어나면 실질소득이 지금의 "
        f"{number(max(change['rupture_pct'], 0.0))}만큼 높다."
    )


@finding("hedge", "ko")
def where_it_stops(result: Result) -> str | None:
    """Name the corner."""
    corner = result.attrs.get("corner")
    if not corner:
        return None
    _, whom = sides(result)
    if corner == "nearly exit":
        return f"정책은 {named(whom)}에서 거의 벗어나는 것이다. 수입에서 차지하는 몫이 지금의 10분의 1도 남지 않는다."
    how = "모든 산업에서" if corner == "exit" else "일부 산업에서"
    return f"정책이 모서리에서 멈춘다. {how} 한계가 허락하는 만큼 {named(whom)}에서 벗어나는 것이 최선이다."
