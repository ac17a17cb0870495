"""Offers in turns: the equilibrium's own conditions, backward induction, and limits."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.curves import Curve
from counterpoise.games.offers import Border, finite, powers, shares, stationary

UNIT = Border(lambda u: 1.0 - u, lambda v: 1.0 - v, (0.0, 1.0))
DISCOUNTS = [(0.5, 0.5), (0.9, 0.6), (0.3, 0.95), (0.99, 0.99)]
OUTSIDE = [(0.0, 0.0), (0.0, 0.7), (0.6, 0.1), (0.45, 0.5), (0.3, 0.7), (-1.0, -2.0)]


@pytest.mark.parametrize(("discounts", "outside"), list(itertools.product(DISCOUNTS, OUTSIDE)))
def test_each_offers_what_refusing_is_worth(discounts, outside):
    found = shares(discounts, outside)
    assert found.first[1] == pytest.approx(max(discounts[1] * found.second[1], outside[1]))
    assert found.second[0] == pytest.approx(max(discounts[0] * found.first[0], outside[0]))
    assert sum(found.first) == pytest.approx(1.0)
    assert sum(found.second) == pytest.approx(1.0)
    binds = (outside[0] > discounts[0] * found.first[0], outside[1] > discounts[1] * found.second[1])
    assert found.taken == binds
    root = stationary(UNIT, discounts, outside)
    assert [*root.first, *root.second] == pytest.approx([*found.first, *found.second])
    assert root.taken == found.taken


@pytest.mark.parametrize(("discounts", "outside"), list(itertools.product(DISCOUNTS[:3], OUTSIDE)))
def test_a_far_last_round_is_none(discounts, outside):
    assert finite(400, discounts, outside) == pytest.approx(shares(discounts, outside).first[0])


def test_backward_induction_by_hand():
    """The last proposer leaves the other its outside option; before, each leaves the better of that and of waiting."""
    last = 1 - 0.1
    before = 1 - max(0.8 * last, 0.2)
    assert finite(2, (0.9, 0.8), (0.1, 0.2)) == pytest.approx(before)
    assert finite(1, (0.9, 0.8), (0.1, 0.2)) == pytest.approx(0.8)
    assert finite(2, (0.9, 0.8), (0.1, 0.85)) == pytest.approx(0.15)


@pytest.mark.parametrize("rates", [(0.05, 0.05), (0.1, 0.02), (0.03, 0.3)])
def test_short_periods_tend_to_nash_with_powers(rates):
    """Over a frontier too; an outside option is then no threat point but a floor."""
    curve = Curve(lambda u: 1.0 - u * u, (0.0, 1.0))
    wanted = curve.nash((0, 0), powers(rates)).payoffs
    period = 1e-5
    discounts = math.exp(-rates[0] * period), math.exp(-rates[1] * period)
    found = curve.rubinstein((0, 0), discounts)
    assert found.payoffs == pytest.approx(wanted, abs=1e-5)
    for floor in (float(wanted[1]) / 2, float(wanted[1] + 1) / 2):
        held = curve.rubinstein((0, floor), discounts, impasse=(0, 0)).payoffs
        better = max(floor, float(wanted[1]))
        assert held == pytest.approx([curve.first(better), better], abs=1e-5)


def test_an_impasse_moves_the_origin():
    """What each has without ever agreeing is kept: the rest is divided."""
    found = stationary(UNIT, (0.9, 0.8), impasse=(0.2, 0.3))
    assert found.first[0] == pytest.approx(0.2 + 0.5 * shares((0.9, 0.8)).first[0])


def test_no_equilibrium_of_too_much_outside():
    for call in (
        lambda: shares((0.9, 0.9), (0.6, 0.5)),
        lambda: finite(3, (0.9, 0.9), (0.6, 0.5)),
        lambda: stationary(UNIT, (0.9, 0.9), (0.6, 0.5)),
        lambda: stationary(UNIT, (0.9, 0.9), (1.5, 0.0)),
    ):
        with pytest.raises(NoSolution) as caught:
            call()
        assert caught.value.where == "outside"
    assert shares((0.9, 0.9), (0.6, 0.4)).first == pytest.approx((0.6, 0.4))
    assert np.isclose(stationary(UNIT, (0.9, 0.9), (0.6, 0.4)).first[0], 0.6)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: shares((1.0, 0.9)), "discounts: discounts of (1.0, 0.9)"),
        (lambda: stationary(UNIT, (0.5, 0.0)), "discounts: "),
        (lambda: finite(0, (0.9, 0.9)), "rounds: 0 rounds"),
        (lambda: finite(3, (0.9, 2.0)), "discounts: "),
        (lambda: powers((0.1, 0.0)), "rates: rates of discount of 0.1 and 0"),
    ],
)
def test_bad_input(call, said):
    with pytest.raises(InputError) as caught:
        call()
    assert str(caught.value).startswith(said)
