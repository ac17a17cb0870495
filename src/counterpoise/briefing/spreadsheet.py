"""The data behind a brief as a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from counterpoise.core.files import write_bytes
from counterpoise.core.need import need

if TYPE_CHECKING:
    import os

    from counterpoise.core.result import Result


def write(path: str | os.PathLike[str], results: Mapping[str, Result]) -> None:
    """Write a sheet for each result's records, one of the measures and one of the sources."""
    held = io.BytesIO()
    # text stays text: a label that begins with "=" must not become a formula
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = need("xlsxwriter", "brief").Workbook(held, options)
    bold = book.add_format({"bold": True, "bottom": 1})
    for name, result in results.items():
        frame = result.frame()
        _sheet(book, name, list(frame.columns), frame.astype(object).to_numpy().tolist(), bold)
    measures = {n: r.data[n].attrs for r in results.values() for n in r.variables}
    keys = ["label", "unit", "formula", "citation"]
    _sheet(
        book, "measures", ["measure", *keys], [[n, *(a.get(k, "") for k in keys)] for n, a in measures.items()], bold
    )
    sources = {p.source: p for r in results.values() for p in r.provenance}
    heads = ["source", "title", "edition", "licence", "citation", "checksum"]
    rows = [[*(getattr(p, k) for k in heads), *p.notes] for p in sources.values()]
    _sheet(book, "sources", [*heads, "notes"], rows, bold)
    book.close()
    write_bytes(path, held.getvalue())


def _sheet(book: Any, name: str, heads: list[str], rows: list[list[Any]], bold: Any) -> None:
    sheet = book.add_worksheet(name[:31])
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if value is not None and value == value:  # noqa: PLR0124 - a missing number is an empty cell
                sheet.write(line, place, value)
    sheet.autofit()
