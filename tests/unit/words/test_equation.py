"""The sentences of the equation follow its numbers: another value gives another sentence."""

from __future__ import annotations

import dataclasses

import pytest

import counterpoise as cp
from counterpoise.words.equation import between, points
from counterpoise.words.findings import told


@pytest.fixture(scope="module")
def korea():
    return cp.equation("KOR", powers="USA,CHN", draws=500)


def changed(result, name, value, **labels):
    data = result.data.copy(deep=True)
    data[name].loc[{"country": "KOR", **labels}] = value
    return dataclasses.replace(result, data=data)


def text(result):
    return {s.finding: s.text for s in told(result)}


def test_the_first_sentence_says_where_both_lean(korea):
    economy = -100 * korea.net_economic_reliance.sel(country="KOR").item()
    security = 100 * korea.net_security_reliance.sel(country="KOR").item()
    said = text(korea)["leaning"]
    assert said.startswith(f"South Korea's economy leans to China by {economy:.1f} percentage points (")
    assert f"its security leans to the United States by {security:.0f} (" in said
    assert "accounts of 2022" in said


def test_a_lean_that_turns_turns_the_sentence(korea):
    other = changed(korea, "net_economic_reliance", 0.0234)
    assert "economy leans to the United States by 2.3 percentage points" in text(other)["leaning"]
    assert text(other)["pressed"].startswith(
        "It is not cross-pressured by these weights, since both leans go to the Uni"
    )


def test_an_interval_across_zero_names_both_powers(korea):
    other = changed(korea, "net_economic_reliance__high", 0.02)
    assert "to China to 2.0 to the United States as the weights vary" in text(other)["leaning"]


def test_a_lean_of_nothing_goes_to_neither(korea):
    other = changed(korea, "net_security_reliance", 0.0)
    assert "its security leans to neither by as much as 0.1" in text(other)["leaning"]
    assert text(other)["pressed"].startswith("It is hardly cross-pressured")


def test_what_is_missing_is_told_by_its_bounds(korea):
    other = changed(korea, "net_security_reliance", float("nan"))
    other = changed(other, "cross_pressure", float("nan"))
    said = text(other)
    assert "where its security leans is known only within bounds (" in said["leaning"]
    assert said["pressed"].startswith("How far it is pressed between the two is not known: it lies between 0.0")
    other = changed(other, "lean_arms_supplier_share", float("nan"))
    assert "arms supplied (from 61 to 63 to the United States)" in text(other)["missing"]
    assert "nan" not in " ".join(text(other).values())


def test_cross_pressure_is_told_with_its_rank_and_the_share_of_weightings(korea):
    said = text(korea)["pressed"]
    known = int(korea.cross_pressure_rank.notnull().sum())
    assert said.startswith("It is cross-pressured")
    assert f"of {known} countries" in said
    other = changed(korea, "cross_pressured_share__low", 0.4)
    other = changed(other, "cross_pressured_share__high", 0.62)
    assert "in 40 to 62 % of 500 random weightings" in text(other)["pressed"]
    assert not any("probab" in one or "chance" in one for one in text(other).values())


def test_indicators_of_other_signs_are_named(korea):
    assert "differing" not in text(korea)
    said = text(changed(korea, "lean_look_through", 0.04))["differing"]
    assert said.startswith("The indicators of its economy differ in sign: to China lean ")
    assert "to the United States lean looked through (4.0)" in said


def test_since_when_is_told_within_one_source(korea):
    said = text(korea)["since_when"]
    assert said.startswith(
        "Its economy leans to China in every year that is known since 2002; in 2001 it leaned to the Uni"
    )
    assert "where its security leaned in earlier years is not known" in said
    assert korea.diagnostics["crossings"]["KOR"]["economy"] == [(2001, 2002, "CHN")]
    later = changed(korea, "trail_economic", 0.01, year=slice(2002, 2011))
    assert "so a crossing between them is not sure" in text(later)["since_when"]
    always = changed(korea, "trail_economic", -0.01)
    assert "in every year that is known, 1995 to 2022" in text(always)["since_when"]


def test_of_all_countries_the_most_pressed_are_told():
    said = text(cp.equation("ALL", powers="USA,CHN", draws=100))
    assert list(said) == ["most_pressed"]
    assert "Australia" in said["most_pressed"]


def test_leans_are_written_with_two_figures():
    assert (points(-0.00312), points(0.54)) == ("0.31", "54")
    assert between(0.0, 0.4, ("USA", "CHN")) == "0 to 40 to the United States"
