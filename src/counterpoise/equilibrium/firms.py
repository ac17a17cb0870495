r"""What firms add between cost and price: marketing paid where they sell, selection by tariffs, and scale.

Firms of a country make varieties of a good, and pay a fixed cost, in labour of the destination, to sell there. Fewer of them
do so where a tariff is high, or the market is small against the wage there: tariffs and market size then change the number of
varieties, and with it the price index. Free entry makes unit costs fall with employment. A country's firms are a component,
and `Plain` is the usual one, in which none of this is. The numbers are those of ``docs/methods/equilibrium.md``.

References
----------
Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), Making America Great Again? The Economic Impacts of Liberation Day
Tariffs, Journal of International Economics 157: 104138.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.markets import Sales, SalesByUse

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Plain:
    """Makers get what they sell for, and prices move one for one with costs and taxes."""

    @property
    def tracked(self) -> bool:
        """Whether employment is an unknown of its own, since prices depend on it."""
        return False

    def passing(self, destination: NDArray[np.intp]) -> Array | None:  # noqa: ARG002 - the same everywhere
        """Give the elasticity of the landed cost to taxes ``[flow]`` by who buys ``[flow]``; None where it is one."""
        return None

    def cost(self, unit_cost: Array, log_labour: Array) -> Array:  # noqa: ARG002 - constant returns
        """Give log unit costs ``[country, sector]`` at an employment whose log is ``[country]``."""
        return unit_cost

    def consumer(self, log_price: Array, income: Array, before: Array, log_wage: Array) -> Array:  # noqa: ARG002
        """Give log P_C ``[country]`` of that of the nest, what is spent and was at the baseline, and the log wage index."""
        return log_price

    def paid(self, market: Sales | SalesByUse, power: Array, index: Array, spent: Array, made: Array) -> Array:  # noqa: ARG002
        """Give what a country's factor is paid, by the good's sector ``[country, sector]``, million USD.

        Parameters
        ----------
        market, power, index, spent
            The goods markets, and what they take (see `counterpoise.equilibrium.markets.Sales`).
        made
            What makers pay where nothing else is paid for ``[country, sector]``.
        """
        return made

    # Their derivatives: forwards, and backwards from weights to weights; see `counterpoise.equilibrium.linear` ----

    def consumer_moved(self, log_price: Array, log_income: Array, log_wage: Array) -> Array:  # noqa: ARG002
        """Give the change of `consumer` for changes of logs ``[country]``."""
        return log_price

    def consumer_back(self, weight: Array) -> tuple[Array, Array]:
        """Give the weights on the logs of income and of the wage index that weights on `consumer` come to ``[country]``."""
        return np.zeros_like(weight), np.zeros_like(weight)

    def cost_back(self, weight: Array) -> Array:
        """Give the weights on log employment ``[country]`` that weights on `cost` ``[country, sector]`` come to."""
        return np.zeros(len(weight))

    def paid_moved(self, sold: Array, per: Array, shifted: Array, made: Array) -> Array:  # noqa: ARG002
        """Give the change of `paid` ``[country, sector]``.

        Parameters
        ----------
        sold
            Sales before taxes ``[sector, destination, origin]``.
        per, shifted
            The changes of their logs, by destination ``[sector, destination]`` and by origin ``[country, sector]``.
        made
            The change of what makers pay where nothing else is paid for ``[country, sector]``.
        """
        return made

    def paid_back(self, sold: Array, weight: Array) -> tuple[Array, Array | None]:  # noqa: ARG002
        """Give the weights on ``made``, and on the logs of flows, that weights on `paid` ``[country, sector]`` come to.

        Those on flows run as ``sold``; None where there are none.
        """
        return weight, None

    def passed(self) -> Array | float:
        """Give the elasticity of landed costs to taxes, by who buys ``[country, 1]``."""
        return 1.0


@dataclass(frozen=True)
class Firms:
    """Marketing paid where firms sell, selection by tariffs, and scale.

    Attributes
    ----------
    marketing
        nu, the share of the sales in a country, before taxes, that pays labour there ``[country]``.
    pass_through
        phi, the elasticity of a destination's prices to one plus a tariff, selection included ``[country]``; the elasticity
        of spending to a tariff is phi times that to a cost. The price index falls with the power phi - 1 of market size over
        the wage.
    scale
        psi, by how much unit costs fall with employment.
    """

    marketing: Array
    pass_through: Array
    scale: float = 0.0

    @property
    def tracked(self) -> bool:
        """Whether employment is an unknown of its own, since prices depend on it."""
        return True

    def passing(self, destination: NDArray[np.intp]) -> Array | None:
        """Give the elasticity of the landed cost to taxes (see `Plain.passing`), whoever levies them."""
        return self.pass_through[destination]

    def cost(self, unit_cost: Array, log_labour: Array) -> Array:
        """Give log unit costs at an employment (see `Plain.cost`)."""
        return unit_cost - self.scale * log_labour[:, None]

    def consumer(self, log_price: Array, income: Array, before: Array, log_wage: Array) -> Array:
        """Give log P_C, of which varieties are a part (see `Plain.consumer`)."""
        return log_price + (1.0 - self.pass_through) * (np.log(income / before) - log_wage)

    def paid(self, market: Sales | SalesByUse, power: Array, index: Array, spent: Array, made: Array) -> Array:  # noqa: ARG002
        """Give what makers and marketing pay (see `Plain.paid`): all of sales, since there are no inputs."""
        makers, _ = market(power, index, spent * (1.0 - self.marketing)[:, None])
        return makers + self.marketing[:, None] * market.reached(power, index, spent)

    def consumer_moved(self, log_price: Array, log_income: Array, log_wage: Array) -> Array:
        """Give the change of `consumer` (see `Plain.consumer_moved`)."""
        return log_price + (1.0 - self.pass_through) * (log_income - log_wage)

    def consumer_back(self, weight: Array) -> tuple[Array, Array]:
        """Give the weights behind those on `consumer` (see `Plain.consumer_back`)."""
        made = (1.0 - self.pass_through) * weight
        return made, -made

    def cost_back(self, weight: Array) -> Array:
        """Give the weights behind those on `cost` (see `Plain.cost_back`)."""
        return np.asarray(-self.scale * weight.sum(1))

    def paid_moved(self, sold: Array, per: Array, shifted: Array, made: Array) -> Array:  # noqa: ARG002
        """Give the change of `paid` (see `Plain.paid_moved`)."""
        kept = 1.0 - self.marketing
        makers = np.vecmat(per * kept, sold).T + shifted * np.vecmat(np.broadcast_to(kept, per.shape), sold).T
        reached = per * sold.sum(2) + np.matvec(sold, shifted.T)
        return makers + self.marketing[:, None] * reached.T

    def paid_back(self, sold: Array, weight: Array) -> tuple[Array, Array | None]:
        """Give the weights behind those on `paid` (see `Plain.paid_back`)."""
        here = (self.marketing[:, None] * weight).T
        kept = 1.0 - self.marketing
        return np.zeros_like(weight), sold * (kept[:, None] * weight.T[:, None, :] + here[:, :, None])

    def passed(self) -> Array | float:
        """Give the elasticity of landed costs to taxes (see `Plain.passed`)."""
        return self.pass_through[:, None]
