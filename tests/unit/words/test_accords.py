"""The sentences of an agreement hold its numbers: a number that changes changes its sentence, and no other claim is made."""

from __future__ import annotations

from dataclasses import replace

import pytest

import counterpoise as cp
from counterpoise.words.accords import Move, moved, span
from counterpoise.words.findings import told


@pytest.fixture(scope="module")
def economy():
    return cp.load_economy().restrict(["KOR", "CHN", "JPN", "USA", "VNM", "DEU"])


@pytest.fixture(scope="module")
def found(economy):
    return cp.agree("KOR,CHN,JPN", economy=economy, from_depth=3, draws=20, workers=1)


@pytest.fixture(scope="module")
def phased(economy):
    return cp.agree("KOR,JPN", economy=economy, from_depth=3, phase=4)


def sentences(result, language="en"):
    return {one.finding: one.text for one in told(result, language)}


def changed(result, name, value, **labels):
    data = result.data.copy(deep=True)
    data[name].loc[labels] = value
    return replace(result, data=data)


CHANGES = {
    "income": ("welfare_pct", {"part": "whole agreement", "country": "KOR"}, "7.8"),
    "parts": ("welfare_pct", {"part": "tariffs only", "country": "JPN"}, "7.8"),
    "outside": ("welfare_pct", {"part": "whole agreement", "country": "VNM"}, "7.8"),
    "within": ("exports_to_parties_pct", {"part": "whole agreement", "country": "KOR"}, "7.8"),
}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("finding", CHANGES)
def test_a_changed_number_changes_its_sentence(found, finding, language):
    name, labels, said = CHANGES[finding]
    before, after = sentences(found, language), sentences(changed(found, name, 7.8, **labels), language)
    assert said in after[finding]
    assert before[finding] != after[finding]
    assert said not in before[finding]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_changed_end_changes_the_sentence(found, language):
    after = sentences(changed(found, "welfare_pct__high", 7.8, part="whole agreement", country="KOR"), language)
    assert "7.8" in after["income"]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_sector_is_the_one_whose_output_moves_most(found, language):
    labels = {"part": "whole agreement", "country": "KOR", "sector": "A02"}
    moved_one = changed(changed(found, "output_change", 1e9, **labels), "output_pct", 7.8, **labels)
    assert "(A02)" in sentences(moved_one, language)["industries"]
    assert "7.8" in sentences(moved_one, language)["industries"]
    assert "(A02)" not in sentences(found, language)["industries"]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_years_of_the_phases_are_told(phased, language):
    assert "phased" not in {one for one in sentences(phased, language) if "phase" not in phased.data.dims}
    after = changed(phased, "welfare_pct", 7.8, part="whole agreement", country="KOR", phase=1)
    assert "7.8" in sentences(after, language)["phased"]
    assert "7.8" not in sentences(phased, language)["phased"]


def test_sentences_are_conditional_and_say_what_depth_rests_on(found):
    said = sentences(found)
    assert "all else as it was" in said["income"]
    assert "in the long run" in said["income"]
    assert "90 % of 20 draws" in said["income"]
    assert "rests on a depth of 7 of 7 and on what past agreements have done on average" in said["parts"]


def test_tariffs_alone_have_no_second_part(economy):
    said = sentences(cp.agree("KOR,JPN", economy=economy, tariffs_only=True, draws=0))
    assert "parts" not in said
    assert "draws" not in said["income"]
    assert "phased" not in said


def test_many_parties_are_told_by_their_ends(economy):
    said = sentences(cp.agree("KOR,CHN,JPN,USA,VNM", economy=economy, from_depth=3, draws=0))
    assert "moves among the 5 parties from" in said["income"]


def test_an_interval_follows_the_direction():
    assert moved(Move(-2.0, -3.0, 1.0)) == "falls by 2.0 % (-1.0 to 3.0)"
    assert span(Move(2.0, -1.0, 3.0)) == " (-1.0 to 3.0)"
    assert moved(Move(0.0001, 0.0, 0.1)) == "stays as it was (to within 0.0005 %)"
