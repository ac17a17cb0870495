"""Quoted strings: marks of six languages, nested, split, over paragraphs; apostrophes are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.record.quotes import quotes_in

CASES = [
    ('"We won’t," she said, "call it ‘a bridge’ yet."', ["We won’t,", "call it ‘a bridge’ yet.", "a bridge"]),
    ('"Our values,” said Lund.', ["Our values,"]),  # a straight mark that a curled one closes
    (
        "‘The ministers’ decision is final,’ he said. ‘It’s Kim’s.’",
        ["The ministers’ decision is final,", "It’s Kim’s."],
    ),
    ("'The ministers' decision is final,' he said.", ["The ministers' decision is final,"]),
    ("It's the '90s; the ministers' view; rock 'n' roll.", []),
    ('A 5\'10" man with a 12" ruler.', []),
    ("외교부는 “협의 중”이라고, '상생'을 강조했다.", ["협의 중", "상생"]),
    ('王和说:"很好"。他说"不错"。', ["很好", "不错"]),
    ("外長說：「我們『一定』合作。」", ["我們『一定』合作。", "一定"]),
    ("外相は「協議中」と述べた。", ["協議中"]),
    ("Le ministre : « C’est “trop” tôt », a-t-il dit.", ["C’est “trop” tôt", "trop"]),
    ("„Wir wollen ‚mehr‘ Handel“, sagte er. »Nein«, sagte sie.", ["Wir wollen ‚mehr‘ Handel", "mehr", "Nein"]),
    ("«Oui», dit-il. ``We go,'' he said.", ["Oui", "We go,"]),
    ('The "U.S."-led "Quad".', ["U.S.", "Quad"]),
    ('"" " " “”', []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_marks(text, wanted):
    assert [one.text for one in quotes_in(text)] == wanted


def test_paragraphs_that_are_opened_anew():
    found = quotes_in("“One.\n\n“Two.\n“Three,” he said. “Four.”")
    assert [one.text for one in found] == ["One.", "Two.", "Three,", "Four."]
    assert [one.continues for one in found] == [None, 0, 1, None]
    french = quotes_in("« Un.\n» Deux.\n» Trois », dit-il.")
    assert [(one.text, one.continues) for one in french] == [("Un.", None), ("Deux.", 0), ("Trois", 1)]


def test_a_quotation_that_runs_over_lines():
    assert [one.text for one in quotes_in("「一段\n二段」と述べた。")] == ["一段\n二段"]


def test_a_mark_that_nothing_closes():
    found = quotes_in("“We go\nNext “stop”.")
    assert [(one.text, one.closed) for one in found] == [("We go", False), ("stop", True)]


def test_nesting():
    outer, inner = quotes_in("He said: \"They called it 'a myth' then.\"")
    assert (outer.depth, inner.depth, inner.parent) == (0, 1, 0)


@given(st.text(alphabet="ab .,\n\"'“”‘’«»„「」『』‚‹›`가中s", max_size=60))
def test_places_hold(text):
    last = -1
    for one in quotes_in(text):
        assert text[one.start : one.end] == one.text
        assert one.text.strip()
        assert one.outer_start < one.start <= one.end <= one.outer_end <= len(text)
        assert one.outer_start > last or one.outer_start >= last
        last = one.outer_start


def test_many_marks_take_no_long_time():
    assert len(quotes_in('"a ' * 3000)) == 3000
