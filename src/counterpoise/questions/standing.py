"""The answer of a bridge: where every third country stands between two powers, in its three meanings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from counterpoise.core.excerpt import Excerpt
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import pandas as pd

GOULD, BURT, FREEMAN = "Gould and Fernandez (1989)", "Burt (1992)", "Freeman (1977)"
PASSES = "Dietzenbacher, van der Linden and Steenge (1993)"
OWN = "the project's own"

DESCRIBED: Mapping[str, tuple[str, str, str, str, str]] = {
    "through_share": (
        "Share of the value added of the first that the second absorbs which passes through the country",
        "passes through it",
        "share",
        r"v_A B_{\cdot K} (B_{KK})^{-1} B_{K \cdot} f_B / (v_A B f_B)",
        PASSES,
    ),
    "through_value": (
        "Value added of the first that the second absorbs and that passes through the country",
        "value through it",
        "million USD",
        r"v_A B_{\cdot K} (B_{KK})^{-1} B_{K \cdot} f_B",
        PASSES,
    ),
    "through_both": (
        "Share of the value added that the two powers absorb from each other which passes through the country",
        "passes, both ways",
        "share",
        r"(T_{AB} + T_{BA}) / (v_A B f_B + v_B B f_A)",
        PASSES,
    ),
    "absorbed_between": (
        "Value added of one power that the other absorbs",
        "absorbed between the two",
        "million USD",
        r"v_A B f_B",
        "Johnson and Noguera (2012)",
    ),
    "through_none": (
        "Share of the value added of one power that the other absorbs which passes through no third country",
        "through no third country",
        "share",
        r"v_A (I - A_{PP})^{-1} f_B / (v_A B f_B)",
        PASSES,
    ),
    "agreement_tie": (
        "Whether a free trade agreement or a customs union binds the country and a power",
        "trade agreement",
        "index",
        "",
        OWN,
    ),
    "agreement_broker": (
        "Whether the country is bound by trade agreements to both powers, which have none with each other",
        "by trade agreements",
        "index",
        r"t_{Ak} t_{kB} (1 - t_{AB})",
        GOULD,
    ),
    "agreement_paths": (
        "Share of the shortest paths of trade agreements between the two powers that pass through the country",
        "paths of agreements",
        "share",
        r"\sigma_{AB}(k) / \sigma_{AB}",
        FREEMAN,
    ),
    "agreement_betweenness": (
        "Betweenness in the network of trade agreements: the mean share of shortest paths between others through the country",
        "betweenness (agreements)",
        "share",
        r"\sum_{i \ne k \ne j} \sigma_{ij}(k) / \sigma_{ij} / ((n - 1) (n - 2))",
        FREEMAN,
    ),
    "agreement_constraint": (
        "Constraint in the network of trade agreements: how far the country's partners are bound to each other",
        "constraint (agreements)",
        "index",
        r"\sum_j (p_{kj} + \sum_q p_{kq} p_{qj})^2",
        BURT,
    ),
    "agreement_coordinator": (
        "Pairs of countries that it brokers as a coordinator, by trade agreements",
        "coordinator (agreements)",
        "count",
        "",
        GOULD,
    ),
    "agreement_representative": (
        "Pairs of countries that it brokers as a representative, by trade agreements",
        "representative (agreements)",
        "count",
        "",
        GOULD,
    ),
    "agreement_gatekeeper": (
        "Pairs of countries that it brokers as a gatekeeper, by trade agreements",
        "gatekeeper (agreements)",
        "count",
        "",
        GOULD,
    ),
    "agreement_itinerant": (
        "Pairs of countries that it brokers as an itinerant, by trade agreements",
        "itinerant (agreements)",
        "count",
        "",
        GOULD,
    ),
    "agreement_liaison": (
        "Pairs of countries that it brokers as a liaison, by trade agreements",
        "liaison (agreements)",
        "count",
        "",
        GOULD,
    ),
    "security_tie": (
        "Sign of the security tie of the country and a power: 1 a promise of defence, -1 coercion, sanctions or rivalry without one",
        "security tie",
        "index",
        "",
        OWN,
    ),
    "security_broker": (
        "Whether promises of defence tie the country to both powers, which have none with each other",
        "by promises of defence",
        "index",
        r"t_{Ak} t_{kB} (1 - t_{AB})",
        GOULD,
    ),
    "security_paths": (
        "Share of the shortest paths of promises of defence between the two powers that pass through the country",
        "paths of promises",
        "share",
        r"\sigma_{AB}(k) / \sigma_{AB}",
        FREEMAN,
    ),
    "security_betweenness": (
        "Betweenness in the network of promises of defence: the mean share of shortest paths between others through the country",
        "betweenness (promises)",
        "share",
        r"\sum_{i \ne k \ne j} \sigma_{ij}(k) / \sigma_{ij} / ((n - 1) (n - 2))",
        FREEMAN,
    ),
    "security_constraint": (
        "Constraint in the network of promises of defence: how far the country's allies are allied with each other",
        "constraint (promises)",
        "index",
        r"\sum_j (p_{kj} + \sum_q p_{kq} p_{qj})^2",
        BURT,
    ),
    "security_coordinator": (
        "Pairs of countries that it brokers as a coordinator, by promises of defence",
        "coordinator (promises)",
        "count",
        "",
        GOULD,
    ),
    "security_representative": (
        "Pairs of countries that it brokers as a representative, by promises of defence",
        "representative (promises)",
        "count",
        "",
        GOULD,
    ),
    "security_gatekeeper": (
        "Pairs of countries that it brokers as a gatekeeper, by promises of defence",
        "gatekeeper (promises)",
        "count",
        "",
        GOULD,
    ),
    "security_itinerant": (
        "Pairs of countries that it brokers as an itinerant, by promises of defence",
        "itinerant (promises)",
        "count",
        "",
        GOULD,
    ),
    "security_liaison": (
        "Pairs of countries that it brokers as a liaison, by promises of defence",
        "liaison (promises)",
        "count",
        "",
        GOULD,
    ),
    "decoupling_slope": (
        "Change of real income where trade between the two powers gets 1 % dearer both ways, to first order",
        "trade 1 % dearer",
        "percent per percent",
        r"\partial \ln W_k / \partial \ln d_{AB}",
        OWN,
    ),
    "decoupling_rise_pct": (
        "Change of real income where the cost of trade between the two powers rises both ways",
        "trade dearer",
        "percent",
        r"100 (\hat W_k(d_{AB} (1 + s)) - 1)",
        OWN,
    ),
    "decoupling_fall_pct": (
        "Change of real income where the cost of trade between the two powers falls both ways by as much, in logs",
        "trade cheaper",
        "percent",
        r"100 (\hat W_k(d_{AB} / (1 + s)) - 1)",
        OWN,
    ),
    "decoupling_asymmetry": (
        "What dearer and cheaper trade between the two powers change together: 0 where they are each other's mirror",
        "asymmetry",
        "percent",
        r"100 (\ln \hat W_k^{+} + \ln \hat W_k^{-})",
        OWN,
    ),
}
"""Of each variable its label, its short name, its unit, its formula and its source."""

MEANINGS = ("production", "structure", "interest")
_MANY, _FEW = 12, 6
"""Countries of a screen's first block, and of each other one."""


def described(name: str, *, estimated: bool = False) -> dict[str, Any]:
    """Give the attributes of a variable of the answer."""
    label, short, unit, formula, citation = DESCRIBED[name]
    return {
        "label": label,
        "short": short,
        "symbol": "",
        "unit": unit,
        "formula": formula,
        "citation": citation,
        "indicator": False,
        "estimated": estimated,
        "meaning": MEANINGS[0 if "through" in name or "absorbed" in name else 2 if "decoupling" in name else 1],
    }


class Standing(Result):
    """Where third countries stand between two powers: `Result` whose table puts the three meanings side by side.

    Examples
    --------
    >>> import counterpoise as cp
    >>> held = cp.bridge("USA", "CHN", country="KOR,VNM")
    >>> held.table()["agreement_broker"].to_dict()
    {'KOR': 'liaison', 'VNM': 'tied to CHN'}
    """

    @property
    def shown(self) -> tuple[str, ...]:
        """Give the variables that the table shows."""
        names = ("through_share", "agreement_broker", "security_broker", "decoupling_slope")
        return names if self._times else (*names, "decoupling_rise_pct", "decoupling_fall_pct")

    @property
    def _times(self) -> list[str]:
        """Give the times that stand side by side; none where there is one."""
        held = self.data["decoupling_slope"]
        return [str(one) for one in held["horizon"].values.tolist()] if "horizon" in held.dims else []

    def _head(self, name: str) -> str:
        """Give a column's name: of a finite change with its size."""
        size = f"{self.data.attrs['size']:g} %"
        return {"decoupling_rise_pct": f"{size} dearer", "decoupling_fall_pct": "as much cheaper"}.get(
            name, "1 % dearer"
        )

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a table to read: a row for each country, those through which most passes first.

        Parameters
        ----------
        companion
            The answer has no bounds: the same rows, missing.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.
        """
        import numpy as np  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415

        data = self.data
        columns: dict[str, Any] = {}
        heads, units = {}, {}
        for one, other in zip(data["origin"].values.tolist(), data["destination"].values.tolist(), strict=True):
            name = f"through_share {one}"
            columns[name] = data["through_share"].sel(origin=one).values
            heads[name], units[name] = f"{one} to {other}", "share"
        for name in ("agreement_broker", "security_broker"):
            columns[name] = data[f"{name}__kind"].values
        for time in self._times or [""]:
            at = {"horizon": time} if time else {}
            for name in ("decoupling_slope",) if time else self.shown[3:]:
                column = f"{name} {time}".strip()
                columns[column] = data[name].sel(at).values
                units[column] = "percent"
                heads[column] = f"{self._head(name)}{f', {time}' if time else ''}"
            column = f"interest {time}".strip()
            columns[column], heads[column] = data["decoupling_slope__kind"].sel(at).values, "interest"
        frame = pd.DataFrame(columns, index=pd.Index(data["country"].values.tolist(), name="country"))
        if companion:
            frame = pd.DataFrame(np.nan, index=frame.index, columns=frame.columns)
        heads |= {name: data[name].attrs["short"] for name in ("agreement_broker", "security_broker")}
        frame.attrs = {"units": units, "heads": heads}
        return frame

    def excerpt(self) -> list[Excerpt]:
        """Give the part that a screen holds: who was asked for, else those that stand out in each meaning."""
        names = [str(one) for one in self.data["country"].values.tolist()]
        blocks = [("", tuple(names))] if self.data.attrs["asked"] or len(names) <= _MANY else self._leading(names)
        shown = {one for _, held in blocks for one in held}
        left = len(names) - len(shown)
        below = f"{left} more of {len(names)} are not shown; --country names some, another format gives all" * bool(
            left
        )
        return [Excerpt(self, tuple((head, held) for head, held in blocks if held), "country", self._above(), below)]

    def _leading(self, names: list[str]) -> list[tuple[str, tuple[str, ...]]]:
        import numpy as np  # noqa: PLC0415

        first = names[:_MANY]
        brokers = [one for one, is_one in zip(names, self.data["agreement_broker"].values, strict=True) if is_one == 1]
        second = [one for one in brokers if one not in first][:_FEW]
        slope = self.data["decoupling_slope"]
        slope = slope.isel(horizon=-1).values if self._times else slope.values
        order = [names[k] for k in np.argsort(np.nan_to_num(slope)) if slope[k] < 0]
        third = [one for one in order if one not in (*first, *second)][:_FEW]
        heads = ("most passes through", "others that agreements tie to both", "others that lose most")
        return [(head, tuple(held)) for head, held in zip(heads, (first, second, third), strict=True)]

    def _above(self) -> str:
        attrs, data = self.data.attrs, self.data
        first, second = attrs["powers"]
        lines = [
            f"position between {first} and {second}; shares of value added absorbed, and change of real income where trade between "
            f"the two gets 1 % dearer, {attrs['size']:g} % dearer, and cheaper by as much"
        ]
        for one, other, share in zip(
            data["origin"].values.tolist(),
            data["destination"].values.tolist(),
            data["through_none"].values.tolist(),
            strict=True,
        ):
            value = float(data["absorbed_between"].sel(origin=one)) / 1000.0
            lines.append(
                f"value added of {one} that {other} absorbs: {value:,.0f} billion USD, {100 * share:.1f} % of it through no "
                "third country"
            )
        return "\n".join(lines) + "\n"
