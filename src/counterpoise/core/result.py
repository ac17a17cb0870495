"""What a question gives back: labelled numbers, where they come from and how sure they are."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.records import FIELDS, TOLD, records_of

if TYPE_CHECKING:
    import os

    import pandas as pd
    import xarray as xr

CONTRACT = 1
"""The version of the output contract."""

MOST_RECORDS = 5_000_000
"""Records of one answer: some ten gigabytes."""

WHOLE = "whole economy"
"""Where a table has sectors: the head of what is the whole economy's, whatever sectors were asked for."""

COMPANIONS = ("low", "high", "coverage", "estimated", "reverse", *TOLD)


@dataclass(frozen=True)
class Asked:
    """A question as it was asked: its name and its arguments in canonical form."""

    name: str
    arguments: Mapping[str, Any]
    version: str = ""
    charts: str = ""
    documents: str = ""

    @property
    def key(self) -> str:
        """Give the hash that names this question with these arguments."""
        from counterpoise.core.canonical import canonical_hash  # noqa: PLC0415

        return canonical_hash({"question": self.name, "arguments": self.arguments, "version": self.version})


@dataclass(frozen=True)
class Provenance:
    """Where numbers come from.

    Attributes
    ----------
    source
        The dataset's name, for example ``icio-2025``.
    title, edition, licence, citation
        As its producer says.
    year
        The year, or the years, of the numbers.
    checksum
        SHA-256 of the data.
    notes
        What the data is not: said wherever it matters.
    """

    source: str
    title: str = ""
    edition: str = ""
    year: int | tuple[int, ...] | None = None
    licence: str = ""
    citation: str = ""
    checksum: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Result:
    """The answer to a question.

    Attributes
    ----------
    question
        What was asked.
    data
        An `xarray.Dataset`. Beside a variable ``x`` stand ``x__low`` and ``x__high`` (its bounds),
        ``x__coverage`` (the share of the data behind it, 0 to 1), ``x__estimated`` (1 where it rests on an estimate, if
        that differs within the answer; else the attribute ``estimated`` says it) and ``x__reverse`` (the same
        measure in the other direction: the partner's on the country), where they are known; ``x__kind``, ``x__year`` and
        ``x__source`` where these differ from value to value.
    provenance
        The sources.
    warnings
        What a reader must know before using the numbers.
    diagnostics
        How the calculation went: residuals, iterations, sizes.
    """

    question: Asked
    data: xr.Dataset
    provenance: tuple[Provenance, ...] = ()
    warnings: tuple[str, ...] = ()
    diagnostics: Mapping[str, Any] = field(default_factory=dict)

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the names of the variables, without their companions."""
        return tuple(str(name) for name in self.data.data_vars if not _is_companion(str(name)))

    @property
    def names(self) -> Collection[str]:
        """Give the names of all that the data hold, without computing it."""
        return tuple(map(str, self.data.data_vars))

    @property
    def attrs(self) -> Mapping[str, Any]:
        """Give what is said of the data as a whole, without computing it."""
        return self.data.attrs

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
        return self.data[name] if name in self.data else None  # noqa: SIM401 - Dataset.get looks for names that are near

    def __getattr__(self, name: str) -> xr.DataArray:
        """Give a variable by its name."""
        if name.startswith("_") or name in ("data", "question"):
            raise AttributeError(name)
        if name in self.data:
            return self.data[name]
        remedy = did_you_mean(name, map(str, self.data.data_vars), "it has " + ", ".join(self.variables))
        raise AttributeError(f"this result has no {name!r}; {remedy}")

    def __dir__(self) -> list[str]:
        """List the variables too, so that a notebook completes them."""
        return [*super().__dir__(), *map(str, self.data.data_vars)]

    def companion(self, name: str, kind: str) -> xr.DataArray | None:
        """Give what stands beside a variable.

        Parameters
        ----------
        name
            The variable.
        kind
            ``low``, ``high``, ``coverage``, ``reverse``, ``kind``, ``year`` or ``source``.

        Returns
        -------
        xarray.DataArray or None
            None where there is none.
        """
        return self.get(f"{name}__{kind}")

    def sel(self, **labels: Any) -> Result:
        """Give the part of the result with these labels (see `xarray.Dataset.sel`).

        Parameters
        ----------
        **labels
            A label, or a list of labels, by dimension.

        Returns
        -------
        Result
            With the same question, sources and warnings; a dimension with one label is gone.

        Raises
        ------
        InputError
            If a dimension or a label is not there.
        """
        for dimension, wanted in labels.items():
            if dimension not in self.data.dims:
                known = ", ".join(map(str, self.data.dims))
                raise InputError(f"the result has no dimension {dimension!r}", where="sel", remedy=f"it has {known}")
            held = self.data[dimension].values.tolist()
            for one in wanted if isinstance(wanted, list | tuple) else [wanted]:
                if one not in held:
                    remedy = did_you_mean(str(one), map(str, held), "it has " + ", ".join(map(str, held[:12])))
                    raise InputError(f"the result has no {dimension} {one!r}", where="sel", remedy=remedy)
        return dataclasses.replace(self, data=self.data.sel(labels))

    def records(self) -> list[dict[str, Any]]:
        """Give the numbers as records: one dictionary a value, with the fields of `FIELDS`.

        A value that is missing is None. A combination for which there is no observation at all
        (its coverage is missing too) has no record.
        """
        return list(self._records())

    def _records(self) -> Iterator[dict[str, Any]]:
        cells = sum(
            self.data[one].size for way in ("", "__reverse") for n in self.variables if (one := n + way) in self.data
        )
        if cells > MOST_RECORDS:
            remedy = "name sectors (TOTAL), indicators or partners; in Python the arrays in .data hold all of it"
            raise InputError(f"{cells:,} records are too many to write", where="records", remedy=remedy)
        ends = ("country", "partner")
        who, whom = (set(self.data[dim].values.tolist()) if dim in self.data.dims else set() for dim in ends)
        data = self.data.sel(country=asked) if (asked := self.data.attrs.get("recorded")) else self.data
        for name in self.variables:
            yield from records_of(data, name, reverse=False)
            if f"{name}__reverse" in data:  # of pairs that are asked for both ways each record is given once
                back = records_of(data, name, reverse=True)
                yield from (one for one in back if not (one.get("country") in who and one.get("partner") in whom))

    def frame(self) -> pd.DataFrame:
        """Give the records as a `pandas.DataFrame`, one row a value."""
        return frame_of(self.records())

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a table to read: a row for each label, a column for each variable (and sector, where it has one).

        Where the other direction is known it has a column of its own, ``x__reverse``. Where kind, year and source
        differ from value to value each has a column, and sectors stand below each other.

        Parameters
        ----------
        companion
            ``low``, ``high`` or ``coverage`` for a table of these instead, in the same columns; missing
            where a variable has none.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.

        Examples
        --------
        >>> import counterpoise as cp
        >>> cp.rely("KOR", on="CHN", sector="TOTAL", indicators="look_through").table().round(4).values.tolist()
        [[0.0601]]
        """
        import pandas as pd  # noqa: PLC0415

        if wanted := self.data.attrs.get("tabled"):
            kept = [one for name in wanted for end in ("", "__low", "__high") if (one := f"{name}{end}") in self.data]
            return dataclasses.replace(self, data=self.data[kept].drop_attrs(deep=False)).table(companion)
        if entries := self.data.attrs.get("entries"):
            from counterpoise.core.entries import entries_table  # noqa: PLC0415

            return entries_table(self, str(entries))
        pieces: dict[tuple[str, ...], Any] = {}
        rows: Any = None
        told = any(f"{one}__{word}" in self.data for one in self.variables for word in TOLD)
        across = [d for d in ("sector",) if d in self.data.dims and not told]
        down = [str(d) for d in self.data.dims if d not in across]
        ways = [n for one in self.variables for n in (one, f"{one}__reverse") if n in self.data]
        shown = [n for way in ways for n in (way, *(f"{way}__{word}" for word in TOLD)) if n in self.data]
        for name in shown:
            array = self._companion(name, companion) if companion else self.data[name]
            own = [d for d in down if d in array.dims]
            if own != down:
                array = array.expand_dims({d: self.data[d].values for d in down if d not in own})
            array = array.transpose(*down, ...) if down else array.expand_dims(all=["all"])
            rows = _rows(array, down or ["all"]) if rows is None else rows
            if across and "sector" in array.dims:
                held = array.values
                sectors = self.data["sector"].values.tolist()
                pieces |= {(name, one): held[..., at].reshape(-1) for at, one in enumerate(sectors)}
            else:
                pieces[(name, WHOLE) if across else (name,)] = array.values.reshape(-1)
        table = pd.DataFrame(pieces, index=rows)
        table.columns.names = ["indicator", *across]
        if not across:
            table.columns = [column[0] for column in table.columns]
        long = [level for level in down if self.data.sizes[level] == 1 and len(down) > 1]
        if long and len(long) < len(down):
            table = table.droplevel(long)
        table = table if companion else table.dropna(how="all")
        table.attrs = {
            "units": {name: self.data[name].attrs.get("unit", "") for name in shown},
            "heads": {name: _head(self.data, name) for name in shown},
        }
        return table

    def _companion(self, name: str, kind: str) -> xr.DataArray:
        import xarray as xr  # noqa: PLC0415

        if (held := f"{name}__{kind}") in self.data:
            return self.data[held]
        return xr.full_like(self.data[name], math.nan, dtype=float)

    def chart(self, name: str | None = None, **choices: Any) -> Any:
        """Give a chart of this result, an `altair.Chart`.

        Parameters
        ----------
        name
            Which of the question's charts; None is the first.
        **choices
            Passed to the chart's function.

        Returns
        -------
        altair.Chart
            A declared specification: it shows itself in a notebook, and saves itself.

        Raises
        ------
        InputError
            If the question has no such chart.
        """
        from counterpoise.core.figure import figures_for  # noqa: PLC0415

        if not (known := figures_for(self.question)):
            raise InputError(f"there is no chart for {self.question.name!r}", where="chart", remedy="take its table")
        if name is not None and name not in known:
            raise InputError(f"there is no chart {name!r}", where="chart", remedy="take one of " + ", ".join(known))
        return known[name or next(iter(known))](self, **choices)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the answer as a document, where its question has one: a page (.html), a spreadsheet (.xlsx).

        Parameters
        ----------
        path
            The file; its ending says which document.

        Raises
        ------
        InputError
            If the question has no such document.
        """
        from counterpoise.core.document import write  # noqa: PLC0415

        write(self, path)

    @property
    def meta(self) -> dict[str, Any]:
        """Give what stands beside the records: question, sources, warnings, diagnostics."""
        from counterpoise.core.canonical import plain  # noqa: PLC0415

        baseline = [{k: v for k, v in plain(p).items() if v not in (None, "", [])} for p in self.provenance]
        return {
            "contract": CONTRACT,
            "question": self.question.name,
            "arguments": plain(self.question.arguments),
            "key": self.question.key,
            "version": self.question.version,
            "baseline": baseline,
            "warnings": list(self.warnings),
            "diagnostics": plain(self.diagnostics),
        }

    def __repr__(self) -> str:
        sizes = ", ".join(f"{d}: {n}" for d, n in self.data.sizes.items())
        sources = ", ".join(p.source for p in self.provenance)
        head = f"<counterpoise result of {self.question.name!r} ({sizes}) from {sources or 'given numbers'}>"
        width = max([32, *map(len, self.variables)])
        lines = [f"  {name:<{width}} {self.data[name].attrs.get('label', '')}" for name in self.variables]
        return "\n".join([head, *lines, *(f"  ! {warning}" for warning in self.warnings)])

    def _repr_html_(self) -> str:
        """Show a notebook's user the table, its sources and its warnings."""
        import html  # noqa: PLC0415

        sources = "; ".join(f"{p.title or p.source} {p.edition}, {p.year}" for p in self.provenance)
        notes = "".join(f"<li>{html.escape(warning)}</li>" for warning in self.warnings)
        table: Any = self.table()
        return (
            f"<b>{html.escape(self.question.name)}</b> <small>{html.escape(sources)}</small>"
            f"{table.to_html(max_rows=30, float_format='{:.4g}'.format)}<ul>{notes}</ul>"
        )


def _is_companion(name: str) -> bool:
    return name.rpartition("__")[2] in COMPANIONS and "__" in name


def _head(data: xr.Dataset, name: str) -> str:
    """Give the head of a column: of what is said of a value the word for it, else the variable's short name."""
    own, _, kind = name.rpartition("__")
    if kind in TOLD:
        return f"{kind}, partner's" if own.endswith("__reverse") else kind
    whose = ", partner's" if kind == "reverse" else ""
    return data[name].attrs.get("short", name) + whose


def _rows(array: xr.DataArray, down: list[str]) -> Any:
    """Give the index of a table's rows: every combination of the labels that stand below each other."""
    return array.isel({one: 0 for one in array.dims if one not in down}).coords.to_index()


def frame_of(records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Give records as a table with a column for each field that occurs, in the contract's order."""
    import pandas as pd  # noqa: PLC0415

    rows = list(records)
    found = {key for row in rows for key in row}
    others = [key for row in rows[:1] for key in row if key not in FIELDS]
    return pd.DataFrame(rows, columns=[*(name for name in FIELDS if name in found), *others])
