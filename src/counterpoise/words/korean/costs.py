"""The findings on what a change of a tie would cost, in Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.codes.changes import named
from counterpoise.words.catalogue import figures
from counterpoise.words.costs import (
    MOST_OWN,
    Change,
    change,
    country_of,
    label_of,
    odd_of,
    own_of,
    powers_of,
    runs,
)
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, signed, size
from counterpoise.words.language import place

if TYPE_CHECKING:
    from counterpoise.core.result import Result

_RUNS = {"short": "단기에", "long": "장기에"}


def _power(code: str, particle: str = "") -> str:
    """Give a power's name, a country or a group."""
    said = country(code, particle)
    if said != code:
        return said
    from counterpoise.words.korean.particles import with_particle  # noqa: PLC0415

    return with_particle(place(code, "ko"), particle) if particle else place(code, "ko")


def _band(one: Change) -> str:
    if not one.banded:
        return ""
    if one.unsure:
        return f"(손실 {figures(-one.low)}~이득 {figures(one.high)})"
    low, high = sorted((abs(one.low), abs(one.high)))
    return f"({figures(low)}~{figures(high)})"


def _told(found: dict[str, Change], ending: str = "") -> str:
    """Tell losses and gains of both times."""
    parts = [
        f"{_RUNS[run]} {size(one.value)}{_band(one)} {'손실' if one.value < 0 else '이득'}"
        for run, one in found.items()
    ]
    return ", ".join(parts) + ending


@finding("costs", "ko")
def rupture(result: Result) -> str | None:
    """Tell what a rupture with each power would cost."""
    said = [
        f"{_power(power, '과')}의 교역이 10분의 9 끊기면 {_told(found)}"
        for power in powers_of(result)
        if (found := runs(result, label_of(result, "rupture", power)))
    ]
    if not said:
        return None
    band = ""
    if "welfare_pct__low" in result.data:
        share = figures(float(result.diagnostics["interval"]))
        band = f" 괄호 안은 탄력성을 {result.diagnostics['draws']}번 뽑은 값의 가운데 {share}%이다."
    head = f"나머지가 그대로일 때 모형이 말하는 {country(country_of(result))} 실질소득의 변화는 이렇다"
    return f"{head}. {'; '.join(said)}.{band}"


@finding("costs", "ko")
def theirs(result: Result) -> str | None:
    """Tell what the rupture would cost the other side."""
    said = [
        f"{_power(power, '은')} {_told(found)}"
        for power in powers_of(result)
        if (found := runs(result, label_of(result, "rupture", power), "partner_welfare_pct"))
    ]
    return f"같은 단절이 상대에게는 이렇다. {'; '.join(said)}." if said else None


@finding("costs", "ko")
def which(result: Result) -> str | None:
    """Tell with whom a rupture would cost most in the long run, and how much more than with the other."""
    found = {p: change(result, label_of(result, "rupture", p), "long") for p in powers_of(result)}
    known = sorted((one.value, power) for power, one in found.items() if one.known and one.value < 0)
    if not known:
        return None
    (most, worst), (least, best) = known[0], known[-1]
    beside = f" {_power(best, '과')}의 단절보다 {figures(most / least)}배 크다" if best != worst else ""
    loss = f"실질소득의 {size(found[worst].value)}{_band(found[worst])}"
    return (
        f"모형의 장기에서 {_power(worst, '과')}의 단절로 {country(country_of(result), '이')} 잃는 것은 {loss}"
        f"{'로,' + beside if beside else '이다'}.{_soon(change(result, label_of(result, 'rupture', worst), 'short'))}"
    )


def _soon(one: Change) -> str:
    if not one.known:
        return ""
    return f" 단기에는 {size(one.value)}{_band(one)} {'손실' if one.value < 0 else '이득'}이다."


_PARTLY = {
    "half": "교역의 절반이 끊기면",
    "technology": "전자·전기기기·기계 교역의 10분의 9가 끊기면",
    "tariffs": "서로 관세를 25%p 올리면",
}


@finding("costs", "ko")
def partly(result: Result) -> str | None:
    """Tell what the partial forms would cost."""
    said = []
    for power in powers_of(result):
        parts = [
            f"{words} {_short(found)}"
            for kind, words in _PARTLY.items()
            if (found := runs(result, label_of(result, kind, power)))
        ]
        if parts:
            said.append(f"{_power(power, '과')}는 {'; '.join(parts)}")
    head = f"단절보다 작은 변화가 {country(country_of(result))}의 실질소득에 주는 영향(단기, 장기)"
    return f"{head}: {'. '.join(said)}." if said else None


def _short(found: dict[str, Change]) -> str:
    """Give a change at both times as signed numbers; one whose band holds both signs says so."""
    return ", ".join(f"{signed(one.value)}{'(부호 불확실)' if one.unsure else ''}" for one in found.values())


_EASED = {"freed": "서로의 관세를 모두 없애는 협정을", "deeper": "여기서 세는 조항을 모두 담는 더 깊은 협정을"}


@finding("costs", "ko")
def eased(result: Result) -> str | None:
    """Tell what an agreement would bring both sides."""
    said = []
    for power in powers_of(result):
        for kind, words in _EASED.items():
            label = label_of(result, kind, power)
            if found := runs(result, label):
                other = runs(result, label, "partner_welfare_pct")
                also = f", {_power(power, '은')} {_told(other)}" if other else ""
                said.append(
                    f"{_power(power, '과')} {words} 맺으면 {country(country_of(result), '은')} {_told(found)}{also}"
                )
    return f"{'; '.join(said)}." if said else None


@finding("costs", "ko")
def odd(result: Result) -> str | None:
    """Tell signs that surprise, and why: less trade that is a gain, freer trade that is a loss."""
    from counterpoise.words.phrases import translated  # noqa: PLC0415

    found = odd_of(result)
    if not found:
        return None
    said = [
        f"{translated(named(result.data, one.label), 'ko')}: {_power(one.who)} {_RUNS[one.run]} {signed(one.value)}"
        for one in found
    ]
    soon = (
        " 단기에는 값이 올라도 수요가 거의 줄지 않아, 덜 사는 쪽은 여전히 사는 것에 덜 치른다."
        if any(one.run == "short" for one in found)
        else ""
    )
    return f"뜻밖의 부호({'; '.join(said)})는 교역조건과 관세 수입에서 온다.{soon} 상대가 맞설 수 있으며, 교역을 끊을 까닭이 되지는 않는다."


@finding("costs", "ko")
def own(result: Result) -> str | None:
    """Tell what the changes of one's own would cost."""
    said = [f"‘{one}’에서는 {_told(found)}" for one in own_of(result)[:MOST_OWN] if (found := runs(result, one))]
    return f"이 사례의 시나리오가 {country(country_of(result))}에 주는 영향: {'; '.join(said)}." if said else None
