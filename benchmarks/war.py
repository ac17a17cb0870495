"""What a trade war takes: Nash tariffs of 7 economies and 33 industries, and of the embedded world.

``python benchmarks/war.py`` prints a table. The first rows are of a made-up world of the size of Ossa's (2014), each from its baseline to a Nash
point that full best responses confirm; medians of three. The slow way is what his program does: best responses of all sides, again and
again, each by a search of its own from where it was. The others are of the embedded world of 80 economies and 50 sectors, once each.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

GOAL = 20.0
"""Seconds for a war of 7 economies and 33 industries."""


def game_of(across: str = "each") -> Any:
    """Give a war in a made-up world of the size of Ossa's."""
    import counterpoise as cp  # noqa: PLC0415
    from counterpoise.statecraft.contest import Side, contest  # noqa: PLC0415
    from counterpoise.statecraft.politics import Politics  # noqa: PLC0415
    from counterpoise.statecraft.position import World  # noqa: PLC0415
    from tests.reference.contested import made_up  # noqa: PLC0415

    held = made_up(7, 33)
    base = cp.equilibrium.from_trade(
        flows=held.trade.transpose(0, 2, 1),
        tariff=held.tariff.transpose(1, 0, 2),
        theta=held.sigma - 1,
        competition="monopolistic",
    )
    sides = [Side(str(k), (k,)) for k in range(7)]
    return contest(World(base), Politics(base), sides, range(33), across=across)


def slow(game: Any) -> Any:
    """Let all sides answer, again and again."""
    from counterpoise.statecraft.war import best  # noqa: PLC0415

    at = game.today
    for _ in range(50):
        new = at.copy()
        for side in range(len(game.sides)):
            mine = game.owner == side
            new[mine] = best(game, side, at)[0].x
        moved = np.abs(new - at).max()
        at = new
        if moved < 1e-4:
            return game.at(at)
    raise AssertionError("no rest")


def timed(run: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """Give the median of seconds, and the last answer."""
    taken, made = [], None
    for _ in range(repeats):
        start = time.perf_counter()
        made = run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), made


def main() -> None:
    """Print the table."""
    import counterpoise as cp  # noqa: PLC0415
    from counterpoise.statecraft.war import war  # noqa: PLC0415

    print("| what | rates | s | equilibria | goal, s | met |\n| --- | ---: | ---: | ---: | ---: | --- |")
    for across, what in (("each", "by industry and partner"), ("sector", "by industry")):
        taken, found = timed(lambda across=across: war(game_of(across)), 3)
        met = f"{GOAL:g} | {'yes' if taken <= GOAL else 'no'}"
        print(f"| 7 x 33, {what} | {len(found.choices):,} | {taken:.1f} | {found.equilibria} | {met} |")
    game = game_of()
    taken, position = timed(lambda: slow(game), 1)
    print(
        f"| 7 x 33, best responses again and again | {len(game.chosen):,} | {taken:.1f} | {game.world.solutions} | | |"
    )
    apart = 100 * float(np.abs(position.welfare - war(game_of()).position.welfare).max())
    cp.load_economy()
    for what, run in (
        ("war USA CHN", lambda: cp.war("USA", "CHN")),
        ("truce USA CHN", lambda: cp.truce("USA", "CHN")),
        ("war USA EU", lambda: cp.war("USA", "EU")),
        ("war USA CHN --retaliate ALL", lambda: cp.war("USA", "CHN", retaliate="ALL")),
    ):
        taken, answer = timed(run, 1)
        print(f"| {what} | {len(answer.table()):,} | {taken:.1f} | {answer.diagnostics['equilibria']} | | |")
    print(f"\nreal incomes by both ways lie {apart:.1g} % apart at most")


if __name__ == "__main__":
    main()
