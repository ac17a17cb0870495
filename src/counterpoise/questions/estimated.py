"""The answer of an estimate: the coefficients of one equation, or of several side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.excerpt import Excerpt
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import os

    import pandas as pd

    from counterpoise.trade_agreements.estimate import Estimate

ALONE = ("coefficient", "standard_error", "t_value", "p_value", "trade_effect_pct", "ad_valorem_pct")
"""The columns of one equation's table."""


@dataclass(frozen=True, repr=False)
class Estimates(Result):
    """Estimated gravity equations: `Result` with what further questions need of them.

    Attributes
    ----------
    estimates
        Each equation with its covariance; see `counterpoise.trade_agreements.estimate.Estimate`.
    """

    estimates: tuple[Estimate, ...] = ()

    @property
    def estimate(self) -> Estimate:
        """Give the one equation that was estimated."""
        if len(self.estimates) != 1:
            names = ", ".join(one.specification.name for one in self.estimates)
            what = f"{len(self.estimates)} equations were estimated ({names})"
            raise InputError(what, where="estimate", remedy="ask for one, as preset='agtpa-pair'")
        return self.estimates[0]

    @property
    def shown(self) -> tuple[str, ...]:
        """Give the variables of the table."""
        return tuple(one for one in ALONE if one in self.data) if len(self.estimates) == 1 else ("coefficient",)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the equation to a file that ``gravity.effect`` reads.

        Parameters
        ----------
        path
            The file, ending in .json.
        """
        self.estimate.save(path)

    def _records(self) -> Iterator[dict[str, Any]]:
        """Give the records; an equation without a covariate has none for it."""
        return (one for one in super()._records() if one["value"] is not None)

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a table to read: a row for each covariate, a column for each number, or for each equation.

        Parameters
        ----------
        companion
            ``low`` or ``high`` for a table of these instead, in the same columns.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.
        """
        import pandas as pd  # noqa: PLC0415

        if len(self.estimates) == 1:
            held = {one: self._companion(one, companion) if companion else self.data[one] for one in self.shown}
            alone = pd.DataFrame({name: one.isel(scenario=0).to_series() for name, one in held.items()})
            alone.attrs = {
                "units": {one: self.data[one].attrs["unit"] for one in self.shown},
                "heads": {one: self.data[one].attrs["short"] for one in self.shown},
            }
            return alone
        array = self._companion("coefficient", companion) if companion else self.data["coefficient"]
        table: Any = array.transpose("parameter", "scenario").to_pandas()
        table.columns.name = None
        table.attrs = {"units": dict.fromkeys(table.columns, "coefficient")}
        return table

    def excerpt(self) -> list[Excerpt]:
        """Give what a screen shows: the table, the equation above it, the sample below it."""
        several = len(self.estimates) > 1
        above = "coefficients, with standard errors in brackets" if several else equation_words(self.estimates[0])
        below = "\n".join(sample_words(each, named=several) for each in self.estimates)
        shown = Beside(**vars(self)) if several else self
        return [Excerpt(shown, dimension="parameter", above=above + "\n", below="\n" + below)]


class Beside(Estimates):
    """Several equations as papers print them: coefficients with their standard errors in brackets, as text."""

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give the table; its cells have no companions.

        Parameters
        ----------
        companion
            As in `Estimates.table`: the same rows, missing.

        Returns
        -------
        pandas.DataFrame
            Of text.
        """
        held = super().table(companion)
        if companion:
            return held * float("nan")
        errors = self.data["standard_error"].transpose("parameter", "scenario").to_pandas()
        texts = held.astype(object)
        for name in held.columns:
            cells = zip(held[name], errors[name], strict=True)
            texts[name] = [f"{value:.4f} ({error:.4f})" if not math.isnan(value) else "" for value, error in cells]
        texts.attrs = {"units": {}}
        return texts


def equation_words(one: Estimate) -> str:
    """Say what equation it is."""
    held = one.specification
    which = {"ppml": f"PPML of {held.dependent}", "ols": f"OLS of log({held.dependent})"}[held.estimator]
    effects = [f"{word} (both directions)" if word == "pair" and held.symmetric else word for word in held.effects]
    years = f"{one.years[0]}-{one.years[-1]}, {len(one.years)} years" if one.years else ""
    domestic = "with domestic trade" if one.domestic else "international trade alone"
    fixed = f"fixed effects {', '.join(effects)}" if effects else "no fixed effects"
    return f"{which}; {fixed}; {domestic}; {years}"


def sample_words(one: Estimate, *, named: bool) -> str:
    """Say what it was estimated on, and how well it fits."""
    levels = sum((one.levels or {}).values())
    clusters = ", ".join(f"{count:,} {name}" for name, count in (one.clusters or {}).items())
    fit = f"pseudo R2 {one.fit:.4f}" if one.specification.estimator == "ppml" else f"R2 {one.fit:.4f}"
    parts = [
        f"{one.observations:,} of {one.rows:,} flows",
        f"{levels:,} fixed effects",
        f"clusters: {clusters}",
        f"deviance {one.deviance:,.6g}" if one.specification.estimator == "ppml" else "",
        fit,
    ]
    said = "; ".join(part for part in parts if part)
    return f"{one.specification.name}: {said}" if named else said
