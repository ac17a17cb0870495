"""Where questions wait for a free hand: in turn by client, so that a heavy one does not keep the others waiting."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from typing import Any

from counterpoise.core.errors import CounterpoiseError
from counterpoise.core.progress import Cancelled, Listener, Progress

HANDS = 2
"""Questions answered at a time: the cores of a small machine."""
EACH = 12
"""Questions of one client that may wait."""
PARTY = 60
"""Questions of one address that may wait: a page may call itself anew with each, but not come from elsewhere."""
TOGETHER = 400
"""Questions of all clients that may wait."""
PATIENCE = 2.0
"""Seconds that work which was stopped may go on, before another hand takes its place."""
SPARES = 2
"""Hands that may be taken for those held by stopped work: it ends when it next tells how far it is, or by itself."""


class Busy(CounterpoiseError):  # noqa: N818 - a state, not a fault
    """Too much is being asked at once."""


Whose = tuple[str, str]
"""From where, and by which page."""


class Work:
    """A piece of work that waits or is done; it is stopped when nobody is interested any more."""

    def __init__(
        self, client: str, call: Callable[[Progress], Any], listener: Listener | None = None, party: str = ""
    ) -> None:
        self.whose = (party, client)
        self.call = call
        self.future: Future[Any] = Future()
        self.progress = Progress(listener)
        self.interested = 1
        self.relieved = False


class Desk:
    """Gives waiting work to a few threads, one client after the other, and one thing of a client at a time.

    Parameters
    ----------
    hands
        How many threads.
    each, together, party
        How much work of one client, of all, and of one address may wait.
    ready
        Called before each piece of work.
    """

    def __init__(
        self,
        hands: int = HANDS,
        each: int = EACH,
        together: int = TOGETHER,
        name: str = "desk",
        party: int = PARTY,
        ready: Callable[[], None] | None = None,
    ) -> None:
        self._ready = ready
        self._each, self._together, self._party, self._name = each, together, party, name
        self._waiting: OrderedDict[Whose, deque[Work]] = OrderedDict()
        self._busy: set[Whose] = set()
        self._doing: set[Work] = set()
        self._served: OrderedDict[str, None] = OrderedDict()
        self._spares = 0
        self._open: dict[str, Work] = {}
        self._names: dict[Work, str] = {}
        self._changed = threading.Condition()
        self._closed = False
        for number in range(hands):
            self._hire(str(number))

    def _hire(self, number: str) -> None:
        threading.Thread(target=self._serve, name=f"{self._name}-{number}", daemon=True).start()

    def put(
        self,
        client: str,
        call: Callable[[Progress], Any],
        *,
        name: str = "",
        listener: Listener | None = None,
        party: str = "",
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
        party
            From where the client asks, or the user whom a proxy names: what it can't choose anew.

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
            work = Work(client, call, listener, party)
            mine = self._waiting.get(work.whose, deque())
            ours = sum(len(queue) for (other, _), queue in self._waiting.items() if other == party)
            full = len(mine) >= self._each or (bool(party) and ours >= self._party)
            if full or self._closed or self.waiting >= self._together:
                whose = "you are" if full else "its users are"
                raise Busy(f"more is asked than {whose} given time for", remedy="wait for an answer, and ask again")
            self._waiting.setdefault(work.whose, mine).append(work)
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
            mine = self._waiting.get(work.whose, deque())
            if work not in mine:
                return 0
            turn = mine.index(work)
            clients = list(self._waiting)
            earlier = set(clients[: clients.index(work.whose)])
            others = (
                min(len(queue), turn + (whose in earlier))
                for whose, queue in self._waiting.items()
                if whose != work.whose
            )
            return turn + sum(others)

    def leave(self, work: Work) -> None:
        """Say that one who was interested in a piece of work no longer is; the last one stops it."""
        with self._changed:
            work.interested -= 1
            if work.interested > 0 or work.future.done():
                return
            mine = self._waiting.get(work.whose)
            self._forget(work)  # whoever asks for the same from now on is not to be given what is being stopped
            if mine is not None and work in mine:
                mine.remove(work)
                if not mine:
                    del self._waiting[work.whose]
                work.future.set_exception(Cancelled("the work was stopped on request"))
                return
        work.progress.cancel()
        patience = threading.Timer(PATIENCE, self._relieve, [work])
        patience.daemon = True
        patience.start()

    def _relieve(self, work: Work) -> None:
        """Take another hand for one that stopped work still holds: not all work says how far it is."""
        with self._changed:
            if work not in self._doing or work.relieved or self._closed or self._spares >= SPARES:
                return
            work.relieved = True
            self._spares += 1
            self._busy.discard(work.whose)
        self._hire("spare")

    def close(self) -> None:
        """Stop what is being done, and take nothing more."""
        with self._changed:
            self._closed = True
            left = [work for queue in self._waiting.values() for work in queue]
            self._waiting.clear()
            self._changed.notify_all()
            for work in {*left, *self._doing}:
                work.progress.cancel()
        for work in left:
            work.future.set_exception(Cancelled("the program ends"))

    def _forget(self, work: Work) -> None:
        name = self._names.pop(work, None)
        if name is not None:
            self._open.pop(name, None)

    def _next(self) -> Work | None:
        """Give the first work of the client whose turn it is, who then goes to the end of the line.

        First come those from where the least is being done, then those from where something was done longest ago.
        """
        free = [whose for whose in self._waiting if whose not in self._busy]
        if not free:
            return None
        held = Counter(party for party, _ in self._busy)
        order = {party: turn for turn, party in enumerate(self._served)}
        whose = min(free, key=lambda one: (held[one[0]], order.get(one[0], -1)))
        queue = self._waiting[whose]
        work = queue.popleft()
        self._waiting.move_to_end(whose)
        if not queue:
            del self._waiting[whose]
        self._busy.add(whose)
        self._doing.add(work)
        self._served[whose[0]] = None
        self._served.move_to_end(whose[0])
        while len(self._served) > 2 * self._together:
            self._served.popitem(last=False)
        return work

    def _awaited(self) -> Work | None:
        """Give the next work when there is some; None when the desk closes."""
        with self._changed:
            while not self._closed:
                if (work := self._next()) is not None:
                    return work
                self._changed.wait()
        return None

    def _serve(self) -> None:
        while (work := self._awaited()) is not None:
            if not self._done(work):
                return
            del work  # a hand that waits holds no answer

    def _done(self, work: Work) -> bool:
        """Do a piece of work; give whether this hand goes on, and has not been replaced by another meanwhile."""
        outcome: Any = None
        failure: BaseException | None = None
        try:
            if self._ready is not None:
                self._ready()
            outcome = work.call(work.progress)
        except BaseException as error:
            failure = error
        with self._changed:
            self._doing.discard(work)
            replaced = work.relieved
            if replaced:
                self._spares -= 1
            else:
                self._busy.discard(work.whose)
            self._forget(work)
            self._changed.notify()
        with contextlib.suppress(InvalidStateError):  # somebody gave it up from outside: no reason to stop serving
            if failure is None:
                work.future.set_result(outcome)
            else:
                work.future.set_exception(failure)
        return not replaced
