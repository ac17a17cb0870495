"""On whom a country relies for its security: by the program's own facts, for any country, pair, group and year."""

from __future__ import annotations

import json

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError


@pytest.fixture(scope="module")
def ask(facts):
    def call(country, on=None, **rest):
        return cp.security(country, on=on, ties=facts, **rest)

    return call


def test_korea_on_the_united_states(ask):
    data = ask("KOR", "USA").data
    told = {name: data[name].item() for name in ("defence_obligation", "living_guarantee", "own_nuclear_weapons")}
    assert told == {"defence_obligation": 1, "living_guarantee": 1, "own_nuclear_weapons": 0}
    assert 0.9 < data.protected_capability.item() < 1
    assert "Korea-United States 1953" in data.defence_obligation__kind.item()
    assert "in force 1954-11-17" in data.defence_obligation__kind.item()


def test_every_figure_has_its_year_source_and_coverage(ask):
    answer = ask("KOR", "USA,CHN,JPN")
    for name in answer.variables:
        known = np.isfinite(answer.data[name].values)
        assert np.all(answer.data[f"{name}__year"].values[known] >= 1945), name
        assert np.all(np.isfinite(answer.data[f"{name}__coverage"].values[known])), name
        assert all(answer.data[f"{name}__source"].values[known]), name
    named = {part for name in answer.variables for text in answer.data[f"{name}__source"].values.ravel()
             for part in str(text).split(" + ") if part}  # fmt: skip
    assert named <= {one.source for one in answer.provenance}


def test_the_records_hold_both_ways_and_no_number_that_is_none(ask):
    records = ask("KOR", "USA,CHN").records()
    json.dumps(records, allow_nan=False)
    pairs = {(one["country"], one["partner"]) for one in records if one["indicator"] == "defence_obligation"}
    assert pairs == {("KOR", "USA"), ("KOR", "CHN"), ("USA", "KOR"), ("CHN", "KOR")}


@pytest.mark.parametrize("country", ["PRK", "SAU", "ARE", "KAZ", "IND", "CHE", "TWN", "RUS", "USA", "VNM", "BRA"])
def test_any_country_has_an_answer(ask, country):
    """A number or bounds for each measure that is shown, and shares that are shares."""
    answer = ask(country)
    assert country not in answer.data.partner.values
    for name in answer.variables:
        if answer.data[name].attrs["unit"] == "share":
            values = answer.data[name].values
            assert np.all((values >= 0) & (values <= 1) | np.isnan(values)), name
    shares = answer.data.protected_capability.sum("partner")
    assert np.all(shares <= 1 + 1e-9)


def test_north_korea_has_two_promises_that_are_not_alive_by_troops_or_arms(ask):
    data = ask("PRK", "CHN,RUS").data
    assert data.defence_obligation.values.tolist() == [[1, 1]]
    assert data.own_nuclear_weapons.item() == 1
    assert ask("PRK", "RUS", year=2010, indicators=["defence_obligation"]).defence_obligation.item() == 0


def test_the_gulf_relies_on_american_troops_without_a_treaty(ask):
    data = ask("SAU,ARE", "USA", indicators=["defence_obligation", "troops_stationed", "foreign_presence"]).data
    here = data.sel(partner="USA")
    assert set(here.defence_obligation.values) == {0.0}
    assert (here.troops_stationed >= 100).any()


def test_kazakhstan_has_a_promise_of_russia_and_none_of_china(ask):
    data = ask("KAZ", "RUS,CHN", indicators=["commitment"]).data
    assert data.defence_obligation.values.tolist() == [[1, 0]]


def test_a_group_is_its_members_that_are_known(ask):
    answer = ask("DEU", "NATO", indicators=["defence_obligation"])
    assert "DEU" not in answer.data.partner.values
    assert {"USA", "FRA", "GBR", "TUR"} <= set(answer.data.partner.values)
    assert set(answer.data.defence_obligation.values.ravel()) == {1.0}
    members = ask("EU27", "USA", indicators=["defence_obligation"]).data
    assert members.sizes["country"] == 27
    told = members.defence_obligation.sel(partner="USA").to_series()
    assert set(told[told == 0].index) == {"AUT", "CYP", "IRL", "MLT"}  # who are in no alliance with it


def test_several_countries_and_all(ask, facts):
    some = ask("KOR,JPN,AUS", "USA", indicators=["defence_obligation"]).data
    assert some.country.values.tolist() == ["KOR", "JPN", "AUS"]
    every = ask("ALL", "USA", indicators=["defence_obligation"]).data
    assert set(every.country.values) == set(facts.home)
    assert np.isnan(every.defence_obligation.sel(country="USA", partner="USA"))


def test_who_was_named_and_is_not_known_is_told(ask):
    answer = ask("KOR,LIE", "USA,NRU", indicators=["defence_obligation"])
    assert answer.data.country.values.tolist() == ["KOR"]
    assert "left out, since there is no security data on them: LIE, NRU" in answer.warnings
    assert not any(text.startswith("left out") for text in ask("KOR", "ASEAN").warnings)


def test_a_year_is_its_own(ask):
    data = ask("NZL", "USA", year=1985, indicators=["commitment"]).data
    assert data.defence_obligation.item() == 1
    assert data.defence_obligation__year.item() == 1985
    assert ask("NZL", "USA", year=1986, indicators=["commitment"]).data.defence_obligation.item() == 0


def test_figures_show_how_old_they_are(ask):
    """American troops of a year without a count are those of an earlier one, which is named."""
    data = ask("KOR", "USA", year=2013, indicators=["troops_stationed"]).data
    assert data.troops_stationed__year.item() == 2010
    later = ask("KOR", "USA", year=2014, indicators=["commitment", "presence"])
    assert "troops_stationed" not in later.data  # for three years, and no longer
    gone = ask("KOR", "USA", year=1952, indicators=["commitment", "presence"])
    assert "troops_stationed" not in gone.data


@pytest.mark.parametrize(("partner", "most", "since"), [("USA", 99, 2024), ("TUR", 999, 2025)])
def test_who_is_not_listed_has_bounds_in_the_years_that_were_looked_up(ask, partner, most, since):
    """And of earlier years nothing is known of them: not nought."""
    for year in (since, 2025):
        data = ask("BRA", partner, year=year, indicators=["troops_stationed", "foreign_presence"]).data
        assert np.isnan(data.troops_stationed.item())
        assert (data.troops_stationed__low.item(), data.troops_stationed__high.item()) == (0, most)
    assert "troops_stationed" not in ask("BRA", partner, year=since - 1, indicators=["commitment", "presence"]).data


def test_fewer_than_a_thousand_are_no_presence_and_nobody_knows_of_those_who_were_not_looked_up(ask):
    data = ask("BRA", "CHN,TUR,USA", year=2025, indicators=["foreign_presence"]).data
    assert data.foreign_presence.values.tolist() == [[0, 0, 0]]
    before = ask("BRA", "TUR", year=2024, indicators=["commitment", "presence"])
    assert "foreign_presence" not in before.data


def test_what_text_alone_says_is_cautioned(ask):
    assert any("treaty text alone misleads" in one for one in ask("KOR", "USA").warnings)
    assert not any("treaty text" in one for one in ask("KOR", "USA", indicators=["arms_supplier_share"]).warnings)


def test_what_is_not_in_the_store_is_named_with_where_it_comes_from(ask):
    (said,) = [one for one in ask("KOR", "USA").warnings if one.startswith("not in the store")]
    for name, source in (("own_capability", "cow-capabilities"), ("disputes_with", "cow-disputes")):
        assert f"{name} ({source})" in said


@pytest.mark.parametrize(
    ("country", "on", "rest", "said"),
    [
        ("KOR", "KOR", {}, "can't rely on itself"),
        ("KOR", "KOR,USA", {}, "among its own partners"),
        ("KOR", "USA", {"year": 1945}, "there are no ties of 1945; name a year from 1946 to "),
        ("KOR", "USA", {"year": 2100}, "there are no ties of 2100"),
        ("ROK", None, {}, "did you mean KOR"),
        ("KOR", "XXX", {}, "neither a country code nor a group"),
        ("LIE", None, {}, "there is no security data on LIE"),
        ("KOR", "LIE", {}, "there is no security data on LIE"),
        ("KOR", "USA", {"indicators": ["living_garantee"]}, "living_guarantee"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(ask, country, on, rest, said):
    with pytest.raises(InputError, match=said) as raised:
        ask(country, on, **rest)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 2
