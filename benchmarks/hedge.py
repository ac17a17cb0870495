"""What a hedging frontier takes on the world's accounts: 20 probabilities, a rate for each sector of goods, and one rate.

``python benchmarks/hedge.py`` prints a table: seconds by the clock and of the processor in a warm process, evaluations of both
years, and seconds for each. The baselines are made before the clock starts.
"""

from __future__ import annotations

import time

GOAL = 30.0
"""Seconds for 20 points at 80 economies x 50 sectors on two cores."""


def main() -> None:
    """Measure, and print the table."""
    import counterpoise as cp  # noqa: PLC0415

    economy = cp.load_economy()

    def ask(instruments: str, points: int) -> cp.Result:
        return cp.hedge("KOR", against="CHN", probability=0.02, instruments=instruments, points=points, economy=economy)

    ask("uniform", 2)
    print(
        "| rates | points | seconds | of the processor | evaluations | each | goal |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for instruments in ("uniform", "sector"):
        start, busy = time.perf_counter(), time.process_time()
        found = ask(instruments, 20)
        took, worked = time.perf_counter() - start, time.process_time() - busy
        many, rates = found.diagnostics["evaluations"], found.diagnostics["rates"]
        print(f"| {rates} | 20 | {took:.1f} | {worked:.1f} | {many} | {took / many:.2f} | {GOAL:g} |", flush=True)


if __name__ == "__main__":
    main()
