"""How long it takes to read events of GDELT's shape, and to give every pair's months from the store.

``python benchmarks/events.py`` prints a table, for 10 million generated rows (4.4 GB) or as many as the number that it is
given. The file is written to the folder for temporary files and removed. Cold: from the file to the store, with the counts
of the four classes and the mean weight of every pair and month; warm: the same from the store. Each way runs in a process
of its own. The goals: 20 s cold, 1.5 s warm, 4 GB.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

GOALS = {"cold": 20.0, "warm": 1.5, "plain": None}
WORDS = {
    "cold": "from the file to the store and to all pairs' months",
    "warm": "all pairs' months from the store, duplicates as they are",
    "plain": "the same, one of a code, a pair and a day",
}


def generate(path: Path, rows: int) -> None:
    """Write rows of GDELT's shape: 61 columns, some 440 bytes a row, three years of days."""
    import duckdb  # noqa: PLC0415

    codes = (
        "['USA','CHN','KOR','PRK','JPN','RUS','GBR','DEU','FRA','IND','IRN','ISR','UKR','TUR','SAU','AUS','','EUR','']"
    )
    kinds = (
        "['010','020','036','040','042','043','051','057','061','070','111','112','120','130','138','173','190','193']"
    )
    place = "4, 'Seoul, South Korea (SKT)', 'KS', 'KS11', '24566', 37.5664, 127, '-716583'"
    blank = ", ".join(["''"] * 7)
    with duckdb.connect() as run:
        run.execute("set enable_progress_bar = false")
        run.execute("set memory_limit = '1GB'")
        run.execute("set preserve_insertion_order = false")
        run.execute(
            f"""
            copy (
                select 1000000000 + i, strftime(d, '%Y%m%d'), strftime(d, '%Y%m'), year(d), year(d) + 0.5,
                    a || 'GOV', 'FOREIGN MINISTRY', a, {blank}, b || 'GOV', 'PRESIDENT OF SOMEWHERE', b, {blank},
                    i % 2, code, left(code, 3), left(code, 2),
                    case when left(code, 2) < '06' then 1 when left(code, 2) < '09' then 2
                        when left(code, 2) < '14' then 3 else 4 end,
                    round((hash(code) % 200)::double / 10 - 10, 1), 1 + i % 9, 1, 1 + i % 9, round(random() * 10 - 5, 12),
                    {place}, {place}, {place}, strftime(d, '%Y%m%d') || '101500',
                    'https://news.example.org/world/asia/2024/a-headline-of-some-length-that-an-editor-wrote-' || i || '.html'
                from (select i, date '2021-01-01' + (i % 1095)::integer as d,
                    {codes}[1 + (hash(i) % 19)::integer] as a, {codes}[1 + (hash(i * 7 + 1) % 19)::integer] as b,
                    {kinds}[1 + (hash(i * 13 + 5) % 18)::integer] as code from range({rows}) as t(i)))
            to '{path}' (header false, delimiter '\t', quote '')
            """
        )


def once(way: str, path: Path) -> None:
    """Do one way, and print its seconds, its peak of memory and its pairs' months."""
    from counterpoise.core.progress import quietly  # noqa: PLC0415
    from counterpoise.record.series import all_pairs, files_of  # noqa: PLC0415
    from counterpoise.sources.source import Raw, source  # noqa: PLC0415
    from counterpoise.store.folder import add, kept  # noqa: PLC0415

    start = time.perf_counter()
    if way == "cold":
        add(source("gdelt"), Raw(path), progress=quietly(None))
    made = all_pairs(files_of(kept()), duplicates="day" if way == "plain" else "raw")
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{taken:.2f} {peak:.2f} {len(made)} {time.process_time():.1f}")


def main() -> None:
    """Print the table."""
    if len(sys.argv) == 4 and sys.argv[1] == "once":
        once(sys.argv[2], Path(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory(prefix="counterpoise-bench-") as folder:
        path = Path(folder) / "events.export.CSV"
        generate(path, rows)
        size = path.stat().st_size / 1e9
        print(f"{rows:,} rows, {size:.1f} GB\n")
        print(
            "| what | s | goal, s | processor s | peak memory, GB (goal 4) | pairs and months |\n| --- | ---: | ---: | ---: | ---: | ---: |"
        )
        environment = {**os.environ, "COUNTERPOISE_STORE": f"{folder}/store"}
        for way, goal in GOALS.items():
            command = [sys.executable, __file__, "once", way, str(path)]
            told = subprocess.run(
                command, env=environment, check=True, stdout=subprocess.PIPE, text=True
            ).stdout.split()
            print(
                f"| {WORDS[way]} | {told[0]} | {f'{goal:g}' if goal else ''} | {told[3]} | {told[1]} | {int(told[2]):,} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
