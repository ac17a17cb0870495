"""The answers of a trade war and of a truce: the tariffs, and what they do to everyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counterpoise.core.excerpt import Excerpt
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from counterpoise.statecraft.contest import Contest
    from counterpoise.statecraft.position import Position

    Array = Any

COUNTRIES = (
    "welfare_pct",
    "real_wage_pct",
    "equivalent_variation",
    "terms_of_trade_pct",
    "exports_pct",
    "imports_pct",
    "tariff_revenue_new",
)
"""What is told of every country."""

_SCREEN = ("welfare_pct", "real_wage_pct", "equivalent_variation", "tariff_revenue_new")
_ROWS, _PAIRS, _OTHERS = 6, 4, 6
"""Rates of a pair, pairs, and other countries that lose or gain, on a screen."""

_WAY = ("origin", "sector", "destination")

TOLD: dict[str, tuple[str, str, str, str, str]] = {
    "nash_tariff_pct": (
        "Tariff that is the best answer to the others' best answers, ignoring law",
        "Nash tariff",
        r"t^N_j = \arg\max_{t_j} \ln G_j(t_j, t^N_{-j})",
        "Ossa (2014)",
        "percent",
    ),
    "truce_tariff_pct": (
        "Tariff of the truce: efficient among the sides, and what they agree on by Nash's or by even bargaining",
        "truce tariff",
        r"\arg\max_t \prod_j (G_j(t) / G_j(t^0) - 1)^{b_j}",
        "Nash (1950); Ossa (2014)",
        "percent",
    ),
    "threat_tariff_pct": ("Tariff if they do not agree", "tariff without a deal", "", "Ossa (2014)", "percent"),
    "tariff_today_pct": ("Tariff before: that of the baseline", "tariff today", "", "", "percent"),
    "mean_tariff_pct": (
        "Average of the new tariffs over sectors, weighted by today's trade",
        "mean tariff",
        r"\sum_s M_{ijs} t_{ijs} / \sum_s M_{ijs}",
        "",
        "percent",
    ),
    "mean_tariff_today_pct": (
        "Average of today's tariffs over the same sectors, weighted by today's trade",
        "mean tariff today",
        r"\sum_s M_{ijs} t^0_{ijs} / \sum_s M_{ijs}",
        "",
        "percent",
    ),
    "trade_between_pct": (
        "Change of all trade from one side's country to another's, in value",
        "trade between them",
        r"100 (X'_{ij} / X_{ij} - 1)",
        "",
        "percent",
    ),
    "government_pct": (
        "Change of what a government wants: real income in which sectors count by their political weights",
        "government's aim",
        r"100 (\hat G_j - 1), \quad G_j = \sum_s \lambda_{js} W_{js}",
        "Ossa (2014)",
        "percent",
    ),
    "gain_pct": (
        "What the truce gives over the threat point: real income in it over that without a deal",
        "gain from the deal",
        r"100 (W_j(t) / W_j(t^0) - 1)",
        "Ossa (2014)",
        "percent",
    ),
}
"""Of each variable that a war or a truce adds: label, short name, formula, citation and unit."""


class Contested(Result):
    """The tariffs of a war or of a truce: `Result` with the rates on the largest flows first.

    Examples
    --------
    >>> import counterpoise as cp
    >>> fought = cp.war("USA", "CHN", uniform=True)
    >>> bool((fought.welfare_pct.sel(country=["USA", "CHN"]) < 0).all())
    True
    """

    def _records(self) -> Iterator[dict[str, Any]]:
        """Give the records; what bears no rate has none."""
        return (one for one in super()._records() if one["value"] is not None)

    @property
    def rate(self) -> str:
        """Give the name of the variable that holds the tariffs."""
        return next(one for one in ("truce_tariff_pct", "nash_tariff_pct") if one in self.data)

    def rates(self) -> pd.DataFrame:
        """Give a row for each rate, those on the largest flows first.

        Returns
        -------
        pandas.DataFrame
            Columns ``tariff_pct``, ``today_pct``, where there is a threat point ``threat_pct``, and ``trade``, million USD.
        """
        names = {
            "tariff_pct": self.rate,
            "today_pct": "tariff_today_pct",
            "threat_pct": "threat_tariff_pct",
        }
        held = {column: self.data[name].to_series() for column, name in names.items() if name in self.data}
        import pandas as pd  # noqa: PLC0415

        frame = pd.DataFrame(held).assign(trade=self.data["trade"].to_series()).dropna(subset=["tariff_pct"])
        return frame.sort_values("trade", ascending=False, kind="stable")

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give the table of `rates`, with units and short names among its ``attrs``."""
        import pandas as pd  # noqa: PLC0415

        frame = self.rates()
        frame.index = pd.Index([f"{d} on {o} {s}" for o, s, d in frame.index], name="tariff")
        if companion:
            frame = frame * float("nan")
        heads = {
            "tariff_pct": self.data[self.rate].attrs["short"],
            "today_pct": "today",
            "threat_pct": "without a deal",
        }
        units = dict.fromkeys(frame.columns, "percent") | {"trade": "million USD"}
        frame.attrs = {"units": units, "heads": heads | {"trade": "trade, million USD"}}
        return frame

    def excerpt(self) -> list[Excerpt]:
        """Give the part that a screen holds: the rates on the largest flows, and who loses and gains most."""
        whole = self.table()
        pairs: dict[str, list[str]] = {}
        for row in whole.index:
            pairs.setdefault(str(row).rpartition(" ")[0], []).append(str(row))
        blocks = tuple((pair, tuple(rows[:_ROWS])) for pair, rows in list(pairs.items())[:_PAIRS])
        left = len(whole) - sum(len(rows) for _, rows in blocks)
        below = f"{left:,} more rates are not shown; another format gives all" if left else ""
        return [Excerpt(self, blocks, "tariff", self.data.attrs["headline"] + "\n", below), self._everyone()]

    def _everyone(self) -> Excerpt:
        data = self.data
        names = [one for one in ("gain_pct", "government_pct", *_SCREEN) if one in data]
        held = data[names] if "part" not in data.dims else data[names].sel(part="truce", drop=True)
        result = Result(self.question, held, self.provenance)
        ranked: pd.Series = held["gain_pct" if "gain_pct" in held else "welfare_pct"].to_series().dropna().sort_values()
        ours = [one for one in data.attrs["parties"] if one in ranked.index]
        others = ranked.drop(ours)
        worst = tuple(str(one) for one, value in others.items() if value < 0)[:_OTHERS]
        best = tuple(str(one) for one, value in others.items() if value > 0)[::-1][:_OTHERS]
        most = [str(one) for one in ranked.index if one in ours]  # of many, those that lose and gain most
        shown = ours if len(ours) <= 2 * _OTHERS else [*most[:_OTHERS], *most[-_OTHERS:]]
        blocks = (("sides", tuple(shown)), ("lose", worst), ("gain", best))
        left = len(ranked) - len(shown) - len(worst) - len(best)
        below = f"{left} more of {len(ranked)} are not shown; another format gives them" if left else ""
        return Excerpt(result, tuple(one for one in blocks if one[1]), "country", "", below)


# From bare arrays to labels ----------------------------------------------------------------------------------------


def attrs_of(name: str, *, estimated: bool) -> dict[str, Any]:
    """Give the attributes of a variable that a war or a truce adds."""
    label, short, formula, citation, unit = TOLD[name]
    held = {"label": label, "short": short, "unit": unit, "symbol": "", "formula": formula, "citation": citation}
    return held | {"indicator": False, "estimated": estimated}


def everyone(game: Contest, position: Position) -> xr.Dataset:
    """Give what a position means for every country."""
    from counterpoise.equilibrium.outcome import Outcome  # noqa: PLC0415

    base = game.world.baseline
    outcome = Outcome(base, position.problem, position.solution)
    made = outcome.plain(every=True).data[list(COUNTRIES)].drop_attrs(deep=False)
    if game.politics.weights is not None:
        aim = made["welfare_pct"].copy(data=100.0 * (game.politics.hat(position) - 1.0))
        aim.attrs = attrs_of("government_pct", estimated=bool(base.estimated))
        made["government_pct"] = aim
    return made


def of_flows(
    game: Contest, position: Position, rates: dict[str, Array], *, before: Position | None = None
) -> xr.Dataset:
    """Give tariffs by flow among the sides, their averages, and what becomes of trade between them.

    Parameters
    ----------
    game
        Who plays.
    position
        The world under the new rates.
    rates
        By the name of the variable ``[rate]``; the first are the new ones.
    before
        The world without a deal, if there is one: what each flow bears there, which may differ within what bears one rate.
    """
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    base = game.world.baseline
    origin, sector, destination = game.chosen.flow
    held = {dim: np.unique(at) for dim, at in zip(_WAY, game.chosen.flow, strict=True)}
    labels = {"origin": base.countries, "sector": base.sectors, "destination": base.countries}
    coords = {dim: [labels[dim][one] for one in places.tolist()] for dim, places in held.items()}
    places = tuple(np.searchsorted(held[dim], at) for dim, at in zip(_WAY, game.chosen.flow, strict=True))
    shape = [len(held[dim]) for dim in _WAY]
    estimated = bool(base.estimated)

    def grid(values: Array, name: str) -> xr.DataArray:
        made = np.full(shape, np.nan)
        made[places] = values
        return xr.DataArray(made, dims=_WAY, coords=coords, attrs=attrs_of(name, estimated=estimated) if name else {})

    data = {name: grid(100.0 * np.asarray(made)[game.chosen.rate], name) for name, made in rates.items()}
    if before is not None:
        held_there = before.policy.tariff[origin, sector, destination]
        data["threat_tariff_pct"] = grid(100.0 * held_there, "threat_tariff_pct")
    data["tariff_today_pct"] = grid(100.0 * base.tariff[origin, sector, destination], "tariff_today_pct")
    old = base.trade[sector, destination, origin]
    weight = grid(old, "")
    for name, source in (("mean_tariff_pct", next(iter(rates))), ("mean_tariff_today_pct", "tariff_today_pct")):
        mean = (data[source] * weight).sum("sector") / weight.sum("sector")
        data[name] = mean.where(weight.notnull().any("sector"))
        data[name].attrs = attrs_of(name, estimated=estimated)
    linear = position.system.linear
    new = linear.sold.reshape(linear.s, linear.n, -1, linear.n).sum((0, 2)).T
    whole = base.trade.sum(0).T
    pairs = np.ix_(held["origin"], held["destination"])
    change = 100.0 * (new[pairs] / whole[pairs] - 1.0)
    made = xr.DataArray(
        change, dims=("origin", "destination"), coords={k: coords[k] for k in ("origin", "destination")}
    )
    data["trade_between_pct"] = made.where(data["mean_tariff_pct"].notnull())
    data["trade_between_pct"].attrs = attrs_of("trade_between_pct", estimated=estimated)
    return xr.Dataset(data).assign_coords(trade=(_WAY, weight.values))
