"""One change at several times, each an equilibrium of its own: horizons side by side, or a path of years."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.equilibrium.calibration import adjusted
from counterpoise.equilibrium.counterfactual import solve
from counterpoise.equilibrium.outcomes import HORIZON, YEARS, Outcomes
from counterpoise.scenario.moment import after

if TYPE_CHECKING:
    from counterpoise.core.result import Provenance
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.equilibrium.problem import State
    from counterpoise.scenario import Scenario
    from counterpoise.scenario.model import ModelChoice
    from counterpoise.world.economy import Economy

NEAR = 0.27
"""Years whose shares of the way differ by no more than this have one set of approximate inverses between them."""


def at_horizons(baseline_of: Callable[[ModelChoice], Baseline], scenario: Scenario, names: Sequence[str]) -> Outcomes:
    """Solve a scenario at several horizons.

    Parameters
    ----------
    baseline_of
        Gives the baseline of a model, as `counterpoise.calibrate` of an economy.
    scenario
        What changes; a time that it names is passed over.
    names
        The horizons.

    Returns
    -------
    Outcomes
        Along ``horizon``; each is what `solve` gives by itself. Of one without an equilibrium, why.

    Raises
    ------
    NoSolution
        If none of them has an equilibrium.
    """
    found: dict[Any, Outcome] = {}
    lacking: dict[Any, NoSolution] = {}
    for name in names:
        there = at(scenario, horizon=name)
        try:
            found[name] = solve(baseline_of(there.model), there)
        except NoSolution as error:
            lacking[name] = error
    return _gathered(HORIZON, names, found, lacking)


def over_years(base: Baseline, economy: Economy, scenario: Scenario, years: Sequence[float]) -> Outcomes:
    """Solve a scenario for several years after the change, the last first: each begins where the one after it ended.

    Parameters
    ----------
    base
        A baseline of the economy with the scenario's closure, sourcing and deficits, at any time.
    economy
        The economy.
    scenario
        What changes; a time that it names is passed over.
    years
        Years after the change, in their order.

    Returns
    -------
    Outcomes
        Along ``years_after``. Where a year begins changes its numbers by less than the tolerance.

    Raises
    ------
    NoSolution
        If no year has an equilibrium.
    """
    from counterpoise.world.elasticity_horizons import adjustment  # noqa: PLC0415

    found: dict[Any, Outcome] = {}
    lacking: dict[Any, NoSolution] = {}
    near: tuple[float, Baseline] | None = None
    start: State | None = None
    for year in reversed(years):
        there = at(scenario, years_after=year)
        here = adjusted(base, economy, there.model)
        share = adjustment(year)
        if near is not None and 0 < near[0] - share <= NEAR and share > 0 and _alike(here, near[1]):
            here.__dict__["near"] = near[1].near  # where to step, not where to end: a neighbour's will do
        else:
            near = (share, here)
        try:
            outcome = solve(here, there, start=_fitted(start, here))
        except NoSolution as error:
            lacking[year] = error
            continue
        found[year], start = outcome, outcome.state
    made = _gathered(YEARS, years, {year: found[year] for year in years if year in found}, lacking)
    return made._again(provenance=_of_the_way(base, economy, scenario, years))


def at(scenario: Scenario, *, horizon: str | None = None, years_after: float | None = None) -> Scenario:
    """Give a scenario at another time.

    Examples
    --------
    >>> from counterpoise.scenario import read
    >>> at(read("embargo by ALL on DEU"), years_after=3).model.years_after
    3.0
    """
    time = {"horizon": horizon, "years_after": None if years_after is None else float(years_after)}
    return scenario.model_copy(update={"model": scenario.model.model_copy(update=time)})


def _alike(one: Baseline, other: Baseline) -> bool:
    return one.accounts.payroll.shape == other.accounts.payroll.shape


def _fitted(start: State | None, base: Baseline) -> State | None:
    """Give a point to begin from with as many wages as a baseline has."""
    shape = base.accounts.payroll.shape
    if start is None or start.log_wage.shape == shape:
        return start
    return dataclasses.replace(start, log_wage=np.broadcast_to(start.log_wage.mean(1, keepdims=True), shape).copy())


def _gathered(
    dimension: str, labels: Sequence[Any], found: Mapping[Any, Outcome], lacking: Mapping[Any, NoSolution]
) -> Outcomes:
    if not found:
        first = lacking[labels[0]]
        which = _listed(dimension, labels)
        raise NoSolution(f"at no time ({which}): at the first, {first.what}", where=first.where, remedy=first.remedy)
    reasons = {label: lacking[label] for label in labels if label in lacking}
    made = Outcomes(dimension, found, lacking={label: error.what for label, error in reasons.items()})
    told: dict[str, list[Any]] = {}
    for label, error in reasons.items():
        told.setdefault(f"{error.what}; {error.remedy}", []).append(label)
    verb = {True: "is", False: "are"}
    return made.with_warnings(
        *(f"{_listed(dimension, which)} {verb[len(which) == 1]} not shown: {why}" for why, which in told.items())
    )


def _listed(dimension: str, labels: Sequence[Any]) -> str:
    return ", ".join(str(one) if dimension == HORIZON else after(one) for one in labels)


def _named(one: Provenance, year: int, word: str) -> Provenance:
    """Call an end of the way by its horizon."""
    edition = one.edition.replace(f"year {year}:", f"{word}:")
    return dataclasses.replace(
        one, source=one.source.replace(f"horizon-year-{year}", f"horizon-{word}"), edition=edition
    )


def _of_the_way(base: Baseline, economy: Economy, scenario: Scenario, years: Sequence[float]) -> tuple[Provenance, ...]:
    """Give the sources of a path: of its two ends, and of the way between them."""
    from counterpoise.core.result import Provenance  # noqa: PLC0415
    from counterpoise.world.elasticity_horizons import adjustment, path  # noqa: PLC0415

    ends = [
        [_named(one, year, word) for one in adjusted(base, economy, at(scenario, years_after=year).model).provenance]
        for year, word in ((0, "short"), (10, "long"))
    ]
    shares = ", ".join(f"{100 * adjustment(year):.0f} % in year {year:g}" for year in years)
    way = Provenance(
        source="adjustment",
        title="The way from the short to the long run",
        edition=shares,
        citation="; ".join(dict.fromkeys(one.citation for one in path() if one.citation)),
    )
    return (*dict.fromkeys(one for end in ends for one in end), way)
