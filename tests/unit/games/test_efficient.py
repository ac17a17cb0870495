"""Efficient outcomes and the zone of agreement: against the definition, whichever way they are found."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.games import efficient as module
from counterpoise.games.efficient import efficient, zone
from tests.reference import bargaining as plain


def first_of_each(table, rows):
    """Give the first of rows with the same payoffs."""
    seen = {}
    for row in rows:
        seen.setdefault(tuple(table[row]), row)
    return sorted(seen.values())


@pytest.mark.parametrize("players", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("levels", [2, 6, 1000])
def test_it_is_what_nothing_dominates(players, levels):
    random = np.random.default_rng(players * levels)
    for size in (1, 2, 3, 17, 130):
        table = random.integers(0, levels, (size, players)) / 8.0
        wanted = plain.efficient(table)
        assert efficient(table, duplicates=True).tolist() == wanted
        assert efficient(table).tolist() == first_of_each(table, wanted)


@pytest.mark.parametrize("players", [2, 3, 4, 5])
def test_many_outcomes_are_sifted(players, monkeypatch):
    """Where there are more than `FEW`, samples put out most: the rest is what comparing each with all leaves."""
    monkeypatch.setattr(module, "FEW", 50)
    monkeypatch.setattr(module, "SAMPLE", 40)
    table = np.random.default_rng(players).normal(size=(900, players)).round(1)
    rows, left = module._sifted(table)
    assert len(rows) < 600
    assert (table[rows] == left).all()
    wanted = [k for k, row in enumerate(table) if not ((table >= row).all(1) & (table > row).any(1)).any()]
    assert efficient(table, duplicates=True).tolist() == wanted


@pytest.mark.parametrize("players", [3, 4, 5])
def test_both_ways_agree(players):
    """Comparing by sums and halving, on outcomes of which nearly all, and of which few, are efficient."""
    random = np.random.default_rng(players)
    for table in (random.integers(0, 7, (170, players)), random.dirichlet(np.ones(players), 170)):
        ranks = module._ranks(np.unique(table, axis=0))
        found = np.sort(module._halved(ranks))
        assert found.tolist() == np.sort(module._by_sum(ranks)).tolist()
        assert found.tolist() == plain.efficient(ranks)


def test_halving_takes_over_where_comparing_takes_long(monkeypatch):
    table = np.random.default_rng(0).dirichlet(np.ones(3), 1500)
    monkeypatch.setattr(module, "HALVING", {3: 0.0})
    called = []
    halved = module._halved
    monkeypatch.setattr(module, "_halved", lambda ranks: called.append(len(ranks)) or halved(ranks))
    assert efficient(table).tolist() == list(range(1500))
    assert called


def test_blocks_above_a_leaf():
    """Halving across several scales, where whole blocks meet."""
    table = np.random.default_rng(1).integers(0, 40, (1000, 4))
    ranks = module._ranks(np.unique(table, axis=0))
    want = [k for k, row in enumerate(ranks) if ((ranks >= row).all(1)).sum() == 1]
    assert np.sort(module._halved(ranks)).tolist() == want


def test_infinities_count_and_signs_of_zero_do_not():
    assert efficient([[np.inf, -np.inf], [0.0, 0.0], [-0.0, 0.0], [-1.0, -np.inf]]).tolist() == [0, 1]


def test_nothing_of_nothing():
    assert efficient(np.empty((0, 3))).tolist() == []
    assert zone(np.empty((0, 3)), [0, 0, 0]).tolist() == []


def test_the_zone():
    table = [[1.0, 2.0], [2.0, 1.0], [3.0, 0.5]]
    assert zone(table, [2, 0]).tolist() == [1, 2]
    assert zone(table, [4, 0]).tolist() == []
    assert zone(table, [[0, 0], [3, 0], [0, 0]]).tolist() == [0, 2]  # an outside option of each outcome
    assert zone(table, [2, -np.inf]).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: efficient([1.0, 2.0]), "payoffs: payoffs of shape (2,) are no table"),
        (lambda: efficient([[1.0, np.nan]]), "payoffs: the payoff of player 1 at outcome 0 is missing"),
        (lambda: zone([[1.0, 2.0]], [1.0]), "outside: outside options of shape (1,) for 2 players"),
        (lambda: zone([[1.0, 2.0]], [1.0, np.nan]), "outside: an outside option is missing"),
    ],
)
def test_bad_input(call, said):
    with pytest.raises(InputError) as caught:
        call()
    assert str(caught.value).startswith(said)
