"""Lines about states by number and year: columns found by name, and cells read as what studies of war and peace write.

Names of columns are compared without case, since releases of one producer differ in it. Text is read as Latin-1, which
holds every byte: only names of states could be written otherwise, and they are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from counterpoise.codes.state_numbers import FIRST_YEAR, from_state_number, state_numbers
from counterpoise.sources.container import Member
from counterpoise.sources.source import Raw, refused
from counterpoise.sources.tabular import lines, number

DAMAGED = "get the file again: a cell is damaged"
_YEAR = re.compile(r"(18|19|20)\d\d", re.ASCII)
_STATE = re.compile(r"\d{1,3}", re.ASCII)
_BOM = "\u00ef\u00bb\u00bf"

Cells = dict[str, str]


def records(member: Member, raw: Raw, needed: Sequence[str], also: Sequence[str] = ()) -> Iterator[tuple[str, Cells]]:
    """Give the place of each line, and its cells by the names of their columns.

    Parameters
    ----------
    member, raw
        The file, and what it came from: what an archive's checksum holds whole may lack its last end of line.
    needed
        The columns that must be there once.
    also
        Columns that are read where they are there once.

    Raises
    ------
    DataError
        If it is no separated text, a column is missing or twice, or a line has more or fewer cells than the heading.
    """
    rows = lines(member, encoding="latin-1", whole=member.path != raw.path)
    first, head = next(rows)
    names = [cell.removeprefix(_BOM).strip().strip('"').lower() for cell in head]
    for name in needed:
        if names.count(name.lower()) != 1:
            said = "is not there" if name.lower() not in names else "is there twice"
            raise refused(f"the column {name!r} {said}", f"{member.where}, line {first}")
    at = {name: names.index(name.lower()) for name in (*needed, *also) if names.count(name.lower()) == 1}
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        if len(cells) != len(head):
            raise refused(f"there are {len(cells)} cells, not {len(head)}", place, DAMAGED)
        yield place, {name: cells[column].strip() for name, column in at.items()}


def has(member: Member, raw: Raw, name: str) -> bool:
    """Whether a file's heading has a column."""
    _, head = next(lines(member, encoding="latin-1", whole=member.path != raw.path))
    return name.lower() in [cell.removeprefix(_BOM).strip().lower() for cell in head]


def year_in_history(text: str, where: str) -> int:
    """Read a year from 1800 to 2099.

    Raises
    ------
    DataError
        If it is none.
    """
    if not _YEAR.fullmatch(text):
        raise refused(f"{text[:40]!r} is not a year", where, DAMAGED)
    return int(text)


def state_number(text: str, where: str) -> int:
    """Read a number of the Correlates of War that stands for a state from 1945 on.

    Raises
    ------
    DataError
        If it is none.
    """
    if not _STATE.fullmatch(text) or int(text) not in state_numbers():
        remedy = "get the file again; if it is as its producer made it, this program does not know that state"
        raise refused(f"{text[:40]!r} is no state's number", where, remedy)
    return int(text)


def state(text: str, year: int, where: str) -> str:
    """Give the country of a number of the Correlates of War in a year.

    Raises
    ------
    DataError
        If there is no such number.
    """
    return from_state_number(state_number(text, where), year, where)


def whole(text: str, where: str, least: int, most: int) -> int:
    """Read a whole number within limits.

    Raises
    ------
    DataError
        If it is none.

    Examples
    --------
    >>> whole("3", "line 2", 1, 5)
    3
    """
    value = number(text, where)
    if value != int(value) or not least <= value <= most:
        raise refused(f"{text[:40]!r} is no whole number from {least} to {most}", where, DAMAGED)
    return int(value)


def wanted(pattern: str) -> Callable[[str], bool]:
    """Give what knows a file's name by a pattern, without case."""
    compiled = re.compile(pattern, re.IGNORECASE | re.ASCII)
    return lambda name: bool(compiled.fullmatch(name))


def span(years: Sequence[int]) -> str:
    """Say which years there are, for a sentence."""
    return f"{min(years)} to {max(years)}" if len(set(years)) > 1 else f"{years[0]}"


def pieces(one: int, other: int, first: int, last: int, where: str) -> Iterator[tuple[tuple[str, str], int, int]]:
    """Give the countries of two states over years: a piece for as long as both keep their codes.

    Parameters
    ----------
    one, other
        Numbers of the Correlates of War.
    first, last
        The years; those before the first year of which numbers are translated are left out.
    where
        For the message.

    Yields
    ------
    tuple
        The codes in the order of the alphabet, and the first and the last year.

    Raises
    ------
    DataError
        If there is no such number.

    Examples
    --------
    >>> list(pieces(345, 346, 1992, 2016, "line 2"))
    [(('BIH', 'SCG'), 1992, 2005), (('BIH', 'SRB'), 2006, 2016)]
    """
    since = first = max(first, FIRST_YEAR)
    before: tuple[str, str] | None = None
    for year in range(first, last + 1):
        a, b = sorted(state(str(number_of), year, where) for number_of in (one, other))
        if before not in (None, (a, b)):
            yield before, since, year - 1
            since = year
        before = (a, b)
    if before is not None:
        yield before, since, last
