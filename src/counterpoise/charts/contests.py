"""The charts of a trade war and of a truce: who loses and gains, and the tariffs by sector."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counterpoise.charts.change import welfare
from counterpoise.charts.theme import COLOURS, INK, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

MOST = 2
"""Sides whose tariffs a chart tells apart."""


@figure(question="war", variables="welfare_pct")
def cost(result: Result, *, most: int = 8) -> Any:
    """What a trade war costs: real income of the sides, and of the others most affected."""
    return welfare.function(result, most=most)


@figure(question="war", variables="nash_tariff_pct")
def nash_tariffs(result: Result, *, most: int = 30) -> Any:
    """Nash tariffs by sector, and today's."""
    return _rates(result, "nash_tariff_pct", most)


@figure(question="truce", variables="gain_pct")
def gains(result: Result, *, most: int = 8) -> Any:
    """What a truce gives over no deal: real income of the sides, and of the others most affected."""
    gained = result.data[["gain_pct"]].rename(gain_pct="welfare_pct")
    gained.attrs = result.data.attrs
    return welfare.function(replace(result, data=gained), most=most)


@figure(question="truce", variables="truce_tariff_pct")
def truce_tariffs(result: Result, *, most: int = 30) -> Any:
    """Tariffs of a truce by sector, and today's."""
    return _rates(result, "truce_tariff_pct", most)


def by_sector(result: Result, name: str, side: str) -> dict[str, float]:
    """Give a side's tariffs by sector, weighted by trade over its members and the others."""
    members = list(result.data.attrs["members"][side])
    data = result.data
    held = [one for one in members if one in data["destination"].values.tolist()]
    if not held:
        return {}
    weight = data["trade"].sel(destination=held)
    rate = data[name].sel(destination=held)
    total = weight.sum(("origin", "destination"))
    mean = ((rate * weight).sum(("origin", "destination")) / total).where(total > 0).to_series().dropna()
    return {str(one): float(value) for one, value in mean.items()}


def _rates(result: Result, name: str, most: int) -> Any:
    alt = altair()
    rows: list[dict[str, Any]] = []
    for side in list(result.data.attrs["sides"])[:MOST]:
        new, old = (by_sector(result, one, side) for one in (name, "tariff_today_pct"))
        rows += [{"sector": s, "side": spoken(side), "new": new[s], "today": old[s]} for s in new]
    largest = sorted({row["sector"] for row in rows}, key=lambda s: -max(r["new"] for r in rows if r["sector"] == s))
    rows = [row for row in rows if row["sector"] in largest[:most]]
    sides = list(dict.fromkeys(row["side"] for row in rows))
    title = result.data[name].attrs["short"]
    y = alt.Y("sector:N", sort=largest[:most], title=None)
    colour = alt.Color("side:N", scale=alt.Scale(domain=sides, range=list(COLOURS[: len(sides)])), title=None)
    base = alt.Chart(alt.Data(values=rows), width=WIDTH - 120, height=alt.Step(STEP)).encode(y=y)
    dots = base.mark_circle(size=60, opacity=1).encode(x=alt.X("new:Q", title=f"{title}, percent"), color=colour)
    ticks = base.mark_tick(color=INK, thickness=1.5).encode(x="today:Q")
    said = "; ".join(f"{row['side']} {row['sector']} {row['new']:.3g}" for row in rows[:6])
    return styled(alt.layer(ticks, dots)).properties(description=f"{title}. {said}.")
