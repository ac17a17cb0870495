"""The charts of a trade war and of a truce: who loses and gains, and the tariffs by sector."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counterpoise.charts.change import ranked, welfare
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
    return _incomes(result, result.data["welfare_pct"], "real income against today, percent", most)


@figure(question="war", variables="nash_tariff_pct")
def nash_tariffs(result: Result, *, most: int = 30) -> Any:
    """Nash tariffs by sector, and today's."""
    return _rates(result, "nash_tariff_pct", most)


@figure(question="truce", variables="gain_pct")
def gains(result: Result, *, most: int = 8) -> Any:
    """What a truce gives over no deal: real income of the sides, and of the others most affected."""
    from_war = result.data["part"].values.tolist()[0] == "war"
    title = f"real income against {'the war' if from_war else 'today'}, percent"
    return _incomes(result, result.data["gain_pct"], title, most)


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


def _incomes(result: Result, array: Any, title: str, most: int) -> Any:
    """Draw changes of real income with a title, the sides told from others; who was asked for is always there."""
    ours, asked = list(result.data.attrs["parties"]), list(result.data.attrs["asked"])
    every = ranked(array)
    shown = [pair for pair in every if pair[0] in ours][:most] + [
        p for p in every if p[0] in asked and p[0] not in ours
    ]
    rest = [pair for pair in every if pair[0] not in {*ours, *asked}]
    if not asked:
        shown += [p for p in rest if p[1] < 0][:most] + [p for p in rest if p[1] > 0][:most]
    held = array.sel(country=[one for one, _ in shown]).to_dataset(name="welfare_pct")
    held.attrs = result.data.attrs
    chart = welfare.function(replace(result, data=held), most=len(shown), party="side")
    return chart.properties(title=title)


def _rates(result: Result, name: str, most: int) -> Any:
    alt = altair()
    rows: list[dict[str, Any]] = []
    for side in list(result.data.attrs["sides"])[:MOST]:
        new, old = (by_sector(result, one, side) for one in (name, "tariff_today_pct"))
        rows += [{"sector": s, "side": spoken(side), "new": new[s], "today": old[s]} for s in new]
    if rows and all(len({round(r["new"], 6) for r in rows if r["side"] == one["side"]}) == 1 for one in rows):
        rows = _one_each(result, name)
    largest = sorted({row["sector"] for row in rows}, key=lambda s: -max(r["new"] for r in rows if r["sector"] == s))
    rows = [row for row in rows if row["sector"] in largest[:most]]
    sides = list(dict.fromkeys(row["side"] for row in rows))
    title = result.data[name].attrs["short"]
    y = alt.Y("sector:N", sort=largest[:most], title=None)
    colour = alt.Color("side:N", scale=alt.Scale(domain=sides, range=list(COLOURS[: len(sides)])), title=None)
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 120, height=alt.Step(STEP)).encode(y=y)
    dots = base.mark_circle(size=60, opacity=1).encode(
        x=alt.X("new:Q", title=f"{title}, percent; strokes: today's"), color=colour
    )
    ticks = base.mark_tick(color=INK, thickness=1.5).encode(x="today:Q")
    said = "; ".join(f"{row['side']} {row['sector']} {row['new']:.3g}" for row in rows[:6])
    return styled(alt.layer(ticks, dots)).properties(title=f"{title}, by side", description=f"{title}. {said}.")


def _one_each(result: Result, name: str) -> list[dict[str, Any]]:
    """Give a row for each side whose rates are all one: sector by sector they would be the same dot."""
    made = []
    for side in list(result.data.attrs["sides"])[:MOST]:
        held = [one for one in result.data.attrs["members"][side] if one in result.data["destination"].values.tolist()]
        flows = result.data[[name, "tariff_today_pct"]].sel(destination=held)
        weight = flows.coords["trade"].where(flows[name].notnull())
        new, old = (float((flows[one] * weight).sum() / weight.sum()) for one in (name, "tariff_today_pct"))
        made.append({"sector": spoken(side), "side": spoken(side), "new": new, "today": old})
    return made
