"""Downloads from servers that behave badly: each ends in the whole file, or in one line with the old state kept."""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import http.server
import json
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path

import pytest

from counterpoise.core.errors import CounterpoiseError, DataError, InputError
from counterpoise.core.progress import Cancelled, Progress
from counterpoise.core.version import __version__
from counterpoise.sources import fetch as module
from counterpoise.sources.fetch import Limits, fetch
from counterpoise.sources.request import Lost, Opener
from counterpoise.sources.source import Download

DATA = random.Random(1).randbytes(3_000_000)
SUM = hashlib.sha256(DATA).hexdigest()
TAG = '"one"'
FAST = Limits(silence=2.0, tries=4)

Answer = Callable[["Handler"], None]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format, *args):  # noqa: A002
        pass

    def do_GET(self):
        self.server.asked.append(dict(self.headers))
        self.close_connection = True
        answers = self.server.answers
        (answers.pop(0) if answers else serve())(self)

    def head(self, status: int, **headers: object) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, str]] = []
        self.answers: list[Answer] = []
        self.over = threading.Event()

    def handle_error(self, request, client_address):
        pass

    def address(self, path: str = "/a.zip", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    @property
    def ranges(self) -> list[str | None]:
        return [one.get("Range") for one in self.asked]


def serve(
    data: bytes = DATA, *, drop: int | None = None, ranges: bool = True, length: int | None = None, **headers: object
) -> Answer:
    """Serve data as a good server does; or leave after some bytes, take no note of ranges, lie on the length."""
    headers = {"ETag": TAG, **headers}

    def answer(handler: Handler) -> None:
        start, wanted = 0, handler.headers.get("Range")
        if wanted and ranges and handler.headers.get("If-Range") in (headers["ETag"], headers.get("Last_Modified")):
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
        body = data[start:]
        if start:
            span = f"bytes {start}-{len(data) - 1}/{len(data)}"
            handler.head(206, Content_Length=len(body), Content_Range=span, **headers)
        else:
            handler.head(200, Content_Length=length or len(body), **headers)
        handler.wfile.write(body[: len(body) if drop is None else drop])

    return answer


def chunked(data: bytes, *, drop: bool = False, **headers: object) -> Answer:
    def answer(handler: Handler) -> None:
        handler.head(200, Transfer_Encoding="chunked", **headers)
        for at in range(0, len(data), 1_000_000):
            piece = data[at : at + 1_000_000]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if not drop:
            handler.wfile.write(b"0\r\n\r\n")

    return answer


def status(code: int, body: bytes = b"<html>no</html>", **headers: object) -> Answer:
    def answer(handler: Handler) -> None:
        handler.head(code, Content_Length=len(body), **headers)
        handler.wfile.write(body)

    return answer


def to(address: str, code: int = 302) -> Answer:
    return status(code, Location=address)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server():
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.over.set()
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def get(server, tmp_path):
    """Download from the server; waits take no time, and are noted in ``get.slept``."""

    def call(path: str = "/a.zip", *, sha256: str = "", limits: Limits = FAST, **more) -> Path:
        download = Download(server.address(path), "a.zip", sha256)
        return fetch(download, tmp_path, limits=limits, **{"sleep": slept.append, **more})

    slept: list[float] = []
    call.slept = slept
    return call


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir() if not one.name.endswith(".lock")}


def whole(folder: Path, data: bytes = DATA) -> None:
    assert (folder / "a.zip").read_bytes() == data
    assert names(folder) == {"a.zip"}


def refusal(call: Callable[[], object], match: str, kind: type[CounterpoiseError] = InputError) -> CounterpoiseError:
    with pytest.raises(kind, match=match) as caught:
        call()
    assert caught.value.where
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return caught.value


# what is right


def test_a_file_and_its_reports(get, server, tmp_path):
    told = []
    assert get(sha256=SUM, progress=Progress(lambda *one: told.append(one))) == tmp_path / "a.zip"
    whole(tmp_path)
    assert server.asked[0]["User-Agent"] == f"counterpoise/{__version__}"
    assert server.asked[0]["Accept-Encoding"] == "identity"
    assert "Range" not in server.asked[0]
    assert {label for label, _ in told} == {"a.zip"}
    assert (told[0][1], told[-1][1]) == (0, 1)


def test_reports_come_ten_times_a_second_at_most(get):
    told, now = [], iter(range(10_000_000))
    get(progress=Progress(lambda *one: told.append(one)), clock=lambda: next(now) / 1000)
    assert len(told) <= 2 + next(now) / 100


def test_the_folder_is_made(server, tmp_path):
    fetch(Download(server.address(), "a.zip"), tmp_path / "x" / "y")
    whole(tmp_path / "x" / "y")


def test_a_file_that_is_there_is_not_asked_for(get, server, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"mine")
    get()
    whole(tmp_path, b"mine")
    assert server.asked == []


def test_a_file_with_another_checksum_is_replaced(get, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"old")
    get(sha256=SUM.upper())
    whole(tmp_path)


def test_a_file_in_pieces_without_a_length(get, server, tmp_path):
    server.answers = [chunked(DATA)]
    get()
    whole(tmp_path)


def test_a_page_is_taken_where_one_is_asked_for(server, tmp_path):
    server.answers = [serve(b"<html></html>")]
    assert fetch(Download(server.address(), "a.html"), tmp_path).read_bytes() == b"<html></html>"


# connections that are lost


def test_only_the_rest_is_asked_for(get, server, tmp_path):
    server.answers = [serve(drop=1_000_000), serve(drop=500_000)]
    get(sha256=SUM)
    whole(tmp_path)
    assert server.ranges == [None, "bytes=1000000-", "bytes=1500000-"]
    assert [one.get("If-Range") for one in server.asked] == [None, TAG, TAG]
    assert sum(get.slept) == 1 + 2


def test_after_a_long_way_the_tries_are_counted_anew(get, server, tmp_path):
    server.answers = [serve(drop=200_000)] * 3 + [serve(drop=1_200_000)] + [serve(drop=1)] * 2
    get(sha256=SUM)
    whole(tmp_path)
    assert sum(get.slept) == 1 + 2 + 4 + 1 + 2 + 4


def test_a_file_in_pieces_goes_on(get, server, tmp_path):
    server.answers = [chunked(DATA[:2_000_000], drop=True, ETag=TAG)]
    get()
    whole(tmp_path)
    assert server.ranges == [None, "bytes=2000000-"]


def test_a_time_of_change_is_a_validator(get, server, tmp_path):
    when = "Wed, 21 Oct 2015 07:28:00 GMT"
    server.answers = [serve(drop=10, ETag="W/x", Last_Modified=when), serve(ETag="W/x", Last_Modified=when)]
    get()
    whole(tmp_path)
    assert server.asked[1]["If-Range"] == when
    assert server.asked[1]["Range"] == "bytes=10-"


def test_without_a_validator_it_starts_anew(get, server, tmp_path):
    server.answers = [serve(drop=10, ETag="")]
    get()
    whole(tmp_path)
    assert server.ranges == [None, None]


def test_a_server_that_takes_no_note_of_ranges(get, server, tmp_path):
    server.answers = [serve(drop=1_000), serve(ranges=False)]
    get()
    whole(tmp_path)
    assert server.ranges == [None, "bytes=1000-"]


def test_a_file_that_changes_between(get, server, tmp_path):
    new = b"new" * 1000
    server.answers = [serve(drop=1_000), serve(new, ETag='"two"')]
    get()
    whole(tmp_path, new)


@pytest.mark.parametrize(
    ("span", "tag"),
    [
        ("bytes 1000-2999999/3000000", '"two"'),
        ("bytes 999-2999999/3000000", TAG),
        ("bytes 1000-2999998/2999999", TAG),
        ("bytes 1000-2999999/*", TAG),
        ("nonsense", TAG),
        ("", TAG),
    ],
)
def test_a_part_that_is_not_the_one_asked_for(get, server, tmp_path, span, tag):
    def wrong(handler: Handler) -> None:
        handler.head(206, Content_Length=len(DATA) - 1000, Content_Range=span, ETag=tag)
        with contextlib.suppress(OSError):
            handler.wfile.write(bytes(len(DATA) - 1000))

    server.answers = [serve(drop=1_000), wrong]
    get()
    whole(tmp_path)
    assert server.ranges == [None, "bytes=1000-", None]


def test_a_rest_that_the_server_no_longer_has(get, server, tmp_path):
    server.answers = [serve(drop=1_000), status(416)]
    get()
    whole(tmp_path)
    assert server.ranges == [None, "bytes=1000-", None]


def test_it_is_given_up_and_goes_on_later(get, server, tmp_path):
    server.answers = [serve(drop=1_000) for _ in range(4)]
    error = refusal(get, "lost after 4,000 of 3,000,000 bytes")
    assert "the same command again: the 4,000 bytes that arrived are kept" in error.remedy
    assert sum(get.slept) == 1 + 2 + 4
    assert names(tmp_path) == {"a.zip.part", "a.zip.part.json"}
    get()
    whole(tmp_path)
    assert server.ranges[-1] == "bytes=4000-"


def test_a_server_that_starts_anew_for_ever_is_given_up(get, server):
    server.answers = [serve(drop=2_000_000, ETag=f'"{n}"') for n in range(50)]
    refusal(get, "lost after")
    assert len(server.asked) <= 6


def test_a_length_that_is_a_lie(get, server):
    server.answers = [serve(length=len(DATA) + 1, ranges=False) for _ in range(4)]
    refusal(get, "lost after")


def test_nobody_there(server, tmp_path):
    address = server.address()
    server.server_close()
    error = refusal(lambda: fetch(Download(address, "a"), tmp_path, sleep=lambda _: None), "can't be reached")
    assert "127.0.0.1" in str(error)
    assert "starts anew" in error.remedy


def test_an_answer_that_is_none(get, server, tmp_path):
    server.answers = [lambda handler: handler.wfile.write(b"\0\1\2\n\n"), bool]
    get()
    whole(tmp_path)


@pytest.mark.parametrize("notes", ["", "{}", "[1]", '{"address": 1, "validator": 2, "length": "x", "packed": 0}'])
def test_damaged_notes(get, server, tmp_path, notes):
    (tmp_path / "a.zip.part").write_bytes(b"x")
    (tmp_path / "a.zip.part.json").write_text(notes)
    get()
    whole(tmp_path)
    assert server.ranges == [None]


def test_notes_of_another_address(get, server, tmp_path):
    server.answers = [serve(drop=1_000)] * 4
    refusal(get, "lost")
    get("/b.zip")
    assert server.ranges[-1] is None
    whole(tmp_path)


def test_all_had_arrived_but_the_name(get, server, tmp_path):
    server.answers = [serve(drop=1_000)] * 4
    refusal(get, "lost")
    (tmp_path / "a.zip.part").write_bytes(DATA)
    get()
    whole(tmp_path)
    assert len(server.asked) == 4


# slow servers


def drip(handler: Handler) -> None:
    handler.head(200, Content_Length=1000, ETag=TAG)
    for _ in range(1000):
        handler.wfile.write(b"x")
        if handler.server.over.wait(0.02):
            return


def drip_head(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not handler.server.over.wait(0.02):
        handler.wfile.write(b"x")


def silent(handler: Handler) -> None:
    handler.head(200, Content_Length=1000, ETag=TAG)
    handler.wfile.write(b"x" * 600)
    handler.server.over.wait(10)


@pytest.mark.parametrize(("answer", "said"), [(drip, "too slow"), (drip_head, "in time"), (silent, "timed out")])
def test_a_slow_server_is_given_up(get, server, answer, said):
    server.answers = [answer] * 2
    began = time.monotonic()
    refusal(lambda: get(limits=Limits(silence=0.5, slowest=1000, patience=0.5, tries=2)), said)
    assert time.monotonic() - began < 5


# redirects


def test_a_redirect_within_the_host(get, server, tmp_path):
    server.answers = [to("/b c.zip"), to(server.address("/d.zip"), 308), to("?e", 301)]
    get()
    whole(tmp_path)


def test_redirects_in_a_circle(get, server):
    server.answers = [to("/a.zip")] * 9
    refusal(get, "redirects more than 5 times")
    assert len(server.asked) == 6


def test_a_redirect_to_another_host(get, server, tmp_path):
    server.answers = [to(server.address(host="localhost"))]
    error = refusal(lambda: get(source="toy"), "127.0.0.1 redirects to another one, localhost")
    assert "`counterpoise data add toy FILE`" in error.remedy
    assert server.address() in error.remedy
    server.answers = [to(server.address(host="localhost"))]
    get(hosts=["LOCALHOST"])
    whole(tmp_path)


@pytest.mark.parametrize("there", ["file:///etc/passwd", "ftp://127.0.0.1/a", "data:,a", "", "http://u:p@127.0.0.1/"])
def test_a_redirect_to_something_else(get, server, there):
    server.answers = [to(there)]
    refusal(get, "no address of a file")


def test_a_redirect_from_https_to_http():
    opener = Opener("https://a.example/x", source="toy", hosts=["b.example"], silence=1)
    assert opener._next("http://a.example/x", "https://A.example/y") == "https://A.example/y"
    with pytest.raises(InputError, match="from https to http"):
        opener._next("https://a.example/x", "http://a.example/x")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "/etc/passwd", "", "http://", "http://[", "http://u@h/"])
def test_an_address_that_is_none(tmp_path, address):
    with pytest.raises(InputError, match="no address"):
        fetch(Download(address, "a"), tmp_path)


@pytest.mark.parametrize("name", ["", "..", "../a", "a/b", "a\\b", "c:a"])
def test_a_name_that_leads_elsewhere(server, tmp_path, name):
    refusal(lambda: fetch(Download(server.address(), name), tmp_path), "no name of a file")


def test_a_certificate_that_nobody_signed(tmp_path):
    import ssl

    opener = Opener("https://a.example/x", source="toy", hosts=[], silence=1)
    error = ssl.SSLCertVerificationError("bad")
    error.verify_message = "self-signed"
    assert "can't be trusted (self-signed)" in str(opener._unreached(error))


# refusals


@pytest.mark.parametrize(
    ("code", "said", "advice"),
    [
        (403, "refuses programs", "in a browser, then `counterpoise data add toy FILE`"),
        (404, "no such file", "moved it"),
        (400, "answered 400", "in a browser"),
        (204, "answered 204", "in a browser"),
    ],
)
def test_an_answer_that_another_try_does_not_change(get, server, tmp_path, code, said, advice):
    server.answers = [status(code, b"" if code == 204 else b"no")] * 4
    error = refusal(lambda: get(source="toy"), said)
    assert advice in error.remedy
    assert server.address() in str(error)
    assert len(server.asked) == 1
    assert names(tmp_path) == set()


@pytest.mark.parametrize(("code", "said"), [(429, "too many requests"), (500, "fault of its own"), (503, "fault")])
def test_an_answer_that_another_try_changes(get, server, tmp_path, code, said):
    server.answers = [status(code)] * 4
    refusal(get, said)
    server.answers = [status(code)]
    get()
    whole(tmp_path)


def test_the_server_says_how_long_to_wait(get, server):
    server.answers = [status(503, Retry_After="7"), status(429, Retry_After=formatdate(time.time() + 30, usegmt=True))]
    get()
    assert 7 + 28 <= sum(get.slept) <= 7 + 31


def test_a_wait_that_is_too_long_is_told(get, server):
    server.answers = [status(429, Retry_After="86400")]
    assert "wait 86,400 s" in refusal(get, "too many requests").remedy
    assert get.slept == []


def test_a_refusal_keeps_what_arrived(get, server, tmp_path):
    server.answers = [serve(drop=1_000), status(403)]
    refusal(get, "refuses programs")
    assert (tmp_path / "a.zip.part").read_bytes() == DATA[:1000]
    get()
    assert server.ranges[-1] == "bytes=1000-"
    whole(tmp_path)


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><p>Sign in", b"\n <HTML>"])
def test_a_web_page(get, server, tmp_path, page):
    server.answers = [serve(drop=1_000), serve(page, ranges=False)]
    refusal(get, "a web page, not data", DataError)
    assert (tmp_path / "a.zip.part").read_bytes() == DATA[:1000]


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_web_page_with_a_coding(get, server, tmp_path, coding):
    page = b"<!DOCTYPE html><p>Sign in"
    server.answers = [serve(gzip.compress(page) if coding == "gzip" else page, Content_Encoding=coding)]
    refusal(get, "a web page, not data", DataError)
    assert names(tmp_path) == set()


def test_an_empty_file(get, server, tmp_path):
    server.answers = [serve(b""), chunked(b"")]
    refusal(get, "empty file", DataError)
    refusal(get, "empty file", DataError)
    assert names(tmp_path) == set()


def test_a_wrong_checksum(get, tmp_path):
    error = refusal(lambda: get(sha256="0" * 64), SUM, DataError)
    assert "0" * 64 in str(error)
    assert names(tmp_path) == set()


def test_a_wrong_checksum_keeps_the_old_file(get, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"old")
    refusal(lambda: get(sha256="0" * 64), SUM, DataError)
    whole(tmp_path, b"old")


def test_a_length_that_nobody_says(get, server, tmp_path):
    def answer(handler: Handler) -> None:
        handler.head(200)
        handler.wfile.write(DATA)

    server.answers = [answer, answer]
    refusal(get, "how long", DataError)
    get(sha256=SUM)
    whole(tmp_path)


def test_a_packing_not_asked_for(get, server, tmp_path):
    text = b"a,b\n" * 1000
    server.answers = [serve(gzip.compress(text), drop=20, Content_Encoding="gzip")]
    server.answers += [serve(gzip.compress(text, mtime=0), Content_Encoding="gzip")]
    get(sha256=hashlib.sha256(text).hexdigest())
    whole(tmp_path, text)


@pytest.mark.parametrize("data", [b"no gzip", gzip.compress(DATA)[:-500], gzip.compress(bytes(100_000_000))])
def test_a_packing_that_is_damaged_or_a_bomb(get, server, tmp_path, data):
    server.answers = [serve(data, Content_Encoding="gzip")]
    refusal(get, "damaged|unpacks to more", DataError)
    assert names(tmp_path) == set()


def test_a_packing_that_is_not_known(get, server):
    server.answers = [serve(Content_Encoding="br")]
    refusal(get, "packs the file as br", DataError)


# sizes and disks


def test_a_file_that_is_too_large(get, server, tmp_path):
    small = Limits(most_bytes=2_000_000)
    refusal(lambda: get(limits=small), "larger than 2,000,000", DataError)
    server.answers = [chunked(DATA)]
    refusal(lambda: get(limits=small), "larger than 2,000,000", DataError)
    assert names(tmp_path) == set()


def test_no_room_for_the_file(get, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1000, 0, 1000))
    refusal(get, "1,000 bytes left, and the download needs 3,000,000")
    assert names(tmp_path) == set()


def test_a_disk_that_is_full_in_the_middle(get, server, tmp_path, monkeypatch):
    write, had = module._write, 0

    def full(file, piece):
        nonlocal had
        had += len(piece)
        if had > 1_000_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(file, piece)

    with monkeypatch.context() as patch:
        patch.setattr(module, "_write", full)
        assert "what arrived is kept" in refusal(get, "disk is full").remedy
    kept = (tmp_path / "a.zip.part").stat().st_size
    assert 0 < kept <= 1_000_000
    get(sha256=SUM)
    whole(tmp_path)
    assert server.ranges == [None, f"bytes={kept}-"]


def test_a_folder_that_is_a_file(server, tmp_path):
    (tmp_path / "a").write_text("")
    refusal(lambda: fetch(Download(server.address(), "a"), tmp_path / "a"), "can't be written")


# stopping, and several at once


def test_a_wish_to_stop(get, server, tmp_path):
    progress = Progress(lambda _, fraction: progress.cancel() if fraction and fraction > 0.3 else None)
    now = iter(range(10_000_000))
    with pytest.raises(Cancelled):
        get(progress=progress, clock=lambda: next(now))  # a second between two looks at the clock
    kept = (tmp_path / "a.zip.part").read_bytes()
    assert 0 < len(kept) < len(DATA)
    assert kept == DATA[: len(kept)]
    get()
    whole(tmp_path)
    assert server.ranges == [None, f"bytes={len(kept)}-"]


def test_a_wish_to_stop_while_waiting(get, server):
    server.answers = [status(503, Retry_After="100")]
    progress = Progress()
    with pytest.raises(Cancelled):
        get(progress=progress, sleep=lambda _: progress.cancel())


PROGRAM = """
import sys
from pathlib import Path
from counterpoise.sources.fetch import Limits, fetch
from counterpoise.sources.source import Download
fetch(Download(sys.argv[1], "a.zip", sys.argv[3]), Path(sys.argv[2]), limits=Limits(silence=10))
"""


def start(server: Server, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, server.address(), str(folder), SUM])


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no such signal")
def test_a_process_that_is_killed(get, server, tmp_path):
    def stall(handler: Handler) -> None:
        serve(drop=2_000_000)(handler)
        handler.wfile.flush()
        handler.server.over.wait(20)

    server.answers = [stall]
    process = start(server, tmp_path)
    part = tmp_path / "a.zip.part"
    until = time.monotonic() + 20
    while not (part.exists() and part.stat().st_size > 1_000_000) and time.monotonic() < until:
        time.sleep(0.02)
    process.kill()
    process.wait()
    kept = part.stat().st_size
    assert 1_000_000 < kept <= 2_000_000
    assert not (tmp_path / "a.zip").exists()
    get(sha256=SUM)
    whole(tmp_path)
    assert server.ranges == [None, f"bytes={kept}-"]


def test_two_processes_at_once(server, tmp_path):
    def slowly(handler: Handler) -> None:
        handler.server.over.wait(1)
        serve()(handler)

    server.answers = [slowly]
    processes = [start(server, tmp_path) for _ in range(2)]
    assert [one.wait(30) for one in processes] == [0, 0]
    whole(tmp_path)
    assert len(server.asked) == 1


def test_a_download_of_another_process_can_be_left_alone(get, server, tmp_path):
    import filelock

    progress = Progress(lambda *_: progress.cancel())
    with filelock.FileLock(tmp_path / "a.zip.part.lock"), pytest.raises(Cancelled, match="stopped"):
        get(progress=progress)
    assert server.asked == []


def test_what_is_noted(get, server, tmp_path):
    server.answers = [serve(drop=1_000)] * 4
    refusal(get, "lost")
    notes = json.loads((tmp_path / "a.zip.part.json").read_text())
    assert notes == {"address": server.address(), "validator": TAG, "length": len(DATA), "packed": False}


def test_a_lost_try_is_no_error_of_the_program():
    assert not issubclass(Lost, CounterpoiseError)
