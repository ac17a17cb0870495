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


@measure(unit="", dims="country partner", short="rivals", cite="Thompson, Sakuwa and Suhas (2021)", headline=False)
def rivals(rivalry: Known) -> Interval:
    """Whether the two are strategic rivals: 1 where they are, 0 where no list has them."""
    return shown(rivalry)


@measure(unit="index", dims="country partner", short="contiguity", cite="Stinnett et al. (2002)", headline=False)
def contiguous(contiguity: Known) -> Interval:
    """How near the two are: 1 by land, 2 to 5 across at most 12, 24, 150 and 400 miles of water, 0 farther."""
    return shown(contiguity)


@measure(unit="", dims="country partner", short="organisations shared", cite="Pevehouse et al. (2020)", headline=False)
def organisations_shared(shared_organisations: Known) -> Interval:
    """International organisations of which both are full members."""
    return shown(shared_organisations)
