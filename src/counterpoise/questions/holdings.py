"""What the store holds, and which producers' files can be added to it, as records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def dataset_records() -> list[dict[str, Any]]:
    """Give a record for each dataset: title, edition, years, licence, source, how complete it is and where it lies."""
    from counterpoise.store import datasets  # noqa: PLC0415

    return [
        {
            "dataset": one.name,
            "title": one.title,
            "kind": one.kind,
            "producer": one.producer,
            "edition": one.edition,
            "years": span(one.years),
            "licence": one.licence,
            "source": one.citation,
            "completeness": one.completeness,
            "verified": one.verified,
            "checksum": one.sha256,
            "bytes": one.size,
            "place": one.place or "embedded",
            **({"retrieved": one.retrieved, "reader": one.reader} if one.place else {}),
        }
        for one in datasets()
    ]


def source_records() -> list[dict[str, Any]]:
    """Give a record for each producer's release that can be added: editions, licence, page, how sure its reader is."""
    from counterpoise.sources.source import sources  # noqa: PLC0415

    return [
        {
            "source": one.name,
            "title": one.title,
            "producer": one.producer,
            "editions": ", ".join(one.editions),
            "licence": one.licence,
            "page": one.page,
            "verified": one.verified,
            "download": "data get" if one.downloads else "by hand",
        }
        for one in sources().values()
    ]


def fact_records() -> list[dict[str, Any]]:
    """Give a record for each table of facts entered by hand: its rows, and those that rest on memory."""
    from counterpoise import facts  # noqa: PLC0415

    made = []
    for file in sorted(facts.FOLDER.glob("*.csv")):
        rows = facts.read(file.stem)
        made.append({"table": file.stem, "rows": len(rows), "memory": sum(row["seen"] == "memory" for row in rows)})
    return made


def span(years: Sequence[int]) -> str:
    """Write years as a span.

    Examples
    --------
    >>> span((1995, 1996, 1997)), span((2022,))
    ('1995-1997', '2022')
    """
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
