"""What the first page needs, kept in the user's cache from one start to the next."""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import cache
from pathlib import Path

from counterpoise.core.errors import CounterpoiseError
from counterpoise.core.files import write_bytes

MOST = 60
"""Files that are kept."""
_MARK = 32


class Shelf:
    """Texts and pictures in files, each with its checksum; a damaged one, or one of another program, is made again.

    Parameters
    ----------
    folder
        Where they are.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            from counterpoise.store.cache import cache_folder  # noqa: PLC0415

            folder = cache_folder().parent / "app"
        self.folder = folder

    def get(self, name: tuple[str, ...]) -> bytes | None:
        """Give what is kept under a name, or None."""
        try:
            held = self._path(name).read_bytes()
        except OSError:
            return None
        content = held[_MARK:]
        return content if hashlib.sha256(content).digest() == held[:_MARK] else None

    def put(self, name: tuple[str, ...], content: bytes) -> None:
        """Keep something; where that can't be done it is made again next time."""
        with contextlib.suppress(OSError, CounterpoiseError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_bytes(self._path(name), hashlib.sha256(content).digest() + content)
            held = sorted(self.folder.glob("*.bin"), key=lambda one: one.stat().st_mtime, reverse=True)
            for old in held[MOST:]:
                old.unlink(missing_ok=True)

    def _path(self, name: tuple[str, ...]) -> Path:
        text = "\n".join((program(), *name))
        return self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:40]}.bin"


@cache
def program() -> str:
    """Give a hash that changes with any file of the program: its answers may have changed."""
    root = Path(__file__).parents[1]
    found = hashlib.sha256()
    for folder, inside, files in os.walk(root):
        inside[:] = sorted(one for one in inside if one not in ("__pycache__", "static"))
        for file in sorted(files):
            with contextlib.suppress(OSError):
                about = os.stat(os.path.join(folder, file))  # noqa: PTH116, PTH118 - a thousand files, at every start
                found.update(f"{file} {about.st_size} {about.st_mtime_ns}".encode())
    return found.hexdigest()
