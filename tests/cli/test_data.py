"""Official files by the command line: added, downloaded, listed, checked, removed; refused without a trace."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

TOY = Path(__file__).resolve().parents[2] / "docs" / "howto" / "source.py"
RATES = "country,year,rate\nKOR,2020,0.5\nKOR,2021,0.75\nJPN,2020,-0.1\n"


@pytest.fixture
def store(tmp_path):
    return {"COUNTERPOISE_STORE": str(tmp_path / "store"), "COUNTERPOISE_SOURCES": str(TOY)}


@pytest.fixture
def rates(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text(RATES)
    return path


def test_a_file_s_life(run, store, rates):
    done = run("data", "add", "toy-rates", str(rates), **store)
    assert done.returncode == 0, done.stderr
    assert "added: toy-rates-2025 2020-2021 (3 rows" in done.stderr
    assert "written from the documented layout only" in done.stderr
    assert done.stdout == ""
    listed = json.loads(run("data", "list", "--format", "json", **store).stdout)["records"]
    (own,) = [one for one in listed if one["dataset"] == "toy-rates-2025"]
    assert own["reader"] == "the documented layout only"
    assert own["place"] == store["COUNTERPOISE_STORE"]
    assert own["retrieved"].startswith("20")
    assert run("data", "where", **store).stdout.strip() == store["COUNTERPOISE_STORE"]
    assert "1 tables" in run("data", "check", **store).stdout
    (kept,) = Path(store["COUNTERPOISE_STORE"]).rglob("*.parquet")
    kept.write_bytes(kept.read_bytes()[:-1])
    changed = run("data", "check", **store)
    assert changed.returncode == 2
    assert "changed since it was written" in changed.stderr
    assert run("data", "remove", "toy-rates-2025", **store).returncode == 0
    assert not list(Path(store["COUNTERPOISE_STORE"]).rglob("*.parquet"))
    again = run("data", "remove", "toy-rates-2025", **store)
    assert again.returncode == 2
    assert len(again.stderr.splitlines()) == 1


def test_sources_are_listed(run, store):
    listed = json.loads(run("data", "sources", "--format", "json", **store).stdout)["records"]
    names = {one["source"] for one in listed}
    assert {"baci", "icio", "wiod", "figaro", "adb", "wdi", "world-mining-data", "toy-rates"} <= names
    for one in listed:
        assert one["licence"]
        assert one["verified"] in ("the producer's file", "the documented layout only")


BAD = {
    "empty.csv": b"",
    "page.csv": b"<html>not data</html>",
    "noise.zip": bytes(range(256)) * 20,
    "broken.csv": b"a,b\n1,2\n",
    "half.zip": b"PK\x03\x04" + b"\0" * 40,
}


@pytest.mark.parametrize("source", ["icio", "baci", "wiod", "figaro", "adb", "wdi", "world-mining-data", "toy-rates"])
@pytest.mark.parametrize("name", [*BAD, "nothere.csv", "."])
def test_a_wrong_file_is_refused_in_a_line(run, store, tmp_path, source, name):
    path = tmp_path / name
    if name in BAD:
        path.write_bytes(BAD[name])
    done = run("data", "add", source, str(path), **store)
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert name in done.stderr or str(path) in done.stderr
    kept = Path(store["COUNTERPOISE_STORE"])
    assert not [one for one in kept.rglob("*") if one.is_file() and one.suffix != ".lock"]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test_get_downloads_reads_and_tidies(run, store, tmp_path):
    served = tmp_path / "served"
    served.mkdir()
    (served / "rates.csv").write_text(RATES)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(served)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    own = tmp_path / "own.py"
    address = f"http://127.0.0.1:{server.server_port}"
    more = (
        "\nimport dataclasses\nfrom counterpoise.sources.source import Download\n"
        "SOURCE = dataclasses.replace(SOURCE, downloads=lambda edition, year: "
        f"(Download('{address}/' + ('rates.csv' if year != 1999 else 'gone.csv'), 'rates.csv'),))\n"
    )
    own.write_text(TOY.read_text() + more)
    store |= {"COUNTERPOISE_SOURCES": str(own)}
    try:
        done = run("data", "get", "toy-rates", **store)
        assert done.returncode == 0, done.stderr
        assert "added: toy-rates-2025" in done.stderr
        folder = Path(store["COUNTERPOISE_STORE"])
        assert not (folder / "downloads" / "rates.csv").exists()
        gone = run("data", "get", "toy-rates", "--year", "1999", **store)
        assert gone.returncode == 2
        assert len(gone.stderr.splitlines()) == 1
        assert "1 tables" in run("data", "check", **store).stdout
    finally:
        server.shutdown()
        server.server_close()


def test_what_a_program_can_t_get_says_where_it_is(run, store):
    done = run("data", "get", "toy-rates", **store)
    assert done.returncode == 2
    assert "https://bank.example/rates" in done.stderr
    unknown = run("data", "get", "toy-rates", "--edition", "1066", **store)
    assert unknown.returncode == 2
