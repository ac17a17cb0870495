"""Bargaining solutions by definition, with exact fractions and no shortcuts: what the fast ones are compared with."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import numpy as np
from scipy.optimize import linprog


def efficient(payoffs) -> list[int]:
    """Give the rows that no other dominates, duplicates too."""
    table = [tuple(row) for row in np.asarray(payoffs).tolist()]

    def dominated(one):
        return any(other != one and all(a >= b for a, b in zip(other, one, strict=True)) for other in table)

    return [k for k, row in enumerate(table) if not dominated(row)]


def zone(payoffs, outside) -> list[int]:
    """Give the rows at which nobody has less than outside."""
    return [k for k, row in enumerate(payoffs) if all(a >= b for a, b in zip(row, outside, strict=True))]


def gains(payoffs, outside) -> dict[int, tuple[Fraction, ...]]:
    """Give the gains at the rows of the zone."""
    return {
        k: tuple(Fraction(a) - Fraction(b) for a, b in zip(payoffs[k], outside, strict=True))
        for k in zone(payoffs, outside)
    }


def nash(payoffs, outside) -> set[int]:
    """Give the rows with the largest product of shares of ideals; a small one for all, that vanishes, decides where it is zero."""
    held = gains(payoffs, outside)
    best = [max((one[i] for one in held.values()), default=0) for i in range(len(outside))]
    shares = {k: [g / top for g, top in zip(one, best, strict=True) if top > 0] for k, one in held.items()}
    worth = {k: (sum(g > 0 for g in one), prod(g for g in one if g > 0)) for k, one in shares.items()}
    return {k for k, value in worth.items() if value == max(worth.values())}


def leximin(payoffs, outside, scale=None) -> set[int]:
    """Give the rows whose gains over a scale, from the least up, are largest; the ideals if no scale is given."""
    held = gains(payoffs, outside)
    if scale is None:
        scale = [max(one[i] for one in held.values()) for i in range(len(outside))]
    worth = {k: sorted(g / s for g, s in zip(one, scale, strict=True) if s > 0) for k, one in held.items()}
    return {k for k, value in worth.items() if value == max(worth.values())}


def best_lottery(payoffs, counted, floor) -> float | None:
    """Give the largest counted payoff of lotteries in which each player has its floor, by one linear programme over all outcomes."""
    table = np.asarray(payoffs, dtype=float)
    found = linprog(-table @ counted, A_ub=-table.T, b_ub=-np.asarray(floor), A_eq=np.ones((1, len(table))), b_eq=[1.0])
    return None if found.status else -float(found.fun)


def largest_least(payoffs, outside, scale) -> float:
    """Give the largest least gain over a scale of any lottery, by one linear programme over all outcomes."""
    gain = (np.asarray(payoffs, dtype=float) - outside) / scale
    found = linprog(
        np.append(np.zeros(len(gain)), -1.0),
        A_ub=np.concatenate([-gain.T, np.ones((gain.shape[1], 1))], axis=1),
        b_ub=np.zeros(gain.shape[1]),
        A_eq=np.append(np.ones(len(gain)), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, None)] * len(gain) + [(None, None)],
    )
    return -float(found.fun)
