"""The screen of products: all products of three years of BACI's shape, and the embedded raw materials.

``python benchmarks/products.py`` makes eleven million flows of 5,000 products a year (see ``trade.py``), screens them for one
country, and prints a table of medians; each case runs in a process of its own, without its imports. Beside it stand pandas, which
reads the same files whole, and geopolrisk-py, where COUNTERPOISE_PEERS names an interpreter that has it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from trade import CLOCK, NAME, READ, further

OURS = """
import counterpoise as cp
import pandas, duckdb, xarray, pyarrow.parquet
from counterpoise.questions import products
from counterpoise.world import market
from counterpoise.reliance.economic import screen, chokepoints
from counterpoise.codes import groups
flows = cp.Trade({paths!r})
begin()
print(len(products("KOR", {words}, trade=flows).data["product"]))
end()
"""
EMBEDDED = """
import counterpoise as cp
import pandas, duckdb, xarray, pyarrow.parquet
from counterpoise.questions import products
from counterpoise.world import market
flows = cp.load_trade("baci-raw-materials")
begin()
print(len(products("KOR", on="CHN", year=2022).data["product"]))
end()
"""
PANDAS = """
import pandas as pd
import pyarrow.parquet
begin()
flows = pd.concat([pd.read_parquet(path, columns=["year", "origin", "destination", "product", "value"]) for path in {paths!r}])
bought = flows[flows.destination == "KOR"]
share = bought.value / bought.groupby(["year", "product"]).value.transform("sum")
index = (share**2).groupby([bought.year, bought["product"]]).sum()
sold = flows.groupby(["year", "product", "origin"]).value.sum()
world = (sold / sold.groupby(level=[0, 1]).transform("sum")).pow(2).groupby(level=[0, 1]).sum()
exports = flows[flows.origin == "KOR"].groupby(["year", "product"]).value.sum()
print(len(index), len(world), len(exports))
end()
"""
PEER = """
from geopolrisk.assessment.main import gprs_calc
begin()
print(len(gprs_calc([2022], [410], ["Graphite", "Lithium", "Rare earth", "Cobalt", "Tungsten"])))
end()
"""


def run(code: str, python: str = sys.executable) -> tuple[float, float]:
    """Give seconds and peak memory in GB, from a new process."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile("w+") as out:
        (Path(home) / "Documents").mkdir()
        environment = {**os.environ, "HOME": home} if python != sys.executable else None
        process = subprocess.Popen([python, "-c", CLOCK + code], stdout=out, stderr=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)  # the only call that tells the memory of this process alone
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().split()
    if process.returncode:
        raise SystemExit(f"exit {process.returncode}")
    return float(said[-1]), usage.ru_maxrss / 1e6


def main(repeats: int = 5) -> None:
    """Make the flows, run the cases in turn and print the table."""
    with tempfile.TemporaryDirectory(prefix="counterpoise-bench-") as name:
        folder = Path(name)
        csv, parquet = folder / NAME, folder / "2022.parquet"
        trade = str(Path(__file__).with_name("trade.py"))
        subprocess.run([sys.executable, trade, str(csv)], check=True)
        subprocess.run([sys.executable, "-c", CLOCK + READ.format(csv=str(csv), parquet=str(parquet))], check=True)
        csv.unlink()
        paths = further(parquet, folder, 3)
        cases = {
            "all products on one partner, three years, 33 million flows": (
                OURS.format(paths=paths, words='on="CHN"'),
                3,
            ),
            "the same, each with its largest supplier": (OURS.format(paths=paths, words='preset="geodep"'), 3),
            "pandas: the same sums, without the verdicts": (PANDAS.format(paths=paths), None),
            "74 raw materials, embedded": (EMBEDDED, None),
        }
        found: dict[str, list[tuple[float, float]]] = {case: [] for case in cases}
        for _ in range(repeats):
            for case, (code, _) in cases.items():
                found[case].append(run(code))
    print(f"The screen of products; {os.cpu_count()} cores.\n")
    print("| what | seconds | goal | met | peak memory, GB |")
    print("| --- | ---: | ---: | --- | ---: |")
    for case, (_, goal) in cases.items():
        seconds, memory = (statistics.median(column) for column in zip(*found[case], strict=True))
        met = "" if goal is None else "yes" if seconds <= goal else "NO"
        print(f"| {case} | {seconds:.2f} | {goal or ''} | {met} | {memory:.2f} |")
    peers = os.environ.get("COUNTERPOISE_PEERS", "")
    if peers and subprocess.run([peers, "-c", "import geopolrisk"], capture_output=True, check=False).returncode == 0:
        seconds, memory = run(PEER, peers)
        print(f"| geopolrisk-py: five scores of one country, its data read | {seconds:.2f} |  |  | {memory:.2f} |")
    else:
        print("| geopolrisk-py | not installed here |  |  |  |")
    print()


if __name__ == "__main__":
    main()
