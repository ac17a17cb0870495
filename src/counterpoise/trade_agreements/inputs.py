"""The same coefficient in the world of many sectors and inputs: trade costs of goods fall by exp(-coefficient / theta)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.counterfactual import under_policy
from counterpoise.equilibrium.ensemble import Batch, Case, case_of
from counterpoise.equilibrium.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.scenario import Scenario
    from counterpoise.trade_agreements.coefficient import Coefficient
    from counterpoise.trade_agreements.goods import Goods

    Array = NDArray[np.float64]

COUNTRIES = ("exports_to_parties_pct", "exports_pct", "imports_pct", "welfare_pct")
"""What is computed of countries."""

SECTORS = ("output_pct", "output_change")
"""What is computed of sectors."""

BATCH = 25
"""Draws that are given to a worker together."""


def policy_of(baseline: Baseline, world: Goods, goods: NDArray[np.bool_], effect: Coefficient) -> Policy:
    """Give the arrays of a policy that eases trade in goods between the parties as the coefficient says.

    Raises
    ------
    InputError
        If a sector of goods has no positive trade elasticity.
    """
    low = goods & (baseline.theta <= 0)
    if low.any():
        name = baseline.sectors[int(np.argmax(low))]
        what = (
            f"the trade elasticity of {name} is not above 0: no change of costs does to trade what a coefficient says"
        )
        raise InputError(what, where="--elasticities", remedy="take a set of the long run")
    flows = goods[None, :, None] & world.pairs[:, None, :]
    eased = np.where(flows, effect.value, 0.0)
    cost = np.exp(-eased / np.where(goods, baseline.theta, 1.0)[None, :, None])
    none = np.zeros(len(baseline.countries))
    error = None if effect.error is None else np.where(flows, effect.error, 0.0)
    return Policy(
        tariff=baseline.tariff,
        export_tax=baseline.export_tax,
        trade_cost_hat=cost,
        productivity_hat=np.ones((len(baseline.countries), len(baseline.sectors))),
        transfer=none,
        eased=eased,
        eased_error=error,
    )


def case_for(baseline: Baseline, policy: Policy, scenario: Scenario, world: Goods) -> Case:
    """Solve the coefficient itself; give what all draws of it share."""
    outcome = under_policy(baseline, policy, scenario)
    return replace(case_of(outcome, variables=COUNTRIES, nodes=SECTORS), toward=world.toward)


def batches(case: Case, errors: Array) -> Iterator[Batch]:
    """Give the draws in batches; the trade elasticities stay as they are.

    Parameters
    ----------
    case
        What all draws share.
    errors
        How many standard errors each draw lies from the estimate ``[draw]``.
    """
    theta = case.baseline.theta
    for first in range(0, len(errors), BATCH):
        some = errors[first : first + BATCH]
        yield Batch(first, np.broadcast_to(theta, (len(some), len(theta))), {}, some)
