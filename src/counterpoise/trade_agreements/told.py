"""What a reader must know of an agreement's answer: whence its depth, what is in force already, what tariffs are held against."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from counterpoise.trade_agreements.plan import DEEPEST, WHOLE, registered
from counterpoise.trade_agreements.solved import FLAT, bound_in, flat, unread

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.trade_agreements.plan import Plan
    from counterpoise.trade_agreements.solved import Key
    from counterpoise.world.register import Agreement

MOST = 6
"""Agreements that a note names."""

AVERAGES = "tariffs-importer-averages"
"""The source of tariffs that don't tell partners and sectors apart."""


def notes(
    plan: Plan, outcomes: Mapping[Key, Outcome], base: Baseline, *, asked: bool, tariffs: str | None
) -> tuple[str, ...]:
    """Give the notes of an agreement's answer.

    Parameters
    ----------
    plan
        The agreement.
    outcomes
        Its parts.
    base
        What they are held against.
    asked
        Whether its depth was named by the one who asked.
    tariffs
        The tariffs that were named.
    """
    whole = any(part == WHOLE for part, _ in outcomes)
    said: list[str] = []
    if plan.whose.absent:
        said.append(f"left out, as the accounts lack them: {', '.join(plan.whose.absent)}")
    if whole:
        said += [] if asked else [_depth_from(plan)]
        if not flat(outcomes):
            said.append(_effect(plan))
        elif not unread(outcomes):
            said.append(FLAT.format(depth=plan.depth))
    held = _in_force(outcomes, base)
    own = registered(plan.whose.name) if plan.whose.name else None
    if own is not None and own.in_force is not None and base.year is not None and own.holds(_middle(base.year)):
        said.append(
            f"{own.name} has been in force since {own.in_force.isoformat()}: the accounts of {base.year} already hold a part of what it "
            "does; its depth is counted from what binds the parties without it"
        )
    others = [one for one in held if own is None or one.name != own.name]
    if others:
        named = ", ".join(f"{one.name} ({one.in_force.year})" for one in others[:MOST] if one.in_force)
        more = f" and {len(others) - MOST} more" if len(others) > MOST else ""
        said.append(f"in force between parties in {base.year}: {named}{more}; what they do is in the accounts")
    averages = any(one.source.startswith(AVERAGES) for one in base.provenance)
    if averages and tariffs != "no-agreements" and any(one.partial for one in held):
        said.append(
            "the tariffs that are left are overstated: between parties of an agreement that frees a part only the importer's average "
            "stands; tariffs by partner and sector from the store (--tariffs) are better"
        )
    return tuple(said)


def _middle(year: int) -> date:
    """Give the day on which the tariffs and the depth of a year's accounts look."""
    from counterpoise.world.register import MIDDLE  # noqa: PLC0415

    return date(year, *MIDDLE)


def _depth_from(plan: Plan) -> str:
    found = registered(plan.whose.name) if plan.whose.name else None
    if found is not None and found.depth is not None:
        return f"the depth of {found.name} is {found.depth:g} of {DEEPEST} ({found.depth_from or 'the register'})"
    return (
        f"no depth of this agreement is known: {DEEPEST}, the deepest, stands for it, so that what goes beyond tariffs is an upper "
        "case; --depth takes another"
    )


def _effect(plan: Plan) -> str:
    if plan.depth_effect is not None:
        return (
            f"a step of depth raises trade in goods by {_pct(plan.depth_effect):.1f} %, as asked, at unchanged prices; the first step is "
            "the tariffs themselves"
        )
    from counterpoise.world.agreement_effects import effect  # noqa: PLC0415

    found = effect()
    low, high = (_pct(found.coefficient + sign * 1.96 * found.standard_error) for sign in (-1, 1))
    return (
        f"a step of depth raises trade in goods by {_pct(found.coefficient):.1f} % ({low:.1f} to {high:.1f}, 95 %) at unchanged prices, as "
        "gravity estimates it over twelve years; the first step is the tariffs themselves"
    )


def _pct(log_points: float) -> float:
    return 100.0 * math.expm1(log_points)


def _in_force(outcomes: Mapping[Key, Outcome], base: Baseline) -> list[Agreement]:
    """Give the agreements that bind a pair of the agreement's in the accounts' year, in the register's order."""
    from counterpoise.world.register import in_force  # noqa: PLC0415

    if base.year is None:
        return []
    day = _middle(base.year)
    wanted = bound_in(list(outcomes.values())[-1])
    return [one for one in in_force(day) if not wanted.isdisjoint(one.pairs(day))]
