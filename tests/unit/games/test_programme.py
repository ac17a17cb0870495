"""The search for self-enforcing paths against a plain enumeration of every path and every deviation."""

import dataclasses

import numpy as np
import pytest

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.margins import (
    critical_detection,
    critical_discount,
    critical_hazard,
    critical_lag,
    critical_outside,
    span,
    sturdiest,
)
from counterpoise.games.paths import follow, kept, needed
from counterpoise.games.programme import effort, self_enforcing
from counterpoise.games.steps import Stakes, Steps
from tests.reference.plain_paths import Plain, efficient, game

GAMES = 400


@pytest.mark.parametrize("block", range(4))
def test_it_finds_what_going_through_every_path_and_every_deviation_finds(block):
    some, staged, more = 0, 0, 0
    for seed in range(block, GAMES, 4):
        steps, stakes = game(seed)
        plain = Plain(steps, stakes)
        every = {path: plain.slacks(path) for path in plain.paths()}
        fine = {path for path, slack in every.items() if slack.min() >= -1e-12}
        values = {path: [plain.value(path, player)[0] for player in range(steps.players)] for path in fine}
        found = self_enforcing(steps, stakes)
        expected = efficient(values.values())
        got = sorted(tuple(np.round(one, 9)) for one in found.values)
        assert len(got) == len(expected), seed
        assert np.array(got).ravel() == pytest.approx(np.array(expected).ravel(), abs=2e-9), seed
        for at in range(len(found)):
            path = tuple(tuple(int(one) for one in steps.levels[state]) for state in found.path(at))
            assert path in fine, seed
            assert found.values[at] == pytest.approx(values[path], abs=1e-12)
            held = follow(steps, stakes, found.path(at))
            assert held.slack == pytest.approx(every[path], abs=1e-9)
        some += len(fine) > 0
        staged += any(len(path) > 2 for path in fine)
        more += len(expected) > 1
    assert min(some, staged, more) > 10  # the games are not all without a deal, nor all with one only


def test_paths_to_a_given_end_are_those_of_all_paths_that_end_there():
    rates, some = 0, 0
    for seed in (*range(12), 300, 616, 738, 878, 909):
        steps, stakes = game(seed)
        plain = Plain(steps, stakes)
        values = {}
        for path in plain.paths():
            if plain.slacks(path).min() >= -1e-12:
                values.setdefault(path[-1], []).append([plain.value(path, one)[0] for one in range(steps.players)])
        for end, levels in enumerate(plain.states):
            expected = efficient(values.get(levels, []))
            got = sorted(tuple(np.round(one, 9)) for one in self_enforcing(steps, stakes, end=end).values)
            assert len(got) == len(expected), (seed, end)
            assert np.array(got).ravel() == pytest.approx(np.array(expected).ravel(), abs=2e-9), (seed, end)
            some += len(got) > 0
        rates += stakes.detection is not None and not np.isnan(stakes.detection).any()
    assert min(rates, some) > 4


def test_the_sturdiest_path_to_a_state_is_the_one_with_the_largest_margin():
    below, needed = 0, 0
    for seed in (*range(40), 61, 97, 159, 187):
        steps, stakes = game(seed)
        if seed % 2:  # searched forward
            stakes = dataclasses.replace(stakes, lag=None, detection=None)
        plain = Plain(steps, stakes)
        margins = {}
        for path in plain.paths():
            margins[path[-1]] = max(margins.get(path[-1], -np.inf), plain.slacks(path).min())
        end = max(margins, key=sum)
        found = sturdiest(steps, stakes, steps.number(end), precision=1e-6)
        scale = np.ptp(np.concatenate([stakes.payoff.ravel(), stakes.outside.ravel()]))
        assert found.margin == pytest.approx(margins[end], abs=1e-6 * scale), seed
        below += margins[end] < 0
        possible = {tuple(steps.number(one) for one in path) for path in plain.paths()}
        for at in range(1, len(found.path) - 1):  # each stage is needed, or the pace asks for it
            shorter = (*found.path[:at], *found.path[at + 1 :])
            if shorter in possible:
                assert follow(steps, stakes, shorter).margin < found.margin - 0.4e-6 * scale, seed
                needed += 1
    assert 5 < below < 39
    assert needed > 5


def test_a_grain_leaves_paths_right():
    steps = Steps((8, 8), (0, 1), 2)
    given = steps.levels / 7
    payoff = np.stack([2 * given[:, 1] - given[:, 0], 2 * given[:, 0] - given[:, 1]], axis=1)
    stakes = Stakes(payoff, np.zeros_like(payoff), np.full(2, 0.9))
    whole = self_enforcing(steps, stakes)
    thin = self_enforcing(steps, stakes, grain=0.05, most_each=20)
    assert thin.thinned
    assert not whole.thinned
    assert len(thin) < len(whole)
    for at in range(len(thin)):
        held = follow(steps, stakes, thin.path(at))
        assert held.margin >= -1e-12
        assert held.value[0] == pytest.approx(thin.values[at], abs=1e-12)
        # what is left out lies within the grain, added up over the stages of a path
        assert (whole.values >= thin.values[at] - 1e-12).all(axis=1).any()


@pytest.mark.parametrize(
    ("discount", "lag", "tariff"), [(0.2, 1, 0.71429), (0.4, 1, 0.38462), (0.5, 1, 0.2), (0.6, 1, 0), (0.7746, 2, 0)]
)
def test_what_can_be_taken_back_enforces_the_cooperation_of_a_repeated_game(discount, lag, tariff):
    # the supergame of Bagwell and Staiger, tariffs in units of Nash's: a step is a cut, cheating is to take it back, and the
    # outside option is Nash's tariffs for ever; linear endowments give welfare t - t^2/2 - (t* - t*^2/6), whose most cooperative
    # tariff is (3 - 5 delta) / (3 - delta)
    tariffs = np.array([1.0, tariff + 1e-3, tariff - 1e-3])
    welfare = (tariffs - tariffs**2 / 2)[:, None] - (tariffs - tariffs**2 / 6)[None, :]
    steps = Steps((3, 3), (0, 1), 2)
    payoff = np.stack([welfare.ravel(), welfare.T.ravel()], axis=1)
    outside = np.broadcast_to(payoff[0], payoff.shape)
    stakes = Stakes(payoff, outside, np.full(2, discount), lag=(lag, lag))
    above, below = (follow(steps, stakes, [0, one]).margin for one in (4, 8))
    assert above > 0 > below


def test_a_path_without_a_lag_can_be_rewarded_by_the_last_reversible_stake():
    # all irreversible: the last step is never taken; a reversible stake of the other side carries it
    payoff = np.array([[0.0, 0.0], [2.0, -1.0], [-1.0, 2.0], [1.0, 1.0]])
    fixed = Steps((2, 2), (0, 1), 2, floor=((0, 1), (0, 1)))
    assert [len(self_enforcing(fixed, Stakes(payoff, payoff, np.full(2, 0.9))).path(0))] == [1]
    reverts = payoff[[0, 0, 2, 2]]  # the second's step ends with the talks
    half = Steps((2, 2), (0, 1), 2, floor=((0, 1), (0, 0)))
    found = self_enforcing(half, Stakes(payoff, reverts, np.full(2, 0.9)))
    assert found.path(0)[-1] != 3  # the first would keep its step for nothing


def test_search_tells_what_is_too_much_before_it_begins():
    steps = Steps((60, 60), (0, 1), 2)
    zero = np.zeros((steps.size, 2))
    stakes = Stakes(zero, zero, np.full(2, 0.9), lag=(3, 3))
    assert effort(steps, stakes) > 20_000_000
    with pytest.raises(NoSolution, match="moves, more than"):
        self_enforcing(steps, stakes)


def test_wrong_stakes_and_paths_are_told():
    zero = np.zeros((4, 2))
    with pytest.raises(InputError, match=r"discount: 1\.2 is not between 0 and 1"):
        Stakes(zero, zero, np.array([0.5, 1.2]))
    with pytest.raises(InputError, match="hazard: 1 is not a chance below 1"):
        Stakes(zero, zero, np.full(2, 0.5), hazard=1.0)
    with pytest.raises(InputError, match="lag: 0 is not a number of periods"):
        Stakes(zero, zero, np.full(2, 0.5), lag=(1, 0))
    with pytest.raises(InputError, match="detection: 0 is not a chance"):
        Stakes(zero, zero, np.full(2, 0.5), detection=np.array([0.0, np.nan]))
    steps = Steps((2, 2), (0, 1), 2)
    stakes = Stakes(zero, zero, np.full(2, 0.5))
    for path, said in (([], "no state"), ([3, 0], "no move leads from state 3 to state 0"), ([0, 0], "no move")):
        with pytest.raises(InputError, match=said):
            follow(steps, stakes, path)
    with pytest.raises(InputError, match="draws"):
        self_enforcing(steps, Stakes(np.zeros((3, 4, 2)), np.zeros((3, 4, 2)), np.full(2, 0.5)))
    with pytest.raises(InputError, match="more than 10,000,000"):
        Steps((400, 400, 400), (0, 0, 0), 1)
    with pytest.raises(InputError, match="no owner"):
        Steps((2, 2), (0, 2), 2)


def test_draws_are_followed_at_once():
    rng = np.random.default_rng(3)
    steps = Steps((3, 3), (0, 1), 2)
    payoff, outside = rng.normal(size=(5, 9, 2)), rng.normal(size=(5, 9, 2))
    beta, hazard, chance = rng.uniform(0.5, 0.9, (5, 2)), rng.uniform(0, 0.2, 5), rng.uniform(0.3, 1, (5, 2))
    chance[:, 1] = np.nan
    every = follow(steps, Stakes(payoff, outside, beta, hazard, (1, 2), chance), [0, 4, 8])
    for draw in range(5):
        one = Stakes(payoff[draw], outside[draw], beta[draw], hazard[draw], (1, 2), chance[draw])
        alone = follow(steps, one, [0, 4, 8])
        assert every.slack[draw] == pytest.approx(alone.slack, abs=1e-14)
        assert (every.kind[draw] == alone.kind).all()
        assert every.margin[draw] == alone.margin
    assert kept(Stakes(payoff, outside, beta, hazard), np.array([8]))[:, 0] == pytest.approx(
        kept(Stakes(payoff, outside, beta, hazard), 8)
    )


def test_with_side_payments_only_the_sum_has_to_be_worth_it():
    more = 0
    for seed in range(200):
        steps, stakes = game(seed)
        if stakes.detection is not None:
            continue
        common = Stakes(
            stakes.payoff,
            stakes.outside,
            np.full(steps.players, stakes.discount[0]),
            stakes.hazard,
            (stakes.lags[0],) * steps.players,
            withdrawal=stakes.withdrawal,
            payments=True,
        )
        plain = Plain(steps, common)
        sums = [
            sum(plain.value(path, one)[0] for one in range(steps.players))
            for path in plain.paths()
            if plain.slacks(path).sum(axis=1).min() >= -1e-12
        ]
        found = self_enforcing(steps, common, transfers=True)
        assert len(found) == (1 if sums else 0), seed
        if sums:
            assert found.values[0, 0] == pytest.approx(max(sums), abs=1e-9), seed
            assert follow(steps, common, found.path(0)).slack.sum(axis=1).min() >= -1e-9
            more += len(found.path(0)) > 1
        if sums and seed % 10 == 0:
            margins = {}
            for path in plain.paths():
                margins[path[-1]] = max(margins.get(path[-1], -np.inf), plain.slacks(path).sum(axis=1).min())
            end = max(margins, key=sum)
            sturdy = sturdiest(steps, common, steps.number(end), precision=1e-6, transfers=True)
            assert sturdy.slack.sum(axis=1).min() == pytest.approx(margins[end], abs=1e-5)
    assert more > 20
    with pytest.raises(InputError, match="different discounts or lags"):
        self_enforcing(
            steps, Stakes(stakes.payoff, stakes.outside, np.linspace(0.5, 0.8, steps.players)), transfers=True
        )


def cooperation():
    """Two that cooperate for 1, cheat for 2 and punish for 0; the other then has -1."""
    payoff = np.array([[0.0, 0.0], [2.0, -1.0], [-1.0, 2.0], [1.0, 1.0]])
    return Steps((2, 2), (0, 1), 2), Stakes(payoff, np.zeros((4, 2)), np.full(2, 0.9))


def test_critical_values_are_those_of_the_repeated_game():
    steps, stakes = cooperation()
    deal = [0, 3]
    # 1 >= (1 - b^L) 2 with Nash reversion to 0: b^L = 1/2
    assert critical_discount(steps, stakes, deal, 0).low == pytest.approx(0.5, abs=1e-6)
    assert critical_lag(steps, stakes, deal, 1) == int(np.log(0.5) / np.log(0.9))
    # 1 = (1 - b) 2 + b w
    assert critical_outside(steps, stakes, deal, 0) == pytest.approx((1 - 0.2) / 0.9, abs=1e-5)
    # 1 = (1 - b) 2 / (1 - b (1 - q))
    assert critical_detection(steps, stakes, deal, 0).low == pytest.approx(0.1 / 0.9, abs=1e-6)
    # V = (1 - b) / (1 - b (1 - h)) = 2 (1 - b)
    assert critical_hazard(steps, stakes, deal).high == pytest.approx((0.5 - 0.1) / 0.9, abs=1e-5)


def test_spans_are_told_where_it_fails_now_and_where_nothing_holds():
    found = span(lambda x: 0.04 - (x - 0.5) ** 2, 0.9, 0.0, 1.0)
    assert not found.holds
    assert (found.low, found.high) == pytest.approx((0.3, 0.7), abs=1e-6)
    assert np.isnan(span(lambda x: -1 - x, 0.5, 0.0, 1.0).low)
    whole = span(lambda x: 1 + x, 0.5, 0.0, 1.0)
    assert (whole.holds, whole.low, whole.high) == (True, 0.0, 1.0)


def test_a_path_is_followed_with_the_states_alone_that_it_needs():
    fewer = 0
    for seed in range(60):
        steps, stakes = game(seed)
        path = max(Plain(steps, stakes).paths(), key=lambda one: (len(one), one))
        path = [steps.number(one) for one in path]
        states = needed(steps, stakes, path)
        rows = np.full(steps.size, -10_000)
        rows[states] = np.arange(len(states))
        some = dataclasses.replace(stakes, payoff=stakes.payoff[states], outside=stakes.outside[states], rows=rows)
        assert (follow(steps, some, path).slack == follow(steps, stakes, path).slack).all()
        fewer += len(states) < steps.size
    assert fewer > 5
