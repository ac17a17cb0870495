"""Who must join for a sanction to bite: what each member adds to the target's loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.counterfactual import arrays_of
from counterpoise.games.shapley import Values, exact, joining, sampled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.scenario import Scenario
    from counterpoise.statecraft.position import World

    Array = NDArray[np.float64]

FEW = 8
"""Members whose coalitions (256) are all solved; of more, orders of joining are sampled."""


@dataclass(eq=False)
class Sanction:
    """A sanction that members of a coalition may put on a target.

    Attributes
    ----------
    world
        In which it is put.
    members
        Countries by the member's name: a group acts as one.
    target
        A country's label.
    says
        Gives the scenario in which some countries sanction the target.
    """

    world: World
    members: Mapping[str, Sequence[str]]
    target: str
    says: Callable[[Sequence[str]], Scenario]
    held: dict[frozenset[int], Array] = field(default_factory=dict)
    tell: Callable[[int], None] | None = None

    def __post_init__(self) -> None:
        """Refuse members that are the target, or that are named twice."""
        seen: dict[str, str] = {}
        for name, countries in self.members.items():
            if self.target in countries:
                what = f"the coalition contains its target: {self.target}" + (
                    "" if name == self.target else f" is in {name}"
                )
                raise InputError(what, where="--coalition", remedy="leave it out")
            for one in countries:
                if one in seen:
                    what = f"{one} is in the coalition twice, by {seen[one]} and by {name}"
                    raise InputError(what, where="--coalition", remedy="name it once")
                seen[one] = name

    def incomes(self, who: frozenset[int]) -> Array:
        """Give every country's change of real income, per cent, when some members act ``[country]``."""
        if who not in self.held:
            names = list(self.members)
            acting = [one for k in sorted(who) for one in self.members[names[k]]]
            base = self.world.baseline
            if acting:
                found = self.world.under(arrays_of(base, self.says(acting)), start=None)
                self.held[who] = 100.0 * (found.welfare - 1.0)
            else:
                self.held[who] = np.zeros(len(base.countries))
            if self.tell is not None:
                self.tell(len(self.held))
        return self.held[who]

    def worth(self, who: frozenset[int]) -> float:
        """Give the target's loss when some members act, per cent of its real income."""
        return -float(self.incomes(who)[self.world.baseline.countries.index(self.target)])

    def costs(self) -> Array:
        """Give what each member loses when all act, per cent of its real income ``[member]``: of a group, all together."""
        base = self.world.baseline
        lost = -self.incomes(frozenset(range(len(self.members))))
        at = [[base.countries.index(one) for one in countries] for countries in self.members.values()]
        return np.array([np.average(lost[one], weights=base.accounts.income[one]) for one in at])

    def values(self, *, orders: int, seed: int) -> Values:
        """Give the Shapley values: exact for `FEW` members, else over random orders of joining.

        Parameters
        ----------
        orders
            How many, an even number.
        seed
            Another one gives other orders.
        """
        count = len(self.members)
        if count <= FEW:
            return exact(self.worth, count)
        spread = self.worth(frozenset(range(count)))
        return sampled(self.worth, count, orders=orders, seed=seed, spread=spread)

    def joining(self) -> tuple[list[int], list[float]]:
        """Give who joins the first member, each time the one that adds most, and the target's loss after each."""
        return joining(self.worth, len(self.members))
