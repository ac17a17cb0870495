from __future__ import annotations

import re

import pytest

import counterpoise as cp
from counterpoise.words.findings import told


@pytest.fixture(scope="module")
def both():
    return cp.gravity.effect("KOR,JPN", coefficient=0.4, standard_error=0.1, draws=30, workers=1)


def numbers(text):
    return sorted(re.findall(r"\d+(?:\.\d+)?", text))


def test_the_sentences_hold_the_answer_s_numbers(both):
    steps, worth = (one.text for one in told(both))
    assert steps.startswith("Under an agreement among South Korea and Japan, trade between its parties rises by 49 % (")
    assert f"{both.exports_pct.sel(scenario='full', country='KOR').item():.1f} %" in steps
    assert f"{both.welfare_pct.sel(scenario='input-output', country='JPN').item():.2g} %" in worth
    assert worth.endswith("with all sectors and their inputs.")


def test_in_korean_they_say_the_same(both):
    for english, korean in zip(told(both), told(both, "ko"), strict=True):
        assert english.finding == korean.finding
        assert numbers(english.text) == numbers(korean.text)
        assert not re.search("[A-Za-z]{2,}", korean.text)


def test_of_one_model_they_tell_that_one():
    goods = cp.gravity.effect("KOR,JPN", coefficient=0.4, model="gravity")
    assert [one.finding for one in told(goods)] == ["step_by_step", "worth"]
    assert told(goods)[1].text.endswith("with goods as one sector.")
    whole = cp.gravity.effect("KOR,JPN", coefficient=0.4, model="input-output", workers=1)
    assert [one.finding for one in told(whole)] == ["worth"]


def test_what_is_taken_away_is_told_so():
    gone = cp.gravity.effect("KOR,JPN", coefficient=0.4, model="gravity", remove=True)
    assert told(gone)[0].text.startswith(
        "Without an agreement among South Korea and Japan, trade between its parties falls"
    )
    assert told(gone, "ko")[0].text.startswith("한국, 일본의 협정을 없애면 ")
    assert told(gone, "ko")[0].text.rstrip(".").endswith("준다")


def test_of_many_parties_no_sentence_names_them_all():
    assert told(cp.gravity.effect("RCEP", coefficient=0.4, model="gravity")) == []


def test_of_countries_outside_there_is_no_sentence():
    assert told(cp.gravity.effect("KOR,JPN", coefficient=0.4, model="gravity", country="USA")) == []
