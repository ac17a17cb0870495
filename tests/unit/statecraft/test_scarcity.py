"""A hedge on the world's accounts: who holds the scarcity value, and what is best where an optimum nearby is not."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.questions.insured import Insurance

ASKED = {"against": "CHN", "instruments": "uniform", "points": 4}


@cache
def asked(probability: float, scarcity: str = "home") -> Insurance:
    return cp.hedge("KOR", probability=probability, scarcity=scarcity, **ASKED)


def test_the_rupture_without_a_hedge_is_that_of_simulate() -> None:
    made = cp.simulate("embargo 90 % between KOR and CHN", horizon="short")
    lost = float(made.welfare_pct.sel(country="KOR"))
    assert float(asked(1.0).rupture_pct.sel(part="today")) == pytest.approx(lost, abs=1e-6)
    assert float(asked(0.1, "partner").rupture_pct.sel(part="today")) < lost - 1  # the scarcity value is lost too


def test_exit_is_found_where_rates_near_todays_are_worse() -> None:
    made = asked(1.0)
    assert made.attrs["corner"] == "exit"
    assert float(made.rupture_pct.sel(part="adequate level")) > float(made.rupture_pct.sel(part="today"))


@pytest.mark.parametrize("scarcity", ["home", "partner"])
def test_both_years_are_monotone_in_the_probability(scarcity: str) -> None:
    made = asked(0.1, scarcity)
    assert np.all(np.diff(made.frontier_calm_pct) <= 1e-8)
    assert np.all(np.diff(made.frontier_rupture_pct) >= -1e-8)
    assert float(made.hedging_value_pct) >= 0


def test_who_pays_a_price_that_home_does_not_hedges_too_much() -> None:
    made = asked(0.1)
    assert float(made.unasked_value_pct) < 0
    assert float(made.policy_rate.max()) < 0
    above = made.excerpt()[0]
    assert "hold them back" in above.below
