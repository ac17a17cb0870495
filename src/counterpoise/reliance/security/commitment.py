"""Commitment: who has promised to defend a country, and how much of its protection that makes.

Treaty text alone misleads: it puts Pakistan beside Korea, and Nicaragua above the United Kingdom. So text is shown apart,
and what counts as protection is a living guarantee: a promise with troops or arms beside it (or exercises, where the
store knows of them).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterpoise.core.measure import measure
from counterpoise.reliance.security.pool import Interval, Known, between, pooled_bounds, shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.reliance.security.thresholds import Thresholds


@measure(
    symbol=r"d_{ji}",
    unit="",
    dims="country partner",
    short="defence promised",
    cite="Leeds, Ritter, Mitchell and Long (2002)",
    headline=False,
)
def defence_obligation(defence_promise: Known) -> Interval:
    """Whether a partner has promised by treaty to defend the country: text alone."""
    return shown(defence_promise)


@measure(
    symbol=r"c_{ji}",
    unit="",
    dims="country partner",
    short="Article 42(7)",
    cite="Treaty on European Union, Article 42(7)",
    headline=False,
)
def mutual_assistance_clause(clause_promise: Known) -> Interval:
    """Whether a partner owes the country aid by Article 42(7) of the Treaty on European Union."""
    return shown(clause_promise)


@measure(
    symbol=r"a_{ji}",
    unit="",
    dims="country partner",
    short="assurance",
    cite="the laws and declarations that the table of treaties cites",
    headline=False,
)
def assurance_given(assurance: Known) -> Interval:
    """Whether a partner has given the country an assurance by law or declaration that is no promise of defence."""
    return shown(assurance)


@measure(
    symbol=r"g_{ji}",
    unit="",
    dims="country partner",
    short="living guarantee",
    formula=r"d_{ji} \, [\, T_{ji} \ge \underline T \vee s_{ij} \ge \underline s \vee e_{ij} \ge \underline e \,]",
    cite="the project's own, on Leeds, Ritter, Mitchell and Long (2002)",
)
def living_guarantee(
    defence_promise: Known,
    foreign_troops: Known,
    arms_supplier_share: Known,
    joint_exercises: Known,
    thresholds: Thresholds,
) -> Interval:
    """Whether a promise of defence has troops, arms or exercises beside it.

    Exercises count where they are known; that nothing is known of them makes no guarantee living.
    """
    import numpy as np  # noqa: PLC0415

    surely = (
        (foreign_troops.low >= thresholds.troops)
        | (arms_supplier_share.low >= thresholds.arms)
        | (joint_exercises.low >= thresholds.exercises)
    )
    exercised = np.isfinite(joint_exercises.high) & (joint_exercises.high >= thresholds.exercises)
    maybe = (
        (foreign_troops.high >= thresholds.troops)
        | (np.nan_to_num(arms_supplier_share.high, nan=1.0) >= thresholds.arms)
        | exercised
    )
    low = np.where(defence_promise.low == 1, surely.astype(float), 0.0)
    high = np.where(defence_promise.high >= 1, maybe.astype(float), 0.0)
    for end in (low, high):
        np.fill_diagonal(end, np.nan)
    promised = defence_promise.high >= 1
    evidence = ("foreign_troops", "arms_share", "arms_volume", "joint_exercises")
    return replace(between(low, high), used=dict.fromkeys(evidence, promised))


@measure(
    symbol=r"k_{ij}",
    unit="share",
    dims="country partner",
    short="protection by text",
    formula=r"d_{ji} C_j / (C_i + \sum_k d_{ki} C_k)",
    cite="Morrow (1991); Morgan and Palmer (2000)",
    headline=False,
)
def capability_reliance(defence_promise: Known, capability: Known) -> Interval:
    """Share of a partner in the capabilities that a country has or is promised by treaty: text alone."""
    return _pooled(defence_promise.low, defence_promise.high, capability)


@measure(
    symbol=r"p_{ij}",
    unit="share",
    dims="country partner",
    short="protection",
    formula=r"g_{ji} C_j / (C_i + \sum_k g_{ki} C_k)",
    cite="after Morrow (1991), with living guarantees only",
)
def protected_capability(living_guarantee: Interval, capability: Known) -> Interval:
    """Share of a partner in the capabilities that a country has or is promised by a living guarantee."""
    made = _pooled(living_guarantee.low, living_guarantee.high, capability)
    return replace(made, used={**living_guarantee.used, **made.used})


def _pooled(least: NDArray[np.float64], most: NDArray[np.float64], capability: Known) -> Interval:
    """Give the share of promised capabilities in a country's own and all that it is promised."""
    import numpy as np  # noqa: PLC0415

    low = np.where(least > 0, np.nan_to_num(capability.low, nan=0.0, neginf=0.0)[None, :], 0.0)
    high = np.where(most > 0, capability.high[None, :], 0.0)
    made = between(*pooled_bounds(low, high, capability.value))
    return replace(made, used={"capability": made.high > 0})
