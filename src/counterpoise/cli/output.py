"""Answers on their way out: one contract for every command."""

from __future__ import annotations

import math
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from counterpoise.cli import bound, recorded, told
from counterpoise.core.errors import InputError
from counterpoise.core.files import write_bytes
from counterpoise.core.formats import content
from counterpoise.core.numbers import PERCENT, middle, places, written
from counterpoise.core.progress import Progress
from counterpoise.core.result import WHOLE

FORMATS = ("table", "csv", "json", "parquet")

DOCUMENTS = ("html", "pdf", "svg", "png", "xlsx")
"""Endings of files that are no format of an answer."""

LAYOUTS: Mapping[str, Callable[[Any], str]] = {
    "told": told.told,
    "dossier": told.dossier,
    "equation": told.equation,
    "agreements": bound.agreements,
    "commitments": recorded.commitments,
    "phrase": recorded.phrase,
}
"""How an answer that names a layout is written as text."""

_WIDE = 10
"""Columns that fit on a screen."""
_MANY = 12
"""Variables beyond which each has a row, not a column."""
_GROUPS = 4
"""Groups of sectors beyond which the first two stand for all."""


def give(
    form: str,
    records: list[dict[str, Any]],
    meta: Mapping[str, Any],
    table: Callable[[], str],
    output: str | None,
    command: str,
) -> None:
    """Write an answer to standard output, or to a file, in a format."""
    meta = {"command": command, **meta}
    made = (table() + "\n").encode("utf-8") if form == "table" else content(form, records, meta)
    if output:
        write_bytes(output, made)
    else:
        if form == "parquet" and sys.stdout.isatty():
            raise InputError("parquet is not for a terminal", where="--format", remedy="add --output FILE")
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()


def spelled(answer: Any) -> str:
    """Give a result as plain text: shares in percent, ratios with three figures, an estimate with its bounds."""
    layout = LAYOUTS.get(answer.data.attrs.get("layout", "")) if hasattr(answer, "data") else None
    if layout is not None:
        return layout(answer)
    excerpt = getattr(answer, "excerpt", None)  # an answer about the whole world shows the part that a screen holds
    if excerpt is None:
        return _ledger(answer) if _is_ledger(answer) else _text(_shown(answer, answer.table()))
    return "\n\n".join(_part(one) for one in excerpt())


def _is_ledger(answer: Any) -> bool:
    """Whether each variable has a row: many variables of ties, of one year and source."""
    return len(answer.variables) > _MANY and set(answer.data.dims) <= {"country", "partner", "sector"}


def _ledger(answer: Any) -> str:
    """Give an answer of many variables: a row for each, under its family, a column for each partner and group of sectors.

    Single sectors are left to the other formats where groups are shown.
    """
    import pandas as pd  # noqa: PLC0415

    table: Any = answer.table()
    several = table.columns.nlevels > 1
    heads = table.columns.get_level_values("sector") if several else [""]
    sectors = [one for one in dict.fromkeys(heads) if one != WHOLE]
    kept = sectors[:2] if len(sectors) > _GROUPS else sectors
    wanted = [column for column in table.columns if not several or column[1] in (*kept, WHOLE)]
    shown = _cells(answer, table, wanted)
    only = {dim: answer.data[dim].values.tolist()[0] for dim in ("country", "partner") if dim in answer.data.dims}
    cells: dict[tuple[str, str], dict[tuple[str, str, str], str]] = {}
    for name in answer.variables:
        attrs = answer.data[name].attrs
        line = (str(attrs.get("family", "")).replace("_", " "), name, attrs.get("unit", ""))
        if "sector" in answer.data.dims and "sector" not in answer.data[name].dims:
            line = (*line[:2], f"{line[2]}, {WHOLE}")
        for way in (one for one in ("", "__reverse") if f"{name}{one}" in answer.data):
            whole = "sector" not in answer.data[name].dims
            for sector in kept[:1] if whole else kept:
                column = (f"{name}{way}", WHOLE if whole else sector) if several else f"{name}{way}"
                for row, text in shown[column].items():
                    levels = dict(zip(shown.index.names, row if isinstance(row, tuple) else (row,), strict=True))
                    ends = [str(levels.get(dim, one)) for dim, one in only.items()]
                    pair = " on ".join(reversed(ends) if way else ends)
                    cells.setdefault((pair, sector), {})[line] = text
    rows = list(dict.fromkeys(key for column in cells.values() for key in column))
    families = list(dict.fromkeys(row[0] for row in rows))
    rows.sort(key=lambda row: families.index(row[0]))
    laid = pd.DataFrame(
        {head: [column.get(key, "") for key in rows] for head, column in cells.items()},
        index=pd.MultiIndex.from_tuples(rows, names=["", "", ""]),
    )
    left = len(sectors) - len(kept)
    note = f"\n{left} sectors one by one are not shown; --sector names some, --format csv gives all" if left else ""
    return f"{_text(laid)}{note}"


def _part(part: Any) -> str:
    """Give a part of an answer, its rows in blocks, and what is said around it."""
    import pandas as pd  # noqa: PLC0415

    table: Any = part.result.table()
    rows = [(head, one) for head, names in part.blocks for one in names if one in table.index]
    if part.blocks:
        table = table.loc[[one for _, one in rows]]
    lines = [part.above] if part.above else []
    if len(table):
        shown = _shown(part.result, table)
        if any(head for head, _ in part.blocks):
            shown.index = pd.MultiIndex.from_tuples(rows, names=["", part.dimension])
        lines.append(_text(shown))
    return "\n".join([*lines, *([part.below] if part.below else [])])


def _shown(answer: Any, table: Any) -> Any:
    """Give a table's cells as text, under the columns' short names."""
    shown = _cells(answer, table, table.columns)
    heads = table.attrs.get("heads", {})
    return shown.rename(columns=heads, level=0 if shown.columns.nlevels > 1 else None) if heads else shown


def _cells(answer: Any, table: Any, wanted: Iterable[Any]) -> Any:
    """Give the cells of some of a table's columns as text."""
    import pandas as pd  # noqa: PLC0415

    tables = [table.copy(deep=False), *(answer.table(end).reindex(table.index) for end in ("low", "high"))]
    for one in tables:
        one.attrs = {}  # a column that is taken out has a copy of them
    units = table.attrs.get("units", {})
    alike = (
        _sizes(value for column in table.columns for value in table[column]) if answer.data.attrs.get("alike") else []
    )
    cells: list[list[str]] = []
    for column in wanted:
        unit = units.get(column[0] if isinstance(column, tuple) else column, "")
        at = table.columns.get_loc(column)
        rows = list(zip(*(one.iloc[:, at] for one in tables), strict=True))
        known = alike or _sizes(value for value, _, _ in rows)
        decimals = places(middle(known) if unit in PERCENT else max(known, default=0.0), unit)
        cells.append([_cell(value, unit, decimals) + _span(low, high, unit, decimals) for value, low, high in rows])
    shown = pd.DataFrame(dict(enumerate(cells)), index=table.index)
    shown.columns = table.columns[[table.columns.get_loc(column) for column in wanted]]
    return shown


def _sizes(values: Iterable[Any]) -> list[float]:
    """Give the sizes of the known numbers among values; of columns that are alike, those of all of them."""
    return [abs(v) for v in values if not isinstance(v, str) and v is not None and math.isfinite(v)]


def _text(shown: Any) -> str:
    if len(shown.columns) > _WIDE and len(shown) < len(shown.columns):
        shown = shown.T  # more columns than a screen holds, and few rows
    return shown.to_string(na_rep="missing", max_colwidth=60)


def _cell(value: Any, unit: str, decimals: int) -> str:
    if isinstance(value, str):
        return value.replace("_", " ")
    if unit == "year":
        return f"{value:.0f}" if value and not math.isnan(value) else ""
    return "missing" if value is None else written(value, unit, decimals)


def _span(low: float, high: float, unit: str, decimals: int) -> str:
    if math.isnan(low) or math.isnan(high):
        return ""
    ends = [written(one, unit, decimals).removesuffix(" %") for one in (low, high)]
    return f" [{ends[0]}, {ends[1]}]"


def legend(answer: Any) -> list[str]:
    """Say what each column is, how much of the data it covers, and where it comes from."""
    laid_out = hasattr(answer, "data") and answer.data.attrs.get("layout") in LAYOUTS
    ledger = laid_out or (not hasattr(answer, "excerpt") and _is_ledger(answer))
    lines = []
    for name in getattr(answer, "shown", answer.variables):
        attrs = answer.data[name].attrs
        parts = [", ".join(part for part in (attrs.get("label", name), attrs.get("unit", "")) if part)]
        if ledger:  # whose rows have the names, and the units
            words = f"{attrs.get('short', name)}: " if laid_out else f"{name}: "
            lines.append(f"{words}{attrs.get('label', name)}{f' ({name})' if laid_out else ''}")
            continue
        parts += _covered(answer, [name])
        lines.append(f"{attrs.get('short', name)}: {'; '.join(parts)} ({name})")
    lines += _covered(answer, answer.variables) if ledger and not laid_out else []
    for one in answer.provenance:
        years = f"{one.year[0]}-{one.year[-1]}" if isinstance(one.year, tuple) else one.year
        parts = [one.title or one.source, f"edition {one.edition}" if one.edition else "", str(years or "")]
        remembered = [note for note in one.notes if "rest on memory" in note][:1] if laid_out else []
        lines.append(f"source: {', '.join(part for part in [*parts, *remembered] if part)} ({one.source})")
    return lines


def _covered(answer: Any, names: Iterable[str]) -> list[str]:
    """Say how much of the data behind values is recorded; where a table shows groups of sectors only, behind those."""
    from counterpoise.core.prose import coverage_words  # noqa: PLC0415

    ends: list[float] = []
    what: list[str] = []
    for name in names:
        covered = answer.companion(name, "coverage")
        if covered is None:
            continue
        if "sector" in covered.dims and covered.sizes["sector"] > _GROUPS:
            covered = covered.isel(sector=slice(0, 2))
        if covered.notnull().any():
            ends += [float(covered.min()), float(covered.max())]
            what += [answer.data[name].attrs["covers"]] if "covers" in answer.data[name].attrs else []
    return [coverage_words(min(ends), max(ends), *what[:1])] if ends else []


def tell(messages: Iterable[str]) -> None:
    """Say something beside the results, a line each: on standard error."""
    for message in messages:
        print(message, file=sys.stderr)


class Collected(warnings.catch_warnings):
    """Collects the program's own warnings while it works, so that they are told in one line each."""

    def __init__(self) -> None:
        super().__init__(record=True)
        self.said: list[str] = []

    def __enter__(self) -> Any:
        self._log = super().__enter__()
        warnings.simplefilter("default")
        return self

    def __exit__(self, *details: Any) -> None:
        super().__exit__(*details)
        own = [w for w in self._log or [] if type(w.message).__module__.startswith("counterpoise")]
        self.said = list(dict.fromkeys(str(w.message) for w in own))


def check_folder(path: str | None) -> None:
    """Refuse a file whose folder is missing or can't be written to before the work begins."""
    import os  # noqa: PLC0415

    if not path:
        return
    folder = Path(path).resolve().parent
    if not folder.is_dir():
        raise InputError("the folder does not exist", where=path, remedy="make it, or name another file")
    if Path(path).is_dir():
        raise InputError("this is a folder, not a file", where=path, remedy="name a file in it")
    if not os.access(folder, os.W_OK):
        raise InputError("the folder can't be written to", where=path, remedy="name a file that you may write")


def form_of(form: str | None, path: str | None) -> str:
    """Give the format that was asked for, whatever a file's ending tells, else the one that it tells, else a table.

    Raises
    ------
    InputError
        If the file's name ends as that of a document or of a picture.

    Examples
    --------
    >>> form_of(None, "a.csv"), form_of("json", "a.txt"), form_of(None, "a.html")
    ('csv', 'json', 'table')
    """
    ending = Path(path).suffix.lower().removeprefix(".") if path else ""
    if form and ending in DOCUMENTS:
        remedy = f"end its name in .{form}" if form != "table" else "leave --format out, or end its name in .txt"
        raise InputError(f"{path!r} is not the name of a {form} file", where="--format", remedy=remedy)
    return form or (ending if ending in FORMATS else "table")


def check_ending(path: str | None, ending: str | tuple[str, ...], where: str) -> None:
    """Refuse a name that a program which opens the file by its ending would take for something else."""
    endings = (ending,) if isinstance(ending, str) else ending
    if path and Path(path).suffix.lower() not in endings:
        named = " or ".join(endings)
        raise InputError(f"{path!r} is not the name of a {named} file", where=where, remedy=f"end its name in {named}")


def write_chart(chart: Any, path: str) -> None:
    """Write a chart as the picture, or the page, that its file's name ends in; a page needs no network."""
    from counterpoise.charts.render import page, png, svg  # noqa: PLC0415

    ending = Path(path).suffix.lower()
    if ending == ".png":
        write_bytes(path, png(chart))
    else:
        write_bytes(path, (svg(chart) if ending == ".svg" else page(chart)).encode("utf-8"))


_BAR = 20
"""Characters of a progress bar."""


def bar(fraction: float | None) -> str:
    """Draw how much is done; nothing where that is not known.

    Examples
    --------
    >>> bar(0.43)
    '[########............]  43 % '
    """
    if fraction is None:
        return ""
    full = int(_BAR * min(max(fraction, 0.0), 1.0))
    return f"[{'#' * full}{'.' * (_BAR - full)}] {100 * fraction:3.0f} % "


def progress() -> Progress:
    """Give a progress that is shown on a terminal, and nowhere else."""
    if not sys.stderr.isatty():
        return Progress()

    def show(label: str, fraction: float | None) -> None:
        done = fraction is not None and fraction >= 1.0
        sys.stderr.write("\r\033[K" if done else f"\r\033[K{bar(fraction)}{label}")
        sys.stderr.flush()

    return Progress(show)
