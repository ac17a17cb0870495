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

PRICE_ROUNDS, QUANTITY_ROUNDS = 2, 2
"""Rounds in which prices and quantities follow wages, when the response of factor markets is approximated."""


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
    inputs_follow, output_follow
        Change of log input costs and of output ``[country, sector, country]`` with the wages of a country, which move
        together.
    inputs_around, output_around
        The same with a sector's wage at home ``[country, sector, sector]``; None where there is one wage a country.
    """

    leontief: Array
    between: Array
    within: Array | None
    weight: Array
    inputs_follow: Array
    output_follow: Array
    world: Array | None = None
    sector_weight: Array | None = None
    inputs_around: Array | None = None
    output_around: Array | None = None

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
        rest = gap - mean
        assert self.world is not None
        assert self.sector_weight is not None
        common = (self.sector_weight * rest).sum(0)
        around = np.matvec(self.within, rest - common) + self.world @ common
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
        assert self.world is not None
        assert self.sector_weight is not None
        made = np.vecmat(around, self.within)
        made += self.sector_weight * (around.sum(0) @ self.world - made.sum(0))
        mean = self.between.T @ weight.sum(1, keepdims=True) - made.sum(1, keepdims=True)
        return made + self.weight * mean

    def following(self, wages: Array) -> tuple[Array, Array]:
        """Give the change of log input costs and of output ``[country, sector]`` that a change of log wages brings."""
        if self.inputs_around is None or self.output_around is None:
            mean = wages[:, 0]
            return self.inputs_follow @ mean, self.output_follow @ mean
        level = (self.weight * wages).sum(1, keepdims=True)
        around = wages - level
        return (
            self.inputs_follow @ level[:, 0] + np.matvec(self.inputs_around, around),
            self.output_follow @ level[:, 0] + np.matvec(self.output_around, around),
        )

    def following_transposed(self, inputs: Array, output: Array) -> Array:
        """Give the transpose of `following` ``[country, 1 or sector]``."""
        n = self.inputs_follow.shape[2]
        level = inputs.ravel() @ self.inputs_follow.reshape(-1, n) + output.ravel() @ self.output_follow.reshape(-1, n)
        if self.inputs_around is None or self.output_around is None:
            return level[:, None]
        around = np.vecmat(inputs, self.inputs_around) + np.vecmat(output, self.output_around)
        return around + self.weight * (level[:, None] - around.sum(1, keepdims=True))


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
    between, inputs, output = _between(accounts, around, leontief, content.sum(1))
    weight = around.payroll / np.where(total > 0, total, 1.0)
    if isinstance(accounts.factors, Mobile):
        return Preconditioner(leontief, between, None, weight, inputs, output)
    within, inputs_around, output_around = _within(accounts, around, leontief, content)
    of_sector = around.payroll.sum(0)
    return Preconditioner(
        leontief,
        between,
        within,
        weight,
        inputs,
        output,
        world=_world(accounts, around),
        sector_weight=around.payroll / np.where(of_sector > 0, of_sector, 1.0),
        inputs_around=inputs_around,
        output_around=output_around,
    )


def _world(accounts: Accounts, around: Around) -> Array:
    """Invert the response of the world's factor markets to wages that move together in a sector ``[sector, sector]``."""
    output = around.output.sum(0)[None]
    spent = around.spent.sum(1)[:, None]
    flow = (around.input_share * around.output[:, None, :]).sum(0)[None]
    input_share = flow / output[:, None, :]
    added = (around.value_added_share * around.output).sum(0)[None] / output
    one = Around(
        share=np.ones((output.size, 1, 1)),
        sold=around.sold.sum((1, 2))[:, None, None],
        spent=spent,
        input_share=input_share,
        value_added_share=added,
        final_share=spent[1] / spent[1].sum(),
        output=output,
        payroll=around.payroll.sum(0)[None],
        part=np.zeros(1, dtype=np.intp),
    )
    leontief = _inverse(np.eye(output.size) - input_share)
    return _within(accounts, one, leontief, added[:, :, None] * leontief)[0][0]


def _between(accounts: Accounts, around: Around, leontief: Array, content: Array) -> tuple[Array, Array, Array]:
    """Invert the response of the countries' factor markets to their wages; give the responses of costs and output too.

    All wages of a country move together; prices and then quantities follow in a few rounds of their equations, each with the
    home part of the table solved for.
    """
    n = len(around.output)
    one = np.eye(n)
    size = around.payroll.sum(1)
    world = size / size.sum()
    theta = accounts.theta[:, None, None]
    mix = around.share
    cost = content[:, :, None] * one[:, None, :] + (1.0 - content)[:, :, None] * world  # country, sector, wage
    for _ in range(PRICE_ROUNDS):
        price = np.matmul(mix, cost.transpose(1, 0, 2))  # sector, destination, wage
        cost += np.matmul(leontief.swapaxes(1, 2), _costs(around, price) - cost)
    price = np.matmul(mix, cost.transpose(1, 0, 2))
    index = np.einsum("js,sjd->jd", around.final_share, price)
    income = one + accounts.factors.labour_supply * (one - index)
    spent, own = _spending(accounts, around, price, cost, index)
    spent += around.spent[1].T[:, :, None] * income
    total = np.maximum(around.spent.sum(0).T, 1e-300)[:, :, None]
    flow = around.sold.swapaxes(1, 2)  # sector, origin, destination
    direct = np.matmul(flow, theta * price)
    direct -= theta * around.sold.sum(1)[:, :, None] * cost.transpose(1, 0, 2)
    output = np.zeros_like(cost)
    for _ in range(QUANTITY_ROUNDS):
        bought = np.matmul(around.input_share, output).transpose(1, 0, 2)
        sold = (direct + np.matmul(flow, (spent + bought) / total)).transpose(1, 0, 2)
        output += np.matmul(leontief, sold - output)
    weight = around.value_added_share / np.maximum((around.value_added_share * around.output).sum(1), 1e-300)[:, None]
    paid = (weight[:, :, None] * (output + around.output[:, :, None] * own)).sum(1)
    same = around.part[:, None] == around.part[None, :]
    numeraire = same * size / (same @ size)[:, None]
    inputs = cost.copy()
    inputs[np.arange(n), :, np.arange(n)] -= around.value_added_share
    return _inverse(numeraire - (paid - income)), inputs, output


def _costs(around: Around, price: Array) -> Array:
    """Give the change of unit costs ``[country, sector, wage]`` for wages that move together at home, and prices."""
    made = np.matmul(around.input_share.swapaxes(1, 2), price.transpose(1, 0, 2))
    n = np.arange(len(made))
    made[n, :, n] += around.value_added_share
    return made


def _spending(accounts: Accounts, around: Around, price: Array, cost: Array, index: Array) -> tuple[Array, Array]:
    """Give the change of spending by substitution ``[good, country, wage]``, and of the log of v ``[country, sector, wage]``."""
    nests = accounts.nests
    epsilon, eta, rho = (one.elasticity for one in (nests.inputs, nests.value_added, nests.consumption))
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
        made += (1.0 - epsilon) * around.spent[0].T[:, :, None] * price
        made += np.matmul(flow, common).transpose(1, 0, 2)
        own = -(1.0 - eta) * cost
        own[n, :, n] += 1.0 - eta
    if rho != 1.0:
        made += (1.0 - rho) * around.spent[1].T[:, :, None] * (price - index)
    return made, own


def _within(accounts: Accounts, around: Around, leontief: Array, content: Array) -> tuple[Array, Array, Array]:
    """Invert the response of a country's factor markets to their wages, prices abroad as they are; all three as `_between`."""
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
    made = np.matmul(leontief, demand)
    output = made / np.maximum(around.output, 1e-300)[:, :, None]
    sectors = np.arange(around.output.shape[1])
    own = -(1.0 - eta) * cost
    own[:, sectors, sectors] += 1.0 - eta
    iota = accounts.factors.mobility
    supply = (1.0 + iota) * np.eye(len(sectors)) - iota * income
    response = output + own - supply
    idle = (around.payroll <= 0) | (around.output <= 0)
    response[idle] = 0.0
    response -= idle[:, :, None] * np.eye(len(sectors))
    inputs = cost.copy()
    inputs[:, sectors, sectors] -= around.value_added_share
    return _inverse(-response), inputs, made


def _inverse(matrix: Array) -> Array:
    """Invert; where there is no inverse the nearest to one does, since it is only where to step."""
    try:
        return np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(matrix), dtype=np.float64)
