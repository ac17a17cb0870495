"""Judge what passes through a country (`counterpoise bridge`) where final demand is known: ``python tools/final_demand/passages.py``.

For each pair of the ten largest economies of each of five years, and each third country: its share of the value added that one
absorbs from the other, from WIOD as it is (41 economies, true final demand), over the same from WIOD dressed as the embedded table (40
economies, final demand estimated by coefficients of other years and countries). Prints a line for each class of size.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from bed import load
from errors import dressed, truth
from judge import JUDGED, learnt

from counterpoise.statecraft.passage import passage

POWERS = 10
SHOWN = ("KOR", "JPN", "TWN", "MEX", "DEU")
CLASSES = ((0.0005, 0.002), (0.002, 0.01), (0.01, 1.0))
"""Shares that a country is estimated to have."""


def both(year: int) -> dict[tuple[str, str], tuple[np.ndarray, np.ndarray]]:
    """Give of each pair, both ways, the shares that pass through each of the 40: estimated, and true; those of no one last."""
    bed = load(year)
    ours, known = dressed(bed, *learnt(bed)), truth(year)
    names = list(bed.countries)
    largest = np.argsort(-bed.added.sum(1))[:POWERS].tolist()
    made = {}
    for pair in combinations(largest, 2):
        held = []
        for one in (ours, known):
            sides = [[list(one.countries).index(names[k])] for k in pair]
            found = passage(one, sides)
            order = [list(one.countries).index(name) for name in names]
            held.append(np.vstack([found.through[order], found.through_none]) / found.absorbed)
        for way in (0, 1):
            first, second = (names[k] for k in (pair if way == 0 else pair[::-1]))
            made[first, second] = held[0][:, way], held[1][:, way]
    return made


def main(words: Sequence[str]) -> int:
    """Print the errors, over years or of those that are named."""
    years = [int(word) for word in words] or list(JUDGED)
    found = {year: both(year) for year in years}
    pairs = [one for year in years for one in found[year].values()]
    ours, true = (np.stack([one[k] for one in pairs]) for k in (0, 1))
    print(f"{len(pairs)} ways between pairs of powers, {years}")
    print("share estimated; observations; true over estimated less one, 10th, 50th and 90th percentile, %")
    for low, high in CLASSES:
        of = (ours[:, :-1] >= low) & (ours[:, :-1] < high)
        ratio = 100 * (true[:, :-1][of] / ours[:, :-1][of] - 1)
        ends = " ".join(f"{one:+.0f}" for one in np.quantile(ratio, [0.1, 0.5, 0.9]))
        print(f"{100 * low:g} to {100 * high:g} %: {of.sum()}: {ends}")
    none = 100 * (true[:, -1] - ours[:, -1])
    print(f"through no third country, points: {' '.join(f'{one:+.1f}' for one in np.quantile(none, [0.1, 0.5, 0.9]))}")
    kept = ~np.isnan(ours[:, :-1])
    error = np.abs(ours - true)[:, :-1][kept].sum() / true[:, :-1][kept].sum()
    print(f"sum of absolute errors over the truth: {error:.3f}")
    order = [_same(*one) for one in pairs]
    print(f"the five through which most passes, of them found: {np.mean(order):.1f} in the mean")
    for year in years:
        for way in (("USA", "CHN"), ("CHN", "USA")):
            if way in found[year]:
                at, (ours, known) = load(year).countries.index, found[year][way]
                said = [f"{one} {100 * ours[at(one)]:.2f} ({100 * known[at(one)]:.2f})" for one in SHOWN]
                print(f"{year} {' to '.join(way)}, estimated (true): {', '.join(said)}")
    return 0


def _same(ours: np.ndarray, true: np.ndarray) -> int:
    first = [set(np.argsort(-np.nan_to_num(one[:-1]))[:5].tolist()) for one in (ours, true)]
    return len(first[0] & first[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
