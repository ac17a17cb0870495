r"""The frontier between what an action does to another and what it costs: the most harm for a cost of at most c.

Near zero a ratio of the two explodes, since an action may cost nothing, or pay; a frontier does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.games.bends import Bends, step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Sides = Callable[["Array"], tuple[float, "Array", float, "Array"]]
"""Gives at a point: the harm, its gradient, the cost, its gradient."""


def knapsack(cost: Array, harm: Array, budgets: Array) -> tuple[Array, Array]:
    """Give the most harm that items do together for a cost of at most each budget, where a part of an item may be taken.

    What costs nothing, or pays, is taken first; then by harm over cost (Dantzig 1957). Items that do no harm are left. What pays
    makes room for what costs.

    Parameters
    ----------
    cost, harm
        Of each item in full ``[..., item]``; any leading axes are separate problems.
    budgets
        ``[budget]``.

    Returns
    -------
    harm, cost
        ``[..., budget]``; where even the items that pay cost more than a budget, the cheapest that there is.

    References
    ----------
    Dantzig (1957), Discrete-variable extremum problems, Operations Research 5(2).

    Examples
    --------
    >>> knapsack(np.array([-1.0, 2.0, 4.0]), np.array([1.0, 6.0, 4.0]), np.array([0.0, 3.0]))
    (array([4., 9.]), array([0., 3.]))
    """
    cost, harm = np.asarray(cost, dtype=float), np.asarray(harm, dtype=float)
    useful = harm > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        rank = np.where(cost > 0, -harm / cost, -np.inf)
    order = np.argsort(np.where(useful, rank, np.inf), axis=-1, kind="stable")
    paid = np.take_along_axis(np.where(useful, cost, 0.0), order, -1)
    done = np.take_along_axis(np.where(useful, harm, 0.0), order, -1)
    zero = np.zeros((*paid.shape[:-1], 1))
    free = np.minimum(paid, 0.0).sum(-1)
    spent = np.concatenate([zero, np.maximum(paid, 0.0)], -1).cumsum(-1) + free[..., None]
    total = np.concatenate([(done * (paid <= 0)).sum(-1)[..., None], np.where(paid > 0, done, 0.0)], -1).cumsum(-1)
    flat_spent, flat_total = spent.reshape(-1, spent.shape[-1]), total.reshape(-1, spent.shape[-1])
    budgets = np.asarray(budgets, dtype=float)
    made = np.array([np.interp(budgets, x, y) for x, y in zip(flat_spent, flat_total, strict=True)])
    used = np.array([np.clip(budgets, x[0], x[-1]) for x in flat_spent])
    shape = (*cost.shape[:-1], len(budgets))
    return made.reshape(shape), used.reshape(shape)


@dataclass(frozen=True)
class FrontierPoint:
    """A point of a frontier.

    Attributes
    ----------
    at
        Where it is.
    harm, cost
        There.
    price
        How much more harm a little more cost would do; 0 where the cost does not bind.
    gap
        How far the conditions of an optimum (Karush, Kuhn and Tucker) are from holding, over the size of the harm's gradient.
    rounds
        Evaluations of the two sides.
    """

    at: Array
    harm: float
    cost: float
    price: float
    gap: float
    rounds: int


GAP = 1e-2
"""How far an optimum's conditions may be from holding where a point is reported, over the harm's gradient: what is left to gain is
of the order of its square."""

SETTLED = 1e-3
"""Where a search ends, in the same measure."""

SLACK, ROUNDING = 1e-4, 1e-10
"""How far a cost may be over what it may be, over what there was left to spend; and at least, since sides are solved with an error."""

MODELS = 40
"""Models of both sides before another method is tried."""


def most_harm(
    sides: Sides,
    start: Array,
    upper: Array,
    budget: float,
    *,
    scale: Array | None = None,
    bends: Bends | None = None,
    price: float = 0.0,
    rounds: int = 100,
    where: str = "frontier",
) -> FrontierPoint:
    """Find the most harm for a cost of at most a budget, within bounds, from a start that the budget allows.

    Harm is maximised under the cost as a constraint, not as a weighted sum with it: so points that a weighted sum would leap over,
    where the frontier is not concave, are found too. What is found is an optimum nearby; where there are several it need not be the
    largest.

    Parameters
    ----------
    sides
        Harm and cost with their gradients.
    start
        Where to begin, as the point that costs least; clipped to the bounds.
    upper
        The largest value of each variable; the least is 0.
    budget
        What may be spent.
    scale
        About the square root of how fast the slope of the cost rises along each variable; 1 if left out. In variables times their
        scale the cost bends by about one in every direction, and few rounds are needed.
    bends
        What is known of how both bend, in variables times their scale, which the search adds to; nothing if left out.
    price
        About how much harm a little more cost does at the start, as at a point nearby; 0 if that is not known.
    rounds
        Iterations at most, where a model of both sides leads nowhere and the search is another's.
    where
        Named by the error.

    Returns
    -------
    FrontierPoint
        The most harm among the points that were met and that the budget allows.

    Raises
    ------
    NoSolution
        If no optimum was found: with how far its conditions are from holding.

    References
    ----------
    Nocedal and Wright (2006), Numerical optimization, chapter 18: each step is the best under a model of second order of harm and
    cost. Where it leads nowhere, Kraft (1988), A software package for sequential quadratic programming, DFVLR-FB 88-28 (SciPy).

    Examples
    --------
    Harm x + y, at a cost of x + y^2: the second is cheap up to a half.

    >>> def sides(x):
    ...     return x.sum(), np.ones(2), x[0] + x[1] ** 2, np.array([1.0, 2 * x[1]])
    >>> most_harm(sides, np.zeros(2), np.ones(2), 0.5).at.round(3).tolist()
    [0.25, 0.5]
    """
    by = np.ones(len(upper)) if scale is None else scale
    met = _Met(sides, np.asarray(upper, dtype=float), by)
    begin = np.clip(np.asarray(start, dtype=float), 0.0, upper) * by
    _, slope, cost, _ = met(begin)
    size, room = math.sqrt(float(slope @ slope)), math.sqrt(2.0 * max(budget - cost, 1e-12))
    if size == 0.0:
        return met.best(budget, 0.0, where)
    price = price or size / room  # of the cost in harm, were the cost to bend by one
    if not _stepped(met, begin, budget, price, Bends(len(by)) if bends is None else bends):
        _searched(met, begin, budget, (size, room), rounds)
    return met.best(budget, price, where)


def _stepped(met: _Met, begin: Array, budget: float, price: float, bends: Bends) -> bool:
    """Go to the best of a model of both sides, which each point makes better; say whether an optimum was met."""
    here, now = begin, met(begin)
    slack, reach = met.slack(budget), math.inf
    if abs(now[2] - budget) <= slack and conditions(here, met.top, now[1], now[3], binding=True)[1] <= SETTLED:
        return True
    for _ in range(MODELS):
        harm, by_harm, cost, by_cost = now
        bounds = np.maximum(-here, -reach), np.minimum(met.top - here, reach)
        move, found = step(bends, (by_harm, by_cost), budget - cost, bounds, price)
        price = found or price  # where the bounds bind, not the cost, it has none
        there = met.clipped(here + move)
        new = met(there)
        bends.learn(there - here, new[1] - by_harm, new[3] - by_cost)
        over, before = (2.0 * price * max(one - budget, 0.0) for one in (new[2], cost))
        if new[0] - over >= harm - before - 1e-12 * abs(harm):
            here, now = there, new
            reach *= 2.0
        else:
            reach = 0.5 * float(np.abs(there - here).max())
        if new[2] <= budget + slack:
            binding = new[2] > budget - slack
            if conditions(there, met.top, new[1], new[3], binding=binding)[1] <= SETTLED:
                return True
        if reach < 1e-10:
            break
    return False


def _searched(met: _Met, begin: Array, budget: float, ends: tuple[float, float], rounds: int) -> None:
    """Search by sequential quadratic programming (Kraft 1988), where models lead nowhere."""
    from scipy.optimize import minimize  # noqa: PLC0415

    size, room = ends
    slope, price = met(begin)[1], size / room  # the sum of cost and harm over it then bends by one too
    reach = met.clipped(begin + 0.5 * room * slope / size)
    minimize(
        lambda z: -met(z)[0] / price,
        reach if met(reach)[2] <= budget else begin,
        jac=lambda z: -met(z)[1] / price,
        bounds=np.stack([np.zeros(len(met.by)), met.top], axis=1),
        constraints=[{"type": "ineq", "fun": lambda z: budget - met(z)[2], "jac": lambda z: -met(z)[3]}],
        method="SLSQP",
        options={"maxiter": rounds, "ftol": 1e-7 * room**2},
    )


class _Met:
    """The points that were met, in variables times their scale; each is evaluated once."""

    def __init__(self, sides: Sides, upper: Array, by: Array) -> None:
        self.sides, self.by, self.top = sides, by, upper * by
        self.points: list[Array] = []
        self.values: list[tuple[float, Array, float, Array]] = []
        self.known: dict[bytes, int] = {}

    def clipped(self, z: Array) -> Array:
        return np.clip(z, 0.0, self.top)

    def __call__(self, z: Array) -> tuple[float, Array, float, Array]:
        at = self.clipped(z)
        key = at.tobytes()
        if key not in self.known:
            harm, by_harm, cost, by_cost = self.sides(at / self.by)
            self.known[key] = len(self.points)
            self.points.append(at)
            self.values.append((harm, by_harm / self.by, cost, by_cost / self.by))
        return self.values[self.known[key]]

    def slack(self, budget: float) -> float:
        """Give how far a cost may be over what it may be."""
        return max(SLACK * abs(budget - self.values[0][2]), ROUNDING)

    def best(self, budget: float, price: float, where: str) -> FrontierPoint:
        """Give the most harm among the points that the budget allows, what is rounding over it charged for at ten times a price."""
        slack = self.slack(budget)
        allowed = [k for k, one in enumerate(self.values) if one[2] <= budget + slack]
        if not allowed:
            least = min(one[2] for one in self.values)
            raise NoSolution(f"nothing costs {budget:.4g} or less: the cheapest costs {least:.4g}", where=where)
        at = max(allowed, key=lambda k: self.values[k][0] - 10.0 * price * max(self.values[k][2] - budget, 0.0))
        harm, by_harm, cost, by_cost = self.values[at]
        binding = cost > budget - 10 * slack
        price, gap = conditions(self.points[at], self.top, by_harm, by_cost, binding=binding)
        if gap > GAP:
            what = (
                f"no optimum was found at a cost of {budget:.4g}: a slope of {gap:.1e} is left (of {GAP:.0e} allowed)"
            )
            raise NoSolution(what, where=where, remedy="take narrower bounds, or fewer rates")
        return FrontierPoint(self.points[at] / self.by, harm, cost, price, gap, len(self.values))


def conditions(at: Array, top: Array, by_harm: Array, by_cost: Array, *, binding: bool) -> tuple[float, float]:
    """Give the price of the cost that comes nearest to an optimum's conditions, and how far they are from holding.

    Parameters
    ----------
    at, top
        The point, and the largest values; the least are 0.
    by_harm, by_cost
        Gradients there.
    binding
        Whether the cost binds; else its price is 0.

    Returns
    -------
    price, gap
        The gap is the slope of harm less price times cost that no bound is in the way of, over that of the harm.

    Examples
    --------
    >>> conditions(np.array([0.5, 1.0]), np.ones(2), np.array([2.0, 3.0]), np.array([1.0, 1.0]), binding=True)
    (2.0, 0.0)
    """
    size = math.sqrt(float(by_harm @ by_harm))
    if size == 0.0:
        return 0.0, 0.0

    def gap(price: float) -> float:
        slope = by_harm - price * by_cost
        room = np.where(slope > 0, top - at, at)
        left = np.minimum(np.abs(slope) / size, room / max(float(top.max()), 1e-300))
        return math.sqrt(float(left @ left))

    if not binding:
        return 0.0, gap(0.0)
    inside = (at > 1e-6 * top) & (at < (1 - 1e-6) * top)
    tried = [0.0]
    if (below := float((by_cost[inside] ** 2).sum())) > 0:
        tried.append(max(float((by_harm[inside] * by_cost[inside]).sum()) / below, 0.0))
    else:  # at a corner any price between its neighbours' will do
        with np.errstate(divide="ignore", invalid="ignore"):
            prices = by_harm / by_cost
        tried += prices[np.isfinite(prices) & (prices > 0)].tolist()
    price = min(tried, key=gap)
    return price, gap(price)
