"""How a published number is declared: theirs as printed, ours as a function, and how far the two may be apart."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[2]
MORE = 4
"""Ours is printed with this many decimals more than theirs, so that a reader sees how close it is."""


@dataclass(frozen=True)
class Cell:
    """One number of a source beside ours.

    Attributes
    ----------
    name
        Which number it is.
    theirs
        As printed (its decimals say how precise it is), or a function that computes it independently.
    ours
        Computes it with the program; None where it can't be reproduced.
    unit
        As of a measure: ``share`` is a fraction.
    tolerance
        How far apart the two may be; None is half a unit of the last printed decimal. It is needed where
        theirs is a function.
    because
        Why it can't be reproduced.
    misses
        Of a number that ours is known to miss: by how much at most. The page then says no, and the test holds that it is missed,
        and by no more.
    """

    name: str
    theirs: str | Callable[[], float]
    ours: Callable[[], float] | None
    unit: str = "share"
    tolerance: float | None = None
    because: str = ""
    misses: float | None = None

    def __post_init__(self) -> None:
        """Check that the declaration is whole."""
        if callable(self.theirs) and not self.tolerance:
            raise ValueError(f"{self.name}: a computed number needs a tolerance")
        if (self.ours is None) != bool(self.because):
            raise ValueError(f"{self.name}: give what computes it, or why nothing does")

    @property
    def decimals(self) -> int:
        """Give how many decimals of theirs count."""
        if isinstance(self.theirs, str):
            return len(self.theirs.partition(".")[2])
        return max(0, -int(Decimal(str(self.tolerance)).as_tuple().exponent))

    @property
    def allowed(self) -> float:
        """Give how far apart the two may be."""
        return 0.5 * 10.0**-self.decimals if self.tolerance is None else self.tolerance

    def value(self) -> float:
        """Give theirs as a number."""
        return float(self.theirs) if isinstance(self.theirs, str) else self.theirs()

    def agrees(self, theirs: float, ours: float) -> bool:
        """Say whether the two are within the tolerance; the last bits of a decimal don't count."""
        return abs(ours - theirs) <= self.allowed * (1 + 1e-9)


@dataclass(frozen=True)
class Source:
    """A paper, a book or an independent calculation, with its numbers.

    Attributes
    ----------
    title, citation
        What it is, and in full.
    place
        The table, page or equation.
    kind
        ``published``, or ``independent``: computed by somebody else's code or by another way.
    method
        How ours is computed.
    tolerance
        How far apart the numbers may be, and why.
    needs
        The third-party files that it is computed from, below the folder of such figures.
    cells
        The numbers.
    more
        How many decimals more than theirs ours is printed with: fewer where the last ones are not settled, as of Nash points.
    """

    title: str
    citation: str
    place: str
    kind: Literal["published", "independent"]
    method: str
    tolerance: str
    cells: tuple[Cell, ...]
    needs: tuple[str, ...] = ()
    more: int = MORE

    @property
    def missing(self) -> str:
        """Name the first third-party file that is not here."""
        return next((name for name in self.needs if not (shared() / name).is_file()), "")


def shared() -> Path:
    """Give the folder of third-party figures; it may be absent."""
    return Path(os.environ.get("COUNTERPOISE_SHARED", ROOT.parent / "shared")) / "data"


@cache
def sources() -> tuple[Source, ...]:
    """Give every source: each module in ``sources`` holds some, in the order of the modules' names."""
    package = importlib.import_module(f"{__package__}.sources")
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return tuple(one for name in names for one in importlib.import_module(f"{package.__name__}.{name}").SOURCES)
