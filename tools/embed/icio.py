"""OECD Inter-Country Input-Output tables, from the benchmark network of a sanctions model.

The package holds, for 80 economies and 50 sectors (nodes run sector by sector), the shares ``A`` of each seller in a
node's intermediate inputs, the cost share ``omb`` of these inputs in its output, and its output ``go``. The flows
Z = A diag(omb go) are the published ones again: integers in units of 100 USD, but for two columns whose cost share the
package capped at 0.98.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from packages import Made, Wheel

from counterpoise.core.errors import DataError
from counterpoise.store.codec import Stored

_FILE = "sanction_simulator/data/bench_cache.npz"
_YEAR = 2022
_PER_UNIT = 10_000
_CAPPED_SHARE = 0.98
_TOLERANCE = 1e-5
"""Of a unit of 100 USD; the figures are within 4e-6 of an integer."""


def make(wheel: Wheel, _facts: dict[str, Any]) -> Made:
    """Give the flows and outputs, country by country and sector by sector within each."""
    with np.load(io.BytesIO(wheel.member(_FILE)), allow_pickle=False) as raw:
        countries, sectors = raw["countries"], raw["sectors"]
        shape = (len(countries), len(sectors))
        order = np.arange(shape[0] * shape[1]).reshape(shape[1], shape[0]).T.ravel()
        output = raw["go"][order]
        share = raw["omb"][order]
        flows = raw["A"][np.ix_(order, order)] * (share * output)
    capped = np.flatnonzero((share == _CAPPED_SHARE) & (output > 0))
    columns = np.ascontiguousarray(flows[:, capped].T)
    flows[:, capped] = 0
    units = _integers(flows)
    rest = output - units.sum(axis=1) / _PER_UNIT - columns.sum(axis=0)
    if (rest < -1e-6).any():
        raise DataError("some node sells more than its output", where=_FILE, remedy="look at the package's figures")
    inputs = units.sum(axis=0) + np.bincount(capped, weights=columns.sum(axis=1), minlength=output.size)
    arrays = {
        "intermediates": Stored(units.reshape(*shape, *shape), per_unit=_PER_UNIT),
        "output": Stored(_integers(output).reshape(shape), per_unit=_PER_UNIT),
        "capped": Stored(columns.reshape(-1, *shape)),
        "capped_at": Stored(np.stack(np.unravel_index(capped, shape), axis=1).astype("<i2")),
        "countries": Stored(countries),
        "sectors": Stored(sectors),
    }
    numbers = {
        "economies": shape[0],
        "sectors": shape[1],
        "nodes": output.size,
        "inactive_nodes": int((output == 0).sum()),
        "nodes_without_inputs": int(((output > 0) & (inputs == 0)).sum()),
        "capped_columns": capped.size,
    }
    return Made(arrays, {"year": _YEAR, "unit": "million USD"}, numbers, (_YEAR,))


def _integers(values: NDArray[np.float64]) -> NDArray[np.int64]:
    scaled = values * _PER_UNIT
    units = np.rint(scaled)
    if (np.abs(scaled - units) > _TOLERANCE).any():
        raise DataError("some figure is not a multiple of 100 USD", where=_FILE, remedy="look at the package's figures")
    return units.astype("<i8")
