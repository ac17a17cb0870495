"""Measures of alignment: on tables by hand, by the definitions in loops, and what must hold of any votes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.reliance.security.alignment import (
    VOTES,
    agreement,
    agreement_by_session,
    agreement_share,
    cohens_kappa,
    cross_table,
    pair_table,
    scotts_pi,
    similarity,
)

MEASURES = (similarity, cohens_kappa, scotts_pi)
BALLOTS = arrays(
    np.int8, st.tuples(st.integers(1, 12), st.integers(2, 5)), elements=st.sampled_from((0, 1, 2, 3, 8, 9))
)


def voted(votes, i, j):
    both = [(a, b) for a, b in zip(votes[:, i], votes[:, j], strict=True) if a in VOTES and b in VOTES]
    return np.array(both, dtype=int).reshape(-1, 2).T


def by_definition(measure, a, b, power):
    """The measure of one pair, written out."""
    if not len(a):
        return np.nan
    observed = np.mean(np.abs(a - b) ** power) / 2**power
    if measure is similarity:
        return 1 - 2 * observed
    if measure is cohens_kappa:
        expected = np.mean(np.abs(a[:, None] - b) ** power) / 2**power
    else:
        both = np.concatenate([a, b])
        expected = np.mean(np.abs(both[:, None] - both) ** power) / 2**power
    return 1 - observed / expected if expected > 0 else np.nan


@given(BALLOTS)
def test_agreement_is_its_definition(votes):
    agree2, n = agreement(votes)
    for i in range(votes.shape[1]):
        for j in range(votes.shape[1]):
            a, b = voted(votes, i, j)
            assert n[i, j] == len(a)
            assert agree2[i, j] == np.sum(2 - np.abs(a - b))


@given(BALLOTS, st.sampled_from(MEASURES), st.sampled_from((1, 2)))
def test_each_measure_is_its_definition(votes, measure, power):
    found = measure(cross_table(votes), power)
    for i in range(votes.shape[1]):
        for j in range(votes.shape[1]):
            a, b = voted(votes, i, j)
            expected = by_definition(measure, a, b, power)
            np.testing.assert_allclose(found[i, j], expected, rtol=0, atol=1e-12)


@given(BALLOTS, st.sampled_from(MEASURES), st.sampled_from((1, 2)), st.randoms(use_true_random=False))
def test_symmetry_range_and_order(votes, measure, power, draw):
    found = measure(cross_table(votes), power)
    np.testing.assert_allclose(found, found.T, rtol=0, atol=1e-12)
    known = found[~np.isnan(found)]
    assert np.all(known <= 1 + 1e-12)
    assert np.all(known >= -1 - 1e-12)
    mixed = votes[draw.sample(range(len(votes)), len(votes))]
    np.testing.assert_allclose(measure(cross_table(mixed), power), found, rtol=0, atol=1e-12)
    countries = draw.sample(range(votes.shape[1]), votes.shape[1])
    np.testing.assert_allclose(
        measure(cross_table(votes[:, countries]), power), found[np.ix_(countries, countries)], rtol=0, atol=1e-12
    )


@given(BALLOTS)
def test_absolute_s_is_agreement_on_another_scale(votes):
    share = agreement_share(*agreement(votes))
    np.testing.assert_allclose(similarity(cross_table(votes)), 2 * share - 1, rtol=0, atol=1e-12)


@given(BALLOTS, st.sampled_from(MEASURES), st.sampled_from((1, 2)))
def test_yes_and_no_can_change_their_names(votes, measure, power):
    turned = np.where(np.isin(votes, VOTES), 4 - votes, votes)
    np.testing.assert_allclose(
        measure(cross_table(turned), power), measure(cross_table(votes), power), rtol=0, atol=1e-12
    )


def test_one_pair_is_all_pairs():
    votes = np.random.default_rng(5).integers(0, 4, (60, 6))
    for measure in MEASURES:
        found = measure(cross_table(votes))
        for i in range(6):
            for j in range(6):
                assert measure(pair_table(votes[:, i], votes[:, j])) == pytest.approx(found[i, j], abs=1e-12)


def test_weights_count_as_repetition():
    votes = np.random.default_rng(6).integers(0, 4, (20, 4))
    times = np.random.default_rng(7).integers(1, 4, 20)
    for measure in MEASURES:
        np.testing.assert_allclose(
            measure(cross_table(votes, weights=times)), measure(cross_table(np.repeat(votes, times, 0))), atol=1e-12
        )


def test_common_absent_ties_make_s_high_and_leave_kappa_low():
    """Two states without a common ally among forty: S calls them alike, what chance gives is no likeness."""
    ties = np.zeros((40, 2), int)
    ties[:3, 0] = 1
    ties[3:6, 1] = 1
    table = cross_table(ties, levels=(0, 1))[..., 0, 1]
    assert similarity(table) == pytest.approx(1 - 2 * 6 / 40)
    assert cohens_kappa(table) < 0
    assert scotts_pi(table) < 0


def test_sessions_in_any_order_and_apart():
    draw = np.random.default_rng(8)
    votes, session = draw.integers(0, 4, (200, 7)).astype(np.int8), draw.choice([3, 5, 11], 200)
    sessions, agree2, n = agreement_by_session(votes, session)
    assert sessions.tolist() == [3, 5, 11]
    for at, one in enumerate(sessions):
        for found, expected in zip((agree2[at], n[at]), agreement(votes[session == one]), strict=True):
            np.testing.assert_array_equal(found, expected)


def test_no_votes_no_agreement():
    agree2, n = agreement(np.zeros((3, 2), np.int8))
    assert not agree2.any()
    assert not n.any()
    assert np.isnan(agreement_share(agree2, n)).all()
    for measure in MEASURES:
        assert np.isnan(measure(cross_table(np.zeros((0, 2), np.int8)))).all()


def test_who_always_gives_one_answer_leaves_kappa_unknown():
    votes = np.ones((5, 2), np.int8)
    assert similarity(cross_table(votes))[0, 1] == 1
    assert np.isnan(cohens_kappa(cross_table(votes))[0, 1])
    assert np.isnan(scotts_pi(cross_table(votes))[0, 1])
