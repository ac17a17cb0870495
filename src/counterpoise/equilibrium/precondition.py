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
    part_weight
        Each country's share of its part's value added, in the part's rows ``[country, country]``: the numeraire.
    """

    leontief: Array
    wages: Array
    part_weight: Array

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
    return Preconditioner(
        np.asarray(np.linalg.inv(blocks), dtype=np.float64),
        _wages(accounts, share, crossing, output, part),
        _part_weight(accounts, part),
    )


def _part_weight(accounts: Accounts, part: NDArray[np.intp]) -> Array:
    same = part[:, None] == part[None, :]
    return same * accounts.value_added / (same @ accounts.value_added)[:, None]


def _wages(accounts: Accounts, share: Array, crossing: Array, output: Array, part: NDArray[np.intp]) -> Array:
    paid = accounts.value_added_share * output
    of_factor = (paid / np.maximum(paid.sum(1), 1e-300)[:, None]).T  # sector, origin
    to = crossing.swapaxes(1, 2) / np.maximum(crossing.sum(1), 1e-300)[:, :, None]  # sector, origin, destination
    theta = np.abs(accounts.theta)[:, None]
    lost = of_factor * theta
    response = (lost[:, :, None] * to @ share).sum(0) + (of_factor[:, :, None] * to).sum(0)
    response -= np.diag(lost.sum(0) + 1.0)
    return np.linalg.inv(_part_weight(accounts, part) - response)
