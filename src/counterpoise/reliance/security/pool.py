"""Intervals, and shares in a pool of one's own and others' means: bounds where a part is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Known(Protocol):
    """Arrays of values with their bounds: a reading of ties, or what was made of some."""

    @property
    def value(self) -> NDArray[np.float64]:
        """Give the values, not a number where they are not known."""
        ...

    @property
    def low(self) -> NDArray[np.float64]:
        """Give the lower bounds."""
        ...

    @property
    def high(self) -> NDArray[np.float64]:
        """Give the upper bounds."""
        ...


@dataclass(frozen=True, eq=False)
class Interval:
    """Values with their bounds.

    Attributes
    ----------
    value
        Not a number where the bounds differ, or nothing is known.
    low, high
        The bounds; infinite where nothing bounds it.
    used
        Of readings that not every cell rests on: by their names, which cells do. A reading that is not named is used in all.
    covered
        The share of the data behind it, where that is not the share of the readings that are known.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    used: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    covered: NDArray[np.float64] | None = None


def between(low: NDArray[np.float64], high: NDArray[np.float64], tolerance: float = 0.0) -> Interval:
    """Give what lies between two bounds; its value is known where they are equal, or no farther apart than a tolerance.

    Examples
    --------
    >>> import numpy as np
    >>> between(np.array([0.2, 0.1]), np.array([0.2, 0.4])).value
    array([0.2, nan])
    """
    import numpy as np  # noqa: PLC0415

    with np.errstate(invalid="ignore"):
        known = (low == high) | (high - low <= tolerance)
        return Interval(np.where(known, (low + high) / 2, np.nan), low, high)


def shown(known: Known) -> Interval:
    """Give figures as they are."""
    return Interval(known.value, known.low, known.high)


def pooled_bounds(
    low: NDArray[np.float64], high: NDArray[np.float64], own: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the bounds of each partner's share in the pool where parts are only known to lie between two ends.

    A share grows with its own part and falls with every other: so its least value has the part at its least and all
    others at their most.

    Parameters
    ----------
    low, high
        ``[country, partner]``: the ends of each part; `high` may be infinite, or not a number where nothing is known.
    own
        ``[country]``: the country's own; not a number where it is not known, between nothing and everything.

    Returns
    -------
    tuple of numpy.ndarray
        Bounds between 0 and 1 of ``part / (own + the sum of parts)``; 0 where a partner adds nothing.

    Examples
    --------
    >>> import numpy as np
    >>> known = np.array([[np.nan, 3.0], [0.0, np.nan]])
    >>> [end[0, 1].item() for end in pooled_bounds(known, known, np.array([1.0, 5.0]))]
    [0.75, 0.75]
    """
    import numpy as np  # noqa: PLC0415

    least = np.nan_to_num(low, nan=0.0)
    most = np.where(np.isnan(high), np.inf, high)
    np.fill_diagonal(least, 0.0)
    np.fill_diagonal(most, 0.0)
    own_least, own_most = np.nan_to_num(own, nan=0.0)[:, None], np.where(np.isnan(own), np.inf, own)[:, None]
    others_most = _sum_of_others(most)
    others_least = least.sum(1, keepdims=True) - least
    with np.errstate(invalid="ignore", divide="ignore"):
        bottom = np.where(least > 0, least / (own_most + others_most + least), 0.0)
        top = np.where(np.isinf(most), 1.0, most / (own_least + others_least + most))
    top = np.where(most == 0, 0.0, top)
    for end in (bottom, top):
        np.fill_diagonal(end, np.nan)
    return bottom, top


def _sum_of_others(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the sum of all other partners' parts, which may be infinite."""
    import numpy as np  # noqa: PLC0415

    endless = np.isinf(parts)
    finite = np.where(endless, 0.0, parts)
    others = finite.sum(1, keepdims=True) - finite
    return np.where(endless.sum(1, keepdims=True) - endless > 0, np.inf, others)
