"""The best response: the maximum of a smooth function of many bounded choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from counterpoise.core.errors import NoSolution

Array = NDArray[np.float64]
Function = Callable[[Array], tuple[float, Array]]
"""Gives the value at a point and its gradient; raises `NoSolution` where it has none."""

TOLERANCE = 1e-7
"""The largest slope, in scaled variables, that may be left where a maximum is reported."""

MOST = 500
"""Evaluations before the search gives up."""

NEAR = 1e-3
"""The slope from which steps are judged by the slopes they leave: what they add to the value is then lost in its rounding."""

ROUNDING = 1e-9
"""A choice that is closer to a bound than this is at it."""

HANDED = 1e-5
"""The slope at which the first search by values ends, so that it doesn't fight their rounding."""

SETTLING, MIXED = 40, 12
"""Rounds of that, and how many steps are mixed."""


@dataclass(frozen=True)
class Maximum:
    """A local maximum of a function within bounds.

    Attributes
    ----------
    x
        Where it is.
    value, gradient
        The function there.
    slope
        The largest slope that is left, per scaled unit, where no bound is in its way.
    evaluations
        How often the function was asked.
    at_lower, at_upper
        Which choices stop at a bound.
    """

    x: Array
    value: float
    gradient: Array
    slope: float
    evaluations: int
    at_lower: NDArray[np.bool_]
    at_upper: NDArray[np.bool_]


def slope_left(x: Array, gradient: Array, lower: Array, upper: Array, scale: Array) -> float:
    """Give the largest slope per scaled unit that no bound is in the way of.

    Examples
    --------
    >>> slope_left(np.array([0.0, 1.0]), np.array([2.0, 3.0]), np.zeros(2), np.array([9.0, 1.0]), np.ones(2))
    2.0
    """
    room = np.where(gradient > 0, upper - x, x - lower)
    free = np.minimum(np.abs(gradient) / scale, room * scale)
    return float(free.max(initial=0.0))


def maximum(
    function: Function,
    start: Array,
    *,
    lower: Array,
    upper: Array,
    scale: Array | None = None,
    tolerance: float = TOLERANCE,
    most: int = MOST,
    where: str = "optimum",
) -> Maximum:
    """Find a local maximum within bounds.

    Parameters
    ----------
    function
        Gives value and gradient. A point at which it raises `NoSolution` is taken to be worse than any other.
    start
        Where to begin ``[choice]``.
    lower, upper
        Bounds ``[choice]``.
    scale
        About the square root of how fast the slope falls along each choice ``[choice]``: in the choices times their scale, the
        function then bends alike in every direction, and few steps are needed. 1 if left out.
    tolerance
        See `TOLERANCE`.
    most
        See `MOST`.
    where
        Named by the error.

    Returns
    -------
    Maximum
        A local maximum: no small move within the bounds raises the function. It need not be the highest one.

    Raises
    ------
    NoSolution
        If the slope that is left is above the tolerance: with how large it is. Nothing else is given back then.

    References
    ----------
    Byrd, Lu, Nocedal and Zhu (1995), A limited memory algorithm for bound constrained optimization, SIAM Journal on Scientific
    Computing 16; SciPy's L-BFGS-B. Near the maximum: Anderson (1965), Iterative procedures for nonlinear integral equations,
    Journal of the ACM 12.

    Examples
    --------
    >>> found = maximum(
    ...     lambda x: (-float((x - 2.0) @ (x - 2.0)), 4.0 - 2.0 * x),
    ...     np.zeros(2),
    ...     lower=np.zeros(2),
    ...     upper=np.array([9.0, 1.0]),
    ... )
    >>> found.x.round(6).tolist(), found.at_upper.tolist()
    ([2.0, 1.0], [False, True])
    """
    by = np.ones_like(start) if scale is None else scale
    search = _Search(function, by)
    begin = np.clip(start, lower, upper)
    # a search that stops early, as its model of the bends went stale, begins anew where it stopped
    for attempt in range(4):
        left = most - search.evaluations
        if left <= 0:
            break
        minimize(
            search,
            begin * by,
            jac=True,
            method="L-BFGS-B",
            bounds=np.stack([lower * by, upper * by], axis=1),
            options={
                "maxfun": left,
                "maxiter": left,
                "ftol": 0.0,
                "gtol": 0.3 * tolerance if attempt else max(0.3 * tolerance, HANDED),
                "maxcor": 20,
            },
        )
        if search.best is None:
            break
        begin, value, gradient = search.best
        if slope_left(begin, gradient, lower, upper, by) <= NEAR:  # from here on values differ by their rounding alone
            begin, value, gradient = _settled(search, search.best, (lower, upper), tolerance)
        if slope_left(begin, gradient, lower, upper, by) <= tolerance:
            return Maximum(
                begin,
                value,
                gradient,
                slope_left(begin, gradient, lower, upper, by),
                search.evaluations,
                begin - lower <= ROUNDING,
                upper - begin <= ROUNDING,
            )
    if search.best is None:
        raise search.reason or NoSolution("the function has no value where the search begins", where=where)
    point, _, gradient = search.best
    left = slope_left(point, gradient, lower, upper, by)
    raise NoSolution(
        f"no optimum was found: after {search.evaluations} evaluations a slope of {left:.1e} is left (of {tolerance:.0e} allowed)",
        where=where,
        remedy="take narrower bounds, or fewer rates",
    )


_Point = tuple[Array, float, Array]


def _settled(search: _Search, begin: _Point, bounds: tuple[Array, Array], tolerance: float) -> _Point:
    """Follow the slopes alone from a point near a maximum: projected steps of their length, mixed (Anderson 1965).

    In scaled choices the function bends about alike in every direction, so that such a step nearly gets there.
    """
    by = search.by
    lower, upper = bounds[0] * by, bounds[1] * by

    def step_at(point: _Point) -> Array:
        y = point[0] * by
        return np.clip(y + point[2] / by, lower, upper) - y

    best, here = begin, begin
    least = float(np.abs(step_at(begin)).max(initial=0.0))
    places: list[Array] = []
    steps: list[Array] = []
    for _ in range(SETTLING):
        step = step_at(here)
        left = float(np.abs(step).max(initial=0.0))
        if left < least:
            best, least = here, left
        if left <= tolerance or left > 1e3 * max(least, tolerance):
            break
        places, steps = [*places, here[0] * by][-MIXED:], [*steps, step][-MIXED:]
        move = step
        if len(steps) > 1:
            moved, changed = np.diff(places, axis=0).T, np.diff(steps, axis=0).T
            share = np.linalg.lstsq(changed, step, rcond=1e-12)[0]
            move = step - (moved + changed) @ share
        x = np.clip(places[-1] + move, lower, upper) / by
        try:
            here = (x, *search.function(x))
        except NoSolution:
            break
        search.evaluations += 1
    return best


class _Search:
    """The function's negative in scaled choices, with the best point so far."""

    def __init__(self, function: Function, by: Array) -> None:
        self.function, self.by = function, by
        self.evaluations = 0
        self.best: tuple[Array, float, Array] | None = None
        self.worst = 0.0
        self.reason: NoSolution | None = None

    def __call__(self, scaled: Array) -> tuple[float, Array]:
        self.evaluations += 1
        x = scaled / self.by
        try:
            value, gradient = self.function(x)
        except NoSolution as error:
            self.reason = error
            return self._beyond(x)
        if self.best is None or value >= self.best[1]:
            self.best = (x, value, gradient)
        return -value, -gradient / self.by

    def _beyond(self, x: Array) -> tuple[float, Array]:
        """Give a wall that rises away from the best point: the line search turns back."""
        if self.best is None:
            raise self.reason or NoSolution("the function has no value there", where="optimum")
        away = (x - self.best[0]) * self.by
        return -self.best[1] + 1.0 + float(away @ away), 2.0 * away
