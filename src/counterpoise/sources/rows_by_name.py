"""Lines whose cells are found by the names of their columns, from text (by any separator) or from a workbook's sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from counterpoise.codes.countries import countries
from counterpoise.codes.country_words import country_words
from counterpoise.sources.container import Member, kind_of
from counterpoise.sources.headed import Cells, headed, heading, lacking, plain
from counterpoise.sources.source import Raw, refused
from counterpoise.sources.workbooks import Sheet, open_sheets

_HEAD = 15
"""Rows of a sheet among which the heading is looked for."""


def columns_of(member: Member) -> set[str]:
    """Give the plain names of a table's columns: of a text's heading, or of the sheet with the most in one row.

    Raises
    ------
    DataError
        If it is neither text nor a workbook.
    """
    if kind_of(member.path) != "zip":
        return heading(member)
    heads = [_names(line) for sheet in open_sheets(member) for line in sheet.cells[:_HEAD]]
    return set(max(heads, key=lambda names: sum(map(bool, names)), default=[])) - {""}


def rows_by_name(
    member: Member, raw: Raw, needed: Sequence[str], also: Sequence[str] = ()
) -> Iterator[tuple[str, Cells]]:
    """Give each line below the heading: where it is, and its trimmed cells by plain names.

    Parameters
    ----------
    member, raw
        The file, and what it came from.
    needed, also
        The plain names of the columns that must be there, and of those that are read where they are.

    Raises
    ------
    DataError
        If it is no table, a column is missing or there twice, or a cell or line is damaged.
    """
    if kind_of(member.path) != "zip":
        yield from headed(member, raw, needed, also)
        return
    nearest: list[str] = []
    for sheet in open_sheets(member):
        held = _nearest(sheet, needed)
        if set(needed) <= set(held):
            yield from sheet_rows(sheet, needed, also)
            return
        nearest = max(nearest, held, key=lambda names: len({*needed} & {*names}))
    raise refused(f"in no sheet are all columns: {lacking(needed, nearest)}", member.where)


def sheet_rows(sheet: Sheet, needed: Sequence[str], also: Sequence[str] = ()) -> Iterator[tuple[str, Cells]]:
    """Give each row of a sheet below its heading, as `rows_by_name` does; rows without any cell are passed over.

    Raises
    ------
    DataError
        If a column is missing or there twice.
    """
    heads = enumerate(_names(line) for line in sheet.cells[:_HEAD])
    top, names = next(((at, found) for at, found in heads if set(needed) <= set(found)), (-1, []))
    if top < 0:
        raise refused(lacking(needed, _nearest(sheet, needed)), sheet.where)
    for name in (*needed, *also):
        if names.count(name) > 1:
            raise refused(f"the column {name!r} is there twice", f"{sheet.where}, row {top + 1}")
    at = {name: names.index(name) for name in (*needed, *also) if name in names}
    for row, line in enumerate(sheet.cells[top + 1 :], top + 2):
        cells = {name: written(line[column]) if column < len(line) else "" for name, column in at.items()}
        if any(cells.values()):
            yield f"{sheet.where}, row {row}", cells


def written(cell: Any) -> str:
    """Give a workbook's cell as text would hold it.

    Examples
    --------
    >>> written(410.0), written(0.25), written(" Korea "), written("")
    ('410', '0.25', 'Korea', '')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _names(line: Sequence[Any]) -> list[str]:
    return [plain(written(cell)) for cell in line]


def _nearest(sheet: Sheet, needed: Sequence[str]) -> list[str]:
    """Give the names of the row with the most of the columns that must be there."""
    heads = (_names(line) for line in sheet.cells[:_HEAD])
    return max(heads, key=lambda names: len({*needed} & {*names}), default=[])


def known_code(text: str, scheme: str = "iso-3166-3") -> str | None:
    """Give the country of an alpha-3 code: ISO's own, a producer's own, or one that changed with a name; else None.

    States of the past keep their codes: unlike `counterpoise.sources.ties.from_code`, nothing is continued.

    Examples
    --------
    >>> known_code("KOR"), known_code("ROM"), known_code("CSK"), known_code("WBG", "wb-dta"), known_code("XYZ")
    ('KOR', 'ROU', 'CSK', 'PSE', None)
    """
    if text in countries():
        return text
    return country_words(scheme).get(text) or country_words("iso-3166-3").get(text)
