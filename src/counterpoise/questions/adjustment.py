"""How the words for a time, and for what is set in place of its values, become arguments."""

from __future__ import annotations

import math
import re
import typing
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.question import Word

EVERY = "all"
"""The word for all horizons."""

MOST_YEARS = 50
"""As many times as one answer holds."""

_YEARS = "write years in their order, as 1,3,10 or 1-10"
_RANGE = re.compile(r"\s*(\d+)\s*-\s*(\d+)\s*")


def _parts(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    return list(value) if isinstance(value, Iterable) else [value]


def parse_horizon(value: Any, where: str) -> str | tuple[str, ...]:
    """Give the horizons that are named: one, or several in their order.

    Raises
    ------
    InputError
        If there is no such horizon.

    Examples
    --------
    >>> parse_horizon("short", "--horizon"), parse_horizon("all", "--horizon"), parse_horizon("long,short", "--horizon")
    ('short', ('short', 'medium', 'long'), ('short', 'long'))
    """
    from counterpoise.scenario.model import HorizonName  # noqa: PLC0415

    known = typing.get_args(HorizonName)
    words = [str(one).strip().lower() for one in _parts(value)]
    for word in words:
        if word not in (*known, EVERY):
            remedy = did_you_mean(word, (*known, EVERY), f"take one of {', '.join((*known, EVERY))}")
            raise InputError(f"there is no horizon {word[:40]!r}", where=where, remedy=remedy)
    named = tuple(one for one in known if one in words or EVERY in words)
    if not named:
        raise InputError("no horizon is named", where=where, remedy=f"take one of {', '.join((*known, EVERY))}")
    return named[0] if len(named) == 1 else named


def parse_years(value: Any, where: str) -> float | tuple[float, ...]:
    """Give years after the change: one, or several in their order.

    Raises
    ------
    InputError
        If a word is no number of years, or they are not in their order.

    Examples
    --------
    >>> parse_years("1-3,10", "--years"), parse_years(2.5, "--years")
    ((1, 2, 3, 10), 2.5)
    """
    found: list[float] = []
    for part in _parts(value):
        span = _RANGE.fullmatch(part) if isinstance(part, str) else None
        found += _span(span, where, len(found)) if span else [_year(part, where)]
    if not found:
        raise InputError("no years are named", where=where, remedy=_YEARS)
    for one, other in pairwise(found):
        if other <= one:
            what = f"{other:g} is named twice" if other == one else f"{other:g} comes after {one:g}"
            raise InputError(what, where=where, remedy=_YEARS)
    if len(found) > MOST_YEARS:
        raise InputError(f"{len(found)} years are too many", where=where, remedy=f"name at most {MOST_YEARS}")
    return found[0] if len(found) == 1 else tuple(found)


def _span(span: re.Match[str], where: str, held: int) -> list[float]:
    first, last = int(span[1]), int(span[2])
    if last < first:
        raise InputError(f"{span[0].strip()!r} runs backwards", where=where, remedy=f"write {last}-{first}")
    if held + last - first >= MOST_YEARS:
        raise InputError(f"{span[0].strip()} are too many years", where=where, remedy=f"name at most {MOST_YEARS}")
    return list(range(first, last + 1))


def _year(value: Any, where: str) -> float:
    number = _number(value)
    if number is None:
        empty = not str(value).strip()
        what = "a year is missing" if empty else f"{str(value)[:40]!r} is no number of years"
        raise InputError(what, where=where, remedy=_YEARS)
    if not 0 <= number < math.inf:
        remedy = "name years after the change, 0 or more"
        raise InputError(f"{number:g} is no time after a change", where=where, remedy=remedy)
    return int(number) if number.is_integer() else number


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


_MEANT = {
    "labour_supply": "an elasticity of 0 (a given supply) or above",
    "factor_mobility": "mobile, specific, or an elasticity of 0 or above",
}
_NEST = "an elasticity of substitution of 0 (Leontief) or above, 1 being Cobb-Douglas"


def _elasticity(name: str, words: tuple[str, ...] = ()) -> Word:
    """Give the word for one of the model's elasticities, or one of the words that stand for a value."""

    def parse(value: Any, where: str) -> float | str:
        said = str(value).strip().lower()
        if said in words:
            return said
        number = _number(value)
        meant = _MEANT.get(name, _NEST)
        if number is None or not 0 <= number < math.inf:
            near = did_you_mean(said, words) if words and number is None else ""
            raise InputError(f"{name} is {str(value)[:40]!r}", where=where, remedy=near or f"give {meant}")
        return number

    return Word(name, parse, "|".join((*words, "NUMBER")) if words else "NUMBER")


Horizons = Annotated["str | Sequence[str]", Word("horizon", parse_horizon, "HORIZON")]
Years = Annotated["float | Sequence[float]", Word("years", parse_years, "YEARS")]
InputSubstitution = Annotated[float, _elasticity("input_substitution")]
ValueAddedSubstitution = Annotated[float, _elasticity("value_added_substitution")]
ConsumptionSubstitution = Annotated[float, _elasticity("consumption_substitution")]
FactorMobility = Annotated["float | str", _elasticity("factor_mobility", ("mobile", "specific"))]
LabourSupply = Annotated[float, _elasticity("labour_supply")]
