"""The four numbers of stability: what they find, what they can't, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.record.shifts import simulated
from counterpoise.record.stability import _half_life, order_of


def noise(persistence, long=120, seed=0, count=1):
    shocks = np.random.default_rng(seed).standard_normal((count, long + 100)) * math.sqrt(1 - persistence**2)
    return simulated(np.array([persistence]), shocks, 100)


def test_the_size_of_the_test_is_near_what_it_says():
    """A small simulation; the whole one is benchmarks/stability.py. Of 40 series at 5 %, 7 or more have odds of 1 in 290."""
    found = [cp.stability(one, draws=59).p_value for one in noise(0.6, 80, 3, 40)]
    assert sum(p <= 0.05 for p in found) < 7
    assert sum(p <= 0.5 for p in found) > 9


def test_a_shift_that_is_undone_is_found():
    values = noise(0.3, seed=1)[0]
    values[40:80] += 2.5
    found = cp.stability(values)
    assert [one.shift > 0 for one in found.breaks] == [True, False]
    assert all(one.first <= at <= one.last for one, at in zip(found.breaks, (39, 79), strict=True))


def test_the_smallest_shift_is_found_four_times_in_five():
    calm = noise(0.3, seed=5)[0]
    size = cp.stability(calm).smallest_shift
    made = noise(0.3, seed=6, count=40) + size * (np.arange(120) >= 60)
    share = np.mean([cp.stability(one, draws=59).p_value <= 0.05 for one in made])
    assert 0.6 <= share <= 0.95  # 0.8, with three standard errors


def test_a_longer_series_shows_smaller_shifts():
    short, long = (cp.stability(noise(0.3, n, seed=2)[0], draws=99).smallest_shift for n in (60, 240))
    assert long < 0.7 * short


def test_half_lives():
    assert _half_life(np.array([0.5**0.25])) == pytest.approx(4)
    assert _half_life(np.array([1.0])) == math.inf
    assert _half_life(np.array([0.0, 0.8])) > 4  # comes back every second step
    found = cp.stability(noise(0.8, 400, seed=1)[0], draws=99, level=0.001)  # so that no break is taken off
    assert found.half_life_low <= math.log(0.5) / math.log(0.8) <= found.half_life_high


def test_uneven_variances_are_told():
    even = noise(0.0, 150, seed=2)[0]
    found = cp.stability(np.where(np.arange(150) < 75, even, 5 * even), draws=99)
    assert found.variance_ratio > 10
    assert found.variance_p <= 0.02
    assert cp.stability(even, draws=99).variance_p > 0.05


def test_one_answer_for_one_seed_whatever_holds_the_series():
    values = noise(0.3, 60)[0]
    labels = [f"{2000 + k // 12}-{1 + k % 12:02}" for k in range(60)]
    held = [
        dict(zip(labels, values, strict=True)),
        pd.Series(values, index=labels),
        xr.DataArray(values, dims="period", coords={"period": labels}),
    ]
    found = [cp.stability(one, draws=59, seed=4) for one in held]
    assert len({(one.p_value, one.smallest_shift, one.labels) for one in found}) == 1
    assert cp.stability(values, draws=59, seed=5).smallest_shift != found[0].smallest_shift


def test_units_do_not_matter():
    values = noise(0.3, 60)[0]
    one, other = cp.stability(values, draws=59), cp.stability(1000 * values + 7, draws=59)
    assert other.p_value == one.p_value
    assert other.smallest_shift == pytest.approx(1000 * one.smallest_shift)
    assert other.half_life == pytest.approx(one.half_life)


def test_what_is_missing_is_left_out():
    values = noise(0.3, 90, seed=8)[0]
    values[50:] += 4
    values[[5, 6, 7, 70]] = np.nan
    found = cp.stability(values, draws=99)
    assert [one.after for one in found.breaks] == [49]
    assert found.breaks[0].shift == pytest.approx(np.nanmean(values[50:]) - np.nanmean(values[:50]))


def test_lags_are_chosen():
    shocks = np.random.default_rng(3).standard_normal((1, 500))
    values = simulated(np.array([0.0, 0.6]), shocks, 100)[0]
    assert order_of(values, np.ones(400, bool), [], 60) >= 2


def test_all_four_are_written_together():
    said = repr(cp.stability(noise(0.0, 60)[0], draws=59))
    assert all(word in said for word in ("break test", "half-life", "rolling variances", "smallest shift"))
    assert "stable" not in said


@pytest.mark.parametrize(
    ("values", "words", "said"),
    [
        (range(10), {}, "10 observations"),
        ([3.0] * 50, {}, "does not vary"),
        ([1, "x"] * 30, {}, "no number"),
        (range(50), {"trim": 0.6}, "trim"),
        (range(50), {"level": 0}, "level is 0"),
        (range(50), {"draws": 3}, "draws is 3"),
        (range(50), {"most": 0}, "most is 0"),
    ],
)
def test_what_is_refused(values, words, said):
    with pytest.raises(InputError, match=said):
        cp.stability(values, **words)
