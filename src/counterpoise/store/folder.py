"""The user's store: official tables that were added, a folder of Parquet files with an index.

The truth is ``index.json`` and the folders that it names: a part (a year of accounts, a year of trade, a table) is a
folder that is written whole, under a name of its own, and never changed; the index is replaced in one step. So a process
that is killed leaves the old state or the new one, and readers need no lock. Writers take a lock for the moment in
which they replace the index. ``catalogue.duckdb`` is made from the index, and can be deleted at any time.

The folder is ``COUNTERPOISE_STORE`` where that is set, else the system's place for a user's data.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from counterpoise.core.canonical import canonical_hash
from counterpoise.core.errors import DataError, InputError, did_you_mean
from counterpoise.core.files import remove_folder, sha256, write_text, writing_folder
from counterpoise.core.need import need
from counterpoise.core.progress import Progress, quietly

if TYPE_CHECKING:
    from counterpoise.sources.source import Part, Raw, Source

VARIABLE = "COUNTERPOISE_STORE"
LAYOUT = 1
"""Raised when what is written here changes so that an older program could not read it."""

INDEX = "index.json"
PARTS = "parts"
_PATIENCE = 120.0
"""Seconds that a writer waits for another."""

_STALE = 86_400.0
"""Seconds after which an unfinished folder is taken for what a killed process left."""


@dataclass(frozen=True)
class Kept:
    """A part as the store keeps it.

    Attributes
    ----------
    dataset, kind, title, edition, years, completeness, verified, notes, numbers, columns
        As the part says (see `counterpoise.sources.source.Part`).
    source, producer, licence, terms, citation
        As the source says.
    reader
        Whether the reader has read a file as the producer distributes it, or knows the documented layout only.
    file, file_sha256
        The name and the checksum of the file that it came from.
    retrieved
        When it was added, in UTC.
    folder
        Its folder below ``parts``.
    tables
        For each table its ``file``, ``rows``, ``bytes`` and ``sha256``.
    """

    dataset: str
    kind: str
    title: str
    edition: str
    years: tuple[int, ...]
    completeness: str
    verified: str
    notes: tuple[str, ...]
    numbers: Mapping[str, float]
    columns: Mapping[str, Mapping[str, str]]
    source: str
    producer: str
    licence: str
    terms: str
    citation: str
    reader: str
    file: str
    file_sha256: str
    retrieved: str
    folder: str
    tables: Mapping[str, Mapping[str, Any]]

    @property
    def sha256(self) -> str:
        """Give the checksum of its tables together."""
        return canonical_hash({name: held["sha256"] for name, held in self.tables.items()})

    @property
    def size(self) -> int:
        """Give its bytes."""
        return sum(held["bytes"] for held in self.tables.values())

    def path(self, table: str) -> Path:
        """Give the Parquet file of a table."""
        return store_folder() / PARTS / self.folder / self.tables[table]["file"]


def store_folder() -> Path:
    """Give the store's folder (it may not exist yet)."""
    set_by_user = os.environ.get(VARIABLE, "")
    if set_by_user:
        return Path(set_by_user).expanduser()
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_data_dir("counterpoise")) / "store"


def downloads_folder() -> Path:
    """Give the folder in which downloads are kept until they are read; it is made."""
    folder = store_folder() / "downloads"
    _make(folder)
    return folder


def kept() -> tuple[Kept, ...]:
    """List the parts that the store holds.

    Raises
    ------
    DataError
        If the index is damaged, or was made by a version whose layout this one can't read.
    """
    path = store_folder() / INDEX
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DataError(
            f"the store's index can't be read ({reason})", where=str(path), remedy="check the folder"
        ) from error
    try:
        held = json.loads(text)
        layout = held["layout"]
        if layout == LAYOUT:
            return tuple(_kept(one) for one in held["parts"])
    except (ValueError, KeyError, TypeError) as error:
        remedy = "move it away and add the files again: the tables are still in the folder 'parts'"
        raise DataError(f"the store's index is damaged ({error})", where=str(path), remedy=remedy) from error
    newer = isinstance(layout, int) and layout > LAYOUT
    remedy = (
        "install the newer version of counterpoise, or set " + VARIABLE + " to another folder"
        if newer
        else f"move the folder away and add the files again with 'counterpoise data add' (or set {VARIABLE})"
    )
    which = "a newer" if newer else "an older"
    raise DataError(f"the store was made by {which} version (layout {layout!r})", where=str(path), remedy=remedy)


def _kept(one: dict[str, Any]) -> Kept:
    return Kept(**{**one, "years": tuple(one["years"]), "notes": tuple(one["notes"])})


def part_of(dataset: str, year: int | None = None) -> Kept:
    """Give the part of a dataset that holds a year; None is the newest.

    Raises
    ------
    InputError
        If the store has no such dataset or year.
    """
    parts = [one for one in kept() if one.dataset == dataset]
    if not parts:
        names = sorted({one.dataset for one in kept()})
        have = (
            f"the store holds {', '.join(names)}" if names else "the store is empty: see 'counterpoise data add --help'"
        )
        raise InputError(f"{dataset!r} is not in the store", where="dataset", remedy=did_you_mean(dataset, names, have))
    years = sorted({year for one in parts for year in one.years})
    wanted = years[-1] if year is None else year
    found = next((one for one in parts if wanted in one.years), None)
    if found is None:
        have = f"there is {', '.join(map(str, years))}"
        raise InputError(f"{dataset} has no year {year}", where="--year", remedy=have)
    return found


def add(source: Source, raw: Raw, *, progress: Progress | None = None) -> tuple[Kept, ...]:
    """Read a producer's file and keep what it holds; a part of the same dataset and years is replaced.

    Either everything in the file is kept, or nothing is changed.

    Parameters
    ----------
    source
        Whose file it is.
    raw
        The file.
    progress
        Told how far the work is.

    Returns
    -------
    tuple of Kept
        What was added.

    Raises
    ------
    DataError, InputError
        If the file is refused, or the store can't be written to.
    """
    tell = quietly(progress)
    root = store_folder()
    _make(root / PARTS)
    _tidy(root / PARTS)
    digest = _hashing(raw)
    made: list[Kept] = []
    try:
        for part in source.read(raw, tell):
            tell.report(f"writing {part.dataset} {', '.join(map(str, part.years[:3]))}", None)
            made.append(_written(root, part, source, raw, digest()))
        if not made:
            raise DataError("the file holds nothing that could be kept", where=raw.name, remedy="check the file")
        _replace(made)
    except BaseException:
        held = {one.folder for one in _quietly_kept()}
        for one in made:
            if one.folder not in held:
                remove_folder(root / PARTS / one.folder)
        raise
    return tuple(made)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        remedy = f"set {VARIABLE} to a folder that you may write"
        raise InputError(f"the store can't be made ({reason})", where=str(folder), remedy=remedy) from error


def _hashing(raw: Raw) -> Callable[[], str]:
    """Begin to hash a file while it is read, as gigabytes take seconds; give what waits for the hash.

    Raises
    ------
    DataError
        If the file can't be read.
    """
    made: Future[str] = Future()

    def work() -> None:
        try:
            made.set_result(_digest(raw))
        except BaseException as error:
            made.set_exception(error)

    with _readable(raw), raw.path.open("rb"):
        Thread(target=work, daemon=True).start()
    return made.result


def _digest(raw: Raw) -> str:
    with _readable(raw):
        return sha256(raw.path)


@contextlib.contextmanager
def _readable(raw: Raw) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DataError(f"can't be read ({reason})", where=raw.name, remedy="check the name") from error


def _quietly_kept() -> tuple[Kept, ...]:
    try:
        return kept()
    except DataError:
        return ()


def _written(root: Path, part: Part, source: Source, raw: Raw, digest: str) -> Kept:
    """Write a part into a new folder."""
    years = "-".join(dict.fromkeys(str(year) for year in (min(part.years), max(part.years))))
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    name = f"{part.dataset}-{years}-{secrets.token_hex(6)}"  # never one that was used before: see `writing_folder`
    tables: dict[str, dict[str, Any]] = {}
    with _explained(root), writing_folder(root / PARTS / name) as folder:
        for table, write in part.tables.items():
            file = folder / f"{table}.parquet"
            rows = write(file)
            tables[table] = {
                "file": file.name,
                "rows": int(rows),
                "bytes": file.stat().st_size,
                "sha256": sha256(file),
            }
    own = {key: value for key, value in vars(part).items() if key != "tables"}
    about = {key: getattr(source, key) for key in ("producer", "licence", "terms", "citation")}
    return Kept(
        **own,
        **about,
        source=source.name,
        reader=source.verified,
        file=raw.path.name,
        file_sha256=digest,
        retrieved=stamp,
        folder=name,
        tables=tables,
    )


@contextlib.contextmanager
def _explained(root: Path) -> Iterator[None]:
    """Tell a failure of the libraries that write Parquet as the user's disk's."""
    try:
        yield
    except Exception as error:
        home = type(error).__module__.split(".")[0].lstrip("_")
        if home not in ("duckdb", "pyarrow") or isinstance(error, OSError):
            raise
        said = " ".join(str(error).split())
        full = "no space left" in said.lower() or "disk" in said.lower()
        what = "the disk is full" if full else f"can't be written ({said[:160]})"
        raise InputError(what, where=str(root), remedy="nothing was changed; free some space and try again") from error


def _replace(made: Sequence[Kept]) -> None:
    """Put parts into the index in one step, in place of those of the same dataset and years; then drop the old."""
    root = store_folder()
    with alone("index", _PATIENCE):
        before = kept()
        new = {(one.dataset, one.years): one for one in made}
        stay = [one for one in before if not any(_covers(other, one) for other in new.values())]
        _one_edition(stay, made)
        after = sorted([*stay, *new.values()], key=lambda one: (one.dataset, one.years))
        _write_index(root, after)
    names = {one.folder for one in after}
    for one in before:
        if one.folder not in names:
            remove_folder(root / PARTS / one.folder)


def _one_edition(stay: Sequence[Kept], made: Sequence[Kept]) -> None:
    """Refuse to mix releases of one trade database: years of different releases can't be compared."""
    for new in made:
        other = next((one for one in stay if one.dataset == new.dataset and one.edition != new.edition), None)
        if other is not None and new.kind == "trade":
            raise InputError(
                f"the store holds {new.dataset} of edition {other.edition}, and this file is of {new.edition}",
                where=new.file,
                remedy=f"'counterpoise data remove {new.dataset}' first: years of two releases can't be compared",
            )


def _covers(new: Kept, old: Kept) -> bool:
    """Whether a new part takes an old one's place: the same dataset, and all its years (tables: the same file's name)."""
    if new.dataset != old.dataset:
        return False
    return set(old.years) <= set(new.years) if new.kind != "table" else _table_key(new) == _table_key(old)


def _table_key(one: Kept) -> tuple[str, str]:
    return one.dataset, one.file


def _write_index(root: Path, parts: Sequence[Kept]) -> None:
    held = {"layout": LAYOUT, "parts": [asdict(one) for one in parts]}
    write_text(root / INDEX, json.dumps(held, ensure_ascii=False, indent=1) + "\n")


@contextlib.contextmanager
def alone(name: str, patience: float) -> Iterator[None]:
    """Hold a lock of the store, so that one process at a time does what the name says.

    Raises
    ------
    InputError
        If another process holds it for longer than `patience` seconds, or the folder can't be written to.
    """
    filelock = need("filelock", "data")
    root = store_folder()
    _make(root)
    lock = filelock.FileLock(root / f".{name}.lock")
    try:
        lock.acquire(timeout=patience)
    except filelock.Timeout as error:
        remedy = "wait until the other process has ended, and try again"
        raise InputError("another process is at work on the store", where=str(root), remedy=remedy) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            f"the store can't be written to ({reason})", where=str(root), remedy=f"set {VARIABLE}"
        ) from error
    try:
        yield
    finally:
        lock.release()


def remove(dataset: str, year: int | None = None) -> tuple[Kept, ...]:
    """Take a dataset, or one year of it, out of the store; give what was removed.

    Raises
    ------
    InputError
        If the store has no such dataset or year.
    """
    part_of(dataset, year)
    root = store_folder()
    with alone("index", _PATIENCE):
        before = kept()
        gone = [one for one in before if one.dataset == dataset and (year is None or year in one.years)]
        _write_index(root, [one for one in before if one not in gone])
    for one in gone:
        remove_folder(root / PARTS / one.folder)
    return tuple(gone)


def faults() -> list[str]:
    """Check every file of the store against its checksum; give what is wrong, a line each."""
    root = store_folder()
    found: list[str] = []
    parts = kept()
    for one in parts:
        for name, held in one.tables.items():
            path = root / PARTS / one.folder / held["file"]
            again = f"add {one.file} again with 'counterpoise data add {one.source}'"
            if not path.is_file():
                found.append(f"{path}: missing ({one.dataset}, table {name}); {again}")
            elif path.stat().st_size != held["bytes"] or sha256(path) != held["sha256"]:
                found.append(f"{path}: changed since it was written ({one.dataset}, table {name}); {again}")
    known = {one.folder for one in parts}
    if (root / PARTS).is_dir():
        loose = (one for one in sorted((root / PARTS).iterdir()) if one.name not in known and one.name[0] != ".")
        found.extend(f"{folder}: not in the index; it can be deleted" for folder in loose)
    return found


def _tidy(parts: Path) -> None:
    """Remove what killed processes left: unfinished folders, and old ones that the index does not name."""
    known = {one.folder for one in _quietly_kept()}
    for folder in parts.iterdir():
        with contextlib.suppress(OSError):
            if folder.name not in known and time.time() - folder.stat().st_mtime > _STALE:
                remove_folder(folder)
