"""The pieces of a long calculation: whole or made again, and refused where they are another's."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.store import runs
from counterpoise.store.runs import kept_run, open_run

SETTINGS = {"scenario": {"shocks": [{"kind": "tariff", "rate": 0.1}]}, "seed": 0}


def test_pieces_come_back_as_they_were(tmp_path):
    run = open_run(tmp_path / "state", SETTINGS)
    run.keep("a", {"value": np.array([1.0, np.nan]), "reason": np.array(["", "too large"])})
    found = open_run(tmp_path / "state", SETTINGS).pieces()
    assert list(found) == ["a"]
    np.testing.assert_array_equal(found["a"]["value"], [1.0, np.nan])
    assert found["a"]["reason"].tolist() == ["", "too large"]


@pytest.mark.parametrize(
    "damage", [lambda whole: whole[:-7], lambda _: b"", lambda whole: whole[:50] + b"x" + whole[51:]]
)
def test_a_damaged_piece_is_told_and_forgotten(tmp_path, damage):
    run = open_run(tmp_path, SETTINGS)
    run.keep("a", {"value": np.arange(9.0)})
    run.keep("b", {"value": np.arange(9.0)})
    path = tmp_path / "a.piece"
    path.write_bytes(damage(path.read_bytes()))
    again = open_run(tmp_path, SETTINGS)
    assert list(again.pieces()) == ["b"]
    assert again.damaged == ["a"]
    assert not path.exists()


def test_another_run_is_refused_with_what_differs(tmp_path):
    open_run(tmp_path, SETTINGS)
    other = {"scenario": {"shocks": [{"kind": "tariff", "rate": 0.2}]}, "seed": 0}
    with pytest.raises(InputError, match=r"scenario\.shocks\[0\]\.rate changed: 0\.1 -> 0\.2;"):
        open_run(tmp_path, other)
    with pytest.raises(InputError, match=r"seed changed: 0 -> 1"):
        open_run(tmp_path, SETTINGS | {"seed": 1})
    with pytest.raises(InputError, match=r"seed is gone \(it was 0\)"):
        open_run(tmp_path, {"scenario": SETTINGS["scenario"]})


def test_a_folder_of_other_files_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(InputError, match=r"holds other files, as letter\.txt"):
        open_run(tmp_path, SETTINGS)
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_an_unreadable_description_is_told(tmp_path):
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(InputError, match="state can't be read"):
        open_run(tmp_path, SETTINGS)
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="state can't be read"):
        open_run(tmp_path / "file", SETTINGS)


def test_the_cache_keeps_the_newest_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_CACHE", str(tmp_path))
    monkeypatch.setattr(runs, "MOST_RUNS", 3)
    made = [kept_run({"seed": seed}).folder for seed in range(5)]
    assert sum(one.exists() for one in made) == 3
    assert made[-1].exists()
    kept_run({"seed": 4}).keep("a", {"value": np.zeros(1)})
    assert list(kept_run({"seed": 4}).pieces()) == ["a"]
