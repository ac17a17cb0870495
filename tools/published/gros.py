"""Two countries, each of one good, with costs of trade between them: Gros's (1987) world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

import counterpoise as cp
from counterpoise.statecraft.instruments import instruments
from counterpoise.statecraft.optimal import Optimum, optimum
from counterpoise.statecraft.position import World

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline

ICEBERG = 1.5

PRINTED = ((2.0, 1.0, "0.62694"), (2.0, 1e-4, "0.50004"), (5.0, 1.0, "0.21552"), (5.0, 1e-4, "0.20001"))
"""The elasticity of trade, the size of the country over the other's, and its optimal tariff."""


def flows(size: float, theta: float) -> NDArray[np.float64]:
    """Give the flows of two countries whose weights in demand are their sizes, trade balanced ``[origin, destination]``."""
    labour = np.array([size, 1.0])
    cost = np.array([[1.0, ICEBERG], [ICEBERG, 1.0]])

    def at(log_wage: float) -> NDArray[np.float64]:
        wage = np.array([np.exp(log_wage), 1.0])
        weight = (labour * wage**-theta)[:, None] * cost**-theta
        return weight / weight.sum(0) * (wage * labour)

    def surplus(log_wage: float) -> float:
        return float(at(log_wage)[0].sum() - np.exp(log_wage) * size)

    return at(float(brentq(surplus, -5.0, 5.0, xtol=1e-15)))  # pyright: ignore[reportArgumentType]


def base_of(size: float, theta: float) -> Baseline:
    """Give that world as a baseline."""
    return cp.equilibrium.from_gravity(flows=1e3 * flows(size, theta), theta=theta, countries=["Home", "Abroad"])


def best(size: float, theta: float) -> Optimum:
    """Give the optimum of the first country."""
    base = base_of(size, theta)
    return optimum(World(base), instruments(base, 0, [1], [0]), tolerance=1e-11)


def optimal_rate(size: float, theta: float) -> float:
    """Give its optimal tariff, a fraction."""
    return best(size, theta).rates.item()
