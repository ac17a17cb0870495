"""Agreements beside other studies: the page shows each published figure as published, and ours as they are computed now."""

from __future__ import annotations

import csv
from itertools import pairwise

import pytest

from tools.agreements_compared import page, tables
from tools.agreements_compared.answers import answer
from tools.agreements_compared.runs import NEEDS, QUESTIONS, Recipe
from tools.agreements_compared.studies import SOURCES, TIAN, figures

TIAN_PLAIN, OTHERS_PLAIN = 3, 5
"""The columns of the plain answers, which need no third-party rates."""


def test_each_figure_is_as_published(shared):
    path = shared / "agreements" / "published_effects.csv"
    if not path.is_file():
        pytest.skip("agreements/published_effects.csv is not among the third-party figures")
    with path.open(encoding="utf-8") as file:
        published = list(csv.DictReader(file))

    def key(country, scenario, measure, low, high, unit):
        return country, scenario, measure, float(low), float(high), unit

    theirs = [
        key(*(row[name] for name in ("country", "scenario", "measure", "value_low", "value_high", "unit")))
        for row in published
    ]
    ours = [key(one.country, one.scenario, one.measure, one.low, one.high, one.unit) for one in figures()]
    assert sorted(ours) == sorted(theirs)
    assert len(ours) == len(set(zip(ours, [one.study for one in figures()], strict=True))) == 107


def test_the_page_shows_each_figure_once():
    text = page.read()
    shown = [(TIAN, row[0], row[1], row[2]) for row in page.rows(text, "tian")]
    shown += [(row[0], row[2], row[3], row[4]) for row in page.rows(text, "others")]
    wanted = [
        (one.study, one.country, one.measure if one.study == TIAN else f"{one.measure}, {one.unit}", one.printed)
        for one in figures()
    ]
    assert sorted(shown) == sorted(wanted)
    for one in figures():
        assert bool(one.asked) != bool(one.because), one
        assert SOURCES[one.study] in text
        assert one.asked or f"{one.measure}: {one.printed} {one.unit}. In this model {one.because}" in text


def test_the_plain_answers_are_those_of_now():
    """They rest on the embedded accounts and facts alone."""
    text, asked = page.read(), {(one.country, one.measure): one for one in figures() if one.study == TIAN}
    for row in page.rows(text, "tian"):
        one = asked[row[0], row[1]]
        fresh = tables.number(answer(one.asked, tables.PLAIN).of(one.ours, one.country))
        assert page.alike(row[TIAN_PLAIN], fresh), row
    others = [one for one in figures() if one.study != TIAN]
    for one, row in zip(others, page.rows(text, "others"), strict=True):
        if one.asked and one.asked != "cptpp":
            fresh = tables.number(answer(one.asked, tables.PLAIN).of(one.ours, one.country))
            assert page.alike(row[OTHERS_PLAIN], fresh), row


def test_the_parts_by_partner_add_up():
    one = answer("rcep", Recipe("no-agreements"))
    for code in ("KOR", "VNM", "NZL"):
        terms = one.terms_inside(code) + one.terms_outside(code)
        volume = one.volume_inside(code) + one.volume_outside(code)
        assert terms == pytest.approx(float(one.outcome.terms_of_trade_pct.sel(country=code)), abs=1e-9)
        assert volume == pytest.approx(float(one.outcome.volume_of_trade_pct.sel(country=code)), abs=1e-9)
        assert one.income(code) == pytest.approx(float(one.outcome.welfare_pct.sel(country=code)), abs=1e-9)


def test_a_number_that_changed_is_seen():
    text = page.read()
    row = next(line for line in text.splitlines() if line.startswith("| KOR | real wage |"))
    theirs = row.split("|")[3]
    assert not page.alike(row, row.replace(theirs, " 2.9 ", 1))
    assert page.alike(row, row)
    assert set(QUESTIONS) == {one.asked for one in figures() if one.asked}


@pytest.mark.slow
def test_the_page_is_as_it_is_computed_now(shared):
    for name in NEEDS:
        if not (shared / name).is_file():
            pytest.skip(f"{name} is not among the third-party figures")
    text = page.read()
    assert page.written(text) == text, page.WRITE


@pytest.mark.slow
def test_what_the_page_says_of_the_differences(shared):
    """Tariffs by pair and sector are most of Korea's way, elasticities little; Vietnam's is not explained."""
    for name in NEEDS:
        if not (shared / name).is_file():
            pytest.skip(f"{name} is not among the third-party figures")
    wages = [answer("rcep", recipe).real_wage("KOR") for _, recipe in tables.CHAIN[:4]]
    parts = [after - before for before, after in pairwise(wages)]
    assert parts[1] > 0.5 * (wages[-1] - wages[0]) > abs(parts[2])
    assert wages[-1] == pytest.approx(tables.theirs("KOR", "real wage"), abs=0.05)
    nearest = answer("rcep", tables.NEAREST)
    assert nearest.real_wage("JPN") == pytest.approx(tables.theirs("JPN", "real wage"), abs=0.05)
    assert nearest.real_wage("VNM") < 0.5 * tables.theirs("VNM", "real wage")
    assert nearest.income("KOR") < 0.5 * nearest.linear("KOR")
    for code, rate in tables.needed().items():
        assert answer("rcep", tables.hypothetical()).real_wage(code) == pytest.approx(
            tables.theirs(code, "real wage"), abs=0.01
        )
        assert 5 < rate < 20
