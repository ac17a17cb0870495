"""The sentences of a change follow its numbers, and are conditional."""

from __future__ import annotations

import dataclasses
import math

import pytest

import counterpoise as cp
from counterpoise.words.changes import dollars
from counterpoise.words.findings import told


@pytest.fixture(scope="module")
def result():
    return cp.simulate("tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates").plain(every=True)


def changed(result, name, value, **labels):
    data = result.data.copy(deep=True)
    data[name].loc[labels] = value
    return dataclasses.replace(result, data=data)


def text(result):
    return {s.finding: s.text for s in told(result)}


def test_the_first_sentence_states_its_condition(result):
    said = text(result)["outcome"]
    assert said.startswith("If the United States raises tariffs on C26")
    assert "China answers in kind, all else as it was" in said
    assert "will" not in said.split()


def test_a_changed_value_changes_the_sentence(result):
    other = changed(result, "welfare_pct", 0.345, country="USA")
    assert "0.34 % higher in the United States" in text(other)["outcome"]
    other = changed(result, "welfare_pct", 0.0001, country="USA")
    assert "unchanged (by less than 0.0005 %) in the United States" in text(other)["outcome"]


def test_gains_and_losses_are_called_so(result):
    lost = dollars(result.data["equivalent_variation"].sel(country="CHN").item())
    assert f"a loss of {lost} a year for China" in text(result)["worth"]
    other = changed(result, "equivalent_variation", 1234.0, country="CHN")
    assert "a gain of 1.2 billion USD a year for China" in text(other)["worth"]


def test_a_part_of_the_world_is_not_summed_up(result):
    part = dataclasses.replace(result, data=result.data.sel(country=["USA", "CHN", "KOR"]))
    assert "all economies" not in text(part)["worth"]


def test_others_turn_with_the_numbers(result):
    other = changed(result, "welfare_pct", -5.0, country="DEU")
    assert text(other)["others"].startswith("Of the others, Germany (-5.0 %)")


def test_diversion_names_who_sells_instead(result):
    assert "Sales from" in text(result)["between"]
    assert "Mexico sells" in text(result)["between"]
    other = changed(result, "trade_change", 1e5, origin="VNM", sector="C26", destination="USA")
    assert "Vietnam sells 100 billion USD more to the United States" in text(other)["between"]


def test_a_missing_number_is_left_out(result):
    said = text(changed(result, "real_wage_pct", float("nan"), country="CHN"))
    assert "nan" not in " ".join(said.values())
    assert "China" not in said["wages"]


def test_where_balances_vanish_real_wages_stand_beside():
    said = text(cp.simulate("embargo by ALL on RUS").plain(every=True))
    assert "real wages are 3.7 % lower in Russia" in said["outcome"]
    assert said["balances"].startswith("In this scenario the trade balances of Russia vanish")


def test_many_parties_are_told_by_their_ends():
    said = text(cp.simulate("trade costs -5 % between EU and USA").plain(every=True))
    assert "among the 28 parties it ranges from" in said["outcome"]


def test_without_a_party_the_most_affected_are_told():
    said = text(cp.simulate("tariff +10 points by ALL on ALL").plain(every=True))
    assert "among 80 economies it ranges from -" in said["outcome"]
    assert "wages" not in said


@pytest.mark.parametrize(
    ("time", "told"),
    [
        ({"horizon": "short"}, "real income within a year is"),
        ({"years": 3}, "real income after 3 years is"),
        ({"horizon": "long"}, "real income in the new long-run equilibrium is"),
        ({"factor_mobility": "specific"}, "real income in the new equilibrium is"),
    ],
)
def test_the_first_sentence_says_when(time, told):
    outcome = cp.simulate("embargo 90 % between KOR and CHN", **time)
    said = text(outcome.plain(every=True))
    assert f"{told} {lower(outcome.welfare_pct.sel(country='KOR').item())} in South Korea" in said["outcome"]
    assert "over_time" not in said


def test_of_several_times_the_parties_are_told_at_each():
    found = cp.simulate("embargo 90 % between KOR and CHN", horizon="all")
    said = text(found.plain(every=True))
    assert list(said) == ["over_time"]
    one, two, three = (lower(found[when].welfare_pct.sel(country="KOR").item()) for when in ("short", "medium", "long"))
    assert (
        f"in South Korea it is {one} within a year, {two} after some years and {three} in the long run"
        in said["over_time"]
    )
    found = cp.simulate("embargo 90 % between KOR and CHN", years="1-10")
    one, two, three = (lower(found[when].welfare_pct.sel(country="CHN").item()) for when in (1, 6, 10))
    assert (
        f"in China it is {one} after 1 year, {two} after 6 years and {three} after 10 years."
        in text(found.plain())["over_time"]
    )


def lower(value):
    """Say a fall with two significant figures."""
    digits = 1 - math.floor(math.log10(abs(value)))
    return f"{abs(value):.{max(digits, 0)}f} % lower"
