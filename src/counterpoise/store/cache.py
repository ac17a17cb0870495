"""Arrays kept in the user's cache folder, so that what takes seconds is done once.

An entry is a folder with a ``.npy`` file an array and a list of their sizes and checksums. It appears whole, by one
renaming, so a killed process, a full disk or two processes at once leave either no entry or a good one. It is checked
whenever it is read, and made again when it was damaged. A cache that can't be written costs time, nothing else:
the arrays are then used from memory, and a `CacheWarning` says so.

The folder is ``COUNTERPOISE_CACHE`` where that is set, else the system's place for caches. It can be deleted at any
time.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
import warnings
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.errors import CounterpoiseError
from counterpoise.core.files import remove_folder, writing_folder

VARIABLE = "COUNTERPOISE_CACHE"
MAX_ENTRIES = 20
MAX_BYTES = 2_000_000_000
_STALE = 86_400.0
"""Seconds after which a temporary folder is taken for what a killed process left."""
_LIST = "arrays.json"
_LAYOUT = 1


class CacheWarning(UserWarning):
    """The cache could not be used; the result is right, but took longer than it had to."""


def cache_folder() -> Path:
    """Give the folder that the cached arrays are in (it may not exist yet)."""
    set_by_user = os.environ.get(VARIABLE, "")
    if set_by_user:
        return Path(set_by_user).expanduser() / "arrays"
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_cache_dir("counterpoise")) / "arrays"


def cached(key: str, make: Callable[[], Mapping[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """Give arrays from the cache, or make them and keep them there.

    Parameters
    ----------
    key
        The name of the entry. Whatever changes the arrays (the checksum of their source, the version of the code)
        must be part of it.
    make
        Makes the arrays, when the cache does not have them.

    Returns
    -------
    dict of str to numpy.ndarray
        Read-only, C-contiguous arrays; those from the cache are mapped from their files.

    Warns
    -----
    CacheWarning
        If the arrays could not be kept.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}", key):
        raise CounterpoiseError(f"{key!r} can't name a cache entry", remedy="use letters, digits, '.', '_' and '-'")
    entry = cache_folder() / key
    found = _read(entry)
    if found is not None:
        with contextlib.suppress(OSError):
            os.utime(entry / _LIST)
        return found
    made = {name: np.asarray(array, order="C") for name, array in make().items()}
    found = _read(entry)  # another process may have made it meanwhile
    if found is None and _keep(entry, made):
        found = _read(entry)
    if found is not None:
        return found
    for array in made.values():
        array.flags.writeable = False
    return made


def _read(entry: Path) -> dict[str, NDArray[Any]] | None:
    """Give the arrays of an entry, or None if there is none, or a damaged one."""
    try:
        listed = json.loads((entry / _LIST).read_bytes())
        if listed["layout"] != _LAYOUT:
            return None
        return {name: _read_array(entry / line["file"], line) for name, line in listed["arrays"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _read_array(path: Path, line: Mapping[str, Any]) -> NDArray[Any]:
    if path.stat().st_size != line["size"]:
        raise ValueError("cut short")
    empty = 0 in line["shape"]
    array = np.asarray(np.load(path, mmap_mode=None if empty else "r", allow_pickle=False))
    if array.dtype.str != line["dtype"] or list(array.shape) != line["shape"] or _checksum(array) != line["checksum"]:
        raise ValueError("damaged")
    array.flags.writeable = False
    return array


def _checksum(array: NDArray[Any]) -> int:
    return zlib.crc32(array.reshape(-1).view(np.uint8).data) if array.size else 0


def _keep(entry: Path, arrays: Mapping[str, NDArray[Any]]) -> bool:
    """Write an entry; warn and give False if that can't be done."""
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        # what is not flushed is found out by its checksum
        with writing_folder(entry, durable=False) as part:
            lines = {name: _write_array(part, f"{number}.npy", a) for number, (name, a) in enumerate(arrays.items())}
            (part / _LIST).write_text(json.dumps({"layout": _LAYOUT, "arrays": lines}), encoding="utf-8")
    except (OSError, CounterpoiseError) as error:
        reason = error.what if isinstance(error, CounterpoiseError) else (error.strerror or str(error)).lower()
        warnings.warn(
            f"{entry.parent}: the cache can't be used ({reason}), so this takes a few seconds each time; "
            f"set {VARIABLE} to a folder that you may write",
            CacheWarning,
            stacklevel=4,
        )
        return False
    with contextlib.suppress(OSError):
        _prune(entry)
    return True


def _write_array(folder: Path, file: str, array: NDArray[Any]) -> dict[str, Any]:
    path = folder / file
    np.save(path, array, allow_pickle=False)
    return {
        "file": file,
        "size": path.stat().st_size,
        "dtype": array.dtype.str,
        "shape": list(array.shape),
        "checksum": _checksum(array),
    }


def _prune(newest: Path) -> None:
    """Remove the entries that were used longest ago, and what killed processes left."""
    now = time.time()
    entries = []
    for folder in newest.parent.iterdir():
        if folder.name.startswith("."):
            if folder.name.endswith((".part", ".old")) and now - folder.stat().st_mtime > _STALE:
                remove_folder(folder)
        elif folder != newest and (folder / _LIST).is_file():
            entries.append(((folder / _LIST).stat().st_mtime, _size(folder), folder))
    kept, total = 1, _size(newest)
    for _, size, folder in sorted(entries, reverse=True):
        kept, total = kept + 1, total + size
        if kept > MAX_ENTRIES or total > MAX_BYTES:
            remove_folder(folder)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
