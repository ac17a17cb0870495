"""Writing files so that a reader finds the old one or the new one, never a part of one."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from counterpoise.core.errors import InputError


@contextlib.contextmanager
def writing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its name only when it is complete.

    The bytes go to a temporary file in the same folder, are flushed to the disk and
    then replace the old file in one step. Whatever interrupts the writing leaves
    the old file as it was and no other file behind (a killed process can leave a
    temporary file whose name ends in ``.part``).

    Parameters
    ----------
    path
        The file to write; its folder must exist.

    Yields
    ------
    BinaryIO
        The temporary file.

    Raises
    ------
    InputError
        If the folder is missing or can't be written to, or the disk is full.
    """
    target = Path(path)
    if target.is_dir():
        raise InputError("this is a folder, not a file", where=str(target), remedy="name a file in it")
    part: str | None = None
    try:
        handle, part = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes private files; a result gets the permissions that open() would give
        mask = os.umask(0)
        os.umask(mask)
        Path(part).chmod(0o666 & ~mask)
        Path(part).replace(target)
        part = None
    except OSError as error:
        raise _explained(error, target) from error
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                Path(part).unlink()


def _explained(error: OSError, target: Path) -> InputError:
    if error.errno == errno.ENOENT:
        return InputError("the folder does not exist", where=str(target), remedy="make it, or name another file")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return InputError("the disk is full", where=str(target), remedy="free some space; nothing was changed")
    reason = (error.strerror or str(error)).lower()
    return InputError(f"can't be written ({reason})", where=str(target), remedy="name a file that you may write")


@contextlib.contextmanager
def writing_folder(path: str | os.PathLike[str], *, durable: bool = True) -> Iterator[Path]:
    """Make a folder that takes its name only when everything in it is written.

    The files go to a temporary folder beside it, which is then renamed. Whatever
    interrupts the writing leaves the old folder as it was (a killed process can leave a
    temporary folder whose name ends in ``.part``). A folder that is already there is
    replaced as a whole; for an instant a reader may find neither.

    Parameters
    ----------
    path
        The folder to make; its parent must exist.
    durable
        Flush every file to the disk before the renaming. Without it a power cut can leave
        a complete folder of incomplete files, which only a reader with checksums may risk.

    Yields
    ------
    Path
        The temporary folder.

    Raises
    ------
    InputError
        If the parent is missing or can't be written to, or the disk is full.
    """
    target = Path(path)
    part: str | None = None
    try:
        part = tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        yield Path(part)
        if durable:
            _flush(Path(part))
        mask = os.umask(0)
        os.umask(mask)
        Path(part).chmod(0o777 & ~mask)
        _take_place(Path(part), target)
        part = None
    except OSError as error:
        raise _explained(error, target) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def _flush(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with open(path, "rb+") as file:
                os.fsync(file.fileno())


def _take_place(part: Path, target: Path) -> None:
    """Rename a folder; one that has the name already is moved away and removed."""
    for _ in range(9):  # another process may put one there between the two steps
        try:
            part.rename(target)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
        else:
            return
        remove_folder(target)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def remove_folder(path: str | os.PathLike[str]) -> None:
    """Remove a folder in one step, as a reader sees it; one that is not there is no error."""
    target = Path(path)
    aside = tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent)
    try:
        with contextlib.suppress(FileNotFoundError):
            target.rename(Path(aside) / target.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def write_bytes(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a whole file in one step (see `writing`)."""
    with writing(path) as file:
        file.write(content)


def write_text(path: str | os.PathLike[str], content: str) -> None:
    """Write a whole text file as UTF-8 in one step (see `writing`)."""
    write_bytes(path, content.encode("utf-8"))


def sha256(path: str | os.PathLike[str]) -> str:
    """Give the SHA-256 of a file's bytes, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
