"""Exports decomposed by decompr and exvatools on their own example tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from tools.published.cells import Cell, Source, shared

FOLDER = "value_added_vectors"
TERMS = {
    "domestic_value_added": "DVA",
    "domestic_double_counting": "DDC",
    "foreign_value_added": "FVA",
    "foreign_double_counting": "FDC",
    "reflected": "REF",
    "direct": "DAVAX",
}
CODES = ("EXGR_DVA", "EXGR_FVA", "EXGR_DDC", "EXGR_IDC", "EXGR_RIM", "FFD_DVA", "DFD_FVA", "DEXFVAP", "FEXDVAP")
TOLERANCE = 1e-9


@cache
def _read(name: str) -> Any:
    return json.loads((shared() / FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def _ours() -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    from counterpoise.reliance.economic.gross_exports import GrossExports, decompose  # noqa: PLC0415
    from counterpoise.reliance.economic.tiva import tiva  # noqa: PLC0415
    from counterpoise.world.leontief import Leontief  # noqa: PLC0415

    held = _read("wiodtest_input")
    flows, final = np.array(held["Z"]["data"]), np.array(held["Y"]["data"]).reshape(6, 3, 6)
    output, added = (np.array(held[one]["data"]).ravel() for one in ("X", "VA"))
    rates = (added / output).reshape(6, 3)
    world = GrossExports(Leontief(flows, output), flows.reshape(6, 3, 6, 3), output.reshape(6, 3), rates)
    return decompose(world, final), tiva(world, final)


def _theirs(file: str, name: str) -> float:
    """Spain's manufacturing and France: the second row, the second column."""
    return float(_read(file)[name]["data"][1][1])


def _cell(name: str, file: str, code: str, ours: Callable[[], float]) -> Cell:
    what = f"{name}: Spain's manufacturing, France (the example `wiodtest`)"
    return Cell(what, partial(_theirs, file, code), ours, "million USD", tolerance=TOLERANCE)


def _source(title: str, place: str, method: str, file: str, cells: tuple[Cell, ...]) -> Source:
    return Source(
        title=title,
        citation="exvatools 0.9.0, a package for R (Feas, E., Decomposition of value added in gross exports).",
        place=place,
        kind="independent",
        method=method,
        tolerance="1e-9 in the unit of the table; `tests/published` compares every cell of every term",
        cells=cells,
        needs=tuple(f"{FOLDER}/{name}.json" for name in ("wiodtest_input", file)),
    )


BY_SOURCE, OECD = "wiodtest_exvatools_bm_src_standard", "wiodtest_exvatools_oecd_tiva"
SOURCES = (
    _source(
        "Borin and Mancini's decomposition of exports, by source",
        "the package's example of six countries by three sectors",
        "`decompose` in `counterpoise.reliance.economic.gross_exports`",
        BY_SOURCE,
        tuple(
            _cell(term.replace("_", " "), BY_SOURCE, code, lambda term=term: float(_ours()[0][term][0, 1, 1]))
            for term, code in TERMS.items()
        ),
    ),
    _source(
        "The OECD's indicators of trade in value added",
        "the package's example of six countries by three sectors",
        "`tiva` in `counterpoise.reliance.economic.gross_exports`",
        OECD,
        tuple(_cell(code, OECD, code, lambda code=code: float(_ours()[1][code][0, 1, 1])) for code in CODES),
    ),
)
