"""The two sides of the equation as arrays: each indicator's shares of two powers, with bounds, for every country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.core.result import Provenance
    from counterpoise.world.economy import Economy
    from counterpoise.world.ties import Ties

ECONOMY, SECURITY = "economic", "security"

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    ECONOMY: {
        "foreign_input_reliance": 0.25,
        "look_through": 0.25,
        "sales_value_added": 0.5,
        "final_demand_reliance": 0.0,
        "value_added_absorbed": 0.0,
    },
    SECURITY: {
        "protected_capability": 1 / 3,
        "arms_supplier_share": 1 / 3,
        "foreign_presence": 1 / 3,
        "capability_reliance": 0.0,
    },
}
"""The indicators of each side that can be weighed, and their weights by default.

Suppliers and customers have a half each, and so have what is bought and what is looked through; estimates have none. In
security a guarantee, arms and troops have a third each; treaty text alone has none. All are shares of a whole in which
the country's own part counts (but for arms, of which only imports are recorded), so that their difference knows size.
"""

OWN = "the project's own"

SIDES = {
    ECONOMY: ("net_economic_reliance", "economic_reliance", "E_i", "e_{ij}", "economy"),
    SECURITY: ("net_security_reliance", "security_reliance", "S_i", "s_{ij}", "security"),
}
"""Of each side the names of its net reliance and its composite, their symbols, and the word for it."""

SIDE_OF = {name: side for side, held in WEIGHTS.items() for name in held}


@dataclass(frozen=True, eq=False)
class Side:
    """One side's indicators for two powers.

    Attributes
    ----------
    side
        ``economic`` or ``security``.
    names
        The indicators.
    value
        ``[indicator, country, power]``: not a number where it is missing.
    low, high
        The bounds, finite.
    attrs
        Each indicator's attributes.
    when
        The year that was asked for.
    year, source
        What each indicator's figures are of, in words, for each country.
    provenance
        The sources.
    """

    side: str
    names: tuple[str, ...]
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    attrs: Mapping[str, Mapping[str, Any]]
    when: int
    year: NDArray[np.int64]
    source: Sequence[Sequence[str]]
    provenance: tuple[Provenance, ...]


def net_of(symbol: str) -> str:
    """Give the formula of a difference between the two powers A and B.

    Examples
    --------
    >>> net_of("e_{ij}")
    'e_{iA} - e_{iB}'
    """
    return " - ".join(symbol.replace("ij", f"i{power}") for power in "AB")


def described(label: str, short: str, symbol: str, unit: str, formula: str) -> dict[str, Any]:
    """Give the attributes of a variable of the equation."""
    return {
        "label": label,
        "short": short,
        "symbol": symbol,
        "unit": unit,
        "formula": formula,
        "citation": OWN,
        "estimated": False,
    }


def members_of(powers: Sequence[str], known: Sequence[str], where: str = "--powers") -> list[list[str]]:
    """Give the members of each power, a group's or the country itself, of those that are known.

    Raises
    ------
    InputError
        If a power is not known, or one is a part of the other.
    """
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    every = [list(parse_countries([one], where=where)) for one in powers]
    shared = sorted(set(every[0]) & set(every[1]))
    if shared:
        what = f"{powers[0]} and {powers[1]} share {', '.join(shared[:3])}{' and others' if len(shared) > 3 else ''}"
        raise InputError(what, where=where, remedy="name two powers apart")
    kept = [[one for one in codes if one in known] for codes in every]
    for word, codes in zip(powers, kept, strict=True):
        if not codes:
            raise InputError(f"nothing is known of {word} here", where=where, remedy="name another power")
    return kept


def economic_side(
    economy: Economy, countries: Sequence[str], members: Sequence[Sequence[str]], names: Sequence[str]
) -> Side:
    """Give the economic indicators of all sectors together: shares of the whole, one's own part in it."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.core.measure import measures  # noqa: PLC0415
    from counterpoise.world.judge import judge  # noqa: PLC0415

    picked = [measures[name] for name in names]
    everyone = list(dict.fromkeys([*countries, *(one for held in members for one in held)]))
    data = judge(economy, picked, {"TOTAL": economy.sectors}, countries=everyone)
    shape = (len(names), len(countries), 2)
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    attrs = {}
    for k, name in enumerate(names):
        array = data[name].isel(sector=0, missing_dims="ignore").sel(country=list(countries))
        ends = [data.get(f"{name}__{end}") for end in ("low", "high")]
        held = [
            array if one is None else one.isel(sector=0, missing_dims="ignore").sel(country=list(countries))
            for one in ends
        ]
        for target, given in ((value, array), (low, held[0]), (high, held[1])):
            target[k] = _of_powers(given, countries, members)
        attrs[name] = data[name].attrs
    years = np.full((len(names), len(countries)), economy.year or 0, dtype=np.int64)
    return Side(
        side=ECONOMY,
        names=tuple(names),
        value=value,
        low=np.where(np.isnan(low), 0.0, low),
        high=np.where(np.isnan(high), 1.0, high),
        attrs=attrs,
        when=economy.year or 0,
        year=years,
        source=[[economy.provenance.source] * len(countries) for _ in names],
        provenance=(economy.provenance,),
    )


def _of_powers(array: Any, countries: Sequence[str], members: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Add up a power's members, but for the country itself; what is missing of any makes the sum missing."""
    import numpy as np  # noqa: PLC0415

    made = np.full((len(countries), 2), np.nan)
    for p, held in enumerate(members):
        values = array.sel(partner=list(held)).values
        own = np.array([[one == other for other in held] for one in countries])
        made[:, p] = np.where(own, 0.0, values).sum(1)
    return made


def security_side(
    ties: Ties, year: int | None, countries: Sequence[str], members: Sequence[Sequence[str]], names: Sequence[str]
) -> Side:
    """Give the security indicators in one year; a country of which nothing is known has bounds only."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.reliance.security.judge import judged  # noqa: PLC0415

    held = judged(ties, year, names)
    place = {code: k for k, code in enumerate(ties.countries)}
    shape = (len(names), len(countries), 2)
    value, low, high = np.full(shape, np.nan), np.zeros(shape), np.ones(shape)
    years = np.zeros(shape[:2], dtype=np.int64)
    sources = [[""] * len(countries) for _ in names]
    told: dict[str, None] = {}
    for k, name in enumerate(names):
        one = held[name]
        when = one.year()
        for i, country in enumerate(countries):
            if country not in place:
                continue
            row = place[country]
            for p, codes in enumerate(members):
                columns = [place[code] for code in codes if code != country]
                value[k, i, p] = one.value[row, columns].sum()
                low[k, i, p] = one.low[row, columns].sum()
                high[k, i, p] = min(one.high[row, columns].sum(), 1.0)
            figures = [when[row, place[code]] for codes in members for code in codes if code != country]
            years[k, i] = min((one for one in figures if one), default=0)
            named = [one.source(row, place[code]) for codes in members for code in codes if code != country]
            parts = {part for words in named for part in words.split(" + ") if part}
            sources[k][i] = " + ".join(sorted(parts))  # whichever power is named first
            told |= dict.fromkeys(part for part in sources[k][i].split(" + ") if part)
    return Side(
        side=SECURITY,
        names=tuple(names),
        value=value,
        low=np.clip(np.nan_to_num(low, nan=0.0, neginf=0.0), 0.0, 1.0),
        high=np.clip(np.nan_to_num(high, nan=1.0, posinf=1.0), 0.0, 1.0),
        attrs={name: {**held[name].measure.attrs, "estimated": False} for name in names},
        when=ties.newest if year is None else year,
        year=years,
        source=sources,
        provenance=tuple(ties.provenance[one] for one in told if one in ties.provenance),
    )


RECENT = 3
"""The newest years over which the equation is spread, where the store has them."""


def in_store(economy: Economy) -> tuple[int, ...]:
    """Give the years of the dataset that accounts are of; none where they are not of the store."""
    from counterpoise.store import datasets  # noqa: PLC0415

    name = economy.provenance.source
    held = next((one.years for one in datasets() if one.name == name and one.kind == "accounts"), ())
    return held if economy.year in held else ()


def recent_economies(economy: Economy) -> list[Economy]:
    """Give the accounts before these that the same dataset holds, of `RECENT` years with them."""
    from counterpoise.world.load import load_economy  # noqa: PLC0415

    newest = economy.year or 0
    before = [one for one in in_store(economy) if newest - RECENT < one < newest]
    return [load_economy(one, source=economy.provenance.source) for one in before]


def recent_sides(
    ties: Ties, side: Side, year: int | None, countries: Sequence[str], members: Sequence[Sequence[str]]
) -> list[Side]:
    """Give the security side of the years before, of `RECENT` with this one; those in which as much is known."""
    import numpy as np  # noqa: PLC0415

    newest = ties.newest if year is None else year
    made = [
        security_side(ties, one, countries, members, list(side.names)) for one in range(newest - RECENT + 1, newest)
    ]
    known = np.isfinite(side.value).mean()
    return [one for one in made if np.isfinite(one.value).mean() >= known]
