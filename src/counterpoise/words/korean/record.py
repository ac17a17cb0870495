"""The findings of a ledger in Korean: where a formula was used, and what became of promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries
from counterpoise.words.findings import finding
from counterpoise.words.korean.catalogue import country
from counterpoise.words.record import by_verdict, counts, first_use, longest_gap

if TYPE_CHECKING:
    from counterpoise.core.result import Result


def _named(code: str) -> str:
    return country(code) if code in countries() else code


@finding("phrase", "ko")
def used(result: Result) -> str:
    """Tell of a formula's uses."""
    formula, first = result.attrs["formula"], first_use(result)
    if first is None:
        return f"이 기록에는 “{formula}” 문구가 쓰이지 않았다"
    by = f" {_named(first[1])} 측에서" if first[1] else ""
    held, gap = counts(result), longest_gap(result)
    between = f" 한 나라가 다시 쓰기까지 가장 긴 간격은 {gap:,}일이다." if gap else ""
    return (
        f"이 기록에서 “{formula}” 문구는 {first[0]}에{by} 처음 쓰였다. 모두 {held['uses']}번 가운데 "
        f"{held['whole']}번은 문구 그대로이다.{between}"
    )


_VERDICTS = {
    "kept": "지켜졌고",
    "broken": "깨졌고",
    "not yet": "아직이고",
    "so already": "이미 그러했던 것이고",
    "can't be told": "알 수 없고",
}


@finding("commitments", "ko")
def kept(result: Result) -> str:
    """Tell what became of promises."""
    whose, held = _named(str(result.attrs["subject"])), by_verdict(result)
    if not held:
        return f"이 기록에는 {whose}의 약속도 {whose}에 한 약속도 없다"
    parts = [f"{number}건은 {_VERDICTS[verdict]}" for verdict, number in held]
    last = {"지켜졌고": "지켜졌다", "깨졌고": "깨졌다", "아직이고": "아직이다", "알 수 없고": "알 수 없다"}
    said = ", ".join(parts)
    for joined, ended in (*last.items(), ("이미 그러했던 것이고", "이미 그러했던 것이다")):
        said = said.removesuffix(joined) + ended if said.endswith(joined) else said
    return f"약속이 스스로 정한 자료에 따르면, 이 기록에서 {whose}의 약속과 {whose}에 한 약속 가운데 {said}."
