"""The register of trade agreements: who is bound to whom, since when and until when, how deep, and what is negotiated.

It is a small, cited table (``facts/trade_agreements.csv``). Parties are countries or groups with dated members, so an
agreement of the European Union holds for its members of that day. What is left out: preferences that one side grants
(for least developed countries, and those of the European Union's for Africa, the Caribbean and the Pacific).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.world.agreement import (
    CUSTOMS_UNION,
    PARTIAL_SCOPE,
    Agreement,
    agreement_of,
    countries_of,
    day_of,
)

__all__ = [
    "CUSTOMS_UNION",
    "PARTIAL_SCOPE",
    "Agreement",
    "Pairs",
    "agreement",
    "agreements",
    "between",
    "countries_of",
    "counts_from",
    "depth_between",
    "depths",
    "in_force",
    "pairs",
    "parties",
    "united",
]

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIDDLE = (7, 1)
"""The month and the day of a year on which an agreement must be in force to count for it in a model of annual trade."""


@cache
def agreements() -> Mapping[str, Agreement]:
    """Give every agreement of the register by its name.

    Examples
    --------
    >>> agreements()["RCEP"].in_force.isoformat(), agreements()["China-Japan-Korea"].in_force
    ('2022-01-01', None)
    """
    from counterpoise import facts  # noqa: PLC0415

    return MappingProxyType({row["name"]: agreement_of(row) for row in facts.read("trade_agreements")})


def agreement(name: str, where: str = "") -> Agreement:
    """Give an agreement by its name, or by another name that it is known by.

    Parameters
    ----------
    name
        As ``RCEP``, ``Korea-US`` or ``KORUS``, in any case.
    where
        Where it comes from, for the message.

    Returns
    -------
    Agreement
        With its parties and days.

    Raises
    ------
    InputError
        If the register has no such agreement.

    Examples
    --------
    >>> agreement("korus").name
    'Korea-US'
    """
    known = {word.casefold(): one.name for one in agreements().values() for word in (*one.also, one.name)}
    found = known.get(name.strip().casefold())
    if found is None:
        words = [word for one in agreements().values() for word in (one.name, *one.also)]
        remedy = did_you_mean(name, words, "the register holds RCEP, CPTPP, USMCA, Korea-US, EU-Japan and others")
        raise InputError(f"the register has no agreement {name[:40]!r}", where=where, remedy=remedy)
    return agreements()[found]


def in_force(on: date | int) -> tuple[Agreement, ...]:
    """Give the agreements that are in force on a day.

    Parameters
    ----------
    on
        A day, or a year, which stands for its 31 December.

    Returns
    -------
    tuple of Agreement
        In the register's order.

    Examples
    --------
    >>> names = [one.name for one in in_force(2022)]
    >>> "USMCA" in names, "NAFTA" in names
    (True, False)
    """
    day = day_of(on)
    return tuple(one for one in agreements().values() if one.holds(day))


def parties(name: str, on: date | int | None = None) -> tuple[str, ...]:
    """Give the parties of an agreement: countries, in alphabetical order.

    Parameters
    ----------
    name
        The agreement; see `agreement`.
    on
        A day, a year (its 31 December), or None for the newest members of groups.

    Returns
    -------
    tuple of str
        Codes of countries.

    Examples
    --------
    >>> len(parties("RCEP")), len(parties("RCEP", 2022)), parties("KORUS")
    (15, 13, ('KOR', 'USA'))
    """
    one, other = agreement(name).sides(on)
    return tuple(sorted({*one, *other}))


def bound(name: str) -> frozenset[frozenset[str]]:
    """Give the pairs of countries that an agreement binds, by the newest members of groups, in force or not.

    Parameters
    ----------
    name
        The agreement; see `agreement`.

    Returns
    -------
    frozenset
        Of sets of two codes: of an agreement of two sides each party with each partner, and no pair within a side.

    Examples
    --------
    >>> held = bound("EU-Korea")
    >>> frozenset(("KOR", "DEU")) in held, frozenset(("FRA", "DEU")) in held
    (True, False)
    """
    return agreement(name).pairs()


def between(one: str, other: str, on: date | int) -> tuple[Agreement, ...]:
    """Give the agreements in force between two countries on a day.

    Parameters
    ----------
    one, other
        Codes.
    on
        A day, or a year, which stands for its 31 December.

    Returns
    -------
    tuple of Agreement
        In the register's order.

    Examples
    --------
    >>> [found.name for found in between("KOR", "CHN", 2022)]
    ['RCEP', 'Korea-China', 'APTA']
    """
    pair = frozenset((one, other))
    return tuple(found for found in in_force(on) if pair in found.pairs(on))


def counts_from(day: date) -> int:
    """Give the year from which an agreement counts in a model of annual trade.

    Parameters
    ----------
    day
        The day on which it came into force.

    Returns
    -------
    int
        Its year if it was in force by 1 July, so for half of it at least, else the next; the day on which the tariff
        baseline looks too. DESTA counts calendar years, whatever the day.

    Examples
    --------
    >>> counts_from(date(2015, 12, 20)), counts_from(date(2022, 2, 1))
    (2016, 2022)
    """
    return day.year + (day > date(day.year, *MIDDLE))


def depth_between(one: str, other: str, on: date | int, without: str | None = None) -> float | None:
    """Give the depth of the deepest agreement in force between two countries on a day.

    Parameters
    ----------
    one, other
        Codes.
    on
        A day, or a year, which stands for its 31 December.
    without
        The name of an agreement to leave out.

    Returns
    -------
    float or None
        From 0 to 7: how many of seven provisions it has, by DESTA's index (Dür, Baccini and Elsig 2014) or an own reading
        by its questions; what an agreement is now, also in its earlier years. 0.0 where none is in force. None where of
        those in force none has been read, or only one of partial scope beside another that hasn't: a free trade area is
        not as shallow as preferences on some goods.

    References
    ----------
    Dür, A., L. Baccini and M. Elsig (2014), The design of international trade agreements: introducing a new dataset,
    Review of International Organizations 9(3), 353-375.

    Examples
    --------
    >>> depth_between("KOR", "CHN", 2024), depth_between("KOR", "JPN", 2024), depth_between("KOR", "JPN", 2021)
    (6.0, 6.0, 0.0)
    >>> (
    ...     depth_between("KOR", "JPN", 2024, without="RCEP"),
    ...     depth_between("BLR", "KAZ", 2024, without="CIS free trade area"),
    ... )
    (0.0, None)
    """
    left_out = agreement(without).name if without else ""
    held = [found for found in between(one, other, on) if found.name != left_out]
    if _wide(held) and not any(one.depth is not None for one in _wide(held)):
        return None
    known = [found.depth for found in held if found.depth is not None]
    return max(known) if known else (None if held else 0.0)


def _wide(held: Sequence[Agreement]) -> list[Agreement]:
    """Give the agreements that are on more than some goods."""
    return [one for one in held if one.kind != PARTIAL_SCOPE]


@lru_cache(maxsize=16)
def depths(countries: tuple[str, ...], on: date | int, without: str | None = None) -> NDArray[np.float64]:
    """Give the depth between every two of many countries: see `depth_between`.

    Parameters
    ----------
    countries
        Codes.
    on
        A day, or a year, which stands for its 31 December.
    without
        The name of an agreement to leave out.

    Returns
    -------
    numpy.ndarray
        ``[country, country]``, not to be written to: NaN where an agreement is in force and none has been read, and 0
        where none is, as on the diagonal.

    Examples
    --------
    >>> depths(("KOR", "CHN", "USA"), 2024).tolist()
    [[0.0, 6.0, 7.0], [6.0, 0.0, 0.0], [7.0, 0.0, 0.0]]
    """
    import numpy as np  # noqa: PLC0415

    left_out = agreement(without).name if without else ""
    place = {code: k for k, code in enumerate(countries)}
    found = np.full((len(countries), len(countries)), -1.0)  # none is in force
    wide, unread, unread_wide = found.copy(), np.zeros(found.shape, dtype=bool), np.zeros(found.shape, dtype=bool)
    for one in in_force(on):
        if one.name == left_out:
            continue
        where, narrow = _where(one, place, on), one.kind == PARTIAL_SCOPE
        if one.depth is None:
            unread |= where
            unread_wide |= where & (not narrow)
            continue
        for held in (found, *(() if narrow else (wide,))):
            held[where] = np.maximum(held[where], one.depth)
    unknown = ((found < 0) & unread) | ((wide < 0) & unread_wide)
    made = np.where(unknown, np.nan, np.maximum(found, 0.0))
    np.fill_diagonal(made, 0.0)
    made.flags.writeable = False
    return made


@lru_cache(maxsize=16)
def united(countries: tuple[str, ...], on: date | int) -> NDArray[np.bool_]:
    """Say which countries are in one customs union on a day.

    Parameters
    ----------
    countries
        Codes.
    on
        A day, or a year, which stands for its 31 December.

    Returns
    -------
    numpy.ndarray
        ``[country, country]``, not to be written to: whether one customs union in force binds both as its parties; true on the
        diagonal. One of two sides, as that of the European Union and Turkey, does not count: each keeps agreements of its own.

    Examples
    --------
    >>> united(("DEU", "FRA", "TUR"), 2022).tolist()
    [[True, True, False], [True, True, False], [False, False, True]]
    """
    import numpy as np  # noqa: PLC0415

    place = {code: k for k, code in enumerate(countries)}
    made = np.eye(len(countries), dtype=bool)
    for one in in_force(on):
        if one.kind == CUSTOMS_UNION and not one.partners:
            made |= _where(one, place, on)
    made.flags.writeable = False
    return made


def _where(one: Agreement, place: Mapping[str, int], on: date | int) -> NDArray[np.bool_]:
    """Give the cells of a matrix of countries that an agreement binds."""
    import numpy as np  # noqa: PLC0415

    here, there = ([place[c] for c in side if c in place] for side in one.sides(on))
    cells = np.zeros((len(place), len(place)), dtype=bool)
    cells[np.ix_(here, there)] = True
    cells |= cells.T
    for pair in one.unbound(on):
        ends = [place[c] for c in pair if c in place]
        if len(ends) == 2:
            cells[ends, ends[::-1]] = False
    return cells


@dataclass(frozen=True, eq=False)
class Pairs:
    """Which agreement binds each pair of countries.

    Attributes
    ----------
    countries
        The labels of both axes.
    which
        ``[country, country]``: the place of the agreement in `found`, -1 for none. A customs union comes before a free
        trade agreement, what is not partial before what is, an older before a newer one.
    found
        The agreements.
    """

    countries: tuple[str, ...]
    which: NDArray[np.int16]
    found: tuple[Agreement, ...]


@lru_cache(maxsize=16)
def pairs(countries: tuple[str, ...], on: date) -> Pairs:
    """Give the matrix of pairs that agreements in force bind, those on some goods only left out.

    Parameters
    ----------
    countries
        Codes.
    on
        The day.
    """
    import numpy as np  # noqa: PLC0415

    place = {code: k for k, code in enumerate(countries)}
    wide = [one for one in in_force(on) if one.kind != PARTIAL_SCOPE]
    held = sorted(wide, key=_rank, reverse=True)  # the first in rank is written last, and stays
    which = np.full((len(countries), len(countries)), -1, dtype=np.int16)
    for k, one in enumerate(held):
        which[_where(one, place, on)] = k
    np.fill_diagonal(which, -1)
    which.flags.writeable = False
    return Pairs(countries, which, tuple(held))


def _rank(one: Agreement) -> tuple[bool, bool, date]:
    return one.kind != CUSTOMS_UNION, one.partial, one.in_force or date.max
