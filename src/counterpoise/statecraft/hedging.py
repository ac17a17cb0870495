r"""Hedging: the policy that maximises what is expected of a calm year and of a rupture, and what firms would do of it unasked.

With p the probability of a rupture, C and R the logs of real income of `counterpoise.statecraft.putty_clay` and u what a real
income is felt to be worth, the choices x(p) maximise

.. math:: (1-p)\,u(C(x)) + p\,u(R(x))

A part of x(p) is there without any risk, x(0): it is terms of trade. Only x(p) - x(0) hedges, and of that only what buyers who
foresee the risk would not do by themselves is a reason for policy (Grossman, Helpman and Lhuillier 2023).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.games.frontier import Search
from counterpoise.statecraft.instruments import instruments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.core.progress import Progress
    from counterpoise.equilibrium.linear import Linear
    from counterpoise.games.best_response import Maximum
    from counterpoise.statecraft.putty_clay import Bet, PuttyClay

    Array = NDArray[np.float64]

CLOSE, FRONTIER = 1e-5, 1e-4
"""The largest slope, in scaled choices, that is left at an optimum that is reported, and along the frontier."""

NEARLY = 0.1
"""Where less than this part of today's share in imports is left, a policy is nearly exit, whatever its rates stop at."""

WORTH = 1e-4
"""A value of hedging that is worth the name: a hundredth of a per cent of real income."""

SWEEPS, BEHIND = 4, 1e-10
"""How often the optima along the probability are held against all points seen, and what they may lack."""

ROUNDS = 12
"""Rounds in which what firms do unasked settles."""


@dataclass(frozen=True)
class Aim:
    """What is maximised.

    Attributes
    ----------
    probability
        p, of a rupture in a year.
    aversion
        gamma, the relative aversion to risk over the level of real income: 1 is the log, 0 its mean.
    worst
        Whether the worst case alone counts, whatever its probability.
    deterrence
        By how much the log odds of a rupture fall with each per cent that it costs the two sides together; 0 where the
        probability is given, below 0 where cost provokes.
    """

    probability: float
    aversion: float = 1.0
    worst: bool = False
    deterrence: float = 0.0

    def utility(self, level: float) -> tuple[float, float]:
        """Give u and its derivative by the log of real income.

        Examples
        --------
        >>> Aim(0.1).utility(-0.2), Aim(0.1, aversion=2.0).utility(0.0)
        ((-0.2, 1.0), (0.0, 1.0))
        """
        power = 1.0 - self.aversion
        if power == 0.0:
            return level, 1.0
        return float(np.expm1(power * level) / power), float(np.exp(power * level))

    def equivalent(self, value: float) -> float:
        """Give the log of the sure real income that a value is felt to be worth."""
        power = 1.0 - self.aversion
        return value if power == 0.0 else float(np.log1p(power * value) / power)

    def risk(self, bet: Bet, cost_today: float) -> tuple[float, Array]:
        """Give the probability of a rupture at some choices, and its slopes."""
        p = self.probability
        if not self.deterrence or bet.partner is None or not 0.0 < p < 1.0:
            return p, np.zeros(len(bet.x))
        cost = bet.loss + bet.partner[0]
        odds = np.log(p / (1.0 - p)) - 100.0 * self.deterrence * (cost - cost_today)
        risk = float(1.0 / (1.0 + np.exp(-odds)))
        slope = bet.of_calm - bet.of_rupture + bet.partner[1]
        return risk, -100.0 * self.deterrence * risk * (1.0 - risk) * slope

    def judged(self, bet: Bet, cost_today: float = 0.0) -> tuple[float, Array]:
        """Give the objective at some choices, and its slopes."""
        (calm, by_calm), (broken, by_broken) = self.utility(bet.calm), self.utility(bet.rupture)
        if self.worst:
            worse = bet.rupture <= bet.calm
            return (broken, by_broken * bet.of_rupture) if worse else (calm, by_calm * bet.of_calm)
        p, by_choice = self.risk(bet, cost_today)
        slope = (1.0 - p) * by_calm * bet.of_calm + p * by_broken * bet.of_rupture + (broken - calm) * by_choice
        return (1.0 - p) * calm + p * broken, slope


@dataclass(frozen=True, eq=False)
class Hedge:
    """The answer.

    Attributes
    ----------
    today, calm, best, unasked
        The two years at today's rates, at x(0), at x(p), and at what firms do by themselves beside x(0).
    maximum
        How the search ended.
    value
        The objective at x(p) less that at x(0), as a log of real income: never negative.
    unasked_value
        The part of it that firms bring unasked.
    private
        The wedge that buyers who foresee the risk put on the partner's goods ``[sector]``; infinite where they buy none.
    marginal
        The objective's gain at x(0) per unit by which the partner's share in home's purchases falls ``[sector]``.
    pays_from
        The lowest probability at which some move from x(0) pays.
    worth_from
        That at which hedging is worth `WORTH`, on the frontier; nan where it never is.
    frontier
        The optima along the probability.
    """

    aim: Aim
    today: Bet
    calm: Bet
    best: Bet
    unasked: Bet
    maximum: Maximum
    value: float
    unasked_value: float
    private: Array
    marginal: Array
    pays_from: float
    worth_from: float
    frontier: tuple[tuple[float, Bet], ...]
    cost_today: float

    def expected(self, bet: Bet) -> float:
        """Give the log of the sure real income that a bet is felt to be worth."""
        return self.aim.equivalent(self.aim.judged(bet, self.cost_today)[0])


@dataclass(eq=False)
class Hedging:
    """The search for the policy, in the logs of one plus each rate over today's.

    Attributes
    ----------
    model
        The two years.
    aim
        What is maximised.
    cost
        What the rupture costs both sides at today's rates, which a risk that answers is held against.
    left_out
        Probabilities of the frontier at which no optimum was found.
    """

    model: PuttyClay
    aim: Aim
    cost: float = field(default=0.0, init=False)
    left_out: list[float] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        model, chosen = self.model, self.model.chosen
        self.rates_today = chosen.average(model.base)
        level = 1.0 + self.rates_today
        lower, upper = np.log1p(chosen.lower / level), np.log1p(chosen.upper / level)
        scale = np.sqrt(np.maximum(chosen.stiffness(model.base), 1e-12))
        if model.stock is not None:
            lower, upper, scale = np.append(lower, 0.0), np.append(upper, 1.0), np.append(scale, 0.1)
        self.lower, self.upper = lower, upper
        self.search = Search(self._evaluated, lower, upper, scale)

    def points(self, y: Array) -> Array:
        """Give the choices that the search's variables stand for."""
        made = y.copy()
        made[: len(self.rates_today)] = (1.0 + self.rates_today) * np.expm1(y[: len(self.rates_today)])
        return made

    def _per(self, y: Array) -> Array:
        made = np.ones_like(y)
        made[: len(self.rates_today)] = (1.0 + self.rates_today) * np.exp(y[: len(self.rates_today)])
        return made

    def _evaluated(self, y: Array) -> tuple[Bet, Array]:
        return self.model.at(self.points(y)), self._per(y)

    def _judge(self, aim: Aim, cost_today: float) -> Callable[[tuple[Bet, Array]], tuple[float, Array]]:
        def judge(found: tuple[Bet, Array]) -> tuple[float, Array]:
            value, slope = aim.judged(found[0], cost_today)
            return value, slope * found[1]

        return judge

    def _found(self, aim: Aim, cost: float, start: Array, tolerance: float) -> tuple[Maximum, Bet]:
        made = self.search.best(self._judge(aim, cost), start, tolerance=tolerance, where="hedge")
        return made, next(found[0] for x, found in self.search.seen if np.array_equal(x, made.x))

    def solved(self, points: int, tell: Progress) -> Hedge:
        """Find the policy, and the frontier with so many points.

        Raises
        ------
        NoSolution
            If no optimum was found: with how far the slopes are from zero.
        """
        aim, start = self.aim, np.clip(np.zeros(len(self.lower)), self.lower, self.upper)
        self.search.seen.append((start, self._evaluated(start)))
        today = self.search.seen[0][1][0]
        self.cost = cost = today.loss + (today.partner[0] if today.partner is not None else 0.0)
        along = self._along(points, start, tell)
        frontier = {p: bet for p, (_, bet) in along.items()}
        first, calm = along[0.0]
        maximum, best = self._found(aim, cost, start, CLOSE) if aim.worst else along[aim.probability]
        private = self._private(best)
        unasked = self._unasked(calm)
        base, top = aim.judged(calm, cost)[0], maximum.value
        value = aim.equivalent(top) - aim.equivalent(base)
        return Hedge(
            aim, today, calm, best, unasked, maximum,
            value=value,
            unasked_value=aim.equivalent(aim.judged(unasked, cost)[0]) - aim.equivalent(base),
            private=private,
            marginal=self._marginal(calm, cost),
            pays_from=self._pays_from(calm, first),
            worth_from=self._worth_from(frontier, calm, cost),
            frontier=tuple(sorted(frontier.items())),
            cost_today=cost,
        )  # fmt: skip

    def _along(self, points: int, start: Array, tell: Progress) -> dict[float, tuple[Maximum, Bet]]:
        """Find the optima along the probability, each the best of what the others have seen."""
        aim = self.aim
        at = grid(points) | ({0.0} if aim.worst else {0.0, aim.probability})
        members = {p: Aim(p, aim.aversion, deterrence=aim.deterrence) for p in sorted(at)}
        close = {0.0: CLOSE, aim.probability: CLOSE}
        made: dict[float, tuple[Maximum, Bet]] = {}
        for k, (p, member) in enumerate(members.items()):
            tell.report(f"a probability of {p:.3g}", 0.1 + 0.6 * k / len(members))
            try:
                made[p] = self._found(member, self.cost, start, close.get(p, FRONTIER))
            except NoSolution:
                if p in close and not (aim.worst and p):
                    raise
                self.left_out.append(p)
        self._see_exit(start)
        for _ in range(SWEEPS):  # an optimum nearby may be worse than one that another probability has led to
            behind = [p for p in reversed(made) if self._best_seen(members[p]) > made[p][0].value + BEHIND]
            for k, p in enumerate(behind):
                tell.report(f"a probability of {p:.3g}", 0.7 + 0.15 * k / len(behind))
                try:
                    made[p] = self._found(members[p], self.cost, start, close.get(p, FRONTIER))
                except NoSolution:
                    if p in close and not (aim.worst and p):
                        raise
                    self.left_out.append(p)
                    del made[p]
            if not behind:
                break
        return made

    def _see_exit(self, start: Array) -> None:
        """Look at exit from the partner: a search that begins at today's rates may never get there."""
        far = start.copy()
        far[np.flatnonzero(self.on_partner)] = self.upper[np.flatnonzero(self.on_partner)]
        try:
            self.search.seen.append((far, self._evaluated(far)))
        except NoSolution:
            return

    def _best_seen(self, aim: Aim) -> float:
        return max(aim.judged(found[0], self.cost)[0] for _, found in self.search.seen)

    @property
    def on_partner(self) -> NDArray[np.bool_]:
        """Say which rates are on the partner's goods ``[rate]``."""
        chosen = self.model.chosen
        mine = np.isin(chosen.flow[0], self.model.rupture.partners)
        return np.bincount(chosen.rate[mine], minlength=len(chosen)) > 0

    @property
    def objective(self) -> str:
        """Say what is maximised."""
        aim = self.aim
        if aim.worst:
            return "the worst case of real income"
        if aim.aversion == 1.0:
            return "the expected log of real income"
        if aim.aversion == 0.0:
            return "expected real income"
        return f"expected utility of real income at a relative risk aversion of {aim.aversion:g}"

    def corner(self, found: Hedge) -> str:
        """Name the corner that a hedge stops at: exit where all rates on the partner's goods are at their upper bound."""
        mine = np.flatnonzero(self.on_partner)
        high = int(found.maximum.at_upper[mine].sum())
        if high == len(mine):
            return "exit"
        return "nearly exit" if self._left(found) < NEARLY else "exit in part" if high else ""

    def _left(self, found: Hedge) -> float:
        """Give the partner's share in imports of the goods that rates are set on, over today's."""
        base = self.model.base
        goods = np.isin(np.arange(len(base.sectors)), self.model.chosen.flow[1])
        today = self.tie(found.today, goods)
        return self.tie(found.best, goods) / today if today > 0 else 1.0

    def notes(self, found: Hedge) -> list[str]:
        """Tell what a reader must know of where the search ended."""
        mine = np.flatnonzero(self.on_partner)
        high = int(found.maximum.at_upper[mine].sum())
        said = [f"what is maximised is {self.objective}"]
        if self.left_out:
            said.append(
                f"the frontier lacks {len(self.left_out)} points, at which no optimum was found within the bounds"
            )
        if high == len(mine):
            said.append(
                "a corner: every rate on the partner's goods stops at its upper bound: the best is exit, as far as the bounds allow"
            )
        elif high:
            said.append(
                f"a corner: {high} of {len(mine)} rates on the partner's goods stop at their upper bound: there the best is exit"
            )
        if high < len(mine) and self._left(found) < NEARLY:
            said.append(
                f"nearly exit, whatever the bounds: {100 * self._left(found):.2g} % of the partner's share in imports is left"
            )
        return said

    # What firms do unasked ----------------------------------------------------------------------------------

    def _private(self, bet: Bet) -> Array:
        """Give the wedge of buyers who foresee the risk and take all prices as given ``[sector]``."""
        aim, model = self.aim, self.model
        share, after, theta, near = self.shares(bet)
        p = (1.0 if aim.worst else aim.risk(bet, self.cost)[0]) * (1.0 - model.cover(bet.x))
        return private_wedge(share, after, theta, near, p)

    def shares(self, bet: Bet) -> tuple[Array, Array, Array, Array]:
        """Give the partner's share in home's purchases, calm and broken, and the elasticities ``[sector]``."""
        broken = bet.parts[0][1]
        return (
            self._partners(bet.first.system.linear),
            self._partners(broken.system.linear),
            bet.first.problem.accounts.theta,
            broken.problem.accounts.theta,
        )

    def tie(self, bet: Bet, goods: NDArray[np.bool_]) -> float:
        """Give the level of the tie: the partner's share in home's imports of some goods, at the border, in the calm year."""
        home, others = self.model.rupture.home, list(self.model.rupture.partners)
        linear = bet.first.system.linear
        bought = (linear.bought * linear.border).reshape(linear.s, linear.n, -1, linear.n)[:, home].sum(1)[goods]
        whole = bought.sum() - bought[:, home].sum()
        return float(bought[:, others].sum() / whole) if whole > 0 else 0.0

    def _partners(self, linear: Linear) -> Array:
        home, others = self.model.rupture.home, list(self.model.rupture.partners)
        bought = linear.bought.reshape(linear.s, linear.n, -1, linear.n)[:, home].sum(1)
        whole = bought.sum(1)
        return np.divide(bought[:, others].sum(1), whole, out=np.zeros_like(whole), where=whole > 0)

    def _unasked(self, calm: Bet) -> Bet:
        """Give the two years where firms foresee the risk and policy stays at x(0)."""
        chosen = self.model.chosen
        level = 1.0 + self.rates_today + calm.x[: len(self.rates_today)]
        flows = np.isin(chosen.flow[0], self.model.rupture.partners)
        weight = self.model.base.trade.transpose(2, 0, 1)[chosen.flow] * flows
        mine = self.on_partner
        total = np.bincount(chosen.rate, weights=weight, minlength=len(chosen))
        bet, log = calm, np.zeros(len(chosen))
        for _ in range(ROUNDS):
            wedge = np.log1p(np.minimum(self._private(bet), 1e6))[chosen.flow[1]]
            mean = np.bincount(chosen.rate, weights=weight * wedge, minlength=len(chosen))
            wanted = np.where(mine, np.divide(mean, total, out=np.zeros_like(mean), where=total > 0), 0.0)
            most = np.log1p(chosen.upper / (1.0 + self.rates_today)) - np.log(level / (1.0 + self.rates_today))
            moved = 0.5 * (np.minimum(wanted, np.maximum(most, 0.0)) - log)
            log = log + moved
            x = calm.x.copy()
            x[: len(chosen)] = level * np.exp(log) - 1.0 - self.rates_today
            bet = self.model.at(x, slopes=self.model.both)
            if np.abs(moved).max(initial=0.0) < 1e-3:
                break
        return bet

    # What else is told -------------------------------------------------------------------------------------

    def _marginal(self, calm: Bet, cost: float) -> Array:
        """Give the objective's gain per unit by which the partner's share falls, at x(0) ``[sector]``.

        A rate of its own on the partner's goods of a sector lowers that share, prices as they are.
        """
        model, base = self.model, self.model.base
        sectors = sorted(set(model.chosen.flow[1].tolist()))
        single = instruments(base, model.rupture.home, list(model.rupture.partners), sectors, across="sector")
        fine = replace(model, chosen=single, stock=None, laying=model.laid(calm.x))
        slope = self.aim.judged(fine.at(np.zeros(len(single))), cost)[1]
        share, _, theta, _ = self.shares(calm)
        home, others = model.rupture.home, list(model.rupture.partners)
        level = 1.0 + calm.first.policy.tariff[others][:, :, home].mean(0)
        made = np.full(len(share), np.nan)
        for k, s in enumerate(single.sector.tolist()):
            fall = theta[s] * share[s] * (1.0 - share[s]) / level[s]
            made[s] = slope[k] / fall if fall > 0 else np.nan
        return made

    def _pays_from(self, calm: Bet, first: Maximum) -> float:
        """Give the lowest probability at which some move from x(0) within the bounds pays, to first order."""
        free = ~(first.at_lower | first.at_upper)
        if bool((np.abs(calm.of_rupture[free]) > 0).any()):
            return 0.0
        inward = np.where(first.at_lower, 1.0, -1.0)
        felt = [self.aim.utility(one)[1] for one in (calm.calm, calm.rupture)]
        loss, gain = -inward * felt[0] * calm.of_calm, inward * felt[1] * calm.of_rupture
        pays = gain > 0
        return float((loss / np.where(loss + gain > 0, loss + gain, 1.0))[pays].min()) if pays.any() else float("nan")

    def _worth_from(self, frontier: dict[float, Bet], calm: Bet, cost: float) -> float:
        """Give the probability at which hedging comes to be worth `WORTH`, between points of the frontier."""
        aim = self.aim
        before: tuple[float, float] | None = None
        for p, bet in sorted(frontier.items()):
            member = Aim(p, aim.aversion, deterrence=aim.deterrence)
            value = member.equivalent(member.judged(bet, cost)[0]) - member.equivalent(member.judged(calm, cost)[0])
            if value >= WORTH:
                if before is None or value == before[1]:
                    return p
                return before[0] + (p - before[0]) * (WORTH - before[1]) / (value - before[1])
            before = (p, value)
        return float("nan")


def grid(points: int) -> set[float]:
    """Give the probabilities of a frontier: closer where they are small, each as it is written, so that one asked for is among them.

    Examples
    --------
    >>> sorted(grid(6))
    [0.0, 0.04, 0.16, 0.36, 0.64, 1.0]
    """
    return {round(float(p), 12) for p in np.linspace(0.0, 1.0, points) ** 2}


def private_wedge(share: Array, after: Array, theta: Array, near: Array, p: float) -> Array:
    r"""Give the wedge at which buyers who foresee a rupture act as if the partner's goods bore it, beside the taxes that they pay.

    A buyer of a good chooses, before it knows the year, the mix of origins with the long run's elasticity theta, and lives with it
    in the rupture with that of the short run. It takes every price as given, in both, and makes the expected log of its cost least.
    With s the partner's share and s' the one in the rupture, the first order condition is

    .. math:: (1+z)\Bigl(1 - \frac{z}{1+z}s\Bigr) =
              \frac{(1-p)(1+\theta)}{(1-p)(1+\theta) + p\,\bigl(\frac{\theta}{\theta_s} - 1\bigr)\bigl(\frac{s'}{s} - 1\bigr)}

    Parameters
    ----------
    share, after
        s and s'.
    theta, near
        Elasticities of the long and of the short run.
    p
        The probability of a rupture.

    Returns
    -------
    numpy.ndarray
        z; infinite where the buyer would take none of the partner's goods.

    Examples
    --------
    >>> private_wedge(np.array([0.103228]), np.zeros(1), np.array([5.0]), np.array([1.0]), 0.1).round(5).tolist()
    [0.08921]
    """
    over = np.divide(after, share, out=np.ones_like(share), where=share > 0)
    below = (1.0 - p) * (1.0 + theta) + p * (theta / near - 1.0) * (over - 1.0)
    right = np.divide((1.0 - p) * (1.0 + theta), below, out=np.full_like(share, np.inf), where=below > 0)
    return np.where(share > 0, (right - share) / (1.0 - share) - 1.0, 0.0)
