"""A negotiation as bare numbers: its states, and what every party has in each and without a deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.documents import Fault
from counterpoise.core.errors import InputError
from counterpoise.games.steps import Stakes, Steps
from counterpoise.negotiation.blocks import Block, Evaluated, Ratification, beside, lifted
from counterpoise.negotiation.checks import BOUNDS, unmoved
from counterpoise.negotiation.checks import levels as places_of
from counterpoise.negotiation.sums import summed
from counterpoise.negotiation.unknowns import Leaf, Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.core.progress import Progress
    from counterpoise.negotiation.engine import Solved
    from counterpoise.negotiation.talks import Talks
    from counterpoise.world.economy import Economy

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Compiled:
    """A negotiation under one course as bare numbers.

    Attributes
    ----------
    talks
        What was compiled.
    course
        Its course; None for the document as it stands.
    parties, issues
        Their names.
    levels
        The names of each issue's levels.
    steps
        The states and who owns what.
    parameters
        What is not known. A parameter of the same name has the same share in every course.
    power
        Weights in Nash's product ``[party]``.
    side_payments
        Whether the parties can pay each other after the fact.
    engine
        The trade model that gives payoffs, where there is one.
    """

    talks: Talks
    course: str | None
    parties: tuple[str, ...]
    issues: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    steps: Steps
    parameters: tuple[Parameter, ...]
    power: Array
    side_payments: bool
    _blocks: tuple[Block, ...] = field(repr=False)
    _outside: tuple[Block, ...] = field(repr=False)
    _fixed: tuple[Leaf, ...] = field(repr=False)
    _discount: tuple[Leaf, ...] = field(repr=False)
    _hazard: Leaf = field(repr=False)
    _detection: tuple[Leaf | None, ...] = field(repr=False)
    _ratifiers: tuple[Ratification, ...] = field(repr=False)
    _evaluated: tuple[Evaluated, ...] = field(repr=False)
    engine: Solved | None = field(default=None, repr=False)

    @cached_property
    def after(self) -> tuple[str, ...]:
        """What becomes of each party if talks end: fixed, stay or revert ``[party]``."""
        return tuple(one.outside.after if one.outside else "fixed" for one in self.talks.parties.values())

    @property
    def ratifiers(self) -> tuple[str, ...]:
        """The names of those whose consent the final deal needs."""
        return tuple(one.name for one in self._ratifiers)

    def central(self) -> Array:
        """Give the likeliest or middle number of each parameter ``[parameter]``."""
        return np.array([one.central for one in self.parameters])

    def draw(self, draws: int, seed: int = 0) -> Array:
        """Draw the parameters, independently of each other.

        Parameters
        ----------
        draws
            How many times.
        seed
            A draw depends on it and on the parameter's name alone: fewer draws are the first of more, and courses share theirs.

        Returns
        -------
        numpy.ndarray
            Numbers ``[draw, parameter]``.
        """
        made = [one.drawn(draws, seed) for one in self.parameters]
        return np.stack(made, axis=1) if made else np.zeros((draws, 0))

    def name_of(self, state: int) -> dict[str, str]:
        """Give a state in words.

        Parameters
        ----------
        state
            Its number.

        Returns
        -------
        dict
            The level of each issue, by name.
        """
        places = np.unravel_index(int(state), self.steps.counts)
        return {issue: names[int(at)] for issue, names, at in zip(self.issues, self.levels, places, strict=True)}

    def number_of(self, state: Mapping[str, str]) -> int:
        """Give the number of a state.

        Parameters
        ----------
        state
            The level of each issue, by name; the first where an issue is left out.

        Returns
        -------
        int
            Its number.

        Raises
        ------
        InputError
            If there is no such issue, or no such level.
        """
        try:
            found = places_of(self.talks, state, ())
        except Fault as fault:
            raise InputError(fault.what, where=str(fault.path[-1]), remedy=fault.remedy) from None
        return self.steps.number([found.get(at, 0) for at in range(len(self.issues))])

    def stakes(self, theta: Array | None = None, states: Sequence[int] | Whole | None = None) -> Stakes:
        """Give payoffs, outside options and what else a path is judged by.

        Parameters
        ----------
        theta
            Parameters: ``[parameter]`` gives arrays without draws, ``[draw, parameter]`` arrays that draws lead; the central
            ones if left out.
        states
            The numbers of the states to give, in this order; all if left out.

        Returns
        -------
        Stakes
            Of the given states, ``[..., state, party]``.

        Raises
        ------
        InputError
            If a number leaves its bounds, or a payoff is no number: with the place.
        """
        theta = self._theta(theta)
        held = None if states is None else np.asarray(states, dtype=np.int64)
        payoff = self._flow(theta, held)
        return Stakes(
            payoff=payoff,
            outside=self._without(theta, held, payoff),
            discount=self._within(beside([one.value(theta) for one in self._discount], theta.shape[:-1]), "discount"),
            hazard=self._within(np.broadcast_to(self._hazard.value(theta), theta.shape[:-1]) + 0.0, "hazard"),
            lag=self.lag,
            detection=self._noticed(theta),
            withdrawal=self.talks.monitoring.withdrawal,
            payments=self.side_payments,
        )

    @cached_property
    def lag(self) -> tuple[int, ...]:
        """Periods until the others notice that a party cheats ``[party]``; 1 where a chance is meant."""
        common = self.talks.monitoring.lag or 1
        return tuple(one.lag or common for one in self.talks.parties.values())

    def ratified(self, theta: Array | None = None, states: Sequence[int] | Whole | None = None) -> Marks:
        """Tell in which states a final deal would be ratified by all whose consent it needs.

        Parameters
        ----------
        theta, states
            As of `stakes`.

        Returns
        -------
        numpy.ndarray
            ``[..., state]``.
        """
        return np.all(self.support(theta, states) >= 0, axis=-1)

    def support(self, theta: Array | None = None, states: Sequence[int] | Whole | None = None) -> Array:
        """Give by how much each ratifier is above the least that it accepts.

        Parameters
        ----------
        theta, states
            As of `stakes`.

        Returns
        -------
        numpy.ndarray
            ``[..., state, ratifier]``.
        """
        theta = self._theta(theta)
        held = None if states is None else np.asarray(states, dtype=np.int64)
        lead = theta.shape[:-1]
        size = self.steps.size if held is None else len(held)
        made = np.zeros((*lead, size, len(self._ratifiers)))
        payoff = self._flow(theta, held) if any(one.shares for one in self._ratifiers) else None
        for at, one in enumerate(self._ratifiers):
            if payoff is not None and one.shares:
                made[..., at] += payoff[..., one.party]
            made[..., at] += self._summed(one.blocks, theta, np.zeros(1), held)[..., 0]
            made[..., at] -= lifted(np.broadcast_to(one.least.value(theta), lead), 1)
        return made

    def bystanders(self, states: Sequence[int] | Whole | None = None) -> Array:
        """Give the change of real income of those who are told beside.

        Parameters
        ----------
        states
            As of `stakes`.

        Returns
        -------
        numpy.ndarray
            Per cent ``[state, bystander]``.
        """
        held = None if states is None else np.asarray(states, dtype=np.int64)
        if self.engine is None:
            return np.zeros((self.steps.size if held is None else len(held), 0))
        return self._evaluated[-1].columns(held)[:, len(self.parties) :]

    def real_incomes(self, states: Sequence[int] | Whole | None = None) -> Array:
        """Give the change of real income of the parties' countries.

        Parameters
        ----------
        states
            As of `stakes`.

        Returns
        -------
        numpy.ndarray
            Per cent ``[state, party]``; 0 of a party that has no country.
        """
        held = None if states is None else np.asarray(states, dtype=np.int64)
        if self.engine is None:
            return np.zeros((self.steps.size if held is None else len(held), len(self.parties)))
        return self._evaluated[-1].columns(held)[:, : len(self.parties)]

    # How it is computed ---------------------------------------------------------------------------------------

    def _theta(self, theta: Array | None) -> Array:
        made = self.central() if theta is None else np.asarray(theta, dtype=float)
        if made.shape[-1:] != (len(self.parameters),):
            said = f"there are {made.shape[-1] if made.ndim else 0} numbers for {len(self.parameters)} parameters"
            raise InputError(said, where="theta", remedy="give those of central() or draw()")
        return made

    def _flow(self, theta: Array, states: Whole | None) -> Array:
        made = self._summed(self._blocks, theta, np.zeros(len(self.parties)), states)
        for one in self._evaluated:
            made = made + one.at(theta, states)
        if self._evaluated and states is None:
            self._check_moved(made)
        return made

    def _check_moved(self, payoff: Array) -> None:
        """Refuse a party to which every state is worth the same, where a function or the engine had to say so."""
        for at, name in enumerate(self.parties):
            if not np.ptp(payoff[..., at], axis=-1).any():
                fault = unmoved(self.talks, name)
                raise InputError(fault.what, where=self.talks.where(*fault.path), remedy=fault.remedy)

    def _without(self, theta: Array, states: Whole | None, payoff: Array) -> Array:
        fixed = beside([one.value(theta) for one in self._fixed], theta.shape[:-1])
        made = self._summed(self._outside, theta, fixed, states)
        for at, after in enumerate(self.after):
            if after == "stay":
                made[..., at] += payoff[..., at]
        if "revert" in self.after:
            held, place = payoff, self._reverted
            if states is not None:
                only, place = np.unique(self._reverted[states], return_inverse=True)
                held = self._flow(theta, only)
            for at, after in enumerate(self.after):
                if after == "revert":
                    made[..., at] += held[..., at][..., place]
        return made

    @cached_property
    def _reverted(self) -> Whole:
        """The state that is left when all that can be taken back is ``[state]``."""
        floor = self.steps.floor or tuple((0,) * count for count in self.steps.counts)
        made = np.zeros(1, dtype=np.int64)
        for lowest, stride in zip(floor, self.steps.strides, strict=True):
            made = (made[:, None] + np.array(lowest, dtype=np.int64)[None, :] * stride).ravel()
        return made

    def _summed(self, blocks: Sequence[Block], theta: Array, constant: Array, states: Whole | None) -> Array:
        try:
            return summed(blocks, theta, self.steps.counts, constant, states)
        except Fault as fault:
            raise InputError(fault.what, where=self.talks.where("parties"), remedy=fault.remedy) from None

    def _noticed(self, theta: Array) -> Array | None:
        if all(one is None for one in self._detection):
            return None
        chances = [np.nan if one is None else one.value(theta) for one in self._detection]
        return self._within(beside(chances, theta.shape[:-1]), "detection")

    def _within(self, found: Array, key: str) -> Array:
        """Refuse a discount or a chance that a sum takes out of its bounds between the ends of its unknowns."""
        fine, said, _ = BOUNDS[key]
        wrong = ~(fine(found) | np.isnan(found))
        if wrong.any():
            name = self.parties[int(np.argwhere(wrong)[0][-1])] if key != "hazard" else ""
            own = getattr(self.talks.parties[name], key) is not None if name else False
            path = ("parties", name, key) if own else ("discount",) if key == "discount" else ("monitoring", key)
            remedy = "keep the sum in its bounds over all its unknowns"
            raise InputError(f"{found[wrong][0]:g} {said}", where=self.talks.where(*path), remedy=remedy)
        return found


def compiled(
    talks: Talks,
    course: str | None = None,
    *,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Compiled:
    """Compile a negotiation under one of its courses into bare numbers.

    Parameters
    ----------
    talks
        The negotiation.
    course
        The name of a course; None for the document as it stands.
    economy
        The accounts for the engine, where there is one; those that the document names, or the newest, if left out.
    progress
        Told how far the engine is.

    Returns
    -------
    Compiled
        Steps, parameters, and the function that gives stakes.

    Raises
    ------
    InputError
        If there is no such course, or a party's payoff is the same in every state.

    Examples
    --------
    >>> from counterpoise.negotiation.talks import Talks
    >>> talks = Talks(
    ...     parties=["A", "B"],
    ...     issues=[
    ...         dict(name="x", owner="A", levels=["no", "yes"], reversible=True, worth=dict(A=[0, -1], B=[0, [1, 3]])),
    ...         dict(name="y", owner="B", levels=["no", "yes"], reversible=True, worth=dict(A=[0, 2], B=[0, -1])),
    ...     ],
    ...     outside=dict(A=0, B="stay"),
    ...     discount=0.9,
    ... )
    >>> made = compiled(talks)
    >>> made.parameters[0].name, made.stakes().payoff.tolist()
    ('issues.x.worth.B.yes', [[0.0, 0.0], [2.0, -1.0], [-1.0, 2.0], [1.0, 1.0]])
    >>> made.name_of(3), made.stakes(made.draw(1000, seed=1)).payoff.shape
    ({'x': 'yes', 'y': 'yes'}, (1000, 4, 2))
    """
    from counterpoise.negotiation.compiler import Compiler  # noqa: PLC0415

    return Compiler(talks.under(course), course).made(economy, progress)
