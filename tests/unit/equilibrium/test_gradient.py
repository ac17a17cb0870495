"""Every outcome's gradient by every policy and parameter, beside central differences of solved equilibria."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.equilibrium import solve
from counterpoise.equilibrium.effects import OUTCOME
from counterpoise.equilibrium.firms import Firms
from counterpoise.equilibrium.gradient import BY, DIMS, Gradient, gradient
from counterpoise.equilibrium.problem import State
from counterpoise.equilibrium.seeds import SEEDS
from counterpoise.equilibrium.system import System
from tests.reference.levels import flows
from tests.reference.worlds import keywords, random_economy
from tests.unit.equilibrium.test_levels import ModelChoice, economy_of

CLOSE = 1e-6
"""Of a derivative, and of what a difference of solved equilibria can tell of it."""

N, S = 4, 3
OFF = (1.0 - np.eye(N))[:, :, None]
NESTS: dict[str, Any] = {
    "input_substitution": 0.3,
    "value_added_substitution": 0.6,
    "consumption_substitution": 1.4,
}
MODELS: dict[str, dict[str, Any]] = {
    "Caliendo and Parro": {},
    "tied": NESTS | {"factor_mobility": 0.7, "labour_supply": 0.4},
    "low": NESTS | {"labour_supply": 0.4, "theta": np.array([0.0, -0.3, 3.0])},
    "specific": {"factor_mobility": "specific"},
    "relief": NESTS | {"factor_mobility": 0.7, "labour_supply": 0.4, "rebate": "income_tax"},
}
FIRMS: dict[str, dict[str, Any]] = {
    "firms": {"labour_supply": 0.4},
    "firms and relief": {"labour_supply": 0.4, "rebate": "income_tax"},
    "firms and inputs": {"labour_supply": 0.4, "rebate": "income_tax"},
    "firms and inputs that substitute": {
        "labour_supply": 0.4,
        "rebate": "income_tax",
        "input_substitution": 0.6,
        "value_added_substitution": 0.7,
    },
}


def world(seed=3):
    return cp.equilibrium.from_caliendo_parro(**keywords(random_economy(seed, N, S)))


def base_of(name):
    if name in MODELS:
        return world().varied(**MODELS[name])
    firms = Firms(np.array([0.3, 0.1, 0.2, 0.0]), np.array([1.4, 1.1, 0.7, 1.0]), 0.1)
    if "inputs" in name:
        return world().varied(firms=firms, **FIRMS[name])
    flow, tariff = flows(4, N, S)
    flow[..., :S] = 0.0
    trade = flow.sum(3) * np.random.default_rng(4).uniform(0.2, 1.0, (N, S, N))  # origin, sector, destination
    base = cp.equilibrium.from_trade(flows=trade, tariff=tariff.transpose(2, 0, 1), theta=[2.0, 4.0, 6.0])
    return base.varied(firms=firms, **FIRMS[name])


def policy(seed=5):
    rng = np.random.default_rng(seed)
    return {
        "tariff": rng.uniform(0, 0.5, (N, N, S)) * OFF,
        "export_tax": rng.uniform(0, 0.1, (N, N, S)) * OFF,
        "trade_cost_hat": 1 + rng.uniform(0, 0.2, (N, N, S)) * OFF,
        "productivity_hat": rng.uniform(0.9, 1.1, (N, S)),
        "transfer": np.array([3.0, -1.0, -1.5, -0.5]),
    }


def solved(base, arrays):
    return solve(base, cp.Scenario.from_arrays(**arrays), tolerance=1e-14)


def labels(base, of):
    many = DIMS.get(of, 1)
    return {
        "country": base.countries[0],
        "sector": base.sectors[1] if many > 1 else None,
        "partner": base.countries[1] if many > 2 else None,
    }


def number(outcome, of):
    held = labels(outcome.baseline, of)
    array = getattr(outcome, of)
    if DIMS.get(of, 1) == 3:
        return float(array.sel(origin=held["country"], sector=held["sector"], destination=held["partner"]))
    return float(array.sel({one: held[one] for one in array.dims}))


def differences(base, arrays):
    """Give central differences of every outcome, by a policy on one flow, node or country, or a parameter."""

    def moved(name, at, step, *, log=False):
        made = arrays[name].copy()
        made[at] = made[at] * np.exp(step) if log else made[at] + step
        return solved(base, arrays | {name: made})

    size = base.accounts.domestic_income
    giver = np.where(np.arange(N) == 1, -1.0, size / (size.sum() - size[1]))
    flow, node = (2, 0, 1), (2, 1)
    steps = {
        "tariff": (lambda h: moved("tariff", flow, h), 1e-5, (0, 1, 2)),
        "export_tax": (lambda h: moved("export_tax", flow, h), 1e-5, (0, 1, 2)),
        "trade_cost": (lambda h: moved("trade_cost_hat", flow, h, log=True), 1e-5, (0, 1, 2)),
        "productivity": (lambda h: moved("productivity_hat", node, h, log=True), 1e-5, node),
        "transfer": (lambda h: solved(base, arrays | {"transfer": arrays["transfer"] - h * giver}), 1e-2, (1,)),
        "theta": (lambda h: solved(base.varied(theta=base.theta + h * (np.arange(S) == 1)), arrays), 1e-4, (1,)),
    }
    nests = base.accounts.nests
    held = dict(zip(NESTS, (nests.inputs, nests.value_added, nests.consumption), strict=True))
    if base.accounts.firms.tracked:
        del held["consumption_substitution"]
    for name, nest in held.items():
        steps[name] = (lambda h, n=name, e=nest.elasticity: solved(base.varied(**{n: e + h}), arrays), 1e-2, ())
    factors = base.accounts.factors
    if factors.labour_supply > 0:
        phi = factors.labour_supply
        steps["labour_supply"] = (lambda h: solved(base.varied(labour_supply=phi + h), arrays), 1e-3, ())
    if 0 < factors.mobility < np.inf:
        iota = factors.mobility
        steps["factor_mobility"] = (lambda h: solved(base.varied(factor_mobility=iota + h), arrays), 1e-3, ())
    for name, (run, step, at) in steps.items():
        near, far = ((run(h), run(-h)) for h in (step, 2 * step))
        yield name, at, near, far, step


def richardson(near, far, of, step):
    """Give the derivative to the fourth order from two pairs of solved equilibria."""
    close, wide = ((number(up, of) - number(down, of)) for up, down in (near, far))
    return (8 * close - wide) / (12 * step)


SCALED = ("Caliendo and Parro", "tied", "relief", "firms and relief", "firms and inputs that substitute")
"""Where multiplicative deficits, which are in the equation of income alone, meet employment, rebates and firms."""


@pytest.mark.parametrize(
    ("name", "closure"),
    [*((one, "additive") for one in (*MODELS, *FIRMS)), *((one, "multiplicative") for one in SCALED)],
)
def test_beside_differences(name, closure):
    base = dataclasses.replace(base_of(name), closure=closure)
    arrays = policy()
    outcome = solved(base, arrays)
    given = base.accounts.factors.labour_supply == 0  # then nothing moves employment
    held = {of: Gradient(outcome, of=of, **labels(base, of)) for of in SEEDS if not (given and of == "employment_pct")}
    seen = set()
    for by, at, near, far, step in differences(base, arrays):
        seen.add(by)
        for of, found in held.items():
            expected = richardson(near, far, of, step)
            scale = max(abs(expected), 1e-3 * abs(number(outcome, of)), 1e-5)
            assert float(found.values(by)[at]) == pytest.approx(expected, abs=CLOSE * scale), (of, by)
    assert seen >= {"tariff", "theta", "input_substitution", "transfer"}


def test_every_variable_of_an_outcome_has_one():
    assert set(SEEDS) == set(OUTCOME)
    assert {one for one in DIMS if one in SEEDS} == set(DIMS)


@pytest.mark.parametrize("sourcing", ["kind", "user"])
def test_where_origins_differ_by_use(sourcing):
    """All tariffs of one importer at once: the sum of their derivatives along a direction."""
    flow, tariff = flows(1, N, S)
    theta = {f"S{k}": 2.0 + k for k in range(S)}
    economy = economy_of(flow, tariff)
    base = cp.calibrate(economy, ModelChoice(sourcing=sourcing, theta=theta)).varied(**NESTS)
    rng = np.random.default_rng(2)
    start, along = rng.uniform(0, 0.3, (N, N, S)) * OFF, rng.uniform(-1, 1, (N, N, S)) * OFF

    def at(step):
        return solve(base, cp.Scenario.from_arrays(tariff=start + step * along), tolerance=1e-14)

    for of in ("welfare_pct", "trade_pct", "tariff_revenue_new", "output_pct"):
        slope = np.nan_to_num(Gradient(at(0.0), of=of, **labels(base, of)).values("tariff"))
        expected = (
            8 * (number(at(1e-4), of) - number(at(-1e-4), of)) - number(at(2e-4), of) + number(at(-2e-4), of)
        ) / 12e-4
        assert (slope * along.transpose(1, 2, 0)).sum() == pytest.approx(expected, rel=CLOSE), of


def test_in_a_world_that_is_cut():
    """Two parts that do not trade have a numeraire each."""
    base = world()
    cost = np.ones((N, N, S))
    cost[:2, 2:] = cost[2:, :2] = np.inf
    tariff = policy()["tariff"]

    def at(step):
        made = tariff.copy()
        made[0, 1, 2] += step
        return solve(base, cp.Scenario.from_arrays(tariff=made, trade_cost_hat=cost), tolerance=1e-14)

    outcome = at(0.0)
    assert outcome.diagnostics["parts"] == 2
    slope = Gradient(outcome, country=base.countries[0]).values("tariff")
    expected = (number(at(1e-5), "welfare_pct") - number(at(-1e-5), "welfare_pct")) / 2e-5
    assert slope[1, 2, 0] == pytest.approx(expected, rel=CLOSE)
    assert np.nan_to_num(slope[2:, :, :2]).max() == np.nan_to_num(slope[:2, :, 2:]).max() == 0.0


@pytest.mark.parametrize("name", list(MODELS))
def test_the_matrix_and_its_transpose(name):
    """The derivative forwards is that of the gaps, and backwards its transpose; so are the approximate inverses'."""
    base = world().varied(**MODELS[name])
    outcome = solved(base, policy())
    problem, state = outcome.problem, outcome.state
    system = System(problem, base.near, state, problem.at(state))
    rng = np.random.default_rng(0)
    x, z = rng.normal(size=(2, system.size))
    step = 1e-6

    def gap(sign):
        wages, inputs, output, revenue, labour = system.parts(sign * step * x)
        there = State(
            state.log_wage + wages,
            state.log_inputs + inputs,
            state.output + output * system.of_output,
            state.revenue + revenue * system.of_revenue,
            state.log_labour + labour,
        )
        return system.gap_of(there, problem.at(there))

    forward = system.times(x)
    np.testing.assert_allclose(forward, (gap(1) - gap(-1)) / (2 * step), atol=1e-7 * np.abs(forward).max())
    assert z @ forward == pytest.approx(x @ system.times_transposed(z), rel=1e-11)
    assert z @ system.near_inverse(x) == pytest.approx(x @ system.near_inverse_transposed(z), rel=1e-9)
    right = system.times(x)
    np.testing.assert_allclose(system.solve(right)[0], x, atol=1e-8 * np.abs(x).max())


def test_labels_and_refusals():
    base = world()
    outcome = solved(base, policy())
    first = base.countries[0]
    array = gradient(outcome, country=first)
    assert array.dims == ("origin", "sector", "destination")
    assert array.sel(origin=first, destination=first).isnull().all()
    for options, said in (
        ({"of": "welfare"}, "no 'welfare'"),
        ({"by": "taxes"}, "no gradient is taken by 'taxes'"),
        ({"country": "XX"}, "not in the baseline"),
        ({"of": "output_pct"}, "needs a sector"),
        ({"of": "employment_pct"}, "supply of the factor is given"),
        ({"by": "factor_mobility"}, "factors move freely"),
    ):
        with pytest.raises(InputError, match=said):
            gradient(outcome, **({"country": first} | options))
    assert set(BY) >= {"tariff", "trade_cost", "theta"}
