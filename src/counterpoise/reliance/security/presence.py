"""Presence: a partner's troops and bases in a country, and exercises together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterpoise.core.measure import measure
from counterpoise.reliance.security.pool import Interval, Known, between, shown

if TYPE_CHECKING:
    from counterpoise.reliance.security.thresholds import Thresholds


@measure(
    symbol=r"t_{ij}",
    unit="share",
    dims="country partner",
    short="presence",
    formula=r"T_{ji} / (T_i + \sum_k T_{ki})",
    cite="after Lake (2009): troops relative to all troops on the soil",
)
def foreign_presence(foreign_troops: Known, armed_forces: Known, thresholds: Thresholds) -> Interval:
    """Share of a partner's troops in a country's own forces and all the foreign troops that are listed there."""
    import numpy as np  # noqa: PLC0415

    low, high = (np.where(end >= thresholds.troops, end, 0.0) for end in (foreign_troops.low, foreign_troops.high))
    listed = np.where(foreign_troops.value >= thresholds.troops, foreign_troops.value, 0.0)
    np.fill_diagonal(listed, 0.0)
    own = armed_forces.value[:, None] + listed.sum(1, keepdims=True) - listed
    with np.errstate(invalid="ignore"):
        least = np.where(low > 0, low / (own + low), 0.0)
        most = np.where(np.isinf(high), 1.0, np.where(high > 0, high / (own + high), 0.0))
    unknown = np.isnan(own) & (high > 0)
    made = between(np.where(unknown & (low > 0), 0.0, least), np.where(unknown, 1.0, most))
    for end in (made.value, made.low, made.high):
        np.fill_diagonal(end, np.nan)
    figures = np.isfinite(foreign_troops.value), np.broadcast_to(np.isfinite(armed_forces.value)[:, None], low.shape)
    told = np.isfinite(foreign_troops.high) | figures[1]
    covered = np.where(high > 0, np.mean(figures, axis=0), 1.0)  # so few troops are none, however many they are
    return replace(made, used={"armed_forces": high > 0}, covered=np.where(told, covered, np.nan))


@measure(
    symbol=r"T_{ji}",
    unit="persons",
    dims="country partner",
    short="troops",
    formula=r"T_{ji}",
    cite="Kane (2006); Allen, Flynn and Machain (2022)",
    headline=False,
)
def troops_stationed(foreign_troops: Known) -> Interval:
    """Troops of a partner that the country hosts: those that it did not ask for are no tie."""
    return shown(foreign_troops)


@measure(
    symbol=r"T_{ji} / N_i",
    unit="ratio",
    dims="country partner",
    short="troops per 1,000",
    formula=r"1000 \, T_{ji} / N_i",
    cite="Lake (2009)",
    headline=False,
)
def troops_per_thousand(foreign_troops: Known, population: Known) -> Interval:
    """Troops of a partner for 1,000 inhabitants of the country."""
    people = population.value[:, None] / 1000.0
    return Interval(foreign_troops.value / people, foreign_troops.low / people, foreign_troops.high / people)


@measure(
    unit="",
    dims="country partner",
    short="bases",
    cite="Vine; Allen, Flynn and Machain (2022)",
    headline=False,
)
def bases_hosted(foreign_bases: Known) -> Interval:
    """Bases of a partner in the country."""
    return shown(foreign_bases)


@measure(
    unit="",
    dims="country partner",
    short="exercises",
    cite="D'Orazio and Galambos (2021)",
    headline=False,
)
def exercises_together(joint_exercises: Known) -> Interval:
    """Military exercises in which both took part in the year."""
    return shown(joint_exercises)
