"""Is the test of breaks honest, does it find shifts, do the dates' intervals hold them, and how long does it take.

``python benchmarks/stability.py`` prints two tables: the speed of one monthly series of 30 years, and a simulation on
series of 120 observations with autoregressive noise of variance 1 (``series`` of them each, 1,000 if no number is given).
The goals: a size of 2 to 8 % at a nominal 5 %; a power of 0.99 (AR 0.3) and 0.69 (AR 0.6) for a shift of 1.5 standard
deviations in the middle; intervals at a nominal 95 % that hold the date in 90 % of the series.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

LONG = 120
SHIFT = 1.5
POWER = {0.3: 0.99, 0.6: 0.69}


def made(rng: np.random.Generator, persistence: float, count: int) -> Any:
    """Give series of variance 1, ``[series, time]``."""
    from counterpoise.record.shifts import simulated  # noqa: PLC0415

    shocks = rng.standard_normal((count, 100 + LONG)) * np.sqrt(1 - persistence**2)
    return simulated(np.array([persistence]), shocks, 100)


def judged(values: Any, seed: int) -> tuple[bool, bool, bool]:
    """Say whether a break is found, whether by the usual test, and whether the first date's interval holds the middle."""
    from counterpoise.record import stability as rooms  # noqa: PLC0415
    from counterpoise.record.breaks import break_dates  # noqa: PLC0415
    from counterpoise.record.shifts import Design  # noqa: PLC0415

    least, known = round(0.15 * LONG), np.ones(LONG, bool)
    partitions = break_dates(values, 2, least)
    order = rooms.order_of(values, known, partitions[2], least)
    spreads = np.random.SeedSequence(seed).spawn(4)
    p_value, _ = rooms.tested(values, known, partitions, order, least, 0.05, rooms.DRAWS, spreads)
    design = Design(known, tuple(partitions[1]), order, least)
    model = rooms.Model.of(values, design, rooms.DRAWS, np.random.default_rng(spreads[-1]))
    found = rooms.dated(values, range(LONG), model, 0.95)[0]
    return p_value <= 0.05, usual(values, least), found.first <= LONG // 2 - 1 <= found.last


def usual(values: Any, least: int) -> bool:
    """Say whether the largest F finds a break by the critical value for independent noise (Andrews 1993: 8.85)."""
    from counterpoise.record.breaks import break_dates, levels  # noqa: PLC0415

    left = values - levels(values, break_dates(values, 1, least)[1])
    total = float(((values - values.mean()) ** 2).sum())
    return (total - float(left @ left)) / (float(left @ left) / (LONG - 2)) > 8.85


def table(series: int) -> None:
    """Print the simulation."""
    print(
        "| persistence | size (goal 2 to 8 %) | size of the usual test | power (goal) | interval holds the date (goal 0.90) |"
    )
    print("| ---: | ---: | ---: | ---: | ---: |", flush=True)
    for at, persistence in enumerate((0.0, 0.3, 0.6, 0.8)):
        calm = made(np.random.default_rng([1, at]), persistence, series)
        moved = made(np.random.default_rng([2, at]), persistence, series) + SHIFT * (np.arange(LONG) >= LONG // 2)
        size, plain, _ = np.array([judged(one, k) for k, one in enumerate(calm)]).mean(0)
        power, _, holds = np.array([judged(one, k) for k, one in enumerate(moved)]).mean(0)
        goal = f" ({POWER[persistence]:g})" if persistence in POWER else ""
        print(
            f"| {persistence:g} | {100 * size:.1f} % | {100 * plain:.0f} % | {power:.3f}{goal} | {holds:.3f} |",
            flush=True,
        )


def main() -> None:
    """Print the tables."""
    from counterpoise.record.stability import stability  # noqa: PLC0415

    values = made(np.random.default_rng(0), 0.5, 3).ravel()
    shifted = values + 2.0 * (np.arange(3 * LONG) >= 200)
    print("| what | s | processor s | goal, s | met |\n| --- | ---: | ---: | ---: | --- |")
    for what, one in (("without a break", values), ("with a break", shifted)):
        taken, worked = [], []
        for _ in range(5):
            start, before = time.perf_counter(), time.process_time()
            stability(one)
            taken.append(time.perf_counter() - start)
            worked.append(time.process_time() - before)
        middle = statistics.median(taken)
        print(
            f"| 360 observations {what}, 399 draws | {middle:.2f} | {statistics.median(worked):.2f} | 1 | {'yes' if middle <= 1 else 'no'} |"
        )
    print(flush=True)
    table(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)


if __name__ == "__main__":
    main()
