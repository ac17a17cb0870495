"""The question of optimal rates: its words, its answer, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.questions.chosen import COUNTRIES, RATES
from counterpoise.questions.optima import cautions
from counterpoise.statecraft.instruments import instruments
from counterpoise.statecraft.optimal import optimum
from counterpoise.statecraft.position import World
from counterpoise.words.findings import told
from tests.reference.asked import cp


@pytest.fixture(scope="module")
def best():
    return cp.optimal("KOR", against="CHN", sector="C26-C28")


def test_the_answer_holds_rates_and_everyone(best):
    names = [one for one in RATES if one.startswith("tariff")]
    assert set(best.variables) == {*names, *COUNTRIES}
    assert best.tariff_optimal_pct.dims == ("setter", "partner", "sector")
    assert best.tariff_optimal_pct.sizes == {"setter": 1, "partner": 1, "sector": 3}
    assert best.welfare_pct.sel(country="KOR").item() == pytest.approx(best.diagnostics["gain_pct"], rel=1e-9)
    assert best.single_rate_welfare_pct.sel(country="KOR").item() == pytest.approx(best.diagnostics["single_gain_pct"])
    assert best.tariff_worth_pct.sum().item() == pytest.approx(best.diagnostics["gain_pct"], rel=1e-3)
    assert best.diagnostics["slope_left"] <= 1e-7


def test_simulating_the_rates_gives_the_same_income(best):
    """The rates as a scenario of `simulate`, by its own way from words to arrays."""
    words = "; ".join(
        f"tariff set to {float(best.tariff_optimal_pct.sel(sector=one).item())!r} % by KOR on CHN sectors {one}"
        for one in best.tariff_optimal_pct["sector"].values
    )
    outcome = cp.simulate(words)
    gain = best.diagnostics["gain_pct"]  # `simulate` leaves gaps of up to 1e-10 of world value added, 6e-9 of Korea's
    assert outcome.welfare_pct.sel(country="KOR").item() == pytest.approx(gain, abs=1e-6)
    np.testing.assert_allclose(outcome.welfare_pct, best.welfare_pct, atol=1e-5)


def test_records_tell_who_sets_which_rate_on_whom(best):
    rates = [one for one in best.records() if one.get("variable") == "tariff_optimal_pct"]
    assert [(one["country"], one["partner"]) for one in rates] == [("KOR", "CHN")] * 3
    assert {one["sector"] for one in rates} == {"C26", "C27", "C28"}
    assert all(one["unit"] == "percent" and one["value"] > 0 for one in rates)


def test_the_meaning_is_said_first(best):
    assert "ignoring law and retaliation" in best.warnings[0]
    assert "KOR" in best.warnings[0]
    assert any("local optimum" in one for one in best.warnings)


def test_little_pattern_is_said_to_be_none():
    flat = cp.optimal("KOR", by="partner", sector="ALL")
    assert any("read one rate, not a pattern" in one for one in flat.warnings)
    assert any("one rate that matters" in one.text for one in told(flat))


def test_worths_that_do_not_add_up_are_said_not_to():
    base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    best = optimum(World(base), instruments(base, 0, [1], [0]))
    assert not any("adds up" in one for one in cautions(best))
    assert any("adds up to 90 % of the gain" in one for one in cautions(replace(best, worth=0.9 * best.worth)))


@pytest.mark.parametrize(
    ("words", "dims", "most"),
    [
        ({"by": "sector"}, ("setter", "sector"), 27),
        ({"by": "partner", "against": "CHN,USA"}, ("setter", "partner"), 2),
        ({"uniform": True}, ("setter",), 1),
    ],
)
def test_rates_by_something(words, dims, most):
    made = cp.optimal("KOR", **words)
    assert made.tariff_optimal_pct.dims == dims
    assert made.tariff_optimal_pct.size <= most
    assert len(made.table()) == made.diagnostics["rates"]
    assert made.records()


def test_several_instruments_and_a_subsidy():
    both = cp.optimal("KOR", against="CHN", instruments="tariff,export-tax", uniform=True)
    assert both.kinds == ["tariff", "export_tax"]
    alone = cp.optimal("KOR", against="CHN", instruments="export_tax", uniform=True)
    assert both.diagnostics["gain_pct"] > alone.diagnostics["gain_pct"] > 0
    assert not any("Lerner" in one for one in both.warnings)  # on one partner's goods the two are not the same
    subsidy = cp.optimal("KOR", against="CHN", instruments="export_subsidy", uniform=True)
    assert subsidy.export_tax_optimal_pct.item() == pytest.approx(0.0, abs=1e-9)


def test_the_same_two_taxes_on_everything_are_said_to_do_the_same():
    both = cp.optimal("KOR", instruments="tariff,export-tax", uniform=True, sector="ALL")
    assert any("Lerner" in one for one in both.warnings)


def test_the_screen_tells_the_pattern_and_the_change_of_revenue(best):
    first, everyone = best.excerpt()
    share = 100 * best.diagnostics["pattern_gain_pct"] / best.diagnostics["gain_pct"]
    assert f"{share:.2g} % of the gain" in first.above
    assert "income has the revenue of the rates too" in everyone.below
    assert "tariff_revenue_new" not in everyone.result.data
    before = best.tariff_revenue_new - best.tariff_revenue_change
    today = cp.simulate("tariff +0.000001 points by KOR on CHN sectors C26").tariff_revenue_new
    np.testing.assert_allclose(before, today, rtol=1e-6, atol=1e-3)
    assert any("no rate is at a bound" in one for one in best.warnings)


def test_rates_within_a_year_are_said_first_to_be_no_policy():
    soon = cp.optimal("KOR", against="CHN", horizon="short", bounds="-50:50")
    first = soon.excerpt()[0]
    stopped = soon.diagnostics["at_upper_bound"] + soon.diagnostics["at_lower_bound"]
    assert first.above.startswith("no policy to read")
    assert f"{stopped} of {soon.diagnostics['rates']} rates stop at a bound" in first.above.splitlines()[0]
    rest = soon.rates().iloc[15:]
    assert f"of which {rest['beyond_pct'].sum():.2g} % beyond one rate" in first.below


def test_bounds_hold_and_are_told():
    made = cp.optimal("KOR", against="CHN", bounds="-5:5")
    assert made.tariff_optimal_pct.max().item() == pytest.approx(5.0, abs=1e-6)
    assert any("stop at a bound" in one for one in made.warnings)
    assert any("lie outside the bounds" in one for one in made.warnings)


def test_the_closure_and_the_time_change_the_answer():
    usual = cp.optimal("KOR", uniform=True).diagnostics["gain_pct"]
    for words in ({"closure": "multiplicative"}, {"elasticities": "caliendo-parro-2015"}, {"years": 3}):
        assert abs(cp.optimal("KOR", uniform=True, **words).diagnostics["gain_pct"] - usual) > 1e-3, words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"against": "KOR"}, "KOR is set against itself"),
        ({"against": "KOR,CHN"}, "KOR is set against itself"),
        ({"instruments": ""}, "no instrument is named"),
        ({"instruments": []}, "a word is missing"),
        ({"instruments": "quota"}, "there is no instrument 'quota'"),
        ({"instruments": "tariff,import_subsidy"}, "the tariff is named twice"),
        ({"bounds": "5:10"}, "exclude zero"),
        ({"bounds": (-20, -1)}, "exclude zero"),
        ({"bounds": "10:-10"}, "are no bounds"),
        ({"bounds": "-100:0"}, "are no bounds"),
        ({"bounds": "0:inf"}, "are no bounds"),
        ({"bounds": "0:nan"}, "are no bounds"),
        ({"bounds": "0:0"}, "leave no rate"),
        ({"bounds": "1"}, "are no bounds"),
        ({"bounds": 7}, "are no bounds"),
        ({"instruments": "import_subsidy", "bounds": "0:10"}, "a subsidy is a rate below zero"),
        ({"uniform": True, "by": "sector"}, "one rate for all, and rates by something"),
        ({"by": "product"}, "no rates go by 'product'"),
        ({"years": "1,3"}, "at one time"),
        ({"years": 1, "horizon": "short"}, "both a horizon and years"),
    ],
)
def test_what_is_refused(words, said):
    with pytest.raises(InputError, match=said):
        cp.optimal("KOR", **words)


def test_a_country_that_the_accounts_lack():
    with pytest.raises(InputError, match="these accounts hold no PRK"):
        cp.optimal("PRK")


def test_the_page_is_one_file(best, tmp_path):
    pytest.importorskip("jinja2")
    best.write(tmp_path / "optimum.html")
    page = (tmp_path / "optimum.html").read_text(encoding="utf-8")
    for wanted in ("ignoring law and retaliation", "C26", "best single rate", "Every economy", "<svg"):
        assert wanted in page
    assert "http" not in page.split("<h2>Sources</h2>")[0].replace("http://www.w3.org", "")
