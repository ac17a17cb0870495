"""One change at several times: the outcomes side by side, as one labelled result."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.excerpt import Excerpt
from counterpoise.core.result import Asked, Provenance, Result
from counterpoise.equilibrium.effects import HEADLINE, OUTCOME

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.equilibrium.outcome import Outcome

HORIZON, YEARS = "horizon", "years_after"
"""The dimensions that times run along: names of horizons, and years after the change."""

SCREEN = ("welfare_pct",)
"""What a terminal shows where nothing is named: of each variable the times stand side by side."""


class Outcomes(Result):
    """The outcomes of one change at several times: horizons, or years after it.

    Its variables are those of `counterpoise.Outcome`, with one dimension more; they are computed when they are first read.

    Attributes
    ----------
    dimension
        ``horizon`` or ``years_after``.
    outcomes
        The outcome of each time, nearest first; a time without an equilibrium is not there.
    lacking
        Of each time without an equilibrium, why.
    shown
        The variables that a terminal shows.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.simulate("embargo 90 % between KOR and CHN", horizon="all")
    >>> found.welfare_pct.sel(country="KOR").round(1).to_series().to_dict()
    {'short': -16.9, 'medium': -2.0, 'long': -2.1}
    >>> found["long"].diagnostics["residual"] < 1e-9
    True
    """

    def __init__(
        self,
        dimension: str,
        outcomes: Mapping[Any, Outcome],
        *,
        lacking: Mapping[Any, str] | None = None,
        question: Asked | None = None,
        provenance: Sequence[Provenance] | None = None,
        warnings: Sequence[str] | None = None,
        variables: Sequence[str] | None = None,
    ) -> None:
        first = next(iter(outcomes.values()))
        every = tuple(dict.fromkeys(one for outcome in outcomes.values() for one in outcome.provenance))
        held = {
            "dimension": dimension,
            "outcomes": dict(outcomes),
            "lacking": dict(lacking or {}),
            "question": question or first.question,
            "provenance": every if provenance is None else tuple(provenance),
            "warnings": tuple(_common(dimension, outcomes) if warnings is None else warnings),
            "chosen": None if variables is None else tuple(variables),
            "shown": SCREEN if variables is None else tuple(variables),
            "diagnostics": _diagnostics(outcomes, lacking or {}),
        }
        for name, value in held.items():
            object.__setattr__(self, name, value)

    if TYPE_CHECKING:
        dimension: str
        outcomes: dict[Any, Outcome]
        lacking: dict[Any, str]
        chosen: tuple[str, ...] | None
        shown: tuple[str, ...]

    @property
    def first(self) -> Outcome:
        """The outcome of the nearest time."""
        return next(iter(self.outcomes.values()))

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the names of the variables that records and tables show."""
        return HEADLINE if self.chosen is None else self.chosen

    @cached_property
    def data(self) -> xr.Dataset:  # pyright: ignore[reportIncompatibleVariableOverride] - made when it is first read
        """Give all variables with their labels; its attributes tell what changes, whom it names, and the times in words."""
        return self._dataset(OUTCOME)

    @property
    def names(self) -> Collection[str]:
        """Give the names of all variables, without computing them."""
        return tuple(OUTCOME)

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

    def __getitem__(self, label: Any) -> Outcome:
        """Give the outcome of a time."""
        if label not in self.outcomes:
            if label in self.lacking:
                raise InputError(
                    f"there is no outcome: {self.lacking[label]}", where=self.dimension, remedy="take another"
                )
            held = [str(one) for one in self.outcomes]
            raise InputError(
                f"there is no {self.dimension} {label!r}",
                where=self.dimension,
                remedy=did_you_mean(str(label), held, f"it has {', '.join(held)}"),
            )
        return self.outcomes[label]

    def _variable(self, name: str) -> xr.DataArray:
        import xarray as xr  # noqa: PLC0415

        arrays = [outcome._variable(name) for outcome in self.outcomes.values()]
        labels = xr.Variable(self.dimension, list(self.outcomes))
        return xr.concat(
            arrays, dim=labels, join="exact", coords="minimal", compat="override", combine_attrs="override"
        )

    def _dataset(self, names: Sequence[str]) -> xr.Dataset:
        import xarray as xr  # noqa: PLC0415

        about = self.first.data_attrs
        words = tuple(outcome.data_attrs["when"] for outcome in self.outcomes.values())
        about = {key: value for key, value in about.items() if key != "when"} | {"times": words}
        data = xr.Dataset({name: self._variable(name) for name in names}, attrs=about)
        year = self.first.baseline.year
        return data if year is None else data.assign_coords(year=year)

    def plain(self, *, every: bool = False) -> Result:
        """Give a `counterpoise.Result`, which holds nothing but its data.

        Parameters
        ----------
        every
            Every variable, not only those that records show.

        Returns
        -------
        Result
            With the same question, sources and warnings.
        """
        fields = {one.name: getattr(self, one.name) for one in dataclasses.fields(Result) if one.name != "data"}
        return Result(**{**fields, "data": self.data if every else self._dataset(self.variables)})

    def _records(self) -> Iterator[dict[str, Any]]:
        """Give the records; of flows, where countries were chosen, those from or to them."""
        among = self.first.among
        for record in self.plain()._records():
            ends = {record.get("origin"), record.get("destination")} - {None}
            if among is None or not ends or ends & set(among):
                yield record

    def table(self, companion: str = "") -> Any:
        """Give the shown variables as a table to read (see `counterpoise.Result.table`).

        Parameters
        ----------
        companion
            As of `counterpoise.Result.table`.

        Returns
        -------
        pandas.DataFrame
            A row for each label and time, a column for each variable.
        """
        return self.plain().table(companion)

    def sel(self, **labels: Any) -> Result:
        """Give the part of the shown variables with these labels (see `counterpoise.Result.sel`).

        Parameters
        ----------
        **labels
            A label, or a list of labels, by dimension, as ``horizon="short"``.

        Returns
        -------
        Result
            With the same question, sources and warnings.
        """
        return self.plain().sel(**labels)

    def chart(self, name: str | None = None, **choices: Any) -> Any:
        """Give a chart (see `counterpoise.Result.chart`).

        Parameters
        ----------
        name
            Which; ``over_time``, the one of several times, where none is named.
        **choices
            As ``countries=["KOR"]``.

        Returns
        -------
        altair.Chart
            Real income over the years, or of horizons side by side.
        """
        return super().chart(name or "over_time", **choices)

    def __repr__(self) -> str:
        return repr(self.plain())

    def showing(self, variables: Sequence[str] | None = None, countries: Sequence[str] | None = None) -> Outcomes:
        """Give the result with other variables, or fewer countries, in its records and tables.

        Parameters
        ----------
        variables
            Names of variables; None keeps those that are shown.
        countries
            Codes; None keeps all.

        Returns
        -------
        Outcomes
            Of the same solutions.
        """
        from counterpoise.equilibrium.outcome import named  # noqa: PLC0415

        outcomes = {label: one.showing(variables, countries) for label, one in self.outcomes.items()}
        return self._again(outcomes=outcomes, variables=self.chosen if variables is None else named(variables))

    def with_question(self, asked: Asked) -> Outcomes:
        """Give the result signed with what was asked, and each of its outcomes too.

        Parameters
        ----------
        asked
            The question with its arguments.

        Returns
        -------
        Outcomes
            Of the same solutions.
        """
        outcomes = {label: one.with_question(asked) for label, one in self.outcomes.items()}
        return self._again(outcomes=outcomes, question=asked)

    def with_warnings(self, *first: str) -> Outcomes:
        """Give the result with more that a reader must know.

        Parameters
        ----------
        *first
            What is told before the rest.

        Returns
        -------
        Outcomes
            Of the same solutions.
        """
        return self._again(warnings=(*first, *(one for one in self.warnings if one not in first)))

    def _again(self, **changes: Any) -> Outcomes:
        held = {
            "outcomes": self.outcomes,
            "lacking": self.lacking,
            "question": self.question,
            "provenance": self.provenance,
            "warnings": self.warnings,
            "variables": self.chosen,
        }
        return Outcomes(self.dimension, **{**held, **changes})

    def excerpt(self, most: int = 10) -> list[Excerpt]:
        """Give the part that a screen holds: of each variable the times side by side, for the parties and the most affected.

        Parameters
        ----------
        most
            How many losers, and how many winners, beside the parties, at the nearest time.

        Returns
        -------
        list[Excerpt]
            One for each variable.
        """
        blocks = self.first._blocks(most)
        among = self.first.among
        few = list(among) if among is not None else [one for _, part in blocks for one in part[:2]]
        left = len(self.first.baseline.countries) - sum(len(part) for _, part in blocks)
        more = f"{left} more of {len(self.first.baseline.countries)} are not shown; --country ALL, or another format, gives them"
        made = []
        for name in self.shown:
            result = self._beside(name)
            head = f"{result.data.attrs['short']}, {result.data.attrs['unit']}"
            dims = next(iter(result.data.data_vars.values())).dims
            if dims == ("country",):
                below = more if left and any(word for word, _ in blocks) else ""
                made.append(Excerpt(result, blocks, above=head, below=below))
            elif "country" in dims:
                made.append(Excerpt(result.sel(country=few), above=head))
            else:
                made.append(Excerpt(result.sel(origin=few, destination=few), above=head))
        return made

    def _beside(self, name: str) -> Result:
        """Give a variable with a time in place of each variable."""
        import xarray as xr  # noqa: PLC0415

        arrays = {}
        for label, outcome in self.outcomes.items():
            array = outcome._variable(name)
            word = str(label) if self.dimension == HORIZON else f"year {label:g}"
            arrays[word] = array.assign_attrs(short=word)
        attrs = next(iter(self.outcomes.values()))._variable(name).attrs
        about = {"short": attrs.get("short", name), "unit": attrs.get("unit", ""), "alike": True}
        return dataclasses.replace(self.plain(), data=xr.Dataset(arrays, attrs=about))


def _common(dimension: str, outcomes: Mapping[Any, Outcome]) -> list[str]:
    """Give the warnings of all times; those of some say of which."""
    where: dict[str, list[str]] = {}
    for label, outcome in outcomes.items():
        for one in outcome.warnings:
            where.setdefault(one, []).append(str(label))
    unit = ("", "") if dimension == HORIZON else ("year ", "years ")
    return [
        one if len(held) == len(outcomes) else f"{unit[len(held) > 1]}{', '.join(held)}: {one}"
        for one, held in where.items()
    ]


def _diagnostics(outcomes: Mapping[Any, Outcome], lacking: Mapping[Any, str]) -> dict[str, Any]:
    each = {str(label): outcome.diagnostics for label, outcome in outcomes.items()}
    first = next(iter(each.values()))
    return {
        "residual": max(one["residual"] for one in each.values()),
        "iterations": sum(one["iterations"] for one in each.values()),
        "closure": first["closure"],
        "baseline_correction": first["baseline_correction"],
        "baseline_correction_of": first["baseline_correction_of"],
        "times": each,
        "lacking": {str(label): why for label, why in lacking.items()},
    }
