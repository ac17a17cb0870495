"""Long work whose progress is told as it goes: events that a page follows, and can stop."""

from __future__ import annotations

import asyncio
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
PULSE = 10.0
"""Seconds after which a stream says that it is still there."""

Event = dict[str, Any]
Tell = Callable[[Event], None]


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
        self.last: dict[str, Event] = {}
        self.ended = 0.0
        self.followers = 0
        self.left = time.monotonic()
        self._news = asyncio.Event()
        self._count = 0
        self.work: Work | None = None
        self.watched: asyncio.Task[None] | None = None

    def tell(self, event: Event) -> None:
        """Take an event; of each state the newest is kept."""
        self._count += 1
        self.last[event["state"]] = event | {"number": self._count}
        if event["state"] in ("done", "failed", "stopped"):
            self.ended = time.monotonic()
        self._news.set()
        self._news = asyncio.Event()

    async def events(self, place: Callable[[], int]) -> AsyncIterator[Event]:
        """Give the events that there are, then each as it comes, to the last."""
        seen = 0
        while True:
            news = self._news
            for event in sorted(self.last.values(), key=lambda one: one["number"]):
                if event["number"] > seen:
                    seen = event["number"]
                    yield {name: value for name, value in event.items() if name != "number"}
            if self.ended:
                return
            try:
                await asyncio.wait_for(news.wait(), PULSE if self.last else 0.5)
            except TimeoutError:
                yield {"state": "waiting", "place": place()} if "working" not in self.last else {"state": "alive"}


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
        self, client: str, call: Callable[[Progress, Tell], Event], explain: Callable[[BaseException], Event]
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

        Returns
        -------
        Job
            Followed by its name.
        """
        loop = asyncio.get_running_loop()
        job = Job(client)

        def tell(event: Event) -> None:
            loop.call_soon_threadsafe(job.tell, event)

        def ended(future: Future[Event]) -> None:
            error = future.exception()
            if error is None:
                tell(future.result())
            else:
                tell({"state": "stopped"} if isinstance(error, Cancelled) else explain(error))

        job.work = self._desk.put(
            client,
            lambda progress: call(progress, tell),
            listener=lambda label, fraction: tell({"state": "working", "label": label, "fraction": fraction}),
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
        await asyncio.sleep(KEPT)
        self._jobs.pop(job.name, None)

    async def stream(self, job: Job) -> AsyncIterator[bytes]:
        """Give a job's events as a stream of server-sent events; its end is told to `_watch`."""
        job.followers += 1
        try:
            async for event in job.events(lambda: self.place(job)):
                yield f"data: {json.dumps(event, ensure_ascii=False, allow_nan=False)}\n\n".encode()
        finally:
            job.followers -= 1
            job.left = time.monotonic()
