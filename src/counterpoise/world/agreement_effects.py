"""What an agreement does to trade beside its tariffs, as gravity estimates it (``facts/agreement_effects.csv``)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from counterpoise.core.errors import InputError, did_you_mean

DEFAULT = "depth"
"""A step of depth, with border effects by year and lags: the equation that the Advanced Guide ends with."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A gravity coefficient.

    Attributes
    ----------
    name
        What it is called here.
    unit
        Of what it is the effect: ``a step of depth``, or ``an agreement``.
    coefficient, standard_error
        Of the logarithm of trade.
    observations
        How many the estimate rests on.
    note
        How it was estimated.
    citation
        Whose it is.
    """

    name: str
    unit: str
    coefficient: float
    standard_error: float
    observations: int
    note: str
    citation: str


@cache
def effects() -> dict[str, Effect]:
    """Give every effect of the table by its name.

    Examples
    --------
    >>> held = effects()
    >>> 0 < held["depth"].coefficient < held["depth, without borders"].coefficient
    True
    """
    from counterpoise.facts import read  # noqa: PLC0415

    return {
        row["name"]: Effect(
            row["name"],
            row["unit"],
            float(row["coefficient"]),
            float(row["standard_error"]),
            int(row["observations"]),
            row["note"],
            row["citation"],
        )
        for row in read("agreement_effects")
    }


def effect(name: str = DEFAULT, where: str = "effect") -> Effect:
    """Give an effect by its name.

    Parameters
    ----------
    name
        As in the table; what a step of depth does if left out.
    where
        For the message.

    Raises
    ------
    InputError
        If there is none of that name.

    Examples
    --------
    >>> effect("agreement").coefficient
    0.475
    """
    if name not in effects():
        remedy = did_you_mean(name, effects(), "take one of " + "; ".join(effects()))
        raise InputError(f"there is no effect {name[:40]!r}", where=where, remedy=remedy)
    return effects()[name]


def said(coefficient: float | None = None) -> str:
    """Say what a step of depth is taken to do.

    Parameters
    ----------
    coefficient
        In log points, where it was given; the program's estimate where None.

    Examples
    --------
    >>> said(0.1)
    'a step of depth raises trade in goods by 10.5 %, as asked, at unchanged prices; the first step is the tariffs themselves'
    """
    if coefficient is not None:
        return (
            f"a step of depth raises trade in goods by {_pct(coefficient):.1f} %, as asked, at unchanged prices; the first step is the "
            "tariffs themselves"
        )
    found = effect()
    low, high = (_pct(found.coefficient + sign * 1.96 * found.standard_error) for sign in (-1, 1))
    return (
        f"a step of depth raises trade in goods by {_pct(found.coefficient):.1f} % ({low:.1f} to {high:.1f}, 95 %) at unchanged prices, as "
        "gravity estimates it over twelve years, evenly over seven steps (told apart, those beyond a free trade area show no effect of "
        "their own); the first step is the tariffs themselves"
    )


def _pct(log_points: float) -> float:
    return 100.0 * math.expm1(log_points)
