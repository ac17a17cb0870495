"""Opening files that come from outside: archives and text, with limits, so that a wrong or malicious one does no harm."""

from __future__ import annotations

import contextlib
import copy
import gzip
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from counterpoise.core.errors import DataError
from counterpoise.sources.source import Raw, refused

MOST_BYTES = 12_000_000_000
"""Largest unpacked member: a year of the largest table is below a tenth of it."""

MOST_WORKBOOK = 3_000_000_000
"""Largest unpacked workbook, all its sheets together: what reads it holds much of it in memory."""

MOST_RATIO = 250
"""Largest ratio of unpacked to packed bytes, above the first megabytes: tables of figures reach some 20."""

MOST_MEMBERS = 2_000
LONGEST_LINE = 2_000_000
"""Bytes of a line of text; the widest known table has some 100,000."""

_FREE = 50_000_000
_CHUNK = 1 << 20
_MOST_DIRECTORY = 20_000_000
"""Bytes of an archive's directory, which is held in memory: far above what `MOST_MEMBERS` members need."""

_OPENED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways of packing whose memory is bounded while they are undone."""

_WORKBOOKS = {"[content_types].xml", "content.xml"}
"""A member that tells a workbook (.xlsx and .xlsb; .ods) from an archive of files."""

_NOTES = "._"
"""How the names begin under which macOS packs what it knows of a file, beside the file itself."""

_BROKEN = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    IndexError,
    struct.error,
    zlib.error,
)
"""What the standard library raises for an archive that is damaged."""

_MARKS = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
    b"BZh": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PAR1": "parquet",
    b"\xd0\xcf\x11\xe0": "xls",
}
_PAGES = (b"<!doctype", b"<html", b"<head", b"<?xml", b"<script", b"<body")
_WARY = "don't trust this file"
_AGAIN = "get it again"


@dataclass(frozen=True)
class Member:
    """A plain file, or one unpacked from an archive.

    Attributes
    ----------
    name
        Its own name, without folders.
    path
        Where its bytes are: the file itself, or a temporary copy (under a name of its own, with the same ending) that
        goes when the block ends.
    where
        How messages name it: ``2016-2022_SML.zip: 2019_SML.csv``.
    """

    name: str
    path: Path
    where: str


@contextlib.contextmanager
def members(raw: Raw, wanted: Callable[[str], bool]) -> Iterator[Iterator[Member]]:
    """Open a file, and give what it holds, one at a time: itself, or the wanted members of an archive.

    Archives within an archive are opened too, one level deep. Each member is unpacked to a temporary folder when it is
    reached, and removed when the next one is asked for. A workbook is given as it is, once all that it packs has been
    read through and found to be of a sane size.

    Parameters
    ----------
    raw
        The file.
    wanted
        Called with a member's name (without folders); False passes it over. It is not asked for a plain file.

    Yields
    ------
    iterator of Member
        In the order of their names.

    Raises
    ------
    DataError
        If the file is missing or empty, an archive is damaged, encrypted, or holds a name that leads elsewhere, more
        than it may, or nothing that is wanted.
    """
    path = raw.path
    try:
        if path.exists() and not path.is_file():
            raise refused("this is not a file", raw.name, "name a file")
        with path.open("rb") as file:
            head = file.read(1)
    except (OSError, ValueError) as error:
        raise refused(
            f"can't be read ({_reason(error)})", raw.name, "check the name, and that you may read it"
        ) from error
    if not head:
        raise refused("the file is empty", raw.name, _AGAIN)
    with _temporary() as folder, contextlib.closing(_members(path, raw.name, wanted, folder)) as found:
        yield found


@contextlib.contextmanager
def _temporary() -> Iterator[Path]:
    try:
        folder = tempfile.TemporaryDirectory(prefix="counterpoise-")
    except OSError as error:
        raise _unwritten(error, "the temporary folder") from error
    with folder as path:
        yield Path(path)


def _members(path: Path, where: str, wanted: Callable[[str], bool], folder: Path) -> Generator[Member, None, None]:
    kind = kind_of(path)
    if kind == "gzip":
        name = path.name.removesuffix(".gz")
        target = folder / f"0{_ending(name)}"
        with _written(target) as write, gzip.open(path, "rb") as packed:
            unpack_into(write, packed, where, path.stat().st_size)
        yield from _plain(Member(name, target, where))
    elif kind == "zip" and not _is_workbook(path, where):
        yield from _zipped(path, where, wanted, folder, depth=0)
    else:
        yield from _plain(Member(path.name, path, where))


def _plain(member: Member) -> Iterator[Member]:
    """Give a member that is no archive of files, once it is known to do no harm."""
    kind = kind_of(member.path)
    if kind in ("7z", "rar", "bzip2", "xz", "zstd"):
        raise refused(
            f"this is a {kind} archive, which isn't opened here", member.where, "unpack it, and add what it holds"
        )
    if kind == "zip" and _is_workbook(member.path, member.where):
        _check_workbook(member.path, member.where)
    yield member


def kind_of(path: Path) -> str:
    """Tell what a file is by its first bytes: zip, gzip, another archive, html, parquet, xls or unknown."""
    with path.open("rb") as file:
        return kind_of_bytes(file.read(512))


def kind_of_bytes(head: bytes) -> str:
    """Tell what a file is by its first bytes (512 are enough); see `kind_of`."""
    for mark, kind in _MARKS.items():
        if head.startswith(mark):
            return kind
    return "html" if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES) else "unknown"


@contextlib.contextmanager
def _reading(where: str) -> Iterator[None]:
    """Tell what goes wrong in an archive."""
    try:
        yield
    except _BROKEN as error:
        raise refused(f"the archive is damaged ({_reason(error)})", where, _AGAIN) from error


@contextlib.contextmanager
def _archive(path: Path, where: str) -> Iterator[tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]]:
    """Open a zip archive, and give it with its members, each checked by what the directory says."""
    with _reading(where):
        _check_directory(path, where)
        archive = zipfile.ZipFile(path)
    with archive:
        entries = archive.infolist()
        if len(entries) > MOST_MEMBERS:
            raise refused(f"the archive holds {len(entries):,} files, more than {MOST_MEMBERS:,}", where, _WARY)
        for entry in entries:
            _check_entry(entry, path.stat().st_size, where)
        yield archive, sorted((one for one in entries if not one.is_dir()), key=lambda one: one.filename)


def _check_directory(path: Path, where: str) -> None:
    """Refuse a directory too large to hold in memory, before it is read."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 66_000))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise zipfile.BadZipFile("its end is missing")
    size = struct.unpack_from("<L", tail, at + 12)[0]
    large = tail.rfind(b"PK\x06\x06", 0, at)
    if size == 0xFFFFFFFF and large >= 0 and large + 48 <= len(tail):
        size = struct.unpack_from("<Q", tail, large + 40)[0]
    if size > _MOST_DIRECTORY:
        raise refused(f"the archive's directory takes {size:,} bytes", where, _WARY)


def _check_entry(entry: zipfile.ZipInfo, size: int, where: str) -> None:
    """Refuse names that lead out of a folder, links, and members that only look small."""
    name = entry.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise refused(f"the archive holds a name that leads elsewhere, {name[:60]!r}", where, _WARY)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise refused(f"the archive holds a link, {name[:60]!r}", where, _WARY)
    if entry.compress_size > size:
        raise refused(f"the archive is damaged ({name[:60]!r} is longer than the archive)", where, _AGAIN)
    if entry.file_size > _most(entry.compress_size):
        raise refused(f"{name[:60]!r} would unpack to {entry.file_size:,} bytes", where, _WARY)


def _is_workbook(path: Path, where: str) -> bool:
    with _archive(path, where) as (_, entries):
        return any(entry.filename.lower() in _WORKBOOKS for entry in entries)


def _check_workbook(path: Path, where: str) -> None:
    """Read through all that a workbook packs, so that what opens it meets no surprise; nothing is kept."""
    total = 0
    with _archive(path, where) as (archive, entries):
        for entry in entries:
            total += _through(archive, entry, f"{where}: {entry.filename[:60]}", len)
            if total > MOST_WORKBOOK:
                raise refused(f"the workbook unpacks to more than {MOST_WORKBOOK:,} bytes", where, _WARY)


def _zipped(path: Path, where: str, wanted: Callable[[str], bool], folder: Path, *, depth: int) -> Iterator[Member]:
    found = False
    with _archive(path, where) as (archive, entries):
        for entry in entries:
            name = PurePosixPath(entry.filename.replace("\\", "/")).name
            inner = name.lower().endswith(".zip") and depth == 0
            if name.startswith(_NOTES) or (not inner and not wanted(name)):
                continue
            place = f"{where}: {name}"
            target = folder / f"{depth}{_ending(name)}"
            with _written(target) as write:
                _through(archive, entry, place, write)
            if inner:
                for member in _zipped(target, place, wanted, folder, depth=1):
                    found = True
                    yield member
            else:
                found = True
                yield from _plain(Member(name, target, place))
            target.unlink(missing_ok=True)
    if not found and depth == 0:
        names = ", ".join(PurePosixPath(entry.filename).name for entry in entries[:5]) or "nothing"
        raise refused(f"the archive holds no table that this source reads (it holds {names})", where)


def _ending(name: str) -> str:
    """Give a name's ending, if it is one that any system takes."""
    ending = PurePosixPath(name).suffix.lower()
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) < 10 else ""


def _through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str, write: Callable[[bytes], object]) -> int:
    """Unpack a member in pieces, and give its length; it must be the one that the directory says."""
    if entry.flag_bits & 1:
        raise refused("the archive is locked with a password", where, "unpack it, and add what it holds")
    if entry.compress_type not in _OPENED:
        raise refused(
            "it is packed in a way that isn't opened here", where, "unpack the archive, and add what it holds"
        )
    # The library stops at the length that the directory says, and so hides what goes on behind it.
    whole = copy.copy(entry)
    whole.file_size = MOST_BYTES + 1
    with _reading(where):
        with archive.open(whole) as packed:
            total = _pieces(packed, write, where, _most(entry.compress_size))
        if total != entry.file_size:
            raise zipfile.BadZipFile(f"it holds {total:,} bytes instead of {entry.file_size:,}")
    return total


def unpack_into(
    write: Callable[[bytes], object], packed: IO[bytes] | gzip.GzipFile, where: str, compressed: int
) -> int:
    """Undo a gzip file in pieces, and stop where the bytes exceed what their packed size makes likely.

    Raises
    ------
    DataError
        If they do, or the packed bytes are damaged.
    """
    with _reading(where):
        return _pieces(packed, write, where, _most(compressed))


def _most(compressed: int) -> int:
    return min(MOST_BYTES, _FREE + MOST_RATIO * compressed)


def _pieces(packed: IO[bytes] | gzip.GzipFile, write: Callable[[bytes], object], where: str, most: int) -> int:
    total = 0
    while chunk := packed.read(_CHUNK):
        total += len(chunk)
        if total > most:
            raise refused(f"it unpacks to more than {most:,} bytes", where, _WARY)
        write(chunk)
    return total


@contextlib.contextmanager
def _written(target: Path) -> Iterator[Callable[[bytes], object]]:
    """Give what writes to a temporary file; its errors are told apart from those of the archive."""
    try:
        file = target.open("wb", buffering=0)
    except OSError as error:
        raise _unwritten(error, str(target.parent)) from error

    def write(chunk: bytes) -> None:
        try:
            left = memoryview(chunk)
            while left:
                left = left[file.write(left) :]
        except OSError as error:
            raise _unwritten(error, str(target.parent)) from error

    with file:
        yield write


def _unwritten(error: OSError, where: str) -> DataError:
    return DataError(
        f"can't be unpacked ({_reason(error)})",
        where=where,
        remedy="free some space, or set TMPDIR to a folder with more; nothing was stored",
    )


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower() or type(error).__name__


def check_text(member: Member, *, separator: str = ",") -> list[str]:
    """Check that a file is text with lines of a sane length; give the cells of its first line.

    Raises
    ------
    DataError
        If it is a web page, a workbook or another format, holds bytes that no text in UTF-8 or Latin-1 has, or a line
        that is too long.
    """
    kind = kind_of(member.path)
    if kind == "html":
        raise refused("this is a web page, not data", member.where, "download the file itself")
    if kind != "unknown":
        raise refused(f"this is a {kind} file, not text", member.where)
    with member.path.open("rb") as file:
        line = file.readline(LONGEST_LINE + 1)
        if line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise refused("the text is in UTF-16", f"{member.where}, line 1", "save it as UTF-8")
        file.seek(0)
        _check_lines(file, member.where)
    text = line.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    return [cell.strip().strip('"') for cell in text.split(separator)]


def _check_lines(file: BinaryIO, where: str, longest: int = LONGEST_LINE, size: int = _CHUNK) -> None:
    """Refuse NUL bytes and lines that are too long anywhere in a file, without holding one in memory.

    A piece is no longer than a line may be, so only a line that began in an earlier piece can be too long.
    """
    number, since = 1, 0  # the line that is being read, and its bytes in earlier pieces
    while chunk := file.read(min(size, longest)):
        first = chunk.find(b"\n")
        if since + (first if first >= 0 else len(chunk)) > longest:
            raise refused(f"line {number} is longer than {longest:,} bytes", f"{where}, line {number}")
        if (at := chunk.find(b"\0")) >= 0:
            place = f"{where}, line {number + chunk.count(10, 0, at)}"
            raise refused("the file holds bytes that are not text", place)
        if first < 0:
            since += len(chunk)
        else:
            number += chunk.count(b"\n")
            since = len(chunk) - chunk.rfind(b"\n") - 1
