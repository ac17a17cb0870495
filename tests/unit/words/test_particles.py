"""A particle follows the sound at a word's end."""

from __future__ import annotations

import pytest

from counterpoise.codes.countries import countries
from counterpoise.words.korean.catalogue import day, dollars, listed
from counterpoise.words.korean.particles import after, final, with_particle


@pytest.mark.parametrize(
    ("word", "topic", "subject", "thing", "other", "way"),
    [
        ("한국", "은", "이", "을", "과", "으로"),
        ("호주", "는", "가", "를", "와", "로"),
        ("서울", "은", "이", "을", "과", "로"),
        ("프랑스", "는", "가", "를", "와", "로"),
        ("베트남", "은", "이", "을", "과", "으로"),
        ("중국(0.14)", "은", "이", "을", "과", "으로"),
        ("54%", "는", "가", "를", "와", "로"),
        ("2011", "은", "이", "을", "과", "로"),
        ("2013", "은", "이", "을", "과", "으로"),
        ("2020", "은", "이", "을", "과", "으로"),
        ("1,000", "은", "이", "을", "과", "으로"),
        ("10,000", "은", "이", "을", "과", "으로"),
        ("0.4", "는", "가", "를", "와", "로"),
        ("C26", "은", "이", "을", "과", "으로"),
        ("OECD", "는", "가", "를", "와", "로"),
        ("Home", "는", "가", "를", "와", "로"),
    ],
)
def test_each_particle_has_the_form_that_the_word_asks_for(word, topic, subject, thing, other, way):
    assert [after(word, one) for one in ("은", "이", "을", "과", "으로")] == [topic, subject, thing, other, way]


def test_either_form_names_the_particle():
    assert after("호주", "은") == after("호주", "는") == "는"
    assert with_particle("미국", "와") == "미국과"
    assert after("미국", "에서") == "에서"


def test_every_country_has_a_known_sound_at_its_end():
    for one in countries().values():
        assert with_particle(one.name_ko, "은").removeprefix(one.name_ko) == ("은" if final(one.name_ko) else "는")


def test_lists_and_amounts():
    assert listed(["미국"]) == "미국"
    assert listed(["미국", "호주"], "이") == "미국과 호주가"
    assert listed(["미국", "호주", "일본"], "을") == "미국, 호주, 일본을"
    assert [dollars(one) for one in (8_491, 13_000, -99.96, 99.4, 1.0, 1_234_567)] == [
        "85억 달러",
        "130억 달러",
        "1.0억 달러",
        "9,900만 달러",
        "100만 달러",
        "1.2조 달러",
    ]
    assert day("in the summer") == "in the summer"
