r"""Deals that enforce themselves by repetition: who breaks one is answered by the equilibrium without any, for ever.

Keeping to a deal is worth C a period, breaking it D until it is noticed after L periods, and then P for ever (Nash reversion, Friedman
1971). It is kept where

.. math:: C \ge (1 - \delta^L) D + \delta^L P \quad\Leftrightarrow\quad \delta^L \ge \frac{D - C}{D - P}

so that a lag only puts :math:`\delta^L` in the place of :math:`\delta`. While it is not noticed, the others go on with their part.

The tariff game is that of Bagwell and Staiger (1990, 2002) with linear demand and fixed endowments: two alike countries, each of
which imports one good from the other and levies a specific tariff on it, and no export taxes. With imports M and a slope of demand b in
each, a tariff t raises the price at home by t/2 and lowers it abroad by as much; against free trade the importer has

.. math:: \frac{t M}{2} - \frac{3 b t^2}{8}, \qquad \text{the exporter}\quad -\frac{t M}{2} + \frac{b t^2}{8}

The Nash tariff is :math:`2 M / 3b` whatever the other does, and the most cooperative tariff that repetition sustains is
:math:`(3 - 5\delta) / (3 - \delta)` of it, none from :math:`\delta = 3/5` on, whatever M and b are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from counterpoise.core.errors import InputError, NoSolution


def critical_discount(cooperate: float, deviate: float, punish: float, *, lag: int = 1) -> float:
    """Give the discount from which a deal of a repeated game is kept.

    Parameters
    ----------
    cooperate, deviate, punish
        What one has a period if all keep to it, if it alone breaks it, and after that.
    lag
        How many periods it takes to be noticed, one or more.

    Returns
    -------
    float
        0 where breaking it gains nothing.

    Raises
    ------
    InputError
        If a payoff is missing, or the lag is below one.
    NoSolution
        If what follows is no worse than keeping to it, so that no discount makes it kept.

    References
    ----------
    Friedman (1971), A non-cooperative equilibrium for supergames, Review of Economic Studies 38(1).

    Examples
    --------
    >>> critical_discount(3, 4, 1), round(critical_discount(3, 4, 1, lag=2), 6)
    (0.3333333333333333, 0.57735)
    """
    if not all(math.isfinite(one) for one in (cooperate, deviate, punish)):
        raise InputError(
            f"payoffs of {cooperate:g}, {deviate:g} and {punish:g}", where="payoffs", remedy="give numbers"
        )
    _lag(lag)
    if deviate <= cooperate:
        return 0.0
    if punish >= cooperate:
        raise NoSolution(
            f"breaking the deal gains {deviate - cooperate:g} a period, and what follows is no worse than keeping it",
            where="repetition",
            remedy="find a harder answer, or a deal that gives more",
        )
    return ((deviate - cooperate) / (deviate - punish)) ** (1.0 / lag)


@dataclass(frozen=True)
class TariffGame:
    """Two alike countries that tax what they import from each other.

    Attributes
    ----------
    imports
        Of each under free trade, above 0.
    slope
        By how much demand falls in each with its price, above 0.

    Examples
    --------
    >>> game = TariffGame(imports=0.5, slope=1.0)
    >>> round(game.nash, 6), round(game.critical(), 6), round(game.most_cooperative(0.2) / game.nash, 5)
    (0.333333, 0.6, 0.71429)
    """

    imports: float = 1.0
    slope: float = 1.0

    def __post_init__(self) -> None:
        """Check what is given.

        Raises
        ------
        InputError
            If imports or slope are not above zero.
        """
        if not all(math.isfinite(one) and one > 0 for one in (self.imports, self.slope)):
            what = f"imports of {self.imports:g} and a slope of {self.slope:g}"
            raise InputError(what, where="tariffs", remedy="give numbers above 0")

    @property
    def nash(self) -> float:
        """Give the tariff that is best whatever the other's."""
        return 2.0 * self.imports / (3.0 * self.slope)

    @property
    def prohibitive(self) -> float:
        """Give the tariff from which nothing is imported."""
        return 2.0 * self.imports / self.slope

    def welfare(self, own: float, other: float) -> float:
        """Give what a country has a period above free trade.

        Parameters
        ----------
        own, other
            Its own tariff, and the other's.

        Returns
        -------
        float
            In the unit of the price, below zero where it has less.
        """
        mine = own * self.imports / 2.0 - 3.0 * self.slope * own**2 / 8.0
        return mine - other * self.imports / 2.0 + self.slope * other**2 / 8.0

    def critical(self, tariff: float = 0.0, *, lag: int = 1) -> float:
        """Give the discount from which a tariff of both is kept.

        Parameters
        ----------
        tariff
            From 0 to below the Nash tariff.
        lag
            See `critical_discount`.

        Returns
        -------
        float
            Of free trade 3/5, if it is noticed at once.

        Raises
        ------
        InputError
            If the tariff is not one to cooperate on, or the lag is below one.
        """
        if not 0.0 <= tariff < self.nash:
            remedy = f"give one from 0 to below the Nash tariff, {self.nash:g}"
            raise InputError(f"a tariff of {tariff:g}", where="tariff", remedy=remedy)
        paths = self.welfare(tariff, tariff), self.welfare(self.nash, tariff), self.welfare(self.nash, self.nash)
        return critical_discount(*paths, lag=lag)

    def most_cooperative(self, discount: float, *, lag: int = 1) -> float:
        """Give the lowest tariff of both that is kept.

        Parameters
        ----------
        discount
            From 0 to below 1.
        lag
            See `critical_discount`.

        Returns
        -------
        float
            The Nash tariff at a discount of 0.

        Raises
        ------
        InputError
            If the discount or the lag is impossible.
        """
        _lag(lag)
        if not 0.0 <= discount < 1.0:
            raise InputError(f"a discount of {discount:g}", where="discount", remedy="give a number from 0 to below 1")
        late = discount**lag
        return self.nash * max(0.0, (3.0 - 5.0 * late) / (3.0 - late))


def _lag(lag: int) -> None:
    if lag < 1:
        raise InputError(f"a lag of {lag} periods", where="lag", remedy="give one or more")
