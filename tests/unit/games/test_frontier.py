"""The maxima of a family, each search helped by the others' points."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import NoSolution
from counterpoise.games.frontier import Search


def bent(seed: int, size: int):
    rng = np.random.default_rng(seed)
    roots = [rng.normal(size=(size, size)) for _ in range(2)]
    bends = [one @ one.T + np.eye(size) for one in roots]
    tops = rng.normal(size=(2, size))

    def evaluate(x):
        return [(-0.5 * (x - t) @ b @ (x - t), -b @ (x - t)) for b, t in zip(bends, tops, strict=True)]

    def judge(p):
        return lambda found: tuple((1 - p) * a + p * b for a, b in zip(*found, strict=True))

    def exact(p):
        whole = (1 - p) * bends[0] + p * bends[1]
        return np.linalg.solve(whole, (1 - p) * bends[0] @ tops[0] + p * bends[1] @ tops[1])

    return evaluate, judge, exact


@pytest.mark.parametrize("seed", range(4))
def test_every_member_has_its_own_maximum(seed: int) -> None:
    evaluate, judge, exact = bent(seed, 6)
    search = Search(evaluate, np.full(6, -50.0), np.full(6, 50.0), np.ones(6), longest=10.0)
    for p in np.linspace(0, 1, 7):
        found = search.best(judge(p), np.zeros(6), tolerance=1e-6)
        assert np.allclose(found.x, exact(p), atol=1e-6)


def test_the_others_points_save_evaluations() -> None:
    evaluate, judge, _ = bent(1, 12)

    def fresh() -> Search:
        return Search(evaluate, np.full(12, -50.0), np.full(12, 50.0), np.ones(12), longest=10.0)

    helped, alone = fresh(), 0
    for p in np.linspace(0.4, 0.5, 6):
        helped.best(judge(p), np.zeros(12), tolerance=1e-4)
        search = fresh()
        search.best(judge(p), np.zeros(12), tolerance=1e-4)
        alone += len(search.seen)
    assert len(helped.seen) < 0.7 * alone


def test_bounds_hold_and_are_told() -> None:
    search = Search(lambda x: (float(x.sum()), np.ones(2)), np.zeros(2), np.array([1.0, 2.0]), np.ones(2))
    found = search.best(lambda one: one, np.zeros(2))
    assert found.x.tolist() == [1.0, 2.0]
    assert found.at_upper.all()


def test_where_none_is_found_the_slope_is_told() -> None:
    search = Search(lambda x: (float(x.sum()), np.full(1, 1.0)), np.zeros(1), np.full(1, np.inf), np.ones(1))
    with pytest.raises(NoSolution, match="a slope of"):
        search.best(lambda one: one, np.zeros(1), most=5)
