"""Sums of blocks over states: what each issue's levels are worth, added up for every state or for some."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.documents import Fault
from counterpoise.negotiation.blocks import Block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]


def summed(
    blocks: Sequence[Block], theta: Array, counts: tuple[int, ...], constant: Array, states: Whole | None = None
) -> Array:
    """Add up blocks and a constant of each party.

    Parameters
    ----------
    blocks
        Each over the levels of some issues.
    theta
        Parameters ``[..., parameter]``.
    counts
        How many levels each issue has.
    constant
        Of each party ``[..., party]``.
    states
        The numbers of the states to give; all if None.

    Returns
    -------
    numpy.ndarray
        ``[..., state, party]``.

    Raises
    ------
    Fault
        If something is not a number.
    """
    held = [(one.axes, _finite(one.at(theta))) for one in blocks]
    if states is None:
        return _everywhere(held, theta.shape[:-1], counts, constant)
    places = np.unravel_index(states, counts)
    made = np.zeros((*theta.shape[:-1], len(states), constant.shape[-1]))
    made += constant[..., None, :]
    for axes, values in held:
        made += values[(..., *(places[axis] for axis in axes), slice(None))]
    return made


def _finite(values: Array) -> Array:
    if not np.isfinite(values).all():
        raise Fault("a payoff is not a number", "mend the sums of unknowns in it")
    return values


def _everywhere(
    held: list[tuple[tuple[int, ...], Array]], lead: tuple[int, ...], counts: tuple[int, ...], constant: Array
) -> Array:
    """Add up on all states: the issues of either half first, then the two, so that nearly all the work is one outer sum."""
    width, split = constant.shape[-1], _split(counts)
    single = {axis: np.zeros((count, width)) for axis, count in enumerate(counts)}
    for axes, values in held:
        if len(axes) == 1:
            single[axes[0]] = single[axes[0]] + values
    size, first = prod(counts), prod(counts[:split])
    made = np.empty((*lead, size, width))
    halves = made.reshape(*lead, first, size // first, width)
    for party in range(width):
        left = constant[..., party, None] + _outer([single[axis][..., party] for axis in range(split)])
        right = _outer([single[axis][..., party] for axis in range(split, len(counts))])
        np.add(left[..., :, None], right[..., None, :], out=halves[..., party])
    grid = made.reshape(*lead, *counts, width)
    for axes, values in held:
        if len(axes) != 1:
            shape = [count if axis in axes else 1 for axis, count in enumerate(counts)]
            grid += values.reshape(*values.shape[: values.ndim - len(axes) - 1], *shape, width)
    return made


def _split(counts: tuple[int, ...]) -> int:
    """Give how many of the issues come first, so that both halves have about as many states."""
    return min(range(len(counts)), key=lambda at: max(prod(counts[:at]), prod(counts[at:])))


def _outer(parts: Sequence[Array]) -> Array:
    """Give the sums of all combinations, the last part fastest ``[..., combination]``."""
    made = np.zeros(1)
    for one in parts:
        made = made[..., :, None] + one[..., None, :]
        made = made.reshape(*made.shape[:-2], -1)
    return made
