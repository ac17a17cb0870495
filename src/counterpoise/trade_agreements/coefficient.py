"""The coefficient of a gravity equation that an effect is computed from, and draws from its distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError, did_you_mean

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DEFAULT = "agreement"
"""The effect of ``facts/agreement_effects.csv`` that is taken where none is given: of an agreement, whatever its depth."""

LARGEST = 5.0
"""The largest coefficient that is taken for one: exp(5) is trade times 148."""


@dataclass(frozen=True)
class Coefficient:
    """By how much the logarithm of trade between two parties moves at given prices.

    Attributes
    ----------
    value
        The estimate.
    error
        Its standard error; None where it is not known.
    name
        Whose it is, in a few words.
    citation
        Where it is from.
    """

    value: float
    error: float | None
    name: str
    citation: str = ""

    @property
    def reversed(self) -> Coefficient:
        """Give the effect of an agreement that is taken away."""
        return replace(self, value=-self.value)

    def draws(self, count: int, seed: int) -> Array:
        """Draw from a normal distribution with this mean and standard error; draw i rests on the seed and i alone.

        Parameters
        ----------
        count, seed
            See `counterpoise.world.elasticity_draws.normal`.

        Returns
        -------
        numpy.ndarray
            ``[draw]``, in standard errors from the estimate.
        """
        from counterpoise.world.elasticity_draws import normal  # noqa: PLC0415

        return normal(count, seed)


def coefficient(
    value: float | None, error: float | None, file: str | None, covariate: Sequence[str] | None
) -> Coefficient:
    """Give the coefficient that a person names: a number, one of a file of estimates, or the program's own.

    Parameters
    ----------
    value, error
        A number, and its standard error.
    file
        A file that `counterpoise gravity estimate` wrote.
    covariate
        Which of its coefficients; several are added up, as those of a dummy and of its lags.

    Returns
    -------
    Coefficient
        With where it is from.

    Raises
    ------
    InputError
        If two are named, one is no coefficient, or the file lacks it.

    Examples
    --------
    >>> coefficient(None, None, None, None).value, coefficient(0.4, 0.1, None, None).error
    (0.475, 0.1)
    """
    if file is not None:
        for one, option in ((value, "--coefficient"), (error, "--standard-error")):
            if one is not None:
                raise InputError("an estimate and a number are named", where=option, remedy="name one")
        return _of_file(file, covariate)
    if covariate is not None:
        raise InputError(
            "a covariate is named, and no estimate", where="--covariate", remedy="add --estimate FILE.json"
        )
    if value is None:
        if error is not None:
            raise InputError("an error of no coefficient", where="--standard-error", remedy="add --coefficient")
        return _usual()
    return checked(value, error, "given")


def checked(value: float, error: float | None, name: str, where: str = "--coefficient") -> Coefficient:
    """Give a coefficient; refuse what can't be one.

    Raises
    ------
    InputError
        If it is no number, too large, or its error is not positive.
    """
    if not math.isfinite(value) or abs(value) > LARGEST:
        remedy = f"give log points between -{LARGEST:g} and {LARGEST:g}: 0.4 is exp(0.4) - 1 = 49 % more trade"
        raise InputError(f"a coefficient of {value:g}", where=where, remedy=remedy)
    if error is not None and not 0 < error <= LARGEST:
        raise InputError(f"a standard error of {error:g}", where="--standard-error", remedy="give one above 0")
    return Coefficient(float(value), None if error is None else float(error), name)


def _usual() -> Coefficient:
    from counterpoise.world.agreement_effects import effect  # noqa: PLC0415

    found = effect(DEFAULT)
    return Coefficient(found.coefficient, found.standard_error, found.note, found.citation)


def _of_file(file: str, covariate: Sequence[str] | None) -> Coefficient:
    """Give a coefficient of a file of estimates: of the agreement with its lags, where none is named."""
    from counterpoise.trade_agreements.estimate import Estimate  # noqa: PLC0415

    held = Estimate.load(file)
    whole = f"sum_{held.specification.agreement}"  # as the estimate's table names the agreement with its lags
    wanted = [part for one in covariate or (whole,) for part in (held.agreement if one == whole else (one,))]
    names = tuple(dict.fromkeys(wanted))
    for one in names:
        if one not in held.names:
            remedy = did_you_mean(one, held.names, "name one with --covariate: " + ", ".join(held.names))
            raise InputError(f"the estimate has no covariate {one[:40]!r}", where=file, remedy=remedy)
    value, error = held.combined(names)
    made = checked(value, error if error > 0 else None, " + ".join(names), file)
    return replace(made, citation=f"estimated from {held.source}, {held.observations:,} flows")
