"""Counterfactuals in general equilibrium: time beside the textbook's algorithm and gegravity.

``python benchmarks/equilibrium.py`` prints three tables: worlds of real size, ten years after a change, and how time grows with
countries and sectors. Each world runs in a process of its own. "Cold" is the wall time of a new process, from its start to the first
result, with imports, reading and balancing; "warm" is the median of further solves of the same scenario, each from the
baseline, to a residual of 1e-10 of world output; "with all variables" adds welfare, trade and the rest with their
labels.

The textbook's algorithm (`tests/reference/textbook.py`) is that of Caliendo and Parro's code, in NumPy, to 1e-10.
gegravity (Herman 2021) is run on its sample. The third-party parameters are read from ``COUNTERPOISE_SHARED``; a
world whose figures are absent says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("COUNTERPOISE_SHARED", ROOT.parent / "shared")) / "data"
REPEATS = 21
TEXTBOOK_SECONDS = 120
SAMPLE = "gegravity/sample_data_set.csv"

COUNTERFACTUAL = """
import json, resource, statistics, time
import numpy as np
import counterpoise as cp
{world}
scenario = cp.Scenario.from_arrays(**change)
outcome = cp.equilibrium.solve(base, scenario)
first = float(outcome.welfare_pct.max())
print("cold", flush=True)
def timed(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
solves = [timed(lambda: cp.equilibrium.solve(base, scenario)) for _ in range({repeats})]
whole = [timed(lambda: cp.equilibrium.solve(base, scenario).data) for _ in range({repeats})]
print(json.dumps([
    statistics.median(solves),
    statistics.median(whole),
    outcome.diagnostics["iterations"],
    outcome.diagnostics["residual"],
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
]))
"""
PATH = """
import json, statistics, time
import counterpoise as cp
economy = cp.load_economy(2022)
cp.simulate({scenario!r}, economy=economy)
def timed():
    start = time.perf_counter()
    found = cp.simulate({scenario!r}, years="1-10", economy=economy)
    found.welfare_pct
    return time.perf_counter() - start, found
each = [timed() for _ in range({repeats})]
found = each[0][1]
print(json.dumps([statistics.median(one for one, _ in each), found.diagnostics["iterations"], found.diagnostics["residual"]]))
"""
TEXTBOOK = """
import json, time
import numpy as np
from tests.reference import textbook
{world}
start = time.perf_counter()
textbook.solve(economy, change.get("tariff"), change.get("trade_cost_hat"), tolerance=1e-10, price_tolerance=1e-12)
print(json.dumps([time.perf_counter() - start]))
"""
GEGRAVITY = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from tests.reference.gegravity_sample import simulated
import gegravity, pandas
start = time.perf_counter()
simulated(sys.argv[1])
print(json.dumps([time.perf_counter() - start]))
"""

NAFTA = """
from tools.published import worlds
world, change = worlds.nafta(), {"tariff": worlds.nafta_tariff()}
"""
WIOD = """
from tools.published import worlds
world = worlds.wiod()
tariff = world.tariff.copy()
tariff[world.place("USA"), world.place("CHN")] += 0.1
change = {"tariff": tariff}
"""
FROM_WORLD = "\nbase = cp.equilibrium.from_caliendo_parro(**world.keywords())\n"
BALANCED = "\neconomy, _ = textbook.balanced(world.textbook())\n"
EMBEDDED = """
from counterpoise.scenario.model import ModelChoice
base = cp.calibrate(cp.load_economy(2022), ModelChoice(**MODEL))
tariff = base.tariff.transpose(2, 0, 1).copy()
goods = [place for place, name in enumerate(base.sectors) if name[0] in "ABC"]
tariff[base.countries.index("USA"), base.countries.index("CHN"), goods] += 0.1
change = {"tariff": tariff}
"""
LIBERATION = """
import pandas as pd
FOLDER = SHARED + "/liberation_day/"
flows = pd.read_csv(FOLDER + "trade_cepii.csv").fillna(0).to_numpy(float) / 1e3
gdp = pd.read_csv(FOLDER + "gdp.csv").gdp.to_numpy(float) / 1e6
labels = pd.read_csv(FOLDER + "country_labels.csv").iso3.tolist()
np.fill_diagonal(flows, 0)
np.fill_diagonal(flows, np.maximum(gdp - flows.sum(1), 0.01 * gdp))
rate = pd.read_csv(FOLDER + "tariffs.csv").applied_tariff.to_numpy(float)
tariff = np.zeros((194, 194, 1))
tariff[labels.index("USA"), :, 0] = rate
tariff[labels.index("USA"), labels.index("USA")] = 0
change = {"tariff": tariff}
"""
SAMPLED = """
import pandas as pd
table = pd.read_csv(SHARED + "/gegravity/sample_data_set.csv")
flows = table.pivot_table(index="exporter", columns="importer", values="trade")
labels, flows = flows.index.tolist(), flows.to_numpy(float)
cost = np.ones((len(flows), len(flows), 1))
one, other = labels.index("CAN"), labels.index("JPN")
cost[one, other] = cost[other, one] = np.exp(-0.4823 / 4)
change = {"trade_cost_hat": cost}
"""
FROM_FLOWS = "\nbase = cp.equilibrium.from_gravity(flows=flows, theta=4.0, countries=labels)\n"
ONE_SECTOR = "\neconomy = textbook.one_sector(flows, 4.0)\n"
RANDOM = """
from tests.reference.worlds import keywords, random_parameters
economy = random_parameters(1, COUNTRIES, SECTORS, home=2.0 * COUNTRIES)
labels = {"countries": [f"C{i}" for i in range(COUNTRIES)], "sectors": [f"S{i}" for i in range(SECTORS)]}
base = cp.equilibrium.from_caliendo_parro(**(keywords(economy) | labels))
tariff = economy.tariff.copy()
tariff[0, 1] += 0.1
change = {"tariff": tariff}
"""
RECORDED = (
    ("44x50 and 77x45", "KITE", "24 s"),
    ("44x50 and 77x45", "the trade_simulator application", "175 s"),
    ("31x40", "Caliendo and Parro's own code", "46 s"),
    ("31x40", "a C++ program", "0.8 s"),
    ("31x40", "a JAX program", "1.4 s"),
    ("194x1", "one scenario", "1 s"),
)


@dataclass(frozen=True)
class World:
    """An economy and a scenario: code that makes ``base`` and ``change``, and what the textbook needs."""

    name: str
    code: str
    needs: str = ""
    goal: float | None = None
    textbook: str = ""
    why: str = ""

    @property
    def absent(self) -> bool:
        """Say whether its third-party figures are not here."""
        return bool(self.needs) and not (SHARED / self.needs).exists()


WORLDS = (
    World("NAFTA, 31x40", NAFTA + FROM_WORLD, "cp2015/nafta_1993.npz", 0.005, NAFTA + BALANCED),
    World(
        "a US tariff on China, WIOD 2014, 44x50",
        WIOD + FROM_WORLD,
        "wiod2014_cp/wiod2014_cp_parameters.npz",
        0.008,
        WIOD + BALANCED,
    ),
    World("a US tariff on China, embedded, 80x50", f"MODEL = {{}}{EMBEDDED}", goal=0.015, why="not run: minutes"),
    World(
        "the same, nested CES (horizon medium)",
        f'MODEL = {{"horizon": "medium"}}{EMBEDDED}',
        goal=0.04,
        why="not its model",
    ),
    World(
        "the same, within a year (horizon short)",
        f'MODEL = {{"horizon": "short"}}{EMBEDDED}',
        why="not its model",
    ),
    World(
        "US tariffs of 2 April 2025, 194x1",
        LIBERATION + FROM_FLOWS,
        "liberation_day/trade_cepii.csv",
        0.005,
        LIBERATION + ONE_SECTOR,
    ),
    World("Canada and Japan, gegravity's sample, 30x1", SAMPLED + FROM_FLOWS, SAMPLE, None, SAMPLED + ONE_SECTOR),
    World(
        "embedded, 80x50, origins by user",
        f'MODEL = {{"sourcing": "user"}}{EMBEDDED}',
        goal=1.0,
        why="not its model",
    ),
)
GROWTH = ((20, 20), (40, 20), (80, 20), (160, 20), (40, 10), (40, 40), (40, 80))


@dataclass(frozen=True)
class Times:
    """Of a world: seconds but for iterations, the residual and GB."""

    cold: float
    warm: float
    whole: float
    iterations: int
    residual: float
    memory: float


def measured(code: str, repeats: int = REPEATS) -> Times:
    """Run a world in a new process."""
    script = COUNTERFACTUAL.format(world=_located(code), repeats=repeats)
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        marked = process.stdout.readline()
        cold = time.perf_counter() - start
        rest = process.stdout.read()
    if process.returncode or marked.strip() != "cold":
        sys.exit(f"exit {process.returncode}:\n{script}")
    return Times(cold, *json.loads(rest))


def textbook(world: World) -> str:
    """Give the seconds that the textbook's algorithm takes, or why it was not run."""
    if not world.textbook:
        return world.why
    script = TEXTBOOK.format(world=_located(world.textbook))
    try:
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            timeout=TEXTBOOK_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"over {TEXTBOOK_SECONDS} s"
    return f"{json.loads(done.stdout)[0]:.3g} s"


def gegravity() -> str:
    """Give the seconds that gegravity takes on its sample."""
    if not (SHARED / SAMPLE).exists():
        return "its sample is not here"
    command = [sys.executable, "-c", GEGRAVITY, str(SHARED / SAMPLE)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return f"{json.loads(done.stdout)[0]:.3g} s"


def _located(code: str) -> str:
    return f"SHARED = {str(SHARED)!r}\n{code}"


def real() -> None:
    """Print the table of worlds of real size."""
    print(f"Counterfactuals from a baseline; {os.cpu_count()} cores. The goal of a cold process is 2 s.\n")
    print(
        "| world | solve, ms | goal, ms | met | with all variables, ms | iterations | residual | cold, s | GB | textbook |"
    )
    print("| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for world in WORLDS:
        if world.absent:
            print(f"| {world.name} | its figures are not here | | | | | | | | |", flush=True)
            continue
        found = measured(world.code)
        goal = "" if world.goal is None else f"{1e3 * world.goal:g}"
        met = "" if world.goal is None else "yes" if found.warm <= world.goal else "no"
        print(
            f"| {world.name} | {1e3 * found.warm:.1f} | {goal} | {met} | {1e3 * found.whole:.1f} | {found.iterations} | "
            f"{found.residual:.0e} | {found.cold:.2f} | {found.memory:.2f} | {textbook(world)} |",
            flush=True,
        )
    print(f"\ngegravity on its sample, 30x1: {gegravity()}.\n")
    print("Recorded elsewhere, on other machines, not run here:\n")
    print("| world | program | time |")
    print("| --- | --- | ---: |")
    for row in RECORDED:
        print("| " + " | ".join(row) + " |")


def path() -> None:
    """Print the time of ten yearly equilibria, from the accounts balanced to real income in each year."""
    print("\nTen years after a change, embedded, 80x50; the goal is 0.5 s:\n")
    print("| scenario | BLAS threads | ten years, s | rounds, all years | largest residual |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for scenario in ("tariff +10 points by USA on CHN", "embargo 90 % between KOR and CHN"):
        for threads in (1, 2):
            done = subprocess.run(
                [sys.executable, "-c", PATH.format(scenario=scenario, repeats=7)],
                capture_output=True,
                text=True,
                check=True,
                cwd=ROOT,
                env={**os.environ, "OPENBLAS_NUM_THREADS": str(threads)},
            )
            seconds, rounds, residual = json.loads(done.stdout)
            print(f"| {scenario} | {threads} | {seconds:.2f} | {rounds} | {residual:.0e} |", flush=True)


def growth() -> None:
    """Print how time grows with countries and sectors."""
    print("\nRandom worlds, one country's tariff on another up by ten points:\n")
    print("| countries | sectors | flows | solve, ms | iterations | ms an iteration | ns an iteration and flow | GB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for countries, sectors in GROWTH:
        found = measured(f"COUNTRIES, SECTORS = {countries}, {sectors}{RANDOM}", repeats=11)
        flows, each = countries**2 * sectors, found.warm / found.iterations
        print(
            f"| {countries} | {sectors} | {flows:,} | {1e3 * found.warm:.1f} | {found.iterations} | {1e3 * each:.2f} | "
            f"{1e9 * each / flows:.1f} | {found.memory:.2f} |",
            flush=True,
        )
    print()


if __name__ == "__main__":
    real()
    path()
    growth()
