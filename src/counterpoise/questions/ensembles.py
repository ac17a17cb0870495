"""How sure a change's outcome is: many draws of the elasticities put to the world's accounts."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.version import __version__
from counterpoise.questions.arguments import Draws, Seed, Source, TariffChoice, Year, whole
from counterpoise.questions.changes import (
    Change,
    Closure,
    Deficits,
    Elasticities,
    Horizon,
    Shown,
    Sourcing,
    baseline_of,
    conditional,
    passed_over,
    shown_of,
    unbridged,
    under_model,
)
from counterpoise.questions.kept import Kept

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.ensemble import Batch, Case
    from counterpoise.equilibrium.policy import Policy
    from counterpoise.equilibrium.spread import Spread
    from counterpoise.scenario import Scenario
    from counterpoise.world.economy import Economy

    Array = NDArray[np.float64]

BATCH = 25
"""Draws that are given out, and kept, together: a quarter of a second's work."""

FUNCTION = "counterpoise.equilibrium.ensemble:solved_batch"

EASING = "effect of depth on trade"
"""What an agreement's depth does to trade, as a factor, among the parameters that are drawn."""


def _interval(value: Any, where: str) -> float:
    remedy = "give the per cent of the draws between its ends, as 90"
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not 0.0 < number < 100.0:
        raise InputError(f"an interval of {str(value)[:40]!r} is not between 0 and 100", where=where, remedy=remedy)
    return number


def _address(value: Any, where: str) -> str:
    word = str(value).strip()
    if not word:
        raise InputError("the address is empty", where=where, remedy="write it as tcp://10.0.0.1:8786")
    return word


def _folder(value: Any, where: str) -> str:
    try:
        path = os.fspath(value)
    except TypeError:
        raise InputError(f"{value!r} is not a folder's name", where=where, remedy="give a path") from None
    if not path:
        raise InputError("the folder's name is empty", where=where, remedy="give a path")
    return str(path)


def _variables(value: Any, where: str) -> tuple[str, ...]:
    from counterpoise.equilibrium.spread import named  # noqa: PLC0415

    return named(value.split(",") if isinstance(value, str) else value, where)


Interval = Annotated[float, Word("interval", _interval, "PERCENT")]
Workers = Annotated[int, whole("workers", 1, local=True)]
Address = Annotated[str, Word("scheduler", _address, "ADDRESS", local=True)]
Folder = Annotated[str, Word("folder", _folder, "FOLDER", local=True)]
Variables = Annotated["Sequence[str]", Word("variables", _variables, "VARIABLES")]


@question(charts="counterpoise.charts")
def ensemble(  # noqa: PLR0913 - what a person may say of it, each by its name
    scenario: Change,
    *,
    draws: Draws = 1000,
    interval: Interval = 90.0,
    seed: Seed = 0,
    country: Shown | None = None,
    variables: Variables | None = None,
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    closure: Closure | None = None,
    deficits: Deficits | None = None,
    sourcing: Sourcing | None = None,
    elasticities: Elasticities | None = None,
    horizon: Horizon | None = None,
    workers: Workers | None = None,
    scheduler: Address | None = None,
    state: Folder | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Spread:
    """How sure a change's outcome is: medians and intervals over many draws of what it rests on.

    A draw depends on the seed and on its number alone, and every draw is solved from the same point: the numbers are the
    same for any number of workers, on one machine or several, and for a run that was stopped and went on. Finished draws
    are kept as they are finished; the same command goes on from them, and more draws add to them.

    Parameters
    ----------
    scenario
        A scenario file, one of the gallery by its name, or the short form, as "tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates".
    draws
        How many draws of the elasticities; 1000 if left out, whose 90 % interval leaves 50 beyond each end.
    interval
        Per cent of the draws between the ends of the interval; 90 if left out.
    seed
        Another one gives other draws; 0 if left out.
    country
        Whom to show: countries or groups, or ALL; if left out, all, of whom a terminal's table shows the most affected.
    variables
        What to show, as welfare_pct,real_wage_pct,spread_share; the leading ones if left out.
    year
        The year of the accounts; the scenario's, or the newest, if left out.
    source
        The accounts' dataset (see data list); the scenario's, or the newest, if left out.
    tariffs
        Those before the change: importer-averages, us-2024, us-2025 ...; the scenario's, or the best of the store, if left out.
    closure
        Trade deficits afterwards: additive, multiplicative or balanced; the scenario's if left out.
    deficits
        Those before the change: recorded, or purged (removed first); the scenario's if left out.
    sourcing
        Whether the origins of a good differ by its use: none, kind or user; the scenario's if left out.
    elasticities
        A set of trade elasticities, as caliendo-parro-2015; the scenario's if left out.
    horizon
        How long after the change: short, medium or long, whose nests are drawn too; the scenario's if left out.
    workers
        Processes on this machine; one a processor core if left out.
    scheduler
        The address of a Dask scheduler, whose workers solve the draws instead.
    state
        A folder for the finished draws, from which the same command goes on; one in the user's cache if left out.
    economy
        The accounts to change; None means those that the scenario names, or the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Spread
        The median of every country's outcome, with the interval's ends as ``__low`` and ``__high``, and where the spread of
        its real income comes from.

    Raises
    ------
    InputError
        If the scenario can't be read, contradicts itself or changes nothing; if the state is another run's; if the scheduler
        does not answer.
    NoSolution
        If there is no equilibrium under the central elasticities, or under too many of the draws.

    Examples
    --------
    >>> import counterpoise as cp
    >>> spread = cp.ensemble("tariff +10 points by USA on CHN in manufacturing", draws=20, seed=1)
    >>> china = spread.sel(country="CHN")
    >>> china.welfare_pct__low.item() < china.welfare_pct.item() < china.welfare_pct__high.item()
    True
    """
    from counterpoise.equilibrium import solve  # noqa: PLC0415
    from counterpoise.equilibrium.ensemble import case_of  # noqa: PLC0415
    from counterpoise.equilibrium.spread import SHOWN, spread_of  # noqa: PLC0415

    tell = quietly(progress)
    if scheduler is not None:
        from counterpoise.core.scheduler import answering  # noqa: PLC0415

        tell.report("the scheduler", 0.0)
        answering(scheduler)
    tell.report("the baseline", 0.0)
    model = {
        "closure": closure,
        "deficits": deficits,
        "sourcing": sourcing,
        "elasticities": elasticities,
        "horizon": horizon,
    }
    scenario = under_model(scenario, model)
    unbridged(scenario, "an ensemble")
    base = baseline_of(scenario, year, source, tariffs, economy)
    chosen = shown_of(country, scenario, base)
    tell.report("the solution under the central elasticities", 0.0)
    central = solve(base, scenario).with_warnings(conditional(scenario.model), *passed_over(scenario, economy))
    policy = central.said.policy
    drawn = draws_of(base, scenario, draws, seed)
    drawn = drawn if policy is None else drawn.easing(policy, seed)
    kept = Kept(state, _settings(scenario, base, drawn, seed))
    case = kept.beginning(case_of(central))
    value, reasons = _solved(case, drawn, kept, Way(workers, scheduler), tell)
    depth = drawn.eased is not None
    made = spread_of(central, value, reasons, drawn.value_of, interval=interval, depth=depth)
    tell.report("done", 1.0)
    wanted = variables or tuple(one for one in scenario.report.variables or () if one in made.data) or SHOWN
    data = made.data if chosen is None else made.data.sel(country=list(chosen))
    said = (*made.warnings, *kept.notes)
    return replace(made, data=data, shown=tuple(wanted), chosen=chosen is not None, warnings=said)


# The draws --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """Draws of the elasticities.

    Attributes
    ----------
    parameters
        What was drawn.
    value
        ``[draw, parameter]``.
    theta
        Trade elasticities ``[draw, sector]``.
    nests
        The other elasticities, by name ``[draw]``.
    eased
        How many standard errors what agreements do beside tariffs lies from its estimate ``[draw]``; None where none does.
    """

    parameters: tuple[str, ...]
    value: Array
    theta: Array
    nests: dict[str, Array] = field(default_factory=dict)
    eased: Array | None = None

    @property
    def value_of(self) -> dict[str, Array]:
        """Give what was drawn by name ``[draw]``."""
        return {name: self.value[:, place] for place, name in enumerate(self.parameters)}

    def batch(self, first: int, end: int) -> Batch:
        """Give some draws, one after the other."""
        from counterpoise.equilibrium.ensemble import Batch  # noqa: PLC0415

        nests = {name: held[first:end] for name, held in self.nests.items()}
        return Batch(first, self.theta[first:end], nests, None if self.eased is None else self.eased[first:end])

    def easing(self, policy: Policy, seed: int) -> Drawn:
        """Give the same with draws of what agreements do beside tariffs, where the policy holds any in doubt."""
        from counterpoise.world.elasticity_draws import normal  # noqa: PLC0415

        if policy.eased is None or policy.eased_error is None or not policy.eased_error.any():
            return self
        import numpy as np  # noqa: PLC0415

        drawn = normal(len(self.value), seed)
        at = np.unravel_index(int(np.argmax(policy.eased_error)), policy.eased.shape)
        most = np.exp(policy.eased[at] + drawn * policy.eased_error[at])  # of the flow in most doubt, a factor
        value = np.concatenate([self.value, most[:, None]], axis=1)
        return replace(self, parameters=(*self.parameters, EASING), value=value, eased=drawn)


def draws_of(base: Baseline, scenario: Scenario, count: int, seed: int) -> Drawn:
    """Draw the elasticities of a scenario's model; draw i depends on the seed and on i alone.

    Nests vary where a horizon or a year is named; without, they are Cobb-Douglas by choice. Between two horizons a draw lies as
    far on the way between theirs as its year.
    """
    from counterpoise.equilibrium.parameters import ends  # noqa: PLC0415
    from counterpoise.scenario.model import NESTS  # noqa: PLC0415
    from counterpoise.world.elasticity_draws import draws  # noqa: PLC0415

    model = scenario.model
    given = {name: getattr(model, name) for name in (*NESTS, "labour_supply") if getattr(model, name) is not None}
    parts = [
        (
            weight,
            draws(
                base.sectors,
                scheme=base.scheme,
                choice=choice,
                horizon=held if model.timed else None,
                overrides=dict(model.theta),
                nests=given,
                count=count,
                seed=seed,
            ),
        )
        for weight, choice, held in ends(model)
    ]
    if len(parts) == 1:
        only = parts[0][1]
        return Drawn(only.parameters, only.value, only.theta, dict(only.nests))
    import numpy as np  # noqa: PLC0415

    (near, first), (far, last) = parts
    return Drawn(
        (*first.parameters, *last.parameters),
        np.concatenate([first.value, last.value], axis=1),
        near * first.theta + far * last.theta,
        {name: near * first.nests[name] + far * last.nests[name] for name in first.nests},
    )


# Solving them -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """Who solves the draws: processes here, or a scheduler's workers, how many at a time, and by which function."""

    workers: int | None = None
    scheduler: str | None = None
    batch: int = BATCH
    function: str = FUNCTION

    def results(self, case: Any, jobs: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Give the place of a batch and its result, as they are finished."""
        if not jobs:
            return iter(())
        if self.scheduler is not None:
            from counterpoise.core.scheduler import spread_over  # noqa: PLC0415

            return spread_over(self.scheduler, self.function, case, jobs)
        from counterpoise.core.workers import cores, spread  # noqa: PLC0415

        return spread(self.function, case, jobs, self.workers or cores())


def _solved(case: Case, drawn: Drawn, kept: Kept, way: Way, tell: Progress) -> tuple[Array, dict[int, str]]:
    """Solve the draws that are not kept; give ``[draw, variable, country]``, and why some have no solution."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.equilibrium.spread import MOST_FAILED, check_failures  # noqa: PLC0415

    draws = len(drawn.value)
    value = np.full((draws, len(case.variables), len(case.baseline.countries)), np.nan)
    done = np.zeros(draws, dtype=bool)
    reasons: dict[int, str] = {}

    def put(first: int, found: dict[str, Any]) -> None:
        if first >= draws:  # of a longer run that was kept
            return
        end = min(first + len(found["value"]), draws)
        value[first:end] = found["value"][: end - first]
        done[first:end] = True
        reasons.update({first + k: str(one) for k, one in enumerate(found["reason"][: end - first]) if one})
        if len(reasons) > MOST_FAILED * draws:
            check_failures(reasons, draws)

    for first, found in kept.batches():
        if first < draws:
            put(first, found)
    jobs = [drawn.batch(first, end) for first, end in _gaps(done, way.batch)]
    clock = clock_of(int(done.sum()), draws)
    tell.report(clock(int(done.sum())), float(done.mean()) * 0.99)
    results = way.results(case, jobs)
    try:
        for place, found in results:
            kept.keep(jobs[place], found)
            put(jobs[place].first, found)
            tell.report(clock(int(done.sum())), float(done.mean()) * 0.99)
    finally:
        getattr(results, "close", lambda: None)()
    return value, dict(sorted(reasons.items()))


def _gaps(done: Any, size: int) -> Iterator[tuple[int, int]]:
    """Give the runs of draws that are not done, in batches of a size: the first, and the one after the last."""
    import numpy as np  # noqa: PLC0415

    edge = np.flatnonzero(np.diff(np.concatenate([[True], done, [True]]).astype(int)))
    for begin, end in edge.reshape(-1, 2).tolist():
        for first in range(begin, end, size):
            yield first, min(first + size, end)


def clock_of(before: int, draws: int) -> Callable[[int], str]:
    """Give a function that tells how many draws are done, and how long the others will take."""
    begun = time.monotonic()

    def told(done: int) -> str:
        said = f"{done:,} of {draws:,} draws"
        if not before < done < draws:
            return said
        left = (time.monotonic() - begun) / (done - before) * (draws - done)
        return f"{said}, {_duration(left)} left"

    return told


def _duration(seconds: float) -> str:
    """Write a time as a person says it.

    Examples
    --------
    >>> _duration(7.2), _duration(150), _duration(9000)
    ('8 s', '3 min', '2.5 h')
    """
    if seconds < 100:
        return f"{math.ceil(seconds)} s"
    return f"{math.ceil(seconds / 60)} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def _settings(scenario: Scenario, base: Baseline, drawn: Drawn, seed: int) -> dict[str, Any]:
    """Give all that a draw's solution depends on, so that a folder can tell one run from another."""
    said = {name: value for name, value in scenario.to_dict().items() if name not in ("title", "report")}
    first = zip(drawn.parameters, drawn.value[0].tolist(), strict=True)
    return {
        "program": __version__,
        "scenario": said,
        "baseline": {
            "year": base.year,
            "sources": [" ".join(filter(None, [one.source, one.edition, one.checksum])) for one in base.provenance],
            "model": base.options,
            "countries": len(base.countries),
            "sectors": len(base.sectors),
        },
        "seed": seed,
        "elasticities": {name: float(f"{value:.9g}") for name, value in first},
    }
