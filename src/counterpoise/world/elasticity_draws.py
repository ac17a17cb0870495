"""Draws of elasticities from the errors of their estimates.

One published estimate is one parameter: all sectors that take it move together, and a sector that takes the mean of
several draws each of them. Half of the draws lie on either side of the published value, so that it stays the median,
and on each side they follow a normal distribution with the standard error that the interval says. That is a normal
distribution where the error is small. Where it is so large that theta would change its sign or sigma fall to 0, the
side in question is cut there: cutting a whole normal distribution instead at 0 would move the median of 0.37 (1.08) to
0.88. The nests of a horizon are positive and their published ranges lopsided, so they follow the same rule in
logarithms.

The draws hold what the estimates' errors hold, and no more: neither the choice of a set, nor the form of the model, nor
the mapping from the producers' sectors varies, and errors of two estimates are taken as independent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from counterpoise.core.errors import DataError, InputError, did_you_mean
from counterpoise.world.elasticities import parts, theta
from counterpoise.world.elasticity_estimates import Estimate, estimates
from counterpoise.world.elasticity_horizons import NESTS, Horizon
from counterpoise.world.elasticity_horizons import horizon as horizon_named

if TYPE_CHECKING:
    import numpy as np

QUANTILE = 1.959963984540054
"""How many standard errors from the middle of a normal distribution its 97.5 % quantile lies."""

LEAST_SIGMA = 0.05
"""The lowest sigma that is drawn for an estimate below 1: at 0 nothing can replace a lost origin."""

LEAST_THETA = 0.1
"""The lowest theta that is drawn for an estimate above 0, or half the estimate where that is less. At 0.1 the loss of
origins with a fifth of spending multiplies a price by 0.8^(-10), about 9; nearer to 0 a result tells of little else."""

BELOW_ONE = 1 - 2.0**-53
"""The largest number below 1: a side without an end has no value at 1."""

BESIDE = 1
"""The key of the random numbers for what is drawn beside the elasticities."""

NEAREST = 0.01
"""How near to 0 a theta is drawn from below, or half the estimate where that is nearer."""


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Elasticities in several draws.

    Attributes
    ----------
    parameters
        The names of what varies: ``theta: Chemicals (caliendo-parro-2015)``, ``input_substitution (short)``.
    value
        ``[draw, parameter]``: each parameter's value, theta or an elasticity of substitution. Read only.
    theta
        ``[draw, sector]``: the trade elasticity of each sector, sigma - 1. Read only.
    nests
        By nest that is uncertain, its value ``[draw]``. Read only.
    """

    parameters: tuple[str, ...]
    value: np.ndarray
    theta: np.ndarray
    nests: dict[str, np.ndarray]


def draws(
    sectors: Sequence[str],
    *,
    scheme: str,
    choice: str,
    horizon: str | Horizon | None = None,
    overrides: Mapping[str, float] | None = None,
    nests: Mapping[str, float] | None = None,
    count: int,
    seed: int,
    first: int = 0,
) -> Draws:
    """Draw trade elasticities and nests within the errors of their estimates.

    With z standard normal, cut where theta would leave its bounds, a parameter is m + s z, where m is the published
    value and s its standard error; in logarithms for nests. Both sides of m have half of the draws. An interval
    published with unequal arms has another s on either side.

    Parameters
    ----------
    sectors, scheme, choice
        As for `counterpoise.world.elasticities.theta`.
    horizon
        Whose nests vary: the name of a horizon, or a `Horizon`, such as a point of the path. None for no nest.
    overrides
        theta given by the caller, as for `theta`; it is the same in every draw.
    nests
        Nests given by the caller, by name. They are the same in every draw, and so not in the result.
    count
        The number of draws, 1 or more.
    seed
        The seed, 0 or more.
    first
        The number of the first draw, from 0. Draw i rests on the seed and i alone, so batches join into one run.

    Returns
    -------
    Draws
        A parameter's draws do not depend on which others vary: they are the same whichever sectors are asked for or
        given.

    Raises
    ------
    InputError
        As for `theta` and `horizon`; if count, seed or first is no such whole number; if a nest has another name, or a
        value below 0.
    DataError
        If a value lies outside what a draw can be.

    References
    ----------
    Wallis (2014), The Two-Piece Normal, Binormal, or Double Gaussian Distribution, Statistical Science 29(1), on a
    standard error for either side; there the sides share the mode, here the median.

    Examples
    --------
    >>> found = draws(["C20", "C21", "K"], scheme="icio-2025", choice="caliendo-parro-2015", count=2, seed=1)
    >>> found.parameters
    ('theta: Chemicals (caliendo-parro-2015)', 'theta: mean of manufacturing (caliendo-parro-2015)')
    >>> found.theta.shape, bool((found.theta[:, 0] == found.theta[:, 1]).all())
    ((2, 3), True)
    """
    import numpy as np  # noqa: PLC0415

    central = theta(sectors, scheme=scheme, choice=choice, overrides=overrides).value
    made_of = parts(sectors, scheme=scheme, choice=choice, overrides=overrides)
    varied = _uncertain_nests(horizon, nests or {})
    used = {one for pairs in made_of for one, _ in pairs}
    varying = [one for one in dict.fromkeys(estimates().values()) if one in used and one.low < one.high]
    column = {one: number for number, one in enumerate(varying)}

    uniform = _uniform(count, seed, first)
    order = _order()
    value = np.empty((len(uniform), len(varying) + len(varied)))
    for one, number in column.items():
        value[:, number] = _theta(one, uniform[:, order[one.parameter]])
    named = _name(horizon)
    for number, (nest, limit) in enumerate(varied.items(), len(varying)):
        value[:, number] = _nest(nest, limit, uniform[:, NESTS.index(nest)])

    weight = np.zeros((len(varying), len(central)))
    for sector, pairs in enumerate(made_of):
        for one, share in pairs:
            if one in column:
                weight[column[one], sector] += share
    # The draws are told as deviations, so that a sector without one keeps its value to the last digit.
    middle = np.array([one.theta for one in varying])
    each = central + (value[:, : len(varying)] - middle) @ weight
    for array in (value, each):
        array.flags.writeable = False
    return Draws(
        (*(one.parameter for one in varying), *(f"{nest} ({named})" for nest in varied)),
        value,
        each,
        {nest: value[:, number] for number, nest in enumerate(varied, len(varying))},
    )


def normal(count: int, seed: int, first: int = 0) -> np.ndarray:
    """Draw a standard normal number for what is estimated beside the elasticities, independent of them.

    Parameters
    ----------
    count, seed, first
        As of `draws`: draw i rests on the seed and i alone.

    Returns
    -------
    numpy.ndarray
        ``[draw]``.

    Examples
    --------
    >>> bool((normal(5, 1)[2:] == normal(3, 1, first=2)).all())
    True
    """
    import numpy as np  # noqa: PLC0415

    places = ((int(seed), (int(first) + row, BESIDE)) for row in range(count))
    streams = (np.random.SeedSequence(one, spawn_key=key) for one, key in places)
    return np.array([np.random.Generator(np.random.PCG64(one)).standard_normal() for one in streams])


def _name(horizon: str | Horizon | None) -> str:
    return horizon.name if isinstance(horizon, Horizon) else (horizon or "").strip().casefold()


def _uncertain_nests(
    horizon: str | Horizon | None, given: Mapping[str, float]
) -> dict[str, tuple[float, float, float]]:
    """Give value and limits of the nests that vary."""
    for nest, value in given.items():
        if nest not in NESTS:
            near = did_you_mean(nest, NESTS, f"the nests are {', '.join(NESTS)}")
            raise InputError(f"{nest!r} is no nest", where="nests", remedy=near)
        if not 0 <= value < float("inf"):
            raise InputError(f"{nest} is {value!r}", where="nests", remedy="write a number of 0 or more")
    if horizon is None:
        return {}
    found = horizon if isinstance(horizon, Horizon) else horizon_named(horizon)
    value = found.nests()
    return {
        nest: (value[nest], low, high)
        for nest, (low, high) in found.intervals.items()
        if low < high and nest not in given
    }


@cache
def _order() -> Mapping[str, int]:
    """Give each parameter of the tables its place among a draw's random numbers, after the nests."""
    named = dict.fromkeys(one.parameter for one in estimates().values())
    return {name: number for number, name in enumerate(named, len(NESTS))}


def _uniform(count: int, seed: int, first: int) -> np.ndarray:
    """Give uniform random numbers ``[draw, place]``, each row from its own child of the seed."""
    import numpy as np  # noqa: PLC0415

    for name, number, least in (("count", count, 1), ("seed", seed, 0), ("first", first, 0)):
        if isinstance(number, bool) or not isinstance(number, (int, np.integer)) or number < least:
            raise InputError(f"{name} is {number!r}", where=name, remedy=f"write a whole number of {least} or more")
    places = len(NESTS) + len(_order())
    found = np.empty((count, places))
    for row in range(count):
        child = np.random.SeedSequence(int(seed), spawn_key=(int(first) + row,))
        np.random.Generator(np.random.PCG64(child)).random(out=found[row])
    return found


def _theta(one: Estimate, uniform: np.ndarray) -> np.ndarray:
    """Give draws of an estimate's theta, of the sign of its value."""
    if one.theta > 0:
        floor, roof = min(LEAST_THETA, one.theta / 2), float("inf")
    else:
        floor, roof = LEAST_SIGMA - 1, max(-NEAREST, one.theta / 2)
    if not floor < one.theta < roof:
        raise DataError(
            f"{one.parameter} is {one.theta:.3g}, outside {floor:.3g} to {roof:.3g} in which draws lie",
            where="facts/elasticities.csv",
            remedy="give theta for the sectors that take it, or take another set",
        )
    return _two_sided(one.theta, one.low, one.high, floor, roof, uniform)


def _nest(nest: str, limit: tuple[float, float, float], uniform: np.ndarray) -> np.ndarray:
    """Give draws of a nest, in logarithms."""
    import numpy as np  # noqa: PLC0415

    if not 0 < limit[1] <= limit[0] <= limit[2]:
        raise DataError(
            f"{nest} is {limit[0]:g}, from {limit[1]:g} to {limit[2]:g}",
            where="horizon",
            remedy="give an interval above 0 that holds the value",
        )
    middle, low, high = np.log(limit)
    return np.exp(_two_sided(middle, low, high, -float("inf"), float("inf"), uniform))


def _two_sided(middle: float, low: float, high: float, floor: float, roof: float, uniform: np.ndarray) -> np.ndarray:
    """Give middle + s z, with s from the arm on z's side, cut at floor and roof with half of the draws on each side."""
    import numpy as np  # noqa: PLC0415
    from scipy.special import ndtr, ndtri  # noqa: PLC0415

    found = np.full(uniform.shape, float(middle))
    below = uniform < 0.5
    for side, arm, end in ((below, middle - low, floor), (~below, high - middle, roof)):
        error = arm / QUANTILE
        if error > 0:
            far = ndtr((end - middle) / error)
            # A uniform of 0.5 is the middle, 0 the floor and 1 the roof.
            reach = np.minimum(np.abs(2 * uniform[side] - 1), BELOW_ONE)
            found[side] += error * ndtri(0.5 + (far - 0.5) * reach)
    return found
