"""How far one equation's gap moves the solution: approximate inverses, made once for a baseline.

Two are enough. Within a country, prices and quantities follow the home part of its input-output table, whose Leontief
inverse is a small matrix a country. Between countries, wages follow the response of factor markets to wages when every
cost moves with the wage at home, a matrix of countries by countries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.model import Accounts

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Preconditioner:
    """Approximate inverses of the equations around one point.

    Attributes
    ----------
    leontief
        (1 - B)^(-1) of home inputs ``[country, good, sector]``.
    wages
        Change of log wages for gaps in the factor markets ``[country, country]``.
    """

    leontief: Array
    wages: Array

    def prices(self, gap: Array) -> Array:
        """Give the change of log input costs ``[country, sector]`` that closes their gap at home."""
        return np.vecmat(gap, self.leontief)

    def quantities(self, gap: Array) -> Array:
        """Give the change of output ``[country, sector]`` that closes the gap of the goods markets at home."""
        return np.matvec(self.leontief, gap)


def preconditioner(
    accounts: Accounts, bought: Array, crossing: Array, output: Array, part: NDArray[np.intp]
) -> Preconditioner:
    """Make the inverses at a point.

    Parameters
    ----------
    accounts
        The baseline's.
    bought
        Spending at buyers' prices there ``[sector, destination, origin]``.
    crossing
        What of it reaches the producers.
    output
        Output there ``[country, sector]``.
    part
        The part of the world that each country is in ``[country]``.
    """
    countries = np.arange(len(output))
    spent = bought.sum(2)
    share = bought / np.where(spent > 0, spent, 1.0)[:, :, None]
    at_home = share[:, countries, countries].T  # country, good
    blocks = np.eye(output.shape[1]) - accounts.input_share * at_home[:, :, None]
    leontief = _inverse(blocks)
    content = np.vecmat(accounts.value_added_share, leontief)  # of a good made at home, by all its makers there
    demand = crossing.copy()
    demand[:, countries, countries] -= (at_home * np.matvec(accounts.input_share, output)).T
    np.maximum(demand, 0.0, out=demand)
    return Preconditioner(
        leontief,
        _wages(accounts, share, demand * content.T[:, None, :], content.T, part),
    )


def _part_weight(accounts: Accounts, part: NDArray[np.intp]) -> Array:
    same = part[:, None] == part[None, :]
    return same * accounts.value_added / (same @ accounts.value_added)[:, None]


def _wages(accounts: Accounts, share: Array, paid_by: Array, content: Array, part: NDArray[np.intp]) -> Array:
    """Invert the response of factor markets to wages.

    ``paid_by`` ``[sector, destination, origin]`` is the value added in what is sold abroad and to final users at home;
    ``content`` ``[sector, origin]`` is how far a cost follows the wage at home. The rest of it follows the world's wages.
    """
    weight = paid_by.swapaxes(1, 2)  # sector, origin, destination
    weight = weight / np.maximum(weight.sum((0, 2)), 1e-300)[None, :, None]
    lost = np.abs(accounts.theta)[:, None, None] * weight
    own, world = lost.sum(2), accounts.value_added / accounts.value_added.sum()
    rest = (lost @ (share @ (1.0 - content)[:, :, None]))[:, :, 0] - own * (1.0 - content)
    response = (lost @ (share * content[:, None, :])).sum(0) + weight.sum(0)
    response += rest.sum(0)[:, None] * world
    response -= np.diag((own * content).sum(0) + 1.0)
    return _inverse(_part_weight(accounts, part) - response)


def _inverse(matrix: Array) -> Array:
    """Invert; where there is no inverse the nearest to one does, since it is only where to step."""
    try:
        return np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(matrix), dtype=np.float64)
