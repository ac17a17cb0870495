"""Payoffs from the trade model: the world's equilibrium in each state, and what it does to each party's real income."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.canonical import canonical_hash
from counterpoise.core.errors import CounterpoiseError, InputError
from counterpoise.core.version import __version__

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.core.progress import Progress
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.problem import State
    from counterpoise.negotiation.talks import Talks
    from counterpoise.store.runs import Run
    from counterpoise.world.economy import Economy

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

MOST_SOLVED = 5_000
"""Combinations of levels that are solved, at most."""

SECONDS = 0.15
"""What one takes on the newest accounts, on one core."""

_TOGETHER = 16
_LAYOUT = 1


class Solved:
    """The trade model under each combination of the levels that change anything in the world.

    What is solved is kept in the user's cache, under a hash of the accounts, the model, the shocks and the countries.

    Parameters
    ----------
    talks
        The negotiation.
    economy
        The accounts; those that the document names, or the newest, if None.
    progress
        Told how many are solved.

    Attributes
    ----------
    axes
        The issues whose levels bring shocks.
    words
        Whose real income each column is: of each party (nobody's where it has no country), then of each bystander.

    Raises
    ------
    InputError
        If there are more than `MOST_SOLVED` combinations.
    """

    def __init__(self, talks: Talks, economy: Economy | None, progress: Progress) -> None:
        assert talks.engine is not None
        self.talks, self.choice, self._given, self.progress = talks, talks.engine, economy, progress
        self.axes = tuple(at for at, one in enumerate(talks.issues) if any(text.strip() for text in one.shocks))
        self.counts = tuple(len(talks.issues[axis].levels) for axis in self.axes)
        self.bystanders = tuple(self.choice.bystanders or ())
        self.words = (*(one.country for one in talks.parties.values()), *self.bystanders)
        size = prod(self.counts)
        if size > MOST_SOLVED:
            said = f"the trade model would have to be solved {size:,} times, about {_time(size * SECONDS)}"
            remedy = f"leave out issues or levels with shocks until there are {MOST_SOLVED:,} combinations or fewer"
            raise InputError(said, where=talks.where("engine"), remedy=remedy)

    @property
    def width(self) -> int:
        """How many columns it gives."""
        return len(self.words)

    @property
    def key(self) -> tuple[str, str]:
        """What its values rest on."""
        return "engine", canonical_hash(self.settings)

    @cached_property
    def settings(self) -> dict[str, Any]:
        """What its values rest on, as plain values."""
        return {
            "negotiation": _LAYOUT,
            "version": __version__,
            "accounts": self.economy.fingerprint,
            "model": self.choice.plain(),
            "shocks": [list(self.talks.issues[axis].shocks) for axis in self.axes],
            "countries": [list(one) for one in self.members],
        }

    @cached_property
    def economy(self) -> Economy:
        """The accounts."""
        from counterpoise.world.load import load_economy  # noqa: PLC0415

        if self._given is not None:
            return self._given
        return load_economy(self.choice.year, source=self.choice.source, tariffs=self.choice.tariffs)

    @cached_property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """The places of the countries of each column."""
        from counterpoise.scenario.labels import Labels  # noqa: PLC0415

        labels = Labels(self.economy.countries, self.economy.sectors, self.economy.scheme)
        where = [self.talks.where("parties", name, "country") for name in self.talks.parties]
        where += [self.talks.where("engine", "bystanders")] * len(self.bystanders)
        return tuple(
            labels.countries_of((word,), place)[0] if word else ()
            for word, place in zip(self.words, where, strict=True)
        )

    @cached_property
    def baseline(self) -> Baseline:
        """The accounts, balanced."""
        model = self.choice.model_dump(include={"horizon", "closure", "sourcing", "deficits", "elasticities"})
        return _baseline(self.economy, tuple(sorted(model.items())))

    def single(self) -> Iterator[tuple[str, str, str]]:
        """Give the shocks of each level by itself: the place where they stand, the issue and its level, the short form."""
        for axis in self.axes:
            issue = self.talks.issues[axis]
            for level, text in zip(issue.levels, issue.shocks, strict=True):
                if text.strip():
                    yield self.talks.where("issues", axis, "shocks"), f"{issue.name} = {level}", text

    def shocks(self, combination: int) -> str:
        """Give what a combination changes in the world, in the short form; nothing where it changes nothing."""
        return "; ".join(
            text.strip().strip("; ")
            for axis, level in zip(self.axes, self._levels(combination), strict=True)
            if (text := self.talks.issues[axis].shocks[level]).strip()
        )

    def called(self, combination: int) -> str:
        """Give a combination in words."""
        return ", ".join(
            f"{self.talks.issues[axis].name} = {self.talks.issues[axis].levels[level]}"
            for axis, level in zip(self.axes, self._levels(combination), strict=True)
        )

    def _levels(self, combination: int) -> list[int]:
        return [int(one) for one in np.unravel_index(int(combination), self.counts)]

    def __call__(self, combinations: Whole) -> Array:
        """Give the change of real income in combinations, per cent ``[combination, column]``."""
        run = self._run()
        kept = _pieces(run)
        made = np.zeros((len(combinations), self.width))
        left = [at for at, one in enumerate(combinations.tolist()) if one not in kept]
        for at, one in enumerate(combinations.tolist()):
            if one in kept:
                made[at] = kept[one]
        start: State | None = None
        for first in range(0, len(left), _TOGETHER):
            part = left[first : first + _TOGETHER]
            for at in part:
                made[at], start = self._solved(int(combinations[at]), start)
                self.progress.report(
                    f"{first + part.index(at) + 1:,} of {len(left):,} states of the world", first / len(left)
                )
            _keep(run, combinations[part], made[part])
        return made

    def _solved(self, combination: int, start: State | None) -> tuple[Array, State | None]:
        """Solve one; a scenario like the last is begun from its solution."""
        from counterpoise.equilibrium import solve  # noqa: PLC0415
        from counterpoise.equilibrium.counterfactual import arrays_of  # noqa: PLC0415
        from counterpoise.scenario.shortform import parse  # noqa: PLC0415

        text = self.shocks(combination)
        if not text:
            return np.zeros(self.width), start
        try:
            policy = arrays_of(self.baseline, parse(text), allow_nothing=True)
            outcome = solve(self.baseline, policy, start=start)
        except CounterpoiseError as error:
            place = self.talks.where("issues", self.axes[0], "shocks")
            raise in_state(error, self.called(combination), place) from error
        income = np.asarray(self.baseline.accounts.income)
        change = outcome.welfare_pct.values
        found = [
            income[list(one)] @ change[list(one)] / income[list(one)].sum() if one else 0.0 for one in self.members
        ]
        return np.array(found), outcome.state

    def _run(self) -> Run | None:
        from counterpoise.store.runs import kept_run  # noqa: PLC0415

        try:
            return kept_run(self.settings)
        except InputError:  # a cache that can't be written costs time, nothing else
            return None


def in_state(error: CounterpoiseError, state: str, place: str) -> CounterpoiseError:
    """Give an error of the world's equilibrium with the state in which it arose."""
    said = f"{error.where}: {error.what}" if error.where else error.what
    return type(error)(f"where {state}: {said}", where=place, remedy=error.remedy)


def _pieces(run: Run | None) -> dict[int, Array]:
    if run is None:
        return {}
    return {
        int(one): value
        for arrays in run.pieces().values()
        for one, value in zip(arrays["combination"], arrays["value"], strict=True)
    }


def _keep(run: Run | None, combinations: Whole, values: Array) -> None:
    if run is not None:
        try:
            run.keep(f"states-{int(combinations[0]):06d}", {"combination": combinations, "value": values})
        except InputError:
            return


@lru_cache(maxsize=2)
def _baseline(economy: Economy, model: tuple[tuple[str, Any], ...]) -> Baseline:
    """Keep the last baselines: each course of a document is held against the same."""
    from counterpoise.equilibrium import calibrate  # noqa: PLC0415
    from counterpoise.scenario.model import ModelChoice  # noqa: PLC0415

    return calibrate(economy, ModelChoice(**dict(model)))


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.0f} hours"
