"""The question about tariffs: words, levels, and what stands beside each figure."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.cli.output import spelled
from counterpoise.core.errors import InputError

AVERAGES = {"tariffs": "importer-averages"}


def test_a_value_has_its_kind_year_and_source():
    (record,) = cp.tariffs("CHN", on="USA", **AVERAGES).records()
    assert record == {
        "variable": "applied_tariff",
        "country": "CHN",
        "partner": "USA",
        "sector": "goods",
        "year": 2022,
        "value": 0.0218,
        "unit": "share",
        "estimated": False,
        "source": "importer_average: World Bank, importer averages",
    }


def test_the_table_shows_them():
    shown = spelled(cp.tariffs("CHN", on="USA,KOR", **AVERAGES))
    assert "2.18 %" in shown
    assert "partial agreement" in shown
    assert "World Bank, importer averages" in shown


def test_every_result_says_what_the_averages_are_and_which_agreements_count():
    answer = cp.tariffs("KOR", on="CHN", **AVERAGES)
    assert answer.warnings[0].startswith("importer averages, not by sector")
    assert "in force between KOR and CHN: RCEP (2022-02-01)" not in answer.warnings
    assert any("RCEP (2022-01-01), Korea-China (2015-12-20)" in one for one in answer.warnings)
    assert any("the importer's average stands" in one for one in answer.warnings)
    assert any("TWN 2008" in one for one in cp.tariffs("TWN", on="KOR", **AVERAGES).warnings)
    assert not any("TWN" in one for one in answer.warnings)


def test_both_ways_and_sectors():
    answer = cp.tariffs("USA", on="CHN", sector="C29,G", both=True, **AVERAGES)
    values = {(r["country"], r["sector"]): (r["value"], r["source"].partition(":")[0]) for r in answer.records()}
    assert values["USA", "C29"] == (0.0149, "importer_average")
    assert values["CHN", "C29"] == (0.0218, "importer_average")
    assert values["USA", "G"] == (0.0, "none")
    years = {r["sector"]: r.get("year") for r in answer.records()}
    assert years == {"C29": 2022, "G": None}
    each = cp.tariffs("USA", on="CHN", sector="EACH", **AVERAGES)
    assert each.data.sizes["sector"] == 26


def test_measures_stand_apart():
    answer = cp.tariffs("USA", on="CHN", sector="C29", tariffs="us-2025")
    total, part = answer.applied_tariff.item(), answer.recorded_measures.item()
    assert total - part == pytest.approx(0.0149)
    assert answer.applied_tariff__kind.item() == "importer_average_and_measures"
    assert all(record["estimated"] for record in answer.records())


def test_groups_and_all():
    assert cp.tariffs("KOR", on="EU", **AVERAGES).data.sizes["partner"] == 27
    assert cp.tariffs("KOR", on="ALL", **AVERAGES).data.sizes["partner"] == 79
    assert "DEU" not in cp.tariffs("DEU", on="EU", **AVERAGES).data["partner"].values


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"country": "KOR", "on": "KOR"}, "KOR puts no tariffs on its own goods"),
        ({"country": "KOR", "on": "KOR,CHN"}, "KOR puts no tariffs on its own goods"),
        ({"country": "XXX", "on": "KOR"}, "neither a country code nor a group"),
        ({"country": "PRK", "on": "KOR"}, "no data for PRK"),
        ({"country": "KOR", "on": "CHN", "sector": "C99"}, "'C99' is not a sector"),
        ({"country": "KOR", "on": "CHN", "tariffs": "us-2023"}, "'us-2023' is no tariff baseline"),
        ({"country": "KOR", "on": "CHN", "tariffs": "tariffs-wits"}, "the store has no rates of tariffs-wits"),
    ],
)
def test_wrong_words(words, said):
    with pytest.raises(InputError, match=said):
        cp.tariffs(words.pop("country"), **words)


def test_the_chart_ranks_partners():
    chart = cp.tariffs("KOR", on="USA,TWN,BRA", **AVERAGES).chart()
    (rows,) = chart.to_dict()["datasets"].values()
    assert [row["partner"] for row in rows] == ["TWN", "BRA", "USA"]


def test_a_year_without_accounts_has_tariffs():
    answer = cp.tariffs("USA", on="CHN", year=2016, **AVERAGES)
    assert answer.applied_tariff__year.item() == 2015
    assert "no accounts of 2016: sectors and weights are of 2022" in answer.warnings
    assert any("USA 2015" in one for one in answer.warnings)
    assert cp.tariffs("KOR", on="CHN", year=2015, **AVERAGES).applied_tariff__kind.item() == "importer_average"
    with pytest.raises(InputError, match="is no dataset"):
        cp.tariffs("USA", on="CHN", year=2016, source="icio-2030")
