"""Who can hurt whom: all pairs to first order and by full solutions, and one pair's frontiers.

``python benchmarks/leverage.py [PAIRS]`` prints a table. All runs are in one process with one thread of linear algebra, the baseline
not counted. With PAIRS, as 200, only so many pairs, drawn by chance, are solved in full, and the time of all is their mean's; without,
all are. The error is how far the first order lies from the full solutions, in the median over pairs and instruments.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
import time

import numpy as np

import counterpoise as cp
from counterpoise.scenario.labels import Labels
from counterpoise.statecraft.leverage_data import Answers, Choices, accounted, exactly, quickly
from counterpoise.statecraft.position import World

GOAL_QUICK, GOAL_EXACT = 60.0, 600.0
"""Seconds for all 6,320 pairs: to first order, and by full solutions."""

BUDGETS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2)


def quiet(label: str, share: float) -> None:
    """Tell nobody."""


def main() -> None:
    """Print the table."""
    base = cp.calibrate(cp.load_economy())
    _ = base.near
    goods = Labels(base.countries, base.sectors, base.scheme, {}).goods()[0]
    everyone = range(len(base.countries))
    choices = Choices(everyone, everyone, goods, ("tariff", "export_tax"), BUDGETS, 10.0, 100.0)
    answers = Answers(World(base), choices)
    begin = time.perf_counter()
    quickly(answers, quiet, by_sector=False)
    accounted(answers, by_sector=False)
    first = time.perf_counter() - begin
    pairs = choices.pairs
    some = int(sys.argv[1]) if len(sys.argv) > 1 else len(pairs)
    drawn = [pairs[k] for k in np.random.default_rng(0).permutation(len(pairs))[:some]]
    _Some.drawn = drawn
    part = Answers(World(base), _Some(everyone, everyone, goods, choices.instruments, BUDGETS, 10.0, 100.0))
    begin = time.perf_counter()
    failed = exactly(part, quiet)
    solved = (time.perf_counter() - begin) / some * len(pairs)
    quick, full = (one.held[name] for one, name in ((answers, "sanction_quick_loss_pct"), (part, "sanction_loss_pct")))
    known = np.isfinite(full)
    error = np.median(np.abs(quick[known] / full[known] - 1.0))
    begin = time.perf_counter()
    cp.leverage("KOR", on="CHN")
    pair = time.perf_counter() - begin
    print(
        f"{len(pairs):,} pairs, {len(base.countries)}x{len(base.sectors)}; {some:,} solved in full, {failed} without a solution"
    )
    print("| what | seconds | goal, s | met |")
    print("| --- | ---: | ---: | --- |")
    print(f"| all pairs to first order | {first:.1f} | {GOAL_QUICK:.0f} | {'yes' if first <= GOAL_QUICK else 'NO'} |")
    print(
        f"| all pairs by full solutions, two instruments each | {solved:.0f} | {GOAL_EXACT:.0f} | {'yes' if solved <= GOAL_EXACT else 'NO'} |"
    )
    print(f"| one pair: its frontiers both ways, of eight points each | {pair:.1f} | | |")
    print(f"error of the first order, median: {100 * error:.0f} % of the target's loss")


class _Some(Choices):
    """Choices of which some pairs are asked for, one way."""

    drawn: list[tuple[int, int]] = []  # noqa: RUF012 - one process asks once

    @property
    def ways(self) -> list[tuple[int, int]]:
        """Give the pairs that were drawn."""
        return self.drawn


if __name__ == "__main__":
    main()
