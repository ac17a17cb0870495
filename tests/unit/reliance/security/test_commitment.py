"""Promises of defence: which are living, and how much of a country's protection each makes."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.reliance.security.commitment import capability_reliance, living_guarantee, protected_capability
from counterpoise.reliance.security.thresholds import Thresholds

NAN = np.nan
LITTLE = [[0, 0, 0]] * 3
PROMISE = [[0, 1, 1], [0, 0, 0], [1, 1, 0]]
"""The second and the third have promised the first defence; the first and the second have promised the third."""


def living(known, thresholds=None, *, promise=PROMISE, troops=LITTLE, arms=LITTLE, exercises=LITTLE):
    held = [known([list(row) for row in one]) for one in (promise, troops, arms, exercises)]
    return living_guarantee(*held, thresholds or Thresholds(troops=100))


def test_a_promise_lives_by_troops_or_arms_or_exercises_beside_it(known):
    troops = [[0, 100, 99], [100, 0, 0], [0, 0, 0]]
    arms = [[0, 0, 0], [0, 0, 0], [0.1, 0.0999, 0]]
    found = living(known, troops=troops, arms=arms)
    np.testing.assert_array_equal(found.value, [[NAN, 1, 0], [0, NAN, 0], [1, 0, NAN]])
    by_exercise = living(known, exercises=[[0, 0, 1], [0, 0, 0], [0, 1, 0]])
    np.testing.assert_array_equal(by_exercise.value, [[NAN, 0, 1], [0, NAN, 0], [0, 1, NAN]])


def test_troops_without_a_promise_are_no_guarantee(known):
    troops = [[0, 0, 0], [5000, 0, 5000], [0, 0, 0]]
    assert living(known, troops=troops).value[1, 0] == 0


def test_what_may_be_beside_a_promise_leaves_it_unknown(known):
    found = living(known, troops=[[0, (0, 99), (0, 500)], [0, 0, 0], [None, 0, 0]])
    np.testing.assert_array_equal(found.low, [[NAN, 0, 0], [0, NAN, 0], [0, 0, NAN]])
    np.testing.assert_array_equal(found.high, [[NAN, 0, 1], [0, NAN, 0], [1, 0, NAN]])
    assert np.isnan(found.value[0, 2])


def test_an_unknown_promise_may_live_and_unknown_exercises_make_none_living(known):
    maybe = living(known, promise=[[0, None, 0], [0, 0, 0], [0, 0, 0]], troops=[[0, 200, 0], [0, 0, 0], [0, 0, 0]])
    assert (maybe.low[0, 1], maybe.high[0, 1]) == (0, 1)
    assert living(known, exercises=[[0, None, 0], [0, 0, 0], [0, 0, 0]]).value[0, 1] == 0


def test_from_where_on_it_lives_can_be_chosen(known):
    troops = [[0, 100, 99], [0, 0, 0], [0, 0, 0]]
    for least, found in ((100, [1, 0]), (99, [1, 1]), (101, [0, 0])):
        assert living(known, Thresholds(troops=least), troops=troops).value[0, 1:].tolist() == found


@pytest.mark.parametrize("wrong", [{"troops": -1.0}, {"arms": NAN}])
def test_a_threshold_that_is_none_is_refused(wrong):
    with pytest.raises(InputError, match="is none"):
        Thresholds(**wrong)


def test_korea_by_text_is_one_protector_and_itself(known):
    """Capabilities 0.02 and 0.12: the protector is 0.12 of 0.14."""
    found = capability_reliance(known([[0, 1], [1, 0]]), known([0.02, 0.12]))
    np.testing.assert_allclose(found.value, [[NAN, 0.12 / 0.14], [0.02 / 0.14, NAN]])


def test_protection_counts_living_guarantees_only(known):
    capability = known([1.0, 6.0, 3.0])
    by_text = capability_reliance(known(PROMISE), capability)
    np.testing.assert_allclose(by_text.value[0, 1:], [6 / 10, 3 / 10])
    lives = living(known, troops=[[0, 100, 0], [0, 0, 0], [0, 0, 0]])
    protected = protected_capability(lives, capability)
    np.testing.assert_allclose(protected.value[0, 1:], [6 / 7, 0])
    np.testing.assert_allclose(protected.value[1], [0, NAN, 0])  # nobody has promised it anything


def test_a_guarantee_that_may_live_bounds_all_shares(known):
    lives = living(known, troops=[[0, 100, (0, 500)], [0, 0, 0], [0, 0, 0]])
    found = protected_capability(lives, known([1.0, 6.0, 3.0]))
    np.testing.assert_allclose([found.low[0, 1], found.high[0, 1]], [6 / 10, 6 / 7])
    np.testing.assert_allclose([found.low[0, 2], found.high[0, 2]], [0, 3 / 10])


def test_an_unknown_capability_is_not_nought(known):
    found = capability_reliance(known(PROMISE), known([1.0, None, 3.0]))
    np.testing.assert_allclose([found.low[0, 1], found.high[0, 1]], [0, 1])
    np.testing.assert_allclose([found.low[0, 2], found.high[0, 2]], [0, 3 / 4])
    assert found.value[1, 0] == 0  # who has promised nothing has no share
