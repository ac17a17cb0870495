"""The data behind a brief as a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.core.files import write_bytes
from counterpoise.core.need import need

if TYPE_CHECKING:
    import os

    import pandas as pd

    from counterpoise.core.result import Result


def write(
    path: str | os.PathLike[str],
    results: Mapping[str, Result],
    tables: Mapping[str, pd.DataFrame] | None = None,
    *,
    of: Result | None = None,
) -> None:
    """Write a sheet for each table and each result's records, one of the measures and one of the sources.

    Parameters
    ----------
    path
        The file.
    results
        Results by the names of their sheets.
    tables
        Other tables by the names of their sheets; they come first.
    of
        The result that the tables are made from, for its measures and sources.
    """
    held = io.BytesIO()
    # text stays text: a label that begins with "=" must not become a formula
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = need("xlsxwriter", "brief").Workbook(held, options)
    bold = book.add_format({"bold": True, "bottom": 1})
    frames = {**(tables or {}), **{name: result.frame() for name, result in results.items()}}
    for name, frame in frames.items():
        _sheet(book, name, list(frame.columns), frame.astype(object).to_numpy().tolist(), bold)
    _references(book, [*results.values(), *([] if of is None else [of])], bold)
    book.close()
    write_bytes(path, held.getvalue())


def _references(book: Any, results: Sequence[Result], bold: Any) -> None:
    """Write what the numbers are, and where they come from."""
    measures = {n: r.data[n].attrs for r in results for n in r.variables}
    keys = ["label", "unit", "formula", "citation"]
    _sheet(
        book, "measures", ["measure", *keys], [[n, *(a.get(k, "") for k in keys)] for n, a in measures.items()], bold
    )
    sources = {p.source: p for r in results for p in r.provenance}
    heads = ["source", "title", "edition", "licence", "citation", "checksum"]
    rows = [[*(getattr(p, k) for k in heads), *p.notes] for p in sources.values()]
    _sheet(book, "sources", [*heads, "notes"], rows, bold)


def _sheet(book: Any, name: str, heads: list[str], rows: list[list[Any]], bold: Any) -> None:
    sheet = book.add_worksheet(name[:31])
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if value is not None and value == value:  # noqa: PLR0124 - a missing number is an empty cell
                sheet.write(line, place, value)
    sheet.autofit()
