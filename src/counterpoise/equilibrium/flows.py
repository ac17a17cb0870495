"""Sums of flows over both equilibria, by country: what exports, imports, the terms and the volume of trade are made from.

They are sums of products of arrays ``[sector, destination, origin]``, done on bare arrays: what depends on the policy alone is
prepared once, so that many solutions under one policy (an ensemble) cost little each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.problem import Problem
    from counterpoise.equilibrium.solver import Solution

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Before:
    """What the sums take from the baseline and from the policy's taxes; it depends on no elasticity.

    Attributes
    ----------
    exports, imports
        Trade with other countries at producers' prices ``[country]``, million USD; missing where there is none.
    sold
        That trade at the new export taxes, by maker ``[country, sector]``.
    bought
        The same by flow ``[sector, destination, origin]``.
    taxed
        Old tariffs at the new export taxes ``[sector, destination, origin]``; None without tariffs.
    taxed_bought
        `taxed` times the baseline's trade, sales at home included.
    toward, to_parties
        Which exports are to those whom the change is about ``[destination, origin]``, and their sum in the baseline ``[country]``;
        missing where there are none.
    """

    exports: Array
    imports: Array
    sold: Array
    bought: Array
    taxed: Array | None
    taxed_bought: Array | None
    toward: NDArray[np.bool_]
    to_parties: Array


@dataclass(frozen=True)
class Sums:
    """Sums of flows by country, all ``[country]`` and million USD.

    Attributes
    ----------
    base_exports, base_imports, new_exports, new_imports
        Trade with other countries at producers' prices; missing in the baseline where there is none.
    export_gain, import_loss
        What the change of prices at the border adds to the baseline's exports, and to its imports.
    taxed_gain
        Old tariffs on the change of the quantity of imports, at old prices.
    base_to_parties, new_to_parties
        Exports to the parties, a party's to those that bind it; missing in the baseline where there are none.
    """

    base_exports: Array
    base_imports: Array
    new_exports: Array
    new_imports: Array
    export_gain: Array
    import_loss: Array
    taxed_gain: Array
    base_to_parties: Array
    new_to_parties: Array


def before(baseline: Baseline, problem: Problem, toward: NDArray[np.bool_] | None = None) -> Before:
    """Prepare the sums under a policy's taxes.

    Parameters
    ----------
    baseline
        Whose trade is compared.
    problem
        The policy put to it, under any elasticities.
    toward
        Which exports are to those whom the change is about ``[origin, destination]`` (see
        `counterpoise.equilibrium.parties.toward`); none where None.
    """
    a = baseline.accounts
    abroad = _abroad(baseline.trade)
    exports, imports = abroad.sum((0, 1)), abroad.sum((0, 2))
    theirs = np.zeros(abroad.shape[1:], dtype=bool) if toward is None else toward.T
    to_parties = np.where(theirs, abroad.sum(0), 0.0).sum(0)
    levied = a.levied or bool(problem.change.export_tax.any())
    tax_hat = (1.0 + problem.export_tax) / (1.0 + a.export_tax) if levied else None
    if tax_hat is not None:
        abroad *= tax_hat
    taxed = None
    if a.taxed:
        taxed = a.tariff if tax_hat is None else a.tariff * tax_hat
    return Before(
        exports=np.where(exports > 0, exports, np.nan),
        imports=np.where(imports > 0, imports, np.nan),
        sold=abroad.sum(1).T,
        bought=abroad,
        taxed=taxed,
        taxed_bought=None if taxed is None else taxed * baseline.trade,
        toward=theirs,
        to_parties=np.where(to_parties > 0, to_parties, np.nan),
    )


def sums(held: Before, problem: Problem, solution: Solution) -> Sums:
    """Give the sums for a solution.

    Parameters
    ----------
    held
        From `before`, for the same policy.
    problem, solution
        The new equilibrium.
    """
    new = problem.trade_at(solution.point)
    home = np.einsum("sii->i", new)
    cost = np.exp(solution.point.cost)
    return Sums(
        base_exports=held.exports,
        base_imports=held.imports,
        new_exports=new.sum(1).sum(0) - home,
        new_imports=new.sum(2).sum(0) - home,
        export_gain=(held.sold * cost).sum(1) - np.nan_to_num(held.exports),
        import_loss=np.matvec(held.bought, cost.T).sum(0) - np.nan_to_num(held.imports),
        taxed_gain=_taxed_gain(held, new, cost),
        base_to_parties=held.to_parties,
        new_to_parties=np.where(held.toward, new.sum(0), 0.0).sum(0),
    )


def _taxed_gain(held: Before, new: Array, cost: Array) -> Array:
    if held.taxed is None or held.taxed_bought is None:
        return np.zeros(len(cost))
    return np.einsum("sji,sji->j", held.taxed, new) - np.matvec(held.taxed_bought, cost.T).sum(0)


def _abroad(trade: Array) -> Array:
    """Give trade between different countries, as an array of its own."""
    made = trade.copy()
    every = np.arange(trade.shape[1])
    made[:, every, every] = 0.0
    return made
