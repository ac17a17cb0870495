"""Who stands between two powers, for all third countries at once: beside each country by itself.

``python benchmarks/bridge.py`` prints a table of medians within one process, on the newest accounts. The slow ways are those that
their definitions tell: what passes through a country by a table without it, factored again; its interest by a gradient of its own.
They are taken of a few countries, and their seconds are of as many as there are.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import counterpoise as cp
from counterpoise.core.measure import Evaluation
from counterpoise.equilibrium import solve
from counterpoise.equilibrium.gradient import Gradient
from counterpoise.questions.changes import baseline_of
from counterpoise.scenario import Scenario
from counterpoise.statecraft.decoupling import slope
from counterpoise.statecraft.passage import passage
from counterpoise.world import accounts  # noqa: F401 - declares the quantities
from counterpoise.world.leontief import Leontief

POWERS = ("USA", "CHN")
FEW = ("KOR", "MEX", "LUX")


def timed(run: Callable[[], object], repeats: int = 5) -> float:
    """Give the median of some runs, after one that does not count."""
    run()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def without(economy: cp.Economy, place: int, places: list[int]) -> list[float]:
    """Give what each power absorbs of the other's value added in a table without a country: first to second, and back."""
    held = Evaluation(economy.roots)
    inputs, output, final = (held[name].values.copy() for name in ("inputs", "output", "final_demand"))
    inputs[place], inputs[:, :, place], final[place] = 0.0, 0.0, 0.0
    system = Leontief(inputs.reshape(output.size, output.size), output.ravel())
    needed = system.solve(final[:, :, places[::-1]].reshape(-1, 2)).reshape(*output.shape, 2)
    kept = needed * held["value_added_share"].values[:, :, None]
    return [float(kept[maker, :, way].sum()) for way, maker in enumerate(places)]


def main() -> None:
    """Print the table."""
    economy = cp.load_economy()
    base = baseline_of(Scenario(title="decoupling"), None, None, None, economy)
    places = [economy.countries.index(one) for one in POWERS]
    sides, count = [[one] for one in places], len(economy.countries) - 2
    found, slopes, outcome = passage(economy, sides), slope(base, sides), solve(base, None)

    def one_by_one(code: str) -> float:
        place = economy.countries.index(code)
        kept = without(economy, place, places)
        return max(abs((found.absorbed[k] - kept[k]) / found.through[place, k] - 1) for k in (0, 1))

    def by_gradient(code: str) -> float:
        by = Gradient(outcome, country=code).values("trade_cost")
        made = sum(float(by[a, :, b].sum()) for a, b in (places, places[::-1])) / 100.0
        return abs(made / slopes[base.countries.index(code)] - 1)

    rows = [
        ("what passes through, both ways", timed(lambda: passage(economy, sides)), one_by_one),
        ("interest, to first order", timed(lambda: slope(base, sides)), by_gradient),
    ]
    print("| what | all at once, s | one by one, s | ratio | largest difference |\n| --- | ---: | ---: | ---: | ---: |")
    for name, taken, slow in rows:
        start = time.perf_counter()
        apart = max(slow(code) for code in FEW)
        each = (time.perf_counter() - start) / len(FEW) * count
        print(f"| {name} | {taken:.2f} | {each:.1f} | {each / taken:.0f} | {apart:.0e} |")
    whole = timed(lambda: cp.bridge(*POWERS, economy=economy), 3)
    print(f"\nThe whole question, of {count} third countries: {whole:.1f} s.")


if __name__ == "__main__":
    main()
