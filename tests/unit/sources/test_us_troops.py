"""US troops by host (DMDC's workbooks and troopdata), bases, and multinational exercises."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.source import Raw, source
from tests.reference import security_files
from tests.reference.security_files import table as third_party

NAME = "DMDC_Website_Location_Report_2206.xlsx"
HOSTS = {
    "AFGHANISTAN*": None, "BAHRAIN": 4_000, "CONGO (KINSHASA)": 20, "COTE DIVOIRE": 12, "GERMANY": 35_000,
    "GERMANY, FEDERAL REPUBLIC OF": 300, "GUAM": 6_000, "JAPAN": 54_000, "KOREA, SOUTH": 25_000,
    "SERBIA (2008 - PRESENT)": 8, "UNKNOWN": 9_000, "VIRGIN ISLANDS, U.S.": 7, "WAKE ISLAND": 3,
}  # fmt: skip


def taken(name: str, path: Path, table: str, year: int | None = None) -> pd.DataFrame:
    (part,) = source(name).read(Raw(path, None, year), Progress())
    target = path.parent / "taken.parquet"
    assert part.tables[table](target) == part.numbers["rows"]
    return pd.read_parquet(target)


def troops(path: Path, year: int | None = None) -> pd.DataFrame:
    return taken("us-troops", path, "troops", year)


def report(
    path: Path, hosts: dict[str, int | None], when: str = "June 30, 2022", total: int | str | None = None
) -> Path:
    """Write a quarter's report as DMDC lays it out."""
    book = Workbook()
    sheet = book.active

    def line(first: str, name: str, figure: int | str | None) -> None:
        cells = ["", "", "", "", "", ""] if figure is None else [figure, 0, 0, 0, 0, figure]
        sheet.append([first, name, *cells, 5, 5])

    sheet.append(["Military and Civilian Personnel by Service/Agency by State/Country"])
    sheet.append([f"As of {when}"])
    sheet.append([])
    sheet.append(["", "", "ACTIVE DUTY", "", "", "", "", "", "NATIONAL GUARD/RESERVE", ""])
    branches = ["ARMY", "NAVY", "MARINE CORPS", "AIR FORCE/SPACE FORCE", "COAST GUARD", "TOTAL"]
    sheet.append(["", "LOCATION", *branches, "ARMY NATIONAL GUARD", "TOTAL"])
    line("UNITED STATES", "ALABAMA", 9_000)
    line("", "GEORGIA", 60_000)
    line("UNITED STATES TOTAL", "", 69_000)
    for at, (name, figure) in enumerate(hosts.items()):
        line("" if at else "OVERSEAS*", name, figure)
    added = sum(figure for figure in hosts.values() if isinstance(figure, int))
    line("OVERSEAS TOTAL", "", added if total is None else total)
    line("GRAND TOTAL", "", 69_000 + added)
    sheet.append(["* Deployments are not reported."])
    book.save(path)
    return path


def test_a_quarters_report(tmp_path):
    path = report(tmp_path / NAME, HOSTS)
    found = troops(path).set_index("host_name")
    assert set(found.sender) == {"USA"}
    assert set(found.year) == {2022}
    assert set(found.month) == {6}
    assert found.troops["KOREA, SOUTH"] == 25_000
    assert found.troops["GERMANY + GERMANY, FEDERAL REPUBLIC OF"] == 35_300
    assert pd.isna(found.troops["AFGHANISTAN"])
    assert found.host.dropna().to_dict() == {
        "AFGHANISTAN": "AFG", "BAHRAIN": "BHR", "CONGO (KINSHASA)": "COD", "COTE DIVOIRE": "CIV",
        "GERMANY + GERMANY, FEDERAL REPUBLIC OF": "DEU",
        "GUAM": "GUM", "JAPAN": "JPN", "KOREA, SOUTH": "KOR", "SERBIA (2008 - PRESENT)": "SRB",
        "VIRGIN ISLANDS, U.S.": "VIR", "WAKE ISLAND": "UMI",
    }  # fmt: skip
    conforms(source("us-troops"), path)


def test_reports_of_an_archive_are_one_table(tmp_path):
    report(tmp_path / "a.xlsx", HOSTS, "March 31, 2022")
    report(tmp_path / "b.xlsx", HOSTS)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in ("a.xlsx", "b.xlsx"):
            archive.write(tmp_path / name, name)
    assert troops(tmp_path / "all.zip").query("host == 'KOR'").month.tolist() == [3, 6]
    with pytest.raises(DataError, match="no host in it for 1990"):
        troops(tmp_path / "all.zip", 1990)
    with zipfile.ZipFile(tmp_path / "all.zip", "a") as archive:
        archive.write(tmp_path / "b.xlsx", "c.xlsx")
    with pytest.raises(DataError, match="is there twice for 2022-06"):
        troops(tmp_path / "all.zip")


def test_a_quarter_without_a_services_figures_is_unknown(tmp_path):
    path = report(tmp_path / NAME, {name: "N/A" if figure else None for name, figure in HOSTS.items()}, total="N/A")
    (part,) = source("us-troops").read(Raw(path), Progress())
    assert any("2022-06 has no totals" in note for note in part.notes)
    assert troops(path).troops.isna().all()


def test_a_small_gap_is_said_and_a_large_one_refused(tmp_path):
    added = sum(figure or 0 for figure in HOSTS.values())
    (part,) = source("us-troops").read(Raw(report(tmp_path / "a.xlsx", HOSTS, total=added + 300)), Progress())
    assert any("the printed total is" in note for note in part.notes)
    with pytest.raises(DataError, match="the hosts add up to"):
        troops(report(tmp_path / "b.xlsx", HOSTS, total=added + 3_000))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda sheet: sheet.__setitem__("B9", "ATLANTIS"), "row 9: 'ATLANTIS' is no country"),
        (lambda sheet: sheet.__setitem__("H10", "many"), "row 10: 'many' is not a number"),
        (lambda sheet: sheet.__setitem__("H10", 1.5), "row 10: 1.5 is no number of persons"),
        (lambda sheet: sheet.__setitem__("H10", -4), "-4 is below 0"),
        (lambda sheet: sheet.__setitem__("A2", "Some day"), "no row says 'As of' a date"),
        (lambda sheet: sheet.__setitem__("C4", "DUTY"), "no cell says ACTIVE DUTY"),
        (lambda sheet: sheet.__setitem__("H5", "SUM"), "not one TOTAL"),
        (lambda sheet: sheet.delete_rows(20, 5), "no row begins with OVERSEAS TOTAL"),
    ],
)
def test_an_error_names_the_row(tmp_path, change: Callable, said: str):
    path = report(tmp_path / NAME, HOSTS)
    book = load_workbook(path)
    change(book.active)
    book.save(path)
    with pytest.raises(DataError, match=said):
        troops(path)


def saved(path: Path, head: str, *lines: str) -> Path:
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def test_the_older_series_of_troopdata(tmp_path):
    head = "countryname,ccode,iso3c,year,troops,army,navy,air_force,marine_corps"
    path = saved(tmp_path / "troopdata.csv", head, "United States,2,USA,1990,1138627,NA,NA,NA,NA",
                 "South Korea,732,KOR,1990,41344,NA,NA,NA,NA", "Yugoslavia,345,NA,1990,20,NA,NA,NA,NA",
                 "Yugoslavia,345,NA,1995,21,NA,NA,NA,NA", "Vietnam,817,VNM,1968,537377,NA,NA,NA,NA",
                 "German Democratic Republic,265,DDR,1989,NA,NA,NA,NA,NA")  # fmt: skip
    found = troops(path)
    assert found[["host", "year"]].values.tolist() == [
        ["RVN", 1968],
        ["DDR", 1989],
        ["KOR", 1990],
        ["YUG", 1990],
        ["SCG", 1995],
    ]
    assert found.month.isna().all()
    conforms(source("us-troops"), path)


def rebuilt(factor: int, *, older: bool = False) -> list[str]:
    """Give quarterly lines of the rebuilt series, with 2008 times a factor."""
    names = ("Japan", "Italy", "Spain", "Turkey", "Belgium", "Canada", "Egypt", "Kuwait", "Iraq", "Norway", "Greece")
    lines = []
    for name in names:
        for year in range(2005, 2011):
            many = 1000 * (factor if year == 2008 or (name == "Iraq" and year in (2006, 2007)) else 1)
            lines.append(f"1,{name},{year},September,3,September {year},{many}" + (",1000" if older else ""))
    return lines


@pytest.mark.parametrize("older", [False, True])
def test_the_release_that_doubles_2008_is_told(tmp_path, older):
    head = "ccode,countryname,year,month,quarter,source,troops_ad" + (",troops_v1" if older else "")
    right = troops(saved(tmp_path / "right.csv", head, *rebuilt(1, older=older)))
    assert set(right.troops) == {1000}
    path = saved(tmp_path / "doubled.csv", head, *rebuilt(2, older=older))
    found = troops(path).set_index(["host", "year"]).troops
    if older:
        assert set(found) == {1000}
    else:
        assert found.loc[(slice(None), 2008)].isna().all()
        assert found.loc["IRQ"].isna().sum() == 3
        assert found.notna().sum() == len(found) - 13
    (part,) = source("us-troops").read(Raw(path), Progress())
    assert any("doubles 2008" in note for note in part.notes)


def test_a_zero_without_a_report_is_unknown(tmp_path):
    head = "countryname,year,month,source,troops_ad"
    path = saved(
        tmp_path / "a.csv", head, "Japan,2001,June,NA,0", "Italy,2001,June,June 2001,0", "Afloat,2001,June,x,9"
    )
    found = troops(path).set_index("host_name").troops
    assert pd.isna(found["Japan"])
    assert found["Italy"] == 0
    assert found["Afloat"] == 9


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Atlantis,2001,June,x,1", "line 2: 'Atlantis' is no country"),
        ("Japan,20x1,June,x,1", "'20x1' is not a year"),
        ("Japan,2001,Brumaire,x,1", "'Brumaire' is no month"),
        ("Japan,2001,June,x,many", "'many' is not a number"),
        ("Japan,2001,June,x,-1", "-1 is below 0"),
        ("Japan,2001,June,x", "there are 4 cells, not 5"),
    ],
)
def test_an_error_in_troopdata_names_the_line(tmp_path, line, said):
    with pytest.raises(DataError, match=said):
        troops(saved(tmp_path / "a.csv", "countryname,year,month,source,troops_ad", line))


def test_a_table_without_troops_is_refused(tmp_path):
    with pytest.raises(DataError, match="neither a column troops nor troops_ad"):
        troops(saved(tmp_path / "a.csv", "countryname,year,army", "Japan,2001,3"))
    with pytest.raises(DataError, match="column 'year' is not there"):
        troops(saved(tmp_path / "a.csv", "countryname,month,troops", "Japan,June,3"))


def test_the_troops_come_back_whole(tmp_path, shared):
    figures = third_party(shared, "us_troops")
    found = troops(security_files.troops(figures, tmp_path)).dropna(subset="host").set_index(["host", "year"]).troops
    theirs = figures[~figures.is_home & figures.iso3.notna() & (figures.countryname != "Vietnam")]
    theirs = theirs[~theirs.iso3.isin(["ATG", "CHL", "PRT"])]  # with Antigua, Easter Island and the Azores here
    theirs = theirs.set_index(["iso3", "year"]).troops
    assert found.loc[theirs.index].tolist() == theirs.tolist()
    korea = {1953: 326_863, 1969: 66_531, 1990: 41_344, 2008: 25_771, 2018: 26_372, 2024: 24_515}
    assert {year: found["KOR", year] for year in korea} == korea
    assert (found["JPN", 2024], found["DEU", 2024]) == (55_154, 36_541)


def test_the_rebuilt_series_alone_is_told_by_its_jump(tmp_path, shared):
    figures = third_party(shared, "us_troops")
    figures[["countryname", "year", "troops_ad"]].to_csv(tmp_path / "rebuild.csv", index=False, na_rep="NA")
    found = troops(tmp_path / "rebuild.csv").dropna(subset="host").set_index(["host", "year"]).troops
    assert pd.isna(found["KOR", 2008])
    assert found["KOR", 2018] == 26_372
    assert found.loc["IRQ"].loc[[2006, 2007]].isna().all()


# bases and exercises

BASES = "countryname,ccode,iso3c,basename,lat,lon,base,lilypad,fundedsite"


def bases(path: Path) -> pd.DataFrame:
    return taken("us-bases", path, "bases")


def test_bases(tmp_path):
    path = saved(tmp_path / "basedata.csv", BASES, '"Korea, South",732,KOR,"Camp Humphreys, Pyeongtaek",36.9,127.1,1,0,0',
                 "Guam,2,USA,Apra Harbor NS,13.4,144.6,1,0,0", '"Congo, Democratic Republic",484,COG,Dungu,3.6,28.5,0,1,0',
                 "Antarctica,920,NZL,McMurdo Station,-77.85,166.6,0,1,0", "Canada,20,CAN,NA,NA,NA,0,1,0")  # fmt: skip
    found = bases(path)
    assert found.host.fillna("").tolist() == ["KOR", "GUM", "COD", "", "CAN"]
    assert list(found.columns)[:6] == ["sender", "host", "base", "lilypad", "funded_site", "name"]
    assert found[["name", "latitude"]].iloc[4].isna().all()
    conforms(source("us-bases"), path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Atlantis,1,ATL,A,1,1,1,0,0", "line 2: 'Atlantis' is no country"),
        ("Japan,740,JPN,A,1,1,2,0,0", "'2' is not 0 or 1"),
        ("Japan,740,JPN,A,x,1,1,0,0", "'x' is not a number"),
        ("Japan,740,JPN,A,1,1,0,0,0", "neither a base"),
    ],
)
def test_an_error_in_bases_names_the_line(tmp_path, line, said):
    with pytest.raises(DataError, match=said):
        bases(saved(tmp_path / "basedata.csv", BASES, line))


def test_the_bases_come_back_whole(tmp_path, shared):
    figures = third_party(shared, "us_bases")
    found = bases(security_files.bases(figures, tmp_path))
    assert len(found) == 414
    owners = {"GUM", "PRI", "ASM", "MNP", "VIR", "UMI", "SHN", "IOT", "ABW", "ANT", "GRL", "HKG", "COD", "XKX"}
    told = found.host.isin(owners) | found.host.isna()
    assert found.host[~told].tolist() == figures.iso3[~told].tolist()
    assert found.funded_site.tolist() == figures.fundedsite.tolist()
    assert (found.host == "KOR").sum() == (figures.iso3 == "KOR").sum()


LONG = "MMEID,Ex_Name,Series_Name,gwcode,country,year,Location"
WIDE = "MMEID,Ex_Name,Series_Name,Location,s.year,e.year,FocusDescription,StateA,StateB,StateC,StateAA"


def exercises(path: Path, year: int | None = None) -> pd.DataFrame:
    return taken("exercises", path, "exercises", year)


def test_exercises_long_and_wide(tmp_path):
    long = saved(tmp_path / "mme-v7-long.csv", LONG, "mme1,Team Spirit 80,Team Spirit,732,South Korea,1980,Korea",
                 "mme1,Team Spirit 80,Team Spirit,2,United States,1980,Korea", "mme2,-9,NA,NA,-9,1985,x",
                 "mme2,-9,NA,265,German Democratic Republic,1985,x", "mme2,-9,NA,365,Russia,1985,x")  # fmt: skip
    wide = saved(tmp_path / "mme_v7.csv", WIDE, 'mme1,Team Spirit 80,Team Spirit,"Seoul, Korea",1980,1980,,South Korea,United States,,',
                 "mme2,-9,,x,1985,1985,,-9,German Democratic Republic,Russia,")  # fmt: skip
    found = exercises(long)
    pd.testing.assert_frame_equal(found, exercises(wide))
    assert found.astype(object).where(found.notna(), None).values.tolist() == [
        ["mme1", 1980, "KOR", "Team Spirit 80"], ["mme1", 1980, "USA", "Team Spirit 80"],
        ["mme2", 1985, "DDR", None], ["mme2", 1985, "RUS", None],
    ]  # fmt: skip
    assert set(exercises(long, 1985).country) == {"DDR", "RUS"}
    for path in (long, wide):
        (part,) = source("exercises").read(Raw(path), Progress())
        assert part.numbers["left_out"] == 1
        conforms(source("exercises"), path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mme1,x,x,1,Atlantis,1980,x", "line 2: 'Atlantis' is no country"),
        ("mme1,x,x,1,Japan,xx,x", "'xx' is not a year"),
        ("mme1,x,x,1,Japan,1960,x", "1960 is before the list begins"),
        (",x,x,1,Japan,1980,x", "has no MMEID"),
        ("mme1,x,x,1,Japan,1980", "6 cells, not 7"),
    ],
)
def test_an_error_in_exercises_names_the_line(tmp_path, line, said):
    with pytest.raises(DataError, match=said):
        exercises(saved(tmp_path / "mme-v7-long.csv", LONG, line))


def test_the_exercises_come_back_whole(tmp_path, shared):
    figures = third_party(shared, "exercises")
    found = exercises(security_files.exercises(figures, tmp_path))
    theirs = figures[figures.iso3.notna() & ~figures.country.isin(["Vietnam", "Serbia", "Yugoslavia"])]
    theirs = set(theirs[["exercise_id", "year", "iso3"]].itertuples(index=False, name=None))
    ours = set(found[["exercise", "year", "country"]].itertuples(index=False, name=None))
    assert theirs <= ours
    assert {country for _, _, country in ours - theirs} <= {
        "VNM",
        "SCG",
        "YUG",
        "SRB",
        "ANT",
        "KNA",
        "HKG",
        "BMU",
        "NCL",
    }
    assert figures.exercise_id.nunique() == 3_704
