"""Ideal points from votes: known places come back, intervals hold them, the bound rises, paths beside dense algebra."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.reliance.security.ideal_estimation import estimate, smoothed
from tests.reference.roll_calls import drawn


@pytest.fixture(scope="module")
def known():
    made = drawn(1)
    anchor = int(np.nanargmax(np.nanmean(made.place, axis=0)))
    return made, anchor, estimate(made.votes, made.session, anchor=anchor)


def test_known_places_come_back_in_every_session(known):
    made, _, found = known
    for place, point in zip(made.place, found.point, strict=True):
        both = np.isfinite(place) & np.isfinite(point)
        assert np.corrcoef(place[both], point[both])[0, 1] > 0.95


def test_points_have_mean_0_and_spread_1(known):
    _, anchor, found = known
    assert np.nanmean(found.point) == pytest.approx(0, abs=1e-9)
    assert np.nanstd(found.point) == pytest.approx(1, abs=1e-9)
    assert np.nanmean(found.point[:, anchor]) > 0


def test_nine_of_ten_intervals_hold_the_place():
    off = []
    for seed in range(4):
        made = drawn(10 + seed)
        anchor = int(np.nanargmax(np.nanmean(made.place, axis=0)))
        found = estimate(made.votes, made.session, anchor=anchor)
        off.append(((found.point - made.place) / found.error)[np.isfinite(found.point)])
    held = np.mean(np.abs(np.concatenate(off)) < 1.645)  # of 1,700 points that hang together
    assert 0.86 < held < 0.95


def test_the_sides_of_the_anchor_are_those_of_the_line(known):
    made, _, found = known
    other = int(np.nanargmin(np.nanmean(made.place, axis=0)))
    turned = estimate(made.votes, made.session, anchor=other)
    assert np.nanmax(np.abs(turned.point + found.point)) < 1e-6
    used = np.isfinite(found.cuts[:, 0])
    assert turned.cuts[used, 0] == pytest.approx(-found.cuts[used, 0], abs=1e-6)


def test_cuts_come_back(known):
    made, _, found = known
    used = np.isfinite(found.cuts).all(1)
    for p, least in ((0, 0.95), (1, 0.95), (2, 0.95)):
        assert np.corrcoef(found.cuts[used, p], made.cuts[used, p])[0, 1] > least


def test_the_bound_rises():
    made = drawn(2, countries=40, sessions=5, calls=25)
    found = estimate(made.votes, made.session, anchor=0, pull=0.01, tolerance=0.001, most=100)
    steps = np.diff(found.objective)[1:]  # the first is of a start that is no distribution of the model
    assert steps[0] > 1  # else nothing is tested
    assert steps.min() > -1e-4 * abs(found.objective[-1]) / 10  # two points for each mean: 1e-5 of the bound


def test_paths_are_those_of_dense_algebra():
    draw = np.random.default_rng(3)
    sessions = 6
    link, known = draw.uniform(0.5, 5, (sessions, 1)), draw.uniform(0, 3, (sessions, 1))
    push = draw.normal(size=(sessions, 1))
    begins = np.zeros((sessions, 1), bool)
    begins[1] = True
    active = np.arange(sessions)[:, None] >= 1
    link[:2] = 0
    known[0] = push[0] = 0
    mean, variance, entropy = smoothed(link, begins, active, known, push)
    precision = np.diag(known[1:, 0])
    precision[0, 0] += 1
    for k in range(1, sessions - 1):
        precision[k - 1 : k + 1, k - 1 : k + 1] += link[k + 1, 0] * np.array([[1, -1], [-1, 1]])
    assert mean[1:, 0] == pytest.approx(np.linalg.solve(precision, push[1:, 0]))
    assert variance[1:, 0] == pytest.approx(np.diag(np.linalg.inv(precision)))
    assert entropy == pytest.approx(-0.5 * np.linalg.slogdet(precision)[1])
    assert (mean[0, 0], variance[0, 0]) == (0, 0)


def test_roll_calls_on_one_text_share_their_cuts():
    made = drawn(6, countries=40, sessions=3, calls=20)
    same = np.where(np.arange(60) % 20 < 5, np.arange(60) % 20, np.arange(60))
    found = estimate(made.votes, made.session, anchor=0, same=same)
    assert np.array_equal(found.cuts[:5], found.cuts[20:25], equal_nan=True)
    assert not np.array_equal(found.cuts[5:10], found.cuts[25:30], equal_nan=True)


def test_a_vote_on_which_all_agree_counts_for_nothing():
    made = drawn(7, countries=30, sessions=2, calls=20)
    more = np.vstack([made.votes, np.ones((3, 30), np.int8)])
    one = estimate(made.votes, made.session, anchor=0)
    two = estimate(more, np.append(made.session, [1, 1, 1]), anchor=0)
    assert two.point == pytest.approx(one.point, abs=1e-9, nan_ok=True)
    assert np.isnan(two.cuts[-3:]).all()


def test_a_state_that_is_away_for_a_session_has_no_point_there():
    made = drawn(8, countries=30, sessions=3, calls=20)
    votes = made.votes.copy()
    votes[20:40, 4] = 0
    found = estimate(votes, made.session, anchor=0)
    assert np.isnan(found.point[1, 4])
    assert np.isfinite(found.point[[0, 2], 4]).all() == np.isfinite(made.place[[0, 2], 4]).all()
    assert found.votes[1, 4] == 0


def test_two_answers_are_enough():
    made = drawn(9, countries=40, sessions=2, calls=25)
    votes = np.where(made.votes == 2, 3, made.votes).astype(np.int8)
    votes[:10] = np.where(made.votes[:10] == 3, 2, made.votes[:10])
    found = estimate(votes, made.session, anchor=int(np.nanargmax(np.nanmean(made.place, axis=0))))
    both = np.isfinite(found.point) & np.isfinite(made.place)
    assert np.corrcoef(found.point[both], made.place[both])[0, 1] > 0.9


def test_what_can_t_be_estimated_is_refused():
    with pytest.raises(InputError, match="no roll call has two answers"):
        estimate(np.ones((4, 5), np.int8), np.zeros(4, int), anchor=0)
    made = drawn(9, countries=20, sessions=2, calls=10)
    votes = made.votes.copy()
    votes[:, 3] = 0
    with pytest.raises(InputError, match="cast no vote that counts"):
        estimate(votes, made.session, anchor=3)
    with pytest.raises(NoSolution, match="still move"):
        estimate(made.votes, made.session, anchor=0, most=2)
