"""Threat as context: what the store's files on disputes, rivalries, borders and organisations tell of two countries."""

from __future__ import annotations

from pathlib import Path

import pytest

import counterpoise as cp
from counterpoise.sources.source import Raw, source
from counterpoise.store import folder
from counterpoise.world.load import load_ties

FILES = {
    "cow-disputes": (
        "MIDB 5.0.csv",
        "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,"
        "hiact,hostlev,orig,version",
        '51,"PRK",731,25,6,1950,27,7,1953,1,1,1,-9,6,-9,20,5,1,5',
        '51,"ROK",732,25,6,1950,27,7,1953,0,0,-9,-9,6,-9,20,5,1,5',
        '4484,"PRK",731,26,3,2010,29,12,2014,1,1,1,-9,2,-9,16,4,1,5',
        '4484,"ROK",732,26,3,2010,29,12,2014,0,0,-9,-9,2,-9,7,3,1,5',
    ),
    "rivalries": (
        "tss_rivalries.csv",
        '"","tssr_id","rivalry","ccode1","ccode2","start","end","positional","spatial","ideological","interventionary",'
        '"principal","aprin"',
        '"114",114,"North Korea-South Korea",731,732,1948,2020,1,NA,1,1,1,NA',
        '"116",116,"China-United States 1",2,710,1949,1972,1,NA,1,NA,NA,NA',
        '"211",211,"China-United States 2",2,710,1996,2020,1,NA,NA,NA,1,NA',
    ),
    "cow-contiguity": (
        "contdir.csv",
        "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version",
        '731732,731,"PRK",732,"ROK",1,194907,201612,,3.2',
        '732740,732,"ROK",740,"JPN",4,195204,201612,,3.2',
    ),
    "cow-organisations": (
        "state_year_formatv3.csv",
        "ccode,year,state,APT,OECD,UN",
        "2,2014,usa,0,1,1",
        "732,2013,southkorea,1,1,1",
        "732,2014,southkorea,1,1,1",
        "731,2014,northkorea,0,0,1",
        "713,2014,taiwan,1,0,0",
    ),
}


@pytest.fixture
def filled(monkeypatch, tmp_path: Path) -> Path:
    """Give a store with a file of each source."""
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "store"))
    for name, (file, *lines) in FILES.items():
        (tmp_path / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
        folder.add(source(name), Raw(tmp_path / file))
    return tmp_path


def acts(answer: cp.Result, kind: str) -> list[tuple[int, str]]:
    held = answer.data.isel(entry=answer.data[kind].notnull().values)
    return list(zip(held["year"].values.tolist(), held["variable"].values.tolist(), strict=True))


@pytest.mark.usefixtures("filled")
def test_the_dossier_shows_disputes_and_the_rivalry():
    korea = cp.ties("KOR", on="PRK")
    assert [year for year, _ in acts(korea, "dispute")] == [1950, 2010]
    ((year, words),) = acts(korea, "rivalry")
    assert year == 1948
    assert (
        "strategic rivalry North Korea-South Korea; positional, ideological, interventionary; still on in 2020" in words
    )
    assert korea.data["until"].values[korea.data["rivalry"].notnull().values].tolist() == [
        pytest.approx(float("nan"), nan_ok=True)
    ]
    assert korea.data["contiguity"].max().item() == 1.0
    assert korea.data["shared_organisations"].max().item() == 1.0
    assert {"rivalries", "cow-disputes", "cow-contiguity", "cow-organisations"} <= {
        one.source for one in korea.provenance
    }
    great = cp.ties("USA", on="CHN")
    held = great.data["rivalry"].dropna("entry")
    assert held.values.tolist() == [0.0, 1.0]  # the first of the two has ended


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("kind", "year", "pair", "value", "told"),
    [
        ("rivalry", 1960, ("CHN", "USA"), 1.0, 1960),
        ("rivalry", 1980, ("USA", "CHN"), 0.0, 1980),
        ("rivalry", 2024, ("KOR", "PRK"), 1.0, 2020),  # the last that is known, with its year
        ("rivalry", 1960, ("KOR", "JPN"), 0.0, 1960),
        ("contiguity", 1960, ("JPN", "KOR"), 4.0, 1960),
        ("contiguity", 1948, ("KOR", "PRK"), None, 0),  # before the first of the file
        ("contiguity", 1950, ("KOR", "JPN"), 0.0, 1950),
        ("shared_organisations", 2014, ("USA", "KOR"), 2.0, 2014),
        ("shared_organisations", 2014, ("USA", "TWN"), 0.0, 2014),
        ("shared_organisations", 2014, ("USA", "FRA"), None, 0),  # France is not in the file: not none
        ("shared_organisations", 2025, ("USA", "KOR"), None, 0),  # older than what still stands
    ],
)
def test_readings(kind: str, year: int, pair: tuple[str, str], value: float | None, told: int):
    held = load_ties()
    reading = held.reading(kind, year)
    at = tuple(reading.countries.index(one) for one in pair)
    assert reading.value[at] == pytest.approx(float("nan") if value is None else value, nan_ok=True)
    assert reading.year[at] == told


@pytest.mark.usefixtures("filled")
def test_measures_and_what_is_missing():
    asked = ("rivals", "contiguous", "organisations_shared", "disputes_with")
    korea = cp.security("KOR", on=("PRK", "USA"), year=2014, indicators=asked)
    assert {name: korea.data[name].values.tolist() for name in asked} == {
        "rivals": [[1.0, 0.0]],
        "contiguous": [[1.0, 0.0]],
        "organisations_shared": [[1.0, 2.0]],
        "disputes_with": [[1.0, 0.0]],
    }
    assert not any("missing" in one for one in korea.warnings)
    later = cp.security("KOR", on=("PRK", "USA"), year=2026, indicators=("own_capability", *asked))
    assert "organisations_shared" not in later.data
    assert any("still stands" in one and "organisations_shared" in one for one in later.warnings)
    assert any("own_capability (cow-capabilities)" in one for one in later.warnings)


def test_without_files_they_are_named_as_missing(monkeypatch, tmp_path: Path):
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "store"))
    (said,) = [one for one in cp.security("KOR", on="PRK").warnings if one.startswith("not in the store")]
    assert "rivals (rivalries), contiguous (cow-contiguity), organisations_shared (cow-organisations)" in said
