"""The words for a time, and for what is set in place of its values."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.questions.adjustment import parse_horizon, parse_years

ASKED = "tariff +10 points by USA on CHN"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("short", "short"),
        (" LONG ", "long"),
        ("all", ("short", "medium", "long")),
        ("long,short", ("short", "long")),
        (["medium"], "medium"),
        (("short", "all"), ("short", "medium", "long")),
    ],
)
def test_horizons(said, meant):
    assert parse_horizon(said, "--horizon") == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("3", 3),
        (3, 3),
        ("2.5", 2.5),
        ("1,3,10", (1, 3, 10)),
        ("1-3, 10", (1, 2, 3, 10)),
        ("0-0", 0),
        ([1, 2.5], (1, 2.5)),
        (range(1, 4), (1, 2, 3)),
        (np.array([1.0, 2.0]), (1, 2)),
    ],
)
def test_years(said, meant):
    assert parse_years(said, "--years") == meant


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "a year is missing"),
        ([], "no years are named"),
        ("3,1", "1 comes after 3"),
        ("1,1", "1 is named twice"),
        ("1-3,2", "2 comes after 3"),
        ("10-1", "'10-1' runs backwards; write 1-10"),
        ("0-99", "0-99 are too many years; name at most 50"),
        (range(60), "60 years are too many"),
        ("x", "'x' is no number of years"),
        (True, "'True' is no number of years"),
        (-1, "-1 is no time after a change"),
        ("nan", "nan is no time after a change"),
    ],
)
def test_years_that_are_refused(said, told):
    with pytest.raises(InputError, match=told):
        parse_years(said, "--years")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"horizon": "soon"}, "there is no horizon 'soon'; take one of short, medium, long, all"),
        ({"horizon": "shrt"}, "did you mean short"),
        ({"horizon": []}, "no horizon is named"),
        ({"horizon": "short", "years": 3}, "both a horizon and years are named; name one"),
        ({"input_substitution": -1}, "input_substitution is '-1'"),
        ({"value_added_substitution": "x"}, "value_added_substitution is 'x'"),
        ({"consumption_substitution": float("inf")}, "consumption_substitution is 'inf'"),
        ({"factor_mobility": "mobil"}, "did you mean mobile"),
        ({"factor_mobility": -2}, "give mobile, specific, or an elasticity of 0 or above"),
        ({"labour_supply": True}, "labour_supply is 'True'; give an elasticity of 0"),
    ],
)
def test_what_is_refused_names_its_option(words, told):
    with pytest.raises(InputError, match=told) as error:
        cp.simulate(ASKED, **words)
    assert error.value.where in {f"--{one.replace('_', '-')}" for one in words}


def test_options_take_the_place_of_the_scenario_s_own():
    from counterpoise.scenario import Scenario

    text = """
        title = "a"
        [model]
        horizon = "medium"
        input_substitution = 0.7
        [[shocks]]
        kind = "tariff"
        by = "USA"
        on = "CHN"
        up_by_points = 10
    """
    scenario = Scenario.from_text(text)
    usual, later, rigid = (
        cp.simulate(scenario, **words).baseline.accounts
        for words in ({}, {"years": 3}, {"horizon": "short", "input_substitution": 0, "factor_mobility": 0.5})
    )
    assert (usual.nests.inputs.elasticity, usual.nests.value_added.elasticity) == (0.7, 0.5)
    assert usual.factors.mobility == np.inf
    assert later.nests.inputs.elasticity == 0.7
    assert 0.2 < later.factors.mobility < 0.22
    assert (rigid.nests.inputs.elasticity, rigid.factors.mobility) == (0, 0.5)


def test_one_time_is_an_outcome_and_several_are_outcomes():
    assert isinstance(cp.simulate(ASKED, years=[3]), cp.Outcome)
    assert list(cp.simulate(ASKED, years=[3, 4]).outcomes) == [3, 4]
    assert list(cp.simulate(ASKED, horizon="long,short").outcomes) == ["short", "long"]
