"""Solutions over tables of outcomes: against definitions in exact fractions, and on sets that leave little to agree on."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games import solutions
from counterpoise.games.curves import Curve
from counterpoise.games.offers import shares
from counterpoise.games.solutions import (
    Problem,
    egalitarian,
    ideal,
    kalai_smorodinsky,
    nash,
    predictions,
    raiffa,
    rubinstein,
)
from tests.reference import bargaining as plain

RULES = (nash, kalai_smorodinsky, egalitarian)


def tables():
    """Give small tables of whole numbers, with many ties, and outside options that leave a zone."""
    random = np.random.default_rng(0)
    for _ in range(120):
        players = int(random.integers(2, 5))
        table = random.integers(0, 5, (int(random.integers(1, 25)), players)).astype(float)
        outside = table[random.integers(len(table))] - random.integers(0, 3, players)
        yield table, outside


def told(deal):
    """Give all outcomes that do equally well."""
    return {deal.index, *deal.ties.tolist()}


def test_single_outcomes_are_those_of_the_definitions():
    for table, outside in tables():
        assert told(nash(table, outside)) == plain.nash(table, outside)
        held = plain.gains(table, outside)
        best = plain.leximin(table, outside)
        assert told(kalai_smorodinsky(table, outside)) == {k for k in best if k in efficient_of(table, outside)}
        even = plain.leximin(table, outside, scale=[1] * table.shape[1])
        assert told(egalitarian(table, outside)) == {k for k in even if k in efficient_of(table, outside)}
        assert ideal(table, outside) - outside == pytest.approx(
            [float(max(g)) for g in zip(*held.values(), strict=True)]
        )


def efficient_of(table, outside):
    """Give the efficient outcomes of the zone."""
    inside = plain.zone(table, outside)
    return {inside[k] for k in plain.efficient(table[inside])}


def test_powers_count():
    """Three to one: of a divided unit the first has three quarters, by both rules."""
    table = [[part / 100, 1 - part / 100] for part in range(101)]
    for rule in (nash, egalitarian):
        assert rule(table, [0, 0], powers=[3, 1]).payoffs == pytest.approx([0.75, 0.25])
        assert rule(table, [0, 0], powers=[3, 1], lotteries=True).payoffs == pytest.approx([0.75, 0.25])


@pytest.mark.parametrize("players", [3, 4])
@pytest.mark.parametrize("rule", RULES)
def test_a_unit_that_many_divide(players, rule):
    """Gains are even, and each rule agrees with what it says of two."""
    table, outside = np.eye(players), np.linspace(0.0, 0.2, players)
    even = outside + (1.0 - outside.sum()) / players
    assert rule(table, outside, lotteries=True).payoffs == pytest.approx(even, abs=1e-7)
    assert raiffa(table, outside).payoffs == pytest.approx(even, abs=1e-7)


def test_what_one_cannot_gain_does_not_spoil_the_others():
    """The third always has what it has outside: the others' deal is that of two players."""
    table = np.array([[0.0, 4.0], [3.0, 3.0], [5.0, 0.0]])
    more = np.concatenate([table, np.full((3, 1), 2.0)], axis=1)
    for rule in RULES:
        for lotteries in (False, True):
            two = rule(table, [1, 0], lotteries=lotteries)
            three = rule(more, [1, 0, 2], lotteries=lotteries)
            assert three.payoffs == pytest.approx([*two.payoffs, 2.0], abs=1e-7)


def test_where_not_all_can_gain_at_once():
    """As the limit of a small gain added to all: the more players gain the better, whatever the others have."""
    table = [[9.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 5.0]]
    assert nash(table, [0, 0, 0]).index == 1
    assert nash(table, [0, 0, 0], powers=[1, 1, 5]).index == 2


def test_several_outcomes_do_equally_well():
    table = [[3, 1], [1, 3], [3, 1], [0, 0]]
    for rule in RULES:
        assert told(rule(table, [0, 0])) == {0, 1, 2}
    assert nash([[3, 1], [1, 3]], [0, 0], powers=[2, 1]).ties.tolist() == []


@pytest.mark.parametrize("lotteries", [False, True])
def test_one_outcome(lotteries):
    for table in ([[1, 2]], [[1, 2, 3]]):
        for rule in RULES:
            for lower in (0, 1):
                outside = np.array(table[0]) - lower
                deal = rule(table, outside, lotteries=lotteries)
                assert deal.index == 0
                assert deal.weights.tolist() == [1.0]
                assert deal.gains == pytest.approx(lower)
        assert raiffa(table, table[0]).payoffs == pytest.approx(table[0])


def test_no_zone():
    for table, outside in (([[1, 1]], [2, 0]), (np.empty((0, 2)), [0, 0]), ([[1, 1, 1]], [0, 0, 2])):
        for lotteries in (False, True):
            assert set(predictions(table, outside, lotteries=lotteries, discounts=(0.9, 0.9)).values()) == {None}
            for rule in RULES:
                with pytest.raises(NoSolution, match="at least its outside option"):
                    rule(table, outside, lotteries=lotteries)
        with pytest.raises(NoSolution):
            raiffa(table, outside)


def test_a_lottery_may_agree_where_no_outcome_does():
    table, outside = [[4, 0], [0, 4]], [1, 1]
    with pytest.raises(NoSolution):
        nash(table, outside)
    for rule in RULES:
        assert rule(table, outside, lotteries=True).payoffs == pytest.approx([2, 2])
    found = predictions(table, outside)
    assert [rule for rule, deal in found.items() if deal] == ["raiffa"]


@pytest.mark.parametrize("players", [2, 3, 4])
def test_lotteries_are_what_they_say(players):
    random = np.random.default_rng(players)
    table = random.normal(size=(40, players))
    outside = np.quantile(table, 0.3, axis=0)
    for rule in (*(lambda *a, rule=rule: rule(*a, lotteries=True) for rule in RULES), raiffa):
        deal = rule(table, outside)
        assert deal.weights @ table[deal.outcomes] == pytest.approx(deal.payoffs, abs=1e-8)
        assert deal.weights.sum() == pytest.approx(1.0)
        assert (deal.weights > 0).all()
        assert (deal.gains >= 0).all()
        assert deal.gains == pytest.approx(deal.payoffs - outside)
    best = kalai_smorodinsky(table, outside, lotteries=True)
    scale = ideal(table, outside, lotteries=True) - outside
    assert (best.gains / scale).min() == pytest.approx(plain.largest_least(table, outside, scale), abs=1e-7)


def test_a_chain_is_a_curve():
    """Over its corners as a frontier, roots give what the exact formulas on each line do."""
    table = np.array([[0.0, 4.0], [1.0, 3.9], [2.5, 3.0], [3.5, 1.5], [4.0, 0.0], [1.0, 1.0]])
    curve = Curve.through(table[:5])
    for outside in ((0.0, 0.0), (0.7, 1.0), (2.0, 1.7)):
        for name in ("nash", "kalai_smorodinsky", "egalitarian"):
            found = getattr(solutions, name)(table, outside, lotteries=True)
            assert found.payoffs == pytest.approx(getattr(curve, name)(outside).payoffs, abs=1e-9)
        assert raiffa(table, outside).payoffs == pytest.approx(curve.raiffa(outside).payoffs, abs=1e-9)
        assert nash(table, outside, powers=[1, 3], lotteries=True).payoffs == pytest.approx(
            curve.nash(outside, (1, 3)).payoffs, abs=1e-7
        )
        turns = rubinstein(table, outside, (0.9, 0.8), impasse=[0, 0], lotteries=True)
        assert turns.payoffs == pytest.approx(curve.rubinstein(outside, (0.9, 0.8), (0, 0)).payoffs, abs=1e-9)


def equilibria(table, discounts, outside):
    """Give what stationary equilibria agree on: each proposes its best of what the other takes, and nothing else comes of it."""
    found = set()
    for k, mine in enumerate(table):
        for other in table:
            mine_waits, other_waits = max(discounts[0] * mine[0], outside[0]), max(discounts[1] * other[1], outside[1])
            may = [row for row in table if row[1] >= other_waits]
            back = [row for row in table if row[0] >= mine_waits]
            if mine[0] == max(row[0] for row in may) and other[1] == max(row[1] for row in back):
                found |= {k} if mine[1] >= other_waits and other[0] >= mine_waits else set()
    return found


@pytest.mark.parametrize("discounts", [(0.5, 0.5), (0.9, 0.7), (0.95, 0.99)])
@pytest.mark.parametrize("outside", [(0.0, 0.0), (0.0, 6.0), (5.0, 0.0)])
def test_offers_over_single_outcomes(discounts, outside):
    random = np.random.default_rng(4)
    first = np.sort(random.choice(100, 14, replace=False)) / 10.0
    table = np.stack([first, 10.0 - first * random.uniform(0.9, 1.0)], axis=1)
    table = table[plain.efficient(table)]
    deal = rubinstein(table, outside, discounts, impasse=(0, 0))
    assert told(deal) == equilibria(table, discounts, outside)


def test_offers_over_a_fine_table_are_those_over_its_frontier():
    part = np.linspace(0, 1, 2001)
    table = np.stack([part, 1 - part], axis=1)
    for proposer in (0, 1):
        wanted = (shares((0.9, 0.8)).first, shares((0.9, 0.8)).second)[proposer]
        deal = rubinstein(table, [0, 0], (0.9, 0.8), proposer=proposer)
        assert deal.payoffs == pytest.approx(wanted, abs=1e-3)
        exact = rubinstein(table, [0, 0], (0.9, 0.8), proposer=proposer, lotteries=True)
        assert exact.payoffs == pytest.approx(wanted, abs=1e-12)


def test_an_impasse_that_is_better_than_outside():
    table = [[part, 1 - part] for part in np.linspace(0, 1, 101)]
    deal = rubinstein(table, [0, 0], (0.9, 0.9), impasse=[0.5, 0.2], lotteries=True)
    assert deal.payoffs == pytest.approx([0.5 + 0.3 * 10 / 19, 0.2 + 0.3 * 9 / 19])
    assert deal.gains == pytest.approx(deal.payoffs)
    with pytest.raises(NoSolution):
        rubinstein(table, [0, 0], (0.9, 0.9), impasse=[0.7, 0.7])
    with pytest.raises(NoSolution):
        rubinstein([[4, 0], [0, 4]], [1, 1], (0.9, 0.9))


def test_a_problem_is_prepared_once():
    problem = Problem.of([[3, 0], [2, 2], [0, 3]], [0, 0])
    assert Problem.of(problem, [9, 9]) is problem
    assert nash(problem, [0, 0]).index == 1
    assert predictions([[3, 0], [2, 2], [0, 3]], [0, 0], discounts=(0.9, 0.9))["rubinstein"] is not None


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: nash([[1.0], [2.0]], [0]), "outside: 1 players with outside options of shape (1,)"),
        (lambda: nash([[1, 2]], [0, np.inf]), "outside: "),
        (lambda: nash([[1, np.inf]], [0, 0]), "payoffs: a payoff is infinite"),
        (lambda: nash([[1, 2]], [0, 0], powers=[1, 0]), "powers: powers of [1.0, 0.0] for 2 players"),
        (lambda: egalitarian([[1, 2]], [0, 0], powers=[1]), "powers: "),
        (lambda: rubinstein([[1, 2, 3]], [0, 0, 0], (0.9, 0.9)), "rubinstein: 3 players offer in turns"),
        (lambda: rubinstein([[1, 2]], [0, 0], (0.9, 1.0)), "discounts: discounts of (0.9, 1.0)"),
        (lambda: rubinstein([[1, 2]], [0, 0], (0.9, 0.9), proposer=2), "rubinstein: "),
    ],
)
def test_bad_input(call, said):
    with pytest.raises(InputError) as caught:
        call()
    assert str(caught.value).startswith(said)
