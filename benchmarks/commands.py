"""What a user waits for: wall time and peak memory of commands in new processes, beside bare Python, in one run.

``python benchmarks/commands.py`` prints a table of medians. "First" means with an empty cache folder of the program's
own; the operating system may hold the files in memory.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PROGRAM = ("-m", "counterpoise")
BRIEF = (*PROGRAM, "brief", "KOR", "--powers", "USA,CHN", "-o", "brief.html")
EQUATION = (*PROGRAM, "equation", "--all", "--powers", "USA,CHN", "--draws", "10000")
LOAD = "import counterpoise; counterpoise.load_economy(2022)"
CALL = """
import time
import counterpoise, xarray, pandas, scipy
from counterpoise.world.load import load_economy
start = time.perf_counter()
load_economy(2022)
print(time.perf_counter() - start)
"""


@dataclass(frozen=True)
class Case:
    """A command, the seconds that it may take, and whether the program's cache is empty before it."""

    name: str
    words: tuple[str, ...]
    goal: float | None = None
    first: bool = False
    timed_inside: bool = False

    def run(self, folder: Path, warm: Path) -> tuple[float, float]:
        """Give seconds and peak memory in MB."""
        said = folder / "said.txt"
        with tempfile.TemporaryDirectory(dir=folder) as empty, said.open("wb") as out:
            environment = {**os.environ, "COUNTERPOISE_CACHE": empty if self.first else str(warm)}
            start = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, *self.words], cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT
            )
            _, status, usage = os.wait4(process.pid, 0)  # the only call that tells the memory of this process alone
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(self.words)}: {said.read_text()}")
        return (float(said.read_text()) if self.timed_inside else seconds), usage.ru_maxrss / 1e3


CASES = (
    Case("python -c pass", ("-c", "pass")),
    Case('python -c "import xarray, pandas"', ("-c", "import xarray, pandas")),
    Case("counterpoise --help", (*PROGRAM, "--help"), 0.7),
    Case("counterpoise rely KOR, first", (*PROGRAM, "rely", "KOR"), 6.0, first=True),
    Case("counterpoise rely KOR, later", (*PROGRAM, "rely", "KOR"), 3.0),
    Case("counterpoise security KOR", (*PROGRAM, "security", "KOR"), 1.0),
    Case("counterpoise equation --all --powers USA,CHN, 10,000 weightings", EQUATION, 5.0),
    Case("counterpoise brief KOR --powers USA,CHN, first", BRIEF, 15.0, first=True),
    Case("counterpoise brief KOR --powers USA,CHN, later", BRIEF),
    Case("import counterpoise; counterpoise.load_economy(2022), later", ("-c", LOAD)),
    Case("load_economy(2022) alone, after the imports, later", ("-c", CALL), 0.3, timed_inside=True),
)


def main(repeats: int = 5) -> None:
    """Run each case in turn and print medians."""
    found: dict[str, list[tuple[float, float]]] = {case.name: [] for case in CASES}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm = folder / "warm"
        Case("fill the cache", BRIEF).run(folder, warm)
        for _ in range(repeats):
            for case in CASES:
                found[case.name].append(case.run(folder, warm))
    print(f"Commands in new processes, medians of {repeats}; {os.cpu_count()} cores.\n")
    print("| command | seconds | goal | met | peak memory, MB |")
    print("| --- | --- | --- | --- | --- |")
    for case in CASES:
        seconds, peak = (statistics.median(column) for column in zip(*found[case.name], strict=True))
        goal = "" if case.goal is None else f"{case.goal:g}"
        met = "" if case.goal is None else "yes" if seconds <= case.goal else "no"
        print(f"| {case.name} | {seconds:.2f} | {goal} | {met} | {peak:.0f} |")
    print()


if __name__ == "__main__":
    main()
