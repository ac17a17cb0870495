"""The derivative of the equations beside differences of them, and its transpose beside it, for each component of the model."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from tests.reference.nested_worlds import baseline_of, random_shock, random_world, scenario_of

NESTS = {"input_substitution": 0.4, "value_added_substitution": 0.7, "consumption_substitution": 1.6}
WORLDS = {
    "usual": {},
    "inputs": {"input_substitution": 0.3},
    "value added": {"value_added_substitution": 0.5},
    "consumption": {"consumption_substitution": 2.5},
    "nests": NESTS,
    "fixed proportions": dict.fromkeys(NESTS, 0.0),
    "specific": {"factor_mobility": "specific"},
    "iota": {"factor_mobility": 1.5},
    "labour supply": {"labour_supply": 0.7},
    "iota and labour supply": {"factor_mobility": 2.0, "labour_supply": 1.5},
    "theta": {"theta": [-0.24, 0.0, 4.0]},
    "multiplicative": {"closure": "multiplicative"},
    "balanced": {"closure": "balanced"},
    "by kind": {"sourcing": "kind", **NESTS},
    "by user": {"sourcing": "user", **NESTS},
    "all": {
        **NESTS,
        "factor_mobility": 1.2,
        "labour_supply": 0.5,
        "theta": [-0.2, 0.0, 4.0],
        "closure": "multiplicative",
    },
    "all by user": {
        **NESTS,
        "factor_mobility": 1.2,
        "labour_supply": 0.5,
        "sourcing": "user",
        "closure": "multiplicative",
    },
    "all by kind": {**NESTS, "labour_supply": 0.5, "sourcing": "kind", "theta": [-0.2, 0.0, 4.0]},
}
SIMPLE = {
    "profits": {"competition": "monopolistic"},
    "profits and labour supply": {"competition": "monopolistic", "labour_supply": 0.5, "factor_mobility": 1.0},
}
RELIEF = {
    "relief": {"labour_supply": 0.5},
    "relief and nests": {**NESTS, "labour_supply": 0.8, "factor_mobility": 1.2},
    "relief by user": {"labour_supply": 0.5, "sourcing": "user", "closure": "multiplicative"},
}
FIRMS = {
    "marketing": {"marketing": [0.3, 0.1, 0.2]},
    "pass-through": {"pass_through": [1.4, 1.1, 0.7]},
    "scale": {"scale": 0.2},
    "firms": {"marketing": [0.3, 0.1, 0.2], "pass_through": [1.4, 1.1, 0.7], "scale": 0.2},
}


def base_of(case):
    if case in WORLDS:
        return baseline_of(random_world(3).with_(**WORLDS[case]))
    if case in SIMPLE:
        return baseline_of(random_world(6, inputs=False).with_(**SIMPLE[case]))
    if case in RELIEF:
        return baseline_of(random_world(3).with_(**RELIEF[case])).varied(rebate="income_tax")
    return baseline_of(random_world(6, inputs=False))


def firms_of(case, *, rebate="lump_sum", closure="additive"):
    from dataclasses import replace

    from counterpoise.equilibrium.firms import Firms

    usual = {"marketing": np.zeros(3), "pass_through": np.ones(3), "scale": 0.0}
    given = {key: np.asarray(value) for key, value in FIRMS[case].items()}
    base = replace(base_of("firms"), closure=closure)
    return base.varied(firms=Firms(**usual | given), labour_supply=0.5, rebate=rebate)


def system(base, seed=0):
    """Give the linear system at a point near no solution, under a shock with every instrument."""
    from counterpoise.equilibrium.counterfactual import arrays_of
    from counterpoise.equilibrium.problem import State, problem
    from counterpoise.equilibrium.system import System

    world = random_world(3 if base.accounts.input_share.any() else 6, inputs=bool(base.accounts.input_share.any()))
    shock = random_shock(seed, world, size=0.5)
    posed = problem(
        base.accounts,
        arrays_of(base, scenario_of(shock)),
        base.closure,
        base.names,
        base_tariff=base.tariff,
        base_tax=base.export_tax,
    )
    rng = np.random.default_rng(seed + 100)
    start, weight = posed.start, posed.inputs_weight
    state = State(
        start.log_wage + rng.normal(0, 0.05, start.log_wage.shape),
        rng.normal(0, 0.05, weight.shape) * weight,
        start.output * np.exp(rng.normal(0, 0.05, start.output.shape)),
        start.revenue * np.exp(rng.normal(0, 0.05, start.revenue.shape)) + 0.05 * base.accounts.value_added,
        rng.normal(0, 0.05, start.log_labour.shape),
    )
    return System(posed, base.near, state, posed.at(state))


def check(base):
    made = system(base)
    assert made.size == made.gap().size
    rng = np.random.default_rng(9)
    for _ in range(3):
        x, z = rng.normal(size=(2, made.size))
        # an input price that no producer pays has no meaning
        x, z = (made.vector(*_meant(made, made.parts(one))) for one in (x, z))
        sides = []
        for h in (1e-5, -1e-5):
            state = made.moved(h * x)
            sides.append(made.gap_of(state, made.problem.at(state)))
        forward = made.times(x)
        np.testing.assert_allclose((sides[0] - sides[1]) / 2e-5, forward, atol=1e-6 * np.abs(forward).max())
        assert float(z @ forward) == pytest.approx(float(x @ made.times_transposed(z)), rel=1e-10, abs=1e-10)
    return made


def _meant(made, parts):
    wages, inputs, output, revenue, labour = parts
    return wages, inputs * (made.problem.inputs_weight > 0), output, revenue, labour


def check_all_that_is_said(made):
    """Weights on everything that `Said` holds, as the gradients of outcomes have them."""
    from counterpoise.equilibrium.moves import Move, Said

    rng = np.random.default_rng(4)
    state = made.state
    move = Move(**{one.name: rng.normal(size=getattr(state, one.name).shape) for one in fields(Move)})
    move.log_inputs *= made.problem.inputs_weight > 0
    said = made.linear.forward(move)
    on = Said(**{one.name: rng.normal(size=getattr(said, one.name).shape) for one in fields(Said)})
    wanted = sum(float((getattr(on, one.name) * getattr(said, one.name)).sum()) for one in fields(Said))
    back, _ = made.linear.backward(on)
    found = sum(float((getattr(back, one.name) * getattr(move, one.name)).sum()) for one in fields(Move))
    assert found == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize("case", [*WORLDS, *SIMPLE, *RELIEF])
def test_each_component(case):
    check_all_that_is_said(check(base_of(case)))


@pytest.mark.parametrize("rebate", ["lump_sum", "income_tax"])
@pytest.mark.parametrize("closure", ["additive", "multiplicative"])
@pytest.mark.parametrize("case", FIRMS)
def test_firms(case, closure, rebate):
    check_all_that_is_said(check(firms_of(case, closure=closure, rebate=rebate)))


def test_where_an_income_is_held_up():
    """Spending does not fall below a share of what the factor earns: the derivative has the corner's side."""
    from counterpoise.equilibrium.system import System

    for base in (base_of("nests"), firms_of("firms", rebate="income_tax")):
        made = system(base)
        state = made.moved(np.zeros(made.size))
        state.revenue[1] = -2 * base.accounts.value_added[1]
        point = made.problem.at(state)
        assert point.floored.tolist() == [False, True, False]
        check_all_that_is_said(System(made.problem, base.near, state, point))


def test_a_newton_step_and_the_weights_of_the_implicit_function_theorem():
    made = system(firms_of("firms", rebate="income_tax"))
    right = np.random.default_rng(1).normal(size=made.size)
    for times, solve in ((made.times, made.solve), (made.times_transposed, made.solve_transposed)):
        found, met = solve(right)
        assert met
        np.testing.assert_allclose(times(found), right, atol=1e-9)
