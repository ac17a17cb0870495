"""Who can speak: persons with office and country, and the table of office-holders that may know more of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Literal, Protocol

from counterpoise.codes.countries import countries, named

Resolved = Literal["named", "pronoun", "metonym", "unresolved"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person, an institution or a government.

    Attributes
    ----------
    name
        In full, as the text or the table has it; None where only an office is known.
    office
        As the text or the table names it.
    country
        ISO 3166-1 alpha-3, or None.
    """

    name: str | None
    office: str | None = None
    country: str | None = None


class Offices(Protocol):
    """A table of office-holders: who held which office when."""

    def resolve(self, name_or_title: str, on: str | None) -> Person | None:
        """Give the one person who is meant, or None where nobody is or several may be.

        Parameters
        ----------
        name_or_title
            A name (``Wang Yi``), or an office with its country (``Foreign Minister of China``).
        on
            The day (ISO 8601) on which it was said; None where it isn't known.
        """
        ...


class NoOffices:
    """No table at all: only the text says who somebody is."""

    def resolve(self, name_or_title: str, on: str | None) -> Person | None:
        """Give nobody."""
        del name_or_title, on


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it, and how that is known.

    Attributes
    ----------
    name, office, country
        As of `Person`.
    resolved
        ``named`` in the sentence, ``pronoun`` (he, she, a subject that Korean or Japanese leaves out), ``metonym`` (Seoul, both
        sides), or ``unresolved``.
    why
        In a few words, the place of the text that says so.
    """

    name: str | None
    office: str | None
    country: str | None
    resolved: Resolved
    why: str = ""

    @classmethod
    def of(cls, person: Person, resolved: Resolved, why: str) -> Speaker:
        """Give a person as a speaker."""
        return cls(person.name, person.office, person.country, resolved, why)

    @property
    def known(self) -> bool:
        """Whether anybody was found."""
        return self.resolved != "unresolved"


def nobody(why: str) -> Speaker:
    """Give the speaker of whom nothing is known."""
    return Speaker(None, None, None, "unresolved", why)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a noun phrase says of a speaker.

    Attributes
    ----------
    name
        The words that are a name.
    office
        The words that are a title.
    country
        The country that it names.
    kind
        ``person``, ``title`` (an office without a name), ``institution``, ``country`` (a country or a seat of government),
        ``both`` (both sides), ``pronoun``, ``other``.
    """

    kind: Literal["person", "title", "institution", "country", "both", "pronoun", "other"]
    name: str | None = None
    office: str | None = None
    country: str | None = None


def plain(words: str) -> str:
    """Give the form in which names compare: no case, hyphen or accent.

    Examples
    --------
    >>> plain("Lee Jae-myung") == plain("LEE Jae Myung")
    True
    """
    flat = "".join(c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", " ".join(re.sub(r"[^\w]+", " ", flat).split()))


@cache
def _speech() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Give the codes by adjectives and names, and by seats of government."""
    of: dict[str, str] = {}
    seats: dict[str, str] = {}
    from counterpoise import facts  # noqa: PLC0415

    for row in facts.read("country_speech"):
        (of if row["kind"] == "of" else seats)[_folded(row["word"])] = row["code"]
    return MappingProxyType(of), MappingProxyType(seats)


def _folded(word: str) -> str:
    return word.replace("’", "'").casefold()


@cache
def country_words(language: str) -> tuple[str, ...]:
    """Give the words for countries, and for the seats of their governments, in a language of the East."""
    from counterpoise import facts  # noqa: PLC0415

    words = {row["word"] for row in facts.read("country_speech") if row["language"] == language}
    if language == "ko":
        words |= {one.name_ko for one in countries().values() if one.current}
    return tuple(sorted(words))


_ENDINGS = ("e", "en", "er", "es", "em", "s", "ne", "nes")
"""Endings of adjectives in German and French."""


@cache
def country_of(words: str, *, seats: bool = True) -> str | None:
    """Give the country that a word names: by its name, an adjective, or the seat of its government.

    Parameters
    ----------
    words
        As they stand in the text.
    seats
        Whether a capital or a palace counts.

    Returns
    -------
    str or None
        ISO 3166-1 alpha-3; None where no country or several are named so (Korea).

    Examples
    --------
    >>> (
    ...     country_of("South Korean"),
    ...     country_of("Seoul"),
    ...     country_of("chinesische"),
    ...     country_of("Korea"),
    ...     country_of("日本"),
    ... )
    ('KOR', 'KOR', 'CHN', None, 'JPN')
    """
    word = _folded(words.strip())
    if not word:
        return None
    of, capitals = _speech()
    for table in (of, capitals) if seats else (of,):
        if word in table:
            return table[word]
    for end in _ENDINGS if words.islower() else ():
        stem = word.removesuffix(end)
        if word.endswith(end) and len(stem) > 4 and stem in of:
            return of[stem]
    if len(word) <= 3 and word.isascii():
        return None  # a code, not a name
    codes = list(dict.fromkeys(code for code in named(words) if countries()[code].current))
    return codes[0] if len(codes) == 1 else None


@dataclass(slots=True)
class Member:
    """A person whom a text names."""

    person: Person
    at: int
    titled: bool = False
    pronoun: str | None = None
    """He or she, once the text has said so."""

    def called(self, word: str) -> bool:
        """Whether a single word may mean them: the first or the last of their names."""
        names = plain(self.person.name or "").split()
        return bool(names) and word in (names[0], names[-1])


@dataclass(slots=True)
class Cast:
    """The persons and institutions that a text names."""

    members: list[Member] = field(default_factory=list)

    def add(self, phrase: Phrase, at: int) -> None:
        """Take a person up, or learn more of one who is known."""
        if not phrase.name:
            return
        known = [one for one in self.members if plain(one.person.name or "") == plain(phrase.name)]
        titled = phrase.office is not None
        if not known:
            self.members.append(Member(Person(phrase.name, phrase.office, phrase.country), at, titled))
            return
        one = known[0]
        person = one.person
        if titled and not person.office:
            one.person = replace(person, office=phrase.office, country=person.country or phrase.country)
        elif not person.country and phrase.country:
            one.person = replace(person, country=phrase.country)
        one.titled = one.titled or titled

    def find(self, phrase: Phrase) -> list[Member]:
        """Give those whom a name, with its title and country, may mean; persons with an office first."""
        wanted = plain(phrase.name or "")
        exact = [one for one in self.members if plain(one.person.name or "") == wanted]
        if " " in wanted or (not wanted.isascii() and exact and len(wanted) > 1):
            return exact
        longer = [one for one in self.members if one.called(wanted) and plain(one.person.name or "") != wanted]
        longer = self._fitting(longer, phrase)
        full = [one for one in longer if one.titled] or longer
        return full or exact

    def _fitting(self, members: list[Member], phrase: Phrase) -> list[Member]:
        """Leave those whom the title and the country don't contradict."""
        kept = [one for one in members if not phrase.country or one.person.country in (None, phrase.country)]
        if phrase.office and len(kept) > 1:
            same = [one for one in kept if plain(one.person.office or "") == plain(phrase.office)]
            kept = same or kept
        return kept

    def holders(self, office: str, country: str | None) -> list[Member]:
        """Give the persons to whom the text gives an office."""
        words = plain(office)
        return [
            one
            for one in self.members
            if plain(one.person.office or "").endswith(words) and (not country or one.person.country in (None, country))
        ]


def single(members: Iterable[Member]) -> Member | None:
    """Give the only member, if there is one only."""
    found = list(members)
    return found[0] if len(found) == 1 else None
