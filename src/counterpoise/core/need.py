"""Heavy parts are extras: a missing one is named with its install line."""

from __future__ import annotations

import importlib
from types import ModuleType

from counterpoise.core.errors import InputError


def need(module: str, extra: str) -> ModuleType:
    """Import a module of an extra.

    Raises
    ------
    InputError
        If it is not installed.

    Examples
    --------
    >>> need("json", "brief").__name__
    'json'
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise InputError(
            f"{module} is not installed", where=extra, remedy=f"pip install 'counterpoise[{extra}]'"
        ) from error
