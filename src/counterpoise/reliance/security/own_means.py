"""Own means: what a country spends on its defence, and what it has."""

from __future__ import annotations

from counterpoise.core.measure import measure
from counterpoise.reliance.security.pool import Interval, Known, shown


@measure(
    unit="million USD",
    dims="country",
    short="military expenditure",
    cite="SIPRI, Military Expenditure Database",
    headline=False,
)
def own_expenditure(military_expenditure: Known) -> Interval:
    """Military expenditure at current prices and exchange rates."""
    return shown(military_expenditure)


@measure(
    unit="share",
    dims="country",
    short="expenditure to GDP",
    cite="SIPRI, Military Expenditure Database",
    headline=False,
)
def own_expenditure_share(expenditure_share: Known) -> Interval:
    """Military expenditure as a share of GDP."""
    return shown(expenditure_share)


@measure(unit="persons", dims="country", short="own forces", cite="the sources of its table", headline=False)
def own_forces(armed_forces: Known) -> Interval:
    """Active armed forces."""
    return shown(armed_forces)


@measure(
    symbol=r"C_i",
    unit="share",
    dims="country",
    short="capabilities",
    cite="Singer (1987), Composite Index of National Capability",
    headline=False,
)
def own_capability(capability_index: Known) -> Interval:
    """Share of the world's material capabilities (CINC)."""
    return shown(capability_index)


@measure(unit="", dims="country", short="nuclear weapons", cite="the sources of its table", headline=False)
def own_nuclear_weapons(nuclear_weapons: Known) -> Interval:
    """Whether a country has nuclear weapons of its own."""
    return shown(nuclear_weapons)
