"""Firms that market, select and scale, and tax relief: beside a plain solver, and by the identities of the model."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.equilibrium.firms import Firms, Plain
from tests.reference import liberation_day as paper
from tests.reference.liberation_inputs import LABOUR, Inputs
from tests.reference.nested_worlds import baseline_of, random_shock, random_world, scenario_of

N = 4


def flows(seed=0):
    made = np.exp(np.random.default_rng(seed).normal(0, 0.8, (N, N)))
    return made + np.diag(np.full(N, 8.0))


def parameters(seed=0):
    rng = np.random.default_rng(seed + 50)
    return {
        "theta": float(rng.uniform(2, 6)),
        "marketing": rng.uniform(0, 0.4, N),
        "pass_through": rng.uniform(0.6, 1.5, N),
        "scale": float(rng.uniform(0, 0.2)),
        "labour_supply": float(rng.uniform(0.2, 1)),
    }


def tariffs(seed=0, size=0.4):
    made = np.random.default_rng(seed + 90).uniform(0, size, (N, N))  # exporter, importer
    np.fill_diagonal(made, 0.0)
    return made


def solve(base, rates, **options):
    scenario = cp.Scenario.from_arrays(tariff=rates.T[:, :, None], **options)
    return cp.equilibrium.solve(base, scenario, tolerance=1e-13)


@pytest.mark.parametrize("rebate", ["lump_sum", "income_tax"])
@pytest.mark.parametrize("seed", range(3))
def test_beside_a_plain_solver(seed, rebate):
    given = parameters(seed)
    ours = solve(cp.equilibrium.from_firms(flows=flows(seed), rebate=rebate, **given), tariffs(seed))
    world = paper.World(
        countries=list("ABCD"),
        flow=flows(seed),
        overhead=given["marketing"],
        passthrough=given["pass_through"],
        ustr=np.zeros(N),
        trade_elasticity=given["theta"],
        labour_supply=given["labour_supply"],
        scale=given["scale"],
    )
    theirs = paper.solve(world, tariffs(seed), relief=rebate == "income_tax")
    np.testing.assert_allclose(ours.relative_price_hat, theirs.price, rtol=1e-9)
    np.testing.assert_allclose(1 + ours.real_wage_pct / 100, theirs.wage / theirs.price, rtol=1e-9)
    np.testing.assert_allclose(1 + ours.employment_pct / 100, theirs.labour, rtol=1e-9)
    np.testing.assert_allclose(ours.welfare_pct, paper.welfare_of_the_utility(world, theirs), atol=1e-8)
    np.testing.assert_allclose(ours.welfare_by_gross_wages_pct, paper.changes(world, theirs)["welfare"], atol=1e-8)
    trade = ours.trade_new.transpose("sector", "origin", "destination").values[0]
    np.testing.assert_allclose(trade / trade.sum(), theirs.flow / theirs.flow.sum(), rtol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_beside_a_plain_solver_with_inputs(seed):
    """One country's tariffs, new revenue in place of a tax on labour: prices, labour, trade, and what becomes of spending."""
    given, rates = parameters(seed), tariffs(seed, 1.0)[:, -1]
    world = paper.World(
        countries=["A", "B", "C", "USA"],
        flow=flows(seed),
        overhead=given["marketing"],
        passthrough=given["pass_through"],
        ustr=np.zeros(N),
        trade_elasticity=given["theta"],
        labour_supply=given["labour_supply"],
        scale=given["scale"],
    )
    model = Inputs(world)
    flow = world.flow + np.diag(np.diag(world.flow)) * (1 / LABOUR - 1)
    base = cp.equilibrium.from_firms(flows=flow, inputs=1 - LABOUR, rebate="income_tax", **given)
    on_all = np.zeros((N, N))
    on_all[:, -1] = rates
    ours, theirs = solve(base, on_all), model.solve(rates)
    wage, spent, labour, price, _, sold, revenue = model._parts(theirs.state, rates)
    level = (wage * labour * model.income).sum() / model.income.sum()  # of the numeraire, world value added
    np.testing.assert_allclose(ours.wage_hat, wage / level, rtol=1e-9)
    np.testing.assert_allclose(ours.price_hat, price / level, rtol=1e-9)
    np.testing.assert_allclose(1 + ours.employment_pct / 100, labour, rtol=1e-9)
    trade = ours.trade_new.transpose("sector", "origin", "destination").values[0]
    np.testing.assert_allclose(trade, sold / level, rtol=1e-8)
    np.testing.assert_allclose(ours.tariff_revenue_new, revenue / level, atol=1e-9)
    final = spent * model.spending - (1 - LABOUR) * sold @ (1 - given["marketing"])
    np.testing.assert_allclose(ours.solution.point.income, final / level, rtol=1e-9)
    assert float(ours.welfare_by_gross_wages_pct[-1]) == pytest.approx(model.welfare(theirs.state, rates), abs=1e-8)


@pytest.mark.parametrize("inputs", [0.4, [0.1, 0.3, 0.5, 0.0]])
def test_inputs_without_marketing_selection_or_scale_are_the_usual_ones(inputs):
    flow = flows()
    made, bought = flow.sum(1), flow.sum(0)
    used = np.broadcast_to(np.asarray(inputs), N)
    usual = cp.equilibrium.from_caliendo_parro(
        pi=(flow / bought).T[:, :, None],
        tariff=np.zeros((N, N, 1)),
        io_share=used[:, None, None],
        value_added_share=(1 - used)[:, None],
        final_share=np.ones((N, 1)),
        value_added=(1 - used) * made,
        deficit=bought - made,
        theta=[4.0],
        countries=range(N),
        sectors=["ALL"],
    )
    base = cp.equilibrium.from_firms(flows=flow, theta=4.0, inputs=inputs)
    for name in ("welfare_pct", "wage_hat", "price_hat", "trade_new", "output_pct", "output_new"):
        ours, theirs = (getattr(solve(one, tariffs()), name).values for one in (base, usual))
        np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-8)
    for name in ("value_added", "deficit", "output", "income"):
        back = base.varied(firms=Plain()).accounts
        np.testing.assert_allclose(getattr(back, name), getattr(usual.accounts, name), atol=1e-9)


def test_firms_that_leave_again_leave_nothing():
    """Firms on a baseline with inputs, and then none: the accounts are what they were."""
    usual = baseline_of(random_world(3))
    with_firms = usual.varied(firms=Firms(np.full(3, 0.2), np.full(3, 1.2), 0.1))
    back = with_firms.varied(firms=Plain())
    np.testing.assert_allclose(with_firms.trade, usual.trade, rtol=1e-12, atol=1e-12)
    for name in ("value_added", "deficit", "output", "income", "final_share"):
        np.testing.assert_allclose(getattr(back.accounts, name), getattr(usual.accounts, name), rtol=1e-9, atol=1e-9)


def test_without_any_of_it_the_model_is_gravity():
    base = cp.equilibrium.from_firms(flows=flows(), theta=4.0, tariff=tariffs(1).T)
    usual = cp.equilibrium.from_gravity(flows=flows(), theta=4.0, tariff=tariffs(1).T)
    for name in ("welfare_pct", "wage_hat", "price_hat", "trade_new"):
        ours, theirs = (getattr(solve(one, tariffs()), name) for one in (base, usual))
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(usual.varied(firms=Plain()).accounts.value_added, usual.accounts.value_added)


def test_labour_supply_is_that_of_the_usual_model():
    usual = cp.equilibrium.from_gravity(flows=flows(), theta=4.0).varied(labour_supply=0.6)
    base = cp.equilibrium.from_firms(flows=flows(), theta=4.0, labour_supply=0.6)
    for name in ("welfare_pct", "employment_pct", "wage_hat", "welfare_by_gross_wages_pct"):
        ours, theirs = (getattr(solve(one, tariffs()), name) for one in (base, usual))
        np.testing.assert_allclose(ours, theirs, atol=1e-9)


@pytest.mark.parametrize("inputs", [0.0, 0.4])
@pytest.mark.parametrize("closure", ["additive", "multiplicative", "balanced"])
@pytest.mark.parametrize("rebate", ["lump_sum", "income_tax"])
def test_the_accounts_are_kept(closure, rebate, inputs):
    """With tariffs before, export taxes, trade costs and productivity: budgets, markets, marketing and labour supply."""
    given, before = parameters(2), tariffs(3, 0.2).T
    base = cp.equilibrium.from_firms(
        flows=flows(2), tariff=before, rebate=rebate, closure=closure, inputs=inputs, **given
    )
    accounts, nu = base.accounts, given["marketing"]
    rng = np.random.default_rng(5)
    tax, cost = rng.uniform(-0.1, 0.2, (2, N, N, 1))
    for one in (tax, cost):
        one[np.arange(N), np.arange(N)] = 0.0
    grown = np.exp(rng.normal(0, 0.1, (N, 1)))
    ours = solve(base, tariffs(2), export_tax=tax, trade_cost_hat=1 + cost, productivity_hat=grown)
    trade = ours.trade_new.transpose("sector", "origin", "destination").values[0]
    labour, wage = 1 + ours.employment_pct.values / 100, ours.wage_hat.values
    earned = wage * labour * accounts.value_added
    makers = trade @ (1 - nu)
    np.testing.assert_allclose(earned, (1 - inputs) * makers + nu * trade.sum(0), rtol=1e-9)
    np.testing.assert_allclose(ours.output_new.values[:, 0], trade.sum(1), rtol=1e-9)
    np.testing.assert_allclose(base.output[:, 0], flows(2).sum(1), rtol=1e-12)
    assert earned.sum() == pytest.approx(accounts.value_added.sum())
    wedge = (1 + tariffs(2)) * (1 + tax[:, :, 0].T)
    spent = (trade * wedge).sum(0) - inputs * makers  # on final goods
    border = trade * (1 + tax[:, :, 0].T)
    revenue = (tariffs(2) * border).sum(0) + (border - trade).sum(1)
    np.testing.assert_allclose(ours.tariff_revenue_new, revenue, rtol=1e-8)
    given_away = spent - earned - revenue
    assert given_away.sum() == pytest.approx(0, abs=1e-8 * spent.sum())
    if closure != "multiplicative":
        kept = accounts.deficit if closure == "additive" else np.zeros(N)
        np.testing.assert_allclose(given_away, kept, atol=1e-9 * spent.sum())
    relief = revenue / earned - accounts.revenue / accounts.value_added if rebate == "income_tax" else np.zeros(N)
    supply = (wage / ((1 - relief) * ours.price_hat.values)) ** given["labour_supply"]
    np.testing.assert_allclose(labour, supply, rtol=1e-9)
    kappa = given["labour_supply"]
    before = kappa / (1 + kappa) * (1 - relief) * accounts.value_added
    after = before * labour ** (1 + 1 / kappa)
    welfare = (spent / ours.price_hat.values - after) / (accounts.income - before)
    np.testing.assert_allclose(ours.welfare_pct, 100 * (welfare - 1), atol=1e-8)


def test_nothing_follows_nothing():
    base = cp.equilibrium.from_firms(flows=flows(), tariff=tariffs().T, rebate="income_tax", **parameters())
    outcome = cp.equilibrium.solve(base, None)
    assert float(np.abs(outcome.welfare_pct).max()) < 1e-9
    assert float(np.abs(outcome.employment_pct).max()) < 1e-9


def test_units_do_not_matter():
    one, other = (
        cp.equilibrium.from_firms(flows=k * flows(), rebate="income_tax", unit=unit, **parameters())
        for k, unit in ((1.0, "million USD"), (7.0, "billion USD"))
    )
    np.testing.assert_allclose(solve(one, tariffs()).welfare_pct, solve(other, tariffs()).welfare_pct, atol=1e-9)


def test_several_sectors():
    """Two goods alike are one good."""
    given, flow = parameters(), flows()
    theta, labour = given.pop("theta"), given.pop("labour_supply")
    two = cp.equilibrium.from_trade(flows=np.stack([0.3 * flow, 0.7 * flow], 1), theta=[theta, theta])
    two = two.varied(firms=Firms(**given), labour_supply=labour, rebate="income_tax")
    one = cp.equilibrium.from_firms(flows=flow, theta=theta, labour_supply=labour, rebate="income_tax", **given)
    rates = np.repeat(tariffs().T[:, :, None], 2, 2)
    ours = cp.equilibrium.solve(two, cp.Scenario.from_arrays(tariff=rates), tolerance=1e-13)
    theirs = solve(one, tariffs())
    for name in ("welfare_pct", "employment_pct", "wage_hat", "price_hat"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), atol=1e-8)


def test_several_sectors_with_inputs():
    """Two goods alike, each made of both, are one good."""
    given, flow, used, part = parameters(), flows(), 0.4, np.array([0.3, 0.7])
    theta, labour = given.pop("theta"), given.pop("labour_supply")
    two = cp.equilibrium.from_caliendo_parro(
        pi=np.repeat((flow / flow.sum(0)).T[:, :, None], 2, 2),
        tariff=np.zeros((N, N, 2)),
        io_share=np.broadcast_to(used * part[:, None], (N, 2, 2)),
        value_added_share=np.full((N, 2), 1 - used),
        final_share=np.broadcast_to(part, (N, 2)),
        value_added=(1 - used) * flow.sum(1),
        deficit=flow.sum(0) - flow.sum(1),
        theta=[theta, theta],
        countries=range(N),
        sectors=["A", "B"],
    ).varied(firms=Firms(**given), labour_supply=labour, rebate="income_tax")
    one = cp.equilibrium.from_firms(
        flows=flow, theta=theta, inputs=used, labour_supply=labour, rebate="income_tax", **given
    )
    rates = np.repeat(tariffs().T[:, :, None], 2, 2)
    ours = cp.equilibrium.solve(two, cp.Scenario.from_arrays(tariff=rates), tolerance=1e-13)
    theirs = solve(one, tariffs())
    for name in ("welfare_pct", "employment_pct", "wage_hat", "price_hat"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), atol=1e-8)


def test_relief_where_there_are_inputs_and_tied_factors():
    """Labour follows the real wage after the tax; without a response of labour, relief changes nothing."""
    world = random_world(3).with_(input_substitution=0.5, factor_mobility=1.0)
    base, shock = baseline_of(world), scenario_of(random_shock(3, world, size=0.5))
    none = (cp.equilibrium.solve(base.varied(rebate=one), shock).welfare_pct for one in ("lump_sum", "income_tax"))
    np.testing.assert_allclose(*none, atol=1e-7)
    ours = cp.equilibrium.solve(base.varied(labour_supply=0.5, rebate="income_tax"), shock, tolerance=1e-13)
    accounts, point = ours.baseline.accounts, ours.solution.point
    relief = point.revenue / point.factor_income.sum(1) - accounts.revenue / accounts.value_added
    real = 1 + ours.real_wage_pct.values / 100
    np.testing.assert_allclose(1 + ours.employment_pct / 100, (real / (1 - relief)) ** 0.5, rtol=1e-9)


@pytest.mark.parametrize("inputs", [0.0, 0.5])
def test_every_method_of_the_solver_gets_there(inputs):
    from counterpoise.equilibrium.solver import again, continued, newton

    base = cp.equilibrium.from_firms(flows=flows(), rebate="income_tax", inputs=inputs, **parameters())
    outcome = solve(base, tariffs())
    posed = outcome.problem
    for found in (newton(posed, posed.start, 1e-11), continued(posed, 1e-11), again(posed, posed.start, 1e-11)):
        np.testing.assert_allclose(found.state.log_wage, outcome.state.log_wage, atol=1e-9)
        np.testing.assert_allclose(found.state.log_labour, outcome.state.log_labour, atol=1e-9)


def test_autarky_has_a_closed_form():
    r"""One that is cut off: employment and the real wage follow from its share at home and its deficit.

    With :math:`\hat P = (\hat E/\hat w)^{1-\varphi} \hat w \hat L^{-\psi} \lambda^{-1/\theta}`, where
    :math:`\hat E = \hat w \hat L Y / E`, and :math:`\hat L = (\hat w/\hat P)^\kappa`.
    """
    given = parameters()
    base = cp.equilibrium.from_firms(flows=flows(), rebate="income_tax", **given)
    cost = np.ones((N, N, 1))
    cost[0, 1:] = cost[1:, 0] = np.inf
    outcome = cp.equilibrium.solve(base, cp.Scenario.from_arrays(trade_cost_hat=cost), tolerance=1e-13)
    assert outcome.diagnostics["parts"] == 2
    kappa, selection = given["labour_supply"], 1 - given["pass_through"][0]
    income = base.accounts.value_added[0] / base.accounts.income[0]
    home = np.log(flows()[0, 0] / flows()[:, 0].sum()) / given["theta"] - selection * np.log(income)
    labour = kappa * home / (1 + kappa * (selection - given["scale"]))
    assert float(outcome.employment_pct[0]) == pytest.approx(100 * np.expm1(labour))
    assert float(outcome.real_wage_pct[0]) == pytest.approx(100 * np.expm1(labour / kappa))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"marketing": 1.0}, "marketing share"),
        ({"marketing": [0.1, 0.2]}, "marketing has the shape"),
        ({"pass_through": 0.0}, "pass-through"),
        ({"scale": -1.0}, "scale"),
        ({"inputs": 1.0}, "share of inputs"),
        ({"inputs": [0.1]}, "inputs has the shape"),
        ({"inputs": 0.95, "flows": flows() + 20 * np.eye(1, N).T * np.arange(N)}, "inputs leave nothing"),
        ({"rebate": "lump sum"}, "no rebate"),
        ({"labour_supply": -1.0}, "labour_supply"),
    ],
)
def test_what_has_no_meaning(change, words):
    with pytest.raises(InputError, match=words):
        cp.equilibrium.from_firms(**{"flows": flows()} | parameters() | change)


def test_what_is_not_modelled():
    firms = Firms(np.full(3, 0.1), np.ones(3))
    simple = baseline_of(random_world(6, inputs=False)).varied(firms=firms)
    for options, words in (
        ({"competition": "monopolistic"}, "profits"),
        ({"factor_mobility": 1.0}, "tied"),
        ({"consumption_substitution": 2.0}, "final goods"),
    ):
        with pytest.raises(InputError, match=f"without .*{words}"):
            simple.varied(**options)
    assert simple.varied(firms=Plain(), factor_mobility=1.0).accounts.firms == Plain()
