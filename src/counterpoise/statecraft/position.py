"""A solved equilibrium under given rates: real incomes, and how they move with every rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.equilibrium.adjoint import TIGHT, Adjoint, Inverses, system_at
from counterpoise.equilibrium.problem import problem
from counterpoise.equilibrium.seeds import welfare_hat, welfare_seed
from counterpoise.equilibrium.solver import solved

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.linear import Linear
    from counterpoise.equilibrium.policy import Policy
    from counterpoise.equilibrium.problem import Problem, State
    from counterpoise.equilibrium.seeds import Seed
    from counterpoise.equilibrium.solver import Solution
    from counterpoise.equilibrium.system import System
    from counterpoise.statecraft.instruments import Instruments

    Array = NDArray[np.float64]


CLOSE = 1e-13
"""The largest gap of a market, over world value added: a search compares real incomes that differ by little."""


@dataclass(frozen=True, eq=False)
class Position:
    """A solved equilibrium under given rates.

    Attributes
    ----------
    baseline
        What it is held against.
    policy
        The taxes and costs.
    problem, solution
        The equations, and where they hold.
    inverses
        What it shares with other positions of its world.
    """

    baseline: Baseline
    policy: Policy
    problem: Problem
    solution: Solution
    inverses: Inverses = field(default_factory=Inverses, repr=False)

    @property
    def state(self) -> State:
        """Give the point, from which one like it is found soon."""
        return self.solution.state

    @cached_property
    def welfare(self) -> Array:
        """Give real income over the baseline's ``[country]``."""
        return welfare_hat(self.problem, self.solution.point)

    @cached_property
    def system(self) -> System:
        """Give the linear system here, which all derivatives share."""
        return system_at(self.baseline, self.problem, self.solution, self.inverses)

    def adjoint(self, weights: Array, *, tolerance: float = TIGHT) -> Adjoint:
        """Give the derivatives of a weighted sum of the logs of real incomes; weights ``[country]``."""
        return Adjoint(self.system, lambda linear: welfare_seed(self.baseline, linear, weights), tolerance)

    def adjoint_of(self, seed_of: Callable[[Linear], Seed], *, tolerance: float = TIGHT) -> Adjoint:
        """Give the derivatives of any other number."""
        return Adjoint(self.system, seed_of, tolerance)


@dataclass(eq=False)
class World:
    """A baseline in which rates are chosen; it begins each solution where the last one ended.

    Attributes
    ----------
    baseline
        Accounts and elasticities.
    closure
        What becomes of deficits; the baseline's if left out.
    tolerance
        See `counterpoise.equilibrium.solve`.
    patient
        Whether slow methods are tried where fast ones fail (`counterpoise.equilibrium.solver.solved`).
    solutions
        How many equilibria were solved.
    """

    baseline: Baseline
    closure: str = ""
    tolerance: float = CLOSE
    patient: bool = True
    solutions: int = 0
    _last: Position | None = field(default=None, repr=False)
    _inverses: Inverses = field(default_factory=Inverses, repr=False)

    @cached_property
    def today(self) -> Policy:
        """Give the policy that changes nothing."""
        from counterpoise.equilibrium.counterfactual import unchanged  # noqa: PLC0415

        return unchanged(self.baseline)

    def under(self, policy: Policy, *, start: State | None = None) -> Position:
        """Solve a policy.

        Parameters
        ----------
        policy
            Taxes and costs.
        start
            Where to begin; where the last one ended if left out.

        Raises
        ------
        NoSolution
            If there is no equilibrium.
        """
        base = self.baseline
        posed = problem(
            base.accounts,
            policy,
            self.closure or base.closure,
            base.names,
            base_tariff=base.tariff,
            base_tax=base.export_tax,
        )
        near = self._last
        begin = start if start is not None or near is None else near.state
        found = solved(posed, base.near, names=base.names, start=begin, tolerance=self.tolerance, patient=self.patient)
        self.solutions += 1
        self._last = Position(base, policy, posed, found, self._inverses)
        return self._last

    def at(self, chosen: Instruments, rates: Array, *, on: Policy | None = None) -> Position:
        """Solve the world in which these rates are set on a policy (today's if left out)."""
        return self.under(chosen.laid(self.today if on is None else on, rates))
