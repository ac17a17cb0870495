"""In which of many draws any path enforces itself, or any to a given end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.games.bounds import Bounds
from counterpoise.games.draws import ASKED, Draws, picked
from counterpoise.games.forward import Forward
from counterpoise.games.layers import DONE, NOBODY, STILL, Layers
from counterpoise.games.paths import follow
from counterpoise.games.programme import effort, self_enforcing
from counterpoise.games.steps import MOST_MOVES
from counterpoise.games.tables import CLOSE, tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.draws import Source
    from counterpoise.games.steps import Stakes, Steps

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Marks = NDArray[np.bool_]
    Path = tuple[int, ...]

PROBES = 16
"""Draws whose paths are tried in all others first."""

LOOKS = 1_000_000
"""States at most that the searches of all draws look at, lags of one."""

LEAST_LOOKS = 2_000
"""States that each of them may look at, at least."""

EXCLUDED, KEPT, FOUND, GIVEN_UP = 0, 1, 2, 3
"""How a draw was decided: no path can be; a path of another draw holds; one was looked for; it was looked for too long."""


@dataclass(frozen=True, eq=False)
class Existence:
    """In which draws any path enforces itself.

    Attributes
    ----------
    holds
        Whether one was found ``[draw]``.
    given_up
        Whether none was found, but the search was ended before all were excluded ``[draw]``.
    paths
        Paths, each of which enforces itself in some draws.
    which
        Which of them does so in a draw, -1 where none was found ``[draw]``.
    """

    holds: Marks
    given_up: Marks
    paths: tuple[Path, ...]
    which: Whole

    @property
    def share(self) -> tuple[float, float]:
        """The share of the draws with such a path, at least and at most."""
        return float(self.holds.mean()), float((self.holds | self.given_up).mean())


def exists(
    steps: Steps,
    stakes: Source,
    *,
    draws: int | None = None,
    end: int | None = None,
    ends: Marks | None = None,
    known: Sequence[Sequence[int]] = (),
    workers: int | None = None,
) -> Existence:
    """Say in which draws some path that moves enforces itself, without side payments.

    A path of other draws that holds, or bounds that no first move passes, decide most draws; the rest is searched. The answer is that of
    `self_enforcing`, draw by draw.

    Parameters
    ----------
    steps
        Issues, owners, and what can be taken back.
    stakes
        What each player has, with one leading axis of draws; or a function that gives the stakes of the draws from a first to before a
        last, so that not all have to be held. It may be called from several threads at once.
    draws
        How many there are; needed where ``stakes`` is a function.
    end
        The state in which the path ends; any if left out. The start itself asks whether to stay there enforces itself.
    ends
        In which states a path may end ``[state]`` or ``[draw, state]``, as those that all ratify; any if left out.
    known
        Paths to try first.
    workers
        How many threads share the draws; one for each core if left out. The answer is the same for any number.

    Returns
    -------
    Existence
        Where a path was found, and where the search was given up.

    Raises
    ------
    NoSolution
        If there are more moves, or chains of moves that a lag has to remember, than `MOST_MOVES`: before the search.

    Examples
    --------
    Two give what costs them 1 and is worth 2 to the other, and can take it back; the less patient they are, the more it has to be worth.

    >>> from counterpoise.games.steps import Stakes, Steps
    >>> payoff = np.array([[0.0, 0.0], [2.0, -1.0], [-1.0, 2.0], [1.0, 1.0]])
    >>> discount = np.array([[0.4, 0.4], [0.6, 0.6], [0.4, 0.6]])
    >>> found = exists(Steps((2, 2), (0, 1), 2), Stakes(payoff, np.zeros((4, 2)), discount))
    >>> found.holds.tolist(), found.paths
    ([False, True, False], ((0, 3),))
    """
    some = Draws.of(stakes, draws, ends)
    asked = effort(steps, some.one(0))
    if asked > MOST_MOVES:
        raise NoSolution(
            f"the search would go through about {asked:,} moves in each draw, more than {MOST_MOVES:,}",
            where="issues",
            remedy="leave out issues or levels, set a pace, or shorten the lag",
        )
    return _Run(steps, some, end, [tuple(int(one) for one in path) for path in known]).run(workers)


class _Run:
    """One question, over all draws."""

    def __init__(self, steps: Steps, draws: Draws, end: int | None, known: list[Path]) -> None:
        self.steps, self.draws, self.end, self.known = steps, draws, end, known
        one = draws.one(0)
        self.effort = effort(steps, one)
        self.simple = max(one.lags) == 1 and one.detection is None
        self.layers = Layers(steps, end, DONE if end is not None else NOBODY if self.simple else STILL)
        self.at_once = self.layers.draws_at_once()
        self.looks = max(LEAST_LOOKS, LOOKS // draws.count)

    def run(self, workers: int | None) -> Existence:
        """Try some draws, and then all."""
        count = self.draws.count
        how, which = np.zeros(count, dtype=np.int8), np.full(count, -1, dtype=np.int64)
        if not len(self.layers.states):
            return Existence(how > 0, how > 0, (), which)
        if self.end == self.steps.start:
            self.known = [(self.steps.start,)]
        else:
            for draw in np.unique(np.linspace(0, count - 1, PROBES).astype(int)).tolist():
                self.known = self.part(draw, self.draws.some(draw, draw + 1), 1).run()[2]
        found: dict[int, list[Path]] = {}

        def run(first: int, stakes: Stakes, size: int) -> None:
            span = slice(first, first + size)
            how[span], which[span], found[first] = self.part(first, stakes, size).run()

        self.draws.each(self.at_once * -(-ASKED // self.at_once), run, workers)
        return Existence((how == KEPT) | (how == FOUND), how == GIVEN_UP, *_gathered(which, found))

    def part(self, first: int, stakes: Stakes, size: int) -> _Part:
        """Take some of the draws."""
        return _Part(self, stakes, size, self.draws.ending(first, first + size))


def _gathered(which: Whole, found: dict[int, list[Path]]) -> tuple[tuple[Path, ...], Whole]:
    """Number the paths of all parts, each of which begins with those that were known, as one list without those that no draw needs."""
    number: dict[Path, int] = {}
    starts = sorted(found)
    for first, last in zip(starts, [*starts[1:], len(which)], strict=True):
        part = which[first:last]
        for at in np.unique(part[part >= 0]).tolist():
            number.setdefault(found[first][at], len(number))
        names = np.array([number.get(path, -1) for path in found[first]] + [-1])
        which[first:last] = names[part]
    return tuple(number), which


class _Part:
    """Some of the draws."""

    def __init__(self, run: _Run, stakes: Stakes, size: int, ends: Marks | None) -> None:
        self.of, self.stakes, self.size, self.ends = run, stakes, size, ends
        self.paths = list(run.known)
        self.how, self.which = np.full(size, EXCLUDED, dtype=np.int8), np.full(size, -1, dtype=np.int64)
        shape = (size, run.steps.size, stakes.players)
        flat = [np.broadcast_to(one, shape).reshape(size, -1) for one in (stakes.payoff, stakes.outside)]
        most, least = (
            np.max([one.max(axis=1) for one in flat], axis=0),
            np.min([one.min(axis=1) for one in flat], axis=0),
        )
        self.close = CLOSE * np.maximum(most - least, 1e-300)
        # with longer lags, searches are slow: so many at most, of this share of all draws
        self.searches = size if run.simple else max(1, MOST_MOVES * size // (run.effort * run.draws.count))

    def run(self) -> tuple[NDArray[np.int8], Whole, list[Path]]:
        """Decide all: how, by which path, and the paths."""
        run = self.of
        for at in range(len(self.paths)):
            if (self.which >= 0).all():
                break
            self._try(at)
        left = np.flatnonzero(self.which < 0)
        for first in range(0, len(left), run.at_once):
            some = left[first : first + run.at_once]
            some = some[self.which[some] < 0]
            if len(some):
                self._search(some)
        return self.how, self.which, self.paths

    def _try(self, at: int) -> None:
        """Hold one of the paths against all draws that are not decided yet."""
        path = self.paths[at]
        margin = np.broadcast_to(follow(self.of.steps, self.stakes, path).margin, (self.size,))
        fine = (margin >= -self.close) & (self.which < 0)
        if self.ends is not None:
            fine &= self.ends[path[-1]]
        self.how[fine], self.which[fine] = KEPT, at

    def _search(self, some: Whole) -> None:
        """Search some draws one by one, unless bounds exclude them or a path that was found on the way holds."""
        run = self.of
        table = tables(run.steps, picked(self.stakes, some), len(some))
        bounds = Bounds(run.layers, table, None if self.ends is None else self.ends[:, some])
        may = bounds.run()
        for at in np.flatnonzero(may).tolist():
            draw = int(some[at])
            if self.which[draw] >= 0:
                continue
            path, tired = self._forward(bounds, at) if run.simple else self._backward(draw)
            if path is None:
                self.how[draw] = GIVEN_UP if tired else EXCLUDED
                continue
            self.paths.append(path)
            self._try(len(self.paths) - 1)
            self.how[draw], self.which[draw] = FOUND, len(self.paths) - 1

    def _forward(self, bounds: Bounds, at: int) -> tuple[Path | None, bool]:
        search = Forward(bounds, at, self.of.looks)
        path = search.path(moving=True)
        return path, path is None and search.left <= 0

    def _backward(self, draw: int) -> tuple[Path | None, bool]:
        self.searches -= 1
        if self.searches < 0:
            return None, True
        run = self.of
        ends = None if self.ends is None else self.ends[:, draw]
        stakes = Draws(self.stakes, self.size).one(draw)
        try:
            found = self_enforcing(run.steps, stakes, end=run.end, ends=ends, moving=True)
        except NoSolution:
            return None, True
        return (found.path(0) if len(found) else None), False
