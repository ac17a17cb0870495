"""Products of the Harmonized System, and the sectors that make them.

The concordance goes by definition: what the headings of the Harmonized System say against the classes of ISIC Rev. 4,
in the sectors of ``icio-2025``. A chapter has a sector; a heading or a subheading that another sector makes has its own
line, and the longest that fits wins. Where a heading holds goods of two sectors, the line's note says which one it is
given to. Waste and scrap belong to no maker: they are given to waste management (E). It fits every revision from HS
1992 to HS 2022, but for 8524, whose meaning changed (its note says how).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from counterpoise.codes._tables import rows
from counterpoise.core.errors import InputError, did_you_mean

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


@cache
def product_names() -> Mapping[str, str]:
    """Give short names of the products that have one here: raw materials, as in a sentence.

    Examples
    --------
    >>> product_names()["282520"]
    'lithium oxide and hydroxide'
    """
    return MappingProxyType({row["hs"]: row["name"] for row in rows("product_names")})


@cache
def product_groups() -> Mapping[str, tuple[str, ...]]:
    """Give the named groups of products: the beginnings of the codes in each.

    Examples
    --------
    >>> list(product_groups()), product_groups()["energy"]
    (['energy', 'food', 'fertilizers'], ('27', '261210', '2844'))
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("product_groups"):
        found[row["group"]] = (*found.get(row["group"], ()), row["hs"])
    return MappingProxyType(found)


def parse_products(
    words: Sequence[str],
    known: Sequence[str],
    *,
    where: str = "",
    source: str = "",
    names: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Give the products that words stand for, in the order of their codes.

    Parameters
    ----------
    words
        Chapters, headings or subheadings (28, 2836, 283691, with or without a point), named groups (energy, food), words
        of products' names (lithium), ALL.
    known
        The products that the data hold, six digits each.
    where, source
        Where the words come from, and the data's name, for the message.
    names
        The products' names in the data, beside the short ones of `product_names`.

    Raises
    ------
    InputError
        If a word is no product or group, or the data hold none of it: nothing is known of these then, which is not the
        same as nothing to fear. Of a code that the data's revision of the Harmonized System lacks the message names
        what its heading holds.

    Examples
    --------
    >>> parse_products(["2836"], ["283691", "284610"])
    ('283691',)
    >>> parse_products(["lithium"], ["282520", "283691", "284610"])
    ('282520', '283691')
    """
    picked: set[str] = set()
    for word in words:
        clean = word.strip().replace(".", "")
        starts = product_groups().get(clean.lower(), (clean,))
        if clean.upper() == "ALL":
            starts = ("",)
        elif clean.lower() not in product_groups():
            called = {**(names or {}), **product_names()}
            starts = tuple(one for one in known if word.strip().casefold() in called.get(one, "").casefold()) or starts
            if not (clean.isascii() and clean.isdigit()) and starts == (clean,):
                groups = [*product_groups(), "ALL"]
                digits = (
                    f"write two, four or six digits, a word of a name in {source or 'the data'}, or {', '.join(groups)}"
                )
                remedy = did_you_mean(clean, groups, digits)
                raise InputError(f"{word!r} is no product", where=where, remedy=remedy)
            if starts == (clean,):
                sector_of_product(clean, where)  # refuses what is no code at all
        found = [one for one in known if one.startswith(starts)]
        if not found:
            raise _not_held(word, clean, known, where, source or "the data")
        picked |= set(found)
    return tuple(one for one in known if one in picked)


def _not_held(word: str, code: str, known: Sequence[str], where: str, source: str) -> InputError:
    """Say what the data lack."""
    if code.lower() in product_groups():
        chapters = sorted({one[:2] for one in known})
        held = f"it has chapters {', '.join(chapters)}" if len(chapters) <= 12 else "see data list"
        return InputError(
            f"{source} has no product of {code.lower()}: nothing is known of them here",
            where=where,
            remedy=f"{held}; 'counterpoise data add baci FILE' adds all products",
        )
    siblings = [one for one in known if len(code) == 6 and one[:4] == code[:4]]
    if siblings:
        some = ", ".join(siblings[:8]) + (", ..." if len(siblings) > 8 else "")
        remedy = f"its heading {code[:4]} has {some}: the code may be of another revision of the Harmonized System"
    else:
        remedy = f"it has {len(known)} products; 'counterpoise data add baci FILE' adds all of a revision"
    return InputError(f"{source} has no product {word.strip()}", where=where, remedy=remedy)


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
