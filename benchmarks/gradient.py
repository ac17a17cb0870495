"""Gradients: the derivative of one country's welfare by every tariff, beside one solve and beside finite differences.

``python benchmarks/gradient.py`` prints a table. A solve is a warm counterfactual from the baseline, the median of several; a
gradient is the median of as many at that counterfactual, made from nothing but the solution. The ratio is the median of the ratios
of neighbouring runs, since the machine's speed wanders. Finite differences take two solves for each tariff: their time is that of
a solve, times two, times the tariffs; nobody waits for it.
"""

from __future__ import annotations

import os
import statistics
import time
from typing import Any

import numpy as np

import counterpoise as cp
from counterpoise.equilibrium import solve
from counterpoise.equilibrium.gradient import Gradient
from counterpoise.equilibrium.policy import Policy
from counterpoise.scenario import read

REPEATS = 15
GOAL = 3.0
"""Solves that the gradient by all tariffs may take."""

NESTS = {"input_substitution": 0.2, "value_added_substitution": 0.5, "consumption_substitution": 0.9}
MODELS: dict[str, dict[str, Any]] = {
    "Caliendo and Parro": {},
    "CES nests .2, .5, .9": NESTS,
    "CES nests, factors specific to sectors": NESTS | {"factor_mobility": "specific"},
}
SHOCK = "tariff +25 points by USA on CHN in manufacturing"


def measured(base: cp.Baseline) -> tuple[float, float, float, float]:
    """Give the seconds of a solve and of a gradient, their ratio, and the largest error beside differences."""
    scenario = read(SHOCK)
    outcome = solve(base, scenario)
    found: Any = None
    solves, gradients = [], []
    for _ in range(REPEATS):
        start = time.perf_counter()
        outcome = solve(base, scenario)
        middle = time.perf_counter()
        found = Gradient(outcome, country="KOR").values("tariff")
        gradients.append(time.perf_counter() - middle)
        solves.append(middle - start)
    ratio = statistics.median(g / s for g, s in zip(gradients, solves, strict=True))
    return statistics.median(solves), statistics.median(gradients), ratio, error(base, outcome, found)


def error(base: cp.Baseline, outcome: cp.Outcome, found: Any) -> float:
    """Give the largest difference to central differences of the largest derivatives, over the largest."""
    flat = np.argsort(-np.abs(np.nan_to_num(found)).ravel())[:3]
    worst = 0.0
    for at in zip(*np.unravel_index(flat, found.shape), strict=True):
        ends = []
        for step in (1e-4, -1e-4):
            held = outcome.said.policy
            assert isinstance(held, Policy)
            tariff = held.tariff.copy()
            tariff[at] += step
            policy = Policy(tariff, held.export_tax, held.trade_cost_hat, held.productivity_hat, held.transfer)
            new = solve(base, policy, start=outcome.state, tolerance=1e-13)
            ends.append(float(new.welfare_pct.sel(country="KOR")))
        worst = max(worst, abs((ends[0] - ends[1]) / 2e-4 - float(found[at])))
    return worst / float(np.nanmax(np.abs(found)))


def main() -> None:
    """Print the table."""
    base = cp.calibrate(cp.load_economy(2022))
    tariffs = base.tariff.size
    print(
        f"Gradients, embedded world, 80x50, {tariffs:,} tariffs; {os.cpu_count()} cores. The goal is {GOAL:g} solves.\n"
    )
    print("| model | solve, ms | gradient, ms | in solves | by differences, h | error, of the largest |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, options in MODELS.items():
        here = base.varied(**options)
        _ = here.near, here.trade
        one, slope, ratio, off = measured(here)
        hours = 2 * tariffs * one / 3600
        print(f"| {name} | {1e3 * one:.1f} | {1e3 * slope:.1f} | {ratio:.1f} | {hours:.1f} | {off:.0e} |", flush=True)


if __name__ == "__main__":
    main()
