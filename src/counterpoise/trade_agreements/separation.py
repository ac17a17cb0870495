"""Flows that fixed effects and covariates together tell to be zero: Poisson has no maximum with them.

Where some combination of covariates and dummies is zero wherever there is trade, and positive on some flows without any,
the likelihood rises without end along it. Those flows are separated; they tell nothing of the other coefficients, and are
left out (Correia, Guimaraes and Zylkin 2021). Which they are is a linear program, solved exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import NoSolution

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REACH = 1e-6
"""How far a flow's combination must reach, of one, to be separated: above the solver's own tolerance."""


def separated(
    terms: NDArray[np.float64], effects: Sequence[NDArray[np.int64]], candidates: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell which flows are separated.

    Parameters
    ----------
    terms
        ``[flow, covariate]``, of a size near one.
    effects
        ``[flow]`` each: the level of each set of fixed effects.
    candidates
        ``[flow]``: the flows without trade that may be; on all others the combination is held at zero.

    Returns
    -------
    numpy.ndarray
        ``[flow]``: True where a combination that is zero on all others, and nowhere negative, is positive.

    Raises
    ------
    NoSolution
        If the linear program is not solved.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.optimize import linprog  # noqa: PLC0415
    from scipy.sparse import coo_array, csr_array, hstack, identity, vstack  # noqa: PLC0415

    rows = np.arange(len(terms))
    columns: list[Any] = [coo_array(terms)]
    columns += [coo_array((np.ones(len(rows)), (rows, codes))) for codes in effects]
    design: Any = csr_array(hstack(columns, format="csr"))
    here = np.flatnonzero(candidates)
    count, width = len(here), design.shape[1]
    if not count:
        return candidates.copy()
    # each candidate's reach, up to one, is made as large as it goes: combinations add up, so that all that can reach one
    # do so together, and those that can't stay at zero
    reach = hstack([-design[here], identity(count, format="csr")], format="csr")
    held = design[np.flatnonzero(~candidates)]
    found: Any = linprog(
        np.concatenate([np.zeros(width), -np.ones(count)]),
        A_ub=vstack([reach, hstack([-design[here], csr_array((count, count))])], format="csr"),
        b_ub=np.zeros(2 * count),
        A_eq=hstack([held, csr_array((held.shape[0], count))], format="csr"),
        b_eq=np.zeros(held.shape[0]),
        bounds=[(None, None)] * width + [(0.0, 1.0)] * count,
        method="highs",
    )
    if found.x is None or found.status != 0:
        what = f"it can't be settled which flows are told to be zero: {found.message}"
        raise NoSolution(what, remedy="take fewer covariates or sets of effects")
    told = np.zeros(len(terms), dtype=bool)
    told[here] = found.x[width:] > REACH
    return told
