"""The estimate beside a dense Newton's method, its corrections, separation, and what it keeps."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.trade_agreements import estimate as module
from counterpoise.trade_agreements.estimate import Estimate, estimate
from counterpoise.trade_agreements.example import COUNTRIES, EFFECT, example_panel
from counterpoise.trade_agreements.panel import read_panel
from counterpoise.trade_agreements.specification import Specification
from tests.reference.dense_ppml import clustered, design, newton

pytest.importorskip("pyfixest", reason="the extra 'gravity' is not installed")

WANTED = ["trade", "rta", "dist"]


@pytest.fixture(scope="module")
def small():
    """Give the trade of ten countries, without the pairs that never trade."""
    held = example_panel()
    here = held.exporter.isin(COUNTRIES[:10]) & held.importer.isin(COUNTRIES[:10])
    total = held.groupby(["exporter", "importer"]).trade.transform("sum")
    return held[here & (total > 0)].reset_index(drop=True)


def codes(data, *names):
    return pd.factorize(pd.MultiIndex.from_frame(data[list(names)]))[0]


def unordered(data):
    ends = np.sort(data[["exporter", "importer"]].to_numpy(), axis=1)
    return pd.factorize(pd.MultiIndex.from_arrays(ends.T))[0]


@pytest.mark.parametrize("symmetric", [True, False])
def test_beside_newton_with_dummies(small, symmetric):
    pair = unordered(small) if symmetric else codes(small, "exporter", "importer")
    x = design(
        small[["rta"]].to_numpy(float),
        [codes(small, "exporter", "year"), codes(small, "importer", "year"), pair],
    )
    trade = small.trade.to_numpy()
    beta, mean = newton(trade, x)
    found = estimate(read_panel(small, WANTED), Specification(symmetric=symmetric, small_sample="none"))
    errors = np.sqrt(np.diag(clustered(trade, x, mean, unordered(small))))
    assert found.coefficient("rta") == pytest.approx(beta[0], abs=1e-8)
    assert found.standard_error("rta") == pytest.approx(errors[0], abs=1e-8)
    assert found.deviance == pytest.approx(
        2 * np.sum(np.where(trade > 0, trade * np.log(np.maximum(trade, 1e-300) / mean), 0) - (trade - mean)), rel=1e-9
    )
    assert found.observations == len(small)


@pytest.mark.parametrize("covariates", [("rta",), ("rta", "log(dist)")])
@pytest.mark.parametrize("estimator", ["ppml", "ols"])
def test_without_effects_the_constant_is_no_covariate_s_coefficient(small, covariates, estimator):
    data = small[small.trade > 0]
    terms = np.column_stack([{"rta": data.rta, "log(dist)": np.log(data.dist)}[one] for one in covariates])
    x = np.column_stack([terms, np.ones(len(data))])
    trade = data.trade.to_numpy()
    if estimator == "ppml":
        beta, mean = newton(trade, x)
    else:
        beta = np.linalg.lstsq(x, np.log(trade), rcond=None)[0]
    asked = Specification(covariates=covariates, effects=(), small_sample="none", estimator=estimator)
    found = estimate(read_panel(data, WANTED), asked)
    assert found.coefficients == pytest.approx(beta[:-1], abs=1e-7)
    if estimator == "ppml":
        errors = np.sqrt(np.diag(clustered(trade, x, mean, unordered(data))))[:-1]
        assert [found.standard_error(one) for one in covariates] == pytest.approx(errors, rel=1e-5)


def test_without_effects_the_constant_may_tell_zeros(small):
    """The constant less a dummy is positive where the dummy is zero: where those never trade, it has no coefficient."""
    there = (np.arange(len(small)) % 9 > 0).astype(float)
    held = small.assign(there=there, trade=small.trade * there)
    with pytest.raises(InputError, match="there can't be told apart"):
        estimate(read_panel(held, [*WANTED, "there"]), Specification(covariates=("rta", "there"), effects=()))


def test_each_set_of_clusters_is_counted_by_itself(small):
    found = estimate(read_panel(small, WANTED), Specification(cluster=("pair", "year")))
    assert found.clusters == {"pair": len(set(unordered(small))), "year": small.year.nunique()}
    assert found.freedom == small.year.nunique() - 1


def test_one_cluster_gives_no_standard_error(small):
    asked = Specification(effects=("exporter", "importer"), cluster=("year",), years=(2010,))
    with pytest.raises(InputError, match="one cluster"):
        estimate(read_panel(small, WANTED), asked)


def test_two_way_clusters_are_the_sum_less_the_intersection(small):
    x = design(
        np.column_stack([small.rta, np.log(small.dist), small.exporter == small.importer]).astype(float),
        [codes(small, "exporter", "year"), codes(small, "importer", "year")],
    )
    trade = small.trade.to_numpy()
    beta, mean = newton(trade, x)
    ends = codes(small, "exporter"), codes(small, "importer"), codes(small, "exporter", "importer")
    whole = [clustered(trade, x, mean, one) for one in ends]
    errors = np.sqrt(np.diag(whole[0] + whole[1] - whole[2])[:3])
    held = small.assign(own=(small.exporter == small.importer).astype(float))
    chosen = Specification(
        covariates=("rta", "log(dist)", "own"),
        effects=("exporter-year", "importer-year"),
        cluster=("exporter", "importer"),
        small_sample="none",
    )
    found = estimate(read_panel(held, [*WANTED, "own"]), chosen)
    np.testing.assert_allclose(found.coefficients, beta[:3], rtol=0, atol=1e-8)
    np.testing.assert_allclose([found.standard_error(one) for one in found.names], errors, rtol=0, atol=1e-7)


def test_the_corrections_for_a_small_sample(small):
    panel = read_panel(small, WANTED)
    effects = ("exporter-year", "importer-year")
    by = {
        kind: estimate(panel, Specification(effects=effects, small_sample=kind))
        for kind in ("none", "clusters", "full")
    }
    g, n = by["none"].clusters["pair"], by["none"].observations
    k = 1 + sum(by["none"].levels.values()) - 1
    plain = by["none"].covariance[0][0]
    assert by["clusters"].covariance[0][0] == pytest.approx(plain * g / (g - 1), rel=1e-12)
    assert by["full"].covariance[0][0] == pytest.approx(plain * g / (g - 1) * (n - 1) / (n - k), rel=1e-12)


def test_least_squares_beside_numpy(small):
    chosen = Specification(effects=("exporter-year", "importer-year"), estimator="ols", small_sample="none")
    found = estimate(read_panel(small, WANTED), chosen)
    x = design(small[["rta"]].to_numpy(float), [codes(small, "exporter", "year"), codes(small, "importer", "year")])
    here = small.trade.to_numpy() > 0
    beta = np.linalg.lstsq(x[here], np.log(small.trade[here]), rcond=None)[0]
    assert found.coefficient("rta") == pytest.approx(beta[0], abs=1e-9)
    assert found.zeros == int((~here).sum())


def test_the_effect_that_was_put_in_lies_in_the_interval():
    inside = 0
    for seed in range(1, 9):
        found = estimate(read_panel(example_panel(seed), WANTED), Specification())
        low, high = found.interval(["rta"])
        inside += low <= EFFECT <= high
    assert inside >= 7


def test_the_unit_of_trade_changes_nothing():
    """A tolerance that means the same in dollars and in trillions."""
    held = example_panel()
    found = [
        estimate(read_panel(held.assign(trade=held.trade * by), WANTED), Specification()) for by in (1.0, 1e-9, 1e9)
    ]
    for one in found[1:]:
        assert one.coefficients == pytest.approx(found[0].coefficients, rel=1e-8)
        assert one.covariance[0][0] == pytest.approx(found[0].covariance[0][0], rel=1e-7)


# Separation and what can't be estimated ------------------------------------------------------------------------


def test_a_pair_that_never_trades_is_left_out_and_changes_nothing(small):
    held = small.copy()
    held.loc[(held.exporter == "ARG") & (held.importer == "AUS"), "trade"] = 0.0
    without = held[~((held.exporter == "ARG") & (held.importer == "AUS"))]
    one, other = (estimate(read_panel(data, WANTED), Specification()) for data in (held, without))
    assert (one.rows, one.observations, one.separated) == (len(held), len(held) - 5, 5)
    assert one.coefficients == pytest.approx(other.coefficients, abs=1e-10)
    assert one.covariance[0][0] == pytest.approx(other.covariance[0][0], rel=1e-8)


def test_leaving_out_goes_on_until_nothing_changes(small):
    """A pair without trade but in one year: that year alone is left of it, and is then alone in its effect."""
    held = small.copy()
    pair = (held.exporter == "ARG") & (held.importer == "AUS")
    held = held[~pair | held.year.isin([2000, 2005])]
    held.loc[pair & (held.year == 2005), "trade"] = 0.0
    dropped = held.drop(held.index[(held.exporter == "BRA") & (held.importer == "CAN") & (held.year > 2000)])
    found = estimate(read_panel(dropped, WANTED), Specification())
    assert found.singletons == 1  # Brazil's exports to Canada in 2000
    assert found.separated == 0  # a pair with trade in one year of two is not
    assert found.observations == len(dropped) - 1


def test_a_covariate_that_tells_zeros_is_found(small):
    """Flows with a dummy of their own that are all zero, and others that the dummy does not tell of."""
    held = small.assign(embargo=0.0)
    here = (held.exporter == "BRA") & (held.importer == "CHL") & (held.year >= 2015)
    held.loc[here, ["trade", "embargo"]] = 0.0, 1.0
    with pytest.raises(InputError, match="higher embargo is zero"):
        estimate(read_panel(held, [*WANTED, "embargo"]), Specification(covariates=("rta", "embargo")))
    held["both"] = (
        held.rta + held.embargo
    )  # it varies where there is trade, and with the agreement tells the zeros still
    with pytest.raises(InputError, match="can't be told apart"):
        estimate(read_panel(held, [*WANTED, "both"]), Specification(covariates=("rta", "both")))


def test_zeros_that_effects_tell_together_are_found(small):
    """Two groups that trade among themselves; one sells the other nothing, and the other way is not recorded.

    Each exporter and each importer has trade, so no effect alone tells these zeros (Correia, Guimaraes and Zylkin 2021).
    """
    held = small[small.year == 2015].copy()
    first = {side: held[side].isin(COUNTRIES[:5]) for side in ("exporter", "importer")}
    held = held[first["exporter"] | ~first["importer"]]
    across = first["exporter"] & ~first["importer"]
    held.loc[across, "trade"] = 0.0
    chosen = Specification(covariates=("log(dist)",), effects=("exporter", "importer"))
    found = estimate(read_panel(held, WANTED), chosen)
    alone = estimate(read_panel(held[~across[held.index]], WANTED), chosen)
    assert found.separated == int(across.sum())
    assert found.observations == alone.observations == len(held) - found.separated
    assert found.coefficients == pytest.approx(alone.coefficients, abs=1e-8)
    assert found.covariance[0][0] == pytest.approx(alone.covariance[0][0], rel=1e-6)


def test_where_all_that_is_left_is_separated_it_is_told(small, monkeypatch):
    monkeypatch.setattr(module, "separated", lambda terms, effects, nil: np.ones(len(terms), dtype=bool))
    with pytest.raises(InputError, match="no flow is left"):
        estimate(read_panel(small, WANTED), Specification())


@pytest.mark.parametrize("term", ["log(dist)", "size"])
def test_a_covariate_that_effects_absorb_is_named(small, term):
    held = small.assign(size=small.groupby(["exporter", "year"]).trade.transform("sum"))
    with pytest.raises(InputError, match=rf"^table in memory: {'log.dist.' if 'log' in term else term} can't be told"):
        estimate(read_panel(held, [*WANTED, "size"]), Specification(covariates=("rta", term)))


def test_all_absorbed_is_told_too(small):
    with pytest.raises(InputError, match="can't be told apart"):
        estimate(read_panel(small, WANTED), Specification(covariates=("log(dist)",)))


def test_twice_the_same_covariate_is_refused(small):
    held = small.assign(again=2.0 * small.rta)
    with pytest.raises(InputError, match=r"(again|rta) can't be told apart"):
        estimate(read_panel(held, [*WANTED, "again"]), Specification(covariates=("rta", "again")))


def test_a_dummy_that_does_not_vary_is_refused(small):
    with pytest.raises(InputError, match=r"rta is 0 in all of the .* flows that are left"):
        estimate(read_panel(small.assign(rta=0), WANTED), Specification())


def test_iterations_that_do_not_end_are_no_answer(small, monkeypatch):
    monkeypatch.setattr(module, "ITERATIONS", 2)
    with pytest.raises(NoSolution, match="did not end within 2") as raised:
        estimate(read_panel(small, WANTED), Specification())
    assert raised.value.exit_code == 3


def test_without_the_package_it_is_said_what_to_install(small, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pyfixest", None)
    with pytest.raises(InputError, match=r"pip install 'counterpoise\[gravity\]'"):
        estimate(read_panel(small, WANTED), Specification())


# Samples -------------------------------------------------------------------------------------------------------


def test_lags_and_leads_are_computed_from_other_years_as_if_they_were_columns():
    plain = example_panel()
    held = plain.copy()
    by = held.set_index(["exporter", "importer", "year"]).rta
    for name, shift in (("rta_lag5", -5), ("rta_lead5", 5)):
        keys = pd.MultiIndex.from_arrays([held.exporter, held.importer, held.year + shift])
        held[name] = by.reindex(keys).to_numpy()
    chosen = Specification(lags=(5,), leads=(5,))
    computed = estimate(read_panel(plain, WANTED), chosen)
    given = estimate(read_panel(held, WANTED, optional=["rta_lag5", "rta_lead5"]), chosen)
    assert computed.names == ("rta", "rta_lag5", "rta_lead5")
    assert computed.coefficients == given.coefficients
    assert computed.missing == 2 * len(plain[plain.year == 2000])
    assert computed.years == (2005, 2010, 2015)


def test_the_lag_of_a_logarithm_is_a_logarithm():
    """With a depth of 1 or e squared its logarithm is twice the dummy: coefficients are half of the dummy's."""
    held = example_panel()
    held = held.assign(depth=np.exp(2.0 * held.rta))
    deep = estimate(read_panel(held, ["trade", "depth"]), Specification(covariates=("log(depth)",), lags=(5,)))
    flat = estimate(read_panel(held, WANTED), Specification(lags=(5,)))
    assert deep.names == ("log(depth)", "log(depth)_lag5")
    assert 2 * np.array(deep.coefficients) == pytest.approx(flat.coefficients, abs=1e-7)


def test_a_lag_before_the_panel_is_refused(small):
    with pytest.raises(InputError, match="rta_lag30 can't be computed: the panel has no rta of 1970 to 1990"):
        estimate(read_panel(small, WANTED), Specification(lags=(30,)))


def test_the_sum_has_the_delta_method_s_error(small):
    found = estimate(read_panel(small, WANTED), Specification(lags=(5,)))
    one = np.ones(2)
    matrix = np.array(found.covariance)
    value, error = found.combined(found.agreement)
    assert value == pytest.approx(sum(found.coefficients))
    assert error == pytest.approx(np.sqrt(one @ matrix @ one))
    assert error != pytest.approx(np.sqrt(np.trace(matrix)), rel=1e-3)


def test_the_border_by_year_leaves_the_last_year_out_where_pairs_hold_its_mean(small):
    panel = read_panel(small, WANTED)
    with_pairs = estimate(panel, Specification(border=True))
    assert with_pairs.names == ("rta", "intl_2000", "intl_2005", "intl_2010", "intl_2015")
    without = estimate(panel, Specification(border=True, effects=("exporter-year", "importer-year")))
    assert without.names[-1] == "intl_2020"
    lagged = estimate(panel, Specification(border=True, lags=(5,)))
    assert lagged.names == ("rta", "rta_lag5", "intl_2005", "intl_2010", "intl_2015")


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"border": True}, "no trade of countries with themselves"),
        ({"effects": ("own-pair",)}, "no trade of countries with themselves"),
        ({"years": (2000, 2004)}, "the panel has no 2004; it has 2000, 2005"),
    ],
)
def test_what_the_panel_lacks_is_told(small, chosen, said):
    abroad = small[small.exporter != small.importer]
    with pytest.raises(InputError, match=said):
        estimate(read_panel(abroad, WANTED), Specification(**chosen))


def test_every_some_years_from_the_first_on(small):
    found = estimate(read_panel(small, WANTED), Specification(every=10))
    assert found.years == (2000, 2010, 2020)


@pytest.mark.parametrize(
    "words",
    [
        {"effects": ("pairs",)},
        {"cluster": ("firm",)},
        {"cluster": ("pair", "exporter", "importer")},
        {"small_sample": "big"},
        {"estimator": "gmm"},
        {"covariates": ()},
        {"lags": (0,)},
        {"years": (2000,), "every": 2},
        {"border": True, "flows": "international"},
    ],
)
def test_words_that_make_no_equation_are_refused(words):
    with pytest.raises(InputError):
        Specification(**words)


# What is kept --------------------------------------------------------------------------------------------------


def test_a_file_gives_the_same_estimate(small, tmp_path):
    found = estimate(read_panel(small, WANTED), Specification(lags=(5,), symmetric=True))
    found.save(tmp_path / "e.json")
    assert Estimate.load(tmp_path / "e.json") == found


@pytest.mark.parametrize(
    "spoil",
    [
        lambda held: "no json",
        lambda held: "[]",
        lambda held: json.dumps({**held, "format": "another"}),
        lambda held: json.dumps({**held, "covariance": [[1.0, 2.0]]}),
        lambda held: json.dumps({**held, "coefficients": [None]}),
        lambda held: json.dumps({k: v for k, v in held.items() if k != "specification"}),
        lambda held: json.dumps({**held, "specification": {"estimator": "gmm"}}),
        lambda held: json.dumps({**held, "specification": [1]}),
        lambda held: json.dumps({**held, "coefficients": ["0.4"]}),
        lambda held: json.dumps({**held, "coefficients": [True]}),
        lambda held: json.dumps({**held, "covariance": [[0.1], [0.1, 0.2]]}),
        lambda held: json.dumps({**held, "covariance": [[-1.0]]}),
        lambda held: json.dumps({**held, "observations": "many"}),
        lambda held: json.dumps({**held, "clusters": {"pair": "many"}}),
        lambda held: json.dumps({**held, "clusters": [3]}),
        lambda held: json.dumps({**held, "names": [5]}),
        lambda held: json.dumps(
            {**held, "names": ["rta", "b"], "coefficients": [1, 2], "covariance": [[1.0, 0.5], [0.0, 1.0]]}
        ),
    ],
)
def test_another_file_is_refused(small, spoil):
    found = estimate(read_panel(small, WANTED), Specification())
    with pytest.raises(InputError):
        Estimate.from_json(spoil(json.loads(found.to_json())), "e.json")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="can't be read"):
        Estimate.load(tmp_path / "none.json")


def test_draws_have_the_estimate_s_spread(small):
    found = estimate(read_panel(small, WANTED), Specification(lags=(5,)))
    drawn = found.draws(found.agreement, 200_000, seed=3)
    value, error = found.combined(found.agreement)
    assert drawn.mean() == pytest.approx(value, abs=5 * error / np.sqrt(200_000))
    assert drawn.std() == pytest.approx(error, rel=0.01)
    assert (found.draws(["rta"], 3, seed=1) == found.draws(["rta"], 3, seed=1)).all()
    with pytest.raises(InputError, match="no 'x'"):
        found.draws(["x"], 3)
