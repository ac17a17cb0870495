"""The answer of a hedge: labelled numbers, and the table that a screen shows first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.core.excerpt import Excerpt
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.statecraft.hedging import Bet, Hedge, Hedging

TODAY, CALM, ADEQUATE, UNASKED = "today", "best without risk", "adequate level", "firms unasked"
PARTS = (TODAY, CALM, ADEQUATE, UNASKED)
"""Today's rates; x(0); x(p), the level of the tie that the user's probability and risk aversion imply; x(0) and foresight."""

SHOWN = ("calm_pct", "rupture_pct", "expected_pct", "tie_level", "mean_rate")
BY_SECTOR = ("hedging_rate", "private_rate", "policy_rate", "diversification_value")
ALONG = ("frontier_calm_pct", "frontier_rupture_pct", "frontier_tie", "frontier_mean_rate")

_GHL = "Grossman, Helpman and Lhuillier (2023)"
_TEXTS: dict[str, tuple[str, str, str]] = {
    "calm_pct": ("Change of real income in a calm year, against today", "calm year", "percent"),
    "rupture_pct": ("Change of real income in the rupture year, against today", "rupture", "percent"),
    "expected_pct": ("Sure change of real income that both years are felt to be worth", "both years", "percent"),
    "tie_level": ("The partner's share in imports of the goods that rates are set on, at the border", "tie", "share"),
    "rupture_probability": ("Probability of the rupture", "probability", "share"),
    "stock_cover": ("Share of the year that stocks of the partner's goods last", "stocks last", "share"),
    "hedging_value_pct": ("What hedging is worth: both years' income at the adequate level less that without risk", "value of hedging", "percent"),
    "unasked_value_pct": ("The same of what firms who foresee the risk bring unasked: below zero they hedge too much", "unasked", "percent"),
    "pays_from": ("Lowest probability at which some hedge pays, to first order", "pays from", "share"),
    "worth_from": ("Probability at which hedging is worth 0.01 % of real income", "worth 0.01 % from", "share"),
    "mean_rate": ("Mean tariff on the partner's goods, weighted by today's imports, with firms' own wedge", "mean rate", "share"),
    "policy_mean_rate": ("Mean part of the hedge that is left to policy, weighted by today's imports", "left to policy, mean", "share"),
    "partner_rate": ("Tariff on the partner's goods", "rate", "share"),
    "other_rate": ("Tariff on all others' goods", "rate on others", "share"),
    "hedging_rate": ("Part of the tariff that hedges: at the adequate level less the best without risk", "hedges", "share"),
    "private_rate": ("Wedge that buyers who foresee the risk put on the partner's goods by themselves", "firms' own", "share"),
    "policy_rate": ("Part of the hedge that is left to policy, beside what firms do by themselves", "left to policy", "share"),
    "diversification_value": ("Gain of real income per point that the partner's share in the sector falls", "gain per point", "percent"),
    "partner_share": ("The partner's share in purchases of the sector's goods", "partner's share", "share"),
    "frontier_calm_pct": ("Change of real income in a calm year along the frontier", "calm year", "percent"),
    "frontier_rupture_pct": ("Change of real income in the rupture year along the frontier", "rupture", "percent"),
    "frontier_tie": ("The tie's level along the frontier", "tie", "share"),
    "frontier_mean_rate": ("Mean tariff on the partner's goods along the frontier, weighted by today's imports", "mean rate", "share"),
    "frontier_rate": ("Tariff on the partner's goods along the frontier", "rate", "share"),
}  # fmt: skip


def _attrs(name: str, *, estimated: bool) -> dict[str, Any]:
    label, short, unit = _TEXTS[name]
    cited = _GHL if name in ("private_rate", "policy_rate", "unasked_value_pct") else "see docs/methods/hedging"
    return {
        "label": label,
        "short": short,
        "symbol": "",
        "unit": unit,
        "formula": "",
        "citation": cited,
        "indicator": False,
        "estimated": estimated,
    }


def told(search: Hedging, found: Hedge, country: str, against: Sequence[str]) -> xr.Dataset:
    """Give a hedge as labelled numbers.

    Parameters
    ----------
    search, found
        The search, and what it found.
    country, against
        The two sides as they were asked for.
    """
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    base, chosen = search.model.base, search.model.chosen
    sectors = sorted(set(chosen.flow[1].tolist()))
    goods = np.isin(np.arange(len(base.sectors)), sectors)
    bets = dict(zip(PARTS, (found.today, found.calm, found.best, found.unasked), strict=True))
    rates = _Rates(search, sectors)

    def pct(values: Sequence[float]) -> NDArray[np.float64]:
        return 100.0 * np.expm1(np.array(values))

    part, along = ("part",), ("probability",)
    each = list(bets.values())
    worth = dict(zip(PARTS, pct([found.expected(one) for one in each]).tolist(), strict=True))
    path = [bet for _, bet in found.frontier]
    made: dict[str, Any] = {
        "calm_pct": (part, pct([one.calm for one in each])),
        "rupture_pct": (part, pct([one.rupture for one in each])),
        "expected_pct": (part, list(worth.values())),
        "tie_level": (part, [search.tie(one, goods) for one in each]),
        "mean_rate": (part, [rates.mean(one) for one in each]),
        "hedging_value_pct": ((), max(worth[ADEQUATE] - worth[CALM], 0.0)),
        "unasked_value_pct": ((), worth[UNASKED] - worth[CALM]),
        "pays_from": ((), found.pays_from),
        "worth_from": ((), found.worth_from),
        "partner_rate": (("part", "sector"), np.array([rates.on_partner(one) for one in each])),
        "partner_share": (("part", "sector"), np.array([search.shares(one)[0][sectors] for one in each])),
        "diversification_value": (("sector",), found.marginal[sectors]),
    }
    best, calm = rates.on_partner(found.best), rates.on_partner(found.calm)
    private = np.minimum(found.private[sectors], chosen.upper.max())
    made["hedging_rate"] = ("sector",), best - calm
    made["private_rate"] = ("sector",), private
    made["policy_rate"] = ("sector",), (1.0 + best) / (1.0 + private) - (1.0 + calm)
    made["policy_mean_rate"] = (), rates.averaged(made["policy_rate"][1])
    if rates.others:
        made["other_rate"] = ("part", "sector"), np.array([rates.on_others(one) for one in each])
    if found.aim.deterrence:
        made["rupture_probability"] = (
            part,
            [found.aim.risk(one, found.cost_today)[0] if one.partner else np.nan for one in each],
        )
    if search.model.stock is not None:
        made["stock_cover"] = part, [search.model.cover(one.x) for one in each]
    made |= {
        "frontier_calm_pct": (along, pct([one.calm for one in path])),
        "frontier_rupture_pct": (along, pct([one.rupture for one in path])),
        "frontier_tie": (along, [search.tie(one, goods) for one in path]),
        "frontier_mean_rate": (along, [rates.mean(one) for one in path]),
        "frontier_rate": (("probability", "sector"), np.array([rates.on_partner(one) for one in path])),
    }
    estimated = bool(base.estimated)
    data = xr.Dataset(
        {name: (dims, values, _attrs(name, estimated=estimated)) for name, (dims, values) in made.items()},
        coords={
            "country": country,
            "partner": ",".join(against),
            "part": list(PARTS),
            "probability": [p for p, _ in found.frontier],
            "sector": [base.sectors[k] for k in sectors],
        },
        attrs={"probability": found.aim.probability, "objective": search.objective, "corner": search.corner(found),
               "cut": 100.0 * search.model.rupture.cut},
    )  # fmt: skip
    return data if base.year is None else data.assign_coords(year=base.year)


class _Rates:
    """The rates that the choices come to, by sector."""

    def __init__(self, search: Hedging, sectors: Sequence[int]) -> None:
        self.search, self.sectors = search, sectors
        self.partners = list(search.model.rupture.partners)
        self.others = bool((~search.on_partner).any())

    def _level(self, bet: Bet, *, partner: bool) -> NDArray[np.float64]:
        import numpy as np  # noqa: PLC0415

        base, chosen, home = self.search.model.base, self.search.model.chosen, self.search.model.rupture.home
        tariff = np.array(base.tariff)
        tariff[chosen.flow] += bet.x[chosen.rate]
        whom = [k for k in range(len(base.countries)) if k != home and (k in self.partners) == partner]
        weight = base.trade.transpose(2, 0, 1)[whom][:, :, home]
        paid, whole = (weight * tariff[whom][:, :, home]).sum(0), weight.sum(0)
        plain = tariff[whom][:, :, home].mean(0)
        return np.where(whole > 0, paid / np.where(whole > 0, whole, 1.0), plain)[list(self.sectors)]

    def on_partner(self, bet: Bet) -> NDArray[np.float64]:
        return self._level(bet, partner=True)

    def on_others(self, bet: Bet) -> NDArray[np.float64]:
        return self._level(bet, partner=False)

    def mean(self, bet: Bet) -> float:
        return self.averaged(self.on_partner(bet))

    def averaged(self, values: NDArray[np.float64]) -> float:
        import numpy as np  # noqa: PLC0415

        base, home = self.search.model.base, self.search.model.rupture.home
        weight = base.trade[list(self.sectors), home][:, self.partners].sum(1)
        return float(np.average(values, weights=weight)) if weight.sum() > 0 else 0.0


class Insurance(Result):
    """What a hedge is worth: `Result` with the four policies beside each other first.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.hedge("KOR", against="CHN", probability=0.02, instruments="uniform", points=2)
    >>> found.table().index.tolist()
    ['today', 'best without risk', 'adequate level', 'firms unasked']
    """

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give the four policies, a row each.

        Parameters
        ----------
        companion
            There are none: the same rows, missing.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.
        """
        import numpy as np  # noqa: PLC0415

        extra = [one for one in ("rupture_probability", "stock_cover") if one in self.data]
        frame = self._frame([*SHOWN, *extra], "part")
        if companion:
            heads = dict(frame.attrs)
            frame = frame * np.nan
            frame.attrs = heads
        return frame

    def _frame(self, names: Sequence[str], dim: str) -> pd.DataFrame:
        import pandas as pd  # noqa: PLC0415

        held = {name: self.data[name].values for name in names if name in self.data}
        frame = pd.DataFrame(held, index=pd.Index(self.data[dim].values.tolist(), name=dim))
        frame.attrs = {
            "units": {name: self.data[name].attrs["unit"] for name in held},
            "heads": {name: self.data[name].attrs["short"] for name in held},
        }
        return frame

    def by_sector(self) -> pd.DataFrame:
        """Give what hedges in each sector, the most valuable first: the rate, firms' own part, what is left to policy."""
        frame = self._frame(BY_SECTOR, "sector")
        return frame.sort_values(["diversification_value", "hedging_rate"], ascending=False, kind="stable")

    def along(self) -> pd.DataFrame:
        """Give the frontier, a row for each probability."""
        return self._frame(ALONG, "probability")

    def excerpt(self) -> list[Excerpt]:
        """Give the part that a screen holds: the four policies, then the sectors, then the frontier."""
        held = self.data.attrs
        value, unasked = (float(self.data[one]) for one in ("hedging_value_pct", "unasked_value_pct"))
        above = (
            f"{self.data['country'].item()} against {self.data['partner'].item()}, a rupture of {held['cut']:g} % with a probability of "
            f"{held['probability']:g}; what is maximised is {held['objective']}\n"
        )
        brought = (
            f"of which firms that foresee the risk bring {unasked:.3g} % unasked"
            if unasked >= 0.0
            else f"and firms that foresee the risk hedge so much that {-unasked:.3g} % is lost: policy has to hold them back"
        )
        rate = {one: 100 * float(self.data["mean_rate"].sel(part=one)) for one in (CALM, ADEQUATE)}
        left, since = 100 * float(self.data["policy_mean_rate"]), float(self.data["worth_from"])
        from_where = f"from a probability of {since:.2g}" if not math.isnan(since) else "at no probability"
        below = (
            f"hedging is worth {value:.3g} % of today's real income, {brought}\n"
            f"the mean tariff on the partner's goods goes from {rate[CALM]:.3g} % without risk to {rate[ADEQUATE]:.3g} %; beside what firms "
            f"do by themselves {left:+.3g} points are left to policy; hedging is worth 0.01 % of real income {from_where}\n"
            "--format csv or json gives the rates by sector and the frontier"
        )
        return [Excerpt(self, (), "part", above, below)]
