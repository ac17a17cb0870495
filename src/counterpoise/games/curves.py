r"""Solutions of a bargaining problem of two players over a smooth frontier :math:`u_2 = f(u_1)`, found as roots.

With disagreement payoffs d, the largest gains in the zone are :math:`I_1 = f^{-1}(d_2) - d_1` and :math:`I_2 = f(d_1) - d_2`:

- Nash, powers a and 1 - a: :math:`a / (u_1 - d_1) + (1 - a) f'(u_1) / (f(u_1) - d_2) = 0`.
- Kalai and Smorodinsky: :math:`(f(u_1) - d_2) / I_2 = (u_1 - d_1) / I_1`; egalitarian: the same with both ideals 1, or the powers.
- Raiffa: d moves to the midpoint of :math:`(f^{-1}(d_2), d_2)` and :math:`(d_1, f(d_1))`, again and again.
- Rubinstein: see `counterpoise.games.offers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from counterpoise.core.errors import InputError
from counterpoise.games.lotteries import nowhere
from counterpoise.games.offers import Border, Pair, stationary
from counterpoise.games.problem import Solution

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

NUDGE = 1e-5
"""The step of a slope's differences, as a share of the span; two of them leave an error of its fourth power."""

CLOSE = 1e-14
STEPS = 400


@dataclass(frozen=True)
class Curve:
    """The frontier of two players: the most that the second can have where the first has so much.

    Attributes
    ----------
    second
        Falls as its argument rises, and is concave; finite on the span.
    span
        The first player's least and largest payoff.
    slope
        Of that function; from differences if left out.

    Examples
    --------
    >>> curve = Curve(lambda u: 1 - u * u, (0.0, 1.0))
    >>> curve.nash((0, 0.25)).payoffs.round(5).tolist(), curve.raiffa((0, 0)).payoffs.round(5).tolist()
    ([0.5, 0.75], [0.60797, 0.63037])
    """

    second: Callable[[float], float]
    span: Pair
    slope: Callable[[float], float] | None = None

    def __post_init__(self) -> None:
        """Check that it falls.

        Raises
        ------
        InputError
            If the span has no width, or the second payoff does not fall along it.
        """
        low, high = self.span
        if not (np.isfinite([low, high]).all() and low < high):
            raise InputError(
                f"a span from {low:g} to {high:g}", where="span", remedy="give two numbers, the lower first"
            )
        values = np.array([self.second(one) for one in np.linspace(low, high, 33)], dtype=float)
        if not np.isfinite(values).all() or (np.diff(values) >= 0).any():
            raise InputError(
                "the second payoff does not fall", where="frontier", remedy="give a falling, finite function"
            )

    @classmethod
    def through(cls, points: ArrayLike) -> Curve:
        """Make it of lines between points.

        Parameters
        ----------
        points
            ``[point, player]``, the first player's payoffs rising.

        Returns
        -------
        Curve
            With the slopes of the lines.

        Raises
        ------
        InputError
            If the points do not rise, or the second payoff does not fall.

        Examples
        --------
        >>> grid = np.linspace(0, 1, 2001)
        >>> Curve.through(np.stack([grid, 1 - grid**2], axis=1)).egalitarian((0, 0)).payoffs.round(5).tolist()
        [0.61803, 0.61803]
        """
        table = np.asarray(points, dtype=float)
        if table.ndim != 2 or table.shape[1] != 2 or len(table) < 2 or (np.diff(table[:, 0]) <= 0).any():
            raise InputError(
                "points that do not rise", where="frontier", remedy="give two or more, by the first payoff"
            )
        first, second = table.T
        step = np.diff(second) / np.diff(first)

        def slope(at: float) -> float:
            return float(step[np.clip(np.searchsorted(first, at, side="right") - 1, 0, len(step) - 1)])

        return cls(lambda at: float(np.interp(at, first, second)), (float(first[0]), float(first[-1])), slope)

    def first(self, second: float) -> float:
        """Give the first player's payoff where the second has so much.

        Parameters
        ----------
        second
            The second's payoff.

        Returns
        -------
        float
            At an end of the span where the second can't have as much, or has more anyway.
        """
        low, high = self.span
        if second >= self.second(low):
            return low
        return high if second <= self.second(high) else _root(lambda one: self.second(one) - second, low, high)

    def zone(self, outside: Pair) -> Pair:
        """Give the first player's least and largest payoff where both have what they have outside, or more.

        Parameters
        ----------
        outside
            What each has without a deal.

        Returns
        -------
        Pair
            The ends of the zone of agreement.

        Raises
        ------
        NoSolution
            If there is no such point.
        """
        low, high = max(outside[0], self.span[0]), self.first(outside[1])
        if low > high or low > self.span[1] or self.second(high) < outside[1] - CLOSE * (1.0 + abs(outside[1])):
            raise nowhere()
        return low, high

    def ideal(self, outside: Pair) -> Pair:
        """Give each player's largest payoff in the zone.

        Parameters
        ----------
        outside
            What each has without a deal.

        Returns
        -------
        Pair
            The ideal point.
        """
        low, high = self.zone(outside)
        return high, self.second(low)

    def nash(self, outside: Pair, powers: Pair = (1.0, 1.0)) -> Solution:
        """Give the point with the largest product of gains, to their powers (Nash 1950; Harsanyi and Selten 1972).

        Parameters
        ----------
        outside
            What each has without a deal.
        powers
            Above zero.

        Returns
        -------
        Solution
            Its outcomes are empty: there are none but points.

        Examples
        --------
        >>> curve = Curve(lambda u: 1 - u * u, (0.0, 1.0))
        >>> curve.nash((0, 0), (0.8, 0.2)).payoffs.round(5).tolist()  # the first has (0.8 / 1.2) ** 0.5
        [0.8165, 0.33333]
        """
        low, high = self.zone(outside)
        a, b = _powers(powers)

        def rises(at: float) -> float:
            """Give the slope of the log of the product, times both gains: it falls through zero at the maximum."""
            return a * (self.second(at) - outside[1]) + b * self._slope(at) * (at - outside[0])

        at = high if rises(high) >= 0 else low if rises(low) <= 0 else _root(rises, low, high)
        return self._met("nash", at, outside)

    def kalai_smorodinsky(self, outside: Pair) -> Solution:
        """Give the point with gains in proportion to ideals (Kalai and Smorodinsky 1975).

        Parameters
        ----------
        outside
            What each has without a deal.

        Returns
        -------
        Solution
            See `nash`.
        """
        best = self.ideal(outside)
        return self._even("kalai_smorodinsky", outside, (best[0] - outside[0], best[1] - outside[1]))

    def egalitarian(self, outside: Pair, powers: Pair = (1.0, 1.0)) -> Solution:
        """Give the point with equal gains, or in proportion to powers (Kalai 1977).

        Parameters
        ----------
        outside, powers
            See `nash`.

        Returns
        -------
        Solution
            At an end where the frontier has no such point.
        """
        return self._even("egalitarian", outside, _powers(powers))

    def raiffa(self, outside: Pair) -> Solution:
        """Give the point that midpoints tend to (Raiffa 1953).

        Parameters
        ----------
        outside
            What each has without a deal.

        Returns
        -------
        Solution
            See `nash`.
        """
        low, high = self.zone(outside)
        held = outside
        for _ in range(STEPS):
            best = self.first(held[1]), self.second(max(held[0], low))
            if best[0] - held[0] <= CLOSE * (high - low):
                break
            held = (held[0] + best[0]) / 2.0, (held[1] + best[1]) / 2.0
        return self._met("raiffa", min(max(held[0], low), high), outside)

    def rubinstein(self, outside: Pair, discounts: Pair, impasse: Pair | None = None) -> Solution:
        """Give what is agreed if they offer in turns and the first proposes (Rubinstein 1982).

        Parameters
        ----------
        outside
            What each may take after refusing an offer.
        discounts
            See `counterpoise.games.offers.stationary`.
        impasse
            What each has if they never agree; the outside options if left out, which then never bind.

        Returns
        -------
        Solution
            See `nash`.

        Examples
        --------
        >>> Curve(lambda u: 1 - u, (0.0, 1.0)).rubinstein((0, 0.6), (0.9, 0.9), impasse=(0, 0)).payoffs.round(
        ...     6
        ... ).tolist()
        [0.4, 0.6]
        """
        low, _ = self.span

        def second(at: float) -> float:
            return self.second(min(max(at, low), self.span[1]))

        never = outside if impasse is None else impasse
        met = stationary(Border(second, self.first, self.span), discounts, outside, never)
        return self._met("rubinstein", met.first[0], outside)

    def _even(self, rule: str, outside: Pair, scale: Pair) -> Solution:
        low, high = self.zone(outside)

        def ahead(at: float) -> float:
            return (at - outside[0]) * scale[1] - (self.second(at) - outside[1]) * scale[0]

        at = low if ahead(low) >= 0 else high if ahead(high) <= 0 else _root(ahead, low, high)
        return self._met(rule, at, outside)

    def _slope(self, at: float) -> float:
        if self.slope is not None:
            return self.slope(at)
        low, high = self.span
        step = NUDGE * (high - low)
        near = min(max(at, low + 2 * step), high - 2 * step)  # the function may end there
        inner, outer = (self.second(near + k * step) - self.second(near - k * step) for k in (1, 2))
        made = (8.0 * inner - outer) / (12.0 * step)
        if near == at:
            return made
        bend = (self.second(near + step) - 2.0 * self.second(near) + self.second(near - step)) / step**2
        return made + bend * (at - near)

    def _met(self, rule: str, at: float, outside: Pair) -> Solution:
        payoffs = np.array([at, self.second(at)])
        return Solution(rule, payoffs, payoffs - np.asarray(outside, dtype=float))


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(function, low, high, xtol=1e-15, rtol=1e-15))  # pyright: ignore[reportArgumentType]


def _powers(powers: Pair) -> Pair:
    if not all(np.isfinite(one) and one > 0 for one in powers):
        raise InputError(f"powers of {powers}", where="powers", remedy="give two above 0")
    return powers[0] / sum(powers), powers[1] / sum(powers)
