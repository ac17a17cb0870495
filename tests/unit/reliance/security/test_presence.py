"""Troops of partners: in numbers, to the people of a country, and in all troops on its soil."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.reliance.security.presence import foreign_presence, troops_per_thousand, troops_stationed
from counterpoise.reliance.security.thresholds import Thresholds

NAN = np.nan


def test_presence_is_a_part_of_all_troops_on_the_soil(known):
    """5,000 of one's own, 3,000 and 2,000 of two partners."""
    found = foreign_presence(known([[0, 3000, 2000], [0, 0, 0], [0, 0, 0]]), known([5000] * 3), Thresholds())
    np.testing.assert_allclose(found.value[0], [NAN, 0.3, 0.2])
    np.testing.assert_allclose(found.value[1], [0, NAN, 0])


def test_a_few_soldiers_are_no_presence(known):
    found = foreign_presence(known([[0, 999, (0, 999)], [0, 0, 0], [0, 0, 0]]), known([500, 500, 500]), Thresholds())
    np.testing.assert_array_equal(found.value[0], [NAN, 0, 0])
    chosen = foreign_presence(known([[0, 999], [0, 0]]), known([999, 500]), Thresholds(troops=999))
    assert chosen.value[0, 1] == 0.5


def test_an_unknown_garrison_bounds_its_own_share(known):
    found = foreign_presence(known([[0, 3000, None], [0, 0, 0], [0, 0, 0]]), known([5000] * 3), Thresholds())
    assert found.value[0, 1] == pytest.approx(3000 / 8000)  # of all that are listed
    assert (found.low[0, 2], found.high[0, 2]) == (0, 1)
    assert np.isnan(found.value[0, 2])


def test_a_garrison_that_may_count_has_bounds(known):
    """Between 500 and 5,000: below 1,000 it is none."""
    found = foreign_presence(known([[0, (500, 5000), 3000], [0, 0, 0], [0, 0, 0]]), known([5000] * 3), Thresholds())
    assert (found.low[0, 1], found.high[0, 1]) == (0, pytest.approx(5000 / 13_000))
    assert found.value[0, 2] == pytest.approx(3000 / 8000)  # of those that are listed with a figure


def test_who_has_no_forces_of_its_own_may_have_others_alone(known):
    found = foreign_presence(known([[0, 1200], [0, 0]]), known([0, 500]), Thresholds(troops=100))
    assert found.value[0, 1] == 1


def test_troops_to_the_people(known):
    troops = known([[0, 25_000, (0, 99)], [0, 0, 0], [None, 0, 0]])
    found = troops_per_thousand(troops, known([50e6, 10e6, None]))
    assert found.value[0, 1] == pytest.approx(0.5)
    assert (found.low[0, 2], found.high[0, 2]) == (0, pytest.approx(99 / 50e3))
    assert np.isnan(found.value[2]).all()
    assert troops_stationed(troops).value[0, 1] == 25_000
