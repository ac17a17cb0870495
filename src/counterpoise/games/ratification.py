r"""Two-level games: a deal has to be ratified at home, so that only what ratifiers accept can be agreed on (Putnam 1988).

Each ratifier accepts outcomes whose payoff to it reaches a threshold: what all accept is the *win-set*, and the zone of agreement is cut
to it. A smaller win-set makes a deal less likely, and yet may make it better for the side whose ratifier is the harder one (Schelling
1960): a rule that chooses among fewer outcomes may choose one that gives more to it.

Where thresholds are not known, an outcome is ratified with a probability q, and what is bargained over is what each side expects,
:math:`q u + (1 - q) w` (Iida 1993). A side then trades what it gets against how sure it is to get it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.efficient import checked, zone
from counterpoise.games.solutions import Solution, nash

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]
    Indices = NDArray[np.int64]

Rule = Callable[["Array", "Array"], Solution]
"""Gives the deal from payoffs ``[outcome, player]`` and outside options."""


def win_set(ratifiers: ArrayLike, thresholds: ArrayLike) -> Indices:
    """Give the outcomes that every ratifier accepts.

    Parameters
    ----------
    ratifiers
        Payoffs ``[outcome, ratifier]``.
    thresholds
        What each ratifier has to have ``[ratifier]``.

    Returns
    -------
    Indices
        Rows, in rising order.

    Raises
    ------
    InputError
        If a payoff or a threshold is missing.

    References
    ----------
    Putnam (1988), Diplomacy and domestic politics: the logic of two-level games, International Organization 42(3).

    Examples
    --------
    >>> win_set([[0.0], [1.0], [2.0]], [1.0]).tolist()
    [1, 2]
    """
    return zone(ratifiers, thresholds)


def odds(ratifiers: ArrayLike, lowest: ArrayLike, highest: ArrayLike) -> Array:
    """Give the probability that an outcome is ratified, where thresholds are uniform between bounds and independent.

    Parameters
    ----------
    ratifiers
        See `win_set`.
    lowest, highest
        Between which each ratifier's threshold lies ``[ratifier]``; where they are equal it is known.

    Returns
    -------
    Array
        Of each outcome, 0 to 1.

    Raises
    ------
    InputError
        If bounds are missing or the wrong way round.

    Examples
    --------
    >>> odds([[0.0], [1.0], [2.0]], [0.0], [2.0]).tolist()
    [0.0, 0.5, 1.0]
    """
    table = checked(ratifiers)
    low, high = np.asarray(lowest, dtype=float), np.asarray(highest, dtype=float)
    if low.shape != (table.shape[1],) or high.shape != low.shape or not (low <= high).all():
        what = f"thresholds from {low.tolist()} to {high.tolist()} for {table.shape[1]} ratifiers"
        raise InputError(what, where="thresholds", remedy="give each a lower and an upper bound")
    wide = np.where(high > low, high - low, 1.0)
    return np.where(high > low, np.clip((table - low) / wide, 0.0, 1.0), table >= low).prod(axis=1)


def expected(payoffs: ArrayLike, outside: ArrayLike, ratified: ArrayLike) -> Array:
    """Give what each side expects of an outcome that may not be ratified.

    Parameters
    ----------
    payoffs
        ``[outcome, player]``.
    outside
        What each has where it is not ratified ``[player]``.
    ratified
        The probability that it is ``[outcome]``.

    Returns
    -------
    Array
        ``[outcome, player]``: bargain over these.

    Raises
    ------
    InputError
        If a probability is not one for each outcome.

    References
    ----------
    Iida (1993), When and how do domestic constraints matter? Two-level games with uncertainty, Journal of Conflict Resolution 37(3).

    Examples
    --------
    >>> expected([[4.0, 2.0]], [0.0, 1.0], [0.5]).tolist()
    [[2.0, 1.5]]
    """
    table, chance = checked(payoffs), np.asarray(ratified, dtype=float)
    if chance.shape != (len(table),) or not ((chance >= 0) & (chance <= 1)).all():
        what = f"probabilities of shape {chance.shape} for {len(table)} outcomes"
        raise InputError(what, where="ratified", remedy="give each outcome one from 0 to 1")
    return chance[:, None] * table + (1.0 - chance[:, None]) * np.asarray(outside, dtype=float)


@dataclass(frozen=True)
class Ratified:
    """What ratification does to a deal.

    Attributes
    ----------
    thresholds
        Of each ratifier.
    before, after
        The deal without and with them; None where there is none.
    left
        The share of the zone of agreement that all ratifiers accept.
    change
        By how much each side's payoff moves; from its outside option, or to it, where there is no deal before or after.
    """

    thresholds: Array
    before: Solution | None
    after: Solution | None
    left: float
    change: Array

    @property
    def helped(self) -> list[int]:
        """Give the sides that have more because of the ratifiers."""
        return np.flatnonzero(self.change > 0).tolist()


def ratify(
    payoffs: ArrayLike, outside: ArrayLike, ratifiers: ArrayLike, thresholds: ArrayLike, *, rule: Rule = nash
) -> Ratified:
    """Give the deal with and without the ratifiers' consent.

    Parameters
    ----------
    payoffs, outside
        See `counterpoise.games.solutions.ideal`.
    ratifiers, thresholds
        See `win_set`.
    rule
        Which deal is made of those that are possible. With lotteries the lottery's outcomes are each ratified.

    Returns
    -------
    Ratified
        Its outcomes are rows of the table given.

    Raises
    ------
    InputError
        If something given is wrong.

    References
    ----------
    Schelling (1960), The Strategy of Conflict; Putnam (1988).

    Examples
    --------
    Two divide a unit; the first's parliament wants 0.7 for it:

    >>> shares = np.linspace(0, 1, 101)
    >>> talks = np.stack([shares, 1 - shares], axis=1)
    >>> found = ratify(talks, [0, 0], talks[:, :1], [0.7])
    >>> found.after.payoffs.round(2).tolist(), found.helped, round(found.left, 2)
    ([0.7, 0.3], [0], 0.31)
    """
    return next(tighten(payoffs, outside, ratifiers, [thresholds], rule=rule))


def tighten(
    payoffs: ArrayLike, outside: ArrayLike, ratifiers: ArrayLike, thresholds: Iterable[ArrayLike], *, rule: Rule = nash
) -> Iterator[Ratified]:
    """Give the deal for one list of thresholds after the other: how far a harder ratifier helps, and where it ends the talks.

    Parameters
    ----------
    payoffs, outside, ratifiers, rule
        See `ratify`.
    thresholds
        Lists, one threshold a ratifier.

    Returns
    -------
    Iterator
        A `Ratified` for each list.

    Raises
    ------
    InputError
        If something given is wrong.

    Examples
    --------
    >>> shares = np.linspace(0, 1, 101)
    >>> talks = np.stack([shares, 1 - shares], axis=1)
    >>> found = tighten(talks, [0, 0.2], talks[:, :1], [[0.5], [0.7], [0.9]])
    >>> [one.after and one.after.payoffs.round(2).tolist() for one in found]
    [[0.5, 0.5], [0.7, 0.3], None]
    """
    table, floor, home = checked(payoffs), np.asarray(outside, dtype=float), checked(ratifiers)
    if len(home) != len(table):
        what = f"{len(home)} outcomes for ratifiers and {len(table)} for players"
        raise InputError(what, where="ratifiers", remedy="give the same outcomes")
    inside = zone(table, floor)
    before = _deal(table, floor, np.arange(len(table)), rule)
    start = floor if before is None else before.payoffs
    for one in thresholds:
        rows = win_set(home, one)
        after = _deal(table, floor, rows, rule)
        left = len(np.intersect1d(rows, inside, assume_unique=True)) / len(inside) if len(inside) else 0.0
        end = floor if after is None else after.payoffs
        yield Ratified(np.asarray(one, dtype=float), before, after, left, end - start)


def _deal(table: Array, floor: Array, rows: Indices, rule: Rule) -> Solution | None:
    """Give the deal over some rows, told by the rows of the whole table."""
    try:
        made = rule(table[rows], floor)
    except NoSolution:
        return None
    return Solution(made.rule, made.payoffs, made.gains, rows[made.outcomes], made.weights, rows[made.ties])
