"""What the routes share: the settings, the desks, what is kept, and how it is sent."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import importlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from starlette.requests import Request as Call
from starlette.responses import Response

from counterpoise.app.answers import Answers, Request
from counterpoise.app.book import OWN, Book, Waiting
from counterpoise.app.desk import Desk, Work
from counterpoise.app.guard import Rules
from counterpoise.app.jobs import Jobs
from counterpoise.app.shelf import Shelf
from counterpoise.app.uploads import LIMIT, Gate
from counterpoise.core.progress import Cancelled

SMALL = 1000
"""Bytes below which compressing does not pay."""

NEEDED = ("numpy", "scipy.sparse.linalg", "pandas", "xarray", "altair")
"""What nearly every answer imports of others."""

_LOADING = threading.Lock()


def loaded() -> None:
    """Import what answers need, in one thread: two that begin with different modules of a circle can meet one that is half made."""
    with _LOADING:
        for name in NEEDED:
            importlib.import_module(name)


@dataclass(frozen=True)
class Settings:
    """How the service is run.

    Attributes
    ----------
    rules
        Who may ask.
    readonly
        Whether nothing of the store may be changed.
    upload
        Bytes of a file that is taken.
    static
        The folder of the built pages; None serves the interface alone.
    ledger
        The file of the ledger; the one at hand where None, else the program's example.
    """

    rules: Rules
    readonly: bool = False
    upload: int = LIMIT
    static: Path | None = None
    ledger: str | None = None


@dataclass
class Room:
    """What the routes share.

    Attributes
    ----------
    settings
        How the service is run.
    desk, long
        Where questions wait: those that are answered at once, and long work.
    answers, shelf
        What is kept, here and from one start to the next.
    jobs
        The long work.
    gate
        Files on their way in.
    book, waiting
        The ledger, and texts that wait for a person's decisions.
    """

    settings: Settings
    desk: Desk = field(default_factory=lambda: Desk(name="desk", ready=loaded))
    long: Desk = field(default_factory=lambda: Desk(hands=1, name="long", ready=loaded))
    answers: Answers = field(default_factory=Answers)
    shelf: Shelf = field(default_factory=Shelf)
    jobs: Jobs = field(init=False)
    gate: Gate = field(default_factory=Gate)
    book: Book = field(init=False)
    waiting: Waiting = field(default_factory=Waiting)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.long)
        self.book = Book(self.settings.ledger, readonly=self.settings.readonly)

    def with_ledger(self, request: Request) -> Request:
        """Give a question the service's ledger, where it takes one."""
        taken = any(one.word.name == "ledger" for one in request.question.parameters)
        if not taken or (request.question.name == "relations" and self.book.kind != OWN):
            return request  # the example's countries are invented: beside real ones there is nothing of theirs
        return replace(request, ledger=self.book.ledger(), mark=self.book.mark, shown={"ledger": self.book.word})

    async def made(
        self, call: Call, name: tuple[str, ...], make: Callable[..., bytes], *, lasting: bool = False
    ) -> bytes:
        """Give a compressed text or picture: from what is kept, or made by a free hand; dropped when its page goes.

        Parameters
        ----------
        call
            The request.
        name
            What it is.
        make
            Makes it, told of a progress.
        lasting
            Whether it is kept for the next start.
        """
        held = self.answers.kept(name)
        if held is None and lasting and (held := await asyncio.to_thread(self.shelf.get, name)) is not None:
            self.answers.keep(name, held)
        if held is not None:
            return held

        before = stamp()

        def work(progress: Any) -> bytes:
            content = gzip.compress(make(progress), 5, mtime=0)
            if lasting and before == stamp():  # else it may be made from other data than its name says
                self.shelf.put(name, content)
            return self.answers.keep(name, content)

        return await self.waited(
            call, self.desk.put(client_of(call), work, name="\n".join(name), party=self.party_of(call))
        )

    def party_of(self, call: Call) -> str:
        """Name from where a page asks, which it can't choose anew: the user whom a proxy knows, else an address."""
        header = self.settings.rules.header
        user = call.headers.get(header, "")[:200] if header else ""
        return user or (call.client.host if call.client else "")

    async def waited(self, call: Call, work: Work) -> Any:
        """Wait for work, and drop it when the page that asked is gone."""
        future = asyncio.wrap_future(work.future)
        try:
            while True:
                done, _ = await asyncio.wait({future}, timeout=0.2)
                if done:
                    return future.result()
                if await call.is_disconnected():
                    raise Cancelled("the page is gone")
        finally:
            if not future.done():
                future.add_done_callback(lambda one: one.cancelled() or one.exception())
                self.desk.leave(work)


def client_of(call: Call) -> str:
    """Name the page that asks, by what it calls itself; else its address."""
    said = call.headers.get("x-client", "")[:60]
    return said or (call.client.host if call.client else "")


def stamp() -> str:
    """Give a mark of the data in the store: it changes when something is added or removed."""
    from counterpoise.store.folder import INDEX, store_folder  # noqa: PLC0415

    try:
        about = (store_folder() / INDEX).stat()
    except OSError:
        return "embedded"
    return hashlib.sha256(f"{about.st_size} {about.st_mtime_ns}".encode()).hexdigest()[:16]


def sent(call: Call, content: bytes, media: str, headers: Mapping[str, str] | None = None) -> Response:
    """Send what is compressed already, to a client that may not take it so."""
    extra = {"vary": "accept-encoding", **(headers or {})}
    if "gzip" in call.headers.get("accept-encoding", "") and len(content) > SMALL:
        return Response(content, media_type=media, headers={**extra, "content-encoding": "gzip"})
    return Response(gzip.decompress(content), media_type=media, headers=extra)
