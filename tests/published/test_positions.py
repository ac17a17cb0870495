"""The line of the emission standards: Bueno de Mesquita (1994), table 1, as Scholz, Calbert and Smith (2011) print it."""

from __future__ import annotations

from fractions import Fraction

import pytest

import counterpoise as cp
from counterpoise.negotiation import positions as at
from counterpoise.negotiation.line import read

TABLE = {
    "Netherlands": (4, 8, 80),
    "Belgium": (7, 8, 40),
    "Luxembourg": (4, 3, 20),
    "Germany": (4, 16, 80),
    "France": (10, 16, 60),
    "Italy": (10, 16, 60),
    "United Kingdom": (10, 16, 90),
    "Ireland": (7, 5, 10),
    "Denmark": (4, 5, 100),
    "Greece": (7, 8, 70),
}
"""Position in years, capability and salience."""

MEAN, MEDIAN = 7.389956, 7.0
DECIDED = 8.833
"""What came out, in years: p. 98, as Scholz and others quote it on p. 27."""


def test_the_file_is_the_table():
    line = read("emission-standards")
    held = {
        one.name: (one.position.middle, one.capability.middle, one.salience.middle)
        for one in line.actors
        if not (one.position.open or one.capability.open or one.salience.open)
    }
    assert held == TABLE


def test_the_weighted_mean_and_median():
    x, c, s = zip(*TABLE.values(), strict=True)
    weight = [one * other for one, other in zip(c, s, strict=True)]
    assert float(at.compromise(x, weight)) == pytest.approx(MEAN, abs=5e-7)
    assert [float(end) for end in at.median(x, weight)] == [MEDIAN, MEDIAN]
    exact = Fraction(sum(w * p for w, p in zip(weight, x, strict=True)), sum(weight))
    assert exact == Fraction(50_030, 6_770)


def test_the_mean_is_the_one_that_scholz_and_others_begin_with():
    assert round(cp.positions("emission-standards").compromise.item(), 1) == 7.4  # their table 2, mean voter, round 1


def test_what_the_mean_and_the_median_err_by():
    data = cp.positions("emission-standards").data
    off = DECIDED - data.compromise.item(), DECIDED - data.median_position.item()
    assert [round(one, 2) for one in off] == [1.44, 1.83]
    assert [round(100 * one / 6) for one in off] == [24, 31]
    assert off[0] > data.usual_error.item() == pytest.approx(1.386)


def test_the_question_gives_both():
    placed = cp.positions("emission-standards")
    assert placed.compromise.item() == pytest.approx(MEAN, abs=5e-7)
    assert placed.median_position.item() == MEDIAN
    assert set(placed.pivots) == {"Belgium", "Ireland", "Greece"}
