"""The cache: whatever interrupts it or damages it, the arrays are right."""

import errno
import os
import signal
import subprocess
import sys
import time
import warnings

import numpy as np
import pytest

from counterpoise.core.errors import CounterpoiseError
from counterpoise.store import cache

ARRAYS = {
    "big": np.arange(60_000.0).reshape(3, 20_000),
    "words": np.array(["KOR", "China"]),
    "one": np.array(7),
    "none": np.zeros((0, 4)),
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "arrays"


class Maker:
    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return {name: array.copy() for name, array in ARRAYS.items()}


def check(found):
    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].dtype == array.dtype
        assert not found[name].flags.writeable
        assert type(found[name]) is np.ndarray


def left_over(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_made_once_then_read(folder):
    make = Maker()
    check(cache.cached("x", make))
    check(cache.cached("x", make))
    assert make.times == 1
    assert [path.name for path in folder.iterdir()] == ["x"]


def test_the_users_folder_is_the_default(monkeypatch):
    monkeypatch.delenv(cache.VARIABLE)
    assert "counterpoise" in cache.cache_folder().parts


@pytest.mark.parametrize("key", ["", "../x", ".x", "a/b", "a b"])
def test_a_key_stays_in_the_folder(key):
    with pytest.raises(CounterpoiseError, match="cache entry"):
        cache.cached(key, Maker())


def truncate(path):
    path.write_bytes(path.read_bytes()[:-100])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def blank(path):
    path.write_bytes(bytes(path.stat().st_size))


def remove(path):
    path.unlink()


@pytest.mark.parametrize("harm", [truncate, flip, blank, remove])
@pytest.mark.parametrize("file", ["0.npy", "1.npy", "arrays.json"])
def test_a_damaged_entry_is_made_again(folder, harm, file):
    make = Maker()
    cache.cached("x", make)
    harm(folder / "x" / file)
    check(cache.cached("x", make))
    assert make.times == 2
    check(cache.cached("x", make))
    assert make.times == 2
    assert left_over(folder) == []


def test_a_folder_that_can_not_be_made_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file" / "cache"))
    make = Maker()
    with pytest.warns(cache.CacheWarning, match=cache.VARIABLE):
        check(cache.cached("x", make))
    with pytest.warns(cache.CacheWarning, match="not a directory"):
        check(cache.cached("x", make))
    assert make.times == 2


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_can_not_be_written_costs_only_time(folder):
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    with pytest.warns(cache.CacheWarning, match="permission denied"):
        check(cache.cached("x", Maker()))


def test_a_full_disk_costs_only_time(folder, monkeypatch):
    def save(path, array, **_):
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "save", save)
    with pytest.warns(cache.CacheWarning, match="the disk is full") as caught:
        check(cache.cached("x", Maker()))
    assert len(caught) == 1
    assert list(folder.iterdir()) == []


def test_an_error_in_the_making_leaves_nothing(folder):
    def make():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cache.cached("x", make)
    assert not folder.exists()


KILLED = """
import os, signal, sys
import numpy as np
from counterpoise.store import cache

def save(path, array, **_):
    path.write_bytes(b"half of an array")
    print("writing", flush=True)
    signal.pause()

np.save = save
cache.cached("x", lambda: {"big": np.arange(10.0)})
"""


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_a_killed_process_leaves_nothing_that_is_read(folder):
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGKILL)
    assert [name.endswith(".part") for name in left_over(folder)] == [True]
    check(cache.cached("x", Maker()))
    assert len(left_over(folder)) == 1  # it may be another process's: not touched before a day has passed
    (part,) = left_over(folder)
    os.utime(folder / part, (time.time() - 2 * 86_400,) * 2)
    cache.cached("y", Maker())
    assert left_over(folder) == []


TOGETHER = """
import sys, time
import numpy as np
from pathlib import Path
from counterpoise.store import cache

def make():
    me.touch()
    until = time.monotonic() + 20
    while len(list(me.parent.iterdir())) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    return {"big": np.arange(500_000.0)}

me = Path(sys.argv[1])
found = cache.cached("x", make)
assert np.array_equal(found["big"], np.arange(500_000.0))
print("right")
"""


def test_three_processes_at_once(folder, tmp_path):
    (tmp_path / "present").mkdir()
    command = [sys.executable, "-W", "error", "-c", TOGETHER]
    processes = [
        subprocess.Popen([*command, str(tmp_path / "present" / str(number))], stdout=subprocess.PIPE, text=True)
        for number in range(3)
    ]
    assert [process.communicate()[0] for process in processes] == ["right\n"] * 3
    assert [path.name for path in folder.iterdir()] == ["x"]


def test_old_entries_make_room(folder, monkeypatch):
    monkeypatch.setattr(cache, "MAX_ENTRIES", 3)
    for number in range(5):
        cache.cached(f"x{number}", Maker())
        past = time.time() - 100 + number
        os.utime(folder / f"x{number}" / "arrays.json", (past, past))
    assert sorted(path.name for path in folder.iterdir()) == ["x2", "x3", "x4"]
    cache.cached("x2", Maker())  # used again, so it stays
    cache.cached("x5", Maker())
    assert sorted(path.name for path in folder.iterdir()) == ["x2", "x4", "x5"]
    monkeypatch.setattr(cache, "MAX_BYTES", 10)
    cache.cached("x6", Maker())
    assert [path.name for path in folder.iterdir()] == ["x6"]


def test_what_others_keep_there_is_left_alone(folder, monkeypatch):
    monkeypatch.setattr(cache, "MAX_ENTRIES", 1)
    (folder / "mine").mkdir(parents=True)
    (folder / "mine" / "notes.txt").write_text("not a cache entry")
    cache.cached("x", Maker())
    cache.cached("y", Maker())
    assert (folder / "mine" / "notes.txt").is_file()


def test_a_good_cache_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check(cache.cached("x", Maker()))
