"""Disputes as directed pairs of states by year, made from a list of participants or read from a list of pairs.

A list of participants (version 5.0) says when a state was on which side. Two states on different sides that took part on
a common day are a pair, in each year in which they have such a day; so states that never met are pairs too, as Brazil
and Japan in the Second World War. A list of pairs (version 4.03) was made by people who looked at who met whom.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from counterpoise.sources.container import Member
from counterpoise.sources.source import Raw, refused
from counterpoise.sources.state_lines import (
    DAMAGED,
    FIRST_YEAR,
    Cells,
    records,
    state,
    state_number,
    whole,
    year_in_history,
)  # fmt: skip

PARTICIPANTS = (
    "dispnum", "ccode", "stday", "stmon", "styear", "endday", "endmon", "endyear", "sidea", "fatality", "hiact",
    "hostlev", "orig",
)  # fmt: skip
"""The columns of a list of participants that are read."""

PAIRS = (
    "disno", "statea", "stateb", "strtyr", "year", "sideaa", "hihosta", "hihostb", "highmcaa", "highmcab", "fatleva",
    "fatlevb", "orignata", "orignatb",
)  # fmt: skip
"""The columns of a list of pairs that are read."""

_MOST_ACTION, _MOST_FATALITY = 30, 6
Key = tuple[int, str, str, int]


@dataclass(frozen=True)
class Role:
    """What a state did in a dispute; None where the producer doesn't know.

    Attributes
    ----------
    hostility, action, fatality
        The producer's numbers.
    side_a, originator
        0 or 1.
    """

    hostility: int | None
    action: int | None
    fatality: int | None
    side_a: int | None
    originator: int | None


@dataclass(frozen=True)
class Spell:
    """Days in which a state took part in a dispute."""

    number: int
    start: datetime.date
    end: datetime.date
    role: Role


class Disputes:
    """Rows as they are found: a pair of countries is there once a dispute and year.

    Attributes
    ----------
    rows
        What the first country did, and whether the pair's dispute began, by dispute, countries and year.
    merged, before, at_home
        How many pairs went to a row that was there, how many lines end before the first year, and how many pairs are left
        out because both states are one country by now.
    """

    def __init__(self) -> None:
        self.rows: dict[Key, tuple[Role, int]] = {}
        self.merged = self.before = self.at_home = 0

    def add(self, dispute: int, pair: tuple[str, str], year: int, role: Role, onset: int) -> None:
        """Add what the first of a pair did; where it is there, the higher number stays."""
        if pair[0] == pair[1]:
            self.at_home += 1
            return
        key = (dispute, *pair, year)
        if key in self.rows:
            self.merged += 1
            role, onset = _higher(self.rows[key][0], role), max(self.rows[key][1], onset)
        self.rows[key] = (role, onset)


def _higher(one: Role, other: Role) -> Role:
    return Role(
        _most(one.hostility, other.hostility),
        _most(one.action, other.action),
        _most(one.fatality, other.fatality),
        _most(one.side_a, other.side_a),
        _most(one.originator, other.originator),
    )


def _most(*values: int | None) -> int | None:
    return max((value for value in values if value is not None), default=None)


def from_participants(member: Member, raw: Raw) -> Disputes:
    """Give the pairs of a list of participants.

    Raises
    ------
    DataError
        If a line is not as its producer makes it, or a dispute has one side only.
    """
    found, spells = Disputes(), defaultdict[int, list[Spell]](list)
    sides = defaultdict[int, set[int | None]](set)
    seen: set[tuple[str, ...]] = set()
    for place, cells in records(member, raw, PARTICIPANTS):
        key = tuple(cells.values())
        if key in seen:
            raise refused("the same participation is there twice", place, "get the file again")
        seen.add(key)
        dispute, start, end = _dispute(cells["dispnum"], place), _day(cells, "st", place), _day(cells, "end", place)
        if start > end:
            raise refused(f"it begins on {start}, after its end on {end}", place, DAMAGED)
        role = _role(cells, ("hostlev", "hiact", "fatality", "sidea", "orig"), place)
        sides[dispute].add(role.side_a)
        if end.year < FIRST_YEAR:
            found.before += 1
            continue
        spells[dispute].append(Spell(state_number(cells["ccode"], place), start, end, role))
    for dispute, held in sides.items():
        if len(held) < 2:
            remedy = "get it again: it is not whole"
            raise refused(f"dispute {dispute} has one side only", member.where, remedy)
    for dispute, held in sorted(spells.items()):
        for pair, year, role, onset in _met(held):
            codes = (state(f"{pair[0]}", year, member.where), state(f"{pair[1]}", year, member.where))
            found.add(dispute, codes, year, role, onset)
    return found


def _met(spells: Iterable[Spell]) -> Iterator[tuple[tuple[int, int], int, Role, int]]:
    """Give each directed pair of opponents in each year in which they have a common day, and whether it is their first."""
    held = list(spells)
    for one in held:
        for other in held:
            start, end = max(one.start, other.start), min(one.end, other.end)
            if one.role.side_a != other.role.side_a and one.number != other.number and start <= end:
                for year in range(max(start.year, FIRST_YEAR), end.year + 1):
                    yield (one.number, other.number), year, one.role, int(year == start.year)


def from_pairs(member: Member, raw: Raw) -> Disputes:
    """Give the pairs of a list of pairs, in both directions: where the list has one only, the other is made from it.

    Raises
    ------
    DataError
        If a line is not as its producer makes it.
    """
    found, given = Disputes(), set[tuple[int, int, int, int]]()
    turned: list[tuple[int, int, int, int, Role, int]] = []
    for place, cells in records(member, raw, PAIRS):
        year, start = year_in_history(cells["year"], place), year_in_history(cells["strtyr"], place)
        if start > year:
            raise refused(f"it begins in {start}, after its year {year}", place, DAMAGED)
        if year < FIRST_YEAR:
            found.before += 1
            continue
        dispute, onset = _dispute(cells["disno"], place), int(year == start)
        one, other = state_number(cells["statea"], place), state_number(cells["stateb"], place)
        here = _role(cells, ("hihosta", "highmcaa", "fatleva", "sideaa", "orignata"), place)
        there = _role(cells, ("hihostb", "highmcab", "fatlevb", "sideaa", "orignatb"), place)
        given.add((dispute, one, other, year))
        found.add(dispute, (state(f"{one}", year, place), state(f"{other}", year, place)), year, here, onset)
        side = None if here.side_a is None else 1 - here.side_a
        turned.append((dispute, other, one, year, replace(there, side_a=side), onset))
    for dispute, one, other, year, role, onset in turned:
        if (dispute, one, other, year) not in given:
            codes = (state(f"{one}", year, member.where), state(f"{other}", year, member.where))
            found.add(dispute, codes, year, role, onset)
    return found


def _role(cells: Cells, names: tuple[str, str, str, str, str], place: str) -> Role:
    """Give what a line says of a state: hostility (0 is none stated), action, fatality, side, and whether it began it."""
    hostility, action, fatality, side, origin = (cells[name] for name in names)
    return Role(
        _known(hostility, place, 5) or None,
        _known(action, place, _MOST_ACTION),
        _known(fatality, place, _MOST_FATALITY),
        _known(side, place, 1),
        _known(origin, place, 1),
    )


def _known(text: str, place: str, most: int) -> int | None:
    """Read a number of a scale, or None where it is unknown (-9)."""
    value = whole(text, place, -9, most)
    if -9 < value < 0:
        raise refused(f"{value} is no number of the scale to {most}", place, DAMAGED)
    return None if value == -9 else value


def _dispute(text: str, place: str) -> int:
    return whole(text, place, 1, 99_999)


def _day(cells: Cells, when: str, place: str) -> datetime.date:
    """Give a day; where it is unknown, the first of a start's month (or year) and the last of an end's."""
    first = when == "st"
    year = year_in_history(cells[f"{when}year"], place)
    month = _known(cells[f"{when}mon"], place, 12) or (1 if first else 12)
    day = _known(cells[f"{when}day"], place, 31)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    try:
        return datetime.date(year, month, day or 1) if first or day else following - datetime.timedelta(days=1)
    except ValueError as error:
        raise refused(f"there is no {day}. {month}. {year}", place, DAMAGED) from error
