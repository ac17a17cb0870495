r"""What firms add between cost and price: marketing paid where they sell, selection by tariffs, and scale.

Firms of a country make varieties of a good, and pay a fixed cost, in labour of the destination, to sell there. Fewer of them
do so where a tariff is high, or the market is small against the wage there: tariffs and market size then change the number of
varieties, and with it the price index. Free entry, in units of what makers spend on labour and inputs, makes unit costs fall with
employment. A country's firms are a component, and `Plain` is the usual one, in which none of this is. The numbers are those of
``docs/methods/equilibrium.md``.

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

    def cost(self, unit_cost: Array, log_labour: Array, log_wage: Array) -> Array:  # noqa: ARG002 - constant returns
        """Give log costs ``[country, sector]`` of those of the bundle, employment ``[country]`` and wages, all logs."""
        return unit_cost

    def varieties(self, spent: Array, before: Array, log_wage: Array) -> Array | None:  # noqa: ARG002
        """Give how the log of prices moves with varieties ``[country]``; None where it does not.

        Parameters
        ----------
        spent, before
            All spending, now and at the baseline ``[country]``.
        log_wage
            Log of the wage index ``[country]``.
        """
        return None

    def makers(self, market: Sales | SalesByUse, power: Array, index: Array, spent: Array, sold: Array) -> Array:  # noqa: ARG002
        """Give what makers are paid ``[country, sector]``, million USD.

        Parameters
        ----------
        market, power, index, spent
            The goods markets, and what they take (see `counterpoise.equilibrium.markets.Sales`).
        sold
            Sales at producers' prices ``[country, sector]``.
        """
        return sold

    def paid(self, market: Sales | SalesByUse, power: Array, index: Array, spent: Array, made: Array) -> Array:  # noqa: ARG002
        """Give what a country's factor is paid, by the good's sector ``[country, sector]``, million USD.

        Parameters
        ----------
        market, power, index, spent
            See `makers`.
        made
            What makers pay it ``[country, sector]``.
        """
        return made

    # Their derivatives: forwards, and backwards from weights to weights; see `counterpoise.equilibrium.linear` ----

    def varieties_moved(self, log_spent: Array, log_wage: Array) -> Array:  # noqa: ARG002
        """Give the change of `varieties` for changes of logs ``[country]``."""
        return np.zeros_like(log_spent)

    def varieties_back(self, weight: Array) -> tuple[Array, Array]:
        """Give the weights on the logs of spending and of the wage index that weights on `varieties` come to ``[country]``."""
        return np.zeros_like(weight), np.zeros_like(weight)

    def cost_back(self, weight: Array) -> tuple[Array, Array, Array]:
        """Give the weights that those on `cost` ``[country, sector]`` come to.

        On the cost of the bundle ``[country, sector]``, on employment ``[country]`` and on wages ``[country, sector]``, all logs.
        """
        return weight, np.zeros(len(weight)), np.zeros_like(weight)

    def kept(self, sold: Array) -> Array:
        """Give what makers are paid for each flow of sales ``[sector, destination, origin]``, million USD."""
        return sold

    def paid_moved(self, sold: Array, per: Array, shifted: Array, made: Array) -> Array:  # noqa: ARG002
        """Give the change of `paid` ``[country, sector]``.

        Parameters
        ----------
        sold
            Sales before taxes ``[sector, destination, origin]``.
        per, shifted
            The changes of their logs, by destination ``[sector, destination]`` and by origin ``[country, sector]``.
        made
            The change of what makers pay it ``[country, sector]``.
        """
        return made

    def paid_back(self, sold: Array, weight: Array) -> Array | None:  # noqa: ARG002
        """Give the weights on the logs of flows that weights on `paid` ``[country, sector]`` come to; None where there are none.

        They run as ``sold``; those on ``made`` are the weights themselves.
        """
        return None

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
        of spending to a tariff is phi times that to a cost. The price index falls with the power phi - 1 of market size, which
        is all spending, over the wage.
    scale
        psi, by how much unit costs fall with entry: with what the country's labour earns over the cost of the bundle of labour and
        inputs; without inputs with employment.
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

    def cost(self, unit_cost: Array, log_labour: Array, log_wage: Array) -> Array:
        """Give log costs at an entry (see `Plain.cost`)."""
        return unit_cost - self.scale * (log_labour[:, None] + log_wage - unit_cost)

    def varieties(self, spent: Array, before: Array, log_wage: Array) -> Array | None:
        """Give how prices move with varieties (see `Plain.varieties`)."""
        return (1.0 - self.pass_through) * (np.log(spent / before) - log_wage)

    def makers(self, market: Sales | SalesByUse, power: Array, index: Array, spent: Array, sold: Array) -> Array:  # noqa: ARG002
        """Give what makers are paid (see `Plain.makers`): sales less marketing."""
        return market(power, index, spent * (1.0 - self.marketing)[:, None])[0]

    def paid(self, market: Sales | SalesByUse, power: Array, index: Array, spent: Array, made: Array) -> Array:
        """Give what makers and marketing pay (see `Plain.paid`)."""
        return made + self.marketing[:, None] * market.reached(power, index, spent)

    def varieties_moved(self, log_spent: Array, log_wage: Array) -> Array:
        """Give the change of `varieties` (see `Plain.varieties_moved`)."""
        return (1.0 - self.pass_through) * (log_spent - log_wage)

    def varieties_back(self, weight: Array) -> tuple[Array, Array]:
        """Give the weights behind those on `varieties` (see `Plain.varieties_back`)."""
        made = (1.0 - self.pass_through) * weight
        return made, -made

    def cost_back(self, weight: Array) -> tuple[Array, Array, Array]:
        """Give the weights behind those on `cost` (see `Plain.cost_back`)."""
        entry = -self.scale * weight
        return weight - entry, entry.sum(1), entry

    def kept(self, sold: Array) -> Array:
        """Give what makers are paid by flow (see `Plain.kept`)."""
        return sold * (1.0 - self.marketing)[:, None]

    def paid_moved(self, sold: Array, per: Array, shifted: Array, made: Array) -> Array:
        """Give the change of `paid` (see `Plain.paid_moved`)."""
        reached = per * sold.sum(2) + np.matvec(sold, shifted.T)
        return made + self.marketing[:, None] * reached.T

    def paid_back(self, sold: Array, weight: Array) -> Array | None:
        """Give the weights behind those on `paid` (see `Plain.paid_back`)."""
        return sold * (self.marketing[:, None] * weight).T[:, :, None]

    def passed(self) -> Array | float:
        """Give the elasticity of landed costs to taxes (see `Plain.passed`)."""
        return self.pass_through[:, None]
