"""Final demand estimated on WIOD 2013 (Timmer et al. 2015) with the rest of the world dropped and the answer hidden.

The embedded coefficients have seen these years, so this repeats the measurement rather than judging out of sample; the
leave-out errors are in docs/methods/final-demand.md. Leaving the countries judged out of the learning changes the
pair error by less than .01.
"""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.codes.sectors import parse
from counterpoise.world.final_demand import estimated


def dressed(path):
    """Give WIOD as the embedded table is: 40 economies, flows of and to the rest of the world dropped."""
    with np.load(path) as held:
        flows = held["Z"].clip(min=0).astype(float).reshape(41, 35, 41, 35)
        final = held["F"].astype(float).reshape(41, 35, 41, 5).sum(3).clip(min=0)
    output = (flows.sum((2, 3)) + final.sum(2))[:40]
    rest_size = (flows.sum((2, 3)) + final.sum(2) - flows.sum((0, 1))).sum(1)
    return flows[:40, :, :40], final[:40, :, :40], output, float(rest_size[40] / rest_size[:40].sum())


def import_proportional(flows, output):
    """The usual estimate: final imports spread as intermediate ones, columns as value added."""
    sold = flows.sum(3)
    left = output - sold.sum(2)
    added = (output - flows.sum((0, 1))).sum(1)
    guess = np.maximum(sold, 1e-9 * output.sum() / output.size)
    for _ in range(200):
        guess *= (left / np.maximum(guess.sum(2), 1e-12))[:, :, None]
        guess *= (added * left.sum() / added.sum() / np.maximum(guess.sum((0, 1)), 1e-12))[None, None, :]
    return guess


def pair_error(guess, truth):
    gap, whole = np.abs(guess.sum(1) - truth.sum(1)), truth.sum(1).copy()
    np.fill_diagonal(gap, 0.0)
    np.fill_diagonal(whole, 0.0)
    return gap.sum() / whole.sum()


@pytest.mark.parametrize("year", [1995, 2011])
def test_beats_proportionality(shared, year):
    flows, truth, output, rest_size = dressed(shared / "wiod2013" / f"wiot_{year}.npz")
    codes = parse("TOTAL", "wiod-2013")["TOTAL"]
    final, outside = estimated(flows, output, sectors=codes, scheme="wiod-2013", rest_size=rest_size)
    assert np.allclose(final.sum(2) + outside, output - flows.sum((2, 3)))
    assert final.min() >= 0
    ours = pair_error(final, truth)
    assert ours < 0.32
    assert ours * 1.6 < pair_error(import_proportional(flows, output), truth)
