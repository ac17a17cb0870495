"""How far the program's tariffs are from bilateral ones, rate by rate: part of ``python -m tools.tariff_judge``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoise.world import tariff_profiles
from counterpoise.world.tariffs import AVERAGES, KINDS, REST, applied, economy_of, importer_average

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tools.tariff_judge import Array, Bed

MARKS = ("<!-- The errors of rates, by the same command. -->", "<!-- The errors of rates end here. -->")
IMPORTERS = ("KOR", "CHN", "JPN", "USA", "DEU", "IND", "BRA")

TITLES = {
    "default": "the default",
    "duties": "the profile's duties as they are",
    "all alike": "at the average, as if all partners paid",
    "free apart": "at the average, 0 from partners with an agreement",
    "shaped": "**the same, none above the profile's: `sector-averages`**",
    "sectors": "importer averages of the bilateral table, by sector",
}


def as_they_are(duty: Array, *_: object) -> Array:
    """Give the duties of the profile."""
    return duty


def all_alike(duty: Array, average: float, bought: Array, *_: object) -> Array:
    """Bring duties to the average as if all partners paid them."""
    known = ~np.isnan(duty)
    return duty * average * bought[known].sum() / (duty[known] @ bought[known])


def free_apart(duty: Array, average: float, bought: Array, paying: Array) -> Array:
    """Bring duties to the average where some partners pay none, above the profile's if need be."""
    known = ~np.isnan(duty)
    return duty * average * (bought.sum() - paying[~known].sum()) / (duty[known] @ paying[known])


def sets(here: Bed) -> dict[str, Array]:
    """Give the sets of rates, by the names of `TITLES`."""
    from tools.tariff_judge import HOLDERS  # noqa: PLC0415

    true = here.bilateral()
    return {
        "default": here.default,
        "duties": leveled(here, as_they_are),
        "all alike": leveled(here, all_alike),
        "free apart": leveled(here, free_apart),
        "shaped": here.shaped,
        "sectors": here.national(true, [[one] for one in HOLDERS]),
    }


def leveled(here: Bed, rule: Callable[..., Array]) -> Array:
    """Give the averages in the shape of the profiles, at a level by another rule."""
    from tools.tariff_judge import YEAR  # noqa: PLC0415

    world = here.whole.countries, here.whole.sectors
    held = applied(*world, year=YEAR, scheme="icio-2025", choice=AVERAGES)
    freed = [KINDS.index("free_trade_agreement"), KINDS.index("customs_union")]
    free = np.isin(held.kind[:, held.sectors.index("C26")], freed)
    economies = [(code, economy_of(code, YEAR), importer_average(code, YEAR)[0]) for code in world[0]]
    imports = here.whole.flow.values.sum(3)
    found = tariff_profiles.shaped(economies, (world[1], "icio-2025"), YEAR, imports, free, rule)
    averages = [KINDS.index("importer_average"), KINDS.index("partial_agreement")]
    rates = np.where(np.isin(held.kind, averages) & ~np.isnan(found.rate), found.rate, held.rate)
    return here.cleaned(here.restricted(rates).copy())


def error(here: Bed, rates: Array, true: Array, pairs: NDArray[np.bool_]) -> float:
    """Give the mean absolute error of rates, weighted by trade, percentage points; pairs are origin and destination."""
    weight = here.trade[:, here.goods] * pairs[:, None]
    return float(100 * (np.abs(rates - true)[:, here.goods] * weight).sum() / weight.sum())


def pairs(here: Bed) -> dict[str, NDArray[np.bool_]]:
    """Give which pairs each column of the table has; the rest of the world is in none."""
    from tools.tariff_judge import PARTIES  # noqa: PLC0415

    codes = here.economy.countries
    one = np.array([code != REST for code in codes])
    every = one[:, None] & one
    party = np.array([code in PARTIES for code in codes])
    return {
        "all": every,
        "not freed": every & ~here.free,
        "the three": party[:, None] & party,
        **{code: every & (np.array(codes) == code) for code in IMPORTERS},
    }


def errors(here: Bed) -> str:
    """Give the table of the errors of rates."""
    true, columns = here.bilateral(), pairs(here)
    names = [name if name not in IMPORTERS else f"by {name}" for name in columns]
    lines = ["| percentage points | " + " | ".join(names) + " |", "| --- |" + " ---: |" * len(names)]
    for name, rates in sets(here).items():
        numbers = " | ".join(f"{error(here, rates, true, some):.2f}" for some in columns.values())
        lines.append(f"| {TITLES[name]} | {numbers} |")
    return "\n".join([MARKS[0], "", *lines, "", MARKS[1]])
