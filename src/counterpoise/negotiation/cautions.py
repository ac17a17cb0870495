"""What a reader of a negotiation's document should know before it is solved: what gains nobody, what unravels, what is idle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.games.steps import MOST_MOVES
from counterpoise.negotiation.expressions import parsed
from counterpoise.negotiation.numbers import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.negotiation.payoffs import Compiled
    from counterpoise.negotiation.talks import Talks

    Array = NDArray[np.float64]

NOTHING = "{who} gains from no step: no state is worth more to it than the first"
UNPAID = "nobody else's steps are worth anything to {who}, who owns {what}: nothing pays it for them"
OWN = "{what} is worth something to nobody but its owner, {who}: nobody would pay for it"
IDLE = "the level {level} of {what} changes nothing: it is worth to everybody what the level before is"
UNRAVELS = (
    "nothing can be taken back, and who leaves keeps what was done: a chain of such steps unravels from its last, which costs its "
    "owner something and brings it nothing more"
)
UNUSED = "nothing depends on {what}, which is not known"
SAME = "the course {what} changes nothing"
MOVES = "there are {moves:,} moves, more than the {most:,} that a search for paths takes: a pace or fewer levels leaves fewer"


def cautions(made: Compiled) -> tuple[str, ...]:
    """Give what a reader should know, at the central numbers of what is not known.

    Parameters
    ----------
    made
        The negotiation as it stands, without a course.

    Returns
    -------
    tuple of str
        Sentences without their points.
    """
    found = [*_idle(made.talks)]
    if made.engine is None and not made.talks.evaluated:  # what these give is not known before they are asked
        found += _worthless(made)
    found += [UNRAVELS] if _unravels(made) else []
    moves = made.steps.moves()
    return (*found, *([MOVES.format(moves=moves, most=MOST_MOVES)] if moves > MOST_MOVES else []))


def _idle(talks: Talks) -> Iterator[str]:
    """Tell of unknowns and courses that nothing depends on."""
    held = [*numbers(talks), *(one for name in talks.courses for one in numbers(talks.under(name)))]
    used = {name for *_, value in held if isinstance(value, str) for name in parsed(value).names}
    for name in talks.unknown:
        if name not in used:
            yield UNUSED.format(what=name)
    bare = talks.plain()
    bare.pop("courses", None)
    for name in talks.courses:
        if talks.under(name).plain() == bare:
            yield SAME.format(what=name)


def _worthless(made: Compiled) -> Iterator[str]:
    """Tell of who gains nothing, and of what nobody values."""
    steps, talks = made.steps, made.talks
    payoff, start = made.stakes().payoff, steps.start
    grid = payoff.reshape(*steps.counts, steps.players)
    places = [int(one) for one in np.unravel_index(start, steps.counts)]
    for at, name in enumerate(made.parties):
        own = [axis for axis, owner in enumerate(steps.owner) if owner == at]
        if payoff[:, at].max() <= payoff[start, at]:
            yield NOTHING.format(who=name)
        elif own and _held(grid, own, places)[..., at].max() <= payoff[start, at]:
            yield UNPAID.format(who=name, what=" and ".join(talks.issues[axis].name for axis in own))
    for axis, issue in enumerate(talks.issues):
        owner = steps.owner[axis]
        change = np.diff(grid, axis=axis)
        if any(issue.name in one.outside.by for one in talks.parties.values() if one.outside):
            continue
        others = [at for at in range(steps.players) if at != owner]
        still = [not np.moveaxis(change, axis, 0)[level].any() for level in range(len(issue.levels) - 1)]
        if not all(still) and not (change[..., others] > 0).any():
            yield OWN.format(what=issue.name, who=issue.owner)
        for level, one in enumerate(still, 1):
            if one:
                yield IDLE.format(level=issue.levels[level], what=issue.name)


def _held(grid: Array, axes: list[int], places: list[int]) -> Array:
    """Give payoffs where some issues are as at the start."""
    return grid[tuple(places[axis] if axis in axes else slice(None) for axis in range(grid.ndim - 1))]


def _unravels(made: Compiled) -> bool:
    """Tell whether a deal's steps are all irreversible and its parties' outside options are to stay as things are."""
    forward = all(one.reversible is False or one.reversible == () for one in made.talks.issues)
    return forward and all(one == "stay" for one in made.after)
