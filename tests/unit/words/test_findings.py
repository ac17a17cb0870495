"""Sentences follow the numbers."""

from __future__ import annotations

import dataclasses

import pytest

from counterpoise.words.findings import exposed, told
from tests.reference.asked import cp


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


def test_the_headline_turns_with_the_numbers(korea):
    assert text(korea)["standing"].startswith("In 2022, China stood behind 8.8 %")
    other = changed(korea, "look_through", 0.3, partner="USA", sector="manufacturing")
    assert text(other)["standing"].startswith("In 2022, the United States stood behind 30 %")


def test_the_sales_side_holds_its_number(korea):
    assert "producers in China hold 5.6 % of" in text(korea)["customers"]
    other = changed(korea, "sales_value_added", 0.25, partner="CHN", sector="TOTAL")
    assert "producers in China hold 25 % of" in text(other)["customers"]


def test_the_estimate_turns_with_value_and_bounds(korea):
    other = changed(korea, "final_demand_reliance", 0.33, partner="CHN", sector="TOTAL")
    other = changed(other, "final_demand_reliance__high", 0.44, partner="CHN", sector="TOTAL")
    assert "33 % (between 5.7 % and 44 %)" in text(other)["in_final_demand"]


def test_the_past_turns_with_its_values():
    past = cp.trend("KOR", on="CHN")
    before = {s.finding: s.text for s in told(past)}["since"]
    assert "from 1.5 % in 1995 to 7.0 % in 2011" in before
    assert "WIOD 2013" in before
    other = changed(past, "look_through", 0.5, partner="CHN", sector="manufacturing", source="wiod-2013", year=2011)
    assert "to 50 % in 2011" in {s.finding: s.text for s in told(other)}["since"]


def test_the_most_exposed_sector_turns_with_the_numbers():
    result = cp.rely("KOR", on="CHN", sector="C26,C29", indicators="look_through")
    names = {"C26": "Computers", "C29": "Motor vehicles"}
    assert "computers (13 %)" in exposed(result, names)
    other = changed(result, "look_through", 0.6, partner="CHN", sector="C29")
    assert "motor vehicles (60 %)" in exposed(other, names)
