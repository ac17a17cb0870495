"""What an agreement does to everyone, as one labelled result: its parts, the years of its phases, countries and sectors."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.codes.sectors import scheme, schemes
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.excerpt import Excerpt
from counterpoise.core.measure import measures
from counterpoise.core.result import Result
from counterpoise.trade_agreements.plan import TARIFFS, WHOLE

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.trade_agreements.solved import Key

    Array = NDArray[np.float64]

COUNTRIES = (
    "welfare_pct",
    "real_wage_pct",
    "equivalent_variation",
    "terms_of_trade_pct",
    "exports_pct",
    "imports_pct",
    "exports_to_parties_pct",
    "tariff_revenue_change",
)
"""What an agreement's answer holds of countries."""

SECTORS = ("output_pct", "output_change")
"""What it holds of sectors."""

VARIABLES = (*COUNTRIES, *SECTORS)

RECORDED = (*COUNTRIES, "output_pct")
"""What records and tables give where nothing is named."""

SCREEN = ("welfare_pct", "real_wage_pct", "exports_pct")
"""What a terminal shows of countries."""

MOST_SHOWN = 8
"""Countries that lose, and countries that gain, on a screen."""

MOST_SECTORS = 4
"""Sectors that gain, and sectors that lose, on a screen."""

MOST_PARTIES = 3
"""Parties whose sectors a screen shows."""

MOST_YEARS = 8
"""Years that stand side by side on a screen."""

PART, PHASE = "part", "phase"
"""The dimensions of parts and of years."""


def named(words: Sequence[str], where: str = "variables") -> tuple[str, ...]:
    """Give the variables that a person names, each once.

    Raises
    ------
    InputError
        If an agreement's answer has no such variable.

    Examples
    --------
    >>> named(["welfare_pct", "output_pct", "welfare_pct"])
    ('welfare_pct', 'output_pct')
    """
    found = tuple(dict.fromkeys(str(one).strip() for one in words))
    for word in found:
        if word not in VARIABLES:
            remedy = did_you_mean(word, VARIABLES, "take one of " + ", ".join(VARIABLES))
            raise InputError(f"an agreement's answer has no {word!r}", where=where, remedy=remedy)
    return found


@dataclass(frozen=True, repr=False)
class Agreed(Result):
    """What an agreement does, by part (``part``), year of its phases (``phase``), country and sector.

    A variable ``x`` is of the central elasticities and the central effect of depth; ``x__low`` and ``x__high`` are the ends of
    the interval over draws of both.

    Attributes
    ----------
    chosen
        The variables that the one who asked chose; `RECORDED` where there are none.
    among
        The countries that were chosen; empty for all.
    outcomes
        The solved equilibria, by part and year.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.agree("KOR,CHN,JPN", tariffs_only=True, draws=0)
    >>> found.welfare_pct.sel(part="tariffs only", country=["KOR", "CHN", "JPN"]).round(2).values.tolist()
    [0.12, 0.05, 0.11]
    """

    chosen: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    outcomes: Mapping[Key, Outcome] = field(default_factory=dict)

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the names of the variables that records and tables show."""
        return self.chosen or tuple(one for one in RECORDED if one in self.data)

    @property
    def shown(self) -> tuple[str, ...]:
        """Give the names of the variables that a terminal shows."""
        return self.chosen or ((*SCREEN[:1],) if PHASE in self.data.dims else (*SCREEN, "output_pct"))

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a table to read (see `counterpoise.Result.table`): of countries, or of sectors where those alone are chosen.

        Parameters
        ----------
        companion
            ``low`` or ``high`` for the ends of the intervals instead.

        Returns
        -------
        pandas.DataFrame
            A row for each part, year and country, a column for each variable.
        """
        names = [one for one in self.variables if "sector" not in self.data[one].dims] or list(self.variables)
        return self._plain(self._part_of(names)).table(companion)

    def chart(self, name: str | None = None, **choices: Any) -> Any:
        """Give a chart (see `counterpoise.Result.chart`): where none is named, of the years if it is phased in.

        Parameters
        ----------
        name
            ``gains``, ``sectors`` or ``phases``.
        **choices
            Passed to the chart's function.

        Returns
        -------
        altair.Chart
            The chart.

        Raises
        ------
        InputError
            If there is no such chart.
        """
        usual = "phases" if PHASE in self.data.dims else None
        return super().chart(name or usual, **({"names": self.sector_words()} if name == "sectors" else {}) | choices)

    def _plain(self, data: xr.Dataset) -> Result:
        fields = {one.name: getattr(self, one.name) for one in dataclasses.fields(Result) if one.name != "data"}
        return Result(**{**fields, "data": data})

    def _part_of(self, names: Sequence[str]) -> xr.Dataset:
        return self.data[[one for name in names for end in ENDS if (one := f"{name}{end}") in self.data]]

    # The part that a screen holds ---------------------------------------------------------------------------

    @property
    def main(self) -> str:
        """The part that stands first: the whole, where it was asked for."""
        return str(self.data[PART].values[-1])

    @property
    def last(self) -> xr.Dataset:
        """The data at the end of the phases."""
        return self.data.isel({PHASE: -1}) if PHASE in self.data.dims else self.data

    def excerpt(self, most: int = MOST_SHOWN) -> list[Excerpt]:
        """Give the part that a screen holds: the parties and who loses and gains most outside; then the parties' sectors.

        Parameters
        ----------
        most
            How many losers, and how many winners, beside the parties.

        Returns
        -------
        list[Excerpt]
            Where it is phased in, the years side by side.
        """
        from counterpoise.trade_agreements.screen import at_once, by_years  # noqa: PLC0415

        return by_years(self, most) if PHASE in self.data.dims else at_once(self, most)

    def blocks(self, most: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Give the countries of a screen in blocks: the parties, then others by the whole's real income in the end.

        Parameters
        ----------
        most
            How many losers, and how many winners, beside the parties.

        Returns
        -------
        tuple
            The head of each block with its countries; one without a head where countries were chosen.
        """
        if self.among:
            return (("", self.among),)
        welfare = self.last["welfare_pct"].sel({PART: self.main})
        value = dict(zip(welfare["country"].values.tolist(), welfare.values.tolist(), strict=True))
        ranked = sorted(value, key=lambda one: value[one])
        ours = [one for one in reversed(ranked) if one in self.data.attrs.get("parties", ())]
        others = [one for one in ranked if one not in ours]
        if len(ranked) <= 2 * most:
            blocks = (("parties", ours), ("others", others))
        else:
            shown = ours if len(ours) <= 2 * most else [*ours[:most], *ours[-most:]]
            harmed = [one for one in others if value[one] < 0][:most]
            helped = [one for one in reversed(others) if value[one] > 0][:most]
            blocks = (("parties", shown), ("lose most", harmed), ("gain most", helped))
        return tuple((head, tuple(part)) for head, part in blocks if part)

    def sector_words(self) -> dict[str, str]:
        """Give each sector's code with its name."""
        source = next((one.source for one in self.provenance), "")
        known = scheme(next((one for one in schemes() if source.startswith(one)), "icio-2025"))
        made = {}
        for code in self.data["sector"].values.tolist():
            try:
                made[code] = f"{code} {known.name(code)}"
            except InputError:  # a label of one's own
                made[code] = str(code)
        return made


ENDS = ("", "__low", "__high")


# Putting it together -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ends:
    """The ends of the intervals of a part in a year: arrays ``[country]`` and ``[country, sector]`` by variable."""

    low: Mapping[str, Array]
    high: Mapping[str, Array]


def ends_of(value: Array, by_sector: Array, interval: float) -> Ends:
    """Give the ends of the intervals over draws.

    Parameters
    ----------
    value
        ``[draw, variable, country]`` of `COUNTRIES`, of those draws that have a solution.
    by_sector
        ``[draw, variable, country, sector]`` of `SECTORS`.
    interval
        Per cent of the draws between the ends.
    """
    at = [0.5 - interval / 200.0, 0.5 + interval / 200.0]
    found: tuple[dict[str, Array], dict[str, Array]] = ({}, {})
    for names, array in ((COUNTRIES, value), (SECTORS, by_sector)):
        for place, name in enumerate(names):
            # draws last and together in memory: a partition along the first of them is some five times slower
            held = np.ascontiguousarray(np.moveaxis(array[:, place], 0, -1))
            for made, end in zip(found, np.quantile(held, at, axis=-1), strict=True):
                made[name] = end
    return Ends(*found)


def dataset_of(outcomes: Mapping[Key, Outcome], bands: Mapping[Key, Ends], interval: float) -> xr.Dataset:
    """Put the outcomes of parts and years together, with the ends of their intervals.

    Parameters
    ----------
    outcomes
        By part and year.
    bands
        Of those of them that were drawn.
    interval
        Per cent of the draws between the ends.
    """
    import xarray as xr  # noqa: PLC0415

    parts, years = list(dict.fromkeys(part for part, _ in outcomes)), list(dict.fromkeys(year for _, year in outcomes))
    phased = years != [None]
    first = next(iter(outcomes.values()))
    last = list(outcomes.values())[-1]
    dims = (PART, *([PHASE] if phased else []))
    shape = tuple(len(one) for one in ([parts, years] if phased else [parts]))
    sizes = {"country": len(first.baseline.countries), "sector": len(first.baseline.sectors)}
    held: dict[str, Any] = {}
    for name in VARIABLES:
        own = measures[name].dims
        rows = {key: outcome._variable(name).transpose(*own).values for key, outcome in outcomes.items()}
        sides = {"": rows}
        if bands:
            sides |= {
                f"__{side}": {key: getattr(one, side)[name] for key, one in bands.items()} for side in ("low", "high")
            }
        for end, by_key in sides.items():
            stack = np.stack([by_key[part, year] for part in parts for year in years])
            array = stack.reshape((*shape, *(sizes[one] for one in own)))
            held[name + end] = ((*dims, *own), array, {} if end else _attrs(name, last, interval if bands else None))
    coords: dict[str, Any] = {
        PART: parts,
        "country": list(first.baseline.countries),
        "sector": list(first.baseline.sectors),
    }
    if phased:
        coords[PHASE] = years
    data = xr.Dataset(held, coords=coords, attrs=last.data_attrs)
    return data if first.baseline.year is None else data.assign_coords(year=first.baseline.year)


def _attrs(name: str, outcome: Outcome, interval: float | None) -> dict[str, Any]:
    attrs = measures[name].attrs
    label = attrs["label"] + (f" [{interval:g} % of the draws]" if interval is not None else "")
    return attrs | {"label": label, "indicator": False, "estimated": bool(outcome.baseline.estimated)}


__all__ = ["COUNTRIES", "SECTORS", "TARIFFS", "VARIABLES", "WHOLE", "Agreed", "Ends", "dataset_of", "ends_of", "named"]
