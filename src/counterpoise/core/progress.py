"""Telling how far a long piece of work is, and asking it to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

from counterpoise.core.errors import CounterpoiseError

Listener = Callable[[str, float | None], None]


class Cancelled(CounterpoiseError):  # noqa: N818 - a wish, not a fault
    """The work was stopped by the one who asked for it."""

    exit_code = 130


class Progress:
    """Passes reports of a piece of work on to a listener, and a wish to stop back to the work.

    Parameters
    ----------
    listener
        Called as ``listener(label, fraction)``; the fraction of the work that is done lies
        between 0 and 1, or is None where it is not known.

    Examples
    --------
    >>> progress = Progress(lambda label, fraction: print(label, fraction))
    >>> progress.report("solving", 0.5)
    solving 0.5
    """

    def __init__(self, listener: Listener | None = None) -> None:
        self._listener = listener
        self._stop = threading.Event()

    def report(self, label: str, fraction: float | None = None) -> None:
        """Say what is being done, and which fraction of it is done.

        Raises
        ------
        Cancelled
            If `cancel` was called, perhaps from another thread.
        """
        if self._stop.is_set():
            raise Cancelled("the work was stopped on request", where=label)
        if self._listener is not None:
            self._listener(label, fraction)

    def part(self, first: float, last: float) -> Progress:
        """Give the progress of a part of the work, which tells this one; a wish to stop reaches it.

        Parameters
        ----------
        first, last
            The fractions of the whole at which the part begins and ends.

        Examples
        --------
        >>> Progress(lambda label, fraction: print(label, fraction)).part(0.5, 1.0).report("solving", 0.5)
        solving 0.75
        """

        def told(label: str, fraction: float | None) -> None:
            self.report(label, None if fraction is None else first + (last - first) * fraction)

        return Progress(told)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()


def quietly(progress: Progress | None) -> Progress:
    """Give the progress itself, or one that tells nobody."""
    return progress if progress is not None else Progress()
