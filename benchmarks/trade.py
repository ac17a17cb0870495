"""A year of BACI's shape: reading it, screening it, and both in more years, beside pandas.

``python benchmarks/trade.py`` makes eleven million flows of 5,000 products between 230 economies from a seed, in a
temporary folder that it removes, and prints a Markdown table. Each case runs in a new process: seconds are those of the
call, without the imports; memory is the process's largest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from counterpoise.sources.comtrade import numbers
from counterpoise.sources.database import connection, literal

FLOWS = 11_000_000
PRODUCTS = 5_000
YEARS = (1, 4, 18)
NAME = "BACI_HS92_Y2022_V202501.csv"

READ = """
from counterpoise.core.progress import Progress
from counterpoise.sources.baci import read
from counterpoise.sources.source import Raw
from pathlib import Path
import pyarrow.parquet
begin()
for part in read(Raw(Path({csv!r})), Progress()):
    print(part.tables["trade"](Path({parquet!r})))
end()
"""
SCREEN = """
from counterpoise.world.trade import Trade
import pandas, duckdb, pyarrow.parquet
begin()
trade = Trade({paths!r})
print(len(trade.concentration(2022)))
end()
"""
ACROSS = """
from counterpoise.world.trade import Trade
import pandas, duckdb, pyarrow.parquet
begin()
trade = Trade({paths!r})
print(len(trade.totals(["year", "destination"], origin="CHN")))
end()
"""
PANDAS = """
import pandas as pd
begin()
flows = pd.read_csv({csv!r}, dtype={{"k": str, "q": str}})
flows["q"] = pd.to_numeric(flows.q.str.strip(), errors="coerce")
total = flows.groupby(["j", "k"]).v.sum()
largest = flows.loc[flows.groupby(["j", "k"]).v.idxmax()]
shares = flows.v / total.reindex(pd.MultiIndex.from_frame(flows[["j", "k"]])).to_numpy()
index = (shares**2).groupby([flows.j, flows.k]).sum()
print(len(index), len(largest))
end()
"""
COPY = """
from counterpoise.sources.database import connection, literal
for year, target in {targets!r}.items():
    with connection(memory="2GB") as database:
        database.execute(
            f"copy (select * replace ({{year}}::bigint as year) from read_parquet({{literal({path!r})}})) "
            f"to {{literal(target)}} (format parquet, compression zstd)"
        )
"""
CLOCK = """
import time
def begin():
    global start
    start = time.perf_counter()
def end():
    print(time.perf_counter() - start)
"""


@dataclass(frozen=True)
class Case:
    """What is run, and the seconds and megabytes that it may take."""

    name: str
    code: str
    goal: float | None = None
    most: float | None = None

    def run(self) -> tuple[float, float]:
        """Give seconds and peak memory in MB, from a new process."""
        with tempfile.TemporaryFile("w+") as out:
            process = subprocess.Popen([sys.executable, "-c", CLOCK + self.code], stdout=out)
            _, status, usage = os.wait4(process.pid, 0)  # the only call that tells the memory of this process alone
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            said = out.read().split()
        if process.returncode:
            sys.exit(f"{self.name}: exit {process.returncode}")
        return float(said[-1]), usage.ru_maxrss / 1e3


def make(path: Path, flows: int = FLOWS, seed: int = 20_220_101) -> None:
    """Write a year in the producer's layout: sorted by exporter, importer and product, sizes spread over ten decades.

    Whether an exporter sells a product to an importer is drawn with the odds of their sizes, and that of the product.
    """
    random = np.random.default_rng(seed)
    economies = np.array(sorted({code: number for number, code in numbers().items()}.values()))[-230:]
    economies = np.union1d(economies, [4, 894])
    products = np.sort(random.choice(np.arange(10_100, 970_600), PRODUCTS, replace=False))
    sizes = {name: np.sort(random.lognormal(0, spread, count))[::-1] for name, spread, count in
             (("i", 2.2, len(economies)), ("j", 1.3, len(economies)), ("k", 1.0, PRODUCTS))}  # fmt: skip
    drawn = [random.permutation(one) for one in sizes.values()]
    keys = np.empty(0, dtype=np.int64)
    while len(keys) < flows:
        picks = [random.choice(len(one), 4_000_000, p=one / one.sum()) for one in drawn]
        picks = [pick[picks[0] != picks[1]] for pick in picks]
        keys = np.union1d(keys, (picks[0] * len(economies) + picks[1]) * PRODUCTS + picks[2])
    keys = np.sort(random.choice(keys, flows, replace=False))
    values = np.round(np.exp(random.normal(2.5, 2.9, flows)), 3).clip(0.001)
    amounts = np.round(values * np.exp(random.normal(-1.0, 1.6, flows)), 3).clip(0.001)
    amounts[random.random(flows) < 0.02] = np.nan
    import pyarrow as pa  # noqa: PLC0415

    pairs, k = np.divmod(keys, PRODUCTS)
    i, j = np.divmod(pairs, len(economies))
    table = pa.table({"i": economies[i], "j": economies[j], "k": products[k], "v": values, "q": amounts})
    with connection(memory="4GB") as database:
        database.register("made", table)
        database.execute(
            f"""
            copy (select 2022 as t, i, j, lpad(k::varchar, 6, '0') as k, v,
                case when isnan(q) then '           NA' else q::varchar end as q from made)
            to {literal(path)} (format csv, header, quote '')
            """
        )


def further(path: Path, folder: Path, count: int) -> list[str]:
    """Give a year's file and copies of it for the years before, of which only the year differs."""
    years = range(2022 - count + 1, 2022)
    targets = {year: folder / f"{year}.parquet" for year in years}
    missing = {year: str(target) for year, target in targets.items() if not target.exists()}
    subprocess.run([sys.executable, "-c", COPY.format(path=str(path), targets=missing)], check=True)
    return [str(path), *map(str, targets.values())]


def main() -> None:
    """Make the flows, run each case and print the table."""
    with tempfile.TemporaryDirectory(prefix="counterpoise-bench-") as name:
        folder = Path(name)
        csv, parquet = folder / NAME, folder / "2022.parquet"
        # in a process of its own: a child's peak memory begins with what its parent held when it was started
        subprocess.run([sys.executable, __file__, str(csv)], check=True)
        print(f"{FLOWS:,} flows a year; CSV {csv.stat().st_size / 1e6:,.0f} MB; {os.cpu_count()} processors\n")
        print("| | s | MB | goal |\n|---|---:|---:|---|")
        show(Case("read a year, CSV to Parquet", READ.format(csv=str(csv), parquet=str(parquet)), 60, 2000))
        show(Case("pandas: read_csv, groupby (a year)", PANDAS.format(csv=str(csv))))
        for count in YEARS:
            paths = further(parquet, folder, count)
            held = f"{count} year{'s' if count > 1 else ''}, {count * FLOWS / 1e6:,.0f} million flows"
            show(Case(f"screen 2022, of {held}", SCREEN.format(paths=paths), 10, 2000))
            show(Case(f"China's exports by year and destination, {held}", ACROSS.format(paths=paths)))
        print(f"\nParquet: {parquet.stat().st_size / 1e6:,.0f} MB a year")


def show(case: Case) -> None:
    """Run a case and print its line."""
    seconds, memory = case.run()
    goal = f"{case.goal:g} s, {case.most:,g} MB" if case.goal else ""
    print(f"| {case.name} | {seconds:.1f} | {memory:,.0f} | {goal} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        make(Path(sys.argv[1]))
    else:
        main()
