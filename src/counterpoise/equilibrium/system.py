"""The linear system around a point: Newton steps forwards, the weights of the implicit function theorem backwards.

With the gaps F(x) = 0 of the equations, a Newton step solves ``J dx = -F``; the gradient of an outcome g(x, p) with respect to
all policies p at once needs one solution of ``J' lambda = dg/dx`` (Griewank and Walther 2008, section 15.3). Both are solved by
GMRES (Saad and Schultz 1986) with the approximate inverses of `Preconditioner`; the matrix is never formed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.equilibrium.linear import Linear
from counterpoise.equilibrium.moves import Move, Said
from counterpoise.equilibrium.problem import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from counterpoise.equilibrium.precondition import Preconditioner
    from counterpoise.equilibrium.problem import Point, Problem

    Array = NDArray[np.float64]

KRYLOV = 200
"""Steps of GMRES before it gives up."""


class System:
    """The equations around a point, as a linear system in scaled unknowns.

    The unknowns are log wages, log input costs, output over the baseline's, revenue over domestic income and, where it is one,
    log employment, one after the other; the gaps are those of the factor markets (in logs, less the numeraire's), input costs,
    goods markets, treasuries and the supply of labour.

    Parameters
    ----------
    problem
        The equations under a policy.
    near
        Approximate inverses.
    state, point
        Where it is linear.
    """

    def __init__(self, problem: Problem, near: Preconditioner, state: State, point: Point) -> None:
        self.problem, self.near, self.state, self.point = problem, near, state, point
        self.linear = Linear(problem, state, point)
        a = problem.accounts
        self.accounts = a
        n, s = a.output.shape
        self.markets, self.nodes, self.n = a.payroll.shape, (n, s), n
        self.ends = np.cumsum([a.payroll.size, n * s, n * s, n, state.log_labour.size])
        self.size = int(self.ends[-1])
        self.of_output = np.where(a.output > 0, a.output, 1.0)
        self.of_revenue = a.domestic_income
        self.active = point.factor_income > 0
        self.earned = np.where(self.active, point.factor_income, 1.0)
        self.paid = np.where(self.active & (point.paid > 0), point.paid, 1.0)
        self.keep = point.added if a.profit_share is None else point.added * (1.0 - a.profit_share)
        part = problem.reach.part
        self.part = part
        self.world = np.bincount(part, weights=point.domestic_income)[part]

    # Vectors ----------------------------------------------------------------------------------------------

    def parts(self, vector: Array) -> tuple[Array, Array, Array, Array, Array]:
        """Give the five parts of a vector, in their shapes."""
        one, two, three, four, five = np.split(vector, self.ends[:-1])
        return one.reshape(self.markets), two.reshape(self.nodes), three.reshape(self.nodes), four, five

    def vector(self, wages: Array, inputs: Array, output: Array, revenue: Array, labour: Array) -> Array:
        """Put five parts after each other."""
        return np.concatenate([wages.ravel(), inputs.ravel(), output.ravel(), revenue, labour])

    def gap(self) -> Array:
        """Give the gaps of the equations at the point."""
        return self.gap_of(self.state, self.point)

    def gap_of(self, state: State, point: Point) -> Array:
        """Give the gaps at another point."""
        live = self.active & (point.factor_income > 0) & (point.paid > 0)
        ratio = np.divide(point.paid, point.factor_income, out=np.ones_like(point.paid), where=live)
        base = np.bincount(self.part, weights=self.of_revenue)[self.part]
        world = np.bincount(self.part, weights=point.domestic_income)[self.part]
        return self.vector(
            np.log(ratio) - np.log(world / base)[:, None],
            point.log_inputs - state.log_inputs,
            (point.sold - state.output) / self.of_output,
            (point.revenue - state.revenue) / self.of_revenue,
            point.log_labour[: len(state.log_labour)] - state.log_labour,
        )

    def moved(self, step: Array) -> State:
        """Give the state a step away; output stays above a tenth of what it was."""
        wages, inputs, output, revenue, labour = self.parts(step)
        state = self.state
        return State(
            state.log_wage + wages,
            state.log_inputs + inputs,
            np.maximum(state.output + output * self.of_output, 0.1 * state.output),
            state.revenue + revenue * self.of_revenue,
            state.log_labour + labour,
        )

    # The matrix -------------------------------------------------------------------------------------------

    def times(self, vector: Array) -> Array:
        """Give J x."""
        wages, inputs, output, revenue, labour = self.parts(vector)
        move = Move(wages, inputs, output * self.of_output, revenue * self.of_revenue, labour)
        said = self.linear.forward(move)
        domestic = said.earned.sum(1) + self.accounts.profits(move.output)
        level = np.bincount(self.part, weights=domestic)[self.part] / self.world
        market = np.where(self.active, said.paid / self.paid - said.earned / self.earned, -wages)
        return self.vector(
            market - level[:, None],
            said.log_inputs - inputs,
            (said.sold - move.output) / self.of_output,
            (said.revenue - move.revenue) / self.of_revenue,
            said.log_labour - labour,
        )

    def weights(self, vector: Array) -> tuple[Said, Array]:
        """Give the weights on what the equations say for weights on the gaps, and those on the numeraire's gap ``[country]``."""
        wages, inputs, output, revenue, labour = self.parts(vector)
        live = np.where(self.active, wages, 0.0)
        level = -np.bincount(self.part, weights=wages.sum(1))[self.part] / self.world
        zero = np.zeros(self.n)
        said = Said(
            log_inputs=inputs,
            sold=output / self.of_output,
            revenue=revenue / self.of_revenue,
            paid=live / self.paid,
            earned=level[:, None] - live / self.earned,
            log_consumer=zero.copy(),
            income=zero.copy(),
            cost=np.zeros(self.nodes),
            log_real=zero,
            log_labour=labour,
        )
        return said, level

    def times_transposed(self, vector: Array) -> Array:
        """Give J' x."""
        wages, inputs, output, revenue, labour = self.parts(vector)
        said, level = self.weights(vector)
        move, _ = self.linear.backward(said)
        if self.accounts.profit_share is not None:
            move.output = move.output + level[:, None] * self.accounts.profit_share
        return self.vector(
            move.log_wage - np.where(self.active, 0.0, wages),
            move.log_inputs - inputs,
            move.output * self.of_output - output,
            move.revenue * self.of_revenue - revenue,
            move.log_labour - labour,
        )

    # The approximate inverse ------------------------------------------------------------------------------

    def near_inverse(self, vector: Array) -> Array:
        """Give about -J^(-1) x, the step that would close gaps x: input costs first, then output, wages, and what follows."""
        wages, inputs, output, revenue, labour = self.parts(vector)
        cost = self.near.prices(inputs)
        zero = np.zeros(self.markets)
        said = self.linear.forward(Move(zero, cost, np.zeros(self.nodes), np.zeros(self.n), np.zeros_like(labour)))
        wages = wages + np.where(self.active, said.paid / self.paid - said.earned / self.earned, 0.0)
        goods = output * self.of_output + said.sold
        made = self.near.quantities(goods)
        wages = wages + np.where(self.active, self.accounts.factors.paid(self.keep * (made - goods)) / self.paid, 0.0)
        moved = self.near.wages(wages)
        more_inputs, more_output = self.near.following(moved)
        return self.vector(
            moved,
            cost + more_inputs,
            (made + more_output) / self.of_output,
            revenue + said.revenue / self.of_revenue,
            labour,
        )

    def near_inverse_transposed(self, vector: Array) -> Array:
        """Give about -J'^(-1) x."""
        wages, inputs, output, revenue, labour = self.parts(vector)
        made = output / self.of_output
        market = self.near.wages_transposed(wages + self.near.following_transposed(inputs, made))
        live = np.where(self.active, market, 0.0)
        per = self.keep * (live / self.paid)
        goods = self.near.quantities_transposed(made + per) - per
        zero = np.zeros(self.n)
        on = Said(
            log_inputs=np.zeros(self.nodes),
            sold=goods,
            revenue=revenue / self.of_revenue,
            paid=live / self.paid,
            earned=-live / self.earned,
            log_consumer=zero,
            income=zero,
            cost=np.zeros(self.nodes),
            log_real=zero,
            log_labour=np.zeros_like(labour),
        )
        move, _ = self.linear.backward(on)
        prices = self.near.prices_transposed(inputs + move.log_inputs)
        return self.vector(market, prices, goods * self.of_output, revenue, labour)

    # Solutions --------------------------------------------------------------------------------------------

    def solve(self, right: Array, *, tolerance: float = 1e-12, most: int = KRYLOV) -> tuple[Array, bool]:
        """Solve ``J x = right``; say whether the tolerance was met."""
        return _gmres(self.times, self.near_inverse, right, tolerance, most)

    def solve_transposed(
        self, right: Array, *, tolerance: float = 1e-12, most: int = KRYLOV, guess: Array | None = None
    ) -> tuple[Array, bool]:
        """Solve ``J' x = right``, from a guess if there is one; say whether the tolerance was met."""
        times, near = self.times_transposed, self.near_inverse_transposed
        left = right if guess is None else right - times(guess)
        size, rest = _length(right), _length(left)
        if guess is None or rest >= size:
            return _gmres(times, near, right, tolerance, most)
        if rest <= tolerance * size:
            return guess, True
        found, met = _gmres(times, near, left, tolerance * size / rest, most)
        return guess + found, met


def _gmres(
    times: Callable[[Array], Array], near: Callable[[Array], Array], right: Array, tolerance: float, most: int
) -> tuple[Array, bool]:
    """Solve by GMRES, preconditioned from the right."""
    size = _length(right)
    if size == 0.0:
        return np.zeros_like(right), True
    basis = np.empty((most + 1, right.size))  # memory is used as its rows are
    steps = np.empty((most, right.size))
    basis[0] = right / size
    hessenberg = np.zeros((most + 1, most))
    givens: list[tuple[float, float]] = []
    left = np.zeros(most + 1)
    left[0] = size
    done = 0
    for k in range(most):
        steps[k] = -near(basis[k])
        new = times(steps[k])
        held = basis[: k + 1]
        for _ in range(2):  # Gram and Schmidt, twice
            along = held @ new
            hessenberg[: k + 1, k] += along
            new = new - along @ held
        norm = _length(new)
        column = hessenberg[: k + 2, k]
        column[k + 1] = norm
        for i, (c, s) in enumerate(givens):
            column[i], column[i + 1] = c * column[i] + s * column[i + 1], -s * column[i] + c * column[i + 1]
        radius = float(np.hypot(column[k], column[k + 1]))
        if not np.isfinite(radius) or radius == 0.0:
            break
        c, s = float(column[k]) / radius, float(column[k + 1]) / radius
        givens.append((c, s))
        column[k], column[k + 1] = radius, 0.0
        left[k], left[k + 1] = c * left[k], -s * left[k]
        done = k + 1
        if abs(left[k + 1]) <= tolerance * size or norm == 0.0:
            break
        basis[k + 1] = new / norm
    if not done:
        return np.zeros_like(right), False
    weights = np.linalg.solve(hessenberg[:done, :done], left[:done])
    return weights @ steps[:done], bool(abs(left[done]) <= tolerance * size * 1.0001)


def _length(vector: Array) -> float:
    """Give the Euclidean length, on one thread: a small product is slower on several."""
    return float(np.sqrt(np.einsum("i,i->", vector, vector)))


def checked(found: tuple[Array, bool], what: str) -> Array:
    """Give a solution, or refuse one that did not meet its tolerance."""
    vector, met = found
    if not met:
        raise NoSolution(
            f"{what} could not be found: the equations are close to singular there",
            where="gradient",
            remedy="try higher elasticities, or another closure",
        )
    return vector
