from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from counterpoise.core.errors import DataError, InputError
from counterpoise.core.result import Provenance
from counterpoise.store.store import table
from counterpoise.world.trade import Trade

COLUMNS = ["year", "origin", "destination", "product", "value", "quantity"]


@pytest.fixture(scope="module")
def flows() -> pd.DataFrame:
    return table("baci-raw-materials").query("year >= 2021")


@pytest.fixture(scope="module")
def trade(tmp_path_factory: pytest.TempPathFactory, flows: pd.DataFrame) -> Trade:
    folder = tmp_path_factory.mktemp("trade")
    paths = []
    for year, some in flows.groupby("year"):
        paths.append(folder / f"{year}.parquet")
        some.sort_values(["product", "destination", "origin"]).to_parquet(paths[-1], row_group_size=5_000)
    return Trade(paths, provenance=Provenance("baci-raw-materials"))


def small(tmp_path: Path) -> Trade:
    rows = [
        (2022, "CHL", "KOR", "283691", 60.0, 6.0),
        (2022, "CHN", "KOR", "283691", 20.0, np.nan),
        (2022, "ARG", "KOR", "283691", 20.0, 2.0),
        (2022, "CHL", "JPN", "283691", 50.0, 5.0),
        (2022, "ARG", "JPN", "283691", 50.0, 5.0),
        (2022, "COD", "JPN", "260500", 7.0, 1.0),
    ]
    path = tmp_path / "small.parquet"
    pd.DataFrame(rows, columns=COLUMNS).to_parquet(path)
    return Trade(path)


def test_concentration_by_hand(tmp_path: Path):
    found = small(tmp_path).concentration(2022).set_index(["country", "product"])
    korea, japan, cobalt = (found.loc[key] for key in (("KOR", "283691"), ("JPN", "283691"), ("JPN", "260500")))
    assert (korea.imports, korea.suppliers, korea.largest, korea.share) == (100.0, 3, "CHL", 0.6)
    assert korea.herfindahl == pytest.approx(0.36 + 0.04 + 0.04, abs=1e-15)
    assert (japan.largest, japan.share, japan.herfindahl) == (
        "ARG",
        0.5,
        0.5,
    )  # of equal ones the first in the alphabet
    assert (cobalt.herfindahl, cobalt.world_herfindahl, cobalt.world_exporters) == (1.0, 1.0, 1)
    # the world: Chile 110, Argentina 70, China 20 of 200
    assert korea.world_herfindahl == japan.world_herfindahl == pytest.approx(0.55**2 + 0.35**2 + 0.1**2, abs=1e-15)
    assert korea.world_exporters == 3


def test_concentration_against_pandas(trade: Trade, flows: pd.DataFrame):
    found = trade.concentration(2022).set_index(["country", "product"])
    year = flows[flows.year == 2022].rename(columns={"destination": "country"})
    shares = year.assign(share=year.value / year.groupby(["country", "product"]).value.transform("sum"))
    groups = shares.groupby(["country", "product"])
    assert list(found.index) == list(groups.groups)
    np.testing.assert_allclose(found.imports, groups.value.sum(), rtol=1e-13)
    np.testing.assert_allclose(found.share, groups.share.max(), rtol=1e-13)
    np.testing.assert_allclose(found.herfindahl, groups.share.apply(lambda one: (one**2).sum()), rtol=1e-12)
    assert found.suppliers.tolist() == groups.size().tolist()
    first = shares.sort_values(["value", "origin"], ascending=[False, True]).groupby(["country", "product"]).first()
    assert found.largest.tolist() == first.loc[found.index].origin.tolist()
    world = year.groupby(["product", "origin"]).value.sum()
    index = (world / world.groupby("product").transform("sum")).pow(2).groupby("product").sum()
    products = found.index.get_level_values("product")
    np.testing.assert_allclose(found.world_herfindahl, index.loc[products], rtol=1e-12)


def test_concentration_of_some(trade: Trade):
    whole = trade.concentration()
    some = trade.concentration(destination=["KOR", "jpn"], product="260300")
    expected = whole.query("country in ['KOR', 'JPN'] and product == '260300'").reset_index(drop=True)
    pd.testing.assert_frame_equal(some, expected, rtol=1e-12)


def test_select(trade: Trade, flows: pd.DataFrame):
    found = trade.select(year=2022, origin="CHL", product=["260300", "283691"])
    expected = flows.query("year == 2022 and origin == 'CHL' and product in ['260300', '283691']")
    expected = expected.sort_values(["year", "product", "destination", "origin"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, check_exact=True)
    assert list(found.columns) == COLUMNS
    assert trade.select(year=[2021, 2022], origin="CHL", destination="CHL").empty


def test_totals(trade: Trade, flows: pd.DataFrame):
    found = trade.totals(["year", "origin"], product="260300")
    groups = flows[flows["product"] == "260300"].groupby(["year", "origin"])
    assert list(zip(found.year, found.origin, strict=True)) == list(groups.groups)
    np.testing.assert_allclose(found.value, groups.value.sum(), rtol=1e-13)
    np.testing.assert_allclose(found.quantity, groups.quantity.sum(min_count=1), rtol=1e-13)
    assert found.without_quantity.tolist() == groups.quantity.apply(lambda one: one.isna().sum()).tolist()
    assert found.flows.tolist() == groups.size().tolist()


def test_it_says_what_it_is(trade: Trade, flows: pd.DataFrame):
    years = tuple(sorted(flows.year.unique().tolist()))
    assert trade.years == years
    assert trade.products == tuple(sorted(flows["product"].unique()))
    assert repr(trade) == f"<Trade baci-raw-materials: {len(flows):,} flows in {len(years)} files>"
    with pytest.raises(AttributeError):
        trade.memory = "9GB"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"year": 1990}, "no trade of 1990"),
        ({"origin": "KRO"}, "no trade of 'KRO'"),
        ({"destination": "Korea"}, "no trade of 'Korea'"),
        ({"product": "2603"}, "not a product of six digits"),
        ({"product": "999999"}, "no trade of '999999'"),
        ({"origin": "'; drop table x; --"}, "no trade of"),
    ],
)
def test_unknown_words_are_refused(trade: Trade, words: dict, said: str):
    with pytest.raises(InputError, match=said):
        trade.select(**words)


def test_wrong_files_and_options_are_refused(tmp_path: Path, trade: Trade):
    text, other = tmp_path / "text.parquet", tmp_path / "other.parquet"
    text.write_text("not Parquet")
    pd.DataFrame({"year": [2022]}).to_parquet(other)
    for path, said in (
        (text, "no file of trade"),
        (other, "no column origin"),
        (tmp_path / "none", "no file of trade"),
    ):
        with pytest.raises(DataError, match=said):
            Trade([path])
    with pytest.raises(InputError, match="no file of trade is named"):
        Trade([])
    with pytest.raises(InputError, match="amount of memory"):
        Trade(trade.paths, memory="much")
    with pytest.raises(InputError, match="no dimension"):
        trade.totals("sector")


def test_little_memory_gives_the_same(trade: Trade):
    less = Trade(trade.paths, memory="100MB", threads=1)
    pd.testing.assert_frame_equal(less.concentration(2022), trade.concentration(2022), rtol=1e-12)
