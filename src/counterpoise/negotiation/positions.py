r"""One issue as a line: where actors stand, how much each counts, and the outcomes that follow from it.

Actor i stands at x_i with salience s_i (how much the issue matters to it) and capability c_i (what it could bring to bear), and counts
with the weight w_i = c_i s_i. The compromise model predicts the weighted mean

.. math:: M = \sum_i w_i x_i / \sum_i w_i

which is close to the bargaining solution of Nash where no agreement would be bad for all (Achen 2006). The weighted median is where half of the
weight stands on either side: with votes as weights, and each actor the worse off the farther it is, no majority prefers another point (Black 1948).

Arrays end in the axis of the actors; what stands before it, as draws, is kept.

References
----------
Achen, C. H. (2006), Institutional realism and bargaining models, in Thomson, R. and others (eds.), The European Union Decides, Cambridge
University Press. Black, D. (1948), On the rationale of group decision-making, Journal of Political Economy 56(1), 23-34. Tsebelis, G. (2002),
Veto Players, Princeton University Press.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

TIE = 1e-12
"""Weights that differ by less than this share of their sum are equal: sums of decimals differ in their last digit."""

HALF = 0.5
"""The majority of which more than the share itself is needed; of every other share, the share is enough."""


@dataclass(frozen=True)
class Slopes:
    """How the weighted mean moves with each number, exactly.

    Attributes
    ----------
    position
        By a step of the actor's position: its share of the weight ``[..., actor]``.
    salience, capability
        By a unit more of either.
    pull
        By either's logarithm: a hundredth of it is what one per cent more of salience or capability moves the mean by.
    """

    position: Array
    salience: Array
    capability: Array
    pull: Array


def compromise(position: ArrayLike, weight: ArrayLike) -> Array:
    """Give the weighted mean of positions, which the compromise model predicts.

    Parameters
    ----------
    position
        Where each actor stands ``[..., actor]``.
    weight
        How much each counts ``[..., actor]``: capability times salience.

    Returns
    -------
    numpy.ndarray
        ``[...]``, in points of the line.

    Raises
    ------
    InputError
        If a number is not finite, a weight is below zero, or nobody counts.

    References
    ----------
    Achen (2006), Institutional realism and bargaining models.

    Examples
    --------
    >>> float(compromise([4, 7, 10], [2480, 930, 3360]).round(6))
    7.389956
    """
    x, w = _checked(position, weight)
    return np.asarray((x * w).sum(-1) / w.sum(-1))


def median(position: ArrayLike, weight: ArrayLike) -> tuple[Array, Array]:
    """Give the weighted median as an interval: its two ends differ only where exactly half of the weight stands on each side.

    Parameters
    ----------
    position, weight
        See `compromise`.

    Returns
    -------
    tuple of numpy.ndarray
        The lower and the upper end ``[...]``; where one number is wanted the program takes the middle of the two.

    Raises
    ------
    InputError
        See `compromise`.

    References
    ----------
    Black (1948), On the rationale of group decision-making.

    Examples
    --------
    >>> [float(one) for one in median([4, 7, 10], [2480, 930, 3360])], [float(one) for one in median([0, 10], [1, 1])]
    ([7.0, 7.0], [0.0, 10.0])
    """
    x, w = _checked(position, weight)
    return unbeaten(x, w, HALF)


def spread(position: ArrayLike, weight: ArrayLike) -> Array:
    """Give the weighted standard deviation of positions.

    Parameters
    ----------
    position, weight
        See `compromise`.

    Returns
    -------
    numpy.ndarray
        ``[...]``, in points of the line.

    Examples
    --------
    >>> float(spread([0, 10], [1, 1]))
    5.0
    """
    x, w = _checked(position, weight)
    middle = compromise(x, w)[..., None]
    return np.asarray(np.sqrt((w * (x - middle) ** 2).sum(-1) / w.sum(-1)))


def polarisation(position: ArrayLike, weight: ArrayLike, low: float, high: float) -> Array:
    """Give the weighted variance over the largest that the scale allows: 0 where all stand together, 1 where half stand at either end.

    Parameters
    ----------
    position, weight
        See `compromise`.
    low, high
        The ends of the scale.

    Returns
    -------
    numpy.ndarray
        ``[...]``, from 0 to 1.

    Examples
    --------
    >>> float(polarisation([0, 10], [1, 1], 0, 10)), float(polarisation([5, 5], [1, 3], 0, 10))
    (1.0, 0.0)
    """
    return (2.0 * spread(position, weight) / (high - low)) ** 2


def slopes(position: ArrayLike, salience: ArrayLike, capability: ArrayLike) -> Slopes:
    r"""Give the derivatives of the weighted mean by every number.

    Parameters
    ----------
    position, salience, capability
        Of each actor ``[..., actor]``.

    Returns
    -------
    Slopes
        With :math:`W = \sum_i w_i`: :math:`w_i / W` by a position, :math:`c_i (x_i - M) / W` by a salience,
        :math:`s_i (x_i - M) / W` by a capability, and :math:`w_i (x_i - M) / W` by either's logarithm.

    Examples
    --------
    >>> found = slopes([0, 10], [1, 1], [3, 1])
    >>> found.position.tolist(), found.pull.tolist()
    ([0.75, 0.25], [-1.875, 1.875])
    """
    s, c = (np.asarray(one, dtype=float) for one in (salience, capability))
    x, w = _checked(position, s * c)
    total = w.sum(-1)[..., None]
    away = (x - compromise(x, w)[..., None]) / total
    return Slopes(w / total, c * away, s * away, w * away)


def without(position: ArrayLike, weight: ArrayLike) -> Array:
    """Give the weighted mean without each actor in turn; missing where nobody else counts.

    Parameters
    ----------
    position, weight
        See `compromise`.

    Returns
    -------
    numpy.ndarray
        ``[..., actor]``.

    Examples
    --------
    >>> without([0, 4, 10], [1, 1, 1]).tolist()
    [7.0, 5.0, 2.0]
    """
    x, w = _checked(position, weight)
    rest = w.sum(-1)[..., None] - w
    rest = np.where(rest > TIE * w.sum(-1)[..., None], rest, np.nan)
    return ((x * w).sum(-1)[..., None] - x * w) / rest


def extremes(position: tuple[ArrayLike, ArrayLike], weight: tuple[ArrayLike, ArrayLike]) -> tuple[float, float]:
    """Give the least and the greatest weighted mean of numbers that may lie anywhere within their ranges.

    A ratio of two linear forms is greatest at a corner, where whoever stands above it has the most weight and whoever stands below the
    least: of the actors in the order of their positions one of the cuts is the greatest.

    Parameters
    ----------
    position, weight
        The low and the high end of each ``[actor]``.

    Returns
    -------
    tuple of float
        Sharp: some numbers within the ranges give either.

    Examples
    --------
    >>> extremes(([0, 10], [2, 10]), ([1, 1], [1, 3]))
    (5.0, 8.0)
    """
    least, most = (np.asarray(one, dtype=float) for one in weight)
    low, high = (np.asarray(one, dtype=float) for one in position)
    return -_greatest(-low, least, most), _greatest(high, least, most)


def _greatest(x: Array, least: Array, most: Array) -> float:
    order = np.argsort(-x, kind="stable")
    x, least, most = x[order], least[order], most[order]
    first = np.tri(len(x) + 1, len(x), -1, dtype=bool)  # row k: the k that stand highest
    weight = np.where(first, most, least)
    total = weight.sum(1)
    kept = total > 0
    return float(((weight[kept] @ x) / total[kept]).max())


def unbeaten(
    position: ArrayLike, votes: ArrayLike, majority: float | None, veto: ArrayLike | None = None
) -> tuple[Array, Array]:
    """Give the points that no majority prefers another to: the core, in one dimension an interval.

    Each actor prefers what is nearer. A point is beaten where actors with enough votes, all that have a veto among them, prefer some
    other. To the right that can happen only left of where those beyond have too few votes, and left of the leftmost veto; and likewise
    to the left.

    Parameters
    ----------
    position, votes
        Of each actor ``[..., actor]``.
    majority
        The share of the votes that wins: above one half to 1, or one half, of which more is needed; None where votes decide nothing
        and every veto must agree.
    veto
        Who has a veto ``[actor]``.

    Returns
    -------
    tuple of numpy.ndarray
        The ends ``[...]``.

    Raises
    ------
    InputError
        If the majority is no share from one half to 1, or nobody has a vote or a veto.

    References
    ----------
    Black (1948), On the rationale of group decision-making; Tsebelis (2002), Veto Players.

    Examples
    --------
    >>> [float(one) for one in unbeaten([0, 2, 6, 10], [1, 1, 1, 1], 0.75)]
    [2.0, 6.0]
    """
    x = np.asarray(position, dtype=float)
    held = None if veto is None or not np.any(veto) else np.asarray(veto, dtype=bool)
    if majority is None:
        if held is None:
            raise InputError("neither votes nor a veto decide", where="rule", remedy="give a majority, or a veto")
        return np.asarray(x[..., held].min(-1)), np.asarray(x[..., held].max(-1))
    x, w = _checked(x, votes)
    order = np.argsort(x, axis=-1, kind="stable")
    at, tally = np.take_along_axis(x, order, -1), np.take_along_axis(np.broadcast_to(w, x.shape), order, -1)
    upto = np.cumsum(tally, -1)
    total = upto[..., -1:]
    above, below = total - upto, upto - tally
    low = _pick(at, np.argmax(~wins(above, total, majority), -1))
    last = at.shape[-1] - 1 - np.argmax(~wins(below, total, majority)[..., ::-1], -1)
    high = _pick(at, last)
    if held is not None:
        low = np.minimum(low, x[..., held].min(-1))
        high = np.maximum(high, x[..., held].max(-1))
    return low, high


def wins(tally: ArrayLike, total: ArrayLike, majority: float) -> NDArray[np.bool_]:
    """Tell whether votes are enough.

    Parameters
    ----------
    tally, total
        Votes for a change, and all votes.
    majority
        The share that wins; of one half more than it.

    Returns
    -------
    numpy.ndarray
        Of truths, in the shape of the tally.

    Raises
    ------
    InputError
        If the majority is no share from one half to 1.

    Examples
    --------
    >>> bool(wins(5, 10, 0.5)), bool(wins(7, 10, 0.7))
    (False, True)
    """
    if not HALF <= majority <= 1.0:
        raise InputError(f"a majority of {majority:g} is no share from 0.5 to 1", where="rule", remedy="write 0.7")
    votes, whole = np.asarray(tally, dtype=float), np.asarray(total, dtype=float)
    slack = TIE * whole
    return votes > HALF * whole + slack if majority == HALF else votes >= majority * whole - slack


def winset(core: tuple[ArrayLike, ArrayLike], status_quo: float) -> tuple[Array, Array]:
    """Give the points that beat the status quo, from the points that nothing beats.

    Whoever stands beyond the middle between the status quo and a point prefers the point, so those points reach as far beyond
    the near end of the core as the status quo lies before it.

    Parameters
    ----------
    core
        The ends that `unbeaten` gives ``[...]``.
    status_quo
        What stays without a decision.

    Returns
    -------
    tuple of numpy.ndarray
        The ends, which do not beat it themselves; both are the status quo where nothing does.

    Examples
    --------
    >>> [float(one) for one in winset((2.0, 6.0), 1.0)], [float(one) for one in winset((2.0, 6.0), 4.0)]
    ([1.0, 3.0], [4.0, 4.0])
    """
    low, high = (np.asarray(one, dtype=float) for one in core)
    return np.minimum(status_quo, 2.0 * high - status_quo), np.maximum(status_quo, 2.0 * low - status_quo)


def gain(position: ArrayLike, outcome: ArrayLike, status_quo: float) -> Array:
    """Give how much nearer an outcome is to each actor than the status quo: above zero it prefers the outcome.

    Parameters
    ----------
    position
        Of each actor ``[..., actor]``.
    outcome
        ``[...]``.
    status_quo
        What stays without a decision.

    Returns
    -------
    numpy.ndarray
        ``[..., actor]``, in points of the line.

    Examples
    --------
    >>> gain([0, 4, 10], 6.0, 0.0).tolist()
    [-6.0, 2.0, 6.0]
    """
    x, y = np.asarray(position, dtype=float), np.asarray(outcome, dtype=float)
    return np.abs(x - status_quo) - np.abs(x - y[..., None])


def drawn(ends: tuple[ArrayLike, ArrayLike, ArrayLike], count: int, seed: int) -> Array:
    """Draw numbers from their ranges: evenly, or in a triangle around a best guess.

    Each number has a stream of its own, so that another range of one of them leaves the draws of the others as they are; draw i depends
    on the seed and on i alone.

    Parameters
    ----------
    ends
        The low end, the best guess (missing where there is none), and the high end ``[number]``.
    count
        How many draws.
    seed
        Another one gives other draws.

    Returns
    -------
    numpy.ndarray
        ``[draw, number]``.

    Examples
    --------
    >>> drawn(([0.0, 2.0], [np.nan, np.nan], [1.0, 2.0]), 3, 0)[:, 1].tolist()
    [2.0, 2.0, 2.0]
    """
    low, guess, high = (np.asarray(one, dtype=float) for one in ends)
    streams = np.random.SeedSequence(seed).spawn(len(low))
    u = np.stack([np.random.default_rng(one).random(count) for one in streams], axis=1)
    width = high - low
    peak = np.where(np.isnan(guess), low, guess)
    rise = np.sqrt(u * width * (peak - low))
    fall = np.sqrt((1.0 - u) * width * (high - peak))
    triangle = np.where(u * width < peak - low, low + rise, high - fall)
    return np.clip(np.where(np.isnan(guess), low + u * width, triangle), low, high)


def variance(ends: tuple[ArrayLike, ArrayLike, ArrayLike]) -> Array:
    """Give the variance of numbers that are drawn from ranges (see `drawn`).

    Parameters
    ----------
    ends
        As of `drawn`.

    Returns
    -------
    numpy.ndarray
        ``[number]``.

    Examples
    --------
    >>> variance(([0.0, 0.0], [np.nan, 0.5], [1.0, 1.0])).round(4).tolist()
    [0.0833, 0.0417]
    """
    a, m, b = (np.asarray(one, dtype=float) for one in ends)
    return np.where(np.isnan(m), (b - a) ** 2 / 12.0, (a * a + m * m + b * b - a * m - a * b - m * b) / 18.0)


def _pick(at: Array, place: NDArray[np.intp]) -> Array:
    return np.take_along_axis(at, np.asarray(place)[..., None], -1)[..., 0]


def _checked(position: ArrayLike, weight: ArrayLike) -> tuple[Array, Array]:
    x, w = np.asarray(position, dtype=float), np.asarray(weight, dtype=float)
    if not np.isfinite(x).all() or not np.isfinite(w).all():
        raise InputError("a number is not finite", where="positions", remedy="give numbers")
    if (w < 0).any():
        raise InputError(f"a weight of {w.min():g} is below zero", where="positions", remedy="give zero or more")
    if x.shape[-1:] != w.shape[-1:]:
        what = f"{w.shape[-1]} weights are not one for each of {x.shape[-1]} positions"
        raise InputError(what, where="positions", remedy="give one for each")
    if not w.size or (w.sum(-1) <= 0).any():
        raise InputError(
            "nobody counts: all weights are zero", where="positions", remedy="give some actor a weight above zero"
        )
    return np.broadcast_arrays(x, w)[0], np.broadcast_arrays(x, w)[1]
