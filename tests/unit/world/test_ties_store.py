"""Official files of the store as tables of ties: what is withheld, who is not named, and which of two states is the country."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

import counterpoise as cp
from counterpoise import facts
from counterpoise.sources.source import Raw, source
from counterpoise.store import folder
from counterpoise.world import ties_facts
from counterpoise.world.ties import Ties
from counterpoise.world.ties_store import stored
from tests.reference.security_files import arms_table

NAN = pytest.approx(np.nan, nan_ok=True)
NOTHING = (NAN, -np.inf, np.inf, 0, "")


@pytest.fixture
def add(monkeypatch, tmp_path):
    """Add a file to an empty store, and give the ties of the store alone."""
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "store"))

    def call(name, file, *lines):
        path = tmp_path / file
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        folder.add(source(name), Raw(path))
        tables, acts, sources = stored()
        return Ties(tables=tables, acts=tuple(acts), provenance=sources, home=("KOR", "USA", "FRA"))

    return call


def cell(ties, kind, year, country, partner=None):
    reading = ties.reading(kind, year)
    at = tuple(reading.countries.index(one) for one in (country, partner) if one)
    source = int(reading.source[at])
    bounds = (float(array[at]) for array in (reading.value, reading.low, reading.high))
    return (*bounds, int(reading.year[at]), reading.sources[source] if source >= 0 else "")


# Troops ----------------------------------------------------------------------------------------------------------------

TROOPS = (
    "countryname,year,month,source,troops_ad",
    "Spain,2008,June,report,3000",
    "Japan,2010,June,report,41000",
    "Japan,2010,March,report,40000",
    "Germany,2010,June,report,NA",
    "Germany,2010,March,report,50000",
    "Italy,2010,June,NA,0",
    "Turkey,2010,June,report,0",
)


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("JPN", (41_000, 41_000, 41_000, 2010, "us-troops")),  # in the last month
        ("DEU", (NAN, 0, np.inf, 2010, "us-troops")),  # withheld in the last month
        ("ITA", (NAN, 0, np.inf, 2010, "us-troops")),  # no report lists it: not none
        ("TUR", (0, 0, 0, 2010, "us-troops")),  # none, by a report
        ("ESP", NOTHING),  # in the whole year there is no row
        ("KOR", NOTHING),
    ],
)
def test_troops_that_are_withheld_or_not_listed_are_unknown(add, host, found):
    ties = add("us-troops", "troopdata.csv", *TROOPS)
    assert cell(ties, "foreign_troops", 2010, host, "USA") == found
    assert cell(ties, "foreign_troops", 2010, host, "FRA") == NOTHING


def test_a_year_that_the_reports_leave_out_is_not_known_as_none(add):
    ties = add("us-troops", "troopdata.csv", *TROOPS)
    assert cell(ties, "foreign_troops", 2009, "ESP", "USA") == (3000, 3000, 3000, 2008, "us-troops")
    assert cell(ties, "foreign_troops", 2009, "JPN", "USA") == NOTHING


def test_what_is_withheld_hides_no_figure_of_the_facts_and_withdrawn_troops_are_not_there_again(add):
    """Brazil had 30,000 in 2015 by the file, and by the facts fewer than are listed in 2024."""
    assert not {row["host"] for row in facts.read("garrisons") if row["sender"] == "USA"} & {"BRA", "ZAF"}
    lines = ("Brazil,2015,June,report,30000", "Germany,2024,June,report,NA", "South Africa,2024,June,report,NA")
    add("us-troops", "troopdata.csv", TROOPS[0], *lines)
    ties = cp.load_ties()
    own = Ties(tables=ties_facts.tables(), acts=(), provenance={}, home=ties_facts.home())
    figure = cell(own, "foreign_troops", 2024, "DEU", "USA")
    assert figure[0] > 0
    assert cell(ties, "foreign_troops", 2024, "DEU", "USA") == figure
    assert cell(ties, "foreign_troops", 2024, "ZAF", "USA") == (NAN, 0, np.inf, 2024, "us-troops")
    assert cell(ties, "foreign_troops", 2015, "BRA", "USA") == (30_000, 30_000, 30_000, 2015, "us-troops")
    assert cell(ties, "foreign_troops", 2024, "BRA", "USA") == (NAN, 0, 99, 2024, "garrisons")


# Arms ------------------------------------------------------------------------------------------------------------------

KOREA = {
    "United States": {2017: 600},
    "Germany": {2018: 300},
    "Unknown supplier(s)": {2019: 100},
}
JAPAN = {"France": {2019: 50}}
BRUNEI = {"United States": {2019: 0}}


@pytest.fixture
def arms(add, tmp_path):
    path = tmp_path / "arms.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, lines in (("South Korea", KOREA), ("Japan", JAPAN), ("Brunei", BRUNEI)):
            archive.writestr(f"{name}.csv", arms_table(name, range(2017, 2020), lines, "exports to"))
    folder.add(source("sipri-arms"), Raw(path))
    tables, *_ = stored()
    return Ties(tables=tables, acts=(), provenance={}, home=())


@pytest.mark.parametrize(
    ("recipient", "supplier", "found"),
    [
        ("KOR", "USA", (NAN, 0.6, 0.7)),
        ("KOR", "DEU", (NAN, 0.3, 0.4)),
        ("KOR", "FRA", (NAN, 0.0, 0.1)),  # who may have delivered what nobody is named for
        ("JPN", "FRA", (1, 1, 1)),
        ("JPN", "USA", (0, 0, 0)),
        ("BRN", "USA", (0, 0, 0)),  # of what is rounded to nothing nobody has a share
        ("BRN", "FRA", (0, 0, 0)),
    ],
)
def test_what_unknown_suppliers_delivered_bounds_everybody_s_share(arms, recipient, supplier, found):
    assert cell(arms, "arms_share", 2019, recipient, supplier) == (
        *(one if one is NAN else pytest.approx(one, abs=1e-12) for one in found),
        2019,
        "sipri-arms",
    )


def test_volumes_hold_what_unknown_suppliers_delivered(arms):
    assert [cell(arms, "arms_volume", 2019, one)[0] for one in ("KOR", "JPN", "BRN")] == [1000, 50, 0]


def test_deliveries_are_of_their_year(arms):
    assert cell(arms, "arms_delivered", 2018, "KOR", "DEU")[0] == 300
    assert cell(arms, "arms_delivered", 2018, "KOR", "USA")[0] == 0
    assert cell(arms, "arms_delivered", 2020, "KOR", "DEU") == NOTHING


# Counts of a year ------------------------------------------------------------------------------------------------------


def test_exercises_of_a_year_without_a_list_are_unknown(add):
    lines = ("1,Foal Eagle,South Korea,2005", "1,Foal Eagle,United States,2005", "2,Keen Edge,Japan,2007",
             "2,Keen Edge,United States,2007")  # fmt: skip
    ties = add("exercises", "mme-v7-long.csv", "MMEID,Ex_Name,country,year", *lines)
    found = {year: cell(ties, "joint_exercises", year, "KOR", "USA") for year in (2004, 2005, 2006, 2007, 2008)}
    assert found[2005] == (1, 1, 1, 2005, "exercises")
    assert found[2007] == (0, 0, 0, 2007, "exercises")
    assert [found[year] for year in (2004, 2006, 2008)] == [NOTHING] * 3


# Capabilities ----------------------------------------------------------------------------------------------------------

STATES = (
    "USA,2,1990,293000000,2181,89726,2700000,249907,55400,.6,2025",
    "GFR,260,1990,35610000,545,38433,366237,63253,21254,.15,2025",
    "GMY,255,1990,37200000,540,38434,-9,79402,25673,.25,2025",
)


@pytest.mark.parametrize("order", [1, -1])
def test_germany_is_not_there_twice_in_1990(add, order):
    """Of the year in which two states became one the figures are of the one that lasted."""
    head = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version"
    ties = add("cow-capabilities", "NMC-70-abridged.csv", head, *STATES[::order])
    found = [cell(ties, kind, 1990, "DEU")[0] for kind in ("capability_index", "armed_forces", "population")]
    assert found == [0.25, 540_000, 79_402_000]
    assert ties.series("capability_index", "DEU") == [(1990, 0.25, "cow-capabilities")]
