"""The page on a negotiation: whole for every kind, in English and in Korean, with the numbers of the answer."""

from __future__ import annotations

import re
from functools import cache

import pytest

from counterpoise.briefing.negotiation import LIMITS, decimals, number, page
from counterpoise.core.bargain import Bargain
from counterpoise.words.findings import told
from tests.reference.negotiations import answer
from tests.unit.briefing.test_change import EMPTY

FIGURES = {"courses": 5, "chain": 2, "nothing": 4, "side": 4}
"""Zone, ladder, survival, breaks and, where a grid was asked for, regimes; what has nothing unknown has the first two."""

_SAME = re.compile(
    r"PRK|USA|pullback|aid|patience|gain|calm|crisis|war|counterpoise \S+|Lockwood and Thomas|Putnam|<[^>]*>|&\w+;"
)


def whole(page, figures):
    """Hold a page to what every page is: whole, of one file, each figure with its text."""
    body = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|NaN|\bNone\b(?! of)|\binf\b|Undefined", body)
    assert not EMPTY.search(body)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script" not in page
    assert len(re.findall(r"<figure[ >]", page)) == len(re.findall(r'role="img" aria-label="[^"]+"', page)) == figures
    assert re.findall(r"<h(\d)", page)[0] == "1"
    assert page.count("<h1") == 1
    return body


def text_of(page):
    body = re.sub(r"<style.*?</style>|<svg.*?</svg>|<math.*?</math>|<code>.*?</code>", "", page, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", body)


def asked(name):
    return answer(name, over="patience", points=9) if name == "courses" else answer(name)


@cache
def made(name):
    return page(asked(name))


@pytest.mark.parametrize("name", FIGURES)
def test_the_page(name):
    result = asked(name)
    body = whole(made(name), FIGURES[name])
    plain = re.sub(r"\s+", " ", text_of(body)).replace("&#39;", "'")
    assert "What this takes for granted" in plain
    for limit in LIMITS:
        assert limit in plain
    for sentence in told(result):
        assert (sentence.text in plain) == (sentence.finding != "bears"), sentence.finding  # that one is a table


def test_the_tables_hold_the_numbers():
    read = Bargain(asked("courses"))
    plain = text_of(made("courses"))
    for course in read.courses:
        for rule in read.rules:
            held = read.agreed(course, "self-enforcing", rule)
            places = decimals(
                [
                    v
                    for kind in ("self-enforcing", "any deal")
                    for r in read.rules
                    if (f := read.agreed(course, kind, r))
                    for v in f[1]
                ]
            )
            assert held is None or all(number(one, places=places) in plain for one in held[1])
        for stage in range(len(read.path(course))):
            for value in read.each("slack", course, stage=stage):
                assert f"{value:.3f}" in plain or f"{value:.2f}" in plain
    assert (
        number(read.at("margin", "calm"), read.at("margin__low", "calm"), read.at("margin__high", "calm"), places=3)
        in plain
    )


def test_a_page_in_korean(tmp_path):
    result = answer("korean")
    result.write(tmp_path / "a.ko.html")
    body = (tmp_path / "a.ko.html").read_text(encoding="utf-8")
    whole(body, 4)
    assert '<html lang="ko">' in body
    plain = _SAME.sub("", text_of(body))
    assert re.findall(r"[A-Za-z]{2,} [a-z]{2,}", plain) == []
    assert text_of(body).count("북한") > 5
    result = answer("nothing")
    result.write(tmp_path / "a.html")
    english = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in english
    assert "In how many steps?" in english
