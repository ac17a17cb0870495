"""A baseline in which firms market, select and scale: Ignatenko, Lashkaripour, Macedoni and Simonovska's (2025)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.firms import Firms
from counterpoise.equilibrium.published import from_gravity

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.model import Accounts

    Array = NDArray[np.float64]


def from_firms(  # noqa: PLR0913 - the paper's parameters, each by its name
    *,
    flows: ArrayLike,
    theta: float,
    marketing: ArrayLike = 0.0,
    pass_through: ArrayLike | None = None,
    scale: float = 0.0,
    inputs: ArrayLike = 0.0,
    labour_supply: float = 0.0,
    rebate: str = "lump_sum",
    tariff: ArrayLike | None = None,
    countries: Sequence[str] | None = None,
    unit: str = "million USD",
    closure: str = "additive",
) -> Baseline:
    """Make the baseline of a model of trade by firms that pay for marketing where they sell: one sector.

    Parameters
    ----------
    flows
        Trade at producers' prices with domestic sales on the diagonal ``[exporter, importer]``, in ``unit``.
    theta
        The elasticity of spending to costs.
    marketing
        nu, the share of the sales in a country that pays labour there, 0 to 1: a number, or ``[country]``.
    pass_through
        phi, the elasticity of a destination's prices to one plus a tariff, selection included: a number, or ``[country]``.
        Left out, it is the paper's ``1 + (1 + scale) marketing / (1 - marketing)``.
    scale
        psi, by how much unit costs fall with entry: without inputs with employment.
    inputs
        The share of inputs, which are the same goods, in what makers spend on labour and inputs, 0 to 1: a number, or
        ``[country]``. The diagonal of ``flows`` then holds sales at home to makers too: the paper has it as what GDP leaves at home
        over one less this share.
    labour_supply
        kappa, the elasticity of employment to the real wage.
    rebate
        What becomes of revenue: ``lump_sum``, or ``income_tax``: it replaces a tax on labour income.
    tariff
        Ad valorem fractions ``[importer, exporter]`` or ``[importer, exporter, 1]``; none if left out.
    countries
        Any unique labels; numbers if left out.
    unit
        ``USD``, ``thousand USD``, ``million USD`` or ``billion USD``.
    closure
        What becomes of deficits, of which marketing is no part: ``additive``, ``multiplicative`` or ``balanced``.

    Returns
    -------
    Baseline
        Value added is what labour earns by making goods and by marketing them, so the flows are an equilibrium as they are.

    Raises
    ------
    InputError
        If shapes or signs are wrong.

    References
    ----------
    Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), Making America Great Again? The Economic Impacts of Liberation Day
    Tariffs, Journal of International Economics 157: 104138.

    Examples
    --------
    >>> import counterpoise as cp
    >>> base = cp.equilibrium.from_firms(
    ...     flows=[[80.0, 20.0], [20.0, 60.0]],
    ...     theta=4.0,
    ...     marketing=[0.27, 0.11],
    ...     scale=0.1675,
    ...     labour_supply=0.5,
    ...     rebate="income_tax",
    ...     countries=["A", "B"],
    ... )
    >>> base.accounts.firms.pass_through.round(3).tolist()
    [1.432, 1.144]
    >>> outcome = cp.equilibrium.solve(base, cp.Scenario.from_arrays(tariff=[[[0.0], [0.1]], [[0.0], [0.0]]]))
    >>> outcome.welfare_pct.round(3).values.tolist()
    [1.8, -2.157]
    """
    base = from_gravity(flows=flows, theta=theta, tariff=tariff, countries=countries, unit=unit, closure=closure)
    n = len(base.countries)
    share = _by_country(marketing, n, "marketing")
    used = _by_country(inputs, n, "inputs")
    for values, name, what in ((share, "marketing", "a marketing share"), (used, "inputs", "a share of inputs")):
        if ((values < 0) | (values >= 1)).any():
            of = "sales" if name == "marketing" else "what makers spend"
            raise InputError(f"{what} is not from 0 to 1", where=name, remedy=f"give fractions of {of}")
    if not (np.isfinite(scale) and scale >= 0):
        raise InputError(f"scale is {scale!r}", where="scale", remedy="give an elasticity of 0 or above")
    passing = 1.0 + (1.0 + scale) * share / (1.0 - share) if pass_through is None else pass_through
    passing = _by_country(passing, n, "pass_through")
    if (passing <= 0).any():
        raise InputError(
            "a pass-through is not positive", where="pass_through", remedy="give 1 where there is no selection"
        )
    firms = Firms(share, passing, float(scale))
    if used.any():
        base = replace(base, accounts=_using(base.accounts, used))
    return base.varied(firms=firms, labour_supply=labour_supply, rebate=rebate)


def _using(accounts: Accounts, inputs: Array) -> Accounts:
    """Give accounts of one sector that spends these shares ``[country]`` on its own good; trade stays what it was."""
    added = (1.0 - inputs)[:, None]
    return replace(
        accounts,
        input_share=inputs[:, None, None],
        value_added_share=added,
        value_added=(added * accounts.output).sum(1),
    )


def _by_country(value: Any, countries: int, name: str) -> Any:
    made = np.asarray(value, dtype=np.float64)
    if made.shape not in ((), (countries,)) or not np.isfinite(made).all():
        raise InputError(
            f"{name} has the shape {made.shape}", where=name, remedy=f"give a number, or one of each of {countries}"
        )
    return np.broadcast_to(made, countries).copy()
