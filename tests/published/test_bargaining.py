"""The theory of bargaining, each number to its printed digits, with the assumptions it rests on.

Nash (1950), Rubinstein (1982), Binmore, Shaked and Sutton (1989), Fearon (1995), Spaniel (2019), Bagwell and Staiger (1990), and rules over
the frontier u2 = 1 - u1^2. `tools.published.sources.bargaining` shows most of them beside ours.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from counterpoise.games import offers, solutions
from counterpoise.games.crisis import bomb, preventive_war, screening
from counterpoise.games.offers import finite, shares
from counterpoise.games.supergame import TariffGame, critical_discount
from tools.published.bargaining import BILLS, GOODS, PARABOLA, bill_and_jack


def printed(value, words):
    """Say whether a number is the printed one, to half a unit of its last digit."""
    return abs(float(value) - float(words)) <= 0.5 * 10.0 ** -len(words.partition(".")[2]) * (1 + 1e-9)


def test_the_table_is_nashs():
    """Nash (1950), the example: with their own goods Bill has 12 and Jack 6."""
    payoffs, outside = bill_and_jack()
    assert len(payoffs) == 2**9
    assert outside.tolist() == [12, 6]
    ways = set()
    for bills in itertools.product((0, 1), repeat=len(GOODS)):
        pairs = list(zip(bills, GOODS.values(), strict=True))
        ways.add((sum(b for his, (b, _) in pairs if his), sum(j for his, (_, j) in pairs if not his)))
    assert ways == {tuple(row) for row in payoffs.tolist()}


def test_bill_and_jack():
    """Nash (1950): Bill gives book, whip, ball and bat, Jack gives pen, toy and knife; gains 12 and 5, the only product of 60."""
    payoffs, outside = bill_and_jack()
    deal = solutions.nash(payoffs, outside)
    assert deal.payoffs.tolist() == [24, 11]
    assert deal.gains.prod() == 60
    assert deal.ties.tolist() == []
    bills = {name for k, name in enumerate(GOODS) if deal.index >> k & 1}
    assert bills == {"box", "pen", "toy", "knife"}
    assert set(list(GOODS)[:BILLS]) - bills == {"book", "whip", "ball", "bat"}
    products = np.where((payoffs >= outside).all(1), (payoffs - outside).prod(1), -1)
    assert (products == 60).sum() == 1
    assert products.max() == 60


def test_bill_and_jack_with_lotteries():
    """Ideals over what neither loses by: (30, 14.5); single goods would make Jack's 14, and all ways to share them 34 and 16."""
    payoffs, outside = bill_and_jack()
    assert solutions.ideal(payoffs, outside, lotteries=True) == pytest.approx([30, 14.5])
    assert solutions.ideal(payoffs, outside).tolist() == [30, 14]
    assert solutions.nash(payoffs, outside, lotteries=True).payoffs == pytest.approx([24, 11])
    even = solutions.egalitarian(payoffs, outside, lotteries=True).payoffs
    assert printed(even[0], "18.75")
    assert printed(even[1], "12.75")
    ratio = solutions.kalai_smorodinsky(payoffs, outside, lotteries=True).payoffs
    assert printed(ratio[0], "23.1724")
    assert printed(ratio[1], "11.2759")


@pytest.mark.parametrize(
    ("outside", "rule", "first", "second"),
    [
        ((0, 0), "nash", ".57735", ".66667"),
        ((0, 0), "kalai_smorodinsky", ".61803", ".61803"),
        ((0, 0), "egalitarian", ".61803", ".61803"),
        ((0, 0), "raiffa", ".60797", ".63037"),
        ((0, 0.25), "nash", ".50000", ".75000"),
        ((0, 0.25), "kalai_smorodinsky", ".53523", ".71353"),
        ((0, 0.25), "raiffa", ".52652", ".72278"),
    ],
)
def test_a_parabola(outside, rule, first, second):
    """Raiffa's rule by repeated midpoints; over a fine table of points with lotteries too."""
    point = getattr(PARABOLA, rule)(outside).payoffs
    assert printed(point[0], first)
    assert printed(point[1], second)
    grid = np.linspace(0, 1, 3001)
    table = np.stack([grid, 1 - grid**2], axis=1)
    options = {} if rule == "raiffa" else {"lotteries": True}
    assert getattr(solutions, rule)(table, outside, **options).payoffs == pytest.approx(point, abs=2e-4)


@pytest.mark.parametrize("power", [0.05, 0.25, 0.5, 0.75, 0.95])
def test_a_parabola_with_powers(power):
    """With powers a and 1 - a and nothing outside, u1 is the root of a / (2 - a)."""
    found = PARABOLA.nash((0, 0), (power, 1 - power)).payoffs[0]
    assert found == pytest.approx(math.sqrt(power / (2 - power)), abs=1e-9)


@pytest.mark.parametrize(
    ("discounts", "outside", "first"),
    [
        ((0.9, 0.9), (0, 0), ".526316"),
        ((0.9, 0.8), (0, 0), ".714286"),
        ((0.9, 0.9), (0, 0.6), ".400000"),
        ((0.9, 0.9), (0, 0.3), ".526316"),
    ],
)
def test_offers_in_turns(discounts, outside, first):
    """Rubinstein (1982), proposer's discount first; Binmore, Shaked and Sutton (1989): only an option better than waiting counts."""
    assert printed(shares(discounts, outside).first[0], first)
    assert shares(discounts, outside).taken == (False, outside[1] == 0.6)
    line = offers.Border(lambda u: 1 - u, lambda v: 1 - v, (0.0, 1.0))
    assert printed(offers.stationary(line, discounts, outside).first[0], first)
    grid = np.linspace(0, 1, 3)
    found = solutions.rubinstein(np.stack([grid, 1 - grid], axis=1), outside, discounts, impasse=[0, 0], lotteries=True)
    assert printed(found.payoffs[0], first)


@pytest.mark.parametrize(("rounds", "first"), [(2, ".1"), (3, ".91"), (10, ".342801")])
def test_a_last_offer(rounds, first):
    """Discounts of .9, the last proposer takes all."""
    assert printed(finite(rounds, (0.9, 0.9)), first)


def test_screening():
    """Fearon (1995): even chances, the responder's cost uniform on [0, .4], the proposer's .1."""
    found = screening(0.5, 0.1, 0.0, 0.4)
    assert printed(found.kept, ".65")
    assert printed(found.offered, ".35")
    assert printed(found.war, ".375")


@pytest.mark.parametrize(("discount", "threshold"), [(0.5, ".7"), (0.9, ".33556")])
def test_preventive_war(discount, threshold):
    """Fearon (1995): p1 = .3, a one-off cost of .2, the rising side makes all later offers."""
    found = preventive_war(0.3, 0.3, 0.2, discount).threshold
    assert printed(found, threshold)
    assert found == pytest.approx((0.3 + 0.2 * (1 - discount) ** 2) / discount)
    assert preventive_war(0.3, found + 1e-6, 0.2, discount).war
    assert not preventive_war(0.3, found - 1e-6, 0.2, discount).war


def test_a_bomb():
    """Spaniel (2019): p = .3, p' = .6, costs of war .15 each, discount .9, one-off cost of building k."""
    dear, cheap, vain = (bomb(0.3, 0.6, (0.15, 0.15), build, 0.9) for build in (1.0, 0.3, 3.0))
    assert dear.regime == "concession"
    assert printed(dear.offer, ".338889")
    assert dear.offer == pytest.approx(0.6 - 0.15 - 1.0 * (1 - 0.9) / 0.9)
    assert printed(dear.zone[0], ".338889")
    assert printed(dear.zone[1], ".405")
    assert cheap.regime == "builds"
    assert cheap.offer == 0.0
    assert printed(cheap.builds_below, ".405")
    assert vain.regime == "no concession"
    assert printed(vain.offer, ".15")
    assert printed(vain.nothing_above, "2.7")


@pytest.mark.parametrize(
    ("discount", "ratio"), [(0.2, ".71429"), (0.4, ".38462"), (0.5, ".20000"), (0.6, ".00000"), (0.8, ".00000")]
)
def test_tariffs(discount, ratio):
    """Bagwell and Staiger (1990): two alike countries, import tariffs only, Nash tariffs after a deviation."""
    for game in (TariffGame(), TariffGame(imports=0.3, slope=2.0)):
        assert printed(game.most_cooperative(discount) / game.nash, ratio)


def test_the_discount_of_free_trade():
    """Critical at .6; noticed after two periods at its root."""
    game = TariffGame()
    assert printed(game.critical(), ".6")
    assert printed(game.critical(lag=2), ".7746")
    free, broken, war = game.welfare(0, 0), game.welfare(game.nash, 0), game.welfare(game.nash, game.nash)
    assert critical_discount(free, broken, war) == pytest.approx(0.6)
