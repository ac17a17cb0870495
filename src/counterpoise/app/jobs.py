"""Long work whose progress is told as it goes: events that a page follows, and can stop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from typing import Any

from counterpoise.app.desk import Desk, Work
from counterpoise.core.progress import Cancelled, Progress

GRACE = 5.0
"""Seconds that work goes on after its page has gone, as when a connection breaks and is made anew."""
KEPT = 120.0
"""Seconds that an outcome is kept for a page that comes back."""
KEPT_BYTES = 64_000_000
"""Bytes of the outcomes that are kept so, in all; beyond them the oldest go first."""
PAUSE = 0.05
"""Seconds between two words of how far work is: it may say so a thousand times a second."""
PULSE = 10.0
"""Seconds after which a stream says that it is still there."""

Event = dict[str, Any]
Tell = Callable[[Event], None]


def written(event: Event) -> bytes:
    """Write an event as a stream tells it."""
    return json.dumps(event, ensure_ascii=False, allow_nan=False).encode("utf-8")


class Job:
    """One piece of long work with its newest events.

    Attributes
    ----------
    name
        By which it is followed.
    client
        Whose it is.
    """

    def __init__(self, client: str) -> None:
        self.name = secrets.token_urlsafe(9)
        self.client = client
        self.last: dict[str, tuple[int, bytes]] = {}
        self.ended = 0.0
        self.followers = 0
        self.left = time.monotonic()
        self._news = asyncio.Event()
        self._count = 0
        self.work: Work | None = None
        self.watched: asyncio.Task[None] | None = None

    @property
    def size(self) -> int:
        """How many bytes its events take."""
        return sum(len(text) for _, text in self.last.values())

    def tell(self, state: str, text: bytes) -> None:
        """Take an event, written already; of each state the newest is kept, of what has ended its end."""
        self._count += 1
        if state in ("done", "failed", "stopped"):
            self.ended = time.monotonic()
            self.last.clear()
        self.last[state] = (self._count, text)
        self._news.set()
        self._news = asyncio.Event()

    async def events(self, place: Callable[[], int]) -> AsyncIterator[bytes]:
        """Give the events that there are, then each as it comes, to the last."""
        seen = 0
        while True:
            news = self._news
            for number, text in sorted(self.last.values()):
                if number > seen:
                    seen = number
                    yield text
            if self.ended:
                return
            try:
                await asyncio.wait_for(news.wait(), PULSE if self.last else 0.5)
            except TimeoutError:
                said = {"state": "alive"} if "working" in self.last else {"state": "waiting", "place": place()}
                yield written(said)


class Jobs:
    """The long work of all pages.

    Parameters
    ----------
    desk
        Where it waits.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._jobs: dict[str, Job] = {}

    def start(
        self,
        client: str,
        call: Callable[[Progress, Tell], Event],
        explain: Callable[[BaseException], Event],
        *,
        party: str = "",
    ) -> Job:
        """Begin a piece of work.

        Parameters
        ----------
        client
            Whose it is.
        call
            The work: it is told of its progress, may tell of a part of its answer, and gives the last event.
        explain
            Makes an event of a failure.
        party
            From where the client asks.

        Returns
        -------
        Job
            Followed by its name.
        """
        loop = asyncio.get_running_loop()
        job = Job(client)

        def pass_on(state: str, text: bytes) -> None:
            with contextlib.suppress(RuntimeError):  # the program ends
                loop.call_soon_threadsafe(job.tell, state, text)

        def tell(event: Event) -> None:
            pass_on(event["state"], written(event))

        def done(progress: Progress) -> tuple[str, bytes]:
            event = call(progress, tell)
            return event["state"], written(event)  # by this hand: megabytes must not hold up the pages

        def ended(future: Future[tuple[str, bytes]]) -> None:
            error = future.exception()
            if error is None:
                pass_on(*future.result())
            else:
                tell({"state": "stopped"} if isinstance(error, Cancelled) else explain(error))

        told = 0.0

        def working(label: str, fraction: float | None) -> None:
            nonlocal told
            if (now := time.monotonic()) - told > PAUSE:
                told = now
                tell({"state": "working", "label": label, "fraction": fraction})

        job.work = self._desk.put(
            client,
            done,
            listener=working,
            party=party,
        )
        self._jobs[job.name] = job
        job.work.future.add_done_callback(ended)
        job.watched = loop.create_task(self._watch(job))
        return job

    def find(self, name: str) -> Job | None:
        """Give a job by its name."""
        return self._jobs.get(name)

    def stop(self, job: Job) -> None:
        """Stop a job; what is done already stays done."""
        if job.work is not None and not job.ended:
            self._desk.leave(job.work)

    def place(self, job: Job) -> int:
        """How much work waits before a job."""
        return 0 if job.work is None else self._desk.place(job.work)

    async def _watch(self, job: Job) -> None:
        """Stop a job that nobody follows any more, and forget one that ended."""
        while not job.ended:
            await asyncio.sleep(0.5)
            if job.followers == 0 and time.monotonic() - job.left > GRACE:
                self.stop(job)
                break
        self._make_room(job)
        await asyncio.sleep(KEPT)
        self._jobs.pop(job.name, None)

    def _make_room(self, newest: Job) -> None:
        """Forget the outcomes that ended longest ago where all together take too much."""
        held = sorted(
            (one for one in self._jobs.values() if one.ended and one is not newest), key=lambda one: one.ended
        )
        size = newest.size + sum(one.size for one in held)
        for one in held:
            if size <= KEPT_BYTES:
                return
            size -= one.size
            self._jobs.pop(one.name, None)

    async def stream(self, job: Job) -> AsyncIterator[bytes]:
        """Give a job's events as a stream of server-sent events; its end is told to `_watch`."""
        job.followers += 1
        try:
            async for event in job.events(lambda: self.place(job)):
                yield b"data: " + event + b"\n\n"
        finally:
            job.followers -= 1
            job.left = time.monotonic()
