"""A part of an answer about the whole world, for a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterpoise.core.result import Result


@dataclass(frozen=True)
class Excerpt:
    """A part of an answer for a screen.

    Attributes
    ----------
    result
        What its table shows.
    blocks
        Which rows to show, under which heading; empty where the result holds only what is shown.
    dimension
        What the rows are.
    above, below
        What is said before and after the table.
    """

    result: Result
    blocks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dimension: str = "country"
    above: str = ""
    below: str = ""
