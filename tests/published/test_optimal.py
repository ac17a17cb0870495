"""Optimal tariffs beside Gros (1987), Beshkar and Lashkaripour (2020), Lashkaripour (2021) and Ignatenko et al. (2025)."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.statecraft.instruments import instruments
from counterpoise.statecraft.optimal import merged, optimum
from counterpoise.statecraft.position import World
from counterpoise.statecraft.sufficient import gros
from tests.reference.liberation_inputs import LABOUR
from tools.published.gros import PRINTED, base_of
from tools.published.gros import best as best_of


def bought(position):
    """Give spending before tariffs ``[origin, destination]`` of a world of one sector."""
    return position.problem.trade_at(position.solution.point)[0].T


@pytest.mark.parametrize(("theta", "size"), [one[:2] for one in PRINTED])
def test_gros(theta, size):
    """The optimum is 1 / (theta lambda), with lambda what the other buys at home there; `test_cells` has the numbers."""
    best = best_of(size, theta)
    trade = bought(best.position)
    assert gros(theta, trade[1, 1] / trade[:, 1].sum()) == pytest.approx(best.rates.item(), abs=2e-7)
    assert best.formula == pytest.approx(best.rates.item(), abs=2e-7)
    assert best.gain > 0


def test_the_inverse_of_the_other_countrys_export_supply():
    """Of two alike: the elasticity of what the other exports to its terms of trade, along the way that the tariff moves it."""
    base = base_of(1.0, 3.0)
    world, chosen = World(base), instruments(base, 0, [1], [0])
    best = optimum(world, chosen)

    def supply(rate):
        here = world.at(chosen, np.array([rate]))
        wage = here.solution.point.log_wage_index
        return np.log(bought(here)[1, 0]) - wage[1], wage[1] - wage[0]

    step = 1e-4
    (more, dearer), (less, cheaper) = (supply(best.rates.item() + one) for one in (step, -step))
    assert 1.0 / ((more - less) / (dearer - cheaper)) == pytest.approx(best.rates.item(), rel=1e-5)


def sectors(countries, goods, seed):
    """Give a world of many goods without inputs, in which trade is balanced."""
    draw = np.random.default_rng(seed)
    share = draw.uniform(0.02, 0.3, (countries, countries, goods))
    share[np.arange(countries), np.arange(countries)] = draw.uniform(1.0, 3.0, (countries, goods))
    share /= share.sum(1, keepdims=True)
    final = draw.uniform(0.5, 1.5, (countries, goods))
    final /= final.sum(1, keepdims=True)
    value, moved = np.linalg.eig(np.einsum("jis,js->ij", share, final))
    size = np.abs(moved[:, np.argmax(value.real)].real)
    return cp.equilibrium.from_caliendo_parro(
        pi=share,
        tariff=np.zeros_like(share),
        io_share=np.zeros((countries, goods, goods)),
        value_added_share=np.ones((countries, goods)),
        final_share=final,
        value_added=1e4 * size / size.sum(),
        deficit=np.zeros(countries),
        theta=draw.uniform(2.0, 8.0, goods),
        countries=[f"C{k}" for k in range(countries)],
        sectors=[f"S{k}" for k in range(goods)],
    )


@pytest.mark.parametrize(("countries", "goods"), [(2, 4), (3, 4), (6, 5)])
def test_without_inputs_one_rate_for_all_sectors(countries, goods):
    """Beshkar and Lashkaripour: of each partner one rate, though elasticities and shares differ; so the pattern is worth nothing."""
    base = sectors(countries, goods, seed=countries + goods)
    world = World(base)
    best = optimum(world, instruments(base, 0, range(1, countries), range(goods)))
    rates = best.rates.reshape(countries - 1, goods)
    assert np.ptp(base.theta) > 1
    assert np.ptp(rates, axis=1).max() < 1e-5
    assert best.level_gain > 1e-3
    by_partner = optimum(world, instruments(base, 0, range(1, countries), range(goods), across="partner"))
    assert best.gain == pytest.approx(by_partner.gain, abs=1e-10)
    if countries == 2:
        assert np.abs(best.beyond).max() < 1e-10
        assert best.formula == pytest.approx(rates.mean(), abs=1e-6)  # Lashkaripour's is exact of two
    else:
        assert best.formula == pytest.approx(rates.mean(), rel=0.02)  # of more it leaves out third countries' incomes


def test_with_inputs_rates_differ_between_sectors():
    """The same world in which goods are made of goods: uniformity is of the model, not of the search."""
    base = sectors(3, 4, seed=1)
    draw = np.random.default_rng(2)
    mix = draw.uniform(0.0, 1.0, (3, 4, 4))
    mixed = cp.equilibrium.from_caliendo_parro(
        pi=base.accounts.share.transpose(1, 2, 0),
        tariff=np.zeros((3, 3, 4)),
        io_share=0.5 * mix / mix.sum(1, keepdims=True),
        value_added_share=np.full((3, 4), 0.5),
        final_share=base.accounts.final_share,
        value_added=base.accounts.value_added,
        deficit=np.zeros(3),
        theta=base.theta,
        countries=base.countries,
        sectors=base.sectors,
    )
    best = optimum(World(mixed), instruments(mixed, 0, [1, 2], range(4)))
    assert np.ptp(best.rates.reshape(2, 4), axis=1).min() > 1e-3


# Ignatenko, Lashkaripour, Macedoni and Simonovska (2025) ------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(shared):
    for name in ("country_labels", "gdp", "tariffs", "trade_cepii"):
        if not (shared / "liberation_day" / f"{name}.csv").is_file():
            pytest.skip(f"liberation_day/{name}.csv is not among the third-party figures here")
    return shared / "liberation_day"


@pytest.mark.slow
def test_liberation_day_without_inputs(folder):
    """Table 1, case 3 prints 1.79 % by their measure at their formula's rate: the optimum of that measure is not below."""
    from tests.reference import liberation_day as paper
    from tools import liberation_optima as optima
    from tools.published import liberation

    base, held = liberation.base_of("income_tax"), liberation.world()
    world, usa, chosen = World(base), optima.usa_of(base), optima.by_origin(base)
    one = merged(chosen)
    formula = world.at(one, np.array([paper.optimal_tariff(held, over="spending")]))
    assert round(optima.printed(formula), 2) == 1.79
    assert 100 * optima.best_printed(base, one, 0.2).value > optima.printed(formula)
    best = optimum(world, chosen)  # of the utility from which the supply of labour follows
    assert len(best.rates) == 193
    theirs = paper.solve(held, paper.tariffs(held, best.levels.item(), 0.0))
    assert 100 * best.level_gain == pytest.approx(paper.welfare_of_the_utility(held, theirs)[usa], abs=1e-6)
    assert best.gain > best.level_gain > float(formula.welfare[usa]) - 1


@pytest.mark.slow
def test_liberation_day_with_inputs(folder):
    """Their own search gives 2.15 %; one rate of 17.9 % gives 2.28 %, and is the best one; a rate for each origin gives more."""
    from tools import liberation_optima as optima
    from tools.published import liberation

    base = liberation.with_inputs()
    world, usa, chosen = World(base), optima.usa_of(base), optima.by_origin(base)
    assert len(chosen) == 193
    one = merged(chosen)
    flat = world.at(one, np.array([0.179]))
    assert round(optima.printed(flat), 2) == 2.28
    single = optima.best_printed(base, one, 0.3)
    assert np.expm1(single.x[0]) == pytest.approx(0.179, abs=5e-4)
    assert 100 * optima.best_printed(base, chosen, 0.179).value > 100 * single.value >= optima.printed(flat)
    best = optimum(world, chosen)  # of the utility from which the supply of labour follows
    assert best.gain > best.level_gain > float(flat.welfare[usa]) - 1


@pytest.mark.slow
def test_the_engine_beside_the_reference_with_inputs(folder):
    """Each country's wage, price, employment, spending, and each flow, under one rate of 17.9 %."""
    from tools.published import liberation

    model, theirs, ours = (
        liberation.inputs_reference(),
        liberation.inputs_solved(),
        liberation.inputs_outcome(),
    )
    wage, spent, labour, price, _, sold, revenue = model._parts(theirs.state, theirs.tariff)
    level = (wage * labour * model.income).sum() / model.income.sum()
    unit = 1e3 * level  # million USD of world value added; thousands at the world's wages
    np.testing.assert_allclose(level * ours.wage_hat, wage, rtol=1e-6)
    np.testing.assert_allclose(level * ours.price_hat, price, rtol=1e-6)
    np.testing.assert_allclose(1 + ours.employment_pct / 100, labour, rtol=1e-6)
    trade = ours.trade_new.transpose("sector", "origin", "destination").values[0]
    np.testing.assert_allclose(unit * trade, sold, rtol=1e-6, atol=1e-12 * sold.max())
    np.testing.assert_allclose(unit * ours.tariff_revenue_new, revenue, rtol=1e-6, atol=1e-12 * revenue.max())
    final = spent * model.spending - (1 - LABOUR) * sold @ (1 - model.held.overhead)
    np.testing.assert_allclose(unit * ours.solution.point.income, final, rtol=1e-6)
    assert round(liberation.inputs_welfare(), 2) == 2.28
    assert float(ours.welfare_by_gross_wages_pct.sel(country="USA")) == pytest.approx(
        liberation.inputs_welfare(), abs=1e-6
    )
