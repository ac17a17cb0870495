"""A contest of tariffs: who plays, which rates each chooses, and what everyone has under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.games.nash import View
from counterpoise.statecraft.instruments import Instruments, instruments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.statecraft.politics import Politics
    from counterpoise.statecraft.position import Position, World

    Array = NDArray[np.float64]
    Index = NDArray[np.intp]

LEAST = 1e-9
"""The part of the largest curvature of any rate that the curvature of a rate is taken to have at least."""


@dataclass(frozen=True)
class Side:
    """Who decides together: one country, or the members of a customs union.

    Attributes
    ----------
    name
        What it is called.
    members
        Positions of its countries.
    """

    name: str
    members: tuple[int, ...]


@dataclass(eq=False)
class Contest:
    """Sides that set tariffs on each other's goods.

    Attributes
    ----------
    world
        In which rates are chosen.
    politics
        What governments want.
    sides
        Who plays.
    chosen
        The rates.
    owner
        Whose each rate is ``[rate]``.
    """

    world: World
    politics: Politics
    sides: tuple[Side, ...]
    chosen: Instruments
    owner: Index

    @property
    def lower(self) -> Array:
        """Give the lowest choices, logs of one plus a rate ``[rate]``."""
        return np.log1p(self.chosen.lower)

    @property
    def upper(self) -> Array:
        """Give the highest."""
        return np.log1p(self.chosen.upper)

    @cached_property
    def today(self) -> Array:
        """Give the choices that today's rates come to on average, within the bounds ``[rate]``."""
        held = np.log1p(self.chosen.average(self.world.baseline))
        return np.clip(held, self.lower, self.upper)

    @cached_property
    def sizes(self) -> Array:
        """Give the part of a side's income in the baseline that each country makes ``[side, country]``."""
        made = np.zeros((len(self.sides), len(self.world.baseline.countries)))
        for k, side in enumerate(self.sides):
            own = self.world.baseline.accounts.income[list(side.members)]
            made[k, list(side.members)] = own / own.sum()
        return made

    def at(self, choices: Array) -> Position:
        """Solve the world under choices ``[rate]``."""
        return self.world.at(self.chosen, np.expm1(choices))

    def payoffs(self, position: Position) -> Array:
        """Give what each side has over what it had in the baseline ``[side]``."""
        return self.sizes @ self.politics.hat(position)

    def log_weights(self, position: Position) -> Array:
        """Give by country the weights whose sum of logs moves as the log of each side's payoff ``[side, country]``."""
        held = self.sizes * self.politics.hat(position)
        return held / held.sum(1, keepdims=True)

    def slopes(self, position: Position, weights: Array, choices: Array) -> Array:
        """Give the derivative of a weighted sum of logs of what governments have by every choice ``[rate]``."""
        return self.chosen.gathered(self.politics.adjoint(position, weights)) * np.exp(choices)

    def see(self, choices: Array) -> View:
        """Give the logs of payoffs, their slopes by own choices and about how these bend (see `View`)."""
        position = self.at(choices)
        weights, slopes = self.log_weights(position), np.zeros(len(choices))
        for k in range(len(self.sides)):
            mine = self.owner == k
            if mine.any():
                slopes[mine] = self.slopes(position, weights[k], choices)[mine]
        return View(np.log(self.payoffs(position)), slopes, self.curvature(position))

    def curvature(self, position: Position) -> Array:
        """Give about how fast slopes fall with the own choice ``[rate]``.

        The part of a side's income that the taxed flows are, times the elasticity of trade before tariffs.
        """
        linear = position.system.linear
        base = self.world.baseline
        bought = linear.sold.reshape(linear.s, linear.n, -1, linear.n).sum(2) * (1.0 + position.problem.tariff)
        bends = bought * (1.0 + np.maximum(np.abs(base.theta), 0.1))[:, None, None]
        by_flow: dict[str, Array] = {kind: bends.transpose(2, 0, 1) for kind in self.chosen.by_kind}
        income = np.array([position.solution.point.income[list(side.members)].sum() for side in self.sides])
        made = self.chosen.summed(by_flow) / income[self.owner]
        return np.maximum(made, LEAST * made.max())

    def payoff_of(self, side: int) -> Callable[..., tuple[float, Array]]:
        """Give the function from all choices (and the world under them, if solved) to the log of a side's payoff and its slopes."""

        def function(choices: Array, position: Position | None = None) -> tuple[float, Array]:
            position = self.at(choices) if position is None else position
            weights = self.log_weights(position)[side]
            return float(np.log(self.payoffs(position)[side])), self.slopes(position, weights, choices)

        return function


def contest(
    world: World,
    politics: Politics,
    sides: Sequence[Side],
    sectors: Sequence[int],
    *,
    across: str = "each",
    bounds: tuple[float, float] = (0.0, 10.0),
) -> Contest:
    """Give the contest in which each side sets tariffs on the goods of all other sides.

    Parameters
    ----------
    world, politics
        See `Contest`.
    sides
        At least two; no country may be in two.
    sectors
        On which goods, as positions.
    across
        How far rates differ: ``each`` (by sector and partner), ``sector`` (the same for all other sides), ``partner``, ``all``.
    bounds
        The lowest and the highest rate, fractions.

    Raises
    ------
    InputError
        If there are fewer than two sides, or a country is in two.
    """
    if len(sides) < 2:
        raise InputError("a war has two sides at least", where="parties", remedy="name another country")
    every = [one for side in sides for one in side.members]
    if len(set(every)) < len(every):
        twice = next(one for one in every if every.count(one) > 1)
        name = world.baseline.countries[twice]
        raise InputError(f"{name} would be on two sides", where="parties", remedy="name each country once")
    parts, owner = [], []
    for k, side in enumerate(sides):
        others = [one for one in every if one not in side.members]
        made = _of_side(world, side, others, sectors, across, bounds)
        parts.append(made)
        owner.append(np.full(len(made), k, dtype=np.intp))
    return Contest(world, politics, tuple(sides), reduce(Instruments.joined, parts), np.concatenate(owner))


def _of_side(
    world: World, side: Side, others: Sequence[int], sectors: Sequence[int], across: str, bounds: tuple[float, float]
) -> Instruments:
    """Give a side's rates: all its members levy the same, as a customs union does."""
    base = world.baseline
    made = []
    for one in side.members:
        try:
            made.append(instruments(base, one, others, sectors, across=across, bounds=bounds))
        except InputError as error:
            if len(side.members) == 1 or error.where == "bounds":
                raise
    if not made:
        raise InputError(f"{side.name} buys nothing there", where="parties", remedy="name other sectors")
    joined = reduce(Instruments.joined, made)
    if len(made) == 1:
        return joined
    keys = np.stack([joined.partner, joined.sector])
    _, first, group = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    return replace(
        joined,
        kind=joined.kind[first],
        country=joined.country[first],
        partner=joined.partner[first],
        sector=joined.sector[first],
        rate=group[joined.rate],
        lower=joined.lower[first],
        upper=joined.upper[first],
    )
