"""Tariff baselines: levels, kinds, years and sources of cells, and the accounts with them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import counterpoise as cp
from counterpoise import facts
from counterpoise.codes.sectors import scheme, schemes
from counterpoise.core.errors import InputError
from counterpoise.world import tariff_measures
from counterpoise.world.tariffs import CHOICES, KINDS, applied, measures_between

COUNTRIES = ("KOR", "CHN", "USA", "CAN", "MEX", "DEU", "FRA", "GBR", "JPN", "TWN", "VNM", "CHE", "ROW")
SECTORS = scheme("icio-2025").codes


@pytest.fixture(scope="module")
def held():
    return applied(COUNTRIES, SECTORS, year=2022, scheme="icio-2025", choice="importer-averages")


def share_of(held, kind):
    return held.kind == KINDS.index(kind)


def test_services_and_home_have_none(held):
    physical = tariff_measures.goods(SECTORS, "icio-2025")
    assert SECTORS[physical.argmin()] == "B09"
    assert (held.rate[:, ~physical] == 0).all()
    home = np.arange(len(COUNTRIES))
    assert (held.rate[home, :, home] == 0).all()
    assert (held.kind[home, :, home] == KINDS.index("domestic")).all()


def test_levels_of_2022(held):
    """World Bank 2022: United States 1.49 %, China 2.18 %, European Union 1.33 %."""
    assert held.cell("CHN", "C26", "USA") == {
        "rate": 0.0149,
        "kind": "importer_average",
        "year": 2022,
        "source": "World Bank, importer averages",
        "added": 0.0,
    }
    assert held.cell("USA", "A01", "CHN")["rate"] == 0.0218
    assert held.cell("USA", "A01", "DEU")["rate"] == 0.0133
    assert held.cell("FRA", "C29", "DEU")["kind"] == "customs_union"
    assert held.cell("KOR", "C29", "DEU")["kind"] == held.cell("KOR", "C29", "USA")["kind"] == "free_trade_agreement"
    assert held.cell("KOR", "C29", "TWN")["year"] == 2008
    assert held.cell("KOR", "C29", "ROW")["kind"] == "mean_of_importers"
    assert 0.02 < held.cell("KOR", "C29", "ROW")["rate"] < 0.06
    assert held.notes[0].startswith("importer averages, not by sector")
    assert "TWN 2008" in held.notes[1]


def test_a_year_takes_the_newest_figure_not_after_it_and_the_agreements_of_its_middle():
    old = applied(COUNTRIES, SECTORS, year=2016, scheme="icio-2025", choice="importer-averages")
    assert old.cell("JPN", "C29", "USA")["year"] == 2015
    assert old.cell("CHN", "C29", "KOR")["kind"] == "partial_agreement"
    assert old.cell("CHN", "C29", "KOR")["rate"] == old.cell("TWN", "C29", "KOR")["rate"] > 0
    before = applied(COUNTRIES, SECTORS, year=2015, scheme="icio-2025", choice="importer-averages")
    assert before.cell("CHN", "C29", "KOR")["kind"] == "importer_average"  # in force on 20 December 2015
    first = applied(COUNTRIES, SECTORS, year=1980, scheme="icio-2025", choice="importer-averages")
    assert first.cell("JPN", "C29", "USA")["year"] == 1995


@pytest.mark.parametrize("name", schemes())
@pytest.mark.parametrize("choice", ["importer-averages", "us-2025"])
def test_every_scheme_has_goods_and_services(name, choice):
    codes = scheme(name).codes
    held = applied(COUNTRIES, codes, year=2022, scheme=name, choice=choice)
    physical = tariff_measures.goods(codes, name)
    assert 10 <= physical.sum() < len(codes)
    assert (held.rate[1, physical, 2] > 0).all()
    assert (held.rate[1, ~physical, 2] == 0).all()


def test_none_has_none():
    held = applied(COUNTRIES, SECTORS, year=2022, scheme="icio-2025", choice="none")
    assert not held.rate.any()
    assert held.label == "no tariffs"


def test_an_unknown_baseline_is_named():
    told = r"'us-2023' is no tariff baseline; take one of importer-averages, .*; did you mean us-202"
    with pytest.raises(InputError, match=told):
        applied(COUNTRIES, SECTORS, year=2022, scheme="icio-2025", choice="us-2023")
    with pytest.raises(InputError, match="the store has no rates of tariffs-wits for 2022; add it with"):
        applied(COUNTRIES, SECTORS, year=2022, scheme="icio-2025", choice="tariffs-wits")
    with pytest.raises(InputError, match="is no tariff baseline"):
        cp.load_economy(2022, tariffs="high")
    assert "importer-averages" in CHOICES


def test_tariffs_are_told_apart_and_flows_keep_their_name():
    named = {word: cp.load_economy(2022, tariffs=word) for word in ("none", "importer-averages", "us-2025")}
    assert len({one.fingerprint for one in named.values()}) == 3
    assert len({one.flow_fingerprint for one in named.values()}) == 1
    assert named["none"].tariff is None
    assert named["us-2025"].attrs["tariffs"]["choice"] == "us-2025"


def test_derived_value_added_is_output_less_inputs_at_buyers_prices():
    free, taxed = (cp.load_economy(2022, tariffs=word) for word in ("none", "us-2025"))
    paid = (free.flow.values[..., :-1] * taxed.tariff.values[..., None]).sum((0, 1))
    np.testing.assert_allclose((free.value_added - taxed.value_added).values, paid, rtol=1e-9, atol=1e-6)
    assert float(abs(taxed.residual).max()) < 1e-6
    assert paid[taxed.countries.index("USA")].sum() > 1e4


def test_aggregates_weigh_tariffs_by_flow():
    world = cp.load_economy(2022, tariffs="importer-averages")
    small = world.restrict(["KOR", "CHN", "USA"])
    rate = float(small.tariff.sel(origin="ROW", sector="C26", destination="KOR"))
    assert 0 < rate < 0.0566  # free partners and others
    assert small.attrs["tariffs"] == world.attrs["tariffs"]


def test_the_facts_are_the_world_bank_s(shared):
    theirs = pd.read_parquet(shared / "tariffs" / "wdi_applied_weighted_mean_1988_2022.parquet")
    theirs["importer"] = theirs["importer"].replace("EUU", "EU")
    known = theirs.set_index(["importer", "year"])["rate"]
    for row in facts.read("applied_tariffs"):
        if row["importer"] != "TWN":
            assert float(row["rate"]) == pytest.approx(known[row["importer"], int(row["year"])], abs=5e-5), row


def test_against_bilateral_tariffs_of_wits(shared):
    """The averages rank pairs as the bilateral figures do, and are no tariff by sector: only this is claimed."""
    theirs = pd.read_parquet(shared / "tariffs" / "applied_wits_44x44x15_2014_2023.parquet").query("year == 2018")
    theirs = theirs[(theirs.importer != "ROW") & (theirs.exporter != "ROW") & (theirs.importer != theirs.exporter)]
    pairs = theirs[theirs.sector != "D"].groupby(["importer", "exporter"])["rate"].mean()
    codes = tuple(sorted(set(theirs.importer)))
    held = applied(codes, ("C26",), year=2018, scheme="icio-2025", choice="importer-averages")
    ours = pd.Series({pair: held.cell(pair[1], "C26", pair[0])["rate"] for pair in pairs.index})
    free = ours == 0
    print(f"free {pairs[free].mean():.4f}, not {pairs[~free].mean():.4f}, Spearman {pairs.corr(ours, 'spearman'):.3f}")
    assert pairs[free].mean() < 0.3 * pairs[~free].mean()
    assert pairs.corr(ours, method="spearman") > 0.6


# Measures of 2018 to 2025 -------------------------------------------------------------------------------------------


def added(on, origin, importer="USA", base=None):
    points = tariff_measures.points_on(on, COUNTRIES, SECTORS, "icio-2025", base=base)
    return dict(zip(SECTORS, points[COUNTRIES.index(origin), :, COUNTRIES.index(importer)], strict=True))


def test_every_measure_has_its_days_in_order_and_a_known_importer():
    for one in tariff_measures.measures():
        assert one.until is None or one.since < one.until, one
        assert one.since <= tariff_measures.LAST
        assert one.sectors, one
        assert all(0 < share <= 1 for share in one.sectors.values())


def test_steel_of_2018():
    assert added(date(2018, 3, 22), "CHN")["C24A"] == 0
    assert added(date(2018, 4, 1), "CHN")["C24A"] == pytest.approx(0.25 * 0.85)
    assert added(date(2018, 4, 1), "DEU")["C24A"] == 0
    assert added(date(2018, 7, 1), "DEU")["C24A"] == pytest.approx(0.25 * 0.85)
    assert added(date(2019, 6, 1), "CAN")["C24A"] == added(date(2024, 12, 31), "KOR")["C24A"] == 0
    for day in (date(2019, 1, 1), date(2020, 6, 1), date(2021, 6, 1)):  # in the European Union, leaving it, and out
        assert added(day, "GBR")["C24A"] == pytest.approx(0.25 * 0.85)


def test_a_total_adds_what_is_missing(held):
    day = date(2025, 11, 25)
    assert added(day, "DEU", base=held.rate)["C13T15"] == pytest.approx(0.15 - 0.0149)
    assert added(day, "KOR", base=held.rate)["C29"] == pytest.approx(0.15 * 0.83 + 0.15 * 0.17)
    assert added(date(2025, 8, 10), "CHE", base=held.rate)["C13T15"] == pytest.approx(0.39)
    assert added(day, "CHE", base=held.rate)["C13T15"] == pytest.approx(0.15 - 0.0149)


def test_the_truce_of_november_2025():
    before, after = (added(day, "CHN")["C13T15"] for day in (date(2025, 11, 9), date(2025, 11, 10)))
    assert before - after == pytest.approx(0.10)
    assert added(date(2025, 5, 1), "CHN")["C13T15"] > 1.25


def test_averages_are_near_the_published_ones():
    """Bown (PIIE): the first measures raised the average on China by 16.2 points, China's on the United States by about 13.

    The Budget Lab at Yale: on 17 November 2025 the United States' statutory average was 34 % on China, 13 % on Japan;
    Canada's government: 5.6 % on Canada. Weights differ, so only the neighbourhood is claimed.
    """
    world = cp.load_economy(2022, tariffs="us-2025")
    sold = world.flow.sum("use").values
    place = {code: k for k, code in enumerate(world.countries)}
    physical = tariff_measures.goods(world.sectors, world.scheme)

    def mean(rates, origin, to):
        weight = sold[place[origin], :, place[to]] * physical
        return float((weight * rates[place[origin], :, place[to]]).sum() / weight.sum())

    first = tariff_measures.points_on(date(2020, 3, 1), world.countries, world.sectors, world.scheme)
    assert 0.13 < mean(first, "CHN", "USA") < 0.18
    assert 0.10 < mean(first, "USA", "CHN") < 0.16
    rates = world.tariff.values
    for origin, low, high in (("CHN", 0.30, 0.45), ("JPN", 0.12, 0.18), ("CAN", 0.03, 0.09), ("GBR", 0.05, 0.11)):
        assert low < mean(rates, origin, "USA") < high, origin


@given(days=st.lists(st.dates(date(2017, 1, 1), tariff_measures.LAST), min_size=3, max_size=3))
@settings(max_examples=25, deadline=None)
def test_what_changed_adds_up_over_days(days):
    first, second, third = sorted(days)

    def change(start, end):
        return measures_between(start, end, COUNTRIES, SECTORS, "icio-2025")

    np.testing.assert_allclose(change(first, second) + change(second, third), change(first, third), atol=1e-12)
    assert (change(None, third) >= 0).all()
    home = np.arange(len(COUNTRIES))
    assert not change(None, third)[home, :, home].any()


def test_one_importer_and_the_table_s_end():
    ours = measures_between(None, date(2025, 11, 25), COUNTRIES, SECTORS, "icio-2025", importer="CHN")
    assert set(np.argwhere(ours)[:, 2]) == {COUNTRIES.index("CHN")}
    with pytest.raises(InputError, match="it ends on 2025-12-31"):
        measures_between(None, date(2026, 1, 1), COUNTRIES, SECTORS, "icio-2025")
    with pytest.raises(InputError, match="earlier day first"):
        measures_between(date(2025, 1, 2), date(2025, 1, 1), COUNTRIES, SECTORS, "icio-2025")
