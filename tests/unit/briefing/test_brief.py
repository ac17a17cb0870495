"""The page: self-contained, whole, for countries that nobody tuned for."""

from __future__ import annotations

import re
from html import escape

import openpyxl
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.words.findings import told


def test_the_page_of_three_powers(korea):
    check(korea.html)


def check(page):
    body = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|NaN|\bNone\b|\binf\b|Undefined", body)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script" not in page
    assert len(re.findall(r"<figure\b", page)) == page.count('role="img"') >= 4
    assert all(re.findall(r'aria-label="([^"]*)"', page))
    headings = re.findall(r"<h(\d)", page)
    assert headings[0] == "1"
    titles = re.findall(r"<h2>([^<]*)</h2>", page)
    assert titles[0].startswith("Between ")
    assert titles[1:4] == [
        "What the two leans are made of",
        "On whom it relies for its security",
        "On whom it relies for its economy",
    ]
    assert set(headings) == {"1", "2"}


def test_the_spreadsheet(korea, tmp_path):
    korea.write_spreadsheet(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {"partners", "powers", "equation", "security", "measures", "sources"} <= set(book.sheetnames)
    assert "net_security_reliance" in [row[0].value for row in book["measures"].iter_rows(min_row=2)]
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


@pytest.fixture(scope="module")
def korea():
    return cp.brief("KOR", powers="CHN,USA,JPN")


def test_it_opens_with_the_equation_of_the_first_two(korea):
    said = told(korea.results["equation"])
    assert korea.results["equation"].data["partner"].values.tolist() == ["CHN", "USA"]
    assert f"<li>{escape(said[0].text, quote=False)}</li>" in korea.html.replace("&#39;", "'")
    assert "Of the 3 powers it shows the first two that were named." in korea.html


def test_security_is_told_with_treaties_values_years_and_sources(korea):
    page = korea.html
    start = page.index("On whom it relies for its security")
    part = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[start : page.index("On whom it relies for its economy")]))
    assert "Korea-United States 1953 (signed 1953-10-01, in force 1954-11-17)" in part
    assert "Troops garrisons 0 to 999 2026 24,515 2024 0 to 999 2026" in part
    assert "Arms supplied arms suppliers 0 to 2.3 % 2021 63 % 2021" in part


def test_its_formulas_sources_and_warnings_are_on_the_page(korea):
    for one in korea.results["security"].provenance:
        assert one.title in korea.html
    assert "<code>cross_pressure</code>" in korea.html
    assert "a share of weightings is no probability" in korea.html
    assert any("random weights" in one for one in korea.meta["warnings"])


def test_what_can_not_be_set_against_each_other_is_said():
    page = cp.brief("CHE", powers="USA")
    assert "equation" not in page.results
    assert "it sets two powers against each other, and one was named" in page.html
    assert "No country has promised by treaty to defend Switzerland." in page.html


def test_a_country_without_security_data_still_has_its_page(monkeypatch):
    def refuse(country, **_):
        raise InputError(f"there is no security data on {country}", where="country", remedy="name another")

    monkeypatch.setattr("counterpoise.questions.equation", refuse)
    monkeypatch.setattr("counterpoise.questions.security", refuse)
    page = cp.brief("KOR", powers="USA,CHN").html
    assert "Where its economy and its security lean can&#39;t be told here: there is no security data on KOR." in page
    assert "Nothing is told of its security here: there is no security data on KOR." in page
    assert "On whom it relies for its economy" in page
