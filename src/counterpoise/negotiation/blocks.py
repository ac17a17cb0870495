"""What levels are worth, as arrays: numbers that are known, numbers that depend on parameters, and what is computed once a state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
        Where a number is added that depends on parameters, and the number.
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
                part = made[(..., *index)]
                made[(..., *index)] = part + lifted(leaf.value(theta), part.ndim - len(lead))
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
    """Payoffs that are computed once a state and kept.

    Parameters
    ----------
    size
        How many states there are.
    width
        How many parties.
    function
        From the numbers of states to their payoffs ``[state, party]``.
    key
        From the numbers of states to those that stand for them, where some are worth the same; themselves if left out.
    factor
        What multiplies it, by party.
    """

    def __init__(
        self,
        size: int,
        width: int,
        function: Callable[[Whole], Array],
        key: Callable[[Whole], Whole] | None = None,
        factor: tuple[Leaf, ...] | None = None,
    ) -> None:
        self.size, self.function, self.key, self.factor = size, function, key, factor
        self._kept = np.full((size, width), np.nan)

    def at(self, states: Whole | None) -> Array:
        """Give the payoffs of states ``[state, party]``; all if None."""
        held = np.arange(self.size) if states is None else states
        asked = held if self.key is None else self.key(held)
        missing = np.unique(asked[np.isnan(self._kept[asked, 0])])
        if len(missing):
            self._kept[missing] = self.function(missing)
        return self._kept[asked]


def beside(values: Sequence[Any], lead: tuple[int, ...]) -> Array:
    """Give numbers of parties, some of which draws lead, as one array ``[..., party]``."""
    return np.stack([np.broadcast_to(np.asarray(one, dtype=float), lead) for one in values], axis=-1)


def lifted(value: Any, axes: int) -> Any:
    """Put axes of length one behind the draws."""
    made = np.asarray(value, dtype=float)
    return made.reshape((*made.shape, *(1,) * axes))
