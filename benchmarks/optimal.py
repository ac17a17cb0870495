"""Optimal rates: every sector and partner of one country at 80x50, and the USA's 193 rates with inputs at 194x1.

``python benchmarks/optimal.py`` prints a table. A run is the whole of an optimum: the best single rate from two starts, the best rates
from two, and what each is worth; the median of several. The baseline is made before, the world begins anew each time.
The world of 194 is that of Ignatenko and others (2025) where their figures are there (COUNTERPOISE_SHARED), with inputs of
51 % of cost: their own extension (firms that market, select and scale), and in the way of Caliendo and Parro; else a made-up one of
the same size.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

import counterpoise as cp
from counterpoise.statecraft.instruments import instruments
from counterpoise.statecraft.optimal import Optimum, optimum
from counterpoise.statecraft.position import World

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 3
GOALS = {"80x50": 60.0, "194x1": 5.0}
"""Seconds."""

LABOUR = 0.49
"""Part of labour in the cost of the world of 194."""


MARKETING = {"USA": 0.24, "others": 0.11}
"""Shares of sales that pay for marketing in a made-up world."""


def flows_of_194() -> tuple[Any, list[str], str, Any]:
    """Give trade with sales at home ``[origin, destination]``, the labels, where they are from, and shares of marketing."""
    folder = Path(os.environ.get("COUNTERPOISE_SHARED", ROOT.parent / "shared")) / "data"
    if (folder / "liberation_day" / "trade_cepii.csv").is_file():
        sys.path.insert(0, str(ROOT))
        from tests.reference import liberation_day as paper  # noqa: PLC0415 - only where its figures are

        held = paper.world(folder / "liberation_day")
        return held.flow / 1e3, held.countries, "Ignatenko and others (2025)", held.overhead
    draw = np.random.default_rng(1)
    size = np.exp(draw.normal(0.0, 2.0, 194)) * 1e4
    size[-1] = 10.0 * size.max()
    made = np.outer(size, size) / size.sum() * np.exp(draw.normal(-1.5, 1.0, (194, 194)))
    np.fill_diagonal(made, 3.0 * size)
    marketing = np.append(np.full(193, MARKETING["others"]), MARKETING["USA"])
    return made, [f"C{k:03}" for k in range(193)] + ["USA"], "made up", marketing


def grossed(flows: Any) -> Any:
    """Give trade whose sales at home hold inputs too."""
    flow = flows.copy()
    np.fill_diagonal(flow, np.maximum(np.diag(flow), 1e-3) / LABOUR)
    return flow


def of_firms(flows: Any, countries: list[str], marketing: Any) -> cp.Baseline:
    """Give a world of firms that use their own goods, and whose marketing, selection and entry answer to tariffs."""
    return cp.equilibrium.from_firms(
        flows=grossed(flows),
        theta=4.0,
        marketing=marketing,
        scale=0.1675,
        inputs=1.0 - LABOUR,
        labour_supply=0.5,
        rebate="income_tax",
        countries=countries,
    )


def with_inputs(flows: Any, countries: list[str]) -> cp.Baseline:
    """Give a world of one sector that uses its own goods."""
    flow = grossed(flows)
    made, bought = flow.sum(1), flow.sum(0)
    n = len(countries)
    return cp.equilibrium.from_caliendo_parro(
        pi=(flow / bought).T[:, :, None],
        tariff=np.zeros((n, n, 1)),
        io_share=np.full((n, 1, 1), 1.0 - LABOUR),
        value_added_share=np.full((n, 1), LABOUR),
        final_share=np.ones((n, 1)),
        value_added=LABOUR * made,
        deficit=bought - made,
        theta=[4.0],
        countries=countries,
        sectors=["Goods"],
    )


def timed(base: cp.Baseline, country: str, **words: Any) -> tuple[list[float], Optimum, int]:
    """Give the seconds of each run, the last optimum, and the equilibria that it took."""
    place = base.countries.index(country)
    chosen = instruments(base, place, range(len(base.countries)), range(len(base.sectors)), **words)
    base.near  # noqa: B018 - the baseline's inverses are made once, for every answer
    seconds, best, world = [], None, World(base)
    for _ in range(REPEATS):
        world = World(base)
        start = time.perf_counter()
        best = optimum(world, chosen)
        seconds.append(time.perf_counter() - start)
    assert best is not None
    return seconds, best, world.solutions


def main() -> None:
    """Print the table."""
    flows, countries, source, marketing = flows_of_194()
    firms = of_firms(flows, countries, marketing)
    small, large = with_inputs(flows, countries), cp.calibrate(cp.load_economy(2022))
    goals = ", ".join(f"{size} {limit:g} s" for size, limit in GOALS.items())
    print(f"Optimal rates; {os.cpu_count()} cores; the world of 194: {source}. The goals: {goals}.\n")
    print("| world | rates | seconds | evaluations | equilibria | gain, % | of the best single rate, % | slope left |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    rows: list[tuple[str, str, cp.Baseline, str, dict[str, Any]]] = [
        ("80x50", "KOR, tariffs by sector and partner", large, "KOR", {}),
        ("80x50", "KOR, export taxes by sector and partner", large, "KOR", {"kinds": ("export_tax",)}),
        ("80x50", "KOR, tariffs by sector", large, "KOR", {"across": "sector"}),
        ("194x1", "USA, tariffs by partner, firms with inputs", firms, "USA", {}),
        ("194x1", "USA, tariffs by partner, inputs alone", small, "USA", {}),
    ]
    for size, what, base, country, words in rows:
        seconds, best, solved = timed(base, country, **words)
        print(
            f"| {size} | {what}: {len(best.rates):,} | {statistics.median(seconds):.1f} | {best.found.evaluations} | {solved} | "
            f"{100 * best.gain:.4f} | {100 * best.level_gain:.4f} | {best.found.slope:.0e} |"
        )


if __name__ == "__main__":
    main()
