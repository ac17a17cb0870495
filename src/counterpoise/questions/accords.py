"""What an agreement would do to everyone: its tariffs and its depth apart, by country and sector, in phases."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.questions.arguments import Flag, Sectors, Seed, Source, TariffChoice, Year, whole
from counterpoise.questions.changes import (
    Closure,
    Deficits,
    Elasticities,
    Horizon,
    Shown,
    Sourcing,
    baseline_of,
    by_sector,
    conditional,
    passed_over,
    shown_of,
    under_model,
)
from counterpoise.questions.ensembles import Interval, Way, Workers, clock_of, draws_of
from counterpoise.trade_agreements.plan import DEEPEST, parse_agreement, parse_phases

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.questions.ensembles import Drawn
    from counterpoise.scenario import Scenario
    from counterpoise.scenario.labels import Labels
    from counterpoise.trade_agreements.agreed import Agreed, Ends
    from counterpoise.trade_agreements.plan import Plan
    from counterpoise.trade_agreements.solved import Key
    from counterpoise.world.economy import Economy

USUAL_DRAWS = 200
"""Draws where nothing is said: a 90 % interval then leaves ten beyond each end."""

MOST_DRAWS = 20_000
"""More would not fit into the memory of an ordinary machine: a draw holds every sector of every country, in both parts."""

SEVERAL = "counterpoise.equilibrium.ensemble:solved_of"


def _depth(value: Any, where: str) -> float:
    remedy = f"give 0 to {DEEPEST}, what DESTA counts: --depth 5"
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not 0 <= number <= DEEPEST:
        raise InputError(f"a depth of {str(value)[:40]!r} is not on the scale", where=where, remedy=remedy)
    return number


def _effect(value: Any, where: str) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not -1 < number < 1:
        remedy = "give log points of trade per step of depth, as 0.05"
        raise InputError(f"{str(value)[:40]!r} is no effect of a step of depth", where=where, remedy=remedy)
    return number


def _variables(value: Any, where: str) -> tuple[str, ...]:
    from counterpoise.trade_agreements.agreed import named  # noqa: PLC0415

    return named(value.split(",") if isinstance(value, str) else value, where)


Parties = Annotated["str | Sequence[str]", Word("agreement", parse_agreement, "AGREEMENT")]
Depth = Annotated[float, Word("depth", _depth, "DEPTH")]
DepthEffect = Annotated[float, Word("depth_effect", _effect, "NUMBER")]
Phase = Annotated["int | str | Mapping[str, int]", Word("phases", parse_phases, "YEARS")]
Variables = Annotated["Sequence[str]", Word("variables", _variables, "VARIABLES")]


def _draws(value: Any, where: str) -> int:
    number = whole("draws", 0).parse(value, where)
    if number > MOST_DRAWS:
        remedy = f"take {MOST_DRAWS} or fewer: sectors are kept draw by draw"
        raise InputError(f"{number} draws are too many", where=where, remedy=remedy)
    return number


Draws = Annotated[int, Word("draws", _draws, "N")]


@question(charts="counterpoise.charts")
def agree(  # noqa: PLR0913 - what a person may say of it, each by its name
    agreement: Parties,
    *,
    depth: Depth | None = None,
    tariffs_only: Flag = False,
    phase: Phase | None = None,
    sectors: Sectors | None = None,
    exclude: Sectors | None = None,
    from_depth: Depth | None = None,
    depth_effect: DepthEffect | None = None,
    without_absent: Flag = False,
    draws: Draws | None = None,
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
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Agreed:
    """What a trade agreement would do to everyone: its tariffs and its depth apart, by country and sector.

    The answer is conditional: it holds all else equal, each part is a new equilibrium and not a forecast. ``tariffs only`` takes
    the tariffs among the parties to zero; ``whole agreement`` also lowers the other costs of their trade in goods, by what gravity
    says that depth does.

    Parameters
    ----------
    agreement
        Its name in the register, as RCEP, CJK or Korea-Japan, a group, as ASEAN, or its parties, as KOR,CHN,JPN.
    depth
        How deep it is, 0 to 7 on DESTA's scale; its own where that is known, else 7, an upper case.
    tariffs_only
        Leave out what depth does.
    phase
        Years over which it is phased in, in equal yearly steps, as 10, or 10,A01:20,C29:15; 0 is at once, as if left out.
    sectors
        The sectors that it frees: codes, groups or ranges; all goods if left out.
    exclude
        Sectors that it leaves out, as A01.
    from_depth
        The depth that binds its parties already; the register's, pair by pair and without the agreement itself, if left out.
    depth_effect
        Log points by which one step of depth raises trade; the program's gravity estimate if left out.
    without_absent
        Go on without the parties that the accounts lack.
    draws
        How many draws of the elasticities and of the effect of depth, 0 for none; 200 if left out, none with phases.
    interval
        Per cent of the draws between the ends of the interval; 90 if left out.
    seed
        Another one gives other draws; 0 if left out.
    country
        Whom to show: countries or groups, or ALL; if left out, all, of whom a terminal's table shows the most affected.
    variables
        What to show, as welfare_pct,output_pct; the leading ones if left out.
    year
        The year of the accounts; the newest if left out.
    source
        The accounts' dataset (see data list); the newest if left out.
    tariffs
        Those before the change: sector-averages, importer-averages, no-agreements ...; the best of the store if left out, else
        sector-averages.
    closure
        Trade deficits afterwards: additive, multiplicative or balanced.
    deficits
        Those before the change: recorded, or purged (removed first).
    sourcing
        Whether the origins of a good differ by its use: none, kind or user.
    elasticities
        A set of trade elasticities, as caliendo-parro-2015.
    horizon
        How long after the change: short, medium or long, which also names the nests.
    workers
        Processes on this machine; one a processor core if left out.
    economy
        The accounts to change; None means the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Agreed
        Every country's and sector's outcome by ``part``, and ``phase`` where it is phased in, with the interval's ends as
        ``__low`` and ``__high``.

    Raises
    ------
    InputError
        If there is no such agreement, a party is not in the accounts, or nothing changes.
    NoSolution
        If there is no equilibrium, or too many draws have none.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.agree("KOR,JPN", tariffs_only=True, phase=2, draws=0)
    >>> found.exports_to_parties_pct.sel(part="tariffs only", phase=2, country="KOR").item() > 0
    True
    """
    from counterpoise.scenario import Scenario  # noqa: PLC0415
    from counterpoise.trade_agreements.agreed import Agreed, dataset_of  # noqa: PLC0415
    from counterpoise.trade_agreements.plan import TARIFFS, WHOLE  # noqa: PLC0415
    from counterpoise.trade_agreements.solved import solved_parts  # noqa: PLC0415
    from counterpoise.trade_agreements.told import notes  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("the baseline", 0.0)
    model = {
        "closure": closure,
        "deficits": deficits,
        "sourcing": sourcing,
        "elasticities": elasticities,
        "horizon": horizon,
    }
    like = under_model(Scenario(title="an agreement"), model)
    base = baseline_of(like, year, source, by_sector(tariffs, source, economy), economy)
    plan = _plan(
        tuple(agreement),
        _labels(base),
        depth,
        sectors,
        exclude,
        from_depth,
        depth_effect,
        phase,
        without_absent=without_absent,
    )
    chosen = shown_of(country, like, base)
    outcomes = solved_parts(base, plan, like, tariffs_only=tariffs_only, tell=tell)
    count = (0 if plan.phases else USUAL_DRAWS) if draws is None else draws
    bands, said = _bands(outcomes, like, count, interval, seed, workers, tell)
    made = dataset_of(outcomes, bands, interval)
    first, rest = notes(plan, outcomes, base, _labels(base), asked=depth is not None)
    made.attrs |= {"agreement": plan.whose.title, "parties": plan.whose.here, "depth": plan.depth}
    last = list(outcomes.values())[-1]
    tell.report("done", 1.0)
    return Agreed(
        question=last.question,
        data=made if chosen is None else made.sel(country=list(chosen)),
        provenance=last.provenance,
        warnings=(
            *first,
            conditional(like.model),
            *passed_over(like, economy),
            *rest,
            *said,
            *(
                one
                for one in last.warnings
                if one not in first and not one.startswith(f"{plan.whose.title}: the baseline lacks")
            ),
        ),
        diagnostics=_diagnostics(outcomes, count, interval),
        chosen=tuple(variables or ()),
        among=chosen or (),
        outcomes={key: outcome for key, outcome in outcomes.items() if key[0] in (TARIFFS, WHOLE)},
    )


def _labels(base: Baseline) -> Labels:
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415

    return Labels(base.countries, base.sectors, base.scheme)


def _plan(
    words: tuple[str, ...],
    labels: Labels,
    depth: float | None,
    sectors: Sequence[str] | None,
    exclude: Sequence[str] | None,
    from_depth: float | None,
    depth_effect: float | None,
    phase: Any,
    *,
    without_absent: bool,
) -> Plan:
    """Give the plan of an agreement: its own depth where none is named, else the deepest."""
    from counterpoise.trade_agreements.plan import Plan, parties_in, registered  # noqa: PLC0415

    whose = parties_in(words, labels, without_absent=without_absent)
    found = registered(whose.name) if whose.name else None
    own = None if found is None else found.depth
    taken = own if depth is None else depth
    made = Plan(
        whose,
        depth=float(DEEPEST) if taken is None else float(taken),
        sectors=None if sectors is None else tuple(sectors),
        exclude=None if exclude is None else tuple(exclude),
        from_depth=from_depth,
        depth_effect=depth_effect,
    )
    return made.phased(() if phase is None else phase, labels)


def _diagnostics(outcomes: Mapping[Key, Outcome], draws: int, interval: float) -> dict[str, Any]:
    first = next(iter(outcomes.values()))
    return {
        "residual": max(one.diagnostics["residual"] for one in outcomes.values()),
        "iterations": sum(one.diagnostics["iterations"] for one in outcomes.values()),
        "closure": first.problem.closure,
        "draws": draws,
        "interval": interval,
        "baseline_correction": first.diagnostics["baseline_correction"],
        "baseline_correction_of": first.diagnostics["baseline_correction_of"],
    }


# The draws --------------------------------------------------------------------------------------------------


def _bands(
    outcomes: Mapping[Key, Outcome],
    like: Scenario,
    count: int,
    interval: float,
    seed: int,
    workers: int | None,
    tell: Progress,
) -> tuple[dict[Key, Ends], tuple[str, ...]]:
    """Draw elasticities and the effect of depth, the same for all parts and years; give the ends and what to say of them."""
    from counterpoise.equilibrium.spread import CONDITIONAL, DEPTH_TOO, LEAST_BEYOND  # noqa: PLC0415
    from counterpoise.trade_agreements.solved import by_year  # noqa: PLC0415

    if not count:
        return {}, ()
    last = list(outcomes.values())[-1]
    drawn = draws_of(last.baseline, like, count, seed)
    if last.said.policy is not None:
        drawn = drawn.easing(last.said.policy, seed)
    bands: dict[Key, Ends] = {}
    said: dict[str, None] = {}
    for held in by_year(outcomes):
        found, warned = _drawn_year(held, drawn, interval, workers, tell)
        bands |= found
        said |= dict.fromkeys(warned)
    beyond = int(count * (100.0 - interval) / 200.0 + 1e-9)
    few = f"{count} draws leave {beyond} beyond each end of a {interval:g} % interval: its ends are chance"
    doubt = CONDITIONAL if drawn.eased is None else DEPTH_TOO
    return bands, (doubt, *said, *([few] if beyond < LEAST_BEYOND else []))


def _drawn_year(
    outcomes: Mapping[Key, Outcome], drawn: Drawn, interval: float, workers: int | None, tell: Progress
) -> tuple[dict[Key, Ends], list[str]]:
    """Solve the draws of the parts of a year, all of them by the same processes."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.equilibrium.ensemble import Case, case_of  # noqa: PLC0415
    from counterpoise.equilibrium.spread import check_failures  # noqa: PLC0415
    from counterpoise.trade_agreements.agreed import COUNTRIES, SECTORS, ends_of  # noqa: PLC0415

    keys = list(outcomes)
    cases: list[Case] = []
    for key in keys:
        like = cases[0] if cases else None
        cases.append(case_of(outcomes[key], variables=COUNTRIES, nodes=SECTORS, like=like))
    count, way = len(drawn.value), Way(workers, function=SEVERAL)
    size = cases[0].baseline.accounts.output.shape
    firsts = range(0, count, way.batch)
    jobs = [drawn.batch(first, min(first + way.batch, count)) for first in firsts]
    value = np.full((len(keys), count, len(COUNTRIES), size[0]), np.nan)
    by_sector = np.full((len(keys), count, len(SECTORS), *size), np.nan)
    reasons: list[dict[int, str]] = [{} for _ in keys]
    clock, done = clock_of(0, count), 0
    results = way.results(cases, jobs)
    try:
        for place, found in results:
            first = firsts[place]
            end = first + found["value"].shape[1]
            value[:, first:end], by_sector[:, first:end] = found["value"], found["by_sector"]
            for which, said_of in enumerate(found["reason"]):
                reasons[which] |= {first + k: str(one) for k, one in enumerate(said_of) if one}
            done += end - first
            tell.report(clock(done), 0.99 * done / count)
    finally:
        getattr(results, "close", lambda: None)()
    bands: dict[Key, Ends] = {}
    said: list[str] = []
    for which, key in enumerate(keys):
        said += check_failures(reasons[which], count)
        solved = np.array([draw not in reasons[which] for draw in range(count)])
        bands[key] = ends_of(value[which][solved], by_sector[which][solved], interval)
    return bands, said
