"""Hypothetical extraction: the value added that a country loses if a partner stops buying from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.errors import NoSolution
from counterpoise.core.measure import measure, quantity

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr

JUDGED = {"origin": "country", "destination": "partner"}
EXTRACTION = "Los, Timmer and de Vries (2016)"


def extracted_output(inputs: np.ndarray, output: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """Give the output that each country loses if each partner in turn stops buying from it.

    Where the partner r buys no inputs of s, the own block of the inverse is B^(-sr)_ss = B_ss (I + A_sr B_rs)^-1;
    the loss of output is this block times the sales that are cut. Nothing else changes: no substitution, no
    prices, and final demand for everything else stays.

    Parameters
    ----------
    inputs
        Flows ``[origin, sector, destination, use]`` to buying sectors.
    output
        ``[country, sector]``, in the same unit.
    cut
        Sales ``[origin, sector, destination]`` that end: to the partner for intermediate use, or all exports to it
        (its intermediate use is cut in both cases).

    Returns
    -------
    numpy.ndarray
        Output lost by sector ``[origin, sector, destination]``; nothing at home.

    Raises
    ------
    NoSolution
        If the Leontief matrix is singular.

    References
    ----------
    Los, B., Timmer, M. P. and de Vries, G. J. (2016), Tracing value-added and double counting in gross
    exports: comment, American Economic Review 106(7): 1958-1966.
    """
    import numpy as np  # noqa: PLC0415

    c, s = output.shape
    divisor = np.where(output > 0, output, 1.0)
    inverse = _inverse(inputs.reshape(c * s, c * s), divisor.reshape(c * s)).reshape(c, s, c, s)
    lost = np.zeros((c, s, c))
    for one in range(c):
        bought = inputs[one].transpose(1, 0, 2) / divisor[:, None, :]
        round_trip = bought @ inverse[:, :, one, :]
        round_trip += np.eye(s)
        sales = np.linalg.solve(round_trip, cut[one].T[:, :, None])[:, :, 0]
        lost[one] = inverse[one, :, one, :] @ sales.T
        lost[one, :, one] = 0.0
    return lost


def _inverse(flows: np.ndarray, divisor: np.ndarray) -> np.ndarray:
    """Give (I - A)^-1 in double precision; the factors' place in memory is used again."""
    import numpy as np  # noqa: PLC0415
    from scipy.linalg import get_lapack_funcs  # noqa: PLC0415

    matrix = flows / -divisor
    matrix.flat[:: len(matrix) + 1] += 1
    factor, invert, room = get_lapack_funcs(("getrf", "getri", "getri_lwork"), (matrix,))
    factors, pivots, bad = factor(matrix.T, overwrite_a=True)
    if bad == 0:
        size, _ = room(len(matrix))
        inverse, bad = invert(factors, pivots, lwork=int(np.real(size)), overwrite_lu=True)
        if bad == 0:
            return inverse.T
    raise NoSolution("the Leontief matrix is singular", where="accounts", remedy="check that inputs are below outputs")


@quantity(
    unit="million USD",
    dims="origin sector destination",
    formula=r"\hat v_s B^{(-sr)}_{ss} Z_{sr} \mathbf 1",
    cite=EXTRACTION,
    stored=True,
)
def lost_with_inputs(
    inputs: xr.DataArray, output: xr.DataArray, value_added_share: xr.DataArray, intermediate_sales: xr.DataArray
) -> xr.DataArray:
    """Value added that an origin's sector loses if a destination stops buying the origin's intermediates."""
    cut = intermediate_sales.transpose("origin", "sector", "destination")
    return cut.copy(data=extracted_output(inputs.values, output.values, cut.values)) * value_added_share


@quantity(
    unit="million USD",
    dims="origin sector destination",
    formula=r"\hat v_s B^{(-sr)}_{ss} E_{sr}",
    cite=EXTRACTION,
    stored=True,
)
def lost_with_exports(
    inputs: xr.DataArray, output: xr.DataArray, value_added_share: xr.DataArray, gross_exports: xr.DataArray
) -> xr.DataArray:
    """Value added that an origin's sector loses if a destination stops buying from the origin at all."""
    cut = gross_exports.transpose("origin", "sector", "destination")
    return cut.copy(data=extracted_output(inputs.values, output.values, cut.values)) * value_added_share


@measure(
    symbol=r"\Delta^Z_{ij}",
    unit="share",
    dims="country partner sector",
    short="lost without inputs sold",
    formula=r"\sum_k (\hat v_i B^{(-ij)}_{ii} Z_{ij} \mathbf 1)_k / \sum_k v_{ik} x_{ik}",
    cite=EXTRACTION,
    headline=False,
)
def input_sales_extraction(lost_with_inputs: xr.DataArray, own_value_added: xr.DataArray) -> xr.DataArray:
    """Share of a country's value added that is lost if a partner stops buying its intermediates.

    Nothing is sold elsewhere instead: the most that could be lost by quantities alone, not a forecast.
    """
    return lost_with_inputs.rename(JUDGED) / own_value_added.where(own_value_added > 0)


@measure(
    symbol=r"\Delta^E_{ij}",
    unit="share",
    dims="country partner sector",
    short="lost without exports",
    formula=r"\sum_k (\hat v_i B^{(-ij)}_{ii} E_{ij})_k / \sum_k v_{ik} x_{ik}",
    cite=EXTRACTION,
    headline=False,
)
def export_extraction(lost_with_exports: xr.DataArray, own_value_added: xr.DataArray) -> xr.DataArray:
    """Share of a country's value added that is lost if a partner stops buying from it at all.

    Inputs and final goods alike; nothing is sold elsewhere instead.
    """
    return lost_with_exports.rename(JUDGED) / own_value_added.where(own_value_added > 0)
