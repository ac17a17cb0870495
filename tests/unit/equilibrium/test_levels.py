"""The engine beside the same model in levels, solved by a general root finder: every instrument, sourcing and closure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

import counterpoise as cp
from counterpoise.scenario.model import ModelChoice
from counterpoise.world.economy import from_arrays
from tests.reference.levels import Levels, flows, policy


def economy_of(flow, tariff):
    n, s = flow.shape[:2]
    countries, sectors = [f"C{k}" for k in range(n)], [f"S{k}" for k in range(s)]
    made = from_arrays(flow[..., :s], flow[..., s], countries=countries, sectors=sectors)
    labels = {"origin": countries, "sector": sectors, "destination": countries}
    return replace(made, tariff=xr.DataArray(tariff, dims=tuple(labels), coords=labels))


def both(seed, sourcing, closure):
    flow, tariff = flows(seed, 3, 2)
    theta = np.random.default_rng(seed).uniform(0.8, 9, 2)
    levels = Levels.of(flow, tariff, theta, sourcing)
    wanted = policy(seed, levels)
    model = ModelChoice(sourcing=sourcing, closure=closure, theta={f"S{k}": float(v) for k, v in enumerate(theta)})
    base = cp.calibrate(economy_of(flow, tariff), model)

    def turned(name):
        return wanted[name].transpose(2, 0, 1)

    scenario = cp.Scenario.from_arrays(
        tariff=turned("tariff"),
        export_tax=turned("export_tax"),
        trade_cost_hat=turned("trade_cost"),
        productivity_hat=wanted["productivity"],
        transfer=wanted["transfer"],
    )
    return levels, base, wanted, cp.equilibrium.solve(base, scenario)


@pytest.mark.parametrize("closure", ["additive", "multiplicative", "balanced"])
@pytest.mark.parametrize("sourcing", ["none", "kind", "user"])
@pytest.mark.parametrize("seed", range(3))
def test_everything_at_once(seed, sourcing, closure):
    levels, base, wanted, outcome = both(seed, sourcing, closure)
    assert base.correction < 1e-11
    np.testing.assert_allclose(base.accounts.deficit, levels.deficit, atol=1e-9)
    np.testing.assert_allclose(base.accounts.revenue, levels.revenue, atol=1e-9)
    found = levels.solve(wanted, closure)
    np.testing.assert_allclose(outcome.welfare_pct, found["welfare_pct"], atol=1e-6)
    np.testing.assert_allclose(outcome.wage_hat, found["wage"], atol=1e-8)
    np.testing.assert_allclose(outcome.price_hat, found["price"], atol=1e-8)
    np.testing.assert_allclose(outcome.tariff_revenue_new, found["revenue"], atol=1e-6)
    np.testing.assert_allclose(outcome.producer_price_hat, found["cost"], atol=1e-8)
    np.testing.assert_allclose(outcome.trade_new, found["trade"], rtol=1e-6)


def test_the_parts_of_welfare_are_its_first_order():
    """A small change of tariffs and export taxes: terms and volume of trade add up to real income."""
    step = 1e-5
    flow, tariff = flows(5, 3, 2)
    theta = {"S0": 4.0, "S1": 6.0}
    base = cp.calibrate(economy_of(flow, tariff), ModelChoice(deficits="purged", theta=theta))
    rng = np.random.default_rng(1)
    away = (~np.eye(3, dtype=bool))[:, :, None] * np.ones((1, 1, 2))
    changed = cp.Scenario.from_arrays(
        tariff=tariff.transpose(2, 0, 1) + step * rng.uniform(-1, 1, (3, 3, 2)) * away,
        export_tax=step * rng.uniform(-1, 1, (3, 3, 2)) * away,
    )
    outcome = cp.equilibrium.solve(base, changed, tolerance=1e-14)
    np.testing.assert_allclose(
        outcome.real_income_by_parts_pct / step,
        outcome.welfare_pct / step,
        atol=3e-4 * np.abs(outcome.welfare_pct / step).max(),
    )
