"""Commands that stand in a group."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("word", "named"), [("estimat", "did you mean estimate?"), ("effects", "did you mean effect?")]
)
def test_a_word_that_is_nearly_one_is_told(run, word, named):
    done = run("gravity", word)
    assert done.returncode == 2
    assert f"there is no command '{word}'" in done.stderr
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_a_group_that_is_nearly_one_is_told(run):
    done = run("gravty", "estimate")
    assert done.returncode == 2
    assert "gravity" in done.stderr
