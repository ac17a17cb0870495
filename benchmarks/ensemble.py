"""Draws of the elasticities: wall time and memory by the number of draws and of processes.

``python benchmarks/ensemble.py`` prints a table. Each row is a command in a new process with an empty cache of its own for the
draws, from its start to the last line of its answer: imports, accounts, the central solution, worker processes, draws and
quantiles. Memory is the sum of the peaks of the process and its workers. "A draw" is what the draws themselves take, over
their number and the cores in use.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARIFF = "tariff +10 points by USA on CHN in manufacturing"
EMBARGO = "embargo 90 % between USA and CHN"
ROWS = ((TARIFF, 1000, 1), (TARIFF, 1000, 2), (EMBARGO, 1000, 2), (TARIFF, 100, 2))
GOAL = 10.0
"""Seconds for 1,000 draws of a tariff on two cores."""

MEASURED = """
import resource, sys, time
import counterpoise as cp
from counterpoise.questions import ensembles
taken = []
solved = ensembles._solved
def timed(*words):
    start = time.perf_counter()
    made = solved(*words)
    taken.append(time.perf_counter() - start)
    return made
ensembles._solved = timed
spread = cp.ensemble(sys.argv[1], draws=int(sys.argv[2]), workers=int(sys.argv[3]), state=sys.argv[4])
spread.table()
own, workers = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(taken[0], (own + int(sys.argv[3]) * workers) / 1e6, spread.diagnostics["without_solution"])
"""


@dataclass(frozen=True)
class Times:
    """Of a run: seconds in all, seconds for the draws, GB, and draws without a solution."""

    whole: float
    draws: float
    memory: float
    failed: int


def measured(scenario: str, draws: int, workers: int) -> Times:
    """Run an ensemble in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", MEASURED, scenario, str(draws), str(workers), str(Path(folder) / "state")]
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        whole = time.perf_counter() - start
    taken, memory, failed = done.stdout.split()
    return Times(whole, float(taken), float(memory), int(failed))


def main() -> None:
    """Print the table."""
    print(
        f"Ensembles, embedded world, 80x50; {os.cpu_count()} cores. The goal of the second row is {GOAL:g} s and 4 GB.\n"
    )
    print(
        "| scenario | draws | processes | whole run, s | draws alone, s | a draw, ms of a core | without solution | GB |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for scenario, draws, workers in ROWS:
        found = measured(scenario, draws, workers)
        each = 1e3 * found.draws * workers / draws
        print(
            f"| {scenario} | {draws:,} | {workers} | {found.whole:.1f} | {found.draws:.1f} | {each:.1f} | {found.failed} | "
            f"{found.memory:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
