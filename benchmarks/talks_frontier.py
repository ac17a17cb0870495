"""What the efficient outcomes of talks take: a million outcomes of two to five parties, and the deals of all rules over them.

``python benchmarks/talks_frontier.py`` prints two tables; ``--hard`` adds outcomes of which all are efficient, which take minutes. Seconds
of the processor, of which one core is used, and by the clock, which runs on while others use the machine; best of three, of one where it
takes longer than ten seconds. *Talks* are sums over six issues of ten levels each, on which parties differ; *by chance*
are payoffs that have nothing to do with each other; *opposed* are payoffs of which the sum hardly differs; *all efficient* are points of a
simplex.

The plain way beside ours is what negmas, a library of negotiating agents, does (``pareto_frontier_numpy``): outcomes by their sum of payoffs,
the best first, and each that still stands puts out what it is better than, in one pass over all that stand. Its passes are as many as there
are efficient outcomes. Where they would take more than a minute it is left out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from counterpoise.games.efficient import efficient
from counterpoise.games.solutions import predictions

GOAL = 0.5
"""Seconds for a million outcomes of two parties, of three, and of four, where few are efficient."""

OUTCOMES = 1_000_000
LONG, TOO_LONG = 10.0, 60.0
EASY, TALKS, OPPOSED, ALL = "by chance", "talks", "opposed", "all efficient"


def table_of(kind: str, parties: int, outcomes: int = OUTCOMES) -> Any:
    """Give payoffs."""
    random = np.random.default_rng(parties)
    if kind == EASY:
        return random.random((outcomes, parties))
    if kind == OPPOSED:
        made = random.normal(size=(outcomes, parties))
        return made - 0.6 * made.mean(1, keepdims=True)
    if kind == ALL:
        return random.dirichlet(np.ones(parties), outcomes)
    made = np.zeros((1, parties))
    for _ in range(6):
        scores = random.normal(size=(10, parties))
        scores -= 0.3 * scores.mean(1, keepdims=True)
        made = (made[:, None] + scores).reshape(-1, parties)
    return made


def plain(table: Any) -> Any:
    """Give the efficient outcomes by passes over all that stand, or None if that takes too long."""
    rows = np.argsort(-table.sum(1))
    table, begun, done = table[rows], time.perf_counter(), 0
    while done < len(table):
        stands = (table > table[done]).any(1)
        stands[done] = True
        rows, table = rows[stands], table[stands]
        done = int(stands[:done].sum()) + 1
        if time.perf_counter() - begun > TOO_LONG:
            return None
    return rows


def timed(run: Callable[[], Any]) -> tuple[str, float, Any]:
    """Give the least of seconds, of the processor and by the clock, in words; the first as a number; and the answer."""
    taken, made = [], None
    while len(taken) < 3 and (not taken or taken[-1][0] < LONG):
        start = time.process_time(), time.perf_counter()
        made = run()
        taken.append((time.process_time() - start[0], time.perf_counter() - start[1]))
    best = min(taken)
    return f"{best[0]:.3g} | {best[1]:.3g}", best[0], made


def frontiers(kinds: list[str]) -> None:
    """Print the first table."""
    print(
        "| outcomes | parties | efficient | s of the processor | s by the clock | plain: processor | plain: clock | goal, s | met |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for kind in kinds:
        for parties in (2, 3, 4, 5):
            table = table_of(kind, parties)
            taken, seconds, found = timed(lambda table=table: efficient(table))
            slow, _, other = ("", 0.0, None) if kind == ALL else timed(lambda table=table: plain(table))
            if other is not None and len(other) != len(found):
                raise AssertionError(f"{len(found)} and {len(other)} efficient outcomes")
            slow = f"over {TOO_LONG:.0f} |" if other is None else slow
            goal = f"{GOAL:g} | {'yes' if seconds <= GOAL else 'no'}" if kind == EASY and parties < 5 else "|"
            print(f"| {kind} | {parties} | {len(found):,} | {taken} | {slow} | {goal} |", flush=True)


def rules() -> None:
    """Print the second: all rules' deals, the zone and the efficient outcomes counted in."""
    print(
        "\n| deals over talks | outcomes | parties | s of the processor | s by the clock |\n| --- | ---: | ---: | ---: | ---: |"
    )
    for lotteries in (False, True):
        for parties, step in ((2, 1), (3, 1), (4, 1), (2, 1000), (3, 1000)):
            table = table_of(TALKS, parties)[::step]
            outside = np.quantile(table, 0.3, axis=0)
            options = {"lotteries": lotteries, "discounts": (0.9, 0.9)}
            taken, _, _ = timed(
                lambda table=table, outside=outside, options=options: predictions(table, outside, **options)
            )
            what = "lotteries" if lotteries else "single outcomes"
            print(f"| all rules, {what} | {len(table):,} | {parties} | {taken} |", flush=True)


if __name__ == "__main__":
    frontiers([EASY, TALKS, OPPOSED, *([ALL] if "--hard" in sys.argv else [])])
    rules()
