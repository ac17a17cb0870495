"""The short form: a scenario in one line, such as ``tariff +25 points by USA on CHN; CHN retaliates``.

Clauses are parted by ``;``. A clause is a kind (tariff, export tax, trade costs, embargo, productivity, transfer,
agreement, recorded), an amount, and phrases in any order: ``by``, ``on``, ``on imports from``, ``on exports to``,
``between ... and ...``, ``among``, ``sectors``, ``except``, ``in``, ``from``, ``to``, ``depth``; or a country that
``retaliates``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from counterpoise.core.documents import Fault
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.scenario.place import Place
from counterpoise.scenario.scenario import Scenario
from counterpoise.scenario.shocks import ALL, KINDS, Shock

HEADS = {
    "tariff": "tariff",
    "tariffs": "tariff",
    "export tax": "export_tax",
    "export taxes": "export_tax",
    "trade cost": "trade_cost",
    "trade costs": "trade_cost",
    "embargo": "embargo",
    "productivity": "productivity",
    "transfer": "transfer",
    "agreement": "agreement",
    "free trade agreement": "agreement",
    "recorded": "recorded",
}
"""The words that open a clause, and the kind of shock each means."""

PHRASES = ("by", "on", "from", "to", "between", "among", "in", "of", "sectors", "sector", "with", "except", "depth")
_AMOUNT = ("set", "up", "down")
_PERCENT = ("%", "percent", "per cent")
_TOKEN = re.compile(r"[+\-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w-])|[%,&]|[^\s,&%]+|\S")
_NUMBER = re.compile(r"[+\-]?\d[\d,]*(?:\.\d+)?")
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-"})
MOST = 10_000
"""The longest text that is read, in characters."""


def parse(text: str) -> Scenario:
    """Read the short form.

    Parameters
    ----------
    text
        Clauses parted by ``;``.

    Returns
    -------
    Scenario
        Its title is the text; each shock knows its clause.

    Raises
    ------
    InputError
        With the clause, the word and the nearest valid one.

    Examples
    --------
    >>> parse("embargo 90 % between KOR and CHN").shocks[0].share
    90.0
    >>> parse("tarif +25 points by USA on CHN")
    Traceback (most recent call last):
    ...
    counterpoise.core.errors.InputError: clause 1, 'tarif': this opens no clause; did you mean tariff?
    """
    clauses = _clauses(text)
    shocks: list[Shock] = []
    retaliation: list[Shock] = []
    for clause in clauses:
        if clause.retaliates:
            retaliation += _in_kind(clause, shocks)
        else:
            shocks.append(_shock(clause))
    return Scenario(
        title=" ".join(text.split()).strip("; "),
        shocks=tuple(shocks),  # pyright: ignore[reportArgumentType]
        retaliation=tuple(retaliation),  # pyright: ignore[reportArgumentType]
    )


def _clauses(text: str) -> list[_Clause]:
    if len(text) > MOST:
        raise InputError(f"the scenario has {len(text):,} characters", remedy="write it as a TOML file")
    if not text.isprintable() and any(not c.isprintable() and not c.isspace() for c in text):
        raise InputError("the scenario has characters that can't be printed", remedy="write it as plain text")
    parts = [(number, part) for number, part in enumerate(text.translate(_DASHES).split(";"), 1) if part.strip()]
    if not parts:
        raise InputError("the scenario is empty", remedy="write one such as 'embargo 90 % between KOR and CHN'")
    return [_Clause(number, _TOKEN.findall(part)) for number, part in parts]


@dataclass
class _Clause:
    """One clause, read word by word."""

    number: int
    tokens: list[str]
    at: int = 0
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def where(self) -> str:
        return f"clause {self.number}"

    @property
    def retaliates(self) -> bool:
        return any(token.lower() in ("retaliates", "retaliate") for token in self.tokens)

    def peek(self, ahead: int = 0) -> str:
        """Give a word that is still to be read, in small letters; nothing at the end."""
        return self.tokens[self.at + ahead].lower() if self.at + ahead < len(self.tokens) else ""

    def takes(self, *words: str) -> bool:
        """Read these words if they come next."""
        if all(self.peek(i) == word for i, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def wrong(self, what: str, remedy: str, word: str | None = None) -> InputError:
        shown = word if word is not None else self.tokens[self.at] if self.at < len(self.tokens) else ""
        return InputError(what, where=self.where + (f", {shown!r:.40}" if shown else ""), remedy=remedy)

    def list_after(self, opener: str) -> list[str]:
        """Read a list: words with commas or ``and`` between them."""
        words: list[str] = []
        while True:
            token = self.peek()
            if not token or token in (",", "&", "%") or ((token in PHRASES or token == "and") and not self._capital()):
                raise self.wrong(f"a word is missing after {opener!r}", "write a list such as KOR,JPN")
            words.append(self.tokens[self.at])
            self.at += 1
            if not self._separated():
                return words

    def _separated(self) -> bool:
        """Read the commas and conjunctions between two words of a list."""
        start = self.at
        while self.peek() in (",", "and", "&") and self.peek(1):
            if self.at > start and self.tokens[self.at] == "AND" and self.peek(1) in (",", "and", "&", *PHRASES):
                break  # after a comma and before one it is Andorra
            self.at += 1
        return self.at > start

    def _capital(self) -> bool:
        """Say whether the next word is written as a code: AND is Andorra."""
        return self.tokens[self.at].isupper()

    def put(self, key: str, value: Any, word: str) -> None:
        if key in self.said:
            raise self.wrong("this is said twice", "say it once", word)
        self.said[key] = value


def _shock(clause: _Clause) -> Shock:
    kind = _head(clause)
    clause.said["kind"] = kind
    if kind == "agreement":
        named = clause.at
        while clause.peek() and clause.peek() not in (*PHRASES, *_AMOUNT) and not _NUMBER.fullmatch(clause.peek()):
            clause.at += 1
        if clause.at > named:
            clause.put("name", " ".join(clause.tokens[named : clause.at]), "name")
    if kind == "recorded":
        if not clause.peek() or clause.peek() in PHRASES:
            raise clause.wrong("the table is missing", "write 'recorded us_tariffs from 2025-01-01 to 2025-11-25'")
        clause.put("table", clause.tokens[clause.at], "table")
        clause.at += 1
    while clause.peek():
        _phrase(clause, kind)
    return _made(clause, kind)


def _head(clause: _Clause) -> str:
    """Read the kind, before which an amount may stand: ``90 % embargo``."""
    amount = 0
    if _NUMBER.fullmatch(clause.peek()):
        amount = next((i for i in range(1, 5) if any(_opens(clause, words, i) for words in HEADS)), 0)
    for words in sorted(HEADS, key=len, reverse=True):
        if _opens(clause, words, amount):
            clause.at = len(words.split())
            clause.tokens = [
                *clause.tokens[amount : amount + clause.at],
                *clause.tokens[:amount],
                *clause.tokens[amount + clause.at :],
            ]
            return HEADS[words]
    single = {kind.replace("_", " "): words for words, kind in reversed(HEADS.items())}
    nearest = did_you_mean(clause.peek(), single, f"a clause opens with {', '.join(single)}")
    raise clause.wrong("this opens no clause" if clause.peek() else "the clause has no kind", nearest)


def _opens(clause: _Clause, words: str, at: int) -> bool:
    return all(clause.peek(at + i) == word for i, word in enumerate(words.split()))


def _phrase(clause: _Clause, kind: str) -> None:
    word = clause.peek()
    if word in _AMOUNT or _NUMBER.fullmatch(word):
        _amount(clause, kind)
    elif word in ("between", "among"):
        _sides(clause, kind)
    elif clause.takes("on", "imports"):
        _directed(clause, kind, "imports", "from")
    elif clause.takes("on", "exports"):
        _directed(clause, kind, "exports", "to")
    elif clause.takes("depth"):
        if not _NUMBER.fullmatch(clause.peek()):
            raise clause.wrong("a number is missing after 'depth'", "write 'depth 7', between 0 and 7")
        clause.put("depth", float(clause.peek()), "depth")
        clause.at += 1
    elif word in PHRASES:
        clause.at += 1
        clause.put(_key(word, kind), clause.list_after(word), word)
    else:
        raise _unexpected(clause)


def _unexpected(clause: _Clause) -> InputError:
    known = (*PHRASES, *_AMOUNT, "points", "percent", "imports", "exports")
    return clause.wrong("this is not understood here", did_you_mean(clause.peek(), known, "see the words of a clause"))


def _key(word: str, kind: str) -> str:
    """Give the key that a phrase fills; what ``from`` and ``to`` fill is settled at the end."""
    if word in ("sector", "sectors"):
        return "sectors"
    if kind == "productivity" and word in ("in", "of"):
        return "of"
    return {"in": "sectors", "of": "sectors", "with": "on", "except": "exclude"}.get(word, word)


def _directed(clause: _Clause, kind: str, direction: str, word: str) -> None:
    """Read the list after ``on imports`` or ``on exports``."""
    natural = {"tariff": "imports", "export_tax": "exports"}.get(kind)
    if natural not in (None, direction):
        raise clause.wrong(f"{_called(kind)} is not on {direction}", f"write 'on {natural}'", direction)
    if natural is None:
        clause.put("direction", direction, direction)
    if clause.takes(word):
        clause.put("on", clause.list_after(word), word)


def _sides(clause: _Clause, kind: str) -> None:
    """Read ``between A,B and C`` or ``among A, B and C``."""
    word = clause.peek()
    clause.at += 1
    if kind == "agreement" or word == "among":
        parties = clause.list_after(word)
        for key in ("parties",) if kind == "agreement" else ("by", "on"):
            clause.put(key, parties, word)
        return
    if kind in ("tariff", "export_tax"):
        remedy = "write 'by USA on CHN; CHN retaliates', or 'among USA,CHN'"
        raise clause.wrong("this doesn't say who levies it", remedy, word)
    left: list[str] = []
    right: list[str] = []
    side = left
    while clause.peek() and (clause.peek() not in PHRASES or clause._capital()):
        token = clause.tokens[clause.at]
        if token.lower() == "and" and side is left and left and clause.tokens[clause.at - 1] != ",":
            side = right
        elif token.lower() in ("and", "&") and not (token == "AND" and side == []):
            pass
        elif token != ",":
            if _NUMBER.fullmatch(token) or token.lower() in _AMOUNT:
                break
            side.append(token)
        clause.at += 1
    if not left or not right:
        raise clause.wrong("two sides are needed", "write 'between KOR and CHN'", word)
    clause.put("by", left, word)
    clause.put("on", right, word)


def _amount(clause: _Clause, kind: str) -> None:
    """Read an amount: ``set to 10 %``, ``+25 points``, ``up by 10 per cent``, ``1000 million``."""
    start = clause.at
    verb = ""
    if clause.peek() in _AMOUNT:
        verb = clause.peek()
        clause.at += 1
        clause.takes("to" if verb == "set" else "by")
    number = clause.peek()
    if not _NUMBER.fullmatch(number):
        raise clause.wrong(
            "a number is missing", "write an amount such as 'set to 10 %', '+25 points', 'up by 10 per cent'"
        )
    clause.at += 1
    value = float(number.replace(",", ""))
    if verb == "down":
        value = -value
    signed = number[0] in "+-" or verb in ("up", "down")
    unit = _unit(clause)
    said = " ".join(clause.tokens[start : clause.at])
    key = _amount_key(clause, kind, unit, verb, signed=signed, said=said)
    clause.put(key, value * (1000 if unit == "billion" else 1), said)


def _unit(clause: _Clause) -> str:
    if clause.takes("per", "cent") or clause.takes("%") or clause.takes("percent"):
        if clause.takes("points") or clause.takes("point"):
            return "points"
        return "percent"
    if clause.takes("points") or clause.takes("point"):
        return "points"
    if clause.takes("percentage", "points") or clause.takes("percentage", "point"):
        return "points"
    for unit in ("million", "billion"):
        if clause.takes(unit):
            if not clause.takes("usd"):
                clause.takes("dollars")
            return unit
    nearest = did_you_mean(clause.peek(), ("points", "percent", "million", "billion"), "write %, points or million USD")
    raise clause.wrong("the amount has no unit", nearest)


_UNITS = {"embargo": "percent", "transfer": "million", "productivity": "percent", "trade_cost": "percent"}
"""The one unit that a kind takes; the others are rates, which take three sorts of amount."""


def _amount_key(clause: _Clause, kind: str, unit: str, verb: str, *, signed: bool, said: str) -> str:
    """Decide what an amount means for a kind, or refuse what could mean two things."""
    wanted = _UNITS.get(kind)
    money = unit in ("million", "billion")
    if money != (wanted == "million"):
        what = f"{_called(kind)} is {'not ' if money else ''}an amount of money"
        raise clause.wrong(what, _needs(kind), said)
    if money:
        return "million_usd"
    if kind == "embargo":
        if unit == "percent" and not signed and not verb:
            return "share"
        raise clause.wrong("an embargo takes a share", "write 'embargo 90 %'", said)
    if wanted == "percent":
        if unit == "percent" and signed:
            return "up_by_percent"
        raise clause.wrong("this needs a change in per cent", "write 'up by 10 per cent' or '-5 %'", said)
    return _rate_key(clause, unit, verb, signed=signed, said=said)


def _rate_key(clause: _Clause, unit: str, verb: str, *, signed: bool, said: str) -> str:
    if verb == "set" and unit == "percent":
        return "set_to"
    if unit == "points" and signed:
        return "up_by_points"
    if unit == "percent" and verb in ("up", "down"):
        return "up_by_percent"
    three = "write 'set to 10 %', '+10 points' or 'up by 10 per cent': they are three different things"
    raise clause.wrong("this could mean several things", three, said)


def _called(kind: str) -> str:
    noun = kind.replace("_", " ")
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _made(clause: _Clause, kind: str) -> Shock:
    said = _settled(clause, kind)
    model = KINDS[kind]
    known = {field.alias or key for key, field in model.model_fields.items()}
    for key in said:
        if key not in known:
            words = {"of": "in", "exclude": "except"}.get(key, key)
            raise clause.wrong(f"{_called(kind)} has no {words!r}", _needs(kind), key)
    try:
        return model.model_validate(said).at(Place(clause.where))
    except ValidationError as error:
        raise _explained(clause, kind, error) from error


def _settled(clause: _Clause, kind: str) -> dict[str, Any]:
    """Give ``from`` and ``to`` the meaning that they have for the kind."""
    said = dict(clause.said)
    if kind == "recorded":
        said |= {key: said[key][0] for key in ("from", "to") if key in said}
        return said
    word = {"tariff": "from", "export_tax": "to"}.get(kind)
    if word and word in said:
        if "on" in said:  # tariff on steel from CHN
            if "sectors" in said:
                raise clause.wrong("this is said twice", "name the sectors once", "on")
            said["sectors"] = said.pop("on")
        said["on"] = said.pop(word)
    if kind in ("embargo", "trade_cost") and said.get("by") and "on" not in said and {"from", "to"} & set(said):
        remedy = "write 'on imports from' or 'on exports to'"
        raise clause.wrong("this doesn't say which way", remedy, "from" if "from" in said else "to")
    return said


def _needs(kind: str) -> str:
    examples = {
        "tariff": "tariff +25 points by USA on CHN sectors C26,C27",
        "export_tax": "export tax set to 10 % by CHN on USA sectors B07",
        "trade_cost": "trade costs +10 % between KOR and CHN",
        "embargo": "embargo 90 % by USA on imports from CHN sectors C26",
        "productivity": "productivity -5 % in KOR sectors C26",
        "transfer": "transfer 1000 million from USA to KOR",
        "agreement": "agreement among KOR,CHN,JPN depth 7 except A01",
        "recorded": "recorded us_tariffs from 2025-01-01 to 2025-11-25",
    }
    return f"write it as '{examples[kind]}'"


def _explained(clause: _Clause, kind: str, error: ValidationError) -> InputError:
    fault = error.errors()[0]
    cause = fault.get("ctx", {}).get("error")
    key = str(fault["loc"][-1]) if fault["loc"] else ""
    if isinstance(cause, Fault):
        none = "no amount" in cause.what or cause.what.startswith("neither")
        return clause.wrong(cause.what, _needs(kind) if none else cause.remedy, "")
    if fault["type"] == "missing":
        return clause.wrong(f"{key.replace('_', ' ')!r} is missing", _needs(kind), "")
    message = fault["msg"][0].lower() + fault["msg"][1:]
    return clause.wrong(f"{message}, not {fault['input']!r:.40}", _needs(kind), key)


def _in_kind(clause: _Clause, before: list[Shock]) -> list[Shock]:
    """Give the answer to the clause before: the same amount and sectors, against each who imposed it."""
    who = clause.list_after("")
    if not (clause.takes("retaliates") or clause.takes("retaliate")):
        raise clause.wrong("this is not understood here", "write 'CHN retaliates'")
    clause.takes("in", "kind")
    if clause.peek():
        raise clause.wrong("retaliation in kind takes no more words", "write another clause for another measure")
    if not before:
        raise clause.wrong("there is nothing to retaliate against", "write the measure before it", "")
    against = before[-1]
    if not against.RETALIABLE:
        what = f"nobody can retaliate in kind against {type(against).__name__.lower()}"
        raise clause.wrong(what, "only tariffs, export taxes and embargoes are answered so", "")
    if getattr(against, "direction", "") == "both":
        remedy = "write 'embargo ... on imports from' or 'on exports to', which can be answered"
        raise clause.wrong("the embargo stops trade in both directions already", remedy, "")
    imposers = tuple(against.by)  # pyright: ignore[reportAttributeAccessIssue]
    answer = against.model_copy(update={"by": tuple(dict.fromkeys(who)), "on": imposers})
    return [answer.at(Place(clause.where))]


__all__ = ["ALL", "HEADS", "parse"]
