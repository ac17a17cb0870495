"""What holds of draws in any world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.worlds import keywords, random_economy, random_tariff

SEEDS = st.integers(0, 10_000)
COUNTRIES, SECTORS = st.integers(2, 5), st.integers(1, 3)
some = settings(max_examples=20, deadline=None)


def case(seed, countries, sectors):
    import counterpoise as cp
    from counterpoise.equilibrium.ensemble import case_of

    economy = random_economy(seed, countries, sectors)
    base = cp.equilibrium.from_caliendo_parro(**keywords(economy))
    tariff = random_tariff(seed + 1, economy)
    return case_of(cp.equilibrium.solve(base, cp.Scenario.from_arrays(tariff=tariff)))


def drawn(made, seed, count):
    shift = np.random.default_rng(seed).standard_normal((count, len(made.baseline.theta)))
    return made.baseline.theta * np.exp(0.2 * shift)


@some
@given(SEEDS, COUNTRIES, SECTORS, st.integers(1, 4))
def test_batches_of_any_size_give_the_same(seed, countries, sectors, size):
    from counterpoise.equilibrium.ensemble import Batch, solved_batch

    made = case(seed, countries, sectors)
    theta = drawn(made, seed, 5)
    whole = solved_batch(made, Batch(0, theta))["value"]
    parts = [solved_batch(made, Batch(k, theta[k : k + size]))["value"] for k in range(0, 5, size)]
    assert np.array_equal(np.concatenate(parts), whole, equal_nan=True)


@some
@given(SEEDS, COUNTRIES, SECTORS)
def test_a_draw_is_solved_to_the_same_from_any_start(seed, countries, sectors):
    from counterpoise.equilibrium.ensemble import Batch, solved_batch

    made = replace(case(seed, countries, sectors), tolerance=1e-13)
    theta = drawn(made, seed, 2)
    baseline = replace(made, start=made.central.start)
    one, other = (solved_batch(each, Batch(0, theta))["value"] for each in (made, baseline))
    scale = np.maximum(np.abs(one).max((0, 2), keepdims=True), 1.0)
    assert np.allclose(one / scale, other / scale, rtol=0, atol=1e-7, equal_nan=True)
