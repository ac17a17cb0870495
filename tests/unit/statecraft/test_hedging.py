"""A hedge against numbers that were worked out by hand: a small economy whose prices abroad are given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.core.progress import quietly
from counterpoise.games.best_response import Maximum
from counterpoise.statecraft.hedging import Aim, Hedging, grid, private_wedge
from counterpoise.statecraft.instruments import instruments
from counterpoise.statecraft.putty_clay import PuttyClay, Rupture, Stock

LONG, SHORT, RISKY = 5.0, 1.0, 0.15
VECTOR = {0.05: (0.041598, 0.125826), 0.1: (0.089209, 0.103228)}
"""The tariff and the risky share, by the probability."""


@dataclass
class ByHand:
    """Shares .7 at home, .15 risky, .15 other; prices abroad and the wage are given; the tariff's revenue is handed out."""

    tariff: float

    @property
    def share(self) -> float:
        weight = RISKY * (1 + self.tariff) ** -LONG
        return weight / (1 - RISKY + weight)

    @property
    def price(self) -> float:
        return -np.log(1 - RISKY + RISKY * (1 + self.tariff) ** -LONG) / LONG

    @property
    def calm(self) -> float:
        return -np.log1p(-self.tariff / (1 + self.tariff) * self.share) - self.price

    @property
    def rupture(self) -> float:
        return -self.price + np.log1p(-self.share) / SHORT


def best(p: float) -> float:
    found = minimize_scalar(
        lambda t: -(1 - p) * ByHand(t).calm - p * ByHand(t).rupture,
        bounds=(0, 1),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return float(found.x)


@pytest.mark.parametrize("p", VECTOR)
def test_the_hand_has_the_vector(p: float) -> None:
    tariff, share = VECTOR[p]
    assert best(p) == pytest.approx(tariff, abs=1e-6)
    assert ByHand(best(p)).share == pytest.approx(share, abs=1e-6)


def test_the_hand_has_both_years() -> None:
    made = ByHand(best(0.1))
    assert made.calm == pytest.approx(-0.002222, abs=1e-6)
    assert made.rupture == pytest.approx(-0.119667, abs=1e-6)
    assert ByHand(0.0).rupture == pytest.approx(-0.162519, abs=1e-6)


@pytest.mark.parametrize("p", VECTOR)
def test_buyers_who_foresee_it_do_all_of_it(p: float) -> None:
    tariff, share = VECTOR[p]
    z = private_wedge(np.array([share]), np.zeros(1), np.array([LONG]), np.array([SHORT]), p)
    assert z[0] == pytest.approx(tariff, abs=1e-5)


@pytest.mark.parametrize("near", [-0.24, 1.0])
def test_the_wedge_is_what_makes_a_buyers_expected_cost_least(near: float) -> None:
    p, share, theta, price = 0.1, 0.2, 4.0, 12.0  # what still arrives costs 12 times as much, whatever this buyer holds

    def as_if(log: float) -> tuple[float, float, float]:
        kept = share * np.exp(-theta * log)
        return kept / (1 - share + kept), -np.log(1 - share + kept) / theta, log

    def expected(log: float) -> float:
        held, index, _ = as_if(log)
        calm = index + np.log(1 - (1 - np.exp(-log)) * held)
        broken = index - np.log(1 - held + held * (price / np.exp(log)) ** -near) / near
        return (1 - p) * calm + p * broken

    found = minimize_scalar(expected, bounds=(0.0, 3.0), method="bounded", options={"xatol": 1e-10})
    held, _, log = as_if(float(found.x))
    weight = held * (price / np.exp(log)) ** -near
    after = weight / (1 - held + weight)
    z = private_wedge(np.array([held]), np.array([after]), np.array([theta]), np.array([near]), p)
    assert z[0] == pytest.approx(np.expm1(log), abs=1e-6)


# On the engine: a home of a millionth of the world, whose exports are one good with the whole world's


SIZE, ALIKE = 1e-6, 1e6


def small() -> cp.Baseline:
    flows = np.zeros((3, 2, 3))  # origin, good, destination
    flows[:, 0, 0] = np.array([0.7, RISKY, 0.15]) * SIZE
    flows[1, 0, 1] = flows[2, 0, 2] = flows[1, 1, 1] = flows[2, 1, 2] = 1.0
    flows[2, 0, 1] = RISKY * SIZE
    flows[0, 1, 2] = 0.3 * SIZE
    flows[1, 1, 2] = flows[2, 1, 1] = 0.1
    return cp.equilibrium.from_trade(
        flows=flows, theta=[LONG, ALIKE], countries=["HOME", "RISKY", "OTHER"], sectors=["goods", "alike"]
    )


def hedging(
    p: float, *, bounds: tuple[float, float] = (-0.5, 5.0), stock: Stock | None = None, both: bool = False, **aim: Any
) -> Hedging:
    base = small()
    later = base.varied(theta=np.array([SHORT, ALIKE]))
    chosen = instruments(base, 0, [1], [0], bounds=bounds)
    return Hedging(PuttyClay(base, later, Rupture(0, (1,), 1.0), chosen, stock, both), Aim(p, **aim))


def found(p: float, points: int = 2, **rest: Any):
    return hedging(p, **rest).solved(points, quietly(None))


@pytest.mark.parametrize("p", VECTOR)
def test_the_engine_has_the_vector(p: float) -> None:
    search = hedging(p)
    made = search.solved(2, quietly(None))
    tariff, share = VECTOR[p]
    assert made.best.x[0] == pytest.approx(tariff, abs=2e-5)
    assert search.shares(made.best)[0][0] == pytest.approx(share, abs=1e-5)
    assert made.calm.x[0] == pytest.approx(0.0, abs=2e-5)  # a small economy has no terms of trade to gain


def test_the_engine_has_both_years() -> None:
    made = found(0.1)
    assert made.best.calm == pytest.approx(-0.002222, abs=1e-6)
    assert made.best.rupture == pytest.approx(-0.119667, abs=1e-5)
    assert made.calm.rupture == pytest.approx(-0.162519, abs=1e-5)
    assert made.pays_from == 0.0


def test_firms_bring_all_of_the_value_where_prices_abroad_are_given() -> None:
    made = found(0.1)
    assert made.private[0] == pytest.approx(made.best.x[0], abs=5e-5)
    assert made.unasked_value == pytest.approx(made.value, rel=1e-3)


def test_both_years_are_monotone_in_the_probability_and_the_value_is_never_negative() -> None:
    made = found(0.1, points=9)
    calm, broken = (np.array([getattr(bet, name) for _, bet in made.frontier]) for name in ("calm", "rupture"))
    assert np.all(np.diff(calm) <= 1e-8)
    assert np.all(np.diff(broken) >= -1e-8)
    assert min(found(p).value for p in (0.001, 0.01, 0.3)) > 0
    assert found(0.0).value == pytest.approx(0.0, abs=1e-9)


def test_at_certainty_the_corner_is_named() -> None:
    search = hedging(1.0)
    made = search.solved(2, quietly(None))
    assert search.corner(made) == "exit"
    assert made.best.x[0] == pytest.approx(5.0)
    assert any("exit" in one for one in search.notes(made))
    inside = replace(made, maximum=replace(made.maximum, at_upper=np.zeros_like(made.maximum.at_upper)))
    assert search.corner(inside) == "nearly exit"
    assert any("nearly exit, whatever the bounds" in one for one in search.notes(inside))


def test_who_is_more_averse_hedges_more() -> None:
    tariffs = [found(0.1, aversion=one).best.x[0] for one in (0.0, 1.0, 4.0)]
    assert tariffs == sorted(tariffs)
    assert tariffs[0] < tariffs[2] - 0.01


def test_the_worst_case_is_the_rupture_alone() -> None:
    assert found(0.1, worst=True).best.x[0] == pytest.approx(5.0)


def test_where_cost_deters_less_is_hedged_and_where_it_provokes_more() -> None:
    deters, given, provokes = (found(0.1, both=True, deterrence=one).best.x[0] for one in (0.2, 0.0, -0.2))
    assert deters < given < provokes


def test_firms_reckon_with_the_risk_as_it_is_at_the_rates() -> None:
    ask, given = hedging(0.1, both=True, deterrence=0.2), hedging(0.1)
    for one in (ask, given):
        one.solved(2, quietly(None))
    here, there = (
        one.search.seen[0][1][0] for one in (ask, given)
    )  # at today's rates the risk is the one that was given
    assert ask._private(here) == pytest.approx(given._private(there), abs=1e-9)


def test_a_hedge_pays_from_a_lower_risk_for_who_is_more_averse() -> None:
    search, none = hedging(0.1, stock=Stock(0.1, np.array([True, False]))), np.zeros(2)
    bet = replace(search.model.at(none), calm=0.0, rupture=-0.2, of_calm=none - 0.01, of_rupture=np.array([-1.0, 0.05]))
    corner = Maximum(none, 0.0, none, 0.0, 1, np.array([True, True]), np.array([False, False]))
    for aversion in (0.0, 1.0, 4.0):
        search.aim = Aim(0.1, aversion)
        p = search._pays_from(bet, corner)
        level = np.exp(-0.2)  # (1-p) 0.01 = p u'(W) W 0.05
        assert (1 - p) * 0.01 == pytest.approx(p * level**-aversion * level * 0.05, rel=1e-9)


def test_free_stocks_last_the_year_and_dear_ones_are_not_held() -> None:
    goods = np.array([True, False])
    free, dear = (found(0.1, stock=Stock(cost, goods)) for cost in (0.001, 0.9))
    assert free.best.x[-1] == pytest.approx(1.0)
    assert dear.best.x[-1] == pytest.approx(0.0)
    assert free.value > found(0.1).value


def test_bounds_that_exclude_zero_are_refused() -> None:
    with pytest.raises(InputError, match="no bounds"):
        hedging(0.1, bounds=(0.1, 0.5))


def test_the_search_says_where_it_ended() -> None:
    assert isinstance(found(0.1).maximum, Maximum)
    assert found(0.1).maximum.slope <= 1e-5


@pytest.mark.parametrize("points", [2, 6, 11, 21, 51])
def test_a_probability_of_the_frontiers_grid_is_the_one_that_a_link_writes(points) -> None:
    written = {float(f"{100 * (k / (points - 1)) ** 2:.8f}e-2") for k in range(points)}
    assert len(grid(points)) == len(grid(points) | written) == points
