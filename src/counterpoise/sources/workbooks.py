"""Opening workbooks from outside: one sheet as cells, after a check of the whole file."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from counterpoise.core.need import need
from counterpoise.sources.container import MOST_BYTES, Member, kind_of
from counterpoise.sources.grids import AGAIN
from counterpoise.sources.source import refused

_ERROR = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]* t="e"')
_CHUNK = 1 << 20


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet as cells, with its name."""

    name: str
    cells: list[list[Any]]
    where: str


def open_sheet(member: Member, wanted: Callable[[str], bool]) -> Sheet:
    """Read the first wanted sheet of a workbook.

    Raises
    ------
    DataError
        If it is no workbook, is damaged, or has no such sheet.
    """
    _check_workbook(member)
    workbook, names = _opened(member)
    name = next((one for one in names if wanted(one)), None)
    if name is None:
        raise refused(f"the workbook has no sheet with the table (it has {', '.join(names[:5])})", member.where)
    return _sheet(workbook, name, member)


def open_sheets(member: Member) -> Iterator[Sheet]:
    """Read one sheet of a workbook after another, in its order; one that nobody asks for is not read.

    Raises
    ------
    DataError
        If it is no workbook, or is damaged.
    """
    _check_workbook(member)
    workbook, names = _opened(member)
    for name in names:
        yield _sheet(workbook, name, member)


def _check_workbook(member: Member) -> None:
    kind = kind_of(member.path)
    if kind != "zip":
        said = {"html": "this is a web page, not a workbook"}.get(kind, "this is not a workbook (.xlsx or .xlsb)")
        raise refused(said, member.where, "download the file itself")
    _check_archive(member)


def _opened(member: Member) -> tuple[Any, list[str]]:
    calamine = need("python_calamine", "data")
    with _reading(member):
        workbook = calamine.CalamineWorkbook.from_object(io.BytesIO(member.path.read_bytes()))
        return workbook, list(workbook.sheet_names)


def _sheet(workbook: Any, name: str, member: Member) -> Sheet:
    with _reading(member):
        cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return Sheet(name, cells, f"{member.where}, sheet {name}")


@contextlib.contextmanager
def _reading(member: Member) -> Iterator[None]:
    """Tell what the library can't read; its panics derive from BaseException alone."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise refused(f"the workbook can't be read ({str(error)[:120]})", member.where, AGAIN) from error
        raise


def _check_archive(member: Member) -> None:
    """Refuse a workbook whose parts are damaged, would unpack to too much, or hold cells that are errors (#REF!).

    The reader of cells gives an error as an empty cell, so errors are looked for here.
    """
    try:
        with zipfile.ZipFile(member.path) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise refused("the workbook would unpack to too much", member.where, "don't trust this file")
            for entry in entries:
                with archive.open(entry) as part:
                    cell = _error_in(part)
                if cell:
                    where = f"{member.where}, {entry.filename.rpartition('/')[2]}, cell {cell}"
                    raise refused("the cell holds an error (such as #REF!)", where, AGAIN)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError, ValueError) as error:
        raise refused(f"the workbook is damaged ({str(error)[:120]})", member.where, AGAIN) from error


def _error_in(part: IO[bytes]) -> str:
    """Read a part of a workbook whole, so that its checksum is compared; name its first cell that is an error."""
    found, kept = "", b""
    while chunk := part.read(_CHUNK):
        cell = None if found else _ERROR.search(kept + chunk)
        found = cell[1].decode() if cell else found
        kept = chunk[-200:]
    return found


def column_name(place: int) -> str:
    """Give the letters of a column.

    Examples
    --------
    >>> column_name(0), column_name(25), column_name(26), column_name(1644)
    ('A', 'Z', 'AA', 'BKG')
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
