"""The errors of the program: what is wrong, where, and what to do about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import ClassVar


class CounterpoiseError(Exception):
    """An error with three parts, told in one line.

    Parameters
    ----------
    what
        What is wrong, with the offending value.
    where
        The file, line, key or argument that it concerns.
    remedy
        What the reader can do about it.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what, where, remedy)

    def __str__(self) -> str:
        """Tell the error in one line."""
        place = f"{self.where}: " if self.where else ""
        advice = f"; {self.remedy}" if self.remedy else ""
        return " ".join(f"{place}{self.what}{advice}".split())


class InputError(CounterpoiseError):
    """The user's input is wrong: a word, an option, a file."""

    exit_code: ClassVar[int] = 2


class DataError(InputError):
    """A data file, or an array made from one, breaks a rule that it must keep."""


class NoSolution(CounterpoiseError):  # noqa: N818 - an outcome, not a fault
    """A calculation has no solution, or did not reach its tolerance."""

    exit_code: ClassVar[int] = 3


def did_you_mean(word: str, known: Iterable[str], fallback: str = "") -> str:
    """Give a remedy that names the known words nearest to a wrong one.

    Parameters
    ----------
    word
        The word that was not understood.
    known
        The words that would have been.
    fallback
        What to say when nothing is near.

    Returns
    -------
    str
        For example ``did you mean KOR?``.

    Examples
    --------
    >>> did_you_mean("jsn", ["json", "csv"])
    'did you mean json?'
    """
    near = difflib.get_close_matches(word, list(dict.fromkeys(known)), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else fallback
