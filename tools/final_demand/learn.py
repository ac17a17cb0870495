"""Learn the coefficients of the estimate of final demand: ``python tools/final_demand/learn.py [--write]``.

Prints them beside those in the package; ``--write`` replaces these.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache

import numpy as np
from bed import ABOUT, load

from counterpoise.core.files import write_text
from counterpoise.world.final_demand import (
    GROUPS,
    NAMES,
    SPLIT,
    TABLES,
    destination_features,
    parameters,
    split_features,
)

YEARS = tuple(range(1995, 2012))
SPLIT_POWER, DESTINATION_POWER = 0.5, 0.75
"""A row weighs its value to this power: large rows count more, but not by all of their size."""
RIDGE = 1e-4
FORBIDDEN = -1e30
Coefficients = dict[str, np.ndarray]


def logit(x: np.ndarray, y: np.ndarray, fixed: np.ndarray, power: float) -> np.ndarray:
    """Fit multinomial shares (Poisson pseudo-likelihood with row effects) by Newton's method.

    Parameters
    ----------
    x, y, fixed
        Features ``[row, alternative, coefficient]``, values ``[row, alternative]``, and what is added
        to the logs with coefficient one; ``-inf`` forbids an alternative.
    power
        A row weighs its sum to this power.
    """
    rows = y.sum(1) > 1.0
    x, y, fixed = x[rows], y[rows], np.maximum(fixed[rows], FORBIDDEN)
    total = y.sum(1)
    y = y * (total ** (power - 1) / np.mean(total**power))[:, None]
    total, ridge = y.sum(1), RIDGE * len(y)
    b = np.zeros(x.shape[2])
    value, q = _value(b, x, y, fixed, ridge)
    for _ in range(100):
        expected = total[:, None] * q
        slope = np.tensordot(expected - y, x, 2) + ridge * b
        mean = np.einsum("ra,rap->rp", q, x)
        curve = (x * expected[:, :, None]).reshape(-1, len(b)).T @ x.reshape(-1, len(b))
        step, t = np.linalg.solve(curve - (mean * total[:, None]).T @ mean + ridge * np.eye(len(b)), -slope), 1.0
        new, q = _value(b + step, x, y, fixed, ridge)
        while new > value and t > 1e-4:
            t /= 2
            new, q = _value(b + t * step, x, y, fixed, ridge)
        done = abs(value - new) < 1e-10 * abs(value)
        b, value = b + t * step, new
        if done:
            return b
    raise RuntimeError("the logit did not converge")


def _value(b: np.ndarray, x: np.ndarray, y: np.ndarray, fixed: np.ndarray, ridge: float) -> tuple[float, np.ndarray]:
    logs = x @ b + fixed
    logs -= logs.max(1, keepdims=True)
    weights = np.exp(logs)
    q = weights / weights.sum(1, keepdims=True)
    return float(-(y * np.log(np.maximum(q, 1e-300))).sum() + 0.5 * ridge * (b * b).sum()), q


@cache
def _split(year: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give features, values and offsets of the first share, by origin and sector."""
    bed, g, f = load(year), len(GROUPS), len(SPLIT)
    c, s = bed.output.shape
    own = np.arange(c)
    ratios = split_features(bed.sums)
    x = np.zeros((c, s, 3, 2 * (g + f)))
    x[:, :, 1, :g] = x[:, :, 2, g + f : 2 * g + f] = np.eye(g)[ABOUT.group]
    x[:, :, 1, g : g + f] = x[:, :, 2, 2 * g + f :] = ratios
    home = bed.final[own, :, own]
    y = np.stack([home, bed.final.sum(2) - home, bed.outside], axis=-1)
    return x, y, np.broadcast_to([0.0, 0.0, np.log(bed.rest_size)], (c, s, 3))


@cache
def _destinations(year: int) -> np.ndarray:
    return destination_features(load(year).sums, ABOUT)


def learn(years: Sequence[int], kept: np.ndarray) -> Coefficients:
    """Learn from years and from the countries that are kept, as origins and as destinations."""
    at, n, s = np.flatnonzero(kept), int(kept.sum()), len(ABOUT.group)
    split = [[part[at].reshape(n * s, *part.shape[2:]) for part in _split(year)] for year in years]
    x, y, fixed = (np.concatenate(parts) for parts in zip(*split, strict=True))
    first = logit(x, y, fixed, SPLIT_POWER)
    shut = np.broadcast_to(np.where(np.eye(n, dtype=bool), -np.inf, 0.0)[:, None], (n, s, n)).reshape(-1, n)
    x = np.concatenate([_destinations(year)[at][:, :, at].reshape(n * s, n, -1) for year in years])
    y = np.concatenate([np.where(shut < 0, 0.0, load(year).final[at][:, :, at].reshape(-1, n)) for year in years])
    second = logit(x, y, np.tile(shut, (len(years), 1)), DESTINATION_POWER)
    half = len(NAMES["abroad"])
    return {"abroad": first[:half], "row": first[half:], "destination": second}


def main(words: Sequence[str]) -> int:
    found, held = learn(YEARS[::2], np.ones(40, dtype=bool)), parameters()
    lines = ["equation,name,value"]
    for equation, names in NAMES.items():
        for name, new, old in zip(names, found[equation], held[equation], strict=True):
            print(f"{equation:12s} {name:22s} {new:8.4f}  in the package {old:8.4f}")
            lines.append(f"{equation},{name},{new:.4f}")
    if "--write" in words:
        write_text(TABLES / "final_demand_parameters.csv", "\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
