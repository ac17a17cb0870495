"""The question of votes: what it shows of an estimate, beside whom, since when, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.words.findings import told
from counterpoise.world.tie_tables import Observations
from tests.reference.roll_calls import assembly, ties_of


@pytest.fixture(scope="module")
def ties():
    return ties_of(assembly())


@pytest.fixture(scope="module")
def everyone(ties):
    return cp.votes("ALL", ties=ties)


def test_the_points_are_those_of_all_votes_whatever_is_shown(ties, everyone):
    shown = cp.votes("KOR,CHN", since=2018, ties=ties)
    assert shown.data["year"].values.tolist() == [2018, 2019]
    for end in ("", "__low", "__high"):
        name = f"ideal_point{end}"
        assert shown.data[name].equals(everyone.data[name].sel(country=["KOR", "CHN"], year=[2018, 2019]))
    assert everyone.ideal_point.equals(cp.ideal_points(assembly()).ideal_point)


def test_distances_to_partners_with_their_intervals(ties, everyone):
    beside = cp.votes("KOR,USA", on="USA,CHN", ties=ties)
    point = everyone.ideal_point
    gap = abs(point.sel(country="KOR") - point.sel(country="CHN")).values
    assert beside.ideal_gap.sel(country="KOR", partner="CHN").values == pytest.approx(gap, nan_ok=True)
    assert np.isnan(beside.ideal_gap.sel(country="USA", partner="USA")).all()
    low, high = (beside.data[f"ideal_gap__{end}"].sel(country="KOR", partner="CHN").values for end in ("low", "high"))
    assert (low < high).all()


def test_published_points_stand_beside(ties, everyone):
    assert "published_ideal_point" not in everyone.data
    one = np.array(["KOR", "KOR"])
    rows = Observations("ideal_point", "points", (2018, 2019), one, None, np.array([2018, 2019]), np.array([0.7, 0.8]))
    both = cp.votes("KOR", ties=replace(ties, tables={**ties.tables, "ideal_point": [rows]}))
    assert both.published_ideal_point.sel(country="KOR", year=[2018, 2019]).values.tolist() == [0.7, 0.8]
    assert "beside them" in both.warnings[0]


def test_alignment_can_rest_on_the_estimate(ties, everyone):
    own = ties.with_ideal_points(everyone)
    reading = own.reading("ideal_point", 2019)
    place = {one: k for k, one in enumerate(own.countries)}
    for code in ("KOR", "USA", "CHN"):
        at = {"country": code, "year": 2019}
        assert reading.value[place[code]] == everyone.ideal_point.sel(at).item()
        assert reading.low[place[code]] == pytest.approx(everyone.data["ideal_point__low"].sel(at).item())
    narrow = ties.with_ideal_points(cp.votes("ALL", interval=50, ties=ties)).reading("ideal_point", 2019)
    assert narrow.low[place["KOR"]] == pytest.approx(reading.low[place["KOR"]])
    told_of = cp.security("KOR", on="USA,CHN", indicators="ideal_distance", ties=own)
    gap = abs(everyone.ideal_point.sel(country="KOR", year=2019) - everyone.ideal_point.sel(country="USA", year=2019))
    assert told_of.ideal_distance.sel(country="KOR", partner="USA").item() == pytest.approx(gap.item())
    with pytest.raises(InputError, match="no ideal points"):
        ties.with_ideal_points(told_of)


def test_words_in_both_languages_have_the_same_numbers(ties):
    result = cp.votes("KOR,CHN", on="USA,CHN", ties=ties)
    english, korean = (told(result, language) for language in ("en", "ko"))
    assert [one.finding for one in english] == [one.finding for one in korean] == ["stands", "moved", "nearer"]
    value = result.ideal_point.sel(country="KOR", year=2019).item()
    assert f"{value:.2f}" in english[0].text
    assert f"{value:.2f}" in korean[0].text
    alone = told(cp.votes("KOR", since=2019, ties=ties))
    assert [one.finding for one in alone] == ["stands"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "XQZ"}, "XQZ"),
        ({"country": "ISL"}, "there are no votes of ISL"),
        ({"country": "KOR", "on": "ISL"}, "there are no votes of ISL"),
        ({"country": "KOR", "since": 2031}, "no votes since 2031"),
        ({"country": "KOR", "since": "soon"}, "not a year"),
    ],
)
def test_what_is_not_known_is_refused(ties, asked, said):
    with pytest.raises(InputError, match=said):
        cp.votes(**asked, ties=ties)


def test_without_votes_it_says_how_to_add_them(ties):
    with pytest.raises(InputError, match="data add un-votes"):
        cp.votes("KOR", ties=replace(ties, roll_calls=None))


def test_who_cast_no_vote_in_the_years_shown_has_no_line(ties):
    shown = cp.votes("KOR,CUB", since=2018, ties=ties)
    assert np.isnan(shown.ideal_point.sel(country="CUB")).all()
    assert [one.finding for one in told(shown)] == ["stands", "moved"]
    assert "Cuba" not in told(shown)[0].text
    with pytest.raises(InputError, match="no vote that counts since 2018"):
        cp.votes("CUB", since=2018, ties=ties)
