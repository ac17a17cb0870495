"""War and truce as questions: sides, options, records, and what is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
import xarray as xr

from counterpoise.core.errors import InputError
from counterpoise.core.records import FIELDS
from counterpoise.words.findings import told
from tests.reference.asked import cp


@pytest.fixture(scope="module")
def fought():
    return cp.war("USA", "CHN")


@pytest.fixture(scope="module")
def agreed():
    return cp.truce("USA", "CHN", uniform=True)


def test_both_lose_and_tariffs_rise(fought):
    assert (fought.welfare_pct.sel(country=["USA", "CHN"]) < 0).all()
    rise = fought.nash_tariff_pct - fought.tariff_today_pct
    assert float(rise.min()) > 0
    assert set(fought.nash_tariff_pct.dims) == {"origin", "sector", "destination"}
    assert not {"K", "J62_63"} & set(fought.data["sector"].values.tolist())


def test_the_same_by_a_scenario(fought):
    """The tariffs of the answer, put to `simulate` as arrays, give its real incomes."""
    base = cp.calibrate(cp.load_economy())
    tariff = np.array(base.tariff)
    rate = fought.nash_tariff_pct
    for o in rate["origin"].values:
        for d in rate["destination"].values:
            for s in rate["sector"].values:
                value = float(rate.sel(origin=o, destination=d, sector=s))
                if np.isfinite(value):
                    tariff[base.countries.index(o), base.sectors.index(s), base.countries.index(d)] = value / 100
    outcome = cp.equilibrium.solve(base, cp.Scenario.from_arrays(tariff=tariff.transpose(2, 0, 1)))
    ours = fought.welfare_pct.sel(country=list(base.countries)).values
    np.testing.assert_allclose(ours, outcome.welfare_pct.values, atol=1e-7)


def test_records_have_their_fields_and_values(fought):
    records = fought.records()
    assert all(set(one) <= set(FIELDS) and one["value"] is not None for one in records)
    nash = [one for one in records if one.get("variable") == "nash_tariff_pct"]
    assert len(nash) == 54
    assert {(one["origin"], one["destination"]) for one in nash} == {("USA", "CHN"), ("CHN", "USA")}


def test_a_union_is_one_side_whoever_is_named():
    """EU and DEU are the same side; inside it tariffs stay."""
    one, other = (cp.war("USA", word, uniform=True) for word in ("EU", "DEU"))
    assert one.data.attrs["sides"] == ("USA", "EU")
    assert other.data.attrs["sides"] == ("USA", "DEU+26")
    np.testing.assert_allclose(one.welfare_pct.values, other.welfare_pct.values, atol=1e-9)
    assert one.nash_tariff_pct.sel(origin="FRA", destination="DEU").isnull().all()
    rates = one.nash_tariff_pct.sel(origin="USA").drop_sel(destination="USA")
    assert float(rates.max() - rates.min()) == pytest.approx(0, abs=1e-9)


def test_who_retaliates_plays_against_all():
    answer = cp.war("USA", "CHN", retaliate="KOR", uniform=True)
    assert answer.mean_tariff_pct.sel(origin="KOR", destination="USA") > 0
    assert answer.mean_tariff_pct.sel(origin="USA", destination="KOR") > 0


def test_all_sides_gain_by_a_truce_over_its_threat(agreed):
    assert agreed.data["part"].values.tolist() == ["war", "truce"]
    assert (agreed.gain_pct.sel(country=["USA", "CHN"]) > 0).all()
    war, truce = (1 + agreed.welfare_pct.sel(part=one) / 100 for one in ("war", "truce"))
    np.testing.assert_allclose(100 * (truce / war - 1), agreed.gain_pct, atol=1e-9)
    assert agreed.diagnostics["gains_pct"]["USA"] == pytest.approx(float(agreed.gain_pct.sel(country="USA")), abs=1e-9)


def test_from_today_real_income_before_is_todays():
    answer = cp.truce("USA", "CHN", from_="today", tariffs="us-2025", sector="C26,C27")
    assert np.abs(answer.welfare_pct.sel(part="today")).max() < 1e-8
    assert (answer.gain_pct.sel(country=["USA", "CHN"]) > 0).all()


def test_political_weights_come_from_a_table(tmp_path):
    table = tmp_path / "weights.csv"
    table.write_text("country,sector,weight\nUSA,C24,4\n")
    favoured = cp.war("USA", "CHN", political_weights=table)
    plain = cp.war("USA", "CHN")
    steel = {"origin": "CHN", "destination": "USA", "sector": "C24A"}
    if "C24A" not in plain.data["sector"].values:
        steel["sector"] = next(one for one in plain.data["sector"].values.tolist() if one.startswith("C24"))
    assert favoured.nash_tariff_pct.sel(steel) > plain.nash_tariff_pct.sel(steel) + 1
    assert "government_pct" in favoured.data
    assert favoured.welfare_pct.sel(country="USA") < favoured.government_pct.sel(country="USA") + 1


def test_random_deviations_are_told():
    answer = cp.war("USA", "CHN", uniform=True, deviations=20)
    assert answer.diagnostics["deviations"] == 20
    assert answer.diagnostics["deviation_gain_pct"] <= 1e-6


@pytest.mark.parametrize(
    ("words", "choices", "said"),
    [
        (("KOR", "KOR"), {}, "against itself"),
        (("DEU", "FRA"), {}, "set their tariffs together"),
        (("USA", "CHN,KOR"), {}, "one side is needed"),
        (("USA", "CHN"), {"bounds": "5:10"}, "exclude zero"),
        (("USA", "CHN"), {"bounds": "0:0"}, "leave no rate"),
        (("USA", "CHN"), {"bounds": "all"}, "no bounds"),
        (("USA", "CHN"), {"uniform": True, "by": "sector"}, "one rate for all, and rates by something"),
        (("USA", "CHN"), {"by": "product"}, "no rates go by"),
        (("USA", "CHN"), {"political_weights": "/nowhere.csv"}, "can't be read"),
        (("USA", "CHN"), {"deviations": 0}, "too few"),
        (("USA", "CHN"), {"retaliate": "USA"}, "USA is a side already"),
        (("USA", "EU"), {"retaliate": "DEU"}, r"DEU is a side already \(EU\)"),
        (("USA", "CHN"), {"country": "XYZ"}, "XYZ"),
    ],
)
def test_what_makes_no_war_is_refused(words, choices, said):
    with pytest.raises(InputError, match=said):
        cp.war(*words, **choices)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"powers": "KOR=2"}, "no side of the talks"),
        ({"powers": "USA=0"}, "no power"),
        ({"from_": "tomorrow"}, "no threat"),
        ({"solution": "fair"}, "no solution"),
    ],
)
def test_what_makes_no_truce_is_refused(choices, said):
    with pytest.raises(InputError, match=said):
        cp.truce("USA", "CHN", uniform=True, **choices)


def test_a_table_of_weights_is_checked(tmp_path):
    for text, said in (
        ("a,b\n1,2\n", "no table of weights"),
        ("country,sector,weight\nUSA,C26,-1\n", "line 2.*no weight"),
        ("country,sector,weight\nXXX,C26,1\n", "XXX"),
    ):
        path = tmp_path / "weights.csv"
        path.write_text(text)
        with pytest.raises(InputError, match=said):
            cp.war("USA", "CHN", political_weights=path)


def test_a_page_shows_every_side_though_one_has_many_members():
    pytest.importorskip("jinja2")
    from counterpoise.briefing.contest import MOST, everyone, foremost

    answer = cp.war("EU27", "CHN", uniform=True, sector="C26")
    shown = foremost(answer, everyone(answer))
    assert len(shown) == MOST
    assert {"CHN", "DEU"} <= set(shown)


def test_formulas_of_choices_are_drawn_in_full():
    pytest.importorskip("latex2mathml")
    from counterpoise.briefing.mathml import mathml
    from counterpoise.questions.chosen import _SAID
    from counterpoise.questions.fought import TOLD

    for formula in (*(one[2] for one in TOLD.values()), *(one[2] for one in _SAID.values())):
        assert "\\" not in mathml(formula)


def test_without_a_deal_todays_tariffs_stay_as_they_are():
    """Not as the bounds and the average of what bears one rate would have them: the gain is over today's world."""
    agreed = cp.truce("USA", "CHN", uniform=True, from_="today", bounds="0:1")
    assert float(agreed.tariff_today_pct.max()) > 1
    xr.testing.assert_equal(agreed.threat_tariff_pct.drop_attrs(), agreed.tariff_today_pct.drop_attrs())
    assert float(abs(agreed.welfare_pct.sel(part="today")).max()) < 1e-9


def test_without_a_deal_the_tariffs_of_the_war_hold():
    agreed, fought = (one("USA", "CHN", uniform=True) for one in (cp.truce, cp.war))
    xr.testing.assert_allclose(agreed.threat_tariff_pct.drop_attrs(), fought.nash_tariff_pct.drop_attrs(), atol=1e-6)


def test_a_truce_that_gives_nothing_ends_with_status_3(run):
    """From a war with one possible rate near zero, nobody can gain enough to tell."""
    done = run("truce", "STP", "BRN", "--uniform", "--from", "today", "--bounds", "0:0.001")
    assert done.returncode == 3
    assert "no deal makes all gain" in done.stderr
    assert done.stdout == ""


def test_the_page_and_the_charts(agreed, fought, tmp_path):
    pytest.importorskip("jinja2")
    for answer, words in ((fought, "Nash tariffs: USA, CHN"), (agreed, "Tariffs of a truce: USA, CHN")):
        path = tmp_path / "page.html"
        answer.write(path)
        text = path.read_text(encoding="utf-8")
        assert words in text
        assert text.count("<svg") == 2
        first = told(answer)[0].text
        assert first.split(",")[0] in text
    described = fought.chart("nash_tariffs").to_dict()["description"]
    assert "United States A01" in described


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_changed_number_changes_its_sentence(fought, language):
    import dataclasses

    before = {one.finding: one.text for one in told(fought, language)}
    data = fought.data.copy(deep=True)
    data.attrs = fought.data.attrs
    data["welfare_pct"].loc[{"country": "USA"}] = -4.4
    data["nash_tariff_pct"].loc[{"destination": "USA"}] = 77.0
    data["equivalent_variation"].loc[{"country": "CHN"}] = -5e6
    data["welfare_pct"].loc[{"country": "KOR"}] = 8.8
    after = {one.finding: one.text for one in told(dataclasses.replace(fought, data=data), language)}
    assert set(before) == set(after) == {"cost", "before", "rates", "others", "worth"}
    assert all(before[name] != after[name] for name in set(before) - {"before"})
    assert "4.4" in after["cost"]
    assert "77" in after["rates"]
    assert "8.8" in after["others"]


def test_its_json_is_a_record_a_value(run):
    done = run("war", "USA", "CHN", "--uniform", "--format", "json")
    held = json.loads(done.stdout)
    assert held["meta"]["question"] == "war"
    assert any(one.get("variable") == "mean_tariff_pct" for one in held["records"])


@pytest.fixture(scope="module")
def three():
    return cp.war("USA", "CHN", retaliate="KOR", uniform=True, sector="C26")


def test_a_screen_says_first_what_the_tariffs_before_lack(fought):
    first = fought.excerpt()[0].above.splitlines()[0]
    assert first.startswith("before: tariffs without the measures of the United States since 2018")
    assert "--tariffs us-2025" in first
    assert "before" in {one.finding for one in told(fought)}


def test_nothing_is_said_of_the_united_states_where_they_are_no_side():
    answer = cp.war("KOR", "JPN", uniform=True, sector="C26")
    assert answer.excerpt()[0].above.startswith("Nash tariffs of")
    assert "before" not in {one.finding for one in told(answer)}


def test_nash_tariffs_below_todays_are_called_a_disarmament(fought):
    assert "disarmament" not in fought.excerpt()[0].above
    answer = cp.war("USA", "CHN", uniform=True, tariffs="us-2025")
    assert answer.mean_tariff_pct.sel(origin="CHN", destination="USA") < answer.mean_tariff_today_pct.sel(
        origin="CHN", destination="USA"
    )
    above = answer.excerpt()[0].above
    assert "disarmament" in above
    assert "--tariffs us-2025" not in above
    for language in ("en", "ko"):
        assert "disarmed" in {one.finding for one in told(answer, language)}


def test_every_direction_of_three_sides_is_shown(three):
    rates, pairs, _ = three.excerpt()
    ways = {f"{a} on {b}" for a in ("USA", "CHN", "KOR") for b in ("USA", "CHN", "KOR") if a != b}
    assert {head for head, _ in rates.blocks} == ways
    assert set(pairs.blocks[0][1]) == ways
    table = pairs.result.table()
    assert table.loc["KOR on USA", "mean_tariff_pct"] == pytest.approx(
        float(three.mean_tariff_pct.sel(origin="USA", destination="KOR"))
    )


def test_who_was_asked_for_is_shown_beside_the_sides():
    answer = cp.war("USA", "CHN", uniform=True, sector="C26", country="KOR,CHN")
    assert dict(answer.excerpt()[-1].blocks) == {"sides": ("USA", "CHN"), "asked for": ("KOR",)}
    assert answer.data.sizes["country"] == answer.data.attrs["economies"]


def test_a_screen_sums_the_sides_and_the_world(three):
    worth = three.equivalent_variation
    below = three.excerpt()[-1].below
    assert f"together {float(worth.sel(country=['USA', 'CHN', 'KOR']).sum()):+,.0f}, all 80" in below
    assert f"economies {float(worth.sum()):+,.0f} million" in below


def test_heads_of_a_truce_say_against_what(agreed):
    heads = agreed.excerpt()[-1].result.table().attrs["heads"]
    assert heads["gain_pct"] == "gain against the war"
    assert heads["welfare_pct"] == "real income against today"
    assert agreed.gain_pct.attrs["short"] == "gain from the deal"
    pytest.importorskip("jinja2")
    from counterpoise.briefing.contest import everyone

    assert everyone(agreed).data["gain_pct"].attrs["short"] == "gain against the war"


def test_rates_at_zero_are_told_from_those_at_another_bound(agreed):
    assert float(agreed.truce_tariff_pct.sel(origin="USA", destination="CHN").max()) == pytest.approx(0, abs=1e-9)
    assert any("1 of 2 rates are 0" in one and "--bounds=-20:100" in one for one in agreed.warnings)
    low = cp.war("USA", "CHN", uniform=True, sector="C26", bounds="0:1")
    assert any(one.startswith("2 of 2 rates stop at a bound") for one in low.warnings)
    assert not any("rates are 0" in one for one in low.warnings)


def test_charts_have_titles_show_who_was_asked_for_and_no_row_twice():
    pytest.importorskip("altair")
    answer = cp.war("USA", "CHN", uniform=True, sector="C26", country="KOR")
    cost, rates = (answer.chart(one).to_dict() for one in ("cost", "nash_tariffs"))
    assert cost["title"] == "real income against today, percent"
    assert "South Korea" in cost["description"]
    assert {"side"} < {one["kind"] for held in _rows(cost) for one in held}
    whole = cp.war("USA", "CHN", uniform=True).chart("nash_tariffs").to_dict()
    assert [len(held) for held in _rows(whole)] == [2]
    assert "strokes" in str(rates["layer"])


def _rows(spec):
    """Give the rows of every data set in a specification, once."""
    held = [
        one["values"] for one in (spec.get("data", {}), *(p.get("data", {}) for p in spec["layer"])) if "values" in one
    ]
    held += list(spec.get("datasets", {}).values())
    return [one for k, one in enumerate(held) if one not in held[:k]]
