"""A table derived from a ledger, as Parquet: to join with other data, never to be edited. The ledger stays the truth."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.core.files import writing
from counterpoise.record.choosing import KINDS, day_of, ends

if TYPE_CHECKING:
    from counterpoise.record.ledger import Ledger

HEAD = b"counterpoise.head"
"""The key of the file's metadata that holds the ledger's head: an index of another head is out of date."""


def written(ledger: Ledger, path: str | os.PathLike[str]) -> Path:
    """Write the index of a ledger: a row for each statement and event that stands.

    Parameters
    ----------
    ledger
        The ledger.
    path
        The Parquet file, which DuckDB, pandas and others read.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If it can't be written.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    rows = [_row(one) for kind in KINDS for one in ledger.records(kind)]
    rows.sort(key=lambda one: one["day"])
    text, texts = pa.string(), pa.list_(pa.string())
    kinds = {"country": texts, "partner": texts}
    schema = pa.schema([(name, kinds.get(name, text)) for name in _NAMES], metadata={HEAD: ledger.head.encode()})
    with writing(path) as file:
        pq.write_table(pa.Table.from_pylist(rows, schema), file)
    return Path(path)


def is_current(ledger: Ledger, path: str | os.PathLike[str]) -> bool:
    """Tell whether an index was made of the ledger as it is now."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    held = pq.read_schema(path).metadata or {}
    return held.get(HEAD, b"").decode() == ledger.head


_NAMES = ("id", "type", "day", "country", "partner", "speaker", "topic", "event_type", "quote", "source", "record")


def _row(record: dict[str, Any]) -> dict[str, Any]:
    who, whom = ends(record)
    return {
        "id": record["id"],
        "type": record["type"],
        "day": day_of(record),
        "country": list(who),
        "partner": list(whom),
        "speaker": (record.get("speaker") or {}).get("name"),
        "topic": record.get("topic"),
        "event_type": record.get("event_type"),
        "quote": (record.get("quote") or {}).get("exact"),
        "source": record.get("source"),
        "record": json.dumps(record, ensure_ascii=False, sort_keys=True),
    }
