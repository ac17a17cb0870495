"""The answer on two countries' relations: series by period and year, and how steady each was."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from counterpoise.core.excerpt import Excerpt
from counterpoise.core.numbers import written
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import pandas as pd

FOUR = ("break_p_value", "shock_half_life", "variance_ratio", "smallest_shift")
"""The four numbers of stability, which are only told together."""

DESCRIBED: Mapping[str, tuple[str, str, str, str]] = {
    "events": ("Events between the two, by class", "events", "count", ""),
    "event_share": ("Share of a class in the events between the two", "share of events", "share", r"n_c / \sum_c n_c"),
    "event_rate": (
        "Events for each thousand between any two countries",
        "events per thousand",
        "per thousand",
        r"1000 n_c / N",
    ),
    "goldstein_mean": (
        "Mean weight of an event on Goldstein's scale, -10 to 10",
        "Goldstein mean",
        "index",
        r"\sum g / n",
    ),
    "goldstein_sum": ("Sum of the weights on Goldstein's scale", "Goldstein sum", "index", r"\sum g"),
    "net_cooperation": (
        "Cooperation less conflict, as a share of all events",
        "net cooperation",
        "share",
        r"(n_1 + n_2 - n_3 - n_4) / \sum_c n_c",
    ),
    "voting_agreement": ("Agreement of votes in the United Nations General Assembly", "voting agreement", "share", ""),
    "input_share": ("Share of the partner in the inputs that the country purchases", "input share", "share", ""),
    "agreements_in_force": (
        "Agreements, treaties and partnerships in force between the two",
        "agreements",
        "count",
        "",
    ),
    "break_p_value": ("How often a series without a break shows as much", "p-value of a break", "share", ""),
    "shock_half_life": ("Steps until half of a shock is gone", "half-life of shocks", "periods", r"\ln 0.5 / \ln \rho"),
    "variance_ratio": ("Largest over smallest variance in a rolling window", "rolling variances", "ratio", ""),
    "variance_p_value": ("How often a series with one variance shows as much", "p-value of the variances", "share", ""),
    "smallest_shift": (
        "Smallest lasting shift that would have been found in 80 % of cases",
        "smallest shift shown",
        "index",
        "",
    ),
    "series_spread": ("Standard deviation about the levels", "spread", "index", ""),
    "break_shift": ("Change of the mean at a break", "shift", "index", ""),
    "break_before": ("Mean before a break", "mean before", "index", ""),
    "break_level": ("Mean after a break", "mean after", "index", ""),
}
"""What each variable is: label, short name, unit, formula."""

CITED = {
    "goldstein_mean": "Goldstein (1992)",
    "goldstein_sum": "Goldstein (1992)",
    "voting_agreement": "Lijphart (1963)",
    "break_p_value": "Andrews (1993); Bai and Perron (1998)",
    "break_shift": "Bai and Perron (2003)",
}


NEWEST = 6
"""As many statements as a screen holds."""


def _line(one: Mapping[str, Any]) -> str:
    """Write a statement, or an event, on a line."""
    sides = " to ".join(part for part in (one["country"], one["partner"]) if part)
    words = f"“{one['quote']}”" if one["type"] == "statement" else one["quote"]
    who = f"  {one['speaker']}:" if one["type"] == "statement" else ""
    return f"{one['said_on']}  {sides}{who} {words} ({one['id'][:8]})"


def described(name: str) -> dict[str, Any]:
    """Give the attributes of a variable."""
    label, short, unit, formula = DESCRIBED[name]
    return {
        "label": label,
        "short": short,
        "symbol": "",
        "unit": unit,
        "formula": formula,
        "citation": CITED.get(name, "the project's own"),
        "estimated": False,
    }


class Related(Result):
    """The relations of two countries: `Result` with the four numbers of stability as its table.

    Examples
    --------
    >>> import counterpoise as cp
    >>> cp.relations("KOR", on="CHN").breaks
    []
    """

    @property
    def breaks(self) -> list[dict[str, Any]]:
        """Give the breaks: of which series, after when, between which dates, and the means before and after."""
        return list(self.data.attrs.get("breaks", []))

    @property
    def statements(self) -> list[dict[str, Any]]:
        """Give what the ledger holds between the two, by day: who said what to whom, where, and what contradicts it."""
        return list(self.data.attrs.get("statements", []))

    @property
    def apart(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Give the pairs of statements that a link sets beside each other as contradicting, each once."""
        held = {one["id"]: one for one in self.statements}
        order = {one: place for place, one in enumerate(held)}
        pairs = {(a, b) for a in held for b in held[a]["contradicts"] if b in held and order[a] < order[b]}
        return [(held[a], held[b]) for a, b in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))]

    @property
    def shown(self) -> tuple[str, ...]:
        """Give the variables that the table shows."""
        if "series" in self.data.dims:
            return FOUR
        return tuple(one for one in self.variables if self.data[one].dims == ("year",))

    def _records(self) -> Iterator[dict[str, Any]]:
        """Give the records; what is missing keeps its record where its period was read in part or not at all."""
        return (one for one in super()._records() if one["value"] is not None or one.get("coverage") is not None)

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give the four numbers of each series; where no series is long enough, what there is by year.

        Parameters
        ----------
        companion
            ``low`` or ``high`` for the ends of intervals.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.
        """
        import pandas as pd  # noqa: PLC0415

        names = self.shown
        held = {name: self._companion(name, companion) if companion else self.data[name] for name in names}
        along = "series" if "series" in self.data.dims else "year"
        frame = pd.DataFrame({name: one.values for name, one in held.items()})
        if names:
            labels = [str(one).replace("_", " ") for one in self.data[along].values.tolist()]
            frame.index = pd.Index(labels, name=along)
        frame.attrs = {
            "units": {name: self.data[name].attrs["unit"] for name in names},
            "heads": {name: self.data[name].attrs["short"] for name in names},
        }
        return frame

    def excerpt(self) -> list[Excerpt]:
        """Give the part that a screen holds: the events, the four numbers, and the breaks."""
        return [Excerpt(self, (), "series", "\n".join(self._above()) + "\n", "\n".join(self._below()))]

    def _above(self) -> list[str]:
        data = self.data
        head = f"{data['country'].item()} and {data['partner'].item()}"
        if "events" not in data:
            return [head]
        import numpy as np  # noqa: PLC0415

        periods = data["period"].values.tolist()
        counted, way = data.attrs["duplicates"], data.attrs["direction"]
        lines = [
            f"{head}, {periods[0]} to {periods[-1]}, every {data.attrs['every']}; counted: {counted}; direction: {way}"
        ]
        totals, shares = data["events"].sum("period"), data["event_share"].mean("period")
        for one in data["class"].values.tolist():
            share = float(shares.sel({"class": one}))
            said = (
                f", on average {written(share, 'share')} of a {data.attrs['every']}'s" if math.isfinite(share) else ""
            )
            lines.append(f"{one:<21}{int(totals.sel({'class': one})):>9,} events{said}")
        missing = int(np.isnan(data["events"].values[0]).sum())
        return [*lines, *([f"{missing} of {len(periods)} periods are missing"] if missing else [])]

    def _below(self) -> list[str]:
        """Give the breaks, a line each, and what was said."""
        return [*self._breaks(), *self._said()]

    def _said(self) -> list[str]:
        """Give the newest statements and events, and those that pull apart."""
        held = self.statements
        if not held:
            return []
        last = held[-NEWEST:]
        left = f"; the last {len(last)}" if len(last) < len(held) else ""
        lines = ["", f"statements and events of the ledger: {len(held)}{left}"]
        lines += [f"  {_line(one)}" for one in last]
        for one, other in self.apart:
            lines += ["", "set beside each other as contradicting:", f"  {_line(one)}", f"  {_line(other)}"]
        return lines

    def _breaks(self) -> list[str]:
        if "series" not in self.data.dims:
            return []
        lines = []
        for name in self.data["series"].values.tolist():
            own = [one for one in self.breaks if one["series"] == name]
            dates = "; ".join(
                f"after {one['after']} ({one['first']} to {one['last']}), from {one['before']:.3g} to {one['level']:.3g}"
                for one in own
            )
            lines.append(f"{str(name).replace('_', ' ')}: {dates or 'no break found'}")
        return lines
