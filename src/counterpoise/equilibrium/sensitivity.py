"""Where the spread of a drawn outcome comes from: the share of its variance that each elasticity accounts for."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FITS = 0.9
"""The share of the variance that the regression must tell, adjusted for its size; below it another method is taken."""

LEAST_DRAWS = 2
"""Draws for each parameter below which no share is told."""

SQUARED = 4
"""Draws for each parameter from which squares are among the terms of the regression."""

LEAST_FREQUENT = 200
"""Draws below which RBD-FAST, which looks at the first ten harmonics, is not sure enough to be told."""


@dataclass(frozen=True)
class Shares:
    """Shares of the variance of several outcomes.

    Attributes
    ----------
    share
        ``[outcome, parameter]``, fractions; missing where no method serves.
    fit
        What the regression tells of the variance, adjusted for its size ``[outcome]``.
    by_frequency
        Outcomes whose shares are from RBD-FAST ``[outcome]``.
    lacking
        Why shares are missing; empty where none are, or where there is no spread.
    """

    share: Array
    fit: Array
    by_frequency: NDArray[np.bool_]
    lacking: str = ""


def shares(parameters: Array, outcomes: Array) -> Shares:
    """Give the share of each outcome's variance that each parameter accounts for by itself.

    An outcome is regressed on the logarithms of the parameters, and on their squares where there are draws enough: the share
    of a parameter is its coefficients times the covariance of its terms with the outcome, over the outcome's variance
    (Pratt 1987), and the shares add up to the R squared. For independent parameters that is Sobol's first-order index. Where
    the regression tells less than `FITS` of the variance, the first-order index is estimated from the same draws by RBD-FAST
    with the correction of its bias (Tarantola, Gatelli and Mara 2006; Tissot and Prieur 2012), as SALib does it (Herman and
    Usher 2017); where chance makes those add up to more than one, they are brought to one.

    Parameters
    ----------
    parameters
        ``[draw, parameter]``, drawn independently; a parameter that is not always positive is taken as it is.
    outcomes
        ``[draw, outcome]``, without gaps.

    Returns
    -------
    Shares
        An outcome that does not vary has none.

    References
    ----------
    Pratt (1987), Dividing the indivisible; Tarantola, Gatelli and Mara (2006), Reliability Engineering and System Safety
    91; Tissot and Prieur (2012), the same 107; Herman and Usher (2017), Journal of Open Source Software 2(9).

    Examples
    --------
    >>> drawn = np.exp(np.random.default_rng(0).standard_normal((500, 2)))
    >>> shares(drawn, np.log(drawn) @ [[3.0], [4.0]]).share.round(1).tolist()
    [[0.4, 0.6]]
    """
    draws, size = parameters.shape
    made = np.full((outcomes.shape[1], size), np.nan)
    fit = np.full(outcomes.shape[1], np.nan)
    frequent = np.zeros(outcomes.shape[1], dtype=bool)
    moved = parameters.std(0) > 1e-12 * np.abs(parameters).max(0, initial=0.0)
    if draws < max(LEAST_DRAWS * int(moved.sum()), 10):
        return Shares(made, fit, frequent, f"{draws} draws are too few to tell {int(moved.sum())} elasticities apart")
    x = np.where(parameters > 0, parameters, np.nan)
    x = np.where(np.isnan(x).any(0), parameters, np.log(np.where(parameters > 0, parameters, 1.0)))[:, moved]
    x = x - x.mean(0)
    y = outcomes - outcomes.mean(0)
    varies = y.std(0) > 1e-12 * np.abs(outcomes).max(0, initial=0.0)
    made[varies] = 0.0
    terms = np.concatenate([x, x**2 - (x**2).mean(0)], axis=1) if draws >= SQUARED * x.shape[1] else x
    weight = np.linalg.lstsq(terms, y, rcond=None)[0]  # term, outcome
    total = np.where(varies, (y**2).sum(0), 1.0)
    part = (weight * (terms.T @ y) / total).T
    told = part.sum(1)
    part = part.reshape(len(part), -1, x.shape[1]).sum(1)
    part = np.maximum(part, 0.0)  # below zero by chance; the others then give up what they were too large by
    part *= (told / np.where(part.sum(1) > 0, part.sum(1), 1.0))[:, None]
    fit[varies] = (1.0 - (1.0 - told) * (draws - 1) / max(draws - 1 - terms.shape[1], 1))[varies]
    made[np.ix_(varies, moved)] = part[varies]
    return _by_frequency(Shares(made, fit, frequent), x, outcomes, moved)


def _by_frequency(found: Shares, x: Array, outcomes: Array, moved: NDArray[np.bool_]) -> Shares:
    """Take RBD-FAST where the regression does not fit."""
    bent = np.flatnonzero(found.fit < FITS)
    if not len(bent):
        return found
    found.share[bent] = np.nan
    if len(x) < LEAST_FREQUENT:
        why = f"they are far from linear in the elasticities, which needs {LEAST_FREQUENT} draws"
        return Shares(found.share, found.fit, found.by_frequency, why)
    if importlib.util.find_spec("SALib") is None:
        why = "they are far from linear in the elasticities, which needs SALib: pip install 'counterpoise[scale]'"
        return Shares(found.share, found.fit, found.by_frequency, why)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        rbd_fast = importlib.import_module("SALib.analyze.rbd_fast")
        ends = [[float(low), float(high)] for low, high in zip(x.min(0), x.max(0), strict=True)]
        problem = {"num_vars": x.shape[1], "names": [str(one) for one in range(x.shape[1])], "bounds": ends}
        for one in bent:
            index = np.asarray(rbd_fast.analyze(problem, x, outcomes[:, one], num_resamples=2, seed=0)["S1"])
            found.share[one] = 0.0
            index = np.clip(index, 0.0, 1.0)
            found.share[one, moved] = index / max(float(index.sum()), 1.0)
            found.by_frequency[one] = True
    return found
