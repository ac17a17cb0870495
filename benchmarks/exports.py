"""The content of all countries' exports, what each would lose without each partner, and exposure: time and memory.

``python benchmarks/exports.py`` prints a table of medians for the embedded world (80 economies by 50 sectors). Each case
runs in a process of its own, in turn with the others; reading and imports are not timed. The usual way, an inverse for
each exporter of the world in which it exports no inputs, is timed for one exporter.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass

PREPARE = """
import json, resource, sys, time
import numpy as np
import scipy.linalg
from counterpoise.reliance.economic.gross_exports import GrossExports, decompose
from counterpoise.reliance.economic.tiva import tiva
from counterpoise.reliance.economic.exposure import exposures
from counterpoise.reliance.economic.rupture import extracted_output
from counterpoise.world.leontief import Leontief
flows, final = np.load(sys.argv[1] + "/flows.npy"), np.load(sys.argv[1] + "/final.npy")
small = np.load(sys.argv[1] + "/small.npz")
output, names = small["output"], small["countries"].tolist()
(c, s), n = output.shape, output.size
rates = 1 - flows.sum((0, 1)) / np.where(output > 0, output, 1)
here, there = names.index("KOR"), names.index("CHN")
def world():
    return GrossExports(Leontief(flows.reshape(n, n), output.reshape(n)), flows, output, rates)
start = time.perf_counter()
"""
FINISH = """
seconds = time.perf_counter() - start
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, float(answer)]))
"""
SAVE = """
import sys
import numpy as np
import counterpoise as cp
economy = cp.load_economy()
np.save(sys.argv[1] + "/flows.npy", np.ascontiguousarray(economy.flow.values[..., :-1]))
np.save(sys.argv[1] + "/final.npy", np.ascontiguousarray(economy.flow.values[..., -1]))
np.savez(sys.argv[1] + "/small.npz", output=economy.output.values, countries=np.array(economy.countries))
"""
SHARE = """
answer = found["domestic_value_added"][here].sum() / found["exports"][here].sum()
"""
LOSS = """
answer = (rates[here] * lost[here, :, there]).sum() / (rates[here] * output[here]).sum()
"""


@dataclass(frozen=True)
class Case:
    """What is computed, with its goal in seconds and what its answer is."""

    name: str
    code: str
    goal: float | None
    answer: str

    def run(self, folder: str) -> list[float]:
        """Give seconds, peak memory in GB and the answer."""
        script = PREPARE + self.code + FINISH
        done = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


DOMESTIC = "domestic value added in Korea's exports"
CASES = (
    Case(
        "Borin and Mancini by source, all exporters, sectors, partners",
        "found = decompose(world(), final)" + SHARE,
        4,
        DOMESTIC,
    ),
    Case("the same by sink", 'found = decompose(world(), final, "sink")' + SHARE, 4, DOMESTIC),
    Case(
        "both",
        'w = world()\nfound = decompose(w, final)\ndecompose(w, final, "sink")' + SHARE,
        4,
        DOMESTIC,
    ),
    Case(
        "the usual way, for one exporter of 80",
        """
A = flows.reshape(n, n) / np.where(output > 0, output, 1).reshape(n)
own = slice(here * s, (here + 1) * s)
block = A[own, own].copy()
A[own] = 0
A[own, own] = block
inverse = np.linalg.inv(np.eye(n) - A)
sold = (flows[here].sum(2) + final[here])
sold[:, here] = 0
answer = (rates[here] @ inverse[own, own] @ sold).sum() / sold.sum()
""",
        None,
        DOMESTIC,
    ),
    Case(
        "all TiVA indicators",
        'found = tiva(world(), final)\nanswer = found["EXGR_DVA"][here].sum() / found["EXGR"][here].sum()',
        5,
        "EXGR_DVA over EXGR, Korea",
    ),
    Case(
        "extraction of every partner for every country",
        "lost = extracted_output(flows, output, flows.sum(3))" + LOSS,
        None,
        "Korea's GDP lost without China's purchases of inputs",
    ),
    Case(
        "first-order exposure of all pairs, income and welfare",
        "system = Leontief(flows.reshape(n, n), output.reshape(n))\n"
        "income, welfare = exposures(system, flows, final, rates, 5.0)\nanswer = income[here, there]",
        2,
        "Korea's income exposure to China, sales outside the table left out",
    ),
)
ELSEWHERE = (
    ("exvatools 0.9.0 (R): Borin and Mancini, one exporter of 80", "about 5"),
    ("decompr 6.8.0 (R): Wang, Wei and Zhu, all exporters", "76"),
)
"""Other programs' seconds, recorded on other machines: they can't run here."""


def main(repeats: int = 5) -> None:
    """Run each case in turn and print medians."""
    found: dict[str, list[list[float]]] = {case.name: [] for case in CASES}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-c", SAVE, folder], check=True)
        for _ in range(repeats):
            for case in CASES:
                found[case.name].append(case.run(folder))
    print(f"The content of exports; {os.cpu_count()} cores.\n")
    print("| what | seconds | goal | met | peak memory, GB | answer |")
    print("| --- | --- | --- | --- | --- | --- |")
    for case in CASES:
        seconds, peak, answer = (statistics.median(column) for column in zip(*found[case.name], strict=True))
        met = "" if case.goal is None else "yes" if seconds <= case.goal else "NO"
        goal = "" if case.goal is None else f"{case.goal:g}"
        print(f"| {case.name} | {seconds:.2f} | {goal} | {met} | {peak:.2f} | {case.answer}: {answer:.10f} |")
    for name, told in ELSEWHERE:
        print(f"| {name} | {told} |  |  |  | recorded elsewhere, not run |")
    print()


if __name__ == "__main__":
    main()
