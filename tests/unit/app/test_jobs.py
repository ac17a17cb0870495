"""Long work: its events, its end when nobody follows, and its stop."""

import asyncio
import json
import threading
import time

import pytest

from counterpoise.app import jobs as long
from counterpoise.app.desk import Desk
from counterpoise.app.jobs import Jobs
from counterpoise.core.errors import InputError


@pytest.fixture
def desk():
    made = Desk(hands=1)
    yield made
    made.close()


class Counting:
    """Work that goes on until it is stopped."""

    def __init__(self) -> None:
        self.begun, self.stopped = threading.Event(), threading.Event()

    def __call__(self, progress, tell):
        try:
            for number in range(10_000):
                progress.report("counting", number / 10_000)
                self.begun.set()
                time.sleep(0.005)
        finally:
            self.stopped.set()
        return {"state": "done"}


def explain(error):
    return {"state": "failed", "error": {"what": str(error)}}


def read(piece):
    assert piece.startswith(b"data: ")
    assert piece.endswith(b"\n\n")
    return json.loads(piece[6:])


async def until(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def test_events_come_in_their_order_to_the_last(desk):
    followed, seen = threading.Event(), threading.Event()

    def work(progress, tell):
        assert followed.wait(10)
        progress.report("reading", 0.5)
        tell({"state": "partial", "answer": 1})
        assert seen.wait(10)
        return {"state": "done", "answer": 2}

    async def follow():
        jobs = Jobs(desk)
        job = jobs.start("a", work, explain)
        events = []
        followed.set()
        async for piece in jobs.stream(job):
            events.append(read(piece))
            if events[-1]["state"] == "partial":
                seen.set()
        again = [read(piece) async for piece in jobs.stream(job)]
        return events, again

    events, again = asyncio.run(follow())
    assert [one["state"] for one in events if one["state"] != "waiting"] == ["working", "partial", "done"]
    assert again == events[-1:]  # what led there is let go


def test_closing_the_stream_stops_the_work_after_the_grace(desk, monkeypatch):
    monkeypatch.setattr(long, "GRACE", 0.2)
    work = Counting()

    async def leave():
        jobs = Jobs(desk)
        job = jobs.start("a", work, explain)
        stream = jobs.stream(job)
        await anext(stream)
        await until(work.begun.is_set)
        await stream.aclose()
        await until(work.stopped.is_set)
        await until(lambda: bool(job.ended))
        return job.last

    assert "stopped" in asyncio.run(leave())
    assert desk.put("b", lambda _: "free").future.result(5) == "free"


def test_one_who_comes_back_within_the_grace_finds_the_work(desk, monkeypatch):
    monkeypatch.setattr(long, "GRACE", 3.0)
    work = Counting()

    async def back():
        jobs = Jobs(desk)
        job = jobs.start("a", work, explain)
        for _ in range(2):
            stream = jobs.stream(job)
            await anext(stream)
            await until(work.begun.is_set)
            await stream.aclose()
            await asyncio.sleep(0.7)
        assert not work.stopped.is_set()
        jobs.stop(job)
        return [read(piece)["state"] async for piece in jobs.stream(job)]

    assert asyncio.run(back())[-1] == "stopped"


def test_work_that_nobody_ever_follows_is_stopped(desk, monkeypatch):
    monkeypatch.setattr(long, "GRACE", 0.1)
    work = Counting()

    async def alone():
        Jobs(desk).start("a", work, explain)
        await until(work.stopped.is_set)

    asyncio.run(alone())


def test_what_waits_is_told_its_place_and_can_be_stopped(desk):
    work, late = Counting(), Counting()

    async def wait():
        jobs = Jobs(desk)
        first, second = jobs.start("a", work, explain), jobs.start("b", late, explain)
        stream = jobs.stream(second)
        said = read(await anext(stream))
        jobs.stop(second)
        rest = [read(piece)["state"] async for piece in stream]
        jobs.stop(first)
        await until(lambda: bool(first.ended))
        return said, rest

    said, rest = asyncio.run(wait())
    assert said == {"state": "waiting", "place": 0}
    assert rest[-1] == "stopped"
    assert not late.begun.is_set()


def test_a_failure_is_explained(desk):
    def work(progress, tell):
        raise InputError("the word is wrong")

    async def follow():
        jobs = Jobs(desk)
        job = jobs.start("a", work, explain)
        return [read(piece) async for piece in jobs.stream(job)]

    assert asyncio.run(follow())[-1] == {"state": "failed", "error": {"what": "the word is wrong"}}


def test_what_ended_is_forgotten(desk, monkeypatch):
    monkeypatch.setattr(long, "KEPT", 0.05)

    async def wait():
        jobs = Jobs(desk)
        job = jobs.start("a", lambda progress, tell: {"state": "done"}, explain)
        assert jobs.find(job.name) is job
        await until(lambda: jobs.find(job.name) is None)

    asyncio.run(wait())


def test_an_ensemble_is_told_in_parts_over_the_interface(asked):
    words = {"scenario": "tariff +10 points by USA on CHN", "draws": "60", "country": "USA"}

    async def follow():
        async with asked.client() as client:
            started = await client.post("/api/jobs", json={"question": "ensemble", "arguments": words})
            assert started.status_code == 202
            reply = await client.get(f"/api/jobs/{started.json()['id']}")
            assert reply.headers["content-type"].startswith("text/event-stream")
            return [json.loads(line[6:]) for line in reply.text.splitlines() if line.startswith("data: ")]

    events = asyncio.run(follow())
    assert events[-1]["state"] == "done"
    assert events[-1]["answer"]["meta"]["diagnostics"]["draws"] == 60
    direct = asked.get("/api/ask/ensemble", params=words).json()
    assert events[-1]["answer"]["records"] == direct["records"]


def test_a_job_of_wrong_words_is_refused_or_told(asked):
    for body in (
        {"question": "nothing"},
        {"question": "rely", "arguments": []},
        {"question": "rely", "language": "xx"},
    ):
        assert asked.post("/api/jobs", body).status_code in (404, 422)
    assert asked("POST", "/api/jobs", content=b"[1]").status_code == 422
    assert asked("POST", "/api/jobs", content=b"{").status_code == 422
    assert asked.get("/api/jobs/none").status_code == 404
    assert asked("DELETE", "/api/jobs/none").status_code == 404
