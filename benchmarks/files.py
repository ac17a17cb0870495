"""Reading a year of official accounts: time and memory, beside pandas and pymrio, each in a process of its own.

The file has the size and the layout of the OECD's 2025 edition (81 economies by 50 sectors), made of the embedded flows
with an invented rest of the world. pymrio reads it where ``COUNTERPOISE_PEERS`` names a Python that has it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

MAKE = """
import sys
import numpy as np, pyarrow as pa
from pyarrow.csv import write_csv
from counterpoise.sources.icio import ECONOMIES, FINAL
from counterpoise.store import accounts
held = accounts()
draw, codes, s = np.random.default_rng(2), ECONOMIES["2025"], len(held.sectors)
flows = draw.exponential(0.5, (81, s, 81, s)).round(1)
flows[:80, :, :80] = held.intermediates
final = {name: draw.exponential(2.0, (81, s, 81)).round(2) for name in FINAL}
final["HFCE"][np.arange(81), :, np.arange(81)] += 1.2 * flows.sum((0, 1))
output = flows.sum((2, 3)) + sum(one.sum(2) for one in final.values())
taxes = 0.02 * flows.sum((0, 1))
body = np.zeros((4053, 4537))
body[:4050, :4050] = flows.reshape(4050, 4050)
body[:4050, 4050:-1] = np.stack(list(final.values()), axis=3).reshape(4050, 486)
body[:4050, -1] = output.ravel()
body[4050:, :4050] = taxes.ravel(), (output - taxes - flows.sum((0, 1))).ravel(), output.ravel()
nodes = [f"{c}_{one}" for c in codes for one in held.sectors]
names = ["V1", *nodes, *(f"{c}_{name}" for c in codes for name in final), "OUT"]
write_csv(pa.table([pa.array([*nodes, "TLS", "VA", "OUT"]), *map(pa.array, body.T)], names=names), sys.argv[1])
"""
TIMED = """
import json, resource, sys, time
{imports}
start = time.perf_counter()
{work}
print(json.dumps([time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6]))
"""
WAYS = {
    "counterpoise: read, check every identity, keep": (
        "from pathlib import Path; from counterpoise.sources.source import Raw, source; from counterpoise.store import folder",
        "folder.add(source('icio'), Raw(Path(sys.argv[1])))",
    ),
    "then load_economy from the store, first": (
        "import xarray, pandas, pyarrow.parquet; from counterpoise.world.load import load_economy",
        "load_economy(2022, source='icio-2025')",
    ),
    "pandas: read_csv alone": ("import pandas", "pandas.read_csv(sys.argv[1], index_col=0)"),
    "pymrio: parse_oecd": ("import pymrio", "pymrio.parse_oecd(sys.argv[1])"),
}


def timed(way: str, file: Path, environment: dict[str, str]) -> list[float] | None:
    imports, work = WAYS[way]
    python = os.environ.get("COUNTERPOISE_PEERS", "") if way.startswith("pymrio") else sys.executable
    if not python:
        return None
    program = TIMED.format(imports=imports, work=work)
    done = subprocess.run(
        [python, "-c", program, str(file)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    return json.loads(done.stdout.splitlines()[-1])


def main(repeats: int = 3) -> None:
    """Make the file, run each way in turn and print medians."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "2022_SML.csv"
        subprocess.run([sys.executable, "-c", MAKE, str(file)], check=True)
        found: dict[str, list[list[float] | None]] = {way: [] for way in WAYS}
        for turn in range(repeats):
            places = {"COUNTERPOISE_STORE": f"{scratch}/store-{turn}", "COUNTERPOISE_CACHE": f"{scratch}/cache-{turn}"}
            for way, held in found.items():
                held.append(timed(way, file, places))
        print(f"A year of {file.stat().st_size / 1e6:.0f} MB.\n")
    print("| way | seconds (median) | peak memory, GB |")
    print("| --- | --- | --- |")
    for way, runs in found.items():
        known = [one for one in runs if one is not None]
        cells = [f"{statistics.median(column):.2f}" for column in zip(*known, strict=True)]
        print(f"| {way} | {' | '.join(cells) if known else 'not installed here | '} |")


if __name__ == "__main__":
    main()
