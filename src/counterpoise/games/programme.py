r"""All self-enforcing paths: backwards over the states, keeping in each what no other continuation beats for every player.

What keeping to a path is worth rises with what its continuation is worth, and what a player could do instead does not depend on that
worth, but only on the states that the others go through until they notice. So among continuations with the same next L - 1 states
those that are worth less to every player than another can be left out, and nothing is lost. Where cheating is noticed at a rate, what
a player could do instead follows from the whole continuation: it is kept beside the worth, and less of it is better.

A path makes no pauses: each period raises something, until all stay for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.paths import kept
from counterpoise.games.solutions import efficient
from counterpoise.games.steps import MOST_MOVES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes, Steps

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

MOST_KEPT = 4_000_000
"""Continuations kept at most, of all states together."""

CLOSE = 1e-10
"""A slack is none if it is not further below zero than this, in units of the range of payoffs and outside options."""

Label = tuple[int, ...]


@dataclass(eq=False)
class Group:
    """Continuations from a state with the same label: worth, what cheating is worth, and how each goes on."""

    value: Array
    cheat: Array
    state: Whole
    label: Whole
    index: Whole

    def __len__(self) -> int:
        return len(self.value)

    def take(self, at: Any) -> Group:
        """Give some of them."""
        return Group(self.value[at], self.cheat[at], self.state[at], self.label[at], self.index[at])


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
        Whether players can pay each other after the fact, so that in every stage only the sum has to be worth keeping to: the values
        then are the sum ``[path, 1]``, and one path has the largest.
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
        If there are more moves than `MOST_MOVES`, or more continuations than `MOST_KEPT`: before that much is done.

    References
    ----------
    Abreu, Pearce and Stacchetti (1990), Toward a Theory of Discounted Repeated Games with Imperfect Monitoring, Econometrica 58(5),
    for values that enforce values; Lockwood and Thomas (2002), Gradualism and Irreversibility, Review of Economic Studies 69(2).

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
    return _Search(steps, stakes, end, ends, required, transfers, grain, most_each).run()


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


class _Search:
    """One run backwards over the states."""

    def __init__(
        self,
        steps: Steps,
        stakes: Stakes,
        end: int | None,
        ends: NDArray[np.bool_] | None,
        required: float,
        transfers: bool,
        grain: float,
        most_each: int,
    ) -> None:
        self.steps, self.stakes, self.end, self.ends = steps, stakes, end, ends
        self.close = CLOSE * scale(stakes)
        self.required, self.transfers, self.grain, self.most_each = required, transfers, grain, most_each
        self.players = stakes.players
        self.chances = [stakes.chance(one) for one in range(self.players)]
        self.longest = max((lag for lag, q in zip(stakes.lags, self.chances, strict=True) if q is None), default=1)
        noticed = any(one is not None for one in self.chances)
        # who has no step left has not cheated by going on: it matters only where that would bind on its own, and is known of one end
        # (with transfers what it could do instead counts in the sum, where it would not bind on its own)
        binds = (
            noticed
            or transfers
            or (required != 0 and np.isfinite(required))
            or (self.longest > 1 and float(np.max(stakes.hazard)) > 0)
        )
        self.flagged = binds and end is None
        self.parts = [np.unique(steps.own[one]) if q is not None else None for one, q in enumerate(self.chances)]
        self.columns = np.cumsum([0, *(0 if one is None else len(one) for one in self.parts)])
        self.sets: dict[int, dict[int, Group]] = {}
        self.labels: list[Label] = [()]  # each by its number; a continuation that needs none has the first
        self.known: dict[Label, int] = {(): 0}
        self.kept, self.thinned = 0, False
        self.stay = kept(stakes, np.arange(steps.size)) if steps.size else np.zeros((0, self.players))
        self.one = self._at_once()

    # What cheating is worth ---------------------------------------------------------------------------------------

    def _at_once(self) -> list[tuple[Array, Array]]:
        """Give, for a lag of one, what a player has in each state that it has brought about: as it is, and after taking back."""
        made = []
        steps, stakes = self.steps, self.stakes
        for player in range(self.players):
            beta = stakes.discount[player]
            same = (1 - beta) * stakes.payoff[:, player] + beta * stakes.outside[:, player]
            back = np.full_like(same, -np.inf)
            if stakes.withdrawal:
                back = taken_back(steps, player, same)
            made.append((same, back))
        return made

    def _instead(self, player: int, here: int, ahead: Sequence[int]) -> tuple[float, float]:
        """Give what a player has that withholds, or takes back, while the others go through the states ahead."""
        steps, stakes = self.steps, self.stakes
        beta, lag = stakes.discount[player], stakes.lags[player]
        own = steps.takes_back(player, here) if stakes.withdrawal else steps.own[player][here : here + 1]
        value = np.zeros(len(own))
        for turn in range(lag):
            state = ahead[turn]
            there = own + state - steps.own[player][state]
            value += (1 - beta) * beta**turn * stakes.payoff[there, player]
            if turn == lag - 1:
                value += beta**lag * stakes.outside[there, player]
        return float(value[0]), float(value[1:].max()) if len(own) > 1 else -np.inf

    def _cheats(self, state: int, after: Array | None) -> Array:
        """Give what holding each own part is worth before a move to a state, from what it is worth after it, for who is noticed at a rate."""
        made = np.zeros((1 if after is None else len(after), int(self.columns[-1])))
        stakes = self.stakes
        for player, parts in enumerate(self.parts):
            if parts is None:
                continue
            beta, q = stakes.discount[player], float(self.chances[player])
            there = parts + state - self.steps.own[player][state]
            u, w = stakes.payoff[there, player], stakes.outside[there, player]
            span = slice(self.columns[player], self.columns[player + 1])
            if after is None:
                made[:, span] = ((1 - beta) * u + beta * q * w) / (1 - beta * (1 - q))
            else:
                made[:, span] = (1 - beta) * u + beta * (q * w + (1 - q) * after[:, span])
        return made

    def _held(self, player: int, here: int, cheat: Array) -> tuple[Array, Array]:
        """Give, from what holding each own part is worth, what withholding and taking back are worth."""
        parts = self.parts[player]
        steps = self.steps
        own = steps.takes_back(player, here) if self.stakes.withdrawal else steps.own[player][here : here + 1]
        columns = self.columns[player] + np.searchsorted(np.asarray(parts), own)
        back = cheat[:, columns[1:]].max(axis=1) if len(own) > 1 else np.full(len(cheat), -np.inf)
        return cheat[:, columns[0]], back

    # Backwards ----------------------------------------------------------------------------------------------------

    def run(self) -> Programme:
        """Go backwards over all states that lie between the start and the end."""
        steps = self.steps
        for state in self._between():
            groups = self._of(state)
            self.sets[state] = groups
            self.kept += sum(len(one) for one in groups.values())
            if self.kept > MOST_KEPT:
                raise NoSolution(
                    f"more than {MOST_KEPT:,} continuations would have to be kept",
                    where="issues",
                    remedy="leave out issues or levels, set a pace, or take a grain",
                )
        found = self.sets.get(steps.start, {})
        values = [one.value for one in found.values()]
        first = [(label, at) for label, group in found.items() for at in range(len(group))]
        every = np.concatenate(values) if values else np.zeros((0, 1 if self.transfers else self.players))
        best = efficient(every) if len(every) else np.zeros(0, dtype=int)
        first = [first[at] for at in best.tolist()]
        return Programme(every[best], self.kept, self.thinned, steps.start, first, self.sets)

    def _between(self) -> Iterator[int]:
        """Give the states that a path can go through, the last first."""
        steps = self.steps
        fine = np.ones(steps.size, dtype=bool) if steps.allowed is None else steps.allowed.copy()
        fine &= (steps.levels >= steps.levels[steps.start]).all(axis=1)
        if self.end is not None:
            fine &= (steps.levels <= steps.levels[self.end]).all(axis=1)
        self.fine = fine
        return (int(one) for one in np.flatnonzero(fine)[::-1])

    def _of(self, state: int) -> dict[int, Group]:
        """Give the continuations of a state."""
        moves = self.steps.moves_from(state)
        moves = moves[self.fine[moves]]
        if self.longest == 1 and not self.flagged and all(one is None for one in self.chances):
            parts = [self._simple(state, moves), self._staying(state)]
            made = [(0, one) for one in parts if one is not None and len(one)]
        else:
            made = list(self._labelled(state, moves))
            stays = self._staying(state)
            if stays is not None and len(stays):
                made.append((self._label((state,) * (self.longest - 1), 0), stays))
        gathered: dict[int, list[Group]] = {}
        for label, group in made:
            gathered.setdefault(label, []).append(group)
        return {label: self._pruned(state, groups) for label, groups in gathered.items()}

    def _label(self, ahead: tuple[int, ...], flags: int) -> int:
        """Give the number of a label: the next states that a lag has to remember, and who has steps left."""
        label = (*ahead[: self.longest - 1], flags) if self.flagged else ahead[: self.longest - 1]
        if label not in self.known:
            self.known[label] = len(self.labels)
            self.labels.append(label)
        return self.known[label]

    def _staying(self, state: int) -> Group | None:
        """Give the continuation that stays."""
        if (self.end is not None and state != self.end) or (self.ends is not None and not self.ends[state]):
            return None
        value = self.stay[state][None]
        cheat = self._cheats(state, None)
        ahead = (state,) * self.longest
        best = self.stakes.outside[state].copy()
        for player in range(self.players):
            if self.chances[player] is None:
                _, back = self._instead(player, state, ahead)
            else:
                back = self._held(player, state, cheat)[1][0]
            best[player] = max(best[player], back)
        if not self._worth_it(value - best)[0]:
            return None
        value = value.sum(axis=1, keepdims=True) if self.transfers else value
        return Group(value, cheat, np.array([state]), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))

    def _simple(self, state: int, moves: Whole) -> Group | None:
        """Give the continuations by all moves at once, where each player is noticed after one period."""
        steps, stakes = self.steps, self.stakes
        moves = np.array([one for one in moves.tolist() if 0 in self.sets[one]], dtype=np.int64)
        if not len(moves):
            return None
        best = np.empty((len(moves), self.players))
        for player in range(self.players):
            there = steps.without(player, state, moves)
            same, back = self.one[player]
            best[:, player] = np.maximum(back[there], stakes.outside[state, player])
            if self._withholds(player, state):
                best[:, player] = np.maximum(best[:, player], same[there])
        sizes = [len(self.sets[one][0]) for one in moves.tolist()]
        at = np.repeat(np.arange(len(moves)), sizes)
        value = self._before(moves[at], np.concatenate([self.sets[one][0].value for one in moves.tolist()]))
        fine = self._worth_it(value - (best.sum(axis=1, keepdims=True) if self.transfers else best)[at])
        index = np.concatenate([np.arange(one) for one in sizes])[fine]
        kept_moves = moves[at[fine]]
        count = len(kept_moves)
        return Group(value[fine], np.zeros((count, 0)), kept_moves, np.zeros(count, dtype=np.int64), index)

    def _withholds(self, player: int, state: int) -> bool:
        """Say whether a player has steps left in a state, where one end is meant; of many ends that it may have."""
        return self.end is None or bool(self.steps.own[player][state] != self.steps.own[player][self.end])

    def _worth_it(self, slack: Array) -> Any:
        """Say which slacks ``[..., player]`` are enough; with transfers their sum has to be."""
        enough = self.required - self.close
        return slack.sum(axis=-1) >= enough if self.transfers else (slack >= enough).all(axis=-1)

    def _before(self, moves: Any, value: Array) -> Array:
        """Give what a continuation is worth before the move to its first state."""
        stakes = self.stakes
        beta, hazard = stakes.discount, float(np.asarray(stakes.hazard))
        u, w = stakes.payoff[moves], stakes.outside[moves]
        if self.transfers:
            u, w, beta = u.sum(axis=-1, keepdims=True), w.sum(axis=-1, keepdims=True), beta[:1]
        return (1 - beta) * u + beta * ((1 - hazard) * value + hazard * w)

    def _labelled(self, state: int, moves: Whole) -> Iterator[tuple[int, Group]]:
        """Give the continuations by each move and by what follows it."""
        steps, stakes = self.steps, self.stakes
        for move in moves.tolist():
            for number, group in self.sets[move].items():
                label = self.labels[number]
                ahead = (move, *label[: self.longest - 1])
                flags = label[-1] if self.flagged else 0
                for player in range(self.players):
                    if (
                        steps.own[player][move] != steps.own[player][state]
                        if self.flagged
                        else self._withholds(player, state)
                    ):
                        flags |= 1 << player
                value = self._before(np.full(len(group), move), group.value)
                cheat = self._cheats(move, group.cheat)
                every = np.empty((len(group), self.players))
                for player in range(self.players):
                    if self.chances[player] is None:
                        same, back = self._instead(player, state, ahead)
                    else:
                        same, back = self._held(player, state, cheat)
                    best = np.maximum(back, stakes.outside[state, player])
                    if flags >> player & 1:
                        best = np.maximum(best, same)
                    every[:, player] = best
                fine = self._worth_it(value - (every.sum(axis=1, keepdims=True) if self.transfers else every))
                if fine.any():
                    at = np.flatnonzero(fine)
                    made = Group(value[at], cheat[at], np.full(len(at), move), np.full(len(at), number), at)
                    yield self._label(ahead, flags), made

    def _pruned(self, state: int, groups: list[Group]) -> Group:
        """Keep the continuations that no other beats."""
        every = Group(
            np.concatenate([one.value for one in groups]),
            np.concatenate([one.cheat for one in groups]),
            np.concatenate([one.state for one in groups]),
            np.concatenate([one.label for one in groups]),
            np.concatenate([one.index for one in groups]),
        )
        judged = every.value
        if every.cheat.shape[1]:
            judged = np.column_stack([judged, -every.cheat[:, self._reachable(state)]])
        every = every.take(efficient(judged))
        if self.grain > 0 and len(every) > self.most_each:
            cells = np.floor(every.value / self.grain).astype(np.int64)
            _, at = np.unique(cells, axis=0, return_index=True)
            self.thinned |= len(at) < len(every)
            every = every.take(np.sort(at))
        return every

    def _reachable(self, state: int) -> NDArray[np.bool_]:
        """Say which own parts a player can have held on the way to a state."""
        steps = self.steps
        made = []
        for player, parts in enumerate(self.parts):
            if parts is None:
                continue
            issues = [at for at, who in enumerate(steps.owner) if who == player]
            held = np.stack(np.unravel_index(parts, steps.counts), axis=1)[:, issues]
            made.append((held <= steps.levels[state][issues]).all(axis=1))
        return np.concatenate(made)


def taken_back(steps: Steps, player: int, same: Array) -> Array:
    """Give the most that a player has in a state in which it has taken back at least one of its own steps ``[state]``."""
    shape = steps.counts
    grid = same.reshape(shape)
    whole, strict = grid, np.full(shape, -np.inf)
    for axis, who in enumerate(steps.owner):
        if who != player:
            continue
        floor = (0,) * shape[axis] if steps.floor is None else steps.floor[axis]
        any_, less, both = [], [], []
        moved, held = np.moveaxis(whole, axis, 0), np.moveaxis(strict, axis, 0)
        for level, lowest in enumerate(floor):
            any_.append(moved[lowest : level + 1].max(axis=0))
            both.append(held[lowest : level + 1].max(axis=0))
            less.append(moved[lowest:level].max(axis=0) if lowest < level else np.full(moved.shape[1:], -np.inf))
        whole = np.moveaxis(np.stack(any_), 0, axis)
        strict = np.moveaxis(np.maximum(np.stack(both), np.stack(less)), 0, axis)
    return strict.reshape(-1)
