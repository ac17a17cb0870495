"""The numbers by which United Nations Comtrade, and what is made from it, names reporters and partners.

Most are the numbers of ISO 3166-1. Comtrade has its own where a customs territory is larger than a country, and for
states of the past.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from counterpoise.codes.countries import countries
from counterpoise.codes.country_words import country_words
from counterpoise.core.errors import DataError

OWN = MappingProxyType({int(word): code for word, code in country_words("comtrade").items()})
"""The numbers that are not those of ISO 3166-1."""

UNITS = MappingProxyType(
    {
        "BLX": "Belgium-Luxembourg (to 1998)",
        "ZA1": "Southern African Customs Union (to 1999)",
        "PUS": "US islands in the Pacific (to 1999)",
    }
)
"""Customs territories of several countries; they have no code of ISO 3166-1."""


@cache
def numbers() -> Mapping[int, str]:
    """Give the country of each number: ISO 3166-1 alpha-3, or a unit of `UNITS`.

    Examples
    --------
    >>> numbers()[842], numbers()[410], numbers()[490], numbers()[58]
    ('USA', 'KOR', 'TWN', 'BLX')
    """
    found: dict[int, str] = {}
    for known in countries().values():  # the current ones come first
        if known.numeric:
            found.setdefault(int(known.numeric), known.code)
    return MappingProxyType(found | OWN)


def from_number(text: str, where: str) -> str:
    """Give the country of a number as a file writes it.

    Raises
    ------
    DataError
        If there is no such number.

    Examples
    --------
    >>> from_number("036", "line 2")
    'AUS'
    """
    word = text.strip()
    code = numbers().get(int(word)) if word.isascii() and word.isdigit() and len(word) <= 3 else None
    if code is None:
        remedy = "get the file again; if it is as its producer made it, this program does not know that economy"
        raise DataError(f"{word[:40]!r} is no country's number", where=where, remedy=remedy)
    return code
