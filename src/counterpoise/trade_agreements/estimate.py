"""Estimating a gravity equation, and keeping what was estimated."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import DataError, InputError, NoSolution
from counterpoise.trade_agreements.sample import Sample, check_left, sample_of, without
from counterpoise.trade_agreements.separation import separated
from counterpoise.trade_agreements.specification import Specification

if TYPE_CHECKING:
    import os

    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.trade_agreements.panel import Panel

FORMAT = "counterpoise gravity estimate 1"
"""What a file of an estimate says that it is."""

TOLERANCE, WITHIN = 1e-10, 1e-8
"""Relative change of the deviance at which the iterations end, and to which fixed effects are taken out in each."""
ITERATIONS = 100
VANISHED = 1e-6
"""Mean of a flow without trade, over that of all, below which it is asked whether it is separated."""
COLLINEAR = 1e-6
"""Sum of squares of a covariate of variance one, beside the others and the effects, below which nothing is left of it."""


@dataclass(frozen=True)
class Estimate:
    """An estimated gravity equation.

    Attributes
    ----------
    names
        Of the coefficients.
    coefficients
        In log points of trade for a change of one.
    covariance
        ``[coefficient, coefficient]``, with the correction that the specification says.
    specification
        The equation.
    observations, rows
        Flows it was estimated on, and flows of the panel that were asked for.
    missing, zeros, separated, singletons
        Flows that were left out, and why; see `counterpoise.trade_agreements.sample.Sample`. Those that a covariate tells
        to be zero count among the separated.
    levels, clusters
        How many levels each set of effects, and each set of clusters, has.
    deviance, fit
        Of Poisson, and the pseudo R squared (McFadden's); of least squares the sum of squares and R squared.
    years
        The years of the sample.
    domestic
        Whether it holds trade of countries with themselves.
    source, checksum
        The panel's.
    program
        What computed it, with its version.
    """

    names: tuple[str, ...]
    coefficients: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    specification: Specification
    observations: int
    rows: int
    missing: int = 0
    zeros: int = 0
    separated: int = 0
    singletons: int = 0
    levels: Mapping[str, int] | None = None
    clusters: Mapping[str, int] | None = None
    deviance: float = float("nan")
    fit: float = float("nan")
    years: tuple[int, ...] = ()
    domestic: bool = False
    source: str = ""
    checksum: str = ""
    program: str = ""

    def coefficient(self, name: str) -> float:
        """Give a coefficient.

        Parameters
        ----------
        name
            Its name.

        Returns
        -------
        float
            In log points.
        """
        return self.coefficients[self._place(name)]

    def standard_error(self, name: str) -> float:
        """Give a coefficient's standard error.

        Parameters
        ----------
        name
            Its name.

        Returns
        -------
        float
            In log points.
        """
        return self.combined([name])[1]

    def combined(self, names: Sequence[str]) -> tuple[float, float]:
        """Give the sum of some coefficients and its standard error, by the delta method.

        Parameters
        ----------
        names
            The coefficients.

        Returns
        -------
        tuple of float
            The sum, and the root of the sum of the covariances of all pairs.
        """
        places = [self._place(one) for one in names]
        variance = sum(self.covariance[a][b] for a in places for b in places)
        return sum(self.coefficients[k] for k in places), max(variance, 0.0) ** 0.5

    @property
    def agreement(self) -> tuple[str, ...]:
        """Give the names that together are the agreement's whole effect: the covariate and its lags."""
        return (self.specification.agreement, *self.specification.lagged)

    @property
    def freedom(self) -> int:
        """Give the degrees of freedom of Student's distribution: the smallest number of clusters, less one."""
        return max(min((self.clusters or {"": 2}).values()) - 1, 1)

    def interval(self, names: Sequence[str], level: float = 0.95) -> tuple[float, float]:
        """Give the interval of a sum of coefficients.

        Parameters
        ----------
        names
            The coefficients.
        level
            How much it holds.

        Returns
        -------
        tuple of float
            Its ends, by Student's distribution with `freedom` degrees.
        """
        from scipy.special import stdtrit  # noqa: PLC0415

        value, error = self.combined(names)
        reach = float(stdtrit(self.freedom, (1 + level) / 2)) * error
        return value - reach, value + reach

    def draws(self, names: Sequence[str], count: int, seed: int = 0) -> NDArray[np.float64]:
        """Draw sums of coefficients from their normal distribution.

        Parameters
        ----------
        names
            The coefficients whose sum is drawn.
        count
            How many.
        seed
            The same seed, the same draws.

        Returns
        -------
        numpy.ndarray
            ``[draw]``.
        """
        import numpy as np  # noqa: PLC0415

        value, error = self.combined(names)
        return value + error * np.random.default_rng(seed).standard_normal(count)

    def _place(self, name: str) -> int:
        if name not in self.names:
            raise InputError(
                f"the estimate has no {name!r}", where="estimate", remedy=f"it has {', '.join(self.names)}"
            )
        return self.names.index(name)

    def to_dict(self) -> dict[str, Any]:
        """Give it in JSON's types."""
        from counterpoise.core.canonical import plain  # noqa: PLC0415

        held = {one.name: getattr(self, one.name) for one in fields(self)}
        return {"format": FORMAT, **plain(held | {"specification": self.specification.to_dict()})}

    def to_json(self) -> str:
        """Write it as the text of a file that `from_json` reads."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str, where: str = "estimate") -> Estimate:
        """Read what `to_json` writes.

        Parameters
        ----------
        text
            The text.
        where
            The file, for the message.

        Returns
        -------
        Estimate
            The same estimate.

        Raises
        ------
        InputError
            If it is no such text.
        """
        remedy = "write it with 'counterpoise gravity estimate ... --save FILE'"
        try:
            held = json.loads(text)
            if not isinstance(held, dict) or held.pop("format", "") != FORMAT:
                raise DataError("this is no file of an estimate", where=where, remedy=remedy)
            known = {one.name for one in fields(cls)}
            made = {name: _tuples(one) for name, one in held.items() if name in known}
            made["specification"] = Specification.from_dict(held["specification"])
            for name in ("deviance", "fit"):
                made[name] = float("nan") if made.get(name) is None else float(made[name])
            found = cls(**made)
            _check(found, where, remedy)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise DataError("this is no file of an estimate", where=where, remedy=remedy) from error
        return found

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file.

        Parameters
        ----------
        path
            The file, ending in .json.
        """
        from counterpoise.core.files import write_text  # noqa: PLC0415

        write_text(path, self.to_json())

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Estimate:
        """Read a file that `save` wrote.

        Parameters
        ----------
        path
            The file.

        Returns
        -------
        Estimate
            What it holds.

        Raises
        ------
        InputError
            If it can't be read.
        """
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("the estimate can't be read", where=str(path), remedy="check the file's name") from error
        return cls.from_json(text, str(path))


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


def _check(found: Estimate, where: str, remedy: str) -> None:
    """Refuse a file whose entries are of other types, or whose covariance is none.

    Raises
    ------
    DataError
        If it does not hold together.
    TypeError, ValueError
        If entries are of other types.
    """
    import numpy as np  # noqa: PLC0415

    counts = [found.observations, found.rows, *(found.levels or {}).values(), *(found.clusters or {}).values()]
    if not all(type(one) is int for one in counts) or not all(
        isinstance(one, str) for one in (*found.names, found.source)
    ):
        raise TypeError("entries of other types")
    size = len(found.names)
    coefficients, matrix = (np.array(one) for one in (found.coefficients, found.covariance))
    if coefficients.shape != (size,) or matrix.shape != (size, size) or len(set(found.names)) != size:
        raise DataError("the estimate's covariance does not fit its coefficients", where=where, remedy=remedy)
    if not all(one.dtype.kind in "if" and np.isfinite(one).all() for one in (coefficients, matrix)):
        raise DataError("the estimate holds what is no number", where=where, remedy=remedy)
    if (np.diag(matrix) <= 0).any() or not np.allclose(matrix, matrix.T, rtol=1e-6, atol=0):
        raise DataError("the estimate's covariance is none", where=where, remedy=remedy)


def estimate(panel: Panel, chosen: Specification) -> Estimate:
    """Estimate a gravity equation.

    Parameters
    ----------
    panel
        The panel.
    chosen
        The equation.

    Returns
    -------
    Estimate
        Its coefficients with their covariance.

    Raises
    ------
    InputError
        If the panel does not hold what the equation needs, a covariate can't be told apart from the effects and the
        others, or the package that estimates is not installed.
    NoSolution
        If the iterations do not end.

    References
    ----------
    Santos Silva and Tenreyro (2006), "The log of gravity"; Correia, Guimaraes and Zylkin (2020), "Fast Poisson estimation
    with high-dimensional fixed effects"; Yotov, Piermartini, Monteiro and Larch (2016), chapter 1.
    """
    from counterpoise.core.need import need  # noqa: PLC0415

    fixest = need("pyfixest", "gravity")
    held, fitted = _fitted(fixest, sample_of(panel, chosen), chosen, panel.source)
    size = _sizes(held, chosen)[1]
    deviance, fit = _fit(fitted, size, chosen)
    coefficients, covariance = _of_covariates(fitted, held, chosen, panel.source)
    return Estimate(
        names=held.names,
        coefficients=coefficients,
        covariance=covariance,
        specification=chosen,
        observations=int(fitted._N),
        rows=held.rows,
        missing=held.missing,
        zeros=held.zeros,
        separated=held.separated,
        singletons=held.singletons,
        levels=_counts(held.effects),
        clusters=_counts(held.clusters),
        deviance=deviance,
        fit=fit,
        years=held.years,
        domestic=held.domestic,
        source=panel.source,
        checksum=panel.checksum,
        program=f"pyfixest {fixest.__version__}",
    )


def _counts(sets: Mapping[str, NDArray[np.int64]]) -> dict[str, int]:
    """Give how many levels each set has: of several clusters pyfixest tells the smallest number alone."""
    return {one: int(codes.max()) + 1 for one, codes in sets.items()}


def _of_covariates(
    fitted: Any, held: Sample, chosen: Specification, source: str
) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:
    """Give coefficients and covariance of the covariates alone: without fixed effects pyfixest puts a constant first."""
    import numpy as np  # noqa: PLC0415

    scale = _sizes(held, chosen)[0]
    named = list(fitted._coefnames)
    places = [named.index(f"x{k}") for k in range(len(held.names))]
    covariance = fitted._vcov[np.ix_(places, places)] / scale[:, None] / scale[None, :]
    if (np.diag(covariance) <= 0).any():
        what = f"the variance of {held.names[int(np.argmin(np.diag(covariance)))]} is not positive"
        remedy = "name one cluster: with two the sum of their covariances, less that of both, may be negative"
        raise NoSolution(what, where=source, remedy=remedy)
    return tuple((fitted._beta_hat[places] / scale).tolist()), tuple(map(tuple, covariance.tolist()))


def _sizes(held: Sample, chosen: Specification) -> tuple[NDArray[np.float64], float]:
    """Give the sizes of the covariates and of trade, by which they are divided: tolerances then mean the same always."""
    import numpy as np  # noqa: PLC0415

    scale = held.terms.std(axis=0)
    return np.where(scale > 0, scale, 1.0), float(held.trade.mean()) if chosen.estimator == "ppml" else 1.0


def _fitted(fixest: Any, held: Sample, chosen: Specification, source: str) -> tuple[Sample, Any]:
    """Estimate, and again without flows that turn out to be separated, until there are none."""
    import numpy as np  # noqa: PLC0415

    while True:
        check_left(held, source)
        fitted, failed = None, None
        try:
            fitted = _run(fixest, held, chosen, source)
        except NoSolution as error:
            failed = error
        if chosen.estimator == "ols":
            gone = np.zeros(len(held.trade), dtype=bool)
        else:
            nil = held.trade == 0
            # the means of separated flows fall towards zero for as long as the iterations last
            if fitted is not None:
                nil &= fitted._Y_hat_response.ravel() < max(VANISHED, 10 * TOLERANCE * fitted.deviance)
            effects = list(held.effects.values()) or [np.zeros(len(held.trade), dtype=np.int64)]  # a constant
            gone = separated(held.terms / _sizes(held, chosen)[0], effects, nil)
        if gone.any():
            held = without(held, gone)
        elif failed is not None:
            raise failed
        else:
            return held, fitted


def _run(fixest: Any, held: Sample, chosen: Specification, source: str) -> Any:
    """Let pyfixest estimate."""
    import pandas as pd  # noqa: PLC0415

    scale, size = _sizes(held, chosen)
    covariates = {f"x{k}": held.terms[:, k] / scale[k] for k in range(len(held.names))}
    effects = {f"f{k}": codes for k, codes in enumerate(held.effects.values())}
    clusters = {f"g{k}": codes for k, codes in enumerate(held.clusters.values())}
    data = pd.DataFrame({"y": held.trade / size, **covariates, **effects, **clusters})
    formula = f"y ~ {' + '.join(covariates)}" + (f" | {' + '.join(effects)}" if effects else "")
    words: dict[str, Any] = {
        "vcov": {"CRV1": "+".join(clusters)},
        "ssc": fixest.ssc(k_adj=chosen.small_sample == "full", G_adj=chosen.small_sample != "none"),
        "fixef_rm": "none",
        "collin_tol": COLLINEAR,
        "demeaner": fixest.MapDemeaner(fixef_tol=WITHIN),
    }
    if chosen.estimator == "ppml":
        words |= {"separation_check": [], "iwls_tol": TOLERANCE, "iwls_maxiter": ITERATIONS}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of separation and collinearity; both are told here, from what is found
            fitted = (fixest.fepois if chosen.estimator == "ppml" else fixest.feols)(formula, data, **words)
    except ValueError as error:
        if "collinear" in str(error):
            raise _absorbed(held.names, source) from error
        what = "the fixed effects can't be taken out to the tolerance"
        raise NoSolution(what, where=source, remedy="take fewer sets of effects, or more years") from error
    if fitted._collin_vars:
        found = [name for name, one in zip(held.names, covariates, strict=True) if one in fitted._collin_vars]
        raise _absorbed(found or held.names, source)
    if chosen.estimator == "ppml" and not fitted.convergence:
        what = f"the iterations did not end within {ITERATIONS}"
        raise NoSolution(what, where=source, remedy="check for covariates that nearly tell which flows are zero")
    return fitted


def _absorbed(names: Sequence[str], source: str) -> DataError:
    said = ", ".join(names[:6])
    what = f"{said} can't be told apart from the fixed effects and the other covariates"
    return DataError(what, where=source, remedy="leave it out, or name fewer effects")


def _fit(fitted: Any, size: float, chosen: Specification) -> tuple[float, float]:
    """Give deviance and pseudo R squared at the size that trade has; of least squares the sum of squares and R squared."""
    import numpy as np  # noqa: PLC0415
    from scipy.special import gammaln, xlogy  # noqa: PLC0415

    if chosen.estimator == "ols":
        return float(np.sum(fitted._u_hat**2)), float(fitted._r2)
    mean = fitted._Y_hat_response.ravel() * size
    trade = np.maximum(fitted._u_hat_response.ravel() * size + mean, 0.0)

    def likelihood(means: Any) -> float:
        return float(np.sum(xlogy(trade, means) - means - gammaln(trade + 1)))

    deviance = 2 * float(np.sum(xlogy(trade, trade / mean) - (trade - mean)))
    return deviance, 1 - likelihood(mean) / likelihood(np.full_like(trade, trade.mean()))
