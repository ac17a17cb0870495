"""Tables of figures with labels on both sides: from text, and their places by label, never by position."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise.core.errors import did_you_mean
from counterpoise.sources.container import Member, check_text
from counterpoise.sources.source import Raw, refused

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

AGAIN = "get the file again from its producer, and don't save it in a spreadsheet"
_BLOCK = 1 << 28
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

Label = tuple[str, str]
"""Who and what: a region and a sector's code, or whatever a producer writes in the two places."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Figures as a file holds them.

    Attributes
    ----------
    rows, columns
        The labels, in the file's order, each once.
    values
        ``[row, column]``; not a number where the file has none.
    where
        How messages name the file.
    row_places, column_places
        How messages name a row and a column (``line 17``, ``row 9``, ``column AE``).
    """

    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    values: np.ndarray
    where: str
    row_places: Sequence[str]
    column_places: Sequence[str]

    def __post_init__(self) -> None:
        for labels, places in ((self.rows, self.row_places), (self.columns, self.column_places)):
            first: dict[Label, int] = {}
            for place, label in enumerate(labels):
                if label in first:
                    said = f"the label {written_label(label)} occurs twice, as at {places[first[label]]}"
                    raise refused(said, f"{self.where}, {places[place]}", AGAIN)
                first[label] = place

    def block(self, rows: np.ndarray, columns: np.ndarray, least: float | None = None) -> np.ndarray:
        """Give the figures where rows and columns (of any shape) meet, each of which must be there.

        A place of -1 stands for a row or column that the file may lack: its figures are zero.

        Raises
        ------
        DataError
            If one of them is missing or infinite, or less than `least`.
        """
        import numpy as np  # noqa: PLC0415

        taken = self.values[np.ix_(rows.ravel(), columns.ravel())]
        taken[rows.ravel() < 0] = 0.0
        taken[:, columns.ravel() < 0] = 0.0
        wrong, said = ~np.isfinite(taken), "the figure is missing or not a number"
        if not wrong.any() and least is not None:
            wrong, said = taken < least, "the flow is negative"
        if wrong.any():
            row, column = np.argwhere(wrong)[0]
            self.refuse(said, int(rows.ravel()[row]), int(columns.ravel()[column]))
        return taken.reshape(*rows.shape, *columns.shape)

    def refuse(self, what: str, row: int, column: int | None = None) -> None:
        """Raise the error for a cell, or for a row."""
        place = self.row_places[row] + (f", {self.column_places[column]}" if column is not None else "")
        labels: list[Label] = [self.rows[row]] if column is None else [self.rows[row], self.columns[column]]
        cell = " to ".join(map(written_label, labels))
        raise refused(f"{what} ({cell})", f"{self.where}, {place}", AGAIN)


def written_label(label: Label) -> str:
    """Give a label as messages show it."""
    return "_".join(part for part in label if part) or "(blank)"


def places(labels: Sequence[Label], regions: Sequence[str], codes: Sequence[str]) -> np.ndarray:
    """Give where each region's each code is among labels ``[region, code]``; -1 where it isn't."""
    import numpy as np  # noqa: PLC0415

    at = {label: place for place, label in enumerate(labels)}
    return np.array([[at.get((region, code), -1) for code in codes] for region in regions], dtype=np.int64)


def require(
    grid: Grid, axis: str, found: np.ndarray, regions: Sequence[str], codes: Sequence[str], remedy: str = AGAIN
) -> None:
    """Refuse a grid that lacks the row or the column of a region and code."""
    import numpy as np  # noqa: PLC0415

    gone = np.argwhere(found < 0)
    if len(gone):
        label = written_label((str(regions[int(gone[0][0])]), str(codes[int(gone[0][1])])))
        more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
        raise refused(f"the {axis} {label}{more} is missing", grid.where, remedy)


def known(grid: Grid, axis: str, parts: Iterable[str], allowed: Collection[str], what: str, *, which: int) -> None:
    """Refuse a grid with a region (``which`` 0) or a code (1) that isn't allowed; name the nearest."""
    strange = sorted(set(parts) - set(allowed))
    if strange:
        labels, said = (grid.rows, grid.row_places) if axis == "row" else (grid.columns, grid.column_places)
        at = next(place for place, label in enumerate(labels) if label[which] == strange[0])
        some = ", ".join([one for one in allowed if one][:4])
        near = did_you_mean(strange[0], allowed, f"this reader knows {some} and so on")
        raise refused(
            f"{strange[0]!r} is no {what} that this table has (label {written_label(labels[at])})",
            f"{grid.where}, {said[at]}",
            near,
        )


def year_of(raw: Raw, name: str, years: range) -> int:
    """Give the year of a file: from its name, or from what the person said.

    Raises
    ------
    DataError
        If neither says it, or the two differ.
    """
    named = [int(year) for year in _YEAR.findall(name) if int(year) in years]
    return agreed_year(raw, named[-1] if named else None, name, years)


def agreed_year(raw: Raw, found: int | None, where: str, years: range) -> int:
    """Give a year that the file says, or the person, and refuse it where they differ or it can't be."""
    if found is not None and raw.year is not None and found != raw.year:
        raise refused(f"this is the year {found}, not {raw.year}", where, f"say --year {found}, or give another file")
    year = found if found is not None else raw.year
    if year is None:
        raise refused("the year can't be told from the file", where, "say which with --year")
    if year not in years:
        raise refused(f"there is no year {year} in this release", where, f"it has {years[0]} to {years[-1]}")
    return year


def read_csv(member: Member) -> Grid:
    """Read comma-separated text whose first column and first line hold labels ``REGION_CODE``.

    Parameters
    ----------
    member
        The file.

    Raises
    ------
    DataError
        If it isn't such text, a line has another number of cells, or a cell holds no number.
    """
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    header = check_text(member)
    if len(header) < 3:
        raise refused(
            f"line 1 has {len(header)} cells, where labels separated by commas are due",
            f"{member.where}, line 1",
            AGAIN,
        )
    types = {str(place): pa.float64() for place in range(1, len(header))} | {"0": pa.string()}
    table = arrow_csv(member, [str(place) for place in range(len(header))], types)
    labels = [str(label or "").strip() for label in table.column(0).to_pylist()]
    if not labels:
        raise refused("there is no line after the first", member.where, AGAIN)
    values = np.vstack([column.to_numpy() for column in table.columns[1:]]).T
    return Grid(
        rows=tuple(_split(label) for label in labels),
        columns=tuple(_split(label) for label in header[1:]),
        values=values,
        where=member.where,
        row_places=[f"line {place}" for place in range(2, len(labels) + 2)],
        column_places=[f"column {label or place}" for place, label in enumerate(header[1:], 2)],
    )


def _split(label: str) -> Label:
    region, mark, code = label.partition("_")
    return (region, code) if mark else ("", label)


def arrow_csv(
    member: Member, names: list[str], types: Mapping[str, pa.DataType], only: list[str] | None = None
) -> pa.Table:
    """Read comma-separated text with the given types, and name the cell that doesn't fit."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.csv as reader  # noqa: PLC0415

    numbers = {place for place, name in enumerate(names) if pa.types.is_floating(types.get(name, pa.string()))}
    try:
        return reader.read_csv(
            member.path,
            read_options=reader.ReadOptions(column_names=names, skip_rows=1, block_size=_BLOCK),
            convert_options=reader.ConvertOptions(
                column_types=dict(types), include_columns=only or [], null_values=["", "NA", "NaN", "nan"]
            ),
        )
    except (pa.ArrowException, ValueError, OverflowError) as error:
        raise _misfit(member, len(names), numbers, error) from error


def _misfit(member: Member, width: int, numbers: Collection[int], error: Exception) -> Exception:
    """Give the error for the first line that doesn't fit, found by reading slowly."""
    with member.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file)
        try:
            header = next(reader, [])
            for cells in reader:
                where = f"{member.where}, line {reader.line_num}"
                if cells and len(cells) != width:
                    return refused(f"this line has {len(cells)} cells, where line 1 has {width}", where, AGAIN)
                for place, cell in enumerate(cells):
                    if place in numbers and not _is_number(cell):
                        return refused(f"{cell[:40]!r} is not a number", f"{where}, column {header[place]}", AGAIN)
        except csv.Error as told:
            return refused(f"this line can't be read ({told})", f"{member.where}, line {reader.line_num}", AGAIN)
    return refused(f"the text can't be read ({str(error).splitlines()[0][:120]})", member.where, AGAIN)


def _is_number(cell: str) -> bool:
    try:
        float(cell or "0")
    except ValueError:
        return False
    return True
