"""Offers in the shadow of war: against searches over all offers, and sums of payoffs period by period."""

from __future__ import annotations

import math

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.games.crisis import bomb, preventive_war, screening

PERIODS = 4000


def worth(flows, discount, after=0.0):
    """Give the worth by a period of flows, the last of them for ever."""
    weights = (1 - discount) * discount ** np.arange(len(flows))
    return float(weights @ flows) + discount ** len(flows) * after


@pytest.mark.parametrize("power", [0.0, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("cost", [0.0, 0.1, 0.5])
@pytest.mark.parametrize(("lowest", "highest"), [(0.0, 0.4), (0.1, 0.3), (0.3, 1.2), (0.2, 0.2)])
def test_no_other_offer_is_better(power, cost, lowest, highest):
    found = screening(power, cost, lowest, highest)
    kept = np.linspace(0, 1, 20001)
    costs = lowest + (highest - lowest) * (np.arange(500) + 0.5) / 500
    fights = (kept[:, None] - power > costs[None] + 1e-12).mean(1)
    mine = (1 - fights) * kept + fights * (power - cost)
    assert found.payoffs[0] >= mine.max() - 2e-3
    assert found.payoffs[0] == pytest.approx(np.interp(found.kept, kept, mine), abs=2e-3)
    assert found.war == pytest.approx(np.interp(found.kept, kept, fights), abs=3e-3)
    other = np.maximum(1 - found.kept, 1 - power - costs).mean()
    assert found.payoffs[1] == pytest.approx(other, abs=2e-3)
    assert sum(found.payoffs) == pytest.approx(1 - found.inefficiency)


@pytest.mark.parametrize("discount", [0.3, 0.7, 0.95])
@pytest.mark.parametrize("cost", [0.0, 0.2, 1.5])
@pytest.mark.parametrize("power", [0.0, 0.3, 0.9])
def test_war_is_fought_above_the_threshold(power, cost, discount):
    """By what each way is worth, period by period: all of today, then what war is worth to it later."""
    for later in np.linspace(power, 1, 41):
        found = preventive_war(power, later, cost, discount)
        fight = worth(np.full(PERIODS, 1 - power), discount) - cost * (1 - discount)
        left = max(worth(np.full(PERIODS, 1 - later), discount) - cost * (1 - discount), 0.0)
        peace = worth([1.0], discount, after=left)
        assert found.fight == pytest.approx(fight)
        assert found.best_peace == pytest.approx(peace)
        if abs(fight - peace) > 1e-9:
            assert found.war == (fight > peace)
            assert found.war == (later > found.threshold)
    assert preventive_war(0.9, 1.0, 1.5, 0.3).threshold == math.inf


def test_who_may_build_refrains_for_the_offer_and_no_less():
    """By payoffs period by period: the offer for ever against building after it was given once."""
    for build in (0.6, 1.0, 2.0):
        found = bomb(0.3, 0.6, (0.15, 0.15), build, 0.9)
        for change in (-1e-6, 1e-6):
            offer = found.offer + change
            refrains = worth(np.full(PERIODS, offer), 0.9)
            builds = worth([offer - build], 0.9, after=worth(np.full(PERIODS, 0.45), 0.9))
            assert (refrains > builds) == (change > 0)


def best_for_the_other(power, later, costs, build, discount):
    """Give what the declining side has at best where it does not count on attacking: the offers it may make, and building let be."""
    before, after = max(power - costs[1], 0.0), max(later - costs[1], 0.0)
    offers = np.linspace(0, 1, 100001)
    refrains = offers >= (1 - discount) * (offers - build) + discount * after - 1e-12
    deal = (1 - offers)[refrains & (offers >= before - 1e-12)].max()
    takes = (1 - discount) * (offers - build) + discount * after >= before - 1e-12
    left = ((1 - discount) * (1 - offers) + discount * (1 - after))[takes]
    return deal, left.max(initial=-np.inf)


def test_regimes_are_what_the_other_prefers():
    random = np.random.default_rng(0)
    seen = set()
    for _ in range(120):
        power, later = np.sort(random.random(2))
        costs, build, discount = tuple(random.random(2) * 0.4), random.exponential(0.7), random.uniform(0.05, 0.98)
        found = bomb(power, later, costs, build, discount)
        seen.add(found.regime)
        before, after = max(power - costs[1], 0.0), max(later - costs[1], 0.0)
        if found.regime == "deterred":
            assert 1 - power - costs[0] > (1 - discount) + discount * (1 - after)
            assert found.offer == before
            continue
        deal, built = best_for_the_other(power, later, costs, build, discount)
        if abs(deal - built) > 1e-4:
            assert (found.regime == "builds") == (built > deal)
        if found.regime != "builds":
            assert 1 - found.offer == pytest.approx(deal, abs=2e-5)
            assert (found.regime == "no concession") == (found.offer == before)
            assert found.zone[0] <= found.zone[1] + 1e-9
            assert deal >= 1 - power - costs[0] - 1e-5  # no war is fought
        else:
            gone = (1 - discount) * (1 - found.offer) + discount * (1 - after)
            assert gone == pytest.approx(built, abs=2e-5)
            assert found.zone[0] > found.zone[1]
    assert seen == {"deterred", "builds", "concession", "no concession"}


def test_thresholds_separate_regimes():
    random = np.random.default_rng(1)
    for _ in range(60):
        power, later = np.sort(random.random(2))
        costs, build, discount = (0.9, random.random() * 0.4), random.exponential(0.7), random.uniform(0.05, 0.98)
        held = bomb(power, later, costs, build, discount)
        assert held.builds_below <= held.nothing_above + 1e-12
        for threshold, below, above in (
            (held.builds_below, "builds", "concession"),
            (held.nothing_above, "concession", "no concession"),
        ):
            if held.nothing_above - held.builds_below > 1e-3:
                found = [bomb(power, later, costs, threshold + step, discount).regime for step in (-1e-6, 1e-6)]
                assert found == [below, above]
        for threshold, below, above in (
            (held.concession_from, "no concession", "concession"),
            (held.builds_from, "concession", "builds"),
        ):
            if threshold < 1 - 1e-5 and held.builds_from - held.concession_from > 1e-3:
                found = [bomb(power, later, costs, build, threshold + step).regime for step in (-1e-6, 1e-6)]
                assert found == [below, above]


def test_an_attack_deters_from_a_discount_on():
    held = bomb(0.2, 0.9, (0.1, 0.1), 0.5, 0.5)
    assert held.deterred_from == pytest.approx(0.3 / 0.8)
    assert held.regime == "deterred"
    assert held.offer == pytest.approx(0.1)
    assert bomb(0.2, 0.9, (0.1, 0.1), 0.5, 0.37).regime != "deterred"


def test_no_shift_needs_no_concession():
    found = bomb(0.4, 0.4, (0.1, 0.1), 0.01, 0.99)
    assert found.regime == "no concession"
    assert found.concession_from == math.inf


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: screening(1.2, 0.1, 0.0, 0.4), "power: a probability of 1.2"),
        (lambda: screening(0.5, -0.1, 0.0, 0.4), "cost: a cost of -0.1"),
        (lambda: screening(0.5, 0.1, 0.5, 0.4), "lowest: costs from 0.5 to 0.4"),
        (lambda: preventive_war(0.5, 0.4, 0.1, 0.9), "later: power that falls from 0.5 to 0.4"),
        (lambda: preventive_war(0.5, 0.6, 0.1, 1.0), "discount: a discount of 1"),
        (lambda: bomb(0.5, 0.6, (0.1, math.nan), 1.0, 0.9), "costs: a cost of nan"),
        (lambda: bomb(0.5, 0.6, (0.1, 0.1), 0.0, 0.9), "build: a cost of building of 0"),
        (lambda: bomb(0.5, 0.4, (0.1, 0.1), 1.0, 0.9), "later: "),
        (lambda: bomb(0.5, math.nan, (0.1, 0.1), 1.0, 0.9), "later: a probability of nan"),
    ],
)
def test_impossible_parameters(call, said):
    with pytest.raises(InputError) as caught:
        call()
    assert str(caught.value).startswith(said)
