"""Producers' words for countries that are not codes of ISO 3166-1 alpha-3, each with its citation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from counterpoise.codes._tables import rows
from counterpoise.core.errors import InputError


@cache
def country_words(scheme: str) -> Mapping[str, str]:
    """Give a producer's words for countries that are not codes of ISO 3166-1 alpha-3.

    Parameters
    ----------
    scheme
        ``adb``, ``colt``, ``comtrade``, ``desta``, ``dmdc``, ``fbic``, ``figaro``, ``gsdb``, ``icio`` (parts that are
        summed), ``iso-3166-3`` (codes that only changed with a name), ``sipri``, ``troopdata``, ``un-desa``,
        ``un-votes``, ``unesco``, ``wb-dta``, ``wiod`` or ``world-mining-data``.

    Returns
    -------
    Mapping of str to str
        ISO 3166-1 alpha-3 codes (``ROW`` for the rest of the world; a customs territory of several countries has a code
        of its own) by the producer's words.

    Raises
    ------
    InputError
        If no such words are known.

    Examples
    --------
    >>> country_words("adb")["PRC"], country_words("comtrade")["842"]
    ('CHN', 'USA')
    """
    held = {row["word"]: row["code"] for row in rows("concordance_countries") if row["scheme"] == scheme}
    if not held:
        known = sorted({row["scheme"] for row in rows("concordance_countries")})
        raise InputError(f"no words of {scheme!r} are known", where="scheme", remedy=f"there are {', '.join(known)}")
    return MappingProxyType(held)
