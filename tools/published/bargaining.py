"""Worlds of the theory of bargaining: Nash's Bill and Jack, and a frontier that is a parabola."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.games.curves import Curve

if TYPE_CHECKING:
    from numpy.typing import NDArray

GOODS = {
    "book": (2, 4),
    "whip": (2, 2),
    "ball": (2, 1),
    "bat": (2, 2),
    "box": (4, 1),
    "pen": (10, 1),
    "toy": (4, 1),
    "knife": (6, 2),
    "hat": (2, 2),
}
"""What each is worth to Bill and to Jack; the first five are Bill's."""

BILLS = 5


@cache
def bill_and_jack() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the payoffs of all 2^9 ways to share the goods, and what each has with his own."""
    worth = np.array(list(GOODS.values()), dtype=float)
    to_bill = (np.arange(2 ** len(worth))[:, None] >> np.arange(len(worth))) & 1
    payoffs = np.stack([to_bill @ worth[:, 0], (1 - to_bill) @ worth[:, 1]], axis=1)
    return payoffs, np.array([worth[:BILLS, 0].sum(), worth[BILLS:, 1].sum()])


PARABOLA = Curve(lambda u: 1.0 - u * u, (0.0, 1.0))
"""The frontier u2 = 1 - u1^2."""
