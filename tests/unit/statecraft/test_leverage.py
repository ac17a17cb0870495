"""Leverage in worlds of a few countries: slopes against differences, frontiers against chance, and what accounts give alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.scenario import read
from counterpoise.scenario.model import ModelChoice
from counterpoise.statecraft.coalition import FEW, Sanction
from counterpoise.statecraft.exposure import INSTRUMENTS, exposures, laid, sanctioned, unit
from counterpoise.statecraft.leverage import Pressure, first_order
from counterpoise.statecraft.position import World
from counterpoise.statecraft.power import controlled, dependence, power

FLOWS = np.array([[80.0, 9.0, 6.0, 3.0], [8.0, 300.0, 20.0, 9.0], [5.0, 25.0, 150.0, 4.0], [2.0, 8.0, 5.0, 60.0]])


@pytest.fixture(scope="module")
def world():
    base = cp.equilibrium.from_gravity(flows=FLOWS, theta=4.0, countries=list("ABCD"))
    return World(base)


def test_slopes_are_what_differences_give(world):
    """The exposure to a small instrument is what solving it gives, of all pairs and instruments."""
    size = 1e-3
    found = exposures(world.under(world.today), list(INSTRUMENTS), [0], size)
    for sender, target in ((0, 1), (1, 0), (2, 3)):
        for place, one in enumerate(INSTRUMENTS):
            up, down = (sanctioned(world, one, step, sender, target, [0]) for step in (size, -size))
            slope = (up - down) / 2
            assert found.loss[sender, target, place, 0] == pytest.approx(-slope[target], rel=1e-4)
            assert found.cost[sender, target, place, 0] == pytest.approx(-slope[sender], rel=1e-4)
    assert np.isnan(found.loss[1, 1]).all()


def test_of_some_countries_only_their_pairs_are_told(world):
    today = world.under(world.today)
    every, some = (exposures(today, ["tariff"], [0], 10.0, among=one) for one in (None, [0, 2]))
    assert some.loss[0, 2, 0, 0] == every.loss[0, 2, 0, 0]
    assert np.isnan(some.loss[0, 1]).all()


def test_a_restriction_is_the_same_cost_to_both_whoever_puts_it(world):
    """What A loses by dearer imports from B it loses by B's dearer exports to A."""
    found = exposures(world.under(world.today), ["import_cost", "export_cost"], [0], 5.0)
    np.testing.assert_allclose(found.cost[0, 1, 0], found.loss[1, 0, 1], rtol=1e-6)
    np.testing.assert_allclose(found.loss[0, 1, 0], found.cost[1, 0, 1], rtol=1e-6)


def test_a_cost_is_raised_over_what_is_there(world):
    once = laid(world.today, {"import_cost": np.array([0.1]), "tariff": np.array([0.2])}, 0, 1, [0])
    assert once.trade_cost_hat[1, 0, 0] == pytest.approx(math.exp(0.1))
    assert once.tariff[1, 0, 0] == pytest.approx(0.2)
    assert (once.trade_cost_hat != 1.0).sum() == (once.tariff != 0.0).sum() == 1
    assert unit("export_cost", 100.0) == pytest.approx(math.log(2))


@pytest.fixture(scope="module")
def pressure(world):
    return Pressure(world, 1, 0, [0], ("tariff", "export_tax", "import_cost"), 60.0)


@pytest.fixture(scope="module")
def frontier(pressure):
    return pressure.frontier([0.0, 0.02, 0.03, 0.1, math.inf])


def test_nothing_at_random_does_more_for_as_much(pressure, frontier):
    """A point of the frontier passes a check that none of 300 random rates hurts more and costs no more."""
    random = np.random.default_rng(0)
    tried = [pressure.sides(random.random(3) ** 2 * pressure.upper) for _ in range(300)]
    for point in frontier:
        allowed = [loss for loss, _, cost, _ in tried if 100 * cost <= point.cost + 1e-9]
        assert max(allowed, default=0.0) * 100 <= point.loss + 1e-6
    assert 100 * min(cost for _, _, cost, _ in tried) >= frontier[0].cost - 1e-9
    assert sum(100 * cost <= 0.1 for _, _, cost, _ in tried) > 20  # the check had something to check


def test_the_frontier_rises_within_its_budgets(frontier):
    loss = [one.loss for one in frontier]
    assert loss == sorted(loss)
    assert loss[0] < loss[1] < loss[-1]
    assert frontier[0].cost < 0
    for point in frontier[1:-1]:
        assert point.cost <= point.budget + 1e-4
        assert point.gap < 1e-3


def test_the_price_of_the_cost_is_what_a_little_more_cost_does(frontier):
    near, far = frontier[2], frontier[3]
    rise = (far.loss - near.loss) / (far.cost - near.cost)
    assert rise == pytest.approx((near.price + far.price) / 2, rel=0.02)


def test_parts_of_the_loss_add_up(frontier):
    for point in frontier:
        assert np.nansum(point.part) == pytest.approx(1.0)
        assert (np.nan_to_num(point.rates) >= 0).all()


def test_a_tax_beats_a_cost_that_nobody_collects(frontier):
    """For the same price at the border a tax leaves its revenue with the sender: the cost is not on the frontier at no cost."""
    free = frontier[1]
    assert free.rates[2, 0] == pytest.approx(0.0, abs=1e-6)


def test_a_pair_that_does_not_trade_has_no_frontier():
    flows = FLOWS.copy()
    flows[0, 1] = flows[1, 0] = 0.0
    base = cp.equilibrium.from_gravity(flows=flows, theta=4.0, countries=list("ABCD"))
    with pytest.raises(InputError, match="A and B have no trade"):
        Pressure(World(base), 0, 1, [0], ("tariff",)).frontier([0.0])


def test_what_is_missing_stays_missing_to_first_order():
    loss = np.array([[[[np.nan]]], [[[2.0]]]])
    found, paid = first_order(loss, loss * 0 + 1.0, [0.5])
    assert np.isnan(found[0]).all()
    assert found[1, 0, 0] == pytest.approx(1.0)
    assert paid[1, 0, 0] == pytest.approx(0.5)


# From the accounts ------------------------------------------------------------------------------------------


def test_power_is_the_log_of_a_price_index_without_the_sender():
    """CES: without the share omega the index rises by (1 - omega)^(-1 / (sigma - 1)), and spending by Omega times its log."""
    shares, sigma = np.array([0.6, 0.3, 0.1]), 4.0
    index = lambda left: (shares[left] @ np.ones(left.sum())) ** (1 / (1 - sigma))  # noqa: E731
    rise = index(np.array([False, True, True])) / index(np.ones(3, dtype=bool))
    assert power(0.25, 0.6, sigma) == pytest.approx(0.25 * math.log(rise))


def test_power_is_convex_in_the_share_and_has_no_number_where_each_origin_is_essential():
    held = power(0.1, np.array([0.0, 0.45, 0.9]), 6.0)
    assert held[0] == 0
    assert held[2] > 2 * held[1]
    assert np.isnan(power(0.1, 0.5, 0.76))
    assert power(0.1, 1.0, 6.0) == math.inf


def test_together_senders_have_more_power_than_in_sum(world):
    one, other, both = (controlled(world.baseline, who, 0, [0]) for who in ([1], [2], [1, 2]))
    np.testing.assert_allclose(one.share + other.share, both.share)
    np.testing.assert_allclose(one.share, FLOWS[1, 0] / FLOWS[1:, 0].sum(), rtol=1e-9)
    np.testing.assert_allclose(one.expenditure, FLOWS[1:, 0].sum() / FLOWS[:, 0].sum(), rtol=1e-9)
    assert both.power.sum() > one.power.sum() + other.power.sum()


def test_dependence_is_trade_over_all_trade(world):
    found = dependence(world.baseline, [0])
    mutual = FLOWS[0, 1] + FLOWS[1, 0]
    abroad = FLOWS[0, 1:].sum() + FLOWS[1:, 0].sum()
    assert found.of_trade[0, 1] == pytest.approx(mutual / abroad)
    assert found.of_income[0, 1] == pytest.approx(mutual / FLOWS[0].sum())
    np.testing.assert_allclose(found.asymmetry + found.asymmetry.T, np.where(np.eye(4) == 1, np.nan, 0), atol=1e-12)
    assert found.asymmetry[1, 0] > 0  # the small one depends on the large one


# Coalitions -------------------------------------------------------------------------------------------------


def sanction(world, members, target="A"):
    says = lambda who: read(f"embargo 80 % by {','.join(who)} on {target} sectors ALL")  # noqa: E731
    return Sanction(world, members, target, says)


def test_members_shares_add_up_to_what_all_do(world):
    game = sanction(world, {"B": ["B"], "rest": ["C", "D"]})
    found = game.values(orders=4, seed=0)
    whole = cp.equilibrium.solve(world.baseline, read("embargo 80 % by B,C,D on A sectors ALL")).welfare_pct
    assert found.whole == pytest.approx(-float(whole.sel(country="A")), abs=1e-9)
    assert found.value.sum() == pytest.approx(found.whole)
    alone = cp.equilibrium.solve(world.baseline, read("embargo 80 % by B on A sectors ALL")).welfare_pct
    assert found.first[0] == pytest.approx(-float(alone.sel(country="A")), abs=1e-9)
    costs = game.costs()
    assert costs[0] == pytest.approx(-float(whole.sel(country="B")), abs=1e-9)
    weights = world.baseline.accounts.income[2:]
    lost = -whole.sel(country=["C", "D"]).values
    assert costs[1] == pytest.approx(float(np.average(lost, weights=weights)), abs=1e-9)


def test_a_coalition_holds_neither_its_target_nor_anyone_twice(world):
    with pytest.raises(InputError, match="the coalition contains its target: A is in all"):
        sanction(world, {"B": ["B"], "all": ["C", "A"]})
    with pytest.raises(InputError, match="B is in the coalition twice"):
        sanction(world, {"B": ["B"], "all": ["C", "B"]})


def test_of_many_members_orders_are_sampled_and_the_bound_holds():
    count = FEW + 1
    random = np.random.default_rng(4)
    flows = random.random((count + 1, count + 1)) * 5 + np.eye(count + 1) * 100
    names = [chr(65 + k) for k in range(count + 1)]
    crowd = World(cp.equilibrium.from_gravity(flows=flows, theta=4.0, countries=names))
    game = sanction(crowd, {one: [one] for one in names[1:]})
    found = game.values(orders=20, seed=1)
    assert not found.exact
    from counterpoise.games.shapley import exact

    true = exact(game.worth, count).value
    assert (np.abs(found.value - true) <= found.bound).all()
    assert (np.abs(found.value - true) <= 6 * found.error + 1e-6).all()


@pytest.mark.parametrize("seed", range(2))
def test_the_frontier_is_that_of_a_direct_search_under_the_cost_as_a_constraint(seed):
    """SciPy's SLSQP in plain rates, from nothing, on worlds drawn by chance; import costs and both taxes, high bounds."""
    random = np.random.default_rng(seed)
    flows = random.exponential(5, (4, 4)) + np.diag(random.uniform(50, 200, 4))
    small = World(cp.equilibrium.from_gravity(flows=flows, theta=random.uniform(2, 8), countries=list("ABCD")))
    one = Pressure(small, 0, 1, [0], ("tariff", "export_tax", "import_cost"), 150.0)
    points = one.frontier([0.0, 0.05])
    held = {}

    def sides(x):
        if x.tobytes() not in held:
            held[x.tobytes()] = [1e3 * part for part in one.sides(x)]
        return held[x.tobytes()]

    for point in points[1:]:
        direct = minimize(
            lambda x: -sides(x)[0],
            np.zeros(3),
            jac=lambda x: -sides(x)[1],
            bounds=[(0.0, top) for top in one.upper],
            constraints=[
                {
                    "type": "ineq",
                    "fun": lambda x, c=point.budget: 10.0 * c - sides(x)[2],
                    "jac": lambda x: -sides(x)[3],
                }
            ],
            method="SLSQP",
            options={"ftol": 1e-9},
        )
        best = -direct.fun / 10.0
        assert point.loss >= best * (1 - 1e-5)
        if point.cost > point.budget - 1e-4:
            assert point.loss == pytest.approx(best, rel=1e-4)


def test_restrictions_that_nobody_collects_cost_their_sender_from_the_first_on(world):
    """At no cost there is then nothing to do; the program once took the rounding of a solution for a cost."""
    one = Pressure(world, 1, 0, [0], ("import_cost", "export_cost"), 100.0)
    points = one.frontier([0.0, 0.05, math.inf])
    assert points[1].loss == pytest.approx(0.0, abs=1e-9)
    assert (points[1].rates == 0.0).all()
    assert 0 < points[2].loss < points[3].loss
    assert points[2].price < points[1].price


def test_a_frontier_takes_few_solutions():
    """Six points, each from what was learnt at those before it."""
    base = cp.calibrate(cp.load_economy())
    goods = [base.sectors.index(one) for one in ("C26", "C27", "C28")]
    here = World(base)
    who = [base.countries.index(one) for one in ("CHN", "KOR")]
    points = Pressure(here, *who, goods, ("tariff", "export_tax")).frontier([0.0, 0.01, 0.02, 0.05, 0.1, 0.2, math.inf])
    assert here.solutions <= 10 * len(points)
    assert [one.loss for one in points] == sorted(one.loss for one in points)
    assert all(one.cost <= one.budget + 1e-4 for one in points[1:])


def test_slopes_of_one_pair_are_those_of_all_flows():
    """With sourcing by use, revenue of both taxes, and ends that differ."""
    base = cp.calibrate(cp.load_economy(), ModelChoice(sourcing="kind"))
    here, who = World(base), [base.countries.index(one) for one in ("KOR", "CHN")]
    change = {one: np.full(50, 0.1) for one in INSTRUMENTS}
    adjoint = here.under(laid(here.today, change, *who, list(range(50)))).adjoint(np.eye(len(base.countries))[who[0]])
    for policy in ("tariff", "export_tax", "trade_cost"):
        whole = adjoint.of_flows(policy)
        for one, other in (who, who[::-1], (0, 79)):
            np.testing.assert_allclose(
                adjoint.of_pair(policy, one, other), whole[one, :, other], rtol=1e-12, atol=1e-15 * np.abs(whole).max()
            )


def test_of_a_group_that_acts_the_answer_says_that_its_members_act_one_by_one():
    said = cp.leverage("EU27", on="CHN", first_order=True).warnings
    assert any(one.startswith("EU27: each of its 27 members acts") for one in said)
    assert not any(
        "one by itself" in one or "by itself; only" in one
        for one in cp.leverage("KOR", on="CHN", first_order=True).warnings
    )
