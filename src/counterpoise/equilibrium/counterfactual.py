"""One counterfactual: a scenario put to a baseline, solved, and given its labels again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.agreements import DepthsOf, Floats, Mask, UnionsOf
from counterpoise.equilibrium.first_order import first_order
from counterpoise.equilibrium.outcome import Outcome, Said
from counterpoise.equilibrium.policy import Policy, policy_of
from counterpoise.equilibrium.problem import Problem, State, problem
from counterpoise.equilibrium.recorded import recorded_in
from counterpoise.equilibrium.solver import TOLERANCE, solved

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.scenario import Scenario


INELASTIC = (
    "sigma is below 1 at this time: demand for a country's goods hardly falls when they get dearer, so that, with trade balances held, "
    "whoever buys less abroad gains terms of trade; read terms_of_trade_pct beside real income"
)
"""What a reader must know where buyers spend more on what gets dearer."""

LINEAR = "to first order only: markets are left out of balance by {residual:.1g} of world value added"
"""What a reader must know of an answer that is no equilibrium."""


def solve(
    baseline: Baseline,
    scenario: Scenario | Policy | str | os.PathLike[str] | None,
    *,
    start: State | None = None,
    tolerance: float = TOLERANCE,
    linear: bool = False,
) -> Outcome:
    """Solve a scenario against a baseline.

    Parameters
    ----------
    baseline
        From `counterpoise.calibrate`, `from_caliendo_parro` or `from_gravity`.
    scenario
        What changes, or a file or the short form that says it; None for nothing (which gives the baseline back). Its
        closure, where it names one, replaces the
        baseline's.
    start
        Where to begin, as ``outcome.state`` of a scenario like it; the baseline if left out. It changes the time that the
        solution takes, not the solution.
    tolerance
        The largest gap that may be left in a market, over world value added.
    linear
        Take the first step of Newton's method from the baseline only: what the change does to first order, in the time of one
        linear system. It is no equilibrium, and its warnings say so.

    Returns
    -------
    Outcome
        Welfare, wages, prices, output and trade, with ``residual`` and ``iterations`` among its diagnostics.

    Raises
    ------
    InputError
        If the scenario names what the baseline lacks, contradicts itself, changes nothing (in words: arrays may), or asks
        for another model than the baseline was made with.
    NoSolution
        If no equilibrium exists, or none was found: with the reason.

    Examples
    --------
    >>> import counterpoise as cp
    >>> base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    >>> outcome = cp.equilibrium.solve(base, cp.Scenario.from_arrays(tariff=[[[0.0], [0.1]], [[0.0], [0.0]]]))
    >>> outcome.welfare_pct.round(3).values.tolist()
    [0.812, -1.218]
    """
    if isinstance(scenario, str | os.PathLike):
        from counterpoise.scenario import read  # noqa: PLC0415

        scenario = read(scenario)
    if scenario is None or isinstance(scenario, Policy):
        policy = unchanged(baseline) if scenario is None else scenario
        return under_policy(baseline, policy, start=start, tolerance=tolerance, linear=linear)
    _check_model(baseline, scenario)
    if scenario.stockpiles:
        from counterpoise.equilibrium.stockpiles import bridged  # noqa: PLC0415

        if linear:
            raise InputError("stockpiles have no answer to first order", where="first_order", remedy="leave it out")
        return bridged(baseline, scenario, start=start, tolerance=tolerance)
    return under_policy(
        baseline, arrays_of(baseline, scenario), scenario, start=start, tolerance=tolerance, linear=linear
    )


def under_policy(
    baseline: Baseline,
    policy: Policy,
    scenario: Scenario | None = None,
    *,
    start: State | None = None,
    tolerance: float = TOLERANCE,
    linear: bool = False,
) -> Outcome:
    """Solve a policy that a scenario stands for, or bare arrays (see `solve`)."""
    closure = baseline.closure
    if scenario is not None and "closure" in scenario.model.model_fields_set:
        closure = scenario.model.closure
    posed = problem(
        baseline.accounts,
        policy,
        closure,
        baseline.names,
        base_tariff=baseline.tariff,
        base_tax=baseline.export_tax,
    )
    found = (
        first_order(posed, baseline.near)
        if linear
        else solved(posed, baseline.near, names=baseline.names, start=start, tolerance=tolerance)
    )
    return Outcome(
        baseline,
        posed,
        found,
        said=Said() if scenario is None else Said(scenario, policy, baseline),
        warnings=(
            *([LINEAR.format(residual=found.residual)] if linear else []),
            *baseline.notes,
            *([INELASTIC] if bool((baseline.theta < 0).any()) else []),
            *policy.notes,
            *_stopped(posed, baseline),
            *_ended(posed),
        ),
    )


def arrays_of(baseline: Baseline, scenario: Scenario, *, allow_nothing: bool = False) -> Policy:
    """Give the arrays that a scenario stands for on a baseline's axes (see `policy_of`).

    Parameters
    ----------
    baseline
        Whose labels, taxes and elasticities the scenario's words are about.
    scenario
        What changes.
    allow_nothing
        Don't refuse words that change nothing.

    Returns
    -------
    Policy
        New taxes and costs, with the flows that each shock touches.

    Raises
    ------
    InputError
        As of `policy_of`.

    Examples
    --------
    >>> import counterpoise as cp
    >>> from counterpoise.scenario import read
    >>> base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    >>> arrays_of(base, read("tariff +5 points by A on B sectors ALL")).tariff[1, 0, 0].item()
    0.05
    """
    from counterpoise.world.register import bound, parties  # noqa: PLC0415

    return policy_of(
        scenario,
        countries=baseline.countries,
        sectors=baseline.sectors,
        tariff=baseline.tariff,
        export_tax=baseline.export_tax,
        theta=baseline.theta,
        scheme=baseline.scheme,
        recorded=recorded_in(baseline.scheme, baseline.tariff),
        parties_of=parties,
        pairs_of=bound,
        depths_of=depths_in(baseline.year),
        unions_of=unions_in(baseline.year),
        size=baseline.accounts.value_added,
        allow_nothing=allow_nothing
        or scenario.arrays is not None,  # arrays are what they are; words that change nothing are a slip
        arriving=any(baseline.options.get(key) is not None for key in ("horizon", "years_after")),
    )


def depths_in(year: int | None) -> DepthsOf | None:
    """Give the depths of the agreements that were in force in the middle of the accounts' year."""
    if year is None:
        return None

    def depths_of(countries: Sequence[str], without: str) -> Floats:
        from counterpoise.world.register import MIDDLE, agreement, depths  # noqa: PLC0415

        try:
            left_out = agreement(without).name if without else None
        except InputError:  # a group's name is no agreement's
            left_out = None
        return depths(tuple(countries), date(year, *MIDDLE), left_out)

    return depths_of


def unions_in(year: int | None) -> UnionsOf | None:
    """Give the customs unions that were in force in the middle of the accounts' year."""
    if year is None:
        return None

    def unions_of(countries: Sequence[str]) -> Mask:
        from counterpoise.world.register import MIDDLE, united  # noqa: PLC0415

        return united(tuple(countries), date(year, *MIDDLE))

    return unions_of


def _ended(posed: Problem) -> list[str]:
    """Tell where the answer holds the end of all deficits too."""
    world = posed.accounts.value_added.sum()
    if posed.closure != "balanced" or float(np.abs(posed.accounts.deficit).max()) < 1e-6 * world:
        return []
    return [
        "closure = 'balanced' ends the baseline's deficits and surpluses too, which is in every number: to hold a change against a "
        "world without them, ask with deficits = 'purged'"
    ]


def _stopped(posed: Problem, baseline: Baseline) -> list[str]:
    """Tell of producers that an embargo stops, and of parts of the world that no longer trade."""
    countries, sectors = baseline.names
    who = [f"{sectors[k]} in {countries[j]}" for j, k in np.argwhere(posed.reach.stopped)]
    said = [
        f"an input can't be had: production stops of {', '.join(who[:6])}{' and others' if len(who) > 6 else ''}"
    ] * bool(who)
    if posed.reach.parts > 1:
        said.append(
            f"the world falls into {posed.reach.parts} parts that do not trade: within each, deficits are made to sum to zero (who is "
            "alone has none), and values are in units of its own value added"
        )
    return said


def unchanged(baseline: Baseline) -> Policy:
    """Give the policy that changes nothing."""
    return Policy(
        tariff=baseline.tariff,
        export_tax=baseline.export_tax,
        trade_cost_hat=np.broadcast_to(1.0, baseline.tariff.shape),
        productivity_hat=np.ones_like(baseline.accounts.output),
        transfer=np.zeros_like(baseline.accounts.value_added),
    )


def _check_model(baseline: Baseline, scenario: Scenario) -> None:
    """Refuse a scenario whose model is not the one that the baseline was made with."""
    usual = {
        name: field.get_default(call_default_factory=True) for name, field in type(scenario.model).model_fields.items()
    }
    usual |= baseline.options
    for name, held in {**usual, "sourcing": baseline.sourcing}.items():
        if name == "closure" or name not in scenario.model.model_fields_set:
            continue
        wanted = getattr(scenario.model, name)
        if wanted != held:
            raise InputError(
                f"the scenario asks for {name} = {wanted!r}, and the baseline was made with {held!r}",
                where=f"model.{name}",
                remedy="calibrate the baseline with the scenario's model",
            )
