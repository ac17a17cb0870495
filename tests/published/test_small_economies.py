"""Closed forms of the literature: what a few lines of algebra say, the engine and a model in levels must both say.

Every derivation is in the docstring of its test. Notation: lambda is the share of domestic goods in a country's
spending on a good, theta = sigma - 1, v the share of value added in cost, a hat is new over old. Where nothing else is
said, trade is balanced, there are no tariffs, and one factor moves freely between sectors.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from tests.reference.nested import World
from tests.reference.nested_worlds import (
    SOLVERS,
    balanced_world,
    ces,
    closed_economy,
    domestic,
    domestic_hat,
    engine,
    foreign_shock,
    welfare,
)

both = pytest.mark.parametrize("solver", SOLVERS.values(), ids=SOLVERS)


# Arkolakis, Costinot and Rodriguez-Clare (2012); Costinot and Rodriguez-Clare (2014) -----------------------------


@both
@pytest.mark.parametrize("theta", [5.0, 1.0, 0.3, -0.24, -0.4])
def test_the_domestic_share_tells_welfare(solver, theta):
    """Arkolakis, Costinot and Rodriguez-Clare (2012, AER 102), eq. 1: W_hat = lambda_hat^(-1/theta).

    lambda = w^(-theta) P^theta up to a constant, so P_hat = w_hat lambda_hat^(1/theta), and welfare is w / P. Nothing
    in it asks for theta > 0: with sigma < 1 a dearer import takes a larger share, and welfare falls all the same.
    """
    world = balanced_world(1, 3, 1, inputs=0.0).with_(theta=theta)
    found = solver(world, **foreign_shock(1, world))
    assert welfare(found) == pytest.approx(domestic_hat(world, found)[0] ** (-1 / theta), rel=1e-8)


@both
def test_with_cobb_douglas_origins_the_price_tells_welfare(solver):
    """theta = 0, where the share does not move: W_hat = prod_i (w_0 / (c_i d_i))^(pi_i), with pi fixed."""
    world = balanced_world(1, 3, 1, inputs=0.0).with_(theta=0.0)
    shock = foreign_shock(1, world)
    found = solver(world, **shock)
    share = world.flow[:, 0, 0].sum(1) / world.flow[:, 0, 0].sum()
    price = found["producer_price_hat"][:, 0] * shock["trade_cost"][:, 0, 0]
    assert domestic_hat(world, found)[0] == pytest.approx(1.0, abs=1e-9)
    assert welfare(found) == pytest.approx(np.exp(share @ np.log(found["wage_hat"][0] / price)), rel=1e-8)


@both
def test_many_goods_are_a_product(solver):
    """Cobb-Douglas over goods, no inputs: W_hat = prod_s lambda_hat_s^(-alpha_s / theta_s).

    Costinot and Rodriguez-Clare (2014), Handbook of International Economics 4, the section on many sectors, perfect
    competition.
    """
    world = balanced_world(2, inputs=0.0)
    found = solver(world, **foreign_shock(2, world))
    taste = world.final[:, 0] / world.final[:, 0].sum()
    wanted = np.prod(domestic_hat(world, found) ** (-taste / world.theta))
    assert welfare(found) == pytest.approx(wanted, rel=1e-8)


@both
@pytest.mark.parametrize("rho", [0.0, 0.5, 2.0, 6.0])
def test_many_goods_with_ces_taste(solver, rho):
    """CES over goods: W_hat = (sum_s alpha_s lambda_hat_s^((1-rho)/theta_s))^(1/(rho-1)).

    Costinot and Rodriguez-Clare (2014), the same section, for upper-level preferences that are CES. As P_hat_s = w_hat
    lambda_hat_s^(1/theta_s) good by good, and P_C^(1-rho) = sum alpha P_s^(1-rho). With rho = 0 it is the weighted
    mean of the prices.
    """
    world = balanced_world(2, inputs=0.0).with_(consumption_substitution=rho)
    found = solver(world, **foreign_shock(2, world))
    taste = world.final[:, 0] / world.final[:, 0].sum()
    power = taste @ domestic_hat(world, found) ** ((1 - rho) / world.theta)
    assert welfare(found) == pytest.approx(power ** (1 / (rho - 1)), rel=1e-8)


@pytest.mark.parametrize("rho", [0.5, 1.0, 3.0])
def test_gains_from_trade_with_ces_taste(rho):
    """The same for a whole embargo, where lambda_hat = 1 / lambda: only the baseline's shares enter."""
    world = balanced_world(3, 4, 3, inputs=0.0).with_(consumption_substitution=rho)
    found = engine(world, trade_cost=prohibitive(world))
    taste = world.final / world.final.sum(0)
    flow = world.flow.sum(3)
    own = np.array([flow[j, :, j] / flow[:, :, j].sum(0) for j in range(4)]).T  # good, country
    price = own ** (-1 / world.theta[:, None])
    np.testing.assert_allclose(1 + found["welfare_pct"] / 100, 1 / ces(taste, price, rho), rtol=1e-8)


def prohibitive(world):
    n, s = world.shape
    return np.where(np.eye(n, dtype=bool)[:, None, :], 1.0, np.inf) * np.ones((1, s, 1))


# Inputs: roundabout production, fixed proportions, Baqaee and Farhi's closed economy --------------------------------


@both
@pytest.mark.parametrize("eta", [0.0, 0.4, 1.0, 1.5])
def test_roundabout(solver, eta):
    """One good made of labour and itself, CES with eta.

    With c the domestic cost, P = c lambda^(1/theta). x = c / w solves x^(1-eta) = v + (1-v) (x
    lambda^(1/theta))^(1-eta), so
    W_hat = w / P = lambda^(-1/theta) [(1 - (1-v) lambda^((1-eta)/theta)) / v]^(1/(1-eta)).
    eta = 1 gives lambda^(-1/(v theta)) (Costinot and Rodriguez-Clare 2014, on intermediate goods; Eaton and Kortum
    2002); eta = 0, fixed proportions, gives (lambda^(-1/theta) - (1-v)) / v.
    """
    world = balanced_world(4, 3, 1).with_(value_added_substitution=eta)
    found = solver(world, **foreign_shock(4, world))
    gain, v = domestic_hat(world, found)[0] ** (-1 / world.theta[0]), world.value_added_share[0, 0]
    wanted = {0.0: (gain - (1 - v)) / v, 1.0: gain ** (1 / v)}
    if eta != 1:
        wanted.setdefault(eta, gain * ((1 - (1 - v) * gain ** (eta - 1)) / v) ** (1 / (1 - eta)))
    assert welfare(found) == pytest.approx(wanted[eta], rel=1e-8)


@both
def test_a_vertical_chain(solver):
    """Good 0 of labour, good 1 of labour and good 0, only good 1 consumed; Cobb-Douglas.

    P_0 = w l_0, c_1 = w^v P_0^(1-v), P_1 = c_1 l_1 with l_s = lambda_hat_s^(1/theta_s):
    W_hat = lambda_hat_1^(-1/theta_1) lambda_hat_0^(-(1-v)/theta_0). A cost at each of two borders is paid twice.
    """
    world = chain()
    found = solver(world, **foreign_shock(5, world))
    part = domestic_hat(world, found) ** (-1 / world.theta)
    assert welfare(found) == pytest.approx(part[1] * part[0] ** (1 - world.value_added_share[0, 1]), rel=1e-8)


def chain():
    """Give two countries that are each other's mirror: 60 of good 0 go into 100 of good 1."""
    flow = np.zeros((2, 2, 2, 3))
    flow[:, 0, :, 1] = [[45.0, 15.0], [15.0, 45.0]]
    flow[:, 1, :, 2] = [[80.0, 20.0], [20.0, 80.0]]
    return World(flow, np.zeros((2, 2, 2)), np.array([3.0, 5.0]))


@both
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"input_substitution": 0.2, "value_added_substitution": 0.5, "consumption_substitution": 0.9},
        {"input_substitution": 0.0, "value_added_substitution": 0.0, "consumption_substitution": 0.0},
        {"input_substitution": 2.0, "value_added_substitution": 1.2, "consumption_substitution": 3.0},
    ],
)
def test_an_open_economy_is_a_closed_one_with_other_productivity(solver, options):
    """Baqaee and Farhi (2024, Econometrica 92), "Networks, Barriers, and Trade"; duality: NBER paper 26108 (2019).

    With one factor, real income in an open economy moves as in a closed economy of domestic goods alone, in which
    buyers of good s get lambda_hat_s^(-1/theta_s) of it for one: P_s = c_s lambda_hat_s^(1/theta_s) is all that trade
    does.
    """
    world = balanced_world(6).with_(**options)
    found = solver(world, **foreign_shock(6, world))
    price = closed_economy(world, domestic_hat(world, found) ** (1 / world.theta))
    assert welfare(found) == pytest.approx(1 / price, rel=1e-8)


# First and second order ---------------------------------------------------------------------------------------------


def orders(errors):
    """By how many powers of two an error falls as the shock is halved."""
    return np.log2(np.abs(errors[:-1]) / np.abs(errors[1:]))


@both
@pytest.mark.parametrize("eta", [0.3, 1.0, 1.6])
def test_second_order_in_a_roundabout_economy(solver, eta):
    """Baqaee and Farhi (2024), by hand for one good: sales over income weigh the shock, elasticities its square.

    D = log(c_home / (c_abroad d)) is the change of the relative price, b the share of imports (two countries). From
    log lambda_hat = -log(1 - b + b e^(theta D)), g = -log(lambda_hat) / theta = b D + theta/2 b (1-b) D^2 + O(D^3).
    By the closed form above (`test_roundabout`) log W = g/v + (eta-1)/2 (1-v)/v^2 g^2 + O(g^3): in all
    log W = b D / v + D^2/2 [theta b (1-b) / v + (eta-1) (1-v)/v^2 b^2],
    each elasticity less one times the variance of the price changes within its nest, over v, the inverse of which is
    sales over income. The error of the first line falls with the square of the shock, that of both with its cube.
    """
    world = balanced_world(8, 2, 1).with_(value_added_substitution=eta)
    v, theta, b = world.value_added_share[0, 0], world.theta[0], 1 - domestic(world.flow.sum(3))[0]
    first, second = [], []
    for size in (0.08, 0.04, 0.02, 0.01):
        cost = np.ones((2, 1, 2))
        cost[1, 0, 0] = np.exp(size)
        found = solver(world, trade_cost=cost)
        price = np.log(found["producer_price_hat"][:, 0])
        d = price[0] - price[1] - size
        real = np.log(welfare(found))
        first.append(real - b * d / v)
        second.append(first[-1] - d**2 / 2 * (theta * b * (1 - b) / v + (eta - 1) * (1 - v) / v**2 * b**2))
    np.testing.assert_allclose(orders(np.array(first)), 2.0, atol=0.15)
    np.testing.assert_allclose(orders(np.array(second)), 3.0, atol=0.15)


@both
@pytest.mark.parametrize("theta", [4.0, 0.75])
def test_a_small_open_economy(solver, theta):
    """One good, CES over home and abroad, home a hundred-thousandth of the world: abroad nothing moves.

    A cost d on imports; D = w - d in logs, b the import share, P_home = P. Imports are b e^(-theta (d - P)) of income
    w, exports b e^(-theta w): with balanced trade P - d = -(1 + 1/theta) w, where e^(-theta (P - d)) = (1-b) e^(-theta
    D) + b. One equation in D. To the second order, with k = 1 + 1/theta, K = 1 - b + k and D1 = -k d / K:
    log W = b D1 + theta/2 b (1-b) D1^2 (1 + b/K).
    The first term is Hulten's (imports over income times the change of their relative price), the second is Baqaee and
    Farhi's (2024): half the elasticity times the variance of prices, and what it does to the terms of trade.
    """
    size, b = 1e-5, 0.3
    flow = np.zeros((2, 1, 2, 2))
    flow[:, 0, :, 1] = [[(1 - b) * size, b * size], [b * size, 1.0]]
    world = World(flow, np.zeros((2, 1, 2)), np.array([theta]))
    k = 1 + 1 / theta
    first, second = [], []
    for d in (0.4, 0.2, 0.1):
        cost = np.ones((2, 1, 2))
        cost[1, 0, 0] = np.exp(d)
        real = np.log(welfare(solver(world, trade_cost=cost)))

        def index(x):
            return -np.log((1 - b) * np.exp(-theta * x) + b) / theta

        gap = brentq(lambda x, d=d: index(x) + k * (x + d), -3, 3, xtol=1e-14)
        assert real == pytest.approx(gap - index(gap), rel=1e-4)
        one = -k * d / (1 - b + k)
        first.append(real - b * one)
        second.append(first[-1] - theta / 2 * b * (1 - b) * one**2 * (1 + b / (1 - b + k)))
    np.testing.assert_allclose(orders(np.array(first)), 2.0, atol=0.3)
    np.testing.assert_allclose(orders(np.array(second)), 3.0, atol=0.45)


@both
@pytest.mark.parametrize(
    ("eps", "eta", "rho"), [(1.0, 1.0, 1.0), (0.2, 1.0, 1.0), (1.0, 0.5, 1.0), (1.0, 1.0, 0.4), (0.3, 0.6, 1.8)]
)
def test_second_order_in_a_world_of_twins(solver, eps, eta, rho):
    """Baqaee and Farhi (2019, Econometrica 87), "The Macroeconomic Impact of Microeconomic Shocks".

    Identical countries that trade without friction of their own and share each productivity shock are one closed
    economy: log Y = sum_s D_s a_s + 1/2 sum_nests (elasticity - 1) * D_nest * Var_nest(log p) + O(a^3),
    with D sales over income and log p = -Psi a the first-order prices. The nests of sector k are (wage, materials)
    with D_k, and materials with D_k (1 - v_k); consumption has D = 1. With every elasticity 1 the first term is exact
    (Hulten 1978).
    """
    world = twins(9).with_(input_substitution=eps, value_added_substitution=eta, consumption_substitution=rho)
    needs, v = world.input_share[:, 0], world.value_added_share[0]
    taste = world.final[:, 0] / world.final[:, 0].sum()
    inputs = needs / needs.sum(0)
    sales = world.output[0] / world.value_added[0]
    way = np.array([1.0, -0.6, 0.3])
    first, second = [], []
    for size in (0.08, 0.04, 0.02):
        a = size * way
        found = solver(world, productivity=np.exp(np.tile(a, (world.shape[0], 1))))
        price = -np.linalg.solve(np.eye(3) - needs.T, a)
        material = inputs.T @ price
        change = (
            (eta - 1) * sales @ (v * (1 - v) * material**2)
            + (eps - 1) * sales @ ((1 - v) * (inputs.T @ price**2 - material**2))
            + (rho - 1) * (taste @ price**2 - (taste @ price) ** 2)
        )
        first.append(np.log(welfare(found)) - sales @ a)
        second.append(first[-1] - change / 2)
    if (eps, eta, rho) == (1.0, 1.0, 1.0):
        np.testing.assert_allclose(first, 0.0, atol=1e-9)
    else:
        np.testing.assert_allclose(orders(np.array(first)), 2.0, atol=0.2)
        np.testing.assert_allclose(orders(np.array(second)), 3.0, atol=0.2)


def twins(seed, countries=2):
    """Give identical countries, each of which buys as much of every origin."""
    one = balanced_world(seed, 1, 3)
    return World(
        np.tile(one.flow, (countries, 1, countries, 1)) / countries, np.zeros((countries, 3, countries)), one.theta
    )


# Fixed proportions and near-linear functions -------------------------------------------------------------------------


@both
def test_leontief_is_a_linear_system(solver):
    """All proportions fixed, in a world of twins: p = (v + needs' p) / A, P_C = sum taste p, Y = 1 / P_C."""
    world = twins(10).with_(input_substitution=0.0, value_added_substitution=0.0, consumption_substitution=0.0)
    a = np.array([1.3, 0.8, 0.6])
    found = solver(world, productivity=np.tile(a, (2, 1)))
    price = np.linalg.solve(np.diag(a) - world.input_share[:, 0].T, world.value_added_share[0])
    taste = world.final[:, 0] / world.final[:, 0].sum()
    np.testing.assert_allclose(found["producer_price_hat"][0] / found["wage_hat"][0], price, rtol=1e-8)
    assert welfare(found) == pytest.approx(1 / (taste @ price), rel=1e-8)


@both
@pytest.mark.parametrize("rho", [10.0, 30.0])
def test_near_linear_taste_buys_the_cheapest(solver, rho):
    """With rho up, only the good that got cheapest is bought: min p <= P_C <= min p taste_cheapest^(-1/(rho-1)).

    One term of sum taste p^(1-rho) is no more than all, and p no less than its least. Without inputs p = w / A.
    """
    one = balanced_world(11, 1, 3, inputs=0.0)
    world = World(np.tile(one.flow, (2, 1, 2, 1)) / 2, np.zeros((2, 3, 2)), one.theta)
    world = world.with_(consumption_substitution=rho)
    a = np.array([1.1, 0.95, 1.02])
    found = solver(world, productivity=np.tile(a, (2, 1)))
    taste = world.final[:, 0] / world.final[:, 0].sum()
    living = found["price_hat"][0] / found["wage_hat"][0]
    assert 1 / 1.1 <= living <= taste[0] ** (-1 / (rho - 1)) / 1.1
    assert living == pytest.approx((taste @ a ** (rho - 1)) ** (1 / (1 - rho)), rel=1e-8)


@both
@pytest.mark.parametrize("eps", [0.0, 0.5, 1.0, 3.0])
def test_inputs_from_two_sectors(solver, eps):
    """The price of inputs is the CES of the prices of goods: at eps = 0 their mean, at 1 the geometric one."""
    world = twins(12).with_(input_substitution=eps)
    found = solver(world, productivity=np.tile([1.2, 0.9, 1.1], (2, 1)))
    price = found["producer_price_hat"][0] / found["wage_hat"][0]
    needs, v = world.input_share[:, 0], world.value_added_share[0]
    material = ces(needs / needs.sum(0), price[:, None], eps)
    np.testing.assert_allclose(price * [1.2, 0.9, 1.1], material ** (1 - v), rtol=1e-8)


# Embargoes: what can be done without, and what not ---------------------------------------------------------------


def test_the_loss_of_an_embargo_grows_without_bound_as_sigma_falls_to_one():
    """Two countries that stop trading: real income falls to lambda^(1/theta), to nothing as theta falls to 0."""
    world = balanced_world(13, 2, 1, inputs=0.0)
    own, left = domestic(world.flow.sum(3))[0], []
    for theta in (8.0, 4.0, 2.0, 1.0, 0.5, 0.25, 0.1):
        found = engine(world.with_(theta=theta), trade_cost=prohibitive(world))
        assert welfare(found) == pytest.approx(own ** (1 / theta), rel=1e-7)
        left.append(welfare(found))
    assert (np.diff(left) < 0).all()
    assert left[-1] < 0.25


@pytest.mark.parametrize("theta", [0.0, -0.24, -0.9])
def test_at_and_below_one_no_embargo_has_an_equilibrium(theta):
    """sigma <= 1: no utility without some of each origin."""
    from counterpoise.core.errors import NoSolution

    world = balanced_world(13, 2, 1, inputs=0.0).with_(theta=theta)
    with pytest.raises(NoSolution):
        engine(world, trade_cost=prohibitive(world))


@pytest.mark.parametrize("theta", [0.0, -0.24])
def test_at_and_below_one_one_closed_flow_is_enough(theta):
    """Nor with other origins left: each is essential. With sigma > 1 in the same place there is an equilibrium."""
    from counterpoise.core.errors import NoSolution

    world, cost = balanced_world(14, 3, 2), np.ones((3, 2, 3))
    cost[0, 1, 2] = np.inf
    assert np.isfinite(engine(world, trade_cost=cost)["welfare_pct"]).all()
    with pytest.raises(NoSolution):
        engine(world.with_(theta=[3.0, theta]), trade_cost=cost)


@both
def test_a_dear_flow_below_one_costs_ever_more(solver):
    """sigma < 1: the real income of a country whose imports get dearer falls, and faster than with sigma > 1."""
    world = balanced_world(13, 2, 1, inputs=0.0)
    cost = np.ones((2, 1, 2))
    cost[1, 0, 0] = 3.0
    left = [welfare(solver(world.with_(theta=t), trade_cost=cost)) for t in (4.0, 1.0, 0.2, 0.0, -0.3, -0.6)]
    assert (np.diff(left) < 0).all()


@pytest.mark.parametrize("rho", [1.5, 3.0])
def test_a_good_that_taste_can_do_without(rho):
    """Country 0 makes good 0 alone and loses good 1: with rho > 1, W_hat = alpha_0^(1/(rho-1)) lambda_0^(1/theta).

    P_C^(1-rho) keeps the one term alpha_0 P_0^(1-rho), with P_0 = w lambda_0^(-1/theta). With rho <= 1 good 1 is
    essential.
    """
    from counterpoise.core.errors import NoSolution

    flow = np.zeros((2, 2, 2, 3))
    flow[:, 0, :, 2] = [[60.0, 30.0], [10.0, 70.0]]
    flow[1, 1, :, 2] = [20.0, 50.0]
    world = World(flow, np.zeros((2, 2, 2)), np.array([4.0, 4.0]))
    found = engine(world.with_(consumption_substitution=rho), trade_cost=prohibitive(world))
    wanted = (70 / 90) ** (1 / (rho - 1)) * (60 / 70) ** (1 / 4)
    assert welfare(found) == pytest.approx(wanted, rel=1e-7)
    for low in (1.0, 0.5):
        with pytest.raises(NoSolution):
            engine(world.with_(consumption_substitution=low), trade_cost=prohibitive(world))
