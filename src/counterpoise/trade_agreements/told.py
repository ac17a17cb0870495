"""What a reader must know of an agreement's answer: whence its depth, what is in force already, what tariffs are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from counterpoise.codes import groups
from counterpoise.trade_agreements.plan import DEEPEST, WHOLE, registered
from counterpoise.trade_agreements.solved import FLAT, bound_in, flat, unread

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.scenario.labels import Labels
    from counterpoise.trade_agreements.plan import Plan
    from counterpoise.trade_agreements.solved import Key
    from counterpoise.world.register import Agreement

MOST = 6
"""Agreements that a note names."""

AVERAGES = "tariffs-importer-averages"
"""The source of tariffs that don't tell partners and sectors apart."""

BY_SECTOR = "tariffs-sector-averages"
"""The source of those that tell sectors apart."""

WITHOUT = "tariffs-no-agreements"
"""The source of those of a world without free trade agreements."""

JUDGED = "judged on bilateral tariffs"
"""How the note begins that says how far averages are off."""

Said = tuple[tuple[str, ...], tuple[str, ...]]


def notes(plan: Plan, outcomes: Mapping[Key, Outcome], base: Baseline, labels: Labels, *, asked: bool) -> Said:
    """Give the notes of an agreement's answer: those that decide whether its numbers may be quoted, then the others.

    Parameters
    ----------
    plan
        The agreement.
    outcomes
        Its parts.
    base
        What they are held against.
    labels
        The base's.
    asked
        Whether its depth was named by the one who asked.
    """
    whole = any(part == WHOLE for part, _ in outcomes)
    own = registered(plan.whose.name) if plan.whose.name else None
    held = _in_force(outcomes, base)
    first = [
        *_second_time(own, base, whole=whole),
        *_averages(plan, outcomes, base, held),
        *_every_pair(plan, outcomes),
    ]
    if whole and not asked and (own is None or own.depth is None):
        first.append(_depth_from(plan))
    first += _others(own, held, base)
    rest: list[str] = []
    if plan.whose.absent:
        rest.append(f"left out, as the accounts lack them: {', '.join(plan.whose.absent)}")
    if whole:
        rest += [] if asked or own is None or own.depth is None else [_depth_from(plan)]
        if not flat(outcomes):
            rest += _services(plan, labels)
        elif not unread(outcomes):
            rest.append(FLAT.format(depth=plan.depth))
    return tuple(first), tuple(rest)


def _on(base: Baseline, source: str) -> bool:
    return any(one.source.startswith(source) for one in base.provenance)


def _second_time(own: Agreement | None, base: Baseline, *, whole: bool) -> list[str]:
    """Say of an agreement in force that its effect is in the accounts already."""
    if own is None or own.in_force is None or base.year is None or not own.holds(_middle(base.year)):
        return []
    since = f"{own.name} has been in force since {own.in_force.isoformat()}: the accounts of {base.year} hold"
    if _on(base, WITHOUT):
        return [f"{since} its depth already, and the whole agreement adds it a second time"] if whole else []
    much = (
        "a part of it already, and here all of it is added"
        if own.partial
        else "it already, and here it is added a second time"
    )
    return [
        f"{since} {much}: this is not what it has brought; --tariffs no-agreements --tariffs-only asks for that of its tariffs"
    ]


def _averages(plan: Plan, outcomes: Mapping[Key, Outcome], base: Baseline, held: Sequence[Agreement]) -> list[str]:
    """Say how far averages are off, and what is nearer."""
    from counterpoise.world.tariff_judgement import NAMES  # noqa: PLC0415

    told = list(outcomes.values())[-1].warnings if not NAMES.keys().isdisjoint(plan.whose.here) else ()
    said = [one for one in told if one.startswith(JUDGED)]
    if _on(base, AVERAGES):
        said.append(
            "an importer has one tariff for all its goods here; --tariffs sector-averages has them by sector, nearer to measured rates in "
            "every comparison made, though mostly from memory; tariffs by partner and sector from the store are better"
        )
    if any(one.partial for one in held):
        if _on(base, AVERAGES):
            said.append(
                "between parties of an agreement that frees a part only the importer's average stands for what is left: what is freed "
                "already is not taken off, and what bears most, as farm goods, is far above it; measured, it is too low among such pairs"
            )
        elif _on(base, BY_SECTOR):
            said.append(
                "between parties of an agreement that frees a part only the importer's average of the sector stands for what is left: "
                "what is freed already is not taken off"
            )
    return said


def _every_pair(plan: Plan, outcomes: Mapping[Key, Outcome]) -> list[str]:
    """Say of a list with a group that it binds more than each party with the group."""
    words = plan.whose.title.split(", ")
    inside = {word: groups.members(code) for word in words if (code := groups.counted_group(word))}
    if plan.whose.name or len(words) == 1 or not inside:
        return []
    bound = bound_in(list(outcomes.values())[-1])
    alone = [word for word in words if word not in inside]
    within = [word for word, codes in inside.items() if any(pair <= set(codes) for pair in bound)]
    more = "name the agreement, as EU-Mercosur, to bind two sides only"
    if within:
        return [f"a list binds every pair: members of {', '.join(within)} with each other too; {more}"]
    among = [word for word in alone if any(word in pair and pair <= set(alone) for pair in bound)]
    return [f"a list binds every pair: {', '.join(among)} with each other too; {more}"] if among else []


def _others(own: Agreement | None, held: Sequence[Agreement], base: Baseline) -> list[str]:
    """Name what is in force between parties beside the agreement."""
    others = [one for one in held if own is None or one.name != own.name]
    if not others:
        return []
    named = ", ".join(f"{one.name} ({one.in_force.year})" for one in others[:MOST] if one.in_force)
    more = f" and {len(others) - MOST} more" if len(others) > MOST else ""
    return [f"in force between parties in {base.year}: {named}{more}; what they do is in the accounts"]


def _services(plan: Plan, labels: Labels) -> list[str]:
    """Say of named services that the effect of depth is that of manufactures."""
    goods = {labels.sectors[one] for one in labels.goods()[0]}
    beyond = [] if plan.sectors is None else [one for one in plan.covered(labels) if one not in goods]
    if not beyond:
        return []
    return [f"what depth does is estimated for manufactures; here it is taken for services too: {', '.join(beyond)}"]


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


def _in_force(outcomes: Mapping[Key, Outcome], base: Baseline) -> list[Agreement]:
    """Give the agreements that bind a pair of the agreement's in the accounts' year, in the register's order."""
    from counterpoise.world.register import in_force  # noqa: PLC0415

    if base.year is None:
        return []
    day = _middle(base.year)
    wanted = bound_in(list(outcomes.values())[-1])
    return [one for one in in_force(day) if not wanted.isdisjoint(one.pairs(day))]
