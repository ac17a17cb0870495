"""Deals that enforce themselves: against sums of payoffs period by period, and a market that clears."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.supergame import TariffGame, critical_discount


@pytest.mark.parametrize("lag", [1, 2, 5])
def test_at_the_critical_discount_both_ways_are_worth_the_same(lag):
    at = critical_discount(3.0, 5.0, 1.0, lag=lag)
    for change in (-0.01, 0.0, 0.01):
        weights = (at + change) ** np.arange(6000)
        gap = float(weights @ np.where(np.arange(6000) < lag, 5.0, 1.0)) - float(weights.sum() * 3.0)
        assert np.sign(round(gap, 9)) == -np.sign(change)


def test_nothing_to_gain_or_to_lose():
    assert critical_discount(3, 3, 1) == 0.0
    with pytest.raises(NoSolution, match="no worse than keeping it"):
        critical_discount(3, 4, 3)


def country(own, other, slope, much, little):
    """Give welfare of a country that imports a good of which it has little, at prices at which both markets clear.

    Demand in each country is 2 - slope * price; welfare is consumers' surplus, the value of the endowment, and revenue.
    """

    def good(tariff, importer):
        abroad = brentq(lambda p: 2 * 2.0 - slope * (2 * p + tariff) - much - little, -50, 50)
        price = abroad + tariff if importer else abroad
        demand = 2.0 - slope * price
        bought = 2.0 - slope * (abroad + tariff) - little
        return demand**2 / (2 * slope) + price * (little if importer else much) + (tariff * bought if importer else 0.0)

    return good(own, True) + good(other, False)


@pytest.mark.parametrize(("slope", "much", "little"), [(1.0, 1.5, 0.5), (2.0, 1.0, 0.2)])
def test_welfare_is_that_of_markets_that_clear(slope, much, little):
    game = TariffGame(imports=(much - little) / 2, slope=slope)
    free = country(0, 0, slope, much, little)
    for own, other in ((0.1, 0.0), (0.0, 0.1), (0.2, 0.05)):
        assert game.welfare(own, other) == pytest.approx(country(own, other, slope, much, little) - free, abs=1e-9)
    best = minimize_scalar(
        lambda t: -country(t, 0.1, slope, much, little),
        bounds=(0, game.prohibitive),
        method="bounded",
        options={"xatol": 1e-9},
    )
    assert game.nash == pytest.approx(best.x, abs=1e-6)
    assert game.nash < game.prohibitive


@pytest.mark.parametrize("lag", [1, 2])
def test_the_most_cooperative_tariff_is_just_kept(lag):
    game = TariffGame(imports=0.7, slope=1.3)
    for discount in (0.1, 0.3, 0.5):
        tariff = game.most_cooperative(discount, lag=lag)
        assert game.critical(tariff, lag=lag) == pytest.approx(discount)
    assert game.most_cooperative(0.0) == game.nash


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: critical_discount(np.nan, 1, 0), "payoffs: payoffs of nan, 1 and 0"),
        (lambda: critical_discount(1, 2, 0, lag=0), "lag: a lag of 0 periods"),
        (lambda: TariffGame(imports=0.0), "tariffs: imports of 0 and a slope of 1"),
        (lambda: TariffGame().critical(0.7), "tariff: a tariff of 0.7; give one from 0 to below the Nash tariff"),
        (lambda: TariffGame().most_cooperative(1.0), "discount: a discount of 1"),
    ],
)
def test_bad_input(call, said):
    with pytest.raises(InputError) as caught:
        call()
    assert str(caught.value).startswith(said)
