"""The answer about leverage: a frontier each way, what is on it, and what a coalition adds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.core.excerpt import Excerpt
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_SHOWN = 12
"""Rows of a block on a screen."""

WORDS = {
    "tariff": "tariff",
    "export_tax": "export tax",
    "import_cost": "cost of imports",
    "export_cost": "cost of exports",
}
"""Instruments in words."""

FREE = "cost at most 0 %"
"""The point of a frontier that costs the sender nothing."""


@dataclass(frozen=True, repr=False)
class Block(Result):
    """A table of an answer, as it stands on a screen."""

    frame: Any = None

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give the table; of bounds those that a column has."""
        import numpy as np  # noqa: PLC0415

        if not companion:
            return self.frame
        ends = self.frame.attrs.get("ends", {})
        made = self.frame.copy()
        for column in made.columns:
            made[column] = ends[companion][column] if column in ends.get(companion, {}) else np.nan
        return made


class Coerced(Result):
    """Who can hurt whom: `Result` with a table for each part.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.leverage("KOR", on="CHN", first_order=True)
    >>> found.table().columns.tolist()
    ['quick_loss_pct', 'quick_cost_pct', 'hirschman_asymmetry', 'geoeconomic_power_pct']
    """

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Give the pairs that were asked for and their reverse, each once."""
        ways = [(one, other) for one in self._held("country") for other in self._held("partner") if one != other]
        if any(str(name).endswith("__reverse") for name in self.data.data_vars):
            ways = [way for pair in ways for way in (pair, (pair[1], pair[0]))]
        return list(dict.fromkeys(ways))

    def _held(self, dim: str) -> list[str]:
        return [str(one) for one in self.data[dim].values.ravel().tolist()] if dim in self.data.coords else []

    def of(self, name: str, sender: str, target: str) -> xr.DataArray:
        """Give a variable of a sender on a target, in whichever direction it is held.

        Parameters
        ----------
        name
            The variable.
        sender, target
            Of one of `pairs`.

        Returns
        -------
        xarray.DataArray
            Along what is left: budgets, instruments, sectors.
        """
        data = self.data
        for one in ("country", "partner"):
            data = data if one in data.dims else data.expand_dims(one)
        if sender in self._held("country") and target in self._held("partner"):
            return data[name].sel(country=sender, partner=target)
        return data[f"{name}__reverse"].sel(country=target, partner=sender)

    @property
    def by_goods(self) -> str:
        """Say by which goods, where they were named: nothing where all goods are meant."""
        named = self.diagnostics.get("sectors", "")
        return f" by trade in {named} alone" if named else ""

    @property
    def full(self) -> bool:
        """Say whether frontiers were found in full."""
        return "leverage_loss_pct" in self.data

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a table to read: a row for each sender and target, at no cost to the sender.

        Parameters
        ----------
        companion
            Of bounds: these have none.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.
        """
        import pandas as pd  # noqa: PLC0415

        head = "leverage" if self.full else "quick"
        names = [f"{head}_loss_pct", f"{head}_cost_pct"]
        at = FREE if FREE in self._held("budget") else self._held("budget")[1]
        rows = {
            f"{one} on {other}": [float(self.of(name, one, other).sel(budget=at)) for name in names]
            + [float(self.of(name, one, other)) for name in ("hirschman_asymmetry", "geoeconomic_power_pct")]
            for one, other in self.pairs
        }
        columns = [*names, "hirschman_asymmetry", "geoeconomic_power_pct"]
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        frame.index.name = "who on whom"
        if companion:
            frame = frame * math.nan
        return self._attributed(frame)

    def _attributed(self, frame: pd.DataFrame, **heads: str) -> pd.DataFrame:
        attrs = {name: self.data[name].attrs if name in self.data else {} for name in frame.columns}
        frame.attrs = {
            "units": {name: one.get("unit", "") for name, one in attrs.items()},
            "heads": {name: heads.get(name, one.get("short", name)) for name, one in attrs.items()},
        }
        return frame

    @property
    def shown(self) -> tuple[str, ...]:
        """Give the variables that a screen shows, in the order of its blocks."""
        frames = [part.result.table() for part in self.excerpt()]
        return tuple(dict.fromkeys(str(name) for frame in frames for name in frame.columns if name in self.data))

    # On a screen ------------------------------------------------------------------------------------------

    def excerpt(self) -> list[Excerpt]:
        """Give the part that a screen holds: frontiers, instruments, sectors; of many pairs those with the largest leverage."""
        pairs = self.pairs
        if len(pairs) > _SHOWN:
            return [self._ranking()]
        made = [self._frontier(*pair) for pair in pairs]
        made.append(self._instruments(pairs))
        made += [one for pair in pairs if (one := self._sectors(*pair)) is not None]
        made.append(self._of_accounts(pairs))
        if "party" in self.data.dims:
            made.append(self._coalition())
        return made

    def _block(self, frame: pd.DataFrame, dimension: str, above: str, below: str = "", **heads: str) -> Excerpt:
        ends = frame.attrs.get("ends", {})
        frame.index.name = dimension
        attributed = self._attributed(frame, **heads)
        attributed.attrs["ends"] = ends
        shown = Block(self.question, self.data, self.provenance, self.warnings, self.diagnostics, frame=attributed)
        return Excerpt(shown, (), dimension, above, below)

    def _ranking(self) -> Excerpt:
        table: Any = self.table()
        first = table.columns[0]
        order = table[first].sort_values(ascending=False).index[: 2 * _SHOWN]
        at = "a cost to the sender of at most nothing" if FREE in self._held("budget") else self._held("budget")[1]
        left = len(table) - len(order)
        below = f"{left:,} more pairs are not shown; another format gives all" if left else ""
        return self._block(table.loc[order], "who on whom", f"the largest leverage, for {at}", below)

    def _frontier(self, sender: str, target: str) -> Excerpt:
        import numpy as np  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415

        head = "leverage" if self.full else "quick"
        names = [f"{head}_loss_pct", f"{head}_cost_pct", *(["leverage_price"] if self.full else [])]
        columns: dict[str, Any] = {name: self.of(name, sender, target).values for name in names}
        frame = pd.DataFrame(columns, index=pd.Index(self._held("budget")))
        if self.full:
            frame["most"] = [self.most_by(sender, target, at) for at in frame.index]
        above = f"{sender} on {target}: the most that {target} can be made to lose{{}}, per cent of real income"
        if self.full:
            return self._block(frame, "cost to the sender", above.format(self.by_goods), most="most of it by")
        size = f"{float(self.diagnostics['size']):g} points or per cent"
        quick = f"{self.by_goods}, to first order and each rate raised by {size} at most (--size)"
        same: Any = np.isclose(frame.values[1:], frame.values[:-1], rtol=1e-9, atol=0.0).all(1)
        kept = frame.loc[np.append(True, ~same)]
        below = f"the costs that are not shown add nothing: {size} cost no more" if same.any() else ""
        return self._block(kept, "cost to the sender", above.format(quick), below)

    def most_by(self, sender: str, target: str, at: str, count: int = 3) -> str:
        """Give the rates with the largest shares of the loss at a point, in words.

        Parameters
        ----------
        sender, target
            Of one of `pairs`.
        at
            A point of the frontier, by its label.
        count
            How many at most.

        Returns
        -------
        str
            As ``export tax C26 +21``, one after the other.
        """
        parts = self.of("leverage_share", sender, target).sel(budget=at).stack(rate=("instrument", "sector"))
        rates = self.of("leverage_rate_pct", sender, target).sel(budget=at).stack(rate=("instrument", "sector"))
        kept = parts.dropna("rate")
        kept = kept[kept.values.argsort()[::-1][:count]]
        return "; ".join(
            f"{WORDS[one]} {sector} +{float(rates.sel(rate=(one, sector))):.0f}"
            for one, sector in kept["rate"].values.tolist()
            if float(kept.sel(rate=(one, sector))) > 0
        )

    def _instruments(self, pairs: list[tuple[str, str]]) -> Excerpt:
        import pandas as pd  # noqa: PLC0415

        names = [
            name
            for name in (
                "sanction_loss_pct",
                "sanction_cost_pct",
                "sanction_quick_loss_pct",
                "sanction_quick_cost_pct",
            )
            if name in self.data
        ]
        rows = {
            f"{one} on {other}, {WORDS[which]}": [
                float(self.of(name, one, other).sel(instrument=which)) for name in names
            ]
            for one, other in pairs
            for which in self._held("instrument")
        }
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=names)
        size = float(self.diagnostics["size"])
        return self._block(
            frame, "instrument on all goods", f"each instrument on all goods, raised by {size:g} points or per cent"
        )

    def _sectors(self, sender: str, target: str) -> Excerpt | None:
        import pandas as pd  # noqa: PLC0415

        if "exposure_loss_pct" not in self.data:
            return None
        names = ["exposure_loss_pct", "exposure_cost_pct"]
        columns = {name: self.of(name, sender, target).stack(rate=("instrument", "sector")) for name in names}
        keys = columns[names[0]]["rate"].values.tolist()
        frame = pd.DataFrame(
            {name: one.values for name, one in columns.items()},
            index=pd.Index([f"{WORDS[one]} {sector}" for one, sector in keys]),
        )
        order = frame.sort_values(names[0], ascending=False).index[: _SHOWN // 2]
        size = float(self.diagnostics["size"])
        above = f"{sender} on {target}: what hurts most, to first order, raised by {size:g} points or per cent"
        return self._block(frame.loc[order], "instrument and sector", above)

    def _of_accounts(self, pairs: list[tuple[str, str]]) -> Excerpt:
        import pandas as pd  # noqa: PLC0415

        names = ["geoeconomic_power_pct", "trade_dependence", "trade_in_income", "hirschman_asymmetry"]
        rows = {f"{one} on {other}": [float(self.of(name, one, other)) for name in names] for one, other in pairs}
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=names)
        return self._block(frame, "who on whom", "from the accounts alone")

    def _coalition(self) -> Excerpt:
        import pandas as pd  # noqa: PLC0415

        names = [
            "shapley_loss_pct",
            "alone_loss_pct",
            "added_loss_pct",
            "joined_loss_pct",
            "member_cost_pct",
            "member_power_pct",
        ]
        frame = pd.DataFrame({name: self.data[name].values for name in names}, index=pd.Index(self._held("party")))
        frame.attrs["ends"] = {
            end: {"shapley_loss_pct": self.data[f"shapley_loss_pct__{end}"].values}
            for end in ("low", "high")
            if f"shapley_loss_pct__{end}" in self.data
        }
        whole, power = (float(self.data[name]) for name in ("coalition_loss_pct", "coalition_power_pct"))
        target = self._held("partner")[0]
        above = f"a coalition against {target}, {self.diagnostics['sanction']}: together {target} loses {whole:.3g} %"
        below = f"power over goods of all together {power:.3g} %, of each alone in sum {frame['member_power_pct'].sum():.3g} %"
        return self._block(frame, "member, in the order of joining", above, below)
