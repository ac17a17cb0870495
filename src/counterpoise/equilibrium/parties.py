"""Whom a scenario is about: the countries that it names, or those that its flows single out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.scenario.labels import Labels
from counterpoise.scenario.shocks import ALL, Agreement

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.policy import Policy
    from counterpoise.scenario import Scenario
    from counterpoise.scenario.shocks import Shock

Mask = NDArray[np.bool_]

SIDES = ("by", "on", "of", "sender", "receiver", "parties")
"""The keys of a shock that name countries, those who act first."""


def parties_of(scenario: Scenario, policy: Policy, baseline: Baseline) -> tuple[str, ...]:
    """Give the countries that a scenario names, in its order; where it says ALL, nobody in particular.

    Parameters
    ----------
    scenario
        What changes.
    policy
        Its arrays: a counterfactual without words is about the countries that they single out.
    baseline
        Whose labels the words are about.
    """
    labels = Labels(baseline.countries, baseline.sectors, baseline.scheme, scenario.groups)
    found: list[int] = []
    for touched in policy.touched:
        named = _named(touched.shock, labels)
        found += named or _singled_out(touched.mask)
    if scenario.arrays is not None:
        found += _singled_out(_changed(policy, baseline))
        found += np.flatnonzero((policy.productivity_hat != 1.0).any(1) | (policy.transfer != 0.0)).tolist()
    every = dict.fromkeys(found)
    return () if len(every) == len(labels.countries) > 2 else tuple(labels.countries[one] for one in every)


def toward(policy: Policy, parties: Sequence[int], countries: int) -> Mask:
    """Say which exports count as exports to the parties ``[origin, destination]``, none within a country.

    A party's are those to whom its agreement binds it, so that of an agreement of two sides those within a side do not count;
    everyone else's are those to all parties.
    """
    made = np.zeros((countries, countries), dtype=bool)
    made[:, list(parties)] = True
    binding = [one.mask.any(1) for one in policy.touched if isinstance(one.shock, Agreement) and one.mask is not None]
    if binding:
        bound = np.logical_or.reduce(binding)
        theirs = [one for one in parties if bound[one].any()]
        made[theirs] = bound[theirs]
    np.fill_diagonal(made, val=False)
    return made


def _named(shock: Shock, labels: Labels) -> list[int]:
    words = [getattr(shock, side, None) for side in SIDES]
    return [one for said in words if said and said != (ALL,) for one in labels.countries_of(said)[0]]


def _singled_out(mask: Any) -> list[int]:
    """Give the importers, then the exporters, of some flows; a side that holds everyone is nobody's."""
    if mask is None:
        return []
    sides = [mask.any((0, 1)), mask.any((1, 2))] if mask.ndim == 3 else [mask.any(1)]
    return [one for side in sides if not side.all() for one in np.flatnonzero(side).tolist()]


def _changed(policy: Policy, baseline: Baseline) -> Any:
    return (
        (policy.tariff != baseline.tariff) | (policy.export_tax != baseline.export_tax) | (policy.trade_cost_hat != 1.0)
    )
