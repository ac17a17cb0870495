"""Votes as tables: both layouts give the same, what is no vote is refused, and titles tell which texts return."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.reliance.security.ideal_line import bridges, roll_calls_of
from tests.reference.roll_calls import STATES, assembly


def wide(calls):
    held = pd.DataFrame(calls.votes, columns=list(calls.countries))
    return held.assign(rcid=np.arange(len(held)), session=calls.year - 1945, title=list(calls.title))


def long(calls):
    row, column = np.nonzero(calls.votes)
    return pd.DataFrame(
        {
            "rcid": row,
            "country": np.array(calls.countries)[column],
            "vote": np.array(["", "yes", "abstain", "no"])[calls.votes[row, column]],
            "year": calls.year[row],
            "title": np.array(calls.title)[row],
        }
    )


@pytest.fixture(scope="module")
def calls():
    return assembly()


def test_both_layouts_are_the_same_votes(calls):
    for table in (wide(calls), long(calls)):
        found = roll_calls_of(table.sample(frac=1, random_state=1))
        assert found.year.tolist() == calls.year.tolist()
        assert found.title == calls.title
        order = [found.countries.index(one) for one in calls.countries]
        assert np.array_equal(found.votes[:, order], calls.votes)


def test_points_of_a_table_are_those_of_the_roll_calls(calls):
    one, two = cp.ideal_points(calls), cp.ideal_points(wide(calls))
    assert one.ideal_point.equals(two.ideal_point)
    assert one.ideal_point.dims == ("country", "year")
    known = np.isfinite(one.ideal_point.values)
    assert (one.data["ideal_point__low"].values < one.ideal_point.values)[known].all()
    assert one.ideal_point.sel(country="USA").mean() > 0


def test_a_wider_interval_is_wider(calls):
    nine, half = cp.ideal_points(calls), cp.ideal_points(calls, interval=50)
    width = [float((one.data["ideal_point__high"] - one.data["ideal_point__low"]).mean()) for one in (nine, half)]
    assert width[0] / width[1] == pytest.approx(1.6448536 / 0.6744898)  # quantiles of the normal distribution


def test_a_session_of_one_vote_is_left_out(calls):
    more = replace(
        calls,
        year=np.append(calls.year, 2030),
        votes=np.vstack([calls.votes, calls.votes[:1]]),
        title=(*calls.title, ""),
    )
    assert 2030 not in cp.ideal_points(more).data["year"].values


def test_titles_of_neighbouring_sessions_are_one_text():
    votes = np.ones((6, 25), np.int8)
    title = ["Korea", "KOREA : resolution / adopted", "Korea", "Law of the sea", "Law of the sea", ""]
    year = np.array([1990, 1991, 1993, 1990, 1990, 1991])
    assert bridges(title, year, votes).tolist() == [0, 0, 2, 3, 4, 5]


def test_a_title_with_other_answers_is_another_text():
    votes = np.ones((2, 25), np.int8)
    votes[1, :3] = 3
    assert bridges(["Korea", "Korea"], np.array([1990, 1991]), votes).tolist() == [0, 1]
    votes[1, :3] = [0, 1, 1]  # the absent count on neither side
    assert bridges(["Korea", "Korea"], np.array([1990, 1991]), votes).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda held: held.drop(columns="vote"), "neither a vote nor a country's column"),
        (lambda held: held.drop(columns="year"), "'year'"),
        (lambda held: held.drop(columns="rcid"), "'rcid'"),
        (lambda held: held.assign(vote=["perhaps", *held["vote"][1:]]), "row 1: 'perhaps' is no vote"),
        (lambda held: held.assign(vote=[4, *held["vote"][1:]]), "'4' is no vote"),
        (lambda held: held.assign(country=["XQZ", *held["country"][1:]]), "no country 'XQZ'"),
        (lambda held: held[:0], "there is no vote"),
        (lambda held: held[held["country"] != "USA"], "USA has no votes"),
        (lambda held: held[held["rcid"] < 2], "no session has 3 roll calls"),
        (lambda held: held["vote"], "is no table"),
        (lambda _: None, "NoneType is no table"),
    ],
)
def test_what_is_no_table_of_votes_is_refused(calls, change, said):
    with pytest.raises(InputError) as refused:
        cp.ideal_points(change(long(calls)))
    assert re.search(said, str(refused.value))
    assert refused.value.remedy
    assert "\n" not in str(refused.value)


def test_absences_in_the_producers_codes_are_absences(calls):
    held = wide(calls)
    coded = held.assign(CHN=held["CHN"].replace(0, 8), PRK=held["PRK"].astype(float).replace(0, np.nan))
    assert np.array_equal(roll_calls_of(coded).votes, calls.votes)
    assert STATES[3] == "KOR"
