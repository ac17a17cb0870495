r"""Bargaining in the shadow of war: what is offered, when it is refused, and when the shift of power itself is the reason.

Two states divide a unit of which war would give each a part by chance: the winner has all for ever, and war costs both. With no more than
that there is always a division that both prefer to war (Fearon 1995). War may come of private information (`screening`) or of a division
that the rising side can't promise (`preventive_war`); of arms that can be built, concessions may buy off or preventive war deter (`bomb`,
Spaniel 2019). Payoffs of all periods are counted a period, :math:`(1 - \delta) \sum_t \delta^t u_t`, except where a cost is said to be
one-off: it is paid once, in units of what the whole is worth in a period.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from counterpoise.core.errors import InputError

CLOSE = 1e-12


@dataclass(frozen=True)
class Screening:
    """The offer of a state that does not know what war costs the other.

    Attributes
    ----------
    kept, offered
        What it keeps, and what it leaves the other.
    war
        The probability that the other refuses, and fights.
    payoffs
        Of the proposer, and of the other on average over its costs.
    inefficiency
        What both lose by war, on average.
    """

    kept: float
    offered: float
    war: float
    payoffs: tuple[float, float]
    inefficiency: float


def screening(power: float, cost: float, lowest: float, highest: float) -> Screening:
    r"""Give the best offer to a state whose cost of war is private: what more it keeps it pays for with a risk of war.

    Assumptions: one offer, take it or leave it; a unit is divided, of which both want more, risk neutral; war gives all to the proposer
    with probability p, and costs it c; the other's cost is uniform between two bounds, and it alone knows it. The other accepts what is
    left of x where :math:`1 - x \ge 1 - p - c_B`, so that the best is :math:`x = p + \max(\underline c, (\overline c - c) / 2)`, within
    what is there.

    Parameters
    ----------
    power
        The probability that the proposer would win, in [0, 1].
    cost
        What war costs it, 0 or more.
    lowest, highest
        Between which the other's cost is uniform, 0 or more.

    Returns
    -------
    Screening
        No war where the proposer's cost is as large as the highest of the other less twice the lowest, or larger.

    Raises
    ------
    InputError
        If a parameter is impossible.

    References
    ----------
    Fearon (1995), Rationalist explanations for war, International Organization 49(3).

    Examples
    --------
    >>> found = screening(0.5, 0.1, 0.0, 0.4)
    >>> round(found.kept, 6), round(found.offered, 6), round(found.war, 6)
    (0.65, 0.35, 0.375)
    """
    _share(power, "power")
    _cost(cost, "cost")
    _cost(lowest, "lowest")
    _cost(highest, "highest")
    if lowest > highest:
        raise InputError(f"costs from {lowest:g} to {highest:g}", where="lowest", remedy="give the lower bound first")
    more = max(lowest, (highest - cost) / 2.0)
    more = min(more, 1.0 - power)
    war = min(max((more - lowest) / (highest - lowest), 0.0), 1.0) if highest > lowest else 0.0
    fought = lowest + (more - lowest) * 0.5 if war else 0.0  # the mean cost of those who fight
    mine = (1.0 - war) * (power + more) + war * (power - cost)
    other = (1.0 - war) * (1.0 - power - more) + war * (1.0 - power - fought)
    return Screening(power + more, 1.0 - power - more, war, (mine, other), war * (cost + fought))


@dataclass(frozen=True)
class Shift:
    """Whether a declining side fights before power shifts.

    Attributes
    ----------
    war
        Whether it does.
    threshold
        Above which later power of the rising side it does; infinite where no shift is large enough.
    best_peace, fight
        What the declining side has by a period, at best if it waits, and if it fights at once.
    """

    war: bool
    threshold: float
    best_peace: float
    fight: float


def preventive_war(power: float, later: float, cost: float, discount: float) -> Shift:
    r"""Say whether the shift of power to the other side is reason enough to fight today.

    Assumptions: the rising side would win a war with probability p today and p' from the next period on; it makes all later offers, and so
    leaves the other no more than war is worth to it then; war is once and for all and costs the declining side c, one-off. The most that
    can be given to it today is all of one period, so that it fights where

    .. math:: \frac{1 - p}{1 - \delta} - c > 1 + \delta \left[\frac{1 - p'}{1 - \delta} - c\right]
        \quad\Leftrightarrow\quad p' > \frac{p + c\,(1 - \delta)^2}{\delta}

    What is left to it later is not below zero; where :math:`1 - p' < c\,(1 - \delta)` it has nothing, and more power to the other does not
    make it less.

    Parameters
    ----------
    power, later
        The probability that the rising side would win today and later, in [0, 1].
    cost
        Of war to the declining side, one-off, 0 or more.
    discount
        In (0, 1).

    Returns
    -------
    Shift
        At the threshold itself it does not fight.

    Raises
    ------
    InputError
        If a parameter is impossible, or power falls.

    References
    ----------
    Fearon (1995), Rationalist explanations for war, International Organization 49(3).

    Examples
    --------
    >>> round(preventive_war(0.3, 0.6, 0.2, 0.5).threshold, 6), round(preventive_war(0.3, 0.6, 0.2, 0.9).threshold, 5)
    (0.7, 0.33556)
    >>> preventive_war(0.3, 0.6, 0.2, 0.9).war
    True
    """
    _share(power, "power")
    _share(later, "later")
    _cost(cost, "cost")
    _between(discount)
    if later < power:
        raise InputError(
            f"power that falls from {power:g} to {later:g}", where="later", remedy="name the side that rises"
        )
    now, off = 1.0 - discount, cost * (1.0 - discount)  # by a period
    fight = 1.0 - power - off
    best = now + discount * max(1.0 - later - off, 0.0)
    threshold = (power + off * now) / discount
    if threshold > 1.0 - off + CLOSE:  # the other would have all by then
        threshold = math.inf
    return Shift(fight > best + CLOSE, threshold, best, fight)


@dataclass(frozen=True)
class Bomb:
    """What becomes of talks with a state that may build a bomb.

    Attributes
    ----------
    regime
        ``deterred``: it does not build since it would be attacked; ``no concession``: building costs too much to be tempting;
        ``concession``: it is paid to refrain; ``builds``: paying would cost more than letting it.
    offer
        What it is given each period (in the period of building, where it builds).
    zone
        The least for which it refrains for ever, and the most that the other would give rather than let it build, or fight; there is none
        where the first is above.
    saved
        What both save together, by a period, if it does not build.
    builds_below, nothing_above
        One-off costs of building below which it builds, and above which it is given no concession.
    concession_from, builds_from, deterred_from
        Discounts above which it is given a concession, and builds, and would be attacked; infinite where none is.
    """

    regime: str
    offer: float
    zone: tuple[float, float]
    saved: float
    builds_below: float
    nothing_above: float
    concession_from: float
    builds_from: float
    deterred_from: float


def bomb(power: float, later: float, costs: tuple[float, float], build: float, discount: float) -> Bomb:
    r"""Give what a declining side offers a rising one that may build a bomb.

    Assumptions: in each period the declining side D offers the rising side R a share x, take it or leave it; to refuse is war, which R
    wins with probability p before it has built and p' after. R may then build, at a one-off cost k, which D sees; what was offered for the
    period it keeps, so that D, where it expects it to build, offers nothing for that period if it can. From the next on D offers what war
    is then worth to R, :math:`r' = p' - c_R`; without the bomb it never has to offer less than :math:`r = p - c_R` (neither is below zero).
    R refrains for

    .. math:: x \ge (1 - \delta)(x - k) + \delta r' \quad\Leftrightarrow\quad x \ge r' - k\,\frac{1 - \delta}{\delta}

    and D would rather give x for ever than all but :math:`\delta r'`. So there is a deal for costs k from :math:`\delta r'` on, and above
    :math:`\delta (r' - r) / (1 - \delta)` none has to be paid for. D attacks a builder, whatever it was offered, where war now is worth
    more to it than all of this period and what is left later: :math:`\delta r' > p + c_D`. Then R does not build, and has r.

    Parameters
    ----------
    power, later
        The probability that R would win a war before and after it has built, in [0, 1].
    costs
        Of war by a period, to D and to R, 0 or more.
    build
        What building costs R, one-off, above 0.
    discount
        Of both, in (0, 1).

    Returns
    -------
    Bomb
        The regime, the offer, and the thresholds between regimes.

    Raises
    ------
    InputError
        If a parameter is impossible, or power falls.

    Notes
    -----
    Where R would rather fight than build for nothing, D has to give it something in the period of building too; then
    :math:`\delta (r' - r) / (1 - \delta^2)` takes the place of :math:`\delta r'` in the threshold, being smaller.

    References
    ----------
    Spaniel (2019), Bargaining over the Bomb: The Successes and Failures of Nuclear Negotiations, Cambridge University Press, chapter 2.

    Examples
    --------
    >>> found = bomb(0.3, 0.6, (0.15, 0.15), 1.0, 0.9)
    >>> found.regime, round(found.offer, 6), round(found.zone[1], 6)
    ('concession', 0.338889, 0.405)
    >>> [bomb(0.3, 0.6, (0.15, 0.15), build, 0.9).regime for build in (0.3, 3.0)]
    ['builds', 'no concession']
    """
    _share(power, "power")
    _share(later, "later")
    for cost in costs:
        _cost(cost, "costs")
    _between(discount)
    if later < power:
        raise InputError(
            f"power that falls from {power:g} to {later:g}", where="later", remedy="name the side that rises"
        )
    if not (math.isfinite(build) and build > 0):
        raise InputError(f"a cost of building of {build:g}", where="build", remedy="give a number above 0")
    now, before, after = 1.0 - discount, max(power - costs[1], 0.0), max(later - costs[1], 0.0)
    refrains = after - build * now / discount
    least = max(refrains, before)
    built = max(0.0, build + (before - discount * after) / now)  # what R has to be given while it builds
    most = min(now * built + discount * after, power + costs[0])
    below = discount * min(after, (after - before) / (1.0 - discount**2))
    above = discount * (after - before) / now
    deterred = discount * after > power + costs[0] + CLOSE
    if deterred:
        regime, offer, zone = "deterred", before, (before, power + costs[0])
    elif build >= above - CLOSE:
        regime, offer, zone = "no concession", before, (before, power + costs[0])
    elif build >= below - CLOSE:
        regime, offer, zone = "concession", least, (least, most)
    else:
        regime, offer, zone = "builds", built, (least, most)
    rise, half = after - before, (before - after) / (2.0 * build)
    root = half + math.hypot(half, 1.0)
    return Bomb(
        regime,
        offer,
        zone,
        now * build,
        below,
        above,
        _discount(build / (build + rise)) if rise > 0 else math.inf,
        _discount(max(build / after, root)) if rise > 0 else math.inf,
        _discount((power + costs[0]) / after) if after > 0 else math.inf,
    )


def _discount(value: float) -> float:
    """Give a threshold of the discount, infinite where none below 1 is reached."""
    return value if value < 1.0 else math.inf


def _share(value: float, where: str) -> None:
    if not 0.0 <= value <= 1.0:
        raise InputError(f"a probability of {value:g}", where=where, remedy="give one from 0 to 1")


def _cost(value: float, where: str) -> None:
    if not (math.isfinite(value) and value >= 0.0):
        raise InputError(f"a cost of {value:g}", where=where, remedy="give a number, 0 or more")


def _between(discount: float) -> None:
    if not 0.0 < discount < 1.0:
        raise InputError(f"a discount of {discount:g}", where="discount", remedy="give a number between 0 and 1")
