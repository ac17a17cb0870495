"""The goods markets: what spending brings to producers and to treasuries, on bare arrays (eq. 7 and 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.model import Accounts, Change

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Sales:
    """Eq. 7 and 8: what spending brings to producers and to treasuries, where shares do not depend on the use.

    Attributes
    ----------
    weight
        pi kappa^(-theta) ``[sector, destination, origin]``.
    net
        The same over (1 + tau'): the part that crosses the border. None without tariffs.
    received
        The same over (1 + tau')(1 + chi'): the part that reaches the producer. None without export taxes.
    """

    weight: Array
    net: Array | None
    received: Array | None

    @property
    def reaching(self) -> Array:
        """The weights of what reaches the producer."""
        return self.received if self.received is not None else self.weight if self.net is None else self.net

    def __call__(self, power: Array, index: Array, spent: Array) -> tuple[Array, Array]:
        """Give producers' sales Y' ``[country, sector]`` and the treasuries' revenue T' ``[country]``."""
        net = self.weight if self.net is None else self.net
        per_index = spent.T / index
        sold = np.vecmat(per_index, net).T * power
        revenue = np.zeros(len(spent))
        if self.net is not None:
            revenue += (spent.T - per_index * np.matvec(net, power.T)).sum(0)
        if self.received is not None:
            border, sold = sold, np.vecmat(per_index, self.received).T * power
            revenue += (border - sold).sum(1)
        return sold, revenue

    def reached(self, power: Array, index: Array, spent: Array) -> Array:
        """Give what of spending reaches producers, by destination ``[country, sector]``."""
        return (spent.T / index * np.matvec(self.reaching, power.T)).T

    def flows(self, power: Array, index: Array, spent: Array) -> Array:
        """Give spending at buyers' prices ``[sector, destination, origin]``."""
        return self.weight * power.T[:, None, :] * (spent.T / index)[:, :, None]

    def traded(self, power: Array, index: Array, spent: Array) -> Array:
        """Give trade at producers' prices ``[sector, destination, origin]``."""
        made = self.reaching * power.T[:, None, :]
        made *= (spent.T / index)[:, :, None]
        return made


@dataclass(frozen=True)
class SalesByUse:
    """Eq. 7 and 8 where shares differ between uses; see `Sales`.

    Attributes
    ----------
    weight
        pi kappa^(-theta) ``[sector, destination, use, origin]``.
    border
        1 / (1 + tau') ``[sector, destination, origin]``.
    producer
        1 / (1 + chi'), of the same shape.
    """

    weight: Array
    border: Array
    producer: Array

    def __call__(self, power: Array, index: Array, spent: Array) -> tuple[Array, Array]:
        """Give producers' sales Y' ``[country, sector]`` and the treasuries' revenue T' ``[country]``."""
        bought = self.flows(power, index, spent)
        crossing = bought * self.border
        reached = crossing * self.producer
        revenue = (bought - crossing).sum((0, 2)) + (crossing - reached).sum((0, 1))
        return reached.sum(1).T, revenue

    def reached(self, power: Array, index: Array, spent: Array) -> Array:
        """Give what of spending reaches producers, by destination ``[country, sector]``."""
        return (self.flows(power, index, spent) * self.border * self.producer).sum(2).T

    def flows(self, power: Array, index: Array, spent: Array) -> Array:
        """Give spending at buyers' prices ``[sector, destination, origin]``, all uses together."""
        return np.vecmat(spent / index, self.weight) * power.T[:, None, :]

    def traded(self, power: Array, index: Array, spent: Array) -> Array:
        """Give trade at producers' prices ``[sector, destination, origin]``."""
        return self.flows(power, index, spent) * self.border * self.producer


def sales(accounts: Accounts, weight: Array, change: Change, stopped: NDArray[np.bool_]) -> Sales | SalesByUse:
    """Give the markets for these weights and these new taxes; who has stopped ``[country, sector]`` sells nothing."""
    if weight.ndim == 4:
        border, producer = 1.0 / (1.0 + accounts.tariff), 1.0 / (1.0 + accounts.export_tax)
        border[change.at] = 1.0 / (1.0 + change.tariff)
        producer[change.at] = 1.0 / (1.0 + change.export_tax)
        return SalesByUse(weight, border, producer)
    taxed = accounts.taxed or bool(change.tariff.any())
    net = _net(accounts, weight, change, stopped) if taxed else None
    levied = accounts.levied or bool(change.export_tax.any())
    if not levied:
        return Sales(weight, net, None)
    crossing = weight if net is None else net
    received = crossing / (1.0 + accounts.export_tax)
    received[change.at] = crossing[change.at] / (1.0 + change.export_tax)
    return Sales(weight, net, received)


def _net(accounts: Accounts, weight: Array, change: Change, stopped: NDArray[np.bool_]) -> Array:
    """Give weights over (1 + tau'), from those of the baseline where nothing changed."""
    if weight is accounts.share:
        return accounts.crossing
    made = accounts.crossing.copy()
    made[change.at] = weight[change.at] / (1.0 + change.tariff)
    if stopped.any():
        made *= ~stopped.T[:, None, :]
    return made
