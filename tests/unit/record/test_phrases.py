"""Formulas: the first use, gaps, changed words; held against counts made by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.core.errors import InputError
from counterpoise.record.phrases import _common, uses


def statement(text, day, country="XAL", original=None):
    return {
        "type": "statement",
        "quote": {"exact": text},
        "speaker": {"country": country},
        "said_on": day,
        "original": original,
    }


def test_uses_gaps_and_changed_words():
    held = [
        statement("It remains stable and predictable, as it was.", "2024-02-10"),
        statement("Our policy is Stable,\nand consistent!", "2024-01-10"),
        statement("a stable and consistent line", "2024-01-20", "XBO"),
        statement("it is stable", "2024-03-01"),
        statement("firm and consistent", "2024-03-02"),
        statement("the policy is fixed", "2024-03-03", original={"text": "stable and consistent", "language": "en"}),
    ]
    found = uses("stable and consistent", held)
    assert [(one.record["said_on"], one.kept, one.gap) for one in found] == [
        ("2024-01-10", 1.0, None),
        ("2024-01-20", 1.0, None),
        ("2024-02-10", pytest.approx(2 / 3), 31),
        ("2024-03-02", pytest.approx(2 / 3), 21),
        ("2024-03-03", 1.0, 1),
    ]
    assert [one.changes for one in found] == [(), (), ("consistent: predictable",), ("stable: firm",), ()]
    assert found[2].said == "stable and predictable"
    assert len(uses("stable and consistent", held, 1.0)) == 3


def test_words_without_spaces_are_found():
    held = [
        statement("对韩政策保持稳定和连续", "2024-01-01", "CHN"),
        statement("대중 정책은 일관되고 안정적이다", "2024-01-02", "KOR"),
    ]
    assert [one.kept for one in uses("保持稳定", held)] == [1.0]
    assert [one.record["said_on"] for one in uses("일관되고 안정적이다", held)] == ["2024-01-02"]


def test_one_word_is_no_formula():
    with pytest.raises(InputError, match="two words"):
        uses("stable", [])


WORDS = st.lists(st.sampled_from("abc"), max_size=6)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_the_common_run_is_the_longest_by_trying_all(one, other):
    pairs = _common(one, other)
    assert all(one[a] == other[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))

    def within(part):
        rest = iter(other)
        return all(word in rest for word in part)

    longest = max(k for k in range(len(one) + 1) if any(map(within, itertools.combinations(one, k))))
    assert len(pairs) == longest
