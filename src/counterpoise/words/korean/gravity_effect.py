"""The findings of an agreement's estimated effect in Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.words.findings import finding
from counterpoise.words.gravity_effect import FULL, INPUT_OUTPUT, PARTIAL, moves
from counterpoise.words.korean.accords import agreed, chained, moved
from counterpoise.words.korean.catalogue import country
from counterpoise.words.korean.changes import AS_IT_WAS

if TYPE_CHECKING:
    from counterpoise.core.result import Result


def condition(result: Result) -> str:
    """Write what changes: an agreement, or the end of one."""
    if not result.attrs.get("removed"):
        return agreed(result)
    title, ours = str(result.attrs.get("agreement", "")), list(result.attrs.get("parties", ()))
    return f"{', '.join(map(country, ours)) if ',' in title else title}의 협정을 없애면"


@finding("gravity.effect", "ko")
def step_by_step(result: Result) -> str | None:
    """Tell trade at given prices, and exports once prices and incomes follow."""
    first = next(iter(moves(result, "exports_to_parties_pct", PARTIAL).values()), None)
    exports = moves(result, "exports_pct", FULL)
    if first is None or not exports:
        return None
    said = chained([f"{country(one, '은')} {moved(held)}" for one, held in exports.items()])
    return (
        f"{condition(result)} 가격과 소득이 그대로라면 당사국 사이의 교역은 {chained([moved(first)])}. 가격과 소득이 뒤따르면, 재화를 한 "
        f"부문으로 볼 때 수출 금액은 {said}."
    )


@finding("gravity.effect", "ko")
def worth(result: Result) -> str | None:
    """Tell the parties' real income, with all sectors or with goods as one."""
    whole, one = (moves(result, "welfare_pct", step) for step in (INPUT_OUTPUT, FULL))
    if not (whole or one):
        return None
    how = "모든 산업과 그 투입을 보면" if whole else "재화를 한 부문으로 보면"
    said = chained([f"{country(name, '은')} {moved(held)}" for name, held in (whole or one).items()])
    return f"{AS_IT_WAS} {how} 장기의 실질소득은 {said}."
