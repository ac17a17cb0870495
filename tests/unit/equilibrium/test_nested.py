"""The engine's nests, factor markets and competition beside the same model in levels, solved by a root finder."""

from __future__ import annotations

import numpy as np
import pytest

from tests.reference.levels import Levels, policy
from tests.reference.nested_worlds import (
    NAMES,
    balanced_world,
    baseline_of,
    engine,
    random_shock,
    random_world,
    scenario_of,
)

NESTS = {
    "inputs": {"input_substitution": 0.3},
    "value added": {"value_added_substitution": 0.5},
    "consumption": {"consumption_substitution": 2.5},
    "complements": {"input_substitution": 0.2, "value_added_substitution": 0.6, "consumption_substitution": 0.9},
    "substitutes": {"input_substitution": 1.8, "value_added_substitution": 1.3, "consumption_substitution": 3.0},
    "fixed proportions": {
        "input_substitution": 0.0,
        "value_added_substitution": 0.0,
        "consumption_substitution": 0.0,
    },
}
FACTORS = {
    "specific": {"factor_mobility": "specific"},
    "iota 0": {"factor_mobility": 0.0},
    "iota 1.5": {"factor_mobility": 1.5},
    "labour supply": {"labour_supply": 0.7},
    "specific labour supply": {"factor_mobility": "specific", "labour_supply": 0.4},
    "iota and labour supply": {"factor_mobility": 2.0, "labour_supply": 1.5},
}
LOW = {
    "below one": {"theta": [-0.24, 0.5, 3.0]},
    "Cobb-Douglas": {"theta": [0.0, 2.0, 5.0]},
    "all below one": {"theta": [-0.6, -0.3, 0.0]},
}
ALL = {
    "input_substitution": 0.4,
    "value_added_substitution": 0.7,
    "consumption_substitution": 1.6,
    "factor_mobility": 1.2,
    "labour_supply": 0.5,
    "theta": [-0.2, 1.5, 4.0],
}


def compare(world, shock, tolerance=1e-7):
    found, wanted = engine(world, **shock), world.solve(**shock)
    for name in NAMES:
        scale = max(1.0, float(np.abs(wanted[name]).max()))
        np.testing.assert_allclose(found[name], wanted[name], atol=tolerance * scale, err_msg=name)


# The reference by itself ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("closure", ["additive", "multiplicative", "balanced"])
@pytest.mark.parametrize("sourcing", ["none", "kind", "user"])
def test_in_levels_twice(sourcing, closure):
    """Two models in levels agree where they overlap: Cobb-Douglas nests, a mobile factor."""
    world = random_world(4, 3, 2)
    old = Levels.of(world.flow, world.tariff, world.theta, sourcing)
    wanted = policy(4, old)
    before, now = old.solve(wanted, closure), world.with_(sourcing=sourcing, closure=closure).solve(**wanted)
    np.testing.assert_allclose(now["welfare_pct"], before["welfare_pct"], atol=1e-8)
    np.testing.assert_allclose(now["trade_new"], before["trade"], rtol=1e-8)
    np.testing.assert_allclose(now["wage_hat"], before["wage"], rtol=1e-9)


@pytest.mark.parametrize("options", [*NESTS.values(), *FACTORS.values(), *LOW.values(), ALL])
def test_the_levels_keep_their_own_books(options):
    """`World.solve` puts its quantities back into the functions and adds up all budgets; Walras' law holds."""
    world = random_world(1).with_(**options)
    world.solve(**random_shock(1, world))


@pytest.mark.parametrize("options", [{}, {"labour_supply": 0.5, "factor_mobility": 1.0}])
def test_so_they_do_with_profits(options):
    world = random_world(6, inputs=False).with_(competition="monopolistic", **options)
    world.solve(**random_shock(6, world))


@pytest.mark.parametrize("near", [1e-5, -1e-5])
@pytest.mark.parametrize(
    "name", ["input_substitution", "value_added_substitution", "consumption_substitution", "theta"]
)
def test_the_levels_have_no_jump_at_cobb_douglas(name, near):
    world = random_world(2, 3, 2)
    shock, at = random_shock(2, world), 0.0 if name == "theta" else 1.0
    beside, there = (world.with_(**{name: value}).solve(**shock) for value in (at + near, at))
    np.testing.assert_allclose(beside["welfare_pct"], there["welfare_pct"], atol=1e-2)


# The engine beside it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("options", [*NESTS.values(), *FACTORS.values()], ids=[*NESTS, *FACTORS])
def test_each_nest_and_factor_market(options, seed):
    world = random_world(seed).with_(**options)
    compare(world, random_shock(seed, world))


@pytest.mark.parametrize("options", LOW.values(), ids=LOW)
def test_elasticities_at_and_below_one(options):
    world = random_world(3).with_(**options)
    compare(world, random_shock(3, world))


@pytest.mark.parametrize("closure", ["additive", "multiplicative", "balanced"])
@pytest.mark.parametrize("sourcing", ["none", "kind", "user"])
def test_everything_at_once(sourcing, closure):
    world = random_world(5).with_(**ALL, sourcing=sourcing, closure=closure)
    compare(world, random_shock(5, world))


@pytest.mark.parametrize(
    "options", [{}, {"consumption_substitution": 2.0}, {"factor_mobility": 1.0}, {"labour_supply": 0.5}]
)
@pytest.mark.parametrize("deficits", [False, True])
def test_monopolistic_competition(options, deficits):
    world = random_world(6, inputs=False) if deficits else balanced_world(6, inputs=0.0)
    world = world.with_(competition="monopolistic", **options)
    compare(world, random_shock(6, world))


@pytest.mark.parametrize("options", [{}, *NESTS.values(), {"factor_mobility": "specific"}, {"labour_supply": 1.0}])
def test_an_embargo_beside_the_levels(options):
    """One country stops buying one good from another; all have other sources."""
    world = random_world(7).with_(**options)
    cost = np.ones_like(world.tariff)
    cost[0, 1, 2] = np.inf
    compare(world, {"trade_cost": cost})


def test_four_countries():
    world = random_world(8, 4, 3).with_(**ALL)
    compare(world, random_shock(8, world))


def test_no_option_is_no_change():
    """`varied` with nothing, or with what the baseline has, gives the same answer."""
    import counterpoise as cp

    world = random_world(9, 3, 2)
    base, shock = baseline_of(world), random_shock(9, world)
    usual = {
        "theta": world.theta,
        "input_substitution": 1.0,
        "value_added_substitution": 1.0,
        "consumption_substitution": 1.0,
        "factor_mobility": "mobile",
        "labour_supply": 0.0,
        "competition": "perfect",
    }
    wanted = cp.equilibrium.solve(base, scenario_of(shock)).welfare_pct
    for options in ({}, usual):
        found = cp.equilibrium.solve(base.varied(**options), scenario_of(shock)).welfare_pct
        np.testing.assert_allclose(found, wanted, atol=1e-9)


def test_a_variation_starts_from_the_baseline_it_is_called_on():
    """Options add up, and an option goes back."""
    import counterpoise as cp

    world = random_world(9, 3, 2)
    base, shock = baseline_of(world), scenario_of(random_shock(9, world))

    def welfare(one):
        return np.asarray(cp.equilibrium.solve(one, shock).welfare_pct)

    twice = base.varied(input_substitution=0.3).varied(labour_supply=0.5)
    once = base.varied(input_substitution=0.3, labour_supply=0.5)
    np.testing.assert_allclose(welfare(twice), welfare(once), atol=1e-9)
    back = twice.varied(input_substitution=1.0, labour_supply=0.0)
    np.testing.assert_allclose(welfare(back), welfare(base), atol=1e-9)


@pytest.mark.parametrize("name", ["input_substitution", "value_added_substitution", "consumption_substitution"])
def test_fixed_proportions_are_the_limit(name):
    """An elasticity of 0 exactly is the limit from above, and the distance is of its first order."""
    world = random_world(10, 3, 2)
    shock = random_shock(10, world, size=0.5)
    zero, near, nearer = (engine(world.with_(**{name: e}), **shock)["welfare_pct"] for e in (0.0, 1e-3, 1e-4))
    np.testing.assert_allclose(nearer - zero, (near - zero) / 10, atol=1e-3 * np.abs(near - zero).max())


@pytest.mark.parametrize(
    "name", ["input_substitution", "value_added_substitution", "consumption_substitution", "theta"]
)
def test_no_jump_at_cobb_douglas(name):
    """The mean of both sides is the middle, but for the square of the distance."""
    world = random_world(11, 3, 2)
    at = 0.0 if name == "theta" else 1.0
    shock = random_shock(11, world, size=0.5)
    below, there, above = (engine(world.with_(**{name: at + h}), **shock)["welfare_pct"] for h in (-1e-3, 0.0, 1e-3))
    np.testing.assert_allclose((below + above) / 2, there, atol=1e-4)
    assert float(np.abs(above - below).max()) > 1e-4


def test_factors_that_move_ever_more_easily_are_mobile():
    """iota up to infinity: the distance to one wage falls like 1 / iota."""
    world = random_world(12, 3, 2)
    shock = random_shock(12, world, size=0.5)
    free = engine(world, **shock)["welfare_pct"]
    gaps = [engine(world.with_(factor_mobility=i), **shock)["welfare_pct"] - free for i in (20.0, 40.0, 80.0)]
    sizes = [float(np.abs(one).max()) for one in gaps]
    assert sizes[0] > sizes[1] > sizes[2]
    assert sizes[1] / sizes[2] == pytest.approx(2.0, rel=0.2)
