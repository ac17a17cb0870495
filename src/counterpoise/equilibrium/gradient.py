r"""Gradients of an outcome, by the implicit function theorem.

At a solution F(x, p) = 0 of the equations, the derivative of g(x, p) with respect to all policies and parameters p at once is

.. math:: \frac{dg}{dp} = \frac{\partial g}{\partial p} - \lambda' \frac{\partial F}{\partial p}, \qquad
          \left(\frac{\partial F}{\partial x}\right)' \lambda = \frac{\partial g}{\partial x}

so one linear system gives the derivative of one number of the outcome with respect to every tariff of the world.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.equilibrium.moves import Inner, Said
from counterpoise.equilibrium.seeds import SEEDS, Place, Seed, seed
from counterpoise.equilibrium.solver import renewed
from counterpoise.equilibrium.system import System, checked

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.equilibrium.outcome import Outcome

    Array = NDArray[np.float64]

TIGHT = 1e-9
"""How far the linear system is solved, over the size of its right-hand side."""

_WAY, _NODE, _ONE = ("origin", "sector", "destination"), ("country", "sector"), ("country",)
BY: dict[str, tuple[tuple[str, ...], str]] = {
    "tariff": (_WAY, "a tariff, as a fraction"),
    "export_tax": (_WAY, "an export tax, as a fraction"),
    "trade_cost": (_WAY, "the log of a trade cost"),
    "productivity": (_NODE, "the log of productivity"),
    "transfer": (_ONE, "a million USD received from all others, by their size"),
    "theta": (("sector",), "a trade elasticity"),
    "input_substitution": ((), "epsilon"),
    "value_added_substitution": ((), "eta"),
    "consumption_substitution": ((), "rho"),
    "labour_supply": ((), "phi"),
    "factor_mobility": ((), "iota"),
}
"""What a gradient can be taken with respect to: its dimensions, and of what one unit is a change."""


def gradient(
    outcome: Outcome,
    *,
    of: str = "welfare_pct",
    by: str = "tariff",
    country: str,
    sector: str | None = None,
    partner: str | None = None,
) -> xr.DataArray:
    """Give the derivative of one number of an outcome with respect to a policy of every flow, or a parameter.

    Parameters
    ----------
    outcome
        From `counterpoise.equilibrium.solve`; ``solve(baseline, None)`` for the baseline itself.
    of
        A variable of the outcome.
    by
        ``tariff``, ``export_tax`` (per unit: 1 is 100 percentage points) and ``trade_cost`` (per unit of its log)
        ``[origin, sector, destination]``; ``productivity`` (per unit of its log) ``[country, sector]``; ``transfer`` (per
        million USD, given by all others in proportion to their income) ``[country]``; ``theta`` ``[sector]``;
        ``input_substitution``, ``value_added_substitution``, ``consumption_substitution``, ``labour_supply``,
        ``factor_mobility``, a number each.
    country
        Whose; the origin of a flow.
    sector
        Of a sector's variable, or the good of a flow.
    partner
        The destination of a flow.

    Returns
    -------
    xarray.DataArray
        In the variable's unit per unit of the policy. A country's trade with itself has no policy: missing.

    Raises
    ------
    InputError
        If there is no such variable, policy, country or sector.
    NoSolution
        If the equations are singular at the solution.

    References
    ----------
    Griewank and Walther (2008), Evaluating Derivatives, 2nd ed., section 15.3; Kleinman, Liu and Redding (2024) for the
    matrices that it gives at first order.

    Examples
    --------
    >>> import counterpoise as cp
    >>> from counterpoise.equilibrium.gradient import gradient
    >>> base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    >>> slope = gradient(cp.equilibrium.solve(base, None), country="A")
    >>> slope.sel(origin="B", sector="ALL", destination="A").round(2).item()
    11.11
    """
    return Gradient(outcome, of=of, country=country, sector=sector, partner=partner).by(by)


@dataclass
class Gradient:
    """The weights of one number of an outcome, from which its derivative by any policy follows.

    Attributes
    ----------
    outcome
        The solution.
    of, country, sector, partner
        See `gradient`.
    """

    outcome: Outcome
    of: str = "welfare_pct"
    country: str = ""
    sector: str | None = None
    partner: str | None = None

    def __post_init__(self) -> None:
        if self.of not in SEEDS:
            remedy = did_you_mean(self.of, SEEDS, "take one of " + ", ".join(SEEDS))
            raise InputError(f"an outcome has no {self.of!r}", where="of", remedy=remedy)
        self.place  # noqa: B018 - labels are checked before anything is solved

    @cached_property
    def place(self) -> Place:
        """Give the labels as positions."""
        base = self.outcome.baseline
        dims = DIMS.get(self.of, 1)
        country = _position(self.country, base.countries, "country")
        sector = _needed(self.sector, base.sectors, "sector", self.of) if dims > 1 else 0
        partner = _needed(self.partner, base.countries, "partner", self.of) if dims > 2 else 0
        return Place(country, sector, partner)

    @cached_property
    def system(self) -> System:
        """Give the linear system at the solution."""
        problem, found = self.outcome.problem, self.outcome.solution
        point = problem.at(found.state)
        near = self.outcome.baseline.near if _close(found.state.log_wage) else renewed(problem, found.state)
        return System(problem, near, found.state, point)

    @cached_property
    def seed(self) -> Seed:
        """Give the derivative of the number with respect to what the equations say."""
        return seed(self.of, self.outcome.baseline, self.system.linear, self.place)

    def _check(self) -> None:
        """Refuse a number that the outcome does not have, or that nothing moves."""
        if self.of == "employment_pct" and self.outcome.baseline.accounts.factors.labour_supply == 0:
            what = "the supply of the factor is given (phi = 0), so that nothing moves employment"
            raise InputError(what, where="of", remedy="give labour_supply a number above 0")
        if self.of in MISSING_WHERE_CUT and not bool(
            getattr(self.outcome, self.of).sel(country=self.country).notnull()
        ):
            raise InputError(
                f"{self.of} of {self.country} is missing here",
                where="of",
                remedy="take welfare_pct, or a smaller shock",
            )

    @cached_property
    def weights(self) -> tuple[Said, Inner, Array | None]:
        """Give the weights on what the equations say, on what lies between, and on the log of flows, once solved."""
        self._check()
        system, linear, made = self.system, self.system.linear, self.seed
        bought = None if made.trade is None else _by_use(made.trade, linear)
        move, _ = linear.backward(made.on, bought)
        state = made.state
        right = system.vector(
            move.log_wage + state.log_wage,
            move.log_inputs + state.log_inputs,
            (move.output + state.output) * system.of_output,
            (move.revenue + state.revenue) * system.of_revenue,
            move.log_labour + state.log_labour,
        )
        found = checked(system.solve_transposed(right, tolerance=TIGHT), "the gradient")
        said, _ = system.weights(found)
        total = Said(
            **{one.name: getattr(made.on, one.name) - getattr(said, one.name) for one in dataclasses.fields(Said)}
        )
        return total, linear.backward(total, bought)[1], bought

    def by(self, policy: str) -> xr.DataArray:
        """Give the derivative by a policy or parameter (see `gradient`)."""
        import xarray as xr  # noqa: PLC0415

        base = self.outcome.baseline
        labels = {"origin": base.countries, "destination": base.countries, "country": base.countries}
        dims = BY[policy][0] if policy in BY else ()
        coords = {dim: list(labels.get(dim, base.sectors)) for dim in dims}
        return xr.DataArray(self.values(policy), dims=dims, coords=coords, name="gradient")

    def values(self, policy: str) -> Array:
        """Give the derivative by a policy or parameter as a bare array (see `gradient` for its axes)."""
        if policy not in BY:
            remedy = did_you_mean(policy, BY, "take one of " + ", ".join(BY))
            raise InputError(f"no gradient is taken by {policy!r}", where="by", remedy=remedy)
        if policy in _FLOWS:
            made = self._of_flows(policy).transpose(2, 0, 1)
            n = np.arange(len(made))
            made[n, :, n] = np.nan
            return made
        return np.asarray(_OTHERS[policy](self))

    # Policies on flows ------------------------------------------------------------------------------------

    @cached_property
    def _bought(self) -> Array:
        """Weights on the log of what is bought ``[sector, destination x use, origin]``."""
        linear = self.system.linear
        inner = self.weights[1]
        made = linear.sold * inner.sold.T[:, None, :]
        if linear.duties is not None:
            made += linear.duties * np.repeat(inner.revenue, linear.accounts.uses)[:, None]
        if linear.levies is not None:
            made += linear.levies * inner.revenue
        return made if inner.bought is None else made + inner.bought

    def _of_flows(self, policy: str) -> Array:
        """Give the derivative by a policy on flows ``[sector, destination, origin]``."""
        linear, problem = self.system.linear, self.outcome.problem
        inner = self.weights[1]
        made = inner.good[:, :, None] * linear.share  # by the log of the landed cost
        made -= linear.theta[:, None, None] * self._bought
        if policy == "trade_cost":
            return self._together(made)
        made = made * linear.accounts.firms.passed() - linear.sold * inner.sold.T[:, None, :]
        if inner.bought is not None:
            made -= inner.bought
        if policy == "tariff":
            made += linear.bought * linear.border * np.repeat(inner.revenue, linear.accounts.uses)[:, None]
            if linear.levies is not None:
                made -= linear.levies * inner.revenue
            level = 1.0 + problem.tariff
            if problem.change.ration is not None:  # one plus the tariff is that times the scarcity value
                level[problem.change.at] /= problem.change.ration
            return self._together(made) / level
        made += linear.sold * inner.revenue
        found = self._together(made) / (1.0 + problem.export_tax)
        return found if self.seed.export_tax is None else found + self.seed.export_tax

    def _together(self, by_use: Array) -> Array:
        """Add up the uses: a policy is the same for all."""
        linear = self.system.linear
        if linear.accounts.uses == 1:
            return by_use
        return by_use.reshape(linear.s, linear.n, -1, linear.n).sum(2)

    # The others -------------------------------------------------------------------------------------------

    def _productivity(self) -> Array:
        return -self.weights[1].cost

    def _transfer(self) -> Array:
        income = self.weights[1].income
        size, part = self.outcome.problem.accounts.domestic_income, self.outcome.problem.reach.part
        others = np.bincount(part, size)[part] - size  # who gives is who trades with the receiver
        given = np.bincount(part, income * size)[part] - income * size
        return np.where(others > 0, income - given / np.where(others > 0, others, 1.0), np.nan)

    def _theta(self) -> Array:
        linear, problem, point = self.system.linear, self.outcome.problem, self.system.point
        inner = self.weights[1]
        change = problem.change
        landed = np.zeros(problem.tariff.shape)
        open_ = np.isfinite(change.kappa_hat)
        at = tuple(one[open_] for one in change.at)
        landed[at] = np.log(change.kappa_hat[open_])
        landed += point.cost.T[:, None, :]
        landed = np.repeat(landed, linear.accounts.uses, axis=1)
        price = point.log_price.reshape(linear.s, -1)
        over = np.where(linear.share > 0, landed - price[:, :, None], 0.0)
        mean = (linear.share * over).sum(2)
        theta = linear.theta
        flat = theta == 0.0
        slope = mean / np.where(flat, 1.0, theta)[:, None]
        if flat.any():
            slope[flat] = -0.5 * ((linear.share * over**2).sum(2) - mean**2)[flat]
        return (inner.good * slope).sum(1) - (self._bought * over).sum((1, 2))

    def _epsilon(self) -> Array:
        linear, point, inner = self.system.linear, self.system.point, self.weights[1]
        epsilon = linear.accounts.nests.inputs.elasticity
        price, _ = linear._split(point.log_price.reshape(linear.s, -1))
        price = price[:, :, None] if price.ndim == 2 else price
        index = linear._per_weight(point.log_inputs)
        slope = _by_elasticity(linear.goods_share, price, index, epsilon, 1)
        per, _ = linear._split(inner.spent)
        per = per[:, :, None] if per.ndim == 2 else per
        tilted = (linear._by_producer * per * (price - index[:, None, :])).sum()
        return np.asarray((inner.inputs * linear.base_weight * slope).sum() - tilted)

    def _eta(self) -> Array:
        linear, point, state, inner = self.system.linear, self.system.point, self.system.state, self.weights[1]
        eta = linear.accounts.nests.value_added.elasticity
        index = linear._per_weight(state.log_inputs)
        wage = np.broadcast_to(state.log_wage, index.shape)
        unit = point.cost + self.outcome.problem.log_productivity
        shares = np.stack([linear.added, 1.0 - linear.added])
        slope = _by_elasticity(shares, np.stack([wage, index]), unit, eta, 0)
        per, _ = linear._split(inner.spent)
        per = per[:, :, None] if per.ndim == 2 else per
        tilted = ((linear._by_producer * per).sum(1) * (index - unit)).sum()
        return np.asarray((inner.unit * slope).sum() - tilted - (inner.paid * (wage - unit)).sum())

    def _rho(self) -> Array:
        linear, point, inner = self.system.linear, self.system.point, self.weights[1]
        rho = linear.accounts.nests.consumption.elasticity
        _, price = linear._split(point.log_price.reshape(linear.s, -1))
        slope = _by_elasticity(linear.final_share, price, point.log_consumer, rho, 1)
        _, per = linear._split(inner.spent)
        tilted = (linear._final * per * (price - point.log_consumer[:, None])).sum()
        return np.asarray((inner.consumer * slope).sum() - tilted)

    def _phi(self) -> Array:
        point, (total, inner, _) = self.system.point, self.weights
        real = point.log_wage_index - point.log_consumer - np.log1p(-point.relief)
        weight = total.log_labour if self.system.accounts.tracked else inner.earned.sum(1)
        return np.asarray((weight * real).sum() + self.seed.labour_supply)

    def _iota(self) -> Array:
        linear, point, state, inner = self.system.linear, self.system.point, self.system.state, self.weights[1]
        factors = linear.accounts.factors
        if not np.isfinite(factors.mobility):
            raise InputError(
                "factors move freely here, and can't move more",
                where="by",
                remedy="take a horizon in which they do not, as short, or give factor_mobility a number",
            )
        mean = linear._index(state.log_wage)
        slope = (mean - point.log_wage_index) / (1.0 + factors.mobility)
        own = (inner.earned * (state.log_wage - point.log_wage_index[:, None])).sum()
        return np.asarray(own + (inner.index * slope).sum())


def _by_elasticity(share: Array, price: Array, index: Array, elasticity: float, axis: int) -> Array:
    """Give the derivative of the log of a CES index by its elasticity, prices as they are."""
    mean = (share * price).sum(axis)
    if elasticity == 1.0:
        return -0.5 * ((share * price**2).sum(axis) - mean**2)
    return (index - mean) / (1.0 - elasticity)


MISSING_WHERE_CUT = ("terms_of_trade_pct", "volume_of_trade_pct", "real_income_by_parts_pct", "relative_price_hat")
"""Variables that an outcome lacks where prices can't be compared."""

_FLOWS = ("tariff", "export_tax", "trade_cost")
_OTHERS: dict[str, Callable[[Gradient], Array]] = {
    "productivity": Gradient._productivity,
    "transfer": Gradient._transfer,
    "theta": Gradient._theta,
    "input_substitution": Gradient._epsilon,
    "value_added_substitution": Gradient._eta,
    "consumption_substitution": Gradient._rho,
    "labour_supply": Gradient._phi,
    "factor_mobility": Gradient._iota,
}
DIMS = {
    "output_new": 2,
    "output_pct": 2,
    "output_change": 2,
    "producer_price_hat": 2,
    "sector_wage_hat": 2,
    "trade_new": 3,
    "trade_change": 3,
    "trade_pct": 3,
}
"""How many labels a variable of an outcome has, where it is more than a country."""


def _by_use(trade: Array, linear: object) -> Array:
    """Share weights on flows out over the uses that the flows serve."""
    uses = linear.accounts.uses  # pyright: ignore[reportAttributeAccessIssue]
    if uses == 1:
        return trade
    sold = linear.sold.reshape(linear.s, linear.n, uses, linear.n)  # pyright: ignore[reportAttributeAccessIssue]
    whole = sold.sum(2)
    part = sold / np.where(whole > 0, whole, 1.0)[:, :, None, :]
    return (part * trade[:, :, None, :]).reshape(linear.s, -1, linear.n)  # pyright: ignore[reportAttributeAccessIssue]


def _close(log_wage: Array) -> bool:
    """Whether a solution is near enough to the baseline for its approximate inverses."""
    return float(np.abs(log_wage).max()) < 0.05


def _position(word: str | None, labels: tuple[str, ...], name: str) -> int:
    if word not in labels:
        known = [str(one) for one in labels]
        more = " and others" if len(known) > 6 else ""
        remedy = did_you_mean(str(word), known, f"it has {', '.join(known[:6])}{more}")
        raise InputError(f"{word!r} is not in the baseline", where=name, remedy=remedy)
    return labels.index(word)


def _needed(word: str | None, labels: tuple[str, ...], name: str, of: str) -> int:
    if word is None:
        raise InputError(f"{of} needs a {name}", where=name, remedy=f"give {name}=, such as {labels[0]!r}")
    return _position(word, labels, name)
