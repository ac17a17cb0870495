r"""All self-enforcing paths: backwards over the states, keeping in each what no other continuation beats for every player.

What keeping to a path is worth rises with what its continuation is worth, and what a player could do instead does not depend on that
worth, but only on the states that the others go through until they notice. So among continuations with the same next L - 1 states
those that are worth less to every player than another can be left out, and nothing is lost. Where cheating is noticed at a rate, what
a player could do instead follows from the whole continuation: it is kept beside the worth, and less of it is better.

A path makes no pauses: each period raises something, until all stay for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.search import Asked, Group, Search
from counterpoise.games.solutions import efficient
from counterpoise.games.steps import MOST_MOVES
from counterpoise.games.tables import CLOSE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes, Steps

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]


@dataclass(eq=False)
class Programme:
    """The continuations that are kept in every state, and the paths from the start.

    Attributes
    ----------
    values
        What the paths from the start are worth ``[path, player]``: none is better for every player than another.
    kept
        How many continuations were kept in all states.
    thinned
        Whether continuations that differ by less than the grain were left out: the paths are right, but there may be others.
    """

    values: Array
    kept: int
    thinned: bool
    _start: int = 0
    _first: list[tuple[int, int]] = field(default_factory=list, repr=False)
    _sets: dict[int, dict[int, Group]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.values)

    @property
    def moving(self) -> bool:
        """Whether one of the continuations that are kept at the start moves."""
        return any((group.state != self._start).any() for group in self._sets.get(self._start, {}).values())

    def path(self, index: int) -> tuple[int, ...]:
        """Give the states of a path from the start."""
        state, (label, at) = self._start, self._first[index]
        made = [state]
        while True:
            group = self._sets[state][label]
            after = int(group.state[at])
            if after == state:
                return tuple(made)
            label, at = int(group.label[at]), int(group.index[at])
            state = after
            made.append(state)


def effort(steps: Steps, stakes: Stakes) -> int:
    """Tell about how much the search goes through before it prunes: moves, times the chains of moves that a lag has to remember.

    Examples
    --------
    >>> from counterpoise.games.steps import Stakes, Steps
    >>> steps, zero = Steps((2, 2), (0, 1), 2), np.zeros((4, 2))
    >>> effort(steps, Stakes(zero, zero, np.full(2, 0.9)))
    9
    >>> effort(steps, Stakes(zero, zero, np.full(2, 0.9), lag=(2, 1)))
    27
    """
    moves = steps.moves() + steps.size
    longest = max((stakes.lags[one] for one in range(stakes.players) if stakes.chance(one) is None), default=1)
    depth = min(longest - 1, int((np.array(steps.counts) - 1).sum()))
    return moves * (-(-moves // steps.size)) ** depth


def self_enforcing(
    steps: Steps,
    stakes: Stakes,
    *,
    end: int | None = None,
    ends: NDArray[np.bool_] | None = None,
    required: float = 0.0,
    transfers: bool = False,
    moving: bool = False,
    grain: float = 0.0,
    most_each: int = 2000,
) -> Programme:
    """Find the paths from the start that enforce themselves and that no other such path beats for every player.

    Parameters
    ----------
    steps
        Issues, owners, and what can be taken back.
    stakes
        What each player has; one draw.
    end
        The state in which the path ends; any if left out.
    ends
        In which states a path may end ``[state]``, as those that all ratify; any if left out.
    required
        The least slack of every stage and player: 0 for paths that enforce themselves, less for those that nearly do.
    transfers
        Whether players can pay each other after each period, of their own accord, so that in every stage only the sum has to be worth
        keeping to, against what each has that cheats or does not pay (see `counterpoise.games.paths`): the values then are the sum
        ``[path, 1]``, and one path has the largest.
    moving
        Whether a path has to move: to stay for ever at the start is one, too, if not.
    grain
        Where a state keeps more than ``most_each`` continuations, those that differ by less than this, in units of the payoffs, count
        as one; 0 keeps all.
    most_each
        See ``grain``.

    Returns
    -------
    Programme
        The paths and what they are worth; none where no path enforces itself, not even to stay.

    Raises
    ------
    InputError
        If the stakes have draws, or there are transfers and players differ in discount or lag.
    NoSolution
        If there are more moves than `MOST_MOVES`, or more continuations than `counterpoise.games.search.MOST_KEPT` (`MOST_OF_MANY` of
        more than two players): before that much is done.

    References
    ----------
    Abreu, Pearce and Stacchetti (1990), Toward a Theory of Discounted Repeated Games with Imperfect Monitoring, Econometrica 58(5),
    for values that enforce values; Goldluecke and Kranz (2012), Infinitely repeated games with public monitoring and monetary transfers,
    Journal of Economic Theory 147(3), for sums that suffice where there are payments; Lockwood and Thomas (2002), Gradualism and
    Irreversibility, Review of Economic Studies 69(2).

    Examples
    --------
    Two take turns to give what costs 1 and is worth 2 to the other, in ten parts; nothing can be taken back, but who is cheated ends
    the talks, and both then have nothing from then on. A deal that is kept up for ever enforces itself at once.

    >>> from counterpoise.games.steps import Stakes, Steps
    >>> steps = Steps((11, 11), (0, 1), 2, floor=(tuple(range(11)),) * 2)
    >>> given = steps.levels / 10
    >>> payoff = np.stack([2 * given[:, 1] - given[:, 0], 2 * given[:, 0] - given[:, 1]], axis=1)
    >>> found = self_enforcing(steps, Stakes(payoff, np.zeros_like(payoff), np.full(2, 0.9)))
    >>> [steps.levels[one].tolist() for one in found.path(int(found.values.min(axis=1).argmax()))]
    [[0, 0], [10, 10]]
    """
    if stakes.payoff.ndim != 2:
        raise InputError("the stakes have draws", where="stakes", remedy="give one draw at a time")
    if transfers:
        alike(stakes)
    if effort(steps, stakes) > MOST_MOVES:
        raise NoSolution(
            f"the search would go through about {effort(steps, stakes):,} moves, more than {MOST_MOVES:,}",
            where="issues",
            remedy="leave out issues or levels, set a pace, or shorten the lag",
        )
    asked = Asked(end, ends, required, transfers, moving, grain, most_each, CLOSE * scale(stakes))
    search = Search(steps, stakes, asked)
    search.run()
    found = search.sets.get(steps.start, {})
    values = [one.value for one in found.values()]
    first = [(label, at) for label, group in found.items() for at in range(len(group))]
    every = np.concatenate(values) if values else np.zeros((0, 1 if transfers else stakes.players))
    best = efficient(every) if len(every) else np.zeros(0, dtype=int)
    first = [first[at] for at in best.tolist()]
    return Programme(every[best], search.kept, search.thinned, steps.start, first, search.sets)


def alike(stakes: Stakes) -> None:
    """Check that all have the same discount and the same lag in each draw, without which sums do not tell what side payments can do.

    Raises
    ------
    InputError
        If they differ, or are noticed at a rate.
    """
    if (np.ptp(stakes.discount, axis=-1) > 0).any() or len(set(stakes.lags)) > 1 or stakes.detection is not None:
        raise InputError(
            "with side payments the sides have different discounts or lags, or are noticed at a rate",
            where="side_payments",
            remedy="give all the same discount and the same lag, or leave side payments out",
        )


def scale(stakes: Stakes) -> float:
    """Give the range of payoffs and outside options."""
    both = np.concatenate([stakes.payoff.ravel(), stakes.outside.ravel()])
    return float(max(np.ptp(both), 1e-300))
