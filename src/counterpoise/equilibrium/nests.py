r"""The nests of production and consumption: how far goods, and value added, stand in for each other.

A nest is a component with two methods, whatever its elasticity: the log of its price index, and by how much spending
tilts towards what got relatively cheaper. With an elasticity of one it is Cobb-Douglas, exactly (no power of 0.9999); with
zero it is Leontief. The numbers are those of ``docs/methods/equilibrium.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class CobbDouglas:
    """A nest of fixed spending shares."""

    elasticity: float = 1.0

    def of_goods(self, share: Array, log_price: Array, total: Array) -> Array:  # noqa: ARG002 - shares are fixed
        """Give total x log P ``[country, sector]`` of shares ``[country, good, sector]`` that sum to total.

        Parameters
        ----------
        share
            ``[country, good, sector]``.
        log_price
            ``[country, good]``, or ``[country, good, sector]`` where buyers pay different prices.
        total
            What the shares sum to at the baseline ``[country, sector]``.
        """
        return np.vecmat(log_price, share) if log_price.ndim == 2 else np.einsum("jsk,jsk->jk", share, log_price)

    def of_two(self, first: Array, log_first: Array, second: Array, log_second: Array) -> Array:  # noqa: ARG002
        """Give the log of the index of two, of which the second comes as ``second x log P``."""
        return first * log_first + log_second

    def of_final(self, share: Array, log_price: Array) -> Array:
        """Give log P ``[country]`` of shares ``[country, good]`` and log prices ``[country, good]``."""
        return np.einsum("js,js->j", share, log_price)

    def tilt(self, log_price: Array, log_index: Array) -> Array | None:  # noqa: ARG002 - shares are fixed
        """Give by how much spending shares change; None where they do not."""
        return None


@dataclass(frozen=True)
class CES:
    """A nest with a constant elasticity of substitution other than one (zero is Leontief)."""

    elasticity: float

    def of_goods(self, share: Array, log_price: Array, total: Array) -> Array:
        """Give total x log P ``[country, sector]`` (see `CobbDouglas.of_goods`)."""
        power = np.expm1((1.0 - self.elasticity) * log_price)  # what is over one: near one nothing is lost to rounding
        held = np.vecmat(power, share) if log_price.ndim == 2 else np.einsum("jsk,jsk->jk", share, power)
        held += share.sum(1) - total  # goods that can't be had
        some = (total > 0) & (held > -total)
        over = np.divide(held, total, out=np.zeros_like(held), where=some)
        return np.log1p(over) * (total / (1.0 - self.elasticity))

    def of_two(self, first: Array, log_first: Array, second: Array, log_second: Array) -> Array:
        """Give the log of the index of two (see `CobbDouglas.of_two`)."""
        left = 1.0 - self.elasticity
        other = np.divide(log_second, second, out=np.zeros_like(log_second), where=second > 0)
        over = first * np.expm1(left * log_first) + second * np.expm1(left * other) + (first + second - 1.0)
        return np.log1p(np.where(over > -1.0, over, 0.0)) / left

    def of_final(self, share: Array, log_price: Array) -> Array:
        """Give log P ``[country]`` (see `CobbDouglas.of_final`)."""
        left = 1.0 - self.elasticity
        over = np.einsum("js,js->j", share, np.expm1(left * log_price)) + (share.sum(1) - 1.0)
        return np.log1p(over) / left

    def tilt(self, log_price: Array, log_index: Array) -> Array | None:
        """Give by how much spending shares change: (P / index)^(1 - elasticity)."""
        return np.exp((1.0 - self.elasticity) * (log_price - log_index))


Nest = CobbDouglas | CES


def nest(elasticity: float) -> Nest:
    """Give the nest of an elasticity of substitution."""
    return CobbDouglas() if elasticity == 1.0 else CES(float(elasticity))


@dataclass(frozen=True)
class Nests:
    """The three nests above the mix of origins.

    Attributes
    ----------
    inputs
        Between the goods that a producer buys (epsilon).
    value_added
        Between value added and inputs (eta).
    consumption
        Between the goods that final users buy (rho).
    """

    inputs: Nest = field(default_factory=CobbDouglas)
    value_added: Nest = field(default_factory=CobbDouglas)
    consumption: Nest = field(default_factory=CobbDouglas)

    @property
    def fixed(self) -> bool:
        """Whether a producer's spending shares never change."""
        return self.inputs.elasticity == 1.0 and self.value_added.elasticity == 1.0


@dataclass(frozen=True)
class Tilts:
    """By how much spending shares have changed; None where they have not.

    Attributes
    ----------
    good
        P^(1 - epsilon) of a good among inputs ``[country, good]``, or ``[country, good, sector]``.
    producer
        What is common to a producer's inputs ``[country, sector]``.
    factor
        v' / v ``[country, sector]``.
    final
        alpha' / alpha ``[country, good]``.
    """

    good: Array | None = None
    producer: Array | None = None
    factor: Array | None = None
    final: Array | None = None

    def inputs(self, share: Array) -> Array:
        """Give the new shares of goods in cost ``[country, good, sector]``."""
        if self.good is not None:
            share = share * (self.good[:, :, None] if self.good.ndim == 2 else self.good)
        return share if self.producer is None else share * self.producer[:, None, :]


def tilts(
    nests: Nests,
    *,
    of_inputs: Array,
    log_inputs: Array,
    inputs_weight: Array,
    log_wage: Array,
    log_unit_cost: Array,
    of_final: Array,
    log_consumer: Array,
) -> Tilts:
    """Give the new spending shares over the old.

    Parameters
    ----------
    nests
        The nests.
    of_inputs
        Log prices of inputs ``[country, good]`` or ``[country, good, sector]``.
    log_inputs
        (1 - v) log P_M ``[country, sector]``.
    inputs_weight
        1 - v ``[country, sector]``.
    log_wage
        ``[country, 1 or sector]``.
    log_unit_cost
        Log of cost before productivity ``[country, sector]``.
    of_final
        Log prices of final goods ``[country, good]``.
    log_consumer
        log P_C ``[country]``.
    """
    final = nests.consumption.tilt(of_final, log_consumer[:, None])
    if nests.fixed:
        return Tilts(final=final)
    index = np.divide(log_inputs, inputs_weight, out=np.zeros_like(log_inputs), where=inputs_weight > 0)
    good = nests.inputs.tilt(of_inputs, np.zeros(1))
    among = nests.inputs.tilt(np.zeros(1), index)
    against = nests.value_added.tilt(index, log_unit_cost)
    both = [one for one in (among, against) if one is not None]
    return Tilts(
        good=good,
        producer=both[0] if len(both) == 1 else both[0] * both[1],
        factor=nests.value_added.tilt(log_wage, log_unit_cost),
        final=final,
    )
