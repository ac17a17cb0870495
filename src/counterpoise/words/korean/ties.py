"""The findings of the dossier in Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country, listed
from counterpoise.words.language import act
from counterpoise.words.phrases import strictly
from counterpoise.words.ties import BINDING, DONE, MOST, by_partner, entries, newest, sides, since

if TYPE_CHECKING:
    from counterpoise.core.result import Result

_ONE = {"coercion": "강압 조치", "sanction": "제재", "dispute": "무력 분쟁", "visit": "방문"}


def _named(name: str) -> str:
    """Give the name of an act: one of its own, or one made of parts that are known."""
    said = act(name, "ko")
    return said if said != name else strictly(name, "ko") or name


@finding("ties", "ko")
def acts(result: Result) -> str | None:
    """Tell how many acts each side has done to the other, and how many of them go on."""
    one, other = sides(result)
    if not other:
        return None
    held = entries(result, DONE)
    when = f"{since(result)}년 이후 " if since(result) else ""
    if not held:
        pair = f"{country(one, '과')} {country(other)} 사이의"
        return f"{when}여기 쓰인 기록에는 {pair} 강압 조치·제재·분쟁이 없다. 기록되지 않은 일은 있었을 수 있다."
    said = []
    for kind in DONE:
        for by in (other, one):
            own = [each for each in held if each.kind == kind and each.partner == by]
            if own:
                going = sum(each.ongoing for each in own)
                alike = sum(each.on_all for each in own)
                aimed = f", 모든 나라에 대한 것 {alike}건" if alike else ""
                said.append(f"{country(by)}의 {_ONE[kind]} {len(own)}건(계속 {going}건{aimed})")
    return f"{when}여기 쓰인 기록에는 {listed(said, '이')} 있다."


@finding("ties", "ko")
def latest(result: Result) -> str | None:
    """Tell the newest of them: all of the last year."""
    _, other = sides(result)
    held = newest(entries(result, DONE)) if other else []
    if not held:
        return None
    said, more = [], f" 외 {len(held) - MOST}건" if len(held) > MOST else ""
    for by, own in by_partner(held[:MOST]).items():
        names = [f"‘{_named(one.name)}’" for one in own]
        said.append(f"{country(by)}의 {', '.join(names)}")
    return f"가장 새로운 것은 {held[0].year}년 {', '.join(said)}{more}이다."


@finding("ties", "ko")
def bound(result: Result) -> str | None:
    """Tell what binds the two."""
    one, other = sides(result)
    held = [each for each in entries(result, BINDING) if each.ongoing] if other else []
    if not held:
        return None
    named = list(dict.fromkeys(f"{_named(each.name)}({each.year}년)" for each in reversed(held)))
    more = f" 외 {len(named) - MOST}건" if len(named) > MOST else ""
    return f"{country(one, '과')} {country(other)} 사이에 효력이 있는 것: {', '.join(named[:MOST])}{more}."
