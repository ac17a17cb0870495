"""A made-up panel of trade, to try an estimate on: what its agreements do is known, since it was put in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_NAMES = "ARG AUS AUT BRA CAN CHL CHN DEU EGY FRA GBR IDN IND ITA JPN KOR MEX TUR USA VNM"
COUNTRIES = tuple(_NAMES.split())
YEARS = (2000, 2005, 2010, 2015, 2020)
EFFECT = 0.4
"""Log points by which an agreement raises trade in the panel."""


def example_panel(seed: int = 1) -> pd.DataFrame:
    """Give a made-up panel: 20 countries, five years, two agreements that raise trade by `EFFECT` log points.

    The names are of countries, the numbers of none. Sizes grow at random, pairs trade more or less for good, flows are
    gamma distributed about what that makes, and some pairs never trade.

    Parameters
    ----------
    seed
        Of the random numbers.

    Returns
    -------
    pandas.DataFrame
        ``exporter``, ``importer``, ``year``, ``trade`` (with domestic trade), ``rta`` (0 or 1) and ``dist``.

    Examples
    --------
    >>> held = example_panel()
    >>> len(held), int(held.rta.sum())
    (2000, 192)
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    random = np.random.default_rng(seed)
    n, t = len(COUNTRIES), len(YEARS)
    sizes = random.normal(3.0, 0.8, (2, n, 1)) + np.cumsum(random.normal(0.2, 0.1, (2, n, t)), axis=2)
    place = random.uniform(0.0, 10.0, (n, 2))
    distance = np.maximum(np.hypot(*(place[:, None] - place[None, :]).transpose(2, 0, 1)), 0.3)
    pairs = -np.log(distance) + random.normal(0.0, 0.3, (n, n))
    pairs[np.arange(n), np.arange(n)] += 2.0
    bound = np.zeros((n, n, t), dtype=bool)
    for members, first in (((0, 2, 5, 9, 13, 16), 1), ((3, 6, 11, 14, 15), 2), ((1, 15, 18), 3)):
        bound[np.ix_(members, members, range(first, t))] = True
    bound[np.arange(n), np.arange(n)] = False
    mean = np.exp(sizes[0][:, None, :] + sizes[1][None, :, :] + pairs[:, :, None] + EFFECT * bound)
    trade = np.round(mean * random.gamma(8.0, 1 / 8.0, mean.shape), 3)
    trade[(random.uniform(size=(n, n)) < 0.03) & ~np.eye(n, dtype=bool) & ~bound.any(axis=2)] = 0.0
    exporter, importer, year = (axis.ravel() for axis in np.meshgrid(range(n), range(n), range(t), indexing="ij"))
    return pd.DataFrame(
        {
            "exporter": np.array(COUNTRIES)[exporter],
            "importer": np.array(COUNTRIES)[importer],
            "year": np.array(YEARS)[year],
            "trade": trade.ravel(),
            "rta": bound.ravel().astype(int),
            "dist": np.round(1000 * distance, 1)[exporter, importer],
        }
    )
