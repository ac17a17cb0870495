"""Groups of countries with dated members, and the words by which countries are asked for.

A member belongs to a group from the day ``since`` up to, and not including, the day ``until``; a year alone stands for
its first of January. A question that names only a year gets the members on 31 December of that year.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from counterpoise.codes import countries as table
from counterpoise.codes._tables import Language, rows, split_words
from counterpoise.core.errors import InputError

ALL = "ALL"
"""The word for every country that is known."""

_COUNTED = re.compile(r"([A-Z]+?)-?(\d+)")


@dataclass(frozen=True, slots=True)
class Membership:
    """One dated membership, with where it was read."""

    group: str
    member: str
    since: date
    until: date | None
    citation: str
    seen: str
    checked: date

    def holds(self, on: date | None) -> bool:
        """Tell whether it holds on a day.

        Parameters
        ----------
        on
            The day; None asks whether it has no end.

        Returns
        -------
        bool
            The first day counts, the day of its end doesn't.
        """
        if on is None:
            return self.until is None
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of countries: its names, a note on what counts as membership, and its dated members."""

    code: str
    name_en: str
    name_ko: str
    note: str
    memberships: tuple[Membership, ...]

    @property
    def founded(self) -> date:
        """The day of its first membership."""
        return min(membership.since for membership in self.memberships)


def _day(text: str) -> date:
    return date.fromisoformat(text if len(text) > 4 else f"{text}-01-01")


@cache
def groups() -> Mapping[str, Group]:
    """Give every group by its code.

    Returns
    -------
    Mapping[str, Group]
        By code (``EU``, ``ASEAN``), in the order of the table.

    Examples
    --------
    >>> groups()["ASEAN"].name_en
    'Association of Southeast Asian Nations'
    """
    memberships: dict[str, list[Membership]] = {}
    for row in rows("groups"):
        membership = Membership(
            group=row["group"],
            member=row["member"],
            since=_day(row["since"]),
            until=_day(row["until"]) if row["until"] else None,
            citation=row["citation"],
            seen=row["seen"],
            checked=_day(row["date"]),
        )
        memberships.setdefault(membership.group, []).append(membership)
    found = {
        row["group"]: Group(row["group"], row["name_en"], row["name_ko"], row["note"], tuple(memberships[row["group"]]))
        for row in rows("group_names")
    }
    return MappingProxyType(found)


def counted_group(word: str) -> str | None:
    """Give the code of the group that a word names, also with the number of its members today.

    Parameters
    ----------
    word
        Any word.

    Returns
    -------
    str | None
        The code; None where it is no group's, or the number is another.

    Examples
    --------
    >>> counted_group("EU27"), counted_group("rcep"), counted_group("EU12")
    ('EU', 'RCEP', None)
    """
    plain = word.strip().upper()
    if plain in groups():
        return plain
    counted = _COUNTED.fullmatch(plain)
    if counted and counted[1] in groups() and len(_held(counted[1], None)) == int(counted[2]):
        return counted[1]
    return None


def is_group(word: str) -> bool:
    """Tell whether a word is the code of a group, in any case, also with the number of its members today.

    Parameters
    ----------
    word
        Any word.

    Returns
    -------
    bool
        True for the code of a group.

    Examples
    --------
    >>> is_group("eu"), is_group("EU27"), is_group("KOR")
    (True, True, False)
    """
    return counted_group(word) is not None


def group(word: str, where: str = "") -> Group:
    """Give the group that a word stands for.

    Parameters
    ----------
    word
        The code of a group, in any case.
    where
        Where it comes from, for the message.

    Returns
    -------
    Group
        With its name and its dated members.

    Raises
    ------
    InputError
        If there is no such group.

    Examples
    --------
    >>> group("rcep").name_ko
    '역내포괄적경제동반자협정'
    """
    code = counted_group(word)
    if code is not None:
        return groups()[code]
    near = _near_groups(word)
    remedy = f"did you mean {' or '.join(near)}?" if near else f"the groups are {', '.join(groups())}"
    raise InputError(f"{word!r} is not a group of countries", where=where, remedy=remedy)


def name(word: str, language: Language = "en") -> str:
    """Give the name of a group.

    Parameters
    ----------
    word
        The code of a group, in any case.
    language
        ``en`` or ``ko``.

    Returns
    -------
    str
        Its name in that language.

    Raises
    ------
    InputError
        If there is no such group.

    Examples
    --------
    >>> name("EU"), name("EU", "ko")
    ('European Union', '유럽연합')
    """
    found = group(word)
    return found.name_ko if language == "ko" else found.name_en


def members(word: str, on: int | date | None = None) -> tuple[str, ...]:
    """Give the members of a group on a day.

    Parameters
    ----------
    word
        The code of a group. One with the number of its members today (``EU27``) stands for these on every day.
    on
        A day; a year, which stands for its 31 December; or None for the newest members that the table knows.

    Returns
    -------
    tuple[str, ...]
        Country codes in alphabetical order.

    Raises
    ------
    InputError
        If there is no such group, or it had no members on that day.

    Examples
    --------
    >>> len(members("EU", 2013)), len(members("EU", 2020))
    (28, 27)
    >>> len(members("EU27", 2013))
    27
    >>> "GBR" in members("EU", date(2020, 1, 31))
    True
    """
    found = group(word)
    counted = word.strip().upper() != found.code
    day = None if counted else date(on, 12, 31) if isinstance(on, int) else on
    held = _held(found.code, day)
    if held:
        return held
    if day is None:
        ended = max(m.until for m in found.memberships if m.until)
        raise InputError(f"{found.code} has ended", remedy=f"ask for a day before {ended.isoformat()}")
    ends = [m.until for m in found.memberships]
    last = f" and before {max(end for end in ends if end).isoformat()}" if all(ends) else ""
    raise InputError(
        f"{found.code} had no members on {day.isoformat()}",
        remedy=f"ask for a day from {found.founded.isoformat()} on{last}",
    )


def _held(code: str, day: date | None) -> tuple[str, ...]:
    return tuple(sorted(m.member for m in groups()[code].memberships if m.holds(day)))


def parse_countries(
    text_or_sequence: str | Sequence[str],
    known: Iterable[str] | None = None,
    year: int | None = None,
    where: str = "",
    source: str = "",
) -> tuple[str, ...]:
    """Give the countries that words ask for: codes, groups, or all.

    Parameters
    ----------
    text_or_sequence
        ``KOR``, ``KOR,JPN``, ``EU,JPN``, ``ALL``, or a list of such words.
    known
        The countries that a source has, in its order; it may hold ``ROW``. When None, every current country is known.
    year
        The year for which a group's members are taken, on its 31 December; the newest when None.
    where
        Where the words come from, for the message.
    source
        The name of the source whose countries are known, for the message.

    Returns
    -------
    tuple[str, ...]
        Country codes, each once, in the order asked for. Of a group, those members that are known.

    Raises
    ------
    InputError
        If a word is neither a code nor a group, a country isn't known, or none of a group's members is.

    Examples
    --------
    >>> parse_countries("usmca,JPN,USA")
    ('CAN', 'MEX', 'USA', 'JPN')
    >>> parse_countries("ALL", known=["KOR", "JPN"])
    ('KOR', 'JPN')
    >>> parse_countries("PRK", known=["KOR", "JPN"], source="icio-2025")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    counterpoise.core.errors.InputError: no data for PRK (North Korea) in icio-2025; ...
    """
    words = split_words(text_or_sequence)
    if not words:
        remedy = "write codes such as KOR,JPN, a group such as EU, or ALL"
        raise InputError("no country is named", where=where, remedy=remedy)
    listed = None if known is None else tuple(known)
    found = (code for word in words for code in _countries_of(word, listed, year, where, source))
    return tuple(dict.fromkeys(found))


def _countries_of(
    word: str, known: tuple[str, ...] | None, year: int | None, where: str, source: str
) -> tuple[str, ...]:
    """Give the countries of one word: all, a group's, the remainder, or one."""
    upper = word.upper()
    if upper == ALL:
        return known if known is not None else tuple(code for code, c in table.countries().items() if c.current)
    if is_group(upper):
        return _known_members(upper, known, year, where, source)
    if known is not None and upper in known:
        return (upper,)
    if upper in table.countries() or upper == table.REST_OF_WORLD:
        code = upper if known is not None else table.parse(word, where)
        if known is None:
            return (code,)
        raise InputError(
            f"no data for {table.label(code)} in {_source(source)}", where=where, remedy=_instead(code, known)
        )
    raise InputError(f"{word!r} is neither a country code nor a group", where=where, remedy=_meant(word, known, source))


def _meant(word: str, known: tuple[str, ...] | None, source: str) -> str:
    """Say which known group or country a wrong word may have meant."""
    near = (*_near_groups(word), *(table.label(code) for code in table.nearest(word, known)))
    if near:
        return f"did you mean {' or '.join(near[:3])}?"
    elsewhere = table.nearest(word)
    if elsewhere:
        return f"did you mean {table.label(elsewhere[0])}? There is no data for it in {_source(source)}"
    return "write codes such as KOR,JPN, a group such as EU, or ALL"


def _known_members(
    word: str, known: tuple[str, ...] | None, year: int | None, where: str, source: str
) -> tuple[str, ...]:
    try:
        belong = members(word, year)
    except InputError as error:
        raise InputError(error.what, where=where, remedy=error.remedy) from None
    kept = belong if known is None else tuple(code for code in belong if code in known)
    if not kept:
        remedy = f"its members are {', '.join(belong)}"
        raise InputError(f"no data for any member of {word} in {_source(source)}", where=where, remedy=remedy)
    return kept


def _source(source: str) -> str:
    return source or "the data"


def _instead(code: str, known: tuple[str, ...]) -> str:
    """Say what covers a country that a source doesn't list."""
    if code == table.REST_OF_WORLD:
        return f"it has {len(known)} countries"
    heirs = tuple(heir for heir in table.countries()[code].successors if heir in known)
    if heirs:
        return f"it has {', '.join(heirs[:3])}{' and others' if len(heirs) > 3 else ''}, which followed it"
    if table.REST_OF_WORLD in known:
        return f"there it is part of {table.label(table.REST_OF_WORLD)}"
    return f"it has {len(known)} countries; ALL asks for every one"


def _near_groups(word: str) -> tuple[str, ...]:
    """Give the groups whose code or name is near a word."""
    named = {found.name_en.casefold(): code for code, found in groups().items()}
    named |= {found.name_ko: code for code, found in groups().items()}
    named |= {other.casefold(): row["group"] for row in rows("group_names") for other in row["also"].split(";")}
    plain = word.strip().casefold().removeprefix("the ")
    joined = "".join(letter for letter in plain.upper() if letter.isalnum())
    if joined in groups():  # G-7
        return (joined,)
    if plain in named:
        return (named[plain],)
    trimmed = joined.rstrip("0123456789")
    if trimmed in groups():  # EU27, EU-27
        return (trimmed,)
    if len(plain) < 4:
        return ()
    near = difflib.get_close_matches(word.strip().upper(), list(groups()), n=2, cutoff=0.75)
    return tuple(near) or tuple(named[n] for n in difflib.get_close_matches(plain, list(named), n=2, cutoff=0.8))
