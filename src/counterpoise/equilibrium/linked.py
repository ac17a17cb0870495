r"""Two equilibria in a row, the second on the accounts of the first: its derivatives, carried back by two adjoints.

The second equilibrium's accounts are the first one's solution (`counterpoise.equilibrium.rebase`). What it comes to has a
derivative by each of these accounts; they are the seed of an adjoint of the first (Griewank and Walther 2008, section 15.3):

.. math:: \frac{dg}{dp} = \frac{\partial g}{\partial a}\,\frac{\partial a}{\partial p}

so that one linear system of each gives the derivative by every tax of the first, however many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.factors import Tied

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.adjoint import Adjoint
    from counterpoise.equilibrium.linear import Linear
    from counterpoise.equilibrium.model import Accounts
    from counterpoise.equilibrium.seeds import Seed

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class OnAccounts:
    """Derivatives of one number by the accounts that its equilibrium rests on.

    Attributes
    ----------
    share
        By the log of a source's weight ``[sector, destination x use, origin]``.
    value_added, deficit, revenue
        Per million USD ``[country]``.
    output
        Per million USD ``[country, sector]``.
    tariff, export_tax
        By the new taxes of the second equilibrium, shares and landed costs as they are ``[sector, destination, origin]``.
    """

    share: Array
    value_added: Array
    deficit: Array
    revenue: Array
    output: Array
    tariff: Array
    export_tax: Array


def checked(first: Accounts, second: Accounts) -> None:
    """Refuse what the chain leaves out.

    Raises
    ------
    InputError
        If spending shares of goods move in the first equilibrium, or some good of the second is Cobb-Douglas over origins.
    """
    if not first.nests.fixed or first.nests.consumption.elasticity != 1.0:
        what = "the spending shares of goods move in the first of two equilibria"
        raise InputError(what, where="model", remedy="take the long run: its nests are Cobb-Douglas")
    if bool((second.theta == 0.0).any()):
        what = "a trade elasticity of the second of two equilibria is 0"
        raise InputError(what, where="model.theta", remedy="write 0.01, which is next to it")


def on_accounts(adjoint: Adjoint, weights: Array) -> OnAccounts:
    """Give the derivatives of a weighted sum of logs of real incomes by the accounts.

    Parameters
    ----------
    adjoint
        Of that sum at the second equilibrium (`counterpoise.equilibrium.seeds.welfare_seed`).
    weights
        Of each country ``[country]``.
    """
    linear, inner = adjoint.system.linear, adjoint.weights[1]
    a = linear.accounts
    theta = a.theta[:, None, None]
    share = adjoint.on_bought - linear.share * (inner.good[:, :, None] / theta)
    by_market, total = _on_payroll(adjoint)
    value_added, deficit = _on_deficits(adjoint)
    value_added += (
        total
        + adjoint.level
        * adjoint.system.world
        / np.bincount(adjoint.system.part, a.domestic_income)[adjoint.system.part]
    )
    phi = a.factors.labour_supply
    effort = phi / (1.0 + phi)
    old = weights / (a.income - effort * a.payroll.sum(1))
    tariff, export_tax = adjoint.of_taxes_alone()
    return OnAccounts(
        share=share,
        value_added=value_added - (1.0 - effort) * old,
        deficit=deficit - old,
        revenue=-old,
        output=by_market,
        tariff=tariff,
        export_tax=export_tax,
    )


def _on_payroll(adjoint: Adjoint) -> tuple[Array, Array]:
    """Give the derivatives by output ``[country, sector]`` and by value added ``[country]`` that the payroll carries."""
    linear, inner = adjoint.system.linear, adjoint.weights[1]
    a = linear.accounts
    if not isinstance(a.factors, Tied):
        return np.zeros_like(a.output), inner.earned.sum(1) / a.value_added
    power = 1.0 + a.factors.mobility
    by_log = inner.earned + inner.index[:, None] * linear._index_weight / power
    total = (by_log.sum(1) - inner.index / power) / a.value_added  # the index takes shares of value added
    shared = by_log - a.payroll * (by_log.sum(1) / a.value_added)[:, None]
    return np.divide(shared, a.output, out=np.zeros_like(shared), where=a.output > 0), total


def _on_deficits(adjoint: Adjoint) -> tuple[Array, Array]:
    """Give the derivatives by value added and by deficits ``[country]`` that the closure carries."""
    linear, kept = adjoint.system.linear, adjoint.weights[1].income
    a, problem = linear.accounts, linear.problem
    part, size, now = problem.reach.apart, a.domestic_income, linear.point.domestic_income

    def over(values: Array, sizes: Array) -> Array:
        return (np.bincount(part, values) / np.bincount(part, sizes))[part]

    if problem.closure == "balanced":
        return np.zeros_like(kept), np.zeros_like(kept)
    if problem.closure == "additive":
        own = kept - over(kept * size, size)
        return -own * over(a.deficit, size), own
    own = now / size * (kept - over(kept * now, now))
    return -own * a.deficit / size, own


def carried(on: OnAccounts, linear: Linear, seed: Seed) -> Seed:
    """Add the derivatives by the accounts to a seed of the first equilibrium, whose solution they are.

    Parameters
    ----------
    on
        The derivatives.
    linear
        The first equilibrium's equations at its solution.
    seed
        What the number rests on besides; it is changed.
    """
    total = on.share.sum(2)
    bought = on.share - linear.share * total[:, :, None]  # shares sum to 1: weights on what is bought are left
    seed.bought = bought if seed.bought is None else seed.bought + bought
    seed.on.sold += on.output
    seed.on.revenue += on.revenue
    seed.on.earned += (on.value_added + linear._deficit_back(on.deficit))[:, None]
    return seed
