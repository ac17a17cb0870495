"""Who can hurt whom, to first order: what each instrument of a sender does to a target, and to the sender itself.

One linear system a country gives the derivative of its real income by every tariff, export tax and trade cost of the world. Of
it, the flows that the country shares with a partner are both what its own instruments do to itself and what the partner's do to
it; so as many systems as there are countries tell all pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.equilibrium.gradient import Gradient
from counterpoise.equilibrium.policy import Policy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.outcome import Outcome

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


def unit(instrument: str, size: float) -> float:
    """Give a change of a size in per cent in the engine's unit: a fraction of a tax, the log of a cost."""
    return size / 100.0 if instrument in TAXES else float(np.log1p(size / 100.0))


class Slopes:
    """Derivatives of countries' real income, per cent, at a solution, by the flows between them and a partner.

    Parameters
    ----------
    outcome
        The solution.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._made: dict[tuple[str, str], Array] = {}
        self._of: dict[str, Gradient] = {}

    def by(self, country: str, policy: str) -> Array:
        """Give the derivative by a policy on every flow ``[sector, destination, origin]``."""
        key = country, policy
        if key not in self._made:
            self._made[key] = self._gradient(country).by_flow(policy)
        return self._made[key]

    def forget(self, country: str) -> None:
        """Let go of a country's arrays, which are large."""
        self._of.pop(country, None)
        for policy in {one for one, _ in INSTRUMENTS.values()}:
            self._made.pop((country, policy), None)

    def _gradient(self, country: str) -> Gradient:
        if country not in self._of:
            shared = next(iter(self._of.values()), None)
            self._of[country] = Gradient(self.outcome, country=country)
            if shared is not None:
                self._of[country].__dict__["system"] = shared.system
        return self._of[country]

    def of(self, country: str, instrument: str, sender: int, target: int, goods: Sequence[int]) -> Array:
        """Give the derivative of a country's real income by an instrument of a sender on a target ``[sector]``."""
        policy, buys = INSTRUMENTS[instrument]
        to, come = (sender, target) if buys else (target, sender)
        return self.by(country, policy)[list(goods), to, come]


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
    baseline: Baseline,
    outcome: Outcome,
    instruments: Sequence[str],
    goods: Sequence[int],
    size: float,
    tell: Callable[[float], None] = lambda share: None,
) -> Exposures:
    """Give what every country's instruments of one size do to every other, and to itself, to first order.

    Parameters
    ----------
    baseline
        The world.
    outcome
        Its solution without a change.
    instruments
        Of `INSTRUMENTS`.
    goods
        Positions of the sectors.
    size
        Percentage points of a tax, per cent of a trade cost.
    tell
        Told the share of countries that is done.

    Returns
    -------
    Exposures
        For all pairs.
    """
    n, k, s = len(baseline.countries), len(instruments), len(goods)
    loss, cost = np.full((n, n, k, s), np.nan), np.full((n, n, k, s), np.nan)
    slopes = Slopes(outcome)
    units = [unit(one, size) for one in instruments]
    first = baseline.countries[0]
    goods_at = list(goods)
    for i, country in enumerate(baseline.countries):
        for m, one in enumerate(instruments):
            policy, buys = INSTRUMENTS[one]
            flows = slopes.by(country, policy)
            into, out = flows[goods_at, i, :], flows[goods_at, :, i]  # [sector, partner]
            own, theirs = (into, out) if buys else (out, into)
            cost[i, :, m] = -units[m] * own.T
            loss[:, i, m] = -units[m] * theirs.T
        if country != first:  # the first holds the system that all share
            slopes.forget(country)
        tell((i + 1) / n)
    itself = np.arange(n)
    loss[itself, itself] = np.nan
    cost[itself, itself] = np.nan
    return Exposures(loss, cost)


def laid(
    baseline: Baseline, rates: dict[str, Array], sender: int, target: int, goods: Sequence[int], over: Policy | None = None
) -> Policy:
    """Give the policy in which a sender's instruments on a target are changed.

    Parameters
    ----------
    baseline
        Whose taxes are raised.
    rates
        Changes by instrument ``[sector]``: fractions of taxes, logs of costs.
    sender, target
        Positions.
    goods
        Positions of the sectors.
    over
        The policy that is changed; the baseline's own if left out.

    Returns
    -------
    Policy
        Of the engine.
    """
    tariff = (baseline.tariff if over is None else over.tariff).copy()
    tax = (baseline.export_tax if over is None else over.export_tax).copy()
    cost = np.ones(tariff.shape) if over is None else np.array(over.trade_cost_hat)
    at = np.asarray(goods)
    for one, change in rates.items():
        policy, buys = INSTRUMENTS[one]
        cells = (target, at, sender) if buys else (sender, at, target)
        if policy == "tariff":
            tariff[cells] += change
        elif policy == "export_tax":
            tax[cells] += change
        else:
            cost[cells] *= np.exp(change)
    return Policy(
        tariff=tariff,
        export_tax=tax,
        trade_cost_hat=cost,
        productivity_hat=np.ones_like(baseline.accounts.output),
        transfer=np.zeros_like(baseline.accounts.value_added),
    )
