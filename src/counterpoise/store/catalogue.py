"""The store's catalogue: a DuckDB file with a view for each table, for questions of one's own in SQL.

It is made from the index whenever that has changed, beside the old one, and takes its place in one step; it holds no
data of its own.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.core.files import sha256
from counterpoise.core.need import need
from counterpoise.store.folder import INDEX, kept, store_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterpoise.store.folder import Kept

FILE = "catalogue.duckdb"


def catalogue() -> Path:
    """Give the catalogue's file, made again if the store has changed since.

    It holds a table ``datasets`` (edition, years, licence, source, retrieval, checksum, rows of every stored table) and a
    view for each dataset's table: ``icio_2025_flow``, ``baci_hs92_trade``.

    Raises
    ------
    DataError, InputError
        If the store can't be read, or DuckDB is not installed.
    """
    duckdb = need("duckdb", "data")
    root = store_folder()
    index = root / INDEX
    stamp = sha256(index) if index.is_file() else "empty"
    target = root / FILE
    if _stamp(duckdb, target) == stamp:
        return target
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".catalogue.", dir=root) as folder:
        part = Path(folder) / FILE
        with contextlib.closing(duckdb.connect(str(part))) as connection:
            _fill(connection, stamp)
        os.replace(part, target)  # noqa: PTH105 - a file that another library wrote
    return target


def _stamp(duckdb: Any, path: Path) -> str:
    if not path.is_file():
        return ""
    try:
        with contextlib.closing(duckdb.connect(str(path), read_only=True)) as connection:
            return connection.execute("SELECT stamp FROM made").fetchone()[0]
    except duckdb.Error:
        return ""


def _fill(connection: Any, stamp: str) -> None:
    connection.execute("CREATE TABLE made (stamp VARCHAR)")
    connection.execute("INSERT INTO made VALUES (?)", [stamp])
    connection.execute(
        'CREATE TABLE datasets (dataset VARCHAR, kind VARCHAR, "table" VARCHAR, edition VARCHAR, years INTEGER[], '
        "source VARCHAR, producer VARCHAR, licence VARCHAR, citation VARCHAR, reader VARCHAR, file VARCHAR, "
        "file_sha256 VARCHAR, retrieved TIMESTAMP, rows BIGINT, bytes BIGINT, sha256 VARCHAR, path VARCHAR)"
    )
    views: dict[tuple[str, str], list[tuple[Kept, Path]]] = {}
    for part in kept():
        for name, held in part.tables.items():
            path = part.path(name)
            connection.execute(f"INSERT INTO datasets VALUES ({', '.join('?' * 17)})", _row(part, name, held, path))
            views.setdefault((part.dataset, name), []).append((part, path))
    for (dataset, name), held in views.items():
        title = f"{dataset}_{name}".replace("-", "_")
        connection.execute(f'CREATE VIEW "{title}" AS {" UNION ALL ".join(_select(*one) for one in held)}')


def _row(part: Kept, name: str, held: Mapping[str, Any], path: Path) -> list[Any]:
    first = [part.dataset, part.kind, name, part.edition, list(part.years), part.source, part.producer, part.licence]
    then = [part.citation, part.reader, part.file, part.file_sha256, part.retrieved.removesuffix("+00:00")]
    return [*first, *then, held["rows"], held["bytes"], held["sha256"], str(path)]


def _select(part: Kept, path: Path) -> str:
    quoted = str(path).replace("'", "''")
    year = f"{part.years[0]} AS year, " if part.kind == "accounts" else ""
    return f"SELECT {year}* FROM read_parquet('{quoted}')"
