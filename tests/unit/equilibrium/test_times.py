"""Several times side by side: one labelled result, with the times that have no equilibrium told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError, NoSolution
from counterpoise.equilibrium.calibration import adjusted
from counterpoise.scenario.model import ModelChoice

EMBARGO = "embargo 90 % between KOR and CHN"


@pytest.fixture(scope="module")
def path():
    return cp.simulate(EMBARGO, years="1,3,10", country="KOR,CHN")


@pytest.fixture(scope="module")
def apart():
    return cp.simulate("embargo between KOR and CHN", horizon="all")


def test_a_time_is_a_dimension(path):
    assert path.welfare_pct.dims == ("years_after", "country")
    assert path.data["trade_change"].sizes["years_after"] == 3
    assert path.data["years_after"].values.tolist() == [1, 3, 10]
    assert path.data.attrs["times"] == ("after 1 year", "after 3 years", "after 10 years")
    assert path.data.attrs["parties"] == ("KOR", "CHN")


def test_records_name_the_time(path):
    rows = [one for one in path.records() if one["variable"] == "welfare_pct"]
    assert [(one["country"], one["scenario"]) for one in rows] == [
        (c, f"year {y}") for y in (1, 3, 10) for c in ("KOR", "CHN")
    ]
    assert rows[0]["value"] == pytest.approx(path[1].welfare_pct.sel(country="KOR").item())
    flows = path.showing(["trade_new"])
    assert {one["origin"] for one in flows.records() if one["destination"] == "USA"} == {"KOR", "CHN"}


def test_it_is_a_result_like_others(path):
    assert path.table().index.names == ["country", "years_after"]
    assert (
        path.sel(country="KOR", years_after=3).data["welfare_pct"].item()
        == path[3].welfare_pct.sel(country="KOR").item()
    )
    assert path.sel(years_after=3).records()[0]["scenario"] == "year 3"
    assert path.meta["question"] == "simulate"
    assert path.meta["arguments"]["years"] == [1, 3, 10]
    assert path.meta["diagnostics"]["residual"] < 1e-9
    assert set(path.meta["diagnostics"]["times"]) == {"1", "3", "10"}
    assert "years_after: 3" in repr(path)
    with pytest.raises(InputError, match="there is no years_after 2; it has 1, 3, 10"):
        path[2]
    with pytest.raises(AttributeError, match="this result has no 'welfare'"):
        _ = path.welfare


def test_sources_tell_both_ends_and_the_way(path):
    named = [one.source for one in path.provenance]
    assert {"horizon-short", "horizon-long", "adjustment"} <= set(named)
    assert len(named) == len(set(named)) == 7
    assert path.provenance[-1].edition == "0 % in year 1, 18 % in year 3, 100 % in year 10"
    assert "factor mobility specific" in next(one.edition for one in path.provenance if one.source == "horizon-short")


def test_a_time_without_an_equilibrium_is_told(apart):
    assert list(apart.outcomes) == ["medium", "long"]
    assert apart.data["horizon"].values.tolist() == ["medium", "long"]
    why = apart.lacking["short"]
    assert why.startswith("no equilibrium exists: CHN can't get C26 of KOR (nor 48 other goods), an input of A01")
    assert "(sigma between its origins is 0.76, and other goods stand in for it with 0.2)" in why
    told = next(one for one in apart.warnings if one.startswith("short is not shown: "))
    assert "ask for a later time (horizon = 'medium')" in told
    assert len(told) < 400
    with pytest.raises(InputError, match="there is no outcome: no equilibrium exists"):
        apart["short"]


def test_at_no_time_is_a_refusal():
    with pytest.raises(
        NoSolution, match=r"at no time \(short, medium, long\): at the first, no equilibrium exists: DEU"
    ):
        cp.simulate("embargo by ALL on DEU", horizon="all")
    with pytest.raises(NoSolution, match=r"at no time \(after 0 years, after 1 year\)"):
        cp.simulate("embargo by KOR on imports from CHN in C26", years="0,1")


def test_what_only_some_times_must_tell_says_which():
    found = cp.simulate(EMBARGO, years="1,2,10")
    told = [one for one in found.warnings if "of the quantity at unchanged prices" in one]
    assert len(told) == 1  # said of all years once
    assert told[0].startswith("an embargo of 90 % leaves 10 %")


def test_another_time_of_one_baseline_is_what_is_calibrated_for_it():
    economy = cp.load_economy(2022)
    base = cp.calibrate(economy)
    for model in (ModelChoice(horizon="short"), ModelChoice(years_after=3, labour_supply=0.2)):
        one, other = adjusted(base, economy, model), cp.calibrate(economy, model)
        assert np.array_equal(one.accounts.share, other.accounts.share)
        assert np.array_equal(one.theta, other.theta)
        assert (one.accounts.nests, one.accounts.factors) == (other.accounts.nests, other.accounts.factors)
        assert one.options == other.options
        assert one.provenance == other.provenance


def test_deficits_are_removed_once_for_all_times():
    world = {"deficits": "purged"}
    found = cp.simulate("tariff +10 points by USA on CHN", horizon="short,long", **world)
    one, other = (outcome.baseline.accounts for outcome in found.outcomes.values())
    assert np.array_equal(one.share, other.share)
    assert abs(one.deficit).max() < 1e-6 * one.value_added.sum()


def test_a_baseline_at_no_time_refuses_stockpiles():
    from counterpoise.scenario import Scenario
    from counterpoise.scenario.shocks import TradeCost
    from counterpoise.scenario.stockpiles import Stockpile

    base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    cost = TradeCost(by="A", on="B", up_by_percent=20)
    held = Scenario(title="a", shocks=(cost,), stockpiles=(Stockpile(by="A", covers=50),))
    with pytest.raises(InputError, match=r"stockpiles\[0\]: stockpiles matter in the first year only"):
        cp.equilibrium.solve(base, held)
    timed = replace(base, options={"horizon": "short"})
    found = cp.equilibrium.solve(timed, held)
    assert found.showing(["welfare_pct"]).table().shape == (2, 1)
    assert found.state is found.year[-1][1].state
    assert found.sel(country="A").data["welfare_pct"].item() == found.welfare_pct.sel(country="A").item()
