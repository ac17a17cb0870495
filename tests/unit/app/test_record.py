"""The record over the interface: what is listed, what is proposed, what is written, and what is refused."""

import json

import pytest

from counterpoise.app.book import Waiting
from counterpoise.app.guard import LOOPBACK, Rules
from counterpoise.app.room import Settings
from counterpoise.record.ledger import Ledger

from .conftest import TOKEN

STORY = (
    "Talks in Warsaw\n\nNorwegian Foreign Minister Kari Lund came to Warsaw on Monday for talks about tariffs and ships. "
    "“We will lower our tariffs,” Lund said after three hours in the old town hall.\n\nHer Polish counterpart, Jan Nowak, "
    "called the meeting “long and useful”, and said that the harbours “will stay open”.\n"
)


@pytest.fixture
def folder(own, monkeypatch):
    """Give a folder whose name no answer may hold, and which is at hand."""
    made = own / "desk-of-kim"
    made.mkdir()
    monkeypatch.chdir(made)
    monkeypatch.delenv("COUNTERPOISE_LEDGER", raising=False)
    return made


@pytest.fixture
def ask(asking):
    """Make a service with a ledger."""
    return lambda ledger=None, **words: asking(
        Settings(Rules(TOKEN, hosts=LOOPBACK), ledger=ledger and str(ledger), **words)
    )


def proposed(service, text=STORY, **words):
    return service("POST", "/api/record/read", content=text.encode(), params={"filename": "story.txt", **words})


def refused(reply, status, said):
    assert reply.status_code == status, reply.text
    assert said in reply.json()["error"]["what"]
    assert "kim" not in reply.text
    return reply.json()["error"]


def test_without_a_ledger_the_example_is_shown_and_only_read(folder, ask):
    service = ask()
    state = service.get("/api/record").json()
    assert (state["kind"], state["name"], state["writable"], state["whole"]) == ("example", "example", False, True)
    assert state["quotes_checked"] == state["quotes"] > 0
    assert state["countries"] == ["XAL", "XBO"]
    rows = service.get("/api/record/list", params={"apart": "true"}).json()["records"]
    assert [row["contradicts"] for row in rows] == [rows[1]["id"], rows[0]["id"]]
    assert "app --ledger" in refused(proposed(service), 403, "the example is only read")["remedy"]
    told = service.get("/api/ask/phrase", params={"words": "stable and consistent"}).json()
    assert told["same"]["command"] == "counterpoise phrase 'stable and consistent' --ledger example"
    assert "ledger" not in told["same"]["query"]
    assert list(folder.iterdir()) == []


def test_what_is_accepted_is_written_and_nothing_else(folder, ask):
    service = ask(folder / "mine.jsonl")
    assert service.get("/api/record").json()["kind"] == "new"
    [text] = proposed(service, said_on="2025-03-03").json()["texts"]
    assert [one["quote"]["exact"] for one in text["proposals"]] == [
        "We will lower our tariffs,",
        "long and useful",
        "will stay open",
    ]
    assert not (folder / "mine.jsonl").exists()
    changes = {
        "name": "Jan Nowak",
        "office": "foreign minister",
        "country": "pol",
        "addressee": "NOR",
        "topic": "trade",
    }
    decisions = [{"number": 1}, {"number": 3, "changes": {**changes, "said_on": "2025-03-04"}}]
    body = {"text": text["text"], "accepted": decisions, "outlet": "A Paper", "published": "2025-03-05"}
    made = service.post("/api/record/accept", body)
    assert made.status_code == 200, made.text
    ledger = Ledger(folder / "mine.jsonl")
    first, second = ledger.records("statement")
    assert [first["id"], second["id"]] == made.json()["kept"]
    assert made.json()["head"] == ledger.verify().head
    assert (first["speaker"]["name"], first["said_on"], first["topic"]) == ("Kari Lund", "2025-03-03", "trade")
    assert second["speaker"] == {**{k: changes[k] for k in ("name", "office")}, "country": "POL", "resolved": "named"}
    assert (second["addressee"], second["said_on"], second["quote"]["exact"]) == ("NOR", "2025-03-04", "will stay open")
    [source] = ledger.records("source")
    assert (source["outlet"], source["published"]) == ("A Paper", "2025-03-05")
    assert service.get("/api/record").json()["kind"] == "own"
    rows = service.get("/api/record/list", params={"country": "POL", "on": "NOR"}).json()["records"]
    assert [row["quote"] for row in rows] == ["will stay open"]
    shown = service.get(f"/api/record/one/{second['id']}").json()
    assert shown["quote"]["before"].endswith("said that the harbours “")
    assert shown["source"]["outlet"] == "A Paper"
    [again] = proposed(service).json()["texts"]
    assert [one["held"] for one in again["proposals"]] == [first["id"], None, second["id"]]
    before = (folder / "mine.jsonl").read_bytes()
    body = {"text": again["text"], "accepted": [{"number": 2}, {"number": 3}]}
    refused(service.post("/api/record/accept", body), 422, "recorded already")
    assert (folder / "mine.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("accepted", "said", "where"),
    [
        ([], "nothing is accepted", "accepted"),
        ([{"number": 4}], "there is no proposal 4", "accepted"),
        ([{"number": 1}, {"number": 1}], "decided twice", "accepted"),
        ([{"number": 1, "changes": {"country": "ATL"}}], "'ATL'", "proposal 1, country"),
        ([{"number": 1, "changes": {"topic": "weather"}}], "'weather' is no topic", "proposal 1, topic"),
        ([{"number": 1}, {"number": 2, "changes": {"said_on": "May"}}], "'May' is no day", "proposal 2, said_on"),
        ([{"number": 1, "changes": {"quote": "other words"}}], "can't be corrected", "proposal 1, quote"),
        ([{"number": 1, "changes": {"name": "a" * 501}}], "501 characters", "proposal 1, name"),
    ],
)
def test_a_wrong_decision_leaves_the_ledger_as_it_was(folder, ask, accepted, said, where):
    service = ask(folder / "mine.jsonl")
    [text] = proposed(service).json()["texts"]
    error = refused(service.post("/api/record/accept", {"text": text["text"], "accepted": accepted}), 422, said)
    assert error["where"] == where
    assert not (folder / "mine.jsonl").exists()


def test_a_service_that_only_reads_writes_nothing(folder, ask):
    (folder / "record.jsonl").write_bytes(b"")
    service = ask(readonly=True)
    state = service.get("/api/record").json()
    assert (state["kind"], state["name"], state["writable"]) == ("own", "record.jsonl", False)
    refused(proposed(service), 403, "this service only reads")
    for path, body in (("load", {"address": "https://news.example/"}), ("accept", {"text": "x", "accepted": []})):
        refused(service.post(f"/api/record/{path}", body), 403, "this service only reads")


def test_texts_that_are_none_are_refused(folder, ask, monkeypatch):
    service = ask(folder / "mine.jsonl")
    refused(proposed(service, "\x00\x01\x02" * 60), 422, "control characters")
    page = "<html><body><nav>Home</nav></body></html>"
    error = refused(proposed(service, page, filename="/home/kim/page.html"), 422, "no article")
    assert error["where"] == "page.html"
    refused(proposed(service, language="Korean"), 422, "is no language")
    refused(service.post("/api/record/accept", {"text": "gone", "accepted": [{"number": 1}]}), 404, "not kept any more")
    monkeypatch.setattr("counterpoise.app.record.TEXT", 100)
    refused(proposed(service), 413, "the text is larger than")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1/x", "private"),
        ("http://10.0.0.1/", "private"),
        ("file:///etc/passwd", ""),
        ("/etc/passwd", "this is no address"),
        ("", "this is no address"),
    ],
)
def test_private_addresses_and_files_are_refused(folder, ask, address, said):
    refused(ask(folder / "mine.jsonl").post("/api/record/load", {"address": address}), 422, said)


def test_a_ledger_that_was_tampered_with_is_told_with_its_line(folder, ask):
    service = ask(folder / "mine.jsonl")
    [text] = proposed(service).json()["texts"]
    body = {"text": text["text"], "accepted": [{"number": number} for number in (1, 2, 3)]}
    assert service.post("/api/record/accept", body).status_code == 200
    file = folder / "mine.jsonl"
    lines = file.read_bytes().split(b"\n")
    lines[1] = lines[1].replace(b'"topic":"trade"', b'"topic":"other"')
    file.write_bytes(b"\n".join(lines))
    state = service.get("/api/record").json()
    assert (state["whole"], "head" in state) == (False, False)
    assert state["fault"]["where"].startswith("mine.jsonl, line 2")
    for path in ("list", "one/abcd"):
        assert "line 2" in refused(service.get(f"/api/record/{path}"), 422, "")["where"]
    error = refused(service.get("/api/ask/phrase", params={"words": "stay open"}), 422, "")
    assert error["where"].startswith("mine.jsonl, line 2")
    [text] = [json.loads(line[6:]) for line in _job(service) if "failed" in line]
    assert text["error"]["where"].startswith("mine.jsonl, line 2")


def _job(service):
    job = service.post("/api/jobs", {"question": "phrase", "arguments": {"words": "stay open"}}).json()["id"]
    return service.get(f"/api/jobs/{job}").text.strip().split("\n\n")


def test_a_record_that_is_not_there(folder, ask):
    refused(ask().get("/api/record/one/ffffffffffffffff"), 404, "there is no record")


def test_the_oldest_texts_give_way(monkeypatch):
    from counterpoise.questions.proposed import read_bytes

    monkeypatch.setattr("counterpoise.app.book.TEXTS", 2)
    waiting, reading = Waiting(), read_bytes(STORY.encode())
    words = [waiting.put(reading) for _ in range(3)]
    assert waiting.find(words[1]) is reading
    with pytest.raises(Exception, match="not kept any more"):
        waiting.find(words[0])
