"""Facts entered by hand: dated, cited tables that a reader can correct.

A row says in ``date``, or in ``as_of``, on which day it was looked up.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from counterpoise.core.errors import DataError

FOLDER = Path(__file__).parent


@cache
def read(name: str, folder: Path = FOLDER) -> tuple[dict[str, str], ...]:
    """Give the rows of a table of facts.

    Parameters
    ----------
    name
        The table, as ``rest_of_world``.
    folder
        Where the tables are.

    Returns
    -------
    tuple of dict
        A row each, by column, as text.

    Raises
    ------
    DataError
        If a row lacks its citation or its date (``date``, or ``as_of``), or does not say whether the text was seen.

    Examples
    --------
    >>> [row["since"] for row in read("nuclear_weapons") if row["country"] == "USA"]
    ['1945-07-16']
    """
    file = folder / f"{name}.csv"
    with file.open(newline="", encoding="utf-8") as handle:
        rows = tuple(csv.DictReader(handle))
    for line, row in enumerate(rows, 2):
        dated = row.get("date") or row.get("as_of")
        if not (row.get("citation") and dated) or row.get("seen") not in ("text", "memory"):
            raise DataError(
                "this fact lacks citation, date or seen", where=f"{file}, line {line}", remedy="seen is text or memory"
            )
    return rows
