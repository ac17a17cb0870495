"""What levels are worth, as arrays: numbers that are known, numbers that depend on parameters, and what is computed once a state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.negotiation.unknowns import Leaf

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Block:
    """What some issues' levels are worth: numbers that are known, and leaves that depend on parameters.

    Attributes
    ----------
    axes
        The places of its issues, rising.
    base
        What is known ``[level of each of its issues, party]``.
    leaves
        Where a number stands that depends on parameters, and the number.
    factor
        What multiplies the whole, by party; nothing if left out.
    """

    axes: tuple[int, ...]
    base: Array
    leaves: tuple[tuple[tuple[Any, ...], Leaf], ...] = ()
    factor: tuple[Leaf, ...] | None = None

    @property
    def known(self) -> bool:
        """Whether it depends on no parameter."""
        return not self.leaves and (self.factor is None or all(one.known for one in self.factor))

    def at(self, theta: Array) -> Array:
        """Give its values ``[..., level of each of its issues, party]``."""
        lead = () if self.known else theta.shape[:-1]
        made = np.broadcast_to(self.base, (*lead, *self.base.shape))
        if self.leaves:
            made = made.copy()
            for index, leaf in self.leaves:
                made[(..., *index)] = lifted(leaf.value(theta), made[(..., *index)].ndim - len(lead))
        if self.factor is not None:
            made = (
                made
                * beside([one.value(theta) for one in self.factor], lead)[(..., *(None,) * len(self.axes), slice(None))]
            )
        return made


@dataclass(frozen=True, eq=False)
class Ratification:
    """One whose consent the final deal needs: which party's worth counts to it, its own blocks, and the least it accepts."""

    name: str
    party: int
    shares: bool
    blocks: tuple[Block, ...]
    least: Leaf


class Evaluated:
    """Payoffs that are computed once for each combination of some issues' levels, and kept.

    Parameters
    ----------
    counts
        How many levels each issue has.
    axes
        The issues that it depends on, rising.
    width
        How many columns it gives.
    function
        From combinations, numbered in mixed radix, to their values ``[combination, column]``.
    factor
        What multiplies the first columns, those of the parties; nothing if left out.
    kept
        The values that other uses of the same function have left, and to which this one adds.
    """

    def __init__(
        self,
        counts: tuple[int, ...],
        axes: tuple[int, ...],
        width: int,
        function: Callable[[Whole], Array],
        factor: tuple[Leaf, ...] | None = None,
        kept: Array | None = None,
    ) -> None:
        self.counts, self.axes, self.function, self.factor = counts, axes, function, factor
        self._kept = np.full((prod(counts[axis] for axis in axes), width), np.nan) if kept is None else kept

    def combinations(self, states: Whole | None) -> Whole:
        """Give the number of the combination that each state has; of all states if None."""
        strides = dict(zip(self.axes, _strides([self.counts[axis] for axis in self.axes]), strict=True))
        if states is not None:
            places = np.unravel_index(states, self.counts)
            return sum(
                (places[axis] * stride for axis, stride in strides.items()), np.zeros(len(states), dtype=np.int64)
            )
        made = np.zeros(1, dtype=np.int64)
        for axis, count in enumerate(self.counts):
            made = (made[:, None] + np.arange(count)[None, :] * strides.get(axis, 0)).ravel()
        return made

    def columns(self, states: Whole | None) -> Array:
        """Give all columns of states ``[state, column]``; of all states if None."""
        asked = self.combinations(states)
        missing = np.unique(asked[np.isnan(self._kept[asked, 0])])
        if len(missing):
            self._kept[missing] = self.function(missing)
        return self._kept[asked]

    def at(self, theta: Array, states: Whole | None) -> Array:
        """Give the payoffs of states ``[..., state, party]``; of all states if None."""
        found = self.columns(states)
        if self.factor is None:
            return found
        factor = beside([one.value(theta) for one in self.factor], theta.shape[:-1])
        return found[:, : len(self.factor)] * factor[..., None, :]


def _strides(counts: Sequence[int]) -> list[int]:
    return [prod(counts[at + 1 :]) for at in range(len(counts))]


def beside(values: Sequence[Any], lead: tuple[int, ...]) -> Array:
    """Give numbers of parties, some of which draws lead, as one array ``[..., party]``."""
    return np.stack([np.broadcast_to(np.asarray(one, dtype=float), lead) for one in values], axis=-1)


def lifted(value: Any, axes: int) -> Any:
    """Put axes of length one behind the draws."""
    made = np.asarray(value, dtype=float)
    return made.reshape((*made.shape, *(1,) * axes))
