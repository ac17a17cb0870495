"""An answer to first order against the exact one."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError

CHANGE = "tariff +{} points by USA on CHN in C26"


def both(points: float, **model: str):
    exact = cp.simulate(CHANGE.format(points), **model)
    return exact, cp.simulate(CHANGE.format(points), first_order=True, **model)


@pytest.mark.parametrize("model", [{}, {"horizon": "short"}, {"closure": "multiplicative"}])
def test_its_error_falls_with_the_square_of_the_change(model):
    errors = []
    for points in (4, 2):
        exact, first = both(points, **model)
        errors.append(float(abs(exact.welfare_pct - first.welfare_pct).max()))
    assert 3.3 < errors[0] / errors[1] < 4.7


def test_it_says_what_it_is():
    exact, first = both(25)
    assert first.diagnostics["method"] == "first order"
    assert first.diagnostics["residual"] > 1e-8 > exact.diagnostics["residual"]
    assert any(one.startswith("to first order only: markets are left out of balance by") for one in first.warnings)
    assert first.question.arguments["first_order"] is True


def test_origins_that_differ_by_use_are_taken_alike():
    first = cp.simulate(CHANGE.format(5), first_order=True, sourcing="user")
    alike = cp.simulate(CHANGE.format(5), first_order=True)
    assert first.welfare_pct.values.tolist() == alike.welfare_pct.values.tolist()
    assert any("sourcing none" in one for one in first.warnings)
    assert not any("sourcing none" in one for one in alike.warnings)


@pytest.mark.parametrize("words", [{"horizon": "all"}, {"years": "1,3"}])
def test_several_times_have_none(words):
    with pytest.raises(InputError, match="several times have no answer to first order"):
        cp.simulate(CHANGE.format(5), first_order=True, **words)
