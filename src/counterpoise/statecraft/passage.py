r"""In production: how much of the value added that one power's buyers absorb from the other passes through each third country.

With B the Leontief inverse, v the value added in a unit of output, f final demand and K the nodes (sectors) of a country k, the
value added of A that B's buyers absorb is ``v_A B f_B``. Of it

.. math:: T_k = v_A B_{\cdot K} (B_{KK})^{-1} B_{K \cdot} f_B

passes at least once through a sector of k, as an input to it or as the good that it sells to the final buyer: what is left if the
rows and columns of k are taken out of the table (hypothetical extraction). One path can pass through several countries, so that
the shares of different countries overlap.

References
----------
Dietzenbacher, E., van der Linden, J. A. and Steenge, A. E. (1993), The regional extraction method: EC input-output comparisons,
Economic Systems Research 5(2), 185-206. Johnson, R. C. and Noguera, G. (2012), Accounting for intermediates: production sharing and
trade in value added, Journal of International Economics 86(2), 224-236.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.world.economy import Economy
    from counterpoise.world.leontief import Leontief

    Array = NDArray[np.float64]

PRECISION = 1e-9
"""What the last step of a country may change, over all that is absorbed."""

_MOST_STEPS = 100


@dataclass(frozen=True)
class Passage:
    """Value added of the first power in the final demand of the second, and the other way round.

    Attributes
    ----------
    absorbed
        Million USD ``[direction]``: first to second, second to first.
    through
        Of it what passes through each country ``[country, direction]``; not a number of members of the powers.
    through_none
        Of it what passes through no third country ``[direction]``.
    steps
        Rounds that the slowest country took.
    """

    absorbed: Array
    through: Array
    through_none: Array
    steps: int


def passage(economy: Economy, sides: Sequence[Sequence[int]]) -> Passage:
    """Give what passes through each third country between two powers, both ways.

    Parameters
    ----------
    economy
        The accounts.
    sides
        The members of the first and of the second power, as positions.

    Returns
    -------
    Passage
        Of every country at once.

    Raises
    ------
    NoSolution
        If the Leontief matrix is singular.
    """
    from counterpoise.core.measure import Evaluation  # noqa: PLC0415
    from counterpoise.world import accounts  # noqa: F401, PLC0415 - declares the quantities

    held = Evaluation(economy.roots)
    return passed(
        held["leontief"],
        inputs=held["inputs"].values,
        output=held["output"].values,
        added=held["value_added_share"].values,
        final=held["final_demand"].values,
        sides=sides,
    )


def passed(
    leontief: Leontief, *, inputs: Array, output: Array, added: Array, final: Array, sides: Sequence[Sequence[int]]
) -> Passage:
    """Give the same from bare arrays.

    Parameters
    ----------
    leontief
        The factored system.
    inputs
        Flows ``[origin, sector, destination, use]`` to buying sectors.
    output, added
        Output, and value added in a unit of it ``[country, sector]``.
    final
        Final demand ``[origin, sector, destination]``.
    sides
        The members of the first and of the second power, as positions.

    Returns
    -------
    Passage
        Of every country at once.

    Raises
    ------
    NoSolution
        If the Leontief matrix is singular, or a country's own part of its inverse is.

    Examples
    --------
    One sector each: A sells to C only, C to B only, so that all passes through C, and nothing comes back.

    >>> from counterpoise.world.leontief import Leontief
    >>> inputs = np.zeros((3, 1, 3, 1))
    >>> inputs[0, 0, 2, 0] = 10.0
    >>> output, final = np.array([[10.0], [5.0], [20.0]]), np.zeros((3, 1, 3))
    >>> final[1, 0, 1], final[2, 0, 1] = 5.0, 20.0
    >>> added = np.array([[1.0], [1.0], [0.5]])
    >>> system = Leontief(inputs.reshape(3, 3), output.ravel())
    >>> found = passed(system, inputs=inputs, output=output, added=added, final=final, sides=([0], [1]))
    >>> found.absorbed.tolist(), found.through[2].tolist(), found.through_none.tolist()
    ([10.0, 0.0], [10.0, 0.0], [0.0, 0.0])
    """
    c, s = output.shape
    first, second = (list(one) for one in sides)
    ways = ((first, second), (second, first))
    sold, carried = np.zeros((c, s, 2)), np.zeros((c, s, 2))
    for way, (maker, buyer) in enumerate(ways):
        sold[..., way] = final[:, :, buyer].sum(2)
        carried[maker, :, way] = added[maker]
    needed = leontief.solve(sold.reshape(c * s, 2)).reshape(c, s, 2)
    worth = leontief.adjoint(carried.reshape(c * s, 2)).reshape(c, s, 2)
    absorbed = np.einsum("csd,csd->d", worth, sold)
    third = [k for k in range(c) if k not in first and k not in second]
    through = np.full((c, 2), np.nan)
    divisor = np.where(output > 0, output, 1.0)
    own = np.stack([np.eye(s) - inputs[k, :, k, :] / divisor[k] for k in third]) if third else np.zeros((0, s, s))
    through[third], steps = _through(leontief, own, needed, worth, absorbed, third)
    none = _through_none(inputs, divisor, carried, sold, first + second)
    return Passage(absorbed, through, none, steps)


def _through(
    leontief: Leontief, own: Array, needed: Array, worth: Array, absorbed: Array, third: Sequence[int]
) -> tuple[Array, int]:
    """Give T_k of every third country ``[country, direction]``.

    Of B_KK y = q, I - A_KK is nearly the inverse: what it leaves out is what comes back to k from abroad. Each round shrinks the
    error by that share, of all countries in one solution with many right-hand sides, so that B itself is never made.
    """
    c, s, _ = needed.shape
    y, rest, weight = np.zeros((len(third), s, 2)), needed[third], worth[third]  # [third, sector, direction]
    least = PRECISION * np.maximum(np.abs(absorbed), np.finfo(float).tiny)
    left = np.arange(len(third))
    for step in range(1, _MOST_STEPS + 1):
        move = np.matmul(own[left], rest)
        y[left] += move
        moving = (np.abs(np.einsum("ksd,ksd->kd", weight[left], move)) > least).any(1)
        if not moving.any():
            return np.einsum("ksd,ksd->kd", weight, y), step
        left, move, rest = left[moving], move[moving], rest[moving]
        right, here = np.zeros((c, s, len(left), 2)), [third[k] for k in left]
        right[here, :, np.arange(len(left))] = move
        back = leontief.solve(right.reshape(c * s, -1)).reshape(right.shape)
        rest = rest - back[here, :, np.arange(len(left))]
    raise NoSolution("what passes through a country could not be found", where="accounts", remedy="check the table")


def _through_none(inputs: Array, divisor: Array, carried: Array, sold: Array, ours: list[int]) -> Array:
    """Give what is left where all third countries are taken out: a table of the two powers alone."""
    size = len(ours) * divisor.shape[1]
    part = (inputs[np.ix_(ours, range(inputs.shape[1]), ours)] / divisor[ours]).reshape(size, size)
    made = np.linalg.solve(np.eye(size) - part, sold[ours].reshape(size, 2))
    return np.einsum("nd,nd->d", carried[ours].reshape(size, 2), made)
