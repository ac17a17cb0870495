"""The embedded world: what is there, and facts that it must show."""

import hashlib

import numpy as np
import pytest

from counterpoise import store
from counterpoise.core.errors import InputError
from counterpoise.store import codec
from counterpoise.store.store import EMBEDDED


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERPOISE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def icio():
    return store.accounts()


@pytest.fixture(scope="module")
def trade():
    return store.table("baci-raw-materials")


def test_all_files_are_in_the_catalogue_and_small():
    files = {path.name for path in EMBEDDED.iterdir()} - {"catalogue.json"}
    assert files == {dataset.file for dataset in store.datasets()}
    assert sum(path.stat().st_size for path in EMBEDDED.iterdir()) <= 25e6


@pytest.mark.parametrize("dataset", store.datasets(), ids=lambda dataset: dataset.name)
def test_every_dataset_is_whole_and_says_where_it_is_from(dataset):
    content = dataset.path.read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (dataset.size, dataset.sha256)
    said = (dataset.title, dataset.producer, dataset.edition, dataset.licence, dataset.citation, dataset.completeness)
    assert all(said)
    assert dataset.terms.startswith("https://")
    assert dataset.verified
    assert list(dataset.years) == sorted(dataset.years)
    assert "{" not in dataset.completeness
    for entry in codec.read_header(dataset.path).arrays:
        part, slash, column = entry.name.partition("/")
        if slash and part != "labels":
            assert column in dataset.columns[part]


def test_unknown_words_are_answered_with_the_known_ones():
    with pytest.raises(InputError, match=r"'icio-2025-embeded' is no dataset here; did you mean icio-2025-embedded"):
        store.dataset("icio-2025-embeded")
    with pytest.raises(InputError, match="has no year 2019; there is 2022"):
        store.accounts(year=2019)
    with pytest.raises(InputError, match="holds no accounts; there are accounts in icio-2025-embedded"):
        store.accounts("mining-production")
    with pytest.raises(InputError, match="use accounts"):
        store.table("icio-2025-embedded")
    with pytest.raises(InputError, match="did you mean products"):
        store.table("baci-raw-materials", "product")


def test_accounts_are_bare_read_only_arrays_in_the_stated_order(icio):
    assert icio.intermediates.shape == (80, 50, 80, 50)
    assert icio.intermediates.dtype == icio.output.dtype == np.float64
    assert icio.intermediates.flags.c_contiguous
    assert not icio.intermediates.flags.writeable
    assert icio.output.shape == (80, 50)
    assert (icio.countries[0], icio.countries[-1]) == ("AGO", "ZAF")
    assert (icio.sectors[0], icio.sectors[-1]) == ("A01", "T")
    assert icio.year == 2022
    assert store.accounts(year=2022) is icio


def test_korean_manufacturing_buys_what_the_table_says(icio):
    korea = icio.countries.index("KOR")
    manufacturing = [at for at, sector in enumerate(icio.sectors) if sector.startswith("C")]
    bought = icio.intermediates[:, :, korea, manufacturing].sum(axis=(1, 2))
    share = dict(zip(icio.countries, bought / bought.sum(), strict=True))
    assert [round(share[partner], 4) for partner in ("CHN", "USA", "JPN")] == [0.0649, 0.0310, 0.0231]


def test_what_is_missing_from_the_accounts_is_as_stated(icio):
    flows = icio.intermediates.reshape(4000, 4000)
    output, inputs = icio.output.ravel(), flows.sum(axis=0)
    numbers = store.dataset("icio-2025-embedded").numbers
    assert (output == 0).sum() == numbers["inactive_nodes"] == 51
    assert ((output > 0) & (inputs == 0)).sum() == numbers["nodes_without_inputs"] == 70
    assert flows.min() == 0
    assert (output - flows.sum(axis=1)).min() > -1e-6
    assert (output - inputs).min() >= 0
    assert not {"QAT", "KWT", "IRQ", "IRN", "OMN", "BHR"} & set(icio.countries)
    assert {"SAU", "ARE"} <= set(icio.countries)


def test_flows_are_multiples_of_a_hundred_dollars_but_for_the_capped_columns(icio):
    units = icio.intermediates.reshape(4000, 4000) * 1e4
    broken = np.flatnonzero((np.abs(units - np.rint(units)) > 1e-5).any(axis=0))
    found = {(icio.countries[at // 50], icio.sectors[at % 50]) for at in broken}
    assert found == {("ISL", "C21"), ("CYP", "H51")}


@pytest.mark.parametrize(("product", "share"), [("250410", 0.94), ("282520", 0.83), ("284690", 0.66)])
def test_chinas_share_of_koreas_imports(trade, product, share):
    rows = trade[(trade["product"] == product) & (trade.destination == "KOR") & trade.year.between(2022, 2024)]
    assert rows.value[rows.origin == "CHN"].sum() / rows.value.sum() == pytest.approx(share, abs=0.005)


def test_trade_is_tidy_and_missing_is_not_zero(trade):
    assert list(trade) == ["year", "origin", "destination", "product", "value", "quantity"]
    assert len(trade) == 1_264_888
    assert trade.quantity.isna().sum() == 61_682
    assert trade.value.notna().all()
    assert (trade.value > 0).all()
    assert (trade.quantity.dropna() > 0).all()
    assert not trade.duplicated(["year", "origin", "destination", "product"]).any()
    assert sorted(trade.year.unique()) == list(range(1995, 2025))
    assert (trade.origin != trade.destination).all()


def test_country_codes_of_baci_are_turned_into_iso(trade):
    codes = store.table("baci-raw-materials", "countries").set_index("baci_code").country
    expected = {
        699: "IND",
        842: "USA",
        757: "CHE",
        579: "NOR",
        251: "FRA",
        490: "TWN",
        58: "BLX",
        410: "KOR",
        156: "CHN",
    }
    assert codes[list(expected)].to_dict() == expected
    assert set(trade.origin) | set(trade.destination) == set(codes)
    assert not ((trade.origin == "BEL") & (trade.year < 1999)).any()
    assert "Côte d'Ivoire" in set(store.table("baci-raw-materials", "countries").name)


def test_products_are_described(trade):
    products = store.table("baci-raw-materials", "products").set_index("product").description
    assert set(products.index) == set(trade["product"])
    assert products["250410"].startswith("Graphite")


def test_mining_production_has_no_totals_and_one_line_a_country():
    mining = store.table("mining-production")
    assert not mining.duplicated(["material", "country", "year"]).any()
    assert mining.country.str.fullmatch("[A-Z]{3}").all()
    assert not {"DEL", "S19", "R20"} & set(mining.country)
    assert set(mining.status) == {"reported", "estimated", "provisional"}
    cobalt = mining[(mining.material == "Cobalt") & (mining.year == 2024)]
    assert cobalt.value.sum() == 268_755
    assert cobalt.value[cobalt.country == "COD"].tolist() == [200_253]
    gold = mining[(mining.material == "Gold")].set_index(["country", "year"]).value
    assert gold["GUF", 2024] == 1072
    assert np.isnan(gold["GUY", 2024])
    assert gold["GUY", 2022] == 15_129


def test_political_stability_has_its_error():
    governance = store.table("wgi-political-stability").set_index(["country", "year"])
    assert governance.index.is_unique
    assert governance.estimate["KOR", 2022] > governance.estimate["PAK", 2022]
    assert (governance.standard_error > 0).all()
    assert governance.estimate["GUY", 1996] < 0 < governance.estimate["GUF", 1996]
    assert ("GUY", 2023) not in governance.index
    assert "PUS" not in governance.index.get_level_values("country")


def test_a_table_is_the_callers_own(trade):
    small = store.table("mining-production")
    small.loc[:, "value"] = 0.0
    assert store.table("mining-production").value.sum() > 0
    again = store.table("baci-raw-materials")  # from the cache now
    again["value"] *= 2
    assert again.value.sum() == pytest.approx(2 * trade.value.sum())
