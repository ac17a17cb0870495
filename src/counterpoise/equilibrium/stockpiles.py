"""A first year that stockpiles bridge in part: an equilibrium for each part of the year, and their mean.

While a stockpile lasts, its holder has the goods as if no cost of trade had risen and nothing were stopped; taxes stay. The
year's outcome is the mean of its parts, weighted by their length. Every variable of an outcome is a level, or a change
against the baseline's year (a flow over that year's flow, a volume over that year's volume, a price over that year's price),
so that the mean of its parts is the year's: the mean of flows tells the year's flow, and welfare is the mean of real income
over the year.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.equilibrium.counterfactual import arrays_of, under_policy
from counterpoise.equilibrium.outcome import Outcome
from counterpoise.equilibrium.parameters import model_of
from counterpoise.equilibrium.solver import TOLERANCE
from counterpoise.scenario.labels import Labels

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.policy import Policy
    from counterpoise.equilibrium.problem import State
    from counterpoise.scenario import Scenario

LEFT_OUT = (
    "what drawing stockpiles down and filling them again costs is left out, and their sellers are taken to sell meanwhile as if "
    "nothing had changed"
)
"""What a reader must know of every year that stockpiles bridge."""

UNTIMED = "name a time, as horizon = 'short' or years_after = 1 under [model] (--horizon, --years): they last into the first year"


@dataclass(frozen=True)
class Cover:
    """How much of the first year stockpiles last.

    Attributes
    ----------
    share
        Of the year, 0 to 1, ``[sector, destination]``.
    holders
        The number of the stockpile that it comes from, from 0; -1 where there is none ``[sector, destination]``.
    places
        Where each stockpile was said.
    notes
        What a reader must know: members of groups that the baseline lacks.
    """

    share: NDArray[np.float64]
    holders: NDArray[np.intp]
    places: tuple[str, ...]
    notes: tuple[str, ...]


def cover_of(scenario: Scenario, countries: Sequence[str], sectors: Sequence[str], scheme: str) -> Cover:
    """Give how long the stockpiles of a scenario last.

    Parameters
    ----------
    scenario
        The scenario.
    countries, sectors, scheme
        The baseline's labels.

    Raises
    ------
    InputError
        If a word is not in the baseline, or two stockpiles are of the same goods.

    Examples
    --------
    >>> from counterpoise.scenario import Scenario
    >>> from counterpoise.scenario.stockpiles import Stockpile
    >>> held = Scenario(title="a", stockpiles=(Stockpile(by="A", sectors="C26", covers=25),))
    >>> cover_of(held, ["A", "B"], ["C26", "K"], "icio-2025").share.tolist()
    [[0.25, 0.0], [0.0, 0.0]]
    """
    labels = Labels(countries, sectors, scheme, scenario.groups)
    share = np.zeros((len(sectors), len(countries)))
    holders = np.full(share.shape, -1, dtype=np.intp)
    places: list[str] = []
    notes: list[str] = []
    for index, (one, place) in enumerate(scenario.stocked()):
        who, said = labels.countries_of(one.by, place.key("by"))
        notes += [note for note in said if note not in notes]
        every = range(len(sectors))
        which = every if one.sectors is None else labels.sectors_of(one.sectors, place.key("sectors"))
        cells = np.ix_(list(which), list(who))
        places.append(str(place))
        if (twice := np.argwhere(holders[cells] >= 0)).size:
            sector, country = list(which)[twice[0, 0]], list(who)[twice[0, 1]]
            what = f"contradicts {places[holders[sector, country]]}: both are stocks of {sectors[sector]} in {countries[country]}"
            raise InputError(what, where=str(place), remedy="keep one, or name other countries or sectors")
        share[cells], holders[cells] = one.covers / 100, index
    return Cover(share, holders, tuple(places), tuple(notes))


def bridged(
    baseline: Baseline, scenario: Scenario, *, start: State | None = None, tolerance: float = TOLERANCE
) -> Outcome:
    """Solve a scenario with stockpiles (see `counterpoise.equilibrium.solve`).

    Parameters
    ----------
    baseline
        At a time (``horizon`` or ``years_after``).
    scenario
        With stockpiles.
    start, tolerance
        As of `counterpoise.equilibrium.solve`.

    Returns
    -------
    Outcome
        In the first year a `Bridged` one where stockpiles matter; later the equilibrium without them.

    Raises
    ------
    InputError
        If the baseline is at no time.
    NoSolution
        If a part of the year has no equilibrium.
    """
    model = model_of(baseline.options)
    if not model.timed:
        place = next(str(place) for _, place in scenario.stocked())
        raise InputError("stockpiles matter in the first year only", where=place, remedy=UNTIMED)
    policy = arrays_of(baseline, scenario)
    cover = cover_of(scenario, baseline.countries, baseline.sectors, baseline.scheme)
    notes = list(cover.notes)
    dearer = policy.trade_cost_hat > 1.0
    if policy.ration is not None:
        dearer |= policy.ration > 1.0
    dearer[range(len(dearer)), :, range(len(dearer))] = False
    needed = np.asarray(dearer.any(0)) & (cover.share > 0)  # sector, destination
    if not model.first_year:
        notes.append("stockpiles last into the first year only: they change nothing here")
        needed[:] = False
    else:
        idle = [place for at, place in enumerate(cover.places) if not needed[cover.holders == at].any()]
        notes += [f"{place} bridges nothing: no cost of trade rises on what it holds" for place in idle]
    ends = np.unique(cover.share[needed])
    if not len(ends):
        return under_policy(baseline, policy, scenario, start=start, tolerance=tolerance).with_warnings(*notes)
    parts = []
    for low, high in zip((0.0, *ends), (*ends, 1.0), strict=True):
        if high <= low:
            continue
        free = dearer & (needed & (cover.share >= high))[None]
        held = _freed(policy, free) if free.any() else policy
        try:
            found = under_policy(baseline, held, scenario, start=None if free.any() else start, tolerance=tolerance)
        except NoSolution as error:
            part = f"from {100 * low:g} % to {100 * high:g} % of the year"
            raise NoSolution(f"{part}: {error.what}", where=error.where, remedy=error.remedy) from error
        parts.append((float(high - low), found))
    return Bridged(parts, policy).with_warnings(_told(parts), LEFT_OUT, *notes)


def _freed(policy: Policy, free: NDArray[np.bool_]) -> Policy:
    """Give the policy without what stops or rations some flows."""
    ration = None if policy.ration is None else np.where(free, 1.0, policy.ration)
    return dataclasses.replace(policy, trade_cost_hat=np.where(free, 1.0, policy.trade_cost_hat), ration=ration)


def _told(parts: Sequence[tuple[float, Outcome]]) -> str:
    lengths = [f"{100 * weight:.3g} %" for weight, _ in parts]
    if len(lengths) == 1:
        return "stockpiles bridge all of the year"
    return (
        f"stockpiles bridge a part of the year: each number is the mean of its parts ({', '.join(lengths)} of the year)"
    )


class Bridged(Outcome):
    """A year that stockpiles bridge in part: the mean of an outcome for each of its parts.

    Attributes
    ----------
    year
        The parts in their order: the share of the year, and its outcome. ``state`` and ``solution`` are the last's.
    """

    if TYPE_CHECKING:
        year: tuple[tuple[float, Outcome], ...]
        policy: Policy

    def __init__(self, parts: Sequence[tuple[float, Outcome]], policy: Policy, **fields: Any) -> None:
        last = parts[-1][1]
        if not fields:
            warnings = tuple(dict.fromkeys(one for _, part in parts for one in part.warnings))
            fields = {"warnings": warnings, "said": dataclasses.replace(last.said, policy=policy)}
        super().__init__(last.baseline, last.problem, last.solution, **fields)
        object.__setattr__(self, "year", tuple(parts))
        object.__setattr__(self, "policy", policy)
        each = [part.diagnostics for _, part in parts]
        alone = dict.fromkeys(name for one in each for name in str(one["alone"]).split(", ") if name)
        object.__setattr__(
            self,
            "diagnostics",
            {
                **self.diagnostics,
                "residual": max(one["residual"] for one in each),
                "iterations": sum(one["iterations"] for one in each),
                "parts": max(one["parts"] for one in each),
                "alone": ", ".join(alone),
                "parts_of_the_year": ", ".join(f"{weight:.6g}" for weight, _ in parts),
            },
        )

    @cached_property
    def _evaluation(self) -> Any:
        return _Mean(self.year)

    def _again(self, **changes: Any) -> Outcome:
        held = {
            "question": self.asked,
            "warnings": self.warnings,
            "shown": self.shown,
            "countries": self.among,
            "said": self.said,
        }
        made = Bridged(self.year, self.policy, **{**held, **changes})
        made.__dict__["_evaluation"] = self._evaluation
        return made

    def in_words(self) -> Outcome:
        """Give the outcome with labels that are words (see `Outcome.in_words`); a time's baseline has no others."""
        return self


class _Mean:
    """Gives variables as means over the parts of a year."""

    def __init__(self, year: Sequence[tuple[float, Outcome]]) -> None:
        self._year = year
        self._known: dict[str, xr.DataArray] = {}

    def __getitem__(self, name: str) -> xr.DataArray:
        if name not in self._known:
            arrays = [part._evaluation[name] for _, part in self._year]
            mean = sum(weight * array.values for (weight, _), array in zip(self._year, arrays, strict=True))
            self._known[name] = arrays[-1].copy(data=mean)
        return self._known[name]
