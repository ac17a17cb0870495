r"""The factor market: who works where, and for what.

A country's factor is mobile between its sectors (one wage), specific to them (a wage each), or moves between them with a
finite elasticity; its supply follows the real wage or is given. New revenue of tariffs is handed out, or lowers a tax on what the
factor earns. Each market is a component with the same methods, whatever
its number of wages, so that the equations and the solver never ask which it is. Wages run ``[country, 1]`` where the factor is
mobile and ``[country, sector]`` where it is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Mobile:
    """One wage a country: the factor goes where it earns most.

    Attributes
    ----------
    labour_supply
        phi, the elasticity of the factor's supply to the real wage; 0 where it is given.
    rebate
        What becomes of revenue: ``lump_sum``, or ``income_tax``: it replaces a tax on what the factor earns (see `relief`).
    """

    labour_supply: float = 0.0
    mobility: float = np.inf
    rebate: str = "lump_sum"

    @property
    def given(self) -> Factors:
        """Give the same market with the factor in fixed supply."""
        return replace(self, labour_supply=0.0)

    def paid(self, by_sector: Array) -> Array:
        """Give what producers pay in each market ``[country, 1]`` from what they pay by sector ``[country, sector]``."""
        return by_sector.sum(1, keepdims=True)

    def index(self, payroll: Array, log_wage: Array, total: Array) -> Array:  # noqa: ARG002 - there is one wage
        """Give the log of the country's wage index ``[country]``."""
        return log_wage[:, 0]

    def income(self, payroll: Array, log_wage: Array, log_index: Array, log_real: Array) -> Array:  # noqa: ARG002
        """Give what the factor earns in each market ``[country, 1]``, million USD.

        Parameters
        ----------
        payroll
            What it earned at the baseline, of the same shape.
        log_wage
            Log wages.
        log_index
            Their index ``[country]``.
        log_real
            Log of the wage index over consumer prices ``[country]``.
        """
        if not self.labour_supply:
            return payroll * np.exp(log_wage)
        return payroll * np.exp(log_wage + self.labour_supply * log_real[:, None])

    def moved(self, wage: Array, index: Array, real: Array) -> Array:
        """Give the change of the log of `income` for changes of log wages, their index and the real wage."""
        return wage + (self.labour_supply * real)[:, None] + 0.0 * index[:, None]

    def back(self, weight: Array) -> tuple[Array, Array, Array]:
        """Give the weights on log wages, their index and the real wage that weights on the log of `income` come to."""
        total = weight.sum(1)
        return weight, 0.0 * total, self.labour_supply * total


@dataclass(frozen=True)
class Tied:
    """A wage a sector: the factor is specific to sectors, or moves with a finite elasticity.

    Attributes
    ----------
    labour_supply
        phi, the elasticity of the factor's supply to the real wage; 0 where it is given.
    mobility
        iota, the elasticity of a sector's share of the factor to its relative wage; 0 where it is specific.
    rebate
        See `Mobile`.
    """

    labour_supply: float = 0.0
    mobility: float = 0.0
    rebate: str = "lump_sum"

    @property
    def given(self) -> Factors:
        """Give the same market with the factor in fixed supply."""
        return replace(self, labour_supply=0.0)

    def paid(self, by_sector: Array) -> Array:
        """Give what producers pay in each market (see `Mobile.paid`)."""
        return by_sector

    def index(self, payroll: Array, log_wage: Array, total: Array) -> Array:
        """Give W with W^(1 + iota) = sum of shares x w^(1 + iota), its log ``[country]``.

        Shares are of the country's total payroll: a sector that has stopped pays nothing, and its payroll is 0.
        """
        power = 1.0 + self.mobility
        top = log_wage.max(1, keepdims=True)
        mean = (payroll * np.exp(power * (log_wage - top))).sum(1) / total
        return np.asarray(np.log(mean) / power + top[:, 0])

    def income(self, payroll: Array, log_wage: Array, log_index: Array, log_real: Array) -> Array:
        """Give what the factor earns in each market ``[country, sector]``, million USD (see `Mobile.income`)."""
        earned = (1.0 + self.mobility) * log_wage
        if self.mobility:
            earned -= self.mobility * log_index[:, None]
        if self.labour_supply:
            earned += self.labour_supply * log_real[:, None]
        return payroll * np.exp(earned)

    def moved(self, wage: Array, index: Array, real: Array) -> Array:
        """Give the change of the log of `income` (see `Mobile.moved`)."""
        return (1.0 + self.mobility) * wage + (self.labour_supply * real - self.mobility * index)[:, None]

    def back(self, weight: Array) -> tuple[Array, Array, Array]:
        """Give the weights on the parts of `income` (see `Mobile.back`)."""
        total = weight.sum(1)
        return (1.0 + self.mobility) * weight, -self.mobility * total, self.labour_supply * total


Factors = Mobile | Tied

REBATES = ("lump_sum", "income_tax")


def relief(factors: Factors, revenue: Array, earned: Array, revenue_before: Array, earned_before: Array) -> Array:
    """Give tau, the rate of the tax on what the factor earns that revenue has come to replace ``[country]``.

    Parameters
    ----------
    factors
        The factor market; with a lump-sum rebate no tax is replaced.
    revenue
        Of tariffs and export taxes, million USD ``[country]``.
    earned
        What the factor earns, million USD ``[country, 1 or sector]``.
    revenue_before, earned_before
        Those of the baseline ``[country]``: what revenue paid for then is no relief.
    """
    if factors.rebate == "lump_sum":
        return np.zeros_like(revenue)
    return revenue / earned.sum(1) - revenue_before / earned_before


def supplied(factors: Factors, log_real: Array, relief: Array) -> Array:
    """Give the log of employment ``[country]`` at a real wage before the tax, and the tax that was replaced."""
    after = log_real if factors.rebate == "lump_sum" else log_real - np.log1p(-relief)
    return factors.labour_supply * after


def factors(mobility: float | str = "mobile", labour_supply: float = 0.0, rebate: str = "lump_sum") -> Factors:
    """Give the factor market of an elasticity of mobility, or of the words ``mobile`` and ``specific``."""
    iota = {"mobile": np.inf, "specific": 0.0}.get(str(mobility), mobility)
    if np.isinf(float(iota)):
        return Mobile(float(labour_supply), rebate=rebate)
    return Tied(float(labour_supply), float(iota), rebate)
