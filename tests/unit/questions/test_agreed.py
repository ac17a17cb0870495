"""The question of agreements: who is bound to whom, since when and how deep, and what is negotiated."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.cli.bound import agreements as spelled
from counterpoise.core.errors import InputError
from counterpoise.core.result import FIELDS
from counterpoise.words.phrases import translated


def names(answer, status="in force"):
    data = answer.data
    return data["variable"].values[data["status"].values == status].tolist()


def test_korea_and_its_neighbours_in_2024():
    held = cp.agreements("KOR", on="CHN,JPN", year=2024)
    data = held.data
    rows = {
        (name, partner): (since, depth)
        for name, partner, since, depth in zip(
            data["variable"].values,
            data["partner"].values,
            data["since"].values,
            held.agreement_depth.values,
            strict=True,
        )
    }
    assert rows["Korea-China", "CHN"] == ("2015-12-20", 6)
    assert rows["RCEP", "JPN"] == ("2022-02-01", 6)
    assert set(names(held, "stopped")) == {"China-Japan-Korea", "Korea-Japan"}
    assert names(held, "negotiating") == ["Korea-China second phase"]


def test_a_year_is_its_last_day():
    assert "Korea-China" in names(cp.agreements("KOR", on="CHN", year=2015))
    assert "Korea-China" not in names(cp.agreements("KOR", on="CHN", year=2014))
    assert names(cp.agreements("KOR", on="USA", year=2011), "signed") == ["Korea-US"]


def test_the_year_of_a_model_of_annual_trade_stands_beside():
    held = cp.agreements("KOR", on="CHN", year=2024)
    first = held.data["variable"].values.tolist().index("Korea-China")
    assert held.agreement_counts_from.values[first] == 2016
    assert held.data["year"].values[first] == 2015


def test_records_keep_the_contract():
    held = cp.agreements("KOR")
    records = held.records()
    json.dumps(records, allow_nan=False)
    assert all(set(one) <= set(FIELDS) and "unit" in one for one in records)
    unread = [one for one in records if one["indicator"] == "agreement_depth" and one["value"] is None]
    assert {one["variable"] for one in unread} == {"Korea-Cambodia", "Korea-Israel", "Korea-Philippines"}
    assert all(one["coverage"] == 0 for one in unread)
    own = {one["variable"] for one in records if one["indicator"] == "agreement_depth" and one["estimated"]}
    assert own == {"RCEP", "Korea-Indonesia", "Korea-Central America"}


def test_the_union_is_one_row_on_the_terminal_and_its_members_are_pairs_in_the_data():
    held = cp.agreements("KOR")
    assert names(held).count("EU-Korea") == 27
    lines = [line for line in spelled(held).splitlines() if "EU-Korea" in line]
    assert len(lines) == 1
    assert "EU (27)" in lines[0]


def test_partners_that_are_named_stand_pair_by_pair():
    text = spelled(cp.agreements("KOR", on="EU,JPN"))
    assert sum("EU-Korea" in line for line in text.splitlines()) == 27


def test_all_gives_each_pair_once():
    data = cp.agreements("ALL").data
    held = list(zip(data["variable"].values, data["country"].values, data["partner"].values, strict=True))
    assert len(held) == len({(name, frozenset((one, other))) for name, one, other in held}) > 2000


def test_a_country_without_an_agreement_is_an_answer():
    held = cp.agreements("PRK")
    assert held.agreement_in_force.values.tolist() == [0]
    assert "the register knows none in force: PRK" in spelled(held)
    assert [(one["indicator"], one["value"]) for one in held.records()] == [("agreement_in_force", 0)]
    pair = cp.agreements("KOR", on="PRK,USA")
    assert "the register knows none in force: KOR with PRK" in spelled(pair)


def said(answer, start="the register is complete"):
    return [one for one in answer.warnings if one.startswith(start)]


def test_where_the_register_is_incomplete_is_told():
    assert "the register knows none in force: NOR with MDA" in spelled(cp.agreements("NOR", on="MDA"))
    (told,) = said(cp.agreements("NOR", on="MDA"))
    assert told.endswith("ASEAN only; of MDA, NOR it may lack agreements")
    assert not said(cp.agreements("USA", on="CHN,POL,VNM"))
    assert said(cp.agreements("KOR"))[0].endswith("of others it may lack agreements")
    assert translated(told, "ko").startswith("등록부는")


def test_an_earlier_year_has_no_later_signature_and_no_later_news():
    held = cp.agreements("NOR", year=2010)
    assert "EFTA-Thailand" not in names(held, "signed")
    assert "EFTA-Thailand" in names(held, "negotiating")
    assert not names(cp.agreements("NOR", on="THA", year=2004), "negotiating")
    for year in (1990, 2004, 2012, 2019, 2024):
        data = cp.agreements("ALL", year=year).data
        talks = np.isin(data["status"].values, ["signed", "negotiating", "stopped"])
        for note, since in zip(data["note"].values[talks], data["since"].values[talks], strict=True):
            assert int(since[:4]) <= year
            assert not [word for word in re.findall(r"\b(?:19|20)\d\d\b", note) if int(word) > year], note
    three = {year: cp.agreements("CHN", on="JPN", year=year) for year in (2012, 2024)}
    assert "China-Japan-Korea" in names(three[2012], "negotiating")
    assert three[2012].data["rounds"].values.max() == 0
    assert "China-Japan-Korea" in names(three[2024], "stopped")


@pytest.mark.parametrize(("country", "name", "year", "whom"), [
    ("KOR", "EU-Korea", 2010, "EU (27)"),
    ("KOR", "EU-Korea", 2015, "EU (28)"),
    ("KOR", "EFTA-Korea", 2010, "EFTA (4)"),
    ("CHE", "EFTA", 1980, "others of EFTA (5)"),
    ("NOR", "EFTA", 2010, "others of EFTA (3)"),
    ("DEU", "EU customs union", 2005, "others of EU (24)"),
    ("KOR", "ASEAN-Korea", 2012, "ASEAN (10)"),
])  # fmt: skip
def test_a_group_is_its_members_of_the_year(country, name, year, whom):
    lines = spelled(cp.agreements(country, year=year)).splitlines()
    (line,) = [line for line in lines if line.startswith(f"  {name}  ")]
    assert f"  {whom}  " in line


def test_what_is_known_to_when_is_told():
    (told,) = said(cp.agreements("KOR", year=2020), "as it stands")
    assert told.startswith("as it stands at the end of 2020; the facts were looked up by 20")
    assert told.endswith("tell what is known to the end of 2025")


def test_what_ended_is_told_of_pairs():
    data = cp.agreements("CAN", on="USA").data
    ended = data["status"].values == "ended"
    assert dict(zip(data["variable"].values[ended], data["until"].values[ended], strict=True)) == {
        "NAFTA": "2020-07-01",
        "Canada-US": "1994-01-01",
        "Canada-US cars": "2001-02-19",
    }
    assert np.isin(data["agreement_in_force"].values[ended], 0).all()


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"country": "KOR", "on": "KOR"}, "no agreement with itself"),
        ({"country": "KOR", "on": "CHN,KOR"}, "no agreement with itself"),
        ({"country": "ROK"}, "neither a country code nor a group"),
        ({"country": "KOR", "on": "XXX"}, "neither a country code nor a group"),
        ({"country": "KOR", "year": 1949}, "does not tell of 1949"),
        ({"country": "KOR", "year": 2026}, "does not tell of 2026"),
    ],
)
def test_what_is_not_understood_is_refused(words, match):
    with pytest.raises(InputError, match=match):
        cp.agreements(**words)
