"""Arms: from whom a country's major arms come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterpoise.core.measure import measure
from counterpoise.reliance.security.pool import Interval, Known, between

if TYPE_CHECKING:
    from counterpoise.reliance.security.thresholds import Thresholds

DIGITS = 0.001
"""Bounds no farther apart than this are one figure to the digits that shares are published with."""


@measure(
    symbol=r"s_{ij}",
    unit="share",
    dims="country partner",
    short="arms supplied",
    formula=r"\sum_{5\,y} q_{ij} / \sum_{5\,y} \sum_k q_{ik}",
    cite="SIPRI, Arms Transfers Database, sources and methods",
)
def arms_supplier_share(arms_share: Known, arms_volume: Known, thresholds: Thresholds) -> Interval:
    """Share of a partner in the major arms delivered to a country over five years; 0 where next to nothing is delivered."""
    import numpy as np  # noqa: PLC0415

    little = (arms_volume.high < thresholds.volume)[:, None]
    low, high = (np.where(little, 0.0, np.clip(end, 0.0, 1.0)) for end in (arms_share.low, arms_share.high))
    for end in (low, high):
        np.fill_diagonal(end, np.nan)
    return between(low, high)


@measure(
    symbol=r"H^s_i",
    unit="index",
    dims="country",
    short="supplier concentration (arms)",
    formula=r"\sum_j s_{ij}^2",
    cite="Hirschman (1945); Herfindahl (1950)",
    headline=False,
)
def arms_herfindahl(arms_share: Known) -> Interval:
    """Herfindahl index of a country's suppliers of arms: 1 where there is one only."""
    import numpy as np  # noqa: PLC0415

    surely = np.where(np.isfinite(arms_share.low), arms_share.low, 0.0)
    np.fill_diagonal(surely, 0.0)
    told = np.isfinite(arms_share.low).any(1) & (
        np.where(np.isfinite(arms_share.high), arms_share.high, 0.0).sum(1) > 0
    )
    left = np.clip(1.0 - surely.sum(1), 0.0, 1.0)
    room = np.clip(np.where(np.isfinite(arms_share.high), arms_share.high, 1.0) - surely, 0.0, 1.0)
    np.fill_diagonal(room, 0.0)
    # x more for a supplier of share s adds x (2 s + x): no unit of the rest adds more than the largest 2 s + x of those
    # who may have any of it
    unit = np.where(room > 0, 2 * surely + np.minimum(room, left[:, None]), 0.0)
    most = (surely**2).sum(1) + left * unit.max(1)
    least = np.where(told, (surely**2).sum(1), np.nan)
    made = between(least, np.where(told, np.minimum(most, 1.0), np.nan), tolerance=DIGITS)
    return replace(made, covered=np.where(told, surely.sum(1), np.nan))


@measure(
    symbol=r"1 / H^s_i",
    unit="ratio",
    dims="country",
    short="effective suppliers (arms)",
    formula=r"1 / \sum_j s_{ij}^2",
    cite="Hirschman (1945); Laakso and Taagepera (1979)",
    headline=False,
)
def effective_arms_suppliers(arms_herfindahl: Interval) -> Interval:
    """How many suppliers of equal size would be as concentrated as a country's suppliers of arms are."""
    import numpy as np  # noqa: PLC0415

    with np.errstate(divide="ignore"):  # that all came from suppliers nobody names bounds nothing
        made = between(1.0 / arms_herfindahl.high, 1.0 / arms_herfindahl.low, tolerance=10 * DIGITS)
    return replace(made, covered=arms_herfindahl.covered)
