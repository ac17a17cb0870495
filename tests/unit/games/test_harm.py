"""Frontiers of harm and cost: the knapsack against a linear programme, the search against problems with known answers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import linprog

from counterpoise.core.errors import NoSolution
from counterpoise.games.bends import Bends
from counterpoise.games.harm import conditions, knapsack, most_harm


@pytest.mark.parametrize("seed", range(5))
def test_the_knapsack_is_the_linear_programmes(seed):
    random = np.random.default_rng(seed)
    cost, harm = random.normal(size=12), random.normal(size=12)
    useful = harm > 0
    budgets = np.array([np.minimum(cost[useful], 0).sum(), 0.0, 0.5, 2.0, 50.0])
    found, paid = knapsack(cost, harm, budgets)
    for budget, one, spent in zip(budgets, found, paid, strict=True):
        best = linprog(-harm[useful], A_ub=[cost[useful]], b_ub=[budget], bounds=(0, 1))
        assert one == pytest.approx(-best.fun, abs=1e-9)
        assert spent <= budget + 1e-9


def test_problems_beside_each_other_are_solved_apart():
    random = np.random.default_rng(1)
    cost, harm = random.normal(size=(2, 3, 7)), random.normal(size=(2, 3, 7))
    found, paid = knapsack(cost, harm, np.array([0.0, 1.0]))
    assert found.shape == paid.shape == (2, 3, 2)
    alone, _ = knapsack(cost[1, 2], harm[1, 2], np.array([0.0, 1.0]))
    np.testing.assert_array_equal(found[1, 2], alone)


def quadratic(harm, bend, gain):
    """Give sides with a linear harm and a cost that bends: c = sum(bend x^2 / 2 - gain x)."""
    return lambda x: (
        float(harm @ x),
        harm,
        float((0.5 * bend * x**2 - gain * x).sum()),
        bend * x - gain,
    )


def test_the_search_finds_what_algebra_gives():
    """Maximise h'x where c(x) <= b: x = (gain + h / price) / bend, with the price at which the budget is spent."""
    random = np.random.default_rng(2)
    harm, bend, gain = random.random(20) + 0.1, 10 ** random.uniform(-2, 2, 20), random.random(20)
    budget, upper = 3.0, np.full(20, 1e6)
    found = most_harm(quadratic(harm, bend, gain), gain / bend, upper, budget, scale=np.sqrt(bend))
    price = math.sqrt((harm**2 / bend).sum() / (2 * budget + (gain**2 / bend).sum()))
    np.testing.assert_allclose(found.at, (gain + harm / price) / bend, rtol=0.02, atol=1e-3)
    best = (harm * (gain + harm / price) / bend).sum()
    assert found.harm == pytest.approx(best, rel=1e-6)
    assert found.price == pytest.approx(price, rel=1e-3)
    assert found.cost <= budget * (1 + 1e-3)


def test_bounds_hold_and_a_cost_that_does_not_bind_has_no_price():
    sides = quadratic(np.ones(3), np.ones(3), np.zeros(3))
    found = most_harm(sides, np.zeros(3), np.full(3, 0.5), 10.0)
    np.testing.assert_allclose(found.at, 0.5)
    assert found.price == 0.0


def test_a_point_between_is_found_where_no_weighted_sum_has_it():
    """Harm x^2 at a cost of x is convex: every weighted sum is at an end, the constraint is met between."""
    sides = lambda x: (float(x[0] ** 2 + 0.1 * x[0]), 2 * x + 0.1, float(x[0]), np.ones(1))  # noqa: E731
    found = most_harm(sides, np.zeros(1), np.ones(1), 0.4)
    assert found.at[0] == pytest.approx(0.4, abs=1e-4)


def test_a_gradient_that_lies_is_no_optimum():
    """Where the search stops far from an optimum's conditions it says how far, and gives nothing."""
    sides = lambda x: (float(-x.sum()), np.array([1.0, -1.0]), 0.0, np.zeros(2))  # noqa: E731
    with pytest.raises(NoSolution, match="a slope of"):
        most_harm(sides, np.full(2, 0.5), np.ones(2), 1.0)


def test_nothing_is_cheap_enough():
    sides = lambda x: (float(x.sum()), np.ones(2), 5.0, np.zeros(2))  # noqa: E731
    with pytest.raises(NoSolution, match=r"nothing costs 1 or less: the cheapest costs 5"):
        most_harm(sides, np.zeros(2), np.ones(2), 1.0)


def test_at_a_corner_any_price_between_its_neighbours_will_do():
    price, gap = conditions(np.array([1.0, 0.0]), np.ones(2), np.array([2.0, 1.0]), np.array([1.0, 1.0]), binding=True)
    assert 1.0 <= price <= 2.0
    assert gap == 0.0


def test_where_everything_costs_the_cheapest_point_is_the_frontier_at_no_cost():
    """What costs nothing is then to do nothing; a cost that is the rounding of a solution does not make that infeasible."""
    sides = lambda x: (float(x @ [2.0, 1.0]), np.array([2.0, 1.0]), 4e-14 + float(x.sum()), np.ones(2))  # noqa: E731
    found = most_harm(sides, np.zeros(2), np.ones(2), 0.0)
    assert found.at.tolist() == [0.0, 0.0]
    assert found.price == pytest.approx(2.0)


def test_few_points_are_met_where_what_was_learnt_is_kept():
    """Along a frontier: costs that bend together, and harm that falls off."""
    random = np.random.default_rng(4)
    turn, harm = random.normal(size=(30, 4)) * 0.3, random.random(30) + 0.1
    bend = np.eye(30) + turn @ turn.T
    sides = lambda x: (float(harm @ x - 0.1 * x @ x), harm - 0.2 * x, float(0.5 * x @ bend @ x), bend @ x)  # noqa: E731
    bends, here, price, met = Bends(30), np.zeros(30), 0.0, []
    for budget in (0.01, 0.02, 0.05, 0.1):
        found = most_harm(sides, here, np.ones(30), budget, bends=bends, price=price)
        alone = most_harm(sides, np.zeros(30), np.ones(30), budget)
        assert found.harm == pytest.approx(alone.harm, rel=1e-5)
        here, price = found.at, found.price
        met.append((found.rounds, alone.rounds))
    assert sum(one for one, _ in met[1:]) < sum(other for _, other in met[1:])
