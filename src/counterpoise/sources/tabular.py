"""Reading separated text line by line, and writing rows as a Parquet file as they come."""

from __future__ import annotations

import contextlib
import csv
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.sources.container import Member, check_text
from counterpoise.sources.source import Write, refused

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 200_000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)


def lines(
    member: Member, *, separator: str = ",", encoding: str = "utf-8-sig", whole: bool = False, strict: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """Give the number and the cells of each line of a file that is not empty.

    Parameters
    ----------
    member, separator, encoding
        The file, and how it is written.
    whole
        Whether the file is known to be whole, so that its last line need not be ended.
    strict
        Whether a quoted cell must end at a separator: False for a producer whose lines don't.

    Raises
    ------
    DataError
        If it isn't separated text, isn't in the encoding, holds bytes that no text has, or ends within a line.
    """
    check_text(member, separator=separator)
    if not whole:
        check_end(member)
    with member.path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=separator, strict=strict)
        before, empty = 0, True
        try:
            for cells in reader:
                number, before = before + 1, reader.line_num
                if any("\0" in cell for cell in cells):
                    raise refused("there are bytes that are not text", f"{member.where}, line {number}")
                if cells:
                    empty = False
                    yield number, cells
        except UnicodeDecodeError as error:
            raise refused(f"after line {before} there are bytes that are not {encoding}", member.where) from error
        except csv.Error as error:
            raise refused(f"the cells can't be told apart ({error})", f"{member.where}, line {before + 1}") from error
    if empty:
        raise refused("there is no line in it", member.where, "get it again")


def check_end(member: Member) -> None:
    """Refuse a file that ends within a line: it was cut, and a number that was cut is still a number.

    Raises
    ------
    DataError
        If the last byte doesn't end a line.
    """
    with member.path.open("rb") as file:
        file.seek(-1, 2)
        if file.read(1) not in b"\r\n":
            raise refused("the file ends within a line, so it was cut", member.where, "get it again, whole")


def number(text: str, where: str) -> float:
    """Read a decimal number; nothing else is one (not ``nan``, ``1_000`` or ``1,5``).

    Raises
    ------
    DataError
        If it is none.

    Examples
    --------
    >>> number(" 12.5", "line 2")
    12.5
    """
    word = text.strip()
    value = float(word) if _NUMBER.fullmatch(word) else float("inf")
    if abs(value) == float("inf"):
        raise refused(f"{word[:40]!r} is not a number", where, "get the file again: a cell is damaged")
    return value


def year_of(text: str, where: str) -> int:
    """Read a year from 1900 to 2099.

    Raises
    ------
    DataError
        If it is none.

    Examples
    --------
    >>> year_of("2022", "line 2")
    2022
    """
    if not _YEAR.fullmatch(text.strip()):
        raise refused(f"{text.strip()[:40]!r} is not a year", where, "get the file again: a cell is damaged")
    return int(text)


class Spool:
    """Rows on their way to a Parquet file, so that memory need not hold them.

    Attributes
    ----------
    rows
        How many there are.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415

        self.path, self.rows = path, 0
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=True)
        self._held: list[Sequence[Any]] = []

    def add(self, row: Sequence[Any]) -> None:
        """Add a row, in the order of the columns."""
        self._held.append(row)
        self.rows += 1
        if len(self._held) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa  # noqa: PLC0415

        if self._held:
            columns = [
                pa.array(values, type=field.type)
                for values, field in zip(zip(*self._held, strict=True), self._schema, strict=True)
            ]
            self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
            self._held = []

    def close(self) -> None:
        """Write what is left."""
        self._flush()
        self._writer.close()


@contextlib.contextmanager
def spooled(schema: pa.Schema) -> Iterator[Spool]:
    """Give a spool in a temporary folder; the folder goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as folder:
        spool = Spool(Path(folder) / "rows.parquet", schema)
        try:
            yield spool
        finally:
            spool.close()


def copied(path: Path) -> Write:
    """Give what writes a table that is already a Parquet file, as long as that file is there."""

    def write(target: Path) -> int:
        import pyarrow.parquet as pq  # noqa: PLC0415

        shutil.copyfile(path, target)
        return pq.read_metadata(target).num_rows

    return write
