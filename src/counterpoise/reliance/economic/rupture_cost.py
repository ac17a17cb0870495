"""What losing a partner as a supplier would cost, first answer: exact CES, every other price held still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.errors import NoSolution
from counterpoise.core.measure import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import xarray as xr

TOLERANCE = 1e-12
"""Largest change of the logarithm of a price in the last round."""

_MOST_ROUNDS = 2000


@measure(
    symbol=r"c_{ij}",
    unit="share",
    dims="country partner",
    short="cost of cutting",
    formula=r"1 - \Lambda_{ij}^{1/\theta}",
    cite="Arkolakis, Costinot and Rodríguez-Clare (2012); Costinot and Rodríguez-Clare (2014)",
    headline=False,
)
def cut_cost(tie_remainder: xr.DataArray, trade_elasticity: xr.DataArray) -> xr.DataArray:
    """Share of real income that a country would lose if a partner stopped supplying it.

    Every other price and wage stays as it is; the answer moves about ninefold between elasticities
    of 0.5 and 5, so it is shown over a range of them.
    """
    return 1 - tie_remainder ** (1 / trade_elasticity)


def over_elasticities(remainder: xr.DataArray, elasticities: Sequence[float]) -> dict[str, xr.DataArray]:
    """Give the cost of cutting ties over a range of elasticities.

    Parameters
    ----------
    remainder
        See `tie_remainder`.
    elasticities
        theta = sigma - 1, positive; the value is at the middle one (of an even number, at the geometric mean of the two).

    Returns
    -------
    dict
        ``cut_cost`` and its ``__low`` (at the largest elasticity) and ``__high`` (at the smallest).

    Examples
    --------
    One good, no inputs, 7 % of spending on the partner (Arkolakis, Costinot and Rodríguez-Clare 2012,
    of the United States and all imports: 0.7 % to 1.4 % at elasticities of 10 and 5):

    >>> import xarray as xr
    >>> one = xr.DataArray([[0.93]], coords={"country": ["USA"], "partner": ["ROW"]})
    >>> found = over_elasticities(one, [5, 7, 10])
    >>> [round(100 * found[name].item(), 1) for name in ("cut_cost__low", "cut_cost__high")]
    [0.7, 1.4]
    """
    import xarray as xr  # noqa: PLC0415

    ordered = sorted(elasticities)
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] * ordered[half]) ** 0.5
    at = {"cut_cost": middle, "cut_cost__low": ordered[-1], "cut_cost__high": ordered[0]}
    made = {name: cut_cost(remainder, xr.DataArray(float(theta))) for name, theta in at.items()}
    said = f"at a trade elasticity of {middle:.3g}; low at {ordered[-1]:g}, high at {ordered[0]:g}"
    for array in made.values():
        ends = f"trade elasticities of {ordered[-1]:g} to {ordered[0]:g}"
        array.attrs = {**cut_cost.attrs, "label": f"{cut_cost.label}, {said}", "elasticities": ends}
    return made


def tie_remainder(
    flow: xr.DataArray, outside: xr.DataArray | None, countries: Sequence[str], partners: Sequence[str]
) -> xr.DataArray:
    r"""Give what is left of each country's real income, to the power of the trade elasticity, without a partner.

    With one elasticity theta for all goods (CES between origins, Cobb-Douglas above), the prices at
    home solve, in :math:`y_k = \hat c_k^{-\theta}`, :math:`y_k = \prod_s (r_{sk} + \pi_{sk} y_s)^{a_{sk}}`, in which
    theta does not occur; :math:`\Lambda = \prod_s (r_{sf} + \pi_{sf} y_s)^{\alpha_s}`. pi is the share of home and r
    that of the origins abroad that are left, in what is spent on a good for a use; a are inputs as a
    share of output, alpha shares of final demand. Real income changes by Lambda to the power of 1/theta.

    Parameters
    ----------
    flow
        ``[origin, sector, destination, use]``, million USD.
    outside
        Sales ``[origin, sector]`` to places outside the table, or None.
    countries, partners
        Who loses whom; a country's tie to itself is missing.

    Returns
    -------
    xarray.DataArray
        ``[country, partner]``, 0 (something can be had from the partner only) to 1.

    Raises
    ------
    NoSolution
        If inputs are worth as much as output, and prices at home have no limit.

    References
    ----------
    Arkolakis, Costinot and Rodríguez-Clare (2012), equation 1; Costinot and Rodríguez-Clare (2014),
    section on tradable intermediates: without all partners it is their autarky, which this equals in logarithms.
    """
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    known = flow["origin"].values.tolist()
    left = np.ones((len(partners), len(known)))
    for row, partner in enumerate(partners):
        left[row, known.index(partner)] = 0.0
    found = np.full((len(countries), len(partners)), np.nan)
    for row, country in enumerate(countries):
        own = known.index(country)
        output = np.nansum(flow.values[own], axis=(1, 2))
        output = output if outside is None else output + outside.values[own]
        others = [place for place, partner in enumerate(partners) if partner != country]
        found[row, others] = remainder(flow.values[:, :, own], output, own, left[others])
    return xr.DataArray(found, coords={"country": list(countries), "partner": list(partners)})


def remainder(bought: np.ndarray, output: np.ndarray, own: int, left: np.ndarray) -> np.ndarray:
    """Give Lambda of one country for several cuts.

    Parameters
    ----------
    bought
        What it buys ``[origin, sector, use]``; the uses are its sectors, then final demand.
    output
        Output of its sectors.
    own
        The country's place among the origins.
    left
        ``[cut, origin]``: 1 for the origins that still supply, 0 for those that are lost.

    Returns
    -------
    numpy.ndarray
        ``[cut]``.

    Raises
    ------
    NoSolution
        If inputs are worth as much as output, and prices at home have no limit.
    """
    import numpy as np  # noqa: PLC0415

    spent = bought.sum(0)
    there = spent > 0
    whole = np.where(there, spent, 1.0)
    home = bought[own] / whole
    abroad = left.copy()
    abroad[:, own] = 0.0
    rest = (abroad @ bought.reshape(len(bought), -1)).reshape(-1, *spent.shape) / whole
    weight = np.append(output, spent[:, -1].sum())
    weight = spent / np.where(weight > 0, weight, np.inf)

    def prices(cost: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore"):  # nothing is left of a good: its price has no limit
            logs = np.log(rest + home * np.exp(cost)[:, :, None])
        return (weight * np.where(weight > 0, logs, 0.0)).sum(1)

    cost = np.zeros((len(left), len(output)))
    for _ in range(_MOST_ROUNDS):
        found = prices(cost)
        with np.errstate(invalid="ignore"):
            change = np.nan_to_num(np.abs(found[:, :-1] - cost), nan=0.0).max(initial=0.0)
        cost = found[:, :-1]
        if change <= TOLERANCE:
            return np.exp(prices(cost)[:, -1])
    raise NoSolution(
        "the cost of cutting a tie has no limit: inputs are worth as much as output in some sector at home",
        where="--cut",
        remedy="check the accounts",
    )
