"""Visible texts of charts and captions in another language: whole entries first, then templates, then their parts.

An entry stands for a text as it is; a template has places, as ``{a} between {b} and {c}``. What stands in a place must be
known itself: a country, a measure, a sector, a number, a code, or another text of these. What isn't known stays English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from counterpoise.codes.countries import REST_OF_WORLD, countries
from counterpoise.codes.countries import name as country_name
from counterpoise.codes.groups import group, groups
from counterpoise.codes.sectors import scheme, schemes
from counterpoise.core.measure import measures
from counterpoise.words.cautions import caution
from counterpoise.words.korean.particles import with_particle
from counterpoise.words.language import act, known, label, product, short, table

NUMBER = (
    r"[+\-−]?[\d.,]+(?: ?%)?(?: (?:to|~) [+\-−]?[\d.,]+(?: ?%)?)?(?: ?[\[(][+\-−\d.,% ]+(?:to [+\-−\d.,% ]+)?[\])])?"
)
_CODE = r"[A-Z][A-Z0-9_]*\d[A-Z0-9_]*"
_PLAIN = re.compile(
    rf"(?:{NUMBER})|[\d\-]+|{_CODE}(?:,{_CODE})*|[A-Z]{{1,6}}|[A-Z]+ \d{{4}}(?: \(embedded\))?|[<>]?[\d.]+%|\W*"
)
"""What is the same in every language: numbers, days, codes and datasets."""

_LETTERS = re.compile(r"[A-Za-z]")
_PLACE = re.compile(r"\{(\w+)([#~@*]?)(?::(\w+))?\}")
_KINDS = {"#": NUMBER, "~": r"\d{4}(?:-\d{2}(?:-\d{2})?)?", "@": r"[^\d;,.:()]+", "*": r"[^()]+"}
"""What may stand in a place of a template: a number, a day, words without a number, what brackets hold."""

_PART = r"(?:(?!: |\. |; )[^()]|\([^()]*\))"
"""What may stand in every other place: it reaches beyond no part of a list, but holds brackets as a whole."""
_SEPARATORS = (". ", "; ", ": ", ", ")
_LONGEST = 400
"""Letters of what is held against every template; a longer text is a list, which is split first."""


@dataclass(frozen=True)
class Template:
    """A text with places, and what stands for it in another language.

    Attributes
    ----------
    lazy, greedy
        What matches it, each place with as little or as much as there can be.
    text
        In the other language.
    pieces
        What stands between the places: thousands of texts are held against every template, and most lack a piece of it.
    """

    lazy: re.Pattern[str]
    greedy: re.Pattern[str]
    text: str
    pieces: tuple[str, ...]

    def may_be(self, text: str) -> bool:
        """Say whether a text begins, ends and goes on as the template does."""
        held = self.pieces
        return text.startswith(held[0]) and text.endswith(held[-1]) and all(one in text for one in held)


def translated(english: str, language: str = "en") -> str:
    """Give a visible text in another language; in English, or its parts in English, where it is not known.

    Parameters
    ----------
    english
        A title, a legend's word, a description, a caption, a warning.
    language
        One of `counterpoise.words.language.LANGUAGES`.

    Examples
    --------
    >>> translated("South Korea between the United States and China, 2022", "ko")
    '미국과 중국 사이의 한국, 2022년'
    >>> translated("Real income lost: South Korea without China 1.7% to 16.1%.", "ko")
    '잃는 실질소득: 중국이 없을 때의 한국 1.7%~16.1%.'
    """
    if known(language) == "en":
        return english
    said = caution(english, language)
    if said is not None:
        return said
    whole = strictly(english, language)
    return whole if whole is not None else _loosely(english, language)


def strictly(english: str, language: str) -> str | None:
    """Give a text in another language, or None where it, or a part of it, is not known."""
    return _strictly(english, known(language), _declared())


def _declared() -> int:
    """Tell how many measures are known, so that what is kept is not older than a measure of one's own."""
    return len(measures)


@lru_cache(maxsize=20_000)
def _strictly(english: str, language: str, declared: int) -> str | None:
    text = english.strip()
    if not text:
        return english
    held = _entries(language, declared).get(text)
    if held is None and text.endswith("."):
        part = _strictly(text[:-1], language, declared)
        return None if part is None else f"{part}."
    if held is not None:
        return held
    if _PLAIN.fullmatch(text) or not _LETTERS.search(text):  # what has no letter of ours is in the other language
        return text.replace(" to ", "~").replace(" %", "%")
    if len(text) <= _LONGEST:
        for template in _templates(language, text[0]):
            if not template.may_be(text):
                continue
            said = _filled(template, text, language, declared)
            if said is not None:
                return said
    return _split(text, lambda part: _strictly(part, language, declared))


def _filled(template: Template, text: str, language: str, declared: int) -> str | None:
    """Give a template with what stands in its places, or None where it is another text or a place is not known."""
    for pattern in (template.lazy, template.greedy):
        found = pattern.fullmatch(text)
        if found is None:
            return None
        parts = {name: _strictly(part, language, declared) for name, part in found.groupdict().items()}
        if all(part is not None for part in parts.values()):
            return _PLACE.sub(partial(_put, parts), template.text)
    return None


def _put(parts: Mapping[str, str | None], place: re.Match[str]) -> str:
    said, particle = parts[place[1]] or "", place[3]
    return with_particle(said, particle) if particle else said


def _split(text: str, give: Callable[[str], str | None]) -> str | None:
    """Give a list by its parts, split at the first separator that it holds; None where a part is not known."""
    separator, parts = _parts(text)
    said = [give(one) for one in parts] if separator else [None]
    return None if any(one is None for one in said) else separator.join(one or "" for one in said)


def _loosely(english: str, language: str) -> str:
    """Give those parts of a list that are known, and the others in English."""
    separator, parts = _parts(english)
    if separator:
        return separator.join(translated(one, language) for one in parts)
    return f"{translated(english[:-1], language)}." if english.endswith(".") else english


def _parts(text: str) -> tuple[str, list[str]]:
    """Give the first separator that a list has outside of brackets, and its parts; no separator where it is no list.

    Examples
    --------
    >>> _parts("a; b (c; d)"), _parts("a (b, c)")
    (('; ', ['a', 'b (c; d)']), ('', ['a (b, c)']))
    """
    for separator in _SEPARATORS:
        parts: list[str] = []
        for one in text.split(separator):
            if parts and parts[-1].count("(") > parts[-1].count(")"):
                parts[-1] += separator + one
            else:
                parts.append(one)
        if len(parts) > 1:
            return separator, parts
    return "", [text]


@lru_cache(maxsize=4)
def _entries(language: str, declared: int) -> Mapping[str, str]:  # noqa: ARG001 - of as many measures
    """Give every text that stands by itself."""
    return {
        **_of_measures(language),
        **_of_products(language),
        **_of_sectors(language),
        **_of_tables(language),
        **_of_places(),
    }


def _of_places() -> dict[str, str]:
    made: dict[str, str] = {}
    for code, one in countries().items():
        made |= {one.name_en: one.name_ko, country_name(code, in_text=True): one.name_ko}
    made |= {country_name(REST_OF_WORLD): country_name(REST_OF_WORLD, "ko")}
    made |= {country_name(REST_OF_WORLD, in_text=True): country_name(REST_OF_WORLD, "ko")}
    for word in groups():
        made |= {group(word).name_en: group(word).name_ko, f"the {group(word).name_en}": group(word).name_ko}
    return made


def _of_tables(language: str) -> dict[str, str]:
    made = {row["english"]: row["text"] for row in table("texts", language)}
    return {row["english"]: act(row["english"], language) for row in table("acts", language)} | made


def _of_sectors(language: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for name in reversed(schemes()):
        held = scheme(name)
        made |= {one.name_en: one.name_ko for one in held.sectors if language == "ko"}
        made |= {one.name_en: one.name_ko for one in held.groups if language == "ko"}
        made |= {one.word: one.name_ko for one in held.groups if language == "ko" and len(one.word) > 3}
    small = {one[:1].lower() + one[1:]: said for one, said in made.items() if one[1:2].islower()}
    return small | made


def _of_products(language: str) -> dict[str, str]:
    from counterpoise.codes.products import product_names  # noqa: PLC0415

    return {said: product(code, language, said) for code, said in product_names().items()}


def _of_measures(language: str) -> dict[str, str]:
    """Give the labels and the short names; of two measures with one short name in English the share's stands.

    The tables hold the program's own in English too: an answer that was kept needs none of the modules that declare them.
    """
    rows = [(row["english_label"], row["english_short"], row["name"]) for row in table("measures", language)]
    rows += [(one.label, one.short, one.name) for one in measures.values() if one.published and one.own]
    made: dict[str, str] = {}
    for english, head, name in rows:
        said = {english: label(name, language), head: short(name, language)}
        capitals = {word[:1].upper() + word[1:]: text for word, text in said.items()}
        made = {word: text for word, text in {**capitals, **said}.items() if word and text != word} | made
    return made


@cache
def _templates(language: str, letter: str) -> tuple[Template, ...]:
    """Give the templates of texts that begin with a letter, in the order of the table."""
    return tuple(one for one in _all_templates(language) if one.pieces[0][:1] in ("", letter))


@cache
def _all_templates(language: str) -> tuple[Template, ...]:
    return tuple(_template(row["english"], row["text"]) for row in table("templates", language))


def _template(english: str, text: str) -> Template:
    patterns = []
    for any_text in (f"{_PART}+?", f"{_PART}+"):
        pieces, at = [], 0
        for found in _PLACE.finditer(english):
            pieces += [re.escape(english[at : found.start()]), f"(?P<{found[1]}>{_KINDS.get(found[2], any_text)})"]
            at = found.end()
        patterns.append(re.compile("".join([*pieces, re.escape(english[at:])])))
    return Template(patterns[0], patterns[1], text, tuple(_PLACE.sub("\0", english).split("\0")))
