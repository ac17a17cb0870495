"""Charts in another language: a Vega-Lite specification with the same marks, and other words.

A category's word is also the key by which scales, sort orders and conditions find it. So each field that is shown is
translated everywhere at once: in the data, in the domains and orders, and in the words that expressions compare with.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from counterpoise.words.language import known, table
from counterpoise.words.phrases import strictly
from counterpoise.words.phrases import translated as phrase

FONT = {"ko": "'Pretendard', 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', 'NanumGothic'"}
"""Fonts that have a language's letters, before those of the house."""

_TEXTS = {"title", "subtitle", "description", "text"}
_TESTS = {"test", "filter", "calculate", "expr", "labelExpr"}
_ORDERS = {"sort", "domain"}
_WORDS = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")

Spec = dict[str, Any]


def translated(specification: Mapping[str, Any], language: str = "en") -> Spec:
    """Give a chart's specification in another language; what has no word in it stays English.

    Parameters
    ----------
    specification
        A Vega-Lite specification, with its data inside; it is not changed.
    language
        One of `counterpoise.words.language.LANGUAGES`.

    Returns
    -------
    dict
        A specification of the same chart: its marks, its order and its colours are the same.

    Examples
    --------
    >>> rows = [{"who": "South Korea", "value": 1}]
    >>> x = {"field": "who", "type": "nominal", "sort": ["South Korea"], "title": None}
    >>> translated({"data": {"values": rows}, "mark": "bar", "encoding": {"x": x}}, "ko")["data"]
    {'values': [{'who': '한국', 'value': 1}]}
    """
    spec: Spec = copy.deepcopy(dict(specification))
    language = known(language)
    if language == "en":
        return spec
    shown = set(_shown(spec))
    words = _words_of(spec, shown, language)
    made = _walked(spec, "", words, language)
    _rows_said(made, shown, words)
    _name_tooltips(made, language)
    return _with_font(made, language)


def _shown(node: Any) -> Iterator[str]:
    """Give the fields whose words a chart shows or sorts by: those of an encoding that are no numbers."""
    if isinstance(node, dict):
        field = node.get("field")
        if isinstance(field, str) and node.get("type") in (None, "nominal", "ordinal"):
            yield field
        for value in node.values():
            yield from _shown(value)
    elif isinstance(node, list):
        for value in node:
            yield from _shown(value)


def _rows(spec: Any) -> Iterator[dict[str, Any]]:
    """Give the rows of all data in a specification."""
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key == "values" and isinstance(value, list):
                yield from (row for row in value if isinstance(row, dict))
            elif key == "datasets" and isinstance(value, dict):
                for rows in value.values():
                    yield from (row for row in rows if isinstance(row, dict))
            else:
                yield from _rows(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _rows(value)


def _words_of(spec: Spec, shown: set[str], language: str) -> dict[str, str]:
    """Give the words of the data in the other language, so that no two of one field become the same."""
    by_field: dict[str, dict[str, None]] = {}
    for row in _rows(spec):
        for field in shown & row.keys():
            if isinstance(row[field], str):
                by_field.setdefault(field, {})[row[field]] = None
    made: dict[str, str] = {}
    lost: set[str] = set()
    for words in by_field.values():
        seen: dict[str, str] = {}
        for word in words:
            said = strictly(word, language)
            said = _headed(word, language) if said is None else said
            if seen.setdefault(said, word) != word:
                lost |= {word, seen[said]}
            made[word] = said
    return {word: said for word, said in made.items() if word not in lost}


def _headed(word: str, language: str) -> str:
    """Give the name of an act, whose duties and days follow it, where only its name is known."""
    head, mark, rest = word.partition("; ")
    said = strictly(head, language) if mark else None
    return word if said is None else f"{said}{mark}{rest}"


def _walked(node: Any, key: str, words: Mapping[str, str], language: str) -> Any:
    """Give a part of a specification with its words, orders and conditions in the other language; data are left."""
    if isinstance(node, dict):
        return {
            k: v if k in ("values", "datasets", "range") else _walked(v, k, words, language) for k, v in node.items()
        }
    if isinstance(node, list):
        return [_walked(one, key, words, language) for one in node]
    return _said(node, key, words, language) if isinstance(node, str) else node


def _said(text: str, key: str, words: Mapping[str, str], language: str) -> str:
    """Give a text of a specification by what it is: words to read, a category, or an expression; else as it is."""
    if key in _TEXTS:
        return words.get(text) or phrase(text, language)
    if key in _ORDERS:
        return words.get(text) or strictly(text, language) or text
    if key in _TESTS:
        return _WORDS.sub(lambda found: _compared(found[0], words), text)
    return text


def _compared(quoted: str, words: Mapping[str, str]) -> str:
    """Give a word that an expression compares a datum with."""
    plain = json.loads(quoted) if quoted[0] == '"' else quoted[1:-1]
    return json.dumps(words[plain], ensure_ascii=False) if plain in words else quoted


def _rows_said(spec: Spec, shown: set[str], words: Mapping[str, str]) -> None:
    for row in _rows(spec):
        for field in shown & row.keys():
            if isinstance(row[field], str):
                row[field] = words.get(row[field], row[field])


def _name_tooltips(node: Any, language: str) -> None:
    """Give the fields of tooltips a name, since without one the field's own, which is English, stands there."""
    names = {row["english"]: row["text"] for row in table("fields", language)}
    if isinstance(node, list):
        for one in node:
            _name_tooltips(one, language)
    elif isinstance(node, dict):
        held = node.get("tooltip")
        for one in held if isinstance(held, list) else [held]:
            if isinstance(one, dict) and "title" not in one and "field" in one:
                field = str(one["field"])
                one["title"] = names.get(field) or phrase(field, language)
        for key, one in node.items():
            if key not in ("values", "datasets"):
                _name_tooltips(one, language)


def _with_font(spec: Spec, language: str) -> Spec:
    config = dict(spec.get("config") or {})
    font = ", ".join(part for part in (FONT.get(language, ""), str(config.get("font") or "sans-serif")) if part)
    return {**spec, "config": {**config, "font": font}}
