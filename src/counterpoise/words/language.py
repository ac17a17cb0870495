"""The languages that the program speaks, and its labels in each: English where a language has no word.

English stands in the declarations themselves; every other language in tables, one row a label, whose column ``note`` says
which terms are not settled.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from counterpoise.codes.countries import REST_OF_WORLD, countries
from counterpoise.codes.countries import name as country_name
from counterpoise.codes.groups import is_group
from counterpoise.codes.groups import name as group_name
from counterpoise.codes.sectors import scheme, schemes
from counterpoise.core.errors import InputError
from counterpoise.core.measure import measures

LANGUAGES = ("en", "ko")
"""The languages; the first is the one of the declarations."""

_LEAN, _FLOW, _MEETS = "lean_", "_flow", "meets_"
_OF_LEAN = {"ko": "기울기: {}"}


def known(language: str) -> str:
    """Give a language as it is written here.

    Raises
    ------
    InputError
        If the program doesn't speak it.

    Examples
    --------
    >>> known("ko"), known("EN")
    ('ko', 'en')
    """
    word = language.strip().lower().partition("-")[0]
    if word not in LANGUAGES:
        raise InputError(f"{language!r} is not a language of the program", remedy=f"use {' or '.join(LANGUAGES)}")
    return word


@cache
def table(name: str, language: str) -> tuple[Mapping[str, str], ...]:
    """Give the rows of a language's table; none where the language has no such table.

    Examples
    --------
    >>> table("units", "ko")[0]["unit"], table("units", "en")
    ('share', ())
    """
    place = files("counterpoise.words").joinpath("tables", f"{name}.{language}.csv")
    if not place.is_file():
        return ()
    return tuple(csv.DictReader(place.read_text(encoding="utf-8").splitlines()))


@cache
def _column(name: str, language: str, key: str, column: str) -> Mapping[str, str]:
    return MappingProxyType({row[key]: row[column] for row in table(name, language) if row[column]})


def label(name: str, language: str = "en", english: str = "") -> str:
    """Give the label of a measure, or of another variable of an answer.

    Parameters
    ----------
    name
        The variable's name.
    language
        One of `LANGUAGES`.
    english
        What it is called in English where no measure of this name is declared: the answer's own ``attrs["label"]``.

    Returns
    -------
    str
        The label in that language; in English where the language has none; the name where nothing has one.

    Examples
    --------
    >>> label("look_through", "ko"), label("my_own", "ko", "Mine")
    ('한 나라의 최종판매에 직간접으로 필요했던 모든 산출 가운데 상대국의 몫', 'Mine')
    """
    language = known(language)
    held = _column("measures", language, "name", "label")
    if name in held:
        return held[name]
    if name.startswith(_LEAN) and name.removeprefix(_LEAN) in held:
        return _OF_LEAN[language].format(held[name.removeprefix(_LEAN)])
    if name.endswith(_FLOW) and name.removesuffix(_FLOW) in held:
        return held[name.removesuffix(_FLOW)]
    return english or (measures[name].label if name in measures else name)


def short(name: str, language: str = "en", english: str = "") -> str:
    """Give the few words that head a variable's column.

    Parameters
    ----------
    name, language, english
        As of `label`; `english` is the answer's own ``attrs["short"]``.

    Examples
    --------
    >>> short("welfare_pct", "ko"), short("lean_look_through", "ko"), short("welfare_pct")
    ('실질소득', '전 단계 의존도', 'real income')
    """
    language = known(language)
    held = _column("measures", language, "name", "short")
    for one in (name, name.removeprefix(_LEAN)):
        if one in held:
            return held[one]
    return english or (measures[name].short if name in measures else name)


def unit(name: str, language: str = "en") -> str:
    """Give a unit's word.

    Examples
    --------
    >>> unit("million USD", "ko"), unit("percent per point", "ko"), unit("share")
    ('백만 달러', '%p당 %', 'share')
    """
    return _column("units", known(language), "unit", "text").get(name, name)


def question(name: str, language: str = "en", english: str = "") -> str:
    """Give a question's label: what it asks.

    Examples
    --------
    >>> question("rely", "ko")
    '한 나라의 경제가 누구에게 의존하는가'
    """
    return _questions(known(language)).get((name, ""), english or name)


def parameter(question: str, name: str, language: str = "en", english: str = "") -> str:
    """Give the help of a question's parameter, in short.

    Examples
    --------
    >>> parameter("rely", "on", "ko")
    '의존 대상: 나라나 그룹. 비우면 모든 상대국.'
    """
    held = _questions(known(language))
    return held.get((question, name)) or held.get(("", name)) or english or name


@cache
def _questions(language: str) -> Mapping[tuple[str, str], str]:
    return {(row["question"], row["parameter"]): row["text"] for row in table("questions", language)}


def sector(word: str, language: str = "en", among: str = "icio-2025") -> str:
    """Give the name of a sector or of a group of sectors; the word itself where the scheme has none.

    Parameters
    ----------
    word
        A code or a group, as ``C26`` or ``manufacturing``.
    language
        One of `LANGUAGES`.
    among
        The scheme (see `counterpoise.codes.sectors`).

    Examples
    --------
    >>> sector("C29", "ko"), sector("TOTAL", "ko"), sector("of one's own", "ko")
    ('자동차', '전 산업', "of one's own")
    """
    held = scheme(among if among in schemes() else "icio-2025")
    try:
        return held.name(word, "ko" if known(language) == "ko" else "en")
    except InputError:
        return word


def place(word: str, language: str = "en") -> str:
    """Give the name of a country or of a group of countries; the word itself where it is neither.

    Examples
    --------
    >>> place("KOR", "ko"), place("EU", "ko"), place("Home", "ko")
    ('한국', '유럽연합', 'Home')
    """
    words = "ko" if known(language) == "ko" else "en"
    if word in countries() or word == REST_OF_WORLD:
        return country_name(word, words)
    return group_name(word, words) if is_group(word) else word


def product(code: str, language: str = "en", english: str = "") -> str:
    """Give the name of a product of the Harmonized System, or its code where it has none.

    Examples
    --------
    >>> product("282520", "ko"), product("999999", "ko")
    ('산화리튬·수산화리튬', 'HS 999999')
    """
    return _column("products", known(language), "hs", "name").get(code) or english or f"HS {code}"


def text(english: str, language: str = "en") -> str:
    """Give a visible text that has an entry of its own: a chart's title, a legend's word; English where it has none.

    Examples
    --------
    >>> text("years after the change", "ko"), text("nothing of ours", "ko")
    ('변화 이후 햇수', 'nothing of ours')
    >>> text("years after the change.", "ko")
    '변화 이후 햇수.'
    """
    held = _column("texts", known(language), "english", "text")
    said = held.get(english)
    if said is None and english.endswith(".") and english[:-1] in held:  # the table holds sentences without full stops
        said = f"{held[english[:-1]]}."
    return said or english


def act(english: str, language: str = "en") -> str:
    """Give the name of a treaty or of another act between states; English where it has none.

    Examples
    --------
    >>> act("Korea-United States 1953", "ko")
    '한미상호방위조약 1953'
    """
    return _column("acts", known(language), "english", "text").get(english, english)
