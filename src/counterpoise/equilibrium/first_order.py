"""What a change does to first order: one linear system, where the equilibrium would take many rounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.equilibrium.solver import Solution, at_point
from counterpoise.equilibrium.system import System

if TYPE_CHECKING:
    from counterpoise.equilibrium.precondition import Preconditioner
    from counterpoise.equilibrium.problem import Problem

FIRST_ORDER = "first order"
"""The method of a solution that is one step of Newton's away from the baseline."""

STEP = 1e-6
"""How far the linear system of an answer to first order is solved, over the size of its right-hand side."""


def first_order(problem: Problem, near: Preconditioner) -> Solution:
    """Give the first step of Newton's method from the baseline: what the change does to first order.

    Its error falls with the square of the change.

    Parameters
    ----------
    problem
        The equations under a policy.
    near
        Approximate inverses, usually the baseline's.

    Returns
    -------
    Solution
        No equilibrium: its residual says by how much it misses one.

    Raises
    ------
    NoSolution
        If the equations are singular at the baseline.
    """
    state = problem.start
    with np.errstate(all="ignore"):
        system = System(problem, near, state, problem.at(state))
        step, _ = system.solve(-system.gap(), tolerance=STEP)
        found = at_point(problem, system.moved(step))
    if not np.isfinite(found.residual):
        raise NoSolution("the change is too large for an answer to first order", remedy="ask for the exact one")
    return replace(found, rounds=1, method=FIRST_ORDER)
