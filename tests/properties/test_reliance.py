"""What holds for any table."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.core.measure import measures
from counterpoise.questions.discover import discover
from counterpoise.world.economy import from_arrays
from counterpoise.world.judge import judge

discover()
NAMES = ["AUT", "BEL", "CHE", "DEU"]


def tables(seed: int, countries: int, sectors: int):
    rng = np.random.default_rng(seed)
    n = countries * sectors
    coefficients = rng.exponential(1, (n, n))
    coefficients *= rng.uniform(0.1, 0.8, n) / coefficients.sum(0)  # what a node buys is below what it makes
    final = rng.exponential(1, (countries, sectors, countries)) + 0.1
    output = np.linalg.solve(np.eye(n) - coefficients, final.sum(2).reshape(n))
    flows = (coefficients * output).reshape(countries, sectors, countries, sectors)
    codes = [f"s{i}" for i in range(sectors)]
    economy = from_arrays(flows, final, countries=NAMES[:countries], sectors=codes)
    return economy, {"TOTAL": codes, "first": codes[:1]}


@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 3))
@settings(max_examples=30, deadline=None)
def test_shares_add_up_to_one(seed, countries, sectors):
    economy, groups = tables(seed, countries, sectors)
    names = ["foreign_input_reliance", "look_through"]
    data = judge(economy, [measures[n] for n in names], groups)
    for name in names:
        assert np.allclose(data[name].sum("partner"), 1.0)


@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 3))
@settings(max_examples=30, deadline=None)
def test_value_added_is_absorbed_whole(seed, countries, sectors):
    """In a closed world all value added is in somebody's final sales and final demand."""
    economy, groups = tables(seed, countries, sectors)
    data = judge(economy, [measures[n] for n in ("sales_value_added", "final_demand_reliance")], groups)
    assert np.allclose(data.sales_value_added.sum("partner"), 1.0)
    assert np.allclose(data.final_demand_reliance.sel(sector="TOTAL").sum("partner"), 1.0)


@given(st.integers(0, 10_000), st.floats(1e-3, 1e3))
@settings(max_examples=20, deadline=None)
def test_units_do_not_matter(seed, factor):
    economy, groups = tables(seed, 3, 2)
    scaled = from_arrays(
        economy.flow.values[..., :-1] * factor,
        economy.flow.values[..., -1] * factor,
        countries=economy.countries,
        sectors=economy.sectors,
    )
    picked = [measures["look_through"], measures["supplier_herfindahl"]]
    one, other = judge(economy, picked, groups), judge(scaled, picked, groups)
    assert np.allclose(one.look_through, other.look_through)
    assert np.allclose(one.supplier_herfindahl, other.supplier_herfindahl)
