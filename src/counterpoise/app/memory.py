"""Giving memory back: the C library of Linux keeps what threads have freed, unless it is told otherwise."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

_ARENA_MAX = -8
"""The C library's number for how many pools of memory its threads may have."""
POOLS = 2
EVERY = 12
"""Answers that are forgotten between two times that memory is given back."""


@cache
def _library() -> Any:
    """Give the C library where it can be told; None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None


def few_pools() -> None:
    """Have all threads share a few pools, so that what one has freed serves another; to be called before they start."""
    library = _library()
    if library is not None:
        library.mallopt(_ARENA_MAX, POOLS)


def give_back() -> None:
    """Give what was freed back to the system; it takes milliseconds."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)
