"""Checks of the arrays that a policy is made from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.errors import InputError

Floats = NDArray[np.float64]


def rates(given: Floats | None, shape: tuple[int, ...], name: str) -> Floats:
    """Give the baseline's rates, zero where there are none."""
    if given is None:
        return np.zeros(shape)
    found = np.asarray(given, dtype=np.float64)
    if found.shape != shape:
        raise InputError(f"the baseline's {name} has the shape {found.shape}", where=name, remedy=f"give {shape}")
    return found


def sane(name: str, array: Floats) -> None:
    """Check the numbers of an array by its name."""
    unbounded = name == "trade_cost_hat"
    if not np.isfinite(array.sum()) and not (np.isfinite(array) | (unbounded & (array == np.inf))).all():
        raise InputError("it has entries that are not finite", where=name, remedy="give numbers")
    low = {"tariff": -1.0, "export_tax": -1.0, "trade_cost_hat": 0.0, "productivity_hat": 0.0}.get(name)
    if low is not None and not float(array.min()) > low:
        smallest = float(array.min())
        raise InputError(f"its smallest entry is {smallest:g}", where=name, remedy=f"every entry is above {low:g}")
    if name == "transfer" and abs(float(array.sum())) > 1e-9 * max(float(np.abs(array).sum()), 1e-300):
        raise InputError(
            f"transfers sum to {float(array.sum()):g}", where=name, remedy="what one receives another pays"
        )
