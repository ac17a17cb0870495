"""One who asks for much does not keep the others waiting, and what was stopped does not hold a place for ever."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from counterpoise.app import desk as desks
from counterpoise.app import jobs as jobs_module
from counterpoise.app.desk import Busy, Desk
from counterpoise.app.jobs import Jobs
from counterpoise.core.progress import Cancelled


def _held(desk: Desk, client: str, party: str = "") -> tuple[threading.Event, Any]:
    """Occupy a hand until the event is set, whatever the work is told."""
    free, begun = threading.Event(), threading.Event()

    def call(_: Any) -> None:
        begun.set()
        free.wait(10)

    work = desk.put(client, call, party=party)
    assert begun.wait(5)
    return free, work


def _hands(name: str) -> int:
    return sum(one.name.startswith(f"{name}-") for one in threading.enumerate())


def test_a_page_that_names_itself_anew_each_time_is_held_to_its_address() -> None:
    desk = Desk(hands=1, party=3)
    free, _ = _held(desk, "first", "10.0.0.1")
    for number in range(3):
        desk.put(f"page {number}", lambda _: None, party="10.0.0.1")
    with pytest.raises(Busy):
        desk.put("page 4", lambda _: None, party="10.0.0.1")
    desk.put("another", lambda _: None, party="10.0.0.2")
    free.set()
    desk.close()


def test_who_comes_from_elsewhere_is_served_before_the_second_thing_of_one_address() -> None:
    desk, order = Desk(hands=1), list[str]()
    free, _ = _held(desk, "first", "10.0.0.1")

    def said(name: str) -> Callable[[Any], None]:
        return lambda _: order.append(name)

    works = [desk.put(f"page {n}", said(f"many {n}"), party="10.0.0.1") for n in range(5)]
    works.append(desk.put("other", said("other"), party="10.0.0.2"))
    free.set()
    for work in works:
        work.future.result(5)
    assert order[0] == "other"
    desk.close()


def test_the_same_page_name_at_two_addresses_is_two_pages() -> None:
    desk = Desk(hands=1, each=1)
    free, _ = _held(desk, "x", "10.0.0.1")
    desk.put("page", lambda _: None, party="10.0.0.1")
    desk.put("page", lambda _: None, party="10.0.0.2")
    free.set()
    desk.close()


def test_stopped_work_that_never_says_how_far_it_is_gives_up_its_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "PATIENCE", 0.05)
    desk = Desk(hands=1, name="replaced")
    free, work = _held(desk, "page")
    desk.leave(work)
    assert desk.put("page", lambda _: "served").future.result(5) == "served"
    free.set()
    work.future.result(5)
    for _ in range(3):  # the hand that was replaced goes, so that there is one again, and it serves
        assert desk.put("page", lambda _: "again").future.result(5) == "again"
    deadline = time.monotonic() + 5
    while (hands := _hands("replaced")) > 1 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert hands == 1
    desk.close()


def test_stopped_work_is_not_given_to_who_asks_for_the_same_later() -> None:
    desk = Desk(hands=2)
    begun, free = threading.Event(), threading.Event()

    def call(progress: Any) -> str:
        begun.set()
        free.wait(5)
        progress.report("on the way")
        return "done"

    first = desk.put("a", call, name="same")
    assert begun.wait(5)
    desk.leave(first)
    second = desk.put("b", lambda _: "anew", name="same")
    assert second.future.result(5) == "anew"
    free.set()
    with pytest.raises(Cancelled):
        first.future.result(5)
    desk.close()


def test_who_leaves_does_not_stop_what_another_still_waits_for() -> None:
    desk = Desk(hands=1)
    free, _ = _held(desk, "busy")
    first, second = desk.put("a", lambda _: "done", name="same"), desk.put("b", lambda _: "no", name="same")
    assert first is second
    desk.leave(first)
    free.set()
    assert second.future.result(5) == "done"
    desk.close()


def test_a_hand_outlives_work_that_was_given_up_from_outside() -> None:
    desk = Desk(hands=1)
    free, work = _held(desk, "a")
    assert work.future.cancel()
    free.set()
    assert desk.put("a", lambda _: "served").future.result(5) == "served"
    desk.close()


def test_closing_stops_work_that_has_no_name_too() -> None:
    desk = Desk(hands=1)
    begun = threading.Event()

    def call(progress: Any) -> None:
        begun.set()
        while True:
            progress.report("on the way")
            time.sleep(0.01)

    work = desk.put("a", call)
    assert begun.wait(5)
    desk.close()
    with pytest.raises(Cancelled):
        work.future.result(5)
    with pytest.raises(Busy):
        desk.put("a", lambda _: None)


def _outcomes(calls: list[Callable[[Any, Any], dict[str, Any]]]) -> tuple[Jobs, list[Any], list[list[dict[str, Any]]]]:
    async def run() -> tuple[Jobs, list[Any], list[list[dict[str, Any]]]]:
        desk = Desk(hands=1)
        jobs, started, told = Jobs(desk), [], []
        for call in calls:
            job = jobs.start("page", call, lambda error: {"state": "failed", "error": str(error)})
            told.append([json.loads(piece[6:]) async for piece in jobs.stream(job)])
            started.append(job)
            await asyncio.sleep(0.6)
        desk.close()
        return jobs, started, told

    return asyncio.run(run())


def test_what_has_ended_keeps_its_end_alone() -> None:
    def call(_: Any, tell: Any) -> dict[str, Any]:
        tell({"state": "partial", "answer": "x" * 1000})
        return {"state": "done", "answer": "y"}

    _, (job,), (told,) = _outcomes([call])
    assert told[-1] == {"state": "done", "answer": "y"}
    assert list(job.last) == ["done"]


def test_outcomes_are_kept_under_a_limit_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "KEPT_BYTES", 1500)
    jobs, started, _ = _outcomes([lambda *_: {"state": "done", "answer": "x" * 1000}] * 2)
    assert jobs.find(started[0].name) is None
    assert jobs.find(started[1].name) is started[1]


def test_an_outcome_that_cannot_be_written_ends_as_a_failure() -> None:
    _, _, (told,) = _outcomes([lambda *_: {"state": "done", "answer": float("nan")}])
    assert told[-1]["state"] == "failed"


def test_a_thousand_words_of_progress_are_not_a_thousand_events() -> None:
    def call(progress: Any, _: Any) -> dict[str, Any]:
        for number in range(1000):
            progress.report("on the way", number / 1000)
        return {"state": "done"}

    _, (job,), _ = _outcomes([call])
    assert job._count < 50
