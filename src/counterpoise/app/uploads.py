"""Files that a page sends: taken in pieces under a limit, read by the readers of the command line, or refused."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from counterpoise.app.desk import Busy
from counterpoise.core.errors import DataError, InputError
from counterpoise.core.progress import Progress

LIMIT = 1_500_000_000
"""Bytes of a file that is sent; a larger one is added by the command line."""
SENDING, EACH = 6, 3
"""Files that are on their way in at a time: of all, and from one address."""
SLOWEST, START = 2_000.0, 20.0
"""Bytes a second that a file must come with on average, after some seconds."""
STALE = 6 * 3600.0
"""Seconds after which a file that is still there is taken for what a killed process left."""
REMEDY = "add it with 'counterpoise data add', which has no limit"
NAME = 200
"""Bytes of a file's name: what any disk takes."""
_ODD = re.compile(r"[^\w.() +-]")


class TooLarge(InputError):  # noqa: N818 - told by its own status
    """More was sent than is taken."""


class Gate:
    """Counts the files on their way in, which take room and a connection each."""

    def __init__(self) -> None:
        self._from: Counter[str] = Counter()

    @contextlib.contextmanager
    def passed(self, party: str) -> Iterator[None]:
        """Let a file in while there are not too many.

        Raises
        ------
        Busy
            If there are, from this address or in all.
        """
        if self._from[party] >= EACH or self._from.total() >= SENDING:
            raise Busy("too many files are on their way", remedy="wait until one has come, and send it again")
        self._from[party] += 1
        try:
            yield
        finally:
            self._from[party] -= 1
            self._from += Counter()  # forgets those who send nothing any more


def sweep() -> None:
    """Remove what killed processes left of files that were sent."""
    from counterpoise.store.folder import store_folder  # noqa: PLC0415

    now = time.time()
    for folder in (store_folder() / "downloads").glob("upload-*"):
        with contextlib.suppress(OSError):
            newest = max(one.stat().st_mtime for one in (folder, *folder.iterdir()))
            if now - newest > STALE and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)


class Upload:
    """A file on its way in, in a folder of its own; `drop` removes it.

    Attributes
    ----------
    path
        Where it lies, under the name that its sender gave, without what a name should not have.
    """

    def __init__(self, name: str) -> None:
        from counterpoise.store.folder import downloads_folder  # noqa: PLC0415

        plain = _ODD.sub("_", Path(name.replace("\\", "/")).name).lstrip(".")
        while len(plain.encode()) > NAME:  # from its middle: the ending says what it is
            plain = plain[: len(plain) // 2 - 1] + plain[len(plain) // 2 + 1 :]
        self.folder = Path(tempfile.mkdtemp(prefix="upload-", dir=downloads_folder()))
        self.path = self.folder / (plain or "file")

    async def receive(self, pieces: AsyncIterator[bytes], limit: int) -> int:
        """Write what comes.

        Parameters
        ----------
        pieces
            The request's body.
        limit
            Bytes that are taken.

        Returns
        -------
        int
            How many came.

        Raises
        ------
        TooLarge
            As soon as more has come.
        InputError
            If the disk is full, or it comes too slowly to end.
        """
        size, began = 0, time.monotonic()
        try:
            with self.path.open("wb") as file:
                async for piece in pieces:
                    size += len(piece)
                    took = time.monotonic() - began
                    if took > START and size < took * SLOWEST:
                        raise InputError("the file comes too slowly", where=self.path.name, remedy=REMEDY)
                    if size > limit:
                        raise TooLarge(
                            f"the file is larger than {limit / 1e6:,.0f} MB", where=self.path.name, remedy=REMEDY
                        )
                    file.write(piece)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise InputError(
                f"the file can't be kept ({reason})", where=self.path.name, remedy="make room, and send it again"
            ) from error
        if not size:
            raise DataError("the file is empty", where=self.path.name, remedy="check it, and send it again")
        return size

    def read(self, source: str, edition: str | None, year: int | None, progress: Progress) -> dict[str, Any]:
        """Read it as a producer's file, and keep what it holds; the file is removed whatever comes of it."""
        from counterpoise.questions.holdings import span  # noqa: PLC0415
        from counterpoise.sources.source import Raw  # noqa: PLC0415
        from counterpoise.sources.source import source as named  # noqa: PLC0415
        from counterpoise.store.folder import add  # noqa: PLC0415

        try:
            about = named(source)
            raw = Raw(self.path, edition if edition is None else about.edition(edition), year)
            made = add(about, raw, progress=progress)
        finally:
            self.drop()
        notes = [note for one in made for note in one.notes]
        if about.verified != "the producer's file":
            notes.append(
                f"the reader of {about.name} is written from {about.verified}: compare a few figures with the producer's"
            )
        added = [
            {"dataset": one.dataset, "years": span(one.years), "rows": sum(t["rows"] for t in one.tables.values())}
            for one in made
        ]
        return {"added": added, "notes": list(dict.fromkeys(notes))}

    def drop(self) -> None:
        """Remove the file."""
        shutil.rmtree(self.folder, ignore_errors=True)
