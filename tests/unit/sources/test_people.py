"""Ties between people: migrants, students, and the travel of leaders and ministers."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from counterpoise.codes.countries import countries
from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources import unesco_students
from counterpoise.sources.conformance import conforms
from counterpoise.sources.source import Raw, source
from counterpoise.sources.visits import KINDS, OFFICES


def taken(name: str, path: Path, table: str, year: int | None = None) -> pd.DataFrame:
    target = path.parent / "taken.parquet"
    for part in source(name).read(Raw(path, None, year), Progress()):
        assert part.tables[table](target) == part.numbers["rows"]
    found = pd.read_parquet(target)
    return found.astype(object).where(found.notna(), None)


# migrants

STOCK = "undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx"
YEARS = (1990, 1995, 2024)
PLACES = {"KOR": ("Republic of Korea*", 410), "CHN": ("China*", 156), "XKX": ("Kosovo", 412), "WLD": ("World", 900)}
PLACES |= {"AFR": ("Africa", 903), "GBC": ("Channel Islands", 830), "OTH": ("Others", 2003), "VNM": ("Viet Nam", 704)}


def stock(path: Path, pairs: dict[tuple[str, str], list], *, sexes: bool = True) -> Path:
    """Write table 1 as the Population Division lays it out."""
    book = Workbook()
    book.active.title = "Cover"
    sheet = book.create_sheet("Table 1")
    for line in range(9):
        sheet.append([f"Line {line} of text"])
    sheet.append(["", "", "", "", "", "", "", "International migrant stock at mid-year (both sexes combined)"])
    place = "Region, development group, country or area of"
    head = ["Index", f"{place} destination", "Notes of destination", "Location code of destination",
            "Type of data of destination", f"{place} origin", "Location code of origin"]  # fmt: skip
    sheet.append([*head, *YEARS, *(YEARS * 2 if sexes else ())])
    for at, ((host, origin), values) in enumerate(pairs.items(), 1):
        men = [int(one * 0.4) if isinstance(one, int) else one for one in values]
        women = [one - part if isinstance(one, int) else one for one, part in zip(values, men, strict=True)]
        cells = [at, PLACES[host][0], "", PLACES[host][1], "B", *PLACES[origin]]
        sheet.append([*cells, *values, *((*men, *women) if sexes else ())])
    book.save(path)
    return path


PAIRS = {
    ("WLD", "WLD"): [100, 200, 300],
    ("KOR", "WLD"): [40, 50, 2_000_000],
    ("KOR", "CHN"): [7, "..", 800_001],
    ("KOR", "VNM"): ["..", "", 200_000],
    ("KOR", "OTH"): [1, 1, 1],
    ("CHN", "KOR"): [0, 10, 20],
    ("GBC", "KOR"): [1, 1, 1],
    ("XKX", "CHN"): [1, 2, 3],
    ("AFR", "CHN"): [4, 4, 4],
}


@pytest.mark.parametrize("sexes", [True, False])
def test_migrants(tmp_path, sexes):
    path = stock(tmp_path / STOCK, PAIRS, sexes=sexes)
    found = taken("un-migrants", path, "migrants")
    assert found.values.tolist() == [
        ["KOR", "CHN", 1990, 7], ["KOR", "CHN", 2024, 800_001], ["KOR", "VNM", 2024, 200_000],
        ["CHN", "KOR", 1990, 0], ["CHN", "KOR", 1995, 10], ["CHN", "KOR", 2024, 20],
        ["XKX", "CHN", 1990, 1], ["XKX", "CHN", 1995, 2], ["XKX", "CHN", 2024, 3],
    ]  # fmt: skip
    assert set(taken("un-migrants", path, "migrants", 2024).year) == {2024}
    with pytest.raises(DataError, match="no figure for 2001"):
        taken("un-migrants", path, "migrants", 2001)
    conforms(source("un-migrants"), path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda sheet: sheet.__setitem__("D14", 999_999), ""),
        (lambda sheet: sheet.__setitem__("D14", 411), "row 14: '411' is not an ISO 3166-1 numeric"),
        (lambda sheet: sheet.__setitem__("D14", "KOR"), "row 14: 'KOR' is no location code"),
        (lambda sheet: sheet.__setitem__("J14", "many"), "row 14, year 2024: 'many' is not a number"),
        (lambda sheet: sheet.__setitem__("J14", -5), "-5 is below 0"),
        (lambda sheet: sheet.__setitem__("J14", 1.5), "1.5 is no number of persons"),
        (lambda sheet: sheet.__setitem__("J14", 900_001), "are not 900001 persons"),
        (lambda sheet: sheet.__setitem__("G15", 156), "CHN in KOR is there twice"),
        (lambda sheet: sheet.__setitem__("D11", "Code"), "no row names the location codes"),
        (lambda sheet: sheet.__setitem__("P11", "x"), "not there once, or once a sex"),
        (lambda sheet: setattr(sheet, "title", "Table 2"), "no sheet with the table"),
    ],
)
def test_an_error_in_migrants_names_the_row(tmp_path, change: Callable, said: str):
    path = stock(tmp_path / STOCK, PAIRS)
    book = load_workbook(path)
    change(book["Table 1"])
    book.save(path)
    if not said:
        assert len(taken("un-migrants", path, "migrants")) == 7
        return
    with pytest.raises(DataError, match=said):
        taken("un-migrants", path, "migrants")


def test_migrants_of_each_edition_have_an_address():
    for edition in source("un-migrants").editions:
        (download,) = source("un-migrants").downloads(edition, None)
        assert edition in download.address


# students

LABELS = {
    "26420": "Inbound internationally mobile students from Africa, both sexes (number)",
    "26528": "Asia: Students from China, both sexes (number)",
    "26568": "Inbound internationally mobile students from Asia: Students from Viet Nam, both sexes (number)",
    "26542": "Asia: Students from the Republic of Korea, both sexes (number)",
    "26466": "Africa: Students from Sudan (pre-secession), both sexes (number)",
    "901204": "Africa: Students from Sudan, both sexes (number)",
    "26570": "Asia: Students from unknown countries, both sexes (number)",
    "26637": "Total inbound internationally mobile students, both sexes (number)",
}
DATA = """INDICATOR_ID,COUNTRY_ID,YEAR,VALUE,MAGNITUDE,QUALIFIER
26528,KOR,2022,67000,,
26568,KOR,2022,40000.5,,
26570,KOR,2022,900,,
26637,KOR,2022,123000,,
26528,PRK,2022,,NA,
26568,JPN,2022,,NIL,UIS_EST
26542,USA,2021,39000,,
26466,EGY,2010,10,,
901204,EGY,2010,5,,
"""


def archive(path: Path, data: str = DATA, labels: dict[str, str] = LABELS) -> Path:
    text = "INDICATOR_ID,INDICATOR_LABEL_EN\n" + "".join(f'{code},"{label}"\n' for code, label in labels.items())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("OPRI_COUNTRY.csv", "COUNTRY_ID,COUNTRY_NAME_EN\nKOR,Korea\n")
        file.writestr("OPRI_DATA_NATIONAL.csv", data)
        file.writestr("OPRI_DATA_REGIONAL.csv", "x,y\n1,2\n")
        file.writestr("OPRI_LABEL.csv", text)
    return path


@pytest.fixture
def few(monkeypatch):
    """Let a list of labels name a handful of origins."""
    monkeypatch.setattr(unesco_students.read, "__defaults__", (3,))


def students(path: Path, year: int | None = None) -> pd.DataFrame:
    return taken("unesco-students", path, "students", year)


@pytest.mark.usefixtures("few")
def test_students(tmp_path):
    path = archive(tmp_path / "OPRI.zip")
    assert students(path).values.tolist() == [
        ["EGY", "SDN", 2010, 15.0], ["JPN", "VNM", 2022, 0.0], ["KOR", "CHN", 2022, 67000.0],
        ["KOR", "VNM", 2022, 40000.5], ["USA", "KOR", 2021, 39000.0],
    ]  # fmt: skip
    assert set(students(path, 2021).host) == {"USA"}
    conforms(source("unesco-students"), path)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("data", "labels", "said"),
    [
        (DATA.replace("KOR,2022,67000", "QQQ,2022,67000"), LABELS, "line 2: 'QQQ' is no country's code"),
        (DATA.replace("67000", "many"), LABELS, "line 2: 'many' is not a number"),
        (DATA.replace("67000", "-1"), LABELS, "-1 is below 0"),
        (DATA.replace("26568,KOR", "26528,KOR"), LABELS, "26528 of KOR in 2022 is there twice"),
        (DATA.replace("VALUE", "FIGURE"), LABELS, "column 'VALUE' is not there"),
        (DATA[:-8], LABELS, "cells, not 6"),
        (DATA, {**LABELS, "1": "Asia: Students from Atlantis, both sexes (number)"}, "'Atlantis' is no country"),
        (DATA, {"26637": LABELS["26637"]}, "name 0 origins, below 3"),
    ],
)
def test_an_error_in_students_names_the_line(tmp_path, data, labels, said):
    with pytest.raises(DataError, match=said):
        students(archive(tmp_path / "OPRI.zip", data, labels))


def test_a_part_of_the_labels_is_refused(tmp_path):
    with pytest.raises(DataError, match="name 6 origins, below 150"):
        students(archive(tmp_path / "OPRI.zip"))
    plain = tmp_path / "OPRI_DATA_NATIONAL.csv"
    plain.write_text(DATA)
    with pytest.raises(DataError, match="column 'INDICATOR_LABEL_EN' is not there"):
        students(plain)


# visits

COLT = "TripID,LeaderCountryOrIGO,LeaderCountryISO,LeaderRole,LeaderFullName,CountryVisitedISO,TripYear,TripStartDate,"
COLT += "AttendedMultilatEvent,MetHostHoGS"
TRIPS = [
    "KOR-USA-1,South Korea,KOR,GS,Yoon Suk Yeol,USA,2023,4/24/2023,No,Yes",
    "KOR-JPN-1,South Korea,KOR,GS,Yoon Suk Yeol,JPN,2023,2023-05-19,Yes,Yes",
    "UNO-KOR-1,United Nations,UNO,I,Ban Ki-moon,KOR,2014,1/2/2014,No,No",
    "AFG-SUN-1,Afghanistan,AFG,De Facto,Najibullah,SUN,1990,TBD,,",
    "DEU-CHN-1,Germany,DEU,F,Annalena Baerbock,CHN,2023,4/13/2023,No,No",
]
visits = partial(taken, "visits", table="visits")


def saved(path: Path, head: str, *lines: str) -> Path:
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def as_workbook(path: Path, head: str, *lines: str) -> Path:
    book = Workbook()
    book.active.title = "Master"
    book.active.append(head.split(","))
    for line in lines:
        cells = [int(cell) if cell.isdigit() else cell or None for cell in line.split(",")]
        if cells[7] == "2023-05-19":
            cells[7] = datetime.datetime(2023, 5, 19)
        book.active.append(cells)
    book.save(path)
    return path


def test_trips_of_colt_as_text_and_as_a_workbook(tmp_path):
    path, book = saved(tmp_path / "colt.csv", COLT, *TRIPS), as_workbook(tmp_path / "colt.xlsx", COLT, *TRIPS)
    found = visits(path=path)
    pd.testing.assert_frame_equal(found, visits(path=book))
    assert found.values.tolist() == [
        ["AFG", "RUS", None, "de facto leader", "Najibullah", None, 1990, None],
        ["DEU", "CHN", datetime.date(2023, 4, 13), "foreign minister", "Annalena Baerbock", "bilateral", 2023, 0],
        ["KOR", "USA", datetime.date(2023, 4, 24), "head of state and government", "Yoon Suk Yeol", "bilateral", 2023, 1],
        ["KOR", "JPN", datetime.date(2023, 5, 19), "head of state and government", "Yoon Suk Yeol", "multilateral", 2023, 1],
    ]  # fmt: skip
    for one in (path, book):
        (part,) = source("visits").read(Raw(one), Progress())
        assert part.numbers["left_out"] == 1
        conforms(source("visits"), one)


OWN = "visitor,host,date,office,person,kind"


def test_a_list_of_ones_own(tmp_path):
    path = saved(tmp_path / "own.csv", OWN, "KOR,JPN,2023-03-16,head of state and government,Yoon Suk Yeol,bilateral",
                 "CHN,KOR,2014,head of state,Xi Jinping,", "USA,KOR,2022-05,,,other")  # fmt: skip
    found = visits(path=path)
    assert found[["visitor", "host", "date", "kind", "year"]].values.tolist() == [
        ["CHN", "KOR", None, None, 2014], ["USA", "KOR", None, "other", 2022],
        ["KOR", "JPN", datetime.date(2023, 3, 16), "bilateral", 2023],
    ]  # fmt: skip
    assert set(visits(path=path, year=2014).visitor) == {"CHN"}
    conforms(source("visits"), path)


@pytest.mark.parametrize(
    ("head", "line", "said"),
    [
        (OWN, "ATL,JPN,2023,other,,other", "line 2: 'ATL' is no country's code"),
        (OWN, "JPN,JPN,2023,other,,other", "JPN can't visit itself"),
        (OWN, "KOR,JPN,2023-02-30,other,,other", "2023-02-30 is no day"),
        (OWN, "KOR,JPN,16.3.2023,other,,other", "'16.3.2023' is no date"),
        (OWN, "KOR,JPN,2023,king,,other", "'king' is no office"),
        (OWN, "KOR,JPN,2023,other,,secret", "'secret' is no kind"),
        (OWN, "KOR,JPN,2023", "there are 3 cells, not 6"),
        (OWN.replace("date", "day"), "KOR,JPN,2023,other,,other", "column 'date' is not there"),
        (COLT, TRIPS[0].replace(",GS,", ",XX,"), "'XX' is no role"),
        (COLT, TRIPS[0].replace(",USA,", ",QQQ,"), "'QQQ' is no country's code"),
        (COLT, TRIPS[0].replace("4/24/2023", "in April"), "'in April' is no day"),
        (COLT, TRIPS[0].replace(",No,", ",Maybe,"), "'Maybe' is neither Yes nor No"),
    ],
)
def test_an_error_in_visits_names_the_line(tmp_path, head, line, said):
    with pytest.raises(DataError, match=said):
        visits(path=saved(tmp_path / "visits.csv", head, line))


def test_the_words_of_a_list_of_ones_own_are_in_the_module():
    assert len(set(OFFICES)) == len(OFFICES)
    assert set(KINDS) == {"bilateral", "multilateral", "other"}
    assert {"RVN", "EAZ"} <= set(countries())
