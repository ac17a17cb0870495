"""A solved equilibrium as a baseline of its own: its accounts, at its own prices and under its own taxes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.equilibrium.model import Accounts
    from counterpoise.equilibrium.problem import Point, Problem


def rebased(problem: Problem, point: Point) -> Accounts:
    """Give the accounts of a solution: solved again without a change, they return themselves.

    Shares, sizes and taxes are those of the solution; costs of trade and productivity are part of its shares. What a total
    embargo has closed stays closed, and a scarcity value is to its buyers what a tariff is.

    Parameters
    ----------
    problem
        The equations under a policy.
    point
        The equations evaluated at their solution.

    Returns
    -------
    Accounts
        With the elasticities of the problem's own.

    Raises
    ------
    InputError
        If firms of finite number, or a tax on labour that revenue replaces, keep a memory of the old baseline.
    """
    a = problem.accounts
    if a.tracked or a.profit_share is not None:
        raise InputError(
            "firms and a tax on labour that revenue replaces are not carried over to a new baseline",
            where="model",
            remedy="take perfect competition and lump-sum revenue",
        )
    power = point.power.T
    middle = (slice(None), None) if a.uses == 1 else (slice(None), None, None)
    final = problem.final_share
    return replace(
        a,
        share=problem.weight * power[middle] / point.index[..., None],
        input_share=point.tilts.inputs(problem.input_share),
        value_added_share=point.added,
        final_share=final if point.tilts.final is None else final * point.tilts.final,
        value_added=point.factor_income.sum(1),
        output=point.sold,
        deficit=point.deficit,
        revenue=point.revenue,
        tariff=problem.tariff,
        export_tax=problem.export_tax,
    )
