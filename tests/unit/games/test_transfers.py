"""Deals with side payments in many draws at once: against the search draw by draw, and against payments that are looked for one by one."""

import dataclasses

import numpy as np
import pytest
from scipy.optimize import linprog

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.paths import follow
from counterpoise.games.programme import self_enforcing
from counterpoise.games.steps import Stakes, Steps
from counterpoise.games.transfers import effort, largest_sums
from tests.reference.plain_paths import Plain, game


def drawn(seed, draws=4, lag=1, ties=False):
    """A random small game in several draws, with the same discount for all; whole payoffs make many paths alike."""
    steps, stakes = game(seed)
    rng = np.random.default_rng(seed)
    shape = (draws, *stakes.payoff.shape)
    payoff, outside = stakes.payoff + rng.normal(0, 0.3, shape), stakes.outside + rng.normal(0, 0.1, shape)
    discount, hazard = rng.uniform(0.3, 0.95, (draws, 1)), rng.uniform(0, 0.2, draws)
    if ties:
        payoff, outside, discount, hazard = np.rint(payoff), np.rint(outside), np.rint(discount * 4) / 4, 0 * hazard
    return steps, Stakes(
        payoff,
        outside,
        np.repeat(np.clip(discount, 0.25, 0.75) if ties else discount, steps.players, axis=1),
        hazard,
        (lag,) * steps.players,
        withdrawal=stakes.withdrawal,
        payments=True,
    )


def alone(stakes, draw):
    """One draw."""
    every = {name: getattr(stakes, name)[draw] for name in ("payoff", "outside", "discount")}
    return dataclasses.replace(stakes, **every, hazard=float(stakes.hazard[draw]))


@pytest.mark.parametrize(("lag", "seeds"), [(1, range(30)), (2, range(60, 70))])
def test_it_finds_in_each_draw_what_the_search_finds(lag, seeds):
    moving, none = 0, 0
    for seed in seeds:
        steps, stakes = drawn(seed, lag=lag, ties=seed % 2 == 0)
        rng = np.random.default_rng(seed)
        end = int(rng.integers(steps.size)) if seed % 3 == 0 else None
        ends = rng.random((4, steps.size)) < 0.7 if seed % 3 == 1 else None
        found = largest_sums(steps, stakes, end=end, ends=ends)
        for draw in range(4):
            one = alone(stakes, draw)
            may = None if ends is None else ends[draw]
            searched = self_enforcing(steps, one, end=end, ends=may, transfers=True)
            some = self_enforcing(steps, one, end=end, ends=may, transfers=True, moving=True)
            assert found.moving[draw] == (len(some) > 0), seed
            if not len(searched):
                assert np.isnan(found.value[draw])
                assert found.path(draw) == ()
                assert found.end[draw] == -1
                none += 1
                continue
            assert found.value[draw] == searched.values[0, 0], seed
            assert found.path(draw) == searched.path(0), seed
            assert found.end[draw] == searched.path(0)[-1]
            moving += found.moving[draw]
    assert min(moving, none) > 4


def payable(plain, path):
    """How much each player can have at least above what it could do instead, by the best payments after each period.

    Each pays (or is paid) after the steps of a period, unless all has broken down; in the last state the same again and again. It can
    leave, withhold, take back, or go along and not pay; then it has its outside option from the next period on.
    """
    stakes, players, last = plain.stakes, plain.steps.players, len(path) - 1
    beta, hazard = stakes.discount[0], stakes.hazard
    unknown = players * (last + 1) + 1

    def worth(player, stage):
        """What is left at a stage: a number, and how it falls with each payment."""
        state, falls = path[min(stage + 1, last)], np.zeros(unknown)
        now = (1 - beta) * plain.u[state][player] + beta * hazard * plain.w[state][player]
        if stage == last:
            falls[player * (last + 1) + last] = -(1 - hazard) / (1 - beta * (1 - hazard))
            return now / (1 - beta * (1 - hazard)), falls
        then, falls = worth(player, stage + 1)
        falls = beta * (1 - hazard) * falls
        falls[player * (last + 1) + stage] -= 1 - hazard
        return now + beta * (1 - hazard) * then, falls

    rows, limits = [], []

    def at_least(number, falls, floor):
        rows.append(np.append(-falls[:-1], 1.0))
        limits.append(number - floor)

    for player in range(players):
        for stage, state in enumerate(path):
            number, falls = worth(player, stage)
            honest = dataclasses.replace(stakes, payments=False)
            for other in [plain.w[state][player], *Plain(plain.steps, honest).deviations(path, stage, player)]:
                at_least(number, falls, other)
            then, falls = worth(player, min(stage + 1, last))
            falls = beta * falls
            falls[player * (last + 1) + stage] -= 1
            at_least(beta * then, falls, beta * plain.w[path[min(stage + 1, last)]][player])
    balance = np.zeros((last + 1, unknown))
    for stage in range(last + 1):
        balance[stage, stage : unknown - 1 : last + 1] = 1
    found = linprog(
        -np.eye(unknown)[-1],
        A_ub=np.array(rows),
        b_ub=limits,
        A_eq=balance,
        b_eq=np.zeros(last + 1),
        bounds=[(-100, 100)] * (unknown - 1) + [(None, 1)],
    )
    assert found.status == 0
    return -found.fun


def test_sums_are_enough_just_where_there_are_payments_that_all_make_of_their_own_accord():
    yes, no, still = 0, 0, 0
    for seed in range(24):
        steps, stakes = drawn(seed, draws=1)
        plain = Plain(steps, alone(stakes, 0))
        every = list(plain.paths())
        for at in np.random.default_rng(seed).permutation(len(every))[:6]:
            path = every[at]
            paid = payable(plain, path)
            slack = plain.slacks(path).sum(axis=1).min()
            assert abs(paid) > 1e-7  # no random game lies on the edge
            assert (paid > 0) == (slack > 0), (seed, path)
            held = follow(steps, alone(stakes, 0), [steps.number(one) for one in path])
            assert held.slack.sum(axis=1).min() == pytest.approx(slack, abs=1e-9)
            yes, no = yes + (paid > 0), no + (paid < 0)
            still += len(path) == 1
    assert min(yes, no, still) > 3


def test_who_has_done_its_steps_can_keep_back_what_it_has_to_pay():
    # the first has 2 a period as long as the second stays, who can have 1 elsewhere; it would have to be paid that much each period,
    # but the first can have 1 elsewhere too and does better not to pay once it has had its 2
    steps = Steps((1,), (0,), 2)
    stakes = Stakes(np.array([[2.0, 0.0]]), np.ones((1, 2)), np.full(2, 0.9))
    assert np.isnan(largest_sums(steps, stakes).value[0])
    # unless what it loses then is enough: 2 - 1 a period for ever, for a payment of 1 each time
    patient = dataclasses.replace(stakes, outside=np.array([[0.5, 1.0]]))
    assert largest_sums(steps, patient).value[0] == 2.0
    # not to pay is worth (1 - b) 2 + b w, so the two need 2 >= (1 - b) 2 + b w + 1
    for discount, holds in ((0.65, False), (0.67, True)):
        one = dataclasses.replace(patient, discount=np.full(2, discount))
        assert (largest_sums(steps, one).value[0] == 2.0) == holds  # 2 b - b / 2 >= 1: b >= 2/3


def test_the_answer_is_the_same_for_any_number_of_threads_and_from_a_function():
    steps, stakes = drawn(3, draws=2500)
    one = largest_sums(steps, stakes, workers=1)
    asked = []

    def some(first, last):
        asked.append((first, last))
        every = {name: getattr(stakes, name)[first:last] for name in ("payoff", "outside", "discount", "hazard")}
        return dataclasses.replace(stakes, **every)

    for other in (largest_sums(steps, stakes, workers=3), largest_sums(steps, some, draws=2500)):
        assert (one.paths == other.paths).all()
        assert np.array_equal(one.value, other.value, equal_nan=True)
        assert (one.moving == other.moving).all()
    assert max(last - first for first, last in asked) < 2500
    part = largest_sums(steps, some(2000, 2500))
    assert np.array_equal(one.value[2000:], part.value, equal_nan=True)
    assert (one.paths[2000:] == part.paths).all()


def test_what_does_not_fit_is_told_before_anything_is_done():
    steps, stakes = drawn(0)
    with pytest.raises(InputError, match="does not tell how many"):
        largest_sums(steps, lambda first, last: stakes)
    with pytest.raises(InputError, match="4 draws, not 5"):
        largest_sums(steps, stakes, draws=5)
    with pytest.raises(InputError, match="different discounts or lags"):
        largest_sums(steps, dataclasses.replace(stakes, discount=stakes.discount * [1, 0.9, 0.8][: steps.players]))
    with pytest.raises(InputError, match="2 axes of draws"):
        largest_sums(steps, dataclasses.replace(stakes, payoff=stakes.payoff[None]))
    wide = Steps((60, 60), (0, 1), 2)
    zero = np.zeros((wide.size, 2))
    assert effort(wide, Stakes(zero, zero, np.full(2, 0.9)), 10) == 10 * 1830**2
    with pytest.raises(NoSolution, match="10,000 draws would go through about"):
        largest_sums(wide, lambda first, last: Stakes(zero, zero, np.full(2, 0.9)), draws=10_000)
    closed = dataclasses.replace(steps, allowed=np.zeros(steps.size, dtype=bool))
    assert np.isnan(largest_sums(closed, stakes).value).all()
