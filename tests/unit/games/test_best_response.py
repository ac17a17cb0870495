"""The maximum of a smooth function within bounds."""

import numpy as np
import pytest
from scipy.optimize import rosen, rosen_der

from counterpoise.core.errors import NoSolution
from counterpoise.games.best_response import maximum, slope_left


def test_rosenbrock_has_its_maximum_at_one():
    found = maximum(
        lambda x: (-float(rosen(x)), -rosen_der(x)), np.zeros(6), lower=np.full(6, -2.0), upper=np.full(6, 2.0)
    )
    assert found.x == pytest.approx(np.ones(6), abs=1e-6)
    assert found.slope < 1e-7


def test_a_bound_in_the_way_is_named():
    found = maximum(lambda x: (float(x.sum()), np.ones(2)), np.zeros(2), lower=-np.ones(2), upper=np.array([1.0, 3.0]))
    assert found.x.tolist() == [1.0, 3.0]
    assert found.at_upper.all()
    assert not found.at_lower.any()


def test_the_scale_changes_the_way_and_not_the_maximum():
    bend = np.array([1e-4, 1.0, 1e4])

    def function(x):
        return -0.5 * float(bend @ (x - 0.5) ** 2), -bend * (x - 0.5)

    found = maximum(function, np.zeros(3), lower=-np.ones(3), upper=np.ones(3), scale=np.sqrt(bend), tolerance=1e-10)
    assert found.x == pytest.approx(np.full(3, 0.5), abs=1e-7)
    assert found.evaluations < 6


def test_points_without_a_value_are_turned_back_from():
    def function(x):
        if x[0] > 1.5:
            raise NoSolution("no equilibrium")
        return float(-((x[0] - 1.4) ** 2)), -2.0 * (x - 1.4)

    found = maximum(function, np.array([-8.0]), lower=np.array([-10.0]), upper=np.array([10.0]))
    assert found.x[0] == pytest.approx(1.4, abs=1e-6)


def test_no_value_where_it_begins():
    def function(x):
        raise NoSolution("no equilibrium at all")

    with pytest.raises(NoSolution, match="no equilibrium at all"):
        maximum(function, np.zeros(1), lower=-np.ones(1), upper=np.ones(1))


def test_a_search_that_does_not_end_says_how_steep_it_still_is():
    with pytest.raises(NoSolution, match=r"slope of .* is left"):
        maximum(
            lambda x: (-float(rosen(x)), -rosen_der(x)),
            np.zeros(6),
            lower=np.full(6, -2.0),
            upper=np.full(6, 2.0),
            most=5,
        )


def test_a_slope_towards_a_bound_counts_no_more_than_the_room_left():
    one = np.ones(1)
    assert slope_left(np.array([0.999]), 5 * one, 0 * one, one, one) == pytest.approx(0.001)
