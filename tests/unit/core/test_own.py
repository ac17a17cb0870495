from __future__ import annotations

import pytest

from counterpoise.core.errors import InputError
from counterpoise.core.own import own

NAME = "COUNTERPOISE_TEST_OWN"


@pytest.fixture
def read(monkeypatch):
    def call(place):
        monkeypatch.setenv(NAME, str(place))
        return own(NAME, "things")

    return call


def test_nothing_is_named(read):
    assert read("") == ()


def test_a_folder_in_the_order_of_names(read, tmp_path):
    (tmp_path / "b.py").write_text("x = 2")
    (tmp_path / "a.py").write_text("x = 1")
    (tmp_path / "c.txt").write_text("1/0")
    assert [module.x for module in read(tmp_path)] == [1, 2]


def test_a_file_is_read_once(read, tmp_path):
    (tmp_path / "a.py").write_text("x = []")
    assert read(tmp_path / "a.py")[0] is read(tmp_path)[0]


def test_files_of_one_name_are_two(read, tmp_path):
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "a.py").write_text(f"x = {number}")
    assert [read(tmp_path / one)[0].x for one in "12"] == [1, 2]


def test_a_dataclass_with_annotations_that_are_read_later(read, tmp_path):
    lines = (
        "from __future__ import annotations",
        "import dataclasses",
        "@dataclasses.dataclass",
        "class A:",
        "    x: int",
    )
    (tmp_path / "a.py").write_text("\n".join(lines))
    assert read(tmp_path)[0].A(1).x == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("\n1/0", "line 2: ZeroDivisionError"),
        ("x = 1\ndef", "SyntaxError"),
        ("import sys\nsys.exit(3)", "line 2: SystemExit"),
        ("import nothing_of_this_name", "ModuleNotFoundError"),
    ],
)
def test_a_fault_is_told_with_its_place(read, tmp_path, content, said):
    (tmp_path / "a.py").write_text(content)
    with pytest.raises(InputError, match=said) as caught:
        read(tmp_path)
    assert "a.py" in caught.value.where


def test_what_is_not_there_or_no_python(read, tmp_path):
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InputError, match="folder of things"):
        read(tmp_path / "none")
    with pytest.raises(InputError, match=r"ends in \.py"):
        read(tmp_path / "a.txt")
