"""Models of how two functions bend: learnt from slopes, and the best step under them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from counterpoise.games.bends import Bends, step


def bent(random, size, least):
    """Give a symmetric matrix with eigenvalues from a least one up."""
    turn = np.linalg.qr(random.normal(size=(size, size)))[0]
    return (turn * random.uniform(least, 1.5, size)) @ turn.T


def test_a_quadratic_is_learnt_from_as_many_steps_as_there_are_variables():
    random = np.random.default_rng(0)
    harm, cost = -bent(random, 6, 0.2), bent(random, 6, 0.2)
    held = Bends(6)
    for one in random.normal(size=(6, 6)):
        held.learn(one, harm @ one, cost @ one)
    np.testing.assert_allclose(held.harm, harm, atol=1e-8)
    np.testing.assert_allclose(held.cost, cost, atol=1e-8)


@pytest.mark.parametrize("seed", range(8))
def test_the_step_is_the_best_within_bounds_and_cost(seed):
    """Against SciPy's SLSQP on the same two quadratics."""
    random = np.random.default_rng(seed)
    held = Bends(7)
    held.harm, held.cost = -0.5 * bent(random, 7, 0.0), bent(random, 7, 0.3)
    g, k, room = random.uniform(-0.2, 1.0, 7), random.normal(size=7) * 0.3, 0.2
    lower, upper = -random.uniform(0, 0.5, 7), random.uniform(0, 0.8, 7)
    found, price = step(held, (g, k), room, (lower, upper), 1.0)
    cost = lambda d: float(k @ d + 0.5 * d @ held.cost @ d)  # noqa: E731
    harm = lambda d: float(g @ d + 0.5 * d @ held.harm @ d)  # noqa: E731
    known = minimize(
        lambda d: -harm(d),
        np.zeros(7),
        bounds=list(zip(lower, upper, strict=True)),
        constraints=[{"type": "ineq", "fun": lambda d: room - cost(d)}],
        method="SLSQP",
        options={"ftol": 1e-11, "maxiter": 500},
    )
    assert known.success
    assert harm(found) == pytest.approx(-known.fun, rel=1e-6)
    assert cost(found) <= room * (1 + 1e-5)
    assert (lower <= found).all()
    assert (found <= upper).all()
    assert (price > 0) == (cost(found) > room * (1 - 1e-5))


def test_where_the_bounds_bind_and_not_the_cost_there_is_no_price():
    found, price = step(Bends(2), (np.ones(2), np.zeros(2)), 100.0, (np.zeros(2), np.ones(2)), 1.0)
    assert found.tolist() == [1.0, 1.0]
    assert price == 0.0


def test_where_nothing_costs_so_little_the_step_is_to_the_cheapest():
    found, price = step(Bends(1), (np.ones(1), -np.ones(1)), -9.0, (-np.ones(1), 3 * np.ones(1)), 1.0)
    assert found[0] == pytest.approx(1.0)  # -d + d^2 / 2 is least at 1
    assert price == 1.0
