"""The charts of an ensemble: the middle and the interval of each country's change, and what the spread comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.charts.change import GAIN, LOSS, needed, parties, ranked, signed
from counterpoise.charts.theme import INK, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure
from counterpoise.core.numbers import middle
from counterpoise.core.prose import brief

if TYPE_CHECKING:
    from counterpoise.core.result import Result


@figure(question="ensemble", variables="welfare_pct")
def intervals(result: Result, *, most: int = 6, countries: Sequence[str] = (), variable: str = "welfare_pct") -> Any:
    """Change with its interval over the draws: the parties, the most harmed and the most helped."""
    alt = altair()
    array, low, high = needed(result, variable, f"{variable}__low", f"{variable}__high")
    named = [str(one) for one in countries or result.data.attrs.get("parties", ())]
    every = ranked(array)
    if not every:
        raise InputError(f"no country has a {variable}", where="chart", remedy="choose another variable")
    rest = [pair for pair in every if pair[0] not in named]
    shown = [pair for pair in every if pair[0] in named][:most]
    shown += [p for p in rest if p[1] < 0][:most] + [p for p in rest if p[1] > 0][:most]
    shown = sorted(shown or every[:most], key=lambda pair: pair[1])
    largest = middle([v for _, v in shown])
    rows = []
    for one, v in shown:
        ends = float(low.sel(country=one)), float(high.sel(country=one))
        span = ", ".join(signed(end, largest).removesuffix(" %") for end in ends)
        kind = "may gain or lose" if ends[0] <= 0 <= ends[1] else "loses" if v < 0 else "gains"
        rows.append(
            {
                "who": spoken(one),
                "value": v,
                "low": ends[0],
                "high": ends[1],
                "kind": kind,
                "number": f"{signed(v, largest)} [{span}]",
            }
        )
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 240, height=alt.Step(STEP)).encode(
        y=alt.Y("who:N", sort=[row["who"] for row in rows], title=None)
    )
    used = [one for one in ("loses", "gains", "may gain or lose") if any(row["kind"] == one for row in rows)]
    ink = {"loses": LOSS, "gains": GAIN, "may gain or lose": INK}
    colour = alt.Color("kind:N", scale=alt.Scale(domain=used, range=[ink[one] for one in used]))
    unit = "percent" if array.attrs.get("unit") == "percent" else array.attrs.get("unit", "")
    axis = alt.X("low:Q", title=unit, scale=alt.Scale(zero=True))
    lines = base.mark_rule(strokeWidth=3).encode(x=axis, x2="high:Q", color=colour)
    points = base.mark_point(filled=True, size=70, opacity=1).encode(x="value:Q", color=colour)
    numbers = base.mark_text(align="left", color=INK, fontSize=12).encode(
        x=alt.value(WIDTH - 232), text=alt.Text("number:N")
    )
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color="#999999").encode(x="zero:Q")
    said = "; ".join(f"{row['who']} {row['number']}" for row in rows)
    whole = styled(alt.layer(zero, lines, points, numbers))
    return whole.properties(
        description=f"Median and interval over the draws, {array.attrs.get('short', variable)}. {said}."
    )


@figure(question="ensemble", variables="spread_share")
def spread(result: Result, *, most: int = 8, countries: Sequence[str] = ()) -> Any:
    """What the spread of real income comes from: the elasticities that account for most of it."""
    alt = altair()
    (array,) = needed(result, "spread_share")
    panels, said = [], []
    for one in parties(result, countries)[:2]:
        alone = array.sel(country=one)
        alone = alone.assign_coords(parameter=brief([str(name) for name in alone["parameter"].values]))
        held = alone.to_series().dropna().sort_values(ascending=False)
        rows = [
            {"parameter": str(name), "value": float(value), "number": f"{value:.0%}"}
            for name, value in held.head(most).items()
            if value > 0
        ]
        if not rows:
            continue
        chart = alt.Chart(
            alt.Data(values=tuple(rows)), width=WIDTH // 2 - 120, height=alt.Step(STEP), title=spoken(one)
        ).encode(
            x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, 1.25 * rows[0]["value"]], nice=False)),
            y=alt.Y("parameter:N", sort=[row["parameter"] for row in rows], title=None),
        )
        texts = chart.mark_text(align="left", dx=5, color=INK, fontSize=12).encode(text="number:N")
        panels.append(alt.layer(chart.mark_bar(height={"band": 0.72}, color=INK), texts))
        said.append(f"{spoken(one)}: " + "; ".join(f"{row['parameter']} {row['number']}" for row in rows))
    if not panels:
        raise InputError("it is not known what the spread comes from", where="chart", remedy="take more draws")
    whole = panels[0] if len(panels) == 1 else alt.hconcat(*panels, spacing=24)
    return styled(whole).properties(description=f"Share of the variance of real income. {'. '.join(said)}.")
