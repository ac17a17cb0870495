"""Deals at once for all states together, against each of them followed by plain enumeration."""

import dataclasses

import numpy as np
import pytest

from counterpoise.games.direct import slack_at_once
from tests.reference.plain_paths import Plain, game


def test_the_slack_of_every_deal_at_once_is_that_of_its_path():
    signs = set()
    for seed in range(80):
        steps, stakes = game(seed)
        stakes = dataclasses.replace(stakes, payments=seed % 2 == 0 and stakes.detection is None)
        plain = Plain(steps, stakes)
        begins = [steps.start, *(steps.number(one) for one in plain.states[1:-1:3])]
        for start in begins:
            steps = dataclasses.replace(steps, start=start)
            here = plain.states[start]
            ends = [one for one in plain.states if one != here and all(a >= b for a, b in zip(one, here, strict=True))]
            found = slack_at_once(steps, stakes, np.array([steps.number(one) for one in ends]))
            expected = [plain.slacks((here, one)).min(axis=0) for one in ends]
            assert found == pytest.approx(np.array(expected), abs=1e-9), (seed, start)
            signs |= set(np.sign(found).ravel())
    assert signs >= {-1.0, 1.0}
