"""Records as files: one contract for the command line and the application."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

FORMATS = ("csv", "json", "parquet")
"""The forms in which records are written."""


def content(form: str, records: list[dict[str, Any]], meta: Mapping[str, Any]) -> bytes:
    r"""Write records in a form.

    Parameters
    ----------
    form
        One of `FORMATS`.
    records
        As a result gives them.
    meta
        What stands beside them; JSON alone holds it.

    Returns
    -------
    bytes
        The content of a file.

    Examples
    --------
    >>> content("csv", [{"country": "KOR", "value": 0.5, "unit": "share"}], {})
    b'country,value,unit\nKOR,0.5,share\n'
    """
    from counterpoise.core.canonical import plain  # noqa: PLC0415
    from counterpoise.core.result import frame_of  # noqa: PLC0415

    if form == "json":
        body = {"meta": plain(dict(meta)), "records": plain(records)}
        return (json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")
    if form == "csv":
        return frame_of(records).to_csv(index=False, lineterminator="\n").encode("utf-8")
    held = io.BytesIO()
    frame_of(records).to_parquet(held, index=False)
    return held.getvalue()
