"""The register of trade agreements: who may sell to whom without duties, since when and until when.

It is a small, cited table (``facts/trade_agreements.csv``). Parties are countries or groups with dated members, so an
agreement of the European Union holds for its members of that day. What is left out: preferences that one side grants
(for least developed countries), agreements on some goods only, and the African Continental Free Trade Area, in which
few pairs trade under its schedules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError, did_you_mean

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CUSTOMS_UNION = "customs_union"

TRANSITION = (date(2020, 2, 1), date(2021, 1, 1))
"""The United Kingdom had left the European Union, and was bound by its customs union and its agreements (Withdrawal
Agreement, articles 126 to 129)."""


@dataclass(frozen=True)
class Agreement:
    """A trade agreement.

    Attributes
    ----------
    name, also
        Its name, and others by which it is found.
    kind
        ``customs_union`` or ``free_trade_agreement``.
    parties, partners
        Codes and groups. Without partners it binds every pair of parties, else each party with each partner.
    signed, in_force, ended
        Days; None where it is not signed, not in force, or has no end.
    partial
        Whether many duties stay, or fall over ten years and more.
    note, citation, seen
        What a reader must know, where it was read, and whether it was ("text") or is remembered ("memory").
    """

    name: str
    also: tuple[str, ...]
    kind: str
    parties: tuple[str, ...]
    partners: tuple[str, ...]
    signed: date | None
    in_force: date | None
    ended: date | None
    partial: bool
    note: str
    citation: str
    seen: str

    def holds(self, on: date) -> bool:
        """Tell whether it is in force on a day.

        Parameters
        ----------
        on
            The day.

        Returns
        -------
        bool
            The first day counts, the day of its end doesn't.
        """
        return self.in_force is not None and self.in_force <= on and (self.ended is None or on < self.ended)

    def sides(self, on: date | int | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the countries of both sides on a day.

        Parameters
        ----------
        on
            A day, a year (its 31 December), or None for the newest members of groups.

        Returns
        -------
        tuple
            Two tuples of codes: the same where every pair of parties is bound.
        """
        day = _day(on)
        one = countries_of(self.parties, day)
        return one, countries_of(self.partners, day) if self.partners else one

    def pairs(self, on: date | int | None = None) -> frozenset[frozenset[str]]:
        """Give the pairs of countries that it binds on a day, whether or not it is in force then.

        Parameters
        ----------
        on
            A day, a year (its 31 December), or None for the newest members of groups.

        Returns
        -------
        frozenset
            Of sets of two codes.
        """
        one, other = self.sides(on)
        return frozenset(frozenset((a, b)) for a in one for b in other if a != b)


@cache
def agreements() -> Mapping[str, Agreement]:
    """Give every agreement of the register by its name.

    Examples
    --------
    >>> agreements()["RCEP"].in_force.isoformat(), agreements()["China-Japan-Korea"].in_force
    ('2022-01-01', None)
    """
    from counterpoise import facts  # noqa: PLC0415

    return MappingProxyType({row["name"]: _agreement(row) for row in facts.read("trade_agreements")})


def _agreement(row: Mapping[str, str]) -> Agreement:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    return Agreement(
        name=row["name"],
        also=tuple(one for one in row["also"].split(";") if one),
        kind=row["kind"],
        parties=tuple(row["parties"].split()),
        partners=tuple(row["partners"].split()),
        signed=day(row["signed"]),
        in_force=day(row["in_force"]),
        ended=day(row["ended"]),
        partial=row["extent"] == "partial",
        note=row["note"],
        citation=row["citation"],
        seen=row["seen"],
    )


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
    day = _day(on)
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
    ['RCEP', 'Korea-China']
    """
    pair = frozenset((one, other))
    return tuple(found for found in in_force(on) if pair in found.pairs(on))


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
    """Give the matrix of pairs that agreements in force bind.

    Parameters
    ----------
    countries
        Codes.
    on
        The day.
    """
    import numpy as np  # noqa: PLC0415

    place = {code: k for k, code in enumerate(countries)}
    held = sorted(in_force(on), key=_rank, reverse=True)  # the first in rank is written last, and stays
    which = np.full((len(countries), len(countries)), -1, dtype=np.int16)
    for k, one in enumerate(held):
        here, there = ([place[c] for c in side if c in place] for side in one.sides(on))
        which[np.ix_(here, there)] = k
        which[np.ix_(there, here)] = k
    np.fill_diagonal(which, -1)
    which.flags.writeable = False
    return Pairs(countries, which, tuple(held))


def _rank(one: Agreement) -> tuple[bool, bool, date]:
    return one.kind != CUSTOMS_UNION, one.partial, one.in_force or date.max


def _day(on: date | int | None) -> date:
    if on is None:
        return date.max
    return date(on, 12, 31) if isinstance(on, int) else on


@lru_cache(maxsize=4096)
def countries_of(words: tuple[str, ...], on: date) -> tuple[str, ...]:
    """Give the countries that codes and groups stand for on a day; a group without members then gives none."""
    from counterpoise.codes.groups import is_group  # noqa: PLC0415

    found: dict[str, None] = {}
    for word in words:
        found |= dict.fromkeys(_members(word, on) if is_group(word) else (word,))
    return tuple(found)


@lru_cache(maxsize=4096)
def _members(group: str, on: date) -> tuple[str, ...]:
    from counterpoise.codes.groups import members  # noqa: PLC0415

    try:
        held = members(group, None if on == date.max else on)
    except InputError:  # it had no members then
        return ()
    return (*held, "GBR") if group == "EU" and TRANSITION[0] <= on < TRANSITION[1] else held
