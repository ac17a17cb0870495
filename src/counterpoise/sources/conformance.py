"""What any source must do, checked with a sample of its files: for the program's own sources, and for yours."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.container import kind_of
from counterpoise.sources.source import Part, Raw, Source, Verified

if TYPE_CHECKING:
    import pyarrow as pa

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TABLE = re.compile(r"[a-z][a-z0-9_]*")
_SAID = ("name", "title", "producer", "licence", "terms", "citation", "page", "editions")
_PART = ("title", "edition", "completeness", "verified", "tables", "years")
_PAGE = b"<!DOCTYPE html><html><body>Please sign in.</body></html>"


def conforms(source: Source, sample: Path, *, edition: str | None = None, year: int | None = None) -> None:
    """Check that a source does what the store and the commands expect of it.

    It declares itself in full; it reads lazily, and the same from the same file; its parts have names, years and
    descriptions, its tables are readable and hold the rows that they say, without figures that are none; and a file
    that is missing, empty, cut off, a web page or no data at all is refused with `DataError`, and nothing of it is left.

    Parameters
    ----------
    source
        The source.
    sample
        A small file as the producer distributes it: some lines, or an archive.
    edition, year
        What a person would have to say of the file.

    Raises
    ------
    AssertionError
        If something is otherwise than it must be: the message says what.
    """
    _check_declaration(source)
    raw = Raw(sample, edition, year)
    with tempfile.TemporaryDirectory(prefix="conforms-") as scratch:
        folder = Path(scratch)
        (folder / "temporary").mkdir()
        with _temporary(folder / "temporary"):
            first, again = _read(source, raw, folder / "first"), _read(source, raw, folder / "again")
        _must(not any((folder / "temporary").iterdir()), "the reader leaves temporary files")
        _must(bool(first), "the reader gives no part of the sample")
        _must(first.keys() == again.keys(), "reading twice gives other parts or tables")
        for key, table in first.items():
            _must(table.equals(again[key]), f"{key}: reading twice gives other figures")
        for what, content in _broken(sample).items():
            _check_refusal(source, raw, what, content, folder / what)
        _check_lazy(source, Raw(folder / "missing" / sample.name, edition, year))


def _must(condition: bool, otherwise: str) -> None:
    if not condition:
        raise AssertionError(otherwise)


def _check_declaration(source: Source) -> None:
    for name in _SAID:
        _must(bool(getattr(source, name)), f"the source's {name} is empty")
    _must(
        bool(_NAME.fullmatch(source.name)), f"the source's name is {source.name!r}, not lower-case words with hyphens"
    )
    _must(source.verified in get_args(Verified), f"the source is verified with {source.verified!r}, which isn't known")
    for name in ("terms", "page"):
        _must(getattr(source, name).startswith(("https://", "http://")), f"the source's {name} is no address")
    for edition in source.editions if source.downloads else ():
        for download in source.downloads(edition, None) if source.downloads else ():
            _must(download.address.startswith(("https://", "http://")), f"{download.address!r} is no address")
            _must(download.name == Path(download.name).name, f"{download.name!r} is no name of a file")


def _read(source: Source, raw: Raw, folder: Path) -> dict[str, pa.Table]:
    """Read a file whole, check its parts, and give its tables by part and name."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    folder.mkdir()
    found: dict[str, pa.Table] = {}
    for number, part in enumerate(source.read(raw, Progress(_check_report))):
        key = f"{part.dataset} {' '.join(map(str, part.years))}"
        _check_part(part)
        for name, write in part.tables.items():
            place = f"{key}, table {name}"
            _must(place not in found, f"{place} is given twice")
            path = folder / f"{number}-{name}.parquet"
            rows = write(path)
            table = found[place] = pq.read_table(path)
            _must(rows == table.num_rows, f"{place}: its writer says {rows} rows, and wrote {table.num_rows}")
            _check_table(part, name, table, place)
    return found


def _check_report(label: str, fraction: float | None) -> None:
    _must(bool(label), "a report of progress has no label")
    _must(fraction is None or 0 <= fraction <= 1, f"a report of progress says that {fraction} of the work is done")


def _check_part(part: Part) -> None:
    name = part.dataset
    _must(bool(_NAME.fullmatch(name)), f"the dataset's name is {name!r}, not lower-case words with hyphens")
    for word in _PART:
        _must(bool(getattr(part, word)), f"{name}: the part's {word} is empty")
    _must(part.kind in ("accounts", "trade", "table"), f"{name}: the part's kind is {part.kind!r}, which isn't known")
    _must(list(part.years) == sorted(set(part.years)), f"{name}: the part's years aren't sorted: {part.years}")
    _must(
        part.kind == "table" or len(part.years) == 1, f"{name}: a part of {part.kind} holds one year, not {part.years}"
    )


def _check_table(part: Part, name: str, table: pa.Table, place: str) -> None:
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    _must(bool(_TABLE.fullmatch(name)), f"{place}: a table's name is one lower-case word")
    described = part.columns.get(name, {})
    unknown = set(described) - set(table.column_names)
    _must(not unknown, f"{place}: it describes columns that it hasn't: {', '.join(sorted(unknown))}")
    _must(bool(described), f"{place}: no column is described")
    for column, values in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_floating(values.type):
            _must(bool(described.get(column)), f"{place}: the unit of {column} is not described")
            finite = np.isfinite(values.drop_null().to_numpy()).all()
            _must(bool(finite), f"{place}: {column} holds figures that are none; a missing one is null")


def _broken(sample: Path) -> dict[str, bytes]:
    """Give what must be refused, by what is wrong with it."""
    whole = sample.read_bytes()
    wrong = {"empty": b"", "page": _PAGE, "binary": bytes(range(256)) * 40}
    cut = whole[: len(whole) // 2]
    if kind_of(sample) == "unknown":
        # Text that is cut between two lines can't be told from a whole file, so it is cut behind a line's first cell.
        start = cut.rfind(b"\n") + 1
        rest = whole[start:].split(b"\n", 1)[0]
        first = re.search(rb"[,;\t|]", rest)
        if first is None:
            return wrong
        cut = whole[: start + first.end()]
    return {**wrong, "cut off": cut}


def _check_refusal(source: Source, raw: Raw, what: str, content: bytes, folder: Path) -> None:
    """Check that a file is refused in one line with its name, and that nothing is left of it."""
    folder.mkdir()
    (folder / "temporary").mkdir()
    path = folder / raw.path.name
    path.write_bytes(content)
    with _temporary(folder / "temporary"):
        try:
            _read(source, Raw(path, raw.edition, raw.year), folder / "tables")
        except DataError as error:
            _must(path.name in error.where, f"the refusal of a file ({what}) doesn't name it: {error}")
            _must(bool(error.remedy), f"the refusal of a file ({what}) names no remedy: {error}")
        except AssertionError:
            raise
        except Exception as error:
            raise AssertionError(f"a file ({what}) gives {type(error).__name__}, not DataError: {error}") from error
        else:
            raise AssertionError(f"a file ({what}) is not refused")
    left = [one.name for one in (folder / "temporary").iterdir()]
    _must(not left, f"the refusal of a file ({what}) leaves temporary files: {', '.join(left)}")
    beside = {one.name for one in folder.iterdir()} - {"temporary", "tables", path.name}
    _must(not beside, f"the refusal of a file ({what}) leaves files beside it: {', '.join(sorted(beside))}")


@contextlib.contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    """Let temporary files go to a folder."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _check_lazy(source: Source, raw: Raw) -> None:
    try:
        parts = source.read(raw, Progress())
    except DataError as error:
        raise AssertionError("the reader is not lazy: it reads before it is asked for a part") from error
    _must(iter(parts) is parts, "the reader is not lazy: it gives a collection, not an iterator")
    try:
        next(parts)
    except DataError:
        return
    except (OSError, StopIteration) as error:
        raise AssertionError(f"a missing file gives {type(error).__name__}, not DataError") from error
    raise AssertionError("a missing file is not refused")
