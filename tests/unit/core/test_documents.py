from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from counterpoise.core.documents import line_of, load, loads
from counterpoise.core.errors import InputError


@dataclass
class Shock:
    by: str
    points: float


@dataclass
class Plan:
    title: str
    shocks: list[Shock] = field(default_factory=list)


def test_reads_tables():
    plan = loads('title = "a"\n[[shocks]]\nby = "USA"\npoints = 25\n', Plan)
    assert plan.shocks[0].points == 25.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "a"\n[[shocks]]\nby = "USA"\npoints = "many"\n', ["line 4", "shocks[0].points", "many"]),
        ('title = "a"\n[[shocks]]\nby = "USA"\n', ["line 2", "points", "missing"]),
        ("title = 3\n[[shocks", ["line 2", "TOML"]),
        ("titel = 'a'", ["title", "missing"]),
    ],
)
def test_an_error_names_line_and_key(text, said):
    with pytest.raises(InputError) as caught:
        loads(text, Plan, name="plan.toml")
    for word in ["plan.toml", *said]:
        assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "none.toml", Plan)


def test_bytes_that_are_not_text(tmp_path):
    (tmp_path / "noise.toml").write_bytes(b"a = 1\n\xff\xfe")
    with pytest.raises(InputError, match="line 2"):
        load(tmp_path / "noise.toml", Plan)


def test_the_second_table_of_an_array():
    assert line_of("[[a]]\nb = 1\n[[a]]\nb = 2\n", ("a", 1, "b")) == 4
