"""Sector averages: an importer's average over all goods in the shape of its tariff profile."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise import facts
from counterpoise.codes.sectors import scheme, schemes
from counterpoise.core.errors import InputError
from counterpoise.world.tariff_measures import finest, goods, spread
from counterpoise.world.tariff_profiles import leveled, profile
from counterpoise.world.tariffs import KINDS, applied, importer_average

COUNTRIES = ("KOR", "CHN", "USA", "DEU", "FRA", "JPN", "BRA", "TUR", "ROW")
SECTORS = scheme("icio-2025").codes
FREE = ("free_trade_agreement", "customs_union")


@pytest.fixture(scope="module")
def sold():
    made = np.random.default_rng(7).uniform(1, 100, (len(COUNTRIES), len(SECTORS), len(COUNTRIES)))
    for k in range(len(COUNTRIES)):
        made[k, :, k] = 0
    return made


@pytest.fixture(scope="module")
def held(sold):
    return applied(COUNTRIES, SECTORS, year=2022, scheme="icio-2025", choice="sector-averages", imports=sold)


def test_each_group_has_products_and_each_good_a_group():
    groups = {row["group"] for row in facts.read("tariff_profile_sectors")}
    assert {row["group"] for row in facts.read("tariff_profiles")} == groups
    assert len(groups) == 22
    made = {row["sector"] for row in facts.read("tariff_profile_sectors")}
    physical = goods(finest(), "icio-2025")
    assert made == {code for code, one in zip(finest(), physical, strict=True) if one}


def test_no_group_has_two_figures_of_a_year():
    keys = [(row["economy"], row["group"], row["year"]) for row in facts.read("tariff_profiles")]
    assert len(keys) == len(set(keys))
    assert all(0 <= float(row["average"]) < 300 for row in facts.read("tariff_profiles"))


def test_a_sector_has_the_mean_of_its_groups_by_their_products():
    """Mining of oil and gas: crude petroleum is of one group (3.1 %), three kinds of gas of another (1.9 %)."""
    duty = profile("EU", ["B06", "C21"], "icio-2025", 2022).duty
    np.testing.assert_allclose(duty, [(1 * 0.031 + 3 * 0.019) / 4, 0.045], rtol=1e-12)


def test_a_year_takes_the_newest_figure_not_after_it():
    old, new = (profile("KOR", ["C21", "A01"], "icio-2025", year) for year in (2010, 2022))
    assert old.duty[0] == new.duty[0] == pytest.approx(0.058)  # chemicals: of 2006 in both
    assert old.duty[1] < new.duty[1]  # rice bears a tariff since 2015
    assert new.years == (2006, 2021)
    assert profile("KOR", ["C21"], "icio-2025", 1990).duty[0] == old.duty[0]


def test_what_a_profile_lacks_is_missing_and_an_economy_without_one_has_none():
    held = profile("IND", ["C13T15", "C20", "G"], "icio-2025", 2022)
    assert np.isnan(held.duty).tolist() == [True, False, True]
    assert "chemicals" not in held.remembered
    assert profile("TUR", ["C20"], "icio-2025", 2022) is None


def test_the_mean_over_all_imports_is_the_average(held, sold):
    """Where no duty would rise above the profile's: 0 from free partners, other members of the union left out."""
    physical = goods(SECTORS, "icio-2025")
    for name, members in (("BRA", ["BRA"]), ("CHN", ["CHN"]), ("EU", ["DEU", "FRA"])):
        inside = [COUNTRIES.index(code) for code in members]
        outside = [k for k in range(len(COUNTRIES)) if k not in inside]
        cells = np.ix_(outside, np.flatnonzero(physical), inside)
        mean = (held.rate[cells] * sold[cells]).sum() / sold[cells].sum()
        assert mean == pytest.approx(importer_average(members[0], 2022)[0], rel=1e-12), name
        duty = profile(name, SECTORS, "icio-2025", 2022).duty
        known = ~np.isnan(duty)
        assert (held.rate[:, known][cells[0], :, inside[0]] <= duty[known] + 1e-12).all()


def test_rates_keep_the_shape_of_the_profile(held):
    korea = profile("KOR", SECTORS, "icio-2025", 2022).duty
    rates = held.rate[COUNTRIES.index("JPN"), :, COUNTRIES.index("KOR")]
    known = ~np.isnan(korea)
    ratio = rates[known & (korea > 0)] / korea[known & (korea > 0)]
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-12)
    assert 0 < ratio[0] <= 1
    assert rates[SECTORS.index("A01")] > 5 * rates[SECTORS.index("C29")]


@pytest.mark.parametrize(
    ("average", "free", "expected"),
    [
        (0.06, 0.0, [0.1, 0.02]),  # 0.3 is the plain mean of the duties: a fifth of each
        (0.06, 0.5, [0.2, 0.04]),  # half of the trade is free: two fifths
        (0.24, 0.5, [0.5, 0.1]),  # would be 1.6 times the duties
        (0.0, 0.5, [0.0, 0.0]),
        (0.06, 1.0, [0.5, 0.1]),  # nothing pays
    ],
)
def test_no_duty_is_above_the_profiles(average, free, expected):
    all_goods = np.array([50.0, 50.0])
    rates = leveled(np.array([0.5, 0.1]), average, all_goods, all_goods * (1 - free))
    np.testing.assert_allclose(rates, expected, rtol=1e-12)


def test_a_sector_without_a_duty_pays_the_average():
    """30 of 100 pay the average of 4 %, so 70 must pay 2.8 in all at a duty of 10 %: 0.4 of it."""
    rates = leveled(np.array([0.1, np.nan]), 0.04, np.array([70.0, 30.0]), np.array([70.0, 30.0]))
    assert rates[0] == pytest.approx(0.04, rel=1e-12)
    assert np.isnan(rates[1])


def test_agreements_free_as_in_the_importer_averages(held):
    usual = applied(COUNTRIES, SECTORS, year=2022, scheme="icio-2025", choice="importer-averages")
    for kind in (*FREE, "partial_agreement", "domestic", "none", "mean_of_importers"):
        where = usual.kind == KINDS.index(kind)
        assert (held.kind[where] == usual.kind[where]).all(), kind
        if kind != "partial_agreement":
            np.testing.assert_array_equal(held.rate[where], usual.rate[where])


def test_an_economy_without_a_profile_keeps_its_average(held):
    usual = applied(COUNTRIES, SECTORS, year=2022, scheme="icio-2025", choice="importer-averages")
    turkey = COUNTRIES.index("TUR")
    np.testing.assert_array_equal(held.rate[:, :, turkey], usual.rate[:, :, turkey])
    assert held.cell("USA", "C29", "TUR")["kind"] == "importer_average"
    assert held.cell("USA", "C29", "CHN")["kind"] == "shaped_average"
    assert held.cell("CHN", "C29", "KOR")["kind"] == "partial_agreement"
    assert "no tariff profile is known, the average over all goods stands: TUR" in held.notes
    assert "most of the tariff profile is from memory, not read: CHN, USA, JPN, BRA" in held.notes
    assert held.notes[0].startswith("sector averages: ")


@pytest.mark.parametrize("name", schemes())
def test_every_scheme_has_profiles(name):
    codes = scheme(name).codes
    sold = np.ones((2, len(codes), 2))
    held = applied(["JPN", "BRA"], codes, year=2022, scheme=name, choice="sector-averages", imports=sold)
    shaped = held.kind[0, :, 1] == KINDS.index("shaped_average")
    np.testing.assert_array_equal(shaped, spread(codes, name).any(1))
    assert len(set(held.rate[0, shaped, 1].round(9))) > 10


def test_trade_is_needed():
    with pytest.raises(InputError, match="sector averages rest on trade"):
        applied(COUNTRIES, SECTORS, year=2022, scheme="icio-2025", choice="sector-averages")


def test_the_accounts_and_the_question_have_the_same_rates():
    economy = cp.load_economy(2022, tariffs="sector-averages")
    asked = cp.tariffs("KOR", on="CHN", sector="A01,C29", tariffs="sector-averages")
    ours = economy.tariff.sel(origin="CHN", sector=["A01", "C29"], destination="KOR").values
    np.testing.assert_allclose(asked.applied_tariff.values[0, 0], ours, rtol=1e-12)
    assert economy.attrs["tariffs"]["choice"] == "sector-averages"
    assert "World Tariff Profiles" in asked.provenance[0].citation
    assert economy.fingerprint != cp.load_economy(2022, tariffs="importer-averages").fingerprint
