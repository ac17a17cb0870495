"""What a scenario does in plain words, in Korean, line by line as `counterpoise.scenario.explain.explained` says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.scenario.explain import traded
from counterpoise.scenario.model import NESTS
from counterpoise.words.cautions import caution
from counterpoise.words.korean.scenario import sentences, stocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.scenario import Scenario
    from counterpoise.scenario.model import ModelChoice
    from counterpoise.scenario.touched import Touched

_CLOSURES = {
    "additive": "무역적자는 세계 부가가치를 단위로 그대로이다",
    "multiplicative": "무역적자는 각국 GDP에 대한 몫이 그대로이다",
    "balanced": "무역적자가 사라진다",
}
_SOURCING = {
    "none": "모든 용도의 원산지 구성이 같다",
    "kind": "투입과 최종재의 원산지 구성이 저마다 다르다",
    "user": "사는 산업마다 원산지 구성이 다르다",
}
_TIMES = {
    "short": "변화 이후 한 해 안(short): 비싸진 것을 대신할 것이 거의 없고, 생산요소는 제 산업에 머문다",
    "medium": "변화 몇 해 뒤(medium): 투입은 여전히 이전처럼 맞물리고, 생산요소는 산업 사이를 옮겨 다닌다",
    "long": "장기(long): 사는 쪽이 적응했고, 생산요소는 산업 사이를 옮겨 다닌다",
}
_KEYS = {
    "input_substitution": "투입 대체탄력성",
    "value_added_substitution": "부가가치 대체탄력성",
    "consumption_substitution": "소비 대체탄력성",
    "factor_mobility": "생산요소의 이동",
    "labour_supply": "노동 공급 탄력성",
}
_MOBILITIES = {"specific": "산업에 묶임(specific)", "mobile": "자유(mobile)"}


def explained(
    scenario: Scenario,
    touched: Sequence[Touched] = (),
    *,
    trade: NDArray[Any] | None = None,
    scheme: str = "icio-2025",
    against: str = "",
    elasticities: str = "",
    notes: Sequence[str] = (),
) -> str:
    """Say in plain words what a scenario does.

    Parameters
    ----------
    scenario, touched, trade, scheme, against, elasticities, notes
        As of `counterpoise.scenario.explain.explained`.

    Returns
    -------
    str
        Some lines of text.

    Examples
    --------
    >>> from counterpoise.scenario import read
    >>> print(explained(read("embargo by ALL on DEU")))
    embargo by ALL on DEU
    <BLANKLINE>
    무엇이 바뀌는가
    1. 모든 나라가 독일과의 무역을 중단한다.
    <BLANKLINE>
    세계가 적응하는 방식
    무역적자는 세계 부가가치를 단위로 그대로이다(additive). 모든 용도의 원산지 구성이 같다(none).
    """
    lines = [_own(scenario.title), *([f"물음: {_own(scenario.asks)}"] if scenario.asks else [])]
    lines += [f"기준: {against.replace(' with the tariffs ', ', 관세 ')}"] if against else []
    said = sentences(_plain(scenario), scheme, spelt=True)
    for heading, answers in (("무엇이 바뀌는가", False), ("이에 맞선 대응", True)):
        shocks = [at for at, (_, is_answer) in enumerate(scenario.placed()) if is_answer == answers]
        lines += ["", heading] if shocks else []
        for at in shocks:
            lines.append(f"{at + 1}. {said[at]}.")
            if at < len(touched):
                lines.append(f"   {_count(touched[at], trade)}")
    if scenario.arrays is not None:
        lines += ["", "무엇이 바뀌는가", f"배열: {', '.join(scenario.arrays.given())}."]
    if scenario.stockpiles:
        lines += ["", "첫해를 메우는 것"]
        lines += [f"{at + 1}. {one}." for at, one in enumerate(stocks(_plain(scenario), scheme))]
    lines += ["", "세계가 적응하는 방식", _adjusts(scenario.model)]
    lines += [f"탄력성: {_elasticities(elasticities)}."] if elasticities else []
    if notes:
        lines += ["", "알아둘 점", *(f"- {_own(note)}" for note in notes)]
    return "\n".join(lines)


def _own(text: str) -> str:
    """Give a text of the program in Korean; what somebody wrote is given as it is."""
    return caution(text, "ko") or text


def _plain(scenario: Scenario) -> Mapping[str, Any]:
    """Give the scenario's plain values, in the order of `Scenario.placed`."""
    return {
        "groups": scenario.groups,
        "shocks": [one.plain() for one in scenario.shocks],
        "retaliation": [one.plain() for one in scenario.retaliation],
        "stockpiles": [
            {"by": list(one.by), "sectors": None if one.sectors is None else list(one.sectors), "covers": one.covers}
            for one in scenario.stockpiles
        ],
    }


def _count(one: Touched, trade: NDArray[Any] | None) -> str:
    where = str(one.shock.place)
    if one.mask is None:
        return f"{where}: 그 자체로는 재화의 흐름을 건드리지 않는다"
    if one.mask.ndim == 2:
        return f"{where}: 생산자 {one.flows:,}개를 건드린다"
    flows = f"{where}: 흐름 {one.flows:,}개를 건드린다"
    if trade is None:
        return flows
    held, worth, share = traded(one, trade)
    return f"{flows}. 그 가운데 {held:,}개에 무역이 있으며 한 해 {worth:,.0f}백만 달러, 나라 사이 무역의 {share}이다"


def _adjusts(model: ModelChoice) -> str:
    said = [f"{_CLOSURES[model.closure]}({model.closure})", f"{_SOURCING[model.sourcing]}({model.sourcing})"]
    said += ["기준 자료의 적자를 먼저 없앤다(purged)"] if model.deficits == "purged" else []
    if model.years_after is not None:
        said.append(f"변화 {model.years_after:g}년 뒤: {_way(model.years_after)}")
    elif model.horizon is not None:
        said.append(_TIMES[model.horizon])
    mine = _mine(model)
    said += [f"따로 정한 것: {', '.join(mine)}"] if mine else []
    return " ".join(f"{one}." for one in said)


def _way(years: float) -> str:
    if 1 < years < 10:
        return "탄력성이 단기에서 장기로 가는 길 위에 있다"
    return f"탄력성은 {'단기' if years <= 1 else '장기'}의 것이다"


def _mine(model: ModelChoice) -> list[str]:
    said = [] if model.elasticities == "default" else [f"{model.elasticities}의 무역탄력성"]
    if model.theta:
        each = ", ".join(f"{word}({value:g})" for word, value in model.theta.items())
        said.append(f"{each}의 무역탄력성")
    for key in (*NESTS, "factor_mobility", "labour_supply"):
        value = getattr(model, key)
        if value is not None:
            said.append(f"{_KEYS[key]} {_MOBILITIES.get(value, value) if isinstance(value, str) else f'{value:g}'}")
    return said


def _elasticities(words: str) -> str:
    """Write the elasticities that hold at the scenario's time, of which the names of sets and of keys are told in English."""
    choice, _, rest = words.removeprefix("between origins ").partition("; ")
    for key, said in _KEYS.items():
        rest = rest.replace(f"{key.replace('_', ' ')} ", f"{said} ")
    for word, said in {**_MOBILITIES, "short:": "단기:", "medium:": "중기:", "long:": "장기:"}.items():
        rest = rest.replace(word, said)
    rest = re.sub(r"^year ([\d.]+):", r"\1년째:", rest)
    return f"원산지 사이는 {_own(choice)}, 그 밖은 {rest}"
