"""Where the built pages are."""

from __future__ import annotations

from pathlib import Path

from counterpoise.core.errors import InputError

STATIC = Path(__file__).parent / "static"
REPOSITORY = Path(__file__).parents[3]


def missing() -> str:
    """Say how to get the built pages where they are missing, and nothing where they are there."""
    if (STATIC / "index.html").is_file():
        return ""
    if (REPOSITORY / "web" / "package.json").is_file():
        return "build them with `python3 dev.py app` in the repository; it needs npm's registry once"
    return "this package was made without them: install one that was made with COUNTERPOISE_FRONTEND unset"


def folder() -> Path:
    """Give the folder of the built pages.

    Raises
    ------
    InputError
        Where the package was made, or the repository is used, without them.
    """
    remedy = missing()
    if remedy:
        raise InputError("the pages of the application are not built", where=str(STATIC), remedy=remedy)
    return STATIC
