"""How far one equation's gap moves the solution: approximate inverses, made once for a baseline.

Within a country, prices and quantities follow the home part of its input-output table, whose Leontief inverse is a small
matrix a country. Between countries, wages follow the response of factor markets to wages when every cost moves with the wage
at home, a matrix of countries by countries. Where the factor is tied to sectors, their wages around the country's mean follow a
matrix a country, of sectors by sectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.equilibrium.factors import Mobile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.model import Accounts

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Around:
    """The shares and flows of a point, around which the equations are taken to be linear.

    Attributes
    ----------
    share
        Of an origin in a destination's purchases of a good ``[sector, destination, origin]``.
    sold
        Sales at producers' prices ``[sector, destination, origin]``.
    spent
        Spending of a country on a good by its producers and its final users, at buyers' prices ``[2, country, good]``.
    input_share
        Of a good in a producer's cost ``[country, good, sector]``.
    value_added_share
        Of value added in a producer's cost ``[country, sector]``.
    final_share
        Of a good in final spending ``[country, good]``.
    output
        ``[country, sector]``.
    payroll
        What the factor earns ``[country, 1 or sector]``.
    part
        The part of the world that each country is in ``[country]``.
    """

    share: Array
    sold: Array
    spent: Array
    input_share: Array
    value_added_share: Array
    final_share: Array
    output: Array
    payroll: Array
    part: NDArray[np.intp]


@dataclass(frozen=True)
class Preconditioner:
    """Approximate inverses of the equations around one point.

    Attributes
    ----------
    leontief
        (1 - B)^(-1) of home inputs ``[country, good, sector]``.
    between
        Change of log wages for gaps in the countries' factor markets ``[country, country]``.
    within
        Change of log wages around their mean for gaps around theirs ``[country, sector, sector]``; None where there is one
        wage a country.
    weight
        Of the factor's markets in their country ``[country, 1 or sector]``.
    """

    leontief: Array
    between: Array
    within: Array | None
    weight: Array

    def prices(self, gap: Array) -> Array:
        """Give the change of log input costs ``[country, sector]`` that closes their gap at home."""
        return np.vecmat(gap, self.leontief)

    def quantities(self, gap: Array) -> Array:
        """Give the change of output ``[country, sector]`` that closes the gap of the goods markets at home."""
        return np.matvec(self.leontief, gap)

    def wages(self, gap: Array) -> Array:
        """Give the change of log wages that closes gaps of the factor markets, both ``[country, 1 or sector]``."""
        if self.within is None:
            return self.between @ gap
        mean = (self.weight * gap).sum(1, keepdims=True)
        around = np.matvec(self.within, gap - mean)
        around -= (self.weight * around).sum(1, keepdims=True)
        return around + self.between @ mean

    def prices_transposed(self, weight: Array) -> Array:
        """Give the transpose of `prices` ``[country, sector]``."""
        return np.matvec(self.leontief, weight)

    def quantities_transposed(self, weight: Array) -> Array:
        """Give the transpose of `quantities` ``[country, sector]``."""
        return np.vecmat(weight, self.leontief)

    def wages_transposed(self, weight: Array) -> Array:
        """Give the transpose of `wages` ``[country, 1 or sector]``."""
        if self.within is None:
            return self.between.T @ weight
        around = weight - self.weight * weight.sum(1, keepdims=True)
        made = np.vecmat(around, self.within)
        mean = self.between.T @ weight.sum(1, keepdims=True) - made.sum(1, keepdims=True)
        return made + self.weight * mean


def preconditioner(accounts: Accounts, around: Around) -> Preconditioner:
    """Make the inverses at a point.

    Parameters
    ----------
    accounts
        Elasticities and components.
    around
        The point.
    """
    countries = np.arange(len(around.output))
    at_home = around.share[:, countries, countries].T  # country, good
    blocks = np.eye(around.output.shape[1]) - around.input_share * at_home[:, :, None]
    leontief = _inverse(blocks)
    content = around.value_added_share[:, :, None] * leontief  # of the wage in a sector in the cost of another
    total = around.payroll.sum(1, keepdims=True)
    return Preconditioner(
        leontief,
        _between(accounts, around, leontief, content.sum(1)),
        None if isinstance(accounts.factors, Mobile) else _within(accounts, around, leontief, content),
        around.payroll / np.where(total > 0, total, 1.0),
    )


def _between(accounts: Accounts, around: Around, leontief: Array, content: Array) -> Array:
    """Invert the response of the countries' factor markets to their wages ``[country, country]``.

    A cost follows the wage at home as far as its content does, and the world's wages for the rest; one round of the price
    equations brings in the suppliers'.
    """
    n = len(around.output)
    one = np.eye(n)
    size = around.payroll.sum(1)
    world = size / size.sum()
    start = content.T[:, :, None] * one + (1.0 - content.T)[:, :, None] * world  # sector, origin, wage
    cost = _costs(around, np.matmul(around.share, start))
    price = np.matmul(around.share, cost.transpose(1, 0, 2))  # sector, destination, wage
    index = np.einsum("js,sjd->jd", around.final_share, price)
    real = one - index
    spent, inputs, own = _spending(accounts, around, price, cost, index)
    income = accounts.factors.labour_supply * real
    moved = spent + one + around.spent[1].T[:, :, None] * income / np.maximum(around.spent.sum(0).T, 1e-300)[:, :, None]
    theta = accounts.theta[:, None, None]
    demand = np.matmul(around.sold.swapaxes(1, 2), moved + theta * price)  # sector, origin, wage
    demand -= theta * around.sold.sum(1)[:, :, None] * cost.transpose(1, 0, 2)
    home = around.sold[:, np.arange(n), np.arange(n)]  # what producers at home buy at home follows their output
    demand[:, np.arange(n), np.arange(n)] -= home * inputs
    output = np.matmul(leontief, demand.transpose(1, 0, 2))  # country, sector, wage
    weight = around.value_added_share / np.maximum((around.value_added_share * around.output).sum(1), 1e-300)[:, None]
    paid = (weight[:, :, None] * (output + around.output[:, :, None] * own)).sum(1)
    response = paid - one - income
    same = around.part[:, None] == around.part[None, :]
    numeraire = same * size / (same @ size)[:, None]
    return _inverse(numeraire - response)


def _costs(around: Around, price: Array) -> Array:
    """Give the change of unit costs ``[country, sector, wage]`` for wages that move together at home, and prices."""
    made = np.matmul(around.input_share.swapaxes(1, 2), price.transpose(1, 0, 2))
    n = np.arange(len(made))
    made[n, :, n] += around.value_added_share
    return made


def _spending(
    accounts: Accounts, around: Around, price: Array, cost: Array, index: Array
) -> tuple[Array, Array, Array]:
    """Give the change of log spending ``[good, country, wage]`` by substitution, the share of inputs in it ``[good, country]``,
    and the change of the log of v ``[country, sector, wage]``."""
    nests = accounts.nests
    epsilon, eta, rho = (one.elasticity for one in (nests.inputs, nests.value_added, nests.consumption))
    total = np.maximum(around.spent.sum(0).T, 1e-300)
    inputs = around.spent[0].T / total
    made = np.zeros_like(price)
    own = np.zeros_like(cost)
    if epsilon != 1.0 or eta != 1.0:
        n = np.arange(len(cost))
        weight = 1.0 - around.value_added_share
        bought = cost.copy()
        bought[n, :, n] -= around.value_added_share
        bought /= np.where(weight > 0, weight, 1.0)[:, :, None]  # log P_M
        common = (epsilon - eta) * bought - (1.0 - eta) * cost
        flow = around.input_share * around.output[:, None, :]
        made += (1.0 - epsilon) * inputs[:, :, None] * price
        made += np.matmul(flow, common).transpose(1, 0, 2) / total[:, :, None]
        own = -(1.0 - eta) * cost
        own[n, :, n] += 1.0 - eta
    if rho != 1.0:
        made += (1.0 - rho) * (1.0 - inputs)[:, :, None] * (price - index)
    return made, inputs, own


def _within(accounts: Accounts, around: Around, leontief: Array, content: Array) -> Array:
    """Invert the response of a country's factor markets to their wages, prices abroad as they are ``[country, sector, sector]``."""
    countries = np.arange(len(around.output))
    nests = accounts.nests
    epsilon, eta, rho = (one.elasticity for one in (nests.inputs, nests.value_added, nests.consumption))
    at_home = around.share[:, countries, countries].T
    home = around.sold[:, countries, countries].T
    cost = content.swapaxes(1, 2)  # country, sector, wage
    price = at_home[:, :, None] * cost
    sold = around.sold.sum(1).T
    kept = np.einsum("sji,sji->is", around.sold, around.share)
    demand = -(accounts.theta * (sold - kept))[:, :, None] * cost
    total = np.maximum(around.spent.sum(0), 1e-300)
    weight = 1.0 - around.value_added_share
    bought = np.matmul(around.input_share.swapaxes(1, 2), price) / np.where(weight > 0, weight, 1.0)[:, :, None]
    common = (epsilon - eta) * bought - (1.0 - eta) * cost
    flow = around.input_share * around.output[:, None, :]
    moved = (1.0 - epsilon) * around.spent[0][:, :, None] * price + np.matmul(flow, common)
    index = np.matmul(around.final_share[:, None, :], price)
    income = (around.payroll / around.payroll.sum(1, keepdims=True))[:, None, :]
    moved += around.spent[1][:, :, None] * ((1.0 - rho) * (price - index) + income)
    demand += (home / total)[:, :, None] * moved
    output = np.matmul(leontief, demand) / np.maximum(around.output, 1e-300)[:, :, None]
    sectors = np.arange(around.output.shape[1])
    own = -(1.0 - eta) * cost
    own[:, sectors, sectors] += 1.0 - eta
    iota = accounts.factors.mobility
    supply = (1.0 + iota) * np.eye(len(sectors)) - iota * income
    response = output + own - supply
    idle = (around.payroll <= 0) | (around.output <= 0)
    response[idle] = 0.0
    response -= idle[:, :, None] * np.eye(len(sectors))
    return _inverse(-response)


def _inverse(matrix: Array) -> Array:
    """Invert; where there is no inverse the nearest to one does, since it is only where to step."""
    try:
        return np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(matrix), dtype=np.float64)
