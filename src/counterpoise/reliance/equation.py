"""The equation of both: where a country leans for its economy, where for its security, and how far apart.

For a country and two powers A and B the net reliance of a side is a difference of shares, a - b: it knows how large both
are. Cross-pressure is the geometric mean of the two leans where they go to different powers, and zero where they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise.reliance.composite import Bounded, composite

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CANDIDATE = 0.5
"""The chance of each indicator to be among those of a random weighting."""

QUANTILES = (0.05, 0.95)
"""The ends of the interval over random weightings."""


def lean(low: NDArray[np.float64], high: NDArray[np.float64]) -> Bounded:
    """Give the difference of two powers' shares.

    Parameters
    ----------
    low, high
        ``[..., power]``: the bounds of both powers' shares, which together are no more than one.

    Returns
    -------
    Bounded
        ``[...]``: from the first power's least less the second's most, to the reverse.

    Examples
    --------
    >>> import numpy as np
    >>> made = lean(np.array([0.6, 0.0]), np.array([0.6, 0.02]))
    >>> made.low.item(), made.high.item(), round(made.value.item(), 3)
    (0.58, 0.6, 0.59)
    """
    import numpy as np  # noqa: PLC0415

    first = np.maximum(np.minimum(high[..., 0], 1.0 - low[..., 1]), low[..., 0])
    second = np.maximum(np.minimum(high[..., 1], 1.0 - low[..., 0]), low[..., 1])
    return Bounded(low[..., 0] - second, first - low[..., 1])


def cross_pressure(economic: NDArray[np.float64], security: NDArray[np.float64]) -> NDArray[np.float64]:
    r"""Give how far a country leans to different powers for its economy and for its security.

    Parameters
    ----------
    economic, security
        The net reliances E and S, in [-1, 1].

    Returns
    -------
    numpy.ndarray
        :math:`\sqrt{\max(0, -E S)}`: in [0, 1], zero where the leans agree or one is none; not a number where one is not
        known.

    Examples
    --------
    >>> import numpy as np
    >>> cross_pressure(np.array([-0.25, 0.25, 0.0]), np.array([0.49, 0.49, 1.0])).round(3).tolist()
    [0.35, 0.0, 0.0]
    """
    import numpy as np  # noqa: PLC0415

    return np.sqrt(np.maximum(-economic * security, 0.0)) + 0.0  # no negative zero


def cross_pressure_bounds(economic: Bounded, security: Bounded) -> Bounded:
    """Give the least and the largest cross-pressure of two leans that are only bounded: it lies at a corner.

    Examples
    --------
    >>> import numpy as np
    >>> one, other = Bounded(np.array([-0.25]), np.array([-0.04])), Bounded(np.array([0.25]), np.array([1.0]))
    >>> made = cross_pressure_bounds(one, other)
    >>> made.low.round(3).tolist(), made.high.round(3).tolist()
    ([0.1], [0.5])
    """
    import numpy as np  # noqa: PLC0415

    corners = np.stack(
        [cross_pressure(e, s) for e in (economic.low, economic.high) for s in (security.low, security.high)]
    )
    return Bounded(corners.min(0), corners.max(0))


@dataclass(frozen=True, eq=False)
class Spread:
    """What the equation is over many weightings.

    Attributes
    ----------
    economic, security, pressure
        ``[country]``: the interval of each, from the 5th percentile of the lower to the 95th of the upper bounds.
    rank
        ``[country]``: the interval of the rank by cross-pressure, best and worst case of what is missing included.
    crossed, agreed
        ``[country]``: the share of weightings in which the leans go to different powers (to the same) whatever is missing
        (low), and in which they may (high); in the rest one of them is none. It is no probability.
    """

    economic: Bounded
    security: Bounded
    pressure: Bounded
    rank: Bounded
    crossed: Bounded
    agreed: Bounded


def weightings(candidates: int, draws: int, seed: int, side: int) -> NDArray[np.float64]:
    """Give random weights: a random choice of indicators, at least one, and weights on them that are uniform on the simplex.

    Parameters
    ----------
    candidates, draws
        How many indicators, and how many weightings.
    seed, side
        The seed, and which side it is for: each side has its own stream.

    Returns
    -------
    numpy.ndarray
        ``[draw, candidate]``; each row sums to one (Dirichlet with all parameters one over the chosen).
    """
    import numpy as np  # noqa: PLC0415

    draw = np.random.default_rng([seed, side])
    kept = draw.random((draws, candidates)) < CANDIDATE
    none = ~kept.any(1)
    kept[none, draw.integers(candidates, size=int(none.sum()))] = True
    weights = draw.standard_exponential((draws, candidates)) * kept
    return weights / weights.sum(1, keepdims=True)


def spread(
    economic: tuple[NDArray[np.float64], NDArray[np.float64]],
    security: tuple[NDArray[np.float64], NDArray[np.float64]],
    *,
    draws: int,
    seed: int,
) -> Spread:
    """Give the equation's intervals over random weightings, choices of indicators and years, and missing cells.

    Parameters
    ----------
    economic, security
        The bounds of each indicator's lean, ``[year, indicator, country]``, finite; a weighting takes one of the years.
    draws
        How many weightings.
    seed
        Of the weightings.

    Returns
    -------
    Spread
        Over all countries.
    """
    import numpy as np  # noqa: PLC0415

    sides = []
    for place, (low, high) in enumerate((economic, security)):
        weights = weightings(low.shape[1], draws, seed, place)
        when = np.random.default_rng([seed, 2 + place]).integers(low.shape[0], size=draws)
        made = Bounded(np.empty((draws, low.shape[2])), np.empty((draws, low.shape[2])))
        for year in range(low.shape[0]):
            rows = when == year
            if rows.any():
                held = composite(low[year], high[year], weights[rows])
                made.low[rows], made.high[rows] = held.low, held.high
        sides.append(made)
    one, other = sides
    pressure = cross_pressure_bounds(one, other)
    turned = Bounded(-other.high, -other.low)
    return Spread(
        *(_interval(each) for each in (one, other, pressure)),
        rank=_interval(ranks(pressure)),
        crossed=_opposed(one, other),
        agreed=_opposed(one, turned),
    )


def _opposed(one: Bounded, other: Bounded) -> Bounded:
    """Give the share of draws, ``[draw, country]``, in which two leans go to different powers: surely, and maybe."""
    surely = ((one.low > 0) & (other.high < 0)) | ((one.high < 0) & (other.low > 0))
    maybe = ((one.high > 0) & (other.low < 0)) | ((one.low < 0) & (other.high > 0))
    return Bounded(surely.mean(0), maybe.mean(0))


def ranks(pressure: Bounded) -> Bounded:
    """Give each country's best and worst rank in each draw, 1 for the largest cross-pressure.

    Parameters
    ----------
    pressure
        ``[draw, country]``.

    Returns
    -------
    Bounded
        Its best rank counts those who are surely above it, its worst those who may be.
    """
    import numpy as np  # noqa: PLC0415

    low, high = (np.round(one, _DIGITS) for one in (pressure.low, pressure.high))
    best = 1 + _above(low, high)
    worst = 1 + _above(high, low) - (high > low)  # nobody stands above itself
    return Bounded(best.astype(float), np.maximum(worst, best).astype(float))


_DIGITS = 12
"""Cross-pressures that agree to so many decimals are tied."""


def _above(values: NDArray[np.float64], levels: NDArray[np.float64]) -> NDArray[np.int64]:
    """Count in each row the values above each of its levels."""
    import numpy as np  # noqa: PLC0415

    rows, count = values.shape
    order = np.argsort(
        np.concatenate([values, levels], axis=1), axis=1, kind="stable"
    )  # a value before its equal level
    upto = np.cumsum(order < count, axis=1)
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(2 * count), (rows, 2 * count)), axis=1)
    return count - np.take_along_axis(upto, place[:, count:], axis=1)


def _interval(each: Bounded) -> Bounded:
    """Give the ends over the draws."""
    import numpy as np  # noqa: PLC0415

    return Bounded(np.quantile(each.low, QUANTILES[0], axis=0), np.quantile(each.high, QUANTILES[1], axis=0))


def crossings(
    years: Sequence[int], low: Sequence[float], high: Sequence[float], source: Sequence[str] | None = None
) -> list[tuple[int, int, int]]:
    """Give when a lean went from one power to the other, within a source.

    Parameters
    ----------
    years, low, high
        The series with its bounds, in the order of years. A year has a side where both bounds have it; others are passed over.
    source
        The source of each year: a step between two is no crossing.

    Returns
    -------
    list of tuple
        The last year on the old side, the first on the new, and the new side: 1 for the first power, -1 for the second.

    Examples
    --------
    >>> crossings([1995, 1996, 1997, 1998], [0.02, -0.01, -0.01, -0.02], [0.02, 0.01, -0.01, -0.02])
    [(1995, 1997, -1)]
    """
    made = []
    held: tuple[int, int, str] | None = None
    for k, year in enumerate(years):
        side = 1 if low[k] > 0 else -1 if high[k] < 0 else 0
        named = source[k] if source is not None else ""
        if not side:
            continue
        if held is not None and (side, named) == (-held[1], held[2]):
            made.append((held[0], year, side))
        held = (year, side, named)
    return made
