"""A change from the command line: a table, files, a page and a spreadsheet."""

from __future__ import annotations

import json
import re

import openpyxl
import pytest

SHOCK = "tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates"
FILE = """
title = "A tariff and its answer"

[[shocks]]
kind = "tariff"
by = "USA"
on = "CHN"
sectors = ["C26", "C27"]
up_by_points = 25

[[retaliation]]
kind = "tariff"
by = "CHN"
on = "USA"
sectors = ["C26", "C27"]
up_by_points = 25
"""


@pytest.fixture
def table(run):
    done = run("simulate", SHOCK)
    assert done.returncode == 0, done.stderr
    return done


def test_the_parties_come_first_then_the_most_harmed_and_helped(table):
    lines = table.stdout.splitlines()
    heads = [line.split()[0:2] for line in lines if line.startswith(("parties", "most"))]
    assert heads == [["parties", "CHN"], ["most", "harmed"], ["most", "helped"]]
    codes = [found[1] for line in lines if (found := re.match(r"(?:parties|most \w+|) +([A-Z]{3}) ", line))]
    assert len(codes) == len(set(codes)) == 22
    assert "58 more of 80 are not shown" in lines[-1]


def test_a_change_has_a_sign_and_three_figures(table):
    row = next(line for line in table.stdout.splitlines() if " CHN " in line)
    assert re.search(r"-0\.0\d{3} %", row)
    assert re.search(r" -\d,\d{3} ", row)
    assert "-0.0 %" not in table.stdout


def test_it_says_that_it_is_no_forecast_and_no_source_lacks_a_year(table):
    assert "note: a conditional scenario, not a forecast" in table.stderr
    assert "not given" not in table.stderr
    legend = [line for line in table.stderr.splitlines() if line.endswith(("_pct)", "_new)", "_variation)"))]
    assert len(legend) == 8
    assert max(map(len, legend)) < 115


def test_csv_holds_everyone(run):
    rows = run("simulate", SHOCK, "--format", "csv", "--variables", "welfare_pct").stdout.splitlines()
    assert len(rows) == 81
    assert rows[0].startswith("variable,country")


def test_countries_that_are_named_are_shown_in_their_order(run):
    done = run("simulate", SHOCK, "--country", "KOR,ASEAN,DEU", "--variables", "welfare_pct")
    codes = [line.split()[0] for line in done.stdout.splitlines() if line.endswith("%")]
    assert codes[0] == "KOR"
    assert codes[-1] == "DEU"
    assert "not shown" not in done.stdout


def test_variables_of_sectors_and_flows_fit_on_a_screen(run):
    done = run("simulate", SHOCK, "--variables", "welfare_pct,output_pct,trade_change")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) < 250


def test_a_file_and_the_short_form_give_the_same_numbers(run, tmp_path):
    (tmp_path / "a.toml").write_text(FILE, encoding="utf-8")
    words = ["--format", "json", "--country", "USA,CHN,KOR"]
    one, other = (json.loads(run("simulate", said, *words, cwd=tmp_path).stdout) for said in ("a.toml", SHOCK))
    assert one["records"] == other["records"]
    assert one["meta"]["diagnostics"]["residual"] < 1e-9


def test_a_page_and_a_spreadsheet(run, tmp_path):
    (tmp_path / "a.toml").write_text(FILE, encoding="utf-8")
    done = run("simulate", "a.toml", "--brief", "a.html", "--xlsx", "a.xlsx", "--country", "KOR", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "written: a.html, a.xlsx" in done.stderr
    assert "KOR" in done.stdout
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<h1>A tariff and its answer</h1>" in page
    assert "South Korea" in page
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    assert book.sheetnames == ["countries", "sectors", "trade", "scenario", "measures", "sources"]
    book.close()
