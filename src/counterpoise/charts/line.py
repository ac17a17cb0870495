"""The charts of a line: where actors stand and the outcome lies, and what each actor pulls it by."""

from __future__ import annotations

from math import isfinite
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, INK, OTHER, STEP, WIDTH, altair, styled
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

HOLDS, BOTH, VETO, REST = "holds the median", "holds the median, has a veto", "has a veto", "other actors"
MEAN, MEDIAN, TODAY = "weighted mean", "weighted median", "status quo"
BAND, UNBEATEN = "interval of the mean", "nothing beats it"
BLUE, GREEN = "#bcd9ec", "#c3e6d9"
"""The bands of the two."""
SIZES = (30, 900)
"""Square pixels of a circle: of the least weight, and of the greatest."""


def actors(result: Result) -> list[dict[str, Any]]:
    """Give a row for each actor: where it stands, how far that may be, how much it counts, and what it is."""
    data, attrs = result.data, result.data.attrs
    rows = []
    for who in data["party"].values.tolist():
        own = data.sel(party=who)
        value = float(own["stated_position"])
        low, high = (
            float(own[name]) if name in own else value for name in ("stated_position__low", "stated_position__high")
        )
        roles = ((REST, VETO), (HOLDS, BOTH))
        role = roles[who in attrs["pivots"]][who in attrs["veto"]]
        weight, pull = float(own["weight_share"]), float(own["pull"])
        ends = (low, high) if isfinite(low) and isfinite(high) else (value, value)
        rows.append(
            {"who": who, "x": value, "low": ends[0], "high": ends[1], "weight": weight, "pull": pull, "role": role}
        )
    return rows


def _x(result: Result, field: str) -> Any:
    """Give the line as an axis: its own points where they have labels."""
    alt = altair()
    low, high = result.data.attrs["scale"]
    said = {float(at): word for at, word in result.data.attrs["labels"].items()}
    scale = alt.Scale(domain=[low, high], nice=False, zero=False, padding=14)
    title = result.data.attrs["unit"] or "position on the line"
    axis = alt.Axis(tickCount=6)
    if said:
        words = " : ".join(f"datum.value == {at:g} ? {_lines(f'{at:g}', word)}" for at, word in said.items())
        axis = alt.Axis(values=list(said), labelExpr=f"{words} : datum.label", labelLimit=160, labelOverlap=False)
    return alt.X(field, scale=scale, axis=axis, title=title)


def _lines(at: str, word: str) -> str:
    """Write a point and its meaning as the lines of a label."""
    quoted = (one.replace("\\", "").replace("'", "\u2019") for one in (at, *wrap(word, 18)))
    return "[" + ", ".join(f"'{one}'" for one in quoted) + "]"


@figure(question="positions", variables="compromise median_position weight_share")
def line(result: Result) -> Any:
    """Where actors stand on the line, and where the outcome may lie."""
    alt = altair()
    rows = actors(result)
    names = [row["who"] for row in rows]
    y = alt.Y("who:N", sort=names, title=None)
    inks = {HOLDS: COLOURS[1], BOTH: COLOURS[3], VETO: COLOURS[2], REST: OTHER}
    shown = [one for one in inks if one in {row["role"] for row in rows}]
    roles = alt.Scale(domain=shown, range=[inks[one] for one in shown])
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 120, height=alt.Step(STEP + 7)).encode(y=y)
    ranges = base.mark_rule(color=OTHER, strokeWidth=2).encode(x=_x(result, "low:Q"), x2="high:Q")
    sizes = alt.Scale(domain=[0, max(row["weight"] for row in rows)], range=list(SIZES))
    dots = base.mark_circle(opacity=0.9).encode(
        x=_x(result, "x:Q"),
        size=alt.Size("weight:Q", scale=sizes, legend=None),
        color=alt.Color("role:N", scale=roles, legend=alt.Legend(orient="bottom", columns=2)),
    )
    chart = alt.layer(_outcome(result), ranges, dots).resolve_scale(color="independent")
    title = "Positions on the line, circles by salience times capability"
    return styled(chart).properties(title=title, description=_description(result, rows))


def _outcome(result: Result) -> Any:
    """Give the bands and the strokes behind the actors, named in one legend."""
    alt = altair()
    data = result.data
    bands = [(BAND, "compromise__low", "compromise__high", BLUE), (UNBEATEN, "core_low", "core_high", GREEN)]
    bands = [one for one in bands if one[1] in data and one[2] in data]
    strokes = [(MEAN, float(data["compromise"]), COLOURS[0], [1, 0])]
    strokes.append((MEDIAN, float(data["median_position"]), COLOURS[1], [6, 3]))
    if data.attrs["status_quo"] is not None:
        strokes.append((TODAY, float(data.attrs["status_quo"]), INK, [2, 2]))
    held = [(one[0], one[-1]) for one in bands] + [(one[0], one[2]) for one in strokes]
    colour = alt.Color(
        "what:N",
        scale=alt.Scale(domain=[one for one, _ in held], range=[ink for _, ink in held]),
        legend=alt.Legend(columns=3, symbolType="square", symbolOpacity=1),
    )
    made = [
        alt.Chart(alt.Data(values=[{"from": float(data[low]), "to": float(data[high]), "what": what}]))
        .mark_rect(opacity=0.7)
        .encode(x=_x(result, "from:Q"), x2="to:Q", color=colour)
        for what, low, high, _ in bands
    ]
    made += [
        alt.Chart(alt.Data(values=[{"at": at, "what": what}]))
        .mark_rule(strokeWidth=2, strokeDash=dash)
        .encode(x=_x(result, "at:Q"), color=colour)
        for what, at, _, dash in strokes
    ]
    return alt.layer(*made)


def _description(result: Result, rows: list[dict[str, Any]]) -> str:
    mean, middle = (float(result.data[name]) for name in ("compromise", "median_position"))
    said = "; ".join(f"{row['who']} {row['x']:.3g}" for row in rows[:12])
    return f"Positions on the line. Weighted mean {mean:.3g}; weighted median {middle:.3g}. {said}."


@figure(question="positions", variables="pull")
def pulls(result: Result, *, most: int = 16) -> Any:
    """What each actor pulls the weighted mean by, for a tenth more of salience or capability."""
    alt = altair()
    rows = sorted(actors(result), key=lambda row: -abs(row["pull"]))[:most]
    rows = [{"who": row["who"], "pull": row["pull"] / 10.0} for row in sorted(rows, key=lambda row: row["pull"])]
    bars = (
        alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 120, height=alt.Step(STEP))
        .mark_bar(height={"band": 0.72}, color=COLOURS[0])
        .encode(
            x=alt.X("pull:Q", axis=alt.Axis(tickCount=6), title="points of the line, to first order"),
            y=alt.Y("who:N", sort=[row["who"] for row in rows], title=None),
        )
    )
    title = "What a tenth more of an actor's weight moves the mean by"
    said = "; ".join(f"{row['who']} {row['pull']:+.2g}" for row in rows[:12])
    return styled(bars, title).properties(description=f"{title}. {said}.")
