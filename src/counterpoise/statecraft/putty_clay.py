r"""A policy before a rupture, putty-clay: what it costs in a calm year, and what is lost when the tie breaks.

Rates that are set in a calm year have all the time that shares need: they give a long-run equilibrium. Its accounts are then
what a rupture meets (`counterpoise.equilibrium.rebase`), with the little that substitutes within a year. With W1 the real income
of the first against today's and W2 that of the second against the first's,

.. math:: C = \ln W_1, \qquad R = \ln W_1 + \ln W_2

In the rupture a share of the trade between the two sides ends, both ways. What is left is rationed: it costs its buyer d times as
much, with d to the power -sigma the share that is left. Of what home still gets, the partner's side keeps all that it costs: no
tariff of home's and no scarcity value comes to home. Of what the partner still gets, the scarcity value stays with the partner's
buyers, as in every embargo of a part. Home gains nothing from the rupture, then. All other taxes stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.equilibrium.adjoint import Adjoint
from counterpoise.equilibrium.linked import OnAccounts, carried, checked, on_accounts
from counterpoise.equilibrium.problem import State
from counterpoise.equilibrium.rebase import rebased
from counterpoise.equilibrium.seeds import welfare_seed
from counterpoise.equilibrium.solver import renewed
from counterpoise.equilibrium.system import System
from counterpoise.statecraft.position import Position, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.linear import Linear
    from counterpoise.equilibrium.policy import Policy
    from counterpoise.equilibrium.precondition import Preconditioner
    from counterpoise.equilibrium.seeds import Seed
    from counterpoise.statecraft.instruments import Instruments

    Array = NDArray[np.float64]

LOOSE = 1e-6
"""How far the linear systems are solved here: slopes of real income are then good to five digits."""

FOUND = 1e-11
"""The largest gap of a market in the rupture, over world value added."""

SCARCITY = {
    "home": "what buyers at home pay for the little that still arrives above its price at the border stays at home",
    "partner": "the partner's side keeps all that its remaining goods cost",
}
"""Who holds the scarcity value of what home still buys from the partner in the rupture."""

SLOW = 40
"""Rounds after which approximate inverses are made anew."""


@dataclass(frozen=True)
class Rupture:
    """How a tie breaks.

    Attributes
    ----------
    home
        Who hedges, as a position.
    partners
        From whom it is cut off, as positions.
    cut
        The share of the trade that ends, 0 to 1; 1 is a total stop.
    scarcity
        Of `SCARCITY`: who holds the scarcity value of what home still gets.
    """

    home: int
    partners: tuple[int, ...]
    cut: float
    scarcity: str = "home"

    def between(self, shape: tuple[int, ...], *, imports: bool = True) -> NDArray[np.bool_]:
        """Give the flows between the two sides ``[origin, sector, destination]``; without imports, home's exports alone."""
        made = np.zeros(shape, dtype=bool)
        others = list(self.partners)
        made[self.home, :, others] = True
        if imports:
            made[others, :, self.home] = True
        return made

    def dearer(self, theta: Array) -> Array:
        """Give d, by which what is left gets dearer ``[sector]``."""
        if self.cut >= 1.0:
            return np.full(len(theta), np.inf)
        return (1.0 - self.cut) ** (-1.0 / (1.0 + theta))


@dataclass(frozen=True)
class Stock:
    """Goods of the partner that are held against the rupture.

    Attributes
    ----------
    cost
        What holding a year's imports costs in a year, a share of their value.
    goods
        Which sectors can be held ``[sector]``.
    """

    cost: float
    goods: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Bet:
    """What a policy comes to, calm and in the rupture.

    Attributes
    ----------
    x
        The choices: points on today's rates, and the share of the year that stocks last where they are held.
    calm, rupture
        C and R, logs of home's real income against today's.
    of_calm, of_rupture
        Their derivatives by the choices.
    first, parts
        The long-run equilibrium, and those of the rupture year with their shares of it.
    partner
        The partners' mean log loss in the rupture, C - R of theirs weighted by income, and its derivative; None unless asked.
    """

    x: Array
    calm: float
    rupture: float
    of_calm: Array
    of_rupture: Array
    first: Position
    parts: tuple[tuple[float, Position], ...]
    partner: tuple[float, Array] | None = None

    @property
    def loss(self) -> float:
        """Give what the rupture costs, in logs of real income."""
        return self.calm - self.rupture


@dataclass(eq=False)
class PuttyClay:
    """The two years as a function of the choices, with its gradient.

    Attributes
    ----------
    base
        Today's accounts with the elasticities of the long run.
    later
        The same accounts with those of the rupture year.
    rupture
        How the tie breaks.
    chosen
        The rates, as points on today's.
    stock
        What can be held besides; None for nothing.
    both
        Whether the partners' loss is followed too.
    laying
        The policy that the points are laid on; today's if left out.
    tolerance, loose
        See `FOUND` and `LOOSE`.
    evaluations
        How often both years were solved.
    """

    base: Baseline
    later: Baseline
    rupture: Rupture
    chosen: Instruments
    stock: Stock | None = None
    both: bool = False
    laying: Policy | None = None
    tolerance: float = FOUND
    loose: float = LOOSE
    evaluations: int = field(default=0, init=False)
    _world: World = field(init=False, repr=False)
    _starts: dict[bool, tuple[State, Array]] = field(default_factory=dict, init=False, repr=False)
    _nears: dict[bool, Preconditioner] = field(default_factory=dict, init=False, repr=False)
    _guesses: dict[str, Array] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        checked(self.base.accounts, self.later.accounts)
        self._world = World(self.base)

    def __len__(self) -> int:
        return len(self.chosen) + (self.stock is not None)

    @cached_property
    def weights(self) -> Array:
        """Home's weight in the number whose derivative is taken ``[country]``."""
        made = np.zeros(len(self.base.countries))
        made[self.rupture.home] = 1.0
        return made

    @cached_property
    def of_partners(self) -> Array:
        """The partners' weights, by income ``[country]``."""
        made = np.zeros(len(self.base.countries))
        others = list(self.rupture.partners)
        made[others] = self.base.accounts.income[others] / self.base.accounts.income[others].sum()
        return made

    # The choices --------------------------------------------------------------------------------------------

    def laid(self, x: Array) -> Policy:
        """Give the calm year's policy: today's (or another) with the points on top."""
        today, chosen = self.laying or self._world.today, self.chosen
        tariff = np.array(today.tariff)
        tariff[chosen.flow] += x[chosen.rate]
        return replace(today, tariff=tariff)

    def cover(self, x: Array) -> float:
        """Give the share of the year that stocks last."""
        return float(x[-1]) if self.stock is not None else 0.0

    # The years ----------------------------------------------------------------------------------------------

    def at(self, x: Array, *, slopes: bool = True) -> Bet:
        """Solve both years at some choices.

        Raises
        ------
        NoSolution
            If one of them has no equilibrium.
        """
        self.evaluations += 1
        first = self._world.under(self.laid(x))
        k = self.cover(x)
        parts = [(1.0 - k, self._broken(first, bridged=False))]
        if self.stock is not None:
            parts.append((k, self._broken(first, bridged=True)))
        made = tuple(parts)
        calm, rupture = self._levels(first, made, k)
        of_calm = of_rupture = np.zeros(len(self))
        partner = None
        if slopes:
            of_calm, of_rupture = self._slopes(first, made, k)
            partner = self._partner(first, made) if self.both else None
        return Bet(x.copy(), calm, rupture, of_calm, of_rupture, first, made, partner)

    def _broken(self, first: Position, *, bridged: bool) -> Position:
        """Solve the rupture on the accounts of the calm year."""
        accounts = replace(
            rebased(first.problem, first.solution.point),
            theta=self.later.accounts.theta,
            nests=self.later.accounts.nests,
            factors=self.later.accounts.factors,
        )
        made = replace(self.later, accounts=accounts)
        if bridged in self._nears:  # approximate inverses around one rupture serve for all that are like it
            made.__dict__["near"] = self._nears[bridged]
        start = None
        if bridged in self._starts:
            state, output = self._starts[bridged]
            start = replace(state, output=state.output / np.where(output > 0, output, 1.0) * accounts.output)
        world = World(made, tolerance=self.tolerance, patient=start is None)  # a search can take a shorter step
        found = world.under(self.cut(made, bridged=bridged), start=start)
        if bridged not in self._nears or found.solution.rounds > SLOW:
            self._nears[bridged] = renewed(found.problem, found.state)
        found.__dict__["system"] = System(found.problem, self._nears[bridged], found.state, found.solution.point)
        self._starts[bridged] = found.state, accounts.output
        return found

    def cut(self, calm: Baseline, *, bridged: bool = False) -> Policy:
        """Give the rupture as a policy against the calm year's accounts.

        Parameters
        ----------
        calm
            The calm year as a baseline.
        bridged
            Whether stocks stand in for home's imports of what can be held.
        """
        from counterpoise.equilibrium.counterfactual import unchanged  # noqa: PLC0415

        same = unchanged(calm)
        flows = self._cut_flows(same.tariff.shape, bridged=bridged)
        if self.rupture.cut >= 1.0:
            return replace(same, trade_cost_hat=np.where(flows, np.inf, 1.0))
        dearer = np.where(flows, self.rupture.dearer(calm.theta)[None, :, None], 1.0)
        if self.rupture.scarcity == "home":
            return replace(same, ration=dearer)
        into = flows & ~self.rupture.between(same.tariff.shape, imports=False)
        tax = np.where(into, (1.0 + same.export_tax) * (1.0 + same.tariff) * dearer - 1.0, same.export_tax)
        tariff = np.where(into, 0.0, same.tariff)
        return replace(same, tariff=tariff, export_tax=tax, ration=np.where(into, 1.0, dearer))

    def _cut_flows(self, shape: tuple[int, ...], *, bridged: bool) -> NDArray[np.bool_]:
        made = self.rupture.between(shape)
        if bridged and self.stock is not None:
            into = self.rupture.between(shape) & ~self.rupture.between(shape, imports=False)
            made &= ~(into & self.stock.goods[None, :, None])
        return made

    # Levels and slopes ------------------------------------------------------------------------------------

    def _levels(self, first: Position, parts: tuple[tuple[float, Position], ...], k: float) -> tuple[float, float]:
        home = self.rupture.home
        calm = float(np.log(first.welfare[home]))
        if self.stock is not None:
            calm += float(np.log1p(-self.stock.cost * k * self._held(first)))
        return calm, calm + float(np.log(sum(share * part.welfare[home] for share, part in parts)))

    def _held(self, first: Position) -> float:
        """Give a year's imports of what can be held, at the border, over home's income."""
        return float(self._into(first).sum() / first.solution.point.income[self.rupture.home])

    def _into(self, first: Position) -> Array:
        """Give home's imports of what can be held, at the border ``[sector, destination x use, origin]``."""
        assert self.stock is not None
        linear = first.system.linear
        n, uses = linear.n, linear.accounts.uses
        mask = np.zeros((linear.s, n, uses, n), dtype=bool)
        mask[:, self.rupture.home, :, list(self.rupture.partners)] = True
        mask &= self.stock.goods[:, None, None, None]
        return np.where(mask.reshape(linear.bought.shape), linear.bought * linear.border, 0.0)

    def _slopes(self, first: Position, parts: tuple[tuple[float, Position], ...], k: float) -> tuple[Array, Array]:
        home = self.rupture.home
        income = np.array([share * part.welfare[home] for share, part in parts])
        by_part = income / income.sum()
        calm = self._by_choice(self._solved("calm", first, lambda linear: self._seed(first, linear, k)))
        on, direct = self._second(parts, by_part, self.weights, "home")
        total = self._solved("both", first, lambda linear: carried(on, linear, self._seed(first, linear, k)))
        rupture = self._by_choice(total) + self._gathered(direct)
        if self.stock is None:
            return calm, rupture
        # what holding costs moves with the tax at given purchases, and with how much is held
        held = self._held(first)
        scale = self.stock.cost / (1.0 - self.stock.cost * k * held)
        point = first.solution.point
        at_border = self._into(first).reshape(len(self.stock.goods), len(point.income), -1, len(point.income)).sum(2)
        taxed = scale * k * at_border / (1.0 + first.problem.tariff) / point.income[home]
        side = self._gathered(taxed)
        without, with_stocks = (part.welfare[home] for _, part in parts)
        gain = float((with_stocks - without) / income.sum())
        calm, rupture = calm + side, rupture + side
        calm[-1] = -scale * held
        rupture[-1] = -scale * held + gain
        return calm, rupture

    def _seed(self, first: Position, linear: Linear, k: float) -> Seed:
        """Give the seed of the calm year's log real income, less what holding stocks costs."""
        seed = welfare_seed(self.base, linear, self.weights)
        if self.stock is not None and k > 0.0:
            income, home = first.solution.point.income[self.rupture.home], self.rupture.home
            held = self._into(first)
            scale = self.stock.cost * k / (1.0 - self.stock.cost * k * held.sum() / income)
            seed.bought = -scale * held / income
            seed.on.income[home] += scale * held.sum() / income**2
        return seed

    def _second(
        self, parts: tuple[tuple[float, Position], ...], by_part: Array, weights: Array, whose: str
    ) -> tuple[OnAccounts, Array]:
        """Give the rupture's derivatives by the calm year's accounts, and by the taxes that stay ``[sector, destination, origin]``."""
        total: OnAccounts | None = None
        direct = np.zeros(self.base.trade.shape)
        for place, (share, (_, part)) in enumerate(zip(by_part, parts, strict=True)):
            if share == 0.0:
                continue
            given = share * weights
            adjoint = self._solved(
                f"{whose} {place}", part, lambda linear, of=part, given=given: welfare_seed(of.baseline, linear, given)
            )
            on = on_accounts(adjoint, given)
            direct += on.tariff if self.rupture.scarcity == "home" else self._kept_abroad(part, on)
            total = on if total is None else _added(total, on)
        assert total is not None
        return total, direct

    def _kept_abroad(self, part: Position, on: OnAccounts) -> Array:
        """Give the derivative by the calm year's tariffs where they raise what the partner's side keeps."""
        flows = np.zeros(on.tariff.shape, dtype=bool)
        flows[part.problem.change.at] = True
        raised = (1.0 + part.problem.export_tax) / (1.0 + part.baseline.accounts.tariff)
        return np.where(flows, on.export_tax * raised if self.rupture.cut < 1.0 else 0.0, on.tariff)

    def _partner(self, first: Position, parts: tuple[tuple[float, Position], ...]) -> tuple[float, Array]:
        """Give the partners' mean log loss in the rupture and its derivative, which is that of their ln W2 alone."""
        shares = np.array([share for share, _ in parts])
        loss = -sum(float(share * (self.of_partners @ np.log(part.welfare))) for share, part in parts)
        on, direct = self._second(parts, shares, self.of_partners, "partner")
        zero = np.zeros(len(self.weights))
        chain = self._solved(
            "partner", first, lambda linear: carried(on, linear, welfare_seed(self.base, linear, zero))
        )
        slope = -(self._by_choice(chain) + self._gathered(direct))
        if self.stock is not None:
            logs = [float(self.of_partners @ np.log(part.welfare)) for _, part in parts]
            slope[-1] = logs[0] - logs[-1]
        return loss, slope

    def _solved(self, name: str, at: Position, seed_of: Callable[[Linear], Seed]) -> Adjoint:
        """Give the derivatives of a number, begun where those of the number by this name were found last."""
        made = Adjoint(at.system, seed_of, self.loose, self._guesses.get(name))
        self._guesses[name] = made.solution
        return made

    def _by_choice(self, adjoint: Adjoint) -> Array:
        made = np.zeros(len(self))
        made[: len(self.chosen)] = self.chosen.gathered(adjoint)
        return made

    def _gathered(self, by_flow: Array) -> Array:
        """Add up derivatives ``[sector, destination, origin]`` over the flows of each rate."""
        made = np.zeros(len(self))
        made[: len(self.chosen)] = self.chosen.summed({"tariff": by_flow.transpose(2, 0, 1)})
        return made


def _added(one: OnAccounts, other: OnAccounts) -> OnAccounts:
    return OnAccounts(**{name: getattr(one, name) + getattr(other, name) for name in OnAccounts.__dataclass_fields__})
