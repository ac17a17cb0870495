"""A solved equilibrium as a baseline of its own: solved again without a change it returns itself, new taxes and all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.equilibrium import solve
from counterpoise.equilibrium.rebase import rebased
from tests.reference.worlds import keywords, random_economy
from tests.unit.equilibrium.test_gradient import MODELS, policy, solved, world

KEPT = [name for name in MODELS if name != "relief"]


@pytest.mark.parametrize("name", KEPT)
def test_nothing_changes_where_nothing_is_done(name: str) -> None:
    base = world().varied(**MODELS[name])
    first = solved(base, policy())
    again = replace(base, accounts=rebased(first.problem, first.solution.point))
    still = solve(again, None, tolerance=1e-14)
    assert np.abs(still.solution.state.log_wage).max() < 1e-11
    assert np.abs(still.welfare_pct.values).max() < 1e-9
    assert np.abs(still.trade_pct.fillna(0).values).max() < 1e-9


def test_the_new_tariffs_are_kept_and_bring_what_they_brought() -> None:
    base, laid = world(), policy()
    first = solved(base, laid)
    again = rebased(first.problem, first.solution.point)
    assert np.allclose(again.tariff, laid["tariff"].transpose(2, 0, 1), atol=0)
    assert np.allclose(again.revenue, first.tariff_revenue_new.values, rtol=1e-10)
    assert np.allclose(again.share.sum(-1), 1.0, atol=1e-12)


def test_two_steps_are_one() -> None:
    """Half of the way, then the other half from there, is the whole way: with one set of elasticities there is no clay."""
    base, laid = world(), policy()
    half = {**laid, "tariff": laid["tariff"] / 2, "export_tax": laid["export_tax"] / 2}
    half |= {"trade_cost_hat": laid["trade_cost_hat"] ** 0.5, "productivity_hat": laid["productivity_hat"] ** 0.5}
    half["transfer"] = np.zeros(4)
    rest: dict[str, Any] = {
        **laid,
        "trade_cost_hat": half["trade_cost_hat"],
        "productivity_hat": half["productivity_hat"],
    }
    rest["transfer"] = np.zeros(4)
    first = solved(base, half)
    second = solved(replace(base, accounts=rebased(first.problem, first.solution.point)), rest)
    whole = solved(base, {**laid, "transfer": np.zeros(4)})
    made = (1 + first.welfare_pct / 100) * (1 + second.welfare_pct / 100)
    assert np.allclose(made, 1 + whole.welfare_pct / 100, rtol=1e-9)


def test_what_has_a_memory_of_the_old_baseline_is_refused() -> None:
    base = cp.equilibrium.from_caliendo_parro(**keywords(random_economy(3, 4, 3))).varied(
        labour_supply=0.4, rebate="income_tax"
    )
    found = solve(base, None)
    with pytest.raises(InputError, match="not carried over"):
        rebased(found.problem, found.solution.point)
