"""What an importer's tariff is made of, by sector: its profile in World Tariff Profiles (WTO, ITC and UNCTAD).

A profile has the plain average of the duties that an economy applies to all members of the WTO, for 22 groups of
products (``facts/tariff_profiles.csv``). A sector's duty is the mean of the groups' that it makes, weighted by the number
of six-digit subheadings (``facts/tariff_profile_sectors.csv``). Profiles say how high one sector's duties are beside
another's; plain averages overstate what trade pays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from counterpoise.world.tariff_measures import finest, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

KNOWN = 0.5
"""The share of a sector's subheadings from which on its duty is taken for known."""


@dataclass(frozen=True, eq=False)
class Profile:
    """An importer's duties by sector.

    Attributes
    ----------
    economy
        Whose: a country, or ``EU``.
    duty
        Fraction ``[sector]``, missing where the profile says nothing of most of a sector's products.
    year
        The newest year of its groups.
    remembered
        The groups whose average was not read but remembered.
    groups
        How many groups it has.
    """

    economy: str
    duty: NDArray[np.float64]
    year: int
    remembered: tuple[str, ...]
    groups: int


def profile(economy: str, sectors: Sequence[str], scheme: str, year: int) -> Profile | None:
    """Give an importer's duties by sector, or None if the facts have no profile.

    Parameters
    ----------
    economy
        A country, or ``EU``.
    sectors, scheme
        Codes, and the classification that they are of.
    year
        Of each group the newest figure that is not after it, else its oldest.

    Raises
    ------
    InputError
        If the scheme is not known.

    References
    ----------
    WTO, ITC and UNCTAD, World Tariff Profiles (yearly), part A.2: MFN applied duties by product groups.

    Examples
    --------
    >>> held = profile("KOR", ["A01", "C10T12", "C28", "G"], "icio-2025", 2022)
    >>> held.duty.round(2).tolist()
    [0.57, 0.54, 0.06, nan]
    """
    import numpy as np  # noqa: PLC0415

    groups = _groups().get(economy)
    if groups is None:
        return None
    newest = {name: _nearest(held, year) for name, held in groups.items()}
    made, weights = _makes(), np.array([name in newest for name in _makes()])
    counts = np.array(list(made.values()))
    duties = np.array([newest[name][1] if name in newest else 0.0 for name in made])
    every, some = counts.sum(0), weights @ counts
    known = some > np.maximum(KNOWN * every, 0.5)
    fine = np.where(known, (duties @ counts) / np.where(known, some, 1.0), 0.0)
    onto = spread(sectors, scheme)
    there = onto @ known.astype(float)
    duty = np.where(there > 0, (onto @ fine) / np.where(there > 0, there, 1.0), np.nan)
    return Profile(
        economy=economy,
        duty=duty,
        year=max(when for when, _, _ in newest.values()),
        remembered=tuple(name for name, (_, _, seen) in newest.items() if seen == "memory"),
        groups=len(newest),
    )


def _nearest(held: dict[int, tuple[float, str]], year: int) -> tuple[int, float, str]:
    when = max((one for one in held if one <= year), default=min(held))
    return (when, *held[when])


@cache
def _groups() -> dict[str, dict[str, dict[int, tuple[float, str]]]]:
    """Give the averages by economy, group and year, each with whether it was read."""
    from counterpoise import facts  # noqa: PLC0415

    made: dict[str, dict[str, dict[int, tuple[float, str]]]] = {}
    for row in facts.read("tariff_profiles"):
        of_group = made.setdefault(row["economy"], {}).setdefault(row["group"], {})
        of_group[int(row["year"])] = float(row["average"]) / 100, row["seen"]
    return made


@cache
def _makes() -> dict[str, NDArray[np.float64]]:
    """Give the number of subheadings by group, ``[sector of icio-2025]``."""
    import numpy as np  # noqa: PLC0415

    from counterpoise import facts  # noqa: PLC0415

    place = {code: k for k, code in enumerate(finest())}
    made: dict[str, NDArray[np.float64]] = {}
    for row in facts.read("tariff_profile_sectors"):
        made.setdefault(row["group"], np.zeros(len(place)))[place[row["sector"]]] = float(row["subheadings"])
    return made
