"""Trade talks: the tariffs that sides agree on, who would else fight, or stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.games.bargaining import Deal, even_deal, nash_deal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.statecraft.contest import Contest
    from counterpoise.statecraft.position import Position

    Array = NDArray[np.float64]

SOLUTIONS = ("nash", "even")
"""The largest product of gains, each to the power of its side; or the largest gains in proportion to powers (Ossa 2014: equal)."""


@dataclass(frozen=True, eq=False)
class Truce:
    """Tariffs that sides agree on.

    Attributes
    ----------
    contest
        Who talks about which rates.
    threat
        The choices if they do not agree ``[rate]``.
    before
        The world then.
    deal
        Payoffs in it are over those of the threat.
    position
        The world in which the deal holds.
    equilibria
        How many were solved.
    """

    contest: Contest
    threat: Array
    before: Position
    deal: Deal
    position: Position
    equilibria: int

    @property
    def rates(self) -> Array:
        """Give the agreed rates ``[rate]``, fractions."""
        return np.expm1(self.deal.at)


def truce(
    game: Contest, threat: Array, *, powers: Array | None = None, solution: str = "nash", held: Position | None = None
) -> Truce:
    """Find what the sides agree on.

    Parameters
    ----------
    game
        Who talks, about which rates.
    threat
        The choices if they do not agree ``[rate]``.
    powers
        Of each side in the talks, above 0; equal if left out.
    solution
        Of `SOLUTIONS`.
    held
        The world if they do not agree; that of the choices if left out. Today's rates may differ within what bears one rate.

    Returns
    -------
    Truce
        Efficient among the sides: no other rates within the bounds give all of them more.

    Raises
    ------
    InputError
        If there is no such solution, or a power is not above zero.
    NoSolution
        If no deal makes all gain, or the search does not end.

    References
    ----------
    Ossa (2014), Trade Wars and Trade Talks with Data, American Economic Review 104(12), section VI; Nash (1950).
    """
    if solution not in SOLUTIONS:
        remedy = did_you_mean(solution, SOLUTIONS, "take " + " or ".join(SOLUTIONS))
        raise InputError(f"there is no solution {solution!r}", where="solution", remedy=remedy)
    before = game.at(threat) if held is None else held
    count = game.world.solutions
    talk = nash_deal if solution == "nash" else even_deal
    deal = talk(
        frontier(game, game.payoffs(before)),
        np.ones(len(game.sides)),
        threat,
        lower=game.lower,
        upper=game.upper,
        scale=np.sqrt(game.curvature(before)),
        powers=powers,
    )
    return Truce(game, threat, before, deal, game.at(deal.at), game.world.solutions - count)


def frontier(game: Contest, threat: Array) -> Callable[[Array], tuple[Array, Callable[[Array], Array]]]:
    """Give the function from choices to what each side has over the threat, and the gradient of weighted sums of that."""

    def payoffs(choices: Array) -> tuple[Array, Callable[[Array], Array]]:
        position = game.at(choices)
        over = game.payoffs(position) / threat
        parts = game.log_weights(position)
        return over, lambda weights: game.slopes(position, (weights * over) @ parts, choices)

    return payoffs
