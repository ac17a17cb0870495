"""Agreement of all pairs of states in every session of the General Assembly: time and memory beside the usual ways.

``python benchmarks/agreement.py`` prints a table of medians. The votes are made from a seed in the size of the real ones
(6,203 roll calls, 74 sessions, 200 states, of which those that joined later are missing at first). Each way runs in a
process of its own, in turn with the others, and reads the same arrays; reading and imports are not timed. pandas merges
session by session: all at once would make some 150 million rows.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass

GOAL_SECONDS, GOAL_GB = 3.0, 1.0

MAKE = """
import sys
import numpy as np
draw = np.random.default_rng(20)
calls, states, sessions = 6203, 200, 74
session = np.sort(np.concatenate([np.arange(1, sessions + 1), draw.integers(1, sessions + 1, calls - sessions)]))
joined = np.sort(np.concatenate([np.ones(57, int), draw.integers(1, 60, states - 57)]))
place, question = draw.normal(size=states), draw.normal(size=calls)
leaning = place * question[:, None] + draw.normal(0.8, 1, (calls, states))
votes = np.where(leaning > 0.3, 1, np.where(leaning > -0.5, 2, 3)).astype(np.int8)
votes[(draw.random((calls, states)) < 0.08) | (session[:, None] < joined)] = 0
np.savez(sys.argv[1], votes=votes, session=session)
"""
PREPARE = """
import json, resource, sys, time
import numpy as np
held = np.load(sys.argv[1])
votes, session = held["votes"], held["session"]
start = time.perf_counter()
"""
FINISH = """
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(json.dumps([seconds, peak, agreed(10, 20, 60)]))
"""


@dataclass(frozen=True)
class Way:
    """A way to compute the agreement of all pairs in every session."""

    name: str
    imports: str
    code: str

    def run(self, file: str) -> list[float]:
        """Give seconds, peak memory in GB, and the agreement of two states in session 60."""
        script = f"{self.imports}\n{PREPARE}{self.code}{FINISH}"
        done = subprocess.run([sys.executable, "-c", script, file], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


WAYS = (
    Way(
        "counterpoise: three products of matrices a session",
        "from counterpoise.reliance.security.alignment import agreement_by_session",
        """
sessions, agree2, n = agreement_by_session(votes, session)
agreed = lambda i, j, one: agree2[one - 1, i, j] / (2 * n[one - 1, i, j])
""",
    ),
    Way(
        "counterpoise: S, kappa and pi of all pairs and sessions",
        "from counterpoise.reliance.security.alignment import cohens_kappa, cross_table, scotts_pi, similarity",
        """
found = {}
for one in np.unique(session):
    counts = cross_table(votes[session == one])
    found[one] = similarity(counts), cohens_kappa(counts), scotts_pi(counts)
agreed = lambda i, j, one: (found[one][0][i, j] + 1) / 2
""",
    ),
    Way(
        "NumPy, state by state in each session",
        "",
        """
found = {}
for one in np.unique(session):
    here = votes[session == one].astype(np.int16)
    for i in range(here.shape[1]):
        both = (here[:, [i]] > 0) & (here > 0)
        found[one, i] = (both * (2 - np.abs(here[:, [i]] - here))).sum(0), both.sum(0)
agreed = lambda i, j, one: found[one, i][0][j] / (2 * found[one, i][1][j])
""",
    ),
    Way(
        "pandas: merge of the votes with themselves, groupby",
        "import pandas as pd",
        """
found = {}
for one in np.unique(session):
    here = votes[session == one]
    call, state = np.nonzero(here)
    long = pd.DataFrame({"call": call, "state": state, "vote": here[call, state]})
    both = long.merge(long, on="call")
    both["alike"] = 2 - (both.vote_x.astype("int16") - both.vote_y).abs()
    found[one] = both.groupby(["state_x", "state_y"]).alike.mean() / 2
agreed = lambda i, j, one: found[one][i, j]
""",
    ),
    Way(
        "Python: a loop over pairs and roll calls",
        "",
        """
found = {}
for one in np.unique(session):
    columns = votes[session == one].T.tolist()
    for i, a in enumerate(columns):
        for j, b in enumerate(columns):
            both = [2 - abs(x - y) for x, y in zip(a, b) if x and y]
            found[one, i, j] = sum(both) / (2 * len(both)) if both else None
agreed = lambda i, j, one: found[one, i, j]
""",
    ),
)


def main(repeats: int = 3) -> None:
    """Run each way in turn and print medians."""
    found: dict[str, list[list[float]]] = {way.name: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/votes.npz"
        subprocess.run([sys.executable, "-c", MAKE, file], check=True)
        for _ in range(repeats):
            for way in WAYS:
                found[way.name].append(way.run(file))
    print(f"Agreement of 200 states in 6,203 roll calls of 74 sessions; {os.cpu_count()} cores.\n")
    print(f"| way | seconds (goal {GOAL_SECONDS:g}) | ratio | peak memory, GB (goal {GOAL_GB:g}) | a pair |")
    print("| --- | ---: | ---: | ---: | ---: |")
    base = 0.0
    for name, runs in found.items():
        seconds, peak, share = (statistics.median(column) for column in zip(*runs, strict=True))
        base = base or seconds
        print(f"| {name} | {seconds:.2f} | {seconds / base:.0f} | {peak:.2f} | {share:.10f} |")
    print()


if __name__ == "__main__":
    main()
