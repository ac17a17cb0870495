"""What an importer's tariff is made of, by sector: its profile in World Tariff Profiles (WTO, ITC and UNCTAD).

A profile has the plain average of the duties that an economy applies to all members of the WTO, for 22 groups of
products (``facts/tariff_profiles.csv``). A sector's duty is the mean of the groups' that it makes, weighted by the number
of six-digit subheadings (``facts/tariff_profile_sectors.csv``). Profiles say how high one sector's duties are beside
another's; plain averages overstate what trade pays.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from counterpoise.world.tariff_measures import finest, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

SAID = (
    "sector averages: the importer's average over all goods, spread over sectors as the duties of its tariff profile (WTO, "
    "ITC and UNCTAD), whoever sells; the mean over all its imports, 0 between parties of a trade agreement, is its average, "
    "unless that would put a duty above the profile's; agreements that free a part only (such as RCEP and Korea-China) free none"
)

CITED = "WTO, ITC and UNCTAD, World Tariff Profiles, part A.2 (duties by group: facts with a citation each)"

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
    years
        The oldest and the newest year of its groups.
    remembered
        The groups whose average was not read but remembered.
    groups
        How many groups it has.
    """

    economy: str
    duty: NDArray[np.float64]
    years: tuple[int, int]
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
    [0.54, 0.47, 0.06, nan]
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
        years=(min(newest.values())[0], max(newest.values())[0]),
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


@dataclass(frozen=True, eq=False)
class Shaped:
    """The rates of importers that have a profile.

    Attributes
    ----------
    rate
        Fraction ``[sector, destination]``, missing where no profile says it.
    profiles
        The profile of each country that has one.
    """

    rate: NDArray[np.float64]
    profiles: dict[str, Profile]


def leveled(
    duty: NDArray[np.float64], average: float, bought: NDArray[np.float64], paying: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Bring duties to the level of an average: the mean over all imports is the average, but no duty rises.

    Parameters
    ----------
    duty
        Fraction ``[sector]``; where it is missing the average is paid, and stays missing here.
    average
        Over all goods and partners, free ones among them.
    bought, paying
        Imports ``[sector]``: all, and those from partners that no agreement frees.

    Examples
    --------
    >>> import numpy as np
    >>> leveled(np.array([0.5, 0.1]), 0.05, np.array([10.0, 90.0]), np.array([10.0, 40.0])).round(4).tolist()
    [0.2778, 0.0556]
    """
    import numpy as np  # noqa: PLC0415

    known = ~np.isnan(duty)
    goal = average * (bought.sum() - paying[~known].sum())
    paid = float(duty[known] @ paying[known])
    return duty * (min(goal / paid, 1.0) if paid > 0 else 1.0)


def shaped(
    economies: Sequence[tuple[str, str, float]],
    classification: tuple[Sequence[str], str],
    year: int,
    imports: NDArray[np.float64],
    free: NDArray[np.bool_],
    level: Callable[..., NDArray[np.float64]] = leveled,
) -> Shaped:
    """Give importers' averages over all goods the shape of their profiles.

    Parameters
    ----------
    economies
        Of each country: its code, whose average and profile it has (``EU`` for a member), and the average over all goods.
    classification
        The sectors, and the classification that they are of.
    year
        The profiles' year.
    imports
        What is sold ``[origin, sector, destination]``.
    free
        Which pairs an agreement frees ``[origin, destination]``.
    level
        The rule for the level.

    Returns
    -------
    Shaped
        One level for all members of the union, whose trade with each other is left out.
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.world.tariff_measures import goods  # noqa: PLC0415

    sectors, scheme = classification
    physical = goods(sectors, scheme)
    rate = np.full((len(sectors), len(economies)), np.nan)
    profiles: dict[str, Profile] = {}
    for name, average in dict.fromkeys((economy, average) for _, economy, average in economies):
        found = profile(name, sectors, scheme, year)
        if found is None:
            continue
        inside = [k for k, (_, economy, _) in enumerate(economies) if economy == name]
        outside = [k for k in range(len(economies)) if k not in inside]
        trade = imports[np.ix_(outside, range(len(sectors)), inside)] * physical[:, None]
        paying = trade * ~free[np.ix_(outside, inside)][:, None]
        duty = np.where(physical, found.duty, np.nan)
        rate[:, inside] = level(duty, average, trade.sum((0, 2)), paying.sum((0, 2)))[:, None]
        profiles |= {economies[k][0]: found for k in inside}
    return Shaped(rate, profiles)


def notes(countries: Sequence[str], profiles: Mapping[str, Profile], *, besides: str) -> list[str]:
    """Say of which years profiles are, which are mostly remembered and who has none; one code of no country is left out."""
    without = [code for code in countries if code not in profiles and code != besides]
    recalled = [code for code, one in profiles.items() if 2 * len(one.remembered) > one.groups]
    alike = Counter(map(id, profiles.values()))  # the European Union's members have one profile between them
    named = {"EU" if alike[id(held)] > 1 else code: held for code, held in profiles.items()}
    dated = [f"{code} {'-'.join(str(one) for one in dict.fromkeys(held.years))}" for code, held in named.items()]
    some = [
        ("the figures of the tariff profile are of", dated),
        ("no tariff profile is known, the average over all goods stands", without),
        ("most of the tariff profile is from memory, not read", recalled),
    ]
    return [f"{what}: {', '.join(codes)}" for what, codes in some if codes]


def stamp() -> str:
    """Give a hash of the tables of facts that profiles are made from."""
    from counterpoise.facts import FOLDER  # noqa: PLC0415

    digest = hashlib.sha256()
    for name in ("tariff_profiles", "tariff_profile_sectors"):
        digest.update((FOLDER / f"{name}.csv").read_bytes())
    return digest.hexdigest()
