"""The question of chokepoints on the embedded raw materials."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.words.findings import told


@pytest.fixture(scope="module")
def korea():
    return cp.products("KOR", on="CHN", year=2024)


def test_graphite_is_a_chokepoint_by_mining_alone():
    opened, geodep = (
        cp.products("KOR", on="CHN", product="250410", year=2024, preset=one) for one in ("open", "geodep")
    )
    assert opened.world_export_herfindahl.item() < 0.4 < opened.production_herfindahl.item()
    assert opened.chokepoint.item() == 1
    assert geodep.chokepoint.item() == 0


def test_records_name_what_covers_them(korea):
    records = korea.records()
    assert {r["product"] for r in records} == set(cp.load_trade("baci-raw-materials").products)
    assert all(r["country"] == "KOR" and "unit" in r and "coverage" in r for r in records)
    unmined = [r for r in records if r["indicator"] == "production_herfindahl" and r["product"] == "250830"]
    assert unmined[0]["value"] is None
    assert unmined[0]["coverage"] == 0


def test_what_is_not_imported_is_not_judged(korea):
    absent = korea.import_herfindahl.isnull()
    assert int(absent.sum()) == korea.diagnostics["not_imported"] > 0
    assert korea.chokepoint.where(absent, drop=True).isnull().all()


def test_without_a_partner_each_product_has_its_largest_supplier():
    every = cp.products("KOR", year=2024)
    named = cp.products("KOR", on="CHN,CHL,AUS", year=2024)
    for partner, product in every.chokepoints():
        assert every.supplier_share.sel(product=product).item() > 0.5
        if partner in ("CHN", "CHL", "AUS"):
            assert (partner, product) in named.chokepoints()
    records = [r for r in every.records() if r["indicator"] == "supplier_share" and r["product"] == "282520"]
    assert [r["partner"] for r in records] == ["CHN"]


def test_a_group_is_one_bloc():
    bloc = cp.products("EU", preset="eu2021", year=2024)
    inner = bloc.external_share
    assert 0 < float(inner.min()) < float(inner.max()) <= 1
    assert not any("always met" in one for one in bloc.warnings)
    single = cp.products("DEU", preset="eu2021", year=2024)
    assert float(single.external_share.min()) == float(single.external_share.max()) == 1
    assert any("always met" in one and "output by product" in one for one in single.warnings)


def test_a_partner_without_any_recorded_trade_is_not_judged():
    found = cp.products("KOR", on="PRK,CHN", year=2024)
    quiet = found.sel(partner="PRK")
    assert quiet.supplier_share.isnull().all()
    assert quiet.chokepoint.isnull().all()
    assert float(quiet.chokepoint__coverage.max()) < 1
    assert found.diagnostics["quiet"] == "PRK"
    (part,) = found.excerpt()
    assert "no imports from PRK are recorded at all" in part.above
    assert all(partner == "CHN" for partner, _ in found.chokepoints())


def test_a_buyer_without_any_recorded_imports_is_an_error():
    with pytest.raises(InputError, match=r"no imports of LUX; take another year \(Belgium"):
        cp.products("LUX", year=1998)
    assert any("members one by one" in one for one in cp.products("KOR", on="ASEAN", year=2024).warnings)


def test_a_product_that_nobody_imports_names_nobody():
    found = cp.products("PHL", product="811230", year=2012)
    assert found.diagnostics["not_imported"] == 1
    assert all("partner" not in record for record in found.records())
    both = cp.products("USA", product="811230", year=2011, on="PHL")
    assert both.chokepoints() == []


def test_a_bloc_is_of_the_years_members():
    with pytest.raises(InputError, match="part of EU"):
        cp.products("EU", on="GBR", year=2015)
    assert cp.products("EU", on="GBR", year=2022).supplier_share.notnull().any()


def test_members_that_the_flows_lack_are_named(tmp_path):
    import pandas as pd

    flows = pd.DataFrame(
        [(2022, "CHN", "DEU", "250410", 5.0, 1.0), (2022, "CHN", "USA", "250410", 5.0, 1.0)],
        columns=["year", "origin", "destination", "product", "value", "quantity"],
    )
    flows.to_parquet(tmp_path / "t.parquet")
    found = cp.products("EU", trade=cp.Trade([tmp_path / "t.parquet"]))
    assert any(one.startswith("the flows lack of EU: AUT") for one in found.warnings)


def test_every_record_says_what_it_rests_on(korea):
    mined = [r for r in korea.records() if r["indicator"] == "production_herfindahl" and r["product"] == "250410"]
    assert mined[0]["source"] == "mining-production 2024: Graphite"
    traded = [r for r in korea.records() if r["indicator"] == "supplier_share"]
    assert {r["source"] for r in traded} == {"baci-raw-materials 2024"}
    for preset, rests in (("open", True), ("geodep", False)):  # on mining
        found = cp.products("KOR", on="CHN", year=2024, preset=preset, product="250410")
        assert ("mining-production" in found.chokepoint__source.item()) == rests


def test_what_is_not_known_has_no_full_coverage(korea):
    for name in korea.variables:
        values, cover = (korea.data[one].values for one in (name, f"{name}__coverage"))
        assert ((cover >= 0) & (cover <= 1)).all(), name
        if name.startswith("meets_"):
            assert (cover[~(values == values)] < 1).all(), name  # noqa: PLR0124


def test_named_products_are_all_shown():
    found = cp.products("KOR", on="CHN", product="lithium", year=2024)
    (part,) = found.excerpt()
    assert {head for head, _ in part.blocks} == {"chokepoint", "none"}
    shown = part.result.table()
    assert shown.loc["283691 lithium carbonate", "not_met"] == "supplier share"
    assert found.table()["verdict"].tolist() == ["chokepoint", "none"]


def test_small_chokepoints_are_told_to_be_small(korea):
    assert any("under 1 million USD" in one for one in korea.warnings)
    large = cp.products("KOR", on="CHN", year=2024, threshold="imports=1000")
    assert 0 < len(large.chokepoints()) < len(korea.chokepoints())


def test_fewer_years_than_a_screen_needs():
    found = cp.products("KOR", on="CHN", year=1995)
    assert found.chokepoints() == []
    assert any("1 of the 3 years" in one for one in found.warnings)
    assert found.untold()
    assert found.years_held.isnull().all()  # a year that is not there may have held
    assert float(found.years_held__coverage.max()) <= 1 / 3


def test_the_same_flows_given_by_hand(korea):
    given = cp.products("KOR", on="CHN", year=2024, trade=cp.load_trade("baci-raw-materials"))
    assert given.records() == korea.records()


def test_a_number_does_not_depend_on_what_else_is_asked(korea):
    few = cp.products("KOR", on="CHN", year=2024, product="284690,282520")
    for product in ("284690", "282520"):
        for name in (*few.variables, *(f"{one}__coverage" for one in few.variables)):
            one, other = (held.data[name].sel(product=product).squeeze().item() for held in (few, korea))
            assert one == pytest.approx(other, nan_ok=True), name


def test_the_excerpt_and_the_table(korea):
    (part,) = korea.excerpt()
    assert part.above.startswith(f"{len(korea.chokepoints())} of 74 products")
    table = korea.table()
    assert table.index[0].startswith("2")
    assert set(part.blocks[0][1]) <= set(table.index)
    assert korea.table("low").shape == table.shape


def test_the_chart(korea):
    drawn = korea.chart().to_dict(validate=False)
    assert "lithium oxide and hydroxide" in drawn["description"]
    with pytest.raises(InputError, match="no product meets"):
        cp.products("KOR", on="FRA", year=2024).chart()


def test_the_sentences(korea):
    said = {s.finding: s.text for s in told(korea)}
    assert said["chokepoints"].startswith(
        f"Of the 74 products in the data, {len(korea.chokepoints())} meet every criterion"
    )
    assert "lithium oxide and hydroxide (84 % from China)" in said["chokepoints"]
    assert "5 have no recorded imports" in said["not_told"]
    none = {s.finding: s.text for s in told(cp.products("KOR", on="FRA", year=2024))}
    assert "none meets every criterion" in none["chokepoints"]
    quiet = {s.finding: s.text for s in told(cp.products("KOR", on="PRK", year=2024))}
    assert "nothing is told" in quiet["chokepoints"]


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"country": "KOR,JPN"}, "one country or group"),
        ({"country": "ALL"}, "one country or group"),
        ({"country": "KOR", "on": "KOR"}, "can't supply itself"),
        ({"country": "EU", "on": "DEU"}, "DEU is part of EU"),
        ({"country": "KOR", "preset": "eu2022"}, "did you mean eu2021"),
        ({"country": "KOR", "product": "854231"}, "no product 854231"),
        ({"country": "KOR", "product": "food"}, "nothing is known"),
        ({"country": "KOR", "product": "semiconductors"}, "is no product"),
        ({"country": "EU", "on": "EU"}, "part of EU"),
        ({"country": "KOR", "threshold": "supplier_share=90"}, "did you mean 0.9"),
        ({"country": "KOR", "threshold": "supplier_share=nan"}, "no threshold"),
        ({"country": "KOR", "product": "999999"}, "no chapter|not a product"),
        ({"country": "KOR", "year": 2030}, "1995 to 2024"),
        ({"country": "KOR", "source": "baci-hs22"}, "there is no trade"),
        ({"country": "KOR", "threshold": "supplier_share"}, "no threshold"),
        ({"country": "KOR", "threshold": "share=0.2"}, "no criterion"),
        ({"country": "KOR", "preset": "geodep", "threshold": "import_herfindahl=0.2"}, "published"),
    ],
)
def test_bad_input(words, match):
    with pytest.raises(InputError, match=match):
        cp.products(words.pop("country"), **words)


def test_codes_of_another_revision(tmp_path):
    import pandas as pd

    flows = pd.DataFrame(
        [(2022, "TWN", "KOR", "854211", 1.0, 1.0), (2022, "USA", "KOR", "854219", 1.0, 1.0)],
        columns=["year", "origin", "destination", "product", "value", "quantity"],
    )
    flows.to_parquet(tmp_path / "t.parquet")
    with pytest.raises(InputError, match=r"854211, 854219.*another revision"):
        cp.products("KOR", product="854231", trade=cp.Trade([tmp_path / "t.parquet"]))
