"""What holds of any line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.negotiation import positions as at

ACTORS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=7).filter(
    lambda held: any(s * c for _, s, c in held)
)
FEW = settings(max_examples=60, deadline=None)


def line(held):
    x, s, c = (np.array(one, dtype=float) for one in zip(*held, strict=True))
    return x, s, c, s * c


@FEW
@given(ACTORS)
def test_the_outcomes_lie_among_those_who_count(held):
    x, _, _, w = line(held)
    counted = x[w > 0]
    low, high = at.median(x, w)
    assert counted.min() - 1e-9 <= at.compromise(x, w) <= counted.max() + 1e-9
    assert {float(low), float(high)} <= set(counted.tolist())


@FEW
@given(ACTORS, st.integers(-5, 5), st.integers(1, 4), st.integers(1, 9))
def test_another_unit_is_the_same_line(held, shift, scale, unit):
    x, s, c, w = line(held)
    for of in (at.compromise, lambda x, w: at.median(x, w)[0], lambda x, w: at.unbeaten(x, w, 0.7)[1]):
        assert of(shift + scale * x, unit * w) == pytest.approx(shift + scale * float(of(x, w)), abs=1e-9)
    assert at.spread(shift + scale * x, unit * w) == pytest.approx(scale * float(at.spread(x, w)), abs=1e-7)
    assert at.slopes(x, s, unit * c).pull == pytest.approx(at.slopes(x, s, c).pull, abs=1e-9)


@FEW
@given(ACTORS)
def test_slopes_add_up(held):
    x, s, c, _ = line(held)
    found = at.slopes(x, s, c)
    assert found.position.sum() == pytest.approx(1.0)
    assert found.pull.sum() == pytest.approx(0.0, abs=1e-9)  # more of every salience changes nothing


@FEW
@given(ACTORS, st.sampled_from([0.5, 0.6, 0.75, 1.0]), st.sampled_from([0.5, 0.6, 0.75, 1.0]))
def test_the_harder_the_rule_the_more_is_unbeaten_and_the_less_wins(held, one, other):
    x, _, c, _ = line([(p, 1, k) for p, _, k in held])
    easy, hard = (at.unbeaten(x, c, share) for share in sorted((one, other)))
    assert hard[0] <= easy[0] <= easy[1] <= hard[1]
    for status_quo in (0.0, 10.0, 20.0):
        few, many = at.winset(hard, status_quo), at.winset(easy, status_quo)
        assert many[0] <= few[0]
        assert few[1] <= many[1]


@FEW
@given(ACTORS, st.integers(0, 3), st.integers(0, 4))
def test_no_draw_leaves_the_extremes(held, around, seed):
    x, _, _, w = line(held)
    ends = (np.clip(x - around, 0, 20), np.clip(x + around, 0, 20)), (w, w + around)
    least, most = at.extremes(*ends)
    nan = np.full(len(x), np.nan)
    drawn = at.drawn((np.r_[ends[0][0], w], np.r_[nan, nan], np.r_[ends[0][1], ends[1][1]]), 20, seed)
    means = at.compromise(drawn[:, : len(x)], drawn[:, len(x) :])
    assert (means >= least - 1e-9).all()
    assert (means <= most + 1e-9).all()
