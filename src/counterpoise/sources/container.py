"""Opening files that come from outside: archives and text, with limits, so that a wrong or malicious one does no harm."""

from __future__ import annotations

import contextlib
import gzip
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from counterpoise.core.errors import DataError
from counterpoise.sources.source import Raw, refused

MOST_BYTES = 12_000_000_000
"""Largest unpacked member: a year of the largest table is below a tenth of it."""

MOST_RATIO = 250
"""Largest ratio of unpacked to packed bytes, above the first megabytes: tables of figures reach some 20."""

MOST_MEMBERS = 2_000
LONGEST_LINE = 2_000_000
"""Bytes of a line of text; the widest known table has some 100,000."""

_FREE = 50_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Member:
    """A plain file, or one unpacked from an archive.

    Attributes
    ----------
    name
        Its own name, without folders.
    path
        Where its bytes are: the file itself, or a temporary copy that goes when the block ends.
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
    reached, and removed when the next one is asked for.

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
        size = path.stat().st_size
        if not path.is_file():
            raise refused("this is not a file", raw.name, "name a file")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise refused(f"can't be read ({reason})", raw.name, "check the name") from error
    if size == 0:
        raise refused("the file is empty", raw.name, "get it again")
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as folder, contextlib.ExitStack() as stack:
        yield _members(path, raw.name, wanted, Path(folder), stack)


def _members(
    path: Path, where: str, wanted: Callable[[str], bool], folder: Path, stack: contextlib.ExitStack
) -> Iterator[Member]:
    kind = kind_of(path)
    if kind == "zip" and path.suffix.lower() not in (".xlsx", ".xlsb", ".ods"):
        yield from _zipped(path, where, wanted, folder, stack, depth=0)
    elif kind == "gzip":
        name = path.name.removesuffix(".gz")
        target = folder / name
        try:
            with gzip.open(path, "rb") as packed:
                _copy(packed, target, where, path.stat().st_size)
        except (OSError, EOFError, zlib.error) as error:
            raise refused(f"the archive is damaged ({error})", where, "get it again") from error
        yield Member(name, target, where)
    else:
        yield Member(path.name, path, where)


def kind_of(path: Path) -> str:
    """Tell what a file is by its first bytes: zip, gzip, 7z, html, parquet, xls or unknown."""
    with path.open("rb") as file:
        head = file.read(512)
    marks = {b"PK\x03\x04": "zip", b"PK\x05\x06": "zip", b"\x1f\x8b": "gzip", b"7z\xbc\xaf": "7z", b"PAR1": "parquet"}
    for mark, kind in marks.items():
        if head.startswith(mark):
            return kind
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<head", b"<?xml", b"<script", b"<body")):
        return "html"
    return "unknown"


def _zipped(
    path: Path, where: str, wanted: Callable[[str], bool], folder: Path, stack: contextlib.ExitStack, *, depth: int
) -> Iterator[Member]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refused(f"the archive is damaged ({error})", where, "get it again") from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_MEMBERS:
        raise refused(f"the archive holds {len(entries)} files, more than {MOST_MEMBERS}", where)
    for entry in entries:
        _check_name(entry, where)
    found = False
    for entry in sorted(entries, key=lambda one: one.filename):
        name = PurePosixPath(entry.filename).name
        inner = name.lower().endswith(".zip") and depth == 0
        if not inner and not wanted(name):
            continue
        target = folder / f"{depth}-{name}"
        place = f"{where}: {name}"
        try:
            with archive.open(entry) as packed:
                _copy(packed, target, place, entry.compress_size)
        except (zipfile.BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError) as error:
            raise refused(f"the archive is damaged or locked ({error})", place, "get it again") from error
        if inner:
            for member in _zipped(target, place, wanted, folder, stack, depth=depth + 1):
                found = True
                yield member
        else:
            found = True
            yield Member(name, target, place)
        target.unlink(missing_ok=True)
    if not found and depth == 0:
        names = ", ".join(PurePosixPath(entry.filename).name for entry in entries[:5]) or "nothing"
        raise refused(f"the archive holds no table that this source reads (it holds {names})", where)


def _check_name(entry: zipfile.ZipInfo, where: str) -> None:
    """Refuse names that lead out of a folder, links, and members that only look small."""
    name = entry.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name:
        raise refused(f"the archive holds a name that leads elsewhere, {name[:60]!r}", where, "don't trust this file")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise refused(f"the archive holds a link, {name[:60]!r}", where, "don't trust this file")
    if entry.file_size > MOST_BYTES or entry.file_size > _FREE + MOST_RATIO * max(entry.compress_size, 1):
        raise refused(f"{name[:60]!r} would unpack to {entry.file_size:,} bytes", where, "don't trust this file")


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, where: str, compressed: int) -> None:
    """Unpack in pieces, and stop where the bytes exceed what their packed size makes likely."""
    most = min(MOST_BYTES, _FREE + MOST_RATIO * max(compressed, 1))
    total = 0
    with target.open("wb") as file:
        while chunk := packed.read(_CHUNK):
            total += len(chunk)
            if total > most:
                raise refused(f"it unpacks to more than {most:,} bytes", where, "don't trust this file")
            try:
                file.write(chunk)
            except OSError as error:
                raise DataError(
                    f"can't be unpacked ({(error.strerror or str(error)).lower()})",
                    where=str(target.parent),
                    remedy="free some space, or set TMPDIR to a folder with more; nothing was stored",
                ) from error


def check_text(member: Member, *, separator: str = ",") -> list[str]:
    """Check that a file is separated text with lines of a sane length; give the cells of its first line.

    Raises
    ------
    DataError
        If it is a web page, a workbook or another format, isn't UTF-8 (or Latin-1), or a line is too long.
    """
    kind = kind_of(member.path)
    if kind == "html":
        raise refused("this is a web page, not data", member.where, "download the file itself")
    if kind != "unknown":
        raise refused(f"this is a {kind} file, not text", member.where)
    with member.path.open("rb") as file:
        head = file.read(LONGEST_LINE + 1)
        line, found, _ = head.partition(b"\n")
        if not found and len(head) > LONGEST_LINE:
            raise refused(f"line 1 is longer than {LONGEST_LINE:,} bytes", f"{member.where}, line 1")
        if b"\0" in head:
            number = head[: head.index(b"\0")].count(b"\n") + 1
            raise refused("the file holds bytes that are not text", f"{member.where}, line {number}")
        _check_lines(file, head, member.where)
    text = line.decode("utf-8-sig", errors="replace").rstrip("\r")
    return [cell.strip().strip('"') for cell in text.split(separator)]


def _check_lines(file: BinaryIO, head: bytes, where: str) -> None:
    """Refuse lines that are too long anywhere in a file, without holding one in memory."""
    number, since = 1, 0
    chunk = head
    while chunk:
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            start, since, number = end + 1, 0, number + 1
            skip = chunk.rfind(b"\n", start, start + LONGEST_LINE)
            if skip > start:  # many lines at once
                number += chunk.count(b"\n", start, skip)
                start = skip
        since += len(chunk) - start
        if since > LONGEST_LINE:
            raise refused(f"line {number} is longer than {LONGEST_LINE:,} bytes", f"{where}, line {number}")
        chunk = file.read(_CHUNK)
