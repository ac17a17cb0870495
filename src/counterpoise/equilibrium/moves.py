"""Small changes of the equations around a point, and weights on them: what `counterpoise.equilibrium.linear` takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass
class Move:
    """A change of the state, or weights on its parts; of the shapes of `State`, output and revenue in million USD."""

    log_wage: Array
    log_inputs: Array
    output: Array
    revenue: Array
    log_labour: Array = field(default_factory=lambda: np.zeros(0))


@dataclass
class Said:
    """Changes of what the equations say at a point, or weights on them.

    Attributes
    ----------
    log_inputs
        (1 - v) log P_M ``[country, sector]``.
    sold
        Y', what makers are paid ``[country, sector]``, million USD.
    revenue
        T' ``[country]``, million USD.
    paid
        What producers pay the factor ``[country, 1 or sector]``, million USD.
    earned
        What the factor earns, of the same shape.
    log_consumer
        log P_C ``[country]``.
    income
        I' ``[country]``, million USD.
    cost
        log c ``[country, sector]``.
    log_real
        Log of the wage index over P_C ``[country]``.
    log_labour
        Log of employment as its supply has it ``[country]``, where it is an unknown of its own; else empty.
    """

    log_inputs: Array
    sold: Array
    revenue: Array
    paid: Array
    earned: Array
    log_consumer: Array
    income: Array
    cost: Array
    log_real: Array
    log_labour: Array = field(default_factory=lambda: np.zeros(0))


@dataclass
class Inner:
    """Weights on what lies between the state and what the equations say; those on policies and parameters follow from them.

    Attributes
    ----------
    good
        On log P ``[sector, destination x use]``.
    sold
        On what makers are paid ``[country, sector]``.
    revenue
        On the treasuries' revenue ``[country]``.
    bought
        On the log of what is bought, beside sales and revenue ``[sector, destination x use, origin]``; None where there are
        none.
    cost
        On log c ``[country, sector]``.
    unit
        On the log of cost before productivity ``[country, sector]``.
    inputs
        On (1 - v) log P_M as the equations give it ``[country, sector]``.
    spent
        On spending ``[sector, destination x use]``, per million USD.
    paid
        On the log of what producers pay the factor ``[country, sector]``.
    consumer
        On log P_C ``[country]``.
    income
        On I ``[country]``, per million USD.
    size
        On all spending, by which varieties follow ``[country]``, per million USD; 0 where they do not.
    earned
        On the log of what the factor earns ``[country, 1 or sector]``.
    index
        On the log of the wage index ``[country]``.
    """

    good: Array
    sold: Array
    revenue: Array
    bought: Array | None
    cost: Array
    unit: Array
    inputs: Array
    spent: Array
    paid: Array
    consumer: Array
    income: Array
    size: Array
    earned: Array
    index: Array
