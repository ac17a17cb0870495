"""The page and the spreadsheet of a change: whole for any scenario, and any economy's own labels."""

from __future__ import annotations

import re

import numpy as np
import openpyxl
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.scenario import Scenario

SHOCKS = [
    "tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates",
    "embargo 90 % between KOR and CHN",
    "embargo by ALL on RUS",
    "productivity +10 % in KOR sectors C26",
    "transfer 10000 million USD from USA to KOR",
    "trade costs -5 % between EU and USA",
    "tariff +10 points by ALL on ALL",
]
EMPTY = re.compile(r"<(ul|ol|li|p|h\d|dd|dt|section|figcaption)[^>]*>\s*</\1>")


def whole(page, figures):
    body = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|NaN|\bNone\b|\binf\b|Undefined", body)
    assert not EMPTY.search(body)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script" not in page
    assert page.count("<figure>") == page.count('role="img"') == figures
    assert all(re.findall(r'role="img" aria-label="([^"]*)"', page))
    headings = re.findall(r"<h(\d)", page)
    assert headings[0] == "1"
    assert headings.count("1") == 1
    return body


@pytest.mark.parametrize("shock", SHOCKS)
def test_the_page(shock, tmp_path):
    outcome = cp.simulate(shock)
    outcome.write(tmp_path / "a.html")
    figures = 4 if outcome.diagnostics["parts"] == 1 else 3  # prices in two numeraires have no terms of trade
    body = whole((tmp_path / "a.html").read_text(encoding="utf-8"), figures)
    assert "not a forecast" in body
    assert body.count("<tr") > 80


def gravity():
    return cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["Home", "The <other>"])


@pytest.mark.parametrize(
    ("arrays", "figures"),
    [
        ({"tariff": [[[0.0], [0.1]], [[0.0], [0.0]]]}, 4),
        ({"trade_cost_hat": [[[1.0], [np.inf]], [[np.inf], [1.0]]]}, 2),
    ],
)
def test_labels_of_one_s_own(tmp_path, arrays, figures):
    outcome = cp.equilibrium.solve(gravity(), Scenario.from_arrays(**arrays, title="A trial"))
    outcome.write(tmp_path / "a.html")
    body = whole((tmp_path / "a.html").read_text(encoding="utf-8"), figures)
    assert "<h1>A trial</h1>" in body
    assert "The &lt;other&gt;" in body
    outcome.write(tmp_path / "a.xlsx")


def test_numbers_for_names(tmp_path):
    base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=[1, 2])
    outcome = cp.equilibrium.solve(base, Scenario.from_arrays(tariff=[[0.0, 0.1], [0.0, 0.0]]))
    assert outcome.welfare_pct.sel(country=1).item() > 0
    assert outcome.records()[0]["country"] == 1
    for name in ("a.html", "a.xlsx"):
        outcome.write(tmp_path / name)
    whole((tmp_path / "a.html").read_text(encoding="utf-8"), 4)


def test_no_scenario_at_all(tmp_path):
    cp.equilibrium.solve(gravity(), None).write(tmp_path / "a.html")
    whole((tmp_path / "a.html").read_text(encoding="utf-8"), 2)


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"\.html or \.xlsx"):
        cp.equilibrium.solve(gravity(), None).write(tmp_path / "a.docx")
    with pytest.raises(InputError, match="take its table"):
        cp.rely("KOR", on="CHN").write(tmp_path / "a.html")


def test_the_country_that_is_asked_for_is_looked_at(tmp_path):
    cp.simulate(SHOCKS[0], country="VNM").write(tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert re.search(r"Real income in Vietnam is \d\.\d+\s% higher", page)
    assert re.search(r'<th scope="row">Vietnam</th>', page)


def test_the_spreadsheet(tmp_path):
    outcome = cp.simulate(SHOCKS[0])
    cp.simulate(SHOCKS[0], country="KOR").write(tmp_path / "a.xlsx")  # it holds everyone all the same
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    sheets = {name: [[cell.value for cell in row] for row in book[name].iter_rows()] for name in book.sheetnames}
    book.close()
    heads, *rows = sheets["countries"]
    assert len(rows) == 80
    china = dict(zip(heads, next(row for row in rows if row[0] == "CHN"), strict=True))
    assert china["name"] == "China"
    assert china["welfare_pct"] == pytest.approx(outcome.welfare_pct.sel(country="CHN").item())
    heads, *rows = sheets["trade"]
    flows = {tuple(row[:3]): dict(zip(heads, row, strict=True)) for row in rows}
    whole_flow = flows["CHN", "TOTAL", "USA"]
    parts = [row["trade_change"] for (o, s, d), row in flows.items() if (o, d) == ("CHN", "USA") and s != "TOTAL"]
    assert whole_flow["trade_change"] == pytest.approx(sum(parts))
    assert ("KOR", "TOTAL", "USA") in flows
    assert ("KOR", "C26", "USA") not in flows
    assert len(sheets["sectors"]) == 1 + 80 * 50
    assert {"title", "change", "file", "note", "residual"} <= {row[0] for row in sheets["scenario"]}
    assert {"welfare_pct", "trade_change", "output_pct"} <= {row[0] for row in sheets["measures"]}


@pytest.mark.parametrize(
    ("time", "told", "formula"),
    [
        (
            {"horizon": "short"},
            "an equilibrium within a year of the change, in which factors stay in their sectors",
            "Inputs of sector k",
        ),
        (
            {"years": 3, "labour_supply": 0.2},
            "an equilibrium 3 years after the change, in which",
            "Factors of sector k",
        ),
        ({"horizon": "long"}, "a new long-run equilibrium", "Unit cost of sector k"),
    ],
)
def test_the_page_tells_its_time_and_its_equations(time, told, formula, tmp_path):
    cp.simulate(SHOCKS[1], **time).write(tmp_path / "a.html")
    body = whole((tmp_path / "a.html").read_text(encoding="utf-8"), 4)
    assert f"They compare the baseline with {told}" in body
    assert formula in body
    assert ("Factors of sector k" in body) == ("years" in time)


def test_several_times_are_a_spreadsheet_and_no_page(tmp_path):
    found = cp.simulate(SHOCKS[1], years="1,10")
    with pytest.raises(
        InputError, match="--brief: a page is on one time, and the answer holds several; name one horizon"
    ):
        found.write(tmp_path / "a.html")
    found.write(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    heads, *rows = ([cell.value for cell in row] for row in book["countries"].iter_rows())
    said = [[cell.value for cell in row] for row in book["scenario"].iter_rows()]
    assert book["trade"]["A1"].value == "years_after"
    book.close()
    assert heads[:4] == ["years_after", "country", "name", "welfare_pct"]
    assert [row[0] for row in rows] == [1] * 80 + [10] * 80
    assert next(row[3] for row in rows if row[:2] == [10, "KOR"]) == found[10].welfare_pct.sel(country="KOR").item()
    assert {"10: residual", "residual", "note"} <= {row[0] for row in said}
