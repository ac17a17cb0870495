"""Both sides of the equation over the years of which the store knows something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.questions.sides import ECONOMY, SECURITY, SIDES, described, net_of
from counterpoise.reliance.composite import Bounded, composite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.core.result import Provenance
    from counterpoise.world.ties import Ties


def economic_trail(
    countries: Sequence[str],
    members: Sequence[Sequence[str]],
    weights: Mapping[str, float],
    source: str | None,
    first: str,
) -> tuple[list[int], Bounded, NDArray[np.object_], tuple[Provenance, ...]]:
    """Give the economic lean of each year that the store holds.

    Parameters
    ----------
    countries
        Who leans.
    members
        The members of the two powers.
    weights
        The indicators' weights.
    source
        One dataset only; all that the store holds when None.
    first
        The dataset that is taken where it knows all; then those whose years end latest.

    Returns
    -------
    tuple
        The years; ``[country, year]`` the lean, and the name of the one source that it is from; and the sources.
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.questions.past import trend  # noqa: PLC0415
    from counterpoise.reliance.equation import lean  # noqa: PLC0415

    names = [name for name, weight in weights.items() if weight > 0]
    on = list(dict.fromkeys(one for held in members for one in held if [one] != list(countries)))
    found = trend(list(countries), on=on, sector="TOTAL", indicators=names, source=source)
    past = found.data
    sources, years = past["source"].values.tolist(), past["year"].values.tolist()
    shape = (len(names), len(countries), 2, len(sources), len(years))
    value = np.full(shape, np.nan)
    for k, name in enumerate(names):
        array = past[name]
        array = array.isel(sector=0) if "sector" in array.dims else array
        for i, country in enumerate(countries):
            for p, held in enumerate(members):
                others = [one for one in held if one != country and one in past["partner"].values]
                if others and country in past["country"].values:
                    part = array.sel(country=country, partner=others).transpose("partner", "source", "year")
                    value[k, i, p] = part.values.sum(0)
    shares = np.array([weights[name] for name in names])
    least, most = (np.moveaxis(np.where(np.isnan(value), end, value), 2, -1) for end in (0.0, 1.0))
    bound = lean(least, most)
    low, high = (one.reshape(len(names), len(countries), -1) for one in (bound.low, bound.high))
    made = composite(low, high, shares)
    ends = [one.reshape(len(countries), len(sources), len(years)) for one in (made.low, made.high)]
    whole = np.isfinite(value).min((0, 2)) > 0  # [country, source, year]: every indicator of both powers
    last = {
        name: max((y for k, y in enumerate(years) if whole[:, s, k].any()), default=0) for s, name in enumerate(sources)
    }
    ranked = sorted(range(len(sources)), key=lambda s: (sources[s] != first, -last[sources[s]], sources[s]))
    best = np.array(
        [
            [next((s for s in ranked if whole[i, s, y]), ranked[0]) for y in range(len(years))]
            for i in range(len(countries))
        ]
    )
    at = np.arange(len(countries))[:, None], best, np.arange(len(years))[None, :]
    used = {sources[s] for s in np.unique(best[np.isfinite(ends[0][at])])}
    origins = tuple(one for one in found.provenance if one.source.removesuffix("-reliance") in used)
    return years, Bounded(ends[0][at], ends[1][at]), np.array(sources, dtype=object)[best], origins


def security_trail(
    ties: Ties,
    years: Sequence[int],
    countries: Sequence[str],
    members: Sequence[Sequence[str]],
    weights: Mapping[str, float],
) -> Bounded:
    """Give the security lean of some years, ``[country, year]``; bounds where a part is missing."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.questions.sides import security_side  # noqa: PLC0415
    from counterpoise.reliance.equation import lean  # noqa: PLC0415

    names = [name for name, weight in weights.items() if weight > 0]
    shares = np.array([weights[name] for name in names])
    made = []
    for year in years:
        side = security_side(ties, min(year, ties.newest), countries, members, names)
        bound = lean(side.low, side.high)
        made.append(composite(bound.low, bound.high, shares))
    return Bounded(np.stack([one.low for one in made], 1), np.stack([one.high for one in made], 1))


def trail(
    chosen: Sequence[str],
    powers: Sequence[str],
    members: Sequence[Sequence[str]],
    ties: Ties,
    weighed: Mapping[str, Mapping[str, float]],
    source: str | None,
    first: str,
) -> tuple[dict[str, Any], tuple[Provenance, ...]]:
    """Give both leans over the years of which the store knows something, and their sources; see `economic_trail`."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    years, economic, named, origins = economic_trail(chosen, members, weighed[ECONOMY], source, first)
    secure = security_trail(ties, years, chosen, members, weighed[SECURITY])
    made: dict[str, Any] = {"year": ("year", years)}
    words = {"economic": economic, "security": secure}
    for side, held in words.items():
        _, _, symbol, part, word = SIDES[side]
        label = f"Net {side} reliance over the years: {powers[0]} less {powers[1]}"
        attrs = described(label, f"{word} lean", symbol, "share", net_of(part))
        made[f"trail_{side}"] = (("country", "year"), held.value, attrs)
        told = np.isfinite(held.value) | (held.high - held.low < _UNTOLD)
        made[f"trail_{side}__low"] = (("country", "year"), np.where(told, held.low, np.nan))
        made[f"trail_{side}__high"] = (("country", "year"), np.where(told, held.high, np.nan))
        made[f"trail_{side}__coverage"] = (("country", "year"), np.where(told, 1.0, np.nan))
    made["trail_economic__source"] = (("country", "year"), named)
    whole = xr.Dataset(made, coords={"country": list(chosen)})
    return {str(name): array for name, array in whole.data_vars.items()}, origins


def all_crossings(data: Any, powers: Sequence[str]) -> dict[str, dict[str, list[tuple[int, int, str]]]]:
    """Give, for who was asked for, when each side's lean went to the other power: the years around it, and to whom."""
    from counterpoise.reliance.equation import crossings  # noqa: PLC0415

    made: dict[str, dict[str, list[tuple[int, int, str]]]] = {}
    names = list(powers)
    for country in data.attrs["chosen"]:
        for side, (*_, word) in SIDES.items():
            name = f"trail_{side}"
            low, high = (data[f"{name}__{end}"].sel(country=country).values.tolist() for end in ("low", "high"))
            told = data[f"{name}__source"].sel(country=country).values.tolist() if f"{name}__source" in data else None
            found = crossings(data["year"].values.tolist(), low, high, told)
            made.setdefault(country, {})[word] = [(before, after, names[to < 0]) for before, after, to in found]
    return made


_UNTOLD = 1.0
"""Bounds at least this far apart tell nothing of a lean."""
