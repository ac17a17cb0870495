"""Files that a page sends: taken in pieces under a limit, read by the readers of the command line, or refused."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from counterpoise.core.errors import DataError, InputError
from counterpoise.core.progress import Progress

LIMIT = 1_500_000_000
"""Bytes of a file that is sent; a larger one is added by the command line."""
REMEDY = "add it with 'counterpoise data add', which has no limit"
_ODD = re.compile(r"[^\w.() +-]")


class TooLarge(InputError):  # noqa: N818 - told by its own status
    """More was sent than is taken."""


class Upload:
    """A file on its way in, in a folder of its own; `drop` removes it.

    Attributes
    ----------
    path
        Where it lies, under the name that its sender gave, without what a name should not have.
    """

    def __init__(self, name: str) -> None:
        from counterpoise.store.folder import downloads_folder  # noqa: PLC0415

        plain = _ODD.sub("_", Path(name.replace("\\", "/")).name)[:120].lstrip(".")
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
            If the disk is full.
        """
        size = 0
        try:
            with self.path.open("wb") as file:
                async for piece in pieces:
                    size += len(piece)
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
