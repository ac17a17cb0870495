"""The gradient at the baseline beside Kleinman, Liu and Redding's matrices, which are the same at first order."""

from __future__ import annotations

import json

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.equilibrium.gradient import Gradient


@pytest.fixture(scope="module")
def klr(shared):
    path = shared / "value_added_vectors" / "klr_small.json"
    if not path.is_file():
        pytest.skip("Kleinman, Liu and Redding's matrices are not among the third-party figures here")
    held = json.loads(path.read_text())
    flows = (np.array(held["S"]) * np.array(held["q"])[:, None]).T  # exporter, importer
    base = cp.equilibrium.from_gravity(flows=flows, theta=held["theta"], countries=list("abcd"))
    return held, cp.equilibrium.solve(base, None)


@pytest.mark.parametrize(("variable", "matrix", "scale"), [("wage_hat", "W", 1.0), ("welfare_pct", "U", 100.0)])
def test_kleinman_liu_and_redding(klr, variable, matrix, scale):
    """Exposure of incomes W and of welfare U to every country's productivity: to the digits of the file."""
    held, outcome = klr
    made = [Gradient(outcome, of=variable, country=one).values("productivity")[:, 0] / scale for one in "abcd"]
    np.testing.assert_allclose(made, held[matrix], rtol=0, atol=1e-10)


def test_welfare_beside_their_numeric_derivative(klr):
    held, outcome = klr
    made = [Gradient(outcome, country=one).values("productivity")[:, 0] / 100 for one in "abcd"]
    np.testing.assert_allclose(made, held["U_numeric"], rtol=0, atol=1e-9)


def test_hulten(klr):
    """In the closed world of all countries together real income moves with productivity one for one (Hulten 1978)."""
    _, outcome = klr
    size = outcome.baseline.accounts.value_added
    total = sum(
        Gradient(outcome, of="welfare_pct", country=one).values("productivity")[:, 0].sum() * part
        for one, part in zip("abcd", size, strict=True)
    )
    assert total / size.sum() == pytest.approx(100.0, rel=1e-10)
