"""DuckDB connections that keep to a limit of memory and leave nothing behind."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from typing import Any

from counterpoise.core.errors import DataError
from counterpoise.core.need import need

MEMORY = "1GB"
"""What a reader may hold; the rest goes to the folder for temporary files."""


@contextlib.contextmanager
def connection(*, memory: str = MEMORY, threads: int | None = None, where: str = "") -> Iterator[Any]:
    """Open a database in a temporary folder, and remove both at the end.

    Parameters
    ----------
    memory
        The most that it may hold, in DuckDB's words: ``1GB``.
    threads
        The most threads that it may use; all processors when None.
    where
        What messages name when a query fails.

    Yields
    ------
    duckdb.DuckDBPyConnection
        With no access to the network.

    Raises
    ------
    DataError
        If memory or disk don't suffice, or a file that is queried is damaged.

    Examples
    --------
    >>> with connection(memory="100MB") as database:
    ...     database.execute("select 1 + 1").fetchall()
    [(2,)]
    """
    duckdb = need("duckdb", "data")
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as folder:
        database = duckdb.connect(f"{folder}/work.duckdb", config={"autoinstall_known_extensions": "false"})
        try:
            database.execute("set enable_progress_bar = false")
            database.execute(f"set memory_limit = {literal(memory)}")
            database.execute(f"set temp_directory = {literal(f'{folder}/spill')}")
            if threads is not None:
                database.execute(f"set threads = {int(threads)}")
            yield database
        except duckdb.OutOfMemoryException as error:
            remedy = "close other programs, or set TMPDIR to a folder with more space"
            raise DataError(f"memory does not suffice ({first_line(error)})", where=where, remedy=remedy) from error
        except duckdb.Error as error:
            full = "no space left" in str(error).lower()
            remedy = (
                "set TMPDIR to a folder with more space" if full else "get the file again, in the producer's format"
            )
            raise DataError(f"can't be read ({first_line(error)})", where=where, remedy=remedy) from error
        finally:
            database.close()


def literal(text: object) -> str:
    """Give a text as a literal of SQL.

    Examples
    --------
    >>> literal("it's")
    "'it''s'"
    """
    return "'" + str(text).replace("'", "''") + "'"


def first_line(error: BaseException) -> str:
    """Give what an error says, on one line of a sane length."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
