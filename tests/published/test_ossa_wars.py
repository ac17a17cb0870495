"""Ossa (2014), "Trade Wars and Trade Talks with Data", by `counterpoise.statecraft`: optimal and Nash tariffs, wars and talks.

`tools/published/sources/optimal_rates.py` holds his numbers beside ours, which are compared here, with the properties that they
rest on.
"""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.games.best_response import maximum
from counterpoise.statecraft.instruments import instruments
from counterpoise.statecraft.politics import Politics
from counterpoise.statecraft.revealed import revealed
from counterpoise.statecraft.war import elsewhere, war
from tests.reference import ossa
from tests.reference.published_cells import compare, differences, names, pairs
from tools.published import wars

PAIRS = pairs("wars")


@pytest.fixture(autouse=True)
def _files(shared):
    for name in wars.NEEDS:
        if not (shared / name).is_file():
            pytest.skip(f"{name} is not among the third-party figures here")


@pytest.mark.parametrize(("source", "cell"), PAIRS, ids=names(PAIRS))
def test_ours_is_theirs(source, cell):
    compare(source, cell)


def test_the_page_shows_what_is_computed():
    assert differences("wars") == []


def test_a_war_rests_where_no_side_gains():
    """By full answers, and by 1,000 random deviations."""
    fought = wars.fought(weighted=False)
    assert fought.gain <= 1e-9
    assert fought.temptation(1000)[0] <= 1e-9


def test_a_war_with_one_rate_for_all_partners():
    """MFN tariffs: the loss is much the same (his section V.B)."""
    found = war(wars.game(across="sector"))
    other = wars.fought(weighted=False)
    loss, more = (100 * (one.position.welfare.mean() - 1) for one in (found, other))
    assert loss == pytest.approx(more, abs=0.1)
    assert found.gain <= 1e-9


def test_where_bounds_hide_prohibitive_tariffs_the_war_is_another():
    """Within 225 % Japan stops at tariffs that it would gain by leaving: a best response is looked for from today's rates too."""
    hidden = war(wars.game(weighted=True, bounds=(0.0, 2.25)))
    assert wars.median_rates(hidden.contest, hidden.choices) < 63.4 - 0.5  # as he prints it
    game = wars.game(weighted=True)
    japan = ossa.REGIONS.index("Japan")
    mine = game.owner == japan
    held = np.log(game.payoffs(game.at(hidden.choices))[japan])
    away = elsewhere(game, japan, np.where(mine, game.today, hidden.choices))
    assert away is not None
    assert away[1] - held > 1e-4  # a hundredth of a per cent, where rest is 1e-9
    assert np.expm1(away[0][mine]).max() > 2.25


def test_the_weights_that_tariffs_reveal():
    """They average one, none is below zero, and with them the tariffs, all moved by one number, are the best."""
    world, targets, weights = wars.world(), wars.targets(), wars.weights()
    np.testing.assert_allclose(weights.mean(1), 1.0, rtol=1e-9)
    assert weights.min() >= 0
    us = ossa.REGIONS.index("US")
    found = revealed(world, us, targets[us])
    assert found.miss < 1e-6
    politics = Politics(world.baseline, weights)
    rates = instruments(world.baseline, us, wars.REGIONS, range(33), across="sector", bounds=(0.0, 10.0))
    who = np.eye(7)[us]

    def function(x):
        position = world.at(rates, np.expm1(x))
        slopes = rates.gathered(politics.adjoint(position, who)) * np.exp(x)
        return float(np.log(politics.hat(position)[us])), slopes

    start, scale = np.log1p(rates.average(world.baseline)), np.sqrt(rates.stiffness(world.baseline))
    bounds = {"lower": np.zeros(33), "upper": np.full(33, np.log(11.0))}
    answer = maximum(function, start, scale=scale, tolerance=1e-5, **bounds)
    np.testing.assert_allclose(np.expm1(answer.x), targets[us] + found.shift, atol=2e-3)


def test_weights_rank_industries_as_their_tariffs_do():
    """An industry's weight is what its tariff is high for: of the United States, the ranks go together."""
    us = ossa.REGIONS.index("US")
    ranks = [np.argsort(np.argsort(one)) for one in (wars.weights()[us], wars.targets()[us])]
    assert np.corrcoef(*ranks)[0, 1] > 0.5
