"""Many draws of the elasticities put to one baseline and one scenario, on bare arrays.

Every draw starts from the same point, the solution under the central elasticities, so that its result depends neither on the
draws before it nor on how the draws are shared out among processes or machines. Shares and sizes of the accounts do not
depend on the elasticities, so whatever is computed of them is computed once; so are the approximate inverses, which only
steer the iteration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.core.measure import Evaluation, measures
from counterpoise.equilibrium.baseline import Baseline
from counterpoise.equilibrium.effects import OUTCOME
from counterpoise.equilibrium.flows import Before, before, sums
from counterpoise.equilibrium.policy import Policy
from counterpoise.equilibrium.problem import Problem, State, problem
from counterpoise.equilibrium.roots import ROOTS
from counterpoise.equilibrium.solver import TOLERANCE, Solution, solved

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.outcome import Outcome

    Array = NDArray[np.float64]

COUNTRIES = tuple(name for name in OUTCOME if measures[name].dims == ("country",))
"""The variables of an outcome that an ensemble computes: those of countries."""

NODES = tuple(name for name in OUTCOME if measures[name].dims == ("country", "sector"))
"""Those of sectors, which it computes where they are asked for."""

_OF_ACCOUNTS = ("idle", "parts", "taxed", "levied", "crossing", "payroll", "inputs_weight", "domestic_income")
_OF_PROFITS = ("payroll",)
"""Of these, what moves with elasticities where firms keep profits."""

_OF_BASELINE = ("tariff", "export_tax", "bought", "trade", "near")


@dataclass(frozen=True, eq=False)
class Case:
    """What all draws share; it travels to worker processes as it is.

    Attributes
    ----------
    baseline
        Under the central elasticities.
    policy
        What changes, under the central elasticities.
    closure
        What becomes of deficits.
    start
        The solution under the central elasticities, from which every draw begins.
    variables
        Which of `COUNTRIES`, or of an agreement's, to compute.
    tolerance
        See `counterpoise.equilibrium.solve`.
    nodes
        Which of `NODES` to compute.
    toward
        Which exports are to those whom the scenario names ``[origin, destination]``.
    """

    baseline: Baseline
    policy: Policy
    closure: str
    start: State
    variables: tuple[str, ...] = COUNTRIES
    tolerance: float = TOLERANCE
    nodes: tuple[str, ...] = ()
    toward: NDArray[np.bool_] | None = None

    @cached_property
    def central(self) -> Problem:
        """Give the policy under the central elasticities."""
        return _posed(self.baseline, self.policy, self.closure)

    @cached_property
    def before(self) -> Before:
        """Give what sums of flows take from the baseline and the taxes."""
        return before(self.baseline, self.central, self.toward)


@dataclass(frozen=True, eq=False)
class Batch:
    """Some draws, one after the other: what is asked of a worker.

    Attributes
    ----------
    first
        The number of the first.
    theta
        Trade elasticities ``[draw, sector]``.
    nests
        The other elasticities, by name ``[draw]``.
    eased
        How many standard errors what agreements do beside tariffs lies from its estimate ``[draw]``; None for the estimate.
    """

    first: int
    theta: Array
    nests: Mapping[str, Array] = field(default_factory=dict)
    eased: Array | None = None

    def __len__(self) -> int:
        return len(self.theta)


def case_of(
    outcome: Outcome,
    *,
    variables: Sequence[str] = COUNTRIES,
    nodes: Sequence[str] = (),
    like: Case | None = None,
    tolerance: float = TOLERANCE,
) -> Case:
    """Give what all draws share, from the outcome under the central elasticities.

    Parameters
    ----------
    outcome
        Of `counterpoise.equilibrium.solve` with a scenario.
    variables, nodes
        What to compute of countries, and of sectors.
    like
        A case of another scenario on the same baseline: the two then travel with one baseline between them.
    tolerance
        See `counterpoise.equilibrium.solve`.
    """
    policy = outcome.said.policy
    if policy is None:
        raise ValueError("an outcome of a scenario is needed")
    if like is None:
        bare = replace(outcome.baseline, provenance=(), notes=(), options={})
        _carry(outcome.baseline, bare, _OF_BASELINE)
    else:
        bare = like.baseline
    made = Case(
        bare,
        replace(policy, touched=(), notes=()),
        outcome.problem.closure,
        outcome.state,
        variables=tuple(variables),
        tolerance=tolerance,
        nodes=tuple(nodes),
        toward=outcome.said.toward,
    )
    _ = bare.near, made.before  # made once here, and carried to every worker
    return made


def varied(baseline: Baseline, theta: Array, nests: Mapping[str, Any]) -> Baseline:
    """Give a baseline under other elasticities: its shares and sizes, and what follows from them alone, stay.

    Parameters
    ----------
    baseline
        Under the central elasticities.
    theta
        Trade elasticities ``[sector]``.
    nests
        The other elasticities by name, as `counterpoise.equilibrium.baseline.Baseline.varied` takes them.
    """
    made = baseline.varied(theta=theta, **nests)
    held = _OF_ACCOUNTS
    if baseline.accounts.profit_share is not None:
        held = tuple(name for name in held if name not in _OF_PROFITS)
    _carry(baseline.accounts, made.accounts, held)
    _carry(baseline, made, _OF_BASELINE)
    return made


def _carry(old: Any, new: Any, names: tuple[str, ...]) -> None:
    """Carry over what was already computed and does not depend on elasticities."""
    vars(new).update({name: vars(old)[name] for name in names if name in vars(old)})


def under(policy: Policy, old: Array, new: Array, eased: float = 0.0) -> Policy:
    """Give a policy under other elasticities: what embargoes of a part, and agreements, make of costs is something else.

    Parameters
    ----------
    policy
        Under the elasticities `old`.
    old, new
        Trade elasticities ``[sector]``.
    eased
        How many standard errors what agreements do beside tariffs lies from its estimate.

    Raises
    ------
    NoSolution
        If an agreement eases trade where a trade elasticity was drawn that is not above 0.
    """
    policy = _eased(policy, old, new, eased)
    if policy.left is None:
        return policy
    left = policy.left
    rationed = None if policy.ration is None else policy.ration != 1.0
    power = (1.0 / (1.0 + old) - 1.0 / (1.0 + new))[None, :, None]  # d = left^(-1 / sigma)
    ration = (
        None if policy.ration is None or rationed is None else policy.ration * np.where(rationed, left, 1.0) ** power
    )
    if rationed is not None:
        left = np.where(rationed, 1.0, left)
    with np.errstate(divide="ignore", invalid="ignore"):  # d = left^(-1 / theta)
        cost = np.where(left == 1.0, 1.0, left ** (1.0 / old - 1.0 / new)[None, :, None])
    return replace(policy, trade_cost_hat=policy.trade_cost_hat * cost, ration=ration)


def _eased(policy: Policy, old: Array, new: Array, eased: float) -> Policy:
    """Give a policy with the costs that what agreements do to trade amounts to: d = exp(-eased / theta)."""
    if policy.eased is None:
        return policy
    at = _where(policy)
    before, after = old[at[1]], new[at[1]]
    if (after <= 0).any():
        raise NoSolution(
            "a trade elasticity that was drawn is not above 0, where an agreement eases trade", where="theta"
        )
    eases = policy.eased[at]
    drawn = eases if policy.eased_error is None else eases + eased * policy.eased_error[at]
    cost = policy.trade_cost_hat.copy()
    cost[at] *= np.exp(eases / before - drawn / after)
    return replace(policy, trade_cost_hat=cost)


@lru_cache(maxsize=8)
def _where(policy: Policy) -> tuple[NDArray[np.intp], ...]:
    """Give the flows that a policy eases: few, those among an agreement's parties."""
    return np.nonzero(np.asarray(policy.eased))


def solved_batch(case: Case, batch: Batch) -> dict[str, NDArray[Any]]:
    """Solve some draws.

    Parameters
    ----------
    case
        What all draws share.
    batch
        The elasticities of each.

    Returns
    -------
    dict of str to numpy.ndarray
        ``value[draw, variable, country]``, in the units of `counterpoise.equilibrium.effects`, missing where a draw has no
        solution; ``reason[draw]``, why it has none (empty where it has); ``rounds[draw]``, evaluations of the equations. Where
        `Case.nodes` are asked for, ``by_sector[draw, variable, country, sector]`` too.
    """
    return {name: held[0] for name, held in solved_of((case,), batch).items()}


def solved_in(groups: Sequence[Sequence[Case]], job: tuple[int, Batch]) -> dict[str, NDArray[Any]]:
    """Solve some draws of one of several groups of cases, which a worker is given together.

    Parameters
    ----------
    groups
        Each of cases as `solved_of` takes them.
    job
        The place of the group, and the draws.
    """
    place, batch = job
    return solved_of(groups[place], batch)


def solved_of(cases: Sequence[Case], batch: Batch) -> dict[str, NDArray[Any]]:
    """Solve some draws of several cases on one baseline, the same draws in each.

    Parameters
    ----------
    cases
        Alike in all but the policy and the point to begin from: what a draw makes of the baseline is made once.
    batch
        The elasticities of each draw.

    Returns
    -------
    dict of str to numpy.ndarray
        As of `solved_batch`, with an axis of cases first.
    """
    countries, sectors = cases[0].baseline.accounts.output.shape
    shape = (len(cases), len(batch))
    value = np.full((*shape, len(cases[0].variables), countries), np.nan)
    by_sector = np.full((*shape, len(cases[0].nodes), countries, sectors), np.nan)
    rounds = np.zeros(shape, dtype=np.int64)
    reason = np.full(shape, "", dtype=object)
    for draw, theta in enumerate(batch.theta):
        nests = {name: held[draw] for name, held in batch.nests.items()}
        eased = 0.0 if batch.eased is None else float(batch.eased[draw])
        base: Baseline | None = None
        for k, case in enumerate(cases):
            try:
                base = _drawn(case.baseline, theta, nests) if base is None else base
                posed, found = _solved(case, base, eased)
            except NoSolution as error:
                reason[k, draw] = error.what
                continue
            of, rounds[k, draw] = _evaluated(case, base, posed, found), found.rounds
            value[k, draw] = np.stack([of[name] for name in case.variables])
            for place, name in enumerate(case.nodes):
                by_sector[k, draw, place] = of[name]
    made = {"value": value, "reason": reason.astype(np.str_), "rounds": rounds}
    return made | ({"by_sector": by_sector} if cases[0].nodes else {})


def _drawn(baseline: Baseline, theta: Array, nests: Mapping[str, Any]) -> Baseline:
    if not np.isfinite(theta).all() or (theta <= -1.0).any():
        raise NoSolution("a sigma that was drawn is not above zero, or not a number", where="theta")
    return varied(baseline, theta, nests)


def _solved(case: Case, base: Baseline, eased: float) -> tuple[Problem, Solution]:
    posed = _posed(base, under(case.policy, case.baseline.theta, base.theta, eased), case.closure)
    if posed.change.ration is None:
        vars(posed).update(taxed=case.central.taxed)
    return posed, solved(posed, base.near, names=base.names, start=case.start, tolerance=case.tolerance)


def _posed(baseline: Baseline, policy: Policy, closure: str) -> Problem:
    return problem(
        baseline.accounts,
        policy,
        closure,
        baseline.names,
        base_tariff=baseline.tariff,
        base_tax=baseline.export_tax,
    )


def outcomes(case: Case, base: Baseline, posed: Problem, found: Solution) -> Array:
    """Give the variables of a solution ``[variable, country]``, by the formulas of `counterpoise.equilibrium.effects`."""
    of = _evaluated(case, base, posed, found)
    return np.stack([of[name] for name in case.variables])


def _evaluated(case: Case, base: Baseline, posed: Problem, found: Solution) -> Evaluation:
    at = SimpleNamespace(baseline=base, problem=posed, solution=found, sums=sums(case.before, posed, found))
    return Evaluation(_Bare(at))


class _Bare(Mapping[str, Any]):
    """Gives the bare arrays of a solution, each when it is first asked for."""

    def __init__(self, at: SimpleNamespace) -> None:
        self._at = at

    def __contains__(self, name: object) -> bool:
        return name in ROOTS

    def __iter__(self) -> Iterator[str]:
        return iter(ROOTS)

    def __len__(self) -> int:
        return len(ROOTS)

    def __getitem__(self, name: str) -> Any:
        return ROOTS[name][1](self._at)
