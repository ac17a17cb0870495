"""The charts of a hedge: the frontier between a calm year and the rupture, and the policy along it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.charts.change import needed
from counterpoise.charts.theme import COLOURS, INK, STEP, WIDTH, altair, styled
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

POINTS = ("today", "best without risk", "adequate level", "firms unasked")

AT = "at"
"""The charts' parameter that holds a probability of the frontier which is marked: a page moves it."""
NOWHERE = -1.0


def movable(chart: Any) -> Any:
    """Give a chart with the parameter `AT`, which marks nothing until a page says what."""
    return chart.add_params(altair().param(name=AT, value=NOWHERE))


def marked(layer: Any) -> Any:
    """Give a layer of the frontier at the probability `AT` alone."""
    return layer.transform_filter(f"abs(datum.probability - {AT}) < 1e-6")


@figure(question="hedge", variables="frontier_calm_pct frontier_rupture_pct")
def hedge_frontier(result: Result) -> Any:
    """Frontier between a calm year's cost and the rupture's loss."""
    alt = altair()
    calm, broken = needed(result, "frontier_calm_pct", "frontier_rupture_pct")
    (share,) = needed(result, "frontier_tie")
    line = [
        {"calm": float(c), "rupture": float(r), "probability": float(p), "tie": float(t)}
        for p, c, r, t in zip(calm["probability"].values, calm.values, broken.values, share.values, strict=True)
    ]
    here, there = needed(result, "calm_pct", "rupture_pct")
    marks = [
        {"what": one, "calm": float(here.sel(part=one)), "rupture": float(there.sel(part=one))}
        for one in POINTS
        if one in here["part"].values.tolist()
    ]
    x = alt.X("calm:Q", title="real income in a calm year, per cent", scale=alt.Scale(zero=False))
    y = alt.Y("rupture:Q", title="real income in the rupture, per cent", scale=alt.Scale(zero=False))
    path = alt.Chart(alt.Data(values=line), width=WIDTH - 60, height=280).encode(x=x, y=y, order="probability:Q")
    colour = alt.Color(
        "what:N", scale=alt.Scale(domain=[row["what"] for row in marks], range=list(COLOURS[: len(marks)]))
    )
    drawn = alt.layer(
        path.mark_line(color=INK, strokeWidth=1.5),
        path.mark_point(color=INK, size=18, filled=True, opacity=1),
        alt.Chart(alt.Data(values=marks)).mark_point(filled=True, size=110, opacity=1).encode(x=x, y=y, color=colour),
        marked(path).mark_point(color=INK, size=320, strokeWidth=2, filled=False, opacity=1),
    )
    said = "; ".join(f"{row['what']} {row['calm']:+.2g} %, {row['rupture']:+.3g} %" for row in marks)
    return styled(movable(drawn)).properties(description=f"Real income in a calm year, and in the rupture. {said}.")


@figure(question="hedge", variables="frontier_mean_rate")
def policy_along(result: Result) -> Any:
    """Policy along the probability of a rupture: the mean tariff, and the level of the tie."""
    alt = altair()
    rate, share = needed(result, "frontier_mean_rate", "frontier_tie")
    both = (("mean tariff on the partner's goods", rate), ("partner's share in imports", share))
    rows = [
        {"what": what, "probability": float(p), "value": float(v)}
        for what, array in both
        for p, v in zip(array["probability"].values, array.values, strict=True)
    ]
    panels = []
    for k, (what, _) in enumerate(both):
        base = alt.Chart(
            alt.Data(values=[row for row in rows if row["what"] == what]), width=WIDTH // 2 - 70, height=200, title=what
        ).encode(
            x=alt.X("probability:Q", title="probability of a rupture"),
            y=alt.Y("value:Q", title=None, axis=alt.Axis(format=".0%")),
        )
        ring = marked(base).mark_point(color=INK, size=220, strokeWidth=2, filled=False, opacity=1)
        panels.append(alt.layer(base.mark_line(color=COLOURS[k]), base.mark_point(color=COLOURS[k], filled=True), ring))
    first, last = rows[0], rows[len(rows) // 2 - 1]
    said = f"mean tariff {first['value']:.0%} at {first['probability']:.2g}, {last['value']:.0%} at {last['probability']:.2g}"
    return styled(movable(alt.hconcat(*panels, spacing=30))).properties(
        description=f"Policy along the probability of a rupture. {said}."
    )


@figure(question="hedge", variables="diversification_value")
def hedged_sectors(
    result: Result, *, most: int = 12, names: dict[str, str] | None = None, sectors: Sequence[str] = ()
) -> Any:
    """Sectors in which the hedge lies: what firms put on the partner's goods by themselves, and what is left to policy."""
    alt = altair()
    hedge, private = needed(result, "hedging_rate", "private_rate")
    (gain,) = needed(result, "diversification_value")
    ranked = gain.to_series().dropna().sort_values(ascending=False)
    held = [str(one) for one in ranked.index]
    shown = [one for one in (sectors or held) if one in held][:most]
    if not shown:
        raise InputError("no sector's hedge is known", where="chart", remedy="choose other sectors")
    rows = [
        {"sector": (names or {}).get(one, one), "what": what, "value": float(array.sel(sector=one))}
        for one in shown
        for what, array in (("policy and firms", hedge), ("firms alone", private))
    ]
    base = alt.Chart(alt.Data(values=rows), width=WIDTH - 240, height=alt.Step(STEP)).encode(
        y=alt.Y("sector:N", sort=[(names or {}).get(one, one) for one in shown], title=None),
        x=alt.X("value:Q", title="rate that hedges", axis=alt.Axis(format=".0%")),
        color=alt.Color("what:N", scale=alt.Scale(domain=["policy and firms", "firms alone"], range=list(COLOURS[:2]))),
    )
    said = "; ".join(f"{one} {float(hedge.sel(sector=one)):.0%}" for one in shown)
    return styled(base.mark_point(filled=True, size=70, opacity=1)).properties(description=f"Rate that hedges. {said}.")
