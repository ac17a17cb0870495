"""What follows from a line: at the numbers that stand for its ranges, and over draws from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.negotiation import positions as at
from counterpoise.negotiation.line import AMOUNTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.negotiation.line import Line

    Array = NDArray[np.float64]

MOST = 5_000_000
"""Draws times actors: a gigabyte, and some seconds."""

SHARES = ("pivot_share", "pass_share")
"""What is true or not in each draw, so that over draws it is a share, without ends."""


@dataclass(frozen=True)
class Outcomes:
    """What follows from a line.

    Attributes
    ----------
    value
        By name, ``[]`` or ``[actor]``: at the best guesses and the middles of the ranges; of `SHARES`, over the draws.
    low, high
        The ends of the interval over the draws; empty where nothing is drawn.
    least, most
        The least and the greatest weighted mean that the ranges allow, however they are drawn.
    median
        The ends of the weighted median, which differ only where half of the weight stands on each side.
    kept
        The share of the draws in which one of those who hold the median holds it still; None where nothing is drawn.
    worth
        The share of each range in the variance of the weighted mean, to first order ``[actor, amount]``.
    """

    value: Mapping[str, Array]
    low: Mapping[str, Array]
    high: Mapping[str, Array]
    least: float
    most: float
    median: tuple[float, float]
    kept: float | None
    worth: Array


def outcomes(line: Line, *, draws: int, interval: float, seed: int) -> Outcomes:
    """Give what follows from a line.

    Parameters
    ----------
    line
        The line.
    draws
        How many draws from its ranges; none are made where it has none.
    interval
        Per cent of the draws between the ends.
    seed
        Another one gives other draws.

    Returns
    -------
    Outcomes
        The same for the same seed; more draws begin with the same ones.

    Raises
    ------
    InputError
        If draws times actors are more than `MOST`.

    Examples
    --------
    >>> from counterpoise.negotiation.line import read
    >>> found = outcomes(read("emission-standards"), draws=100, interval=90.0, seed=0)
    >>> float(found.value["compromise"].round(6)), found.median
    (7.389956, (7.0, 7.0))
    """
    count = len(line.actors)
    if line.drawn and draws * count > MOST:
        what = f"{draws:,} draws of {count:,} actors are too many"
        raise InputError(what, where="--draws", remedy=f"take {MOST // count:,} or fewer")
    ends = {name: tuple(map(np.asarray, line.ends(name))) for name in AMOUNTS}
    middle = np.array([[getattr(one, name).middle for one in line.actors] for name in AMOUNTS])
    value = told(line, *middle)
    lightest, heaviest = (ends["salience"][k] * ends["capability"][k] for k in (0, 2))
    least, most = at.extremes((ends["position"][0], ends["position"][2]), (lightest, heaviest))
    low_median, high_median = at.median(middle[0], middle[1] * middle[2])
    low: dict[str, Array] = {}
    high: dict[str, Array] = {}
    kept = None
    if line.drawn:
        many = told(line, *_drawn(line, ends, draws, seed))
        kept = float((many["pivot_share"] * value["pivot_share"]).any(-1).mean())
        edge = (100.0 - interval) / 2.0
        for name, held in many.items():
            if name in SHARES:
                value[name] = held.mean(0)
            else:
                low[name], high[name] = np.percentile(held, [edge, 100.0 - edge], axis=0)
    median = (float(low_median), float(high_median))
    return Outcomes(value, low, high, least, most, median, kept, _worth(ends, middle))


def told(line: Line, position: Array, salience: Array, capability: Array) -> dict[str, Array]:
    """Give every outcome by name, for one set of numbers or for many.

    Parameters
    ----------
    line
        Whose scale, status quo and rule hold.
    position, salience, capability
        ``[..., actor]``.

    Returns
    -------
    dict[str, numpy.ndarray]
        ``[...]``, and of each actor ``[..., actor]``.

    Examples
    --------
    >>> from counterpoise.negotiation.line import read
    >>> made = told(read("emission-standards"), *np.array([[4.0, 10.0], [1.0, 1.0], [1.0, 3.0]]))
    >>> float(made["compromise"]), made["pivot_share"].tolist()
    (8.5, [0.0, 1.0])
    """
    weight = salience * capability
    mean = at.compromise(position, weight)
    first, last = at.median(position, weight)
    slopes = at.slopes(position, salience, capability)
    on = ((position == first[..., None]) | (position == last[..., None])) & (weight > 0)
    made = {
        "compromise": mean,
        "median_position": 0.5 * (first + last),
        "position_spread": at.spread(position, weight),
        "polarisation": at.polarisation(position, weight, line.scale.low, line.scale.high),
        "weight_share": slopes.position,
        "pull": slopes.pull,
        "mean_without": at.without(position, weight),
        "pivot_share": on.astype(float),
    }
    if line.status_quo is not None:
        made["status_quo_gain"] = at.gain(position, mean, line.status_quo)
    return made | _under_rule(line, position, capability, mean)


def _under_rule(line: Line, position: Array, capability: Array, mean: Array) -> dict[str, Array]:
    """Give what the rule leaves: the points that nothing beats, and what may replace the status quo."""
    rule = line.rule
    if rule is None:
        return {}
    given = any(one.votes is not None for one in line.actors)
    votes = np.broadcast_to(line.votes(), position.shape) if given else capability
    veto = np.array([one.name in rule.veto for one in line.actors])
    low, high = at.unbeaten(position, votes, rule.share, veto)
    made = {"core_low": low, "core_high": high}
    if line.status_quo is None:
        return made
    first, last = (np.clip(one, line.scale.low, line.scale.high) for one in at.winset((low, high), line.status_quo))
    better = at.gain(position, mean, line.status_quo) > 0
    passes = np.ones(mean.shape, dtype=bool) if not veto.any() else better[..., veto].all(-1)
    if rule.share is not None:
        total = votes.sum(-1)
        tally = (votes * better).sum(-1)
        passes &= at.wins(tally, total, rule.share)
        made["support_share"] = tally / total
    return made | {"winset_low": first, "winset_high": last, "pass_share": passes.astype(float)}


def _drawn(line: Line, ends: Mapping[str, tuple[Array, ...]], draws: int, seed: int) -> Array:
    """Draw every number ``[amount, draw, actor]``."""
    count = len(line.actors)
    low, guess, high = (np.concatenate([ends[name][k] for name in AMOUNTS]) for k in range(3))
    return at.drawn((low, guess, high), draws, seed).reshape(draws, len(AMOUNTS), count).transpose(1, 0, 2)


def _worth(ends: Mapping[str, tuple[Array, ...]], middle: Array) -> Array:
    """Give the share of each range in the variance of the mean, to first order; zero where nothing is a range."""
    found = at.slopes(*middle)
    slopes = (found.position, found.salience, found.capability)
    parts = np.stack(
        [
            slope**2 * at.variance((low, guess, high))
            for slope, (low, guess, high) in zip(slopes, ends.values(), strict=True)
        ],
        axis=1,
    )
    total = parts.sum()
    return parts / total if total > 0 else parts
