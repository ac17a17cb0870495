"""The page: self-contained, whole, for countries that nobody tuned for."""

from __future__ import annotations

import re

import openpyxl
import pytest

import counterpoise as cp

PAIRS = [("KOR", "USA,CHN"), ("MLT", "USA,DEU"), ("STP", "CHN,FRA"), ("USA", "CHN,DEU")]


@pytest.mark.parametrize(("country", "powers"), PAIRS, ids=[c for c, _ in PAIRS])
def test_the_page(country, powers):
    page = cp.brief(country, powers=powers).html
    body = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|NaN|\bNone\b|\binf\b|Undefined", body)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script" not in page
    assert page.count("<figure>") == page.count('role="img"') >= 4
    assert all(re.findall(r'aria-label="([^"]*)"', page))
    headings = re.findall(r"<h(\d)", page)
    assert headings[0] == "1"
    assert set(headings) == {"1", "2"}


def test_the_spreadsheet(tmp_path):
    brief = cp.brief("KOR", powers="USA,CHN")
    brief.write_spreadsheet(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {"partners", "powers", "measures", "sources"} <= set(book.sheetnames)
    heads = [cell.value for cell in book["powers"][1]]
    rows = [dict(zip(heads, [c.value for c in row], strict=True)) for row in book["powers"].iter_rows(min_row=2)]
    found = [
        r["value"]
        for r in rows
        if (r["indicator"], r["country"], r["partner"], r["sector"])
        == ("foreign_input_reliance", "KOR", "CHN", "manufacturing")
    ]
    assert found == [pytest.approx(0.0649, abs=5e-5)]
    book.close()
