"""Questions and their groups."""

from __future__ import annotations

from typing import Annotated

import pytest

import counterpoise as cp
from counterpoise.core.question import Word, offered, question, questions

Panel = Annotated[str, Word("file", lambda value, where: str(value), "FILE", local=True)]
Count = Annotated[int, Word("count", lambda value, where: int(value), "N")]


@pytest.fixture
def own():
    """Give a place for questions of one's own, which are gone afterwards."""
    before = dict(questions)
    yield
    questions.clear()
    questions.update(before)


def test_a_question_of_a_group_is_named_by_both(own):
    @question(group="gravity")
    def counted(n: Count = 1):
        """How many."""

    assert counted.name == "gravity.counted"
    assert counted.words == ("gravity", "counted")
    assert questions["gravity.counted"] is counted
    assert "counted" not in questions


def test_a_group_that_is_not_declared_is_refused(own):
    with pytest.raises(TypeError, match="no group 'gravitas'"):

        @question(group="gravitas")
        def counted(n: Count = 1):
            """How many."""


def test_what_needs_a_file_is_not_offered_and_what_may_have_one_is(own):
    @question()
    def needs(panel: Panel):
        """How many."""

    @question()
    def may(n: Count = 1, *, panel: Panel | None = None):
        """How many."""

    assert needs.local
    assert not may.local
    assert "needs" not in offered()
    assert offered()["may"] is may


def test_the_group_is_a_module_of_the_package():
    assert cp.gravity.__name__ == "counterpoise.questions.gravity"
    assert cp.gravity.estimate is questions["gravity.estimate"]
    assert "gravity.estimate" not in offered()
