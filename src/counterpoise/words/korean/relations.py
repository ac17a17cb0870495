"""The findings on two countries' relations in Korean."""

from __future__ import annotations

from math import isfinite, isinf
from typing import TYPE_CHECKING, Any

from counterpoise.words.catalogue import figures
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, percent
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.relations import chance, ends_of, gaps, sides, size, spoken, steadiness, tally

if TYPE_CHECKING:
    from counterpoise.core.result import Result

NAMES = {
    "net_cooperation": "순협력",
    "goldstein_mean": "골드스타인 척도의 평균",
    "material_conflict_rate": "물질적 갈등의 비율",
    "voting_agreement": "표결 일치도",
    "input_share": "투입 비중",
}
STEPS = {"day": "일", "month": "개월", "quarter": "분기", "year": "년"}


@finding("relations", "ko")
def deeds(result: Result) -> str | None:
    """Tell how many events there were, and the share of cooperation."""
    held = tally(result)
    if held is None:
        return None
    first, last, total, share = held
    one, other = (country(code) for code in sides(result))
    way = {
        "both": f"{with_particle(one, '과')} {other} 사이의",
        "sent": f"{with_particle(one, '이')} {other}에 대해 한",
        "received": f"{with_particle(other, '이')} {one}에 대해 한",
    }[result.data.attrs["direction"]]
    return (
        f"{first}부터 {last}까지 출처가 전하는 {way} 사건은 {total:,}건이며, 말과 행동을 합해 {percent(share)}가 협력, {percent(1 - share)}가 "
        "갈등이다."
    )


@finding("relations", "ko")
def unread(result: Result) -> str | None:
    """Tell how many periods are missing."""
    held = gaps(result)
    if held is None:
        return None
    missing, whole = held
    return f"{whole}개 기간 가운데 {missing}개는 읽은 자료가 없다. 사건이 없는 것이 아니라 결측이다."


@finding("relations", "ko")
def steady(result: Result) -> str | None:
    """Tell the four numbers of each series together, whatever they are."""
    return " ".join(four(one) for one in steadiness(result)) or None


def four(one: dict[str, Any]) -> str:
    """Tell the four numbers of a series."""
    steps, name = STEPS[one["step"]], NAMES[one["name"]]
    if one["breaks"]:
        moves = [
            f"{each['after']} 이후(구간 {each['first']}~{each['last']}) {size(each['before'])}에서 {size(each['level'])}(으)로"
            for each in one["breaks"]
        ]
        found = f"{name}의 수준이 {', '.join(moves)} 바뀌었다(p = {chance(one['p'])})"
    else:
        found = f"{name}에서 단절을 찾지 못했다(p = {chance(one['p'])})"
    low, high = one["half_ends"]
    span = f"{figures(low)}~{figures(high)}" if isfinite(high) else f"{figures(low)}~끝없음"
    fade = (
        "충격이 사라지지 않을 수 있다"
        if isinf(one["half"])
        else f"충격의 절반이 사라지는 데 {figures(one['half'])}{steps}({span})이 걸린다"
    )
    vary = (
        f"이동 창에서 가장 큰 분산은 가장 작은 분산의 {figures(one['ratio'])}배이다"
        if isfinite(one["ratio"])
        else "전혀 변하지 않는 창이 있다"
    )
    if isinf(one["smallest"]):
        seen = "시도한 크기의 지속적 변화 가운데 80%의 경우에 발견되었을 것은 없다"
    else:
        seen = f"{figures(one['smallest'])}보다 작은 한 번의 지속적 변화는 20%가 넘는 경우에 놓쳤을 것이다"
    return f"{found}; {fade}; {vary}; {seen}."


@finding("relations", "ko")
def common(result: Result) -> str | None:
    """Tell votes, the share of inputs, and the agreements in force."""
    _, other = sides(result)
    said = []
    votes = ends_of(result, "voting_agreement")
    if votes:
        said.append(f"유엔총회 표결의 일치도는 {votes[0]}년 {percent(votes[1])}, {votes[2]}년 {percent(votes[3])}")
    inputs = ends_of(result, "input_share")
    if inputs:
        who = with_particle(country(other), "이")
        said.append(
            f"{who} 공급한 구매 투입의 비중은 {inputs[0]}년 {percent(inputs[1])}, {inputs[2]}년 {percent(inputs[3])}"
        )
    held = ends_of(result, "agreements_in_force")
    if held:
        said.append(f"{held[2]}년에 시행 중인 협정이나 동반자관계는 {int(held[3])}건")
    return f"{'; '.join(said)}이다." if said else None


@finding("relations", "ko")
def words_of_both(result: Result) -> str | None:
    """Tell what the ledger holds, and how many statements pull apart."""
    held = spoken(result)
    if held is None:
        return None
    statements, events, first, last, pairs = held
    parts = [f"{word} {count:,}건" for count, word in ((statements, "발언"), (events, "사건")) if count]
    span = first if first == last else f"{first}부터 {last}까지"
    said = f"장부에는 두 나라 사이의 {', '.join(parts)}이 있다({span})"
    return f"{said}. 서로 어긋난다고 나란히 놓은 것이 {pairs}쌍이다." if pairs else f"{said}."
