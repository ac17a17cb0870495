"""Make the table of main arms suppliers: ``python -m tools.arms_suppliers DATA``.

``DATA`` is a Parquet file of SIPRI's trend-indicator values with the columns ``supplier_iso3``, ``recipient_iso3``,
``year`` and ``tiv`` (millions). A recipient has a row for each supplier that delivered at
least 5 % of its volume; shares are of all deliveries, those of unknown suppliers among them. Who received nothing is named.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

import counterpoise as cp
from counterpoise import facts
from counterpoise.core.files import write_text

FILE = facts.FOLDER / "arms_suppliers.csv"
COLUMNS = ("recipient", "supplier", "first_year", "last_year", "share", "volume", "note", "citation", "seen", "as_of")
CITATION = (
    "own computation from the SIPRI Arms Transfers Database, download of May 2022 (trend-indicator values, 2017-2021)"
)
AS_OF = "2026-11-26"
FIRST, LAST = 2017, 2021
LEAST = 0.05
ABSENT = ("PRK",)  # countries of the security tables that the accounts lack
CODES = {"UAE": "ARE"}  # codes of the data that are not of ISO 3166-1


def rows(data: Iterable[Mapping[str, Any]], countries: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Give the table's rows: recipients by code, suppliers by share."""
    received: dict[str, Counter[str | None]] = {country: Counter() for country in sorted(countries)}
    for row in data:
        supplier, recipient = (
            CODES.get(row[f"{role}_iso3"], row[f"{role}_iso3"]) for role in ("supplier", "recipient")
        )
        if FIRST <= row["year"] <= LAST and recipient in received:
            received[recipient][supplier] += row["tiv"]
    for recipient, volumes in received.items():
        total = volumes.total()
        main = [(supplier, volume) for supplier, volume in volumes.items() if supplier and volume >= LEAST * total > 0]
        for supplier, volume in sorted(main, key=lambda one: (-one[1], one[0])):
            share = f"{volume / total:.3f}"
            yield recipient, supplier, str(FIRST), str(LAST), share, str(total), "", CITATION, "text", AS_OF


def main(path: Path) -> None:
    """Write the table, and say who received nothing."""
    countries = (*cp.load_economy().countries, *ABSENT)
    table = list(rows(pq.read_table(path).to_pylist(), countries))
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows([COLUMNS, *table])
    write_text(FILE, held.getvalue())
    print("nothing was delivered to", *sorted(set(countries) - {row[0] for row in table}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
