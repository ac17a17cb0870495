"""The persons and institutions whom a text names, found before its quotations are given to anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from counterpoise.codes.countries import name as country_name
from counterpoise.record import eastern
from counterpoise.record.attributions import apposition
from counterpoise.record.nouns import Token, parse, phrase_right, phrases, tokens_of
from counterpoise.record.people import Cast, Person, Phrase, plain
from counterpoise.record.sentences import Sentence
from counterpoise.record.speech import WORDS, Words, word_set

CROWD = word_set(
    "officials analysts experts critics observers sources reporters diplomats lawmakers people others many some "
    "several most another everyone nobody protesters ministers leaders presidents journalists scholars researchers "
    "negotiators residents aides advisers supporters opponents economists beobachter experten kritiker diplomaten "
    "les experts observateurs reuters yonhap xinhua media western"
)
"""Words with a capital at the beginning of a sentence that name no person."""

_MINISTRIES: Mapping[str, str] = MappingProxyType(
    {
        "foreign ministry": "Ministry of Foreign Affairs",
        "foreign affairs ministry": "Ministry of Foreign Affairs",
        "defence ministry": "Ministry of Defence",
        "defense ministry": "Ministry of Defence",
        "commerce ministry": "Ministry of Commerce",
        "trade ministry": "Ministry of Trade",
        "finance ministry": "Ministry of Finance",
        "unification ministry": "Ministry of Unification",
        "state department": "Department of State",
    }
)
"""English forms of a ministry's name that mean the same."""


def cast_of(lines: Sequence[Sentence], language: str) -> Cast:
    """Give the persons and institutions of a text.

    Parameters
    ----------
    lines
        Its sentences, with their quotations covered.
    language
        One that `speakers` has rules for.

    Returns
    -------
    Cast
        Each with the office and the country that the text gives them anywhere.
    """
    cast = Cast()
    found: list[tuple[Phrase, int]] = []
    for line in lines:
        words = WORDS.get(language)
        found += _western(line, words) if words is not None else _eastern(line, language)
    # full names with a title first: a short name is looked up among them
    for phrase, at in sorted(found, key=lambda one: (one[0].office is None, " " not in (one[0].name or ""))):
        if phrase.kind == "institution" and not phrase.country:
            continue
        if phrase.kind in ("person", "institution"):
            if phrase.kind == "person" and phrase.name and _short(phrase, language) and len(cast.find(phrase)) == 1:
                _learn(cast, phrase)
                continue
            cast.add(phrase, at)
    return cast


def _short(phrase: Phrase, language: str) -> bool:
    name = phrase.name or ""
    return " " not in name and (language in WORDS or len(name) <= 2)


def _learn(cast: Cast, phrase: Phrase) -> None:
    one = cast.find(phrase)[0]
    one.person = replace(
        one.person, office=one.person.office or phrase.office, country=one.person.country or phrase.country
    )


def _western(line: Sentence, words: Words) -> list[tuple[Phrase, int]]:
    tokens = tokens_of(line.covered)
    found: list[tuple[Phrase, int]] = []
    spans = list(phrases(tokens, words))
    for begin, end in spans:
        phrase = parse(_plainly(tokens[begin:end]), words)
        if phrase.kind == "person":
            phrase = _with_office(phrase, tokens, begin, end, words)
            lone = begin == 0 and not phrase.office and " " not in (phrase.name or "")
            if not lone and plain(phrase.name or "") not in CROWD:
                found.append((phrase, line.start + tokens[begin].start))
        elif phrase.kind == "institution":
            found.append((phrase, line.start + tokens[begin].start))
    return found


def _plainly(tokens: Sequence[Token]) -> list[Token]:
    last = tokens[-1]
    for end in ("'s", "’s", "'", "’"):
        if last.text.endswith(end):
            return [*tokens[:-1], Token(last.text.removesuffix(end), last.start, last.end)]
    return list(tokens)


def _with_office(phrase: Phrase, tokens: list[Token], begin: int, end: int, words: Words) -> Phrase:
    """Add the office that stands beside a name: `Cho Hyun, South Korea's foreign minister`, `the minister, Cho Hyun,`."""
    if phrase.office:
        return phrase
    if end < len(tokens) and tokens[end].text == ",":
        more = apposition(tokens[end + 1 : end + 12], words)
        if more is not None:
            return replace(phrase, office=more.office, country=phrase.country or more.country)
    if begin > 1 and tokens[begin - 1].text == ",":
        first = begin - 1
        while first > 0 and phrase_right(tokens, first - 1, words) == begin - 1:
            first -= 1
        title = parse(tokens[first : begin - 1], words) if first < begin - 1 else None
        if title is not None and title.kind == "title":
            return replace(phrase, office=title.office, country=phrase.country or title.country)
    return phrase


def _eastern(line: Sentence, language: str) -> list[tuple[Phrase, int]]:
    found = eastern.persons(line.covered, language)
    said = [one.phrase for one in eastern.attributions(line.covered, language) if one.phrase is not None]
    more = [(one, line.start) for one in said if one.kind == "person"]
    return [*((phrase, line.start + start) for start, _, phrase in found), *more]


def institution(phrase: Phrase, cast: Cast, language: str) -> Person | None:
    """Give an institution with its country: the one that the phrase names, or the only one that the text gives it."""
    said = phrase.name or ""
    country = phrase.country
    if country is None and language == "en":  # elsewhere a newspaper leaves its own country out
        same = {one.person.country for one in cast.members if plain(one.person.name or "") == plain(said)}
        country = next(iter(same)) if len(same) == 1 else None
    if country is None:
        return None
    if language != "en":
        return Person(said, said, country)
    full = _MINISTRIES.get(plain(said), said)
    return Person(f"{full} of {country_name(country, in_text=True)}", full, country)
