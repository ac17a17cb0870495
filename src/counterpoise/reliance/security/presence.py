"""Presence: a partner's troops and bases in a country, and exercises together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import measure
from counterpoise.reliance.security.pool import Interval, Known, between, pooled_bounds, shown

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
    """Share of a partner's troops in all troops on a country's soil, its own among them."""
    import numpy as np  # noqa: PLC0415

    low, high = (np.where(end >= thresholds.troops, end, 0.0) for end in (foreign_troops.low, foreign_troops.high))
    return between(*pooled_bounds(low, high, armed_forces.value))


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
