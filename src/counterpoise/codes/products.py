"""Products of the Harmonized System, and the sectors that make them.

The concordance goes by definition: what the headings of the Harmonized System say against the classes of ISIC Rev. 4,
in the sectors of ``icio-2025``. A chapter has a sector; a heading or a subheading that another sector makes has its own
line, and the longest that fits wins. Where a heading holds goods of two sectors, the line's note says which one it is
given to. Waste and scrap belong to no maker: they are given to waste management (E). It fits every revision from HS
1992 to HS 2022, but for 8524, whose meaning changed (its note says how).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from counterpoise.codes._tables import rows
from counterpoise.core.errors import InputError

_CODE = re.compile(r"(\d\d){1,3}", re.ASCII)


def sector_of_product(code: str, where: str = "") -> str:
    """Give the sector of ``icio-2025`` that makes a product.

    Parameters
    ----------
    code
        A chapter, heading or subheading of the Harmonized System: two, four or six digits, with or without a point.
    where
        Where it comes from, for the message.

    Returns
    -------
    str
        For example ``C20``.

    Raises
    ------
    InputError
        If it is no such code: the message names the nearest.

    References
    ----------
    World Customs Organization, Harmonized System. United Nations (2008), International Standard Industrial
    Classification of All Economic Activities, Revision 4.

    Examples
    --------
    >>> sector_of_product("283691"), sector_of_product("8542"), sector_of_product("27"), sector_of_product("2709.00")
    ('C20', 'C26', 'C19', 'B06')
    """
    word = code.strip().replace(".", "")
    known = concordance_of_products()
    if _CODE.fullmatch(word):
        for length in range(len(word), 1, -2):
            if word[:length] in known:
                return known[word[:length]]
    raise InputError(f"{code!r} is not a product of the Harmonized System", where=where, remedy=_nearest(word))


@cache
def concordance_of_products() -> Mapping[str, str]:
    """Give the sector of each chapter, heading and subheading that has a line.

    Examples
    --------
    >>> len([code for code in concordance_of_products() if len(code) == 2])
    96
    """
    return MappingProxyType({row["hs"]: row["icio-2025"] for row in rows("concordance_hs_icio-2025")})


def _nearest(word: str) -> str:
    if not (word.isascii() and word.isdigit()):
        return "write two, four or six digits, such as 283691"
    if len(word) % 2 and _CODE.fullmatch(f"0{word}") and f"0{word}"[:2] in concordance_of_products():
        return f"did you mean 0{word}? A leading zero may be lost"
    if not _CODE.fullmatch(word):
        return "write two, four or six digits, such as 283691"
    chapters = sorted(
        (one for one in concordance_of_products() if len(one) == 2), key=lambda one: abs(int(one) - int(word[:2]))
    )
    return f"there is no chapter {word[:2]}; did you mean {' or '.join(sorted(chapters[:2]))}?"
