"""The bare measures on small tables whose answers follow by hand or from the textbook."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.core.measure import measure, measures
from counterpoise.questions import rely
from counterpoise.questions.discover import discover
from counterpoise.world.economy import from_arrays
from counterpoise.world.final_demand import TABLES

discover()


@pytest.fixture(scope="module")
def two():
    """Miller and Blair's two-sector table, read as two countries with one sector."""
    flows = np.array([[150.0, 500.0], [200.0, 100.0]]).reshape(2, 1, 2, 1)
    final = np.array([[300.0, 50.0], [100.0, 1600.0]]).reshape(2, 1, 2)
    return from_arrays(flows, final, countries=["AUT", "BEL"], sectors=["all"], attrs={"scheme": "mine"})


def test_inputs_bought(two):
    found = rely("AUT", on="BEL", sector="TOTAL", economy=two)
    assert found.foreign_input_reliance.item() == pytest.approx(200 / 350)


def test_look_through_by_the_textbooks_inverse(two):
    inverse = np.array([[1.254, 0.330], [0.264, 1.122]])  # Miller and Blair (2022), chapter 2
    found = rely("AUT", on="BEL", sector="TOTAL", economy=two)
    assert found.look_through.item() == pytest.approx(inverse[1, 0] / inverse[:, 0].sum(), abs=5e-4)


def test_sales(two):
    inverse = np.array([[1.254, 0.330], [0.264, 1.122]])
    found = rely("AUT", on="BEL", sector="TOTAL", indicators="all", economy=two)
    assert found.sales_output_to_gdp.item() == pytest.approx(inverse[0, 1] * 1700 / 650, abs=2e-3)
    assert found.sales_value_added.item() == pytest.approx(0.65 * inverse[0, 1] * 1700 / 650, abs=2e-3)
    assert found.intermediate_exports_to_gdp.item() == pytest.approx(500 / 650)


def test_both_directions_are_mirrors(two):
    one = rely("AUT", on="BEL", sector="TOTAL", both=True, economy=two)
    other = rely("BEL", on="AUT", sector="TOTAL", both=True, economy=two)
    assert one.data.look_through__reverse.item() == other.look_through.item()
    reverse = [r for r in one.records() if r["country"] == "BEL" and r["indicator"] == "look_through"]
    assert reverse[0]["partner"] == "AUT"
    assert one.input_asymmetry.item() == pytest.approx((200 / 350) / (500 / 600))


def test_pairs_that_are_asked_for_both_ways_have_one_record_each():
    found = rely("KOR,CHN", on="CHN,KOR,JPN", both=True, sector="TOTAL", indicators="look_through")
    pairs = [(r["country"], r["partner"]) for r in found.records()]
    assert sorted(pairs) == sorted(set(pairs))
    assert {("KOR", "CHN"), ("CHN", "KOR"), ("JPN", "KOR"), ("JPN", "CHN")} <= set(pairs)


def test_value_added_is_shared_out_whole():
    """What all countries' value added in final sales adds up to is all value added."""
    found = rely("KOR", indicators="sales_value_added", sector="TOTAL")
    own = rely("ALL", on="ALL", indicators="sales_value_added", sector="TOTAL")
    assert len(found.records()) == 79
    total = own.sales_value_added.sel(country="KOR").sum().item()
    assert 0 < total < 1  # the rest is in the country's own final sales


def test_nothing_bought_is_missing_not_zero():
    flows = np.zeros((2, 1, 2, 1))
    flows[0, 0, 1, 0] = 1.0
    economy = from_arrays(
        flows, np.ones((2, 1, 2)), countries=["AUT", "BEL"], sectors=["all"], attrs={"scheme": "mine"}
    )
    record = rely("AUT", on="BEL", sector="TOTAL", indicators="foreign_input_reliance", economy=economy).records()[0]
    assert record["value"] is None
    assert record["coverage"] == 0.0


def test_the_estimate_is_marked_and_bounded():
    found = rely("KOR", on="CHN", indicators="final_demand_reliance,look_through", sector="TOTAL")
    records = {r["indicator"]: r for r in found.records()}
    assert records["final_demand_reliance"]["estimated"] is True
    assert records["final_demand_reliance"]["low"] < records["final_demand_reliance"]["value"]
    assert records["look_through"]["estimated"] is False
    assert any("estimate" in warning for warning in found.warnings)


def test_a_persons_own_measure_on_the_estimate_has_no_bounds():
    @measure(unit="million USD", dims="country partner sector")
    def sold_to_final_users(final_demand):
        """Sales to final users of a partner."""
        return final_demand.rename(origin="country", destination="partner")

    try:
        found = rely("KOR", on="CHN", indicators="sold_to_final_users,EXGR_FNL,EXGR", sector="TOTAL")
    finally:
        del measures["sold_to_final_users"]
    assert "sold_to_final_users__low" not in found.data
    assert found.data.EXGR_FNL__low.item() < found.sold_to_final_users.item() < found.data.EXGR_FNL__high.item()
    assert any(
        one.startswith("sold_to_final_users: estimates too") and "not been measured" in one for one in found.warnings
    )
    assert any(one.startswith("EXGR, EXGR_FNL rest") or one.startswith("EXGR_FNL, EXGR rest") for one in found.warnings)


def test_a_single_sector_has_the_bounds_of_single_sectors():
    """By its members, not its name: a sector alone errs by more than a group."""
    found = rely("KOR", on="CHN", indicators="EXGR_FNL", sector="TOTAL,C26").data
    width = (found.EXGR_FNL__high / found.EXGR_FNL__low).squeeze()
    assert width.sel(sector="C26") > 1.5 * width.sel(sector="TOTAL")


def test_a_group_is_its_members_that_the_accounts_have():
    found = rely("asean", on="CHN", sector="TOTAL", indicators="look_through")
    assert {"VNM", "IDN"} < set(found.data["country"].values.tolist())
    assert "TLS" not in found.data["country"].values
    assert any("lacks of ASEAN: TLS" in warning for warning in found.warnings)


def test_the_cost_of_cutting_by_hand(two):
    """Two countries, one sector: without Belgium all is Austria's own, and its prices feed into themselves."""
    found = rely("AUT", on="BEL", sector="TOTAL", cut=(5, 0.5, 2), both=True, economy=two)
    inputs, own, final = 350 / 1000, 150 / 350, 300 / 400
    left = final * own ** (inputs / (1 - inputs))  # y = (own y)^inputs; what final demand buys costs home's price
    assert found.cut_cost.item() == pytest.approx(1 - left ** (1 / 2), rel=1e-10)
    assert found.data.cut_cost__low.item() == pytest.approx(1 - left ** (1 / 5), rel=1e-10)
    assert found.data.cut_cost__high.item() == pytest.approx(1 - left ** (1 / 0.5), rel=1e-10)
    mirrored = rely("BEL", on="AUT", sector="TOTAL", cut=(5, 0.5, 2), economy=two)
    assert found.data.cut_cost__reverse.item() == mirrored.cut_cost.item()
    record = next(r for r in found.records() if r["indicator"] == "cut_cost" and r["country"] == "AUT")
    assert record["low"] < record["value"] < record["high"]
    assert not record["estimated"]


def test_the_cost_of_cutting_says_its_elasticities_and_that_it_rests_on_an_estimate():
    found = rely("KOR", on="CHN", cut="0.5,2,5")
    assert "elasticity of 2; low at 5, high at 0.5" in found.cut_cost.attrs["label"]
    said = next(one for one in found.warnings if "its bounds are those of the elasticities only" in one)
    with (TABLES / "final_demand_errors.csv").open(newline="", encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row["indicator"] == "cut_cost"]
    cost = found.cut_cost.item()
    errors = next(row for row in rows if float(row["size_low"]) <= cost < float(row["size_high"]))
    low, high = (100 * float(errors[end]) - 100 for end in ("p10", "p90"))
    assert f"{low:+.0f} to {high:+.0f} %" in said
    assert next(r for r in found.records() if r["indicator"] == "cut_cost")["estimated"]
    assert 5 < found.data.cut_cost__high.item() / found.data.cut_cost__low.item() < 10


def test_exposure_has_bounds_that_can_hold_both_signs():
    found = rely("KOR", on="CHN,SAU", indicators="income_exposure,welfare_exposure", sector="TOTAL")
    assert {"income_exposure__low", "welfare_exposure__high"} < set(map(str, found.data.data_vars))
    assert (found.data.welfare_exposure__low < 0).any()
    assert (found.data.welfare_exposure__low < found.welfare_exposure).all()
    assert (
        sum("both signs" in one for one in found.warnings)
        == sum("one pair in five" in one for one in found.warnings)
        == 1
    )
    assert all(one["estimated"] for one in found.records())
    assert found.welfare_exposure.sel(partner="CHN").item() > 0 > found.income_exposure.sel(partner="CHN").item()


@pytest.fixture(scope="module")
def everything():
    return rely("KOR", on="CHN", indicators="all")


def test_all_is_every_sector_in_both_directions_with_the_cost_of_a_cut(everything):
    data = everything.data
    assert data.sizes["sector"] == 52
    assert {"EXGR__reverse", "cut_cost", "cut_cost__reverse", "exported_direct_value_added_by_sink"} <= set(data)
    amounts = [name for name in everything.variables if data[name].attrs["unit"] == "million USD"]
    assert len(amounts) > 30
    for name in amounts:
        one = data[name].squeeze()
        assert one.isel(sector=slice(2, None)).sum().item() == pytest.approx(one.sel(sector="TOTAL").item(), abs=1e-6)


def test_the_terms_of_exports_add_up(everything):
    data = everything.data.squeeze()
    for end in ("", "_by_sink"):
        terms = [f"exported_{one}{end}" for one in ("domestic_value_added", "domestic_double_counting")]
        terms += [f"exported_{one}{end}" for one in ("foreign_value_added", "foreign_double_counting")]
        assert abs(sum(data[one] for one in terms) - data.EXGR).max() < 1e-6
        parts = [f"exported_{one}_value_added{end}" for one in ("direct", "indirect", "reflected")]
        assert abs(sum(data[one] for one in parts) - data[f"exported_domestic_value_added{end}"]).max() < 1e-6
        assert min(float(data[one].min()) for one in (*terms, *parts)) > -1e-6


def test_one_number_has_one_pair_of_bounds(everything):
    data = everything.data.squeeze()
    for end, other in (("low", "high"), ("high", "low")):
        assert (data[f"IMGR__{end}"] == data[f"EXGR__reverse__{end}"]).all()
        assert (data[f"FEXDVAP__{end}"] == data[f"DEXFVAP__reverse__{end}"]).all()
        assert (data[f"BALGR__{end}"] == -data[f"BALGR__reverse__{other}"]).all()
        share = data[f"FFD_DVA__{end}"] / data.VALU
        assert float(abs(data[f"value_added_absorbed__{end}"] - share.clip(0, 1)).max()) < 1e-12
    assert (data.IMGR__coverage == data.EXGR__reverse__coverage).all()


def test_a_pair_without_trade_is_told(two):
    flows = np.zeros((3, 1, 3, 1))
    flows[0, 0, 1, 0] = 1.0
    final = np.ones((3, 1, 3))
    final[2, 0, 0] = final[0, 0, 2] = 0.0
    alone = from_arrays(flows, final, countries=["AUT", "BEL", "CHE"], sectors=["all"], attrs={"scheme": "mine"})
    found = rely("AUT", on="BEL,CHE", sector="TOTAL", indicators="all", economy=alone)
    assert any("no trade is recorded between AUT and CHE" in one for one in found.warnings)
    assert found.export_domestic_share.sel(partner="CHE").isnull().all()
    assert not any("no trade" in one for one in rely("AUT", on="BEL", economy=two).warnings)


def test_the_cost_of_a_cut_is_asked_for_by_its_option():
    with pytest.raises(InputError, match=r"--cut 0\.5,2,5"):
        rely("KOR", on="CHN", indicators="cut_cost")
    even = rely("KOR", on="CHN", indicators="look_through", sector="TOTAL", cut="0.5,5")
    assert even.cut_cost__low.item() < even.cut_cost.item() < even.cut_cost__high.item()
    assert ("cut_cost", "whole economy") in even.table().columns


def test_too_many_records_are_refused_before_they_fill_the_memory(everything, monkeypatch):
    from counterpoise.core import result

    monkeypatch.setattr(result, "MOST_RECORDS", 100)
    with pytest.raises(InputError, match="too many to write"):
        everything.records()


def test_a_share_of_final_demand_is_of_all_of_it_whatever_is_asked_beside():
    """Sectors of the partner add up to the whole, and none depends on the others that are asked."""
    asks = ("C26", "C26,C27", "C26,TOTAL", "EACH")
    found = [
        rely("DEU", on="CHN", indicators="final_demand_reliance", sector=one).final_demand_reliance for one in asks
    ]
    alone = {round(float(one.sel(sector="C26").squeeze()), 12) for one in found}
    assert len(alone) == 1
    whole = float(found[2].sel(sector="TOTAL").squeeze())
    assert float(found[3].sum("sector").squeeze()) == pytest.approx(whole, rel=1e-9)
