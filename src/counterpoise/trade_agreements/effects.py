"""What an agreement's estimated effect on trade is worth, as one labelled result: by step, country and sector."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

import counterpoise.equilibrium.effects  # noqa: F401 - declares the measures
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.excerpt import Excerpt
from counterpoise.core.measure import measures
from counterpoise.core.result import Result
from counterpoise.trade_agreements.goods import FULL, STEPS

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

INPUT_OUTPUT = "input-output"
"""The step beyond the three: many sectors, and what each buys of the others."""

COUNTRIES = ("exports_to_parties_pct", "exports_pct", "imports_pct", "welfare_pct")
"""What an effect holds of countries."""

SECTORS = ("output_pct", "output_change")
"""What it holds of sectors."""

VARIABLES = (*COUNTRIES, *SECTORS)

RECORDED = (*COUNTRIES, "output_pct")
"""What records and tables give where nothing is named."""

SCREEN = ("exports_to_parties_pct", "exports_pct", "welfare_pct", "output_pct")
"""What a terminal shows where nothing is named."""

MOST_SHOWN = 4
"""Countries that lose, and countries that gain, on a screen."""

MOST_PARTIES = 3
"""Parties whose sectors a screen shows."""

MOST_SECTORS = 4
"""Sectors that gain, and sectors that lose, on a screen."""


def named(words: Sequence[str], where: str = "variables") -> tuple[str, ...]:
    """Give the variables that a person names, each once.

    Raises
    ------
    InputError
        If an effect has no such variable.

    Examples
    --------
    >>> named(["welfare_pct", "output_pct", "welfare_pct"])
    ('welfare_pct', 'output_pct')
    """
    found = tuple(dict.fromkeys(str(one).strip() for one in words))
    for word in found:
        if word not in VARIABLES:
            remedy = did_you_mean(word, VARIABLES, "take one of " + ", ".join(VARIABLES))
            raise InputError(f"an effect has no {word!r}", where=where, remedy=remedy)
    return found


@dataclass(frozen=True, repr=False)
class Effects(Result):
    """What a coefficient of a gravity equation does, by step (``scenario``), country and sector.

    A variable ``x`` is of the estimate itself; ``x__low`` and ``x__high`` are the ends of the interval over draws of it. Of one
    sector of goods there are the steps ``partial``, ``conditional`` and ``full``; ``input-output`` is the whole economy, with its
    sectors and inputs.

    Attributes
    ----------
    chosen
        The variables that the one who asked chose; all where there are none.
    among
        The countries that were chosen; empty for all.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.gravity.effect("KOR,CHN,JPN", coefficient=0.4, model="gravity")
    >>> found.exports_to_parties_pct.sel(country="KOR").round(0).values.tolist()
    [49.0, 44.0, 44.0]
    """

    chosen: tuple[str, ...] = ()
    among: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the names of the variables that records and tables show."""
        return tuple(one for one in self.chosen or RECORDED if one in self.data)

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a table to read (see `counterpoise.Result.table`): of countries, or of sectors where those alone are chosen.

        Parameters
        ----------
        companion
            ``low`` or ``high`` for the ends of the intervals instead.

        Returns
        -------
        pandas.DataFrame
            A row for each step and country, a column for each variable.
        """
        names = [one for one in self.variables if one in COUNTRIES] or list(self.variables)
        return self._plain(self._part(names)).table(companion)

    def _plain(self, data: xr.Dataset) -> Result:
        fields = {one.name: getattr(self, one.name) for one in dataclasses.fields(Result) if one.name != "data"}
        return Result(**{**fields, "data": data})

    def _part(self, names: Sequence[str]) -> xr.Dataset:
        return self.data[[one for name in names for end in ENDS if (one := f"{name}{end}") in self.data]]

    # The part that a screen holds ---------------------------------------------------------------------------

    def excerpt(self, most: int = MOST_SHOWN) -> list[Excerpt]:
        """Give the part that a screen holds: the parties and who loses and gains most outside; then the parties' sectors.

        Parameters
        ----------
        most
            How many losers, and how many winners, beside the parties.

        Returns
        -------
        list[Excerpt]
            One for each variable, with its steps side by side.
        """
        blocks = self.blocks(most)
        left = 0 if self.among else self.data.sizes["country"] - sum(len(part) for _, part in blocks)
        every = self.data.attrs.get("economies", 0)
        more = f"{left} more of {every} are not shown; --country ALL, or another format, gives them" if left > 0 else ""
        wanted = [one for one in self.chosen or SCREEN if one in self.data]
        shown = [one for one in wanted if one in COUNTRIES]
        made = [
            Excerpt(self._plain(self._steps(name)), blocks, above=self._head(name), below=more * (name == shown[-1]))
            for name in shown
        ]
        return made + [self._sectors(country, name) for country in self._few() for name in wanted if name in SECTORS]

    def blocks(self, most: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Give the countries of a screen in blocks: the parties, then others by real income in the last step."""
        if self.among:
            return (("", self.among),)
        welfare = self.data["welfare_pct"].isel(scenario=-1)
        value = dict(zip(welfare["country"].values.tolist(), welfare.values.tolist(), strict=True))
        ranked = sorted(value, key=lambda one: value[one])
        ours = [one for one in reversed(ranked) if one in self.data.attrs.get("parties", ())]
        others = [one for one in ranked if one not in ours]
        shown = ours if len(ours) <= 2 * most else [*ours[:most], *ours[-most:]]
        lose = [one for one in others if value[one] < 0][:most]
        gain = [one for one in reversed(others) if value[one] > 0][:most]
        blocks = (("parties", shown), ("lose most", lose), ("gain most", gain))
        return tuple((head, tuple(part)) for head, part in blocks if part)

    def _head(self, name: str) -> str:
        return f"{self.data.attrs['agreement']}: {measures[name].short}"

    def _steps(self, name: str) -> xr.Dataset:
        """Give a variable with a column for each step that says something of it."""
        import xarray as xr  # noqa: PLC0415

        held: dict[str, xr.DataArray] = {}
        for step in self.data["scenario"].values.tolist():
            array = self.data.sel(scenario=step, drop=True)
            if bool(array[name].notnull().any()):
                held |= {f"{step}{end}": array[name + end] for end in ENDS if name + end in array}
                held[step] = array[name].assign_attrs(short=step)
        return xr.Dataset(held, attrs={"alike": False})

    def _few(self) -> list[str]:
        """Give the countries whose sectors are shown: those chosen, else the parties whose real income moves most."""
        ours = list(self.among) or [str(one) for one in self.data.attrs.get("parties", ())]
        welfare = self.data["welfare_pct"].isel(scenario=-1)
        size = {one: abs(float(welfare.sel(country=one))) for one in ours}
        few = sorted(ours, key=lambda one: -size[one])[:MOST_PARTIES]
        return [one for one in ours if one in few]

    def leading(self, country: str, most: int = MOST_SECTORS) -> list[str]:
        """Give the sectors of a country whose output grows and shrinks most, at old prices: what grows first."""
        size = np.nan_to_num(self.data["output_change"].sel(country=country).values)
        codes = [str(one) for one in self.data["sector"].values]
        ranked = np.argsort(-size, kind="stable")
        grow, shrink = ranked[:most], ranked[-most:]
        return [codes[one] for one in (*grow[size[grow] > 0], *shrink[size[shrink] < 0])]

    def _sectors(self, country: str, name: str) -> Excerpt:
        """Give the sectors of a country whose output grows and shrinks most."""
        words = self.data.attrs.get("sector_names", {})
        codes, head = self.leading(country), f"sectors of {country}"
        part = self._part([name]).sel(country=country, sector=codes, drop=True)
        part = part.assign_coords(sector=[f"{one} {words.get(one, '')}".strip()[:48] for one in codes])
        return Excerpt(self._plain(part.rename(sector=head)), dimension=head)


ENDS = ("", "__low", "__high")


# Putting it together -----------------------------------------------------------------------------------------


def dataset_of(
    goods: Mapping[str, Array] | None,
    whole: tuple[Array, Array] | None,
    *,
    countries: Sequence[str],
    sectors: Sequence[str],
    interval: float | None,
    estimated: bool,
) -> xr.Dataset:
    """Put the outcomes of the estimate and of its draws together.

    Parameters
    ----------
    goods
        Of one sector, by variable ``[1 + draw, step, country]``, the estimate itself first; None where it was not asked for.
    whole
        Of the input-output model, ``[1 + draw, variable, country]`` in the order of `COUNTRIES` and ``[1 + draw, variable,
        country, sector]`` in that of `SECTORS`; None where it was not asked for.
    countries, sectors
        Labels.
    interval
        Per cent of the draws between the ends; None where there are none.
    estimated
        Whether the accounts rest on an estimate.
    """
    import xarray as xr  # noqa: PLC0415

    steps = [*(STEPS if goods is not None else ()), *((INPUT_OUTPUT,) if whole is not None else ())]
    held: dict[str, Any] = {}
    for place, name in enumerate(COUNTRIES):
        parts = [] if goods is None else [goods[name]]
        parts += [] if whole is None else [whole[0][:, None, place]]
        held |= _with_ends(name, np.concatenate(parts, axis=1), ("scenario", "country"), interval)
    if whole is not None:
        for place, name in enumerate(SECTORS):
            held |= _with_ends(name, whole[1][:, place], ("country", "sector"), interval)
    coords: dict[str, Any] = {"scenario": steps, "country": list(countries)}
    made = xr.Dataset(held, coords=coords | ({} if whole is None else {"sector": list(sectors)}))
    for name in VARIABLES:
        if name in made:
            made[name].attrs["estimated"] = estimated
    return made


def _with_ends(name: str, values: Array, dims: tuple[str, ...], interval: float | None) -> dict[str, Any]:
    """Give a variable with the ends of its interval; the first along the draws is the estimate itself."""
    label = measures[name].attrs["label"] + ("" if interval is None else f" [{interval:g} % of the draws]")
    attrs = measures[name].attrs | {"label": label, "indicator": False}
    made: dict[str, Any] = {name: (dims, values[0], attrs)}
    if interval is None:
        return made
    at = [0.5 - interval / 200.0, 0.5 + interval / 200.0]
    # draws last and together in memory: a partition along the first of them is some five times slower
    drawn = np.ascontiguousarray(np.moveaxis(values[1:], 0, -1))
    known = np.isfinite(values[0])
    ends = np.full((2, *known.shape), np.nan)
    ends[:, known] = np.nanquantile(drawn[known], at, axis=-1)
    return made | {f"{name}__{side}": (dims, end) for side, end in zip(("low", "high"), ends, strict=True)}


__all__ = ["COUNTRIES", "FULL", "INPUT_OUTPUT", "SECTORS", "STEPS", "VARIABLES", "Effects", "dataset_of", "named"]
