"""What a tie is worth, beside the closed forms of the literature, the engine, and Kleinman, Liu and Redding's matrices."""

from __future__ import annotations

import json

import numpy as np
import pytest
import xarray as xr

from counterpoise.reliance.economic.exposure import exposures
from counterpoise.reliance.economic.rupture_cost import over_elasticities, remainder, tie_remainder
from counterpoise.world.economy import from_arrays
from counterpoise.world.leontief import Leontief


@pytest.fixture(scope="module")
def economy():
    """Three countries, four sectors, inputs and final demand, trade unbalanced."""
    rng = np.random.default_rng(4)
    flows = rng.uniform(1, 9, (3, 4, 3, 4)) + 40 * np.eye(3)[:, None, :, None] * rng.uniform(0, 1, (1, 4, 1, 4))
    final = rng.uniform(10, 90, (3, 4, 3)) + 300 * np.eye(3)[:, None, :]
    return from_arrays(
        flows, final, countries=["AUT", "BEL", "CZE"], sectors=["a", "b", "c", "d"], attrs={"scheme": "mine"}
    )


def engine(economy, theta, **arrays):
    """Solve the program's equilibrium, whose shares differ by user as the measures' do."""
    import counterpoise as cp
    from counterpoise.scenario.model import ModelChoice

    model = ModelChoice(elasticities="uniform", theta=dict.fromkeys(economy.sectors, theta), sourcing="user")
    return cp.equilibrium.solve(cp.calibrate(economy, model), cp.Scenario.from_arrays(**arrays), tolerance=1e-13).data


def first_order(economy, theta):
    roots = economy.flow.values
    c, s = len(economy.countries), len(economy.sectors)
    inputs, final = roots[..., :s], roots[..., s]
    output = roots.sum((2, 3))
    system = Leontief(inputs.reshape(c * s, c * s), output.reshape(-1))
    return exposures(system, inputs, final, 1 - inputs.sum((0, 1)) / output, theta)


def test_kleinman_liu_and_redding(shared):
    """Their W and U in the world with one sector and no inputs: to the digits of the file."""
    path = shared / "value_added_vectors" / "klr_small.json"
    if not path.is_file():
        pytest.skip("Kleinman, Liu and Redding's matrices are not among the third-party figures here")
    held = json.loads(path.read_text())
    size = np.array(held["q"])
    trade = (np.array(held["S"]) * size[:, None]).T.reshape(4, 1, 4)
    np.testing.assert_allclose(trade[:, 0] / size[:, None], held["T"], atol=1e-14)
    system = Leontief(np.zeros((4, 4)), size)
    income, welfare = exposures(system, np.zeros((4, 1, 4, 1)), trade, np.ones((4, 1)), held["theta"])
    np.testing.assert_allclose(income, held["W"], rtol=0, atol=1e-13)
    np.testing.assert_allclose(welfare, held["U"], rtol=0, atol=1e-13)
    np.testing.assert_allclose(welfare, held["U_numeric"], rtol=0, atol=1e-9)


def test_friends_and_enemies_with_inputs_are_derivatives_of_the_equilibrium(economy):
    """Central differences of the exact equilibrium, in all sectors of one country."""
    income, welfare = first_order(economy, 4.0)
    for place in range(3):
        ends = []
        for step in (1e-4, -1e-4):
            skill = np.ones((3, 4))
            skill[place] = np.exp(step)
            data = engine(economy, 4.0, productivity_hat=skill)
            wage = data.wage_hat
            wage = wage.isel(sector=0, drop=True) if "sector" in wage.dims else wage
            ends.append((np.log(wage.values), np.log1p(data.welfare_pct.values / 100)))
        found = [(up - down) / 2e-4 for up, down in zip(*ends, strict=True)]
        np.testing.assert_allclose(income[:, place], found[0], atol=1e-6)
        np.testing.assert_allclose(welfare[:, place], found[1], atol=1e-6)


def test_income_exposures_add_up(economy):
    """World value added is the numeraire; productivity everywhere moves no wage against it where trade balances."""
    income, _ = first_order(economy, 4.0)
    roots = economy.flow.values
    added = (roots.sum((2, 3)) - roots[..., :-1].sum((0, 1))).sum(1)
    np.testing.assert_allclose(added @ income, 0, atol=1e-10 * added.sum())


@pytest.mark.parametrize("theta", [0.5, 2.0, 5.0])
def test_without_all_partners_it_is_the_exact_autarky(economy, theta):
    cost = np.full((3, 3, 4), np.inf)
    cost[range(3), range(3)] = 1.0
    exact = 1 + engine(economy, theta, trade_cost_hat=cost).real_wage_pct.values / 100
    output = economy.output.values
    for own in range(3):
        left = np.eye(3)[[own]]
        ours = remainder(economy.flow.values[:, :, own], output[own], own, left) ** (1 / theta)
        np.testing.assert_allclose(ours, exact[own], rtol=0, atol=1e-9)


def test_autarky_with_inputs_is_costinot_and_rodriguez_clares(economy):
    """(2014), tradable intermediates: the domestic shares, weighted by what final demand needs at home and through imports."""
    flow, output = economy.flow.values, economy.output.values
    for own in range(3):
        bought = flow[:, :, own]
        logs = np.log(bought[own] / bought.sum(0))
        cost = bought.sum(0)[:, :-1] / output[own]
        weight = bought.sum(0)[:, -1] / bought.sum(0)[:, -1].sum()
        cheaper = np.linalg.solve(np.eye(4) - cost.T, (cost * logs[:, :-1]).sum(0))
        wanted = np.exp(weight @ (logs[:, -1] + cheaper))
        np.testing.assert_allclose(remainder(bought, output[own], own, np.eye(3)[[own]]), wanted, rtol=1e-10)


def test_without_inputs_it_is_arkolakis_costinot_and_rodriguez_clares():
    """(2012), their example: 7 % of the spending of the United States goes abroad, which at elasticities of 5 to 10 is worth
    0.7 % to 1.4 % of real income."""
    flows = np.array([[93.0, 7.0], [7.0, 193.0]]).reshape(2, 1, 2)
    world = from_arrays(np.zeros((2, 1, 2, 1)), flows, countries=["USA", "BEL"], sectors=["all"])
    left = tie_remainder(world.flow, None, ["USA"], ["BEL"])
    np.testing.assert_allclose(left, 0.93, rtol=1e-14)
    found = over_elasticities(left, [5, 7, 10])
    assert found["cut_cost__low"].round(3).item() == 0.007
    assert found["cut_cost__high"].round(3).item() == 0.014


def test_a_tie_among_several_by_the_nests_themselves(economy):
    """One partner of two is lost: prices and wages held still, the nests solved here in levels of prices."""
    flow, output, theta = economy.flow.values, economy.output.values, 2.0
    bought = flow[:, :, 0]
    share = bought / bought.sum(0)
    cost = np.ones(4)
    for _ in range(500):
        price = (share[0] * cost[:, None] ** -theta + share[2]) ** (-1 / theta)
        cost = np.prod(price[:, :-1] ** (bought.sum(0)[:, :-1] / output[0]), axis=0)
    weight = bought.sum(0)[:, -1] / bought.sum(0)[:, -1].sum()
    wanted = 1 / np.prod(price[:, -1] ** weight)
    ours = tie_remainder(economy.flow, None, ["AUT"], ["BEL"]) ** (1 / theta)
    np.testing.assert_allclose(ours, wanted, rtol=1e-11)


@pytest.mark.parametrize("theta", [0.5, 2.0, 5.0])
def test_a_small_country_whose_trade_balances_loses_a_little_less(theta):
    """The engine, where nothing abroad moves: its wage rises against those abroad, and takes part of the loss back."""
    rng = np.random.default_rng(1)
    size = np.array([1e-5, 1, 1])
    flows = rng.uniform(1, 9, (3, 4, 3, 4)) * size[:, None, None, None] * size[None, None, :, None]
    final = (rng.uniform(10, 90, (3, 4, 3)) + 100 * np.eye(3)[:, None, :]) * size[:, None, None] * size
    flows[0, :, 0] /= size[0]
    final[0, :, 0] /= size[0]
    world = from_arrays(flows, final, countries=["AUT", "BEL", "CZE"], sectors=list("abcd"), attrs={"scheme": "mine"})
    cost = np.ones((3, 3, 4))
    cost[0, 1] = np.inf
    data = engine(world, theta, trade_cost_hat=cost)
    np.testing.assert_allclose(data.trade_new.sel(origin="BEL", destination="AUT"), 0, atol=1e-12)
    lost = -data.real_wage_pct.sel(country="AUT").item() / 100
    ours = over_elasticities(tie_remainder(world.flow, None, ["AUT"], ["BEL"]), [theta, 100])["cut_cost__high"].item()
    assert 0.7 * ours < lost < ours


def test_an_only_supplier_costs_all():
    final = np.array([[0.0, 0.0], [10.0, 20.0]]).reshape(2, 1, 2)
    final = np.concatenate([final, np.array([[5.0, 1.0], [1.0, 5.0]]).reshape(2, 1, 2)], axis=1)
    world = from_arrays(np.zeros((2, 2, 2, 2)), final, countries=["AUT", "BEL"], sectors=["a", "b"])
    left = tie_remainder(world.flow, None, ["AUT", "BEL"], ["BEL", "AUT"])
    assert left.sel(country="AUT", partner="BEL").item() == 0
    assert 0 < left.sel(country="BEL", partner="AUT").item() < 1
    assert np.isnan(left.sel(country="AUT", partner="AUT").item())


def test_the_range_is_ninefold():
    left = xr.DataArray([[0.98]], coords={"country": ["KOR"], "partner": ["CHN"]})
    found = over_elasticities(left, [5, 0.5, 2])
    assert found["cut_cost__high"].item() / found["cut_cost__low"].item() == pytest.approx(9.82, abs=0.01)
    assert found["cut_cost"].item() == pytest.approx(1 - 0.98**0.5)
