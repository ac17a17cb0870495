"""One form for equal values: canonical JSON and its hash."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:  # noqa: PLR0911 - a case a line
    """Turn a value into the few types that JSON knows.

    Mappings become dictionaries with string keys; sequences and sets become lists (sets
    sorted); numpy numbers become Python's; a number that is not finite becomes None, since
    missing is not zero and JSON has no word for infinity.

    Raises
    ------
    TypeError
        If a value has no JSON form.
    """
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return float(value) + 0.0 if math.isfinite(value) else None  # -0.0 equals 0.0, and reads so
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(entry) for entry in value), key=repr)
    listed = getattr(value, "tolist", None)  # numpy's scalars and arrays
    if listed is not None:
        return plain(listed())
    spoken = getattr(value, "to_dict", None)  # such as a scenario
    if spoken is not None and not isinstance(value, type):
        return plain(spoken())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"no canonical JSON for {type(value).__name__}")


def canonical_json(value: Any) -> str:
    """Give the one JSON text of a value: keys sorted, no spaces, shortest floats.

    Examples
    --------
    >>> canonical_json({"on": ("CHN", "USA"), "country": "KOR"})
    '{"country":"KOR","on":["CHN","USA"]}'
    """
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_hash(value: Any) -> str:
    """Give the SHA-256 of a value's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()
