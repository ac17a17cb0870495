r"""In interest: what every country's real income does when trade between two powers gets dearer, or cheaper.

With d the cost of trade between A and B, both ways and in every sector, a country is a complement of their tie if it loses when they
decouple, ``d ln W / d ln d_AB < 0``, and a bystander if it gains. One linear system gives the derivative for all countries at once:

.. math:: \frac{\partial F}{\partial x} \frac{dx}{d \ln d} = -\frac{\partial F}{\partial \ln d}

and welfare is read a small step away on either side. Two equilibria tell finite changes both ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.equilibrium.counterfactual import under_policy
from counterpoise.equilibrium.outcome import Outcome, Said
from counterpoise.equilibrium.policy import Policy
from counterpoise.equilibrium.problem import problem
from counterpoise.equilibrium.solver import at_point
from counterpoise.equilibrium.system import System

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.problem import Problem, State

    Array = NDArray[np.float64]

STEP = 1e-4
"""The log of the trade cost at which welfare is read on either side of the baseline."""

TIGHT = 1e-9
"""How far the linear system is solved, over the size of its right-hand side."""


@dataclass(frozen=True)
class Decoupling:
    """What trade costs between two powers do to each country's real income.

    Attributes
    ----------
    slope
        d ln W / d ln d ``[country]``.
    rise, fall
        Per cent, where trade costs rise to 1 + size times what they were, and where they fall to 1 / (1 + size) ``[country]``.
    residual
        By how much the worse of the two equilibria misses its equations.
    notes
        What a reader must know of them.
    """

    slope: Array
    rise: Array
    fall: Array
    residual: float
    notes: tuple[str, ...]


def decoupling(baseline: Baseline, sides: Sequence[Sequence[int]], size: float = 0.1) -> Decoupling:
    """Give what dearer and cheaper trade between two powers does to every country.

    Parameters
    ----------
    baseline
        The world as it is.
    sides
        The members of the first and of the second power, as positions.
    size
        How much trade costs rise, as a fraction; their fall is the same in logs.

    Returns
    -------
    Decoupling
        The derivative, and both finite changes.

    Raises
    ------
    NoSolution
        If the equations are singular at the baseline, or an equilibrium is not found.

    Examples
    --------
    Two that trade with each other lose if that gets dearer, and a third that sells to both gains:

    >>> import counterpoise as cp
    >>> flows = [[80.0, 20.0, 10.0], [20.0, 60.0, 10.0], [10.0, 10.0, 50.0]]
    >>> base = cp.equilibrium.from_gravity(flows=flows, theta=4.0, countries=["A", "B", "C"])
    >>> found = decoupling(base, ([0], [1]))
    >>> np.sign(found.slope).tolist(), bool((found.rise[:2] < 0).all() and (found.fall[:2] > 0).all())
    ([-1.0, -1.0, 1.0], True)
    """
    up, down = (under_policy(baseline, dearer(baseline, sides, cost)) for cost in (1.0 + size, 1.0 / (1.0 + size)))
    return Decoupling(
        slope=slope(baseline, sides),
        rise=up.welfare_pct.values,
        fall=down.welfare_pct.values,
        residual=max(one.diagnostics["residual"] for one in (up, down)),
        notes=tuple(dict.fromkeys([*up.warnings, *down.warnings])),
    )


def dearer(baseline: Baseline, sides: Sequence[Sequence[int]], cost: float) -> Policy:
    """Give the policy that multiplies the cost of trade between two powers, both ways and in every sector.

    Parameters
    ----------
    baseline
        The world as it is.
    sides
        The members of the first and of the second power, as positions.
    cost
        The factor.

    Returns
    -------
    Policy
        Nothing else changes; the members of one power trade with each other as before.
    """
    first, second = (list(one) for one in sides)
    hat = np.ones(baseline.tariff.shape)
    for maker, buyer in ((first, second), (second, first)):
        hat[np.ix_(maker, range(len(baseline.sectors)), buyer)] = cost
    return Policy(
        tariff=baseline.tariff,
        export_tax=baseline.export_tax,
        trade_cost_hat=hat,
        productivity_hat=np.ones_like(baseline.accounts.output),
        transfer=np.zeros_like(baseline.accounts.value_added),
    )


def slope(baseline: Baseline, sides: Sequence[Sequence[int]]) -> Array:
    """Give d ln W / d ln d of every country by one linear system.

    Parameters
    ----------
    baseline
        The world as it is.
    sides
        The members of the first and of the second power, as positions.

    Returns
    -------
    numpy.ndarray
        ``[country]``.

    Raises
    ------
    NoSolution
        If the equations are singular at the baseline.
    """
    posed = [_posed(baseline, dearer(baseline, sides, float(np.exp(way * STEP)))) for way in (1, -1, 0)]
    up, down, level = posed
    start = level.start
    system = System(level, baseline.near, start, level.at(start))
    gaps = [system.gap_of(start, one.at(start)) for one in (up, down)]
    step, met = system.solve((gaps[1] - gaps[0]) / (2 * STEP), tolerance=TIGHT)
    if not met:
        what = "the effect of a small change could not be found: the equations are close to singular at the baseline"
        raise NoSolution(what, where="decoupling", remedy="try higher elasticities, or another closure")
    levels = [
        np.log1p(_welfare(baseline, one, system.moved(way * STEP * step)) / 100.0)
        for way, one in ((1.0, up), (-1.0, down))
    ]
    return (levels[0] - levels[1]) / (2 * STEP)


def _posed(baseline: Baseline, policy: Policy) -> Problem:
    return problem(
        baseline.accounts,
        policy,
        baseline.closure,
        baseline.names,
        base_tariff=baseline.tariff,
        base_tax=baseline.export_tax,
    )


def _welfare(baseline: Baseline, posed: Problem, state: State) -> Array:
    return Outcome(baseline, posed, at_point(posed, state), said=Said()).welfare_pct.values
