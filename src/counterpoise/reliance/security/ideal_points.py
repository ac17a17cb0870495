"""Distances between states' ideal points, with what is known of their error, and alignment between two powers.

An ideal point is a state's place on one line, estimated from its votes with a band that holds the middle 90 % of its
posterior distribution. The bands of the producers' files are of each state alone: how the errors of two states hang
together is not published.

References
----------
Bailey, M. A., Strezhnev, A. and Voeten, E. (2017), Estimating Dynamic State Preferences from United Nations Voting
Data, Journal of Conflict Resolution 61(2), 430-456.
Aiyar, S., Malacrino, D. and Presbitero, A. F. (2024), Investing in Friends: The Role of Geopolitical Alignment in FDI
Flows, European Journal of Political Economy 83, 102508.
"""

from __future__ import annotations

import numpy as np

_MIDDLE = 0.9
"""The share of the posterior distribution that the producers' band from 5 to 95 % holds."""

_STEPS = 60
"""Halvings of the interval in which a quantile lies: more than the digits of a double."""


def distance(points: np.ndarray) -> np.ndarray:
    """Give the distance between the ideal points of each two countries.

    Parameters
    ----------
    points
        [..., country]: ideal points; NaN where a country has none.

    Returns
    -------
    np.ndarray
        [..., country, country], |theta_i - theta_j|.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017): the ideal point distance of the producers' files.

    Examples
    --------
    >>> distance(np.array([2.0, 1.0, -1.0]))[0].tolist()
    [0.0, 1.0, 3.0]
    """
    return np.abs(points[..., :, None] - points[..., None, :])


def error_of_band(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Give the standard error that a band from 5 to 95 % has if the errors are normal.

    Parameters
    ----------
    low, high
        The 5 and 95 % quantiles of the ideal point.

    Returns
    -------
    np.ndarray
        A ninety-percent band is 3.29 standard errors wide. Asymmetry of the band is left out of account.

    Examples
    --------
    >>> round(float(error_of_band(np.array(-1.645), np.array(1.645))), 3)
    1.0
    """
    from scipy.special import ndtri  # noqa: PLC0415

    return (np.asarray(high) - low) / (2 * ndtri((1 + _MIDDLE) / 2))


def distance_band(
    gap: np.ndarray, error_one: np.ndarray, error_other: np.ndarray, middle: float = _MIDDLE
) -> tuple[np.ndarray, np.ndarray]:
    """Give the band of the distance between two ideal points whose errors are normal and independent.

    The difference is then normal, and its size folded normal: P(|d| <= x) = Phi((x - m) / s) - Phi((-x - m) / s), with
    m the gap and s the root of the two errors' squares. The errors come from one estimation, so they are not
    independent: where they move together, as when the whole line is stretched, the band is too wide; it is no test.

    Parameters
    ----------
    gap
        Difference or distance between the two points; any shape.
    error_one, error_other
        Their standard errors, as `error_of_band` gives them; same shape, or one that spreads to it.
    middle
        The share that the band holds; 0.9, as the producers' own.

    Returns
    -------
    low, high
        Quantiles of the distance. The distance of the two points lies within, except near 0: errors only ever put two
        points that coincide apart.

    Examples
    --------
    >>> low, high = distance_band(np.array([10.0, 0.0]), np.array(1.0), np.array(0.0))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([8.355, 0.063], [11.645, 1.96])
    """
    centre, spread = np.broadcast_arrays(np.abs(gap), np.hypot(error_one, error_other))
    tail = (1 - middle) / 2
    return _folded_quantile(centre, spread, tail), _folded_quantile(centre, spread, 1 - tail)


def _folded_quantile(centre: np.ndarray, spread: np.ndarray, share: float) -> np.ndarray:
    """Give a quantile of a folded normal distribution, by halving the interval in which it lies."""
    from scipy.special import ndtr  # noqa: PLC0415

    scale = np.where(spread > 0, spread, 1.0)
    low, high = np.zeros(np.shape(centre)), centre + 10 * scale
    for _ in range(_STEPS):
        mid = (low + high) / 2
        below = ndtr((mid - centre) / scale) - ndtr((-mid - centre) / scale) < share
        low, high = np.where(below, mid, low), np.where(below, high, mid)
    return np.where(np.isnan(centre + spread), np.nan, np.where(spread > 0, (low + high) / 2, centre))


def net_alignment(to_one: np.ndarray, to_other: np.ndarray, between: np.ndarray) -> np.ndarray:
    """Give a country's alignment between two powers: 1 at the first, -1 at the second, 0 as far from one as the other.

    (d_iC - d_iU) / d_UC, within [-1, 1], with U the first power and C the second. On one line the triangle inequality
    keeps it there by itself; other distances may need the limits.

    Parameters
    ----------
    to_one, to_other
        The country's distances to the first and the second power, d_iU and d_iC.
    between
        The distance between the two powers, d_UC.

    Returns
    -------
    np.ndarray
        Missing where a distance is, or where the powers stand at the same place. A value of 1 says no more than that
        the country is not between them and is nearer to the first.

    References
    ----------
    A form of one's own, after the net alignment (1 the United States, -1 China) of Airaudo, F., de Soyres, F., Richards,
    K. and Santacreu, A. M. (2025), FEDS Notes, 21 March.

    Examples
    --------
    >>> net_alignment(np.array([0.0, 1.5, 3.0, 4.0]), np.array([3.0, 1.5, 0.0, 1.0]), np.array(3.0)).tolist()
    [1.0, 0.0, -1.0, -1.0]
    """
    apart = np.where(np.asarray(between) > 0, between, np.nan)
    return np.clip((np.asarray(to_other) - to_one) / apart, -1.0, 1.0)


def net_alignment_band(
    points: np.ndarray, errors: np.ndarray, *, seed: int, draws: int = 4000, middle: float = _MIDDLE
) -> tuple[np.ndarray, np.ndarray]:
    """Give the band of `net_alignment` when the errors of the three ideal points are normal and independent.

    The approximation is that of `distance_band`. All countries share the draws of the two powers.

    Parameters
    ----------
    points, errors
        [country]: ideal points and standard errors; the first is the first power's, the second the second's.
    seed, draws
        Of the random numbers; 4000 draws leave a quantile an error of about half a percentile.
    middle
        The share that the band holds.

    Returns
    -------
    low, high
        [country], from the third on; missing where a point or an error is.

    Examples
    --------
    >>> low, high = net_alignment_band(np.array([2.0, -1.0, 0.5]), np.array([0.1, 0.1, 0.2]), seed=1)
    >>> bool(low[0] < 0 < high[0])
    True
    """
    drawn = points + errors * np.random.default_rng(seed).standard_normal((draws, len(points)))
    one, other, rest = drawn[:, :1], drawn[:, 1:2], drawn[:, 2:]
    net = net_alignment(np.abs(rest - one), np.abs(rest - other), np.abs(one - other))
    tail = (1 - middle) / 2
    low, high = np.quantile(net, [tail, 1 - tail], axis=0)
    return low, high
