"""The equation of both: on whom a country leans for its economy, and on whom for its security."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import question
from counterpoise.core.result import Asked, Result
from counterpoise.questions.arguments import (
    EVERYONE,
    Draws,
    Flag,
    Indicators,
    Powers,
    Seed,
    Source,
    Subjects,
    Weights,
    Year,
    given_alone,
)
from counterpoise.questions.sides import ECONOMY, SECURITY, SIDE_OF, SIDES, WEIGHTS, Side, described, net_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.core.result import Provenance
    from counterpoise.reliance.composite import Bounded
    from counterpoise.reliance.equation import Spread
    from counterpoise.world.economy import Economy
    from counterpoise.world.ties import Ties

TABLED = (
    "cross_pressure",
    "cross_pressure_rank",
    "net_economic_reliance",
    "net_security_reliance",
    "cross_pressured_share",
)
"""What a table shows of it."""

DRAWS = 10_000
"""Weightings over which the equation is spread."""


@question(charts="counterpoise.charts")
def equation(  # noqa: PLR0913 - an argument for each option
    country: Subjects,
    *,
    powers: Powers,
    year: Year | None = None,
    indicators: Indicators | None = None,
    weights: Weights | None = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    withdrawal: Flag = False,
    source: Source | None = None,
    economy: Economy | None = None,
    ties: Ties | None = None,
    progress: Progress | None = None,
) -> Result:
    """Where a country leans between two powers: for its economy, for its security, and how far the two part.

    Parameters
    ----------
    country
        Who leans: a country, several, a group, or ALL, ranked by cross-pressure.
    powers
        The two powers, as USA,CHN: countries or groups (EU, NATO).
    year
        The year of both; the newest accounts and the newest ties if left out.
    indicators
        Those that make a side, with equal weights, as look_through,arms_supplier_share; a side that none is named of keeps
        its own.
    weights
        Weights of indicators, as look_through=1,sales_value_added=2; a side that none is named of keeps its own.
    draws
        Over how many random weightings and choices of indicators the intervals are.
    seed
        Of the random weightings.
    withdrawal
        Show too what would be lost if a power withdrew: real income by the model's equilibrium, and protection.
    source
        The accounts' dataset, as icio-2025 (see data list); the newest if left out.
    economy
        The accounts to judge; None means the newest in the store.
    ties
        The ties to judge; None means the program's facts and the files of the store.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        ``net_economic_reliance``, ``net_security_reliance``, ``cross_pressure`` and its rank for every country, with the
        intervals over weightings; each indicator's lean; the composites of both powers; the trail of who was asked for,
        by the accounts of the store (none where an economy of one's own is given).

    Raises
    ------
    InputError
        If there are not two powers, they share a country, one is the country itself, or nothing is known of the country.

    Examples
    --------
    >>> import counterpoise as cp
    >>> korea = cp.equation("KOR", powers="USA,CHN")
    >>> korea.net_security_reliance.sel(country="KOR").item() > 0 > korea.lean_sales_value_added.sel(
    ...     country="KOR"
    ... ).item()
    True
    """
    from counterpoise.questions.discover import discover  # noqa: PLC0415
    from counterpoise.questions.protection import check_year, passed_over  # noqa: PLC0415
    from counterpoise.questions.sides import (  # noqa: PLC0415
        economic_side,
        in_store,
        members_of,
        recent_economies,
        recent_sides,
        security_side,
    )
    from counterpoise.questions.third_axis import alignment  # noqa: PLC0415
    from counterpoise.questions.trails import all_crossings, trail  # noqa: PLC0415
    from counterpoise.questions.withdrawals import lost  # noqa: PLC0415
    from counterpoise.reliance.equation import spread  # noqa: PLC0415
    from counterpoise.world.load import load_economy, load_ties  # noqa: PLC0415

    tell = quietly(progress)
    discover()
    weighed = _weights(indicators, weights)
    _check_powers(country, powers)
    tell.report("loading the economy and the ties", 0.0)
    own = economy is not None and not in_store(economy)  # the store's past is not that of accounts of one's own
    economy = load_economy(year, source=source) if economy is None else given_alone(economy, year, source)
    ties = load_ties() if ties is None else ties
    check_year(year, ties)
    both = [one for one in economy.countries if one in ties.countries and one != "ROW"]
    members = members_of(powers, both)
    chosen = _chosen(country, both, powers, economy, ties)
    lone = {codes[0] for codes in members if len(codes) == 1}
    if set(chosen) <= lone:
        raise InputError(f"{chosen[0]} is all that is known of a power", where="country", remedy="name another country")
    chosen = [one for one in chosen if one not in lone]
    everyone = [one for one in both if one not in lone]
    tell.report("the economy", 0.2)
    sides = {ECONOMY: economic_side(economy, everyone, members, list(WEIGHTS[ECONOMY]))}
    tell.report("security", 0.4)
    sides[SECURITY] = security_side(ties, year, everyone, members, list(WEIGHTS[SECURITY]))
    _check_told(chosen, everyone, sides[SECURITY], ties)
    tell.report(f"{draws:,} weightings", 0.6)
    earlier = [economic_side(one, everyone, members, list(WEIGHTS[ECONOMY])) for one in recent_economies(economy)]
    over = {ECONOMY: [*earlier, sides[ECONOMY]]}
    over[SECURITY] = [*recent_sides(ties, sides[SECURITY], year, everyone, members), sides[SECURITY]]
    spanned = spread(*(_over_years(over[side]) for side in (ECONOMY, SECURITY)), draws=draws, seed=seed)
    third = alignment(ties, year, everyone, powers, seed)
    data = _data(everyone, powers, sides, weighed, spanned, third)
    asked = [] if list(country) == [EVERYONE] else chosen
    data = data.assign_attrs(chosen=asked, recorded=asked, year=economy.year, layout="equation", tabled=TABLED)
    origins: tuple[Provenance, ...] = ()
    if asked and not own:
        tell.report("the trail", 0.8)
        past, origins = trail(chosen, powers, members, ties, weighed, source, economy.provenance.source)
        data = data.assign(past)
    if withdrawal:
        tell.report("withdrawals", 0.9)
        data = data.assign(lost(chosen, powers, members, economy, sides[SECURITY], everyone, tell))
    tell.report("done", 1.0)
    return Result(
        question=Asked("equation", {}),
        data=data,
        provenance=_each_once(*sides[ECONOMY].provenance, *sides[SECURITY].provenance, *origins),
        warnings=(
            *passed_over(country, [*both, *powers], "the accounts and the ties don't both tell of them"),
            *passed_over([one for one in country if one in lone], powers, "they are all that is known of a power"),
            *_cautions(data, economy, powers, members, chosen, weighed),
        ),
        diagnostics={
            "crossings": all_crossings(data, powers) if asked and not own else {},
            "draws": draws,
            "years": {
                "economy": [one.when for one in over[ECONOMY]],
                "security": [one.when for one in over[SECURITY]],
            },
            "seed": seed,
            "weights": weighed,
            "members": dict(zip(powers, members, strict=True)),
        },
    )


def _check_powers(country: Sequence[str], powers: Sequence[str]) -> None:
    from counterpoise.codes.groups import is_group  # noqa: PLC0415

    if len(powers) != 2:
        raise InputError(f"two powers are needed, not {len(powers)}", where="--powers", remedy="name two, as USA,CHN")
    inside = [one for one in powers if not is_group(one) and list(country) == [one]]
    if inside:
        raise InputError(f"{inside[0]} is among its own powers", where="--powers", remedy="name two others")


def _weights(indicators: Sequence[str] | None, weights: Mapping[str, float] | None) -> dict[str, dict[str, float]]:
    """Give each side's weights, which sum to one."""
    from counterpoise.reliance.composite import parse_weights  # noqa: PLC0415

    if indicators and weights:
        raise InputError("indicators and weights are both named", where="--weights", remedy="leave one out")
    where = "--indicators" if indicators else "--weights"
    named = parse_weights(dict.fromkeys(indicators, 1.0) if indicators else dict(weights or {}), SIDE_OF, where)
    made = {}
    for side, own in WEIGHTS.items():
        held = named.get(side, own)
        total = sum(held.values())
        if not total > 0:
            raise InputError(
                f"the {side} weights sum to nothing", where="--weights", remedy="give one a weight above zero"
            )
        made[side] = {name: held.get(name, 0.0) / total for name in own}
    return made


def _chosen(
    country: Sequence[str], both: Sequence[str], powers: Sequence[str], economy: Economy, ties: Ties
) -> list[str]:
    """Give the countries that were asked for: those that both the accounts and the ties know."""
    from counterpoise.codes.countries import label  # noqa: PLC0415
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    if list(country) == [EVERYONE]:
        return [one for one in both if one not in powers]
    asked = [one for one in parse_countries(list(country), where="country") if one not in powers]
    kept = [one for one in asked if one in both]
    if kept:
        return kept
    if not asked:
        raise InputError("who was asked for are the powers themselves", where="country", remedy="name another country")
    lost = asked[0]
    if lost in economy.countries:
        remedy = f"its economy is told by 'counterpoise rely {lost} --on {','.join(powers)}'"
        raise InputError(f"there is no security data on {label(lost)}", where="country", remedy=remedy)
    if lost in ties.countries:
        remedy = f"its security is told by 'counterpoise security {lost} --on {','.join(powers)}'"
        what = f"{label(lost)} is not in the accounts {economy.provenance.source}"
        raise InputError(what, where="country", remedy=remedy)
    remedy = f"the accounts and the ties share {len(both)} countries"
    raise InputError(f"nothing is known of {label(lost)}", where="country", remedy=remedy)


def _check_told(chosen: Sequence[str], everyone: Sequence[str], side: Side, ties: Ties) -> None:
    """Refuse a single country of which no security indicator is known."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.codes.countries import label  # noqa: PLC0415

    if len(chosen) == 1:
        place = list(everyone).index(chosen[0])
        if not np.isfinite(side.value[:, place]).any() and not (side.high[:, place] < 1).any():
            remedy = (
                f"its economy is told by 'counterpoise rely {chosen[0]}'; the ties cover {len(ties.home)} countries"
            )
            raise InputError(f"there is no security data on {label(chosen[0])}", where="country", remedy=remedy)


def _over_years(sides: Sequence[Side]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the bounds of each indicator's lean, ``[year, indicator, country]``."""
    import numpy as np  # noqa: PLC0415

    held = [_leans(one) for one in sides]
    return np.stack([one.low for one in held]), np.stack([one.high for one in held])


def _leans(side: Side) -> Bounded:
    """Give each indicator's lean, ``[indicator, country]``."""
    from counterpoise.reliance.equation import lean  # noqa: PLC0415

    return lean(side.low, side.high)


def _data(
    countries: Sequence[str],
    powers: Sequence[str],
    sides: Mapping[str, Side],
    weighed: Mapping[str, Mapping[str, float]],
    spanned: Spread,
    third: Mapping[str, Any],
) -> Any:
    """Put the equation's numbers together, the most cross-pressured country first."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    from counterpoise.reliance.composite import Bounded, composite  # noqa: PLC0415
    from counterpoise.reliance.equation import cross_pressure, cross_pressure_bounds, lean, ranks  # noqa: PLC0415

    made: dict[str, Any] = {}
    held: dict[str, NDArray[np.float64]] = {}
    bounds: dict[str, Bounded] = {}
    for side, one in sides.items():
        net, both, symbol, part, word = SIDES[side]
        weights = np.array([weighed[side][name] for name in one.names])
        whole = composite(one.low, one.high, weights)
        made[both] = _cells(
            ("country", "partner"), whole.value, f"Share of its {word} that rests on a power", word, part
        )
        bound = lean(whole.low, whole.high)
        tight = composite(_leans(one).low, _leans(one).high, weights)
        bound = Bounded(np.maximum(bound.low, tight.low), np.minimum(bound.high, tight.high))
        held[side], bounds[side] = bound.value, bound
        interval = spanned.economic if side == ECONOMY else spanned.security
        first, second = powers
        label = f"Net {side} reliance: the share that rests on {first} less the share that rests on {second}"
        made |= _spanned(net, bound.value, interval, described(label, f"{word} lean", symbol, "share", net_of(part)))
        known = np.isfinite(one.value).all(2)
        made[f"{net}__coverage"] = (("country",), (known * weights[:, None]).sum(0) / weights.sum())
        for k, name in enumerate(one.names):
            made |= _one_lean(one, k, name, weighed[side][name])
    surely = np.isfinite(cross_pressure_bounds(bounds[ECONOMY], bounds[SECURITY]).value)
    pressure = np.where(surely, cross_pressure(held[ECONOMY], held[SECURITY]), np.nan)
    words = described(
        "Geometric mean of the two leans where they go to different powers",
        "cross-pressure",
        "X_i",
        "index",
        r"\sqrt{\max(0, -E_i S_i)}",
    )
    made |= _spanned("cross_pressure", pressure, spanned.pressure, words)
    known = np.nan_to_num(pressure, nan=-1.0)[None]  # who is not known stands above nobody
    rank = np.where(np.isnan(pressure), np.nan, ranks(Bounded(known, known)).low[0])
    words = described("Rank by cross-pressure among the countries that are known", "rank", "", "", "")
    made |= _spanned("cross_pressure_rank", rank, spanned.rank, words)
    words = described(
        "Share of weightings in which the leans go to different powers: no probability", "weightings", "", "share", ""
    )
    crossed = spanned.crossed
    sure = np.where(crossed.high - crossed.low < _SURE, (crossed.low + crossed.high) / 2, np.nan)
    made |= _spanned("cross_pressured_share", sure, crossed, words)
    words = described(
        "Share of weightings in which the leans go to the same power: no probability", "agreeing", "", "share", ""
    )
    agreed = spanned.agreed
    sure = np.where(agreed.high - agreed.low < _SURE, (agreed.low + agreed.high) / 2, np.nan)
    made |= _spanned("agreeing_share", sure, agreed, words)
    made |= third
    data = xr.Dataset(made, coords={"country": list(countries), "partner": list(powers)})
    order = np.lexsort((-spanned.pressure.high, -np.nan_to_num(pressure, nan=-1.0)))
    return data.isel(country=order)


_SURE = 0.005
"""Shares of weightings that differ by less than this are given as one."""


def _cells(dims: tuple[str, ...], values: NDArray[np.float64], label: str, word: str, symbol: str) -> Any:
    attrs = described(label, f"{word} reliance", symbol, "share", r"\sum_k w_k x^k_{ij} / \sum_k w_k")
    return dims, values, attrs


def _spanned(name: str, values: NDArray[np.float64], ends: Bounded, attrs: Mapping[str, Any]) -> dict[str, Any]:
    """Give a variable with its interval over weightings, which holds the value under its own weights too."""
    import numpy as np  # noqa: PLC0415

    low = np.fmin(ends.low, values)
    high = np.fmax(ends.high, values)
    made = {"": (("country",), values, dict(attrs)), "__low": (("country",), low), "__high": (("country",), high)}
    return {f"{name}{end}": held for end, held in made.items()}


def _one_lean(side: Side, k: int, name: str, weight: float) -> dict[str, Any]:
    """Give an indicator's lean, with its bounds where a part is missing, its year and its source."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.reliance.equation import lean  # noqa: PLC0415

    own = side.attrs[name]
    bound = lean(side.low[k], side.high[k])
    exact = side.value[k, :, 0] - side.value[k, :, 1]
    value = np.where(np.isnan(exact), bound.value, exact)
    label = str(own.get("label", name))
    attrs = {
        **described(f"Lean of: {label[:1].lower()}{label[1:]}", str(own.get("short", name)), "", "share", ""),
        "citation": own.get("citation", ""),
        "estimated": bool(own.get("estimated", False)),
        "side": side.side,
        "weight": weight,
    }
    made: dict[str, Any] = {f"lean_{name}": (("country",), value, attrs)}
    uncertain = bound.high - bound.low > _ROUND
    if uncertain.any():
        made[f"lean_{name}__low"] = (("country",), np.where(uncertain, bound.low, np.nan))
        made[f"lean_{name}__high"] = (("country",), np.where(uncertain, bound.high, np.nan))
    made[f"lean_{name}__coverage"] = (("country",), np.isfinite(side.value[k]).mean(1))
    made[f"lean_{name}__year"] = (("country",), side.year[k])
    made[f"lean_{name}__source"] = (("country",), np.array(side.source[k], dtype=object))
    return made


_ROUND = 1e-12


def _each_once(*origins: Provenance) -> tuple[Provenance, ...]:
    """Give each source once, as it was first named."""
    found: dict[str, Provenance] = {}
    for one in origins:
        found.setdefault(one.source, one)
    return tuple(found.values())


def _cautions(
    data: Any,
    economy: Economy,
    powers: Sequence[str],
    members: Sequence[Sequence[str]],
    chosen: Sequence[str],
    weighed: Mapping[str, Mapping[str, float]],
) -> tuple[str, ...]:
    """Say what the numbers are not, and whether they flip with the weights."""
    said = [
        "intervals are over random weights and choices of all indicators, whatever is named, and over what is missing; a share "
        "of weightings is no probability"
    ]
    if not economy.closed:
        said.append("the rest of the world is left out of the accounts: their bilateral flows are lower bounds")
    for word, codes in zip(powers, members, strict=True):
        if len(codes) > 1:
            said.append(
                f"{word} is the {len(codes)} of its members of today that the accounts have, in every year, without the country "
                "itself where it is one"
            )
    if len(chosen) == 1:
        said += _flips(data, chosen[0])
    if "income_lost_short" in data:
        said.append(
            "income lost is of nine tenths of all trade ending both ways at once, nothing else changed: within a year it holds no "
            "stocks, no other routes and no policy, so it is an upper end; compare powers, and quote no forecast"
        )
    said += _aged(data, chosen)
    if weighed[SECURITY].get("capability_reliance", 0) > 0:
        said.append("treaty text alone (capability_reliance) misleads: it counts promises with nothing beside them")
    return tuple(said)


_OLD = 4
"""Years by which a figure is older than the newest, so that it is told."""


def _aged(data: Any, chosen: Sequence[str]) -> list[str]:
    """Say which security indicators with a weight rest on figures that are some years old."""
    names = [name for name in WEIGHTS[SECURITY] if data[f"lean_{name}"].attrs["weight"]]
    years = {name: data[f"lean_{name}__year"].sel(country=list(chosen)).values for name in names}
    newest = max(int(one.max()) for one in years.values())
    old = {name: int(one[one > 0].min()) for name, one in years.items() if (one > 0).any()}
    named = [f"{data[f'lean_{n}'].attrs['short']} ({year})" for n, year in old.items() if newest - year >= _OLD]
    return [f"security rests in part on figures of some years ago: {', '.join(named)}"] if named else []


_FLIPS = 0.05
"""The share of weightings below which it is not said that they lead elsewhere."""


def _flips(data: Any, country: str) -> list[str]:
    from counterpoise.codes.countries import name  # noqa: PLC0415

    row = data.sel(country=country)
    shares = {}
    for one in ("cross_pressured_share", "agreeing_share"):
        low, high = (float(row[f"{one}__{end}"]) for end in ("low", "high"))
        shares[one] = (high, f"{100 * low:.0f} %" if high - low < _SURE else f"{100 * low:.0f} to {100 * high:.0f} %")
    (crossed, differ), (agreed, agree) = shares["cross_pressured_share"], shares["agreeing_share"]
    said = []
    told = f"{name(country, in_text=True)} leans to different powers in {differ} of them"
    if crossed > _FLIPS and agreed > _FLIPS:
        said.append(f"the result flips with the weights: {told}, and to the same in {agree}")
    elif crossed > _FLIPS and float(row["cross_pressured_share__low"]) < 1 - _FLIPS:
        said.append(f"the result depends on the weights: {told}, and in the others one of its leans is none")
    for side, (*_, word) in SIDES.items():
        held = [row[f"lean_{name}"] for name in WEIGHTS[side]]
        signs = {float(one) > 0 for one in held if abs(float(one)) > _LITTLE}
        if len(signs) > 1:
            said.append(f"the indicators of its {word} differ in sign: name the one that is meant")
    return said


_LITTLE = 0.001
"""A lean below this has no side."""
