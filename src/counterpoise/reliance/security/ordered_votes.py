"""Ordered answers (yes, abstain, no) on one line: what one session's votes say of its states and its roll calls.

A state at theta answers a roll call with discrimination b and cuts c1 < c2 by an ordered probit:

    P(yes) = Phi(c1 - b theta),  P(abstain) = Phi(c2 - b theta) - Phi(c1 - b theta),  P(no) = 1 - Phi(c2 - b theta).

Neither theta nor (b, c1, c2) is known: each has a normal distribution, and what is needed are means over both. A function
of a normal variable is averaged at two points, one standard deviation to each side, which is exact up to third powers.

References
----------
Johnson, V. E. and Albert, J. H. (1999), Ordinal Data Modeling, Springer, chapter 6.
Bailey, M. A., Strezhnev, A. and Voeten, E. (2017), Estimating Dynamic State Preferences from United Nations Voting
Data, Journal of Conflict Resolution 61(2), 430-456.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_ROOT = np.sqrt(0.5)
_RATIO = np.sqrt(2 / np.pi)
_FAR = 35.0
"""Where the normal distribution function is 1 to the last digit, and its scaled form still a number."""


@dataclass(frozen=True, eq=False)
class Block:
    """One session's votes.

    Attributes
    ----------
    session
        Its place among the sessions.
    states
        [state]: the countries that vote in it, by their place.
    item
        [roll call]: the item of each.
    side
        [roll call, state]: 1 yes, -1 no, 0 else.
    abstains
        The rows and columns of the abstentions.
    """

    session: int
    states: NDArray[np.int64]
    item: NDArray[np.int64]
    side: Array
    abstains: tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, eq=False)
class Slopes:
    """Means of the log likelihood's derivatives in one session.

    Attributes
    ----------
    fit
        The mean log likelihood, summed.
    first, second
        [roll call, state]: by c - b theta, of yes and no.
    both
        [5, abstention]: by the upper and the lower cut, and twice by the upper, the lower, and one of each.
    """

    fit: float
    first: Array
    second: Array
    both: Array


def upper_tail_ratio(x: Array) -> Array:
    """Give phi(x) / Phi(x), without loss of digits where Phi(x) is tiny.

    Examples
    --------
    >>> upper_tail_ratio(np.array([0.0, -40.0])).round(3).tolist()
    [0.798, 40.025]
    """
    from scipy.special import erfcx  # noqa: PLC0415

    return _RATIO / erfcx(-_ROOT * x)


def log_share(x: Array, ratio: Array) -> Array:
    """Give log Phi(x), from x and phi(x) / Phi(x).

    Examples
    --------
    >>> x = np.array([0.0, -30.0])
    >>> log_share(x, upper_tail_ratio(x)).round(3).tolist()
    [-0.693, -454.321]
    """
    return -0.5 * x * x - np.log(ratio) - 0.5 * np.log(2 * np.pi)


def between(low: Array, high: Array) -> tuple[Array, Array, Array]:
    """Give the log of Phi(high) - Phi(low), and the densities at both ends over that difference.

    Examples
    --------
    >>> value, at_high, at_low = between(np.array([-1.0]), np.array([1.0]))
    >>> float(np.exp(value)[0].round(4)), bool(np.isclose(at_high, at_low)[0])
    (0.6827, True)
    """
    flipped = low + high > 0
    near, far = np.where(flipped, -low, high), np.where(flipped, -high, low)
    ratio_near, ratio_far = upper_tail_ratio(near), upper_tail_ratio(far)
    log_near, log_far = log_share(near, ratio_near), log_share(far, ratio_far)
    value = log_near + np.log(-np.expm1(np.minimum(log_far - log_near, -1e-12)))
    at_near, at_far = ratio_near * np.exp(log_near - value), ratio_far * np.exp(log_far - value)
    return value, np.where(flipped, at_far, at_near), np.where(flipped, at_near, at_far)


def slopes(block: Block, theta: Array, spread: Array, cuts: Array, covariance: Array) -> Slopes:
    """Average the log likelihood and its derivatives over what is not known.

    Parameters
    ----------
    block
        The votes.
    theta, spread
        [state]: mean and variance of each state's point.
    cuts
        [roll call, 3]: the means of b, c1 and c2.
    covariance
        [roll call, 3, 3]: their covariance.

    Returns
    -------
    Slopes
        See there.
    """
    yes, cast = block.side > 0, block.side != 0
    b, c = cuts[:, :1], covariance
    cut = np.where(yes, cuts[:, 1:2], cuts[:, 2:])
    crossed = np.where(yes, c[:, 0, 1, None], c[:, 0, 2, None])
    own = np.where(yes, c[:, 1, 1, None], c[:, 2, 2, None])
    total = own + theta * (c[:, 0, 0, None] * theta - 2 * crossed) + spread * (b * b + c[:, 0, 0, None])
    step = np.sqrt(total)
    middle = block.side * (cut - b * theta)
    above, below = np.minimum(middle + step, _FAR), np.minimum(middle - step, _FAR)
    ratio_above, ratio_below = upper_tail_ratio(above), upper_tail_ratio(below)
    first = 0.5 * block.side * (ratio_above + ratio_below)
    second = -0.5 * cast * (ratio_above * (above + ratio_above) + ratio_below * (below + ratio_below))
    fit = 0.5 * float(((log_share(above, ratio_above) + log_share(below, ratio_below)) * cast).sum())
    row, column = block.abstains
    where, wide, of, known = theta[column], spread[column], cuts[row], c[row]
    shared = 0.5 * (known[:, 0, 1] + known[:, 0, 2])
    centre = 0.25 * (known[:, 1, 1] + known[:, 2, 2] + 2 * known[:, 1, 2])
    total = centre + where * (known[:, 0, 0] * where - 2 * shared) + wide * (of[:, 0] ** 2 + known[:, 0, 0])
    step, both = np.sqrt(total), np.zeros((5, len(row)))
    for side in (-1, 1):
        move = side * step - of[:, 0] * where
        low, high = of[:, 1] + move, of[:, 2] + move
        value, at_high, at_low = between(low, high)
        fit += 0.5 * float(value.sum())
        both += 0.5 * np.stack(
            [at_high, -at_low, -at_high * (high + at_high), at_low * (low - at_low), at_high * at_low]
        )
    return Slopes(fit, first, second, both)


def of_items(block: Block, held: Slopes, theta: Array, spread: Array, cuts: Array) -> tuple[Array, Array]:
    """Give what the votes say of each roll call: the gradient by (b, c1, c2), and the information.

    Returns
    -------
    gradient, information
        [roll call, 3] and [roll call, 3, 3].
    """
    count = len(block.item)
    yes = block.side > 0
    b, square = cuts[:, 0], theta * theta + spread
    gradient, known = np.zeros((count, 3)), np.zeros((count, 3, 3))
    gradient[:, 0] = b * (held.second @ spread) - held.first @ theta
    known[:, 0, 0] = -(held.second @ square)
    of_yes, first_yes = held.second * yes, held.first * yes
    for place, first, second in (
        (1, first_yes, of_yes),
        (2, held.first - first_yes, held.second - of_yes),
    ):
        gradient[:, place] = first.sum(1)
        known[:, place, place] = -second.sum(1)
        known[:, 0, place] = second @ theta
    row, column = block.abstains
    high, low, high_high, low_low, high_low = held.both
    where, all_second = theta[column], high_high + low_low + 2 * high_low

    def summed(values: Array) -> Array:
        return np.bincount(row, values, count).astype(np.float64)

    gradient[:, 0] += summed(-where * (high + low) + all_second * spread[column] * b[row])
    gradient[:, 1] += summed(low)
    gradient[:, 2] += summed(high)
    known[:, 0, 0] -= summed(square[column] * all_second)
    known[:, 1, 1] -= summed(low_low)
    known[:, 2, 2] -= summed(high_high)
    known[:, 1, 2] -= summed(high_low)
    known[:, 0, 1] += summed(where * (low_low + high_low))
    known[:, 0, 2] += summed(where * (high_high + high_low))
    for one, other in ((0, 1), (0, 2), (1, 2)):
        known[:, other, one] = known[:, one, other]
    return gradient, known


def of_states(block: Block, held: Slopes, theta: Array, cuts: Array, covariance: Array) -> tuple[Array, Array]:
    """Give what the votes say of each state: the gradient by theta, and the information.

    Returns
    -------
    gradient, information
        [state] each.
    """
    count = len(block.states)
    b, c = cuts[:, 0], covariance
    of_yes = held.second * (block.side > 0)
    gradient = theta * (c[:, 0, 0] @ held.second) - b @ held.first
    gradient -= c[:, 0, 1] @ of_yes + c[:, 0, 2] @ (held.second - of_yes)
    known = -((b * b + c[:, 0, 0]) @ held.second)
    row, column = block.abstains
    high, low, high_high, low_low, high_low = held.both
    all_second = high_high + low_low + 2 * high_low
    shared = 0.5 * (c[row, 0, 1] + c[row, 0, 2])
    pull = all_second * (theta[column] * c[row, 0, 0] - shared) - b[row] * (high + low)
    gradient += np.bincount(column, pull, count)
    known -= np.bincount(column, (b[row] ** 2 + c[row, 0, 0]) * all_second, count)
    return gradient, known


def of_cuts(block: Block, held: Slopes, theta: Array, cuts: Array, covariance: Array) -> Array:
    """Give the variance that roll calls which aren't known themselves bring into each state's gradient.

    Returns
    -------
    np.ndarray
        [state]: sum over roll calls of D' C D, with D the gradient's derivative by (b, c1, c2), and C their covariance.
    """
    yes = block.side > 0
    b, c = cuts[:, :1], covariance
    by_slope, by_cut = b * theta * held.second - held.first, -b * held.second
    crossed = np.where(yes, c[:, 0, 1, None], c[:, 0, 2, None])
    own = np.where(yes, c[:, 1, 1, None], c[:, 2, 2, None])
    brought = (by_slope * (by_slope * c[:, 0, 0, None] + 2 * by_cut * crossed) + by_cut * by_cut * own).sum(0)
    row, column = block.abstains
    high, low, high_high, low_low, high_low = held.both
    b_row = cuts[row, 0]
    moved = np.stack(
        [
            b_row * theta[column] * (high_high + low_low + 2 * high_low) - (high + low),
            -b_row * (low_low + high_low),
            -b_row * (high_high + high_low),
        ],
        axis=1,
    )
    each = np.einsum("ni,nij,nj->n", moved, c[row], moved)
    return brought + np.bincount(column, each, len(block.states))
