r"""Power from the accounts alone: the share of a good that a sender controls, and Hirschman's asymmetry of trade.

The power over a target is what the target would lose if the sender withheld all that it sells to it, at given prices of all else:

.. math:: \sum_s \Omega_s \frac{-\ln(1 - \omega_s)}{\sigma_s - 1}

with Omega the share of the target's spending that goes to imports of a good, omega the share of these that the sender controls,
and sigma the elasticity of substitution between origins. It is convex in omega: the last tenth of a market is worth more than the
first nine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline

    Array = NDArray[np.float64]


def power(expenditure: Array, controlled: Array, sigma: Array) -> Array:
    """Give the power that control of each good gives, as a fraction of the target's spending.

    Parameters
    ----------
    expenditure
        Omega, the share of the target's spending that goes to the good.
    controlled
        omega, the share of that good that the sender controls.
    sigma
        The elasticity of substitution between its origins.

    Returns
    -------
    numpy.ndarray
        Missing where sigma is 1 or less (then every origin is essential), infinite where all is controlled.

    References
    ----------
    Clayton, Maggiori and Schreger (2024), A theory of economic coercion and fragmentation, NBER Working Paper 33309.

    Examples
    --------
    >>> power(0.02, 0.9, 6.0).round(5).item()
    0.00921
    """
    share, held, apart = (np.asarray(one, dtype=float) for one in (expenditure, controlled, sigma))
    with np.errstate(divide="ignore", invalid="ignore"):
        made = -share * np.log1p(-held) / (apart - 1.0)
    return np.where((share == 0) | (held == 0), 0.0, np.where(apart > 1.0, made, np.nan))


@dataclass(frozen=True)
class Controlled:
    """What a sender controls of a target's imports.

    Attributes
    ----------
    expenditure
        Omega ``[sector]``.
    share
        omega ``[sector]``; 0 where nothing is imported.
    sigma
        ``[sector]``.
    """

    expenditure: Array
    share: Array
    sigma: Array

    @property
    def power(self) -> Array:
        """Give the power that each good gives ``[sector]``, a fraction of the target's spending."""
        return power(self.expenditure, self.share, self.sigma)


def controlled(baseline: Baseline, senders: Sequence[int], target: int, goods: Sequence[int]) -> Controlled:
    """Give what senders together control of a target's imports.

    Parameters
    ----------
    baseline
        Its accounts: spending at buyers' prices, on inputs and final goods alike.
    senders, target
        Positions.
    goods
        Positions of the sectors.

    Returns
    -------
    Controlled
        By sector.

    Examples
    --------
    Imports are a quarter of the spending of the first, and half of them come from the second.

    >>> import counterpoise as cp
    >>> flows = [[75.0, 12.5, 12.5], [12.5, 80.0, 7.5], [12.5, 7.5, 80.0]]
    >>> base = cp.equilibrium.from_gravity(flows=flows, theta=5.0, countries=["A", "B", "C"])
    >>> found = controlled(base, [1], 0, [0])
    >>> found.expenditure.round(6).item(), found.share.round(6).item(), found.sigma.item()
    (0.25, 0.5, 6.0)
    """
    at = list(goods)
    spent = baseline.bought[:, target, :]  # [sector, origin]
    imports = spent[at].sum(1) - spent[at, target]
    held = spent[at][:, list(senders)].sum(1)
    share = np.divide(held, imports, out=np.zeros_like(held), where=imports > 0)
    return Controlled(imports / spent.sum(), np.minimum(share, 1.0), 1.0 + baseline.theta[at])


@dataclass(frozen=True)
class Dependence:
    """How much of a country's trade is with another: Hirschman's asymmetry.

    Attributes
    ----------
    of_trade
        Exports to and imports from the partner over all exports and imports ``[country, partner]``.
    of_income
        The same over the country's value added.
    """

    of_trade: Array
    of_income: Array

    @property
    def asymmetry(self) -> Array:
        """Give by how much the partner depends more on the country than it on the partner ``[country, partner]``."""
        return self.of_trade.T - self.of_trade


def dependence(baseline: Baseline, goods: Sequence[int]) -> Dependence:
    """Give how much of each country's trade is with each other one.

    Parameters
    ----------
    baseline
        Its accounts, at producers' prices.
    goods
        Positions of the sectors.

    Returns
    -------
    Dependence
        Of all pairs; missing of a country on itself.

    References
    ----------
    Hirschman (1945), National power and the structure of foreign trade, chapter II.

    Examples
    --------
    >>> import counterpoise as cp
    >>> flows = [[75.0, 10.0, 10.0], [10.0, 80.0, 80.0], [10.0, 80.0, 80.0]]
    >>> base = cp.equilibrium.from_gravity(flows=flows, theta=5.0, countries=["A", "B", "C"])
    >>> found = dependence(base, [0])
    >>> (
    ...     round(float(found.of_trade[0, 1]), 3),
    ...     round(float(found.of_trade[1, 0]), 3),
    ...     round(float(found.asymmetry[1, 0]), 3),
    ... )
    (0.5, 0.111, 0.389)
    """
    flows = baseline.trade[list(goods)].sum(0)  # [destination, origin]
    both = flows + flows.T
    itself = np.arange(len(both))
    both[itself, itself] = 0.0
    total = both.sum(1)[:, None]
    of_trade = np.divide(both, total, out=np.full_like(both, np.nan), where=total > 0)
    of_income = both / baseline.accounts.value_added[:, None]
    of_trade[itself, itself] = of_income[itself, itself] = np.nan
    return Dependence(of_trade, of_income)
