"""All countries' look-through reliance: time and memory beside the usual ways, in one run.

``python benchmarks/reliance.py`` prints a table of medians. Each way runs in a process of its own, in turn with the
others, and reads the same arrays from a temporary folder; reading and imports are not timed.

pymrio (Stadler 2021) is run by the interpreter that the variable ``COUNTERPOISE_PEERS`` names, since it is no
dependency of the project: an environment with numpy and pymrio in it (``python -m venv peers``,
``peers/bin/pip install pymrio``, ``COUNTERPOISE_PEERS=peers/bin/python``). Without it the row says so.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PEERS = "COUNTERPOISE_PEERS"
GOAL_SECONDS, GOAL_GB = 2.0, 1.5

ARRAYS = """
import sys
import numpy as np
from counterpoise.store import accounts
a = accounts()
np.savez(sys.argv[1] + "/small.npz", output=a.output, countries=np.array(a.countries))
np.save(sys.argv[1] + "/flows.npy", a.intermediates.reshape(a.output.size, -1))
"""
PREPARE = """
import json, resource, sys, time
import numpy as np
small = np.load(sys.argv[1] + "/small.npz")
flows = np.load(sys.argv[1] + "/flows.npy")
c, s = small["output"].shape
n, names = c * s, small["countries"].tolist()
x = small["output"].reshape(n)
z = x - flows.sum(1)
of_country = np.repeat(np.eye(c), s, axis=0)
start = time.perf_counter()
"""
FINISH = """
seconds = time.perf_counter() - start
share = (needed * z).reshape(c, c, s).sum(2)
share = share / share.sum(0)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(json.dumps([seconds, peak, float(share[names.index("CHN"), names.index("KOR")])]))
"""


@dataclass(frozen=True)
class Way:
    """A way to compute what all countries' production needs of each country."""

    name: str
    imports: str
    code: str
    peer: bool = False

    def run(self, folder: str) -> list[float] | None:
        """Give seconds, peak memory in GB and Korea's reliance on China; None where it is not installed."""
        interpreter = os.environ.get(PEERS, "") if self.peer else sys.executable
        if self.peer and not _installed(interpreter, self.imports):
            return None
        script = self.imports + PREPARE + self.code + FINISH
        done = subprocess.run([interpreter, "-c", script, folder], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


def _installed(interpreter: str, imports: str) -> bool:
    if not interpreter:
        return False
    return subprocess.run([interpreter, "-c", imports], capture_output=True, check=False).returncode == 0


OURS = "from counterpoise.world.leontief import Leontief; import scipy.linalg"
WAYS = (
    Way("counterpoise: single-precision factors, refined", OURS, "needed = Leontief(flows, x).adjoint(of_country).T"),
    Way(
        "the same, and the direct solution (sales) with them",
        OURS,
        """
system = Leontief(flows, x)
needed = system.adjoint(of_country).T
system.solve(of_country * z[:, None])
""",
    ),
    Way(
        "LU in double precision, adjoint solve",
        "import scipy.linalg",
        """
A = flows / np.where(x > 0, x, 1)
needed = scipy.linalg.lu_solve(scipy.linalg.lu_factor(np.eye(n) - A), of_country, trans=1).T
""",
    ),
    Way(
        "numpy's inverse",
        "",
        """
A = flows / np.where(x > 0, x, 1)
needed = of_country.T @ np.linalg.inv(np.eye(n) - A)
""",
    ),
    Way(
        "pymrio: calc_A, calc_L",
        "import pymrio",
        "needed = of_country.T @ np.asarray(pymrio.calc_L(pymrio.calc_A(flows, x)))",
        peer=True,
    ),
)


def main(repeats: int = 5) -> None:
    """Run each way in turn and print medians."""
    found: dict[str, list[list[float] | None]] = {way.name: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-c", ARRAYS, folder], check=True)
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        for _ in range(repeats):
            for way in WAYS:
                found[way.name].append(way.run(folder))
    print(f"All countries' look-through reliance; input of {size:.0f} MB, {os.cpu_count()} cores.\n")
    print(f"| way | seconds (goal {GOAL_SECONDS:g}) | ratio | peak memory, GB (goal {GOAL_GB:g}) | Korea on China |")
    print("| --- | --- | --- | --- | --- |")
    base = 0.0
    for name, runs in found.items():
        here = [run for run in runs if run is not None]
        if not here:
            print(f"| {name} | not installed here | | | |")
            continue
        seconds, peak, share = (statistics.median(column) for column in zip(*here, strict=True))
        base = base or seconds
        print(f"| {name} | {seconds:.2f} | {seconds / base:.1f} | {peak:.2f} | {share:.12f} |")
    print()


if __name__ == "__main__":
    main()
