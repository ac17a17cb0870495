"""What the readers of ties between states share: lines by the names of their columns, states over time, tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.codes.countries import countries
from counterpoise.codes.country_words import country_words
from counterpoise.sources.container import Member
from counterpoise.sources.source import refused
from counterpoise.sources.tabular import lines, number

if TYPE_CHECKING:
    import pyarrow as pa

DAMAGED = "get the file again: a cell is damaged"
COUNTRY = "ISO 3166-1 alpha-3"
MISSING = frozenset({"", "NA"})
"""What stands for a missing cell in most files."""

_CONTINUED = {"SUN": "RUS", "VDR": "VNM"}
"""States that go on under a successor's code."""

_YUGOSLAV = {"YUG": 1991, "SCG": 2005, "SRB": 9999}
"""The codes of Belgrade's state, each with its last year."""


def continuing(code: str, year: int | None = None) -> str:
    """Give the code under which a state is kept in a year.

    The Soviet Union is kept as Russia and North Vietnam as Vietnam in all years; Belgrade's state is YUG to 1991, SCG
    from 1992 to 2005 and SRB afterwards, whichever of the three a file says.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-3.
    year
        The year; None where there is none.

    Examples
    --------
    >>> continuing("SUN", 1980), continuing("SRB", 1999), continuing("YUG", 1975), continuing("KOR", 2000)
    ('RUS', 'SCG', 'YUG', 'KOR')
    """
    if year is not None and code in _YUGOSLAV:
        return next(one for one, last in _YUGOSLAV.items() if year <= last)
    return _CONTINUED.get(code, code)


def from_code(text: str, where: str, scheme: str) -> str:
    """Give the country of an alpha-3 code, or of a producer's own word for one.

    Parameters
    ----------
    text
        The code.
    where
        For the message.
    scheme
        Whose own words are known; see `country_words`.

    Raises
    ------
    DataError
        If it is no country's.

    Examples
    --------
    >>> from_code("KOR", "line 2", "colt"), from_code("SUN", "line 3", "colt")
    ('KOR', 'RUS')
    """
    word = text.strip()
    code = country_words(scheme).get(word, word)
    if code not in countries():
        remedy = "get the file again; if it is as its producer made it, this program does not know that country"
        raise refused(f"{word[:20]!r} is no country's code", where, remedy)
    return continuing(code)


def encoding_of(member: Member) -> str:
    """Tell whether a text is in UTF-8; else it is taken for Latin-1, in which all bytes are letters."""
    try:
        with member.path.open(encoding="utf-8-sig", newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def columns(head: Sequence[str], needed: Iterable[str], where: str, known: Iterable[str] = ()) -> dict[str, int]:
    """Give the places of the needed columns, and of those others that are there.

    Raises
    ------
    DataError
        If a needed column isn't there, or one is there twice.
    """
    names = [cell.strip() for cell in head]
    for name in (*needed, *known):
        if names.count(name) != 1 and (name in names or name not in known):
            said = "is there twice" if name in names else "is not there"
            raise refused(f"the column {name!r} {said}", where)
    return {name: names.index(name) for name in (*needed, *known) if name in names}


def named_lines(
    member: Member, needed: Sequence[str], known: Sequence[str] = (), *, whole: bool = False
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give each line below the heading of a CSV: where it is, and its cells by the names of the columns.

    Parameters
    ----------
    member
        The file.
    needed, known
        The columns that must be there, and those that may be.
    whole
        As of `lines`.

    Raises
    ------
    DataError
        If a column or a cell is missing.
    """
    rows = lines(member, encoding=encoding_of(member), whole=whole)
    _, head = next(rows)
    at = columns(head, needed, f"{member.where}, line 1", known)
    for line, cells in rows:
        place = f"{member.where}, line {line}"
        if len(cells) != len(head):
            raise refused(f"there are {len(cells)} cells, not {len(head)}", place, DAMAGED)
        yield place, {name: cells[column].strip() for name, column in at.items()}


def count_of(text: str, place: str, missing: Collection[str] = MISSING) -> float | None:
    """Give a figure that is not below 0, or None where it is missing.

    Raises
    ------
    DataError
        If it is no such figure.

    Examples
    --------
    >>> count_of("25771", "line 2"), count_of("NA", "line 3")
    (25771.0, None)
    """
    if text in missing:
        return None
    value = number(text, place)
    if value < 0:
        raise refused(f"{value:g} is below 0", place, DAMAGED)
    return value


def flag_of(text: str, place: str) -> int | None:
    """Give a mark that is 0 or 1, or None where it is missing.

    Raises
    ------
    DataError
        If it is anything else.
    """
    if text in MISSING:
        return None
    if text not in ("0", "1"):
        raise refused(f"{text[:20]!r} is not 0 or 1", place, DAMAGED)
    return int(text)


def tabled(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    """Give rows as a table."""
    import pyarrow as pa  # noqa: PLC0415

    held = [pa.array(values, type=field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)]
    return pa.Table.from_arrays(held, schema=schema)
