"""Where a ledger is: the file that is named, else the one of the environment, else ``record.jsonl`` in the folder at hand."""

from __future__ import annotations

import os
from pathlib import Path

from counterpoise.core.errors import InputError
from counterpoise.record.ledger import Ledger

VARIABLE, USUAL = "COUNTERPOISE_LEDGER", "record.jsonl"

EXAMPLE = "example"
"""The word for the ledger that comes with the program: a communiqué and speeches of two invented ministries."""

_EXAMPLE_FILE = Path(__file__).parent / "example" / "record.jsonl"


def ledger_of(named: str | os.PathLike[str] | Ledger | None, *, new: bool = False, where: str = "--ledger") -> Ledger:
    """Give the ledger that is meant.

    Parameters
    ----------
    named
        A file, ``example``, or a ledger; None for the usual one.
    new
        Whether it is to be written to: it may then be absent, and can't be the example.
    where
        The place, for messages.

    Returns
    -------
    Ledger
        It is read when it is first used.

    Raises
    ------
    InputError
        If there is none.

    Examples
    --------
    >>> len(ledger_of("example")) > 10
    True
    """
    if isinstance(named, Ledger):
        return named
    if named is not None and str(named) == EXAMPLE and not Path(EXAMPLE).is_file():
        if new:
            raise InputError("the example is not written to", where=where, remedy="name a file of your own")
        return Ledger(_EXAMPLE_FILE)
    path = Path(named if named is not None else os.environ.get(VARIABLE) or USUAL)
    if not new and not path.is_file():
        remedy = "begin one with 'counterpoise record add', name another with --ledger, or try --ledger example"
        raise InputError(f"there is no ledger {str(path)!r}", where=where, remedy=remedy)
    return Ledger(path)
