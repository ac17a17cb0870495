"""The charts of a change hold the outcome's numbers, and say them to a reader who can't see them."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figures_for


@pytest.fixture(scope="module")
def outcome():
    return cp.simulate("tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates")


def rows(chart):
    found = []

    def walk(part):
        if isinstance(part, dict):
            found.extend(part.get("data", {}).get("values", []))
            for one in part.values():
                walk(one)
        elif isinstance(part, list):
            for one in part:
                walk(one)

    walk(chart.to_dict())
    return found


def test_there_are_four_and_one_of_several_times(outcome):
    assert list(figures_for(outcome.question)) == ["welfare", "decomposition", "sectors", "trade", "over_time"]


@pytest.mark.parametrize("name", ["welfare", "decomposition", "sectors", "trade"])
def test_each_has_a_description_with_numbers(outcome, name):
    said = outcome.chart(name).to_dict()["description"]
    assert "%" in said
    assert "nan" not in said


def test_welfare_holds_the_parties_and_both_ends(outcome):
    shown = {row["country"]: row for row in rows(outcome.chart("welfare"))}
    assert {"USA", "CHN", "VNM", "COD"} <= set(shown)
    assert shown["USA"]["kind"] == "party to the change"
    for code, row in shown.items():
        assert row["value"] == pytest.approx(outcome.welfare_pct.sel(country=code).item())


def test_chosen_countries_take_the_parties_place(outcome):
    shown = rows(outcome.chart("decomposition", countries=["VNM"]))
    assert {row["who"] for row in shown} == {"Vietnam"}


def test_the_sectors_hit_are_among_those_shown(outcome):
    shown = {row["sector"] for row in rows(outcome.chart("sectors", countries=["CHN"]))}
    assert {"C26", "C27"} <= shown


def test_trade_shows_what_the_parties_no_longer_sell_each_other_first(outcome):
    first = rows(outcome.chart("trade"))[0]
    assert first["way"] == "China → United States"
    assert first["value"] < 0


def test_a_part_of_the_outcome_says_what_it_lacks(outcome):
    with pytest.raises(InputError, match="output_pct"):
        outcome.sel(country=["USA"]).chart("sectors")
