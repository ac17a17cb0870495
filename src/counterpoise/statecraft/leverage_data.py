"""An answer about leverage as labelled arrays, in both directions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.equilibrium.solver import TOLERANCE
from counterpoise.statecraft.exposure import Exposures, exposures, sanctioned
from counterpoise.statecraft.leverage import Pressure, first_order
from counterpoise.statecraft.leverage_terms import attributes
from counterpoise.statecraft.position import World
from counterpoise.statecraft.power import controlled, dependence

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.statecraft.coalition import Sanction

    Array = NDArray[np.float64]

BEST, ANY = "the sender's best", "any cost"
"""Where a frontier begins, and where it ends."""

Tell = Callable[[str, float], None]


def budget_label(budget: float) -> str:
    """Give the label of a point of a frontier.

    Examples
    --------
    >>> budget_label(0.05), budget_label(math.inf), budget_label(math.nan)
    ('cost at most 0.05 %', 'any cost', "the sender's best")
    """
    if math.isnan(budget):
        return BEST
    return ANY if math.isinf(budget) else f"cost at most {budget:g} %"


@dataclass(frozen=True)
class Choices:
    """What is asked.

    Attributes
    ----------
    senders, targets
        Positions.
    goods
        Positions of the sectors.
    instruments
        Of `counterpoise.statecraft.exposure.INSTRUMENTS`: those on the frontier.
    budgets
        What the sender may lose at most, per cent of its real income, ascending.
    size
        Of what is told to first order and of an instrument on all goods: points of a tax, per cent of a cost.
    most
        How far a rate may be raised on the frontier.
    """

    senders: Sequence[int]
    targets: Sequence[int]
    goods: Sequence[int]
    instruments: Sequence[str]
    budgets: Sequence[float]
    size: float
    most: float

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Give the pairs that are asked for, one way."""
        return [(one, other) for one in self.senders for other in self.targets if one != other]

    @property
    def ways(self) -> list[tuple[int, int]]:
        """Give the pairs both ways, each once."""
        return list(dict.fromkeys([*self.pairs, *((other, one) for one, other in self.pairs)]))


@dataclass
class Answers:
    """Arrays of all pairs that are filled for those that were asked for, and then labelled.

    Attributes
    ----------
    world
        Whose labels.
    asked
        What is asked.
    held
        By variable ``[sender, target, ...]``.
    dims
        The dimensions behind sender and target, by variable.
    """

    world: World
    asked: Choices
    held: dict[str, Array] = field(default_factory=dict)
    dims: dict[str, tuple[str, ...]] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name the places of the dimensions."""
        base, asked = self.world.baseline, self.asked
        self.labels = {
            "budget": [budget_label(one) for one in (math.nan, *asked.budgets, math.inf)],
            "instrument": list(asked.instruments),
            "sector": [base.sectors[one] for one in asked.goods],
        }

    def put(self, name: str, dims: tuple[str, ...], pair: tuple[int, int], value: Array | float) -> None:
        """Keep a pair's value."""
        if name not in self.held:
            n = len(self.world.baseline.countries)
            self.held[name] = np.full((n, n, *(len(self.labels[one]) for one in dims)), np.nan)
            self.dims[name] = dims
        self.held[name][pair] = value

    def whole(self, name: str, dims: tuple[str, ...], value: Array) -> None:
        """Keep the values of all pairs."""
        self.held[name], self.dims[name] = value, dims

    def dataset(self) -> xr.Dataset:
        """Give what was asked for, with the other direction beside it where it is not asked for itself."""
        import xarray as xr  # noqa: PLC0415

        names = self.world.baseline.countries
        senders, targets = list(self.asked.senders), list(self.asked.targets)
        both = set(self.asked.pairs) == {(other, one) for one, other in self.asked.pairs}
        coords = {
            "country": [names[one] for one in senders],
            "partner": [names[one] for one in targets],
            **{one: held for one, held in self.labels.items() if any(one in dims for dims in self.dims.values())},
        }
        made = {}
        for name, array in self.held.items():
            dims = ("country", "partner", *self.dims[name])
            made[name] = (dims, array[np.ix_(senders, targets)], attributes(name))
            if not both:
                turned = array.swapaxes(0, 1)[np.ix_(senders, targets)]
                made[f"{name}__reverse"] = (dims, turned, attributes(name))
        return xr.Dataset(made, coords=coords)


# The parts --------------------------------------------------------------------------------------------------


def quickly(answers: Answers, tell: Tell, *, by_sector: bool) -> Exposures:
    """Fill in what instruments do to first order, and the frontier to first order; give the first."""
    world, asked = answers.world, answers.asked
    today = world.under(world.today)
    among = sorted({*asked.senders, *asked.targets})
    report = partial(tell, "to first order")
    found = exposures(today, asked.instruments, asked.goods, asked.size, report, among)
    keep = np.zeros(found.loss.shape[:2], dtype=bool)
    keep[tuple(np.array(asked.ways).T)] = True
    loss = np.where(keep[:, :, None, None], found.loss, np.nan)
    cost = np.where(keep[:, :, None, None], found.cost, np.nan)
    if by_sector:
        answers.whole("exposure_loss_pct", ("instrument", "sector"), loss)
        answers.whole("exposure_cost_pct", ("instrument", "sector"), cost)
    answers.whole("sanction_quick_loss_pct", ("instrument",), loss.sum(-1))
    answers.whole("sanction_quick_cost_pct", ("instrument",), cost.sum(-1))
    ends = np.nan_to_num(np.minimum(cost, 0.0) * (loss > 0)).sum((-2, -1))  # the sender's best: all that pays it
    best = np.nan_to_num(np.where((cost <= 0) & (loss > 0), loss, 0.0)).sum((-2, -1))
    harm, paid = first_order(loss, cost, [*asked.budgets, 1e9])
    nothing = np.isnan(loss).all((-2, -1))
    first = [np.where(nothing, np.nan, one)[..., None] for one in (best, ends)]
    answers.whole("quick_loss_pct", ("budget",), np.concatenate([first[0], harm], -1))
    answers.whole("quick_cost_pct", ("budget",), np.concatenate([first[1], paid], -1))
    return found


def exactly(answers: Answers, tell: Tell) -> int:
    """Fill in what each instrument on all goods does, by full solutions; give how many had none."""
    asked, failed = answers.asked, 0
    world = World(answers.world.baseline, tolerance=TOLERANCE)  # a table's numbers, not a search's
    today, ways = world.under(world.today).state, asked.ways
    for done, pair in enumerate(ways):
        lost, paid = (np.full(len(asked.instruments), np.nan) for _ in range(2))
        for place, one in enumerate(asked.instruments):
            try:
                income = sanctioned(world, one, asked.size, *pair, asked.goods, today)
            except NoSolution:
                failed += 1
                continue
            lost[place], paid[place] = -income[pair[1]], -income[pair[0]]
        answers.put("sanction_loss_pct", ("instrument",), pair, lost)
        answers.put("sanction_cost_pct", ("instrument",), pair, paid)
        tell("instruments on all goods", (done + 1) / len(ways))
    answers.world.solutions += world.solutions
    return failed


def frontiers(answers: Answers, tell: Tell) -> float:
    """Fill in the frontiers both ways; give the largest gap of an optimum's conditions."""
    asked, worst = answers.asked, 0.0
    ways = asked.ways
    for place, pair in enumerate(ways):
        pressure = Pressure(answers.world, *pair, asked.goods, asked.instruments, asked.most)
        points = pressure.frontier([*asked.budgets, math.inf])
        tell("the frontier", (place + 1) / len(ways))
        answers.put("leverage_loss_pct", ("budget",), pair, np.array([one.loss for one in points]))
        answers.put("leverage_cost_pct", ("budget",), pair, np.array([one.cost for one in points]))
        prices = [math.nan, *(one.price for one in points[1:-1]), 0.0]
        answers.put("leverage_price", ("budget",), pair, np.array(prices))
        way = ("budget", "instrument", "sector")
        answers.put("leverage_rate_pct", way, pair, np.stack([one.rates for one in points]))
        answers.put("leverage_share", way, pair, np.stack([one.part for one in points]))
        worst = max(worst, *(one.gap for one in points))
    return worst


def accounted(answers: Answers, *, by_sector: bool) -> int:
    """Fill in power over goods and Hirschman's asymmetry; give of how many goods one sender controls all imports."""
    base, asked, whole = answers.world.baseline, answers.asked, 0
    found = dependence(base, asked.goods)
    for pair in asked.ways:
        held = controlled(base, [pair[0]], pair[1], asked.goods)
        by = 100.0 * held.power
        whole += int(np.isinf(by).sum())
        answers.put("geoeconomic_power_pct", (), pair, float(by.sum()) if np.isfinite(by).all() else math.nan)
        if by_sector:
            answers.put("power_in_sector_pct", ("sector",), pair, np.where(np.isfinite(by), by, np.nan))
            answers.put("controlled_share", ("sector",), pair, held.share)
        answers.put("trade_dependence", (), pair, float(found.of_trade[pair]))
        answers.put("trade_in_income", (), pair, float(found.of_income[pair]))
        answers.put("hirschman_asymmetry", (), pair, float(found.asymmetry[pair]))
    return whole


@dataclass(frozen=True)
class Joined:
    """A coalition's part of an answer: its arrays, and what a reader must know of them."""

    data: xr.Dataset
    diagnostics: Mapping[str, object]
    sampled: bool
    harmless: bool


def coalition(sanction: Sanction, goods: Sequence[int], *, orders: int, seed: int) -> Joined:
    """Give what each member adds, along ``party`` in the order in which they join.

    Parameters
    ----------
    sanction
        What members may do.
    goods
        Positions of the sectors whose control is told.
    orders, seed
        Of the orders that are sampled where members are many.
    """
    import xarray as xr  # noqa: PLC0415

    base = sanction.world.baseline
    target, names = base.countries.index(sanction.target), list(sanction.members)
    values = sanction.values(orders=orders, seed=seed)
    order, worths = sanction.joining()
    harmless = values.least >= -1e-9 and values.most <= values.whole + 1e-9
    half = values.bound if harmless or values.exact else np.full(len(names), np.nan)
    at = [[base.countries.index(one) for one in who] for who in sanction.members.values()]
    powers = np.array([100.0 * controlled(base, one, target, goods).power.sum() for one in at])
    together = 100.0 * controlled(base, [one for who in at for one in who], target, goods).power.sum()
    columns = {
        "shapley_loss_pct": values.value,
        "shapley_error_pct": values.error,
        "alone_loss_pct": values.first,
        "added_loss_pct": values.last,
        "member_cost_pct": sanction.costs(),
        "member_power_pct": powers,
    }
    made = {name: ("party", value[order], attributes(name)) for name, value in columns.items()}
    if not values.exact and np.isfinite(half).all():
        made |= {
            f"shapley_loss_pct__{end}": ("party", (values.value + sign * half)[order])
            for end, sign in (("low", -1.0), ("high", 1.0))
        }
    made["joined_loss_pct"] = ("party", np.array(worths), attributes("joined_loss_pct"))
    whole = {"coalition_loss_pct": values.whole, "coalition_power_pct": together}
    made |= {name: ((), value, attributes(name)) for name, value in whole.items()}
    data = xr.Dataset(made, coords={"party": [names[one] for one in order]})
    told = {"coalitions_solved": len(sanction.held), "orders": values.orders}
    return Joined(data, told, not values.exact, harmless)
