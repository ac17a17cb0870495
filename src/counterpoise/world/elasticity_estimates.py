"""Published estimates of trade elasticities: as they were published, as theta, and between which limits.

One row of ``facts/elasticities.csv`` is one estimate, with a 95 % interval: the published value less and plus 1.96
times its standard error. Where a producer gives no standard error, one is taken by convention, (1 + theta) / 3.2: 3.2
is the median t statistic of the tariff coefficients, 1 + theta in size, of Fontagné, Guimbard and Orefice (2022). Each
row says which of the two it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import copysign, isfinite
from types import MappingProxyType

from counterpoise.core.errors import DataError, InputError
from counterpoise.facts import read

HORIZONS = ("short", "medium", "long")
"""Up to a year after a shock, some years after it, and when adjustment has ended."""

CONVENTIONS: Mapping[str, str] = MappingProxyType(
    {
        "theta": "theta itself",
        "one_minus_sigma": "one minus the elasticity of substitution: theta = |value|",
        "minus_sigma": "minus the elasticity of substitution: theta = |value| - 1",
        "tariff_exclusive": "of spending before the tariff, with respect to one plus the tariff: theta = |value| - 1",
    }
)
"""How a value can be published, and its conversion."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One published estimate, converted.

    Attributes
    ----------
    parameter
        Its name, as ``theta: Chemicals (caliendo-parro-2015)``. Entries that repeat one number, such as a mean put in
        several places, share a name.
    theta
        The central value, sigma - 1.
    low, high
        The limits of its 95 % interval, as theta. They can reach beyond what a model can use.
    horizon
        One of `HORIZONS`: which the data identify.
    year
        Years between the shock and the trade it is estimated on; None where the study does not say.
    citation
        The publication.
    """

    parameter: str
    theta: float
    low: float
    high: float
    horizon: str
    year: float | None
    citation: str


def convert(value: float, convention: str) -> float:
    """Give theta from a value as it was published.

    Parameters
    ----------
    value
        As published; its sign doesn't matter where the convention is not ``theta``.
    convention
        One of `CONVENTIONS`.

    Returns
    -------
    float
        theta = sigma - 1. It is negative where the published elasticity is smaller than one.

    Raises
    ------
    InputError
        If there is no such convention.

    Examples
    --------
    >>> convert(9.11, "theta"), convert(-5.0, "minus_sigma"), round(convert(-2.12, "tariff_exclusive"), 2)
    (9.11, 4.0, 1.12)
    """
    if convention not in CONVENTIONS:
        known = ", ".join(CONVENTIONS)
        raise InputError(f"{convention!r} is not a convention of elasticities", remedy=f"write one of {known}")
    if convention == "theta":
        return value
    return abs(value) - (0.0 if convention == "one_minus_sigma" else 1.0)


@cache
def estimates() -> Mapping[tuple[str, str], Estimate]:
    """Give every estimate that has a value, by set and producer's sector, in the order of the table.

    Raises
    ------
    DataError
        If an interval does not hold its value, or a row's horizon or number is none.

    Examples
    --------
    >>> found = estimates()["boehm-levchenko-pandalai-nayar-2023-short", "all"]
    >>> round(found.theta, 2), round(found.low, 2), round(found.high, 2), found.year
    (-0.24, -0.46, -0.02, 1.0)
    """
    return MappingProxyType(
        {
            (row["set"], row["sector"]): estimate(row, f"facts/elasticities.csv, line {line}")
            for line, row in enumerate(read("elasticities"), 2)
            if row["value"]
        }
    )


def estimate(row: Mapping[str, str], where: str) -> Estimate:
    """Give the estimate of one row of the table.

    Parameters
    ----------
    row
        A row of ``facts/elasticities.csv`` that has a value.
    where
        What an error says of its place.

    Raises
    ------
    DataError
        As for `estimates`.
    """
    value, low, high = limits(row, where)
    if row["horizon"] not in HORIZONS:
        raise DataError(f"{row['horizon']!r} is no horizon", where=where, remedy=f"write one of {', '.join(HORIZONS)}")
    theta = convert(value, row["convention"])
    # An interval that reaches across 0 keeps the sign that the value has, so it is converted by the value's own rule.
    sign = 1.0 if row["convention"] == "theta" else copysign(1.0, value)
    ends = sorted(theta + sign * (end - value) for end in (low, high))
    named = row["shared"] or row["name"]
    year = float(row["year"]) if row["year"] else None
    return Estimate(f"theta: {named} ({row['set']})", theta, ends[0], ends[1], row["horizon"], year, row["citation"])


def limits(row: Mapping[str, str], where: str) -> tuple[float, float, float]:
    """Give a row's value and the limits of its interval.

    Parameters
    ----------
    row
        A row with ``value``, ``low`` and ``high``.
    where
        What an error says of its place.

    Raises
    ------
    DataError
        If one is not a number, or the limits do not hold the value.

    Examples
    --------
    >>> limits({"value": "0.5", "low": "0.2", "high": "1.5"}, "here")
    (0.5, 0.2, 1.5)
    """
    try:
        value, low, high = (float(row[one]) for one in ("value", "low", "high"))
    except ValueError:
        value = low = high = float("nan")
    if not all(map(isfinite, (value, low, high))):
        raise DataError(
            f"value, low and high are {row['value']!r}, {row['low']!r} and {row['high']!r}",
            where=where,
            remedy="write three numbers",
        )
    if not low <= value <= high:
        raise DataError(
            f"the interval from {low:g} to {high:g} does not hold the value {value:g}",
            where=where,
            remedy="write low at or below the value, and high at or above it, in the convention of the value",
        )
    return value, low, high
