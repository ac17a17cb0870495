"""What each horizon uses: trade elasticities, substitution between inputs and between goods, moving factors.

The three horizons are in ``facts/horizons.csv``. They are sets that a paper uses or estimates, each consistent in
itself; they are no path: the trade elasticities of the medium set are estimates from tariffs in levels and partly
above the long ones. The path is that of Boehm, Levchenko and Pandalai-Nayar (2023), who estimate the same elasticity
one, five and ten years after a tariff changes. `adjustment` gives the share of the way made, `at_year` and
`horizon_at` what holds then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import inf, isfinite
from types import MappingProxyType

from counterpoise.core.errors import DataError, InputError, did_you_mean
from counterpoise.facts import read
from counterpoise.world.elasticities import DEFAULT, REFERENCE, Elasticities, choices, theta
from counterpoise.world.elasticity_estimates import HORIZONS, Estimate, estimates, limits

SHORT = "boehm-levchenko-pandalai-nayar-2023-short"
"""The set of trade elasticities within a year of a shock."""

PATH = "boehm-levchenko-pandalai-nayar-2023-"
"""What the sets of estimates by years after a shock begin with."""

NESTS = ("input_substitution", "value_added_substitution", "consumption_substitution", "labour_supply")
"""The elasticities of a horizon that are one number for the whole world: epsilon, eta, rho and phi of the engine."""

MOBILITY = ("specific", "mobile")
"""Factors stay in their sector, or move freely between the sectors of their country."""

NEAREST = 0.01
"""A theta on the path that is nearer to 0 than this is put at this: the CES formula has no value at 0, only a limit."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """The elasticities that belong to a time after a shock.

    Attributes
    ----------
    name
        One of `horizons`, or ``year 3`` for a point of the path.
    choice
        The set of trade elasticities; of a point between two sets, both with the share of the way, which `theta` does
        not take: `at_year` gives its values.
    input_substitution
        epsilon, the elasticity of substitution between the goods that a sector buys as inputs.
    value_added_substitution
        eta, between value added and the bundle of inputs.
    consumption_substitution
        rho, between goods in final spending.
    factor_mobility
        ``specific`` or ``mobile``; of a point of the path iota, the elasticity with which a factor moves between
        sectors, 0 for specific and infinite for mobile.
    labour_supply
        phi, the elasticity of labour supplied to the real wage. 0 is a given amount.
    intervals
        By nest, the limits within which it lies in 95 of 100 draws; the two are equal where it is not uncertain.
    citation
        The publications, each once.
    """

    name: str
    choice: str
    input_substitution: float
    value_added_substitution: float
    consumption_substitution: float
    factor_mobility: str | float
    labour_supply: float
    intervals: Mapping[str, tuple[float, float]]
    citation: str

    def nests(self) -> dict[str, float]:
        """Give the value of each of `NESTS`.

        Examples
        --------
        >>> horizon("medium").nests()["input_substitution"]
        0.2
        """
        return {nest: float(getattr(self, nest)) for nest in NESTS}


def horizons() -> tuple[str, ...]:
    """Give the names of the horizons, nearest first.

    Examples
    --------
    >>> horizons()
    ('short', 'medium', 'long')
    """
    return HORIZONS


def horizon(name: str) -> Horizon:
    """Give the elasticities of a horizon.

    Parameters
    ----------
    name
        ``short``: trade elasticities of the year after a shock, factors that stay in their sector. ``medium``: what
        Baqaee and Farhi (2024) use, with mobile factors. ``long``: Cobb-Douglas in every nest and the finest trade
        elasticities, which is what holds where no horizon is named.

    Returns
    -------
    Horizon
        Its values, intervals and sources.

    Raises
    ------
    InputError
        If there is no such horizon.
    DataError
        If the table lacks one of its rows, or a row is out of order.

    References
    ----------
    Baqaee and Farhi (2024), Econometrica 92(2); Boehm, Levchenko and Pandalai-Nayar (2023), American Economic Review
    113(4); Caliendo and Parro (2015), Review of Economic Studies 82(1).

    Examples
    --------
    >>> found = horizon("short")
    >>> found.choice, found.input_substitution, found.factor_mobility
    ('boehm-levchenko-pandalai-nayar-2023-short', 0.2, 'specific')
    """
    wanted = name.strip().casefold()
    if wanted not in HORIZONS:
        near = did_you_mean(wanted, HORIZONS, f"write one of {', '.join(HORIZONS)}")
        raise InputError(f"{name!r} is no horizon", where="horizon", remedy=near)
    return _read(wanted)


@cache
def _read(name: str) -> Horizon:
    where = "facts/horizons.csv"
    rows = {row["item"]: (line, row) for line, row in enumerate(read("horizons"), 2) if row["horizon"] == name}
    missing = [item for item in ("choice", *NESTS, "factor_mobility") if item not in rows]
    if missing:
        raise DataError(f"{name} has no {', '.join(missing)}", where=where, remedy="add the rows")
    words = {item: rows[item][1]["value"] for item in ("choice", "factor_mobility")}
    for item, known in (("choice", choices()), ("factor_mobility", MOBILITY)):
        if words[item] not in known:
            place = f"{where}, line {rows[item][0]}"
            raise DataError(f"{words[item]!r} is no {item}", where=place, remedy=f"write one of {', '.join(known)}")
    value: dict[str, float] = {}
    interval: dict[str, tuple[float, float]] = {}
    for nest in NESTS:
        value[nest], *ends = nest_limits(rows[nest][1], f"{where}, line {rows[nest][0]}")
        interval[nest] = (ends[0], ends[1])
    cited = dict.fromkeys(
        one.removeprefix("interval: ") for _, row in rows.values() for one in row["citation"].split("; ")
    )
    return Horizon(
        name=name,
        choice=words["choice"],
        **value,
        factor_mobility=words["factor_mobility"],
        intervals=MappingProxyType(interval),
        citation="; ".join(cited),
    )


def nest_limits(row: Mapping[str, str], where: str) -> tuple[float, float, float]:
    """Give the value and the interval of a nest's row; without an interval the value is certain.

    Parameters
    ----------
    row
        A row of ``facts/horizons.csv``.
    where
        What an error says of its place.

    Raises
    ------
    DataError
        If the interval does not hold the value, or is open to 0 or below.

    Examples
    --------
    >>> nest_limits({"item": "labour_supply", "value": "0", "low": "", "high": ""}, "here")
    (0.0, 0.0, 0.0)
    """
    certain = not (row["low"] or row["high"])
    value, low, high = limits({**row, "low": row["value"], "high": row["value"]} if certain else row, where)
    if value < 0 or (low <= 0 and not certain):
        raise DataError(
            f"{row['item']} is {value:g}, from {low:g} to {high:g}",
            where=where,
            remedy="an elasticity of substitution is not negative, and the lower limit of its draws is above 0",
        )
    return value, low, high


# The path from one to the other ---------------------------------------------------------------


@cache
def path() -> tuple[Estimate, ...]:
    """Give the estimates of one elasticity by years after a shock, in their order.

    Raises
    ------
    DataError
        If there are fewer than two, or they don't rise with time, in size.

    References
    ----------
    Boehm, Levchenko and Pandalai-Nayar (2023), American Economic Review 113(4), Tables 1 and 3, Figure 2.

    Examples
    --------
    >>> [(one.year, round(one.theta + 1, 2)) for one in path()]
    [(1.0, 0.76), (5.0, 1.24), (10.0, 2.12)]
    """
    found = [one for (name, _), one in estimates().items() if name.startswith(PATH) and one.year is not None]
    found.sort(key=lambda one: one.year or 0.0)
    pairs = pairwise(found)
    if len(found) < 2 or not all(a.year != b.year and a.theta < b.theta for a, b in pairs):
        raise DataError("the path of the elasticity does not rise", where="facts/elasticities.csv", remedy="mend year")
    return tuple(found)


def adjustment(year: float) -> float:
    """Give the share of the way from the short-run to the long-run trade elasticity that is made by then.

    The share is that of the estimates, (sigma_h - sigma_1) / (sigma_10 - sigma_1), linear in time between the years
    with an estimate. The first estimate is on the year after the change, so nothing is made before its end; the last
    stands for the long run, as with its authors.

    Parameters
    ----------
    year
        Years since the shock, 0 or more; parts of a year count.

    Returns
    -------
    float
        From 0, up to one year after, to 1, from ten years after; it never falls.

    Raises
    ------
    InputError
        If it is no number, or below 0.

    References
    ----------
    Boehm, Levchenko and Pandalai-Nayar (2023), American Economic Review 113(4), Tables 1 and 3: 0.76, 1.24 and 2.12
    one, five and ten years after; convergence takes seven to ten years.

    Examples
    --------
    >>> adjustment(0), round(adjustment(5), 3), adjustment(10), adjustment(30)
    (0.0, 0.353, 1.0, 1.0)
    """
    import numpy as np  # noqa: PLC0415

    try:
        number = float(year)
    except (TypeError, ValueError):
        number = float("nan")
    if not isfinite(number) or number < 0:
        raise InputError(f"{year!r} is no time after a shock", where="year", remedy="write years, such as 0, 2.5 or 10")
    points = path()
    reached = np.interp(number, [one.year or 0.0 for one in points], [one.theta for one in points])
    first, last = points[0].theta, points[-1].theta
    return float((reached - first) / (last - first))


def at_year(
    sectors: Sequence[str],
    year: float,
    *,
    scheme: str = REFERENCE,
    short: str = SHORT,
    long: str = DEFAULT,
    overrides: Mapping[str, float] | None = None,
) -> Elasticities:
    """Give the trade elasticity of each sector some years after a shock.

    theta(year) = theta_short + `adjustment` (theta_long - theta_short), sector by sector. The speed is estimated, for
    all goods together; that each sector shares it, and that another long set is reached by the same path, are
    assumptions.

    Parameters
    ----------
    sectors, scheme
        As for `theta`.
    year
        Years since the shock.
    short, long
        The sets between which the path runs. The default long set is that of `theta`; the long set of the path's own
        authors, ``boehm-levchenko-pandalai-nayar-2023-long``, is lower for nearly every sector.
    overrides
        As for `theta`: they hold in every year.

    Returns
    -------
    Elasticities
        The values, with the way made in the notes; `choice` names both sets and the share. A value nearer to 0 than
        `NEAREST` is put at `NEAREST`.

    Raises
    ------
    InputError
        As for `theta` and `adjustment`.

    Examples
    --------
    >>> at_year(["C26", "K"], 5).value.round(3).tolist()
    [1.701, 1.595]
    """
    import numpy as np  # noqa: PLC0415

    share = adjustment(year)
    near = theta(sectors, scheme=scheme, choice=short, overrides=overrides)
    far = theta(sectors, scheme=scheme, choice=long, overrides=overrides)
    value = (1 - share) * near.value + share * far.value
    given = np.array([kind == "given" for kind in far.kind], dtype=bool)
    value = np.where(given, far.value, np.where(np.abs(value) < NEAREST, NEAREST, value))
    value.flags.writeable = False
    way = [
        f"{100 * share:.0f} % of the way from {a:.3g} to {b:.3g}"
        for a, b in zip(near.value.tolist(), far.value.tolist(), strict=True)
    ]
    ends = near if share == 0 else far
    cited = dict.fromkeys(one.citation for one in (near, far) if one.citation)
    return Elasticities(
        far.sectors,
        value,
        ends.kind,
        tuple(
            note if fixed else "; ".join(part for part in (said, note) if part)
            for said, note, fixed in zip(way, ends.notes, given.tolist(), strict=True)
        ),
        _between(near.choice, far.choice, share),
        "; and ".join(cited),
    )


def horizon_at(year: float, *, short: str = "short", long: str = "long") -> Horizon:
    """Give the elasticities of a time between two horizons.

    Nests, their intervals and labour supply lie on the line between the two, at the share of the way that `adjustment`
    gives. From specific to mobile factors, they move with the elasticity iota = share / (1 - share): 0 at the shock,
    infinite when adjustment has ended. No study gives a path for nests or factors: that they keep the pace of trade is
    an assumption.

    Parameters
    ----------
    year
        Years since the shock.
    short, long
        Two of `horizons`: where the path begins and where it ends.

    Returns
    -------
    Horizon
        With a number as its `factor_mobility`.

    Raises
    ------
    InputError
        As for `horizon` and `adjustment`.

    Examples
    --------
    >>> found = horizon_at(5)
    >>> round(found.input_substitution, 3), round(found.factor_mobility, 3)
    (0.482, 0.545)
    >>> horizon_at(0).factor_mobility, horizon_at(12).factor_mobility
    (0.0, inf)
    """
    share = adjustment(year)
    near, far = horizon(short), horizon(long)
    a, b = near.nests(), far.nests()
    moving = _line(float(near.factor_mobility == "mobile"), float(far.factor_mobility == "mobile"), share)
    cited = dict.fromkeys([*near.citation.split("; "), *far.citation.split("; ")])
    return Horizon(
        name=f"year {float(year):g}",
        choice=_between(near.choice, far.choice, share),
        **{nest: _line(a[nest], b[nest], share) for nest in NESTS},
        factor_mobility=inf if moving == 1 else moving / (1 - moving),
        intervals=MappingProxyType({nest: _ends(near.intervals[nest], far.intervals[nest], share) for nest in NESTS}),
        citation="; ".join(cited),
    )


def _between(near: str, far: str, share: float) -> str:
    return near if share == 0 else far if share == 1 else f"{100 * share:.0f} % of the way from {near} to {far}"


def _line(a: float, b: float, share: float) -> float:
    return (1 - share) * a + share * b


def _ends(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return _line(a[0], b[0], share), _line(a[1], b[1], share)
