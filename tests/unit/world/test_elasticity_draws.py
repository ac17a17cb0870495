"""Draws against the published values and standard errors, and against SciPy's distributions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from counterpoise.codes.sectors import scheme
from counterpoise.core.errors import DataError, InputError
from counterpoise.facts import read
from counterpoise.world import elasticity_draws
from counterpoise.world.elasticities import DEFAULT, choices, theta
from counterpoise.world.elasticity_draws import LEAST_SIGMA, LEAST_THETA, draws
from counterpoise.world.elasticity_estimates import estimates
from counterpoise.world.elasticity_horizons import SHORT, horizon, horizon_at

ICIO = scheme("icio-2025").codes
CP = "caliendo-parro-2015"
FULL = "caliendo-parro-2015-full"


def drawn(sectors=ICIO, **words):
    return draws(sectors, **({"scheme": "icio-2025", "choice": FULL, "count": 4000, "seed": 5} | words))


@pytest.mark.parametrize("choice", choices())
def test_the_median_is_the_published_value_and_the_interval_its_own(choice):
    found = drawn(choice=choice)
    known = {one.parameter: one for one in estimates().values()}
    for name, column in zip(found.parameters, found.value.T, strict=True):
        one = known[name]
        arms = one.theta - one.low, one.high - one.theta
        low, middle, high = np.quantile(column, [0.025, 0.5, 0.975])
        # the error of a median of 4000 draws is 0.02 standard errors, of these quantiles 0.04
        assert middle == pytest.approx(one.theta, abs=0.06 * max(arms) / 1.96)
        if one.low > LEAST_THETA + 0.5 * arms[0] / 1.96:
            assert low == pytest.approx(one.low, abs=0.2 * arms[0] / 1.96)
        if one.theta > 0:
            assert high == pytest.approx(one.high, abs=0.2 * arms[1] / 1.96)
        assert (np.sign(column) == np.sign(one.theta)).all()
    assert (found.theta > LEAST_SIGMA - 1).all()


def test_a_precise_estimate_is_drawn_from_a_normal_distribution():
    found = drawn(["C27"])  # Electrical 10.60 (1.38)
    assert found.parameters == ("theta: Electrical (caliendo-parro-2015-full)",)
    assert np.array_equal(found.value, found.theta)
    assert stats.kstest(found.theta[:, 0], stats.norm(10.60, 1.38).cdf).pvalue > 0.01


def test_an_imprecise_estimate_is_cut_on_the_side_that_leaves_its_bounds():
    column = drawn(["C301"]).theta[:, 0]  # Other Transport 0.37 (1.08)
    below = column[column < 0.37]
    above = column[column >= 0.37]
    assert len(below) == pytest.approx(len(above), rel=0.1)
    assert below.min() >= LEAST_THETA
    cut = stats.truncnorm((LEAST_THETA - 0.37) / 1.08, 0, loc=0.37, scale=1.08)
    assert stats.kstest(below, cut.cdf).pvalue > 0.01
    assert stats.kstest(above - 0.37, stats.halfnorm(scale=1.08).cdf).pvalue > 0.01


def test_the_short_run_keeps_sigma_between_0_and_1():
    found = drawn(choice=SHORT)
    assert found.theta.shape == (4000, 50)
    assert (found.theta == found.theta[:, :1]).all()
    assert -0.95 < found.theta.min() < found.theta.max() < 0
    assert np.quantile(1 + found.theta[:, 0], [0.025, 0.975]) == pytest.approx([0.76 - 0.2156, 0.76 + 0.2156], abs=0.03)


def test_sectors_of_one_estimate_move_together_and_a_mean_draws_each():
    found = drawn(["K", "G", "C26", "C20", "C21"], choice=CP)
    services, other, computers, chemicals, drugs = found.theta.T
    assert np.array_equal(services, other)
    assert np.array_equal(chemicals, drugs)
    three = [
        found.value[:, found.parameters.index(f"theta: {name} ({CP})")]
        for name in ("Office", "Communication", "Medical")
    ]
    assert computers == pytest.approx(np.mean(three, axis=0))
    assert abs(np.corrcoef(three)[0, 1]) < 0.06
    assert computers.std() == pytest.approx(np.sqrt(4.53**2 + 1.77**2 + 1.56**2) / 3, rel=0.05)


def test_any_batching_gives_the_same_numbers():
    whole = drawn(count=7, horizon="short", seed=3)
    parts = [drawn(count=count, horizon="short", seed=3, first=first) for first, count in ((0, 2), (2, 4), (6, 1))]
    assert np.array_equal(whole.value, np.concatenate([one.value for one in parts]))
    assert np.array_equal(whole.theta, np.concatenate([one.theta for one in parts]))
    assert all(
        np.array_equal(whole.nests[nest], np.concatenate([one.nests[nest] for one in parts])) for nest in whole.nests
    )
    assert not np.array_equal(whole.value, drawn(count=7, horizon="short", seed=4).value)
    assert len(np.unique(drawn(count=500).value[:, 0])) == 500


def test_what_is_given_stays_and_the_rest_is_drawn_as_before():
    free = drawn(choice=DEFAULT, count=20)
    found = drawn(choice=DEFAULT, count=20, overrides={"C26": 2.5, "services": -0.3})
    at = {code: number for number, code in enumerate(ICIO)}
    assert (found.theta[:, at["C26"]] == 2.5).all()
    assert (found.theta[:, at["K"]] == -0.3).all()
    assert np.array_equal(found.theta[:, at["C29"]], free.theta[:, at["C29"]])
    assert f"theta: Computer, electronic and optical products ({DEFAULT})" not in found.parameters
    assert "theta: All services (felbermayr-groeschl-heiland-2022)" in found.parameters  # B09, a service to mines
    everything = drawn(["C26"], overrides={"C26": 2.5}, count=3)
    assert everything.parameters == ()
    assert everything.value.shape == (3, 0)
    assert everything.theta.tolist() == [[2.5]] * 3


@pytest.mark.parametrize("name", ["short", "medium", "long"])
def test_nests_have_their_value_as_median_and_their_interval(name):
    found = drawn(["C26"], horizon=name)
    belongs = horizon(name)
    assert list(found.nests) == ["input_substitution", "value_added_substitution", "consumption_substitution"]
    for nest, column in found.nests.items():
        low, middle, high = np.quantile(np.log(column), [0.025, 0.5, 0.975])
        ends = np.log(belongs.intervals[nest])
        assert (column > 0).all()
        assert middle == pytest.approx(np.log(getattr(belongs, nest)), abs=0.05 * np.ptp(ends))
        assert [low, high] == pytest.approx(ends, abs=0.06 * np.ptp(ends))
        assert np.array_equal(column, found.value[:, found.parameters.index(f"{nest} ({name})")])


def test_nests_that_are_given_or_have_no_horizon_are_not_drawn():
    assert drawn(["C26"], count=2).nests == {}
    found = drawn(["C26"], count=2, horizon="short", nests={"input_substitution": 0.4})
    assert list(found.nests) == ["value_added_substitution", "consumption_substitution"]
    free = drawn(["C26"], count=2, horizon="short")
    assert np.array_equal(found.nests["consumption_substitution"], free.nests["consumption_substitution"])
    between = drawn(["C26"], count=2, horizon=horizon_at(5))
    assert between.parameters[-1] == "consumption_substitution (year 5)"


def test_a_value_without_error_is_not_a_parameter():
    found = drawn(["C26"], choice="uniform", count=2)
    assert found.parameters == ("theta: All sectors (uniform)",)
    assert not found.theta.flags.writeable
    assert np.median(drawn(["C26"], choice="uniform").theta) == pytest.approx(
        theta(["C26"], choice="uniform").value, abs=0.1
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"count": 0}, "count is 0; write a whole number of 1 or more"),
        ({"count": 2.5}, "count is 2.5"),
        ({"count": True}, "count is True"),
        ({"seed": -1}, "seed is -1; write a whole number of 0 or more"),
        ({"first": -1}, "first is -1"),
        ({"horizon": "soon"}, "'soon' is no horizon"),
        ({"nests": {"epsilon": 0.2}}, "'epsilon' is no nest; the nests are input_substitution"),
        ({"nests": {"input_substitution": -0.2}}, "input_substitution is -0.2; write a number of 0 or more"),
        ({"choice": "zzz"}, "is not a set of trade elasticities"),
        ({"overrides": {"C26": -1.5}}, "a sigma of 0 or below"),
    ],
)
def test_wrong_input_says_what_to_do(words, message):
    with pytest.raises(InputError, match=message):
        drawn(["C26"], **words)


def test_an_estimate_at_its_bound_and_a_nest_open_to_0_are_refused(monkeypatch):
    one = replace(estimates()[SHORT, "all"], theta=-0.97, low=-1.2)
    with pytest.raises(DataError, match=r"is -0.97, outside -0.95 to -0.01.*give theta"):
        elasticity_draws._theta(one, np.array([0.3]))
    wrong = replace(horizon("short"), intervals={"input_substitution": (0.0, 0.5)})
    with pytest.raises(DataError, match=r"input_substitution is 0.2, from 0 to 0.5; give an interval above 0"):
        drawn(["C26"], count=1, horizon=wrong)


def test_every_parameter_has_its_own_name():
    names = {}
    for row in read("elasticities"):
        if row["value"]:
            names.setdefault(estimates()[row["set"], row["sector"]].parameter, set()).add(row["value"])
    assert all(len(values) == 1 for values in names.values())
