"""A trade agreement as arrays: tariffs that fall, and the other costs of trade that depth lowers.

A step of depth raises trade between the parties by a factor that gravity estimates, exp(b). What lowers the costs of trade by
as much is d = exp(-b steps / theta): the ad valorem equivalent is the coefficient over the trade elasticity. The first step
is the tariffs themselves, and left to them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.scenario.shocks import Agreement

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

DepthsOf = Callable[[Sequence[str], str], Floats]
"""``depths(countries, without)`` gives how deep the agreements in force between each pair are ``[country, country]``, not a
number where that is unknown; the agreement of the name ``without`` does not count."""

UnionsOf = Callable[[Sequence[str]], Mask]
"""``unions(countries)`` says which pairs are in one customs union ``[country, country]``."""

CEILING = 2
"""Agreements may meet on a flow: the lowest tariff and the greatest ease hold."""

LATER = "what depth does was estimated over twelve years; here it is reached at the time that is named"
UNITED = "between members of one customs union nothing changes: it is one party of the agreement"
UNKNOWN = "how deep the agreement in force is has not been read, so that depth adds nothing there: {pairs}; from_depth names it"
FEW = 6
"""Pairs that a note names."""

UNDATED = "the baseline has no year: no agreement counts as in force before, and depth is counted from none"


def laid(build: Any, shock: Agreement) -> Mask:
    """Lay an agreement on the arrays of a policy; give the flows that it is about ``[origin, sector, destination]``."""
    parties = build.who(shock, "parties") if shock.parties is not None else _parties(build, shock)
    where = str(shock.place)
    if len(parties) < 2:
        only = ", ".join(build.labels.countries[one] for one in parties)
        raise InputError(f"the agreement has one party in the baseline, {only}", where=where, remedy="name two or more")
    chosen = build.which(shock, goods=True)
    if shock.exclude is not None:
        chosen[list(build.labels.sectors_of(shock.exclude, shock.place.key("exclude")))] = False
        if not chosen.any():
            raise InputError("it leaves out every sector", where=where, remedy="leave out fewer")
    mask = build.flows(parties, chosen, parties, where) & _bound(build, shock, parties)[:, None, :]
    if not mask.any():
        raise InputError("it binds no pair of the baseline", where=where, remedy="name parties of both sides")
    build.claim("tariff", mask, where, CEILING)
    old = build.start["tariff"][
        mask
    ]  # before any agreement: of two that meet the lower tariff holds, not a cut upon a cut
    new = old - shock.share / 100 * np.maximum(old - shock.set_to / 100, 0.0)
    build.put("tariff", mask, np.minimum(build.new["tariff"][mask], new))
    if shock.depth is not None:
        _deepen(build, shock, mask)
    return mask


def _bound(build: Any, shock: Agreement, parties: Sequence[int]) -> Mask:
    """Say which pairs an agreement binds ``[country, country]``: of two sides' agreement not those within a side.

    A customs union is one party of what its members agree with others: nothing changes within it.
    """
    names = build.labels.countries
    if shock.name and build.pairs_of is not None:
        try:
            pairs = build.pairs_of(shock.name)
        except InputError:  # a group's name is no agreement's: all its members are bound
            pairs = None
        if pairs is not None:
            return np.array([[frozenset((one, other)) in pairs for other in names] for one in names])
    united = np.eye(len(names), dtype=bool) if build.unions_of is None else build.unions_of(names)
    if united[np.ix_(parties, parties)].sum() > len(parties) and not united[np.ix_(parties, parties)].all():
        build.notes += [UNITED] if UNITED not in build.notes else []
        return ~united
    return np.ones((len(names), len(names)), dtype=bool)


def _deepen(build: Any, shock: Agreement, mask: Mask) -> None:
    """Lower the other costs of trade by what a depth adds: d = exp(-effect steps / theta), where each step raises trade alike."""
    where = str(shock.place)
    if build.theta is None or bool((build.theta[mask.any((0, 2))] <= 0).any()):
        what = "what depth does to costs is worked out from trade elasticities, which are not all above 0 here"
        raise InputError(what, where=where, remedy="ask for a later time, or leave out depth")
    effect, error = _effect(shock)
    steps = np.where(mask, _steps(build, shock, np.asarray(mask.any(1)))[:, None, :], 0.0) * (shock.share / 100)
    if steps.any():
        from counterpoise.world.agreement_effects import said  # noqa: PLC0415

        told = (said(shock.depth_effect), *([LATER] if build.arriving else []))
        build.notes += [one for one in told if one not in build.notes]
    build.claim("trade_cost", mask, where, CEILING)
    held, doubt = (np.zeros(build.shape) if one is None else one for one in (build.eased, build.eased_error))
    greater = np.abs(effect * steps) > np.abs(held)
    build.eased = np.where(greater, effect * steps, held)
    build.eased_error = np.where(greater, error * steps, doubt)
    cost = np.exp((held - build.eased) / np.where(greater, build.theta[None, :, None], 1.0))
    build.put("trade_cost", mask, build.new["trade_cost"][mask] * cost[mask])


def _effect(shock: Agreement) -> tuple[float, float]:
    """Give what one step of depth does to trade, in logarithms, and its standard error."""
    if shock.depth_effect is not None:
        return shock.depth_effect, shock.depth_error or 0.0
    from counterpoise.world.agreement_effects import effect  # noqa: PLC0415

    found = effect()
    return found.coefficient, found.standard_error


def _steps(build: Any, shock: Agreement, bound: Mask) -> Floats:
    """Give the steps of depth that an agreement adds between each pair ``[country, country]``.

    The first step is the tariffs themselves. Where an agreement in force has no known depth, nothing is added, and a note
    says so.
    """
    names = build.labels.countries
    if shock.from_depth is not None:
        there = np.full((len(names), len(names)), shock.from_depth)
    elif build.depths_of is None:
        there = np.zeros((len(names), len(names)))
        build.notes += [UNDATED] if UNDATED not in build.notes else []
    else:
        there = build.depths_of(names, shock.name or "")
    unknown = np.isnan(there)
    if (unknown & bound).any():
        note = UNKNOWN.format(pairs=_pairs(names, np.argwhere(np.triu(unknown & bound)).tolist()))
        build.notes += [note] if note not in build.notes else []
    depth = max(shock.depth or 0.0, 1.0)
    return np.maximum(depth - np.maximum(np.where(unknown, depth, there), 1.0), 0.0)


def _pairs(names: Sequence[str], pairs: Any) -> str:
    """Name pairs of countries, the first few of many."""
    said = ", ".join(f"{names[one]}-{names[other]}" for one, other in pairs[:FEW])
    return said + (f" and {len(pairs) - FEW} more" if len(pairs) > FEW else "")


def _parties(build: Any, shock: Agreement) -> tuple[int, ...]:
    name, where = shock.name or "", shock.place.key("name")
    if build.parties_of is not None:
        try:
            here, absent = build.labels.members(build.parties_of(name))
        except InputError as error:
            if not build.labels.is_group(name):
                raise InputError(error.what, where=where, remedy=error.remedy) from error
        else:
            build.notes += [f"{name}: the baseline lacks {', '.join(absent)}"] if absent else []
            if here:
                return tuple(dict.fromkeys(here))
            raise InputError(
                f"the baseline has no party of {name}", where=where, remedy=f"its parties are {', '.join(absent)}"
            )
    found, notes = build.labels.countries_of((name,), where)
    build.notes += [note for note in notes if note not in build.notes]
    return found
