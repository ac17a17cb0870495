r"""The frontier between what an action does to another and what it costs: the most harm for a cost of at most c.

Near zero a ratio of the two explodes, since an action may cost nothing, or pay; a frontier does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError, NoSolution

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


GAP = 0.02
"""How far from an optimum's conditions a point may be, over the harm's gradient."""


def most_harm(
    sides: Sides, start: Array, upper: Array, budget: float, *, rounds: int = 60, tolerance: float = 1e-7
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
        Where to begin; clipped to the bounds.
    upper
        The largest value of each variable; the least is 0.
    budget
        What may be spent; infinite where the cost does not matter.
    rounds
        Iterations at most.
    tolerance
        Of the harm, over its size.

    Returns
    -------
    FrontierPoint
        The best that was met and that the budget allows.

    Raises
    ------
    NoSolution
        If no optimum was found: with how far its conditions are from holding.

    References
    ----------
    Kraft (1988), A software package for sequential quadratic programming, DFVLR-FB 88-28.

    Examples
    --------
    Harm x + y, at a cost of x + y^2: the second is cheap up to a half.

    >>> def sides(x):
    ...     return x.sum(), np.ones(2), x[0] + x[1] ** 2, np.array([1.0, 2 * x[1]])
    >>> most_harm(sides, np.zeros(2), np.ones(2), 0.5).at.round(3).tolist()
    [0.25, 0.5]
    """
    from scipy.optimize import minimize  # noqa: PLC0415

    upper = np.asarray(upper, dtype=float)
    met = _Met(sides, upper)
    begin = np.clip(np.asarray(start, dtype=float) / upper, 0.0, 1.0)
    first = met(begin)
    scale = max(abs(first[0]), float(np.abs(first[1]).max()) * 0.1, 1e-300)
    free = not math.isfinite(budget)
    price = max(0.0 if free else abs(budget), abs(first[2]), float(np.abs(first[3]).max()) * 0.1, 1e-300)
    within = {"type": "ineq", "fun": lambda x: (budget - met(x)[2]) / price, "jac": lambda x: -met(x)[3] / price}
    minimize(
        lambda x: -met(x)[0] / scale,
        begin,
        jac=lambda x: -met(x)[1] / scale,
        bounds=[(0.0, 1.0)] * len(begin),
        constraints=[] if free else [within],
        method="SLSQP",
        options={"maxiter": rounds, "ftol": tolerance},
    )
    return met.best(budget, slack=1e-4 * price)


def least_cost(sides: Sides, start: Array, upper: Array, *, rounds: int = 60) -> FrontierPoint:
    """Find the point within the bounds that costs least: where a frontier begins.

    Parameters
    ----------
    sides, start, upper, rounds
        As of `most_harm`.

    Returns
    -------
    FrontierPoint
        Its price and its gap are those of the cost alone.

    Raises
    ------
    NoSolution
        If no optimum was found.

    Examples
    --------
    >>> least_cost(lambda x: (1.0, x, ((x - 0.25) ** 2).sum(), 2 * (x - 0.25)), np.ones(1), np.ones(1)).at.round(4)
    array([0.25])
    """

    def turned(at: Array) -> tuple[float, Array, float, Array]:
        harm, by_harm, cost, by_cost = sides(at)
        return -cost, -by_cost, harm, by_harm

    found = most_harm(turned, start, upper, math.inf, rounds=rounds)
    return replace(found, harm=found.cost, cost=-found.harm)


class _Met:
    """The points that were met, in units of the bounds; each is evaluated once."""

    def __init__(self, sides: Sides, upper: Array) -> None:
        self.sides, self.upper = sides, upper
        self.points: list[Array] = []
        self.values: list[tuple[float, Array, float, Array]] = []
        self.known: dict[bytes, int] = {}

    def __call__(self, x: Array) -> tuple[float, Array, float, Array]:
        at = np.clip(x, 0.0, 1.0)
        key = at.tobytes()
        if key not in self.known:
            harm, by_harm, cost, by_cost = self.sides(at * self.upper)
            self.known[key] = len(self.points)
            self.points.append(at.copy())
            self.values.append((harm, by_harm * self.upper, cost, by_cost * self.upper))
        return self.values[self.known[key]]

    def best(self, budget: float, slack: float) -> FrontierPoint:
        """Give the most harm among the points that the budget allows."""
        allowed = [k for k, one in enumerate(self.values) if one[2] <= budget + slack]
        if not allowed:
            least = min(one[2] for one in self.values)
            raise NoSolution(f"no point costs {budget:g} or less: the cheapest met costs {least:.4g}")
        at = max(allowed, key=lambda k: self.values[k][0])
        harm, by_harm, cost, by_cost = self.values[at]
        price, gap = conditions(self.points[at], by_harm, by_cost, binding=cost > budget - 10 * slack)
        if gap > GAP:
            what = f"no optimum was found for a cost of at most {budget:g}: its conditions miss by {gap:.2g} of the gradient"
            raise NoSolution(what, remedy="try other bounds or fewer instruments")
        return FrontierPoint(self.points[at] * self.upper, harm, cost, price, gap, len(self.values))


def conditions(at: Array, by_harm: Array, by_cost: Array, *, binding: bool) -> tuple[float, float]:
    """Give the price of the cost that comes nearest to an optimum's conditions, and how far they are from holding.

    Parameters
    ----------
    at
        The point, between 0 and 1.
    by_harm, by_cost
        Gradients there.
    binding
        Whether the cost binds; else its price is 0.

    Returns
    -------
    price, gap
        The gap is the projected gradient of harm less price times cost, over that of the harm.

    Examples
    --------
    >>> conditions(np.array([0.5, 1.0]), np.array([2.0, 3.0]), np.array([1.0, 1.0]), binding=True)
    (2.0, 0.0)
    """
    from scipy.optimize import minimize_scalar  # noqa: PLC0415

    size = math.sqrt(float((by_harm**2).sum()))
    if size == 0.0:
        return 0.0, 0.0

    def gap(price: float) -> float:
        slope = by_harm - price * by_cost
        step = np.clip(at + slope / size, 0.0, 1.0) - at
        return float(np.sqrt((step**2).sum()))

    inside = (at > 1e-9) & (at < 1 - 1e-9)
    price = 0.0
    if binding:
        below = by_cost[inside]
        if (below**2).sum() > 0:
            price = max(float((by_harm[inside] * below).sum() / (below**2).sum()), 0.0)
        else:
            price = _cheapest(gap, by_harm, by_cost)
        found = minimize_scalar(gap, bounds=(0.0, max(10 * price, 1e-12)), method="bounded")
        price = float(found.x) if float(found.fun) < gap(price) else price
    return price, gap(price)


def _cheapest(gap: Callable[[float], float], by_harm: Array, by_cost: Array) -> float:
    """Give the price among the items' own at which the conditions are nearest to holding."""
    with np.errstate(divide="ignore", invalid="ignore"):
        prices = by_harm / by_cost
    tried: Sequence[float] = [0.0, *prices[np.isfinite(prices) & (prices > 0)].tolist()]
    return min(tried, key=gap)
