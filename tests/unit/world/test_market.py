"""Markets of products against sums by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from counterpoise.core.errors import InputError
from counterpoise.world.load import load_trade
from counterpoise.world.market import instability, markets, materials
from counterpoise.world.trade import Trade

FLOWS = pd.DataFrame(
    [
        (2021, "CHN", "KOR", "250410", 80.0, 8.0),
        (2021, "MOZ", "KOR", "250410", 20.0, np.nan),
        (2021, "KOR", "JPN", "250410", 5.0, 1.0),
        (2021, "CHN", "JPN", "250410", 60.0, 6.0),
        (2021, "DEU", "FRA", "250410", 7.0, 1.0),
        (2021, "FRA", "DEU", "250410", 3.0, 1.0),
        (2021, "CHN", "DEU", "250410", 10.0, 1.0),
        (2021, "DEU", "KOR", "270900", 4.0, 2.0),
    ],
    columns=["year", "origin", "destination", "product", "value", "quantity"],
)


@pytest.fixture
def trade(tmp_path):
    FLOWS.to_parquet(tmp_path / "trade.parquet")
    return Trade([tmp_path / "trade.parquet"])


def test_a_countrys_market(trade):
    (found,) = markets(trade, ["KOR"], [2021], trade.products)
    graphite = {"product": "250410"}
    assert found.imports.sel(product="250410", partner="CHN").item() == 80
    assert found.quantities.sel(graphite).sum().item() == 8
    assert found.weight_known.sel(graphite).item() == pytest.approx(0.8)
    assert found.exports.sel(graphite).item() == 5
    assert found.inner.sum().item() == 0
    assert found.world_exports.sel(product="250410", origin="CHN").item() == 150
    assert found.world_exports.sel(graphite).sum().item() == FLOWS[FLOWS["product"] == "250410"].value.sum()
    assert found.materials == (("Graphite",), ("Petroleum",))


def test_a_bloc_is_one_buyer_and_one_seller(trade):
    (found,) = markets(trade, ["DEU", "FRA"], [2021], trade.products)
    graphite = {"product": "250410"}
    assert found.imports.sel(graphite).to_series()[lambda s: s > 0].to_dict() == {"CHN": 10.0}
    assert found.inner.sel(graphite).item() == 10
    assert found.exports.sel(graphite).item() == 0
    assert found.exports.sel(product="270900").item() == 4
    assert "FRA" not in found.world_exports["origin"].values


def test_mining_is_of_the_year_and_missing_is_missing(trade):
    (found,) = markets(trade, ["KOR"], [2021], trade.products)
    made = found.production.sel(product="250410")
    assert made.sum().item() > made.sel(origin="CHN").item() > 0
    assert 0 < found.reported.sel(product="250410").item() <= 1
    old = FLOWS.assign(year=2010)
    old.to_parquet(trade.paths[0])
    (past,) = markets(Trade(trade.paths), ["KOR"], [2010], ["250410"])
    assert past.production.isnull().all()
    assert np.isnan(past.reported.item())


def test_scores_by_weight_need_weights(trade):
    """Of a material's imports together: half by value at least."""
    from counterpoise.core.measure import Evaluation
    from counterpoise.reliance.economic import chokepoints  # noqa: F401 - it declares the measures

    without = FLOWS.assign(quantity=np.where(FLOWS.origin == "CHN", np.nan, FLOWS.quantity))
    (found,) = markets(trade, ["KOR"], [2021], trade.products)
    assert Evaluation(found.roots)["geopolrisk"].sel(product="250410").item() > 0
    without.to_parquet(trade.paths[0])
    (found,) = markets(Trade(trade.paths), ["KOR"], [2021], ["250410"])
    assert found.weight_known.item() == 0
    assert np.isnan(Evaluation(found.roots)["geopolrisk"].item())


def test_codes_of_hard_coal_have_one_score():
    flows = load_trade("baci-raw-materials")
    (found,) = markets(flows, ["KOR"], [2022], flows.products)
    coal = found.roots["material_quantities"].sel(product=["270111", "270112", "270119"]).sum("partner").values
    assert coal == pytest.approx(found.quantities.sel(product=["270111", "270112", "270119"]).sum().item())


def test_production_agrees_with_the_table():
    from counterpoise.store import table

    mined = table("mining-production").query("material == 'Graphite' and year == 2022").set_index("country").value
    flows = load_trade("baci-raw-materials")
    (found,) = markets(flows, ["KOR"], [2022], ["250410"])
    made = found.production.sel(product="250410")
    assert made.sum().item() == pytest.approx(mined.sum())
    assert made.sel(origin="CHN").item() == mined["CHN"]


def test_embedded_flows_stay_in_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_CACHE", str(tmp_path / "cache"))
    first = load_trade("baci-raw-materials")
    (file,) = (tmp_path / "cache" / "tables").iterdir()
    assert first.paths == (file,)
    file.write_bytes(file.read_bytes()[:1000])  # a disk that was full
    again = load_trade("baci-raw-materials")
    assert len(again) == 1_264_888


def test_where_the_cache_can_not_be_written(tmp_path, monkeypatch):
    from counterpoise.store.cache import CacheWarning

    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("COUNTERPOISE_CACHE", str(tmp_path / "file"))
    with pytest.warns(CacheWarning, match="can't be used"):
        found = load_trade("baci-raw-materials")
    assert len(found) == 1_264_888


def test_unknown_trade_is_told():
    with pytest.raises(InputError, match="there is no trade 'baci-hs99'"):
        load_trade("baci-hs99")


def test_instability_has_no_estimate_before_its_time():
    assert instability(1990, ["KOR"]).isnull().all()
    assert instability(2022, ["XXX"]).isnull().all()


def test_every_material_is_in_the_producers_list_and_every_product_has_a_name():
    from counterpoise.codes.products import product_names
    from counterpoise.store import table

    mined = set(table("mining-production").material)
    assert {one for held in materials().values() for one in held} <= mined
    assert set(materials()) <= set(product_names())
    assert set(table("baci-raw-materials", "products")["product"]) <= set(product_names())
