r"""What governments want: real income, in which a sector's part may count for more than another's.

With y_js the part of sector s in country j's income, and weights lambda_js that average one over sectors,

.. math:: G_j = W_j \frac{\sum_s \lambda_{js} \omega'_{js}}{\sum_s \lambda_{js} \omega_{js}}, \qquad
          \omega_{js} = y_{js} / \sum_z y_{jz}

in changes: real income, times what the sectors' parts of it have come to count. A sector's income is what its sales leave after
inputs (wages and profits), and of the revenue of tariffs its part of what labour earns (Ossa 2014, where it is all there is). With
all weights at one it is real income.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.seeds import Seed, welfare_seed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.adjoint import Adjoint
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.linear import Linear
    from counterpoise.statecraft.position import Position

    Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Politics:
    """Governments' weights on sectors, over a baseline.

    Attributes
    ----------
    baseline
        Whose accounts.
    weights
        lambda ``[country, sector]``, each country's averaging one; None where all are one.
    """

    baseline: Baseline
    weights: Array | None = None

    def __post_init__(self) -> None:
        """Check the weights, and bring each country's to an average of one."""
        if self.weights is None:
            return
        shape = self.baseline.accounts.output.shape
        made = np.asarray(self.weights, dtype=float)
        if made.shape != shape or not np.isfinite(made).all() or (made < 0).any() or (made.sum(1) <= 0).any():
            raise InputError(
                "political weights are one number of 0 or above for each country and sector, not all 0",
                where="political_weights",
                remedy="give 1 where a sector counts as any other",
            )
        object.__setattr__(self, "weights", made / made.mean(1, keepdims=True))

    @cached_property
    def _kept(self) -> Array:
        """What sales leave after inputs ``[country, sector]``, a fraction."""
        return self.baseline.accounts.value_added_share

    @cached_property
    def _paid(self) -> Array:
        """What labour gets of it ``[country, sector]``, a fraction of sales."""
        profit = self.baseline.accounts.profit_share
        return self._kept if profit is None else self._kept * (1.0 - profit)

    def incomes(self, sold: Array, revenue: Array) -> Array:
        """Give sectors' incomes ``[country, sector]`` from their sales and the country's revenue ``[country]``."""
        earned = self._paid * sold
        return self._kept * sold + earned * (revenue / earned.sum(1))[:, None]

    @cached_property
    def _before(self) -> Array:
        """What the sectors' parts count in the baseline ``[country]``."""
        a = self.baseline.accounts
        return self._counted(self.incomes(a.output, a.revenue))

    def _counted(self, incomes: Array) -> Array:
        assert self.weights is not None
        return (self.weights * incomes).sum(1) / incomes.sum(1)

    def hat(self, position: Position) -> Array:
        """Give what governments have over what they had ``[country]``."""
        if self.weights is None:
            return position.welfare
        point = position.solution.point
        return position.welfare * self._counted(self.incomes(point.sold, point.revenue)) / self._before

    def seed(self, linear: Linear, weights: Array) -> Seed:
        """Give the seed of a weighted sum of the logs of what governments have; weights ``[country]``."""
        made = welfare_seed(self.baseline, linear, weights)
        if self.weights is not None:
            sold, revenue = self.slopes(linear.point.sold, linear.point.revenue, self.weights)
            made.on.sold += weights[:, None] * sold
            made.on.revenue += weights * revenue
        return made

    def slopes(self, sold: Array, revenue: Array, counted: Array) -> tuple[Array, Array]:
        """Give how the log of the weighted sectors' part moves with sales ``[country, sector]`` and revenue ``[country]``."""
        earned = self._paid * sold
        paid = earned.sum(1)
        mean = (counted * earned).sum(1) / paid  # what a unit of revenue counts
        income = self._kept * sold + earned * (revenue / paid)[:, None]
        top, bottom = (counted * income).sum(1), income.sum(1)
        of_top = counted * self._kept + self._paid * (revenue / paid)[:, None] * (counted - mean[:, None])
        return of_top / top[:, None] - self._kept / bottom[:, None], mean / top - 1.0 / bottom

    def adjoint(self, position: Position, weights: Array) -> Adjoint:
        """Give the derivatives of a weighted sum of the logs of what governments have."""
        return position.adjoint_of(lambda linear: self.seed(linear, weights))
