"""Many scenarios put to one baseline, shared out among processes of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import CounterpoiseError, InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.equilibrium.counterfactual import solve
from counterpoise.equilibrium.effects import HEADLINE
from counterpoise.equilibrium.ensemble import COUNTRIES

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.scenario import Scenario

BATCH = 20
"""Scenarios that are given out together."""

FUNCTION = "counterpoise.equilibrium.batches:solved_scenarios"


@dataclass(frozen=True, eq=False)
class Shared:
    """What all scenarios share: the baseline, and the variables to compute."""

    baseline: Baseline
    variables: tuple[str, ...]


def solve_each(
    baseline: Baseline,
    scenarios: Sequence[Scenario | str],
    *,
    variables: Sequence[str] = HEADLINE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Solve many scenarios against one baseline.

    Parameters
    ----------
    baseline
        From `counterpoise.calibrate` or another constructor.
    scenarios
        What changes in each, or the short form that says it; every one is held against the baseline, none against another.
    variables
        Variables of countries, such as ``welfare_pct``.
    workers
        Processes on this machine; one a processor core if left out, 1 for this process alone. The numbers do not depend on
        it, but for rounding.
    progress
        Told how many are done.

    Returns
    -------
    xarray.Dataset
        Each variable ``[scenario, country]``, in the order that was given and numbered from 0; missing where a scenario has
        no equilibrium. ``title[scenario]`` and ``reason[scenario]`` (why it has none, else empty) are coordinates.

    Raises
    ------
    InputError
        If there is no scenario, or no such variable; as of `counterpoise.equilibrium.solve`, with the scenario's number.

    Examples
    --------
    >>> import counterpoise as cp
    >>> base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    >>> rates = [f"tariff +{rate} points by A on B sectors ALL" for rate in (5, 10, 20)]
    >>> cp.equilibrium.solve_each(base, rates, workers=1).welfare_pct.sel(country="A").round(3).values.tolist()
    [0.475, 0.812, 1.181]
    """
    import xarray as xr  # noqa: PLC0415

    from counterpoise.core.workers import cores, spread  # noqa: PLC0415
    from counterpoise.scenario import read  # noqa: PLC0415

    held = [read(one) if isinstance(one, str) else one for one in scenarios]
    if not held:
        raise InputError("there is no scenario", where="scenarios", remedy="give one or more")
    names = tuple(dict.fromkeys(variables.split(",") if isinstance(variables, str) else variables))
    if workers is not None and workers < 1:
        raise InputError(f"{workers} workers are too few", where="workers", remedy="take 1 or more")
    for name in names:
        if name not in COUNTRIES:
            remedy = did_you_mean(name, COUNTRIES, "take one of " + ", ".join(COUNTRIES))
            raise InputError(f"{name!r} is no variable of countries", where="variables", remedy=remedy)
    bare = replace(baseline, provenance=(), notes=())
    vars(bare).update({name: getattr(baseline, name) for name in ("near", "bought", "trade", "tariff", "export_tax")})
    shared = Shared(bare, names)
    jobs = [(first, tuple(held[first : first + BATCH])) for first in range(0, len(held), BATCH)]
    tell = quietly(progress)
    value = np.full((len(names), len(held), len(baseline.countries)), np.nan)
    reason = np.full(len(held), "", dtype=object)
    done = 0
    count = cores() if workers is None else workers
    found = (
        ((place, solved_scenarios(shared, job)) for place, job in enumerate(jobs))
        if count == 1 or len(jobs) == 1
        else spread(FUNCTION, shared, jobs, count)
    )
    for place, (made, why) in found:
        first, part = jobs[place]
        value[:, first : first + len(part)] = made
        reason[first : first + len(part)] = why
        done += len(part)
        tell.report(f"{done:,} of {len(held):,} scenarios", done / len(held))
    return xr.Dataset(
        {name: (("scenario", "country"), value[k]) for k, name in enumerate(names)},
        coords={
            "scenario": np.arange(len(held)),
            "country": list(baseline.countries),
            "title": ("scenario", [one.title for one in held]),
            "reason": ("scenario", reason.astype(str)),
        },
    )


def solved_scenarios(shared: Shared, job: tuple[int, tuple[Any, ...]]) -> tuple[NDArray[np.float64], list[str]]:
    """Solve some scenarios: values ``[variable, scenario, country]``, and why some have none."""
    from counterpoise.core.errors import NoSolution  # noqa: PLC0415

    first, scenarios = job
    value = np.full((len(shared.variables), len(scenarios), len(shared.baseline.countries)), np.nan)
    reason = [""] * len(scenarios)
    for place, scenario in enumerate(scenarios):
        try:
            outcome = solve(shared.baseline, scenario)
        except NoSolution as error:
            reason[place] = error.what
        except CounterpoiseError as error:
            raise type(error)(
                f"scenario {first + place}: {error.what}", where=error.where, remedy=error.remedy
            ) from None
        else:
            for k, name in enumerate(shared.variables):
                value[k, place] = getattr(outcome, name).values
    return value, reason
