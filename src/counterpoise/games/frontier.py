"""A frontier: the maxima of a family of functions of the same choices, each search helped by all that was seen before.

Where what is costly is one evaluation, and each gives parts that every member of the family is made of (two outcomes and their
slopes, say), the search of one member learns from the points of the others: its model of the bends is built anew from all points
(BFGS), with the member's own slopes there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from counterpoise.core.errors import NoSolution
from counterpoise.games.best_response import Maximum, slope_left

Array = NDArray[np.float64]
Judge = Callable[[Any], tuple[float, Array]]
"""Gives a member's value and its slopes from what an evaluation gave."""

REACH = 30
"""Pairs of points from which the bends are told."""

NOISE = 1e-12
"""A fall of the value below this is rounding."""


@dataclass(eq=False)
class Search:
    """A family's points so far, and the search of one member's maximum among its choices.

    Attributes
    ----------
    evaluate
        Gives all that a member's value and slopes are made of at a point; raises `NoSolution` where there is nothing.
    lower, upper
        Bounds ``[choice]``.
    scale
        See `counterpoise.games.best_response.maximum`.
    longest
        The longest step of a choice.
    seen
        The points, and what was found there.

    Examples
    --------
    >>> def evaluate(x):
    ...     return x, (-float(x @ x), -2.0 * x), (-float((x - 1.0) @ (x - 1.0)), -2.0 * (x - 1.0))
    >>> search = Search(evaluate, np.full(2, -5.0), np.full(2, 5.0), np.ones(2))
    >>> def judge(found, p):
    ...     return tuple((1 - p) * one + p * other for one, other in zip(found[1], found[2], strict=True))
    >>> [search.best(lambda f: judge(f, p), np.zeros(2)).x.round(6).tolist() for p in (0.0, 0.25)]
    [[0.0, 0.0], [0.25, 0.25]]
    """

    evaluate: Callable[[Array], Any]
    lower: Array
    upper: Array
    scale: Array
    longest: float = 0.5
    seen: list[tuple[Array, Any]] = field(default_factory=list)

    def best(
        self, judge: Judge, start: Array, *, tolerance: float = 1e-6, most: int = 200, where: str = "optimum"
    ) -> Maximum:
        """Find a local maximum of one member, begun at the best of a start and the points so far.

        Raises
        ------
        NoSolution
            If a slope above the tolerance is left: with how large it is.
        """
        if not any(np.array_equal(x, start) for x, _ in self.seen):
            self.seen.append((start.copy(), self.evaluate(start)))
        x, found = max(self.seen, key=lambda one: judge(one[1])[0])
        value, slope = judge(found)
        reach, last = self.longest, None
        for done in range(1, most + 1):
            left = slope_left(x, slope, self.lower, self.upper, self.scale)
            if left <= tolerance:
                return Maximum(x, value, slope, left, done, x <= self.lower, x >= self.upper)
            step, gain = self._step(x, slope, self._bends(judge), reach)
            if gain <= NOISE * 1e-3 or reach < 1e-9:
                last = left
                break
            try:
                made = self.evaluate(x + step)
            except NoSolution:
                reach *= 0.25
                continue
            self.seen.append(((x + step).copy(), made))
            new, slope_there = judge(made)
            if new < value - NOISE:
                reach = 0.3 * float(np.abs(step).max())
                continue
            if new - value > 0.5 * gain:
                reach = min(max(reach, 2.0 * float(np.abs(step).max())), self.longest)
            x, value, slope = x + step, new, slope_there
        left = slope_left(x, slope, self.lower, self.upper, self.scale) if last is None else last
        raise NoSolution(
            f"no optimum was found: after {len(self.seen)} evaluations a slope of {left:.1e} is left (of {tolerance:.0e} allowed)",
            where=where,
            remedy="take narrower bounds, or fewer rates",
        )

    def _bends(self, judge: Judge) -> Array:
        """Give the member's Hessian, less its sign, in scaled choices, from the slopes at all points (BFGS)."""
        size = len(self.scale)
        made = np.eye(size)
        points = [(x * self.scale, judge(found)[1] / self.scale) for x, found in self.seen[-REACH - 1 :]]
        for (x0, g0), (x1, g1) in pairwise(points):
            step, fell = x1 - x0, g0 - g1
            along = float(step @ fell)
            if along <= 1e-6 * float(step @ step):  # not concave between them
                continue
            held = made @ step
            made += np.outer(fell, fell) / along - np.outer(held, held) / float(step @ held)
        return made

    def _step(self, x: Array, slope: Array, bends: Array, reach: float) -> tuple[Array, float]:
        """Give the step to the maximum of the quadratic model within the bounds and the reach, and what it promises."""
        low = np.maximum(self.lower - x, -reach) * self.scale
        high = np.minimum(self.upper - x, reach) * self.scale
        down = slope / self.scale

        def model(step: Array) -> tuple[float, Array]:
            pulled = bends @ step
            return float(0.5 * step @ pulled - down @ step), pulled - down

        found = minimize(
            model,
            np.zeros_like(x),
            jac=True,
            method="L-BFGS-B",
            bounds=np.stack([low, high], axis=1),
            options={"maxiter": 300, "ftol": 0.0, "gtol": 1e-9},
        )
        step = np.clip(found.x / self.scale, self.lower - x, self.upper - x)
        return step, -float(found.fun)
