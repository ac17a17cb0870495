"""What answers warn of, and what their data is not, in another language: a template of each sentence, and its parts.

A template has places, each of a kind: ``{n#}`` a number, ``{who@}`` countries and groups, ``{what$}`` sectors, ``{what^}``
measures, ``{these&}`` a list of texts, ``{word!}`` what is the same in every language, ``{rest}`` another of these texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from counterpoise.codes.countries import REST_OF_WORLD, countries
from counterpoise.codes.groups import is_group
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.language import known, place, sector, short, table

_PLACE = re.compile(r"\{(\w+)([#@$^&!]?)(?::(\w+))?\}")
_KINDS = {"#": r"[+\-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[+\-]?\d+)?", "@": r"[^:]+?"}
"""What may stand in a place of a kind; in every other, any words."""
_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_DATED = re.compile(r"(\S+) (\d{4})")
_INSIDE = re.compile(r"(\S+) in (\S+)")
_MORE = re.compile(r"(.+?) and (\d+) more")
_BRACKETS = re.compile(r"(.+?) \(([^()]*)\)")


@dataclass(frozen=True)
class Template:
    """A sentence with places, the kind of each, and what stands for it in another language."""

    pattern: re.Pattern[str]
    kinds: Mapping[str, str]
    text: str


def caution(english: str, language: str = "en") -> str | None:
    """Give a warning of an answer, or a note on its data, in another language; None where it is not known.

    Parameters
    ----------
    english
        As `Result.warnings` or the notes of its provenance have it.
    language
        One of `counterpoise.words.language.LANGUAGES`.

    Examples
    --------
    >>> caution("no accounts of 2023: sectors and weights are of 2022", "ko")
    '2023년의 계정이 없어 산업과 가중치는 2022년의 것이다'
    >>> caution("an input can't be had: production stops of C29 in KOR", "ko")
    '구할 수 없는 투입이 있어 생산이 멈추는 곳: 한국 C29(자동차)'
    >>> caution("something else", "ko") is None
    True
    """
    return _caution(english.strip(), known(language))


@lru_cache(maxsize=20_000)
def _caution(english: str, language: str) -> str | None:
    whole, templates = _held(language)
    if english in whole:
        return whole[english]
    for template in templates:
        found = template.pattern.fullmatch(english)
        if found is not None and (said := _filled(template, found, language)) is not None:
            return said
    if english.endswith("."):
        said = _caution(english[:-1], language)
        return None if said is None else f"{said}."
    return None


def _filled(template: Template, found: re.Match[str], language: str) -> str | None:
    parts: dict[str, str] = {}
    for name, kind in template.kinds.items():
        said = _WRITERS[kind](found[name], language)
        if said is None:
            return None
        parts[name] = said
    return _PLACE.sub(partial(_put, parts), template.text)


def _put(parts: Mapping[str, str], held: re.Match[str]) -> str:
    said, particle = parts[held[1]], held[3]
    return with_particle(said, particle) if particle else said


@cache
def _held(language: str) -> tuple[Mapping[str, str], tuple[Template, ...]]:
    """Give the sentences without places, and the templates in the order of the table."""
    rows = [(row["english"], row["text"]) for row in table("cautions", language)]
    whole = {english: text for english, text in rows if not _PLACE.search(english)}
    return whole, tuple(_template(english, text) for english, text in rows if english not in whole)


def _template(english: str, text: str) -> Template:
    pieces, kinds, at = [], {}, 0
    for found in _PLACE.finditer(english):
        name, kind = found[1], found[2]
        pieces += [re.escape(english[at : found.start()]), f"(?P<{name}>{_KINDS.get(kind, '.+?')})"]
        kinds[name], at = kind, found.end()
    return Template(re.compile("".join([*pieces, re.escape(english[at:])])), kinds, text)


# What stands in a place --------------------------------------------------------------------------------------


def _same(english: str, language: str) -> str:  # noqa: ARG001 - one signature for all
    return english


def _another(english: str, language: str) -> str | None:
    """Give another of these texts, or a text of the charts."""
    from counterpoise.words.phrases import strictly  # noqa: PLC0415

    said = caution(english, language)
    return said if said is not None else strictly(english, language)


def _texts(english: str, language: str) -> str:
    """Give a list of texts, each as it is where it is not known."""
    return ", ".join(_another(one, language) or one for one in english.split(", "))


def _places(english: str, language: str) -> str:
    """Give countries and groups: a list, two, or pairs."""
    if "; " in english:
        return ", ".join(_places(one, language) for one in english.split("; "))
    items = [_dated(one, language) for one in re.split(r", | and ", english)]
    if len(items) == 2 and " and " in english:
        return f"{with_particle(items[0], '과')} {items[1]}"
    return ", ".join(items)


def _dated(word: str, language: str) -> str:
    """Give a country, where its year is told with it."""
    dated = _DATED.fullmatch(word)
    return f"{_one_place(dated[1], language)} {dated[2]}년" if dated else _one_place(word, language)


def _one_place(word: str, language: str) -> str:
    from counterpoise.words.phrases import strictly  # noqa: PLC0415

    if word in countries() or word == REST_OF_WORLD or is_group(word):
        return place(word, language)
    return strictly(word, language) or word


def _sectors(english: str, language: str) -> str | None:
    """Give sectors, or the producers of some; None where a word is no sector."""
    more = _MORE.fullmatch(english)
    said: list[str] = []
    for word in (more[1] if more else english).split(", "):
        inside = _INSIDE.fullmatch(word)
        name = _one_sector(inside[1] if inside else word, language)
        if name is None:
            return None
        said.append(f"{_one_place(inside[2], language)} {name}" if inside else name)
    return ", ".join(said) + (f" 외 {more[2]}개" if more else "")


def _one_sector(word: str, language: str) -> str | None:
    said = sector(word, language)
    if said == word:
        return word if _CODE.fullmatch(word) else None
    return said if word.islower() or word == "TOTAL" else f"{word}({said})"


def _measures(english: str, language: str) -> str:
    return ", ".join(_one_measure(one, language) for one in english.split(", "))


def _one_measure(word: str, language: str) -> str:
    """Give a measure by its name, or by the few words that head its column, with what stands in brackets after it."""
    bracket = _BRACKETS.fullmatch(word)
    name, tail = (bracket[1], bracket[2].replace(" or ", " / ")) if bracket else (word, "")
    said = short(name, language)
    if said == name:
        inside, said = tail, _another(name, language) or name
    else:
        inside = f"{name}; {tail}" if tail else name
    return f"{said}({inside})" if inside else said


_WRITERS: Mapping[str, Callable[[str, str], str | None]] = {
    "": _another,
    "#": _same,
    "!": _same,
    "&": _texts,
    "@": _places,
    "$": _sectors,
    "^": _measures,
}
