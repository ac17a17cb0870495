"""Many draws of stakes, held or made when they are asked for, and shared out among threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.core.workers import cores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes

    Marks = NDArray[np.bool_]
    Source = Stakes | Callable[[int, int], Stakes]

ASKED = 256
"""Draws that are asked for at a time, at least, where a function gives them."""

LARGEST = 31 * 2**20
"""Bytes of an array that is made and let go at once, without being written to.

The C library (glibc's) hands the memory of freed arrays back, and asks for it again, unless one as large as this has been freed before.
With the tables of many draws that takes much of the time.
"""


@dataclass(frozen=True, eq=False)
class Draws:
    """Stakes in many draws, held or made when they are asked for.

    Attributes
    ----------
    source
        The stakes, with one axis of draws or none, or a function that gives those of the draws from a first to before a last.
    count
        How many draws there are; left out, it is read from the stakes.
    ends
        In which states a path may end ``[state]`` or ``[draw, state]``; any if None.

    Raises
    ------
    InputError
        If there is no draw, more than one axis of them, or a function and no count.
    """

    source: Source
    count: int
    ends: Marks | None = None

    @staticmethod
    def of(source: Source, count: int | None, ends: Marks | None = None) -> Draws:
        """Count the draws, and check them."""
        if callable(source):
            if count is None:
                raise InputError(
                    "a function of draws does not tell how many there are", where="draws", remedy="say how many"
                )
        elif len(source.draws) > 1:
            raise InputError(
                f"the stakes have {len(source.draws)} axes of draws", where="stakes", remedy="give them one"
            )
        else:
            held = source.draws[0] if source.draws else 1
            if count is not None and count != held and held > 1:
                raise InputError(
                    f"the stakes have {held} draws, not {count}", where="draws", remedy="leave the number out"
                )
            count = count or held
        if count < 1:
            raise InputError(f"{count} draws are too few", where="draws", remedy="take 1 or more")
        return Draws(source, count, ends)

    def some(self, first: int, last: int) -> Stakes:
        """Give the draws from a first to before a last."""
        return self.source(first, last) if callable(self.source) else picked(self.source, slice(first, last))

    def ending(self, first: int, last: int) -> Marks | None:
        """Give in which states paths may end in the draws from a first to before a last ``[state, draw]``."""
        if self.ends is None or self.ends.ndim == 1:
            return None if self.ends is None else np.repeat(self.ends[:, None], last - first, axis=1)
        return self.ends[first:last].T

    def one(self, draw: int) -> Stakes:
        """Give one draw, without an axis of draws."""
        stakes = self.some(draw, draw + 1)
        return replace(
            stakes,
            payoff=stakes.payoff.reshape(stakes.payoff.shape[-2:]),
            outside=stakes.outside.reshape(stakes.outside.shape[-2:]),
            discount=np.reshape(stakes.discount, -1),
            hazard=float(np.reshape(stakes.hazard, -1)[0]),
            detection=None if stakes.detection is None else np.reshape(stakes.detection, -1),
        )

    def each(self, asked: int, run: Callable[[int, Stakes, int], None], workers: int | None) -> None:
        """Share the draws out among threads.

        Parameters
        ----------
        asked
            How many draws are had at a time.
        run
            Called with the first draw, the stakes from there on, and how many draws they have. It may run in several threads at once.
        workers
            How many threads; one for each core if None.
        """

        def part(first: int) -> None:
            last = min(first + asked, self.count)
            run(first, self.some(first, last), last - first)

        np.empty(LARGEST, dtype=np.uint8)  # made and let go: see there
        with ThreadPoolExecutor(max(1, cores() if workers is None else workers)) as pool:
            for _ in pool.map(part, range(0, self.count, asked)):
                pass


def picked(stakes: Stakes, draws: Any) -> Stakes:
    """Give some of the draws of stakes, by a slice or by their places; what has no axis of draws stays as it is.

    Examples
    --------
    >>> from counterpoise.games.steps import Stakes
    >>> picked(Stakes(np.zeros((5, 4, 2)), np.zeros((4, 2)), np.full(2, 0.9)), slice(1, 3)).draws
    (2,)
    """

    def some(array: Any, ends: int) -> Any:
        array = np.asarray(array)
        return array[draws] if array.ndim > ends and array.shape[0] > 1 else array

    return replace(
        stakes,
        payoff=some(stakes.payoff, 2),
        outside=some(stakes.outside, 2),
        discount=some(stakes.discount, 1),
        hazard=some(stakes.hazard, 0),
        detection=None if stakes.detection is None else some(stakes.detection, 1),
    )
