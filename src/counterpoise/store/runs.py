"""The state of a long calculation: its finished pieces in a folder, so that a run that was killed goes on where it was.

``run.json`` says what is computed; a piece is a file with a name, its checksum and its arrays. Each is written whole, in one
step. A folder belongs to one calculation: another one is refused with what differs. Pieces that are damaged are made again.

Where no folder is named it lies in the user's cache, under the hash of what is computed; the oldest are removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.canonical import canonical_hash, plain
from counterpoise.core.errors import InputError
from counterpoise.core.files import remove_folder, write_bytes, write_text
from counterpoise.store.cache import cache_folder

ABOUT, ENDING = "run.json", ".piece"
LAYOUT = 1
MOST_RUNS = 20
"""Runs that the cache keeps."""

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Run:
    """The pieces of one calculation.

    Attributes
    ----------
    folder
        Where they are.
    damaged
        The names of pieces that were damaged and have to be made again.
    """

    folder: Path
    damaged: list[str] = field(default_factory=list)

    def pieces(self) -> dict[str, dict[str, NDArray[Any]]]:
        """Give the arrays of every whole piece, by its name."""
        found = {}
        for path in sorted(self.folder.glob(f"*{ENDING}")):
            arrays = _read(path)
            if arrays is None:
                self.damaged.append(path.stem)
                with contextlib.suppress(OSError):
                    path.unlink()
            else:
                found[path.stem] = arrays
        return found

    def keep(self, name: str, arrays: Arrays) -> None:
        """Keep a piece under a name.

        Raises
        ------
        InputError
            If it can't be written.
        """
        held = io.BytesIO()
        np.savez(held, allow_pickle=False, **arrays)
        content = held.getvalue()
        write_bytes(self.folder / (name + ENDING), hashlib.sha256(content).digest() + content)

    def empty(self) -> None:
        """Remove every piece."""
        for path in self.folder.glob(f"*{ENDING}"):
            with contextlib.suppress(OSError):
                path.unlink()


def _read(path: Path) -> dict[str, NDArray[Any]] | None:
    """Give the arrays of a piece; None where it is damaged."""
    try:
        whole = path.read_bytes()
        if hashlib.sha256(whole[32:]).digest() != whole[:32]:
            return None
        with np.load(io.BytesIO(whole[32:]), allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError, KeyError):
        return None


def runs_folder() -> Path:
    """Give the folder of the cache that the runs are in (it may not exist yet)."""
    return cache_folder().parent / "runs"


def open_run(folder: str | os.PathLike[str], settings: Mapping[str, Any]) -> Run:
    """Begin a run in a folder, or go on with the one that it holds.

    Parameters
    ----------
    folder
        Made where it is not there.
    settings
        All that the pieces depend on, as plain values.

    Returns
    -------
    Run
        With the pieces that are finished.

    Raises
    ------
    InputError
        If the folder holds another run (with the keys that differ), or other files, or can't be written to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = open_run(folder, {"scenario": {"shocks": [{"rate": 0.1}]}})
    ...     open_run(folder, {"scenario": {"shocks": [{"rate": 0.2}]}})
    Traceback (most recent call last):
    ...
    counterpoise.core.errors.InputError: ...: it holds another run: scenario.shocks[0].rate changed: 0.1 -> 0.2; ...
    """
    path = Path(folder)
    said = plain(dict(settings))
    try:
        path.mkdir(parents=True, exist_ok=True)
        held = _about(path)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(
            f"the state can't be read ({reason})", where=str(path), remedy="name another folder"
        ) from error
    if held is None:
        others = [one.name for one in path.iterdir() if not one.name.endswith(".part")]
        if others:
            what = f"the folder holds other files, as {sorted(others)[0]}"
            raise InputError(what, where=str(path), remedy="name an empty one, or one of an earlier run")
        write_text(path / ABOUT, json.dumps({"layout": LAYOUT, "settings": said}, ensure_ascii=False, indent=1) + "\n")
    else:
        changes = list(changed(held, {"layout": LAYOUT, "settings": said}))
        if changes:
            causes = [one for one in changes if not one.startswith("elasticities")]  # which follow from the others
            changes = causes or changes
            more = f" and {len(changes) - 4} more" if len(changes) > 4 else ""
            what = f"it holds another run: {'; '.join(changes[:4])}{more}"
            remedy = "ask for what it holds, or name another folder for the new run"
            raise InputError(what, where=str(path), remedy=remedy)
    return Run(path)


def kept_run(settings: Mapping[str, Any]) -> Run:
    """Begin or go on with a run in the user's cache (see `open_run`)."""
    root = runs_folder()
    name = canonical_hash({"layout": LAYOUT, "settings": settings})[:32]
    run = open_run(root / name, settings)
    with contextlib.suppress(OSError):
        os.utime(run.folder)
        others = [one for one in root.iterdir() if one.is_dir() and one != run.folder and one.name[0] != "."]
        for old in sorted(others, key=lambda one: one.stat().st_mtime, reverse=True)[MOST_RUNS - 1 :]:
            remove_folder(old)
    return run


def _about(folder: Path) -> Any:
    try:
        text = (folder / ABOUT).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return json.loads(text)


def changed(old: Any, new: Any, key: str = "") -> Iterator[str]:
    """Say what differs between two plain values, a key each.

    Examples
    --------
    >>> list(changed({"a": [1, {"b": 2}], "c": 3}, {"a": [1, {"b": 4}]}))
    ['a[1].b changed: 2 -> 4', 'c is gone (it was 3)']
    """
    if isinstance(old, dict) and isinstance(new, dict):
        for name in [*old, *(one for one in new if one not in old)]:
            inner = f"{key}.{name}" if key and key != "settings" else name
            if name not in new:
                yield f"{inner} is gone (it was {_short(old[name])})"
            elif name not in old:
                yield f"{inner} is new: {_short(new[name])}"
            else:
                yield from changed(old[name], new[name], inner)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from changed(one, other, f"{key}[{place}]")
    elif old != new:
        yield f"{key} changed: {_short(old)} -> {_short(new)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    text = re.sub(r'"([0-9a-f]{12})[0-9a-f]{52}"', r"\1", text)  # of a hash the beginning tells enough
    return text if len(text) <= 60 else text[:57] + "..."
