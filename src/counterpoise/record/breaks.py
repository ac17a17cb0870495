"""Breaks in the mean of a series: their dates by dynamic programming, and the intervals of the dates.

The dates are the global minimisers of the sum of squares of Bai and Perron (2003), found among all partitions; a date's
interval is Bai's (1997) for shifts that differ in size and variance before and after, with the long-run variance of what
is left. Positions count from 0; a break at ``k`` means that the level changes after observation ``k``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import log_ndtr

from counterpoise.core.errors import InputError

Floats = NDArray[np.floating[Any]]


def break_dates(values: Floats, most: int, least: int) -> list[list[int]]:
    """Give the breaks in the mean that leave the least sum of squares, for each number of breaks from 0.

    Parameters
    ----------
    values
        The series, in order; missing where not a number.
    most
        The largest number of breaks.
    least
        The fewest observations of a segment, missing ones not counted.

    Returns
    -------
    list of list of int
        For 0, 1, ... breaks their positions; it ends where no more segments of that length fit.

    References
    ----------
    Bai and Perron (2003), Computation and analysis of multiple structural change models, Journal of Applied Econometrics
    18(1), section 3.

    Examples
    --------
    >>> break_dates(np.array([1.0, 1.2, 0.9, 5.0, 5.1, 4.8]), 2, 2)
    [[], [2], [1, 3]]
    """
    known = np.flatnonzero(np.isfinite(values))
    held = values[known]
    n = len(held)
    cost = _costs(held, least)
    best = cost[0]  # the least sum of squares of the first t observations in one segment
    found: list[list[int]] = [[]] if n >= least else []
    came: list[NDArray[np.int64]] = []
    for _ in range(most):
        tried = best[:, None] + cost
        at = tried.argmin(0)
        best = tried[at, np.arange(n + 1)]
        came.append(at)
        if not math.isfinite(best[n]):
            break
        ends, last = [], n
        for one in reversed(came):
            last = int(one[last])
            ends.append(int(known[last - 1]))
        found.append(ends[::-1])
    return found


def _costs(values: Floats, least: int) -> Floats:
    """Give the sum of squares about the mean of each stretch from s up to t, infinite where it is too short."""
    n = len(values)
    centred = values - values.mean() if n else values
    total, squares = (np.concatenate([[0.0], np.cumsum(one)]) for one in (centred, centred**2))
    length = np.arange(n + 1)[None, :] - np.arange(n + 1)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        made = squares[None, :] - squares[:, None] - (total[None, :] - total[:, None]) ** 2 / length
    made[length < least] = np.inf
    return np.where(np.isnan(made), np.inf, np.maximum(made, 0.0))


def levels(values: Floats, breaks: Sequence[int]) -> Floats:
    """Give the mean of the segment that each observation lies in.

    Examples
    --------
    >>> levels(np.array([1.0, 3.0, 8.0, np.nan]), [1]).tolist()
    [2.0, 2.0, 8.0, 8.0]
    """
    made = np.empty(len(values))
    for start, end in segments(len(values), breaks):
        made[start:end] = np.nanmean(values[start:end])
    return made


def segments(n: int, breaks: Sequence[int]) -> list[tuple[int, int]]:
    """Give where each segment starts, and where the next one does.

    Examples
    --------
    >>> segments(5, [1])
    [(0, 2), (2, 5)]
    """
    ends = [0, *(one + 1 for one in breaks), n]
    return [*pairwise(ends)]


def argmax_probability(x: float, ratio: float = 1.0) -> float:
    """Give the distribution of the place where a Brownian motion with a drift down on both sides is highest.

    Parameters
    ----------
    x
        The place, in units of the variance before the break over the squared shift.
    ratio
        The variance after the break over that before.

    Returns
    -------
    float
        The probability that the place is not after `x`.

    References
    ----------
    Bai (1997), Estimation of a change point in multiple regression models, Review of Economics and Statistics 79(4),
    equations in Appendix B, with one regressor that is the same on both sides (there ξ = 1 and φ = `ratio`).

    Examples
    --------
    >>> argmax_probability(0.0), round(argmax_probability(7.687), 3), round(argmax_probability(11.033), 3)
    (0.5, 0.95, 0.975)
    """
    size, phi = abs(x), ratio
    root = math.sqrt(size)
    if x < 0:
        near = math.sqrt(size / (2 * math.pi)) * math.exp(-size / 8)
        frac = 1 / phi
        far = phi * (phi + 2) / (phi + 1) * _product(frac * (1 + frac) * size / 2, -(0.5 + frac) * root)
        return -near - far + (size / 2 - 2 + (phi + 2) ** 2 / (phi + 1)) * _product(0.0, -root / 2)
    frac = 1 / phi
    near = math.sqrt(frac * size / (2 * math.pi)) * math.exp(-frac * size / 8)
    far = frac * (2 * phi + 1) / (phi + 1) * _product((phi + 1) * size / 2, -(phi + 0.5) / math.sqrt(phi) * root)
    last = ((2 * phi + 1) ** 2 / ((phi + 1) * phi) - 2 + frac * size / 2) * _product(0.0, -math.sqrt(frac) * root / 2)
    return 1 + near + far - last


def _product(power: float, at: float) -> float:
    """Give the exponential of a power times the normal distribution, where the one is huge and the other tiny."""
    return math.exp(power + float(log_ndtr(at)))


@cache
def _quantile(share: float, ratio: float) -> float:
    """Give the place that the highest point is not after with this probability."""
    end = 1.0 if share > argmax_probability(0.0, ratio) else -1.0
    while (argmax_probability(end, ratio) < share) == (end > 0):
        end *= 2
    found: Any = brentq(lambda x: argmax_probability(x, ratio) - share, min(end, 0.0), max(end, 0.0), xtol=1e-6)
    return float(found)


def break_interval(at: int, shift: float, before: float, after: float, coverage: float = 0.95) -> tuple[int, int]:
    """Give the first and the last position of a break's interval, which may lie beyond the series.

    Parameters
    ----------
    at
        The estimated position.
    shift
        By how much the mean changes.
    before, after
        The long-run variances on the two sides.
    coverage
        The share of cases in which the interval is to hold the true date.

    Returns
    -------
    tuple of int
        The first and the last position.

    Raises
    ------
    InputError
        If there is no shift.

    References
    ----------
    Bai (1997), equation 16; Bai and Perron (2003), section 4.

    Examples
    --------
    >>> break_interval(28, 2.0, 4.0, 4.0)
    (16, 40)
    """
    if shift == 0 or not (before > 0 and after > 0):
        raise InputError("there is no shift to date", where="break", remedy="give a shift and variances above 0")
    unit = before / shift**2
    tail = (1 - coverage) / 2
    ratio = round(after / before, 6)
    low, high = (_quantile(share, ratio) * unit for share in (tail, 1 - tail))
    return at - math.ceil(high), at - math.floor(low)
