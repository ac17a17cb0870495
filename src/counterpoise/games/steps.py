r"""Deals made of steps: what state is reached, who owns what has been done, and what can be taken back.

A state is the vector of implemented steps, one level an issue. Each issue belongs to one player, who alone can raise its level; a
move raises any of them at once, by any number of levels or by as many as its pace allows. States are numbered in mixed radix, the
last issue fastest, so that a state's number is the sum of its players' own parts, and a move never lowers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Marks = NDArray[np.bool_]

MOST_STATES = 10_000_000
"""States at most."""

MOST_MOVES = 20_000_000
"""Moves at most where paths are looked for."""


@dataclass(frozen=True, eq=False)
class Steps:
    """Issues, their levels, their owners, and which levels can be taken back.

    Attributes
    ----------
    counts
        How many levels each issue has, the first (0) among them ``[issue]``.
    owner
        The player, from 0, who owns each issue ``[issue]``.
    players
        How many there are.
    floor
        For each issue and level the lowest level that it can be taken back to: itself where it is irreversible. All can be taken
        back to level 0 if left out.
    pace
        By how many levels an issue can rise in a period ``[issue]``; any number if left out.
    allowed
        Whether a deal can be in a state ``[state]``; every one if left out. A player who cheats can bring others about.
    start
        The number of the state at the beginning.

    Raises
    ------
    InputError
        If there are more states than `MOST_STATES`, or an issue has no owner among the players.

    Examples
    --------
    >>> steps = Steps(counts=(3, 2), owner=(0, 1), players=2)
    >>> steps.size, steps.levels[5].tolist(), steps.number((2, 1)), steps.moves_from(2).tolist()
    (6, [2, 1], 5, [3, 4, 5])
    """

    counts: tuple[int, ...]
    owner: tuple[int, ...]
    players: int
    floor: tuple[tuple[int, ...], ...] | None = None
    pace: tuple[int, ...] | None = None
    allowed: Marks | None = None
    start: int = 0

    def __post_init__(self) -> None:
        if len(self.owner) != len(self.counts) or any(not 0 <= one < self.players for one in self.owner):
            raise InputError("an issue has no owner among the players", where="owner", remedy="name one for each issue")
        if self.size > MOST_STATES:
            raise InputError(
                f"there are {self.size:,} states, more than {MOST_STATES:,}",
                where="issues",
                remedy="leave out issues or levels",
            )

    @property
    def size(self) -> int:
        """How many states there are."""
        return prod(self.counts)

    @cached_property
    def strides(self) -> Whole:
        """What one level more adds to a state's number ``[issue]``."""
        return np.array([prod(self.counts[at + 1 :]) for at in range(len(self.counts))], dtype=np.int64)

    @cached_property
    def levels(self) -> Whole:
        """The level of each issue ``[state, issue]``."""
        return np.stack(np.unravel_index(np.arange(self.size), self.counts), axis=1).astype(np.int64)

    @cached_property
    def own(self) -> Whole:
        """The part of a state's number that comes from a player's own issues ``[player, state]``."""
        weighted = self.levels * self.strides
        owner = np.array(self.owner)
        return np.stack([weighted[:, owner == one].sum(axis=1) for one in range(self.players)])

    @cached_property
    def reverted(self) -> Whole:
        """The state that is left when all that can be taken back is taken back ``[state]``."""
        if self.floor is None:
            return np.zeros(self.size, dtype=np.int64)
        made = np.zeros(self.size, dtype=np.int64)
        for at, lowest in enumerate(self.floor):
            made += np.array(lowest, dtype=np.int64)[self.levels[:, at]] * self.strides[at]
        return made

    def number(self, levels: Sequence[int]) -> int:
        """Give the number of a state by its levels ``[issue]``."""
        return int(np.ravel_multi_index(tuple(levels), self.counts))

    def without(self, player: int, kept: Any, state: Any) -> Any:
        """Give the states in which a player's own part is what it is in one state, and all else as in another."""
        return self.own[player][kept] + state - self.own[player][state]

    def takes_back(self, player: int, state: int) -> Whole:
        """Give what a player's own part can be when it takes back any of what can be: the part itself comes first."""
        parts = np.zeros(1, dtype=np.int64)
        for at, who in enumerate(self.owner):
            if who == player:
                level = int(self.levels[state, at])
                lowest = 0 if self.floor is None else self.floor[at][level]
                some = np.arange(level, lowest - 1, -1) * self.strides[at]
                parts = (parts[:, None] + some[None, :]).ravel()
        return parts

    def moves_from(self, state: int) -> Whole:
        """Give the states that one move reaches, in rising order, without the state itself."""
        here = self.levels[state]
        made = np.zeros(1, dtype=np.int64)
        for at, count in enumerate(self.counts):
            top = count - 1 if self.pace is None else min(count - 1, int(here[at]) + self.pace[at])
            made = (made[:, None] + np.arange(int(here[at]), top + 1)[None, :] * self.strides[at]).ravel()
        made = made[1:]
        return made if self.allowed is None else made[self.allowed[made]]

    def moves(self) -> int:
        """Count the moves between any two states, without listing them; those that `allowed` forbids are counted too."""
        made = 1
        for at, count in enumerate(self.counts):
            step = count if self.pace is None else self.pace[at] + 1
            made *= sum(min(step, count - level) for level in range(count))
        return made - self.size


@dataclass(frozen=True, eq=False)
class Stakes:
    r"""What each player has in every state, has without a deal, and how much the future counts.

    The value of a path is :math:`V_i(s) = (1-\beta_i) u_i(s') + \beta_i [(1-h) V_i(s') + h w_i(s')]`, so that a state that is kept
    for ever is worth its flow payoff where nothing breaks down.

    Attributes
    ----------
    payoff
        Flow payoffs u ``[..., state, player]``; leading axes, if any, are draws.
    outside
        What a player has from then on if talks end in a state: w ``[..., state, player]``.
    discount
        :math:`\beta` ``[..., player]``, between 0 and 1.
    hazard
        The chance h in a period that it all breaks down though all keep to the path (an accident, a false alarm) ``[...]``.
    lag
        For how many periods the others go on before they notice that a player withholds or takes back ``[player]``, 1 or more.
    detection
        Instead of a lag, the chance q in a period that they notice ``[..., player]``; NaN where a lag is meant; None for all.
    withdrawal
        Whether who cheats may take back its own reversible steps too; withholding further steps is always open to it.
    payments
        Whether players can pay each other after each period, of their own accord: then who has gone along, or has no step left, can
        keep back what it has to pay, and that is to withhold, too.
    rows
        Which row of ``payoff`` and ``outside`` is of a state ``[state]``, where they hold some states only (see
        `counterpoise.games.paths.needed`); all, in order, if left out.

    Raises
    ------
    InputError
        If a discount is outside (0, 1), a hazard outside [0, 1), a lag below 1, or a chance of detection outside (0, 1].

    Examples
    --------
    >>> Stakes(np.zeros((2, 1)), np.zeros((2, 1)), np.array([1.0]))
    Traceback (most recent call last):
    ...
    counterpoise.core.errors.InputError: discount: 1 is not between 0 and 1; give each discount factor inside (0, 1)
    """

    payoff: Array
    outside: Array
    discount: Array
    hazard: Any = 0.0
    lag: tuple[int, ...] | None = None
    detection: Array | None = None
    withdrawal: bool = True
    payments: bool = False
    rows: Whole | None = None

    def __post_init__(self) -> None:
        _within(
            self.discount,
            (self.discount > 0) & (self.discount < 1),
            "discount",
            "between 0 and 1",
            "each discount factor inside (0, 1)",
        )
        hazard = np.asarray(self.hazard, dtype=float)
        _within(hazard, (hazard >= 0) & (hazard < 1), "hazard", "a chance below 1", "0, or a chance in a period")
        lag = np.asarray(self.lag or (1,))
        _within(lag, lag >= 1, "lag", "a number of periods", "1 or more")
        if self.detection is not None:
            chance = np.asarray(self.detection, dtype=float)
            fine = np.isnan(chance) | ((chance > 0) & (chance <= 1))
            _within(chance, fine, "detection", "a chance above 0", "a chance in a period, 1 at most")

    @property
    def players(self) -> int:
        """How many there are."""
        return int(self.payoff.shape[-1])

    def flow(self, states: Any) -> Array:
        """Give the flow payoffs in some states ``[..., state, player]``."""
        return self.payoff[..., states if self.rows is None else self.rows[states], :]

    def left(self, states: Any) -> Array:
        """Give the outside options in some states ``[..., state, player]``."""
        return self.outside[..., states if self.rows is None else self.rows[states], :]

    @property
    def draws(self) -> tuple[int, ...]:
        """The leading axes, of all that has them."""
        chance = () if self.detection is None else np.shape(self.detection)[:-1]
        others = (self.payoff.shape[:-2], self.outside.shape[:-2], np.shape(self.discount)[:-1], np.shape(self.hazard))
        return np.broadcast_shapes(chance, *others)

    @property
    def lags(self) -> tuple[int, ...]:
        """The lag of each player ``[player]``; 1 where none is given."""
        return self.lag or (1,) * self.players

    def chance(self, player: int) -> Any:
        """Give a player's chance of being noticed in a period, or None where it is noticed after its lag."""
        if self.detection is None or np.isnan(self.detection[..., player]).all():
            return None
        return self.detection[..., player]


def _within(values: Any, fine: Any, key: str, kind: str, remedy: str) -> None:
    if not np.all(fine):
        wrong = np.asarray(values, dtype=float)[~np.asarray(fine)].ravel()[0]
        raise InputError(f"{wrong:g} is not {kind}", where=key, remedy=f"give {remedy}")
