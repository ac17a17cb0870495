"""Where questions wait for a free hand: in turn by client, so that a heavy one does not keep the others waiting."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from counterpoise.core.errors import CounterpoiseError
from counterpoise.core.progress import Cancelled, Listener, Progress

HANDS = 2
"""Questions answered at a time: the cores of a small machine."""
EACH = 12
"""Questions of one client that may wait."""
TOGETHER = 400
"""Questions of all clients that may wait."""


class Busy(CounterpoiseError):  # noqa: N818 - a state, not a fault
    """Too much is being asked at once."""


class Work:
    """A piece of work that waits or is done; it is stopped when nobody is interested any more."""

    def __init__(self, client: str, call: Callable[[Progress], Any], listener: Listener | None = None) -> None:
        self.client = client
        self.call = call
        self.future: Future[Any] = Future()
        self.progress = Progress(listener)
        self.interested = 1


class Desk:
    """Gives waiting work to a few threads, one client after the other, and one thing of a client at a time.

    Parameters
    ----------
    hands
        How many threads.
    each, together
        How much work of one client, and of all, may wait.
    """

    def __init__(self, hands: int = HANDS, each: int = EACH, together: int = TOGETHER, name: str = "desk") -> None:
        self._each, self._together = each, together
        self._waiting: OrderedDict[str, deque[Work]] = OrderedDict()
        self._busy: set[str] = set()
        self._open: dict[str, Work] = {}
        self._names: dict[Work, str] = {}
        self._changed = threading.Condition()
        self._closed = False
        for number in range(hands):
            threading.Thread(target=self._serve, name=f"{name}-{number}", daemon=True).start()

    def put(
        self,
        client: str,
        call: Callable[[Progress], Any],
        *,
        name: str = "",
        listener: Listener | None = None,
    ) -> Work:
        """Lay a piece of work down.

        Parameters
        ----------
        client
            Whose it is.
        call
            The work, which is told of its progress and may be stopped through it.
        name
            Work with the same name that still waits or is being done is shared, whoever asks.
        listener
            Told how far it is.

        Returns
        -------
        Work
            Its future gives the outcome.

        Raises
        ------
        Busy
            If too much of the client's, or of all, waits already.
        """
        with self._changed:
            if name and (same := self._open.get(name)) is not None:
                same.interested += 1
                return same
            mine = self._waiting.get(client, deque())
            if len(mine) >= self._each or self.waiting >= self._together:
                whose = "you are" if len(mine) >= self._each else "its users are"
                raise Busy(f"more is asked than {whose} given time for", remedy="wait for an answer, and ask again")
            work = Work(client, call, listener)
            self._waiting.setdefault(client, mine).append(work)
            if name:
                self._open[name], self._names[work] = work, name
            self._changed.notify()
        return work

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        return sum(map(len, self._waiting.values()))

    def place(self, work: Work) -> int:
        """How many pieces of work wait before this one; 0 where none does, or it is being done."""
        with self._changed:
            mine = self._waiting.get(work.client, deque())
            if work not in mine:
                return 0
            turn = mine.index(work)
            clients = list(self._waiting)
            earlier = set(clients[: clients.index(work.client)])
            others = (
                min(len(queue), turn + (client in earlier))
                for client, queue in self._waiting.items()
                if client != work.client
            )
            return turn + sum(others)

    def leave(self, work: Work) -> None:
        """Say that one who was interested in a piece of work no longer is; the last one stops it."""
        with self._changed:
            work.interested -= 1
            if work.interested > 0 or work.future.done():
                return
            mine = self._waiting.get(work.client)
            if mine is not None and work in mine:
                mine.remove(work)
                if not mine:
                    del self._waiting[work.client]
                self._forget(work)
                work.future.set_exception(Cancelled("the work was stopped on request"))
                return
        work.progress.cancel()

    def close(self) -> None:
        """Stop what is being done, and take nothing more."""
        with self._changed:
            self._closed = True
            left = [work for queue in self._waiting.values() for work in queue]
            self._waiting.clear()
            self._changed.notify_all()
            for work in {*left, *self._open.values()}:
                work.progress.cancel()
        for work in left:
            work.future.set_exception(Cancelled("the program ends"))

    def _forget(self, work: Work) -> None:
        name = self._names.pop(work, None)
        if name is not None:
            self._open.pop(name, None)

    def _next(self) -> Work | None:
        """Give the first work of the client whose turn it is, who then goes to the end of the line."""
        for client, queue in self._waiting.items():
            if client in self._busy:
                continue
            work = queue.popleft()
            self._waiting.move_to_end(client)
            if not queue:
                del self._waiting[client]
            self._busy.add(client)
            return work
        return None

    def _awaited(self) -> Work | None:
        """Give the next work when there is some; None when the desk closes."""
        with self._changed:
            while not self._closed:
                if (work := self._next()) is not None:
                    return work
                self._changed.wait()
        return None

    def _serve(self) -> None:
        while True:
            work = self._awaited()
            if work is None:
                return
            outcome: Any = None
            failure: BaseException | None = None
            try:
                outcome = work.call(work.progress)
            except BaseException as error:
                failure = error
            with self._changed:
                self._busy.discard(work.client)
                self._forget(work)
                self._changed.notify()
            if failure is None:
                work.future.set_result(outcome)
            else:
                work.future.set_exception(failure)
