"""Embedded tables as Parquet files, for queries that leave them on the disk."""

from __future__ import annotations

import atexit
import warnings
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from counterpoise.core.errors import InputError
from counterpoise.store.store import dataset, table


def parquet(name: str) -> Path:
    """Give the file of an embedded dataset's main table as Parquet, which stays in the user's cache.

    Parameters
    ----------
    name
        The dataset.

    Raises
    ------
    InputError
        If there is no such dataset.

    Warns
    -----
    CacheWarning
        If the file could not be kept: it is then made again by each process.
    """
    from counterpoise.core.files import writing  # noqa: PLC0415
    from counterpoise.store.cache import VARIABLE, CacheWarning, cache_folder  # noqa: PLC0415

    source = dataset(name)
    path = cache_folder().parent / "tables" / f"{name}-{source.sha256[:16]}.parquet"
    for place in (path, _passing() / path.name):
        if _readable(place):
            return place
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with writing(place) as handle:
                table(name).to_parquet(handle, index=False)
        except (OSError, InputError) as error:
            said = f"{place}: the cache can't be used, so this takes a second each time ({error}); set {VARIABLE}"
            warnings.warn(said, CacheWarning, stacklevel=3)
        else:
            return place
    raise InputError(f"{name} can't be written", where=str(_passing()), remedy="set TMPDIR to a folder with more space")


def _readable(path: Path) -> bool:
    """Tell whether a Parquet file is there and whole, as its last bytes say."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        return pq.read_metadata(path).num_rows > 0
    except (OSError, pa.ArrowException):
        return False


@cache
def _passing() -> Path:
    """Give a folder that is gone when the process ends."""
    held = TemporaryDirectory(prefix="counterpoise-")
    atexit.register(held.cleanup)
    return Path(held.name)
