"""Finding the declared measures: every file in the folders of measures, and a person's own."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence

from counterpoise.core.own import own

PLACES = ("counterpoise.world.accounts", "counterpoise.reliance.economic", "counterpoise.reliance.security")
SECURITY = PLACES[-1:]
"""Where the measures of ties are."""
OWN = "COUNTERPOISE_MEASURES"
"""The environment variable that names a file, or a folder of files, with measures of one's own."""


def discover(places: Sequence[str] = PLACES) -> None:
    """Read every file that declares measures: the program's, and those that `OWN` names.

    Parameters
    ----------
    places
        The packages of the program's; all by default.
    """
    for place in places:
        package = importlib.import_module(place)
        for found in pkgutil.iter_modules(getattr(package, "__path__", [])):
            importlib.import_module(f"{place}.{found.name}")
    own(OWN, "measures")
