"""What the measures of an outcome are computed from: bare arrays of both equilibria, by name, with their dimensions."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.equilibrium.flows import Sums

Array = NDArray[np.float64]


def _incomparable(outcome: Any) -> Array:
    """Say whose prices can't be compared with the baseline's ``[country]``.

    All where the world has fallen into parts, with a numeraire each; else those who trade with a producer that has stopped, whose
    goods have no price.
    """
    reach = outcome.problem.reach
    if reach.cut or not reach.any_stopped:
        return np.full(len(outcome.baseline.countries), reach.cut)
    gone = outcome.baseline.trade * reach.stopped.T[:, None, :] > 0  # sector, destination, origin
    return np.asarray(gone.any((0, 1)) | gone.any((0, 2)))


def _log_sector_wage(outcome: Any) -> Array:
    """Give log wages ``[country, sector]``; a factor that is tied to a sector that has stopped earns nothing."""
    ended = (outcome.problem.payroll == 0) & (outcome.baseline.accounts.payroll > 0)
    return np.where(ended, -np.inf, outcome.solution.state.log_wage) + np.zeros(outcome.baseline.accounts.output.shape)


def _new_output(outcome: Any) -> Array:
    """Give producers' sales ``[country, sector]``: what makers are paid, and what they pay for marketing."""
    if not outcome.baseline.accounts.firms.tracked:
        return outcome.solution.point.sold
    return outcome.problem.trade_at(outcome.solution.point).sum(1).T


def _positive(array: Array) -> Array:
    """Give what is above zero; the rest is missing."""
    return np.where(array > 0, array, np.nan)


_ONE, _NODE, _WAY = ("country",), ("country", "sector"), ("sector", "destination", "origin")
ROOTS: dict[str, tuple[tuple[str, ...], Callable[[Any], Array]]] = {
    "log_wage": (_ONE, lambda o: o.solution.point.log_wage_index),
    "log_consumer_price": (_ONE, lambda o: o.solution.point.log_consumer),
    "log_sector_wage": (_NODE, _log_sector_wage),
    "log_employment": (_ONE, lambda o: o.solution.point.log_labour),
    "base_effort": (
        _ONE,
        lambda o: o.baseline.accounts.effort(o.baseline.accounts.payroll) * (1.0 - o.solution.point.relief),
    ),
    "kept": (_ONE, lambda o: 1.0 - o.solution.point.relief),
    "new_effort": (_ONE, lambda o: o.baseline.accounts.effort(o.solution.point.factor_income)),
    "base_income": (_ONE, lambda o: o.baseline.accounts.income),
    "new_income": (_ONE, lambda o: o.solution.point.income),
    "base_revenue": (_ONE, lambda o: o.baseline.accounts.revenue),
    "new_revenue": (_ONE, lambda o: o.solution.point.revenue),
    "base_output": (_NODE, lambda o: o.baseline.output),
    "positive_output": (_NODE, lambda o: _positive(o.baseline.output)),
    "new_output": (_NODE, _new_output),
    "cost_hat": (_NODE, lambda o: np.exp(o.solution.point.cost)),
    "base_trade": (_WAY, lambda o: o.baseline.trade),
    "new_trade": (_WAY, lambda o: o.problem.trade_at(o.solution.point)),
    "one_world": (_ONE, lambda o: np.where(_incomparable(o), np.nan, 1.0)),
    "producing": (_NODE, lambda o: np.where(o.problem.reach.stopped, np.nan, 1.0)),
    **{one: (_ONE, attrgetter(f"sums.{one}")) for one in Sums.__dataclass_fields__},
}
"""What the measures of `effects` are computed from: the bare arrays of both equilibria, with their dimensions."""
