"""From the document of a negotiation to blocks of numbers, gathering what is not known in it."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.core.progress import quietly
from counterpoise.games.steps import Steps
from counterpoise.negotiation.blocks import Block, Evaluated, Ratification
from counterpoise.negotiation.checks import levels as places_of
from counterpoise.negotiation.checks import unmoved
from counterpoise.negotiation.engine import Solved
from counterpoise.negotiation.expressions import parsed
from counterpoise.negotiation.numbers import numbers
from counterpoise.negotiation.payoffs import Compiled
from counterpoise.negotiation.unknowns import Leaf, parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.core.progress import Progress
    from counterpoise.negotiation.talks import Talks
    from counterpoise.world.economy import Economy

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Marks = NDArray[np.bool_]


class Compiler:
    """Reads a document into blocks, and gathers what is not known in it."""

    def __init__(self, talks: Talks, course: str | None) -> None:
        self.talks, self.course = talks, course
        self.parties, self.issues = list(talks.parties), [one.name for one in talks.issues]
        found = [parameter(name, one.label, one.range) for name, one in talks.unknown.items()]
        found += [parameter(name, label, value) for _, name, label, value in numbers(talks) if isinstance(value, tuple)]
        self.parameters = tuple({one.name: one for one in found}.values())  # a discount of all is one
        self.places = {one.name: at for at, one in enumerate(self.parameters)}

    def leaf(self, value: Any, name: str) -> Leaf:
        """Read a number; a range is the parameter of its name."""
        if isinstance(value, tuple):
            return Leaf(at=self.places[name])
        if isinstance(value, str):
            made = parsed(value)
            return Leaf(expression=made, places={one: self.places[one] for one in made.names})
        return Leaf(constant=float(value))

    def row(self, issue: int, width: int, cells: Sequence[tuple[int, Sequence[Any], str]]) -> Block:
        """Make the block of one issue, from a party's place, a list of numbers and its name, for each party."""
        names = self.talks.issues[issue].levels
        base, leaves = np.zeros((len(names), width)), []
        for at, row, name in cells:
            for level, value in enumerate(row):
                found = self.leaf(value, f"{name}.{names[level]}")
                if found.known:
                    base[level, at] = float(found.value(np.zeros(0)))
                else:
                    leaves.append(((level, at), found))
        return Block((issue,), base, tuple(leaves))

    def blocks(self) -> list[Block]:
        """Read what states are worth: of each issue, of levels together, of the table."""
        talks, width = self.talks, len(self.parties)
        made = [
            self.row(
                at,
                width,
                [
                    (self.parties.index(party), row, f"issues.{one.name}.worth.{party}")
                    for party, row in one.worth.items()
                ],
            )
            for at, one in enumerate(talks.issues)
            if one.worth
        ]
        for at, one in enumerate(talks.together):
            when = dict(sorted(places_of(talks, one.when, ("together", at)).items()))
            shape = [len(talks.issues[axis].levels) for axis in when]
            reached = tuple(slice(level, None) for level in when.values())
            base, leaves = np.zeros((*shape, width)), []
            for party, value in one.worth.items():
                found, index = self.leaf(value, f"together[{at}].worth.{party}"), (*reached, self.parties.index(party))
                if found.known:
                    base[index] = float(found.value(np.zeros(0)))
                else:
                    leaves.append((index, found))
            made.append(Block(tuple(when), base, tuple(leaves)))
        if (table := talks.table) is not None:
            made.append(Block(table.issues, table.values))
        return made

    def outside(self) -> list[Block]:
        """Read what outside options gain or lose by each level."""
        width, made = len(self.parties), []
        for at, issue in enumerate(self.issues):
            cells = [
                (place, party.outside.by[issue], f"parties.{name}.outside.by.{issue}")
                for place, (name, party) in enumerate(self.talks.parties.items())
                if party.outside is not None and issue in party.outside.by
            ]
            if cells:
                made.append(self.row(at, width, cells))
        return made

    def steps(self) -> Steps:
        """Read the states, their owners, and what can be taken back."""
        talks = self.talks
        floor = []
        for one in talks.issues:
            back = one.levels if one.reversible is True else one.reversible or ()
            lowest = [0]
            for level, name in enumerate(one.levels[1:], 1):
                lowest.append(lowest[-1] if name in back else level)
            floor.append(tuple(lowest))
        counts = tuple(len(one.levels) for one in talks.issues)
        start = places_of(talks, talks.start, ("start",))
        allowed = self.allowed(counts)
        at = int(np.ravel_multi_index(tuple(start.get(axis, 0) for axis in range(len(counts))), counts))
        paces = [one.pace for one in talks.issues]
        return Steps(
            counts=counts,
            owner=tuple(self.parties.index(one.owner) for one in talks.issues),
            players=len(self.parties),
            floor=tuple(floor),
            pace=None if not any(paces) else tuple(pace or count for pace, count in zip(paces, counts, strict=True)),
            allowed=allowed,
            start=at,
        )

    def allowed(self, counts: tuple[int, ...]) -> Marks | None:
        """Tell which states a deal can be in ``[state]``; None where it can be in every one."""
        if not self.talks.requires:
            return None
        made = np.ones(counts, dtype=bool)
        for at, one in enumerate(self.talks.requires):
            step, needs = (places_of(self.talks, said, ("requires", at)) for said in (one.step, one.needs))
            made &= ~_reached(step, len(counts), counts) | _reached(needs, len(counts), counts)
        return made.ravel()

    def ratifiers(self) -> list[Ratification]:
        """Read those whose consent the final deal needs."""
        return [
            Ratification(
                one.name,
                self.parties.index(one.party),
                one.share_of_party,
                tuple(
                    self.row(self.issues.index(issue), 1, [(0, row, f"ratifiers.{one.name}.worth.{issue}")])
                    for issue, row in one.worth.items()
                ),
                self.leaf(one.at_least, f"ratifiers.{one.name}.at_least"),
            )
            for one in self.talks.ratifiers
        ]

    def detection(self) -> list[Leaf | None]:
        """Read the chance that each party is noticed; None where it is noticed after a lag."""
        watch, made = self.talks.monitoring, []
        for name, party in self.talks.parties.items():
            if party.detection is not None:
                made.append(self.leaf(party.detection, f"parties.{name}.detection"))
            elif party.lag is None and watch.detection is not None:
                made.append(self.leaf(watch.detection, "monitoring.detection"))
            else:
                made.append(None)
        return made

    def evaluated(self, counts: tuple[int, ...], solved: Solved | None) -> list[Evaluated]:
        """Give what is computed once a state: a function's payoffs, then the engine's."""
        talks, made = self.talks, []
        if (function := talks.function) is not None:
            width, axes = len(self.parties), tuple(range(len(counts)))
            key = ("function", function, tuple((one.name, one.levels) for one in talks.issues), tuple(self.parties))
            kept = talks.kept(key, (prod(counts), width))
            made.append(Evaluated(counts, axes, width, lambda some: self.called(function, counts, some), kept=kept))
        if solved is not None:
            factor = tuple(self.leaf(one.welfare, f"parties.{name}.welfare") for name, one in talks.parties.items())
            kept = talks.kept(solved.key, (prod(solved.counts), solved.width))
            made.append(Evaluated(counts, solved.axes, solved.width, solved, factor, kept))
        return made

    def called(self, function: Any, counts: tuple[int, ...], states: Whole) -> Array:
        """Call the function of payoffs on states ``[state, party]``."""
        made = np.zeros((len(states), len(self.parties)))
        for at, state in enumerate(states):
            places = np.unravel_index(int(state), counts)
            words = {one.name: one.levels[int(level)] for one, level in zip(self.talks.issues, places, strict=True)}
            made[at] = _answer(function(dict(words)), self.parties, words)
        return made

    def made(self, economy: Economy | None, progress: Progress | None) -> Compiled:
        """Compile the negotiation (see `compiled`)."""
        talks, steps = self.talks, self.steps()
        solved = None if talks.engine is None else Solved(talks, economy, quietly(progress))
        found = Compiled(
            talks=talks,
            course=self.course,
            parties=tuple(self.parties),
            issues=tuple(self.issues),
            levels=tuple(one.levels for one in talks.issues),
            steps=steps,
            parameters=self.parameters,
            power=np.array([one.power for one in talks.parties.values()]),
            side_payments=talks.side_payments,
            _blocks=tuple(self.blocks()),
            _outside=tuple(self.outside()),
            _fixed=tuple(
                self.leaf(one.outside.value if one.outside else 0.0, f"parties.{name}.outside.value")
                for name, one in talks.parties.items()
            ),
            _discount=tuple(self.leaf(talks.discount_of(name), self.discount(name)) for name in self.parties),
            _hazard=self.leaf(talks.monitoring.hazard, "monitoring.hazard"),
            _detection=tuple(self.detection()),
            _ratifiers=tuple(self.ratifiers()),
            _evaluated=tuple(self.evaluated(steps.counts, solved)),
            engine=solved,
        )
        self.varies(found)
        return found

    def discount(self, party: str) -> str:
        """Give the name of a party's discount as a parameter."""
        return "discount" if self.talks.parties[party].discount is None else f"parties.{party}.discount"

    def varies(self, found: Compiled) -> None:
        """Refuse a party to which every state is worth the same, where a table or a function had to say so."""
        if self.talks.payoffs is None:
            return
        for at, name in enumerate(self.parties):
            moved = any(one.leaves or np.ptp(one.base[..., at]) > 0 for one in found._blocks)
            if not moved and not found._evaluated:
                fault = unmoved(self.talks, name)
                raise InputError(fault.what, where=self.talks.where(*fault.path), remedy=fault.remedy)


def _answer(found: Any, parties: Sequence[str], words: dict[str, str]) -> list[float]:
    try:
        made = [float(found[name]) for name in parties]
    except (TypeError, KeyError, ValueError, IndexError) as error:
        said = f"the payoffs of {words} are not a number for each of {', '.join(parties)}"
        raise InputError(said, where="payoffs", remedy="give a mapping from party to number") from error
    if not np.isfinite(made).all():
        raise InputError(f"a payoff of {words} is not a number", where="payoffs", remedy="give finite numbers")
    return made


def _reached(places: dict[int, int], axes: int, counts: tuple[int, ...]) -> Marks:
    made = np.ones((1,) * axes, dtype=bool)
    for axis, level in places.items():
        made = made & (np.arange(counts[axis]) >= level).reshape([-1 if one == axis else 1 for one in range(axes)])
    return made
