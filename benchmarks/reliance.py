"""All countries' look-through reliance: time and memory beside the usual ways, in one run.

``python benchmarks/reliance.py`` prints a table of medians; each way runs in a process of its own.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

PREPARE = """
import resource, time, json
import numpy as np
from counterpoise.store import accounts
a = accounts()
c, s = a.output.shape
n = c * s
flows = np.ascontiguousarray(a.intermediates).reshape(n, n); x = a.output.reshape(n); z = x - flows.sum(1)
of_country = np.repeat(np.eye(c), s, axis=0)
start = time.perf_counter()
"""
FINISH = """
seconds = time.perf_counter() - start
share = (needed * z).reshape(c, c, s).sum(2); share = share / share.sum(0)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
names = list(a.countries)
print(json.dumps([seconds, peak, float(share[names.index("CHN"), names.index("KOR")])]))
"""
WAYS = {
    "counterpoise (single-precision factors, refined)": """
from counterpoise.world.leontief import Leontief
needed = Leontief(flows, x).adjoint(of_country).T
""",
    "LU in double precision, adjoint solve": """
import scipy.linalg
A = flows / np.where(x > 0, x, 1)
needed = scipy.linalg.lu_solve(scipy.linalg.lu_factor(np.eye(n) - A), of_country, trans=1).T
""",
    "numpy's inverse": """
A = flows / np.where(x > 0, x, 1)
needed = of_country.T @ np.linalg.inv(np.eye(n) - A)
""",
}


def main(repeats: int = 5) -> None:
    """Run each way in turn and print medians."""
    subprocess.run([sys.executable, "-c", "from counterpoise.store import accounts; accounts()"], check=True)
    found: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for _ in range(repeats):
        for way, code in WAYS.items():
            done = subprocess.run(
                [sys.executable, "-c", PREPARE + code + FINISH], capture_output=True, text=True, check=True
            )
            found[way].append(json.loads(done.stdout))
    print("| way | seconds (median) | ratio | peak memory, GB | Korea on China |")
    print("| --- | --- | --- | --- | --- |")
    base = statistics.median(one[0] for one in found[next(iter(WAYS))])
    for way, runs in found.items():
        seconds, peak, share = (statistics.median(one[i] for one in runs) for i in range(3))
        print(f"| {way} | {seconds:.2f} | {seconds / base:.1f} | {peak:.2f} | {share:.12f} |")


if __name__ == "__main__":
    main()
