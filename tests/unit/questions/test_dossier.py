"""The dossier of two countries: dated acts, and figures over the years, both ways."""

from __future__ import annotations

import json

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.questions.dossier import ACTS, SERIES
from counterpoise.world.ties import Act, Observations, Ties


@pytest.fixture(scope="module")
def korea(facts):
    return cp.ties("KOR", on="USA", ties=facts)


def acts(answer, kind):
    data = answer.data
    here = data[kind].notnull().values
    return list(zip(data.year.values[here].tolist(), data["variable"].values[here].tolist(), strict=True))


def test_korea_and_the_united_states(korea):
    assert [year for year, _ in acts(korea, "treaty")] == [1954]
    assert "signed 1953-10-01; 1954-11-17" in acts(korea, "treaty")[0][1]
    assert any("Korea-US; free trade agreement" in words and year == 2012 for year, words in acts(korea, "agreement"))


def test_each_entry_is_of_one_kind(korea):
    data = korea.data
    count = sum(data[name].notnull().astype(int) for name in korea.variables)
    assert set(count.values.tolist()) == {1}
    assert set(korea.variables) <= {*ACTS, *SERIES}
    kinds = [next(name for name in korea.variables if data[name].notnull().values[k]) for k in data.entry.values]
    order = [*ACTS, *SERIES]
    assert [order.index(one) for one in kinds] == sorted(order.index(one) for one in kinds)
    assert np.all(np.isnan(data.until) | (data.until >= data.year))
    assert all(data.source.values)
    json.dumps(korea.records(), allow_nan=False)


def test_what_is_on_is_one_and_what_has_ended_is_nought(facts):
    data = cp.ties("TWN", on="USA", ties=facts).data
    treaty = data.isel(entry=data.treaty.notnull().values)
    assert treaty.treaty.values.tolist() == [0]
    assert treaty.until.values.tolist() == [1980]
    assert data.assurance.max() == 1


def test_since_leaves_out_what_was_over(facts):
    data = cp.ties("TWN", on="USA", since=1990, ties=facts).data
    assert "treaty" not in data
    assert np.all(np.isnan(data.until) | (data.until >= 1990))


def test_the_direction_of_a_promise_is_told(facts):
    data = cp.ties("JPN", on="USA", ties=facts).data
    defence = np.array(["; defense" in words for words in data["variable"].values])
    treaty = data.isel(entry=defence & data.until.isnull().values)
    assert set(zip(treaty.country.values, treaty.partner.values, strict=True)) == {("JPN", "USA")}
    assert all("by USA to JPN" in words for words in treaty["variable"].values)


def test_a_group_and_several_are_each_a_partner(facts):
    data = cp.ties("KOR", on="CHN,JPN", ties=facts).data
    assert set(data.country.values) | set(data.partner.values) == {"KOR", "CHN", "JPN"}
    union = cp.ties("NOR", on="EU27", ties=facts).data
    assert len(set(union.country.values) | set(union.partner.values)) > 20


def test_what_no_file_tells_is_named(korea):
    assert "a row that is absent is not a zero" in korea.warnings[0]
    assert "arms delivered" in korea.warnings[1]
    assert "sanctions" in korea.warnings[1]


@pytest.mark.parametrize(
    ("country", "on", "since", "said"),
    [
        ("KOR", "KOR", None, "has no ties to itself"),
        ("KOR", "KOR,USA", None, "has no ties to itself"),
        ("KOR", "XXX", None, "neither a country code nor a group"),
        ("KOR", "LIE", None, "there is no security data on LIE"),
        ("LIE", "KOR", None, "there is no security data on LIE"),
        ("CRI", "LAO", 2020, "nothing is known between CRI and LAO since 2020"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(facts, country, on, since, said):
    with pytest.raises(InputError, match=said) as raised:
        cp.ties(country, on=on, since=since, ties=facts)
    assert "\n" not in str(raised.value)


def made(*done, troops=()):
    table = Observations(
        kind="foreign_troops",
        source="counts",
        years=(1990, 2020),
        country=np.array(["KOR"] * len(troops), dtype="U24"),
        partner=np.array(["USA"] * len(troops), dtype="U24"),
        year=np.array([year for year, _ in troops], dtype=np.int64),
        value=np.array([value for _, value in troops], dtype=float),
    )
    return Ties(tables={"foreign_troops": [table]}, acts=done, provenance={}, home=("KOR", "USA", "JPN"))


def test_an_act_on_all_is_in_each_dossier_of_who_did_it():
    ban = Act("coercion", "ban", "USA", "ALL", duty="exports", since="2010-05-01", until="2011", source="list")
    data = cp.ties("KOR", on="USA", ties=made(ban)).data
    assert data["variable"].item() == "ban; exports (by USA on all; 2010-05-01 to 2011)"
    assert (data.country.item(), data.partner.item(), data.year.item(), data.until.item()) == ("KOR", "USA", 2010, 2011)
    assert data.coercion.item() == 0
    mirrored = cp.ties("USA", on="KOR", ties=made(ban)).data
    assert (mirrored.country.item(), mirrored.partner.item()) == ("KOR", "USA")


def test_acts_without_a_date_and_figures_that_are_not_known_are_left_out():
    undated = Act("treaty", "draft", "KOR", "USA")
    data = cp.ties("KOR", on="USA", ties=made(undated, troops=[(1990, 5.0), (1991, np.nan)])).data
    assert data.foreign_troops.values.tolist() == [5]
    assert "treaty" not in data
    with pytest.raises(InputError, match="nothing is known between KOR and JPN"):
        cp.ties("KOR", on="JPN", ties=made(undated))
