"""What the default tariffs get wrong: computed again where the bilateral rates are, and shown as it was computed."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.scenario import read
from counterpoise.world.tariff_judgement import DEFAULT, MEASURES, NAMES, SHAPED, TRUTH, figures, said
from counterpoise.world.tariffs import applied
from tools import tariff_errors, tariff_judge

TOLERANCE = 0.0005
"""Percentage points: the documentation shows three decimals."""


@pytest.mark.slow
def test_the_figures_are_what_is_computed(shared):
    for name in (tariff_judge.RATES, tariff_judge.OTHER):
        if not (shared / name).is_file():
            pytest.skip(f"{name} is not among the third-party figures")
    fresh = [line.split(",") for line in tariff_judge.judged(tariff_judge.bed())[1:]]
    found = {(rates, code): [float(one) for one in numbers] for rates, code, *numbers in fresh}
    held = figures()
    assert found.keys() == held.keys()
    for key, numbers in found.items():
        assert [held[key][name] for name in MEASURES] == pytest.approx(numbers, abs=TOLERANCE), key


def test_the_page_shows_the_figures():
    text = tariff_judge.PAGE.read_text(encoding="utf-8")
    assert text == tariff_judge.page(text), "run `python -m tools.tariff_judge --write`"


def test_the_page_shows_the_levels(shared):
    if not (shared / tariff_judge.RATES).is_file():
        pytest.skip(f"{tariff_judge.RATES} is not among the third-party figures")
    text = tariff_judge.PAGE.read_text(encoding="utf-8")
    assert text == tariff_judge.page(text, tariff_judge.levels()), "run `python -m tools.tariff_judge --write`"


def test_sector_averages_are_nearer_bilateral_rates_than_the_default(shared):
    """Over all pairs, over those that no agreement frees, among the three, and for each importer that is shown."""
    if not (shared / tariff_judge.RATES).is_file():
        pytest.skip(f"{tariff_judge.RATES} is not among the third-party figures")
    here = tariff_judge.bed()
    true = here.bilateral()
    for name, some in tariff_errors.pairs(here).items():
        ours, usual = (tariff_errors.error(here, one, true, some) for one in (here.shaped, here.default))
        assert ours < usual, name
    text = tariff_judge.PAGE.read_text(encoding="utf-8")
    assert text == tariff_judge.page(text, tariff_errors.errors(here)), "run `python -m tools.tariff_judge --write`"


def test_each_good_but_oil_has_a_rate_of_the_table():
    codes = [code for held in tariff_judge.HOLDERS.values() for code in held.split()]
    economy = cp.load_economy(2022, tariffs="importer-averages")
    assert economy.tariff is not None
    taxed = economy.tariff.any(("origin", "destination")).values
    assert sorted([*codes, "C19"]) == sorted(code for code, one in zip(economy.sectors, taxed, strict=True) if one)


def test_what_the_documentation_says_of_the_error():
    """Korea's sign and the order are wrong, every gain is too small, and for Korea it is farm goods and food."""
    welfare = {key: one["welfare_pct"] for key, one in figures().items()}
    assert welfare[DEFAULT, "KOR"] < 0 < welfare["farm_true", "KOR"] < welfare[TRUTH, "KOR"]
    assert welfare[TRUTH, "KOR"] > welfare[TRUTH, "JPN"] > welfare[TRUTH, "CHN"] > 0
    assert all(welfare[DEFAULT, code] < welfare[TRUTH, code] for code in NAMES)
    assert abs(welfare["farm_default", "KOR"] - welfare[DEFAULT, "KOR"]) < 0.3 * (
        welfare[TRUTH, "KOR"] - welfare[DEFAULT, "KOR"]
    )


@pytest.mark.parametrize(("choice", "rates"), [("importer-averages", DEFAULT), ("sector-averages", SHAPED)])
def test_the_whole_world_gives_what_the_bed_does(choice, rates):
    base = cp.calibrate(cp.load_economy(2022, tariffs=choice))
    outcome = cp.equilibrium.solve(base, read("agreement among KOR,CHN,JPN"))
    for code in NAMES:
        ours = float(outcome.welfare_pct.sel(country=code))
        assert ours == pytest.approx(figures()[rates, code]["welfare_pct"], abs=0.003 if rates == DEFAULT else 0.004)
    assert said(choice) in outcome.warnings


def test_it_is_said_where_an_average_is_used_and_only_there():
    world = {"sectors": ["C29", "G"], "year": 2022, "scheme": "icio-2025"}
    assert "-0.12 % for Korea" in said()
    for choice in ("importer-averages", "us-2025", "no-agreements"):
        assert said() in applied(["KOR", "CHN", "ROW"], choice=choice, **world).notes
    assert said() not in applied(["KOR", "CHN", "ROW"], choice="none", **world).notes
    assert said() not in applied(["DEU", "FRA", "ITA"], choice="importer-averages", **world).notes
