"""What a negotiation says in plain words, in Korean, line by line as `counterpoise.negotiation.explain.explained` says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from counterpoise.words.cautions import caution
from counterpoise.words.documents import written
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.language import place

Changed = Mapping[str, Sequence[tuple[tuple[str, ...], Any, Any]]]
"""By course: each key that it changes, the old value and the new."""

_AFTER = {
    "fixed": "",
    "stay": "그때 이른 상태의 제 보수",
    "revert": "되돌릴 수 있는 것을 모두 되돌린 뒤의 제 보수",
}
_PERIODS = {"year": "해", "quarter": "분기", "month": "달", "round": "회차", "period": "기"}
_DOMAINS = {"security": "안보", "economy": "경제", "recognition": "승인"}


def explained(talks: Any, changed: Changed, *, states: int = 0, moves: int = 0, notes: Sequence[str] = ()) -> str:
    """Say in plain words what a negotiation is about.

    Parameters
    ----------
    talks
        A `counterpoise.negotiation.talks.Talks`.
    changed
        What its courses change.
    states, moves, notes
        As of `counterpoise.negotiation.explain.explained`.

    Returns
    -------
    str
        Some lines of text.
    """
    lines = [
        written(talks.title, "ko") or _untitled(talks),
        *([f"물음: {written(talks.asks, 'ko')}"] if talks.asks else []),
    ]
    for heading, said in _sections(talks, changed):
        lines += ["", heading, *said] if said else []
    lines += ["", "크기", f"상태 {states:,}개, 그 사이의 이동 {moves:,}개."] if states else []
    lines += ["", "알아둘 점", *(f"- {caution(one, 'ko') or one}" for one in notes)] if notes else []
    return "\n".join(lines)


def _untitled(talks: Any) -> str:
    return (
        f"{_listed([_who(talks, one) for one in talks.parties])}의 {_listed([one.name for one in talks.issues])} 협상"
    )


def _sections(talks: Any, changed: Changed) -> Iterator[tuple[str, list[str]]]:
    yield "누가 참여하며, 합의가 없으면 무엇을 갖는가", _numbered(_party(talks, one) for one in talks.parties)
    yield "저마다 할 수 있는 것", _numbered(_issue(talks, one) for one in talks.issues)
    yield "함께라야 값이 있는 것", _numbered(_together(talks))
    yield (
        "먼저 와야 하는 것",
        _numbered(
            [f"어떤 합의도 {_reached(one.needs)} 이전에 {_reached(one.step)} 단계에 이르지 않는다."]
            for one in talks.requires
        ),
    )
    yield "이 보수에 더해지는 것", _numbered(_added(talks))
    yield "시작", [f"{_reached(talks.start)}. 나머지는 첫 단계."] if talks.start else []
    yield "약속이 지켜지는 방식", list(_monitored(talks))
    yield "누구의 동의가 있어야 하는가", _numbered(_ratifiers(talks))
    yield "알려지지 않은 것", _numbered(_unknown(talks))
    yield "다른 상황", _numbered(_courses(talks, changed))


def _numbered(said: Any) -> list[str]:
    lines = []
    for at, (first, *more) in enumerate(said, 1):
        lines += [f"{at}. {first}", *(f"   {one}" for one in more)]
    return lines


def _number(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        middle = f"(가장 그럼직한 값 {value[1]:g})" if len(value) == 3 else ""
        return f"{value[0]:g}에서 {value[-1]:g}까지{middle}"
    return f"{value:g}"


def _reached(levels: Mapping[str, str]) -> str:
    return _listed([f"{issue}의 ‘{level}’" for issue, level in levels.items()])


def _listed(words: Sequence[str]) -> str:
    return ", ".join([*words[:-2], " ".join([with_particle(words[-2], "과"), words[-1]])] if len(words) > 1 else words)


def _row(levels: Sequence[str], values: Sequence[Any]) -> str:
    return "; ".join(f"{level} {_number(value)}" for level, value in zip(levels, values, strict=True))


def _per(talks: Any) -> str:
    """Write per period."""
    word = _PERIODS.get(talks.period)
    return f"한 {word}에" if word else f"한 기({talks.period})에"


def _periods(talks: Any, number: int) -> str:
    units = {"year": "년", "quarter": "분기", "month": "개월", "round": "회차"}
    return f"{number:,}{units.get(talks.period, '기')}"


def _party(talks: Any, name: str) -> Iterator[str]:
    party = talks.parties[name]
    weight = f" 내시 곱에서의 무게: {party.power:g}." if party.power != 1 else ""
    yield f"{_called(talks, name)}: 할인인자 {_number(talks.discount_of(name))}.{weight}"
    yield f"협상이 끝나면 {_per(talks)} 갖는 것: {_outside(party.outside)}."
    for issue, values in party.outside.by.items():
        yield f"그 밖에 그때 이른 {issue} 단계에 따라: {_row(talks.issue(issue).levels, values)}."
    if party.lag is not None:
        yield f"이 쪽의 위반은 {_periods(talks, party.lag)} 뒤에 드러난다."
    if party.detection is not None:
        yield f"이 쪽의 위반은 {_per(talks)} {_number(party.detection)}의 확률로 드러난다."


def _called(talks: Any, name: str) -> str:
    shown, code = _who(talks, name), talks.parties[name].country
    words = [one for one in dict.fromkeys((name, code)) if one and one != shown]
    return f"{shown}({', '.join(words)})" if words else shown


def _who(talks: Any, name: str) -> str:
    return str(talks.named(name, "ko"))


def _outside(option: Any) -> str:
    value, flow = _number(option.value), _AFTER[option.after]
    return value if not flow else flow if option.value == 0 else f"{flow}, 그리고 {value}"


def _issue(talks: Any, issue: Any) -> Iterator[str]:
    label = f"({written(issue.label, 'ko')})" if issue.label else ""
    pace = f" {_per(talks)} 많아야 {issue.pace:,}단계씩이다." if issue.pace else ""
    domain = f" 분야: {_DOMAINS.get(issue.domain, issue.domain)}." if issue.domain else ""
    what = with_particle(f"{issue.name}{label}", "을")
    yield (
        f"{with_particle(_who(talks, issue.owner), '은')} {what} {issue.levels[0]}에서 {', '.join(issue.levels[1:])}까지 옮길 수 있다."
        f"{pace} {_back(issue)}.{domain}"
    )
    for party, values in issue.worth.items():
        yield f"{_who(talks, party)}에 {_per(talks)} 주는 값: {_row(issue.levels, values)}."
    for level, text in zip(issue.levels, issue.shocks, strict=False):
        if text.strip():
            yield f"{level}에서 세계에 일어나는 변화: {text.strip()}."


def _back(issue: Any) -> str:
    if isinstance(issue.reversible, bool):
        return "되돌릴 수 있다" if issue.reversible else "되돌릴 수 없다"
    held = [one for one in issue.levels[1:] if one in issue.reversible]
    rest = [one for one in issue.levels[1:] if one not in issue.reversible]
    if not held or not rest:
        return "되돌릴 수 있다" if held else "되돌릴 수 없다"
    return f"되돌릴 수 있는 것은 {_listed(held)}이고, 되돌릴 수 없는 것은 {_listed(rest)}이다"


def _together(talks: Any) -> Iterator[list[str]]:
    for one in talks.together:
        gains = ", ".join(f"{_who(talks, party)} {_number(value)}" for party, value in one.worth.items())
        yield [f"{_reached(one.when)} 또는 그 너머에서 {_per(talks)}: {gains or '없음'}."]


def _added(talks: Any) -> Iterator[list[str]]:
    if talks.payoffs is not None:
        yield [f"표 {talks.payoffs.table}."]
    if talks.evaluated:
        yield ["상태의 함수."]
    if talks.engine is not None:
        who = [
            f"{_who(talks, name)}(퍼센트마다 {_number(one.welfare)})"
            for name, one in talks.parties.items()
            if one.country
        ]
        shown = [place(one, "ko") for one in talks.engine.bystanders or ()]
        beside = f" 곁들여 보이는 곳: {_listed(shown)}." if talks.engine.bystanders else ""
        yield [f"무역 모형: 실질소득의 변화. {_listed(who)}.{beside}"]


def _monitored(talks: Any) -> Iterator[str]:
    watch = talks.monitoring
    if watch.detection is not None:
        yield f"위반은 {_per(talks)} {_number(watch.detection)}의 확률로 드러난다."
    else:
        yield f"위반은 {_periods(talks, watch.lag or 1)} 뒤에 드러난다."
    more = "제 조치도 되돌릴 수 있다" if watch.withdrawal else "되돌리지는 못한다"
    yield f"위반하는 쪽은 남은 조치를 미루며, {more}."
    yield f"모두가 지켜도 깨질 확률은 {_per(talks)} {_number(watch.hazard)}이다."
    yield f"당사자들은 나중에 서로에게 값을 치를 수 {'있다' if talks.side_payments else '없다'}."


def _ratifiers(talks: Any) -> Iterator[list[str]]:
    for one in talks.ratifiers:
        who = _who(talks, one.party)
        share = f" 합의가 {who}에 주는 값을 함께 셈한다." if one.share_of_party else ""
        rows = [f"{issue}에 따른 값: {_row(talks.issue(issue).levels, values)}." for issue, values in one.worth.items()]
        yield [f"{who}의 {one.name}: {_per(talks)} 적어도 {_number(one.at_least)}.{share}", *rows]


def _unknown(talks: Any) -> Iterator[list[str]]:
    for name, one in talks.unknown.items():
        label = f"({written(one.label, 'ko')})" if one.label else ""
        yield [f"{name}{label}: {_number(one.range)}."]


def _courses(talks: Any, changed: Changed) -> Iterator[list[str]]:
    for name, course in talks.courses.items():
        label = f"({written(course.label, 'ko')})" if course.label else ""
        yield [f"{name}{label}", *(_change(talks, *one) for one in changed[name])]


_KEYS = {
    "discount": "할인인자",
    "power": "내시 곱에서의 무게",
    "lag": "위반이 드러나기까지의 기간",
    "detection": "위반이 드러날 확률",
    "welfare": "실질소득 1퍼센트의 값",
    "value": "합의 없이 갖는 것",
    "after": "합의 없이 갖는 것",
    "hazard": "모두 깨질 확률",
    "withdrawal": "위반하는 쪽이 제 조치를 되돌릴 수 있는지",
    "reversible": "되돌릴 수 있는 것",
    "pace": "한 기에 많아야 옮기는 단계",
    "range": "범위",
    "label": "설명",
    "name": "이름",
    "country": "나라",
}


def _change(talks: Any, path: tuple[str, ...], old: Any, new: Any) -> str:
    levels = _levels(talks, path)
    was = "" if old is None else f" (원래 {_value(old, levels)})"
    return f"{_key(talks, path)}: {_value(new, levels)}{was}."


def _key(talks: Any, path: tuple[str, ...]) -> str:
    last = _KEYS.get(path[-1], path[-1])
    match path:
        case ("parties", party, "outside", "by", issue):
            return f"{_who(talks, party)}, 그때 이른 {issue} 단계에 따라 합의 없이 갖는 것"
        case ("parties", party, *_):
            return f"{_who(talks, party)}, {last}"
        case ("issues", issue, "worth", party):
            return f"{issue}, {_who(talks, party)}의 값"
        case ("issues" | "unknown", name, *_):
            return f"{name}, {last}"
        case ("start", issue):
            return f"시작할 때의 {issue}"
    return last


def _levels(talks: Any, path: tuple[str, ...]) -> tuple[str, ...]:
    if path[0] == "parties" and "by" in path:
        return tuple(talks.issue(path[-1]).levels)
    return tuple(talks.issue(path[1]).levels) if path[0] == "issues" and "worth" in path else ()


def _value(value: Any, levels: tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "그렇다" if value else "아니다"
    if isinstance(value, list | tuple) and levels:
        return _row(levels, value)
    if isinstance(value, list | tuple) and value and all(isinstance(one, str) for one in value):
        return _listed(value)
    if isinstance(value, str) and value in _AFTER:
        return _AFTER[value] or "저만의 수"
    return _number(value)
