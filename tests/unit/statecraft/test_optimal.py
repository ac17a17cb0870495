"""Optimal rates: what they are worth, bounds, subsidies, several taxes, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import NoSolution
from counterpoise.games import best_response
from counterpoise.games.best_response import maximum
from counterpoise.statecraft.instruments import instruments
from counterpoise.statecraft.optimal import attributed, merged, optimum
from counterpoise.statecraft.position import World
from counterpoise.statecraft.sufficient import gros, lashkaripour


@pytest.fixture(scope="module")
def base():
    """Three countries and two goods that are made of goods, with tariffs and a deficit."""
    draw = np.random.default_rng(7)
    share = draw.uniform(0.1, 0.4, (3, 3, 2))
    share[np.arange(3), np.arange(3)] = draw.uniform(1.0, 2.0, (3, 2))
    tariff = np.full((3, 3, 2), 0.05)
    tariff[np.arange(3), np.arange(3)] = 0.0
    return cp.equilibrium.from_caliendo_parro(
        pi=share / share.sum(1, keepdims=True),
        tariff=tariff,
        io_share=np.tile(np.array([[0.3, 0.1], [0.1, 0.2]]), (3, 1, 1)),
        value_added_share=np.tile([0.6, 0.7], (3, 1)),
        final_share=np.tile([0.4, 0.6], (3, 1)),
        value_added=[300.0, 200.0, 500.0],
        deficit=[5.0, -5.0, 0.0],
        theta=[3.0, 6.0],
        countries=["A", "B", "C"],
        sectors=["S", "T"],
    )


@pytest.fixture(scope="module")
def best(base):
    return optimum(World(base), instruments(base, 0, [1, 2], [0, 1]))


def log_income(base, chosen, rates):
    return float(np.log(World(base).at(chosen, rates).welfare[0]))


def test_no_rate_alone_can_do_better(base, best):
    """Central differences of solved equilibria, which know nothing of the slopes."""
    here = log_income(base, best.chosen, best.rates)
    for k in range(len(best.rates)):
        for step in (-0.01, 0.01):
            moved = best.rates.copy()
            moved[k] += step
            assert log_income(base, best.chosen, moved) < here
    assert best.gain > best.level_gain > 0


def test_what_the_rates_are_worth_adds_up(base, best):
    assert best.worth.sum() == pytest.approx(best.gain, rel=1e-4)
    assert best.beyond.sum() == pytest.approx(best.gain - best.level_gain, rel=1e-3)
    assert len(best.worth) == len(best.beyond) == 4


def test_an_attribution_is_the_integral_of_slopes(base):
    """Of one rate alone it is what that rate does; of two equal flows each half."""
    world = World(base)
    chosen = instruments(base, 0, [1], [0])
    after = chosen.laid(world.today, np.array([0.4]))
    rise = float(world.under(after).welfare[0]) - 1.0
    assert attributed(world, chosen, world.today, after) == pytest.approx([rise], rel=1e-4)
    twin = cp.equilibrium.from_gravity(flows=np.full((3, 3), 10.0) + 20.0 * np.eye(3), theta=4.0)
    world = World(twin)
    chosen = instruments(twin, 0, [1, 2], [0])
    parts = attributed(world, chosen, world.today, chosen.laid(world.today, np.array([0.2, 0.2])))
    assert parts[0] == pytest.approx(parts[1], rel=1e-8)
    assert parts[0] > 0


def test_a_single_rate_is_one_for_each_kind(base):
    chosen = instruments(base, 0, [1, 2], [0, 1], kinds=("tariff", "export_tax"), bounds=(-0.3, 0.6))
    level = merged(chosen)
    assert level.kind.tolist() == ["tariff", "export_tax"]
    assert (level.lower.tolist(), level.upper.tolist()) == ([-0.3, -0.3], [0.6, 0.6])
    laid = level.laid(World(base).today, np.array([0.2, 0.1]))
    assert (laid.tariff[1:, :, 0] == 0.2).all()
    assert (laid.export_tax[0, :, 1:] == 0.1).all()
    assert (laid.tariff[0, :, 0] == 0).all()


def test_rates_stop_at_bounds(base, best):
    narrow = optimum(World(base), instruments(base, 0, [1, 2], [0, 1], bounds=(0.0, 0.1)))
    assert narrow.rates.tolist() == pytest.approx([0.1] * 4, abs=1e-12)
    assert narrow.found.at_upper.all()
    assert 0 < narrow.gain < best.gain


def test_a_subsidy_where_only_subsidies_are_allowed(base):
    """Importing is not worth a subsidy: the best is none, though today's rates are lost."""
    none = optimum(World(base), instruments(base, 0, [1, 2], [0, 1], bounds=(-0.5, 0.0)))
    assert none.rates.tolist() == pytest.approx([0.0] * 4, abs=1e-12)
    assert none.gain < 0


def test_a_tariff_and_an_export_tax_on_everything_do_the_same(base):
    """Lerner (1936): where trade is balanced, each alone gives what both give."""
    balanced = cp.equilibrium.from_gravity(flows=[[70.0, 30.0], [30.0, 90.0]], theta=4.0)
    gains = [
        optimum(World(balanced), instruments(balanced, 0, [1], [0], kinds=kinds)).gain
        for kinds in (("tariff",), ("export_tax",), ("tariff", "export_tax"))
    ]
    assert gains[0] == pytest.approx(gains[1], rel=1e-6)
    assert gains[0] == pytest.approx(gains[2], rel=1e-6)


def test_formulas():
    assert gros(2.0, 1.0) == 0.5
    assert lashkaripour([[3.0, 1.0]], [[0.1, 0.5]], [5.0]) == pytest.approx(1 / (0.75 * 5 * 0.9 + 0.25 * 5 * 0.5))
    assert np.isnan(lashkaripour([[0.0]], [[0.0]], [5.0]))


def test_no_optimum_is_refused_with_the_slope_that_is_left(base, monkeypatch):
    monkeypatch.setattr(best_response, "SETTLING", 0)
    with pytest.raises(NoSolution, match=r"no optimum was found: after \d+ evaluations a slope of .* is left"):
        maximum(
            lambda x: (float(-np.abs(x).sum()), -np.sign(x) - 0.5),
            np.array([3.0]),
            lower=np.full(1, -9.0),
            upper=np.full(1, 9.0),
            most=1,
        )
    chosen = instruments(base, 0, [1, 2], [0, 1])
    monkeypatch.setattr(best_response, "MOST", 1)
    with pytest.raises(NoSolution, match="a slope of"):
        optimum(World(base), chosen, tolerance=1e-30)


def test_a_maximum_in_a_function_of_noisy_values():
    """Values are rounded to 1e-9, so that a line search sees no rise near the maximum; slopes are exact."""
    bend = np.geomspace(1e-6, 1.0, 30)
    top = np.linspace(-1.0, 1.0, 30)

    def noisy(x):
        gap = x - top
        return round(float(-0.5 * (bend * gap) @ gap - 0.05 * (gap @ bend) ** 2), 9), -bend * gap - 0.1 * (
            gap @ bend
        ) * bend

    found = maximum(
        noisy, np.zeros(30), lower=np.full(30, -5.0), upper=np.full(30, 0.5), scale=np.sqrt(bend), tolerance=1e-9
    )
    free = ~(found.at_lower | found.at_upper)
    assert free.sum() > 20
    assert np.abs(noisy(found.x)[1][free] / np.sqrt(bend[free])).max() <= 1e-9
    assert (noisy(found.x)[1][~free] > 0).all()
