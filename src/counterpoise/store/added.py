"""What was added to the user's store, in the forms in which the embedded data are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.core.canonical import canonical_hash
from counterpoise.core.errors import DataError
from counterpoise.store.folder import Kept, kept, store_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd

    from counterpoise.store.store import Dataset

FINAL = "final/"
"""What the name of a category of final demand begins with, among the uses."""


def added() -> tuple[Dataset, ...]:
    """List the datasets of the user's store, each with all its years."""
    parts: dict[str, list[Kept]] = {}
    for one in kept():
        parts.setdefault(one.dataset, []).append(one)
    return tuple(dataset_of(held) for held in parts.values())


def dataset_of(parts: Sequence[Kept]) -> Dataset:
    """Give what there is to know about the parts of one dataset."""
    from counterpoise.store.store import Dataset  # noqa: PLC0415

    last = parts[-1]
    checksum = last.sha256 if len(parts) == 1 else canonical_hash([one.sha256 for one in parts])
    files = ", ".join(dict.fromkeys(one.file for one in parts))
    editions = ", ".join(dict.fromkeys(one.edition for one in parts))
    return Dataset(
        name=last.dataset,
        title=last.title,
        kind=last.kind,
        producer=last.producer,
        edition=editions,
        years=tuple(sorted({year for one in parts for year in one.years})),
        licence=last.licence,
        terms=last.terms,
        citation=last.citation,
        carried_by=None,
        file=files,
        size=sum(one.size for one in parts),
        sha256=checksum,
        completeness=last.completeness,
        numbers=last.numbers,
        verified=f"Reader written from {last.reader}. {last.verified}",
        notes=tuple(dict.fromkeys(note for one in parts for note in one.notes)),
        columns=last.columns,
        place=str(store_folder()),
        retrieved=max(one.retrieved for one in parts),
        reader=last.reader,
    )


def frame(parts: Sequence[Kept], table: str) -> pd.DataFrame:
    """Give a table of some parts as one frame."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.concat_tables([_read(one, table) for one in parts], promote_options="default").to_pandas()


def _read(part: Kept, table: str) -> Any:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    path = part.path(table)
    try:
        return pq.read_table(path)
    except FileNotFoundError:  # another process may have put a newer part in its place since the index was read
        newer = [one for one in kept() if (one.dataset, one.years) == (part.dataset, part.years)]
        if newer and newer[0].folder != part.folder:
            return _read(newer[0], table)
        raise DataError("is missing", where=str(path), remedy=f"add {part.file} again") from None
    except (OSError, pa.ArrowInvalid) as error:
        remedy = f"run 'counterpoise data check', and add {part.file} again"
        raise DataError(
            f"can't be read ({' '.join(str(error).split())[:120]})", where=str(path), remedy=remedy
        ) from error


def accounts_arrays(part: Kept) -> Mapping[str, np.ndarray]:
    """Give the arrays of a year's accounts: intermediates, final (categories added up), value_added, output, labels.

    Final demand can hold negative cells, where stocks were run down by more than all other categories.
    """
    import numpy as np  # noqa: PLC0415

    labels: Any = _read(part, "labels").to_pandas().sort_values("place")
    codes = {axis: labels.loc[labels["axis"] == axis, "code"].tolist() for axis in ("country", "sector", "final")}
    countries, sectors = codes["country"], codes["sector"]
    c, s = len(countries), len(sectors)
    uses = [*sectors, *(FINAL + one for one in codes["final"])]
    table = _read(part, "flow")
    # one column for all of final demand: its categories have the place behind the last sector
    place = {
        "origin": _places(table, "origin", {code: k for k, code in enumerate(countries)}),
        "sector": _places(table, "sector", {code: k for k, code in enumerate(sectors)}),
        "destination": _places(table, "destination", {code: k for k, code in enumerate(countries)}),
        "use": _places(table, "use", {code: min(k, s) for k, code in enumerate(uses)}),
    }
    at = ((place["origin"] * s + place["sector"]) * c + place["destination"]) * (s + 1) + place["use"]
    flow = np.bincount(at, weights=table.column("value").to_numpy(), minlength=c * s * c * (s + 1))
    flow = flow.reshape(c, s, c, s + 1)
    made = {"flow": flow, "countries": np.array(countries), "sectors": np.array(sectors)}
    items: Any = _read(part, "added").to_pandas()
    for item, held in items.groupby("item"):
        if item == "value_added":
            wide = held.set_index(["country", "sector"])["value"]
            made["value_added"] = np.array([[wide[o, k] for k in sectors] for o in countries])
    return made


def _places(table: Any, column: str, places: Mapping[str, int]) -> np.ndarray:
    """Give the place of each row's label."""
    import numpy as np  # noqa: PLC0415

    held = table.column(column).unify_dictionaries().combine_chunks()
    if hasattr(held, "chunks"):
        held = held.chunk(0)
    lookup = np.array([places[code] for code in held.dictionary.to_pylist()], dtype=np.int64)
    return lookup[held.indices.to_numpy()]
