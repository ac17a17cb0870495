"""The Shapley value: against the definition, and what is sampled against what is exact."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.games.shapley import exact, joining, sampled


def random_game(players, seed):
    """Give a game in which nobody does harm: each coalition is worth at least as much as those within it."""
    random = np.random.default_rng(seed)
    weight = random.random(players)
    pairs = random.random((players, players))
    return lambda who: float(sum(weight[i] for i in who) ** 1.5 + sum(pairs[i, j] for i in who for j in who if i < j))


def by_definition(worth, players):
    """Give the mean over all orders, one after the other."""
    value = np.zeros(players)
    for order in itertools.permutations(range(players)):
        for place, one in enumerate(order):
            before = frozenset(order[:place])
            value[one] += worth(before | {one}) - worth(before)
    return value / math.factorial(players)


@pytest.mark.parametrize("players", [1, 2, 5])
def test_it_is_the_mean_over_all_orders(players):
    game = random_game(players, players)
    found = exact(game, players)
    np.testing.assert_allclose(found.value, by_definition(game, players), rtol=0, atol=1e-12)
    assert found.exact
    assert found.worths == 2**players


def test_it_adds_up_and_tells_the_ends():
    game = random_game(5, 7)
    found = exact(game, 5)
    everyone = frozenset(range(5))
    assert found.value.sum() == pytest.approx(game(everyone) - game(frozenset()), abs=1e-12)
    np.testing.assert_allclose(found.first, [game(frozenset([i])) - game(frozenset()) for i in range(5)])
    np.testing.assert_allclose(found.last, [game(everyone) - game(everyone - {i}) for i in range(5)])
    adds = [
        game(frozenset(who) | {i}) - game(frozenset(who))
        for i in range(5)
        for size in range(5)
        for who in itertools.combinations([k for k in range(5) if k != i], size)
    ]
    assert found.least == pytest.approx(min(adds))
    assert found.most == pytest.approx(max(adds))


def test_what_is_sampled_is_near_what_is_exact_as_its_error_says():
    """Over many seeds the standard error is the spread of the estimates, and the bound holds more often than it claims."""
    game = random_game(6, 3)
    true = exact(game, 6)
    drawn = [sampled(game, 6, orders=40, seed=seed, spread=true.whole) for seed in range(200)]
    values = np.array([one.value for one in drawn])
    errors = np.array([one.error for one in drawn])
    spread = values.std(0, ddof=1)
    np.testing.assert_allclose(np.sqrt((errors**2).mean(0)), spread, rtol=0.2)
    assert (np.abs(values.mean(0) - true.value) < 4 * spread / math.sqrt(200)).all()
    within = np.abs(values - true.value) <= np.array([one.bound for one in drawn])
    assert within.mean() >= 0.95


def test_an_order_and_its_reverse_are_worth_more_than_two_orders():
    """A game of pairs is known exactly from any order and its reverse: its spread is none."""
    pairs = np.random.default_rng(0).random((6, 6))
    game = lambda who: float(sum(pairs[i, j] for i in who for j in who if i < j))  # noqa: E731
    found = sampled(game, 6, orders=4)
    np.testing.assert_allclose(found.value, exact(game, 6).value, atol=1e-12)
    np.testing.assert_allclose(found.error, 0, atol=1e-12)


def test_more_orders_make_the_bound_as_narrow_as_hoeffding_says():
    game = random_game(4, 1)
    narrow, wide = (sampled(game, 4, orders=one, spread=3.0).bound[0] for one in (400, 100))
    assert wide == pytest.approx(2 * narrow)
    assert narrow == pytest.approx(3.0 * math.sqrt(math.log(40) / (2 * 200)))


def test_without_a_known_range_there_is_no_bound():
    assert np.isnan(sampled(random_game(3, 1), 3, orders=4).bound).all()


def test_who_adds_most_joins_next():
    worth = lambda who: float(len(who & {0, 2}) * 2 + len(who))  # noqa: E731
    order, worths = joining(worth, 3)
    assert order == [0, 2, 1]
    assert worths == [3.0, 6.0, 7.0]


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (lambda: exact(len, 0), "players"),
        (lambda: exact(len, 21), "players"),
        (lambda: sampled(len, 3, orders=3), "orders"),
        (lambda: sampled(len, 3, orders=5), "orders"),
        (lambda: sampled(len, 3, orders=4, confidence=1.0), "confidence"),
    ],
)
def test_what_is_no_game_is_refused(ask, where):
    with pytest.raises(InputError) as caught:
        ask()
    assert caught.value.where == where
