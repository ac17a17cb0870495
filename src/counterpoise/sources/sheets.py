"""Input-output tables in workbooks: a sheet with labels on both sides, as WIOD and the ADB write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.sources.accounts import Table
from counterpoise.sources.grids import AGAIN, Grid, Label, known, places, require
from counterpoise.sources.source import refused
from counterpoise.sources.workbooks import Sheet, column_name

if TYPE_CHECKING:
    import numpy as np

TOTALS = ("TOT", "TOTAL", "")
"""What stands in place of an economy beside the rows and columns of totals."""

ITEMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "intermediates": ("intermediate", ("r60", "ii_fob")),
    "taxes_on_products": ("taxes less subsidies", ("r99", "txsp")),
    "cif_fob_adjustments": ("cif", ("r61", "exp_adj")),
    "purchases_abroad_by_residents": ("abroad by residents", ("r62", "purr")),
    "purchases_by_non_residents": ("non-residents", ("r63", "purnr")),
    "value_added": ("value added", ("r64", "va")),
    "transport_margins": ("transport margins", ("trs", "intttm")),
    "output": ("output at", ("r69", "go")),
}
"""The rows below the intermediates: for each the words by which its name is known, and its codes."""

FINAL: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "NPISH": (("non-profit", "npish"), ("c38", "c58", "f2", "cons_np")),
    "HFCE": (("household",), ("c37", "c57", "f1", "cons_h")),
    "GGFC": (("government",), ("c39", "c59", "f3", "cons_g")),
    "GFCF": (("fixed capital",), ("c41", "c60", "f4", "gfcf")),
    "INVNT": (("inventories",), ("c42", "c61", "f5", "inven")),
}
"""The categories of final demand, by the names that the ICIO tables give them; a name goes before a code."""

_CODE = re.compile(r"c\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How a producer's sheet is laid out, relative to its row of codes ``c1``, ``c2`` and its first figure.

    Attributes
    ----------
    sector_row
        Rows above the row of codes where the columns' sectors are: 0 is that row itself.
    name_row
        The same for the columns' names.
    sector_column, name_column
        Columns left of the first figure where the rows' sectors and names are.
    blank_is_zero
        Whether an empty cell means that nothing was sold.
    """

    sector_row: int
    name_row: int
    sector_column: int = 1
    name_column: int = 3
    blank_is_zero: bool = True


def grid_of(sheet: Sheet, layout: Layout, economy: Callable[[str], str]) -> tuple[Grid, int]:
    """Give a sheet's figures with their labels, and how many blank cells were taken for zero.

    Labels below and beside the nodes become ``("", item)`` and ``(economy, category)``; what has no known name keeps its
    code.

    Parameters
    ----------
    sheet
        The cells.
    layout
        Where labels are.
    economy
        Gives the code of an economy by the producer's.
    """
    head, left = _corner(sheet)
    top = sheet.cells[head - 1]
    codes, names = sheet.cells[head - layout.sector_row], sheet.cells[head - layout.name_row]
    width = max(place for place, cell in enumerate(top) if _text(cell)) + 1
    width = max(width, *(place + 1 for place, cell in enumerate(sheet.cells[head]) if _text(cell)))
    columns = [
        _label(economy(_text(top[place])), _text(codes[place]), _text(names[place]), total=_total)
        for place in range(left, width)
    ]
    rows, taken, values, blanks = [], [], [], 0
    for place in range(head + 1, len(sheet.cells)):
        line = sheet.cells[place]
        who, code = _text(line[left - 2]), _text(line[left - layout.sector_column])
        if not who and not code and not any(_text(cell) for cell in line[left:]):
            continue
        figures, empty = _figures(line[left:width], sheet, place, left)
        blanks += empty
        rows.append(_label(economy(who), code, _text(line[left - layout.name_column]), total=item_of))
        taken.append(f"row {place + 1}")
        values.append(figures)
    if not rows:
        raise refused("there is no row below the labels", sheet.where, AGAIN)
    return _grid(sheet, rows, taken, columns, values, left, layout), blanks if layout.blank_is_zero else 0


def _grid(
    sheet: Sheet, rows: list[Label], taken: list[str], columns: list[Label], values: Any, left: int, layout: Layout
) -> Grid:
    import numpy as np  # noqa: PLC0415

    array = np.array(values, dtype=np.float64)
    if layout.blank_is_zero:
        array = np.where(np.isnan(array), 0.0, array)
    return Grid(
        rows=tuple(rows),
        columns=tuple(columns),
        values=array,
        where=sheet.where,
        row_places=taken,
        column_places=[f"column {column_name(place)}" for place in range(left, left + len(columns))],
    )


def _corner(sheet: Sheet) -> tuple[int, int]:
    """Give the row of the codes c1, c2 (the last that has them) and the column of the first."""
    for place in range(min(12, len(sheet.cells)) - 1, 0, -1):
        found = [column for column, cell in enumerate(sheet.cells[place]) if _CODE.fullmatch(_text(cell))]
        if len(found) > 2 and found[0] > 2 and place > 2:
            return place, found[0]
    raise refused("no row of codes c1, c2 and so on is among the first twelve", sheet.where, AGAIN)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _figures(cells: list[Any], sheet: Sheet, row: int, left: int) -> tuple[list[float], int]:
    """Give a row's figures, not a number where a cell is blank, and how many were."""
    if set(map(type, cells)) <= {float, int}:
        return cells, 0
    figures, empty = [], 0
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and not cell.strip():
            figures.append(float("nan"))
            empty += 1
        elif isinstance(cell, float | int) and not isinstance(cell, bool):
            figures.append(float(cell))
        else:
            where = f"{sheet.where}, cell {column_name(left + place)}{row + 1}"
            raise refused(f"{str(cell)[:40]!r} is not a number", where, AGAIN)
    return figures, empty


def _label(who: str, code: str, name: str, *, total: Callable[[str, str], str]) -> Label:
    if who.upper() in TOTALS:
        return "", total(code, name)
    return who, _category(code, name)


def item_of(code: str, name: str = "") -> str:
    """Give the item of a row of totals: by its name, else by its code."""
    named = next((item for item, (words, _) in ITEMS.items() if words in name.lower()), None)
    return named or next((item for item, (_, codes) in ITEMS.items() if code.lower() in codes), code or name)


def _total(code: str, _: str) -> str:
    return f"total {code}"


def _category(code: str, name: str) -> str:
    """Give the category of a column of final demand: by its name if its code is one of theirs."""
    by_code = next((one for one, (_, codes) in FINAL.items() if code.lower() in codes), None)
    if by_code is None:
        return code
    return next((one for one, (words, _) in FINAL.items() if any(word in name.lower() for word in words)), by_code)


def table_of(grid: Grid, economies: Sequence[str], sectors: Sequence[str], tolerance: float) -> Table:
    """Give a grid's accounts, each by its labels.

    Raises
    ------
    DataError
        If a row or column is missing or strange, a figure is missing, or the row of all intermediates is another sum.
    """
    import numpy as np  # noqa: PLC0415

    for axis, labels, more in (("row", grid.rows, ()), ("column", grid.columns, tuple(FINAL))):
        known(grid, axis, (who for who, _ in labels), ("", *economies), "economy", which=0)
        known(grid, axis, (code for who, code in labels if who), (*sectors, *more), "sector", which=1)
    known(grid, "row", (code for who, code in grid.rows if not who), tuple(ITEMS), "row of totals", which=1)
    rows, columns = (places(labels, economies, sectors) for labels in (grid.rows, grid.columns))
    final = places(grid.columns, economies, tuple(FINAL))
    below = places(grid.rows, ("",), tuple(ITEMS))
    for axis, found, who, codes in (
        ("row", rows, economies, sectors),
        ("column", columns, economies, sectors),
        ("column", final, economies, tuple(FINAL)),
        ("row", below, ("",), tuple(ITEMS)),
    ):
        require(grid, axis, found, who, codes)
    body, demand = grid.block(rows, columns, 0.0), grid.block(rows, final)
    items = dict(zip(ITEMS, grid.block(below[0], columns), strict=True))
    _check_total(grid, columns, items.pop("intermediates"), body.sum((0, 1)), items["output"], tolerance)
    return Table(
        countries=tuple(economies),
        sectors=tuple(sectors),
        intermediates=body,
        final={name: np.ascontiguousarray(demand[..., place]) for place, name in enumerate(FINAL)},
        value_added=items.pop("value_added"),
        output=items.pop("output"),
        other=items,
    )


def _check_total(
    grid: Grid, columns: np.ndarray, given: np.ndarray, made: np.ndarray, output: np.ndarray, tolerance: float
) -> None:
    """Refuse a table whose row of all intermediates is not the sum of the rows above it."""
    import numpy as np  # noqa: PLC0415

    active = output[output > 0]
    gap = np.abs(given - made) / np.maximum(output, float(np.median(active)) if active.size else 1.0)
    if float(gap.max()) > tolerance:
        said = f"the sum of intermediates is not that of the rows above: {float(gap.max()):.2%} of output is left"
        grid.refuse(said, grid.rows.index(("", "intermediates")), int(columns.ravel()[gap.argmax()]))
