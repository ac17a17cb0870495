"""Tariffs that a person added to the store come before the facts, cell by cell."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.codes.sectors import scheme
from counterpoise.sources import tariffs_teti, tariffs_wits
from counterpoise.sources.source import Raw
from counterpoise.store.folder import add, remove
from counterpoise.world.tariff_tables import ISIC_3, _sector
from counterpoise.world.tariffs import applied

COUNTRIES = ("KOR", "CHN", "JPN", "DEU", "FRA", "BEL", "LUX", "USA")
SECTORS = scheme("icio-2025").codes
HEAD = "Selected Nomen,Reporter,Product,Partner,Tariff Year,DutyType,Simple Average,Weighted Average\n"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("COUNTERPOISE_CACHE", str(tmp_path / "cache"))

    def put(source, name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return add(source, Raw(path, None, None))

    return put


def held(year=2022, choice=None, sectors=SECTORS, name="icio-2025"):
    return applied(COUNTRIES, sectors, year=year, scheme=name, choice=choice)


def test_a_bilateral_table_by_sector_comes_first(store):
    rows = [
        "iso1,iso2,year,sector,tariff,tariff_w",
        "CHN,KOR,2019,341,9,8",  # cars, which an agreement would free
        "CHN,KOR,2021,341,7,6",
        "CHN,KOR,2021,271,3,",
        "CHN,KOR,2023,341,1,1",  # after the year
        "KOR,EU,2021,151,20,30",
    ]
    store(tariffs_teti.SOURCE, "tariff_isic33_88_21_vbeta1-2024-12.csv", "\n".join(rows) + "\n")
    found = held()
    assert found.choice == "tariffs-teti"
    assert found.cell("KOR", "C29", "CHN") == {
        "rate": 0.06,
        "kind": "bilateral_sectoral",
        "year": 2021,
        "source": "tariffs-teti",
        "added": 0.0,
    }
    assert found.cell("KOR", "C24A", "CHN")["rate"] == pytest.approx(0.03)  # only the plain average is there
    assert found.cell("KOR", "C26", "CHN")["kind"] == "partial_agreement"  # what the table lacks falls back
    for partner in ("DEU", "FRA"):
        assert found.cell(partner, "C10T12", "KOR")["rate"] == pytest.approx(0.30)
    assert held(2020).cell("KOR", "C29", "CHN")["year"] == 2019
    assert held(choice="importer-averages").cell("KOR", "C29", "CHN")["rate"] > 0
    assert any("sections 232 and 301" in note for note in found.notes)


def test_products_and_national_averages(store):
    rows = [
        "H5,410,870323,000,2021,AHS,8,8",  # Korea on all partners
        "H5,410,870899,000,2021,AHS,4,",
        "H5,156,854231,410,2021,AHS,0,0",
        "H5,156,847130,410,2021,AHS,10,6",
        "H5,410,870323,156,2021,MFN,50,50",
    ]
    store(tariffs_wits.SOURCE, "DataJobID-1_1_Tariffs.csv", HEAD + "\n".join(rows) + "\n")
    found = held()
    national = found.cell("JPN", "C26", "KOR")
    assert national["kind"] == "partial_agreement"  # RCEP frees a part only, and there is no figure
    assert found.cell("KOR", "C26", "CHN")["rate"] == pytest.approx(0.03)
    assert found.cell("KOR", "C26", "CHN")["kind"] == "bilateral_sectoral"
    early = held(2021)
    assert early.cell("JPN", "C29", "KOR") | {"rate": round(early.cell("JPN", "C29", "KOR")["rate"], 9)} == {
        "rate": 0.06,
        "kind": "sectoral_average",
        "year": 2021,
        "source": "tariffs-wits",
        "added": 0.0,
    }
    assert early.cell("JPN", "C26", "KOR")["kind"] == "importer_average"


def test_one_rate_of_a_pair_is_for_all_its_goods(store):
    store(tariffs_teti.SOURCE, "tariff_beta1-2024-12.csv", "iso1,iso2,year,tariff\nCHN,JPN,2020,5\n")
    found = held(2020)
    assert {found.cell("JPN", code, "CHN")["rate"] for code in ("A01", "C26", "C29")} == {0.05}
    assert found.cell("JPN", "C29", "CHN")["kind"] == "bilateral_average"
    assert found.cell("JPN", "G", "CHN")["kind"] == "none"


def test_other_schemes_and_removal(store):
    rows = "iso1,iso2,year,sector,tariff\nCHN,JPN,2020,271,4\nCHN,JPN,2020,281,8\n"
    store(tariffs_teti.SOURCE, "tariff_isic33_88_21_vbeta1-2024-12.csv", rows)
    codes = scheme("wiod-2013").codes
    assert held(2020, sectors=codes, name="wiod-2013").cell("JPN", "c12", "CHN")["rate"] == pytest.approx(0.06)
    assert cp.load_economy(2022).attrs["tariffs"]["choice"] == "tariffs-teti"
    remove("tariffs-teti")
    assert held(2020).choice == "importer-averages"
    assert cp.load_economy(2022).attrs["tariffs"]["choice"] == "importer-averages"


@pytest.mark.parametrize(
    ("classification", "code", "sector"),
    [
        ("H5", "870323", "C29"),
        ("HS92", "283691", "C20"),
        ("HS92", "7204", ""),  # scrap belongs to no maker
        ("I3", "2423", "C21"),
        ("ISIC 3, three digits", "353", "C302T309"),
        ("ISIC 3, three digits", "351", "C301"),
        ("I3", "99", ""),
        ("GTAP", "mvh", ""),
        ("HS section", "17", ""),
        ("all", "", "*"),
    ],
)
def test_where_a_code_goes(classification, code, sector):
    assert _sector(classification, code) == sector


def test_every_sector_with_goods_has_a_place_in_isic_3():
    assert set(ISIC_3.values()) == {one.code for one in scheme("icio-2025").sectors if one.kind == "goods"} - {"B09"}
