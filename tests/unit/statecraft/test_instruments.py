"""Rates, the flows that they are put on, and how real incomes move with them."""

from dataclasses import replace

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.equilibrium.seeds import Place, seed, welfare_seed
from counterpoise.scenario.model import ModelChoice
from counterpoise.statecraft.instruments import ACROSS, KINDS, instruments
from counterpoise.statecraft.position import World
from counterpoise.world.economy import from_arrays
from tests.reference.worlds import keywords, random_economy

N, S = 4, 3


@pytest.fixture(scope="module")
def base():
    return cp.equilibrium.from_caliendo_parro(**keywords(random_economy(3, N, S)))


@pytest.fixture(scope="module")
def worlds(base):
    return {
        "plain": base,
        "work": base.varied(labour_supply=0.4, rebate="income_tax"),
        "tied": base.varied(factor_mobility=0.7, input_substitution=0.3),
    }


@pytest.mark.parametrize("across", ACROSS)
@pytest.mark.parametrize("name", ["plain", "work", "tied"])
def test_the_slope_by_every_rate_is_that_of_differences(worlds, name, across):
    held = worlds[name]
    chosen = instruments(held, 1, range(N), range(S), kinds=KINDS, across=across)
    world = World(held, tolerance=1e-14)
    rng = np.random.default_rng(1)
    rates = rng.uniform(-0.1, 0.3, len(chosen))
    weights = np.array([-0.5, 1.0, 0.0, 0.25])
    slope = chosen.gathered(world.at(chosen, rates).adjoint(weights, tolerance=1e-12))
    for k in rng.permutation(len(chosen))[:5]:
        step = 1e-4 * np.eye(len(chosen))[k]
        up, down = (weights @ np.log(world.at(chosen, rates + sign * step).welfare) for sign in (1, -1))
        assert slope[k] == pytest.approx((up - down) / 2e-4, rel=1e-5, abs=1e-8)


def test_real_income_is_that_of_an_outcome(worlds):
    for held in worlds.values():
        chosen = instruments(held, 0, [1, 2], range(S))
        place = World(held).at(chosen, np.full(len(chosen), 0.2))
        outcome = cp.equilibrium.solve(held, place.policy)
        assert 100 * (place.welfare - 1) == pytest.approx(outcome.welfare_pct.values, abs=1e-7)


def test_rates_are_laid_on_the_right_flows(base):
    chosen = instruments(base, 2, [0], [1], kinds=KINDS)
    policy = chosen.laid(World(base).today, np.array([0.5, 0.25]))
    changed = np.argwhere(policy.tariff != base.tariff)
    assert changed.tolist() == [[0, 1, 2]]
    assert np.argwhere(policy.export_tax != base.export_tax).tolist() == [[2, 1, 0]]
    assert policy.tariff[0, 1, 2] == 0.5


@pytest.mark.parametrize(("across", "count"), [("each", 9), ("sector", 3), ("partner", 3), ("all", 1)])
def test_one_rate_for_some(base, across, count):
    chosen = instruments(base, 0, range(N), range(S), across=across)
    assert len(chosen) == count
    assert len(chosen.rate) == 9
    policy = chosen.laid(World(base).today, np.arange(1.0, count + 1.0))
    assert set(np.unique(policy.tariff[1:, :, 0])) == set(np.arange(1.0, count + 1.0))


def test_todays_rates_are_averages_by_trade(base):
    chosen = instruments(base, 0, range(N), range(S), across="all")
    trade = base.trade.transpose(2, 0, 1)[1:, :, 0]
    assert chosen.average(base)[0] == pytest.approx((trade * base.tariff[1:, :, 0]).sum() / trade.sum())


@pytest.mark.parametrize("bounds", [(0.1, 0.5), (-0.5, -0.1), (-1.0, 0.5), (0.0, np.inf), (0.0, 0.0)])
def test_bounds_hold_zero(base, bounds):
    with pytest.raises(InputError, match="no bounds"):
        instruments(base, 0, [1], [0], bounds=bounds)


def test_nothing_to_set_a_rate_on(base):
    with pytest.raises(InputError, match="no trade"):
        instruments(base, 0, [0], [0])


def test_rates_of_several(base):
    one, other = instruments(base, 0, [1], range(S)), instruments(base, 1, [0], range(S))
    both = one.joined(other)
    assert len(both) == 6
    assert both.country.tolist() == [0, 0, 0, 1, 1, 1]
    with pytest.raises(InputError, match="two rates"):
        both.joined(one)


@pytest.mark.parametrize("sourcing", ["none", "user"])
def test_the_flows_of_instruments_alone_have_what_all_flows_have(sourcing):
    rng = np.random.default_rng(4)
    n, s = 3, 2
    share = rng.dirichlet(np.full(n, 2.0), (s, n, s + 1)).transpose(3, 0, 1, 2)  # origin, sector, destination, use
    spent = rng.uniform(1, 3, (s, n, s + 1))
    spent[..., s] += 4 * s
    flow = share * spent
    economy = from_arrays(
        flow[..., :s], flow[..., s], countries=["A", "B", "C"], sectors=["S0", "S1"], attrs={"scheme": "own"}
    )
    held = cp.calibrate(economy, ModelChoice(sourcing=sourcing, theta={"S0": 4.0, "S1": 2.0}))
    chosen = instruments(held, 0, [1, 2], range(len(held.sectors)), kinds=KINDS)
    policy = chosen.laid(World(held).today, np.full(len(chosen), 0.1))
    ration = np.ones_like(policy.tariff)
    ration[1, 0, 0] = 1.5
    place = World(held).under(replace(policy, ration=ration))
    for seed_of in (
        lambda linear: welfare_seed(held, linear, np.array([1.0, 0.5, 0.0])),
        lambda linear: seed("trade_new", held, linear, Place(1, 0, 0)),
    ):
        adjoint = place.adjoint_of(seed_of)
        for kind in ("tariff", "export_tax", "trade_cost"):
            whole = adjoint.of_flows(kind)
            assert np.abs(whole[chosen.flow]).max() > 1e-5
            assert adjoint.at_flows(kind, chosen.flow) == pytest.approx(whole[chosen.flow], rel=1e-12, abs=1e-15)
