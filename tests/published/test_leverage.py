"""Numbers of others on power and on what members of a coalition add."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.games.shapley import exact, sampled
from counterpoise.statecraft.power import power


def council(permanent, others, quota):
    """Give a council in which a motion needs a number of votes, and those of all permanent members."""
    return lambda who: float(all(one in who for one in range(permanent)) and len(who) >= quota), permanent + others


def test_the_security_council_of_1954():
    """Shapley and Shubik (1954): five permanent and six other members, seven votes: 76/385 each, and 1/462."""
    worth, members = council(5, 6, 7)
    value = exact(worth, members).value
    np.testing.assert_allclose(value[:5], 76 / 385, rtol=0, atol=1e-12)
    np.testing.assert_allclose(value[5:], 1 / 462, rtol=0, atol=1e-12)
    assert 100 * value[:5].sum() == pytest.approx(98.7, abs=0.05)  # as printed


def test_the_security_council_since_1965():
    """Ten other members and nine votes: 421/2145 each of the permanent ones, 4/2145 of the others."""
    worth, members = council(5, 10, 9)
    value = exact(worth, members).value
    np.testing.assert_allclose(value[:5], 421 / 2145, rtol=0, atol=1e-12)
    np.testing.assert_allclose(value[5:], 4 / 2145, rtol=0, atol=1e-12)


def test_gloves():
    """Shapley and Shubik (1969): one left glove and two right ones: 2/3, 1/6 and 1/6."""
    value = exact(lambda who: float(0 in who and len(who) > 1), 3).value
    np.testing.assert_allclose(value, [2 / 3, 1 / 6, 1 / 6], rtol=0, atol=1e-12)


def test_an_airport():
    """Littlechild and Owen (1973): each aircraft bears an equal share of every stretch of the runway that it needs."""
    needs = np.array([1.0, 1.0, 2.5, 4.0, 7.0])
    worth = lambda who: float(max((needs[i] for i in who), default=0.0))  # noqa: E731
    steps = np.diff(np.concatenate([[0.0], needs]))
    shares = np.cumsum(steps / np.arange(len(needs), 0, -1))
    np.testing.assert_allclose(exact(worth, len(needs)).value, shares, rtol=0, atol=1e-12)
    drawn = sampled(worth, len(needs), orders=4000, spread=7.0)
    assert (np.abs(drawn.value - shares) <= drawn.bound).all()


def test_power_of_a_controlled_input():
    """Clayton, Maggiori and Schreger (2024): Omega = 0.02, omega = 0.9, sigma = 6 give 0.00921."""
    assert power(0.02, 0.9, 6.0) == pytest.approx(0.00921, abs=5e-6)
