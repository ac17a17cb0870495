"""What a ledger's records may say: the types, their fields, and how each is checked.

A field that says nothing is null, and may be left out. Names come from PLOVER (events: ``actor``, ``recipient``, ``event_type``)
and the W3C's recommendations: quotes are its TextQuoteSelector (``exact``, ``prefix``, ``suffix``) with a TextPositionSelector
(``start``, ``end``), and `PROV` says which relation of PROV-O a field states.

References
----------
W3C (2017), Web Annotation Data Model, sections 4.2.4 and 4.2.5.

W3C (2013), PROV-O: the PROV ontology.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from counterpoise.codes.countries import countries
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.record.plover import CATEGORIES

TOPICS = ("security", "trade", "technology", "diplomacy", "nuclear", "people", "other")
RESOLVED = ("named", "pronoun", "metonym", "unresolved")
"""How a speaker was known: by name, by a pronoun, by a capital or a government's name, or not at all."""
LINKS = ("replies_to", "same_as", "contradicts")
DIRECTIONS = ("rise", "fall", "reach")
"""Which way an indicator is to move; ``reach`` is for what happens or does not, such as a signature."""

PROV: Mapping[str, str] = MappingProxyType(
    {
        "source": "prov:wasQuotedFrom",
        "speaker": "prov:wasAttributedTo",
        "supersedes": "prov:wasRevisionOf",
        "recorded_by": "prov:wasAssociatedWith",
        "recorded_on": "prov:generatedAtTime",
        "retrieved": "prov:atTime",
        "extractor": "prov:wasGeneratedBy",
        "coder": "prov:wasAssociatedWith",
        "coding_of": "prov:wasDerivedFrom",
    }
)
"""The relation of PROV-O that a field states. Statements, sources and codings are ``prov:Entity``, events ``prov:Activity``."""

_INVENTED = re.compile(r"X[A-Z]{2}")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_HASH = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{16}")

Check = Callable[[Any, str], None]


@lru_cache(1024)
def country_known(code: str) -> bool:
    """Tell whether a code is a country's, a union's with speakers of its own, or one that ISO leaves to users.

    Examples
    --------
    >>> country_known("KOR"), country_known("EU"), country_known("XAL"), country_known("Korea")
    (True, True, True, False)
    """
    return code in countries() or code in UNIONS or bool(_INVENTED.fullmatch(code))


UNIONS = ("EU", "ASEAN", "NATO", "UN")
"""Bodies that speak for themselves."""


def _country(value: Any, where: str) -> None:
    if not isinstance(value, str) or not country_known(value):
        from counterpoise.codes.countries import nearest  # noqa: PLC0415

        near = nearest(str(value))
        remedy = f"did you mean {' or '.join(near)}?" if near else "write three letters, as KOR, or EU"
        raise InputError(f"{value!r:.40} is no country's code", where=where, remedy=remedy)


def _countries(value: Any, where: str) -> None:
    for one in value if isinstance(value, list) else [value]:
        _country(one, where)


def _text(value: Any, where: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{value!r:.40} is no text", where=where, remedy="write words, or leave the field out")


def _any_text(value: Any, where: str) -> None:
    if not isinstance(value, str):
        raise InputError(f"{value!r:.40} is no text", where=where, remedy="write words")


def _day(value: Any, where: str) -> None:
    try:
        _as_day(value)
    except (ValueError, TypeError):
        remedy = "write it as 2025-09-17, or 2025-09 or 2025 where no more is known"
        raise InputError(f"{value!r:.40} is no day", where=where, remedy=remedy) from None


def check_day(value: Any, where: str) -> None:
    """Check that a text is a day, a month or a year."""
    _day(value, where)


@lru_cache(4096)
def _as_day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :])


def _whole_day(value: Any, where: str) -> None:
    _day(value, where)
    if len(value) != 10:
        raise InputError(f"{value!r} is no whole day", where=where, remedy="write it as 2025-09-17")


def _flag(value: Any, where: str) -> None:
    if not isinstance(value, bool):
        raise InputError(f"{value!r:.40} is neither true nor false", where=where, remedy="write true or false")


def _place(value: Any, where: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InputError(f"{value!r:.40} is no place in a text", where=where, remedy="count characters from 0")


def _percent(value: Any, where: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise InputError(f"{value!r:.40} is no whole number from 0 to 100", where=where, remedy="as 90")


def _like(pattern: re.Pattern[str], what: str) -> Check:
    def check(value: Any, where: str) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise InputError(f"{value!r:.40} is no {what}", where=where, remedy="copy it whole")

    return check


_hash, _id = _like(_HASH, "SHA-256"), _like(_ID, "id of a record")


def _ids(value: Any, where: str) -> None:
    if not isinstance(value, list) or not value:
        raise InputError(f"{value!r:.40} is no list of ids", where=where, remedy="name one record or more")
    for one in value:
        _id(one, where)


def _one_of(known: Iterable[str]) -> Check:
    words = tuple(known)

    def check(value: Any, where: str) -> None:
        if value not in words:
            remedy = did_you_mean(str(value), words, "take one of " + ", ".join(words))
            raise InputError(f"{value!r:.40} is none of the words for it", where=where, remedy=remedy)

    return check


_PASSED = 1024
"""How many texts a field's check remembers."""

Fields = Mapping[str, tuple[Check, bool]]
"""The check of each field, and whether it must be there."""


@dataclass(frozen=True)
class Shape:
    """The fields of an object: the check of each, and the names of those that must be there."""

    checks: Mapping[str, Check]
    needed: frozenset[str]
    passed: Mapping[str, set[str]]
    """Texts that each check let pass before, as the same few names and days stand in many records."""

    @classmethod
    def of(cls, fields: Fields) -> Shape:
        """Make one of its fields."""
        checks = {name: one for name, (one, _) in fields.items()}
        return cls(checks, frozenset(k for k, (_, must) in fields.items() if must), {name: set() for name in checks})

    def check(self, record: Mapping[str, Any]) -> None:
        """Check an object's fields; the errors name the field."""
        checks, needed, every = self.checks, self.needed, self.passed
        for name, value in record.items():
            passed = every.get(name)
            if passed is None:
                remedy = did_you_mean(str(name), checks, "it has " + ", ".join(checks))
                raise InputError(f"there is no field {name!r:.40}", remedy=remedy)
            if value is None:
                if name in needed:
                    raise InputError(f"{name} is missing", remedy="give it")
            elif type(value) is not str:
                checks[name](value, name)
            elif value not in passed:
                checks[name](value, name)
                if len(passed) < _PASSED:
                    passed.add(value)
        if not needed <= record.keys():
            lacking = next(name for name in checks if name in needed and name not in record)
            raise InputError(f"{lacking} is missing", remedy="give it")


def _part(fields: Fields) -> Check:
    shape = Shape.of(fields)

    def check(value: Any, where: str) -> None:
        if not isinstance(value, dict):
            remedy = f"it has {', '.join(shape.checks)}"
            raise InputError(f"{value!r:.40} is no object with fields", where=where, remedy=remedy)
        try:
            shape.check(value)
        except InputError as error:
            raise _within(where, error) from None

    return check


def _within(where: str, error: InputError) -> InputError:
    place = ".".join(one for one in (where, error.where) if one)
    return InputError(error.what, where=place, remedy=error.remedy)


_QUOTE: Fields = {
    "exact": (_text, True),
    "prefix": (_any_text, False),
    "suffix": (_any_text, False),
    "start": (_place, True),
    "end": (_place, True),
}
_SPEAKER: Fields = {
    "name": (_text, False),
    "office": (_text, False),
    "country": (_country, False),
    "resolved": (_one_of(RESOLVED), True),
}
_COMMITMENT: Fields = {
    "indicator": (_text, True),
    "direction": (_one_of(DIRECTIONS), True),
    "by": (_whole_day, False),
}
_ORIGINAL: Fields = {"text": (_text, True), "language": (_text, True)}

COMMON: Fields = {
    "type": (_text, True),
    "id": (_id, False),
    "previous": (_hash, False),
    "hash": (_hash, False),
    "supersedes": (_ids, False),
    "reason": (_text, False),
    "recorded_on": (_whole_day, True),
    "recorded_by": (_text, False),
    "note": (_text, False),
}
"""What a record of any type may hold."""

_TYPES: Mapping[str, Fields] = {
    "source": {
        **COMMON,
        "sha256": (_hash, True),
        "address": (_text, False),
        "outlet": (_text, False),
        "title": (_text, False),
        "language": (_text, False),
        "published": (_day, False),
        "retrieved": (_whole_day, False),
        "media_type": (_text, False),
        "text_sha256": (_hash, True),
        "extractor": (_text, True),
    },
    "statement": {
        **COMMON,
        "source": (_id, True),
        "speaker": (_part(_SPEAKER), True),
        "addressee": (_countries, False),
        "quote": (_part(_QUOTE), True),
        "language": (_text, False),
        "verbatim": (_flag, True),
        "original": (_part(_ORIGINAL), False),
        "said_on": (_day, False),
        "published_on": (_day, False),
        "topic": (_one_of(TOPICS), False),
        "stance": (_text, False),
        "commitment": (_part(_COMMITMENT), False),
    },
    "event": {
        **COMMON,
        "actor": (_countries, True),
        "recipient": (_countries, True),
        "event_type": (_one_of(CATEGORIES), True),
        "mode": (_text, False),
        "context": (_text, False),
        "happened_on": (_day, True),
        "published_on": (_day, False),
        "topic": (_one_of(TOPICS), False),
        "source": (_id, False),
        "quote": (_part(_QUOTE), False),
    },
    "coding": {
        **COMMON,
        "coding_of": (_id, True),
        "scheme": (_text, True),
        "version": (_text, True),
        "code": (_text, True),
        "coder": (_text, True),
        "confidence_pct": (_percent, False),
        "reviewer": (_text, False),
    },
    "link": {**COMMON, "kind": (_one_of(LINKS), True), "from": (_id, True), "to": (_id, True)},
    "supersedes": COMMON,
    "merge": {
        **COMMON,
        "base": (_hash, True),
        "ours": (_hash, True),
        "theirs": (_hash, True),
        "joined": (_ids, True),
    },
}

TYPES: Mapping[str, Shape] = MappingProxyType({name: Shape.of(fields) for name, fields in _TYPES.items()})
"""The fields of each type. ``supersedes`` alone takes a record back; ``merge`` is written by a merge only."""

REFERS = ("source", "coding_of", "from", "to")
"""Fields that name another record."""

TARGETS: Mapping[str, str] = MappingProxyType({"source": "source"})
"""Of which type the record must be that a field names, where it must be of one."""


def needed_first(given: Mapping[str, Any], names: Iterable[str], options: Mapping[str, str]) -> None:
    """Refuse a record before it is made where a field is missing that it needs; the message names the option."""
    for name in names:
        if given.get(name) is None:
            raise InputError(
                f"{name.replace('_', ' ')} is missing", where=options.get(name, f"--{name}"), remedy="give it"
            )


def check(record: Mapping[str, Any], where: str = "") -> None:
    """Check one record by itself.

    Parameters
    ----------
    record
        With ``type`` and the fields of that type.
    where
        The place, for messages.

    Raises
    ------
    InputError
        With the field, what it holds, and what it may hold.

    Examples
    --------
    >>> check({"type": "link", "kind": "contradicts", "from": "0" * 16, "to": "1" * 16, "recorded_on": "2026-01-05"})
    """
    try:
        _check(record)
    except InputError as error:
        raise InputError(
            error.what, where=": ".join(x for x in (where, error.where) if x), remedy=error.remedy
        ) from None


def _check(record: Mapping[str, Any]) -> None:
    kind = record.get("type")
    shape = TYPES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        known = [one for one in TYPES if one != "merge"]
        remedy = did_you_mean(str(kind), known, "take one of " + ", ".join(known))
        raise InputError(f"there is no type of record {kind!r:.40}", where="type", remedy=remedy)
    shape.check(record)
    if kind == "supersedes" and not record.get("supersedes"):
        raise InputError("no record is named to take back", remedy="name its id in supersedes")
    if record.get("supersedes") and not record.get("reason"):
        raise InputError("a correction needs its reason", remedy="say in reason what was wrong")
    if kind == "statement":
        _translated(record)
    quote = record.get("quote")
    if quote and quote["end"] - quote["start"] != len(quote["exact"]):
        what = f"the quote has {len(quote['exact'])} characters, its place {quote['end'] - quote['start']}"
        raise InputError(what, where="quote", remedy="count characters, not bytes")


def _translated(record: Mapping[str, Any]) -> None:
    """A translated quote is not verbatim; who is unresolved has no country."""
    if record["verbatim"] and record.get("original"):
        remedy = "write verbatim: false, or leave the original out"
        raise InputError("a quote with an original in another language is not verbatim", remedy=remedy)
    if record["speaker"]["resolved"] == "unresolved" and record["speaker"].get("country"):
        remedy = "leave the country out, or say how the speaker was known"
        raise InputError("an unresolved speaker has a country", where="speaker", remedy=remedy)
