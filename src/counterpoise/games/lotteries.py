r"""Lotteries over outcomes: the payoffs that players can agree on by chance, or by taking turns, and the best of them.

A lottery with weights :math:`\lambda` over outcomes gives each player the mean of its payoffs, so that what can be agreed on is convex.
For two players its efficient part is a chain of lines between outcomes, and everything is exact on it. For more, linear programmes are
solved over the few outcomes that matter: those whose payoffs at the programme's prices are highest are taken in until none is left that
would better it (Dantzig and Wolfe 1960), so that many outcomes cost little more than few.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog, nnls

from counterpoise.core.errors import NoSolution
from counterpoise.games.efficient import efficient

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Indices = NDArray[np.int64]

FINE = 1e-9
"""How far a linear programme may be from its optimum, in units of the largest gain."""

EVEN = 1e-7
"""Gains that differ by less, in units of the largest, are taken to be bound."""

LEAST = 1e-12
"""A step of Newton's that is shorter than this share is none."""

BARRIER, NEWTON = 1e-12, 40
"""How little a barrier weighs at last, and Newton's steps at each of its weights at most."""

HIGH = 1e6
"""The highest price of the gain of a player who can't gain."""

TIGHT = 1e-6
"""Of outcomes that are worth less at the prices by this much, the lottery with the largest product is not made."""


def chain(payoffs: Array) -> Indices:
    """Give the outcomes at the corners of what two players can reach efficiently by lotteries.

    Parameters
    ----------
    payoffs
        ``[outcome, player]``, of two players.

    Returns
    -------
    Indices
        Rows, the first player's payoff rising and the second's falling; outcomes on a line between others are left out.

    References
    ----------
    Andrew (1979), Another efficient algorithm for convex hulls in two dimensions, Information Processing Letters 9(5).

    Examples
    --------
    >>> chain(np.array([[0.0, 4.0], [1.0, 1.0], [2.0, 3.0], [3.0, 1.0], [4.0, 0.0]])).tolist()
    [0, 2, 4]
    """
    rows = efficient(payoffs)
    rows = rows[np.argsort(payoffs[rows, 0])]
    for _ in range(PASSES):  # all that lie under their neighbours' line go at once
        inner = _turn(payoffs[rows[:-2]], payoffs[rows[1:-1]], payoffs[rows[2:]]) < 0
        if inner.all():
            return rows
        rows = rows[np.concatenate([[True], inner, [True]])]
    return _walked(payoffs, rows)


PASSES = 60
"""After so many passes, corners are found one by one."""


def _turn(one: Array, two: Array, three: Array) -> Array:
    """Say which way a path turns: below zero is to the right."""
    step, next_step = two - one, three - two
    return step[..., 0] * next_step[..., 1] - step[..., 1] * next_step[..., 0]


def _walked(payoffs: Array, rows: Indices) -> Indices:
    """Do it one by one, from the first, going back where the path turns left (Andrew 1979)."""
    held: list[int] = []
    points = payoffs[rows].tolist()
    for k, (x, y) in enumerate(points):
        while len(held) > 1:
            (a, b), (c, d) = points[held[-2]], points[held[-1]]
            if (c - a) * (y - d) - (d - b) * (x - c) < 0:
                break
            held.pop()
        held.append(k)
    return rows[held]


@dataclass(frozen=True)
class Chain:
    """The efficient lotteries of two players that give both what they have outside, or more.

    Attributes
    ----------
    points
        Payoffs at the corners and ends ``[point, player]``, the first player's rising.
    rows
        Which two outcomes each point is a lottery of ``[point, 2]``.
    shares
        The weight of the second of them ``[point]``.
    """

    points: Array
    rows: Indices
    shares: Array

    @classmethod
    def of(cls, payoffs: Array, outside: Array) -> Chain:
        """Make it from outcomes.

        Raises
        ------
        NoSolution
            If no lottery gives both what they have outside.
        """
        if not len(payoffs):
            raise nowhere()
        corners = chain(payoffs)
        x, y = payoffs[corners, 0], payoffs[corners, 1]
        low = outside[0] if outside[0] > x[0] else x[0]
        high = x[-1] if y[-1] >= outside[1] else float(np.interp(-outside[1], -y, x))
        if outside[0] > x[-1] or outside[1] > y[0] or low > high:
            raise nowhere()
        inner = (x > low) & (x < high)
        at = np.unique(np.concatenate([[low], x[inner], [high]]))
        where = np.clip(np.searchsorted(x, at, side="right") - 1, 0, max(len(x) - 2, 0))
        after = np.minimum(where + 1, len(x) - 1)
        width = x[after] - x[where]
        share = np.divide(at - x[where], width, out=np.zeros_like(at), where=width > 0)
        points = np.stack([at, y[where] + share * (y[after] - y[where])], axis=1)
        points = np.maximum(points, outside)  # rounding alone may put an end below
        return cls(points, np.stack([corners[where], corners[after]], axis=1), share)

    def at(self, first: float) -> float:
        """Give the second player's payoff where the first has that much."""
        return float(np.interp(first, self.points[:, 0], self.points[:, 1]))

    def first(self, second: float) -> float:
        """Give the first player's payoff where the second has that much."""
        return float(np.interp(-second, -self.points[:, 1], self.points[:, 0]))

    def lottery(self, payoffs: Array, at: float) -> tuple[Indices, Array]:
        """Give the outcomes and weights of the lottery that gives the first player that much."""
        piece = int(np.clip(np.searchsorted(self.points[:, 0], at, side="right") - 1, 0, max(len(self.points) - 2, 0)))
        pair = self.rows[piece]
        low, high = payoffs[pair, 0]
        share = min(max((at - low) / (high - low), 0.0), 1.0) if high > low else 0.0
        weights = np.array([1.0 - share, share])
        return pair[weights > 0], weights[weights > 0]


def nowhere() -> NoSolution:
    """Say that there is no zone of agreement.

    Examples
    --------
    >>> str(nowhere()).partition(";")[0]
    'zone: no outcome gives every player at least its outside option'
    """
    return NoSolution(
        "no outcome gives every player at least its outside option",
        where="zone",
        remedy="add steps or side payments that help the one who loses, or look at worse outside options",
    )


@dataclass
class Mixture:
    """What any number of players can reach by lotteries, as linear programmes over the outcomes that matter.

    Attributes
    ----------
    gains
        Over what the players have outside ``[outcome, player]``, in units of the largest.
    active
        The outcomes taken in so far.
    known
        What made up the floors where a player gained most, of the programmes solved so far.
    """

    gains: Array
    active: list[int] = field(init=False)
    known: dict[int, list[tuple[Array, Indices]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with the outcomes that are best for each player, and for all; say if nothing gives all what they have outside."""
        best = [*self.gains.argmax(0).tolist(), int(self.gains.sum(1).argmax()), int(self.gains.min(1).argmax())]
        self.active = sorted(set(best))
        players = self.gains.shape[1]
        least, _, _ = self.programme(np.zeros(players), 1.0, np.ones(players), np.zeros(players))
        if least < -FINE:
            raise nowhere()

    def programme(self, counted: Array, least: float, scale: Array, floor: Array) -> tuple[float, Array, Array]:
        r"""Find the lottery with the largest counted gains, and a number t by which each gain is above its floor.

        .. math:: \max_{\lambda, t} \; a \cdot g + e\,t, \qquad g_i \ge f_i + c_i t, \quad g = \sum_s \lambda_s g_s

        Parameters
        ----------
        counted, least, scale, floor
            a, e, c and f.

        Returns
        -------
        value, gains, weights
            Of all outcomes ``[outcome]``.

        Raises
        ------
        NoSolution
            If the linear programme is not solved.
        """
        while True:  # each time one more outcome is taken in
            here = self.gains[self.active]
            found = linprog(
                np.concatenate([-here @ counted, [-least]]),
                A_ub=np.concatenate([-here.T, scale[:, None]], axis=1),
                b_ub=-floor,
                A_eq=np.concatenate([np.ones(len(here)), [0.0]])[None],
                b_eq=np.ones(1),
                bounds=[(0.0, None)] * len(here) + [(None, None) if least else (0.0, 0.0)],
                method="highs",
                options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
            )
            if found.status:
                raise NoSolution(f"a lottery was not found: {found.message}", where="lotteries")
            worth = self.gains @ (counted - found.ineqlin.marginals) + found.eqlin.marginals[0]
            if worth[best := int(worth.argmax())] <= FINE or best in self.active:
                break
            self.active.append(best)
        weights = np.zeros(len(self.gains))
        weights[self.active] = np.maximum(found.x[:-1], 0.0)
        weights /= weights.sum()
        return -float(found.fun), weights @ self.gains, weights

    def most(self, player: int, floor: Array) -> tuple[float, Array]:
        """Give the most that a player can gain where each gains its floor, and the lottery.

        The prices at one floor are right for any other at which the same outcomes and slacks make up the floors: those are tried first.
        """
        right = np.append(floor, 1.0)
        for basis, columns in self.known.get(player, []):
            parts = np.linalg.solve(basis, right)
            if parts.min() >= 0.0:
                weights = np.zeros(len(self.gains))
                weights[columns] = parts[: len(columns)]
                return float(weights @ self.gains[:, player]), weights
        counted = np.zeros(len(floor))
        counted[player] = 1.0
        value, gains, weights = self.programme(counted, 0.0, np.zeros(len(floor)), floor)
        columns, loose = np.flatnonzero(weights > FINE), np.flatnonzero(gains - floor > FINE)
        if len(columns) + len(loose) == len(right):
            basis = np.zeros((len(right), len(right)))
            basis[:-1, : len(columns)], basis[-1, : len(columns)] = self.gains[columns].T, 1.0
            basis[loose, np.arange(len(columns), len(right))] = -1.0
            if abs(np.linalg.det(basis)) > FINE:
                self.known.setdefault(player, []).insert(0, (basis, columns))
        return value, weights

    def leximin(self, scale: Array) -> Array:
        """Give the lottery whose least gain over the scale is largest, then the next, and so on; a scale of 0 leaves a player out."""
        players = len(scale)
        floor, free = np.zeros(players), scale > 0
        while free.any():
            least, _, _ = self.programme(np.zeros(players), 1.0, np.where(free, scale, 0.0), floor)
            reached = np.where(free, max(least, 0.0) * scale, floor)
            able = reached - FINE
            bound = [i for i in np.flatnonzero(free).tolist() if self.most(i, able)[0] <= reached[i] + EVEN]
            for player in bound or np.flatnonzero(free).tolist():
                floor[player], free[player] = able[player], False
        return self.programme(np.ones(players), 0.0, np.zeros(players), floor)[2]

    def product(self, powers: Array) -> Array:
        """Give the lottery with the largest product of gains to their powers; a power of 0 leaves a player out that can't gain.

        Its dual is solved: the largest product of prices, to the powers, at which no outcome's gains are worth more than one; a
        player's gain is its power over its price.

        Raises
        ------
        NoSolution
            If the prices leave an outcome that would better it.
        """
        out = np.eye(len(powers))[powers == 0] / HIGH  # the price of who can't gain would rise for ever
        price = _prices(np.concatenate([self.gains, out]), powers)
        apart = np.maximum(1.0 - self.gains @ price, BARRIER)
        near = BARRIER / apart  # the weights that the barrier makes
        tight = np.flatnonzero(apart < TIGHT)
        exact, rough = np.zeros_like(near), np.where(near > FINE, near, 0.0)
        fine, exact[tight] = _supported(self.gains[tight], powers, price)
        rough /= max(float(rough.sum()), FINE)
        left, weights = min(
            (self._left(powers, fine, exact), exact),
            (self._left(powers, price, rough), rough),
            key=_first,
        )
        if left > 10.0 * EVEN:
            raise NoSolution(f"the largest product was not found: {left:.1e} is left", where="lotteries")
        return weights

    def _left(self, powers: Array, price: Array, weights: Array) -> float:
        """Say how far prices and weights are from those of the largest product."""
        worth, gains = self.gains @ price, weights @ self.gains
        return max(float(worth.max()) - 1.0, float(np.abs(gains - powers / price).max()))


def _first(pair: tuple[float, Array]) -> float:
    return pair[0]


def _prices(gains: Array, powers: Array) -> Array:
    """Give the prices with the largest product at which no row is worth more than 1, from within (a barrier, Newton's steps)."""
    price: Array = np.maximum(powers, 1.0 / len(powers) ** 2)
    price /= 2.0 * max(1.0, float((gains @ price).max()))
    weight = 1.0
    while weight > BARRIER:
        weight /= 10.0
        pull = np.maximum(powers, weight)

        def value(p: Array, weight: float = weight, pull: Array = pull) -> float:
            left = 1.0 - gains @ p
            return float(pull @ np.log(p) + weight * np.log(left).sum()) if min(p.min(), left.min()) > 0 else -np.inf

        for _ in range(NEWTON):
            left = 1.0 - gains @ price
            slope = pull / price - weight * (gains.T @ (1.0 / left))
            near = gains * (price / left[:, None])  # in units of the prices, which may differ much
            step: Array = price * np.linalg.solve(np.diag(pull) + weight * near.T @ near, price * slope)
            size, here, more = 1.0, value(price), float(slope @ step)
            while size > LEAST and value(price + size * step) < here + 0.1 * size * more:
                size /= 2.0
            price += (size if size > LEAST else 0.0) * step
            if more < 0.1 * weight or size <= LEAST:
                break
    return price


def _supported(gains: Array, powers: Array, price: Array) -> tuple[Array, Array]:
    """Give prices and weights, made exact by Newton's steps on the rows that carry weight at the prices given."""
    if not len(gains):
        return price, np.empty(0)
    weights = nnls(gains.T, powers / price)[0]
    held, players = np.flatnonzero(weights), len(powers)
    price, part, done = price.copy(), weights[held], 0
    while done < NEWTON:
        base, done = gains[held], done + 1
        off = np.concatenate([powers / price - base.T @ part, base @ price - 1.0])
        slope = np.block([[-np.diag(powers / price**2), -base.T], [base, np.zeros((len(held), len(held)))]])
        step = np.linalg.lstsq(slope, -off, rcond=None)[0]
        stays = part + step[players:] > FINE
        if not np.isfinite(step).all() or (price + step[:players]).min() <= 0 or not stays.any():
            break
        if stays.all():
            price, part = price + step[:players], part + step[players:]
        else:  # it is at a corner: without those that carry nothing
            held, part = held[stays], part[stays]
    made = np.zeros(len(gains))
    made[held] = part / part.sum()
    return price, made
