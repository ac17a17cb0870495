"""Where the built pages are."""

from __future__ import annotations

from pathlib import Path

from counterpoise.core.errors import InputError

STATIC = Path(__file__).parent / "static"


def folder() -> Path:
    """Give the folder of the built pages."""
    if not (STATIC / "index.html").is_file():
        raise InputError("the pages are not built", where="app", remedy="build them")
    return STATIC
