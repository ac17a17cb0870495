"""Lotteries over outcomes: against linear programmes over all of them."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import NoSolution
from counterpoise.games import lotteries as module
from counterpoise.games.lotteries import Chain, Mixture, chain
from tests.reference.bargaining import best_lottery, largest_least


def test_a_chain_is_what_maximises_some_weighted_sum():
    random = np.random.default_rng(0)
    for size in (1, 2, 5, 40):
        table = random.integers(0, 9, (size, 2)).astype(float)
        found = table[chain(table)]
        angles = np.linspace(1e-6, np.pi / 2 - 1e-6, 500)
        counted = np.stack([np.cos(angles), np.sin(angles)])
        assert (found @ counted).max(0) == pytest.approx((table @ counted).max(0), abs=1e-12)
        alone = [(found @ counted).argmax(0) == k for k in range(len(found))]
        assert all(one.any() for one in alone)  # none is left out, and none is on a line


def test_corners_one_by_one_are_the_same(monkeypatch):
    random = np.random.default_rng(1)
    tables = [random.integers(0, 20, (30, 2)).astype(float) for _ in range(50)]
    at_once = [chain(table).tolist() for table in tables]
    monkeypatch.setattr(module, "PASSES", 0)
    assert [chain(table).tolist() for table in tables] == at_once


def test_the_ends_of_a_chain_are_at_the_outside_options():
    table = np.array([[0.0, 4.0], [3.0, 3.0], [4.0, 0.0]])
    held = Chain.of(table, np.array([1.0, 1.5]))
    assert held.points.round(9).tolist() == [[1.0, round(4 - 1 / 3, 9)], [3.0, 3.0], [3.5, 1.5]]
    rows, weights = held.lottery(table, 3.5)
    assert rows.tolist() == [1, 2]
    assert weights @ table[rows] == pytest.approx([3.5, 1.5])


@pytest.mark.parametrize("outside", [[5.0, 0.0], [0.0, 5.0], [3.5, 3.5]])
def test_no_lottery_gives_both_what_they_have(outside):
    table = np.array([[0.0, 4.0], [3.0, 3.0], [4.0, 0.0]])
    with pytest.raises(NoSolution, match="zone"):
        Chain.of(table, np.array(outside))
    three = np.concatenate([table, np.zeros((3, 1))], axis=1)
    with pytest.raises(NoSolution, match="zone"):
        Mixture(three - np.append(outside, 0.0))


@pytest.mark.parametrize("players", [3, 4])
def test_the_most_of_each(players):
    random = np.random.default_rng(players)
    gains = random.normal(0.2, 1.0, (60, players))
    mixture = Mixture(gains)
    floors = [np.zeros(players), *(random.random((6, players)) * 0.1)]
    for floor in floors:
        for player in range(players):
            wanted = best_lottery(gains, np.eye(players)[player], floor)
            value, weights = mixture.most(player, floor)
            assert value == pytest.approx(wanted, abs=1e-8)
            assert (weights @ gains >= floor - 1e-8).all()
    assert any(mixture.known.values())  # what made up one floor was tried at the others


@pytest.mark.parametrize("players", [3, 5])
def test_the_largest_least(players):
    gains = np.random.default_rng(players).normal(0.2, 1.0, (80, players))
    scale = np.linspace(0.5, 1.0, players)
    weights = Mixture(gains).leximin(scale)
    assert ((weights @ gains) / scale).min() == pytest.approx(largest_least(gains, np.zeros(players), scale), abs=1e-7)


@pytest.mark.parametrize(("players", "size"), [(3, 7), (4, 300), (5, 40)])
def test_the_largest_product(players, size):
    """No outcome would better it: the slope of the log towards each is not above zero, which suffices since it is concave."""
    random = np.random.default_rng(size)
    gains = random.normal(0.3, 1.0, (size, players))
    powers = random.dirichlet(np.ones(players))
    weights = Mixture(gains).product(powers)
    made = weights @ gains
    assert (made > 0).all()
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1.0)
    assert (gains @ (powers / made)).max() <= 1.0 + 1e-7


def test_who_cannot_gain_keeps_what_it_has():
    """The third player's best is nothing; the product is that of the others where it does not lose."""
    gains = np.array([[2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [3.0, 3.0, -1.0]])
    weights = Mixture(gains).product(np.array([0.5, 0.5, 0.0]))
    assert weights @ gains == pytest.approx([1.0, 1.0, 0.0], abs=1e-7)


def test_a_product_that_was_not_found_is_told(monkeypatch):
    gains = np.random.default_rng(0).normal(0.3, 1.0, (20, 3))
    monkeypatch.setattr(module, "_prices", lambda gains, powers: powers * 0.1)
    with pytest.raises(NoSolution, match="largest product"):
        Mixture(gains).product(np.full(3, 1 / 3))
