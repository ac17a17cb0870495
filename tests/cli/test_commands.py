"""The commands as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import subprocess
import sys

import pytest

from counterpoise.core.result import FIELDS

COMMANDS = [
    ["rely", "KOR"],
    ["rely", "KOR", "--on", "CHN,USA", "--both"],
    ["rely", "--all", "--on", "CHN"],
    ["rely", "KOR", "--on", "CHN,USA", "--both", "--cut", "0.5,2,5"],
    ["rely", "EU", "--on", "CHN", "--sector", "C26"],
    ["trend", "KOR", "--on", "CHN,USA"],
    ["products", "KOR", "--on", "CHN"],
    ["products", "EU", "--preset", "eu2021", "--year", "2019"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_contract(run, words, tmp_path):
    done = run(*words, "--format", "json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) == {"meta", "records"}
    assert {"command", "version", "baseline", "warnings", "diagnostics", "contract"} <= set(answer["meta"])
    assert answer["meta"]["baseline"][0]["source"]
    assert answer["records"]
    for record in answer["records"]:
        assert set(record) <= set(FIELDS)
        assert {"indicator", "country", "year", "value", "unit", "estimated", "source"} <= set(record)
        assert record["value"] is None or math.isfinite(record["value"])
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").stdout)))
    assert len(rows) == len(answer["records"])
    file = tmp_path / "a.parquet"
    assert run(*words, "--format", "parquet", "-o", str(file)).returncode == 0
    import pandas as pd

    assert pd.read_parquet(file)["value"].tolist() == pytest.approx(
        [math.nan if r["value"] is None else r["value"] for r in answer["records"]], nan_ok=True
    )


@pytest.mark.parametrize("words", [["rely", "KOR", "--on", "CHN", "--format", "json"], ["rely", "ROK"]], ids=" ".join)
def test_the_tests_commands_are_those_of_the_program_started_anew(run, words):
    forked = run(*words)
    anew = subprocess.run([sys.executable, "-m", "counterpoise", *words], capture_output=True, text=True, check=False)
    assert (forked.returncode, forked.stdout, forked.stderr) == (anew.returncode, anew.stdout, anew.stderr)


def test_many_measures_have_a_row_each(run):
    done = run("rely", "KOR", "--on", "CHN", "--indicators", "all")
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["KOR", "on", "CHN", "CHN", "on", "KOR"]
    (exports,) = [line for line in lines if " EXGR " in line]
    assert "million USD" in exports
    assert "[" in exports
    assert "50 sectors one by one are not shown" in lines[-1]
    past = run("trend", "KOR", "--on", "CHN", "--indicators", "ratios")
    assert past.returncode == 0
    assert "1995" in past.stdout


def test_a_files_ending_tells_its_format(run, tmp_path):
    for ending, starts in ((".csv", "indicator,"), (".json", "{")):
        file = tmp_path / f"a{ending}"
        assert run("rely", "KOR", "--on", "CHN", "-o", str(file)).returncode == 0
        assert file.read_text().startswith(starts)
    told = tmp_path / "b.csv"
    assert run("rely", "KOR", "--on", "CHN", "--format", "json", "-o", str(told)).returncode == 0
    assert told.read_text().startswith("{")


def test_results_alone_go_to_standard_output(run):
    done = run("rely", "KOR", "--on", "CHN")
    assert "\x1b" not in done.stdout + done.stderr
    assert "note:" in done.stderr
    assert "note:" not in done.stdout
    assert "6.49 %" in done.stdout


def test_a_table_says_what_it_shows_and_where_it_comes_from(run):
    done = run("rely", "KOR", "--on", "CHN", "--indicators", "look_through")
    assert "looked through: Share of a partner in all output" in done.stderr
    assert "coverage within the table 9" in done.stderr
    assert "source: OECD Inter-Country Input-Output tables" in done.stderr
    assert "2022 (icio-2025-embedded)" in done.stderr


def test_an_estimate_shows_its_error_in_the_table(run):
    words = ["rely", "KOR", "--on", "CHN", "--sector", "TOTAL", "--indicators", "final_demand_reliance"]
    record = json.loads(run(*words, "--format", "json").stdout)["records"][0]
    value, low, high = (100 * record[one] for one in ("value", "low", "high"))
    assert record["estimated"] is True
    assert low < value < high
    assert f"{value:.2f} % [{low:.2f}, {high:.2f}]" in run(*words).stdout


def test_partners_come_sorted(run):
    rows = list(csv.DictReader(io.StringIO(run("rely", "KOR", "--format", "csv").stdout)))
    shares = [float(r["value"]) for r in rows if r["indicator"] == "foreign_input_reliance" and r["sector"] == "TOTAL"]
    assert len(shares) == 79
    assert shares == sorted(shares, reverse=True)


TARIFF = "tariff +10 points by USA on CHN"
BAD = [
    (["rely", "ROK"], "KOR"),
    (["rely", "KOR", "--on", "KOR"], "itself"),
    (["rely", "KOR", "--year", "1850"], "2022"),
    (["rely", "KOR", "--on", "PRK"], "North Korea"),
    (["rely", ""], ""),
    (["rely"], "--all"),
    (["rely", "KOR", "--format", "nonsense"], "json"),
    (["rely", "KOR", "--on", "CHN", "--format", "csv", "-o", "korea.html"], "end its name in .csv"),
    (["brief", "KOR", "--powers", "USA,CHN", "--format", "json", "-o", "brief.pdf"], "end its name in .json"),
    (["rely", "KOR", "--sector", "C99"], "C99"),
    (["rely", "KOR", "--cut", "0,2"], "not positive"),
    (["rely", "KOR", "--cut=-1,2"], "not positive"),
    (["rely", "KOR", "--cut", "inf,2"], "not positive"),
    (["rely", "KOR", "--cut", "weak,2"], "'weak' is no elasticity"),
    (["rely", "KOR", "--cut", "0.5,,2"], "a word is missing"),
    (["rely", "KOR", "--cut", "2"], "no range"),
    (["rely", "KOR", "--indicators", "look_thru"], "look_through"),
    (["trend", "KOR", "--on", ""], "--on"),
    (["brief", "KOR", "--powers", "USA,CHN", "-o", "/nonexistent/x/brief.html"], "folder"),
    (["brief", "KOR", "--powers", "USA,USA"], "USA"),
    (["brief", "KOR", "--powers", "KOR"], "KOR"),
    (["brief", "ZZZ", "--powers", "USA,CHN"], "ZZZ"),
    (["data", "lst"], "list"),
    (["simulate"], "SCENARIO"),
    (["simulate", ""], "embargo 90 % between KOR and CHN"),
    (["simulate", "no-such.toml"], "no-such.toml"),
    (["simulate", "tarif +10 points by USA on CHN"], "tariff"),
    (["simulate", TARIFF, "--country", "PRK"], "North Korea"),
    (["simulate", TARIFF, "--country", "KRO"], "KOR"),
    (["simulate", TARIFF, "--variables", "welfare"], "welfare_pct"),
    (["simulate", TARIFF, "--closure", "aditive"], "additive"),
    (["simulate", TARIFF, "--brief", "page.pdf"], ".html"),
    (["simulate", TARIFF, "--xlsx", "/nonexistent/x/a.xlsx"], "folder"),
    (["rly", "KOR"], "rely"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[" ".join(w) for w, _ in BAD])
def test_bad_input_is_one_line_and_exit_code_2(run, tmp_path, words, said):
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert said in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_data_list_names_what_is_there(run):
    records = json.loads(run("data", "list", "--format", "json").stdout)["records"]
    assert {r["dataset"] for r in records} >= {"icio-2025-embedded", "baci-raw-materials", "wiod-2013-reliance"}
    for record in records:
        assert record["licence"]
        assert record["source"]
        assert record["completeness"]


def test_help_imports_nothing_heavy():
    program = (
        "import sys; sys.argv = ['counterpoise', '--help']\n"
        "from counterpoise.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*[m for m in ('numpy', 'pandas', 'xarray', 'scipy', 'altair', 'pydantic', 'jinja2') if m in sys.modules],"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=dict(os.environ), check=True
    )
    assert done.stderr.strip() == ""
    for name in ("rely", "trend", "brief", "data"):
        assert name in done.stdout
