"""The solution: a joint fixed point in wages, input costs, output and revenue, with Anderson acceleration.

One round evaluates the equations once (`Problem.at`), turns each equation's gap into a step by the approximate inverses
of `Preconditioner`, and mixes the step with the last ones (Anderson 1965; Walker and Ni 2011, eq. 2.2). Where that does not get
there, the inverses are made anew where it got stuck; then the shock is grown in steps; then Newton's method with Krylov
solutions of its linear systems tries. What none of them solves is refused, never returned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.equilibrium import model
from counterpoise.equilibrium.precondition import Preconditioner, preconditioner
from counterpoise.equilibrium.problem import Point, Problem, State
from counterpoise.equilibrium.system import System

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TOLERANCE = 1e-10
"""Largest gap of a goods market, a factor market, a treasury or a producer's cost, over world value added."""

OWN = 1e3
"""A gap may be this many times the tolerance where it is measured in the country's own size."""

MEMORY = 10
"""Steps that are mixed; 5 to 15 do equally well."""

LEAST_PAID = 1e-6
"""Share of factor income that producers are taken to pay at least, while the iteration is under way."""

ROUNDS, RENEWALS = 80, 6
"""Rounds before the inverses are made anew, and how often they are."""

LONGEST = 1.0
"""A round moves no log wage by more than this, and no log cost by more than four times as much."""

NEWTON_STEPS = 40
"""Steps of Newton's method."""

LENGTHS = (1.0, 0.5, 0.25, 0.1, 0.02)
"""Parts of a step of Newton's method that are tried, the longest first."""

CREEPING = 3
"""Steps of the shortest length in a row after which it gives up: all that are left of that length would not close the gaps."""

SEVERAL = -0.3
"""A trade elasticity below which several equilibria are common: the shock is then followed from the baseline in small steps."""

STEPS = (0.5, 0.25, 0.1, 0.04)
"""Sizes of a step towards a shock that is too large to be reached at once."""

SMALL = 2
"""Which of them is small enough not to lose the way where equilibria are several."""


@dataclass(frozen=True)
class Solution:
    """A point at which all gaps are below the tolerance.

    Attributes
    ----------
    state, point
        Where it is, and the equations evaluated there.
    residual
        The largest gap over world value added.
    rounds
        Evaluations of the equations, all attempts together.
    method
        What got there: ``anderson``, ``renewed``, ``continuation`` or ``newton``.
    """

    state: State
    point: Point
    residual: float
    rounds: int
    method: str


class _Stuck(Exception):  # noqa: N818 - no error of the user's: the next method is tried
    def __init__(self, state: State, residual: float, rounds: int, reached: float = 0.0) -> None:
        super().__init__()
        self.state, self.residual, self.rounds, self.reached = state, residual, rounds, reached


def solved(
    problem: Problem,
    near: Preconditioner,
    *,
    names: tuple[Sequence[str], Sequence[str]],
    start: State | None = None,
    tolerance: float = TOLERANCE,
    patient: bool = True,
) -> Solution:
    """Solve the equations.

    Parameters
    ----------
    problem
        The equations under a policy.
    near
        Approximate inverses, usually the baseline's.
    names
        Countries and sectors, for the words of a refusal.
    start
        Where to begin; the baseline if left out.
    tolerance
        See `TOLERANCE`.
    patient
        Whether the slow methods are tried where the fast ones fail; a search that can take a shorter step is better off without.

    Raises
    ------
    NoSolution
        If no method gets there: with the residual, the market that is furthest from clearing and the likely cause.
    """
    begin = problem.start if start is None else start
    rounds = 0
    if start is None and float(problem.accounts.theta.min()) < SEVERAL and problem.shocked:
        return _followed(problem, tolerance, names)
    attempts: tuple[tuple[str, Callable[[State], Solution]], ...] = (
        ("anderson", lambda at: anderson(problem, near, at, tolerance)),
        ("renewed", lambda at: again(problem, at, tolerance)),
        ("continuation", lambda _: continued(problem, tolerance)),
        ("newton", lambda at: newton(problem, at, tolerance)),
    )
    best, least, furthest = begin, np.inf, _Stuck(begin, np.inf, 0)
    with np.errstate(all="ignore"):  # a step too far is noticed by what comes out of it
        for method, attempt in attempts if patient else attempts[:2]:
            try:
                found = attempt(best)
            except _Stuck as stuck:
                rounds += stuck.rounds
                furthest = max(furthest, stuck, key=lambda one: one.reached)
                if stuck.residual < least:
                    best, least = stuck.state, stuck.residual
                continue
            return replace(found, rounds=rounds + found.rounds, method=method)
        raise _refusal(problem, best, least, furthest, names)


def at_point(problem: Problem, state: State) -> Solution:
    """Give a solution that is known, with the equations evaluated there."""
    point = problem.at(state)
    return Solution(state, point, _gaps(problem, state, point).residual, 0, "known")


def _followed(problem: Problem, tolerance: float, names: tuple[Sequence[str], Sequence[str]]) -> Solution:
    """Follow the shock from the baseline: of several equilibria, the one that it leads to."""
    with np.errstate(all="ignore"):
        try:
            return continued(problem, tolerance, size=SMALL)
        except _Stuck as stuck:
            raise _refusal(problem, stuck.state, stuck.residual, stuck, names) from None


# One method after the other ---------------------------------------------------------------------------------


def anderson(
    problem: Problem, near: Preconditioner, start: State, tolerance: float, *, rounds: int = ROUNDS
) -> Solution:
    """Iterate with Anderson acceleration; raise `_Stuck` with the best point where the rounds run out."""
    space = _Space(problem, near)
    mixing = _Mixing(space.size)
    vector = space.vector(start)
    best, least = start, np.inf
    for done in range(1, rounds + 1):
        before = space.state(vector)
        state = problem.priced(before, near, tolerance)
        point = problem.at(state)
        gaps = _gaps(problem, state, point)
        residual = gaps.residual
        if not np.isfinite(residual):
            vector = space.vector(best)
            mixing.forget(shorten=True)
            if mixing.shortened > 3:
                break
            continue
        if gaps.closed(tolerance):
            return Solution(state, point, residual, done, "anderson")
        if residual < least:
            best, least = state, residual
        elif residual > 1e3 * least and done > 5:
            mixing.forget()
        step = space.step(gaps)
        step[space.inputs] += (state.log_inputs - before.log_inputs).ravel()
        vector = space.limited(vector, mixing.next(vector, step))
    raise _Stuck(best, least, rounds)


def again(problem: Problem, start: State, tolerance: float) -> Solution:
    """Go on with inverses made anew at the best point, while that helps."""
    best, least, rounds = start, np.inf, 0
    for _ in range(RENEWALS):
        try:
            found = anderson(problem, renewed(problem, best), best, tolerance)
            return replace(found, rounds=rounds + found.rounds)
        except _Stuck as stuck:
            rounds += stuck.rounds
            if not stuck.residual < 0.5 * least:
                break
            best, least = stuck.state, stuck.residual
    raise _Stuck(best, least, rounds)


def renewed(problem: Problem, state: State) -> Preconditioner:
    """Give the approximate inverses at a point under the policy."""
    return preconditioner(problem.accounts, problem.around(problem.at(state)))


def continued(problem: Problem, tolerance: float, size: int = 0) -> Solution:
    """Grow the shock from nothing to its size; a step that fails is cut."""
    state, done, rounds = problem.start, 0.0, 0
    while True:
        t = min(1.0, done + STEPS[size])
        here = problem.part_way(t)
        close = tolerance if t >= 1.0 else 1e-6
        try:
            found = _stepped(here, state, close)
        except _Stuck as stuck:
            rounds += stuck.rounds
            size += 1
            if size == len(STEPS):
                raise _Stuck(state, np.inf, rounds, reached=done) from None
            continue
        rounds += found.rounds
        state, done = found.state, t
        if t >= 1.0:
            return replace(found, rounds=rounds, method="continuation")


def _stepped(problem: Problem, state: State, tolerance: float) -> Solution:
    """Solve a step of the way: mixing first, exact steps where it does not do."""
    try:
        return anderson(problem, renewed(problem, state), state, tolerance)
    except _Stuck as stuck:
        found = newton(problem, state, tolerance)
        return replace(found, rounds=found.rounds + stuck.rounds)


def newton(problem: Problem, start: State, tolerance: float) -> Solution:
    """Solve by Newton's method, each step by GMRES (Knoll and Keyes 2004), shortened until the gaps shrink."""
    state, rounds, creeping = start, 0, 0
    point = problem.at(state)
    for _ in range(NEWTON_STEPS):
        system = System(problem, preconditioner(problem.accounts, problem.around(point)), state, point)
        gap = system.gap()
        here = float(np.linalg.norm(gap))
        if not np.isfinite(here):
            break
        forcing = min(1e-2, here)
        step, _ = system.solve(-gap, tolerance=max(forcing, 1e-10))
        rounds += 1
        for shorter in LENGTHS:
            tried = system.moved(step * shorter)
            new = problem.at(tried)
            rounds += 1
            left = float(np.linalg.norm(system.gap_of(tried, new)))
            if left < here * (1.0 - 0.1 * shorter):
                break
        else:
            break
        state, point = tried, new
        gaps = _gaps(problem, state, point)
        if gaps.closed(tolerance):
            return Solution(state, point, gaps.residual, rounds, "newton")
        creeping = creeping + 1 if shorter == LENGTHS[-1] else 0
        if creeping == CREEPING:
            break
    raise _Stuck(state, _gaps(problem, state, point).residual, rounds)


# The parts of a round ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Gaps:
    """By how much the state misses what the equations say."""

    inputs: Array
    goods: Array
    wages: Array
    revenue: Array
    labour: Array
    numeraire: Array
    added: Array
    paid: Array
    factor_income: Array
    residual: float
    own: float
    floored: bool

    def closed(self, tolerance: float) -> bool:
        return self.residual <= tolerance and self.own <= OWN * tolerance and not self.floored


def _gaps(problem: Problem, state: State, point: Point) -> _Gaps:
    world = problem.accounts.domestic_income.sum()
    inputs = point.log_inputs - state.log_inputs
    goods = point.sold - state.output
    revenue = point.revenue - state.revenue
    labour = point.log_labour[: len(state.log_labour)] - state.log_labour
    earned = np.where(point.factor_income > 0, point.factor_income, 1.0)
    wages = np.log(np.maximum(np.where(point.factor_income > 0, point.paid / earned, 1.0), LEAST_PAID))
    value = [goods, point.paid - point.factor_income, inputs * state.output, revenue]
    level = np.log(_by_part(point.domestic_income, problem) / _by_part(problem.accounts.domestic_income, problem))
    return _Gaps(
        inputs=inputs,
        goods=goods,
        wages=wages,
        revenue=revenue,
        labour=labour,
        numeraire=level,
        added=point.added,
        paid=point.paid,
        factor_income=point.factor_income,
        residual=max(float(np.abs(one).max()) for one in value) / float(world),
        own=max(float(np.abs(one).max()) for one in (wages, inputs, level, labour) if one.size),
        floored=bool(point.floored.any()),
    )


def _by_part(values: Array, problem: Problem) -> Array:
    """Give each country the sum over its part of the world."""
    part = problem.reach.part
    return np.bincount(part, weights=values)[part].astype(np.float64)


class _Space:
    """States as vectors: log wages, log input costs, output over baseline output, revenue over value added, log employment."""

    def __init__(self, problem: Problem, near: Preconditioner) -> None:
        a = problem.accounts
        self.near = near
        self.countries, self.sectors = a.output.shape
        nodes = a.output.size
        self.markets = a.payroll.shape
        ends = np.cumsum([0, a.payroll.size, nodes, nodes, self.countries, problem.start.log_labour.size])
        self.wages, self.inputs, self.output, self.revenue, self.labour = (
            slice(int(i), int(j)) for i, j in pairwise(ends)
        )
        self.size = int(ends[-1])
        self.of_output = np.where(a.output > 0, a.output, 1.0)
        self.value_added = a.domestic_income
        self.accounts = a

    def vector(self, state: State) -> Array:
        made = np.empty(self.size)
        made[self.wages] = state.log_wage.ravel()
        made[self.inputs] = state.log_inputs.ravel()
        made[self.output] = (state.output / self.of_output).ravel()
        made[self.revenue] = state.revenue / self.value_added
        made[self.labour] = state.log_labour
        return made

    def state(self, vector: Array) -> State:
        shape = (self.countries, self.sectors)
        return State(
            vector[self.wages].reshape(self.markets),
            vector[self.inputs].reshape(shape),
            vector[self.output].reshape(shape) * self.of_output,
            vector[self.revenue] * self.value_added,
            vector[self.labour],
        )

    def step(self, gaps: _Gaps) -> Array:
        """Give the step that would close the gaps if the approximate inverses were exact.

        Wages answer to what producers will pay once output at home has followed, not to what they pay on the way there:
        a nearly closed economy's wage would overshoot.
        """
        made = np.empty(self.size)
        output = self.near.quantities(gaps.goods)
        follow = model.labour_income(gaps.added, output - gaps.goods, self.accounts.profit_share)
        earned = np.where(gaps.factor_income > 0, gaps.factor_income, 1.0)
        demanded = np.where(gaps.factor_income > 0, (gaps.paid + self.accounts.factors.paid(follow)) / earned, 1.0)
        wages = self.near.wages(np.log(np.maximum(demanded, LEAST_PAID))) - gaps.numeraire[:, None]
        inputs, follow_on = self.near.following(wages)
        made[self.wages] = wages.ravel()
        made[self.inputs] = (self.near.prices(gaps.inputs) + inputs).ravel()
        made[self.output] = ((output + follow_on) / self.of_output).ravel()
        made[self.revenue] = gaps.revenue / self.value_added
        made[self.labour] = gaps.labour
        return made

    def limited(self, old: Array, new: Array) -> Array:
        """Keep a step within bounds, and output positive."""
        move = np.abs(new - old)
        longest = max(float(move[self.wages].max()) / LONGEST, float(move[self.inputs].max()) / (4.0 * LONGEST))
        if longest > 1.0:
            new = old + (new - old) / longest
        np.maximum(new[self.output], 0.1 * old[self.output], out=new[self.output])
        return new


class _Mixing:
    """Anderson acceleration: the combination of the last steps that would have left the smallest gap."""

    def __init__(self, size: int, memory: int = MEMORY) -> None:
        self.memory = memory
        self.moves = np.empty((memory, size))
        self.changes = np.empty((memory, size))
        self.products = np.zeros((memory, memory))
        self.last: tuple[Array, Array] | None = None
        self.count = 0
        self.shortened = 0

    def forget(self, *, shorten: bool = False) -> None:
        self.last, self.count = None, 0
        self.shortened += shorten

    def next(self, vector: Array, step: Array) -> Array:
        """Give the next point from a point and the step that was found there."""
        step = step * 0.3**self.shortened
        if self.last is None:
            self.last = (vector, step)
            return vector + step
        at = self.count % self.memory
        np.subtract(vector, self.last[0], out=self.moves[at])
        np.subtract(step, self.last[1], out=self.changes[at])
        self.count += 1
        self.last = (vector, step)
        held = min(self.count, self.memory)
        changes = self.changes[:held]
        self.products[at, :held] = self.products[:held, at] = changes @ self.changes[at]
        normal = self.products[:held, :held].copy()
        normal.flat[:: held + 1] *= 1.0 + 1e-13
        try:
            weights = np.linalg.solve(normal, changes @ step)
        except np.linalg.LinAlgError:
            self.forget()
            return vector + step
        return vector + step - weights @ self.moves[:held] - weights @ changes


def _refusal(
    problem: Problem, state: State, residual: float, furthest: _Stuck, names: tuple[Sequence[str], Sequence[str]]
) -> NoSolution:
    """Say how far it got, where the markets are furthest from clearing, and what is the likely cause."""
    countries, sectors = names
    point = problem.at(state)
    gap = np.nan_to_num(np.abs(point.sold - state.output))
    country, sector = divmod(int(gap.argmax()), gap.shape[1])
    reached = furthest.reached
    if reached:
        point = problem.part_way(reached).at(furthest.state)
    left = point.income / point.domestic_income
    poorest = int(np.nan_to_num(left, nan=np.inf).argmin())
    remedy = "try a smaller one" + (", or closure = 'balanced'" if problem.closure != "balanced" else "")
    short = left[poorest] < 0.3 or bool(point.floored.any())
    if short and point.revenue[poorest] < min(point.deficit[poorest], 0.0):
        cause = f"subsidies cost {countries[poorest]} more than its income"
        remedy = "take smaller ones"
    elif short:
        cause = f"{countries[poorest]}'s surplus is larger than the income that the change leaves it"
        remedy = "let deficits move with income: closure = 'multiplicative', or 'balanced'"
    else:
        cause = "the shock may leave no equilibrium, or be too large"
        least = 1.0 + float(problem.accounts.theta.min())
        if least < 1.0:
            cause = f"with a sigma of {least:.2g} the way from the baseline can end, or lead to several equilibria"
            remedy = "try a smaller one, or a sigma closer to one"
    some = f"; there is one up to {100 * reached:.0f} % of the shock (in logs)" if reached else ""
    said = f"{residual:.1e} of world value added" if np.isfinite(residual) else "not a finite number"
    return NoSolution(
        f"no equilibrium was found: the largest gap is {said}, in the market of {countries[country]}, {sectors[sector]}"
        f"{some}; the likely cause: {cause}",
        where="solve",
        remedy=remedy,
    )
