"""The same task by other programs and here, in one run: seconds of the processor, and by how much the answers differ.

``python benchmarks/coming_from.py`` prints a table, medians of three, each program in a process of its own; reading, imports and what
both are given are not counted. The pages "Coming from ..." tell the tasks. Seconds are of the processor, so that other work on the machine
does not count; linear algebra has one thread, so that they are those of a free machine's clock.

pymrio (Stadler 2021) and pygambit (Savani and Turocy 2025) are run by the interpreter that ``COUNTERPOISE_PEERS`` names, since they are no
dependencies of the project (``python -m venv peers``, ``peers/bin/pip install pymrio pygambit``). gegravity's sample and the Advanced
Guide's panel are read from ``COUNTERPOISE_SHARED``; without the panel a made-up one of its size takes its place. Stata's ``ge_gravity``
isn't run: its published answers are read from the same folder.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("COUNTERPOISE_SHARED", ROOT.parent / "shared")) / "data"
SAMPLE = SHARED / "gegravity" / "sample_data_set.csv"
PANEL = SHARED / "agtpa" / "agtpa_applications.parquet"
ENLARGEMENT = SHARED / "agreements" / "ge_gravity_eu_enlargement.parquet"
PEERS = os.environ.get("COUNTERPOISE_PEERS", "")
REPEATS = 3
ALONE = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
RATES = np.arange(21)
"""Tariffs of the game that Gambit is given, per cent."""

BEFORE = "import json, sys, time, warnings\nimport numpy as np\nwarnings.simplefilter('ignore')\nfolder = sys.argv[1]\n"
AFTER = "\nprint(json.dumps([seconds, np.asarray(answer, dtype=float).ravel().tolist()]))\n"

ACCOUNTS = """
import counterpoise as cp
from counterpoise.core.measure import Evaluation
from counterpoise.world import accounts
economy = cp.load_economy(2022)
held = Evaluation(economy.roots)
inputs, output, final, added = (held[name].values for name in ("inputs", "output", "final_demand", "value_added"))
n = output.size
np.savez(folder + "/table.npz", Z=inputs.reshape(n, n), x=output.ravel(), Y=final.reshape(n, -1), v=added.ravel())
start = time.process_time(); seconds = time.process_time() - start; answer = [0]
"""
"""The embedded accounts as bare arrays, for both: origin and sector in the rows."""
PYMRIO = """
import pandas as pd, pymrio
table = np.load(folder + "/table.npz")
countries = table["Y"].shape[1]
codes = [f"c{k:02d}" for k in range(countries)]
rows = pd.MultiIndex.from_product([codes, [f"s{k:02d}" for k in range(len(table["x"]) // countries)]], names=["region", "sector"])
columns = pd.MultiIndex.from_product([codes, ["final demand"]], names=["region", "category"])
Z, Y = pd.DataFrame(table["Z"], rows, rows), pd.DataFrame(table["Y"], rows, columns)
made = np.kron(np.eye(countries), np.ones(len(rows) // countries)) * table["v"]
start = time.process_time()
A = pymrio.calc_A(Z, table["x"])
L = pymrio.calc_L(A)
M = pymrio.calc_M(pymrio.calc_S(pd.DataFrame(made, codes, rows), table["x"]), L)
answer = M.to_numpy() @ Y.to_numpy()
seconds = time.process_time() - start
"""
LEONTIEF = """
import scipy.linalg
from counterpoise.world.leontief import Leontief
table = np.load(folder + "/table.npz")
countries = table["Y"].shape[1]
start = time.process_time()
needed = Leontief(table["Z"], table["x"]).solve(table["Y"])
share = np.divide(table["v"], table["x"], out=np.zeros_like(table["x"]), where=table["x"] > 0)
answer = (share[:, None] * needed).reshape(countries, -1, countries).sum(1)
seconds = time.process_time() - start
"""

GEGRAVITY = """
from tests.reference import gegravity_sample as sample
import gegravity, pandas
start = time.process_time()
model = sample.simulated(folder + "/sample.csv")
seconds = time.process_time() - start
found = model.country_results
answer = [1 + found[sample.KEPT["price_hat"]] / 100, 1 / found["welfare statistic"]]
"""
STRUCTURAL = """
import pandas as pd
from tests.reference import gegravity_sample as sample
from counterpoise.trade_agreements import structural
table = pd.read_csv(folder + "/sample.csv")
def matrix(data, column):
    return data.pivot_table(index="exporter", columns="importer", values=column).to_numpy()
made, spent = (table.groupby(end)[of].first().to_numpy(float) for end, of in (("exporter", "Y"), ("importer", "E")))
costs = np.exp(sum(matrix(table, name) * value for name, value in sample.COEFFICIENTS.items()))
joined = matrix(sample.agreed(table), "pta") - matrix(table, "pta")
start = time.process_time()
old = structural.resistances(costs, made * spent.sum() / made.sum(), spent)
new = structural.full(old.trade, np.exp(sample.COEFFICIENTS["pta"] * joined), sigma=sample.SIGMA, deficits="multiplicative")
seconds = time.process_time() - start
countries = sorted(table.exporter.unique())
unit = new.consumer_price_hat[countries.index(sample.REFERENCE)]
answer = [new.output_hat / unit, new.output_hat / new.consumer_price_hat]
"""

PYFIXEST = """
import pandas as pd, pyfixest
data = pd.read_parquet(folder + "/panel.parquet", columns=["exporter", "importer", "year", "trade", "rta"])
ends = np.sort(data[["exporter", "importer"]].to_numpy(str), axis=1)
data["pair"] = np.char.add(ends[:, 0], ends[:, 1])
data = data[data.groupby("pair").trade.transform("sum") > 0]  # pairs that never trade: it does not find them by itself
start = time.process_time()
found = pyfixest.fepois("trade ~ rta | exporter^year + importer^year + pair", data, vcov={"CRV1": "pair"})
seconds = time.process_time() - start
answer = [found.coef()["rta"], found.se()["rta"]]
"""
ESTIMATE = """
import pyfixest
pyfixest.fepois, pyfixest.feols
from counterpoise.trade_agreements.estimate import estimate
from counterpoise.trade_agreements.panel import read_panel
from counterpoise.trade_agreements.specification import Specification
panel = read_panel(folder + "/panel.parquet", ["trade", "rta"])
start = time.process_time()
found = estimate(panel, Specification(symmetric=True, small_sample="full"))
seconds = time.process_time() - start
answer = [found.coefficient("rta"), found.standard_error("rta")]
"""

GE_GRAVITY = """
import pandas as pd
held = pd.read_parquet(folder + "/enlargement.parquet").query("year == 2000")
def matrix(column):
    return held.pivot_table(index="exporter", columns="importer", values=column).to_numpy(float)
start = time.process_time(); seconds = float("nan"); answer = [matrix("w_eu")[:, 0]]
"""
ENLARGED = """
import pandas as pd
from counterpoise.trade_agreements import structural
held = pd.read_parquet(folder + "/enlargement.parquet").query("year == 2000")
def matrix(column):
    return held.pivot_table(index="exporter", columns="importer", values=column).to_numpy(float)
flows, factor = matrix("trade"), np.exp(matrix("eu_effect"))
start = time.process_time()
answer = structural.full(flows, factor, sigma=5.0, deficits="additive").real_income_hat
seconds = time.process_time() - start
"""

DILEMMA = """
import pygambit as gbt
from fractions import Fraction
def kept(patience):
    once = lambda now, later: (1 - patience) * now + patience * later
    one = np.array([[Fraction(8), once(2, 5)], [once(10, 5), Fraction(5)]], dtype=object)  # grim trigger, or cheating for good
    return len(gbt.nash.enumpure_solve(gbt.Game.from_arrays(one, one.T)).equilibria) > 1
start = time.process_time()
low, high = Fraction(0), Fraction(1)
while high - low > Fraction(1, 10**9):
    middle = (low + high) / 2
    low, high = (low, middle) if kept(middle) else (middle, high)
seconds = time.process_time() - start
answer = [high]
"""
NEGOTIATED = """
from counterpoise.games.margins import critical_discount
from counterpoise.games.steps import Stakes, Steps
steps = Steps((2, 2), (0, 1), 2)
stakes = Stakes(np.array([[5.0, 5.0], [10.0, 2.0], [2.0, 10.0], [8.0, 8.0]]), np.full((4, 2), 5.0), np.full(2, 0.9))
start = time.process_time()
answer = [critical_discount(steps, stakes, [0, 3], 0).low]
seconds = time.process_time() - start
"""

PAYOFFS = """
import counterpoise as cp
from counterpoise.questions.changes import baseline_of
from counterpoise.scenario import Scenario
base = baseline_of(Scenario(title="a game of two tariffs"), None, None, None, cp.load_economy())
usa, chn = (base.countries.index(one) for one in ("USA", "CHN"))
goods = [place for place, name in enumerate(base.sectors) if name[0] in "ABC"]
paid = np.zeros((len(RATES), len(RATES), 2))
start = time.process_time()
for row, ours in enumerate(RATES):
    for column, theirs in enumerate(RATES):
        tariff = base.tariff.transpose(2, 0, 1).copy()
        tariff[usa, chn, goods], tariff[chn, usa, goods] = ours / 100, theirs / 100
        found = cp.equilibrium.solve(base, Scenario.from_arrays(tariff=tariff))
        paid[row, column] = found.welfare_pct.sel(country=["USA", "CHN"])
seconds = time.process_time() - start
np.save(folder + "/payoffs.npy", paid)
answer = [0]
"""
"""Real income of both in a table of their tariffs on each other's goods: our solves, given to Gambit as a game, and counted with it."""
GRID = """
import pygambit as gbt
paid = np.round(np.load(folder + "/payoffs.npy"), 9)
start = time.process_time()
game = gbt.Game.from_arrays(paid[:, :, 0], paid[:, :, 1])
found = gbt.nash.enumpure_solve(game).equilibria
seconds = time.process_time() - start
answer = [[RATES[[profile[s] for s in player.strategies].index(1)] for player in game.players] for profile in found]
"""
FOUGHT = """
import counterpoise as cp
economy = cp.load_economy()
cp.war("USA", "CHN", uniform=True, economy=economy)
start = time.process_time()
found = cp.war("USA", "CHN", uniform=True, economy=economy).nash_tariff_pct
answer = [found.sel(origin=there, destination=here).max().item() for here, there in (("USA", "CHN"), ("CHN", "USA"))]
seconds = time.process_time() - start
"""


@dataclass(frozen=True)
class Task:
    """What both do: their program and ours, each code that leaves ``seconds`` and ``answer``."""

    name: str
    program: str
    theirs: str
    ours: str
    unit: str = ""
    peer: str = ""
    needs: Path | None = None
    given: str = ""
    relative: bool = False

    @property
    def absent(self) -> str:
        """Say why it can't be compared here, if so."""
        if self.needs is not None and not self.needs.is_file():
            return "its figures are not here"
        if self.peer and (not PEERS or subprocess.run([PEERS, "-c", f"import {self.peer}"], check=False).returncode):
            return "not installed here"
        return ""


TASKS = (
    Task(
        "value added of 80 countries in the final demand of each, 80x50",
        "pymrio: calc_A, calc_L, calc_S, calc_M",
        PYMRIO,
        LEONTIEF,
        peer="pymrio",
        given=ACCOUNTS,
        relative=True,
    ),
    Task(
        "an agreement of Canada and Japan, 30 countries",
        "gegravity: OneSectorGE",
        GEGRAVITY,
        STRUCTURAL,
        needs=SAMPLE,
    ),
    Task("a gravity equation with three sets of effects, 100,000 flows", "pyfixest: fepois", PYFIXEST, ESTIMATE),
    Task(
        "the enlargement of the European Union, 44 countries",
        "Stata's ge_gravity, as published",
        GE_GRAVITY,
        ENLARGED,
        needs=ENLARGEMENT,
    ),
    Task(
        "from which patience a bargain keeps", "pygambit: enumpure_solve, halved", DILEMMA, NEGOTIATED, peer="pygambit"
    ),
    Task(
        "tariffs that answer each other, USA and CHN",
        "pygambit: enumpure_solve on a grid of 441 of our solves, with these",
        GRID,
        FOUGHT,
        unit=" points",
        peer="pygambit",
        given=PAYOFFS,
    ),
)


def run(code: str, folder: str, interpreter: str = sys.executable) -> tuple[float, np.ndarray]:
    """Give the seconds and the answer of a program in a process of its own."""
    script = f"{BEFORE}RATES = np.array({RATES.tolist()})\n{code}{AFTER}"
    command = [interpreter, "-c", script, folder]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, cwd=ROOT, env=ALONE)
    if done.returncode:
        sys.exit(f"exit {done.returncode}:\n{script}")
    seconds, answer = json.loads(done.stdout.splitlines()[-1])
    return seconds, np.array(answer)


def prepare(folder: Path) -> str:
    """Lay the files where every program finds them; say which panel it is."""
    for file, name in ((SAMPLE, "sample.csv"), (ENLARGEMENT, "enlargement.parquet"), (PANEL, "panel.parquet")):
        if file.is_file():
            (folder / name).symlink_to(file)
    if PANEL.is_file():
        return "the Advanced Guide's panel"
    sys.path.insert(0, str(ROOT))
    from benchmarks.gravity import MAKE  # noqa: PLC0415

    subprocess.run([sys.executable, "-c", MAKE, str(folder / "panel.parquet")], check=True)
    return "a made-up panel of the Advanced Guide's size"


def apart(task: Task, theirs: np.ndarray, ours: np.ndarray) -> str:
    """Give the largest difference of the answers."""
    if theirs.size > ours.size:  # several equilibria: the nearest one
        theirs = min(theirs.reshape(-1, ours.size), key=lambda one: np.abs(one - ours).max())
    gap = np.abs(theirs - ours).max() / (np.abs(theirs).max() if task.relative else 1.0)
    return f"{gap:.1g}{task.unit}"


def rows(folder: str, tasks: tuple[Task, ...] = TASKS) -> Iterator[str]:
    """Give the rows of the table."""
    for task in tasks:
        if task.absent:
            yield f"| {task.name} | {task.program} | {task.absent} | | | |"
            continue
        before = run(task.given, folder)[0] if task.given else 0.0
        other = PEERS if task.peer else sys.executable
        theirs = [run(task.theirs, folder, other) for _ in range(REPEATS)]
        ours = [run(task.ours, folder) for _ in range(REPEATS)]
        taken, own = (statistics.median(one[0] for one in each) for each in (theirs, ours))
        taken += before
        seconds, ratio = ("not run here", "") if np.isnan(taken) else (f"{taken:.3g}", f"{taken / own:.2g}")
        gap = apart(task, theirs[0][1], ours[0][1])
        yield f"| {task.name} | {task.program} | {seconds} | {own:.3g} | {ratio} | {gap} |"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"The same task by another program and here, on {prepare(Path(folder))}; {os.cpu_count()} cores.\n")
        print(
            "| task | by | seconds | ours, seconds | ratio | largest difference |\n| --- | --- | ---: | ---: | ---: | ---: |"
        )
        for row in rows(folder):
            print(row, flush=True)
        print()


if __name__ == "__main__":
    main()
