"""What an agreement is put to the accounts as: its parties, its two parts, and the years in which it is phased in."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.codes import countries, groups
from counterpoise.core.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from counterpoise.scenario import Scenario
    from counterpoise.scenario.labels import Labels
    from counterpoise.world.register import Agreement

TARIFFS, WHOLE = "tariffs only", "whole agreement"
"""The parts of an agreement: what its tariffs do, and what it does with the other costs of trade that its depth lowers."""

DEEPEST = 7
"""The end of DESTA's scale of depth (Dür, Baccini and Elsig 2014)."""

MOST_YEARS = 50
"""The longest schedule."""

Phases = tuple[tuple[str, int], ...]
"""Years by sector, as ``(("", 10), ("A01", 20))``: the empty word is every other sector, and what comes later goes first."""

_SCHEDULE = "write the years for all sectors, then those of single ones, as 10 or 10,A01:20,C29:15"


def registered(word: str) -> Agreement | None:
    """Give the agreement of the register that a word names, or None.

    Examples
    --------
    >>> registered("cjk").name, registered("ASEAN+1")
    ('China-Japan-Korea', None)
    """
    from counterpoise.world.register import agreement  # noqa: PLC0415

    try:
        return agreement(word)
    except InputError:
        return None


def parse_agreement(value: Any, where: str) -> tuple[str, ...]:
    """Give what an agreement is named by: one word, its name or a group's, or several, its parties.

    Raises
    ------
    InputError
        If nothing is named, one country is alone, or one word is neither an agreement nor a group.

    Examples
    --------
    >>> parse_agreement("rcep", "agreement"), parse_agreement("kor, CHN,jpn", "agreement")
    (('RCEP',), ('KOR', 'CHN', 'JPN'))
    """
    parts = value.split(",") if isinstance(value, str) else list(value) if isinstance(value, Sequence) else [value]
    words = list(dict.fromkeys(str(one).strip() for one in parts))
    if not words or not all(words):
        raise InputError(
            "a party is missing", where=where, remedy="name an agreement, as RCEP, or parties, as KOR,CHN,JPN"
        )
    if len(words) > 1:
        return tuple(dict.fromkeys(_canonical(one) for one in words))
    word = words[0]
    if (found := registered(word)) is not None:
        return (found.name,)
    if groups.is_group(word):
        return (word.upper(),)
    if word.upper() in countries.countries():
        what = f"{countries.label(word.upper())} alone makes no agreement"
        raise InputError(what, where=where, remedy="name two parties or more, as KOR,JPN")
    raise _unknown(word, where)


def _canonical(word: str) -> str:
    known = word.upper() in countries.countries() or groups.is_group(word)
    return word.upper() if known else word


def _unknown(word: str, where: str) -> InputError:
    from counterpoise.world.register import agreements  # noqa: PLC0415

    words = [one for held in agreements().values() for one in (held.name, *held.also)]
    remedy = did_you_mean(word, [*words, *groups.groups()], "name one as RCEP or CJK, or its parties, as KOR,CHN,JPN")
    return InputError(f"{word[:40]!r} is no agreement of the register and no group", where=where, remedy=remedy)


def parse_phases(value: Any, where: str) -> Phases:
    """Give the years over which an agreement is phased in, by sector.

    Raises
    ------
    InputError
        If a part is no number of years, or a sector has none.

    Examples
    --------
    >>> parse_phases("10,A01:20", "--phase"), parse_phases(5, "--phase")
    ((('', 10), ('A01', 20)), (('', 5),))
    """
    if isinstance(value, Mapping):
        parts = [(str(word), years) for word, years in value.items()]
    elif isinstance(value, str):
        parts = [_phase(one.strip(), where, first=not place) for place, one in enumerate(value.split(","))]
    elif isinstance(value, Sequence):
        parts = [(str(one[0]), one[1]) if isinstance(one, Sequence) and len(one) == 2 else ("", one) for one in value]
    else:
        parts = [("", value)]
    made: dict[str, int] = {}
    for word, years in parts:
        if word in made:
            named = f"{word} is" if word else "the years of all sectors are"
            raise InputError(f"{named} given twice", where=where, remedy=_SCHEDULE)
        made[word] = _years(years, where)
    if not made:
        raise InputError("no years are given", where=where, remedy=_SCHEDULE)
    return tuple(made.items())


def _phase(text: str, where: str, *, first: bool) -> tuple[str, str]:
    """Give the sector of a part of a schedule, empty for all, and its years."""
    word, mark, years = text.rpartition(":")
    if not mark and not first and text and not text[0].isdigit():
        raise InputError(f"{text[:40]} has no years", where=where, remedy=f"write {text[:40]}:20")
    return word.strip(), years


def _years(value: Any, where: str) -> int:
    try:
        if isinstance(value, bool) or int(value) != float(value):
            raise ValueError
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{str(value)[:40]!r} is no number of years", where=where, remedy=_SCHEDULE) from None
    if not 0 <= number <= MOST_YEARS:
        raise InputError(f"{number} years", where=where, remedy=f"give 0 (at once) to {MOST_YEARS} years")
    return number


# Whose it is -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parties:
    """Whose agreement it is in a baseline.

    Attributes
    ----------
    name
        In the register; empty for one among parties.
    title
        How it is called.
    here, absent
        The parties that the baseline has, and those that it lacks.
    """

    name: str
    title: str
    here: tuple[str, ...]
    absent: tuple[str, ...] = ()


def parties_in(words: Sequence[str], labels: Labels, *, without_absent: bool, where: str = "agreement") -> Parties:
    """Give the parties that a baseline has.

    Parameters
    ----------
    words
        From `parse_agreement`.
    labels
        The baseline's.
    without_absent
        Go on without those that it lacks.
    where
        For the message.

    Raises
    ------
    InputError
        If it lacks a party and is not to go on without, or fewer than two are left.
    """
    found = registered(words[0]) if len(words) == 1 else None
    here: dict[str, None] = {}
    absent: dict[str, None] = {}
    for word in _members(found, words):
        at, lacking = _party(word, labels, where)
        here |= dict.fromkeys(labels.countries[one] for one in at)
        absent |= dict.fromkeys(lacking)
    title = found.name if found else words[0] if len(words) == 1 else ", ".join(words)
    made = Parties(found.name if found else "", title, tuple(here), tuple(absent))
    if made.absent and not without_absent:
        what = f"the accounts lack {', '.join(map(countries.label, made.absent))}"
        remedy = "add --without-absent (without_absent=True) to ask without them"
        raise InputError(what, where=where, remedy=remedy)
    if len(made.here) < 2:
        what = f"of the parties the accounts have {' '.join(made.here) or 'none'}"
        raise InputError(what, where=where, remedy="name two or more that they have")
    return made


def _members(found: Agreement | None, words: Sequence[str]) -> Sequence[str]:
    if found is None:
        return words
    one, other = found.sides()
    return tuple(dict.fromkeys((*one, *other)))


def _party(word: str, labels: Labels, where: str) -> tuple[Sequence[int], Sequence[str]]:
    """Give the places of a party's countries in the baseline, and the codes that it lacks."""
    if word in labels.countries:
        return (labels.countries.index(word),), ()
    if (group := groups.counted_group(word)) is not None:
        return labels.members(groups.members(group))
    if word.upper() in countries.countries():
        return labels.members((word.upper(),))
    return labels.countries_of((word,), where)[0], ()


# What changes when --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """An agreement with what is asked of it.

    Attributes
    ----------
    whose
        Its parties.
    sectors, exclude
        Sectors that it frees, and those of them that it leaves out; all goods where none is named.
    depth
        DESTA's index of the whole agreement.
    from_depth
        The depth that binds its parties already; the register's, pair by pair, where None.
    depth_effect
        Log points of trade per step of depth; the program's estimate where None.
    years
        By sector of the baseline, the years over which it is phased in; empty where all is at once.
    """

    whose: Parties
    depth: float
    sectors: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    from_depth: float | None = None
    depth_effect: float | None = None
    years: tuple[tuple[str, int], ...] = ()

    @property
    def phases(self) -> tuple[int, ...]:
        """The years that it takes, counted from 1; none where all is at once."""
        return tuple(range(1, max((years for _, years in self.years), default=0) + 1))

    def phased(self, phases: Phases, labels: Labels, where: str = "--phase") -> Plan:
        """Give the same phased in over years.

        Raises
        ------
        InputError
            If a sector that has years of its own is none of the agreement's.
        """
        covered = self.covered(labels)
        given = dict(phases)
        made = dict.fromkeys(covered, given.pop("", 0))
        for word, years in given.items():
            named = [labels.sectors[one] for one in labels.sectors_of((word,), where)]
            inside = [one for one in named if one in made]
            if not inside:
                raise InputError(f"{word} is none of the agreement's sectors", where=where, remedy="leave it out")
            made |= dict.fromkeys(inside, years)
        return dataclasses.replace(self, years=tuple(made.items()) if max(made.values(), default=0) else ())

    def covered(self, labels: Labels) -> list[str]:
        """Give the sectors that it frees.

        Raises
        ------
        InputError
            If a word is no sector, or every sector is left out.
        """
        places = labels.goods()[0] if self.sectors is None else labels.sectors_of(self.sectors, "--sectors")
        left_out = () if self.exclude is None else labels.sectors_of(self.exclude, "--exclude")
        made = [labels.sectors[one] for one in places if one not in left_out]
        if not made:
            raise InputError("it leaves out every sector", where="--exclude", remedy="leave out fewer")
        return made

    def scenario(self, part: str, like: Scenario, year: int | None = None) -> Scenario:
        """Give the scenario of a part, in a year of its phases or in the end.

        Parameters
        ----------
        part
            `TARIFFS` or `WHOLE`.
        like
            Whose model and baseline it takes.
        year
            Of the phases; None is the end.
        """
        from counterpoise.scenario.shocks import Agreement  # noqa: PLC0415

        said: dict[str, Any] = {"name": self.whose.name} if self.whose.name else {"parties": self.whose.here}
        if part == WHOLE:
            said |= {"depth": self.depth, "from_depth": self.from_depth, "depth_effect": self.depth_effect}
        if year is None or not self.years:
            shocks = (Agreement(**said, sectors=self.sectors, exclude=self.exclude),)
        else:
            by_years: dict[int, list[str]] = {}
            for sector, years in self.years:
                by_years.setdefault(years, []).append(sector)
            shocks = tuple(
                Agreement(**said, sectors=tuple(held), share=100.0 * min(year / years, 1.0) if years else 100.0)
                for years, held in sorted(by_years.items())
            )
        title = f"{self.whose.title}, {part}" + ("" if year is None else f", year {year}")
        return like.model_copy(update={"title": title, "shocks": shocks})
