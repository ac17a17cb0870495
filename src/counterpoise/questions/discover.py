"""Finding the declared measures: every file in the folders of measures, and a person's own."""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
from functools import cache
from pathlib import Path

from counterpoise.core.errors import InputError

PLACES = ("counterpoise.world.accounts", "counterpoise.reliance.economic")
OWN = "COUNTERPOISE_MEASURES"
"""The environment variable that names a file, or a folder of files, with measures of one's own."""


def discover() -> None:
    """Read every file that declares measures: the program's, and those that `OWN` names."""
    for place in PLACES:
        package = importlib.import_module(place)
        for found in pkgutil.iter_modules(getattr(package, "__path__", [])):
            importlib.import_module(f"{place}.{found.name}")
    named = os.environ.get(OWN)
    if named:
        _read_own(named)


@cache
def _read_own(named: str) -> None:
    place = Path(named)
    if not place.exists():
        raise InputError(f"there is no {named!r}", where=OWN, remedy="name a file or a folder of measures")
    for file in sorted(place.glob("*.py")) if place.is_dir() else [place]:
        spec = importlib.util.spec_from_file_location(f"counterpoise_own_{file.stem}", file)
        if spec is None or spec.loader is None:
            raise InputError(f"{file} is not a Python file", where=OWN, remedy="name a file that ends in .py")
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise InputError(f"{type(error).__name__}: {error}", where=str(file), remedy="mend the file") from error
