"""Reading a person's own Python files, which an environment variable names."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import traceback
from functools import cache
from pathlib import Path
from types import ModuleType

from counterpoise.core.errors import InputError


def own(variable: str, what: str) -> tuple[ModuleType, ...]:
    """Give the modules that an environment variable names: a file, or every ``.py`` file of a folder.

    Each file is read once, however often it is asked for.

    Parameters
    ----------
    variable
        The environment variable; not set, or empty, it names nothing.
    what
        What the files hold, for messages: ``measures``.

    Raises
    ------
    InputError
        If there is no such file, or it fails while it is read: the message names the line.

    Examples
    --------
    >>> own("COUNTERPOISE_NOTHING", "measures")
    ()
    """
    named = os.environ.get(variable)
    if not named:
        return ()
    place = Path(named).absolute()
    if not place.exists():
        raise InputError(f"there is no {named!r}", where=variable, remedy=f"name a file or a folder of {what}")
    files = sorted(place.glob("*.py")) if place.is_dir() else [place]
    return tuple(_read(file, variable) for file in files)


@cache
def _read(file: Path, variable: str) -> ModuleType:
    # Files of one name in two folders are two modules.
    name = f"counterpoise_own_{file.stem}_{hashlib.sha256(str(file).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise InputError(f"{file} is not a Python file", where=variable, remedy="name a file that ends in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # as an import does: dataclasses look there for their module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        lines = [one.lineno for one in traceback.extract_tb(error.__traceback__) if one.filename == str(file)]
        where = f"{file}, line {lines[-1]}" if lines else str(file)
        raise InputError(f"{type(error).__name__}: {error}", where=where, remedy="mend the file") from error
    return module
