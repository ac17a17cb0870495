r"""The Shapley value: what each player of a coalition adds, over all orders in which the players may join.

.. math:: \varphi_i = \sum_{S \subseteq N \setminus i} \frac{|S|!\,(n-|S|-1)!}{n!} \left[v(S \cup i) - v(S)\right]

Exact for few players; for many it is the mean over random orders, each with its reverse, and the error of sampling is told.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Worth = Callable[[frozenset[int]], float]
"""What a coalition of players, by their numbers, gets on its own."""

MOST_EXACT = 20
"""Players whose coalitions (a million) can still be listed."""


@dataclass(frozen=True)
class Values:
    """Shapley values, and how sure they are.

    Attributes
    ----------
    value
        Of each player.
    error
        The standard error of sampling; 0 where the value is exact.
    bound
        Half the width of an interval that holds the value with at least the `confidence`, by Hoeffding's inequality; 0 where
        the value is exact, missing where the range of what a player adds is not known.
    first, last
        What each player gets alone, and what it adds to all others.
    whole
        The worth of all players together.
    least, most
        The smallest and the largest that any player added, of those that were asked for.
    orders
        Random orders, reverses counted; 0 where the value is exact.
    worths
        Coalitions whose worth was asked for.
    confidence
        Of the bound.
    """

    value: Array
    error: Array
    bound: Array
    first: Array
    last: Array
    whole: float
    least: float
    most: float
    orders: int
    worths: int
    confidence: float = 0.95

    @property
    def exact(self) -> bool:
        """Say whether nothing was sampled."""
        return self.orders == 0


class _Asked:
    """A game whose worths are asked for once each."""

    def __init__(self, worth: Worth, players: int) -> None:
        if players < 1:
            raise InputError("a game has no players", where="players", remedy="name one or more")
        self.worth, self.players = worth, players
        self.held: dict[int, float] = {}

    def __call__(self, bits: int) -> float:
        if bits not in self.held:
            self.held[bits] = float(self.worth(frozenset(i for i in range(self.players) if bits >> i & 1)))
        return self.held[bits]

    def ends(self) -> tuple[Array, Array, float]:
        """Give what each player gets alone, what it adds to all others, and what all get."""
        everyone = (1 << self.players) - 1
        none, whole = self(0), self(everyone)
        first = np.array([self(1 << i) - none for i in range(self.players)])
        last = np.array([whole - self(everyone & ~(1 << i)) for i in range(self.players)])
        return first, last, whole


def exact(worth: Worth, players: int) -> Values:
    """Give the Shapley value from the worth of every coalition.

    Parameters
    ----------
    worth
        What a coalition gets; asked once for each of the 2^n.
    players
        How many there are.

    Returns
    -------
    Values
        Without an error.

    Raises
    ------
    InputError
        If there is no player, or there are too many coalitions to list.

    References
    ----------
    Shapley (1953), A value for n-person games, in Contributions to the Theory of Games II.

    Examples
    --------
    A left glove (player 0) and two right ones: a pair is worth 1.

    >>> exact(lambda who: float(0 in who and len(who) > 1), 3).value.round(4).tolist()
    [0.6667, 0.1667, 0.1667]
    """
    if players > MOST_EXACT:
        what = f"{players} players have too many coalitions to list"
        raise InputError(what, where="players", remedy=f"take {MOST_EXACT} or fewer, or sample")
    game = _Asked(worth, players)
    worths = np.array([game(bits) for bits in range(1 << players)])
    bits = np.arange(1 << players)
    size = np.bitwise_count(bits).astype(int)
    weight = np.array([1.0 / (players * math.comb(players - 1, k)) for k in range(players)])
    value, ends = np.zeros(players), []
    for i in range(players):
        without = bits[(bits >> i & 1) == 0]
        added = worths[without | 1 << i] - worths[without]
        value[i] = (weight[size[without]] * added).sum()
        ends += [float(added.min()), float(added.max())]
    first, last, whole = game.ends()
    none = np.zeros(players)
    return Values(value, none, none, first, last, whole, min(ends), max(ends), orders=0, worths=len(game.held))


def sampled(
    worth: Worth,
    players: int,
    *,
    orders: int,
    seed: int = 0,
    spread: float | None = None,
    confidence: float = 0.95,
) -> Values:
    """Give the Shapley value as the mean of what players add over random orders, each taken forwards and backwards.

    The two ways of an order are one draw, since they depend on each other: the error is that of the mean of independent pairs.

    Parameters
    ----------
    worth
        What a coalition gets; asked once for each that occurs.
    players
        How many there are.
    orders
        How many orders, reverses counted: an even number, 4 or more.
    seed
        Another one gives other orders.
    spread
        The range in which all that a player may add lies, where it is known: that of a game in which nobody does harm is the
        worth of all together. It gives the bound.
    confidence
        Of the bound.

    Returns
    -------
    Values
        With the standard error (Castro, Gómez and Tejada 2009) and, where the range is known, a bound that holds for any number of
        orders (Maleki et al. 2013): r sqrt(ln(2 / (1 - confidence)) / 2m) of m pairs.

    Raises
    ------
    InputError
        If there is no player, or there are too few orders.

    References
    ----------
    Castro, Gómez and Tejada (2009), Polynomial calculation of the Shapley value based on sampling, Computers & Operations
    Research 36(5). Maleki, Tran-Thanh, Hines, Rahwan and Rogers (2013), Bounding the estimation error of sampling-based Shapley
    value approximation, arXiv:1306.4265.

    Examples
    --------
    >>> glove = sampled(lambda who: float(0 in who and len(who) > 1), 3, orders=400, spread=1.0)
    >>> bool(abs(glove.value[0] - 2 / 3) < glove.bound[0]), round(float(glove.bound[0]), 3)
    (True, 0.096)
    """
    if orders < 4 or orders % 2:
        raise InputError(f"{orders} orders", where="orders", remedy="take an even number, 4 or more")
    if not 0 < confidence < 1:
        raise InputError(f"a confidence of {confidence:g}", where="confidence", remedy="take one between 0 and 1")
    game, random, pairs = _Asked(worth, players), np.random.default_rng(seed), orders // 2
    added, ends = np.empty((pairs, players)), []
    for draw in range(pairs):
        order = random.permutation(players)
        ways = np.stack([_added(game, order), _added(game, order[::-1])])
        added[draw] = ways.mean(0)
        ends += [float(ways.min()), float(ways.max())]
    value, error = added.mean(0), added.std(0, ddof=1) / math.sqrt(pairs)
    half = math.nan if spread is None else spread * math.sqrt(math.log(2.0 / (1.0 - confidence)) / (2.0 * pairs))
    first, last, whole = game.ends()
    bound = np.full(players, half)
    return Values(value, error, bound, first, last, whole, min(ends), max(ends), orders, len(game.held), confidence)


def _added(game: _Asked, order: NDArray[np.int64]) -> Array:
    """Give what each player adds when they join in an order."""
    made, bits, before = np.empty(game.players), 0, game(0)
    for player in order.tolist():
        bits |= 1 << player
        now = game(bits)
        made[player], before = now - before, now
    return made


def joining(worth: Worth, players: int, first: int = 0) -> tuple[list[int], list[float]]:
    """Give the order in which the one that adds most to those before joins next, and the worth after each.

    Parameters
    ----------
    worth
        What a coalition gets.
    players
        How many there are.
    first
        Who begins.

    Returns
    -------
    order, worths
        Of all players.

    Examples
    --------
    >>> joining(lambda who: float(0 in who and len(who) > 1), 3)
    ([0, 1, 2], [0.0, 1.0, 1.0])
    """
    order, held = [first], frozenset([first])
    worths = [float(worth(held))]
    while len(order) < players:
        left = [one for one in range(players) if one not in held]
        gains = [float(worth(held | {one})) for one in left]
        best = max(range(len(left)), key=gains.__getitem__)
        order.append(left[best])
        held |= {left[best]}
        worths.append(gains[best])
    return order, worths
