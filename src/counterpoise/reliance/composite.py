"""Composites with open weights: a mean of shares, bounded where a part is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NARROW = 0.05
"""The widest interval of which the middle is given as a value: what is missing can't move it by more."""


@dataclass(frozen=True, eq=False)
class Bounded:
    """A number for each country (and more axes) with bounds.

    Attributes
    ----------
    low, high
        The bounds.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def value(self) -> NDArray[np.float64]:
        """Give the middle where the bounds are no farther apart than `NARROW`; elsewhere it is missing."""
        import numpy as np  # noqa: PLC0415

        return np.where(self.high - self.low <= NARROW + 1e-12, (self.low + self.high) / 2, np.nan)


def composite(low: NDArray[np.float64], high: NDArray[np.float64], weights: NDArray[np.float64]) -> Bounded:
    """Give the weighted mean of parts, between its least and its largest value.

    A part that is missing has the bounds that its scale has: so it widens the interval, and is neither taken for zero nor
    averaged over the rest.

    Parameters
    ----------
    low, high
        ``[part, ...]``: the bounds of each part, finite.
    weights
        ``[part]``, or ``[draw, part]`` for a mean under each of many weightings; not negative, their sum above zero.

    Returns
    -------
    Bounded
        ``[...]``, or ``[draw, ...]``.

    Raises
    ------
    InputError
        If weights are negative, no numbers, or sum to zero: that is no composite, and not a balanced one.

    Examples
    --------
    >>> import numpy as np
    >>> made = composite(np.array([[0.2], [0.0]]), np.array([[0.2], [1.0]]), np.array([3.0, 1.0]))
    >>> made.low.round(2).tolist(), made.high.round(2).tolist(), made.value.tolist()
    ([0.15], [0.4], [nan])
    """
    import numpy as np  # noqa: PLC0415

    total = weights.sum(-1, keepdims=True)
    if not (np.isfinite(weights).all() and (weights >= 0).all() and (total > 0).all()):
        raise InputError(
            "the weights sum to nothing", where="--weights", remedy="give at least one a weight above zero"
        )
    shares = weights / total
    parts = "ab"[: low.ndim - 1]
    draws = "d" if weights.ndim > 1 else ""
    rule = f"{draws}k,k{parts}->{draws}{parts}"
    return Bounded(np.einsum(rule, shares, low), np.einsum(rule, shares, high))


def parse_weights(
    words: Mapping[str, float], known: Mapping[str, str], where: str = "--weights"
) -> dict[str, dict[str, float]]:
    """Sort weights by side.

    Parameters
    ----------
    words
        Weights by the indicator's name.
    known
        The side of each indicator that can be weighed.
    where
        Where the weights come from, for the message.

    Returns
    -------
    dict
        For each side that is named its weights.

    Raises
    ------
    InputError
        If an indicator can't be weighed.
    """
    from counterpoise.core.errors import did_you_mean  # noqa: PLC0415

    made: dict[str, dict[str, float]] = {}
    for name, weight in words.items():
        if name not in known:
            remedy = did_you_mean(name, known, "take one of " + ", ".join(known))
            raise InputError(f"{name!r} is no indicator that can be weighed", where=where, remedy=remedy)
        made.setdefault(known[name], {})[name] = weight
    return made
