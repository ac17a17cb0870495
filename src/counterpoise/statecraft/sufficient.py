r"""Optimal tariffs from a few observed shares: formulas to hold a search against, and to begin one from.

With one factor, no inputs and no other distortion, a country's best tariff on everything exploits the one market power that
it has, over its own goods abroad. It is the inverse of what its buyers abroad give up when its goods get dearer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]


def gros(theta: float, foreign_domestic_share: float) -> float:
    """Give the optimal tariff of one of two countries that trade one good of two origins.

    Parameters
    ----------
    theta
        The elasticity of spending to costs, sigma - 1.
    foreign_domestic_share
        What the other country spends on its own goods, at the optimum, a share.

    Returns
    -------
    float
        ``1 / (theta lambda)``, a fraction. For a country so small that the other buys nearly all at home it is ``1 / theta``,
        not zero: it is alone in making its good.

    References
    ----------
    Gros (1987), A Note on the Optimal Tariff, Retaliation and the Welfare Loss from Tariff Wars in a Framework with
    Intra-industry Trade, Journal of International Economics 23.

    Examples
    --------
    >>> gros(5.0, 1.0)
    0.2
    """
    return 1.0 / (theta * foreign_domestic_share)


def lashkaripour(exports: ArrayLike, share: ArrayLike, theta: ArrayLike) -> float:
    r"""Give the optimal tariff on everything of a country of many partners and sectors, without inputs.

    Parameters
    ----------
    exports
        What the country sells abroad, before the buyers' tariffs ``[sector, buyer]``.
    share
        Its part of a buyer's spending on the sector ``[sector, buyer]``.
    theta
        Elasticities of spending to costs ``[sector]``.

    Returns
    -------
    float
        :math:`1 / \sum_{jk} \chi_{jk} \theta_k (1 - \lambda_{jk})`, a fraction, with :math:`\chi` the parts of its exports.
        Exact at the optimum of two countries (it is then `gros`); of more it leaves out what the tariff does to the incomes
        of third countries. NaN where nothing is sold, or no buyer would give anything up.

    References
    ----------
    Lashkaripour (2021), The Cost of a Global Tariff War: A Sufficient Statistics Approach, Journal of International Economics
    131: 103419.

    Examples
    --------
    >>> round(lashkaripour([[10.0, 30.0]], [[0.2, 0.1]], [4.0]), 4)
    0.2857
    """
    sold, part, elasticity = (np.asarray(one, dtype=np.float64) for one in (exports, share, theta))
    given_up = float((sold * elasticity[:, None] * (1.0 - part)).sum())
    return float(sold.sum()) / given_up if given_up > 0 else float("nan")
