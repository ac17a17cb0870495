"""The engine on small worlds: identities that theory gives, the refusals, and the API."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import DataError, InputError, NoSolution
from tests.reference.worlds import keywords, random_economy, random_tariff


def baseline(seed=1, countries=4, sectors=3, **options):
    economy = random_economy(seed, countries, sectors, deficits=options.pop("deficits", True))
    return cp.equilibrium.from_caliendo_parro(**(keywords(economy) | options))


def arrays(base, **changes):
    """Give a scenario of arrays from functions of baseline-shaped arrays [importer, exporter, sector]."""
    n, s = len(base.countries), len(base.sectors)
    made = {}
    for name, change in changes.items():
        start = base.tariff.transpose(2, 0, 1).copy() if name == "tariff" else np.zeros((n, n, s))
        if name in ("trade_cost_hat",):
            start = np.ones((n, n, s))
        if name == "productivity_hat":
            start = np.ones((n, s))
        change(start)
        made[name] = start
    return cp.Scenario.from_arrays(**made)


def abroad(n):
    return ~np.eye(n, dtype=bool)


# What theory says -------------------------------------------------------------------------------------------


def test_a_tax_on_all_exports_is_a_tariff_on_all_imports():
    """Lerner (1936): with balanced trade and no other taxes the two have the same real effects."""
    economy = random_economy(3, 4, 2, tariffs=False, deficits=False)
    base = cp.equilibrium.from_caliendo_parro(**keywords(economy))
    n, s = 4, 2
    tariff, tax = np.zeros((n, n, s)), np.zeros((n, n, s))
    tariff[0, 1:], tax[1:, 0] = 0.2, 0.2
    imports = cp.equilibrium.solve(base, cp.Scenario.from_arrays(tariff=tariff))
    exports = cp.equilibrium.solve(base, cp.Scenario.from_arrays(export_tax=tax))
    np.testing.assert_allclose(imports.welfare_pct, exports.welfare_pct, atol=1e-6)
    np.testing.assert_allclose(imports.real_wage_pct[1:], exports.real_wage_pct[1:], atol=1e-6)
    assert float(exports.tariff_revenue_new[0]) > 0


@pytest.mark.parametrize("factor", [0.05, 0.8, 1.3])
def test_productivity_everywhere_compounds_through_inputs(factor):
    """With one sector, A-hat in all countries raises real income by A-hat^(1/v) where v is everywhere the same."""
    n, v = 3, 0.4
    rng = np.random.default_rng(0)
    share = rng.dirichlet(np.ones(n), n)[:, :, None]
    base = cp.equilibrium.from_caliendo_parro(
        pi=share,
        tariff=np.zeros((n, n, 1)),
        io_share=np.full((n, 1, 1), 1 - v),
        value_added_share=np.full((n, 1), v),
        final_share=np.ones((n, 1)),
        value_added=[100.0, 200.0, 50.0],
        deficit=np.zeros(n),
        theta=[4.0],
        countries=["A", "B", "C"],
        sectors=["S"],
    )
    outcome = cp.equilibrium.solve(base, cp.Scenario.from_arrays(productivity_hat=np.full((n, 1), factor)))
    np.testing.assert_allclose(outcome.welfare_pct, 100 * (factor ** (1 / v) - 1), atol=1e-6)
    np.testing.assert_allclose(outcome.wage_hat, 1, atol=1e-9)
    dearer = cp.equilibrium.solve(base, cp.Scenario.from_arrays(trade_cost_hat=np.full((n, n, 1), 1 / factor)))
    np.testing.assert_allclose(dearer.welfare_pct, outcome.welfare_pct, atol=1e-6)


def economy_with(share, spent, *, value_added=None):
    """Make an economy whose shares [origin, sector, destination(, use)] and spending [sector, destination, use] are given."""
    share = share if share.ndim == 4 else np.repeat(share[..., None], spent.shape[2], axis=3)
    flow = share * spent[None]
    n, s = share.shape[:2]
    names = [chr(65 + k) for k in range(n)], [f"S{k}" for k in range(s)]
    from counterpoise.world.economy import from_arrays

    return from_arrays(flow[..., :s], flow[..., s], countries=names[0], sectors=names[1], attrs={"scheme": "own"})


def closed_world(seed, n=3, s=2):
    """Give shares that do not depend on the use, and spending that leaves value added positive."""
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.ones(n) * 2, (s, n)).transpose(2, 0, 1)
    spent = rng.uniform(1, 3, (s, n, s + 1))
    spent[..., s] += 4 * s
    return share, spent


def model(sourcing, s=2):
    from counterpoise.scenario.model import ModelChoice

    return ModelChoice(sourcing=sourcing, theta={f"S{k}": 4.0 + k for k in range(s)})


def test_sourcing_does_not_matter_where_shares_are_the_same_for_all_uses():
    economy = economy_with(*closed_world(5))
    cost = np.ones((3, 3, 2))
    cost[0, 1], cost[2, 0, 1] = 1.4, np.inf
    found = [
        cp.equilibrium.solve(cp.calibrate(economy, model(one)), cp.Scenario.from_arrays(trade_cost_hat=cost))
        for one in ("none", "kind", "user")
    ]
    for other in found[1:]:
        np.testing.assert_allclose(found[0].welfare_pct, other.welfare_pct, atol=1e-6)
        np.testing.assert_allclose(found[0].trade_new, other.trade_new, rtol=1e-7, atol=1e-8)


def test_sourcing_by_kind_is_a_world_of_two_goods():
    """One good with other origins as an input and in final use is two goods, made alike, one for each use."""
    n = 3
    rng = np.random.default_rng(8)
    by_use = rng.dirichlet(np.ones(n) * 2, (n, 2)).transpose(2, 0, 1)  # origin, destination, use
    spent = np.stack([rng.uniform(1, 3, n), rng.uniform(6, 9, n)], axis=1)  # destination, use
    economy = economy_with(by_use[:, None], spent[None])
    cost = np.ones((n, n, 1))
    cost[0, 1] = cost[1, 2] = 1.5
    one = cp.equilibrium.solve(cp.calibrate(economy, model("kind", 1)), cp.Scenario.from_arrays(trade_cost_hat=cost))
    base = cp.calibrate(economy, model("user", 1)).accounts
    v = base.value_added_share[:, 0]
    inputs = np.zeros((n, 2, 2))
    inputs[:, 0, :] = (1 - v)[:, None]
    two = cp.equilibrium.from_caliendo_parro(
        pi=by_use.transpose(1, 0, 2),
        tariff=np.zeros((n, n, 2)),
        io_share=inputs,
        value_added_share=np.repeat(v[:, None], 2, axis=1),
        final_share=np.tile([0.0, 1.0], (n, 1)),
        value_added=base.value_added,
        deficit=base.deficit,
        theta=[4.0, 4.0],
        countries=["A", "B", "C"],
        sectors=["input", "final"],
    )
    other = cp.equilibrium.solve(two, cp.Scenario.from_arrays(trade_cost_hat=np.repeat(cost, 2, axis=2)))
    np.testing.assert_allclose(one.welfare_pct, other.welfare_pct, atol=1e-6)
    np.testing.assert_allclose(one.wage_hat, other.wage_hat, atol=1e-8)


# Whatever it takes ------------------------------------------------------------------------------------------


def check(base, outcome):
    """Check the goods and factor markets from the outcome's own variables."""
    world = base.accounts.value_added.sum()
    trade = outcome.trade_new.transpose("origin", "sector", "destination").values
    output = outcome.output_new.transpose("country", "sector").values
    assert np.abs(trade.sum(2) - output).max() / world < 1e-9
    paid = (base.accounts.value_added_share * output).sum(1)
    assert np.abs(paid - outcome.wage_hat.values * base.accounts.value_added).max() / world < 1e-9
    assert outcome.diagnostics["residual"] <= 1e-10


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("closure", ["multiplicative", "balanced"])
def test_hard_shocks_converge(seed, closure):
    base = baseline(seed, 6, 4, closure=closure)
    n = 6
    cut = abroad(n).copy()
    cut[:3, :3] = cut[3:, 3:] = False
    shocks = {
        "99.99 % embargo of one": lambda a: a.__setitem__((slice(1, None), 0), 1e4 ** (1 / 1.5)),
        "two blocs": lambda a: a.__setitem__(cut, np.inf),
        "an island": lambda a: (a.__setitem__((slice(1, None), 0), np.inf), a.__setitem__((0, slice(1, None)), np.inf)),
    }
    for change in shocks.values():
        check(base, cp.equilibrium.solve(base, arrays(base, trade_cost_hat=change)))
    check(base, cp.equilibrium.solve(base, arrays(base, tariff=lambda a: a.__setitem__(abroad(n), 10.0))))
    check(base, cp.equilibrium.solve(base, arrays(base, productivity_hat=lambda a: a.__setitem__(2, 0.05))))


def test_parts_have_their_own_numeraire_and_deficits_that_sum_to_zero():
    base = baseline(2, 5, 2)
    cut = abroad(5).copy()
    cut[:2, :2] = cut[2:, 2:] = False
    outcome = cp.equilibrium.solve(base, arrays(base, trade_cost_hat=lambda a: a.__setitem__(cut, np.inf)))
    assert outcome.diagnostics["parts"] == 2
    paid = outcome.wage_hat.values * base.accounts.value_added
    for part in (slice(0, 2), slice(2, 5)):
        assert paid[part].sum() == pytest.approx(base.accounts.value_added[part].sum(), rel=1e-9)
    trade = outcome.trade_new.values.sum(1)
    a, deficit = base.accounts, trade.sum(0) - trade.sum(1)
    for part in (slice(0, 2), slice(2, 5)):
        kept = a.deficit[part] - a.value_added[part] / a.value_added[part].sum() * a.deficit[part].sum()
        np.testing.assert_allclose(deficit[part], kept, atol=1e-7)
    assert outcome.terms_of_trade_pct.isnull().all()
    assert outcome.diagnostics["alone"] == ""
    assert any("2 parts" in warning for warning in outcome.warnings)


def test_the_fallbacks_give_the_same_solution(monkeypatch):
    from counterpoise.equilibrium import solver

    base = baseline(7, 5, 3)
    scenario = arrays(base, trade_cost_hat=lambda a: a.__setitem__((slice(1, None), 0), 4.0))
    usual = cp.equilibrium.solve(base, scenario)
    real = solver.anderson
    for method, works in (("renewed", 2), ("continuation", 3)):
        calls = []

        def anderson(problem, near, start, tolerance, works=works, calls=calls, **options):
            calls.append(1)
            if len(calls) < works:
                raise solver._Stuck(start, np.inf, 1)
            return real(problem, near, start, tolerance, **options)

        monkeypatch.setattr(solver, "anderson", anderson)
        found = cp.equilibrium.solve(base, scenario)
        assert found.diagnostics["method"] == method
        np.testing.assert_allclose(found.welfare_pct, usual.welfare_pct, atol=1e-6)

    def never(problem, near, start, tolerance, **options):
        raise solver._Stuck(start, 1.0, 1)

    monkeypatch.setattr(solver, "anderson", never)
    found = cp.equilibrium.solve(base, scenario)
    assert found.diagnostics["method"] == "continuation"  # whose steps are Newton's then
    np.testing.assert_allclose(found.welfare_pct, usual.welfare_pct, atol=1e-6)


def test_what_no_method_solves_is_refused(monkeypatch):
    from counterpoise.equilibrium import solver

    base = baseline(7, 3, 2)

    def never(*given, **options):
        raise solver._Stuck(given[-2], 0.5, 1)

    monkeypatch.setattr(solver, "anderson", never)
    monkeypatch.setattr(solver, "newton", never)
    with pytest.raises(
        NoSolution, match=r"no equilibrium was found: the largest gap is 5\.0e-01 .* market of C"
    ) as refusal:
        cp.equilibrium.solve(base, arrays(base, tariff=lambda a: a.__setitem__((0, 1), 0.9)))
    assert refusal.value.exit_code == 3


def test_newton_gives_up_where_its_steps_creep(monkeypatch):
    """Angola's surplus is larger than what half a rupture leaves it: the method stops long before its last step."""
    from counterpoise.equilibrium import solver
    from counterpoise.questions.changes import baseline_of, under_model
    from counterpoise.scenario import read

    def caught(posed, *given, **options):
        raise Found(posed)

    class Found(Exception):  # noqa: N818
        pass

    scenario = under_model(read("embargo 90 % between AGO and USA"), {"horizon": "short"})
    base = baseline_of(scenario, None, None, None, None)
    monkeypatch.setattr("counterpoise.equilibrium.counterfactual.solved", caught)
    with pytest.raises(Found) as held:
        cp.equilibrium.solve(base, scenario)
    quarter = held.value.args[0].part_way(0.25)
    lengths = []
    moved = solver.System.moved
    monkeypatch.setattr(solver.System, "moved", lambda self, step: lengths.append(1) or moved(self, step))
    with pytest.raises(solver._Stuck):
        solver.newton(quarter, quarter.start, 1e-6)
    assert len(lengths) < solver.NEWTON_STEPS * len(solver.LENGTHS) / 3


def test_a_surplus_larger_than_income_is_named():
    economy = random_economy(4, 3, 1, tariffs=False)
    size = economy.value_added
    from tests.reference.textbook import balanced

    gap = np.array([-0.5 * size[0], 0.25 * size[0], 0.25 * size[0]])
    economy = balanced(replace(economy, deficit=gap))[0]
    base = cp.equilibrium.from_caliendo_parro(**keywords(economy))
    ruin = arrays(base, productivity_hat=lambda a: a.__setitem__(0, 1e-4))
    with pytest.raises(NoSolution, match=r"up to \d+ % of the shock .* CA's surplus is larger than the income"):
        cp.equilibrium.solve(base, ruin)
    assert (
        cp.equilibrium.solve(
            cp.equilibrium.from_caliendo_parro(**keywords(economy), closure="multiplicative"), ruin
        ).diagnostics["residual"]
        <= 1e-10
    )


def test_a_warm_start_saves_rounds_and_changes_nothing():
    base = baseline(9, 8, 5)
    near = cp.equilibrium.solve(base, arrays(base, tariff=lambda a: a.__setitem__((0, 1), 0.5)))
    scenario = arrays(base, tariff=lambda a: a.__setitem__((0, 1), 0.51))
    cold, warm = cp.equilibrium.solve(base, scenario), cp.equilibrium.solve(base, scenario, start=near.state)
    assert warm.diagnostics["iterations"] < cold.diagnostics["iterations"]
    np.testing.assert_allclose(warm.welfare_pct, cold.welfare_pct, atol=1e-7)


# What has no equilibrium ------------------------------------------------------------------------------------


def lacking(*, uses_it=True):
    """Three countries and two goods; C makes no ore, and its metal (and nobody else's) may need some."""
    share = np.zeros((3, 2, 3))
    share[:, 0] = [[0.8, 0.3, 0.5], [0.2, 0.7, 0.5], [0.0, 0.0, 0.0]]
    share[:, 1] = [[0.7, 0.2, 0.1], [0.2, 0.7, 0.2], [0.1, 0.1, 0.7]]
    inputs = np.zeros((3, 2, 2))
    inputs[:, 0, 1] = [0.3, 0.3, 0.3 if uses_it else 0.0]
    return cp.equilibrium.from_caliendo_parro(
        pi=share.transpose(2, 0, 1),
        tariff=np.zeros((3, 3, 2)),
        io_share=inputs,
        value_added_share=1 - inputs.sum(1),
        final_share=np.array([[0.1, 0.9], [0.1, 0.9], [0.0, 1.0]]),
        value_added=[100.0, 100.0, 50.0],
        deficit=np.zeros(3),
        theta=[5.0, 4.0],
        countries=["A", "B", "C"],
        sectors=["ore", "metal"],
    )


def embargo(a):
    a[2, :2] = a[:2, 2] = np.inf


def test_an_essential_input_is_named_before_any_iteration(monkeypatch):
    from counterpoise.equilibrium import counterfactual

    base = lacking()
    monkeypatch.setattr(counterfactual, "solved", None)
    with pytest.raises(
        NoSolution, match="no equilibrium exists: C can't get ore from anywhere, an input of metal"
    ) as no:
        cp.equilibrium.solve(base, arrays(base, trade_cost_hat=embargo))
    assert no.value.exit_code == 3


def test_an_island_leaves_the_balances_of_the_others_as_they_were():
    base = baseline(3, 5, 2)
    away = abroad(5).copy()
    away[1:, 1:] = False
    outcome = cp.equilibrium.solve(base, arrays(base, trade_cost_hat=lambda a: a.__setitem__(away, np.inf)))
    almost = cp.equilibrium.solve(base, arrays(base, trade_cost_hat=lambda a: a.__setitem__(away, 1e3)))
    assert outcome.diagnostics["alone"] == "CA"
    flow = outcome.trade_new.values.sum(1)
    deficit = flow.sum(0) - flow.sum(1)
    assert deficit[0] == pytest.approx(0, abs=1e-8)
    assert np.abs(deficit[1:] - base.accounts.deficit[1:]).max() <= abs(base.accounts.deficit[0]) + 1e-8
    assert almost.diagnostics["parts"] == 1


def test_without_the_need_the_island_lives_on():
    base = lacking(uses_it=False)
    outcome = cp.equilibrium.solve(base, arrays(base, trade_cost_hat=embargo))
    check(base, outcome)
    # one sector, no inputs: Arkolakis, Costinot and Rodriguez-Clare (2012), with the home share before
    home = float(base.accounts.share[1, 2, 2])
    assert float(outcome.welfare_pct.sel(country="C")) == pytest.approx(100 * (home ** (1 / 4.0) - 1), abs=1e-6)


def stopping():
    """Three countries and three goods; C makes no ore, which its metal needs, and sells services too."""
    share = np.zeros((3, 3, 3))
    share[:, 0] = [[0.8, 0.3, 0.5], [0.2, 0.7, 0.5], [0.0, 0.0, 0.0]]
    share[:, 1] = [[0.7, 0.2, 0.1], [0.2, 0.7, 0.2], [0.1, 0.1, 0.7]]
    share[:, 2] = [[0.8, 0.1, 0.2], [0.1, 0.8, 0.2], [0.1, 0.1, 0.6]]
    inputs = np.zeros((3, 3, 3))
    inputs[:, 0, 1] = 0.3
    return cp.equilibrium.from_caliendo_parro(
        pi=share.transpose(2, 0, 1),
        tariff=np.zeros((3, 3, 3)),
        io_share=inputs,
        value_added_share=1 - inputs.sum(1),
        final_share=np.array([[0.1, 0.4, 0.5], [0.1, 0.4, 0.5], [0.0, 0.5, 0.5]]),
        value_added=[100.0, 100.0, 50.0],
        deficit=np.zeros(3),
        theta=[5.0, 4.0, 4.0],
        countries=["A", "B", "C"],
        sectors=["ore", "metal", "services"],
    )


def no_ore(a):
    a[2, :2, 0] = np.inf


def test_a_producer_stops_where_others_can_sell_instead():
    """Without ore C's metal stops, but C still buys A's and B's, and sells its services."""
    base = stopping()
    outcome = cp.equilibrium.solve(base, arrays(base, trade_cost_hat=no_ore))
    assert float(outcome.output_new.sel(country="C", sector="metal")) == 0
    assert any("production stops of metal in C" in warning for warning in outcome.warnings)
    check(base, outcome)
    almost = arrays(base, trade_cost_hat=lambda a: a.__setitem__((2, slice(0, 2), 0), 1e9))
    np.testing.assert_allclose(cp.equilibrium.solve(base, almost).welfare_pct, outcome.welfare_pct, atol=1e-4)


def test_who_can_only_buy_needs_someone_to_pay():
    base = baseline(1, 3, 1, deficits=False)
    one_way = arrays(base, trade_cost_hat=lambda a: a.__setitem__((slice(1, None), 0), np.inf))
    with pytest.raises(NoSolution, match="CA can only buy, and not sell"):
        cp.equilibrium.solve(base, one_way)


def test_one_way_trade_lives_on_what_pays_for_it():
    base = cp.equilibrium.from_gravity(flows=[[100.0, 20.0], [20.0, 100.0]], theta=4.0, countries=["A", "B"])
    cost = np.ones((2, 2, 1))
    cost[1, 0] = np.inf
    paid = cp.equilibrium.solve(base, cp.Scenario.from_arrays(trade_cost_hat=cost, transfer=[10.0, -10.0]))
    trade = paid.trade_new.values[:, 0]
    assert trade[0, 1] == 0
    assert trade[1, 0] == pytest.approx(10.0, rel=1e-8)
    uneven = cp.equilibrium.from_gravity(flows=[[100.0, 20.0], [30.0, 100.0]], theta=4.0, closure="balanced")
    with pytest.raises(NoSolution, match="0 can only buy, and not sell"):
        cp.equilibrium.solve(uneven, cp.Scenario.from_arrays(trade_cost_hat=cost))


def test_a_transfer_stays_within_a_part():
    base = baseline(2, 4, 2, deficits=False)
    cut = abroad(4).copy()
    cut[:2, :2] = cut[2:, 2:] = False
    cost = np.ones((4, 4, 2))
    cost[cut] = np.inf
    without = cp.equilibrium.solve(base, cp.Scenario.from_arrays(trade_cost_hat=cost))
    within = cp.equilibrium.solve(base, cp.Scenario.from_arrays(trade_cost_hat=cost, transfer=[5.0, -5.0, 0, 0]))
    assert (
        float(within.welfare_pct[0] - without.welfare_pct[0])
        > 0
        > float(within.welfare_pct[1] - without.welfare_pct[1])
    )
    np.testing.assert_allclose(within.welfare_pct[2:], without.welfare_pct[2:], atol=1e-7)
    with pytest.raises(NoSolution, match=r"a transfer reaches C[AC], C[BD]"):
        cp.equilibrium.solve(base, cp.Scenario.from_arrays(trade_cost_hat=cost, transfer=[5.0, 0, -5.0, 0]))


def test_parts_that_never_traded_are_a_baseline():
    base = cp.equilibrium.from_gravity(
        flows=[[80.0, 20.0, 0.0], [20.0, 60.0, 0.0], [0.0, 0.0, 50.0]], theta=4.0, countries=["A", "B", "C"]
    )
    tariff = np.zeros((3, 3, 1))
    tariff[0, 1] = 0.1
    found = cp.equilibrium.solve(base, cp.Scenario.from_arrays(tariff=tariff)).welfare_pct
    assert float(found.sel(country="C")) == pytest.approx(0, abs=1e-9)
    two = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    alone = cp.equilibrium.solve(two, cp.Scenario.from_arrays(tariff=tariff[:2, :2])).welfare_pct
    np.testing.assert_allclose(found.sel(country=["A", "B"]), alone, atol=1e-7)


def test_a_prohibitive_tariff_is_an_embargo():
    base = cp.equilibrium.from_gravity(flows=[[100.0, 20.0], [30.0, 100.0]], theta=64.0, closure="balanced")
    away = abroad(2)[:, :, None]
    taxed = cp.equilibrium.solve(base, cp.Scenario.from_arrays(tariff=np.where(away, 1e6, 0.0)))
    closed = cp.equilibrium.solve(base, cp.Scenario.from_arrays(trade_cost_hat=np.where(away, np.inf, 1.0)))
    np.testing.assert_allclose(taxed.welfare_pct, closed.welfare_pct, atol=1e-9)
    home = cp.equilibrium.from_gravity(flows=[[100.0, 20.0], [20.0, 100.0]], theta=64.0)
    cheap = cp.equilibrium.solve(home, cp.Scenario.from_arrays(productivity_hat=[[1e6], [1e6]]))
    np.testing.assert_allclose(cheap.welfare_pct, 100 * (1e6 - 1), rtol=1e-9)


def test_nobody_lives_on_nothing():
    """However small a country is: a surplus beyond its income is refused, not taken for closed markets."""
    flows = np.array([[100.0, 20.0, 0.0], [20.0, 100.0, 0.0], [0.0, 0.0, 0.0]])
    flows[2] = 1e-10 * np.array([50.0, 20.0, 30.0])
    flows[:2, 2] = 1e-10 * np.array([5.0, 5.0])
    base = cp.equilibrium.from_gravity(flows=flows, theta=4.0, countries=["A", "B", "C"])
    ruin = cp.Scenario.from_arrays(productivity_hat=[[1.0], [1.0], [1e-6]])
    with pytest.raises(NoSolution, match="C's surplus is larger than the income"):
        cp.equilibrium.solve(base, ruin)


def test_an_odd_start_ends_at_the_same_level():
    base = baseline(3, 3, 2)
    scenario = arrays(base, tariff=lambda a: a.__setitem__((0, 1), 0.5))
    usual = cp.equilibrium.solve(base, scenario)
    a = base.accounts
    state, up = usual.state, np.log(5.0)  # the same allocation with every value times five
    odd = replace(
        state,
        log_wage=state.log_wage + up,
        log_inputs=state.log_inputs + (1 - a.value_added_share) * up,
        output=5 * state.output,
        revenue=5 * state.revenue,
    )
    again = cp.equilibrium.solve(base, scenario, start=odd)
    np.testing.assert_allclose(again.wage_hat, usual.wage_hat, rtol=1e-7)


def test_a_producer_that_stops_sells_nothing_under_tariffs_either():
    base = stopping()
    outcome = cp.equilibrium.solve(
        base, arrays(base, trade_cost_hat=no_ore, tariff=lambda a: a.__setitem__((2, 0, 1), 0.1))
    )
    assert float(outcome.output_new.sel(country="C", sector="metal")) == 0
    check(base, outcome)
    assert float(outcome.tariff_revenue_new.min()) > -1e-9
    tiny = arrays(base, trade_cost_hat=no_ore, tariff=lambda a: a.__setitem__((2, 0, 1), 1e-9))
    none = arrays(base, trade_cost_hat=no_ore)
    one, other = (cp.equilibrium.solve(base, each).welfare_pct for each in (tiny, none))
    np.testing.assert_allclose(one, other, atol=1e-5)


# Inputs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pi": np.ones((2, 2, 1))}, "pi has the shape"),
        ({"theta": [-1.0, 2.0, 3.0]}, "theta of -1 is not positive"),
        ({"unit": "dollars"}, "'dollars' is not a unit"),
        ({"closure": "aditive"}, "did you mean additive"),
        ({"tariff": np.full((4, 4, 3), -1.0)}, "leaves no price"),
        ({"deficit": [1e6, 0, 0, 0]}, "deficits sum to"),
        ({"final_share": np.ones((4, 3))}, "final_share sums to 3"),
        ({"value_added": [np.nan, 1, 1, 1]}, "not finite"),
        ({"value_added_share": np.full((4, 3), 0.5)}, "it must be 1"),
        ({"value_added": [100.0, 0.0, 1.0, 1.0]}, "value added is not positive"),
    ],
)
def test_wrong_parameters_are_named(change, said):
    with pytest.raises(InputError, match=said):
        baseline(1, **change)


def test_spending_on_what_nobody_sells_is_refused():
    world = keywords(random_economy(1, 3, 2))
    world["pi"][1, :, 1] = 0
    with pytest.raises(DataError, match="CB spends on SB, and buys it from nobody"):
        cp.equilibrium.from_caliendo_parro(**world)


def test_what_looks_like_a_slip_of_units_is_noted():
    world = keywords(random_economy(1, 3, 2))
    assert not cp.equilibrium.from_caliendo_parro(**world).notes
    wrong = cp.equilibrium.from_caliendo_parro(**(world | {"tariff": 100 * world["tariff"]}))
    assert any("tariffs are fractions" in note for note in wrong.notes)
    assert any("balancing them moved wages by up to" in note for note in wrong.notes)
    inverse = cp.equilibrium.from_caliendo_parro(**(world | {"theta": 1 / np.asarray(world["theta"])}))
    assert any("not its inverse" in note for note in inverse.notes)


def test_labels_are_unique():
    with pytest.raises(DataError, match="the countries hold a label twice"):
        cp.equilibrium.from_caliendo_parro(**(keywords(random_economy(1, 4, 3)) | {"countries": ["A", "A", "B", "C"]}))


def test_a_matrix_will_do_for_one_sector():
    base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    flat, deep = (cp.Scenario.from_arrays(tariff=one) for one in ([[0, 0.1], [0, 0]], [[[0], [0.1]], [[0], [0]]]))
    one, other = (cp.equilibrium.solve(base, each).welfare_pct for each in (flat, deep))
    np.testing.assert_array_equal(one, other)


def test_gravity_wants_a_square_of_flows():
    with pytest.raises(InputError, match="flows has the shape"):
        cp.equilibrium.from_gravity(flows=np.ones((2, 3)), theta=4)
    with pytest.raises(InputError, match="B buys nothing"):
        cp.equilibrium.from_gravity(flows=[[1.0, 0.0], [1.0, 0.0]], theta=4, countries=["A", "B"])


def test_units_are_turned_into_million_dollars():
    dollars = baseline(1)
    billions = baseline(1, unit="billion USD")
    assert billions.accounts.value_added.sum() == pytest.approx(1e3 * dollars.accounts.value_added.sum())


def test_another_model_than_the_baselines_is_refused():
    base = baseline(1)
    scenario = arrays(base, tariff=lambda a: a.__setitem__((0, 1), 0.5))
    from counterpoise.scenario.model import ModelChoice

    asked = scenario.model_copy(update={"model": ModelChoice(sourcing="user")})
    with pytest.raises(InputError, match="asks for sourcing = 'user'"):
        cp.equilibrium.solve(base, asked)
    same = scenario.model_copy(update={"model": ModelChoice(sourcing="none", deficits="recorded", theta={})})
    assert cp.equilibrium.solve(base, same).diagnostics["closure"] == "additive"
    balanced = scenario.model_copy(update={"model": ModelChoice(closure="balanced")})
    assert cp.equilibrium.solve(base, balanced).diagnostics["closure"] == "balanced"


# The outcome ------------------------------------------------------------------------------------------------


def test_an_outcome_shows_what_is_asked():
    base = baseline(1)
    outcome = cp.equilibrium.solve(base, arrays(base, tariff=lambda a: a.__setitem__((0, 1), 0.5)))
    assert {one["variable"] for one in outcome.records()} == set(outcome.variables)
    few = outcome.showing(["welfare_pct"], ["CA", "CC"])
    assert [one["country"] for one in few.records()] == ["CA", "CC"]
    assert few.table().shape == (2, 1)
    assert outcome.sel(country="CB").data.sizes == {}
    assert outcome.trade_new.dims == ("origin", "sector", "destination")
    with pytest.raises(InputError, match="did you mean welfare_pct"):
        outcome.showing(["welfare"])
    with pytest.raises(InputError, match="'ZZ' is not in the baseline"):
        outcome.showing(countries=["ZZ"])
    with pytest.raises(AttributeError, match="no 'welfare'"):
        outcome.welfare  # noqa: B018


def test_the_decomposition_and_the_variation_follow_their_formulas():
    base = baseline(6, 4, 2)
    outcome = cp.equilibrium.solve(base, arrays(base, tariff=lambda a: a.__setitem__((0, slice(1, None)), 0.5)))
    np.testing.assert_allclose(outcome.equivalent_variation, base.accounts.income * outcome.welfare_pct / 100)
    both = outcome.terms_of_trade_pct + outcome.volume_of_trade_pct
    np.testing.assert_allclose(outcome.real_income_by_parts_pct, both)


def test_nothing_changes_nothing():
    base = baseline(6, 4, 2)
    assert float(abs(cp.equilibrium.solve(base, None).welfare_pct).max()) < 1e-8
    same = arrays(base, tariff=np.copy)
    assert float(abs(cp.equilibrium.solve(base, same).welfare_pct).max()) < 1e-8


def test_a_random_policy_is_solved_to_the_tolerance_that_is_asked():
    economy = random_economy(11, 5, 3)
    base = cp.equilibrium.from_caliendo_parro(**keywords(economy))
    scenario = cp.Scenario.from_arrays(tariff=random_tariff(11, economy))
    rough, fine = (cp.equilibrium.solve(base, scenario, tolerance=one) for one in (1e-6, 1e-12))
    assert fine.diagnostics["residual"] <= 1e-12
    assert rough.diagnostics["iterations"] < fine.diagnostics["iterations"]
