"""One change at several times from the command line: tables side by side, records with the time, plain refusals."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from pyarrow import parquet

import counterpoise as cp

EMBARGO = "embargo 90 % between KOR and CHN"
STOCKED = """
title = "Korea without China, with stocks"

[model]
horizon = "short"

[[shocks]]
kind = "embargo"
by = "KOR"
on = "CHN"
direction = "imports"
share = 90

[[stockpiles]]
by = "KOR"
covers = 25
"""


def cells(line):
    return re.findall(r"[+-]?\d+\.\d+(?= %)", line)


def test_horizons_stand_side_by_side_for_the_parties_and_the_most_affected(run):
    done = run("simulate", EMBARGO, "--horizon", "all")
    assert done.returncode == 0, done.stderr
    head, columns, _, *rows = done.stdout.splitlines()
    assert head == "real income, percent"
    assert columns.split() == ["short", "medium", "long"]
    assert rows[0].split()[:2] == ["parties", "KOR"]
    solved = [cp.simulate(EMBARGO, horizon=one).welfare_pct.sel(country="KOR").item() for one in columns.split()]
    assert [float(one) for one in cells(rows[0])] == pytest.approx(solved, abs=0.01)
    assert solved[0] < solved[1] < 0
    assert [row.split()[0:2] for row in rows if row.startswith("most")] == [["most", "harmed"], ["most", "helped"]]
    assert len({len(one.split(".")[1]) for row in rows for one in cells(row)}) == 1
    assert "more of 80 are not shown" in rows[-1]
    assert "note: a conditional scenario, not a forecast: an equilibrium at each horizon, all else equal" in done.stderr
    assert done.stderr.count("source: Trade elasticities") == 3


def test_years_are_columns_and_variables_are_tables(run):
    done = run(
        "simulate", EMBARGO, "--years", "1,3,10", "--country", "KOR,CHN", "--variables", "welfare_pct,real_wage_pct"
    )
    assert done.returncode == 0, done.stderr
    parts = done.stdout.split("\n\n")
    assert [part.splitlines()[0] for part in parts] == ["real income, percent", "real wage, percent"]
    assert all(part.splitlines()[1].split() == ["year", "1", "year", "3", "year", "10"] for part in parts)
    assert len(parts[0].splitlines()) == 5


@pytest.mark.parametrize("words", [("--years", "1,10"), ("--horizon", "all")])
def test_records_have_the_time_as_a_label(run, tmp_path, words):
    name = "scenario"
    asked = ("simulate", EMBARGO, *words, "--country", "KOR,CHN")
    told = json.loads(run(*asked, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout)))
    times = ["year 1", "year 10"] if words[0] == "--years" else ["short", "medium", "long"]
    assert list(dict.fromkeys(one[name] for one in told["records"])) == times
    assert [row[name] for row in rows[: len(times)]] == [str(one) for one in times[:1] * 2 + times[1:]][: len(times)]
    assert len(rows) == len(told["records"]) == 2 * 8 * len(times)
    assert run(*asked, "-o", "a.parquet", cwd=tmp_path).returncode == 0
    table = parquet.read_table(tmp_path / "a.parquet")
    assert table.column(name).unique().to_pylist() == times


def test_one_time_is_a_usual_answer_that_says_its_time(run):
    done = run("simulate", EMBARGO, "--years", "3", "--country", "KOR")
    solved = cp.simulate(EMBARGO, years=3).welfare_pct.sel(country="KOR").item()
    assert float(cells(done.stdout)[0]) == pytest.approx(solved, abs=0.01)
    assert "an equilibrium 3 years after the change, in which factors are on their way to other sectors" in done.stderr
    assert "factor mobility 0.214" in done.stderr


def test_what_is_set_in_place_of_a_horizon_s_values_is_in_the_sources(run):
    words = ["--input-substitution", "0.1", "--value-added-substitution", "0.4", "--consumption-substitution", "0.8"]
    words += ["--factor-mobility", "mobile", "--labour-supply", "0.3"]
    done = run("simulate", EMBARGO, "--horizon", "short", *words, "--country", "KOR")
    assert done.returncode == 0, done.stderr
    said = "short: input substitution 0.1, value added substitution 0.4, consumption substitution 0.8, factor mobility mobile"
    assert f"{said}, labour supply 0.3" in done.stderr
    assert "an equilibrium within a year of the change, in which factors move between sectors" in done.stderr


def test_a_horizon_without_an_equilibrium_is_told_and_the_others_are_shown(run):
    done = run("simulate", "embargo between KOR and CHN", "--horizon", "all", "--country", "KOR")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1].split() == ["medium", "long"]
    assert "note: short is not shown: no equilibrium exists: CHN can't get C26 of KOR" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("embargo between KOR and CHN", "--horizon", "short"),
            "CHN can't get C26 of KOR (nor 48 other goods), an input of",
        ),
        (("embargo by KOR on imports from CHN in C26", "--horizon", "short"), "KOR can't get C26 of CHN, an input of"),
        (("embargo by ALL on RUS in B06", "--years", "1"), "CHN can't get B06 of RUS, an input of"),
        (
            ("embargo by ALL on DEU", "--horizon", "all"),
            "at no time (short, medium, long): at the first, no equilibrium exists",
        ),
    ],
)
def test_a_rupture_names_its_cause_in_a_few_lines(run, words, told):
    done = run("simulate", *words)
    assert done.returncode == 3
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 400  # four lines of a hundred
    assert "(share = 90)" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--horizon", "soon"), "--horizon: there is no horizon 'soon'; take one of short, medium, long, all"),
        (("--years", "3,1"), "--years: 1 comes after 3; write years in their order, as 1,3,10 or 1-10"),
        (("--years="), "--years: a year is missing; write years in their order, as 1,3,10 or 1-10"),
        (("--years", "-1"), "--years: -1 is no time after a change; name years after the change, 0 or more"),
        (("--horizon", "short", "--years", "1"), "--years: both a horizon and years are named; name one"),
        (("--factor-mobility", "moble"), "--factor-mobility: factor_mobility is 'moble'; did you mean mobile?"),
        (
            ("--horizon", "all", "--brief", "a.html"),
            "--brief: a page is on one time, and the answer holds several; name one",
        ),
    ],
)
def test_a_wrong_time_is_refused_in_a_line(run, tmp_path, words, told):
    words = (words,) if isinstance(words, str) else words
    done = run("simulate", EMBARGO, *words, cwd=tmp_path)
    assert done.returncode == 2
    assert f"error: {told}" in done.stderr.splitlines()[-1]


def test_stockpiles_bridge_a_part_of_the_first_year(run, tmp_path):
    (tmp_path / "a.toml").write_text(STOCKED, encoding="utf-8")
    (tmp_path / "bare.toml").write_text(STOCKED.split("[[stockpiles]]", maxsplit=1)[0], encoding="utf-8")
    asked = ("--country", "KOR", "--variables", "welfare_pct", "--format", "json")
    with_stocks, without = (
        json.loads(run("simulate", name, *asked, cwd=tmp_path).stdout) for name in ("a.toml", "bare.toml")
    )
    held, bare = (one["records"][0]["value"] for one in (with_stocks, without))
    assert held == pytest.approx(0.75 * bare, rel=1e-6)
    assert with_stocks["meta"]["diagnostics"]["parts_of_the_year"] == "0.25, 0.75"
    path = run("simulate", "a.toml", "--years", "1,2", "--country", "KOR", cwd=tmp_path)
    assert "note: year 1: stockpiles bridge a part of the year" in path.stderr
    assert "note: year 2: stockpiles last into the first year only" in path.stderr
    (tmp_path / "a.toml").write_text(STOCKED.replace('horizon = "short"', ""), encoding="utf-8")
    done = run("simulate", "a.toml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "a.toml, line 14, stockpiles[0]: stockpiles matter in the first year only; name a time" in done.stderr
