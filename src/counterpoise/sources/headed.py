"""Separated text whose columns are found by their names, as releases of one producer write them.

Names are compared by their letters and digits alone, without case: ``Q5%All`` and ``q5all`` are one column. A file is
separated by tabs where its heading has one, else by semicolons where it has more of them than commas, else by commas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from counterpoise.sources import state_lines
from counterpoise.sources.container import Member
from counterpoise.sources.source import Raw, refused
from counterpoise.sources.state_lines import whole
from counterpoise.sources.tabular import lines, number
from counterpoise.sources.ties import DAMAGED, encoding_of

MISSING = frozenset({"", "NA", "NaN", "."})
"""What R, Python and Stata write where there is no figure."""

UNKNOWN = "get the file again; if it is as its producer made it, this program does not know that state"
"""The remedy where a state's code or name is not known."""

Cells = Mapping[str, str]


def plain(name: str) -> str:
    """Give the form of a column's name by which it is compared.

    Examples
    --------
    >>> plain("Q5%All"), plain("session.x"), plain("country_code")
    ('q5all', 'sessionx', 'countrycode')
    """
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def heading(member: Member) -> set[str]:
    """Give the plain names of a file's columns.

    Raises
    ------
    DataError
        If it is no text.
    """
    with member.path.open("rb") as file:
        first = file.readline(1 << 20).decode("utf-8-sig", errors="replace")
    return {plain(cell) for cell in first.split(separator_of(first))}


def separator_of(line: str) -> str:
    """Tell what separates the cells of a heading.

    Examples
    --------
    >>> separator_of('"number";"name";"c1"'), separator_of("year,rta")
    (';', ',')
    """
    return "\t" if "\t" in line else ";" if line.count(";") > line.count(",") else ","


def lacking(needed: Sequence[str], names: Sequence[str]) -> str:
    """Say which columns are not there, all of them at once; nothing where each is.

    Examples
    --------
    >>> lacking(("iso1", "year"), ["iso1"]), lacking(("iso1", "year"), []), lacking((), [])
    ("the column 'year' is not there", "the columns 'iso1', 'year' are not there", '')
    """
    missing = [repr(name) for name in needed if name not in names]
    if len(missing) < 2:
        return f"the column {missing[0]} is not there" if missing else ""
    return f"the columns {', '.join(missing)} are not there"


def headed(member: Member, raw: Raw, needed: Sequence[str], also: Sequence[str] = ()) -> Iterator[tuple[str, Cells]]:
    """Give each line below the heading: where it is, and its trimmed cells by plain names.

    Parameters
    ----------
    member, raw
        The file, and what it came from: what an archive's checksum holds whole may lack its last end of line.
    needed, also
        The plain names of the columns that must be there, and of those that are read where they are.

    Raises
    ------
    DataError
        If it is no separated text, a column is missing or twice, or a line has more or fewer cells than the heading.
    """
    with member.path.open("rb") as file:
        separator = separator_of(file.readline(1 << 20).decode("latin-1"))
    packed = member.path != raw.path
    rows = lines(member, separator=separator, encoding=encoding_of(member), whole=packed)
    first, head = next(rows)
    names = [plain(cell) for cell in head]
    if missing := lacking(needed, names):
        raise refused(missing, f"{member.where}, line {first}")
    for name in (*needed, *also):
        if names.count(name) > 1:
            raise refused(f"the column {name!r} is there twice", f"{member.where}, line {first}")
    at = {name: names.index(name) for name in (*needed, *also) if name in names}
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        if len(cells) != len(head):
            raise refused(f"there are {len(cells)} cells, not {len(head)}", place, DAMAGED)
        yield place, {name: cells[column].strip() for name, column in at.items()}


def figure(text: str | None, place: str, least: float, most: float) -> float | None:
    """Read a figure within limits, or None where it is missing.

    Raises
    ------
    DataError
        If it is no number, or outside.

    Examples
    --------
    >>> figure("0.25", "line 2", 0, 1), figure("NA", "line 3", 0, 1)
    (0.25, None)
    """
    if text is None or text in MISSING:
        return None
    value = number(text, place)
    if not least <= value <= most:
        raise refused(f"{value:g} is not from {least:g} to {most:g}", place, DAMAGED)
    return value


def state(text: str, year: int, place: str) -> str:
    """Give the country of a state's number of the Correlates of War in a year; it may have a decimal point.

    Raises
    ------
    DataError
        If no state has it.

    Examples
    --------
    >>> state("732.0", 2019, "line 2")
    'KOR'
    """
    return state_lines.state(str(whole(text, place, 1, 999)), year, place)


def counted(number_of: int, one: str, many: str = "") -> str:
    """Say how many there are of something.

    Examples
    --------
    >>> counted(1, "row"), counted(1200, "country", "countries")
    ('1 row', '1,200 countries')
    """
    return f"{number_of:,} {one if number_of == 1 else many or one + 's'}"
