"""The rates that maximise a country's real income in the model, and how much of it each of them is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.games.best_response import TOLERANCE, Maximum, maximum
from counterpoise.statecraft.sufficient import lashkaripour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.policy import Policy
    from counterpoise.statecraft.instruments import Instruments
    from counterpoise.statecraft.position import Position, World

    Array = NDArray[np.float64]

NODES = (6, 12, 24)
"""Points at which slopes are taken on the way from one set of rates to another; the next number where they do not add up."""

ADDS_UP = 1e-4
"""What the rates are worth adds up to the gain to within this part of it, or of `NOTHING`."""

NOTHING = 1e-5
"""A change of real income, as a fraction, that is called nothing: 0.001 %."""

LONG = 0.5
"""A search's first step moves rates by no more than this, in logs of one plus them, on average: there may be no equilibrium beyond."""

APART = 1e-6
"""Optima whose real incomes differ by more than this, a fraction, are told apart."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """A local maximum of a country's real income in the rates that it chooses.

    Attributes
    ----------
    country
        Whose, as a position.
    chosen
        The rates that were free.
    rates
        The best ones ``[rate]``, fractions.
    today
        Those of the baseline, averages over the flows of each weighted by trade ``[rate]``.
    position
        The equilibrium at the optimum.
    level, levelled
        The best single rate of each kind of tax in place of all of them, with where it is ``[kind]``, and its equilibrium.
    worth
        By how much real income rises on the way from today's rates to the best, rate by rate ``[rate]``: fractions of today's
        that add up to the whole gain (Aumann and Shapley's attribution along the straight way in logs).
    beyond
        The same from the best single rate: what the pattern is worth.
    found
        How the search ended.
    starts
        Real incomes, over the baseline's, that searches from elsewhere ended at; the best is the first.
    """

    country: int
    chosen: Instruments
    rates: Array
    today: Array
    position: Position
    level: Instruments
    levels: Array
    levelled: Position
    worth: Array
    beyond: Array
    found: Maximum
    starts: tuple[float, ...]

    @property
    def gain(self) -> float:
        """Give the gain of real income over today's, a fraction."""
        return float(self.position.welfare[self.country]) - 1.0

    @property
    def level_gain(self) -> float:
        """Give the gain of the best single rate, a fraction."""
        return float(self.levelled.welfare[self.country]) - 1.0

    @cached_property
    def formula(self) -> float:
        """Give Lashkaripour's optimal tariff at the shares of the optimum, a fraction."""
        return formula_at(self.position, self.country)


def optimum(
    world: World,
    chosen: Instruments,
    *,
    tolerance: float = TOLERANCE,
    tell: Callable[[str, float], None] | None = None,
) -> Optimum:
    """Find the rates that maximise the real income of the country that sets them, all other policies as they are.

    Law, and what others would answer, are left out.

    Parameters
    ----------
    world
        The model; what it solves begins where it last ended.
    chosen
        The rates, of one country.
    tolerance
        See `counterpoise.games.best_response.maximum`.
    tell
        Told what is done, and which part of the whole that is.

    Returns
    -------
    Optimum
        The best of the local optima that searches from today's rates and from the best single rate found.

    Raises
    ------
    NoSolution
        If none was found: with how far the slopes are from zero.

    References
    ----------
    Beshkar and Lashkaripour (2020), Interdependence of Trade Policies in General Equilibrium, for what to expect without inputs:
    one rate for all sectors of a partner. Aumann and Shapley (1974), Values of Non-Atomic Games, for the attribution.

    Examples
    --------
    >>> import counterpoise as cp
    >>> from counterpoise.statecraft.instruments import instruments
    >>> from counterpoise.statecraft.position import World
    >>> base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    >>> best = optimum(World(base), instruments(base, 0, [1], [0]))
    >>> round(100 * best.rates.item(), 2), round(100 * best.formula, 2)
    (29.66, 29.66)
    """
    said = tell or _quiet
    aim = _Aim(world, chosen)
    level = merged(chosen)
    over = _Aim(world, level)
    said("the best single rate", 0.2)
    today = world.under(world.today)
    first = formula_at(today, aim.country)
    starts = [level.average(world.baseline), np.full(len(level), first if np.isfinite(first) else 0.1)]
    single, *_ = _searched(over, starts, tolerance)
    said("the optimum", 0.4)
    if len(chosen) == len(level):
        found, others = single, ()
    else:
        spread = np.expm1(single.x)[_kinds(chosen)]
        found, *others = _searched(aim, [spread, chosen.average(world.baseline)], tolerance)
    said("what each rate is worth", 0.8)
    rates, levels = np.expm1(found.x), np.expm1(single.x)
    best, uniform = world.at(chosen, rates), world.at(level, levels)
    worth = attributed(world, chosen, world.today, best.policy)
    beyond = np.zeros(len(chosen)) if found is single else attributed(world, chosen, uniform.policy, best.policy)
    return Optimum(
        country=aim.country,
        chosen=chosen,
        rates=rates,
        today=chosen.average(world.baseline),
        position=best,
        level=level,
        levels=levels,
        levelled=uniform,
        worth=worth,
        beyond=beyond,
        found=found,
        starts=tuple(float(np.exp(one.value)) for one in (found, *others)),
    )


def formula_at(position: Position, country: int) -> float:
    """Give Lashkaripour's formula at the shares of an equilibrium, a fraction (see `sufficient.lashkaripour`)."""
    problem = position.problem
    trade = problem.trade_at(position.solution.point)  # sector, destination, origin
    bought = trade * problem.taxed
    whole = bought.sum(2)
    abroad = np.arange(whole.shape[1]) != country
    part = bought[:, :, country] / np.where(whole > 0, whole, 1.0)
    return lashkaripour(trade[:, abroad, country], part[:, abroad], position.baseline.theta)


def merged(chosen: Instruments) -> Instruments:
    """Give one rate of each kind of tax, in place of all, on the same flows; its bounds are the widest that all share."""
    kinds = list(dict.fromkeys(chosen.kind.tolist()))
    of = _kinds(chosen)
    return replace(
        chosen,
        kind=np.array(kinds),
        country=chosen.country[: len(kinds)],
        partner=np.full(len(kinds), -1, dtype=np.intp),
        sector=np.full(len(kinds), -1, dtype=np.intp),
        rate=of[chosen.rate],
        lower=np.array([chosen.lower[of == k].max() for k in range(len(kinds))]),
        upper=np.array([chosen.upper[of == k].min() for k in range(len(kinds))]),
    )


def attributed(world: World, chosen: Instruments, before: Policy, after: Policy) -> Array:
    """Give by how much real income rises from one policy to another, rate by rate ``[rate]``, fractions of the baseline's.

    The slopes along the straight way between them, in logs of one plus each flow's rate, times how far that flow's rate moves;
    what the rates are worth adds up to the whole rise.
    """
    country = int(chosen.country[0])
    whole = float(np.subtract(*(world.under(one).welfare[country] for one in (after, before))))
    made = np.zeros(len(chosen))
    for nodes in NODES:
        made = _along(world, chosen, before, after, nodes)
        if abs(made.sum() - whole) <= ADDS_UP * max(abs(whole), NOTHING):
            break
    return made


def _along(world: World, chosen: Instruments, before: Policy, after: Policy, nodes: int) -> Array:
    country, weights = int(chosen.country[0]), _one(world, chosen)
    old = {kind: getattr(before, kind) for kind in chosen.by_kind}
    far = {kind: np.log1p(getattr(after, kind)) - np.log1p(old[kind]) for kind in chosen.by_kind}
    made = np.zeros(len(chosen))
    for place, weight in zip(*np.polynomial.legendre.leggauss(nodes), strict=True):
        t = 0.5 * (1.0 + place)
        level = {kind: (1.0 + old[kind]) * np.exp(t * far[kind]) for kind in old}
        here = world.under(replace(after, **{kind: one - 1.0 for kind, one in level.items()}))
        slopes = here.adjoint(weights)
        moved = {kind: slopes.of_flows(kind) * level[kind] * far[kind] for kind in old}
        made += 0.5 * weight * float(here.welfare[country]) * chosen.summed(moved)
    return made


class _Aim:
    """A country's log real income by the logs of one plus its rates, with its slopes."""

    def __init__(self, world: World, chosen: Instruments) -> None:
        self.world, self.chosen = world, chosen
        self.country = int(chosen.country[0])
        self.weights = _one(world, chosen)
        self.scale = np.sqrt(chosen.stiffness(world.baseline))
        self.last: tuple[Array, float, Array] | None = None

    def __call__(self, x: Array) -> tuple[float, Array]:
        if self.last is None or not np.array_equal(x, self.last[0]):
            self.last = (x.copy(), *self._at(x))
        return self.last[1:]

    def scale_at(self, x: Array) -> Array:
        """Give the scale of a search from there: stiffer where real income rises so fast that its first step would be long."""
        slopes = self(x)[1]
        weight = self.scale**2
        whole = np.divide(slopes, weight, out=np.zeros_like(x), where=weight > 0)
        step = np.clip(x + whole, np.log1p(self.chosen.lower), np.log1p(self.chosen.upper)) - x
        return self.scale * np.sqrt(max(1.0, float(weight @ np.abs(step)) / (LONG * float(weight.sum()))))

    def _at(self, x: Array) -> tuple[float, Array]:
        here = self.world.at(self.chosen, np.expm1(x))
        slopes = self.chosen.gathered(here.adjoint(self.weights)) * np.exp(x)
        return float(np.log(here.welfare[self.country])), slopes


def _searched(aim: _Aim, starts: Sequence[Array], tolerance: float) -> list[Maximum]:
    """Search from each start, and give the maxima, the highest first; what a start fails at another may find."""
    lower, upper = np.log1p(aim.chosen.lower), np.log1p(aim.chosen.upper)
    found: list[Maximum] = []
    failed: NoSolution | None = None
    for start in starts:
        begin = np.log1p(np.clip(start, aim.chosen.lower, aim.chosen.upper))
        try:
            scale = aim.scale_at(begin)
            found.append(
                maximum(aim, begin, lower=lower, upper=upper, scale=scale, tolerance=tolerance, where="optimal")
            )
        except NoSolution as error:
            failed = error
    if not found:
        raise failed or NoSolution("no optimum was found", where="optimal")
    return sorted(found, key=lambda one: -one.value)


def _kinds(chosen: Instruments) -> NDArray[np.intp]:
    """Give the number of each rate's kind, in the order in which the kinds occur ``[rate]``."""
    kinds = list(dict.fromkeys(chosen.kind.tolist()))
    return np.array([kinds.index(one) for one in chosen.kind.tolist()], dtype=np.intp)


def _one(world: World, chosen: Instruments) -> Array:
    weights = np.zeros(len(world.baseline.countries))
    weights[chosen.country[0]] = 1.0
    return weights


def _quiet(what: str, part: float) -> None:
    del what, part
