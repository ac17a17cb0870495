"""Tests for a shift of the mean of an autoregressive series, on many series of one length at once.

Each series is regressed on the means of its segments, on its own lags and on a step at each place where one may be; the
largest F tells how much a step explains. With the lags in the regression the statistic hardly depends on how persistent
the series is, and what dependence is left the bootstrap takes up. All arrays of series are ``[series, time]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.record.breaks import segments

Floats = NDArray[np.floating[Any]]

PAIRS = 48
"""As many places as pairs of steps are tried at: more cost time and add no power."""


@dataclass(frozen=True, eq=False)
class Design:
    """What a regression takes the same of all series: who is known, the segments, and where a step may be.

    Attributes
    ----------
    known
        Which observations there are, ``[time]``.
    breaks
        The breaks that are taken as given: each segment has a mean of its own.
    order
        The number of lags, at least 1.
    least
        The fewest observations between a step and the ends of its segment.
    """

    known: NDArray[np.bool_]
    breaks: tuple[int, ...]
    order: int
    least: int

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Give the observations that are there with all their lags."""
        held = self.known.copy()
        held[: self.order] = False
        for lag in range(1, self.order + 1):
            held[lag:] &= self.known[:-lag]
        return np.flatnonzero(held)

    @cached_property
    def _groups(self) -> NDArray[np.int64]:
        """Give the segment of each row."""
        return np.searchsorted(np.array(self.breaks, dtype=int), self.rows)

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Give the positions after which a step may be."""
        counts = np.concatenate([[0], np.cumsum(np.isin(np.arange(len(self.known)), self.rows))])
        found = []
        for start, end in segments(len(self.known), self.breaks):
            cut = np.arange(start, end - 1)
            before, after = counts[cut + 1] - counts[start], counts[end] - counts[cut + 1]
            found.append(cut[(before >= self.least) & (after >= self.least) & self.known[cut]])
        return np.concatenate(found)

    @cached_property
    def steps(self) -> Floats:
        """Give the steps within their segments, less the segments' means, ``[place, row]``."""
        ends = np.array([end for _, end in segments(len(self.known), self.breaks)])
        last = ends[np.searchsorted(ends, self.places, side="right")]
        made = (self.rows[None, :] > self.places[:, None]) & (self.rows[None, :] < last[:, None])
        return self.demeaned(made.astype(float))

    def demeaned(self, values: Floats) -> Floats:
        """Take the means of segments off the last dimension, which runs over the rows."""
        made = np.array(values, dtype=float)
        for one in range(len(self.breaks) + 1):
            held = self._groups == one
            if held.any():
                made[..., held] -= made[..., held].mean(-1, keepdims=True)
        return made

    def lagged(self, series: Floats) -> tuple[Floats, Floats]:
        """Give the series and their lags at the rows, less the means of segments: ``[series, row]``, ``[series, row, lag]``."""
        now = self.demeaned(series[:, self.rows])
        lags = [self.demeaned(series[:, self.rows - lag]) for lag in range(1, self.order + 1)]
        return now, np.stack(lags, -1)

    def coefficients(self, series: Floats) -> Floats:
        """Give the coefficients of the lags by least squares, ``[series, lag]``."""
        now, lags = self.lagged(series)
        return np.linalg.solve(*_normal(lags, now))[..., 0]

    def residuals(self, series: Floats) -> Floats:
        """Give what the means and the lags don't explain, ``[series, row]``."""
        now, lags = self.lagged(series)
        return now - (lags @ np.linalg.solve(*_normal(lags, now)))[..., 0]


def _normal(lags: Floats, now: Floats) -> tuple[Floats, Floats]:
    """Give the two sides of the normal equations of each series, ``[series, lag, lag]`` and ``[series, lag, 1]``."""
    turned = np.swapaxes(lags, 1, 2)
    gram = turned @ lags
    ridge = 1e-12 * np.trace(gram, axis1=1, axis2=2) + 1e-300  # a series that does not vary has no lags to solve for
    return gram + ridge[:, None, None] * np.eye(lags.shape[2]), turned @ now[..., None]


def _over_places(lags: Floats, steps: Floats) -> Floats:
    """Give the products of lags and steps, ``[series, place, lag]``, in one multiplication of two matrices."""
    count, rows, order = lags.shape
    flat = np.ascontiguousarray(np.swapaxes(lags, 1, 2)).reshape(count * order, rows)
    return np.swapaxes((flat @ steps.T).reshape(count, order, len(steps)), 1, 2)


def largest_f(series: Floats, design: Design, *, pairs: bool) -> Floats:
    """Give the largest F of a step anywhere, or of two steps, for each series.

    Parameters
    ----------
    series
        ``[series, time]``; what is not known by the design is not read.
    design
        What is the same of all.
    pairs
        Whether two steps are tried too, so that a shift that is undone later is not missed: the larger of the two F
        is given, each per step.

    Returns
    -------
    numpy.ndarray
        ``[series]``.

    References
    ----------
    Andrews (1993), Econometrica 61(4): the largest F over unknown dates; Bai and Perron (1998), Econometrica 66(1),
    section 4.3: the double maximum over dates and numbers of breaks.
    """
    now, lags = design.lagged(series)
    steps, gram, along = design.steps, *_normal(lags, now)
    free = len(design.rows) - len(design.breaks) - 1 - design.order
    cross = np.swapaxes(_over_places(lags, steps), 1, 2)  # [series, lag, place]
    solved = np.linalg.solve(gram, cross)
    rest = (now**2).sum(1) - (along * np.linalg.solve(gram, along))[..., 0].sum(1)
    effect = now @ steps.T - (np.swapaxes(along, 1, 2) @ solved)[:, 0]
    size = np.maximum((steps**2).sum(1)[None, :] - (cross * solved).sum(1), 1e-9)
    won = effect**2 / size
    found = _ratio(won.max(1), rest, free - 1, 1)
    if not pairs or len(design.places) < 2 * design.least:
        return found
    return np.maximum(found, _ratio(_two(effect, size, cross, solved, design), rest, free - 2, 2))


def _ratio(won: Floats, rest: Floats, free: int, steps: int) -> Floats:
    """Give F: what the steps explain, each, over the variance that is left."""
    return won / steps / (np.maximum(rest - won, 1e-12 * rest + 1e-300) / max(free, 1))


def _two(effect: Floats, size: Floats, cross: Floats, solved: Floats, design: Design) -> Floats:
    """Give what two steps explain at the best of all pairs of places that are far enough apart."""
    thin = np.unique(np.linspace(0, len(design.places) - 1, PAIRS).round().astype(int))
    effect, size, cross, solved = effect[:, thin], size[:, thin], cross[..., thin], solved[..., thin]
    steps, places = design.steps[thin], design.places[thin]
    first, second = np.nonzero(places[None, :] - places[:, None] >= design.least)
    if not len(first):
        return np.zeros(len(effect))
    joint = (steps @ steps.T)[None] - np.swapaxes(cross, 1, 2) @ solved
    joint = joint[:, first, second]
    one, two = effect[:, first], effect[:, second]
    large, small = size[:, first], size[:, second]
    area = np.maximum(large * small - joint**2, 1e-9)
    return ((one**2 * small - 2 * one * two * joint + two**2 * large) / area).max(1)


def simulated(coefficients: Floats, shocks: Floats, burn: int) -> Floats:
    """Give series by their autoregression, ``[series, time]``, around zero.

    Parameters
    ----------
    coefficients
        Of the lags, ``[lag]``.
    shocks
        ``[series, burn + time]``.
    burn
        The first observations that are dropped.

    Examples
    --------
    >>> simulated(np.array([0.5]), np.array([[1.0, 0.0, 0.0]]), 0).tolist()
    [[1.0, 0.5, 0.25]]
    """
    from scipy.signal import lfilter  # noqa: PLC0415

    made: Any = lfilter([1.0], np.concatenate([[1.0], -np.asarray(coefficients)]), shocks, axis=1)
    return np.ascontiguousarray(made[:, burn:])


def stationary(coefficients: Floats, largest: float = 0.99) -> Floats:
    """Shrink the coefficients, where they must be, until the largest root is at most this.

    Examples
    --------
    >>> stationary(np.array([1.2])).tolist()
    [0.99]
    """
    root = largest_root(coefficients)
    if root <= largest:
        return coefficients
    return coefficients * (largest / root) ** np.arange(1, len(coefficients) + 1)


def largest_root(coefficients: Sequence[float] | Floats) -> float:
    """Give the modulus of the largest root: how much of a shock is left after a step, in the long run.

    Examples
    --------
    >>> largest_root([0.5])
    0.5
    """
    p = len(coefficients)
    if not p:
        return 0.0
    companion = np.eye(p, k=-1)
    companion[0] = coefficients
    return float(np.abs(np.linalg.eigvals(companion)).max())
