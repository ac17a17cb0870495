from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

import counterpoise as cp
from counterpoise.core.errors import DataError, InputError, NoSolution
from counterpoise.world.economy import Economy, from_arrays
from counterpoise.world.leontief import Leontief


@pytest.fixture(scope="module")
def world() -> Economy:
    return cp.load_economy(2022)


def random_economy(seed: int = 0, countries: int = 3, sectors: int = 2, **rest) -> Economy:
    rng = np.random.default_rng(seed)
    flows = rng.uniform(0, 1, (countries, sectors, countries, sectors))
    final = rng.uniform(2, 4, (countries, sectors, countries))
    return from_arrays(flows, final, countries=["AUT", "BEL", "CHE"][:countries], sectors=["a", "b"][:sectors], **rest)


def test_the_identity_holds_in_the_embedded_world(world):
    gap = abs(world.output - world.inputs - world.value_added).max() / world.output.max()
    assert float(gap) < 1e-12
    assert world.closed is False
    assert world.estimated == {"final_demand"}


def test_korean_output_is_what_the_oecd_says(world):
    """Gross output of Korea in 2022 is about 4.4 trillion USD; its value added about 1.7 (GDP 1.67)."""
    assert 1.4e6 < float(world.value_added.sel(country="KOR").sum()) < 1.9e6


def test_negative_flows_are_refused_and_purged_by_rule():
    economy = random_economy()
    flow = economy.flow.copy()
    flow[0, 0, 1, -1] = -0.5
    with pytest.raises(DataError, match="negative"):
        Economy(flow, economy.value_added)
    purged = Economy.without_negatives(flow, value_added=economy.value_added)
    assert purged.attrs["purged"] == pytest.approx(0.5)
    lost = economy.flow.values[0, 0, 1, -1]
    assert float(purged.residual[0, 0]) == pytest.approx(-lost)


def test_other_labels_are_refused():
    economy = random_economy()
    other = economy.value_added.assign_coords(country=["AUT", "BEL", "DEU"])
    with pytest.raises(DataError, match="CHE, DEU"):
        Economy(economy.flow, other)


def test_a_wrong_unit_is_noticed():
    economy = random_economy()
    with pytest.raises(DataError, match="units"):
        Economy(economy.flow, economy.value_added * 1000)


def test_tariffs_are_in_the_price_of_inputs():
    economy = random_economy()
    tariff = xr.zeros_like(economy.flow.isel(use=0, drop=True)) + 0.1
    taxed = Economy(economy.flow, economy.value_added, tariff=tariff)
    assert np.allclose(taxed.inputs, economy.inputs * 1.1)


def test_aggregation_keeps_totals(world):
    small = world.aggregate(countries={"EU3": ["DEU", "FRA", "ITA"]}, sectors={"goods": ["A01", "A02"]})
    assert "EU3" in small.countries
    assert len(small.sectors) == 49
    assert float(small.output.sum()) == pytest.approx(float(world.output.sum()), rel=1e-12)
    assert float(small.value_added.sel(country="EU3").sum()) == pytest.approx(
        float(world.value_added.sel(country=["DEU", "FRA", "ITA"]).sum()), rel=1e-12
    )


def test_restriction_loses_nothing(world):
    small = world.restrict(["KOR", "CHN", "USA"])
    assert set(small.countries) == {"KOR", "CHN", "USA", "ROW"}
    assert float(small.flow.sum()) == pytest.approx(float(world.flow.sum()), rel=1e-12)


@pytest.mark.parametrize("groups", [{"X": ["ROK"]}, {"X": ["KOR"], "Y": ["KOR"]}, {"CHN": ["KOR"]}])
def test_bad_groups_are_refused(world, groups):
    with pytest.raises(InputError):
        world.aggregate(countries=groups)


def test_leontief_against_numpy():
    rng = np.random.default_rng(1)
    flows, output = rng.uniform(0, 1, (30, 30)), np.full(30, 25.0)
    inverse = np.linalg.inv(np.eye(30) - flows / output)
    solver = Leontief(flows, output)
    assert np.allclose(solver.solve(np.eye(30)), inverse, rtol=1e-11, atol=1e-13)
    assert np.allclose(solver.adjoint(np.eye(30)), inverse.T, rtol=1e-11, atol=1e-13)


def test_an_ill_conditioned_system_is_still_solved():
    flows = np.array([[0.0, 0.999999999], [0.999999999, 0.0]])
    found = Leontief(flows, np.ones(2)).solve(np.ones((2, 1)))
    assert np.allclose(found, 1e9, rtol=1e-6)


def test_inputs_worth_the_output_have_no_solution():
    with pytest.raises(NoSolution):
        Leontief(np.array([[0.5, 0.5], [0.5, 0.5]]), np.ones(2)).solve(np.ones((2, 1)))
