"""The table of partnerships: the words by which governments rank each other.

A joint statement binds both sides; the row stands under the side whose scale of words it belongs to.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

import counterpoise as cp
from counterpoise import facts
from counterpoise.codes.countries import countries

ROWS = facts.read("partnerships")
ALLY = "major non-NATO ally"


def day(text: str) -> date:
    """Read a day; a year alone is its first."""
    return date.fromisoformat(text if len(text) > 4 else f"{text}-01-01")


def level(country: str, partner: str, on: date) -> list[str]:
    """Give the words between two countries on a day."""
    return [
        row["level"]
        for row in ROWS
        if (row["country"], row["partner"]) == (country, partner)
        and day(row["since"]) <= on
        and (not row["until"] or on < day(row["until"]))
    ]


def test_every_row_is_whole():
    world = {*cp.load_economy().countries, "PRK"}
    for row in ROWS:
        assert row["country"] in countries(), row
        assert {row["country"], row["partner"]} <= world, row
        assert row["country"] != row["partner"], row
        assert not row["until"] or day(row["since"]) < day(row["until"]), row
        assert row["level"] == row["level"].strip(), row
        assert day(row["since"]) <= date.fromisoformat(row["as_of"]), row
        assert len(row["citation"]) > 15, row


def test_a_pair_has_one_level_at_a_time():
    spans: dict[tuple[str, str, bool], list[tuple[date, date]]] = {}
    for row in ROWS:
        key = (row["country"], row["partner"], row["level"] == ALLY)
        spans.setdefault(key, []).append((day(row["since"]), day(row["until"]) if row["until"] else date.max))
    for key, some in spans.items():
        assert all(a[1] <= b[0] for a, b in pairwise(sorted(some))), key
    pairs = {frozenset((row["country"], row["partner"])) for row in ROWS if row["level"] != ALLY}
    assert len(pairs) == len({(row["country"], row["partner"]) for row in ROWS if row["level"] != ALLY})


@pytest.mark.parametrize(
    ("country", "partner", "on", "words"),
    [
        ("CHN", "KOR", date(2024, 1, 1), "strategic cooperative partnership"),
        ("CHN", "RUS", date(2000, 1, 1), "strategic partnership of coordination"),
        ("CHN", "RUS", date(2024, 1, 1), "comprehensive strategic partnership of coordination for a new era"),
        ("CHN", "HUN", date(2024, 5, 10), "all-weather comprehensive strategic partnership for the new era"),
        ("RUS", "IND", date(2005, 1, 1), "strategic partnership"),
        ("USA", "VNM", date(2023, 9, 9), "comprehensive partnership"),
        ("USA", "VNM", date(2023, 9, 10), "comprehensive strategic partnership"),
        ("USA", "KOR", date(1990, 1, 1), ALLY),
        ("USA", "PER", date(2026, 2, 1), ALLY),
    ],
)
def test_the_words_on_a_day(country, partner, on, words):
    assert level(country, partner, on) == [words]


def test_the_allies_outside_nato():
    some = {row["partner"] for row in ROWS if row["level"] == ALLY}
    assert len(some) == 18
    assert {row["country"] for row in ROWS if row["level"] == ALLY} == {"USA"}


def test_how_much_rests_on_memory():
    seen = Counter(row["seen"] for row in ROWS)
    print(f"partnerships: {seen['memory']} of {seen.total()} rows rest on memory")
    assert set(seen) <= {"text", "memory"}
