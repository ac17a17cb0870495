"""Files that are sent: how many, how slowly, under which names, and what is left of them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from counterpoise.app import uploads
from counterpoise.app.desk import Busy
from counterpoise.app.uploads import Gate, TooLarge, Upload, sweep
from counterpoise.core.errors import CounterpoiseError, InputError


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COUNTERPOISE_STORE", str(tmp_path / "store"))
    return tmp_path / "store" / "downloads"


async def _pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for one in pieces:
        yield one


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\x.csv",
        "/etc/passwd",
        "..",
        ".",
        "",
        "a\x00b\r\nX: 1.csv",
        "~",
        "C:\\x\\y.csv",
        ".hidden",
    ],
)
def test_a_name_leads_nowhere_else(store: Path, name: str) -> None:
    upload = Upload(name)
    assert upload.path.parent == upload.folder
    assert upload.folder.parent == store
    assert not set(upload.path.name) & set("/\\\x00\r\n")
    assert asyncio.run(upload.receive(_pieces(b"a"), 10)) == 1


def test_a_long_name_in_any_script_keeps_its_ending() -> None:
    upload = Upload("가" * 500 + ".csv")
    assert upload.path.suffix == ".csv"
    assert asyncio.run(upload.receive(_pieces(b"a"), 10)) == 1


def test_too_many_files_at_once_are_refused_by_address_and_in_all() -> None:
    gate = Gate()
    with gate.passed("a"), gate.passed("a"), gate.passed("a"):
        with pytest.raises(Busy), gate.passed("a"):
            pass
        with gate.passed("b"), gate.passed("b"), gate.passed("b"), pytest.raises(Busy), gate.passed("c"):
            pass
        with gate.passed("b"):
            pass
    with gate.passed("a"):
        pass


def test_a_file_that_trickles_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "START", -1.0)
    monkeypatch.setattr(uploads, "SLOWEST", 1e15)
    with pytest.raises(InputError, match="slowly"):
        asyncio.run(Upload("a.csv").receive(_pieces(b"a", b"b"), 10))


def test_a_file_that_is_longer_than_it_says_is_refused_as_it_comes() -> None:
    with pytest.raises(TooLarge):
        asyncio.run(Upload("a.csv").receive(_pieces(b"a" * 8, b"a" * 8), 10))


def test_a_refused_file_leaves_nothing(store: Path) -> None:
    upload = Upload("a.csv")
    asyncio.run(upload.receive(_pieces(b"no table"), 10))
    with pytest.raises(CounterpoiseError):
        upload.read("figaro", None, None, None)  # type: ignore[arg-type]
    assert list(store.iterdir()) == []


def test_what_a_killed_process_left_is_swept_and_what_comes_in_is_not(store: Path) -> None:
    old, new = Upload("a.csv"), Upload("b.csv")
    for one in (old, new):
        one.path.write_bytes(b"a")
    past = time.time() - uploads.STALE - 10
    for place in (old.path, old.folder, new.folder):
        os.utime(place, (past, past))
    (store / "other").mkdir()
    sweep()
    assert sorted(one.name for one in store.iterdir()) == sorted(["other", new.folder.name])


def test_there_is_nothing_to_sweep_in_a_new_store(store: Path) -> None:
    sweep()
    assert not store.exists()
