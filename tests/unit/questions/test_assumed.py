"""What an answer on a negotiation takes for granted is told from the answer, whatever gave its payoffs."""

from __future__ import annotations

import re

import counterpoise as cp
from counterpoise.questions.assumed import assumed
from counterpoise.questions.talks import explain
from tests.reference.negotiations import DOCUMENTS, answer

PLAIN = """
discount = 0.9
parties.A.outside.value = 0
parties.B.outside.value = 0
payoffs.table = "p.csv"
[[issues]]
name = "x"
owner = "A"
levels = ["no", "yes"]
reversible = true
[[issues]]
name = "y"
owner = "B"
levels = ["no", "yes"]
reversible = true
"""


def lines(parts):
    return [part.heading for part in parts] + [
        one for part in parts for first, below in part.points for one in (first, *below)
    ]


def test_every_line_of_the_document_is_there_in_both_languages():
    for language, aside in (("en", ("How large it is", "Notes")), ("ko", ("크기", "알아둘 점"))):
        _, *blocks = explain(cp.Talks.from_text(DOCUMENTS["courses"]), language=language).split("\n\n")
        told = [block.split("\n") for block in blocks if not block.startswith(aside)]
        parts = assumed(answer("courses"), language)
        assert [part.heading for part in parts] == [block[0] for block in told]
        for part, (_, *held) in zip(parts, told, strict=True):
            wanted = [re.sub(r"^\d+\. ", "", one.strip()) for one in held]
            assert [one for first, below in part.points for one in (first, *below)] == wanted
    headings = [part.heading for part in assumed(answer("courses"))]
    assert headings == [
        "Who takes part, and what each has without a deal",
        "What each can do",
        "How promises hold",
        "What is not known",
        "Other circumstances",
    ]


def test_a_table_and_a_function_of_payoffs(tmp_path):
    (tmp_path / "p.csv").write_text("x,y,A,B\nno,no,0,0\nno,yes,2,-1\nyes,no,-1,2\nyes,yes,1,1\n")
    (tmp_path / "t.toml").write_text(PLAIN)
    assert "The table p.csv." in lines(assumed(cp.negotiate(tmp_path / "t.toml")))
    steps = [{"name": n, "owner": o, "levels": ["no", "yes"], "reversible": True} for n, o in (("x", "A"), ("y", "B"))]
    talks = cp.Talks.from_callable(
        payoffs=lambda state: {"A": float(state["y"] == "yes"), "B": float(state["x"] == "yes")},
        parties=["A", "B"],
        issues=steps,
        outside={"A": 0, "B": 0},
        discount=0.9,
    )
    found = assumed(cp.negotiate(talks), "ko")
    assert any("함수" in one for one in lines(found))
