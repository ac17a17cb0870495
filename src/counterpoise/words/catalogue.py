"""How numbers and names are written in prose."""

from __future__ import annotations

import math
from collections.abc import Sequence

from counterpoise.codes.countries import name


def figures(value: float, digits: int = 2) -> str:
    """Write a number with significant figures.

    Examples
    --------
    >>> figures(0.06486), figures(1234.5), figures(8.96)
    ('0.065', '1200', '9.0')
    """
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    if rounded and math.floor(math.log10(abs(rounded))) > math.floor(math.log10(abs(value))):
        places -= 1
    return f"{rounded:.{max(places, 0)}f}"


def percent(share: float) -> str:
    """Write a share in percent with two significant figures.

    Examples
    --------
    >>> percent(0.06486)
    '6.5 %'
    """
    return f"{figures(100 * share)}\u202f%".replace("\u202f", " ")


def times(ratio: float) -> str:
    """Write a ratio as a multiple; beyond a thousand only that it is beyond.

    Examples
    --------
    >>> times(8.96), times(5.8e6)
    ('9.0 times', 'over 1,000 times')
    """
    return f"{figures(ratio)} times" if ratio < 1000 else "over 1,000 times"


def listed(words: Sequence[str]) -> str:
    """Join words as prose does.

    Examples
    --------
    >>> listed(["China", "the United States", "Japan"])
    'China, the United States and Japan'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def country(code: str) -> str:
    """Write a country's name within a sentence."""
    return name(code, in_text=True)


def capital(sentence: str) -> str:
    """Begin a sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def uncapital(words: str) -> str:
    """Begin a phrase with a small letter, unless it begins with an abbreviation or a code.

    Examples
    --------
    >>> uncapital("Electrical equipment"), uncapital("IT services"), uncapital("C26")
    ('electrical equipment', 'IT services', 'C26')
    """
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def possessive(code: str) -> str:
    """Write a country's name as an owner.

    Examples
    --------
    >>> possessive("KOR"), possessive("USA")
    ("South Korea's", "the United States'")
    """
    word = country(code)
    return word + ("'" if word.endswith("s") else "'s")
