"""Ossa's (2014) world and his trade wars, by the program: what the cells of his paper and the tests beside it share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

import counterpoise as cp
from counterpoise.statecraft.contest import Contest, Side, contest
from counterpoise.statecraft.politics import Politics
from counterpoise.statecraft.position import World
from counterpoise.statecraft.revealed import revealed
from counterpoise.statecraft.truce import truce
from counterpoise.statecraft.war import War, best, elsewhere, war
from tests.reference import ossa
from tools.published.cells import shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FOLDER = "ossa2014"
NEEDS = tuple(f"{FOLDER}/{name}" for name in ossa.FILES)
REGIONS = range(len(ossa.REGIONS))


@cache
def files() -> tuple[ossa.Ossa, Array, list[str]]:
    """Give his files: the world as recorded, noncooperative tariffs ``[industry, importer]``, and industries."""
    return ossa.read(shared() / FOLDER)


@cache
def world() -> World:
    """Give his world without deficits, in which tariffs are chosen."""
    held = files()[0].purged()
    base = cp.equilibrium.from_trade(
        flows=held.trade.transpose(0, 2, 1),
        tariff=held.tariff.transpose(1, 0, 2),
        theta=held.sigma - 1,
        countries=list(ossa.REGIONS),
        sectors=files()[2],
        competition="monopolistic",
    )
    return World(base)


@cache
def targets() -> Array:
    """Give the rates that he fits weights to: noncooperative ones, and means of factual ones where the data have none."""
    held, applied, _ = files()
    trade = held.purged().trade * (1.0 - np.eye(len(REGIONS)))[:, :, None]
    mean = (trade * held.tariff).sum(0) / trade.sum(0)
    return np.where(np.any(applied, axis=0, keepdims=True).T, applied.T, mean)


@cache
def weights() -> Array:
    """Give the political weights that these rates reveal ``[region, industry]``."""
    return np.stack([revealed(world(), j, targets()[j]).weights for j in REGIONS])


def game(*, weighted: bool = False, **choices: Any) -> Contest:
    """Give the contest of all regions."""
    base = world().baseline
    sides = [Side(name, (k,)) for k, name in enumerate(base.countries)]
    politics = Politics(base, weights() if weighted else None)
    return contest(world(), politics, sides, range(len(base.sectors)), **choices)


@cache
def fought(*, weighted: bool) -> War:
    """Give the Nash point in full convergence."""
    return war(game(weighted=weighted))


def median_rates(played: Contest, choices: Array) -> float:
    """Give the mean over regions of the median rate over partners and industries, per cent, as in his tables."""
    return float(100 * np.mean([np.median(np.expm1(choices[played.owner == j])) for j in REGIONS]))


def answers(played: Contest, at: Array) -> Array:
    """Give every region's best answer to the tariffs of all others: the higher of two maxima, where there are two."""
    made = at.copy()
    for side in REGIONS:
        mine = played.owner == side
        found, _ = best(played, side, at)
        made[mine] = found.x
        other = elsewhere(played, side, np.where(mine, played.today, at))
        if other is not None and other[1] > found.value:
            made[mine] = other[0][mine]
    return made


@cache
def optimal_rate(*, weighted: bool) -> float:
    """Give the mean optimal tariff, those of the others as they are, per cent."""
    played = game(weighted=weighted)
    return median_rates(played, answers(played, played.today))


def nash_rate(*, weighted: bool) -> float:
    """Give the mean Nash tariff in full convergence, per cent."""
    found = fought(weighted=weighted)
    return median_rates(found.contest, found.choices)


def loss(*, weighted: bool) -> float:
    """Give the mean change of governments' welfare in the war, per cent."""
    found = fought(weighted=weighted)
    return float(100 * (found.contest.payoffs(found.position).mean() - 1))


@cache
def talks(*, weighted: bool) -> float:
    """Give the gain of each government from talks that begin at factual tariffs, all gains equal, per cent."""
    played = game(weighted=weighted)
    return float(100 * truce(played, played.today, solution="even").deal.gains.mean())
