"""Stockpiles and times in a scenario's file: read, checked, written again and explained."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.questions import scenarios
from counterpoise.scenario import Scenario
from counterpoise.scenario.stockpiles import Stockpile

TEXT = """
title = "Korea without China, with stocks"

[model]
{model}

[[shocks]]
kind = "embargo"
by = "KOR"
on = "CHN"
share = 90

[[stockpiles]]
{stockpile}
"""
HELD = 'by = "KOR"\nsectors = ["B05-B06"]\ncovers = 25'


def scenario(model='horizon = "short"', stockpile=HELD):
    return Scenario.from_text(TEXT.format(model=model, stockpile=stockpile), name="a.toml")


def test_a_scenario_keeps_them_when_it_is_written():
    made = scenario()
    assert made.stockpiles == (Stockpile(by="KOR", sectors="B05-B06", covers=25),)
    assert Scenario.from_text(made.to_toml()) == made
    assert made.to_dict()["stockpiles"] == [{"by": ["KOR"], "sectors": ["B05-B06"], "covers": 25}]
    assert str(made.stockpiles[0].place) == "a.toml, line 13, stockpiles[0]"


@pytest.mark.parametrize(
    ("stockpile", "told"),
    [
        ('by = "KOR"\ncovers = 0', r"a.toml, line 15, stockpiles\[0\].covers: 0 % is not a part of the year above 0"),
        ('by = "KOR"\ncovers = 101', "101 % is not a part of the year"),
        ('by = "KOR"\ncovers = "25 points"', "'25 points' is not in per cent"),
        ('by = "KOR"', r"stockpiles\[0\].covers: this key is missing"),
        ("covers = 25", r"stockpiles\[0\].by: this key is missing"),
        ('by = "KOR"\ncover = 25', "there is no such key; did you mean covers"),
        ('by = "KORR"\ncovers = 25', r"line 14, stockpiles\[0\].by: 'KORR' is not a country"),
        ('by = "KOR"\nsectors = "B99"\ncovers = 25', r"line 15, stockpiles\[0\].sectors: 'B99' is not a sector"),
        (f'{HELD}\n[[stockpiles]]\nby = "ALL"\ncovers = 9', r"line 17, stockpiles\[1\]: contradicts a.toml, line 13"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(stockpile, told):
    with pytest.raises(InputError, match=told):
        cp.simulate(scenario(stockpile=stockpile))


def test_without_a_time_they_are_refused():
    with pytest.raises(InputError, match="stockpiles matter in the first year only; name a time") as error:
        cp.simulate(scenario(model=""))
    assert error.value.where == "a.toml, line 13, stockpiles[0]"
    assert cp.simulate(scenario(model=""), years=1).diagnostics["parts_of_the_year"] == "0.25, 0.75"


def test_what_changes_nothing_is_told():
    late = cp.simulate(scenario(model="years_after = 1.5"))
    assert any("last into the first year only: they change nothing here" in one for one in late.warnings)
    idle = cp.simulate(scenario(stockpile='by = "USA"\ncovers = 25'))
    assert any("stockpiles[0] bridges nothing: no cost of trade rises" in one for one in idle.warnings)
    assert idle.welfare_pct.values == pytest.approx(
        cp.simulate("embargo 90 % between KOR and CHN", horizon="short").welfare_pct.values
    )


def test_what_is_left_out_is_told():
    told = cp.simulate(scenario()).warnings
    assert told[0].startswith("a conditional scenario, not a forecast: an equilibrium within a year of the change")
    assert "each number is the mean of its parts (25 %, 75 % of the year)" in told[1]
    assert "what drawing stockpiles down and filling them again costs is left out" in told[2]


@pytest.mark.parametrize("question", [cp.gradient, cp.ensemble])
def test_other_questions_refuse_them(question):
    words = {"country": "KOR"} if question is cp.gradient else {"draws": 2}
    with pytest.raises(InputError, match="holds no stockpiles; leave them out"):
        question(scenario=scenario(), **words)


def test_they_are_checked_and_explained():
    made = scenario(model='horizon = "short"\ninput_substitution = 0.1\ntheta = {C26 = 1.5}')
    assert "1 shock, 1 stockpile, against" in scenarios.check(made)
    text = scenarios.explain(made)
    assert (
        "What bridges the first year\n1. Stocks of B05-B06 in South Korea last the first 25 % of the first year."
        in text
    )
    assert "Within a year of the change (short): little stands in" in text
    assert "Set by itself: trade elasticities of its own for C26 (1.5), input substitution 0.1." in text
    assert "short: input substitution 0.1, value added substitution 0.5" in text
    assert "stockpiles need a time to be solved" in scenarios.explain(scenario(model=""))


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ('horizon = "soon"', "line 5, model.horizon: 'soon' is not one of its values; write short or medium or long"),
        (
            'horizon = "short"\nyears_after = 3',
            "line 6, model.years_after: both a horizon and years_after are named; name one",
        ),
        ("years_after = -1", "model.years_after: -1 is no value of years_after; give a number of 0 or above"),
        ("theta = {C26 = -1}", "a theta of -1 means a sigma of 0, which is not above 0; give sigma - 1"),
        ("theta = {C26 = -3}", "a theta of -3 means a sigma of -2, which is not above 0"),
        (
            "consumption_substitution = -0.1",
            "-0.1 is no value of consumption_substitution; give a number of 0 or above",
        ),
        ("input_substitution = true", "model.input_substitution: true is not a number; write one, such as 0.5"),
        ('factor_mobility = "mobil"', "did you mean mobile"),
        ("labour_supply = nan", "nan is no value of labour_supply"),
    ],
)
def test_a_model_that_is_refused(model, told):
    with pytest.raises(InputError, match=told):
        scenario(model=model)
