"""One trade agreement: its parties and their days, its kind, how deep it is and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from counterpoise.core.errors import InputError

CUSTOMS_UNION, PARTIAL_SCOPE = "customs_union", "partial_scope"

IN_FORCE, ENDED = "in force", "ended"

TALKS = ("signed", "negotiating", "stopped")
"""What stands of an agreement that has never been in force."""

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
        ``customs_union``, ``free_trade_agreement``, or ``partial_scope``: some goods only, which frees no tariff of a
        baseline.
    parties, partners
        Codes and groups. Without partners it binds every pair of parties, else each party with each partner.
    signed, in_force, ended
        Days; None where it is not signed, not in force, or has no end.
    partial
        Whether many duties stay, or fall over ten years and more.
    depth, depth_from, desta
        How many of seven provisions it has (Dür, Baccini and Elsig 2014), None where nobody has read it; whether that is
        ``DESTA``'s index or an ``own reading`` by its questions; and the treaty's number in DESTA.
    by_party
        Days on which single parties, or pairs, were bound later than `in_force`; None for one that is not bound.
    status
        ``in force``, ``ended``, ``signed``, ``negotiating`` or ``stopped``.
    launched, rounds
        Of what was never in force: the day on which the talks began, and their rounds, where known.
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
    depth: float | None = None
    depth_from: str = ""
    desta: str = ""
    by_party: Mapping[str, date | None] = field(default_factory=dict)
    status: str = ""
    launched: date | None = None
    rounds: int | None = None

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
        day = day_of(on)
        one = self._bound(self.parties, day)
        return one, self._bound(self.partners, day) if self.partners else one

    def _bound(self, words: tuple[str, ...], day: date) -> tuple[str, ...]:
        """Give the countries of one side, without parties that are not bound yet."""
        found = countries_of(words, day)
        return tuple(code for code in found if code not in self.by_party or _by(self.by_party[code], day))

    def unbound(self, on: date | int | None = None) -> frozenset[frozenset[str]]:
        """Give the pairs that it does not bind on a day though both are parties, as one has not accepted the other.

        Parameters
        ----------
        on
            A day, a year (its 31 December), or None for the newest members of groups.

        Returns
        -------
        frozenset
            Of sets of two codes.
        """
        day = day_of(on)
        ends = {frozenset(key.split("-")): when for key, when in self.by_party.items() if "-" in key}
        return frozenset(pair for pair, when in ends.items() if not _by(when, day))

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
        return frozenset(frozenset((a, b)) for a in one for b in other if a != b) - self.unbound(on)

    def _binds(self, one: str, other: str, day: date) -> bool:
        """Say whether a pair is among `pairs`, which need not be built for it."""
        here, there = self.sides(day)
        facing = (one in here and other in there) or (other in here and one in there)
        return facing and one != other and frozenset((one, other)) not in self.unbound(day)

    def since(self, one: str, other: str, on: date | int | None = None) -> date | None:
        """Give the first day on which it binds a pair: the later of the two parties' days.

        Parameters
        ----------
        one, other
            Codes.
        on
            A day, a year (its 31 December), or None for the newest members of groups.

        Returns
        -------
        date or None
            None where it is not in force, or does not bind the pair on the day.

        Examples
        --------
        >>> from counterpoise.world.register import agreement
        >>> [agreement("RCEP").since("KOR", one).isoformat() for one in ("JPN", "IDN")]
        ['2022-02-01', '2023-01-02']
        """
        pair, day = frozenset((one, other)), day_of(on)
        if self.in_force is None or not self._binds(one, other, day):
            return None
        own = [self.by_party[code] for code in (one, other) if code in self.by_party]
        own += [when for key, when in self.by_party.items() if frozenset(key.split("-")) == pair]
        words = (*self.parties, *self.partners)
        return max(when for when in (self.in_force, *own, _joined(words, one, day), _joined(words, other, day)) if when)

    def stands(self, on: date | int) -> str:
        """Give how it stands on a day.

        Parameters
        ----------
        on
            A day, or a year, which stands for its 31 December.

        Returns
        -------
        str
            ``in force``, ``ended``, ``signed``, ``negotiating``, ``stopped``, or nothing where it had not begun. What was
            signed later was negotiated on the day, where its talks had begun. Whether talks stood still on an earlier day
            is not known: those that stopped are ``stopped`` on each.

        Examples
        --------
        >>> from counterpoise.world.register import agreement
        >>> [agreement("EFTA-Thailand").stands(year) for year in (2004, 2010, 2025)]
        ['', 'negotiating', 'signed']
        """
        day = day_of(on)
        if self.in_force is not None and self.in_force <= day:
            return IN_FORCE if self.holds(day) else ENDED
        if self.signed is not None and self.signed <= day:
            return self.status if self.status in TALKS else "signed"
        begun = self.launched is not None and self.launched <= day
        if not begun or self.status not in TALKS:
            return ""
        return "negotiating" if self.status == "signed" else self.status


def agreement_of(row: Mapping[str, str]) -> Agreement:
    """Read a row of the table of facts."""

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
        depth=float(row["depth"]) if row["depth"] else None,
        depth_from=row["depth_from"],
        desta=row["desta"],
        by_party=MappingProxyType({one: day(when.strip("-")) for one, when in _days(row["by_party"])}),
        status=row["status"] or (ENDED if row["ended"] else IN_FORCE),
        launched=day(row["launched"]),
        rounds=int(row["rounds"]) if row["rounds"] else None,
    )


def _days(text: str) -> list[tuple[str, str]]:
    """Read ``KOR=2022-02-01 GBR-CAN=-``: a party or a pair, and its day, or a dash for one that is not bound."""
    return [(key, when) for key, _, when in (word.partition("=") for word in text.split())]


def _by(when: date | None, day: date) -> bool:
    return when is not None and when <= day


@lru_cache(maxsize=4096)
def _joined(words: tuple[str, ...], code: str, on: date) -> date | None:
    """Give the day on which a country joined the group of a side, None where it is a party by itself."""
    from counterpoise.codes.groups import groups, is_group  # noqa: PLC0415

    if code in words:
        return None
    day = None if on == date.max else on
    spells = (m for word in words if is_group(word) for m in groups()[word].memberships if m.member == code)
    return min((one.since for one in spells if one.holds(day)), default=None)


def day_of(on: date | int | None) -> date:
    """Give a day; a year stands for its 31 December, and None for the day after all others."""
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
