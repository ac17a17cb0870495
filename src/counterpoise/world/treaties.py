"""Who has promised to defend whom: defence treaties, since when and until when.

They are a small, cited table (``facts/defence_treaties.csv``), which names promisers and beneficiaries by their codes
or by groups with dated members. One obligation is a directed pair: the United States promises Japan defence, Japan does
not promise it in turn. What a treaty obliges to is told in the categories of the Alliance Treaty Obligations and
Provisions project (Leeds, Ritter, Mitchell and Long 2002); it is read from texts, and says nothing of whether the
promise would be kept. Russia stands for the Soviet Union too, and Germany for the Federal Republic before 1990.

What is left out: treaties of nonaggression, arms and bases alone, agreements on access for visiting forces, and pacts
that touch no economy of the embedded table.

References
----------
Leeds, B., Ritter, J., Mitchell, S. and Long, A. (2002), Alliance Treaty Obligations and Provisions, 1815-1944,
International Interactions 28(3), 237-260.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from counterpoise.core.errors import DataError

TREATY = "treaty"
CLAUSE = "mutual_assistance_clause"
ASSURANCE = "assurance"
KINDS = (TREATY, CLAUSE, ASSURANCE)
DUTIES = ("defense", "offense", "neutrality", "nonaggression", "consultation")

_Span = tuple[str, date, date]
"""A country, and the days from which and before which it is bound."""


@dataclass(frozen=True)
class Obligation:
    """What one country has promised another, from one day to another.

    Attributes
    ----------
    treaty, kind
        The treaty's name, and ``treaty``, ``mutual_assistance_clause`` (Treaty on European Union, Article 42(7)) or
        ``assurance`` (a law or a declaration that promises no defence in law).
    promiser, beneficiary
        Codes of countries.
    duties
        Of `DUTIES`; none where an assurance fits no category.
    since, until
        The first day, and the day from which it no longer holds; None where no end is known.
    note, citation, seen
        What a reader must know, where it was read, and whether it was ("text") or is remembered ("memory").
    """

    treaty: str
    kind: str
    promiser: str
    beneficiary: str
    duties: tuple[str, ...]
    since: date
    until: date | None
    note: str
    citation: str
    seen: str

    def holds(self, on: date) -> bool:
        """Tell whether it is in force on a day.

        Parameters
        ----------
        on
            The day; the last that a date can hold asks whether it has no end.

        Returns
        -------
        bool
            The first day counts, the day of its end doesn't.
        """
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Treaty:
    """A row of the table: a treaty, or the part of it that obliges some of its parties alike.

    Attributes
    ----------
    name, kind
        Its name, which several rows may share, and one of `KINDS`.
    promisers, beneficiaries
        Codes and groups. Every promiser is bound to every beneficiary but itself.
    duties
        Of `DUTIES`.
    signed, in_force, ended
        Days; None where it is not known, not in force, or has no end.
    note, citation, seen
        As in `Obligation`.
    """

    name: str
    kind: str
    promisers: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    duties: tuple[str, ...]
    signed: date | None
    in_force: date | None
    ended: date | None
    note: str
    citation: str
    seen: str

    def obligations(self) -> Iterator[Obligation]:
        """Give what it obliges each promiser to, towards each beneficiary, while both are bound.

        Yields
        ------
        Obligation
            None where it isn't in force.
        """
        if self.in_force is None:
            return
        for one, since, until in _spans(self.promisers):
            for other, first, last in _spans(self.beneficiaries):
                begins, ends = max(self.in_force, since, first), min(self.ended or date.max, until, last)
                if one != other and begins < ends:
                    yield self._between(one, other, begins, None if ends == date.max else ends)

    def _between(self, one: str, other: str, since: date, until: date | None) -> Obligation:
        return Obligation(
            self.name, self.kind, one, other, self.duties, since, until, self.note, self.citation, self.seen
        )


def treaties(folder: Path | None = None) -> tuple[Treaty, ...]:
    """Give every row of the table of defence treaties.

    Parameters
    ----------
    folder
        Where the table is; the package's own by default.

    Returns
    -------
    tuple of Treaty
        In the table's order.

    Raises
    ------
    DataError
        If a treaty ends before it begins, is of no known kind, or names an unknown duty, country or group.

    Examples
    --------
    >>> [one.in_force.isoformat() for one in treaties() if one.name == "Korea-United States 1953"]
    ['1954-11-17']
    """
    from counterpoise import facts  # noqa: PLC0415

    return _treaties(folder or facts.FOLDER)


@cache
def _treaties(folder: Path) -> tuple[Treaty, ...]:
    from counterpoise import facts  # noqa: PLC0415

    file = folder / "defence_treaties.csv"
    rows = facts.read("defence_treaties", folder)
    return tuple(_treaty(row, f"{file}, line {line}") for line, row in enumerate(rows, 2))


def _treaty(row: dict[str, str], where: str) -> Treaty:
    """Make a treaty of a row, or say what is wrong with it."""
    signed, in_force, ended = (_day(row[name], where) for name in ("signed", "in_force", "ended"))
    treaty = Treaty(
        name=row["treaty"],
        kind=row["kind"],
        promisers=tuple(row["promisers"].split()),
        beneficiaries=tuple(row["beneficiaries"].split()),
        duties=tuple(row["duties"].split()),
        signed=signed,
        in_force=in_force,
        ended=ended,
        note=row["note"],
        citation=row["citation"],
        seen=row["seen"],
    )
    _check(treaty, where)
    return treaty


def _check(treaty: Treaty, where: str) -> None:
    """Refuse what no treaty can be."""
    from counterpoise.codes.countries import countries  # noqa: PLC0415
    from counterpoise.codes.groups import is_group  # noqa: PLC0415

    start = treaty.in_force or treaty.signed
    if treaty.ended and start and treaty.ended <= start:
        what = f"{treaty.name} ends on {treaty.ended.isoformat()}, and begins on {start.isoformat()}"
        raise DataError(what, where=where, remedy="the day from which it no longer holds comes after its first")
    if treaty.kind not in KINDS:
        raise DataError(f"{treaty.kind!r} is no kind of treaty", where=where, remedy=f"one of {', '.join(KINDS)}")
    for duty in treaty.duties:
        if duty not in DUTIES:
            raise DataError(f"{duty!r} is no duty", where=where, remedy=f"one of {', '.join(DUTIES)}")
    for word in (*treaty.promisers, *treaty.beneficiaries):
        if not (is_group(word) or word in countries()):
            raise DataError(f"{word!r} is neither a country nor a group", where=where, remedy="write codes")


def _day(text: str, where: str) -> date | None:
    """Read a day; a year alone stands for its first."""
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01-01" if len(text) == 4 else text)
    except ValueError:
        raise DataError(f"{text[:40]!r} is no day", where=where, remedy="write 1954-11-17, or a year") from None


def _spans(words: tuple[str, ...]) -> list[_Span]:
    """Give the countries that codes and groups stand for, each with the days of its membership."""
    from counterpoise.codes.groups import groups, is_group  # noqa: PLC0415

    found: list[_Span] = []
    for word in words:
        if is_group(word):
            found += [(one.member, one.since, one.until or date.max) for one in groups()[word].memberships]
        else:
            found.append((word, date.min, date.max))
    return found


@cache
def history() -> tuple[Obligation, ...]:
    """Give every obligation that ever was in force, in the table's order.

    Returns
    -------
    tuple of Obligation
        One for each treaty, directed pair and unbroken time.
    """
    return tuple(one for treaty in treaties() for one in treaty.obligations())


@lru_cache(maxsize=256)
def obligations(on: date | int | None = None) -> tuple[Obligation, ...]:
    """Give the obligations that are in force on a day.

    Parameters
    ----------
    on
        A day, a year, which stands for its 31 December, or None for what has no end that is known.

    Returns
    -------
    tuple of Obligation
        In the table's order: several for a pair that several treaties bind.

    Examples
    --------
    >>> sorted({one.promiser for one in obligations(2018) if one.beneficiary == "KOR" and "defense" in one.duties})
    ['USA']
    >>> any(one.promiser == "JPN" and "defense" in one.duties for one in obligations(2018))
    False
    """
    if on is None:
        return tuple(one for one in history() if one.until is None)
    day = date(on, 12, 31) if isinstance(on, int) else on
    return tuple(one for one in history() if one.holds(day))
