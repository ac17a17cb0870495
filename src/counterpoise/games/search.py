"""The run backwards over the states that finds all self-enforcing paths: see `counterpoise.games.programme`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.games.bounds import Bounds
from counterpoise.games.layers import DONE, NOBODY, STILL, Layers, reached
from counterpoise.games.paths import kept
from counterpoise.games.solutions import efficient
from counterpoise.games.tables import tables, taken_back

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes, Steps

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Marks = NDArray[np.bool_]

MOST_KEPT, MOST_OF_MANY = 4_000_000, 1_000_000
"""Continuations kept at most, of all states together: for two players or a sum, and for more, where to compare them takes longer."""

PAIR = 2

MOST_BOUNDED = 1_000_000
"""States at most for which bounds are found first, on what paths are worth."""

Label = tuple[int, ...]


@dataclass(eq=False)
class Group:
    """Continuations from a state with the same label.

    Attributes
    ----------
    value
        What each is worth before the move to the state; in the start, from there on ``[continuation, player]``.
    cheat
        The same for holding each own part, of those who are noticed at a rate ``[continuation, part]``.
    state, label, index
        How each goes on: the next state (the same where it stays), and the label and the place there of the rest.
    """

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

    def and_then(self, other: Group) -> Group:
        """Give both, one after the other."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Group(*(np.concatenate(pair) for pair in pairs))


@dataclass(frozen=True, eq=False)
class Asked:
    """What paths are asked for: see `counterpoise.games.programme.self_enforcing`; ``close`` is how far below zero a slack is none."""

    end: int | None
    ends: Marks | None
    required: float
    transfers: bool
    moving: bool
    grain: float
    most_each: int
    close: float


class Search:
    """One run backwards over the states.

    Attributes
    ----------
    sets
        The continuations of each state, by label.
    kept
        How many there are.
    thinned
        Whether some that hardly differ were left out.
    """

    def __init__(self, steps: Steps, stakes: Stakes, asked: Asked) -> None:
        self.steps, self.stakes, self.asked = steps, stakes, asked
        self.players = range(stakes.players)
        self.chances = [stakes.chance(one) for one in self.players]
        self.longest = max((lag for lag, q in zip(stakes.lags, self.chances, strict=True) if q is None), default=1)
        # who has no step left has not cheated by going on: it matters only where that would bind on its own, and is known of one end
        noticed = any(one is not None for one in self.chances)
        # (with transfers it can still keep back what it has to pay)
        binds = noticed or asked.required != 0 or (self.longest > 1 and float(np.max(stakes.hazard)) > 0)
        binds &= bool(np.isfinite(asked.required))
        self.flagged = binds and asked.end is None and not asked.transfers
        self.parts = [np.unique(steps.own[one]) if q is not None else None for one, q in enumerate(self.chances)]
        self.columns = np.cumsum([0, *(0 if one is None else len(one) for one in self.parts)])
        self.sets: dict[int, dict[int, Group]] = {}
        self.labels: list[Label] = [()]  # each by its number; a continuation that needs none has the first
        self.known: dict[Label, int] = {(): 0}
        self.kept, self.thinned = 0, False
        self.stay = kept(stakes, np.arange(steps.size))
        self.one = self._at_once()
        self.stays = self._staying()
        self.targets, self.begins, self.states = self._moves(binds)

    def _moves(self, binds: bool) -> tuple[Whole, Whole, Whole]:
        """Give all moves that paths can consist of, where those from each state begin, and the states, the last first."""
        steps, asked = self.steps, self.asked
        layers = Layers(steps, asked.end, DONE if asked.end is not None else STILL if binds else NOBODY)
        if not len(layers.states):
            return np.zeros(0, dtype=np.int64), np.zeros(steps.size + 1, dtype=np.int64), layers.states
        old, new = layers.moves
        if not asked.transfers and np.isfinite(asked.required) and steps.size <= MOST_BOUNDED:
            ends = None if asked.ends is None else asked.ends[:, None]
            bounds = Bounds(layers, tables(steps, self.stakes, 1), ends, asked.required)
            bounds.run()
            fine = bounds.passing(0)
            old, new = reached(steps, old[fine], new[fine])
        states = np.unique(np.append(new, steps.start))[::-1]
        return new.astype(np.int64), np.searchsorted(old, np.arange(steps.size + 1)), states

    # What cheating is worth ---------------------------------------------------------------------------------------

    def _at_once(self) -> list[tuple[Array, Array]]:
        """Give, for a lag of one, what a player has in each state that it has brought about: as it is, and after taking back."""
        made = []
        for player in self.players:
            beta = self.stakes.discount[player]
            same = (1 - beta) * self.stakes.payoff[:, player] + beta * self.stakes.outside[:, player]
            made.append((same, self._back(player, same)))
        return made

    def _back(self, player: int, same: Array) -> Array:
        """Give the most that a player has by taking back ``[state]``, from what it has in each state as that is."""
        return taken_back(self.steps, player, same) if self.stakes.withdrawal else np.full_like(same, -np.inf)

    def _staying(self) -> Marks:
        """Say where to stay for ever is worth it and may be the end ``[state]``."""
        asked, stakes = self.asked, self.stakes
        best = np.array(stakes.outside)
        for player in self.players:
            beta, lag, q = stakes.discount[player], stakes.lags[player], self.chances[player]
            u, w = stakes.payoff[:, player], stakes.outside[:, player]
            if q is None:
                ever = np.zeros(len(u))
                for turn in range(lag):
                    ever += (1 - beta) * beta**turn * u
                ever += beta**lag * w
            else:
                ever = ((1 - beta) * u + beta * float(q) * w) / (1 - beta * (1 - float(q)))
            best[:, player] = np.maximum(best[:, player], self._back(player, ever))
            if asked.transfers:
                best[:, player] = np.maximum(best[:, player], ever)
        fine = np.array(self._worth_it(self.stay - best))
        if asked.ends is not None:
            fine &= asked.ends
        if asked.end is not None:
            fine &= np.arange(len(fine)) == asked.end
        if asked.moving:
            fine[self.steps.start] = False
        return fine

    def _instead(self, state: int, ahead: Whole, flags: Whole, at: Whole, cheat: Array) -> Array:
        """Give the best that each player could do instead of each continuation ``[continuation, player]``.

        Parameters
        ----------
        state
            Where they are.
        ahead, flags
            The next states, and who has steps left, of continuations with the same next move and label ``[kind, turn]``, ``[kind]``.
        at
            The kind of each.
        cheat
            What holding each own part is worth ``[continuation, part]``.
        """
        steps, stakes = self.steps, self.stakes
        made = np.empty((len(at), stakes.players))
        for player in self.players:
            own = steps.takes_back(player, state) if stakes.withdrawal else steps.own[player][state : state + 1]
            left = (flags >> player & 1).astype(bool)
            if self.chances[player] is not None:
                columns = self.columns[player] + np.searchsorted(np.asarray(self.parts[player]), own)
                held = cheat[:, columns].T
                made[:, player] = self._best(state, player, held[0], held[1:], left[at])
            elif stakes.lags[player] == 1:
                same, back = (one[steps.without(player, state, ahead[:, 0])] for one in self.one[player])
                made[:, player] = self._best(state, player, same, back[None], left)[at]
            else:
                held = self._unnoticed(player, own, ahead)
                made[:, player] = self._best(state, player, held[0], held[1:], left)[at]
            if self.asked.transfers:
                made[:, player] = np.maximum(made[:, player], self._unpaid(player, ahead)[at])
        return made

    def _unpaid(self, player: int, ahead: Whole) -> Array:
        """Give what a player has that goes along and keeps back what it has to pay ``[kind]``."""
        if self.stakes.lags[player] == 1:
            return self.one[player][0][ahead[:, 0]]
        return self._unnoticed(player, None, ahead)[0]

    def _best(self, state: int, player: int, same: Array, back: Array, left: Marks) -> Array:
        """Give the best of leaving, of taking back in some way ``[way, kind]``, and of withholding what is left."""
        best = np.full(len(same), self.stakes.outside[state, player])
        if len(back):
            best = np.maximum(back.max(axis=0), best)
        return np.where(left, np.maximum(best, same), best)

    def _unnoticed(self, player: int, own: Whole | None, ahead: Whole) -> Array:
        """Give what a player has while the others go through the states ahead, with its own part held, or as theirs ``[part, kind]``."""
        stakes = self.stakes
        beta, lag = stakes.discount[player], stakes.lags[player]
        value = np.zeros((1 if own is None else len(own), len(ahead)))
        for turn in range(lag):
            state = ahead[:, turn]
            there = state[None] if own is None else own[:, None] + state - self.steps.own[player][state]
            value += (1 - beta) * beta**turn * stakes.payoff[there, player]
            if turn == lag - 1:
                value += beta**lag * stakes.outside[there, player]
        return value

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

    # Backwards ----------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Go backwards over all states that lie between the start and the end."""
        most = MOST_KEPT if self.asked.transfers or self.stakes.players <= PAIR else MOST_OF_MANY
        for state in self.states.tolist():
            groups = self._of(state)
            self.kept += sum(len(one) for one in groups.values())
            if self.kept > most:
                raise NoSolution(
                    f"more than {most:,} continuations would have to be kept",
                    where="issues",
                    remedy="leave out issues or levels, set a pace, or take a grain",
                )
            if state != self.steps.start:
                for one in groups.values():
                    one.value, one.cheat = self._before(state, one.value), self._cheats(state, one.cheat)
            self.sets[state] = groups

    def _of(self, state: int) -> dict[int, Group]:
        """Give the continuations of a state, by label."""
        ways = [
            (move, number, group)
            for move in self.targets[self.begins[state] : self.begins[state + 1]].tolist()
            for number, group in self.sets[move].items()
        ]
        made = self._moving(state, ways) if ways else {}
        if self.stays[state]:
            value = self.stay[state][None]
            zero = np.zeros(1, dtype=np.int64)
            stays = Group(
                value.sum(axis=1, keepdims=True) if self.asked.transfers else value,
                self._cheats(state, None),
                np.array([state]),
                zero,
                zero,
            )
            label = self._label((state,) * (self.longest - 1), 0)
            made[label] = made[label].and_then(stays) if label in made else stays
        return {label: self._pruned(state, group) for label, group in made.items()}

    def _moving(self, state: int, ways: list[tuple[int, int, Group]]) -> dict[int, Group]:
        """Give the continuations by all moves, each with the label and the group of what follows it."""
        groups = [group for _, _, group in ways]
        sizes = np.array([len(one) for one in groups])
        at = np.repeat(np.arange(len(ways)), sizes)
        ahead = np.array([(move, *self.labels[number][: self.longest - 1]) for move, number, _ in ways])
        flags = self._flags(state, ahead[:, 0], [number for _, number, _ in ways])
        value, cheat = (np.concatenate([getattr(one, name) for one in groups]) for name in ("value", "cheat"))
        best = self._instead(state, ahead, flags, at, cheat)
        fine = np.flatnonzero(
            self._worth_it(value - (best.sum(axis=1, keepdims=True) if self.asked.transfers else best))
        )
        first = np.cumsum(sizes) - sizes
        some = at[fine]
        made = Group(
            value[fine], cheat[fine], ahead[some, 0], np.array([one for _, one, _ in ways])[some], fine - first[some]
        )
        if self.longest == 1 and not self.flagged:
            return {0: made} if len(fine) else {}
        labels = np.array([self._label(tuple(a), b) for a, b in zip(ahead.tolist(), flags.tolist(), strict=True)])[some]
        order = np.argsort(labels, kind="stable")
        names, begins = np.unique(labels[order], return_index=True)
        parts = np.split(order, begins[1:])
        return {int(names[one]): made.take(parts[one]) for one in np.argsort(order[begins]).tolist()}

    def _flags(self, state: int, moves: Whole, numbers: list[int]) -> Whole:
        """Say who has steps left before some moves, a bit for each player ``[kind]``."""
        end, steps = None if self.asked.transfers else self.asked.end, self.steps
        if not self.flagged:  # of many ends each may be meant
            held = sum((end is None or steps.own[one][state] != steps.own[one][end]) << one for one in self.players)
            return np.full(len(moves), held)
        flags = np.array([self.labels[one][-1] for one in numbers])
        for player in self.players:
            flags |= (steps.own[player][moves] != steps.own[player][state]).astype(np.int64) << player
        return flags

    def _label(self, ahead: Label, flags: int) -> int:
        """Give the number of a label: the next states that a lag has to remember, and who has steps left."""
        label = (*ahead[: self.longest - 1], flags) if self.flagged else ahead[: self.longest - 1]
        if label not in self.known:
            self.known[label] = len(self.labels)
            self.labels.append(label)
        return self.known[label]

    def _worth_it(self, slack: Array) -> Any:
        """Say which slacks ``[..., player]`` are enough; with transfers their sum has to be."""
        enough = self.asked.required - self.asked.close
        return slack.sum(axis=-1) >= enough if self.asked.transfers else (slack >= enough).all(axis=-1)

    def _before(self, state: int, value: Array) -> Array:
        """Give what continuations from a state are worth before the move to it."""
        stakes = self.stakes
        beta, hazard = stakes.discount, float(np.asarray(stakes.hazard))
        u, w = stakes.payoff[state], stakes.outside[state]
        if self.asked.transfers:
            u, w, beta = u.sum(keepdims=True), w.sum(keepdims=True), beta[:1]
        return (1 - beta) * u + beta * ((1 - hazard) * value + hazard * w)

    def _pruned(self, state: int, every: Group) -> Group:
        """Keep the continuations that no other beats."""
        judged = every.value
        if every.cheat.shape[1]:
            judged = np.column_stack([judged, -every.cheat[:, self._reachable(state)]])
        every = every.take(efficient(judged, fronts=True))
        asked = self.asked
        if asked.grain > 0 and len(every) > asked.most_each:
            cells = np.floor(every.value / asked.grain).astype(np.int64)
            _, at = np.unique(cells, axis=0, return_index=True)
            self.thinned |= len(at) < len(every)
            every = every.take(np.sort(at))
        return every

    def _reachable(self, state: int) -> Marks:
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
