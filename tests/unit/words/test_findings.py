"""Sentences follow the numbers."""

from __future__ import annotations

import dataclasses

import pytest

import counterpoise as cp
from counterpoise.words.findings import told


@pytest.fixture(scope="module")
def korea():
    return cp.rely("KOR", on="CHN,USA", indicators="all")


def changed(result, name, value, **labels):
    data = result.data.copy(deep=True)
    data[name].loc[labels] = value
    return dataclasses.replace(result, data=data)


def text(result):
    return {s.finding: s.text for s in told(result)}


def test_the_sentence_holds_the_number(korea):
    assert "6.5 % from China" in text(korea)["suppliers"]
    assert "8.8 %" in text(korea)["hidden"]


def test_a_changed_value_changes_the_sentence(korea):
    other = changed(korea, "foreign_input_reliance", 0.42, partner="CHN", sector="manufacturing")
    assert "42 % from China" in text(other)["suppliers"]
    assert "6.5 %" not in text(other)["suppliers"]


def test_a_missing_value_is_called_missing(korea):
    other = changed(korea, "foreign_input_reliance", float("nan"), partner="CHN", sector="manufacturing")
    assert "missing: China" in text(other)["suppliers"]
    assert "nan" not in " ".join(text(other).values())


def test_an_estimate_says_so_with_its_bounds(korea):
    said = text(korea)["in_final_demand"]
    assert said.startswith("By an estimate")
    assert "between" in said


def test_an_opposite_balance_turns_the_sentence(korea):
    other = changed(korea, "input_asymmetry", 0.25, partner="CHN", sector="TOTAL")
    assert "China relies on South Korea 4.0 times" in text(other)["balance"]
