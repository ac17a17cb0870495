"""Folders that appear whole or not at all."""

import errno

import pytest

from counterpoise.core.errors import InputError
from counterpoise.core.files import remove_folder, writing_folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("durable", [True, False])
def test_a_folder_appears_whole(tmp_path, durable):
    target = tmp_path / "made"
    with writing_folder(target, durable=durable) as part:
        (part / "inner").mkdir()
        (part / "inner" / "a.txt").write_text("a")
        assert not target.exists()
    assert (target / "inner" / "a.txt").read_text() == "a"
    assert names(tmp_path) == ["made"]


def test_an_old_folder_is_replaced_as_a_whole(tmp_path):
    target = tmp_path / "made"
    for name in ("a", "b"):
        with writing_folder(target) as part:
            (part / name).write_text(name)
    assert names(target) == ["b"]
    assert names(tmp_path) == ["made"]


def test_an_interruption_leaves_the_old_folder(tmp_path):
    target = tmp_path / "made"
    with writing_folder(target) as part:
        (part / "a").write_text("a")

    def interrupted():
        with writing_folder(target) as part:
            (part / "b").write_text("b")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert names(target) == ["a"]
    assert names(tmp_path) == ["made"]


def test_what_goes_wrong_is_said(tmp_path):
    with pytest.raises(InputError, match="the folder does not exist"), writing_folder(tmp_path / "no" / "made"):
        pass
    with pytest.raises(InputError, match="the disk is full"), writing_folder(tmp_path / "made"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert names(tmp_path) == []


def test_removing_what_is_not_there_is_no_error(tmp_path):
    remove_folder(tmp_path / "nothing")
    assert names(tmp_path) == []
