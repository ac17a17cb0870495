from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from counterpoise.codes.countries import name as country_name
from counterpoise.core.errors import DataError, InputError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.source import Raw, source
from counterpoise.sources.world_mining_data import read
from counterpoise.store.store import table

NAME = "6.4. Production_of_Mineral_Raw_Materials_of_individual_Countries_by_Minerals.xlsx"
UNITS = {"t": "metr. t", "kg": "kg", "million m3": "Mio m3", "carat": "ct"}
NAMES = {"COD": "Congo, D.R.", "COG": "Congo, Rep.", "KOR": "Korea, South", "PRK": "Korea, North", "TUR": "Türkiye"}
NAMES |= {"BIH": "Bosnia-Herzegovina", "CIV": "Cote d'Ivoire"}
YEARS = [2019, 2020, 2021, 2022, 2023]
ORDER = ["material", "country", "year"]


def taken(path: Path, *, year: int | None = None, least: int = 40) -> pd.DataFrame:
    (part,) = list(read(Raw(path, None, year), Progress(), least))
    target = path.parent / "taken.parquet"
    assert part.tables["production"](target) == part.numbers["rows"]
    return pd.read_parquet(target)


def production() -> pd.DataFrame:
    found = table("mining-production").query("year in @YEARS")
    return found.sort_values(ORDER).reset_index(drop=True)


def written(path: Path, figures: pd.DataFrame) -> Path:
    """Write figures in the producer's layout."""
    book = Workbook()
    book.remove(book.active)
    for material, lines in figures.groupby("material"):
        sheet = book.create_sheet(f"{material} "[:31].replace("/", "-"))
        unit = UNITS[lines.unit.iloc[0]]
        sheet.append([material])
        sheet.append(["Country", "unit", *YEARS, "data source"])
        wide = lines.pivot(index="country", columns="year", values="value")
        status = lines.groupby("country").status.first()
        for code, values in wide.iterrows():
            cells = [None if pd.isna(one) else one for one in values]
            sheet.append([NAMES.get(code, country_name(code)), unit, *cells, status[code][0]])
        sheet.append(["Total", unit, *wide.sum().tolist(), None])
    book.save(path)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("mining") / NAME, production())


@pytest.fixture
def few(tmp_path: Path) -> tuple[Path, pd.DataFrame]:
    figures = (
        production().query("material in ['Cobalt', 'Gold', 'Lithium (Li2O)', 'Natural Gas']").reset_index(drop=True)
    )
    return written(tmp_path / NAME, figures), figures


def test_all_materials_come_back_exactly(whole: Path):
    found, expected = taken(whole), production()
    assert list(found.columns) == list(table("mining-production").columns)
    short = {one: one[:31].strip().replace("/", "-") for one in expected.material.unique()}
    expected["material"] = expected.material.map(short)
    pd.testing.assert_frame_equal(
        found, expected.sort_values(ORDER).reset_index(drop=True), check_dtype=False, check_exact=True
    )


def test_a_year_can_be_asked(few: tuple[Path, pd.DataFrame]):
    assert set(taken(few[0], year=2022, least=1).year) == {2022}
    with pytest.raises(DataError, match="no year 1990"):
        taken(few[0], year=1990, least=1)
    with pytest.raises(DataError, match="4 materials, below 40"):
        taken(few[0])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda sheet: sheet.__setitem__("C4", "n.a."), "'n.a.' is not a number"),
        (lambda sheet: sheet.__setitem__("C4", -5), "-5 is below 0"),
        (lambda sheet: sheet.__setitem__("A4", "Atlantis"), "'Atlantis' is no country"),
        (lambda sheet: sheet.__setitem__("A4", "Korea"), "'Korea' is no country"),
        (lambda sheet: sheet.__setitem__("B4", "lb"), "'lb' is no unit"),
        (lambda sheet: sheet.__setitem__("B4", "kg"), "unit changes from t to kg"),
        (lambda sheet: sheet.__setitem__("H4", "x"), "'x' is no status"),
        (lambda sheet: sheet.__setitem__("D2", 2019), "is not there|not five in a row|unknown or second column"),
        (lambda sheet: sheet.__setitem__("A2", "Land"), "no row begins with Country"),
        (lambda sheet: sheet.delete_rows(sheet.max_row), "there is no total"),
        (lambda sheet: sheet.delete_rows(5), "add up to"),
        (lambda sheet: sheet.delete_cols(4), "unknown|not five|not there"),
        (lambda sheet: sheet.append(["Chile", "metr. t", 1, 2, 3, 4, 5, "r"]), "below the total"),
        (lambda sheet: sheet.__setitem__("A4", sheet["A3"].value), "is there twice"),
    ],
)
def test_an_error_names_the_sheet(few: tuple[Path, pd.DataFrame], change: Callable, said: str):
    book = load_workbook(few[0])
    change(book["Cobalt "])
    book.save(few[0])
    with pytest.raises(DataError, match=said) as caught:
        taken(few[0], least=1)
    assert "Cobalt" in str(caught.value)


@pytest.mark.parametrize("seed", range(3))
def test_damage_is_refused_or_harmless(few: tuple[Path, pd.DataFrame], seed: int):
    """Bytes of the workbook, and large changes of a sheet; figures below a thousandth of the total have no check."""
    path, expected = few
    content, draw = path.read_bytes(), random.Random(seed)
    for at in range(20):
        path.write_bytes(content)
        if at % 4:
            place = draw.randrange(len(content))
            flipped = content[:place] + bytes([content[place] ^ (1 << draw.randrange(8))]) + content[place + 1 :]
            path.write_bytes(content[:place] if at % 4 == 1 else flipped)
        else:
            sheets(path, draw)
        try:
            found = taken(path, least=4)
        except InputError:
            continue
        pd.testing.assert_frame_equal(found, expected, check_dtype=False, check_exact=True)


def sheets(path: Path, draw: random.Random) -> None:
    """Change a sheet so that the sum of its largest line, or its form, is wrong."""
    book = load_workbook(path)
    sheet = draw.choice(book.worksheets)
    figures = {row: sheet.cell(row, 4).value or 0 for row in range(3, sheet.max_row)}
    largest = max(figures, key=lambda row: figures[row])
    kind = draw.randrange(4)
    if kind == 0:
        sheet.cell(largest, 4).value = draw.choice([0, figures[largest] * 1.01, None, "inf", "nan", "text"])
    elif kind == 1:
        sheet.delete_rows(largest)
    elif kind == 2:
        one, other = draw.sample(range(3, 8), 2)
        for row in range(2, sheet.max_row + 1):
            cells = sheet.cell(row, one), sheet.cell(row, other)
            cells[0].value, cells[1].value = cells[1].value, cells[0].value
    else:
        book.remove(sheet)
    book.save(path)


@pytest.mark.parametrize("content", [b"", b"Country,unit\n", b"<html></html>", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 9])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / NAME
    path.write_bytes(content)
    with pytest.raises(DataError):
        taken(path)


def test_it_does_what_any_source_must(whole: Path):
    conforms(source("world-mining-data"), whole)
