"""Leverage as it is asked: labels and directions, records, the page, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.statecraft.leverage_data import budget_label
from counterpoise.words.findings import told
from tests.reference.asked import cp

FREE = "cost at most 0 %"


@pytest.fixture(scope="module")
def pair():
    return cp.leverage("KOR", on="CHN", costs="0,0.05", sector="C26,C27", coalition="USA,EU")


def test_the_other_direction_is_the_same_question_turned(pair):
    turned = cp.leverage("CHN", on="KOR", costs="0", sector="C26,C27")
    for name in ("leverage_loss_pct", "leverage_cost_pct"):
        here = float(pair.data[f"{name}__reverse"].sel(budget=FREE).squeeze())
        assert float(turned.data[name].sel(budget=FREE).squeeze()) == pytest.approx(here, abs=2e-5)
    for name in ("geoeconomic_power_pct", "trade_dependence", "exposure_loss_pct"):
        np.testing.assert_allclose(turned.data[name].squeeze(), pair.data[f"{name}__reverse"].squeeze(), rtol=1e-5)


def test_what_the_frontier_says_is_what_simulating_it_gives(pair):
    """The rates on the frontier, put as a scenario of their own, cost both what the frontier says."""
    rates = pair.leverage_rate_pct.squeeze().sel(budget=FREE)
    words = [
        f"{kind} +{float(rates.sel(instrument=name, sector=sector)):.9f} points by KOR on CHN sectors {sector}"
        for name, kind in (("tariff", "tariff"), ("export_tax", "export tax"))
        for sector in ("C26", "C27")
        if float(rates.sel(instrument=name, sector=sector)) > 0
    ]
    outcome = cp.simulate("; ".join(words)).welfare_pct
    assert -float(outcome.sel(country="CHN")) == pytest.approx(
        float(pair.leverage_loss_pct.squeeze().sel(budget=FREE)), abs=1e-7
    )
    assert -float(outcome.sel(country="KOR")) == pytest.approx(
        float(pair.leverage_cost_pct.squeeze().sel(budget=FREE)), abs=1e-7
    )
    assert -float(outcome.sel(country="KOR")) <= 1e-4


def test_an_instrument_on_all_goods_is_what_simulating_it_gives(pair):
    outcome = cp.simulate("export tax +10 points by CHN on KOR sectors C26,C27").welfare_pct
    held = pair.data["sanction_loss_pct__reverse"].sel(instrument="export_tax").squeeze()
    assert float(held) == pytest.approx(-float(outcome.sel(country="KOR")), abs=1e-7)


def test_a_coalition_is_what_simulating_it_gives(pair):
    outcome = cp.simulate("embargo 90 % by KOR,USA,EU on CHN").welfare_pct
    assert float(pair.coalition_loss_pct) == pytest.approx(-float(outcome.sel(country="CHN")), abs=1e-7)
    assert float(pair.shapley_loss_pct.sum()) == pytest.approx(float(pair.coalition_loss_pct))
    assert pair.data["party"].values.tolist()[0] == "KOR"
    assert float(pair.joined_loss_pct[-1]) == pytest.approx(float(pair.coalition_loss_pct))
    assert float(pair.member_cost_pct.sel(party="KOR")) == pytest.approx(-float(outcome.sel(country="KOR")), abs=1e-7)


def test_records_name_who_on_whom_and_by_what(pair):
    rows = [one for one in pair.records() if one["variable"] == "leverage_rate_pct"]
    assert {(one["country"], one["partner"]) for one in rows} == {("KOR", "CHN"), ("CHN", "KOR")}
    assert {one["sector"] for one in rows} == {"C26", "C27"}
    assert "cost at most 0.05 %, export_tax" in {one["scenario"] for one in rows}
    members = [one for one in pair.records() if one["variable"] == "shapley_loss_pct"]
    assert {one["party"] for one in members} == {"KOR", "USA", "EU"}


def test_findings_hold_in_both_languages(pair):
    for language in ("en", "ko"):
        found = [one.finding for one in told(pair, language)]
        assert found == ["at_no_cost", "by_what", "begins", "asymmetry", "joining"]


def test_of_all_goods_no_sector_is_named(tmp_path):
    every = cp.leverage("KOR", on="CHN", costs="0", instruments="tariff")
    for language, word in (("en", "alone"), ("ko", "교역만으로")):
        said = [one.text for one in told(every, language)]
        assert len(said) >= 3
        assert not any(word in one for one in said)
    every.write(tmp_path / "page.html")
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_page_holds_its_numbers(pair, tmp_path):
    pair.write(tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    loss = float(pair.data["leverage_loss_pct__reverse"].sel(budget=FREE).squeeze())
    assert f"{loss:.3f}"[:5] in text
    assert text.count("<svg") == 4
    assert "goods alone" in text.lower()


def test_of_many_pairs_the_frontier_is_to_first_order_and_has_no_sectors():
    found = cp.leverage("ALL", on="CHN")
    assert "leverage_loss_pct" not in found.data
    assert "sector" not in found.data.dims
    assert "CHN" not in found.data["country"].values.tolist()
    assert len(found.table()) == 2 * 79
    one = cp.leverage("KOR", on="CHN", first_order=True)
    assert float(found.sel(country="KOR").quick_loss_pct.sel(budget=FREE).squeeze()) == pytest.approx(
        float(one.quick_loss_pct.sel(budget=FREE).squeeze()), rel=1e-4
    )
    with pytest.raises(InputError, match="a page is on a few pairs"):
        found.write("page.html")


def test_exactly_solves_every_pair():
    found = cp.leverage("KOR,JPN", on="CHN,USA,DEU,FRA", exact=True, instruments="tariff")
    outcome = cp.simulate("tariff +10 points by JPN on DEU").welfare_pct
    held = found.sanction_loss_pct.sel(country="JPN", partner="DEU", instrument="tariff")
    assert float(held) == pytest.approx(-float(outcome.sel(country="DEU")), abs=1e-7)
    assert np.isfinite(found.data["sanction_loss_pct__reverse"]).all()


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ({"country": "KOR", "on": "KOR"}, "--on"),
        ({"country": "KOR,CHN", "on": "CHN"}, "--on"),
        ({"country": "KOR", "on": "CHN", "coalition": "USA,CHN"}, "--coalition"),
        ({"country": "KOR", "on": "DEU", "coalition": "EU"}, "--coalition"),
        ({"country": "KOR", "on": "CHN", "coalition": "KOR"}, "--coalition"),
        ({"country": "KOR", "on": "CHN", "coalition": "EU,FRA"}, "--coalition"),
        ({"country": "KOR,JPN", "on": "CHN", "coalition": "USA"}, "--coalition"),
        ({"country": "KOR", "on": "CHN", "instruments": "subsidy"}, "--instruments"),
        ({"country": "KOR", "on": "CHN", "costs": "-0.1"}, "--costs"),
        ({"country": "KOR", "on": "CHN", "costs": "much"}, "--costs"),
        ({"country": "KOR", "on": "CHN", "size": 0}, "--size"),
        ({"country": "KOR", "on": "CHN", "most": "nan"}, "--most"),
        ({"country": "KOR", "on": "CHN", "sanction": "frown"}, "--sanction"),
        ({"country": "KOR", "on": "CHN", "orders": 2}, "--orders"),
    ],
)
def test_what_makes_no_sense_is_refused(words, where):
    with pytest.raises(InputError) as caught:
        cp.leverage(**words)
    assert caught.value.where == where
    assert caught.value.exit_code == 2


def test_labels_of_costs():
    assert budget_label(0.0) == FREE


def test_named_goods_are_named_where_the_answer_is_told(pair):
    first = told(pair)[0].text
    assert "by trade in computers" in first.lower()
    assert "교역만으로" in told(pair, "ko")[0].text
    assert "by trade in C26, C27 alone" in pair.excerpt()[0].above


def test_no_two_columns_of_a_screen_share_a_name_and_only_those_shown_are_explained(pair):
    assert "quick_loss_pct" not in pair.shown
    assert {"leverage_loss_pct", "leverage_price", "sanction_quick_cost_pct", "shapley_loss_pct"} <= set(pair.shown)
    names = [pair.data[one].attrs["short"] for one in pair.shown]
    assert len(set(names)) == len(names)


def test_to_first_order_a_screen_leaves_costs_that_add_nothing_out():
    found = cp.leverage("KOR", on="CHN", first_order=True)
    part = found.excerpt()[0]
    rows = part.result.table()
    assert len(rows) < found.data.sizes["budget"]
    assert not (rows.values[1:] == rows.values[:-1]).all(1).any()
    assert "at most (--size)" in part.above
    assert "add nothing" in part.below
    names = [found.data[one].attrs["short"] for one in found.shown]
    assert len(set(names)) == len(names)


def test_several_senders_are_told_of_coalitions():
    found = cp.leverage("USA,JPN", on="CHN", sector="C26", first_order=True)
    assert any("2 countries act, each by itself" in one and "--coalition" in one for one in found.warnings)
    alone = cp.leverage("USA", on="CHN", sector="C26", first_order=True)
    assert not any("each by itself" in one for one in alone.warnings)
