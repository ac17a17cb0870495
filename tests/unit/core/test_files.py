from __future__ import annotations

import contextlib

import pytest

from counterpoise.core.errors import InputError
from counterpoise.core.files import write_text, writing


def test_an_interrupted_writing_leaves_the_old_file(tmp_path):
    target = tmp_path / "a.txt"
    write_text(target, "old")
    with contextlib.suppress(RuntimeError), writing(target) as file:
        file.write(b"new")
        raise RuntimeError
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(InputError, match="folder does not exist"):
        write_text(tmp_path / "none" / "a.txt", "x")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="folder, not a file"):
        write_text(tmp_path, "x")
