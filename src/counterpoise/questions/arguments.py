"""How the words that a person writes become arguments: one definition for Python, command line and links."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.codes.groups import parse_countries
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.question import Word

if TYPE_CHECKING:
    from counterpoise.world.economy import Economy

EVERYONE = "ALL"

FREE = ("sector-partner", "sector", "partner")
"""What each may have a rate of its own: a sector and partner, a sector (whoever the partner), a partner (whatever the sector)."""


def words_of(value: Any, where: str) -> tuple[str, ...]:
    """Give the words of a list, or of a text with commas, each once."""
    parts = value.split(",") if isinstance(value, str) else list(value) if isinstance(value, Iterable) else [value]
    words = tuple(dict.fromkeys(str(part).strip() for part in parts))
    if not words or not all(words):
        raise InputError("a word is missing", where=where, remedy="separate words with commas")
    return words


def _countries(value: Any, where: str) -> tuple[str, ...]:
    words = words_of(value, where)
    if [word.upper() for word in words] == [EVERYONE]:
        return (EVERYONE,)
    return parse_countries(words, where=where)


def _named(value: Any, where: str) -> tuple[str, ...]:
    """Check the words, and keep groups by name: which members there are, the accounts decide."""
    words = words_of(value, where)
    _countries(words, where)
    return tuple(dict.fromkeys(word.upper() for word in words))


def _country(value: Any, where: str) -> str:
    found = _countries(value, where)
    if len(found) != 1 or found[0] == EVERYONE:
        raise InputError(f"one country is needed, not {str(value)[:40]!r}", where=where, remedy="name one, as KOR")
    return found[0]


def _year(value: Any, where: str) -> int:
    try:
        if isinstance(value, bool) or int(value) != float(value):
            raise ValueError
        year = int(value)
    except (TypeError, ValueError):
        raise InputError(f"{value!r} is not a year", where=where, remedy="write it as 2022") from None
    return year


def _path(value: Any, where: str) -> str:
    try:
        path = os.fspath(value)
    except TypeError:
        raise InputError(f"{value!r} is not a file's name", where=where, remedy="give a path") from None
    if not path:
        raise InputError("the file's name is empty", where=where, remedy="give a path")
    return str(path)


def _source(value: Any, where: str) -> str:
    word = str(value).strip()
    if not word:
        raise InputError("the source's name is empty", where=where, remedy="see 'counterpoise data list'")
    return word


def _elasticities(value: Any, where: str) -> tuple[float, ...]:
    remedy = "name two or more positive numbers, as 0.5,2,5"
    if isinstance(value, bool):
        raise InputError(f"{value!r} is no elasticity", where=where, remedy=remedy)
    words = words_of(value, where)
    found = []
    for word in words:
        try:
            number = float(word)
        except ValueError:
            raise InputError(f"{word[:40]!r} is no elasticity", where=where, remedy=remedy) from None
        if not (math.isfinite(number) and number > 0):
            raise InputError(f"an elasticity of {word[:40]} is not positive", where=where, remedy=remedy)
        found.append(number)
    ordered = tuple(sorted(set(found)))
    if len(ordered) < 2:
        raise InputError(f"one elasticity ({words[0][:40]}) is no range", where=where, remedy=remedy)
    return ordered


def _tariffs(value: Any, where: str) -> str:
    from counterpoise.world.tariffs import parse_choice  # noqa: PLC0415

    return parse_choice(str(value), where) or ""


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"{value!r} is neither True nor False", where=where, remedy="give one of them")
    return value


def _powers(value: Any, where: str) -> tuple[str, ...]:
    parts = [str(one).strip().upper() for one in (value.split(",") if isinstance(value, str) else value)]
    twice = [one for one in parts if parts.count(one) > 1]
    if twice:
        raise InputError(f"{twice[0]} is named twice", where=where, remedy="name each power once")
    return _named(parts, where)


def _weights(value: Any, where: str) -> dict[str, float]:
    """Read weights, as ``look_through=1,sales_value_added=2``, or a mapping."""
    remedy = "write them as look_through=1,sales_value_added=2"
    pairs = value.items() if isinstance(value, Mapping) else (word.split("=", 1) for word in words_of(value, where))
    made: dict[str, float] = {}
    for pair in pairs:
        if len(pair) != 2:
            raise InputError(f"{pair[0][:40]!r} has no weight", where=where, remedy=remedy)
        name, word = str(pair[0]).strip(), pair[1]
        try:
            weight = float(word)
        except (TypeError, ValueError):
            raise InputError(f"{str(word)[:40]!r} is no weight", where=where, remedy=remedy) from None
        if isinstance(word, bool) or not (math.isfinite(weight) and weight >= 0):
            raise InputError(f"a weight of {str(word)[:40]} is none", where=where, remedy="give zero or more")
        if name in made:
            raise InputError(f"{name[:40]} is named twice", where=where, remedy="give each one weight")
        made[name] = weight
    return made


def _tariff_choices() -> Sequence[str]:
    from counterpoise.world.tariffs import CHOICES  # noqa: PLC0415

    return CHOICES


def whole(name: str, least: int, *, local: bool = False) -> Word:
    """Give the word for a whole number that is not below another."""

    def parse(value: Any, where: str) -> int:
        try:
            if isinstance(value, bool) or int(value) != float(value):
                raise ValueError
        except (TypeError, ValueError, OverflowError):
            raise InputError(
                f"{str(value)[:40]!r} is not a whole number", where=where, remedy="write it as 100"
            ) from None
        number = int(value)
        if number < least:
            raise InputError(f"{number} {name} are too few", where=where, remedy=f"take {least} or more")
        return number

    return Word(name, parse, "N", local=local)


def _seed(value: Any, where: str) -> int:
    try:
        if isinstance(value, bool) or int(value) != float(value) or int(value) < 0:
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{str(value)[:40]!r} is no seed", where=where, remedy="give a whole number from 0") from None
    return int(value)


def _by(value: Any, where: str) -> str:
    word = str(value).strip().lower().replace(",", "-")
    word = {"partner-sector": "sector-partner", "each": "sector-partner"}.get(word, word)
    if word not in FREE:
        remedy = did_you_mean(word, FREE, "take one of " + ", ".join(FREE))
        raise InputError(f"no rates go by {str(value)[:40]!r}", where=where, remedy=remedy)
    return word


def _bounds(value: Any, where: str) -> tuple[float, float]:
    """Read the lowest and the highest rate in per cent, as ``-20:50``, or two numbers."""
    remedy = "give the lowest and the highest rate in per cent, with zero between: --bounds=-20:100"
    parts = value.split(":") if isinstance(value, str) else list(value) if isinstance(value, Sequence) else []
    try:
        low, high = (float("nan") if isinstance(one, bool) else float(one) for one in parts)
    except (TypeError, ValueError):
        raise InputError(f"{str(value)[:40]!r} are no bounds", where=where, remedy=remedy) from None
    if not (-100 < low <= high < math.inf):
        raise InputError(f"rates from {low:g} to {high:g} % are no bounds", where=where, remedy=remedy)
    if not low <= 0 <= high:
        raise InputError(f"rates from {low:g} to {high:g} % exclude zero", where=where, remedy=remedy)
    if low == high:
        raise InputError("bounds from 0 to 0 % leave no rate to choose", where=where, remedy=remedy)
    return low, high


Country = Annotated[str, Word("country", _country, "COUNTRY")]
Subjects = Annotated[Sequence[str], Word("countries", _named, "COUNTRY", everyone=EVERYONE)]
Partners = Annotated[Sequence[str], Word("countries", _named, "COUNTRIES")]
Year = Annotated[int, Word("year", _year, "YEAR")]
Sectors = Annotated[Sequence[str], Word("sectors", words_of, "SECTORS")]
Indicators = Annotated[Sequence[str], Word("indicators", words_of, "INDICATORS")]
Elasticities = Annotated[Sequence[float], Word("elasticities", _elasticities, "ELASTICITIES")]
Source = Annotated[str, Word("source", _source, "DATASET")]
TariffChoice = Annotated[str, Word("tariffs", _tariffs, "BASELINE", choices=_tariff_choices)]
Powers = Annotated[Sequence[str], Word("powers", _powers, "COUNTRIES")]
Weights = Annotated[Mapping[str, float], Word("weights", _weights, "WEIGHTS")]
Draws = Annotated[int, whole("draws", 1)]
Seed = Annotated[int, Word("seed", _seed, "N")]
Flag = Annotated[bool, Word("flag", _flag, "", flag=True)]
By = Annotated[str, Word("by", _by, "WHAT", choices=lambda: FREE)]
Bounds = Annotated["tuple[float, float]", Word("bounds", _bounds, "LOW:HIGH")]
File = Annotated[str, Word("file", _path, "FILE", local=True)]


def across(by: str | None, *, uniform: bool, where: str = "--by") -> str:
    """Give how far rates differ (of `counterpoise.statecraft.instruments.ACROSS`).

    Raises
    ------
    InputError
        If one rate for all is asked for, and what has one of its own is named.
    """
    if uniform and by is not None:
        what = "one rate for all, and rates by something, are asked for"
        raise InputError(what, where=where, remedy="leave out --by or --uniform")
    if uniform:
        return "all"
    return "each" if by in (None, FREE[0]) else str(by)


def given_alone(economy: Economy, year: int | None, source: str | None, tariffs: str | None = None) -> Economy:
    """Give an economy that was given, if nothing else is said of which one to take.

    Raises
    ------
    InputError
        If a source, tariffs or another year are named too.
    """
    for word, what, option in ((source, "a source", "--source"), (tariffs, "tariffs", "--tariffs")):
        if word is not None:
            raise InputError(f"an economy was given, and {what} named", where=option, remedy="leave one out")
    if year is not None and year != economy.year:
        raise InputError(f"the economy given is of {economy.year}, not {year}", where="--year", remedy="leave one out")
    return economy
