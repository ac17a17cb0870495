"""Facts about armed forces: what they cost, how many they are, where they stand abroad, and who arms them."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

import pandas as pd
import pyarrow.parquet as pq
import pytest

import counterpoise as cp
from counterpoise import facts
from counterpoise.codes.countries import countries

TABLES = {
    "military_expenditure": ("country",),
    "armed_forces": ("country",),
    "garrisons": ("sender", "host", "year", "basis"),
    "arms_suppliers": ("recipient", "supplier", "first_year", "last_year"),
}
PLACES = ("country", "sender", "host", "recipient", "supplier")
BASES = {"assigned", "with_rotations", "estimate", "without_consent"}
WORLD = {*cp.load_economy().countries, "PRK"}


@pytest.fixture(scope="module")
def security(shared):
    """The folder of third-party figures on security."""
    folder = shared / "security"
    if not folder.is_dir():
        pytest.skip("the third-party figures on security are not here")
    return folder


def by(name, *keys):
    """Give a table's rows by some of their columns."""
    return {tuple(row[key] for key in keys) if keys[1:] else row[keys[0]]: row for row in facts.read(name)}


# Form ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_cited_dated_and_of_a_known_country(name):
    rows = facts.read(name)
    keys = Counter(tuple(row[key] for key in TABLES[name]) for row in rows)
    assert [key for key, number in keys.items() if number > 1] == []
    for row in rows:
        assert {row[place] for place in PLACES if place in row} <= set(countries()), row
        assert row["as_of"] == "2026-11-26"
        assert len(row["citation"]) > 20, row
    memory = sum(row["seen"] == "memory" for row in rows)
    print(f"{name}: {memory} of {len(rows)} rows rest on memory")


def test_who_has_a_figure():
    """Neither Hong Kong (China's forces defend it) nor São Tomé has a figure of expenditure, nor North Korea a reliable one."""
    assert {row["country"] for row in facts.read("military_expenditure")} == WORLD - {"HKG", "STP", "PRK"}
    assert {row["country"] for row in facts.read("armed_forces")} == WORLD
    assert {row["host"] for row in facts.read("garrisons")} <= WORLD
    nothing = {"BRN", "HKG", "ISL", "PRK", "STP", "ZAF"}  # no delivery of major arms in the five years
    assert {row["recipient"] for row in facts.read("arms_suppliers")} == WORLD - nothing


def test_amounts_are_possible():
    for row in facts.read("military_expenditure"):
        assert 0 <= float(row["share_gdp"]) < 0.4, row
        assert not row["current_usd"] or float(row["current_usd"]) >= 0, row
    for row in facts.read("armed_forces"):
        assert 0 <= int(row["active"]) < 0.06 * int(row["population"]), row
    for row in facts.read("garrisons"):
        assert row["sender"] != row["host"]
        assert int(row["troops"]) > 0, row
        assert row["basis"] in BASES, row


def test_suppliers_add_up_to_no_more_than_all():
    held = defaultdict(list)
    for row in facts.read("arms_suppliers"):
        assert row["supplier"] != row["recipient"]
        held[row["recipient"]].append(row)
    for recipient, rows in held.items():
        shares = [float(row["share"]) for row in rows]
        assert shares == sorted(shares, reverse=True), recipient
        assert sum(shares) <= 1.0005, recipient
        assert min(shares) >= 0.05, recipient
        assert len({(row["volume"], row["first_year"], row["last_year"]) for row in rows}) == 1


# Against others' figures --------------------------------------------------------------------------------------------

NOT_SIPRIS = {
    "ARE": "SIPRI has had no figure since 2014, so the row is another's estimate",
    "LAO": "SIPRI has had no figure since 2013, so the row is another's estimate",
    "VNM": "SIPRI has had no figure since 2018, so the row is another's estimate",
    "CRI": "a true zero, which the data leave out",
    "ISL": "a true zero, which the data leave out",
}


def test_expenditure_is_sipris_to_its_published_digits(security):
    theirs = pd.read_parquet(security / "milex.parquet").query("year == 2024").dropna(subset="share_gdp")
    known = theirs.set_index("iso3")["share_gdp"].astype(float).to_dict()
    rows = by("military_expenditure", "country")
    assert set(rows) - set(known) == set(NOT_SIPRIS)
    for country in set(rows) & set(known):
        share = Decimal(rows[country]["share_gdp"])
        half = 0.5 * 10.0 ** int(share.as_tuple().exponent)
        assert float(share) == pytest.approx(known[country], abs=1.02 * half), country


def test_dollars_and_share_give_a_plausible_economy():
    """The two figures of a row imply its GDP: Korea's of 2024 was about 1.87 trillion dollars, the world's about 110."""
    rows = [row for row in facts.read("military_expenditure") if row["current_usd"] and float(row["share_gdp"])]
    implied = {row["country"]: float(row["current_usd"]) / float(row["share_gdp"]) for row in rows}
    assert implied["KOR"] == pytest.approx(1.87e6, rel=0.01)
    assert implied["USA"] == pytest.approx(29.2e6, rel=0.01)
    assert 0.95e8 < sum(implied.values()) < 1.1e8


# The Correlates of War count of 2022 and ours of 2025 differ by more than a quarter, for these reasons.
STRENGTH_DIFFERS = {
    "CMR": "ours has the gendarmerie",
    "FIN": "ours has about 21,000 conscripts, and theirs are 19,000 in all",
    "KAZ": "estimates of the active forces vary widely",
    "KHM": "ours has the gendarmerie, theirs the army alone",
    "LUX": "theirs is in thousands, and ours is less than one",
    "MMR": "losses and desertion in the civil war",
    "POL": "grew fast, and ours has the territorial defence force",
    "SEN": "ours has the gendarmerie",
    "SWE": "ours has part-time soldiers and conscripts",
    "TUR": "theirs is as in The Military Balance, ours as NATO reports",
    "UKR": "mobilization went on after 2022",
}


def test_strength_is_near_the_correlates_of_war(security):
    theirs = pd.read_parquet(security / "cinc.parquet").query("year == 2022").dropna(subset="milper")
    known = (1000 * theirs.set_index("iso3")["milper"]).to_dict()
    rows = by("armed_forces", "country")
    assert set(rows) - set(known) == {"HKG", "STP"}
    ours = {country: int(rows[country]["active"]) for country in set(rows) & set(known)}
    # Their figures are in thousands, so half a thousand is no difference.
    apart = {country for country, men in ours.items() if abs(men - known[country]) > 0.25 * known[country] + 500}
    assert apart == set(STRENGTH_DIFFERS)


def test_american_troops_are_the_department_of_defenses(security):
    theirs = pd.read_parquet(security / "us_troops.parquet").query("not is_home")
    known = theirs.groupby(["iso3", "year"])["troops"].sum()
    rows = [row for row in facts.read("garrisons") if row["sender"] == "USA" and row["basis"] == "assigned"]
    assert len(rows) > 100
    for row in rows:
        assert int(row["troops"]) == known[row["host"], int(row["year"])], row


def test_officials_count_more_than_the_permanently_assigned():
    """The Department's table leaves out rotating units: Korea's 28,500 are 24,515 there."""
    rows = by("garrisons", "sender", "host", "year", "basis")
    with_rotations = {key for key in rows if key[0] == "USA" and key[3] == "with_rotations"}
    assert len(with_rotations) == 7
    for sender, host, year, basis in with_rotations:
        assigned = rows.get((sender, host, "2024", "assigned"))
        assert not assigned or int(assigned["troops"]) < int(rows[sender, host, year, basis]["troops"]), host
    assert rows["USA", "KOR", "2024", "with_rotations"]["troops"] == "28500"
    assert rows["USA", "KOR", "2024", "assigned"]["troops"] == "24515"


def test_suppliers_are_those_of_sipris_deliveries(security):
    data = pd.read_parquet(security / "arms_tiv.parquet").replace({"UAE": "ARE"})
    volume = data.groupby("recipient_iso3")["tiv"].sum()
    pair = data.groupby(["recipient_iso3", "supplier_iso3"])["tiv"].sum()
    assert set(data["year"]) == set(range(2017, 2022))
    for row in facts.read("arms_suppliers"):
        recipient, supplier = row["recipient"], row["supplier"]
        assert (row["first_year"], row["last_year"]) == ("2017", "2021")
        assert int(row["volume"]) == volume[recipient]
        assert float(row["share"]) == pytest.approx(pair[recipient, supplier] / volume[recipient], abs=5.01e-4)
    everyone = set(volume.index[volume > 0]) & WORLD
    assert everyone == {row["recipient"] for row in facts.read("arms_suppliers")}


def test_the_table_of_suppliers_is_the_script_s(security):
    from tools.arms_suppliers import ABSENT, COLUMNS, rows

    data = pq.read_table(security / "arms_tiv.parquet").to_pylist()
    held = [tuple(row[column] for column in COLUMNS) for row in facts.read("arms_suppliers")]
    assert list(rows(data, (*cp.load_economy().countries, *ABSENT))) == held


@pytest.mark.parametrize(
    ("recipient", "supplier", "share"),
    [("IND", "RUS", 0.46), ("PAK", "CHN", 0.72), ("KOR", "USA", 0.63), ("SAU", "USA", 0.82), ("AUS", "USA", 0.67)],
)
def test_shares_are_those_that_sipri_published(recipient, supplier, share):
    """SIPRI Fact Sheet, March 2022, Trends in International Arms Transfers, 2021, Table 2 (as remembered)."""
    row = by("arms_suppliers", "recipient", "supplier")[recipient, supplier]
    assert float(row["share"]) == pytest.approx(share, abs=5e-3)
