"""Answers on their way out: one contract for every command."""

from __future__ import annotations

import io
import json
import math
import sys
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from counterpoise.core.errors import InputError
from counterpoise.core.files import write_bytes

FORMATS = ("table", "csv", "json", "parquet")


def give(
    form: str, records: list[dict[str, Any]], meta: Mapping[str, Any], table: Any, output: str | None, command: str
) -> None:
    """Write an answer to standard output, or to a file, in a format."""
    content = _content(form, records, {"command": command, **meta}, table)
    if output:
        write_bytes(output, content)
    else:
        if form == "parquet" and sys.stdout.isatty():
            raise InputError("parquet is not for a terminal", where="--format", remedy="add --output FILE")
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _content(form: str, records: list[dict[str, Any]], meta: Mapping[str, Any], table: Any) -> bytes:
    from counterpoise.core.canonical import plain  # noqa: PLC0415
    from counterpoise.core.result import frame_of  # noqa: PLC0415

    if form == "json":
        body = {"meta": plain(dict(meta)), "records": plain(records)}
        return (json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")
    if form == "csv":
        return frame_of(records).to_csv(index=False, lineterminator="\n").encode("utf-8")
    if form == "parquet":
        held = io.BytesIO()
        frame_of(records).to_parquet(held, index=False)
        return held.getvalue()
    return (spelled(table() if callable(table) else table) + "\n").encode("utf-8")


def spelled(table: Any) -> str:
    """Give a table as plain text: shares in percent, ratios with three figures."""
    if isinstance(table, str):
        return table
    units = table.attrs.get("units", {})
    shown = table.copy()
    for column in shown.columns:
        name = column[0] if isinstance(column, tuple) else column
        if name in units:
            shown[column] = [_number(value, units[name]) for value in table[column]]
    heads = table.attrs.get("heads", {})
    if heads:
        shown = shown.rename(columns=heads, level=0 if shown.columns.nlevels > 1 else None)
    return shown.to_string(na_rep="missing", max_colwidth=60)


def _number(value: Any, unit: str) -> str:
    if value is None or math.isnan(value):
        return "missing"
    if unit == "share":
        return f"{100 * value:.2f} %"
    return f"{value:.3g}" if unit in ("ratio", "index") else f"{value:,.1f}"


def tell(messages: Iterable[str]) -> None:
    """Say something beside the results: on standard error."""
    for message in messages:
        print(f"note: {message}", file=sys.stderr)


class Collected(warnings.catch_warnings):
    """Collects the program's own warnings while it works, so that they are told in one line each."""

    def __init__(self) -> None:
        super().__init__(record=True)
        self.said: list[str] = []

    def __enter__(self) -> Any:
        self._log = super().__enter__()
        warnings.simplefilter("default")
        return self

    def __exit__(self, *details: Any) -> None:
        super().__exit__(*details)
        own = [w for w in self._log or [] if type(w.message).__module__.startswith("counterpoise")]
        self.said = list(dict.fromkeys(str(w.message) for w in own))


def check_folder(path: str | None) -> None:
    """Refuse a file whose folder is missing or can't be written to before the work begins."""
    import os  # noqa: PLC0415

    if not path:
        return
    folder = Path(path).resolve().parent
    if not folder.is_dir():
        raise InputError("the folder does not exist", where=path, remedy="make it, or name another file")
    if Path(path).is_dir():
        raise InputError("this is a folder, not a file", where=path, remedy="name a file in it")
    if not os.access(folder, os.W_OK):
        raise InputError("the folder can't be written to", where=path, remedy="name a file that you may write")
