"""What is kept: answers under a limit and by the data they rest on, a shelf that survives damage, and the pages."""

import gzip
import secrets
import threading
from types import SimpleNamespace

import pytest

import counterpoise as cp
from counterpoise.app import answers as kept
from counterpoise.app import shelf as shelves
from counterpoise.app.answers import Answers, Unknown, request_of
from counterpoise.app.pages import pages_of
from counterpoise.app.room import Settings, stamp
from counterpoise.app.shelf import Shelf
from counterpoise.core.errors import InputError
from counterpoise.core.question import questions

from .conftest import TOKEN, Asked


@pytest.fixture
def counted(monkeypatch):
    """Give requests whose answers are of a size, and how often each was answered."""
    times: dict[str, int] = {}
    monkeypatch.setattr(kept, "_size", lambda answer: answer.data.nbytes)

    def request(name, size=1):
        def answer(**_):
            times[name] = times.get(name, 0) + 1
            return SimpleNamespace(data=SimpleNamespace(nbytes=size), name=name)

        question = SimpleNamespace(name=name, function=lambda: None, __call__=answer)
        return SimpleNamespace(question=Calls(question, answer), read=dict, name=name)

    return request, times


class Calls:
    def __init__(self, about, answer):
        self.function, self.answer, self.name = about.function, answer, about.name

    def __call__(self, **words):
        return self.answer(**words)


def test_as_many_answers_are_kept_as_may_be(counted):
    request, times = counted
    held = Answers()
    for number in range(kept.ANSWERS + 5):
        held.answer(request(f"q{number}"), "one")
    for number in (kept.ANSWERS + 4, 5, 0):
        held.answer(request(f"q{number}"), "one")
    assert times["q0"] == 2
    assert times["q5"] == 1
    assert len(held._held) == kept.ANSWERS


def test_large_answers_push_the_oldest_out(counted):
    request, _times = counted
    held = Answers()
    for name in ("a", "b", "a", "c"):
        held.answer(request(name, kept.BYTES // 2), "one")
    assert [name for _, name in held._held] == ["a", "c"]
    held.answer(request("huge", 10 * kept.BYTES), "one")
    assert [name for _, name in held._held] == ["huge"]


def test_the_size_of_an_answer():
    bare = cp.rely("KOR", on="CHN", sector="TOTAL")
    assert kept._size(bare) == bare.data.nbytes
    solved = cp.simulate("tariff +1 points by USA on CHN")
    assert kept._size(solved) == kept.SOLVED
    assert "data" not in vars(solved)  # it was not computed for this


def test_other_data_another_answer(counted):
    request, times = counted
    held = Answers()
    for mark in ("one", "one", "two"):
        held.answer(request("a"), mark)
    assert times == {"a": 2}
    held.clear()
    held.answer(request("a"), "two")
    assert times == {"a": 3}


def test_texts_are_kept_under_a_limit(monkeypatch):
    monkeypatch.setattr(kept, "RENDERED", 100)
    held = Answers()
    for name in "abc":
        held.keep((name,), b"x" * 40)
    assert held.kept(("a",)) is None
    assert held.kept(("c",)) == b"x" * 40
    held.keep(("c",), b"y" * 10)
    held.keep(("d",), b"z" * 40)
    assert held.kept(("b",)) is not None
    assert held._size == 90


def test_a_change_of_the_store_changes_its_mark(own, monkeypatch):
    assert stamp() == "embedded"
    store = own / "store-of-kim"
    store.mkdir()
    (store / "index.json").write_text("{}")
    first = stamp()
    (store / "index.json").write_text("{} ")
    assert len({first, stamp(), "embedded"}) == 3


def test_words_of_a_question():
    assert dict(request_of("rely", {"country": "KOR", "on": "", "year": None}).given) == {"country": "KOR"}
    with pytest.raises(Unknown):
        request_of("relly", {})
    with pytest.raises(InputError, match="no argument"):
        request_of("rely", {"country": "KOR", "contry": "x"})
    with pytest.raises(InputError, match="missing"):
        request_of("rely", {})
    flag = next(one.name for one in questions["equation"].parameters if one.word.flag)
    with pytest.raises(InputError, match="neither true nor false"):
        request_of("equation", {"country": "KOR", "powers": "USA,CHN", flag: "perhaps"})


def test_the_shelf_gives_what_was_put_there_and_nothing_that_is_damaged(tmp_path):
    shelf = Shelf(tmp_path / "app")
    assert shelf.get(("a",)) is None
    shelf.put(("a",), b"content")
    assert shelf.get(("a",)) == b"content"
    assert shelf.get(("a", "b")) is None
    (file,) = (tmp_path / "app").glob("*.bin")
    whole = file.read_bytes()
    for damaged in (whole[:-1], whole[:-1] + b"X", b"", whole[:20], b"\0" * len(whole)):
        file.write_bytes(damaged)
        assert shelf.get(("a",)) is None
    file.write_bytes(whole)
    assert shelf.get(("a",)) == b"content"


def test_the_shelf_of_another_program_is_not_read(tmp_path, monkeypatch):
    shelf = Shelf(tmp_path)
    shelf.put(("a",), b"old")
    monkeypatch.setattr(shelves, "program", lambda: "another")
    assert shelf.get(("a",)) is None


def test_the_shelf_keeps_as_many_as_may_be_and_fails_quietly(tmp_path, monkeypatch):
    monkeypatch.setattr(shelves, "MOST", 3)
    shelf = Shelf(tmp_path / "app")
    for number in range(6):
        shelf.put((str(number),), b"x")
    assert len(list((tmp_path / "app").glob("*.bin"))) == 3
    (tmp_path / "file").write_text("")
    Shelf(tmp_path / "file" / "app").put(("a",), b"x")
    assert Shelf(tmp_path / "file" / "app").get(("a",)) is None


def test_a_damaged_shelf_is_mended_while_it_is_asked(own):
    asked = Asked()
    first = asked.get("/api/questions").json()
    files = list((own / "cache-of-kim").rglob("app/*.bin"))
    assert files
    for file in files:
        file.write_bytes(b"damaged")
    assert Asked().get("/api/questions").json() == first


def test_pages_are_sent_as_files_of_their_kind(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(f"<!doctype html><p>{secrets.token_hex(4000)}")
    (tmp_path / "assets" / "a-1.js").write_text("1")
    (tmp_path / "odd.bin").write_bytes(b"\0")
    held = pages_of(tmp_path)
    assert held["/"] is held["/index.html"]
    assert gzip.decompress(held["/assets/a-1.js"].content) == b"1"
    asked = Asked(Settings(Asked_rules(), static=tmp_path))
    page = asked.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["content-encoding"] == "gzip"
    assert asked.get("/", headers={"If-None-Match": page.headers["etag"]}).status_code == 304
    assert asked.get("/", headers={"Accept-Encoding": "identity"}).text == page.text
    assert "immutable" in asked.get("/assets/a-1.js").headers["cache-control"]
    for path in ("/../index.html", "/%2e%2e/%2e%2e/etc/passwd", "/assets/", "/assets/../odd.bin%00"):
        assert asked.get(path).status_code in (200, 404)
        assert "root:" not in asked.get(path).text
    assert asked.get("/nowhere").status_code == 404


def Asked_rules():
    from counterpoise.app.guard import Rules

    return Rules(TOKEN)


def test_the_interface_is_described_without_a_script(asked):
    page = asked.get("/api/docs")
    assert "<script" not in page.text
    assert "/api/ask/equation" in page.text


def test_answers_are_given_to_many_at_once(counted):
    request, _times = counted
    held = Answers()
    threads = [threading.Thread(target=held.answer, args=(request(f"q{n % 7}"), "one")) for n in range(60)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(held._held) == 7


def test_a_chart_over_time_is_offered_where_there_are_times():
    change = "tariff +1 points by USA on CHN"
    offered = [
        {one["name"] for one in kept.charts_of(cp.simulate(change, **words))} for words in ({}, {"years": "1,3"})
    ]
    assert "over_time" not in offered[0]
    assert "over_time" in offered[1]
    assert {"welfare", "trade"} <= offered[0] & offered[1]


def test_what_a_slider_asks_computes_no_more_than_it_shows():
    request = request_of("simulate", {"scenario": "tariff +3 points by USA on CHN", "variables": "welfare_pct"})
    solved = request.question(**request.read())
    made = kept.told(request, solved, "en", bare=True)
    assert {one["variable"] for one in made["records"]} == {"welfare_pct"}
    assert "data" not in vars(solved)
