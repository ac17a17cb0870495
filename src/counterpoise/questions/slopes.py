"""The answer of a gradient: the flows that matter most first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counterpoise.core.excerpt import Excerpt
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 15
"""Rows of each block on a screen."""


class Slope(Result):
    """The derivative of an outcome by every policy: `Result` with the policies that matter most first.

    Examples
    --------
    >>> import counterpoise as cp
    >>> slope = cp.gradient("KOR", by="trade_cost")
    >>> slope.table().index[0]
    'KOR C26 -> CHN'
    """

    def _records(self) -> Iterator[dict[str, Any]]:
        """Give the records; a country's trade with itself has no policy, and no record."""
        return (one for one in super()._records() if one["value"] is not None)

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a table to read: a row for each policy, those that matter most first, beside flows their trade.

        Parameters
        ----------
        companion
            Derivatives have none: the same rows, missing.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.
        """
        import numpy as np  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415

        array = self.data["gradient"]
        values = np.atleast_1d(array.values).ravel()
        order = np.argsort(-np.abs(np.nan_to_num(values)), kind="stable")
        order = order[~np.isnan(values[order])]
        columns = {"gradient": values[order]}
        flows = "trade" in self.data.coords
        if flows:
            columns["trade"] = self.data["trade"].values.ravel()[order]
        frame = pd.DataFrame(columns, index=pd.Index(self._labels(order), name=self._what()))
        if companion:
            frame = frame * np.nan
        frame.attrs = {
            "units": {"gradient": "slope", "trade": "million USD"},
            "heads": {"gradient": array.attrs["short"], "trade": "trade, million USD"},
        }
        return frame

    def _what(self) -> str:
        dims = self.data["gradient"].dims
        return "flow" if "origin" in dims else " ".join(map(str, dims)) or "parameter"

    def _labels(self, order: Any) -> list[str]:
        import numpy as np  # noqa: PLC0415

        array = self.data["gradient"]
        if not array.dims:
            return [array.attrs["by"]]
        held = [array[dim].values.tolist() for dim in array.dims]
        places = np.unravel_index(order, array.shape)
        rows = zip(
            *(([names[k] for k in place.tolist()]) for names, place in zip(held, places, strict=True)), strict=True
        )
        if "origin" in array.dims:
            return [f"{origin} {sector} -> {destination}" for origin, sector, destination in rows]
        return [" ".join(map(str, row)) for row in rows]

    def excerpt(self) -> list[Excerpt]:
        """Give the part that a screen holds: the policies that raise the outcome most, and those that lower it most."""
        whole: Any = self.table()
        up = whole.index[whole["gradient"] > 0]
        down = whole.index[whole["gradient"] < 0]
        blocks = (("raises it", tuple(up[:_SHOWN])), ("lowers it", tuple(down[:_SHOWN])))
        told = self.diagnostics
        attrs = self.data["gradient"].attrs
        above = f"{attrs['label']}, {attrs['of_unit']}, at {told['at']}\n"
        left = max(len(up) - _SHOWN, 0) + max(len(down) - _SHOWN, 0)
        below = f"{left:,} more are not shown; another format gives all" if left else ""
        return [Excerpt(self, tuple(one for one in blocks if one[1]), self._what(), above, below)]
