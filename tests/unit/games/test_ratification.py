"""Ratification: the deal over what ratifiers accept is the rule's own over the rows that are left."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.games.ratification import expected, odds, ratify, tighten, win_set
from counterpoise.games.solutions import kalai_smorodinsky, nash

PART = np.linspace(0, 1, 201)
UNIT = np.stack([PART, 1 - PART], axis=1)


def test_a_harder_ratifier_helps_until_it_ends_the_talks():
    """Schelling's conjecture on a divided unit: the deal is the larger of half and the threshold, until the other has too little."""
    thresholds = PART[::20]
    found = list(tighten(UNIT, [0, 0.25], UNIT[:, :1], thresholds[:, None]))
    deals = [one.after and one.after.payoffs[0] for one in found]
    wanted = [max(0.375, t) if t <= 0.75 else None for t in thresholds]
    assert deals == pytest.approx(wanted)
    assert [one.helped for one in found if one.after] == [[]] * 4 + [[0]] * 4
    gone = found[-1]
    assert gone.left == 0.0
    assert gone.change == pytest.approx([-0.375, -0.375])


def test_a_ratifier_may_help_the_other_side():
    """One who wants what the other side wants."""
    found = ratify(UNIT, [0, 0], UNIT[:, 1:], [0.8])
    assert found.helped == [1]
    assert found.change == pytest.approx([-0.3, 0.3])


def test_the_deal_is_the_rules_over_the_rows_left():
    random = np.random.default_rng(0)
    table, home = random.random((60, 3)), random.random((60, 2))
    for rule in (nash, kalai_smorodinsky, partial(nash, lotteries=True)):
        found = ratify(table, [0.2] * 3, home, [0.3, 0.2], rule=rule)
        rows = win_set(home, [0.3, 0.2])
        wanted = rule(table[rows], [0.2] * 3)
        assert found.after.payoffs == pytest.approx(wanted.payoffs)
        assert found.after.outcomes.tolist() == rows[wanted.outcomes].tolist()
        assert found.after.weights @ table[found.after.outcomes] == pytest.approx(found.after.payoffs, abs=1e-8)
        assert (home[found.after.outcomes] >= [0.3, 0.2]).all()
        inside = (table >= 0.2).all(1)
        assert found.left == pytest.approx((inside & (home >= [0.3, 0.2]).all(1)).sum() / inside.sum())


def test_no_zone_before_nor_after():
    found = ratify([[1.0, 1.0]], [2, 2], [[1.0]], [0.0])
    assert found.before is None
    assert found.after is None
    assert found.left == 0.0
    assert found.change.tolist() == [0.0, 0.0]


def test_what_is_not_sure_to_be_ratified():
    """A unit, nothing outside, a threshold uniform between 0 and 1 for the first: x (1 - x) x^2 is largest at 3/4."""
    chance = odds(UNIT[:, :1], [0.0], [1.0])
    assert chance == pytest.approx(PART)
    deal = nash(expected(UNIT, [0, 0], chance), [0, 0])
    assert PART[deal.index] == pytest.approx(0.75)


def test_thresholds_that_are_known_are_a_win_set():
    home = np.random.default_rng(0).random((50, 2))
    assert np.flatnonzero(odds(home, [0.4, 0.5], [0.4, 0.5])).tolist() == win_set(home, [0.4, 0.5]).tolist()
    both = odds(home, [0.0, 0.5], [1.0, 0.5])
    assert both == pytest.approx(np.where(home[:, 1] >= 0.5, home[:, 0], 0.0))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ratify(UNIT, [0, 0], UNIT[:5, :1], [0.5]), "ratifiers: 5 outcomes for ratifiers and 201 for players"),
        (lambda: odds(UNIT[:, :1], [0.5], [0.4]), "thresholds: thresholds from [0.5] to [0.4] for 1 ratifiers"),
        (lambda: expected(UNIT, [0, 0], PART * 2), "ratified: "),
        (lambda: expected(UNIT, [0, 0], PART[:3]), "ratified: probabilities of shape (3,) for 201 outcomes"),
    ],
)
def test_bad_input(call, said):
    with pytest.raises(InputError) as caught:
        call()
    assert str(caught.value).startswith(said)
