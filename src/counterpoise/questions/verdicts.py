"""The answer of a screen of products: its verdicts read out, its table, and what of it fits a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.core.excerpt import Excerpt
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 25
"""Rows of each block on a screen."""

TABLE = (
    "supplier_share",
    "imports",
    "import_herfindahl",
    "world_export_herfindahl",
    "production_herfindahl",
    "import_export_ratio",
    "geopolrisk",
    "years_held",
)
"""The columns of the table to read; a criterion that was added has one too."""


class Screen(Result):
    """The products of a screen: `Result` with the verdicts read out.

    Examples
    --------
    >>> import counterpoise as cp
    >>> screen = cp.products("KOR", on="CHN", product="250410,270900")
    >>> screen.chokepoints()
    [('CHN', '250410')]
    """

    @property
    def shown(self) -> tuple[str, ...]:
        """The variables that the table shows: its legend explains these."""
        added = [one for one in self.diagnostics["criteria"] if one == "replacement_need"]
        return (*TABLE[:-1], *added, TABLE[-1])

    def chokepoints(self) -> list[tuple[str, str]]:
        """Give the products that meet every criterion, as pairs of partner and product, the most imported first."""
        return self._pairs(lambda verdict: verdict == 1)

    def untold(self) -> list[tuple[str, str]]:
        """Give the products of which it can't be told: no criterion fails, and evidence of one is missing."""
        return self._pairs(lambda verdict: verdict.isna())

    def _pairs(self, chosen: Any) -> list[tuple[str, str]]:
        frame: Any = self._wide(("imports", "chokepoint"))
        return frame.index[chosen(frame["chokepoint"])].tolist()

    def _wide(self, names: Sequence[str], companion: str = "") -> pd.DataFrame:
        """Give variables side by side, a row for each partner and product with imports, the most imported first."""
        import numpy as np  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415
        import xarray as xr  # noqa: PLC0415

        data = self.data.isel(country=0, drop=True)
        like = data["imports"]
        shown = {
            name: data.get(f"{name}__{companion}", xr.full_like(data[name], np.nan)) if companion else data[name]
            for name in names
        }
        columns = {name: one.broadcast_like(like).transpose(*like.dims).values.ravel() for name, one in shown.items()}
        ends = [data[dim].broadcast_like(like).transpose(*like.dims).values.ravel() for dim in ("partner", "product")]
        frame = pd.DataFrame(columns, index=pd.MultiIndex.from_arrays(ends, names=["partner", "product"]))
        value = np.nan_to_num(like.values.ravel())
        order = np.argsort(-value, kind="stable")
        return frame.iloc[order[value[order] > 0]]

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a table to read: a row for each partner and product with imports, a column for each piece of evidence.

        The ratio of imports to exports is infinite where nothing is exported; ``verdict`` and ``not_met`` are words.

        Parameters
        ----------
        companion
            ``low``, ``high`` or ``coverage`` for a table of these instead.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.
        """
        import numpy as np  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415

        shown = [name for name in self.shown if name in self.data]
        table = self._wide(shown, companion)
        if companion:
            table = table.assign(verdict=np.nan, not_met=np.nan)
        else:
            ratio = table["import_export_ratio"]
            words = self._words(table.index)
            table = table.assign(import_export_ratio=ratio.where(ratio.notna(), np.inf), **words)
        table.index = pd.Index([self._label(*key) for key in table.index], name="product")
        table.attrs = {
            "units": {name: self.data[name].attrs["unit"] for name in shown},
            "heads": {name: self.data[name].attrs["short"] for name in shown} | {"not_met": "not met"},
        }
        return table

    def _words(self, index: Any) -> dict[str, list[str]]:
        """Say the verdict on each row, and which criteria it does not meet."""
        criteria = [one for one in self.diagnostics["criteria"] if f"meets_{one}" in self.data]
        held: Any = self._wide(["chokepoint", *(f"meets_{one}" for one in criteria)]).loc[index]
        verdicts = ["can't be told" if v != v else "chokepoint" if v else "none" for v in held["chokepoint"]]  # noqa: PLR0124
        failed = [
            ", ".join(one.replace("_", " ") for one in criteria if row[f"meets_{one}"] == 0)
            for row in held.to_dict("records")
        ]
        other = "another supplies more, or not in enough years"
        reasons = [
            other if verdict == "none" and not why else why for verdict, why in zip(verdicts, failed, strict=True)
        ]
        return {"verdict": verdicts, "not_met": reasons}

    def _label(self, partner: str, product: str) -> str:
        several = self.data["partner"].size > 1
        return " ".join([*([partner] if several else []), product, _shortened(self.name(product))]).strip()

    def name(self, product: str) -> str:
        """Give the name of a product, where the data have one, else nothing.

        Parameters
        ----------
        product
            Its code.

        Returns
        -------
        str
            Short for raw materials, else the producer's description.
        """
        return dict(self.diagnostics.get("names", {})).get(product, "")

    def excerpt(self) -> list[Excerpt]:
        """Give the part that a screen holds: the chokepoints, and the products of which it can't be told.

        Where products were named it holds all of them, with the criteria that they don't meet.
        """
        from counterpoise.reliance.economic.screen import summary  # noqa: PLC0415

        told = self.diagnostics
        often = "" if told["years"] == "1 of 1" else f", in {told['years']} years"
        asks = f"{told['preset']} asks{often}: {'; '.join(told['criteria'].values())}"
        blocks = [("chokepoint", self.chokepoints()), ("can't be told", self.untold())]
        named = [str(one).upper() for one in self.question.arguments.get("product", ("ALL",))] != ["ALL"]
        if named:
            blocks.append(("none", self._pairs(lambda verdict: verdict == 0)))
        held = tuple((head, tuple(self._label(*one) for one in pairs[:_SHOWN])) for head, pairs in blocks if pairs)
        left = sum(max(len(pairs) - _SHOWN, 0) for _, pairs in blocks)
        more = f"{left} more are not shown; another format gives all products" if left else ""
        hidden = ("verdict",) if named else ("verdict", "not_met")
        part = _Shown(self.question, self.data, self.provenance, self.warnings, self.diagnostics)
        object.__setattr__(part, "hidden", hidden)
        return [Excerpt(part, held or (("", ()),), "product", f"{summary(self)}\n{asks}\n", more)]


class _Shown(Screen):
    """A screen whose table leaves out what the blocks tell already."""

    hidden: tuple[str, ...] = ()

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give the table without these columns."""
        whole = super().table(companion)
        shown = whole.drop(columns=list(self.hidden))
        shown.attrs = whole.attrs
        return shown


def _shortened(name: str, most: int = 44) -> str:
    """Cut a name at the end of a word.

    Examples
    --------
    >>> _shortened("Fish: live, ornamental, freshwater", 24)
    'Fish: live ...'
    """
    return name if len(name) <= most else name[: most - 3].rpartition(" ")[0].rstrip(",:;( ") + " ..."
