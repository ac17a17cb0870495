"""Keeps the places of this machine out of what is sent."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from counterpoise.core.errors import CounterpoiseError


@cache
def _places(environment: tuple[str, ...]) -> re.Pattern[str]:  # noqa: ARG001 - it is read again when that changes
    from counterpoise.store.cache import cache_folder  # noqa: PLC0415
    from counterpoise.store.folder import store_folder  # noqa: PLC0415

    known = {
        str(store_folder()),
        str(cache_folder().parent),
        tempfile.gettempdir(),
        str(Path.home()),
        str(Path.cwd()),
        str(Path(__file__).parents[1]),
        sys.prefix,
    }
    known |= {os.path.realpath(one) for one in known}  # a library may name a folder by where its links lead
    found = sorted({one for one in known if len(one) > 1}, key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, found)) + r")(?:[/\\][^\s'\",;:()]*[/\\]|[/\\])?")


def without_places(text: str) -> str:
    """Give a text without the folders of this machine; a file's own name stays.

    Examples
    --------
    >>> without_places(f"{Path.home()}/somewhere/data.csv: it is empty")
    'data.csv: it is empty'
    """
    named = tuple(os.environ.get(one, "") for one in ("COUNTERPOISE_STORE", "COUNTERPOISE_CACHE", "HOME"))
    return _places(named).sub("", text)


def fault(error: BaseException) -> dict[str, Any]:
    """Give an error as the interface tells it; one that nobody foresaw tells nothing of the program's inside."""
    if isinstance(error, CounterpoiseError):
        words = {"what": error.what, "where": error.where.removeprefix("--"), "remedy": error.remedy}
        return {name: without_places(str(value)) for name, value in words.items()} | {"code": error.exit_code}
    return {
        "what": "the program failed at this",
        "where": "",
        "remedy": "what it said stands in the window in which it was started",
        "code": 1,
    }
