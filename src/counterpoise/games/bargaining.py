r"""Bargaining over a frontier: what players agree on who each can fall back on a threat point.

With payoffs u_j(x) of common choices x, threats d_j and powers b_j, the deal of Nash (1950), with unequal powers as in Harsanyi
and Selten (1972), is

.. math:: \max_x \prod_j (u_j(x) - d_j)^{b_j}

and the deal with gains in proportion to the powers (Kalai 1977) is

.. math:: \max_x \min_j \frac{u_j(x) - d_j}{b_j}

Both are efficient where no other x gives all more. The frontier is known only by values and slopes: payoffs at a point, and the
gradient of any weighted sum of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.best_response import Function, maximum

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Payoffs = Callable[["Array"], tuple["Array", Callable[["Array"], "Array"]]]
"""Gives payoffs ``[player]`` at a point, and a function from weights ``[player]`` to the gradient of their weighted sum."""

EVEN = 1e-5
"""How far gains over powers may differ, over their mean, in a deal that evens them."""

ROUNDS = 30
"""How often the weights of a deal with even gains are found anew."""

WORTH = 1e-7
"""Gains over the threat below this are none."""

SHARPEST_FIRST, SHARP = 100.0, 50.0
"""How sharply the least gain is picked out: at first, and in units of one over the mean gain at most. The sharper, the fewer rounds
and the harder each climb."""

LEAST = 1e-9
"""The smallest weight of a player in the search for even gains, so that it can come back."""

TIGHT = 1e-5
"""The slope that may be left: what is forgone by that is about half its square."""


@dataclass(frozen=True)
class Deal:
    """What is agreed.

    Attributes
    ----------
    at
        The choices.
    payoffs, gains
        Of each player; gains over the threat.
    weights
        How much one unit more for each player counts at the deal, summing to one: it maximises the payoffs with these weights.
    slope
        The largest slope that is left (see `counterpoise.games.best_response.maximum`).
    evaluations
        How often payoffs were asked for.
    """

    at: Array
    payoffs: Array
    gains: Array
    weights: Array
    slope: float
    evaluations: int


def even_deal(
    payoffs: Payoffs,
    threat: Array,
    start: Array,
    *,
    lower: Array,
    upper: Array,
    scale: Array | None = None,
    powers: Array | None = None,
) -> Deal:
    """Find the deal with the largest gains that are in proportion to the players' powers.

    Parameters
    ----------
    payoffs
        The frontier.
    threat
        What each player has if they do not agree ``[player]``.
    start
        Where the search begins, as the choices of the threat ``[choice]``.
    lower, upper, scale
        See `counterpoise.games.best_response.maximum`.
    powers
        Above zero ``[player]``; equal if left out.

    Returns
    -------
    Deal
        Its gains differ by `EVEN` at most, unless a bound keeps them apart: then the least gain is as large as it can be.

    Raises
    ------
    InputError
        If a power is not above zero.
    NoSolution
        If no deal makes all gain, or the search does not end.

    References
    ----------
    Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45; Ossa (2014), whose governments' gains are
    equal; Tseng and Bertsekas (1993), On the convergence of the exponential multiplier method, Mathematical Programming 60.

    Examples
    --------
    Two divide one unit; the second's payoff is the root of what it gets.

    >>> def divide(x):
    ...     rest = np.sqrt(1 - x[0])
    ...     return np.array([x[0], rest]), lambda w: np.array([w[0] - w[1] * 0.5 / rest])
    >>> deal = even_deal(divide, np.zeros(2), np.array([0.1]), lower=np.zeros(1), upper=np.full(1, 0.99))
    >>> deal.gains.round(4).tolist()
    [0.618, 0.618]
    """
    power = _powers(powers, threat)
    search = _Asked(payoffs, threat)
    at, weights = np.clip(start, lower, upper), np.full(len(power), 1.0 / len(power))
    gains, sharp, slope = search(at)[0], SHARPEST_FIRST, np.inf
    for turn in range(ROUNDS):
        soft = _soft_least(search, power, weights, sharp)
        found = maximum(soft, at, lower=lower, upper=upper, scale=scale, tolerance=TIGHT, where="deal")
        at, slope, gains = found.x, found.slope, search(found.x)[0]
        over = gains / power
        made = _counted(np.maximum(_parts(over, weights, sharp), LEAST))
        moved, weights = float(np.abs(made - weights).max()), made
        even = over.max() - over.min() <= EVEN * abs(over.mean())
        if turn and (even or moved <= 1e-4 * EVEN):
            break
        sharp = min(2.0 * sharp, SHARP / max(abs(float(over.mean())), WORTH))
    if gains.min() <= WORTH:
        raise NoSolution(
            f"no deal makes all gain: the least gain over the threat is {gains.min():.1e}",
            where="deal",
            remedy="take other bounds, more rates, or another threat",
        )
    return Deal(at, threat + gains, gains, _counted(weights / power), slope, search.evaluations)


def _parts(over: Array, weights: Array, sharp: float) -> Array:
    """Give how much each player's gain counts in the softened least."""
    return _counted(weights * np.exp(-sharp * (over - over.min())))


def _soft_least(search: _Asked, power: Array, weights: Array, sharp: float) -> Function:
    """Give the softened least of gains over powers: smooth, and the least itself as sharpness or weights find their way."""

    def soft(x: Array) -> tuple[float, Array]:
        gains, pull = search(x)
        over = gains / power
        total = (weights * np.exp(-sharp * (over - over.min()))).sum()
        return float(over.min() - np.log(total) / sharp), pull(_parts(over, weights, sharp) / power)

    return soft


def nash_deal(
    payoffs: Payoffs,
    threat: Array,
    start: Array,
    *,
    lower: Array,
    upper: Array,
    scale: Array | None = None,
    powers: Array | None = None,
) -> Deal:
    """Find the deal of Nash: the largest product of gains, each to the power of its player.

    Parameters
    ----------
    payoffs, threat, start, lower, upper, scale, powers
        See `even_deal`, from whose deal the search goes on.

    Returns
    -------
    Deal
        A local maximum of the product.

    Raises
    ------
    InputError
        If a power is not above zero.
    NoSolution
        If no deal makes all gain, or the search does not end.

    References
    ----------
    Nash (1950), The bargaining problem, Econometrica 18; Harsanyi and Selten (1972), A generalized Nash solution for two-person
    bargaining games with incomplete information, Management Science 18.

    Examples
    --------
    Two divide one unit; the second's payoff is the root of what it gets, so that it gets a third of it.

    >>> def divide(x):
    ...     rest = np.sqrt(1 - x[0])
    ...     return np.array([x[0], rest]), lambda w: np.array([w[0] - w[1] * 0.5 / rest])
    >>> deal = nash_deal(divide, np.zeros(2), np.array([0.1]), lower=np.zeros(1), upper=np.full(1, 0.99))
    >>> deal.at.round(5).tolist()
    [0.66667]
    """
    power = _powers(powers, threat)
    power = power / power.sum()
    first = even_deal(payoffs, threat, start, lower=lower, upper=upper, scale=scale, powers=power)
    search = _Asked(payoffs, threat)
    floor = 0.05 * float(first.gains.min())
    unit = float(first.gains.mean())

    def product(x: Array) -> tuple[float, Array]:
        gains, pull = search(x)
        value, slope = _log_above(gains, floor)
        return unit * float(power @ value), unit * pull(power * slope)

    found = maximum(product, first.at, lower=lower, upper=upper, scale=scale, tolerance=TIGHT, where="deal")
    gains, _ = search(found.x)
    if gains.min() <= floor:
        raise NoSolution(
            f"the deal leaves a gain of {gains.min():.1e}, too near nothing to tell its product",
            where="deal",
            remedy="take powers that are closer to each other",
        )
    weights = _counted(power / gains)
    return Deal(found.x, threat + gains, gains, weights, found.slope, first.evaluations + search.evaluations)


def _log_above(gains: Array, floor: float) -> tuple[Array, Array]:
    """Give the log of gains and its slope, with a parabola in its place below a floor: a search may stray there."""
    off = gains / floor - 1.0
    above = np.log(np.maximum(gains, floor))
    value = np.where(gains >= floor, above, np.log(floor) + off - 0.5 * off**2)
    return value, np.where(gains >= floor, 1.0 / np.maximum(gains, floor), (1.0 - off) / floor)


def _counted(weights: Array) -> Array:
    return weights / weights.sum()


def _powers(powers: Array | None, threat: Array) -> Array:
    made = np.ones(len(threat)) if powers is None else np.asarray(powers, dtype=float)
    if made.shape != threat.shape or not (np.isfinite(made) & (made > 0)).all():
        raise InputError("the powers are no numbers above 0, one for each", where="powers", remedy="give each one")
    return made / made.mean()


class _Asked:
    """Payoffs over the threat, remembered at the last point, and how often they were asked for."""

    def __init__(self, payoffs: Payoffs, threat: Array) -> None:
        self.payoffs, self.threat, self.evaluations = payoffs, threat, 0
        self._at: Array | None = None
        self._held: tuple[Array, Callable[[Array], Array]] | None = None

    def __call__(self, x: Array) -> tuple[Array, Callable[[Array], Array]]:
        if self._held is None or self._at is None or not np.array_equal(x, self._at):
            self.evaluations += 1
            value, pull = self.payoffs(x)
            self._at, self._held = x.copy(), (value - self.threat, pull)
        return self._held
