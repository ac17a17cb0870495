"""Dates of breaks against every partition there is; intervals against identities of the limit distribution."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.core.errors import InputError
from counterpoise.record.breaks import argmax_probability, break_dates, break_interval, levels, segments


def total(values, breaks):
    return sum(((values[a:b] - values[a:b].mean()) ** 2).sum() for a, b in segments(len(values), breaks))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(2, 4))
def test_no_partition_leaves_less(seed, most, least):
    values = np.random.default_rng(seed).standard_normal(16).cumsum()
    for count, found in enumerate(break_dates(values, most, least)):
        every = [
            cut for cut in itertools.combinations(range(15), count) if all(b - a >= least for a, b in segments(16, cut))
        ]
        assert list(found) in [list(one) for one in every]
        assert total(values, found) == pytest.approx(min(total(values, one) for one in every))


def test_what_is_missing_moves_no_break():
    values = np.where(np.arange(40) < 25, 0.0, 3.0) + 0.1 * np.sin(np.arange(40) * 3)
    holed = values.copy()
    holed[[3, 10, 30]] = np.nan
    assert break_dates(holed, 1, 5)[1] == break_dates(values, 1, 5)[1] == [24]
    assert levels(holed, [24])[3] == pytest.approx(np.nanmean(holed[:25]))


def test_too_short_for_a_break():
    assert break_dates(np.arange(7.0), 2, 4) == [[]]


def test_ruptures_finds_the_same_dates():
    ruptures = pytest.importorskip("ruptures")
    values = np.random.default_rng(1).standard_normal(80)
    values[30:] += 2
    values[55:] -= 3
    held = ruptures.Dynp(model="l2", min_size=10, jump=1).fit(values).predict(2)
    assert [one + 1 for one in break_dates(values, 2, 10)[2]] == held[:-1]


@given(st.floats(0.05, 40), st.floats(0.2, 5))
def test_time_may_run_backwards(x, ratio):
    back = 1 - argmax_probability(x / ratio, 1 / ratio)
    assert argmax_probability(-x, ratio) == pytest.approx(back, abs=1e-8)


@pytest.mark.parametrize("ratio", [0.5, 1.0, 2.0])
def test_it_is_a_distribution(ratio):
    at = [argmax_probability(float(x), ratio) for x in np.linspace(-200, 200, 801)]
    assert at[0] == pytest.approx(0, abs=1e-6)
    assert at[-1] == pytest.approx(1, abs=1e-6)
    assert (np.diff(at) >= -1e-12).all()


def test_it_is_where_a_walk_with_a_drift_is_highest():
    draw = np.random.default_rng(3)
    step, long = 0.05, 1600
    walks = np.cumsum(draw.standard_normal((2500, 2, long)) * np.sqrt(step) - step / 2, axis=2)
    best, at = walks.max(2), walks.argmax(2)
    right = (best[:, 1] >= best[:, 0]) & (best[:, 1] > 0)
    for x in (1.0, 4.0, 7.687):
        share = (np.where(right, (at[:, 1] + 1) * step, 0.0) <= x).mean()
        assert share == pytest.approx(argmax_probability(x), abs=0.03)


def test_an_interval_needs_a_shift():
    with pytest.raises(InputError, match="no shift"):
        break_interval(5, 0.0, 1.0, 1.0)
