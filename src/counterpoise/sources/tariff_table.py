"""The table of tariffs that every producer's reader makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

Row = tuple[str, str, int, str, str, str, float, str]

COLUMNS = {
    "tariffs": {
        "importer": "ISO 3166-1 alpha-3; EU is the European Union",
        "exporter": "ISO 3166-1 alpha-3; WLD is all partners, EU the European Union",
        "year": "of the tariff",
        "classification": "of product_or_sector",
        "product_or_sector": "a code of the classification; empty where all products are one",
        "kind": "applied, mfn, preferential or bound",
        "rate": "ad valorem, fraction",
        "weighting": "simple or trade: how rates of tariff lines were averaged",
    }
}
"""The columns of the table of tariffs, of every producer."""

HIGHEST = 10_000
"""Percent; the highest rates that are in force (on farm goods) are below a tenth of it."""


def schema() -> pa.Schema:
    """Give the columns with their types."""
    import pyarrow as pa  # noqa: PLC0415

    types = {"year": pa.int64(), "rate": pa.float64()}
    return pa.schema([(name, types.get(name, pa.string())) for name in COLUMNS["tariffs"]])
