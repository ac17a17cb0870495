"""Rations, producers that stop, flows that do not exist, several equilibria: where an answer could be wrong without a sign."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError, NoSolution
from counterpoise.equilibrium.counterfactual import unchanged, under_policy
from counterpoise.equilibrium.ensemble import COUNTRIES, Batch, case_of, solved_batch, under
from counterpoise.equilibrium.gradient import Gradient
from counterpoise.equilibrium.outcome import Said
from counterpoise.scenario.model import ModelChoice
from tests.reference.nested_worlds import baseline_of, economy_of, random_world

LOW = {"input_substitution": 0.2, "value_added_substitution": 0.5, "consumption_substitution": 0.9}


def rationed(base, share=0.9):
    """Give the policy that rations what B buys of A's goods."""
    left = np.ones(base.tariff.shape)
    left[0, :, 1] = 1 - share
    return replace(unchanged(base), left=left, ration=left ** (-1 / (1 + base.theta))[None, :, None])


@pytest.fixture(scope="module")
def short():
    theta = np.array([-0.24, -0.3, 2.0])
    return baseline_of(random_world(3)).varied(theta=theta, factor_mobility="specific", **LOW)


@pytest.mark.parametrize("theta", [-0.24, 0.0, 3.0])
def test_a_ration_leaves_its_share_of_the_quantity_at_unchanged_prices(theta):
    """A flow so small that rationing it moves no price: what is left of its value at the producer's price is what was asked."""
    world = random_world(3)
    flow = world.flow.copy()
    flow[0, 0, 1] *= 1e-7
    base = cp.calibrate(economy_of(replace(world, flow=flow)), ModelChoice(theta={"SA": 3.0, "SB": 4.0, "SC": 5.0}))
    low = base.varied(theta=np.array([theta, 3.0, 3.0]), **LOW)
    left = np.ones(base.tariff.shape)
    left[0, 0, 1] = 0.1
    policy = replace(unchanged(low), left=left, ration=left ** (-1 / (1 + low.theta))[None, :, None])
    found = under_policy(low, policy, tolerance=1e-13)
    assert found.trade_new.values[0, 0, 1] / low.trade[0, 1, 0] == pytest.approx(0.1, rel=1e-5)
    np.testing.assert_allclose(found.welfare_pct, 0.0, atol=1e-3)


def test_the_scarcity_value_stays_with_the_buyers(short):
    """Who buys what is rationed gets what its users pay above the producers' price; nobody else gets any."""
    policy = rationed(short)
    found = under_policy(short, policy)
    trade = found.trade_new.values
    level = (1 + policy.tariff) * policy.ration - 1
    np.testing.assert_allclose(found.tariff_revenue_new, (level * trade).sum((0, 1)), rtol=1e-8)
    rate = (short.tariff * trade).sum((0, 1))
    assert found.tariff_revenue_new.values[1] > 2 * rate[1]
    np.testing.assert_allclose(found.tariff_revenue_new.values[[0, 2]], rate[[0, 2]], rtol=1e-8)


def test_draws_under_a_ration_are_the_outcomes_of_their_own_rations(short):
    policy = rationed(short)
    central = under_policy(short, policy)
    object.__setattr__(central, "said", Said(None, policy, short))
    theta = np.array([[-0.1, -0.25, 3.0], [-0.28, -0.2, 1.0]])
    found = solved_batch(case_of(central), Batch(0, theta))["value"]
    for draw, one in enumerate(theta):
        alone = under_policy(short.varied(theta=one), under(policy, short.theta, one))
        for place, name in enumerate(COUNTRIES):
            np.testing.assert_allclose(found[draw, place], getattr(alone, name), rtol=1e-5, atol=1e-6, err_msg=name)


def test_a_gradient_by_the_tariff_on_a_rationed_flow(short):
    policy = rationed(short)
    slope = Gradient(under_policy(short, policy), country=short.countries[1]).values("tariff")[0, :, 1]
    for sector in range(3):
        ends = []
        for step in (1e-5, -1e-5):
            tariff = policy.tariff.copy()
            tariff[0, sector, 1] += step
            moved = under_policy(short, replace(policy, tariff=tariff), tolerance=1e-13)
            ends.append(float(moved.welfare_pct[1]))
        assert slope[sector] == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-6)


def test_an_embargo_of_a_flow_that_does_not_exist_changes_nothing():
    world = random_world(3)
    flow = world.flow.copy()
    flow[0, 0, 1] = 0.0
    base = cp.calibrate(economy_of(replace(world, flow=flow)), ModelChoice(theta={"SA": 3.0, "SB": 4.0, "SC": 5.0}))
    short = base.varied(theta=np.array([-0.24, -0.24, 2.0]), **LOW)
    cost = np.ones(base.tariff.shape)
    cost[0, 0, 1] = np.inf
    found = under_policy(short, replace(unchanged(short), trade_cost_hat=cost))
    np.testing.assert_allclose(found.welfare_pct, 0.0, atol=1e-8)


@pytest.fixture(scope="module")
def needy():
    """A producer in B whose only source of a good that is a third of its cost is A."""
    world = random_world(5, 3, 3)
    flow = world.flow.copy()
    flow[:, 0, 1, :] = 0.0
    flow[0, 0, 1, 2] = 0.5 * flow[1, 2].sum()
    return cp.calibrate(economy_of(replace(world, flow=flow)), ModelChoice(theta={"SA": 3.0, "SB": 4.0, "SC": 5.0}))


@pytest.mark.parametrize("mobility", ["mobile", 0.5, "specific"])
def test_a_producer_that_stops_is_the_limit_of_one_whose_input_gets_dear(needy, mobility):
    base = needy.varied(factor_mobility=mobility)
    welfare = []
    for cost in (1e30, np.inf):
        hat = np.ones(base.tariff.shape)
        hat[0, 0, 1] = cost
        found = under_policy(base, replace(unchanged(base), trade_cost_hat=hat))
        welfare.append(found.welfare_pct.values)
    np.testing.assert_allclose(*welfare, atol=1e-4)
    assert found.problem.reach.stopped[1, 2]
    assert np.isnan(found.producer_price_hat.values[1, 2])
    assert found.output_pct.values[1, 2] == -100.0
    assert found.terms_of_trade_pct.isnull().all()  # all trade with it
    if mobility != "mobile":
        assert found.sector_wage_hat.values[1, 2] == 0.0
    with pytest.raises(InputError, match="is missing here"):
        Gradient(found, of="terms_of_trade_pct", country=base.countries[0]).values("tariff")


def test_draws_where_firms_keep_profits():
    flows = np.random.default_rng(0).uniform(1, 5, (3, 2, 3)) + 8 * np.eye(3)[:, None, :]
    base = cp.equilibrium.from_trade(flows=flows, theta=[4, 6], competition="monopolistic")
    tariff = np.zeros((3, 3, 2))
    tariff[0, 1] = 0.2
    central = cp.equilibrium.solve(base, cp.Scenario.from_arrays(tariff=tariff))
    theta = np.array([2.5, 3.0])
    found = solved_batch(case_of(central), Batch(0, theta[None]))["value"][0]
    alone = cp.equilibrium.solve(base.varied(theta=theta), cp.Scenario.from_arrays(tariff=tariff))
    np.testing.assert_allclose(found[COUNTRIES.index("welfare_pct")], alone.welfare_pct, atol=1e-6)


def test_a_transfer_comes_from_those_who_still_trade():
    base = baseline_of(random_world(6, 4, 2))
    cost = np.ones(base.tariff.shape)
    cost[:2, :, 2:] = cost[2:, :, :2] = np.inf
    policy = replace(unchanged(base), trade_cost_hat=cost)
    slope = Gradient(under_policy(base, policy), country=base.countries[0]).values("transfer")[0]
    ends = []
    for step in (1e-3, -1e-3):
        given = np.array([step, -step, 0.0, 0.0])
        ends.append(float(under_policy(base, replace(policy, transfer=given), tolerance=1e-13).welfare_pct[0]))
    assert slope == pytest.approx((ends[0] - ends[1]) / 2e-3, rel=1e-6)


def test_of_several_equilibria_the_shock_leads_to_one():
    """What is reached at once is what is reached in 50 steps, or nothing is."""
    base = baseline_of(random_world(16, 3, 2)).varied(theta=np.full(2, -0.6), factor_mobility="specific", **LOW)
    rng = np.random.default_rng(16)
    rng.choice(3)
    origin, destination = rng.permutation(3)[:2]
    ration = np.ones(base.tariff.shape)
    ration[origin, :, destination] = 0.5 ** (-1 / 0.4)
    policy = replace(unchanged(base), ration=ration)
    state = None
    for part in np.linspace(0, 1, 51)[1:]:
        step = replace(policy, ration=policy.ration**part)
        walked = under_policy(base, step) if state is None else under_policy(base, step, start=state)
        state = walked.state
    direct = under_policy(base, policy)
    np.testing.assert_allclose(direct.welfare_pct, walked.welfare_pct, atol=1e-5)
    assert direct.diagnostics["method"] == "continuation"


def test_where_the_way_from_the_baseline_ends_is_a_refusal():
    base = baseline_of(random_world(2, 3, 2)).varied(theta=np.full(2, -0.9), factor_mobility="specific", **LOW)
    with pytest.raises(NoSolution, match=r"with a sigma of 0\.1 the way from the baseline can end"):
        under_policy(base, rationed(base, share=0.5))
