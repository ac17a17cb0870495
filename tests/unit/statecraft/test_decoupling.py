"""The effect of dearer trade between two powers: the slope against weights backwards, and against small finite changes."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.equilibrium import solve
from counterpoise.equilibrium.counterfactual import under_policy
from counterpoise.equilibrium.gradient import Gradient
from counterpoise.statecraft.decoupling import dearer, decoupling, slope
from tests.reference.worlds import keywords, random_economy


@pytest.fixture(scope="module", params=[0, 1])
def world(request):
    held = random_economy(request.param, 5, 3)
    return cp.equilibrium.from_caliendo_parro(**keywords(held))


SIDES = ([0, 2], [3])


def test_the_slope_is_the_sum_of_the_gradients_by_each_flow(world):
    found, outcome = slope(world, SIDES), solve(world, None)
    for k, country in enumerate(world.countries):
        by = Gradient(outcome, country=country).values("trade_cost")
        wanted = sum(by[a, :, b].sum() + by[b, :, a].sum() for a in SIDES[0] for b in SIDES[1]) / 100.0
        assert found[k] == pytest.approx(wanted, rel=1e-5, abs=1e-9)


def test_small_finite_changes_approach_the_slope(world):
    found = slope(world, SIDES)
    errors = []
    for size in (0.02, 0.01):
        up, down = (
            under_policy(world, dearer(world, SIDES, cost), tolerance=1e-13).welfare_pct.values
            for cost in (1 + size, 1 / (1 + size))
        )
        centred = (np.log1p(up / 100) - np.log1p(down / 100)) / (2 * np.log(1 + size))
        errors.append(np.abs(centred - found).max())
    assert errors[1] < 1e-3 * np.abs(found).max()
    assert errors[1] < 0.3 * errors[0]  # of second order: a quarter


def test_only_flows_between_the_two_change(world):
    hat = dearer(world, SIDES, 1.5).trade_cost_hat
    changed = {(int(a), int(b)) for a, b in np.argwhere((hat == 1.5).all(1))}
    assert changed == {(0, 3), (3, 0), (2, 3), (3, 2)}
    assert set(np.unique(hat).tolist()) == {1.0, 1.5}


def test_rise_and_fall_are_apart(world):
    one = decoupling(world, SIDES, 0.2)
    assert one.rise == pytest.approx(under_policy(world, dearer(world, SIDES, 1.2)).welfare_pct.values, abs=1e-9)
    assert one.fall == pytest.approx(under_policy(world, dearer(world, SIDES, 1 / 1.2)).welfare_pct.values, abs=1e-9)
    assert (one.rise * one.fall < 0).any()
    assert one.residual < 1e-9
