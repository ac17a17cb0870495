"""Bargaining against problems that textbooks solve by hand."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.bargaining import even_deal, nash_deal

ONE = {"lower": np.zeros(1), "upper": np.full(1, 1 - 1e-9)}


def dollar(averse=1.0):
    """Give how two divide a dollar, the second of whom values its part to the power of ``averse``."""

    def payoffs(x):
        rest = 1 - x[0]
        return np.array([x[0], rest**averse]), lambda w: np.array([w[0] - w[1] * averse * rest ** (averse - 1)])

    return payoffs


@pytest.mark.parametrize("averse", [1.0, 0.5, 0.25])
def test_the_more_averse_to_risk_gets_less(averse):
    """Of max x (1 - x)^a the first gets 1 / (1 + a) (Nash 1950)."""
    deal = nash_deal(dollar(averse), np.zeros(2), np.array([0.2]), **ONE)
    assert deal.at[0] == pytest.approx(1 / (1 + averse), abs=1e-5)


@pytest.mark.parametrize("power", [0.5, 1.0, 3.0])
def test_power_shares_what_can_be_transferred(power):
    """Each gets its threat, and the rest by power (Harsanyi and Selten 1972)."""
    threat = np.array([0.3, 0.1])
    deal = nash_deal(dollar(), threat, np.array([0.35]), powers=np.array([power, 1.0]), **ONE)
    assert deal.gains[0] == pytest.approx(0.6 * power / (1 + power), abs=1e-5)
    assert deal.payoffs == pytest.approx(threat + deal.gains)
    assert deal.weights == pytest.approx([0.5, 0.5], abs=1e-4)


@pytest.mark.parametrize("power", [0.5, 1.0, 3.0])
def test_even_gains_follow_powers(power):
    """Gains in the proportion of powers on the frontier u + v^2 = 1 (Kalai 1977)."""
    deal = even_deal(dollar(0.5), np.zeros(2), np.array([0.1]), powers=np.array([power, 1.0]), **ONE)
    assert deal.gains[0] / deal.gains[1] == pytest.approx(power, rel=1e-5)
    assert deal.payoffs[0] + deal.payoffs[1] ** 2 == pytest.approx(1.0, abs=1e-9)


def test_scale_does_not_matter_to_nash():
    """Payoffs in other units: the same division; even gains differ."""

    def payoffs(x):
        value, pull = dollar()(x)
        return value * [1.0, 10.0], lambda w: pull(w * [1.0, 10.0])

    assert nash_deal(payoffs, np.zeros(2), np.array([0.2]), **ONE).at[0] == pytest.approx(0.5, abs=1e-5)
    assert even_deal(payoffs, np.zeros(2), np.array([0.2]), **ONE).at[0] == pytest.approx(10 / 11, abs=1e-5)


def test_many_share_in_many_choices():
    """Five on a sphere: all get 1 / sqrt(5), whichever the solution."""

    def payoffs(x):
        u = x / np.sqrt(x @ x)
        return u, lambda w: (w - u * (w @ u)) / np.sqrt(x @ x)

    start, bounds = np.array([0.9, 0.5, 0.4, 0.3, 0.2]), {"lower": np.full(5, 0.01), "upper": np.ones(5)}
    for solve in (nash_deal, even_deal):
        deal = solve(payoffs, np.zeros(5), start, **bounds)
        np.testing.assert_allclose(deal.payoffs, 5**-0.5, rtol=1e-4)


def test_no_deal_where_nobody_can_gain():
    with pytest.raises(NoSolution, match="no deal makes all gain"):
        nash_deal(dollar(), np.array([0.7, 0.6]), np.array([0.5]), **ONE)


@pytest.mark.parametrize("powers", [[1.0, 0.0], [1.0], [1.0, np.nan]])
def test_powers_are_above_zero(powers):
    with pytest.raises(InputError, match="powers"):
        nash_deal(dollar(), np.zeros(2), np.array([0.5]), powers=np.array(powers), **ONE)
