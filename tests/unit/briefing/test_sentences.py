"""Every sentence of a brief follows its numbers: change a value of the result that it stands on, and the sentence changes."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.briefing.case import Case
from counterpoise.words.findings import told

CASE = """
title = "A case that has everything"
country = "KOR"
powers = ["USA", "CHN"]
draws = 2

[risk]
against = "CHN"
probability = 0.05

[[scenarios]]
change = "embargo 30 % between KOR and JPN"

[[talks]]
file = "freeze-for-relief"

[record]
ledger = "example"
on = ["CHN"]
"""


@pytest.fixture(scope="module")
def brief():
    return cp.brief(Case.from_text(CASE))


def sentences(content):
    """Give all that a brief says of its numbers."""
    said = [*content["findings"], content["economic"], *content["sentences"]]
    for one in (*content["opening"], *content["sections"]):
        said += [one["said"] or "", *one.get("sentences", [])]
    return [one for one in said if one]


def larger(values):
    return values * 1.7 + 0.013


def other(values):
    """Give the other of two: what was promised is not, what goes on has ended."""
    return 1.0 - values


def with_values(result, change, names):
    """Give a result with other numbers in the place of some variables', or of what stands beside them, such as years."""
    held = {name: result.data[name] for name in names if result.data[name].dtype.kind in "fib"}
    made = {name: array.copy(data=change(array.values.astype(float))) for name, array in held.items()}
    beside = {name: (array.dims, made.pop(name).values) for name, array in held.items() if name in result.data.coords}
    return dataclasses.replace(result, data=result.data.assign(made).assign_coords(beside))


def fixed(result, language):
    """Give the sentences that stay as they are when the numbers change: all at once, and, of what is left, one after the other."""
    left = {one.text for one in told(result, language)}
    names = list(
        map(str, (*result.data.data_vars, *(one for one in result.data.coords if one not in result.data.dims)))
    )
    for some in (names, *([name] for name in names)):
        for change in (larger, other):
            if not left:
                return left
            try:
                left &= {one.text for one in told(with_values(result, change, some), language)}
            except (IndexError, KeyError, ValueError):  # places and codes that no table has
                continue
    return left


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_sentence_follows_a_number(brief, language):
    for name, result in brief.results.items():
        assert not fixed(result, language), name


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_sentence_is_a_finding_of_a_result(brief, language):
    from counterpoise.briefing.content import content
    from counterpoise.briefing.economy import exposed, sector_names, sizeable

    spoken = dataclasses.replace(brief, case=brief.case.model_copy(update={"language": language}))
    known = {one.text for result in brief.results.values() for one in told(result, language)}
    sectors = brief.results["sectors"]
    known.add(exposed(sizeable(sectors), sector_names(sectors), language))
    said = sentences(content(spoken))
    assert len(said) > 25
    assert [one for one in said if one not in known] == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_most_exposed_sectors_follow_the_table(brief, language):
    from counterpoise.briefing.economy import exposed, sector_names, sizeable

    sectors = brief.results["sectors"]
    names = sector_names(sectors)
    flipped = with_values(sectors, lambda values: np.flip(values, -1), ["look_through"])
    assert exposed(sizeable(sectors), names, language) != exposed(sizeable(flipped), names, language)


def test_the_document_opens_with_three_numbers(brief):
    assert len(brief.content["findings"]) == 3
    assert all(re.search(r"\d", one) for one in brief.content["findings"])


def test_a_korean_brief_is_korean(brief):
    from counterpoise.briefing.content import KEPT, content

    spoken = content(dataclasses.replace(brief, case=brief.case.model_copy(update={"language": "ko"})))
    left = []

    def walk(value, field=""):
        if field in (*KEPT, "sources", "measures", "command", "size", "version", "accounts", "kicker", "about"):
            return
        if isinstance(value, str):
            if re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", value) and not re.search("[가-힣]", value):
                left.append(value)
        elif isinstance(value, dict):
            for key, one in value.items():
                walk(one, key if key != "cells" else "kept")
        elif isinstance(value, list | tuple):
            for one in value:
                walk(one, field)

    for key in (
        "opening",
        "sections",
        "annex",
        "warnings",
        "notation",
        "glance",
        "findings",
        "sentences",
        "words",
        "kind",
    ):
        walk(spoken[key], key)
    record = {
        row["cells"][2]
        for one in spoken["sections"]
        for row in one.get("table", {}).get("rows", ())
        if len(row["cells"]) == 3
    }
    assert [one for one in left if one not in record] == []
