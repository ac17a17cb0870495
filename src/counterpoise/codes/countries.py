"""Countries by their ISO 3166-1 alpha-3 code, with names in English and Korean.

A row is a unit for which statistics are kept, under the code of ISO 3166-1 and the short name in common use. That
Kosovo (under the user-assigned code XKX), Taiwan, Palestine or any other unit has a row, and under which name, says
nothing about its status or its borders.

Codes that ISO has withdrawn stay where a state was divided, united or dissolved (SUN, YUG, CSK, DDR), so that long
series can be read; a code that was only renamed (ZAR, BUR, ROM) leads to its successor. RVN (South Vietnam) and EAZ
(Zanzibar) are no codes of ISO, but of those who study alliances and wars. ``since`` is the first year in which a code's
territory no longer counts under another code, ``until`` the last year of a code: a colony has its own code, so
independence alone gives no ``since``. In a year of change both codes may stand.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from counterpoise.codes._tables import Language, key, rows
from counterpoise.core.errors import InputError

REST_OF_WORLD = "ROW"
"""The statistical remainder: all that a source does not list by country. It is not a country."""

_REMAINDER_NAMES = {"en": "rest of the world", "ko": "기타 국가"}
_STANDARD = "an ISO 3166-1 alpha-3 country code"


@dataclass(frozen=True, slots=True)
class Country:
    """A country, territory or former state, as statistics know it.

    Attributes
    ----------
    code
        ISO 3166-1 alpha-3 (XKX for Kosovo is user-assigned).
    alpha2, numeric
        The two-letter and the three-digit code, empty where there is none.
    name_en, name_ko
        The short name.
    name_in_text
        The English name as it stands inside a sentence, with its article.
    since, until
        The first and the last year of the code; None where it has no such limit after 1945.
    successors
        The codes that took the territory over.
    """

    code: str
    alpha2: str
    numeric: str
    name_en: str
    name_ko: str
    name_in_text: str
    since: int | None = None
    until: int | None = None
    successors: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether the code is still in use."""
        return self.until is None


@cache
def countries() -> Mapping[str, Country]:
    """Give every country by its code, current ones and former ones.

    Returns
    -------
    Mapping[str, Country]
        By ISO 3166-1 alpha-3 code, current ones first, each in alphabetical order.

    Examples
    --------
    >>> countries()["KOR"].name_en
    'South Korea'
    >>> countries()["CSK"].successors
    ('CZE', 'SVK')
    """
    table = {row["code"]: _country(row) for row in rows("countries")}
    return MappingProxyType(dict(sorted(table.items(), key=lambda item: (not item[1].current, item[0]))))


def _country(row: dict[str, str]) -> Country:
    return Country(
        code=row["code"],
        alpha2=row["alpha2"],
        numeric=row["numeric"],
        name_en=row["name_en"],
        name_ko=row["name_ko"],
        name_in_text=row["name_in_text"] or row["name_en"],
        since=int(row["since"]) if row["since"] else None,
        until=int(row["until"]) if row["until"] else None,
        successors=tuple(row["successors"].split()),
    )


def country(code: str) -> Country:
    """Give the country that a code stands for.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-3, in any case.

    Returns
    -------
    Country
        With its names, its other codes and the years of its code.

    Raises
    ------
    InputError
        If no country has this code.

    Examples
    --------
    >>> country("deu").name_ko
    '독일'
    """
    return countries()[parse(code)]


def spoken(word: str, *, in_text: bool = False) -> str:
    """Give the name of a country in English, or the word itself where it is a label of one's own.

    Parameters
    ----------
    word
        A code, or any label.
    in_text
        As of `name`.

    Examples
    --------
    >>> spoken("NLD", in_text=True), spoken("Home")
    ('the Netherlands', 'Home')
    """
    known = word in countries() or word == REST_OF_WORLD
    return name(word, in_text=in_text) if known else word


def name(code: str, language: Language = "en", *, in_text: bool = False) -> str:
    """Give the name of a country, or of the rest of the world.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-3, or ``ROW``.
    language
        ``en`` or ``ko``.
    in_text
        Whether the name stands inside a sentence, so that English needs its article. Korean has none.

    Returns
    -------
    str
        The name in that language.

    Raises
    ------
    InputError
        If there is no such country or language.

    Examples
    --------
    >>> name("NLD"), name("NLD", in_text=True), name("NLD", "ko")
    ('Netherlands', 'the Netherlands', '네덜란드')
    >>> name("ROW", in_text=True)
    'the rest of the world'
    """
    if language not in _REMAINDER_NAMES:
        raise InputError(f"{language!r} is not a language of the names", remedy="use en or ko")
    if code.upper() == REST_OF_WORLD:
        return ("the " if in_text and language == "en" else "") + _REMAINDER_NAMES[language]
    found = country(code)
    if language == "ko":
        return found.name_ko
    return found.name_in_text if in_text else found.name_en


def parse(text: str, where: str = "") -> str:
    """Give the country code that a text is, or say which one was meant.

    Only an alpha-3 code is accepted: names, two-letter codes and codes of other systems can be ambiguous (CHI, SLO,
    Korea), so they lead to an error that names the code.

    Parameters
    ----------
    text
        An ISO 3166-1 alpha-3 code, in any case.
    where
        The file, key or option that the text comes from, for the message.

    Returns
    -------
    str
        The code in capitals.

    Raises
    ------
    InputError
        If the text is not a code.

    Examples
    --------
    >>> parse("kor")
    'KOR'
    >>> parse("ROK")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    counterpoise.core.errors.InputError: 'ROK' is not ... country code; did you mean KOR (South Korea)?
    """
    word = text.strip()
    code = word.upper()
    if code in countries():
        return code
    if not word:
        raise InputError("no country is named", where=where, remedy=f"write {_STANDARD}, such as KOR")
    if code == REST_OF_WORLD:
        what = f"{word!r} is the rest of the world, a remainder of the statistics and not a country"
        raise InputError(what, where=where, remedy=f"write {_STANDARD}, such as KOR")
    raise InputError(f"{word!r} is not {_STANDARD}", where=where, remedy=meant(word))


def meant(text: str, among: Collection[str] | None = None) -> str:
    """Say which countries a text may have meant.

    Parameters
    ----------
    text
        A word that is not a code: a name, a code of another system, or a slip.
    among
        The codes to look among; all when None.

    Returns
    -------
    str
        For example ``did you mean KOR (South Korea)?``, or how a code is written when nothing is near.

    Examples
    --------
    >>> meant("Germny")
    'did you mean DEU (Germany)?'
    >>> meant("Korea")
    'did you mean KOR (South Korea) or PRK (North Korea)?'
    """
    near = nearest(text, among)
    if not near:
        return f"write {_STANDARD}, such as KOR"
    return f"did you mean {' or '.join(label(code) for code in near)}?"


def label(code: str) -> str:
    """Give a code with its name, as messages show it.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-3, or ``ROW``.

    Returns
    -------
    str
        The code, and the name in brackets.

    Examples
    --------
    >>> label("KOR")
    'KOR (South Korea)'
    """
    return f"{code} ({name(code)})"


def nearest(text: str, among: Collection[str] | None = None) -> tuple[str, ...]:
    """Give the codes that a text may have meant, at most three, the likeliest first.

    Parameters
    ----------
    text
        A name, a code of another system, or a slip.
    among
        The codes to look among; all when None.

    Returns
    -------
    tuple[str, ...]
        Empty where nothing is near.

    Examples
    --------
    >>> nearest("UK"), nearest("KRO"), nearest("KORR"), nearest("Viet Nam")
    (('GBR',), ('KOR',), ('KOR',), ('VNM',))
    """
    allowed = countries().keys() if among is None else set(among)
    words = _words()
    if key(text) in words:
        return tuple(code for code in words[key(text)] if code in allowed)
    short = text.strip().upper()
    if len(short) == 3 and short.isascii():
        return _near_codes(short, allowed)
    near = difflib.get_close_matches(key(text), words, n=6, cutoff=0.75)
    named = dict.fromkeys(code for word in near for code in words[word] if code in allowed)
    typed = [short[:k] + short[k + 1 :] for k in range(len(short))] if len(short) == 4 else []  # a letter too many
    return tuple(named or dict.fromkeys(code for code in typed if code in allowed))[:3]


def named(text: str) -> tuple[str, ...]:
    """Give the codes that go by exactly this name; several where it is ambiguous.

    Parameters
    ----------
    text
        A name in English or Korean, or another common one. Case, accents and points don't count.

    Returns
    -------
    tuple[str, ...]
        Empty where no country is called so.

    Examples
    --------
    >>> named("Viet Nam"), named("Korea"), named("Germny")
    (('VNM',), ('KOR', 'PRK'), ())
    """
    return tuple(dict.fromkeys(_words().get(key(text), ())))


def _near_codes(word: str, allowed: Collection[str]) -> tuple[str, ...]:
    """Give the codes with the same letters; else those with two of the three letters in their place."""
    known = [code for code in countries() if code in allowed]
    swapped = tuple(code for code in known if sorted(code) == sorted(word))
    if swapped:
        return swapped[:3]
    alike = [code for code in known if sum(a == b for a, b in zip(code, word, strict=True)) == 2]
    return tuple(sorted(alike, key=lambda code: (code[:2] != word[:2], not countries()[code].current))[:3])


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """Give the codes that each name, alias and two-letter or numeric code leads to."""
    found: dict[str, list[str]] = {}
    for known in countries().values():
        digits = (known.numeric, known.numeric.lstrip("0")) if known.numeric else ()
        for word in {known.name_en, known.name_ko, known.name_in_text, known.alpha2, *digits}:
            if word:
                found.setdefault(key(word), []).append(known.code)
    for row in rows("aliases"):
        codes = found.setdefault(key(row["alias"]), [])
        if row["code"] not in codes:
            codes.append(row["code"])
    return MappingProxyType({word: tuple(codes) for word, codes in found.items()})


@cache
def _by(field: str) -> Mapping[str, tuple[str, ...]]:
    """Give the codes by another code; a former country's only where no current one has taken it over."""
    found: dict[str, list[str]] = {}
    for known in countries().values():
        other: str = getattr(known, field)
        holders = found.setdefault(other, [])
        if other and (known.current or not any(countries()[code].current for code in holders)):
            holders.append(known.code)
    return MappingProxyType({other: tuple(codes) for other, codes in found.items() if codes})


def _translate(field: str, value: str, what: str, where: str) -> str:
    codes = _by(field).get(value, ())
    if len(codes) == 1:
        return codes[0]
    if codes:
        raise InputError(f"{value!r} has stood for several countries", where=where, remedy=meant(value, codes))
    raise InputError(f"{value!r} is not {what}", where=where, remedy=meant(value) if key(value) in _words() else "")


def from_numeric(number: int | str, where: str = "") -> str:
    """Give the alpha-3 code of an ISO 3166-1 numeric (UN M49) code.

    Parameters
    ----------
    number
        The code as a number or as digits; leading zeros may be missing.
    where
        Where it comes from, for the message.

    Returns
    -------
    str
        ISO 3166-1 alpha-3.

    Raises
    ------
    InputError
        If no country has this number.

    Examples
    --------
    >>> from_numeric(410), from_numeric("004")
    ('KOR', 'AFG')
    """
    return _translate("numeric", str(number).strip().zfill(3), "an ISO 3166-1 numeric country code", where)


def from_alpha2(text: str, where: str = "") -> str:
    """Give the alpha-3 code of an ISO 3166-1 alpha-2 code.

    Parameters
    ----------
    text
        The two letters, in any case.
    where
        Where they come from, for the message.

    Returns
    -------
    str
        ISO 3166-1 alpha-3.

    Raises
    ------
    InputError
        If no country has these letters, or two former ones had them (CS).

    Examples
    --------
    >>> from_alpha2("kr")
    'KOR'
    """
    return _translate("alpha2", text.strip().upper(), "an ISO 3166-1 alpha-2 country code", where)
