"""What paths of steps take: side payments over many draws, in which draws any path holds, all paths, the sturdiest, one over draws.

``python benchmarks/talks.py`` prints the tables. A negotiation has issues of so many levels, each with an owner, for whom a step costs what it
is worth to others; half of them can be taken back. What steps cost and are worth, and how patient the parties are, is not known. Seconds by
the clock and of the processor (of all cores), which differ where others use the machine; the better of two runs.

The plain way beside side payments is a loop over draws, one search each, from twenty draws.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from counterpoise.games.draws import Draws
from counterpoise.games.existence import exists
from counterpoise.games.margins import critical_discount, critical_hazard, critical_lag, critical_outside, sturdiest
from counterpoise.games.paths import follow
from counterpoise.games.programme import scale, self_enforcing
from counterpoise.games.steps import Stakes, Steps
from counterpoise.games.transfers import largest_sums

GOAL = 2.0
"""Seconds for side payments in 1,000 states and 16,000 moves with 10,000 draws, on two cores."""

DRAWS = 10_000
FEW = 20

SIZES = {
    "100 states, 2 parties": ((10, 10), (0, 1), (2, 2)),
    "125 states, 3 parties": ((5, 5, 5), (0, 1, 2), (2, 2, 2)),
    "625 states, 4 parties": ((5, 5, 5, 5), (0, 1, 2, 3), (1, 1, 1, 1)),
    "1,000 states, 2 parties": ((10, 10, 10), (0, 1, 1), (3, 1, 2)),
    "1,000 states, 3 parties": ((10, 10, 10), (0, 1, 2), (3, 1, 2)),
}
"""How many levels, who owns each issue, and by how many levels it can rise in a period."""


def talks_of(size: str, draws: int, *, alike: bool = False) -> tuple[Steps, Stakes]:
    """Give a negotiation in many draws, with the same discount for all or not."""
    counts, owner, pace = SIZES[size]
    random, parties = np.random.default_rng(1), max(owner) + 1
    floor = tuple(tuple(range(count)) if at % 2 else (0,) * count for at, count in enumerate(counts))
    steps = Steps(counts, owner, parties, floor=floor, pace=pace)
    given = steps.levels / (np.array(counts) - 1)
    payoff = np.zeros((draws, steps.size, parties))
    for at, who in enumerate(owner):
        cost, gain = random.uniform(0.5, 1.5, (2, draws, 1))
        for party in range(parties):
            worth = -cost * given[:, at] ** 1.3 if party == who else 1.3 * gain / (parties - 1) * given[:, at] ** 0.8
            payoff[..., party] += worth
    discount = random.uniform(0.75, 0.95, (draws, 1 if alike else parties))
    without = 0.5 * payoff[:, steps.reverted] - 0.05
    return steps, Stakes(payoff, without, np.broadcast_to(discount, (draws, parties)), 0.02, payments=alike)


def timed(run: Callable[[], Any], repeats: int = 2) -> tuple[float, float, Any]:
    """Give the fewest seconds, by the clock and of the processor, and the last answer."""
    taken, used, made = [], [], None
    for _ in range(repeats):
        begun, busy = time.perf_counter(), time.process_time()
        made = run()
        taken.append(time.perf_counter() - begun)
        used.append(time.process_time() - busy)
    return min(taken), min(used), made


def payments() -> None:
    """Print what side payments take over many draws."""
    print("| side payments | draws | s | processor, s | goal, s | met |\n| --- | ---: | ---: | ---: | ---: | --- |")
    size = "1,000 states, 2 parties"
    steps, stakes = talks_of(size, DRAWS, alike=True)
    moves = f"{steps.moves():,} moves"
    for workers in (2, 1):
        taken, used, found = timed(lambda workers=workers: largest_sums(steps, stakes, workers=workers))
        met = f"{GOAL:g} | {'yes' if taken <= GOAL else 'no'}" if workers == 2 else "| "
        print(f"| {size}, {moves}, {workers} threads | {DRAWS:,} | {taken:.2f} | {used:.2f} | {met} |")
    some = Draws.of(stakes, None)

    def plain() -> list[float]:
        held = [self_enforcing(steps, some.one(draw), transfers=True) for draw in range(FEW)]
        return [one.values[0, 0] if len(one) else np.nan for one in held]

    taken, used, values = timed(plain)
    print(f"| a search for each, from {FEW} | {DRAWS:,} | {taken * DRAWS / FEW:.0f} | {used * DRAWS / FEW:.0f} | | |")
    assert np.array_equal(found.value[:FEW], values, equal_nan=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    held = (stakes.payoff.nbytes + stakes.outside.nbytes) / 1e9
    print(f"\npeak memory {peak:.2f} GB, of which {held:.2f} are the payoffs and outside options that are held\n")


def existence() -> None:
    """Print in which draws any path holds, and what that takes."""
    print(
        "| does any path hold | draws | s | processor, s | share | given up |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )
    for size in SIZES:
        steps, stakes = talks_of(size, DRAWS)
        for end, what in ((None, "that moves"), (steps.size - 1, "to the last state")):
            taken, used, found = timed(lambda end=end, steps=steps, stakes=stakes: exists(steps, stakes, end=end), 1)
            share = f"{100 * found.holds.mean():.1f} % | {100 * found.given_up.mean():.1f} %"
            print(f"| {size}, {what} | {DRAWS:,} | {taken:.1f} | {used:.1f} | {share} |", flush=True)
    print()


def single() -> None:
    """Print what one draw takes: all paths, and the sturdiest to the last state."""
    print(
        "| one draw | all paths, s | kept | paths | the sturdiest, s | its margin |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )
    for size in SIZES:
        steps, stakes = talks_of(size, 1)
        one = Draws.of(stakes, None).one(0)
        every = ("too many", "", "")
        if stakes.players == 2 or steps.size < 500:  # the others would have to keep more than a million
            _, used, found = timed(lambda steps=steps, one=one: self_enforcing(steps, one, grain=1e-3 * scale(one)), 1)
            every = (f"{used:.2f}", f"{found.kept:,}", f"{len(found):,}")
        _, used, held = timed(lambda steps=steps, one=one: sturdiest(steps, one, steps.size - 1))
        print(f"| {size} | {' | '.join(every)} | {used:.2f} | {held.margin:.3f} |", flush=True)
    print()


def along() -> None:
    """Print what one path takes over many draws, and where it breaks."""
    print("| one path | processor, s |\n| --- | ---: |")
    steps, stakes = talks_of("1,000 states, 3 parties", DRAWS)
    one = Draws.of(stakes, None).one(0)
    found = sturdiest(steps, one, steps.size - 1)
    assert found is not None
    path = found.path
    _, used, _ = timed(lambda: follow(steps, stakes, path))
    print(f"| {len(path) - 1} stages, 3 parties, {DRAWS:,} draws | {used:.2f} |")
    fine = replace(one, outside=one.outside - 1)

    def critical() -> None:
        for party in range(3):
            critical_discount(steps, fine, path, party)
            critical_outside(steps, fine, path, party)
            critical_lag(steps, fine, path, party)
        critical_hazard(steps, fine, path)

    _, used, _ = timed(critical)
    print(f"| its critical discounts, lags, outside options and hazard | {used:.2f} |")


def main() -> None:
    """Print the tables, or those that are named."""
    known = {one.__name__: one for one in (payments, existence, single, along)}
    for name in sys.argv[1:] or known:
        known[name]()


if __name__ == "__main__":
    main()
