"""The findings of an optimum in Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.words.catalogue import figures
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, listed, size
from counterpoise.words.korean.changes import levels
from counterpoise.words.language import place
from counterpoise.words.language import sector as sector_name
from counterpoise.words.optimal import (
    FLAT,
    MOST,
    against_of,
    gains_of,
    kinds_of,
    outsiders,
    rates_of,
    setter_of,
    single_of,
)

if TYPE_CHECKING:
    from counterpoise.core.result import Result

KINDS = {"tariff": "관세", "export_tax": "수출세"}


def _rate(kind: str, value: float) -> str:
    """Write a rate, or a subsidy.

    Examples
    --------
    >>> _rate("tariff", 9.47), _rate("export_tax", -12.0)
    ('관세 9.5%', '수출보조금 12%')
    """
    if value < 0:
        return f"{'수입' if kind == 'tariff' else '수출'}보조금 {figures(-value)}%"
    return f"{KINDS[kind]} {figures(value)}%"


@finding("optimal", "ko")
def gain(result: Result) -> str | None:
    """Tell what the best rates bring the country that sets them, beside the best single one."""
    setter, (whole, single) = setter_of(result), gains_of(result)
    whom = against_of(result)
    on = f"{listed([place(one, 'ko') for one in whom], '과')}의 교역에서 " if 0 < len(whom) <= MOST else ""
    number = int(result.attrs.get("rates", 0))
    one = listed([_rate(kind, single_of(result, kind)) for kind in kinds_of(result)])
    head = f"아무도 맞대응하지 않을 때 {on}모형의 {country(setter)} 실질소득을 가장 크게 하는 세율은"
    if number <= len(kinds_of(result)):
        return f"{head} {one}이고, 이때 실질소득은 {levels([('', whole)]).strip()}."
    flat = levels([("", single)]).strip()
    return f"{head} {number:,}개이고 실질소득은 {levels([('', whole)]).strip()}. 모두에 한 세율({one})을 쓰면 {flat}."


@finding("optimal", "ko")
def pattern(result: Result) -> str | None:
    """Tell whether the pattern of rates is worth anything beside one rate for all."""
    (whole, single), held = gains_of(result), rates_of(result)
    if len(held) <= len(kinds_of(result)) or whole <= 0:
        return None
    beyond = whole - single
    if beyond < FLAT * whole:
        return f"세율을 서로 다르게 해서 더 얻는 것은 실질소득의 {size(beyond)}이다. 중요한 것은 무늬가 아니라 한 세율이다."
    return (
        f"이 이득 가운데 세율을 서로 다르게 한 몫은 {figures(100 * beyond / whole)}%로, 실질소득의 {size(beyond)}이다."
    )


@finding("optimal", "ko")
def most_worth(result: Result) -> str | None:
    """Tell which rates are worth most."""
    held, (whole, _) = rates_of(result), gains_of(result)
    if len(held) <= len(kinds_of(result)) or whole <= 0:
        return None
    several = len({one.kind for one in held}) > 1
    said = []
    for one in held[:MOST]:
        which = " ".join(
            part
            for part in (
                country(one.partner) if one.partner else "",
                sector_name(one.sector, "ko") if one.sector else "",
                KINDS[one.kind] if several else "",
            )
            if part
        )
        said.append(f"{which}({figures(one.value)}%, 값어치 {size(one.worth)})")
    return f"값어치가 가장 큰 세율: {', '.join(said)}."


@finding("optimal", "ko")
def others(result: Result) -> str | None:
    """Tell who loses and who gains by them."""
    losers, gainers = outsiders(result)
    if not losers and not gainers:
        return None
    pairs = [(country(one, "은"), value) for one, value in (*losers, *gainers)]
    return f"다른 나라의 실질소득을 보면 {levels(pairs)}."
