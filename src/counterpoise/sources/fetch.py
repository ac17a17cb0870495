"""Downloading one file so that it is whole or isn't there, and so that a broken download goes on where it stopped."""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import http.client
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from counterpoise.core.errors import CounterpoiseError, DataError, InputError
from counterpoise.core.files import sha256, write_text, writing
from counterpoise.core.need import need
from counterpoise.core.progress import Progress, quietly
from counterpoise.sources.container import kind_of_bytes, unpack_into
from counterpoise.sources.request import Changed, Lost, Opener
from counterpoise.sources.source import Download

AGAIN = "run the same command again"
_CHUNK = 1 << 18
_HEAD = 512
_PAGES = (".html", ".htm", ".xml")
_STEP = 0.1
"""Seconds between two reports, so that a listener isn't kept busy."""

_WORTH = 1_000_000
"""Bytes further than ever before, after which a lost connection counts as the first one again."""


@dataclass(frozen=True)
class Limits:
    """How long a download may take, and how large it may be.

    Attributes
    ----------
    silence
        Seconds until a server that says nothing is given up: one try, at the connection or later.
    slowest, patience
        Bytes a second that must arrive, on average over so many seconds.
    tries
        Connections that are lost, one after another, until the download is given up.
    pause, longest_pause
        Seconds before the second try, doubled before each further one; and the most, also where the server asks for
        more.
    most_bytes
        Largest file.
    """

    silence: float = 30.0
    slowest: float = 1_000.0
    patience: float = 60.0
    tries: int = 5
    pause: float = 1.0
    longest_pause: float = 120.0
    most_bytes: int = 20_000_000_000


def fetch(
    download: Download,
    folder: Path,
    *,
    progress: Progress | None = None,
    source: str = "SOURCE",
    hosts: Sequence[str] = (),
    limits: Limits | None = None,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Path:
    """Download a file into a folder, and give its path.

    What has arrived is kept as ``NAME.part``, with what is needed to go on in ``NAME.part.json``. The file takes its
    name when it has the length that the server said and, where one is known, its checksum. A file that has the name
    already is taken as it is, unless its checksum is another one.

    Parameters
    ----------
    download
        The file.
    folder
        Where it goes; made where it is missing.
    progress
        Told ``(download.name, fraction)``; a wish to stop leaves what has arrived.
    source
        The source's name, for messages.
    hosts
        Hosts besides the address's own that a redirect may lead to.
    limits
        See `Limits`.
    sleep, clock
        What waits and what tells the time, in seconds.

    Raises
    ------
    InputError
        If the file can't be had: the server refuses or isn't reached, sends elsewhere, or the disk is full. The message
        says whether what has arrived is kept.
    DataError
        If what the server sends is a web page, empty, too large, or has another checksum.
    Cancelled
        If the progress asks to stop.
    """
    name = download.name
    if name != Path(name).name or name in ("", ".", "..") or "\\" in name or ":" in name:
        raise InputError(f"{name!r} is no name of a file", where=download.address, remedy="mend the source's downloads")
    limits = limits or Limits()
    opener = Opener(download.address, source=source, hosts=hosts, silence=limits.silence)
    job = _Job(download, folder / name, opener, quietly(progress), limits, sleep, clock)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder / f"{name}.part.lock", job):
            if not job.is_there():
                job.load()
                job.finish()
    except OSError as error:
        raise _unwritten(error, folder) from error
    return folder / name


@contextlib.contextmanager
def _alone(path: Path, job: _Job) -> Iterator[None]:
    """Hold the lock of a download; another process that has it is waited for."""
    filelock = need("filelock", "data")
    lock = filelock.FileLock(path)
    while True:
        try:
            lock.acquire(timeout=0.2)
            break
        except filelock.Timeout:
            job.progress.report(f"{job.target.name}: another process downloads it")
        except NotImplementedError as error:
            remedy = "name a folder on a disk of this computer"
            raise InputError("files can't be locked here", where=str(path.parent), remedy=remedy) from error
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True)
class _State:
    """What is known of the bytes that have arrived."""

    address: str
    validator: str
    length: int | None
    packed: bool

    @classmethod
    def read(cls, path: Path) -> _State | None:
        """Read it; None where there is none, or it is damaged."""
        try:
            state = cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return state if isinstance(state.length, int | None) and isinstance(state.validator, str) else None


@dataclass
class _Job:
    """One download."""

    download: Download
    target: Path
    opener: Opener
    progress: Progress
    limits: Limits
    sleep: Callable[[float], object]
    clock: Callable[[], float]
    reported: float = field(default=float("-inf"))

    @property
    def part(self) -> Path:
        return self.target.with_name(self.target.name + ".part")

    @property
    def notes(self) -> Path:
        return self.target.with_name(self.target.name + ".part.json")

    def size(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def is_there(self) -> bool:
        """Whether the file is there already."""
        if not self.target.is_file():
            return False
        return not self.download.sha256 or sha256(self.target) == self.download.sha256.lower()

    def state(self) -> _State | None:
        """Give what is known of the part, if the download can go on from it."""
        state = _State.read(self.notes)
        if state is None or state.address != self.download.address or not state.validator or not self.part.is_file():
            return None
        return state if state.length is None or self.size() <= state.length else None

    def forget(self) -> None:
        """Remove what has arrived."""
        self.part.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)

    def load(self) -> None:
        """Get all bytes, with as many connections as it takes."""
        lost, furthest = 0, self.size()
        while True:
            try:
                return self._try()
            except Lost as error:
                have = self.size()
                lost = 1 if have >= furthest + _WORTH else lost + 1
                furthest = max(have, furthest)
                if lost >= self.limits.tries or error.pause > self.limits.longest_pause:
                    raise self._given_up(error) from error
                self._wait(min(max(error.pause, self.limits.pause * 2 ** (lost - 1)), self.limits.longest_pause))

    def _wait(self, seconds: float) -> None:
        """Wait, and notice a wish to stop."""
        while seconds > 0:
            self.progress.report(f"{self.target.name}: waiting for the server")
            self.sleep(min(1.0, seconds))
            seconds -= 1.0

    def _given_up(self, error: Lost) -> InputError:
        advice = f"{AGAIN}: it starts anew"
        if self.size() and self.state():
            advice = f"{AGAIN}: the {self.size():,} bytes that arrived are kept, and it goes on from there"
        if error.pause:
            advice = f"wait {error.pause:,.0f} s, then {advice}"
        return InputError(str(error), where=self.download.address, remedy=advice)

    def _try(self) -> None:
        """Get the bytes that are missing, over one connection."""
        state = self.state()
        have = self.size() if state else 0
        if state and state.length == have:
            return
        asked = {"Range": f"bytes={have}-", "If-Range": state.validator} if state and have else {}
        try:
            with self.opener.open(asked) as response:
                if response.status == http.client.OK:
                    self._begin(response)
                elif response.status == http.client.PARTIAL_CONTENT and state and asked:
                    self._go_on(response, state, have)
                else:
                    raise self.opener.refusal(response.status, response.headers)
        except Changed:
            self.forget()
            raise

    def _begin(self, response: http.client.HTTPResponse) -> None:
        """Take a whole file; nothing that had arrived is lost before it is known to be data."""
        coding = response.headers.get("Content-Encoding", "").strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise self._refused(f"the server packs the file as {coding}, which it wasn't asked to")
        length = response.length
        if length is None and not response.chunked and not self.download.sha256:
            raise self._refused("the server doesn't say how long the file is, so nobody could tell whether it is whole")
        self._check_length(length)
        pieces = _pieces(response, self.limits, self.clock)
        head = b""
        while len(head) < _HEAD and (piece := next(pieces, None)):
            head += piece
        if not _is_packed(response):
            self._check_data(head)
        self.forget()
        self._check_room(length)
        state = _State(self.download.address, _validator(response.headers), length, _is_packed(response))
        write_text(self.notes, json.dumps(asdict(state)))
        self._append(_after(head, pieces), 0, length)

    def _go_on(self, response: http.client.HTTPResponse, state: _State, have: int) -> None:
        """Take the rest of a file."""
        total = _continued(response, state, have)
        if total is None:
            raise Changed("the file changed on the server while it was loaded")
        self._check_room(total - have)
        self._append(_pieces(response, self.limits, self.clock), have, total)

    def _append(self, pieces: Iterator[bytes], have: int, length: int | None) -> None:
        with self.part.open("ab" if have else "wb") as file:
            self._report(have, length, last=True)
            for piece in pieces:
                have += len(piece)
                if have > self.limits.most_bytes:
                    break
                _write(file, piece)
                self._report(have, length)
        if have > self.limits.most_bytes:
            self.forget()
            self._check_length(have)
        if length is not None and have < length:
            raise Lost(f"the connection was lost after {have:,} of {length:,} bytes")
        self._note_length(have)
        self._report(have, have, last=True)

    def _note_length(self, have: int) -> None:
        """Note the length of a file that came in pieces, so that it isn't asked for again."""
        state = _State.read(self.notes)
        if state and state.length is None:
            write_text(self.notes, json.dumps({**asdict(state), "length": have}))

    def _report(self, have: int, length: int | None, *, last: bool = False) -> None:
        now = self.clock()
        if last or now - self.reported >= _STEP:
            self.reported = now
            self.progress.report(self.target.name, have / length if length else None)

    def _check_length(self, length: int | None) -> None:
        if length == 0:
            raise self._refused("the server sent an empty file")
        if length is not None and length > self.limits.most_bytes:
            raise self._refused(f"the file is larger than {self.limits.most_bytes:,} bytes")

    def _check_data(self, head: bytes) -> None:
        if kind_of_bytes(head) == "html" and not self.target.name.lower().endswith(_PAGES):
            raise self._refused("the server sent a web page, not data")

    def _check_room(self, missing: int | None) -> None:
        free = shutil.disk_usage(self.target.parent).free
        if missing is not None and missing > free:
            what = f"the disk has {free:,} bytes left, and the download needs {missing:,}"
            raise InputError(what, where=str(self.target.parent), remedy="free some space")

    def _refused(self, what: str) -> DataError:
        remedy = f"download it in a browser, and `counterpoise data add {self.opener.source} FILE`"
        return DataError(what, where=self.download.address, remedy=remedy)

    def finish(self) -> None:
        """Check the whole file, and give it its name."""
        state = _State.read(self.notes)
        if self.size() == 0:
            self.forget()
            raise self._refused("the server sent an empty file")
        if state and state.packed and not self.target.name.lower().endswith(".gz"):
            self._unpack()
        else:
            with self.part.open("rb+") as file:
                os.fsync(file.fileno())
            self._check_sum(sha256(self.part) if self.download.sha256 else "")
            self.part.replace(self.target)
        self.forget()

    def _unpack(self) -> None:
        """Undo what the server packed without being asked."""
        found = hashlib.sha256()
        try:
            with writing(self.target) as file, gzip.open(self.part) as packed:

                def write(chunk: bytes) -> None:
                    if not file.tell():
                        self._check_data(chunk)
                    found.update(chunk)
                    try:
                        file.write(chunk)
                    except OSError as error:
                        raise _unwritten(error, self.target.parent) from error

                unpack_into(write, packed, self.download.address, self.size())
                self._check_sum(found.hexdigest())
        except DataError:
            self.forget()
            raise

    def _check_sum(self, found: str) -> None:
        wanted = self.download.sha256.lower()
        if wanted and found != wanted:
            self.forget()
            raise DataError(
                f"the checksum is {found}, not {wanted}, so the file was removed",
                where=self.download.address,
                remedy=f"{AGAIN}; if it fails again, the producer has changed the file",
            )


def _write(file: BinaryIO, piece: bytes) -> None:
    file.write(piece)


def _after(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces


def _pieces(response: http.client.HTTPResponse, limits: Limits, clock: Callable[[], float]) -> Iterator[bytes]:
    """Give what arrives; a connection that breaks, falls silent or drips is lost."""
    since, arrived = clock(), 0
    while True:
        try:
            piece = response.read1(_CHUNK)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Lost(f"the connection was lost ({str(error) or type(error).__name__})") from error
        if not piece:
            return
        yield piece
        arrived += len(piece)
        if (now := clock()) - since >= limits.patience:
            if arrived < limits.slowest * (now - since):
                raise Lost(f"the server sent {arrived:,} bytes in {now - since:,.0f} s, which is too slow")
            since, arrived = now, 0


def _continued(response: http.client.HTTPResponse, state: _State, have: int) -> int | None:
    """Give the whole length, if a part of a file is the one that was asked for; else None."""
    unit, _, rest = response.headers.get("Content-Range", "").partition(" ")
    span, _, total = rest.partition("/")
    first, _, _ = span.partition("-")
    if unit.lower() != "bytes" or not (first.strip().isdecimal() and total.strip().isdecimal()):
        return None
    validator = _validator(response.headers)
    same = (not validator or validator == state.validator) and _is_packed(response) == state.packed
    fits = int(first) == have and int(total) > have and state.length in (None, int(total))
    return int(total) if same and fits else None


def _is_packed(response: http.client.HTTPResponse) -> bool:
    return response.headers.get("Content-Encoding", "").strip().lower().endswith("gzip")


def _validator(headers: http.client.HTTPMessage) -> str:
    """Give what tells one version of a file from another byte by byte: a strong tag, or the time of the last change."""
    tag = headers.get("ETag", "").strip()
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "").strip()


def _unwritten(error: OSError, folder: Path) -> CounterpoiseError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        remedy = f"free some space and {AGAIN}: what arrived is kept"
        return InputError("the disk is full", where=str(folder), remedy=remedy)
    reason = (error.strerror or str(error)).lower()
    return InputError(f"can't be written ({reason})", where=str(folder), remedy="name a folder that you may write")
