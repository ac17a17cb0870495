"""The largest F against plain least squares, one regression at a time."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from counterpoise.record.breaks import segments
from counterpoise.record.shifts import Design, largest_f, largest_root, simulated, stationary

LONG = 40


def plain(values, breaks, order, least, count):
    """Give the largest F of one step or of two by a regression for each place."""
    known = np.isfinite(values)
    rows = [t for t in range(order, LONG) if known[t - order : t + 1].all()]
    parts = segments(LONG, breaks)
    base = [[float(a <= t < b) for a, b in parts] + [values[t - lag] for lag in range(1, order + 1)] for t in rows]
    target = values[rows]

    def rest(columns):
        fit = np.linalg.lstsq(columns, target, rcond=None)[0]
        return float(((target - columns @ fit) ** 2).sum())

    places = []
    for a, b in parts:
        inside = [t for t in rows if a <= t < b]
        places += [
            (k, b)
            for k in range(a, b - 1)
            if known[k] and sum(t <= k for t in inside) >= least and sum(t > k for t in inside) >= least
        ]
    before, best = rest(np.array(base)), 0.0
    for chosen in itertools.combinations(places, count):
        if count == 2 and chosen[1][0] - chosen[0][0] < least:
            continue
        steps = np.array([[float(k < t < b) for k, b in chosen] for t in rows])
        after = rest(np.hstack([base, steps]))
        best = max(best, (before - after) / count / (after / (len(rows) - len(base[0]) - count)))
    return best


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("breaks", [(), (19,)])
def test_one_step_is_least_squares(order, breaks):
    series = np.random.default_rng(order).standard_normal((3, LONG)).cumsum(1) * 0.3
    series += np.random.default_rng(9).standard_normal((3, LONG))
    series[:, 7] = np.nan
    design = Design(np.isfinite(series[0]), breaks, order, 5)
    found = largest_f(series, design, pairs=False)
    assert found == pytest.approx([plain(one, breaks, order, 5, 1) for one in series], rel=1e-6)


def test_two_steps_are_least_squares():
    series = np.random.default_rng(4).standard_normal((2, LONG))
    series[:, 12:26] += 3
    design = Design(np.ones(LONG, bool), (), 1, 6)
    assert len(design.places) <= 48  # so that every pair is tried
    both = [max(plain(one, (), 1, 6, 1), plain(one, (), 1, 6, 2)) for one in series]
    assert largest_f(series, design, pairs=True) == pytest.approx(both, rel=1e-6)
    assert (largest_f(series, design, pairs=True) > 2 * largest_f(series, design, pairs=False)).all()


def test_simulated_series_have_the_correlation_they_are_given():
    made = simulated(np.array([0.5, 0.2]), np.random.default_rng(0).standard_normal((1, 60_000)), 100)[0]
    first = np.corrcoef(made[1:], made[:-1])[0, 1]
    assert first == pytest.approx(0.5 / (1 - 0.2), abs=0.02)  # Yule and Walker


def test_roots():
    assert largest_root(stationary(np.array([0.9, 0.4]))) == pytest.approx(0.99)
    assert largest_root([0.0, 0.25]) == pytest.approx(0.5)
