"""The ledger of the service: which it is, whether it may be written to, and texts that wait for a person's decisions."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from counterpoise.app.answers import Unknown
from counterpoise.core.errors import CounterpoiseError, InputError

if TYPE_CHECKING:
    from counterpoise.questions.proposed import Reading
    from counterpoise.record.ledger import Ledger

TEXTS, BYTES = 30, 60_000_000
"""How many texts wait for decisions, and how large they may be together."""

OWN, NEW, EXAMPLE = "own", "new", "example"
"""A ledger of the user's, one that begins with the first statement, and the program's invented one."""


class Book:
    """The service's ledger: the one that is named, else the one at hand, else the program's example.

    Parameters
    ----------
    named
        The file that the command names.
    readonly
        Whether nothing may be written.
    """

    def __init__(self, named: str | None = None, *, readonly: bool = False) -> None:
        self._named, self.readonly = named, readonly
        self._held: Ledger | None = None
        self.ledger()  # a folder, or another thing that is no ledger, is told when the service starts

    def ledger(self) -> Ledger:
        """Give the ledger, to which another program may have added since."""
        from counterpoise.questions.ledgers import file_at_hand  # noqa: PLC0415
        from counterpoise.questions.recording import opened  # noqa: PLC0415

        file = file_at_hand(self._named)
        held = self._held
        if file is None:
            return opened("example")
        if held is None or held.path != file:
            held = self._held = opened(file, new=True)
        return held

    @property
    def kind(self) -> str:
        """Say whose it is: the user's own, a new one, or the example."""
        from counterpoise.questions.ledgers import file_at_hand  # noqa: PLC0415

        file = file_at_hand(self._named)
        return EXAMPLE if file is None else OWN if file.is_file() else NEW

    @property
    def word(self) -> str:
        """Name it as the command line of its folder does."""
        return EXAMPLE if self.kind == EXAMPLE else self.ledger().path.name

    @property
    def mark(self) -> str:
        """Give a mark of what it holds: it changes with each line."""
        path = self.ledger().path
        try:
            about = path.stat()
            what = f"{path} {about.st_size} {about.st_mtime_ns}"
        except OSError:
            what = str(path)
        return hashlib.sha256(what.encode()).hexdigest()[:16]

    def without_folder(self, error: BaseException) -> BaseException:
        """Give an error without the folder that the ledger lies in."""
        if not isinstance(error, CounterpoiseError):
            return error
        folder = self.ledger().path.parent
        for place in {str(folder.resolve()), str(folder)}:
            if len(place) > 1:
                for name in ("what", "where", "remedy"):
                    text = str(getattr(error, name))
                    setattr(error, name, text.replace(f"{place}/", "").replace(f"{place}\\", "").replace(place, ""))
        return error


class Waiting:
    """Texts that were read, and wait for a person to decide what of them is kept; the oldest give way."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Reading] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, reading: Reading) -> str:
        """Keep a text, and give the word by which it is found again."""
        word = secrets.token_urlsafe(12)
        with self._lock:
            self._held[word] = reading
            while len(self._held) > 1 and (len(self._held) > TEXTS or self._size() > BYTES):
                self._held.popitem(last=False)
        return word

    def find(self, word: Any) -> Reading:
        """Give a text.

        Raises
        ------
        Unknown
            If it is not kept any more.
        """
        with self._lock:
            found = self._held.get(word) if isinstance(word, str) else None
        if found is None:
            raise Unknown("this text is not kept any more", where="text", remedy="read it again")
        return found

    def _size(self) -> int:
        return sum(len(one.data) + 4 * len(one.text.text) for one in self._held.values())


def beginning() -> InputError:
    """Say how a ledger of one's own is begun."""
    remedy = "start it with 'counterpoise app --ledger record.jsonl', which begins with the first statement"
    return InputError("the example is only read", where="ledger", remedy=remedy)
