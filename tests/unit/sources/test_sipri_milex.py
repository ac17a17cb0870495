"""SIPRI's workbook of military expenditure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.sipri_milex import SHEETS, read
from counterpoise.sources.source import Raw, source
from tests.reference.security_files import expenditure, expenditure_book, expenditure_sheets, table

NAME = "SIPRI-Milex-data-1949-2024.xlsx"
YEARS = range(1988, 1995)


def taken(path: Path, year: int | None = None) -> pd.DataFrame:
    (part,) = read(Raw(path, None, year), Progress())
    target = path.parent / "taken.parquet"
    assert part.tables["expenditure"](target) == part.numbers["rows"]
    return pd.read_parquet(target).set_index(["country", "year"])


SHARES = {
    "Congo, DR": [0.01, 0.02, "...", "...", 0.02, 0.02, 0.02],
    "Costa Rica": [0.0] * 7,
    "Korea, South": [0.045, 0.044, 0.0375, 0.035, 0.034, 0.033, 0.0325],
    "USSR": [0.12, 0.11, ". .", "...", "xxx", "xxx", "xxx"],
    "Russia": ["xxx", "xxx", "xxx", "xxx", 0.05, 0.04, 0.04],
    "Yugoslavia": [0.03, 0.03, 0.03, "...", "xxx", "xxx", "xxx"],
    "Serbia": ["xxx", "xxx", "xxx", "xxx", 0.05, "...", 0.04],
    "European Union": [0.0001] * 7,
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    figures = expenditure_sheets(SHARES)
    figures["current_usd"]["Congo, DR"][2:4] = [0, 0]  # unknown there, and 0 in the sheet of current prices
    return expenditure_book(tmp_path / NAME, figures, YEARS)


def test_marks_and_zeros_are_told_apart(book: Path):
    found = taken(book)
    assert list(found.columns) == list(SHEETS)
    assert found.loc[("KOR", 1990)].round(4).tolist() == [0.0375, 37.5, 33.75, 0.15, 37.5]
    assert found.loc["COD"].loc[[1990, 1991]].isna().all().all()
    assert (found.loc["CRI"] == 0).all().all()
    (part,) = read(Raw(book), Progress())
    assert part.numbers["zeros_left_out"] == 2
    assert part.columns["expenditure"]["constant_usd"].endswith("of 2023")
    assert part.edition == "years to 1994"
    assert {"EU", "EUU"}.isdisjoint(found.index.get_level_values(0))


def test_states_go_on_under_one_code(book: Path):
    found = taken(book)
    russia = found.loc["RUS"].share_gdp
    assert russia.loc[1988] == 0.12
    assert russia.loc[1992] == 0.05
    assert russia.loc[[1990, 1991]].isna().all()
    assert found.loc["YUG"].index.tolist() == [1988, 1989, 1990, 1991]
    assert found.loc["SCG"].index.tolist() == [1992, 1993, 1994]
    assert "SRB" not in found.index.get_level_values(0)


def test_a_year_can_be_asked(book: Path):
    assert set(taken(book, 1990).index.get_level_values(1)) == {1990}
    with pytest.raises(DataError, match="no year 2050"):
        taken(book, 2050)


def test_it_does_what_any_source_must(book: Path):
    conforms(source("sipri-milex"), book)


@pytest.mark.parametrize(
    ("sheet", "change", "said"),
    [
        ("Share of GDP", lambda sheet: sheet.__setitem__("D13", "n.a."), "cell D13: 'n.a.' is not a number"),
        ("Share of GDP", lambda sheet: sheet.__setitem__("D13", -0.1), "D13: -0.1 is below 0"),
        ("Share of GDP", lambda sheet: sheet.__setitem__("D13", 3.75), "a share of 3.75 is not a fraction"),
        ("Current US$", lambda sheet: sheet.__setitem__("A13", "Atlantis"), "row 13: 'Atlantis' is no country"),
        ("Current US$", lambda sheet: sheet.__setitem__("A13", "Costa Rica"), "Costa Rica is there twice"),
        ("Current US$", lambda sheet: sheet.__setitem__("D6", 1999), "don't follow one another"),
        ("Per capita", lambda sheet: sheet.__setitem__("A7", "State"), "no row begins with Country"),
        ("Share of GDP", lambda sheet: sheet.__setitem__("C17", 0.1), "RUS has two figures for 1988"),
        ("Share of GDP", lambda sheet: sheet.delete_cols(3, 12), "don't follow one another"),
        ("Per capita", lambda sheet: setattr(sheet, "title", "Per head"), "no sheet with the table"),
    ],
)
def test_an_error_names_the_cell(book: Path, sheet: str, change: Callable, said: str):
    held = load_workbook(book)
    change(held[sheet])
    held.save(book)
    with pytest.raises(DataError, match=said):
        taken(book)


def test_a_country_without_any_cell_is_no_heading(book: Path):
    held = load_workbook(book)
    for column in range(3, 10):
        held["Share of GDP"].cell(13, column).value = None
    held.save(book)
    with pytest.raises(DataError, match="no figure and no mark in any year"):
        taken(book)


def test_the_shares_come_back_whole(tmp_path: Path, shared: Path):
    figures = table(shared, "milex")
    found = taken(expenditure(figures, tmp_path))
    expected = figures.dropna(subset="iso3").set_index(["iso3", "year"]).share_gdp
    ours = found.share_gdp.rename(index={"SCG": "SRB"})  # the shared file has one code for Belgrade's state
    pd.testing.assert_series_equal(
        ours.sort_index(), expected.sort_index(), check_names=False, check_dtype=False, check_index_type=False
    )
    assert [round(found.share_gdp[key], 4) for key in (("KOR", 2024), ("USA", 2024), ("JPN", 1990), ("JPN", 2024))] == [
        0.0256, 0.0342, 0.0094, 0.0137]  # fmt: skip
