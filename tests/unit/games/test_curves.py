"""Solutions over a smooth frontier: against closed forms of others than those of the papers, and against fine tables of points."""

from __future__ import annotations

import math

import numpy as np
import pytest

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games import solutions
from counterpoise.games.curves import Curve

CIRCLE = Curve(lambda u: math.sqrt(max(1.0 - u * u, 0.0)), (0.0, 1.0))


def test_a_quarter_circle():
    """By symmetry all rules agree; with powers a and 1 - a the first has the root of a."""
    for rule in ("nash", "kalai_smorodinsky", "egalitarian", "raiffa"):
        assert getattr(CIRCLE, rule)((0, 0)).payoffs == pytest.approx([math.sqrt(0.5)] * 2, abs=1e-9)
    for a in (0.1, 0.75):
        assert CIRCLE.nash((0, 0), (a, 1 - a)).payoffs[0] == pytest.approx(math.sqrt(a), abs=1e-8)


@pytest.mark.parametrize("outside", [(0.0, 0.0), (-0.5, 0.3), (0.6, 0.2)])
@pytest.mark.parametrize("rule", ["nash", "kalai_smorodinsky", "egalitarian", "raiffa"])
def test_it_is_the_limit_of_fine_tables(rule, outside):
    first = np.linspace(0, 1, 4001)
    curve = Curve(lambda u: 2.0 - u - 0.7 * u**3, (0.0, 1.0), lambda u: -1.0 - 2.1 * u * u)
    table = np.stack([first, 2.0 - first - 0.7 * first**3], axis=1)
    fine = (
        solutions.raiffa(table, outside)
        if rule == "raiffa"
        else getattr(solutions, rule)(table, outside, lotteries=True)
    )
    near = 0.5 / 4000 if rule == "nash" else 1e-6  # of lines, Nash's point is at a corner
    assert getattr(curve, rule)(outside).payoffs[0] == pytest.approx(fine.payoffs[0], abs=near)


def test_a_slope_given_or_found_is_the_same():
    for at in (0.0, 1e-6, 0.4, 1.0):
        free = Curve(lambda u: 1.0 - u**4 / 4.0 - u, (0.0, 1.0))
        assert free._slope(at) == pytest.approx(-(at**3) - 1.0, abs=1e-8)


def test_powers_move_the_egalitarian_point():
    deal = Curve(lambda u: 1.0 - u, (0.0, 1.0)).egalitarian((0.0, 0.2), (3, 1))
    assert deal.gains == pytest.approx([0.6, 0.2])


def test_an_end_where_gains_cannot_be_even():
    flat = Curve(lambda u: 5.0 - u, (0.0, 1.0))
    assert flat.egalitarian((0, 0)).payoffs.tolist() == [1.0, 4.0]
    assert flat.nash((0, 0)).payoffs.tolist() == [1.0, 4.0]
    assert flat.ideal((0, 0)) == (1.0, 5.0)


def test_points_in_lines():
    curve = Curve.through([[0, 3], [2, 2], [3, 0]])
    assert curve.nash((0, 0)).payoffs == pytest.approx([2, 2])
    assert curve.first(1.0) == pytest.approx(2.5)
    assert curve.rubinstein((0, 0), (0.9, 0.9)).rule == "rubinstein"


@pytest.mark.parametrize("outside", [(1.5, 0.0), (0.0, 1.5), (0.8, 0.8)])
def test_no_zone(outside):
    with pytest.raises(NoSolution, match="zone"):
        CIRCLE.nash(outside)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Curve(lambda u: u, (0.0, 1.0)), "frontier: the second payoff does not fall"),
        (lambda: Curve(lambda u: -u, (1.0, 1.0)), "span: a span from 1 to 1"),
        (lambda: Curve(lambda u: math.inf, (0.0, 1.0)), "frontier: "),
        (lambda: Curve.through([[0, 1], [0, 0]]), "frontier: points that do not rise"),
        (lambda: CIRCLE.nash((0, 0), (0, 1)), "powers: powers of (0, 1)"),
    ],
)
def test_bad_input(call, said):
    with pytest.raises(InputError) as caught:
        call()
    assert str(caught.value).startswith(said)
