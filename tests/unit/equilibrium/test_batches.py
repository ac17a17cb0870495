"""Many scenarios at once are the same as each by itself."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.scenario import read


@pytest.fixture(scope="module")
def base():
    return cp.calibrate(cp.load_economy().restrict(["USA", "CHN", "KOR", "DEU"]))


def test_each_is_the_outcome_by_itself_for_any_number_of_workers(base):
    scenarios = [read(f"tariff +{rate} points by USA on CHN in manufacturing") for rate in range(1, 46)]
    one, two = (cp.equilibrium.solve_each(base, scenarios, workers=workers) for workers in (1, 2))
    for name in one:
        np.testing.assert_allclose(one[name], two[name], rtol=1e-9, atol=1e-9)
    for place in (0, 20, 44):
        alone = cp.equilibrium.solve(base, scenarios[place])
        for name in ("welfare_pct", "terms_of_trade_pct"):
            np.testing.assert_allclose(one[name].sel(scenario=place), getattr(alone, name), rtol=1e-12)
    assert one.title.values[2] == scenarios[2].title


def test_one_without_an_equilibrium_leaves_the_others(base):
    scenarios = [
        read("tariff +5 points by USA on CHN"),
        read("embargo by ALL on DEU"),
        read("tariff +6 points by USA on CHN"),
    ]
    short = base.varied(theta=np.full(len(base.sectors), -0.2))
    found = cp.equilibrium.solve_each(short, scenarios, variables=["welfare_pct"], workers=1)
    assert np.isnan(found.welfare_pct[1]).all()
    assert found.welfare_pct[[0, 2]].notnull().all()
    assert "no equilibrium exists" in str(found.reason.values[1])
    assert not found.reason.values[0]


def test_refusals(base):
    one = read("tariff +5 points by USA on CHN")
    with pytest.raises(InputError, match="no scenario"):
        cp.equilibrium.solve_each(base, [])
    with pytest.raises(InputError, match="no variable of countries"):
        cp.equilibrium.solve_each(base, [one], variables=["output_new"])
    with pytest.raises(InputError, match="scenario 1: "):
        cp.equilibrium.solve_each(base, [one, read("tariff +5 points by FRA on CHN")], workers=1)
