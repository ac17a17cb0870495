"""What many draws say together: the middle and an interval of every country's outcome, and where the spread comes from."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError, NoSolution, did_you_mean
from counterpoise.core.excerpt import Excerpt
from counterpoise.core.measure import measures
from counterpoise.core.prose import brief
from counterpoise.core.result import Result
from counterpoise.equilibrium.ensemble import COUNTRIES
from counterpoise.equilibrium.sensitivity import shares

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from counterpoise.equilibrium.outcome import Outcome

    Array = NDArray[np.float64]

SHARE = "spread_share"
"""The variable that tells where the spread comes from."""

SHOWN = ("welfare_pct", "real_wage_pct", "exports_pct", "imports_pct", SHARE)
"""What is shown where nothing is named."""

MOST_FAILED = 0.1
"""The share of draws that may be without a solution; an interval of the rest would tell too little beyond it."""

LEAST_BEYOND = 5
"""Draws beyond each end of an interval below which its ends are chance."""

LEADING = 5
"""Elasticities that a screen shows."""

CONDITIONAL = (
    "the interval is of draws of the elasticities alone: it leaves out the uncertainty of the model itself, of its closure and "
    "of its data"
)
"""What a reader must know of an interval over elasticities."""

DEPTH_TOO = (
    "the interval is of draws of the elasticities and of what a step of depth does: it leaves out the uncertainty of the model "
    "itself, of its closure and of its data"
)
"""What a reader must know of an interval over the effect of an agreement's depth too."""


@dataclass(frozen=True, repr=False)
class Spread(Result):
    """Medians and intervals of every country's outcome over draws of the elasticities.

    Beside a variable ``x``, the median over the draws, stand ``x__low`` and ``x__high``. ``spread_share`` ``[country,
    parameter]`` is the share of the variance of a country's ``welfare_pct`` that each elasticity accounts for.

    Attributes
    ----------
    shown
        The variables that records and tables give; ``data`` holds all.
    chosen
        Whether the countries were chosen by the one who asked.

    Examples
    --------
    >>> import counterpoise as cp
    >>> spread = cp.ensemble("embargo 90 % between KOR and CHN", draws=20)
    >>> korea = spread.sel(country="KOR")
    >>> bool(korea.welfare_pct__low < korea.welfare_pct < korea.welfare_pct__high < 0)
    True
    """

    shown: tuple[str, ...] = SHOWN
    chosen: bool = False

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the names of the variables that records and tables show."""
        return tuple(one for one in self.shown if one in self.data)

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a table to read of countries (see `counterpoise.Result.table`); of ``spread_share`` where it alone is shown.

        Parameters
        ----------
        companion
            ``low`` or ``high`` for the ends of the intervals instead.

        Returns
        -------
        pandas.DataFrame
            A row for each country, a column for each variable.
        """
        names = [one for one in self.variables if one != SHARE] or list(self.variables)
        beside = [f"{one}{end}" for one in names for end in ("__low", "__high") if f"{one}{end}" in self.data]
        fields = {one.name: getattr(self, one.name) for one in dataclasses.fields(Result) if one.name != "data"}
        return Result(**fields, data=self.data[names + beside]).table(companion)

    def excerpt(self, most: int = 10) -> list[Excerpt]:
        """Give the part that a screen holds: the parties, those who lose and gain most, and what their spread comes from.

        Parameters
        ----------
        most
            How many losers, and how many winners, beside the parties.

        Returns
        -------
        list[Excerpt]
            Medians with their intervals; then the leading elasticities.
        """
        blocks = self._blocks(most)
        every = self.data.attrs.get("economies", 0)
        left = 0 if self.chosen else self.data.sizes["country"] - sum(len(part) for _, part in blocks)
        more = f"{left} more of {every} are not shown; --country ALL, or another format, gives them" if left > 0 else ""
        made = []
        of_countries = tuple(one for one in self.variables if one != SHARE)
        if of_countries:
            made.append(Excerpt(dataclasses.replace(self, shown=of_countries), blocks, below=more))
        if SHARE in self.variables:
            few = [one for _, part in blocks for one in part][: 2 if of_countries and not self.chosen else None]
            made += [self._leading(one) for one in few if self.data[SHARE].sel(country=one).notnull().any()]
        return made

    def _leading(self, country: str) -> Excerpt:
        """Give the elasticities that account for most of a country's spread."""
        held = self.data.sel(country=[country])
        ranked = np.argsort(-np.nan_to_num(held[SHARE].values[0]), kind="stable")[:LEADING]
        label = brief([str(one) for one in held["parameter"].values])
        named = held.assign_coords(parameter=label).isel(parameter=ranked)
        part = dataclasses.replace(self, data=named, shown=(SHARE,))
        return Excerpt(part, above=f"{country}: what the spread of real income comes from")

    def _blocks(self, most: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        held = [str(one) for one in self.data["country"].values]
        if self.chosen:
            return (("", tuple(held)),)
        welfare = self.data["welfare_pct"]
        value = dict(zip(held, welfare.values.tolist(), strict=True))
        ranked = sorted(held, key=lambda one: value[one])
        parties = [one for one in ranked if one in self.data.attrs.get("parties", ())]
        others = [one for one in ranked if one not in parties]
        if len(held) <= 2 * most:
            blocks = (("parties", parties), ("others", others))
        else:
            named = parties if len(parties) <= 2 * most else [*parties[:most], *parties[-most:]]
            harmed = [one for one in others if value[one] < 0][:most]
            helped = [one for one in reversed(others) if value[one] > 0][:most]
            blocks = (("parties", named), ("most harmed", harmed), ("most helped", helped))
        return tuple((head, tuple(part)) for head, part in blocks if part)


def named(words: Sequence[str], where: str = "variables") -> tuple[str, ...]:
    """Give the variables that a person names, each once.

    Raises
    ------
    InputError
        If an ensemble has no such variable.
    """
    found = tuple(dict.fromkeys(str(one).strip() for one in words))
    known = (*COUNTRIES, SHARE)
    for word in found:
        if word not in known:
            remedy = did_you_mean(word, known, "take one of " + ", ".join(known))
            raise InputError(f"an ensemble has no {word!r}", where=where, remedy=remedy)
    return found


def check_failures(reasons: Mapping[int, str], draws: int) -> tuple[str, ...]:
    """Tell how many draws have no solution, by reason; refuse too many.

    Parameters
    ----------
    reasons
        Why, by the number of the draw.
    draws
        How many draws there are in all.

    Raises
    ------
    NoSolution
        If more than `MOST_FAILED` of them have none.
    """
    if not reasons:
        return ()
    counted = Counter(cause(one) for one in reasons.values())
    causes = "; ".join(f"{number} because {why}" for why, number in counted.most_common(3))
    rest = sum(number for _, number in counted.most_common()[3:])
    said = (
        f"{len(reasons)} of {draws:,} draws have no solution: {causes}{f'; {rest} for other reasons' if rest else ''}"
    )
    if len(reasons) > MOST_FAILED * draws:
        remedy = "take a smaller shock, or elasticities with less spread"
        raise NoSolution(said, where="ensemble", remedy=remedy)
    return (f"{said}; medians and intervals are of the others",)


def beyond(solved: int, interval: float, draws: int | None = None) -> str:
    """Say that too few draws lie beyond the ends of an interval, where they do.

    Parameters
    ----------
    solved
        Draws that have a solution.
    interval
        Per cent of them between the ends.
    draws
        All draws; as many if left out.

    Examples
    --------
    >>> beyond(20, 90), beyond(1000, 90)
    ('20 draws leave 1 beyond each end of a 90 % interval: its ends are chance', '')
    """
    left = int(solved * (100.0 - interval) / 200.0 + 1e-9)
    if left >= LEAST_BEYOND:
        return ""
    return f"{solved if draws is None else draws} draws leave {left} beyond each end of a {interval:g} % interval: its ends are chance"


def cause(reason: str) -> str:
    """Give the cause in a refusal's words, without the numbers that differ from draw to draw.

    Examples
    --------
    >>> cause("no equilibrium was found: the largest gap is 1e-3; the likely cause: the shock may be too large")
    'the shock may be too large'
    """
    return reason.rpartition("the likely cause: ")[2].removeprefix("no equilibrium exists: ")


def spread_of(
    central: Outcome,
    value: Array,
    reasons: Mapping[int, str],
    parameters: Mapping[str, Array],
    *,
    interval: float,
    depth: bool = False,
) -> Spread:
    """Put draws together.

    Parameters
    ----------
    central
        The outcome under the central elasticities: labels, sources and warnings are its own.
    value
        ``[draw, variable, country]`` of `COUNTRIES`; missing where a draw has no solution.
    reasons
        Why a draw has none, by its number.
    parameters
        What was drawn, by name ``[draw]``.
    interval
        Per cent of the draws between the ends.
    depth
        Whether the effect of an agreement's depth is among them.

    Raises
    ------
    NoSolution
        If too many draws have no solution.
    """
    import xarray as xr  # noqa: PLC0415

    draws = len(value)
    said = [DEPTH_TOO if depth else CONDITIONAL, *check_failures(reasons, draws)]
    solved = np.array([draw not in reasons for draw in range(draws)])
    if few := beyond(int(solved.sum()), interval, draws):
        said.append(few)
    known = value[solved]
    ends = np.quantile(known, [0.5, 0.5 - interval / 200.0, 0.5 + interval / 200.0], axis=0)
    countries = list(central.baseline.countries)
    held: dict[str, Any] = {}
    for place, name in enumerate(COUNTRIES):
        for what, array in zip(("", "__low", "__high"), ends[:, place], strict=True):
            held[name + what] = ("country", array, _attrs(central, name, interval) if not what else {})
    told = shares(np.stack(list(parameters.values()), axis=1)[solved], known[:, COUNTRIES.index("welfare_pct")])
    held[SHARE] = (("country", "parameter"), told.share, _about_share(central))
    data = xr.Dataset(held, coords={"country": countries, "parameter": list(parameters)}, attrs=central.data_attrs)
    if central.baseline.year is not None:
        data = data.assign_coords(year=central.baseline.year)
    if told.lacking:
        said.append(f"where the spread comes from is not told of every country: {told.lacking}")
    return Spread(
        question=central.question,
        data=data,
        provenance=central.provenance,
        warnings=(*central.warnings[:1], *said, *central.warnings[1:]),
        diagnostics={
            "draws": draws,
            "without_solution": len(reasons),
            "interval": interval,
            "closure": central.problem.closure,
            "spread_fit": _least(told.fit),
            "spread_by_frequency": ", ".join(countries[one] for one in np.flatnonzero(told.by_frequency)),
        },
    )


def _least(values: Array) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.min()) if len(known) else None


def _attrs(central: Outcome, name: str, interval: float) -> dict[str, Any]:
    attrs = measures[name].attrs
    label = f"{attrs['label']}: median [{interval:g} % of the draws]"
    return attrs | {"label": label, "indicator": False, "estimated": bool(central.baseline.estimated)}


def _about_share(central: Outcome) -> dict[str, Any]:
    return {
        "label": "Share of the variance of real income over the draws that an elasticity accounts for",
        "short": "share of the spread",
        "symbol": "S_p",
        "unit": "share",
        "formula": r"\left[ \beta_p \operatorname{Cov}(\ln \theta_p, W_j) + \gamma_p \operatorname{Cov}(\ln^2 \theta_p, W_j) \right] / "
        r"\operatorname{Var}(W_j)",
        "citation": "Pratt (1987)",
        "family": "ensemble",
        "indicator": False,
        "estimated": bool(central.baseline.estimated),
    }
