"""Small worlds by hand: figures that are known, bounded or not known."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest


@pytest.fixture(scope="session")
def known():
    """Make figures: a number where a cell is one, bounds where it is a pair, nothing where it is None."""

    def make(cells):
        flat = [one for row in cells for one in (row if isinstance(row, list) else [row])]
        shape = (len(cells), len(cells[0])) if isinstance(cells[0], list) else (len(cells),)
        ends = [(-np.inf, np.inf) if one is None else one if isinstance(one, tuple) else (one, one) for one in flat]
        low, high = (np.array([one[k] for one in ends], dtype=float).reshape(shape) for k in (0, 1))
        if len(shape) == 2:
            for array in (low, high):
                np.fill_diagonal(array, np.nan)
        return SimpleNamespace(value=np.where(low == high, low, np.nan), low=low, high=high)

    return make
