"""The findings of leverage in Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.words.catalogue import figures
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, listed, size
from counterpoise.words.korean.changes import AS_IT_WAS
from counterpoise.words.language import place
from counterpoise.words.language import sector as sector_name
from counterpoise.words.leverage import FEW, goods_of, rates_of, ways

if TYPE_CHECKING:
    from counterpoise.core.result import Result

WORDS = {"tariff": "관세", "export_tax": "수출세", "import_cost": "수입비용", "export_cost": "수출비용"}


def _goods(result: Result) -> str:
    held = goods_of(result)
    if not held:
        return ""
    said = listed([sector_name(one, "ko") for one in held]) if len(held) <= FEW else f"{len(held)}개 산업"
    return f" {said} 교역만으로"


@finding("leverage", "ko")
def at_no_cost(result: Result) -> str | None:
    """Tell what each side can do at no cost to itself."""
    found = ways(result)
    if not found:
        return None
    quick = "" if found[0].full else " 일차 근사로"
    said = [f"{country(one.sender, '은')} {country(one.target)}의 실질소득을 {size(one.free)}" for one in found]
    return f"{AS_IT_WAS}{quick}{_goods(result)} 스스로 잃는 것 없이 {said[0]}, {said[1]} 줄일 수 있다."


@finding("leverage", "ko")
def by_what(result: Result) -> str | None:
    """Tell the rates that do most of it."""
    said = []
    for reverse, way in enumerate(ways(result)):
        rates = rates_of(result, bool(reverse))
        if rates:
            named = listed(
                [f"{sector_name(sector, 'ko')} {WORDS[one]}({figures(rise)}%p)" for one, sector, rise in rates]
            )
            said.append(f"{country(way.sender)}의 수단은 주로 {named}")
    return f"{', '.join(said)}이다." if said else None


@finding("leverage", "ko")
def begins(result: Result) -> str | None:
    """Tell what the sender itself gains where the frontier begins."""
    found = [one for one in ways(result) if one.gain > 0 and one.full]
    if not found:
        return None
    said = ", ".join(f"{country(one.sender, '은')} {size(one.gain)}" for one in found)
    return f"경계는 제재하는 쪽이 가장 유리한 점에서 시작한다. 아무도 맞서지 않는다면 그 점에서 {said} 이득을 본다."


@finding("leverage", "ko")
def asymmetry(result: Result) -> str | None:
    """Tell whose trade depends more on the other's."""
    found = ways(result)
    if not found or "trade_dependence__reverse" not in result.data:
        return None
    own, theirs = (float(result.data[f"trade_dependence{end}"].values.ravel()[0]) for end in ("", "__reverse"))
    one, other = found[0].sender, found[0].target
    return (
        f"{country(one)}의 이 재화들 교역 가운데 {figures(100 * own)}%가 {country(other, '과')}의 교역이고, "
        f"{country(other)}의 이 재화들 교역 가운데 {figures(100 * theirs)}%가 {country(one, '과')}의 교역이다."
    )


@finding("leverage", "ko")
def joining(result: Result) -> str | None:
    """Tell who adds most to a coalition."""
    if "party" not in result.data.dims:
        return None
    values = result.data["shapley_loss_pct"].to_series().sort_values(ascending=False)
    whole = float(result.data["coalition_loss_pct"])
    target = str(result.data["partner"].values.ravel()[0])
    said = ", ".join(f"{place(str(one), 'ko')} {size(value)}" for one, value in values.iloc[:3].items())
    return f"{len(values)}개 구성원이 함께하면 {country(target, '은')} {size(whole)} 잃는다. 섀플리값으로 가장 크게 보태는 쪽은 {said}."
