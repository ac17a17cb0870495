"""From bytes to proposals, from the web or a file, and to what a person accepts."""

from __future__ import annotations

import gzip
import http.server
import json
import socket
import threading

import pytest

from counterpoise.cli.record_add import review
from counterpoise.core.errors import InputError
from counterpoise.questions.proposed import keep, read
from counterpoise.record.feeds import entries
from counterpoise.record.fetching import Limits, fetch, public
from counterpoise.record.texts import extract

STORY = (
    "<p>Norwegian Foreign Minister Kari Lund came to Warsaw on Monday for talks about tariffs and ships. “We will lower our "
    "tariffs,” Lund said after three hours in the old town hall.</p><p>Her Polish counterpart, Jan Nowak, called the meeting "
    "“long and useful”, and said that both countries would send their deputies to a second round in the spring.</p>"
)
PAGE = (
    "<!doctype html><html lang='en'><head><title>Talks in Warsaw</title></head><body><nav>Home</nav><article>"
    f"<h1>Talks in Warsaw</h1>{STORY}</article></body></html>"
)


class Book:
    """A ledger that is a list."""

    def __init__(self):
        self.records = []

    def add_source(self, data, text=None, *, media_type=None, **fields):
        self.records.append({"type": "source", "id": "0" * 16, "media_type": media_type, **fields})
        return self.records[-1]

    def extend(self, records):
        self.records += records
        return records


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "story.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


def test_an_article_is_cut_out_of_its_page():
    text = extract(PAGE.encode(), "text/html")
    assert text.text.count("“We will lower our tariffs,”") == 1
    assert "Home" not in text.text
    assert (text.title, text.language) == ("Talks in Warsaw", "en")
    assert text.extractor.startswith("trafilatura/")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_encodings(encoding):
    text = extract(
        "외교부는 “협의 중”이라고 밝혔다.\r\n".encode(encoding),
        "text/plain; charset=euc-kr" if encoding == "cp949" else None,
    )
    assert text.text.lstrip("\ufeff") == "외교부는 “협의 중”이라고 밝혔다.\n"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 50, "control characters"),
        (b"<html><body><nav>Home</nav></body></html>", "no article"),
        (b"<rss><channel/></rss>", "a feed"),
    ],
)
def test_what_is_no_text_is_refused(data, what):
    with pytest.raises(InputError, match=what) as told:
        extract(data, where="x.html")
    assert str(told.value).startswith("x.html: ")


def test_feeds():
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link rel="self" href="/no"/>'
        b'<link href="/1"/></entry><entry><link href="javascript:x"/></entry></feed>'
    )
    assert [(one.address, one.title) for one in entries(atom, base="https://a.example/feed")] == [
        ("https://a.example/1", "A")
    ]
    for bad in (atom[:60], b"<rss><channel/></rss>", b'<!DOCTYPE x [<!ENTITY a "b">]><rss/>'):
        with pytest.raises(InputError):
            entries(bad)


class Site(http.server.BaseHTTPRequestHandler):
    """A small site with faults."""

    def do_GET(self):
        kind = self.path.strip("/")
        body = PAGE.encode()
        if kind == "away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return
        if kind in ("loop", "gone"):
            self.send_response(302 if kind == "loop" else 404)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        packed = gzip.compress(body)
        sent = {"cut": body[:50], "packed": packed, "packed-cut": packed[:-20]}.get(kind, body)
        if "packed" in kind:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body) if kind == "cut" else len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_loaded_whole(site):
    assert fetch(f"{site}/page", allow_local=True).data == PAGE.encode()
    assert fetch(f"{site}/packed", allow_local=True).data == PAGE.encode()


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("cut", "cut off after 50 of"),
        ("packed-cut", "cut off"),
        ("gone", "answered 404"),
        ("loop", "more than 5 times"),
    ],
)
def test_what_is_not_whole_is_refused(site, path, what):
    with pytest.raises(InputError, match=what):
        fetch(f"{site}/{path}", allow_local=True)
    with pytest.raises(InputError, match="more than 100"):
        fetch(f"{site}/page", allow_local=True, limits=Limits(most_bytes=100))


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/x", "http://2130706433/",
     "http://[::ffff:127.0.0.1]/", "file:///etc/passwd", "ftp://a.example/", "http://u:p@a.example/", "http://a.example:x/"],
)  # fmt: skip
def test_local_and_other_addresses_are_refused(address):
    def never(*words, **more):
        raise AssertionError("connected")

    with pytest.raises(InputError):
        fetch(address, connect=never)


def test_a_name_is_looked_up_once_and_the_checked_address_is_asked(site):
    """A name that leads to a public address first, and to this computer the second time."""
    port = int(site.rpartition(":")[2])
    answers = iter(["93.184.215.14", "127.0.0.1"])
    asked = []

    def lookup(host, at, **more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), at))]

    def connect(place, timeout):
        asked.append(place)
        return socket.create_connection(("127.0.0.1", port), timeout)

    assert fetch("http://a.example/page", lookup=lookup, connect=connect).data == PAGE.encode()
    assert asked == [("93.184.215.14", 80)]
    with pytest.raises(InputError, match="private network"):
        fetch("http://a.example/page", lookup=lookup, connect=connect)
    assert len(asked) == 1


def test_a_redirect_to_this_computer_is_refused(site):
    port = int(site.rpartition(":")[2])

    def lookup(host, at, **more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14" if host == "a.example" else host, at))]

    with pytest.raises(InputError, match=r"127\.0\.0\.1 is an address of this computer"):
        fetch(
            "http://a.example/away",
            lookup=lookup,
            connect=lambda place, timeout: socket.create_connection(("127.0.0.1", port), timeout),
        )


def test_addresses_inside_others():
    assert not any(
        public(one) for one in ("64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%eth0", "224.0.0.1", "0.0.0.0", "x")
    )
    assert public("2606:4700::1111")


def test_without_a_terminal_nothing_is_accepted(page, capsys):
    assert review(str(page), lambda: pytest.fail("the ledger was opened"), terminal=False) == 0
    said = capsys.readouterr()
    held = json.loads(said.out)
    [one] = held["sources"]
    assert (held["accepted"], [each["quote"]["exact"] for each in one["proposals"]]) == (
        0,
        ["We will lower our tariffs,", "long and useful"],
    )
    assert "20 in 100" in said.err


def test_a_person_decides_one_by_one(page, capsys):
    book = Book()
    answers = iter(["c", "", "Minister", "nor", "pol,xx", "POL", "", "2031-02-03", "a", "q"])
    assert (
        review(str(page), lambda: book, terminal=True, ask=lambda question: next(answers), fields={"outlet": "A Paper"})
        == 1
    )
    source, said = book.records
    assert (source["type"], source["outlet"]) == ("source", "A Paper")
    assert said["speaker"] == {"name": "Kari Lund", "office": "Minister", "country": "NOR", "resolved": "named"}
    assert (said["addressee"], said["said_on"], said["topic"], said["source"]) == (
        "POL",
        "2031-02-03",
        "trade",
        "0" * 16,
    )
    assert "proposed" not in said
    shown = capsys.readouterr().out
    assert "1 of 2" in shown
    assert "'xx' is not" in shown


def test_rejecting_all_leaves_the_ledger_shut(page):
    assert review(str(page), lambda: pytest.fail("the ledger was opened"), terminal=True, ask=lambda question: "r") == 0


def test_a_file_of_decisions(page, tmp_path, capsys):
    review(str(page), Book, form="json")
    held = json.loads(capsys.readouterr().out)
    held["sources"][0]["proposals"] = held["sources"][0]["proposals"][1:]
    held["sources"][0]["proposals"][0]["topic"] = "diplomacy"
    held["sources"][0]["source"]["outlet"] = "The Corrected Courier"
    file, book = tmp_path / "decided.json", Book()
    file.write_text(json.dumps(held), encoding="utf-8")
    assert review(str(page), lambda: book, accept=str(file)) == 1
    assert book.records[1]["topic"] == "diplomacy"
    assert book.records[0]["outlet"] == "The Corrected Courier"
    held["sources"][0]["proposals"][0]["quote"]["exact"] = "short and useful"
    file.write_text(json.dumps(held), encoding="utf-8")
    book = Book()
    with pytest.raises(InputError, match="is not in its source"):
        review(str(page), lambda: book, accept=str(file))
    assert book.records == []
    page.write_text(PAGE.replace("Monday", "Friday"), encoding="utf-8")
    with pytest.raises(InputError, match="other bytes"):
        review(str(page), lambda: book, accept=str(file))


def test_a_feed_is_read_article_by_article(site, tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_text(
        f"<rss><channel><item><link>{site}/1</link></item><item><link>{site}/2</link></item></channel></rss>",
        encoding="utf-8",
    )
    made = list(read(str(feed), allow_local=True, most=1))
    assert [one.address for one in made] == [f"{site}/1"]
    assert keep(Book(), made[0], []) == []
    with pytest.raises(InputError, match="private network"):
        list(read(str(feed)))


def test_a_file_that_is_not_there(tmp_path):
    for what in ("none.txt", "."):
        with pytest.raises(InputError):
            list(read(str(tmp_path / what)))
