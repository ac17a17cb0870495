"""Draws of gravity coefficients in general equilibrium: time beside gegravity's Monte Carlo, in the same run.

``python benchmarks/gravity_effect.py`` prints two tables. The first solves the same draws of all coefficients on gegravity's
sample (Herman 2021; 30 countries), theirs by `MonteCarloGE`, ours by `counterpoise.trade_agreements.structural`: baseline
resistances, the conditional and the full effect for each draw. The second is a whole question, ``gravity effect KOR,CHN,JPN``,
on the embedded accounts (80 countries, 50 sectors). The sample is read from ``COUNTERPOISE_SHARED``.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("COUNTERPOISE_SHARED", ROOT.parent / "shared")) / "data"
SAMPLE = SHARED / "gegravity" / "sample_data_set.csv"
TRIALS = 20
DRAWS = (100, 1000)
REPEATS = 5


def seconds(call: Callable[[], object], repeats: int = REPEATS) -> float:
    """Give the median time of a call."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def beside() -> str:
    """Give the table of both on the sample."""
    sys.path.insert(0, str(ROOT))
    import pandas as pd  # noqa: PLC0415

    from counterpoise.trade_agreements import structural  # noqa: PLC0415
    from tests.reference import gegravity_sample as theirs  # noqa: PLC0415

    start = time.perf_counter()
    model = theirs.drawn(str(SAMPLE), TRIALS)
    taken = time.perf_counter() - start
    table = pd.read_csv(SAMPLE)

    def matrix(data: pd.DataFrame, column: str) -> np.ndarray:
        return data.pivot_table(index="exporter", columns="importer", values=column).to_numpy()

    made, spent = (table.groupby(end)[of].first().to_numpy(float) for end, of in (("exporter", "Y"), ("importer", "E")))
    made = made * spent.sum() / made.sum()
    joined = matrix(theirs.agreed(table), "pta") - matrix(table, "pta")
    values = model.coeff_sample.set_index("var")
    costs = np.exp(sum(values.loc[one].to_numpy()[:, None, None] * matrix(table, one) for one in values.index))
    factors = np.exp(values.loc["pta"].to_numpy()[:, None, None] * joined)

    def ours() -> None:
        old = structural.resistances(costs, made, spent)
        for trade, factor in zip(old.trade, factors, strict=True):
            structural.conditional(trade, factor, sigma=theirs.SIGMA)
            structural.full(trade, factor, sigma=theirs.SIGMA)

    own = seconds(ours)
    lines = [
        "| draws of all coefficients, 30 countries | a draw, ms | without a solution |",
        "| --- | ---: | ---: |",
        f"| gegravity, {TRIALS} trials | {1e3 * taken / TRIALS:,.0f} | {len(model.failed_trials)} |",
        f"| counterpoise, the same draws | {1e3 * own / TRIALS:.2f} | 0 |",
        "",
        f"The ratio is {taken / own:,.0f}.",
    ]
    return "\n".join(lines)


def whole() -> str:
    """Give the table of whole questions."""
    import counterpoise as cp  # noqa: PLC0415

    economy = cp.load_economy()
    rows = []
    for model in ("gravity", "both"):
        for draws in DRAWS:

            def ask(model: str = model, draws: int = draws) -> None:
                cp.gravity.effect("KOR,CHN,JPN", model=model, draws=draws, economy=economy)

            ask()
            rows.append(f"| {model} | {draws:,} | {seconds(ask, 3):.2f} |")
    return "\n".join(["| model, embedded accounts, 80x50 | draws | s |", "| --- | ---: | ---: |", *rows])


def main() -> None:
    """Print both tables."""
    if SAMPLE.is_file():
        print(beside(), "\n")
    else:
        print("gegravity's sample is not here: set COUNTERPOISE_SHARED\n")
    print(whole())


if __name__ == "__main__":
    main()
