"""What the equation rests on, indicator by indicator, and who is pressed most between the two powers."""

from __future__ import annotations

import json
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

from counterpoise.charts.equation import (
    ECONOMY,
    FIRST,
    MUTED,
    POINTS,
    RULE,
    SECOND,
    SECURITY,
    between,
    number,
)
from counterpoise.charts.theme import INK, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

LEAN = "lean_"
SIDES = {"economic": ("economy", ECONOMY), "security": ("security", SECURITY)}
"""Each side of the equation: its word, and the variable that sums it up."""

WIDE = WIDTH - 190
"""Pixels across the bars."""


@figure(question="equation", variables=f"{ECONOMY} {SECURITY}")
def leans(result: Result, *, country: str = "") -> Any:
    """Each indicator's lean between the two powers, and the two that sum them up."""
    alt = altair()
    powers = between(result)
    subject = chosen_country(result, country)
    panels, said = [], []
    for side, (word, whole) in SIDES.items():
        names = [str(one) for one in result.variables if _side(result, str(one)) == side]
        rows = [_row(result, one, subject) for one in names]
        rows.append(_row(result, whole, subject) | {"name": f"{word} as a whole", "weight": "", "whole": True})
        panels.append(_panel(rows, word, powers))
        said.append(f"{word}: " + "; ".join(f"{row['name']} {row['number']}" for row in rows))
    first, second = (spoken(one, in_text=True) for one in powers)
    note = f"on {first} less on {second}, in {POINTS}"
    title = alt.TitleParams(
        f"{spoken(subject)} between {first} and {second}",
        subtitle=[f"{note}; each side has its own scale"],
        subtitleFontSize=11.5,
        subtitleColor=MUTED,
        anchor="start",
        frame="bounds",
        offset=10,
    )
    drawn = styled(alt.vconcat(*panels, spacing=14))
    return drawn.properties(title=title, description=f"{spoken(subject)}: {note}. {'. '.join(said)}.")


def chosen_country(result: Result, country: str = "") -> str:
    """Give the country that a chart is about: the one named, else the first that the question was asked about."""
    held = [str(one) for one in result.data["country"].values.ravel().tolist()]
    if country and country not in held:
        raise InputError(f"the result has no country {country!r}", where="chart", remedy="take one that it holds")
    return country or next((one for one in result.data.attrs.get("chosen", ()) if one in held), held[0])


def _side(result: Result, name: str) -> str:
    return str(result.data[name].attrs.get("side", "")) if name.startswith(LEAN) else ""


def value_of(result: Result, name: str, country: str) -> tuple[float, float, float]:
    """Give one country's value in percentage points, and its bounds; what is not known is NaN."""
    if name not in result.data:
        raise InputError(f"this chart shows {name}, which the result lacks", where="chart", remedy="take another chart")
    parts = [result.data[name], result.companion(name, "low"), result.companion(name, "high")]
    value, low, high = (nan if one is None else 100 * float(one.sel(country=country)) for one in parts)
    return value, low, high


def _row(result: Result, name: str, country: str) -> dict[str, Any]:
    """Give one bar with what is written beside it; a value that is not known has none."""
    value, low, high = value_of(result, name, country)
    attrs = result.data[name].attrs
    weight = attrs.get("weight")
    bounded = isfinite(low) and isfinite(high)
    known = isfinite(value)
    text = number(value) if known else "not known" + (f" ({number(low)} to {number(high)})" if bounded else "")
    return {
        "indicator": name,
        "name": attrs["short"],
        "weight": "" if weight is None else f"weight {100 * float(weight):.0f} %",
        "value": value if known else None,
        "low": low if bounded else None,
        "high": high if bounded else None,
        "number": text,
        "told": text if known or not bounded else "not known",  # the line shows the bounds
        "whole": False,
        "way": "" if not known else "first" if value >= 0 else "second",
        "at": max(v for v in (value, high, 0.0) if isfinite(v)),
        "end": min(v for v in (value, low, 0.0) if isfinite(v)),
    }


def _panel(rows: list[dict[str, Any]], word: str, powers: tuple[str, str]) -> Any:
    """Give the bars of one side of the equation, with what sums them up last and in bold."""
    alt = altair()
    sort = [row["name"] for row in rows]
    ends = [abs(v) for row in rows for v in (row["at"], row["end"])]
    reach = 1.35 * max([*ends, 0.1])
    across = alt.Scale(domain=[-reach, reach], nice=False)
    bold = alt.condition(f"datum.value == {json.dumps(rows[-1]['name'])}", alt.value("bold"), alt.value("normal"))
    labels = alt.Axis(labelFontWeight=bold, ticks=False, domain=False, labelLimit=260, labelPadding=8)
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDE, height=alt.Step(STEP + 3)).encode(
        x=alt.X("value:Q", scale=across, axis=None), y=alt.Y("name:N", sort=sort, title=None, axis=labels)
    )
    ink = alt.Color("way:N", scale=alt.Scale(domain=["first", "second"], range=[FIRST, SECOND]), legend=None)
    known = base.transform_filter("isValid(datum.value)")
    layers = [
        alt.Chart(alt.Data(values=[{}]))
        .mark_rule(color=RULE)
        .encode(x=alt.XValue(WIDE / 2), y=alt.YValue(0), y2=alt.Y2Value((STEP + 3) * len(rows))),
        known.mark_bar(height={"band": 0.66}).encode(
            color=ink, opacity=alt.condition("datum.whole", alt.value(1), alt.value(0.55))
        ),
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=1.4)
        .encode(x=alt.X("low:Q", scale=across, axis=None), x2="high:Q", color=alt.ColorValue(INK)),
        *_numbers(base, across),
        base.mark_text(align="left", dx=10, fontSize=11, color=MUTED).encode(
            x=alt.XValue(WIDE), text=alt.Text("weight:N")
        ),
    ]
    name = [spoken(one, in_text=True) for one in powers]
    heads = [({"align": "left"}, 0, f"← {word} leans to {name[1]}", SECOND)]
    heads.append(({"align": "right"}, WIDE, f"{word} leans to {name[0]} →", FIRST))
    for look, at, text, colour in heads:
        mark = alt.Chart(alt.Data(values=[{"text": text}])).mark_text(color=colour, fontSize=12, **look)
        layers.append(mark.encode(x=alt.XValue(at), y=alt.YValue(-11), text=alt.Text("text:N")))
    return alt.layer(*layers)


def _numbers(base: Any, across: Any) -> list[Any]:
    """Give the numbers at the bars' ends, what sums them up in bold, and what is not known in grey beside zero."""
    alt = altair()
    layers = []
    for test, field, align, dx in (("datum.value >= 0", "at", "left", 5), ("datum.value < 0", "end", "right", -5)):
        for whole, weight in (("datum.whole", "bold"), ("!datum.whole", "normal")):
            mark = base.transform_filter(f"isValid(datum.value) && {test} && {whole}").mark_text(
                align=align, dx=dx, fontSize=12, fontWeight=weight, color=INK
            )
            layers.append(mark.encode(x=alt.X(f"{field}:Q", scale=across, axis=None), text=alt.Text("number:N")))
    lost = base.transform_filter("!isValid(datum.value)")
    mark = lost.mark_text(align="left", dx=5, fontSize=11, fontStyle="italic", color=MUTED)
    return [*layers, mark.encode(x=alt.X("at:Q", scale=across, axis=None), text=alt.Text("told:N"))]


@figure(question="equation", variables="cross_pressure")
def ranking(result: Result, *, most: int = 25) -> Any:
    """The countries that are pressed most between the two powers, with their intervals."""
    alt = altair()
    powers = between(result)
    rows, least = _pressed(result, most)
    if not rows:
        remedy = "ask about all countries, or about other powers"
        raise InputError("no country is known to be pressed between the two", where="chart", remedy=remedy)
    chosen = list(result.data.attrs.get("chosen", ()))
    first, second = (spoken(one, in_text=True) for one in powers)
    ways = [f"security with {one}, economy with {other}" for one, other in ((first, second), (second, first))]
    for row in rows:
        row["way"] = ways[0 if row["up"] > 0 else 1]
    own = (
        " || ".join(f"datum.value == {json.dumps(row['name'])}" for row in rows if row["country"] in chosen) or "false"
    )
    bold = alt.condition(own, alt.value("bold"), alt.value("normal"))
    labels = alt.Axis(labelFontWeight=bold, ticks=False, domain=False, grid=True, labelPadding=6)
    key = alt.Legend(columns=1, labelLimit=500)
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 130, height=alt.Step(STEP - 2)).encode(
        y=alt.Y("name:N", sort=[row["name"] for row in rows], title=None, axis=labels),
        color=alt.Color("way:N", scale=alt.Scale(domain=ways, range=[FIRST, SECOND]), legend=key),
    )
    top = max(row["high"] if row["high"] is not None else row["value"] for row in rows)
    across = alt.Scale(domain=[0, 1.05 * top], nice=False)
    attrs = result.data["cross_pressure"].attrs
    x = alt.X(
        "value:Q", scale=across, axis=alt.Axis(title=f"{attrs['short']}: {attrs['label']}", tickCount=6, format="~g")
    )
    bars = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=3, opacity=0.45, strokeCap="round")
    points = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=x, shape=alt.Shape("way:N", scale=alt.Scale(domain=ways, range=["circle", "diamond"]), legend=key)
    )
    said = "; ".join(f"{row['name']} {row['value']:.2f}" for row in rows)
    more = f" Not known, but for bounds: {', '.join(least)}." if least else ""
    return styled(alt.layer(bars.encode(x=alt.X("low:Q", scale=across), x2="high:Q"), points)).properties(
        description=f"Cross-pressure between {first} and {second}. {said}.{more}"
    )


def _pressed(result: Result, most: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Give the leading countries whose cross-pressure is known and not nothing; and those that might be among them."""
    rows, bounded = [], []
    for code in result.data["country"].values.tolist():
        value, low, high = (one / 100 for one in value_of(result, "cross_pressure", code))
        row = {"country": str(code), "name": spoken(str(code)), "value": value}
        row |= {"low": low, "high": high} if isfinite(low) and isfinite(high) else {"low": None, "high": None}
        row["up"] = value_of(result, SECURITY, code)[0]
        if isfinite(value) and value > 0:
            rows.append(row)
        elif not isfinite(value) and row["high"]:
            bounded.append(row)
    rows = sorted(rows, key=lambda row: -row["value"])
    own = [row for row in rows[most:] if row["country"] in result.data.attrs.get("chosen", ())]
    shown = rows[:most] + own
    last = shown[-1]["value"] if shown else 0.0
    return shown, [row["name"] for row in bounded if row["high"] > last]
