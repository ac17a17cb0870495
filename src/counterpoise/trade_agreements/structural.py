"""Structural gravity in general equilibrium: what a change of trade costs does, in three steps, on bare arrays.

One sector of goods, each country an endowment of its own variety (Armington). A change of trade costs is given as the factor
by which it multiplies the flow between two countries at given prices: t^(1 - sigma) new over old, so exp(coefficient) for a
dummy of a gravity equation. Flows are ``[exporter, importer]``; axes before these two are draws. The equations' numbers are
those of ``docs/methods/gravity.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError, NoSolution

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

TOLERANCE = 1e-12
"""The largest gap of a market, over its size, at which a solution is taken."""

ROUNDS = 200
"""Rounds of Newton's method after which no solution is said to be found; ten are many."""

LONGEST = 1.0
"""The longest step in a logarithm: far from the solution a full step of Newton's may overshoot."""

BLOCK = 64
"""Draws that are solved together: more need memory, and gain nothing."""

DEFICITS = ("additive", "multiplicative", "balanced")
"""What becomes of deficits; as the engine has it (`counterpoise.equilibrium.model.deficits`)."""


@dataclass(frozen=True)
class Resistances:
    """Multilateral resistances to the power 1 - sigma, and the trade that they make of trade costs.

    Attributes
    ----------
    outward, inward
        ``[..., country]``: trade is output x expenditure x cost / (outward x inward); the reference's inward one is 1.
    trade
        ``[..., exporter, importer]``, in the unit of output.
    """

    outward: Array
    inward: Array
    trade: Array


@dataclass(frozen=True)
class Change:
    """A world after a change of trade costs; what ends in ``_hat`` is new over old.

    Attributes
    ----------
    trade
        ``[..., exporter, importer]``, in the unit of the flows.
    output_hat
        Factory-gate price, and so the value of output ``[..., country]``: the endowment is given.
    expenditure_hat
        Spending ``[..., country]``.
    consumer_price_hat
        Price index of what a country buys ``[..., country]``.
    outward_hat
        Outward multilateral resistance to the power 1 - sigma ``[..., country]``.
    """

    trade: Array
    output_hat: Array
    expenditure_hat: Array
    consumer_price_hat: Array
    outward_hat: Array

    @property
    def real_income_hat(self) -> Array:
        """Give spending over its price index ``[..., country]``."""
        return self.expenditure_hat / self.consumer_price_hat

    @property
    def real_output_hat(self) -> Array:
        """Give the value of output over the price index of what is bought ``[..., country]``: the guide's real GDP."""
        return self.output_hat / self.consumer_price_hat


def resistances(cost: ArrayLike, output: ArrayLike, expenditure: ArrayLike, *, reference: int = 0) -> Resistances:
    """Solve for the multilateral resistances of given output and expenditure (eqs. G2, G3).

    Parameters
    ----------
    cost
        Trade costs to the power 1 - sigma ``[..., exporter, importer]``: the part of a gravity equation between pairs.
    output, expenditure
        What each country sells and spends, sales at home included ``[country]``; the sums are the same.
    reference
        The country whose inward resistance is 1.

    Returns
    -------
    Resistances
        Where Poisson pseudo-maximum likelihood with a fixed effect for each exporter and importer is fitted to flows with
        these sums, these are its fixed effects (Fally 2015).

    Raises
    ------
    InputError
        If shapes or signs are wrong, or someone has no trade.
    NoSolution
        If the sums can't be met.

    References
    ----------
    Anderson and van Wincoop (2003), Gravity with Gravitas, American Economic Review 93(1), equations 9 to 11; Fally (2015),
    Structural Gravity and Fixed Effects, Journal of International Economics 97(1).

    Examples
    --------
    >>> import numpy as np
    >>> found = resistances([[1.0, 0.2], [0.2, 1.0]], [60.0, 40.0], [50.0, 50.0])
    >>> found.trade.sum(1).round(9), found.inward[0].item()
    (array([60., 40.]), 1.0)
    """
    costs = _matrices(cost, "cost")
    n = costs.shape[-1]
    made, spent = _sizes(output, n, "output"), _sizes(expenditure, n, "expenditure")
    if abs(made.sum() - spent.sum()) > 1e-9 * made.sum():
        what = f"output sums to {made.sum():.12g} and expenditure to {spent.sum():.12g}"
        raise InputError(what, where="expenditure", remedy="take both from the same flows")
    with np.errstate(over="ignore"):
        return Resistances(*_by_blocks(lambda part: _fitted(part, made, spent, reference), costs))


def partial(flows: ArrayLike, factor: ArrayLike) -> Change:
    """Give the partial effect: trade costs change, multilateral resistances, output and expenditure do not (eq. G6).

    Parameters
    ----------
    flows
        Trade with sales at home ``[exporter, importer]``.
    factor
        The change of trade costs to the power 1 - sigma ``[..., exporter, importer]``: new over old.

    Returns
    -------
    Change
        Its trade does not add up to what anybody makes or spends.

    Examples
    --------
    >>> partial([[60.0, 10.0], [20.0, 50.0]], [[1.0, 2.0], [2.0, 1.0]]).trade.tolist()
    [[60.0, 20.0], [40.0, 50.0]]
    """
    before, factors, _, _ = _world(flows, factor)
    one = np.ones(factors.shape[:-1])
    return Change(before * factors, one, one, one, one)


def conditional(flows: ArrayLike, factor: ArrayLike, *, sigma: float, reference: int = 0) -> Change:
    """Give the conditional effect: multilateral resistances follow trade costs, output and expenditure do not (eq. G7).

    Parameters
    ----------
    flows, factor
        See `partial`.
    sigma
        The elasticity of substitution; trade does not depend on it, the price index does.
    reference
        The country whose price index is the unit: nothing else says how high prices are while output is given.

    Returns
    -------
    Change
        New over old, the price index relative to the reference's.

    Raises
    ------
    InputError
        If shapes, signs or sigma are wrong, or someone has no trade.
    NoSolution
        If no solution is found.

    References
    ----------
    Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide to Trade Policy Analysis, chapter 2, step III.a.

    Examples
    --------
    >>> conditional([[60.0, 10.0], [20.0, 50.0]], [[1.0, 2.0], [2.0, 1.0]], sigma=7.0).trade.sum(0).round(9).tolist()
    [80.0, 60.0]
    """
    before, factors, made, spent = _world(flows, factor)
    power = _power(sigma)
    found = resistances(before / made[:, None] / spent * factors, made, spent, reference=reference)
    one = np.ones(factors.shape[:-1])
    return Change(found.trade, one, one, found.inward ** (1.0 / power), found.outward)


def full(
    flows: ArrayLike,
    factor: ArrayLike,
    *,
    sigma: float,
    deficits: str = "multiplicative",
    reference: int | None = None,
) -> Change:
    """Give the full endowment effect: factory-gate prices follow too, and with them output and expenditure (eqs. G8 to G10).

    Parameters
    ----------
    flows, factor
        See `partial`.
    sigma
        The elasticity of substitution, above 1.
    deficits
        ``multiplicative``: spending stays the same multiple of output, less what keeps the world's spending at its output (in
        proportion to output); ``additive``: deficits stay fixed shares of world output; ``balanced``: there are none
        afterwards.
    reference
        The country whose price index is the unit; None: world output is.

    Returns
    -------
    Change
        New over old.

    Raises
    ------
    InputError
        If shapes, signs, sigma or the word for deficits are wrong, or someone has no trade.
    NoSolution
        If no equilibrium is found.

    References
    ----------
    Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide to Trade Policy Analysis, chapter 2, step III.b; Anderson,
    Larch and Yotov (2018), GEPPML: General Equilibrium Analysis with PPML, The World Economy 41(10).

    Examples
    --------
    >>> found = full([[60.0, 10.0], [20.0, 50.0]], [[1.0, 2.0], [2.0, 1.0]], sigma=7.0)
    >>> bool((found.real_income_hat > 1).all())
    True
    """
    before, factors, made, spent = _world(flows, factor)
    power = _power(sigma)
    spending = _spending(deficits, made, spent)
    share = before / spent
    with np.errstate(over="ignore"):
        pieces = _by_blocks(lambda part: _equilibrium(share * part, made, spending, power), factors)
    log_price, log_index = pieces
    if reference is not None:
        log_price = log_price - log_index[..., reference, None] / power
        log_index = log_index - log_index[..., reference, None]
    price = np.exp(log_price)
    after, _ = spending(price * made)
    trade = share * factors * np.exp(power * log_price[..., None] - log_index[..., None, :]) * after[..., None, :]
    outward = price ** (1.0 - power)  # p^(1 - sigma) = (Y' / Y) / (outward' / outward), eq. G4
    return Change(trade, price, after / spent, np.exp(log_index / power), outward)


# The two systems --------------------------------------------------------------------------------------------


def _fitted(cost: Array, made: Array, spent: Array, reference: int) -> tuple[Array, Array, Array]:
    """Scale rows and columns until the sums are met: Newton's method on the rows, the columns being met at each round.

    The function that is minimised, sum_j E_j log(sum_i t_ij exp(u_i)) - sum_i Y_i u_i, is convex in u, and a shift of all u
    changes nothing; the added rank-one term chooses among them.
    """
    log_row = np.zeros(cost.shape[:-1])
    fixed = np.outer(made, made) / made.sum()
    diagonal, missed = np.arange(len(made)), np.inf
    for _ in range(ROUNDS):
        weight = cost * np.exp(log_row)[..., None]
        trade = weight * (spent / weight.sum(-2))[..., None, :]
        sold = trade.sum(-1)
        gap = made - sold
        missed = float(np.abs(gap / made).max())
        if missed <= TOLERANCE:
            inward = weight.sum(-2)
            scale = inward[..., reference, None]
            return made * scale / np.exp(log_row), inward / scale, trade  # X = t (Y / outward) (E / inward)
        hessian = fixed - (trade / spent) @ np.swapaxes(trade, -1, -2)
        hessian[..., diagonal, diagonal] += sold
        log_row += _step(hessian, gap)
    raise NoSolution(
        f"no multilateral resistances were found: a country's sales miss its output by {missed:.2g} of it",
        where="structural gravity",
        remedy="check that every group of countries trades with the others",
    )


def _equilibrium(
    share: Array, made: Array, spending: Callable[[Array], tuple[Array, Array]], power: float
) -> tuple[Array, Array]:
    """Solve the goods markets for log factory-gate prices (world output is the unit); give the log of P^(1 - sigma) too."""
    log_price = np.zeros(share.shape[:-1])
    fixed = np.outer(made, made) / made.sum()
    diagonal, missed = np.arange(len(made)), np.inf
    for _ in range(ROUNDS):
        earned = made * np.exp(log_price)
        weight = share * np.exp(power * log_price)[..., None]
        index = weight.sum(-2)
        part = weight / index[..., None, :]
        after, slope = spending(earned)
        trade = part * after[..., None, :]
        sold = trade.sum(-1)
        gap = sold - earned
        missed = float(np.abs(gap / earned).max())
        if missed <= TOLERANCE:
            return log_price, np.log(index)
        steep = power * (trade @ np.swapaxes(part, -1, -2)) - part @ slope + fixed
        steep[..., diagonal, diagonal] += earned - power * sold
        log_price += _step(steep, gap)
        log_price -= np.log((made * np.exp(log_price)).sum(-1, keepdims=True) / made.sum())
    raise NoSolution(
        f"no equilibrium was found: a country's sales miss its output by {missed:.2g} of it",
        where="structural gravity",
        remedy="take a smaller change, or a larger sigma",
    )


def _spending(deficits: str, made: Array, spent: Array) -> Callable[[Array], tuple[Array, Array]]:
    """Give a function of output: expenditure ``[..., country]`` and its derivative by log output ``[..., country, country]``."""
    world = made.sum()
    excess = spent / made - 1.0

    def multiplicative(earned: Array) -> tuple[Array, Array]:
        total = earned.sum(-1, keepdims=True)
        over = (excess * earned).sum(-1, keepdims=True) / total
        slope = -earned[..., :, None] * (earned * (excess - over) / total)[..., None, :]
        return earned * (1.0 + excess - over), _with_diagonal(slope, earned * (1.0 + excess - over))

    def additive(earned: Array) -> tuple[Array, Array]:
        total = earned.sum(-1, keepdims=True)
        gap = spent - made
        return earned + gap * total / world, _with_diagonal(gap[:, None] * earned[..., None, :] / world, earned)

    def balanced(earned: Array) -> tuple[Array, Array]:
        return earned.copy(), _with_diagonal(np.zeros((*earned.shape, earned.shape[-1])), earned)

    known = {"multiplicative": multiplicative, "additive": additive, "balanced": balanced}
    if deficits not in known:
        remedy = "take " + ", ".join(DEFICITS)
        raise InputError(f"there is no closure {str(deficits)[:40]!r}", where="deficits", remedy=remedy)
    return known[deficits]


def _with_diagonal(matrix: Array, added: Array) -> Array:
    place = np.arange(added.shape[-1])
    matrix[..., place, place] += added
    return matrix


def _step(matrix: Array, gap: Array) -> Array:
    """Give a step of Newton's method, shortened where its longest part is longer than `LONGEST`."""
    try:
        step = np.linalg.solve(matrix, gap[..., None])[..., 0]
    except np.linalg.LinAlgError:
        raise NoSolution(
            "the world falls into parts that do not trade with each other",
            where="structural gravity",
            remedy="take one part, or fill the trade between them",
        ) from None
    return step / np.maximum(1.0, np.abs(step).max(-1, keepdims=True) / LONGEST)


def _by_blocks(solve: Callable[[Array], tuple[Array, ...]], matrices: Array) -> tuple[Array, ...]:
    """Solve many draws, some at a time; give the arrays of all, with the axes that the draws came in."""
    lead = matrices.shape[:-2]
    flat = matrices.reshape(-1, *matrices.shape[-2:])
    found = [solve(flat[first : first + BLOCK]) for first in range(0, len(flat), BLOCK)]
    joined = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    return tuple(one.reshape(*lead, *one.shape[1:]) for one in joined)


# What is given ----------------------------------------------------------------------------------------------


def _world(flows: ArrayLike, factor: ArrayLike) -> tuple[Array, Array, Array, Array]:
    """Check flows and factors; give them with output and expenditure."""
    before = _matrices(flows, "flows")
    if before.ndim != 2:
        raise InputError(f"flows has the shape {before.shape}", where="flows", remedy="give exporter x importer")
    factors = _matrices(factor, "factor")
    if factors.shape[-2:] != before.shape:
        what = f"factor has the shape {factors.shape}, and flows {before.shape}"
        raise InputError(what, where="factor", remedy="give both as exporter x importer")
    made, spent = _sizes(before.sum(1), len(before), "output"), _sizes(before.sum(0), len(before), "expenditure")
    return before, factors, made, spent


def _matrices(given: ArrayLike, name: str) -> Array:
    try:
        made = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"{name} holds something that is no number", where=name, remedy="give numbers") from None
    if made.ndim < 2 or made.shape[-1] != made.shape[-2]:
        raise InputError(f"{name} has the shape {made.shape}", where=name, remedy="give exporter x importer")
    if not np.isfinite(made).all() or (made < 0).any():
        raise InputError(f"{name} holds negative or missing numbers", where=name, remedy="give zero or more")
    return made


def _sizes(given: Any, n: int, name: str) -> Array:
    made = np.asarray(given, dtype=float)
    if made.shape != (n,):
        raise InputError(f"{name} has the shape {made.shape}", where=name, remedy="give one number a country")
    if not (made > 0).all():
        what = f"{name} is not positive in country {int(np.argmin(made))}"
        raise InputError(what, where=name, remedy="leave the country out")
    return made


def _power(sigma: float) -> float:
    """Give 1 - sigma."""
    if not (np.isfinite(sigma) and sigma > 1.0):
        remedy = "give one above 1: below, a higher trade cost would raise the value of trade"
        raise InputError(f"a sigma of {sigma:g} is not above 1", where="sigma", remedy=remedy)
    return 1.0 - float(sigma)
