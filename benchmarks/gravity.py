"""A gravity equation by Poisson with three sets of fixed effects: time and memory beside iterations with dummies.

``python benchmarks/gravity.py`` prints a table; ours are medians of three. The panels have the size of the Advanced Guide's, 69 countries with
their domestic trade, in six years of it and in all 21; they are made from a seed, unless the third-party figures are here,
which are then taken. Each run is a process of its own, on the same file. Reading is not timed,
imports are not either. The other way is the usual one of a general linear model: a dummy for every level, and iterated
weighted least squares on the normal equations, here sparse; a dense design of 100,000 rows would need 4 GB.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

GOAL = 8.0
"""Seconds on 100,000 flows."""
REPEATS = {"counterpoise": 3}
"""Runs of each way; one where none is named, for the slow one."""
SHARED = Path(os.environ.get("COUNTERPOISE_SHARED", Path(__file__).parents[2] / "shared"))
PANEL = SHARED / "data" / "agtpa" / "agtpa_applications.parquet"

MAKE = """
import sys
import numpy as np, pandas as pd
draw = np.random.default_rng(3)
n, years = 69, np.arange(1986, 2007)
e, i, t = (one.ravel() for one in np.meshgrid(range(n), range(n), range(len(years)), indexing="ij"))
size = draw.normal(0, 1.5, (2, n, 1)) + np.cumsum(draw.normal(0.04, 0.05, (2, n, len(years))), axis=2)
pair = draw.normal(-2, 1.5, (n, n)); pair = (pair + pair.T) / 2 + 6 * np.eye(n)
start = draw.integers(0, 60, (n, n)); start = np.maximum(start, start.T)
rta = ((t >= start[e, i]) & (e != i)).astype(float)
mean = np.exp(size[0][e, t] + size[1][i, t] + pair[e, i] + 0.3 * rta)
trade = mean * draw.gamma(4, 0.25, len(mean)); trade[trade < 0.0003] = 0
code = np.array([f"C{k:02d}" for k in range(n)])
pd.DataFrame({"exporter": code[e], "importer": code[i], "year": years[t], "trade": trade, "rta": rta}).to_parquet(sys.argv[1])
"""
OURS = """
import pyfixest
pyfixest.fepois, pyfixest.feols
from counterpoise.trade_agreements.estimate import estimate
from counterpoise.trade_agreements.panel import read_panel
from counterpoise.trade_agreements.specification import Specification
panel = read_panel(sys.argv[1], ["trade", "rta"])
start = time.perf_counter()
found = estimate(panel, Specification(symmetric=True, every=int(sys.argv[2])))
seconds = time.perf_counter() - start
answer = [found.observations, found.coefficient("rta"), found.standard_error("rta")]
"""
THEIRS = """
import numpy as np, pandas as pd, scipy.linalg as dense, scipy.sparse as sparse
data = pd.read_parquet(sys.argv[1], columns=["exporter", "importer", "year", "trade", "rta"])
data = data[(data.year - data.year.min()) % int(sys.argv[2]) == 0]
start = time.perf_counter()
ends = np.sort(data[["exporter", "importer"]].to_numpy(str), axis=1)
data["pair"] = np.char.add(ends[:, 0], ends[:, 1])
data = data[data.groupby("pair").trade.transform("sum") > 0]
year = data.year.astype(int).astype(str)
groups = [data.exporter + year, data.importer + year, data.pair]
codes = [pd.factorize(one)[0] for one in groups]
rows = np.arange(len(data))
parts = [sparse.csr_array(data[["rta"]].to_numpy(float))]
parts += [sparse.csr_array((np.ones(len(rows)), (rows, one))) for one in codes]
x = sparse.csr_array(sparse.hstack(parts))
y = data.trade.to_numpy() / data.trade.mean()
mean, last = (y + 1) / 2, np.inf
eta = np.log(mean)
while True:
    weighted = x.multiply(mean[:, None]).tocsr()
    matrix = (x.T @ weighted).toarray()
    scale = 1e-11 * np.trace(matrix) / len(matrix)  # the dummies are redundant: a ridge takes the place of leaving some out
    factor = dense.cho_factor(matrix + scale * np.eye(len(matrix)), overwrite_a=True)
    beta = dense.cho_solve(factor, weighted.T @ (eta + y / mean - 1))
    eta = x @ beta
    mean = np.exp(eta)
    deviance = 2 * np.sum(np.where(y > 0, y * np.log(np.maximum(y, 1e-300) / mean), 0) - (y - mean))
    if abs(deviance - last) < 1e-10 * abs(last):
        break
    last = deviance
weighted = x.multiply(mean[:, None]).tocsr()
matrix = (x.T @ weighted).toarray()
factor = dense.cho_factor(matrix + scale * np.eye(len(matrix)), overwrite_a=True)
solved = dense.cho_solve(factor, np.eye(len(matrix))[:, :1])[:, 0]
scores = (x @ solved) * (y - mean)
sums = np.bincount(codes[2], weights=scores)
seconds = time.perf_counter() - start
g = len(sums)
answer = [len(data), float(beta[0]), float(np.sqrt(np.sum(sums**2) * g / (g - 1)))]
"""
FINISH = """
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(json.dumps([seconds, peak, *answer]))
"""
WAYS = {"counterpoise": OURS, "a dummy for every level, iterated": THEIRS}
SIZES = {"every fourth year": 4, "every year": 1}


def run(code: str, file: str, every: int) -> list[float]:
    """Give seconds, peak memory in GB, flows, coefficient and standard error."""
    script = f"import json, resource, sys, time\n{code}{FINISH}"
    done = subprocess.run([sys.executable, "-c", script, file, str(every)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(PANEL) if PANEL.is_file() else f"{folder}/panel.parquet"
        if not PANEL.is_file():
            subprocess.run([sys.executable, "-c", MAKE, file], check=True)
        which = "the Advanced Guide's panel" if PANEL.is_file() else "a made-up panel of the Advanced Guide's size"
        print(f"Gravity on {which}; {os.cpu_count()} cores. The goal is {GOAL:g} s on every year.\n")
        print("| flows used | way | seconds | ratio | peak memory, GB | coefficient (standard error) |")
        print("| ---: | --- | ---: | ---: | ---: | --- |")
        for every in SIZES.values():
            found: dict[str, list[list[float]]] = {name: [] for name in WAYS}
            for name, code in WAYS.items():
                found[name] = [run(code, file, every) for _ in range(REPEATS.get(name, 1))]
            least = statistics.median(one[0] for one in found["counterpoise"])
            for name, runs in found.items():
                seconds, peak = (statistics.median(one[k] for one in runs) for k in (0, 1))
                flows, value, error = runs[0][2:]
                said = f"{value:.7f} ({error:.7f})"
                print(
                    f"| {flows:,} | {name} | {seconds:.1f} | {seconds / least:.1f} | {peak:.2f} | {said} |", flush=True
                )


if __name__ == "__main__":
    main()
