"""The test bed: the World Input-Output Database dressed as the embedded table, the rest of the world left out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from counterpoise.core.errors import DataError
from counterpoise.world.final_demand import Sums, sectors_of, sums_of

SCHEME = "wiod-2013"
INDUSTRIES = tuple(f"c{k}" for k in range(1, 36))
ABOUT = sectors_of(SCHEME, INDUSTRIES)
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Bed:
    """One year: what the estimate may see, and the truth that it may not; o origin, s sector, d destination."""

    year: int
    countries: tuple[str, ...]
    intermediates: np.ndarray  # [o, s, d, u]
    output: np.ndarray  # [o, s]
    rest_size: float  # value added of the rest of the world over the value added of the 40
    sums: Sums
    final: np.ndarray  # truth [o, s, d]
    outside: np.ndarray  # truth [o, s], sales to the rest of the world
    spent: np.ndarray  # truth [d], final demand on all origins
    share: np.ndarray  # truth [o, d], value added of o in the final demand of d, from the full system

    @property
    def left(self) -> np.ndarray:
        """Output less intermediate sales ``[o, s]``."""
        return self.sums.left

    @property
    def added(self) -> np.ndarray:
        """Output less recorded inputs ``[d, u]``."""
        return self.output - self.intermediates.sum((0, 1))


def folder() -> Path:
    """Give the folder of the tables ``wiot_YYYY.npz``."""
    found = Path(os.environ.get("COUNTERPOISE_SHARED", ROOT.parent / "shared")) / "data" / "wiod2013"
    if not found.is_dir():
        raise DataError(
            "there is no such folder", where=str(found), remedy="let COUNTERPOISE_SHARED hold data/wiod2013"
        )
    return found


@cache
def whole(year: int) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Give a year's full table: 41 economies, the rest of the world last, intermediates and final demand ``[o, s, d]``.

    The five uses of final demand are added up, and a cell that is then negative becomes zero (0.01 to
    0.02 % of final demand); output is the sum of the row, so that rows close.
    """
    with np.load(folder() / f"wiot_{year}.npz", allow_pickle=False) as held:
        flows, final = np.maximum(held["Z"].astype(float), 0.0), held["F"].astype(float)
        countries = tuple(str(code) for code in held["countries"])
    c, s = len(countries), len(INDUSTRIES)
    final = np.maximum(final.reshape(len(flows), c, -1).sum(2), 0.0)
    return countries, flows.reshape(c, s, c, s), final.reshape(c, s, c)


@cache
def load(year: int) -> Bed:
    """Give the bed of a year, from its `whole` table."""
    everyone, table, demand = whole(year)
    countries, c, s = everyone[:-1], len(everyone) - 1, len(INDUSTRIES)
    flows, final = table.reshape((c + 1) * s, -1), demand.reshape((c + 1) * s, -1)
    output = flows.sum(1) + final.sum(1)
    added = output - flows.sum(0)
    needed = np.linalg.solve(np.eye(len(flows)) - flows / np.where(output > 0, output, 1.0), final)
    rates = np.divide(added, output, out=np.zeros_like(added), where=output > 0)
    absorbed = (rates[:, None] * needed).reshape(c + 1, s, c + 1).sum(1)
    seen = np.ascontiguousarray(table[:c, :, :c])
    made = output.reshape(c + 1, s)[:c]
    truth = demand[:c, :, :c]
    sums = sums_of(seen, made, ABOUT)
    size = added.reshape(c + 1, s).sum(1)
    return Bed(
        year=year,
        countries=countries,
        intermediates=seen,
        output=made,
        rest_size=float(size[c] / size[:c].sum()),
        sums=sums,
        final=truth,
        outside=sums.left - truth.sum(2),
        spent=final.sum(0)[:c],
        share=absorbed[:c, :c] / final.sum(0)[:c],
    )
