"""What a tie is worth: Arkolakis, Costinot and Rodríguez-Clare (2012); Kleinman, Liu and Redding (2024)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np

from counterpoise.reliance.economic.exposure import exposures
from counterpoise.reliance.economic.rupture_cost import over_elasticities, tie_remainder
from counterpoise.world.economy import from_arrays
from counterpoise.world.leontief import Leontief
from tools.published.cells import Cell, Source, shared

FRIENDS = "value_added_vectors/klr_small.json"


def _trade_lost(end: str) -> float:
    """Give what a country that spends 7 % abroad would lose, percent, at elasticities of 5 and 10."""
    flows = np.array([[93.0, 7.0], [7.0, 193.0]]).reshape(2, 1, 2)
    world = from_arrays(np.zeros((2, 1, 2, 1)), flows, countries=["USA", "BEL"], sectors=["all"])
    left = tie_remainder(world.flow, None, ["USA"], ["BEL"])
    return 100 * over_elasticities(left, [5, 10])[f"cut_cost__{end}"].item()


@cache
def _theirs() -> dict[str, Any]:
    return json.loads((shared() / FRIENDS).read_text(encoding="utf-8"))


@cache
def _ours() -> dict[str, Any]:
    held = _theirs()
    size = np.array(held["q"])
    n = len(size)
    trade = (np.array(held["S"]) * size[:, None]).T.reshape(n, 1, n)
    system = Leontief(np.zeros((n, n)), size)
    income, welfare = exposures(system, np.zeros((n, 1, n, 1)), trade, np.ones((n, 1)), held["theta"])
    return {"W": income, "U": welfare}


def _exposed(matrix: str, row: int, column: int) -> Cell:
    word = {"W": "income", "U": "welfare"}[matrix]
    return Cell(
        f"{word} exposure {matrix}({row + 1}, {column + 1})",
        lambda: float(_theirs()[matrix][row][column]),
        lambda: float(_ours()[matrix][row][column]),
        "ratio",
        tolerance=1e-9,
    )


SOURCES = (
    Source(
        title="Arkolakis, Costinot and Rodríguez-Clare, what the United States gain from trade",
        citation="Arkolakis, C., Costinot, A. and Rodríguez-Clare, A. (2012), New trade models, same old gains?, "
        "American Economic Review 102(1): 94-130.",
        place="the example with a domestic share of 0.93 and elasticities of 10 and 5",
        kind="published",
        method="`tie_remainder` and `over_elasticities`, as `rely --cut` computes it, in a table of two countries",
        tolerance="half a unit of the last printed decimal: rounding alone",
        cells=(
            Cell("loss of real income in autarky, at 10", "0.7", lambda: _trade_lost("low"), "percent"),
            Cell("loss of real income in autarky, at 5", "1.4", lambda: _trade_lost("high"), "percent"),
        ),
    ),
    Source(
        title="Kleinman, Liu and Redding, friends and enemies in a world of four",
        citation="Kleinman, B., Liu, E. and Redding, S. J. (2024), International friends and enemies, American Economic "
        "Journal: Macroeconomics 16(4): 350-385.",
        place="the paper's matrices W and U by its formulas, one sector, no inputs, an elasticity of 4",
        kind="independent",
        method="`exposures`, from the trade that their shares imply; every entry is in `tests/published/test_exposure.py`",
        tolerance="1e-9; the tests hold every entry to 1e-13",
        cells=(*(_exposed("W", 0, column) for column in range(4)), *(_exposed("U", 0, column) for column in range(4))),
        needs=(FRIENDS,),
    ),
)
