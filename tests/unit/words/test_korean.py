"""A Korean sentence says what the English one says: the same findings with the same numbers, on the embedded data."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter

import pytest

from counterpoise.codes.countries import countries
from counterpoise.scenario import read
from counterpoise.scenario.explain import sentences as english_sentences
from counterpoise.words.findings import findings, told, translations
from counterpoise.words.korean import scenario
from counterpoise.words.korean.particles import after
from tests.reference import dealings
from tests.reference.asked import cp

COUNTRIES = ("KOR", "JPN", "DEU", "AUS", "TWN", "VNM", "SAU", "FIN", "UKR", "FRA", "IRL", "PHL", "PAK", "CAN")
TARIFF = "tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates"
UNITS = {"trillion": 1e12, "billion": 1e9, "million": 1e6, "조": 1e12, "억": 1e8, "만": 1e4}
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?: ?(trillion|billion|million|[조억만])(?= (?:USD|달러)))?")

PARTICLES = re.compile(f"({'|'.join(one.name_ko for one in countries().values())})([은는이가을를과와])(?= )")


def numbers(text, *, days=False):
    """Give the numbers of a sentence in whole units, each as often as it stands there."""
    text = re.sub(r"(\d{4})-(\d{2})-(\d{2})", r"\1 \2 \3", text)
    found = [float(one.replace(",", "").rstrip(".")) * UNITS.get(unit, 1) for one, unit in NUMBER.findall(text)]
    counted = Counter(round(one, 9) for one in found)
    return set(counted) if days else counted


def compare(result):
    """Hold every Korean sentence of a result to its English one; give the names of the findings."""
    english, korean = told(result), told(result, "ko")
    assert [one.finding for one in english] == [one.finding for one in korean]
    for one, other in zip(english, korean, strict=True):
        days = result.question.name == "security"
        assert numbers(one.text, days=days) == numbers(other.text, days=days), f"{one.text}\n{other.text}"
        assert re.search("[가-힣]", other.text)
        assert not re.search(r"\b(the|and|of|is|by|to|in)\b", other.text), other.text
        for name, particle in PARTICLES.findall(other.text):
            assert after(name, particle) == particle, other.text
    return {one.finding for one in english}


def test_every_english_finding_has_a_korean_one():
    told(cp.trend("KOR", on="CHN"), "ko")
    for question, held in findings.items():
        own = translations.get(("ko", question), {})
        assert [each.__name__ for each in held if each.__name__ not in own] == []
        assert set(own) <= {each.__name__ for each in held}


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_equation_and_reliance_have_the_same_numbers(country):
    said = compare(cp.equation(country, powers="USA,CHN", draws=300))
    assert "leaning" in said
    compare(cp.rely(country, on=[one for one in ("USA", "CHN", "IND") if one != country]))
    compare(cp.security(country))


def test_other_powers_and_all_countries():
    compare(cp.equation("ALL", powers="USA,CHN", draws=100))
    compare(cp.equation("KOR", powers="EU,CHN", draws=100))
    compare(cp.equation("JPN,KOR", powers="USA,RUS", draws=100))
    compare(cp.rely("KOR"))
    compare(cp.rely("KOR", on="USA,CHN", indicators="all", cut="0.5,2,5"))
    compare(cp.rely("VNM", on="USA,CHN,JPN", cut="2,8"))
    compare(cp.security("IRL", on="USA"))
    compare(cp.security("CHE", on="USA,DEU,FRA"))
    compare(cp.trend("KOR", on="USA,CHN"))


def changed(result, country="KOR", **values):
    data = result.data.copy(deep=True)
    for name, value in values.items():
        data[name].loc[{"country": country}] = value
    return dataclasses.replace(result, data=data)


NONE = float("nan")


@pytest.mark.parametrize(
    "values",
    [
        {"net_economic_reliance": 0.0234},
        {"net_economic_reliance__high": 0.02},
        {"net_security_reliance": 0.0},
        {"net_security_reliance": NONE, "cross_pressure": NONE},
        {"net_economic_reliance": NONE, "net_economic_reliance__low": NONE, "cross_pressure": NONE},
        {"cross_pressure": NONE, "cross_pressure__high": 0.0},
        {"cross_pressured_share__low": 0.3, "cross_pressured_share__high": 0.62},
        {"cross_pressured_share__low": 0.3, "cross_pressured_share__high": 0.3},
        {"cross_pressured_share__low": 0.0, "cross_pressured_share__high": 0.0},
        {"lean_look_through": 0.05},
        {"lean_look_through": NONE},
        {"cross_pressure_rank": NONE},
    ],
)
def test_the_same_holds_where_numbers_turn_or_are_missing(values):
    korea = cp.equation("KOR", powers="USA,CHN", draws=100)
    compare(changed(korea, **values))


def test_relations_have_the_same_numbers():
    said = compare(dealings.answer(gap=True)) | compare(dealings.answer("2030-01-01", direction="sent"))
    said |= compare(dealings.spoken())
    assert said == {one.__name__ for one in findings["relations"]}
    compare(dealings.answer(with_votes=False, direction="received", every="quarter"))
    compare(cp.relations("KOR", on="CHN"))


def test_products_have_the_same_numbers():
    for country, on in (("KOR", None), ("KOR", "CHN"), ("JPN", "CHN"), ("EU", None), ("DEU", "RUS"), ("USA", "CHN")):
        compare(cp.products(country, on=on))


def test_a_change_has_the_same_numbers():
    said = compare(cp.simulate(TARIFF).plain(every=True))
    assert {"outcome", "worth", "others", "wages", "between", "terms"} <= said
    compare(cp.simulate(TARIFF, horizon="all").plain(every=True))
    compare(cp.simulate(TARIFF, years="1-10").plain(every=True))
    compare(cp.simulate(TARIFF, closure="balanced").plain(every=True))
    compare(cp.simulate("tariff +1 points by ALL on ALL").plain(every=True))
    compare(cp.simulate("productivity -5 % of KOR").plain(every=True))


def test_a_share_of_weightings_is_no_probability_and_a_change_is_conditional():
    said = {one.finding: one.text for one in told(cp.equation("KOR", powers="USA,CHN", draws=100), "ko")}
    assert said["pressed"].endswith("이는 가중치의 비율일 뿐 확률이 아니다.")
    first = told(cp.simulate(TARIFF).plain(), "ko")[0].text
    assert first.startswith("미국이 중국산 C26(컴퓨터, 전자 및 광학기기)과 C27(전기장비)의 관세를 25%p 올리고 중국이")
    assert "맞대응하면, 다른 조건이 그대로일 때" in first


def test_a_line_has_the_same_numbers():
    from counterpoise.negotiation.line import Line

    said = compare(cp.positions("emission-standards"))
    stand = {"한국": ("KOR", [0, 4]), "South Korea": ("KOR", [4, 6]), "Japan": ("JPN", 8), "EU": ("EU", 9)}
    actors = [
        {"name": name, "country": code, "position": at, "salience": 2, "capability": 1}
        for name, (code, at) in stand.items()
    ]
    for extra in (
        {},
        {"status_quo": 1},
        {"status_quo": 5, "rule": {"majority": 0.7}},
        {"status_quo": 0, "rule": {"veto": ["Japan"]}},
        {"status_quo": 2, "rule": {"unanimity": True}},
    ):
        said |= compare(cp.positions(Line(title="선", scale={"low": 0, "high": 10}, actors=actors, **extra), draws=200))
    assert said == {one.__name__ for one in findings["positions"]}
    many = [{"name": f"행위자 {one}", "position": 5, "salience": 1, "capability": 1} for one in "ABCDEFG"]
    compare(cp.positions(Line(title="선", scale={"low": 0, "high": 1000}, actors=many, status_quo=5)))


@pytest.mark.parametrize("name", ["energy-cut", "korea-china-embargo-90", "oil-sanctions", "rcep", "us-tariffs-2025"])
def test_the_gallery_is_told_in_korean(name):
    from pathlib import Path

    held = read(Path(__file__).parents[3] / "scenarios" / f"{name}.toml")
    english, korean = english_sentences(held), scenario.sentences(held.plain())
    for one, other in zip(english, korean, strict=True):
        assert numbers(one) == numbers(other)
        assert other.endswith("다")


@pytest.mark.parametrize(
    ("text", "korean"),
    [
        ("embargo by ALL on DEU", "모든 나라가 독일과의 무역을 중단한다"),
        ("trade cost +10 % by USA on CHN", "미국과 중국 사이의 무역비용이 10% 오른다"),
        ("transfer 1000 million from USA to UKR", "미국이 우크라이나에 해마다 10억 달러를 준다"),
        ("embargo 50 % by EU on RUS", "유럽연합이 러시아와의 무역을 (가격이 그대로일 때) 50% 줄인다"),
        ("tariff -5 points by KOR on JPN", "한국이 일본산 재화의 관세를 5%p 내린다"),
    ],
)
def test_each_kind_of_shock_has_its_clause(text, korean):
    assert scenario.sentences(read(text).plain()) == (korean,)
