"""What a brief takes from a cold start: a process of its own, as a page and as PDF, without and with bands.

``python benchmarks/brief.py`` prints a table: seconds by the clock, of the processor (with those of its workers), and pages.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = (
    ("page", ["KOR", "--powers", "USA,CHN"], ".html", None),
    ("PDF", ["KOR", "--powers", "USA,CHN"], ".pdf", 20.0),
    ("PDF in Korean", ["KOR", "--powers", "USA,CHN", "--lang", "ko"], ".pdf", 20.0),
    ("PDF, bands of 20 draws", ["KOR", "--powers", "USA,CHN", "--draws", "20"], ".pdf", 60.0),
    ("PDF of a case: bands, risk, talks, ledger", ["korea"], ".pdf", None),
)
"""What is made, with its words, its ending, and its goal in seconds on two cores."""


def main() -> None:
    """Measure, and print the table."""
    print("| brief | seconds | of the processor | pages | goal |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name, words, ending, goal in RUNS:
            path = Path(folder) / f"brief{ending}"
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            command = [sys.executable, "-m", "counterpoise", "brief", *words, "-o", str(path)]
            subprocess.run(command, check=True, capture_output=True)
            took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
            worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", path.read_bytes())) if ending == ".pdf" else ""
            print(
                f"| {name} | {took:.1f} | {worked:.1f} | {pages} | {'' if goal is None else f'{goal:g}'} |", flush=True
            )


if __name__ == "__main__":
    main()
