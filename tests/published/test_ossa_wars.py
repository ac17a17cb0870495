"""Ossa (2014), "Trade Wars and Trade Talks with Data", by `counterpoise.statecraft`: optimal and Nash tariffs, wars and talks.

His numbers are means over seven economies of medians over partners and industries, and of changes of governments' welfare. With
weights of one, ours are his as printed; of Nash tariffs he has 58.1 % and full convergence gives 58.0 (he stops where the signed
mean of the changes is below 0.01). With weights estimated from the same tariffs by his conditions, optimal tariffs are his; his
Nash tariffs (63.4 %) and losses (-2.9 %) are a little larger than those that ours come to (62.3 %, -2.8 %), with his weights as
with ours. The tests hold both.
"""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.games.best_response import maximum
from counterpoise.statecraft.contest import Side, contest
from counterpoise.statecraft.instruments import instruments
from counterpoise.statecraft.politics import Politics
from counterpoise.statecraft.position import World
from counterpoise.statecraft.revealed import revealed
from counterpoise.statecraft.truce import truce
from counterpoise.statecraft.war import best, war
from tests.reference import ossa

REGIONS = range(len(ossa.REGIONS))


@pytest.fixture(scope="module")
def files(shared):
    folder = shared / "ossa2014"
    for name in ossa.FILES:
        if not (folder / name).is_file():
            pytest.skip(f"ossa2014/{name} is not among the third-party figures here")
    return ossa.read(folder)


@pytest.fixture(scope="module")
def world(files):
    held = files[0].purged()
    base = cp.equilibrium.from_trade(
        flows=held.trade.transpose(0, 2, 1),
        tariff=held.tariff.transpose(1, 0, 2),
        theta=held.sigma - 1,
        countries=list(ossa.REGIONS),
        sectors=files[2],
        competition="monopolistic",
    )
    return World(base)


def game_of(world, weights=None, **choices):
    base = world.baseline
    sides = [Side(name, (k,)) for k, name in enumerate(base.countries)]
    return contest(world, Politics(base, weights), sides, range(len(base.sectors)), **choices)


def median_rates(game, choices):
    """Per cent: the mean over economies of the median over partners and industries, as in his tables."""
    return 100 * np.mean([np.median(np.expm1(choices[game.owner == j])) for j in REGIONS])


def optimal_rates(game):
    return 100 * np.mean([np.median(np.expm1(best(game, j, game.today)[0].x)) for j in REGIONS])


@pytest.fixture(scope="module")
def fought(world):
    return war(game_of(world))


@pytest.fixture(scope="module")
def targets(files):
    """The rates that he fits weights to: noncooperative tariffs, and means of factual ones where the data have none."""
    held, applied, _ = files
    trade = held.purged().trade * ~np.eye(7, dtype=bool)[:, :, None]
    mean = (trade * held.tariff).sum(0) / trade.sum(0)
    return np.where(applied.any(0)[:, None], applied.T, mean)


@pytest.fixture(scope="module")
def weights(world, targets):
    return np.stack([revealed(world, j, targets[j]).weights for j in REGIONS])


def test_optimal_tariffs(world):
    assert optimal_rates(game_of(world)) == pytest.approx(58.9, abs=0.05)


def test_nash_tariffs_and_what_a_war_costs(fought):
    assert median_rates(fought.contest, fought.choices) == pytest.approx(58.1, abs=0.15)
    assert 100 * (fought.position.welfare.mean() - 1) == pytest.approx(-2.4, abs=0.05)
    assert fought.gain <= 1e-9


def test_none_of_1000_random_deviations_gains(fought):
    assert fought.temptation(1000)[0] <= 1e-9


def test_the_gain_from_talks(world):
    """0.5 % for each, from the factual tariffs, all gains equal and no import subsidies."""
    game = game_of(world)
    deal = truce(game, game.today, solution="even").deal
    np.testing.assert_allclose(100 * deal.gains, 0.5, atol=0.05)


def test_a_war_with_one_rate_for_all_partners(world, fought):
    """MFN tariffs: the loss is much the same (his section V.B)."""
    found = war(game_of(world, across="sector"))
    loss, other = (100 * (one.position.welfare.mean() - 1) for one in (found, fought))
    assert loss == pytest.approx(other, abs=0.1)
    assert found.gain <= 1e-9


def test_the_weights_that_tariffs_reveal(world, targets, weights):
    """They average one, none is below zero, and with them the tariffs, all moved by one number, are the best."""
    np.testing.assert_allclose(weights.mean(1), 1.0, rtol=1e-9)
    assert weights.min() >= 0
    us = ossa.REGIONS.index("US")
    found = revealed(world, us, targets[us])
    assert found.miss < 1e-6
    politics = Politics(world.baseline, weights)
    rates = instruments(world.baseline, us, REGIONS, range(33), across="sector", bounds=(0.0, 10.0))
    who = np.eye(7)[us]

    def function(x):
        position = world.at(rates, np.expm1(x))
        slopes = rates.gathered(politics.adjoint(position, who)) * np.exp(x)
        return float(np.log(politics.hat(position)[us])), slopes

    start, scale = np.log1p(rates.average(world.baseline)), np.sqrt(rates.stiffness(world.baseline))
    bounds = {"lower": np.zeros(33), "upper": np.full(33, np.log(11.0))}
    answer = maximum(function, start, scale=scale, tolerance=1e-5, **bounds)
    np.testing.assert_allclose(np.expm1(answer.x), targets[us] + found.shift, atol=2e-3)


def test_the_most_favoured_industries_of_the_united_states(files, weights):
    """Apparel, dairy or leather lead in his table 1: here, those with the highest weights are protected most."""
    us = ossa.REGIONS.index("US")
    applied = files[1][:, us]
    assert np.argmax(weights[us]) == np.argmax(weights[us] * (applied > np.median(applied)))


def test_optimal_tariffs_with_political_weights(world, weights):
    assert optimal_rates(game_of(world, weights)) == pytest.approx(62.4, abs=0.05)


def test_a_war_and_talks_with_political_weights(world, weights):
    """His: 63.4 %, -2.9 % and 0.5 %; ours lie 1.1 points, 0.1 and 0.05 points from these."""
    game = game_of(world, weights)
    found = war(game)
    assert median_rates(game, found.choices) == pytest.approx(63.4, abs=1.2)
    assert 100 * (game.payoffs(found.position).mean() - 1) == pytest.approx(-2.9, abs=0.15)
    assert found.gain <= 1e-9
    deal = truce(game, game.today, solution="even").deal
    np.testing.assert_allclose(100 * deal.gains, 0.5, atol=0.1)
