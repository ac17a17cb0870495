"""Which flows of a baseline a shock is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.scenario.shocks import Shock


@dataclass(frozen=True, eq=False)
class Touched:
    """What a shock touches in a baseline.

    Attributes
    ----------
    shock
        The shock.
    mask
        The flows ``[origin, sector, destination]``, or the producers ``[country, sector]``; None of a transfer.
    answer
        Whether it is retaliation.
    """

    shock: Shock
    mask: NDArray[Any] | None
    answer: bool = False

    @property
    def flows(self) -> int:
        """How many flows, or producers, it touches."""
        return 0 if self.mask is None else int(self.mask.sum())

    def traded(self, trade: NDArray[Any]) -> tuple[int, float]:
        """Give how many of the flows are not zero, and what they are worth together.

        Parameters
        ----------
        trade
            The baseline's flows ``[origin, sector, destination]``, million USD.
        """
        if self.mask is None or self.mask.shape != trade.shape:
            return self.flows, 0.0
        inside = trade[self.mask]
        return int((inside > 0).sum()), float(inside.sum())
