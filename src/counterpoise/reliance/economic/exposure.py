"""Friends and enemies: what a partner's productivity does, to first order, to a country's income and welfare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import measure, quantity

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr

    from counterpoise.world.leontief import Leontief

ELASTICITY = 5.0
"""The trade elasticity of these measures, for all goods: that of Costinot and Rodríguez-Clare (2014)."""


@quantity(unit="", dims="", cite="Kleinman, Liu and Redding (2024)")
def first_order(
    leontief: Leontief,
    inputs: xr.DataArray,
    final_demand: xr.DataArray,
    outside: xr.DataArray | None,
    value_added_share: xr.DataArray,
) -> tuple[xr.DataArray, xr.DataArray]:
    """Income and welfare exposure of every country to every country's productivity."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    spent = final_demand.values.copy()
    if outside is not None:
        spent[np.arange(len(spent)), :, np.arange(len(spent))] += outside.values
    found = exposures(leontief, inputs.values, spent, value_added_share.values, ELASTICITY)
    countries = inputs["origin"].values.tolist()
    income, welfare = (xr.DataArray(one, coords={"country": countries, "partner": countries}) for one in found)
    return income, welfare


@quantity(unit="ratio", dims="country partner")
def income_response(first_order: tuple[xr.DataArray, xr.DataArray]) -> xr.DataArray:
    """Percent by which a country's income changes where a partner's productivity rises by one percent."""
    return first_order[0]


@quantity(unit="ratio", dims="country partner")
def welfare_response(first_order: tuple[xr.DataArray, xr.DataArray]) -> xr.DataArray:
    """Percent by which a country's real income changes where a partner's productivity rises by one percent."""
    return first_order[1]


@measure(
    symbol=r"W_{ij}",
    unit="ratio",
    dims="country partner",
    short="income exposure",
    formula=r"\partial \ln w_i / \partial \ln z_j",
    cite="Kleinman, Liu and Redding (2024)",
    headline=False,
)
def income_exposure(income_response: xr.DataArray) -> xr.DataArray:
    """Elasticity of a country's income, against the world's, to a partner's productivity.

    Negative where the partner's gain is the country's loss of markets. The trade elasticity is 5.
    """
    return income_response


@measure(
    symbol=r"U_{ij}",
    unit="ratio",
    dims="country partner",
    short="welfare exposure",
    formula=r"\partial \ln (I_i / P_i) / \partial \ln z_j",
    cite="Kleinman, Liu and Redding (2024)",
    headline=False,
)
def welfare_exposure(welfare_response: xr.DataArray) -> xr.DataArray:
    """Elasticity of a country's real income to a partner's productivity.

    A friend's is positive, an enemy's negative. The trade elasticity is 5.
    """
    return welfare_response


def exposures(
    leontief: Leontief, inputs: np.ndarray, final: np.ndarray, value_added_share: np.ndarray, theta: float | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give the first-order effect of every country's productivity on every country's income and real income.

    CES with elasticity theta between origins, Cobb-Douglas above; one mobile factor in each country;
    trade balances fixed in units of the numeraire, world value added.

    Parameters
    ----------
    leontief
        The system I - A of the same table.
    inputs
        ``[origin, sector, destination, use]``.
    final
        ``[origin, sector, destination]``.
    value_added_share
        ``[origin, sector]``, of output.
    theta
        sigma - 1: one number, or one for each sector.

    Returns
    -------
    income, welfare
        ``[country, partner]``: percent for one percent of productivity in all of the partner's sectors.

    References
    ----------
    Kleinman, Liu and Redding (2024), the friends-and-enemies matrices; with one sector and no inputs
    these are W = -theta/(theta+1) (I - V + Q)^-1 M and U = (I - S) W + S, where V = (T + theta T S)/(theta+1), M = T S - I.
    """
    import numpy as np  # noqa: PLC0415

    c, s = value_added_share.shape
    of_country = np.repeat(np.eye(c), s, axis=0)
    added = value_added_share.reshape(-1, 1) * of_country
    by_wage, by_skill = np.split(leontief.adjoint(np.hstack([added, of_country])), 2, axis=1)
    spent = final.sum((0, 1))
    nodes = final.reshape(c * s, c)
    # what value added is worth per unit of final sales is also what wages weigh in prices: one solve serves both
    absorbed = by_wage.T @ nodes
    income = absorbed.sum(1)
    kept = np.divide(income, spent, out=np.zeros(c), where=spent > 0)
    moved = by_wage.T @ _substitution(inputs, final, theta, np.hstack([by_wage, by_skill]))
    size = income / income.sum()
    system = np.diag(income) - moved[:, :c] - absorbed * kept
    system += np.outer(np.full(c, income.mean()), size)
    wage = np.linalg.solve(system, -moved[:, c:])
    weight = nodes / np.where(spent > 0, spent, 1.0)
    price = weight.T @ (by_wage @ wage - by_skill)
    return wage, kept[:, None] * wage - price


def _substitution(inputs: np.ndarray, final: np.ndarray, theta: float | np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Give the change of each node's sales that changes of cost make, what buyers spend on each good held still."""
    import numpy as np  # noqa: PLC0415

    c, s = final.shape[:2]
    cost = cost.reshape(c, s, -1)
    found = np.empty_like(cost)
    for sector, elasticity in enumerate(np.broadcast_to(np.asarray(theta, dtype=float), (s,))):
        sold = np.concatenate([inputs[:, sector].reshape(c, -1), final[:, sector]], axis=1)
        whole = sold.sum(0)
        share = sold / np.where(whole > 0, whole, 1.0)
        move = sold @ share.T - np.diag(sold.sum(1))
        found[:, sector] = elasticity * (move @ cost[:, sector])
    return found.reshape(c * s, -1)
