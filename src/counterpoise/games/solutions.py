"""Solutions of a bargaining problem over a set of outcomes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def efficient(payoffs: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give the places of the outcomes ``[outcome, player]`` that no other beats for every player, one of alike ones.

    Examples
    --------
    >>> efficient(np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0]])).tolist()
    [1, 0]
    """
    if payoffs.shape[1] <= 2:
        one, other = payoffs[:, 0], payoffs[:, -1]
        order = np.lexsort((-other, -one))
        best = np.maximum.accumulate(other[order])
        keep = np.ones(len(order), dtype=bool)
        keep[1:] = other[order][1:] > best[:-1]
        return order[keep]
    order = np.argsort(-payoffs.sum(axis=1), kind="stable")
    left, made = payoffs[order], []
    while len(left):
        made.append(order[0])
        better = (left > left[0]).any(axis=1)
        left, order = left[better], order[better]
    return np.array(made, dtype=np.int64)
