"""The ledger's file: one writer at a time, lines only ever added, a torn last line set aside."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from counterpoise.core.errors import InputError
from counterpoise.core.files import write_bytes
from counterpoise.core.need import need

PATIENCE = 30.0
"""Seconds that a writer waits for another."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def alone(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a ledger, so that one process at a time adds to it.

    The lock is a file beside the ledger, which the system frees when its holder is killed.

    Raises
    ------
    InputError
        If another process holds it for longer than `patience` seconds, or the folder can't be written to.
    """
    filelock = need("filelock", "data")
    lock = filelock.FileLock(path.parent / f".{path.name}.lock")
    if not path.parent.is_dir():
        raise InputError("the folder does not exist", where=str(path), remedy="make it, or name another file")
    try:
        lock.acquire(timeout=patience)
    except filelock.Timeout as error:
        raise InputError("another process is writing to it", where=str(path), remedy="try again later") from error
    except OSError as error:
        raise _explained(error, path) from error
    try:
        yield
    finally:
        lock.release()


def add(path: Path, lines: Sequence[bytes], *, after: int, torn: bytes, ended: bool) -> None:
    """Add lines to a ledger; all of them are on the disk when this returns, and none where it raises.

    Parameters
    ----------
    path
        The ledger.
    lines
        The lines, without their ends.
    after
        The bytes of the whole lines that are there.
    torn
        What follows them, of a line that was cut off: it is set aside first.
    ended
        Whether the last whole line has its end.

    Raises
    ------
    InputError
        If the disk is full, or the file can't be written to.
    """
    if torn:
        set_aside(path, torn, after)
    fresh = not path.exists()
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            if torn:
                os.ftruncate(handle, after)
            _write(handle, (b"" if ended else b"\n") + b"".join(line + b"\n" for line in lines), after)
        finally:
            os.close(handle)
        if fresh:
            _flush_folder(path.parent)
    except OSError as error:
        if fresh:
            with contextlib.suppress(OSError):
                if not path.stat().st_size:
                    path.unlink()
        raise _explained(error, path) from error


def _write(handle: int, content: bytes, after: int) -> None:
    """Write behind what is there; where that fails, cut off what was written of it."""
    os.lseek(handle, after, os.SEEK_SET)
    view = memoryview(content)
    try:
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, after)
        raise


def set_aside(path: Path, torn: bytes, after: int) -> Path:
    """Keep the beginning of a line that was cut off in a file of its own, named by its place and its content."""
    aside = path.with_name(f"{path.name}.torn-{after}-{hashlib.sha256(torn).hexdigest()[:12]}")
    write_bytes(aside, torn)
    return aside


def _flush_folder(folder: Path) -> None:
    """Flush the entry of a new file, where the system can."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _explained(error: OSError, path: Path) -> InputError:
    if error.errno in _FULL:
        return InputError("the disk is full", where=str(path), remedy="free some space; nothing was changed")
    reason = (error.strerror or str(error)).lower()
    return InputError(f"can't be written ({reason})", where=str(path), remedy="name a file that you may write")
