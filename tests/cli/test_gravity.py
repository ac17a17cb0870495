"""``gravity estimate`` as a user meets it: what it shows, what it refuses, and how."""

from __future__ import annotations

import csv
import io
import json

import pytest

from counterpoise.trade_agreements.estimate import Estimate
from counterpoise.trade_agreements.example import example_panel

pytest.importorskip("pyfixest", reason="the extra 'gravity' is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("panels")
    held = example_panel()
    held.to_csv(made / "panel.csv", index=False)
    held.rename(columns={"exporter": "iso3_o", "importer": "iso3_d"}).to_csv(made / "named.csv", index=False)
    held.drop(columns="trade").to_csv(made / "lacking.csv", index=False)
    held.assign(trade=-1).to_csv(made / "negative.csv", index=False)
    held[held.exporter != held.importer].to_csv(made / "abroad.csv", index=False)
    (made / "empty.csv").write_text("")
    return made


def test_a_table_for_reading_and_records_for_scripts(run, folder):
    done = run("gravity", "estimate", "panel.csv", "--lags", "5", "--theta", "5", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "sum_rta" in done.stdout
    assert "1,560 of 2,000 flows" in done.stdout
    assert "note: standard errors are clustered by pair and corrected by G/(G-1)" in done.stderr
    told = json.loads(run("gravity", "estimate", "panel.csv", "--lags", "5", "--format", "json", cwd=folder).stdout)
    held = told["meta"]["diagnostics"]["estimates"]["estimate"]
    assert [len(row) for row in held["covariance"]] == [2, 2]
    assert {one["variable"] for one in told["records"]} >= {"coefficient: rta", "coefficient: sum_rta", "observations"}
    rows = list(
        csv.DictReader(io.StringIO(run("gravity", "estimate", "panel.csv", "--format", "csv", cwd=folder).stdout))
    )
    (one,) = [row for row in rows if row["variable"] == "coefficient: rta"]
    assert float(one["low"]) < float(one["value"]) < float(one["high"])


def test_columns_may_have_other_names_and_the_estimate_is_kept(run, folder, tmp_path):
    words = ["--columns", "exporter=iso3_o,importer=iso3_d", "--save", str(tmp_path / "e.json")]
    done = run("gravity", "estimate", "named.csv", *words, cwd=folder)
    assert done.returncode == 0, done.stderr
    kept = Estimate.load(tmp_path / "e.json")
    assert f"{kept.coefficient('rta'):.4f}" in done.stdout


def test_the_correction_for_a_small_sample_is_said(run, folder):
    for kind, said in (("full", "(N-1)/(N-K)"), ("none", "without a correction")):
        done = run("gravity", "estimate", "panel.csv", "--small-sample", kind, cwd=folder)
        assert said in done.stderr


@pytest.mark.parametrize("ending", ["svg", "html"])
def test_it_is_drawn(run, folder, tmp_path, ending):
    done = run("gravity", "estimate", "panel.csv", "--chart", str(tmp_path / f"c.{ending}"), cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"c.{ending}").stat().st_size > 1000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.csv"], "there is no such file"),
        (["empty.csv"], "the file is empty"),
        (["lacking.csv"], "no column 'trade'"),
        (["named.csv"], "--columns"),
        (["negative.csv"], "trade is negative"),
        (["panel.csv", "--preset", "agtpa-pear"], "did you mean agtpa-pair"),
        (["panel.csv", "--preset", "agtpa-pair"], "the panel has no 1986, 1990, 1994, 1998, 2002"),
        (["panel.csv", "--preset", "agtpa", "--lags", "5"], "beside a whole table"),
        (["panel.csv", "--preset", "agtpa", "--save", "e.json"], "can't be kept as one estimate"),
        (["panel.csv", "--years", "2000,2001"], "the panel has no 2001"),
        (["panel.csv", "--years", "soon"], "not a whole number"),
        (["panel.csv", "--every", "0"], "no interval of years"),
        (["panel.csv", "--years", "2000,2005", "--every", "2"], "leave one out"),
        (["panel.csv", "--covariates", "rta,log(dist)"], "log(dist) can't be told apart"),
        (["panel.csv", "--covariates", "fta"], "no column 'fta'"),
        (["panel.csv", "--years", "2000,2005", "--agreements", "desta"], "the store has no agreements of desta"),
        (["panel.csv", "--agreements", "register", "--covariates", "areas_covered"], "register has no areas_covered"),
        (["panel.csv", "--agreements", "registry"], "did you mean register"),
        (["panel.csv", "--effects", "pairs"], "did you mean pair"),
        (["panel.csv", "--cluster", "pair,exporter,importer"], "name one or two"),
        (["panel.csv", "--small-sample", "stata"], "'stata' is not known here"),
        (["panel.csv", "--estimator", "gmm"], "'gmm' is not known here"),
        (["panel.csv", "--theta", "-5"], "no trade elasticity"),
        (["panel.csv", "--columns", "itdp"], "did you mean itpd"),
        (["panel.csv", "--domestic", "--international"], "leave --domestic or --international out"),
        (["abroad.csv", "--domestic"], "no trade of countries with themselves"),
        (["abroad.csv", "--border-by-year"], "no trade of countries with themselves"),
        (["panel.csv", "--years", "2000"], "no flow is left to estimate from"),
        (["panel.csv", "--save", "no/such/e.json"], "e.json"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_what_can_t_be_done_is_said_in_one_line(run, folder, words, said):
    done = run("gravity", "estimate", *words, cwd=folder)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stderr.startswith("error: ")


def test_agreements_come_from_a_table_with_their_lags(run, folder):
    words = ["--agreements", "register", "--covariates", "full_fta", "--lags", "5", "--format", "json"]
    done = run("gravity", "estimate", "panel.csv", *words, cwd=folder)
    assert done.returncode == 0, done.stderr
    meta = json.loads(done.stdout)["meta"]
    held = meta["diagnostics"]["estimates"]["estimate"]
    assert held["names"] == ["full_fta", "full_fta_lag5"]
    assert held["missing"] == 0  # the register knows the years before the panel
    assert [one["source"] for one in meta["baseline"]] == ["panel.csv", "register"]
