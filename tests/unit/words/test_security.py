"""The sentences of security name the promises with their days, and say that there is none."""

from __future__ import annotations

import dataclasses

import pytest

import counterpoise as cp
from counterpoise.words.findings import told


@pytest.fixture(scope="module")
def korea():
    return cp.security("KOR", on="USA,CHN")


def changed(result, **values):
    """Give the result with other values of the United States."""
    data = result.data.copy(deep=True)
    for name, value in values.items():
        data[name].loc[{"country": "KOR", "partner": "USA"} if "partner" in data[name].dims else {}] = value
    return dataclasses.replace(result, data=data)


def text(result):
    return {s.finding: s.text for s in told(result)}


def test_a_treaty_is_told_with_its_days(korea):
    said = text(korea)["promised"]
    assert said == (
        "The United States has promised by treaty to defend South Korea: Korea-United States 1953 (signed 1953-10-01, in "
        "force 1954-11-17)."
    )
    other = changed(korea, defence_obligation=0.0)
    assert (
        text(other)["promised"] == "Neither the United States nor China has promised by treaty to defend South Korea."
    )
    assert "living" not in text(other)


def test_a_promise_without_anything_beside_it_is_text_alone(korea):
    assert text(korea)["living"].endswith("counts as a living guarantee.")
    assert "is text alone" in text(changed(korea, living_guarantee=0.0))["living"]
    assert "is not known" in text(changed(korea, living_guarantee=float("nan")))["living"]


def test_arms_and_troops_follow_their_numbers(korea):
    assert "63 % came from the United States and between 0 and 2.3 % from China" in text(korea)["armed"]
    assert "25,000 of the United States" in text(korea)["stationed"]
    other = changed(korea, arms_supplier_share=0.123, troops_stationed=98.0)
    assert "12 % came from the United States" in text(other)["armed"]
    assert "98 of the United States" in text(other)["stationed"]


def test_nuclear_weapons_of_its_own(korea):
    assert text(korea)["own_weapons"].startswith("It has no nuclear weapons of its own")
    assert text(changed(korea, own_nuclear_weapons=1.0))["own_weapons"].startswith("It has nuclear weapons of its own")
    unknown = text(changed(korea, own_nuclear_weapons=float("nan")))["own_weapons"]
    assert unknown.startswith("Whether it has nuclear weapons of its own is not known")


def test_no_guarantor_is_said_so():
    assert text(cp.security("CHE"))["promised"] == "No country has promised by treaty to defend Switzerland."
    said = text(cp.security("AUT"))["promised"]
    assert said.startswith("No country has promised by treaty to defend Austria as an ally; ")
    assert "by Article 42(7) alone: Treaty on European Union, Article 42(7) (signed 2007-12-13" in said


def test_of_many_promises_the_treaty_is_named_once():
    said = text(cp.security("DEU"))["promised"]
    assert said.count("North Atlantic Treaty") == 1
    assert "and 24 others have promised" in said
    assert "in force for the first of these since 1955-05-06, for the last since 2024-03-07" in said


def test_nothing_unknown_is_written_as_a_number():
    for country in ("VNM", "UKR", "STP", "NOR", "TWN"):
        assert "nan" not in " ".join(text(cp.security(country)).values()).split()
