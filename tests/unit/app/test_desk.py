"""Where questions wait: in turn by client, each thing once, and nothing for those who have gone."""

import threading
import time

import pytest

from counterpoise.app.desk import Busy, Desk
from counterpoise.core.progress import Cancelled


class Gate:
    """Work that waits until it is let go, and tells in which order it was done."""

    def __init__(self) -> None:
        self.open, self.begun = threading.Event(), threading.Event()
        self.order: list[str] = []

    def hold(self, progress):
        self.begun.set()
        assert self.open.wait(10)
        return "held"

    def note(self, word):
        def call(progress):
            self.order.append(word)
            return word

        return call


@pytest.fixture
def gate():
    made = Gate()
    yield made
    made.open.set()


@pytest.fixture
def desk():
    made = Desk(hands=1, each=5, together=8)
    yield made
    made.close()


def test_what_work_needs_is_made_ready_before_it():
    order = []
    desk = Desk(hands=1, ready=lambda: order.append("ready"))
    desk.put("a", lambda _: order.append("work")).future.result(5)
    desk.close()
    assert order == ["ready", "work"]


def test_a_heavy_client_does_not_keep_the_others_waiting(desk, gate):
    first = desk.put("a", gate.hold)
    gate.begun.wait(10)
    works = [desk.put("a", gate.note(f"a{number}")) for number in range(3)]
    works += [desk.put("b", gate.note("b0")), desk.put("c", gate.note("c0"))]
    gate.open.set()
    assert [work.future.result(10) for work in works] == ["a0", "a1", "a2", "b0", "c0"]
    assert gate.order == ["a0", "b0", "c0", "a1", "a2"]
    assert first.future.result(10) == "held"


def test_a_client_has_one_thing_done_at_a_time(gate):
    desk = Desk(hands=2)
    desk.put("a", gate.hold)
    gate.begun.wait(10)
    mine, other = desk.put("a", gate.note("a")), desk.put("b", gate.note("b"))
    assert other.future.result(10) == "b"
    assert not mine.future.done()
    gate.open.set()
    assert mine.future.result(10) == "a"
    desk.close()


def test_the_place_in_the_line_counts_the_turns_of_others(desk, gate):
    desk.put("x", gate.hold)
    gate.begun.wait(10)
    works = [desk.put("a", gate.note(str(number))) for number in range(4)]
    later = desk.put("b", gate.note("b"))
    assert [desk.place(work) for work in works] == [0, 2, 3, 4]
    assert desk.place(later) == 1


def test_what_waits_is_dropped_when_nobody_wants_it(desk, gate):
    desk.put("a", gate.hold)
    gate.begun.wait(10)
    dropped = desk.put("b", gate.note("never"))
    desk.leave(dropped)
    assert desk.waiting == 0
    with pytest.raises(Cancelled):
        dropped.future.result(1)
    gate.open.set()
    assert desk.put("b", gate.note("after")).future.result(10) == "after"
    assert gate.order == ["after"]


def test_what_is_being_done_stops_at_its_next_report(desk):
    begun = threading.Event()

    def count(progress):
        begun.set()
        while True:
            progress.report("counting", None)
            time.sleep(0.005)

    work = desk.put("a", count)
    begun.wait(10)
    desk.leave(work)
    with pytest.raises(Cancelled):
        work.future.result(10)
    assert desk.put("a", lambda _: "free").future.result(10) == "free"


def test_the_same_thing_is_done_once_for_all_who_ask(desk, gate):
    desk.put("x", gate.hold)
    gate.begun.wait(10)
    one, other = (desk.put(client, gate.note("shared"), name="the same") for client in "ab")
    assert one is other
    desk.leave(one)
    gate.open.set()
    assert other.future.result(10) == "shared"
    assert gate.order == ["shared"]
    again = desk.put("c", gate.note("anew"), name="the same")
    assert again.future.result(10) == "anew"


def test_too_much_is_refused_to_one_client_and_to_all(desk, gate):
    desk.put("x", gate.hold)
    gate.begun.wait(10)
    for _ in range(5):
        desk.put("a", gate.note("a"))
    with pytest.raises(Busy, match="you are given"):
        desk.put("a", gate.note("a"))
    for number in range(3):
        desk.put(f"b{number}", gate.note("b"))
    with pytest.raises(Busy, match="its users"):
        desk.put("z", gate.note("z"))


def test_a_failure_goes_to_the_one_who_asked_and_the_hand_is_free(desk):
    def fail(progress):
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        desk.put("a", fail).future.result(10)
    assert desk.put("a", lambda _: 1).future.result(10) == 1


def test_a_desk_that_closes_lets_go_of_what_waits(gate):
    desk = Desk(hands=1)
    desk.put("x", gate.hold)
    gate.begun.wait(10)
    waiting = desk.put("a", gate.note("a"))
    desk.close()
    with pytest.raises(Cancelled):
        waiting.future.result(1)
