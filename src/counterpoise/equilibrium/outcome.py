"""What comes out: the solved equilibrium against its baseline, with labels again."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.excerpt import Excerpt
from counterpoise.core.result import Asked, Result
from counterpoise.equilibrium.baseline import EXACT
from counterpoise.equilibrium.effects import HEADLINE, OUTCOME
from counterpoise.equilibrium.flows import Sums, before, sums
from counterpoise.equilibrium.roots import ROOTS

Array = NDArray[np.float64]

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from counterpoise.core.measure import Evaluation
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.existence import Reach
    from counterpoise.equilibrium.policy import Policy
    from counterpoise.equilibrium.problem import Problem, State
    from counterpoise.equilibrium.solver import Solution
    from counterpoise.scenario import Scenario
    from counterpoise.scenario.touched import Touched


CHARTS, DOCUMENTS = "counterpoise.charts", "counterpoise.briefing"
"""The packages that declare the charts and the documents of an outcome; imported when one is asked for."""


def named(words: Iterable[str], where: str = "variables") -> tuple[str, ...]:
    """Give the variables that a person names, each once.

    Raises
    ------
    InputError
        If an outcome has no such variable.
    """
    found = tuple(dict.fromkeys(str(one).strip() for one in words))
    for word in found:
        if word not in OUTCOME:
            remedy = did_you_mean(word, OUTCOME, "take one of " + ", ".join(OUTCOME))
            raise InputError(f"an outcome has no {word!r}", where=where, remedy=remedy)
    return found


@dataclasses.dataclass(frozen=True)
class Said:
    """What an outcome was solved for.

    Attributes
    ----------
    scenario
        What changed; None where bare arrays were solved.
    policy
        Its arrays.
    baseline
        Whose labels its words are about.
    """

    scenario: Scenario | None = None
    policy: Policy | None = None
    baseline: Baseline | None = None

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The countries that the scenario names."""
        from counterpoise.equilibrium.parties import parties_of  # noqa: PLC0415

        if self.scenario is None or self.policy is None or self.baseline is None:
            return ()
        return parties_of(self.scenario, self.policy, self.baseline)

    @property
    def toward(self) -> NDArray[np.bool_] | None:
        """Which exports are to those parties ``[origin, destination]``; None where there is no scenario."""
        from counterpoise.equilibrium.parties import toward  # noqa: PLC0415

        if self.policy is None or self.baseline is None:
            return None
        places = {str(name): place for place, name in enumerate(self.baseline.countries)}  # arrays may number them
        return toward(self.policy, [places[str(one)] for one in self.parties], len(places))

    @property
    def touched(self) -> tuple[Touched, ...]:
        """Which flows each of its shocks touches."""
        return () if self.policy is None else self.policy.touched


def _unasked(scenario: Scenario | None) -> Asked:
    """Give the question of an outcome that was solved without one."""
    from counterpoise.core.version import __version__  # noqa: PLC0415

    arguments = {} if scenario is None else {"scenario": scenario.to_dict()}
    return Asked("simulate", arguments, __version__, CHARTS, DOCUMENTS)


def _alone(reach: Reach) -> list[int]:
    """Give the countries that an embargo has left alone in their part of the world."""
    return np.flatnonzero(np.bincount(reach.part)[reach.part] == 1).tolist() if reach.cut else []


class Outcome(Result):
    """A solved equilibrium against its baseline: welfare, real wages, prices, trade, output, revenue.

    Its variables are computed when they are first read. Values are million USD in units of the numeraire: world value
    added is what it was, so a value tells a country's share of the world's, and only real variables (welfare, real wage,
    volumes) tell gains.

    Attributes
    ----------
    baseline
        What it is held against.
    state
        The solution, from which another solve can start (``solve(..., start=outcome.state)``).
    shown
        The variables that records and tables give; ``data`` holds all.
    said
        What it was solved for: the scenario, its parties, and the flows that it touches.

    Examples
    --------
    >>> import counterpoise as cp
    >>> outcome = cp.simulate("tariff +10 points by USA on CHN in manufacturing")
    >>> outcome.welfare_pct.sel(country="CHN").item() < 0
    True
    >>> sorted(outcome.diagnostics)[:3]
    ['alone', 'baseline_correction', 'baseline_correction_of']
    """

    def __init__(
        self,
        baseline: Baseline,
        problem: Problem,
        solution: Solution,
        *,
        question: Asked | None = None,
        warnings: Sequence[str] = (),
        shown: Sequence[str] = HEADLINE,
        countries: Sequence[str] | None = None,
        said: Said | None = None,
    ) -> None:
        said = said or Said()
        held = {
            "baseline": baseline,
            "problem": problem,
            "solution": solution,
            "asked": question,
            "said": said,
            "provenance": baseline.provenance,
            "warnings": tuple(warnings),
            "shown": tuple(shown),
            "among": None if countries is None else tuple(countries),
            "diagnostics": {
                "residual": solution.residual,
                "iterations": solution.rounds,
                "method": solution.method,
                "closure": problem.closure,
                "parts": problem.reach.parts,
                "alone": ", ".join(baseline.countries[k] for k in _alone(problem.reach)),
                "baseline_correction": baseline.correction,
                "baseline_correction_of": baseline.correction_of if baseline.correction > EXACT else "",
            },
        }
        for name, value in held.items():
            object.__setattr__(self, name, value)

    if TYPE_CHECKING:
        baseline: Baseline
        problem: Problem
        solution: Solution
        shown: tuple[str, ...]
        among: tuple[str, ...] | None
        said: Said
        asked: Asked | None

    @cached_property
    def question(self) -> Asked:  # pyright: ignore[reportIncompatibleVariableOverride] - arrays take time to name
        """Give what was asked; where nothing was, the scenario."""
        return self.asked or _unasked(self.said.scenario)

    @property
    def state(self) -> State:
        """Give the solution as a point to start another solve from."""
        return self.solution.state

    @cached_property
    def data(self) -> xr.Dataset:  # pyright: ignore[reportIncompatibleVariableOverride] - made when it is first read
        """Give all variables with their labels; its attributes tell what changes, and whom it names."""
        return self._dataset(OUTCOME)

    @property
    def names(self) -> Collection[str]:
        """Give the names of all variables, without computing them."""
        return tuple(OUTCOME)

    @property
    def attrs(self) -> Mapping[str, Any]:
        """Give what is said of the data as a whole, without computing it."""
        return self.data_attrs

    def get(self, name: str) -> xr.DataArray | None:
        """Give a variable, or None where there is none; it alone is computed.

        Parameters
        ----------
        name
            The variable.

        Returns
        -------
        xarray.DataArray or None
            With its labels.
        """
        return self._variable(name) if name in OUTCOME else None

    def __getattr__(self, name: str) -> xr.DataArray:
        """Give a variable by its name; it alone is computed."""
        if name in OUTCOME:
            return self._variable(name)
        return super().__getattr__(name)

    @cached_property
    def sums(self) -> Sums:
        """Give sums of flows over both equilibria, by country."""
        return sums(before(self.baseline, self.problem, self.said.toward), self.problem, self.solution)

    @cached_property
    def _evaluation(self) -> Evaluation:
        from counterpoise.core.measure import Evaluation  # noqa: PLC0415

        return Evaluation(_Roots(self))

    def _dataset(self, names: Iterable[str]) -> xr.Dataset:
        import xarray as xr  # noqa: PLC0415

        data = xr.Dataset({name: self._variable(name) for name in names}, attrs=self.data_attrs)
        return data if self.baseline.year is None else data.assign_coords(year=self.baseline.year)

    def _variable(self, name: str) -> xr.DataArray:
        array = self._evaluation[name]
        array.attrs |= {"indicator": False, "estimated": bool(self.baseline.estimated)}
        return array if self.among is None or "country" not in array.dims else array.sel(country=list(self.among))

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the names of the variables that records and tables show."""
        return self.shown

    def showing(self, variables: Sequence[str] | None = None, countries: Sequence[str] | None = None) -> Outcome:
        """Give the outcome with other variables, or fewer countries, in its records and tables.

        Parameters
        ----------
        variables
            Names of variables; None keeps those that are shown.
        countries
            Codes; None keeps all.

        Returns
        -------
        Outcome
            Of the same solution.

        Raises
        ------
        InputError
            If there is no such variable or country.
        """
        variables = None if variables is None else named(variables)
        for word in countries or ():
            if word not in self.baseline.countries:
                remedy = did_you_mean(word, self.baseline.countries, "see baseline.countries")
                raise InputError(f"{word!r} is not in the baseline", where="countries", remedy=remedy)
        return self._again(
            shown=self.shown if variables is None else variables,
            countries=self.among if countries is None else countries,
        )

    def with_question(self, asked: Asked) -> Outcome:
        """Give the outcome signed with what was asked.

        Parameters
        ----------
        asked
            The question with its arguments.

        Returns
        -------
        Outcome
            Of the same solution.
        """
        return self._again(question=asked)

    def with_warnings(self, *first: str) -> Outcome:
        """Give the outcome with more that a reader must know.

        Parameters
        ----------
        *first
            What is told before the rest.

        Returns
        -------
        Outcome
            Of the same solution.
        """
        return self._again(warnings=(*first, *(one for one in self.warnings if one not in first)))

    @property
    def data_attrs(self) -> dict[str, Any]:
        """Give what charts and sentences must know of the scenario: they see only the data."""
        from counterpoise.equilibrium.parameters import model_of  # noqa: PLC0415
        from counterpoise.scenario.explain import sentences  # noqa: PLC0415
        from counterpoise.scenario.moment import when  # noqa: PLC0415

        scenario = self.said.scenario
        return {
            "title": "" if scenario is None else scenario.title,
            "changes": () if scenario is None else sentences(scenario, self.baseline.scheme),
            "parties": self.said.parties,
            "economies": len(self.baseline.countries),
            "when": when(model_of(self.baseline.options)),
        }

    def in_words(self) -> Outcome:
        """Give the outcome with labels that are words: a baseline of others may number its countries."""
        base = self.baseline
        if all(isinstance(one, str) for one in (*base.countries, *base.sectors)):
            return self
        named = dataclasses.replace(
            base, countries=tuple(map(str, base.countries)), sectors=tuple(map(str, base.sectors))
        )
        among = None if self.among is None else tuple(map(str, self.among))
        said = dataclasses.replace(self.said, baseline=named)
        return Outcome(
            named,
            self.problem,
            self.solution,
            question=self.asked,
            warnings=self.warnings,
            shown=self.shown,
            countries=among,
            said=said,
        )

    def _again(self, **changes: Any) -> Outcome:
        held = {
            "question": self.asked,
            "warnings": self.warnings,
            "shown": self.shown,
            "countries": self.among,
            "said": self.said,
        }
        made = Outcome(self.baseline, self.problem, self.solution, **{**held, **changes})
        if "_evaluation" in self.__dict__:
            made.__dict__["_evaluation"] = self._evaluation
        return made

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give the shown variables as a table to read (see `counterpoise.Result.table`).

        Parameters
        ----------
        companion
            As of `counterpoise.Result.table`.

        Returns
        -------
        pandas.DataFrame
            A row for each label, a column for each variable.
        """
        return self.plain().table(companion)

    def _records(self) -> Iterator[dict[str, Any]]:
        """Give the records; of flows, where countries were chosen, those from or to them."""
        for record in self.plain()._records():
            ends = {record.get("origin"), record.get("destination")} - {None}
            if self.among is None or not ends or ends & set(self.among):
                yield record

    def sel(self, **labels: Any) -> Result:
        """Give the part of the shown variables with these labels (see `counterpoise.Result.sel`).

        Parameters
        ----------
        **labels
            A label, or a list of labels, by dimension.

        Returns
        -------
        Result
            With the same question, sources and warnings.
        """
        return self.plain().sel(**labels)

    def plain(self, *, every: bool = False) -> Result:
        """Give the outcome as a `counterpoise.Result`, which holds nothing but its data.

        Parameters
        ----------
        every
            Every variable, not only those that are shown.

        Returns
        -------
        Result
            With the same question, sources and warnings.
        """
        fields = {one.name: getattr(self, one.name) for one in dataclasses.fields(Result) if one.name != "data"}
        return Result(**{**fields, "data": self.data if every else self._dataset(self.shown)})

    def excerpt(self, most: int = 10) -> list[Excerpt]:
        """Give the part that a screen holds: the parties, and those who lose and gain most real income.

        Parameters
        ----------
        most
            How many losers, and how many winners, beside the parties.

        Returns
        -------
        list[Excerpt]
            One for each kind of variable: of countries, of sectors, of flows. Where countries were chosen, all of them.
        """
        blocks = self._blocks(most)
        few = list(self.among) if self.among is not None else [one for _, part in blocks for one in part[:2]]
        whole = self.plain()
        among = len(self.baseline.countries)
        made = []
        for dims in dict.fromkeys(whole.data[name].dims for name in self.shown):
            names = [name for name in self.shown if whole.data[name].dims == dims]
            result = dataclasses.replace(whole, data=whole.data[names])
            if dims == ("country",):
                shown = sum(len(part) for _, part in blocks)
                left = among - shown if any(head for head, _ in blocks) else 0
                more = f"{left} more of {among} are not shown; --country ALL, or another format, gives them"
                made.append(Excerpt(result, blocks, below=more if left else ""))
            elif "country" in dims:
                made.append(Excerpt(result.sel(country=few)))
            else:
                made.append(Excerpt(result.sel(origin=few, destination=few)))
        return made

    def _blocks(self, most: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Give the countries of a screen in blocks: the parties, the most harmed, the most helped."""
        if self.among is not None:
            return (("", self.among),)
        welfare = self._variable("welfare_pct")
        ranked = [str(one) for one in welfare["country"].values[welfare.argsort().values]]
        others = [one for one in ranked if one not in self.said.parties]
        parties = [one for one in ranked if one in self.said.parties]
        if len(ranked) <= 2 * most:
            return tuple(block for block in (("parties", tuple(parties)), ("others", tuple(others))) if block[1])
        value = dict(zip(welfare["country"].values.tolist(), welfare.values.tolist(), strict=True))
        harmed = [one for one in others if value[one] < 0][:most]
        helped = [one for one in reversed(others) if value[one] > 0][:most]
        named = parties if len(parties) <= 2 * most else [*parties[:most], *parties[-most:]]
        blocks = (("parties", named), ("most harmed", harmed), ("most helped", helped))
        return tuple((head, tuple(part)) for head, part in blocks if part)

    def _labelled(self, dims: tuple[str, ...], values: Array) -> xr.DataArray:
        import xarray as xr  # noqa: PLC0415

        labels = {dim: self.baseline.sectors if dim == "sector" else self.baseline.countries for dim in dims}
        return xr.DataArray(values, dims=dims, coords={dim: list(held) for dim, held in labels.items()})


class _Roots(Mapping[str, "xr.DataArray"]):
    """Gives an outcome's arrays their labels when they are first asked for."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._made: dict[str, xr.DataArray] = {}

    def __contains__(self, name: object) -> bool:
        return name in ROOTS

    def __iter__(self) -> Iterator[str]:
        return iter(ROOTS)

    def __len__(self) -> int:
        return len(ROOTS)

    def __getitem__(self, name: str) -> xr.DataArray:
        if name not in self._made:
            dims, give = ROOTS[name]
            self._made[name] = self._outcome._labelled(dims, give(self._outcome))
        return self._made[name]
