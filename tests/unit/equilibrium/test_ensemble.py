"""Draws put to one baseline: each is the solution that its elasticities have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import NoSolution
from counterpoise.equilibrium.counterfactual import solve
from counterpoise.equilibrium.ensemble import COUNTRIES, Batch, case_of, solved_batch, under, varied
from counterpoise.equilibrium.sensitivity import shares
from counterpoise.equilibrium.spread import cause, check_failures, spread_of
from counterpoise.scenario import Scenario, read

WORDS = (
    "tariff +25 points by USA on CHN; CHN retaliates",
    "embargo 90 % between KOR and CHN",
    "export tax +10 points by USA on CHN; trade cost +5 % between KOR and DEU",
)


@pytest.fixture(scope="module")
def base():
    return cp.calibrate(cp.load_economy().restrict(["USA", "CHN", "KOR", "DEU"]))


def drawn(base, count, spread=0.2):
    generators = (np.random.default_rng([7, draw]) for draw in range(count))
    return base.theta * np.exp(spread * np.stack([one.standard_normal(len(base.theta)) for one in generators]))


def labelled(outcome):
    return np.stack([outcome._variable(name).values for name in COUNTRIES])


@pytest.mark.parametrize("words", WORDS)
def test_elasticities_without_spread_give_the_point_solution_exactly(base, words):
    outcome = solve(base, read(words))
    found = solved_batch(case_of(outcome), Batch(0, drawn(base, 3, spread=0.0)))
    assert (found["value"] == labelled(outcome)).all()
    assert found["rounds"].tolist() == [1, 1, 1]
    assert found["reason"].tolist() == ["", "", ""]


@pytest.mark.parametrize("words", WORDS)
def test_a_draw_is_the_outcome_that_its_elasticities_have(base, words):
    theta = drawn(base, 3)
    found = solved_batch(case_of(solve(base, read(words))), Batch(0, theta))["value"]
    for draw, one in enumerate(theta):
        alone = replace(base, accounts=replace(base.accounts, theta=one))
        wanted = labelled(solve(alone, read(words), tolerance=1e-12))
        scale = np.maximum(np.abs(wanted).max(1, keepdims=True), 1e-9)  # employment is as it was
        np.testing.assert_allclose(found[draw] / scale, wanted / scale, rtol=0, atol=1e-5)


def deep(effect, error=0.0):
    return Scenario.model_validate(
        {
            "title": "deep",
            "shocks": [
                {
                    "kind": "agreement",
                    "parties": ["KOR", "CHN"],
                    "depth": 7,
                    "from_depth": 1,
                    "depth_effect": effect,
                    "depth_error": error,
                }
            ],
        }
    )


def test_a_draw_of_what_depth_does_is_the_outcome_of_that_effect(base):
    theta, apart = drawn(base, 2), np.array([-1.5, 2.0])
    found = solved_batch(case_of(solve(base, deep(0.05, 0.02))), Batch(0, theta, eased=apart))["value"]
    for draw, (one, z) in enumerate(zip(theta, apart, strict=True)):
        alone = replace(base, accounts=replace(base.accounts, theta=one))
        wanted = labelled(solve(alone, deep(0.05 + 0.02 * z), tolerance=1e-12))
        scale = np.maximum(np.abs(wanted).max(1, keepdims=True), 1e-9)
        np.testing.assert_allclose(found[draw] / scale, wanted / scale, rtol=0, atol=1e-5)


def test_a_draw_without_an_elasticity_that_costs_need_has_no_solution(base):
    found = solved_batch(case_of(solve(base, deep(0.05))), Batch(0, np.stack([base.theta * 0 - 0.2])))
    assert "not above 0, where an agreement eases trade" in found["reason"][0]


def test_a_draw_depends_on_no_other(base):
    case, theta = case_of(solve(base, read(WORDS[0]))), drawn(base, 6)
    whole = solved_batch(case, Batch(0, theta))["value"]
    assert (solved_batch(case, Batch(4, theta[4:]))["value"] == whole[4:]).all()
    assert (solved_batch(case, Batch(0, theta[::-1]))["value"] == whole[::-1]).all()


def test_what_does_not_depend_on_elasticities_is_carried_over(base):
    _ = base.near, base.tariff, base.accounts.parts
    made = varied(base, base.theta * 2, {})
    assert made.theta.tolist() == (base.theta * 2).tolist()
    assert made.accounts.share is base.accounts.share
    assert made.near is base.near
    assert made.tariff is base.tariff
    assert made.accounts.parts is base.accounts.parts


def test_an_embargo_of_a_part_is_another_trade_cost_under_other_elasticities(base):
    from counterpoise.equilibrium.counterfactual import arrays_of

    scenario = read(WORDS[1])
    theta = drawn(base, 1)[0]
    alone = replace(base, accounts=replace(base.accounts, theta=theta))
    found = under(arrays_of(base, scenario), base.theta, theta).trade_cost_hat
    np.testing.assert_allclose(found, arrays_of(alone, scenario).trade_cost_hat, rtol=1e-12)
    plain = arrays_of(base, read(WORDS[0]))
    assert under(plain, base.theta, theta) is plain


def test_a_draw_without_a_solution_is_told(base):
    theta = drawn(base, 3)
    theta[1, 0] = -1.0
    found = solved_batch(case_of(solve(base, read(WORDS[0]))), Batch(0, theta))
    assert np.isnan(found["value"][1]).all()
    assert np.isfinite(found["value"][[0, 2]]).all()
    assert found["reason"].tolist() == ["", "a sigma that was drawn is not above zero, or not a number", ""]


def test_failures_are_counted_by_reason_and_too_many_are_refused():
    one = "no equilibrium was found: the largest gap is {}; the likely cause: the shock may be too large"
    reasons = {3: one.format("1e-3"), 5: one.format("2e-3"), 8: "no equilibrium exists: KOR can't get B06"}
    (said,) = check_failures(reasons, 100)
    assert said.startswith(
        "3 of 100 draws have no solution: 2 because the shock may be too large; 1 because KOR can't get B06"
    )
    assert check_failures({}, 100) == ()
    with pytest.raises(NoSolution, match="3 of 20 draws have no solution"):
        check_failures(reasons, 20)
    assert cause("x") == "x"


def test_medians_and_intervals_are_of_the_draws_that_have_a_solution(base):
    outcome = solve(base, read(WORDS[0]))
    value = np.broadcast_to(np.arange(101.0)[:, None, None], (101, len(COUNTRIES), 5)).copy()
    value[7] = np.nan
    draws = np.random.default_rng(0).standard_normal((101, 1))
    found = spread_of(outcome, value, {7: "x"}, {"one": draws[:, 0]}, interval=90)
    kept = np.delete(np.arange(101.0), 7)
    for name, part in (("", 0.5), ("__low", 0.05), ("__high", 0.95)):
        assert np.allclose(found.data["welfare_pct" + name], np.quantile(kept, part))
    assert found.diagnostics["without_solution"] == 1
    assert any("1 of 101 draws have no solution: 1 because x" in one for one in found.warnings)
    assert any("leaves out the uncertainty of the model" in one for one in found.warnings)


def test_few_draws_are_told(base):
    outcome = solve(base, read(WORDS[0]))
    value = np.random.default_rng(0).standard_normal((20, len(COUNTRIES), 5))
    found = spread_of(outcome, value, {}, {"one": value[:, 0, 0]}, interval=90)
    assert any(
        "20 draws leave 1 beyond each end of a 90 % interval: its ends are chance" in one for one in found.warnings
    )


# Where the spread comes from -----------------------------------------------------------------------------------


def test_shares_of_what_is_linear_in_logs_are_those_of_its_variance():
    rng = np.random.default_rng(0)
    drawn = np.exp(0.2 * rng.standard_normal((1000, 25)))
    weight = np.zeros(25)
    weight[:3] = 3.0, 2.0, 1.0
    found = shares(drawn, (np.log(drawn) @ weight)[:, None])
    np.testing.assert_allclose(found.share[0, :3], np.array([9, 4, 1]) / 14, atol=0.03)
    assert found.share[0, 3:].max() < 1e-12
    assert found.fit[0] > 0.999
    assert not found.by_frequency.any()


def test_shares_of_what_is_square_in_logs():
    """The variance of a squared standard normal is two."""
    drawn = np.exp(np.random.default_rng(3).standard_normal((4000, 5)))
    one, two = np.log(drawn[:, :2]).T
    found = shares(drawn, (one + two**2)[:, None])
    np.testing.assert_allclose(found.share[0, :2], [1 / 3, 2 / 3], atol=0.04)
    assert found.fit[0] > 0.999


def test_shares_of_what_is_bent_are_salib_s():
    pytest.importorskip("SALib", reason="SALib is not installed")
    drawn = np.random.default_rng(0).uniform(-np.pi, np.pi, (4000, 3))
    x, y, z = drawn.T
    found = shares(drawn, (np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))[:, None])
    assert found.by_frequency.all()
    np.testing.assert_allclose(found.share[0], [0.3139, 0.4424, 0.0], atol=0.05)  # Ishigami and Homma (1990)


def test_regression_and_salib_agree_where_both_serve():
    rbd_fast = pytest.importorskip("SALib.analyze.rbd_fast", reason="SALib is not installed")
    drawn = np.random.default_rng(1).standard_normal((2000, 10))
    outcome = drawn @ np.arange(10.0) + 0.1 * drawn[:, 9] ** 2
    problem = {"num_vars": 10, "names": [str(k) for k in range(10)], "bounds": [[-4, 4]] * 10}
    theirs = np.array(rbd_fast.analyze(problem, drawn, outcome, num_resamples=2, seed=1)["S1"])
    assert np.abs(shares(drawn, outcome[:, None]).share[0] - theirs).max() < 0.05


def test_without_salib_bent_outcomes_have_no_shares(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    drawn = np.random.default_rng(0).standard_normal((500, 2))
    found = shares(drawn, np.stack([drawn[:, 0], np.sin(5 * drawn[:, 0])], axis=1))
    assert found.share[0, 0] > 0.99
    assert np.isnan(found.share[1]).all()
    assert "pip install 'counterpoise[scale]'" in found.lacking


def test_what_does_not_vary_has_no_shares():
    drawn = np.random.default_rng(0).standard_normal((100, 2))
    found = shares(drawn, np.ones((100, 1)))
    assert np.isnan(found.share).all()
    assert found.lacking == ""
    assert "too few" in shares(drawn[:5], drawn[:5]).lacking
    still = np.concatenate([drawn, np.ones((100, 1))], axis=1)
    assert shares(still, drawn[:, :1]).share[0, 2] == 0.0
