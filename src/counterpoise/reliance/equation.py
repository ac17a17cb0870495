"""The equation of both: where a country leans for its economy, where for its security, and how far apart.

For a country and two powers A and B the net reliance of a side is a difference of shares, a - b: it knows how large both
are. Cross-pressure is the geometric mean of the two leans where they go to different powers, and zero where they agree.
"""

from __future__ import annotations

import math
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

    first = np.minimum(high[..., 0], 1.0 - low[..., 1])
    second = np.minimum(high[..., 1], 1.0 - low[..., 0])
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
    crossed
        ``[country]``: the share of weightings in which the leans go to different powers whatever is missing (low), and in
        which they may (high). It is no probability.
    """

    economic: Bounded
    security: Bounded
    pressure: Bounded
    rank: Bounded
    crossed: Bounded


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
    surely = ((one.low > 0) & (other.high < 0)) | ((one.high < 0) & (other.low > 0))
    maybe = ((one.high > 0) & (other.low < 0)) | ((one.low < 0) & (other.high > 0))
    return Spread(
        *(_interval(each) for each in (one, other, pressure)),
        rank=_interval(ranks(pressure)),
        crossed=Bounded(surely.mean(0), maybe.mean(0)),
    )


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

    lows, highs = np.sort(pressure.low, axis=1), np.sort(pressure.high, axis=1)
    count = pressure.low.shape[1]

    def above(ordered: NDArray[np.float64], level: NDArray[np.float64]) -> NDArray[np.int64]:
        """Count in each row those above each of its levels."""
        wide = 2.0 * np.arange(len(ordered))[:, None]  # rows are apart, so that one search serves all of them
        places = np.searchsorted((ordered + wide).ravel(), (level + wide).ravel(), side="right")
        return count - (places.reshape(level.shape) - count * np.arange(len(ordered))[:, None])

    best = 1 + above(lows, pressure.high)
    worst = 1 + above(highs, pressure.low) - (pressure.high > pressure.low)  # nobody stands above itself
    return Bounded(best.astype(float), np.maximum(worst, best).astype(float))


def _interval(each: Bounded) -> Bounded:
    """Give the ends over the draws."""
    import numpy as np  # noqa: PLC0415

    return Bounded(np.quantile(each.low, QUANTILES[0], axis=0), np.quantile(each.high, QUANTILES[1], axis=0))


def crossings(years: list[int], leans: list[float]) -> list[tuple[int, int, int]]:
    """Give when a lean went from one power to the other.

    Parameters
    ----------
    years, leans
        The series, in the order of years; what is not a number is passed over.

    Returns
    -------
    list of tuple
        The last year on the old side, the first on the new, and the new side: 1 for the first power, -1 for the second.

    Examples
    --------
    >>> crossings([1995, 1996, 1997, 1998], [0.02, 0.0, -0.01, -0.02])
    [(1995, 1997, -1)]
    """
    made = []
    held: tuple[int, int] | None = None
    for year, value in zip(years, leans, strict=True):
        if math.isnan(value) or value == 0:
            continue
        side = 1 if value > 0 else -1
        if held is not None and side != held[1]:
            made.append((held[0], year, side))
        held = (year, side)
    return made
