"""What a case asks, in Korean, line by line as `counterpoise.briefing.case_explained.explained` says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from counterpoise.words.documents import written
from counterpoise.words.korean.particles import after, with_particle
from counterpoise.words.korean.scenario import sentences
from counterpoise.words.language import place

_SEEN = {"text": "원문 확인", "memory": "기억에 따름"}
_OURS = " of the program"
"""How the name of a file ends that comes with the program."""

_LANGUAGES = {"en": "영어", "ko": "한국어"}


def explained(case: Any, files: Mapping[str, str], *, records: int = 0, folder: str = "") -> str:
    """Say in plain words what a case asks.

    Parameters
    ----------
    case
        A `counterpoise.briefing.case.Case`.
    files, records, folder
        As of `counterpoise.briefing.case_explained.explained`.

    Returns
    -------
    str
        Some lines of text.
    """
    lines = [written(case.titled("ko"), "ko"), *([f"내용: {written(case.about, 'ko')}"] if case.about else []), ""]
    lines += list(_asked(case))
    for heading, said in _sections(case, files, records, folder):
        lines += ["", heading, *said] if said else []
    return "\n".join([*lines, "", "해시", case.hash])


def _asked(case: Any) -> Iterator[str]:
    powers = [place(one, "ko") for one in case.powers]
    against = f" {with_particle(powers[0], '과')} {with_particle(powers[1], '을')} 맞세운다." if len(powers) > 1 else ""
    who = place(case.country, "ko")
    yield f"{', '.join(powers)}에 대한 {who} 브리프, {_LANGUAGES[case.language]}.{against}"
    accounts = " ".join(filter(None, [case.source or "", str(case.year or "")])) or "저장소에서 가장 새것"
    yield f"계정: {accounts}."
    yield f"띠: 추출 {case.draws}번, 시드 {case.seed}." if case.draws else "띠: 없음."
    weights = ", ".join(f"{name} {weight:g}" for name, weight in case.weights.items())
    yield f"방정식의 가중치: {weights}; 아무것도 적지 않은 쪽은 제 것을 쓴다." if weights else "방정식의 가중치: 제 것."
    if case.risk is None:
        yield "밝힌 위험: 없음."
    else:
        lost = ", ".join(place(one, "ko") for one in case.risk.against)
        yield f"밝힌 위험: {lost}{after(lost, '과')}의 단절, 한 해에 확률 {case.risk.probability:g}."


def _sections(case: Any, files: Mapping[str, str], records: int, folder: str) -> Iterator[tuple[str, list[str]]]:
    changes = enumerate(zip(case.scenarios, case.changes, strict=True))
    yield (
        "표준 시나리오 밖에서 모의하는 것",
        [
            f"{k + 1}. {written(change.title or one.change, 'ko')}{_from(files, f'scenarios[{k}].file')}: "
            f"{'; '.join(sentences(change.to_dict()))}."
            for k, (one, change) in changes
        ],
    )
    talks = [
        f"{k + 1}. {written(one.title, 'ko') or ', '.join(one.named(party, 'ko') for party in one.parties)}{_from(files, f'talks[{k}].file')}."
        for k, one in enumerate(case.negotiations)
    ]
    yield "협상하는 것", talks
    ledger = files.get("record.ledger")
    with_whom = ", ".join(place(one, "ko") for one in case.facing)
    yield "기록", [f"{_file(ledger)}: 기록 {records:,}건, 상대는 {with_whom}."] if ledger else []
    yield (
        f"한 말과, 거기에 답하는 명령{f' ({folder}에서 실행)' if folder not in ('', '.') else ''}",
        [line for k, one in enumerate(case.sentences, 1) for line in _sentence(k, one)],
    )


def _sentence(number: int, one: Any) -> Iterator[str]:
    yield f"{number}. {written(one.by, 'ko')}, {one.on.isoformat()}: {written(one.said, 'ko')}"
    yield f"   출처: {' '.join(one.citation.split())} ({_SEEN[one.seen]})."
    yield from (f"   counterpoise {line}" for line in one.ask)
    if one.doubt:
        yield f"   의심할 점: {written(one.doubt, 'ko')}"


def _from(files: Mapping[str, str], key: str) -> str:
    return f" ({_file(files[key])})" if key in files else ""


def _file(name: str) -> str:
    return f"프로그램의 {name.removesuffix(_OURS)}" if name.endswith(_OURS) else name
