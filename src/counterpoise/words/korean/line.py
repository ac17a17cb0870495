"""The findings of a line in Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.words.catalogue import figures
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, listed, percent
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.line import MOST, STEP, code_of, ends, holders, number, sides, spot, strongest, widest

if TYPE_CHECKING:
    from counterpoise.core.result import Result

AMOUNTS = {"position": "위치", "salience": "중요도", "capability": "역량"}


def portion(share: float) -> str:
    """Write a share of draws or of a variance; only what is whole is 100 %."""
    return "99% 초과" if 0.99 < share < 1.0 else percent(share)


def called(result: Result, name: str) -> str:
    """Write who an actor is."""
    code = code_of(result, name)
    return country(code) if code else name


@finding("positions", "ko")
def outcome(result: Result) -> str:
    """Tell the weighted mean and the weighted median, and who holds it."""
    low, high = result.data.attrs["scale"]
    mean, middle = (float(result.data[name]) for name in ("compromise", "median_position"))
    names, more = holders(result)
    held = [called(result, one) for one in names]
    who = f"{', '.join(held)} 외 {more}곳" if more else listed(held)
    first, last = result.data.attrs["median"]
    at = f"{with_particle(spot(result, first), '과')} {spot(result, last)}의 가운데인 " if first != last else ""
    return (
        f"{low:g}에서 {high:g}까지의 선에서 중요도와 역량으로 가중한 위치의 평균은 {spot(result, mean)}, 중앙값은 {at}{spot(result, middle)}이며 "
        f"{'그 두 점' if at else '중앙값'}에는 {with_particle(who, '이')} 선다."
    )


@finding("positions", "ko")
def error(result: Result) -> str:
    """Tell what the weighted mean errs by elsewhere: no point is a forecast."""
    return (
        f"어떤 점도 예측이 아니다. 유럽 입법의 쟁점 353개에서 가중평균은 평균하여 척도의 23%만큼 빗나가며, 여기서는 위아래로 "
        f"{spot(result, float(result.data['usual_error']))}이다."
    )


@finding("positions", "ko")
def sure(result: Result) -> str | None:
    """Tell where the draws put the outcome, and how often the median stays with whom it is."""
    mean, middle = ends(result, "compromise"), ends(result, "median_position")
    kept = number(result, "median_kept_share")
    if mean is None or middle is None or kept is None:
        return None
    least, most = (spot(result, float(result.data[f"compromise_{one}"])) for one in ("least", "most"))
    return (
        f"범위에서 뽑은 추출의 {figures(result.data.attrs['interval'])}%에서 평균은 {spot(result, mean[0])}~{spot(result, mean[1])}, 중앙값은 "
        f"{spot(result, middle[0])}~{spot(result, middle[1])}에 있다. 추출의 {portion(kept)}에서 중앙값의 행위자가 그대로이며, 범위를 어떻게 "
        f"뽑아도 평균은 {least} 아래나 {most} 위로 가지 않는다."
    )


@finding("positions", "ko")
def unsure(result: Result) -> str | None:
    """Tell which range makes the mean unsure most."""
    held = widest(result)
    if held is None:
        return None
    who, what, share = held
    said = with_particle(f"{called(result, who)}의 {AMOUNTS[what]}", "이")
    return f"모든 범위 가운데 {said} 평균을 가장 불확실하게 한다: 분산의 {portion(share)}."


@finding("positions", "ko")
def pulls(result: Result) -> str | None:
    """Tell whose greater salience or capability moves the mean most, either way."""
    said = [
        f"{way}는 {called(result, held[0])} {figures(abs(held[1]))}"
        for held, way in zip(strongest(result), ("아래로", "위로"), strict=True)
        if held is not None
    ]
    return f"중요도나 역량이 {STEP}% 커질 때 평균을 가장 많이 움직이는 곳은 {', '.join(said)}." if said else None


@finding("positions", "ko")
def step(result: Result) -> str:
    """Tell whose step on the line moves the mean most."""
    weight = result.data["weight_share"].to_series()
    who, share = str(weight.idxmax()), float(weight.max())
    name = with_particle(called(result, who), "이다")
    return f"선 위에서 옮길 때 평균을 가장 많이 움직이는 곳은 {name}: 옮긴 거리의 {percent(share)}, 곧 전체 가중치의 몫만큼."


@finding("positions", "ko")
def unbeaten(result: Result) -> str | None:
    """Tell which points no winning majority leaves for another."""
    low, high = (number(result, name) for name in ("core_low", "core_high"))
    if low is None or high is None:
        return None
    if low == high:
        return f"이 규칙에서 {with_particle(spot(result, low), '을')} 이기는 점은 없고, 이 점은 다른 모든 점을 이긴다."
    return f"이 규칙에서 {spot(result, low)}~{spot(result, high)}의 점을 이기는 것은 없다."


@finding("positions", "ko")
def today(result: Result) -> str | None:
    """Tell who prefers the mean to the status quo."""
    held = sides(result)
    if held is None:
        return None
    yes, no, share = held
    quo = spot(result, result.data.attrs["status_quo"])
    against = f" {listed([called(result, one) for one in no], '은')} 그렇지 않다." if 0 < len(no) <= MOST else ""
    return f"행위자 {len(yes) + len(no)}곳 가운데 {len(yes)}곳(가중치의 {percent(share)})이 현상 {quo}보다 평균을 낫게 본다.{against}"


@finding("positions", "ko")
def winning(result: Result) -> str | None:
    """Tell which points would win against the status quo, and whether the mean is one of them."""
    low, high, passes = (number(result, name) for name in ("winset_low", "winset_high", "pass_share"))
    if low is None or high is None or passes is None:
        return None
    quo = spot(result, result.data.attrs["status_quo"])
    if low == high:
        return f"이 규칙에서 현상 {with_particle(quo, '을')} 이기는 점은 없다."
    if result.data.attrs["drawn"]:
        mean = f"평균은 추출의 {portion(passes)}에서 이긴다"
    else:
        mean = "평균도 그 가운데 있다" if passes else "평균은 그 가운데 없다"
    return f"이 규칙에서 {with_particle(spot(result, low), '과')} {spot(result, high)} 사이의 점이 현상 {with_particle(quo, '을')} 이기며, {mean}."
