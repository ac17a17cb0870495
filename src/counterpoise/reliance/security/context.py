"""Threat and influence as context: protection is protection against someone."""

from __future__ import annotations

from counterpoise.core.measure import measure
from counterpoise.reliance.security.pool import Interval, Known, shown


@measure(unit="", dims="country partner", short="disputes", cite="Palmer et al. (2021)", headline=False)
def disputes_with(disputes: Known) -> Interval:
    """Militarised disputes of the year in which the two were on different sides."""
    return shown(disputes)


@measure(unit="index", dims="country partner", short="influence (FBIC)", cite="Moyer et al. (2021)", headline=False)
def influence_capacity(bilateral_influence: Known) -> Interval:
    """Formal bilateral influence capacity of a partner over the country."""
    return shown(bilateral_influence)
