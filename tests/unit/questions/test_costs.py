"""What a change of a tie would cost: the numbers of the scenarios one by one, whatever stands beside them."""

from __future__ import annotations

import dataclasses
import sys

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.scenario import read


@pytest.fixture(scope="module")
def costs():
    return cp.costs("KOR", on="USA,CHN", draws=2, scenarios="embargo 30 % between KOR and JPN")


@pytest.mark.parametrize("horizon", ["short", "long"])
def test_each_change_is_the_scenario_by_itself(costs, horizon):
    for scenario in ("rupture with CHN", "tariffs with USA", "embargo 30 % between KOR and JPN"):
        held = costs.data.sel(scenario=scenario, horizon=horizon)
        alone = cp.simulate(str(held["change"].item()), horizon=horizon).welfare_pct
        assert float(held["welfare_pct"]) == pytest.approx(float(alone.sel(country="KOR")), abs=1e-7)
        if partner := str(held["partner"].item()):
            assert float(held["partner_welfare_pct"]) == pytest.approx(float(alone.sel(country=partner)), abs=1e-7)


def test_an_agreement_ends_the_tariffs_that_agree_takes(costs):
    """Averages by sector: on one average for all goods the sign of what Korea gains is another."""
    ours = costs.data.sel(scenario="free trade with CHN", horizon="long")
    theirs = cp.agree("KOR,CHN", tariffs_only=True, draws=0).welfare_pct
    assert float(ours["welfare_pct"]) == pytest.approx(theirs.sel(country="KOR").item(), abs=1e-6)
    assert float(ours["partner_welfare_pct"]) == pytest.approx(theirs.sel(country="CHN").item(), abs=1e-6)
    named = cp.costs("KOR", on="CHN", tariffs="importer-averages").sel(scenario="free trade with CHN", horizon="long")
    one = cp.simulate("agreement between KOR and CHN", tariffs="importer-averages").welfare_pct.sel(country="KOR")
    assert float(named.welfare_pct) == pytest.approx(float(one), abs=1e-7)
    assert float(one) < 0 < float(ours["welfare_pct"])


def test_a_scenario_of_ones_own_has_the_tariffs_that_its_file_names():
    held = cp.costs("KOR", on="CHN", scenarios="us-tariffs-2025").sel(scenario=read("us-tariffs-2025").title)
    for horizon in ("short", "long"):
        alone = cp.simulate("us-tariffs-2025", horizon=horizon).welfare_pct.sel(country="KOR")
        assert float(held.welfare_pct.sel(horizon=horizon)) == pytest.approx(float(alone), abs=1e-7)
    usual = cp.simulate("us-tariffs-2025", tariffs="importer-averages").welfare_pct.sel(country="KOR")
    assert abs(float(usual) - float(held.welfare_pct.sel(horizon="long"))) > 1e-3


def test_a_band_holds_its_number(costs):
    for name in ("welfare_pct", "partner_welfare_pct"):
        value, low, high = (costs.data[f"{name}{end}"].values for end in ("", "__low", "__high"))
        known = np.isfinite(value)
        assert known.any()
        assert (low[known] <= value[known]).all()
        assert (value[known] <= high[known]).all()
        assert (low[known] < high[known]).all()


def test_a_group_s_income_is_its_members_weighted_by_theirs():
    together = cp.costs("KOR", on="USMCA").data.sel(scenario="rupture with USMCA", horizon="long")
    each = cp.simulate("embargo 90 % between KOR and USMCA", horizon="long")
    three = ["USA", "CAN", "MEX"]
    lost = each.equivalent_variation.sel(country=three)
    income = 100 * lost / each.welfare_pct.sel(country=three)
    assert float(together["partner_welfare_pct"]) == pytest.approx(float(100 * lost.sum() / income.sum()), abs=1e-7)


def test_where_nothing_is_left_to_free_no_agreement_is_priced(costs):
    labels = costs.data["scenario"].values.tolist()
    assert "free trade with CHN" in labels
    assert not [one for one in labels if "USA" in one and ("free trade" in one or "agreement" in one)]
    assert any("no agreement with USA is priced" in one for one in costs.warnings)


def test_who_is_in_a_customs_union_is_said(costs):
    assert not [one for one in costs.warnings if "customs unions" in one]
    (said,) = (one for one in cp.costs("DEU", on="USA").warnings if "customs unions" in one)
    assert ": DEU;" in said


def test_signs_that_surprise_are_those_of_the_table(costs):
    from counterpoise.words.costs import odd_of

    assert "rupture with CHN" not in {one.label for one in odd_of(costs)}
    turned = costs.data.copy(deep=True)
    turned["welfare_pct"].loc[{"scenario": "rupture with CHN", "horizon": "long"}] = 7.0
    turned["partner_welfare_pct"].loc[{"scenario": "free trade with CHN"}] = -8.0
    first, *rest = odd_of(dataclasses.replace(costs, data=turned))
    assert (first.label, first.who, first.value) == ("free trade with CHN", "CHN", -8.0)
    assert ("rupture with CHN", "KOR", "long", 7.0) in {(one.label, one.who, one.run, one.value) for one in rest}


def test_draws_are_solved_closely_enough_for_a_band(costs, monkeypatch):
    module = sys.modules["counterpoise.questions.costs"]
    assert module.CLOSE > 1e-11
    monkeypatch.setattr(module, "CLOSE", 1e-11)
    closer = cp.costs("KOR", on="USA,CHN", draws=2, scenarios="embargo 30 % between KOR and JPN")
    for name in ("welfare_pct__low", "welfare_pct__high", "partner_welfare_pct__low", "partner_welfare_pct__high"):
        np.testing.assert_allclose(costs.data[name], closer.data[name], atol=1e-4)


def test_the_country_is_no_power_of_its_own():
    with pytest.raises(InputError, match="KOR is among the powers"):
        cp.costs("KOR", on="KOR,CHN")
