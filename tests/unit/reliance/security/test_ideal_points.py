"""Ideal points: distances, their bands beside simulation, and what holds of alignment on one line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.reliance.security.ideal_points import (
    distance,
    distance_band,
    error_of_band,
    net_alignment,
    net_alignment_band,
)

POINT = st.floats(-3, 3)


@given(st.lists(POINT, min_size=3, max_size=3))
def test_distances_are_a_metric(points):
    found = distance(np.array(points))
    assert np.array_equal(found, found.T)
    assert not found.diagonal().any()
    assert found[0, 2] <= found[0, 1] + found[1, 2] + 1e-12


def test_distances_of_many_years_and_a_missing_point():
    points = np.array([[0.0, 1.0, np.nan], [2.0, -1.0, 0.5]])
    found = distance(points)
    assert found.shape == (2, 3, 3)
    assert found[1].tolist() == [[0, 3, 1.5], [3, 0, 1.5], [1.5, 1.5, 0]]
    assert np.isnan(found[0, :, 2]).all()


@pytest.mark.parametrize("gap", [0.0, 0.2, 1.0, 5.0])
def test_the_band_is_that_of_draws(gap):
    draw = np.random.default_rng(3)
    apart = np.abs(gap + draw.normal(0, 0.3, 400_000) - draw.normal(0, 0.4, 400_000))
    low, high = distance_band(np.array(gap), np.array(0.3), np.array(0.4))
    assert low == pytest.approx(np.quantile(apart, 0.05), abs=6e-3)
    assert high == pytest.approx(np.quantile(apart, 0.95), abs=6e-3)


def test_bands_without_error_and_without_a_point():
    low, high = distance_band(np.array([1.5, np.nan, 1.0]), np.array([0.0, 0.1, np.nan]), np.array(0.0))
    assert (low[0], high[0]) == (1.5, 1.5)
    assert np.isnan([low[1:], high[1:]]).all()


def test_the_error_of_a_band_gives_the_band_back():
    error = error_of_band(np.array([-0.9]), np.array([0.3]))
    low, high = distance_band(np.array([50.0]), error, np.array([0.0]))
    np.testing.assert_allclose(high - low, 1.2, rtol=1e-9)


@given(POINT, POINT, POINT)
def test_alignment_on_a_line(country, one, other):
    net = net_alignment(*(np.array(abs(a - b)) for a, b in ((country, one), (country, other), (one, other))))
    if one == other:
        assert np.isnan(net)
        return
    assert -1 <= net <= 1
    if abs(one - other) > 1e-6:
        least, most = sorted((one, other))
        within = min(max(country, least), most)
        assert net == pytest.approx((2 * within - one - other) / (one - other), abs=1e-6)


def test_the_band_of_alignment():
    points, errors = np.array([2.0, -1.0, 0.5, 3.0, np.nan]), np.array([0.1, 0.1, 0.2, 0.1, 0.1])
    low, high = net_alignment_band(points, errors, seed=4)
    again = net_alignment_band(points, errors, seed=4)
    np.testing.assert_array_equal(low, again[0])
    assert low[0] < 0 < high[0]
    assert high[0] - low[0] == pytest.approx(2 * 1.645 * 2 / 3 * np.hypot(0.2, 0.1 / np.sqrt(2)), rel=0.05)
    np.testing.assert_allclose((low[1], high[1]), 1)
    assert np.isnan([low[2], high[2]]).all()
