"""Wars and truces in a made-up world, beside Ossa's equations solved by other means (`tests/reference/ossa.py`)."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.best_response import maximum
from counterpoise.statecraft.contest import Side, contest
from counterpoise.statecraft.politics import Politics
from counterpoise.statecraft.position import World
from counterpoise.statecraft.truce import truce
from counterpoise.statecraft.war import best, war
from tests.reference.contested import made_up


@pytest.fixture(scope="module")
def reference():
    return made_up()


@pytest.fixture(scope="module")
def world(reference):
    base = cp.equilibrium.from_trade(
        flows=reference.trade.transpose(0, 2, 1),
        tariff=reference.tariff.transpose(1, 0, 2),
        theta=reference.sigma - 1,
        countries=list("ABCD"),
        competition="monopolistic",
    )
    return World(base)


def game_of(world, weights=None, **choices):
    base = world.baseline
    sides = [Side(name, (k,)) for k, name in enumerate(base.countries)]
    return contest(world, Politics(base, weights), sides, range(len(base.sectors)), **choices)


@pytest.fixture(scope="module")
def fought(world):
    return war(game_of(world))


def test_the_nash_tariffs_are_those_of_his_equations(reference, fought):
    nash = reference.nash(1e-10)
    ours = fought.position.policy.tariff.transpose(0, 2, 1)
    np.testing.assert_allclose(ours, nash, atol=1e-4)
    np.testing.assert_allclose(fought.position.welfare, reference.solve(nash).welfare, atol=1e-8)
    assert fought.gain <= 1e-9


def test_none_of_1000_random_deviations_gains(fought):
    most, draws = fought.temptation(1000)
    assert draws == 1000
    assert most <= 1e-9


def test_a_deviation_from_elsewhere_does_gain(world):
    """The check can fail: today's tariffs are no Nash point."""
    game = game_of(world)
    today = war(game).__class__(game, game.today, game.at(game.today), 0.0, 0, 0, 0)
    assert today.temptation(200)[0] > 1e-4


def test_slopes_by_political_weights_against_differences(world):
    draw = np.random.default_rng(3)
    game = game_of(world, draw.uniform(0.5, 1.5, (4, 6)))
    at = np.log1p(draw.uniform(0.05, 0.5, len(game.chosen)))
    for side in range(4):
        function = game.payoff_of(side)
        _, slopes = function(at)
        for k in draw.choice(len(at), 4):
            ends = []
            for step in (1e-4, -1e-4):
                moved = at.copy()
                moved[k] += step
                ends.append(function(moved)[0])
            assert slopes[k] == pytest.approx((ends[0] - ends[1]) / 2e-4, rel=1e-3, abs=1e-8)


def test_equal_weights_are_no_weights(world, fought):
    game = game_of(world, np.full((4, 6), 7.0))
    np.testing.assert_allclose(game.politics.hat(fought.position), fought.position.welfare, rtol=1e-12)


def test_a_favoured_sector_is_protected_more(world, fought):
    weights = np.ones((4, 6))
    weights[0, 2] = 3.0
    game = game_of(world, weights)
    found, _ = best(game, 0, fought.choices)
    mine = game.owner == 0
    favoured = game.chosen.sector[mine] == 2
    assert (found.x[favoured] > fought.choices[mine][favoured]).all()


def test_one_rate_for_all_partners_and_one_for_all(world, fought):
    """Fewer free rates: another Nash point, each side's own best in one dimension."""
    game = game_of(world, across="all")
    found = war(game)
    assert len(game.chosen) == 4
    for side in range(4):
        function = game.payoff_of(side)
        held, _ = function(found.choices)
        for step in (0.02, -0.02):
            moved = found.choices.copy()
            moved[side] += step
            assert function(moved)[0] < held
    by_sector = war(game_of(world, across="sector"))
    assert len(by_sector.choices) == 24
    rate = by_sector.position.policy.tariff
    assert np.ptp(rate[[1, 2, 3], :, 0], axis=0).max() == 0


def test_a_union_sets_one_tariff_and_none_inside(world):
    base = world.baseline
    sides = [Side("A", (0,)), Side("BC", (1, 2))]
    game = contest(world, Politics(base), sides, range(6))
    found = war(game)
    rate = found.position.policy.tariff
    np.testing.assert_array_equal(rate[0, :, 1], rate[0, :, 2])
    np.testing.assert_array_equal(
        rate[1, :, 2], base.tariff.transpose(2, 0, 1)[1, :, 2] if base.tariff.shape[0] == 6 else base.tariff[1, :, 2]
    )
    assert found.temptation(200)[0] <= 1e-9


@pytest.mark.parametrize("solution", ["nash", "even"])
def test_a_truce_is_efficient_and_all_gain(world, fought, solution):
    deal = truce(fought.contest, fought.choices, solution=solution)
    game, gains = deal.contest, deal.deal.gains
    assert (gains > 1e-3).all()
    threat = game.payoffs(deal.before)
    np.testing.assert_allclose(game.payoffs(deal.position) / threat - 1, gains, atol=1e-9)
    if solution == "even":
        assert np.ptp(gains) <= 1e-5 * gains.mean()
    weights = deal.deal.weights

    def weighted(x):
        position = game.at(x)
        over = game.payoffs(position) / threat
        parts = game.log_weights(position)
        return float(weights @ over), game.slopes(position, (weights * over) @ parts, x)

    scale = np.sqrt(game.curvature(deal.position))
    found = maximum(weighted, deal.deal.at, lower=game.lower, upper=game.upper, scale=scale, tolerance=1e-5)
    assert found.value - weighted(deal.deal.at)[0] < 1e-8


def test_power_raises_a_gain(world, fought):
    equal = truce(fought.contest, fought.choices)
    strong = truce(fought.contest, fought.choices, powers=np.array([4.0, 1.0, 1.0, 1.0]))
    assert strong.deal.gains[0] > equal.deal.gains[0] + 1e-4


def test_bad_contests_are_refused(world):
    base = world.baseline
    with pytest.raises(InputError, match="two sides"):
        contest(world, Politics(base), [Side("A", (0,))], range(6))
    with pytest.raises(InputError, match="A would be on two sides"):
        contest(world, Politics(base), [Side("A", (0,)), Side("AB", (0, 1))], range(6))
    with pytest.raises(InputError, match="bounds"):
        game_of(world, bounds=(0.1, 0.5))
    with pytest.raises(InputError, match="political weights"):
        Politics(base, np.zeros((4, 6)))
    with pytest.raises(InputError, match="solution"):
        truce(game_of(world), np.zeros(72), solution="fair")


def test_where_nobody_can_gain_there_is_no_deal(world):
    """A deal is itself a threat from which no other makes all gain."""
    game = game_of(world, across="all")
    agreed = truce(game, war(game).choices)
    with pytest.raises(NoSolution):
        truce(game, agreed.deal.at)
