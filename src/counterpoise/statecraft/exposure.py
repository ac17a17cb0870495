"""Who can hurt whom, to first order: what each instrument of a sender does to a target, and to the sender itself.

One linear system a country gives the derivative of its real income by every tariff, export tax and trade cost of the world. Of
it, the flows that the country shares with a partner are both what its own instruments do to itself and what the partner's do to
it; so as many systems as there are countries tell all pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.adjoint import Adjoint
    from counterpoise.equilibrium.policy import Policy
    from counterpoise.equilibrium.problem import State
    from counterpoise.statecraft.position import Position, World

    Array = NDArray[np.float64]

INSTRUMENTS: dict[str, tuple[str, bool]] = {
    "tariff": ("tariff", True),
    "export_tax": ("export_tax", False),
    "import_cost": ("trade_cost", True),
    "export_cost": ("trade_cost", False),
}
"""Each instrument of a sender: the engine's policy, and whether it is on what the sender buys from the target."""

TAXES = ("tariff", "export_tax")
"""Instruments whose revenue the sender keeps; the others are costs of trade, as restrictions are, that nobody collects."""

LOOSE = 1e-6
"""How far the linear systems of a table of all pairs are solved, over the size of their right-hand sides."""


def unit(instrument: str, size: float) -> float:
    """Give a change of a size, in per cent, in the engine's unit: a fraction of a tax, the log of a cost.

    Examples
    --------
    >>> unit("tariff", 10.0), round(unit("import_cost", 10.0), 4)
    (0.1, 0.0953)
    """
    return size / 100.0 if instrument in TAXES else float(np.log1p(size / 100.0))


def cells(instrument: str, sender: int, target: int, goods: Sequence[int]) -> Any:
    """Give where an instrument's flows are in an array ``[origin, sector, destination]``."""
    _, buys = INSTRUMENTS[instrument]
    at = np.asarray(goods, dtype=np.intp)
    return (target, at, sender) if buys else (sender, at, target)


def slopes(adjoint: Adjoint, instruments: Sequence[str], sender: int, target: int, goods: Sequence[int]) -> Array:
    """Give the derivative of a number by a sender's instruments on a target ``[instrument, sector]``."""
    made = []
    for one in instruments:
        policy, buys = INSTRUMENTS[one]
        ends = (target, sender) if buys else (sender, target)
        made.append(adjoint.of_pair(policy, *ends)[list(goods)])
    return np.stack(made)


def laid(policy: Policy, changes: dict[str, Array], sender: int, target: int, goods: Sequence[int]) -> Policy:
    """Give a policy in which a sender's instruments on a target are raised.

    Parameters
    ----------
    policy
        What is changed.
    changes
        By instrument ``[sector]``: fractions of taxes, logs of costs.
    sender, target
        Positions.
    goods
        Positions of the sectors.

    Returns
    -------
    Policy
        All else is as it was.
    """
    made = {name: np.array(getattr(policy, name)) for name in ("tariff", "export_tax", "trade_cost_hat")}
    for one, change in changes.items():
        at = cells(one, sender, target, goods)
        if one in TAXES:
            made[one][at] += change
        else:
            made["trade_cost_hat"][at] *= np.exp(change)
    return replace(policy, **made)


@dataclass(frozen=True)
class Exposures:
    """What instruments do to first order.

    Attributes
    ----------
    loss
        What the target loses ``[sender, target, instrument, sector]``, per cent of its real income; missing of a country on itself.
    cost
        What the sender loses; below 0 it gains.
    """

    loss: Array
    cost: Array


def exposures(
    today: Position,
    instruments: Sequence[str],
    goods: Sequence[int],
    size: float,
    tell: Callable[[float], None] | None = None,
    among: Collection[int] | None = None,
) -> Exposures:
    """Give what every country's instruments of one size do to every other, and to itself, to first order.

    Parameters
    ----------
    today
        The world without a change.
    instruments
        Of `INSTRUMENTS`.
    goods
        Positions of the sectors.
    size
        Percentage points of a tax, per cent of a trade cost.
    tell
        Told the share of countries that is done.
    among
        Positions of the countries whose pairs are asked for; all if left out.

    Returns
    -------
    Exposures
        Of those pairs; of others missing.
    """
    n = len(today.baseline.countries)
    loss, cost = (np.full((n, n, len(instruments), len(goods)), np.nan) for _ in range(2))
    whom = list(range(n) if among is None else among)
    for done, i in enumerate(whom):
        weights = np.zeros(n)
        weights[i] = 100.0
        adjoint = today.adjoint(weights, tolerance=LOOSE)
        by = {policy: adjoint.of_flows(policy) for policy in dict.fromkeys(INSTRUMENTS[one][0] for one in instruments)}
        for m, one in enumerate(instruments):
            policy, buys = INSTRUMENTS[one]
            into, out = by[policy][:, list(goods), i], by[policy][i, list(goods), :].T  # [partner, sector]
            own, theirs = (into, out) if buys else (out, into)
            cost[i, :, m] = -unit(one, size) * own
            loss[:, i, m] = -unit(one, size) * theirs
        if tell is not None:
            tell((done + 1) / len(whom))
    itself = np.arange(n)
    loss[itself, itself] = cost[itself, itself] = np.nan
    if among is not None:
        both = np.isin(itself, whom)
        loss[~(both[:, None] & both)] = cost[~(both[:, None] & both)] = np.nan
    return Exposures(loss, cost)


def sanctioned(
    world: World,
    instrument: str,
    size: float,
    sender: int,
    target: int,
    goods: Sequence[int],
    start: State | None = None,
) -> Array:
    """Give every country's change of real income, per cent, when a sender raises one instrument on all goods by one size.

    Parameters
    ----------
    world
        Which is solved.
    instrument
        Of `INSTRUMENTS`.
    size
        Percentage points of a tax, per cent of a trade cost.
    sender, target
        Positions.
    goods
        Positions of the sectors.
    start
        Where to begin, as today's point; where the last solution ended if left out.

    Returns
    -------
    numpy.ndarray
        ``[country]``.

    Raises
    ------
    NoSolution
        If there is no equilibrium.
    """
    change = np.full(len(goods), unit(instrument, size))
    policy = laid(world.today, {instrument: change}, sender, target, goods)
    return 100.0 * (world.under(policy, start=start).welfare - 1.0)
