"""In which draws any path enforces itself: against going through every path and every deviation."""

import dataclasses
import itertools

import numpy as np
import pytest

from counterpoise.core.errors import NoSolution
from counterpoise.games.bounds import Bounds
from counterpoise.games.existence import exists
from counterpoise.games.layers import DONE, NOBODY, STILL, Layers
from counterpoise.games.paths import follow
from counterpoise.games.steps import Stakes, Steps
from counterpoise.games.tables import tables
from tests.reference.plain_paths import Plain, game

DRAWS = 4


def drawn(seed, *, simple):
    """A random small game in several draws."""
    steps, stakes = game(seed)
    rng = np.random.default_rng(seed)
    shape = (DRAWS, *stakes.payoff.shape)
    return steps, Stakes(
        stakes.payoff + rng.normal(0, 0.3, shape),
        stakes.outside + rng.normal(0, 0.1, shape),
        rng.uniform(0.3, 0.95, (DRAWS, steps.players)),
        rng.uniform(0, 0.2, DRAWS) if seed % 2 else np.zeros(DRAWS),
        None if simple else stakes.lag,
        None if simple else stakes.detection,
        withdrawal=stakes.withdrawal,
    )


def alone(stakes, draw):
    """One draw."""
    every = {name: getattr(stakes, name)[draw] for name in ("payoff", "outside", "discount")}
    return dataclasses.replace(stakes, **every, hazard=float(stakes.hazard[draw]))


def test_cheating_is_worth_no_less_than_the_tables_say():
    alike, above = 0, 0
    for seed in range(40):
        steps, stakes = game(seed)
        plain, table = Plain(steps, stakes), tables(steps, stakes, 1)
        for way in list(plain.paths())[:30]:
            path = [steps.number(one) for one in way]
            for stage, (here, ahead) in enumerate(itertools.pairwise(path)):
                for player in range(steps.players):
                    said = table.same[player][steps.without(player, here, ahead), 0]
                    worth = plain.cheat(way, stage, player, way[stage])
                    assert worth >= said - 1e-9, seed
                    alike, above = alike + (worth < said + 1e-9), above + (worth > said + 1e-3)
    assert min(alike, above) > 100


@pytest.mark.parametrize(("simple", "games"), [(True, range(30)), (False, (*range(16), 177, 197, 449, 493, 531))])
def test_a_path_is_found_just_where_there_is_one(simple, games):
    yes, no, paths = 0, 0, set()
    for seed in games:
        steps, stakes = drawn(seed, simple=simple)
        rng = np.random.default_rng(seed)
        end = int(rng.integers(steps.size)) if seed % 3 == 0 else None
        ends = rng.random((DRAWS, steps.size)) < 0.6 if seed % 5 == 0 else None
        found = exists(steps, stakes, end=end, ends=ends)
        for draw in range(DRAWS):
            plain = Plain(steps, alone(stakes, draw))
            fine = [
                path
                for path in map(tuple, ([steps.number(one) for one in way] for way in fitting(plain)))
                if (end is None or path[-1] == end) and (ends is None or ends[draw, path[-1]])
                if len(path) > 1 or end == steps.start
            ]
            assert found.holds[draw] == bool(fine), seed
            assert not found.given_up[draw]
            if fine:
                assert found.paths[found.which[draw]] in fine
                paths.add(found.paths[found.which[draw]])
            else:
                assert found.which[draw] == -1
            yes, no = yes + bool(fine), no + (not fine)
    assert min(yes, no) > 20
    assert max(len(one) for one in paths) > 2


def fitting(plain):
    """All paths that enforce themselves."""
    return [path for path in plain.paths() if plain.slacks(path).min() >= -1e-12]


def test_no_path_exceeds_the_bounds_and_each_of_its_moves_passes():
    none, tight = 0, 0
    for seed in range(50):
        steps, stakes = game(seed)
        plain = Plain(steps, stakes)
        end = steps.size - 1 if seed % 4 == 0 else None
        noticed = stakes.detection is not None or (max(stakes.lags) > 1 and stakes.hazard > 0)
        layers = Layers(steps, end, DONE if end is not None else STILL if noticed else NOBODY)
        if not len(layers.states):
            continue
        bounds = Bounds(layers, tables(steps, stakes, 1))
        may, passing = bool(bounds.run()[0]), bounds.passing(0)
        moves = set(zip(*(one[passing].tolist() for one in layers.moves), strict=True))
        best = np.full(steps.players, -np.inf)
        for way in fitting(plain):
            path = [steps.number(one) for one in way]
            if end is not None and path[-1] != end:
                continue
            assert may or len(path) == 1, seed
            assert moves.issuperset(itertools.pairwise(path)), seed
            value = np.array([plain.value(way, one) for one in range(steps.players)])
            over = bounds.most[:, layers.place[path], 0]
            assert (value <= over + 1e-9).all(), seed
            best = np.maximum(best, value[:, 0])
        none += not may
        tight += np.isfinite(best).all() and np.allclose(best, bounds.most[:, -1, 0], atol=1e-9)
    assert min(none, tight) > 10  # the bounds exclude some, and are what can be had in others


def gradual(draws):
    """Two give in stages; what each step of one is worth to the other, and how patient they are, is not known."""
    steps = Steps((4, 4, 4), (0, 1, 1), 2, floor=((0,) * 4, (0, 1, 2, 3), (0,) * 4), pace=(1, 1, 1))
    given, rng = steps.levels / 3, np.random.default_rng(1)
    gain, discount = rng.uniform(0.8, 1.8, (draws, 3)), rng.uniform(0.6, 0.95, (draws, 2))
    cost, good = given**1.3, gain[:, None] * given**0.8
    payoff = np.stack([good[..., 1] + good[..., 2] - cost[:, 0], good[..., 0] - cost[:, 1] - cost[:, 2]], axis=-1)
    return steps, Stakes(payoff, payoff[:, steps.reverted] - 0.05, discount)


def test_the_answer_is_the_same_for_any_number_of_threads_from_a_function_and_with_paths_that_are_known(monkeypatch):
    monkeypatch.setattr("counterpoise.games.layers.TABLE", 4096)
    steps, stakes = gradual(600)
    one = exists(steps, stakes, end=steps.size - 1, workers=1)
    assert 0.1 < one.share[0] == one.share[1] < 0.9

    def some(first, last):
        every = {name: getattr(stakes, name)[first:last] for name in ("payoff", "outside", "discount")}
        return dataclasses.replace(stakes, **every)

    for other in (
        exists(steps, stakes, end=steps.size - 1, workers=3),
        exists(steps, some, draws=600, end=steps.size - 1),
    ):
        assert (one.which == other.which).all()
        assert one.paths == other.paths
    known = exists(steps, stakes, end=steps.size - 1, known=one.paths[:1])
    assert (known.holds == one.holds).all()
    assert known.paths[0] == one.paths[0]
    for draw in np.flatnonzero(one.holds)[::20].tolist():
        every = {name: getattr(stakes, name)[draw] for name in ("payoff", "outside", "discount")}
        held = follow(steps, dataclasses.replace(stakes, **every), one.paths[one.which[draw]])
        assert held.margin >= -1e-9


def test_a_search_that_takes_too_long_is_given_up_and_told(monkeypatch):
    steps, stakes = gradual(40)
    whole = exists(steps, stakes, end=steps.size - 1)
    monkeypatch.setattr("counterpoise.games.existence.LEAST_LOOKS", 2)
    monkeypatch.setattr("counterpoise.games.existence.LOOKS", 0)
    short = exists(steps, stakes, end=steps.size - 1)
    assert short.given_up.any()
    assert not (short.holds & ~whole.holds).any()
    assert (whole.holds == (short.holds | short.given_up) & whole.holds).all()
    assert short.share[0] < whole.share[0] <= short.share[1]
    wide = Steps((60, 60), (0, 1), 2)
    zero = np.zeros((wide.size, 2))
    with pytest.raises(NoSolution, match="moves in each draw"):
        exists(wide, Stakes(zero, zero, np.full(2, 0.9), lag=(3, 3)))
