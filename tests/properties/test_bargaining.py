"""The axioms of bargaining, on any table of outcomes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.core.errors import NoSolution
from counterpoise.games import solutions
from counterpoise.games.efficient import efficient, zone
from counterpoise.games.solutions import ideal, predictions, raiffa
from tests.reference import bargaining as plain

RULES = ("nash", "kalai_smorodinsky", "egalitarian")


@st.composite
def problems(draw, most_players=4):
    """Give whole payoffs, of which many are equal, and outside options that at least one outcome meets."""
    players = draw(st.integers(2, most_players))
    numbers = st.integers(0, draw(st.sampled_from([2, 9, 1000])))
    rows = draw(st.lists(st.tuples(*[numbers] * players), min_size=1, max_size=24))
    met = draw(st.sampled_from(rows))
    less = draw(st.tuples(*[st.integers(0, 6)] * players))
    return np.array(rows, dtype=float), np.array(met, dtype=float) - less


def deals(table, outside):
    """Give every rule's deal, over outcomes and over lotteries."""
    for lotteries in (False, True):
        for deal in predictions(table, outside, lotteries=lotteries, discounts=(0.9, 0.7)).values():
            if deal is not None:
                yield deal


@given(problems())
@settings(max_examples=40, deadline=None)
def test_what_is_efficient_is_what_nothing_dominates(problem):
    table, outside = problem
    assert efficient(table, duplicates=True).tolist() == plain.efficient(table)
    assert zone(table, outside).tolist() == plain.zone(table, outside)


@given(problems(most_players=3))
@settings(max_examples=5, deadline=None)
def test_deals_are_in_the_zone_and_efficient(problem):
    """Nobody has less than outside; no outcome, or no lottery, gives one more and none less."""
    table, outside = problem
    size = np.abs(table - outside).max() + 1.0
    for deal in deals(table, outside):
        assert (deal.payoffs >= outside).all()
        if deal.index is not None:
            assert not ((table >= deal.payoffs).all(1) & (table > deal.payoffs).any(1)).any()
        made = deal.weights @ table[deal.outcomes]
        assert made == pytest.approx(deal.payoffs, abs=1e-7 * size)
    for rule in RULES:
        deal = getattr(solutions, rule)(table, outside, lotteries=True)
        best = plain.best_lottery(table / size, np.ones(len(outside)), deal.payoffs / size - 1e-12)
        assert best is None or best <= deal.payoffs.sum() / size + 1e-6


@given(problems(), st.integers(0, 1000))
@settings(max_examples=8, deadline=None)
def test_names_of_players_do_not_matter(problem, seed):
    table, outside = problem
    order = np.random.default_rng(seed).permutation(len(outside))
    for rule in RULES:
        for lotteries in (False, True):
            one = getattr(solutions, rule)(table, outside, lotteries=lotteries)
            other = getattr(solutions, rule)(table[:, order], outside[order], lotteries=lotteries)
            if lotteries:
                size = np.abs(table - outside).max() + 1.0
                assert other.payoffs == pytest.approx(one.payoffs[order], abs=1e-6 * size)
            else:
                assert {one.index, *one.ties} == {other.index, *other.ties}


@given(problems(), st.lists(st.sampled_from([0.25, 0.5, 2.0, 8.0]), min_size=4, max_size=4), st.integers(-4, 4))
@settings(max_examples=8, deadline=None)
def test_units_and_origins_do_not_matter_to_nash_and_kalai_smorodinsky(problem, units, origin):
    table, outside = problem
    unit = np.array(units[: len(outside)])
    for rule in RULES[:2]:
        for lotteries in (False, True):
            one = getattr(solutions, rule)(table, outside, lotteries=lotteries)
            other = getattr(solutions, rule)(unit * table + origin, unit * outside + origin, lotteries=lotteries)
            if lotteries:
                size = np.abs(table - outside).max() + 1.0
                assert (other.payoffs - origin) / unit == pytest.approx(one.payoffs, abs=1e-6 * size)
            else:
                assert {one.index, *one.ties} == {other.index, *other.ties}


@given(problems(), st.integers(0, 1000))
@settings(max_examples=12, deadline=None)
def test_outcomes_that_are_not_chosen_do_not_matter_to_nash(problem, seed):
    table, outside = problem
    for lotteries in (False, True):
        deal = solutions.nash(table, outside, lotteries=lotteries)
        stays = np.random.default_rng(seed).random(len(table)) < 0.5
        stays[deal.outcomes] = True
        if not lotteries:  # ideals set the small share that decides where nobody can gain together
            held = table[zone(table, outside)]
            if not ((held - outside) > 0).all(1).any():
                return
        fewer = solutions.nash(table[stays], outside, lotteries=lotteries)
        size = np.abs(table - outside).max() + 1.0
        if lotteries:
            assert fewer.payoffs == pytest.approx(deal.payoffs, abs=1e-6 * size)
        else:
            assert np.prod(fewer.gains) == pytest.approx(np.prod(deal.gains), rel=1e-9)


@given(problems(), st.lists(st.tuples(*[st.integers(0, 12)] * 4), min_size=1, max_size=6))
@settings(max_examples=8, deadline=None)
def test_more_outcomes_do_not_lower_the_least(problem, more):
    """The least gain of the egalitarian deal never falls, nor, where ideals stay, the least share of them (Kalai and Smorodinsky)."""
    table, outside = problem
    wider = np.concatenate([table, np.array(more, dtype=float)[:, : len(outside)]])
    size = np.abs(wider - outside).max() + 1.0
    for lotteries in (False, True):
        one, other = (solutions.egalitarian(held, outside, lotteries=lotteries) for held in (table, wider))
        assert other.gains.min() >= one.gains.min() - 1e-6 * size
        best = [ideal(held, outside, lotteries=lotteries) - outside for held in (table, wider)]
        if np.allclose(*best) and (best[0] > 1e-6).all():
            one, other = (solutions.kalai_smorodinsky(held, outside, lotteries=lotteries) for held in (table, wider))
            assert (other.gains / best[1]).min() >= (one.gains / best[0]).min() - 1e-6


@given(problems(most_players=2))
@settings(max_examples=30, deadline=None)
def test_two_players_with_lotteries(problem):
    """Shares of ideals are equal; Raiffa's deal gives each at least half of its ideal gain, as Nash's and Kalai and Smorodinsky's do."""
    table, outside = problem
    best = ideal(table, outside, lotteries=True) - outside
    if (best <= 0).any():
        return
    deal = solutions.kalai_smorodinsky(table, outside, lotteries=True)
    assert deal.gains[0] / best[0] == pytest.approx(deal.gains[1] / best[1])
    for one in (deal, solutions.nash(table, outside, lotteries=True), raiffa(table, outside)):
        assert (one.gains >= best / 2 - 1e-9 * best).all()


@given(problems(), st.integers(1, 5))
@settings(max_examples=6, deadline=None)
def test_outside_options_that_are_too_good(problem, more):
    table, _ = problem
    outside = table.max(0) + more
    assert len(zone(table, outside)) == 0
    for lotteries in (False, True):
        assert set(predictions(table, outside, lotteries=lotteries).values()) == {None}
    with pytest.raises(NoSolution):
        ideal(table, outside)
