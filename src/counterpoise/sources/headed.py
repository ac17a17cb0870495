"""Separated text whose columns are found by their names, as releases of one producer write them.

Names are compared by their letters and digits alone, without case: ``Q5%All`` and ``q5all`` are one column. A file is
separated by tabs where its heading has one, else by commas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.codes.state_numbers import from_state_number
from counterpoise.core.errors import InputError
from counterpoise.sources.container import Member
from counterpoise.sources.source import Raw, refused
from counterpoise.sources.tabular import lines, number

if TYPE_CHECKING:
    import pyarrow as pa

DAMAGED = "get the file again: a cell is damaged"
MISSING = frozenset({"", "NA", "NaN", "."})
"""What R, Python and Stata write where there is no figure."""

COUNTRY = "ISO 3166-1 alpha-3"
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
    return {plain(cell) for cell in first.replace("\t", ",").split(",")}


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
        tabs = b"\t" in file.readline(1 << 20)
    separator, whole = "\t" if tabs else ",", member.path != raw.path
    rows = lines(member, separator=separator, encoding=_encoding(member), whole=whole)
    first, head = next(rows)
    names = [plain(cell) for cell in head]
    for name in (*needed, *also):
        if names.count(name) > 1 or (name in needed and name not in names):
            said = "is there twice" if name in names else "is not there"
            raise refused(f"the column {name!r} {said}", f"{member.where}, line {first}")
    at = {name: names.index(name) for name in (*needed, *also) if name in names}
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        if len(cells) != len(head):
            raise refused(f"there are {len(cells)} cells, not {len(head)}", place, DAMAGED)
        yield place, {name: cells[column].strip() for name, column in at.items()}


def _encoding(member: Member) -> str:
    """Tell whether a text is in UTF-8; else it is taken for Latin-1, in which all bytes are letters."""
    try:
        with member.path.open(encoding="utf-8-sig", newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def whole(text: str, place: str, least: int, most: int) -> int:
    """Read a whole number within limits, with or without a decimal point.

    Raises
    ------
    DataError
        If it is none.

    Examples
    --------
    >>> whole("74.0", "line 2", 1, 199)
    74
    """
    value = number(text, place)
    if value != int(value) or not least <= value <= most:
        raise refused(f"{text[:40]!r} is no whole number from {least} to {most}", place, DAMAGED)
    return int(value)


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
    """Give the country of a state's number of the Correlates of War in a year.

    Raises
    ------
    DataError
        If no state has it.
    """
    try:
        return from_state_number(whole(text, place, 1, 999), year)
    except InputError as error:
        remedy = "get the file again; if it is as its producer made it, this program does not know that state"
        raise refused(f"{text[:20]!r} is no state's number", place, remedy) from error


def tabled(columns: Mapping[str, Sequence[Any]], types: Mapping[str, Any]) -> pa.Table:
    """Give columns as a table, each of the type of its name."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.table({name: pa.array(columns[name], type=kind) for name, kind in types.items()})


def counted(number_of: int, one: str, many: str = "") -> str:
    """Say how many there are of something.

    Examples
    --------
    >>> counted(1, "row"), counted(1200, "country", "countries")
    ('1 row', '1,200 countries')
    """
    return f"{number_of:,} {one if number_of == 1 else many or one + 's'}"
