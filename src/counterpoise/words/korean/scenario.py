"""What a scenario does, in Korean: a clause of each shock and each answer, with names in place of codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from counterpoise.codes.countries import REST_OF_WORLD, countries
from counterpoise.codes.groups import is_group
from counterpoise.words.korean.catalogue import listed
from counterpoise.words.korean.particles import after, with_particle
from counterpoise.words.language import place, sector

ALL = "ALL"

PLAIN = {
    "올리": "올린다",
    "내리": "내린다",
    "정하": "정한다",
    "오르": "오른다",
    "낮아지": "낮아진다",
    "중단하": "중단한다",
    "줄이": "줄인다",
    "주": "준다",
    "없애": "없앤다",
    "낮추": "낮춘다",
    "맞대응하": "맞대응한다",
    "바뀌": "바뀐다",
}
"""Each verb's stem with its plain form; its form of a condition is the stem with 면, that which joins the stem with 고."""

RETALIABLE = ("tariff", "export_tax", "embargo")
"""The kinds of shocks that can be answered in kind."""

Clause = tuple[str, str]
"""A clause without its verb's ending: all before the verb, and the verb's stem."""


def sentences(scenario: Mapping[str, Any], scheme: str = "icio-2025", *, spelt: bool = False) -> tuple[str, ...]:
    """Give a sentence, without its point, of each shock and each answer of a scenario's plain values.

    Parameters
    ----------
    scenario
        The scenario as a file holds it: ``shocks`` and ``retaliation``, each a list of shocks with their ``kind``.
    scheme
        The sectors' scheme, for their names.
    spelt
        Whether an answer in kind is spelt out.

    Returns
    -------
    tuple[str, ...]
        In the order of the English ones (`counterpoise.scenario.explain.sentences`).

    Examples
    --------
    >>> shock = {"kind": "tariff", "by": ["USA"], "on": ["CHN"], "sectors": ["C26"], "up_by_points": 25.0}
    >>> sentences({"shocks": [shock]})
    ('미국이 중국산 C26(컴퓨터, 전자 및 광학기기)의 관세를 25%p 올린다',)
    """
    return tuple(f"{before} {PLAIN[stem]}" for before, stem in clauses(scenario, scheme, spelt=spelt))


def stocks(scenario: Mapping[str, Any], scheme: str = "icio-2025") -> tuple[str, ...]:
    """Give a sentence, without its point, of what each stockpile of a scenario bridges.

    Parameters
    ----------
    scenario
        The scenario as a file holds it: ``stockpiles``, each with ``by``, ``sectors`` and ``covers``.
    scheme
        The sectors' scheme, for their names.

    Examples
    --------
    >>> stocks({"stockpiles": [{"by": ["KOR"], "sectors": ["B06"], "covers": 25.0}]})
    ('한국의 B06(원유 및 천연가스 채굴) 비축이 첫해의 처음 25%를 메운다',)
    """
    writer = _writer(scenario, scheme)
    return tuple(writer.stock(_listing(one, {"by", "sectors"})) for one in scenario.get("stockpiles") or ())


def condition(scenario: Mapping[str, Any], scheme: str = "icio-2025", most: int = 2) -> str:
    """Give the condition that sentences about a scenario are under; of one with many parts, that it is this scenario.

    Examples
    --------
    >>> condition({"shocks": [{"kind": "embargo", "by": ["ALL"], "on": ["DEU"]}]})
    '모든 나라가 독일과의 무역을 중단하면'
    >>> condition({})
    '이 시나리오에서는'
    """
    held = clauses(scenario, scheme)
    if not 0 < len(held) <= most:
        return "이 시나리오에서는"
    *firsts, (before, stem) = held
    return "".join(f"{one} {verb}고 " for one, verb in firsts) + f"{before} {stem}면"


def clauses(scenario: Mapping[str, Any], scheme: str = "icio-2025", *, spelt: bool = False) -> list[Clause]:
    """Give the clauses of all shocks and answers; an answer in kind is spelt out where that is asked for."""
    writer = _writer(scenario, scheme)
    shocks = [_plain(one) for one in scenario.get("shocks") or ()]
    held = [writer.clause(one) for one in shocks]
    for answer in map(_plain, scenario.get("retaliation") or ()):
        in_kind = not spelt and any(_mirrored(answer, one) for one in shocks)
        by = answer.get("by") or ()
        held.append((f"{writer.who(by, '이')} 같은 방식으로", "맞대응하") if in_kind else writer.clause(answer))
    return held


def _writer(scenario: Mapping[str, Any], scheme: str) -> _Writer:
    own = {str(name).upper(): (str(name), list(of)) for name, of in dict(scenario.get("groups") or {}).items()}
    return _Writer(own, scheme)


def _plain(shock: Mapping[str, Any]) -> dict[str, Any]:
    """Give a shock with lists for words."""
    keys = {"by", "on", "of", "sectors", "parties"} | ({"from", "to"} if shock["kind"] == "transfer" else set())
    return _listing(shock, keys)


def _listing(held: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    return {k: [v] if k in keys and isinstance(v, str) else v for k, v in held.items()}


def _mirrored(answer: Mapping[str, Any], shock: Mapping[str, Any]) -> bool:
    """Say whether an answer is the same measure, against those who imposed it."""
    if answer["kind"] not in RETALIABLE:
        return False
    rest = [{k: v for k, v in one.items() if k not in ("by", "on")} for one in (answer, shock)]
    return rest[0] == rest[1] and (answer.get("on") or [ALL]) == shock.get("by")


class _Writer:
    """Writes one scenario's clauses: it knows the scenario's own lists of countries, and the sectors' names."""

    def __init__(self, own: Mapping[str, tuple[str, list[str]]], scheme: str) -> None:
        self._own = own
        self._scheme = scheme

    def _place(self, word: str) -> str:
        plain = word.upper()
        if plain == ALL:
            return "모든 나라"
        if plain in self._own:
            name, members = self._own[plain]
            return f"{name}({', '.join(members)})"
        known = plain in countries() or plain == REST_OF_WORLD
        return place(plain if known else word, "ko") if known or is_group(word) else word

    def who(self, words: Sequence[str], particle: str = "") -> str:
        return listed([self._place(str(one)) for one in words], particle)

    def _sector(self, word: str) -> str:
        said = sector(word, "ko", self._scheme)
        return said if said == word or word.islower() or word.upper() in ("TOTAL", ALL) else f"{word}({said})"

    def what(self, words: Sequence[str], particle: str = "") -> str:
        return listed([self._sector(str(one)) for one in words], particle)

    def clause(self, shock: Mapping[str, Any]) -> Clause:
        makers: dict[str, Callable[[Mapping[str, Any]], Clause]] = {
            "tariff": self._tariff,
            "export_tax": self._export_tax,
            "trade_cost": self._trade_cost,
            "embargo": self._embargo,
            "productivity": self._productivity,
            "transfer": self._transfer,
            "agreement": self._agreement,
            "recorded": self._recorded,
        }
        return makers[str(shock["kind"])](shock)

    def _tariff(self, shock: Mapping[str, Any]) -> Clause:
        goods = self.what(shock["sectors"]) if shock.get("sectors") else "재화"
        origin = self.who(shock.get("on") or [ALL])
        return self._rate(shock, f"{'모든 나라에서 온' if origin == '모든 나라' else f'{origin}산'} {goods}의 관세를")

    def _export_tax(self, shock: Mapping[str, Any]) -> Clause:
        goods = self.what(shock["sectors"]) if shock.get("sectors") else "재화"
        return self._rate(shock, f"{self.who(shock.get('on') or [ALL])}에 파는 {goods}의 수출세를")

    def _rate(self, shock: Mapping[str, Any], what: str) -> Clause:
        """Say how a rate changes; the three words for amounts are kept apart."""
        by = self.who(shock["by"], "이")
        if shock.get("set_to") is not None:
            return f"{by} {what} {shock['set_to']:g}%로", "정하"
        points = shock.get("up_by_points") is not None
        amount = float(shock["up_by_points"] if points else shock["up_by_percent"])
        size = f"{abs(amount):g}%p" if points else f"지금의 {abs(amount):g}%만큼"
        return f"{by} {what} {size}", "올리" if amount >= 0 else "내리"

    def _inside(self, shock: Mapping[str, Any]) -> str:
        return f"{self.what(shock['sectors'])}의 " if shock.get("sectors") else ""

    def _trade_cost(self, shock: Mapping[str, Any]) -> Clause:
        up = float(shock["up_by_percent"])
        by, on = list(shock["by"]), list(shock["on"])
        way = shock.get("direction", "both")
        if way == "both" and set(by) == set(on):
            between = f"{self.who(by)} 사이"
        elif way == "both":
            between = f"{self.who(by, '과')} {self.who(on)} 사이"
        else:
            origin, destination = (on, by) if way == "imports" else (by, on)
            start = self.who(origin)
            between = f"{start}에서 {self.who(destination, '으로')} 가는"
        end = "의" if between.endswith("사이") else ""
        return f"{between}{end} {self._inside(shock)}무역비용이 {abs(up):g}%", "오르" if up >= 0 else "낮아지"

    def _embargo(self, shock: Mapping[str, Any]) -> Clause:
        share = float(shock.get("share", 100))
        by, way = self.who(shock["by"], "이"), shock.get("direction", "both")
        goods = f"{self.what(shock['sectors'])} " if shock.get("sectors") else ""
        if way == "both":
            trade = f"{self.who(shock['on'], '과')}의 {goods}무역을"
        elif way == "imports":
            trade = f"{self.who(shock['on'])}에서 오는 {goods}수입을"
        else:
            trade = f"{self.who(shock['on'], '으로')} 가는 {goods}수출을"
        if share == 100:
            return f"{by} {trade}", "중단하"
        return f"{by} {trade} (가격이 그대로일 때) {share:g}%", "줄이"

    def _productivity(self, shock: Mapping[str, Any]) -> Clause:
        up = float(shock["up_by_percent"])
        return (
            f"{self.who(shock['of'])}의 {self._inside(shock)}생산성이 {abs(up):g}%",
            "오르" if up >= 0 else "낮아지",
        )

    def _transfer(self, shock: Mapping[str, Any]) -> Clause:
        sender, receiver = list(shock["from"]), list(shock["to"])
        parts = " 부가가치에 비례하여" if len(sender) + len(receiver) > 2 else ""
        million = float(shock["million_usd"])
        amount = f"{million / 100:,.10g}억" if million >= 100 else f"{million * 100:,.10g}만"
        return f"{self.who(sender, '이')} {self.who(receiver)}에{parts} 해마다 {amount} 달러를", "주"

    def _agreement(self, shock: Mapping[str, Any]) -> Clause:
        name = str(shock.get("name") or "")
        known = place(name, "ko") if name else ""
        named = f"{name} 협정" if name and known == name else known
        between = with_particle(named or f"{self.who(shock.get('parties') or [])} 사이의 협정", "이")
        goods = self.what(shock["sectors"]) if shock.get("sectors") else "재화"
        if shock.get("exclude"):
            goods = f"{self.what(shock['exclude'])}{after(self.what(shock['exclude']), '을')} 뺀 {goods}"
        level, share = float(shock.get("set_to", 0)), float(shock.get("share", 100))
        end = "" if level == 0 else f" {level:g}% 이하로"
        verb = "없애" if level == 0 else "낮추"
        if share != 100:
            end, verb = f"{end or ' 없애는 데'} {share:g}%만큼", "나아가"
        if shock.get("depth") is not None:
            deep = f"깊이 {float(shock['depth']):g}만큼 당사국 사이의 다른 무역 비용도"
            return f"{between} 당사국 사이에서 {goods}의 관세를{end} {verb}고 {deep}", "낮추"
        return f"{between} 당사국 사이에서 {goods}의 관세를{end}", verb

    def _recorded(self, shock: Mapping[str, Any]) -> Clause:
        by = "" if (shock.get("by") or [ALL]) == [ALL] else f"{self.who(shock['by'])}의 "
        on = "" if (shock.get("on") or [ALL]) == [ALL] else f"{self.who(shock['on'])}에 대한 "
        days = f"{shock['from']}부터 {shock['to']}까지"
        table = str(shock["table"])
        return f"{by}{on}{self._inside(shock)}관세가 {table}{after(table, '이')} 기록한 대로 {days}", "바뀌"

    def stock(self, held: Mapping[str, Any]) -> str:
        """Give the sentence of a stockpile."""
        goods = f"{self.what(held['sectors'])} " if held.get("sectors") else "모든 재화의 "
        covers = float(held["covers"])
        part = "첫해 전체를" if covers == 100 else f"첫해의 처음 {covers:g}%를"
        return f"{self.who(held['by'])}의 {goods}비축이 {part} 메운다"
