"""The answer of a line: where the outcome may lie, and what each actor does to it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

from counterpoise.core.excerpt import Excerpt
from counterpoise.core.numbers import written
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import pandas as pd

ACHEN, BLACK, TSEBELIS = "Achen (2006)", "Black (1948)", "Tsebelis (2002)"
OWN = "the project's own"

DESCRIBED: Mapping[str, tuple[str, str, str, str, str]] = {
    "compromise": (
        "Mean of the positions, weighted by salience and capability: what the compromise model predicts",
        "weighted mean",
        "index",
        r"M = \sum_i c_i s_i x_i / \sum_i c_i s_i",
        ACHEN,
    ),
    "median_position": (
        "Median of the positions, weighted by salience and capability: half of the weight stands on either side",
        "weighted median",
        "index",
        r"\min \{ x : \sum_{x_i \le x} c_i s_i \ge W / 2 \}",
        BLACK,
    ),
    "position_spread": (
        "Standard deviation of the positions, weighted by salience and capability",
        "spread",
        "index",
        r"\sqrt{\sum_i c_i s_i (x_i - M)^2 / W}",
        OWN,
    ),
    "polarisation": (
        "Weighted variance of the positions over the largest that the scale allows",
        "polarisation",
        "index",
        r"4 \sum_i c_i s_i (x_i - M)^2 / (W (h - l)^2)",
        OWN,
    ),
    "compromise_least": (
        "Least weighted mean that the ranges allow, however they are drawn",
        "least mean",
        "index",
        r"\min M",
        OWN,
    ),
    "compromise_most": (
        "Greatest weighted mean that the ranges allow, however they are drawn",
        "greatest mean",
        "index",
        r"\max M",
        OWN,
    ),
    "usual_error": (
        "What the weighted mean errs by on average on the issues of DEU III, on this scale (quoted)",
        "usual error",
        "index",
        r"0.231 (h - l)",
        "DEU III: Arregui and Perarnaud (2022)",
    ),
    "median_kept_share": (
        "Share of the draws in which one of those who hold the median holds it still",
        "median kept",
        "share",
        "",
        OWN,
    ),
    "core_low": (
        "Lower end of the positions that no winning majority leaves for another",
        "unbeaten from",
        "index",
        r"\min \{ x : V(x_i > x) < q \}",
        BLACK,
    ),
    "core_high": (
        "Upper end of the positions that no winning majority leaves for another",
        "unbeaten to",
        "index",
        r"\max \{ x : V(x_i < x) < q \}",
        BLACK,
    ),
    "winset_low": (
        "Lower end of the positions that would win against the status quo",
        "may replace it from",
        "index",
        r"\min (x_0, 2 x_{high} - x_0)",
        TSEBELIS,
    ),
    "winset_high": (
        "Upper end of the positions that would win against the status quo",
        "may replace it to",
        "index",
        r"\max (x_0, 2 x_{low} - x_0)",
        TSEBELIS,
    ),
    "support_share": (
        "Share of the votes of those to whom the weighted mean is nearer than the status quo",
        "support",
        "share",
        r"V(|x_i - M| < |x_i - x_0|) / V",
        TSEBELIS,
    ),
    "pass_share": (
        "Share of the draws in which the weighted mean wins against the status quo under the rule",
        "mean passes",
        "share",
        "",
        TSEBELIS,
    ),
    "stated_position": ("Position, as the line gives it", "position", "index", "x_i", ""),
    "stated_salience": ("Salience, as the line gives it", "salience", "index", "s_i", ""),
    "stated_capability": ("Capability, as the line gives it", "capability", "index", "c_i", ""),
    "weight_share": (
        "Share of all weight, and what a step of the actor's position moves the weighted mean by",
        "weight",
        "share",
        r"\partial M / \partial x_i = c_i s_i / W",
        ACHEN,
    ),
    "pull": (
        "Change of the weighted mean by the logarithm of the actor's salience or capability: a hundredth of it for 1 % more",
        "pull",
        "slope",
        r"\partial M / \partial \ln s_i = c_i s_i (x_i - M) / W",
        OWN,
    ),
    "mean_without": (
        "Weighted mean of the others' positions",
        "mean without it",
        "index",
        r"\sum_{j \ne i} c_j s_j x_j / \sum_{j \ne i} c_j s_j",
        OWN,
    ),
    "pivot_share": (
        "Share of the draws in which the actor stands at the weighted median",
        "holds the median",
        "share",
        "",
        BLACK,
    ),
    "status_quo_gain": (
        "How much nearer the weighted mean is to the actor than the status quo: above zero it prefers the mean",
        "nearer than today",
        "slope",
        r"|x_i - x_0| - |x_i - M|",
        TSEBELIS,
    ),
    "range_share": (
        "Share of the variance of the weighted mean that comes from one range, to first order",
        "from this range",
        "share",
        r"(\partial M / \partial \theta)^2 \sigma_\theta^2 / \sum_\theta",
        OWN,
    ),
}
"""Of each variable its label, its short name, its unit (an index is in points of the line), its formula and its source."""


def described(name: str) -> dict[str, Any]:
    """Give the attributes of a variable of the answer."""
    label, short, unit, formula, citation = DESCRIBED[name]
    held = {"label": label, "short": short, "symbol": "", "unit": unit, "formula": formula, "citation": citation}
    return held | {"indicator": False, "estimated": False}


class Placed(Result):
    """The outcome of a line: `Result` with a row for each actor, in the order of their positions.

    Examples
    --------
    >>> import counterpoise as cp
    >>> placed = cp.positions("emission-standards")
    >>> placed.pivots
    ('Greece', 'Belgium', 'Ireland')
    >>> placed.compromise.round(2).item()
    7.39
    """

    @property
    def pivots(self) -> tuple[str, ...]:
        """Give who holds the median, at the numbers that stand for the ranges."""
        return tuple(self.data.attrs["pivots"])

    @property
    def shown(self) -> tuple[str, ...]:
        """Give the variables that the table shows."""
        names = ("stated_position", "weight_share", "pull", "pivot_share", "status_quo_gain")
        return tuple(one for one in names if one in self.data)

    def _records(self) -> Iterator[dict[str, Any]]:
        """Give the records; what there is not has none."""
        return (one for one in super()._records() if one["value"] is not None)

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a row for each actor.

        Parameters
        ----------
        companion
            ``low`` or ``high`` for the ends of ranges and of intervals.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.
        """
        import pandas as pd  # noqa: PLC0415

        held = {name: self._companion(name, companion) if companion else self.data[name] for name in self.shown}
        frame = pd.DataFrame({name: one.values for name, one in held.items()})
        frame.index = pd.Index(self.data["party"].values.tolist(), name="actor")
        attrs = {name: self.data[name].attrs for name in self.shown}
        frame.attrs = {
            "units": {name: one["unit"] for name, one in attrs.items()},
            "heads": {name: one["short"] for name, one in attrs.items()},
        }
        return frame

    def excerpt(self) -> list[Excerpt]:
        """Give the part that a screen holds: the outcome, then the actors."""
        return [Excerpt(self, (), "actor", "\n".join(self._above()) + "\n", self._below())]

    def point(self, name: str) -> str:
        """Write a number of the line as a whole, with its interval.

        Parameters
        ----------
        name
            The variable.

        Returns
        -------
        str
            In the form of the tables.
        """
        value, low, high = (self._number(f"{name}{end}") for end in ("", "__low", "__high"))
        unit = self.data[name].attrs["unit"]
        known = low is not None and high is not None and high > low
        ends = f" [{written(low or 0.0, unit)}, {written(high or 0.0, unit)}]" if known else ""
        return ("missing" if value is None else written(value, unit)) + ends

    def _number(self, name: str) -> float | None:
        value = float(self.data[name]) if name in self.data else math.nan
        return value if math.isfinite(value) else None

    def _above(self) -> list[str]:
        """Give the outcome, a line each."""
        attrs = self.data.attrs
        low, high = attrs["scale"]
        unit = f", {attrs['unit']}" if attrs["unit"] else ""
        holds = ", ".join(self.pivots)
        lines = [
            f"{attrs['title']}: from {low:g} to {high:g}{unit}",
            f"weighted mean    {self.point('compromise')}",
            f"weighted median  {self.point('median_position')}: {holds}",
            f"usual error      {self.point('usual_error')} either way, as on the issues of DEU III",
            f"spread           {self.point('position_spread')}; polarisation {self.point('polarisation')}",
        ]
        if "compromise_least" in self.data:
            bounds = f"{self.point('compromise_least')} to {self.point('compromise_most')}"
            kept = self.point("median_kept_share")
            lines.append(
                f"ranges allow     {bounds} as the mean; the median stays with whom it is in {kept} of the draws"
            )
        return [*lines, *self._of_rule()]

    def _of_rule(self) -> list[str]:
        """Give what the rule and the status quo leave."""
        lines = []
        if "core_low" in self.data:
            lines.append(f"unbeaten         {self.point('core_low')} to {self.point('core_high')}")
        if "winset_low" in self.data:
            none = self._number("winset_low") == self._number("winset_high")
            said = "nothing" if none else f"{self.point('winset_low')} to {self.point('winset_high')}"
            lines.append(f"beats {self.data.attrs['status_quo']:<10g} {said}; {self._mean_passes()}")
        return lines

    def _mean_passes(self) -> str:
        """Tell whether the weighted mean wins against the status quo."""
        votes = f", with {self.point('support_share')} of the votes" if "support_share" in self.data else ""
        if self.data.attrs["drawn"]:
            return f"the mean does in {self.point('pass_share')} of the draws{votes}"
        return ("the mean does" if self._number("pass_share") else "the mean does not") + votes

    def _below(self) -> str:
        """Give what narrows the outcome most."""
        named = self.ranges()[:3]
        if not named:
            return ""
        said = "; ".join(f"{who}, {what} ({written(share, 'share')})" for who, what, share in named)
        return f"ranges that make the mean unsure most, by their share of its variance: {said}"

    def ranges(self) -> list[tuple[str, str, float]]:
        """Give whose range of which number makes how much of the variance of the mean, the largest first.

        Returns
        -------
        list of tuple
            Nothing where no number is a range.
        """
        if "range_share" not in self.data:
            return []
        held = self.data["range_share"]
        who, what = (held[one].values.tolist() for one in ("party", "parameter"))
        cells = zip(product(who, what), held.values.ravel().tolist(), strict=True)
        found = [(str(one), str(other), share) for (one, other), share in cells]
        return sorted((one for one in found if one[2] > 0), key=lambda one: -one[2])
