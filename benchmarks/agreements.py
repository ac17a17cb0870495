"""What an agreement's answer takes: its draws at once beside one process, and its phases beside years solved from the baseline.

``python benchmarks/agreements.py`` prints two tables. A row of the first is a new process, from its start to its table: imports,
accounts, both parts, worker processes, draws, and the intervals of countries and sectors; the processor's seconds are of all its
processes together, whatever else runs. The second is a median within one
process: the years of both parts, each from the year before, beside the same solved from the baseline.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ASKED = "KOR,CHN,JPN"
ROWS = ((1000, 2, 2), (1000, 2, 1), (1000, 1, 2), (200, 2, 2), (0, 1, 2))
"""Draws, processes, and parts: 1 is the tariffs alone."""
GOAL, GOAL_YEARS = 12.0, 1.0
"""Seconds for 1,000 draws of both parts on two cores, and for ten years of one part."""

RUN = """
import resource, sys, time
import counterpoise as cp
from counterpoise.questions import accords
taken = [0.0]
drawn = accords._drawn_year
def timed(*words):
    start = time.perf_counter()
    made = drawn(*words)
    taken[0] += time.perf_counter() - start
    return made
accords._drawn_year = timed
answer = cp.agree(sys.argv[1], draws=int(sys.argv[2]), workers=int(sys.argv[3]), tariffs_only=sys.argv[4] == "1")
answer.table()
own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(taken[0], (own.ru_maxrss + int(sys.argv[3]) * workers.ru_maxrss) / 1e6, sum(one.ru_utime + one.ru_stime for one in (own, workers)))
"""


def run(draws: int, workers: int, parts: int) -> tuple[float, float, float, float]:
    """Ask in a new process; give seconds in all, seconds for the draws, GB, and seconds of the processor."""
    start = time.perf_counter()
    command = [sys.executable, "-c", RUN, ASKED, str(draws), str(workers), str(parts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    whole = time.perf_counter() - start
    taken, memory, busy = map(float, done.stdout.split())
    return whole, taken, memory, busy


def phases(years: int, repeats: int = 7) -> list[tuple[str, float, int, float]]:
    """Solve the years of an agreement warm and cold, in turn; give seconds, rounds, and how far the two lie apart."""
    import numpy as np  # noqa: PLC0415

    import counterpoise as cp  # noqa: PLC0415
    from counterpoise.questions.accords import _labels, _plan  # noqa: PLC0415
    from counterpoise.scenario import Scenario  # noqa: PLC0415
    from counterpoise.trade_agreements.solved import solved_parts  # noqa: PLC0415

    base = cp.calibrate(cp.load_economy())
    words = tuple(ASKED.split(","))
    plan = _plan(words, _labels(base), 7.0, None, None, None, None, (("", years),), without_absent=False)
    like = Scenario(title="an agreement")
    rows = []
    found = {}
    ways = [
        (f"{part}, {name}", only, warm)
        for part, only in (("tariffs only", True), ("both parts", False))
        for name, warm in (("warm", True), ("cold", False))
    ]
    taken: dict[str, list[float]] = {name: [] for name, *_ in ways}
    for _ in range(repeats):
        for name, only, warm in ways:
            start = time.perf_counter()
            found[name] = solved_parts(base, plan, like, tariffs_only=only, warm=warm)
            for outcome in found[name].values():
                _ = outcome.welfare_pct
            taken[name].append(time.perf_counter() - start)
    for name, only, _ in ways:
        cold = found[f"{'tariffs only' if only else 'both parts'}, cold"]
        apart = max(
            float(np.abs(found[name][key].welfare_pct.values - cold[key].welfare_pct.values).max()) for key in cold
        )
        rounds = sum(one.diagnostics["iterations"] for one in found[name].values())
        rows.append((name, statistics.median(taken[name]), rounds, apart))
    return rows


def main() -> None:
    """Print the tables."""
    print(
        f"An agreement among {ASKED}, embedded world, 80x50; {os.cpu_count()} cores. The goal of the first row is {GOAL:g} s.\n"
    )
    print("| draws of each part | parts | processes | whole run, s | draws alone, s | processor, s | GB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for draws, workers, parts in ROWS:
        whole, taken, memory, busy = run(draws, workers, parts)
        print(
            f"| {draws:,} | {parts} | {workers} | {whole:.1f} | {taken:.1f} | {busy:.1f} | {memory:.2f} |", flush=True
        )
    print(f"\nTen years of phases, medians of 7; the goal is {GOAL_YEARS:g} s.\n")
    print("| years from | seconds | evaluations of the equations | largest difference of real income, percent |")
    print("| --- | ---: | ---: | ---: |")
    for name, seconds, rounds, apart in phases(10):
        print(f"| {name} | {seconds:.2f} | {rounds} | {apart:.0e} |")
    print()


if __name__ == "__main__":
    main()
