"""A bargaining problem over a table of outcomes, prepared once for all rules, and what is agreed by one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.games.efficient import checked, efficient, zone
from counterpoise.games.lotteries import EVEN, Chain, Mixture, nowhere

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]
    Indices = NDArray[np.int64]

SAME = 1e-12
"""Outcomes do equally well where they differ by less, as a share of the largest."""

NONE: Indices = np.empty(0, np.int64)
PAIR = 2


@dataclass(frozen=True)
class Solution:
    """What is agreed by a rule.

    Attributes
    ----------
    rule
        Its name: the function's.
    payoffs, gains
        Of each player; gains over what it has without a deal.
    outcomes, weights
        The outcomes and how likely each is: one outcome for certain, or a lottery.
    ties
        Other outcomes that do equally well by the rule, those with the same payoffs too.
    """

    rule: str
    payoffs: Array
    gains: Array
    outcomes: Indices = field(default_factory=lambda: NONE)
    weights: Array = field(default_factory=lambda: np.empty(0))
    ties: Indices = field(default_factory=lambda: NONE)

    @property
    def index(self) -> int | None:
        """Give the outcome, if it is one for certain."""
        return int(self.outcomes[0]) if len(self.outcomes) == 1 else None


@dataclass(frozen=True, eq=False)
class Problem:
    """A bargaining problem, prepared once for several rules.

    Attributes
    ----------
    payoffs
        ``[outcome, player]``.
    outside
        What each player has without a deal.
    """

    payoffs: Array
    outside: Array

    @classmethod
    def of(cls, payoffs: ArrayLike | Problem, outside: ArrayLike) -> Problem:
        """Check and prepare it.

        Raises
        ------
        InputError
            If payoffs or outside options are not finite, or not of the same two players or more.
        """
        if isinstance(payoffs, Problem):
            return payoffs
        table, floor = checked(payoffs), np.asarray(outside, dtype=float)
        if table.shape[1] < PAIR or floor.shape != (table.shape[1],) or not np.isfinite(floor).all():
            what = f"{table.shape[1]} players with outside options of shape {floor.shape}"
            raise InputError(what, where="outside", remedy="give a finite number for each of two players or more")
        if not np.isfinite(table).all():
            raise InputError("a payoff is infinite", where="payoffs", remedy="leave the outcome out")
        return cls(table, floor)

    @cached_property
    def inside(self) -> Indices:
        """Give the zone of agreement."""
        return zone(self.payoffs, self.outside)

    @cached_property
    def rows(self) -> Indices:
        """Give the efficient outcomes of the zone."""
        if not len(self.inside):
            raise nowhere()
        return self.inside[efficient(self.payoffs[self.inside])]

    @cached_property
    def gains(self) -> Array:
        """Give the gains at the efficient outcomes of the zone."""
        return self.payoffs[self.rows] - self.outside

    @cached_property
    def chain(self) -> Chain:
        """Give the efficient lotteries of two players."""
        return Chain.of(self.payoffs, self.outside)

    @cached_property
    def best(self) -> Indices:
        """Give the efficient outcomes, in the zone or not: lotteries are made of them."""
        if not len(self.payoffs):
            raise nowhere()
        return efficient(self.payoffs)

    @cached_property
    def unit(self) -> Array:
        """Give each player's largest gain or loss there, the unit of its gains in what follows."""
        most = np.abs(self.payoffs[self.best] - self.outside).max(0)
        return np.where(most > 0, most, 1.0)

    @cached_property
    def mixture(self) -> Mixture:
        """Give the lotteries of three players or more."""
        return Mixture((self.payoffs[self.best] - self.outside) / self.unit)

    def ideal(self, *, lotteries: bool) -> Array:
        """Give each player's largest gain in the zone."""
        if not lotteries:
            return self.gains.max(0)
        if len(self.outside) == PAIR:
            return np.array([self.chain.points[-1, 0], self.chain.points[0, 1]]) - self.outside
        floor = np.zeros(len(self.outside))
        most = np.array([self.mixture.most(player, floor)[0] for player in range(len(floor))])
        return np.where(most > EVEN, most, 0.0) * self.unit

    def one(self, rule: str, *keys: Array) -> Solution:
        """Give the efficient outcome with the largest first key, then the largest second, and so on."""
        kept = np.arange(len(self.rows))
        for key in keys:
            kept = kept[key[kept] >= key[kept].max() - SAME]
        found = int(self.rows[kept[0]])
        return Solution(
            rule,
            self.payoffs[found],
            self.payoffs[found] - self.outside,
            np.array([found]),
            np.ones(1),
            self.equal(self.rows[kept], found),
        )

    def equal(self, rows: Indices, found: int) -> Indices:
        """Give all outcomes with the payoffs of any of these, but one."""
        near = self.inside[np.isin(self.payoffs[self.inside, 0], self.payoffs[rows, 0])]
        both, named = np.unique(self.payoffs[np.concatenate([rows, near])], axis=0, return_inverse=True)
        wanted = np.zeros(len(both), bool)
        wanted[named[: len(rows)]] = True
        same = near[wanted[named[len(rows) :]]]
        return same[same != found]

    def mixed(self, rule: str, rows: Indices, weights: Array) -> Solution:
        """Give a lottery."""
        made = np.maximum(weights @ self.payoffs[rows], self.outside)  # rounding alone may put it below
        return Solution(rule, made, made - self.outside, rows, weights)

    def on_chain(self, rule: str, at: float) -> Solution:
        """Give the efficient lottery of two players where the first has that much."""
        return self.mixed(rule, *self.chain.lottery(self.payoffs, at))

    def in_mixture(self, rule: str, weights: Array) -> Solution:
        """Give a lottery over the efficient outcomes; weights that are rounding go."""
        held = np.flatnonzero(weights > SAME)
        return self.mixed(rule, self.best[held], weights[held] / weights[held].sum())
