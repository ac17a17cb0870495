"""The textbook's two-sector table."""

from __future__ import annotations

from functools import cache

import numpy as np
import xarray as xr

from counterpoise.world.accounts import absorbed_output, leontief
from counterpoise.world.economy import from_arrays
from tools.published.cells import Cell, Source

FLOWS = ((150.0, 500.0), (200.0, 100.0))
FINAL = (350.0, 1700.0)
NEW = (600.0, 1500.0)
SECTORS = ("1", "2")


@cache
def _needed(first: float, second: float) -> tuple[float, ...]:
    """Give the output of each sector that this final demand needs."""
    flows = np.array(FLOWS).reshape(1, 2, 1, 2)
    table = from_arrays(flows, np.array(FINAL).reshape(1, 2, 1), countries=["USA"], sectors=SECTORS)
    demand = xr.DataArray(
        np.array([first, second]).reshape(1, 2, 1),
        dims=("origin", "sector", "destination"),
        coords={"origin": ["USA"], "sector": list(SECTORS), "destination": ["USA"]},
    )
    inputs = table.flow.isel(use=slice(0, 2))
    factors = leontief(inputs, table.output.rename(country="origin"))
    return tuple(absorbed_output(factors, demand).values.ravel().tolist())


def _inverse(row: int, column: int, printed: str) -> Cell:
    unit = (1.0, 0.0) if column == 1 else (0.0, 1.0)
    return Cell(f"L({row}, {column})", printed, lambda: _needed(*unit)[row - 1], "ratio")


SOURCES = (
    Source(
        title="Miller and Blair, a two-sector table",
        citation="Miller, R. E. and Blair, P. D. (2022), Input-Output Analysis: Foundations and Extensions, 3rd edition.",
        place="chapter 2: the numerical example with the flows 150, 500, 200, 100 and the outputs 1000, 2000",
        kind="published",
        method="`from_arrays` and the quantities `leontief` and `absorbed_output`: output that a final demand needs",
        tolerance="half a unit of the last printed decimal: rounding alone",
        cells=(
            _inverse(1, 1, "1.2541"),
            _inverse(1, 2, "0.3300"),
            _inverse(2, 1, "0.2640"),
            _inverse(2, 2, "1.122"),  # to three decimals: exactly it is .85 / .7575 = 1.12211
            Cell("output of sector 1 for final demand (600, 1500)", "1247.5", lambda: _needed(*NEW)[0], "million USD"),
            Cell("output of sector 2 for final demand (600, 1500)", "1841.6", lambda: _needed(*NEW)[1], "million USD"),
        ),
    ),
)
