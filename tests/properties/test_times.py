"""What holds of one change at several times, and of years that stockpiles bridge, in any world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import counterpoise as cp
from counterpoise.scenario import Scenario, read
from counterpoise.scenario.shocks import Embargo, Tariff, TradeCost
from counterpoise.scenario.stockpiles import Stockpile
from tests.reference.worlds import keywords, random_economy

SEEDS = st.integers(0, 10_000)
COUNTRIES, SECTORS = st.integers(3, 5), st.integers(1, 3)
some = settings(max_examples=20, deadline=None)

TARIFFS = "tariff +25 points by USA on CHN; CHN retaliates"
EMBARGO = "embargo 90 % between KOR and CHN"


def short(seed, countries, sectors):
    """Give a small world in the first year: specific factors, sigma below 1, little substitutes."""
    economy = random_economy(seed, countries, sectors, deficits=False)
    base = cp.equilibrium.from_caliendo_parro(**keywords(economy)).varied(
        theta=np.full(sectors, -0.24),
        input_substitution=0.2,
        value_added_substitution=0.5,
        consumption_substitution=0.9,
        factor_mobility="specific",
    )
    return replace(base, options={"horizon": "short"})


def welfare(base, shocks, stockpiles=()):
    scenario = Scenario(title="a", shocks=tuple(shocks), stockpiles=tuple(stockpiles))
    return cp.equilibrium.solve(base, scenario).welfare_pct.values


def costs(base, amount=30):
    return [TradeCost(by=base.countries[0], on=base.countries[1], up_by_percent=amount)]


# Stockpiles --------------------------------------------------------------------------------------------------


@some
@given(SEEDS, COUNTRIES, SECTORS)
def test_stocks_of_everything_for_the_whole_year_leave_no_loss(seed, countries, sectors):
    base = short(seed, countries, sectors)
    found = welfare(base, costs(base), [Stockpile(by="ALL", covers=100)])
    assert found == pytest.approx(np.zeros(countries), abs=1e-6)


@some
@given(SEEDS, COUNTRIES, SECTORS)
def test_taxes_stay_whatever_is_in_stock(seed, countries, sectors):
    base = short(seed, countries, sectors)
    tax = Tariff(by=base.countries[0], on=base.countries[2], set_to=60)
    found = welfare(base, [*costs(base), tax], [Stockpile(by="ALL", covers=100)])
    assert found == pytest.approx(welfare(base, [tax]), abs=1e-6)


@some
@given(SEEDS, COUNTRIES, SECTORS, st.floats(1, 99))
def test_a_part_of_the_year_lies_between(seed, countries, sectors, covers):
    base = short(seed, countries, sectors)
    held = [Stockpile(by="ALL", covers=covers)]
    whole, part = welfare(base, costs(base)), welfare(base, costs(base), held)
    assert part == pytest.approx((1 - covers / 100) * whole, abs=1e-6)


@some
@given(SEEDS, COUNTRIES, SECTORS, st.floats(1, 60), st.floats(1, 39))
def test_who_holds_twice_the_stocks_is_there_twice_as_long(seed, countries, sectors, one, more):
    base = short(seed, countries, sectors)
    first, second = base.countries[:2]
    held = [Stockpile(by=first, covers=one), Stockpile(by=second, covers=one + more)]
    both = [Stockpile(by="ALL", covers=one)]
    only = [Stockpile(by=second, covers=100)]
    shock = costs(base)
    full, none, alone = (welfare(base, shock, given) for given in ([Stockpile(by="ALL", covers=100)], [], only))
    parts = one / 100 * full + more / 100 * alone + (1 - (one + more) / 100) * none
    assert welfare(base, shock, held) == pytest.approx(parts, abs=1e-6)
    assert welfare(base, shock, both) == pytest.approx(one / 100 * full + (1 - one / 100) * none, abs=1e-6)


@some
@given(SEEDS, SECTORS)
def test_a_whole_embargo_is_bridged_while_stocks_last(seed, sectors):
    base = short(seed, 4, sectors)
    shock = [Embargo(by=base.countries[0], on=base.countries[1])]
    found = welfare(base, shock, [Stockpile(by="ALL", covers=100)])
    assert found == pytest.approx(np.zeros(4), abs=1e-6)
    with pytest.raises(cp.core.errors.NoSolution, match=r"from 50 % to 100 % of the year: no equilibrium exists"):
        welfare(base, shock, [Stockpile(by="ALL", covers=50)])


@some
@given(SEEDS, COUNTRIES, SECTORS)
def test_every_variable_of_a_year_is_the_mean_of_its_parts(seed, countries, sectors):
    base = short(seed, countries, sectors)
    held = Scenario(title="a", shocks=tuple(costs(base)), stockpiles=(Stockpile(by=base.countries[0], covers=40),))
    found = cp.equilibrium.solve(base, held)
    (a, one), (b, other) = found.year
    assert (a, b) == pytest.approx((0.4, 0.6))
    for name in found.data.data_vars:
        mean = a * one.data[name].values + b * other.data[name].values
        assert np.allclose(found.data[name].values, mean, equal_nan=True)
    flow = found.trade_new.values / found.trade_new.values.sum() * 0 + found.trade_change.values
    assert flow == pytest.approx(found.trade_new.values - base.trade.transpose(2, 0, 1), abs=1e-6)


# Times -------------------------------------------------------------------------------------------------------


def test_the_long_run_is_what_holds_where_no_time_is_named():
    assert np.array_equal(cp.simulate(TARIFFS, horizon="long").welfare_pct, cp.simulate(TARIFFS).welfare_pct)


@pytest.mark.parametrize("words", [TARIFFS, EMBARGO])
def test_horizons_side_by_side_are_what_each_gives_by_itself(words):
    found = cp.simulate(words, horizon="all")
    assert list(found.outcomes) == ["short", "medium", "long"]
    for name in found.outcomes:
        alone = cp.simulate(words, horizon=name)
        assert found.welfare_pct.sel(horizon=name).values == pytest.approx(alone.welfare_pct.values, abs=1e-9)
        assert found[name].trade_new.values == pytest.approx(alone.trade_new.values, abs=1e-6)


@pytest.mark.parametrize("words", [TARIFFS, EMBARGO])
def test_the_ends_of_the_path_are_the_horizons(words):
    path = cp.simulate(words, years="0,1,10,30").welfare_pct
    ends = {0: "short", 1: "short", 10: "long", 30: "long"}
    for year, name in ends.items():
        alone = cp.simulate(words, horizon=name).welfare_pct
        assert path.sel(years_after=year).values == pytest.approx(alone.values, abs=2e-5)


@pytest.mark.slow
def test_a_year_of_the_path_is_what_it_is_by_itself():
    path = cp.simulate(EMBARGO, years="1-10").welfare_pct
    for year in range(1, 11):
        alone = cp.simulate(EMBARGO, years=year).welfare_pct
        assert path.sel(years_after=year).values == pytest.approx(alone.values, abs=2e-5)


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(
    st.sampled_from(["USA and CHN", "KOR and CHN", "JPN and KOR", "GBR and FRA", "AUS and CHN"]), st.integers(10, 90)
)
def test_what_the_world_loses_by_an_embargo_does_not_grow_with_the_years(sides, share):
    found = cp.simulate(f"embargo {share} % between {sides}", years="1-10")
    lost = found.equivalent_variation.sum("country").values
    assert (np.diff(lost) >= 0).all()
    assert (lost < 0).all()


def test_what_the_parties_lose_does_not_grow_with_the_years():
    found = cp.simulate(EMBARGO, years="1-10").welfare_pct.sel(country=["KOR", "CHN"]).transpose("country", ...)
    assert (np.diff(found.values) > 0).all()
    assert (found.values < 0).all()


def test_own_values_hold_at_every_time():
    base = cp.simulate(EMBARGO, years="1,10", factor_mobility="specific", labour_supply=0.3)
    assert {one.baseline.accounts.factors.mobility for one in base.outcomes.values()} == {0.0}
    assert {one.baseline.accounts.factors.labour_supply for one in base.outcomes.values()} == {0.3}
    assert read(EMBARGO).model.labour_supply is None
