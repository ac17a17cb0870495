"""Ideal points from all roll calls of the General Assembly: time, memory, agreement with the published, and coverage.

``python benchmarks/ideal_points.py`` prints three tables. The votes and the published points are those of the third-party
figures (``COUNTERPOISE_SHARED``). Each way runs in a process of its own, and reads the same arrays; reading and imports are
not timed. Beside ours stands what costs least: the first principal component of each session by itself. The last table
draws votes from known places, and counts how many intervals hold them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GOAL_SECONDS, GOAL_AGREEMENT = 20.0, 0.99

READ = """
import json, resource, sys, time
import numpy as np, pyarrow.parquet as pq
folder = sys.argv[1]
held = pq.read_table(folder + "/un_votes.parquet").to_pandas()
about = ["rcid", "session", "date", "unres", "importantvote", "short", "issues"]
codes = [one for one in held if one not in about]
start = time.perf_counter()
"""
OURS = """
import counterpoise as cp
from counterpoise.reliance.security.ideal_line import roll_calls_of
calls = roll_calls_of(held[["rcid", "session", "short", *codes]])
start = time.perf_counter()
found = cp.ideal_points(calls)
seconds = time.perf_counter() - start
points = found.ideal_point.to_series().dropna()
notes = {"rounds": found.diagnostics["rounds"]}
"""
COMPONENT = """
import pandas as pd
points, notes = [], {}
for session, part in held.groupby("session"):
    votes = part[codes].to_numpy(float)
    there = (votes > 0).any(0)
    votes = votes[:, there]
    votes[votes == 0] = np.nan
    centred = np.nan_to_num(votes - np.nanmean(votes, axis=1, keepdims=True))
    line = np.linalg.svd(centred, full_matrices=False)[2][0]
    names = [code for code, here in zip(codes, there) if here]
    line = line * (np.sign(line[names.index("USA")]) if "USA" in names else 1)
    points.append(pd.Series(line / line.std(), pd.MultiIndex.from_product([names, [session + 1945]], names=["country", "year"])))
seconds = time.perf_counter() - start
points = pd.concat(points)
"""
COMPARE = """
theirs = pq.read_table(folder + "/un_ideal_points.parquet").to_pandas().rename(columns={"iso3": "country"})
both = theirs.merge(points.rename("ours").reset_index(), on=["country", "year"])
agreed = {}
for name in ("ideal_fp", "ideal_all"):
    known = both.dropna(subset=[name, "ours"])
    years = [part[name].corr(part["ours"]) for _, part in known.groupby("year") if len(part) > 5]
    agreed[name] = [float(np.median(years)), float(np.mean(years)), float(np.min(years)), float(known[name].corr(known["ours"]))]
known = theirs.dropna(subset=["ideal_fp", "ideal_all"])
known = known[known["year"].isin(both["year"])]
agreed["each other"] = float(np.median([part["ideal_fp"].corr(part["ideal_all"]) for _, part in known.groupby("year")]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(json.dumps({"seconds": seconds, "processor": time.process_time(), "peak": peak, "agreed": agreed, **notes}))
"""


@dataclass(frozen=True)
class Way:
    """A way to place states by their votes."""

    name: str
    code: str

    def run(self, folder: str) -> dict[str, object]:
        """Give seconds, memory and agreement."""
        done = subprocess.run(
            [sys.executable, "-c", READ + self.code + COMPARE, folder], capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout.splitlines()[-1])


WAYS = (Way("counterpoise", OURS), Way("first component of each session", COMPONENT))


def timed(folder: str) -> None:
    """Print time, memory and agreement."""
    print("| all roll calls | seconds | of the processor, with reading | GB at most |")
    print("| --- | ---: | ---: | ---: |")
    found: dict[str, Any] = {way.name: way.run(folder) for way in WAYS}
    for name, one in found.items():
        print(f"| {name} | {one['seconds']:.1f} | {one['processor']:.1f} | {one['peak']:.2f} |")
    print(f"\nThe goal is {GOAL_SECONDS:g} s. Rounds: {found['counterpoise']['rounds']}.\n")
    print("| correlation with the published | within years, median | mean | least | all years |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, one in found.items():
        for label, key in (("on final passage", "ideal_fp"), ("of all votes", "ideal_all")):
            print(f"| {name}, {label} | " + " | ".join(f"{value:.4f}" for value in one["agreed"][key]) + " |")
    each = found["counterpoise"]["agreed"]["each other"]
    print(f"\nThe goal is {GOAL_AGREEMENT:g} (median). The two published sets agree with each other at {each:.4f}.\n")


def covered(draws: int = 4) -> None:
    """Print how many intervals of 90 % hold the place from which votes were drawn."""
    import numpy as np  # noqa: PLC0415

    sys.path.insert(0, str(ROOT))
    from counterpoise.reliance.security.ideal_estimation import estimate  # noqa: PLC0415
    from tests.reference.roll_calls import drawn  # noqa: PLC0415

    print("| votes drawn from known places | intervals of 90 % that hold | correlation within sessions |")
    print("| --- | ---: | ---: |")
    for countries, sessions, calls, innovation in (
        (60, 8, 30, 0.1),
        (80, 15, 40, 0.25),
        (150, 20, 80, 0.05),
        (40, 10, 20, 0.1),
    ):
        held, alike = [], []
        for seed in range(draws):
            made = drawn(100 + seed, countries, sessions, calls, innovation)
            found = estimate(made.votes, made.session, anchor=int(np.nanargmax(np.nanmean(made.place, axis=0))))
            off = (found.point - made.place) / found.error
            held.append(np.mean(np.abs(off[np.isfinite(off)]) < 1.6448536))
            for one, other in zip(found.point, made.place, strict=True):
                both = np.isfinite(one) & np.isfinite(other)
                alike.append(np.corrcoef(one[both], other[both])[0, 1])
        label = f"{countries} states, {sessions} sessions of {calls}, variance of the walk {innovation:g}"
        print(f"| {label} | {100 * np.mean(held):.1f} % | {np.mean(alike):.3f} |")


if __name__ == "__main__":
    folder = Path(os.environ.get("COUNTERPOISE_SHARED", ROOT.parent / "shared")) / "data" / "security"
    if not (folder / "un_votes.parquet").is_file():
        sys.exit("the third-party figures are not here: set COUNTERPOISE_SHARED to the folder that holds data/")
    timed(str(folder))
    covered()
