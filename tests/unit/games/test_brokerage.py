"""Brokerage roles, shortest paths, betweenness and constraint, against definitions written out as loops."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from counterpoise.games.brokerage import ROLES, betweenness, brokered, constraint, on_paths, paths, role


def network(seed, n, density, *, mutual=False):
    drawn = np.random.default_rng(seed).random((n, n)) < density
    np.fill_diagonal(drawn, False)
    return np.triu(drawn, 1) | np.triu(drawn, 1).T if mutual else drawn


def every_shortest_path(tie, first, last):
    """Give every shortest path by walking all of a length, the shortest length first."""
    n = len(tie)
    for length in range(1, n):
        found = [
            (first, *middle, last)
            for middle in itertools.permutations([k for k in range(n) if k not in (first, last)], length - 1)
            if all(tie[a, b] for a, b in itertools.pairwise((first, *middle, last)))
        ]
        if found:
            return found
    return []


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_those_of_every_triple(seed):
    tie, group = network(seed, 9, 0.35), np.random.default_rng(seed).integers(0, 3, 9)
    wanted = {name: np.zeros(9) for name in ROLES}
    for a, b, c in itertools.permutations(range(9), 3):
        if tie[a, b] and tie[b, c] and not tie[a, c]:
            if group[a] == group[b] == group[c]:
                word = "coordinator"
            elif group[a] == group[b]:
                word = "representative"
            elif group[b] == group[c]:
                word = "gatekeeper"
            elif group[a] == group[c]:
                word = "itinerant"
            else:
                word = "liaison"
            wanted[word][b] += 1
            assert role(group[a], group[b], group[c]) == word
    found = brokered(tie, group)
    assert all(np.array_equal(found[name], wanted[name]) for name in ROLES)
    assert all(one.any() for one in wanted.values())


@pytest.mark.parametrize(
    ("seed", "density", "mutual"), [(0, 0.3, True), (1, 0.5, True), (2, 0.3, False), (3, 0.1, False)]
)
def test_paths_and_betweenness_are_those_of_every_path(seed, density, mutual):
    n = 7
    tie = network(seed, n, density, mutual=mutual)
    distance, count = paths(tie)
    wanted = np.zeros(n)
    for a, b in itertools.permutations(range(n), 2):
        every = every_shortest_path(tie, a, b)
        assert distance[a, b] == (len(every[0]) - 1 if every else np.inf)
        assert count[a, b] == len(every)
        share = np.array([sum(k in one[1:-1] for one in every) / max(len(every), 1) for k in range(n)])
        assert np.allclose(on_paths(distance, count, a, b), share, atol=1e-14)
        wanted += share
    assert np.allclose(betweenness(tie), wanted / ((n - 1) * (n - 2)), atol=1e-14)


@pytest.mark.parametrize("seed", range(3))
def test_constraint_is_its_formula_written_out(seed):
    rng = np.random.default_rng(seed)
    weight = np.where(network(seed, 8, 0.4), rng.random((8, 8)), 0.0)
    weight[5], weight[:, 5] = 0.0, 0.0
    others = {i: [j for j in range(8) if j != i and weight[i, j] + weight[j, i] > 0] for i in range(8)}

    def part(i, j):
        return (weight[i, j] + weight[j, i]) / sum(weight[i, k] + weight[k, i] for k in others[i])

    for i, found in enumerate(constraint(weight)):
        if not others[i]:
            assert np.isnan(found)
            continue
        wanted = sum(
            (part(i, j) + sum(part(i, q) * part(q, j) for q in others[i] if q != j and j in others[q])) ** 2
            for j in others[i]
        )
        assert found == pytest.approx(wanted, rel=1e-13)


def test_a_diagonal_changes_nothing():
    tie = network(1, 8, 0.4, mutual=True)
    full = tie | np.eye(8, dtype=bool)
    group = [0, 0, 1, 1, 2, 2, 3, 3]
    assert all(np.array_equal(brokered(tie, group)[one], brokered(full, group)[one]) for one in ROLES)
    assert np.array_equal(betweenness(tie), betweenness(full))
    assert np.array_equal(constraint(tie.astype(float)), constraint(full.astype(float)), equal_nan=True)


@pytest.mark.parametrize("n", [2, 3, 4, 9])
def test_constraint_where_all_are_tied(n):
    """Each has n - 1 contacts with p = 1 / (n - 1), and n - 2 ways around to each: of a triad 2 (1/2 + 1/4)^2 = 9/8."""
    wanted = (n - 1) * (1 / (n - 1) + (n - 2) / (n - 1) ** 2) ** 2
    assert constraint(np.ones((n, n))) == pytest.approx([wanted] * n, rel=1e-14)


def test_constraint_where_contacts_do_not_know_each_other():
    star = np.zeros((6, 6))
    star[0, 1:] = 1.0
    assert constraint(star) == pytest.approx([1 / 5, 1, 1, 1, 1, 1], rel=1e-14)
