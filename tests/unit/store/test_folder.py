"""The user's store: whole or not at all, whatever happens to the process that writes."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counterpoise.core.errors import DataError, InputError
from counterpoise.sources.source import Part, Raw, Source, written
from counterpoise.store import folder
from counterpoise.store.catalogue import catalogue


def toy(rows: int = 3, dataset: str = "toy", tables: int = 2, edition: str = "1", kind: str = "table") -> Source:
    """A source that reads a number from its file."""

    def read(raw, progress):
        number = int(raw.path.read_text())
        table = pa.table({"number": [number] * rows})
        yield Part(
            dataset=dataset,
            kind=kind,
            title="Toys",
            edition=edition,
            years=(raw.year or 2020,),
            tables={f"t{k}": written(table) for k in range(tables)},
            completeness="all of it",
            verified="it is a number",
        )

    return Source("toy", "Toys", "nobody", "CC0", "", "", "", ("1",), "the documented layout only", read)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "toy.txt"
    path.write_text("7")
    return path


def number(dataset: str = "toy", year: int | None = None) -> int:
    held = {pq.read_table(folder.part_of(dataset, year).path(f"t{k}")).column("number")[0].as_py() for k in (0, 1)}
    assert len(held) == 1
    return held.pop()


def test_what_is_added_is_there_with_its_papers(store, file):
    (made,) = folder.add(toy(), Raw(file))
    assert number() == 7
    assert folder.kept() == (made,)
    assert (made.file, made.licence, made.tables["t0"]["rows"]) == ("toy.txt", "CC0", 3)
    assert folder.faults() == []


def test_the_same_again_takes_its_place(store, file):
    folder.add(toy(), Raw(file))
    file.write_text("8")
    folder.add(toy(), Raw(file))
    assert number() == 8
    assert len(folder.kept()) == 1
    assert len(list((store / folder.PARTS).iterdir())) == 1


def test_years_stand_beside_each_other(store, file):
    for year in (2019, 2020):
        folder.add(toy(kind="accounts"), Raw(file, year=year))
    assert [one.years for one in folder.kept()] == [(2019,), (2020,)]
    with pytest.raises(InputError, match="no year 2018; there is 2019, 2020"):
        folder.part_of("toy", 2018)
    folder.remove("toy", 2019)
    assert [one.years for one in folder.kept()] == [(2020,)]


def test_releases_of_trade_are_not_mixed(store, file):
    folder.add(toy(kind="trade", edition="V1"), Raw(file, year=2019))
    with pytest.raises(InputError, match=r"edition V1, and this file is of V2; 'counterpoise data remove toy' first"):
        folder.add(toy(kind="trade", edition="V2"), Raw(file, year=2020))
    assert [one.years for one in folder.kept()] == [(2019,)]


def test_a_refused_file_changes_nothing(store, file, tmp_path):
    folder.add(toy(), Raw(file))
    before = (store / folder.INDEX).read_bytes()
    two = toy()

    def half(raw, progress):
        yield from two.read(raw, progress)
        raise DataError("the second half is wrong", where=raw.name)

    with pytest.raises(DataError, match="second half"):
        folder.add(Source(**{**vars(two), "read": half}), Raw(file))
    assert (store / folder.INDEX).read_bytes() == before
    assert number() == 7
    assert len(list((store / folder.PARTS).iterdir())) == 1


def test_a_full_disk_changes_nothing(store, file, monkeypatch):
    folder.add(toy(), Raw(file))

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(InputError, match="the disk is full"):
        folder.add(toy(), Raw(file))
    monkeypatch.undo()
    os.environ[folder.VARIABLE] = str(store)
    try:
        assert number() == 7
        assert folder.faults() == []
    finally:
        del os.environ[folder.VARIABLE]


def test_a_changed_file_is_found(store, file):
    (made,) = folder.add(toy(), Raw(file))
    path = made.path("t1")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    (said,) = folder.faults()
    assert str(path) in said
    assert "add toy.txt again with 'counterpoise data add toy'" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is damaged"),
        ('{"layout": 1}', "is damaged"),
        ('{"layout": 0, "parts": []}', "made by an older version"),
        ('{"layout": 99, "parts": []}', "made by a newer version"),
    ],
)
def test_an_index_that_is_not_ours(store, text, said):
    store.mkdir()
    (store / folder.INDEX).write_text(text)
    with pytest.raises(DataError, match=said):
        folder.kept()


def test_the_catalogue_follows_the_store(store, file):
    import duckdb

    folder.add(toy(), Raw(file))
    with duckdb.connect(str(catalogue()), read_only=True) as connection:
        assert connection.execute("SELECT sum(number) FROM toy_t0").fetchone() == (21,)
        assert connection.execute("SELECT licence, rows FROM datasets WHERE \"table\" = 't1'").fetchone() == ("CC0", 3)
    first = catalogue().stat().st_ino
    assert catalogue().stat().st_ino == first
    file.write_text("9")
    folder.add(toy(), Raw(file))
    with duckdb.connect(str(catalogue()), read_only=True) as connection:
        assert connection.execute("SELECT max(number) FROM toy_t0").fetchone() == (9,)


WRITERS = """
# imports and writes once, so that all is loaded, then forks a writer for each line that it reads
import os, sys
from pathlib import Path
sys.path.insert(0, {here!r})
from test_folder import toy
from counterpoise.sources.source import Raw
from counterpoise.store import folder
store = os.environ[folder.VARIABLE]
os.environ[folder.VARIABLE] = store + "-warm"
folder.add(toy(rows=9), Raw(Path(store).parent / "toy.txt"))
os.environ[folder.VARIABLE] = store
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        while True:
            folder.add(toy(rows=20_000), Raw(Path(line.strip())))
            folder.add(toy(rows=20_000, dataset="other"), Raw(Path(line.strip())))
            folder.remove("other")
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")
def test_a_process_killed_at_any_moment_leaves_a_whole_store(store, tmp_path):
    """Two hundred kills at random moments; after each, every file is as its checksum says and the number is one of two."""
    draw = random.Random(5)
    file = tmp_path / "toy.txt"
    file.write_text("1")
    folder.add(toy(rows=20_000), Raw(file))
    program = WRITERS.format(here=str(Path(__file__).parent))
    numbers, others, span = set(), 0, 0.06
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writers:
        assert writers.stdin is not None
        assert writers.stdout is not None
        for kill in range(200):
            before = number()
            file.write_text(str(kill))
            print(file, file=writers.stdin, flush=True)
            child = int(writers.stdout.readline())
            time.sleep(draw.uniform(0.0, span))
            os.kill(child, signal.SIGKILL)
            assert writers.stdout.readline() == "gone\n"
            assert [one for one in folder.faults() if "not in the index" not in one] == []
            assert number() in (before, kill)
            # on a busy machine the change takes longer: the kills are to fall before, within and after it
            span = min(span * 1.3, 2.0) if number() == before else max(span / 1.1, 0.01)
            numbers.add(number())
            others += any(one.dataset == "other" for one in folder.kept())
    assert len(numbers) > 20  # the kills came at moments before and after the change
    assert 0 < others < 200


def test_two_writers_do_no_harm(store, tmp_path):
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for k, file in enumerate(files):
        file.write_text(str(k))
    program = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from pathlib import Path\nfrom test_folder import toy\nfrom counterpoise.sources.source import Raw\n"
        "from counterpoise.store import folder\n"
        "for year in range(2000, 2020):\n"
        "    folder.add(toy(kind='accounts', dataset='toy' + sys.argv[2]), Raw(Path(sys.argv[1]), year=year))\n"
        "    folder.add(toy(kind='accounts'), Raw(Path(sys.argv[1]), year=year))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(f), str(k)]) for k, f in enumerate(files)]
    assert [one.wait(120) for one in running] == [0, 0]
    assert folder.faults() == []
    assert sorted(one.dataset for one in folder.kept()) == ["toy"] * 20 + ["toy0"] * 20 + ["toy1"] * 20
    assert {number("toy0", year) for year in range(2000, 2020)} == {0}
    assert {number("toy1", year) for year in range(2000, 2020)} == {1}


def test_the_index_is_plain_to_read(store, file):
    folder.add(toy(), Raw(file))
    held = json.loads((store / folder.INDEX).read_text())
    assert held["layout"] == folder.LAYOUT
    assert held["parts"][0]["citation"] == ""
