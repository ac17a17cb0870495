"""Judge estimates of final demand where it is known: ``python tools/final_demand/judge.py [--write] [YEAR ...]``.

Prints, for each year, a line for each candidate, then the errors of the learnt one in each measure that rests on
it, by size; ``--write`` puts the latter in the package (all five years only), ``--embedded`` prints what the
estimate makes of the embedded table instead. Learnt candidates are out of sample twice: their
coefficients come from years at least four away, and for each of eight folds of five countries from the other 35.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from bed import ABOUT, Bed, load
from errors import observed, table, wrong_signs
from learn import YEARS, Coefficients, learn

from counterpoise.core.files import write_text
from counterpoise.store import accounts
from counterpoise.world.final_demand import TABLES, divided, estimated

JUDGED = (1995, 1999, 2003, 2007, 2011)
COUNTRIES = 40
FOLDS = 8
FOLD = np.random.default_rng(1).permutation(COUNTRIES) % FOLDS
ABROAD = ~np.eye(COUNTRIES, dtype=bool)
DYADS = (("KOR", "TWN"), ("KOR", "CHN"), ("TWN", "CHN"), ("CHN", "KOR"), ("GBR", "LUX"), ("GBR", "MLT"))


@cache
def coefficients(year: int, folds: int) -> tuple[Coefficients, ...]:
    """Learn for a year from others; with folds, once for each fold of countries left out."""
    years = [one for one in YEARS if abs(one - year) >= 4][::3]
    everyone = np.ones(COUNTRIES, dtype=bool)
    return tuple(learn(years, np.not_equal(FOLD, k) if folds > 1 else everyone) for k in range(folds))


def learnt(bed: Bed, *, folds: int = FOLDS, size: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Estimate the final demand of a bed, each origin by coefficients that were learnt without it."""
    final, outside = np.zeros_like(bed.final), np.zeros_like(bed.output)
    for k, each in enumerate(coefficients(bed.year, folds)):
        rows = k == FOLD if folds > 1 else FOLD >= 0
        made = divided(bed.sums, ABOUT, each, bed.rest_size * size)
        final[rows], outside[rows] = made[0][rows], made[1][rows]
    return final, outside


def fitted(seed: np.ndarray, outside: np.ndarray, left: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Fit destination totals by iterative proportional fitting, the rows (with the rest of the world) kept."""
    final, rest = seed.copy(), outside.copy()
    for _ in range(3000):
        ratio = totals / final.sum((0, 1))
        final *= ratio
        rows = final.sum(2) + rest
        again = np.divide(left, rows, out=np.zeros_like(left), where=rows > 0)
        final *= again[:, :, None]
        rest *= again
        if np.abs(ratio - 1).max() < 1e-6:
            break
    return final


def candidates(bed: Bed) -> Iterator[tuple[str, np.ndarray]]:
    """Give the estimates that are compared, first tries and the learnt ones."""
    w, true, left, none = bed.added.sum(1), bed.final.sum((0, 1)), bed.left, np.zeros_like(bed.left)
    seed = bed.sums.by_destination + 1e-9 * bed.output[:, :, None] * (w / w.sum()) + 1e-12
    yield "the truth, rest of the world dropped", bed.final
    yield "import-proportional, value added", fitted(seed, none, left, w * left.sum() / w.sum())
    yield "import-proportional, true totals", fitted(seed, none, left, true * left.sum() / true.sum())
    yield "learnt: years out", learnt(bed, folds=1)[0]
    final, outside = learnt(bed)
    yield "learnt: years and countries out", final
    yield "  size of the rest halved", learnt(bed, size=0.5)[0]
    yield "  size of the rest doubled", learnt(bed, size=2.0)[0]
    now = final.sum((0, 1))
    yield "  half-way to value added", fitted(final, outside, left, np.sqrt(now * w * now.sum() / w.sum()))
    yield "  half-way to true totals", fitted(final, outside, left, np.sqrt(now * true))
    yield "  true totals in full", fitted(final, outside, left, true)


@cache
def _absorbing(year: int) -> np.ndarray:
    """Give value added of each origin in a unit of each node's final sales, inside the table."""
    bed = load(year)
    n = bed.output.size
    output = np.where(bed.output > 0, bed.output, 1.0)
    rates = np.where(bed.output > 0, bed.added / output, 0.0)
    by_origin = np.zeros((len(output), n))
    by_origin[np.repeat(np.arange(len(output)), output.shape[1]), np.arange(n)] = rates.ravel()
    system = np.eye(n) - bed.intermediates.reshape(n, n) / output.ravel()
    return np.linalg.solve(system.T, by_origin.T).T


def judge(bed: Bed, final: np.ndarray) -> dict[str, float]:
    """Give the errors of an estimate."""
    share = _absorbing(bed.year) @ final.reshape(bed.output.size, -1) / final.sum((0, 1))
    e, t = final.sum(1), bed.final.sum(1)
    cells = np.broadcast_to(ABROAD[:, None, :], final.shape)
    logs = np.log(bed.share / share)[ABROAD]
    korea, china = bed.countries.index("KOR"), bed.countries.index("CHN")
    errors = {
        "pairs": np.abs(e - t)[ABROAD].sum() / t[ABROAD].sum(),
        "cells": np.abs(final - bed.final)[cells].sum() / bed.final[cells].sum(),
        "totals": np.median(np.abs(np.log(e.sum(0) / t.sum(0)))),
        "added": (np.abs(share - bed.share) * bed.spent)[ABROAD].sum() / (bed.share * bed.spent)[ABROAD].sum(),
        "median": np.median(np.abs(logs)),
        "p80": np.quantile(np.abs(logs), 0.8),
        "p90": np.quantile(np.abs(logs), 0.9),
        "CHN in KOR": share[china, korea],
    }
    return {name: float(value) for name, value in errors.items()}


def notes(bed: Bed, final: np.ndarray, outside: np.ndarray) -> Iterator[str]:
    """Give what the sums of errors hide: dyads known for error, the worst destinations, the foreign share, the rest."""
    share = _absorbing(bed.year) @ final.reshape(bed.output.size, -1) / final.sum((0, 1))
    at = bed.countries.index
    for origin, destination in DYADS:
        found, true = share[at(origin), at(destination)], bed.share[at(origin), at(destination)]
        yield f"  {origin} in {destination}: {found:.4f}, in truth {true:.4f} ({found / true - 1:+.0%})"
    errors = (np.abs(share - bed.share) * ABROAD).sum(0) / (bed.share * ABROAD).sum(0)
    worst = ", ".join(f"{bed.countries[k]} {errors[k]:.2f}" for k in np.argsort(-errors)[:5])
    yield f"  largest errors by destination: {worst}; median {np.median(errors):.2f}"
    logs = np.log((share * ABROAD).sum(0) / (bed.share * ABROAD).sum(0))
    yield f"  foreign share of final demand: median error {np.median(np.abs(logs)):.3f}"
    rest = np.abs(outside - bed.outside).sum() / bed.outside.sum()
    yield f"  sales to the rest of the world, by origin and sector: error {rest:.2f}"


def embedded() -> Iterator[str]:
    """Give, for the embedded table, China's share in Korea's final demand and the conduits' final demand."""
    found = accounts("icio-2025-embedded", 2022)
    at, flows, output = list(found.countries).index, found.intermediates, found.output
    added = output - flows.sum((0, 1))
    china = np.zeros_like(output)
    china[at("CHN")] = np.divide(added, output, out=np.zeros_like(output), where=output > 0)[at("CHN")]
    n = output.size
    system = np.eye(n) - flows.reshape(n, n) / np.where(output > 0, output, 1.0).ravel()
    each = np.linalg.solve(system.T, china.ravel()).reshape(output.shape)
    for rest in (0.03, 0.045, 0.07):
        final, _ = estimated(flows, output, sectors=found.sectors, scheme="icio-2025", rest_size=rest)
        totals = final.sum((0, 1))
        korea = (each * final[:, :, at("KOR")]).sum() / totals[at("KOR")]
        over = ", ".join(
            f"{code} {totals[at(code)] / added[at(code)].sum():.2f}" for code in ("LUX", "MLT", "KOR", "USA")
        )
        yield f"rest {rest}: CHN in KOR {korea:.4f}; final demand over value added: {over}"


def main(words: Sequence[str]) -> int:
    if "--embedded" in words:
        print("\n".join(embedded()))
        return 0
    years = tuple(int(word) for word in words if word != "--write") or JUDGED
    for year in years:
        bed = load(year)
        for place, (name, final) in enumerate(candidates(bed)):
            errors = judge(bed, final)
            if place == 0:
                print(f"\n{year:<38d}" + "".join(f"{word:>11s}" for word in errors))
            print(f"{name:38s}" + "".join(f"{value:11.4f}" for value in errors.values()), flush=True)
        korea, china = bed.countries.index("KOR"), bed.countries.index("CHN")
        print(f"{'the true share':115s}{bed.share[china, korea]:11.4f}")
        print("\n".join(notes(bed, *learnt(bed))))
    found = [one for year in years for one in observed(load(year), *learnt(load(year)))]
    print(
        "\n".join(f"wrong sign of {name} ({scope}): {share:.1%}" for (name, scope), share in wrong_signs(found).items())
    )
    lines = table(found)
    print("\n" + "\n".join(lines))
    if "--write" in words and years == JUDGED:
        write_text(TABLES / "final_demand_errors.csv", "\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
