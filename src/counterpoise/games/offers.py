r"""Two players offer in turns: what is agreed at once, because both know what refusing would bring (Rubinstein 1982).

In each period one proposes; the other accepts, or refuses and then takes its outside option or waits for the next period, in which it
proposes itself. A payoff a period later counts :math:`\delta_i` of one now, of which nothing is left if they never agree. In the one
stationary equilibrium each offers the other what refusing is worth to it:

.. math:: f(x_1) = \max(\delta_2 f(y_1), w_2), \qquad y_1 = \max(\delta_1 x_1, w_1)

where :math:`(x_1, f(x_1))` is agreed if the first proposes and :math:`(y_1, f(y_1))` if the second does. An outside option so counts only
where it is better than waiting (Binmore, Shaked and Sutton 1989): it is no threat point. Only who refuses may take it; where who proposes
may leave too, there are many equilibria (Ponsatí and Sákovics 1998). As periods shorten, the deal tends to Nash's, with powers in inverse
proportion to the rates of discount (Binmore, Rubinstein and Wolinsky 1986).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from counterpoise.core.errors import InputError, NoSolution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Pair = tuple[float, float]
CLOSE = 1e-12


@dataclass(frozen=True)
class Turns:
    """What is agreed where two offer in turns.

    Attributes
    ----------
    first, second
        Payoffs of both if the first player proposes, and if the second does.
    taken
        Whose outside option is better to it than waiting, so that it sets what it is offered.
    """

    first: Pair
    second: Pair
    taken: tuple[bool, bool]


def shares(discounts: Pair, outside: Pair = (0.0, 0.0)) -> Turns:
    r"""Give the shares of one unit in the equilibrium of offers without an end.

    Parameters
    ----------
    discounts
        What a payoff of the next period is worth now to the first and the second player, in (0, 1).
    outside
        What each may take after refusing an offer.

    Returns
    -------
    Turns
        The first's is :math:`(1 - \delta_2) / (1 - \delta_1 \delta_2)` if it proposes and no outside option counts.

    Raises
    ------
    InputError
        If a discount is not between 0 and 1.
    NoSolution
        If the outside options are together worth more than one.

    References
    ----------
    Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50(1); Binmore, Shaked and Sutton (1989), An outside option
    experiment, Quarterly Journal of Economics 104(4).

    Examples
    --------
    >>> [round(one, 6) for one in shares((0.9, 0.8)).first]
    [0.714286, 0.285714]
    >>> shares((0.9, 0.9), outside=(0.0, 0.6)).first
    (0.4, 0.6)
    """
    one, two = _discounts(discounts)
    first, second = outside
    if first + second > 1.0 + CLOSE:
        raise NoSolution(
            f"outside options of {first:g} and {second:g} are together worth more than what is divided",
            where="outside",
            remedy="no division gives both as much",
        )
    ways = {
        (False, False): ((1.0 - two) / (1.0 - one * two), (1.0 - one) / (1.0 - one * two)),
        (False, True): (1.0 - second, 1.0 - one * (1.0 - second)),
        (True, False): (1.0 - two * (1.0 - first), 1.0 - first),
        (True, True): (1.0 - second, 1.0 - first),
    }
    for taken, (mine, other) in ways.items():  # what each keeps if it proposes; one way alone is consistent
        if taken == (first > one * mine + CLOSE, second > two * other + CLOSE):
            return Turns((mine, 1.0 - mine), (1.0 - other, other), taken)
    raise NoSolution(f"no equilibrium with discounts {discounts} and outside options {outside}", where="offers")


def finite(rounds: int, discounts: Pair, outside: Pair = (0.0, 0.0)) -> float:
    """Give the share of who proposes first where there is a last round, after which each has its outside option.

    Parameters
    ----------
    rounds
        How many offers there may be, by turns, one or more.
    discounts, outside
        See `shares`; with no outside options who proposes last takes all.

    Returns
    -------
    float
        Of one unit.

    Raises
    ------
    InputError
        If there is no round, or a discount is not between 0 and 1.
    NoSolution
        If the outside options are together worth more than one.

    References
    ----------
    Ståhl (1972), Bargaining Theory; Rubinstein (1982).

    Examples
    --------
    >>> [round(finite(rounds, (0.9, 0.9)), 6) for rounds in (2, 3, 10)]
    [0.1, 0.91, 0.342801]
    """
    if rounds < 1:
        raise InputError(f"{rounds} rounds", where="rounds", remedy="give one or more")
    shares(discounts, outside)  # says what is wrong
    kept = 1.0 - max(outside[rounds % 2], 0.0)
    for turn in range(rounds - 2, -1, -1):  # who answers at a turn proposes at the next
        answers = (turn + 1) % 2
        kept = 1.0 - max(discounts[answers] * kept, outside[answers])
    return kept


def powers(rates: Pair) -> Pair:
    """Give the powers of Nash's deal to which offers in turns tend as periods shorten.

    Parameters
    ----------
    rates
        Of discount of each player, in continuous time: a period of length t counts :math:`e^{-r_i t}`.

    Returns
    -------
    Pair
        They sum to one; the more patient has more.

    Raises
    ------
    InputError
        If a rate is not above 0.

    References
    ----------
    Binmore, Rubinstein and Wolinsky (1986), The Nash bargaining solution in economic modelling, RAND Journal of Economics 17(2).

    Examples
    --------
    >>> import math
    >>> powers((0.25, 0.75))
    (0.75, 0.25)
    >>> round(shares((math.exp(-0.25e-6), math.exp(-0.75e-6))).first[0], 6)
    0.75
    """
    if not all(np.isfinite(rate) and rate > 0 for rate in rates):
        raise InputError(
            f"rates of discount of {rates[0]:g} and {rates[1]:g}", where="rates", remedy="give two above 0"
        )
    first = 1.0 / (1.0 + rates[0] / rates[1])
    return first, 1.0 - first


@dataclass(frozen=True)
class Border:
    """What two can agree on: the second's payoff as a falling function of the first's, and back.

    Attributes
    ----------
    second, first
        The second's payoff where the first has so much, and the first's where the second has. Outside the span they give the ends:
        who can have more is not worse off with less.
    span
        The first's least and largest payoff.
    """

    second: Callable[[float], float]
    first: Callable[[float], float]
    span: Pair


def stationary(border: Border, discounts: Pair, outside: Pair = (0.0, 0.0), impasse: Pair = (0.0, 0.0)) -> Turns:
    """Give what two agree on who offer in turns, over any concave border.

    Parameters
    ----------
    border
        What they can agree on.
    discounts
        See `shares`; they count what a payoff is above the impasse.
    outside
        What each may take after refusing an offer.
    impasse
        What each has, counted at once, if they go on for ever without agreeing.

    Returns
    -------
    Turns
        Payoffs.

    Raises
    ------
    InputError
        If a discount is not between 0 and 1.
    NoSolution
        If nothing gives both what they have outside and at the impasse.

    Examples
    --------
    >>> border = Border(lambda u: 1 - u * u, lambda v: (1 - v) ** 0.5, (0.0, 1.0))
    >>> [round(one, 4) for one in stationary(border, (0.999, 0.999)).first]
    [0.5776, 0.6663]
    """
    _discounts(discounts)
    first, second = (max(held, never) for held, never in zip(outside, impasse, strict=True))
    low, high = max(border.span[0], first), border.first(max(second, border.second(border.span[1])))
    if first > border.span[1] + CLOSE or border.second(low) < second - CLOSE or low > high + CLOSE:
        raise NoSolution(
            f"nothing gives the first {first:g} and the second {second:g}",
            where="outside",
            remedy="look at worse outside options, or at more outcomes",
        )

    def waits(payoff: float, who: int) -> float:
        return impasse[who] + discounts[who] * (payoff - impasse[who])

    def answer(mine: float) -> float:
        """Give what the first has where the second proposes."""
        return min(max(waits(mine, 0), first), high)

    def over(mine: float) -> float:
        return mine - border.first(max(waits(border.second(answer(mine)), 1), second))

    mine = high if over(high) <= 0 else low if over(low) >= 0 else float(brentq(over, low, high, xtol=1e-15))  # pyright: ignore[reportArgumentType]
    other = max(answer(mine), border.span[0])
    met = (mine, border.second(mine)), (other, border.second(other))
    return Turns(*met, (first > waits(mine, 0) + CLOSE, second > waits(met[1][1], 1) + CLOSE))


def _discounts(discounts: Pair) -> Pair:
    if len(discounts) != 2 or not all(0.0 < one < 1.0 for one in discounts):
        raise InputError(f"discounts of {discounts}", where="discounts", remedy="give two numbers between 0 and 1")
    return discounts
